//! How often somebody's stage asks for the same cameo: each edit is a take of its own and would ask anew, and its owner hears of each question.
//!
//! It knows no clock and asks nobody. What owners said no to is remembered at their homes.

use domain::{CameoId, Timestamp, UserId};
use std::collections::HashMap;
use wire::ErrorBody;

/// Milliseconds between two questions of one person about one cameo.
const EVERY: u64 = 15_000;
/// Those that are remembered before the ones whose time is over are forgotten.
const REMEMBERED: usize = 256;

/// Of one room.
#[derive(Default)]
pub(in crate::room) struct Asks(HashMap<(UserId, CameoId), Timestamp>);

impl Asks {
    /// Counts one question about each, or none at all.
    ///
    /// # Errors
    /// `question_too_soon`, with the time after which it can be asked.
    pub fn count(&mut self, by: UserId, cameos: &[CameoId], now: Timestamp) -> Result<(), ErrorBody> {
        let last = cameos.iter().filter_map(|cameo| self.0.get(&(by, *cameo))).max();
        if let Some(since) = last.map(|last| now.since(*last)).filter(|since| *since < EVERY) {
            let seconds = (EVERY - since).div_ceil(1_000);
            let message = format!("they were asked a moment ago: newer words with them are asked about in {seconds} s");
            return Err(ErrorBody::new("question_too_soon", message));
        }
        if self.0.len() + cameos.len() > REMEMBERED {
            self.0.retain(|_, last| now.since(*last) < EVERY);
        }
        self.0.extend(cameos.iter().map(|cameo| ((by, *cameo), now)));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_asked_of_the_same_a_while_later() {
        let user = |n: u8| UserId::new(Timestamp::default(), &[n; 10]);
        let cameo = |n: u8| CameoId::new(Timestamp::default(), &[n; 10]);
        let at = |seconds: u64| Timestamp::from_millis(1_000_000 + seconds * 1_000);
        let mut asks = Asks::default();
        asks.count(user(1), &[cameo(1)], at(0)).expect("the first");
        let refused = asks.count(user(1), &[cameo(2), cameo(1)], at(5)).expect_err("a moment later");
        assert_eq!(refused.code, "question_too_soon");
        assert!(refused.message.ends_with("in 10 s"), "{}", refused.message);
        asks.count(user(1), &[cameo(2)], at(5)).expect("of the other nothing was asked");
        asks.count(user(2), &[cameo(1)], at(5)).expect("each on their own");
        asks.count(user(1), &[cameo(1)], at(15)).expect("a while later");
    }
}
