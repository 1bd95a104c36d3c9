//! From a board into water: run-up, jump, tuck or spear, the fall, the splash, and up again with the head out.

use super::{
    Context, Mark, MarkKind,
    event::EventKind,
    figure::Figure,
    flight::Flight,
    flip::{gathering, push_seconds},
    pose::{Vec2, ease},
    posture::{LOADED, PIKE, Posture, REACH, SPEAR, STAND, TUCK},
    stage::pool,
    whole::{Next, Whole},
};
use crate::studio::screenplay::{Action, Verb};

#[derive(Clone, Debug)]
pub struct Plunge {
    dives: bool,
    stage: Stage,
    since: f64,
    feet: Vec2,
    surface: f64,
}

#[derive(Clone, Debug)]
enum Stage {
    Gather,
    Push,
    Fly(Flight),
    Under { velocity: Vec2, came_up: bool },
}

/// How a tucked body enters, all drawn in.
const BOMB: Posture = Posture { trunk: 0.55, head: 0.3, hips: [2.3; 2], knees: [2.35; 2], ankles: [0.3; 2], shoulders: [1.25; 2], elbows: [0.75; 2] };

impl Plunge {
    /// Where there is water ahead; on a board, once its end is reached.
    #[must_use]
    pub fn begin(figure: &Figure, c: &Context<'_>, action: &Action) -> Option<Self> {
        let surface = c.stage.surface(figure.x + 2.0 * figure.side())?;
        if c.now < action.from || (figure.floor > 0.5 && figure.x < pool::BOARD_TO - 0.4) {
            return None;
        }
        let dives = action.verb == Verb::Dive;
        Some(Self { dives, stage: Stage::Gather, since: 0.0, feet: Vec2::new(figure.x, figure.floor), surface })
    }

    pub(super) fn step(&mut self, figure: &mut Figure, whole: &mut Whole, c: &mut Context<'_>) -> Next {
        let (side, h) = (figure.side(), figure.height);
        self.since += c.dt;
        let gravity = c.stage.setting.gravity();
        match &mut self.stage {
            Stage::Gather => {
                whole.facing = 0.9 * side;
                // The last of the run-up is taken along.
                let run = figure.speed.abs().max(0.6) * side * (1.0 - self.since / 0.5).max(0.0);
                self.feet.x = (self.feet.x + run * c.dt).min(pool::BOARD_TO - 0.1 + f64::from(u8::from(self.feet.y < 0.5)) * 99.0);
                whole.posture = gathering(&STAND, self.since / 0.5);
                whole.stand_on(self.feet, side, h);
                if self.since >= 0.5 {
                    self.enter(Stage::Push);
                }
            }
            Stage::Push => {
                let rise = if self.dives { 3.0 } else { 3.2 };
                let seconds = push_seconds(&LOADED, &REACH, h, rise);
                let part = (self.since / seconds).min(1.0);
                whole.posture = LOADED.towards(&REACH, part * part);
                whole.stand_on(self.feet, side, h);
                if part >= 1.0 {
                    let flight = self.take_off(whole, side, h, rise, gravity);
                    c.tell(self.feet.x, figure.lane, EventKind::Whoosh { speed: rise as f32 });
                    figure.floor = 0.0;
                    self.enter(Stage::Fly(flight));
                }
            }
            Stage::Fly(flight) => {
                let over = flight.step(c.dt);
                whole.posture = flight.now();
                whole.angle = flight.angle();
                whole.flat = 1.0 - ease(flight.part() / 0.16);
                whole.hang_from(flight.centre(), side, h);
                if over {
                    let velocity = flight.speed();
                    self.splash(figure, whole, c, velocity);
                    self.enter(Stage::Under { velocity, came_up: false });
                }
            }
            Stage::Under { .. } => self.float(figure, whole, c),
        }
        if matches!(self.stage, Stage::Under { .. }) && self.since > 3.0 { Next::Idles } else { Next::Goes }
    }

