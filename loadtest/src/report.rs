//! What a scenario prints: one JSON object of the same shape for each, and a table for people.

use crate::machine;
use serde::Serialize;
use serde_json::{Map, Value};

/// The last line of `--json`.
#[derive(Debug, Serialize)]
pub struct Report {
    pub scenario: &'static str,
    pub commit: String,
    pub machine: String,
    pub ours: Value,
    /// By name. A peer that could not be run says why.
    pub peers: Map<String, Value>,
    /// Ours over the peer's, so that above 1 is better for us.
    pub ratio: Map<String, Value>,
    pub command: String,
    pub quiet: machine::Quiet,
}

impl Report {
    #[must_use]
    pub fn new(scenario: &'static str, ours: Value, quiet: machine::Quiet) -> Self {
        Self {
            scenario,
            commit: machine::commit(),
            machine: machine::describe(),
            ours,
            peers: Map::new(),
            ratio: Map::new(),
            command: command(),
            quiet,
        }
    }
}

/// As it was called, without the folder of the program.
fn command() -> String {
    let words: Vec<String> = std::env::args().skip(1).collect();
    format!("greenroom-loadtest {}", words.join(" "))
}

/// A table with a head and a rule under it; all columns but the last one stand to the right.
#[must_use]
pub fn table(head: &[&str], rows: &[Vec<String>]) -> String {
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).chain([head[column].chars().count()]).max();
    let widths: Vec<usize> = (0..head.len()).map(|column| width(column).unwrap_or(0)).collect();
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells
            .zip(&widths)
            .enumerate()
            .map(|(column, (cell, width))| if column + 1 == head.len() { cell.to_owned() } else { format!("{cell:>width$}") })
            .collect();
        padded.join("  ").trim_end().to_owned()
    };
    let mut text = vec![line(&mut head.iter().copied())];
    text.push("─".repeat(widths.iter().sum::<usize>() + 2 * head.len().saturating_sub(1)));
    text.extend(rows.iter().map(|row| line(&mut row.iter().map(String::as_str))));
    text.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_last_line_has_the_agreed_keys() {
        let report = Report::new("take", json!({"first_picture_p95_ms": 90.0}), machine::Quiet::default());
        let value = serde_json::to_value(&report).expect("plain data");
        for key in ["scenario", "commit", "machine", "ours", "peers", "ratio"] {
            assert!(value.get(key).is_some(), "{key}");
        }
        assert_eq!(value["scenario"], "take");
        assert_eq!(value["peers"], json!({}));
        assert!(!serde_json::to_string(&report).expect("plain data").contains('\n'));
    }

    #[test]
    fn columns_of_a_table_stand_under_each_other() {
        let rows = [vec!["1".into(), "12.5".into(), "a dog".into()], vec!["10".into(), "7.0".into(), "a car in the rain".into()]];
        let text = table(&["take", "ms", "prompt"], &rows);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 4);
        assert_eq!(lines[2], "   1  12.5  a dog");
        assert_eq!(lines[3], "  10   7.0  a car in the rain");
    }
}
