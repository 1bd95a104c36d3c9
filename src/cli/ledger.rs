//! `greenroom ledger`: writes the consent log out, and checks a whole log without a server.

use clap::{Args, Subcommand};
use futures::{StreamExt, TryStreamExt};
use std::{
    fmt::Display,
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use store::{
    LedgerReader, StoreSettings,
    ledger::{Verified, Verifier, public_path, verify},
};
use tokio_util::io::{StreamReader, SyncIoBridge};

/// Ends with this where a log fits itself, but nothing says whose it is: it was checked with the key that came with it.
const NOT_AUTHENTICATED: u8 = 3;
/// Problems that are told one by one.
const MOST_TOLD: usize = 50;

#[derive(Args, Clone, Debug)]
pub struct LedgerArgs {
    #[command(subcommand)]
    command: LedgerCommand,
}

#[derive(Subcommand, Clone, Debug)]
enum LedgerCommand {
    /// Check a whole log: every entry, its place, and every signed head. Ends with 0 where all is as the server signed it, with 1 where it
    /// is not, with 3 where the log fits itself but the key came with it: whoever made the log anew would have made that too.
    Verify(LedgerVerifyArgs),
    /// Write the whole log as JSON lines. It names nobody.
    Export(LedgerExportArgs),
}

#[derive(Args, Clone, Debug)]
struct LedgerVerifyArgs {
    /// An exported log; - reads from standard input. Without it, the log of the data folder.
    file: Option<PathBuf>,
    #[command(flatten)]
    source: Source,
    /// The server's public key, as `name+hash+key`, from a source that you trust; /api/ledger and data/ledger.pub tell it.
    #[arg(long)]
    key: Option<Verifier>,
    /// A signed head that you kept: this log must begin with the one which it signs. May be repeated.
    #[arg(long)]
    head: Vec<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Args, Clone, Debug)]
struct LedgerExportArgs {
    #[command(flatten)]
    source: Source,
    /// Where to write; without it, to standard output.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Args, Clone, Debug)]
struct Source {
    /// The server's data folder.
    #[arg(long, env = "GREENROOM_DATA", default_value = "./data")]
    data: PathBuf,
    /// Where the database is not in that folder.
    #[arg(long, env = "GREENROOM_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[must_use]
pub fn run(args: &LedgerArgs) -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("the system grants threads");
    let done = match &args.command {
        LedgerCommand::Verify(args) => check(args, &runtime).and_then(|verified| tell(&verified, args.json)),
        LedgerCommand::Export(args) => runtime.block_on(export(args)).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        eprintln!("greenroom: {error}");
        ExitCode::FAILURE
    })
}

fn check(args: &LedgerVerifyArgs, runtime: &tokio::runtime::Runtime) -> Result<Verified, Failure> {
    let heads = args.head.iter().map(|path| std::fs::read_to_string(path).map_err(|error| at(path, &error))).collect::<Result<Vec<_>, _>>()?;
    match &args.file {
        Some(path) if path.as_os_str() == "-" => Ok(verify(io::stdin().lock(), args.key.as_ref(), &heads)?),
        Some(path) => {
            let file = File::open(path).map_err(|error| at(path, &error))?;
            Ok(verify(BufReader::new(file), args.key.as_ref(), &heads)?)
        }
        None => {
            let key = args.key.clone().map_or_else(|| kept_key(&args.source.data), Ok)?;
            let reader = runtime.block_on(args.source.open())?;
            let _inside = runtime.enter();
            let stream = StreamReader::new(reader.stream().map_err(io::Error::other).boxed());
            let log: Box<dyn BufRead> = Box::new(SyncIoBridge::new(stream));
            Ok(verify(log, Some(&key), &heads)?)
        }
    }
}

/// Of the file beside the secret key: the database itself must not be asked which key to trust.
fn kept_key(data: &Path) -> Result<Verifier, Failure> {
    let path = public_path(&StoreSettings::in_folder(data).ledger_key);
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}; give the server's key with --key", path.display()))?;
    text.parse::<Verifier>().map_err(|error| at(&path, &error))
}

impl Source {
    async fn open(&self) -> Result<LedgerReader, Failure> {
        let here = StoreSettings::in_folder(&self.data).database_url;
        Ok(LedgerReader::open(self.database_url.as_deref().unwrap_or(&here)).await?)
    }
}

