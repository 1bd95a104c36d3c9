//! Scenario `stalled`: a live stage runs, fifty watch over sockets, and some of them stop reading. What does that cost the server in memory, and do the
//! others notice?
//!
//! Server and load test are pinned to a core each. Phases with and without stalled ones take turns; so does a naive server over `ws`, which sends units
//! of the same sizes at the same times.

mod notes;
mod phase;
mod viewer;

use crate::{
    account::Account,
    begin, crowd,
    error::{LoadError, Result, at},
    figures::{median, rounded},
    lean::Door,
    machine,
    npm::{self, NodePeer},
    page::Page,
    report::{self, Report},
    server::Server,
    storyboard::Storyboard,
};
use clap::Args;
use domain::{RoomId, storyboard::Shot};
use indicatif::ProgressBar;
use notes::Unit;
use phase::{Audience, Phase};
use serde_json::{Value, json};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};
use tempfile::NamedTempFile;
use tokio::time::sleep;
use viewer::Viewer;
use wire::Command;

/// Sockets of one member; the server allows 32.
const SOCKETS_EACH: usize = 25;
/// After a stage is open or a peer has started.
const SETTLE: Duration = Duration::from_secs(3);
const SHOT: &str = "one";
const WORDS: &str = "a dog runs in the park, a cat chases the dog, it rains";
/// Goals.
const GROWTH: f64 = 1_048_576.0;
const RATIO: f64 = 1.1;

const WS: npm::Kind = npm::Kind { name: "ws", packages: &["ws@8.23.0"], script: include_str!("../../peers/ws.mjs") };

#[derive(Args, Clone, Debug)]
pub struct StalledArgs {
    /// Viewers over the WebSocket.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(2..=500))]
    pub viewers: u32,
    /// Of a hundred of them, who stop reading.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=90))]
    pub percent: u32,
    /// Of each phase. A server may end who reads nothing for longer; ours does after 15.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(2..=12))]
    pub seconds: u32,
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rounds: u32,
    /// Beside a naive server over ws, which is installed with npm.
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

impl StalledArgs {
    fn stalled(&self) -> usize {
        ((self.viewers * self.percent).div_ceil(100) as usize).min(self.viewers as usize - 1)
    }

