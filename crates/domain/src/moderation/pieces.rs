//! A storyboard as the likeness check reads it: words per shot, and sentences to be compared by meaning. Those who are cast become
//! `someone`; no rule is known here.

use super::words::{Word, pictured, words_of};
use crate::{
    likeness::CameoKind,
    mention::{Mention, mentions_in},
    plan::CastMember,
    storyboard::{Shot, Storyboard},
};

/// Sentences of one shot's prompt, or lines of its dialogue, that are compared by themselves; more are put together.
const MOST_SENTENCES: usize = 8;
/// Words of the shortest sentence that says something by itself.
const SHORTEST: usize = 3;
/// Words of a text beyond which a model no longer sees a single thought.
const LONGEST: usize = 60;
/// Letters of a word that a model could know.
const LONGEST_WORD: usize = 24;
/// Bytes of a text after which nothing is added.
const MOST_BYTES: usize = 6_000;
/// Shots that are looked at together.
const WINDOW: usize = 3;

/// One shot, with everybody in the cast called `someone`.
pub(super) struct Scene {
    /// Counts from 1.
    pub number: usize,
    prompt: String,
    /// Its parts, where it has several.
    apart: Vec<String>,
    style: String,
    camera: String,
    speakers: Vec<String>,
    lines: Vec<String>,
    pub shows: Vec<Mention>,
}

/// A thought to be compared by meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Counts from 1; 0: over several shots.
    pub shot: usize,
    pub text: String,
}

pub(super) fn scenes(storyboard: &Storyboard, cast: &[&CastMember]) -> Vec<Scene> {
    storyboard.shots.iter().enumerate().map(|(index, shot)| Scene::of(index + 1, shot, cast)).collect()
}

/// The prompt with its setting and with what people chose instead of what was understood, as one text.
pub(super) fn with_setting(shot: &Shot) -> String {
    let chosen = shot.corrections.iter().map(|correction| correction.to.as_str());
    let more = std::iter::once(shot.setting.as_str()).chain(chosen).filter(|words| !words.trim().is_empty());
    std::iter::once(shot.prompt.as_str()).chain(more).collect::<Vec<_>>().join("\n")
}

/// The same, each by itself: what is beside a word must not excuse it.
pub(super) fn apart(shot: &Shot) -> impl Iterator<Item = &str> {
    let chosen = shot.corrections.iter().map(|correction| correction.to.as_str());
    [shot.prompt.as_str(), shot.setting.as_str()].into_iter().chain(chosen).filter(|words| !words.trim().is_empty())
}

impl Scene {
    fn of(number: usize, shot: &Shot, cast: &[&CastMember]) -> Self {
        let plain = |text: &str| neutral(text, cast);
        Self {
            number,
            // Where it is belongs to what is shown.
            prompt: plain(&with_setting(shot)),
            apart: if apart(shot).count() > 1 { apart(shot).map(plain).collect() } else { Vec::new() },
            style: plain(&shot.style),
            camera: plain(&shot.camera),
            speakers: shot.dialogue.iter().map(|line| plain(&line.speaker)).collect(),
            lines: shot.dialogue.iter().map(|line| plain(&line.words)).collect(),
            shows: crate::mention::of_shot(shot).collect(),
        }
    }

    /// Each text of the shot by itself.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let own = [&self.prompt, &self.style, &self.camera];
        own.into_iter().chain(&self.apart).chain(&self.speakers).chain(&self.lines).map(String::as_str)
    }

    /// Everything that is shown and said, as one text with full stops between.
    pub(super) fn whole(&self) -> String {
        let said = self.lines.join(" ");
        [self.prompt.as_str(), &said, &self.style, &self.camera].join(" . ")
    }

    fn pieces(&self, out: &mut Vec<Piece>) {
        let mut add = |words: &[Word]| out.push(Piece { shot: self.number, text: written(words) });
        for text in [self.prompt.clone(), self.lines.join("\n")].into_iter().chain(self.apart.iter().cloned()) {
            let sentences = sentences(&text);
            let all: Vec<Word> = sentences.concat();
            if all.len() > LONGEST || sentences.len() > 1 {
                grouped(&sentences).iter().for_each(|words| add(words));
            }
            if !all.is_empty() && all.len() <= LONGEST {
                add(&all);
            }
        }
        let look = words_of(&self.style);
        if look.len() >= SHORTEST {
            add(&look);
        }
    }
}

