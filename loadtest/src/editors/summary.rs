//! What the rounds of all servers come to. Pure.

use super::desk::Played;
use crate::figures::{median, percentile, rounded};
use serde_json::{Map, Value, json};

/// One run of keystrokes, and what it cost.
#[derive(Clone, Debug, Default)]
pub struct Round {
    pub played: Played,
    pub a_second: f64,
    /// CPU seconds of the server, and of the load test.
    pub cpu_s: f64,
    pub own_cpu_s: f64,
    /// Editors who read another text at the end; a newcomer is one more.
    pub differing: usize,
}

impl Round {
    fn per_cpu_s(&self) -> f64 {
        self.played.strokes as f64 / self.cpu_s
    }

    /// Of one core, while it lasted.
    #[must_use]
    pub fn cores(&self) -> f64 {
        self.cpu_s / self.played.seconds
    }

    /// The server does not keep up, or has nothing left.
    #[must_use]
    pub fn full(&self) -> bool {
        self.cores() > 0.93 || self.played.behind > 0.4
    }
}

#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub name: &'static str,
    pub version: String,
    /// At the rate of all, below what any of them can do.
    pub even: Vec<Round>,
    /// At a rate that fills its core.
    pub full: Vec<Round>,
    /// Rounds in which the server sent somebody away because it could not tell them fast enough; they were done again, slower.
    pub sent_away: u32,
    pub joins_ms: Vec<f64>,
    pub bytes_each: f64,
}

impl Figures {
    #[must_use]
    pub fn updates_per_cpu_s(&self) -> f64 {
        of(&self.full, Round::per_cpu_s, 0)
    }

    #[must_use]
    pub fn join_ms(&self) -> f64 {
        rounded(median(&self.joins_ms).unwrap_or(f64::NAN), 1)
    }

    #[must_use]
    pub fn lost(&self) -> u64 {
        self.rounds().map(|round| round.played.lost).sum()
    }

    #[must_use]
    pub fn differing(&self) -> usize {
        self.rounds().map(|round| round.differing).sum()
    }

    fn rounds(&self) -> impl Iterator<Item = &Round> {
        self.even.iter().chain(&self.full)
    }

    #[must_use]
    pub fn value(&self) -> Value {
        let mut value = json!({
            "updates_per_cpu_s": self.updates_per_cpu_s(),
            "updates_per_cpu_s_even": of(&self.even, Round::per_cpu_s, 0),
            "deliveries_per_cpu_s": of(&self.full, |round| round.played.deliveries as f64 / round.cpu_s, 0),
            "updates_a_second_full": of(&self.full, |round| round.played.strokes as f64 / round.played.seconds, 0),
            "offered_full": of(&self.full, |round| round.a_second, 0),
            "rounds_sent_away": self.sent_away,
            "cores_full": of(&self.full, Round::cores, 2),
            "loadtest_cores_full": of(&self.full, |round| round.own_cpu_s / round.played.seconds, 2),
            "even_p50_ms": of(&self.even, |round| round.played.p50_ms, 0),
            "even_p99_ms": of(&self.even, |round| round.played.p99_ms, 0),
            "join_ms": self.join_ms(),
            "join_p95_ms": rounded(percentile(&self.joins_ms, 95.0).unwrap_or(f64::NAN), 1),
            "rss_bytes_per_document": self.bytes_each.round(),
            "lost": self.lost(),
            "doubled": self.rounds().map(|round| round.played.doubled).sum::<u64>(),
            "differing": self.differing(),
            "rounds": self.full.len(),
        });
        if !self.version.is_empty() {
            value["version"] = self.version.clone().into();
        }
        value
    }

    #[must_use]
    pub fn row(&self) -> Vec<String> {
        vec![
            format!("{:.0}", self.updates_per_cpu_s()),
            format!("{:.0}", of(&self.even, Round::per_cpu_s, 0)),
            format!("{:.0}", of(&self.full, |round| round.played.deliveries as f64 / round.cpu_s, 0)),
            format!("{:.2}", of(&self.full, Round::cores, 2)),
            format!("{:.0}/{:.0}", of(&self.even, |round| round.played.p50_ms, 0), of(&self.even, |round| round.played.p99_ms, 0)),
            format!("{:.1}", self.join_ms()),
            format!("{:.2}", self.bytes_each / 1e6),
            format!("{}", self.lost()),
            format!("{} {}", self.name, self.version),
        ]
    }

    /// Ours over another's, above 1 where ours is better.
    pub fn compare(&self, other: &Self, ratio: &mut Map<String, Value>) {
        ratio.insert(other.name.into(), rounded(self.updates_per_cpu_s() / other.updates_per_cpu_s(), 2).into());
        ratio.insert(format!("{} join_ms", other.name), rounded(other.join_ms() / self.join_ms(), 2).into());
        ratio.insert(format!("{} rss_bytes_per_document", other.name), rounded(other.bytes_each / self.bytes_each, 2).into());
    }
}

pub const HEAD: [&str; 9] = ["updates/CPU s", "at even rate", "deliveries/CPU s", "cores", "ms p50/p99", "join ms", "MB/document", "lost", "server"];

fn of(rounds: &[Round], what: impl Fn(&Round) -> f64, digits: i32) -> f64 {
    let all: Vec<f64> = rounds.iter().map(what).collect();
    rounded(median(&all).unwrap_or(f64::NAN), digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(strokes: u64, cpu_s: f64) -> Round {
        Round { played: Played { strokes, deliveries: strokes * 99, seconds: 2.0, ..Played::default() }, cpu_s, ..Round::default() }
    }

    #[test]
    fn above_one_is_better_for_us() {
        let ours = Figures {
            full: vec![round(1_000, 1.0), round(1_000, 2.0), round(1_000, 0.5)],
            joins_ms: vec![5.0],
            bytes_each: 2e6,
            ..Figures::default()
        };
        let other = Figures { name: "other", full: vec![round(500, 1.0)], joins_ms: vec![10.0], bytes_each: 8e6, ..Figures::default() };
        let mut ratio = Map::new();
        ours.compare(&other, &mut ratio);
        assert_eq!(Value::from(ratio), json!({"other": 2.0, "other join_ms": 2.0, "other rss_bytes_per_document": 4.0}));
        assert_eq!(ours.value()["updates_per_cpu_s"], 1_000.0);
    }

    #[test]
    fn a_server_that_falls_behind_is_full() {
        assert!(round(1_000, 1.9).full() && !round(1_000, 1.0).full());
        let late = Round { played: Played { behind: 1.0, seconds: 3.0, ..Played::default() }, ..Round::default() };
        assert!(late.full());
    }
}
