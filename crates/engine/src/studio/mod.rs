//! The built-in engine: from words to a moving, sounding scene, on the CPU alone.
//!
//! Four parts that know each other only by plain values: `understand` makes a screenplay of the words, `world` simulates it into
//! a trace with events, `picture` draws any frame of the trace at any size, `sound` renders the events and the spoken lines.
//! `session` puts them in order. It is a procedural engine, not a learned one, and says so.

pub mod film;
pub mod footage;
pub mod likeness;
mod live;
pub mod picture;
pub mod screenplay;
mod session;
pub mod sound;
pub mod understand;
pub mod world;

use crate::{Capabilities, Engine, EngineError, Given, Live, Session};
use domain::plan::{FrozenPlan, Size};
use film::Film;
use screenplay::Screenplay;
use std::sync::Arc;
use understand::{Nearest, Nothing, Understood};

/// See the module.
#[derive(Clone, Default)]
pub struct Studio {
    /// None: unknown words are compared by their letters only.
    nearest: Option<Arc<dyn Nearest>>,
    /// Shown whatever the plan's words say.
    screenplay: Option<Arc<Screenplay>>,
}

impl Studio {
    /// Asks for the known word that is nearest to one in no table.
    #[must_use]
    pub fn asking(nearest: Arc<dyn Nearest>) -> Self {
        Self { nearest: Some(nearest), screenplay: None }
    }

    /// Shows this, which has passed [`Screenplay::check`], in place of what the words of a plan say; nobody who was enrolled is in it. As
    /// long as the plan.
    #[must_use]
    pub fn showing(self, screenplay: Screenplay) -> Self {
        Self { screenplay: Some(Arc::new(screenplay)), ..self }
    }

    /// What is simulated before anything is drawn.
    #[must_use]
    pub fn film(&self, plan: &FrozenPlan, given: &Given) -> Film {
        match &self.screenplay {
            Some(screenplay) => Film::of(Understood { screenplay: screenplay.as_ref().clone(), notices: Vec::new() }, plan.format().size),
            None => Film::prepare(plan, given, self.nearest.as_deref().unwrap_or(&Nothing)),
        }
    }
}

impl Engine for Studio {
    fn name(&self) -> &'static str {
        "studio"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { sizes: Size::OFFERED.to_vec(), live: true, sound: true, likeness: true, deterministic: true, resumable: true }
    }

    fn open(&self, plan: Arc<FrozenPlan>, given: Given) -> Result<Box<dyn Session>, EngineError> {
        if !Size::OFFERED.contains(&plan.format().size) {
            return Err(EngineError::Unsupported("this size is not offered".into()));
        }
        likeness::check(&plan, &given.likenesses)?;
        footage::check(&plan, &given.materials)?;
        if let Some(screenplay) = &self.screenplay {
            let cast = !given.likenesses.is_empty();
            let other = (screenplay.seconds() - f64::from(plan.seconds())).abs() > 1e-3 || screenplay.fps != plan.format().fps;
            if cast || other {
                return Err(EngineError::Unsupported("this screenplay is not of this plan".into()));
            }
        }
        Ok(Box::new(session::Take::new(plan, given, self.clone())))
    }

    fn open_live(&self, plan: &Arc<FrozenPlan>, given: Given) -> Result<Box<dyn Live>, EngineError> {
        Ok(Box::new(live::Stage::open(plan, given, self.clone())?))
    }
}
