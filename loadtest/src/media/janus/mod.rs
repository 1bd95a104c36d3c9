//! [Janus](https://janus.conf.meetecho.com/), a media server in C: the same packets to as many, by its plugins for streams and for rooms.
//!
//! - `process`: the program, its settings and its log.
//! - `api`: its API over a WebSocket.

mod api;
mod process;

use super::{
    feed::{Feed, Recording},
    line::{Draft, Line},
    phase::{Pair, Phase, SETTLE},
    sdp::{H264, H264_PARAMETERS, OPUS, Part},
    voices::{self, SPEAKERS, Talk},
};
use crate::error::LoadError;
use api::{Api, Outcome};
use process::{Process, free_ports};
use serde_json::{Value, json};
use std::{
    net::{IpAddr, Ipv4Addr},
    time::Duration,
};
use tokio::time::sleep;

pub const NAME: &str = "janus";

pub struct Janus {
    process: Process,
    /// Rooms and streams that were made.
    made: u64,
}

fn told(error: LoadError) -> String {
    error.to_string()
}

impl Janus {
    /// # Errors
    /// Why it can't be had, in one sentence.
    pub async fn start(core: Option<usize>, event_loops: u32) -> Outcome<Self> {
        let process = Process::start(core, event_loops).await?;
        match Api::open(process.port).await {
            Ok(api) => api.close().await.map(|()| Self { process, made: 0 }),
            Err(why) => Err(format!("{why}; the end of its log: {}", process.log())),
        }
    }

    #[must_use]
    pub fn version(&self) -> &str {
        &self.process.version
    }

    #[must_use]
    pub fn cpu_seconds(&self) -> f64 {
        self.process.cpu_seconds()
    }

    pub async fn stop(self) {
        self.process.stop().await;
    }

    /// One viewer of a stream, then all of them.
    ///
    /// # Errors
    /// What it refuses, and where nothing comes.
    pub async fn stage(&mut self, viewers: usize, recording: Recording, length: Duration) -> Outcome<Pair> {
        let done = self.stream(viewers, recording, length).await;
        done.map_err(|why| format!("{why}; the end of its log: {}", self.process.log()))
    }

    async fn stream(&mut self, viewers: usize, recording: Recording, length: Duration) -> Outcome<Pair> {
        self.made += 1;
        let (stream, [sound, video]) = (self.made, free_ports()?);
        let mut api = Api::open(self.process.port).await?;
        let owner = api.attach("streaming").await?;
        api.tell(owner, mountpoint(stream, sound, video), None).await?;
        let _feed = Feed::begin(recording, sound, video).await.map_err(told)?;
        let mut lines = vec![viewer(&mut api, stream).await?];
        sleep(SETTLE).await;
        let one = self.measure(&lines, length).await?;
        for _ in 1..viewers {
            lines.push(viewer(&mut api, stream).await?);
        }
        sleep(SETTLE).await;
        let many = self.measure(&lines, length).await?;
        api.tell(owner, json!({ "request": "destroy", "id": stream }), None).await?;
        api.close().await?;
        Ok(Pair { one, many })
    }

    /// Ten speak and the others listen.
    ///
    /// # Errors
    /// What it refuses, and where nothing comes.
    pub async fn voices(&mut self, listeners: usize, length: Duration) -> Outcome<Phase> {
        let done = self.room(listeners, length).await;
        done.map_err(|why| format!("{why}; the end of its log: {}", self.process.log()))
    }

    async fn room(&mut self, listeners: usize, length: Duration) -> Outcome<Phase> {
        self.made += 1;
        let room = self.made;
        let mut api = Api::open(self.process.port).await?;
        let owner = api.attach("videoroom").await?;
        let create =
            json!({ "request": "create", "room": room, "publishers": SPEAKERS, "audiocodec": "opus", "record": false, "notify_joining": false });
        api.tell(owner, create, None).await?;
        let (mut speakers, mut feeds) = (Vec::new(), Vec::new());
        for number in 0..SPEAKERS {
            let (line, feed) = speaker(&mut api, room, number).await?;
            speakers.push(line);
            feeds.push(json!({ "feed": feed }));
        }
        let mut lines = Vec::new();
        for _ in 0..listeners {
            lines.push(listener(&mut api, room, &feeds).await?);
        }
        let talk = Talk::begin(speakers.iter());
        sleep(SETTLE).await;
        let phase = self.measure(&lines, length).await?;
        drop(talk);
        api.tell(owner, json!({ "request": "destroy", "room": room }), None).await?;
        api.close().await?;
        Ok(phase)
    }

    async fn measure(&self, lines: &[Line], length: Duration) -> Outcome<Phase> {
        Phase::measure(lines, || self.cpu_seconds(), sleep(length)).await.map_err(told)
    }
}

fn mountpoint(stream: u64, sound: u16, video: u16) -> Value {
    json!({
        "request": "create", "type": "rtp", "id": stream, "name": "stage",
        "media": [
            { "type": "audio", "mid": "a", "label": "sound", "port": sound, "iface": "127.0.0.1", "pt": OPUS, "codec": "opus" },
            { "type": "video", "mid": "v", "label": "pictures", "port": video, "iface": "127.0.0.1", "pt": H264, "codec": "h264", "fmtp": H264_PARAMETERS },
        ],
    })
}

async fn viewer(api: &mut Api, stream: u64) -> Outcome<Line> {
    let handle = api.attach("streaming").await?;
    let offered = api.tell(handle, json!({ "request": "watch", "id": stream }), None).await?;
    answered(api, handle, offered.sdp).await
}

async fn listener(api: &mut Api, room: u64, feeds: &[Value]) -> Outcome<Line> {
    let handle = api.attach("videoroom").await?;
    let offered = api.tell(handle, json!({ "request": "join", "ptype": "subscriber", "room": room, "streams": feeds }), None).await?;
    answered(api, handle, offered.sdp).await
}

/// Of one who is sent what it offers.
async fn answered(api: &mut Api, handle: u64, offer: Option<String>) -> Outcome<Line> {
    let offer = offer.ok_or("it offered nothing")?;
    let (mut line, answer) = Line::answering(&offer).await.map_err(told)?;
    api.tell(handle, json!({ "request": "start" }), Some(("answer", &answer))).await?;
    line.connected().await.map_err(told)?;
    Ok(line)
}

/// The one of this machine by which it is reached: it takes no local ones where there is another.
fn address() -> IpAddr {
    let all = rtc::shared::ifaces::ifaces().unwrap_or_default();
    let outer =
        all.into_iter().filter_map(|interface| Some(interface.addr?.ip())).find(|ip| ip.is_ipv4() && !ip.is_loopback() && !ip.is_unspecified());
    outer.unwrap_or(Ipv4Addr::LOCALHOST.into())
}

/// The connection, and the name under which others hear it.
async fn speaker(api: &mut Api, room: u64, number: usize) -> Outcome<(Line, u64)> {
    let handle = api.attach("videoroom").await?;
    let draft = Draft::new(address(), &[Part::Microphone(voices::number(number))]).await.map_err(told)?;
    let join = json!({ "request": "joinandconfigure", "ptype": "publisher", "room": room, "display": format!("speaker{number}") });
    let joined = api.tell(handle, join, Some(("offer", &draft.offer))).await?;
    let feed = joined.data["id"].as_u64().ok_or("it named no speaker")?;
    let answer = joined.sdp.ok_or("it answered no offer")?;
    let mut line = draft.answered(&answer).map_err(told)?;
    line.connected().await.map_err(told)?;
    Ok((line, feed))
}
