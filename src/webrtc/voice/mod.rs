//! People in a room's call: each has one connection, by which they send a microphone and a camera and are sent everybody else's.
//!
//! - [`offer`]: what of an offer to a call is believed, and what the answer says.
//! - `line`: the connection, and the numbers by which its streams are told apart.
//! - `tap`: what a connection sends, taken out of the library's chain.
//! - `reception`: what of a sender's packets is missing, and when it is asked for again.
//! - `rewrite`: one speaker's numbers as one listener sees them.
//! - `caller`: the task that puts these together.
//!
//! What is sent here is what a member's own devices send at that moment. It is nobody's enrolled likeness and no part of a take: nothing here is bound to
//! a cast, and nothing is stored (docs/consent.md). Who may be heard is the room's decision; here a packet either finds an open place or is dropped.

mod caller;
mod line;
mod offer;
mod reception;
mod rewrite;
mod tap;

pub(super) use caller::{Caller, Ways};
pub(super) use line::answer;
pub(super) use offer::CallOffer;
