//! Calls of animals and people, and signals: barks, cheers, horns, bells, thunder.

use super::{
    RATE,
    clip::{Clip, Modes},
    filter::{Biquad, Soften, Sweep},
    noise::{Drift, Noise, Pink},
    throat::{Pose, Throat, curve, saw},
};
use std::f32::consts::TAU;

/// One "woof": the mouth opens quickly and closes over a falling, rough voice.
pub fn bark(noise: &mut Noise, size: f32) -> Clip {
    let size = size.clamp(0.0, 1.0);
    let pitch = noise.near(620.0 * (0.34f32).powf(size), 0.06);
    let tract = noise.near(1.55 * (0.56f32).powf(size), 0.03);
    let throat = Throat { breath: 0.26, rough: 0.5 + 0.3 * size, q: 3.6, gains: [1.0, 0.8, 0.35] };
    let clip = throat.call(noise, 0.17 + 0.1 * size, |at| Pose {
        pitch: pitch * curve(&[(0.0, 0.62), (0.18, 1.12), (0.4, 1.0), (1.0, 0.5)], at),
        formants: [
            tract * curve(&[(0.0, 380.0), (0.25, 920.0), (0.6, 760.0), (1.0, 420.0)], at),
            tract * curve(&[(0.0, 900.0), (0.25, 1_650.0), (1.0, 1_050.0)], at),
            tract * 2_750.0,
        ],
        level: curve(&[(0.0, 0.0), (0.04, 0.8), (0.14, 1.0), (0.45, 0.75), (0.75, 0.2), (1.0, 0.0)], at),
    });
    clip.at_peak(0.3 + 0.14 * size)
}

pub fn meow(noise: &mut Noise) -> Clip {
    let pitch = noise.near(560.0, 0.12);
    let throat = Throat { breath: 0.1, rough: 0.12, q: 5.0, gains: [1.0, 0.7, 0.3] };
    let seconds = noise.near(0.7, 0.2);
    throat
        .call(noise, seconds, |at| Pose {
            pitch: pitch * curve(&[(0.0, 0.85), (0.3, 1.25), (0.6, 1.15), (1.0, 0.75)], at),
            formants: [
                curve(&[(0.0, 420.0), (0.35, 1_000.0), (0.7, 850.0), (1.0, 500.0)], at),
                curve(&[(0.0, 2_600.0), (0.35, 1_900.0), (1.0, 1_100.0)], at),
                3_600.0,
            ],
            level: curve(&[(0.0, 0.0), (0.12, 0.6), (0.4, 1.0), (0.8, 0.5), (1.0, 0.0)], at),
        })
        .at_peak(0.24)
}

/// One bird's call; `kind` chooses among a few species.
pub fn chirp(noise: &mut Noise, kind: usize) -> Clip {
    let base = noise.near([3_400.0, 4_300.0, 2_600.0, 5_100.0][kind % 4], 0.05);
    let (notes, each, gap, sweep) = match kind % 4 {
        0 => (3, 0.075, 0.055, (1.25, 0.85)),
        1 => (2, 0.16, 0.06, (0.9, 1.18)),
        2 => (4, 0.11, 0.09, (1.05, 1.12)),
        _ => (7, 0.032, 0.028, (1.3, 0.9)),
    };
    let mut clip = Clip::silent((each + gap) * notes as f32 + 0.05);
    for note in 0..notes {
        let bend = noise.near(1.0, 0.05);
        let mut phase = 0f32;
        let tone = Clip::made(each, |t, at| {
            let wave = 1.0 + 0.03 * (TAU * 38.0 * t).sin();
            phase += TAU * base * bend * (sweep.0 + (sweep.1 - sweep.0) * at) * wave / RATE;
            (phase.sin() + 0.12 * (2.0 * phase).sin()) * (std::f32::consts::PI * at).sin()
        });
        clip.add(note as f32 * (each + gap), &tone, 1.0 - 0.08 * note as f32);
    }
    clip.at_peak(0.1)
}

