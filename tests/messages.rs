//! Direct messages between people, over several devices, through kills of the server, with clips and ways into rooms.

use crate::support::{Answer, Page, Person, Program, Scene, Server, small};
use domain::{ConversationId, MessageId, RoomId};
use reqwest::Method;
use uuid::Uuid;
use wire::{
    Accepted, Command, ErrorBody, EventKind, Resumed, RoleView,
    cameo::{AudienceView, ScopeView},
    conversation::{
        ContentView, ConversationHappening as Happening, ConversationState, ConversationView, ConversationsView, Deed, FoundView, HistoryView,
        InboxItem, ReportReason, ReportRequest, SearchRequest, StandingView,
    },
    http::{ClipAction, Joined},
};

fn fresh() -> Uuid {
    Uuid::now_v7()
}

fn text(words: &str) -> Deed {
    say(ContentView::Text { text: words.into() })
}

fn say(content: ContentView) -> Deed {
    Deed::Say { message: MessageId::from_uuid(fresh()), content, reply_to: None }
}

fn id_of(deed: &Deed) -> MessageId {
    let Deed::Say { message, .. } = deed else { panic!("nothing is said") };
    *message
}

impl Page {
    async fn write_to(&mut self, handles: &[&str], name: Option<&str>) -> Result<ConversationId, ErrorBody> {
        let conversation = ConversationId::from_uuid(fresh());
        let with = handles.iter().map(|&handle| handle.to_owned()).collect();
        match self.ask(Command::StartConversation { conversation, with, name: name.map(str::to_owned) }).await? {
            Accepted::ConversationStarted { conversation } => Ok(conversation),
            other => panic!("not started: {other:?}"),
        }
    }

    async fn converse(&mut self, conversation: ConversationId, what: Deed) -> Result<Option<u64>, ErrorBody> {
        match self.ask(Command::Converse { conversation, what }).await? {
            Accepted::Conversed { seq, .. } => Ok(seq),
            other => panic!("{other:?}"),
        }
    }

    async fn refused_to(&mut self, conversation: ConversationId, what: Deed) -> String {
        self.converse(conversation, what).await.expect_err("a refusal").code
    }

    /// The next words that come; what comes before them is passed over.
    async fn words(&mut self) -> String {
        loop {
            if let InboxItem::Event(event) = self.came().await.item
                && let Happening::Said { content: ContentView::Text { text }, .. } = event.what
            {
                return text;
            }
        }
    }
}

impl Person {
    async fn conversations(&self) -> Vec<ConversationView> {
        self.get("/api/conversations").await.json::<ConversationsView>().conversations
    }

    /// How far somebody is in our conversation, as the list tells it.
    async fn position_of(&self, other: &Person) -> u64 {
        let all = self.conversations().await;
        let members = all.iter().filter(|listed| listed.name.is_none()).flat_map(|listed| &listed.members);
        members.filter(|member| member.user == other.user).map(|member| member.read.max(member.delivered)).sum()
    }

    async fn history(&self, conversation: ConversationId) -> HistoryView {
        self.get(&format!("/api/conversations/{conversation}/events")).await.json()
    }

    async fn find(&self, words: &str) -> Vec<FoundView> {
        let body = SearchRequest { words: words.into() };
        Answer::of(self.request(Method::POST, "/api/messages/search").json(&body)).await.json()
    }

    async fn follow_person(&self, handle: &str) {
        Answer::of(self.request(Method::PUT, &format!("/api/people/{handle}/follow"))).await;
    }
}

