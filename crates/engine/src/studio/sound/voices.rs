//! Voices of beasts: for each the pitch, how it glides, what the mouth does, how it trembles, how often it comes.
//!
//! Two sources: a throat (a buzz through formants) and a pipe (a tone with overtones, for whistles, hoots and howls).

use super::{
    RATE,
    clip::Clip,
    filter::Sweep,
    noise::{Drift, Noise},
    throat::{Pose, Throat, curve},
};
use std::f32::consts::TAU;

type Curve = &'static [(f32, f32)];

pub struct Cry {
    source: Source,
    /// Hertz, of a middling one.
    pitch: f32,
    /// Of one utterance.
    seconds: f32,
    /// Times `pitch`.
    glide: Curve,
    level: Curve,
    /// Hertz and depth of a tremble in level and pitch.
    tremble: (f32, f32),
    /// How often, and the seconds between two.
    times: (usize, f32),
    peak: f32,
}

enum Source {
    /// Breath, roughness, and the formants: first, second, third.
    Throat { breath: f32, rough: f32, first: Curve, second: Curve, third: f32 },
    /// Air in the tone, and the second, third and fourth harmonics.
    Pipe { air: f32, overtones: [f32; 3] },
}

const BLOW: Curve = &[(0.0, 0.0), (0.04, 1.0), (0.5, 0.7), (1.0, 0.0)];
const SWELL: Curve = &[(0.0, 0.0), (0.25, 0.9), (0.6, 1.0), (0.85, 0.5), (1.0, 0.0)];
const LONG: Curve = &[(0.0, 0.0), (0.08, 0.9), (0.6, 1.0), (0.9, 0.5), (1.0, 0.0)];
const EVEN: Curve = &[(0.0, 0.0), (0.06, 1.0), (0.9, 1.0), (1.0, 0.0)];
const STEADY: Curve = &[(0.0, 1.0)];

/// All but the source as for one plain call.
const fn cry(source: Source, pitch: f32, seconds: f32, glide: Curve, level: Curve) -> Cry {
    Cry { source, pitch, seconds, glide, level, tremble: (0.0, 0.0), times: (1, 0.0), peak: 0.3 }
}

const fn throat(breath: f32, rough: f32, first: Curve, second: Curve, third: f32) -> Source {
    Source::Throat { breath, rough, first, second, third }
}

const fn pipe(air: f32, overtones: [f32; 3]) -> Source {
    Source::Pipe { air, overtones }
}

const WIDE: Curve = &[(0.0, 500.0), (0.25, 950.0), (0.7, 800.0), (1.0, 500.0)];
const WIDE2: Curve = &[(0.0, 1_400.0), (0.3, 1_800.0), (1.0, 1_300.0)];
const ROAR: Curve = &[(0.0, 260.0), (0.25, 620.0), (0.6, 560.0), (1.0, 280.0)];
const ROAR2: Curve = &[(0.0, 700.0), (0.3, 1_150.0), (1.0, 750.0)];

pub const NEIGH: Cry = Cry {
    tremble: (11.0, 0.45),
    ..cry(throat(0.15, 0.35, WIDE, WIDE2, 3_100.0), 780.0, 1.5, &[(0.0, 0.8), (0.12, 1.35), (0.4, 1.1), (0.8, 0.6), (1.0, 0.38)], LONG)
};
pub const BRAY: Cry =
    Cry { times: (3, 0.1), ..cry(throat(0.35, 0.6, WIDE, WIDE2, 2_900.0), 420.0, 0.34, &[(0.0, 1.5), (0.5, 0.8), (1.0, 0.6)], BLOW) };
