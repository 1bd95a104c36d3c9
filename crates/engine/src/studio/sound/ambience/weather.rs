//! Wind, leaves, rain, distant thunder.

use super::{
    super::{
        RATE,
        clip::Clip,
        filter::{Biquad, Soften, Sweep},
        forces,
        noise::{Drift, Noise, Pink},
    },
    Sides,
};

const CONTROL: usize = 64;

/// Gusts: a band of noise that rises in pitch as it swells. `force` 0…1.
pub fn wind(noise: &mut Noise, out: &mut Sides, force: f32) {
    // One gust for both sides, and a little of its own for each.
    let seed = noise.between(1.0, 60_000.0) as u64;
    out.wide(|side| {
        let gusts = &mut Noise::new(seed, 1);
        let (mut gust, mut flutter) = (Drift::new(gusts, 0.45), Drift::new(noise, 2.2));
        let mut pink = Pink::default();
        let (mut low, mut howl) = (Sweep::default(), Sweep::default());
        for chunk in side.chunks_mut(CONTROL) {
            let now = 0.75 * gust.next(gusts, CONTROL) + 0.25 * flutter.next(noise, CONTROL);
            low.tune(110.0 + 520.0 * now * (0.4 + force), 0.8);
            howl.tune(380.0 + 420.0 * now, 9.0);
            let level = force * 0.16 * (0.25 + 0.9 * now * now);
            let howling = (force - 0.4).max(0.0) * 0.5 * now * now;
            for x in chunk {
                let p = pink.next(noise.white());
                *x += (low.low(p) + howl.band(p) * howling) * level;
            }
        }
    });
}

/// Foliage that stirs.
pub fn leaves(noise: &mut Noise, out: &mut Sides, level: f32) {
    out.wide(|side| {
        let (mut stir, mut shiver) = (Drift::new(noise, 0.6), Drift::new(noise, 7.0));
        let (mut low, mut high) = (Biquad::highpass(1_800.0, 0.6), Soften::at(5_200.0));
        for chunk in side.chunks_mut(CONTROL) {
            let now = stir.next(noise, CONTROL);
            let gain = level * 0.016 * (0.12 + now * now) * (0.6 + 0.4 * shiver.next(noise, CONTROL));
            for x in chunk {
                *x += high.run(low.run(noise.white())) * gain;
            }
        }
    });
}

/// A hiss of far drops and single near ones. `density` 0…1; `muffled` as heard from inside.
pub fn rain(noise: &mut Noise, out: &mut Sides, density: f32, muffled: bool) {
    let (top, level) = if muffled { (900.0, 0.03) } else { (7_000.0, 0.05) };
    out.wide(|side| {
        let mut surge = Drift::new(noise, 0.5);
        let (mut low, mut high) = (Biquad::highpass(if muffled { 120.0 } else { 900.0 }, 0.6), Soften::at(top));
        let (mut air, mut rumble) = (Soften::at(top * 1.6), Soften::at(260.0));
        for chunk in side.chunks_mut(CONTROL) {
            let gain = level * (0.35 + 0.65 * density) * (0.85 + 0.3 * surge.next(noise, CONTROL));
            for x in chunk {
                let w = noise.white();
                *x += (air.run(high.run(low.run(w))) + rumble.run(w) * 0.5 * density) * gain;
            }
        }
    });
    let near = if muffled { 14.0 } else { 60.0 + 240.0 * density };
    let mut at = 0.0;
    let seconds = out.frames() as f32 / RATE;
    loop {
        at += noise.wait(near);
        if at >= seconds {
            break;
        }
        let mut drop = Clip::silent(0.03);
        let hertz = if muffled { noise.between(300.0, 900.0) } else { noise.between(0.0, 1.0).powi(2) * 6_000.0 + 900.0 };
        drop.strike(0.0, &[(hertz, 1.0, noise.between(0.004, 0.02))], 1.0);
        let size = noise.between(0.0, 1.0).powi(3);
        let pan = noise.white();
        out.put((at * RATE) as usize, &drop.pcm, pan, 0.012 + 0.06 * size);
    }
}

/// Far thunder, once in several seconds, not at once.
pub fn thunders(noise: &mut Noise, out: &mut Sides) {
    let seconds = out.frames() as f32 / RATE;
    let mut at = noise.between(0.5, 1.5);
    while at < seconds - 0.5 {
        let distance = noise.between(0.35, 1.0);
        let clip = forces::thunder(noise, distance);
        let pan = noise.between(-0.6, 0.6);
        out.put((at * RATE) as usize, &clip.pcm, pan, 1.15);
        at += noise.between(5.0, 9.0);
    }
}
