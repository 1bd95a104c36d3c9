//! What a drawn picture goes through as a whole in styles that are made of it rather than of each thing: black and white film, a wash
//! of water colours on paper, large pixels. Faces go through it like everything else.

use crate::studio::{screenplay::Style, world::chance::mix};
use domain::plan::Size;

/// Pixels of a picture's longer side in pixel art.
const COARSE: u32 = 160;

/// Prints a picture in its style; RGBA rows.
pub fn print(style: Style, rgba: &mut [u8], size: Size) {
    match style {
        Style::Soft | Style::Cartoon | Style::Realistic | Style::Anime | Style::Clay | Style::Comic | Style::Pencil => {}
        Style::Noir => noir(rgba),
        Style::Watercolour => wash(rgba, size.width as usize),
        Style::Pixel => coarse(rgba, size),
    }
}

fn luma(pixel: &[u8]) -> u32 {
    (u32::from(pixel[0]) * 77 + u32::from(pixel[1]) * 150 + u32::from(pixel[2]) * 29) >> 8
}

/// Grey, with deep shadows and hard lights.
fn noir(rgba: &mut [u8]) {
    let curve: Vec<u8> =
        (0..256).map(|l| (f64::from(l) / 255.0).powf(0.78)).map(|x| ((x + (x - 0.46) * 0.42).clamp(0.0, 1.0) * 255.0) as u8).collect();
    for pixel in rgba.chunks_exact_mut(4) {
        let grey = curve[luma(pixel).min(255) as usize];
        pixel[..3].copy_from_slice(&[grey, grey, grey.saturating_add(3)]);
    }
}

/// Pale, in few tones, darker where a tone ends, on rough paper.
fn wash(rgba: &mut [u8], width: usize) {
    const TONES: f64 = 9.0;
    let toned = |c: u32, paper: f64| {
        let x = f64::from(c) / 255.0 * TONES;
        let part = ((x.fract() - 0.32) / 0.36).clamp(0.0, 1.0);
        let flat = (x.floor() + part * part * (3.0 - 2.0 * part)) / TONES;
        ((flat + (paper - flat) * 0.20).clamp(0.0, 1.0) * 255.0) as u8
    };
    let tones: Vec<[u8; 256]> = [0.98, 0.955, 0.90].iter().map(|paper| std::array::from_fn(|c| toned(c as u32, *paper))).collect();
    let grain: Vec<i16> = (0..4096_u64).map(|at| (mix(5, at) % 13) as i16 - 6).collect();
    let light: Vec<u8> = rgba.chunks_exact(4).map(|pixel| luma(pixel).min(255) as u8).collect();
    let last = light.len() - 1;
    for (index, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let (x, y) = (index % width, index / width);
        let here = i16::from(light[index]);
        let edge = (here - i16::from(light[(index + 3).min(last)])).abs().max((here - i16::from(light[(index + 3 * width).min(last)])).abs());
        let dark = (edge - 10).clamp(0, 60) / 2 - grain[(y / 2 % 64) * 64 + x / 2 % 64];
        for (channel, tones) in pixel.iter_mut().zip(&tones) {
            *channel = (i16::from(tones[usize::from(*channel)]) - dark).clamp(0, 255) as u8;
        }
    }
}

/// Squares of one colour each, of few colours.
fn coarse(rgba: &mut [u8], size: Size) {
    let step = (size.width.max(size.height) / COARSE).max(2) as usize;
    let (width, height) = (size.width as usize, size.height as usize);
    let tones: [u8; 256] = std::array::from_fn(|c| ((c as f64 / 255.0 * 9.0).round() / 9.0 * 255.0) as u8);
    for top in (0..height).step_by(step) {
        for left in (0..width).step_by(step) {
            let (right, low) = ((left + step).min(width), (top + step).min(height));
            let mut sum = [0_u32; 3];
            for y in top..low {
                for pixel in rgba[(y * width + left) * 4..(y * width + right) * 4].chunks_exact(4) {
                    (0..3).for_each(|channel| sum[channel] += u32::from(pixel[channel]));
                }
            }
            let count = ((right - left) * (low - top)) as u32;
            let colour = sum.map(|channel| tones[(channel / count).min(255) as usize]);
            for y in top..low {
                for pixel in rgba[(y * width + left) * 4..(y * width + right) * 4].chunks_exact_mut(4) {
                    pixel[..3].copy_from_slice(&colour);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 360, height: 640 };

    fn picture() -> Vec<u8> {
        (0..360 * 640).flat_map(|index: u32| [(index % 251) as u8, (index / 360 % 241) as u8, (index / 7 % 239) as u8, 255]).collect()
    }

    #[test]
    fn each_style_is_its_own_and_keeps_every_pixel_opaque() {
        let mut seen: Vec<Vec<u8>> = Vec::new();
        for style in [Style::Soft, Style::Noir, Style::Watercolour, Style::Pixel] {
            let mut rgba = picture();
            print(style, &mut rgba, SIZE);
            assert!(rgba.chunks_exact(4).all(|pixel| pixel[3] == 255));
            assert!(!seen.contains(&rgba), "{style:?}");
            seen.push(rgba);
        }
        assert!(seen[1].chunks_exact(4).all(|pixel| pixel[0] == pixel[1] && pixel[2].abs_diff(pixel[1]) <= 3), "noir is grey");
        assert!(seen[3].chunks_exact(4).take(4).all(|pixel| pixel == &seen[3][..4]), "pixels are large");
    }
}
