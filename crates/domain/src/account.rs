//! What an account is made of: a handle, a password that is good enough, a birth date.

use crate::Timestamp;
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

/// A day in the calendar on which somebody was born: `2001-12-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BirthDate {
    year: u32,
    month: u32,
    day: u32,
}

impl BirthDate {
    /// Full years lived on that day (UTC); zero before birth. Who was born on 29 February grows older on 1 March where there is none.
    #[must_use]
    pub fn age_on(self, moment: Timestamp) -> u32 {
        let (year, month, day) = day_of(moment);
        let had_birthday = (month, day) >= (self.month, self.day);
        year.saturating_sub(self.year).saturating_sub(u32::from(!had_birthday))
    }

    /// # Errors
    /// [`AccountError::TooYoung`] for anybody under [`MIN_AGE`].
    pub fn check_age(self, now: Timestamp) -> Result<(), AccountError> {
        if self.age_on(now) >= MIN_AGE { Ok(()) } else { Err(AccountError::TooYoung) }
    }

    #[must_use]
    pub fn is_adult(self, now: Timestamp) -> bool {
        self.age_on(now) >= ADULT_AGE
    }
}

impl FromStr for BirthDate {
    type Err = AccountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.trim().as_bytes();
        let &[y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1] = bytes else { return Err(AccountError::BirthDate) };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0'))).ok_or(AccountError::BirthDate)
        };
        let (year, month, day) = (number(&[y0, y1, y2, y3])?, number(&[m0, m1])?, number(&[d0, d1])?);
        let fits = year >= 1900 && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
        if fits { Ok(Self { year, month, day }) } else { Err(AccountError::BirthDate) }
    }
}

impl TryFrom<String> for BirthDate {
    type Error = AccountError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<BirthDate> for String {
    fn from(date: BirthDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Year, month and day of a moment (UTC), by the days-to-civil rule: years of this reckoning begin in March, so that the leap
/// day is the last of the year.
fn day_of(moment: Timestamp) -> (u32, u32, u32) {
    const DAYS_TO_1970: u64 = 719_468;
    const ERA: u64 = 146_097;
    let days = moment.as_millis() / 86_400_000 + DAYS_TO_1970;
    let (era, day_of_era) = (days / ERA, days % ERA);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    (small(year), small(month), small(day))
}

/// A password as it was typed. It can't be printed or serialised; hash it and let it go.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Password(String);

impl Password {
    /// For the hash function only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for Password {
    type Err = AccountError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for Password {
    type Error = AccountError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if PASSWORD_LENGTH.contains(&text.chars().count()) { Ok(Self(text)) } else { Err(AccountError::Password) }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DAY: u64 = 86_400_000;

    fn born(text: &str) -> BirthDate {
        text.parse().expect("a real date")
    }

    #[test]
    fn handles_are_small_and_plain() {
        assert_eq!("@Ana_1".parse::<Handle>().expect("fits").as_str(), "ana_1");
        for bad in ["", "a", "1ana", "ana maria", "añà", "_ana", &"a".repeat(25)] {
            assert_eq!(bad.parse::<Handle>(), Err(AccountError::Handle), "{bad}");
        }
    }

    #[test]
    fn only_real_dates_are_read() {
        for good in ["2000-02-29", "2024-02-29", "1999-12-31", "1900-01-01"] {
            assert_eq!(born(good).to_string(), good);
        }
        for bad in [
            "",
            "2023-02-29",
            "1900-02-29",
            "2001-13-01",
            "2001-00-10",
            "2001-04-31",
            "2001-4-3",
            "01-01-2001",
            "2001/01/01",
            "+201-01-01",
            "1899-12-31",
            "２001-01-01",
        ] {
            assert_eq!(bad.parse::<BirthDate>(), Err(AccountError::BirthDate), "{bad}");
        }
    }

    #[test]
    fn age_grows_on_the_birthday() {
        // 2026-11-22T00:00:00Z.
        let day = Timestamp::from_millis(20_779 * DAY);
        assert_eq!(born("2013-11-22").age_on(day), 13);
        assert_eq!(born("2013-11-23").age_on(day), 12);
        assert_eq!(born("2013-11-22").check_age(day), Ok(()));
        assert_eq!(born("2013-11-23").check_age(day), Err(AccountError::TooYoung));
        assert_eq!(born("2013-11-22").age_on(Timestamp::from_millis(20_779 * DAY - 1)), 12);
        assert!(born("2008-11-22").is_adult(day) && !born("2008-11-23").is_adult(day));
        assert_eq!(born("2030-01-01").age_on(day), 0);
    }

    #[test]
    fn leap_day_children_grow_older_in_common_years_too() {
        // 2025-02-28 and 2025-03-01.
        assert_eq!(born("2012-02-29").age_on(Timestamp::from_millis(20_147 * DAY)), 12);
        assert_eq!(born("2012-02-29").age_on(Timestamp::from_millis(20_148 * DAY)), 13);
    }

    #[test]
    fn a_password_is_checked_and_never_shown() {
        let password: Password = "correct horse".parse().expect("long enough");
        assert_eq!(format!("{password:?}"), "Password(…)");
        assert_eq!(password.expose(), "correct horse");
        for bad in ["short", &"x".repeat(201)] {
            assert_eq!(bad.parse::<Password>(), Err(AccountError::Password));
        }
        assert_eq!("éééééééé".parse::<Password>().map(|_| ()), Ok(()), "characters count, not bytes");
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_parser(text in ".{0,40}", millis: u64) {
            let _ = text.parse::<Handle>();
            let _ = text.parse::<Password>();
            if let Ok(date) = text.parse::<BirthDate>() {
                let _ = date.age_on(Timestamp::from_millis(millis));
            }
        }

        #[test]
        fn days_follow_each_other(day in 0u64..200_000) {
            let (year, month, date) = day_of(Timestamp::from_millis(day * DAY));
            let next = day_of(Timestamp::from_millis((day + 1) * DAY));
            let expected = if date < days_in(year, month) { (year, month, date + 1) } else if month < 12 { (year, month + 1, 1) } else { (year + 1, 1, 1) };
            prop_assert_eq!(next, expected);
        }
    }
}
