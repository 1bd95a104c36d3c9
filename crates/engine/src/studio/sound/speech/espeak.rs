//! One run of the voice program: text in by standard input, a WAV file out, within limits of time and size.

use std::{
    io::{ErrorKind, Read as _, Write as _},
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

/// For one line.
const PATIENCE: Duration = Duration::from_secs(4);
/// About 90 s of speech.
const MOST_BYTES: u64 = 4 << 20;
const MOST_CHARACTERS: usize = 1_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The program is not there.
    Missing,
    /// It made no sound of what it was given.
    Refused,
    Slow,
}

/// Words without what the program would take as commands, control characters and `[[phonemes]]`, and without the sign of mentions.
pub fn plain(words: &str) -> String {
    let clean: String = words.chars().take(MOST_CHARACTERS).map(|c| if c.is_control() || "[]<>@".contains(c) { ' ' } else { c }).collect();
    clean.trim().to_owned()
}

/// Runs the program and returns what it wrote. Words never become arguments, so they can't be read as options.
pub fn run(program: &str, arguments: &[String], words: &str, left: Duration) -> Result<Vec<u8>, Failure> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| if error.kind() == ErrorKind::NotFound { Failure::Missing } else { Failure::Refused })?;
    if let Some(mut stdin) = child.stdin.take() {
        // Fits a pipe's buffer, so it can't block; a program that does not read is told by its empty output.
        let _ = writeln!(stdin, "{words}");
    }
    let (done, outcome) = mpsc::sync_channel(1);
    if let Some(stdout) = child.stdout.take() {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = stdout.take(MOST_BYTES).read_to_end(&mut bytes);
            // The receiver may have given up.
            let _ = done.send(read.map(|_| bytes));
        });
    }
    let outcome = outcome.recv_timeout(PATIENCE.min(left));
    // Either its output has ended or it is no longer wanted.
    let _ = child.kill();
    let _ = child.wait();
    match outcome {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Failure::Refused),
        Err(_) => Err(Failure::Slow),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_lose_what_could_be_a_command() {
        assert_eq!(plain("\u{1}9p say [[h@l'oU]]\n<b>now</b> "), "9p say   h l'oU    b now /b");
    }

    #[test]
    fn a_missing_program_is_told() {
        assert_eq!(run("no-such-voice-program", &[], "hello", PATIENCE), Err(Failure::Missing));
    }
}
