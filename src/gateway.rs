//! What all gateways share: the ways inside, the limits, and how the server is called from outside.

use crate::{
    clock,
    config::Limits,
    http::{
        attempts::{Attempts, neighbourhood},
        error::{Answer, HttpError},
        passwords::Passwords,
    },
    origin::{Origin, Origins},
    webrtc::RtcGateway,
    yjs::DocumentTokens,
};
use actors::{Directory, RoomHandle};
use domain::{RoomId, UserId, account::Handle, room::Command};
use media::SigningIdentity;
use std::{net::IpAddr, sync::Arc};
use store::Store;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use wire::ErrorBody;

const TEN_MINUTES: u32 = 600_000;
/// Rooms and invitations that one person makes in ten minutes.
const CREATIONS: u32 = 60;
/// Offers that one person makes in ten minutes.
const OFFERS: u32 = 200;

pub struct Gateway {
    pub store: Store,
    pub directory: Directory,
    pub rtc: RtcGateway,
    pub identity: Arc<SigningIdentity>,
    pub passwords: Passwords,
    pub tokens: DocumentTokens,
    pub tries: Tries,
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
        }
    }

    /// # Errors
    /// 429.
    pub fn create(&self, user: UserId) -> Answer<()> {
        self.create.spend(&user, clock::now()).map_err(HttpError::too_many_attempts)
    }

    /// # Errors
    /// 429.
    pub fn offer(&self, user: UserId) -> Answer<()> {
        self.offer.spend(&user, clock::now()).map_err(HttpError::too_many_attempts)
    }

    /// A sign-up, or a look at an invitation. Give it back with [`Self::was_good`].
    ///
    /// # Errors
    /// 429.
    pub fn sign_up(&self, address: IpAddr) -> Answer<()> {
        self.sign_up.spend(&neighbourhood(address), clock::now()).map_err(HttpError::too_many_attempts)
    }

    /// The invitation was a real one.
    pub fn was_good(&self, address: IpAddr) {
        self.sign_up.refund(&neighbourhood(address), clock::now());
    }
}

impl Gateway {
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
