//! What a rigid body is: its shape, weight and how its material answers a blow, the ground, water and wind.

use super::{event::Material, pose::Vec2};
use crate::studio::screenplay::ActorKind;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    Round,
    /// Half its length and half its height.
    Box(Vec2),
}

#[derive(Clone, Copy, Debug)]
pub struct Solid {
    pub shape: Shape,
    /// Of the circle, or the smaller half of the box.
    pub radius: f64,
    /// Kilograms.
    pub mass: f64,
    /// Part of its speed that it keeps off hard ground.
    pub bounce: f64,
    pub grip: f64,
    /// Of the air, a second.
    pub drag: f64,
    pub material: Material,
    /// How many times its own weight it displaces where it is under water: more than 1 floats.
    pub floats: f64,
}

impl Solid {
    #[must_use]
    pub fn half(&self) -> Vec2 {
        match self.shape {
            Shape::Round => Vec2::new(self.radius, self.radius),
            Shape::Box(half) => half,
        }
    }

    /// A ball of this kind and size.
    #[must_use]
    pub fn ball(kind: ActorKind, size: f64) -> Self {
        let (radius, mass, bounce, drag, material, floats) = match kind {
            ActorKind::Basketball => (0.121, 0.6, 0.80, 0.05, Material::RubberBall, 9.0),
            ActorKind::BeachBall => (0.21, 0.12, 0.66, 0.55, Material::LightBall, 40.0),
            ActorKind::TennisBall => (0.045, 0.06, 0.74, 0.15, Material::TennisBall, 5.0),
            ActorKind::Prop => (0.17, 0.3, 0.42, 0.3, Material::LightBall, 6.0),
            ActorKind::Volleyball => (0.105, 0.27, 0.72, 0.25, Material::LeatherBall, 14.0),
            ActorKind::Yarn => (0.08, 0.1, 0.3, 0.35, Material::Cloth, 1.4),
            ActorKind::Snowball => (0.1, 0.8, 0.05, 0.05, Material::Snow, 1.4),
            _ => (0.11, 0.43, 0.70, 0.12, Material::LeatherBall, 11.0),
        };
        Self { shape: Shape::Round, radius: radius * size.clamp(0.5, 3.0), mass, bounce, grip: 0.7, drag, material, floats }
    }

    /// A thing of this kind and size, by its measure.
    #[must_use]
    pub fn thing(kind: ActorKind, size: f64) -> Self {
        let measure = kind.measure();
        let size = size.clamp(0.3, 4.0);
        let half = Vec2::new(measure.length, measure.height) * (0.5 * size);
        let (bounce, grip, floats) = answer(measure.material);
        let round = matches!(kind, ActorKind::Apple);
        let shape = if round { Shape::Round } else { Shape::Box(half) };
        let mass = measure.mass * size * size;
        Self { shape, radius: half.x.min(half.y), mass, bounce, grip, drag: 0.02, material: measure.material, floats }
    }
}

/// Bounce, grip and how it floats.
fn answer(material: Material) -> (f64, f64, f64) {
    match material {
        Material::Wood => (0.3, 0.55, 1.7),
        Material::Metal => (0.32, 0.45, 0.3),
        Material::Glass => (0.28, 0.4, 0.6),
        Material::Cardboard => (0.18, 0.6, 2.2),
        Material::Cloth => (0.08, 0.8, 1.1),
        Material::LightBall => (0.6, 0.5, 12.0),
        Material::Snow | Material::Sand => (0.03, 1.2, 0.8),
        _ => (0.22, 0.6, 1.15),
    }
}
