//! A node, people on pages, and what they do.

use crate::{
    Actors, Directory, Person, RoomHandle, Settings, SocketId, clock, faces,
    outbox::{Frame, Next, Outbox, OutboxReader},
    safety::PlainWords,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    CameoId, RoomId, TakeId, UploadId, UserId,
    account::Handle,
    cameo::{Audience, Rules},
    consent::FrameSink,
    likeness::{CameoKind, Likeness, View},
    mention::Mention,
    moderation,
    plan::{FrozenPlan, Size},
    product::{Pass, Picture, SAMPLE_RATE},
    room::{Command, Role},
    upload::{Material, MaterialPicture, SILHOUETTE_SIDE, UploadKind},
};
use engine::{Capabilities, EditOutcome, Engine, EngineError, Given, Live, Pushed, Session, Step};
use media::SigningIdentity;
use models::Embedding;
use parking_lot::{Condvar, Mutex};
use std::{future::Future, sync::Arc, time::Duration};
use store::{NewAccount, NewCameo, NewInvite, NewUpload, SignUpTicket, Store, StoreSettings, VaultPart, likeness_codec};
use tempfile::TempDir;
use wire::{Absent, Accepted, ErrorBody, EventKind, Message, Request, TakeOptions};
use yrs::{
    Any, Array, Doc, Map, MapPrelim, ReadTxn, StateVector, TextPrelim, Transact, Update,
    sync::{Message as Sync, SyncMessage},
    updates::{decoder::Decode, encoder::Encode},
};

/// Nothing here takes so long unless it is broken.
const PATIENCE: Duration = Duration::from_secs(60);
pub const SECONDS: u32 = 4;

/// Runs a story on a node of its own.
pub fn story<F: Future<Output = ()>>(told: impl FnOnce(Node) -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let folder = TempDir::new().expect("a folder");
    let settings = StoreSettings::in_folder(folder.path());
    let store = runtime.block_on(Store::open(settings)).expect("a store");
    let identity = Arc::new(SigningIdentity::load_or_create(&folder.path().join("identity")).expect("an identity"));
    let handle = runtime.handle().clone();
    actix::System::new().block_on(async move {
        let reel = Arc::new(Projector::default());
        let actors = start(&store, &identity, &reel, &handle).await;
        let node = Node { directory: actors.directory(), actors, store, identity, reel, runtime: handle };
        tokio::time::timeout(PATIENCE, told(node)).await.expect("the story comes to its end");
    });
    runtime.shutdown_background();
}

async fn start(store: &Store, identity: &Arc<SigningIdentity>, reel: &Arc<Projector>, runtime: &tokio::runtime::Handle) -> Actors {
    Actors::start(Settings {
        store: store.clone(),
        engine: Arc::new(Scripted(reel.clone())),
        identity: identity.clone(),
        rules: Arc::new(moderation::Rules::builtin()),
        safety: Arc::new(PlainWords),
        runtime: runtime.clone(),
        room_arbiters: 1,
        user_arbiters: 1,
    })
    .await
}

pub struct Node {
    pub actors: Actors,
    pub directory: Directory,
    pub store: Store,
    pub reel: Arc<Projector>,
    identity: Arc<SigningIdentity>,
    runtime: tokio::runtime::Handle,
}

impl Node {
    /// The same store, as after a restart of the process.
    pub async fn restarted(self) -> Self {
        self.actors.shutdown().await;
        let actors = start(&self.store, &self.identity, &self.reel, &self.runtime).await;
        Self { directory: actors.directory(), actors, ..self }
    }

    pub async fn person(&self, name: &str) -> Page {
        let handle: Handle = name.parse().expect("a handle");
        let user = UserId::new(clock::now(), &clock::entropy());
        let account = NewAccount { user, handle: handle.clone(), password_hash: "x".into(), birth_date: "1990-01-01".into(), at: clock::now() };
        self.store.create_account(account, self.ticket().await).await.expect("an account");
        self.page(Person { user, handle }).await
    }

