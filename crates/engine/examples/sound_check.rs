//! Renders a few scenes to listen to: `cargo run --release -p greenroom-engine --example sound_check -- FOLDER`.
//!
//! Each becomes a WAV file in FOLDER; the time that each took is printed.

use engine::studio::{
    screenplay::{
        Action, Actor, ActorKind, Ambience, CameraMove, CameraPlan, Framing, Screenplay, Setting, ShotPlan, Speech, Style, TimeOfDay, Transition,
        Verb, Voice, VoiceAge, Wear, Weather,
    },
    sound,
    world::{
        self,
        event::{EventKind as K, Material as M, SoundEvent},
    },
};
use std::{error::Error, fs, path::Path, time::Instant};

fn shot(start: f64, seconds: f64, setting: Setting, time: TimeOfDay, weather: Weather) -> ShotPlan {
    ShotPlan {
        start,
        seconds,
        setting,
        time,
        weather,
        season: None,
        transition: Transition::Cut,
        style: Style::Soft,
        camera: CameraPlan { framing: Framing::Auto, movement: CameraMove::Auto, handheld: false },
        pace: 1.0,
        cast: Vec::new(),
        speech: Vec::new(),
        ambience: Vec::new(),
        leaving: Vec::new(),
    }
}

fn at(at: f64, pan: f32, distance: f32, kind: K) -> SoundEvent {
    SoundEvent { at, shot: 0, pan, distance, kind }
}

/// Each kind of sound once, a second and a half apart.
fn palette() -> (Screenplay, Vec<SoundEvent>) {
    let kinds = [
        K::Impact { a: M::RubberBall, b: M::Parquet, impulse: 4.0 },
        K::Impact { a: M::LeatherBall, b: M::Grass, impulse: 5.0 },
        K::Kick { ball: M::LeatherBall, speed: 18.0 },
        K::RimHit { impulse: 3.0 },
        K::BoardHit { impulse: 3.0 },
        K::NetSwish,
        K::Bark { size: 0.2 },
        K::Bark { size: 0.9 },
        K::Meow,
        K::Cheer { people: 60 },
        K::Whoosh { speed: 14.0 },
        K::Skid { seconds: 1.0 },
        K::Horn,
        K::Splash { size: 0.7 },
        K::Laugh,
        K::Whistle,
    ];
    let events = kinds.into_iter().enumerate().map(|(i, kind)| at(0.25 + 1.5 * i as f64, 0.0, 0.1, kind)).collect();
    (Screenplay { shots: vec![shot(0.0, 25.0, Setting::Stage, TimeOfDay::Day, Weather::Clear)], seed: 3, fps: 24 }, events)
}

fn court() -> (Screenplay, Vec<SoundEvent>) {
    let ball = |impulse| K::Impact { a: M::RubberBall, b: M::Asphalt, impulse };
    let mut events: Vec<_> = (0..9).map(|i| at(0.4 + 0.62 * f64::from(i), -0.4 + 0.08 * i as f32, 0.25, ball(4.0))).collect();
    events.extend((0..20).map(|i| at(0.3 + 0.3 * f64::from(i), -0.3, 0.25, K::Footstep { ground: M::Asphalt, weight: 0.7 })));
    events.extend([
        at(6.2, 0.1, 0.25, K::Whoosh { speed: 9.0 }),
        at(7.0, 0.5, 0.4, K::BoardHit { impulse: 2.5 }),
        at(7.25, 0.5, 0.4, K::RimHit { impulse: 2.0 }),
        at(7.5, 0.5, 0.4, K::NetSwish),
        at(8.1, 0.5, 0.4, ball(5.0)),
        at(8.4, 0.0, 0.5, K::Cheer { people: 8 }),
        at(8.8, 0.5, 0.4, ball(3.0)),
        at(9.3, 0.5, 0.4, ball(2.0)),
    ]);
    (Screenplay { shots: vec![shot(0.0, 10.0, Setting::Court, TimeOfDay::Sunset, Weather::Clear)], seed: 5, fps: 24 }, events)
}

/// Day in a park, rain in a street, a night meadow: five seconds each.
fn places() -> (Screenplay, Vec<SoundEvent>) {
    let mut events: Vec<_> = [1.0, 1.35, 3.2].map(|t| at(t, 0.3, 0.2, K::Bark { size: 0.5 })).to_vec();
    events.push(SoundEvent { shot: 1, ..at(5.4, -0.9, 0.3, K::EngineRun { seconds: 4.0, speed: 13.0 }) });
    events.push(SoundEvent { shot: 1, ..at(8.0, 0.1, 0.3, K::Splash { size: 0.8 }) });
    let shots = vec![
        shot(0.0, 5.0, Setting::Park, TimeOfDay::Day, Weather::Clear),
        shot(5.0, 5.0, Setting::Street, TimeOfDay::Day, Weather::Rain),
        shot(10.0, 5.0, Setting::Meadow, TimeOfDay::Night, Weather::Clear),
    ];
    (Screenplay { shots, seed: 11, fps: 24 }, events)
}

