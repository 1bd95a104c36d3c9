//! A prompt as a spectrogram: the take's sound over time and pitch, as a PNG, with its events and its measures.
//!
//! `cargo run --release -p greenroom-engine --example spectrogram -- "PROMPT" out.png [--seconds N] [--seed N] [--style S] [--wav FILE]`
//!
//! Instead of a prompt, `--catalogue calls|materials|forces|vehicles` shows sounds one after another, dry, a second or two each.
//!
//! From above: the world's events (yellow) over the onsets that were found in the sound (cyan), speech (green), then 16 kHz down to
//! 40 Hz, and the level of both sides.

use domain::{plan::Size, storyboard::Shot};
use engine::studio::{
    film::Film,
    likeness::Bill,
    screenplay::{ActorKind, Ambience, Setting, SpokenLine},
    sound::{self, measure},
    understand::understand_with,
    world::event::{EventKind, Material, SoundEvent},
};
use image::{Rgb, RgbImage};
use std::{error::Error, fs, time::Instant};

const SIZE: Size = Size { width: 720, height: 1280 };
/// Pixels a second, of the spectrum's height, of one strip above it, and of the level below it.
const WIDE: f64 = 110.0;
const HIGH: u32 = 360;
const STRIP: u32 = 14;
const LEVEL: u32 = 60;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let number = |name: &str, usual: f64| option(name).and_then(|value| value.parse().ok()).unwrap_or(usual);
    if let Some(which) = option("--catalogue") {
        return catalogue(&which, args.first().map_or("spectrogram.png", String::as_str), option("--wav"));
    }
    let prompt = args.first().cloned().ok_or("a prompt, please")?;
    let out = args.get(1).cloned().unwrap_or_else(|| "spectrogram.png".into());
    let shot = Shot { prompt, seconds: number("--seconds", 8.0) as u32, style: option("--style").unwrap_or_default(), ..Shot::default() };
    let film = Film::with(understand_with(&[shot], number("--seed", 7.0) as u64, 24, &Bill::of(&[])), &[], SIZE);
    let begun = Instant::now();
    let (mut spoken, notices) = sound::speech::speak(&film.screenplay, &film.voices());
    sound::speech::place(&mut spoken, &film.screenplay, &film.trace, f64::from(SIZE.width) / f64::from(SIZE.height));
    let speech = begun.elapsed();
    let seconds = film.screenplay.seconds().round() as u32;
    let begun = Instant::now();
    let pcm = sound::render(&film.screenplay, &film.trace.events, &spoken, seconds, &|| false);
    println!("{seconds} s of sound in {:?}, speech in {speech:?}", begun.elapsed());
    for shot in &film.screenplay.shots {
        println!("{:?} {:?} {:?} {:?}", shot.setting, shot.time, shot.weather, shot.ambience);
    }
    film.notices.iter().chain(&notices).for_each(|notice| println!("notice: {notice}"));
    let onsets = measure::onsets(&pcm);
    for event in &film.trace.events {
        let near = onsets.iter().map(|onset| (onset - event.at) * 1_000.0).min_by(|a, b| a.abs().total_cmp(&b.abs()));
        let near = near.filter(|near| near.abs() < 60.0).map_or_else(|| "–".into(), |near| format!("{near:+.0} ms"));
        println!("{:6.3} s {:+.2} {near:>8}  {:?}", event.at, event.pan, event.kind);
    }
    for line in &spoken {
        println!("{:6.3} s speech, {:.2} s long, at {:?}", line.at, line.seconds, line.pan);
    }
    println!("{:.2} LUFS, {:.2} dBTP, {} onsets", measure::loudness(&pcm).unwrap_or(-99.0), 20.0 * measure::true_peak(&pcm).log10(), onsets.len());
    let events: Vec<f64> = film.trace.events.iter().map(|event| event.at).collect();
    picture(&pcm, &events, &onsets, &spoken).save(&out)?;
    if let Some(file) = option("--wav") {
        fs::write(file, wav(&pcm))?;
    }
    Ok(())
}

