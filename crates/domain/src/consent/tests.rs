//! The gate in virtual time, and its marks under many threads.

use super::{
    cell::Marks,
    cells::{Cells, Closing},
    protocol::PlanDigest,
    *,
};
use crate::{
    TakeId, Timestamp,
    fixtures::{at, cameo, maker, plan, take, user},
    plan::FrozenPlan,
    product::{Pass, Picture, Product},
};
use parking_lot::Mutex;
use std::{
    sync::{
        Arc, Barrier, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    task::{Context, Poll, Waker},
    thread,
};

const FAR: u64 = 1_000_000;

/// The cells as their holder uses them, without the protocol.
pub(super) trait Short {
    fn yes(&mut self, plan: &FrozenPlan, deadline: Timestamp) -> Result<Grant, Refusal>;
    fn stop(&mut self, take: Option<TakeId>) -> Closing;
}

impl Short for Cells {
    fn yes(&mut self, plan: &FrozenPlan, deadline: Timestamp) -> Result<Grant, Refusal> {
        self.grant(plan, PlanDigest::of(plan), deadline)
    }

    fn stop(&mut self, take: Option<TakeId>) -> Closing {
        self.close(|given| take.is_none_or(|take| take == given))
    }
}

fn cells(number: u8) -> Cells {
    Cells::new(cameo(number))
}

/// One cameo in take 1; three parts of a stored clip.
fn one_cast() -> (Cells, LiveCast, Vec<Sealed<u32>>) {
    let mut holder = cells(1);
    let plan = plan(1, &[9], &[1]);
    let grant = holder.yes(&plan, at(FAR)).expect("in the plan");
    let cast = LiveCast::assemble(&plan, vec![grant]).expect("complete");
    let parts = cast.seal_stored([10, 11, 12]);
    (holder, cast, parts)
}

#[derive(Default)]
struct Buffer(Mutex<Vec<u32>>);

impl Purge for Buffer {
    fn purge(&self, shown: TakeId) {
        assert_eq!(shown, take(1));
        self.0.lock().clear();
    }
}

struct Faulty(AtomicBool);

impl Purge for Faulty {
    fn purge(&self, _: TakeId) {
        assert!(!self.0.load(SeqCst), "a faulty keeper");
    }
}

fn weak<K: Purge + 'static>(keeper: &Arc<K>) -> Weak<dyn Purge> {
    let keeper: Arc<dyn Purge> = keeper.clone();
    Arc::downgrade(&keeper)
}

#[test]
fn permits_travel_between_threads() {
    fn send<T: Send>() {}
    fn sync<T: Sync>() {}
    send::<Holder>();
    send::<Cells>();
    send::<Grant>();
    send::<LiveCast>();
    send::<FrameSink>();
    send::<Closing>();
    send::<Sealed<Vec<u8>>>();
    sync::<Sealed<Vec<u8>>>();
}

#[test]
fn only_a_plan_that_shows_the_cameo_is_granted() {
    assert_eq!(cells(1).yes(&plan(1, &[1], &[2]), at(FAR)).err(), Some(Refusal::NotInPlan));
    assert!(cells(1).yes(&plan(1, &[9], &[1, 2]), at(FAR)).is_ok());
}

#[test]
fn an_empty_cast_shows_nobody_and_asks_nobody() {
    let cast = LiveCast::assemble(&plan(1, &[1], &[]), Vec::new()).expect("nobody is missing");
    assert_eq!(cast.seal_stored([1])[0].send(Timestamp::NEVER, |byte| *byte), Ok(1));
}

#[test]
fn a_cast_lacks_nobody_and_takes_no_foreign_grant() {
    let plan_of_both = plan(1, &[9], &[1, 2]);
    let mut first = cells(1);
    let mut second = cells(2);
    let missing = LiveCast::assemble(&plan_of_both, vec![first.yes(&plan_of_both, at(FAR)).expect("in the plan")]);
    assert_eq!(missing.err(), Some(CastError::Missing(cameo(2))));

    let both = vec![first.yes(&plan_of_both, at(FAR)).expect("in the plan"), second.yes(&plan_of_both, at(FAR)).expect("in the plan")];
    assert!(LiveCast::assemble(&plan_of_both, both).is_ok());

    let other_take = first.yes(&plan(2, &[9], &[1]), at(FAR)).expect("in the plan");
    assert_eq!(LiveCast::assemble(&plan(1, &[9], &[1]), vec![other_take]).err(), Some(CastError::Foreign));

    let surplus = first.yes(&plan(1, &[9], &[1]), at(FAR)).expect("in the plan");
    assert_eq!(LiveCast::assemble(&plan(1, &[9], &[]), vec![surplus]).err(), Some(CastError::Foreign));
}

