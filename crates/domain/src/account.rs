//! What an account is made of: a handle, a password that is good enough, a birth date.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Invitations that each new member can give away.
pub const INVITES_EACH: u32 = 4;
/// Characters of a password.
pub const PASSWORD_LENGTH: std::ops::RangeInclusive<usize> = 8..=200;
/// Nobody younger has an account.
pub const MIN_AGE: u32 = 13;
pub const ADULT_AGE: u32 = 18;

/// A person's public name: 2 to 24 of `a–z 0–9 _`, beginning with a letter. Written `@handle`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Handle(String);

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountError {
    #[error("a handle is 2 to 24 small letters, digits or _, and begins with a letter")]
    Handle,
    #[error("a password has 8 to 200 characters")]
    Password,
    #[error("that is not a date: write it as 2001-12-31")]
    BirthDate,
    #[error("members are at least {MIN_AGE} years old")]
    TooYoung,
}

impl AccountError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Handle => "handle_invalid",
            Self::Password => "password_invalid",
            Self::BirthDate => "birth_date_invalid",
            Self::TooYoung => "too_young",
        }
    }
}

impl Handle {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Handle {
    type Err = AccountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim().trim_start_matches('@').to_ascii_lowercase();
        let fits = (2..=24).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        if fits { Ok(Self(text)) } else { Err(AccountError::Handle) }
    }
}

impl TryFrom<String> for Handle {
    type Error = AccountError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Handle> for String {
    fn from(handle: Handle) -> Self {
        handle.0
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
