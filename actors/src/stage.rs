//! A room's stage: hands each media unit, by reference, to everyone who watches.
//!
//! It knows where a decoder can begin and what is going out now; it does not know transports, nor how units are made. Media never
//! passes a mailbox. A watcher that reads too slowly loses pictures up to the next keyframe; nobody waits for it.

use domain::{
    TakeId,
    consent::{Purge, Sealed},
};
use media::{MediaUnit, UnitKind};
use parking_lot::Mutex;
use std::{
    collections::VecDeque,
    sync::{Arc, Weak},
};
use tokio::sync::Notify;

/// One encoded picture or packet of sound, shared by all who send it.
pub type Unit = Arc<Sealed<MediaUnit>>;

/// Bytes that wait for one watcher at most.
pub const LANE_BYTES: usize = 768 * 1024;
/// Units that wait for one watcher at most: about two seconds.
pub const LANE_UNITS: usize = 192;

#[derive(Default)]
pub struct Stage {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    lanes: Vec<Arc<Lane>>,
    /// Video from the last keyframe to now.
    group: Vec<Unit>,
    /// What is shown now, and how many shows there were before.
    now: Option<TakeId>,
    shows: u64,
}

impl Stage {
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Watches from now on; begins with the current group, so that a late joiner sees the present state at once.
    #[must_use]
    pub fn subscribe(self: &Arc<Self>) -> Subscription {
        let lane = Arc::new(Lane::default());
        let mut inner = self.inner.lock();
        for unit in &inner.group {
            lane.push(unit);
        }
        inner.lanes.push(lane.clone());
        Subscription { lane, stage: Arc::downgrade(self) }
    }

    /// Video from the last keyframe to now: what a decoder needs that lost its way.
    #[must_use]
    pub fn current_group(&self) -> Vec<Unit> {
        self.inner.lock().group.clone()
    }

    #[must_use]
    pub fn watchers(&self) -> usize {
        self.inner.lock().lanes.len()
    }

    /// A take comes on; what was shown before ends.
    #[must_use]
    pub fn begin(self: &Arc<Self>, take: TakeId) -> Show {
        let mut inner = self.inner.lock();
        inner.clear();
        inner.shows += 1;
        inner.now = Some(take);
        Show { stage: Arc::downgrade(self), number: inner.shows }
    }

    /// The take goes off, if it is on.
    pub fn cancel(&self, take: TakeId) {
        let mut inner = self.inner.lock();
        if inner.now == Some(take) {
            inner.clear();
            inner.shows += 1;
        }
    }

    /// What is shown now.
    #[must_use]
    pub fn now(&self) -> Option<TakeId> {
        self.inner.lock().now
    }

    fn forget(&self, lane: &Arc<Lane>) {
        self.inner.lock().lanes.retain(|known| !Arc::ptr_eq(known, lane));
    }
}

impl Inner {
    fn clear(&mut self) {
        self.now = None;
        self.group.clear();
        for lane in &self.lanes {
            lane.clear();
        }
    }
}

/// One take on the stage, until the next begins.
pub struct Show {
    stage: Weak<Stage>,
    number: u64,
}

impl Show {
    /// Puts a unit on everybody's lane. False: this show is over.
    pub fn show(&self, unit: &Unit) -> bool {
        let Some(stage) = self.stage.upgrade() else { return false };
        let mut inner = stage.inner.lock();
        if inner.shows != self.number || inner.now.is_none() {
            return false;
        }
        let label = unit.label();
        if label.kind == UnitKind::Video {
            if label.keyframe {
                inner.group.clear();
            }
            inner.group.push(unit.clone());
        }
        for lane in &inner.lanes {
            lane.push(unit);
        }
        true
    }

    /// The take was shown to its end. The last pictures stay on the lanes. False: this show was over before.
    #[must_use]
    pub fn end(self) -> bool {
        let Some(stage) = self.stage.upgrade() else { return false };
        let mut inner = stage.inner.lock();
        let current = inner.shows == self.number && inner.now.is_some();
        if current {
            inner.now = None;
            inner.group.clear();
        }
        current
    }
}

impl Purge for Stage {
    fn purge(&self, take: TakeId) {
        let mut inner = self.inner.lock();
        inner.group.retain(|unit| unit.take() != take);
        for lane in &inner.lanes {
            lane.purge(take);
        }
    }
}

/// The media lane of one watcher: bounded; at the bound the pictures are skipped to the next keyframe.
#[derive(Default)]
struct Lane {
    queue: Mutex<Queue>,
    filled: Notify,
}

#[derive(Default)]
struct Queue {
    units: VecDeque<Unit>,
    bytes: usize,
    /// Pictures were dropped: wait for a keyframe.
    broken: bool,
    skipped: u64,
}

impl Lane {
    fn push(&self, unit: &Unit) {
        let label = unit.label();
        if label.kind == UnitKind::Poster {
            return;
        }
        let mut queue = self.queue.lock();
        let full = queue.units.len() >= LANE_UNITS || queue.bytes + label.bytes as usize > LANE_BYTES;
        if full {
            queue.skipped += queue.units.len() as u64;
            queue.units.clear();
            queue.bytes = 0;
            queue.broken = true;
        }
        if queue.broken && label.kind == UnitKind::Video {
            if !label.keyframe {
                queue.skipped += 1;
                return;
            }
            queue.broken = false;
        }
        queue.bytes += label.bytes as usize;
        queue.units.push_back(unit.clone());
        drop(queue);
        self.filled.notify_one();
    }

    fn pop(&self) -> Option<Unit> {
        let mut queue = self.queue.lock();
        let unit = queue.units.pop_front()?;
        queue.bytes -= unit.label().bytes as usize;
        Some(unit)
    }

    fn clear(&self) {
        let mut queue = self.queue.lock();
        queue.units.clear();
        queue.bytes = 0;
        queue.broken = true;
    }

    fn purge(&self, take: TakeId) {
        let mut queue = self.queue.lock();
        queue.units.retain(|unit| unit.take() != take);
        queue.bytes = queue.units.iter().map(|unit| unit.label().bytes as usize).sum();
        queue.broken = true;
    }
}

/// One watcher's end. Dropped: not watching any more.
pub struct Subscription {
    lane: Arc<Lane>,
    stage: Weak<Stage>,
}

impl Subscription {
    /// The next unit. Safe to cancel. None: the stage is gone.
    pub async fn next(&mut self) -> Option<Unit> {
        loop {
            if let Some(unit) = self.lane.pop() {
                return Some(unit);
            }
            if self.stage.strong_count() == 0 {
                return None;
            }
            // One reader: a permit that came in between is kept for it.
            self.lane.filled.notified().await;
        }
    }

    /// The next unit, if one waits.
    pub fn try_next(&mut self) -> Option<Unit> {
        self.lane.pop()
    }

    /// See [`Stage::current_group`].
    #[must_use]
    pub fn current_group(&self) -> Vec<Unit> {
        self.stage.upgrade().map(|stage| stage.current_group()).unwrap_or_default()
    }

    /// Units dropped so far because this watcher was slow.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.lane.queue.lock().skipped
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(stage) = self.stage.upgrade() {
            stage.forget(&self.lane);
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        for lane in &self.inner.get_mut().lanes {
            lane.filled.notify_one();
        }
    }
}
