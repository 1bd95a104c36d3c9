//! Things that go on for a while: air, rolling, engines, tyres, wings.

use super::{
    RATE,
    clip::{Clip, samples},
    filter::{Biquad, Soften, Sweep},
    noise::{Drift, Noise, Pink},
};
use crate::studio::world::event::Material;
use std::f32::consts::{PI, TAU};

const CONTROL: usize = 64;

/// Air, parted by something quick.
pub fn whoosh(noise: &mut Noise, speed: f32) -> Clip {
    let speed = speed.clamp(0.5, 40.0);
    let seconds = (0.5 - 0.012 * speed).max(0.18);
    let top = 350.0 + 75.0 * speed;
    let mut filter = Sweep::at(top, 1.4);
    let mut pink = Pink::default();
    let mut count = 0usize;
    let clip = Clip::made(seconds, |_, along| {
        // Its middle comes early, as of what has just been thrown.
        let bell = (PI * along.powf(0.6)).sin();
        if count.is_multiple_of(CONTROL) {
            filter.tune(top * (0.35 + 0.65 * bell), 1.2);
        }
        count += 1;
        filter.band(pink.next(noise.white())) * bell * bell
    });
    clip.at_peak((0.03 + 0.011 * speed).min(0.26))
}

/// A ball that turns over the ground, from one speed to another.
pub fn roll(noise: &mut Noise, ball: Material, ground: Material, seconds: f32, (first, last): (f32, f32)) -> Clip {
    let round = match ball {
        Material::TennisBall => 0.21,
        Material::LightBall => 1.1,
        _ => 0.74,
    };
    let (middle, level) = match ground {
        Material::Grass | Material::Sand | Material::Snow => (700.0, 0.05),
        Material::Parquet | Material::Wood => (240.0, 0.1),
        _ => (420.0, 0.09),
    };
    let mut low = Biquad::bandpass(middle, 0.6);
    let mut grit = Biquad::bandpass(middle * 4.5, 0.6);
    let mut pink = Pink::default();
    let mut turn = 0f32;
    Clip::made(seconds, |_, along| {
        let now = first + (last - first) * along;
        turn = (turn + now / round / RATE).fract();
        let bump = 0.65 + 0.35 * (TAU * turn).cos();
        let x = pink.next(noise.white());
        (low.run(x) * 1.4 * bump + grit.run(x) * 0.35) * now
    })
    .eased(ROLL_EASE, ROLL_EASE)
    .at_peak(level * (first.max(last) / 4.0).clamp(0.05, 1.2))
}

/// Seconds in which one piece of a roll grows into the next.
pub const ROLL_EASE: f32 = 0.07;

/// How an engine runs at one instant.
#[derive(Clone, Copy)]
pub struct Drive {
    pub speed: f32,
    /// Shift of the pitch by motion towards or away: 1 at rest.
    pub doppler: f32,
}

/// Firing cylinders through an exhaust, and tyres on the road.
pub fn engine(noise: &mut Noise, seconds: f32, drive: impl Fn(f32) -> Drive) -> Clip {
    let n = samples(seconds);
    let mut pcm = Vec::with_capacity(n);
    let mut phase = 0f32;
    let mut fired = 0usize;
    let mut kick = 1.0f32;
    let (mut body, mut pipe, mut top) = (Sweep::at(95.0, 1.6), Sweep::at(260.0, 2.2), Soften::at(1_700.0));
    let (mut road, mut pink) = (Sweep::at(700.0, 0.6), Pink::default());
    let mut sway = Drift::new(noise, 3.0);
    while pcm.len() < n {
        let now = drive(pcm.len() as f32 / n as f32);
        let speed = now.speed.clamp(0.0, 60.0);
        // Four gears: the engine climbs in each and drops at the next.
        let gear = (speed / 7.0).floor().min(4.0);
        let turns = 33.0 + 6.4 * (speed - 4.6 * gear).max(0.0);
        let hertz = turns * now.doppler * (0.985 + 0.03 * sway.next(noise, CONTROL));
        pipe.tune(180.0 * now.doppler + 2.2 * hertz, 1.8);
        road.tune((420.0 + 28.0 * speed) * now.doppler, 0.5);
        let step = hertz / RATE;
        let rush = 0.10 * (speed / 14.0).min(1.6);
        for _ in 0..CONTROL.min(n - pcm.len()) {
            phase += step;
            if phase >= 1.0 {
                phase -= 1.0;
                fired = (fired + 1) % 4;
                // No two cylinders fire alike: that is the growl.
                kick = [1.0, 0.82, 0.93, 0.76][fired] * noise.near(1.0, 0.1);
            }
            let pulse = kick * ((-7.0 * phase).exp() - 0.142);
            let exhaust = top.run(pulse + 0.05 * noise.white() * (-3.0 * phase).exp());
            let out = body.band(exhaust) * 0.7 + pipe.band(exhaust) * 1.1 + exhaust * 0.4;
            pcm.push(out * 0.9 + road.band(pink.next(noise.white())) * rush * 4.0);
        }
    }
    Clip { pcm }.at_peak(0.24).eased(0.12, 0.18)
}

