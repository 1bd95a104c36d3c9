//! Takes that can't be made.

use crate::support::{Scene, small};
use wire::TakeOptions;

#[tokio::test(flavor = "multi_thread")]
async fn a_storyboard_that_can_not_become_a_take_says_why() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    assert_eq!(scene.anas.take(room, scene.board.state_vector(), small()).await.expect_err("a refusal").code, "storyboard_empty");
    scene.board.add_shot("short", "a dog runs", 3);
    assert_eq!(scene.anas.take(room, scene.board.state_vector(), small()).await.expect_err("a refusal").code, "seconds_unsupported");
    scene.board.set_seconds(0, 26);
    assert_eq!(scene.anas.take(room, scene.board.state_vector(), small()).await.expect_err("a refusal").code, "seconds_unsupported");
    scene.board.set_seconds(0, 4);
    for (options, code) in [
        (TakeOptions { width: Some(1_920), height: Some(1_080), ..TakeOptions::default() }, "size_unsupported"),
        (TakeOptions { width: Some(0), height: Some(0), ..TakeOptions::default() }, "size_unsupported"),
        (TakeOptions { width: Some(u32::MAX), height: Some(u32::MAX), ..TakeOptions::default() }, "size_unsupported"),
        (TakeOptions { fps: Some(60), ..small() }, "rate_unsupported"),
        (TakeOptions { fps: Some(0), ..small() }, "rate_unsupported"),
        (TakeOptions { shot: Some("not there".into()), ..small() }, "shot_unknown"),
    ] {
        let refused = scene.anas.take(room, scene.board.state_vector(), options).await.expect_err("a refusal");
        assert_eq!(refused.code, code, "{}", refused.message);
    }
    // The last one is of somebody whose words never arrive.
    for (state_vector, code) in [("not base64!", "state_vector_invalid"), ("////////", "state_vector_invalid"), ("AQUJ", "storyboard_behind")] {
        let refused = scene.anas.take(room, state_vector.into(), small()).await.expect_err("a refusal");
        assert_eq!(refused.code, code, "{state_vector}");
    }
    scene.board.write(0, &" very".repeat(500));
    assert_eq!(scene.anas.take(room, scene.board.state_vector(), small()).await.expect_err("a refusal").code, "prompt_too_long");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_rules_forbid_is_not_made() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.board.add_shot("one", "Donald Trump plays basketball", 4);
    let refused = scene.anas.take(room, scene.board.state_vector(), small()).await.expect_err("a refusal");
    assert_eq!(refused.code, "moderated");
    assert!(refused.message.len() > 30, "it says why: {}", refused.message);
    scene.board.clear(0);
    scene.board.write(0, "a man plays basketball");
    scene.anas.take(room, scene.board.state_vector(), small()).await.expect("this may be made");
    scene.end().await;
}
