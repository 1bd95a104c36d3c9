//! `greenroom take "PROMPT" --out FILE.mp4`: a clip without a server.

use super::{
    identity_folder, material, meanings,
    recording::{Recording, record},
};
use crate::{app::make_folder, clock};
use clap::Args;
use domain::{
    TakeId, UploadId, UserId,
    account::Handle,
    moderation::Rules,
    plan::{Cast, Draft, Format, FrozenPlan, Maker, Size},
    storyboard::{MAX_PROMPT, Shot, Storyboard},
    upload::{Reference, Role, UploadKind},
};
use engine::{
    Given,
    studio::{
        Studio,
        screenplay::{Screenplay, ScreenplayError},
        understand::describe,
        world::{check::check, trace},
    },
};
use indicatif::{ProgressBar, ProgressStyle};
use media::SigningIdentity;
use serde::Serialize;
use std::{
    error::Error,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

/// Steps of the progress bar.
const STEPS: u64 = 1_000;
/// Numbers up to here survive JSON.
const LARGEST_SEED: u64 = 1 << 53;

#[derive(Args, Clone, Debug)]
pub struct TakeArgs {
    /// What to show.
    #[arg(required_unless_present = "screenplay")]
    pub prompt: Option<String>,
    /// Show this screenplay, as `greenroom understand --json` writes it, edited or not; its length, seed and frames a second hold.
    #[arg(long, conflicts_with_all = ["prompt", "seconds", "fps", "seed", "style", "camera", "setting", "image", "footage"])]
    pub screenplay: Option<PathBuf>,
    /// The file to write.
    #[arg(long)]
    pub out: PathBuf,
    /// 4 to 25.
    #[arg(long, default_value_t = 10)]
    pub seconds: u32,
    /// 720x1280, 1280x720, 720x720, 540x960, 960x540 or 360x640.
    #[arg(long, default_value = "720x1280", value_parser = size)]
    pub size: Size,
    /// 24, 25 or 30.
    #[arg(long, default_value_t = 24)]
    pub fps: u32,
    /// The same seed and prompt make the same pictures and sound.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=LARGEST_SEED))]
    pub seed: Option<u64>,
    /// For example cartoon.
    #[arg(long, default_value = "")]
    pub style: String,
    /// For example "zoom in".
    #[arg(long, default_value = "")]
    pub camera: String,
    /// For example "kitchen, night"; it wins over the prompt.
    #[arg(long, default_value = "")]
    pub setting: String,
    /// A PNG, JPEG or WebP picture that the shot uses. Faces in it are not looked up: nobody is asked here, so use only what you may.
    #[arg(long, conflicts_with = "footage")]
    pub image: Option<PathBuf>,
    /// WebM or MP4 footage that the shot uses, its first 15 s. Faces in it are not looked up, as with --image.
    #[arg(long)]
    pub footage: Option<PathBuf>,
    /// What the shot does with it: palette, setting or subject; of footage also backdrop, insert or restyle.
    #[arg(long, value_parser = role)]
    pub role: Option<Role>,
    /// Write every body's path and every contact, as JSON lines.
    #[arg(long)]
    pub trace: Option<PathBuf>,
    /// Who makes it, for watermark and signature; without it, this machine's user.
    #[arg(long)]
    pub maker: Option<Handle>,
    /// The data folder whose signing identity to use; without it, one in the user's own folder.
    #[arg(long, env = "GREENROOM_DATA")]
    pub data: Option<PathBuf>,
    /// Print one JSON object, and no progress bar.
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct Report<'a> {
    file: &'a Path,
    seconds: u32,
    took_ms: u64,
    first_picture_ms: u64,
    /// Seconds of video made in one second.
    realtime_factor: f64,
    notices: &'a [String],
    /// Of physics, found in the trace; with --trace only.
    violations: &'a [String],
    seed: u64,
}

#[must_use]
pub fn run(args: &TakeArgs) -> ExitCode {
    match make(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("greenroom: {error}");
            ExitCode::FAILURE
        }
    }
}

