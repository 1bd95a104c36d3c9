//! Only a person's own actor restores the authority over their cameo: two of them could disagree. And whoever gets at bytes
//! inside the process is on the list below, where reviews look for it. One node has one holder of each cameo.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The one place outside tests: the home of a person's cameos.
const RESTORES: &str = "actors/src/user";
/// The one place outside tests where a node's holders are made.
const HOLDS: &str = "actors/src/holder";
/// Where steps inside the process are: what encodes, and what fills a sealed range of a stored file with its bytes.
const WORKS: [&str; 2] = ["crates/media/src/", "src/http/clips.rs"];

fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the workspace is where it was built")
}

/// Rust sources of the workspace: path from its root, and text. Build output, tests and hidden folders are left out.
fn sources() -> Vec<(String, String)> {
    let root = root();
    let mut folders = vec![root.clone()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder").flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().expect("a known kind");
            if kind.is_dir() && !name.starts_with('.') && !["target", "tests", "examples", "node_modules"].contains(&name.as_str()) {
                folders.push(path);
            } else if kind.is_file() && name.ends_with(".rs") {
                let relative = path.strip_prefix(&root).expect("under the root").to_string_lossy().replace('\\', "/");
                found.push((relative, fs::read_to_string(&path).expect("a source file")));
            }
        }
    }
    found
}

/// Files that hold one of these words, comments and unit tests apart.
fn files_with(words: &[&str]) -> Vec<String> {
    let is_test = |path: &str| path.ends_with("/tests.rs") || path.ends_with("/properties.rs") || path.ends_with("/fixtures.rs");
    let holds = |text: &str| {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
        code.lines().map(str::trim_start).filter(|line| !line.starts_with("//")).any(|line| words.iter().any(|word| line.contains(word)))
    };
    let mut files: Vec<String> = sources().into_iter().filter(|(path, text)| !is_test(path) && holds(text)).map(|(path, _)| path).collect();
    files.sort();
    files
}

#[test]
fn only_the_user_actor_restores_an_authority() {
    assert!(sources().iter().any(|(path, _)| path == "crates/domain/src/consent/protocol/authority.rs"), "the walk sees the workspace");
    let strangers: Vec<String> =
        files_with(&["AuthorityMachine::restore", "AuthorityMachine as "]).into_iter().filter(|path| !path.starts_with(RESTORES)).collect();
    assert!(strangers.is_empty(), "only {RESTORES} restores an authority, not {strangers:?}");
}

/// A second holder would open what the first was told to close.
#[test]
fn only_the_node_makes_holders() {
    let strangers: Vec<String> = files_with(&["Holder::new(", "Holder as "])
        .into_iter()
        .filter(|path| !path.starts_with(HOLDS) && !path.starts_with("crates/domain/src/consent/"))
        .collect();
    assert!(strangers.is_empty(), "only {HOLDS} makes holders, not {strangers:?}");
}

#[test]
fn only_listed_places_work_on_sealed_values() {
    let strangers: Vec<String> = files_with(&["impl Work<", "impl Gather<", "> Work<", "> Gather<"])
        .into_iter()
        .filter(|path| !WORKS.iter().any(|place| path.starts_with(place)) && !path.starts_with("crates/domain/src/consent/"))
        .collect();
    assert!(strangers.is_empty(), "work on sealed values belongs in {WORKS:?}, not {strangers:?}");
}
