//! A scene that is seen while it is simulated, a picture at a time, for as long as somebody looks.
//!
//! Its camera knows no future: it follows what it frames with the speed that it has seen. Words come in at any picture, hands push.

use super::{
    Agent, Joint, Mark, MarkKind, Moment, Scene,
    camera::{View, directed, frame_one, shaken, stand},
    event::SoundEvent,
    pose::{Pose, Vec2},
    stage::Stage,
};
use crate::studio::screenplay::{ActorId, CameraMove, ShotPlan};

/// A scene in the making.
pub struct LiveWorld {
    scene: Scene,
    camera: Follow,
    /// Pictures since the words were last changed, and since the scene was set.
    pictures: u32,
    past: usize,
    gone: Vec<bool>,
}

/// Metres around a body within which a hand takes hold of it.
const REACH: f64 = 0.3;
/// Metres a second that the strongest push gives.
const STRONGEST: f64 = 9.0;
/// Metres a second above which nothing is pushed on: whoever pushes again and again sends nothing out of the world.
const FASTEST: f64 = 18.0;
/// Metres a second for each picture height of a push.
const STRENGTH: f64 = 7.0;
/// How far a push is felt where it meets nobody, in metres, and how much of it.
const GUST: f64 = 1.6;
const GUST_PART: f64 = 0.5;

impl LiveWorld {
    /// `aspect` is width by height of the picture.
    #[must_use]
    pub fn set(plan: &ShotPlan, aspect: f64, fps: u32) -> Self {
        let scene = Scene::set(plan, aspect, fps, false);
        let gone = vec![false; plan.cast.len()];
        Self { scene, camera: Follow::default(), pictures: 0, past: 0, gone }
    }

    /// The plan's first actors are those who are there. Those who `vanish` are no longer to be seen.
    pub fn redirect(&mut self, plan: &ShotPlan, vanish: &[ActorId]) {
        self.past += self.pictures as usize;
        self.scene.film.seconds = f64::from(self.pictures) / f64::from(self.scene.fps);
        self.scene.redirect(plan, 0);
        if let Some(joint) = &mut self.scene.joint {
            joint.frames = self.past;
        }
        self.pictures = 0;
        self.gone.resize(plan.cast.len(), false);
        for id in vanish {
            self.vanish(*id);
        }
    }

    /// In a puff: what can't go is not left lying about.
    fn vanish(&mut self, id: ActorId) {
        if std::mem::replace(&mut self.gone[id], true) {
            return;
        }
        let [left, low, right, high] = self.scene.agents[id].pose(&self.scene.physics).bounds();
        let at = Vec2::new(f64::midpoint(left, right), f64::midpoint(low, high));
        let size = (high - low).max(right - left).clamp(0.2, 1.5);
        self.scene.marks.push(Mark { now: self.scene.now, at, lane: 0.0, kind: MarkKind::Smoke, size });
        if let Some(number) = self.scene.balls[id] {
            self.scene.physics.remove(number);
        }
    }

    /// Film seconds since the words were last changed.
    #[must_use]
    pub fn played(&self) -> f64 {
        f64::from(self.pictures) / f64::from(self.scene.fps)
    }

    /// The next picture's moment, and what was heard since the one before. `at`: seconds of the film.
    pub fn next(&mut self, at: f64) -> (Moment, Vec<SoundEvent>) {
        let seconds = 1.0 / f64::from(self.scene.fps);
        if self.pictures > 0 || self.past > 0 {
            self.scene.pass(self.scene.film.pace * seconds);
        }
        let mut poses = self.scene.poses(seconds);
        self.hide(&mut poses);
        let view = self.look(&poses);
        self.scene.reel.note(view);
        self.pictures += 1;
        let (sway, spins) = (self.scene.sway(), self.scene.spins());
        // What fades is forgotten, so that a long evening costs no memory.
        let now = self.scene.now;
        self.scene.marks.retain(|mark| mark.now > now - super::redirect::FADES);
        self.scene.heard.retain(|(.., heard)| *heard > now - super::redirect::FADES);
        self.scene.contacts.clear();
        let told = std::mem::take(&mut self.scene.told);
        let width = view.height * self.scene.aspect;
        let heard = told.into_iter().map(|event| SoundEvent {
            at: at + ((event.now - now) / self.scene.film.pace).max(0.0),
            shot: 0,
            pan: ((event.x - view.centre.x) / width * 1.6).clamp(-1.0, 1.0) as f32,
            distance: ((view.height - 2.0) / 14.0 + event.lane.max(0.0) / 20.0).clamp(0.0, 1.0) as f32,
            kind: event.kind,
        });
        let heard = heard.collect();
        (Moment { now, view, poses, sway, spins }, heard)
    }

    fn hide(&self, poses: &mut [Pose]) {
        for (pose, _) in poses.iter_mut().zip(&self.gone).filter(|(_, gone)| **gone) {
            match pose {
                Pose::Ball(ball) => ball.radius = 0.0,
                Pose::Thing(thing) => thing.half = Vec2::new(1e-4, 1e-4),
                Pose::Rope(rope) => rope.width = 0.0,
                _ => {}
            }
        }
    }

