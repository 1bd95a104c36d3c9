//! One take: stills, then a small whole clip with its sound, then the full one.
//!
//! Speech and sound are made on a thread of their own from the start, because they wait for another program; pictures are made
//! one a step on the caller's thread. It knows neither codecs nor who watches.

use super::{Studio, film::Film, picture::Artist, screenplay::SpokenLine, sound};
use crate::{EngineError, Given, Session, Step};
use domain::{
    consent::FrameSink,
    plan::{FrozenPlan, Size},
    product::{Pass, Picture, SAMPLE_RATE},
};
use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, sync_channel},
    },
    time::Duration,
};

/// The small pass is at most this wide; a take that is asked no wider has none.
const SMALL_WIDTH: u32 = 360;
/// One look at the sound's thread waits no longer than a frame.
const PATIENCE: Duration = Duration::from_millis(20);

enum Heard {
    Spoken(Vec<SpokenLine>, Vec<String>),
    Sound(Vec<f32>),
}

enum Stage {
    Unread,
    Stills { next: usize },
    Frames { pass: Pass, next: u32 },
    Done,
}

pub(super) struct Take {
    plan: Arc<FrozenPlan>,
    given: Given,
    studio: Studio,
    stage: Stage,
    film: Option<Arc<Film>>,
    /// Two, where two pictures can be drawn at once.
    artists: Vec<Artist>,
    /// Drawn together with the picture before it.
    ahead: Option<Ahead>,
    spoken: Vec<SpokenLine>,
    /// While the voices are not there: pictures before this one need none.
    speechless: Option<u32>,
    sound: Sound,
    stopped: Arc<AtomicBool>,
    /// Seconds of the last pass that need not be made.
    kept: u32,
}

/// A picture that is not due yet.
struct Ahead {
    size: Size,
    frame: u32,
    rgba: Vec<u8>,
}

/// Sound on its way to the sink.
#[derive(Default)]
struct Sound {
    heard: Option<Receiver<Heard>>,
    pcm: Option<Vec<f32>>,
    /// Samples handed on, a stereo pair counted once.
    given: usize,
    complete: bool,
}

impl Take {
    pub(super) fn new(plan: Arc<FrozenPlan>, given: Given, studio: Studio) -> Self {
        Self {
            plan,
            given,
            studio,
            stage: Stage::Unread,
            film: None,
            artists: Vec::new(),
            ahead: None,
            spoken: Vec::new(),
            speechless: None,
            sound: Sound::default(),
            stopped: Arc::new(AtomicBool::new(false)),
            kept: 0,
        }
    }

    fn film(&self) -> &Arc<Film> {
        self.film.as_ref().expect("the film is prepared in the first step")
    }

    fn read(&mut self, sink: &mut FrameSink) -> Result<Stage, EngineError> {
        let film = Arc::new(self.studio.film(&self.plan, &self.given));
        for notice in &film.notices {
            sink.notice(notice.clone());
        }
        let shots = film.trace.shots.len() as u32;
        self.film = Some(film.clone());
        sink.start_pass(self.pass(0, self.plan.format().size, shots, false));
        self.draw(sink, 0, self.plan.format().size, 0..1)?;
        // Only now, so that voices don't compete with the first picture.
        self.sound.heard = Some(listen(&film, &self.plan, &self.stopped)?);
        if shots > 1 { Ok(Stage::Stills { next: 1 }) } else { Ok(self.first_moving(sink)) }
    }

    fn still(&mut self, sink: &mut FrameSink, shot: usize) -> Result<Stage, EngineError> {
        let first = self.film().stills();
        if let Some(frame) = first.get(shot) {
            self.draw(sink, 0, self.plan.format().size, *frame..*frame + 1)?;
        }
        if shot + 1 < first.len() { Ok(Stage::Stills { next: shot + 1 }) } else { Ok(self.first_moving(sink)) }
    }