    async fn ticket(&self) -> SignUpTicket {
        let hash: [u8; 32] = rand::random();
        if self.store.set_owner_ticket(hash).await.is_ok() {
            return SignUpTicket::Owner(hash);
        }
        let by = self.store.account_by_handle(&"host".parse().expect("a handle")).await.expect("the store answers").expect("the first of all").user;
        let (at, expires) = (clock::now(), clock::now().plus(1_000_000));
        self.store.create_invite(NewInvite { code_hash: hash, by, room: None, at, expires, uses_left: 9 }).await.expect("an invitation");
        SignUpTicket::Invite(hash)
    }

    /// A page of somebody opens.
    pub async fn page(&self, person: Person) -> Page {
        let (outbox, reader) = Outbox::new();
        let socket = SocketId::next();
        self.directory.connected(&person, socket, outbox.clone(), crate::Reads::Messages).await.expect("a place for a page");
        Page { person, socket, outbox, reader }
    }

    /// With `host` as its host, and these as co-creators.
    pub async fn room(&self, host: &Page, others: &[&Page]) -> Room {
        let room = RoomId::new(clock::now(), &clock::entropy());
        self.store.create_room(room, "Studio", host.person.user, clock::now()).await.expect("a room");
        let handle = self.directory.room(room).await.expect("it opens");
        for other in others {
            let Person { user, handle: name } = other.person.clone();
            handle.act(Command::Join { user, handle: name, role: Role::CoCreator }).await.expect("they join");
        }
        let doc = Doc::new();
        Room { id: room, handle, doc }
    }

    /// A cameo that anybody may cast, unless `audience` says otherwise.
    pub async fn cameo(&self, owner: &Page, name: Option<&str>, audience: Audience) -> CameoId {
        let cameo = self.enrolled(owner, name, false).await;
        let rules = Rules { audience, ..Rules::default() };
        self.directory.change_rules(owner.person.user, cameo, rules).await.expect("an owner decides");
        cameo
    }

    /// A cameo of which nothing was decided yet.
    pub async fn enrolled(&self, owner: &Page, name: Option<&str>, minor: bool) -> CameoId {
        let cameo = CameoId::new(clock::now(), &clock::entropy());
        let kind = if name.is_some() { CameoKind::Pet } else { CameoKind::Person };
        let mention = match name {
            None => Mention::person(owner.person.handle.clone()),
            Some(name) => Mention::thing(owner.person.handle.clone(), name).expect("a name"),
        };
        let picture = Picture { width: 2, height: 2, rgba: vec![200; 16] };
        let views = Arc::new(vec![View { yaw: 0.0, pitch: 0.0, picture, marks: None }]);
        let likeness = Likeness { cameo, mention, kind, views, voice: None, preferences: String::new() };
        let bytes = likeness_codec::encode(&likeness).expect("a small likeness");
        let mut parts = vec![(VaultPart::Likeness, bytes)];
        parts.extend(name.is_none().then(|| (VaultPart::Embedding, face(owner.person.handle.as_str()).to_bytes())));
        let new = NewCameo { cameo, owner: owner.person.user, kind, name: name.map(str::to_owned), minor, guardian_approved: None, at: clock::now() };
        self.store.enrol_cameo(new, parts).await.expect("it is stored");
        self.directory.enrolled(owner.person.user, cameo).await.expect("its home takes it up");
        cameo
    }
}

/// Of somebody with this handle; people whose names begin alike look alike.
pub fn face(handle: &str) -> Embedding {
    let direction = usize::from(handle.as_bytes()[0]);
    let numbers = (0..1_024).flat_map(|at| if at == direction { 1.0_f32 } else { 0.0 }.to_le_bytes());
    Embedding::from_bytes(&numbers.collect::<Vec<_>>()).expect("a face")
}

impl Node {
    /// Footage or a picture in which these people are to be seen.
    pub async fn upload(&self, room: &Room, by: &Page, kind: UploadKind, seen: &[&str]) -> UploadId {
        let faces: Vec<Embedding> = seen.iter().map(|handle| face(handle)).collect();
        self.upload_with(room, by, kind, faces::to_bytes(&faces)).await
    }

