//! A room's stage: hands each media unit, by reference, to everyone who watches.
//!
//! It knows where a decoder can begin and what is going out now; it does not know transports, nor how units are made. Media never
//! passes a mailbox. A watcher that reads too slowly loses pictures up to the next keyframe; nobody waits for it.

use domain::{
    TakeId, UserId,
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
    /// One for each take of which a unit may still be here.
    keepers: Vec<Arc<Keeper<Stage>>>,
}

/// Purges one take from what keeps things of many. To be dropped when nothing of it is kept there any more, so that its consent is held no longer
/// than it matters.
pub struct Keeper<K> {
    of: Weak<K>,
    take: TakeId,
}

impl<K: Purge + 'static> Keeper<K> {
    #[must_use]
    pub fn new(of: &Arc<K>, take: TakeId) -> Arc<Self> {
        Arc::new(Self { of: Arc::downgrade(of), take })
    }

    #[must_use]
    pub fn take(&self) -> TakeId {
        self.take
    }

    /// To be named to the consent gate.
    #[must_use]
    pub fn known(self: &Arc<Self>) -> Weak<dyn Purge> {
        Arc::downgrade(self) as Weak<dyn Purge>
    }
}

impl<K: Purge> Purge for Keeper<K> {
    fn purge(&self, take: TakeId) {
        if let Some(of) = self.of.upgrade() {
            of.purge(take);
        }
    }
}

impl Stage {
    #[must_use]
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Watches from now on; begins with the current group, so that a late joiner sees the present state at once.
    #[must_use]
    pub fn subscribe(self: &Arc<Self>) -> Subscription {
        self.subscribe_as(None)
    }

    /// Watches as this person, until [`Self::dismiss`].
    #[must_use]
    pub fn subscribe_as(self: &Arc<Self>, user: Option<UserId>) -> Subscription {
        let lane = Arc::new(Lane { user, ..Lane::default() });
        let mut inner = self.inner.lock();
        for unit in &inner.group {
            lane.push(unit);
        }
        inner.lanes.push(lane.clone());
        Subscription { lane, stage: Arc::downgrade(self) }
    }

    /// This person watches no more: all their subscriptions end.
    pub fn dismiss(&self, user: UserId) {
        self.inner.lock().lanes.retain(|lane| {
            let stays = lane.user != Some(user);
            if !stays {
                lane.end();
            }
            stays
        });
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

    /// What purges this take from here, while there may be something of it. To be asked for after the show of it has begun.
    #[must_use]
    pub fn keeper(self: &Arc<Self>, take: TakeId) -> Weak<dyn Purge> {
        let mut inner = self.inner.lock();
        if let Some(known) = inner.keepers.iter().find(|keeper| keeper.take == take) {
            return known.known();
        }
        let keeper = Keeper::new(self, take);
        let kept = keeper.known();
        inner.keepers.push(keeper);
        kept
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
        self.keepers.clear();
        for lane in &self.lanes {
            lane.clear();
        }
    }
}

impl Inner {
    /// Lets go of takes that are shown no more and wait on no lane.
    fn release(&mut self) {
        let Self { now, lanes, keepers, .. } = self;
        if keepers.len() > 1 {
            keepers.retain(|keeper| *now == Some(keeper.take) || lanes.iter().any(|lane| lane.holds(keeper.take)));
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
                inner.release();
            }
            inner.group.push(unit.clone());
        }
        for lane in &inner.lanes {
            lane.push(unit);
        }
        true
    }

    /// What is shown from here on is of another take; what was shown before stays.
    pub fn turn(&self, take: TakeId) {
        let Some(stage) = self.stage.upgrade() else { return };
        let mut inner = stage.inner.lock();
        if inner.shows == self.number && inner.now.is_some() {
            inner.now = Some(take);
        }
    }

    /// What is shown ends here, with what still waits for watchers.
    pub fn take_off(&self) {
        let Some(stage) = self.stage.upgrade() else { return };
        let mut inner = stage.inner.lock();
        if inner.shows == self.number && inner.now.is_some() {
            inner.clear();
            inner.shows += 1;
        }
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
    user: Option<UserId>,
    queue: Mutex<Queue>,
    filled: Notify,
}

#[derive(Default)]
struct Queue {
    units: VecDeque<Unit>,
    bytes: usize,
    /// Pictures were dropped: wait for a keyframe.
    broken: bool,
    /// Nothing more will come.
    ended: bool,
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

