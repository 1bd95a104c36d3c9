//! A stage on its thread: each tick is drawn, encoded and shown at its moment; between two ticks it hears what the room wants.
//!
//! Everything between engine and watchers is sealed. Where somebody takes their consent back the scene stands still, and nothing is shown,
//! until the room has found other words or another cast.

use super::recorded::Recording;
use crate::{
    mailbox::tell_surely,
    room::{FromStage, RoomActor},
    stage::{Show, Stage, Unit},
};
use actix::Addr;
use domain::{
    TakeId, UserId,
    consent::{Channel, FrameSink, LiveCast, Out, Sealed, Stopped},
    likeness::Likeness,
    plan::FrozenPlan,
    product::{Pass, Product},
    stage::{Quality, RATE, RECORDING},
};
use engine::{EditOutcome, EngineError, Given, Live, Pushed};
use media::{LiveEncoder, MediaError, MediaUnit, UnitKind, Watermark};
use parking_lot::Mutex;
use std::{
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel},
    },
    time::{Duration, Instant},
};
use tracing::info;

/// Orders that wait.
const WAITING: usize = 64;
/// A scene that nobody may see waits so long for another cast.
const STANDSTILL: Duration = Duration::from_secs(10);
/// A stage that nobody watches ends after this.
const UNWATCHED: Duration = Duration::from_secs(60);
/// More than this behind, and what was missed is left out.
const BEHIND: Duration = Duration::from_millis(250);
const TICK: Duration = Duration::from_nanos(1_000_000_000 / RATE as u64);
/// How much the thread gives way: less than a take, more than what sends.
#[cfg(target_os = "linux")]
const NICE: i32 = 4;

/// Words with everybody's consent.
pub(crate) struct Turn {
    pub edit: u64,
    pub plan: Arc<FrozenPlan>,
    pub cast: LiveCast,
    pub likenesses: Vec<Likeness>,
}

pub(super) enum Order {
    Turn(Box<Turn>),
    Push(Pushed),
    Record(bool),
}

/// The room's hold on its stage. Dropped: the stage ends within a tick.
#[derive(Clone)]
pub(crate) struct StageControl {
    orders: SyncSender<Order>,
    gauge: Gauge,
}

impl StageControl {
    /// False: the stage is over, or too busy to hear.
    pub fn turn(&self, turn: Turn) -> bool {
        self.orders.try_send(Order::Turn(Box::new(turn))).is_ok()
    }

    /// Pushes beyond what it can hear are left out.
    pub fn push(&self, pushed: Pushed) -> bool {
        !matches!(self.orders.try_send(Order::Push(pushed)), Err(TrySendError::Disconnected(_)))
    }

    pub fn record(&self, on: bool) -> bool {
        self.orders.try_send(Order::Record(on)).is_ok()
    }

    pub fn close(&self) {
        self.gauge.stop.store(true, SeqCst);
    }

    pub fn opener_left(&self) {
        self.gauge.left.store(true, SeqCst);
    }
}

/// What the device keeps of a stage that runs.
pub(super) struct OnStage {
    pub by: UserId,
    pub fan_out: Weak<Stage>,
    pub gauge: Gauge,
}

impl OnStage {
    /// It was not told to end.
    pub fn runs(&self) -> bool {
        !self.gauge.stop.load(SeqCst)
    }

    /// Somebody who left the room can't close it any more: it is theirs no longer.
    pub fn is_of(&self, user: UserId) -> bool {
        self.by == user && !self.gauge.left.load(SeqCst)
    }
}

/// Between a stage's thread and the device.
#[derive(Clone, Default)]
pub(super) struct Gauge {
    pub stop: Arc<AtomicBool>,
    /// Whoever opened it left the room.
    pub left: Arc<AtomicBool>,
    /// Thousandths of a processor.
    pub load: Arc<AtomicU32>,
}

/// What a stage begins with.
pub(super) struct Opening {
    pub stage: TakeId,
    pub live: Box<dyn Live>,
    pub plan: Arc<FrozenPlan>,
    pub cast: LiveCast,
    pub fan_out: Arc<Stage>,
    pub room: Addr<RoomActor>,
}

