//! The rules of the house, as tests: which crate may know which, what lies where, and where frames may leave.

mod edges;
mod exits;
mod layout;

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A file of Rust that is part of the product, without its tests.
struct Source {
    /// From the root, with `/`.
    path: String,
    /// Without comments, and without what follows the first `#[cfg(test)]`, which stands at the end of our files.
    code: String,
}

/// Of `src`, `actors` and `crates`: everything that can run in a server.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    for top in ["src", "actors", "crates"] {
        walk(&root().join(top), &mut found);
    }
    let mut sources: Vec<_> = found.iter().map(|path| read(path)).filter(|source| !is_test(&source.path)).collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.iter().any(|source| source.path == "crates/domain/src/consent/sealed.rs"), "the walk sees the workspace");
    sources
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the workspace") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "target" && name != "node_modules") {
                walk(&path, found);
            }
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> Source {
    let text = fs::read_to_string(path).expect("a text");
    let product = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String = product.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
    let path = path.strip_prefix(root()).expect("inside").to_string_lossy().replace('\\', "/");
    Source { path, code }
}

fn is_test(path: &str) -> bool {
    ["/tests/", "/examples/", "/benches/", "/tests.rs", "/properties.rs"].iter().any(|part| path.contains(part))
}
