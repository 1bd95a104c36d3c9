//! One take on its threads: the engine draws on one, the encoder works on another; the reel takes up what comes out.
//!
//! Everything between engine and reel is sealed. Dropping out anywhere stops the other side within a frame.

use super::{
    materials::{self, MaterialFault},
    origins::parents,
    progress::Pace,
    recorded::{self, Recorded},
    reel::Reel,
    stitch,
};
use crate::{clock, stage::Unit};
use domain::{
    CameoId, ClipId, TakeId,
    consent::{FrameSink, LiveCast, Out, Purge, Sealed, Stopped},
    derivation::is_stitch,
    likeness::Likeness,
    ownership::Owners,
    plan::FrozenPlan,
    product::{Pass, Product},
    room::Outcome,
};
use engine::{Engine, EngineError, Given, Session, Step};
use media::{
    Claim, ConsentEntries, KeptSecond, MediaError, MediaUnit, Mp4Gather, SecondGather, Signer, SigningIdentity, SourceType, TakeEncoder, UnitKind,
    Watermark,
};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering::SeqCst},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};
use store::{NewClip, ObjectName, Objects, Store, StoreError};
use tokio::task::JoinSet;
use tracing::{error, info, warn};

/// Pictures between the engine and the encoder.
const BETWEEN: usize = 4;

