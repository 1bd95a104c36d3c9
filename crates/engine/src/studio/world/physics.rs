//! Balls, things, ground, hoop, net and goal as rigid bodies in `rapier2d`, side view, metres, fixed steps.
//!
//! It knows positions, speeds and materials; who throws and why is the controllers' affair.

use super::{
    pose::Vec2,
    solid::{Shape, Solid},
    stage::{Goal, Hoop, Stage, stairs},
};
use crate::studio::screenplay::Setting;
use rapier2d::prelude::{CoefficientCombineRule, ColliderBuilder, ColliderHandle, PhysicsWorld, RigidBodyBuilder, RigidBodyHandle, Rotation, Vector};

pub const GRAVITY: f64 = 9.81;
/// Seconds of one step.
pub const STEP: f64 = 1.0 / 120.0;
/// Metres a second that a body's speed changes by in a step in which it met something.
const FELT: f64 = 0.35;

/// What a body met in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    Ground,
    Rim,
    Board,
    /// Across a field, or of a goal.
    Net,
    /// Another body.
    Body(usize),
    /// Something that goes its way whatever it meets.
    Mover(usize),
}

#[derive(Clone, Copy, Debug)]
pub struct Hit {
    pub body: usize,
    pub met: Met,
    /// Newton seconds.
    pub impulse: f64,
}

pub(super) struct Body {
    pub(super) handle: RigidBodyHandle,
    pub(super) collider: ColliderHandle,
    pub(super) solid: Solid,
    /// Something other than gravity and passive contact gave it energy since this was last asked.
    pub(super) worked: bool,
    /// How much of it is under water, 0…1.
    pub(super) under: f64,
}

pub struct Physics {
    pub(super) world: PhysicsWorld,
    pub(super) bodies: Vec<Body>,
    pub(super) movers: Vec<(RigidBodyHandle, ColliderHandle)>,
    ground: Vec<ColliderHandle>,
    rim: Vec<ColliderHandle>,
    nets: Vec<ColliderHandle>,
    board: Option<ColliderHandle>,
    pub(super) stage: Stage,
    pub(super) now: f64,
}

pub(super) fn vector(v: Vec2) -> Vector {
    Vector::new(v.x as f32, v.y as f32)
}

pub(super) fn plain(v: Vector) -> Vec2 {
    Vec2::new(f64::from(v.x), f64::from(v.y))
}

impl Physics {
    #[must_use]
    pub fn new(stage: &Stage) -> Self {
        let mut world = PhysicsWorld::new();
        world.gravity = Vector::new(0.0, -stage.gravity() as f32);
        world.integration_parameters.dt = STEP as f32;
        // Blocks of a few centimetres: contacts stiffer and closer than for bodies of metres.
        world.integration_parameters.normalized_allowed_linear_error = 0.0015;
        world.integration_parameters.contact_softness.natural_frequency *= 2.0;
        world.integration_parameters.num_solver_iterations = 6;
        let mut physics = Self {
            world,
            bodies: Vec::new(),
            movers: Vec::new(),
            ground: Vec::new(),
            rim: Vec::new(),
            nets: Vec::new(),
            board: None,
            stage: *stage,
            now: 0.0,
        };
        physics.lay_ground();
        physics.put_up();
        physics
    }

