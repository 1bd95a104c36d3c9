//! Scenario `media`: packets of pictures and sound that the server sends for each second of its CPU: a live stage to many over WebRTC, and a call in
//! which ten speak and many listen. Beside Janus, in turns.
//!
//! Server and load test are pinned to a core each. What counts is what has come at the viewers; what is missing by its sequence is counted too.

mod feed;
mod janus;
mod library;
mod line;
mod ours;
mod phase;
mod sdp;
mod summary;
mod tally;
mod voices;

use crate::{
    begin,
    error::{LoadError, Result},
    machine,
    server::Server,
};
use clap::Args;
use indicatif::ProgressBar;
use janus::Janus;
use ours::Ours;
use std::{path::PathBuf, time::Duration};
use summary::{Figures, Peer};

/// Of a thousand packets, that may be lost before a run fails.
const LOST: f64 = 1.0;

#[derive(Args, Clone, Debug)]
pub struct MediaArgs {
    /// Viewers of the stage over WebRTC; no stage with 0.
    #[arg(long, default_value_t = 100, value_parser = viewers)]
    pub viewers: u32,
    /// Listeners in the call, beside ten who speak; no call with 0.
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(0..=90))]
    pub listeners: u32,
    /// Of each interval; the stage's story is as long.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=60))]
    pub seconds: u32,
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub rounds: u32,
    /// Beside Janus, which is to be installed (apt install janus).
    #[arg(long)]
    pub peers: bool,
    /// Threads in which Janus handles its connections: on one core it is fastest with one. With 0, one for each connection, as Janus does unless told otherwise.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(0..=64))]
    pub janus_loops: u32,
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

impl MediaArgs {
    fn length(&self) -> Duration {
        Duration::from_secs(self.seconds.into())
    }
}

/// One is measured alone, so it takes two to tell what another one costs.
fn viewers(text: &str) -> std::result::Result<u32, String> {
    text.parse().ok().filter(|count| *count == 0 || (2..=400).contains(count)).ok_or_else(|| "write 0, or a number from 2 to 400".to_owned())
}

/// # Errors
/// Where the server can't be used, or too much of what it sends does not come.
pub async fn run(args: &MediaArgs) -> Result<()> {
    let bar = begin::bar(args.json, args.rounds, "rounds")?;
    begin::pin(args.unpinned)?;
    let core = begin::server_core(args.unpinned);
    let server = begin::server(args.server.as_deref(), core, &bar).await?;
    let mut janus = None;
    if args.peers {
        bar.set_message("starting Janus");
        janus = Some(Janus::start(core, args.janus_loops).await);
    }
    let own = |janus: &Option<std::result::Result<Janus, String>>| {
        let peer = janus.as_ref().and_then(|janus| janus.as_ref().ok()).map_or(0.0, Janus::cpu_seconds);
        server.cpu_seconds() + machine::cpu_seconds(std::process::id()) + peer
    };
    let watch = machine::Watch::new(own(&janus));
    let measured = measure(args, &server, &mut janus, &bar).await;
    let quiet = watch.end(own(&janus));
    bar.finish_and_clear();
    let measured = measured.inspect_err(|_| eprintln!("The end of the server's log:\n{}", server.log()));
    server.stop().await;
    if let Some(Ok(janus)) = janus {
        janus.stop().await;
    }
    let (ours, peer) = measured?;
    summary::tell(args, &ours, &peer, quiet)?;
    match ours.lost_of_a_thousand() {
        lost if lost <= LOST => Ok(()),
        lost => {
            let got = format!("{lost:.1} of a thousand packets that did not come; with fewer viewers the load test may keep up");
            Err(LoadError::Unexpected { what: "sending media", got })
        }
    }
}

async fn measure(
    args: &MediaArgs,
    server: &Server,
    janus: &mut Option<std::result::Result<Janus, String>>,
    bar: &ProgressBar,
) -> Result<(Figures, Peer)> {
    let crowd = Ours::gather(args, server, |count| bar.set_message(format!("signing up person {count}"))).await?;
    let mut ours = Figures::default();
    let mut peer: Peer = janus
        .as_ref()
        .map(|janus| janus.as_ref().map(|janus| Figures { version: janus.version().to_owned(), ..Figures::default() }).map_err(Clone::clone));
    for _ in 0..args.rounds {
        if args.viewers > 0 {
            bar.set_message(format!("{} viewers of a stage", args.viewers));
            let (pair, recording) = crowd.stage(args.viewers as usize, args.length()).await?;
            ours.stage.push(pair);
            if let (Some(Ok(janus)), Some(Ok(figures))) = (janus.as_mut(), &mut peer) {
                bar.set_message(format!("{} viewers at Janus", args.viewers));
                match janus.stage(args.viewers as usize, recording, args.length()).await {
                    Ok(pair) => figures.stage.push(pair),
                    Err(why) => peer = Some(Err(why)),
                }
            }
        }
        if args.listeners > 0 {
            bar.set_message(format!("{} listeners in a call", args.listeners));
            ours.voices.push(crowd.voices(args.listeners as usize, args.length()).await?);
            if let (Some(Ok(janus)), Some(Ok(figures))) = (janus.as_mut(), &mut peer) {
                bar.set_message(format!("{} listeners at Janus", args.listeners));
                match janus.voices(args.listeners as usize, args.length()).await {
                    Ok(phase) => figures.voices.push(phase),
                    Err(why) => peer = Some(Err(why)),
                }
            }
        }
        bar.inc(1);
    }
    Ok((ours, peer))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_takes_two_viewers() {
        assert_eq!((viewers("0"), viewers("50")), (Ok(0), Ok(50)));
        assert!(viewers("1").is_err() && viewers("401").is_err() && viewers("x").is_err());
    }
}
