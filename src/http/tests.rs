//! A download under way while somebody who appears in it takes their consent back.

use super::{
    clips::{CHUNK, body},
    watched::while_allowed,
};
use crate::{
    clock,
    listener::{Doors, Listener, Peer},
};
use axum::{
    Extension, Router,
    response::Response,
    routing::{MethodRouter, get},
};
use domain::{
    CameoId, ClipId, TakeId, Timestamp, UserId,
    cameo::{Decisions, Relations, Scope},
    consent::{
        Holder, HolderEffect, LiveCast,
        protocol::{AuthorityEffect, AuthorityMachine, Before, HolderId, LEASE_MS, NodeId, Receipt, Restored},
    },
    likeness::CameoKind,
    mention::Mention,
    plan::{Cast, CastMember, Draft, Format, FrozenPlan, Maker},
    storyboard::{Shot, Storyboard},
};
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use store::{ObjectName, Store, StoreSettings};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use uuid::Uuid;

/// More than any kernel holds of one connection.
const SIZE: u64 = 64 * 1024 * 1024;
/// Far ahead of the clock by which chunks are sent: no lease lapses while a test runs.
const THEN: Timestamp = Timestamp::from_millis(1 << 60);

fn owner() -> UserId {
    UserId::from_uuid(Uuid::from_u128(1))
}

fn plan() -> FrozenPlan {
    let handle: domain::account::Handle = "ana".parse().expect("a handle");
    let cameo = CameoId::from_uuid(Uuid::from_u128(2));
    let member = CastMember { cameo, owner: owner(), mention: Mention::person(handle.clone()), kind: CameoKind::Person };
    let shot = Shot { id: "1".into(), prompt: "@ana waves".into(), seconds: 5, ..Shot::default() };
    FrozenPlan::freeze(Draft {
        take: TakeId::from_uuid(Uuid::from_u128(3)),
        room: None,
        storyboard: Storyboard { shots: vec![shot] },
        format: Format::default(),
        seed: 1,
        makers: vec![Maker { user: owner(), handle }],
        cast: Cast::of([member]),
        rules: 1,
    })
    .expect("a plan within its limits")
}

/// The home of one cameo and the node that shows it.
struct Consent {
    home: AuthorityMachine,
    holder: Holder,
}

impl Consent {
    /// By a lease that begins then.
    fn given(plan: &FrozenPlan, then: Timestamp) -> (Self, LiveCast) {
        let cameo = plan.cast().members()[0].cameo;
        let restored = Restored { cameo, owner: owner(), epoch: 1, decisions: Decisions::default(), next_event: 0, before: Before::Nobody };
        let holder = Holder::new(HolderId { node: NodeId::new(1), life: 1 }, cameo);
        let mut consent = Self { home: AuthorityMachine::restore(restored, then), holder };
        consent.holder.ask(then, plan).expect("in the plan");
        consent.settle(then);
        let grant = consent.holder.grant(then, plan).expect("the owner makes it");
        (consent, LiveCast::assemble(plan, vec![grant]).expect("all consent"))
    }

    fn revoke(&mut self) -> Option<Receipt> {
        self.home.revoke(THEN, Scope::Everything).expect("not ended");
        self.settle(THEN)
    }

    fn settle(&mut self, then: Timestamp) -> Option<Receipt> {
        let mut receipt = None;
        loop {
            let mut quiet = true;
            while let Some(effect) = self.holder.pop() {
                quiet = false;
                if let HolderEffect::Send(message) = effect {
                    self.home.handle(then, message, &Relations::of(owner()));
                }
            }
            while let Some(effect) = self.home.pop() {
                quiet = false;
                match effect {
                    AuthorityEffect::Send { message, .. } => self.holder.handle(then, message),
                    AuthorityEffect::Record { number, .. } => self.home.committed(then, number),
                    AuthorityEffect::Acknowledge(done) => receipt = Some(done),
                    _ => {}
                }
            }
            if quiet {
                return receipt;
            }
        }
    }
}

/// A server that serves one stored file by this cast.
async fn serve(store: &Store, live: LiveCast) -> SocketAddr {
    let name = ObjectName::clip_video(ClipId::from_uuid(Uuid::from_u128(4)));
    store.objects().put(name, vec![7; SIZE as usize]).await.expect("a disk");
    let (objects, live) = (store.objects().clone(), Arc::new(live));
    let file = move |Extension(peer): Extension<Peer>| async move { Response::new(body(objects, name, &live, 0..SIZE, peer.line())) };
    listen(get(file)).await
}

async fn listen(file: MethodRouter) -> SocketAddr {
    let tcp = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = tcp.local_addr().expect("an address");
    let listener = Listener { tcp, tls: None, doors: Doors::new(8), tasks: TaskTracker::new(), ending: CancellationToken::new() };
    tokio::spawn(listener.run(Router::new().route("/file", file)));
    address
}