    fn first_moving(&mut self, sink: &mut FrameSink) -> Stage {
        let full = self.plan.format().size;
        let frames = self.film().frames();
        // Who has a part of the full pass needs no small one.
        let pass = match self.kept {
            0 if full.width > SMALL_WIDTH => self.pass(1, small(full), frames, false),
            _ => self.pass(1, full, frames, true),
        };
        sink.start_pass(pass);
        self.speechless = Some(self.film().speechless());
        Stage::Frames { pass, next: (self.kept * pass.fps).min(frames) }
    }

    /// Mouths follow the voices: pictures from the first word on wait for them.
    fn hear(&mut self, sink: &mut FrameSink, patience: Duration) -> Result<(), EngineError> {
        match self.sound.heard.as_ref().map(|heard| heard.recv_timeout(patience)) {
            Some(Ok(Heard::Spoken(spoken, notices))) => {
                (self.spoken, self.speechless) = (spoken, None);
                for notice in notices {
                    sink.notice(notice);
                }
                Ok(())
            }
            Some(Err(RecvTimeoutError::Timeout)) => Ok(()),
            _ => Err(EngineError::Failed("the sound's thread ended early".into())),
        }
    }

    fn frame(&mut self, sink: &mut FrameSink, pass: Pass, next: u32) -> Result<Stage, EngineError> {
        let size = Size { width: pass.width, height: pass.height };
        if let Some(speechless) = self.speechless {
            self.hear(sink, if next < speechless { Duration::ZERO } else { PATIENCE })?;
            if self.speechless.is_some() && next < speechless {
                self.draw(sink, pass.number, size, next..speechless.min(pass.frames))?;
                return Ok(Stage::Frames { pass, next: next + 1 });
            }
            return Ok(Stage::Frames { pass, next });
        }
        // Sound goes before pictures wherever it is ready: who listens should not wait for who looks.
        if self.sound.step(sink, next == pass.frames)? {
            return Ok(Stage::Frames { pass, next });
        }
        if next < pass.frames {
            self.draw(sink, pass.number, size, next..pass.frames)?;
            return Ok(Stage::Frames { pass, next: next + 1 });
        }
        if pass.last {
            return Ok(Stage::Done);
        }
        let pass = self.pass(pass.number + 1, self.plan.format().size, pass.frames, true);
        sink.start_pass(pass);
        Ok(Stage::Frames { pass, next: 0 })
    }

    fn pass(&self, number: u8, size: Size, frames: u32, last: bool) -> Pass {
        Pass { number, width: size.width, height: size.height, fps: self.plan.format().fps, frames, last }
    }

    /// Hands on the first of these frames; the one behind it is drawn at the same time.
    fn draw(&mut self, sink: &mut FrameSink, pass: u8, size: Size, frames: Range<u32>) -> Result<(), EngineError> {
        if sink.is_stopped() {
            return Err(EngineError::Stopped);
        }
        let frame = frames.start;
        let rgba = match self.ahead.take().filter(|ahead| (ahead.size, ahead.frame) == (size, frame)) {
            Some(ahead) => ahead.rgba,
            None => self.draw_two(size, frames),
        };
        sink.frame(pass, frame, Picture { width: size.width, height: size.height, rgba })?;
        Ok(())
    }

    fn draw_two(&mut self, size: Size, frames: Range<u32>) -> Vec<u8> {
        let film = self.film().clone();
        let spoken = &self.spoken;
        if self.artists.first().is_none_or(|artist| artist.size() != size) {
            let count = std::thread::available_parallelism().map_or(1, |cores| cores.get().min(2));
            self.artists = (0..count).map(|_| Artist::new(size)).collect();
        }
        let next = frames.start + 1;
        let [one, rest @ ..] = self.artists.as_mut_slice() else { unreachable!("at least one was made") };
        match rest.first_mut().filter(|_| next < frames.end) {
            None => one.draw(&film, spoken, frames.start),
            Some(other) => std::thread::scope(|scope| {
                let ahead = scope.spawn(|| other.draw(&film, spoken, next));
                let rgba = one.draw(&film, spoken, frames.start);
                // A panic there is one here.
                let ahead = ahead.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
                self.ahead = Some(Ahead { size, frame: next, rgba: ahead });
                rgba
            }),
        }
    }
}

