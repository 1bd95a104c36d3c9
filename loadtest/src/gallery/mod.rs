//! Scenario `gallery`: every reference prompt as a clip, made by `greenroom take` one after the other, and a page to look at them.
//!
//! For each: contact sheet, spectrogram, notices, violations of physics by its trace, seconds, memory. Clips are files beside the page.

mod page;
mod prompts;

use crate::{
    error::{LoadError, Result, at},
    machine, report, server,
};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use prompts::{ALL, Reference};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tokio::process::Command;

/// Between two looks at the memory of a take.
const LOOK: Duration = Duration::from_millis(20);

#[derive(Args, Clone, Debug)]
pub struct GalleryArgs {
    /// Where the page and its files go.
    #[arg(long, default_value = "gallery")]
    pub out: PathBuf,
    /// Only the prompts whose name begins with this.
    #[arg(long, default_value = "")]
    pub only: String,
    /// Seconds of each clip.
    #[arg(long, default_value_t = 10)]
    pub seconds: u32,
    #[arg(long, default_value_t = 7)]
    pub seed: u64,
    /// The program; without it, the one beside this program.
    #[arg(long)]
    pub server: Option<PathBuf>,
    /// One JSON object as the last line, and no progress bar.
    #[arg(long)]
    pub json: bool,
}

/// What `greenroom take --json` says.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Told {
    pub took_ms: u64,
    pub first_picture_ms: u64,
    pub realtime_factor: f64,
    pub notices: Vec<String>,
    /// Of physics, by the trace.
    pub violations: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    pub name: &'static str,
    pub prompt: &'static str,
    pub direction: String,
    #[serde(flatten)]
    pub told: Told,
    pub peak_memory_bytes: u64,
}

/// # Errors
/// Where a clip can't be made or looked at.
pub async fn run(args: &GalleryArgs) -> Result<()> {
    let program = args.server.clone().unwrap_or_else(server::beside);
    fs::create_dir_all(&args.out).map_err(at(&args.out))?;
    let wanted: Vec<&Reference> = ALL.iter().filter(|reference| reference.name.starts_with(&args.only)).collect();
    let bar = if args.json { ProgressBar::hidden() } else { ProgressBar::new(wanted.len() as u64) };
    bar.set_style(ProgressStyle::with_template("{bar:30} {pos}/{len} clips  {elapsed}  {msg}")?);
    let watch = machine::Watch::new(0.0);
    let mut entries = Vec::new();
    for reference in wanted {
        bar.set_message(reference.name);
        entries.push(make(args, &program, reference).await?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let index = args.out.join("index.html");
    fs::write(&index, page::html(&entries, &machine::commit())).map_err(at(&index))?;
    println!("{}", index.display());
    // Takes and ffmpeg are the run's own, and have ended: they count as children.
    tell(args, &entries, watch.end(machine::cpu_seconds(std::process::id())))
}

fn tell(args: &GalleryArgs, entries: &[Entry], quiet: machine::Quiet) -> Result<()> {
    let row = |entry: &Entry| {
        let Told { realtime_factor, first_picture_ms, violations, notices, .. } = &entry.told;
        let megabytes = (entry.peak_memory_bytes / 1_000_000).to_string();
        let counts = [violations.len(), notices.len()].map(|count| count.to_string());
        let [violations, notices] = counts;
        vec![
            entry.name.to_owned(),
            format!("{realtime_factor:.2}"),
            first_picture_ms.to_string(),
            megabytes,
            violations,
            notices,
            entry.prompt.to_owned(),
        ]
    };
    let head = ["clip", "× real time", "first picture ms", "MB", "violations", "notices", "prompt"];
    println!("{}", report::table(&head, &entries.iter().map(row).collect::<Vec<_>>()));
    let of = |figure: fn(&Entry) -> f64| entries.iter().map(figure);
    let ours = json!({
        "clips": entries.len(),
        "realtime_factor_worst": of(|entry| entry.told.realtime_factor).fold(f64::MAX, f64::min),
        "first_picture_worst_ms": of(|entry| entry.told.first_picture_ms as f64).fold(0.0, f64::max),
        "peak_memory_bytes": of(|entry| entry.peak_memory_bytes as f64).fold(0.0, f64::max),
        "violations": entries.iter().map(|entry| entry.told.violations.len()).sum::<usize>(),
        "each": entries,
    });
    if args.json {
        println!("{}", serde_json::to_string(&report::Report::new("gallery", ours, quiet))?);
    }
    Ok(())
}

async fn make(args: &GalleryArgs, program: &Path, reference: &'static Reference) -> Result<Entry> {
    let clip = args.out.join(format!("{}.mp4", reference.name));
    let mut take = Command::new(program);
    take.args(["take", reference.prompt, "--json", "--maker", "gallery", "--seconds"]).arg(args.seconds.to_string());
    take.args(["--style", reference.style, "--camera", reference.camera, "--seed"]).arg(args.seed.to_string()).arg("--out").arg(&clip);
    take.arg("--trace").arg(args.out.join(format!("{}.jsonl", reference.name)));
    let mut child = take.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().map_err(at(program))?;
    let mut peak = 0;
    let pid = child.id();
    while child.try_wait().map_err(at(program))?.is_none() {
        peak = peak.max(pid.map_or(0, machine::peak_memory));
        tokio::time::sleep(LOOK).await;
    }
    let output = child.wait_with_output().await.map_err(at(program))?;
    if !output.status.success() {
        return Err(LoadError::Unexpected { what: "greenroom take", got: format!("{} for {}", output.status, reference.name) });
    }
    let told: Told = serde_json::from_slice(&output.stdout)?;
    sheet(args, reference.name, &clip).await?;
    let direction = [reference.style, reference.camera].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
    Ok(Entry { name: reference.name, prompt: reference.prompt, direction, told, peak_memory_bytes: peak })
}

/// Eight frames side by side, and the spectrogram.
async fn sheet(args: &GalleryArgs, name: &str, clip: &Path) -> Result<()> {
    let frames = format!("fps=8/{},scale=180:-2,tile=8x1:padding=4:color=0x15110d", args.seconds);
    let spectrum = "showspectrumpic=s=720x200:legend=0:scale=log:fscale=log:color=magma";
    for (filter, kind, file) in [(frames.as_str(), "-vf", format!("{name}.jpg")), (spectrum, "-lavfi", format!("{name}-sound.png"))] {
        let mut ffmpeg = Command::new("ffmpeg");
        ffmpeg.args(["-v", "error", "-y", "-i"]).arg(clip).args([kind, filter, "-frames:v", "1", "-q:v", "4"]).arg(args.out.join(file));
        let status = ffmpeg.status().await.map_err(at("ffmpeg"))?;
        if !status.success() {
            return Err(LoadError::Unexpected { what: "ffmpeg", got: format!("{status} for {name}") });
        }
    }
    Ok(())
}
