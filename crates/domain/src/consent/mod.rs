//! The consent gate (CONSENT-1 to CONSENT-4): nothing that bears a likeness leaves without a yes at that moment.
//!
//! The way of every frame, as types:
//!
//! ```text
//! AuthorityMachine ──Granted──▶ Holder ──grant(plan)──▶ Grant ─┐
//!                                               FrozenPlan ────┴─▶ LiveCast
//! LiveCast ─▶ FrameSink ─▶ Sealed<Product> ─work─▶ Sealed<T> ─send(now, write)─▶ out
//! ```
//!
//! - Only a cameo's [`protocol::AuthorityMachine`], which keeps its owner's decisions, says `Granted`, for one take and plan; only the
//!   [`Holder`] of a node makes a [`Grant`] of it, for exactly that frozen plan.
//! - A [`LiveCast`] needs a grant for each cameo of the plan. An empty cast needs none: it says "this shows nobody".
//! - Engines write into a [`FrameSink`], so a frame is born bound to its cast.
//! - A [`Sealed`] value can't be read. It can be worked on in the process ([`Work`], [`Gather`]), and the result is sealed
//!   by the same cast; and it can be sent, which asks for consent at that moment.
//! - A revocation shuts the cells behind all of it, purges what could be sent again, and is acknowledged when nothing is in flight: see
//!   [`protocol`].
//!
//! None of these types can be cloned, serialised or built by hand; `tests/forgery` holds the attempts that must not
//! compile. They never enter machine state.

mod cast;
mod cell;
mod cells;
mod holder;
pub mod protocol;
mod sealed;
mod sink;

pub use cast::{CastError, LiveCast};
pub use cell::{Purge, StreamId};
pub use cells::{Grant, Refusal, StreamReceipt};
pub use holder::{Holder, HolderEffect};
pub use sealed::{Channel, Gather, Labelled, Sealed, Withheld, Work};
pub use sink::{FrameSink, Out, Stopped};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
