//! One interval in which many are sent to: what came, what was missing, and what of the server's CPU it took. Pure but for the waiting.

use super::{line::Line, tally::Count};
use crate::error::{LoadError, Result};
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Phase {
    pub packets: u64,
    pub lost: u64,
    pub bytes: u64,
    pub cpu_s: f64,
    pub seconds: f64,
}

impl Phase {
    /// Measures for as long as `wait` takes.
    ///
    /// # Errors
    /// Where a connection has ended, or somebody was sent nothing.
    pub async fn measure(lines: &[Line], cpu: impl Fn() -> f64, wait: impl Future<Output = ()>) -> Result<Self> {
        let counts = || lines.iter().map(Line::count).collect::<Vec<Count>>();
        let (before, cpu_before, began) = (counts(), cpu(), Instant::now());
        wait.await;
        let (after, cpu_s, seconds) = (counts(), cpu() - cpu_before, began.elapsed().as_secs_f64());
        let each: Vec<Count> = after.iter().zip(&before).map(|(after, before)| after.since(*before)).collect();
        let silent = each.iter().filter(|count| count.received == 0).count();
        if silent > 0 || lines.iter().any(Line::is_gone) {
            let got = format!("{silent} of {} connections to which nothing came", lines.len());
            return Err(LoadError::Unexpected { what: "sending media", got });
        }
        let sum = each.into_iter().fold(Count::default(), Count::and);
        Ok(Self { packets: sum.received, lost: sum.lost(), bytes: sum.bytes, cpu_s, seconds })
    }

    #[must_use]
    pub fn packets_per_cpu_s(&self) -> f64 {
        per(self.packets as f64, self.cpu_s)
    }

    #[must_use]
    pub fn packets_per_s(&self) -> f64 {
        per(self.packets as f64, self.seconds)
    }

    #[must_use]
    pub fn bytes_a_packet(&self) -> f64 {
        per(self.bytes as f64, self.packets as f64)
    }

    /// Of one core.
    #[must_use]
    pub fn cores(&self) -> f64 {
        per(self.cpu_s, self.seconds)
    }
}

/// The same stage with one viewer and with many: what the others cost.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pair {
    pub one: Phase,
    pub many: Phase,
}

impl Pair {
    /// Of the viewers beside the first. Nothing where the first alone took as much.
    #[must_use]
    pub fn packets_per_cpu_s(&self) -> f64 {
        // Intervals are of one length but for the clock's grain.
        let scale = per(self.many.seconds, self.one.seconds);
        per(self.many.packets as f64 - self.one.packets as f64 * scale, self.many.cpu_s - self.one.cpu_s * scale)
    }
}

fn per(what: f64, of: f64) -> f64 {
    if of > 0.0 { what / of } else { f64::NAN }
}

/// Until what was begun runs evenly.
pub const SETTLE: Duration = Duration::from_secs(2);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_others_are_charged_for_what_they_add() {
        let phase = |packets, cpu_s| Phase { packets, cpu_s, seconds: 10.0, ..Phase::default() };
        let pair = Pair { one: phase(1_000, 5.0), many: phase(11_000, 7.0) };
        assert_eq!(pair.packets_per_cpu_s(), 5_000.0);
        assert!(Pair { one: phase(1_000, 5.0), many: phase(11_000, 5.0) }.packets_per_cpu_s().is_nan(), "nothing that could be told");
    }
}
