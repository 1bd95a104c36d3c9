//! Where a file comes from: C2PA manifests, signed with this server's own certificate.

mod identity;
mod inspect;
mod sign;

pub use identity::SigningIdentity;
pub use inspect::{Origin, OriginState, inspect, inspect_file};
pub use sign::{Claim, Signer, SourceType};
