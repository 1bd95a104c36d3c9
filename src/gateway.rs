//! What all gateways share: the ways inside, the limits, and how the server is called from outside.

use crate::{
    clock,
    config::Limits,
    enrol::Enrolment,
    http::{
        attempts::{Attempts, neighbourhood},
        error::{Answer, HttpError},
        joining::Joining,
        passwords::Passwords,
    },
    origin::{Origin, Origins},
    uploads::Uploads,
    webrtc::RtcGateway,
    yjs::DocumentTokens,
};
use actors::{Directory, RoomHandle, safety::LikenessSafety};
use domain::{RoomId, UserId, account::Handle, room::Command};
use engine::studio::understand::Meanings;
use media::SigningIdentity;
use std::{hash::Hash, net::IpAddr, sync::Arc};
use store::Store;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use wire::ErrorBody;

const TEN_MINUTES: u32 = 600_000;
/// Rooms and invitations that one person makes in ten minutes.
const CREATIONS: u32 = 60;
/// Offers that one person makes in ten minutes.
const OFFERS: u32 = 200;
/// Rules, exceptions and follows that one person changes in ten minutes. What closes is not counted.
const DECISIONS: u32 = 200;
const MINUTE: u32 = 60_000;
/// Looks of an editor at its mentions, of one person in a minute.
const PRECHECKS: u32 = 240;
/// Pictures and footage that one person adds in ten minutes: each is compared with everybody who is enrolled.
const UPLOADS: u32 = 30;
/// Storyboards that are read to one person in a minute: they pause while they write.
const READINGS: u32 = 90;
/// Lists of questions, and answers, of one person in a minute.
const QUESTIONS: u32 = 120;
/// Profiles that one person looks at in a minute.
const LOOKS: u32 = 120;
/// Lists of conversations and parts of them that one person reads in a minute.
const PAGES: u32 = 240;
/// Searches of one person in a minute: each looks through all that they may read.
const SEARCHES: u32 = 30;
/// Messages that one person reports in ten minutes.
const REPORTS: u32 = 30;
/// Heads and proofs that one address asks for in a minute.
const OUTSIDERS: u32 = 120;
/// Rooms that one person enters without an invitation, or knocks at, in ten minutes.
const KNOCKS: u32 = 30;
/// Looks of one person at versions of storyboards in a minute: with the arrow keys, many are passed over.
const VERSIONS: u32 = 240;
/// Whole ledgers and exports of one person in ten minutes.
const WHOLES: u32 = 20;

pub struct Gateway {
    /// Of words that are in no table of the engine.
    pub meanings: Arc<Meanings>,
    pub store: Store,
    pub enrolment: Enrolment,
    pub uploads: Uploads,
    pub safety: Arc<LikenessSafety>,
    pub directory: Directory,
    pub rtc: RtcGateway,
    pub identity: Arc<SigningIdentity>,
    pub passwords: Passwords,
    pub tokens: DocumentTokens,
    pub tries: Tries,
    pub joining: Joining,
    pub origins: Origins,
    /// For links.
    pub public: Origin,
    /// Sockets and connections; the end of the server waits for them.
    pub tasks: TaskTracker,
    /// Of the one-time owner link, while nobody has used it.
    pub owner_code: Option<store::SecretHash>,
    /// Cancelled when the server ends.
    pub ending: CancellationToken,
}

/// How often something may be tried.
pub struct Tries {
    pub sign_in_address: Attempts<IpAddr>,
    pub sign_in_handle: Attempts<Handle>,
    pub sign_up: Attempts<IpAddr>,
    pub create: Attempts<UserId>,
    pub offer: Attempts<UserId>,
    pub upload: Attempts<UserId>,
    pub decide: Attempts<UserId>,
    pub precheck: Attempts<UserId>,
    pub understand: Attempts<UserId>,
    pub question: Attempts<UserId>,
    pub look: Attempts<UserId>,
    pub leaf: Attempts<UserId>,
    pub search: Attempts<UserId>,
    pub report: Attempts<UserId>,
    pub outsider: Attempts<IpAddr>,
    pub whole: Attempts<UserId>,
    pub knock: Attempts<UserId>,
    pub version: Attempts<UserId>,
}

