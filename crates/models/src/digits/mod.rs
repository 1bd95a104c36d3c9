//! Spoken digits by CMU Sphinx, a program of the system, with a dictionary of ten words and a grammar of exactly so many, after the noise
//! of the room is taken away. It hears English digits and nothing else: whatever is said comes out as digits, so only a long number that was asked for proves anything.

mod clean;
mod fourier;

use crate::ModelError;
use std::{
    env,
    fmt::Write as _,
    fs,
    io::{ErrorKind, Read as _, Write as _},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

const WORDS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
/// From the CMU dictionary. "Oh" for zero is left out on purpose: it is heard everywhere.
const DICTIONARY: &str = "zero Z IH R OW\nzero(2) Z IY R OW\none W AH N\none(2) HH W AH N\ntwo T UW\nthree TH R IY\nfour F AO R\nfive F AY V\n\
                          six S IH K S\nseven S EH V AH N\neight EY T\nnine N AY N\n";

const RATE: f32 = 16_000.0;
/// Seconds of sound.
const LONGEST: f32 = 30.0;
const SHORTEST: f32 = 0.3;
const MOST_DIGITS: usize = 12;
/// A recording of ten seconds takes a tenth of one on an idle core.
const PATIENCE: Duration = Duration::from_secs(15);
/// Kibibytes of address space: it needs a quarter of this.
const MOST_MEMORY: u32 = 512 * 1024;
/// Of processor time.
const MOST_SECONDS: u32 = 10;
const MOST_OUTPUT: u64 = 16 * 1024;
/// A quiet voice is made this much louder, at most.
const MOST_GAIN: f32 = 20.0;

/// Hears digits. Some 60 ms of one core for five seconds of sound; the sound never touches a disk.
#[derive(Debug)]
pub struct Digits {
    program: PathBuf,
    model: PathBuf,
}

impl Digits {
    pub(crate) fn find(program: &Path, model: &Path) -> Result<Self, ModelError> {
        let program = which(program).ok_or_else(|| ModelError::DigitsMissing(program.to_owned()))?;
        if !model.join("mdef").is_file() {
            return Err(ModelError::DigitsMissing(model.to_owned()));
        }
        Ok(Self { program, model: model.to_owned() })
    }

    /// The digits that are said, 0 to 9, at most `count` of them (1 to 12); none where nothing is said. Mono sound at 16 kHz, −1..1,
    /// 0.3 to 30 seconds long. Tell it how many were asked for: left to guess, it hears digits between the digits.
    pub fn hear(&self, pcm: &[f32], count: usize) -> Result<Vec<u8>, ModelError> {
        let seconds = pcm.len() as f32 / RATE;
        if !(SHORTEST..=LONGEST).contains(&seconds) {
            return Err(ModelError::SoundUnfit(format!("it lasts {seconds:.1} s; {SHORTEST} to {LONGEST} s will do")));
        }
        if !(1..=MOST_DIGITS).contains(&count) {
            return Err(ModelError::SoundUnfit(format!("{count} digits can't be asked for; 1 to {MOST_DIGITS} can")));
        }
        if pcm.iter().any(|sample| !sample.is_finite()) {
            return Err(ModelError::SoundUnfit("a sample is not a number".to_owned()));
        }
        let voice = clean::clean(pcm);
        if voice.iter().all(|sample| *sample == 0.0) {
            return Ok(Vec::new());
        }
        let folder = tempfile::tempdir().map_err(|error| failed(&error))?;
        fs::write(folder.path().join("digits.dict"), DICTIONARY).map_err(|error| failed(&error))?;
        fs::write(folder.path().join("digits.jsgf"), grammar(count)).map_err(|error| failed(&error))?;
        let said = self.listen(folder.path(), samples(&voice))?;
        let mut digits = read(&said)?;
        digits.truncate(count);
        Ok(digits)
    }

    fn listen(&self, folder: &Path, sound: Vec<u8>) -> Result<String, ModelError> {
        let mut child = Running(self.command(folder).spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => ModelError::DigitsMissing(self.program.clone()),
            _ => failed(&error),
        })?);
        if let Some(mut stdin) = child.0.stdin.take() {
            // Ends with the program: a pipe nobody reads is an error, and that is told by the exit status.
            thread::spawn(move || drop(stdin.write_all(&sound)));
        }
        let (done, outcome) = mpsc::sync_channel(1);
        if let Some(stdout) = child.0.stdout.take() {
            thread::spawn(move || {
                let mut said = String::new();
                let read = stdout.take(MOST_OUTPUT).read_to_string(&mut said);
                // The receiver may have given up.
                let _ = done.send(read.map(|_| said));
            });
        }
        let said = outcome.recv_timeout(PATIENCE).map_err(|_| ModelError::DigitsSlow)?.map_err(|error| failed(&error))?;
        // No output and an error are not the same: the first is silence.
        match child.end()? {
            status if status.success() => Ok(said),
            status => Err(failed(&status)),
        }
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new("/bin/sh");
        let limits = format!("ulimit -t {MOST_SECONDS} && ulimit -v {MOST_MEMORY} && exec \"$0\" \"$@\"");
        command.arg("-c").arg(limits).arg(&self.program);
        command.args(["-infile", "/dev/stdin", "-logfn", "/dev/null", "-dict", "digits.dict", "-jsgf", "digits.jsgf"]);
        // All of the sound is one utterance, pauses and all (hundredths of a second), else the grammar is begun anew after each.
        command.args(["-vad_postspeech", "3000"]);
        // What is left of noise is rather a pause than a digit.
        command.args(["-silprob", "0.5", "-fillprob", "0.01", "-hmm"]).arg(&self.model);
        command.current_dir(folder).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }
}

