//! What a place sounds like when nothing happens: air, weather, creatures, people, traffic, sea.
//!
//! Neighbouring shots of one place share one bed, so that a cut is not heard in it; between places the beds cross-fade. Where a scene
//! goes on, the bed before sounds on for a while under the new one, and is up to there what it would be without it.

mod creatures;
mod people;
mod places;
mod seldom;
mod table;
mod water;
mod weather;

use super::{RATE, filter::Biquad, noise::Noise, stage::Stage};
use crate::studio::screenplay::{Ambience, Screenplay, ShotPlan, Transition};
use seldom::Seldom;

/// Seconds of the cross-fade at a cut.
const CROSS: f32 = 0.12;
/// Seconds of the cross-fade where the picture dissolves too.
const DISSOLVE: f32 = 0.6;
/// Seconds for which a bed sounds on where its scene goes on.
const ON: f32 = 1.2;

/// One sounding layer of a bed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layer {
    Air {
        level: f32,
    },
    Hum {
        level: f32,
    },
    Wind {
        force: f32,
    },
    Leaves {
        level: f32,
    },
    Rain {
        density: f32,
        muffled: bool,
    },
    Thunder,
    Birds {
        rate: f32,
    },
    Crickets {
        level: f32,
    },
    Traffic {
        level: f32,
    },
    Crowd {
        level: f32,
    },
    Waves {
        level: f32,
    },
    Sea {
        level: f32,
    },
    Lapping {
        level: f32,
    },
    Stream {
        level: f32,
    },
    Deep {
        level: f32,
    },
    Fire {
        level: f32,
    },
    Insects {
        level: f32,
    },
    Talk {
        level: f32,
    },
    Applause {
        level: f32,
    },
    Engine {
        level: f32,
    },
    Machines {
        level: f32,
    },
    /// `rate` a second.
    Seldom {
        what: Seldom,
        rate: f32,
        level: f32,
    },
}

/// A stretch of samples with the same layers.
struct Bed {
    from: usize,
    to: usize,
    shot: usize,
    layers: Vec<Layer>,
}

/// A bed's own left and right, before they are faded into the mix.
struct Sides {
    left: Vec<f32>,
    right: Vec<f32>,
}

/// Lays all beds. Stops between two layers.
pub fn lay(stage: &mut Stage, screenplay: &Screenplay, has_thunder: impl Fn(usize) -> bool, is_stopped: &dyn Fn() -> bool) {
    let mut beds: Vec<Bed> = Vec::new();
    for (index, (shot, part)) in screenplay.shots.iter().zip(&stage.parts).enumerate() {
        let mut layers = layers(shot);
        if has_thunder(index) {
            layers.retain(|layer| *layer != Layer::Thunder);
        }
        match beds.last_mut() {
            Some(bed) if bed.layers == layers && bed.to == part.from && !shot.goes_on() => bed.to = part.until,
            _ => beds.push(Bed { from: part.from, to: part.until, shot: index, layers }),
        }
    }
    let frames = stage.frames();
    let on = (ON * RATE) as usize;
    let goes_on = |number: usize| beds.get(number).is_some_and(|bed| screenplay.shots[bed.shot].goes_on());
    let halves = |number: usize| {
        let is_soft = beds.get(number).is_some_and(|bed| screenplay.shots[bed.shot].transition == Transition::Dissolve);
        ((if is_soft { DISSOLVE } else { CROSS }) * RATE) as usize / 2
    };
    for (number, bed) in beds.iter().enumerate() {
        let from = if number == 0 || goes_on(number) { bed.from } else { bed.from.saturating_sub(halves(number)) };
        let is_last = number + 1 == beds.len();
        // As long at the end of the take as where the scene goes on: what comes later changes nothing of it.
        let to = bed.to + if is_last || goes_on(number + 1) { on } else { halves(number + 1) };
        if to.min(frames) <= from {
            continue;
        }
        let mut sides = Sides { left: vec![0.0; to - from], right: vec![0.0; to - from] };
        for (index, layer) in bed.layers.iter().enumerate() {
            if is_stopped() {
                return;
            }
            let noise = &mut Noise::new(screenplay.seed, 100_000 + 100 * bed.shot as u64 + index as u64);
            layer.sound(noise, &mut sides);
        }
        for side in [&mut sides.left, &mut sides.right] {
            // What lies below only rumbles.
            let mut cut = Biquad::highpass(65.0, 0.6);
            side.iter_mut().for_each(|x| *x = cut.run(*x));
        }
        let cross = |number: usize| if goes_on(number) { on } else { 2 * halves(number) };
        fade_into(stage, from, &sides, (number > 0, !is_last), (cross(number), cross(number + 1)));
    }
}

