//! The check of a whole exported log, line by line: signatures here, the tree in `domain`. It needs no database and no server.

use super::{
    export::FORMAT,
    key::{BadKey, Verifier},
    note::{BadNote, opened},
};
use domain::ledger::{Audit, Finding, Line, hash_from_hex};
use std::io::{self, BufRead, Read};

/// Bytes of a line; more is no line of a log.
const LONGEST_LINE: u64 = 16 * 1_024;

#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    #[error("it can't be read: {0}")]
    Read(#[from] io::Error),
    #[error("it is not an exported ledger")]
    NotALedger,
    #[error(transparent)]
    Key(#[from] BadKey),
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    #[error(transparent)]
    Log(#[from] Finding),
    #[error("line {line}: a head: {why}")]
    Head { line: u64, why: BadNote },
    #[error("a head that was kept elsewhere: {why}")]
    Witness { why: BadNote },
    #[error("line {line} is neither an entry nor a head")]
    Line { line: u64 },
    #[error("there is no signed head: anybody could have written this log")]
    NoHead,
    #[error("it says that another key signs it: {key}")]
    OtherKey { key: String },
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub entries: u64,
    pub heads: usize,
    /// The key with which it was checked.
    pub key: Verifier,
    /// The key was taken from the log itself: then it says only that the log fits itself.
    pub own_key: bool,
    /// Empty: all is as it was signed.
    pub problems: Vec<Problem>,
}

/// Checks a log. `key`: that of the server, from a source that one trusts; `witnesses`: signed heads that were kept elsewhere, each of
/// which must be a beginning of this log.
///
/// # Errors
/// Where it can't be read, is no log at all, or the key is none.
pub fn verify(log: impl BufRead, key: Option<&Verifier>, witnesses: &[String]) -> Result<Verified, VerifyError> {
    let mut lines = Lines { log, number: 0 };
    let header = lines.next()?.ok_or(VerifyError::NotALedger)?;
    let header: serde_json::Value = serde_json::from_str(&header).map_err(|_| VerifyError::NotALedger)?;
    let named = header.get("key").and_then(serde_json::Value::as_str).ok_or(VerifyError::NotALedger)?;
    if header.get("format").and_then(serde_json::Value::as_str) != Some(FORMAT) {
        return Err(VerifyError::NotALedger);
    }
    let mut problems = Vec::new();
    let verifier = match key {
        Some(key) if key.to_string() != named => {
            problems.push(Problem::OtherKey { key: named.to_owned() });
            key.clone()
        }
        Some(key) => key.clone(),
        None => named.parse()?,
    };
    let mut audit = Audit::default();
    while let Some(text) = lines.next()? {
        let line = lines.number;
        match read_line(&text) {
            Some(Kind::Entry(entry)) => audit.entry(entry),
            Some(Kind::Head(note)) => match opened(&verifier, &note) {
                Ok((size, root)) => audit.head(size, root),
                Err(why) => problems.push(Problem::Head { line, why }),
            },
            None => problems.push(Problem::Line { line }),
        }
    }
    for note in witnesses {
        match opened(&verifier, note) {
            Ok((size, root)) => audit.head(size, root),
            Err(why) => problems.push(Problem::Witness { why }),
        }
    }
    let (entries, heads) = (audit.entries(), audit.heads());
    if heads == 0 {
        problems.push(Problem::NoHead);
    }
    problems.extend(audit.finish().into_iter().map(Problem::from));
    Ok(Verified { entries, heads, key: verifier, own_key: key.is_none(), problems })
}

enum Kind<'a> {
    Entry(Line<'a>),
    Head(String),
}

fn read_line(text: &str) -> Option<Kind<'_>> {
    if let Some(rest) = text.strip_prefix("{\"leaf\":\"") {
        let (leaf, rest) = rest.split_at_checked(64)?;
        let body = rest.strip_prefix("\",\"entry\":")?.strip_suffix('}')?;
        return Some(Kind::Entry(Line { body, leaf: Some(hash_from_hex(leaf)?) }));
    }
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    Some(Kind::Head(value.get("head")?.as_str()?.to_owned()))
}

struct Lines<R> {
    log: R,
    number: u64,
}

impl<R: BufRead> Lines<R> {
    fn next(&mut self) -> Result<Option<String>, VerifyError> {
        let mut text = String::new();
        if self.log.by_ref().take(LONGEST_LINE).read_line(&mut text)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        if text.len() as u64 == LONGEST_LINE && !text.ends_with('\n') {
            return Err(VerifyError::NotALedger);
        }
        text.truncate(text.trim_end_matches(['\n', '\r']).len());
        Ok(Some(text))
    }
}
