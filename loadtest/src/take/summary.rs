//! What the takes of one run come to. Pure.

use crate::{
    chart::{Bar, Panel},
    figures::{median, percentile, rounded},
    machine::Quiet,
    peers::{Outcome, Peers},
    report::Report,
};
use serde_json::{Map, Value, json};

/// Milliseconds: a first picture that comes sooner feels immediate.
pub const FIRST_PICTURE_GOAL: f64 = 100.0;
/// Seconds of video made in one second.
pub const FACTOR_GOAL: f64 = 2.0;
/// CPU time that others may use before a run is called noisy.
const OTHERS: f64 = 5.0;

pub const HEAD: [&str; 9] =
    ["take", "queued ms", "first picture ms", "moving ms", "complete s", "factor", "CPU s", "MB", "shots, prompt (and notices)"];

/// One take. Moments are milliseconds from the request.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    pub title: String,
    pub shots: usize,
    pub seconds: u32,
    pub queued_ms: f64,
    pub started_ms: Option<f64>,
    pub first_picture_ms: f64,
    pub moving_ms: f64,
    pub complete_ms: f64,
    pub pictures: u32,
    pub bytes: u64,
    pub notices: Vec<String>,
    /// Of the server, until the take was shown to its end.
    pub cpu_s: f64,
}

impl Measured {
    fn factor(&self) -> f64 {
        f64::from(self.seconds) * 1_000.0 / self.complete_ms
    }

    fn row(&self, name: String) -> Vec<String> {
        let notices = match self.notices.len() {
            0 => String::new(),
            number => format!(" ({number})"),
        };
        vec![
            name,
            format!("{:.1}", self.queued_ms),
            format!("{:.1}", self.first_picture_ms),
            format!("{:.0}", self.moving_ms),
            format!("{:.2}", self.complete_ms / 1_000.0),
            format!("{:.2}", self.factor()),
            format!("{:.2}", self.cpu_s),
            format!("{:.2}", self.bytes as f64 / 1e6),
            format!("{}, {}{notices}", self.shots, self.title),
        ]
    }
}

pub struct Run {
    /// The first take of a new server.
    pub cold: Measured,
    pub takes: Vec<Measured>,
    pub quiet: Quiet,
    /// Of the server, in bytes.
    pub peak_memory: u64,
}

impl Run {
    fn of(&self, what: impl Fn(&Measured) -> f64) -> Vec<f64> {
        self.takes.iter().map(what).collect()
    }

    fn figure(&self, percent: f64, what: impl Fn(&Measured) -> f64) -> f64 {
        percentile(&self.of(what), percent).unwrap_or(f64::NAN)
    }

    pub fn first_picture_p95(&self) -> f64 {
        rounded(self.figure(95.0, |take| take.first_picture_ms), 1)
    }

    pub fn factor(&self) -> f64 {
        rounded(self.figure(50.0, Measured::factor), 2)
    }

    fn worst_factor(&self) -> f64 {
        rounded(self.figure(0.0, Measured::factor), 2)
    }

    fn complete_s(&self, percent: f64) -> f64 {
        rounded(self.figure(percent, |take| take.complete_ms) / 1_000.0, 2)
    }

    fn ours(&self) -> Value {
        let middle = |what: fn(&Measured) -> f64, digits| rounded(self.figure(50.0, what), digits);
        json!({
            "first_picture_p95_ms": self.first_picture_p95(),
            "realtime_factor": self.factor(),
            "first_picture_p50_ms": middle(|take| take.first_picture_ms, 1),
            "realtime_factor_worst": self.worst_factor(),
            "queued_p50_ms": middle(|take| take.queued_ms, 1),
            "moving_p50_ms": middle(|take| take.moving_ms, 0),
            "complete_p50_s": self.complete_s(50.0),
            "complete_worst_s": self.complete_s(100.0),
            "cpu_p50_s": middle(|take| take.cpu_s, 2),
            "file_p50_bytes": middle(|take| take.bytes as f64, 0) as u64,
            "peak_memory_bytes": self.peak_memory,
            "notices": self.takes.iter().map(|take| take.notices.len()).sum::<usize>(),
            "takes": self.takes.len(),
            "cold_first_picture_ms": rounded(self.cold.first_picture_ms, 1),
            "cold_realtime_factor": rounded(self.cold.factor(), 2),
            "each": self.takes.iter().map(each).collect::<Vec<_>>(),
        })
    }

