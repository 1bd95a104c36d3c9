//! What is heard where: layers of each setting, of weather and hour, and of what was asked for in words.

use super::{
    Layer,
    seldom::Seldom::{
        Bubbles, Chimes, Cows, Creaks, Dishes, Dolphins, Drips, Foghorn, Frogs, Gulls, Hens, Keys, Owls, Pages, Parrots, Ticks, Tolls, Whales,
    },
};
use crate::studio::screenplay::{ActorKind, Ambience, Season, Setting, ShotPlan, TimeOfDay, Weather};

/// Without weather and hour.
#[rustfmt::skip]
pub fn place(setting: Setting) -> &'static [Layer] {
    use Layer as L;
    use Setting as S;
    match setting {
        S::Gym => &[L::Air { level: 1.0 }, L::Hum { level: 1.0 }, L::Crowd { level: 0.35 }],
        S::Arena => &[L::Air { level: 1.0 }, L::Hum { level: 0.8 }, L::Crowd { level: 0.5 }],
        S::IceRink => &[L::Air { level: 1.0 }, L::Hum { level: 1.2 }, L::Crowd { level: 0.22 }],
        S::Stadium => &[L::Air { level: 0.8 }, L::Crowd { level: 0.8 }],
        S::Theatre => &[L::Air { level: 0.8 }, L::Crowd { level: 0.12 }],
        S::Stage => &[L::Air { level: 0.6 }],
        S::Room => &[L::Air { level: 0.7 }, L::Hum { level: 0.4 }],
        S::Kitchen => &[L::Air { level: 0.5 }, L::Hum { level: 0.9 }, L::Seldom { what: Dishes, rate: 0.3, level: 0.5 }],
        S::Nursery => &[L::Air { level: 0.6 }, L::Hum { level: 0.25 }, L::Seldom { what: Ticks, rate: 1.0, level: 0.35 }],
        S::Bedroom => &[L::Air { level: 0.5 }, L::Seldom { what: Ticks, rate: 1.0, level: 0.6 }],
        S::Classroom => &[L::Air { level: 0.6 }, L::Hum { level: 0.6 }, L::Seldom { what: Pages, rate: 0.3, level: 0.5 }],
        S::Office => &[L::Air { level: 0.8 }, L::Hum { level: 1.0 }, L::Seldom { what: Keys, rate: 4.0, level: 0.6 }],
        S::Library => &[L::Air { level: 0.5 }, L::Hum { level: 0.3 }, L::Seldom { what: Pages, rate: 0.35, level: 0.6 }, L::Seldom { what: Ticks, rate: 1.0, level: 0.5 }],
        S::Cafe => &[L::Air { level: 0.6 }, L::Talk { level: 0.7 }, L::Seldom { what: Dishes, rate: 0.7, level: 0.7 }],
        S::Station => &[L::Air { level: 0.9 }, L::Crowd { level: 0.35 }, L::Engine { level: 0.16 }, L::Seldom { what: Chimes, rate: 0.12, level: 0.6 }],
        S::Stairs => &[L::Air { level: 0.8 }, L::Wind { force: 0.18 }, L::Seldom { what: Drips, rate: 0.25, level: 0.5 }],
        S::LampRoom => &[L::Air { level: 0.5 }, L::Wind { force: 0.28 }, L::Machines { level: 0.16 }],
        S::Cave => &[L::Air { level: 0.8 }, L::Seldom { what: Drips, rate: 0.9, level: 1.0 }],
        S::Street => &[L::Air { level: 0.8 }, L::Traffic { level: 0.8 }],
        S::City => &[L::Air { level: 0.8 }, L::Traffic { level: 1.0 }, L::Crowd { level: 0.14 }],
        S::Rooftop => &[L::Traffic { level: 0.45 }, L::Wind { force: 0.3 }],
        S::Court => &[L::Air { level: 0.8 }, L::Traffic { level: 0.22 }],
        S::Park => &[L::Air { level: 0.6 }, L::Leaves { level: 0.6 }, L::Traffic { level: 0.08 }],
        S::Garden => &[L::Air { level: 0.5 }, L::Leaves { level: 0.6 }],
        S::Forest => &[L::Air { level: 0.5 }, L::Leaves { level: 1.0 }],
        S::Meadow => &[L::Air { level: 0.6 }, L::Leaves { level: 0.4 }],
        S::Village => &[L::Air { level: 0.6 }, L::Leaves { level: 0.2 }, L::Seldom { what: Tolls, rate: 0.09, level: 0.5 }],
        S::Farm => &[L::Air { level: 0.6 }, L::Leaves { level: 0.3 }, L::Seldom { what: Hens, rate: 0.35, level: 0.5 }, L::Seldom { what: Cows, rate: 0.14, level: 0.5 }],
        S::Castle => &[L::Air { level: 0.6 }, L::Wind { force: 0.22 }],
        S::Mountain => &[L::Air { level: 0.4 }, L::Wind { force: 0.4 }],
        S::Jungle => &[L::Insects { level: 0.8 }, L::Leaves { level: 0.5 }, L::Birds { rate: 0.8 }, L::Seldom { what: Parrots, rate: 0.3, level: 0.5 }],
        S::Desert => &[L::Air { level: 0.5 }, L::Wind { force: 0.35 }],
        S::Beach => &[L::Waves { level: 0.9 }],
        S::Lighthouse => &[L::Waves { level: 0.8 }, L::Wind { force: 0.3 }, L::Seldom { what: Gulls, rate: 0.35, level: 0.5 }],
        S::Sea => &[L::Sea { level: 1.0 }, L::Wind { force: 0.25 }],
        S::Harbour => &[L::Lapping { level: 0.9 }, L::Air { level: 0.5 }, L::Seldom { what: Gulls, rate: 0.4, level: 0.6 }, L::Seldom { what: Creaks, rate: 0.3, level: 0.4 }],
        S::Lake => &[L::Lapping { level: 0.6 }, L::Air { level: 0.4 }, L::Leaves { level: 0.3 }],
        S::Pool => &[L::Lapping { level: 0.8 }, L::Air { level: 0.5 }, L::Crowd { level: 0.1 }],
        S::Underwater => &[L::Deep { level: 1.0 }, L::Seldom { what: Bubbles, rate: 0.6, level: 0.8 }],
        S::Sky => &[L::Wind { force: 0.45 }],
        // No air, no sound.
        S::Moon | S::Space => &[],
    }
}

