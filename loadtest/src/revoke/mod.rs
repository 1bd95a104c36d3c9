//! Scenario `revoke`: somebody who appears in a running take says no, while many watch. How long until the last picture has come, and does
//! anything come that the receipt forbids?
//!
//! Server and load test are pinned to a core each. First come viewers over the WebSocket, one of whom stops reading; then viewers over
//! WebRTC, one of whom asks for everything again.

mod frames;
mod judge;
mod notes;
mod people;
mod round;
mod rtc;
mod summary;
mod viewer;

use crate::{
    begin, chart,
    error::{LoadError, Result, at},
    machine, report,
    server::Server,
    storyboard::Storyboard,
};
use clap::Args;
use indicatif::ProgressBar;
use people::People;
use round::{Audience, Part, Scene};
use std::path::PathBuf;
use summary::Run;

/// Where they are pinned to.

#[derive(Args, Clone, Debug)]
pub struct RevokeArgs {
    /// Viewers over the WebSocket; none with 0.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(0..=2_000))]
    pub viewers: u32,
    /// Viewers over WebRTC, in rounds of their own; none with 0.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(0..=500))]
    pub webrtc: u32,
    /// Revocations of each kind.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rounds: u32,
    /// Width and height of the take.
    #[arg(long, default_value = "720x1280", value_parser = size)]
    pub size: (u32, u32),
    /// The server's program; without it, the one beside this program.
    #[arg(long)]
    pub server: Option<PathBuf>,
    /// Server and load test share all cores.
    #[arg(long)]
    pub unpinned: bool,
    /// Write a chart (SVG).
    #[arg(long)]
    pub chart: Option<PathBuf>,
    /// One JSON object as the last line, and no progress bar.
    #[arg(long)]
    pub json: bool,
}

fn size(text: &str) -> std::result::Result<(u32, u32), String> {
    let sides = text.split_once('x').and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    sides.ok_or_else(|| "write 720x1280".to_owned())
}

/// # Errors
/// Where the server can't be used, or anything came that a receipt forbids.
pub async fn run(args: &RevokeArgs) -> Result<()> {
    let kinds = u64::from(args.viewers > 0) + u64::from(args.webrtc > 0);
    let bar = begin::bar(args.json, u64::from(args.rounds) * kinds, "revocations")?;
    begin::pin(args.unpinned)?;
    let server = begin::server(args.server.as_deref(), begin::server_core(args.unpinned), &bar).await?;
    let run = measure(args, &server, &bar).await;
    bar.finish_and_clear();
    let run = run.inspect_err(|_| eprintln!("The end of the server's log:\n{}", server.log()));
    server.stop().await;
    let run = run?;
    tell(args, &run)?;
    match run.forbidden() {
        0 => Ok(()),
        count => Err(LoadError::Unexpected { what: "taking consent back", got: format!("{count} pictures or packets that the receipts forbid") }),
    }
}

async fn measure(args: &RevokeArgs, server: &Server, bar: &ProgressBar) -> Result<Run> {
    bar.set_message("signing people up");
    let people = People::gather(server, args).await?;
    let own = || server.cpu_seconds() + machine::cpu_seconds(std::process::id());
    let watch = machine::Watch::new(own());
    // One for all: a second document would keep the shots of the first.
    let mut board = Storyboard::open(&people.host, people.room).await?;
    let mut parts: Vec<Part> = Vec::new();
    for audience in [Audience::Socket(args.viewers), Audience::WebRtc(args.webrtc)] {
        if audience.count() == 0 {
            continue;
        }
        bar.set_message(format!("{} viewers come {}", audience.count(), audience.way()));
        let mut scene = Scene::set(&people, &mut board, server, args.size, audience).await?;
        let mut rounds = Vec::new();
        for number in 0..args.rounds {
            bar.set_message(format!("{} viewers {}", audience.count(), audience.way()));
            rounds.push(scene.round(number, args.rounds).await?);
            bar.inc(1);
        }
        parts.push(Part { audience, rounds });
    }
    Ok(Run { parts, quiet: watch.end(own()), peak_memory: server.peak_memory(), pinned: !args.unpinned })
}

fn tell(args: &RevokeArgs, run: &Run) -> Result<()> {
    let report = run.report();
    println!("{}\n{}\n", report.machine, report.commit);
    println!("{}\n", report::table(&summary::HEAD, &run.rows()));
    for line in run.words() {
        println!("{line}");
    }
    if let Some(path) = &args.chart {
        let note = format!("{} · {} · load {:.1}", report.commit, report.machine, report.quiet.load_before);
        std::fs::write(path, chart::svg("From a revocation to silence", &note, &run.panels())).map_err(at(path))?;
        println!("Chart: {}", path.display());
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
    fn a_size_has_two_sides() {
        assert_eq!(size("720x1280"), Ok((720, 1_280)));
        assert!(size("720").is_err() && size("x").is_err());
    }
}
