//! Who says what when, in which voice and language.

use super::{
    direct::Slot,
    lexicon::{self, Sense, Subject, Tongue, names::is_mans_name},
    players::Players,
    reading::{Entity, MOST, Reading, is_open, is_person},
};
use crate::studio::{
    screenplay::{Action, Actor, ActorKind, Part, Speech, Verb, Voice, VoiceAge},
    world::chance::mix,
};
use domain::{
    mention::{Mention, mentions_in},
    storyboard::Line,
};

/// Who says a line of the dialogue: the one of that name, else a person without a name, who has it from then on.
pub fn speaker(reading: &mut Reading, line: &Line, players: &Players) -> Option<usize> {
    if let Some(found) = mentions_in(&line.speaker).into_iter().next() {
        return mentioned(reading, &found.mention, players);
    }
    let name = line.speaker.to_lowercase();
    if matches!(name.as_str(), "narrator" | "voice" | "voiceover" | "") {
        return None;
    }
    let named = reading.entities.iter().position(|entity| entity.name.as_deref() == Some(name.as_str()));
    let body = lexicon::sense(&name).and_then(|sense| if let Sense::Body(body) = sense { Some(body) } else { None });
    let by_kind = body.and_then(|body| reading.entities.iter().position(|entity| entity.what == body.what && entity.wear.costume == body.costume));
    let nameless = || reading.entities.iter().position(|entity| entity.name.is_none() && is_person(entity.what));
    if let Some(id) = named.or(by_kind) {
        return Some(id);
    }
    if let Some(id) = nameless() {
        reading.entities[id].name = Some(name.clone());
        if matches!(reading.entities[id].what, Subject::Person) {
            reading.entities[id].what = Subject::Kind(if is_mans_name(&name) { ActorKind::Man } else { ActorKind::Woman });
        }
        return Some(id);
    }
    if reading.entities.iter().any(|entity| is_person(entity.what)) || reading.entities.len() >= MOST {
        return None;
    }
    let what = Subject::Kind(if is_mans_name(&name) { ActorKind::Man } else { ActorKind::Woman });
    reading.entities.push(Entity { name: Some(name), ..Entity::new(what) });
    Some(reading.entities.len() - 1)
}

/// A mention that speaks is in the picture: already, or as somebody who has no name yet, or as one more.
fn mentioned(reading: &mut Reading, mention: &Mention, players: &Players) -> Option<usize> {
    let player = players.of(mention);
    let name = mention.to_string();
    if let Some(id) = reading.entities.iter().position(|entity| entity.name.as_deref() == Some(name.as_str())) {
        return Some(id);
    }
    let open = reading.entities.iter().position(|entity| entity.name.is_none() && is_open(entity.what)).filter(|_| mention.name().is_none());
    let id = match open {
        Some(id) => id,
        None if reading.entities.len() >= MOST => {
            reading.left_out += 1;
            return None;
        }
        None => {
            reading.entities.push(Entity::new(player.what()));
            reading.entities.len() - 1
        }
    };
    player.takes(&mut reading.entities[id]);
    Some(id)
}

struct Wanted<'a> {
    speaker: Option<usize>,
    name: String,
    language: String,
    words: &'a str,
    from: f64,
    beeps: bool,
}

