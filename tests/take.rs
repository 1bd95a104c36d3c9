//! A take over the WebSocket: seen and heard while it is made, then a file that plays, downloads and says where it comes from.

use crate::support::{Frame, Kind, Page, Scene, run, small};
use domain::{ClipId, TakeId};
use media::{OriginState, SigningIdentity};
use reqwest::Method;
use serde_json::Value;
use std::{collections::HashMap, path::Path, process::Command};
use wire::{Ephemeral, EventKind};

const SECONDS: u32 = 4;

fn finished(event: &EventKind) -> Option<(TakeId, ClipId)> {
    if let EventKind::TakeFinished { take, clip, .. } = event { Some((*take, *clip)) } else { None }
}

/// Until `take` has a second of sound in a pass after the stills.
async fn watch_until_sound(page: &mut Page, take: TakeId) -> Vec<Frame> {
    let mut frames = Vec::new();
    while frames.iter().filter(|frame: &&Frame| frame.kind == Kind::Audio).count() < 50 {
        let frame = page.frame().await;
        assert_eq!(frame.take, take);
        frames.push(frame);
    }
    frames
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_sees_and_hears_a_take_while_it_is_made() {
    let mut scene = Scene::set().await;
    let room = scene.room;
    scene.anas.watch(room).await;
    scene.bens.watch(room).await;
    scene.board.add_shot("one", "a dog runs in the park and barks", SECONDS);
    let take = scene.anas.take(room, scene.board.state_vector(), small()).await.expect("a take");

    let first = scene.bens.frame().await;
    assert_eq!((first.take, first.kind, first.keyframe, first.pass), (take, Kind::Video, true, 0), "the first picture is a still, at once");
    assert!(starts_a_decoder(&first), "it brings SPS and PPS");
    scene.bens.state("the stage", |state| matches!(state, Ephemeral::Stage { take: Some(on) } if *on == take).then_some(())).await;
    let progress = scene.bens.state("progress", |state| if let Ephemeral::Progress(progress) = state { Some(progress.clone()) } else { None }).await;
    assert!(progress.take == take && (0.0..=1.0).contains(&progress.done) && progress.pass < progress.passes);

    let frames = watch_until_sound(&mut scene.bens, take).await;
    let moving: Vec<_> = frames.iter().filter(|frame| frame.kind == Kind::Video && frame.pass > 0).collect();
    assert!(moving.first().is_some_and(|frame| frame.keyframe && frame.pts == 0), "a pass begins with a keyframe at its beginning");
    assert!(frames.iter().filter(|frame| frame.kind == Kind::Video && frame.keyframe).all(starts_a_decoder));
    assert!(moving.iter().all(|frame| frame.width > 0 && frame.height > frame.width), "upright, as asked");
    in_order(&frames);

    let mut late = Page::open(&scene.ana).await;
    late.enter(room, None).await;
    late.watch(room).await;
    let first = late.frame().await;
    assert!(
        first.take == take && first.keyframe && first.pass > 0,
        "who comes late begins with a keyframe of what is shown: {:?}",
        (first.kind, first.pass)
    );

    assert_eq!(scene.bens.event("the take's end", finished).await.0, take);
    scene.bens.state("an empty stage", |state| matches!(state, Ephemeral::Stage { take: None }).then_some(())).await;
    let rest = scene.bens.frames_left();
    in_order(&rest);
    let last = rest.iter().filter(|frame| frame.kind == Kind::Video).map(|frame| frame.pts).max();
    assert!(last >= Some(u64::from(SECONDS) * 1_000_000 - 1_000_000 / 12), "it was shown to its end: {last:?}");
    assert_eq!(scene.anas.frame().await.take, take, "the other one saw it too");
    scene.end().await;
}

/// Within each pass and kind, time goes forward.
fn in_order(frames: &[Frame]) {
    let mut last: HashMap<(bool, u8), u64> = HashMap::new();
    for frame in frames.iter().filter(|frame| frame.pass > 0) {
        let before = last.insert((frame.kind == Kind::Video, frame.pass), frame.pts);
        assert!(before.is_none_or(|before| before < frame.pts), "{:?} after {before:?}", (frame.kind, frame.pass, frame.sequence, frame.pts));
        assert!(!frame.payload.is_empty());
    }
}

/// Annex B, SPS and PPS before the picture.
fn starts_a_decoder(frame: &Frame) -> bool {
    let units: Vec<u8> = frame.payload.windows(4).filter(|bytes| bytes[..3] == [0, 0, 1]).map(|bytes| bytes[3] & 0x1f).collect();
    let place = |kind: u8| units.iter().position(|unit| *unit == kind);
    matches!((place(7), place(8), place(5)), (Some(sps), Some(pps), Some(picture)) if sps < pps && pps < picture)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_finished_take_is_a_file_that_plays_and_says_where_it_comes_from() {
    let mut scene = Scene::set().await;
    scene.board.add_shot("one", "a dog runs in the park", SECONDS);
    scene.anas.take(scene.room, scene.board.state_vector(), small()).await.expect("a take");
    let (take, clip) = scene.anas.event("the take's end", finished).await;

    let draft = scene.ana.clip(clip).await;
    assert_eq!((draft.take, draft.room, draft.seconds, draft.width, draft.height, draft.fps), (take, Some(scene.room), SECONDS, 360, 640, 24));
    let path = format!("/api/clips/{clip}/video");
    let whole = scene.ana.get(&path).await;
    assert_eq!((whole.status.as_u16(), whole.header("content-type"), whole.header("accept-ranges")), (200, "video/mp4", "bytes"));
    assert_eq!(whole.body.len() as u64, draft.bytes);
    ranges_fit(&scene, &path, &whole.body).await;
    let download = scene.ana.get(&format!("{path}?download")).await;
    assert!(download.header("content-disposition").starts_with("attachment; filename=\"greenroom-a-dog"), "{:?}", download.headers);

    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("clip.mp4");
    std::fs::write(&file, &whole.body).expect("a file");
    plays(&file);
    let boxes = boxes(&whole.body);
    let place = |kind: &str| boxes.iter().position(|found| found == kind).unwrap_or_else(|| panic!("no {kind} in {boxes:?}"));
    assert!(place("moov") < place("mdat"), "playing can begin before all of it is there: {boxes:?}");

    let identity = SigningIdentity::load_or_create(&scene.server.data().join("identity")).expect("the server has made one");
    let origin = media::inspect(&whole.body, Some(identity.anchor())).expect("an MP4");
    assert_eq!((&origin.state, &origin.makers), (&OriginState::Valid, &vec!["ana".to_owned()]), "{origin:?}");
    let told: Value = scene.ana.get(&format!("/api/clips/{clip}/origin")).await.json();
    assert_eq!(told["state"], "valid", "{told}");
    let mut changed = whole.body.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 0x55;
    assert!(matches!(media::inspect(&changed, Some(identity.anchor())).expect("an MP4 still").state, OriginState::Tampered(_)));

    let verify = ["verify", path_of(&file), "--data", path_of(scene.server.data())];
    let verified = run(&verify).await;
    let words = String::from_utf8_lossy(&verified.stdout);
    assert!(verified.status.success() && words.contains("@ana") && words.contains("not changed"), "{verified:?}");
    std::fs::write(&file, &changed).expect("a file");
    assert_eq!(run(&verify).await.status.code(), Some(1));
    scene.end().await;
}

fn path_of(path: &Path) -> &str {
    path.to_str().expect("plain text")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_becomes_a_file_without_a_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, data) = (folder.path().join("clip.mp4"), folder.path().join("data"));
    let (file, data) = (path_of(&file), path_of(&data));
    let take = ["take", "a dog runs in the park", "--out", file, "--data", data, "--maker", "ana", "--seconds", "4", "--size", "360x640", "--json"];
    let made = run(&take).await;
    assert!(made.status.success(), "{made:?}");
    let told: Value = serde_json::from_slice(&made.stdout).expect("one JSON object");
    assert_eq!((&told["seconds"], &told["file"]), (&SECONDS.into(), &file.into()));
    plays(Path::new(file));
    let verified = run(&["verify", file, "--data", data, "--json"]).await;
    let origin: Value = serde_json::from_slice(&verified.stdout).expect("one JSON object");
    assert!(verified.status.success() && origin["state"] == "valid" && origin["makers"][0] == "ana", "{origin}");

    let refused = run(&["take", "a dog", "--out", file, "--data", data, "--seconds", "60"]).await;
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("1 to 25 s"), "{refused:?}");
    let nothing = run(&["verify", "no-such-file.mp4", "--data", data]).await;
    assert_eq!(nothing.status.code(), Some(1));
}

