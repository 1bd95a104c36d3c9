//! Simulates many seeded takes and counts what could not have happened.
//!
//! `cargo run --release -p greenroom-engine --example physics_check -- [--seeds N] [--prompts | --scenes] [--only WORDS] [--show NAME]
//! [--trace FILE]`; `--show` prints the paths of one scene's bodies.

use domain::storyboard::Shot;
use engine::studio::{
    screenplay::Screenplay,
    understand::understand_shots,
    world::{self, check, trace},
};
use std::{collections::BTreeMap, error::Error, fs::File, io::BufWriter, time::Instant};

#[path = "../tests/prompts.rs"]
mod prompts;
#[path = "../tests/scenes.rs"]
mod scenes;

fn takes(seed: u64, words: bool, built: bool) -> Vec<(String, Screenplay)> {
    let mut takes = Vec::new();
    if words {
        takes.extend(prompts::PROMPTS.iter().map(|prompt| {
            let shot = Shot { id: "a".into(), prompt: (*prompt).into(), seconds: 8, ..Shot::default() };
            ((*prompt).to_owned(), understand_shots(&[shot], seed, 24).screenplay)
        }));
        takes.extend(prompts::GOING_ON.iter().map(|(before, after)| {
            let shot = |prompt: &str, continues: bool| Shot { prompt: prompt.into(), seconds: 4, continues, ..Shot::default() };
            (format!("{before} + {after}"), understand_shots(&[shot(before, false), shot(after, true)], seed, 24).screenplay)
        }));
    }
    if built {
        takes.extend(scenes::all_scenes(seed).into_iter().map(|(name, screenplay)| (name.to_owned(), screenplay)));
    }
    takes
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let has = |name: &str| args.iter().any(|arg| arg == name);
    let seeds: u64 = option("--seeds").and_then(|value| value.parse().ok()).unwrap_or(5);
    let only = option("--only").or_else(|| option("--show"));
    let mut counts = BTreeMap::new();
    let (mut count, mut bad) = (0, 0);
    let mut simulated = 0.0;
    for seed in 0..seeds {
        for (name, screenplay) in takes(seed, !has("--scenes"), !has("--prompts")) {
            if only.as_ref().is_some_and(|only| !name.contains(only.as_str())) {
                continue;
            }
            let begun = Instant::now();
            let trace = world::simulate(&screenplay, 0.5625);
            simulated += begun.elapsed().as_secs_f64();
            if let Some(file) = option("--trace") {
                world::write_trace(&trace, &screenplay, &mut BufWriter::new(File::create(file)?))?;
            }
            if option("--show").is_some() && seed == 0 {
                show(&trace);
            }
            let wrongs = check(&trace, &screenplay);
            count += 1;
            bad += usize::from(!wrongs.is_empty());
            let mut told: BTreeMap<_, (usize, f64)> = BTreeMap::new();
            for wrong in &wrongs {
                *counts.entry(wrong.wrong).or_insert(0) += 1;
                let entry = told.entry((wrong.wrong, wrong.shot, wrong.actor)).or_insert((wrong.frame, wrong.by));
                entry.1 = entry.1.max(wrong.by);
            }
            for ((wrong, shot, actor), (frame, by)) in told {
                let kind = screenplay.shots[shot].cast.get(actor).map(|actor| actor.kind);
                println!("{name} (seed {seed}): {wrong:?} of {kind:?} by {by:.3}, first in frame {frame} of shot {shot}");
            }
        }
    }
    println!("{count} takes, {bad} with violations: {counts:?}; {:.1} ms a take", simulated * 1e3 / f64::from(count.max(1)));
    Ok(())
}

fn show(take: &world::Trace) {
    for shot in &take.shots {
        for moment in shot.frames.iter().step_by(8) {
            let bodies: Vec<String> = moment
                .poses
                .iter()
                .zip(&moment.sway)
                .map(|(pose, sway)| {
                    let (at, angle, _) = trace::place(pose);
                    format!("({:.2} {:.2} {:.2}{})", at.x, at.y, angle, if *sway == world::Sway::Worked { "w" } else { "" })
                })
                .collect();
            println!("{:.2}: {}", moment.now, bodies.join(" "));
        }
        println!("{} contacts, {} marks", shot.contacts.len(), shot.marks.len());
    }
    for event in &take.events {
        println!("{:.2} {:?}", event.at, event.kind);
    }
}
