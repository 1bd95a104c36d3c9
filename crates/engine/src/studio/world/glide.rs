//! On the ice: strokes that glide, and turns about one's own axis that are faster with the arms drawn in.

use super::{
    Context,
    body::bones,
    event::{EventKind, Material},
    figure::Figure,
    pose::{Vec2, ease, follow, mix},
    posture::Posture,
    whole::{Next, Whole},
};
use crate::studio::screenplay::{Action, Verb};
use std::f64::consts::{PI, TAU};

/// One leg under the body, the other behind.
const STROKE: Posture =
    Posture { trunk: 0.42, head: -0.25, hips: [0.85, -0.25], knees: [0.75, 0.35], ankles: [0.0, 0.5], shoulders: [-0.55, 0.95], elbows: [0.25, 0.4] };
/// Stretched out on one leg.
const SWALLOW: Posture =
    Posture { trunk: 0.85, head: -0.7, hips: [0.95, -0.62], knees: [0.12, 0.04], ankles: [0.0, 1.0], shoulders: [1.75, -0.65], elbows: [0.05, 0.0] };
/// On the axis: arms and the free leg are placed by how far it has turned.
const UPRIGHT: Posture =
    Posture { trunk: 0.0, head: -0.05, hips: [0.05; 2], knees: [0.1; 2], ankles: [0.0; 2], shoulders: [0.1; 2], elbows: [0.2; 2] };

const BEAT: f64 = 0.95;

#[derive(Clone, Debug)]
pub struct Glide {
    speed: f64,
    since: f64,
    told: i64,
}

impl Glide {
    #[must_use]
    pub fn new(figure: &Figure) -> Self {
        Self { speed: figure.speed, since: 0.0, told: -1 }
    }

    pub(super) fn step(&mut self, figure: &mut Figure, whole: &mut Whole, c: &mut Context<'_>, actions: &[Action]) -> Next {
        let h = figure.height;
        let action = actions.iter().find(|action| action.verb == Verb::Glide);
        let way = c.way(figure.id);
        if self.since == 0.0 && c.now < 0.05 {
            self.speed = 2.6 * way;
        }
        self.since += c.dt;
        let goal = action.map_or(0.0, |action| 3.1 * way * action.haste * (h / 1.7).sqrt());
        follow(&mut self.speed, goal, c.dt, 0.9);
        let side = if self.speed.abs() > 0.2 { self.speed.signum() } else { figure.side() };
        whole.facing = 0.88 * side;
        whole.back = 0.0;
        let beat = self.since / BEAT;
        let poised = action.is_some_and(|action| action.target.is_none() && action.seconds > 2.0) && (beat / 4.0).fract() > 0.5;
        let left = (beat as i64) % 2 == 0;
        let mut goal = if poised { SWALLOW } else { STROKE };
        if !left && !poised {
            goal = mirrored(&goal);
        }
        if action.is_none() {
            goal = Posture { trunk: 0.15, hips: [0.35, 0.2], knees: [0.4, 0.4], ..STROKE };
        }
        whole.approach(&goal, c.dt, 0.2);
        let x = whole.pelvis.x + self.speed * c.dt;
        whole.stand_on(Vec2::new(x, figure.floor), side, h);
        whole.pelvis.x = x;
        if beat as i64 != self.told && self.speed.abs() > 0.5 {
            self.told = beat as i64;
            let on = if c.stage.ground == Material::Ice { Material::Ice } else { c.stage.ground };
            c.tell(x, figure.lane, EventKind::Glide { on, seconds: BEAT as f32, speed: self.speed.abs() as f32 });
        }
        if action.is_some() || self.speed.abs() > 0.25 { Next::Goes } else { Next::Done }
    }
}

fn mirrored(posture: &Posture) -> Posture {
    let swap = |pair: [f64; 2]| [pair[1], pair[0]];
    Posture {
        hips: swap(posture.hips),
        knees: swap(posture.knees),
        ankles: swap(posture.ankles),
        shoulders: swap(posture.shoulders),
        elbows: swap(posture.elbows),
        ..*posture
    }
}

#[derive(Clone, Debug)]
pub struct Spin {
    since: f64,
    seconds: f64,
    /// Radians in all.
    turns: f64,
    turned: f64,
    /// Angular momentum, by what is drawn in at its full push.
    momentum: f64,
    began: f64,
    heard: f64,
    ice: bool,
}

/// Of a body about its own axis with the arms drawn in, and what stretched arms add to it.
const SLIM: f64 = 0.32;
const WIDE: f64 = 0.68;

