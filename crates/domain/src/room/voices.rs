//! Who is in a room's call: who listens, who holds one of the places from which voices and pictures go out, and who speaks now.
//!
//! Ephemeral like presence: nothing is stored, and a reader gets the latest view, never each change. It knows people by what their membership lets them
//! do; it does not know packets, connections or the page's word for who speaks. Whoever may not send holds no place, or one whose gate is shut.

mod speaking;
#[cfg(test)]
mod tests;

pub use speaking::Speaking;

use super::view::Member;
use crate::{CallId, UserId};
use std::collections::BTreeMap;

/// People who send at the same time: a microphone, a camera, or both.
pub const PLACES: usize = 10;
/// Of them with a camera.
pub const CAMERAS: usize = 6;
/// People in one call.
pub const CALLERS: usize = PLACES + 100;

/// What somebody may do in the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoiceRight {
    /// No member.
    Nothing,
    /// Viewers.
    Listen,
    /// A host muted them: they keep their place while nobody else needs it, and nothing of theirs is heard.
    Muted,
    Speak,
}

impl VoiceRight {
    /// Who may write may speak; who is muted may do neither.
    #[must_use]
    pub fn of(member: Option<&Member>) -> Self {
        match member {
            None => Self::Nothing,
            Some(member) if !member.role.may_write() => Self::Listen,
            Some(member) if member.muted => Self::Muted,
            Some(_) => Self::Speak,
        }
    }
}

/// What somebody wants to send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sends {
    pub microphone: bool,
    pub camera: bool,
    /// Their microphone is on, and their page sends silence.
    pub silent: bool,
}

impl Sends {
    fn needs_place(self) -> bool {
        self.microphone || self.camera
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoiceRefused {
    #[error("you are no member of this room")]
    NotMember,
    #[error("the call is full: {CALLERS} people are in it; try again when somebody has left")]
    CallFull,
    #[error("this connection is not in the call: join it again")]
    NotInCall,
    #[error("viewers listen: ask a host to let you write, then you can speak too")]
    ViewersListen,
    #[error("a host muted you: you are heard again when they let you speak")]
    Muted,
    #[error("{PLACES} people speak already: you listen, and can speak when one of them switches off their microphone")]
    MicrophonesFull,
    #[error("{CAMERAS} cameras are on already: yours can go on when one of them goes off")]
    CamerasFull,
}

impl VoiceRefused {
    /// Stable, for the wire.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NotMember => "not_member",
            Self::CallFull => "call_full",
            Self::NotInCall => "not_in_call",
            Self::ViewersListen => "viewers_listen",
            Self::Muted => "muted",
            Self::MicrophonesFull => "microphones_full",
            Self::CamerasFull => "cameras_full",
        }
    }
}

/// Somebody in the call, as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceLine {
    pub user: UserId,
    pub call: CallId,
    /// Below [`PLACES`].
    pub place: Option<u8>,
    pub sends: Sends,
    /// By a host.
    pub muted: bool,
    pub speaks: bool,
}

/// What of a place goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    pub call: CallId,
    pub sound: bool,
    pub picture: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Caller {
    call: CallId,
    right: VoiceRight,
    place: Option<u8>,
    /// Their last one: they get it again where it is free.
    before: Option<u8>,
    sends: Sends,
    speaks: bool,
    /// Where they are muted: counted, the longest muted has the least.
    muted: Option<u64>,
}

impl Caller {
    fn is_more(&self, sends: Sends) -> bool {
        (sends.microphone && !self.sends.microphone) || (sends.camera && !self.sends.camera)
    }

    fn sounds(&self) -> bool {
        self.place.is_some() && self.sends.microphone && self.right == VoiceRight::Speak
    }
}

/// A room's call as a pure machine. Empty: nobody is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voices {
    callers: BTreeMap<UserId, Caller>,
    mutings: u64,
    told: Vec<VoiceLine>,
}

impl Voices {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Comes in and listens. A person is in it once: gives the connection that this one replaces.
    ///
    /// # Errors
    /// [`VoiceRefused::NotMember`], [`VoiceRefused::CallFull`].
    pub fn join(&mut self, user: UserId, call: CallId, right: VoiceRight) -> Result<Option<CallId>, VoiceRefused> {
        if right == VoiceRight::Nothing {
            return Err(VoiceRefused::NotMember);
        }
        let known = self.callers.get(&user);
        if known.is_none() && self.callers.len() >= CALLERS {
            return Err(VoiceRefused::CallFull);
        }
        let (replaced, before) = (known.map(|caller| caller.call), known.and_then(|caller| caller.place.or(caller.before)));
        self.callers.insert(user, Caller { call, right, place: None, before, sends: Sends::default(), speaks: false, muted: None });
        Ok(replaced.filter(|old| *old != call))
    }

    /// This connection is gone. Nothing changes where its person has come with another one.
    pub fn leave(&mut self, call: CallId) {
        self.callers.retain(|_, caller| caller.call != call);
    }

