//! What legs do: steps, jumps and kicks.

use super::{
    Context, chance,
    event::EventKind,
    figure::Figure,
    gait::{Gait, part},
    physics::GRAVITY,
    pose::{Vec2, ease},
};
use crate::studio::screenplay::{Action, Setting, Verb};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Air {
    Grounded,
    /// Bending the knees; seconds left, speed of the leap.
    Gathering {
        left: f64,
        speed: f64,
    },
    Flying,
}

const KICK_CONTACT: f64 = 0.36;

impl Figure {
    pub(super) fn jump(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        let asked = actions.iter().find(|action| matches!(action.verb, Verb::Jump | Verb::Cheer | Verb::Skip));
        let gravity = pull_down(c);
        match self.air {
            Air::Grounded => {
                if let Some((action, vault)) = asked.zip(self.vault).filter(|(action, vault)| action.from == vault.from) {
                    self.vault_over(c, action, vault);
                } else if let Some(action) = asked {
                    let every = match action.verb {
                        Verb::Cheer => 0.75 + chance::between(self.look, 5, 0.0, 0.3),
                        Verb::Skip => 0.62,
                        _ => 1.15 + chance::between(self.look, 5, 0.0, 0.3),
                    };
                    let ready = self.jumped.is_none_or(|last| c.now - last > every);
                    if ready && c.now < action.from + action.seconds - 0.4 {
                        self.jumped = Some(c.now);
                        let (high, after) = match action.verb {
                            Verb::Cheer => (0.14, 0.24),
                            Verb::Skip => (0.12, 0.07),
                            _ => (0.42 + 0.02 * self.speed.abs(), 0.24),
                        };
                        // As strong anywhere, but careful where little holds it down.
                        let strength = if gravity < 5.0 { 0.62 } else { 1.0 };
                        self.leap((2.0 * GRAVITY * high * self.height / 1.75).sqrt() * strength, after);
                    }
                }
            }
            Air::Gathering { left, speed } => {
                let left = left - c.dt;
                self.crouch_speed += (0.9 - self.crouch) * 240.0 * c.dt;
                self.air = Air::Gathering { left, speed };
                if left <= 0.0 {
                    self.air = Air::Flying;
                    self.rise = speed;
                    self.crouch = self.crouch.min(0.15);
                    self.crouch_speed = -2.0;
                    c.tell(self.x, self.lane, EventKind::Whoosh { speed: speed as f32 });
                }
            }
            Air::Flying => self.fly(c),
        }
    }

    fn fly(&mut self, c: &mut Context<'_>) {
        self.rise -= pull_down(c) * c.dt;
        self.lift += self.rise * c.dt;
        let side = self.side();
        let tuck = (self.lift / (0.3 * self.height)).clamp(0.0, 1.0);
        for (index, foot) in self.feet.iter_mut().enumerate() {
            let ahead = if index == 0 { 0.13 } else { -0.1 } * self.height * side * (0.4 + 0.6 * ease(self.speed.abs()));
            let up = self.lift + tuck * self.height * if index == 0 { 0.10 } else { 0.06 };
            foot.carry(Vec2::new(self.x + ahead * tuck.max(0.35), up), c.dt);
        }
        if self.lift <= 0.0 && self.rise < 0.0 {
            self.crouch_speed += 5.2 * (-self.rise / 3.0).min(1.5);
            self.lift = 0.0;
            self.air = Air::Grounded;
            for foot in &mut self.feet {
                foot.land();
            }
            let weight = (0.5 * self.height / 1.75 + 0.2 * -self.rise) as f32;
            c.tell(self.x, self.lane, EventKind::Landing { ground: c.stage.ground, weight: weight.min(1.5) });
            self.rise = 0.0;
        }
    }

