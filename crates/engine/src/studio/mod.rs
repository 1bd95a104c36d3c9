//! The built-in engine: from words to a moving, sounding scene, on the CPU alone.
//!
//! Four parts that know each other only by plain values: `understand` makes a screenplay of the words, `world` simulates it into
//! a trace with events, `picture` draws any frame of the trace at any size, `sound` renders the events and the spoken lines.
//! `session` puts them in order. It is a procedural engine, not a learned one, and says so.

pub mod film;
pub mod footage;
pub mod likeness;
pub mod picture;
pub mod screenplay;
mod session;
pub mod sound;
pub mod understand;
pub mod world;

use crate::{Capabilities, Engine, EngineError, Given, Session};
use domain::plan::{FrozenPlan, Size};
use std::sync::Arc;

/// See the module.
#[derive(Clone, Copy, Debug, Default)]
pub struct Studio;

impl Engine for Studio {
    fn name(&self) -> &'static str {
        "studio"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { sizes: Size::OFFERED.to_vec(), live: false, sound: true, likeness: true, deterministic: true, resumable: true }
    }

    fn open(&self, plan: Arc<FrozenPlan>, given: Given) -> Result<Box<dyn Session>, EngineError> {
        if !Size::OFFERED.contains(&plan.format().size) {
            return Err(EngineError::Unsupported("this size is not offered".into()));
        }
        likeness::check(&plan, &given.likenesses)?;
        footage::check(&plan, &given.materials)?;
        Ok(Box::new(session::Take::new(plan, given)))
    }
}