    pub async fn upload_with(&self, room: &Room, by: &Page, kind: UploadKind, faces: Vec<u8>) -> UploadId {
        let upload = UploadId::new(clock::now(), &clock::entropy());
        // The head of a JPEG of 64 × 64 pixels: nobody decodes it here.
        let jpeg: Arc<[u8]> = Arc::from([0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 64, 0, 64, 3]);
        let picture = MaterialPicture { jpeg, silhouette: Arc::from(vec![0; SILHOUETTE_SIDE * SILHOUETTE_SIDE]) };
        let material = Material { upload, kind, width: 64, height: 64, pictures: Arc::new(vec![picture]), sound: Arc::default() };
        let new = NewUpload {
            upload,
            room: room.id,
            by: by.user(),
            kind,
            name: "beach.mp4".into(),
            width: 64,
            height: 64,
            millis: 41,
            palette: Vec::new(),
            mosaic: "1x1:000000".into(),
            notices: Vec::new(),
            at: clock::now(),
            shows: Vec::new(),
        };
        self.store.create_upload(new, media::material::encode(&material).into(), faces).await.expect("it is kept").id
    }
}

/// Somebody's page.
pub struct Page {
    pub person: Person,
    pub socket: SocketId,
    pub outbox: Outbox,
    reader: OutboxReader,
}

impl Page {
    pub fn user(&self) -> UserId {
        self.person.user
    }

    pub async fn enter(&mut self, room: &Room) -> wire::RoomView {
        let entered = room.handle.enter(self.person.clone(), self.socket, self.outbox.clone(), "enter".into(), None);
        entered.await.expect("a member");
        self.hear(|message| match message {
            Message::Reply(wire::Reply { outcome: wire::Outcome::Ok(Accepted::Entered { view: Some(view), .. }), .. }) => Some(*view),
            _ => None,
        })
        .await
    }

    /// The first message from here on that says what is wanted.
    pub async fn hear<T>(&mut self, wanted: impl Fn(Message) -> Option<T>) -> T {
        loop {
            let Next::Write(Frame::Text(text)) = self.reader.next().await else { panic!("the socket was closed") };
            let message: Message = serde_json::from_slice(&text).expect("a message");
            if let Some(heard) = wanted(message) {
                return heard;
            }
        }
    }

    /// The same among events of a room.
    pub async fn event<T>(&mut self, wanted: impl Fn(EventKind) -> Option<T>) -> T {
        self.hear(|message| if let Message::Event { event, .. } = message { wanted(event.event) } else { None }).await
    }

    /// Code and reason.
    pub async fn failure(&mut self, of: TakeId) -> (String, String) {
        self.event(|event| match event {
            EventKind::TakeFailed { take, code, reason } if take == of => Some((code, reason)),
            _ => None,
        })
        .await
    }

    pub async fn clip(&mut self, of: TakeId) -> domain::ClipId {
        self.event(|event| match event {
            EventKind::TakeFinished { take, clip, .. } if take == of => Some(clip),
            EventKind::TakeFailed { take, code, reason } if take == of => panic!("{code}: {reason}"),
            _ => None,
        })
        .await
    }

    pub async fn started(&mut self, of: TakeId) {
        self.event(|event| matches!(event, EventKind::TakeStarted { take, .. } if take == of).then_some(())).await;
    }

    pub async fn question(&mut self) -> wire::cameo::QuestionView {
        self.hear(|message| if let Message::Question(question) = message { Some(question) } else { None }).await
    }
}

pub struct Room {
    pub id: RoomId,
    pub handle: RoomHandle,
    doc: Doc,
}

impl Room {
    /// One that is stored.
    pub async fn of(node: &Node, id: RoomId) -> Self {
        Self { id, handle: node.directory.room(id).await.expect("it opens"), doc: Doc::new() }
    }

    /// The same room in another home.
    pub async fn again(&self, node: &Node) -> Self {
        Self { id: self.id, handle: node.directory.room(self.id).await.expect("it opens"), doc: self.doc.clone() }
    }

    /// Somebody writes one more shot.
    pub async fn write(&self, by: &Page, prompt: &str) {
        self.write_with(by, prompt, None).await;
    }

