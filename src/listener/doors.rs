//! How many connections each address holds.

use crate::http::attempts::neighbourhood;
use parking_lot::Mutex;
use std::{
    collections::{HashMap, hash_map::Entry},
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

pub struct Doors {
    most: u32,
    /// Those with at least one; so it is no larger than the number of connections.
    inside: Mutex<HashMap<IpAddr, u32>>,
    refused: AtomicU64,
}

impl Doors {
    #[must_use]
    pub fn new(most_per_address: u32) -> Arc<Self> {
        Arc::new(Self { most: most_per_address, inside: Mutex::default(), refused: AtomicU64::new(0) })
    }

    /// A place for one connection, held until it is dropped. None: this address holds all that it may.
    #[must_use]
    pub fn enter(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let from = neighbourhood(address);
        let mut inside = self.inside.lock();
        let count = inside.entry(from).or_insert(0);
        if *count >= self.most {
            let refused = self.refused.fetch_add(1, Relaxed) + 1;
            // A flood must not become a flood of log lines.
            if refused.is_power_of_two() {
                tracing::warn!(refused, "connections were refused: one address holds too many");
            }
            return None;
        }
        *count += 1;
        Some(Place { address, from, doors: self.clone() })
    }

    fn leave(&self, from: IpAddr) {
        if let Entry::Occupied(mut count) = self.inside.lock().entry(from) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

/// A place inside.
pub struct Place {
    address: IpAddr,
    from: IpAddr,
    doors: Arc<Doors>,
}

impl Place {
    #[must_use]
    pub fn address(&self) -> IpAddr {
        self.address
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.doors.leave(self.from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_can_not_take_the_places_of_others() {
        let doors = Doors::new(2);
        let (one, other) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let held = [doors.enter(one), doors.enter(one)];
        assert!(held.iter().all(Option::is_some) && doors.enter(one).is_none());
        assert!(doors.enter(other).is_some());
        assert_eq!(doors.refused.load(Relaxed), 1);
        drop(held);
        assert!(doors.enter(one).is_some());
        assert!(doors.inside.lock().is_empty());
    }
}
