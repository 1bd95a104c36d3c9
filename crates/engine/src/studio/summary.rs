//! A screenplay told in words: what was understood.

use super::screenplay::Screenplay;
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShotSummary {
    pub setting: String,
    pub time: String,
    pub weather: Option<String>,
    pub season: Option<String>,
    pub style: String,
    pub camera: String,
    pub cast: Vec<String>,
    pub speech: Vec<String>,
}

#[must_use]
pub fn describe(screenplay: &Screenplay) -> Vec<ShotSummary> {
    let words = |shot: &super::screenplay::ShotPlan| ShotSummary {
        setting: format!("{:?}", shot.setting).to_lowercase(),
        time: format!("{:?}", shot.time).to_lowercase(),
        weather: None,
        season: None,
        style: format!("{:?}", shot.style).to_lowercase(),
        camera: String::new(),
        cast: shot.cast.iter().map(|actor| format!("{:?}", actor.kind).to_lowercase()).collect(),
        speech: shot.speech.iter().map(|line| line.words.clone()).collect(),
    };
    screenplay.shots.iter().map(words).collect()
}
