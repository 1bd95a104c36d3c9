//! What is heard now and then, out of the picture: far animals, drips, clocks, dishes, bells.

use super::{
    super::{
        RATE, beasts,
        clip::Clip,
        filter::{Biquad, Soften},
        forces,
        noise::Noise,
        signals, voices,
    },
    Sides,
};
use crate::studio::screenplay::ActorKind;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seldom {
    Owls,
    Frogs,
    Gulls,
    Hens,
    Cows,
    Parrots,
    Bubbles,
    Drips,
    Ticks,
    Dishes,
    Tolls,
    Creaks,
    Keys,
    Pages,
    Chimes,
    Foghorn,
    Whales,
    Dolphins,
}

impl Seldom {
    /// By chance, or as evenly as a clock.
    fn is_even(self) -> bool {
        matches!(self, Self::Ticks | Self::Tolls | Self::Foghorn)
    }

    /// How far away at most, 0…1: what is far is dull and quiet.
    fn far(self) -> f32 {
        match self {
            Self::Owls | Self::Cows | Self::Tolls | Self::Foghorn | Self::Gulls | Self::Whales => 0.8,
            Self::Frogs | Self::Hens | Self::Parrots | Self::Chimes => 0.6,
            _ => 0.25,
        }
    }

    fn sound(self, noise: &mut Noise) -> Option<Clip> {
        Some(match self {
            Self::Owls => beasts::call(noise, ActorKind::Owl, 0.5)?,
            Self::Frogs => beasts::call(noise, ActorKind::Frog, 0.5)?,
            Self::Gulls => voices::utter(noise, &voices::GULL, 0.4),
            Self::Hens => beasts::call(noise, ActorKind::Chicken, 0.5)?,
            Self::Cows => beasts::call(noise, ActorKind::Cow, 0.5)?,
            Self::Parrots => beasts::call(noise, ActorKind::Parrot, 0.6)?,
            Self::Bubbles => voices::bubbles(noise, 0.6),
            Self::Drips => drip(noise),
            Self::Ticks => signals::tick(noise),
            Self::Dishes => dishes(noise),
            Self::Tolls => signals::toll(noise),
            Self::Creaks => {
                let seconds = noise.between(0.5, 1.2);
                forces::creak(noise, seconds)
            }
            Self::Keys => key(noise),
            Self::Pages => page(noise),
            Self::Chimes => chimes(noise),
            Self::Whales => beasts::call(noise, ActorKind::Whale, 0.6)?,
            Self::Dolphins => voices::dolphin(noise),
            Self::Foghorn => signals::hoot(noise, &[(87.0, 1.0), (131.0, 0.4)], 380.0, 2.4),
        })
    }
}

/// Spreads `what` over the bed, `rate` a second.
pub fn spread(noise: &mut Noise, out: &mut Sides, what: Seldom, (rate, level): (f32, f32)) {
    let seconds = out.frames() as f32 / RATE;
    let side = noise.between(-0.6, 0.6);
    // Even things keep their place, and so does their voice; the first is heard early, so that short shots have one.
    let mut at = if what.is_even() { 0.35 } else { noise.between(0.2, 1.4) };
    let voice = noise.between(1.0, 60_000.0) as u64;
    let mut beat = 0u64;
    while at < seconds {
        let own = &mut Noise::new(voice, if what.is_even() { beat % 2 } else { beat });
        let Some(mut clip) = what.sound(own) else { return };
        let far = what.far() * noise.between(0.5, 1.0);
        let mut air = Soften::at(12_000.0 * 0.12f32.powf(far));
        clip.pcm.iter_mut().for_each(|x| *x = air.run(*x));
        let pan = if what.is_even() { side } else { noise.between(-0.9, 0.9) };
        let gain = level * 0.4 / (1.0 + 2.0 * far);
        let start = (at * RATE) as usize;
        out.put(start, &clip.pcm, pan, gain);
        out.put(start + 3_700, &clip.pcm, -pan * 0.6, gain * 0.16 * (0.3 + far));
        at += if what.is_even() { 1.0 / rate } else { noise.wait(rate).clamp(0.12 / rate.max(0.4), 2.5 / rate) };
        beat += 1;
    }
}

/// A drop in a pool of a cave.
fn drip(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.4);
    let hertz = noise.between(900.0, 1_900.0);
    clip.strike(0.0, &[(hertz * 2.3, 0.3, 0.02)], 1.0);
    clip.thump(0.012, (hertz, hertz * 1.5), 0.09, 0.8);
    clip.at_peak(0.2)
}

/// Plates and spoons.
fn dishes(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.7);
    for beat in 0..noise.between(1.0, 3.9) as usize {
        let at = beat as f32 * noise.between(0.06, 0.16);
        let hertz = noise.between(2_100.0, 3_900.0);
        let level = noise.between(0.4, 1.0);
        clip.strike(at, &[(hertz, level, 0.14), (hertz * 1.71, level * 0.6, 0.1), (hertz * 2.63, level * 0.3, 0.06)], 1.0);
    }
    clip.at_peak(0.12)
}

fn key(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.09);
    let mut click = Biquad::bandpass(noise.between(1_800.0, 3_600.0), 1.2);
    clip.burst(noise, 0.0, (1.0, 0.000_4, 0.014), |x| click.run(x));
    clip.thump(0.0, (260.0, 180.0), 0.02, 0.3);
    clip.at_peak(0.06)
}

fn page(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.6);
    let mut paper = Biquad::bandpass(noise.between(2_600.0, 4_200.0), 0.6);
    clip.burst(noise, 0.0, (0.8, 0.18, 0.25), |x| paper.run(x));
    clip.at_peak(0.08)
}

/// Three tones before somebody would speak.
fn chimes(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(2.2);
    let tune = noise.near(1.0, 0.01);
    for (at, hertz) in [(0.0, 659.0), (0.38, 523.0), (0.76, 784.0)] {
        clip.strike(at, &[(hertz * tune, 0.8, 1.3), (hertz * tune * 2.0, 0.2, 0.8)], 1.0);
    }
    clip.at_peak(0.2)
}
