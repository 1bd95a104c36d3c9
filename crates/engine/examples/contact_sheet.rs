//! A prompt as a contact sheet: eight frames of the take in two rows, as a PNG.
//!
//! `cargo run --release -p greenroom-engine --example contact_sheet -- "PROMPT" out.png [--size WxH] [--style cartoon] [--seconds N]
//! [--seed N] [--camera WORDS] [--from A --to B] [--then PROMPT]... [--then-seconds N] [--seam SECONDS] [--events] [--view] [--bench] [--likeness FILE.json]...`
//!
//! `--then` goes on with another shot without a cut; `--seam 0.1` shows the frames about the first seam, so far apart.
//!
//! A likeness is `{"mention": "ana", "kind": "person", "preferences": "", "voice": {"pitch_hz": 210, "range_hz": 30}, "views":
//! [{"picture": "front.png", "yaw": 0, "pitch": 0, "marks": {"left_eye": [x, y], …}}]}`; the pictures are cut out.

use domain::{
    CameoId, Timestamp,
    likeness::{CameoKind, FaceMarks, Likeness, View, VoicePrint},
    plan::Size,
    product::Picture,
    storyboard::Shot,
};
use engine::studio::{
    film::Film,
    likeness::Bill,
    picture::Artist,
    screenplay::{MOUTH_RATE, SpokenLine},
    understand::understand_with,
};
use serde::Deserialize;
use std::{
    error::Error,
    fs,
    sync::{Arc, OnceLock},
    time::Instant,
};

#[derive(Deserialize)]
struct Enrolled {
    mention: String,
    kind: CameoKind,
    #[serde(default)]
    preferences: String,
    voice: Option<VoicePrint>,
    views: Vec<Seen>,
}

#[derive(Deserialize)]
struct Seen {
    picture: String,
    #[serde(default)]
    yaw: f32,
    #[serde(default)]
    pitch: f32,
    marks: Option<FaceMarks>,
}

