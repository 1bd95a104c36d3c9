//! Enrolment: receives a recording, has it measured, asks the judge, and keeps what passed as a sealed likeness.
//!
//! The rules are `domain::enrolment`'s, the measures are the models', the keeping is the store's; here is the order of things, and their
//! bounds: checks at once, tries an hour. A recording lies in a private file while it is checked and is deleted after,
//! whatever came of it. What is missing on the server closes enrolment; nothing is ever let through for want of a model. It writes
//! nothing about faces, voices or recordings to the log.

mod commit;
mod measure;
mod sides;
#[cfg(test)]
mod tests;
mod thing;
mod views;
mod watch;

use crate::{
    clock,
    http::attempts::Attempts,
    incoming::{self, Door, Places, Recording, Trouble},
};
use commit::Found;
use domain::{
    ChallengeId, Timestamp, UserId,
    enrolment::{Challenge, Observed, TRIES, TRIES_MS, ThingSeen, Turn, judge, judge_thing},
    likeness::{CameoKind, VoicePrint},
    mention::Mention,
};
use media::intake;
use models::Models;
use std::{io, sync::Arc, time::Duration};
use store::{Cameo, Store, StoreError};
use tokio::{
    sync::{Mutex, Semaphore, SemaphorePermit},
    task::spawn_blocking,
    time::timeout,
};

/// Recordings that are received or checked at once, over all people: the disk holds no more than this many.
const AT_ONCE: usize = 8;
/// The same of one person.
const EACH: usize = 1;
/// Recordings that are checked at once.
const CHECKS: usize = 2;
/// Waiting for a check to begin.
const QUEUE: Duration = Duration::from_secs(60);
/// Pets and things of one person, and tries of theirs in an hour.
pub const MOST_THINGS: usize = 24;
const THING_TRIES: u32 = 12;

/// Everything that enrolling needs. One for a server.
pub struct Enrolment {
    store: Store,
    models: Arc<Models>,
    door: Door,
    checks: Semaphore,
    /// Two people who enrol one face at once are compared with each other.
    keeping: Mutex<()>,
    things: Attempts<UserId>,
}

/// Whether somebody can enrol now.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Why not.
    pub closed: Option<String>,
    pub tries_left: u32,
    pub retry_at: Option<Timestamp>,
}

/// An enrolment that did not succeed.
#[derive(Clone, Debug)]
pub struct Failed {
    pub trouble: Trouble,
    pub tries_left: u32,
    pub retry_at: Option<Timestamp>,
}

impl Enrolment {
    /// Recordings lie in `tmp` in the data folder while they are checked; what a crash left there is removed.
    ///
    /// # Errors
    /// Where the folder can't be used.
    pub fn new(store: Store, models: Arc<Models>, data: &std::path::Path) -> io::Result<Self> {
        let folder = data.join("tmp");
        incoming::sweep(&folder)?;
        let things = Attempts::new(THING_TRIES, TRIES_MS as u32);
        let door = Door::new(folder, Places::new(AT_ONCE, EACH));
        Ok(Self { store, models, door, checks: Semaphore::new(CHECKS), keeping: Mutex::default(), things })
    }

    /// # Errors
    /// Only the store's faults.
    pub async fn standing(&self, user: UserId) -> Result<Standing, StoreError> {
        let closed = self.open().await.err().map(|trouble| trouble.to_string());
        let (tries_left, retry_at) = self.store.tries_left(user, clock::now(), TRIES, TRIES_MS).await?;
        Ok(Standing { closed, tries_left, retry_at })
    }

    /// Turns and digits for one try.
    ///
    /// # Errors
    /// `models_missing` where enrolment is closed; the store's faults.
    pub async fn challenge(&self, user: UserId) -> Result<Challenge, Trouble> {
        self.open().await?;
        let now = clock::now();
        let challenge = Challenge::new(ChallengeId::new(now, &clock::entropy()), now, &clock::random());
        self.store.create_challenge(stored(&challenge, user, now)).await?;
        Ok(challenge)
    }

    /// Takes a place for one recording and counts the try. Before anything is received.
    ///
    /// # Errors
    /// `models_missing`, `busy`, `place_share`, `storage_full`, `too_many_tries`.
    pub async fn begin(&self, user: UserId, kind: CameoKind) -> Result<Place, Failed> {
        let unspent = |trouble| Failed { trouble, tries_left: TRIES, retry_at: None };
        self.open().await.map_err(unspent)?;
        let place = self.door.enter(user).map_err(unspent)?;
        let now = clock::now();
        let (tries_left, retry_at) = match kind {
            CameoKind::Person => {
                let counted = self.store.count_try(user, now, TRIES, TRIES_MS).await;
                counted.map_err(|error| exhausted(error.into()))?;
                self.store.tries_left(user, now, TRIES, TRIES_MS).await.map_err(|error| unspent(error.into()))?
            }
            CameoKind::Pet | CameoKind::Object => {
                let spent = self.things.spend(&user, now);
                spent.map_err(|seconds| exhausted(Trouble::TooManyTries { again_at: now.plus(u64::from(seconds) * 1_000) }))?;
                (self.things.left(&user, now), None)
            }
        };
        Ok(Place { place, tries_left, retry_at })
    }

