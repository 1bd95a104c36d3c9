//! Things that touch: balls, feet, rims, boards, water. Each sound begins at its first sample.
//!
//! Both bodies ring with their own modes; the softer one decides how much of the high modes the blow excites.

use super::{
    clip::{Clip, Modes},
    filter::{Biquad, Sweep},
    material::body,
    noise::Noise,
};
use crate::studio::world::event::Material;

/// Grows slowly with the blow: ears hear ratios.
fn strength(impulse: f32, usual: f32) -> f32 {
    (impulse.clamp(0.0, 60.0) / usual).powf(0.6).clamp(0.02, 1.7)
}

fn ring(clip: &mut Clip, noise: &mut Noise, modes: &Modes, cut: f32, gain: f32) {
    let tune = noise.near(1.0, 0.012);
    for &(hertz, level, decay) in modes {
        // Where on the body the blow falls changes what rings.
        let level = noise.near(level, 0.25) * (-hertz / cut).exp() * gain;
        clip.strike(0.0, &[(hertz * tune, level, decay)], 1.0);
    }
}

fn rustle(clip: &mut Clip, noise: &mut Noise, material: Material, gain: f32) {
    let (middle, q, level, seconds) = body(material).rustle;
    let mut band = Biquad::bandpass(noise.near(middle, 0.12), q);
    clip.burst(noise, 0.0, (level * gain, 0.000_8, seconds), |x| band.run(x));
}

/// Two materials meet.
pub fn impact(noise: &mut Noise, a: Material, b: Material, impulse: f32) -> Clip {
    let force = strength(impulse, 4.0);
    let (one, two) = (body(a), body(b));
    let longest = one.modes.iter().chain(two.modes).map(|mode| mode.2).fold(0.16, f32::max);
    let is_wet = a == Material::Water || b == Material::Water;
    let mut clip = Clip::silent((longest * 1.3).max(if is_wet { 1.1 } else { 0.3 }));
    let cut = (0.55 + 0.6 * force) / (1.0 / one.hardness + 1.0 / two.hardness);
    ring(&mut clip, noise, one.modes, cut, 1.0);
    ring(&mut clip, noise, two.modes, cut, 0.7);
    rustle(&mut clip, noise, a, 0.8 + 0.4 * force);
    rustle(&mut clip, noise, b, 0.8 + 0.4 * force);
    if is_wet {
        clip.add(0.0, &splash(noise, (force * 0.4).min(1.0)), 1.0);
    }
    let soft = if one.hardness.min(two.hardness) < 600.0 { 0.55 } else { 1.0 };
    clip.at_peak(0.5 * force * soft)
}

/// Grains that crush one after another: snow, gravel, sand.
fn crunch(clip: &mut Clip, noise: &mut Noise, start: f32, (low, high): (f32, f32), grains: usize, gain: f32) {
    for _ in 0..grains {
        let at = start + noise.between(0.0, 0.09) * noise.between(0.2, 1.0);
        let mut band = Biquad::bandpass(noise.between(low, high), 1.4);
        let level = gain * noise.between(0.2, 1.0);
        clip.burst(noise, at, (level, 0.000_5, 0.012), |x| band.run(x));
    }
}

fn sole(clip: &mut Clip, noise: &mut Noise, ground: Material, start: f32, weight: f32, gain: f32) {
    let surface = body(ground);
    clip.thump(start, (noise.near(120.0, 0.1), 58.0), 0.09, gain * (0.25 + 0.45 * weight));
    let cut = 0.4 * surface.hardness.min(3_000.0) * (0.7 + weight);
    let tune = noise.near(1.0, 0.04);
    for &(hertz, level, decay) in surface.modes {
        let level = noise.near(level, 0.3) * (-hertz / cut).exp() * gain * 0.6;
        clip.strike(start, &[(hertz * tune, level, decay * 0.7)], 1.0);
    }
    let (middle, q, level, seconds) = surface.rustle;
    let mut band = Biquad::bandpass(noise.near(middle, 0.2), q);
    clip.burst(noise, start, (level * gain * 1.3, 0.001, seconds), |x| band.run(x));
    match ground {
        Material::Snow => crunch(clip, noise, start, (600.0, 3_200.0), 22, gain * 0.5),
        Material::Sand => crunch(clip, noise, start, (900.0, 4_000.0), 10, gain * 0.18),
        Material::Grass => crunch(clip, noise, start, (2_500.0, 6_500.0), 7, gain * 0.16),
        Material::Dirt => crunch(clip, noise, start, (700.0, 2_600.0), 8, gain * 0.14),
        Material::Ice => crunch(clip, noise, start, (3_000.0, 7_000.0), 6, gain * 0.14),
        Material::Water => clip.add(start, &splash(noise, 0.1 + 0.1 * weight), gain),
        _ => {}
    }
}

/// Heel, then toe.
pub fn footstep(noise: &mut Noise, ground: Material, weight: f32) -> Clip {
    let mut clip = Clip::silent(if ground == Material::Water { 0.7 } else { 0.32 });
    sole(&mut clip, noise, ground, 0.0, weight, 1.0);
    // A runner's foot lands nearly flat.
    let roll = noise.near(0.085 - 0.05 * weight.min(1.0), 0.15);
    sole(&mut clip, noise, ground, roll, weight * 0.5, 0.45);
    clip.at_peak(0.05 + 0.13 * weight)
}

