//! Where and of what a figure was taken: commit, machine, and how busy others kept it. Reads `/proc`.

use serde::Serialize;
use std::{fs, path::Path, process::Command};

/// Ticks a second of the CPU times in `/proc` on every Linux that we meet.
const TICKS: f64 = 100.0;

const PAGE: u64 = 4_096;

/// The commit of the folder in which the run is started; `+` where files differ from it.
#[must_use]
pub fn commit() -> String {
    let git = |args: &[&str]| {
        let output = Command::new("git").args(args).output().ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned())
    };
    let Some(head) = git(&["rev-parse", "--short=12", "HEAD"]) else { return "unknown".into() };
    let changed = git(&["status", "--porcelain", "--untracked-files=no"]).is_some_and(|text| !text.is_empty());
    if changed { format!("{head}+") } else { head }
}

/// One line: processor, cores, memory, kernel.
#[must_use]
pub fn describe() -> String {
    // All of them, also for one that keeps to a single core.
    let cores = fs::read_to_string("/proc/cpuinfo").unwrap_or_default().lines().filter(|line| line.starts_with("processor")).count().max(1);
    let model = field("/proc/cpuinfo", "model name").unwrap_or_else(|| std::env::consts::ARCH.into());
    let kilobytes: u64 = field("/proc/meminfo", "MemTotal").and_then(|text| text.split(' ').next()?.parse().ok()).unwrap_or(0);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{model}, {cores} cores, {} GiB, Linux {}", kilobytes.div_ceil(1 << 20), kernel.trim())
}

fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The load average of the last minute.
#[must_use]
pub fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0.0)
}

/// Keeps this process, its threads included, on one core.
///
/// # Errors
/// What the program `taskset` said.
pub fn pin(core: usize) -> Result<(), String> {
    let output = Command::new("taskset").args(["-acp", &core.to_string(), &std::process::id().to_string()]).output();
    let output = output.map_err(|error| error.to_string())?;
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()) }
}

/// CPU seconds that a process has used, its threads included, with children that have ended and were waited for.
#[must_use]
pub fn cpu_seconds(pid: u32) -> f64 {
    fs::read_to_string(format!("/proc/{pid}/stat")).ok().and_then(|text| of_stat(&text)).unwrap_or(0.0)
}

/// The process's name comes in brackets and may hold anything: what follows the last bracket counts.
fn of_stat(text: &str) -> Option<f64> {
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    // utime, stime, cutime, cstime: fields 14 to 17, of which the first here is the third.
    let ticks: Option<Vec<f64>> = fields.get(11..15)?.iter().map(|field| field.parse().ok()).collect();
    Some(ticks?.iter().sum::<f64>() / TICKS)
}

/// The most memory that a process had at once, in bytes.
#[must_use]
pub fn peak_memory(pid: u32) -> u64 {
    let path = format!("/proc/{pid}/status");
    let kilobytes = field(&path, "VmHWM").and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1_024
}

/// The memory that a process has now, in bytes.
#[must_use]
pub fn memory(pid: u32) -> u64 {
    let path = format!("/proc/{pid}/status");
    let kilobytes = field(&path, "VmRSS").and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1_024
}

/// What the kernel holds for all TCP sockets of this machine, in bytes.
#[must_use]
pub fn socket_memory() -> u64 {
    let text = fs::read_to_string("/proc/net/sockstat").unwrap_or_default();
    let pages = text.lines().find(|line| line.starts_with("TCP:")).and_then(|line| line.split_once(" mem ")?.1.trim().parse::<u64>().ok());
    pages.unwrap_or(0) * PAGE
}

/// CPU seconds of the whole machine: all of them, and those in which something ran.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Whole {
    all: f64,
    busy: f64,
}

fn whole() -> Whole {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let ticks: Vec<f64> = text.lines().next().unwrap_or_default().split_whitespace().skip(1).take(8).filter_map(|field| field.parse().ok()).collect();
    let all = ticks.iter().sum::<f64>();
    let idle = ticks.get(3..5).map_or(0.0, |idle| idle.iter().sum());
    Whole { all: all / TICKS, busy: (all - idle) / TICKS }
}

/// How quiet the machine was: without it a time says little.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Quiet {
    pub load_before: f64,
    pub load_after: f64,
    /// Of all its CPU time, what neither the server nor the load test nor a peer used.
    pub others_percent: f64,
}

/// Watches that from `new` to `end`.
pub struct Watch {
    load: f64,
    before: Whole,
    ours: f64,
}

impl Watch {
    /// `ours`: CPU seconds so far of everything that belongs to the run.
    #[must_use]
    pub fn new(ours: f64) -> Self {
        Self { load: load(), before: whole(), ours }
    }

    #[must_use]
    pub fn end(&self, ours: f64) -> Quiet {
        let now = whole();
        let others = (now.busy - self.before.busy - (ours - self.ours)).max(0.0);
        let all = (now.all - self.before.all).max(f64::EPSILON);
        Quiet { load_before: self.load, load_after: load(), others_percent: (others / all * 1_000.0).round() / 10.0 }
    }
}

/// Whether a path can be run.
#[must_use]
pub fn is_file(path: &Path) -> bool {
    path.metadata().is_ok_and(|data| data.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_read_behind_any_name() {
        let text = "42 (a) b (c) S 1 42 42 0 -1 4194304 900 0 0 0 150 50 20 30 20 0 8 0 100 1000 1";
        assert_eq!(of_stat(text), Some(2.5));
        assert_eq!(of_stat("42 (name"), None);
    }

    #[test]
    fn this_process_and_machine_are_known() {
        assert!(peak_memory(std::process::id()) > 0);
        assert!(whole().all >= whole().busy);
        assert!(describe().contains("cores"));
    }
}