fn make(args: &TakeArgs) -> Result<(), Box<dyn Error>> {
    let screenplay = args.screenplay.as_deref().map(read).transpose()?;
    let reference = reference(args)?;
    let plan = Arc::new(plan(args, screenplay.as_ref(), reference.as_ref().map(|(_, reference)| *reference))?);
    let (materials, mut notices) = match reference {
        Some((file, reference)) => material::read(file, reference)?,
        None => Default::default(),
    };
    let given = Given { materials, ..Given::default() };
    let studio = Studio::asking(meanings(args.data.as_ref()));
    let studio = screenplay.map_or(studio.clone(), |screenplay| studio.showing(screenplay));
    let folder = identity_folder(args.data.as_ref());
    if let Some(parent) = folder.parent() {
        make_folder(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
    }
    let identity = Arc::new(SigningIdentity::load_or_create(&folder)?);
    let bar = bar(args.json)?;
    let began = Instant::now();
    let recording = record(&plan, &studio, given.clone(), identity, |done| bar.set_position((done * STEPS as f64) as u64));
    bar.finish_and_clear();
    let Recording { file, first_picture, notices: told } = recording?;
    notices.extend(told);
    file.send(clock::now(), |bytes| write(&args.out, bytes))?.map_err(|error| format!("{}: {error}", args.out.display()))?;
    let took = began.elapsed();
    let violations = args.trace.as_ref().map(|path| write_trace(&studio, &plan, &given, path)).transpose()?.unwrap_or_default();
    let report = Report {
        file: &args.out,
        seconds: plan.seconds(),
        took_ms: took.as_millis() as u64,
        first_picture_ms: first_picture.as_millis() as u64,
        realtime_factor: (f64::from(plan.seconds()) / took.as_secs_f64() * 100.0).round() / 100.0,
        notices: &notices,
        violations: &violations,
        seed: plan.seed(),
    };
    tell(&report, args.json)
}

/// The file that the shot uses, and what for.
fn reference(args: &TakeArgs) -> Result<Option<(&Path, Reference)>, String> {
    let Some(file) = args.image.as_deref().or(args.footage.as_deref()) else {
        return if args.role.is_some() { Err("--role says what to do with a file: add --image or --footage".to_owned()) } else { Ok(None) };
    };
    let role = args.role.ok_or("say with --role what the shot does with the file: palette, setting, subject, backdrop, insert or restyle")?;
    let kind = if args.image.is_some() { UploadKind::Image } else { UploadKind::Footage };
    if !role.suits(kind) {
        return Err(format!("a picture can't be used as {}: only footage can", role.name()));
    }
    Ok(Some((file, Reference { upload: UploadId::new(clock::now(), &clock::entropy()), role })))
}

fn role(text: &str) -> Result<Role, String> {
    Role::named(text).ok_or_else(|| "write palette, setting, subject, backdrop, insert or restyle".to_owned())
}

/// A screenplay from a file, in which every number can be staged.
fn read(path: &Path) -> Result<Screenplay, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Screenplay::from_json(&text).map_err(|error: ScreenplayError| format!("{}: {error}", path.display()))?)
}

/// In words, so that what is shown and said passes the same rules as a prompt.
fn told(screenplay: &Screenplay) -> String {
    let lines = describe(screenplay).into_iter().flat_map(|shot| [vec![shot.setting], shot.cast, shot.speech].concat());
    lines.collect::<Vec<_>>().join("\n").chars().take(MAX_PROMPT).collect()
}

fn shot(args: &TakeArgs, screenplay: Option<&Screenplay>, reference: Option<Reference>) -> Shot {
    let id = "1".to_owned();
    match screenplay {
        Some(screenplay) => Shot { id, prompt: told(screenplay), seconds: screenplay.seconds().round() as u32, ..Shot::default() },
        None => Shot {
            id,
            prompt: args.prompt.clone().unwrap_or_default(),
            seconds: args.seconds,
            style: args.style.clone(),
            camera: args.camera.clone(),
            setting: args.setting.clone(),
            reference,
            ..Shot::default()
        },
    }
}

fn plan(args: &TakeArgs, screenplay: Option<&Screenplay>, reference: Option<Reference>) -> Result<FrozenPlan, Box<dyn Error>> {
    let rules = Rules::builtin();
    let storyboard = Storyboard { shots: vec![shot(args, screenplay, reference)] };
    rules.check(&storyboard)?;
    let now = clock::now();
    let handle = args.maker.clone().unwrap_or_else(local_user);
    let draft = Draft {
        take: TakeId::new(now, &clock::entropy()),
        room: None,
        storyboard,
        format: Format { size: args.size, fps: screenplay.map_or(args.fps, |screenplay| screenplay.fps) },
        seed: screenplay.map(|screenplay| screenplay.seed).or(args.seed).unwrap_or_else(|| u64::from_be_bytes(clock::random()) % LARGEST_SEED),
        makers: vec![Maker { user: UserId::new(now, &clock::entropy()), handle }],
        cast: Cast::nobody(),
        rules: rules.version(),
    };
    Ok(FrozenPlan::freeze(draft)?)
}

