//! Text into tokens: words, quoted speech, mentions, stops. Knows no meanings.

use super::emoji;
use domain::mention::{Mention, mentions_in};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Word {
        /// Lower case.
        word: String,
        /// As written.
        raw: String,
        /// "Ana's".
        owns: bool,
    },
    /// What stood between quotation marks.
    Quote(String),
    Mention(Mention),
    Comma,
    Colon,
    Stop,
}

/// At most this many tokens of a text are read.
const MOST: usize = 2_000;

#[must_use]
pub fn tokenise(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut mentions = mentions(text);
    let mut tokens = Vec::new();
    let mut at = 0;
    // Where no closing mark was found once, none comes later: looking again and again would take too long.
    let mut open: Vec<char> = Vec::new();
    while at < chars.len() && tokens.len() < MOST {
        let c = chars[at];
        let close = closing(c).filter(|_| !open.contains(&c));
        let length = close.and_then(|close| chars[at + 1..].iter().position(|c| close.contains(c)));
        if close.is_some() && length.is_none() {
            open.push(c);
        }
        if let Some(length) = length {
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
                if let Some(words) = emoji::word(c) {
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
    let (mut byte, mut count) = (0, 0);
    let place = |found: domain::mention::Found| {
        count += text[byte..found.at.start].chars().count();
        byte = found.at.start;
        (count, (found.mention, found.at.len()))
    };
    mentions_in(text).into_iter().map(place).collect()
}

fn word(raw: &str) -> Token {
    let lower = raw.to_lowercase();
    let stem = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s"));
    // "It's" and "let's" own nothing.
    let owns = stem.is_some_and(|stem| !matches!(stem, "it" | "let" | "he" | "she" | "that" | "who" | "there" | "what" | "here"));
    Token::Word { word: stem.unwrap_or(&lower).to_owned(), raw: raw.to_owned(), owns }
}

/// How much of a text was left unread.
#[must_use]
pub fn is_cut(tokens: &[Token]) -> bool {
    tokens.len() >= MOST
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
