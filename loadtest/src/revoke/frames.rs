//! WebSocket frames as they come in pieces, read without keeping them: of each message only its beginning. Pure.
//!
//! A thousand viewers share one core with whatever else measures, so pictures are counted, not collected.

use crate::lean::{Kind, head};

/// Bytes of each message that are kept: enough for a media header, and to know a reply.
pub const KEPT: usize = 64;

pub struct Frames {
    header: [u8; 10],
    /// Bytes of the header that have come.
    of_header: usize,
    kind: Kind,
    /// Bytes of the payload that have not come.
    left: u64,
    beginning: [u8; KEPT],
    of_beginning: usize,
    told: bool,
}

impl Default for Frames {
    fn default() -> Self {
        Self { header: [0; 10], of_header: 0, kind: Kind::Other, left: 0, beginning: [0; KEPT], of_beginning: 0, told: true }
    }
}

impl Frames {
    /// Takes in what came. `tell` hears of each message once, as soon as its beginning is there, be it the first [`KEPT`] bytes or all of it.
    /// True: some of it was of a binary message.
    pub fn take(&mut self, mut bytes: &[u8], mut tell: impl FnMut(Kind, &[u8])) -> bool {
        let mut binary = false;
        while !bytes.is_empty() {
            if self.told && self.left == 0 {
                bytes = self.head(bytes);
            } else {
                binary |= self.kind == Kind::Binary;
                let count = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
                let (part, rest) = bytes.split_at(count);
                self.keep(part);
                self.left -= count as u64;
                bytes = rest;
            }
            if !self.told && (self.left == 0 || self.of_beginning == KEPT) {
                self.told = true;
                tell(self.kind, &self.beginning[..self.of_beginning]);
            }
        }
        binary
    }

    fn keep(&mut self, part: &[u8]) {
        let count = part.len().min(KEPT - self.of_beginning);
        self.beginning[self.of_beginning..self.of_beginning + count].copy_from_slice(&part[..count]);
        self.of_beginning += count;
    }

    /// Takes a byte of the next message's header.
    fn head<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        self.header[self.of_header] = bytes[0];
        self.of_header += 1;
        if let Some((kind, _, length)) = head(&self.header[..self.of_header]) {
            (self.kind, self.left) = (kind, length as u64);
            (self.of_header, self.of_beginning, self.told) = (0, 0, false);
        }
        &bytes[1..]
    }
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

    fn heard(pieces: &[&[u8]]) -> Vec<(Kind, Vec<u8>)> {
        let (mut frames, mut heard) = (Frames::default(), Vec::new());
        for piece in pieces {
            frames.take(piece, |kind, beginning| heard.push((kind, beginning.to_vec())));
        }
        heard
    }

    #[test]
    fn messages_are_told_once_however_they_are_cut() {
        let all = [message(1, b"hello"), message(2, &[7; 200]), message(9, b""), message(2, &[8; 70_000]), message(8, &[3, 0xe8])].concat();
        let wanted = vec![
            (Kind::Text, b"hello".to_vec()),
            (Kind::Binary, vec![7; KEPT]),
            (Kind::Ping, Vec::new()),
            (Kind::Binary, vec![8; KEPT]),
            (Kind::Close, vec![3, 0xe8]),
        ];
        assert_eq!(heard(&[&all]), wanted);
        for size in [1, 2, 3, 63, 64, 65, 1_000] {
            assert_eq!(heard(&all.chunks(size).collect::<Vec<_>>()), wanted, "in pieces of {size}");
        }
    }

    #[test]
    fn a_message_is_told_at_its_beginning() {
        let all = message(2, &[7; 5_000]);
        assert_eq!(heard(&[&all[..100]]).len(), 1);
        let mut frames = Frames::default();
        assert!(!frames.take(&all[..4], |_, _| panic!("nothing of it is there")));
        assert!(frames.take(&all[4..10], |_, _| panic!("too little")));
        assert!(!frames.take(&[], |_, _| {}));
    }
}
