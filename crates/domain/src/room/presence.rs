//! Who is in the room now, who is typing, and where everybody looks. Ephemeral: no sequence numbers, nothing stored; a reader gets the latest
//! view, never each change.

use crate::{ClipId, Timestamp, UserId};
use std::collections::BTreeMap;

/// Typing ends by itself after this many milliseconds.
pub const TYPING_MILLIS: u64 = 5_000;
/// Somebody whose last socket broke is still here for so long: most are back before.
pub const BACK_MILLIS: u64 = 2_000;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    here: BTreeMap<UserId, Here>,
    /// What the room was told last.
    told: PresenceView,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Here {
    /// Zero: the last one broke a moment ago.
    sockets: u32,
    gone_at: Option<Timestamp>,
    typing_until: Option<Timestamp>,
    place: Place,
}

impl Here {
    fn nowhere() -> Self {
        Self { sockets: 0, gone_at: None, typing_until: None, place: Place::default() }
    }
}

/// Characters of a shot's id in a [`Place`].
pub const MAX_SHOT_ID: usize = 64;

/// Where somebody looks, as their page says; the last page that said it counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Nothing was touched for a while, or the page is hidden.
    pub away: bool,
    /// In the storyboard, by its id; at most [`MAX_SHOT_ID`] characters.
    pub shot: Option<String>,
    /// On their stage; none: what everybody sees.
    pub clip: Option<ClipId>,
    /// Milliseconds from its beginning.
    pub at_ms: u32,
    /// It runs.
    pub playing: bool,
}

/// Sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PresenceView {
    pub online: Vec<UserId>,
    pub typing: Vec<UserId>,
    /// Of everybody who is online.
    pub places: Vec<(UserId, Place)>,
}

impl Presence {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more socket of this person.
    pub fn socket_opened(&mut self, user: UserId) {
        let here = self.here.entry(user).or_insert_with(Here::nowhere);
        here.sockets += 1;
        here.gone_at = None;
    }

    /// One socket broke; after the last one they are gone in a moment.
    pub fn socket_lost(&mut self, user: UserId, now: Timestamp) {
        if let Some(here) = self.here.get_mut(&user).filter(|here| here.sockets > 0) {
            here.sockets -= 1;
            if here.sockets == 0 {
                here.typing_until = None;
                here.gone_at = Some(now.plus(BACK_MILLIS));
            }
        }
    }

    /// One socket less; after the last one they are gone.
    pub fn socket_closed(&mut self, user: UserId) {
        if let Some(here) = self.here.get_mut(&user) {
            here.sockets = here.sockets.saturating_sub(1);
            if here.sockets == 0 {
                self.here.remove(&user);
            }
        }
    }

    /// All their sockets at once: they are not a member any more.
    pub fn expelled(&mut self, user: UserId) {
        self.here.remove(&user);
    }

    /// They typed just now. Nothing changes for somebody who is not here.
    pub fn typed(&mut self, user: UserId, now: Timestamp) {
        if let Some(here) = self.here.get_mut(&user) {
            here.typing_until = Some(now.plus(TYPING_MILLIS));
        }
    }

    /// Nothing changes for somebody who is not here.
    pub fn looks(&mut self, user: UserId, place: Place) {
        if let Some(here) = self.here.get_mut(&user) {
            here.place = place;
        }
    }

    /// They sent it or gave up.
    pub fn stopped_typing(&mut self, user: UserId) {
        if let Some(here) = self.here.get_mut(&user) {
            here.typing_until = None;
        }
    }

    #[must_use]
    pub fn is_online(&self, user: UserId) -> bool {
        self.here.contains_key(&user)
    }

    #[must_use]
    pub fn view(&self, now: Timestamp) -> PresenceView {
        let typing = self.here.iter().filter(|(_, here)| here.typing_until.is_some_and(|until| now < until));
        PresenceView {
            online: self.here.keys().copied().collect(),
            typing: typing.map(|(user, _)| *user).collect(),
            places: self.here.iter().map(|(user, here)| (*user, here.place.clone())).collect(),
        }
    }

