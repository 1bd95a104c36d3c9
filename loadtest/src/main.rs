//! The program `greenroom-loadtest`: starts a real server, uses it from outside as people do, and prints what it measured.
//!
//! One scenario a run. It asserts nothing about time: a figure is to be read beside the load of the machine, which it prints too.

mod account;
mod begin;
mod chart;
mod crowd;
mod editors;
mod error;
mod figures;
mod gallery;
mod lean;
mod machine;
mod media;
mod npm;
mod page;
mod peers;
mod places;
mod report;
mod resume;
mod revoke;
mod seeded;
mod server;
mod stage;
mod stalled;
mod storyboard;
mod take;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

const ABOUT: &str =
    "Starts a Greenroom server, loads it from outside, and prints figures: a table, a chart on request, and with --json one object as the last line.";

#[derive(Parser)]
#[command(name = "greenroom-loadtest", version, about = ABOUT, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    scenario: Scenario,
}

#[derive(Subcommand)]
enum Scenario {
    /// From the request to the first picture, and to the finished clip, of 10 s takes at 720×1280.
    Take(take::TakeArgs),
    /// From a revocation to silence, at many viewers; and whether anything left after it was acknowledged.
    Revoke(revoke::RevokeArgs),
    /// From an edit's arrival to the first picture that shows it, at many viewers of one live stage.
    Stage(stage::StageArgs),
    /// A hundred people write in one storyboard: updates for each second of the server's CPU, a newcomer's wait, memory of a document.
    Storyboard(editors::EditorsArgs),
    /// Thousands of sockets are cut at once, or the server starts anew: until the last has resumed; what was lost or came twice.
    Resume(resume::ResumeArgs),
    /// Some of a stage's viewers stop reading: what that costs in memory, and whether the others notice.
    Stalled(stalled::StalledArgs),
    /// Packets of a live stage and of a call for each second of the server's CPU, at many viewers over WebRTC.
    Media(media::MediaArgs),
    /// Every reference prompt as a clip, and a page to look at them.
    Gallery(gallery::GalleryArgs),
}

#[tokio::main]
async fn main() -> ExitCode {
    let Cli { scenario } = Cli::parse();
    let result = match scenario {
        Scenario::Take(args) => take::run(&args).await,
        Scenario::Revoke(args) => revoke::run(&args).await,
        Scenario::Stage(args) => stage::run(&args).await,
        Scenario::Storyboard(args) => editors::run(&args).await,
        Scenario::Resume(args) => resume::run(&args).await,
        Scenario::Stalled(args) => stalled::run(&args).await,
        Scenario::Media(args) => media::run(&args).await,
        Scenario::Gallery(args) => gallery::run(&args).await,
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("greenroom-loadtest: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn help_lists_the_scenarios() {
        let mut command = Cli::command();
        command.build();
        let help = command.render_long_help().to_string();
        for scenario in ["take", "revoke", "stage", "storyboard", "resume", "stalled", "media", "gallery"] {
            assert!(help.contains(scenario), "{scenario}: {help}");
        }
    }
}
