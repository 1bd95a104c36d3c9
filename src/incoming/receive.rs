//! A recording as it comes in: written piece by piece to a file that only this process may read, hashed on the way, gone when dropped.
//!
//! No more than [`MAX_BYTES`] are ever written or held, whatever is sent, and and nobody waits for ever for it, nor for a trickle. What a
//! crash left behind is swept at the next start.

use super::Trouble;
use bytes::Bytes;
use futures::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use std::{
    io,
    path::{Path, PathBuf},
    pin::pin,
    time::Duration,
};
use tokio::{
    io::AsyncWriteExt,
    time::{Instant, timeout, timeout_at},
};

/// Bytes of a file.
pub const MAX_BYTES: u64 = 64 * 1024 * 1024;
const EXTENSION: &str = "recording";

/// How long a sender is waited for.
#[derive(Clone, Copy)]
struct Patience {
    /// Between two pieces.
    stall: Duration,
    /// For the whole of it.
    whole: Duration,
    /// Bytes a second, over all that has come so far; whoever sends less keeps a place from others.
    rate: u64,
    /// Before the rate is looked at.
    start: Duration,
}

const PATIENCE: Patience =
    Patience { stall: Duration::from_secs(15), whole: Duration::from_secs(120), rate: 32 * 1024, start: Duration::from_secs(10) };

impl Patience {
    fn is_trickle(&self, bytes: u64, after: Duration) -> bool {
        bytes < after.saturating_sub(self.start).as_secs() * self.rate
    }
}

/// A received recording. Dropping it deletes the file.
pub struct Recording {
    path: PathBuf,
    hash: [u8; 32],
}

impl Recording {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// SHA-256 of the bytes as they were sent.
    pub fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// Writes what comes to a new file in the folder.
    ///
    /// # Errors
    /// `too_large` as soon as it is; `too_slow`; `truncated` where the sender stops; `storage_full`; the disk's faults.
    pub async fn receive<E>(folder: &Path, pieces: impl Stream<Item = Result<Bytes, E>>) -> Result<Self, Trouble> {
        Self::receive_within(&PATIENCE, folder, pieces).await
    }

    async fn receive_within<E>(patience: &Patience, folder: &Path, pieces: impl Stream<Item = Result<Bytes, E>>) -> Result<Self, Trouble> {
        let name = format!("{}.{EXTENSION}", hex::encode(crate::clock::random::<16>()));
        let mut recording = Self { path: folder.join(name), hash: [0; 32] };
        let mut options = tokio::fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(&recording.path).await.map_err(|error| disk(&error))?;
        let (mut hash, mut bytes) = (Sha256::new(), 0u64);
        let mut pieces = pin!(pieces);
        let began = Instant::now();
        loop {
            let piece = timeout_at(began + patience.whole, timeout(patience.stall, pieces.next())).await;
            let Some(piece) = piece.ok().and_then(Result::ok).ok_or(Trouble::TooSlow)? else { break };
            let piece = piece.map_err(|_| Trouble::Truncated)?;
            bytes += piece.len() as u64;
            if patience.is_trickle(bytes, began.elapsed()) {
                return Err(Trouble::TooSlow);
            }
            if bytes > MAX_BYTES {
                return Err(Trouble::TooLarge);
            }
            hash.update(&piece);
            file.write_all(&piece).await.map_err(|error| disk(&error))?;
        }
        file.flush().await.map_err(|error| disk(&error))?;
        recording.hash = hash.finalize().into();
        Ok(recording)
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::error!(kind = ?error.kind(), "a recording could not be deleted; it is swept at the next start");
        }
    }
}

fn disk(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Trouble::StorageFull,
        _ => Trouble::Fault(format!("a file can't be written: {error}")),
    }
}

