//! One take on its threads: the engine draws on one, the encoder works on another (`encoding`); the reel takes up what comes out, and `keep` makes
//! a clip of it.
//!
//! Everything between engine and reel is sealed. Dropping out anywhere stops the other side within a frame.

use super::{
    encoding::{Encoding, Seconds, ToEncoder},
    keep::{Keep, keep},
    materials::{self, MaterialFault},
    recorded::{self, Recorded},
    reel::Reel,
    stitch,
};
use domain::{
    CameoId, ClipId,
    consent::{FrameSink, LiveCast, Purge},
    derivation::is_joined,
    likeness::Likeness,
    plan::FrozenPlan,
    room::Outcome,
};
use engine::{Engine, EngineError, Given, Session, Step};
use media::{KeptSecond, MediaError, SigningIdentity};
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Weak,
        atomic::{AtomicBool, Ordering::SeqCst},
        mpsc::sync_channel,
    },
};
use store::{Store, StoreError};
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
        None if is_joined(&work.plan) => stitch::make(work),
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
    let seconds = Seconds::new(making, store.objects().clone(), runtime.clone());
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
