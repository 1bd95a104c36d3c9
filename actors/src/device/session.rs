//! One take on its threads: the engine draws on one, the encoder works on another; the reel takes up what comes out.
//!
//! Everything between engine and reel is sealed. Dropping out anywhere stops the other side within a frame.

use super::{progress::Pace, reel::Reel};
use crate::{clock, stage::Unit};
use domain::{
    ClipId, TakeId,
    consent::{FrameSink, LiveCast, Out, Purge, Sealed, Stopped},
    plan::FrozenPlan,
    product::{Pass, Product},
    room::Outcome,
};
use engine::{Engine, EngineError, Step};
use media::{Claim, MediaError, Mp4Gather, Signer, SigningIdentity, SourceType, TakeEncoder, Watermark};
use parking_lot::Mutex;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering::SeqCst},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};
use store::{NewClip, ObjectName, Store, StoreError};
use tracing::{error, info};

/// Pictures between the engine and the encoder.
const BETWEEN: usize = 4;

/// What a session needs.
pub(crate) struct Work {
    pub plan: Arc<FrozenPlan>,
    pub cast: LiveCast,
    pub engine: Arc<dyn Engine>,
    pub identity: Arc<SigningIdentity>,
    pub store: Store,
    pub runtime: tokio::runtime::Handle,
    pub reel: Arc<Reel>,
    pub stop: Arc<AtomicBool>,
    /// Called from the encoder's thread, often.
    pub report: Box<dyn FnMut(wire::Progress) + Send>,
}

#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("stopped")]
    Stopped,
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("someone who appears in this take does not consent")]
    Withheld,
    #[error("the engine broke")]
    Broken,
}

/// Makes the take and keeps its clip. Runs on a thread of its own until it is done.
pub(crate) fn run(work: Work) -> Outcome {
    let take = work.plan.take();
    let reel = work.reel.clone();
    let outcome = match catch_unwind(AssertUnwindSafe(|| make(work))) {
        Ok(Ok((clip, notices))) => Outcome::Finished { clip, notices },
        Ok(Err(Failure::Stopped)) => Outcome::Failed { code: "take_stopped".into(), reason: "the take was stopped".into() },
        Ok(Err(Failure::Store(failure))) => {
            error!(%take, %failure, "a take could not be kept");
            Outcome::Lost
        }
        Ok(Err(failure)) => {
            error!(%take, %failure, "a take failed");
            Outcome::Failed { code: failure.code().to_owned(), reason: failure.to_string() }
        }
        Err(_) => Outcome::Failed { code: "engine_failed".into(), reason: Failure::Broken.to_string() },
    };
    reel.end();
    outcome
}

impl Failure {
    fn code(&self) -> &'static str {
        match self {
            Self::Stopped => "take_stopped",
            Self::Engine(error) => error.code(),
            Self::Media(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Withheld => "consent_withheld",
            Self::Broken => "engine_failed",
        }
    }
}

fn make(work: Work) -> Result<(ClipId, Vec<String>), Failure> {
    let Work { plan, cast, engine, identity, store, runtime, reel, stop, report } = work;
    let keeper: Weak<dyn Purge> = Arc::downgrade(&reel) as Weak<dyn Purge>;
    cast.keep(keeper);
    let (sender, receiver) = sync_channel(BETWEEN);
    let notices = Arc::new(Mutex::new(Vec::new()));
    let mut encoding = Encoding::new(&plan, reel.clone(), report, notices.clone())?;
    let encoder = std::thread::Builder::new().name("encoder".into()).spawn(move || encoding.run(&receiver)).map_err(|_| Failure::Broken)?;
    let sink = cast.into_sink(Box::new(ToEncoder { sender, stop: stop.clone() }));
    let drawn = draw(&*engine, &plan, sink);
    let encoded = encoder.join().map_err(|_| Failure::Broken)?;
    if stop.load(SeqCst) {
        return Err(Failure::Stopped);
    }
    encoded?;
    drawn?;
    reel.end();
    let notices = notices.lock().clone();
    let clip = keep(&Keep { plan: &plan, engine: engine.name(), identity, store, notices: notices.clone() }, &reel, &runtime)?;
    info!(take = %plan.take(), %clip, "take finished");
    Ok((clip, notices))
}

/// The engine's loop; ends by itself when the sink says so.
fn draw(engine: &dyn Engine, plan: &Arc<FrozenPlan>, mut sink: FrameSink) -> Result<(), Failure> {
    let mut session = engine.open(plan.clone())?;
    while session.step(&mut sink)? == Step::More {}
    Ok(())
}

