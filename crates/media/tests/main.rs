//! What the media crate promises, checked with decoders that it did not write.

mod encoding;
mod files;
mod joining;
mod marking;
mod origin;
mod sealed;
mod support;
