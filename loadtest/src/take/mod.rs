//! Scenario `take`: one person asks for takes, one after the other, and sees them over a socket.
//!
//! Server and load test share the machine's cores and are not pinned: what is measured is how fast the whole machine makes a take. The
//! first take is apart: it meets a server that has drawn nothing yet.

mod prompts;
mod summary;

use crate::{
    account::Account,
    begin, chart,
    error::{LoadError, Result, at},
    machine,
    page::{Ending, Page, Sighting},
    peers::{Asked, Peers},
    report,
    server::Server,
    storyboard::Storyboard,
};
use clap::Args;
use domain::storyboard::Shot;
use indicatif::ProgressBar;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};
use summary::{Measured, Run};

/// For one take, made and shown.
const PATIENCE: Duration = Duration::from_secs(180);
const FULL: (u16, u16) = (720, 1_280);

#[derive(Args, Clone, Debug)]
pub struct TakeArgs {
    /// Takes that count; one more comes before them and is told apart.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub takes: u32,
    /// The server's program; without it, the one beside this program.
    #[arg(long)]
    pub server: Option<PathBuf>,
    /// Render a like scene with MoviePy and Manim too, after each take (installed with pip into --peers-folder).
    #[arg(long)]
    pub peers: bool,
    /// Where the peers are installed; without it, `loadtest-peers` beside this program.
    #[arg(long)]
    pub peers_folder: Option<PathBuf>,
    /// Write a chart (SVG).
    #[arg(long)]
    pub chart: Option<PathBuf>,
    /// One JSON object as the last line, and no progress bar.
    #[arg(long)]
    pub json: bool,
}

/// # Errors
/// Where the server can't be used, a take fails, or one lacks pictures or sound.
pub async fn run(args: &TakeArgs) -> Result<()> {
    let bar = begin::bar(args.json, u64::from(args.takes) + 1, "takes")?;
    bar.set_message("preparing the peers");
    let mut peers =
        if args.peers { Peers::install(args.peers_folder.as_deref(), |what| bar.set_message(what.to_owned())).await? } else { Peers::none() };
    let server = begin::server(args.server.as_deref(), None, &bar).await?;
    let run = measure(args, &server, &mut peers, &bar).await;
    bar.finish_and_clear();
    let run = run.inspect_err(|_| eprintln!("The end of the server's log:\n{}", server.log()));
    server.stop().await;
    tell(args, &run?, &peers)
}

async fn measure(args: &TakeArgs, server: &Server, peers: &mut Peers, bar: &ProgressBar) -> Result<Run> {
    let account = Account::owner(server).await?;
    let room = account.make_room().await?;
    let mut maker = Maker { account: &account, server, board: Storyboard::open(&account, room).await?, page: Page::open(&account, room).await? };
    bar.set_message("the first take of a new server");
    let cold = maker.take(0).await?;
    bar.inc(1);
    let own = || server.cpu_seconds() + machine::cpu_seconds(std::process::id());
    let watch = machine::Watch::new(own());
    let mut takes = Vec::new();
    for number in 1..=args.takes as usize {
        bar.set_message(prompts::storyboard(number)[0].prompt.clone());
        takes.push(maker.take(number).await?);
        for peer in peers.each() {
            bar.set_message(format!("the like in {}", peer.name()));
            maker.meanwhile(peer.render(&scene(number))).await?;
        }
        bar.inc(1);
    }
    Ok(Run { cold, takes, quiet: watch.end(own()), peak_memory: server.peak_memory() })
}

fn scene(number: usize) -> Asked {
    Asked { seconds: prompts::SECONDS, width: FULL.0.into(), height: FULL.1.into(), fps: 24, seed: prompts::seed(number) }
}

struct Maker<'a> {
    account: &'a Account,
    server: &'a Server,
    board: Storyboard,
    page: Page,
}

impl Maker<'_> {
    /// Answers the server's pings while something else goes on: it closes sockets that are silent.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> Result<T> {
        tokio::select! {
            done = work => Ok(done),
            ended = self.board.idle() => Err(ended),
            ended = self.page.idle() => Err(ended),
        }
    }

    async fn take(&mut self, number: usize) -> Result<Measured> {
        let shots = prompts::storyboard(number);
        let state_vector = self.board.write(&shots).await?;
        let options = wire::TakeOptions { seed: Some(prompts::seed(number)), ..wire::TakeOptions::default() };
        let cpu_before = self.server.cpu_seconds();
        let (take, asked) = self.page.request_take(state_vector, options).await?;
        let seen = tokio::select! {
            seen = self.page.see(take, PATIENCE) => seen?,
            ended = self.board.idle() => return Err(ended),
        };
        let cpu_s = self.server.cpu_seconds() - cpu_before;
        let title = title(&shots);
        let failed = |why: &str| LoadError::TakeFailed { title: title.clone(), why: why.into() };
        let (clip, notices) = match &seen.ended {
            Some((_, Ending::Finished { clip, notices })) => (*clip, notices.clone()),
            Some((_, Ending::Failed(why))) => return Err(failed(why)),
            None => return Err(failed("its end was not told")),
        };
        let bytes = self.account.clip(clip).await?.bytes;
        let moments = moments(&seen, asked).ok_or_else(|| failed("no picture of it came"))?;
        if seen.first_size != FULL || seen.packets == 0 || bytes == 0 {
            return Err(failed("its first picture is not whole, or it has no sound, or no file"));
        }
        Ok(Measured { title, shots: shots.len(), seconds: seen.seconds, bytes, notices, cpu_s, ..moments })
    }
}

fn title(shots: &[Shot]) -> String {
    shots.first().map(|shot| shot.prompt.clone()).unwrap_or_default()
}

/// Milliseconds from the request. None: it was not seen.
fn moments(seen: &Sighting, asked: Instant) -> Option<Measured> {
    let since = |moment: Instant| moment.saturating_duration_since(asked).as_secs_f64() * 1_000.0;
    let (ended, _) = seen.ended.as_ref()?;
    Some(Measured {
        queued_ms: seen.queued.map(since)?,
        started_ms: seen.started.map(since),
        first_picture_ms: seen.first_picture.map(since)?,
        moving_ms: seen.moving.map(since)?,
        complete_ms: since(*ended),
        pictures: seen.pictures,
        ..Measured::default()
    })
}

fn tell(args: &TakeArgs, run: &Run, peers: &Peers) -> Result<()> {
    let report = run.report(peers);
    println!("{}\n{}\n", report.machine, report.commit);
    println!("{}\n", report::table(&summary::HEAD, &run.rows()));
    for line in run.words(peers) {
        println!("{line}");
    }
    if let Some(path) = &args.chart {
        let note = format!("{} · {} · load {:.1}", report.commit, report.machine, report.quiet.load_before);
        std::fs::write(path, chart::svg("From a request to a take", &note, &run.panels(peers))).map_err(at(path))?;
        println!("Chart: {}", path.display());
    }
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    }
    Ok(())
}
