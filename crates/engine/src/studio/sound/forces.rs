//! Great forces and what gives way to them: thunder, fire, blasts, water, glass, hinges.

use super::{
    clip::Clip,
    contact,
    filter::{Biquad, Soften, Sweep},
    noise::{Drift, Noise, Pink},
    throat::curve,
};

const CONTROL: usize = 64;

/// A crack where it is near, then a long roll.
pub fn thunder(noise: &mut Noise, distance: f32) -> Clip {
    let far = distance.clamp(0.0, 1.0);
    let seconds = 4.5 + 2.0 * far;
    let mut swell = Drift::new(noise, 4.5);
    let mut low = Sweep::at(200.0, 0.6);
    let mut deep = Soften::at(900.0 - 600.0 * far);
    let (mut now, mut count) = (0.0, 0usize);
    let mut clip = Clip::made(seconds, |t, at| {
        if count.is_multiple_of(64) {
            now = (0.25 + swell.next(noise, 64)) * curve(&[(0.0, 0.0), (0.03 + 0.1 * far, 1.0), (0.3, 0.7), (0.7, 0.22), (1.0, 0.0)], at);
            low.tune((60.0 + (520.0 - 380.0 * far) * (-1.1 * t).exp()).max(60.0), 0.7);
        }
        count += 1;
        deep.run(low.low(noise.white())) * now * 3.0
    });
    if far < 0.55 {
        for _ in 0..18 {
            let at = noise.between(0.0, 0.35) * noise.between(0.0, 1.0);
            let mut band = Biquad::bandpass(noise.between(700.0, 3_600.0), 0.7);
            let level = (0.7 - far) * noise.between(0.2, 0.7);
            clip.burst(noise, at, (level, 0.001, 0.09), |x| band.run(x));
        }
    }
    clip.at_peak(0.5 - 0.25 * far)
}

/// A body falls into water: the slap, the gulp of the hole that closes, the spray that comes down.
pub fn plunge(noise: &mut Noise, speed: f32, size: f32) -> Clip {
    let force = (speed / 9.0).clamp(0.15, 1.4) * (0.5 + 0.5 * size);
    let mut clip = Clip::silent(2.2);
    let mut slap = Biquad::bandpass(900.0, 0.5);
    clip.burst(noise, 0.0, (1.0, 0.000_8, 0.16), |x| slap.run(x));
    clip.thump(0.0, (150.0 - 50.0 * size, 48.0), 0.28, 0.9 * force);
    let gulp = 0.16 + 0.1 * size;
    clip.thump(gulp, (90.0, 230.0 - 80.0 * size), 0.3, 0.6 * force);
    let mut column = Sweep::at(1_500.0, 0.4);
    clip.burst(noise, gulp, (0.6 * force, 0.12, 0.9), |x| column.band(x));
    for _ in 0..(20 + (50.0 * size) as usize) {
        let at = 0.25 + 1.3 * noise.between(0.0, 1.0).powi(2);
        let hertz = noise.between(420.0, 1_700.0);
        clip.thump(at, (hertz, hertz * 1.4), noise.between(0.03, 0.08), noise.between(0.04, 0.2));
    }
    clip.at_peak((0.2 + 0.4 * force).min(0.65))
}

/// A rocket or a jet: a roar with a crackle in it, `power` 0…1.
pub fn blast(noise: &mut Noise, seconds: f32, power: f32) -> Clip {
    let mut pink = Pink::default();
    let (mut low, mut roar, mut hiss) = (Sweep::at(120.0, 0.6), Sweep::at(500.0, 0.5), Soften::at(6_000.0));
    let (mut sway, mut crackle) = (Drift::new(noise, 9.0), 0f32);
    let (mut now, mut count) = (1.0, 0usize);
    let rise = (0.25 / seconds.max(0.3)).min(0.4);
    let mut clip = Clip::made(seconds, |_, at| {
        if count.is_multiple_of(CONTROL) {
            now = 0.75 + 0.5 * sway.next(noise, CONTROL);
            roar.tune((350.0 + 900.0 * power) * (0.7 + 0.3 * now), 0.5);
        }
        count += 1;
        let w = noise.white();
        let p = pink.next(w);
        // Shocks that overtake each other: short, one-sided.
        if w > 0.997 {
            crackle += 0.7 * power;
        }
        crackle *= 0.985;
        let swell = curve(&[(0.0, 0.3), (rise, 1.0), (0.85, 0.9), (1.0, 0.0)], at);
        (low.low(p) * 1.6 + roar.band(p) * now + hiss.run(w) * 0.08 + crackle * p) * swell
    });
    clip.thump(0.0, (80.0, 34.0), 0.5, 0.5 * power);
    clip.eased(0.004, 0.25).at_peak(0.18 + 0.4 * power)
}