    /// One that uses an upload.
    pub async fn write_with(&self, by: &Page, prompt: &str, reference: Option<(UploadId, &str)>) {
        let update = {
            let shots = self.doc.get_or_insert_array("shots");
            let mut txn = self.doc.transact_mut();
            let map = shots.push_back(&mut txn, MapPrelim::from([("id", "a")]));
            map.insert(&mut txn, "seconds", f64::from(SECONDS));
            map.insert(&mut txn, "prompt", TextPrelim::new(prompt));
            if let Some((upload, role)) = reference {
                let fields = [("upload", upload.to_string()), ("role", role.to_owned())];
                let fields = fields.map(|(name, value)| (name.to_owned(), Any::String(value.into())));
                map.insert(&mut txn, "reference", Any::Map(Arc::new(fields.into())));
            }
            txn.encode_update_v1()
        };
        self.send(by, update).await;
    }

    /// Somebody puts one shot in place of all, on a page of their own.
    pub async fn rewrite(&self, by: &Page, prompt: &str) {
        let own = Doc::new();
        let known = self.doc.transact().encode_state_as_update_v1(&StateVector::default());
        own.transact_mut().apply_update(Update::decode_v1(&known).expect("a good update")).expect("it applies");
        let update = {
            let shots = own.get_or_insert_array("shots");
            let mut txn = own.transact_mut();
            let length = shots.len(&txn);
            shots.remove_range(&mut txn, 0, length);
            let map = shots.push_back(&mut txn, MapPrelim::from([("id", "a")]));
            map.insert(&mut txn, "seconds", f64::from(SECONDS));
            map.insert(&mut txn, "prompt", TextPrelim::new(prompt));
            txn.encode_update_v1()
        };
        self.doc.transact_mut().apply_update(Update::decode_v1(&update).expect("a good update")).expect("it applies");
        self.send(by, update).await;
    }

    async fn send(&self, by: &Page, update: Vec<u8>) {
        let (outbox, _reader) = Outbox::new();
        let socket = SocketId::next();
        self.handle.open_document(by.user(), socket, outbox).await.expect("a member");
        let frame = Sync::Sync(SyncMessage::Update(update)).encode_v1();
        self.handle.document_message(socket, frame.into()).await.expect("a good update");
        self.handle.exit(socket);
    }

    /// Asks something of the stage.
    pub async fn stage(&self, by: &Page, command: wire::Command) -> Result<Accepted, ErrorBody> {
        let request = Request { id: TakeId::new(clock::now(), &clock::entropy()).to_string(), command };
        self.handle.request(by.person.clone(), request).await
    }

    pub fn state_vector(&self) -> String {
        STANDARD.encode(self.doc.transact().state_vector().encode_v1())
    }

    pub fn asking(&self, request: &str, absent: Absent) -> Request {
        let seen = STANDARD.encode(self.doc.transact().state_vector().encode_v1());
        let options = TakeOptions { width: Some(360), height: Some(640), absent, seed: Some(7), ..TakeOptions::default() };
        Request { id: request.to_owned(), command: wire::Command::RequestTake { room: self.id, state_vector: seen, options } }
    }

    pub async fn ask(&self, by: &Page, request: &str, absent: Absent) -> Result<TakeId, ErrorBody> {
        match self.handle.request(by.person.clone(), self.asking(request, absent)).await? {
            Accepted::TakeQueued { take } => Ok(take),
            other => panic!("{other:?}"),
        }
    }

    pub async fn take(&self, by: &Page) -> TakeId {
        let request = TakeId::new(clock::now(), &clock::entropy()).to_string();
        self.ask(by, &request, Absent::Wait).await.expect("it may be made")
    }
}

/// How far the engine may draw, and what it was given.
#[derive(Default)]
pub struct Projector {
    state: Mutex<Drawing>,
    changed: Condvar,
}

#[derive(Default)]
struct Drawing {
    allowed: u32,
    likenesses: Vec<Vec<CameoId>>,
    materials: Vec<Vec<UploadId>>,
    breaks: bool,
}

impl Projector {
    /// Frames of each take that may be drawn.
    pub fn allow(&self, frames: u32) {
        self.state.lock().allowed = frames;
        self.changed.notify_all();
    }

    /// Scenes that run break.
    pub fn break_off(&self) {
        self.state.lock().breaks = true;
    }

    /// Which uploads each session got.
    pub fn materials(&self) -> Vec<Vec<UploadId>> {
        self.state.lock().materials.clone()
    }

    /// Whose likenesses each session got.
    pub fn likenesses(&self) -> Vec<Vec<CameoId>> {
        self.state.lock().likenesses.clone()
    }
}

