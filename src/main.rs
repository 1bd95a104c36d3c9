//! The program `greenroom`: serves, or makes and checks a file without a server.

use clap::Parser;
use greenroom::{
    App,
    cli::{Cli, Command, ledger, take, understand, verify},
    config::ServeArgs,
    telemetry,
};
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};

fn main() -> ExitCode {
    match Cli::parse().command() {
        Command::Serve(args) => serve(args),
        Command::Take(args) => take::run(&args),
        Command::Understand(args) => understand::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Ledger(args) => ledger::run(&args),
    }
}

fn serve(args: ServeArgs) -> ExitCode {
    telemetry::start(args.log.as_deref(), args.log_json);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("the system grants threads");
    runtime.block_on(async {
        let app = match App::build(args.into()).await {
            Ok(app) => app,
            Err(error) => return failed(&error),
        };
        println!("Greenroom is at {}", app.url());
        if let Some(link) = app.owner_link() {
            println!("Sign up as its owner (this link works once): {link}");
        }
        match app.serve(asked_to_end()).await {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => failed(&error),
        }
    })
}

/// Ctrl-C or SIGTERM. A second one does not wait for what is under way.
async fn asked_to_end() {
    let mut terminate = signal(SignalKind::terminate()).expect("handlers can be set");
    let mut interrupt = signal(SignalKind::interrupt()).expect("handlers can be set");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    eprintln!("Ending; what was acknowledged is kept, and a running take starts again next time.");
    tokio::spawn(async move {
        interrupt.recv().await;
        std::process::exit(130);
    });
}

fn failed(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("greenroom: {error}");
    ExitCode::FAILURE
}
