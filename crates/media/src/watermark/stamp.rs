//! The watermark's text as pixels: light letters in a soft dark halo, ready to be pressed onto pictures. Knows fonts, not makers.

use super::Place;
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};
use vello_cpu::{
    Pixmap, RenderContext, Resources,
    color::palette::css,
    kurbo::{Affine, BezPath},
};

/// Inter SemiBold, cut down to what handles can be written with; licence beside it.
const FONT: &[u8] = include_bytes!("../../assets/inter-semibold-ascii.otf");

/// Height of the letters (em), as a part of the picture's shorter side.
const EM: f64 = 0.034;
/// Below it nobody can read.
const SMALLEST_EM: f64 = 11.0;
/// Of the picture's width.
const WIDEST: f64 = 0.88;
/// Of the halo, as a part of an em.
const HALO: f64 = 0.22;
const OPACITY: f32 = 0.76;
const HALO_OPACITY: f32 = 0.6;
const INK: f32 = 250.0;

/// For each pixel: how much of the picture stays (of 256), and how much light is added.
#[derive(Clone, Debug)]
pub struct Stamp {
    width: u32,
    height: u32,
    keep: Vec<u16>,
    add: Vec<u8>,
}

impl Stamp {
    /// For pictures of this size.
    pub fn of(text: &str, width: u32, height: u32) -> Self {
        let wanted = (f64::from(width.min(height)) * EM).max(SMALLEST_EM);
        let (_, natural) = outline(text, wanted);
        let em = wanted * (f64::from(width) * WIDEST / natural).min(1.0);
        let (path, advance) = outline(text, em);
        let halo = (em * HALO).ceil().max(2.0);
        let size = |pixels: f64| pixels.ceil().clamp(1.0, f64::from(u16::MAX)) as u16;
        let (stamp_width, stamp_height) = (size(advance + 2.0 * halo), size(em * 1.2 + 2.0 * halo));
        let letters = coverage(path, stamp_width, stamp_height, halo, halo + em * 0.92);
        let glow = glow(&letters, usize::from(stamp_width), halo as usize);
        Self::inked(stamp_width, stamp_height, &letters, &glow)
    }

    fn inked(width: u16, height: u16, letters: &[u8], glow: &[f32]) -> Self {
        let (keep, add) = letters
            .iter()
            .zip(glow)
            .map(|(letter, glow)| {
                let ink = f32::from(*letter) / 255.0 * OPACITY;
                let dark = glow * HALO_OPACITY;
                (((1.0 - ink) * (1.0 - dark) * 256.0) as u16, (ink * INK) as u8)
            })
            .unzip();
        Self { width: width.into(), height: height.into(), keep, add }
    }

    pub fn width(&self) -> u32 {
        self.width
    }

    pub fn height(&self) -> u32 {
        self.height
    }

    /// Onto a picture of `stride` pixels a row, at a place inside it.
    pub fn press(&self, rgba: &mut [u8], stride: usize, place: Place) {
        let width = self.width as usize;
        let first = (place.y as usize * stride + place.x as usize) * 4;
        let masks = self.keep.chunks_exact(width).zip(self.add.chunks_exact(width));
        for (row, (keep, add)) in rgba[first..].chunks_mut(stride * 4).zip(masks) {
            for (pixel, (keep, add)) in row.as_chunks_mut::<4>().0.iter_mut().zip(keep.iter().zip(add)) {
                for channel in &mut pixel[..3] {
                    *channel = (((u16::from(*channel) * keep) >> 8) as u8).saturating_add(*add);
                }
            }
        }
    }
}

/// Collects a glyph's outline, moved to its place; the font's y goes up.
struct Pen<'a> {
    path: &'a mut BezPath,
    x: f64,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> (f64, f64) {
        (self.x + f64::from(x), -f64::from(y))
    }
}

impl OutlinePen for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.path.move_to(to);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.path.line_to(to);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (over, to) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(over, to);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (out, into, to) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.curve_to(out, into, to);
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}

fn font() -> FontRef<'static> {
    FontRef::new(FONT).expect("the font that is built in can be read")
}

/// The text's outline with its baseline at y = 0, and how wide it is.
fn outline(text: &str, em: f64) -> (BezPath, f64) {
    let font = font();
    let (size, upright) = (Size::new(em as f32), LocationRef::default());
    let (characters, metrics, outlines) = (font.charmap(), font.glyph_metrics(size, upright), font.outline_glyphs());
    let (mut path, mut x) = (BezPath::new(), 0.0);
    for glyph in text.chars().filter_map(|character| characters.map(character)) {
        if let Some(shape) = outlines.get(glyph) {
            shape.draw(DrawSettings::unhinted(size, upright), &mut Pen { path: &mut path, x }).expect("the built-in font is whole");
        }
        x += f64::from(metrics.advance_width(glyph).unwrap_or_default());
    }
    (path, x)
}

/// How much of each pixel the letters cover.
fn coverage(path: BezPath, width: u16, height: u16, x: f64, baseline: f64) -> Vec<u8> {
    let mut context = RenderContext::new(width, height);
    context.set_paint(css::WHITE);
    context.set_transform(Affine::translate((x, baseline)));
    context.fill_path(&path);
    context.flush();
    let mut pixmap = Pixmap::new(width, height);
    context.render(&mut pixmap, &mut Resources::new());
    pixmap.data().iter().map(|pixel| pixel.a).collect()
}

/// The letters, blurred and strengthened: 0…1.
fn glow(letters: &[u8], width: usize, reach: usize) -> Vec<f32> {
    let mut glow: Vec<f32> = letters.iter().map(|letter| f32::from(*letter) / 255.0).collect();
    let radius = (reach / 2).max(1);
    for _ in 0..2 {
        glow = blurred_down(&blurred_along(&glow, width, radius), width, radius);
    }
    glow.iter().map(|light| (light * 2.4).min(1.0)).collect()
}

fn blurred_along(light: &[f32], width: usize, radius: usize) -> Vec<f32> {
    let span = (2 * radius + 1) as f32;
    let blur = |row: &[f32], x: usize| row[x.saturating_sub(radius)..(x + radius + 1).min(width)].iter().sum::<f32>() / span;
    light.chunks_exact(width).flat_map(|row| (0..width).map(move |x| blur(row, x))).collect()
}

fn blurred_down(light: &[f32], width: usize, radius: usize) -> Vec<f32> {
    let height = light.len() / width;
    let span = (2 * radius + 1) as f32;
    let blur = |x: usize, y: usize| {
        let rows = y.saturating_sub(radius)..(y + radius + 1).min(height);
        rows.map(|y| light[y * width + x]).sum::<f32>() / span
    };
    (0..light.len()).map(|index| blur(index % width, index / width)).collect()
}

#[cfg(test)]
pub fn draws(character: char) -> bool {
    font().charmap().map(character).is_some_and(|glyph| glyph.to_u32() != 0)
}