    fn holds(&self, take: TakeId) -> bool {
        self.queue.lock().units.iter().any(|unit| unit.take() == take)
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

    fn end(&self) {
        self.clear();
        self.queue.lock().ended = true;
        self.filled.notify_one();
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
    /// The next unit. Safe to cancel. None: the stage is gone, or this person may not watch any more.
    pub async fn next(&mut self) -> Option<Unit> {
        loop {
            if let Some(unit) = self.lane.pop() {
                return Some(unit);
            }
            if self.stage.strong_count() == 0 || self.lane.queue.lock().ended {
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

    /// See [`Stage::current_group`]. Nothing for whoever may not watch any more.
    #[must_use]
    pub fn current_group(&self) -> Vec<Unit> {
        self.stage.upgrade().filter(|_| !self.is_over()).map(|stage| stage.current_group()).unwrap_or_default()
    }

    /// This person may not watch any more.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.lane.queue.lock().ended
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

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use domain::{
        Timestamp,
        account::Handle,
        consent::LiveCast,
        plan::{Cast, Draft, Format, FrozenPlan, Maker},
        storyboard::{Shot, Storyboard},
    };
    use media::UnitLabel;

    fn user(n: u8) -> UserId {
        UserId::new(Timestamp::from_millis(1), &[n; 10])
    }

    /// `count` pictures of one take, a keyframe first and then each `group`-th, of `bytes` each.
    fn units(count: u32, group: u32, bytes: usize) -> (TakeId, Vec<Unit>) {
        let take = TakeId::new(Timestamp::from_millis(1), &[7; 10]);
        let handle: Handle = "ana".parse().expect("a handle");
        let shot = Shot { id: "a".into(), prompt: "a dog runs".into(), seconds: 5, ..Shot::default() };
        let plan = FrozenPlan::freeze(Draft {
            take,
            room: None,
            storyboard: Storyboard { shots: vec![shot] },
            format: Format::default(),
            seed: 1,
            makers: vec![Maker { user: user(1), handle }],
            cast: Cast::nobody(),
            rules: 1,
        })
        .expect("within limits");
        let cast = LiveCast::assemble(&plan, Vec::new()).expect("nobody in it");
        let parts = (0..count).map(|index| {
            let label = UnitLabel {
                kind: UnitKind::Video,
                take,
                pass: 1,
                index,
                pts: u64::from(index) * 40_000,
                duration: 40_000,
                keyframe: index % group == 0,
                width: 360,
                height: 640,
                bytes: u32::try_from(bytes).expect("small"),
            };
            MediaUnit { label, payload: Bytes::from(vec![0; bytes]), rtp: Vec::new(), framed: Bytes::new() }
        });
        (take, cast.seal_stored(parts).into_iter().map(Arc::new).collect())
    }

    fn told(subscription: &mut Subscription) -> Vec<u32> {
        std::iter::from_fn(|| subscription.try_next()).map(|unit| unit.label().index).collect()
    }

    #[test]
    fn a_late_joiner_begins_at_the_last_keyframe() {
        let stage = Stage::new();
        let (take, units) = units(7, 4, 10);
        let show = stage.begin(take);
        assert!(units[..6].iter().all(|unit| show.show(unit)));
        let mut late = stage.subscribe();
        assert!(show.show(&units[6]));
        assert_eq!(told(&mut late), [4, 5, 6]);
    }

    #[test]
    fn a_stalled_watcher_costs_a_bounded_number_of_bytes_and_resumes_on_a_keyframe() {
        let stage = Stage::new();
        let (take, units) = units(40, 8, 50_000);
        let show = stage.begin(take);
        let (mut stalled, mut healthy) = (stage.subscribe(), stage.subscribe());
        let mut seen = Vec::new();
        for unit in &units {
            show.show(unit);
            seen.extend(told(&mut healthy));
            assert!(stalled.lane.queue.lock().bytes <= LANE_BYTES);
        }
        assert_eq!(seen.len(), 40, "nobody waits for the stalled one");
        let late = told(&mut stalled);
        assert_eq!(late.first().map(|index| index % 8), Some(0), "begins on a keyframe");
        assert!(late.windows(2).all(|pair| pair[1] == pair[0] + 1), "without a hole: {late:?}");
        assert!(stalled.skipped() > 0);
    }

    #[test]
    fn nothing_of_a_cancelled_take_is_shown_any_more() {
        let stage = Stage::new();
        let (take, units) = units(3, 3, 10);
        let show = stage.begin(take);
        let mut watcher = stage.subscribe();
        assert!(show.show(&units[0]));
        stage.cancel(take);
        assert!(!show.show(&units[1]));
        assert_eq!(told(&mut watcher), [0; 0]);
        assert_eq!(stage.now(), None);
        assert_eq!(told(&mut stage.subscribe()), [0; 0]);
    }

    #[test]
    fn who_comes_after_the_end_sees_nothing_of_it() {
        let stage = Stage::new();
        let (take, units) = units(2, 2, 10);
        let show = stage.begin(take);
        let mut watcher = stage.subscribe();
        assert!(units.iter().all(|unit| show.show(unit)));
        show.turn(TakeId::new(Timestamp::from_millis(2), &[8; 10]));
        show.take_off();
        assert_eq!((told(&mut watcher), told(&mut stage.subscribe())), (vec![], vec![]));
        assert!(stage.now().is_none() && !show.show(&units[0]));
    }

    #[test]
    fn a_new_take_ends_the_one_before() {
        let stage = Stage::new();
        let (take, units) = units(2, 1, 10);
        let (first, second) = (stage.begin(take), stage.begin(take));
        assert!(!first.show(&units[0]));
        assert!(second.show(&units[1]));
        assert!(!first.end());
        assert!(second.end());
    }

    #[test]
    fn who_may_not_watch_any_more_hears_the_end() {
        let stage = Stage::new();
        let (take, units) = units(1, 1, 10);
        let (mut ana, mut ben) = (stage.subscribe_as(Some(user(1))), stage.subscribe_as(Some(user(2))));
        stage.dismiss(user(1));
        stage.begin(take).show(&units[0]);
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        assert!(runtime.block_on(ana.next()).is_none());
        assert!(runtime.block_on(ben.next()).is_some());
    }

    #[test]
    fn who_may_not_watch_any_more_gets_no_group_either() {
        let stage = Stage::new();
        let (take, units) = units(3, 3, 10);
        let show = stage.begin(take);
        units.iter().for_each(|unit| assert!(show.show(unit)));
        let (ana, ben) = (stage.subscribe_as(Some(user(1))), stage.subscribe_as(Some(user(2))));
        stage.dismiss(user(1));
        assert!(ana.is_over() && ana.current_group().is_empty());
        assert_eq!(ben.current_group().len(), 3);
    }

    #[test]
    fn a_take_is_kept_until_nothing_of_it_waits() {
        let stage = Stage::new();
        let (take, units) = units(3, 1, 10);
        let show = stage.begin(take);
        let kept = stage.keeper(take);
        let mut watcher = stage.subscribe();
        assert!(show.show(&units[0]));
        let other = TakeId::new(Timestamp::from_millis(2), &[8; 10]);
        show.turn(other);
        let next = stage.keeper(other);
        assert!(show.show(&units[1]));
        assert!(kept.upgrade().is_some(), "it waits for a watcher");
        told(&mut watcher);
        assert!(show.show(&units[2]));
        assert!(kept.upgrade().is_none() && next.upgrade().is_some());
    }

    #[test]
    fn a_purged_take_leaves_lanes_and_group() {
        let stage = Stage::new();
        let (take, units) = units(2, 2, 10);
        let show = stage.begin(take);
        let mut watcher = stage.subscribe();
        assert!(units.iter().all(|unit| show.show(unit)));
        stage.purge(take);
        assert_eq!(told(&mut watcher), [0; 0]);
        assert!(stage.current_group().is_empty());
    }
}
