//! What can't be told inside the crate: forgeries that must not compile, where the rest of the workspace may call, and the protocol of
//! consent among several nodes, explored.

mod beside;
mod consent_world;
mod forgery;
mod plans;
mod protocol_model;
mod restoring;