impl Tries {
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            sign_in_address: Attempts::new(limits.sign_in_attempts.saturating_mul(3), TEN_MINUTES),
            sign_in_handle: Attempts::new(limits.sign_in_attempts, TEN_MINUTES),
            sign_up: Attempts::new(limits.sign_up_attempts, TEN_MINUTES),
            create: Attempts::new(CREATIONS, TEN_MINUTES),
            offer: Attempts::new(OFFERS, TEN_MINUTES),
            upload: Attempts::new(UPLOADS, TEN_MINUTES),
            decide: Attempts::new(DECISIONS, TEN_MINUTES),
            precheck: Attempts::new(PRECHECKS, MINUTE),
            understand: Attempts::new(READINGS, MINUTE),
            question: Attempts::new(QUESTIONS, MINUTE),
            look: Attempts::new(LOOKS, MINUTE),
            leaf: Attempts::new(PAGES, MINUTE),
            search: Attempts::new(SEARCHES, MINUTE),
            report: Attempts::new(REPORTS, TEN_MINUTES),
            outsider: Attempts::new(OUTSIDERS, MINUTE),
            whole: Attempts::new(WHOLES, TEN_MINUTES),
            knock: Attempts::new(KNOCKS, TEN_MINUTES),
            version: Attempts::new(VERSIONS, MINUTE),
        }
    }

    /// # Errors
    /// 429.
    pub fn create(&self, user: UserId) -> Answer<()> {
        spend(&self.create, &user)
    }

    /// # Errors
    /// 429.
    pub fn offer(&self, user: UserId) -> Answer<()> {
        spend(&self.offer, &user)
    }

    /// A picture or footage is added to a room.
    ///
    /// # Errors
    /// 429.
    pub fn upload(&self, user: UserId) -> Answer<()> {
        spend(&self.upload, &user)
    }

    /// A rule, an exception or a tie that opens something.
    ///
    /// # Errors
    /// 429.
    pub fn decide(&self, user: UserId) -> Answer<()> {
        spend(&self.decide, &user)
    }

    /// An editor looks whether its mentions may be cast.
    ///
    /// # Errors
    /// 429.
    pub fn precheck(&self, user: UserId) -> Answer<()> {
        spend(&self.precheck, &user)
    }

    /// A storyboard is read.
    ///
    /// # Errors
    /// 429.
    pub fn understand(&self, user: UserId) -> Answer<()> {
        spend(&self.understand, &user)
    }

    /// Questions to a person are listed or answered.
    ///
    /// # Errors
    /// 429.
    pub fn question(&self, user: UserId) -> Answer<()> {
        spend(&self.question, &user)
    }

    /// Somebody's profile.
    ///
    /// # Errors
    /// 429.
    pub fn look(&self, user: UserId) -> Answer<()> {
        spend(&self.look, &user)
    }

    /// A room is entered without an invitation, or knocked at.
    ///
    /// # Errors
    /// 429.
    pub fn knock(&self, user: UserId) -> Answer<()> {
        spend(&self.knock, &user)
    }

    /// A storyboard's versions are listed, or one is read.
    ///
    /// # Errors
    /// 429.
    pub fn version(&self, user: UserId) -> Answer<()> {
        spend(&self.version, &user)
    }

    /// A part of a conversation, or a list of them.
    ///
    /// # Errors
    /// 429.
    pub fn leaf(&self, user: UserId) -> Answer<()> {
        spend(&self.leaf, &user)
    }

    /// Messages are searched.
    ///
    /// # Errors
    /// 429.
    pub fn search(&self, user: UserId) -> Answer<()> {
        spend(&self.search, &user)
    }

    /// A message is reported.
    ///
    /// # Errors
    /// 429.
    pub fn report(&self, user: UserId) -> Answer<()> {
        spend(&self.report, &user)
    }

    /// All of the ledger, or all that is kept of a cameo.
    ///
    /// # Errors
    /// 429.
    pub fn whole(&self, user: UserId) -> Answer<()> {
        spend(&self.whole, &user)
    }

    /// Whoever checks the ledger without signing in.
    ///
    /// # Errors
    /// 429.
    pub fn outsider(&self, address: IpAddr) -> Answer<()> {
        spend(&self.outsider, &neighbourhood(address))
    }

    /// A sign-up, or a look at an invitation. Give it back with [`Self::was_good`].
    ///
    /// # Errors
    /// 429.
    pub fn sign_up(&self, address: IpAddr) -> Answer<()> {
        spend(&self.sign_up, &neighbourhood(address))
    }

    /// The invitation was a real one.
    pub fn was_good(&self, address: IpAddr) {
        self.sign_up.refund(&neighbourhood(address), clock::now());
    }
}

fn spend<K: Eq + Hash + Clone>(tries: &Attempts<K>, key: &K) -> Answer<()> {
    tries.spend(key, clock::now()).map_err(HttpError::too_many_attempts)
}

impl Gateway {
    /// Learns what nobody's likeness may be shown in, beside everything else and once, so that the first take with somebody in it doesn't
    /// wait for it.
    pub fn warm_safety(&self) {
        let safety = self.safety.clone();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = safety.warm() {
                tracing::warn!(code = error.code(), %error, "nobody can be cast: what is written about them can't be checked");
            }
        });
    }

    /// Whether cookies need TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public.is_secure()
    }

    /// Carries a command out in a room; where its home has just ended, in its next one.
    ///
    /// # Errors
    /// What the room refuses; `room_unknown`; `unavailable`.
    pub async fn act(&self, room: RoomId, command: Command) -> Result<(), ErrorBody> {
        match self.directory.room(room).await?.act(command.clone()).await {
            Err(error) if is_gone(&error) => self.directory.room(room).await?.act(command).await,
            other => other,
        }
    }

    /// Carries something out to its end, also where nobody waits for the answer any more.
    ///
    /// # Errors
    /// Those of the work; `internal` where it panics.
    pub async fn surely<T: Send + 'static>(&self, work: impl Future<Output = Answer<T>> + Send + 'static) -> Answer<T> {
        self.tasks.spawn(work).await.map_err(|error| HttpError::fault("a request did not come to its end", &error))?
    }

    /// # Errors
    /// `room_unknown`; `unavailable`.
    pub async fn room(&self, room: RoomId) -> Result<RoomHandle, ErrorBody> {
        self.directory.room(room).await
    }
}

/// The actor had ended: ask the directory again.
#[must_use]
pub fn is_gone(error: &ErrorBody) -> bool {
    error.code == "unavailable"
}
