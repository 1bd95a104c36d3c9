//! The command line.

pub mod ledger;
mod material;
mod recording;
pub mod take;
pub mod understand;
pub mod verify;

use crate::config::ServeArgs;
use clap::{Parser, Subcommand};
use engine::studio::understand::Meanings;
use ledger::LedgerArgs;
use models::{Models, Places};
use std::{path::PathBuf, sync::Arc};
use take::TakeArgs;
use understand::UnderstandArgs;
use verify::VerifyArgs;

/// A server for making video together.
#[derive(Parser, Debug)]
#[command(name = "greenroom", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeArgs,
}

#[derive(Subcommand, Clone, Debug)]
pub enum Command {
    /// Serve pages, rooms and takes; the same as no command at all.
    Serve(ServeArgs),
    /// Make a clip of one prompt, without a server.
    Take(TakeArgs),
    /// Tell what would be shown of a prompt, and what not; as JSON, a screenplay that can be edited and given to take.
    Understand(UnderstandArgs),
    /// Say where a file comes from. Ends with 0 where it is untouched since it was signed, with 1 otherwise.
    Verify(VerifyArgs),
    /// The consent log of a server: check it, or write it out.
    Ledger(LedgerArgs),
}

impl Cli {
    #[must_use]
    pub fn command(self) -> Command {
        self.command.unwrap_or(Command::Serve(self.serve))
    }
}

/// The folder of the signing identity: in the data folder that was named, else the user's own.
fn identity_folder(data: Option<&PathBuf>) -> PathBuf {
    let own = || {
        let home = std::env::var_os("HOME").map_or_else(|| PathBuf::from("."), PathBuf::from);
        let shared = std::env::var_os("XDG_DATA_HOME").map_or_else(|| home.join(".local/share"), PathBuf::from);
        shared.join("greenroom")
    };
    data.cloned().unwrap_or_else(own).join("identity")
}

/// What the server's engine asks for unknown words: the model where `greenroom` itself looks for it.
fn meanings(data: Option<&PathBuf>) -> Arc<Meanings> {
    let data = data.cloned().unwrap_or_else(|| PathBuf::from("data"));
    Arc::new(Meanings::new(Arc::new(Models::open(Places::usual(None, &data)))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        <Cli as CommandFactory>::command().debug_assert();
    }

    #[test]
    fn without_a_command_it_serves() {
        let cli = Cli::try_parse_from(["greenroom", "--listen", "127.0.0.1:9090"]).expect("fits");
        assert!(matches!(cli.command(), Command::Serve(args) if args.listen.port() == 9090));
        let cli = Cli::try_parse_from(["greenroom", "serve", "--data", "x"]).expect("fits");
        assert!(matches!(cli.command(), Command::Serve(_)));
    }
}