/// Rubber that lets go of the road.
pub fn skid(noise: &mut Noise, seconds: f32) -> Clip {
    let mut tones = [(0f32, 820.0f32), (0.0, 1_047.0), (0.0, 1_268.0)];
    let mut wander = Drift::new(noise, 14.0);
    let mut band = Sweep::at(1_050.0, 1.2);
    let (mut bend, mut count) = (1.0, 0usize);
    Clip::made(seconds, |_, along| {
        if count.is_multiple_of(CONTROL) {
            bend = (1.06 - 0.2 * along) * (0.95 + 0.1 * wander.next(noise, CONTROL));
            band.tune(1_050.0 * bend, 1.2);
        }
        count += 1;
        let grit = noise.white();
        let mut out = band.band(grit) * 0.9;
        for (phase, hertz) in &mut tones {
            *phase = (*phase + *hertz * bend * (1.0 + 0.05 * grit) / RATE).fract();
            out += (TAU * *phase).sin() * 0.22;
        }
        out * (1.0 - 0.55 * along)
    })
    .eased(0.03, 0.15)
    .at_peak(0.24)
}

/// Wing beats.
pub fn flap(noise: &mut Noise, seconds: f32) -> Clip {
    let mut low = Biquad::bandpass(620.0, 0.6);
    let mut feather = Biquad::bandpass(2_600.0, 0.8);
    let mut beat = 0f32;
    let rate = noise.near(8.5, 0.15);
    Clip::made(seconds, |_, _| {
        beat = (beat + rate / RATE).fract();
        let down = if beat < 0.4 { (PI * beat / 0.4).sin().powi(2) } else { 0.12 * (PI * (beat - 0.4) / 0.6).sin() };
        let x = noise.white();
        (low.run(x) + feather.run(x) * 0.5) * down
    })
    .eased(0.01, 0.08)
    .at_peak(0.09)
}

/// What slides: its hiss (middle, q), its scrape (middle, q, share) and how loud it is.
fn slide(on: Material) -> ((f32, f32), (f32, f32, f32), f32) {
    match on {
        // A blade that cuts: high and thin, with a singing edge.
        Material::Ice | Material::Blade => ((4_600.0, 0.7), (2_350.0, 6.0, 0.5), 0.12),
        Material::Snow => ((1_900.0, 0.4), (640.0, 0.8, 0.5), 0.13),
        Material::Water => ((1_300.0, 0.4), (520.0, 0.7, 0.8), 0.14),
        Material::Sand | Material::Dirt => ((2_400.0, 0.4), (820.0, 0.7, 0.6), 0.11),
        Material::Grass | Material::Cloth | Material::Foam => ((2_900.0, 0.4), (900.0, 0.6, 0.3), 0.07),
        Material::Metal => ((3_400.0, 0.6), (1_250.0, 8.0, 0.9), 0.14),
        // Small hard wheels.
        Material::Asphalt | Material::Stone => ((1_150.0, 0.5), (330.0, 1.1, 1.1), 0.15),
        Material::Parquet | Material::Wood => ((760.0, 0.5), (235.0, 1.4, 1.3), 0.15),
        _ => ((1_600.0, 0.5), (500.0, 1.0, 0.6), 0.1),
    }
}

/// Skates, a board, a sledge, a slipping sole.
pub fn glide(noise: &mut Noise, on: Material, seconds: f32, speed: f32) -> Clip {
    let ((middle, q), (scrape, narrow, share), level) = slide(on);
    let quick = (speed / 5.0).clamp(0.1, 2.5);
    let (mut hiss, mut edge) = (Sweep::at(middle, q), Sweep::at(scrape, narrow));
    let (mut stroke, mut grain) = (Drift::new(noise, 2.2), Drift::new(noise, 24.0));
    let mut pink = Pink::default();
    let (mut now, mut count) = (1.0, 0usize);
    Clip::made(seconds, |_, _| {
        if count.is_multiple_of(CONTROL) {
            let push = stroke.next(noise, CONTROL);
            now = 0.55 + 0.3 * push + 0.3 * grain.next(noise, CONTROL);
            hiss.tune(middle * (0.7 + 0.3 * quick.sqrt()) * (0.9 + 0.2 * push), q);
            edge.tune(scrape * (0.8 + 0.2 * quick) * (0.94 + 0.12 * push), narrow);
        }
        count += 1;
        let w = noise.white();
        (hiss.band(w) * 0.6 + edge.band(pink.next(w)) * share * 2.0) * now
    })
    .eased(0.03, 0.15)
    .at_peak(level * quick.sqrt())
}
