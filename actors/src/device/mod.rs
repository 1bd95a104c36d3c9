//! The actor of one device: a fair queue of takes from all rooms, one session at a time on threads of its own.
//!
//! `handle` returns at once; what a session says comes back as messages or goes straight to the stage.

mod encoding;
mod keep;
mod live;
mod materials;
mod origins;
mod playout;
mod progress;
mod recorded;
mod reel;
mod session;
mod stitch;

pub(crate) use live::{StageControl, Turn};
pub(crate) use recorded::Recorded;
#[cfg(test)]
pub(crate) use recorded::Recording;

use crate::{
    mailbox::{Answering, Asked, Question, tell, tell_surely},
    room::{FromDevice, FromStage, Progressed, RoomActor},
    stage::Stage,
};
use actix::{Actor, ActorFutureExt, Addr, AsyncContext, Context, Handler, Message, WrapFuture};
use domain::{TakeId, UserId, consent::LiveCast, likeness::Likeness, plan::FrozenPlan, queue::FairQueue, room::Outcome};
use engine::{Engine, Given, Live};
use live::{OnStage, Opening};
use media::SigningIdentity;
use reel::Reel;
use std::{
    collections::HashMap,
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::{Duration, Instant},
};
use store::Store;
use wire::ErrorBody;

/// Progress goes to the room this often at most.
const REPORT_EVERY: Duration = Duration::from_millis(100);
/// For deleting what was kept of a take.
const FORGETTING: Duration = Duration::from_secs(5);
/// Messages that wait.
const MAILBOX: usize = 1_024;
/// How much a session gives way, of 19.
#[cfg(target_os = "linux")]
const NICE: i32 = 10;

/// One device. Its handle is its address.
pub(crate) struct GpuActor {
    engine: Arc<dyn Engine>,
    identity: Arc<SigningIdentity>,
    store: Store,
    runtime: tokio::runtime::Handle,
    /// Fair by person: many rooms give nobody more than one turn.
    queue: FairQueue<UserId, Box<Submit>>,
    running: Option<Running>,
    /// Recordings on their way to be clips: nothing is drawn for them, so they wait for no take.
    aside: HashMap<TakeId, Arc<AtomicBool>>,
    stages: HashMap<TakeId, OnStage>,
    waiting: Arc<AtomicUsize>,
    stopping: bool,
}

struct Running {
    take: TakeId,
    stop: Arc<AtomicBool>,
    stage: Weak<Stage>,
}

/// A take to make. Never dropped: a room has one at a time.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Submit {
    pub plan: Arc<FrozenPlan>,
    pub cast: LiveCast,
    /// Of everybody in the cast.
    pub likenesses: Vec<Likeness>,
    pub asker: UserId,
    pub room: Addr<RoomActor>,
    pub stage: Arc<Stage>,
    /// What a recorded plan is made of.
    pub recorded: Option<Arc<Recorded>>,
}

/// A stage to run. Refused when full, or when the machine has no room for one more.
pub(crate) struct OpenLive {
    pub stage: TakeId,
    /// Who opens it; they have one at a time.
    pub by: UserId,
    pub plan: Arc<FrozenPlan>,
    pub cast: LiveCast,
    pub likenesses: Vec<Likeness>,
    pub room: Addr<RoomActor>,
    pub fan_out: Arc<Stage>,
}

impl Question for OpenLive {
    type Answer = Result<StageControl, ErrorBody>;
}

/// Never dropped: each stage says it once.
#[derive(Message)]
#[rtype(result = "()")]
struct LiveEnded(TakeId);

/// Stop a take, queued or running. Never dropped.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct Abort(pub TakeId);

/// The node goes away: what runs is stopped, and starts again with the next node. Never dropped.
#[derive(Message)]
#[rtype(result = "()")]
pub(crate) struct StopAll;

/// Never dropped: each session says it once.
#[derive(Message)]
#[rtype(result = "()")]
struct SessionEnded {
    take: TakeId,
    room: Addr<RoomActor>,
    outcome: Outcome,
}

impl GpuActor {
    pub fn new(
        engine: Arc<dyn Engine>,
        identity: Arc<SigningIdentity>,
        store: Store,
        runtime: tokio::runtime::Handle,
        waiting: Arc<AtomicUsize>,
    ) -> Self {
        Self {
            engine,
            identity,
            store,
            runtime,
            queue: FairQueue::new(),
            running: None,
            aside: HashMap::new(),
            stages: HashMap::new(),
            waiting,
            stopping: false,
        }
    }

    fn serve(&mut self, own: &Addr<Self>) {
        if self.running.is_some() {
            return;
        }
        let Some(job) = self.queue.pop() else { return };
        self.waiting.store(self.queue.len(), SeqCst);
        let (take, stop) = (job.plan.take(), Arc::new(AtomicBool::new(false)));
        self.running = Some(Running { take, stop: stop.clone(), stage: Arc::downgrade(&job.stage) });
        let room = job.room.clone();
        self.begin(*job, stop, own.clone());
        // After it is on the stage: the room tells its pages what is there.
        tell_surely(&room, FromDevice::Began { take });
    }

