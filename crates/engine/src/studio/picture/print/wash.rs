//! Water colours: edges that bleed, tones with a dark rim, pigment that settles in the paper, a white margin.

use super::plane::{Texture, noise};

/// How the paper leads the colour: slow waves and a fine tooth.
pub fn paper() -> Texture {
    Texture::of(|x, y| {
        let slow = noise(3, x, y, 16) * 0.6 + noise(4, x, y, 40) * 0.4;
        (slow * 255.0) as u8
    })
}

fn tooth(paper: &Texture, x: usize, y: usize) -> i32 {
    // The same numbers read much closer together are fine and look like another texture.
    i32::from(paper.data[(y * 7 & 255) * 256 + (x * 5 & 255)]) - 128
}

pub fn wash(rgba: &mut [u8], size: (usize, usize), source: &[u8], edge: &[u8], paper: &Texture) {
    const TONES: f64 = 8.0;
    const PAPER: [f64; 3] = [0.985, 0.965, 0.915];
    let (width, height) = size;
    let toned = |c: usize, paper: f64| {
        let x = c as f64 / 255.0 * TONES;
        let part = ((x.fract() - 0.25) / 0.5).clamp(0.0, 1.0);
        let flat = (x.floor() + part * part * (3.0 - 2.0 * part)) / TONES;
        ((flat + (paper - flat) * 0.24).clamp(0.0, 1.0) * 255.0) as u8
    };
    let tones: Vec<[u8; 256]> = PAPER.iter().map(|paper| std::array::from_fn(|c| toned(c, *paper))).collect();
    let blank = PAPER.map(|c| (c * 255.0) as i32);
    let reach = (height as i32 / 190).max(2);
    let margin = (width.min(height) / 30) as i32;
    for y in 0..height {
        let waves = paper.row(y);
        let crossed = paper.row(y + 97);
        let row = &mut rgba[y * width * 4..][..width * 4];
        let rim_y = (y as i32).min((height - 1 - y) as i32);
        for (x, pixel) in row.chunks_exact_mut(4).enumerate() {
            let (wave, cross) = (i32::from(waves[x & 255]) - 128, i32::from(crossed[(x + 41) & 255]) - 128);
            let rim = (x as i32).min((width - 1 - x) as i32).min(rim_y) + wave * margin / 230;
            let away = ((rim - margin) * 24).clamp(0, 255);
            if away == 0 {
                let grain = tooth(paper, x, y) / 24;
                (0..3).for_each(|c| pixel[c] = (blank[c] + grain).clamp(0, 255) as u8);
                continue;
            }
            let (sx, sy) = (x as i32 + wave * reach / 128, y as i32 + cross * reach / 128);
            let at = sy.clamp(0, height as i32 - 1) as usize * width + sx.clamp(0, width as i32 - 1) as usize;
            let from = &source[at * 4..at * 4 + 3];
            let rim = (i32::from(edge[at]) - 12).clamp(0, 70) / 2;
            let shade = 255 - (i32::from(from[0]) + i32::from(from[1]) + i32::from(from[2])) / 3;
            let pigment = tooth(paper, x, y) * (40 + shade) / 1500 + wave * shade / 1800;
            for c in 0..3 {
                let value = i32::from(tones[c][usize::from(from[c])]) - rim + pigment;
                pixel[c] = (blank[c] + (value - blank[c]) * away / 255).clamp(0, 255) as u8;
            }
        }
    }
}
