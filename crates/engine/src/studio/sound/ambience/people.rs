//! Rooms full of talk, halls that applaud, machines that work.

use super::{
    super::{
        RATE,
        clip::Clip,
        engines::{self, Drive},
        filter::{Biquad, Soften},
        noise::Noise,
        people,
        throat::{Pose, Throat, curve},
    },
    Sides, places,
};

/// Vowels: first and second formant.
const VOWELS: [(f32, f32); 6] = [(730.0, 1_090.0), (530.0, 1_840.0), (390.0, 1_990.0), (570.0, 840.0), (440.0, 1_020.0), (490.0, 1_350.0)];

/// Some voices near enough to be told apart, none to be understood, before many that are not.
pub fn talk(noise: &mut Noise, out: &mut Sides, level: f32) {
    places::crowd(noise, out, level * 0.6);
    for number in 0..5 {
        let pitch = if number % 2 == 0 { noise.between(95.0, 140.0) } else { noise.between(170.0, 240.0) };
        let pan = [-0.8, 0.7, -0.3, 0.4, 0.95][number];
        let near = level * noise.between(0.02, 0.045);
        murmur(noise, out, (pitch, pan, near));
    }
}

fn murmur(noise: &mut Noise, out: &mut Sides, (pitch, pan, level): (f32, f32, f32)) {
    let seconds = out.frames() as f32 / RATE;
    let tract = if pitch > 150.0 { 1.15 } else { 1.0 };
    let throat = Throat { breath: 0.2, rough: 0.2, q: 4.0, gains: [1.0, 0.6, 0.25] };
    let mut at = noise.between(0.0, 1.5);
    while at < seconds {
        // A phrase of some syllables, falling.
        let count = noise.between(3.0, 9.0);
        let each = noise.between(0.15, 0.21);
        let (from, to) = (*noise.pick(&VOWELS), *noise.pick(&VOWELS));
        let lilt = noise.between(0.9, 1.2);
        let phrase = throat.call(noise, count.floor() * each, |along| {
            let syllable = (along * count.floor()).fract();
            let mix = (along * count * 0.37).fract();
            Pose {
                pitch: pitch * lilt * (1.08 - 0.2 * along + 0.06 * (syllable * 3.0).sin()),
                formants: [tract * (from.0 + (to.0 - from.0) * mix), tract * (from.1 + (to.1 - from.1) * mix), tract * 2_600.0],
                level: curve(&[(0.0, 0.1), (0.25, 1.0), (0.6, 0.8), (1.0, 0.1)], syllable),
            }
        });
        let mut dull = Soften::at(1_500.0);
        let pcm: Vec<f32> = phrase.eased(0.02, 0.06).at_peak(1.0).pcm.into_iter().map(|x| dull.run(x)).collect();
        out.put((at * RATE) as usize, &pcm, pan, level);
        at += count.floor() * each + noise.between(0.4, 2.2);
    }
}

/// A hall that claps.
pub fn applause(noise: &mut Noise, out: &mut Sides, level: f32) {
    let seconds = out.frames() as f32 / RATE;
    for pan in [-0.9, -0.35, 0.3, 0.85] {
        let clip = people::claps(noise, seconds, 14.0);
        out.put(0, &clip.pcm, pan, 0.4 * level);
    }
    out.wide(|side| {
        let mut far = Biquad::bandpass(1_500.0, 0.7);
        for x in side {
            let w = noise.white();
            *x += far.run(if w.abs() > 0.9 { w } else { 0.1 * w }) * 0.03 * level;
        }
    });
}

/// An engine that idles somewhere near.
pub fn engine(noise: &mut Noise, out: &mut Sides, level: f32) {
    let seconds = out.frames() as f32 / RATE;
    let clip = engines::engine(noise, engines::motor(None), seconds, |_| Drive { speed: 1.2, doppler: 0.82 });
    let mut dull = Soften::at(1_300.0);
    let pcm: Vec<f32> = clip.pcm.into_iter().map(|x| dull.run(x)).collect();
    let pan = noise.between(-0.4, 0.4);
    out.put(0, &pcm, pan, level);
}

/// A works: a beat of iron and steam over a motor.
pub fn machines(noise: &mut Noise, out: &mut Sides, level: f32) {
    places::hum(noise, out, level * 2.5);
    let seconds = out.frames() as f32 / RATE;
    let period = noise.between(0.55, 0.8);
    let mut stroke = Clip::silent(period.min(0.6));
    for (at, hertz, gain) in [(0.0, 410.0, 1.0), (0.09, 620.0, 0.5), (0.31, 350.0, 0.6)] {
        let hertz = noise.near(hertz, 0.1);
        stroke.strike(at, &[(hertz, gain * 0.5, 0.12), (hertz * 2.7, gain * 0.3, 0.08), (hertz * 5.3, gain * 0.15, 0.04)], 1.0);
        stroke.thump(at, (130.0, 70.0), 0.08, gain * 0.6);
    }
    let mut steam = Biquad::bandpass(4_200.0, 0.6);
    stroke.burst(noise, 0.33, (0.2, 0.03, 0.14), |x| steam.run(x));
    let stroke = stroke.at_peak(0.14 * level);
    let mut at = 0.1;
    while at < seconds {
        let gain = noise.near(1.0, 0.08);
        out.put((at * RATE) as usize, &stroke.pcm, 0.25, gain);
        at += period;
    }
}
