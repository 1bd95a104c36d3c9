//! From the world's events to sounds in their places.

use super::{
    RATE,
    engines::{self, Drive},
    master::loudness,
    motion,
    noise::Noise,
    sounds::{self, tidy},
    stage::{Spot, Stage},
};
use crate::studio::{
    screenplay::{Screenplay, SpokenLine},
    world::event::{EventKind, Material, SoundEvent},
};

/// More than this many in one take are not told apart by ear.
const MOST: usize = 3_000;
/// Seconds within which a body that shivers on the ground is heard once.
const SHIVER: f64 = 0.028;
/// Newton seconds below which a touch is silent.
const TOUCH: f32 = 0.04;

/// Plays all events. Stops between two of them.
pub fn play(stage: &mut Stage, screenplay: &Screenplay, events: &[SoundEvent], is_stopped: &dyn Fn() -> bool) {
    let kept = heard(events);
    for (index, event) in kept.iter().enumerate() {
        if is_stopped() {
            return;
        }
        let Some(shot) = screenplay.shots.get(event.shot) else { continue };
        let noise = &mut Noise::new(screenplay.seed, 1_000 + index as u64);
        let left = (screenplay.scene_end(event.shot) - event.at).clamp(0.0, 60.0) as f32;
        let at = (event.at * f64::from(RATE)).round() as usize;
        let spot = Spot::new(event.pan, event.distance);
        let pace = if shot.pace.is_finite() { shot.pace.clamp(0.2, 1.0) as f32 } else { 1.0 };
        let later = &kept[index + 1..];
        match event.kind {
            EventKind::EngineRun { seconds, speed } => {
                let next = following(screenplay, later, event, tidy(seconds, 30.0));
                drive(stage, noise, event, engines::motor(engines::vehicle(shot)), (seconds, speed, left), next);
                continue;
            }
            EventKind::Roll { ball, ground, seconds, speed } => {
                let seconds = tidy(seconds, 30.0) / pace;
                let next = following(screenplay, later, event, seconds);
                roll(stage, noise, event, (ball, ground), (seconds.min(left + 0.1), speed), next);
                continue;
            }
            EventKind::Glide { on, seconds, speed } => {
                let seconds = tidy(seconds, 30.0) / pace;
                let next = following(screenplay, later, event, seconds);
                glide(stage, noise, event, (on, seconds.min(left + 0.1), speed), next);
                continue;
            }
            _ => {}
        }
        let slow = pace.sqrt();
        if let Some(clip) = sounds::of(noise, &event.kind, left, shot) {
            let gain = if again(&kept[..index], event) { 0.5 } else { 1.0 };
            stage.put(event.shot, at, &clip.slowed(slow).pcm, spot, gain);
        }
    }
}

/// Loudness that what happens has at least, before anything else sounds, and the most decibels by which it is brought nearer.
const NEAR: f64 = -32.0;
const NEARER: f64 = 7.0;

/// Brings quiet doings near the ear: a few soft steps are what a still scene is about.
pub fn bring_near(stage: &mut Stage) {
    if let Some(now) = loudness(&stage.left, &stage.right).filter(|now| *now < NEAR) {
        stage.scale(10f64.powf((NEAR - now).min(NEARER) / 20.0) as f32);
    }
}

/// The events but for the calls of animals that begin while an animal speaks: its voice is its call.
pub fn without_chatter(screenplay: &Screenplay, events: &[SoundEvent], spoken: &[SpokenLine]) -> Vec<SoundEvent> {
    let speaks = |line: &SpokenLine| {
        let shot = screenplay.shots.get(line.shot)?;
        let speaker = shot.cast.get(shot.speech.get(line.line)?.speaker?)?;
        (!speaker.kind.is_person()).then_some((line.shot, line.at - 0.35, line.at + line.seconds + 0.1))
    };
    let spans: Vec<(usize, f64, f64)> = spoken.iter().filter_map(speaks).collect();
    let is_call = |kind: &EventKind| matches!(kind, EventKind::Bark { .. } | EventKind::Meow | EventKind::Chirp | EventKind::Call { .. });
    let is_chatter =
        |event: &SoundEvent| is_call(&event.kind) && spans.iter().any(|span| span.0 == event.shot && (span.1..span.2).contains(&event.at));
    events.iter().filter(|event| !is_chatter(event)).copied().collect()
}

/// In order of time, without what can't be heard.
fn heard(events: &[SoundEvent]) -> Vec<SoundEvent> {
    let mut sorted: Vec<SoundEvent> = events.iter().filter(|event| event.at.is_finite() && event.at >= 0.0).copied().collect();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut kept: Vec<SoundEvent> = Vec::with_capacity(sorted.len().min(MOST));
    for event in sorted {
        if kept.len() == MOST {
            break;
        }
        if let EventKind::Impact { a, b, impulse } = event.kind {
            let same = |old: &SoundEvent| matches!(old.kind, EventKind::Impact { a: c, b: d, .. } if (c, d) == (a, b));
            let again = kept.iter().rev().take_while(|old| event.at - old.at < SHIVER).any(same);
            if again || tidy(impulse, 60.0) < TOUCH {
                continue;
            }
        }
        kept.push(event);
    }
    kept
}