fn talk() -> (Screenplay, Vec<SoundEvent>) {
    let mut scene = shot(0.0, 10.0, Setting::Gym, TimeOfDay::Day, Weather::Clear);
    let line = |name: &str, low, age, words: &str, at| Speech {
        speaker: Some(0),
        speaker_name: name.into(),
        voice: Voice { age, low, variant: u8::from(low), cameo: None },
        language: "en".into(),
        words: words.into(),
        at,
        seconds: 2.0,
    };
    scene.speech = vec![
        line("Ana", false, VoiceAge::Grown, "Did you hear that?", 1.0),
        line("Ben", true, VoiceAge::Grown, "That was only the ball. Throw it over here.", 2.0),
        line("Mia", false, VoiceAge::Child, "Me too, me too!", 5.0),
    ];
    scene.ambience = vec![Ambience::Music];
    let events = (0..18).map(|i| at(0.3 + 0.5 * f64::from(i), 0.2, 0.2, K::Impact { a: M::RubberBall, b: M::Parquet, impulse: 4.0 }));
    (Screenplay { shots: vec![scene], seed: 21, fps: 24 }, events.collect())
}

fn shore() -> (Screenplay, Vec<SoundEvent>) {
    (Screenplay { shots: vec![shot(0.0, 10.0, Setting::Beach, TimeOfDay::Day, Weather::Clear)], seed: 2, fps: 24 }, Vec::new())
}

fn storm() -> (Screenplay, Vec<SoundEvent>) {
    let events = (0..24).map(|i| at(0.5 + 0.33 * f64::from(i), -0.2, 0.2, K::Footstep { ground: M::Water, weight: 0.8 })).collect();
    (Screenplay { shots: vec![shot(0.0, 10.0, Setting::Forest, TimeOfDay::Night, Weather::Storm)], seed: 9, fps: 24 }, events)
}

/// What the world itself makes of a player, a dog and a car.
fn played() -> (Screenplay, Vec<SoundEvent>) {
    let actor = |kind, actions| Actor {
        kind,
        part: engine::studio::screenplay::Part::Drawn,
        name: None,
        colour: None,
        size: 1.0,
        look: 4,
        wear: Wear::default(),
        feeling: None,
        way: 1.0,
        carries: None,
        actions,
    };
    let action = |verb, target, from, seconds| Action { verb, target, from, seconds, succeeds: true, haste: 1.0, times: 1 };
    let mut court = shot(0.0, 6.0, Setting::Gym, TimeOfDay::Day, Weather::Clear);
    court.cast = vec![
        actor(ActorKind::Man, vec![action(Verb::Bounce, Some(1), 0.0, 3.0), action(Verb::Throw, Some(1), 3.0, 3.0)]),
        actor(ActorKind::Basketball, Vec::new()),
    ];
    let mut park = shot(6.0, 5.0, Setting::Park, TimeOfDay::Day, Weather::Clear);
    park.cast = vec![
        actor(ActorKind::Dog, vec![action(Verb::Chase, Some(1), 0.0, 4.0), action(Verb::Bark, None, 4.0, 1.0)]),
        actor(ActorKind::Football, Vec::new()),
        actor(ActorKind::Girl, vec![action(Verb::Kick, Some(1), 0.0, 2.0), action(Verb::Run, None, 2.0, 3.0)]),
    ];
    let mut street = shot(11.0, 5.0, Setting::Street, TimeOfDay::Night, Weather::Rain);
    street.cast = vec![actor(ActorKind::Car, vec![action(Verb::Drive, None, 0.0, 5.0)])];
    let screenplay = Screenplay { shots: vec![court, park, street], seed: 17, fps: 24 };
    let events = world::simulate(&screenplay, 9.0 / 16.0).events;
    for event in &events {
        println!("  {:7.3} shot {} pan {:5.2} distance {:.2} {:?}", event.at, event.shot, event.pan, event.distance, event.kind);
    }
    (screenplay, events)
}

fn wav(pcm: &[f32]) -> Vec<u8> {
    let bytes = (pcm.len() * 2) as u32;
    let mut file = b"RIFF".to_vec();
    file.extend((bytes + 36).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x02\0");
    file.extend(48_000u32.to_le_bytes());
    file.extend(192_000u32.to_le_bytes());
    file.extend(b"\x04\0\x10\0data");
    file.extend(bytes.to_le_bytes());
    file.extend(pcm.iter().flat_map(|x| ((x * 32_767.0) as i16).to_le_bytes()));
    file
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("say the folder to write to")?;
    fs::create_dir_all(&folder)?;
    let scenes = [
        ("palette", palette()),
        ("court", court()),
        ("places", places()),
        ("talk", talk()),
        ("shore", shore()),
        ("storm", storm()),
        ("played", played()),
    ];
    for (name, (screenplay, events)) in scenes {
        let begun = Instant::now();
        let (spoken, notices) = sound::speech::speak(&screenplay, &[]);
        let speech = begun.elapsed();
        let seconds = screenplay.seconds().round() as u32;
        let begun = Instant::now();
        let pcm = sound::render(&screenplay, &events, &spoken, seconds, &|| false);
        println!("{name}: {seconds} s of sound in {:?}, speech in {speech:?} {notices:?}", begun.elapsed());
        fs::write(Path::new(&folder).join(format!("{name}.wav")), wav(&pcm))?;
    }
    Ok(())
}
