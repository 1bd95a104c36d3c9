//! What hands tell and do in place: clap, eat, read, knock, think. Each gesture is where the hands go at a moment, what the head and
//! the back do with them, and what is heard at its beats.

use super::{
    Context,
    body::bones,
    event::EventKind,
    figure::Figure,
    hands::{Arm, aim},
    music,
    pose::{Vec2, ease},
};
use crate::studio::screenplay::{Action, ActorKind, Verb};
use std::f64::consts::{PI, TAU};

/// A moment of a gesture, for the body that makes it.
pub(super) struct Beat<'a> {
    pub t: f64,
    pub dt: f64,
    pub action: &'a Action,
}

impl Beat<'_> {
    /// Whether the beat at `first`, or one of those every `period` after it, is now.
    #[must_use]
    pub fn falls(&self, first: f64, period: f64) -> bool {
        let count = |t: f64| ((t - first) / period).floor();
        self.t >= first && count(self.t) > count(self.t - self.dt) && self.t < self.action.seconds
    }

    /// 0…1 through each period.
    #[must_use]
    pub fn part(&self, period: f64) -> f64 {
        (self.t / period).fract()
    }

    /// Comes and goes with the action.
    #[must_use]
    pub fn hold(&self) -> f64 {
        ease(self.t / 0.35) * ease((self.action.seconds - self.t) / 0.35)
    }

    /// To and fro, −1…1.
    #[must_use]
    pub fn wave(&self, hertz: f64) -> f64 {
        (self.t * TAU * hertz).sin()
    }
}

/// Places on and before the body that hands go to.
struct Places {
    side: f64,
    h: f64,
    pelvis: Vec2,
    shoulders: Vec2,
    mouth: Vec2,
}

impl Places {
    fn of(figure: &Figure) -> Self {
        let (pelvis, shoulders) = figure.trunk();
        let (side, h) = (figure.side(), figure.height);
        let up = (shoulders - pelvis) / (shoulders - pelvis).hypot().max(1e-6);
        Self { side, h, pelvis, shoulders, mouth: shoulders + up * ((bones::NECK + 0.045) * h) + Vec2::new(side * 0.055 * h, 0.0) }
    }

    /// So many heights before the body, at a part of the way from pelvis to shoulders.
    fn before(&self, forth: f64, up: f64) -> Vec2 {
        self.pelvis.lerp(self.shoulders, up) + Vec2::new(self.side * forth * self.h, 0.0)
    }
}

/// Sets where the arms go; true where this verb is a gesture.
pub(super) fn gesture(figure: &mut Figure, c: &mut Context<'_>, action: &Action, goals: &mut [Arm; 2]) {
    let beat = Beat { t: c.now - action.from, dt: c.dt, action };
    let places = Places::of(figure);
    match action.verb {
        Verb::Eat | Verb::Drink | Verb::Read | Verb::Write | Verb::Cook | Verb::Paint => at_table(figure, c, &beat, &places, goals),
        Verb::Play | Verb::Sing | Verb::Clap | Verb::Ring | Verb::Knock | Verb::Beep => heard(figure, c, &beat, &places, goals),
        Verb::Lift | Verb::Drop | Verb::Give | Verb::Light | Verb::Open | Verb::Push | Verb::Pull | Verb::Point => {
            at_things(figure, c, &beat, &places, goals);
        }
        Verb::Hug | Verb::Shake | Verb::Bow | Verb::Nod | Verb::Refuse => with_others(figure, &beat, &places, goals),
        Verb::Cry | Verb::Laugh | Verb::Think | Verb::Look | Verb::Stretch => feelings(figure, c, &beat, &places, goals),
        _ => {}
    }
}

