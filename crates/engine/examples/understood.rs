//! What the studio engine understands of prompts: `understood "PROMPT" …`, or one prompt a line on standard input.

use domain::storyboard::Shot;
use engine::studio::understand::{describe, understand_shots};
use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut prompts: Vec<String> = std::env::args().skip(1).collect();
    if prompts.is_empty() {
        prompts = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    }
    for prompt in prompts.into_iter().filter(|prompt| !prompt.trim().is_empty()) {
        println!("# {prompt}");
        let understood = understand_shots(&[Shot { prompt, seconds: 10, ..Shot::default() }], 7, 24);
        for shot in describe(&understood.screenplay) {
            println!("{}: {} · {} · {} · {} · {} · {}", shot.span, shot.setting, shot.time, shot.weather, shot.season, shot.style, shot.camera);
            shot.cast.iter().for_each(|line| println!("    {line}"));
            shot.speech.iter().for_each(|line| println!("    says {line}"));
            if !shot.sounds.is_empty() {
                println!("    sounds: {}", shot.sounds.join(", "));
            }
        }
        understood.notices.iter().for_each(|notice| println!("  ! {notice}"));
    }
    Ok(())
}
