//! The server under test: the real program, on a free port of this machine, with a data folder that goes with it.

use crate::{
    error::{LoadError, Result, at},
    machine,
};
use std::{
    fs::File,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// For a first start, which makes keys and a database.
const PATIENCE: Duration = Duration::from_secs(30);
/// Lines of its log that are told when it fails.
const LOG_TAIL: usize = 20;

/// Killed when dropped.
pub struct Server {
    program: PathBuf,
    core: Option<usize>,
    child: Child,
    data: TempDir,
    /// What it prints is read on, so that it never waits for its reader.
    _printing: tokio::task::JoinHandle<()>,
    pub url: String,
    /// The code of the owner's link.
    pub owner_code: String,
}

impl Server {
    /// Starts it, on one core only if one is named, and waits until it says where it is.
    ///
    /// # Errors
    /// Where it can't be started or ends, with the end of its log; and where the program `taskset` is missing.
    pub async fn start(program: &Path, core: Option<usize>) -> Result<Self> {
        let data = tempfile::Builder::new().prefix("greenroom-loadtest-").tempdir().map_err(at(std::env::temp_dir()))?;
        let (child, printing, told) = launch(program, core, data.path(), "127.0.0.1:0", true).await?;
        Ok(Self { program: program.into(), core, child, data, _printing: printing, url: told.url, owner_code: told.owner_code })
    }

    /// Ends it in order and starts it again where it was, with its data.
    ///
    /// # Errors
    /// Where it does not end, or can't be started.
    pub async fn restart(&mut self) -> Result<()> {
        let pid = self.child.id().map(|pid| pid.to_string()).unwrap_or_default();
        let asked = Command::new("kill").args(["-TERM", &pid]).status().await.map_err(at("kill"))?;
        if !asked.success() {
            return Err(LoadError::Unexpected { what: "ending the server", got: asked.to_string() });
        }
        let ended = timeout(PATIENCE, self.child.wait()).await;
        ended.map_err(|_| LoadError::Late { what: "the end of the server", seconds: PATIENCE.as_secs() })?.map_err(at(&self.program))?;
        let listen = self.address();
        (self.child, self._printing, _) = launch(&self.program, self.core, self.data.path(), &listen, false).await?;
        Ok(())
    }

    /// Address and port, as text.
    fn address(&self) -> String {
        self.url.trim_start_matches("http://").trim_end_matches('/').to_owned()
    }

    /// Address and port.
    #[must_use]
    pub fn socket_address(&self) -> SocketAddr {
        self.address().parse().expect("it was started on an address of this machine")
    }

    /// CPU seconds so far, with the programs that it ran.
    #[must_use]
    pub fn cpu_seconds(&self) -> f64 {
        self.child.id().map_or(0.0, machine::cpu_seconds)
    }

    /// Bytes.
    #[must_use]
    pub fn peak_memory(&self) -> u64 {
        self.child.id().map_or(0, machine::peak_memory)
    }

    /// Bytes that it has now.
    #[must_use]
    pub fn memory(&self) -> u64 {
        self.child.id().map_or(0, machine::memory)
    }

    /// The end of its log.
    #[must_use]
    pub fn log(&self) -> String {
        tail(&self.data.path().join("server.log"))
    }

    /// Ends it; its data go with it.
    pub async fn stop(mut self) {
        // It keeps nothing that anybody wants, so it need not end in order. An error: it has ended already.
        drop(self.child.kill().await);
    }
}

struct Told {
    url: String,
    /// Empty: it has accounts already.
    owner_code: String,
}

async fn launch(program: &Path, core: Option<usize>, data: &Path, listen: &str, first: bool) -> Result<(Child, tokio::task::JoinHandle<()>, Told)> {
    let log_path = data.join("server.log");
    let log = File::options().create(true).append(true).open(&log_path).map_err(at(&log_path))?;
    let mut child =
        command(program, core, data, listen).stderr(log).spawn().map_err(|source| LoadError::NoServer { path: program.into(), source })?;
    let stdout = child.stdout.take().expect("it was asked for");
    let mut lines = BufReader::new(stdout).lines();
    match timeout(PATIENCE, addresses(&mut lines, first)).await {
        Ok(Some(told)) => {
            let printing = tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            Ok((child, printing, told))
        }
        Ok(None) => Err(LoadError::NotReady(tail(&log_path))),
        Err(_) => Err(LoadError::Silent(PATIENCE.as_secs(), tail(&log_path))),
    }
}

fn command(program: &Path, core: Option<usize>, data: &Path, listen: &str) -> Command {
    let mut command = match core {
        None => Command::new(program),
        Some(core) => {
            // It becomes the program: the process is the same.
            let mut command = Command::new("taskset");
            command.args(["-c", &core.to_string()]).arg(program);
            command
        }
    };
    // What is set up on this machine for another server must not reach this one.
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GREENROOM_")) {
        command.env_remove(name);
    }
    command.args(["serve", "--listen", listen, "--data"]).arg(data.join("data"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
    command
}

/// Address, and at a first start the owner's code. None: it has ended.
async fn addresses(lines: &mut Lines<BufReader<ChildStdout>>, first: bool) -> Option<Told> {
    let mut url: Option<String> = None;
    while let Ok(Some(line)) = lines.next_line().await {
        let last = line.rsplit(' ').next().unwrap_or_default();
        match (last.rsplit_once("/i/"), url.take()) {
            (Some((_, code)), Some(url)) => return Some(Told { url, owner_code: code.to_owned() }),
            _ if last.starts_with("http") && !first => return Some(Told { url: last.to_owned(), owner_code: String::new() }),
            _ if last.starts_with("http") => url = Some(last.to_owned()),
            (_, known) => url = known,
        }
    }
    None
}

fn tail(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LOG_TAIL)..].join("\n")
}

/// The program `greenroom` that lies beside this one.
#[must_use]
pub fn beside() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.with_file_name("greenroom")
}
