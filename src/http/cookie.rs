//! The session cookie.
//!
//! `SameSite=Lax`, not `Strict`: a link to a clip's file that somebody sends about must open for whoever is signed in, and `Strict`
//! would come without the cookie. What `Strict` would add is covered: every request that changes something, and every socket, must
//! come from a page of this server (see [`crate::origin`]).

use crate::secrets::Secret;
use axum::http::HeaderValue;

pub const NAME: &str = "greenroom";
/// Of the session and its cookie.
pub const LIFETIME_SECONDS: u64 = 30 * 24 * 3_600;

/// Gives the cookie. `secure`: only over TLS.
#[must_use]
pub fn give(token: &Secret, secure: bool) -> HeaderValue {
    line(token.expose(), LIFETIME_SECONDS, secure)
}

/// Takes it away.
#[must_use]
pub fn take(secure: bool) -> HeaderValue {
    line("", 0, secure)
}

fn line(value: &str, seconds: u64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{NAME}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let mut header = HeaderValue::try_from(text).expect("a token is plain ASCII");
    header.set_sensitive(true);
    header
}

/// The values under this name in a `Cookie` header.
pub fn values<'a>(header: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    header.split(';').filter_map(move |pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then(|| value.trim_matches('"'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
        let token = Secret::token();
        let given = give(&token, true);
        let text = given.to_str().expect("plain ASCII");
        assert!(text.starts_with(&format!("greenroom={};", token.expose())));
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=2592000"] {
            assert!(text.contains(part), "{part}");
        }
        assert!(!give(&token, false).to_str().expect("plain ASCII").contains("Secure"));
        assert!(take(false).to_str().expect("plain ASCII").contains("Max-Age=0"));
    }

    #[test]
    fn only_the_named_cookie_is_read() {
        let found: Vec<_> = values("other=1; greenroom=abc;xgreenroom=no; greenroom=\"def\"; broken", "greenroom").collect();
        assert_eq!(found, ["abc", "def"]);
    }
}