#[test]
fn a_grant_is_not_spent_on_other_shots_under_the_same_take_id() {
    let mut holder = cells(1);
    let grant = holder.yes(&plan(1, &[9], &[1]), at(FAR)).expect("in the plan");
    let other_makers = plan(1, &[8], &[1]);
    assert_eq!(LiveCast::assemble(&other_makers, vec![grant]).err(), Some(CastError::Foreign));
}

#[test]
fn revoked_likeness_never_leaves() {
    let (mut holder, cast, parts) = one_cast();
    assert_eq!(parts[0].send(at(0), |part| *part), Ok(10));
    let closing = holder.stop(None);
    assert_eq!(parts[1].send(at(0), |_| unreachable!("closed")), Err::<(), _>(Withheld));
    assert_eq!(cast.seal_stored([1])[0].send(at(0), |_| ()), Err(Withheld), "nor what is sealed later");
    let receipt = closing.receipt().expect("nothing is in flight");
    assert_eq!(receipt.iter().map(|line| line.last_sequence).collect::<Vec<_>>(), [Some(0), None]);
    assert_eq!(receipt[0].stream, parts[0].stream());
}

#[test]
fn one_of_two_is_enough_to_stop() {
    let both = plan(1, &[9], &[1, 2]);
    let (mut first, mut second) = (cells(1), cells(2));
    let grants = vec![first.yes(&both, at(FAR)).expect("in the plan"), second.yes(&both, at(FAR)).expect("in the plan")];
    let parts = LiveCast::assemble(&both, grants).expect("complete").seal_stored([1]);
    assert!(second.stop(None).is_drained());
    assert_eq!(parts[0].send(at(0), |_| ()), Err(Withheld));
}

#[test]
fn closing_one_take_leaves_the_others() {
    let mut holder = cells(1);
    let mut part_of = |number| {
        let plan = plan(number, &[9], &[1]);
        let grant = holder.yes(&plan, at(FAR)).expect("in the plan");
        LiveCast::assemble(&plan, vec![grant]).expect("complete").seal_stored([number]).remove(0)
    };
    let (one, two) = (part_of(1), part_of(2));
    assert!(holder.stop(Some(take(1))).is_drained());
    assert_eq!(one.send(at(0), |_| ()), Err(Withheld));
    assert_eq!(two.send(at(0), |_| ()), Ok(()));
}

#[test]
fn a_lease_ends_by_itself_and_can_be_renewed_but_never_shortened() {
    let mut holder = cells(1);
    let plan = plan(1, &[9], &[1]);
    let grant = holder.yes(&plan, at(2_000)).expect("in the plan");
    let part = LiveCast::assemble(&plan, vec![grant]).expect("complete").seal_stored([1]).remove(0);
    assert_eq!(part.send(at(2_000), |_| ()), Ok(()));
    assert_eq!(part.send(at(2_001), |_| ()), Err(Withheld));
    holder.extend(at(4_000));
    holder.extend(at(1));
    assert_eq!(part.send(at(4_000), |_| ()), Ok(()));
    assert!(holder.stop(None).is_drained());
    holder.extend(at(9_000));
    assert_eq!(part.send(at(0), |_| ()), Err(Withheld), "a closed yes is not renewed");
}

#[test]
fn a_holder_that_dies_closes_its_cells() {
    let (holder, _cast, parts) = one_cast();
    drop(holder);
    assert_eq!(parts[0].send(at(0), |_| ()), Err(Withheld));
}

#[test]
fn a_grant_closed_before_it_is_spent_makes_nothing() {
    let mut holder = cells(1);
    let plan = plan(1, &[9], &[1]);
    let grant = holder.yes(&plan, at(FAR)).expect("in the plan");
    assert!(holder.stop(None).is_drained());
    assert_eq!(LiveCast::assemble(&plan, vec![grant]).err(), Some(CastError::Closed(cameo(1))));
}

#[test]
fn later_grants_do_not_forget_what_still_runs() {
    let (mut holder, _cast, parts) = one_cast();
    let unspent = holder.yes(&plan(2, &[9], &[1]), at(FAR)).expect("in the plan");
    for number in 3..9 {
        drop(holder.yes(&plan(number, &[9], &[1]), at(FAR)));
    }
    assert!(holder.stop(None).is_drained());
    assert_eq!(parts[0].send(at(0), |_| ()), Err(Withheld));
    assert_eq!(LiveCast::assemble(&plan(2, &[9], &[1]), vec![unspent]).err(), Some(CastError::Closed(cameo(1))));
}

