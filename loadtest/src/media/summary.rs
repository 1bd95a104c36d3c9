//! What the rounds come to: medians, a table, and the JSON object. Pure but for the printing.

use super::{
    MediaArgs, janus,
    phase::{Pair, Phase},
};
use crate::{
    error::Result,
    figures::{median, rounded},
    machine,
    report::{self, Report},
};
use serde_json::{Value, json};

/// None: it was not asked for. `Err`: why it can't be had.
pub type Peer = Option<std::result::Result<Figures, String>>;

const HEAD: [&str; 8] =
    ["stage packets per CPU s", "of all its CPU", "lost", "voice packets per CPU s", "lost", "packets a s: stage", "voice", "server"];

#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub version: String,
    pub stage: Vec<Pair>,
    pub voices: Vec<Phase>,
}

fn middle<T>(rounds: &[T], what: impl Fn(&T) -> f64, digits: i32) -> f64 {
    rounded(median(&rounds.iter().map(what).collect::<Vec<_>>()).unwrap_or(f64::NAN), digits)
}

impl Figures {
    fn packets_per_cpu_s(&self) -> f64 {
        middle(&self.stage, Pair::packets_per_cpu_s, 0)
    }

    fn voice_packets_per_cpu_s(&self) -> f64 {
        middle(&self.voices, Phase::packets_per_cpu_s, 0)
    }

    fn lost(&self) -> u64 {
        self.stage.iter().map(|pair| pair.one.lost + pair.many.lost).sum()
    }

    fn voice_lost(&self) -> u64 {
        self.voices.iter().map(|phase| phase.lost).sum()
    }

    #[must_use]
    pub fn lost_of_a_thousand(&self) -> f64 {
        let packets: u64 =
            self.stage.iter().map(|pair| pair.one.packets + pair.many.packets).chain(self.voices.iter().map(|phase| phase.packets)).sum();
        (self.lost() + self.voice_lost()) as f64 * 1_000.0 / (packets as f64).max(1.0)
    }

    fn value(&self, args: &MediaArgs) -> Value {
        let mut value = json!({ "rounds": args.rounds });
        if !self.version.is_empty() {
            value["version"] = self.version.clone().into();
        }
        let stage = [
            ("packets_per_cpu_s", json!(self.packets_per_cpu_s())),
            ("viewers", json!(args.viewers)),
            ("lost", json!(self.lost())),
            ("whole_packets_per_cpu_s", json!(middle(&self.stage, |pair| pair.many.packets_per_cpu_s(), 0))),
            ("cores", json!(middle(&self.stage, |pair| pair.many.cores(), 3))),
            ("one_viewer_cores", json!(middle(&self.stage, |pair| pair.one.cores(), 3))),
            ("packets_per_s", json!(middle(&self.stage, |pair| pair.many.packets_per_s(), 0))),
            ("bytes_a_packet", json!(middle(&self.stage, |pair| pair.many.bytes_a_packet(), 0))),
            ("each", json!(self.stage.iter().map(|pair| rounded(pair.packets_per_cpu_s(), 0)).collect::<Vec<_>>())),
        ];
        let voices = [
            ("voice_packets_per_cpu_s", json!(self.voice_packets_per_cpu_s())),
            ("listeners", json!(args.listeners)),
            ("voice_lost", json!(self.voice_lost())),
            ("voice_cores", json!(middle(&self.voices, Phase::cores, 3))),
            ("voice_packets_per_s", json!(middle(&self.voices, Phase::packets_per_s, 0))),
            ("voice_bytes_a_packet", json!(middle(&self.voices, Phase::bytes_a_packet, 0))),
            ("voice_each", json!(self.voices.iter().map(|phase| rounded(phase.packets_per_cpu_s(), 0)).collect::<Vec<_>>())),
        ];
        let known = stage.into_iter().filter(|_| !self.stage.is_empty()).chain(voices.into_iter().filter(|_| !self.voices.is_empty()));
        for (key, extra) in known {
            value[key] = extra;
        }
        value
    }

