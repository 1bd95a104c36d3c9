//! The encoder's side of a take: what the engine made comes in, sealed; media units go to the reel, and each whole second of the last pass to
//! the store, so that a take goes on where it was cut off.
//!
//! It works on a thread of its own and ends with the engine, or stops it.

use super::{progress::Pace, reel::Reel, session::Failure};
use crate::{clock, stage::Unit};
use domain::{
    TakeId,
    consent::{Channel, Out, Sealed, Stopped},
    plan::FrozenPlan,
    product::{Pass, Product},
};
use media::{KeptSecond, MediaUnit, SecondGather, TakeEncoder, UnitKind, Watermark};
use parking_lot::Mutex;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering::SeqCst},
    mpsc::{Receiver, SyncSender},
};
use store::{ObjectName, Objects};
use tokio::task::JoinSet;
use tracing::warn;

/// What the engine's thread gives.
pub(super) enum Input {
    Pass(Pass),
    Product(Sealed<Product>),
    Notice(String),
}

/// The engine's way out.
pub(super) struct ToEncoder {
    pub sender: SyncSender<Input>,
    pub stop: Arc<AtomicBool>,
}

impl ToEncoder {
    fn give(&self, input: Input) -> Result<(), Stopped> {
        if self.is_stopped() {
            return Err(Stopped);
        }
        self.sender.send(input).map_err(|_| Stopped)
    }
}

impl Out for ToEncoder {
    fn put(&mut self, product: Sealed<Product>) -> Result<(), Stopped> {
        self.give(Input::Product(product))
    }

    fn pass_started(&mut self, pass: Pass) {
        // Stopped: the next picture hears it.
        let _ = self.give(Input::Pass(pass));
    }

    fn notice(&mut self, sentence: String) {
        let _ = self.give(Input::Notice(sentence));
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(SeqCst)
    }
}

pub(super) struct Encoding {
    take: TakeId,
    encoder: TakeEncoder,
    reel: Arc<Reel>,
    pace: Pace,
    report: Box<dyn FnMut(wire::Progress) + Send>,
    notices: Arc<Mutex<Vec<String>>>,
    channel: Option<Channel>,
    /// Of the last pass.
    pub kept: Vec<Sealed<KeptSecond>>,
    seconds: Seconds,
    last: Option<Pass>,
}

/// Keeps each second of the last pass when it is whole.
pub(super) struct Seconds {
    /// What they are made of: see `session::making`.
    making: [u8; 32],
    /// One could not be written, so that later ones would be of no use.
    gap: Arc<AtomicBool>,
    objects: Objects,
    runtime: tokio::runtime::Handle,
    under_way: Vec<Unit>,
    writing: JoinSet<()>,
}

impl Seconds {
    pub fn new(making: [u8; 32], objects: Objects, runtime: tokio::runtime::Handle) -> Self {
        Self { making, gap: Arc::default(), objects, runtime, under_way: Vec::new(), writing: JoinSet::new() }
    }

    fn add(&mut self, take: TakeId, fps: u32, unit: &Unit) {
        self.under_way.push(unit.clone());
        if self.under_way.len() < fps as usize {
            return;
        }
        let number = unit.label().index / fps;
        let units = std::mem::take(&mut self.under_way);
        if self.gap.load(SeqCst) {
            return;
        }
        let Some(second) = Sealed::gather(units.iter().map(|unit| &**unit), SecondGather::new(self.making)) else { return };
        let (objects, gap) = (self.objects.clone(), self.gap.clone());
        let write = async move {
            let put = |bytes: &bytes::Bytes| {
                let bytes = bytes.clone();
                async move { objects.put(ObjectName::take_second(take, number), bytes).await }
            };
            // Withheld: the take ends, and nothing of it is wanted.
            if let Ok(Err(error)) = second.send_async(clock::now(), put).await {
                gap.store(true, SeqCst);
                warn!(%take, %error, "a second of a take is not kept: after a crash it is made again, and so is what follows it");
            }
        };
        self.writing.spawn_on(write, &self.runtime);
    }
}

/// Nothing is written any more, also where the encoder panicked.
impl Drop for Seconds {
    fn drop(&mut self) {
        let writing = std::mem::take(&mut self.writing);
        self.runtime.block_on(async { writing.join_all().await });
    }
}

impl Encoding {
    pub fn new(
        plan: &FrozenPlan,
        reel: Arc<Reel>,
        report: Box<dyn FnMut(wire::Progress) + Send>,
        notices: Arc<Mutex<Vec<String>>>,
        seconds: Seconds,
    ) -> Result<Self, Failure> {
        let encoder = TakeEncoder::new(plan.take(), plan.format(), plan.seconds(), Watermark::new(plan.makers()))?;
        let pace = Pace::new(plan.format(), plan.shots().len(), plan.frames());
        Ok(Self { take: plan.take(), encoder, reel, pace, report, notices, channel: None, kept: Vec::new(), seconds, last: None })
    }

    pub fn run(mut self, inputs: Receiver<Input>) -> Result<(), Failure> {
        let done = self.take_in(&inputs);
        // First, so that the engine does not wait for the disk.
        drop(inputs);
        done
    }

    fn take_in(&mut self, inputs: &Receiver<Input>) -> Result<(), Failure> {
        while let Ok(input) = inputs.recv() {
            match input {
                Input::Pass(pass) => {
                    self.encoder.pass_started(pass);
                    self.reel.begin_pass(pass);
                    self.pace.pass_started(pass, clock::now().as_millis());
                    if pass.last {
                        self.last = Some(pass);
                        for second in std::mem::take(&mut self.kept) {
                            let units = second.work(&mut self.encoder).transpose()?;
                            self.push(units, false);
                        }
                    }
                }
                Input::Notice(sentence) => self.notices.lock().push(sentence),
                Input::Product(product) => self.encode(product)?,
            }
            self.tell();
        }
        Ok(())
    }

    fn encode(&mut self, product: Sealed<Product>) -> Result<(), Failure> {
        let units = product.work(&mut self.encoder).transpose()?;
        self.push(units, true);
        Ok(())
    }

    /// `fresh`: just made, and so to be kept.
    fn push(&mut self, units: Sealed<Vec<MediaUnit>>, fresh: bool) {
        let channel = self.channel.get_or_insert_with(|| units.channel());
        for unit in units.split(channel).expect("a take has one cast") {
            let unit = Unit::new(unit);
            if unit.label().kind == UnitKind::Video {
                self.pace.frame_done();
                if let Some(last) = self.last.filter(|last| fresh && last.number == unit.label().pass) {
                    self.seconds.add(self.take, last.fps, &unit);
                }
            }
            self.reel.push(unit);
        }
    }

    #[allow(clippy::cast_possible_truncation, reason = "0…1")]
    fn tell(&mut self) {
        let (pass, passes) = self.pace.pass();
        let remaining_ms = self.pace.remaining_ms(clock::now().as_millis());
        let notices = self.notices.lock().clone();
        (self.report)(wire::Progress { take: self.take, pass, passes, done: self.pace.done() as f32, remaining_ms, notices });
    }
}
