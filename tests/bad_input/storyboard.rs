//! Updates that can't be taken in, and a storyboard at its limit.

use crate::support::{Board, Scene};
use domain::storyboard::MAX_DOCUMENT_BYTES;
use wire::{CloseCode, RoleView};
use yrs::{
    Doc, Text, Transact,
    sync::{Message, SyncMessage},
    updates::encoder::Encode,
};

/// Others of the room go on writing and reading.
async fn goes_on(scene: &mut Scene, bens: &mut Board) {
    let before = scene.board.prompts().concat();
    scene.board.write(0, "!");
    bens.until(&[&format!("{before}!")]).await;
    assert!(scene.board.is_open());
    scene.anas.is_well(scene.room).await;
}

fn half_an_update() -> Vec<u8> {
    let doc = Doc::new();
    let text = doc.get_or_insert_text("text");
    let mut txn = doc.transact_mut();
    text.insert(&mut txn, 0, "words that do not all arrive");
    let whole = txn.encode_update_v1();
    whole[..whole.len() / 2].to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_update_closes_only_the_socket_it_came_on() {
    let mut scene = Scene::set().await;
    let mut bens = Board::open(&scene.ben, scene.room).await;
    scene.board.add_shot("one", "a dog", 4);
    bens.until(&["a dog"]).await;
    let update = |bytes: &[u8]| Message::Sync(SyncMessage::Update(bytes.to_vec())).encode_v1();
    for garbage in [
        update(&[255; 40]),
        update(&[0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2]),
        update(&half_an_update()),
        // One value inside another, seven thousand deep: a decoder that recurses would bring the process down.
        update(&[&[1, 1, 7, 0, 8, 1, 5][..], b"shots", &[1], &[117, 1].repeat(7_000), &[126, 0]].concat()),
        // A state vector, and cursors, that declare four hundred million entries in five bytes.
        vec![0, 0, 5, 0x80, 0x88, 0xde, 0xbe, 0x01],
        vec![1, 5, 0x80, 0x88, 0xde, 0xbe, 0x01],
        vec![0, 2, 200],
        vec![0, 9, 1, 1],
        vec![250; 64],
        Message::AwarenessQuery.encode_v1().repeat(100),
    ] {
        let board = Board::open(&scene.ben, scene.room).await;
        board.send_raw(garbage.clone());
        assert_eq!(board.closed_after(&format!("{garbage:?}")).await, CloseCode::MalformedUpdate.number(), "{garbage:?}");
        goes_on(&mut scene, &mut bens).await;
    }
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_storyboard_at_its_limit_closes_whoever_would_grow_it_and_keeps_what_was_there() {
    let mut scene = Scene::set().await;
    let mut bens = Board::open(&scene.ben, scene.room).await;
    scene.board.add_shot("one", "a dog", 4);
    bens.until(&["a dog"]).await;
    let greedy = Board::open(&scene.ben, scene.room).await;
    greedy.add_shot("huge", &"x".repeat(MAX_DOCUMENT_BYTES), 4);
    assert_eq!(greedy.closed().await, CloseCode::DocumentFull.number());
    goes_on(&mut scene, &mut bens).await;

    let larger = Board::open(&scene.ben, scene.room).await;
    larger.send_raw(vec![0; MAX_DOCUMENT_BYTES + 128 * 1024]);
    assert_eq!(larger.closed().await, CloseCode::TooLarge.number());
    goes_on(&mut scene, &mut bens).await;
    let fresh = Board::open(&scene.ana, scene.room).await;
    assert_eq!(fresh.prompts(), ["a dog!!"]);
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_reads_and_does_not_write() {
    let mut scene = Scene::set().await;
    let mut bens = Board::open(&scene.ben, scene.room).await;
    scene.board.add_shot("one", "a dog", 4);
    bens.until(&["a dog"]).await;
    let viewer = scene.join("vic", RoleView::Viewer).await;
    let mut board = Board::open(&viewer, scene.room).await;
    board.until(&["a dog"]).await;
    scene.board.write(0, "s");
    board.until(&["a dogs"]).await;
    board.write(0, " and a cat");
    assert_eq!(board.closed().await, CloseCode::ReadOnly.number());
    goes_on(&mut scene, &mut bens).await;
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_is_none_closes_only_its_own_socket() {
    let mut scene = Scene::set().await;
    let mut bens = Board::open(&scene.ben, scene.room).await;
    scene.board.add_shot("one", "a dog", 4);
    bens.until(&["a dog"]).await;
    let board = Board::open(&scene.ben, scene.room).await;
    // Awareness: one client, clock 1, a state that is no JSON.
    board.send_raw(vec![1, 9, 1, 7, 1, 5, b'n', b'o', b't', b' ', b'j']);
    assert_eq!(board.closed().await, CloseCode::Malformed.number());
    goes_on(&mut scene, &mut bens).await;
    scene.end().await;
}