    fn row(&self, name: &str) -> Vec<String> {
        let known = |is_known: bool, text: String| if is_known { text } else { "–".to_owned() };
        let (stage, voices) = (!self.stage.is_empty(), !self.voices.is_empty());
        vec![
            known(stage, format!("{:.0}", self.packets_per_cpu_s())),
            known(stage, format!("{:.0}", middle(&self.stage, |pair| pair.many.packets_per_cpu_s(), 0))),
            known(stage, self.lost().to_string()),
            known(voices, format!("{:.0}", self.voice_packets_per_cpu_s())),
            known(voices, self.voice_lost().to_string()),
            known(stage, format!("{:.0}", middle(&self.stage, |pair| pair.many.packets_per_s(), 0))),
            known(voices, format!("{:.0}", middle(&self.voices, Phase::packets_per_s, 0))),
            format!("{name} {}", self.version).trim_end().to_owned(),
        ]
    }

    /// This over that, of the stage and of the voices, where both were measured.
    fn over(&self, other: &Self) -> Vec<(String, f64)> {
        let ratios = [
            (janus::NAME.to_owned(), self.packets_per_cpu_s() / other.packets_per_cpu_s()),
            (format!("{} voice", janus::NAME), self.voice_packets_per_cpu_s() / other.voice_packets_per_cpu_s()),
        ];
        ratios.into_iter().filter(|(_, ratio)| ratio.is_finite()).map(|(name, ratio)| (name, rounded(ratio, 2))).collect()
    }
}

/// # Errors
/// Where the report can't be written.
pub fn tell(args: &MediaArgs, ours: &Figures, peer: &Peer, quiet: machine::Quiet) -> Result<()> {
    let mut value = ours.value(args);
    for (key, extra) in [
        ("seconds", json!(args.seconds)),
        ("speakers", json!(super::voices::SPEAKERS)),
        ("janus_loops", json!(args.janus_loops)),
        ("pinned", json!(!args.unpinned)),
    ] {
        value[key] = extra;
    }
    let mut report = Report::new("media", value, quiet);
    let mut rows = vec![ours.row("ours")];
    match peer {
        Some(Ok(figures)) => {
            rows.push(figures.row(janus::NAME));
            report.peers.insert(janus::NAME.into(), figures.value(args));
            report.ratio.extend(ours.over(figures).into_iter().map(|(name, ratio)| (name, ratio.into())));
        }
        Some(Err(why)) => drop(report.peers.insert(janus::NAME.into(), json!({ "missing": why }))),
        None => {}
    }
    println!("{}\n{}\n", report.machine, report.commit);
    println!("{}\n", report::table(&HEAD, &rows));
    println!("{} viewers; ten speakers and {} listeners; {} s, {} times.", args.viewers, args.listeners, args.seconds, args.rounds);
    match peer {
        Some(Err(why)) => println!("Janus is missing: {why}"),
        None => println!("Peers were not asked for (--peers)."),
        Some(Ok(_)) => report.ratio.iter().for_each(|(name, ratio)| println!("Ours over {name}: {ratio}.")),
    }
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(stage_cpu: f64, voice_cpu: f64) -> Figures {
        let phase = |packets, cpu_s| Phase { packets, cpu_s, seconds: 1.0, ..Phase::default() };
        let stage = vec![Pair { one: phase(100, 1.0), many: phase(1_100, 1.0 + stage_cpu) }];
        Figures { version: String::new(), stage, voices: vec![phase(1_000, voice_cpu)] }
    }

    #[test]
    fn whoever_takes_less_cpu_makes_more_than_one() {
        let ratios = figures(0.1, 0.2).over(&figures(0.2, 0.1));
        assert_eq!(ratios, [("janus".to_owned(), 2.0), ("janus voice".to_owned(), 0.5)]);
        assert_eq!(figures(0.1, 0.2).over(&Figures::default()), []);
    }

    #[test]
    fn what_is_lost_is_told_of_all() {
        let mut some = figures(0.1, 0.1);
        some.stage[0].many.lost = 11;
        some.voices[0].lost = 11;
        assert_eq!((some.lost(), some.voice_lost(), some.lost_of_a_thousand()), (11, 11, 10.0));
    }
}