/// Ended when it is no longer waited for.
struct Running(Child);

impl Running {
    /// After its output has ended, so at once.
    fn end(&mut self) -> Result<ExitStatus, ModelError> {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Some(status) = self.0.try_wait().map_err(|error| failed(&error))? {
                return Ok(status);
            }
            thread::sleep(Duration::from_millis(1));
        }
        Err(ModelError::DigitsSlow)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn failed(reason: &impl ToString) -> ModelError {
    ModelError::DigitsFailed(reason.to_string())
}

/// A program by its path, or by its name on `PATH`.
fn which(program: &Path) -> Option<PathBuf> {
    if program.components().count() > 1 {
        return program.is_file().then(|| program.to_owned());
    }
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn grammar(count: usize) -> String {
    let mut grammar = format!("#JSGF V1.0;\ngrammar digits;\n<digit> = {};\npublic <digits> =", WORDS.join(" | "));
    for _ in 0..count {
        let _ = write!(grammar, " <digit>");
    }
    grammar + ";\n"
}

/// Little-endian, 16 bits, made about equally loud.
fn samples(pcm: &[f32]) -> Vec<u8> {
    let loudest = pcm.iter().fold(0.0_f32, |most, sample| most.max(sample.abs()));
    let gain = if loudest > 0.0 { (0.7 / loudest).min(MOST_GAIN) } else { 1.0 };
    pcm.iter().flat_map(|sample| ((sample * gain * 32_767.0) as i16).to_le_bytes()).collect()
}

fn read(said: &str) -> Result<Vec<u8>, ModelError> {
    let digit = |word: &str| WORDS.iter().zip(0..).find(|(name, _)| **name == word).map(|(_, digit)| digit);
    said.split_whitespace().map(|word| digit(word).ok_or_else(|| failed(&"it said something else than digits"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grammar_asks_for_so_many() {
        assert!(grammar(3).ends_with("public <digits> = <digit> <digit> <digit>;\n"));
    }

    #[test]
    fn words_become_digits_and_others_are_an_error() {
        assert_eq!(read("four zero\n nine\n"), Ok(vec![4, 0, 9]));
        assert_eq!(read(""), Ok(vec![]));
        assert_eq!(read("four twenty").map_err(|error| error.code()), Err("digits_failed"));
    }

    #[test]
    fn a_whisper_is_made_louder_and_silence_stays_silent() {
        let loud = |pcm: &[f32]| i16::from_le_bytes([samples(pcm)[0], samples(pcm)[1]]);
        assert!(loud(&[0.1, -0.05]) > 22_000 && loud(&[0.001]) < 700);
        assert!(samples(&[0.0; 8]).iter().all(|byte| *byte == 0));
    }
}