/// One of many large splashes, as of wheels on a wet road: not each is a plunge.
fn again(before: &[SoundEvent], event: &SoundEvent) -> bool {
    let large = |event: &SoundEvent| matches!(event.kind, EventKind::Splash { size } if size > 0.4);
    large(event) && before.iter().rev().take_while(|old| event.at - old.at < 1.2).any(|old| large(old) && old.shot == event.shot)
}

/// The next stretch of what goes on for `seconds` from now, where there is one.
fn following(screenplay: &Screenplay, later: &[SoundEvent], now: &SoundEvent, seconds: f32) -> Option<SoundEvent> {
    let end = now.at + f64::from(seconds);
    let goes_on = |event: &SoundEvent| match (event.kind, now.kind) {
        (EventKind::Roll { ball: a, .. }, EventKind::Roll { ball: b, .. }) => a == b,
        (EventKind::Glide { on: a, .. }, EventKind::Glide { on: b, .. }) => a == b,
        (EventKind::EngineRun { .. }, EventKind::EngineRun { .. }) => true,
        _ => false,
    };
    let scene = screenplay.opening(now.shot);
    let follows = |event: &&SoundEvent| goes_on(event) && screenplay.opening(event.shot) == scene && event.at > end - 0.3;
    later.iter().take_while(|event| event.at < end + 0.3).find(follows).copied()
}

/// A rolling ball: it goes on into its next piece, or runs out.
fn roll(
    stage: &mut Stage,
    noise: &mut Noise,
    event: &SoundEvent,
    (ball, ground): (Material, Material),
    (seconds, speed): (f32, f32),
    next: Option<SoundEvent>,
) {
    let speed = tidy(speed, 15.0);
    let from = Spot::new(event.pan, event.distance);
    let (to, last, seconds) = match next {
        Some(SoundEvent { at, pan, distance, kind: EventKind::Roll { speed, .. }, .. }) => {
            (Spot::new(pan, distance), tidy(speed, 15.0), (at - event.at) as f32 + motion::ROLL_EASE)
        }
        _ => (from, speed * 0.3, seconds),
    };
    let seconds = tidy(seconds, 30.0);
    if seconds > 2.0 * motion::ROLL_EASE {
        let clip = motion::roll(noise, (ball, ground), (seconds, event.at as f32), (speed, last));
        stage.put_moving(event.shot, (event.at * f64::from(RATE)).round() as usize, &clip.pcm, (from, to), 1.0);
    }
}

/// Something that slides: it goes on into its next piece.
fn glide(stage: &mut Stage, noise: &mut Noise, event: &SoundEvent, (on, seconds, speed): (Material, f32, f32), next: Option<SoundEvent>) {
    let from = Spot::new(event.pan, event.distance);
    let (to, seconds) = next.map_or((from, seconds), |next| (Spot::new(next.pan, next.distance), (next.at - event.at) as f32 + motion::ROLL_EASE));
    let seconds = tidy(seconds, 30.0);
    if seconds > 0.02 {
        let clip = motion::glide(noise, on, seconds, tidy(speed, 20.0));
        stage.put_moving(event.shot, (event.at * f64::from(RATE)).round() as usize, &clip.pcm, (from, to), 1.0);
    }
}

/// A car: it glides to where its next stretch begins; a single stretch that begins at one side goes by to the other.
fn drive(
    stage: &mut Stage,
    noise: &mut Noise,
    event: &SoundEvent,
    motor: &engines::Motor,
    (seconds, speed, left): (f32, f32, f32),
    next: Option<SoundEvent>,
) {
    let seconds = tidy(seconds, left + 0.1);
    if seconds < 0.05 {
        return;
    }
    let speed = tidy(speed, 60.0);
    let from = Spot::new(event.pan, event.distance);
    let (to, last) = match next {
        Some(SoundEvent { pan, distance, kind: EventKind::EngineRun { speed, .. }, .. }) => (Spot::new(pan, distance), tidy(speed, 60.0)),
        _ if from.pan.abs() > 0.5 && speed > 3.0 => (Spot::new(-from.pan, from.distance), speed),
        _ => (from, speed),
    };
    let travel = to.pan - from.pan;
    let clip = engines::engine(noise, motor, seconds, |along| {
        let pan = from.pan + travel * along;
        // Towards the ear while it nears the middle, away from it afterwards.
        let nearing = (-pan * travel).clamp(-1.0, 1.0);
        let now = speed + (last - speed) * along;
        Drive { speed: now, doppler: 1.0 + nearing * now.min(35.0) / 340.0 }
    });
    let loud = 0.55 + 0.45 * (speed / 14.0).min(1.3);
    stage.put_moving(event.shot, (event.at * f64::from(RATE)).round() as usize, &clip.pcm, (from, to), loud);
}
