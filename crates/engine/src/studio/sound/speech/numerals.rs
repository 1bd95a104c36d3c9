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
    JAPANESE.iter().fold(words.to_owned(), |words, (sign, kana)| words.replace(sign, kana))
}
