//! Numbers that a voice can't read as they are written: the Japanese voice knows kana only.

const JAPANESE: [(&str, &str); 11] = [
    ("十", "じゅう"),
    ("一", "いち"),
    ("二", "に"),
    ("三", "さん"),
    ("四", "よん"),
    ("五", "ご"),
    ("六", "ろく"),
    ("七", "なな"),
    ("八", "はち"),
    ("九", "きゅう"),
    ("〇", "ゼロ"),
];

/// The words with numbers as they are spoken.
pub fn spelled(language: &str, words: &str) -> String {
    if language != "ja" {
        return words.to_owned();
    }
    let mut out = String::with_capacity(words.len() * 2);
    for number in split(words) {
        match number.parse::<usize>() {
            Ok(10) => out.push_str("じゅう"),
            Ok(value) if value < 10 => out.push_str(JAPANESE[if value == 0 { 10 } else { value }].1),
            _ => out.push_str(number),
        }
    }
    JAPANESE.iter().fold(out, |words, (sign, kana)| words.replace(sign, kana))
}

/// Runs of digits, and what lies between them.
fn split(words: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let digit = |at: usize| words.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    for (at, _) in words.char_indices().skip(1) {
        if digit(at) != digit(at - 1) {
            parts.push(&words[from..at]);
            from = at;
        }
    }
    parts.push(&words[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_numbers_become_kana_and_others_stay() {
        assert_eq!(spelled("ja", "1、二、10、123"), "いち、に、じゅう、123");
        assert_eq!(spelled("ja", ""), "");
        assert_eq!(spelled("fr", "1, 2"), "1, 2");
    }
}
