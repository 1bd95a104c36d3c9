//! The WebRTC gateway: one UDP port for all peers.
//!
//! - [`gateway`]: what the rest of the server sees: answer an offer, close a peer, stop.
//! - `socket`: the port, and which peer a datagram belongs to.
//! - `transport`: the protocols of one peer (ICE-lite, DTLS, SRTP), without I/O or clock of its own.
//! - `limits`: how much one connection may send.
//! - `streams`: which streams it may send.
//! - `core`: the tracks of one viewer of a stage.
//! - `peer`: the task of one peer: what it is sent, when, and again.
//! - `clock`: from a unit's place in its take to RTP timestamps that never go backwards.
//! - `history`: what was sent lately, to send it again on request.
//! - `sdp`: what of an offer is believed, and what an answer says.
//! - `voice`: people in a call, who send and are sent to: microphones and cameras of members, which are no likeness that was cast.
//!
//! Of a stage, the bytes of a unit are seen only inside `Sealed::send`, where they are encrypted and given to the kernel at once
//! (CONSENT-3); nothing here, and nothing in the library below, keeps them. What is sent again goes through the same gate.

mod clock;
mod core;
mod feedback;
mod gateway;
mod history;
mod limits;
mod peer;
mod sdp;
mod socket;
mod streams;
#[cfg(test)]
mod tests;
mod transport;
mod voice;

pub use gateway::{PeerId, RtcConfig, RtcError, RtcGateway};
