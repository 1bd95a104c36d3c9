//! A storyboard client that speaks y-websocket, as an unmodified one would: it answers sync steps, sends what is written, takes in
//! what others write.

use super::{Person, page::dial, within};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{RoomId, UploadId};
use futures::{SinkExt, StreamExt};
use std::sync::Arc;
use tokio::{
    sync::{mpsc, watch},
    task::JoinHandle,
};
use tokio_tungstenite::tungstenite::Message as Ws;
use yrs::{
    Any, Array, Doc, GetString, Map, MapPrelim, MapRef, OffsetKind, Options, Out, ReadTxn, Text, TextPrelim, TextRef, Transact, Update,
    sync::{Message, MessageReader, SyncMessage},
    updates::{
        decoder::{Decode, DecoderV1},
        encoder::Encode,
    },
};

type Shared = Arc<parking_lot::Mutex<Doc>>;

pub struct Board {
    doc: Shared,
    outgoing: mpsc::UnboundedSender<Vec<u8>>,
    /// Updates that came, and whether the first whole state is among them.
    news: watch::Receiver<(u64, bool)>,
    ended: JoinHandle<u16>,
}

impl Board {
    /// Opens it with the person's cookie and waits for the whole document.
    pub async fn open(person: &Person, room: RoomId) -> Self {
        let mut board = Self::connect(person.url(), &format!("/yjs/{room}"), Some(person.cookie())).await;
        board.synced().await;
        board
    }

    /// As a program without the cookie would.
    pub async fn open_with_token(person: &Person, room: RoomId) -> Self {
        let token = person.document_token(room).await.token;
        let mut board = Self::connect(person.url(), &format!("/yjs/{room}?token={token}"), None).await;
        board.synced().await;
        board
    }

    pub async fn connect(url: &str, path: &str, cookie: Option<&str>) -> Self {
        let headers: Vec<_> = cookie.into_iter().map(|cookie| ("cookie", cookie)).collect();
        let mut socket = dial(url, path, &headers).await.expect("the server opens the socket");
        let doc: Shared = Arc::new(parking_lot::Mutex::new(Doc::with_options(Options { offset_kind: OffsetKind::Utf16, ..Options::default() })));
        let (outgoing, mut waiting) = mpsc::unbounded_channel::<Vec<u8>>();
        let (tell, news) = watch::channel((0, false));
        let inside = doc.clone();
        let first = Message::Sync(SyncMessage::SyncStep1(doc.lock().transact().state_vector())).encode_v1();
        outgoing.send(first).expect("it was just made");
        let ended = tokio::spawn(async move {
            loop {
                tokio::select! {
                    message = socket.next() => match message {
                        Some(Ok(Ws::Binary(bytes))) => for answer in take_in(&inside, &bytes, &tell) {
                            drop(socket.send(Ws::binary(answer)).await);
                        },
                        Some(Ok(Ws::Close(frame))) => return frame.map_or(1005, |frame| frame.code.into()),
                        Some(Ok(_)) => {}
                        Some(Err(_)) | None => return 1006,
                    },
                    Some(bytes) = waiting.recv() => drop(socket.send(Ws::binary(bytes)).await),
                }
            }
        });
        Self { doc, outgoing, news, ended }
    }

    async fn synced(&mut self) {
        within("the whole storyboard", self.news.wait_for(|news| news.1)).await.expect("an open socket");
    }

    /// A new shot at the end.
    pub fn add_shot(&self, id: &str, prompt: &str, seconds: u32) {
        let doc = self.doc.lock();
        let shots = doc.get_or_insert_array("shots");
        let mut txn = doc.transact_mut();
        let shot = shots.push_back(&mut txn, MapPrelim::from([("id", id)]));
        shot.insert(&mut txn, "seconds", f64::from(seconds));
        shot.insert(&mut txn, "prompt", TextPrelim::new(prompt));
        shot.insert(&mut txn, "dialogue", TextPrelim::new(""));
        self.send(txn.encode_update_v1());
    }

    /// A shot uses an upload, or none any more.
    pub fn refer(&self, shot: u32, reference: Option<(UploadId, &str)>) {
        let doc = self.doc.lock();
        let map = shot_of(&doc, shot).expect("the shot is here");
        let mut txn = doc.transact_mut();
        if let Some((upload, role)) = reference {
            let fields = [("upload", upload.to_string()), ("role", role.to_owned())];
            let fields = fields.map(|(name, value)| (name.to_owned(), Any::String(value.into())));
            map.insert(&mut txn, "reference", Any::Map(Arc::new(fields.into())));
        } else {
            map.remove(&mut txn, "reference");
        }
        self.send(txn.encode_update_v1());
    }