fn at_table(figure: &mut Figure, c: &mut Context<'_>, beat: &Beat<'_>, p: &Places, goals: &mut [Arm; 2]) {
    let lap = p.before(0.2, 0.25);
    let (near, far, nod) = match beat.action.verb {
        Verb::Eat => {
            let bite = ease((beat.part(1.5) - 0.15) / 0.25) * (1.0 - ease((beat.part(1.5) - 0.55) / 0.25));
            (lap.lerp(p.mouth, bite), lap + Vec2::new(0.02 * p.side, -0.01), 0.16 - 0.1 * bite)
        }
        Verb::Drink => {
            let sip = ease((beat.part(2.6) - 0.12) / 0.2) * (1.0 - ease((beat.part(2.6) - 0.68) / 0.2));
            (p.before(0.19, 0.45).lerp(p.mouth + Vec2::new(0.025 * p.side * p.h, 0.01), sip), p.pelvis + Vec2::new(0.06 * p.side, 0.0), -0.22 * sip)
        }
        Verb::Read => {
            let turn = ease((beat.part(3.2) - 0.8) / 0.1) * (1.0 - ease((beat.part(3.2) - 0.9) / 0.1));
            (p.before(0.21, 0.68) + Vec2::new(-0.05 * p.side * turn, 0.06 * turn), p.before(0.22, 0.66), 0.3)
        }
        Verb::Write => {
            let line = beat.part(2.4);
            let scribble = Vec2::new(p.side * (0.05 * line + 0.008 * beat.wave(4.3)), 0.006 * beat.wave(5.7)) * p.h;
            (p.before(0.17, 0.3) + scribble, p.before(0.2, 0.28), 0.34)
        }
        Verb::Cook => {
            let round = Vec2::new(p.side * (beat.t * TAU * 0.9).cos(), 0.35 * (beat.t * TAU * 0.9).sin()) * 0.05 * p.h;
            (p.before(0.24, 0.3) + round, p.before(0.17, 0.22), 0.22)
        }
        _ => {
            let sweep = Vec2::new(0.02 * p.side * beat.wave(0.45), 0.07 * beat.wave(0.9)) * p.h;
            (p.before(0.27, 0.85) + sweep, p.before(0.13, 0.35), -0.03 + 0.04 * beat.wave(0.3))
        }
    };
    goals[1] = aim(figure, 1, near);
    goals[0] = aim(figure, 0, far);
    figure.hands.nod = nod;
    let munches = match beat.action.verb {
        Verb::Eat => beat.falls(0.7, 1.5) || beat.falls(1.1, 1.5),
        Verb::Drink => beat.falls(0.9, 2.6),
        _ => false,
    };
    if munches {
        c.tell(figure.x, figure.lane, EventKind::Munch);
    }
}

fn heard(figure: &mut Figure, c: &mut Context<'_>, beat: &Beat<'_>, p: &Places, goals: &mut [Arm; 2]) {
    match beat.action.verb {
        Verb::Play => play(figure, c, beat, p, goals),
        Verb::Sing => {
            let swell = beat.wave(0.35);
            goals[1] = aim(figure, 1, p.before(0.1, 0.75));
            goals[0] = Arm { raise: 1.0 + 0.25 * swell, bend: 0.55 + 0.15 * swell };
            figure.hands.nod = -0.14 - 0.05 * swell;
            music::sing(figure, c, beat);
        }
        Verb::Clap => {
            let apart = 0.5 - 0.5 * (beat.t * TAU / 0.42).cos();
            let middle = p.before(0.2, 0.85);
            let out = Vec2::new(0.05 * p.side, 0.075) * apart * p.h;
            goals[0] = aim(figure, 0, middle + out);
            goals[1] = aim(figure, 1, middle - out * 0.8);
            if beat.falls(0.05, 1.26) {
                let seconds = (beat.action.seconds - beat.t).min(1.26) as f32;
                c.tell(figure.x, figure.lane, EventKind::Clap { seconds });
            }
        }
        Verb::Ring => {
            let swing = beat.wave(1.8) * beat.hold();
            goals[1] = Arm { raise: 1.55 + 0.1 * swing, bend: 1.05 + 0.4 * swing };
            if beat.falls(0.42, 0.556) {
                c.tell(figure.x, figure.lane, EventKind::Bell);
            }
        }
        // Who is no machine blows a whistle.
        Verb::Beep if !figure.stiff => {
            goals[1] = aim(figure, 1, p.before(0.16, 0.6).lerp(p.mouth, beat.hold()));
            if beat.falls(0.4, 60.0) {
                c.tell(figure.x, figure.lane, EventKind::Whistle);
            }
        }
        Verb::Beep => {
            figure.hands.nod = -0.06;
            // Now one arm, now the other, so that each beep is seen.
            let arm = usize::from(beat.action.from.rem_euclid(4.0) < 2.0);
            goals[arm] = Arm { raise: 0.4 + 1.5 * beat.hold(), bend: 0.9 };
            if beat.falls(0.02, 0.9) {
                c.tell(figure.x, figure.lane, EventKind::Beep { step: ((beat.t / 0.9) as i8).min(12) });
            }
        }
        _ => {
            let rap = (0.5 - 0.5 * (beat.part(1.7) * 1.7 * TAU / 0.3).cos()) * f64::from(u8::from(beat.part(1.7) < 0.53));
            goals[1] = aim(figure, 1, p.before(0.24 + 0.05 * rap, 1.05));
            if (0..3).any(|index| beat.falls(0.15 + 0.3 * f64::from(index), 1.7)) {
                c.tell(figure.x, figure.lane, EventKind::Knock);
            }
        }
    }
}