#[test]
fn what_could_be_sent_again_is_purged_even_after_the_cast_is_gone() {
    let (mut holder, cast, parts) = one_cast();
    let buffer = Arc::new(Buffer::default());
    cast.keep(weak(&buffer));
    parts[0].send(at(0), |part| buffer.0.lock().push(*part)).expect("consents");
    drop((cast, parts));
    drop(holder.yes(&plan(2, &[9], &[1]), at(FAR)));
    let closing = holder.stop(None);
    assert!(buffer.0.lock().is_empty());
    assert_eq!(closing.receipt().map(|lines| lines.len()), Some(1));
}

#[test]
fn what_a_send_in_flight_leaves_behind_is_purged_before_it_is_acknowledged() {
    let (mut holder, _cast, parts) = one_cast();
    let buffer = Arc::new(Buffer::default());
    parts[0].keep(weak(&buffer));
    let closing = parts[0].send(at(0), |part| {
        let closing = holder.stop(None);
        assert!(!closing.is_drained() && closing.receipt().is_none());
        buffer.0.lock().push(*part);
        closing
    });
    assert!(closing.expect("began before").is_drained());
    assert!(buffer.0.lock().is_empty());
}

#[test]
fn a_keeper_that_comes_after_the_closing_is_purged_at_once() {
    let (mut holder, cast, _parts) = one_cast();
    assert!(holder.stop(None).is_drained());
    let buffer = Arc::new(Buffer(Mutex::new(vec![1])));
    cast.keep(weak(&buffer));
    assert!(buffer.0.lock().is_empty());
}

#[test]
fn a_keeper_that_fails_holds_back_the_receipt_and_shields_no_other() {
    let (mut holder, cast, _parts) = one_cast();
    let (faulty, buffer) = (Arc::new(Faulty(AtomicBool::new(true))), Arc::new(Buffer(Mutex::new(vec![1]))));
    cast.keep(weak(&faulty));
    cast.keep(weak(&buffer));
    let closing = holder.stop(None);
    assert!(buffer.0.lock().is_empty());
    assert!(!closing.is_drained());
    faulty.0.store(false, SeqCst);
    assert!(closing.is_drained());
}

#[test]
fn a_write_that_panics_ends_its_flight_and_counts_as_left() {
    let (mut holder, _cast, parts) = one_cast();
    let fault = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| parts[2].send(at(0), |_| panic!("a broken pipe"))));
    assert!(fault.is_err());
    assert_eq!(holder.stop(None).receipt().expect("drained")[0].last_sequence, Some(2));
}

#[test]
fn a_slow_write_is_in_flight_until_it_ends_or_is_dropped() {
    fn sendable<F: Future + Send>(future: F) -> F {
        future
    }
    let (mut holder, _cast, parts) = one_cast();
    let done = Arc::new(AtomicBool::new(false));
    let (part, seen) = (&parts[0], &done);
    let mut slow = Box::pin(sendable(part.send_async(at(0), |part| {
        let part = *part;
        std::future::poll_fn(move |_| if seen.load(SeqCst) { Poll::Ready(part) } else { Poll::Pending })
    })));
    let mut stuck = Box::pin(parts[1].send_async(at(0), |_| std::future::pending::<()>()));
    let mut context = Context::from_waker(Waker::noop());
    assert!(slow.as_mut().poll(&mut context).is_pending() && stuck.as_mut().poll(&mut context).is_pending());
    let closing = holder.stop(None);
    done.store(true, SeqCst);
    assert_eq!(slow.as_mut().poll(&mut context), Poll::Ready(Ok(10)), "it began before");
    assert!(!closing.is_drained());
    drop(stuck);
    assert!(closing.is_drained());
    let mut late = Box::pin(parts[2].send_async(at(0), |part| std::future::ready(*part)));
    assert_eq!(late.as_mut().poll(&mut context), Poll::Ready(Err(Withheld)));
}

struct Double;

impl Work<u32> for Double {
    type Output = Vec<u32>;
    fn work(&mut self, input: u32) -> Vec<u32> {
        vec![input, input]
    }
}

struct Sum(u32);

impl Gather<u32> for Sum {
    type Output = u32;
    fn add(&mut self, part: &u32) {
        self.0 += part;
    }
    fn finish(self) -> u32 {
        self.0
    }
}

