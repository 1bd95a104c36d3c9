//! Servers of others that run in Node: installed with npm into a folder of their own, started as processes on a free port.
//!
//! Each has a script in `peers/` that starts it as its documentation does and says its port in the first line.

use crate::{machine, peers::output};
use serde::Deserialize;
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
    time::timeout,
};

const INSTALLING: Duration = Duration::from_secs(180);
const STARTING: Duration = Duration::from_secs(20);

pub struct Kind {
    pub name: &'static str,
    /// As npm names them; the first is the one whose version is told.
    pub packages: &'static [&'static str],
    pub script: &'static str,
}

/// Killed when dropped.
pub struct NodePeer {
    child: Child,
    pub address: SocketAddr,
    pub version: String,
    _printing: tokio::task::JoinHandle<()>,
}

#[derive(Deserialize)]
struct Ready {
    port: u16,
    version: String,
}

impl NodePeer {
    /// Installs it where it is not there yet, and starts it.
    ///
    /// # Errors
    /// Why it can't be had, in one sentence.
    pub async fn start(kind: &Kind, folder: Option<&Path>, core: Option<usize>, arguments: &[String]) -> Result<Self, String> {
        let own = folder.map_or_else(beside, Path::to_owned).join(kind.name.to_lowercase().replace('.', "-"));
        install(kind, &own).await?;
        let script = own.join("peer.mjs");
        std::fs::write(&script, kind.script).map_err(|error| error.to_string())?;
        let mut command = match core {
            None => Command::new("node"),
            Some(core) => {
                let mut command = Command::new("taskset");
                command.args(["-c", &core.to_string(), "node"]);
                command
            }
        };
        command.arg(&script).args(arguments).current_dir(&own).stdin(Stdio::null()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| error.to_string())?;
        let mut lines = BufReader::new(child.stdout.take().expect("it was asked for")).lines();
        let first = timeout(STARTING, lines.next_line()).await.map_err(|_| "it did not say where it is")?;
        let first = first.ok().flatten().ok_or("it ended at once")?;
        let ready: Ready = serde_json::from_str(&first).map_err(|error| format!("its first line can't be read: {error}"))?;
        let printing = tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self { child, address: SocketAddr::from((Ipv4Addr::LOCALHOST, ready.port)), version: ready.version, _printing: printing })
    }

    #[must_use]
    pub fn cpu_seconds(&self) -> f64 {
        self.child.id().map_or(0.0, machine::cpu_seconds)
    }

    /// Bytes.
    #[must_use]
    pub fn memory(&self) -> u64 {
        self.child.id().map_or(0, machine::memory)
    }

    pub async fn stop(mut self) {
        // An error: it has ended already.
        drop(self.child.kill().await);
    }
}

/// The folder of all peers beside this program.
fn beside() -> PathBuf {
    std::env::current_exe().unwrap_or_default().with_file_name("loadtest-peers")
}

async fn install(kind: &Kind, folder: &Path) -> Result<(), String> {
    let (done, wanted) = (folder.join("installed"), format!("{}\n", kind.packages.join(" ")));
    if std::fs::read_to_string(&done).is_ok_and(|text| text == wanted) {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    // npm would otherwise look for a package in the folders above.
    std::fs::write(folder.join("package.json"), r#"{"private": true}"#).map_err(|error| error.to_string())?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(folder).args(kind.packages).current_dir(folder);
    output(&mut npm, INSTALLING).await?;
    std::fs::write(&done, wanted).map_err(|error| error.to_string())
}
