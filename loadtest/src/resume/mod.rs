//! Scenario `resume`: thousands of sockets are cut at once while people talk. How long until the last one has resumed, and did each hear each message
//! once, in order?
//!
//! Server and load test are pinned to a core each. The same crowd comes to socket.io with connection state recovery, in turns. With `--restart` the
//! server itself is ended in order and started again, which only ours survives.

mod crowd;
mod seat;
mod talk;
mod tally;
mod target;
mod tongue;

use crate::{
    begin,
    error::{LoadError, Result},
    figures::{median, rounded},
    machine,
    npm::{self, NodePeer},
    report::{self, Report},
};
use clap::Args;
use crowd::{Crowd, Round, Shape};
use indicatif::ProgressBar;
use serde_json::{Value, json};
use std::{path::PathBuf, time::Duration};
use target::{MEMBERS, SOCKETS_EACH, Target};

const OURS: &str = "ours";

const SOCKET_IO: npm::Kind = npm::Kind { name: "socket.io", packages: &["socket.io@4.8.4"], script: include_str!("../../peers/socket-io.mjs") };

#[derive(Args, Clone, Debug)]
pub struct ResumeArgs {
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=9_000))]
    pub sockets: u32,
    /// The sockets are spread over them evenly.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rooms: u32,
    /// Messages a second in each room; four people talk there.
    #[arg(long, default_value_t = 1.0, value_parser = rate)]
    pub rate: f64,
    /// Milliseconds within which the sockets come back, by chance.
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u64).range(0..=60_000))]
    pub within: u64,
    /// Cuts.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rounds: u32,
    /// Instead of the sockets being cut, the server ends in order and starts again.
    #[arg(long, conflicts_with = "peers")]
    pub restart: bool,
    /// Beside socket.io, which is installed with npm.
    #[arg(long)]
    pub peers: bool,
    /// Where it is installed; without it, a folder beside this program.
    #[arg(long)]
    pub peers_folder: Option<PathBuf>,
    /// The server's program; without it, the one beside this program.
    #[arg(long)]
    pub server: Option<PathBuf>,
    /// Server and load test share all cores.
    #[arg(long)]
    pub unpinned: bool,
    /// One JSON object as the last line, and no progress bar.
    #[arg(long)]
    pub json: bool,
}

/// One person may say 120 things a minute.
fn rate(text: &str) -> std::result::Result<f64, String> {
    text.parse().ok().filter(|rate| (0.1..=7.0).contains(rate)).ok_or_else(|| "write a number from 0.1 to 7".to_owned())
}

struct Figures {
    name: &'static str,
    version: String,
    rounds: Vec<Round>,
}

/// # Errors
/// Where a server can't be used, or anything is lost or comes twice.
pub async fn run(args: &ResumeArgs) -> Result<()> {
    if args.sockets as usize > args.rooms as usize * MEMBERS * SOCKETS_EACH {
        let got = format!("{} sockets in {} rooms: {} is the most of a room", args.sockets, args.rooms, MEMBERS * SOCKETS_EACH);
        return Err(LoadError::Unexpected { what: "the crowd", got });
    }
    let bar = begin::bar(args.json, args.rounds, "rounds")?;
    begin::pin(args.unpinned)?;
    let core = begin::server_core(args.unpinned);
    let server = begin::server(args.server.as_deref(), core, &bar).await?;
    let ours =
        Target::ours(server, args.sockets as usize, args.rooms as usize, |count| bar.set_message(format!("signing up person {count}"))).await?;
    let mut targets = vec![(OURS, String::new(), ours)];
    let mut missing = None;
    if args.peers {
        bar.set_message("starting socket.io");
        match NodePeer::start(&SOCKET_IO, args.peers_folder.as_deref(), core, &[]).await {
            Ok(peer) => targets.push((SOCKET_IO.name, peer.version.clone(), Target::SocketIo(peer))),
            Err(why) => missing = Some(why),
        }
    }
    let mut figures: Vec<Figures> = targets.iter().map(|(name, version, _)| Figures { name, version: version.clone(), rounds: Vec::new() }).collect();
    let own = |targets: &[(&str, String, Target)]| {
        targets.iter().map(|(_, _, target)| target.cpu_seconds()).sum::<f64>() + machine::cpu_seconds(std::process::id())
    };
    let watch = machine::Watch::new(own(&targets));
    let measured = measure(args, &mut targets, &mut figures, &bar).await;
    bar.finish_and_clear();
    // A server that was started anew counts from nothing.
    let quiet = watch.end(own(&targets));
    let log = targets[0].2.log();
    for (_, _, target) in targets {
        target.stop().await;
    }
    measured.inspect_err(|_| eprintln!("The end of the server's log:\n{log}"))?;
    tell(args, &figures, quiet, missing.as_deref())?;
    match figures[0].sum(|round| round.lost + round.doubled) {
        0 => Ok(()),
        count => Err(LoadError::Unexpected { what: "resuming", got: format!("{count} messages that were lost or came twice") }),
    }
}