fn play(figure: &mut Figure, c: &mut Context<'_>, beat: &Beat<'_>, p: &Places, goals: &mut [Arm; 2]) {
    let instrument = music::instrument(figure.id, beat.action, c);
    match instrument {
        Some(ActorKind::Piano) => {
            let run = |hertz: f64, shift: f64| Vec2::new(0.03 * p.side * beat.wave(0.21 + shift), 0.012 * beat.wave(hertz).max(0.0)) * p.h;
            goals[0] = aim(figure, 0, p.before(0.25, 0.3) + run(2.0, 0.0));
            goals[1] = aim(figure, 1, p.before(0.23, 0.28) + run(2.5, 0.13));
            figure.hands.nod = 0.18 + 0.06 * beat.wave(0.5);
        }
        Some(ActorKind::Drum) => {
            let strike = |shift: f64| 0.11 * (0.5 + 0.5 * ((beat.t * 2.0 + shift) * TAU).cos()) * p.h;
            goals[0] = aim(figure, 0, p.before(0.2, 0.22) + Vec2::new(0.0, strike(0.0)));
            goals[1] = aim(figure, 1, p.before(0.17, 0.2) + Vec2::new(0.0, strike(0.5)));
            figure.hands.nod = 0.12 + 0.05 * beat.wave(2.0);
        }
        _ => {
            // Across the body: one hand at the strings, the other along the neck.
            goals[1] = aim(figure, 1, p.before(0.09, 0.28) + Vec2::new(0.0, 0.025 * beat.wave(2.0)) * p.h);
            goals[0] = aim(figure, 0, p.before(0.24 + 0.03 * beat.wave(0.25), 0.68));
            figure.hands.nod = 0.16 + 0.05 * beat.wave(1.0);
        }
    }
    if let Some(kind) = instrument {
        music::play(figure, c, beat, kind);
    }
}

