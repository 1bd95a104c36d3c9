//! Where a page comes from: which origins may open sockets and change things.
//!
//! Browsers name the origin of a page on every socket and on every request that is not a plain GET. A request without one comes
//! from a program, which holds no one else's cookie, and passes.

use axum::http::{HeaderMap, Uri, header};
use std::{fmt, str::FromStr};

/// `https://example.org:8443`: scheme and authority, in small letters, without the scheme's own port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    secure: bool,
    authority: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write it as https://example.org or http://example.org:8080, without a path")]
pub struct NotAnOrigin;

impl Origin {
    #[must_use]
    pub fn new(secure: bool, authority: &str) -> Self {
        let authority = authority.to_ascii_lowercase();
        let port = if secure { ":443" } else { ":80" };
        let authority = authority.strip_suffix(port).map(str::to_owned).unwrap_or(authority);
        Self { secure, authority }
    }

    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.secure
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", if self.secure { "https" } else { "http" }, self.authority)
    }
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uri: Uri = text.parse().map_err(|_| NotAnOrigin)?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return Err(NotAnOrigin),
        };
        let authority = uri.authority().ok_or(NotAnOrigin)?.as_str();
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none() && !authority.contains('@');
        if bare { Ok(Self::new(secure, authority)) } else { Err(NotAnOrigin) }
    }
}

/// Who may call.
#[derive(Clone, Debug)]
pub struct Origins {
    /// The server itself speaks TLS, so that a page of the same host without it is a stranger.
    pub tls: bool,
    /// Besides the address under which the server was called.
    pub allowed: Vec<Origin>,
}

impl Origins {
    /// Whether the page behind a request is one of ours.
    #[must_use]
    pub fn admit(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(header::ORIGIN) else {
            return headers.get("sec-fetch-site").is_none_or(|site| matches!(site.as_bytes(), b"same-origin" | b"none"));
        };
        let Some(origin) = origin.to_str().ok().and_then(|text| text.parse::<Origin>().ok()) else { return false };
        self.allowed.contains(&origin) || self.is_own(&origin, headers)
    }

    fn is_own(&self, origin: &Origin, headers: &HeaderMap) -> bool {
        let Some(host) = headers.get(header::HOST).and_then(|host| host.to_str().ok()) else { return false };
        (origin.secure || !self.tls) && *origin == Origin::new(origin.secure, host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
    }

    fn plain(allowed: &[&str]) -> Origins {
        Origins { tls: false, allowed: allowed.iter().map(|text| text.parse().expect("an origin")).collect() }
    }

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        assert_eq!("HTTPS://Example.org:443/".parse::<Origin>().expect("an origin").to_string(), "https://example.org");
        assert_eq!("http://localhost:8080".parse::<Origin>().expect("an origin").to_string(), "http://localhost:8080");
        for bad in ["", "null", "example.org", "ftp://example.org", "https://example.org/path", "https://a@example.org", "https://example.org?x"] {
            assert_eq!(bad.parse::<Origin>(), Err(NotAnOrigin), "{bad}");
        }
    }

    #[test]
    fn the_page_of_the_same_host_is_admitted() {
        let own = headers(&[("host", "localhost:8080"), ("origin", "http://localhost:8080")]);
        assert!(plain(&[]).admit(&own));
        let default_port = headers(&[("host", "example.org"), ("origin", "http://example.org:80")]);
        assert!(plain(&[]).admit(&default_port));
    }

    #[test]
    fn a_foreign_page_is_refused() {
        for origin in ["http://evil.example", "http://localhost:9090", "null", "http://localhost.evil.example:8080"] {
            assert!(!plain(&[]).admit(&headers(&[("host", "localhost:8080"), ("origin", origin)])), "{origin}");
        }
        assert!(!plain(&[]).admit(&headers(&[("host", "localhost:8080"), ("sec-fetch-site", "cross-site")])));
        assert!(!plain(&[]).admit(&headers(&[("origin", "http://localhost:8080")])));
    }

    #[test]
    fn an_allowed_page_of_another_host_is_admitted() {
        let other = headers(&[("host", "internal:8080"), ("origin", "https://greenroom.example")]);
        assert!(plain(&["https://greenroom.example"]).admit(&other));
    }

    #[test]
    fn a_page_without_tls_is_a_stranger_to_a_server_with_it() {
        let origins = Origins { tls: true, allowed: Vec::new() };
        assert!(!origins.admit(&headers(&[("host", "example.org"), ("origin", "http://example.org")])));
        assert!(origins.admit(&headers(&[("host", "example.org"), ("origin", "https://example.org")])));
    }

    #[test]
    fn a_program_names_no_origin_and_passes() {
        assert!(plain(&[]).admit(&headers(&[("host", "localhost:8080")])));
    }
}
