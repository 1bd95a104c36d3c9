//! Backflips and somersaults: gather, push off, turn over in the air, land with bent knees.

use super::{
    Context,
    event::EventKind,
    figure::Figure,
    flight::Flight,
    pose::{Vec2, ease},
    posture::{ABSORB, FINISH, GATHER, LOADED, Posture, REACH, STAND, TOUCH, TUCK},
    whole::{Next, Whole},
};
use crate::studio::screenplay::Action;

#[derive(Clone, Debug)]
pub struct Flip {
    /// −1 backwards, 1 forwards.
    way: f64,
    left: u8,
    stage: Stage,
    since: f64,
    from: Posture,
    feet: Option<Vec2>,
    /// Carried along from a run-up.
    run: f64,
}

#[derive(Clone, Debug)]
enum Stage {
    Gather,
    Push,
    Fly(Flight),
    Land { speed: f64 },
    Rise,
}

const GATHERED: f64 = 0.52;

impl Flip {
    #[must_use]
    pub fn new(way: f64, action: &Action, figure: &Figure) -> Self {
        let run = if figure.speed * figure.side() * way > 0.5 { figure.speed * 0.7 } else { 0.0 };
        Self { way, left: action.times.clamp(1, 12), stage: Stage::Gather, since: 0.0, from: STAND, feet: None, run }
    }

    pub(super) fn step(&mut self, figure: &mut Figure, whole: &mut Whole, c: &mut Context<'_>) -> Next {
        let (side, h) = (figure.side(), figure.height);
        whole.facing = 0.93 * side;
        let feet = *self.feet.get_or_insert(Vec2::new(figure.x, figure.floor));
        self.since += c.dt;
        let rise = leap(h, c.stage.setting.gravity());
        match &mut self.stage {
            Stage::Gather => {
                let again = self.from == ABSORB;
                let quick = if again { 0.24 } else { GATHERED };
                whole.posture = if again { self.from.towards(&LOADED, ease(self.since / quick)) } else { gathering(&self.from, self.since / quick) };
                whole.stand_on(feet, side, h);
                if self.since >= quick {
                    self.enter(Stage::Push);
                }
            }
            Stage::Push => {
                // As long as it takes to be as fast at its end as the flight is at its beginning.
                let seconds = push_seconds(&LOADED, &REACH, h, rise);
                let part = (self.since / seconds).min(1.0);
                whole.posture = LOADED.towards(&REACH, part * part);
                whole.stand_on(feet, side, h);
                if part >= 1.0 {
                    let flight = self.take_off(whole, side, h, rise, c);
                    c.tell(feet.x, figure.lane, EventKind::Whoosh { speed: rise as f32 });
                    self.enter(Stage::Fly(flight));
                }
            }
            Stage::Fly(flight) => {
                let over = flight.step(c.dt);
                whole.posture = flight.now();
                whole.angle = flight.angle();
                whole.flat = (1.0 - ease(flight.part() / 0.16)).max(ease((flight.part() - 0.84) / 0.16));
                whole.hang_from(flight.centre(), side, h);
                if over {
                    let speed = -flight.speed().y;
                    self.touch_down(figure, whole, c);
                    self.enter(Stage::Land { speed });
                }
            }
            Stage::Land { speed } => {
                let seconds = push_seconds(&ABSORB, &TOUCH, h, *speed);
                let part = (self.since / seconds).min(1.0);
                whole.posture = TOUCH.towards(&ABSORB, 1.0 - (1.0 - part) * (1.0 - part));
                whole.stand_on(feet, side, h);
                if part >= 1.0 {
                    self.left -= 1;
                    self.from = ABSORB;
                    self.enter(if self.left > 0 { Stage::Gather } else { Stage::Rise });
                }
            }
            Stage::Rise => {
                let up = ABSORB.towards(&FINISH, ease(self.since / 0.55));
                whole.posture = up.towards(&STAND, ease((self.since - 1.3) / 0.6));
                whole.stand_on(feet, side, h);
                if self.since > 1.95 {
                    return Next::Done;
                }
            }
        }
        Next::Goes
    }

    fn enter(&mut self, stage: Stage) {
        self.stage = stage;
        self.since = 0.0;
    }

    fn take_off(&self, whole: &Whole, side: f64, h: f64, rise: f64, c: &Context<'_>) -> Flight {
        let floor = standing(&TOUCH) * h + self.feet.map_or(0.0, |feet| feet.y);
        let along = if self.run == 0.0 { side * self.way * 0.55 * (h / 1.75).sqrt() } else { self.run };
        let keys = vec![(0.0, REACH), (0.3, TUCK), (0.56, TUCK), (0.9, TOUCH)];
        let gravity = c.stage.setting.gravity();
        Flight::plan(keys, whole.centre(side, h), Vec2::new(along, rise), gravity, floor, 0.0, self.way * std::f64::consts::TAU)
    }

    fn touch_down(&mut self, figure: &Figure, whole: &mut Whole, c: &mut Context<'_>) {
        let (side, h) = (figure.side(), figure.height);
        whole.angle = 0.0;
        let at = whole.pelvis.x + side * whole.posture.joints().ahead() * h;
        self.feet = Some(Vec2::new(at, figure.floor));
        c.tell(at, figure.lane, EventKind::Landing { ground: c.stage.ground, weight: (h / 1.75) as f32 });
    }
}

/// Down, arms back, then forwards; 0…1.
#[must_use]
pub fn gathering(from: &Posture, part: f64) -> Posture {
    from.towards(&GATHER, ease(part / 0.62)).towards(&LOADED, ease((part - 0.5) / 0.5))
}

/// Of the centre of mass over the soles, of a body of height 1.
#[must_use]
pub fn standing(posture: &Posture) -> f64 {
    let joints = posture.joints();
    joints.depth() + joints.centre().y
}

/// Metres a second at take-off: legs are as strong on the moon, but no one dares to use them fully there.
#[must_use]
pub fn leap(h: f64, gravity: f64) -> f64 {
    let strength = 3.5 * (h / 1.75).sqrt();
    if gravity < 5.0 { strength * 0.62 } else { strength }
}

/// How long even acceleration from rest takes between these, to end at `speed`.
#[must_use]
pub fn push_seconds(low: &Posture, high: &Posture, h: f64, speed: f64) -> f64 {
    (2.0 * (standing(high) - standing(low)) * h / speed.max(0.5)).clamp(0.08, 0.9)
}
