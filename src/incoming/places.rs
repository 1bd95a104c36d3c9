//! Places that people take for a while: so many for each, so many in all. It does not know what for.

use domain::UserId;
use parking_lot::Mutex;
use std::{collections::HashMap, sync::Arc};

/// Why there is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// This person has all that one may have.
    Theirs,
    /// Others have them.
    All,
}

/// Shared by its clones.
#[derive(Clone)]
pub struct Places {
    all: usize,
    each: usize,
    taken: Arc<Mutex<HashMap<UserId, usize>>>,
}

/// Given back when dropped.
pub struct Seat {
    user: UserId,
    taken: Arc<Mutex<HashMap<UserId, usize>>>,
}

impl Places {
    #[must_use]
    pub fn new(all: usize, each: usize) -> Self {
        Self { all, each, taken: Arc::default() }
    }

    /// How many there are.
    #[must_use]
    pub fn all(&self) -> usize {
        self.all
    }

    /// # Errors
    /// Where there is none.
    pub fn take(&self, user: UserId) -> Result<Seat, Full> {
        let mut taken = self.taken.lock();
        // Their own fault first: it is what they can do something about.
        if taken.get(&user).is_some_and(|theirs| *theirs >= self.each) {
            return Err(Full::Theirs);
        }
        if taken.values().sum::<usize>() >= self.all {
            return Err(Full::All);
        }
        *taken.entry(user).or_default() += 1;
        Ok(Seat { user, taken: self.taken.clone() })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = self.taken.lock();
        if let Some(theirs) = taken.get_mut(&self.user) {
            *theirs -= 1;
            if *theirs == 0 {
                taken.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(number: u128) -> UserId {
        UserId::from_uuid(uuid::Uuid::from_u128(number))
    }

    #[test]
    fn nobody_has_more_than_their_share_and_all_come_back() {
        let places = Places::new(3, 2);
        let (one, two) = (places.take(user(1)), places.take(user(1)));
        assert!(one.is_ok() && two.is_ok());
        assert_eq!(places.take(user(1)).err(), Some(Full::Theirs));
        let other = places.take(user(2));
        assert!(other.is_ok(), "one who takes all of theirs leaves places for others");
        assert_eq!(places.take(user(3)).err(), Some(Full::All));
        drop(one);
        assert!(places.take(user(3)).is_ok());
        drop((two, other));
        assert!(places.taken.lock().is_empty(), "nobody is remembered");
    }
}
