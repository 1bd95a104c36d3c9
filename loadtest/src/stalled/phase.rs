//! A stretch of watching, with everybody reading or with some who don't; and what it did to the server's memory and to the others.

use super::{
    notes::{Unit, lateness},
    viewer::Viewer,
};
use crate::{
    error::{LoadError, Result},
    machine,
};
use std::time::{Duration, Instant};

/// Whoever has read on must have pictures again within.
const BACK: Duration = Duration::from_secs(4);

#[derive(Clone, Debug, Default)]
pub struct Phase {
    pub p50_ms: f64,
    pub p99_ms: f64,
    /// Bytes by which the server's memory grew, and the kernel's for all sockets.
    pub grown: f64,
    pub kernel_grown: f64,
    pub units: usize,
    pub bytes: usize,
}

/// All of one server: the first ones will stall.
pub struct Audience {
    pub viewers: Vec<Viewer>,
    pub stalled: usize,
}

impl Audience {
    /// Watches so long. `meanwhile`: what else has to be attended, for so long; `memory`: of the server.
    ///
    /// # Errors
    /// Where a viewer's socket ends, or nothing comes.
    pub async fn watch(
        &self,
        stalled: bool,
        length: Duration,
        memory: impl Fn() -> u64,
        meanwhile: &mut impl AsyncFnMut(Duration) -> Result<()>,
    ) -> Result<(Phase, Vec<(Unit, Instant)>)> {
        self.viewers[..self.stalled].iter().for_each(|viewer| viewer.read_on(!stalled));
        self.viewers.iter().for_each(|viewer| drop(viewer.notes().begin()));
        let (before, kernel) = (memory(), machine::socket_memory());
        meanwhile(length).await?;
        let grown = memory() as f64 - before as f64;
        let kernel_grown = machine::socket_memory() as f64 - kernel as f64;
        let healthy: Vec<Vec<(Unit, Instant)>> = self.viewers[self.stalled..].iter().map(|viewer| viewer.notes().begin()).collect();
        if let Some(why) = self.viewers.iter().find_map(|viewer| viewer.notes().ended.clone()) {
            return Err(LoadError::Closed("a viewer's socket", why));
        }
        let one = healthy.first().cloned().unwrap_or_default();
        let all = healthy.concat();
        let figure = |percent| lateness(&all, percent).ok_or(LoadError::Late { what: "pictures", seconds: length.as_secs() });
        let bytes = one.iter().map(|(unit, _)| unit.bytes).sum();
        Ok((Phase { p50_ms: figure(50.0)?, p99_ms: figure(99.0)?, grown, kernel_grown, units: one.len(), bytes }, one))
    }

    /// Those who stalled read on. How many of them have no pictures after a while.
    ///
    /// # Errors
    /// Where the rest of the server can't be attended.
    pub async fn read_on(&self, meanwhile: &mut impl AsyncFnMut(Duration) -> Result<()>) -> Result<usize> {
        let stalled = &self.viewers[..self.stalled];
        stalled.iter().for_each(|viewer| viewer.read_on(true));
        meanwhile(BACK).await?;
        let without = |viewer: &&Viewer| {
            let notes = viewer.notes();
            notes.ended.is_some() || !notes.came.iter().any(|(unit, at)| unit.picture && at.elapsed() < BACK / 4)
        };
        Ok(stalled.iter().filter(without).count())
    }

    /// Times that a stalled one went on with a keyframe.
    #[must_use]
    pub fn restarts(&self) -> u64 {
        self.viewers[..self.stalled].iter().map(|viewer| viewer.notes().restarts).sum()
    }

    /// Pictures that came to anybody though no decoder could show them.
    #[must_use]
    pub fn broken(&self) -> u64 {
        self.viewers.iter().map(|viewer| viewer.notes().broken).sum()
    }

    /// Pictures that those who stalled did not get.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.viewers[..self.stalled].iter().map(|viewer| viewer.notes().skipped).sum()
    }
}
