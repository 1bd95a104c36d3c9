//! A page's socket as the load test uses it: asks, and notes when what came. What it notes is pure: moments come in.

use crate::{
    account::Account,
    error::{LoadError, Result},
    places::Places,
    storyboard::{Socket, open_socket},
};
use domain::{ClipId, RoomId, TakeId};
use futures::{SinkExt, StreamExt};
use std::{
    collections::HashMap,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::{Duration, Instant},
};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message as Frame;
use wire::{Command, EditState, EditView, Ephemeral, EventKind, LiveView, Message, Outcome, PictureView, Request, TakeOptions, Transport};

/// The next request's id. Of all pages of a run: the same id again from the same person would mean the same request.
static ASKED: AtomicU32 = AtomicU32::new(1);
/// For one reply.
const PATIENCE: Duration = Duration::from_secs(15);
/// Bytes before a media payload; the layout is in the media crate's `frame`.
const HEADER: usize = 40;

/// What was seen of one take, and when.
#[derive(Clone, Debug, Default)]
pub struct Sighting {
    pub queued: Option<Instant>,
    pub started: Option<Instant>,
    /// The first keyframe, of whatever pass.
    pub first_picture: Option<Instant>,
    /// Its width and height.
    pub first_size: (u16, u16),
    /// The first picture that moves: of a later pass than the stills.
    pub moving: Option<Instant>,
    pub sound: Option<Instant>,
    pub ended: Option<(Instant, Ending)>,
    pub pictures: u32,
    pub packets: u32,
    /// Seconds of the clip.
    pub seconds: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    Finished { clip: ClipId, notices: Vec<String> },
    Failed(String),
}

/// Everything that came on one socket, as far as it matters here.
#[derive(Debug, Default)]
pub struct Seen {
    takes: HashMap<[u8; 16], Sighting>,
    replies: HashMap<String, Outcome>,
    on_stage: Option<TakeId>,
    live: Option<Box<LiveView>>,
}

impl Seen {
    pub fn text(&mut self, message: Message, now: Instant) {
        match message {
            Message::Reply(reply) => {
                self.replies.insert(reply.id, reply.outcome);
            }
            Message::Event { event, .. } => self.event(event.event, now),
            Message::State { state: Ephemeral::Stage { take }, .. } => self.on_stage = take,
            Message::State { state: Ephemeral::Live { live }, .. } => self.live = live,
            Message::State { .. }
            | Message::Hello(_)
            | Message::Question(_)
            | Message::QuestionGone { .. }
            | Message::KnockAnswered { .. }
            | Message::Inbox(_)
            | Message::Conversation { .. }
            | Message::CameoRevoked { .. } => {}
        }
    }

    fn event(&mut self, event: EventKind, now: Instant) {
        match event {
            EventKind::TakeQueued { take } => {
                let seen = self.take_mut(take.take);
                seen.queued = Some(now);
                seen.seconds = take.seconds;
            }
            EventKind::TakeStarted { take, .. } => self.take_mut(take).started = Some(now),
            EventKind::TakeFinished { take, clip, notices } => self.take_mut(take).ended = Some((now, Ending::Finished { clip, notices })),
            EventKind::TakeFailed { take, code, reason } => self.take_mut(take).ended = Some((now, Ending::Failed(format!("{code}: {reason}")))),
            EventKind::TakeCancelled { take, .. } => self.take_mut(take).ended = Some((now, Ending::Failed("it was cancelled".into()))),
            _ => {}
        }
    }

    /// A media message. What is none is left alone.
    pub fn media(&mut self, bytes: &[u8], now: Instant) {
        let Some((header, _)) = bytes.split_at_checked(HEADER) else { return };
        let Ok(take) = <[u8; 16]>::try_from(&header[4..20]) else { return };
        let [_, kind, flags, pass, ..] = header else { return };
        let seen = self.takes.entry(take).or_default();
        if *kind == 1 {
            seen.packets += 1;
            seen.sound.get_or_insert(now);
            return;
        }
        seen.pictures += 1;
        if flags & 1 == 1 && seen.first_picture.is_none() {
            seen.first_picture = Some(now);
            let side = |at: usize| u16::from_be_bytes([header[at], header[at + 1]]);
            seen.first_size = (side(36), side(38));
        }
        if *pass > 0 {
            seen.moving.get_or_insert(now);
        }
    }