fn at_things(figure: &mut Figure, c: &mut Context<'_>, beat: &Beat<'_>, p: &Places, goals: &mut [Arm; 2]) {
    let floor = Vec2::new(figure.x + p.side * 0.24 * p.h, 0.06 * p.h);
    match beat.action.verb {
        Verb::Lift => {
            let down = ease(beat.t / 0.55) * (1.0 - ease((beat.t - 0.7) / 0.5));
            let up = ease((beat.t - 0.75) / 0.7);
            figure.bend(0.95 * down);
            figure.hands.sway = 0.45 * down - 0.08 * up;
            let at = p.before(0.17, 0.35).lerp(floor, down).lerp(p.shoulders + Vec2::new(0.05 * p.side, 0.26) * p.h, up);
            goals[0] = aim(figure, 0, at + Vec2::new(0.03 * p.side, 0.0));
            goals[1] = aim(figure, 1, at - Vec2::new(0.02 * p.side, 0.0));
        }
        Verb::Drop => {
            let open = ease((beat.t - 0.45) / 0.15);
            goals[0] = aim(figure, 0, p.before(0.22, 0.55) + Vec2::new(0.05 * p.side, 0.03) * (open * p.h));
            goals[1] = aim(figure, 1, p.before(0.2, 0.5) + Vec2::new(-0.03 * p.side, 0.02) * (open * p.h));
            figure.hands.nod = 0.25 * open;
        }
        Verb::Give => {
            let out = ease(beat.t / 0.6) * (1.0 - ease((beat.t - 1.7) / 0.5));
            goals[1] = aim(figure, 1, p.before(0.12 + 0.2 * out, 0.55));
            figure.hands.sway = 0.1 * out;
        }
        Verb::Light | Verb::Open => reach_for(figure, c, beat, p, goals),
        Verb::Point => {
            let at = beat.action.target.and_then(|target| c.seen.get(target)).map_or(p.before(1.0, 1.15), |seen| seen.at.max_y(0.4));
            let way = at - p.shoulders;
            let out = ease(beat.t / 0.4);
            goals[1] = aim(figure, 1, p.shoulders + way / way.hypot().max(1e-6) * (0.32 * p.h * out.max(0.4)));
        }
        _ => {
            // Low on a rope, high on a load.
            let up = if beat.action.verb == Verb::Pull { 0.42 } else { 0.78 };
            let forth = if beat.action.verb == Verb::Pull { 0.22 } else { 0.26 };
            goals[0] = aim(figure, 0, p.before(forth + 0.06, up));
            goals[1] = aim(figure, 1, p.before(forth, up - 0.03));
        }
    }
}

/// A hand goes to what is to be lit or opened, and back.
fn reach_for(figure: &mut Figure, c: &mut Context<'_>, beat: &Beat<'_>, p: &Places, goals: &mut [Arm; 2]) {
    let out = ease(beat.t / 0.7) * (1.0 - ease((beat.t - 1.4) / 0.6));
    let opens = beat.action.verb == Verb::Open;
    let target = beat.action.target.and_then(|target| c.seen.get(target));
    let usual = p.before(0.28, if opens { 0.4 } else { 0.8 });
    let at = target.map_or(usual, |seen| Vec2::new(seen.at.x, seen.at.y.clamp(0.3 * p.h, 1.1 * p.h)));
    let way = at - p.shoulders;
    let near = p.shoulders + way * (0.31 * p.h / way.hypot().max(0.31 * p.h));
    let pull = if opens { ease((beat.t - 0.7) / 0.6) * 0.09 * p.h } else { 0.0 };
    goals[1] = aim(figure, 1, p.before(0.08, 0.2).lerp(near - Vec2::new(p.side * pull, 0.0), out));
    figure.hands.sway = 0.12 * out;
    if opens && beat.falls(0.7, 99.0) {
        c.tell(figure.x, figure.lane, EventKind::Creak { seconds: 0.9 });
    }
    if !opens && beat.falls(LIT_AFTER, 99.0) {
        c.tell(figure.x, figure.lane, EventKind::Knock);
    }
}

/// Seconds from the beginning until what is lit shines.
pub const LIT_AFTER: f64 = 0.75;

