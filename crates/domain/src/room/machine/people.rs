//! Members and their roles, and the door through which others come.

use super::Turn;
use crate::{
    UserId,
    account::Handle,
    room::{
        command::{Effect, KNOCK_MILLIS, MAX_KNOCKS, MAX_MEMBERS, Refused, Standing},
        event::{Door, Role, RoomEvent},
        name::room_name,
        view::Knock,
    },
};

impl Turn<'_> {
    pub(super) fn open(&mut self, by: UserId, handle: Handle, name: &str) -> Result<(), Refused> {
        let name = room_name(name)?;
        if !self.room.is_open() {
            self.record(RoomEvent::RoomOpened { name, by });
            self.record(RoomEvent::MemberJoined { user: by, handle, role: Role::Host, muted: false });
        }
        Ok(())
    }

    pub(super) fn rename(&mut self, by: UserId, name: &str) -> Result<(), Refused> {
        self.demand_host(by)?;
        let name = room_name(name)?;
        if name != self.room.name() {
            self.record(RoomEvent::RoomRenamed { name, by });
        }
        Ok(())
    }

    pub(super) fn join(&mut self, user: UserId, handle: Handle, role: Role) -> Result<(), Refused> {
        if !self.room.is_open() {
            return Err(Refused::NotMember);
        }
        if self.room.was_removed(user) {
            return Err(Refused::Removed);
        }
        self.admit(user, handle, self.invited(user, role))
    }

    /// What an invitation to this role makes of somebody: no more than a host left of them when they were here before.
    fn invited(&self, user: UserId, role: Role) -> Role {
        if self.room.was_lowered(user) { role.min(Role::Viewer) } else { role }
    }

    fn admit(&mut self, user: UserId, handle: Handle, role: Role) -> Result<(), Refused> {
        match self.room.role_of(user) {
            // A link lets in; who is in keeps the role that the host gave.
            Some(_) => {}
            None if self.room.members().len() >= MAX_MEMBERS => return Err(Refused::RoomFull),
            None => {
                // Whoever comes back to an empty room runs it: a room with members has a host.
                let role = if self.room.members().is_empty() { Role::Host } else { role };
                let muted = role != Role::Host && self.room.was_muted(user);
                self.record(RoomEvent::MemberJoined { user, handle, role, muted });
            }
        }
        Ok(())
    }

    /// Harmless when repeated.
    pub(super) fn leave(&mut self, user: UserId) -> Result<(), Refused> {
        if self.room.role_of(user).is_none() && self.room.handle_of(user).is_some() {
            return Ok(());
        }
        self.role(user)?;
        let hands_over = self.is_only_host(user);
        // Nothing is made in the name of somebody who can't see it, nor stop it.
        self.drop_takes_of(user, user, |_| true);
        self.record(RoomEvent::MemberLeft { user });
        if hands_over && let Some(heir) = self.heir() {
            self.record(RoomEvent::RoleChanged { user: heir, role: Role::Host, by: user });
        }
        self.effects.push(Effect::Expel { user });
        Ok(())
    }

    /// The longest co-creator, else the longest member.
    fn heir(&self) -> Option<UserId> {
        let members = self.room.members();
        members.iter().find(|member| member.role == Role::CoCreator).or(members.first()).map(|member| member.user)
    }

    pub(super) fn set_role(&mut self, by: UserId, user: UserId, role: Role) -> Result<(), Refused> {
        self.demand_host(by)?;
        let known = self.role(user)?;
        if known == role {
            return Ok(());
        }
        if self.is_only_host(user) {
            return Err(Refused::LastHost);
        }
        self.record(RoomEvent::RoleChanged { user, role, by });
        if !role.may_take() {
            // What they might not ask for any more is not begun; what runs was theirs to ask for.
            let running = self.room.running().map(|running| running.ticket.take);
            self.drop_takes_of(user, by, |take| running != Some(take));
        }
        Ok(())
    }

    /// Harmless when repeated.
    pub(super) fn hand_over(&mut self, by: UserId, user: UserId) -> Result<(), Refused> {
        if self.role(by)? == Role::CoCreator && self.room.role_of(user) == Some(Role::Host) {
            return Ok(());
        }
        self.demand_host(by)?;
        let role = self.role(user)?;
        if user == by {
            return Ok(());
        }
        if role != Role::Host {
            self.record(RoomEvent::RoleChanged { user, role: Role::Host, by });
        }
        self.record(RoomEvent::RoleChanged { user: by, role: Role::CoCreator, by });
        Ok(())
    }

    /// Harmless where they are none.
    pub(super) fn remove(&mut self, by: UserId, user: UserId) -> Result<(), Refused> {
        self.demand_host(by)?;
        match self.room.role_of(user) {
            None => return Ok(()),
            Some(Role::Host) => return Err(Refused::IsHost),
            Some(Role::CoCreator | Role::Viewer) => {}
        }
        self.drop_takes_of(user, by, |_| true);
        self.record(RoomEvent::MemberRemoved { user, by });
        self.effects.push(Effect::Expel { user });
        Ok(())
    }

    pub(super) fn mute(&mut self, by: UserId, user: UserId, on: bool) -> Result<(), Refused> {
        self.demand_host(by)?;
        let member = self.room.member(user).ok_or(Refused::NotMember)?;
        if on && member.role == Role::Host {
            return Err(Refused::IsHost);
        }
        if member.muted != on {
            self.record(RoomEvent::MemberMuted { user, on, by });
        }
        Ok(())
    }
}