pub fn asked(ambience: Ambience) -> &'static [Layer] {
    use Layer as L;
    match ambience {
        Ambience::Wind => &[L::Wind { force: 0.6 }],
        Ambience::Birds => &[L::Birds { rate: 1.4 }],
        Ambience::Traffic => &[L::Traffic { level: 1.0 }],
        Ambience::Crowd => &[L::Crowd { level: 0.9 }],
        Ambience::Waves => &[L::Waves { level: 1.0 }],
        Ambience::Crickets => &[L::Crickets { level: 1.0 }],
        Ambience::Thunder => &[L::Thunder],
        Ambience::Rain => &[L::Rain { density: 0.6, muffled: false }],
        Ambience::Fire => &[L::Fire { level: 1.0 }],
        Ambience::Sea => &[L::Sea { level: 1.0 }],
        Ambience::Stream => &[L::Stream { level: 1.0 }],
        Ambience::Engine => &[L::Engine { level: 0.5 }],
        Ambience::Machines => &[L::Machines { level: 1.0 }],
        Ambience::Talk => &[L::Talk { level: 1.0 }],
        Ambience::Bells => &[L::Seldom { what: Tolls, rate: 0.45, level: 1.0 }],
        Ambience::Applause => &[L::Applause { level: 1.0 }],
        Ambience::Owls => &[L::Seldom { what: Owls, rate: 0.3, level: 1.0 }],
        Ambience::Frogs => &[L::Seldom { what: Frogs, rate: 1.5, level: 1.0 }],
        Ambience::Jungle => &[L::Insects { level: 1.0 }, L::Birds { rate: 1.2 }, L::Seldom { what: Parrots, rate: 0.4, level: 0.8 }],
        Ambience::Underwater => &[L::Deep { level: 1.2 }, L::Seldom { what: Bubbles, rate: 0.8, level: 1.0 }],
        Ambience::Music | Ambience::Silence => &[],
    }
}

/// Who is there and sings without being asked to.
pub fn cast(shot: &ShotPlan) -> Vec<Layer> {
    let sings = |kind: ActorKind| shot.cast.iter().any(|actor| actor.kind == kind);
    let mut layers = Vec::new();
    if sings(ActorKind::Whale) {
        layers.push(Layer::Seldom { what: Whales, rate: 0.3, level: 0.9 });
    }
    if sings(ActorKind::Dolphin) {
        layers.push(Layer::Seldom { what: Dolphins, rate: 0.4, level: 0.7 });
    }
    layers
}

