//! One take without a server: the engine on a thread of its own, the encoder here, then the signed file.
//!
//! It goes through the same consent gate as a server's take: what comes out is sealed, and leaves by one write.

use crate::clock;
use domain::{
    consent::{Channel, FrameSink, LiveCast, Out, Sealed, Stopped},
    plan::FrozenPlan,
    product::{Pass, Product},
};
use engine::{Engine, EngineError, Given, Step, studio::Studio};
use media::{Claim, MediaError, MediaUnit, Mp4Gather, Signer, SigningIdentity, SourceType, TakeEncoder, UnitKind, Watermark};
use std::{
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

/// Products between engine and encoder: some megabytes each.
const WAITING: usize = 4;
/// Work on a picture of the small pass, compared with one of the full size.
const SMALL: f64 = 0.3;

#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    #[error("{0}")]
    Engine(#[from] EngineError),
    #[error("{0}")]
    Media(#[from] MediaError),
    #[error("the engine made nothing")]
    Empty,
    #[error("the engine ended before the take was whole: this is a fault")]
    Broken,
}

pub struct Recording {
    pub file: Sealed<Vec<u8>>,
    pub first_picture: Duration,
    pub notices: Vec<String>,
}

/// Makes the take. `progress` hears how much of the work is done, 0…1.
///
/// # Errors
/// Where engine, encoder or signature fail.
pub fn record(
    plan: &Arc<FrozenPlan>,
    engine: &Studio,
    given: Given,
    identity: Arc<SigningIdentity>,
    progress: impl FnMut(f64),
) -> Result<Recording, RecordError> {
    let began = Instant::now();
    let mut session = engine.open(plan.clone(), given)?;
    let cast = LiveCast::assemble(plan, Vec::new()).map_err(|error| EngineError::Unsupported(error.to_string()))?;
    let (made, making) = sync_channel(WAITING);
    let mut sink = cast.into_sink(Box::new(ToEncoder(made)));
    let engine_name = engine.name();
    let film = thread::scope(|scope| {
        let drawing = scope.spawn(move || draw(session.as_mut(), &mut sink));
        let film = Film::encode(plan, &making, began, progress);
        // The engine stops when nobody takes what it makes.
        drop(making);
        let drawn = drawing.join().unwrap_or(Err(EngineError::Failed("it panicked: this is a fault".into())));
        match (film, drawn) {
            (Err(error), _) => Err(error),
            (Ok(_), Err(error)) => Err(error.into()),
            (Ok(film), Ok(())) => Ok(film),
        }
    })?;
    let claim = Claim {
        title: plan.title(),
        makers: plan.makers().iter().map(|maker| maker.handle.to_string()).collect(),
        take: plan.take(),
        engine: engine_name.to_owned(),
        source_type: SourceType::Algorithmic,
        created_at: clock::now(),
        consent: None,
    };
    let mp4 = Sealed::gather(&film.units, Mp4Gather::new()).ok_or(RecordError::Empty)?.transpose()?;
    let file = mp4.work(&mut Signer::new(identity, claim)).transpose()?;
    Ok(Recording { file, first_picture: film.first_picture.ok_or(RecordError::Empty)?, notices: film.notices })
}

fn draw(session: &mut dyn engine::Session, sink: &mut FrameSink) -> Result<(), EngineError> {
    while session.step(sink)? == Step::More {}
    Ok(())
}

enum Made {
    Product(Sealed<Product>),
    Pass(Pass),
    Notice(String),
}

struct ToEncoder(SyncSender<Made>);

impl Out for ToEncoder {
    fn put(&mut self, product: Sealed<Product>) -> Result<(), Stopped> {
        self.0.send(Made::Product(product)).map_err(|_| Stopped)
    }

    fn pass_started(&mut self, pass: Pass) {
        // Where the encoder is gone, the next product stops the session.
        drop(self.0.send(Made::Pass(pass)));
    }

    fn notice(&mut self, sentence: String) {
        drop(self.0.send(Made::Notice(sentence)));
    }

    fn is_stopped(&self) -> bool {
        false
    }
}

/// What is encoded so far.
struct Film {
    encoder: TakeEncoder,
    channel: Option<Channel>,
    /// The last pass, and all sound.
    units: Vec<Sealed<MediaUnit>>,
    last: Option<u8>,
    first_picture: Option<Duration>,
    notices: Vec<String>,
    work: Work,
}

impl Film {
    fn encode(plan: &FrozenPlan, making: &Receiver<Made>, began: Instant, mut progress: impl FnMut(f64)) -> Result<Self, RecordError> {
        let encoder = TakeEncoder::new(plan.take(), plan.format(), plan.seconds(), Watermark::new(plan.makers()))?;
        let work = Work { full: plan.frames().into(), ..Work::default() };
        let mut film = Self { encoder, channel: None, units: Vec::new(), last: None, first_picture: None, notices: Vec::new(), work };
        for made in making {
            match made {
                Made::Notice(sentence) => film.notices.push(sentence),
                Made::Pass(pass) => film.begin(pass),
                Made::Product(product) => film.add(product, began)?,
            }
            progress(film.work.done());
        }
        if film.last.is_some() { Ok(film) } else { Err(RecordError::Broken) }
    }

    fn begin(&mut self, pass: Pass) {
        self.work.begin(pass);
        self.encoder.pass_started(pass);
        if pass.last {
            self.last = Some(pass.number);
        }
    }

    fn add(&mut self, product: Sealed<Product>, began: Instant) -> Result<(), RecordError> {
        let units = product.work(&mut self.encoder).transpose()?;
        let channel = self.channel.get_or_insert_with(|| units.channel());
        for unit in units.split(channel).ok_or(RecordError::Broken)? {
            let label = unit.label();
            match label.kind {
                UnitKind::Poster => {}
                UnitKind::Audio => self.units.push(unit),
                UnitKind::Video => {
                    self.first_picture.get_or_insert_with(|| began.elapsed());
                    self.work.picture();
                    if self.last == Some(label.pass) {
                        self.units.push(unit);
                    }
                }
            }
        }
        Ok(())
    }
}

/// How much is done, in pictures of the full size.
#[derive(Clone, Copy, Debug, Default)]
struct Work {
    full: f64,
    has_small: bool,
    weight: f64,
    done: f64,
}

impl Work {
    fn begin(&mut self, pass: Pass) {
        self.has_small |= pass.number > 0 && !pass.last;
        self.weight = match (pass.number, pass.last) {
            (0, _) => 0.0,
            (_, false) => SMALL,
            (_, true) => 1.0,
        };
    }

    fn picture(&mut self) {
        self.done += self.weight;
    }

    fn done(self) -> f64 {
        let all = self.full * if self.has_small { 1.0 + SMALL } else { 1.0 };
        (self.done / all).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pass(number: u8, last: bool) -> Pass {
        Pass { number, width: 360, height: 640, fps: 24, frames: 96, last }
    }

    #[test]
    fn progress_ends_at_one_with_and_without_a_small_pass() {
        for passes in [vec![pass(0, false), pass(1, false), pass(2, true)], vec![pass(0, false), pass(1, true)]] {
            let mut work = Work { full: 96.0, ..Work::default() };
            let mut before = 0.0;
            for pass in passes {
                work.begin(pass);
                for _ in 0..pass.frames {
                    work.picture();
                    assert!(work.done() >= before);
                    before = work.done();
                }
            }
            assert!((work.done() - 1.0).abs() < 1e-9);
        }
    }
}
