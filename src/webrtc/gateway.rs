//! What the rest of the server sees of WebRTC: answer an offer, close a peer, stop.
//!
//! It keeps the register of peers and their limits. It does not know rooms: whoever may watch a stage brings a subscription.

use super::{
    core::{Answered, Core},
    peer::Peer,
    sdp::Offer,
    socket::{Port, Route, Routes, candidates},
    transport::Identity,
    voice::{self, CallOffer},
};
use actors::{call::Seat, stage::Subscription};
use domain::{CallId, UserId};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    fmt, io,
    net::{IpAddr, SocketAddr},
    panic::{AssertUnwindSafe, catch_unwind},
    str::FromStr,
    sync::Arc,
    time::Instant,
};
use tokio::sync::mpsc;
use tokio_util::{
    sync::{CancellationToken, DropGuard},
    task::TaskTracker,
};
use uuid::Uuid;

/// Peers of one person: a few tabs and devices.
pub const PEERS_PER_OWNER: usize = 8;
/// Datagrams that wait for one peer at most.
const INBOX: usize = 256;

/// Where the gateway listens and what it allows.
#[derive(Clone, Debug)]
pub struct RtcConfig {
    /// The UDP address; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The addresses that browsers are told. Empty: the one listened on, or for `0.0.0.0` all of this machine.
    pub public: Vec<IpAddr>,
    /// Peers at the same time, of all owners.
    pub max_peers: usize,
}

/// Why an offer was not answered, or the gateway did not open.
#[derive(Debug, thiserror::Error)]
pub enum RtcError {
    #[error("this is not an offer that can be answered: {0}")]
    Sdp(&'static str),
    #[error("the offer has no codec in common with the server: offer H.264 (packetization-mode=1, baseline) and Opus, or watch over the WebSocket")]
    Codec,
    #[error("the offer has no codec in common with the call: offer Opus, and VP8 for cameras")]
    CallCodec,
    #[error("too many connections are open: close one, or watch over the WebSocket")]
    PeerLimit,
    #[error("the UDP port could not be opened: {0}")]
    Port(#[from] io::Error),
    #[error("the WebRTC library failed: {0}")]
    Library(String),
}

impl RtcError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Sdp(_) => "sdp_invalid",
            Self::Codec | Self::CallCodec => "codec_missing",
            Self::PeerLimit => "peer_limit",
            Self::Port(_) | Self::Library(_) => "rtc_unavailable",
        }
    }
}

/// What every answer needs.
pub(super) struct Terms<'a> {
    pub(super) identity: &'a Identity,
    pub(super) candidates: &'a [SocketAddr],
    /// The server's half of the ICE user name, and its password.
    pub(super) name: &'a str,
    pub(super) password: &'a str,
}

/// One connection of one browser.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PeerId(Uuid);

impl PeerId {
    pub(super) fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// As a room's call knows it.
    #[must_use]
    pub fn call(self) -> CallId {
        CallId::from_uuid(self.0)
    }
}

impl fmt::Display for PeerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for PeerId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// The gateway. Clones share one port; it closes with the last of them.
#[derive(Clone)]
pub struct RtcGateway {
    shared: Arc<Shared>,
}

struct Shared {
    port: Arc<Port>,
    routes: Arc<Routes>,
    register: Arc<Register>,
    identity: Identity,
    candidates: Vec<SocketAddr>,
    tasks: TaskTracker,
    end: CancellationToken,
    _ends_with_this: DropGuard,
}

/// Who is connected.
pub(super) struct Register {
    peers: Mutex<HashMap<PeerId, Entry>>,
    max_peers: usize,
}

struct Entry {
    owner: UserId,
    end: CancellationToken,
}

impl Register {
    fn enter(&self, peer: PeerId, owner: UserId, end: CancellationToken) -> Result<(), RtcError> {
        let mut peers = self.peers.lock();
        let own = peers.values().filter(|entry| entry.owner == owner).count();
        if peers.len() >= self.max_peers || own >= PEERS_PER_OWNER {
            return Err(RtcError::PeerLimit);
        }
        peers.insert(peer, Entry { owner, end });
        Ok(())
    }
}

/// An offer that can be answered, and a place for who made it. Dropped: the place is free again.
pub struct CallPlace {
    offer: CallOffer,
    place: Place,
    end: CancellationToken,
    owner: UserId,
}

impl CallPlace {
    #[must_use]
    pub fn peer(&self) -> PeerId {
        self.place.peer
    }
}

/// A peer's place in the register and its way from the port; dropped: both are free again.
pub(super) struct Place {
    pub(super) peer: PeerId,
    pub(super) name: String,
    register: Arc<Register>,
    routes: Arc<Routes>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.routes.remove(self.peer, &self.name);
        self.register.peers.lock().remove(&self.peer);
    }
}

