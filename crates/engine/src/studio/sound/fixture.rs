//! Screenplays for tests.

use crate::studio::screenplay::{
    Actor, ActorKind, CameraMove, CameraPlan, Framing, Part, Screenplay, Setting, ShotPlan, Speech, Style, TimeOfDay, Transition, Voice, VoiceAge,
    Wear, Weather,
};

pub fn screenplay(seconds: u32) -> Screenplay {
    let shot = ShotPlan {
        start: 0.0,
        seconds: f64::from(seconds),
        setting: Setting::Gym,
        time: TimeOfDay::Day,
        weather: Weather::Clear,
        season: None,
        transition: Transition::Cut,
        style: Style::Soft,
        camera: CameraPlan { framing: Framing::Auto, movement: CameraMove::Auto, handheld: false },
        pace: 1.0,
        cast: Vec::new(),
        speech: Vec::new(),
        ambience: Vec::new(),
        leaving: Vec::new(),
    };
    Screenplay { shots: vec![shot], seed: 7, fps: 24 }
}

pub fn speech(name: &str, language: &str, words: &str, at: f64) -> Speech {
    Speech {
        speaker: None,
        speaker_name: name.into(),
        voice: Voice { age: VoiceAge::Grown, low: true, variant: 1, cameo: None },
        language: language.into(),
        words: words.into(),
        at,
        seconds: 1.0,
    }
}

pub fn actor(kind: ActorKind) -> Actor {
    Actor {
        kind,
        part: Part::Drawn,
        name: None,
        colour: None,
        size: 1.0,
        look: 1,
        wear: Wear::default(),
        feeling: None,
        way: 1.0,
        carries: None,
        actions: Vec::new(),
    }
}
