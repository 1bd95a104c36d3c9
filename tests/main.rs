//! Stories told against the whole server, over its own sockets, as people and programs use it; and the rules of the house.
//!
//! They await what the server says. None sleeps, and none asserts a time.

mod bad_input;
mod doors;
mod enrol;
mod fault;
mod history;
mod house;
mod leaving;
mod lineage;
mod messages;
mod queue;
mod recut;
mod restart;
mod resume;
mod revocation;
mod storyboard;
mod support;
mod take;
mod uploads;
mod voices;
mod watching;
mod welcome;