/// Makes the folder, and removes recordings that a crash left in it.
pub fn sweep(folder: &Path) -> io::Result<()> {
    crate::app::make_folder(folder)?;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == EXTENSION) {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::stream;
    use std::os::unix::fs::PermissionsExt;

    fn files(folder: &Path) -> Vec<PathBuf> {
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect()
    }

    fn pieces(count: usize, size: usize) -> impl Stream<Item = Result<Bytes, io::Error>> {
        stream::iter((0..count).map(move |_| Ok(Bytes::from(vec![7; size]))))
    }

    #[tokio::test]
    async fn a_recording_is_private_and_gone_when_dropped() {
        let folder = tempfile::tempdir().expect("a folder");
        let recording = Recording::receive(folder.path(), pieces(3, 1_000)).await.expect("small enough");
        let meta = std::fs::metadata(recording.path()).expect("a file");
        assert_eq!((meta.len(), meta.permissions().mode() & 0o777), (3_000, 0o600));
        assert_eq!(recording.hash(), <[u8; 32]>::from(Sha256::digest(vec![7; 3_000])));
        drop(recording);
        assert!(files(folder.path()).is_empty());
    }

    #[tokio::test]
    async fn too_much_is_refused_before_it_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut taken = 0u64;
        let endless = stream::repeat_with(|| {
            taken += 1 << 20;
            Ok::<_, io::Error>(Bytes::from_static(&[0; 1 << 20]))
        });
        let refused = Recording::receive(folder.path(), endless).await.err();
        assert_eq!(refused.as_ref().map(Trouble::code), Some("too_large"));
        assert!(taken <= MAX_BYTES + (1 << 20), "{taken} bytes were taken");
        assert!(files(folder.path()).is_empty());
    }

    #[tokio::test]
    async fn a_sender_that_breaks_off_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let broken = pieces(2, 10).chain(stream::iter([Err(io::Error::other("gone"))]));
        let refused = Recording::receive(folder.path(), broken).await.err();
        assert_eq!(refused.as_ref().map(Trouble::code), Some("truncated"));
        assert!(files(folder.path()).is_empty());
    }

    #[test]
    fn a_trickle_is_less_than_the_least_rate_after_the_start() {
        let seconds = Duration::from_secs;
        assert!(!PATIENCE.is_trickle(1, seconds(10)) && PATIENCE.is_trickle(1, seconds(11)));
        assert!(!PATIENCE.is_trickle(50 * PATIENCE.rate, seconds(60)) && PATIENCE.is_trickle(50 * PATIENCE.rate - 1, seconds(60)));
    }

    #[tokio::test]
    async fn whoever_sends_slowly_is_cut_off() {
        let short = Duration::from_millis(20);
        let calm = Patience { stall: Duration::from_secs(60), whole: Duration::from_secs(60), rate: 0, start: Duration::ZERO };
        let dripping = || {
            stream::repeat(()).then(|()| async {
                tokio::time::sleep(Duration::from_millis(5)).await;
                Ok::<_, io::Error>(Bytes::from_static(b"x"))
            })
        };
        let folder = tempfile::tempdir().expect("a folder");
        let endless = Patience { whole: short, ..calm };
        let trickle = Patience { rate: 1_000_000, ..calm };
        for patience in [endless, trickle] {
            let refused = Recording::receive_within(&patience, folder.path(), dripping()).await.err();
            assert_eq!(refused.as_ref().map(Trouble::code), Some("too_slow"));
        }
        let silent = stream::pending::<Result<Bytes, io::Error>>();
        let refused = Recording::receive_within(&Patience { stall: short, ..calm }, folder.path(), silent).await.err();
        assert_eq!(refused.as_ref().map(Trouble::code), Some("too_slow"));
        assert!(files(folder.path()).is_empty());
    }

    #[test]
    fn what_a_crash_left_is_swept() {
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("tmp");
        sweep(&inner).expect("made");
        std::fs::write(inner.join("a.recording"), b"x").expect("written");
        std::fs::write(inner.join("kept.txt"), b"x").expect("written");
        sweep(&inner).expect("swept");
        assert_eq!(files(&inner), [inner.join("kept.txt")]);
    }
}
