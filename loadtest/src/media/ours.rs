//! Our server: a stage that people watch, and a room's call in which ten speak.

use super::{
    MediaArgs,
    feed::Recording,
    line::{Draft, Line},
    phase::{Pair, Phase, SETTLE},
    sdp::Part,
    voices::{self, SPEAKERS, Talk},
};
use crate::{
    account::Account,
    crowd,
    error::{LoadError, Result},
    page::Page,
    server::Server,
    storyboard::Storyboard,
};
use domain::{RoomId, storyboard::Shot};
use std::{net::IpAddr, time::Duration};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep, sleep_until},
};
use wire::Command;

/// Connections of one person; the server allows eight.
const LINES_EACH: usize = 8;
/// For each viewer to connect.
const COMING: Duration = Duration::from_millis(60);
const LETS_GO: Duration = Duration::from_secs(10);
const AGAIN: Duration = Duration::from_millis(500);
const SHOT: &str = "one";
const WORDS: &str = "a dog runs in the park, a cat chases the dog, it rains";

pub struct Ours<'a> {
    server: &'a Server,
    people: Vec<Account>,
    room: RoomId,
    state_vector: String,
}

impl<'a> Ours<'a> {
    /// Everybody is a member of one room.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn gather(args: &MediaArgs, server: &'a Server, tell: impl Fn(usize)) -> Result<Self> {
        let count = (args.viewers as usize).div_ceil(LINES_EACH).max(if args.listeners == 0 { 1 } else { SPEAKERS + args.listeners as usize });
        let people = crowd::gather(server, count, tell).await?;
        let room = crowd::room(&people[0], people[1..].iter()).await?;
        let mut board = Storyboard::open(&people[0], room).await?;
        let state_vector = board.write(&[Shot { id: SHOT.into(), prompt: WORDS.into(), seconds: 8, ..Shot::default() }]).await?;
        Ok(Self { server, people, room, state_vector })
    }

    /// One viewer, then, of the same story told anew, all of them; and what the first of these saw.
    ///
    /// # Errors
    /// What the server refuses, and where nothing comes.
    pub async fn stage(&self, viewers: usize, length: Duration) -> Result<(Pair, Recording)> {
        let coming = SETTLE + COMING * viewers as u32;
        let (one, _) = self.watched(1, coming, length).await?;
        let (many, recording) = self.watched(viewers, coming, length).await?;
        Ok((Pair { one, many }, recording))
    }

    /// From so long after the stage was opened, so that everybody sees the same part of the story.
    async fn watched(&self, viewers: usize, coming: Duration, length: Duration) -> Result<(Phase, Recording)> {
        let mut page = Page::open(&self.people[0], self.room).await?;
        let open = Command::OpenStage { room: self.room, shot: SHOT.into(), state_vector: self.state_vector.clone() };
        let until = Instant::now() + LETS_GO;
        // The stage of before lets go of its core a moment after it was closed.
        while let Err(refused) = page.stage("opening the stage", open.clone()).await {
            let is_busy = matches!(&refused, LoadError::Refused { code, .. } if code == "stage_busy");
            if !is_busy || Instant::now() > until {
                return Err(refused);
            }
            sleep(AGAIN).await;
        }
        let begin = Instant::now() + coming;
        let watch = async {
            let mut lines = Vec::new();
            for number in 0..viewers {
                lines.push(self.viewer(number).await?);
            }
            sleep_until(begin).await;
            lines[0].tally().record = Some(Vec::new());
            let phase = Phase::measure(&lines, || self.server.cpu_seconds(), sleep(length)).await?;
            let recorded = lines[0].tally().record.take().unwrap_or_default();
            Ok::<_, LoadError>((phase, Recording::of(&recorded)))
        };
        // Meanwhile the page answers the server's pings.
        let watched = tokio::select! {
            watched = watch => watched?,
            ended = page.idle() => return Err(ended),
        };
        page.stage("closing the stage", Command::CloseStage { room: self.room }).await?;
        Ok(watched)
    }

    async fn viewer(&self, number: usize) -> Result<Line> {
        let draft = Draft::new(self.address(), &[Part::Hear, Part::See]).await?;
        let answer = self.people[number / LINES_EACH].offer(self.room, draft.offer.clone()).await?;
        let mut line = draft.answered(&answer)?;
        line.connected().await?;
        Ok(line)
    }

    /// Ten speak and the others listen.
    ///
    /// # Errors
    /// What the server refuses, and where nothing comes.
    pub async fn voices(&self, listeners: usize, length: Duration) -> Result<Phase> {
        let (mut lines, mut pages) = (Vec::new(), JoinSet::new());
        for (number, person) in self.people.iter().enumerate().take(SPEAKERS + listeners) {
            let is_speaker = number < SPEAKERS;
            // The least that a call takes: speakers hear one place, as those of the peer hear none.
            let places = if is_speaker { 1 } else { SPEAKERS };
            let parts: Vec<Part> =
                is_speaker.then(|| Part::Microphone(voices::number(number))).into_iter().chain((0..places).map(|_| Part::Hear)).collect();
            let draft = Draft::new(self.address(), &parts).await?;
            let (answer, call) = person.call(self.room, draft.offer.clone()).await?;
            let mut line = draft.answered(&answer)?;
            line.connected().await?;
            lines.push(line);
            if is_speaker {
                let mut page = Page::open(person, self.room).await?;
                page.stage("switching on a microphone", Command::Voice { room: self.room, call, microphone: true, camera: false, silent: false })
                    .await?;
                pages.spawn(async move { page.idle().await });
            }
        }
        let talk = Talk::begin(lines.iter().take(SPEAKERS));
        sleep(SETTLE).await;
        // The first speaker's one place is their own, in which nothing comes to them.
        let phase = Phase::measure(&lines[1..], || self.server.cpu_seconds(), sleep(length)).await?;
        drop(talk);
        match pages.try_join_next() {
            None => Ok(phase),
            Some(ended) => Err(ended.unwrap_or_else(|error| LoadError::Closed("a speaker's page", error.to_string()))),
        }
    }

    /// Of this machine, by which the server is reached.
    fn address(&self) -> IpAddr {
        self.server.socket_address().ip()
    }
}
