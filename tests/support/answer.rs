//! An answer over HTTP, whole; and a way to send what no client library would.

use super::within;
use reqwest::{StatusCode, header::HeaderMap};
use serde::de::DeserializeOwned;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        within("an answer", async {
            let response = request.send().await.expect("the server answers");
            let (status, headers) = (response.status(), response.headers().clone());
            Self { status, headers, body: response.bytes().await.expect("a whole body").to_vec() }
        })
        .await
    }

    /// # Panics
    /// Where it is a refusal.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{} {}", self.status, self.text());
        serde_json::from_slice(&self.body).expect("the body that the API promises")
    }

    /// Status and code of a refusal.
    pub fn refusal(&self) -> (u16, String) {
        let refused: wire::http::ErrorAnswer = serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.text()));
        assert!(refused.error.message.len() > 10, "a refusal says what to do: {refused:?}");
        (self.status.as_u16(), refused.error.code)
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).unwrap_or_else(|| panic!("{name} is missing")).to_str().expect("plain text")
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends these very bytes and reads whatever comes until the server hangs up.
pub async fn raw(url: &str, bytes: &[u8]) -> String {
    talk(url, bytes, false).await
}

/// As [`raw`], but breaks off after the bytes: no more will come.
pub async fn raw_cut(url: &str, bytes: &[u8]) -> String {
    talk(url, bytes, true).await
}

async fn talk(url: &str, bytes: &[u8], cut: bool) -> String {
    within("an answer to raw bytes", async {
        let address = url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address).await.expect("the server accepts");
        stream.write_all(bytes).await.expect("the server reads");
        if cut {
            stream.shutdown().await.expect("half a close");
        }
        let mut read = Vec::new();
        stream.read_to_end(&mut read).await.expect("an orderly end");
        String::from_utf8_lossy(&read).into_owned()
    })
    .await
}
