//! Where a file comes from: C2PA manifests, signed with this server's own certificate, and read again.
//!
//! Nothing here uses the network: no time stamps from elsewhere, no manifests or certificates fetched.

mod identity;
mod inspect;
mod parent;
mod sign;

pub use identity::SigningIdentity;
pub use inspect::{MadeOf, Origin, OriginState, inspect, inspect_file};
pub use parent::Parent;
pub use sign::{CONSENT, Claim, ConsentEntries, Signer, SourceType};

const FORMAT: &str = "video/mp4";
/// The assertion that names the makers: metadata that people wrote.
const METADATA: &str = "cawg.metadata";

/// Settings for one signing or reading. `anchor`: whom to trust.
fn offline(anchor: Option<&str>) -> Result<c2pa::Context, c2pa::Error> {
    let mut settings = serde_json::json!({
        "verify": {
            "remote_manifest_fetch": false,
            "ocsp_fetch": false,
            "verify_trust": anchor.is_some(),
            "verify_after_sign": false,
        },
        "core": { "allowed_network_hosts": [] },
    });
    if let Some(anchor) = anchor {
        settings["trust"] = serde_json::json!({ "trust_anchors": anchor });
    }
    c2pa::Context::new().with_settings(settings)
}