    fn length(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}

/// A phase in which all read, and one in which some don't.
#[derive(Clone, Debug, Default)]
struct Pair {
    all_read: Phase,
    some_stall: Phase,
    /// Stalled ones who did not go on, and pictures that no decoder could show.
    not_back: usize,
    broken: u64,
    skipped: u64,
    /// Times that a stalled one went on with a keyframe.
    restarts: u64,
}

#[derive(Default)]
struct Figures {
    version: String,
    stalled: usize,
    pairs: Vec<Pair>,
}

/// # Errors
/// Where the server can't be used, or somebody who stalled gets no whole pictures again.
pub async fn run(args: &StalledArgs) -> Result<()> {
    let bar = begin::bar(args.json, args.rounds, "rounds")?;
    begin::pin(args.unpinned)?;
    let server = begin::server(args.server.as_deref(), begin::server_core(args.unpinned), &bar).await?;
    let measured = measure(args, &server, &bar).await;
    bar.finish_and_clear();
    let measured = measured.inspect_err(|_| eprintln!("The end of the server's log:\n{}", server.log()));
    server.stop().await;
    let (ours, peer, quiet) = measured?;
    tell(args, &ours, &peer, quiet)?;
    let wrong = ours.pairs.iter().map(|pair| pair.not_back as u64 + pair.broken).sum::<u64>();
    match wrong {
        0 => Ok(()),
        count => {
            let got = format!("{count} stalled viewers without pictures, or pictures that nobody could decode");
            Err(LoadError::Unexpected { what: "reading on", got })
        }
    }
}

/// None: it was not asked for. `Err`: why it can't be had.
type Peer = Option<std::result::Result<Figures, String>>;

async fn measure(args: &StalledArgs, server: &Server, bar: &ProgressBar) -> Result<(Figures, Peer, machine::Quiet)> {
    bar.set_message("signing people up");
    let people = crowd::gather(server, 1 + (args.viewers as usize).div_ceil(SOCKETS_EACH), |_| {}).await?;
    let room = crowd::room(&people[0], people[1..].iter()).await?;
    let mut board = Storyboard::open(&people[0], room).await?;
    let mut page = Page::open(&people[0], room).await?;
    let shot = Shot { id: SHOT.into(), prompt: WORDS.into(), seconds: 8, ..Shot::default() };
    let state_vector = board.write(&[shot]).await?;
    let own = || server.cpu_seconds() + machine::cpu_seconds(std::process::id());
    let watch = machine::Watch::new(own());
    let mut ours = Figures { stalled: args.stalled(), ..Figures::default() };
    let mut peer: Peer = args.peers.then(|| Ok(Figures { stalled: args.stalled(), ..Figures::default() }));
    let mut peer_cpu = 0.0;
    for _ in 0..args.rounds {
        bar.set_message("a stage of ours");
        page.stage("opening the stage", Command::OpenStage { room, shot: SHOT.into(), state_vector: state_vector.clone() }).await?;
        let seats = (0..args.viewers as usize).map(|number| seat(args, server, &people, number)).collect();
        let mut attend = async |length| meanwhile(&mut board, &mut page, length).await;
        let (pair, units) = watch_both(args, seats, Some(room), || server.memory(), &mut attend).await?;
        page.stage("closing the stage", Command::CloseStage { room }).await?;
        ours.pairs.push(pair);
        if let Some(Ok(figures)) = &mut peer {
            bar.set_message("a naive server over ws");
            let mut attend = async |length| meanwhile(&mut board, &mut page, length).await;
            match beside(args, &units, figures, &mut attend).await {
                Ok(cpu) => peer_cpu += cpu,
                Err(why) => peer = Some(Err(why)),
            }
        }
        bar.inc(1);
    }
    Ok((ours, peer, watch.end(own() + peer_cpu)))
}

fn seat(args: &StalledArgs, server: &Server, people: &[Account], number: usize) -> Door {
    let cookie = people[1 + number / SOCKETS_EACH].cookie.clone();
    Door { server: server.socket_address(), path: "/ws".into(), cookie, number, narrow: number < args.stalled(), abrupt: false }
}

/// All come; first all read, then some stop, then they go on. And what one of those who always read saw.
async fn watch_both(
    args: &StalledArgs,
    seats: Vec<Door>,
    room: Option<RoomId>,
    memory: impl Fn() -> u64,
    attend: &mut impl AsyncFnMut(Duration) -> Result<()>,
) -> Result<(Pair, Vec<(Unit, Instant)>)> {
    let mut audience = Audience { viewers: Vec::new(), stalled: args.stalled() };
    for door in seats {
        audience.viewers.push(Viewer::sit(&door, room).await?);
    }
    attend(SETTLE).await?;
    let (all_read, units) = audience.watch(false, args.length(), &memory, attend).await?;
    let (some_stall, _) = audience.watch(true, args.length(), &memory, attend).await?;
    let not_back = audience.read_on(attend).await?;
    let (broken, skipped, restarts) = (audience.broken(), audience.skipped(), audience.restarts());
    Ok((Pair { all_read, some_stall, not_back, broken, skipped, restarts }, units))
}

/// The same crowd at a naive server that sends units of the same sizes. CPU seconds that it used.
async fn beside(
    args: &StalledArgs,
    units: &[(Unit, Instant)],
    figures: &mut Figures,
    attend: &mut impl AsyncFnMut(Duration) -> Result<()>,
) -> std::result::Result<f64, String> {
    let file = NamedTempFile::new().map_err(|error| error.to_string())?;
    let first = units.first().map_or(0, |(unit, _)| unit.at);
    let listed: Vec<(u64, u8, u8, usize)> =
        units.iter().map(|(unit, _)| (unit.at.saturating_sub(first), u8::from(!unit.picture), u8::from(unit.key), unit.bytes)).collect();
    let text = serde_json::to_string(&listed).map_err(|error| error.to_string())?;
    std::fs::write(file.path(), text).map_err(at(file.path())).map_err(|error| error.to_string())?;
    let core = begin::server_core(args.unpinned);
    let peer = NodePeer::start(&WS, args.peers_folder.as_deref(), core, &[file.path().display().to_string()]).await?;
    figures.version.clone_from(&peer.version);
    let door =
        |number| Door { server: peer.address, path: "/".into(), cookie: String::new(), number, narrow: number < args.stalled(), abrupt: false };
    let seats = (0..args.viewers as usize).map(door).collect();
    let watched = watch_both(args, seats, None, || peer.memory(), attend).await;
    let cpu = peer.cpu_seconds();
    peer.stop().await;
    figures.pairs.push(watched.map_err(|error| error.to_string())?.0);
    Ok(cpu)
}

/// Answers the server's pings for so long.
async fn meanwhile(board: &mut Storyboard, page: &mut Page, length: Duration) -> Result<()> {
    tokio::select! {
        () = sleep(length) => Ok(()),
        ended = board.idle() => Err(ended),
        ended = page.idle() => Err(ended),
    }
}

impl Figures {
    fn middle(&self, what: impl Fn(&Pair) -> f64, digits: i32) -> f64 {
        rounded(median(&self.pairs.iter().map(what).collect::<Vec<_>>()).unwrap_or(f64::NAN), digits)
    }

    /// What a phase with stalled ones adds to one without, for each of them.
    fn growth(&self) -> f64 {
        self.middle(|pair| (pair.some_stall.grown - pair.all_read.grown) / self.stalled as f64, 0)
    }

    /// What a stalled one makes server and kernel hold; at least a byte.
    fn held(&self) -> f64 {
        (self.growth() + self.kernel_growth()).max(1.0)
    }

    /// The same of the kernel, which holds what a server could not send.
    fn kernel_growth(&self) -> f64 {
        self.middle(|pair| (pair.some_stall.kernel_grown - pair.all_read.kernel_grown) / self.stalled as f64, 0)
    }

