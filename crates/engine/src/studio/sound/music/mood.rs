//! Which mood a shot is in: weights from its place, hour, weather, style, and from who does what there.

use crate::studio::screenplay::{ActorKind, Feeling, Season, Setting, ShotPlan, Style, TimeOfDay, Verb, Weather};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Calm,
    Playful,
    Lively,
    Tense,
    Grand,
    Melancholic,
    Wondrous,
}

pub const MOODS: [Mood; 7] = [Mood::Calm, Mood::Playful, Mood::Lively, Mood::Tense, Mood::Grand, Mood::Melancholic, Mood::Wondrous];

type Pull = &'static [(Mood, f32)];

impl Mood {
    pub fn of(shot: &ShotPlan) -> Self {
        let mut weights = [0f32; MOODS.len()];
        let mut add = |pull: Pull, share: f32| {
            for (mood, weight) in pull {
                weights[*mood as usize] += weight * share;
            }
        };
        add(by_setting(shot.setting), 1.0);
        add(by_time(shot.time), 1.0);
        add(by_weather(shot.weather), if shot.setting.has_weather() { 1.0 } else { 0.3 });
        add(by_style(shot.style), 1.0);
        add(by_season(shot.season), 1.0);
        add(by_pace(shot.pace), 1.0);
        // Many do not weigh more than a few.
        let crowd = 1.0 / (shot.cast.len() as f32).max(1.0).sqrt();
        for actor in &shot.cast {
            add(by_kind(actor.kind), crowd);
            add(by_feeling(actor.feeling), crowd);
            let part = crowd / (actor.actions.len() as f32).max(1.0).sqrt();
            for action in &actor.actions {
                add(by_verb(action.verb), part);
            }
        }
        let best = weights.iter().copied().fold(f32::MIN, f32::max);
        MOODS.into_iter().find(|mood| weights[*mood as usize] >= best).unwrap_or(Self::Calm)
    }
}

fn by_setting(setting: Setting) -> Pull {
    use Mood as M;
    use Setting as S;
    match setting {
        S::Gym | S::Court | S::Stadium | S::Arena | S::Street | S::City | S::Pool => &[(M::Lively, 0.9)],
        S::Nursery | S::Farm => &[(M::Playful, 0.9)],
        S::Kitchen | S::Cafe | S::Classroom => &[(M::Playful, 0.5), (M::Calm, 0.5)],
        S::Theatre | S::Castle | S::Mountain => &[(M::Grand, 0.9)],
        S::Sea => &[(M::Grand, 0.7), (M::Calm, 0.4)],
        S::IceRink | S::Underwater | S::Moon | S::Space | S::Sky => &[(M::Wondrous, 1.0)],
        S::LampRoom | S::Lighthouse => &[(M::Wondrous, 0.6), (M::Calm, 0.5)],
        S::Stairs | S::Cave => &[(M::Tense, 0.6), (M::Wondrous, 0.5)],
        S::Jungle => &[(M::Lively, 0.5), (M::Tense, 0.4)],
        S::Desert => &[(M::Calm, 0.3), (M::Grand, 0.4)],
        S::Forest => &[(M::Calm, 0.5), (M::Wondrous, 0.4)],
        S::Station => &[(M::Calm, 0.4), (M::Melancholic, 0.4)],
        _ => &[(M::Calm, 0.7)],
    }
}

fn by_time(time: TimeOfDay) -> Pull {
    match time {
        TimeOfDay::Dawn => &[(Mood::Wondrous, 0.3), (Mood::Calm, 0.2)],
        TimeOfDay::Day => &[(Mood::Playful, 0.1)],
        TimeOfDay::Sunset => &[(Mood::Calm, 0.3), (Mood::Melancholic, 0.15)],
        TimeOfDay::Night => &[(Mood::Tense, 0.2), (Mood::Wondrous, 0.2), (Mood::Melancholic, 0.15)],
    }
}

fn by_weather(weather: Weather) -> Pull {
    match weather {
        Weather::Clear | Weather::Cloudy => &[],
        Weather::Wind => &[(Mood::Tense, 0.2)],
        Weather::Rain => &[(Mood::Melancholic, 0.7)],
        Weather::Storm => &[(Mood::Tense, 1.2)],
        Weather::Snow => &[(Mood::Wondrous, 0.6), (Mood::Calm, 0.2)],
        Weather::Fog => &[(Mood::Tense, 0.5), (Mood::Melancholic, 0.3)],
    }
}