fn fade_into(stage: &mut Stage, from: usize, sides: &Sides, (first, last): (bool, bool), cross: (usize, usize)) {
    let n = sides.left.len();
    for i in 0..n.min(stage.frames() - from) {
        let up = if first { (i as f32 / cross.0 as f32).min(1.0) } else { 1.0 };
        let down = if last { ((n - i) as f32 / cross.1 as f32).min(1.0) } else { 1.0 };
        let gain = (up * down).sqrt();
        stage.left[from + i] += sides.left[i] * gain;
        stage.right[from + i] += sides.right[i] * gain;
    }
}

impl Layer {
    /// The same sound, maybe at another level.
    fn is_like(self, other: Self) -> bool {
        match (self, other) {
            (Self::Seldom { what: a, .. }, Self::Seldom { what: b, .. }) => a == b,
            _ => std::mem::discriminant(&self) == std::mem::discriminant(&other),
        }
    }

    fn sound(self, noise: &mut Noise, out: &mut Sides) {
        match self {
            Self::Air { level } => places::air(noise, out, level),
            Self::Hum { level } => places::hum(noise, out, level),
            Self::Wind { force } => weather::wind(noise, out, force),
            Self::Leaves { level } => weather::leaves(noise, out, level),
            Self::Rain { density, muffled } => weather::rain(noise, out, density, muffled),
            Self::Thunder => weather::thunders(noise, out),
            Self::Birds { rate } => creatures::birds(noise, out, rate),
            Self::Crickets { level } => creatures::crickets(noise, out, level),
            Self::Traffic { level } => places::traffic(noise, out, level),
            Self::Crowd { level } => places::crowd(noise, out, level),
            Self::Waves { level } => places::waves(noise, out, level),
            Self::Sea { level } => water::sea(noise, out, level),
            Self::Lapping { level } => water::lapping(noise, out, level),
            Self::Stream { level } => water::stream(noise, out, level),
            Self::Deep { level } => water::deep(noise, out, level),
            Self::Fire { level } => water::fire(noise, out, level),
            Self::Insects { level } => creatures::insects(noise, out, level),
            Self::Talk { level } => people::talk(noise, out, level),
            Self::Applause { level } => people::applause(noise, out, level),
            Self::Engine { level } => people::engine(noise, out, level),
            Self::Machines { level } => people::machines(noise, out, level),
            Self::Seldom { what, rate, level } => seldom::spread(noise, out, what, (rate, level)),
        }
    }
}

/// What a shot's place, weather and hour sound like, and what was asked for; the last of two alike counts.
fn layers(shot: &ShotPlan) -> Vec<Layer> {
    if shot.ambience.contains(&Ambience::Silence) {
        return Vec::new();
    }
    let mut layers: Vec<Layer> = Vec::new();
    let asked = shot.ambience.iter().flat_map(|asked| table::asked(*asked));
    for layer in table::place(shot.setting).iter().copied().chain(table::sky(shot)).chain(table::cast(shot)).chain(asked.copied()) {
        match layers.iter_mut().find(|old| old.is_like(layer)) {
            // No two winds: the stronger one blows.
            Some(Layer::Wind { force }) => *force = force.max(if let Layer::Wind { force } = layer { force } else { 0.0 }),
            Some(old) => *old = layer,
            None => layers.push(layer),
        }
    }
    layers
}

impl Sides {
    fn frames(&self) -> usize {
        self.left.len()
    }

    /// Adds a short mono sound at a sample, `pan` −1…1.
    fn put(&mut self, at: usize, pcm: &[f32], pan: f32, gain: f32) {
        let (l, r) = super::stage::Spot::new(pan, 0.0).sides();
        let from = at.min(self.frames());
        for ((left, right), x) in self.left[from..].iter_mut().zip(&mut self.right[from..]).zip(pcm) {
            *left += x * gain * l;
            *right += x * gain * r;
        }
    }

    /// Fills each side in turn with a sound of its own, so that it is wide.
    fn wide(&mut self, mut make: impl FnMut(&mut [f32])) {
        make(&mut self.left);
        make(&mut self.right);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studio::{
        screenplay::{Setting, TimeOfDay, Weather},
        sound::fixture,
    };

    #[test]
    fn birds_sing_by_day_and_crickets_by_night() {
        let mut shot = fixture::screenplay(4).shots.remove(0);
        shot.setting = Setting::Park;
        let has = |shot: &ShotPlan, wanted: fn(&Layer) -> bool| layers(shot).iter().any(wanted);
        let birds: fn(&Layer) -> bool = |layer| matches!(layer, Layer::Birds { .. });
        let crickets: fn(&Layer) -> bool = |layer| matches!(layer, Layer::Crickets { .. });
        assert!(has(&shot, birds) && !has(&shot, crickets));
        shot.time = TimeOfDay::Night;
        assert!(!has(&shot, birds) && has(&shot, crickets));
        shot.weather = Weather::Rain;
        assert!(!has(&shot, crickets));
    }
}
