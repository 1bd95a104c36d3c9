//! Small local models behind plain, blocking functions: faces, cut-outs, spoken digits, pitch, sentence embeddings.
//!
//! They know pictures, sound and text, not people: no name, no consent, no verdict. What they return from a face or a voice is
//! biometric data; those types have no `Debug` that shows values. A model that is missing is an error with a code, never a guess.

pub mod cutout;
pub mod digits;
pub mod error;
pub mod faces;
mod net;
pub mod picture;
pub mod sentences;
mod silhouettes;
mod thing;
pub mod voice;

pub use cutout::{Cutout, Mask};
pub use digits::Digits;
pub use error::ModelError;
pub use faces::{Effort, Embedding, Face, FaceFinder, LANDMARKS, Pose, SAME_PERSON};
pub use picture::RgbRef;
pub use sentences::{Sentences, similarity};
pub use silhouettes::Silhouettes;
pub use thing::thing;

use std::{
    env,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// Where the models lie that are not part of the program.
#[derive(Clone, Debug)]
pub struct Places {
    /// Folders in which `minilm-int8.onnx` is looked for, in this order.
    pub folders: Vec<PathBuf>,
    /// The recogniser of spoken digits: a name to be found by `PATH`, or a path.
    pub digits_program: PathBuf,
    /// The folder of its acoustic model.
    pub digits_model: PathBuf,
}

impl Places {
    /// The folder that was chosen, else `models` in the data folder, else the user's cache, which the set-up fills.
    #[must_use]
    pub fn usual(chosen: Option<&Path>, data: &Path) -> Self {
        let mut folders = match chosen {
            Some(folder) => vec![folder.to_owned()],
            None => vec![data.join("models")],
        };
        if chosen.is_none() {
            folders.extend(cache());
        }
        Self { folders, digits_program: "pocketsphinx_continuous".into(), digits_model: "/usr/share/pocketsphinx/model/en-us/en-us".into() }
    }
}

/// As `.ci/setup` finds it.
fn cache() -> Option<PathBuf> {
    let from = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = from("XDG_CACHE_HOME").or_else(|| from("HOME").map(|home| home.join(".cache")))?;
    Some(cache.join("greenroom/models"))
}

/// All models of a server; each is loaded at its first use. Share it by `Arc`.
#[derive(Debug)]
pub struct Models {
    places: Places,
    digits: OnceLock<Digits>,
    sentences: OnceLock<Result<Sentences, ModelError>>,
}

/// Whether a model is there, for the page that tells an operator what is missing.
#[derive(Clone, Debug)]
pub struct ModelStatus {
    /// `faces`, `cutout`, `digits` or `sentences`.
    pub name: &'static str,
    /// Why it can't be used.
    pub problem: Option<ModelError>,
}

impl Models {
    /// Looks nowhere yet: what is missing is told by [`Self::status`] and by whoever asks for it.
    #[must_use]
    pub fn open(places: Places) -> Self {
        Self { places, digits: OnceLock::new(), sentences: OnceLock::new() }
    }

    /// Part of the program; loading takes some 50 ms, once in the life of the process.
    pub fn faces(&self) -> Result<&'static FaceFinder, ModelError> {
        static LOADED: OnceLock<Result<FaceFinder, ModelError>> = OnceLock::new();
        LOADED.get_or_init(FaceFinder::load).as_ref().map_err(Clone::clone)
    }

    /// Part of the program.
    pub fn cutout(&self) -> Result<&'static Cutout, ModelError> {
        static LOADED: OnceLock<Result<Cutout, ModelError>> = OnceLock::new();
        LOADED.get_or_init(Cutout::load).as_ref().map_err(Clone::clone)
    }

    /// A program of the system; `digits_model_missing` where it or its acoustic model is not there, looked for again at each call
    /// until it is, so that a server need not be started again after `apt-get install`.
    pub fn digits(&self) -> Result<&Digits, ModelError> {
        if let Some(found) = self.digits.get() {
            return Ok(found);
        }
        let found = Digits::find(&self.places.digits_program, &self.places.digits_model)?;
        Ok(self.digits.get_or_init(|| found))
    }

    /// A file fetched by the set-up; its checksum is verified when it is loaded (some 200 ms, once).
    pub fn sentences(&self) -> Result<&Sentences, ModelError> {
        if let Some(loaded) = self.sentences.get() {
            return loaded.as_ref().map_err(Clone::clone);
        }
        // A missing file may come later; what is there and unfit stays so.
        let file = Sentences::find(&self.places.folders)?;
        self.sentences.get_or_init(|| Sentences::load(&file)).as_ref().map_err(Clone::clone)
    }

    /// Loads what is not loaded yet, so the answer is what a caller would get.
    #[must_use]
    pub fn status(&self) -> Vec<ModelStatus> {
        vec![
            ModelStatus { name: "faces", problem: self.faces().err() },
            ModelStatus { name: "cutout", problem: self.cutout().err() },
            ModelStatus { name: "digits", problem: self.digits().err() },
            ModelStatus { name: "sentences", problem: self.sentences().err() },
        ]
    }

    /// The first thing that enrolment lacks.
    pub fn ready_for_enrolment(&self) -> Result<(), ModelError> {
        self.faces()?;
        self.cutout()?;
        self.digits()?;
        Ok(())
    }

    /// The first thing that the check of a cast text lacks.
    pub fn ready_for_moderation(&self) -> Result<(), ModelError> {
        self.sentences().map(|_| ())
    }
}
