//! Scenario `storyboard`: a hundred people write in one document. How many of their updates does a server take in and pass on to all others in a second
//! of its CPU; how long does a newcomer wait for a document of a megabyte, and what does such a document cost in memory?
//!
//! Server and load test are pinned to a core each. The same updates go to ours and to the peers, in turns. Ours stores each update before it tells
//! anybody; the peers run as they come and store nothing.

mod desk;
mod dialect;
mod library;
mod script;
mod summary;
mod target;

use crate::{
    begin, crowd,
    error::{LoadError, Result},
    machine,
    npm::{self, NodePeer},
    report::{self, Report},
};
use clap::Args;
use desk::Desk;
use indicatif::ProgressBar;
use library::Library;
use script::Script;
use serde_json::json;
use std::{path::PathBuf, time::Duration};
use summary::{Figures, Round};
use target::Target;
use yrs::Doc;

const SEED: u64 = 7;
/// Bytes of a large document: under what a storyboard may have.
const LARGE: usize = 1_000_000;
/// Keystrokes a second that are tried one after the other. A page may send a hundred.
const STEPS: [f64; 8] = [200.0, 400.0, 800.0, 1_600.0, 2_400.0, 3_600.0, 5_400.0, 8_000.0];
/// Of a rate at which a server sent somebody away.
const GENTLER: f64 = 0.8;
/// Seconds of a step.
const TRIED: f64 = 1.5;
/// Sockets of one person are under the server's 32.
const SOCKETS_EACH: usize = 5;
const SETTLE: Duration = Duration::from_millis(300);

const HOCUSPOCUS: npm::Kind =
    npm::Kind { name: "Hocuspocus", packages: &["@hocuspocus/server@3.4.4"], script: include_str!("../../peers/hocuspocus.mjs") };
const Y_WEBSOCKET: npm::Kind =
    npm::Kind { name: "y-websocket", packages: &["y-websocket@2.1.0", "ws@8.23.0"], script: include_str!("../../peers/y-websocket.mjs") };

