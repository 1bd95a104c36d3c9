//! Secrets that lie beside the database, never in it: 32 random bytes in a file that nobody else can read.
//!
//! The database knows a mark of each key (nothing that helps to find it), so that a lost file is told and not replaced in silence.

use crate::{
    StoreError,
    dialect::{Arg, Db},
    retry::transact,
};
use ring::rand::{SecureRandom, SystemRandom};
use std::{
    fs, io,
    io::{Read, Write},
    os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

const LEN: usize = 32;

/// It can't be printed.
#[derive(Clone)]
pub(crate) struct SecretKey([u8; LEN]);

impl SecretKey {
    #[cfg(test)]
    pub(crate) fn of(bytes: [u8; LEN]) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &[u8; LEN] {
        &self.0
    }
}

pub(crate) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the system grants random bytes");
    bytes
}

/// The key of this file. Made where there is none, unless the database belongs to a key already.
pub(crate) async fn open(db: &Db, name: &'static str, path: &Path, mark: fn(&SecretKey) -> Vec<u8>) -> Result<SecretKey, StoreError> {
    let known = known_mark(db, name).await?;
    let (place, may_make) = (path.to_owned(), known.is_none());
    let key = tokio::task::spawn_blocking(move || load(&place, may_make)).await.map_err(|error| StoreError::Folder(error.to_string()))??;
    let mine = mark(&key);
    let kept = match known {
        Some(kept) => kept,
        None => keep_mark(db, name, &mine).await?,
    };
    if kept == mine { Ok(key) } else { Err(refused(path, "it is another key than the one of this database: put that one back")) }
}

pub(crate) async fn known_mark(db: &Db, name: &'static str) -> Result<Option<Vec<u8>>, StoreError> {
    let row = db.row("SELECT mark FROM key_marks WHERE name = $1", &[Arg::text(name)]).await?;
    Ok(row.map(|row| row.bytes(0)).transpose()?)
}

/// The mark that stands, which is another's where another start was quicker.
async fn keep_mark(db: &Db, name: &'static str, mark: &[u8]) -> Result<Vec<u8>, StoreError> {
    transact!(db, |tx| async {
        tx.execute("INSERT INTO key_marks (name, mark) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", &[Arg::text(name), Arg::Bytes(mark)]).await?;
        let row = tx.row("SELECT mark FROM key_marks WHERE name = $1", &[Arg::text(name)]).await?;
        Ok::<_, StoreError>(row.ok_or_else(|| StoreError::corrupt("a key's mark was there and is not"))?.bytes(0)?)
    })
}

fn refused(path: &Path, why: impl ToString) -> StoreError {
    StoreError::KeyFile { path: path.display().to_string(), why: why.to_string() }
}

fn load(path: &Path, may_make: bool) -> Result<SecretKey, StoreError> {
    match read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && may_make => {
            make(path).map_err(|error| refused(path, error))?;
            read(path).map_err(|error| refused(path, error))?
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(refused(path, "it is missing, and this database needs it: put it back from a backup"))
        }
        Err(error) => Err(refused(path, error)),
        Ok(read) => read,
    }
}

fn read(path: &Path) -> io::Result<Result<SecretKey, StoreError>> {
    let mut file = fs::File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || metadata.mode() & 0o077 != 0 {
        return Ok(Err(refused(path, "others can read it: chmod 600, and think about who did")));
    }
    let mut bytes = Vec::with_capacity(LEN + 1);
    Read::by_ref(&mut file).take(LEN as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes.try_into().map(SecretKey).map_err(|_| refused(path, "it does not hold 32 bytes")))
}

/// Written whole beside its place and linked there: a start that was quicker wins, and nobody ever reads half a key.
fn make(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let fresh = beside(path);
    let written = (|| {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
        file.write_all(&random::<LEN>())?;
        file.sync_all()?;
        match fs::hard_link(&fresh, path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => fs::File::open(folder)?.sync_all(),
        }
    })();
    fs::remove_file(&fresh)?;
    written
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{:016x}", u64::from_be_bytes(random())));
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("deep/key");
        let first = load(&path, true).expect("made");
        assert_eq!(load(&path, false).expect("there").bytes(), first.bytes());
        assert_eq!(fs::metadata(&path).expect("there").mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path().join("deep")).expect("there").count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("key");
        load(&path, true).expect("made");
        for mode in [0o640, 0o604, 0o660] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("ours");
            assert_eq!(load(&path, true).err().expect("refused").code(), "key_file");
        }
    }

    #[test]
    fn a_broken_or_a_lost_key_is_told() {
        let folder = tempfile::TempDir::new().expect("a folder");
        let path = folder.path().join("key");
        assert_eq!(load(&path, false).err().expect("refused").code(), "key_file");
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path).and_then(|mut file| file.write_all(b"short")).expect("written");
        assert_eq!(load(&path, true).err().expect("refused").code(), "key_file");
    }
}
