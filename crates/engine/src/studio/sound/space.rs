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

/// What a place takes from every sound before it is heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Veil {
    /// Hertz above which little comes through.
    pub dark: f32,
    pub gain: f32,
}

impl Veil {
    /// None where there is air.
    pub fn of(setting: Setting) -> Option<Self> {
        match setting {
            Setting::Underwater => Some(Self { dark: 750.0, gain: 0.8 }),
            // Through one's own boots and suit.
            Setting::Moon | Setting::Space => Some(Self { dark: 260.0, gain: 0.4 }),
            _ => None,
        }
    }
}

impl Space {
    #[rustfmt::skip]
    pub fn of(setting: Setting) -> Self {
        use Setting as S;
        let (decay, size, dark, wait, level) = match setting {
            S::Arena => (2.2, 1.3, 4_000.0, 0.02, 0.55),
            S::IceRink => (2.4, 1.2, 5_200.0, 0.018, 0.55),
            S::Gym => (1.7, 1.0, 4_200.0, 0.014, 0.55),
            S::Station => (2.3, 1.3, 3_200.0, 0.022, 0.5),
            S::Theatre => (1.5, 1.0, 3_600.0, 0.02, 0.42),
            S::Castle => (1.4, 1.1, 3_400.0, 0.02, 0.3),
            // Round and high: it rings long between stone walls that are near.
            S::Stairs => (2.6, 0.45, 4_600.0, 0.005, 0.7),
            S::Cave => (3.2, 0.9, 3_000.0, 0.016, 0.75),
            S::LampRoom => (0.7, 0.3, 7_500.0, 0.003, 0.5),
            S::Kitchen => (0.6, 0.34, 8_000.0, 0.003, 0.48),
            S::Pool => (0.9, 1.0, 5_000.0, 0.012, 0.3),
            S::Classroom => (0.6, 0.42, 5_200.0, 0.004, 0.4),
            S::Library => (0.7, 0.6, 3_400.0, 0.006, 0.3),
            S::Office => (0.4, 0.4, 4_200.0, 0.004, 0.3),
            S::Cafe => (0.5, 0.45, 4_600.0, 0.004, 0.32),
            S::Room => (0.35, 0.32, 5_500.0, 0.003, 0.35),
            S::Nursery => (0.32, 0.3, 4_200.0, 0.003, 0.32),
            // Carpet, curtains, a bed.
            S::Bedroom => (0.25, 0.28, 3_000.0, 0.003, 0.26),
            S::Stage => (0.55, 0.5, 5_000.0, 0.006, 0.3),
            S::Stadium => (2.1, 1.6, 2_600.0, 0.05, 0.3),
            S::Street | S::City => (1.0, 1.2, 3_200.0, 0.022, 0.26),
            S::Court => (0.7, 1.1, 3_000.0, 0.026, 0.2),
            S::Rooftop | S::Village | S::Harbour => (0.6, 1.3, 2_800.0, 0.035, 0.12),
            S::Forest | S::Jungle => (0.8, 0.9, 2_400.0, 0.018, 0.2),
            // An echo from the other side of the valley.
            S::Mountain => (1.6, 1.6, 2_000.0, 0.25, 0.22),
            S::Park | S::Garden | S::Farm | S::Lake => (0.5, 1.2, 2_600.0, 0.03, 0.1),
            S::Underwater => (1.3, 1.2, 500.0, 0.01, 0.5),
            S::Meadow | S::Beach | S::Desert | S::Sea | S::Lighthouse | S::Sky => (0.4, 1.3, 2_200.0, 0.035, 0.06),
            S::Moon | S::Space => (0.1, 0.3, 1_000.0, 0.003, 0.0),
        };
        Self { decay, size, dark, wait, level }
    }

    /// A hall for music, whatever the place.
    pub fn hall() -> Self {
        Self { decay: 1.5, size: 1.0, dark: 4_200.0, wait: 0.018, level: 0.4 }
    }

    /// Adds what the place makes of `send` to both sides. Nothing happens where `send` and its echo are silent.
    pub fn answer(&self, send: &[f32], left: &mut [f32], right: &mut [f32]) {
        if self.level <= 0.0 {
            return;
        }
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

/// A room that answers to what is said in it for as long as it goes on.
pub struct Room {
    network: Network,
    level: f32,
}

impl Room {
    pub fn of(setting: Setting) -> Self {
        let space = Space::of(setting);
        Self { network: Network::new(&space), level: space.level }
    }

    /// What the room gives back to one more sample.
    pub fn answer(&mut self, send: f32) -> (f32, f32) {
        if self.level <= 0.0 {
            return (0.0, 0.0);
        }
        let (left, right) = self.network.step(send);
        (left * self.level, right * self.level)
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