#[test]
fn whatever_is_made_of_a_sealed_thing_is_bound_to_the_same_cast() {
    let (mut holder, _cast, mut parts) = one_cast();
    let sum = Sealed::gather(&parts, Sum(0)).expect("one cast");
    let channel = parts[0].channel();
    let split = parts.remove(0).work(&mut Double).split(&channel).expect("its own channel");
    assert_eq!(split.iter().map(Sealed::sequence).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(sum.send(at(0), |sum| *sum), Ok(33));
    assert!(holder.stop(None).is_drained());
    assert_eq!(sum.send(at(0), |_| ()), Err(Withheld));
    assert!(split.iter().all(|part| part.send(at(0), |_| ()) == Err(Withheld)));
}

#[test]
fn what_is_read_piece_by_piece_is_one_stream_of_its_cast() {
    let (mut holder, cast, _parts) = one_cast();
    let channel = cast.channel();
    let (first, second) = (channel.seal(1), channel.seal(2));
    assert_eq!((first.sequence(), second.sequence(), first.stream()), (0, 1, second.stream()));
    assert_eq!(first.send(at(0), |part| *part), Ok(1));
    assert!(holder.stop(None).is_drained());
    assert_eq!(second.send(at(0), |_| ()), Err(Withheld));
}

#[test]
fn things_of_different_casts_are_not_mixed() {
    let (_one, _cast, mine) = one_cast();
    let (_two, _other_cast, mut theirs) = one_cast();
    let foreign = theirs[0].channel();
    assert!(Sealed::gather(mine.iter().chain(&theirs), Sum(0)).is_none());
    assert!(Sealed::gather(&Vec::<Sealed<u32>>::new(), Sum(0)).is_none());
    let mut mine = mine;
    assert!(mine.remove(0).work(&mut Double).split(&foreign).is_none());
    assert!(theirs.remove(0).work(&mut Double).split(&foreign).is_some());
}

#[derive(Default)]
struct Collect(Arc<Mutex<Vec<Sealed<Product>>>>);

impl Out for Collect {
    fn put(&mut self, product: Sealed<Product>) -> Result<(), Stopped> {
        self.0.lock().push(product);
        Ok(())
    }
    fn pass_started(&mut self, _: Pass) {}
    fn notice(&mut self, _: String) {}
    fn is_stopped(&self) -> bool {
        false
    }
}

#[test]
fn a_frame_is_born_bound_to_its_cast_and_its_engine_is_stopped() {
    let (mut holder, cast, _parts) = one_cast();
    let out = Collect::default();
    let born = out.0.clone();
    let mut sink = cast.into_sink(Box::new(out));
    let picture = || Picture { width: 1, height: 1, rgba: vec![7, 7, 7, 255] };
    sink.frame(0, 0, picture()).expect("consents");
    assert!(holder.stop(None).is_drained());
    assert!(sink.is_stopped());
    assert_eq!(sink.frame(0, 1, picture()), Err(Stopped));
    let born = born.lock();
    assert_eq!(born.len(), 1);
    assert_eq!(born[0].send(at(0), |_| ()), Err(Withheld));
}

#[test]
fn printing_a_permit_shows_ids_only() {
    let mut holder = cells(1);
    let plan = plan(1, &[9], &[1]);
    let grant = holder.yes(&plan, at(FAR)).expect("in the plan");
    assert_eq!(format!("{grant:?}"), format!("Grant({} in {})", cameo(1), take(1)));
    let cast = LiveCast::assemble(&plan, vec![grant]).expect("complete");
    let sealed = cast.seal_stored(["the bytes".to_owned()]).remove(0);
    assert!(!format!("{sealed:?}").contains("the bytes"));
    assert_eq!(maker(9).user, user(9));
}

#[test]
fn a_closing_that_falls_between_the_first_look_and_the_mark_is_seen() {
    let mut holder = cells(1);
    let grant = holder.yes(&plan(1, &[9], &[1]), at(FAR)).expect("in the plan");
    let shared = [grant.cell.clone()];
    assert!(grant.cell.allows(at(0)));
    let closing = holder.stop(None);
    let marks = Marks::on(&shared);
    assert!(!closing.is_drained());
    assert!(marks.look(at(0)).is_none());
    assert!(closing.is_drained());
}

/// Counts, no timing: however the threads interleave, no write begins once the closing said that it is drained, and the receipt
/// names the last sequence that was written.
#[test]
fn no_write_begins_after_a_closing_has_drained() {
    const SENDERS: usize = 3;
    const PARTS: u32 = 60;
    // Many in the cast: a send then takes long enough between its first look and its last mark for a closing to fall between.
    const CAST: u8 = 60;
    let everybody: Vec<u8> = (1..=CAST).collect();
    let plan = plan(1, &[9], &everybody);
    for round in 0..150_u32 {
        let mut all: Vec<Cells> = everybody.iter().map(|number| cells(*number)).collect();
        let grants = all.iter_mut().map(|holder| holder.yes(&plan, at(FAR)).expect("in the plan")).collect();
        let parts = LiveCast::assemble(&plan, grants).expect("complete").seal_stored(0..PARTS);
        let holder = all.last_mut().expect("a large cast");
        let (acknowledged, late, written) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
        let (started, start) = (AtomicU64::new(0), Barrier::new(SENDERS + 1));
        let receipt = thread::scope(|scope| {
            for _ in 0..SENDERS {
                scope.spawn(|| {
                    start.wait();
                    for part in &parts {
                        let _ = part.send(at(0), |_| {
                            late.fetch_add(u64::from(acknowledged.load(SeqCst)), SeqCst);
                            started.fetch_add(1, SeqCst);
                            written.fetch_max(part.sequence() + 1, SeqCst);
                        });
                    }
                });
            }
            start.wait();
            while started.load(SeqCst) < u64::from(round % PARTS) {
                std::hint::spin_loop();
            }
            let closing = holder.stop(None);
            while !closing.is_drained() {
                thread::yield_now();
            }
            acknowledged.store(true, SeqCst);
            closing.receipt().expect("drained stays drained")
        });
        assert_eq!(late.load(SeqCst), 0);
        assert_eq!(receipt[0].last_sequence, written.load(SeqCst).checked_sub(1));
    }
}

/// A closing that comes while grants are being spent: either the cast is not made, or nothing of it leaves.
#[test]
fn a_closing_finds_casts_that_are_just_being_made() {
    for _ in 0..300 {
        let mut holder = cells(1);
        let plan = plan(1, &[9], &[1]);
        let grant = holder.yes(&plan, at(FAR)).expect("in the plan");
        let start = Barrier::new(2);
        let buffer = Arc::new(Buffer(Mutex::new(vec![1])));
        let (made, closing) = thread::scope(|scope| {
            let maker = scope.spawn(|| {
                start.wait();
                let cast = LiveCast::assemble(&plan, vec![grant])?;
                cast.keep(weak(&buffer));
                Ok::<_, CastError>(cast)
            });
            start.wait();
            let closing = holder.stop(None);
            (maker.join().expect("no fault"), closing)
        });
        if let Ok(cast) = made {
            assert_eq!(cast.seal_stored([1])[0].send(at(0), |_| ()), Err(Withheld));
            assert!(buffer.0.lock().is_empty(), "either the closing saw the keeper, or the keeper saw the closing");
            assert!(closing.receipt().is_some_and(|lines| lines.len() == 1));
        }
    }
}

#[test]
fn a_part_is_taken_over_only_by_a_cast_of_everybody_in_it_who_still_consents() {
    let (mut holder, _cast, parts) = one_cast();
    let mut other = cells(2);
    // A clip of both, recorded while one of them was seen.
    let whole = plan(2, &[9], &[1, 2]);
    let grants = vec![holder.yes(&whole, at(FAR)).expect("in the plan"), other.yes(&whole, at(FAR)).expect("in the plan")];
    let both = LiveCast::assemble(&whole, grants).expect("complete");
    let channel = both.channel();
    let own = channel.adopt(&parts[0]).expect("everybody in it is in the cast");
    assert_eq!((own.take(), own.send(at(1), |part| *part)), (take(2), Ok(10)));
    let without = plan(3, &[9], &[2]);
    let stranger = LiveCast::assemble(&without, vec![other.yes(&without, at(FAR)).expect("in the plan")]).expect("complete");
    assert!(stranger.channel().adopt(&parts[0]).is_none(), "nobody asked who is in it");
    let nobody = LiveCast::assemble(&plan(4, &[9], &[]), Vec::new()).expect("nobody in it");
    assert!(nobody.channel().adopt(&parts[0]).is_none());
    drop(holder.stop(Some(take(1))));
    assert!(channel.adopt(&parts[1]).is_none(), "what was shown live was taken back");
    drop(holder.stop(Some(take(2))));
    assert!(own.send(at(1), |_| ()).is_err(), "what was taken over follows its own cast");
}