    /// Solid ground, with a basin where there is water.
    fn lay_ground(&mut self) {
        const FAR: f64 = 2_000.0;
        let slab = |left: f64, right: f64, top: f64| {
            let deep = 2.0 - top.min(0.0);
            (Vec2::new(f64::midpoint(left, right), top - deep / 2.0), Vec2::new((right - left) / 2.0, deep / 2.0))
        };
        let mut slabs = Vec::new();
        if let Some(water) = self.stage.water {
            let (left, right) = (water.left.max(-FAR), water.right.min(FAR));
            slabs.push(slab(left, right, water.floor));
            if left > -FAR {
                let (middle, half) = slab(-FAR, left, 0.0);
                slabs.push((Vec2::new(middle.x, water.floor / 2.0 - 1.0), Vec2::new(half.x, 1.0 - water.floor / 2.0)));
            }
        } else {
            slabs.push(slab(-FAR, FAR, 0.0));
        }
        if self.stage.setting == Setting::Stairs {
            for step in 0..stairs::STEPS {
                let left = stairs::FROM + step as f64 * stairs::RUN;
                let right = if step + 1 == stairs::STEPS { FAR } else { left + stairs::RUN };
                slabs.push(slab(left, right, (step + 1) as f64 * stairs::RISE));
            }
        }
        for (middle, half) in slabs {
            let floor = ColliderBuilder::cuboid(half.x as f32, half.y as f32)
                .translation(vector(middle))
                .restitution(self.stage.liveliness() as f32)
                .restitution_combine_rule(CoefficientCombineRule::Multiply)
                .friction(self.stage.grip() as f32);
            let handle = self.world.insert_collider(floor, None);
            self.ground.push(handle);
        }
    }

    /// What stands on it.
    fn put_up(&mut self) {
        let fixed = |half: Vec2, at: Vec2, bounce: f32| {
            ColliderBuilder::cuboid(half.x as f32, half.y as f32)
                .translation(vector(at))
                .restitution(bounce)
                .restitution_combine_rule(CoefficientCombineRule::Multiply)
        };
        if let Some(hoop) = self.stage.hoop {
            for x in hoop.rim_ends() {
                let ring = ColliderBuilder::ball(0.02).translation(vector(Vec2::new(x, hoop.height))).restitution(0.75);
                self.rim.push(self.world.insert_collider(ring.restitution_combine_rule(CoefficientCombineRule::Multiply), None));
            }
            let plate = fixed(Vec2::new(0.03, Hoop::BOARD_HEIGHT / 2.0), hoop.board_centre(), 0.95);
            self.board = Some(self.world.insert_collider(plate, None));
        }
        if let Some(net) = self.stage.net {
            let cloth = fixed(Vec2::new(0.015, 0.5), Vec2::new(net.x, net.height - 0.5), 0.15);
            self.nets.push(self.world.insert_collider(cloth, None));
        }
        if let Some(goal) = self.stage.goal {
            let back = fixed(Vec2::new(0.04, Goal::HEIGHT / 2.0), Vec2::new(goal.x + goal.way * Goal::DEPTH, Goal::HEIGHT / 2.0), 0.06);
            let roof = fixed(Vec2::new(Goal::DEPTH / 2.0, 0.03), Vec2::new(goal.x + goal.way * Goal::DEPTH / 2.0, Goal::HEIGHT + 0.03), 0.3);
            self.nets.push(self.world.insert_collider(back, None));
            self.nets.push(self.world.insert_collider(roof, None));
        }
    }

    pub fn add(&mut self, at: Vec2, angle: f64, solid: Solid) -> usize {
        let body = RigidBodyBuilder::dynamic()
            .translation(vector(at))
            .rotation(angle as f32)
            .ccd_enabled(true)
            .linear_damping(solid.drag as f32)
            .angular_damping(if solid.shape == Shape::Round { 0.7 } else { 0.25 })
            // Who sleeps wakes some steps after it is hit, and is run into by then.
            .can_sleep(false);
        let half = solid.half();
        let (collider, area) = match solid.shape {
            Shape::Round => (ColliderBuilder::ball(solid.radius as f32), std::f64::consts::PI * solid.radius * solid.radius),
            Shape::Box(_) => (ColliderBuilder::cuboid(half.x as f32, half.y as f32), 4.0 * half.x * half.y),
        };
        let collider = collider
            .density((solid.mass / area) as f32)
            .restitution(solid.bounce as f32)
            .restitution_combine_rule(CoefficientCombineRule::Multiply)
            .friction(solid.grip as f32);
        let (handle, collider) = self.world.insert(body, collider);
        self.bodies.push(Body { handle, collider, solid, worked: false, under: 0.0 });
        self.bodies.len() - 1
    }