fn likeness(path: &str, number: u8) -> Result<Likeness, Box<dyn Error>> {
    let enrolled: Enrolled = serde_json::from_str(&fs::read_to_string(path)?)?;
    let view = |seen: Seen| -> Result<View, Box<dyn Error>> {
        let picture = image::open(&seen.picture)?.to_rgba8();
        let picture = Picture { width: picture.width(), height: picture.height(), rgba: picture.into_raw() };
        Ok(View { yaw: seen.yaw, pitch: seen.pitch, picture, marks: seen.marks })
    };
    Ok(Likeness {
        cameo: CameoId::new(Timestamp::from_millis(1), &[number; 10]),
        mention: enrolled.mention.parse()?,
        kind: enrolled.kind,
        views: Arc::new(enrolled.views.into_iter().map(view).collect::<Result<_, _>>()?),
        voice: enrolled.voice,
        preferences: enrolled.preferences,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let number = |name: &str, usual: f64| option(name).and_then(|value| value.parse().ok()).unwrap_or(usual);
    let prompt = args.first().cloned().ok_or("a prompt, please")?;
    let out = args.get(1).cloned().unwrap_or_else(|| "sheet.png".into());
    let size = option("--size").unwrap_or_else(|| "720x1280".into());
    let (width, height) = size.split_once('x').ok_or("a size is WxH")?;
    let size = Size { width: width.parse()?, height: height.parse()? };
    let shot = Shot {
        prompt,
        seconds: number("--seconds", 8.0) as u32,
        style: option("--style").unwrap_or_default(),
        camera: option("--camera").unwrap_or_default(),
        ..Shot::default()
    };
    let going_on = args.iter().zip(args.iter().skip(1)).filter(|(name, _)| *name == "--then").map(|(_, prompt)| Shot {
        prompt: prompt.clone(),
        seconds: number("--then-seconds", 6.0) as u32,
        continues: true,
        ..Shot::default()
    });
    let shots: Vec<Shot> = std::iter::once(shot).chain(going_on).collect();
    let files = args.iter().zip(args.iter().skip(1)).filter(|(name, _)| *name == "--likeness").map(|(_, file)| file);
    let likenesses = files.zip(1..).map(|(file, number)| likeness(file, number)).collect::<Result<Vec<_>, _>>()?;
    let begun = busy();
    let film = Film::with(understand_with(&shots, number("--seed", 7.0) as u64, 24, &Bill::of(&likenesses)), &likenesses, size);
    println!("prepared in {:.1} ms", busy() - begun);
    for notice in &film.notices {
        println!("notice: {notice}");
    }
    for shot in &film.screenplay.shots {
        println!("{:?} {:?} {:?} {:?} {:?}", shot.setting, shot.time, shot.weather, shot.style, shot.camera);
        for actor in &shot.cast {
            let does: Vec<String> = actor
                .actions
                .iter()
                .map(|a| format!("{:?}@{:.1}+{:.1}{}", a.verb, a.from, a.seconds, a.target.map_or(String::new(), |t| format!("→{t}"))))
                .collect();
            println!("  {:?} {:?} {:?} {:?} {}", actor.kind, actor.part, actor.name, actor.colour, does.join(" "));
        }
        for line in &shot.speech {
            println!("  {:.1} {:?} ({}): {}", line.at, line.speaker, line.language, line.words);
        }
    }
    if args.iter().any(|arg| arg == "--events") {
        for event in &film.trace.events {
            println!("{:.2} {:+.2} {:?}", event.at, event.pan, event.kind);
        }
    }
    if args.iter().any(|arg| arg == "--view") {
        for shot in &film.trace.shots {
            for moment in shot.frames.iter().step_by(12) {
                println!("{:.2} {:?}", moment.now, moment.view);
            }
        }
    }
    let begun = busy();
    let mut artist = Artist::new(size);
    std::hint::black_box(artist.draw(&film, &[], 0));
    println!("first picture in {:.1} ms", busy() - begun);
    if args.iter().any(|arg| arg == "--bench") {
        let spoken = spoken(&film);
        let begun = busy();
        for frame in 0..film.frames() {
            std::hint::black_box(artist.draw(&film, &spoken, frame));
        }
        let each = (busy() - begun) / f64::from(film.frames());
        println!("{each:.2} ms a frame, {:.0} frames a second", 1e3 / each);
    }
    let last = f64::from(film.frames() - 1);
    let (from, to) = match (option("--seam").and_then(|apart| apart.parse::<f64>().ok()), film.screenplay.shots.get(1)) {
        (Some(apart), Some(second)) => (second.start - 3.0 * apart, second.start + 4.0 * apart),
        _ => (number("--from", 0.0) * last / 24.0, number("--to", 1.0) * last / 24.0),
    };
    sheet(&film, &mut artist, size, (from * 24.0 / last, to * 24.0 / last))?.save(&out)?;
    Ok(())
}

/// Milliseconds that this thread has been on a core, so that a busy machine does not blur the figures; else of the clock.
fn busy() -> f64 {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    let clock = BEGUN.get_or_init(Instant::now).elapsed().as_secs_f64() * 1e3;
    let on_core = std::fs::read_to_string("/proc/thread-self/schedstat").ok().and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    on_core.map_or(clock, |nanoseconds| nanoseconds / 1e6)
}

fn sheet(film: &Film, artist: &mut Artist, size: Size, part: (f64, f64)) -> Result<image::RgbaImage, Box<dyn Error>> {
    let scale = 480.0 / f64::from(size.width.max(size.height).min(1280)) * if size.width > size.height { 1.0 } else { 1.25 };
    let (w, h) = ((f64::from(size.width) * scale) as u32, (f64::from(size.height) * scale) as u32);
    let spoken = spoken(film);
    let mut sheet = image::RgbaImage::new(w * 4 + 10, h * 2 + 6);
    for cell in 0..8_u32 {
        let at = part.0 + (part.1 - part.0) * f64::from(cell) / 7.0;
        let frame = (at * f64::from(film.frames() - 1)).round() as u32;
        let rgba = artist.draw(film, &spoken, frame);
        let picture = image::RgbaImage::from_raw(size.width, size.height, rgba).ok_or("the picture has its size")?;
        let small = image::imageops::resize(&picture, w, h, image::imageops::FilterType::Triangle);
        image::imageops::overlay(&mut sheet, &small, i64::from(2 + (cell % 4) * (w + 2)), i64::from(2 + (cell / 4) * (h + 2)));
    }
    Ok(sheet)
}

/// Lines as if they had been spoken: mouths that open and shut four times a second.
fn spoken(film: &Film) -> Vec<SpokenLine> {
    let mut lines = Vec::new();
    for (shot, plan) in film.screenplay.shots.iter().enumerate() {
        for (line, speech) in plan.speech.iter().enumerate() {
            let count = (speech.seconds * f64::from(MOUTH_RATE)) as usize;
            let mouth = (0..count).map(|at| (0.5 - 0.5 * (at as f32 * 0.42).cos()) * 0.9).collect();
            lines.push(SpokenLine { shot, line, at: speech.at, seconds: speech.seconds, mouth, ..SpokenLine::default() });
        }
    }
    lines
}
