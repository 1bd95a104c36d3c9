//! A server with rooms: ours, with people who are members, or socket.io, which lets anybody in.

use super::tongue::Tongue;
use crate::{account::Account, crowd, error::Result, lean::Door, npm::NodePeer, server::Server};
use domain::RoomId;

/// Of one person; the server allows 32, and one more talks.
pub const SOCKETS_EACH: usize = 25;
/// Of a room, in our server.
pub const MEMBERS: usize = 100;

pub enum Target {
    Ours { server: Server, people: Vec<Account>, rooms: Vec<RoomId> },
    SocketIo(NodePeer),
}

impl Target {
    /// People and rooms for so many sockets: whoever sits in a room is a member of that one.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn ours(server: Server, sockets: usize, rooms: usize, tell: impl Fn(usize)) -> Result<Self> {
        let each = sockets.div_ceil(rooms * SOCKETS_EACH);
        let people = crowd::gather(&server, each * rooms, tell).await?;
        let mut made = Vec::new();
        for room in 0..rooms {
            let members: Vec<&Account> = people.iter().skip(room).step_by(rooms).collect();
            made.push(crowd::room(members[0], members[1..].iter().copied()).await?);
        }
        Ok(Self::Ours { server, people, rooms: made })
    }

    /// Where socket `number` goes, which belongs to somebody of this room.
    #[must_use]
    pub fn seat(&self, number: usize, room: usize) -> (Door, Tongue) {
        match self {
            Self::Ours { server, people, rooms } => {
                let each = people.len() / rooms.len();
                let person = &people[(number / rooms.len()) % each * rooms.len() + room];
                let door =
                    Door { server: server.socket_address(), path: "/ws".into(), cookie: person.cookie.clone(), number, narrow: false, abrupt: true };
                (door, Tongue::Ours { room: rooms[room], epoch: 0 })
            }
            Self::SocketIo(peer) => {
                let path = format!("/socket.io/?EIO=4&transport=websocket&room=room{room}");
                let door = Door { server: peer.address, path, cookie: String::new(), number, narrow: false, abrupt: true };
                (door, Tongue::socket_io())
            }
        }
    }

    #[must_use]
    pub fn cpu_seconds(&self) -> f64 {
        match self {
            Self::Ours { server, .. } => server.cpu_seconds(),
            Self::SocketIo(peer) => peer.cpu_seconds(),
        }
    }

    /// Ends in order and starts again, with its data.
    ///
    /// # Errors
    /// Where it does not, or is not ours.
    pub async fn restart(&mut self) -> Result<()> {
        match self {
            Self::Ours { server, .. } => server.restart().await,
            // It keeps everything in memory: nobody could resume. Never asked for.
            Self::SocketIo(_) => Ok(()),
        }
    }

    #[must_use]
    pub fn log(&self) -> String {
        match self {
            Self::Ours { server, .. } => server.log(),
            Self::SocketIo(_) => String::new(),
        }
    }

    pub async fn stop(self) {
        match self {
            Self::Ours { server, .. } => server.stop().await,
            Self::SocketIo(peer) => peer.stop().await,
        }
    }
}