/// Two who follow each other, with a conversation.
async fn friends(scene: &mut Scene) -> ConversationId {
    scene.ana.follow_person("ben").await;
    scene.ben.follow_person("ana").await;
    scene.anas.write_to(&["ben"], None).await.expect("they follow each other")
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_over_two_devices_and_a_kill() {
    let data = tempfile::tempdir().expect("a folder");
    let program = Program::serve(data.path(), false).await;
    let ana = Person::sign_up(&program.url, program.owner_link.as_deref().expect("nobody has signed up"), "ana").await;
    let room = ana.make_room("The park").await;
    let ben = Person::sign_up(&program.url, &ana.invite(room, RoleView::Viewer).await.url, "ben").await;
    ana.follow_person("ben").await;
    ben.follow_person("ana").await;
    let mut anas = Page::open(&ana).await;
    let mut laptop = Page::open(&ben).await;
    assert_eq!(laptop.follow(None).await, Resumed::Fresh);
    let with_ben = anas.write_to(&["ben"], None).await.expect("they follow each other");
    for number in 0..5 {
        anas.converse(with_ben, text(&format!("before {number}"))).await.expect("it is kept");
    }
    for number in 0..5 {
        assert_eq!(laptop.words().await, format!("before {number}"));
    }
    let known = laptop.place;
    let last = text("the last before the kill");
    anas.converse(with_ben, last.clone()).await.expect("it is kept");
    program.kill().await;

    let program = Program::serve(data.path(), true).await;
    let (ana, ben) = (ana.at(&program.url), ben.at(&program.url));
    let mut anas = Page::open(&ana).await;
    // The answer might have been lost: it is sent again.
    let first = anas.converse(with_ben, last.clone()).await.expect("the same");
    assert_eq!(anas.converse(with_ben, last).await.expect("the same"), first);
    anas.converse(with_ben, text("after")).await.expect("it is kept");
    let mut laptop = Page::open(&ben).await;
    assert_eq!(laptop.follow(Some(known)).await, Resumed::Recovered);
    assert_eq!(laptop.words().await, "the last before the kill");
    assert_eq!(laptop.words().await, "after");
    // A device that was away since the beginning gets everything, and one that knows another place is told so.
    let mut phone = Page::open(&ben).await;
    assert_eq!(phone.follow(Some(0)).await, Resumed::Recovered);
    let mut seen = Vec::new();
    while phone.place < laptop.place {
        if let InboxItem::Event(event) = phone.came().await.item
            && let Happening::Said { content: ContentView::Text { text }, .. } = event.what
        {
            seen.push(text);
        }
    }
    assert_eq!(seen.len(), 7, "{seen:?}");
    let mut stranger = Page::open(&ben).await;
    assert_eq!(stranger.follow(Some(999)).await, Resumed::NotRecovered);
    // What one device has read, the other knows, and so does who wrote it.
    anas.follow(None).await;
    phone.converse(with_ben, Deed::Reached { delivered: 8, read: 8 }).await.expect("it is kept");
    for page in [&mut laptop, &mut anas] {
        let (conversation, state) = page.conversation_state().await;
        assert_eq!((conversation, state), (with_ben, ConversationState::Reached { user: ben.user, delivered: 8, read: 8 }));
    }
    assert_eq!(ben.conversations().await[0].unread, 0);
    program.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_wait_apart_and_blocked_people_outside() {
    let mut scene = Scene::set().await;
    let cid = scene.join("cid", RoleView::Viewer).await;
    let mut cids = Page::open(&cid).await;
    cids.follow(None).await;
    let asked = scene.bens.write_to(&["cid"], None).await.expect("a request");
    for number in 0..3 {
        scene.bens.converse(asked, text(&format!("hello {number}"))).await.expect("words");
    }
    assert_eq!(scene.bens.refused_to(asked, text("once more")).await, "not_answered");
    let room = scene.room;
    assert_eq!(scene.bens.refused_to(asked, say(ContentView::Room { room, role: RoleView::Viewer })).await, "words_only");
    assert_eq!(cid.conversations().await[0].standing, StandingView::Asked);
    assert_eq!(cids.refused_to(asked, text("hi")).await, "not_accepted");
    cids.converse(asked, Deed::Accept).await.expect("they accept");
    scene.bens.follow(None).await;
    cids.converse(asked, text("hi")).await.expect("they answer");
    assert_eq!(scene.bens.words().await, "hi");
    cids.ask(Command::Composing { conversation: asked }).await.expect("nobody waits");
    assert_eq!(scene.bens.conversation_state().await, (asked, ConversationState::Typing { user: cid.user }));

    // A report is taken once it is theirs to see, and a block ends it both ways.
    let bad = text("something bad");
    scene.bens.converse(asked, bad.clone()).await.expect("words");
    let report = ReportRequest { reason: ReportReason::Harassment, note: "look at this".into() };
    let path = format!("/api/messages/{}/report", id_of(&bad));
    assert_eq!(Answer::of(cid.request(Method::POST, &path).json(&report)).await.status, 204);
    assert_eq!(Answer::of(scene.ana.request(Method::POST, &path).json(&report)).await.refusal(), (410, "message_gone".into()));
    assert!(scene.ben.position_of(&cid).await > 0, "they answered");
    Answer::of(cid.request(Method::PUT, "/api/people/ben/block")).await;
    assert_eq!((scene.ben.position_of(&cid).await, cid.position_of(&scene.ben).await), (0, 0), "nor how far they are");
    assert_eq!(scene.bens.refused_to(asked, Deed::Edit { message: id_of(&bad), text: "read this".into() }).await, "unreachable_person");
    assert_eq!(scene.bens.refused_to(asked, Deed::React { message: id_of(&bad), emoji: Some("👍".into()) }).await, "unreachable_person");
    assert_eq!(scene.bens.refused_to(asked, text("hello?")).await, "unreachable_person");
    assert_eq!(cids.refused_to(asked, text("no")).await, "unreachable_person");
    assert_eq!(scene.ana.get(&format!("/api/conversations/{asked}")).await.refusal().1, "conversation_unknown", "nobody else's");
    assert_eq!(scene.anas.refused_to(asked, text("me too")).await, "conversation_unknown");

    // Declined: nobody is told, and it is gone from the list.
    let dan = scene.join("dan", RoleView::Viewer).await;
    let mut dans = Page::open(&dan).await;
    let again = scene.bens.write_to(&["dan"], None).await.expect("a request");
    dans.converse(again, Deed::Decline).await.expect("they may");
    assert!(dan.conversations().await.is_empty());
    scene.bens.converse(again, text("anybody there?")).await.expect("they can't tell");
    // Until they want to.
    assert_eq!(dans.write_to(&["ben"], None).await.expect("they write themselves"), again);
    dans.converse(again, text("here I am")).await.expect("they are in");
    assert_eq!(dan.conversations().await.len(), 1);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_are_answered_changed_found_and_taken_back() {
    let mut scene = Scene::set().await;
    let pair = friends(&mut scene).await;
    scene.bens.follow(None).await;
    let first = text("Shall we meet at the Fountain?");
    scene.anas.converse(pair, first.clone()).await.expect("kept");
    let answer =
        Deed::Say { message: MessageId::from_uuid(fresh()), content: ContentView::Text { text: "Yes".into() }, reply_to: Some(id_of(&first)) };
    scene.bens.converse(pair, answer).await.expect("kept");
    scene.bens.converse(pair, Deed::React { message: id_of(&first), emoji: Some("🎬".into()) }).await.expect("a sign");
    assert_eq!(scene.bens.refused_to(pair, Deed::React { message: id_of(&first), emoji: Some("no".into()) }).await, "emoji_invalid");
    assert_eq!(scene.bens.refused_to(pair, Deed::Edit { message: id_of(&first), text: "mine".into() }).await, "not_yours");
    scene.anas.converse(pair, Deed::Edit { message: id_of(&first), text: "Shall we meet at the Bridge?".into() }).await.expect("theirs");
    assert_eq!(scene.ben.find("bridge").await.len(), 1);
    assert!(scene.ben.find("fountain").await.is_empty(), "as it reads now");
    assert_eq!(scene.anas.refused_to(pair, text(&"x".repeat(4_001))).await, "message_length");
    // For me alone, and for everybody.
    scene.bens.converse(pair, Deed::Hide { message: id_of(&first) }).await.expect("theirs to see");
    assert!(scene.ben.find("bridge").await.is_empty());
    assert_eq!(scene.ana.find("bridge").await.len(), 1);
    scene.anas.converse(pair, Deed::Delete { message: id_of(&first) }).await.expect("theirs");
    let history = format!("{:?}", scene.ana.history(pair).await);
    assert!(!history.contains("Bridge") && !history.contains("Fountain"), "{history}");
    scene.anas.converse(pair, Deed::Mute { hours: 8 }).await.expect("it is silent");
    assert!(scene.ana.conversations().await[0].muted_until > 0 && scene.ben.conversations().await[0].muted_until == 0);

    // A group has a name, one who runs it, and people who come and go.
    let cid = scene.join("cid", RoleView::Viewer).await;
    cid.follow_person("ana").await;
    let crew = scene.anas.write_to(&["ben"], Some("The crew")).await.expect("a group");
    assert_eq!(scene.bens.refused_to(crew, Deed::Add { handle: "cid".into() }).await, "owner_only");
    scene.anas.converse(crew, Deed::Add { handle: "cid".into() }).await.expect("they follow");
    assert_eq!(scene.bens.refused_to(crew, Deed::Open { open: true }).await, "owner_only");
    scene.anas.converse(crew, Deed::Open { open: true }).await.expect("who runs it may");
    scene.bens.converse(crew, Deed::Add { handle: "cid".into() }).await.expect("everybody may now; they are in already");
    scene.anas.converse(crew, text("welcome")).await.expect("kept");
    scene.anas.converse(crew, Deed::Remove { user: cid.user }).await.expect("who runs it may");
    scene.anas.converse(crew, text("between us")).await.expect("kept");
    assert_eq!(cid.find("welcome").await.len(), 1);
    assert!(cid.find("between us").await.is_empty());
    // A list in parts.
    let page: ConversationsView = scene.ana.get("/api/conversations").await.json();
    let last = page.conversations.last().expect("a few");
    assert!(page.conversations.len() >= 2 && !page.more);
    let first = &page.conversations[0];
    let rest: ConversationsView =
        scene.ana.get(&format!("/api/conversations?before={}&conversation={}", first.last_at, first.conversation)).await.json();
    assert_eq!(rest.conversations.len(), page.conversations.len() - 1);
    assert_eq!(rest.conversations.last().map(|listed| listed.conversation), Some(last.conversation));
    assert_eq!(scene.ana.get("/api/conversations?before=1&conversation=x").await.refusal(), (422, "place_invalid".into()));
    scene.anas.converse(crew, Deed::Leave).await.expect("anybody may");
    let left = scene.ben.get(&format!("/api/conversations/{crew}")).await.json::<ConversationView>();
    assert_eq!((left.owner, left.name.as_deref()), (Some(scene.ben.user), Some("The crew")));
    scene.end().await;
}

/// Whoever is in a room watches its takes anyway.
async fn goes(person: &Person, room: RoomId) {
    let (mut page, _) = Page::in_room(person, room).await;
    page.ask(Command::Leave { room }).await.expect("a member");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sent_clip_plays_until_an_owner_closes_it() {
    let mut scene = Scene::set().await;
    let cid = scene.join("cid", RoleView::Viewer).await;
    cid.follow_person("ana").await;
    goes(&cid, scene.room).await;
    scene.board.add_shot("one", "a dog runs in the park", 4);
    scene.anas.take(scene.room, scene.board.state_vector(), small()).await.expect("a take");
    let finished = |event: &EventKind| if let EventKind::TakeFinished { clip, .. } = event { Some(*clip) } else { None };
    let clip = scene.anas.event("the draft", finished).await;
    let pair = scene.anas.write_to(&["cid"], None).await.expect("cid follows");
    let mut cids = Page::open(&cid).await;
    assert_eq!(cids.refused_to(pair, say(ContentView::Clip { clip })).await, "clip_unknown", "only its owners send it");
    let (words, video) = (format!("/api/clips/{clip}"), format!("/api/clips/{clip}/video"));
    assert_eq!(cid.get(&words).await.refusal(), (404, "clip_unknown".into()));
    let sent = say(ContentView::Clip { clip });
    scene.anas.converse(pair, sent.clone()).await.expect("its owner sends it");
    let seen = cid.clip(clip).await;
    assert_eq!(seen.can, [ClipAction::Play]);
    assert!(seen.prompts.is_empty() && seen.room.is_none(), "only to watch");
    assert_eq!(cid.get(&video).await.status, 200);
    assert_eq!(cid.post(&format!("/api/clips/{clip}/withdraw")).await.refusal().0, 404);
    assert_eq!(cid.delete(&words).await.refusal().0, 404);
    scene.ana.post(&format!("/api/clips/{clip}/withdraw")).await;
    assert_eq!(cid.get(&video).await.refusal(), (451, "clip_withdrawn".into()));
    assert_eq!(scene.anas.refused_to(pair, say(ContentView::Clip { clip })).await, "clip_withdrawn");
    scene.ana.delete(&format!("/api/clips/{clip}/withdraw")).await;
    assert_eq!(cid.get(&video).await.status, 200);
    scene.anas.converse(pair, Deed::Delete { message: id_of(&sent) }).await.expect("theirs");
    assert_eq!(cid.get(&video).await.refusal().0, 404, "the message is gone, and with it the clip");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_press_opens_the_room_that_a_message_invites_to() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let (park, attic) = (ana.make_room("The park").await, ana.make_room("The attic").await);
    let ben = Person::sign_up(server.url(), &ana.invite(park, RoleView::Viewer).await.url, "ben").await;
    ben.follow_person("ana").await;
    let (mut anas, mut bens) = (Page::open(&ana).await, Page::open(&ben).await);
    let pair = anas.write_to(&["ben"], None).await.expect("ben follows");
    let invite = |room: RoomId, role| say(ContentView::Room { room, role });
    assert_eq!(bens.refused_to(pair, invite(attic, RoleView::Viewer)).await, "not_member");
    assert_eq!(bens.refused_to(pair, invite(park, RoleView::CoCreator)).await, "role_too_low");
    assert_eq!(anas.refused_to(pair, invite(attic, RoleView::Host)).await, "role_unsupported");
    let way = invite(attic, RoleView::CoCreator);
    anas.converse(pair, way.clone()).await.expect("a host invites");
    let path = format!("/api/messages/{}/join", id_of(&way));
    assert_eq!(ben.post(&path).await.json::<Joined>().room, attic);
    assert_eq!(ben.post(&path).await.json::<Joined>().room, attic, "once more is harmless");
    let (_, view) = Page::in_room(&ben, attic).await;
    let mine = view.members.iter().find(|member| member.user == ben.user).expect("a member");
    assert_eq!(mine.role, RoleView::CoCreator);
    let taken = invite(park, RoleView::Viewer);
    anas.converse(pair, taken.clone()).await.expect("a host invites");
    anas.converse(pair, Deed::Delete { message: id_of(&taken) }).await.expect("theirs");
    assert_eq!(ben.post(&format!("/api/messages/{}/join", id_of(&taken))).await.refusal(), (404, "invite_unknown".into()));
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_withheld_clip_in_an_old_message_stays_withheld() {
    let mut scene = Scene::set().await;
    let cid = scene.join("cid", RoleView::Viewer).await;
    cid.follow_person("ana").await;
    goes(&cid, scene.room).await;
    let mug = scene.ben.enrol_thing("object", "mug", "mug.webm").await;
    scene.ben.open_cameo(mug, AudienceView::Everyone).await;
    scene.board.add_shot("one", "@ben.mug stands on a table", 4);
    scene.anas.take(scene.room, scene.board.state_vector(), small()).await.expect("a take");
    let finished = |event: &EventKind| if let EventKind::TakeFinished { clip, .. } = event { Some(*clip) } else { None };
    let clip = scene.anas.event("the draft", finished).await;
    let pair = scene.anas.write_to(&["cid"], None).await.expect("cid follows");
    scene.anas.converse(pair, say(ContentView::Clip { clip })).await.expect("its owner sends it");
    let (video, poster) = (format!("/api/clips/{clip}/video"), format!("/api/clips/{clip}/poster"));
    assert_eq!(cid.get(&video).await.status, 200);
    scene.ben.revoke(mug, ScopeView::Clip(clip)).await;
    for path in [&video, &poster] {
        assert_eq!(cid.get(path).await.refusal(), (451, "clip_withheld".into()));
    }
    let seen = cid.clip(clip).await;
    assert!(seen.can.is_empty() && seen.withheld == ["ben"], "the card can say so");
    assert_eq!(scene.anas.refused_to(pair, say(ContentView::Clip { clip })).await, "clip_withheld");
    scene.end().await;
}
