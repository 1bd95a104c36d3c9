//! Names of things. Each is a UUID of version 7 behind its own type, so that none can stand for another.

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::{Builder, Uuid};

/// Ten bytes from the caller's random source.
pub type Entropy = [u8; 10];

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id: sorted by `now`, told apart by `entropy`.
            #[must_use]
            pub fn new(now: Timestamp, entropy: &Entropy) -> Self {
                Self(Builder::from_unix_timestamp_millis(now.as_millis(), entropy).into_uuid())
            }

            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            #[must_use]
            pub const fn as_uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(/// A person with an account.
    UserId);
id!(/// A room.
    RoomId);
id!(/// One asking for a take, from the queue to its end.
    TakeId);
id!(/// A finished take that is kept.
    ClipId);
id!(/// An enrolled likeness.
    CameoId);
id!(/// A line of chat, in a room or in a conversation.
    MessageId);
id!(/// Direct messages between two people or in a group.
    ConversationId);
id!(/// A question to a cameo's owner: may they be in this take?
    QuestionId);
id!(/// A picture or footage that somebody brought into a room.
    UploadId);
id!(/// One connection of somebody to a room's call.
    CallId);
id!(/// What an enrolment asks a person to do; used once.
    ChallengeId);
