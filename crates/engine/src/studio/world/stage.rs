//! The ground of a setting: what it is made of, how it answers a ball, and what stands on it.

use super::{event::Material, pose::Vec2};
use crate::studio::screenplay::{Setting, Weather};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hoop {
    /// Of the ring's middle.
    pub x: f64,
    pub height: f64,
}

impl Hoop {
    pub const RADIUS: f64 = 0.225;
    pub const BOARD_HEIGHT: f64 = 1.0;

    /// Near and far end of the ring, seen from the side; the board stands to the right.
    #[must_use]
    pub fn rim_ends(&self) -> [f64; 2] {
        [self.x - Self::RADIUS, self.x + Self::RADIUS]
    }

    #[must_use]
    pub fn board_x(&self) -> f64 {
        self.x + Self::RADIUS + 0.17
    }

    /// Whether a ball that went from here to there went down through the ring.
    #[must_use]
    pub fn swallows(&self, was: Vec2, is: Vec2) -> bool {
        was.y >= self.height && is.y < self.height && (is.x - self.x).abs() < Self::RADIUS
    }

    #[must_use]
    pub fn board_centre(&self) -> Vec2 {
        Vec2::new(self.board_x() + 0.03, self.height + 0.36)
    }
}

/// The outdoor pool: a diving board at the left, water to the right of the edge.
pub mod pool {
    pub const BOARD_HEIGHT: f64 = 3.0;
    pub const BOARD_FROM: f64 = -2.7;
    /// Where the board ends, over the water.
    pub const BOARD_TO: f64 = 0.0;
    /// How far it is from the plane in which things happen.
    pub const BOARD_LANE: f64 = 0.5;
    pub const EDGE: f64 = 0.3;
    /// Of the surface.
    pub const LEVEL: f64 = -0.22;
}

/// Steps that rise to the right, seen from the side: the first begins at [`FROM`](stairs::FROM).
pub mod stairs {
    pub const RISE: f64 = 0.18;
    pub const RUN: f64 = 0.28;
    pub const FROM: f64 = 0.0;
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    pub setting: Setting,
    pub ground: Material,
    pub hoop: Option<Hoop>,
    pub wet: bool,
}

impl Stage {
    #[must_use]
    pub fn new(setting: Setting, weather: Weather) -> Self {
        let ground = match setting {
            Setting::Park | Setting::Meadow | Setting::Forest | Setting::Stadium | Setting::Garden | Setting::Farm | Setting::Jungle => {
                Material::Grass
            }
            Setting::Court | Setting::Street | Setting::City => Material::Asphalt,
            Setting::Gym => Material::Parquet,
            Setting::Room | Setting::Stage | Setting::Nursery | Setting::Bedroom | Setting::Classroom | Setting::Office | Setting::Library => {
                Material::Wood
            }
            Setting::Cafe | Setting::Theatre | Setting::Sky | Setting::Space => Material::Wood,
            Setting::Beach | Setting::Desert | Setting::Moon => Material::Sand,
            Setting::Kitchen | Setting::Pool | Setting::Harbour | Setting::Lighthouse | Setting::Stairs | Setting::LampRoom => Material::Stone,
            Setting::Rooftop | Setting::Castle | Setting::Mountain | Setting::Cave | Setting::Station => Material::Stone,
            Setting::Arena => Material::Foam,
            Setting::IceRink => Material::Ice,
            Setting::Sea | Setting::Lake | Setting::Underwater => Material::Water,
            Setting::Village => Material::Dirt,
        };
        let outdoors = !setting.is_indoors();
        let ground = if weather == Weather::Snow && setting.has_weather() { Material::Snow } else { ground };
        let hoop = matches!(setting, Setting::Court | Setting::Gym).then_some(Hoop { x: 3.0, height: 2.65 });
        Self { setting, ground, hoop, wet: outdoors && matches!(weather, Weather::Rain | Weather::Storm) }
    }

    /// Height of the surface on which or in which bodies swim at `x`.
    #[must_use]
    pub fn surface(&self, x: f64) -> Option<f64> {
        match self.setting {
            Setting::Sea | Setting::Lake => Some(0.0),
            Setting::Pool if x > pool::EDGE => Some(pool::LEVEL),
            _ => None,
        }
    }

    /// How much of its bounce a ball keeps here.
    #[must_use]
    pub fn liveliness(&self) -> f64 {
        match self.ground {
            Material::Grass => 0.72,
            Material::Sand => 0.22,
            Material::Snow => 0.2,
            _ => 1.0,
        }
    }

    #[must_use]
    pub fn grip(&self) -> f64 {
        match self.ground {
            Material::Sand | Material::Snow => 1.4,
            Material::Grass => 0.9,
            _ => 0.6,
        }
    }
}