/// Weather and hour: what of them is heard in this place.
pub fn sky(shot: &ShotPlan) -> Vec<Layer> {
    let indoors = shot.setting.is_indoors();
    if !indoors && !shot.setting.has_weather() {
        return Vec::new();
    }
    let mut layers = weather(shot, indoors);
    let is_dry = matches!(shot.weather, Weather::Clear | Weather::Cloudy | Weather::Fog | Weather::Wind);
    if !indoors && is_dry {
        layers.extend(hour(shot));
    }
    layers
}

fn weather(shot: &ShotPlan, indoors: bool) -> Vec<Layer> {
    let mut layers = Vec::new();
    let is_deep = matches!(shot.setting, Setting::Cave | Setting::Theatre | Setting::Arena | Setting::Stage);
    match shot.weather {
        Weather::Rain if is_deep => {}
        Weather::Rain => layers.push(Layer::Rain { density: 0.6, muffled: indoors }),
        Weather::Storm => {
            layers.push(Layer::Rain { density: 0.85, muffled: indoors });
            layers.push(Layer::Thunder);
            layers.push(Layer::Wind { force: if indoors { 0.2 } else { 0.8 } });
        }
        Weather::Wind => layers.push(Layer::Wind { force: if indoors { 0.2 } else { 0.9 } }),
        Weather::Snow if !indoors => layers.push(Layer::Wind { force: 0.3 }),
        Weather::Clear | Weather::Cloudy if !indoors && shot.setting != Setting::Jungle => layers.push(Layer::Wind { force: 0.09 }),
        Weather::Clear | Weather::Cloudy | Weather::Fog | Weather::Snow => {}
    }
    let at_sea = matches!(shot.setting, Setting::Sea | Setting::Lighthouse | Setting::Harbour | Setting::Beach);
    match shot.weather {
        Weather::Storm | Weather::Wind if at_sea => layers.push(Layer::Sea { level: 1.15 }),
        Weather::Fog if at_sea => layers.push(Layer::Seldom { what: Foghorn, rate: 0.16, level: 0.8 }),
        _ => {}
    }
    layers
}

/// How much lives in the green of a place, 0…1.
fn life(setting: Setting) -> f32 {
    use Setting as S;
    match setting {
        S::Park | S::Meadow | S::Forest | S::Garden => 1.0,
        S::Farm | S::Lake => 0.7,
        S::Village | S::Castle => 0.5,
        S::Court => 0.33,
        S::Mountain | S::Pool | S::Street => 0.2,
        _ => 0.0,
    }
}

fn hour(shot: &ShotPlan) -> Vec<Layer> {
    let is_winter = shot.season == Some(Season::Winter);
    let life = life(shot.setting) * if is_winter { 0.3 } else { 1.0 } * if shot.season == Some(Season::Spring) { 1.3 } else { 1.0 };
    let birds = |rate: f32| (life > 0.1).then_some(Layer::Birds { rate: rate * life });
    let crickets = |level: f32| (life > 0.1 && !is_winter).then_some(Layer::Crickets { level: level * (0.3 + 0.7 * life.min(1.0)) });
    let mut layers: Vec<Layer> = match shot.time {
        TimeOfDay::Dawn => birds(1.6).into_iter().collect(),
        TimeOfDay::Day => birds(0.9).into_iter().collect(),
        TimeOfDay::Sunset => birds(0.4).into_iter().chain(crickets(0.35)).collect(),
        TimeOfDay::Night => crickets(0.9).into_iter().collect(),
    };
    match (shot.setting, shot.time) {
        (Setting::Forest | Setting::Castle, TimeOfDay::Night) => layers.push(Layer::Seldom { what: Owls, rate: 0.16, level: 0.5 }),
        (Setting::Lake | Setting::Jungle, TimeOfDay::Night) if !is_winter => layers.push(Layer::Seldom { what: Frogs, rate: 0.9, level: 0.5 }),
        (Setting::Beach, TimeOfDay::Day | TimeOfDay::Dawn) => layers.push(Layer::Seldom { what: Gulls, rate: 0.22, level: 0.4 }),
        (Setting::Farm, TimeOfDay::Dawn) => layers.push(Layer::Seldom { what: Hens, rate: 0.7, level: 0.7 }),
        (Setting::Meadow | Setting::Garden | Setting::Desert, TimeOfDay::Day) if shot.season == Some(Season::Summer) => {
            layers.push(Layer::Insects { level: 0.35 });
        }
        _ => {}
    }
    layers
}
