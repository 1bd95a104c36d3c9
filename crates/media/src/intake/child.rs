//! The decoder's process: how it is fenced in, read, and ended. It knows neither pictures nor sound.
//!
//! The bounds are set by the shell that becomes the decoder (`ulimit`, then `exec`), so the process that is killed is the decoder itself.

use super::{IntakeError, MOST_SECONDS};
use std::{
    io::{BufReader, Read},
    ops::ControlFlow,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, ChildStderr, ChildStdout, Command, Stdio},
    sync::{
        OnceLock,
        mpsc::{RecvTimeoutError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

const PROGRAM: &str = "ffmpeg";
/// Seconds of processor time, KiB of address space, bytes written to files, open files, core dumps. What can't be bounded is not started.
const FENCE: &str = "ulimit -t 20 && ulimit -v 1048576 && ulimit -f 0 && ulimit -n 32 && ulimit -c 0 && exec \"$0\" \"$@\"";
/// What the shell says where there is no such program.
const NOT_FOUND: i32 = 127;
/// Bytes of one allocation of the decoder.
const MOST_AT_ONCE: &str = "268435456";
/// Bytes of complaints that are looked at.
const COMPLAINTS: u64 = 8_192;
/// What is read ahead while the caller works.
const AHEAD: usize = 4;

/// What a decoder may take a file for.
pub struct Source {
    demuxers: &'static str,
    decoders: &'static str,
    /// Of one decoded picture.
    most_pixels: &'static str,
}

pub const FOOTAGE: Source = Source {
    demuxers: "matroska,webm,mov,mp4",
    decoders: "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,opus,libopus,vorbis,libvorbis,aac,mp3,mp3float,pcm_s16le,pcm_f32le",
    // 4096 × 2304.
    most_pixels: "9437184",
};

/// One picture that does not move. A demuxer that is named is taken without a look at the file's name, which might ask for other files.
pub const fn picture(demuxer: &'static str, decoder: &'static str) -> Source {
    // 8192 × 6144: what telephones take.
    Source { demuxers: demuxer, decoders: decoder, most_pixels: "50331648" }
}

/// How a decoder ended.
pub enum Ended {
    Whole,
    /// The caller wanted no more.
    Broken,
    /// It was waited for too long.
    Late,
    Failed(IntakeError),
}

/// A running decoder; killed and reaped when dropped.
pub struct Decoder {
    child: Child,
    output: Option<ChildStdout>,
    complaints: Option<ChildStderr>,
}

impl Decoder {
    /// Starts one on footage; `output` are the arguments that say what to write, which goes to its pipe.
    pub fn start(file: &Path, output: &[&str]) -> Result<Self, IntakeError> {
        Self::start_on(&FOOTAGE, file, output)
    }

    /// The same of a file that is taken for nothing but that.
    pub fn start_on(source: &Source, file: &Path, output: &[&str]) -> Result<Self, IntakeError> {
        let mut command = fenced();
        command.args(["-hide_banner", "-nostdin", "-nostats", "-v", "error", "-max_alloc", MOST_AT_ONCE, "-filter_threads", "1"]);
        command.args(["-threads", "1", "-protocol_whitelist", "file,pipe", "-format_whitelist", source.demuxers]);
        command.args(["-codec_whitelist", source.decoders]);
        command.args(["-max_pixels", source.most_pixels, "-probesize", "8000000", "-analyzeduration", "5000000"]);
        if !source.demuxers.contains(',') {
            // Decoders of still pictures differ in whether they turn them: the caller does.
            command.args(["-noautorotate", "-f", source.demuxers]);
        }
        command.args(["-t", &MOST_SECONDS.to_string(), "-i"]);
        let mut input = std::ffi::OsString::from("file:");
        input.push(std::path::absolute(file).map_err(|_| IntakeError::Busy)?);
        command.arg(input).args(output).args(["-threads", "1", "pipe:1"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0);
        let mut child = command.spawn().map_err(|_| IntakeError::Busy)?;
        let (output, complaints) = (child.stdout.take(), child.stderr.take());
        Ok(Self { child, output, complaints })
    }

    /// Reads piece after piece on a thread of its own and gives each on; ends the decoder after. `patience` counts only the waiting
    /// for it, not the caller's own work.
    pub fn each<T: Send>(
        &mut self,
        patience: Duration,
        read: impl Fn(&mut dyn Read) -> std::io::Result<Option<T>> + Send,
        mut each: impl FnMut(T) -> ControlFlow<()>,
    ) -> Ended {
        let (Some(output), Some(complaints)) = (self.output.take(), self.complaints.take()) else { return Ended::Broken };
        let (send, pieces) = sync_channel(AHEAD);
        thread::scope(|scope| {
            let heard = scope.spawn(move || listen(complaints));
            let reader = scope.spawn(move || {
                let mut pipe = BufReader::with_capacity(1 << 16, output);
                while let Some(piece) = read(&mut pipe)? {
                    if send.send(piece).is_err() {
                        break;
                    }
                }
                Ok::<_, std::io::Error>(())
            });
            let mut left = patience;
            let early = loop {
                let began = Instant::now();
                let piece = pieces.recv_timeout(left);
                left = left.saturating_sub(began.elapsed());
                match piece {
                    Ok(piece) => {
                        if each(piece).is_break() {
                            break Some(Ended::Broken);
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => break Some(Ended::Late),
                    Err(RecvTimeoutError::Disconnected) => break None,
                }
            };
            // A reader that waits for room ends with the channel, one that waits for bytes with the process.
            drop(pieces);
            let code = if early.is_some() { self.kill() } else { self.wait(left) };
            let cut = !matches!(reader.join(), Ok(Ok(())));
            let heard = heard.join().unwrap_or_default();
            early.unwrap_or_else(|| judge(code, cut, &heard))
        })
    }

    fn kill(&mut self) -> Option<i32> {
        // It may have ended by itself.
        let _ = self.child.kill();
        self.child.wait().ok().and_then(|status| status.code())
    }

    /// Its pipe is closed: it is about to end.
    fn wait(&mut self, patience: Duration) -> Option<i32> {
        let until = Instant::now() + patience.min(Duration::from_secs(2));
        while Instant::now() < until {
            match self.child.try_wait() {
                Ok(Some(status)) => return status.code(),
                Ok(None) => thread::sleep(Duration::from_millis(2)),
                Err(_) => return None,
            }
        }
        self.kill()
    }
}

impl Drop for Decoder {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The shell that becomes the decoder, with nothing of our environment but where programs lie.
fn fenced() -> Command {
    let mut command = Command::new("/bin/sh");
    command.env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap_or_else(|| "/usr/local/bin:/usr/bin:/bin".into()));
    command.args(["-c", FENCE, PROGRAM]).current_dir("/");
    command
}

pub fn is_available() -> bool {
    // What was found is not looked for again; what is missing may be installed while the server runs.
    static FOUND: OnceLock<()> = OnceLock::new();
    if FOUND.get().is_some() {
        return true;
    }
    let silent = || Stdio::null();
    let found = fenced().arg("-version").stdin(silent()).stdout(silent()).stderr(silent()).status().is_ok_and(|status| status.success());
    if found {
        FOUND.get_or_init(|| ());
    }
    found
}

/// The first complaints; the rest is read and forgotten, so that the decoder never waits for a reader.
fn listen(mut complaints: ChildStderr) -> String {
    let mut first = Vec::new();
    // A pipe that breaks has told what it had to tell.
    let _ = complaints.by_ref().take(COMPLAINTS).read_to_end(&mut first);
    let _ = std::io::copy(&mut complaints, &mut std::io::sink());
    String::from_utf8_lossy(&first).into_owned()
}

fn judge(code: Option<i32>, cut: bool, complaints: &str) -> Ended {
    match code {
        Some(0) if !cut => Ended::Whole,
        Some(NOT_FOUND) => Ended::Failed(IntakeError::FfmpegMissing),
        _ if complaints.contains("matches no streams") => Ended::Failed(IntakeError::NoVideo),
        // Ended by a signal: over a bound, most likely of processor time.
        None => Ended::Failed(IntakeError::TooHeavy),
        Some(_) => Ended::Failed(IntakeError::Unreadable),
    }
}