impl RtcGateway {
    /// Opens the port.
    ///
    /// # Errors
    /// [`RtcError::Port`] where it can't be opened.
    pub async fn bind(config: RtcConfig) -> Result<Self, RtcError> {
        let port = Arc::new(Port::open(config.listen).await?);
        let (routes, end, tasks) = (Arc::new(Routes::default()), CancellationToken::new(), TaskTracker::new());
        let register = Arc::new(Register { peers: Mutex::default(), max_peers: config.max_peers });
        let candidates = candidates(&config.public, port.local());
        let (reader, ways, reader_end) = (port.clone(), routes.clone(), end.clone());
        tokio::spawn(async move { reader.run(&ways, reader_end).await });
        let identity = Identity::generate()?;
        let shared = Shared { port, routes, register, identity, candidates, tasks, _ends_with_this: end.clone().drop_guard(), end };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The UDP address.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.shared.port.local()
    }

    /// Answers a browser's offer; what the subscription brings is sent to it from then on. A peer that has not connected within
    /// ten seconds, or falls silent, is removed.
    ///
    /// # Errors
    /// [`RtcError::Sdp`], [`RtcError::Codec`]: the offer. [`RtcError::PeerLimit`]: of the owner, or of the server.
    pub async fn answer(&self, owner: UserId, offer: &str, subscription: Subscription) -> Result<(PeerId, String), RtcError> {
        let offer = Offer::read(offer)?;
        let place = self.reserve(owner)?;
        let (inbox, datagrams) = mpsc::channel(INBOX);
        let password = Uuid::new_v4().simple().to_string();
        let terms = Terms { identity: &self.shared.identity, candidates: &self.shared.candidates, name: &place.0.name, password: &password };
        // The text was written by a stranger, and the library that reads it is large: its panic is this offer's failure only.
        let answered = catch_unwind(AssertUnwindSafe(|| Core::answer(&offer, &terms, Instant::now())));
        let Answered { core, sdp } = answered.map_err(|_| RtcError::Sdp("the library could not read it"))??;
        let (place, end) = place;
        let peer = place.peer;
        self.shared.routes.add(Route { peer, owner, name: place.name.clone(), inbox });
        let port = self.shared.port.clone();
        let routes = self.shared.routes.clone();
        self.shared.tasks.spawn(Peer::new(core, port, routes, place, subscription, datagrams, end).run());
        Ok((peer, sdp))
    }

    /// Reads an offer to a call, and keeps a place for its connection: its name is known before the room is asked.
    ///
    /// # Errors
    /// [`RtcError::Sdp`], [`RtcError::CallCodec`]: the offer. [`RtcError::PeerLimit`]: of the owner, or of the server.
    pub fn read_call(&self, owner: UserId, offer: &str) -> Result<CallPlace, RtcError> {
        let offer = CallOffer::read(offer)?;
        let (place, end) = self.reserve(owner)?;
        Ok(CallPlace { offer, place, end, owner })
    }

    /// Answers it; packets go to and from the seat from then on.
    ///
    /// # Errors
    /// [`RtcError::Sdp`], [`RtcError::Library`].
    pub fn answer_call(&self, reserved: CallPlace, seat: Seat) -> Result<String, RtcError> {
        let CallPlace { offer, place, end, owner } = reserved;
        let (inbox, datagrams) = mpsc::channel(INBOX);
        let password = Uuid::new_v4().simple().to_string();
        let terms = Terms { identity: &self.shared.identity, candidates: &self.shared.candidates, name: &place.name, password: &password };
        let answered = catch_unwind(AssertUnwindSafe(|| voice::answer(&offer, &terms, Instant::now())));
        let (line, sdp) = answered.map_err(|_| RtcError::Sdp("the library could not read it"))??;
        self.shared.routes.add(Route { peer: place.peer, owner, name: place.name.clone(), inbox });
        let (port, routes) = (self.shared.port.clone(), self.shared.routes.clone());
        self.shared.tasks.spawn(voice::Caller::new(line, seat, voice::Ways { port, routes, place, datagrams, end }).run());
        Ok(sdp)
    }

    fn reserve(&self, owner: UserId) -> Result<(Place, CancellationToken), RtcError> {
        let (peer, end) = (PeerId::random(), self.shared.end.child_token());
        self.shared.register.enter(peer, owner, end.clone())?;
        let name = Uuid::new_v4().simple().to_string();
        Ok((Place { peer, name, register: self.shared.register.clone(), routes: self.shared.routes.clone() }, end))
    }

    /// Closes a peer. False: there is none of this owner's.
    pub fn close(&self, owner: UserId, peer: PeerId) -> bool {
        let peers = self.shared.register.peers.lock();
        let entry = peers.get(&peer).filter(|entry| entry.owner == owner);
        entry.inspect(|entry| entry.end.cancel()).is_some()
    }

    /// Closes all peers of a person.
    pub fn close_of(&self, owner: UserId) {
        for entry in self.shared.register.peers.lock().values().filter(|entry| entry.owner == owner) {
            entry.end.cancel();
        }
    }

    /// Peers that are connected or connecting.
    #[cfg(test)]
    pub fn peers(&self) -> usize {
        self.shared.register.peers.lock().len()
    }

    /// Says goodbye to every peer and closes.
    pub async fn shutdown(&self) {
        self.shared.tasks.close();
        self.shared.end.cancel();
        self.shared.tasks.wait().await;
    }
}