/// Two feet, all but together.
pub fn landing(noise: &mut Noise, ground: Material, weight: f32) -> Clip {
    let mut clip = Clip::silent(0.45);
    clip.thump(0.0, (noise.near(105.0, 0.08), 46.0), 0.16, 0.8);
    sole(&mut clip, noise, ground, 0.0, weight, 1.0);
    let second = noise.between(0.008, 0.03);
    sole(&mut clip, noise, ground, second, weight, 0.8);
    clip.at_peak(0.1 + 0.22 * weight)
}

pub fn kick(noise: &mut Noise, ball: Material, speed: f32) -> Clip {
    let force = strength(speed, 12.0);
    let mut clip = impact(noise, Material::Body, ball, 4.0 * force);
    let mut slap = Biquad::bandpass(noise.near(1_450.0, 0.1), 0.8);
    clip.thump(0.0, (150.0, 72.0), 0.12, 0.5 * force);
    clip.burst(noise, 0.0, (0.35 * force, 0.000_5, 0.03), |x| slap.run(x));
    clip.at_peak(0.42 * force)
}

/// Hands close round a ball: a slap without ring.
pub fn catch(noise: &mut Noise, ball: Material) -> Clip {
    let mut clip = Clip::silent(0.2);
    let mut slap = Biquad::bandpass(noise.near(1_250.0, 0.1), 0.7);
    clip.burst(noise, 0.0, (0.5, 0.000_6, 0.035), |x| slap.run(x));
    for &(hertz, level, decay) in body(ball).modes.iter().take(3) {
        clip.strike(0.0, &[(hertz, level * 0.35, decay * 0.4)], 1.0);
    }
    clip.at_peak(0.2)
}

const RIM: &Modes = &[
    (183.0, 0.3, 0.5),
    (347.0, 0.45, 0.9),
    (512.0, 0.4, 1.1),
    (731.0, 0.42, 0.95),
    (1_013.0, 0.34, 0.8),
    (1_394.0, 0.3, 0.7),
    (1_832.0, 0.22, 0.55),
    (2_367.0, 0.17, 0.45),
    (3_104.0, 0.12, 0.35),
    (4_230.0, 0.06, 0.25),
];

pub fn rim(noise: &mut Noise, impulse: f32) -> Clip {
    let force = strength(impulse, 3.0);
    let mut clip = Clip::silent(1.4);
    ring(&mut clip, noise, RIM, 3_200.0, 1.0);
    // The hinge rattles once or twice.
    for beat in 1..=2 {
        let at = noise.near(0.045 * beat as f32, 0.2);
        clip.strike(at, &RIM[3..8], 0.16 * force / beat as f32);
    }
    ring(&mut clip, noise, body(Material::RubberBall).modes, 1_500.0, 0.5);
    clip.at_peak(0.42 * force)
}

const BOARD: &Modes =
    &[(96.0, 0.55, 0.3), (163.0, 0.6, 0.34), (242.0, 0.5, 0.28), (389.0, 0.4, 0.22), (614.0, 0.26, 0.17), (942.0, 0.16, 0.12), (1_480.0, 0.08, 0.08)];

pub fn board(noise: &mut Noise, impulse: f32) -> Clip {
    let force = strength(impulse, 3.0);
    let mut clip = Clip::silent(0.6);
    ring(&mut clip, noise, BOARD, 1_600.0, 1.0);
    ring(&mut clip, noise, body(Material::RubberBall).modes, 1_600.0, 0.7);
    rustle(&mut clip, noise, Material::Wood, 0.8);
    clip.at_peak(0.46 * force)
}

/// Cords that flick one after another as a ball passes.
pub fn net(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.42);
    let mut band = Sweep::at(3_000.0, 0.8);
    clip.burst(noise, 0.0, (0.5, 0.02, 0.3), |x| band.band(x));
    for i in 0..14 {
        let at = 0.012 * i as f32 + noise.between(0.0, 0.012);
        let mut flick = Biquad::bandpass(noise.between(2_200.0, 6_800.0), 2.2);
        let level = noise.between(0.4, 1.0) * (1.0 - i as f32 / 18.0);
        clip.burst(noise, at, (level, 0.001, 0.025), |x| flick.run(x));
    }
    clip.at_peak(0.2)
}

/// A sheet of spray, then bubbles that close.
pub fn splash(noise: &mut Noise, size: f32) -> Clip {
    let mut clip = Clip::silent(0.5 + 0.9 * size);
    let mut spray = Biquad::bandpass(3_800.0 - 1_900.0 * size, 0.4);
    clip.burst(noise, 0.0, (0.9, 0.001 + 0.003 * size, 0.25 + 0.7 * size), |x| spray.run(x));
    clip.thump(0.0, (190.0 - 80.0 * size, 70.0), 0.1 + 0.12 * size, 0.2 + 0.5 * size);
    for _ in 0..(6 + (26.0 * size) as usize) {
        let at = noise.between(0.01, 0.2 + 0.6 * size);
        let hertz = noise.between(480.0, 1_900.0 - 700.0 * size);
        clip.thump(at, (hertz, hertz * 1.35), noise.between(0.03, 0.09), noise.between(0.06, 0.22));
    }
    clip.at_peak(0.12 + 0.36 * size)
}

/// One knuckle on wood.
pub fn tap(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.2);
    ring(&mut clip, noise, body(Material::Wood).modes, 1_500.0, 1.0);
    rustle(&mut clip, noise, Material::Wood, 0.6);
    clip.at_peak(0.3)
}
