//! The server: gateways for HTTP, WebSocket and WebRTC around the actors, and the program's own commands.
//!
//! [`App::build`] puts everything together. Gateways carry: they check who calls and how much, ask an actor or the store, and write
//! what comes back. They decide nothing about rooms, clips or consent.

pub mod app;
pub mod cli;
mod clock;
pub mod config;
mod enrol;
mod gateway;
mod http;
mod incoming;
mod listener;
mod origin;
mod secrets;
pub mod telemetry;
mod uploads;
mod webrtc;
mod ws;
mod yjs;

pub use app::{App, Fault, StartError};
pub use config::Config;