    pub(super) fn walk(&mut self, c: &mut Context<'_>) {
        if self.air == Air::Flying {
            return;
        }
        let speed = self.speed.abs();
        let side = if speed > 0.15 { self.speed.signum() } else { self.side() };
        if speed > 0.15 {
            let mut gait = Gait::of_person(self.leg(), speed);
            gait.lift *= 1.0 + 1.9 * self.march;
            let was = self.phase;
            self.phase += speed * c.dt / gait.stride;
            if was.floor() < 0.0 {
                self.phase += 1.0;
            }
            let seconds = gait.swing_seconds(speed);
            for index in 0..2 {
                let at = part(self.phase + 0.5 * index as f64);
                let lead = gait.duty * gait.stride * 0.5 * side;
                let foot = &mut self.feet[index];
                let behind = (self.x - foot.at.x) * side > 0.42 * self.height;
                if foot.planted && (at >= gait.duty || behind) && (self.x - foot.at.x) * side > -0.02 {
                    foot.raise();
                }
                let target = self.x + lead + self.speed * (1.0 - foot.swing) * seconds;
                if foot.travel(target, seconds, gait.lift, c.dt) {
                    let weight = (0.3 + 0.14 * speed) * self.height / 1.75;
                    step_sound(c, foot.at.x, self.lane, weight);
                }
            }
            return;
        }
        self.settle_feet(c, side);
    }

    fn settle_feet(&mut self, c: &mut Context<'_>, side: f64) {
        let dancing = c.actions_of(self.id).iter().any(|action| action.verb == Verb::Dance);
        let spread = self.height * (if dancing { 0.085 } else { 0.055 } + 0.09 * self.pull);
        for index in 0..2 {
            let home = self.x + spread * side * if index == 0 { 1.0 } else { -1.0 };
            let other_planted = self.feet[1 - index].planted;
            let beat = dancing && part(c.now * 1.0 + 0.5 * index as f64) < 0.05;
            let foot = &mut self.feet[index];
            if foot.planted && other_planted && ((foot.at.x - home).abs() > 0.035 * self.height || beat) {
                foot.raise();
            }
            if foot.travel(home, 0.3, 0.06 * self.height, c.dt) {
                step_sound(c, home, self.lane, 0.25 * self.height / 1.75);
            }
        }
    }

    pub(super) fn kick(&mut self, c: &mut Context<'_>, actions: &[Action]) {
        let Some(action) = actions.iter().find(|action| action.verb == Verb::Kick) else { return };
        let Some(ball) = c.ball_for(self.id, action) else { return };
        let at = c.seen[ball].at;
        match self.kicked {
            None => {
                if (at.x - self.x).abs() < 0.42 * self.height && at.y < 0.5 && self.air == Air::Grounded {
                    self.kicked = Some(c.now);
                }
            }
            Some(begun) => {
                let t = c.now - begun;
                let side = (at.x - self.x).signum() * if t < KICK_CONTACT { 1.0 } else { 0.0 };
                let side = if side == 0.0 { self.side() } else { side };
                if t < 0.85 {
                    self.swing_leg(t, side);
                }
                if t >= KICK_CONTACT && t - c.dt < KICK_CONTACT {
                    let speed = if c.stage.setting == Setting::Room { 2.5 } else { 4.3 };
                    let velocity = c.pass_to(self.id, ball).unwrap_or(Vec2::new(side * speed, speed * 0.62));
                    c.strike(ball, velocity, -8.0 * side);
                } else if t > 1.3 && (at.x - self.x).abs() < 0.5 && c.now < action.from + action.seconds - 1.0 {
                    self.kicked = None;
                }
            }
        }
    }

    fn swing_leg(&mut self, t: f64, side: f64) {
        let back = ease(t / 0.22) * (1.0 - ease((t - 0.22) / 0.14));
        let forth = ease((t - 0.24) / 0.16) * (1.0 - ease((t - 0.5) / 0.35));
        let along = side * self.height * (-0.24 * back + 0.27 * forth);
        let up = self.height * (0.14 * back + 0.16 * forth * ease((t - KICK_CONTACT) / 0.15) + 0.02);
        let foot = &mut self.feet[1];
        if t > 0.8 {
            foot.raise();
        } else {
            foot.planted = false;
            foot.swing = 0.0;
            foot.at = Vec2::new(self.x + along, up);
        }
    }
}

/// Where nothing pulls, something must: no one leaps for ever.
fn pull_down(c: &Context<'_>) -> f64 {
    c.stage.setting.gravity().max(0.8)
}

fn step_sound(c: &mut Context<'_>, x: f64, lane: f64, weight: f64) {
    c.tell(x, lane, EventKind::Footstep { ground: c.stage.ground, weight: weight.clamp(0.05, 1.0) as f32 });
    if c.stage.wet {
        c.tell(x, lane, EventKind::Splash { size: (weight * 0.25) as f32 });
    }
}