fn by_style(style: Style) -> Pull {
    match style {
        Style::Cartoon | Style::Clay => &[(Mood::Playful, 0.6)],
        Style::Pixel => &[(Mood::Playful, 0.4), (Mood::Lively, 0.5)],
        Style::Noir => &[(Mood::Tense, 0.6), (Mood::Melancholic, 0.7)],
        Style::Comic => &[(Mood::Lively, 0.4), (Mood::Grand, 0.3)],
        Style::Anime => &[(Mood::Wondrous, 0.3)],
        Style::Watercolour => &[(Mood::Calm, 0.4)],
        Style::Soft | Style::Realistic | Style::Pencil => &[],
    }
}

fn by_season(season: Option<Season>) -> Pull {
    match season {
        Some(Season::Winter) => &[(Mood::Wondrous, 0.2)],
        Some(Season::Autumn) => &[(Mood::Melancholic, 0.2)],
        Some(Season::Spring | Season::Summer) | None => &[],
    }
}

fn by_pace(pace: f64) -> Pull {
    if pace < 0.75 {
        &[(Mood::Grand, 0.4), (Mood::Wondrous, 0.4)]
    } else if pace > 1.5 {
        &[(Mood::Lively, 0.4)]
    } else {
        &[]
    }
}

fn by_feeling(feeling: Option<Feeling>) -> Pull {
    match feeling {
        Some(Feeling::Happy) => &[(Mood::Playful, 0.5), (Mood::Lively, 0.4)],
        Some(Feeling::Sad) => &[(Mood::Melancholic, 1.5)],
        Some(Feeling::Surprised) => &[(Mood::Wondrous, 0.3), (Mood::Playful, 0.2)],
        Some(Feeling::Angry | Feeling::Afraid) => &[(Mood::Tense, 1.2)],
        Some(Feeling::Tired) => &[(Mood::Calm, 0.7)],
        None => &[],
    }
}

fn by_kind(kind: ActorKind) -> Pull {
    use ActorKind as K;
    match kind {
        K::Dragon | K::Dinosaur | K::Whale | K::Elephant | K::Lion | K::Eagle | K::Rocket => &[(Mood::Grand, 0.4)],
        K::Mouse | K::Cat | K::Rabbit | K::Penguin | K::Duck | K::Snail | K::Pig | K::Chicken | K::Frog | K::Baby | K::Clock => {
            &[(Mood::Playful, 0.4)]
        }
        K::Unicorn | K::Butterfly | K::Airship | K::Ufo | K::Dolphin => &[(Mood::Wondrous, 0.4)],
        K::Wolf | K::Shark => &[(Mood::Tense, 0.5)],
        _ => &[],
    }
}

fn by_verb(verb: Verb) -> Pull {
    use Verb as V;
    match verb {
        V::Run | V::Chase | V::Kick | V::Throw | V::Bounce | V::Drive | V::Catch | V::Hit | V::Kickflip => &[(Mood::Lively, 0.6)],
        V::Dance | V::Jump | V::Cannonball | V::Skip | V::Cartwheel | V::Backflip | V::Somersault | V::Play => {
            &[(Mood::Lively, 0.5), (Mood::Playful, 0.3)]
        }
        V::Flee | V::Explode | V::Break | V::Hide => &[(Mood::Tense, 0.6)],
        V::Cry => &[(Mood::Melancholic, 1.2)],
        V::Laugh | V::Clap | V::Pull | V::Push | V::Eat | V::Topple => &[(Mood::Playful, 0.4)],
        V::Cheer => &[(Mood::Lively, 0.3)],
        V::Sleep | V::Sit | V::Read | V::Float | V::Swim | V::Rock | V::Sail | V::Think => &[(Mood::Calm, 0.5)],
        V::Launch | V::Fly | V::March | V::Climb => &[(Mood::Grand, 0.6)],
        V::Spin | V::Glide | V::Shine | V::Light | V::Hover => &[(Mood::Wondrous, 0.6)],
        _ => &[],
    }
}