impl Spin {
    #[must_use]
    pub fn new(action: &Action, c: &Context<'_>) -> Self {
        let room = action.seconds.max(1.6);
        let times = if action.times > 1 { f64::from(action.times) } else { (room * 0.9).floor().max(1.0) };
        let seconds = if action.times > 1 { room.min(1.5 + 0.75 * times) } else { room };
        let mut spin = Self {
            since: 0.0,
            seconds,
            turns: times * TAU,
            turned: 0.0,
            momentum: 0.0,
            began: 0.0,
            heard: -1.0,
            ice: c.stage.ground == Material::Ice,
        };
        let slices = 400;
        let sum: f64 = (0..slices).map(|slice| spin.rate((f64::from(slice) + 0.5) / f64::from(slices))).sum::<f64>() / f64::from(slices);
        spin.momentum = spin.turns / (sum * seconds);
        spin
    }

    /// 0 arms wide … 1 drawn in.
    fn drawn(part: f64) -> f64 {
        ease((part - 0.2) / 0.22) * (1.0 - ease((part - 0.72) / 0.2))
    }

    /// Turns for each unit of momentum: pushed off at first, braked by the blade at last.
    fn rate(&self, part: f64) -> f64 {
        let push = ease(part / 0.16) * (1.0 - ease((part - 0.84) / 0.16));
        push / (SLIM + WIDE * (1.0 - Self::drawn(part)))
    }

    /// Arms to both sides or before the chest, one leg drawn up, all turned about the axis.
    fn limbs(&self, whole: &mut Whole, angle: f64, drawn: f64, (spins, h): (f64, f64)) {
        let (sin, cos) = angle.sin_cos();
        let side = if sin < 0.0 { -1.0 } else { 1.0 };
        let shoulders = whole.pelvis + whole.turned(whole.posture.joints().shoulders, side) * h;
        let (wide, ahead, up) =
            (mix(0.1, mix(0.31, 0.05, drawn), spins), mix(0.05, mix(0.04, 0.13, drawn), spins), mix(-0.28, mix(0.01, -0.02, drawn), spins));
        let palm = |way: f64| shoulders + Vec2::new(way * (bones::SHOULDER * 0.3 + wide) * cos + ahead * sin, up) * h;
        whole.palms = Some([palm(side), palm(-side)]);
        let floor = whole.pelvis.y - whole.posture.joints().depth() * h;
        let under = Vec2::new(whole.pelvis.x, floor);
        let free = under + Vec2::new(sin * 0.12, 0.2) * (h * spins);
        // The same leg, whichever is the far one just now.
        whole.soles = Some(if sin < 0.0 { [free, under] } else { [under, free] });
    }

    pub(super) fn step(&mut self, figure: &mut Figure, whole: &mut Whole, c: &mut Context<'_>) -> Next {
        let (side, h) = (figure.side(), figure.height);
        if self.since == 0.0 {
            // Begins facing as it does.
            self.began = figure.facing.clamp(-1.0, 1.0).asin();
        }
        let part = self.since / self.seconds;
        self.turned += self.momentum * self.rate(part) * c.dt;
        self.since += c.dt;
        let drawn = Self::drawn(part);
        let spins = ease(part / 0.08) * (1.0 - ease((part - 0.93) / 0.07));
        let goal = Posture { trunk: mix(0.04, -0.015, spins), ..UPRIGHT };
        whole.approach(&goal, c.dt, 0.1);
        let angle = self.began + self.turned;
        figure.facing = angle.sin();
        whole.facing = angle.sin();
        // A blade wanders a little while it turns.
        whole.back = (0.5 - angle.cos() * 0.5).clamp(0.0, 1.0);
        let x = whole.pelvis.x;
        whole.stand_on(Vec2::new(x, figure.floor), side, h);
        whole.pelvis.x = x;
        whole.axial = true;
        self.limbs(whole, angle, drawn, (spins, h));
        if self.since - self.heard > 0.7 && part < 0.9 && part > 0.05 {
            self.heard = self.since;
            let speed = (self.momentum * self.rate(part) * 0.4) as f32;
            let kind = if self.ice { EventKind::Glide { on: Material::Ice, seconds: 0.7, speed } } else { EventKind::Whoosh { speed } };
            c.tell(x, figure.lane, kind);
        }
        if part >= 1.0 {
            whole.back = 0.0;
            whole.axial = false;
            (whole.soles, whole.palms) = (None, None);
            debug_assert!((self.turned - self.turns).abs() < PI, "turns are planned");
            return Next::Done;
        }
        Next::Goes
    }
}
