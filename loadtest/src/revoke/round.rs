//! One revocation: a take runs, everybody sees it, consent is taken back, and what comes after is looked at.

use super::{
    judge::{Moments, Receipt, Verdict, judge, latest},
    notes::Notes,
    people::{MENTION, PEERS_EACH, People, SOCKETS_EACH},
    rtc::Peer,
    viewer::{Seat, Viewer},
};
use crate::{
    error::{LoadError, Result},
    page::{Ending, Page},
    places::Places,
    server::Server,
    storyboard::Storyboard,
};
use domain::{TakeId, storyboard::Shot};
use futures::{StreamExt, TryStreamExt, stream};
use std::{
    net::SocketAddr,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tokio::time::sleep;
use wire::{TakeOptions, cameo::ReceiptView};

/// Of the take: it is shown for as long, so that pictures flow whenever consent is taken back.
const SECONDS: u32 = 25;
pub const FRAME_MS: f64 = 1_000.0 / 24.0;
/// For everybody to be connected, or to see the first picture.
const PATIENCE: Duration = Duration::from_secs(120);
/// Everybody has seen the take for this long, and the one who stalls has read nothing for the second half of it.
const SETTLE: Duration = Duration::from_secs(3);
/// After the reply, in which nothing may come.
const LISTEN: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(50);
/// Packets that are asked for again: all that the server may keep.
const AGAIN: usize = 1_024;
/// Connections that are opened at once.
const AT_ONCE: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Socket(u32),
    WebRtc(u32),
}

impl Audience {
    #[must_use]
    pub fn count(self) -> u32 {
        match self {
            Self::Socket(count) | Self::WebRtc(count) => count,
        }
    }

    #[must_use]
    pub fn way(self) -> &'static str {
        match self {
            Self::Socket(_) => "over WebSocket",
            Self::WebRtc(_) => "over WebRTC",
        }
    }
}

pub struct Part {
    pub audience: Audience,
    pub rounds: Vec<Round>,
}

/// What came of one revocation.
#[derive(Clone, Debug, Default)]
pub struct Round {
    pub verdict: Verdict,
    /// Of the one who stalled, which is not among the others: what the receipt forbids.
    pub stalled_forbidden: Option<u64>,
    /// From the server's receipt of the request to silence, by its own clock: whole milliseconds.
    pub server_ms: u64,
    /// From sending the request to its answer.
    pub reply_ms: f64,
    /// Connections that the server ended, because something was half written on them.
    pub cut: u32,
    /// Packets that one viewer asked for again.
    pub asked_again: usize,
    /// The take was still being made, not only shown.
    pub in_the_making: bool,
}

enum Crowd {
    Sockets { viewers: Vec<Viewer>, stalls: Viewer },
    Peers(Vec<Peer>),
}

impl Crowd {
    fn each(&self, mut look: impl FnMut(&mut Notes)) {
        match self {
            Self::Sockets { viewers, .. } => viewers.iter().for_each(|viewer| look(&mut viewer.notes())),
            Self::Peers(peers) => peers.iter().for_each(|peer| look(&mut peer.notes())),
        }
    }

    fn count(&self, has: impl Fn(&Notes) -> bool) -> usize {
        let mut count = 0;
        self.each(|notes| count += usize::from(has(notes)));
        count
    }

    fn stalls(&self, stalls: bool) {
        if let Self::Sockets { stalls: viewer, .. } = self {
            viewer.read_on(!stalls);
        }
    }
}

pub struct Scene<'a> {
    people: &'a People,
    size: (u32, u32),
    board: &'a mut Storyboard,
    page: Page,
    crowd: Crowd,
}

impl<'a> Scene<'a> {
    /// Everybody is there.
    ///
    /// # Errors
    /// Where somebody can't be.
    pub async fn set(people: &'a People, board: &'a mut Storyboard, server: &Server, size: (u32, u32), audience: Audience) -> Result<Self> {
        let page = Page::open(&people.host, people.room).await?;
        let crowd = match audience {
            Audience::Socket(count) => sockets(people, server, count as usize)?,
            Audience::WebRtc(count) => {
                let peers = stream::iter((0..count as usize).map(|number| Peer::watch(&people.members[number / PEERS_EACH], people.room)));
                Crowd::Peers(peers.buffered(AT_ONCE).try_collect().await?)
            }
        };
        let mut scene = Self { people, size, board, page, crowd };
        if let Audience::Socket(count) = audience {
            scene.until_ready(count as usize).await?;
        }
        Ok(scene)
    }

    async fn until_ready(&mut self, count: usize) -> Result<()> {
        let began = Instant::now();
        loop {
            if self.crowd.count(|notes| notes.ready) == count {
                return Ok(());
            }
            let mut refused = None;
            self.crowd.each(|notes| refused = refused.take().or(notes.refused.take()));
            if let Some(got) = refused {
                return Err(LoadError::Unexpected { what: "watching", got });
            }
            if began.elapsed() > PATIENCE {
                return Err(LoadError::Late { what: "all viewers", seconds: PATIENCE.as_secs() });
            }
            self.meanwhile(sleep(LOOK)).await?;
        }
    }

