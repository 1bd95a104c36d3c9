//! A server with shared documents: ours, or another. Each document is new; ours lies in a room in which all editors are members.

use super::dialect::Dialect;
use crate::{account::Account, crowd, error::Result, lean::Door, npm::NodePeer, server::Server};
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

/// Documents are told apart by it.
static DOCUMENTS: AtomicUsize = AtomicUsize::new(0);

pub struct Target {
    pub name: &'static str,
    pub version: String,
    kind: Kind,
}

enum Kind {
    Ours {
        server: Server,
        people: Vec<Account>,
    },
    /// As y-websocket names documents: in the path.
    Plain(NodePeer),
    /// As Hocuspocus does: in each message.
    Named(NodePeer),
}

/// Where a document is, and as whom one comes to it.
pub struct Place {
    pub dialect: Dialect,
    server: SocketAddr,
    path: String,
    /// Editors take them in turn.
    cookies: Vec<String>,
}

impl Place {
    #[must_use]
    pub fn door(&self, number: usize) -> Door {
        let cookie = self.cookies.get(number % self.cookies.len().max(1)).cloned().unwrap_or_default();
        Door { server: self.server, path: self.path.clone(), cookie, number, narrow: false, abrupt: false }
    }
}

impl Target {
    #[must_use]
    pub fn ours(server: Server, people: Vec<Account>) -> Self {
        Self { name: "ours", version: String::new(), kind: Kind::Ours { server, people } }
    }

    #[must_use]
    pub fn plain(name: &'static str, peer: NodePeer) -> Self {
        Self { name, version: peer.version.clone(), kind: Kind::Plain(peer) }
    }

    #[must_use]
    pub fn named(name: &'static str, peer: NodePeer) -> Self {
        Self { name, version: peer.version.clone(), kind: Kind::Named(peer) }
    }

    /// A new document. `shared`: for all editors, not the first alone.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn document(&self, shared: bool) -> Result<Place> {
        let number = DOCUMENTS.fetch_add(1, Relaxed);
        let name = format!("board{number}");
        match &self.kind {
            Kind::Ours { server, people } => {
                // In turn: one person makes so many rooms in a while and no more.
                let host = number % people.len();
                let others = people.iter().enumerate().filter(|(other, _)| shared && *other != host).map(|(_, other)| other);
                let room = crowd::room(&people[host], others).await?;
                let cookies = if shared { people.iter().map(|person| person.cookie.clone()).collect() } else { vec![people[host].cookie.clone()] };
                Ok(Place { dialect: Dialect::Plain, server: server.socket_address(), path: format!("/yjs/{room}"), cookies })
            }
            Kind::Plain(peer) => Ok(Place { dialect: Dialect::Plain, server: peer.address, path: format!("/{name}"), cookies: Vec::new() }),
            Kind::Named(peer) => Ok(Place { dialect: Dialect::Named(name), server: peer.address, path: "/".into(), cookies: Vec::new() }),
        }
    }

    #[must_use]
    pub fn cpu_seconds(&self) -> f64 {
        match &self.kind {
            Kind::Ours { server, .. } => server.cpu_seconds(),
            Kind::Plain(peer) | Kind::Named(peer) => peer.cpu_seconds(),
        }
    }

    /// Bytes.
    #[must_use]
    pub fn memory(&self) -> u64 {
        match &self.kind {
            Kind::Ours { server, .. } => server.memory(),
            Kind::Plain(peer) | Kind::Named(peer) => peer.memory(),
        }
    }

    /// The end of what it logged.
    #[must_use]
    pub fn log(&self) -> String {
        match &self.kind {
            Kind::Ours { server, .. } => server.log(),
            Kind::Plain(_) | Kind::Named(_) => String::new(),
        }
    }

    pub async fn stop(self) {
        match self.kind {
            Kind::Ours { server, .. } => server.stop().await,
            Kind::Plain(peer) | Kind::Named(peer) => peer.stop().await,
        }
    }
}
