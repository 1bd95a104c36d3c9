//! Whoever or whatever is in a scene, by the controller that moves it.

use super::{
    context::{Context, Seen},
    figure::Figure,
    pet::Pet,
    physics::Physics,
    pose::{self, BallPose, Pose, Vec2},
    things::Mover,
    travel::{Car, Flyer},
};
use crate::studio::screenplay::ActorKind;

pub(super) enum Agent {
    Figure(Box<Figure>),
    Pet(Box<Pet>),
    Ball { number: usize, squash: f64 },
    Car(Car),
    Flyer(Flyer),
    Thing(Box<dyn Mover>),
}

impl Agent {
    /// Where its hands or its mouth are, where somebody is tied to them.
    pub(super) fn grip(&self, kind: ActorKind, physics: &Physics) -> Option<Vec2> {
        match self.pose(physics) {
            Pose::Person(person) => Some(person.arms[0].end.lerp(person.arms[1].end, 0.5)),
            // The middle of a trunk.
            Pose::Pet(pet) if kind == ActorKind::Elephant => Some(pet.head + Vec2::new(pet.facing.signum() * 0.26, -0.34) * pet.height),
            Pose::Pet(pet) => Some(pet.head + Vec2::new(pet.facing.signum() * 0.24, -0.06) * pet.height),
            _ => None,
        }
    }

    /// It follows where others' hands are now, not where they were.
    pub(super) fn is_late(&self) -> bool {
        matches!(self, Self::Thing(thing) if thing.is_late())
    }

    pub(super) fn seen(&self, kind: ActorKind, physics: &Physics, tied: bool) -> Seen {
        let (at, velocity) = match self {
            Self::Figure(f) => (Vec2::new(f.x, 0.0), Vec2::new(f.speed, 0.0)),
            Self::Pet(p) => (Vec2::new(p.x, 0.0), Vec2::new(p.speed, 0.0)),
            Self::Ball { number, .. } => (physics.position(*number), physics.velocity(*number)),
            Self::Car(c) => (Vec2::new(c.x, 0.0), Vec2::new(c.speed, 0.0)),
            Self::Flyer(f) => (f.at, f.velocity),
            Self::Thing(t) => t.seen(physics),
        };
        let grip = if tied { self.grip(kind, physics) } else { None }.unwrap_or(at + Vec2::new(0.0, 0.8));
        Seen { at, velocity, kind, grip }
    }

    pub(super) fn step(&mut self, c: &mut Context<'_>) {
        match self {
            Self::Figure(figure) => figure.step(c),
            Self::Pet(pet) => pet.step(c),
            Self::Ball { squash, .. } => pose::follow(squash, 1.0, c.dt, 0.06),
            Self::Car(car) => car.step(c),
            Self::Flyer(flyer) => flyer.step(c),
            Self::Thing(thing) => thing.step(c),
        }
    }

    pub(super) fn pose(&self, physics: &Physics) -> Pose {
        match self {
            Self::Figure(figure) => Pose::Person(figure.pose()),
            Self::Pet(pet) => Pose::Pet(pet.pose()),
            Self::Ball { number, squash, .. } => Pose::Ball(BallPose {
                centre: physics.position(*number),
                radius: physics.kind(*number).radius,
                angle: physics.angle(*number),
                velocity: physics.velocity(*number),
                lane: -0.05,
                squash: *squash,
            }),
            Self::Car(car) => Pose::Car(car.pose()),
            Self::Flyer(flyer) => Pose::Flyer(flyer.pose()),
            Self::Thing(thing) => thing.pose(physics),
        }
    }
}
