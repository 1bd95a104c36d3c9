//! The actors: a thin actix shell around each machine of the domain.
//!
//! A handler reads the clock, asks the machine, and carries out what it decided; I/O that completes comes back as a message. Media
//! does not pass through mailboxes: see [`stage`].

mod bus;
pub mod call;
pub mod clock;
mod consent;
mod conversations;
mod derive;
mod device;
mod directory;
pub mod faces;
mod holder;
pub mod mailbox;
pub mod outbox;
mod room;
pub mod safety;
pub mod stage;
mod user;
mod versions;

pub use derive::{Keyed, Wish};
pub use directory::Directory;
pub use room::{Person, RoomHandle, SocketId, StandsAs, document_weight};
pub use user::Reads;

use actix::{Actor, Addr};
use device::GpuActor;
use directory::{Counts, DirectoryActor, Parts};
use domain::moderation::Rules;
use engine::Engine;
use media::SigningIdentity;
use safety::Safety;
use std::sync::Arc;
use store::Store;
use tracing::error;

/// Rooms and users are opened again after a fault; the directory and the device are the node itself. Where one of them breaks, the
/// process ends with an error and is started again by whoever watches over it, rather than going on deaf.
fn end_node_on_panic(which: &'static str) {
    if std::thread::panicking() {
        error!(actor = which, "broken: the node ends");
        if let Some(system) = actix::System::try_current() {
            system.stop_with_code(1);
        }
    }
}

/// What the actors are built on.
pub struct Settings {
    pub store: Store,
    pub engine: Arc<dyn Engine>,
    pub identity: Arc<SigningIdentity>,
    pub rules: Arc<Rules>,
    /// What takes with somebody's likeness in them may not show.
    pub safety: Arc<dyn Safety>,
    /// Where playout and the store's I/O run.
    pub runtime: tokio::runtime::Handle,
    /// Threads for rooms.
    pub room_arbiters: usize,
    /// Threads for users.
    pub user_arbiters: usize,
}

/// All actors of this node.
pub struct Actors {
    directory: Directory,
    device: Addr<GpuActor>,
}

impl Actors {
    /// Starts them, and opens the rooms whose takes were waiting or running. Call it inside an actix system.
    pub async fn start(settings: Settings) -> Self {
        let counts = Arc::new(Counts::default());
        let Settings { store, engine, identity, rules, safety, runtime, room_arbiters, user_arbiters } = settings;
        let device = GpuActor::new(engine, identity, store.clone(), runtime, counts.takes.clone()).start();
        let arbiters = (room_arbiters, user_arbiters);
        let directory = DirectoryActor::start_with(Parts { store: store.clone(), device: device.clone(), rules, safety, counts, arbiters });
        match store.rooms_with_unfinished_takes().await {
            Ok(rooms) => {
                for room in rooms {
                    if let Err(error) = directory.room(room).await {
                        error!(%room, code = error.code, "a room with unfinished takes could not be opened");
                    }
                }
            }
            Err(error) => error!(%error, "unfinished takes could not be looked up"),
        }
        Self { directory, device }
    }

    #[must_use]
    pub fn directory(&self) -> Directory {
        self.directory.clone()
    }

    /// What was decided is written; sockets are told to resume; running takes start again next time.
    pub async fn shutdown(&self) {
        mailbox::tell_surely(&self.device, device::StopAll);
        self.directory.close().await;
    }
}

#[cfg(test)]
mod tests;
