//! The last stage: even loudness, no overs, soft edges.
//!
//! Loudness after ITU-R BS.1770-4 (K-weighting, gated blocks); peaks are looked for between samples too.

use super::{RATE, filter::Biquad};
use std::f32::consts::PI;

/// Loudness units relative to full scale.
pub const TARGET: f64 = -16.0;
/// −1 dBFS and a hair, as the peaks between samples are estimated.
pub const CEILING: f32 = 0.885;
/// Below this peak a take is silent.
const FAINT: f32 = 2e-5;
/// Decibels from a peak of one half. More than this would make a hum of single blows.
const MOST_DRIVE: f64 = 32.0;
/// Loudness units that nobody hears.
const NEAR: f64 = 0.3;
const ROUNDS: usize = 8;
/// Above this, peaks bend before they are limited: a blow that is rounded sounds better than one that pumps.
const KNEE: f32 = 0.55;

/// Second order in f64: the weighting's poles are too near the unit circle for f32.
struct Stage64 {
    b: [f64; 3],
    a: [f64; 2],
    z: [f64; 2],
}

impl Stage64 {
    #[inline]
    fn run(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.z[0];
        self.z[0] = self.b[1] * x - self.a[0] * y + self.z[1];
        self.z[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}

fn weighting() -> [Stage64; 2] {
    [
        Stage64 {
            b: [1.535_124_859_586_97, -2.691_696_189_406_38, 1.198_392_810_852_85],
            a: [-1.690_659_293_182_41, 0.732_480_774_215_85],
            z: [0.0; 2],
        },
        Stage64 { b: [1.0, -2.0, 1.0], a: [-1.990_047_454_833_98, 0.990_072_250_366_21], z: [0.0; 2] },
    ]
}

/// Integrated loudness; none where nothing is above the absolute gate of −70.
pub fn loudness(left: &[f32], right: &[f32]) -> Option<f64> {
    let step = (RATE * 0.1) as usize;
    let (mut filter_left, mut filter_right) = (weighting(), weighting());
    let mut tenths = Vec::with_capacity(left.len() / step + 1);
    for (l, r) in left.chunks(step).zip(right.chunks(step)) {
        let mut sum = 0.0;
        for (&l, &r) in l.iter().zip(r) {
            let [a, b] = &mut filter_left;
            let [c, d] = &mut filter_right;
            let (l, r) = (b.run(a.run(f64::from(l))), d.run(c.run(f64::from(r))));
            sum += l * l + r * r;
        }
        tenths.push(sum / step as f64);
    }
    let units = |power: f64| -0.691 + 10.0 * power.max(1e-20).log10();
    let mean = |powers: &[f64]| powers.iter().sum::<f64>() / powers.len().max(1) as f64;
    let loud = |gate: f64| -> Vec<f64> { tenths.windows(tenths.len().clamp(1, 4)).map(mean).filter(|power| units(*power) > gate).collect() };
    let first = loud(-70.0);
    if first.is_empty() {
        return None;
    }
    let second = loud(units(mean(&first)) - 10.0);
    Some(units(mean(if second.is_empty() { &first } else { &second })))
}

fn scale(left: &mut [f32], right: &mut [f32], decibels: f64) {
    let gain = 10f64.powf(decibels / 20.0) as f32;
    left.iter_mut().chain(right).for_each(|x| *x *= gain);
}

/// Brings the mix to its loudness, under the ceiling, with soft edges. Silence stays silent.
pub fn finish(left: &mut [f32], right: &mut [f32]) {
    left.iter_mut().chain(right.iter_mut()).filter(|x| !x.is_finite()).for_each(|x| *x = 0.0);
    for side in [&mut *left, &mut *right] {
        let mut cut = Biquad::highpass(30.0, 0.7);
        // Beyond hearing lies only what makes peaks between samples.
        let mut top = Biquad::lowpass(18_500.0, 0.7);
        side.iter_mut().for_each(|x| *x = top.run(cut.run(*x)));
        edges(side);
    }
    let top = left.iter().chain(right.iter()).fold(0f32, |top, x| top.max(x.abs()));
    if top < FAINT {
        left.iter_mut().chain(right).for_each(|x| *x = 0.0);
        return;
    }
    // So that nothing lies below the gate.
    scale(left, right, f64::from(20.0 * (0.5 / top).log10()));
    let Some(mut now) = loudness(left, right) else { return };
    // The drive is sought from the mix as it is, so that nothing is bent twice.
    let (dry_left, dry_right) = (left.to_vec(), right.to_vec());
    let (mut drive, mut step) = (0.0, 1.0);
    for _ in 0..ROUNDS {
        drive = (drive + (TARGET - now) * step).clamp(-60.0, MOST_DRIVE);
        left.copy_from_slice(&dry_left);
        right.copy_from_slice(&dry_right);
        scale(left, right, drive);
        let acted = limit(left, right);
        now = loudness(left, right).unwrap_or(TARGET);
        if (TARGET - now).abs() < NEAR || !acted && step > 1.0 {
            break;
        }
        // What the limiter takes back has to be given more than once.
        step = if acted { 1.6 } else { 1.0 };
    }
    left.iter_mut().chain(right).for_each(|x| *x = x.clamp(-CEILING, CEILING));
}

/// A gain that keeps a sound under the ceiling while it is made: it hears a peak coming [`AHEAD`] samples before.
pub struct Limiter {
    waiting: std::collections::VecDeque<[f32; 2]>,
    gain: f32,
    /// Samples for which the lowest gain is held.
    held: usize,
    goal: f32,
}

impl Limiter {
    pub fn new() -> Self {
        Self { waiting: std::collections::VecDeque::from(vec![[0.0; 2]; AHEAD]), gain: 1.0, held: 0, goal: 1.0 }
    }

    /// One pair in, the one of [`AHEAD`] samples before out.
    pub fn run(&mut self, pair: [f32; 2]) -> [f32; 2] {
        let pair = pair.map(|x| if x.is_finite() { x } else { 0.0 });
        let pair = pair.map(|x| if x.abs() > KNEE { bend(x) } else { x });
        let top = pair[0].abs().max(pair[1].abs());
        let wanted = if top > LIVE_CEILING { LIVE_CEILING / top } else { 1.0 };
        if wanted <= self.goal {
            (self.goal, self.held) = (wanted, AHEAD);
        } else if self.held > 0 {
            self.held -= 1;
        } else {
            self.goal += (1.0 - self.goal) * (1.0 - (-1.0 / (0.09 * RATE)).exp());
        }
        // Down in time for the peak, and up gently with the goal.
        let rate = if self.goal < self.gain { 4.0 / AHEAD as f32 } else { 1.0 };
        self.gain += (self.goal - self.gain) * rate;
        self.waiting.push_back(pair);
        let due = self.waiting.pop_front().unwrap_or_default();
        due.map(|x| (x * self.gain).clamp(-CEILING, CEILING))
    }
}

/// Below the ceiling by what may rise between two samples.
const LIVE_CEILING: f32 = 0.8;

/// 3 ms in, 150 ms out.
fn edges(pcm: &mut [f32]) {
    let n = pcm.len();
    let (a, b) = ((0.003 * RATE) as usize, (0.15 * RATE) as usize);
    for (i, x) in pcm.iter_mut().take(a).enumerate() {
        *x *= i as f32 / a as f32;
    }
    for (i, x) in pcm[n.saturating_sub(b)..].iter_mut().rev().enumerate() {
        let t = i as f32 / b as f32;
        *x *= t * t * (3.0 - 2.0 * t);
    }
}

/// Samples by which the limiter sees a peak coming.
const AHEAD: usize = 96;

/// Keeps both sides under the ceiling with one gain, so that the picture in stereo does not move. True where it had to act.
fn limit(left: &mut [f32], right: &mut [f32]) -> bool {
    left.iter_mut().chain(right.iter_mut()).filter(|x| x.abs() > KNEE).for_each(|x| *x = bend(*x));
    let Some(mut gain) = wanted(left, right) else { return false };
    let release = 1.0 - (-1.0 / (0.09 * RATE)).exp();
    let mut level = 1.0f32;
    for g in &mut gain {
        level = if *g < level { *g } else { level + (*g - level) * release };
        *g = level;
    }
    let lowest = lowest_around(&gain, AHEAD);
    let width = 2 * AHEAD + 1;
    let at = |i: isize| f64::from(lowest[i.clamp(0, lowest.len() as isize - 1) as usize]);
    let ahead = AHEAD as isize;
    let mut sum: f64 = (-ahead..=ahead).map(at).sum();
    for i in 0..left.len() {
        let g = (sum / width as f64) as f32;
        left[i] *= g;
        right[i] *= g;
        sum += at(i as isize + ahead + 1) - at(i as isize - ahead);
    }
    true
}

fn bend(x: f32) -> f32 {
    let room = 1.2 - KNEE;
    (KNEE + room * ((x.abs() - KNEE) / room).tanh()).copysign(x)
}

/// For each sample the gain that keeps it, and what lies between it and the next, under the ceiling.
fn wanted(left: &[f32], right: &[f32]) -> Option<Vec<f32>> {
    let parts = [0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875].map(weights);
    let mut acts = false;
    let mut gain = vec![1.0f32; left.len()];
    for side in [left, right] {
        for (i, g) in gain.iter_mut().enumerate() {
            // Between two samples a peak may rise well above both, but not out of quiet.
            let near = side[i].abs().max(side.get(i + 1).map_or(0.0, |x| x.abs()));
            if near > CEILING * 0.5 {
                let top = between(&parts, side, i).max(near);
                if top > CEILING {
                    *g = g.min(CEILING / top);
                    acts = true;
                }
            }
        }
    }
    acts.then_some(gain)
}

/// Neighbours on each side that shape what lies between two samples.
const REACH: usize = 10;

/// Weights of the neighbours for the value at `part` between the two in their middle.
fn weights(part: f32) -> [f32; 2 * REACH] {
    let raw: [f32; 2 * REACH] = std::array::from_fn(|k| {
        let x = (part + (REACH - 1) as f32 - k as f32) * PI;
        x.sin() / x * (0.5 + 0.5 * (x / (REACH as f32 + 0.5)).cos())
    });
    let sum: f32 = raw.iter().sum();
    raw.map(|w| w / sum)
}

/// The highest of the points between sample `i` and the next.
fn between(weights: &[[f32; 2 * REACH]], side: &[f32], i: usize) -> f32 {
    if i + 1 < REACH || i + REACH >= side.len() {
        return 0.0;
    }
    let near = &side[i + 1 - REACH..=i + REACH];
    weights.iter().map(|w| w.iter().zip(near).map(|(w, x)| w * x).sum::<f32>().abs()).fold(0.0, f32::max)
}

/// The lowest of the values from `reach` before to `reach` after each one.
fn lowest_around(values: &[f32], reach: usize) -> Vec<f32> {
    let mut window: std::collections::VecDeque<usize> = std::collections::VecDeque::with_capacity(2 * reach + 2);
    let mut out = Vec::with_capacity(values.len());
    for i in 0..values.len() + reach {
        if let Some(&value) = values.get(i) {
            while window.back().is_some_and(|&last| values[last] >= value) {
                window.pop_back();
            }
            window.push_back(i);
        }
        if i >= reach {
            let centre = i - reach;
            while window.front().is_some_and(|&first| first + reach < centre) {
                window.pop_front();
            }
            out.push(window.front().map_or(1.0, |&first| values[first]));
        }
    }
    out
}
