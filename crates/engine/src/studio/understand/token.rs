//! Text into tokens: words, quoted speech, mentions, stops. Knows no meanings.

use domain::mention::{Mention, mentions_in};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Word {
        /// Lower case.
        word: String,
        /// As written.
        raw: String,
    },
    /// What stood between quotation marks.
    Quote(String),
    Mention(Mention),
    Comma,
    Colon,
    Stop,
}

/// Words of pictures that people type instead of words.
fn emoji(c: char) -> Option<&'static str> {
    Some(match c {
        '🐶' | '🐕' | '🐩' => "dog",
        '🐱' | '🐈' => "cat",
        '🏀' => "basketball",
        '⚽' => "football",
        '🎾' => "tennis ball",
        '🚗' | '🚙' | '🏎' => "car",
        '🌧' | '☔' | '🌦' => "rain",
        '⛈' => "storm",
        '❄' | '🌨' | '⛄' => "snow",
        '🌙' | '🌃' => "night",
        '☀' | '🌞' => "sunny",
        '🌅' | '🌇' => "sunset",
        '🦋' => "butterfly",
        '🐦' => "bird",
        '🏃' => "runner",
        '💃' | '🕺' => "dancer",
        '👩' => "woman",
        '👨' => "man",
        '👧' => "girl",
        '👦' => "boy",
        '🏖' | '🌊' => "beach",
        '🌳' | '🏞' => "park",
        _ => return None,
    })
}

/// At most this many tokens of a text are read.
const MOST: usize = 2_000;

#[must_use]
pub fn tokenise(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut mentions = mentions(text);
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() && tokens.len() < MOST {
        let c = chars[at];
        if let Some(close) = closing(c)
            && let Some(length) = chars[at + 1..].iter().position(|c| close.contains(c))
        {
            let words: String = chars[at + 1..at + 1 + length].iter().collect();
            tokens.push(Token::Quote(words.trim().to_owned()));
            // What is quoted ends a sentence where it ends one itself.
            if words.trim_end().ends_with(['.', '!', '?', '…']) {
                tokens.push(Token::Stop);
            }
            at += length + 2;
            continue;
        }
        match c {
            ',' | ';' | '،' => tokens.push(Token::Comma),
            ':' => tokens.push(Token::Colon),
            '.' | '!' | '?' | '\n' | '…' | '。' => tokens.push(Token::Stop),
            '@' => {
                if let Some((mention, length)) = mentions.remove(&at) {
                    at += length - 1;
                    tokens.push(Token::Mention(mention));
                }
            }
            c if c.is_alphanumeric() => {
                let raw = take(&chars, at);
                at += raw.chars().count() - 1;
                tokens.push(word(&raw));
            }
            c => {
                if let Some(words) = emoji(c) {
                    tokens.extend(words.split(' ').map(word));
                    tokens.push(Token::Comma);
                }
            }
        }
        at += 1;
    }
    tokens
}

/// By the character at which each begins: the mention, and how many characters it has.
fn mentions(text: &str) -> HashMap<usize, (Mention, usize)> {
    let found = mentions_in(text).into_iter();
    found.map(|found| (text[..found.at.start].chars().count(), (found.mention, found.at.len()))).collect()
}

fn word(raw: &str) -> Token {
    let lower = raw.to_lowercase();
    let word = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s")).unwrap_or(&lower);
    Token::Word { word: word.to_owned(), raw: raw.to_owned() }
}

fn take(chars: &[char], from: usize) -> String {
    let mut end = from;
    while end < chars.len() {
        let inside = matches!(chars[end], '\'' | '’' | '_') && end > from && chars.get(end + 1).is_some_and(|next| next.is_alphanumeric());
        if !chars[end].is_alphanumeric() && !inside {
            break;
        }
        end += 1;
    }
    chars[from..end].iter().collect()
}

fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"']),
        '“' | '„' => Some(&['”', '“']),
        '«' => Some(&['»']),
        '「' => Some(&['」']),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_mentions_and_emoji_are_told_apart() {
        let tokens = tokenise("@ana says \"Hello there!\" to Ben 🐶");
        assert_eq!(tokens[0], Token::Mention("ana".parse().expect("a mention")));
        assert_eq!(tokens[2], Token::Quote("Hello there!".into()));
        assert!(tokens.contains(&word("dog")));
    }

    #[test]
    fn an_open_quote_is_no_quote() {
        assert!(tokenise("he says \"never closed").iter().all(|token| !matches!(token, Token::Quote(_))));
    }
}