/// The name under which somebody works on this machine, as far as it makes a handle.
fn local_user() -> Handle {
    let name = std::env::var("USER").unwrap_or_default().to_ascii_lowercase();
    let plain: String = name.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == '_').take(24).collect();
    plain.parse().unwrap_or_else(|_| "me".parse().expect("two small letters"))
}

fn size(text: &str) -> Result<Size, String> {
    let sides = text.split_once(['x', '×']).and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let size = sides.map(|(width, height)| Size { width, height }).filter(|size| Size::OFFERED.contains(size));
    size.ok_or_else(|| "write 720x1280, 1280x720, 720x720, 540x960, 960x540 or 360x640".to_owned())
}

fn bar(hidden: bool) -> Result<ProgressBar, Box<dyn Error>> {
    if hidden {
        return Ok(ProgressBar::hidden());
    }
    let style = ProgressStyle::with_template("{bar:40} {percent:>3} %  {elapsed} so far, {eta} left")?;
    Ok(ProgressBar::new(STEPS).with_style(style))
}

/// Writes the trace; what in it contradicts physics.
fn write_trace(studio: &Studio, plan: &FrozenPlan, given: &Given, path: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let film = studio.film(plan, given);
    let failed = |error: io::Error| format!("{}: {error}", path.display());
    let mut out = io::BufWriter::new(fs::File::create(path).map_err(failed)?);
    trace::write(&film.trace, &film.screenplay, &mut out).and_then(|()| out.flush()).map_err(failed)?;
    Ok(check(&film.trace, &film.screenplay).iter().map(ToString::to_string).collect())
}

/// Beside it first, so that a broken write leaves no half file under the name.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().map(ToOwned::to_owned).ok_or_else(|| io::Error::other("this is no file name"))?;
    name.push(".part");
    let beside = path.with_file_name(name);
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path)
}

fn tell(report: &Report<'_>, json: bool) -> Result<(), Box<dyn Error>> {
    if json {
        println!("{}", serde_json::to_string(report)?);
        return Ok(());
    }
    for notice in report.notices {
        println!("Note: {notice}");
    }
    let took = report.took_ms as f64 / 1_000.0;
    println!("{}: {} s of video in {took:.1} s, seed {}", report.file.display(), report.seconds, report.seed);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        take: TakeArgs,
    }

    fn args(more: &[&str]) -> Result<TakeArgs, clap::Error> {
        let line = ["take", "a dog runs", "--out", "x.mp4"].iter().chain(more);
        Line::try_parse_from(line).map(|line| line.take)
    }

    #[test]
    fn the_same_seed_is_kept_and_another_is_drawn() {
        assert_eq!(plan(&args(&["--seed", "7"]).expect("fits"), None, None).expect("a plan").seed(), 7);
        assert!(plan(&args(&[]).expect("fits"), None, None).expect("a plan").seed() < LARGEST_SEED);
        assert!(args(&["--seed", "9007199254740993"]).is_err());
    }

    #[test]
    fn limits_are_told_before_anything_is_drawn() {
        for bad in [["--size", "100x100"], ["--maker", "Ana Maria!"]] {
            assert!(args(&bad).is_err(), "{bad:?}");
        }
        for bad in [["--seconds", "3"], ["--seconds", "26"], ["--fps", "23"]] {
            assert!(plan(&args(&bad).expect("numbers"), None, None).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_file_and_its_role_belong_together() {
        let told = |more: &[&str]| reference(&args(more).expect("fits")).map(|found| found.map(|(_, reference)| reference.role));
        assert_eq!(told(&["--image", "a.png", "--role", "palette"]), Ok(Some(Role::Palette)));
        assert_eq!(told(&[]), Ok(None));
        for bad in [&["--image", "a.png"][..], &["--role", "palette"], &["--image", "a.png", "--role", "backdrop"]] {
            assert!(told(bad).is_err(), "{bad:?}");
        }
        assert!(args(&["--image", "a.png", "--footage", "a.webm", "--role", "palette"]).is_err());
        assert!(args(&["--image", "a.png", "--role", "poster"]).is_err());
    }

    #[test]
    fn whoever_works_here_has_a_handle() {
        assert!(!local_user().as_str().is_empty());
    }
}