    /// Whether somebody who wants to send this sends less now.
    #[must_use]
    pub fn is_more(&self, user: UserId, sends: Sends) -> bool {
        self.callers.get(&user).is_none_or(|caller| caller.is_more(sends))
    }

    /// What somebody sends from now on.
    ///
    /// # Errors
    /// Why not; nothing changed then. Sending less is never refused to who is in the call.
    pub fn send(&mut self, user: UserId, call: CallId, sends: Sends) -> Result<(), VoiceRefused> {
        let caller = self.callers.get(&user).filter(|caller| caller.call == call).ok_or(VoiceRefused::NotInCall)?;
        if caller.is_more(sends) {
            match caller.right {
                VoiceRight::Nothing | VoiceRight::Listen => return Err(VoiceRefused::ViewersListen),
                VoiceRight::Muted => return Err(VoiceRefused::Muted),
                VoiceRight::Speak => {}
            }
        }
        if sends.camera && !caller.sends.camera && self.callers.values().filter(|other| other.sends.camera).count() >= CAMERAS {
            return Err(VoiceRefused::CamerasFull);
        }
        let place = match caller.place {
            _ if !sends.needs_place() => None,
            Some(place) => Some(place),
            None => Some(self.place_for(caller.before).ok_or(VoiceRefused::MicrophonesFull)?),
        };
        // Muted, they were not heard there: they ask for another one when they may.
        if let Some(muted) = self.callers.values_mut().find(|other| other.call != call && place.is_some() && other.place == place) {
            (muted.before, muted.place, muted.sends) = (muted.place, None, Sends::default());
        }
        if let Some(caller) = self.callers.get_mut(&user) {
            caller.before = place.or(caller.place).or(caller.before);
            caller.place = place;
            caller.sends = sends;
            caller.speaks &= caller.sounds();
        }
        Ok(())
    }

    /// A free one; else that of whoever was muted the longest.
    fn place_for(&self, liked: Option<u8>) -> Option<u8> {
        let is_free = |place: &u8| self.callers.values().all(|caller| caller.place != Some(*place));
        let muted = || self.callers.values().filter(|caller| caller.place.is_some()).filter_map(|caller| Some((caller.muted?, caller.place?))).min();
        liked.filter(is_free).or_else(|| (0..PLACES as u8).find(is_free)).or_else(|| muted().map(|(_, place)| place))
    }

    /// What they may do has changed, or may have. Gives their connection, where they may not be in the call any more.
    pub fn stand(&mut self, user: UserId, right: VoiceRight) -> Option<CallId> {
        let caller = self.callers.get_mut(&user)?;
        caller.right = right;
        if right != VoiceRight::Muted {
            caller.muted = None;
        } else if caller.muted.is_none() {
            self.mutings += 1;
            caller.muted = Some(self.mutings);
        }
        match right {
            VoiceRight::Nothing => return self.callers.remove(&user).map(|caller| caller.call),
            VoiceRight::Listen => (caller.place, caller.sends) = (None, Sends::default()),
            // Their microphone is heard again when they are let speak, a camera only when they switch it on again.
            VoiceRight::Muted => {
                caller.sends.camera = false;
                caller.place = caller.place.filter(|_| caller.sends.needs_place());
            }
            VoiceRight::Speak => {}
        }
        caller.speaks &= caller.sounds();
        None
    }

    /// What the packets of this connection say. Nothing changes for somebody who is not heard.
    pub fn speaks(&mut self, call: CallId, speaks: bool) {
        if let Some(caller) = self.callers.values_mut().find(|caller| caller.call == call) {
            caller.speaks = speaks && caller.sounds();
        }
    }

    /// Everybody in it.
    pub fn users(&self) -> impl Iterator<Item = UserId> {
        self.callers.keys().copied()
    }

    /// What goes out from each place.
    #[must_use]
    pub fn gates(&self) -> [Option<Gate>; PLACES] {
        let mut gates = [None; PLACES];
        for caller in self.callers.values() {
            if let Some(gate) = caller.place.and_then(|place| gates.get_mut(usize::from(place))) {
                let picture = caller.sends.camera && caller.right == VoiceRight::Speak;
                *gate = Some(Gate { call: caller.call, sound: caller.sounds(), picture });
            }
        }
        gates
    }

    /// By person.
    #[must_use]
    pub fn view(&self) -> Vec<VoiceLine> {
        let line = |(user, caller): (&UserId, &Caller)| VoiceLine {
            user: *user,
            call: caller.call,
            place: caller.place,
            sends: caller.sends,
            muted: caller.right == VoiceRight::Muted,
            speaks: caller.speaks,
        };
        self.callers.iter().map(line).collect()
    }

    /// The view, if it differs from the one that this gave last.
    pub fn news(&mut self) -> Option<Vec<VoiceLine>> {
        let view = self.view();
        if view == self.told {
            return None;
        }
        self.told.clone_from(&view);
        Some(view)
    }
}