async fn export(args: &LedgerExportArgs) -> Result<(), Failure> {
    let reader = args.source.open().await?;
    let mut out: Box<dyn Write> = match &args.out {
        Some(path) => Box::new(io::BufWriter::new(File::create(path).map_err(|error| at(path, &error))?)),
        None => Box::new(io::BufWriter::new(io::stdout().lock())),
    };
    let mut lines = reader.stream().boxed();
    while let Some(text) = lines.try_next().await? {
        out.write_all(&text)?;
    }
    Ok(out.flush()?)
}

fn tell(verified: &Verified, json: bool) -> Result<ExitCode, Failure> {
    let whole = verified.problems.is_empty();
    let mut out = io::stdout().lock();
    if json {
        let problems: Vec<String> = verified.problems.iter().map(ToString::to_string).collect();
        let told = serde_json::json!({
            "whole": whole,
            "entries": verified.entries,
            "heads": verified.heads,
            "key": verified.key.to_string(),
            "authenticated": !verified.own_key,
            "problems": problems,
        });
        writeln!(out, "{told}")?;
    } else {
        let (entries, heads) = (verified.entries, verified.heads);
        let verdict = match (whole, verified.own_key) {
            (false, _) => "the log is NOT as it was signed",
            (true, true) => "the log fits itself, but is not authenticated",
            (true, false) => "the log is whole",
        };
        writeln!(out, "{verdict}: {entries} entries, {heads} signed heads\n  key: {}", verified.key)?;
        if verified.own_key {
            writeln!(out, "  not authenticated: the key came with the log; give the server's with --key")?;
        }
        for problem in verified.problems.iter().take(MOST_TOLD) {
            writeln!(out, "  {problem}")?;
        }
        if let Some(more) = verified.problems.len().checked_sub(MOST_TOLD + 1) {
            writeln!(out, "  and {} more", more + 1)?;
        }
    }
    Ok(ExitCode::from(code(verified)))
}

fn code(verified: &Verified) -> u8 {
    match (verified.problems.is_empty(), verified.own_key) {
        (false, _) => 1,
        (true, true) => NOT_AUTHENTICATED,
        (true, false) => 0,
    }
}

fn at(path: &Path, error: &dyn Display) -> Failure {
    format!("{}: {error}", path.display()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct CommandLine {
        #[command(flatten)]
        ledger: LedgerArgs,
    }

    fn checked(arguments: &[&str]) -> Result<Verified, Failure> {
        let line = CommandLine::try_parse_from(["greenroom", "verify"].iter().chain(arguments)).expect("fits");
        let LedgerCommand::Verify(args) = line.ledger.command else { panic!("verify was asked for") };
        check(&args, &runtime())
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads")
    }

    fn served_once(data: &Path) -> String {
        runtime().block_on(async {
            let store = store::Store::open(StoreSettings::in_folder(data)).await.expect("an empty folder is enough");
            store.close().await;
            store.ledger_key().to_owned()
        })
    }

    #[test]
    fn a_log_is_checked_from_its_folder_and_from_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, file) = (folder.path().to_str().expect("plain"), folder.path().join("log"));
        let key = served_once(folder.path());
        let whole = checked(&["--data", data]).expect("it can be read");
        assert_eq!((whole.entries, whole.heads, whole.own_key, whole.problems.len()), (0, 1, false, 0));
        let out = CommandLine::try_parse_from(["greenroom", "export", "--data", data, "--out", file.to_str().expect("plain")]).expect("fits");
        let LedgerCommand::Export(args) = &out.ledger.command else { panic!("export was asked for") };
        runtime().block_on(export(args)).expect("it can be written");
        let path = file.to_str().expect("plain");
        assert_eq!(code(&whole), 0, "the key beside the data");
        assert_eq!(code(&checked(&[path]).expect("it can be read")), NOT_AUTHENTICATED);
        assert_eq!(code(&checked(&[path, "--key", &key]).expect("it can be read")), 0);
        let text = std::fs::read_to_string(&file).expect("written");
        std::fs::write(&file, text.replace("\\n0\\n", "\\n1\\n")).expect("ours");
        assert_eq!(code(&checked(&[path, "--key", &key]).expect("it can be read")), 1);
        std::fs::write(&file, "nothing").expect("ours");
        assert!(checked(&[path]).is_err());
    }

    #[test]
    fn to_check_makes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("none");
        assert!(checked(&["--data", data.to_str().expect("plain")]).is_err());
        assert!(checked(&["--data", folder.path().to_str().expect("plain")]).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 0);
    }
}
