//! What the studio engine understands of prompts: `understood "PROMPT" …`, or one prompt a line on standard input; ` || ` between shots.
//! With `KEYS` set, what can be corrected too.

use domain::storyboard::Shot;
use engine::studio::{
    likeness::Bill,
    understand::{Meanings, describe, understand_items},
};
use models::{Models, Places};
use std::{io::BufRead, path::Path, sync::Arc};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut prompts: Vec<String> = std::env::args().skip(1).collect();
    if prompts.is_empty() {
        prompts = std::io::stdin().lock().lines().collect::<Result<_, _>>()?;
    }
    let meanings = Meanings::new(Arc::new(Models::open(Places::usual(None, Path::new("data")))));
    let keys = std::env::var_os("KEYS").is_some();
    for prompt in prompts.into_iter().filter(|prompt| !prompt.trim().is_empty()) {
        println!("# {prompt}");
        let shots: Vec<Shot> = prompt.split(" || ").map(|prompt| Shot { prompt: prompt.to_owned(), seconds: 10, ..Shot::default() }).collect();
        let (understood, items) = understand_items(&shots, 7, 24, &Bill::default(), &meanings);
        for shot in describe(&understood.screenplay) {
            println!("{}: {} · {} · {} · {} · {} · {}", shot.span, shot.setting, shot.time, shot.weather, shot.season, shot.style, shot.camera);
            shot.cast.iter().for_each(|line| println!("    {line}"));
            shot.speech.iter().for_each(|line| println!("    says {line}"));
            if !shot.sounds.is_empty() {
                println!("    sounds: {}", shot.sounds.join(", "));
            }
        }
        for item in items.iter().flatten().filter(|_| keys) {
            println!("    [{}] {} → {}", item.of, item.what, item.now);
        }
        understood.notices.iter().for_each(|notice| println!("  ! {notice}"));
    }
    Ok(())
}