    /// A ball, where nothing else is.
    pub fn add_ball(&mut self, at: Vec2, solid: Solid) -> usize {
        self.add(at, 0.0, solid)
    }

    /// Something that others bump against, and that goes where it is told to. From a `pitched` roof what falls on it slides off.
    pub fn add_mover(&mut self, at: Vec2, half: Vec2, pitched: bool) -> usize {
        let body = RigidBodyBuilder::kinematic_position_based().translation(vector(at));
        let (x, y) = (half.x as f32, half.y as f32);
        let outline = [(-x, -y), (x, -y), (x, 0.0), (0.12 * x, y), (-0.12 * x, y), (-x, 0.0)].map(|(x, y)| Vector::new(x, y));
        let roofed = if pitched { ColliderBuilder::convex_hull(&outline) } else { None };
        let collider = roofed.unwrap_or_else(|| ColliderBuilder::cuboid(x, y)).restitution(0.2);
        let collider = collider.friction(if pitched { 0.08 } else { 0.4 }).friction_combine_rule(CoefficientCombineRule::Min);
        self.movers.push(self.world.insert(body, collider));
        self.movers.len() - 1
    }

    pub fn move_to(&mut self, mover: usize, at: Vec2, angle: f64) {
        let body = &mut self.world.bodies[self.movers[mover].0];
        body.set_next_kinematic_translation(vector(at));
        body.set_next_kinematic_rotation(Rotation::new(angle as f32));
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bodies.is_empty()
    }

    #[must_use]
    pub fn kind(&self, body: usize) -> Solid {
        self.bodies[body].solid
    }

    #[must_use]
    pub fn position(&self, body: usize) -> Vec2 {
        plain(self.world.bodies[self.bodies[body].handle].translation())
    }

    #[must_use]
    pub fn velocity(&self, body: usize) -> Vec2 {
        plain(self.world.bodies[self.bodies[body].handle].linvel())
    }

    #[must_use]
    pub fn angle(&self, body: usize) -> f64 {
        f64::from(self.world.bodies[self.bodies[body].handle].rotation().angle())
    }

    /// Radians a second.
    #[must_use]
    pub fn spin(&self, body: usize) -> f64 {
        f64::from(self.world.bodies[self.bodies[body].handle].angvel())
    }

    /// How much of it is under water, 0…1.
    #[must_use]
    pub fn under(&self, body: usize) -> f64 {
        self.bodies[body].under
    }

    /// Puts a held body where the hands are.
    pub fn hold(&mut self, body: usize, at: Vec2, velocity: Vec2) {
        self.bodies[body].worked = true;
        let body = &mut self.world.bodies[self.bodies[body].handle];
        body.set_translation(vector(at), true);
        body.set_linvel(vector(velocity), true);
        body.set_angvel(0.0, true);
    }

    /// Lets it go, or strikes it.
    pub fn launch(&mut self, body: usize, velocity: Vec2, spin: f64) {
        self.bodies[body].worked = true;
        let body = &mut self.world.bodies[self.bodies[body].handle];
        body.set_linvel(vector(velocity), true);
        body.set_angvel(spin as f32, true);
    }

    /// Newton seconds at a point.
    pub fn push(&mut self, body: usize, impulse: Vec2, at: Vec2) {
        self.bodies[body].worked = true;
        self.world.bodies[self.bodies[body].handle].apply_impulse_at_point(vector(impulse), vector(at), true);
    }

    /// In somebody's hands: it goes with them and touches nothing, until it is let go.
    pub fn carry(&mut self, body: usize, at: Vec2, angle: f64, velocity: Vec2) {
        self.bodies[body].worked = true;
        let body = &mut self.world.bodies[self.bodies[body].handle];
        body.set_enabled(false);
        body.set_translation(vector(at), false);
        body.set_rotation(Rotation::new(angle as f32), false);
        body.set_linvel(vector(velocity), false);
        body.set_angvel(0.0, false);
    }

