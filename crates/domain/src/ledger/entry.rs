//! One entry: what happened, to which blinded cameo, about which blinded other. Its canonical bytes are what the tree hashes.
//!
//! It holds nothing that names or shows anybody. Canonical means: JSON of just these members in this order, without white space, with
//! numbers that every JSON reader holds exactly (RFC 8785 writes the same).

use super::tree::{Hash, leaf_hash};
use crate::{RoomId, TakeId, Timestamp, UserId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;

/// Bytes of a detail.
pub const MOST_DETAIL: usize = 64;
/// Over this, readers of JSON in other languages round.
const MOST_NUMBER: u64 = (1 << 53) - 1;

/// Random; kept beside the entry for those whom it concerns.
pub type Blind = [u8; 16];

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    Enrolled,
    RulesChanged,
    /// A person, a room or a take was allowed.
    Allowed,
    Denied,
    /// An exception was taken away.
    Cleared,
    /// The owner was asked.
    Asked,
    /// A take was granted the cameo.
    Used,
    /// A take was refused the cameo.
    Refused,
    Revoked,
    /// A kept clip is shown to nobody any more.
    Withheld,
    /// It is shown again.
    Restored,
    Ended,
    Erased,
}

impl EntryKind {
    /// As it stands in entries.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Enrolled => "enrolled",
            Self::RulesChanged => "rules_changed",
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Cleared => "cleared",
            Self::Asked => "asked",
            Self::Used => "used",
            Self::Refused => "refused",
            Self::Revoked => "revoked",
            Self::Withheld => "withheld",
            Self::Restored => "restored",
            Self::Ended => "ended",
            Self::Erased => "erased",
        }
    }
}

/// `sha256(blind || id)`: says nothing to whom does not hold the blind.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlindRef(Hash);

impl BlindRef {
    /// `id`: the sixteen bytes of a UUID.
    #[must_use]
    pub fn of(blind: &Blind, id: uuid::Uuid) -> Self {
        Self(Sha256::new().chain_update(blind).chain_update(id.as_bytes()).finalize().into())
    }
}

impl fmt::Display for BlindRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hash_to_hex(&self.0))
    }
}

impl fmt::Debug for BlindRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlindRef({self})")
    }
}

/// What an entry is about, besides its cameo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Other {
    Take(TakeId),
    Person(UserId),
    Room(RoomId),
}

impl Other {
    #[must_use]
    pub const fn as_uuid(self) -> uuid::Uuid {
        match self {
            Self::Take(take) => take.as_uuid(),
            Self::Person(user) => user.as_uuid(),
            Self::Room(room) => room.as_uuid(),
        }
    }
}

/// What the store makes an entry of: it adds the place in the log, the moment, the cameo and the blind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerDraft {
    pub kind: EntryKind,
    pub other: Option<Other>,
    /// A stable code, for example of the rule that refused; `a–z 0–9 _ . : -`, at most [`MOST_DETAIL`] bytes.
    pub detail: String,
    /// Whom it concerns besides the cameo's owner: they may see what it is about and fetch its proof.
    pub concerned: Vec<UserId>,
}

impl LedgerDraft {
    #[must_use]
    pub const fn new(kind: EntryKind) -> Self {
        Self { kind, other: None, detail: String::new(), concerned: Vec::new() }
    }

    #[must_use]
    pub fn about(mut self, other: Other) -> Self {
        self.other = Some(other);
        self
    }

    #[must_use]
    pub fn detail(mut self, code: &str) -> Self {
        code.clone_into(&mut self.detail);
        self
    }

    #[must_use]
    pub fn concerning(mut self, users: impl IntoIterator<Item = UserId>) -> Self {
        self.concerned.extend(users);
        self
    }
}

/// An entry as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub index: u64,
    pub at: Timestamp,
    pub kind: EntryKind,
    pub cameo: BlindRef,
    pub other: Option<BlindRef>,
    pub detail: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadEntry {
    #[error("it is not an entry")]
    Unreadable,
    #[error("it is not in canonical form")]
    NotCanonical,
    #[error("its detail is no stable code")]
    Detail,
    #[error("one of its numbers is too large")]
    Number,
}

/// Members in the order of their names.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written<'a> {
    at: u64,
    cameo: String,
    #[serde(borrow)]
    detail: std::borrow::Cow<'a, str>,
    index: u64,
    kind: EntryKind,
    other: Option<String>,
}

impl Entry {
    /// # Errors
    /// Where the detail is no stable code, or a number is too large.
    pub fn of(draft: &LedgerDraft, index: u64, at: Timestamp, cameo: uuid::Uuid, blind: &Blind) -> Result<Self, BadEntry> {
        let entry = Self {
            index,
            at,
            kind: draft.kind,
            cameo: BlindRef::of(blind, cameo),
            other: draft.other.map(|other| BlindRef::of(blind, other.as_uuid())),
            detail: draft.detail.clone(),
        };
        entry.checked()
    }

    fn checked(self) -> Result<Self, BadEntry> {
        let stable = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_.:-".contains(&byte);
        if self.detail.len() > MOST_DETAIL || !self.detail.bytes().all(stable) {
            return Err(BadEntry::Detail);
        }
        if self.index > MOST_NUMBER || self.at.as_millis() > MOST_NUMBER {
            return Err(BadEntry::Number);
        }
        Ok(self)
    }

