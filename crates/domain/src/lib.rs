//! Greenroom's rules, and nothing else.
//!
//! Everything here is a plain value or a pure machine: no clock, no random source, no async, no I/O.
//! Time and entropy come in as arguments, so that every rule can be tested in virtual time.
//! The actors carry out what the machines decide; the gateways and the store never decide.

pub mod account;
pub mod cameo;
pub mod consent;
pub mod conversation;
pub mod derivation;
pub mod enrolment;
pub mod ids;
pub mod ledger;
pub mod likeness;
pub mod mention;
pub mod moderation;
pub mod ownership;
pub mod plan;
pub mod product;
pub mod queue;
pub mod recut;
pub mod room;
pub mod stage;
pub mod storyboard;
pub mod time;
pub mod upload;
pub mod version;
pub mod watching;

pub use ids::{CallId, CameoId, ChallengeId, ClipId, ConversationId, MessageId, QuestionId, RoomId, TakeId, UploadId, UserId};
pub use time::Timestamp;

#[cfg(test)]
mod fixtures;
