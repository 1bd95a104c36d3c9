//! A hundred editors of one document, in one loop: what is due is written, what came is read, and what each knows of the others is counted.
//!
//! It reads every few milliseconds, as much as came, so that the load test costs less than the server that it measures.

use super::{
    dialect::{Dialect, NOTHING, Step},
    script::Script,
    target::Place,
};
use crate::{
    error::{LoadError, Result},
    lean::{self, Inbound, Kind, frame},
};
use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

const TICK: Duration = Duration::from_millis(2);
/// For a first exchange, and for what is still under way at the end.
const PATIENCE: Duration = Duration::from_secs(30);
/// Updates that are applied for the texts at the end.
const APPLIED: usize = 400_000;
/// Milliseconds that are told apart.
const SLOWEST: usize = 30_000;

struct Editor {
    stream: TcpStream,
    inbound: Inbound,
    /// What the kernel did not take yet.
    out: Vec<u8>,
    /// Keystrokes of each editor that it has.
    known: Vec<u32>,
    synced: bool,
    /// All updates that came, for the text at the end.
    came: Vec<u8>,
    ends: Vec<usize>,
    doubled: u64,
    ended: Option<String>,
}

pub struct Desk<'a> {
    script: &'a Script,
    dialect: Dialect,
    editors: Vec<Editor>,
    /// Keystrokes that went out, of each.
    sent: Vec<u32>,
    /// Keystrokes a second of all, and since when; for the delays.
    pace: Option<(f64, Instant)>,
    /// Keystrokes that came to somebody after so many milliseconds.
    delays: Vec<u64>,
    scratch: Vec<u8>,
}

/// What a run of keystrokes came to.
#[derive(Clone, Debug, Default)]
pub struct Played {
    pub strokes: u64,
    pub deliveries: u64,
    pub lost: u64,
    pub doubled: u64,
    /// Seconds until everybody had everything.
    pub seconds: f64,
    /// Of them, those after the last keystroke.
    pub behind: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
}

impl<'a> Desk<'a> {
    /// Everybody opens the document; the first puts the storyboard in.
    ///
    /// # Errors
    /// Where the server refuses somebody, or they don't get the storyboard.
    pub async fn open(script: &'a Script, place: &Place) -> Result<Self> {
        let count = script.strokes.len();
        let mut desk = Self {
            script,
            dialect: place.dialect.clone(),
            editors: Vec::with_capacity(count),
            sent: vec![0; count],
            pace: None,
            delays: vec![0; SLOWEST],
            scratch: vec![0; 256 * 1024],
        };
        for number in 0..count {
            let (stream, inbound) = lean::open(&place.door(number)).await.map_err(LoadError::Viewer)?;
            let stream = stream.into_std().map_err(LoadError::Viewer)?;
            let known = vec![0; count];
            let editor =
                Editor { stream, inbound, out: Vec::new(), known, synced: false, came: Vec::new(), ends: Vec::new(), doubled: 0, ended: None };
            desk.editors.push(editor);
            if let Some(greeting) = place.dialect.greeting() {
                desk.say(number, &greeting);
            }
            // An empty state vector: whatever is there.
            let asked = place.dialect.write(Step::One, &[0]);
            desk.say(number, &asked);
        }
        desk.wait_until("the storyboard", |_, editor| editor.synced)?;
        let base = place.dialect.write(Step::Update, &script.base);
        desk.say(0, &base);
        // Not every server tells the writer too.
        desk.wait_until("the storyboard", |number, editor| number == 0 || !editor.ends.is_empty())?;
        Ok(desk)
    }

