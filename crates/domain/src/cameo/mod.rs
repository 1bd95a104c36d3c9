//! Who may cast somebody: an owner's rules, the decisions that follow in time, and the ruling on one asking.
//!
//! Plain values and folds. It knows no nodes, no leases and no frames: those are in [`crate::consent`], which asks here.

mod decisions;
mod rules;
mod ruling;

pub use decisions::{Answer, DecisionEvent, Decisions, MAX_EXCEPTIONS, Scope, Use};
pub use rules::{Audience, MAX_PREFERENCES, MAX_RESTRICTION, MAX_RESTRICTIONS, Rules, RulesError};
pub use ruling::{Asking, Relations, Ruling, Why};

#[cfg(test)]
mod tests;