async fn store(data: &std::path::Path) -> Store {
    let database_url = format!("sqlite://{}", data.join("test.db").display());
    Store::open(StoreSettings { database_url, ..StoreSettings::in_folder(data) }).await.expect("an empty folder is enough")
}

async fn ask(address: SocketAddr) -> TcpStream {
    let mut reader = TcpStream::connect(address).await.expect("the server listens");
    reader.write_all(b"GET /file HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").await.expect("an open connection");
    reader
}

/// Bytes until the end, and whether it was an orderly one.
async fn rest(reader: &mut TcpStream) -> (u64, bool) {
    let (mut heard, mut part) = (0, vec![0; 256 * 1024]);
    loop {
        match reader.read(&mut part).await {
            Ok(0) => return (heard, true),
            Ok(count) => heard += count as u64,
            Err(_) => return (heard, false),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_under_way_is_cut_when_consent_is_closed() {
    let data = tempfile::tempdir().expect("a folder");
    let store = store(data.path()).await;
    let (mut consent, live) = Consent::given(&plan(), THEN);
    let address = serve(&store, live).await;
    let mut reader = ask(address).await;
    let mut begun = vec![0; 1024 * 1024];
    reader.read_exact(&mut begun).await.expect("while everybody consents");
    // Someone who has stopped reading: all buffers on the way are full, or fill up now.
    let mut stalled = ask(address).await;
    stalled.read_exact(&mut begun[..1]).await.expect("while everybody consents");

    let receipt = consent.revoke().expect("nothing holds the closing up");
    assert!(receipt.unconfirmed.is_empty());
    let last = receipt.lines.iter().filter_map(|line| line.last_sequence).max().expect("something had left");
    let (heard, orderly) = rest(&mut reader).await;
    let heard = heard + begun.len() as u64;
    assert!(!orderly && heard < SIZE, "{heard} bytes were read");
    assert!(heard <= (last + 1) * CHUNK + 4 * 1024, "{heard} bytes were read, but chunk {last} was the last to leave");
    let (late, orderly) = rest(&mut stalled).await;
    assert!(!orderly && late < SIZE, "{late} bytes were read");
    // A later request gets nothing.
    let mut late = ask(address).await;
    let (heard, _) = rest(&mut late).await;
    assert!(heard < CHUNK, "{heard} bytes were read after the revocation");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_under_way_is_cut_when_nobody_renews_the_consent() {
    let data = tempfile::tempdir().expect("a folder");
    let store = store(data.path()).await;
    let (_consent, live) = Consent::given(&plan(), clock::now());
    let mut stalled = ask(serve(&store, live).await).await;
    let mut begun = [0];
    stalled.read_exact(&mut begun).await.expect("while everybody consents");
    tokio::time::sleep(Duration::from_millis(LEASE_MS + 100)).await;
    let (heard, orderly) = rest(&mut stalled).await;
    assert!(!orderly && heard < SIZE, "{heard} bytes were read");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_nobody_stops_is_whole() {
    let data = tempfile::tempdir().expect("a folder");
    let store = store(data.path()).await;
    let (_consent, live) = Consent::given(&plan(), THEN);
    let mut reader = ask(serve(&store, live).await).await;
    let (heard, orderly) = rest(&mut reader).await;
    assert!(orderly && heard > SIZE, "{heard} bytes were read");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_not_watch_any_more_is_cut_off_also_where_they_paused() {
    let data = tempfile::tempdir().expect("a folder");
    let store = store(data.path()).await;
    let (_consent, live) = Consent::given(&plan(), THEN);
    let name = ObjectName::clip_video(ClipId::from_uuid(Uuid::from_u128(4)));
    store.objects().put(name, vec![7; SIZE as usize]).await.expect("a disk");
    let (objects, live, may) = (store.objects().clone(), Arc::new(live), Arc::new(AtomicBool::new(true)));
    let (asked, (tell, mut lines)) = (may.clone(), tokio::sync::mpsc::unbounded_channel());
    let file = move |Extension(peer): Extension<Peer>| async move {
        let body = body(objects, name, &live, 0..SIZE, peer.line());
        tell.send(peer.line().clone()).expect("the test goes on");
        Response::new(while_allowed(body, peer.line().clone(), move || std::future::ready(asked.load(Ordering::Relaxed))))
    };
    let address = listen(get(file)).await;
    let mut paused = ask(address).await;
    paused.read_exact(&mut [0; 1]).await.expect("they may");
    let line = lines.recv().await.expect("its line");
    let (heard, orderly) = rest(&mut ask(address).await).await;
    assert!(orderly && heard > SIZE, "{heard} bytes were read while they may");
    may.store(false, Ordering::Relaxed);
    line.severed().await;
    let (heard, orderly) = rest(&mut paused).await;
    assert!(!orderly && heard < SIZE, "{heard} bytes were read");
}