async fn ranges_fit(scene: &Scene, path: &str, whole: &[u8]) {
    let size = whole.len();
    for (asked, part) in [("bytes=0-99", 0..100), ("bytes=70000-140000", 70_000..140_001), ("bytes=-50", size - 50..size)] {
        let answer = crate::support::Answer::of(scene.ana.request(Method::GET, path).header("range", asked)).await;
        assert_eq!(answer.status, 206, "{asked}");
        assert_eq!(answer.header("content-range"), format!("bytes {}-{}/{size}", part.start, part.end - 1));
        assert!(answer.body == whole[part], "{asked}");
    }
    let outside = crate::support::Answer::of(scene.ana.request(Method::GET, path).header("range", format!("bytes={size}-"))).await;
    assert_eq!(outside.refusal(), (416, "range_invalid".into()));
}

/// By somebody else's reader.
fn plays(file: &Path) {
    let read = Command::new("ffprobe").args(["-v", "error", "-show_streams", "-show_format", "-count_frames", "-of", "json"]).arg(file).output();
    let read = read.expect("ffprobe is installed");
    let told: Value = serde_json::from_slice(&read.stdout).expect("what ffprobe found");
    let streams = told["streams"].as_array().expect("streams");
    let stream = |kind: &str| streams.iter().find(|stream| stream["codec_type"] == kind).unwrap_or_else(|| panic!("no {kind}: {told}"));
    let (video, audio) = (stream("video"), stream("audio"));
    assert_eq!((&video["codec_name"], &audio["codec_name"]), (&"h264".into(), &"opus".into()));
    assert_eq!((video["width"].as_u64(), video["height"].as_u64()), (Some(360), Some(640)));
    assert_eq!(video["nb_read_frames"], (SECONDS * 24).to_string());
    let duration: f64 = told["format"]["duration"].as_str().and_then(|text| text.parse().ok()).expect("a duration");
    assert!((duration - f64::from(SECONDS)).abs() < 0.1, "{duration}");
    assert!(read.stderr.is_empty(), "{}", String::from_utf8_lossy(&read.stderr));
}

/// Kinds of the outermost boxes.
fn boxes(file: &[u8]) -> Vec<String> {
    let (mut at, mut kinds) = (0, Vec::new());
    while at + 8 <= file.len() {
        kinds.push(String::from_utf8_lossy(&file[at + 4..at + 8]).into_owned());
        let size = u32::from_be_bytes(file[at..at + 4].try_into().expect("four bytes")) as usize;
        assert!(size >= 8, "a box with a size");
        at += size;
    }
    kinds
}