    fn begin(&self, job: Submit, stop: Arc<AtomicBool>, own: Addr<Self>) {
        let Submit { plan, cast, likenesses, room, stage, recorded, .. } = job;
        let (take, seconds) = (plan.take(), plan.seconds());
        let reel = Arc::new(Reel::default());
        // Beside a live stage it is made, and not shown.
        let hidden = recorded.is_some() || self.stages.values().any(|on| on.runs() && std::ptr::eq(on.fan_out.as_ptr(), Arc::as_ptr(&stage)));
        if !hidden {
            let show = stage.begin(take);
            cast.keep(stage.keeper(take));
            let (player, played) = (reel.clone(), room.clone());
            self.runtime.spawn(async move {
                if playout::play(player, show, seconds).await {
                    tell_surely(&played, FromDevice::Played);
                }
            });
        }
        let work = session::Work {
            plan,
            cast,
            likenesses,
            engine: self.engine.clone(),
            identity: self.identity.clone(),
            store: self.store.clone(),
            runtime: self.runtime.clone(),
            reel,
            stop,
            report: reporter(room.clone()),
        };
        let ended = own.clone();
        let home = room.clone();
        let thread = std::thread::Builder::new().name("session".into()).spawn(move || {
            give_way();
            let outcome = session::run(work, recorded);
            tell_surely(&ended, SessionEnded { take, room: home, outcome });
        });
        if thread.is_err() {
            tell_surely(&own, SessionEnded { take, room, outcome: Outcome::Lost });
        }
    }
}

/// Nobody goes on with this take.
pub(crate) async fn forget(store: &Store, take: TakeId) {
    match tokio::time::timeout(FORGETTING, store.objects().forget_take(take)).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::warn!(%take, %error, "what was kept of a take could not be deleted; the next start does"),
        Err(_) => tracing::warn!(%take, "the disk takes too long to delete what was kept of a take; the next start does"),
    }
}

/// This thread, and those that it starts, give way to whoever else wants the processor: what has been drawn is sent before more is
/// drawn, and a revocation waits for no picture.
fn give_way() {
    // Elsewhere the number is the whole process's.
    #[cfg(target_os = "linux")]
    if rustix::process::nice(NICE).is_err() {
        tracing::debug!("the system keeps the priority of a session");
    }
}

/// Passes progress on, now and then.
fn reporter(room: Addr<RoomActor>) -> Box<dyn FnMut(wire::Progress) + Send> {
    let mut last: Option<Instant> = None;
    Box::new(move |progress| {
        if last.is_none_or(|last| last.elapsed() >= REPORT_EVERY) {
            last = Some(Instant::now());
            tell(&room, Progressed(progress));
        }
    })
}

impl GpuActor {
    /// Whether there is room for one more stage.
    fn admit(&self, by: UserId) -> Result<(), ErrorBody> {
        let loads: Vec<f64> = self.stages.values().map(|on| f64::from(on.gauge.load.load(SeqCst)) / 1_000.0).collect();
        let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        if self.stopping {
            return Err(ErrorBody::new("unavailable", "the server is about to restart: open the stage in a moment"));
        }
        if self.stages.values().any(|on| on.runs() && on.is_of(by)) {
            return Err(ErrorBody::new("stage_limit", "you have a stage open in another room: close it first"));
        }
        domain::stage::admit(&loads, processors).map_err(|seconds| {
            let message = format!("{} stages run on this machine, and it has no room for one more: try again in {seconds} s", loads.len());
            ErrorBody::new("stage_busy", message)
        })
    }

    /// On a thread of its own, beside the queue; the engine's beginning too, which may take a while.
    fn open(&mut self, asked: OpenLive, reply: Answering<Result<StageControl, ErrorBody>>, own: Addr<Self>) {
        let OpenLive { stage, by, plan, cast, likenesses, room, fan_out } = asked;
        let (control, on, orders) = live::control();
        self.stages.insert(stage, OnStage { by, fan_out: Arc::downgrade(&fan_out), gauge: on.clone() });
        let engine = self.engine.clone();
        let thread = std::thread::Builder::new().name("stage".into()).spawn(move || {
            match begin(&*engine, &plan, likenesses) {
                Ok(live) => {
                    reply.answer(Ok(control));
                    let opening = Opening { stage, live, plan, cast, fan_out, room: room.clone() };
                    let run = std::panic::AssertUnwindSafe(|| live::run(opening, &orders, &on));
                    let ended = std::panic::catch_unwind(run).unwrap_or_else(|_| Some(live::broken("the engine broke")));
                    if let Some(ended) = ended {
                        tell_surely(&room, FromStage::Ended { stage, code: ended.code.to_owned(), reason: ended.reason });
                    }
                }
                Err(error) => reply.answer(Err(error)),
            }
            tell_surely(&own, LiveEnded(stage));
        });
        // Whoever asked hears that nobody answers.
        if thread.is_err() {
            self.stages.remove(&stage);
        }
    }
}