    pub fn report(&self, peers: &Peers) -> Report {
        let mut report = Report::new("take", self.ours(), self.quiet);
        for peer in peers.all() {
            let (value, ratio) = match peer.outcome() {
                Outcome::Missing(why) => (json!({ "missing": why }), None),
                Outcome::Ran { version, runs } => {
                    let factors: Vec<f64> = runs.iter().map(|run| f64::from(super::prompts::SECONDS) * 1_000.0 / run.whole_ms).collect();
                    let factor = median(&factors).unwrap_or(f64::NAN);
                    let of = |what: fn(&crate::peers::Rendered) -> f64| median(&runs.iter().map(what).collect::<Vec<_>>()).unwrap_or(f64::NAN);
                    let value = json!({
                        "version": version,
                        "realtime_factor": rounded(factor, 2),
                        "first_picture_p50_ms": rounded(of(|run| run.first_picture_ms), 1),
                        "complete_p50_s": rounded(of(|run| run.whole_ms) / 1_000.0, 2),
                        "cpu_p50_s": rounded(of(|run| run.cpu_s), 2),
                        "runs": runs.len(),
                    });
                    (value, Some(rounded(self.factor() / factor, 2)))
                }
            };
            report.peers.insert(peer.name().into(), value);
            if let Some(ratio) = ratio {
                report.ratio.insert(peer.name().into(), json!(ratio));
            }
        }
        report
    }

    pub fn rows(&self) -> Vec<Vec<String>> {
        let counted = self.takes.iter().enumerate().map(|(index, take)| take.row((index + 1).to_string()));
        std::iter::once(self.cold.row("cold".into())).chain(counted).collect()
    }

    /// What the table means, line by line.
    pub fn words(&self, peers: &Peers) -> Vec<String> {
        let (first, factor) = (self.first_picture_p95(), self.factor());
        let judged = |met: bool| if met { "reached" } else { "missed" };
        let middle = rounded(self.figure(50.0, |take| take.first_picture_ms), 1);
        let mut words = vec![
            format!(
                "First picture: p50 {middle} ms, p95 {first} ms (goal {FIRST_PICTURE_GOAL} ms: {}), cold {:.1} ms",
                judged(first <= FIRST_PICTURE_GOAL),
                self.cold.first_picture_ms
            ),
            format!(
                "Whole clip: {factor} times real time (goal {FACTOR_GOAL}: {}), at worst {}; {} s, at worst {} s",
                judged(factor >= FACTOR_GOAL),
                self.worst_factor(),
                self.complete_s(50.0),
                self.complete_s(100.0)
            ),
            format!("Server: at most {} MB of memory", self.peak_memory / 1_000_000),
            format!(
                "Load average {:.2} before, {:.2} after; others used {} % of the machine",
                self.quiet.load_before, self.quiet.load_after, self.quiet.others_percent
            ),
        ];
        if self.quiet.others_percent > OTHERS {
            words.push("The machine was not quiet: keep no figure of this run.".into());
        }
        words.extend(peer_words(&self.report(peers)));
        if peers.all().is_empty() {
            words.push("Peers were not asked for (--peers).".into());
        }
        words
    }

