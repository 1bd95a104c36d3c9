//! Which of our crates may depend on which: exactly the edges of `docs/ARCHITECTURE.md`, and no other.

use cargo_metadata::{DependencyKind, MetadataCommand};
use std::collections::{BTreeMap, BTreeSet};

/// Each crate, and what of ours it may know.
const MAY_KNOW: [(&str, &[&str]); 9] = [
    ("greenroom-domain", &[]),
    ("greenroom-wire", &["greenroom-domain"]),
    ("greenroom-models", &["greenroom-domain"]),
    ("greenroom-engine", &["greenroom-domain", "greenroom-models"]),
    ("greenroom-media", &["greenroom-domain"]),
    ("greenroom-store", &["greenroom-domain"]),
    ("greenroom-actors", &["greenroom-domain", "greenroom-wire", "greenroom-models", "greenroom-engine", "greenroom-media", "greenroom-store"]),
    (
        "greenroom",
        &["greenroom-actors", "greenroom-domain", "greenroom-wire", "greenroom-models", "greenroom-engine", "greenroom-media", "greenroom-store"],
    ),
    ("greenroom-loadtest", &["greenroom-actors", "greenroom-domain", "greenroom-wire"]),
];

#[test]
fn crates_know_only_what_they_may() {
    let metadata = MetadataCommand::new().manifest_path(super::root().join("Cargo.toml")).no_deps().exec().expect("cargo can read its own workspace");
    let members: BTreeSet<String> = metadata.packages.iter().map(|package| package.name.to_string()).collect();
    let known: BTreeMap<&str, &[&str]> = MAY_KNOW.into_iter().collect();
    assert_eq!(
        members.iter().map(String::as_str).collect::<Vec<_>>(),
        known.keys().copied().collect::<Vec<_>>(),
        "a new crate needs its line here and a decision"
    );
    for package in &metadata.packages {
        let ours =
            package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development && members.contains(&dependency.name));
        for dependency in ours {
            let may = known[package.name.as_str()].contains(&dependency.name.as_str());
            assert!(may, "{} must not know {}", package.name, dependency.name);
        }
    }
}
