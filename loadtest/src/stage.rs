//! Scenario `stage`: a live stage runs, many watch, and somebody rewrites its words again and again. How long from an edit's arrival until the first
//! picture that shows it has come, at each of them?
//!
//! Server and load test are pinned to a core each. The moment of an edit is before its words are sent; which picture shows it first is what the server
//! says, and when that picture came is what each viewer saw.

use crate::{
    account::Account,
    begin,
    error::{LoadError, Result},
    figures::{percentile, rounded},
    machine,
    page::Page,
    places::HEADER,
    report::{self, Report},
    server::Server,
    storyboard::{Storyboard, open_socket},
};
use clap::Args;
use domain::{RoomId, storyboard::Shot};
use futures::{SinkExt, StreamExt};
use indicatif::ProgressBar;
use serde_json::json;
use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::Message as Frame;
use wire::{Accepted, Command, Request, Transport};

/// Sockets of one member; the server allows 32.
const SOCKETS_EACH: usize = 25;
/// After the stage is open, and after each edit.
const SETTLE: Duration = Duration::from_secs(3);
const BETWEEN: Duration = Duration::from_millis(1_300);
/// Milliseconds: an edit that is seen sooner feels immediate.
const GOAL: f64 = 150.0;
/// What is written, again and again: weather, light, style, camera, who is there, what they do.
const WORDS: [(&str, &str, &str); 10] = [
    ("a dog runs in the park", "", ""),
    ("a dog runs in the park, it rains", "", ""),
    ("a dog runs in the park at night", "", ""),
    ("a dog runs in the park, a cat chases the dog", "", ""),
    ("a dog and a cat sit in the park", "", ""),
    ("a dog and a cat sit in the park", "watercolor", ""),
    ("a dog jumps, a cat sits in the park, it snows", "watercolor", ""),
    ("a dog jumps, a cat sits in the park, a red ball rolls in", "comic", ""),
    ("a dog runs in the park, a boy waves", "", "close-up"),
    ("a boy waves in the park", "", "wide shot"),
];