    pub fn let_go(&mut self, body: usize) {
        self.world.bodies[self.bodies[body].handle].set_enabled(true);
    }

    /// It is no longer there: nothing touches it.
    pub fn remove(&mut self, body: usize) {
        self.world.bodies[self.bodies[body].handle].set_enabled(false);
    }

    /// Newton seconds with which what a mover pushes has pushed back in the last step.
    #[must_use]
    pub fn load(&self, mover: usize) -> f64 {
        let pairs = self.world.narrow_phase.contact_pairs_with(self.movers[mover].1).filter(|pair| pair.has_any_active_contact());
        // Only what is before or behind it: what lies on it is carried.
        pairs.map(|pair| f64::from(pair.total_impulse().x.abs())).sum()
    }

    /// Who was given energy since this was last asked, and everybody whom they touched.
    pub fn take_worked(&mut self) -> Vec<bool> {
        let worked = self.bodies.iter().map(|body| body.worked).collect();
        for body in &mut self.bodies {
            body.worked = false;
        }
        worked
    }

    /// One step; what the bodies met, with the impulse of the meeting.
    pub fn step(&mut self) -> Vec<Hit> {
        self.now += STEP;
        self.wind_and_water();
        let before: Vec<Vec2> = (0..self.bodies.len()).map(|body| self.velocity(body)).collect();
        self.world.step();
        self.spread_work();
        let fall = Vec2::new(0.0, -self.stage.gravity() * STEP);
        let mut hits = Vec::new();
        for (body, was) in before.into_iter().enumerate() {
            let change = self.velocity(body) - was - fall;
            let impulse = change.hypot() * self.bodies[body].solid.mass;
            if change.hypot() < FELT {
                continue;
            }
            if let Some(met) = self.met(body).or_else(|| self.beside(body)) {
                hits.push(Hit { body, met, impulse });
            }
        }
        hits
    }

    /// What it is next to: a fast ball has left again before the contacts are looked at.
    fn beside(&self, body: usize) -> Option<Met> {
        const NEAR: f64 = 0.12;
        let (at, radius) = (self.position(body), self.kind(body).radius);
        if at.y - radius - self.stage.floor(at.x) < NEAR {
            return Some(Met::Ground);
        }
        if let Some(goal) = self.stage.goal
            && (at.x - goal.x - goal.way * Goal::DEPTH).abs() < radius + 2.0 * NEAR
        {
            return Some(Met::Net);
        }
        if self.stage.net.is_some_and(|net| (at.x - net.x).abs() < radius + NEAR && at.y < net.height + radius) {
            return Some(Met::Net);
        }
        let hoop = self.stage.hoop?;
        if hoop.rim_ends().iter().any(|x| (at - Vec2::new(*x, hoop.height)).hypot() < radius + NEAR) {
            return Some(Met::Rim);
        }
        let away = at - hoop.board_centre();
        (away.x.abs() < radius + NEAR && away.y.abs() < Hoop::BOARD_HEIGHT / 2.0 + radius).then_some(Met::Board)
    }

    /// What it pushes hardest against.
    fn met(&self, body: usize) -> Option<Met> {
        let mine = self.bodies[body].collider;
        let pairs = self.world.narrow_phase.contact_pairs_with(mine).filter(|pair| pair.has_any_active_contact());
        let hardest = pairs.max_by(|a, b| a.total_impulse_magnitude().total_cmp(&b.total_impulse_magnitude()))?;
        let other = if hardest.collider1 == mine { hardest.collider2 } else { hardest.collider1 };
        if let Some(other) = self.bodies.iter().position(|body| body.collider == other) {
            return Some(Met::Body(other));
        }
        if let Some(mover) = self.movers.iter().position(|mover| mover.1 == other) {
            return Some(Met::Mover(mover));
        }
        Some(match other {
            o if self.ground.contains(&o) => Met::Ground,
            o if Some(o) == self.board => Met::Board,
            o if self.nets.contains(&o) => Met::Net,
            _ => Met::Rim,
        })
    }
}
