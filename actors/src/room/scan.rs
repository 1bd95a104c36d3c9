//! Looks through a Yjs update before the library decodes it: a walk over its bytes that allocates in proportion to them and never recurses.
//!
//! The library trusts what it decodes: a declared length makes it reserve memory, nested values make it recurse. Here every count is held
//! against the bytes that are left, and only the kinds of content pass that a storyboard has: texts, maps, lists and plain values.

/// A run of items that an update brings: client, first clock, one past the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub client: u64,
    pub start: u32,
    pub end: u32,
}

/// What an update brings and what it points to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scanned {
    pub runs: Vec<Run>,
    /// Items that must be there already, or come with it.
    pub needs: Vec<(u64, u32)>,
    pub deletes: Vec<Run>,
    /// How many formatting marks it brings.
    pub marks: usize,
}

/// Levels of lists and objects in one value.
const MAX_DEPTH: usize = 16;
/// The kind of a formatting mark.
const MARK: u8 = 6;
/// Bytes of a formatting mark or an embedded object.
const MAX_MARK: usize = 1_024;

/// None: not an update of the first version, or it has content that a storyboard does not.
pub(super) fn scan(update: &[u8]) -> Option<Scanned> {
    let mut bytes = Bytes(update);
    let mut found = Scanned::default();
    for _ in 0..bytes.count()? {
        let structs = bytes.count()?;
        let client = bytes.number()?;
        let mut clock = bytes.small()?;
        for _ in 0..structs {
            let (length, counts) = block(&mut bytes, &mut found)?;
            let end = clock.checked_add(length)?;
            if counts {
                found.runs.push(Run { client, start: clock, end });
            }
            clock = end;
        }
    }
    for _ in 0..bytes.count()? {
        let client = bytes.number()?;
        for _ in 0..bytes.count()? {
            let start = bytes.small()?;
            let end = start.checked_add(bytes.small()?)?;
            found.deletes.push(Run { client, start, end });
        }
    }
    bytes.0.is_empty().then_some(found)
}

/// One block: its length in items, and whether it brings any.
fn block(bytes: &mut Bytes<'_>, found: &mut Scanned) -> Option<(u32, bool)> {
    const SKIP: u8 = 10;
    let info = bytes.byte()?;
    let kind = info & 0b1_1111;
    match kind {
        0 => return Some((bytes.small()?, true)),
        SKIP => return Some((bytes.small()?, false)),
        _ => {}
    }
    let (left, right) = (info & 0x80 != 0, info & 0x40 != 0);
    for _ in 0..u8::from(left) + u8::from(right) {
        found.needs.push((bytes.number()?, bytes.small()?));
    }
    if !left && !right {
        if bytes.number()? == 1 {
            bytes.text()?;
        } else {
            found.needs.push((bytes.number()?, bytes.small()?));
        }
        if info & 0x20 != 0 {
            bytes.text()?;
        }
    }
    found.marks += usize::from(kind == MARK);
    content(kind, bytes).map(|length| (length, true))
}

/// The length of a block's content, in items.
fn content(kind: u8, bytes: &mut Bytes<'_>) -> Option<u32> {
    match kind {
        // Deleted.
        1 => bytes.small(),
        // Text, counted in UTF-16.
        4 => u32::try_from(bytes.text()?.encode_utf16().count()).ok(),
        // Embedded object; formatting mark with its name.
        5 => (bytes.text()?.len() <= MAX_MARK).then_some(1),
        MARK => {
            let (name, value) = (bytes.text()?, bytes.text()?);
            (name.len() + value.len() <= MAX_MARK).then_some(1)
        }
        // A list, a map or a text.
        7 => (bytes.number()? <= 2).then_some(1),
        8 => {
            let count = bytes.count()?;
            for _ in 0..count {
                value(bytes)?;
            }
            u32::try_from(count).ok()
        }
        _ => None,
    }
}

/// Passes one plain value.
fn value(bytes: &mut Bytes<'_>) -> Option<()> {
    // For each open list or object: how many values are still to come, and whether each has a name before it.
    let mut open: Vec<(usize, bool)> = vec![(1, false)];
    while let Some((left, named)) = open.last_mut() {
        if *left == 0 {
            open.pop();
            continue;
        }
        *left -= 1;
        if *named {
            bytes.text()?;
        }
        match bytes.byte()? {
            127 | 126 | 121 | 120 => {}
            125 => bytes.signed()?,
            124 => bytes.skip(4)?,
            123 | 122 => bytes.skip(8)?,
            119 => drop(bytes.text()?),
            118 => open.push((bytes.count()?, true)),
            117 => open.push((bytes.count()?, false)),
            116 => drop(bytes.buffer()?),
            _ => return None,
        }
        if open.len() > MAX_DEPTH {
            return None;
        }
    }
    Some(())
}

/// How many entries a state vector or a list of cursors declares. None: more than its bytes can hold.
pub(super) fn entries(bytes: &[u8]) -> Option<usize> {
    Bytes(bytes).count()
}

