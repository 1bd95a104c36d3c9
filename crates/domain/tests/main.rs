//! What can't be told inside the crate: forgeries that must not compile, and where the rest of the workspace may call.

mod forgery;
mod restoring;
