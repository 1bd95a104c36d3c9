//! A stretch of a stage on its way to become a clip: sealed units as they were shown, and the plans that they show.
//!
//! Everything in it is bound to the casts with which it was drawn. It becomes a file only by the live cast of one plan of all of them.

use super::{
    keep::{Keep, keep},
    reel::Reel,
    session::{Failure, Work},
};
use crate::stage::Unit;
use domain::{
    ClipId, TakeId,
    consent::{LiveCast, Purge},
    plan::{FrozenPlan, Size},
    product::Pass,
    stage::{RATE, RECORDING},
};
use media::{Recut, UnitKind};
use parking_lot::Mutex;
use std::sync::{Arc, Weak, atomic::Ordering::SeqCst};

/// Opus packets of one second.
const PACKETS: usize = 50;

/// What was shown with one plan.
pub(crate) struct Span {
    pub plan: Arc<FrozenPlan>,
    pub ticks: u32,
}

/// Under way.
pub(crate) struct Recording {
    kept: Arc<Kept>,
    size: Size,
    spans: Vec<Span>,
    ticks: u32,
    begun: bool,
}

/// Finished, and not yet a clip.
pub(crate) struct Recorded {
    kept: Arc<Kept>,
    pub size: Size,
    pub seconds: u32,
    pub spans: Vec<Span>,
}

/// Dropped whole where somebody in it takes their consent back.
#[derive(Default)]
struct Kept {
    units: Mutex<Option<Units>>,
}

#[derive(Default)]
struct Units {
    video: Vec<Unit>,
    sound: Vec<Unit>,
    poster: Option<Unit>,
}

impl Purge for Kept {
    fn purge(&self, take: TakeId) {
        let mut units = self.units.lock();
        if units.as_ref().is_some_and(|units| units.video.iter().chain(&units.sound).any(|unit| unit.take() == take)) {
            *units = None;
        }
    }
}

impl Recording {
    pub fn new(plan: Arc<FrozenPlan>, size: Size) -> Self {
        let kept = Arc::new(Kept { units: Mutex::new(Some(Units::default())) });
        Self { kept, size, spans: vec![Span { plan, ticks: 0 }], ticks: 0, begun: false }
    }

    pub fn turn(&mut self, plan: &Arc<FrozenPlan>, cast: &LiveCast) {
        cast.keep(Arc::downgrade(&self.kept) as Weak<dyn Purge>);
        self.spans.push(Span { plan: plan.clone(), ticks: 0 });
    }

    /// From the first picture on that a decoder can begin with.
    pub fn add(&mut self, unit: &Unit) {
        let label = unit.label();
        if label.kind == UnitKind::Video && !self.begun {
            // Whoever is in the picture now may have been there before it was recorded. Where they left just now it purges at once, and needs the lock.
            unit.keep(Arc::downgrade(&self.kept) as Weak<dyn Purge>);
        }
        let mut units = self.kept.units.lock();
        if unit.withheld_by().is_some() {
            *units = None;
        }
        let Some(units) = units.as_mut() else { return };
        match label.kind {
            UnitKind::Video => {
                self.begun |= label.keyframe;
                if self.begun {
                    units.video.push(unit.clone());
                }
            }
            UnitKind::Audio => units.sound.push(unit.clone()),
            UnitKind::Poster => units.poster = Some(unit.clone()),
        }
    }

    pub fn tick(&mut self) {
        if self.begun {
            self.ticks += 1;
            if let Some(span) = self.spans.last_mut() {
                span.ticks += 1;
            }
        }
    }

    /// Its last second is whole, and it is to end.
    pub fn is_due(&self, wanted: bool) -> bool {
        let seconds = self.ticks / RATE;
        self.ticks.is_multiple_of(RATE) && (seconds >= *RECORDING.end() || (wanted && seconds >= *RECORDING.start()))
    }

    /// Whole ones.
    pub fn seconds(&self) -> u32 {
        self.ticks / RATE
    }

    /// Its whole seconds. None: nothing is left of it.
    pub fn finish(self) -> Option<Recorded> {
        let seconds = self.seconds();
        let mut units = self.kept.units.lock();
        let found = units.as_mut()?;
        let from = found.video.first()?.label().pts;
        // Sound of the tick before its first picture is not of it.
        found.sound.retain(|unit| unit.label().pts + 20_000 > from);
        found.video.retain(|unit| unit.label().pts < from + u64::from(seconds) * 1_000_000);
        found.sound.truncate(seconds as usize * PACKETS);
        drop(units);
        Some(Recorded { kept: self.kept, size: self.size, seconds, spans: self.spans })
    }
}

/// Makes the clip of a recorded plan.
pub(super) fn make(work: Work, recorded: &Recorded) -> Result<(ClipId, Vec<String>), Failure> {
    let Work { plan, cast, identity, store, runtime, reel, stop, engine, .. } = work;
    cast.keep(Arc::downgrade(&reel) as Weak<dyn Purge>);
    let (size, fps) = (plan.format().size, plan.format().fps);
    reel.begin_pass(Pass { number: 1, width: size.width, height: size.height, fps, frames: plan.frames(), last: true });
    take_over(&plan, &cast, recorded, &reel)?;
    if stop.load(SeqCst) {
        return Err(Failure::Stopped);
    }
    reel.end();
    let clip = keep(&Keep { plan: &plan, engine: engine.name().to_owned(), identity, store, notices: Vec::new() }, &reel, &runtime)?;
    tracing::info!(take = %plan.take(), %clip, seconds = recorded.seconds, "a stretch of a stage was kept");
    Ok((clip, Vec::new()))
}

fn take_over(plan: &FrozenPlan, cast: &LiveCast, recorded: &Recorded, reel: &Reel) -> Result<(), Failure> {
    let channel = cast.channel();
    let units = recorded.kept.units.lock();
    let withheld = || Failure::Withheld(cast.withheld_by());
    let units = units.as_ref().ok_or_else(withheld)?;
    let from = units.video.first().map(|unit| unit.label().pts).ok_or_else(withheld)?;
    let mut recut = Recut::new(plan.take(), from);
    for unit in units.video.iter().chain(&units.sound).chain(&units.poster) {
        let own = channel.adopt(unit).ok_or_else(withheld)?;
        reel.push(Unit::new(own.work(&mut recut)));
    }
    Ok(())
}