/// What a catalogue shows.
#[rustfmt::skip]
fn sounds(which: &str) -> Vec<EventKind> {
    use ActorKind as K;
    use EventKind as E;
    use Material as M;
    let calls = [
        K::Horse, K::Cow, K::Pig, K::Sheep, K::Goat, K::Lion, K::Dinosaur, K::Elephant, K::Wolf, K::Duck, K::Chicken, K::Owl, K::Eagle, K::Frog,
        K::Mouse, K::Dolphin, K::Whale, K::Penguin, K::Parrot, K::Bee, K::Fox, K::Zebra, K::Man, K::Baby, K::Train, K::Ship, K::FireEngine,
    ];
    let materials = [
        M::Grass, M::Sand, M::Snow, M::Asphalt, M::Parquet, M::Wood, M::Stone, M::Water, M::Metal, M::Glass, M::RubberBall, M::LeatherBall,
        M::LightBall, M::TennisBall, M::Body, M::Paw, M::Hoof, M::Tyre, M::Cloth, M::Foam, M::Ice, M::Cardboard, M::Blade, M::Dirt,
    ];
    let glide = |on| E::Glide { on, seconds: 1.8, speed: 5.0 };
    let note = |of, midi| E::Note { of, midi, seconds: 1.5 };
    match which {
        "calls" => calls.map(|whose| E::Call { whose, size: 0.5 }).to_vec(),
        "materials" => materials.map(|a| E::Impact { a, b: a, impulse: 4.0 }).to_vec(),
        _ => vec![
            E::Plunge { speed: 9.0, size: 0.8 }, E::Blast { seconds: 2.0, power: 1.0 }, E::Explosion { size: 0.8 }, E::Shatter, E::Beep { step: 0 },
            E::Creak { seconds: 1.5 }, glide(M::Ice), glide(M::Asphalt), glide(M::Snow), note(K::Guitar, 57), note(K::Piano, 60), note(K::Drum, 45),
            note(K::Bell, 72), E::Munch, E::Cry { seconds: 1.8 }, E::Knock, E::Laugh, E::Thunder { distance: 0.3 },
        ],
    }
}

fn catalogue(which: &str, out: &str, file: Option<String>) -> Result<(), Box<dyn Error>> {
    if which == "vehicles" {
        return vehicles(out, file);
    }
    let kinds = sounds(which);
    let each = if which == "materials" { 0.8 } else { 2.2 };
    let seconds = (kinds.len() as f64 * each).ceil() as u32 + 1;
    let mut screenplay = understand_with(&[Shot { prompt: "a stage".into(), seconds, ..Shot::default() }], 7, 24, &Bill::of(&[])).screenplay;
    screenplay.shots.truncate(1);
    screenplay.shots[0].seconds = f64::from(seconds);
    screenplay.shots[0].setting = Setting::Stage;
    screenplay.shots[0].ambience = vec![Ambience::Silence];
    let event = |(i, kind): (usize, EventKind)| SoundEvent { at: 0.2 + each * i as f64, shot: 0, pan: 0.0, distance: 0.1, kind };
    let events: Vec<SoundEvent> = kinds.into_iter().enumerate().map(event).collect();
    let pcm = sound::render(&screenplay, &events, &[], seconds, &|| false);
    let at: Vec<f64> = events.iter().map(|event| event.at).collect();
    picture(&pcm, &at, &measure::onsets(&pcm), &[]).save(out)?;
    if let Some(file) = file {
        fs::write(file, wav(&pcm))?;
    }
    Ok(())
}

/// One shot for each.
fn vehicles(out: &str, file: Option<String>) -> Result<(), Box<dyn Error>> {
    use ActorKind as K;
    let kinds = [K::Car, K::Bus, K::Tractor, K::Motorcycle, K::Train, K::Ship, K::Boat, K::Helicopter, K::Plane, K::Ufo, K::ToyTrain, K::Bicycle];
    let mut screenplay =
        understand_with(&[Shot { prompt: "a red car drives".into(), seconds: 3, ..Shot::default() }], 7, 24, &Bill::of(&[])).screenplay;
    let first = screenplay.shots.remove(0);
    screenplay.shots.clear();
    let mut events = Vec::new();
    for (index, kind) in kinds.into_iter().enumerate() {
        let mut shot = first.clone();
        shot.start = 3.0 * index as f64;
        shot.setting = Setting::Stage;
        shot.ambience = vec![Ambience::Silence];
        shot.cast.truncate(1);
        shot.cast[0].kind = kind;
        screenplay.shots.push(shot);
        let mut event = |at: f64, kind| events.push(SoundEvent { at: 3.0 * index as f64 + at, shot: index, pan: 0.1, distance: 0.1, kind });
        if matches!(kind, K::ToyTrain | K::Bicycle | K::Train) {
            let ball = if kind == K::Train { Material::Metal } else { [Material::Wood, Material::Tyre][usize::from(kind == K::Bicycle)] };
            let speed = if kind == K::Train { 11.0 } else { 2.0 };
            (0..5).for_each(|i| event(0.1 + 0.5 * f64::from(i), EventKind::Roll { ball, ground: Material::Asphalt, seconds: 0.5, speed }));
        }
        if !matches!(kind, K::ToyTrain | K::Bicycle) {
            event(0.1, EventKind::EngineRun { seconds: 2.6, speed: 8.0 });
        }
        event(1.8, EventKind::Horn);
    }
    let seconds = screenplay.shots.len() as u32 * 3;
    let pcm = sound::render(&screenplay, &events, &[], seconds, &|| false);
    picture(&pcm, &events.iter().map(|event| event.at).collect::<Vec<_>>(), &measure::onsets(&pcm), &[]).save(out)?;
    if let Some(file) = file {
        fs::write(file, wav(&pcm))?;
    }
    Ok(())
}

