//! What can't be right, in every way that it can't: each gets its code and a sentence, and nobody else notices anything.

mod access;
mod flood;
mod http;
mod socket;
mod storyboard;
mod take;