struct Scripted(Arc<Projector>);

struct Film {
    projector: Arc<Projector>,
    plan: Arc<FrozenPlan>,
    begun: bool,
    drawn: u32,
}

impl Engine for Scripted {
    fn name(&self) -> &'static str {
        "scripted"
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { sizes: Size::OFFERED.to_vec(), live: false, sound: true, likeness: true, deterministic: true, resumable: true }
    }

    fn open(&self, plan: Arc<FrozenPlan>, given: Given) -> Result<Box<dyn Session>, EngineError> {
        let mut drawing = self.0.state.lock();
        drawing.likenesses.push(given.likenesses.iter().map(|likeness| likeness.cameo).collect());
        drawing.materials.push(given.materials.iter().map(|material| material.upload).collect());
        drop(drawing);
        Ok(Box::new(Film { projector: self.0.clone(), plan, begun: false, drawn: 0 }))
    }

    fn open_live(&self, plan: &Arc<FrozenPlan>, given: Given) -> Result<Box<dyn Live>, EngineError> {
        let mut drawing = self.0.state.lock();
        drawing.likenesses.push(given.likenesses.iter().map(|likeness| likeness.cameo).collect());
        // Some scenes take long to set.
        while drawing.allowed == 0 && plan.shots()[0].prompt.contains("crowd") {
            self.0.changed.wait_for(&mut drawing, Duration::from_millis(1));
        }
        drop(drawing);
        let size = plan.format().size;
        Ok(Box::new(Scene { projector: self.0.clone(), size, tick: 0, shade: 90 }))
    }
}

/// A stage of one shade, which each edit changes.
struct Scene {
    projector: Arc<Projector>,
    size: Size,
    tick: u32,
    shade: u8,
}

impl Live for Scene {
    fn tick(&mut self, sink: &mut FrameSink, draw: bool) -> Result<(), EngineError> {
        if self.projector.state.lock().breaks {
            panic!("the engine breaks in the middle of a scene");
        }
        if sink.is_stopped() {
            return Err(EngineError::Stopped);
        }
        sink.sound(u64::from(self.tick) * u64::from(SAMPLE_RATE / 24), vec![0.1; 2 * SAMPLE_RATE as usize / 24])?;
        if draw {
            let Size { width, height } = self.size;
            sink.frame(1, self.tick, Picture { width, height, rgba: vec![self.shade; (width * height * 4) as usize] })?;
        }
        self.tick += 1;
        Ok(())
    }

    fn apply(&mut self, plan: &Arc<FrozenPlan>, given: Given) -> EditOutcome {
        if plan.shots().iter().any(|shot| shot.prompt.contains("impossible")) {
            return EditOutcome::Rejected("nobody can draw that".into());
        }
        self.projector.state.lock().likenesses.push(given.likenesses.iter().map(|likeness| likeness.cameo).collect());
        self.shade = self.shade.wrapping_add(40);
        EditOutcome::Applied(Vec::new())
    }

    fn push(&mut self, _: Pushed) -> bool {
        true
    }

    fn resize(&mut self, size: Size) {
        self.size = size;
    }
}

impl Session for Film {
    fn step(&mut self, sink: &mut FrameSink) -> Result<Step, EngineError> {
        let (frames, fps) = (self.plan.frames(), self.plan.format().fps);
        if !self.begun {
            self.begun = true;
            sink.start_pass(Pass { number: 1, width: 360, height: 640, fps, frames, last: true });
            sink.sound(0, vec![0.0; (self.plan.seconds() * SAMPLE_RATE * 2) as usize])?;
        }
        let mut drawing = self.projector.state.lock();
        while self.drawn >= drawing.allowed {
            if sink.is_stopped() {
                return Err(EngineError::Stopped);
            }
            self.projector.changed.wait_for(&mut drawing, Duration::from_millis(1));
        }
        drop(drawing);
        sink.frame(1, self.drawn, Picture { width: 360, height: 640, rgba: vec![90; 360 * 640 * 4] })?;
        self.drawn += 1;
        Ok(if self.drawn == frames { Step::Done } else { Step::More })
    }

    fn resume(&mut self, seconds: u32) {
        self.drawn = seconds * self.plan.format().fps;
    }
}