pub(super) fn control() -> (StageControl, Gauge, Receiver<Order>) {
    let (orders, heard) = sync_channel(WAITING);
    let gauge = Gauge::default();
    (StageControl { orders, gauge: gauge.clone() }, gauge, heard)
}

/// Why a stage ended by itself.
pub(super) struct Ended {
    pub code: &'static str,
    pub reason: String,
}

/// Runs until it is closed, nobody watches, or it breaks. None: it was closed.
pub(super) fn run(opening: Opening, orders: &Receiver<Order>, on: &Gauge) -> Option<Ended> {
    give_way();
    let stage = opening.stage;
    match Running::new(opening, on) {
        Ok(mut running) => {
            // What was recorded outlives the engine that drew it.
            let play = std::panic::AssertUnwindSafe(|| running.play(orders));
            let ended = std::panic::catch_unwind(play).unwrap_or_else(|_| Some(broken("the engine broke")));
            running.end_recording();
            running.screen.lock().show.take_off();
            info!(%stage, "a stage ended");
            ended
        }
        Err(error) => Some(broken(&error.to_string())),
    }
}

pub(super) fn broken(why: &str) -> Ended {
    Ended { code: "stage_failed", reason: format!("the stage broke ({why}): open it again") }
}

/// See [`super::give_way`]: between those who draw takes and those who send.
fn give_way() {
    #[cfg(target_os = "linux")]
    if rustix::process::nice(NICE).is_err() {
        tracing::debug!("the system keeps the priority of a stage");
    }
}

/// The encoder's side of a tick: what the sink takes in is shown.
struct Screen {
    encoder: LiveEncoder,
    channel: Option<Channel>,
    show: Show,
    recording: Option<Recording>,
    /// The last picture that was shown.
    shown: Option<(TakeId, u32)>,
    failed: Option<MediaError>,
    over: bool,
    notices: Vec<String>,
}

impl Screen {
    fn show(&mut self, product: Sealed<Product>) -> Result<(), Stopped> {
        let units = match product.work(&mut self.encoder).transpose() {
            Ok(units) => units,
            Err(error) => {
                self.failed = Some(error);
                return Err(Stopped);
            }
        };
        self.hand_on(units)
    }

    fn hand_on(&mut self, units: Sealed<Vec<MediaUnit>>) -> Result<(), Stopped> {
        let channel = self.channel.get_or_insert_with(|| units.channel());
        for unit in units.split(channel).expect("a channel is opened for each cast") {
            let unit = Unit::new(unit);
            let label = unit.label();
            if let Some(recording) = &mut self.recording {
                recording.add(&unit);
            }
            if label.kind == UnitKind::Poster {
                continue;
            }
            if !self.show.show(&unit) {
                self.over = true;
                return Err(Stopped);
            }
            if label.kind == UnitKind::Video {
                self.shown = Some((label.take, label.index));
            }
        }
        Ok(())
    }
}

struct ToScreen(Arc<Mutex<Screen>>);

impl Out for ToScreen {
    fn put(&mut self, product: Sealed<Product>) -> Result<(), Stopped> {
        self.0.lock().show(product)
    }

    fn pass_started(&mut self, _: Pass) {}

    fn notice(&mut self, sentence: String) {
        self.0.lock().notices.push(sentence);
    }

    fn is_stopped(&self) -> bool {
        false
    }
}

struct Running<'a> {
    stage: TakeId,
    live: Box<dyn Live>,
    plan: Arc<FrozenPlan>,
    /// None: somebody took their consent back, and the scene stands still since then.
    sink: Option<FrameSink>,
    still: Instant,
    screen: Arc<Mutex<Screen>>,
    fan_out: Arc<Stage>,
    room: Addr<RoomActor>,
    quality: Quality,
    tick: u64,
    watched: Instant,
    /// Edits whose first picture is not shown yet.
    turned: Vec<(u64, EditOutcome)>,
    /// A recording ends with the second under way.
    stop_recording: bool,
    on: &'a Gauge,
}

