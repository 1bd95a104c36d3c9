//! Byte ranges of one file: the `Range` header, a single range of it (RFC 9110, section 14).

use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// 200: no range, or one that is not for us to understand.
    All,
    /// 206.
    Part(Range<u64>),
    /// 416.
    Outside,
}

/// What a `Range` header asks of a file of `size` bytes. Several ranges at once are answered with the whole file, as is allowed.
#[must_use]
pub fn wanted(header: Option<&str>, size: u64) -> Wanted {
    let Some(ranges) = header.and_then(|text| text.trim().strip_prefix("bytes=")) else { return Wanted::All };
    let Some((first, last)) = ranges.split_once('-') else { return Wanted::All };
    if ranges.contains(',') {
        return Wanted::All;
    }
    match (number(first), number(last)) {
        (Some(Some(first)), Some(last)) => part(first, last, size),
        (Some(None), Some(Some(suffix))) if suffix > 0 && size > 0 => Wanted::Part(size.saturating_sub(suffix)..size),
        (Some(None), Some(Some(_))) => Wanted::Outside,
        _ => Wanted::All,
    }
}

fn part(first: u64, last: Option<u64>, size: u64) -> Wanted {
    match last {
        Some(last) if last < first => Wanted::All,
        _ if first >= size => Wanted::Outside,
        Some(last) => Wanted::Part(first..last.saturating_add(1).min(size)),
        None => Wanted::Part(first..size),
    }
}

/// None: not a number; `Some(None)`: nothing there.
fn number(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_cut_to_the_file() {
        assert_eq!(wanted(Some("bytes=0-99"), 1_000), Wanted::Part(0..100));
        assert_eq!(wanted(Some("bytes=900-"), 1_000), Wanted::Part(900..1_000));
        assert_eq!(wanted(Some("bytes=900-5000"), 1_000), Wanted::Part(900..1_000));
        assert_eq!(wanted(Some("bytes=-100"), 1_000), Wanted::Part(900..1_000));
        assert_eq!(wanted(Some("bytes=-5000"), 1_000), Wanted::Part(0..1_000));
        assert_eq!(wanted(Some("bytes=0-18446744073709551615"), 1_000), Wanted::Part(0..1_000));
    }

    #[test]
    fn what_lies_outside_is_told() {
        for outside in ["bytes=1000-", "bytes=5000-6000", "bytes=-0", "bytes=99999999999999999999999-"] {
            assert_eq!(wanted(Some(outside), 1_000), Wanted::Outside, "{outside}");
        }
        assert_eq!(wanted(Some("bytes=-5"), 0), Wanted::Outside);
    }

    #[test]
    fn what_is_not_understood_gets_the_whole_file() {
        for other in ["", "items=0-5", "bytes=5-2", "bytes=a-b", "bytes=0-1,4-5", "bytes=-", "bytes=+1-2", "bytes=5"] {
            assert_eq!(wanted(Some(other), 1_000), Wanted::All, "{other}");
        }
        assert_eq!(wanted(None, 1_000), Wanted::All);
    }
}