pub const MOO: Cry = cry(
    throat(0.06, 0.2, &[(0.0, 250.0), (0.3, 420.0), (0.75, 560.0), (1.0, 350.0)], &[(0.0, 620.0), (0.4, 950.0), (1.0, 800.0)], 2_300.0),
    132.0,
    1.7,
    &[(0.0, 0.85), (0.25, 1.05), (0.7, 1.15), (1.0, 0.75)],
    SWELL,
);
pub const GROAN: Cry = cry(throat(0.15, 0.7, ROAR, ROAR2, 2_200.0), 105.0, 1.2, &[(0.0, 0.9), (0.5, 1.2), (1.0, 0.7)], SWELL);
pub const BELL: Cry = cry(throat(0.2, 0.6, WIDE, ROAR2, 2_500.0), 190.0, 1.0, &[(0.0, 0.8), (0.3, 1.2), (1.0, 0.7)], SWELL);
pub const OINK: Cry = Cry {
    times: (3, 0.12),
    ..cry(
        throat(0.5, 1.0, &[(0.0, 450.0), (0.5, 720.0), (1.0, 900.0)], &[(0.0, 1_300.0), (1.0, 1_900.0)], 2_800.0),
        165.0,
        0.2,
        &[(0.0, 0.8), (0.6, 1.2), (1.0, 1.6)],
        BLOW,
    )
};
pub const BAA: Cry = Cry {
    tremble: (7.5, 0.6),
    ..cry(
        throat(0.12, 0.4, &[(0.0, 420.0), (0.15, 720.0), (1.0, 640.0)], &[(0.0, 1_500.0), (1.0, 1_750.0)], 2_700.0),
        260.0,
        0.95,
        &[(0.0, 0.9), (0.2, 1.05), (1.0, 0.9)],
        EVEN,
    )
};
pub const BLEAT: Cry = Cry {
    tremble: (10.5, 0.65),
    ..cry(
        throat(0.12, 0.5, &[(0.0, 500.0), (0.15, 860.0), (1.0, 760.0)], &[(0.0, 1_700.0), (1.0, 2_050.0)], 3_000.0),
        390.0,
        0.75,
        &[(0.0, 0.9), (0.3, 1.1), (1.0, 0.85)],
        EVEN,
    )
};
pub const LION: Cry =
    Cry { peak: 0.42, ..cry(throat(0.4, 1.0, ROAR, ROAR2, 2_100.0), 74.0, 2.0, &[(0.0, 0.7), (0.2, 1.35), (0.6, 1.1), (1.0, 0.6)], LONG) };
pub const TIGER: Cry = Cry { peak: 0.42, ..cry(throat(0.5, 1.0, WIDE, ROAR2, 2_400.0), 96.0, 1.3, &[(0.0, 0.8), (0.2, 1.5), (1.0, 0.6)], LONG) };
pub const BEAR: Cry = Cry { peak: 0.4, ..cry(throat(0.5, 1.0, ROAR, ROAR2, 1_900.0), 82.0, 1.5, &[(0.0, 0.9), (0.3, 1.2), (1.0, 0.75)], LONG) };
pub const DINOSAUR: Cry = Cry {
    tremble: (26.0, 0.25),
    peak: 0.48,
    ..cry(
        throat(0.45, 1.0, &[(0.0, 300.0), (0.3, 760.0), (1.0, 260.0)], &[(0.0, 900.0), (0.3, 1_700.0), (1.0, 800.0)], 2_600.0),
        62.0,
        2.3,
        &[(0.0, 1.0), (0.15, 2.4), (0.4, 1.6), (1.0, 0.6)],
        LONG,
    )
};
pub const DRAGON: Cry = Cry {
    tremble: (34.0, 0.2),
    peak: 0.48,
    ..cry(throat(0.55, 1.0, ROAR, WIDE2, 2_900.0), 55.0, 2.5, &[(0.0, 0.8), (0.2, 1.9), (0.7, 1.3), (1.0, 0.6)], LONG)
};
pub const TRUMPET: Cry = Cry {
    tremble: (31.0, 0.22),
    peak: 0.4,
    ..cry(
        throat(0.12, 0.45, &[(0.0, 700.0), (0.3, 1_250.0), (1.0, 1_000.0)], &[(0.0, 1_700.0), (0.4, 2_500.0), (1.0, 2_000.0)], 3_800.0),
        360.0,
        1.5,
        &[(0.0, 0.7), (0.15, 1.15), (0.5, 1.45), (0.8, 1.3), (1.0, 0.8)],
        LONG,
    )
};
pub const HOWL: Cry = Cry {
    tremble: (4.6, 0.05),
    ..cry(pipe(0.05, [0.5, 0.22, 0.1]), 420.0, 3.0, &[(0.0, 0.62), (0.18, 1.12), (0.55, 1.05), (0.8, 0.9), (1.0, 0.6)], SWELL)
};
pub const YELP: Cry =
    Cry { times: (3, 0.16), ..cry(throat(0.25, 0.6, WIDE, WIDE2, 3_300.0), 640.0, 0.2, &[(0.0, 0.8), (0.3, 1.5), (1.0, 0.8)], BLOW) };
pub const SQUEAK: Cry =
    Cry { times: (3, 0.07), peak: 0.12, ..cry(pipe(0.05, [0.15, 0.05, 0.0]), 3_900.0, 0.075, &[(0.0, 0.85), (0.5, 1.15), (1.0, 0.95)], BLOW) };
pub const PEEP: Cry =
    Cry { times: (2, 0.1), peak: 0.1, ..cry(pipe(0.12, [0.2, 0.1, 0.0]), 1_900.0, 0.11, &[(0.0, 0.9), (0.4, 1.2), (1.0, 1.0)], BLOW) };
