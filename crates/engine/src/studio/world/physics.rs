//! Balls, ground and hoop as rigid bodies in `rapier2d`, side view, metres, fixed steps.
//!
//! It knows positions, speeds and materials; who throws and why is the controllers' affair.

use super::{
    event::Material,
    pose::Vec2,
    stage::{Hoop, Stage},
};
use rapier2d::prelude::{CoefficientCombineRule, ColliderBuilder, ColliderHandle, PhysicsWorld, RigidBodyBuilder, RigidBodyHandle, Vector};

pub const GRAVITY: f64 = 9.81;
/// Seconds of one step.
pub const STEP: f64 = 1.0 / 120.0;

/// What a ball met in a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Met {
    Ground,
    Rim,
    Board,
    Ball,
}

#[derive(Clone, Copy, Debug)]
pub struct Hit {
    pub ball: usize,
    pub met: Met,
    /// Newton seconds.
    pub impulse: f64,
}

#[derive(Clone, Copy, Debug)]
pub struct BallKind {
    pub radius: f64,
    pub mass: f64,
    pub bounce: f64,
    pub drag: f64,
    pub material: Material,
}

pub struct Physics {
    world: PhysicsWorld,
    balls: Vec<(RigidBodyHandle, ColliderHandle, BallKind)>,
    ground: ColliderHandle,
    rim: Vec<ColliderHandle>,
    board: Option<ColliderHandle>,
    hoop: Option<Hoop>,
}

fn vector(v: Vec2) -> Vector {
    Vector::new(v.x as f32, v.y as f32)
}

fn plain(v: Vector) -> Vec2 {
    Vec2::new(f64::from(v.x), f64::from(v.y))
}

impl Physics {
    #[must_use]
    pub fn new(stage: &Stage) -> Self {
        let mut world = PhysicsWorld::new();
        world.gravity = Vector::new(0.0, -GRAVITY as f32);
        world.integration_parameters.dt = STEP as f32;
        let floor = ColliderBuilder::cuboid(2_000.0, 1.0)
            .translation(Vector::new(0.0, -1.0))
            .restitution(stage.liveliness() as f32)
            .restitution_combine_rule(CoefficientCombineRule::Multiply)
            .friction(stage.grip() as f32);
        let ground = world.insert_collider(floor, None);
        let mut rim = Vec::new();
        let mut board = None;
        if let Some(hoop) = stage.hoop {
            for x in hoop.rim_ends() {
                let ring = ColliderBuilder::ball(0.02).translation(vector(Vec2::new(x, hoop.height))).restitution(0.75);
                rim.push(world.insert_collider(ring.restitution_combine_rule(CoefficientCombineRule::Multiply), None));
            }
            let plate = ColliderBuilder::cuboid(0.03, Hoop::BOARD_HEIGHT as f32 / 2.0)
                .translation(vector(hoop.board_centre()))
                .restitution(0.95)
                .restitution_combine_rule(CoefficientCombineRule::Multiply);
            board = Some(world.insert_collider(plate, None));
        }
        Self { world, balls: Vec::new(), ground, rim, board, hoop: stage.hoop }
    }

    pub fn add_ball(&mut self, at: Vec2, kind: BallKind) -> usize {
        let body = RigidBodyBuilder::dynamic()
            .translation(vector(at))
            .ccd_enabled(true)
            .linear_damping(kind.drag as f32)
            .angular_damping(0.7)
            .can_sleep(false);
        let area = std::f64::consts::PI * kind.radius * kind.radius;
        let collider = ColliderBuilder::ball(kind.radius as f32)
            .density((kind.mass / area) as f32)
            .restitution(kind.bounce as f32)
            .restitution_combine_rule(CoefficientCombineRule::Multiply)
            .friction(0.7);
        let (body, collider) = self.world.insert(body, collider);
        self.balls.push((body, collider, kind));
        self.balls.len() - 1
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.balls.is_empty()
    }

    #[must_use]
    pub fn kind(&self, ball: usize) -> BallKind {
        self.balls[ball].2
    }

    #[must_use]
    pub fn position(&self, ball: usize) -> Vec2 {
        plain(self.world.bodies[self.balls[ball].0].translation())
    }

    #[must_use]
    pub fn velocity(&self, ball: usize) -> Vec2 {
        plain(self.world.bodies[self.balls[ball].0].linvel())
    }

    #[must_use]
    pub fn angle(&self, ball: usize) -> f64 {
        f64::from(self.world.bodies[self.balls[ball].0].rotation().angle())
    }

    /// Puts a held ball where the hands are.
    pub fn hold(&mut self, ball: usize, at: Vec2, velocity: Vec2) {
        let body = &mut self.world.bodies[self.balls[ball].0];
        body.set_translation(vector(at), true);
        body.set_linvel(vector(velocity), true);
        body.set_angvel(0.0, true);
    }

    /// Lets it go, or strikes it.
    pub fn launch(&mut self, ball: usize, velocity: Vec2, spin: f64) {
        let body = &mut self.world.bodies[self.balls[ball].0];
        body.set_linvel(vector(velocity), true);
        body.set_angvel(spin as f32, true);
    }

    /// One step; what the balls met, with the impulse of the meeting.
    pub fn step(&mut self) -> Vec<Hit> {
        let before: Vec<Vec2> = (0..self.balls.len()).map(|ball| self.velocity(ball)).collect();
        self.world.step();
        let fall = Vec2::new(0.0, -GRAVITY * STEP);
        let mut hits = Vec::new();
        for (ball, was) in before.into_iter().enumerate() {
            let change = (self.velocity(ball) - was - fall).hypot();
            let impulse = change * self.balls[ball].2.mass;
            if change < 0.35 {
                continue;
            }
            if let Some(met) = self.met(ball).or_else(|| self.beside(ball)) {
                hits.push(Hit { ball, met, impulse });
            }
        }
        hits
    }

    /// What it is next to: a fast ball has left again before the contacts are looked at.
    fn beside(&self, ball: usize) -> Option<Met> {
        const NEAR: f64 = 0.12;
        let (at, radius) = (self.position(ball), self.kind(ball).radius);
        if at.y - radius < NEAR {
            return Some(Met::Ground);
        }
        let hoop = self.hoop?;
        if hoop.rim_ends().iter().any(|x| (at - Vec2::new(*x, hoop.height)).hypot() < radius + NEAR) {
            return Some(Met::Rim);
        }
        let away = at - hoop.board_centre();
        (away.x.abs() < radius + NEAR && away.y.abs() < Hoop::BOARD_HEIGHT / 2.0 + radius).then_some(Met::Board)
    }

    fn met(&self, ball: usize) -> Option<Met> {
        let mine = self.balls[ball].1;
        let pairs = self.world.narrow_phase.contact_pairs_with(mine).filter(|pair| pair.has_any_active_contact());
        pairs
            .map(|pair| {
                let other = if pair.collider1 == mine { pair.collider2 } else { pair.collider1 };
                match other {
                    o if o == self.ground => Met::Ground,
                    o if Some(o) == self.board => Met::Board,
                    o if self.rim.contains(&o) => Met::Rim,
                    _ => Met::Ball,
                }
            })
            .next()
    }
}
