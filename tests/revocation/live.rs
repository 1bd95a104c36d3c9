//! In the middle of a take, over the WebSocket.

use super::{Stage, failed, largest, last_of, until_moving, until_take};
use crate::support::{Page, small};
use domain::TakeId;
use std::path::Path;
use wire::{
    Command, EventKind, TakeOptions, Transport,
    cameo::{AudienceView, ReceiptView, ScopeView, UseState, UseView},
};

/// Bytes that a healthy viewer sees while another reads nothing: several times what the kernel holds on the way to that one.
const ON_THE_WAY: usize = 1_500_000;

#[tokio::test(flavor = "multi_thread")]
async fn nothing_after_the_receipts_sequence_is_ever_seen() {
    let mut stage = Stage::set().await;
    let kept = files(&stage.data.path().join("objects"));
    let (take, mut anas, mut bens) = stage.show(small()).await;
    let receipt = stage.ben.revoke(stage.mug, ScopeView::Everything).await;
    assert_eq!((receipt.scope.clone(), &receipt.takes_stopped), (ScopeView::Everything, &vec![take]));
    assert!(receipt.clips_withheld.is_empty() && receipt.ledger.len() == 1, "{receipt:?}");

    stage.anas.revoked(take).await;
    stage.bens.revoked(take).await;
    let (ended, code, reason) = stage.anas.event("the take's end", failed).await;
    assert_eq!((ended, code.as_str()), (take, "consent_withdrawn"));
    assert!(reason.contains("@ben"), "the room is told whose consent it was: {reason}");

    let nobody = stage.show_nobody().await;
    anas.extend(nobody.anas);
    bens.extend(nobody.bens);
    let last = last_of(&receipt, take);
    assert!(anas.iter().chain(&bens).all(|frame| frame.take == take && frame.sequence <= last), "{last} was the last");
    assert_eq!(largest(&anas).max(largest(&bens)), Some(last), "viewers count as the receipt does");

    stage.anas.event("the end of what shows nobody", super::finished).await;
    assert_eq!(stage.ana.clips().await.len(), 1, "only what shows nobody is kept");
    let more = files(&stage.data.path().join("objects")) - kept;
    assert_eq!(more, 2, "a file and its poster, of what shows nobody");
    let receipts: Vec<ReceiptView> = stage.ben.get(&format!("/api/cameos/{}/receipts", stage.mug)).await.json();
    assert_eq!(receipts, [receipt]);
    stage.program.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_reads_nothing_for_a_while_gets_nothing_later_and_holds_nobody_up() {
    let mut stage = Stage::set().await;
    let cai = stage.join("cai").await;
    let mut stalled = Page::open_narrow(&cai).await;
    stalled.enter(stage.room, None).await;
    stalled.watch(stage.room).await;
    let (take, ..) = stage.show(TakeOptions::default()).await;
    until_moving(&mut stalled, take).await;
    stalled.read_on(false);
    let mut seen = 0;
    while seen < ON_THE_WAY {
        seen += stage.anas.frame().await.payload.len();
    }
    let receipt = stage.ben.revoke(stage.mug, ScopeView::Take(take)).await;
    assert_eq!(receipt.takes_stopped.len() + receipt.clips_withheld.len(), 1, "{receipt:?}");
    let nobody = stage.show_nobody().await;

    stalled.read_on(true);
    let rest = stalled.rest(nobody.take).await;
    let last = last_of(&receipt, take);
    assert!(rest.iter().all(|frame| frame.take == take && frame.sequence <= last), "{last} was the last, not {:?}", largest(&rest));
    assert!(rest.iter().map(|frame| frame.payload.len()).sum::<usize>() < ON_THE_WAY, "it was cut off");
    stage.program.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_after_a_revocation_sees_an_empty_stage() {
    let mut stage = Stage::set().await;
    let cai = stage.join("cai").await;
    let (take, ..) = stage.show(TakeOptions::default()).await;
    let receipt = stage.ben.revoke(stage.mug, ScopeView::Everything).await;
    assert!(last_of(&receipt, take) > 0);
    let mut late = Page::open(&cai).await;
    late.enter(stage.room, None).await;
    late.watch(stage.room).await;
    let nobody = stage.show_nobody().await;
    assert!(until_take(&mut late, nobody.take).await.0.is_empty(), "nothing of what was taken back");
    stage.program.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_two_stops_a_take_and_the_other_may_still_be_cast() {
    let mut stage = Stage::set().await;
    let cai = stage.join("cai").await;
    let cat = cai.enrol_thing("pet", "cat", "cat.webm").await;
    cai.open_cameo(cat, AudienceView::Everyone).await;
    stage.anas.watch(stage.room).await;
    stage.bens.watch(stage.room).await;
    let take = stage.ask("@cai.cat runs past @ben.mug", 25, small()).await;
    let mut frames = until_moving(&mut stage.anas, take).await;
    let receipt = cai.revoke(cat, ScopeView::Person("ana".into())).await;
    let (ended, code, reason) = stage.bens.event("the take's end", failed).await;
    assert_eq!((ended, code.as_str()), (take, "consent_withdrawn"));
    assert!(reason.contains("@cai") && !reason.contains("@ben"), "{reason}");

    frames.extend(stage.show_nobody().await.anas);
    assert!(largest(&frames) <= Some(last_of(&receipt, take)));
    let uses: Vec<UseView> = stage.ben.get(&format!("/api/cameos/{}/uses", stage.mug)).await.json();
    assert_eq!(uses.iter().map(|one| (one.take, one.state)).collect::<Vec<_>>(), [(take, UseState::Failed)]);
    stage.anas.event("the end of what shows nobody", super::finished).await;
    stage.keep(4, small()).await;
    stage.program.kill().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_that_waits_in_the_queue_is_not_made_after_a_revocation() {
    let mut stage = Stage::set().await;
    let running = stage.ask("two people throw a ball in the court", 25, TakeOptions::default()).await;
    let waiting = stage.ask("@ben.mug stands on a table", 4, small()).await;
    stage.bens.event("the queue", |event| matches!(event, EventKind::TakeQueued { take } if take.take == waiting).then_some(())).await;
    stage.bens.ask(Command::Watch { room: stage.room, transport: Transport::Ws }).await.expect("members may watch");
    stage.ben.revoke(stage.mug, ScopeView::Everything).await;
    stage.anas.ask(Command::CancelTake { room: stage.room, take: running }).await.expect("one's own");
    // Whether it is looked at before or after the rules were closed with everything else, it says no.
    let (ended, code, reason) = stage.anas.event("the end of what waited", failed).await;
    assert_eq!(ended, waiting);
    assert!(["consent_withdrawn", "consent_denied"].contains(&code.as_str()) && reason.contains("@ben"), "{code}: {reason}");
    let is_of = |take: TakeId| move |frame: &crate::support::Frame| frame.take == take;
    assert!(!stage.bens.frames_left().iter().any(is_of(waiting)));
    stage.program.kill().await;
}

/// In a folder and those below it.
fn files(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let count = |entry: std::fs::DirEntry| if entry.path().is_dir() { files(&entry.path()) } else { 1 };
    entries.map(|entry| count(entry.expect("an entry"))).sum()
}
