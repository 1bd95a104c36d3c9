//! How many of the asked digits were heard, in their order.

use super::DIGITS_NEEDED;

/// Digits more than were asked for: somebody who counts through them all has not answered.
const MOST_EXTRA: usize = 2;

/// How many of `asked` stand in `heard` in the same order (the longest common subsequence).
pub fn matched(asked: &[u8], heard: &[u8]) -> usize {
    let mut row = vec![0; heard.len() + 1];
    for digit in asked {
        let mut diagonal = 0;
        for (at, other) in heard.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if digit == other { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    row[heard.len()]
}

/// The number that matched.
///
/// # Errors
/// The same, where it is too few.
pub fn check(asked: &[u8; 6], heard: &[u8]) -> Result<usize, usize> {
    let matched = matched(asked, heard);
    if heard.len() > asked.len() + MOST_EXTRA {
        return Err(matched.min(DIGITS_NEEDED - 1));
    }
    if matched >= DIGITS_NEEDED { Ok(matched) } else { Err(matched) }
}