    fn look(&mut self, poses: &[Pose]) -> View {
        let Scene { film, stage, aspect, fps, .. } = &self.scene;
        let (at, rate) = (self.played(), f64::from(*fps));
        let wanted = frame_one(film, stage, poses, at, *aspect);
        let (eye, depth) = stand(film.camera.framing, wanted.height);
        let part = (at / film.seconds.max(1.0)).min(1.0);
        let movement = film.camera.movement;
        // Nothing asked: it would creep in and jump back at each turn.
        let movement = if movement == CameraMove::Auto { CameraMove::Still } else { movement };
        let asked = directed(film, movement, View { eye, depth, ..wanted }, part, at, *aspect);
        let view = self.camera.follow(asked);
        if film.camera.handheld { shaken(view, (self.past as f64) / rate + at) } else { view }
    }

    #[must_use]
    pub fn stage(&self) -> Stage {
        self.scene.stage
    }

    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.scene.marks
    }

    #[must_use]
    pub fn joint(&self) -> Option<Joint> {
        self.scene.joint
    }

    /// A hand at a place of the picture (0…1 from its left and its top) that moves by so many picture heights. Whether it met a body; what is
    /// loose around feels it all the same.
    pub fn push(&mut self, at: (f64, f64), by: (f64, f64)) -> bool {
        let Some(view) = self.scene.reel.last() else { return false };
        let place = view.centre + Vec2::new((at.0 - 0.5) * view.height * self.scene.aspect, (0.5 - at.1) * view.height);
        let mut speed = Vec2::new(by.0, -by.1) * (view.height * STRENGTH);
        if speed.hypot() > STRONGEST {
            speed = speed * (STRONGEST / speed.hypot());
        }
        let met = self.under(place);
        if let Some(id) = met {
            self.shove(id, speed, place);
        } else {
            self.blow(speed, place);
        }
        met.is_some()
    }

    /// The smallest body there.
    fn under(&self, place: Vec2) -> Option<ActorId> {
        let size = |id: &ActorId| {
            let [left, low, right, high] = self.scene.agents[*id].pose(&self.scene.physics).bounds();
            let within = (left - REACH..=right + REACH).contains(&place.x) && (low - REACH..=high + REACH).contains(&place.y) && !self.gone[*id];
            within.then_some((right - left) * (high - low))
        };
        (0..self.scene.agents.len()).filter_map(|id| Some((id, size(&id)?))).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(id, _)| id)
    }

    fn shove(&mut self, id: ActorId, speed: Vec2, place: Vec2) {
        if let Some(number) = self.scene.balls[id] {
            let physics = &mut self.scene.physics;
            if physics.velocity(number).hypot() > FASTEST {
                return;
            }
            let mass = physics.kind(number).mass;
            // Not quite where the hand is: nothing spins like a top because somebody touched its edge.
            let at = physics.position(number).lerp(place, 0.3);
            physics.push(number, speed * mass, at);
            return;
        }
        match &mut self.scene.agents[id] {
            // Who is pushed stumbles a step, or jumps.
            Agent::Figure(figure) => {
                figure.leap((0.6 + 0.25 * speed.y.max(0.0) + 0.08 * speed.x.abs()).min(3.6), 0.05);
                figure.speed = (figure.speed + speed.x * 0.35).clamp(-FASTEST / 2.0, FASTEST / 2.0);
            }
            Agent::Pet(pet) => pet.startle(speed.x * 0.35, (0.8 + 0.3 * speed.y.max(0.0)).min(3.2)),
            Agent::Car(car) => car.speed = (car.speed + speed.x * 0.4).clamp(-FASTEST, FASTEST),
            Agent::Flyer(flyer) if flyer.velocity.hypot() < FASTEST => flyer.velocity += speed * 0.6,
            Agent::Flyer(_) | Agent::Thing(_) | Agent::Ball { .. } => {}
        }
    }

    /// Everything loose near there.
    fn blow(&mut self, speed: Vec2, place: Vec2) {
        for id in 0..self.scene.balls.len() {
            let Some(number) = self.scene.balls[id].filter(|_| !self.scene.carried[id] && !self.gone[id]) else { continue };
            let physics = &mut self.scene.physics;
            let away = (physics.position(number) - place).hypot();
            if away < GUST && physics.velocity(number).hypot() < FASTEST {
                let part = GUST_PART * (1.0 - away / GUST);
                let (mass, at) = (physics.kind(number).mass, physics.position(number));
                physics.push(number, speed * (mass * part), at);
            }
        }
    }
}

/// Views that follow what is asked, with the speed at which that moves: without a jump, and without lagging behind who runs evenly.
#[derive(Debug, Default)]
struct Follow {
    seen: Option<[f64; 6]>,
    speed: [f64; 6],
}

/// How much of what it is off is made good in a picture, and how much of that is taken for speed (critically damped).
const GAIN: f64 = 0.15;
const SPEED_GAIN: f64 = GAIN * GAIN / (2.0 - GAIN);

impl Follow {
    fn follow(&mut self, asked: View) -> View {
        let goal = [asked.centre.x, asked.centre.y, asked.height, asked.eye, asked.depth, asked.slant];
        let seen = match &mut self.seen {
            None => *self.seen.insert(goal),
            Some(seen) => {
                for ((value, speed), goal) in seen.iter_mut().zip(&mut self.speed).zip(goal) {
                    *value += *speed;
                    let off = goal - *value;
                    *value += GAIN * off;
                    *speed += SPEED_GAIN * off;
                }
                // However it swings, there is a picture.
                seen[2] = seen[2].max(0.08);
                seen[4] = seen[4].max(0.5);
                *seen
            }
        };
        View { centre: Vec2::new(seen[0], seen[1]), height: seen[2], eye: seen[3], depth: seen[4], slant: seen[5] }
    }
}