    fn take_mut(&mut self, take: TakeId) -> &mut Sighting {
        self.takes.entry(*take.as_uuid().as_bytes()).or_default()
    }

    #[must_use]
    pub fn take(&self, take: TakeId) -> Sighting {
        self.takes.get(take.as_uuid().as_bytes()).cloned().unwrap_or_default()
    }
}

pub struct Page {
    socket: Socket,
    room: RoomId,
    seen: Seen,
    /// Which packets stand where, where somebody wants to know.
    pub places: Option<Places>,
}

impl Page {
    /// Opens the room and watches its stage over the socket.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn open(account: &Account, room: RoomId) -> Result<Self> {
        let socket = open_socket(account, "/ws").await?;
        let mut page = Self { socket, room, seen: Seen::default(), places: None };
        page.ask("entering the room", Command::Enter { room, resume: None }).await?;
        page.ask("watching", Command::Watch { room, transport: Transport::Ws }).await?;
        Ok(page)
    }

    /// Asks for a take. The moment is the one at which the request was meant to go out.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn request_take(&mut self, state_vector: String, options: TakeOptions) -> Result<(TakeId, Instant)> {
        let asked = Instant::now();
        let outcome = self.ask("asking for a take", Command::RequestTake { room: self.room, state_vector, options }).await?;
        match outcome {
            wire::Accepted::TakeQueued { take } => Ok((take, asked)),
            other => Err(LoadError::Unexpected { what: "asking for a take", got: format!("{other:?}") }),
        }
    }

    /// A stage of this shot is opened, or steered.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn stage(&mut self, what: &'static str, command: Command) -> Result<wire::Accepted> {
        self.ask(what, command).await
    }

    /// Waits until an edit of the stage was applied: its first picture, and how the stage is shown.
    ///
    /// # Errors
    /// Where it was rejected, or that takes too long.
    pub async fn applied(&mut self, edit: u32) -> Result<(PictureView, LiveView)> {
        let applied = async {
            loop {
                let live = self.seen.live.as_deref();
                let found = live.and_then(|live| live.edits.iter().find(|known| known.edit == edit));
                match (live, found) {
                    (Some(live), Some(EditView { state: EditState::Applied, picture: Some(picture), .. })) => return Ok((*picture, live.clone())),
                    (_, Some(EditView { state: EditState::Rejected, why, .. })) => {
                        return Err(LoadError::Unexpected { what: "steering the stage", got: why.clone().unwrap_or_default() });
                    }
                    _ => self.hear().await?,
                }
            }
        };
        timeout(PATIENCE, applied).await.map_err(|_| LoadError::Late { what: "an edit of the stage", seconds: PATIENCE.as_secs() })?
    }

    /// Waits until the take has ended and has been shown to its end, so that the next one has the machine for itself.
    ///
    /// # Errors
    /// Where that takes longer than `patience`.
    pub async fn see(&mut self, take: TakeId, patience: Duration) -> Result<Sighting> {
        let late = LoadError::Late { what: "the end of a take", seconds: patience.as_secs() };
        let seen = async {
            loop {
                let sighting = self.seen.take(take);
                let failed = matches!(sighting.ended, Some((_, Ending::Failed(_))));
                if failed || (sighting.ended.is_some() && self.seen.on_stage != Some(take)) {
                    return Ok(sighting);
                }
                self.hear().await?;
            }
        };
        timeout(patience, seen).await.unwrap_or(Err(late))
    }

    /// What was seen of a take so far.
    #[must_use]
    pub fn sighting(&self, take: TakeId) -> Sighting {
        self.seen.take(take)
    }

    /// Waits for the first picture that moves.
    ///
    /// # Errors
    /// Where the take ends before, or that takes longer than `patience`.
    pub async fn moving(&mut self, take: TakeId, patience: Duration) -> Result<()> {
        let late = LoadError::Late { what: "a picture that moves", seconds: patience.as_secs() };
        let seen = async {
            loop {
                let sighting = self.seen.take(take);
                if sighting.moving.is_some() {
                    return Ok(());
                }
                if let Some((_, ending)) = sighting.ended {
                    return Err(LoadError::Unexpected { what: "asking for a take", got: format!("{ending:?}") });
                }
                self.hear().await?;
            }
        };
        timeout(patience, seen).await.unwrap_or(Err(late))
    }

    /// Reads on, which answers pings. Returns only when the socket has ended.
    pub async fn idle(&mut self) -> LoadError {
        loop {
            if let Err(ended) = self.hear().await {
                return ended;
            }
        }
    }

    async fn ask(&mut self, what: &'static str, command: Command) -> Result<wire::Accepted> {
        let id = ASKED.fetch_add(1, Relaxed).to_string();
        let text = serde_json::to_string(&Request { id: id.clone(), command })?;
        self.socket.send(Frame::Text(text.into())).await?;
        let answered = async {
            loop {
                if let Some(outcome) = self.seen.replies.remove(&id) {
                    return Ok::<_, LoadError>(outcome);
                }
                self.hear().await?;
            }
        };
        let outcome = timeout(PATIENCE, answered).await.map_err(|_| LoadError::Late { what, seconds: PATIENCE.as_secs() })?;
        match outcome? {
            Outcome::Ok(accepted) => Ok(accepted),
            Outcome::Error(error) => Err(LoadError::Refused { what, code: error.code, message: error.message }),
        }
    }

    async fn hear(&mut self) -> Result<()> {
        let frame = self.socket.next().await.ok_or_else(|| LoadError::Closed("the page's socket", String::new()))??;
        let now = Instant::now();
        match frame {
            Frame::Text(text) => self.seen.text(serde_json::from_str(&text)?, now),
            Frame::Binary(bytes) => {
                self.seen.media(&bytes, now);
                if let Some(places) = &mut self.places {
                    places.note(&bytes);
                }
            }
            Frame::Close(why) => return Err(LoadError::Closed("the page's socket", why.map(|frame| frame.to_string()).unwrap_or_default())),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(take: TakeId, kind: u8, keyframe: bool, pass: u8) -> Vec<u8> {
        let mut bytes = vec![1, kind, u8::from(keyframe), pass];
        bytes.extend(take.as_uuid().as_bytes());
        bytes.extend([0; 16]);
        bytes.extend(720_u16.to_be_bytes());
        bytes.extend(1_280_u16.to_be_bytes());
        bytes.push(7);
        bytes
    }

    fn take(n: u8) -> TakeId {
        TakeId::new(domain::Timestamp::from_millis(1), &[n; 10])
    }

    #[test]
    fn the_first_picture_is_the_first_keyframe_of_that_take() {
        let mut seen = Seen::default();
        let began = Instant::now();
        let later = |ms| began + Duration::from_millis(ms);
        seen.media(&media(take(1), 0, true, 2), later(1));
        seen.media(&media(take(2), 1, true, 0), later(2));
        seen.media(&media(take(2), 0, false, 0), later(3));
        seen.media(&media(take(2), 0, true, 0), later(4));
        seen.media(&media(take(2), 0, true, 1), later(5));
        let second = seen.take(take(2));
        assert_eq!((second.sound, second.first_picture, second.moving), (Some(later(2)), Some(later(4)), Some(later(5))));
        assert_eq!((second.first_size, second.pictures, second.packets), ((720, 1_280), 3, 1));
    }

    #[test]
    fn a_short_message_is_no_picture() {
        let mut seen = Seen::default();
        seen.media(&[1, 0, 1], Instant::now());
        assert!(seen.takes.is_empty());
    }

    #[test]
    fn an_end_is_noted_with_what_it_was() {
        let mut seen = Seen::default();
        let now = Instant::now();
        seen.event(EventKind::TakeFailed { take: take(1), code: "engine_failed".into(), reason: "it broke".into() }, now);
        assert_eq!(seen.take(take(1)).ended, Some((now, Ending::Failed("engine_failed: it broke".into()))));
    }
}