    /// Checks a person's recording and keeps their likeness: of a new cameo, or in place of what theirs had.
    ///
    /// # Errors
    /// Every refusal of the judge; what can't be read; `challenge_unknown`; faults.
    pub async fn person(&self, user: UserId, challenge: ChallengeId, recording: Recording) -> Result<Cameo, Trouble> {
        let now = clock::now();
        let challenge = known(self.store.take_challenge(challenge, user, now).await?)?;
        let _turn = self.turn().await?;
        let (hash, models, digits) = (recording.hash(), self.models.clone(), challenge.digits.len());
        let watched = blocking(move || watch::person(recording.path(), &models, digits)).await?;
        let seen_before = self.seen(hash, watched.print).await?;
        let _keeping = self.keeping.lock().await;
        let nearest = self.nearest(user, watched.embedding.as_ref()).await?;
        let observed = Observed {
            now,
            // Whoever got it from the store used it up.
            challenge_used: false,
            seen_before,
            seconds: watched.seconds,
            frames: watched.frames,
            sound: watched.sound,
            digits: watched.digits,
            nearest_other: nearest.other,
            own_before: nearest.own,
        };
        let accepted = judge(&challenge, &observed)?;
        let voice = watched.voice.map(|pitch| VoicePrint { pitch_hz: pitch.median_hz, range_hz: (pitch.high_hz - pitch.low_hz) / 2.0 });
        let (models, sides) = (self.models.clone(), watched.sides);
        let views = blocking(move || views::of_person(&sides, accepted.neutral, models.cutout()?)).await?;
        self.keep(user, Found { kind: CameoKind::Person, name: None, views, voice, embedding: watched.embedding }, now).await
    }

    /// Checks a recording of a pet or a thing and keeps its likeness, of a new cameo or in place of what the one of this name had.
    ///
    /// # Errors
    /// As [`Self::person`]; `name_invalid`, `cameo_exists` where one of another kind has the name, `too_many_cameos`.
    pub async fn thing(&self, user: UserId, kind: CameoKind, name: &str, recording: Recording) -> Result<Cameo, Trouble> {
        let now = clock::now();
        let account = self.store.account(user).await?.ok_or(StoreError::UserUnknown)?;
        let mention = Mention::thing(account.handle, name).map_err(|_| Trouble::NameInvalid)?;
        let _turn = self.turn().await?;
        let (hash, models) = (recording.hash(), self.models.clone());
        let watched = blocking(move || thing::thing(recording.path(), &models)).await?;
        let seen_before = self.seen(hash, watched.print).await?;
        judge_thing(&ThingSeen { seen_before, seconds: watched.seconds, faces: watched.faces, cover: watched.cover })?;
        let _keeping = self.keeping.lock().await;
        let name = mention.name().map(str::to_owned);
        self.keep(user, Found { kind, name, views: watched.views, voice: None, embedding: None }, now).await
    }

    /// Whether everything is there that the checks need.
    async fn open(&self) -> Result<(), Trouble> {
        let models = self.models.clone();
        blocking(move || {
            models.ready_for_enrolment().map_err(|error| Trouble::Closed(error.to_string()))?;
            if intake::is_available() { Ok(()) } else { Err(intake::IntakeError::FfmpegMissing.into()) }
        })
        .await
    }

    async fn turn(&self) -> Result<SemaphorePermit<'_>, Trouble> {
        timeout(QUEUE, self.checks.acquire()).await.ok().and_then(Result::ok).ok_or(Trouble::Busy)
    }

    async fn seen(&self, hash: [u8; 32], print: Option<[u8; 32]>) -> Result<bool, StoreError> {
        match self.store.see_recording(hash, print.as_ref().map(<[u8; 32]>::as_slice), clock::now()).await {
            Ok(()) => Ok(false),
            Err(StoreError::RecordingSeen) => Ok(true),
            Err(error) => Err(error),
        }
    }
}

/// A place for one recording, and what is left of the tries.
pub struct Place {
    pub place: incoming::Place,
    pub tries_left: u32,
    pub retry_at: Option<Timestamp>,
}

impl Place {
    #[must_use]
    pub fn failed(&self, trouble: Trouble) -> Failed {
        Failed { trouble, tries_left: self.tries_left, retry_at: self.retry_at }
    }
}

fn exhausted(trouble: Trouble) -> Failed {
    let retry_at = match &trouble {
        Trouble::TooManyTries { again_at } => Some(*again_at),
        _ => None,
    };
    Failed { trouble, tries_left: 0, retry_at }
}

/// Models and the decoder block.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Trouble> + Send + 'static) -> Result<T, Trouble> {
    spawn_blocking(work).await.map_err(|_| Trouble::Fault("a check did not come to its end".to_owned()))?
}

fn stored(challenge: &Challenge, user: UserId, now: Timestamp) -> store::Challenge {
    store::Challenge {
        id: challenge.id,
        user,
        turns: challenge.turns.iter().map(|turn| turn.name().to_owned()).collect(),
        digits: challenge.digits.iter().map(|digit| char::from(b'0' + digit)).collect(),
        at: now,
        expires: challenge.expires,
    }
}

fn known(stored: store::Challenge) -> Result<Challenge, Trouble> {
    let odd = || Trouble::Fault("a stored challenge can't be read".to_owned());
    let turn = |name: &String| Turn::ALL.into_iter().find(|turn| turn.name() == name);
    let turns: Option<Vec<Turn>> = stored.turns.iter().map(turn).collect();
    let digits: Option<Vec<u8>> = stored.digits.chars().map(|digit| digit.to_digit(10).map(|digit| digit as u8)).collect();
    Ok(Challenge {
        id: stored.id,
        turns: turns.and_then(|turns| turns.try_into().ok()).ok_or_else(odd)?,
        digits: digits.and_then(|digits| digits.try_into().ok()).ok_or_else(odd)?,
        expires: stored.expires,
    })
}
