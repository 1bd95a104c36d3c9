//! The storyboard as one page writes it: a Yjs document of its own, and the y-websocket protocol to the room.

use crate::{
    account::Account,
    error::{LoadError, Result},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{RoomId, storyboard::Shot};
use futures::{SinkExt, StreamExt};
use std::time::Duration;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message as Frame, client::IntoClientRequest, http::HeaderValue},
};
use yrs::{
    Array, ArrayRef, Doc, Map, MapPrelim, ReadTxn, TextPrelim, Transact,
    sync::{Message, SyncMessage},
    updates::{decoder::Decode, encoder::Encode},
};

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

const PATIENCE: Duration = Duration::from_secs(10);

/// # Errors
/// Where the server refuses the handshake.
pub async fn open_socket(account: &Account, path: &str) -> Result<Socket> {
    let mut request = account.socket(path).into_client_request()?;
    let cookie =
        HeaderValue::from_str(&account.cookie).map_err(|_| LoadError::Unexpected { what: "signing up", got: "an unusable cookie".into() })?;
    request.headers_mut().insert("cookie", cookie);
    let (socket, _) = connect_async(request).await?;
    Ok(socket)
}

pub struct Storyboard {
    doc: Doc,
    shots: ArrayRef,
    socket: Socket,
}

impl Storyboard {
    /// # Errors
    /// Where the socket is refused.
    pub async fn open(account: &Account, room: RoomId) -> Result<Self> {
        let socket = open_socket(account, &format!("/yjs/{room}")).await?;
        let doc = Doc::new();
        let shots = doc.get_or_insert_array("shots");
        Ok(Self { doc, shots, socket })
    }

    /// Puts these shots in place of what was there, and waits until the server has stored them. Returns the state vector in base64,
    /// as a request for a take names it.
    ///
    /// # Errors
    /// Where the socket is closed, or nothing comes.
    pub async fn write(&mut self, shots: &[Shot]) -> Result<String> {
        let update = replace(&self.doc, &self.shots, shots);
        self.send(SyncMessage::Update(update)).await?;
        let vector = self.doc.transact().state_vector();
        // The answer to a question tells only what is stored, so it comes after the commit of what was just written.
        self.send(SyncMessage::SyncStep1(vector.clone())).await?;
        timeout(PATIENCE, self.answered()).await.map_err(|_| LoadError::Late { what: "the storyboard", seconds: PATIENCE.as_secs() })??;
        Ok(STANDARD.encode(vector.encode_v1()))
    }

    /// The same without waiting for anything: the moment at which it goes out is the edit's.
    ///
    /// # Errors
    /// Where the socket is closed.
    pub async fn write_now(&mut self, shots: &[Shot]) -> Result<String> {
        let update = replace(&self.doc, &self.shots, shots);
        self.send(SyncMessage::Update(update)).await?;
        let vector = self.doc.transact().state_vector();
        Ok(STANDARD.encode(vector.encode_v1()))
    }

    /// Reads on, which answers pings. Returns only when the socket has ended.
    pub async fn idle(&mut self) -> LoadError {
        loop {
            if let Err(ended) = self.answered().await {
                return ended;
            }
        }
    }

    async fn send(&mut self, message: SyncMessage) -> Result<()> {
        Ok(self.socket.send(Frame::Binary(Message::Sync(message).encode_v1().into())).await?)
    }

    async fn answered(&mut self) -> Result<()> {
        while let Some(frame) = self.socket.next().await {
            match frame? {
                Frame::Binary(bytes) if matches!(Message::decode_v1(&bytes), Ok(Message::Sync(SyncMessage::SyncStep2(_)))) => return Ok(()),
                Frame::Close(why) => return Err(LoadError::Closed("the storyboard", why.map(|frame| frame.to_string()).unwrap_or_default())),
                _ => {}
            }
        }
        Err(LoadError::Closed("the storyboard", String::new()))
    }
}

/// The update that does it.
fn replace(doc: &Doc, array: &ArrayRef, shots: &[Shot]) -> Vec<u8> {
    let before = doc.transact().state_vector();
    let mut txn = doc.transact_mut();
    let length = array.len(&txn);
    array.remove_range(&mut txn, 0, length);
    for shot in shots {
        let map =
            array.push_back(&mut txn, MapPrelim::from([("id", shot.id.as_str()), ("style", shot.style.as_str()), ("camera", shot.camera.as_str())]));
        map.insert(&mut txn, "seconds", f64::from(shot.seconds));
        map.insert(&mut txn, "prompt", TextPrelim::new(shot.prompt.as_str()));
        let dialogue: Vec<String> = shot.dialogue.iter().map(|line| format!("{} ({}): {}", line.speaker, line.language, line.words)).collect();
        map.insert(&mut txn, "dialogue", TextPrelim::new(dialogue.join("\n")));
    }
    drop(txn);
    doc.transact().encode_diff_v1(&before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use yrs::{GetString, Out, Update};

    fn shot(prompt: &str) -> Shot {
        Shot { id: prompt.into(), prompt: prompt.into(), seconds: 10, ..Shot::default() }
    }

    #[test]
    fn another_document_sees_only_the_last_shots() {
        let (own, other) = (Doc::new(), Doc::new());
        let array = own.get_or_insert_array("shots");
        for prompts in [&["one", "two"][..], &["three"]] {
            let shots: Vec<Shot> = prompts.iter().map(|prompt| shot(prompt)).collect();
            let update = replace(&own, &array, &shots);
            other.transact_mut().apply_update(Update::decode_v1(&update).expect("valid")).expect("applies");
        }
        let seen = other.get_or_insert_array("shots");
        let txn = other.transact();
        assert_eq!(seen.len(&txn), 1);
        let Some(Out::YMap(map)) = seen.get(&txn, 0) else { panic!("a shot") };
        let Some(Out::YText(text)) = map.get(&txn, "prompt") else { panic!("a prompt") };
        assert_eq!(text.get_string(&txn), "three");
    }
}
