//! How a Yjs server frames its messages. y-websocket's servers and ours speak alike; Hocuspocus puts the document's name before each message and wants
//! to be greeted first. Pure.

const SYNC: u64 = 0;
const AUTH: u64 = 2;
/// Of Hocuspocus: a sync message that asks for no answer of the same kind.
const SYNC_REPLY: u64 = 4;
/// An update that says nothing.
pub const NOTHING: [u8; 2] = [0, 0];

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialect {
    Plain,
    /// With the document's name.
    Named(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A state vector: what does the other side lack?
    One,
    /// What the other side lacked.
    Two,
    Update,
}

impl Dialect {
    /// What is said before anything else.
    #[must_use]
    pub fn greeting(&self) -> Option<Vec<u8>> {
        let Self::Named(name) = self else { return None };
        let mut bytes = Vec::new();
        put_bytes(&mut bytes, name.as_bytes());
        put(&mut bytes, AUTH);
        // A token, and none is asked for.
        put(&mut bytes, 0);
        put_bytes(&mut bytes, b"");
        Some(bytes)
    }

    #[must_use]
    pub fn write(&self, step: Step, content: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(content.len() + 64);
        if let Self::Named(name) = self {
            put_bytes(&mut bytes, name.as_bytes());
        }
        put(&mut bytes, SYNC);
        put(
            &mut bytes,
            match step {
                Step::One => 0,
                Step::Two => 1,
                Step::Update => 2,
            },
        );
        put_bytes(&mut bytes, content);
        bytes
    }

    /// None: it is about something else.
    #[must_use]
    pub fn read<'a>(&self, message: &'a [u8]) -> Option<(Step, &'a [u8])> {
        let mut rest = message;
        if let Self::Named(name) = self
            && get_bytes(&mut rest)? != name.as_bytes()
        {
            return None;
        }
        if !matches!(get(&mut rest)?, SYNC | SYNC_REPLY) {
            return None;
        }
        let step = match get(&mut rest)? {
            0 => Step::One,
            1 => Step::Two,
            2 => Step::Update,
            _ => return None,
        };
        Some((step, get_bytes(&mut rest)?))
    }
}

/// The next number of a length that varies (LEB128), as Yjs writes it.
pub fn get(rest: &mut &[u8]) -> Option<u64> {
    let (mut number, mut shift) = (0_u64, 0);
    loop {
        let (first, others) = rest.split_first()?;
        *rest = others;
        number |= u64::from(first & 0x7f).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

fn get_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(get(rest)?).ok()?;
    let (bytes, others) = rest.split_at_checked(length)?;
    *rest = others;
    Some(bytes)
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn put_bytes(bytes: &mut Vec<u8>, content: &[u8]) {
    put(bytes, content.len() as u64);
    bytes.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use super::*;
    use yrs::{
        sync::{Message, SyncMessage},
        updates::{decoder::Decode, encoder::Encode},
    };

    #[test]
    fn the_plain_one_is_the_librarys_own() {
        let update = vec![7; 300];
        let ours = Dialect::Plain.write(Step::Update, &update);
        assert_eq!(ours, Message::Sync(SyncMessage::Update(update.clone())).encode_v1());
        assert_eq!(Message::decode_v1(&ours).expect("a message"), Message::Sync(SyncMessage::Update(update)));
        assert_eq!(Dialect::Plain.greeting(), None);
    }

    #[test]
    fn what_is_written_is_read() {
        for dialect in [Dialect::Plain, Dialect::Named("board 1".into())] {
            for step in [Step::One, Step::Two, Step::Update] {
                let message = dialect.write(step, &[1; 200]);
                assert_eq!(dialect.read(&message), Some((step, &[1; 200][..])));
                assert_eq!(dialect.read(&message[..message.len() - 1]), None, "it is cut off");
            }
        }
    }

    #[test]
    fn what_is_of_another_document_is_left_alone() {
        let message = Dialect::Named("one".into()).write(Step::Update, &NOTHING);
        assert_eq!(Dialect::Named("two".into()).read(&message), None);
        // A cursor, and an answer to the greeting.
        assert_eq!(Dialect::Plain.read(&[1, 1, 0]), None);
        assert_eq!(Dialect::Named("a".into()).read(&[1, b'a', 2, 2, 0]), None);
    }
}