    fn ratio(&self) -> f64 {
        self.middle(|pair| pair.some_stall.p99_ms / pair.all_read.p99_ms, 2)
    }

    fn value(&self) -> Value {
        let mut value = json!({
            "rss_growth_bytes_per_stalled": self.growth(),
            "kernel_growth_bytes_per_stalled": self.kernel_growth(),
            "healthy_p99_over_unstalled": self.ratio(),
            "healthy_p99_ms": self.middle(|pair| pair.some_stall.p99_ms, 1),
            "unstalled_p99_ms": self.middle(|pair| pair.all_read.p99_ms, 1),
            "healthy_p50_ms": self.middle(|pair| pair.some_stall.p50_ms, 1),
            "unstalled_p50_ms": self.middle(|pair| pair.all_read.p50_ms, 1),
            "units_a_phase": self.middle(|pair| pair.all_read.units as f64, 0),
            "bytes_a_phase": self.middle(|pair| pair.all_read.bytes as f64, 0),
            "skipped_by_stalled": self.pairs.iter().map(|pair| pair.skipped).sum::<u64>(),
            "restarts_of_stalled": self.pairs.iter().map(|pair| pair.restarts).sum::<u64>(),
            "broken_pictures": self.pairs.iter().map(|pair| pair.broken).sum::<u64>(),
            "stalled_not_back": self.pairs.iter().map(|pair| pair.not_back).sum::<usize>(),
            "grown_bytes_each": self.pairs.iter().map(|pair| [pair.all_read.grown, pair.some_stall.grown]).collect::<Vec<_>>(),
            "rounds": self.pairs.len(),
        });
        if !self.version.is_empty() {
            value["version"] = self.version.clone().into();
        }
        value
    }

    fn row(&self, name: &str) -> Vec<String> {
        vec![
            format!("{:.0}", self.growth() / 1_024.0),
            format!("{:.0}", self.kernel_growth() / 1_024.0),
            format!("{:.2}", self.ratio()),
            format!("{:.1}", self.middle(|pair| pair.some_stall.p99_ms, 1)),
            format!("{:.1}", self.middle(|pair| pair.all_read.p99_ms, 1)),
            self.pairs.iter().map(|pair| pair.skipped).sum::<u64>().to_string(),
            self.pairs.iter().map(|pair| pair.broken).sum::<u64>().to_string(),
            format!("{name} {}", self.version),
        ]
    }
}

fn tell(args: &StalledArgs, ours: &Figures, peer: &Peer, quiet: machine::Quiet) -> Result<()> {
    let mut value = ours.value();
    for (key, extra) in [
        ("viewers", json!(args.viewers)),
        ("stalled", json!(ours.stalled)),
        ("phase_s", json!(args.seconds)),
        ("pinned", json!(!args.unpinned)),
        ("goal_growth_bytes", json!(GROWTH)),
        ("goal_ratio", json!(RATIO)),
    ] {
        value[key] = extra;
    }
    let mut report = Report::new("stalled", value, quiet);
    let mut rows = vec![ours.row("ours")];
    match peer {
        Some(Ok(figures)) => {
            rows.push(figures.row(WS.name));
            report.peers.insert(WS.name.into(), figures.value());
            report.ratio.insert(WS.name.into(), rounded(figures.held() / ours.held(), 2).into());
            report.ratio.insert(format!("{} healthy_p99_over_unstalled", WS.name), rounded(figures.ratio() / ours.ratio(), 2).into());
        }
        Some(Err(why)) => {
            report.peers.insert(WS.name.into(), json!({ "missing": why }));
        }
        None => {}
    }
    println!("{}\n{}\n", report.machine, report.commit);
    let head = ["KiB a stalled one", "of the kernel", "p99 over unstalled", "p99 ms", "unstalled p99 ms", "skipped", "broken", "server"];
    println!("{}\n", report::table(&head, &rows));
    println!("{} viewers, {} of whom stop reading for {} s, {} times.", args.viewers, ours.stalled, args.seconds, args.rounds);
    let reached = |good: bool| if good { "reached" } else { "missed" };
    println!(
        "Memory of a stalled one, goal 1 MiB: {}; p99 over unstalled, goal {RATIO}: {}.",
        reached(ours.growth() <= GROWTH),
        reached(ours.ratio() <= RATIO)
    );
    match peer {
        Some(Err(why)) => println!("ws is missing: {why}"),
        None => println!("Peers were not asked for (--peers)."),
        Some(Ok(_)) => {}
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
    fn growth_is_what_stalling_adds() {
        let phase = |grown, p99_ms| Phase { grown, p99_ms, ..Phase::default() };
        let pair = Pair { all_read: phase(1_000.0, 10.0), some_stall: phase(6_000.0, 11.0), ..Pair::default() };
        let figures = Figures { stalled: 5, pairs: vec![pair], ..Figures::default() };
        assert_eq!((figures.growth(), figures.ratio()), (1_000.0, 1.1));
    }
}
