//! `greenroom understand "PROMPT"`: what would be shown, before anything is made.

use super::meanings;
use clap::Args;
use domain::{
    moderation::Rules,
    storyboard::{Shot, Storyboard},
};
use engine::studio::{
    likeness::Bill,
    understand::{Understood, describe, understand_near},
};
use std::{error::Error, path::PathBuf, process::ExitCode};

#[derive(Args, Clone, Debug)]
pub struct UnderstandArgs {
    /// What to show.
    pub prompt: String,
    /// 4 to 25.
    #[arg(long, default_value_t = 10)]
    pub seconds: u32,
    /// 24, 25 or 30.
    #[arg(long, default_value_t = 24)]
    pub fps: u32,
    /// What is left open by the words follows from it.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// For example cartoon.
    #[arg(long, default_value = "")]
    pub style: String,
    /// For example "zoom in".
    #[arg(long, default_value = "")]
    pub camera: String,
    /// For example "kitchen, night"; it wins over the prompt.
    #[arg(long, default_value = "")]
    pub setting: String,
    /// The data folder in which models are looked for first.
    #[arg(long, env = "GREENROOM_DATA")]
    pub data: Option<PathBuf>,
    /// Print the screenplay as JSON, to be edited and given to `greenroom take --screenplay`; the notices go to standard error.
    #[arg(long)]
    pub json: bool,
}

#[must_use]
pub fn run(args: &UnderstandArgs) -> ExitCode {
    match tell(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("greenroom: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tell(args: &UnderstandArgs) -> Result<(), Box<dyn Error>> {
    let shot = Shot {
        id: "1".into(),
        prompt: args.prompt.clone(),
        seconds: args.seconds,
        style: args.style.clone(),
        camera: args.camera.clone(),
        setting: args.setting.clone(),
        ..Shot::default()
    };
    let storyboard = Storyboard { shots: vec![shot] }.checked()?;
    Rules::builtin().check(&storyboard)?;
    let understood = understand_near(&storyboard.shots, args.seed, args.fps, &Bill::default(), meanings(args.data.as_ref()).as_ref());
    if !args.json {
        print!("{}", in_words(&understood));
        return Ok(());
    }
    understood.screenplay.check()?;
    println!("{}", serde_json::to_string_pretty(&understood.screenplay)?);
    understood.notices.iter().for_each(|notice| eprintln!("Note: {notice}"));
    Ok(())
}

fn in_words(understood: &Understood) -> String {
    let mut lines = Vec::new();
    for shot in describe(&understood.screenplay) {
        let about = [shot.setting, shot.time, shot.weather, shot.season, shot.style, shot.camera];
        lines.push(format!("{}: {}", shot.span, about.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")));
        lines.extend(shot.cast.into_iter().map(|line| format!("  {line}")));
        lines.extend(shot.speech.into_iter().map(|line| format!("  says {line}")));
        if !shot.sounds.is_empty() {
            lines.push(format!("  sounds: {}", shot.sounds.join(", ")));
        }
    }
    lines.extend(understood.notices.iter().map(|notice| format!("Note: {notice}")));
    lines.into_iter().map(|line| line + "\n").collect()
}
