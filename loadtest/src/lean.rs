//! A WebSocket that costs little: the frames of one side as bytes, and whole messages out of whatever came of the other. Where many sockets share a
//! core with what is measured, a full client would be most of the work.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

/// Sockets of one address of this machine: under what one address may have.
const PER_ADDRESS: usize = 200;
/// What the kernel holds for one that stalls.
const NARROW: u32 = 32 * 1024;
/// The longest answer to a handshake.
const HEAD: usize = 8 * 1024;
/// Read bytes that are kept before the rest is moved to the front.
const KEPT: usize = 64 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Binary,
    Ping,
    Pong,
    Close,
    /// In pieces, which no server here sends.
    Other,
}

impl Kind {
    fn opcode(self) -> u8 {
        match self {
            Self::Text => 1,
            Self::Binary => 2,
            Self::Close => 8,
            Self::Ping => 9,
            Self::Pong => 10,
            Self::Other => 0,
        }
    }
}

/// A message of a client. Its mask is zero, which changes nothing.
#[must_use]
pub fn frame(kind: Kind, payload: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(payload.len() + 14);
    bytes.push(0x80 | kind.opcode());
    match u16::try_from(payload.len()) {
        Ok(short @ ..126) => bytes.push(0x80 | short as u8),
        Ok(length) => {
            bytes.push(0x80 | 126);
            bytes.extend(length.to_be_bytes());
        }
        Err(_) => {
            bytes.push(0x80 | 127);
            bytes.extend((payload.len() as u64).to_be_bytes());
        }
    }
    bytes.extend([0; 4]);
    bytes.extend(payload);
    bytes
}

/// What came and was not yet taken.
#[derive(Debug, Default)]
pub struct Inbound {
    bytes: Vec<u8>,
    taken: usize,
}

impl Inbound {
    pub fn push(&mut self, bytes: &[u8]) {
        if self.taken == self.bytes.len() {
            self.bytes.clear();
            self.taken = 0;
        } else if self.taken > KEPT {
            self.bytes.drain(..self.taken);
            self.taken = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Everything that was not yet taken.
    #[must_use]
    pub fn rest(&self) -> &[u8] {
        &self.bytes[self.taken..]
    }

    /// The next message that came whole.
    pub fn take(&mut self) -> Option<(Kind, &[u8])> {
        let (kind, head, length) = head(&self.bytes[self.taken..])?;
        let from = self.taken + head;
        let to = from.checked_add(length)?;
        let payload = self.bytes.get(from..to)?;
        self.taken = to;
        Some((kind, payload))
    }
}

/// Kind, bytes of the head, bytes of the payload. None: the head has not come whole.
pub fn head(bytes: &[u8]) -> Option<(Kind, usize, usize)> {
    let (first, second) = (*bytes.first()?, *bytes.get(1)?);
    let kind = match (first & 0x80 != 0, first & 0x0f) {
        (true, 1) => Kind::Text,
        (true, 2) => Kind::Binary,
        (true, 8) => Kind::Close,
        (true, 9) => Kind::Ping,
        (true, 10) => Kind::Pong,
        _ => Kind::Other,
    };
    let (head, length) = match second & 0x7f {
        126 => (4, u64::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => (10, u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)),
        short => (2, u64::from(short)),
    };
    Some((kind, head, usize::try_from(length).ok()?))
}

/// Where a socket goes, and as whom.
#[derive(Clone, Debug)]
pub struct Door {
    pub server: SocketAddr,
    pub path: String,
    /// Empty: none.
    pub cookie: String,
    /// Sockets of one run are told apart by it; it chooses the address that it comes from.
    pub number: usize,
    /// It will stop reading: the kernel holds little for it.
    pub narrow: bool,
    /// It ends with a reset.
    pub abrupt: bool,
}

/// # Errors
/// Where it is refused.
pub async fn open(door: &Door) -> io::Result<(TcpStream, Inbound)> {
    let socket = TcpSocket::new_v4()?;
    // 127.0.0.2 and on: each is an address of its own for a server's limits.
    let own = Ipv4Addr::from(u32::from(Ipv4Addr::new(127, 0, 0, 2)) + (door.number / PER_ADDRESS) as u32);
    socket.bind(SocketAddr::new(IpAddr::V4(own), 0))?;
    if door.narrow {
        socket.set_recv_buffer_size(NARROW)?;
    }
    let mut stream = socket.connect(door.server).await?;
    stream.set_nodelay(true)?;
    if door.abrupt {
        stream.set_zero_linger()?;
    }
    stream.write_all(request(door).as_bytes()).await?;
    let (mut came, mut buffer) = (Vec::new(), [0; 1_024]);
    let end = loop {
        let count = stream.read(&mut buffer).await?;
        if count == 0 || came.len() > HEAD {
            return Err(io::Error::other("the handshake was not answered"));
        }
        came.extend_from_slice(&buffer[..count]);
        if let Some(at) = came.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
    };
    if !came.starts_with(b"HTTP/1.1 101") {
        return Err(io::Error::other(String::from_utf8_lossy(&came).into_owned()));
    }
    let mut inbound = Inbound::default();
    inbound.push(&came[end..]);
    Ok((stream, inbound))
}

fn request(door: &Door) -> String {
    let cookie = if door.cookie.is_empty() { String::new() } else { format!("cookie: {}\r\n", door.cookie) };
    format!(
        "GET {} HTTP/1.1\r\nhost: {}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{cookie}\r\n",
        door.path, door.server
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(opcode: u8, payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x80 | opcode];
        match payload.len() {
            short @ ..126 => bytes.push(short as u8),
            middle @ ..65_536 => {
                bytes.push(126);
                bytes.extend((middle as u16).to_be_bytes());
            }
            long => {
                bytes.push(127);
                bytes.extend((long as u64).to_be_bytes());
            }
        }
        bytes.extend(payload);
        bytes
    }

    #[test]
    fn messages_come_whole_however_they_are_cut() {
        let all = [message(1, b"hello"), message(2, &[7; 200]), message(9, b""), message(2, &[8; 70_000]), message(8, &[3, 0xe8])].concat();
        let wanted = [(Kind::Text, 5), (Kind::Binary, 200), (Kind::Ping, 0), (Kind::Binary, 70_000), (Kind::Close, 2)];
        for size in [1, 2, 3, 63, 1_000, all.len()] {
            let (mut inbound, mut seen) = (Inbound::default(), Vec::new());
            for piece in all.chunks(size) {
                inbound.push(piece);
                while let Some((kind, payload)) = inbound.take() {
                    seen.push((kind, payload.len()));
                }
            }
            assert_eq!(seen, wanted, "in pieces of {size}");
        }
    }

    #[test]
    fn what_is_said_has_a_mask_that_changes_nothing() {
        assert_eq!(frame(Kind::Text, b"hi"), [0x81, 0x82, 0, 0, 0, 0, b'h', b'i']);
        assert_eq!(frame(Kind::Binary, &[1; 300])[..8], [0x82, 0xfe, 1, 44, 0, 0, 0, 0]);
        assert_eq!(frame(Kind::Binary, &[1; 70_000]).len(), 70_014);
        assert_eq!(frame(Kind::Pong, &[])[..2], [0x8a, 0x80]);
    }
}