async fn measure(args: &ResumeArgs, targets: &mut [(&str, String, Target)], figures: &mut [Figures], bar: &ProgressBar) -> Result<()> {
    let shape = Shape { sockets: args.sockets as usize, rooms: args.rooms as usize, rate: args.rate, within: Duration::from_millis(args.within) };
    for _ in 0..args.rounds {
        for ((name, _, target), figures) in targets.iter_mut().zip(figures.iter_mut()) {
            bar.set_message(format!("{} sockets come: {name}", args.sockets));
            let mut crowd = Crowd::gather(target, &shape).await?;
            bar.set_message(format!("{} sockets come back: {name}", args.sockets));
            let round = crowd.cut(target, args.restart).await?;
            figures.rounds.push(crowd.count(round).await?);
        }
        bar.inc(1);
    }
    Ok(())
}

impl Figures {
    fn sum(&self, what: impl Fn(&Round) -> u64) -> u64 {
        self.rounds.iter().map(what).sum()
    }

    fn middle(&self, what: impl Fn(&Round) -> f64) -> f64 {
        median(&self.rounds.iter().map(what).collect::<Vec<_>>()).unwrap_or(f64::NAN)
    }

    fn last_ms(&self) -> f64 {
        rounded(self.middle(|round| round.last_ms), 0)
    }

    fn value(&self, args: &ResumeArgs) -> Value {
        let mut value = json!({
            "sockets": args.sockets,
            "last_resume_ms": self.last_ms(),
            "last_resume_worst_ms": rounded(self.rounds.iter().map(|round| round.last_ms).fold(0.0, f64::max), 0),
            "own_p99_ms": rounded(self.middle(|round| round.own_p99_ms), 0),
            "lost": self.sum(|round| round.lost),
            "doubled": self.sum(|round| round.doubled),
            "recovered": self.sum(|round| round.recovered),
            "not_recovered": self.sum(|round| round.not_recovered),
            "attempts_failed": self.sum(|round| round.failed),
            "said": self.sum(|round| round.said),
            "cpu_s": rounded(self.middle(|round| round.cpu_s), 2),
            "rounds": self.rounds.len(),
        });
        if !self.version.is_empty() {
            value["version"] = self.version.clone().into();
        }
        value
    }

    fn row(&self) -> Vec<String> {
        vec![
            format!("{:.0}", self.last_ms()),
            format!("{:.0}", self.middle(|round| round.own_p99_ms)),
            format!("{:.2}", self.middle(|round| round.cpu_s)),
            self.sum(|round| round.lost).to_string(),
            self.sum(|round| round.doubled).to_string(),
            self.sum(|round| round.recovered).to_string(),
            self.sum(|round| round.failed).to_string(),
            format!("{} {}", self.name, self.version),
        ]
    }
}

fn tell(args: &ResumeArgs, figures: &[Figures], quiet: machine::Quiet, missing: Option<&str>) -> Result<()> {
    let mut ours = figures[0].value(args);
    for (key, extra) in [
        ("rooms", json!(args.rooms)),
        ("messages_a_second", json!(args.rate * f64::from(args.rooms))),
        ("within_ms", json!(args.within)),
        ("restart", json!(args.restart)),
        ("pinned", json!(!args.unpinned)),
    ] {
        ours[key] = extra;
    }
    let mut report = Report::new("resume", ours, quiet);
    for other in &figures[1..] {
        report.peers.insert(other.name.into(), other.value(args));
        report.ratio.insert(other.name.into(), rounded(other.last_ms() / figures[0].last_ms(), 2).into());
    }
    if let Some(why) = missing {
        report.peers.insert(SOCKET_IO.name.into(), json!({ "missing": why }));
    }
    println!("{}\n{}\n", report.machine, report.commit);
    let head = ["last resume ms", "p99 of its own ms", "CPU s", "lost", "doubled", "recovered", "failed attempts", "server"];
    let rows: Vec<Vec<String>> = figures.iter().map(Figures::row).collect();
    println!("{}\n", report::table(&head, &rows));
    let how = if args.restart { "The server was ended in order and started again" } else { "All were cut at once" };
    println!("{} sockets, {} rooms. {how}; they came back within {} ms by chance.", args.sockets, args.rooms, args.within);
    match (args.restart, args.peers, missing) {
        (true, ..) => println!("socket.io keeps what it would need in memory: it was not asked."),
        (_, false, _) => println!("Peers were not asked for (--peers)."),
        (_, true, Some(why)) => println!("socket.io is missing: {why}"),
        (_, true, None) => {}
    }
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peer_that_is_slower_makes_more_than_one() {
        let of = |name, last_ms| Figures { name, version: String::new(), rounds: vec![Round { last_ms, ..Round::default() }] };
        assert_eq!(rounded(of("socket.io", 900.0).last_ms() / of(OURS, 300.0).last_ms(), 2), 3.0);
        assert!(rate("1").is_ok() && rate("9").is_err() && rate("x").is_err());
    }
}
