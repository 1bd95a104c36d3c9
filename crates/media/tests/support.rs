//! A small take to encode, and ways to look into what came out.

use domain::{
    TakeId, Timestamp, UserId,
    consent::{Gather, Work},
    plan::{Format, Maker, Size},
    product::{Pass, Picture, Product},
};
use media::{MediaUnit, Mp4Gather, TakeEncoder, UnitKind, Watermark};
use openh264::{decoder::Decoder, formats::YUVSource};

pub const SMALL: Size = Size { width: 360, height: 640 };
pub const FPS: u32 = 24;

pub fn take() -> TakeId {
    TakeId::new(Timestamp::from_millis(1_700_000_000_000), &[7; 10])
}

pub fn makers(handles: &[&str]) -> Vec<Maker> {
    let user = UserId::new(Timestamp::from_millis(1), &[1; 10]);
    handles.iter().map(|handle| Maker { user, handle: handle.parse().expect("a handle") }).collect()
}

pub fn watermark() -> Watermark {
    Watermark::new(&makers(&["ana", "ben"]))
}

pub fn encoder(size: Size, seconds: u32) -> TakeEncoder {
    TakeEncoder::new(take(), Format { size, fps: FPS }, seconds, watermark()).expect("an encoder")
}

pub fn pass(number: u8, size: Size, seconds: u32) -> Pass {
    Pass { number, width: size.width, height: size.height, fps: FPS, frames: seconds * FPS, last: true }
}

/// Smooth colours, and a square that moves.
pub fn picture(size: Size, index: u32) -> Picture {
    let (left, top) = (40 + index * 2 % 200, 100 + index * 3 % 300);
    let mut rgba = Vec::with_capacity((size.width * size.height * 4) as usize);
    for y in 0..size.height {
        for x in 0..size.width {
            let inside = (left..left + 60).contains(&x) && (top..top + 60).contains(&y);
            let background = [(x * 200 / size.width) as u8 + 20, (y * 200 / size.height) as u8 + 20, 120, 255];
            rgba.extend(if inside { [230, 60, 40, 255] } else { background });
        }
    }
    Picture { width: size.width, height: size.height, rgba }
}

pub fn plain(size: Size, grey: u8) -> Picture {
    let rgba = [grey, grey, grey, 255].repeat((size.width * size.height) as usize);
    Picture { width: size.width, height: size.height, rgba }
}

/// Two tones, one for each ear.
pub fn sound(start: u64, samples: u64) -> Vec<f32> {
    let tone = |at: u64, hertz: f64| ((at as f64 / 48_000.0 * hertz * std::f64::consts::TAU).sin() * 0.4) as f32;
    (start..start + samples).flat_map(|at| [tone(at, 440.0 + at as f64 / 960.0), tone(at, 663.0)]).collect()
}

/// A take with a still, a whole pass, and sound, in the order in which engines make them.
pub fn whole_take(size: Size, seconds: u32) -> Vec<MediaUnit> {
    let mut encoder = encoder(size, seconds);
    let mut units = Vec::new();
    encoder.pass_started(Pass { frames: 1, last: false, ..pass(0, size, seconds) });
    units.extend(encoder.work(Product::Frame { pass: 0, index: 0, picture: picture(size, 0) }).expect("a still"));
    encoder.pass_started(pass(1, size, seconds));
    for index in 0..seconds * FPS {
        units.extend(encoder.work(Product::Frame { pass: 1, index, picture: picture(size, index) }).expect("a picture"));
        let start = u64::from(index) * 2_000;
        units.extend(encoder.work(Product::Sound { start, pcm: sound(start, 2_000) }).expect("sound"));
    }
    units
}

pub fn file_of(units: &[MediaUnit]) -> Vec<u8> {
    let mut gather = Mp4Gather::new();
    units.iter().for_each(|unit| gather.add(unit));
    gather.finish().expect("a file")
}

pub fn of_kind(units: &[MediaUnit], kind: UnitKind) -> Vec<&MediaUnit> {
    units.iter().filter(|unit| unit.label.kind == kind).collect()
}

pub struct Luma {
    pub width: usize,
    pub height: usize,
    pub values: Vec<u8>,
}

pub fn decoded(decoder: &mut Decoder, payload: &[u8]) -> Luma {
    let picture = decoder.decode(payload).expect("decodes").expect("a picture for each access unit");
    let ((width, height), stride) = (picture.dimensions(), picture.strides().0);
    let values = picture.y().chunks(stride).take(height).flat_map(|row| &row[..width]).copied().collect();
    Luma { width, height, values }
}

/// BT.709, limited range, in floating point.
pub fn luma_of(picture: &Picture) -> Vec<u8> {
    let pixel = |p: &[u8; 4]| 16.0 + (0.2126 * f64::from(p[0]) + 0.7152 * f64::from(p[1]) + 0.0722 * f64::from(p[2])) * 219.0 / 255.0;
    picture.rgba.as_chunks::<4>().0.iter().map(|p| pixel(p).round() as u8).collect()
}

/// Peak signal to noise, decibels.
pub fn psnr(a: &[u8], b: &[u8]) -> f64 {
    assert_eq!(a.len(), b.len());
    let error: f64 = a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b)).powi(2)).sum::<f64>() / a.len() as f64;
    10.0 * (255.0_f64.powi(2) / error.max(1e-9)).log10()
}