/// A prompt that breaks the engine ends nothing but its own stage.
fn begin(engine: &dyn Engine, plan: &Arc<FrozenPlan>, likenesses: Vec<Likeness>) -> Result<Box<dyn Live>, ErrorBody> {
    let begun = std::panic::AssertUnwindSafe(|| engine.open_live(plan, Given { likenesses, materials: Vec::new() }));
    let live = std::panic::catch_unwind(begun).map_err(|_| ErrorBody::new("engine_failed", "the engine broke on these words: change them"))?;
    live.map_err(|error| ErrorBody::new(error.code(), &error))
}

impl Actor for GpuActor {
    type Context = Context<Self>;

    fn started(&mut self, context: &mut Self::Context) {
        context.set_mailbox_capacity(MAILBOX);
    }

    fn stopped(&mut self, _: &mut Self::Context) {
        if let Some(running) = &self.running {
            running.stop.store(true, SeqCst);
        }
        self.stages.values().for_each(|on| on.gauge.stop.store(true, SeqCst));
    }
}

impl Drop for GpuActor {
    fn drop(&mut self) {
        crate::end_node_on_panic("device");
    }
}

impl Handler<Submit> for GpuActor {
    type Result = ();

    fn handle(&mut self, submit: Submit, context: &mut Self::Context) {
        let take = submit.plan.take();
        // One that is just being stopped may be asked for anew: its room has started again.
        let known = self.running.as_ref().is_some_and(|running| running.take == take && !running.stop.load(SeqCst))
            || self.queue.iter().any(|job| job.plan.take() == take);
        if known || self.aside.contains_key(&take) {
            return;
        }
        if submit.recorded.is_some() && !self.stopping {
            let (stop, room) = (Arc::new(AtomicBool::new(false)), submit.room.clone());
            self.aside.insert(take, stop.clone());
            self.begin(submit, stop, context.address());
            return tell_surely(&room, FromDevice::Began { take });
        }
        self.queue.push(submit.asker, Box::new(submit));
        self.waiting.store(self.queue.len(), SeqCst);
        if !self.stopping {
            self.serve(&context.address());
        }
    }
}

impl Handler<Abort> for GpuActor {
    type Result = ();

    fn handle(&mut self, Abort(take): Abort, _: &mut Self::Context) {
        drop(self.queue.remove(|job| job.plan.take() == take));
        if let Some(stop) = self.aside.get(&take) {
            stop.store(true, SeqCst);
        }
        self.waiting.store(self.queue.len(), SeqCst);
        if let Some(running) = self.running.as_ref().filter(|running| running.take == take) {
            running.stop.store(true, SeqCst);
            if let Some(stage) = running.stage.upgrade() {
                stage.cancel(take);
            }
        }
    }
}

impl Handler<StopAll> for GpuActor {
    type Result = ();

    fn handle(&mut self, _: StopAll, _: &mut Self::Context) {
        while self.queue.pop().is_some() {}
        self.stopping = true;
        if let Some(running) = &self.running {
            running.stop.store(true, SeqCst);
        }
        self.aside.values().for_each(|stop| stop.store(true, SeqCst));
        self.stages.values().for_each(|on| on.gauge.stop.store(true, SeqCst));
    }
}

impl Handler<Asked<OpenLive>> for GpuActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<OpenLive>, context: &mut Context<Self>) {
        let Asked { question, reply } = asked;
        match self.admit(question.by) {
            Ok(()) => self.open(question, reply, context.address()),
            Err(error) => reply.answer(Err(error)),
        }
    }
}

impl Handler<LiveEnded> for GpuActor {
    type Result = ();

    fn handle(&mut self, LiveEnded(stage): LiveEnded, _: &mut Context<Self>) {
        self.stages.remove(&stage);
    }
}

impl Handler<SessionEnded> for GpuActor {
    type Result = ();

    fn handle(&mut self, ended: SessionEnded, context: &mut Self::Context) {
        self.running.take_if(|running| running.take == ended.take);
        self.aside.remove(&ended.take);
        if self.stopping {
            return;
        }
        let (store, take) = (self.store.clone(), ended.take);
        // Lost: its room asks for it again, and it goes on where it was. Else nothing of it is left when somebody hears of its end, and when a
        // session of the same take begins.
        let keeps = matches!(ended.outcome, Outcome::Lost);
        let forgetting = async move {
            if !keeps {
                forget(&store, take).await;
            }
        };
        let then = forgetting.into_actor(self).map(move |(), device, context| {
            tell_surely(&ended.room, FromDevice::Ended { take, outcome: ended.outcome });
            device.serve(&context.address());
        });
        context.wait(then);
    }
}
