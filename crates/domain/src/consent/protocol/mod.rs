//! Consent among several nodes: one authority for each cameo, one holder on each node that shows it.
//!
//! ```text
//!  home of the cameo                                        a node that shows it
//!  AuthorityMachine ◀── Ask · GiveUp · Renew · Confirm · Release ── HolderMachine (in consent::Holder, beside the cells)
//!                   ── Granted · Denied · Waiting · Renewed · Close ──▶
//! ```
//!
//! Both are pure: messages and the time go in, effects come out; pop them until none is left. Messages may be lost, doubled, late or
//! reordered. What keeps that harmless:
//!
//! - Every closing has a number, and every authority an epoch that the store raises. A holder says in each message the last one that
//!   it acted on ([`Seen`]), and takes a grant or a renewal only from exactly there. What was sent before a closing opens nothing after it.
//! - A holder's lease counts from when it *asked*, by its own clock; the authority counts [`LEASE_MS`] and [`MARGIN_MS`] from when it
//!   *answered*, by its own. Clocks need to run alike, not to agree.
//! - The authority acknowledges a closing when the decision is durable and each holder with a lease has confirmed, or its lease has
//!   certainly ended. A holder that is behind gets no renewal, only the closings that it missed.
//! - An authority that was restored knows no leases: it acknowledges nothing before the old ones have ended, unless the shell knows
//!   that there were none ([`Before`]).
//!
//! It knows no cells, sockets or stores. `tests/protocol_model.rs` explores these same machines.

mod authority;
mod holder;
mod message;

pub use authority::{AuthorityEffect, AuthorityMachine, Before, DecisionError, Receipt, ReceiptLine, Restored};
pub use holder::{HolderMachine, MachineEffect};
pub use message::{Granted, HolderId, NodeId, PlanDigest, Renewed, Seen, ToAuthority, ToHolder};

/// How long a holder may send after it asked for the lease (CONSENT-5).
pub const LEASE_MS: u64 = 2_000;
/// How often a holder asks for the next one.
pub const RENEW_MS: u64 = 500;
/// What the authority waits beyond a lease: clocks of two machines drift apart by less in that time.
pub const MARGIN_MS: u64 = 500;
/// A holder that fell silent, and gave nothing back, is named in receipts for this long: a write of it may hang.
pub const LAPSED_MS: u64 = 60_000;
/// How often a holder asks again while a question waits for the owner.
pub const QUESTION_RETRY_MS: u64 = 5_000;
/// A question that nobody repeats is withdrawn after this time.
pub const QUESTION_MS: u64 = 3 * QUESTION_RETRY_MS;
/// Takes that wait at one authority, for an answer or for the store.
pub const MAX_WAITING: usize = 256;
/// Closings that a holder can catch up with one by one; one that missed more shuts everything.
pub const MAX_LOG: usize = 64;

#[cfg(test)]
mod tests;
