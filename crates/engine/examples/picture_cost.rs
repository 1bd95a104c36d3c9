//! What a frame of each style costs: milliseconds of one core, all of it and what the print of the style takes of it.
//!
//! `cargo run --release -p greenroom-engine --example picture_cost -- ["PROMPT"]... [--size WxH] [--frames N]`

use domain::{plan::Size, storyboard::Shot};
use engine::studio::{
    film::Film,
    picture::{Artist, print::Press},
    understand::understand_shots,
};
use std::{error::Error, time::Instant};

const STYLES: [&str; 10] =
    ["soft", "realistic", "cartoon", "anime", "watercolour", "pixel art", "film noir", "claymation", "comic book", "pencil sketch"];
const PROMPTS: [&str; 4] = [
    "A fox runs through an autumn forest",
    "Two friends on a park bench, close-up",
    "A red car drives through heavy rain at night, puddles splash, neon signs",
    "A gymnast does two backflips on a mat in an arena",
];

/// Milliseconds that this thread has been on a core; of the clock, where that is not told. It counts in steps of some milliseconds.
fn busy(begun: Instant) -> f64 {
    let on_core = std::fs::read_to_string("/proc/thread-self/schedstat").ok().and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    on_core.map_or(begun.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds / 1e6)
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let (width, height) =
        option("--size").unwrap_or_else(|| "720x1280".into()).split_once('x').map(|(w, h)| (w.to_owned(), h.to_owned())).ok_or("a size is WxH")?;
    let size = Size { width: width.parse()?, height: height.parse()? };
    let count: u32 = option("--frames").map_or(Ok(48), |count| count.parse())?;
    let asked: Vec<&str> = args.iter().take_while(|arg| !arg.starts_with("--")).map(String::as_str).collect();
    let begun = Instant::now();
    for prompt in if asked.is_empty() { PROMPTS.to_vec() } else { asked } {
        println!("{prompt}");
        for style in STYLES {
            let shot = Shot { prompt: prompt.into(), seconds: 8, style: style.into(), ..Shot::default() };
            let film = Film::of(understand_shots(&[shot], 7, 24), size);
            let mut artist = Artist::new(size);
            let mut last = artist.draw(&film, &[], 0);
            let from = busy(begun);
            for index in 0..count {
                last = artist.draw(&film, &[], index * film.frames() / count);
            }
            let whole = (busy(begun) - from) / f64::from(count);
            let (mut press, style_of) = (Press::new(size), film.screenplay.shots[0].style);
            press.print(style_of, &mut last, 0);
            let from = busy(begun);
            for index in 0..count {
                press.print(style_of, &mut last, index);
            }
            let print = (busy(begun) - from) / f64::from(count);
            println!("  {style:14} {whole:6.2} ms a frame, {print:5.2} of them print");
        }
    }
    Ok(())
}
