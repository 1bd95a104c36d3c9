//! The key that signs heads: Ed25519, its name and its public form as C2SP's signed notes write them (vkey).

use crate::{StoreError, keyfile::SecretKey};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ring::{
    digest::{SHA256, digest},
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};

/// The algorithm's byte in C2SP signed notes.
const ALGORITHM: u8 = 1;
const PUBLIC: usize = 32;

/// Signs.
pub(crate) struct Signer {
    pair: Ed25519KeyPair,
    verifier: Verifier,
    published: String,
}

/// Checks signatures. It stands as `name+hash+key`: the hash in hexadecimal, the key in base64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    public: [u8; PUBLIC],
}

impl Signer {
    pub(crate) fn of(key: &SecretKey) -> Result<Self, StoreError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(key.bytes()).map_err(|_| StoreError::Sealed)?;
        let verifier = Verifier::of(public_of(&pair));
        Ok(Self { pair, published: verifier.to_string(), verifier })
    }

    pub(crate) fn published(&self) -> &str {
        &self.published
    }

    pub(crate) fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    pub(super) fn sign(&self, text: &str) -> Vec<u8> {
        self.pair.sign(text.as_bytes()).as_ref().to_vec()
    }
}

fn public_of(pair: &Ed25519KeyPair) -> [u8; PUBLIC] {
    pair.public_key().as_ref().try_into().expect("an Ed25519 key has 32 bytes")
}

/// What the database knows of the key: its public half.
pub(crate) fn mark(key: &SecretKey) -> Vec<u8> {
    Ed25519KeyPair::from_seed_unchecked(key.bytes()).map(|pair| public_of(&pair).to_vec()).unwrap_or_default()
}

impl Verifier {
    /// The name follows from the key, so that no server needs to be given one.
    pub(crate) fn of(public: [u8; PUBLIC]) -> Self {
        let id = digest(&SHA256, &public);
        let name = id.as_ref()[..8].iter().fold("greenroom.ledger/".to_owned(), |name, byte| format!("{name}{byte:02x}"));
        Self { name, public }
    }

    /// Origin of the log and name of its key.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn id(&self) -> [u8; 4] {
        let named = [self.name.as_bytes(), b"\n", &[ALGORITHM], &self.public].concat();
        digest(&SHA256, &named).as_ref()[..4].try_into().expect("a hash has more")
    }

    pub(super) fn holds(&self, text: &str, signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ED25519, self.public).verify(text.as_bytes(), signature).is_ok()
    }
}

impl std::fmt::Display for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let key = [&[ALGORITHM], self.public.as_slice()].concat();
        write!(f, "{}+{:08x}+{}", self.name, u32::from_be_bytes(self.id()), STANDARD.encode(key))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a ledger's key is written name+hash+key")]
pub struct BadKey;

impl std::str::FromStr for Verifier {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next().ok_or(BadKey)?, parts.next().ok_or(BadKey)?, parts.next().ok_or(BadKey)?);
        let key = STANDARD.decode(key).map_err(|_| BadKey)?;
        let (algorithm, public) = key.split_first().ok_or(BadKey)?;
        let public = public.try_into().map_err(|_| BadKey)?;
        let usable = !name.is_empty() && name.len() <= 128 && !name.chars().any(|letter| letter.is_whitespace() || letter.is_control());
        let verifier = Self { name: name.to_owned(), public };
        let fits = *algorithm == ALGORITHM && usable && u32::from_str_radix(id, 16) == Ok(u32::from_be_bytes(verifier.id()));
        if fits { Ok(verifier) } else { Err(BadKey) }
    }
}