fn picture(pcm: &[f32], events: &[f64], onsets: &[f64], spoken: &[SpokenLine]) -> RgbImage {
    let mono = measure::mono(pcm);
    let width = (mono.len() as f64 / 48_000.0 * WIDE) as u32;
    let mut image = RgbImage::new(width, 3 * STRIP + HIGH + LEVEL);
    let top = 3 * STRIP;
    for x in 0..width {
        let at = (f64::from(x) / WIDE * 48_000.0) as usize;
        let spectrum = measure::spectrum(&mono, at, measure::WINDOW);
        for y in 0..HIGH {
            let hertz = |y: f32| 40.0 * 400f32.powf(1.0 - y / HIGH as f32);
            let bin = |y: f32| (hertz(y) * measure::WINDOW as f32 / 48_000.0) as usize;
            let (low, high) = (bin(y as f32 + 1.0), bin(y as f32).min(spectrum.len() - 1));
            let level = spectrum[low.min(high)..=high].iter().copied().fold(0f32, f32::max);
            image.put_pixel(x, top + y, heat((20.0 * level.max(1e-6).log10() + 96.0) / 84.0));
        }
        let loud = pcm[2 * at..(2 * at + 960).min(pcm.len())].iter().fold(0f32, |loud, x| loud.max(x.abs()));
        for y in 0..(loud * LEVEL as f32) as u32 {
            image.put_pixel(x, top + HIGH + LEVEL - 1 - y, Rgb([150, 190, 230]));
        }
    }
    let mut mark = |at: f64, strip: u32, colour: [u8; 3], to: f64| {
        let first = ((at * WIDE) as u32).min(width - 1);
        for x in first..=((to * WIDE) as u32).clamp(first, width - 1) {
            for y in strip * STRIP + 2..(strip + 1) * STRIP {
                image.put_pixel(x, y, Rgb(colour));
            }
        }
    };
    events.iter().for_each(|at| mark(*at, 0, [255, 220, 60], *at));
    onsets.iter().for_each(|at| mark(*at, 1, [60, 230, 255], *at));
    spoken.iter().for_each(|line| mark(line.at, 2, [90, 220, 110], line.at + line.seconds));
    image
}

/// Black, violet, orange, white.
fn heat(level: f32) -> Rgb<u8> {
    let stops = [[0.0, 0.0, 8.0], [70.0, 20.0, 110.0], [220.0, 70.0, 60.0], [255.0, 190.0, 60.0], [255.0, 255.0, 235.0]];
    let at = level.clamp(0.0, 0.999) * 4.0;
    let (low, part) = (stops[at as usize], at.fract());
    let high = stops[at as usize + 1];
    Rgb(std::array::from_fn(|i| (low[i] + (high[i] - low[i]) * part) as u8))
}

fn wav(pcm: &[f32]) -> Vec<u8> {
    let bytes = (pcm.len() * 2) as u32;
    let mut file = b"RIFF".to_vec();
    file.extend((bytes + 36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x02\0");
    file.extend(48_000u32.to_le_bytes());
    file.extend(192_000u32.to_le_bytes());
    file.extend(b"\x04\0\x10\0data");
    file.extend(bytes.to_le_bytes());
    file.extend(pcm.iter().flat_map(|x| ((x * 32_767.0) as i16).to_le_bytes()));
    file
}
