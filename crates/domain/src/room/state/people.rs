//! Members, and those who wait at the door, as events change them.

use super::RoomMachine;
use crate::{
    Timestamp, UserId,
    account::Handle,
    room::{
        command::KNOCK_MILLIS,
        event::{Door, Role},
        view::{Knock, Member},
    },
};

impl RoomMachine {
    pub(super) fn take_in(&mut self, user: UserId, handle: &Handle, (role, muted): (Role, bool), since: Timestamp) {
        self.people.insert(user, handle.clone());
        let was_removed = self.removed.remove(&user);
        if role > Role::Viewer {
            self.lowered.remove(&user);
        } else if was_removed {
            self.lowered.insert(user);
        }
        self.note_muted(user, muted);
        self.sent_away.remove(&user);
        self.knocks.retain(|knock| knock.user != user);
        self.members.retain(|member| member.user != user);
        self.members.push(Member { user, handle: handle.clone(), role, since, muted });
    }

    pub(super) fn take_out(&mut self, user: UserId) {
        self.members.retain(|member| member.user != user);
        self.removed.insert(user);
    }

    pub(super) fn give(&mut self, user: UserId, role: Role, by: UserId) {
        self.change(user, |member| member.role = role);
        if role > Role::Viewer {
            self.lowered.remove(&user);
        } else if by != user {
            self.lowered.insert(user);
        }
    }

    pub(super) fn mute(&mut self, user: UserId, on: bool) {
        self.change(user, |member| member.muted = on);
        self.note_muted(user, on);
    }

    fn note_muted(&mut self, user: UserId, on: bool) {
        if on {
            self.muted.insert(user);
        } else {
            self.muted.remove(&user);
        }
    }

    fn change(&mut self, user: UserId, change: impl FnOnce(&mut Member)) {
        if let Some(member) = self.members.iter_mut().find(|member| member.user == user) {
            change(member);
        }
    }

    pub(super) fn knocked(&mut self, user: UserId, handle: &Handle, since: Timestamp) {
        self.knocks.retain(|knock| knock.user != user);
        self.knocks.push(Knock { user, handle: handle.clone(), since });
    }

    pub(super) fn knock_ended(&mut self, user: UserId, admitted: bool, answered: bool, at: Timestamp) {
        self.knocks.retain(|knock| knock.user != user);
        self.sent_away.retain(|_, since| at.since(*since) < KNOCK_MILLIS);
        if answered && !admitted {
            self.sent_away.insert(user, at);
        }
    }

    #[must_use]
    pub fn door(&self) -> Door {
        self.door
    }

    /// Who waits to be let in, the longest wait first.
    #[must_use]
    pub fn knocks(&self) -> &[Knock] {
        &self.knocks
    }

    /// A host took them out, and nobody has let them in since.
    #[must_use]
    pub fn was_removed(&self, user: UserId) -> bool {
        self.removed.contains(&user)
    }

    /// A host muted them, here or before they left.
    #[must_use]
    pub fn was_muted(&self, user: UserId) -> bool {
        self.muted.contains(&user)
    }

    /// A host made them a viewer, here or before they left, and nobody has lifted them since.
    #[must_use]
    pub fn was_lowered(&self, user: UserId) -> bool {
        self.lowered.contains(&user)
    }

    /// Whether they were sent away from the door a short while ago.
    #[must_use]
    pub fn was_sent_away(&self, user: UserId, now: Timestamp) -> bool {
        self.sent_away.get(&user).is_some_and(|since| now.since(*since) < KNOCK_MILLIS)
    }
}