impl<'a> Running<'a> {
    fn new(opening: Opening, on: &'a Gauge) -> Result<Self, MediaError> {
        let Opening { stage, live, plan, cast, fan_out, room } = opening;
        let encoder = LiveEncoder::new(plan.take(), RATE, Watermark::new(plan.makers()))?;
        let show = fan_out.begin(plan.take());
        cast.keep(fan_out.keeper(plan.take()));
        let screen = Screen { encoder, channel: None, show, recording: None, shown: None, failed: None, over: false, notices: Vec::new() };
        let screen = Arc::new(Mutex::new(screen));
        let sink = Some(cast.into_sink(Box::new(ToScreen(screen.clone()))));
        let now = Instant::now();
        let mut running = Self {
            stage,
            live,
            plan,
            sink,
            still: now,
            screen,
            fan_out,
            room,
            quality: Quality::default(),
            tick: 0,
            watched: now,
            turned: Vec::new(),
            stop_recording: false,
            on,
        };
        running.adjust();
        Ok(running)
    }

    fn tell(&self, what: FromStage) {
        tell_surely(&self.room, what);
    }

    fn play(&mut self, orders: &Receiver<Order>) -> Option<Ended> {
        let mut due = Instant::now();
        loop {
            match orders.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(order) => {
                    self.hear(order);
                    // What waits is heard before the next tick, but the tick is not late for it.
                    if Instant::now() < due {
                        continue;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return None,
            }
            while let Ok(order) = orders.try_recv() {
                self.hear(order);
            }
            if self.on.stop.load(SeqCst) {
                return None;
            }
            let begun = Instant::now();
            if let Some(ended) = self.step(begun, begun.saturating_duration_since(due) > TICK) {
                return Some(ended);
            }
            due += TICK;
            if Instant::now().saturating_duration_since(due) > BEHIND {
                due = Instant::now();
            }
        }
    }

    fn step(&mut self, begun: Instant, late: bool) -> Option<Ended> {
        let draws = self.tick.is_multiple_of(u64::from(self.quality.step().every));
        let Some(sink) = &mut self.sink else { return self.stand_still(begun) };
        match self.live.tick(sink, draws) {
            Ok(()) => self.tick += 1,
            Err(EngineError::Stopped) => return self.stopped(begun),
            Err(error) => return Some(broken(&error.to_string())),
        }
        self.tell_turned();
        self.cut();
        if draws {
            self.weigh(begun, late);
        }
        if self.tick.is_multiple_of(u64::from(RATE)) {
            return self.look_around(begun);
        }
        None
    }

    /// Somebody in the picture does not consent any more, or nothing can be shown at all.
    fn stopped(&mut self, now: Instant) -> Option<Ended> {
        {
            let screen = self.screen.lock();
            if screen.over {
                return Some(Ended { code: "stage_gone", reason: "something else is on the stage now: open it again".to_owned() });
            }
            if let Some(error) = &screen.failed {
                return Some(broken(&error.to_string()));
            }
        }
        self.sink = None;
        self.still = now;
        self.stop_recording = false;
        self.quality.hold(false);
        if self.screen.lock().recording.take().is_some() {
            self.tell(FromStage::Unrecorded { stage: self.stage, reason: "somebody in it took their consent back".to_owned() });
        }
        None
    }

    fn stand_still(&self, now: Instant) -> Option<Ended> {
        (now.saturating_duration_since(self.still) > STANDSTILL).then(|| Ended {
            code: "consent_withdrawn",
            reason: "somebody on the stage does not consent any more, and the scene could not go on without them: open it with other words"
                .to_owned(),
        })
    }

    fn look_around(&mut self, now: Instant) -> Option<Ended> {
        if self.fan_out.watchers() > 0 {
            self.watched = now;
        }
        let notices = std::mem::take(&mut self.screen.lock().notices);
        if !notices.is_empty() {
            self.tell(FromStage::Notices { stage: self.stage, notices });
        }
        (now.saturating_duration_since(self.watched) > UNWATCHED)
            .then(|| Ended { code: "stage_unwatched", reason: "nobody watched: open it again".to_owned() })
    }

    fn weigh(&mut self, begun: Instant, late: bool) {
        let changed = self.quality.note(begun.elapsed().as_secs_f64() * 1_000.0, late);
        self.on.load.store((self.quality.load() * 1_000.0) as u32, SeqCst);
        if changed.is_some() {
            self.adjust();
        }
    }

    /// As the step of quality has it.
    fn adjust(&mut self) {
        let step = self.quality.step();
        self.live.resize(step.size);
        self.screen.lock().encoder.every(step.every);
        self.tell(FromStage::Quality { stage: self.stage, step });
    }

    fn hear(&mut self, order: Order) {
        match order {
            Order::Turn(turn) => self.turn(*turn),
            Order::Push(pushed) => {
                self.live.push(pushed);
            }
            Order::Record(true) => self.begin_recording(),
            Order::Record(false) => self.stop_recording = true,
        }
    }

    fn turn(&mut self, turn: Turn) {
        let Turn { edit, plan, cast, likenesses } = turn;
        cast.keep(self.fan_out.keeper(plan.take()));
        let outcome = self.live.apply(&plan, Given { likenesses, materials: Vec::new() });
        if let EditOutcome::Rejected(_) = outcome {
            // The scene goes on as it was, with whom it had.
            return self.tell(FromStage::Turned { stage: self.stage, edit, outcome, shown: None });
        }
        let mut screen = self.screen.lock();
        screen.encoder.mark(Watermark::new(plan.makers()));
        if let Some(recording) = &mut screen.recording {
            recording.turn(&plan, &cast);
        }
        let other = plan.take() != self.plan.take() || !plan.cast().is_empty();
        if other {
            if let Err(error) = screen.encoder.turn(plan.take()) {
                screen.failed = Some(error);
            }
            screen.show.turn(plan.take());
        }
        // A channel belongs to one cast. The first picture of these words is one that is drawn from here on.
        (screen.channel, screen.shown) = (None, None);
        drop(screen);
        self.sink = Some(cast.into_sink(Box::new(ToScreen(self.screen.clone()))));
        self.plan = plan;
        self.turned.push((edit, outcome));
    }

    /// Once the first picture of an edit is out.
    fn tell_turned(&mut self) {
        if self.turned.is_empty() {
            return;
        }
        let shown = self.screen.lock().shown;
        if shown.is_none_or(|(take, _)| take != self.plan.take()) {
            return;
        }
        for (edit, outcome) in std::mem::take(&mut self.turned) {
            self.tell(FromStage::Turned { stage: self.stage, edit, outcome, shown });
        }
    }

    fn begin_recording(&mut self) {
        if self.sink.is_none() {
            let reason = "somebody on the stage took their consent back, and it stands still".to_owned();
            return self.tell(FromStage::Unrecorded { stage: self.stage, reason });
        }
        if self.screen.lock().recording.is_some() {
            return;
        }
        let before = self.quality.step();
        let step = self.quality.hold(true);
        if step != before {
            self.adjust();
        }
        // It begins with a picture, and a picture is drawn each so many ticks.
        self.tick = self.tick.next_multiple_of(u64::from(step.every));
        self.stop_recording = false;
        let mut screen = self.screen.lock();
        screen.encoder.begin_here();
        screen.recording = Some(Recording::new(self.plan.clone(), step.size));
    }

    /// The stage is over: what was recorded until then is a take, as far as its seconds are whole.
    fn end_recording(&mut self) {
        let Some(recording) = self.screen.lock().recording.take() else { return };
        let (stage, seconds) = (self.stage, recording.seconds());
        let recorded = recording.finish();
        let least = *RECORDING.start();
        self.tell(match recorded {
            _ if seconds < least => {
                let reason = format!("the stage ended after {seconds} whole seconds of it, and {least} are the least");
                FromStage::Unrecorded { stage, reason }
            }
            Some(recorded) => FromStage::Recorded { stage, recorded: Arc::new(recorded) },
            None => FromStage::Unrecorded { stage, reason: "somebody in it took their consent back".to_owned() },
        });
    }

    /// Ends a recording whose last second is whole.
    fn cut(&mut self) {
        let mut screen = self.screen.lock();
        let Some(recording) = &mut screen.recording else { return };
        recording.tick();
        if !recording.is_due(self.stop_recording) {
            return;
        }
        let recorded = screen.recording.take().and_then(Recording::finish);
        drop(screen);
        self.stop_recording = false;
        self.quality.hold(false);
        match recorded {
            Some(recorded) => self.tell(FromStage::Recorded { stage: self.stage, recorded: Arc::new(recorded) }),
            None => self.tell(FromStage::Unrecorded { stage: self.stage, reason: "somebody in it took their consent back".to_owned() }),
        }
    }
}
