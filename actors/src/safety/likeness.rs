//! The check of a take with somebody in it, as a server makes it: the rules of `domain`, fed by the sentence model.
//!
//! It knows no rule itself. Where the model is missing nobody is cast: it never guesses.

use super::Safety;
use domain::{
    cameo::Rules,
    moderation::{
        Verdict,
        likeness::{CHECK_MISSING, Learnt, LikenessRules, Meaning, Stop},
    },
    plan::CastMember,
    storyboard::Storyboard,
};
use models::{ModelError, Models};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    sync::{
        Arc, LazyLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// Sentences that are remembered, twice: some 3 MiB together. A storyboard is asked for again and again with few changes.
const REMEMBERED: usize = 1_024;

/// Share it by `Arc`; its checks block for tens of milliseconds.
pub struct LikenessSafety {
    rules: LikenessRules,
    models: Arc<Models>,
    /// None: nobody was cast yet.
    learnt: Arc<Mutex<Option<Arc<Learnt>>>>,
    memory: Mutex<Memory>,
    told: AtomicBool,
}

/// Meanings of the last sentences; the older half goes when the newer is full.
#[derive(Default)]
struct Memory {
    newer: HashMap<String, Arc<Meaning>>,
    older: HashMap<String, Arc<Meaning>>,
}

impl LikenessSafety {
    #[must_use]
    pub fn new(rules: LikenessRules, models: Arc<Models>) -> Self {
        Self { rules, models, learnt: Arc::default(), memory: Mutex::default(), told: AtomicBool::new(false) }
    }

    /// With the rules of this build. Their examples are read once for all servers of a process: the model is known by its checksum.
    #[must_use]
    pub fn builtin(models: Arc<Models>) -> Self {
        static LEARNT: LazyLock<Arc<Mutex<Option<Arc<Learnt>>>>> = LazyLock::new(Arc::default);
        Self { learnt: LEARNT.clone(), ..Self::new(LikenessRules::builtin(), models) }
    }

    /// Reads the examples of the rules, which takes a few seconds once; otherwise the first take with somebody in it waits for it. Blocks.
    ///
    /// # Errors
    /// Where the sentence model is missing or unfit; the next check tries again.
    pub fn warm(&self) -> Result<(), ModelError> {
        self.learnt().map(drop)
    }

    fn learnt(&self) -> Result<Arc<Learnt>, ModelError> {
        let sentences = self.models.sentences()?;
        // Held meanwhile: who comes second waits for the first rather than doing the same.
        let mut learnt = self.learnt.lock();
        if let Some(learnt) = learnt.as_ref() {
            return Ok(learnt.clone());
        }
        let new = Arc::new(self.rules.learn(|text| sentences.embed(text).map(Arc::new))?);
        *learnt = Some(new.clone());
        Ok(new)
    }

    fn sense(&self, text: &str) -> Result<Arc<Meaning>, ModelError> {
        if let Some(meaning) = self.memory.lock().get(text) {
            return Ok(meaning);
        }
        let meaning = Arc::new(self.models.sentences()?.embed(text)?);
        self.memory.lock().keep(text, meaning.clone());
        Ok(meaning)
    }

    fn by_meaning(&self, storyboard: &Storyboard, cast: &[(CastMember, Rules)]) -> Result<(), Stop<ModelError>> {
        let learnt = self.learnt().map_err(Stop::Blind)?;
        self.rules.check_meaning(&learnt, storyboard, cast, |text| self.sense(text))
    }

    fn missing(&self, error: &ModelError) -> Verdict {
        if !self.told.swap(true, Ordering::Relaxed) {
            tracing::error!(code = error.code(), %error, "nobody can be cast: what is written about them can't be checked");
        }
        let sentence = "nobody can be cast on this server right now, because the model that checks what is written about them is missing or unfit";
        Verdict { rule: CHECK_MISSING.into(), sentence: sentence.into(), shot: 0 }
    }
}

impl Safety for LikenessSafety {
    fn check_cast(&self, storyboard: &Storyboard, cast: &[(CastMember, Rules)]) -> Result<(), Verdict> {
        self.rules.check_words(storyboard, cast)?;
        match self.by_meaning(storyboard, cast) {
            Ok(()) => Ok(()),
            Err(Stop::Broken(verdict)) => Err(verdict),
            Err(Stop::Blind(error)) => Err(self.missing(&error)),
        }
    }
}

impl Memory {
    fn get(&mut self, text: &str) -> Option<Arc<Meaning>> {
        if let Some(meaning) = self.newer.get(text) {
            return Some(meaning.clone());
        }
        let meaning = self.older.get(text)?.clone();
        self.keep(text, meaning.clone());
        Some(meaning)
    }

    fn keep(&mut self, text: &str, meaning: Arc<Meaning>) {
        if self.newer.len() >= REMEMBERED {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(text.to_owned(), meaning);
    }
}

#[cfg(test)]
mod tests;
