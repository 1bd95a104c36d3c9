//! Where in a take a packet of its pictures stands. Packets bear no number that receipts know, but the same pictures over a socket do: cut
//! as the server cuts them, they are the same packets. Pure.

use bytes::Bytes;
use rtc::rtp::{codec::h264::H264Payloader, packetizer::Payloader};
use std::{
    collections::{HashMap, hash_map::DefaultHasher},
    hash::{Hash, Hasher},
};

/// Bytes before a media payload; the layout is in the media crate's `frame`.
pub const HEADER: usize = 40;
/// As the server cuts pictures.
const PACKET: usize = 1_160;

/// Of one take: the one that came last.
#[derive(Debug, Default)]
pub struct Places {
    take: Option<[u8; 16]>,
    known: HashMap<u64, u32>,
    largest: Option<u32>,
}

impl Places {
    /// A media message of a socket.
    pub fn note(&mut self, message: &[u8]) {
        let Some((take, place)) = place_of(message) else { return };
        if self.take != Some(take) {
            *self = Self { take: Some(take), ..Self::default() };
        }
        self.largest = self.largest.max(Some(place));
        if message[1] != 0 {
            return;
        }
        let payload = Bytes::copy_from_slice(&message[HEADER..]);
        let packets = H264Payloader::default().payload(PACKET, &payload).unwrap_or_default();
        self.known.extend(packets.iter().map(|packet| (key(packet), place)));
    }

    /// Of a packet with this key.
    #[must_use]
    pub fn of(&self, key: u64) -> Option<u32> {
        self.known.get(&key).copied()
    }

    /// The largest that came, of pictures and sound.
    #[must_use]
    pub fn largest(&self) -> Option<u32> {
        self.largest
    }
}

/// A packet's key: the same bytes, the same key.
#[must_use]
pub fn key(packet: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    packet.hash(&mut hasher);
    hasher.finish()
}

/// Bytes of the take's id, and place, of a media message of which the beginning is enough. None: it is none.
#[must_use]
pub fn place_of(message: &[u8]) -> Option<([u8; 16], u32)> {
    let header = message.get(..HEADER)?;
    let take = <[u8; 16]>::try_from(&header[4..20]).ok()?;
    let place = <[u8; 4]>::try_from(&header[20..24]).ok()?;
    (header[0] == 1).then(|| (take, u32::from_be_bytes(place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(take: u8, kind: u8, place: u32, payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![1, kind, 0, 1];
        bytes.extend([take; 16]);
        bytes.extend(place.to_be_bytes());
        bytes.resize(HEADER, 0);
        bytes.extend(payload);
        bytes
    }

    /// One slice of a picture, larger than a packet.
    fn picture(fill: u8) -> Vec<u8> {
        [&[0, 0, 0, 1, 0x41], &[fill; 3_000][..]].concat()
    }

    #[test]
    fn packets_stand_where_their_picture_does() {
        let mut places = Places::default();
        places.note(&message(1, 0, 7, &picture(1)));
        places.note(&message(1, 1, 8, &[1; 100]));
        let packets = H264Payloader::default().payload(PACKET, &picture(1).into()).expect("a picture");
        assert!(packets.len() > 2);
        assert!(packets.iter().all(|packet| places.of(key(packet)) == Some(7)));
        assert_eq!((places.of(key(&[1; 100])), places.largest()), (None, Some(8)));
    }

    #[test]
    fn another_take_begins_anew() {
        let mut places = Places::default();
        places.note(&message(1, 0, 90, &picture(1)));
        places.note(&message(2, 0, 3, &picture(2)));
        places.note(&[1, 0, 0]);
        assert_eq!((places.largest(), places.known.len()), (Some(3), 3));
    }
}
