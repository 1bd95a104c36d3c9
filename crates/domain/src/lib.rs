//! Greenroom's rules, and nothing else.
//!
//! Everything here is a plain value or a pure machine: no clock, no random source, no async, no I/O.
//! Time and entropy come in as arguments, so that every rule can be tested in virtual time.
//! The actors carry out what the machines decide; the gateways and the store never decide.

pub mod account;
pub mod consent;
pub mod ids;
pub mod moderation;
pub mod ownership;
pub mod plan;
pub mod product;
pub mod queue;
pub mod room;
pub mod storyboard;
pub mod time;

pub use ids::{CameoId, ClipId, MessageId, RoomId, TakeId, UserId};
pub use time::Timestamp;

#[cfg(test)]
mod fixtures;