    fn enter(&mut self, stage: Stage) {
        self.stage = stage;
        self.since = 0.0;
    }

    fn take_off(&self, whole: &Whole, side: f64, h: f64, rise: f64, gravity: f64) -> Flight {
        let velocity = Vec2::new(side * if self.dives { 1.9 } else { 1.7 }, rise);
        let (keys, turn, last) = if self.dives {
            (vec![(0.0, REACH), (0.3, PIKE), (0.5, PIKE), (0.85, SPEAR)], 0.93 * std::f64::consts::PI, SPEAR)
        } else {
            (vec![(0.0, REACH), (0.4, TUCK), (1.0, BOMB)], -0.45, BOMB)
        };
        // Until its lowest end meets the water.
        let end = whole.as_if(last, turn);
        let pelvis = self.surface + end.depth(side, h);
        let floor = pelvis + (end.centre(side, h) - end.pelvis).y;
        Flight::plan(keys, whole.centre(side, h), velocity, gravity, floor, 0.0, turn)
    }

    fn splash(&self, figure: &Figure, whole: &mut Whole, c: &mut Context<'_>, velocity: Vec2) {
        let x = whole.pelvis.x;
        whole.water = Some(self.surface);
        let size = if self.dives { 0.45 } else { 1.0 } * figure.height / 1.75;
        c.tell(x, figure.lane, EventKind::Plunge { speed: -velocity.y as f32, size: size as f32 });
        c.marks.push(Mark { now: c.now, at: Vec2::new(x, self.surface), lane: figure.lane, kind: MarkKind::Splash, size: 1.6 * size });
        c.marks.push(Mark { now: c.now + 0.25, at: Vec2::new(x, self.surface), lane: figure.lane, kind: MarkKind::Ripple, size });
    }

    /// Sinks, is held up by the water, and treads it.
    fn float(&mut self, figure: &Figure, whole: &mut Whole, c: &mut Context<'_>) {
        let (side, h, since, surface) = (figure.side(), figure.height, self.since, self.surface);
        let Stage::Under { velocity, came_up } = &mut self.stage else { return };
        let mut centre = whole.centre(side, h);
        let wet = ((0.42 * h - (centre.y - surface)) / (0.9 * h)).clamp(0.0, 1.0);
        let drag = (3.2 + 1.3 * velocity.hypot()) * wet;
        *velocity += (Vec2::new(0.0, -9.81 + 9.81 * wet / 0.72) - *velocity * drag) * c.dt;
        centre += *velocity * c.dt;
        if !*came_up && velocity.y > 0.2 && centre.y > surface - 0.45 * h {
            *came_up = true;
            c.splash(centre.x, figure.lane, 0.35);
            c.marks.push(Mark { now: c.now, at: Vec2::new(centre.x, surface), lane: figure.lane, kind: MarkKind::Ripple, size: 0.7 });
        }
        if since > 0.35 {
            whole.approach(&treading(c.now), c.dt, 0.28);
        }
        // A body in water comes upright again, the shorter way.
        let upright = (whole.angle / std::f64::consts::TAU).round() * std::f64::consts::TAU;
        whole.angle += (upright - whole.angle) * (1.0 - (-c.dt / 0.5).exp()) * ease((since - 0.2) / 0.6);
        whole.facing = side * if since > 1.0 { 0.45 } else { 0.9 };
        whole.hang_from(centre, side, h);
    }
}

/// Keeps a head over water.
#[must_use]
pub fn treading(now: f64) -> Posture {
    let beat = (now * 4.2).sin();
    Posture {
        trunk: 0.05,
        head: -0.12,
        hips: [0.55 + 0.35 * beat, 0.55 - 0.35 * beat],
        knees: [0.8 - 0.3 * beat, 0.8 + 0.3 * beat],
        ankles: [0.5; 2],
        shoulders: [1.15 + 0.28 * beat, -1.1 + 0.28 * beat],
        elbows: [0.45 - 0.25 * beat, -0.45 - 0.25 * beat],
    }
}
