//! The consent gate (CONSENT-1 to CONSENT-4): nothing that bears a likeness leaves without a yes at that moment.
//!
//! The way of every frame, as types:
//!
//! ```text
//! Authority ──grant(plan)──▶ Grant ─┐
//!                    FrozenPlan ────┴─▶ LiveCast ─▶ FrameSink ─▶ Sealed<Product> ─work─▶ Sealed<T> ─send(now, write)─▶ out
//! ```
//!
//! - Only an [`Authority`], the one that keeps a person's decisions, makes a [`Grant`], and only for one frozen plan.
//! - A [`LiveCast`] needs a grant for each cameo of the plan. An empty cast needs none: it says "this shows nobody".
//! - Engines write into a [`FrameSink`], so a frame is born bound to its cast.
//! - A [`Sealed`] value can't be read. It can be worked on in the process ([`Work`], [`Gather`]), and the result is sealed
//!   by the same cast; and it can be sent, which asks for consent at that moment.
//! - [`Authority::close`] stops all of it: see [`Closing`].
//!
//! None of these types can be cloned, serialised or built by hand; `tests/forgery` holds the attempts that must not
//! compile. They never enter machine state.

mod authority;
mod cast;
mod cell;
mod sealed;
mod sink;

pub use authority::{Audience, Authority, Closing, Grant, Refusal, StreamReceipt};
pub use cast::{CastError, LiveCast};
pub use cell::{Purge, StreamId};
pub use sealed::{Channel, Gather, Labelled, Sealed, Withheld, Work};
pub use sink::{FrameSink, Out, Stopped};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