pub const CHATTER: Cry =
    Cry { times: (7, 0.05), peak: 0.14, ..cry(throat(0.4, 0.8, WIDE, WIDE2, 4_200.0), 1_250.0, 0.06, &[(0.0, 1.2), (1.0, 0.8)], BLOW) };
pub const QUACK: Cry = Cry {
    times: (3, 0.13),
    ..cry(
        throat(0.14, 0.55, &[(0.0, 820.0), (0.4, 1_180.0), (1.0, 900.0)], &[(0.0, 2_000.0), (1.0, 1_700.0)], 2_900.0),
        235.0,
        0.2,
        &[(0.0, 1.1), (0.4, 1.0), (1.0, 0.85)],
        BLOW,
    )
};
pub const CLUCK: Cry = Cry {
    times: (4, 0.13),
    peak: 0.24,
    ..cry(
        throat(0.16, 0.4, WIDE, &[(0.0, 1_500.0), (0.5, 2_200.0), (1.0, 1_700.0)], 3_400.0),
        470.0,
        0.11,
        &[(0.0, 0.8), (0.4, 1.2), (1.0, 0.9)],
        BLOW,
    )
};
pub const HONK: Cry = Cry {
    tremble: (24.0, 0.4),
    times: (2, 0.16),
    ..cry(throat(0.2, 0.5, WIDE, ROAR2, 2_600.0), 270.0, 0.5, &[(0.0, 0.85), (0.4, 1.1), (1.0, 0.9)], LONG)
};
pub const HOOT: Cry =
    Cry { times: (3, 0.3), peak: 0.24, ..cry(pipe(0.07, [0.12, 0.05, 0.0]), 345.0, 0.36, &[(0.0, 0.92), (0.3, 1.02), (1.0, 0.94)], SWELL) };
pub const EAGLE: Cry = Cry {
    times: (3, 0.12),
    peak: 0.2,
    tremble: (42.0, 0.18),
    ..cry(pipe(0.2, [0.35, 0.12, 0.05]), 2_500.0, 0.36, &[(0.0, 0.85), (0.2, 1.2), (1.0, 0.75)], BLOW)
};
pub const GULL: Cry =
    Cry { times: (4, 0.09), ..cry(throat(0.2, 0.5, WIDE, WIDE2, 3_600.0), 980.0, 0.3, &[(0.0, 0.75), (0.25, 1.25), (1.0, 0.8)], BLOW) };
pub const SQUAWK: Cry = Cry {
    times: (2, 0.14),
    tremble: (55.0, 0.3),
    ..cry(
        throat(0.3, 0.9, WIDE, &[(0.0, 1_900.0), (0.4, 2_700.0), (1.0, 2_000.0)], 3_900.0),
        720.0,
        0.32,
        &[(0.0, 0.85), (0.3, 1.25), (1.0, 0.8)],
        BLOW,
    )
};
pub const CROAK: Cry = Cry {
    times: (2, 0.08),
    tremble: (36.0, 0.95),
    ..cry(
        throat(0.08, 0.3, &[(0.0, 420.0), (1.0, 620.0)], &[(0.0, 1_150.0), (1.0, 1_750.0)], 2_700.0),
        185.0,
        0.26,
        &[(0.0, 0.85), (0.5, 1.0), (1.0, 1.25)],
        EVEN,
    )
};
pub const HISS: Cry = Cry { peak: 0.08, ..cry(throat(1.0, 0.2, &[(0.0, 1_200.0)], &[(0.0, 3_400.0)], 5_200.0), 100.0, 0.8, STEADY, SWELL) };
pub const BUZZ: Cry = Cry {
    tremble: (5.3, 0.12),
    peak: 0.13,
    ..cry(throat(0.05, 0.3, &[(0.0, 480.0)], &[(0.0, 1_450.0)], 3_000.0), 212.0, 1.6, &[(0.0, 0.9), (0.3, 1.06), (0.6, 0.97), (1.0, 1.1)], SWELL)
};
pub const FLUTTER: Cry =
    Cry { tremble: (11.0, 0.9), peak: 0.03, ..cry(throat(1.0, 0.1, &[(0.0, 700.0)], &[(0.0, 2_100.0)], 4_000.0), 60.0, 0.7, STEADY, SWELL) };
pub const WHALE: Cry = Cry {
    tremble: (3.2, 0.06),
    times: (2, 0.5),
    ..cry(pipe(0.04, [0.45, 0.25, 0.12]), 210.0, 2.3, &[(0.0, 0.6), (0.3, 1.0), (0.5, 1.9), (0.65, 1.4), (1.0, 0.7)], SWELL)
};

