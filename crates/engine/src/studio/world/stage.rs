//! The ground of a setting: what it is made of, how it answers a ball, and what stands on it.

use super::{event::Material, pose::Vec2, water::Water};
use crate::studio::screenplay::{Actor, ActorKind, Setting, ShotPlan, Verb, Weather};

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

/// Across the field, seen from the side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Net {
    pub x: f64,
    /// Of its upper edge.
    pub height: f64,
}

/// Of a football field, seen from the side: posts and bar at `x`, the net behind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    pub x: f64,
    /// 1 where a ball that goes to the right goes in.
    pub way: f64,
}

impl Goal {
    pub const HEIGHT: f64 = 2.44;
    /// From the bar to the back of the net.
    pub const DEPTH: f64 = 1.6;

    /// Whether a ball that went from here to there went in between posts and bar.
    #[must_use]
    pub fn swallows(&self, was: Vec2, is: Vec2) -> bool {
        (was.x - self.x) * self.way <= 0.0 && (is.x - self.x) * self.way > 0.0 && is.y < Self::HEIGHT
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
    pub const STEPS: usize = 24;

    /// Of the tread above x: 0 before the first step.
    #[must_use]
    pub fn height(x: f64) -> f64 {
        ((((x - FROM) / RUN).floor() + 1.0).clamp(0.0, STEPS as f64)) * RISE
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stage {
    pub setting: Setting,
    pub ground: Material,
    pub hoop: Option<Hoop>,
    pub wet: bool,
    pub water: Option<Water>,
    /// Metres a second, to the right.
    pub wind: f64,
    pub net: Option<Net>,
    pub goal: Option<Goal>,
}

impl Stage {
    /// With what the cast of a shot needs: a net for volleyball, a goal for a kick.
    #[must_use]
    pub fn of(plan: &ShotPlan) -> Self {
        let mut stage = Self::new(plan.setting, plan.weather);
        let has = |kind| plan.cast.iter().any(|actor| actor.kind == kind);
        let open = matches!(plan.setting, Setting::Beach | Setting::Arena | Setting::Park | Setting::Meadow);
        if has(ActorKind::Volleyball) && open {
            let people = plan.cast.iter().filter(|actor| actor.kind.is_person()).count();
            // Between the two halves of an even number, beside one alone.
            let x = match people {
                1 => 1.7,
                odd if odd % 2 == 1 => 0.45,
                _ => 0.0,
            };
            stage.net = Some(Net { x, height: 2.3 });
        }
        let hits = |actor: &&Actor| actor.kind.is_person() && actor.actions.iter().any(|action| action.verb == Verb::Hit);
        let courts = open || matches!(plan.setting, Setting::Garden | Setting::Street | Setting::Rooftop | Setting::Gym);
        if has(ActorKind::TennisBall) && courts && plan.cast.iter().filter(hits).count() > 1 {
            stage.net = Some(Net { x: 0.0, height: 0.95 });
        }
        let kicker = plan.cast.iter().find(|actor| actor.actions.iter().any(|action| action.verb == Verb::Kick));
        if let (Some(kicker), true, true) = (kicker, has(ActorKind::Football), plan.setting == Setting::Stadium) {
            let way = if plan.cast[0].way < 0.0 { -1.0 } else { kicker.way.signum() };
            stage.goal = Some(Goal { x: 5.6 * way, way });
        }
        stage
    }

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
        let wind = match weather {
            _ if !setting.has_weather() => 0.0,
            Weather::Storm => 11.0,
            Weather::Wind => 8.0,
            Weather::Rain | Weather::Snow => 2.0,
            _ => 0.8,
        };
        Self {
            setting,
            ground,
            hoop,
            wet: outdoors && matches!(weather, Weather::Rain | Weather::Storm) && setting.has_weather(),
            water: Water::of(setting, weather),
            wind,
            net: None,
            goal: None,
        }
    }

    /// Metres a second squared, downwards.
    #[must_use]
    pub fn gravity(&self) -> f64 {
        self.setting.gravity()
    }

    /// Height of what is solid below x: the ground, a step, or the bottom of the water.
    #[must_use]
    pub fn floor(&self, x: f64) -> f64 {
        if self.setting == Setting::Stairs { stairs::height(x) } else { self.bottom(x) }
    }

    /// The same where no steps are.
    #[must_use]
    pub fn bottom(&self, x: f64) -> f64 {
        self.water.filter(|water| water.covers(x)).map_or(0.0, |water| water.floor)
    }

    /// Height of the surface on which or in which bodies swim at `x`.
    #[must_use]
    pub fn surface(&self, x: f64) -> Option<f64> {
        self.water.filter(|water| water.covers(x) && self.setting != Setting::Underwater).map(|water| water.level)
    }

    /// How much of its bounce a ball keeps here.
    #[must_use]
    pub fn liveliness(&self) -> f64 {
        match self.ground {
            Material::Grass => 0.72,
            Material::Sand => 0.22,
            Material::Snow => 0.2,
            Material::Foam => 0.6,
            Material::Dirt => 0.85,
            _ => 1.0,
        }
    }

    #[must_use]
    pub fn grip(&self) -> f64 {
        match self.ground {
            Material::Sand | Material::Snow => 1.4,
            Material::Grass => 0.9,
            Material::Ice => 0.05,
            _ => 0.6,
        }
    }
}