    /// All write, in turn, so many keystrokes a second, until `count` were written; then all read on until they have everything.
    ///
    /// # Errors
    /// Where somebody's socket ends.
    pub fn play(&mut self, a_second: f64, count: u64) -> Result<Played> {
        let began = Instant::now();
        self.pace = Some((a_second, began));
        let mut next = 0;
        while next < count {
            let due = ((began.elapsed().as_secs_f64() * a_second) as u64 + 1).min(count);
            while next < due {
                self.stroke((next % self.editors.len() as u64) as usize);
                next += 1;
            }
            self.sweep()?;
            std::thread::sleep(TICK);
        }
        let written = Instant::now();
        let complete = |desk: &Self| desk.editors.iter().enumerate().all(|(own, editor)| desk.lacks(own, editor) == 0);
        let mut progress = (0, Instant::now());
        while !complete(self) && progress.1.elapsed() < PATIENCE / 3 {
            self.sweep()?;
            std::thread::sleep(TICK);
            let known: u64 = self.editors.iter().flat_map(|editor| &editor.known).map(|known| u64::from(*known)).sum();
            if known > progress.0 {
                progress = (known, Instant::now());
            }
        }
        let lost = self.editors.iter().enumerate().map(|(own, editor)| self.lacks(own, editor)).sum();
        let seconds = began.elapsed().as_secs_f64();
        Ok(Played {
            strokes: count,
            deliveries: count * (self.editors.len() as u64 - 1) - lost,
            lost,
            doubled: self.editors.iter().map(|editor| editor.doubled).sum(),
            seconds,
            behind: written.elapsed().as_secs_f64(),
            p50_ms: self.delay(0.5),
            p99_ms: self.delay(0.99),
        })
    }

    /// How many editors read another text than what was written. Where much was, only some of them are asked: that all have every keystroke is known
    /// already.
    #[must_use]
    pub fn differing(&self, wanted: &str) -> usize {
        let written = self.sent.iter().map(|sent| *sent as usize).sum::<usize>().max(1);
        let every = self.editors.len().div_ceil((APPLIED / written).max(3));
        (0..self.editors.len()).step_by(every).filter(|number| self.read_by(*number) != wanted).count()
    }

    /// What was written by everybody.
    #[must_use]
    pub fn text(&self) -> String {
        self.script.text((0..self.editors.len()).flat_map(|number| self.written_by(number)))
    }

    fn read_by(&self, number: usize) -> String {
        let editor = &self.editors[number];
        let starts = std::iter::once(0).chain(editor.ends.iter().copied());
        let came = starts.zip(&editor.ends).map(|(from, to)| &editor.came[from..*to]);
        self.script.text(self.written_by(number).chain(came))
    }

    fn written_by(&self, number: usize) -> impl Iterator<Item = &[u8]> {
        self.script.strokes[number][..self.sent[number] as usize].iter().map(|stroke| &stroke.update[..])
    }

    fn lacks(&self, own: usize, editor: &Editor) -> u64 {
        let lacking = self.sent.iter().zip(&editor.known).enumerate().filter(|(number, _)| *number != own);
        lacking.map(|(_, (sent, known))| u64::from(sent.saturating_sub(*known))).sum()
    }

    fn delay(&self, share: f64) -> f64 {
        let all: u64 = self.delays.iter().sum();
        let rank = (all as f64 * share).ceil() as u64;
        let mut seen = 0;
        let slot = self.delays.iter().position(|count| {
            seen += count;
            seen >= rank
        });
        slot.unwrap_or(0) as f64
    }

    fn stroke(&mut self, number: usize) {
        let Some(stroke) = self.script.strokes[number].get(self.sent[number] as usize) else { return };
        let message = self.dialect.write(Step::Update, &stroke.update);
        self.sent[number] += 1;
        self.say(number, &message);
    }

    fn say(&mut self, number: usize, message: &[u8]) {
        let editor = &mut self.editors[number];
        editor.out.extend(frame(Kind::Binary, message));
        flush(editor);
    }

    fn wait_until(&mut self, what: &'static str, test: impl Fn(usize, &Editor) -> bool) -> Result<()> {
        let began = Instant::now();
        while !self.editors.iter().enumerate().all(|(number, editor)| test(number, editor)) {
            if began.elapsed() > PATIENCE {
                return Err(LoadError::Late { what, seconds: PATIENCE.as_secs() });
            }
            self.sweep()?;
            std::thread::sleep(TICK);
        }
        Ok(())
    }

    /// Reads whatever came for anybody.
    fn sweep(&mut self) -> Result<()> {
        for number in 0..self.editors.len() {
            flush(&mut self.editors[number]);
            loop {
                match self.editors[number].stream.read(&mut self.scratch) {
                    Ok(0) => self.editors[number].ended = Some("it was ended".into()),
                    Ok(count) => {
                        self.editors[number].inbound.push(&self.scratch[..count]);
                        self.hear(number);
                        if count == self.scratch.len() {
                            continue;
                        }
                    }
                    Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
                    Err(error) => self.editors[number].ended = Some(error.to_string()),
                }
                break;
            }
            if let Some(why) = &self.editors[number].ended {
                return Err(LoadError::Closed("an editor's socket", why.clone()));
            }
        }
        Ok(())
    }

