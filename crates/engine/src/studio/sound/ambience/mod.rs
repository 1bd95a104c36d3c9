//! What a place sounds like when nothing happens: air, weather, creatures, people, traffic, sea.
//!
//! Neighbouring shots of one place share one bed, so that a cut is not heard in it; between places the beds cross-fade.

mod creatures;
mod places;
mod weather;

use super::{RATE, filter::Biquad, noise::Noise, stage::Stage};
use crate::studio::screenplay::{Ambience, Screenplay, Setting, ShotPlan, TimeOfDay, Weather};

/// Seconds of the cross-fade at a cut.
const CROSS: f32 = 0.12;

/// One sounding layer of a bed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Layer {
    Air { level: f32 },
    Hum { level: f32 },
    Wind { force: f32 },
    Leaves { level: f32 },
    Rain { density: f32, muffled: bool },
    Thunder,
    Birds { rate: f32 },
    Crickets { level: f32 },
    Traffic { level: f32 },
    Crowd { level: f32 },
    Waves { level: f32 },
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
            Some(bed) if bed.layers == layers && bed.to == part.from => bed.to = part.to,
            _ => beds.push(Bed { from: part.from, to: part.to, shot: index, layers }),
        }
    }
    let frames = stage.frames();
    for (number, bed) in beds.iter().enumerate() {
        let cross = (CROSS * RATE) as usize / 2;
        let from = if number == 0 { bed.from } else { bed.from.saturating_sub(cross) };
        let to = if number + 1 == beds.len() { bed.to } else { (bed.to + cross).min(frames) };
        if to <= from {
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
        let ends = (number > 0, number + 1 < beds.len());
        fade_into(stage, from, &sides, ends, 2 * cross);
    }
}

fn fade_into(stage: &mut Stage, from: usize, sides: &Sides, (first, last): (bool, bool), cross: usize) {
    let n = sides.left.len();
    for i in 0..n {
        let up = if first { (i as f32 / cross as f32).min(1.0) } else { 1.0 };
        let down = if last { ((n - i) as f32 / cross as f32).min(1.0) } else { 1.0 };
        let gain = (up * down).sqrt();
        stage.left[from + i] += sides.left[i] * gain;
        stage.right[from + i] += sides.right[i] * gain;
    }
}

impl Layer {
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
        }
    }
}

fn layers(shot: &ShotPlan) -> Vec<Layer> {
    let mut layers = place(shot);
    layers.extend(sky(shot));
    for asked in &shot.ambience {
        let layer = match asked {
            Ambience::Wind => Layer::Wind { force: 0.6 },
            Ambience::Birds => Layer::Birds { rate: 1.4 },
            Ambience::Traffic => Layer::Traffic { level: 1.0 },
            Ambience::Crowd => Layer::Crowd { level: 0.9 },
            Ambience::Waves => Layer::Waves { level: 1.0 },
            Ambience::Crickets => Layer::Crickets { level: 1.0 },
            Ambience::Thunder => Layer::Thunder,
            _ => continue,
        };
        // What was asked for replaces the same layer of the place.
        layers.retain(|old| std::mem::discriminant(old) != std::mem::discriminant(&layer));
        layers.push(layer);
    }
    layers
}

fn place(shot: &ShotPlan) -> Vec<Layer> {
    match shot.setting {
        Setting::Gym => vec![Layer::Air { level: 1.0 }, Layer::Hum { level: 1.0 }, Layer::Crowd { level: 0.35 }],
        Setting::Room => vec![Layer::Air { level: 0.7 }, Layer::Hum { level: 0.4 }],
        Setting::Stage => vec![Layer::Air { level: 0.6 }],
        Setting::Street => vec![Layer::Air { level: 0.8 }, Layer::Traffic { level: 0.8 }],
        Setting::Court => vec![Layer::Air { level: 0.8 }, Layer::Traffic { level: 0.22 }],
        Setting::Park => vec![Layer::Air { level: 0.6 }, Layer::Leaves { level: 0.6 }, Layer::Traffic { level: 0.08 }],
        Setting::Forest => vec![Layer::Air { level: 0.5 }, Layer::Leaves { level: 1.0 }],
        Setting::Meadow => vec![Layer::Air { level: 0.6 }, Layer::Leaves { level: 0.4 }],
        Setting::Beach => vec![Layer::Waves { level: 0.9 }],
        Setting::Desert => vec![Layer::Air { level: 0.5 }, Layer::Wind { force: 0.35 }],
        Setting::Stadium => vec![Layer::Air { level: 0.8 }, Layer::Crowd { level: 0.8 }],
        _ => vec![Layer::Air { level: 0.6 }],
    }
}

/// Weather and hour: what of them is heard in this place.
fn sky(shot: &ShotPlan) -> Vec<Layer> {
    let indoors = shot.setting.is_indoors();
    let mut layers = Vec::new();
    match shot.weather {
        Weather::Rain => layers.push(Layer::Rain { density: 0.6, muffled: indoors }),
        Weather::Storm => {
            layers.push(Layer::Rain { density: 1.0, muffled: indoors });
            layers.push(Layer::Thunder);
            layers.push(Layer::Wind { force: if indoors { 0.2 } else { 0.8 } });
        }
        Weather::Wind if !indoors => layers.push(Layer::Wind { force: 0.9 }),
        Weather::Snow if !indoors => layers.push(Layer::Wind { force: 0.3 }),
        Weather::Clear | Weather::Cloudy if !indoors => layers.push(Layer::Wind { force: 0.12 }),
        Weather::Clear | Weather::Cloudy | Weather::Fog | Weather::Wind | Weather::Snow => {}
    }
    let dry = matches!(shot.weather, Weather::Clear | Weather::Cloudy | Weather::Fog | Weather::Wind);
    if indoors || !dry {
        return layers;
    }
    let green = matches!(shot.setting, Setting::Park | Setting::Meadow | Setting::Forest);
    match (shot.time, green) {
        (TimeOfDay::Night, true) => layers.push(Layer::Crickets { level: 0.9 }),
        (TimeOfDay::Night, false) if shot.setting != Setting::Stadium => layers.push(Layer::Crickets { level: 0.3 }),
        (TimeOfDay::Dawn, true) => layers.push(Layer::Birds { rate: 1.6 }),
        (TimeOfDay::Day, true) => layers.push(Layer::Birds { rate: 0.9 }),
        (TimeOfDay::Sunset, true) => layers.extend([Layer::Birds { rate: 0.4 }, Layer::Crickets { level: 0.35 }]),
        (TimeOfDay::Day | TimeOfDay::Dawn, false) if shot.setting == Setting::Court => layers.push(Layer::Birds { rate: 0.3 }),
        _ => {}
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
    use crate::studio::sound::fixture;

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
