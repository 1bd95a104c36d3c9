//! What the rounds of one run come to. Pure.

use super::round::{Audience, FRAME_MS, Part, Round};
use crate::{
    chart::{Bar, Panel},
    figures::{median, percentile, rounded},
    machine::Quiet,
    report::Report,
};
use serde_json::{Map, Value, json};

/// CPU time that others may use before a run is called noisy.
const OTHERS: f64 = 5.0;

pub const HEAD: [&str; 12] =
    ["round", "viewers", "units/s", "p50 ms", "p99 ms", "p99.9 ms", "answer ms", "server ms", "late", "cut", "forbidden", "how"];

pub struct Run {
    pub parts: Vec<Part>,
    pub quiet: Quiet,
    /// Of the server, in bytes.
    pub peak_memory: u64,
    pub pinned: bool,
}

impl Round {
    fn silence(&self, percent: f64) -> f64 {
        rounded(percentile(&self.verdict.silences_ms, percent).unwrap_or(f64::NAN), 1)
    }

    fn sent_to_silence(&self) -> f64 {
        rounded(percentile(&self.verdict.from_sending_ms, 99.9).unwrap_or(f64::NAN), 1)
    }

    fn all_forbidden(&self) -> u64 {
        self.verdict.forbidden + self.stalled_forbidden.unwrap_or(0)
    }

    fn row(&self, name: String, way: &str) -> Vec<String> {
        let when = if self.in_the_making { "in the making" } else { "made, being shown" };
        vec![
            name,
            self.verdict.saw.to_string(),
            format!("{:.0}", self.verdict.flow),
            format!("{:.1}", self.silence(50.0)),
            format!("{:.1}", self.silence(99.0)),
            format!("{:.1}", self.silence(99.9)),
            format!("{:.1}", self.reply_ms),
            self.server_ms.to_string(),
            self.verdict.late.to_string(),
            self.cut.to_string(),
            self.all_forbidden().to_string(),
            format!("{way}, {when}"),
        ]
    }

    fn value(&self) -> Value {
        json!({
            "viewers": self.verdict.saw,
            "units_per_viewer_s": rounded(self.verdict.flow, 1),
            "p50_ms": self.silence(50.0),
            "p99_ms": self.silence(99.0),
            "p999_ms": self.silence(99.9),
            "worst_ms": self.silence(100.0),
            "from_sending_p999_ms": self.sent_to_silence(),
            "reply_ms": rounded(self.reply_ms, 1),
            "server_ms": self.server_ms,
            "late": self.verdict.late,
            "unplaced": self.verdict.unplaced,
            "connections_cut": self.cut,
            "frames_after_ack": self.verdict.forbidden,
            "stalled_after_ack": self.stalled_forbidden,
            "asked_again": self.asked_again,
            "in_the_making": self.in_the_making,
        })
    }
}

impl Part {
    fn middle(&self, what: impl Fn(&Round) -> f64) -> f64 {
        rounded(median(&self.rounds.iter().map(what).collect::<Vec<_>>()).unwrap_or(f64::NAN), 1)
    }

    fn p999(&self) -> f64 {
        self.middle(|round| round.silence(99.9))
    }

    fn value(&self) -> Map<String, Value> {
        let sum = |what: fn(&Round) -> u64| self.rounds.iter().map(what).sum::<u64>();
        let value = json!({
            "viewers": self.rounds.iter().map(|round| round.verdict.saw).min(),
            "p50_ms": self.middle(|round| round.silence(50.0)),
            "p99_ms": self.middle(|round| round.silence(99.0)),
            "p999_ms": self.p999(),
            "worst_ms": self.rounds.iter().map(|round| round.silence(100.0)).fold(0.0, f64::max),
            "from_sending_p999_ms": self.middle(Round::sent_to_silence),
            "frame_interval_ms": rounded(FRAME_MS, 1),
            "frames_after_ack": sum(|round| round.verdict.forbidden),
            "stalled_frames_after_ack": sum(|round| round.stalled_forbidden.unwrap_or(0)),
            "asked_again": sum(|round| round.asked_again as u64),
            "reply_p50_ms": self.middle(|round| round.reply_ms),
            "server_p50_ms": self.middle(|round| round.server_ms as f64),
            "server_worst_ms": self.rounds.iter().map(|round| round.server_ms).max(),
            "units_per_viewer_s": self.middle(|round| round.verdict.flow),
            "late": sum(|round| round.verdict.late),
            "connections_cut": sum(|round| u64::from(round.cut)),
            "rounds": self.rounds.len(),
            "each": self.rounds.iter().map(Round::value).collect::<Vec<_>>(),
        });
        value.as_object().cloned().unwrap_or_default()
    }

