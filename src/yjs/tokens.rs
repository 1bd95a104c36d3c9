//! Tokens for storyboard clients that hold no cookie: for one person and one room, for a day, until the next start of the server.

use crate::secrets::Secret;
use actors::Person;
use domain::{RoomId, Timestamp, UserId};
use parking_lot::Mutex;
use std::collections::HashMap;
use store::SecretHash;

const LIFETIME_MS: u64 = 24 * 3_600 * 1_000;
/// Of one person; the oldest gives way.
const EACH: usize = 16;
/// Of everybody.
const ALL: usize = 16_384;

#[derive(Default)]
pub struct DocumentTokens(Mutex<HashMap<SecretHash, Given>>);

struct Given {
    person: Person,
    room: RoomId,
    expires: Timestamp,
}

impl DocumentTokens {
    /// A new token, and when it ends.
    #[must_use]
    pub fn give(&self, person: Person, room: RoomId, now: Timestamp) -> (Secret, Timestamp) {
        let (token, expires) = (Secret::token(), now.plus(LIFETIME_MS));
        let mut given = self.0.lock();
        given.retain(|_, given| given.expires > now);
        if given.values().filter(|known| known.person.user == person.user).count() >= EACH {
            forget_oldest(&mut given, |known| known.person.user == person.user);
        }
        if given.len() >= ALL {
            forget_oldest(&mut given, |_| true);
        }
        given.insert(token.hash(), Given { person, room, expires });
        (token, expires)
    }

    /// Whose token this is, where it is for this room.
    #[must_use]
    pub fn find(&self, token: &Secret, room: RoomId, now: Timestamp) -> Option<Person> {
        let given = self.0.lock();
        let found = given.get(&token.hash()).filter(|given| given.room == room && given.expires > now);
        found.map(|given| given.person.clone())
    }

    /// This person signed out.
    pub fn forget(&self, user: UserId) {
        self.0.lock().retain(|_, given| given.person.user != user);
    }
}

fn forget_oldest(given: &mut HashMap<SecretHash, Given>, whose: impl Fn(&Given) -> bool) {
    let oldest = given.iter().filter(|(_, given)| whose(given)).min_by_key(|(_, given)| given.expires);
    if let Some(hash) = oldest.map(|(hash, _)| *hash) {
        given.remove(&hash);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(number: u8) -> Person {
        Person { user: UserId::new(Timestamp::from_millis(1), &[number; 10]), handle: "ana".parse().expect("fits") }
    }

    fn room(number: u8) -> RoomId {
        RoomId::new(Timestamp::from_millis(1), &[number; 10])
    }

    #[test]
    fn a_token_opens_one_room_for_a_day() {
        let (tokens, now) = (DocumentTokens::default(), Timestamp::from_millis(1_000));
        let (token, expires) = tokens.give(person(1), room(1), now);
        assert_eq!(tokens.find(&token, room(1), now), Some(person(1)));
        assert_eq!(tokens.find(&token, room(2), now), None);
        assert_eq!(tokens.find(&Secret::token(), room(1), now), None);
        assert_eq!(tokens.find(&token, room(1), expires), None);
    }

    #[test]
    fn sign_out_ends_the_tokens_of_that_person_only() {
        let (tokens, now) = (DocumentTokens::default(), Timestamp::from_millis(1_000));
        let (mine, _) = tokens.give(person(1), room(1), now);
        let (other, _) = tokens.give(person(2), room(1), now);
        tokens.forget(person(1).user);
        assert!(tokens.find(&mine, room(1), now).is_none() && tokens.find(&other, room(1), now).is_some());
    }

    #[test]
    fn the_oldest_token_of_a_person_gives_way() {
        let tokens = DocumentTokens::default();
        let given: Vec<_> = (0..=EACH as u64).map(|at| tokens.give(person(1), room(1), Timestamp::from_millis(at)).0).collect();
        let now = Timestamp::from_millis(EACH as u64);
        assert!(tokens.find(&given[0], room(1), now).is_none());
        assert!(given[1..].iter().all(|token| tokens.find(token, room(1), now).is_some()));
    }
}