fn crowd_level(people: u32) -> f32 {
    0.14 + 0.06 * (people.clamp(1, 200) as f32).ln()
}

struct Shout {
    seconds: f32,
    pitch: &'static [(f32, f32)],
    first: &'static [(f32, f32)],
    second: &'static [(f32, f32)],
    level: &'static [(f32, f32)],
}

const CHEER: Shout = Shout {
    seconds: 1.9,
    pitch: &[(0.0, 0.85), (0.2, 1.3), (0.6, 1.25), (1.0, 0.9)],
    first: &[(0.0, 420.0), (0.2, 760.0), (0.7, 820.0), (1.0, 650.0)],
    second: &[(0.0, 1_900.0), (0.25, 1_500.0), (1.0, 1_250.0)],
    level: &[(0.0, 0.0), (0.1, 0.9), (0.35, 1.0), (0.7, 0.6), (1.0, 0.0)],
};

const GROAN: Shout = Shout {
    seconds: 1.4,
    pitch: &[(0.0, 1.0), (0.25, 0.95), (1.0, 0.6)],
    first: &[(0.0, 640.0), (0.5, 480.0), (1.0, 400.0)],
    second: &[(0.0, 1_050.0), (1.0, 780.0)],
    level: &[(0.0, 0.0), (0.15, 1.0), (0.5, 0.7), (1.0, 0.0)],
};

/// A few voices in front of a roar that stands for the rest.
fn crowd(noise: &mut Noise, people: u32, shout: &Shout) -> Clip {
    let people = people.clamp(1, 200);
    let mut clip = Clip::silent(shout.seconds + 0.9);
    for _ in 0..people.min(6) {
        let pitch = if noise.white() > 0.0 { noise.between(150.0, 210.0) } else { noise.between(260.0, 370.0) };
        let tract = if pitch > 230.0 { 1.15 } else { 1.0 };
        let throat = Throat { breath: noise.between(0.2, 0.45), rough: 0.35, q: 4.0, gains: [1.0, 0.6, 0.3] };
        let seconds = shout.seconds * noise.between(0.65, 1.0);
        let voice = throat.call(noise, seconds, |at| Pose {
            pitch: pitch * curve(shout.pitch, at),
            formants: [tract * curve(shout.first, at), tract * curve(shout.second, at), tract * 2_700.0],
            level: curve(shout.level, at),
        });
        let start = noise.between(0.0, if people == 1 { 0.005 } else { 0.3 });
        clip.add(start, &voice, noise.between(0.5, 1.0));
    }
    if people > 6 {
        let rest = (people as f32 / 40.0).sqrt().min(1.6);
        let (mut low, mut high) = (Biquad::bandpass(700.0, 0.9), Biquad::bandpass(1_500.0, 0.9));
        let mut pink = Pink::default();
        let roar = Clip::made(shout.seconds + 0.9, |_, at| {
            let x = pink.next(noise.white());
            (low.run(x) * 2.2 + high.run(x) * 1.3) * curve(&[(0.0, 0.0), (0.15, 1.0), (0.5, 0.8), (1.0, 0.0)], at)
        });
        clip.add(0.0, &roar, rest);
    }
    clip
}

pub fn cheer(noise: &mut Noise, people: u32) -> Clip {
    let mut clip = crowd(noise, people, &CHEER);
    if people > 3 {
        clip.add(0.35, &claps(noise, 2.2, (people as f32 * 0.5).clamp(2.0, 14.0)), 1.2);
    }
    clip.at_peak(crowd_level(people))
}

pub fn groan(noise: &mut Noise, people: u32) -> Clip {
    let level = crowd_level(people) * 0.7;
    crowd(noise, people, &GROAN).at_peak(level)
}