    /// Writes on at the end of a shot's prompt.
    pub fn write(&self, shot: u32, words: &str) {
        let doc = self.doc.lock();
        let text = prompt(&doc, shot).expect("the shot is here");
        let mut txn = doc.transact_mut();
        let end = text.len(&txn);
        text.insert(&mut txn, end, words);
        self.send(txn.encode_update_v1());
    }

    /// Takes a shot's words out.
    pub fn clear(&self, shot: u32) {
        let doc = self.doc.lock();
        let text = prompt(&doc, shot).expect("the shot is here");
        let mut txn = doc.transact_mut();
        let length = text.len(&txn);
        text.remove_range(&mut txn, 0, length);
        self.send(txn.encode_update_v1());
    }

    pub fn set_seconds(&self, shot: u32, seconds: u32) {
        let doc = self.doc.lock();
        let map = shot_of(&doc, shot).expect("the shot is here");
        let mut txn = doc.transact_mut();
        map.insert(&mut txn, "seconds", f64::from(seconds));
        self.send(txn.encode_update_v1());
    }

    fn send(&self, update: Vec<u8>) {
        self.send_raw(Message::Sync(SyncMessage::Update(update)).encode_v1());
    }

    pub fn send_raw(&self, bytes: Vec<u8>) {
        // Where the socket has ended, its close is what the story looks at.
        drop(self.outgoing.send(bytes));
    }

    pub fn prompts(&self) -> Vec<String> {
        let doc = self.doc.lock();
        let count = doc.get_or_insert_array("shots").len(&doc.transact());
        (0..count).map(|shot| prompt(&doc, shot).map(|text| text.get_string(&doc.transact())).unwrap_or_default()).collect()
    }

    /// Waits until the prompts are these.
    pub async fn until(&mut self, wanted: &[&str]) {
        loop {
            self.news.mark_unchanged();
            if self.prompts() == wanted {
                return;
            }
            within(&format!("{wanted:?}, not {:?}", self.prompts()), self.news.changed()).await.expect("an open socket");
        }
    }

    /// For a take: what this page has seen, in base64.
    pub fn state_vector(&self) -> String {
        STANDARD.encode(self.doc.lock().transact().state_vector().encode_v1())
    }

    /// The code with which the server closes it.
    pub async fn closed(self) -> u16 {
        self.closed_after("what was sent").await
    }

    pub async fn closed_after(self, what: &str) -> u16 {
        within(&format!("a close of the storyboard after {what}"), self.ended).await.expect("no panic")
    }

    pub fn is_open(&self) -> bool {
        !self.ended.is_finished()
    }
}

fn shot_of(doc: &Doc, shot: u32) -> Option<MapRef> {
    match doc.get_or_insert_array("shots").get(&doc.transact(), shot) {
        Some(Out::YMap(map)) => Some(map),
        _ => None,
    }
}

fn prompt(doc: &Doc, shot: u32) -> Option<TextRef> {
    match shot_of(doc, shot)?.get(&doc.transact(), "prompt") {
        Some(Out::YText(text)) => Some(text),
        _ => None,
    }
}

/// Takes in one frame; what is to be answered.
fn take_in(doc: &Shared, bytes: &[u8], tell: &watch::Sender<(u64, bool)>) -> Vec<Vec<u8>> {
    let mut decoder = DecoderV1::from(bytes);
    let mut answers = Vec::new();
    for message in MessageReader::new(&mut decoder) {
        match message.expect("the server speaks the protocol") {
            Message::Sync(SyncMessage::SyncStep1(theirs)) => {
                let lacking = doc.lock().transact().encode_diff_v1(&theirs);
                answers.push(Message::Sync(SyncMessage::SyncStep2(lacking)).encode_v1());
            }
            Message::Sync(SyncMessage::SyncStep2(update)) => apply(doc, &update, tell, true),
            Message::Sync(SyncMessage::Update(update)) => apply(doc, &update, tell, false),
            _ => {}
        }
    }
    answers
}

fn apply(doc: &Shared, update: &[u8], tell: &watch::Sender<(u64, bool)>, whole: bool) {
    let update = Update::decode_v1(update).expect("the server sends valid updates");
    doc.lock().transact_mut().apply_update(update).expect("it applies");
    tell.send_modify(|news| *news = (news.0 + 1, news.1 || whole));
}
