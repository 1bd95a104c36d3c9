//! A recording as it comes in: written piece by piece to a file that only this process may read, hashed on the way, gone when dropped.
//!
//! No more than [`super::MAX_BYTES`] are ever written or held, whatever is sent. What a crash left behind is swept at the next start.

use super::{MAX_BYTES, Trouble};
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

const EXTENSION: &str = "recording";
/// Between two pieces.
const STALL: Duration = Duration::from_secs(15);
/// The whole of it.
const PATIENCE: Duration = Duration::from_secs(120);

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
    /// `too_large` as soon as it is; `truncated` where the sender stops; the disk's faults.
    pub async fn receive<E>(folder: &Path, pieces: impl Stream<Item = Result<Bytes, E>>) -> Result<Self, Trouble> {
        let name = format!("{}.{EXTENSION}", hex::encode(crate::clock::random::<16>()));
        let mut recording = Self { path: folder.join(name), hash: [0; 32] };
        let mut options = tokio::fs::OpenOptions::new();
        let mut file = options.write(true).create_new(true).mode(0o600).open(&recording.path).await.map_err(|error| disk(&error))?;
        let (mut hash, mut bytes) = (Sha256::new(), 0u64);
        let mut pieces = pin!(pieces);
        let until = Instant::now() + PATIENCE;
        loop {
            let piece = timeout_at(until, timeout(STALL, pieces.next())).await;
            let Some(piece) = piece.ok().and_then(Result::ok).ok_or(Trouble::Truncated)? else { break };
            let piece = piece.map_err(|_| Trouble::Truncated)?;
            bytes += piece.len() as u64;
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
    Trouble::Fault(format!("a recording can't be written: {error}"))
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
        let refused = Recording::receive(folder.path(), endless).await.err().map(|trouble| trouble.code());
        assert_eq!(refused, Some("too_large"));
        assert!(taken <= MAX_BYTES + (1 << 20), "{taken} bytes were taken");
        assert!(files(folder.path()).is_empty());
    }

    #[tokio::test]
    async fn a_sender_that_breaks_off_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let broken = pieces(2, 10).chain(stream::iter([Err(io::Error::other("gone"))]));
        let refused = Recording::receive(folder.path(), broken).await.err().map(|trouble| trouble.code());
        assert_eq!(refused, Some("truncated"));
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
