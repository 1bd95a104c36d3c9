//! Water colours: edges that bleed, tones with a dark rim, pigment that settles in the paper, a white margin.

use super::plane::{Texture, noise};

/// How the paper leads the colour: slow waves.
pub fn paper() -> Texture {
    Texture::of(|x, y| {
        let slow = noise(3, x, y, 8) * 0.55 + noise(4, x, y, 20) * 0.35 + noise(5, x, y, 64) * 0.10;
        ((slow - 0.5) * 330.0 + 127.5).clamp(0.0, 255.0) as u8
    })
}

const PAPER: [f64; 3] = [0.985, 0.965, 0.915];

/// What a value becomes: one of few tones, paler.
fn tones() -> [[u8; 256]; 3] {
    const TONES: f64 = 7.0;
    let toned = |c: usize, paper: f64| {
        let x = c as f64 / 255.0 * TONES;
        let part = ((x.fract() - 0.25) / 0.5).clamp(0.0, 1.0);
        let flat = (x.floor() + part * part * (3.0 - 2.0 * part)) / TONES;
        ((flat + (paper - flat) * 0.19).clamp(0.0, 1.0) * 255.0) as u8
    };
    PAPER.map(|paper| std::array::from_fn(|c| toned(c, paper)))
}

/// `source` is the picture itself; `read` its brightness and edges.
pub fn wash(rgba: &mut [u8], size: (usize, usize), source: &[u8], read: (&[u8], &[u8]), paper: &Texture) {
    let (width, height) = size;
    let (light, edge) = read;
    let tones = tones();
    let blank = PAPER.map(|c| (c * 255.0) as i32);
    let reach = (height as i32 / 240).max(2);
    let margin = (width.min(height) / 30) as i32;
    for (y, row) in rgba.chunks_exact_mut(width * 4).enumerate() {
        let (waves, crossed, tooth) = (paper.row(y), paper.row(y + 97), paper.tooth(y));
        let rim_y = (y as i32).min((height - 1 - y) as i32);
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let (wave, cross) = (i32::from(waves[x & 255]) - 128, i32::from(crossed[(x + 41) & 255]) - 128);
            let rough = i32::from(tooth[x & 255]) - 128;
            let rim = (x as i32).min((width - 1 - x) as i32).min(rim_y) + ((wave * margin) >> 8);
            let away = ((rim - margin) * 40).clamp(0, 256);
            if away == 0 {
                (0..3).for_each(|c| pixel[c] = (blank[c] + (rough >> 5)).clamp(0, 255) as u8);
                continue;
            }
            let (sx, sy) = (x as i32 + ((wave * reach) >> 7), y as i32 + ((cross * reach) >> 7));
            let at = sy.clamp(0, height as i32 - 1) as usize * width + sx.clamp(0, width as i32 - 1) as usize;
            let from = &source[at * 4..at * 4 + 3];
            let dark = (i32::from(edge[at]) - 12).clamp(0, 70) >> 1;
            let shade = 255 - i32::from(light[at]);
            let pigment = ((rough * (30 + shade)) >> 11) + ((wave * (20 + shade) * 11) >> 14) - dark;
            (0..3).for_each(|c| {
                let value = i32::from(tones[c][usize::from(from[c])]) + pigment;
                let value = if away == 256 { value } else { blank[c] + (((value - blank[c]) * away) >> 8) };
                pixel[c] = value.clamp(0, 255) as u8;
            });
        }
    }
}
