//! Everything that can be cast, each alone, as contact sheets: what a stranger must be able to name.
//!
//! `cargo run --release -p greenroom-engine --example subjects_sheet -- KINDS out.png [--style cartoon] [--cell N] [--columns N] [--run] [--at SECONDS]`
//!
//! KINDS: `beasts`, `flyers`, `swimmers`, `balls`, `vehicles`, `things`, `people`, `costumes`, `looks`, `faces`, `flips`, `all`, or names
//! as in `ActorKind`, with commas.

mod subjects;

use domain::plan::Size;
use engine::studio::{film::Film, picture::Artist, screenplay::Style};
use std::error::Error;
use subjects::{Subject, cast, staged};

fn style(name: &str) -> Style {
    subjects::STYLES.into_iter().find(|style| format!("{style:?}").eq_ignore_ascii_case(name)).unwrap_or(Style::Soft)
}

fn picture(subject: &Subject, style: Style, cell: u32, moving: bool, at: f64) -> image::RgbaImage {
    let film: Film = staged(subject, style, moving, at);
    let mut artist = Artist::new(Size { width: cell, height: cell });
    let rgba = artist.draw(&film, &[], 0);
    image::RgbaImage::from_raw(cell, cell, rgba).unwrap_or_else(|| image::RgbaImage::new(cell, cell))
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let number = |name: &str, usual: f64| option(name).and_then(|value| value.parse().ok()).unwrap_or(usual);
    let (kinds, out) = (args.first().cloned().unwrap_or_else(|| "all".into()), args.get(1).cloned().unwrap_or_else(|| "sheet.png".into()));
    let style = style(&option("--style").unwrap_or_default());
    let (cell, columns) = (number("--cell", 300.0) as u32, number("--columns", 6.0) as u32);
    let moving = args.iter().any(|arg| arg == "--run");
    let subjects = cast(&kinds);
    let rows = (subjects.len() as u32).div_ceil(columns);
    let mut sheet = image::RgbaImage::new(columns * (cell + 2), rows * (cell + 2));
    for (index, subject) in (0_u32..).zip(&subjects) {
        println!("{index} {}", subject.name);
        let picture = picture(subject, style, cell, moving, number("--at", 0.9));
        image::imageops::overlay(&mut sheet, &picture, i64::from(index % columns * (cell + 2)), i64::from(index / columns * (cell + 2)));
    }
    sheet.save(&out)?;
    Ok(())
}
