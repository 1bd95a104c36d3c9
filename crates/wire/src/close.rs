//! Why a socket was closed. The range says what to do: 4000–4099 stop, 4100–4199 resume after a pause.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum CloseCode {
    /// Sign in again.
    SignedOut = 4000,
    /// Not a member of this room (any more).
    NotMember = 4001,
    /// A message that can't be read, or of the wrong kind.
    Malformed = 4002,
    /// A message over its size limit.
    TooLarge = 4003,
    /// A storyboard update that can't be applied.
    MalformedUpdate = 4004,
    /// The storyboard is at its size limit: what was sent was not kept.
    DocumentFull = 4005,
    /// Another version of the protocol: reload the page.
    WrongVersion = 4006,
    /// A viewer tried to write.
    ReadOnly = 4007,
    /// Too slow: what must not be lost did not fit any more, or nothing was heard for long. Resume.
    Behind = 4100,
    /// The server is going away. Resume.
    Restarting = 4101,
    /// Too many messages. Resume after a pause.
    Flooding = 4102,
    /// This person signed out somewhere. Resume: a page that is still signed in is let in again.
    SignInChanged = 4104,
    /// The room started again after a fault. Resume.
    RoomRestarted = 4103,
}

impl CloseCode {
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// The stable name, sent as the reason.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::NotMember => "not_member",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::MalformedUpdate => "malformed_update",
            Self::DocumentFull => "document_full",
            Self::WrongVersion => "wrong_version",
            Self::ReadOnly => "read_only",
            Self::Behind => "behind",
            Self::Restarting => "restarting",
            Self::Flooding => "flooding",
            Self::SignInChanged => "sign_in_changed",
            Self::RoomRestarted => "room_restarted",
        }
    }
}