#[derive(Args, Clone, Debug)]
pub struct EditorsArgs {
    /// Sockets that write in one document.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(2..=150))]
    pub editors: u32,
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rounds: u32,
    /// Of writing in each round, at each of the two rates.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=10))]
    pub seconds: u32,
    /// Documents of a megabyte.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub documents: u32,
    /// Newcomers to them in each round.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub joins: u32,
    /// Beside Hocuspocus and y-websocket, which are installed with npm.
    #[arg(long)]
    pub peers: bool,
    /// Where they are installed; without it, a folder beside this program.
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

struct Measured {
    figures: Vec<Figures>,
    even: f64,
    document_bytes: usize,
    quiet: machine::Quiet,
}

/// # Errors
/// Where a server can't be used, or anything is lost.
pub async fn run(args: &EditorsArgs) -> Result<()> {
    let bar = begin::bar(args.json, args.rounds, "rounds")?;
    begin::pin(args.unpinned)?;
    let (targets, missing) = gather(args, &bar).await?;
    let measured = measure(args, &targets, &bar).await;
    bar.finish_and_clear();
    let measured = measured.inspect_err(|_| eprintln!("The end of the server's log:\n{}", targets[0].log()));
    for target in targets {
        target.stop().await;
    }
    let measured = measured?;
    tell(args, &measured, &missing)?;
    let wrong = measured.figures[0].lost() + measured.figures[0].differing() as u64;
    match wrong {
        0 => Ok(()),
        count => Err(LoadError::Unexpected { what: "writing a storyboard", got: format!("{count} updates that were lost, or texts that differ") }),
    }
}

/// All servers, ours first; and the peers that can't be had, with the reason.
async fn gather(args: &EditorsArgs, bar: &ProgressBar) -> Result<(Vec<Target>, Vec<(&'static str, String)>)> {
    let core = begin::server_core(args.unpinned);
    let server = begin::server(args.server.as_deref(), core, bar).await?;
    bar.set_message("signing people up");
    let people = crowd::gather(&server, (args.editors as usize).div_ceil(SOCKETS_EACH), |_| {}).await?;
    let (mut targets, mut missing) = (vec![Target::ours(server, people)], Vec::new());
    for kind in [HOCUSPOCUS, Y_WEBSOCKET].iter().filter(|_| args.peers) {
        bar.set_message(format!("starting {}", kind.name));
        match NodePeer::start(kind, args.peers_folder.as_deref(), core, &[]).await {
            Ok(peer) if kind.name == HOCUSPOCUS.name => targets.push(Target::named(kind.name, peer)),
            Ok(peer) => targets.push(Target::plain(kind.name, peer)),
            Err(why) => missing.push((kind.name, why)),
        }
    }
    Ok((targets, missing))
}

async fn measure(args: &EditorsArgs, targets: &[Target], bar: &ProgressBar) -> Result<Measured> {
    bar.set_message("writing what will be written");
    let (count, doc) = (args.editors as usize, script::large(LARGE, SEED));
    let most = STEPS[STEPS.len() - 1] * f64::from(args.seconds).max(TRIED) / count as f64;
    let script = Script::new(count, most.ceil() as usize + 1, SEED);
    let own = || targets.iter().map(Target::cpu_seconds).sum::<f64>() + machine::cpu_seconds(std::process::id());
    let watch = machine::Watch::new(own());
    let mut figures: Vec<Figures> =
        targets.iter().map(|target| Figures { name: target.name, version: target.version.clone(), ..Figures::default() }).collect();
    let mut libraries = Vec::new();
    for (target, figures) in targets.iter().zip(&mut figures) {
        bar.set_message(format!("{} documents of a megabyte: {}", args.documents, target.name));
        let library = Library::fill(target, &doc, args.documents as usize).await?;
        figures.bytes_each = library.bytes_each;
        libraries.push(library);
    }
    // In turns, so that what the machine does meanwhile meets all alike.
    let wanted = script::text_of(&doc);
    for round in 0..args.rounds * args.joins {
        for (library, figures) in libraries.iter().zip(&mut figures) {
            figures.joins_ms.push(library.join(round as usize, &wanted).await?);
        }
    }
    drop(libraries);
    let mut fills = Vec::new();
    for target in targets {
        bar.set_message(format!("how much can it take: {}", target.name));
        fills.push(filling(target, &script).await?);
    }
    let even = fills.iter().copied().fold(f64::INFINITY, f64::min) / 2.0;
    for _ in 0..args.rounds {
        for ((target, figures), full) in targets.iter().zip(&mut figures).zip(&mut fills) {
            bar.set_message(format!("{count} editors: {}", target.name));
            figures.even.push(round(target, &script, even, args.seconds.into()).await?);
            figures.full.push(full_round(target, &script, full, args.seconds.into(), &mut figures.sent_away).await?);
        }
        bar.inc(1);
    }
    Ok(Measured { figures, even, document_bytes: size(&doc), quiet: watch.end(own()) })
}

fn size(doc: &Doc) -> usize {
    use yrs::{ReadTxn, Transact};
    doc.transact().encode_diff_v1(&yrs::StateVector::default()).len()
}

/// The first rate that fills the server's core, or the last one that it bears.
async fn filling(target: &Target, script: &Script) -> Result<f64> {
    let mut borne = STEPS[0];
    for a_second in STEPS {
        match round(target, script, a_second, TRIED).await {
            Ok(tried) if tried.full() => return Ok(a_second),
            Ok(_) => borne = a_second,
            // Ours sends those away who can't be told fast enough.
            Err(LoadError::Closed(..)) => return Ok(borne),
            Err(error) => return Err(error),
        }
    }
    Ok(borne)
}

/// A round at that rate; where the server sends somebody away, at a lower one from then on.
async fn full_round(target: &Target, script: &Script, a_second: &mut f64, seconds: f64, sent_away: &mut u32) -> Result<Round> {
    loop {
        match round(target, script, *a_second, seconds).await {
            Err(LoadError::Closed(..)) if *a_second > STEPS[0] => {
                *sent_away += 1;
                *a_second *= GENTLER;
            }
            other => return other,
        }
    }
}

/// A new document, in which all write so fast and so long.
async fn round(target: &Target, script: &Script, a_second: f64, seconds: f64) -> Result<Round> {
    let place = target.document(true).await?;
    let mut desk = Desk::open(script, &place).await?;
    tokio::time::sleep(SETTLE).await;
    let (cpu, own) = (target.cpu_seconds(), machine::cpu_seconds(std::process::id()));
    let played = tokio::task::block_in_place(|| desk.play(a_second, (a_second * seconds) as u64))?;
    let (cpu_s, own_cpu_s) = (target.cpu_seconds() - cpu, machine::cpu_seconds(std::process::id()) - own);
    // Whoever comes now reads what everybody reads.
    let stored = library::text_at(&place).await?;
    let differing = tokio::task::block_in_place(|| {
        let wanted = desk.text();
        desk.differing(&wanted) + usize::from(wanted != stored)
    });
    Ok(Round { played, a_second, cpu_s, own_cpu_s, differing })
}

fn tell(args: &EditorsArgs, measured: &Measured, missing: &[(&str, String)]) -> Result<()> {
    let (ours, others) = measured.figures.split_first().expect("ours is there");
    let mut value = ours.value();
    for (key, extra) in [
        ("editors", json!(args.editors)),
        ("even_rate", json!(measured.even)),
        ("document_bytes", json!(measured.document_bytes)),
        ("documents", json!(args.documents)),
        ("pinned", json!(!args.unpinned)),
        ("stores_before_telling", json!(true)),
    ] {
        value[key] = extra;
    }
    let mut report = Report::new("storyboard", value, measured.quiet);
    for other in others {
        report.peers.insert(other.name.into(), other.value());
        ours.compare(other, &mut report.ratio);
    }
    for (name, why) in missing {
        report.peers.insert((*name).into(), json!({ "missing": why }));
    }
    println!("{}\n{}\n", report.machine, report.commit);
    let rows: Vec<Vec<String>> = measured.figures.iter().map(Figures::row).collect();
    println!("{}\n", report::table(&summary::HEAD, &rows));
    println!("{} editors; the even rate is {} updates a second. Ours stores before it tells; the peers store nothing.", args.editors, measured.even);
    for (name, ratio) in &report.ratio {
        println!("ours over {name}: {ratio}");
    }
    for (name, why) in missing {
        println!("{name} is missing: {why}");
    }
    if !args.peers {
        println!("Peers were not asked for (--peers).");
    }
    if args.json {
        println!("{}", serde_json::to_string(&report)?);
    }
    Ok(())
}