/// Whether a frame of the sync protocol can be decoded without reserving more than its own bytes: of its state vectors and lists of
/// cursors no more is declared than is there.
pub(super) fn is_bounded(frame: &[u8], most: usize) -> bool {
    let mut bytes = Bytes(frame);
    for _ in 0..most {
        if bytes.0.is_empty() {
            return true;
        }
        if message(&mut bytes).is_none() {
            return false;
        }
    }
    bytes.0.is_empty()
}

/// What a frame of the sync protocol costs, in messages: each of them counts, and a question for what is lacking, which may be answered with the
/// whole storyboard, as eight.
#[must_use]
pub fn weight(frame: &[u8]) -> u32 {
    let mut bytes = Bytes(frame);
    let mut weight = 0_u32;
    while !bytes.0.is_empty() {
        let asks = bytes.0.starts_with(&[0, 0]);
        weight = weight.saturating_add(if asks { 8 } else { 1 });
        if message(&mut bytes).is_none() {
            break;
        }
    }
    weight.max(1)
}

fn message(bytes: &mut Bytes<'_>) -> Option<()> {
    match bytes.number()? {
        // Sync: a state vector, or an update, which is scanned on its own.
        0 => match bytes.number()? {
            0 => entries(bytes.buffer()?).map(drop),
            1 | 2 => bytes.buffer().map(drop),
            _ => None,
        },
        // Cursors.
        1 => entries(bytes.buffer()?).map(drop),
        // Permission.
        2 => match bytes.number()? {
            0 => bytes.text().map(drop),
            _ => Some(()),
        },
        // A question for cursors.
        3 => Some(()),
        _ => bytes.buffer().map(drop),
    }
}

/// What is left to read, in lib0's encoding.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn skip(&mut self, length: usize) -> Option<()> {
        self.take(length).map(drop)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0_u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A signed number: its first byte has a sign and six bits.
    fn signed(&mut self) -> Option<()> {
        for _ in 0..10 {
            if self.byte()? < 0x80 {
                return Some(());
            }
        }
        None
    }

    fn small(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    /// Of things that take a byte each at least.
    fn count(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok().filter(|count| *count <= self.0.len())
    }

    fn buffer(&mut self) -> Option<&'a [u8]> {
        let length = self.count()?;
        self.take(length)
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.buffer()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yrs::{Any, Array, ArrayPrelim, Doc, Map, MapPrelim, Text, TextPrelim, Transact, block::ClientID};

    #[test]
    fn what_a_page_writes_is_read_as_the_library_wrote_it() {
        let doc = Doc::with_client_id(7);
        let shots = doc.get_or_insert_array("shots");
        let update = {
            let mut txn = doc.transact_mut();
            let map = shots.push_back(&mut txn, MapPrelim::from([("id", "a")]));
            map.insert(&mut txn, "seconds", 5.5);
            map.insert(&mut txn, "place", 3);
            map.insert(&mut txn, "list", ArrayPrelim::from([1, 2]));
            let text = map.insert(&mut txn, "prompt", TextPrelim::new("a dog 🐶 runs"));
            text.remove_range(&mut txn, 0, 2);
            map.insert(&mut txn, "deep", Any::from(vec![Any::from(vec![Any::Null])]));
            txn.encode_update_v1()
        };
        let found = scan(&update).expect("an update");
        let end = found.runs.iter().map(|run| run.end).max();
        use yrs::ReadTxn;
        assert_eq!(end, Some(doc.transact().state_vector().get(&ClientID::new(7))));
        assert_eq!(found.runs.first().map(|run| (run.client, run.start)), Some((7, 0)));
        assert_eq!(found.deletes.len(), 1);
    }

    #[test]
    fn each_message_of_a_frame_weighs_and_questions_weigh_more() {
        use yrs::{StateVector, sync::SyncMessage, updates::encoder::Encode};
        let question = yrs::sync::Message::Sync(SyncMessage::SyncStep1(StateVector::default())).encode_v1();
        let update = yrs::sync::Message::Sync(SyncMessage::Update(vec![0, 0])).encode_v1();
        assert_eq!((weight(&question), weight(&update), weight(&[])), (8, 1, 1));
        assert_eq!(weight(&[question, update.repeat(3)].concat()), 11);
        assert_eq!(weight(&[update, vec![0xff; 64]].concat()), 2, "what can't be read ends it");
    }

    #[test]
    fn nesting_lengths_and_foreign_content_are_refused_without_being_followed() {
        let any = |value: &[u8]| [&[1, 1, 7, 0, 0x08, 1, 5][..], b"shots", &[1], value, &[0]].concat();
        assert!(scan(&any(&[126])).is_some());
        let deep = [[117, 1].repeat(7_000), vec![126]].concat();
        assert_eq!(scan(&any(&deep)), None);
        assert_eq!(scan(&any(&[117, 0xff, 0xff, 0xff, 0x7f])), None, "a length beyond the bytes");
        assert_eq!(scan(&[0xff, 0xff, 0xff, 0xff, 0x0f]), None);
        assert_eq!(entries(&[0x80, 0x88, 0xde, 0xbe, 0x01]), None);
        let subdocument = [&[1, 1, 7, 0, 9, 1, 5][..], b"shots", &[1], b"g", &[126, 0]].concat();
        assert_eq!(scan(&subdocument), None);
    }
}
