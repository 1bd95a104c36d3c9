//! What an owner says once for all askings: who may cast them, what they like, and what they refuse.
//!
//! How preferences and restrictions are read is the matter of moderation and of the engines.

use serde::{Deserialize, Serialize};

/// Characters of the preferences.
pub const MAX_PREFERENCES: usize = 500;
/// Restrictions of one cameo.
pub const MAX_RESTRICTIONS: usize = 20;
/// Characters of one restriction.
pub const MAX_RESTRICTION: usize = 120;

/// Who may cast a cameo. The default is the strictest; exceptions for persons and rooms are [`super::Decisions`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    #[default]
    OnlyMe,
    /// Whom the owner approved; others can ask.
    Approved,
    /// Whom the owner follows and who follow back; others can ask.
    Mutuals,
    Everyone,
}

/// One cameo's rules, as its owner writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Rules {
    pub audience: Audience,
    /// How they like to appear, in plain words; at most [`MAX_PREFERENCES`] characters.
    pub preferences: String,
    /// What they never want to be shown in, a sentence each.
    pub restrictions: Vec<String>,
    /// Doubtful takes are refused rather than let pass.
    pub strict: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RulesError {
    #[error("the preferences have {0} characters; {MAX_PREFERENCES} are the most")]
    PreferencesTooLong(usize),
    #[error("there are {0} restrictions; {MAX_RESTRICTIONS} are the most")]
    TooManyRestrictions(usize),
    #[error("restriction {number} has {length} characters; {MAX_RESTRICTION} are the most")]
    RestrictionTooLong { number: usize, length: usize },
    #[error("under 18, only you or people you approve can cast you, until a guardian approves more")]
    AudienceTooWide,
}

impl RulesError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::PreferencesTooLong(_) => "preferences_too_long",
            Self::TooManyRestrictions(_) => "restrictions_too_many",
            Self::RestrictionTooLong { .. } => "restriction_too_long",
            Self::AudienceTooWide => "audience_too_wide",
        }
    }
}

impl Rules {
    /// Cleans the words and checks every limit. A minor whom no guardian approved is always strict.
    ///
    /// # Errors
    /// The first limit that is passed; restrictions are counted from 1.
    pub fn checked(mut self, minor: bool, guardian_approved: bool) -> Result<Self, RulesError> {
        clean(&mut self.preferences);
        self.restrictions.iter_mut().for_each(clean);
        self.restrictions.retain(|restriction| !restriction.is_empty());
        let length = self.preferences.chars().count();
        if length > MAX_PREFERENCES {
            return Err(RulesError::PreferencesTooLong(length));
        }
        if self.restrictions.len() > MAX_RESTRICTIONS {
            return Err(RulesError::TooManyRestrictions(self.restrictions.len()));
        }
        for (index, restriction) in self.restrictions.iter().enumerate() {
            let length = restriction.chars().count();
            if length > MAX_RESTRICTION {
                return Err(RulesError::RestrictionTooLong { number: index + 1, length });
            }
        }
        if minor && !guardian_approved {
            if self.audience > Audience::Approved {
                return Err(RulesError::AudienceTooWide);
            }
            self.strict = true;
        }
        Ok(self)
    }

    /// What a new cameo begins with.
    #[must_use]
    pub fn first(minor: bool) -> Self {
        Self { strict: minor, ..Self::default() }
    }
}

fn clean(text: &mut String) {
    text.retain(|c| c == '\n' || !c.is_control());
    *text = text.trim().to_owned();
}
