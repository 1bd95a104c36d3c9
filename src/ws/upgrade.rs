//! From an HTTP request to a WebSocket (RFC 6455, section 4.2). Subprotocols and extensions are not offered.

use crate::http::error::{Answer, HttpError};
use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    response::Response,
};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        handshake::derive_accept_key,
        protocol::{Role, WebSocketConfig},
    },
};

pub type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// Bytes that are gathered before the kernel is called; the writer flushes after each turn.
const GATHERED: usize = 16 * 1024;
/// Allocated for each socket.
const READ_BUFFER: usize = 4 * 1024;
/// What waits at most when the kernel takes no more; a single message is no larger.
const WRITE_BUFFER: usize = 4 * 1024 * 1024;

/// A handshake that fits.
pub struct Handshake {
    on: OnUpgrade,
    accept: HeaderValue,
}

impl Handshake {
    /// # Errors
    /// 400, 426 where this is no WebSocket handshake that we speak.
    pub fn read(mut request: Request) -> Answer<Self> {
        let headers = request.headers();
        let asked =
            request.method() == Method::GET && names(headers, &header::CONNECTION, "upgrade") && names(headers, &header::UPGRADE, "websocket");
        if !asked {
            return Err(HttpError::new(StatusCode::UPGRADE_REQUIRED, "websocket_expected", "open this address with a WebSocket"));
        }
        if !names(headers, &header::SEC_WEBSOCKET_VERSION, "13") {
            return Err(HttpError::new(StatusCode::BAD_REQUEST, "websocket_version", "only version 13 of WebSocket is spoken here"));
        }
        let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|key| key.len() == 24);
        let key = key.ok_or_else(|| HttpError::new(StatusCode::BAD_REQUEST, "websocket_key", "the handshake has no valid key"))?;
        let accept = HeaderValue::try_from(derive_accept_key(key.as_bytes())).expect("base64");
        Ok(Self { on: hyper::upgrade::on(&mut request), accept })
    }

    /// The answer that opens the socket, and what waits for it. `largest`: bytes of one message from the other side.
    pub fn accept(self, largest: usize) -> (Response, impl Future<Output = Option<Socket>>) {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
        let headers = response.headers_mut();
        headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
        headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, self.accept);
        let on = self.on;
        let socket = async move {
            let upgraded = TokioIo::new(on.await.ok()?);
            Some(WebSocketStream::from_raw_socket(upgraded, Role::Server, Some(config(largest))).await)
        };
        (response, socket)
    }
}

/// Whether a list of words in a header has this one.
fn names(headers: &HeaderMap, header: &HeaderName, word: &str) -> bool {
    let values = headers.get_all(header).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|found| found.trim().eq_ignore_ascii_case(word))
}

fn config(largest: usize) -> WebSocketConfig {
    let mut config = WebSocketConfig::default();
    config.read_buffer_size = READ_BUFFER;
    // Small messages that wait together go to the kernel together. Whatever consent guards is flushed before it counts as sent.
    config.write_buffer_size = GATHERED;
    config.max_write_buffer_size = WRITE_BUFFER;
    config.max_message_size = Some(largest);
    config.max_frame_size = Some(largest);
    config
}
