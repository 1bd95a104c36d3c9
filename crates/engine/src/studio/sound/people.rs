//! People without words: crowds that cheer or groan, laughter, clapping, crying, eating.

use super::{
    clip::Clip,
    filter::Biquad,
    noise::{Noise, Pink},
    throat::{Pose, Throat, curve},
};

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

/// Somebody calls out, without a word.
pub fn shout(noise: &mut Noise, (pitch, tract): (f32, f32)) -> Clip {
    let pitch = noise.near(pitch, 0.08);
    let throat = Throat { breath: 0.2, rough: 0.3, q: 4.5, gains: [1.0, 0.7, 0.35] };
    throat
        .call(noise, 0.55, |at| Pose {
            pitch: pitch * curve(&[(0.0, 0.95), (0.3, 1.2), (1.0, 0.85)], at),
            formants: [
                tract * curve(&[(0.0, 480.0), (0.4, 720.0), (1.0, 420.0)], at),
                tract * curve(&[(0.0, 1_700.0), (0.5, 1_500.0), (1.0, 2_100.0)], at),
                tract * 2_700.0,
            ],
            level: curve(&[(0.0, 0.0), (0.05, 0.9), (0.3, 1.0), (0.75, 0.7), (1.0, 0.0)], at),
        })
        .at_peak(0.26)
}

/// Sobs that catch, one after another, for `seconds`; `pitch` in hertz.
pub fn cry(noise: &mut Noise, seconds: f32, pitch: f32) -> Clip {
    let throat = Throat { breath: 0.25, rough: 0.45, q: 4.0, gains: [1.0, 0.7, 0.3] };
    let mut clip = Clip::silent(seconds);
    let mut at = 0.0;
    while at < seconds {
        let each = noise.between(0.38, 0.75).min(seconds - at);
        if each < 0.12 {
            break;
        }
        let height = pitch * noise.between(0.9, 1.2);
        let sob = throat.call(noise, each, |at| Pose {
            pitch: height * curve(&[(0.0, 0.8), (0.2, 1.18), (0.6, 1.05), (1.0, 0.7)], at) * (1.0 + 0.03 * (at * each * 44.0).sin()),
            formants: [curve(&[(0.0, 420.0), (0.3, 880.0), (1.0, 560.0)], at), 1_350.0, 2_900.0],
            level: curve(&[(0.0, 0.0), (0.12, 1.0), (0.5, 0.8), (0.85, 0.3), (1.0, 0.0)], at),
        });
        clip.add(at, &sob, noise.between(0.7, 1.0));
        // The breath between two sobs.
        let mut air = Biquad::bandpass(1_900.0, 0.7);
        clip.burst(noise, at + each + 0.03, (0.12, 0.08, 0.1), |x| air.run(x));
        at += each + noise.between(0.12, 0.3);
    }
    clip.at_peak(0.22)
}

/// Two or three bites.
pub fn munch(noise: &mut Noise) -> Clip {
    let mut clip = Clip::silent(0.75);
    for bite in 0..3 {
        let at = bite as f32 * noise.near(0.23, 0.1);
        clip.thump(at, (noise.near(210.0, 0.2), 120.0), 0.05, 0.5);
        for _ in 0..9 {
            let mut crumb = Biquad::bandpass(noise.between(900.0, 3_400.0), 1.6);
            let start = at + noise.between(0.0, 0.07);
            let level = noise.between(0.2, 0.8);
            clip.burst(noise, start, (level, 0.000_6, 0.02), |x| crumb.run(x));
        }
    }
    clip.at_peak(0.12)
}
