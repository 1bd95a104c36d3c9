//! Files that people send: a place for each while it is received and looked at, a reserve of the disk that they never use, and what can go
//! wrong with them.
//!
//! A place is a person's: whoever sends slowly keeps nobody else from sending. It knows neither what a file is nor what becomes of it; enrolment
//! and uploads do.

mod places;
mod receive;
mod trouble;

pub use places::{Full, Places, Seat};
pub use receive::{MAX_BYTES, Recording, sweep};
pub use trouble::Trouble;

use bytes::Bytes;
use domain::UserId;
use futures::Stream;
use std::{
    io,
    path::{Path, PathBuf},
};

/// Bytes of the disk that stay free, whatever is sent: the room for what the store itself has to write.
const RESERVE: u64 = 1 << 30;

/// Where files come in.
pub struct Door {
    folder: PathBuf,
    places: Places,
    /// Bytes that are free where a folder lies.
    free: fn(&Path) -> io::Result<u64>,
}

/// A place for one file. It is given back when dropped.
pub struct Place {
    folder: PathBuf,
    _seat: Seat,
}

impl Door {
    /// Files lie in `folder` while they are looked at.
    #[must_use]
    pub fn new(folder: PathBuf, places: Places) -> Self {
        Self { folder, places, free }
    }

    /// # Errors
    /// `busy`, `place_share`, `storage_full`.
    pub fn enter(&self, user: UserId) -> Result<Place, Trouble> {
        let seat = self.places.take(user)?;
        self.demand_room()?;
        Ok(Place { folder: self.folder.clone(), _seat: seat })
    }

    /// Room for every file that may be on its way, and the reserve.
    ///
    /// # Errors
    /// `storage_full`.
    pub fn demand_room(&self) -> Result<(), Trouble> {
        let free = (self.free)(&self.folder).map_err(|error| Trouble::Fault(format!("nobody can tell how full the disk is: {error}")))?;
        if free < RESERVE + self.places.all() as u64 * MAX_BYTES { Err(Trouble::StorageFull) } else { Ok(()) }
    }
}

impl Place {
    /// # Errors
    /// `too_large` as soon as it is; `too_slow`; `truncated` where the sender stops; `storage_full`; the disk's faults.
    pub async fn receive<E>(&self, pieces: impl Stream<Item = Result<Bytes, E>>) -> Result<Recording, Trouble> {
        Recording::receive(&self.folder, pieces).await
    }
}

fn free(folder: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(folder)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(number: u128) -> UserId {
        UserId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn code(refused: Result<Place, Trouble>) -> Option<String> {
        refused.err().map(|trouble| trouble.code().to_owned())
    }

    #[test]
    fn nothing_is_taken_in_below_the_reserve() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut door = Door::new(folder.path().to_owned(), Places::new(2, 1));
        assert!(door.enter(user(1)).is_ok(), "this disk has room");
        door.free = |_| Ok(RESERVE + 2 * MAX_BYTES - 1);
        assert_eq!(code(door.enter(user(1))).as_deref(), Some("storage_full"));
        door.free = |_| Ok(RESERVE + 2 * MAX_BYTES);
        let place = door.enter(user(1)).expect("just enough");
        assert_eq!(code(door.enter(user(1))).as_deref(), Some("place_share"));
        let _other = door.enter(user(2)).expect("another person's");
        assert_eq!(code(door.enter(user(3))).as_deref(), Some("busy"));
        drop(place);
        assert!(door.enter(user(3)).is_ok());
        door.free = |_| Err(io::Error::other("no such disk"));
        assert_eq!(code(door.enter(user(4))).as_deref(), Some("internal"), "unknown is not free");
    }
}