#[derive(Args, Clone, Debug)]
pub struct StageArgs {
    /// Viewers over the WebSocket.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=500))]
    pub viewers: u32,
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub edits: u32,
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

/// When which picture came.
type Arrivals = Arc<Mutex<HashMap<([u8; 16], u32), Instant>>>;

struct Run {
    /// Milliseconds, of each edit and viewer.
    samples: Vec<f64>,
    /// Of each edit, the worst viewer's.
    worst: Vec<f64>,
    missed: usize,
    /// Pictures a second that viewers had.
    rate: f64,
    size: (u32, u32),
    quiet: machine::Quiet,
    cpu: f64,
    peak_memory: u64,
}

/// # Errors
/// Where the server can't be used, or pictures are missing.
pub async fn run(args: &StageArgs) -> Result<()> {
    let bar = begin::bar(args.json, args.edits, "edits")?;
    begin::pin(args.unpinned)?;
    let server = begin::server(args.server.as_deref(), begin::server_core(args.unpinned), &bar).await?;
    let run = measure(args, &server, &bar).await;
    bar.finish_and_clear();
    let run = run.inspect_err(|_| eprintln!("The end of the server's log:\n{}", server.log()));
    server.stop().await;
    tell(args, &run?)
}

async fn measure(args: &StageArgs, server: &Server, bar: &ProgressBar) -> Result<Run> {
    bar.set_message("signing people up");
    let host = Account::owner(server).await?;
    let room = host.make_room().await?;
    let mut members = Vec::new();
    for number in 0..(args.viewers as usize).div_ceil(SOCKETS_EACH) {
        let code = if number < 4 { host.invite(room).await? } else { Account::invite(&members[number / 4 - 1], room).await? };
        members.push(Account::sign_up(&server.url, &code, &format!("viewer{number}")).await?);
    }
    let mut board = Storyboard::open(&host, room).await?;
    let mut page = Page::open(&host, room).await?;
    let state_vector = board.write(&[shot(0)]).await?;
    page.stage("opening the stage", Command::OpenStage { room, shot: "one".into(), state_vector }).await?;
    bar.set_message(format!("{} viewers come", args.viewers));
    let crowd: Vec<Arrivals> = (0..args.viewers).map(|_| Arrivals::default()).collect();
    let mut watching = tokio::task::JoinSet::new();
    for (number, arrivals) in crowd.iter().enumerate() {
        let socket = open_socket(&members[number / SOCKETS_EACH], "/ws").await?;
        watching.spawn(watch(socket, room, arrivals.clone()));
    }
    meanwhile(&mut board, &mut page, sleep(SETTLE)).await?;
    bar.set_message("");
    let own = || server.cpu_seconds() + machine::cpu_seconds(std::process::id());
    let (watch, began, cpu) = (machine::Watch::new(own()), Instant::now(), server.cpu_seconds());
    let (mut samples, mut worst, mut missed, mut size, mut pictures) = (Vec::new(), Vec::new(), 0, (0, 0), 0);
    for number in 1..=args.edits as usize {
        crowd.iter().for_each(|arrivals| locked(arrivals).clear());
        let sent = Instant::now();
        let state_vector = board.write_now(&[shot(number)]).await?;
        let accepted = page.stage("steering the stage", Command::Steer { room, shot: "one".into(), state_vector }).await?;
        let Accepted::Steering { edit } = accepted else {
            return Err(LoadError::Unexpected { what: "steering the stage", got: format!("{accepted:?}") });
        };
        let (picture, live) = tokio::select! {
            applied = page.applied(edit) => applied?,
            ended = board.idle() => return Err(ended),
        };
        size = (live.width, live.height);
        meanwhile(&mut board, &mut page, sleep(BETWEEN)).await?;
        let key = (*picture.take.as_uuid().as_bytes(), picture.index);
        let mut of_edit = Vec::new();
        for arrivals in &crowd {
            let arrivals = locked(arrivals);
            pictures += arrivals.len();
            match arrivals.get(&key) {
                Some(at) => of_edit.push(at.saturating_duration_since(sent).as_secs_f64() * 1_000.0),
                None => missed += 1,
            }
        }
        worst.extend(of_edit.iter().copied().reduce(f64::max));
        samples.extend(of_edit);
        bar.inc(1);
    }
    if let Some(ended) = watching.try_join_next() {
        let why = ended.map_or_else(|error| error.to_string(), |ended| ended.err().map(|error| error.to_string()).unwrap_or_default());
        return Err(LoadError::Closed("a viewer's socket", why));
    }
    let seconds = began.elapsed().as_secs_f64();
    let rate = pictures as f64 / f64::from(args.viewers) / seconds;
    let cpu = (server.cpu_seconds() - cpu) / seconds;
    Ok(Run { samples, worst, missed, rate, size, quiet: watch.end(own()), cpu, peak_memory: server.peak_memory() })
}

fn shot(number: usize) -> Shot {
    let (prompt, style, camera) = WORDS[number % WORDS.len()];
    Shot { id: "one".into(), prompt: prompt.into(), seconds: 8, style: style.into(), camera: camera.into(), ..Shot::default() }
}

/// Answers the server's pings while something else goes on.
async fn meanwhile(board: &mut Storyboard, page: &mut Page, work: impl Future<Output = ()>) -> Result<()> {
    tokio::select! {
        () = work => Ok(()),
        ended = board.idle() => Err(ended),
        ended = page.idle() => Err(ended),
    }
}

fn locked(arrivals: &Arrivals) -> std::sync::MutexGuard<'_, HashMap<([u8; 16], u32), Instant>> {
    // Each entry is whole.
    arrivals.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Notes when pictures come, and forgets them. Returns when its socket ends.
async fn watch(mut socket: crate::storyboard::Socket, room: RoomId, arrivals: Arrivals) -> Result<()> {
    for (id, command) in [("enter", Command::Enter { room, resume: None }), ("watch", Command::Watch { room, transport: Transport::Ws })] {
        let text = serde_json::to_string(&Request { id: id.into(), command })?;
        socket.send(Frame::Text(text.into())).await?;
    }
    while let Some(frame) = socket.next().await {
        let Frame::Binary(bytes) = frame? else { continue };
        let now = Instant::now();
        let Some((header, _)) = bytes.split_at_checked(HEADER) else { continue };
        let (Ok(take), Ok(index)) = (<[u8; 16]>::try_from(&header[4..20]), <[u8; 4]>::try_from(&header[24..28])) else { continue };
        if header[1] == 0 {
            locked(&arrivals).entry((take, u32::from_be_bytes(index))).or_insert(now);
        }
    }
    Ok(())
}

fn tell(args: &StageArgs, run: &Run) -> Result<()> {
    let figure = |samples: &[f64], percent| rounded(percentile(samples, percent).unwrap_or(f64::NAN), 1);
    let (p50, p95) = (figure(&run.samples, 50.0), figure(&run.samples, 95.0));
    let ours = json!({
        "edit_to_picture_p50_ms": p50,
        "edit_to_picture_p95_ms": p95,
        "edit_to_picture_worst_viewer_p50_ms": figure(&run.worst, 50.0),
        "edit_to_picture_max_ms": figure(&run.samples, 100.0),
        "viewers": args.viewers,
        "edits": args.edits,
        "missed": run.missed,
        "pictures_a_second": rounded(run.rate, 1),
        "width": run.size.0,
        "height": run.size.1,
        "server_cores": rounded(run.cpu, 2),
        "server_peak_bytes": run.peak_memory,
        "pinned": !args.unpinned,
        "goal_p95_ms": GOAL,
    });
    let report = Report::new("stage", ours, run.quiet);
    println!("{}\n{}\n", report.machine, report.commit);
    let row = |name: &str, value: String| vec![value, name.to_owned()];
    let rows = [
        row("ms from an edit to its first picture, half of all", p50.to_string()),
        row("ms, 95 of a hundred", p95.to_string()),
        row("ms, the worst", figure(&run.samples, 100.0).to_string()),
        row("pictures a second at a viewer", rounded(run.rate, 1).to_string()),
        row("of a core, the server", rounded(run.cpu, 2).to_string()),
    ];
    println!("{}\n", report::table(&["figure", "what"], &rows));
    println!("{} edits, {} viewers, {}×{}; {} first pictures were missed.", args.edits, args.viewers, run.size.0, run.size.1, run.missed);
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edit_is_another_one() {
        assert!((0..WORDS.len()).all(|number| shot(number) != shot(number + 1)));
    }
}