/// A bang, its low body, and what falls down afterwards.
pub fn explosion(noise: &mut Noise, size: f32) -> Clip {
    let mut clip = Clip::silent(1.6 + 1.4 * size);
    let mut crack = Biquad::highpass(400.0, 0.6);
    clip.burst(noise, 0.0, (1.0, 0.000_4, 0.1), |x| crack.run(x));
    clip.thump(0.0, (120.0 - 40.0 * size, 28.0), 0.7 + 0.6 * size, 1.3);
    let mut body = Soften::at(700.0 - 300.0 * size);
    clip.burst(noise, 0.0, (2.6, 0.004, 1.1 + 1.2 * size), |x| body.run(x));
    for _ in 0..24 {
        let at = 0.3 + noise.between(0.0, 1.1);
        let mut bit = Biquad::bandpass(noise.between(500.0, 3_500.0), 2.0);
        let level = noise.between(0.02, 0.12);
        clip.burst(noise, at, (level, 0.000_6, 0.03), |x| bit.run(x));
    }
    clip.pcm.iter_mut().for_each(|x| *x = (*x * 1.3).tanh());
    clip.at_peak(0.4 + 0.35 * size)
}

/// Glass or crockery: a crack, then pieces that ring and fall.
pub fn shatter(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(1.3);
    let mut crack = Biquad::highpass(2_000.0, 0.7);
    clip.burst(noise, 0.0, (1.0, 0.000_3, 0.05), |x| crack.run(x));
    clip.thump(0.0, (300.0, 140.0), 0.04, 0.4);
    for piece in 0..34 {
        let at = if piece < 8 { noise.between(0.0, 0.03) } else { 0.05 + 0.8 * noise.between(0.0, 1.0).powi(2) };
        let hertz = noise.between(1_900.0, 9_500.0);
        let level = noise.between(0.08, 0.5) * (1.0 - at * 0.8);
        clip.strike(at, &[(hertz, level, noise.between(0.05, 0.25)), (hertz * 1.53, level * 0.5, 0.08)], 1.0);
    }
    clip.at_peak(0.4)
}

/// Wood or a hinge that sticks and slips.
pub fn creak(noise: &mut Noise, seconds: f32) -> Clip {
    let (low, high) = (noise.between(28.0, 45.0), noise.between(90.0, 150.0));
    let mut bands = [Sweep::at(640.0, 9.0), Sweep::at(1_130.0, 11.0), Sweep::at(2_050.0, 9.0)];
    let mut turn = 0.999f32;
    let mut grip = Drift::new(noise, 5.0);
    let (mut rate, mut count) = (low, 0usize);
    Clip::made(seconds, |_, at| {
        if count.is_multiple_of(CONTROL) {
            let pull = grip.next(noise, CONTROL);
            rate = low + (high - low) * curve(&[(0.0, 0.1), (0.5, 0.9), (1.0, 0.2)], at) * (0.5 + pull);
            for (band, hertz) in bands.iter_mut().zip([640.0, 1_130.0, 2_050.0]) {
                band.tune(hertz * (0.8 + 0.35 * at + 0.1 * pull), 9.0);
            }
        }
        count += 1;
        turn += rate / super::RATE * noise.near(1.0, 0.4);
        let slip = if turn >= 1.0 {
            turn -= 1.0;
            12.0
        } else {
            0.0
        };
        bands.iter_mut().zip([1.0, 0.8, 0.5]).map(|(band, gain)| band.band(slip) * gain).sum()
    })
    .eased(0.004, 0.1)
    .at_peak(0.16)
}

/// Knuckles on a door, three times.
pub fn knock(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.9);
    for beat in 0..3 {
        let at = if beat == 0 { 0.0 } else { beat as f32 * noise.near(0.21, 0.06) };
        let tap = contact::tap(noise);
        clip.add(at, &tap, noise.near(0.9, 0.1));
    }
    clip.at_peak(0.3)
}

/// One lick of a flame's crackle: a spark that bursts.
pub fn spark(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.05);
    let mut band = Biquad::bandpass(noise.between(900.0, 5_000.0), 1.5);
    clip.burst(noise, 0.0, (1.0, 0.000_3, 0.012), |x| band.run(x));
    clip.at_peak(0.2)
}