/// What a session needs.
pub(crate) struct Work {
    pub plan: Arc<FrozenPlan>,
    pub cast: LiveCast,
    /// Dropped with the session.
    pub likenesses: Vec<Likeness>,
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
pub(super) enum Failure {
    #[error("stopped")]
    Stopped,
    #[error(transparent)]
    Engine(#[from] EngineError),
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Material(MaterialFault),
    #[error("consent to show somebody in this take could not be confirmed, so nothing of it is kept: ask for it again")]
    Withheld(Option<CameoId>),
    /// A clip of which it was to be made.
    #[error("{}", .0.message)]
    Source(wire::ErrorBody),
    #[error("the engine broke")]
    Broken,
}

/// Makes the take and keeps its clip. Runs on a thread of its own until it is done.
pub(crate) fn run(work: Work, recorded: Option<Arc<Recorded>>) -> Outcome {
    let take = work.plan.take();
    let reel = work.reel.clone();
    let outcome = match catch_unwind(AssertUnwindSafe(|| match recorded {
        Some(recorded) => recorded::make(work, &recorded),
        None if is_stitch(&work.plan) => stitch::make(work),
        None => make(work),
    })) {
        Ok(Ok((clip, notices))) => Outcome::Finished { clip, notices },
        Ok(Err(Failure::Stopped)) => Outcome::Failed { code: "take_stopped".into(), reason: "the take was stopped".into() },
        Ok(Err(Failure::Withheld(Some(cameo)))) => {
            info!(%take, "a take was stopped: somebody in it does not consent");
            Outcome::Withheld { cameo }
        }
        Ok(Err(Failure::Store(failure))) if failure.code() == "cast_withdrawn" => {
            info!(%take, "a take is not kept: somebody in it does not consent");
            Outcome::Failed {
                code: "consent_withdrawn".into(),
                reason: "Somebody in this take does not consent to it any more. Nothing of it is kept.".into(),
            }
        }
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

impl From<MaterialFault> for Failure {
    fn from(fault: MaterialFault) -> Self {
        match fault {
            MaterialFault::Store(error) => Self::Store(error),
            fault => Self::Material(fault),
        }
    }
}

impl Failure {
    fn code(&self) -> &str {
        match self {
            Self::Source(error) => &error.code,
            Self::Stopped => "take_stopped",
            Self::Engine(error) => error.code(),
            Self::Media(error) => error.code(),
            Self::Store(error) => error.code(),
            Self::Material(error) => error.code(),
            Self::Withheld(_) => "consent_unavailable",
            Self::Broken => "engine_failed",
        }
    }
}

fn make(work: Work) -> Result<(ClipId, Vec<String>), Failure> {
    let Work { plan, cast, likenesses, engine, identity, store, runtime, reel, stop, report } = work;
    let keeper: Weak<dyn Purge> = Arc::downgrade(&reel) as Weak<dyn Purge>;
    cast.keep(keeper);
    let (sender, receiver) = sync_channel(BETWEEN);
    let notices = Arc::new(Mutex::new(Vec::new()));
    let making = making(&plan, &likenesses);
    let materials = materials::read(&plan, &cast, &store, &runtime)?;
    let mut session = engine.open(plan.clone(), Given { likenesses, materials })?;
    let kept = if engine.capabilities().resumable { kept(&plan, making, &store, &runtime) } else { Vec::new() };
    if !kept.is_empty() {
        info!(take = %plan.take(), seconds = kept.len(), "a take goes on where it was cut off");
        session.resume(kept.len() as u32);
    }
    let seconds = Seconds {
        making,
        gap: Arc::default(),
        objects: store.objects().clone(),
        runtime: runtime.clone(),
        under_way: Vec::new(),
        writing: JoinSet::new(),
    };
    let mut encoding = Encoding::new(&plan, reel.clone(), report, notices.clone(), seconds)?;
    encoding.kept = cast.seal_stored(kept);
    let encoder = std::thread::Builder::new().name("encoder".into()).spawn(move || encoding.run(receiver)).map_err(|_| Failure::Broken)?;
    let sink = cast.into_sink(Box::new(ToEncoder { sender, stop: stop.clone() }));
    // However it ends, nothing is encoded or written any more when this returns.
    let drawn = catch_unwind(AssertUnwindSafe(|| draw(&mut *session, sink))).unwrap_or(Err(Failure::Broken));
    drop(session);
    let encoded = encoder.join().map_err(|_| Failure::Broken)?;
    if stop.load(SeqCst) {
        return Err(Failure::Stopped);
    }
    // The first cause is the engine's: the encoder only ends with it.
    drawn?;
    encoded?;
    reel.end();
    let notices = notices.lock().clone();
    let clip = keep(&Keep { plan: &plan, engine: engine.name().to_owned(), identity, store, notices: notices.clone() }, &reel, &runtime)?;
    info!(take = %plan.take(), %clip, "take finished");
    Ok((clip, notices))
}

/// What pictures follow from: the plan, how its cast wishes to be shown, and this program.
fn making(plan: &FrozenPlan, likenesses: &[Likeness]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(serde_json::to_vec(plan).expect("a plan is plain data"));
    for likeness in likenesses {
        hash.update(format!("{} {}\n", likeness.cameo, likeness.preferences));
    }
    if let Ok(program) = std::env::current_exe().and_then(std::fs::metadata) {
        hash.update(format!("{} {:?}", program.len(), program.modified().ok()));
    }
    hash.finalize().into()
}

/// What an earlier session of this take made of its last pass: whole seconds from the first one on.
fn kept(plan: &FrozenPlan, making: [u8; 32], store: &Store, runtime: &tokio::runtime::Handle) -> Vec<KeptSecond> {
    let found = runtime.block_on(store.objects().seconds_of_take(plan.take()));
    let found = found.inspect_err(|error| warn!(take = %plan.take(), %error, "what is kept of a take can't be read, so it begins anew"));
    let seconds = found.unwrap_or_default().into_iter().take(plan.seconds() as usize);
    (0..).zip(seconds).map_while(|(number, bytes)| KeptSecond::read(number, bytes, plan.format().fps, making)).collect()
}

/// The engine's loop; ends by itself when the sink says so.
fn draw(session: &mut dyn Session, mut sink: FrameSink) -> Result<(), Failure> {
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
    /// Of the last pass.
    kept: Vec<Sealed<KeptSecond>>,
    seconds: Seconds,
    last: Option<Pass>,
}

/// Keeps each second of the last pass when it is whole.
struct Seconds {
    /// What they are made of: see [`making`].
    making: [u8; 32],
    /// One could not be written, so that later ones would be of no use.
    gap: Arc<AtomicBool>,
    objects: Objects,
    runtime: tokio::runtime::Handle,
    under_way: Vec<Unit>,
    writing: JoinSet<()>,
}

impl Seconds {
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
    fn new(
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

    fn run(mut self, inputs: Receiver<Input>) -> Result<(), Failure> {
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

pub(super) struct Keep<'a> {
    pub plan: &'a FrozenPlan,
    /// By its name.
    pub engine: String,
    pub identity: Arc<SigningIdentity>,
    pub store: Store,
    pub notices: Vec<String>,
}

/// Makes the file, signs it, keeps it, and only then tells of it.
pub(super) fn keep(keep: &Keep<'_>, reel: &Reel, runtime: &tokio::runtime::Handle) -> Result<ClipId, Failure> {
    let units = reel.for_file();
    // Purged, or not whole: a take whose consent was closed has nothing left to keep.
    let file = Sealed::gather(units.iter().map(|unit| &**unit), Mp4Gather::new()).ok_or(Failure::Withheld(None))?.transpose()?;
    let claim = claim(keep, runtime)?;
    let mut signer = Signer::new(keep.identity.clone(), claim);
    if let Some((how, parents)) = runtime.block_on(parents(keep.plan, &keep.store)) {
        signer = signer.made_of(how, parents);
    }
    let file = file.work(&mut signer).transpose()?;
    let clip = ClipId::new(clock::now(), &clock::entropy());
    runtime.block_on(async {
        let kept = match put(keep, reel, clip, &file).await {
            Ok(bytes) => keep.store.create_clip(new_clip(keep, clip, bytes)).await.map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        // What has no row must not lie about, least of all when somebody in it has just taken their consent back.
        if kept.as_ref().ok() != Some(&clip) {
            forget(keep, clip).await;
        }
        kept
    })
}

fn claim(keep: &Keep<'_>, runtime: &tokio::runtime::Handle) -> Result<Claim, Failure> {
    let plan = keep.plan;
    let entries = if plan.cast().is_empty() { Vec::new() } else { runtime.block_on(keep.store.entries_of_take(plan.take()))? };
    let consent = (!entries.is_empty())
        .then(|| ConsentEntries { log: keep.store.ledger_key().to_owned(), entries: entries.into_iter().map(|(_, index)| index).collect() });
    Ok(Claim {
        title: plan.title(),
        makers: plan.makers().iter().map(|maker| maker.handle.to_string()).collect(),
        take: plan.take(),
        engine: keep.engine.clone(),
        source_type: if is_stitch(plan) { SourceType::Composite } else { SourceType::Algorithmic },
        created_at: clock::now(),
        consent,
    })
}

/// Hands file and poster to the object store. Bytes of the file.
async fn put(keep: &Keep<'_>, reel: &Reel, clip: ClipId, file: &Sealed<Vec<u8>>) -> Result<u64, Failure> {
    let objects = keep.store.objects();
    let put = |name: ObjectName| move |bytes: bytes::Bytes| async move { objects.put(name, bytes).await };
    let withheld = |_| Failure::Withheld(file.withheld_by());
    let video = put(ObjectName::clip_video(clip));
    let mut size = 0;
    let sent = file.send_async(clock::now(), |bytes| {
        size = bytes.len() as u64;
        video(bytes::Bytes::copy_from_slice(bytes))
    });
    sent.await.map_err(withheld)??;
    if let Some(poster) = reel.poster() {
        let image = put(ObjectName::clip_poster(clip));
        poster.send_async(clock::now(), |unit| image(unit.payload.clone())).await.map_err(withheld)??;
    }
    Ok(size)
}

async fn forget(keep: &Keep<'_>, clip: ClipId) {
    for name in [ObjectName::clip_video(clip), ObjectName::clip_poster(clip)] {
        if let Err(error) = keep.store.objects().delete(name).await {
            error!(%clip, %error, "the file of a clip that is not kept could not be deleted; the next start does");
        }
    }
}

fn new_clip(keep: &Keep<'_>, clip: ClipId, bytes: u64) -> NewClip {
    let plan = keep.plan;
    NewClip {
        clip,
        take: plan.take(),
        room: plan.room(),
        title: plan.title(),
        seconds: plan.seconds(),
        size: plan.format().size,
        fps: plan.format().fps,
        engine: keep.engine.clone(),
        owners: Owners::of(plan.makers().iter().map(|maker| maker.user), plan.cast().owners()).iter().collect(),
        makers: plan.makers().to_vec(),
        cast: plan.cast().clone(),
        bytes,
        at: clock::now(),
        notices: keep.notices.clone(),
        plan: plan.clone(),
    }
}
