//! An open page: its socket, and everything that came over it, sorted and in order.

use super::{Person, within};
use domain::{ConversationId, QuestionId, RoomId, TakeId};
use futures::{SinkExt, StreamExt, stream::SplitSink};
use std::collections::{HashMap, VecDeque};
use tokio::{
    net::{TcpSocket, TcpStream},
    sync::{mpsc, watch},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, client_async, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, handshake::client::Request as Handshake, http::StatusCode},
};
use uuid::Uuid;
use wire::{
    Accepted, Command, Ephemeral, ErrorBody, Event, EventKind, Outcome, Request, Resume, Resumed, RoomView, TakeOptions, Transport,
    cameo::{AnswerView, QuestionView},
    conversation::{ConversationState, InboxMessage},
};

pub(super) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Video,
    Audio,
}

/// One media unit, as its header tells it.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Its place in everything that came over this socket.
    pub order: u64,
    pub kind: Kind,
    pub keyframe: bool,
    pub pass: u8,
    pub take: TakeId,
    /// What a receipt of a revocation calls its sequence.
    pub sequence: u64,
    /// Microseconds.
    pub pts: u64,
    pub width: u16,
    pub height: u16,
    pub payload: Vec<u8>,
}

impl Frame {
    fn read(order: u64, bytes: &[u8]) -> Self {
        assert_eq!(bytes[0], 1, "the version of the frame");
        let number = |range: std::ops::Range<usize>| u64::from_be_bytes(bytes[range].try_into().expect("eight bytes"));
        let small = |at: usize| u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        Self {
            order,
            kind: if bytes[1] == 0 { Kind::Video } else { Kind::Audio },
            keyframe: bytes[2] & 1 == 1,
            pass: bytes[3],
            take: TakeId::from_uuid(Uuid::from_slice(&bytes[4..20]).expect("sixteen bytes")),
            sequence: number(20..28) >> 32,
            pts: number(28..36),
            width: small(36),
            height: small(38),
            payload: bytes[40..].to_vec(),
        }
    }
}

pub struct Page {
    sink: SplitSink<Socket, Message>,
    heard: mpsc::UnboundedReceiver<Message>,
    /// Whether it reads.
    reading: watch::Sender<bool>,
    requests: u64,
    order: u64,
    replies: HashMap<String, Outcome>,
    events: VecDeque<(u64, Event)>,
    states: VecDeque<Ephemeral>,
    media: VecDeque<Frame>,
    questions: VecDeque<QuestionView>,
    inbox: VecDeque<InboxMessage>,
    conversations: VecDeque<(ConversationId, ConversationState)>,
    /// The last place of the inbox that was given out.
    pub place: u64,
    revoked: Vec<(u64, TakeId)>,
    knocks: VecDeque<(RoomId, bool)>,
    closed: Option<u16>,
    /// Of the event that [`Self::event`] gave last.
    pub last: u64,
    /// Its place in everything that came.
    pub last_order: u64,
}

impl Page {
    /// Opens it; the server has said hello.
    pub async fn open(person: &Person) -> Self {
        let page = Self::knock(person.url(), "/ws", &[("cookie", person.cookie())]).await.expect("the server opens the socket");
        page.greeted(person).await
    }

    /// Opens it over a connection that holds little on its way, for one who will stop reading.
    pub async fn open_narrow(person: &Person) -> Self {
        Self::over(dial_narrow(person.url(), "/ws", &[("cookie", person.cookie())]).await).greeted(person).await
    }

    async fn greeted(self, person: &Person) -> Self {
        let mut page = self;
        let hello = page.heard.recv().await;
        let hello = hello.and_then(|message| serde_json::from_str(message.to_text().ok()?).ok());
        let Some(wire::Message::Hello(hello)) = hello else { panic!("no hello") };
        assert_eq!((hello.version, hello.user), (wire::VERSION, person.user));
        page
    }

    /// Whether the server says hello; else it closes at once.
    pub async fn is_greeted(&mut self) -> bool {
        match within("a hello or a close", self.heard.recv()).await {
            Some(Message::Close(frame)) => self.closed = Some(frame.map_or(1005, |frame| frame.code.into())),
            Some(_) => return true,
            None => self.closed = Some(1006),
        }
        false
    }

