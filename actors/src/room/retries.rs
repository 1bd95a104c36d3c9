//! Whom a held take has yet to ask, because their home could not be asked: one pending retry for each take, later each time.
//!
//! It knows no clock and asks nobody: it says who, and how much later.

use domain::{CameoId, TakeId};
use std::{
    collections::{BTreeSet, HashMap},
    time::Duration,
};

/// The first retry; each later one takes twice as long.
const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(60);

/// Of one room. As many as there are held takes, at most.
#[derive(Default)]
pub(super) struct Retries(HashMap<TakeId, Retry>);

#[derive(Default)]
struct Retry {
    unasked: BTreeSet<CameoId>,
    pending: bool,
    /// Until the next one.
    wait: Option<Duration>,
}

impl Retries {
    /// This owner could not be asked. How much later to look for what is due; None: that is arranged already.
    pub fn failed(&mut self, take: TakeId, cameo: CameoId) -> Option<Duration> {
        let retry = self.0.entry(take).or_default();
        retry.unasked.insert(cameo);
        if std::mem::replace(&mut retry.pending, true) {
            return None;
        }
        let wait = retry.wait.map_or(FIRST, |last| (last * 2).min(LONGEST));
        retry.wait = Some(wait);
        Some(wait)
    }

    /// The time has come: who is asked once more.
    pub fn due(&mut self, take: TakeId) -> BTreeSet<CameoId> {
        let Some(retry) = self.0.get_mut(&take) else { return BTreeSet::new() };
        retry.pending = false;
        std::mem::take(&mut retry.unasked)
    }

    /// It waits for nobody any more.
    pub fn forget(&mut self, take: TakeId) {
        self.0.remove(&take);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Timestamp;

    fn take() -> TakeId {
        TakeId::new(Timestamp::default(), &[1; 10])
    }

    fn cameo(number: u8) -> CameoId {
        CameoId::new(Timestamp::default(), &[number; 10])
    }

    #[test]
    fn three_owners_out_of_reach_are_asked_three_times_a_round_and_no_more() {
        let mut retries = Retries::default();
        let mut asked = BTreeSet::from([cameo(1), cameo(2), cameo(3)]);
        for round in 0..10 {
            let arranged = asked.iter().filter(|cameo| retries.failed(take(), **cameo).is_some()).count();
            assert_eq!(arranged, 1, "one retry for the whole take, in round {round}");
            asked = retries.due(take());
            assert_eq!(asked.len(), 3);
        }
    }

    #[test]
    fn only_who_could_not_be_asked_is_asked_again() {
        let mut retries = Retries::default();
        retries.failed(take(), cameo(2));
        assert_eq!(retries.due(take()), BTreeSet::from([cameo(2)]));
        assert!(retries.due(take()).is_empty());
    }

    #[test]
    fn each_retry_comes_later_up_to_a_minute() {
        let mut retries = Retries::default();
        let mut waited = Vec::new();
        for _ in 0..6 {
            waited.extend(retries.failed(take(), cameo(1)).map(|wait| wait.as_secs()));
            retries.due(take());
        }
        assert_eq!(waited, [5, 10, 20, 40, 60, 60]);
        retries.forget(take());
        assert_eq!(retries.failed(take(), cameo(1)), Some(FIRST));
    }
}