    /// The canonical bytes.
    #[must_use]
    pub fn to_json(&self) -> String {
        let written = Written {
            at: self.at.as_millis(),
            cameo: self.cameo.to_string(),
            detail: self.detail.as_str().into(),
            index: self.index,
            kind: self.kind,
            other: self.other.map(|other| other.to_string()),
        };
        serde_json::to_string(&written).expect("an entry is plain data")
    }

    /// # Errors
    /// Where the text is not just what [`Entry::to_json`] would write.
    pub fn parse(text: &str) -> Result<Self, BadEntry> {
        let written: Written<'_> = serde_json::from_str(text).map_err(|_| BadEntry::Unreadable)?;
        let blinded = |hex: &str| hash_from_hex(hex).map(BlindRef).ok_or(BadEntry::Unreadable);
        let entry = Self {
            index: written.index,
            at: Timestamp::from_millis(written.at),
            kind: written.kind,
            cameo: blinded(&written.cameo)?,
            other: written.other.as_deref().map(blinded).transpose()?,
            detail: written.detail.into_owned(),
        };
        let entry = entry.checked()?;
        if entry.to_json() == text { Ok(entry) } else { Err(BadEntry::NotCanonical) }
    }

    #[must_use]
    pub fn leaf(&self) -> Hash {
        leaf_hash(self.to_json().as_bytes())
    }

    /// Whether this is the cameo that the entry hides.
    #[must_use]
    pub fn is_of(&self, cameo: uuid::Uuid, blind: &Blind) -> bool {
        self.cameo == BlindRef::of(blind, cameo)
    }

    #[must_use]
    pub fn is_about(&self, other: Other, blind: &Blind) -> bool {
        self.other == Some(BlindRef::of(blind, other.as_uuid()))
    }
}

/// Small letters.
#[must_use]
pub fn hash_to_hex(hash: &Hash) -> String {
    use fmt::Write;
    hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// None: not 64 small hexadecimal digits.
#[must_use]
pub fn hash_from_hex(text: &str) -> Option<Hash> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let mut hash = [0; 32];
    if !rest.is_empty() || pairs.len() != hash.len() {
        return None;
    }
    for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
        *byte = digit(*high)? << 4 | digit(*low)?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(draft: &LedgerDraft) -> Result<Entry, BadEntry> {
        Entry::of(draft, 7, Timestamp::from_millis(1_700_000_000_000), uuid::Uuid::from_u128(1), &[9; 16])
    }

    #[test]
    fn an_entry_comes_back_from_its_canonical_text() {
        let take = Other::Take(TakeId::from_uuid(uuid::Uuid::from_u128(2)));
        let entry = entry(&LedgerDraft::new(EntryKind::Used).about(take).detail("audience:everyone")).expect("an entry");
        let text = entry.to_json();
        assert!(
            text.starts_with("{\"at\":1700000000000,\"cameo\":\"") && text.contains("\"detail\":\"audience:everyone\",\"index\":7,\"kind\":\"used\"")
        );
        assert_eq!(Entry::parse(&text), Ok(entry.clone()));
        assert!(entry.is_of(uuid::Uuid::from_u128(1), &[9; 16]) && entry.is_about(take, &[9; 16]));
        assert!(!entry.is_of(uuid::Uuid::from_u128(1), &[8; 16]), "the blind hides it");
    }

    #[test]
    fn an_entry_names_nobody() {
        let user = UserId::from_uuid(uuid::Uuid::from_u128(0x0123_4567_89ab_cdef));
        let text = entry(&LedgerDraft::new(EntryKind::Denied).about(Other::Person(user))).expect("an entry").to_json();
        assert!(!text.contains(&user.to_string()) && !text.contains("0123456789abcdef"));
        let again =
            Entry::of(&LedgerDraft::new(EntryKind::Denied).about(Other::Person(user)), 7, Timestamp::default(), uuid::Uuid::from_u128(1), &[1; 16]);
        assert_ne!(again.expect("an entry").other, Entry::parse(&text).expect("an entry").other, "two entries about one person can't be joined");
    }

    #[test]
    fn another_spelling_of_the_same_entry_is_refused() {
        let text = entry(&LedgerDraft::new(EntryKind::Ended)).expect("an entry").to_json();
        for other in [
            text.replace(":7,", ": 7,"),
            text.replace("\"ended\"", "\"\\u0065nded\""),
            text.replace(",\"other\":null", ""),
            text.replacen('{', "{\"extra\":1,", 1),
            format!("{text}\n"),
            text.to_uppercase(),
        ] {
            assert!(Entry::parse(&other).is_err(), "{other}");
        }
    }

    #[test]
    fn details_are_codes_and_never_free_text() {
        for bad in ["Ana", "a b", "é", "\"", &"a".repeat(65)] {
            assert_eq!(entry(&LedgerDraft::new(EntryKind::Refused).detail(bad)), Err(BadEntry::Detail), "{bad}");
        }
    }

    #[test]
    fn every_kind_is_written_as_its_code() {
        for kind in [EntryKind::Enrolled, EntryKind::RulesChanged, EntryKind::Withheld, EntryKind::Cleared, EntryKind::Erased] {
            assert_eq!(serde_json::to_string(&kind).expect("plain"), format!("\"{}\"", kind.code()));
        }
    }
}