impl Sound {
    /// Hands on at most a second; true where something was done and more may come at once. `wait`: nothing else is left to do.
    fn step(&mut self, sink: &mut FrameSink, wait: bool) -> Result<bool, EngineError> {
        if self.complete {
            return Ok(false);
        }
        let Some(pcm) = &self.pcm else {
            let heard = self.heard.as_ref().ok_or_else(|| EngineError::Failed("sound was not begun".into()))?;
            let got = heard.recv_timeout(if wait { PATIENCE } else { Duration::ZERO });
            return match got {
                Ok(Heard::Sound(pcm)) => {
                    self.pcm = Some(pcm);
                    Ok(true)
                }
                Ok(Heard::Spoken(..)) | Err(RecvTimeoutError::Timeout) => Ok(wait),
                Err(RecvTimeoutError::Disconnected) => Err(EngineError::Failed("the sound's thread ended early".into())),
            };
        };
        let from = self.given * 2;
        let to = (from + 2 * SAMPLE_RATE as usize).min(pcm.len());
        if from < to {
            sink.sound(self.given as u64, pcm[from..to].to_vec())?;
            self.given = to / 2;
            return Ok(true);
        }
        self.complete = true;
        self.pcm = Some(Vec::new());
        Ok(false)
    }
}

/// Begins the thread that speaks and then renders all sound.
fn listen(film: &Arc<Film>, plan: &FrozenPlan, stopped: &Arc<AtomicBool>) -> Result<Receiver<Heard>, EngineError> {
    let (seconds, size) = (plan.seconds(), plan.format().size);
    let (send, heard) = sync_channel(2);
    let (film, stopped) = (film.clone(), stopped.clone());
    let work = move || {
        let (mut spoken, notices) = sound::speech::speak(&film.screenplay, &film.voices());
        sound::speech::place(&mut spoken, &film.screenplay, &film.trace, f64::from(size.width) / f64::from(size.height));
        if send.send(Heard::Spoken(spoken.clone(), notices)).is_err() {
            return;
        }
        let is_stopped = || stopped.load(Ordering::Relaxed);
        let mut pcm = sound::render_over(&film.footage.heard(&film.screenplay), &film.screenplay, &film.trace.events, &spoken, seconds, &is_stopped);
        pcm.resize(seconds as usize * SAMPLE_RATE as usize * 2, 0.0);
        // A closed channel means that the take is over.
        let _ = send.send(Heard::Sound(pcm));
    };
    std::thread::Builder::new()
        .name("studio-sound".into())
        .spawn(work)
        .map_err(|error| EngineError::Failed(format!("no thread for sound: {error}")))?;
    Ok(heard)
}

/// The same shape, [`SMALL_WIDTH`] on its narrow side or half as large, in even numbers.
fn small(full: Size) -> Size {
    let scale = (f64::from(SMALL_WIDTH) / f64::from(full.width.min(full.height))).min(0.5);
    let even = |side: u32| ((f64::from(side) * scale / 2.0).round() as u32).max(1) * 2;
    Size { width: even(full.width), height: even(full.height) }
}

impl Session for Take {
    fn step(&mut self, sink: &mut FrameSink) -> Result<Step, EngineError> {
        if sink.is_stopped() {
            self.stopped.store(true, Ordering::Relaxed);
            return Err(EngineError::Stopped);
        }
        self.stage = match self.stage {
            Stage::Unread => self.read(sink)?,
            Stage::Stills { next } => self.still(sink, next)?,
            Stage::Frames { pass, next } => self.frame(sink, pass, next)?,
            Stage::Done => Stage::Done,
        };
        Ok(if matches!(self.stage, Stage::Done) { Step::Done } else { Step::More })
    }

    fn resume(&mut self, seconds: u32) {
        self.kept = seconds;
    }
}

impl Drop for Take {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}
