//! `greenroom verify FILE`: what a file says about where it comes from.

use super::identity_folder;
use clap::Args;
use media::{Origin, OriginState, SigningIdentity};
use std::{path::PathBuf, process::ExitCode};

#[derive(Args, Clone, Debug)]
pub struct VerifyArgs {
    /// An MP4.
    pub file: PathBuf,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
    /// A certificate (PEM) to trust; without it, that of this machine's own greenroom.
    #[arg(long)]
    pub trust: Option<PathBuf>,
    /// The data folder of the server whose certificate to trust.
    #[arg(long, env = "GREENROOM_DATA")]
    pub data: Option<PathBuf>,
}

#[must_use]
pub fn run(args: &VerifyArgs) -> ExitCode {
    let anchor = match anchor(args) {
        Ok(anchor) => anchor,
        Err(error) => return failed(&error),
    };
    match media::inspect_file(&args.file, anchor.as_deref()) {
        Ok(origin) => {
            if args.json {
                println!("{}", serde_json::to_string(&origin).expect("an origin is plain data"));
            } else {
                tell(&origin);
            }
            code(&origin.state)
        }
        Err(error) => failed(&error),
    }
}

fn anchor(args: &VerifyArgs) -> Result<Option<String>, Box<dyn std::error::Error>> {
    if let Some(path) = &args.trust {
        return Ok(Some(std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?));
    }
    let folder = identity_folder(args.data.as_ref());
    // To check a file must not make an identity.
    if !folder.exists() {
        return Ok(None);
    }
    Ok(Some(SigningIdentity::load_or_create(&folder)?.anchor().to_owned()))
}

fn tell(origin: &Origin) {
    println!("{}", origin.sentence);
    let makers = origin.makers.iter().map(|maker| format!("@{maker}")).collect::<Vec<_>>().join(", ");
    let lines = [
        ("title", origin.title.clone()),
        ("makers", (!makers.is_empty()).then_some(makers)),
        ("made", origin.created.clone()),
        ("engine", origin.engine.clone()),
        ("kind", origin.source_type.clone()),
        ("made of", made_of(origin)),
        ("software", origin.generator.clone()),
        ("signed by", origin.signer.clone()),
        ("findings", (!origin.codes.is_empty()).then(|| origin.codes.join(", "))),
    ];
    for (name, value) in lines {
        if let Some(value) = value {
            println!("  {name}: {value}");
        }
    }
}

fn made_of(origin: &Origin) -> Option<String> {
    let told = origin.made_of.iter().map(|part| {
        let title = part.title.as_deref().unwrap_or("an unnamed file");
        let record = if part.recorded { "" } else { " (its own origin is not on record)" };
        format!("{title}{record}")
    });
    let told: Vec<String> = told.collect();
    let how = origin.how.as_deref().map(|how| format!("{how}: ")).unwrap_or_default();
    (!told.is_empty()).then(|| format!("{how}{}", told.join("; ")))
}

fn code(state: &OriginState) -> ExitCode {
    match state {
        OriginState::Valid | OriginState::Untrusted => ExitCode::SUCCESS,
        OriginState::Tampered(_) | OriginState::None => ExitCode::FAILURE,
    }
}

fn failed(error: &dyn std::fmt::Display) -> ExitCode {
    eprintln!("greenroom: {error}");
    ExitCode::FAILURE
}