    /// A socket that may be refused.
    pub async fn knock(url: &str, path: &str, headers: &[(&'static str, &str)]) -> Result<Self, StatusCode> {
        Ok(Self::over(dial(url, path, headers).await?))
    }

    fn over(socket: Socket) -> Self {
        let (sink, mut stream) = socket.split();
        let (tell, heard) = mpsc::unbounded_channel();
        let (reading, mut reads) = watch::channel(true);
        tokio::spawn(async move {
            loop {
                // An error: the page is gone.
                if reads.wait_for(|reads| *reads).await.is_err() {
                    return;
                }
                let Some(Ok(message)) = stream.next().await else { return };
                if tell.send(message).is_err() {
                    return;
                }
            }
        });
        Self {
            sink,
            heard,
            reading,
            requests: 0,
            order: 0,
            replies: HashMap::new(),
            events: VecDeque::new(),
            states: VecDeque::new(),
            media: VecDeque::new(),
            questions: VecDeque::new(),
            inbox: VecDeque::new(),
            conversations: VecDeque::new(),
            place: 0,
            revoked: Vec::new(),
            knocks: VecDeque::new(),
            closed: None,
            last: 0,
            last_order: 0,
        }
    }

    /// Stops reading, or goes on. One message may have been taken in between.
    pub fn read_on(&self, reads: bool) {
        self.reading.send_replace(reads);
    }

    /// Opens it and enters a room, as for the first time.
    pub async fn in_room(person: &Person, room: RoomId) -> (Self, RoomView) {
        let mut page = Self::open(person).await;
        let (_, resumed, view) = page.enter(room, None).await;
        assert_eq!(resumed, Resumed::Fresh);
        (page, view.expect("a first visit gets the state"))
    }

    pub async fn enter(&mut self, room: RoomId, resume: Option<Resume>) -> (u64, Resumed, Option<RoomView>) {
        match self.ask(Command::Enter { room, resume }).await {
            Ok(Accepted::Entered { epoch, resumed, view }) => {
                self.last = view.as_ref().map_or_else(|| resume.map_or(0, |resume| resume.offset), |view| view.seq);
                (epoch, resumed, view.map(|view| *view))
            }
            other => panic!("not entered: {other:?}"),
        }
    }

    pub async fn ask(&mut self, command: Command) -> Result<Accepted, ErrorBody> {
        self.requests += 1;
        let id = self.requests.to_string();
        self.ask_as(&id, command).await
    }

    /// All of these in one go, as a page does whose line was broken; then their answers.
    pub async fn ask_all(&mut self, commands: Vec<Command>) -> Vec<Outcome> {
        let ids: Vec<String> = (1..=commands.len() as u64).map(|number| (self.requests + number).to_string()).collect();
        self.requests += commands.len() as u64;
        for (id, command) in ids.iter().zip(commands) {
            let request = Request { id: id.clone(), command };
            self.sink.feed(Message::text(serde_json::to_string(&request).expect("plain data"))).await.expect("the socket is open");
        }
        self.sink.flush().await.expect("the socket is open");
        let mut outcomes = Vec::new();
        for id in ids {
            outcomes.push(self.reply(&id).await);
        }
        outcomes
    }

    /// With an id of one's own.
    pub async fn ask_as(&mut self, id: &str, command: Command) -> Result<Accepted, ErrorBody> {
        let request = Request { id: id.to_owned(), command };
        self.send(Message::text(serde_json::to_string(&request).expect("plain data"))).await;
        match self.reply(id).await {
            Outcome::Ok(accepted) => Ok(accepted),
            Outcome::Error(error) => Err(error),
        }
    }

    /// The code with which a command is refused.
    pub async fn refused(&mut self, command: Command) -> String {
        let error = self.ask(command).await.expect_err("a refusal");
        assert!(error.message.len() > 10, "a refusal says what to do: {error:?}");
        error.code
    }

    pub async fn reply(&mut self, id: &str) -> Outcome {
        // The server's pings would keep a wait for each message going for ever.
        within("a reply", self.replied(id)).await
    }

    async fn replied(&mut self, id: &str) -> Outcome {
        loop {
            if let Some(outcome) = self.replies.remove(id) {
                return outcome;
            }
            self.hear("a reply").await;
        }
    }

    pub async fn say(&mut self, room: RoomId, text: &str) {
        let message = domain::MessageId::from_uuid(Uuid::now_v7());
        self.ask(Command::Say { room, message, text: text.to_owned(), reply_to: None }).await.expect("a line of chat");
    }

    /// Takes what has been said up to now, as the storyboard with this state vector stands.
    pub async fn take(&mut self, room: RoomId, state_vector: String, options: TakeOptions) -> Result<TakeId, ErrorBody> {
        match self.ask(Command::RequestTake { room, state_vector, options }).await? {
            Accepted::TakeQueued { take } => Ok(take),
            other => panic!("no take: {other:?}"),
        }
    }

    pub async fn watch(&mut self, room: RoomId) {
        self.ask(Command::Watch { room, transport: Transport::Ws }).await.expect("members may watch");
    }

    /// The next event that is looked for; those before it are passed over. Numbers must run without a gap.
    pub async fn event<T>(&mut self, what: &str, mut find: impl FnMut(&EventKind) -> Option<T>) -> T {
        loop {
            while let Some((order, event)) = self.events.pop_front() {
                assert_eq!(event.seq, self.last + 1, "a gap or a double before {event:?}");
                (self.last, self.last_order) = (event.seq, order);
                if let Some(found) = find(&event.event) {
                    return found;
                }
            }
            self.hear(what).await;
        }
    }

    /// The next lines of chat.
    pub async fn lines(&mut self, count: usize) -> Vec<String> {
        let mut lines = Vec::new();
        while lines.len() < count {
            lines.push(self.event("a line of chat", |event| if let EventKind::Said { text, .. } = event { Some(text.clone()) } else { None }).await);
        }
        lines
    }

    pub async fn state<T>(&mut self, what: &str, mut find: impl FnMut(&Ephemeral) -> Option<T>) -> T {
        loop {
            while let Some(state) = self.states.pop_front() {
                if let Some(found) = find(&state) {
                    return found;
                }
            }
            self.hear(what).await;
        }
    }

    /// The next media unit.
    pub async fn frame(&mut self) -> Frame {
        loop {
            if let Some(frame) = self.media.pop_front() {
                return frame;
            }
            self.hear("a picture or sound").await;
        }
    }

    /// What media comes until the connection ends or this take is shown.
    pub async fn rest(&mut self, until: TakeId) -> Vec<Frame> {
        loop {
            if self.closed.is_some() || self.media.iter().any(|frame| frame.take == until) {
                return self.media.drain(..).filter(|frame| frame.take != until).collect();
            }
            self.hear("the rest").await;
        }
    }

    /// What of the media came and was not looked at.
    pub fn frames_left(&mut self) -> Vec<Frame> {
        self.media.drain(..).collect()
    }

    /// The next question that is put to this person.
    pub async fn question(&mut self) -> QuestionView {
        loop {
            if let Some(question) = self.questions.pop_front() {
                return question;
            }
            self.hear("a question").await;
        }
    }

    /// How a knock of mine ended.
    pub async fn knock_answered(&mut self) -> (RoomId, bool) {
        loop {
            if let Some(answer) = self.knocks.pop_front() {
                return answer;
            }
            self.hear("an answer to a knock").await;
        }
    }

    pub async fn answer(&mut self, question: QuestionId, answer: AnswerView) {
        self.ask(Command::AnswerQuestion { question, answer }).await.expect("one's own question");
    }

    /// Follows the inbox from a place; none: from now on.
    pub async fn follow(&mut self, offset: Option<u64>) -> Resumed {
        match self.ask(Command::FollowInbox { offset }).await {
            Ok(Accepted::InboxFollowed { resumed, offset }) => {
                self.place = offset;
                resumed
            }
            other => panic!("not followed: {other:?}"),
        }
    }

    /// The next thing that comes to the inbox. Places must run without a gap.
    pub async fn came(&mut self) -> InboxMessage {
        loop {
            if let Some(message) = self.inbox.pop_front() {
                assert_eq!(message.offset, self.place + 1, "a gap or a double before {message:?}");
                self.place = message.offset;
                return message;
            }
            self.hear("something in the inbox").await;
        }
    }

    /// The next position or sign of typing.
    pub async fn conversation_state(&mut self) -> (ConversationId, ConversationState) {
        loop {
            if let Some(state) = self.conversations.pop_front() {
                return state;
            }
            self.hear("the state of a conversation").await;
        }
    }

    /// That consent to this take was taken back: its place in everything that came.
    pub async fn revoked(&mut self, take: TakeId) -> u64 {
        loop {
            if let Some((order, _)) = self.revoked.iter().find(|(_, revoked)| *revoked == take) {
                return *order;
            }
            self.hear("the news of a revocation").await;
        }
    }

    pub async fn send(&mut self, message: Message) {
        self.sink.send(message).await.expect("the socket is open");
    }

    /// As [`Self::send`], where the server may hang up meanwhile.
    pub async fn send_anyhow(&mut self, message: Message) {
        drop(self.sink.send(message).await);
    }

    /// The code with which the server closes.
    pub async fn closed(&mut self) -> u16 {
        loop {
            if let Some(code) = self.closed {
                return code;
            }
            self.hear("a close").await;
        }
    }

    /// That nothing has disturbed it: it is open, and its room still answers.
    pub async fn is_well(&mut self, room: RoomId) {
        self.ask(Command::Ping).await.expect("a living socket");
        self.ask(Command::Typing { room }).await.expect("a living room");
        assert_eq!(self.closed, None);
    }

    /// Takes in one message.
    async fn hear(&mut self, what: &str) {
        assert!(self.closed.is_none(), "closed with {:?} while {what} was awaited", self.closed);
        let message = within(what, self.heard.recv()).await;
        self.order += 1;
        match message {
            Some(Message::Text(text)) => match serde_json::from_str(&text).expect("a message of this protocol") {
                wire::Message::Reply(reply) => {
                    let double = self.replies.insert(reply.id.clone(), reply.outcome);
                    assert!(double.is_none(), "two replies to {}", reply.id);
                }
                wire::Message::Event { event, .. } => self.events.push_back((self.order, event)),
                wire::Message::State { state, .. } => self.states.push_back(state),
                wire::Message::Question(question) => self.questions.push_back(question),
                wire::Message::Inbox(message) => self.inbox.push_back(message),
                wire::Message::Conversation { conversation, state } => self.conversations.push_back((conversation, state)),
                wire::Message::QuestionGone { .. } => {}
                wire::Message::KnockAnswered { room, admitted } => self.knocks.push_back((room, admitted)),
                wire::Message::CameoRevoked { take, .. } => self.revoked.push((self.order, take)),
                wire::Message::Hello(_) => panic!("a second hello"),
            },
            Some(Message::Binary(bytes)) => self.media.push_back(Frame::read(self.order, &bytes)),
            Some(Message::Close(frame)) => self.closed = Some(frame.map_or(1005, |frame| frame.code.into())),
            Some(_) => {}
            None => self.closed = Some(1006),
        }
    }
}

/// # Errors
/// The status of a refused handshake.
pub(super) async fn dial(url: &str, path: &str, headers: &[(&'static str, &str)]) -> Result<Socket, StatusCode> {
    match within("a socket", connect_async(handshake(url, path, headers))).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) => Err(response.status()),
        Err(error) => panic!("no socket: {error}"),
    }
}

/// A socket whose receiving side holds little.
async fn dial_narrow(url: &str, path: &str, headers: &[(&'static str, &str)]) -> Socket {
    let address = url.trim_start_matches("http://").parse().expect("an IP address and a port");
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(32 * 1024).expect("a size");
    let stream = within("a connection", socket.connect(address)).await.expect("the server accepts");
    within("a socket", client_async(handshake(url, path, headers), MaybeTlsStream::Plain(stream))).await.expect("the server opens the socket").0
}

fn handshake(url: &str, path: &str, headers: &[(&'static str, &str)]) -> Handshake {
    let mut request = format!("{}{path}", url.replacen("http", "ws", 1)).into_client_request().expect("an address");
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse().expect("a header"));
    }
    request
}
