//! Other programs that make a like clip, for comparison: installed into a folder of their own, run as processes.
//!
//! Each renders a scene of `peers/*.py`: layers, a few articulated figures that move, sound, H.264. They draw one pass and no
//! watermark, and sign nothing: they have less to do than a take.

use crate::{
    error::{Result, at},
    machine,
};
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tempfile::TempDir;
use tokio::{process::Command, time::timeout};

/// For one installation.
const INSTALLING: Duration = Duration::from_secs(300);
/// For one scene.
const RENDERING: Duration = Duration::from_secs(300);
/// Characters of a reason.
const REASON: usize = 200;

struct Kind {
    name: &'static str,
    /// As pip names it.
    package: &'static str,
    script: &'static str,
}

const KINDS: &[Kind] = &[
    Kind { name: "MoviePy", package: "moviepy==2.2.1", script: include_str!("../peers/moviepy_scene.py") },
    Kind { name: "Manim", package: "manim==0.19.0", script: include_str!("../peers/manim_scene.py") },
];

/// What a peer is asked to render.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub seconds: u32,
    pub width: u32,
    pub height: u32,
    pub fps: u32,
    pub seed: u64,
}

/// What a script says of its run, in its last line. Starting Python and importing are not counted.
#[derive(Clone, Debug, Deserialize)]
pub struct Rendered {
    pub version: String,
    pub first_picture_ms: f64,
    pub whole_ms: f64,
    pub cpu_s: f64,
}

pub enum Outcome<'a> {
    Missing(&'a str),
    Ran { version: &'a str, runs: &'a [Rendered] },
}

pub struct Peer {
    name: &'static str,
    python: PathBuf,
    script: PathBuf,
    runs: Vec<Rendered>,
    missing: Option<String>,
}

pub struct Peers {
    peers: Vec<Peer>,
    /// The scripts and what they write.
    _work: Option<TempDir>,
}

impl Peers {
    #[must_use]
    pub fn none() -> Self {
        Self { peers: Vec::new(), _work: None }
    }

    #[cfg(test)]
    pub fn missing(name: &'static str, why: &str) -> Self {
        let peer = Peer { name, python: PathBuf::new(), script: PathBuf::new(), runs: Vec::new(), missing: Some(why.into()) };
        Self { peers: vec![peer], _work: None }
    }

    /// Installs what is not there yet. One that can't be installed is kept with the reason.
    ///
    /// # Errors
    /// Only where no temporary folder can be made.
    pub async fn install(folder: Option<&Path>, tell: impl Fn(&str)) -> Result<Self> {
        let beside = || std::env::current_exe().unwrap_or_default().with_file_name("loadtest-peers");
        let folder = folder.map_or_else(beside, Path::to_owned);
        let work = tempfile::Builder::new().prefix("greenroom-peers-").tempdir().map_err(at(std::env::temp_dir()))?;
        let mut peers = Vec::new();
        for kind in KINDS {
            tell(&format!("installing {} into {}", kind.name, folder.display()));
            // Not the package's own name, which would then be imported instead of it.
            let script = work.path().join(format!("{}_scene.py", kind.name.to_lowercase()));
            std::fs::write(&script, kind.script).map_err(at(&script))?;
            let own = folder.join(kind.name.to_lowercase());
            let missing = install(kind, &own).await.err();
            peers.push(Peer { name: kind.name, python: own.join("bin/python"), script, runs: Vec::new(), missing });
        }
        Ok(Self { peers, _work: Some(work) })
    }

    /// Those that can render.
    pub fn each(&mut self) -> impl Iterator<Item = &mut Peer> {
        self.peers.iter_mut().filter(|peer| peer.missing.is_none())
    }

    #[must_use]
    pub fn all(&self) -> &[Peer] {
        &self.peers
    }
}

impl Peer {
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    #[must_use]
    pub fn outcome(&self) -> Outcome<'_> {
        match (&self.missing, self.runs.first()) {
            (Some(why), _) => Outcome::Missing(why),
            (None, Some(first)) => Outcome::Ran { version: &first.version, runs: &self.runs },
            (None, None) => Outcome::Missing("it was not run"),
        }
    }

    /// Renders once. One that fails is not asked again in this run, and is told as missing.
    pub async fn render(&mut self, asked: &Asked) {
        let out = self.script.with_extension("mp4");
        let mut command = Command::new(&self.python);
        command.arg(&self.script).arg("--out").arg(&out);
        for (flag, value) in [("--seconds", asked.seconds), ("--width", asked.width), ("--height", asked.height), ("--fps", asked.fps)] {
            command.args([flag, &value.to_string()]);
        }
        command.args(["--seed", &asked.seed.to_string()]);
        let rendered = output(&mut command, RENDERING).await.and_then(|text| {
            let last = text.lines().last().unwrap_or_default();
            serde_json::from_str::<Rendered>(last).map_err(|error| format!("its last line can't be read: {error}"))
        });
        match rendered {
            Ok(_) if !machine::is_file(&out) => self.missing = Some("it wrote no file".into()),
            Ok(rendered) => self.runs.push(rendered),
            Err(why) => self.missing = Some(why),
        }
    }
}

/// A virtual environment with the package; at once where it is there already.
async fn install(kind: &Kind, folder: &Path) -> std::result::Result<(), String> {
    let done = folder.join("installed");
    let wanted = format!("{}\n", kind.package);
    if std::fs::read_to_string(&done).is_ok_and(|text| text == wanted) {
        return Ok(());
    }
    output(Command::new("python3").args(["-m", "venv"]).arg(folder), INSTALLING).await?;
    let mut pip = Command::new(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", kind.package]);
    output(&mut pip, INSTALLING).await?;
    std::fs::write(&done, wanted).map_err(|error| error.to_string())
}

/// What it prints; else why it failed.
pub async fn output(command: &mut Command, patience: Duration) -> std::result::Result<String, String> {
    command.stdin(Stdio::null()).kill_on_drop(true);
    let output = match timeout(patience, command.output()).await {
        Ok(output) => output.map_err(|error| error.to_string())?,
        Err(_) => return Err(format!("it took longer than {} s", patience.as_secs())),
    };
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(reason(&String::from_utf8_lossy(&output.stderr)))
}

/// The line of a long complaint that tells most: the last one that names something that is required or not found, else the last.
fn reason(stderr: &str) -> String {
    let lines = || stderr.lines().map(str::trim).filter(|line| !line.is_empty());
    let telling = |line: &&str| ["required", "not found", "No matching", "No module", "Could not", "No space"].iter().any(|word| line.contains(word));
    let line = lines().rfind(telling).or_else(|| lines().next_back()).unwrap_or("it failed without a word");
    line.chars().take(REASON).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_complaint_becomes_its_telling_line() {
        let text = "error: subprocess-exited\n  RequiredDependencyException: pangocairo >= 1.30.0 is required\n\nnote: This error originates from a subprocess\n";
        assert_eq!(reason(text), "RequiredDependencyException: pangocairo >= 1.30.0 is required");
        assert_eq!(reason("one\ntwo\n"), "two");
        assert_eq!(reason(""), "it failed without a word");
    }

    #[tokio::test]
    async fn what_can_not_be_run_says_why() {
        let missing = output(&mut Command::new("/nowhere/python3"), Duration::from_secs(5)).await;
        assert!(missing.is_err());
        let failed = output(Command::new("sh").args(["-c", "echo no such thing >&2; exit 3"]), Duration::from_secs(5)).await;
        assert_eq!(failed, Err("no such thing".into()));
    }
}