/// The door.
impl Turn<'_> {
    pub(super) fn set_door(&mut self, by: UserId, door: Door) -> Result<(), Refused> {
        self.demand_host(by)?;
        if door == self.room.door() {
            return Ok(());
        }
        self.record(RoomEvent::DoorSet { door, by });
        if door == Door::Closed {
            self.end_knocks(|_| true);
        }
        Ok(())
    }

    pub(super) fn come(&mut self, user: UserId, handle: Handle, standing: Standing) -> Result<(), Refused> {
        let door = self.room.door();
        if self.room.role_of(user).is_some() {
            return Ok(());
        }
        // Who is blocked learns nothing but that the door is closed.
        if !self.room.is_open() || self.room.members().is_empty() || door == Door::Closed || standing == Standing::Blocked {
            return Err(Refused::DoorClosed);
        }
        if door == Door::Open && standing == Standing::Friend && !self.room.was_removed(user) {
            // Their knock, if any, ends with it.
            return self.admit(user, handle, self.invited(user, Role::CoCreator));
        }
        if self.room.knocks().iter().any(|knock| knock.user == user) {
            return Ok(());
        }
        if self.room.was_sent_away(user, self.now) {
            return Err(Refused::SentAway);
        }
        if self.room.knocks().len() >= MAX_KNOCKS {
            return Err(Refused::DoorCrowded);
        }
        self.record(RoomEvent::Knocked { user, handle });
        Ok(())
    }

    /// Harmless when repeated, and where they came in by another way.
    pub(super) fn answer_knock(&mut self, by: UserId, user: UserId, role: Option<Role>) -> Result<(), Refused> {
        self.demand_host(by)?;
        let is_so = if role.is_some() { self.room.role_of(user).is_some() } else { self.room.was_sent_away(user, self.now) };
        let Some(knock) = self.room.knocks().iter().find(|knock| knock.user == user) else {
            return if is_so { Ok(()) } else { Err(Refused::KnockUnknown) };
        };
        let handle = knock.handle.clone();
        if role.is_some() && self.room.members().len() >= MAX_MEMBERS {
            return Err(Refused::RoomFull);
        }
        self.record(RoomEvent::KnockEnded { user, admitted: role.is_some(), by: Some(by) });
        if let Some(role) = role {
            self.admit(user, handle, role)?;
        }
        self.effects.push(Effect::TellKnock { user, admitted: role.is_some() });
        Ok(())
    }

    pub(super) fn go_away(&mut self, user: UserId) {
        self.end_knocks(|knock| knock.user == user);
    }

    pub(super) fn expire_knocks(&mut self) {
        let now = self.now;
        self.end_knocks(|knock| now.since(knock.since) >= KNOCK_MILLIS);
    }

    fn end_knocks(&mut self, which: impl Fn(&Knock) -> bool) {
        let over: Vec<UserId> = self.room.knocks().iter().filter(|knock| which(knock)).map(|knock| knock.user).collect();
        for user in over {
            self.record(RoomEvent::KnockEnded { user, admitted: false, by: None });
            self.effects.push(Effect::TellKnock { user, admitted: false });
        }
    }
}