    pub fn panels(&self, peers: &Peers) -> Vec<Panel> {
        let bars = |what: fn(&Measured) -> f64, digits| -> Vec<Bar> {
            self.takes.iter().map(|take| Bar { label: take.title.clone(), value: rounded(what(take), digits), ours: true }).collect()
        };
        let mut whole = bars(|take| take.complete_ms / 1_000.0, 2);
        for peer in peers.all() {
            if let Outcome::Ran { runs, .. } = peer.outcome() {
                let middle = median(&runs.iter().map(|run| run.whole_ms).collect::<Vec<_>>()).unwrap_or(0.0);
                whole.push(Bar { label: format!("{}, median", peer.name()), value: rounded(middle / 1_000.0, 2), ours: false });
            }
        }
        let first = bars(|take| take.first_picture_ms, 1);
        vec![
            Panel { title: "First picture at a viewer".into(), unit: "ms", goal: Some((FIRST_PICTURE_GOAL, "100 ms".into())), bars: first },
            Panel {
                title: "10 s clip, all passes, signed".into(),
                unit: "s",
                goal: Some((10.0 / FACTOR_GOAL, "twice real time".into())),
                bars: whole,
            },
        ]
    }
}

fn each(take: &Measured) -> Map<String, Value> {
    let value = json!({
        "prompt": take.title,
        "shots": take.shots,
        "queued_ms": rounded(take.queued_ms, 1),
        "started_ms": take.started_ms.map(|ms| rounded(ms, 1)),
        "first_picture_ms": rounded(take.first_picture_ms, 1),
        "moving_ms": rounded(take.moving_ms, 0),
        "complete_s": rounded(take.complete_ms / 1_000.0, 2),
        "cpu_s": rounded(take.cpu_s, 2),
        "bytes": take.bytes,
        "pictures_seen": take.pictures,
        "notices": take.notices,
    });
    value.as_object().cloned().unwrap_or_default()
}

fn peer_words(report: &Report) -> Vec<String> {
    let word = |(name, value): (&String, &Value)| match value.get("missing").and_then(Value::as_str) {
        Some(why) => format!("{name}: missing: {why}"),
        None => format!(
            "{name} {}: {} times real time, {} s of CPU; ours is {} times as fast",
            value["version"].as_str().unwrap_or_default(),
            value["realtime_factor"],
            value["cpu_p50_s"],
            report.ratio.get(name).unwrap_or(&Value::Null)
        ),
    };
    report.peers.iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(first: f64, complete: f64) -> Measured {
        Measured { seconds: 10, first_picture_ms: first, complete_ms: complete, ..Measured::default() }
    }

    fn run() -> Run {
        let takes = [(80.0, 4_000.0), (120.0, 5_000.0), (90.0, 2_500.0)].map(|(first, complete)| take(first, complete));
        Run { cold: take(300.0, 10_000.0), takes: takes.to_vec(), quiet: Quiet::default(), peak_memory: 1 }
    }

    #[test]
    fn figures_are_of_the_warm_takes_alone() {
        let ours = run().ours();
        assert_eq!(ours["first_picture_p95_ms"], 120.0);
        assert_eq!(ours["first_picture_p50_ms"], 90.0);
        assert_eq!(ours["realtime_factor"], 2.5);
        assert_eq!(ours["realtime_factor_worst"], 2.0);
        assert_eq!(ours["cold_first_picture_ms"], 300.0);
        assert_eq!(ours["takes"], 3);
    }

    #[test]
    fn goals_are_judged_in_words() {
        let words = run().words(&Peers::none()).join("\n");
        assert!(words.contains("p95 120 ms (goal 100 ms: missed)"), "{words}");
        assert!(words.contains("2.5 times real time (goal 2: reached)"), "{words}");
        assert!(words.contains("Peers were not asked for"), "{words}");
    }

    #[test]
    fn a_peer_that_is_missing_says_why() {
        let report = run().report(&Peers::missing("Manim", "no cairo"));
        assert_eq!(report.peers["Manim"]["missing"], "no cairo");
        assert!(report.ratio.is_empty());
        assert_eq!(peer_words(&report), ["Manim: missing: no cairo"]);
    }
}