    /// The view, if it differs from the one that this gave last. However many changes lay between, one view tells them.
    pub fn news(&mut self, now: Timestamp) -> Option<PresenceView> {
        self.here.retain(|_, here| here.gone_at.is_none_or(|at| now < at));
        let view = self.view(now);
        if view == self.told {
            return None;
        }
        self.told = view.clone();
        Some(view)
    }

    /// When typing next ends by itself: ask for [`Self::news`] then.
    #[must_use]
    pub fn next_expiry(&self, now: Timestamp) -> Option<Timestamp> {
        self.here.values().filter_map(|here| here.typing_until).filter(|until| *until > now).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(number: u8) -> UserId {
        UserId::new(Timestamp::default(), &[number; 10])
    }

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn a_person_is_here_until_the_last_socket_closes() {
        let mut presence = Presence::new();
        presence.socket_opened(user(1));
        presence.socket_opened(user(1));
        presence.socket_closed(user(1));
        assert!(presence.is_online(user(1)));
        presence.socket_closed(user(1));
        presence.socket_closed(user(1));
        assert!(!presence.is_online(user(1)));
    }

    #[test]
    fn who_comes_back_at_once_was_never_gone() {
        let mut presence = Presence::new();
        presence.socket_opened(user(1));
        presence.looks(user(1), Place { playing: true, ..Place::default() });
        assert!(presence.news(at(0)).is_some());
        presence.socket_lost(user(1), at(10));
        assert_eq!(presence.news(at(11)), None);
        presence.socket_opened(user(1));
        assert_eq!(presence.news(at(10 + BACK_MILLIS)), None);
        presence.socket_lost(user(1), at(9_000));
        presence.socket_lost(user(1), at(9_001));
        assert_eq!(presence.news(at(8_999 + BACK_MILLIS)), None);
        assert_eq!(presence.news(at(9_000 + BACK_MILLIS)), Some(PresenceView::default()));
    }

    #[test]
    fn typing_ends_by_itself() {
        let mut presence = Presence::new();
        presence.socket_opened(user(1));
        presence.typed(user(1), at(1_000));
        assert_eq!(presence.view(at(5_999)).typing, [user(1)]);
        assert_eq!(presence.next_expiry(at(2_000)), Some(at(6_000)));
        assert!(presence.view(at(6_000)).typing.is_empty());
        assert_eq!(presence.next_expiry(at(6_000)), None);
    }

    #[test]
    fn someone_absent_does_not_type() {
        let mut presence = Presence::new();
        presence.typed(user(1), at(0));
        assert_eq!(presence.view(at(1)), PresenceView::default());
        presence.socket_opened(user(1));
        presence.typed(user(1), at(0));
        presence.expelled(user(1));
        assert_eq!(presence.view(at(1)), PresenceView::default());
    }

    #[test]
    fn where_somebody_looks_ends_with_their_last_socket() {
        let mut presence = Presence::new();
        let place = Place { away: true, shot: Some("a".into()), ..Place::default() };
        presence.looks(user(1), place.clone());
        presence.socket_opened(user(1));
        assert_eq!(presence.view(at(0)).places, [(user(1), Place::default())]);
        presence.looks(user(1), place.clone());
        assert_eq!(presence.view(at(0)).places, [(user(1), place)]);
        presence.socket_closed(user(1));
        presence.socket_opened(user(1));
        assert_eq!(presence.view(at(0)).places, [(user(1), Place::default())]);
    }

    #[test]
    fn many_changes_are_one_piece_of_news() {
        let mut presence = Presence::new();
        assert_eq!(presence.news(at(0)), None);
        presence.socket_opened(user(1));
        presence.socket_opened(user(2));
        presence.typed(user(1), at(0));
        let news = presence.news(at(10)).expect("two came");
        assert_eq!((news.online.len(), news.typing.len()), (2, 1));
        presence.stopped_typing(user(1));
        presence.typed(user(1), at(20));
        assert_eq!(presence.news(at(30)), None);
        assert!(presence.news(at(5_030)).is_some_and(|news| news.typing.is_empty()));
    }
}