/// Every thought of a storyboard: sentences, shots, and what runs over several shots.
pub(super) fn pieces(scenes: &[Scene]) -> Vec<Piece> {
    let mut out = Vec::new();
    for scene in scenes {
        scene.pieces(&mut out);
    }
    if scenes.len() > 1 {
        for window in scenes.windows(WINDOW.min(scenes.len())) {
            let shown: Vec<Word> = window.iter().flat_map(|scene| words_of(&scene.prompt)).collect();
            out.push(Piece { shot: 0, text: written(&shown[..shown.len().min(2 * LONGEST)]) });
        }
        let said: Vec<Word> = scenes.iter().flat_map(|scene| scene.lines.iter()).flat_map(|line| words_of(line)).collect();
        if scenes.iter().filter(|scene| !scene.lines.is_empty()).count() > 1 {
            out.push(Piece { shot: 0, text: written(&said[..said.len().min(2 * LONGEST)]) });
        }
    }
    out.retain(|piece| piece.text.split(' ').any(|word| word != "someone"));
    let mut seen = std::collections::HashSet::new();
    out.retain(|piece| seen.insert(piece.text.clone()));
    out
}

/// All prompts one after the other, then all that is said: what is split over shots or lines stands together here.
pub(super) fn joined(scenes: &[Scene]) -> [Vec<Word>; 2] {
    let shown = scenes.iter().flat_map(|scene| words_of(&scene.prompt)).collect();
    let said = scenes.iter().flat_map(|scene| scene.lines.iter()).flat_map(|line| words_of(line)).collect();
    [shown, said]
}

/// Words as a sentence model should read them: without disguises, and within its limits.
pub(super) fn written(words: &[Word]) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.extend(word.meant().chars().take(LONGEST_WORD));
        if text.len() > MOST_BYTES {
            break;
        }
    }
    text
}

/// The words of each sentence. Full stops inside words (`p.o.r.n`) end none.
pub(super) fn sentences(text: &str) -> Vec<Vec<Word>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        let border = matches!(sign, '\n' | '。' | '！' | '？')
            || matches!(sign, '.' | '!' | '?' | ';' | ':' | '…') && text[end..].starts_with(char::is_whitespace);
        if border {
            sentences.push(words_of(&text[start..at]));
            start = end;
        }
    }
    sentences.push(words_of(&text[start..]));
    sentences.retain(|words| !words.is_empty());
    sentences
}

/// Sentences put together until each says something and there are not too many.
fn grouped(sentences: &[Vec<Word>]) -> Vec<Vec<Word>> {
    let total: usize = sentences.iter().map(Vec::len).sum();
    let least = SHORTEST.max(total.div_ceil(MOST_SENTENCES));
    let mut groups: Vec<Vec<Word>> = Vec::new();
    for part in sentences.iter().flat_map(|sentence| sentence.chunks(LONGEST)) {
        match groups.last_mut() {
            Some(last) if last.len() < least && last.len() + part.len() <= LONGEST => last.extend_from_slice(part),
            _ => groups.push(part.to_vec()),
        }
    }
    groups
}

/// With a plain word for each mention of the cast, and words for picture signs.
fn neutral(text: &str, cast: &[&CastMember]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = 0;
    for found in mentions_in(text) {
        if let Some(member) = cast.iter().find(|member| member.mention == found.mention) {
            out.push_str(&text[rest..found.at.start]);
            out.push_str(match member.kind {
                CameoKind::Person => "someone",
                CameoKind::Pet => "the pet",
                CameoKind::Object => "the thing",
            });
            rest = found.at.end;
        }
    }
    out.push_str(&text[rest..]);
    if out.is_ascii() {
        return out;
    }
    let mut spelled = String::with_capacity(out.len());
    for sign in out.chars() {
        match pictured(sign) {
            Some(words) => spelled.extend([" ", words, " "]),
            None => spelled.push(sign),
        }
    }
    spelled
}
