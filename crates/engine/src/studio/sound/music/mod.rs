//! A bed of music: chosen by mood, in tempo, with a cadence that ends with the take.
//!
//! It stays below what happens, rests its tune while somebody speaks, and is not there where it is not wanted: where silence was
//! asked for, where dialogue fills the take, where somebody plays in the picture.

mod band;
mod mood;
mod score;

use super::{
    RATE,
    clip::Clip,
    instruments::{self, Instrument},
    master::loudness,
    noise::Noise,
    space::Space,
    stage::{Spot, Stage},
};
use crate::studio::{
    screenplay::{Ambience, Screenplay, SpokenLine},
    world::event::{EventKind, SoundEvent},
};
use mood::Mood;
use score::{Bar, Form, Key, Motif, Tone};

/// Loudness units by which it is louder where it was asked for.
const ASKED: f64 = 5.0;
/// Share of the take in speech, above which music that nobody asked for would only be in the way.
const MOSTLY_TALK: f64 = 0.72;
/// Seconds of its fade at the end, and at a shot without music.
const FADE: f32 = 0.4;

/// Adds the bed to the stage, which holds everything but the voices by now.
pub fn lay(stage: &mut Stage, screenplay: &Screenplay, events: &[SoundEvent], spoken: &[SpokenLine]) {
    let asked = screenplay.shots.iter().any(|shot| shot.ambience.contains(&Ambience::Music));
    let seconds = stage.frames() as f32 / RATE;
    let talk = spoken.iter().map(|line| line.seconds.max(0.0)).sum::<f64>() / f64::from(seconds.max(0.1));
    let is_played = events.iter().filter(|event| matches!(event.kind, EventKind::Note { .. })).count() > 2;
    if seconds < 1.0 || (!asked && (talk > MOSTLY_TALK || is_played)) || screenplay.shots.iter().all(is_silent) {
        return;
    }
    let tones = compose(screenplay, spoken, seconds);
    let (mut left, mut right) = perform(screenplay.seed, &tones, stage.frames());
    let goal = level(loudness(&stage.left, &stage.right), asked, talk);
    let Some(now) = loudness(&left, &right) else { return };
    let gain = 10f64.powf((goal - now) / 20.0) as f32;
    hush(screenplay, &mut left);
    hush(screenplay, &mut right);
    for (out, music) in [(&mut stage.left, &left), (&mut stage.right, &right)] {
        out.iter_mut().zip(music).for_each(|(out, x)| *out += x * gain);
    }
}

fn is_silent(shot: &crate::studio::screenplay::ShotPlan) -> bool {
    shot.ambience.contains(&Ambience::Silence)
}

/// How loud, beside what happens: well below a lively scene, a little above a still one.
fn level(rest: Option<f64>, asked: bool, talk: f64) -> f64 {
    let rest = rest.unwrap_or(-50.0).max(-50.0);
    let still = 7.0 - 14.0 * ((rest + 46.0) / 22.0).clamp(0.0, 1.0);
    let below = if asked { (still + ASKED).max(3.0) } else { still };
    rest + below - 5.0 * talk.min(1.0)
}

fn compose(screenplay: &Screenplay, spoken: &[SpokenLine], seconds: f32) -> Vec<Tone> {
    let noise = &mut Noise::new(screenplay.seed, 7);
    let bands: Vec<_> = screenplay.shots.iter().map(|shot| band::of(Mood::of(shot), shot.style)).collect();
    // What goes on at the end changes nothing of the score up to there but its end.
    let first = screenplay.shots.iter().rposition(|shot| !shot.goes_on()).map_or(0, |last| last + 1);
    let opening: f64 = screenplay.shots[..first].iter().map(|shot| shot.seconds).sum();
    // The longest shot's mood gives tempo and key; the others play in them with their own means.
    let main = (0..first).max_by(|a, b| screenplay.shots[*a].seconds.total_cmp(&screenplay.shots[*b].seconds).then(b.cmp(a)));
    let Some(main) = main.map(|index| bands[index]) else { return Vec::new() };
    let form = Form::of(noise, &main, if first < bands.len() { opening as f32 } else { seconds }).longer(seconds);
    let low = 43 + noise.between(0.0, 7.99) as i32;
    let motif = Motif::new(noise);
    let chords = score::chords(&mut Noise::new(screenplay.seed, 8), &main, form.bars);
    let at_shot = |at: f32| screenplay.shot_at(f64::from(at)).min(bands.len() - 1);
    let mut tones = Vec::new();
    for (number, chord) in chords.into_iter().enumerate() {
        let at = number as f32 * form.bar;
        let band = bands[at_shot(at + form.bar * 0.4)];
        let key = Key { low, mode: band.mode };
        let speaks = |line: &&SpokenLine| line.at < f64::from(at + form.bar) && line.at + line.seconds > f64::from(at);
        let bar = Bar { number, at, seconds: form.bar, chord, is_under: spoken.iter().any(|line| speaks(&line)) };
        score::write_bar(&mut tones, noise, &band, &key, &motif, &bar);
    }
    let last = bands[at_shot(form.home)];
    score::write_home(&mut tones, &last, &Key { low, mode: last.mode }, &form);
    tones
}

/// Plays all tones and lets a hall answer. Notes that come again are made once.
fn perform(seed: u64, tones: &[Tone], frames: usize) -> (Vec<f32>, Vec<f32>) {
    let (mut left, mut right, mut send) = (vec![0.0; frames], vec![0.0; frames], vec![0.0; frames]);
    let mut made: Vec<((Instrument, i32, u32), Clip)> = Vec::new();
    for tone in tones {
        let name = (tone.instrument, tone.midi, (tone.seconds * 50.0) as u32);
        let index = made.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            let noise = &mut Noise::new(seed, 900_000 + made.len() as u64);
            made.push((name, instruments::note(noise, tone.instrument, tone.midi as f32, tone.seconds)));
            made.len() - 1
        });
        let (l, r) = Spot::new(tone.pan, 0.0).sides();
        let (l, r, wet) = (l * tone.level * 0.1, r * tone.level * 0.1, tone.level * 0.07);
        let from = ((tone.at * RATE) as usize).min(frames);
        let sides = left[from..].iter_mut().zip(&mut right[from..]).zip(&mut send[from..]);
        for (((left, right), send), x) in sides.zip(&made[index].1.pcm) {
            *left += x * l;
            *right += x * r;
            *send += x * wet;
        }
    }
    Space::hall().answer(&send, &mut left, &mut right);
    (left, right)
}

/// Fades it out at the end, and where silence was asked for.
fn hush(screenplay: &Screenplay, side: &mut [f32]) {
    let fade = FADE * RATE;
    let n = side.len();
    for (i, x) in side[n.saturating_sub(fade as usize)..].iter_mut().rev().enumerate() {
        *x *= (i as f32 / fade).sqrt();
    }
    for shot in screenplay.shots.iter().filter(|shot| is_silent(shot)) {
        let (from, to) = ((shot.start * f64::from(RATE)) as f32, ((shot.start + shot.seconds) * f64::from(RATE)) as f32);
        let first = ((from - fade).max(0.0) as usize).min(n);
        let last = ((to + fade).max(0.0) as usize).min(n);
        for (i, x) in side[first..last].iter_mut().enumerate() {
            let at = (first + i) as f32;
            *x *= ((from - at).max(at - to) / fade).clamp(0.0, 1.0);
        }
    }
}
