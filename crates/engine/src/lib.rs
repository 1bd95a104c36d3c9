//! From a frozen plan to pictures and sound.
//!
//! An [`Engine`] opens one [`Session`] for each take; a session runs on its own thread and writes into a `FrameSink`, which is
//! bound to the consent of everybody in the plan. Dropping a session cancels it. Engines get plans and decoded pictures, never
//! files, sockets or accounts.

pub mod studio;

use domain::{
    consent::{FrameSink, Stopped},
    likeness::Likeness,
    plan::{FrozenPlan, Size},
    upload::Material,
};
use std::sync::Arc;

/// What an engine can do; rooms offer only that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    pub sizes: Vec<Size>,
    /// Takes edits while it runs.
    pub live: bool,
    pub sound: bool,
    /// Draws enrolled cameos.
    pub likeness: bool,
    /// Same plan, same build, same machine: same pictures and sound.
    pub deterministic: bool,
    /// Goes on from any whole second: see [`Session::resume`].
    pub resumable: bool,
}

pub trait Engine: Send + Sync {
    /// `"studio"`, as files and pages name it.
    fn name(&self) -> &'static str;

    fn capabilities(&self) -> Capabilities;

    /// Begins a take. Cheap: the work is done in [`Session::step`]. A mention that is not in the cast is played by a stand-in.
    ///
    /// # Errors
    /// Where the plan asks for what [`Engine::capabilities`] does not offer; where a cameo of its cast comes without its likeness, or
    /// a likeness without its cameo in the cast; the same of the uploads that its shots use and their materials.
    fn open(&self, plan: Arc<FrozenPlan>, given: Given) -> Result<Box<dyn Session>, EngineError>;

    /// Begins a stage, which has no end: see [`Live`]. Of a plan of one shot; its length is how long its words take to be played, again and again.
    ///
    /// # Errors
    /// As [`Engine::open`]; and where the engine has no [`Capabilities::live`].
    fn open_live(&self, _plan: &Arc<FrozenPlan>, _given: Given) -> Result<Box<dyn Live>, EngineError> {
        Err(EngineError::Unsupported("this engine has no live stage".into()))
    }
}

/// What a take is made with besides its plan. Dropped with the session.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// Of the plan's cast, each once.
    pub likenesses: Vec<Likeness>,
    /// Of the uploads in its shots, each once.
    pub materials: Vec<Material>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    More,
    Done,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditOutcome {
    /// From the next picture on; with what was asked and not done, a sentence each.
    Applied(Vec<String>),
    /// Nothing changed.
    Rejected(String),
}

/// A hand in the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pushed {
    /// 0…1 from the left and from the top.
    pub at: (f64, f64),
    /// Picture heights to the right and downwards.
    pub by: (f64, f64),
}

/// One running stage: a picture and its sound a tick, in the plan's rate, for as long as somebody asks. What it makes is a function of the
/// plans and pushes, and of the ticks at which they came.
pub trait Live: Send {
    /// One tick: its sound, and its picture unless that is left out. Pictures are numbered by ticks.
    ///
    /// # Errors
    /// [`EngineError::Stopped`] when the sink says so: the scene stands still until it is given another sink; anything else ends the stage.
    fn tick(&mut self, sink: &mut FrameSink, draw: bool) -> Result<(), EngineError>;

    /// Other words, other people: the scene goes on with them.
    fn apply(&mut self, plan: &Arc<FrozenPlan>, given: Given) -> EditOutcome;

    /// Whether it met somebody or something.
    fn push(&mut self, pushed: Pushed) -> bool;

    /// From the next picture on. Of the shape that it has.
    fn resize(&mut self, size: Size);
}

/// One running take.
pub trait Session: Send {
    /// Makes the next small piece: at most a frame's worth of work between two looks at the sink, so that a stopped take ends
    /// within a frame.
    ///
    /// # Errors
    /// [`EngineError::Stopped`] when the sink says so; anything else fails the take.
    fn step(&mut self, sink: &mut FrameSink) -> Result<Step, EngineError>;

    /// Before the first step: so many whole seconds of the last pass are there already, and are not made again. Only
    /// [`Capabilities::resumable`] engines are asked.
    fn resume(&mut self, seconds: u32);
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    #[error("stopped")]
    Stopped,
    #[error("this engine can't do that: {0}")]
    Unsupported(String),
    #[error("the engine failed: {0}")]
    Failed(String),
}

impl From<Stopped> for EngineError {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl EngineError {
    /// The stable code on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Stopped => "take_stopped",
            Self::Unsupported(_) => "engine_unsupported",
            Self::Failed(_) => "engine_failed",
        }
    }
}
