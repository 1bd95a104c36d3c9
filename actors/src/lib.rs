//! The actors: a thin actix shell around each machine of the domain.
//!
//! A handler reads the clock, asks the machine, and carries out what it decided; I/O that completes comes back as a message. Media
//! does not pass through mailboxes: see [`stage`].

pub mod stage;
