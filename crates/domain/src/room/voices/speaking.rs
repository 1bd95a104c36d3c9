//! Whether somebody speaks, by the loudness that their packets bear (RFC 6464). Quick to begin, slow to end, so that a cough does not flicker and a
//! pause between words is no silence. It knows no packets and no clock.

use crate::Timestamp;

/// Below full scale, in decibels: louder counts as a voice.
const LOUD: u8 = 45;
/// Who speaks already is heard speaking down to here.
const STILL_LOUD: u8 = 52;
/// Loud packets, more than quiet ones between them, that begin it: 60 ms.
const BEGINS: u8 = 3;
/// Milliseconds without a loud packet that end it.
const ENDS: u64 = 500;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Speaking {
    on: bool,
    heat: u8,
    loud_at: Timestamp,
}

impl Speaking {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    #[must_use]
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// A packet came; 0 is full scale, 127 silence, none where it says nothing. True: it has changed.
    pub fn heard(&mut self, level: Option<u8>, now: Timestamp) -> bool {
        let bound = if self.on { STILL_LOUD } else { LOUD };
        if level.is_some_and(|level| level <= bound) {
            self.loud_at = now;
            self.heat = (self.heat + 1).min(BEGINS);
        } else {
            self.heat = self.heat.saturating_sub(1);
        }
        if !self.on && self.heat >= BEGINS {
            self.on = true;
            return true;
        }
        self.elapse(now)
    }

    /// Also where no packet comes. True: it has changed.
    pub fn elapse(&mut self, now: Timestamp) -> bool {
        let ends = self.on && now.since(self.loud_at) >= ENDS;
        if ends {
            *self = Self::default();
        }
        ends
    }

    /// When [`Self::elapse`] wants to be asked.
    #[must_use]
    pub fn deadline(&self) -> Option<Timestamp> {
        self.on.then(|| self.loud_at.plus(ENDS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn a_click_is_no_voice_and_a_pause_no_silence() {
        let mut speaking = Speaking::new();
        assert!(!speaking.heard(Some(10), at(0)) && !speaking.heard(Some(90), at(20)) && !speaking.heard(Some(10), at(40)));
        assert!(!speaking.heard(Some(30), at(60)));
        assert!(speaking.heard(Some(30), at(80)));
        for packet in 5..29 {
            assert!(!speaking.heard(Some(100), at(packet * 20)), "a pause between words");
        }
        assert!(!speaking.heard(Some(50), at(570)), "softly is still speaking");
        assert_eq!(speaking.deadline(), Some(at(1_070)));
        assert!(!speaking.elapse(at(1_069)));
        assert!(speaking.elapse(at(1_070)), "also where nothing comes any more");
        assert!(!speaking.is_on() && speaking.deadline().is_none());
    }

    #[test]
    fn who_says_nothing_about_loudness_is_not_shown_speaking() {
        let mut speaking = Speaking::new();
        assert!((0..100).all(|packet| !speaking.heard(None, at(packet * 20))));
    }
}
