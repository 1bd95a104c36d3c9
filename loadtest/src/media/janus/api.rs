//! Janus's API over a WebSocket: one request after the other, each until its answer has come.

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::{
    net::TcpStream,
    time::{sleep, timeout},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message as Frame, client::IntoClientRequest, http::HeaderValue},
};

const ANSWERING: Duration = Duration::from_secs(15);
const STARTING: Duration = Duration::from_secs(15);
const AGAIN: Duration = Duration::from_millis(100);

pub type Outcome<T> = Result<T, String>;

/// A session: everything that was made in it ends with it.
pub struct Api {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    session: u64,
    asked: u64,
}

/// What a plugin answers, and the description that came with it.
pub struct Answer {
    pub data: Value,
    pub sdp: Option<String>,
}

impl Api {
    /// Waits until the program listens.
    pub async fn open(port: u16) -> Outcome<Self> {
        let connected = async {
            loop {
                let mut request = format!("ws://127.0.0.1:{port}/").into_client_request().map_err(|error| error.to_string())?;
                request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static("janus-protocol"));
                match connect_async(request).await {
                    Ok((socket, _)) => return Ok::<_, String>(socket),
                    Err(_) => sleep(AGAIN).await,
                }
            }
        };
        let socket = timeout(STARTING, connected).await.map_err(|_| "it did not listen".to_owned())??;
        let mut api = Self { socket, session: 0, asked: 0 };
        let made = api.ask(json!({ "janus": "create" })).await?;
        api.session = id_of(&made)?;
        Ok(api)
    }

    /// A handle of a plugin, for one connection.
    pub async fn attach(&mut self, plugin: &str) -> Outcome<u64> {
        let made = self.ask(json!({ "janus": "attach", "plugin": format!("janus.plugin.{plugin}") })).await?;
        id_of(&made)
    }

    pub async fn tell(&mut self, handle: u64, body: Value, jsep: Option<(&str, &str)>) -> Outcome<Answer> {
        let mut request = json!({ "janus": "message", "handle_id": handle, "body": body });
        if let Some((kind, sdp)) = jsep {
            request["jsep"] = json!({ "type": kind, "sdp": sdp });
        }
        let answer = self.ask(request).await?;
        let data = answer["plugindata"]["data"].clone();
        match data["error"].as_str() {
            Some(error) => Err(format!("{} was answered with: {error}", body["request"])),
            None => Ok(Answer { data, sdp: answer["jsep"]["sdp"].as_str().map(str::to_owned) }),
        }
    }

    /// Ends the session and all its connections.
    pub async fn close(mut self) -> Outcome<()> {
        self.ask(json!({ "janus": "destroy" })).await.map(drop)
    }

    async fn ask(&mut self, mut request: Value) -> Outcome<Value> {
        self.asked += 1;
        let id = self.asked.to_string();
        request["transaction"] = id.as_str().into();
        if self.session != 0 {
            request["session_id"] = self.session.into();
        }
        self.socket.send(Frame::Text(request.to_string().into())).await.map_err(|error| error.to_string())?;
        timeout(ANSWERING, self.answer(&id)).await.map_err(|_| format!("{} was not answered", request["janus"]))?
    }

    async fn answer(&mut self, id: &str) -> Outcome<Value> {
        while let Some(frame) = self.socket.next().await {
            let Frame::Text(text) = frame.map_err(|error| error.to_string())? else { continue };
            let message: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
            // An acknowledgement says only that the answer will come.
            if message["transaction"] != id || message["janus"] == "ack" {
                continue;
            }
            return match message["error"]["reason"].as_str() {
                Some(reason) => Err(reason.to_owned()),
                None => Ok(message),
            };
        }
        Err("it closed the socket".to_owned())
    }
}

fn id_of(made: &Value) -> Outcome<u64> {
    made["data"]["id"].as_u64().ok_or_else(|| "it named nothing that it made".to_owned())
}