    fn word(&self) -> String {
        let judged = if self.p999() <= FRAME_MS { "reached" } else { "missed" };
        format!(
            "{} {}: p50 {} ms, p99.9 {} ms from the receipt of the request to the last that came (goal: one picture, {:.1} ms: {judged}); {} forbidden",
            self.audience.count(),
            self.audience.way(),
            self.middle(|round| round.silence(50.0)),
            self.p999(),
            FRAME_MS,
            self.rounds.iter().map(Round::all_forbidden).sum::<u64>(),
        )
    }
}

impl Run {
    /// Everything that came although a receipt forbids it.
    pub fn forbidden(&self) -> u64 {
        self.parts.iter().flat_map(|part| &part.rounds).map(Round::all_forbidden).sum()
    }

    fn ours(&self) -> Value {
        let mut ours = Map::new();
        for part in &self.parts {
            match part.audience {
                Audience::Socket(_) => ours.extend(part.value()),
                Audience::WebRtc(_) => drop(ours.insert("webrtc".into(), Value::Object(part.value()))),
            }
        }
        ours.insert("peak_memory_bytes".into(), json!(self.peak_memory));
        ours.insert("pinned".into(), json!(self.pinned));
        Value::Object(ours)
    }

    pub fn report(&self) -> Report {
        Report::new("revoke", self.ours(), self.quiet)
    }

    pub fn rows(&self) -> Vec<Vec<String>> {
        let rows = self
            .parts
            .iter()
            .flat_map(|part| part.rounds.iter().enumerate().map(|(index, round)| round.row((index + 1).to_string(), part.audience.way())));
        rows.collect()
    }

    /// What the table means, line by line.
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = self.parts.iter().map(Part::word).collect();
        words.push(format!("Server: at most {} MB of memory", self.peak_memory / 1_000_000));
        words.push(format!(
            "Load average {:.2} before, {:.2} after; others used {} % of the machine",
            self.quiet.load_before, self.quiet.load_after, self.quiet.others_percent
        ));
        if self.quiet.others_percent > OTHERS {
            words.push("The machine was not quiet: keep no figure of this run.".into());
        }
        if !self.pinned {
            words.push("Server and load test shared their cores: the load test's own delays are in the figures.".into());
        }
        words
    }

    pub fn panels(&self) -> Vec<Panel> {
        let panel = |part: &Part| {
            let bar = |(index, round): (usize, &Round)| Bar { label: format!("round {}", index + 1), value: round.silence(99.9), ours: true };
            Panel {
                title: format!("p99.9 of {} viewers {}", part.audience.count(), part.audience.way()),
                unit: "ms",
                goal: Some((rounded(FRAME_MS, 1), "one picture".into())),
                bars: part.rounds.iter().enumerate().map(bar).collect(),
            }
        };
        self.parts.iter().map(panel).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revoke::judge::Verdict;

    fn round(silences: &[f64], forbidden: u64) -> Round {
        let verdict = Verdict { saw: silences.len(), silences_ms: silences.to_vec(), forbidden, ..Verdict::default() };
        Round { verdict, server_ms: 3, reply_ms: 9.0, stalled_forbidden: Some(0), ..Round::default() }
    }

    fn run(last: Round) -> Run {
        let rounds = vec![round(&[0.0, 10.0], 0), round(&[5.0, 50.0], 0), last];
        let part = Part { audience: Audience::Socket(2), rounds };
        let peers = Part { audience: Audience::WebRtc(1), rounds: vec![round(&[4.0], 0)] };
        Run { parts: vec![part, peers], quiet: Quiet::default(), peak_memory: 1, pinned: true }
    }

    #[test]
    fn figures_are_medians_of_the_rounds() {
        let ours = run(round(&[1.0, 20.0], 0)).ours();
        assert_eq!((&ours["viewers"], &ours["p999_ms"], &ours["p50_ms"]), (&json!(2), &json!(20.0), &json!(1.0)));
        assert_eq!((&ours["worst_ms"], &ours["frame_interval_ms"], &ours["frames_after_ack"]), (&json!(50.0), &json!(41.7), &json!(0)));
        assert_eq!(ours["webrtc"]["p999_ms"], json!(4.0));
    }

    #[test]
    fn one_forbidden_picture_fails_the_run() {
        assert_eq!(run(round(&[1.0], 0)).forbidden(), 0);
        let bad = run(round(&[1.0], 2));
        assert_eq!(bad.forbidden(), 2);
        assert_eq!(bad.ours()["frames_after_ack"], json!(2));
    }

    #[test]
    fn goals_are_judged_in_words() {
        let words = run(round(&[1.0, 20.0], 0)).words().join("\n");
        assert!(words.contains("2 over WebSocket: p50 1 ms, p99.9 20 ms") && words.contains("41.7 ms: reached"), "{words}");
        let words = run(round(&[60.0, 80.0], 0)).words().join("\n");
        assert!(words.contains("p99.9 50 ms") && words.contains("missed"), "{words}");
    }
}
