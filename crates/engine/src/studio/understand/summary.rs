//! A screenplay in plain words for people: what was understood of each shot, line by line.
//!
//! It reads the screenplay only, never the prompt: what stands here is what will be shown.

use super::lexicon::names;
use crate::studio::screenplay::{Action, Actor, CameraMove, Framing, Part, Screenplay, ShotPlan, Transition, Wear, Weather};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShotSummary {
    /// "0–4 s".
    pub span: String,
    pub setting: String,
    pub time: String,
    pub weather: String,
    /// Empty where nothing was said of it.
    pub season: String,
    pub style: String,
    /// Framing, movement, pace and how it follows the shot before.
    pub camera: String,
    /// For each actor: who it is, how they look, what they do in order.
    pub cast: Vec<String>,
    /// Who says what, and in which language.
    pub speech: Vec<String>,
    pub sounds: Vec<String>,
}

#[must_use]
pub fn describe(screenplay: &Screenplay) -> Vec<ShotSummary> {
    screenplay.shots.iter().map(summary).collect()
}

fn summary(shot: &ShotPlan) -> ShotSummary {
    let plain = |value: &dyn std::fmt::Debug| names::spaced(&format!("{value:?}"));
    ShotSummary {
        span: format!("{}–{} s", seconds(shot.start), seconds(shot.start + shot.seconds)),
        setting: plain(&shot.setting),
        time: plain(&shot.time),
        weather: if shot.setting.has_weather() || shot.weather != Weather::Clear { plain(&shot.weather) } else { String::new() },
        season: shot.season.map(|season| plain(&season)).unwrap_or_default(),
        style: plain(&shot.style),
        camera: camera(shot),
        cast: shot.cast.iter().map(|actor| person(actor, &shot.cast)).collect(),
        speech: shot.speech.iter().map(|line| format!("{} ({}): “{}”", line.speaker_name, line.language, line.words)).collect(),
        sounds: shot.ambience.iter().map(|sound| plain(sound)).collect(),
    }
}

fn seconds(at: f64) -> String {
    if (at - at.round()).abs() < 0.05 { format!("{}", at.round()) } else { format!("{at:.1}") }
}

fn camera(shot: &ShotPlan) -> String {
    let mut parts = Vec::new();
    match shot.camera.framing {
        Framing::Auto => {}
        Framing::Close => parts.push("close-up".to_owned()),
        Framing::Aerial => parts.push("aerial view".to_owned()),
        Framing::Low => parts.push("low angle".to_owned()),
        framing => parts.push(format!("{} shot", names::spaced(&format!("{framing:?}")))),
    }
    match shot.camera.movement {
        CameraMove::Auto => {}
        CameraMove::Still => parts.push("still".to_owned()),
        movement => parts.push(names::spaced(&format!("{movement:?}"))),
    }
    if shot.camera.handheld {
        parts.push("handheld".to_owned());
    }
    if shot.pace < 0.95 {
        parts.push("slow motion".to_owned());
    } else if shot.pace > 1.05 {
        parts.push("time-lapse".to_owned());
    }
    if shot.transition == Transition::Dissolve {
        parts.push("dissolves in".to_owned());
    }
    if shot.goes_on() {
        parts.push("goes on without a cut".to_owned());
    }
    if parts.is_empty() { "follows the action".to_owned() } else { parts.join(", ") }
}

fn person(actor: &Actor, cast: &[Actor]) -> String {
    let mut told = who(actor);
    let looks = looks(actor);
    if !looks.is_empty() {
        told = format!("{told} ({})", looks.join(", "));
    }
    if let Some(thing) = actor.carries.and_then(|id| cast.get(id)) {
        told = format!("{told} with {}", names::a(&names::called(thing.kind)));
    }
    let does: Vec<String> = actor.actions.iter().map(|action| deed(action, cast)).collect();
    if does.is_empty() { told } else { format!("{told}: {}", does.join(", then ")) }
}

fn who(actor: &Actor) -> String {
    let kind = names::called(actor.kind);
    let kind = match actor.wear.costume {
        Some(costume) => format!("{kind}, {}", names::spaced(&format!("{costume:?}"))),
        None => kind,
    };
    match (&actor.name, actor.part) {
        (Some(name), Part::Drawn) => {
            let mut letters = name.chars();
            let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            format!("{name}, {kind}")
        }
        (Some(name), Part::StandIn) => format!("a stand-in for @{name}"),
        (Some(name), Part::Cameo(_)) => format!("@{name}"),
        (None, _) => kind,
    }
}

fn looks(actor: &Actor) -> Vec<String> {
    let plain = |value: &dyn std::fmt::Debug| names::spaced(&format!("{value:?}"));
    let mut looks: Vec<String> = Vec::new();
    if actor.size >= 2.0 {
        looks.push("giant".to_owned());
    } else if actor.size > 1.1 {
        looks.push("large".to_owned());
    } else if actor.size <= 0.6 {
        looks.push("tiny".to_owned());
    } else if actor.size < 0.9 {
        looks.push("small".to_owned());
    }
    looks.extend(actor.colour.map(|colour| plain(&colour)));
    looks.extend(actor.feeling.map(|feeling| plain(&feeling)));
    looks.extend(worn(&actor.wear));
    looks
}

fn worn(wear: &Wear) -> Vec<String> {
    let colour = |colour: Option<crate::studio::screenplay::Colour>, thing: &str| match colour {
        Some(colour) => format!("{} {thing}", names::spaced(&format!("{colour:?}"))),
        None => thing.to_owned(),
    };
    let mut worn: Vec<String> = Vec::new();
    let flag = |is: bool, word: &str| is.then(|| word.to_owned());
    worn.extend(flag(wear.old, "old"));
    if wear.dress {
        worn.push(colour(wear.top, "dress"));
    } else if wear.coat {
        worn.push(colour(wear.top, "coat"));
    } else if wear.top.is_some() {
        worn.push(colour(wear.top, "top"));
    }
    if let Some(lower) = wear.lower.filter(|_| !wear.dress) {
        worn.push(colour(wear.bottom, &names::spaced(&format!("{lower:?}"))));
    }
    worn.extend(wear.hat.map(|hat| {
        let hat = names::spaced(&format!("{hat:?}"));
        colour(wear.hat_colour, if hat == "brimmed" { "hat" } else { &hat })
    }));
    worn.extend(wear.hair.map(|hair| colour(Some(hair), "hair")));
    worn.extend(wear.cut.map(|cut| format!("{} hair", names::spaced(&format!("{cut:?}")))));
    worn.extend(flag(wear.umbrella.is_some(), "umbrella"));
    worn.extend(flag(wear.glasses, "glasses"));
    worn.extend(flag(wear.beard, "beard"));
    worn
}

fn deed(action: &Action, cast: &[Actor]) -> String {
    let mut deed = names::spaced(&format!("{:?}", action.verb));
    if action.times > 1 {
        deed = format!("{deed} {} times", action.times);
    }
    if let Some(target) = action.target.and_then(|id| cast.get(id)) {
        deed = format!("{deed} → {}", target.name.clone().unwrap_or_else(|| names::called(target.kind)));
    }
    if !action.succeeds {
        deed.push_str(" (fails)");
    }
    deed
}