enum Input {
    Pass(Pass),
    Product(Sealed<Product>),
    Notice(String),
}

struct ToEncoder {
    sender: SyncSender<Input>,
    stop: Arc<AtomicBool>,
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

/// The encoder's side.
struct Encoding {
    take: TakeId,
    encoder: TakeEncoder,
    reel: Arc<Reel>,
    pace: Pace,
    report: Box<dyn FnMut(wire::Progress) + Send>,
    notices: Arc<Mutex<Vec<String>>>,
    channel: Option<domain::consent::Channel>,
}

impl Encoding {
    fn new(
        plan: &FrozenPlan,
        reel: Arc<Reel>,
        report: Box<dyn FnMut(wire::Progress) + Send>,
        notices: Arc<Mutex<Vec<String>>>,
    ) -> Result<Self, Failure> {
        let encoder = TakeEncoder::new(plan.take(), plan.format(), plan.seconds(), Watermark::new(plan.makers()))?;
        let pace = Pace::new(plan.format(), plan.shots().len(), plan.frames());
        Ok(Self { take: plan.take(), encoder, reel, pace, report, notices, channel: None })
    }

    fn run(&mut self, inputs: &Receiver<Input>) -> Result<(), Failure> {
        while let Ok(input) = inputs.recv() {
            match input {
                Input::Pass(pass) => {
                    self.encoder.pass_started(pass);
                    self.reel.begin_pass(pass);
                    self.pace.pass_started(pass, clock::now().as_millis());
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
        let channel = self.channel.get_or_insert_with(|| units.channel());
        for unit in units.split(channel).expect("a take has one cast") {
            if unit.label().kind == media::UnitKind::Video {
                self.pace.frame_done();
            }
            self.reel.push(Unit::new(unit));
        }
        Ok(())
    }

    #[allow(clippy::cast_possible_truncation, reason = "0…1")]
    fn tell(&mut self) {
        let (pass, passes) = self.pace.pass();
        let remaining_ms = self.pace.remaining_ms(clock::now().as_millis());
        let notices = self.notices.lock().clone();
        (self.report)(wire::Progress { take: self.take, pass, passes, done: self.pace.done() as f32, remaining_ms, notices });
    }
}

struct Keep<'a> {
    plan: &'a FrozenPlan,
    engine: &'static str,
    identity: Arc<SigningIdentity>,
    store: Store,
    notices: Vec<String>,
}

/// Makes the file, signs it, keeps it, and only then tells of it.
fn keep(keep: &Keep<'_>, reel: &Reel, runtime: &tokio::runtime::Handle) -> Result<ClipId, Failure> {
    let plan = keep.plan;
    let units = reel.for_file();
    let file = Sealed::gather(units.iter().map(|unit| &**unit), Mp4Gather::new()).ok_or(Failure::Withheld)?.transpose()?;
    let claim = Claim {
        title: plan.title(),
        makers: plan.makers().iter().map(|maker| maker.handle.to_string()).collect(),
        take: plan.take(),
        engine: keep.engine.to_owned(),
        source_type: SourceType::Algorithmic,
        created_at: clock::now(),
    };
    let file = file.work(&mut Signer::new(keep.identity.clone(), claim)).transpose()?;
    runtime.block_on(async {
        let clip = ClipId::new(clock::now(), &clock::entropy());
        let objects = keep.store.objects();
        let put = |name: ObjectName| move |bytes: bytes::Bytes| async move { objects.put(name, bytes).await };
        let video = put(ObjectName::clip_video(clip));
        let mut size = 0;
        file.send_async(clock::now(), |bytes| {
            size = bytes.len() as u64;
            video(bytes::Bytes::copy_from_slice(bytes))
        })
        .await
        .map_err(|_| Failure::Withheld)??;
        if let Some(poster) = reel.poster() {
            let image = put(ObjectName::clip_poster(clip));
            poster.send_async(clock::now(), |unit| image(unit.payload.clone())).await.map_err(|_| Failure::Withheld)??;
        }
        let new = NewClip {
            clip,
            take: plan.take(),
            room: plan.room(),
            title: plan.title(),
            seconds: plan.seconds(),
            size: plan.format().size,
            fps: plan.format().fps,
            engine: keep.engine.to_owned(),
            owners: plan.makers().iter().map(|maker| maker.user).collect(),
            makers: plan.makers().to_vec(),
            cast: plan.cast().clone(),
            bytes: size,
            at: clock::now(),
            notices: keep.notices.clone(),
            plan: plan.clone(),
        };
        Ok(keep.store.create_clip(new).await?)
    })
}
