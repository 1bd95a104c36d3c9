//! The colours that a drawn body takes over from a head: skin, hair.

use super::plate::{CHEEK_LEFT, CHEEK_RIGHT, LEFT_EYE, MOUTH_LEFT, MOUTH_RIGHT, Marks, NOSE, P, Pixel, Plate, RIGHT_EYE, smooth};

/// Straight colours, 0…1.
#[derive(Clone, Copy)]
pub struct Tones {
    pub skin: [f32; 3],
    pub hair: [f32; 3],
    spread: f32,
    /// What is above the forehead is no skin.
    pub has_hair: bool,
}

impl Tones {
    #[must_use]
    pub fn of(plate: &Plate, marks: &Marks) -> Self {
        let skin = skin(plate, marks);
        let mut above = Vec::new();
        for step in 0..120 {
            let at = [-0.55 + 1.1 * (step % 12) as f32 / 11.0, 0.76 + 0.40 * (step / 12) as f32 / 9.0];
            above.extend(straight(plate.sample(at)));
        }
        let hair = if above.len() < 12 { skin } else { median(&mut above) };
        let spread = above.iter().map(|colour| distance(*colour, hair)).sum::<f32>() / above.len().max(1) as f32;
        Self { skin, hair, spread: spread.clamp(0.05, 0.16), has_hair: distance(hair, skin) > 0.14 }
    }

    /// 1: this is the colour of the hair.
    fn hair_like(&self, colour: [f32; 3]) -> f32 {
        if self.has_hair { smooth(3.4 * self.spread, 2.2 * self.spread, distance(colour, self.hair)) } else { 0.0 }
    }
}

/// From cheeks and forehead, where neither beard nor brows are.
fn skin(plate: &Plate, m: &Marks) -> [f32; 3] {
    let mix = |a: P, b: P, t: f32| [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
    let spots = [
        mix(mix(m[LEFT_EYE], m[MOUTH_LEFT], 0.5), m[CHEEK_LEFT], 0.25),
        mix(mix(m[RIGHT_EYE], m[MOUTH_RIGHT], 0.5), m[CHEEK_RIGHT], 0.25),
        mix(mix(m[LEFT_EYE], m[RIGHT_EYE], 0.5), m[NOSE], 0.45),
        mix(mix(m[LEFT_EYE], m[RIGHT_EYE], 0.5), m[super::plate::BROW], 0.55),
    ];
    let mut found = Vec::new();
    for spot in spots {
        for step in 0..25 {
            let at = [spot[0] + ((step % 5) as f32 - 2.0) * 0.03, spot[1] + ((step / 5) as f32 - 2.0) * 0.03];
            found.extend(straight(plate.sample(at)));
        }
    }
    if found.is_empty() { [0.75, 0.60, 0.50] } else { median(&mut found) }
}

#[must_use]
pub fn straight(pixel: Pixel) -> Option<[f32; 3]> {
    (pixel[3] > 0.6).then(|| [pixel[0] / pixel[3], pixel[1] / pixel[3], pixel[2] / pixel[3]])
}

#[must_use]
pub fn luma(colour: [f32; 3]) -> f32 {
    0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
}

/// Of those whose brightness is in the middle, the mean.
#[must_use]
pub fn median(colours: &mut [[f32; 3]]) -> [f32; 3] {
    colours.sort_by(|a, b| luma(*a).total_cmp(&luma(*b)));
    let third = colours.len() / 3;
    let middle = &colours[third..colours.len() - third];
    let sum = middle.iter().fold([0.0; 3], |sum: [f32; 3], colour| [sum[0] + colour[0], sum[1] + colour[1], sum[2] + colour[2]]);
    sum.map(|v| v / middle.len() as f32)
}

/// Brightness counts less than hue: hair has lights and shadows.
fn distance(a: [f32; 3], b: [f32; 3]) -> f32 {
    let (la, lb) = (luma(a), luma(b));
    let hue: f32 = (0..3).map(|i| (a[i] / (la + 0.12) - b[i] / (lb + 0.12)).powi(2)).sum();
    (hue * 0.35 + (la - lb).powi(2)).sqrt()
}

/// For each pixel how much it is of hair, without specks and threads.
#[must_use]
pub fn hair_map(plate: &Plate, tones: &Tones) -> Vec<f32> {
    let raw: Vec<f32> = plate.pixels.iter().map(|pixel| straight(*pixel).map_or(0.0, |colour| tones.hair_like(colour))).collect();
    let soft = box_blur(&raw, plate.width, plate.height, 7);
    soft.into_iter().map(|v| smooth(0.55, 0.75, v)).collect()
}

/// The mean of a square of `2 × radius + 1` pixels.
#[must_use]
pub fn box_blur(values: &[f32], width: usize, height: usize, radius: usize) -> Vec<f32> {
    let run = |from: &dyn Fn(usize) -> f32, count: usize, to: &mut dyn FnMut(usize, f32)| {
        let mut sum: f32 = (0..radius.min(count)).map(from).sum();
        for at in 0..count {
            if at + radius < count {
                sum += from(at + radius);
            }
            if at > radius {
                sum -= from(at - radius - 1);
            }
            to(at, sum / (2 * radius + 1) as f32);
        }
    };
    let mut rows = vec![0.0; values.len()];
    for row in 0..height {
        run(&|at| values[row * width + at], width, &mut |at, v| rows[row * width + at] = v);
    }
    let mut out = vec![0.0; values.len()];
    for column in 0..width {
        run(&|at| rows[at * width + column], height, &mut |at, v| out[at * width + column] = v);
    }
    out
}