/// One call, as often as its kind calls; `size` 0 … 1 makes it higher or lower.
pub fn utter(noise: &mut Noise, cry: &Cry, size: f32) -> Clip {
    let low = 1.3f32.powf(1.0 - 2.0 * size.clamp(0.0, 1.0)) * noise.near(1.0, 0.06);
    let (times, gap) = cry.times;
    let mut clip = Clip::silent((cry.seconds * 1.1 + gap * 1.15) * times as f32 + 0.05);
    let mut at = 0.0;
    for turn in 0..times {
        // The first of several is the shortest way to say it, the last one the fullest.
        let seconds = noise.near(cry.seconds, 0.06);
        let bend = noise.near(1.0, 0.035) * if turn + 1 == times && times > 2 { 1.07 } else { 1.0 };
        let one = once(noise, cry, seconds, (low * bend, low.sqrt()));
        clip.add(at, &one, noise.near(0.92, 0.08));
        at += seconds + noise.near(gap, 0.15);
    }
    clip.at_peak(cry.peak * (0.8 + 0.4 * size.clamp(0.0, 1.0)))
}

fn once(noise: &mut Noise, cry: &Cry, seconds: f32, (low, tract): (f32, f32)) -> Clip {
    let (rate, depth) = cry.tremble;
    let shake = |at: f32| (TAU * rate * at * seconds).sin();
    match &cry.source {
        Source::Throat { breath, rough, first, second, third } => {
            let throat = Throat { breath: *breath, rough: *rough, q: 3.8, gains: [1.0, 0.75, 0.35] };
            throat.call(noise, seconds, |at| Pose {
                pitch: cry.pitch * low * curve(cry.glide, at) * (1.0 + 0.06 * depth * shake(at)),
                formants: [tract * curve(first, at), tract * curve(second, at), tract * third],
                level: curve(cry.level, at) * (1.0 - depth * (0.5 - 0.5 * shake(at))),
            })
        }
        Source::Pipe { air, overtones } => {
            let (mut phase, mut wind) = (0f32, Sweep::at(cry.pitch * low, 2.0));
            let mut wander = Drift::new(noise, 9.0);
            let mut count = 0usize;
            let (mut hertz, mut level) = (0.0, 0.0);
            Clip::made(seconds, |_, at| {
                if count.is_multiple_of(32) {
                    hertz = cry.pitch * low * curve(cry.glide, at) * (1.0 + 0.2 * depth * shake(at)) * (0.994 + 0.012 * wander.next(noise, 32));
                    level = curve(cry.level, at) * (1.0 - depth * (0.5 - 0.5 * shake(at)));
                    wind.tune(hertz, 2.0);
                }
                count += 1;
                phase = (phase + hertz / RATE).fract();
                let tone = (TAU * phase).sin();
                let rest: f32 =
                    overtones.iter().zip([2.0, 3.0, 4.0]).map(|(share, n)| if *share > 0.0 { share * (TAU * n * phase).sin() } else { 0.0 }).sum();
                (tone + rest + air * 4.0 * wind.band(noise.white())) * level
            })
        }
    }
}

/// Clicks that come ever faster, then a whistle.
pub fn dolphin(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(1.5);
    let (mut at, mut gap) = (0.0, 0.055);
    while at < 0.6 {
        clip.strike(at, &[(5_200.0, 0.7, 0.006), (9_800.0, 0.4, 0.004), (2_300.0, 0.3, 0.01)], noise.near(0.8, 0.2));
        at += gap;
        gap *= 0.93;
    }
    let whistle = cry(pipe(0.05, [0.12, 0.0, 0.0]), 7_200.0, 0.7, &[(0.0, 0.7), (0.3, 1.2), (0.6, 0.9), (1.0, 1.35)], SWELL);
    let bend = noise.near(1.0, 0.08);
    let whistle = once(noise, &whistle, 0.7, (bend, 1.0));
    clip.add(0.62, &whistle, 0.6);
    clip.at_peak(0.18)
}

/// Air that rises in water.
pub fn bubbles(noise: &mut Noise, size: f32) -> Clip {
    let mut clip = Clip::silent(0.9);
    for i in 0..9 {
        let at = 0.07 * i as f32 * noise.near(1.0, 0.3);
        let hertz = noise.between(420.0, 1_100.0) * (1.3 - 0.7 * size);
        clip.thump(at, (hertz * 0.8, hertz * 1.5), noise.between(0.04, 0.09), noise.between(0.3, 1.0));
    }
    clip.at_peak(0.13)
}
