//! What the models see and hear in real pictures and sounds; `tests/files/README.md` tells where these come from.

mod cutouts;
mod digits;
mod faces;
mod missing;
mod sentences;
mod support;
mod voices;