pub fn laugh(noise: &mut Noise) -> Clip {
    let pitch = noise.between(190.0, 320.0);
    let throat = Throat { breath: 0.3, rough: 0.2, q: 4.0, gains: [1.0, 0.6, 0.3] };
    let mut clip = Clip::silent(1.3);
    for i in 0..6 {
        let fall = 1.0 - 0.06 * i as f32;
        let ha = throat.call(noise, 0.13, |at| Pose {
            pitch: pitch * fall * (1.1 - 0.25 * at),
            formants: [780.0, 1_320.0, 2_700.0],
            level: curve(&[(0.0, 0.0), (0.2, 1.0), (0.6, 0.6), (1.0, 0.0)], at) * fall,
        });
        clip.add(0.185 * i as f32, &ha, 1.0);
    }
    clip.at_peak(0.2)
}

/// Hands that clap, `hands` pairs of them, for `seconds`.
pub fn claps(noise: &mut Noise, seconds: f32, hands: f32) -> Clip {
    let mut clip = Clip::silent(seconds + 0.1);
    let mut at = 0.0;
    while at < seconds {
        let mut band = Biquad::bandpass(noise.between(900.0, 2_100.0), 1.3);
        let level = noise.between(0.5, 1.0) * (1.0 - 0.6 * at / seconds);
        clip.burst(noise, at, (level, 0.000_5, 0.05), |x| band.run(x));
        at += noise.wait(3.6 * hands.clamp(1.0, 14.0)).max(0.004);
    }
    clip.at_peak(0.16)
}

pub fn horn(noise: &mut Noise) -> Clip {
    let mut phases = [(0f32, 415.0f32), (0.0, 523.0)];
    let mut soft = Soften::at(2_400.0);
    let mut body = Biquad::peak(1_100.0, 1.2, 6.0);
    let seconds = noise.near(0.45, 0.2);
    Clip::made(seconds, |_, _| {
        let mut out = 0.0;
        for (phase, hertz) in &mut phases {
            let step = *hertz / RATE;
            *phase = (*phase + step).fract();
            out += saw(*phase, step);
        }
        body.run(soft.run(out))
    })
    .eased(0.012, 0.06)
    .at_peak(0.26)
}

/// A referee's whistle with its pea.
pub fn whistle(noise: &mut Noise) -> Clip {
    let mut phase = 0f32;
    let mut air = Sweep::at(2_900.0, 3.0);
    let seconds = noise.near(0.55, 0.2);
    Clip::made(seconds, |t, _| {
        let pea = (TAU * 36.0 * t).sin();
        phase += TAU * (2_880.0 + 110.0 * pea) / RATE;
        phase.sin() * (0.75 + 0.25 * pea) + air.band(noise.white()) * 0.5
    })
    .eased(0.015, 0.05)
    .at_peak(0.2)
}

const BELL: &Modes = &[
    (523.0, 0.5, 2.6),
    (1_046.0, 0.6, 2.2),
    (1_255.0, 0.35, 1.8),
    (1_570.0, 0.3, 1.5),
    (2_093.0, 0.4, 1.2),
    (2_790.0, 0.2, 0.9),
    (4_186.0, 0.12, 0.6),
];

pub fn bell(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(2.6);
    let mut tick = Biquad::highpass(3_000.0, 0.7);
    clip.strike(0.0, BELL, 1.0);
    clip.burst(noise, 0.0, (0.3, 0.000_4, 0.012), |x| tick.run(x));
    clip.at_peak(0.24)
}

/// The buzzer of a sports hall.
pub fn buzzer(noise: &mut Noise) -> Clip {
    let mut phases = [(0f32, 196.0f32), (0.0, 199.5), (0.0, 294.0)];
    let mut soft = Soften::at(1_900.0);
    Clip::made(1.0, |_, _| {
        let mut out = 0.02 * noise.white();
        for (phase, hertz) in &mut phases {
            let step = *hertz / RATE;
            *phase = (*phase + step).fract();
            out += saw(*phase, step);
        }
        (soft.run(out) * 1.2).tanh()
    })
    .eased(0.008, 0.05)
    .at_peak(0.26)
}

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
