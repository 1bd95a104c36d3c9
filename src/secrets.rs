//! Tokens and invitation codes: random, shown once, and kept only as a hash.

use crate::clock;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};
use std::fmt;
use store::SecretHash;

/// Longer texts are no secret of ours.
const LONGEST: usize = 64;

/// What a person holds. It can't be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A session or document token: 32 random bytes.
    #[must_use]
    pub fn token() -> Self {
        Self(URL_SAFE_NO_PAD.encode(clock::random::<32>()))
    }

    /// An invitation's code: 16 random bytes, short enough to be sent about.
    #[must_use]
    pub fn code() -> Self {
        Self(URL_SAFE_NO_PAD.encode(clock::random::<16>()))
    }

    /// What somebody presents. None: it can't be one.
    #[must_use]
    pub fn presented(text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        (!text.is_empty() && text.len() <= LONGEST && text.bytes().all(plain)).then(|| Self(text.to_owned()))
    }

    /// For the one answer or link in which it is given away.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is kept. The secret has full entropy, so a plain hash is enough.
    #[must_use]
    pub fn hash(&self) -> SecretHash {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_presented_secret_hashes_as_the_given_one() {
        let given = Secret::token();
        let presented = Secret::presented(given.expose()).expect("its own form");
        assert_eq!(presented.hash(), given.hash());
        assert_ne!(Secret::token().hash(), given.hash());
        assert_eq!(format!("{given:?}"), "Secret(…)");
    }

    #[test]
    fn what_cannot_be_a_secret_is_not_looked_up() {
        for bad in ["", "a b", "../x", "é", &"a".repeat(65)] {
            assert!(Secret::presented(bad).is_none(), "{bad}");
        }
    }
}
