//! How long a picture takes, from RGBA to packets: `cargo run --release -p greenroom-media --example pace`. Counts the processor time of
//! one thread, so that a busy machine gives the same figures.

use domain::{
    TakeId, Timestamp, UserId,
    consent::Work,
    plan::{Format, Maker, Size},
    product::{Pass, Picture, Product},
};
use media::{MediaUnit, TakeEncoder, Watermark};
use std::time::Duration;

const SECONDS: u32 = 4;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for (width, height) in [(360, 640), (540, 960), (720, 1280)] {
        let (first, spent, bytes, frames) = pass(width, height)?;
        let each = spent.as_secs_f64() * 1e3 / f64::from(frames);
        let bits = bytes as f64 * 8.0 / f64::from(SECONDS);
        let first = first.as_secs_f64() * 1e3;
        println!("{width:>4}×{height:<4} {each:5.2} ms a picture, {first:5.2} ms the first, {:5.2} Mbit/s", bits / 1e6);
    }
    let (spent, bytes) = sound()?;
    println!("Opus      {:5.2} ms a packet, {:5.1} kbit/s", spent.as_secs_f64() * 1e3 / f64::from(SECONDS * 50), bytes as f64 * 8.0 / 4e3);
    Ok(())
}

/// Processor time of this thread (Linux).
fn worked() -> Result<Duration, Box<dyn std::error::Error>> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = told.split(' ').next().unwrap_or_default().parse()?;
    Ok(Duration::from_nanos(nanoseconds))
}

fn encoder(size: Size) -> Result<TakeEncoder, Box<dyn std::error::Error>> {
    let (now, entropy) = (Timestamp::from_millis(1), [0; 10]);
    let maker = |handle: &str| handle.parse().map(|handle| Maker { user: UserId::new(now, &entropy), handle });
    let watermark = Watermark::new(&[maker("ana")?, maker("ben")?]);
    Ok(TakeEncoder::new(TakeId::new(now, &entropy), Format { size, fps: 24 }, SECONDS, watermark)?)
}

/// The first picture's time, all pictures' time, their bytes and number.
fn pass(width: u32, height: u32) -> Result<(Duration, Duration, usize, u32), Box<dyn std::error::Error>> {
    let frames = SECONDS * 24;
    let mut encoder = encoder(Size { width, height })?;
    encoder.pass_started(Pass { number: 1, width, height, fps: 24, frames, last: true });
    let (mut first, mut spent, mut bytes) = (Duration::ZERO, Duration::ZERO, 0);
    for index in 0..frames {
        let picture = scene(width, height, index);
        let begun = worked()?;
        let units = encoder.work(Product::Frame { pass: 1, index, picture })?;
        spent += worked()? - begun;
        bytes += size(&units);
        if index == 0 {
            first = spent;
        }
    }
    Ok((first, spent, bytes, frames))
}

fn sound() -> Result<(Duration, usize), Box<dyn std::error::Error>> {
    let mut encoder = encoder(Size::UPRIGHT)?;
    let pcm: Vec<f32> = (0..SECONDS * 48_000).flat_map(|at| [tone(at, 440.0), tone(at, 663.0)]).collect();
    let begun = worked()?;
    let units = encoder.work(Product::Sound { start: 0, pcm })?;
    Ok((worked()? - begun, size(&units)))
}

fn tone(at: u32, hertz: f32) -> f32 {
    (at as f32 / 48_000.0 * hertz * std::f32::consts::TAU).sin() * 0.4
}

fn size(units: &[MediaUnit]) -> usize {
    units.iter().map(|unit| unit.label.bytes as usize).sum()
}

/// A sky, slanted hills that pan, and a ball: about what an engine draws.
fn scene(width: u32, height: u32, index: u32) -> Picture {
    let mut rgba = Vec::with_capacity((width * height * 4) as usize);
    let (ball_x, ball_y) = (width / 2 + index % 40, height / 2 + (index * 7) % (height / 4));
    for y in 0..height {
        for x in 0..width {
            let (far_x, far_y) = (x.abs_diff(ball_x), y.abs_diff(ball_y));
            let hill = height / 2 + ((x + index * 3) % 200).abs_diff(100);
            let colour = match () {
                () if far_x * far_x + far_y * far_y < width * width / 100 => [220, 60, 40, 255],
                () if y > hill => [40 + (((x + index * 3) / 16 + y / 16) % 2 * 20) as u8, 120, 60, 255],
                () => [120, 160, (200 * y / height) as u8 + 40, 255],
            };
            rgba.extend_from_slice(&colour);
        }
    }
    Picture { width, height, rgba }
}
