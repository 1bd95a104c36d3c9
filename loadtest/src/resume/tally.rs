//! What one socket heard of its room, and whether anything is missing or came twice. Pure.
//!
//! Everything in a room is numbered without a gap, here and at the peer. So a gap is a loss, and a number that is not new came twice.

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The last number that it has. None: it was never in.
    pub at: Option<u64>,
    /// Messages of people.
    pub said: u64,
    pub lost: u64,
    pub doubled: u64,
    /// Times that the server gave the missed ones, and that it could not.
    pub recovered: u64,
    pub not_recovered: u64,
}

impl Tally {
    /// It is in, as of this number: whatever lay between is missed, and not told.
    pub fn entered(&mut self, number: u64) {
        if let Some(at) = self.at {
            self.not_recovered += 1;
            self.lost += number.saturating_sub(at);
        }
        self.at = Some(number);
    }

    /// It is in again; what was missed follows.
    pub fn resumed(&mut self) {
        self.recovered += 1;
    }

    pub fn heard(&mut self, number: u64, said: bool) {
        let next = self.at.map_or(number, |at| at + 1);
        if number < next {
            self.doubled += 1;
            return;
        }
        self.lost += number - next;
        self.at = Some(number);
        self.said += u64::from(said);
    }

    /// At the end, when the room has come to this number.
    pub fn ended(&mut self, last: u64) {
        self.lost += last.saturating_sub(self.at.unwrap_or(0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entered() -> Tally {
        let mut tally = Tally::default();
        tally.entered(7);
        tally
    }

    #[test]
    fn what_comes_in_order_is_neither_lost_nor_doubled() {
        let mut tally = entered();
        tally.heard(8, true);
        tally.resumed();
        tally.heard(9, false);
        tally.ended(9);
        assert_eq!(tally, Tally { at: Some(9), said: 1, recovered: 1, ..Tally::default() });
    }

    #[test]
    fn gaps_and_repetitions_are_counted() {
        let mut tally = entered();
        tally.heard(8, true);
        tally.heard(8, true);
        tally.heard(11, true);
        tally.ended(12);
        assert_eq!((tally.lost, tally.doubled, tally.said), (3, 1, 2));
    }

    #[test]
    fn a_state_in_place_of_what_was_missed_is_a_loss() {
        let mut tally = entered();
        tally.entered(10);
        assert_eq!((tally.lost, tally.not_recovered), (3, 1));
    }
}