fn with_others(figure: &mut Figure, beat: &Beat<'_>, p: &Places, goals: &mut [Arm; 2]) {
    match beat.action.verb {
        Verb::Hug => {
            let close = ease(beat.t / 0.7);
            goals[0] = aim(figure, 0, p.before(0.05 + 0.22 * close, 0.82));
            goals[1] = aim(figure, 1, p.before(0.05 + 0.2 * close, 0.66) + Vec2::new(0.0, 0.01 * beat.wave(1.3)));
            figure.hands.sway = 0.09 * close + 0.02 * beat.wave(0.4);
            figure.hands.nod = 0.1 * close;
        }
        Verb::Shake => {
            let pump = 0.03 * beat.wave(2.2) * ease((beat.t - 0.5) / 0.3) * (1.0 - ease((beat.t - 2.2) / 0.4));
            goals[1] = aim(figure, 1, p.before(0.25, 0.45) + Vec2::new(0.0, pump * p.h));
        }
        Verb::Bow => {
            let down = ease((beat.t - 0.15) / 0.6) * (1.0 - ease((beat.t - 1.35) / 0.6));
            figure.hands.sway = 0.85 * down;
            figure.hands.nod = 0.3 * down;
            goals[0] = Arm { raise: 0.1 + 0.5 * down, bend: 0.9 * down };
            goals[1] = Arm { raise: -0.3 * down, bend: 0.1 };
        }
        Verb::Nod => figure.hands.nod = 0.24 * (0.5 - 0.5 * (beat.t.min(2.4) * TAU * 1.25).cos()),
        _ => figure.hands.shake = 0.3 * beat.wave(1.5) * beat.hold(),
    }
}

fn feelings(figure: &mut Figure, c: &mut Context<'_>, beat: &Beat<'_>, p: &Places, goals: &mut [Arm; 2]) {
    match beat.action.verb {
        Verb::Cry => {
            let sob = (beat.t * TAU * 1.4).sin().max(0.0) * 0.05;
            let face = p.mouth + Vec2::new(0.01 * p.side, 0.03) * p.h;
            goals[0] = aim(figure, 0, face);
            goals[1] = aim(figure, 1, face - Vec2::new(0.02 * p.side * p.h, 0.0));
            figure.hands.sway = 0.2 + sob;
            figure.hands.nod = 0.42;
            figure.bend(0.12 + sob);
            if beat.falls(0.1, 2.1) {
                c.tell(figure.x, figure.lane, EventKind::Cry { seconds: (beat.action.seconds - beat.t).clamp(0.4, 1.8) as f32 });
            }
        }
        Verb::Laugh => {
            let shake = (beat.t * TAU * 3.6).sin() * 0.035;
            let back = beat.wave(0.3) * 0.14;
            goals[1] = aim(figure, 1, p.before(0.1, 0.3) + Vec2::new(0.0, shake * 0.3));
            goals[0] = Arm { raise: 0.35 + 0.4 * back, bend: 0.6 };
            figure.hands.sway = -back + shake;
            figure.hands.nod = -0.22 + shake;
            if beat.falls(0.1, 1.8) {
                c.tell(figure.x, figure.lane, EventKind::Laugh);
            }
        }
        Verb::Think => {
            goals[1] = aim(figure, 1, p.mouth + Vec2::new(0.0, -0.035 * p.h));
            goals[0] = aim(figure, 0, p.before(0.1, 0.42));
            figure.hands.nod = -0.1 + 0.1 * beat.wave(0.17);
        }
        Verb::Look => {
            if beat.action.target.is_none() {
                goals[1] = aim(figure, 1, p.mouth + Vec2::new(0.035 * p.side, 0.075) * p.h);
                figure.hands.shake = 0.3 * beat.wave(0.22);
            }
            let up = beat.action.target.and_then(|target| c.seen.get(target)).map_or(0.0, |seen| {
                let way = seen.at - p.mouth;
                way.y.atan2(way.x.abs().max(0.4))
            });
            figure.hands.nod = -0.45 * up.clamp(-0.8, 1.0);
        }
        _ => {
            let up = ease(beat.t / 0.9) * (1.0 - ease((beat.t - 2.2) / 0.8));
            goals[0] = Arm { raise: 2.9 * up, bend: 0.2 + 0.25 * (beat.part(2.0) * PI).sin() };
            goals[1] = Arm { raise: 2.75 * up, bend: 0.2 };
            figure.hands.sway = -0.1 * up;
            figure.hands.nod = -0.25 * up;
        }
    }
}

trait NotLower {
    fn max_y(self, low: f64) -> Self;
}

impl NotLower for Vec2 {
    fn max_y(self, low: f64) -> Self {
        Vec2::new(self.x, self.y.max(low))
    }
}
