//! Every place where a frame can leave, and every step that sees one, stands in `docs/consent.md`; and the other way round.

use super::{Source, root, sources};
use std::{collections::BTreeMap, fs};

/// The rows of the table under a heading, cell by cell, without backticks.
fn table(heading: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("docs/consent.md")).expect("docs/consent.md");
    let section = text.split("\n## ").find(|section| section.starts_with(heading)).unwrap_or_else(|| panic!("no section {heading}"));
    let rows = section.lines().filter(|line| line.starts_with('|')).skip(2);
    rows.map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().trim_matches('`').to_owned()).collect()).collect()
}

/// The arguments of each call of a method: the code between its parentheses, cut at the commas outside any others.
fn calls<'a>(code: &'a str, method: &str) -> Vec<(&'a str, Vec<&'a str>)> {
    let pattern = format!(".{method}(");
    code.match_indices(&pattern).map(|(at, _)| (receiver(&code[..at]), arguments(&code[at + pattern.len()..]))).collect()
}

fn receiver(before: &str) -> &str {
    before.rsplit(|letter: char| !(letter.is_alphanumeric() || letter == '_')).next().unwrap_or_default()
}

fn arguments(rest: &str) -> Vec<&str> {
    let (mut depth, mut from, mut found) = (0, 0, Vec::new());
    for (at, letter) in rest.char_indices() {
        match letter {
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => {
                found.push(rest[from..at].trim());
                break;
            }
            ')' | ']' | '}' => depth -= 1,
            // Between the bars of a closure there are commas too; they come after its first bar, which is past what we look at.
            ',' if depth == 0 => {
                found.push(rest[from..at].trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    found.retain(|argument| !argument.is_empty());
    found
}

/// Calls that hand out what is sealed. `send` of channels and mailboxes takes one argument; that of a UDP port takes bytes and an address.
fn lets_out(source: &Source) -> usize {
    // What is handed out is the second argument, a closure; see `Sealed::send`.
    let two = calls(&source.code, "send").into_iter().filter(|(receiver, arguments)| arguments.len() == 2 && *receiver != "port").count();
    two + calls(&source.code, "send_async").len() + source.code.matches("Sealed::send").count()
}

#[test]
fn every_exit_is_listed() {
    let found: BTreeMap<String, usize> = sources()
        .iter()
        .filter(|source| !source.path.starts_with("crates/domain/src/consent/"))
        .map(|source| (source.path.clone(), lets_out(source)))
        .filter(|(_, calls)| *calls > 0)
        .collect();
    let listed: BTreeMap<String, usize> = table("Exits").into_iter().map(|row| (row[0].clone(), row[1].parse().expect("a number"))).collect();
    assert_eq!(found, listed, "left: the code, right: docs/consent.md");
}

/// Whatever gives datagrams to the UDP port: sealed media from inside `Sealed::send`, and what is live.
#[test]
fn every_writer_of_the_udp_port_is_listed() {
    let writes =
        |source: &Source| calls(&source.code, "send").into_iter().filter(|(receiver, arguments)| arguments.len() == 2 && *receiver == "port").count();
    let found: BTreeMap<String, usize> =
        sources().iter().map(|source| (source.path.clone(), writes(source))).filter(|(_, calls)| *calls > 0).collect();
    let exits: Vec<String> = table("Exits").into_iter().map(|row| row[0].clone()).collect();
    let live: BTreeMap<String, usize> = table("Unsealed").into_iter().map(|row| (row[0].clone(), row[1].parse().expect("a number"))).collect();
    let unsealed: BTreeMap<String, usize> =
        found.iter().filter(|(path, _)| !exits.contains(path)).map(|(path, calls)| (path.clone(), *calls)).collect();
    assert_eq!(unsealed, live, "left: the code, right: docs/consent.md");
    let tests = fs::read_to_string(root().join("src/webrtc/tests/voices.rs")).expect("the tests of calls");
    assert!(table("Unsealed").iter().all(|row| tests.contains(&format!("fn {}(", row[3]))));
}

#[test]
fn every_step_that_sees_frames_is_listed() {
    let mut found = Vec::new();
    for source in sources().iter().filter(|source| !source.path.starts_with("crates/domain/src/consent/")) {
        for line in source
            .code
            .lines()
            .filter(|line| line.starts_with("impl") && [" Work<", " Gather<", ":Work<", ":Gather<"].iter().any(|step| line.contains(step)))
        {
            let (_, implementor) = line.split_once(" for ").unwrap_or_else(|| panic!("{}: {line}", source.path));
            let name: String = implementor.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            found.push((source.path.clone(), name));
        }
    }
    let mut listed: Vec<_> = table("Steps").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    listed.sort();
    found.sort();
    assert_eq!(found, listed, "left: the code, right: docs/consent.md");
}

#[test]
fn every_route_is_listed_with_what_goes_out_by_it() {
    let router = fs::read_to_string(root().join("src/http/mod.rs")).expect("the router");
    let found: Vec<&str> = router.split(".route(\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()).collect();
    let rows = table("Routes");
    assert_eq!(found, rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), "left: the code, right: docs/consent.md");
    let elsewhere: Vec<_> = sources()
        .into_iter()
        .filter(|source| source.path != "src/http/mod.rs" && source.code.contains(".route("))
        .map(|source| source.path)
        .collect();
    assert!(elsewhere.is_empty(), "routes stand in src/http/mod.rs only, not in {elsewhere:?}");
    let first = |heading| table(heading).into_iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    let (exits, live, readers) = (first("Exits"), first("Unsealed"), first("Readers of what is enrolled"));
    for row in rows {
        let by = row.get(2).map(String::as_str).unwrap_or_default();
        let listed = if row[1] == "none" || row[1].starts_with("words") {
            by.is_empty()
        } else if row[1].starts_with("own:") {
            readers.iter().any(|reader| reader == by)
        } else if row[1].starts_with("live:") {
            live.iter().any(|exit| exit == by)
        } else {
            exits.iter().any(|exit| exit == by)
        };
        assert!(listed, "{}: media goes out by a listed exit, and a person's own likeness by a listed reader", row[0]);
    }
}

#[test]
fn every_reader_of_what_is_enrolled_is_listed() {
    let found: BTreeMap<String, usize> = sources()
        .iter()
        .filter(|source| !source.path.starts_with("crates/store/"))
        .map(|source| {
            (
                source.path.clone(),
                ["vault().get(", "vault.get(", "vault().get_faces(", "vault.get_faces("]
                    .iter()
                    .map(|call| source.code.matches(call).count())
                    .sum::<usize>(),
            )
        })
        .filter(|(_, count)| *count > 0)
        .collect();
    let rows = table("Readers of what is enrolled");
    let listed: BTreeMap<String, usize> = rows.into_iter().map(|row| (row[0].clone(), row[1].parse().expect("a number"))).collect();
    assert_eq!(found, listed, "left: the code, right: docs/consent.md");
}

#[test]
fn every_reader_of_stored_files_is_listed() {
    let reads = |source: &Source| {
        ["get(", "get_range(", "seconds_of_take("]
            .iter()
            .map(|call| source.code.matches(&format!("objects().{call}")).count() + source.code.matches(&format!("objects.{call}")).count())
            .sum::<usize>()
    };
    let found: BTreeMap<String, usize> = sources()
        .iter()
        .filter(|source| !source.path.starts_with("crates/store/"))
        .map(|source| (source.path.clone(), reads(source)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let listed: BTreeMap<String, usize> =
        table("Readers of stored files").into_iter().map(|row| (row[0].clone(), row[1].parse().expect("a number"))).collect();
    assert_eq!(found, listed, "left: the code, right: docs/consent.md");
}

#[test]
fn every_exit_names_a_test_that_exists() {
    let mut files = Vec::new();
    for top in ["src", "actors", "crates", "tests"] {
        super::walk(&root().join(top), &mut files);
    }
    let texts: Vec<String> = files.iter().map(|file| fs::read_to_string(file).expect("a text")).collect();
    for row in table("Exits") {
        assert!(texts.iter().any(|text| text.contains(&format!("fn {}(", row[3]))), "{}: there is no test {}", row[0], row[3]);
    }
}
