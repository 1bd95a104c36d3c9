//! The room that a sound is heard in: a feedback network of eight delays.

use super::{RATE, filter::Soften};
use crate::studio::screenplay::Setting;

/// How a place answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Space {
    /// Seconds until an echo is 60 dB down.
    pub decay: f32,
    /// 1 is a hall of some 30 m.
    pub size: f32,
    /// Hertz above which walls and air swallow sound.
    pub dark: f32,
    /// Seconds until the first echo.
    pub wait: f32,
    /// Level beside the direct sound.
    pub level: f32,
}

impl Space {
    pub fn of(setting: Setting) -> Self {
        let (decay, size, dark, wait, level) = match setting {
            Setting::Gym => (1.7, 1.0, 4_200.0, 0.014, 0.55),
            Setting::Stadium => (2.1, 1.6, 2_600.0, 0.05, 0.3),
            Setting::Street => (1.0, 1.2, 3_200.0, 0.022, 0.26),
            Setting::Court => (0.7, 1.1, 3_000.0, 0.026, 0.2),
            Setting::Forest => (0.8, 0.9, 2_400.0, 0.018, 0.2),
            Setting::Room => (0.35, 0.32, 5_500.0, 0.003, 0.35),
            Setting::Stage => (0.55, 0.5, 5_000.0, 0.006, 0.3),
            Setting::Park => (0.5, 1.2, 2_600.0, 0.03, 0.1),
            _ if setting.is_indoors() => (0.5, 0.5, 5_000.0, 0.006, 0.3),
            _ => (0.4, 1.3, 2_200.0, 0.035, 0.06),
        };
        Self { decay, size, dark, wait, level }
    }

    /// Adds what the place makes of `send` to both sides. Nothing happens where `send` and its echo are silent.
    pub fn answer(&self, send: &[f32], left: &mut [f32], right: &mut [f32]) {
        let mut net = Network::new(self);
        let tail = ((self.decay * 1.2 + self.wait + 0.1) * RATE) as usize;
        let mut quiet = tail;
        for (n, &x) in send.iter().enumerate() {
            quiet = if x.abs() > 1e-7 { 0 } else { quiet + 1 };
            if quiet > tail {
                continue;
            }
            let (l, r) = net.step(x);
            left[n] += l * self.level;
            right[n] += r * self.level;
        }
    }
}

const LINES: usize = 8;
/// Samples of each line at size 1; primes, so that echoes do not fall together.
const LENGTHS: [usize; LINES] = [1_433, 1_601, 1_867, 2_053, 2_251, 2_399, 2_687, 2_909];

struct Line {
    ring: Vec<f32>,
    at: usize,
}

impl Line {
    fn of(length: usize) -> Self {
        Self { ring: vec![0.0; length.max(1)], at: 0 }
    }

    #[inline]
    fn oldest(&self) -> f32 {
        self.ring[self.at]
    }

    #[inline]
    fn push(&mut self, x: f32) {
        self.ring[self.at] = x;
        self.at += 1;
        if self.at == self.ring.len() {
            self.at = 0;
        }
    }

    /// An allpass over this delay: smears a click without colouring it.
    #[inline]
    fn smear(&mut self, x: f32) -> f32 {
        let old = self.oldest();
        let into = x + 0.6 * old;
        self.push(into);
        old - 0.6 * into
    }
}

struct Network {
    wait: Line,
    smears: [Line; 3],
    lines: [Line; LINES],
    keep: [f32; LINES],
    damp: [Soften; LINES],
}

impl Network {
    fn new(space: &Space) -> Self {
        let length = |i: usize| ((LENGTHS[i] as f32 * space.size) as usize).max(32);
        Self {
            wait: Line::of((space.wait * RATE) as usize),
            smears: [142, 379, 557].map(|n: usize| Line::of((n as f32 * space.size.sqrt()) as usize)),
            lines: std::array::from_fn(|i| Line::of(length(i))),
            keep: std::array::from_fn(|i| (-6.907_755 * length(i) as f32 / (space.decay * RATE)).exp()),
            damp: std::array::from_fn(|_| Soften::at(space.dark * 2.0)),
        }
    }

    #[inline]
    fn step(&mut self, x: f32) -> (f32, f32) {
        let late = self.wait.oldest();
        // A trace of constant keeps the network out of denormals; it is far below hearing.
        self.wait.push(x + 1e-15);
        let [a, b, c] = &mut self.smears;
        let input = c.smear(b.smear(a.smear(late))) * 0.35;
        let mut v: [f32; LINES] = std::array::from_fn(|i| self.damp[i].run(self.lines[i].oldest()) * self.keep[i]);
        let left = v[0] + v[2] + v[4] + v[6];
        let right = v[1] + v[3] + v[5] + v[7];
        for half in [1, 2, 4] {
            for i in 0..LINES {
                if i & half == 0 {
                    let (p, q) = (v[i], v[i + half]);
                    v[i] = p + q;
                    v[i + half] = p - q;
                }
            }
        }
        for (i, line) in self.lines.iter_mut().enumerate() {
            let sign = if i % 3 == 0 { -1.0 } else { 1.0 };
            line.push(v[i] * 0.353_553_4 + input * sign);
        }
        (left, right)
    }
}