    /// Answers the server's pings while something else goes on.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> Result<T> {
        tokio::select! {
            done = work => Ok(done),
            ended = self.board.idle() => Err(ended),
            ended = self.page.idle() => Err(ended),
        }
    }

    /// `number` of `rounds`: each falls into another part of the time between two pictures.
    ///
    /// # Errors
    /// Where the take or the revocation fails.
    pub async fn round(&mut self, number: u32, rounds: u32) -> Result<Round> {
        self.people.subject.open_to_everyone(self.people.cameo).await?;
        self.crowd.each(Notes::clear);
        if let Crowd::Sockets { stalls, .. } = &self.crowd {
            stalls.notes().clear();
        }
        self.page.places = matches!(self.crowd, Crowd::Peers(_)).then(Places::default);
        let take = self.begin(number).await?;
        self.until_seen(take).await?;
        self.meanwhile(sleep(SETTLE / 2)).await?;
        self.crowd.stalls(true);
        let part = Duration::from_secs_f64(FRAME_MS / 1_000.0 * f64::from(number) / f64::from(rounds));
        self.meanwhile(sleep(SETTLE / 2 + part)).await?;

        let in_the_making = self.page.sighting(take).ended.is_none();
        let (sent, sent_at) = (Instant::now(), SystemTime::now());
        let (subject, cameo) = (&self.people.subject, self.people.cameo);
        let receipt = self.meanwhile(async move { subject.revoke(cameo).await }).await??;
        // Its clock is this machine's.
        let received_at = UNIX_EPOCH + Duration::from_millis(receipt.at.saturating_sub(receipt.millis));
        let received = sent + received_at.duration_since(sent_at).unwrap_or_default();
        let moments = Moments { sent, received, replied: Instant::now() };
        let asked_again = self.ask_again().await?;
        self.meanwhile(sleep(LISTEN)).await?;
        self.crowd.stalls(false);
        self.meanwhile(sleep(LISTEN)).await?;
        let round = self.look(take, &receipt, moments)?;
        self.end(take).await?;
        Ok(Round { asked_again, in_the_making, ..round })
    }

    async fn begin(&mut self, number: u32) -> Result<TakeId> {
        let prompt = format!("{MENTION} stands on a table and a ball bounces");
        let shot = Shot { id: "one".into(), prompt, seconds: SECONDS, ..Shot::default() };
        let state_vector = self.board.write(&[shot]).await?;
        let (width, height) = self.size;
        let options = TakeOptions { width: Some(width), height: Some(height), seed: Some(u64::from(number)), ..TakeOptions::default() };
        let (take, _) = self.page.request_take(state_vector, options).await?;
        tokio::select! {
            seen = self.page.moving(take, PATIENCE) => seen?,
            ended = self.board.idle() => return Err(ended),
        }
        Ok(take)
    }

    async fn until_seen(&mut self, take: TakeId) -> Result<()> {
        let id = *take.as_uuid().as_bytes();
        let (began, all) = (Instant::now(), self.crowd.count(|_| true));
        loop {
            // Packets bear no take: what came since the round began is of it.
            let saw = self.crowd.count(|notes| notes.sees(id) || (notes.last.is_some() && !notes.ready));
            if saw == all {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                return Err(LoadError::Unexpected { what: "showing a take", got: format!("{saw} of {all} viewers who see it") });
            }
            self.meanwhile(sleep(LOOK)).await?;
        }
    }

    /// One viewer wants every packet again that it had.
    async fn ask_again(&self) -> Result<usize> {
        let Crowd::Peers(peers) = &self.crowd else { return Ok(0) };
        let Some(peer) = peers.first() else { return Ok(0) };
        let numbers = latest(&peer.notes().arrivals, AGAIN);
        peer.ask_again(&numbers).await?;
        Ok(numbers.len())
    }

    fn look(&mut self, take: TakeId, receipt: &ReceiptView, moments: Moments) -> Result<Round> {
        let streams = receipt.streams.iter().filter(|stream| stream.take == take);
        let last = streams.filter_map(|stream| stream.last_sequence).max();
        let last = last.and_then(|last| u32::try_from(last).ok());
        let last = last.ok_or_else(|| LoadError::Unexpected { what: "taking consent back", got: format!("{receipt:?}") })?;
        let places = self.page.places.take().unwrap_or_default();
        let place_of = |key| places.of(key);
        let held = Receipt { last, place_of: &place_of, all_known: places.largest() == Some(last) };
        let (mut viewers, mut cut) = (Vec::new(), 0);
        self.crowd.each(|notes| {
            cut += notes.ended;
            viewers.push(notes.taken());
        });
        let stalled_forbidden = match &self.crowd {
            Crowd::Sockets { stalls, .. } => Some(judge([&*stalls.notes()].into_iter(), moments, &held).forbidden),
            Crowd::Peers(_) => None,
        };
        Ok(Round {
            verdict: judge(viewers.iter(), moments, &held),
            stalled_forbidden,
            server_ms: receipt.millis,
            reply_ms: (moments.replied - moments.sent).as_secs_f64() * 1_000.0,
            cut,
            ..Round::default()
        })
    }

    /// Of the take; it need not be shown to anybody any more.
    async fn end(&mut self, take: TakeId) -> Result<()> {
        let seen = tokio::select! {
            seen = self.page.see(take, PATIENCE) => seen?,
            ended = self.board.idle() => return Err(ended),
        };
        match seen.ended {
            Some((_, Ending::Failed(why))) if !why.starts_with("consent_withdrawn") => Err(LoadError::TakeFailed { title: MENTION.into(), why }),
            _ => Ok(()),
        }
    }
}

fn sockets(people: &People, server: &Server, count: usize) -> Result<Crowd> {
    let address = server.url.trim_start_matches("http://");
    let address = address.parse::<SocketAddr>().map_err(|_| LoadError::Unexpected { what: "starting the server", got: server.url.clone() })?;
    let sit = |number: usize, narrow| {
        let cookie = people.members[number / SOCKETS_EACH].cookie.clone();
        Viewer::sit(Seat { server: address, cookie, room: people.room, number, narrow })
    };
    Ok(Crowd::Sockets { viewers: (0..count).map(|number| sit(number, false)).collect(), stalls: sit(count, true) })
}
