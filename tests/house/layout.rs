//! What lies where, and what is written nowhere.

use std::fs;

/// Top-level folders. A new one needs a decision in `docs/decisions`.
const FOLDERS: [&str; 10] = ["actors", "crates", "docs", "loadtest", "migrations", "src", "target", "tests", "web", "data"];

#[test]
fn nothing_new_lies_at_the_top() {
    for entry in fs::read_dir(super::root()).expect("the root") {
        let entry = entry.expect("an entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() && !name.starts_with('.') {
            assert!(FOLDERS.contains(&name.as_str()), "{name}/ is not a folder of this project");
        }
    }
}

#[test]
fn messages_pass_a_mailboxs_bound_in_one_place_only() {
    let strangers: Vec<_> = super::sources().into_iter().filter(|source| source.code.contains("do_send")).map(|source| source.path).collect();
    assert_eq!(strangers, ["actors/src/mailbox.rs"]);
}

#[test]
fn every_file_says_first_what_it_is() {
    let mut files = Vec::new();
    for top in ["src", "actors", "crates", "loadtest", "tests"] {
        super::walk(&super::root().join(top), &mut files);
    }
    for file in files {
        let text = fs::read_to_string(&file).expect("a text");
        // What must not compile is compared line by line with what the compiler says; a file of tests is what its neighbour is.
        let is_sample = file.components().any(|part| part.as_os_str() == "forgery");
        let is_neighbour = file.file_name().is_some_and(|name| name == "tests.rs");
        assert!(is_sample || is_neighbour || text.starts_with("//!"), "{} begins without a word about what it is", file.display());
    }
}
