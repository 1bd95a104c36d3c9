//! Of what is kept already: withheld at once from everybody, and made again without the one who left.

use super::{Stage, finished};
use crate::support::{Answer, Page, Person, small};
use domain::{ClipId, TakeId};
use reqwest::Method;
use store::{Store, StoreSettings};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};
use wire::{
    EventKind, TakeOptions,
    cameo::{ScopeView, UseState, UseView},
    http::{ClipAction, Remade},
};

/// 451, whatever is asked of it.
async fn is_withheld(person: &Person, clip: ClipId, tag: &str) {
    let withheld = (451, "clip_withheld".to_owned());
    for (path, name, value) in [
        ("video", "accept", "*/*"),
        ("video", "range", "bytes=0-99"),
        ("video", "range", "bytes=100-"),
        ("video", "if-none-match", tag),
        ("poster", "accept", "*/*"),
        ("poster", "if-none-match", tag),
        ("video?download", "accept", "*/*"),
    ] {
        let asked = person.request(Method::GET, &format!("/api/clips/{clip}/{path}")).header(name, value);
        assert_eq!(Answer::of(asked).await.refusal(), withheld, "{path} {name}: {value}, for {}", person.handle);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_clip_is_withheld_from_everybody_at_once_and_made_again_without_the_one_who_left() {
    let mut stage = Stage::set().await;
    let clip = stage.keep(4, small()).await;
    let view = stage.ana.clip(clip).await;
    assert_eq!(view.owners, ["ana", "ben"], "who appears in it owns it too");
    let video = stage.ana.get(&format!("/api/clips/{clip}/video")).await;
    assert_eq!(video.status, 200);
    let tag = video.header("etag").to_owned();

    let receipt = stage.ben.revoke(stage.mug, ScopeView::Clip(clip)).await;
    assert_eq!((receipt.clips_withheld, receipt.scope), (vec![clip], ScopeView::Clip(clip)));
    for person in [&stage.ana, &stage.ben] {
        is_withheld(person, clip, &tag).await;
        let view = person.clip(clip).await;
        assert_eq!(view.withheld, ["ben"]);
        assert!(!view.can.contains(&ClipAction::Play) && view.can.contains(&ClipAction::Remake), "{:?}", view.can);
    }
    let uses: Vec<UseView> = stage.ben.get(&format!("/api/cameos/{}/uses", stage.mug)).await.json();
    assert_eq!(uses.iter().map(|one| (one.clip, one.state)).collect::<Vec<_>>(), [(Some(clip), UseState::Withheld)]);

    let remade: Remade = stage.ana.post(&format!("/api/clips/{clip}/remake")).await.json();
    let cast = |event: &EventKind| if let EventKind::TakeQueued { take } = event { Some((take.take, take.cast.len())) } else { None };
    assert_eq!(stage.bens.event("the original's queue", cast).await.1, 1);
    assert_eq!(stage.bens.event("the remake's queue", cast).await, (remade.take, 0), "nobody is cast any more");
    let (ended, other) = stage.anas.event("the remake's end", finished).await;
    assert_eq!(ended, remade.take);
    let other = stage.ana.clip(other).await;
    assert_eq!((other.remade_from, &other.prompts, other.seconds), (Some(clip), &view.prompts, view.seconds));
    assert!(other.cast.is_empty() && other.withheld.is_empty());
    assert_eq!(stage.ana.get(&format!("/api/clips/{}/video", other.clip)).await.status, 200);
    is_withheld(&stage.ana, clip, &tag).await;

    let data = stage.data;
    stage.program.kill().await;
    let store = open(data.path()).await;
    let [first, second] = [clip, other.clip].map(|clip| store.clip(clip));
    let (first, second) = (first.await.expect("a store").expect("kept"), second.await.expect("a store").expect("kept"));
    assert_eq!(first.plan.seed(), second.plan.seed(), "the same seed");
    assert!(second.plan.cast().is_empty());
}

async fn open(data: &std::path::Path) -> Store {
    let database_url = format!("sqlite://{}", data.join("greenroom.db").display());
    Store::open(StoreSettings { database_url, ..StoreSettings::in_folder(data) }).await.expect("the server has made it")
}

/// Asks for a clip over a connection that holds little, and reads until the first byte of the body.
async fn begin(person: &Person, clip: ClipId) -> (TcpStream, usize) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(32 * 1024).expect("a size");
    let address = person.url().trim_start_matches("http://");
    let mut stream = socket.connect(address.parse().expect("an address")).await.expect("the server accepts");
    let request = format!("GET /api/clips/{clip}/video HTTP/1.1\r\nhost: {address}\r\ncookie: {}\r\n\r\n", person.cookie());
    stream.write_all(request.as_bytes()).await.expect("the server reads");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.expect("the head of an answer"));
    }
    let head = String::from_utf8(head).expect("plain text");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    stream.read_u8().await.expect("the file begins");
    (stream, 1)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_reader_does_not_get_the_rest_of_a_download() {
    let mut stage = Stage::set().await;
    let clip = stage.keep(10, TakeOptions::default()).await;
    let size = usize::try_from(stage.ana.clip(clip).await.bytes).expect("small");
    let (mut stream, mut got) = begin(&stage.ana, clip).await;
    let receipt = stage.ben.revoke(stage.mug, ScopeView::Everything).await;
    assert_eq!(receipt.clips_withheld, [clip]);
    let mut part = vec![0; 64 * 1024];
    let orderly = loop {
        match stream.read(&mut part).await {
            Ok(0) => break true,
            Ok(count) => got += count,
            Err(_) => break false,
        }
    };
    assert!(got < size, "{got} of {size} bytes were read (an orderly end: {orderly})");
    is_withheld(&stage.ana, clip, "\"any\"").await;
    stage.program.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_of_one_take_leaves_the_others_alone() {
    let mut stage = Stage::set().await;
    let first = stage.keep(4, small()).await;
    let second = stage.keep(4, small()).await;
    let take: TakeId = stage.ana.clip(first).await.take;
    let receipt = stage.ben.revoke(stage.mug, ScopeView::Take(take)).await;
    assert_eq!(receipt.clips_withheld, [first]);
    is_withheld(&stage.ana, first, "\"any\"").await;
    assert_eq!(stage.ana.get(&format!("/api/clips/{second}/video")).await.status, 200);
    let (mut page, _) = Page::in_room(&stage.ben, stage.room).await;
    page.is_well(stage.room).await;
    stage.program.kill().await;
}
