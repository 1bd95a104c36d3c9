//! Where sounds are put: left, right, near, far, and into which room.

use super::{
    RATE,
    filter::Biquad,
    filter::Soften,
    space::{Space, Veil},
};
use crate::studio::screenplay::{Screenplay, Setting};

/// Where something sounds from.
#[derive(Clone, Copy)]
pub struct Spot {
    /// −1 left … 1 right.
    pub pan: f32,
    /// 0 near … 1 far.
    pub distance: f32,
}

impl Spot {
    pub fn new(pan: f32, distance: f32) -> Self {
        let clean = |x: f32, low: f32| if x.is_finite() { x.clamp(low, 1.0) } else { 0.0 };
        Self { pan: clean(pan, -1.0), distance: clean(distance, 0.0) }
    }

    /// Gains of left and right: equal power, and never quite on one side only.
    pub fn sides(self) -> (f32, f32) {
        let angle = (self.pan * 0.85 + 1.0) * std::f32::consts::FRAC_PI_4;
        (angle.cos() * std::f32::consts::SQRT_2, angle.sin() * std::f32::consts::SQRT_2)
    }

    pub fn gain(self) -> f32 {
        1.0 / (1.0 + 3.6 * self.distance * self.distance)
    }

    /// Air takes the brightness of what is far.
    pub fn brightness(self) -> f32 {
        15_000.0 * 0.12f32.powf(self.distance)
    }

    /// What reaches the walls falls less with distance than what reaches the ear.
    pub fn send(self) -> f32 {
        0.45 + 0.35 * self.distance
    }
}

/// One stretch of the take in one place.
#[derive(Clone, Copy)]
pub struct Part {
    pub from: usize,
    /// Where the shot ends.
    pub until: usize,
    /// Where its scene ends, and what sounds in it dies away.
    pub to: usize,
    send: usize,
    veil: Option<Veil>,
}

/// The mix while it is being made.
pub struct Stage {
    pub left: Vec<f32>,
    pub right: Vec<f32>,
    /// One for each shot.
    pub parts: Vec<Part>,
    sends: Vec<(Setting, Vec<f32>)>,
}

/// Seconds in which what still sounds dies away after its shot.
const AFTER: f32 = 0.35;

impl Stage {
    pub fn new(screenplay: &Screenplay, frames: usize) -> Self {
        let mut sends: Vec<(Setting, Vec<f32>)> = Vec::new();
        let sample = |at: f64| if at.is_finite() { ((at.max(0.0) * f64::from(RATE)).round() as usize).min(frames) } else { frames };
        let parts = screenplay
            .shots
            .iter()
            .enumerate()
            .map(|(index, shot)| {
                let send = sends.iter().position(|known| known.0 == shot.setting).unwrap_or_else(|| {
                    sends.push((shot.setting, vec![0.0; frames]));
                    sends.len() - 1
                });
                Part {
                    from: sample(shot.start),
                    until: sample(shot.start + shot.seconds),
                    to: sample(screenplay.scene_end(index)),
                    send,
                    veil: Veil::of(shot.setting),
                }
            })
            .collect();
        Self { left: vec![0.0; frames], right: vec![0.0; frames], parts, sends }
    }

    /// The same place without what water or a void takes from a sound: voices are understood everywhere.
    pub fn unveiled(mut self) -> Self {
        self.parts.iter_mut().for_each(|part| part.veil = None);
        self
    }

    pub fn frames(&self) -> usize {
        self.left.len()
    }

    /// Puts a mono sound at sample `at`. It dies away soon after its shot's end.
    pub fn put(&mut self, shot: usize, at: usize, pcm: &[f32], spot: Spot, gain: f32) {
        self.put_moving(shot, at, pcm, (spot, spot), gain);
    }

    /// The same for a sound that moves evenly from one spot to another.
    pub fn put_moving(&mut self, shot: usize, at: usize, pcm: &[f32], (from, to): (Spot, Spot), gain: f32) {
        let Some(part) = self.parts.get(shot).copied() else { return };
        let frames = self.frames();
        if at >= frames || at >= part.to {
            return;
        }
        let after = AFTER * RATE;
        let end = frames.min(part.to + after as usize).min(at + pcm.len());
        let send = &mut self.sends[part.send].1;
        let mut veil = part.veil.map(|veil| [Biquad::lowpass(veil.dark, 0.8), Biquad::lowpass(veil.dark * 1.4, 0.6)]);
        let gain = gain * part.veil.map_or(1.0, |veil| veil.gain);
        let mut soften = Soften::at(from.brightness());
        let far = from.distance > 0.02;
        let mut now = from;
        let (mut l, mut r) = now.sides();
        let (mut near, mut wet) = (now.gain() * gain, now.gain().sqrt() * now.send() * gain);
        let moving = from.pan != to.pan || from.distance != to.distance;
        for (i, &x) in pcm[..end - at].iter().enumerate() {
            if moving && i % 256 == 0 {
                let along = i as f32 / pcm.len() as f32;
                now = Spot::new(from.pan + (to.pan - from.pan) * along, from.distance + (to.distance - from.distance) * along);
                (l, r) = now.sides();
                (near, wet) = (now.gain() * gain, now.gain().sqrt() * now.send() * gain);
            }
            let n = at + i;
            let mut x = if far { soften.run(x) } else { x };
            if let Some([first, second]) = &mut veil {
                x = second.run(first.run(x));
            }
            if n > part.to {
                x *= 1.0 - (n - part.to) as f32 / after;
            }
            self.left[n] += x * near * l;
            self.right[n] += x * near * r;
            send[n] += x * wet;
        }
    }

    /// What has been put so far, louder or quieter, its rooms too.
    pub fn scale(&mut self, gain: f32) {
        let sends = self.sends.iter_mut().flat_map(|send| &mut send.1);
        self.left.iter_mut().chain(&mut self.right).chain(sends).for_each(|x| *x *= gain);
    }

    /// Left, right, and what reaches the walls of its one place, which has not answered.
    pub fn dry(mut self) -> (Vec<f32>, Vec<f32>, Vec<f32>) {
        let send = self.sends.pop().map(|send| send.1).unwrap_or_default();
        (self.left, self.right, send)
    }

    /// Lets every room answer; afterwards the stage is dry again.
    pub fn answer(&mut self) {
        for (setting, send) in std::mem::take(&mut self.sends) {
            Space::of(setting).answer(&send, &mut self.left, &mut self.right);
        }
        for part in &mut self.parts {
            part.to = 0;
        }
    }
}