pub fn speak(reading: &Reading, lines: &[Line], speakers: &[Option<usize>], cast: &mut [Actor], slot: Slot) -> Vec<Speech> {
    let stages = reading.clauses.iter().map(|c| c.stage).chain(reading.said.iter().map(|s| s.stage)).max().map_or(1, |last| last + 1);
    let quoted = reading.said.iter().map(|said| Wanted {
        speaker: said.speaker,
        name: said.speaker.map_or_else(|| "Narrator".into(), |id| cast[id].name.clone().unwrap_or_else(|| called(&cast[id]))),
        language: said.language.map_or_else(|| guess(&said.words, reading.tongue), str::to_owned),
        words: &said.words,
        from: if reading.clauses.is_empty() && said.of.1 == 1 { 0.0 } else { slot.seconds * stage_share(said.stage, said.of, stages) * 0.88 },
        beeps: said.beeps,
    });
    let written = lines.iter().zip(speakers).map(|(line, speaker)| Wanted {
        speaker: *speaker,
        name: line.speaker.clone(),
        language: line.language.clone(),
        words: &line.words,
        from: 0.0,
        beeps: false,
    });
    let wanted: Vec<Wanted<'_>> = quoted.chain(written).collect();
    let mut at: f64 = 0.45_f64.min(slot.seconds * 0.1);
    let mut speech = Vec::new();
    for line in wanted {
        let seconds = 0.35 + line.words.chars().count() as f64 * 0.066;
        at = at.max(line.from);
        if at > slot.seconds - 0.4 {
            at = (slot.seconds - seconds).max(0.2);
        }
        if let Some(actor) = line.speaker.and_then(|id| cast.get_mut(id)).filter(|_| line.beeps) {
            let beep = Action { verb: Verb::Beep, target: None, from: at, seconds: 0.5, succeeds: true, haste: 1.0, times: 1 };
            actor.actions.push(beep);
            at += 0.4;
        }
        if let Some(actor) = line.speaker.and_then(|id| cast.get_mut(id)) {
            let talk = Action {
                verb: Verb::Talk,
                target: None,
                from: at,
                seconds: seconds.min(slot.seconds - at).max(0.1),
                succeeds: true,
                haste: 1.0,
                times: 1,
            };
            actor.actions.push(talk);
        }
        speech.push(Speech {
            speaker: line.speaker,
            voice: voice(line.speaker.and_then(|id| cast.get(id)), &line.name),
            speaker_name: line.name,
            language: line.language,
            words: line.words.to_owned(),
            at: slot.start + at,
            seconds,
        });
        at += seconds + 0.35;
    }
    speech
}

/// Who has no name speaks as what they are.
fn called(actor: &Actor) -> String {
    match actor.wear.costume {
        Some(costume) => lexicon::names::spaced(&format!("{costume:?}")),
        None => lexicon::names::called(actor.kind),
    }
}

/// Which share of the shot has passed when a line begins.
fn stage_share(stage: usize, of: (usize, usize), stages: usize) -> f64 {
    (stage as f64 + of.0 as f64 / of.1.max(1) as f64) / stages.max(1) as f64
}

fn voice(actor: Option<&Actor>, name: &str) -> Voice {
    let variant = name.bytes().fold(11_u64, |hash, byte| mix(hash, u64::from(byte))) as u8 % 8;
    let cameo = actor.and_then(|actor| if let Part::Cameo(cameo) = actor.part { Some(cameo) } else { None });
    match actor.map(|actor| actor.kind) {
        Some(ActorKind::Somebody) | None => Voice { age: VoiceAge::Grown, low: variant.is_multiple_of(2), variant, cameo },
        Some(kind) if kind.is_person() => Voice {
            age: match actor.is_some_and(|actor| actor.wear.old) {
                _ if kind.is_child() => VoiceAge::Child,
                true => VoiceAge::Old,
                false => VoiceAge::Grown,
            },
            low: matches!(kind, ActorKind::Man | ActorKind::Boy),
            variant,
            cameo,
        },
        Some(_) => Voice { age: VoiceAge::Child, low: false, variant, cameo },
    }
}

/// The language of a line that does not say so, by its letters.
fn guess(words: &str, tongue: Tongue) -> String {
    let any = |range: fn(char) -> bool| words.chars().any(range);
    let has = |letters: &str| words.chars().any(|c| letters.contains(c));
    let code = if any(|c| ('\u{3040}'..='\u{30ff}').contains(&c)) {
        "ja"
    } else if any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        "zh"
    } else if any(|c| ('\u{0400}'..='\u{04ff}').contains(&c)) {
        "ru"
    } else if any(|c| ('\u{0600}'..='\u{06ff}').contains(&c)) {
        "ar"
    } else if has("¡¿ñ") {
        "es"
    } else if has("äöüß") {
        "de"
    } else if has("èàêîçœ") || words.ends_with(" !") {
        "fr"
    } else if tongue == Tongue::English {
        Tongue::of(words.to_lowercase().split(|c: char| !c.is_alphabetic() && c != '\'')).code()
    } else {
        tongue.code()
    };
    code.to_owned()
}