    fn hear(&mut self, number: usize) {
        let Self { script, dialect, editors, pace, delays, .. } = self;
        let editor = &mut editors[number];
        let now = Instant::now();
        while let Some((kind, payload)) = editor.inbound.take() {
            match kind {
                Kind::Binary => match dialect.read(payload) {
                    Some((Step::One, _)) => editor.out.extend(frame(Kind::Binary, &dialect.write(Step::Two, &NOTHING))),
                    Some((Step::Two, _)) => editor.synced = true,
                    Some((Step::Update, update)) => {
                        let gained = learn(script, number, &mut editor.known, update);
                        let first = editor.ends.is_empty();
                        editor.came.extend_from_slice(update);
                        editor.ends.push(editor.came.len());
                        match gained {
                            Gained::Nothing if !first => editor.doubled += 1,
                            Gained::Nothing | Gained::Own => {}
                            Gained::Strokes(strokes) => {
                                let Some((a_second, began)) = pace else { continue };
                                for (writer, stroke) in strokes {
                                    let global = u64::from(stroke) * script.strokes.len() as u64 + writer as u64;
                                    let due = *began + Duration::from_secs_f64(global as f64 / *a_second);
                                    let late = now.saturating_duration_since(due).as_millis() as usize;
                                    delays[late.min(SLOWEST - 1)] += 1;
                                }
                            }
                        }
                    }
                    None => {}
                },
                Kind::Ping => {
                    let pong = frame(Kind::Pong, payload);
                    editor.out.extend(pong);
                }
                Kind::Close => editor.ended = Some(String::from_utf8_lossy(payload.get(2..).unwrap_or_default()).into_owned()),
                Kind::Text | Kind::Pong | Kind::Other => {}
            }
        }
        flush(editor);
    }
}

enum Gained {
    Nothing,
    /// Some servers tell everybody, the writer too.
    Own,
    /// Of whom, and which one.
    Strokes(Vec<(usize, u32)>),
}

fn learn(script: &Script, own: usize, known: &mut [u32], update: &[u8]) -> Gained {
    if let Some(writer) = script.next_of(update, known) {
        known[writer] += 1;
        return if writer == own { Gained::Own } else { Gained::Strokes(vec![(writer, known[writer] - 1)]) };
    }
    let (mut strokes, mut echoed) = (Vec::new(), false);
    for (writer, reach) in script.reach_of(update, known) {
        if writer == own {
            echoed = true;
        } else {
            strokes.extend((known[writer]..reach).map(|stroke| (writer, stroke)));
        }
        known[writer] = known[writer].max(reach);
    }
    match (strokes.is_empty(), echoed) {
        (false, _) => Gained::Strokes(strokes),
        (true, true) => Gained::Own,
        (true, false) => Gained::Nothing,
    }
}

fn flush(editor: &mut Editor) {
    while !editor.out.is_empty() {
        match editor.stream.write(&editor.out) {
            Ok(count) => {
                editor.out.drain(..count);
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => return,
            Err(error) => {
                editor.ended = Some(error.to_string());
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_keystroke_counts_once() {
        let script = Script::new(3, 5, 7);
        let mut known = vec![0; 3];
        let stroke = |editor: usize, at: usize| &script.strokes[editor][at].update[..];
        assert!(matches!(learn(&script, 0, &mut known, stroke(1, 0)), Gained::Strokes(strokes) if strokes == [(1, 0)]));
        assert!(matches!(learn(&script, 0, &mut known, stroke(1, 0)), Gained::Nothing));
        assert!(matches!(learn(&script, 0, &mut known, stroke(0, 0)), Gained::Own));
        let merged = yrs::merge_updates_v1([stroke(1, 1), stroke(2, 0), stroke(1, 2)]).expect("one after the other");
        assert!(matches!(learn(&script, 0, &mut known, &merged), Gained::Strokes(strokes) if strokes.len() == 3));
        assert_eq!(known, [1, 3, 1]);
    }
}
