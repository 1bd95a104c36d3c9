//! Consent is taken back: while it is drawn, while it is watched, from what is stored, and when nobody can be asked.

use super::harness::{Node, Page, Room, SECONDS, story};
use crate::{clock, mailbox::tell_surely, stage::Unit, user::UserActor};
use actix::{Context, Handler, Message as ActixMessage};
use domain::{
    CameoId, TakeId,
    cameo::{Audience, Scope},
    consent::Withheld,
};
use wire::{Absent, Message, cameo::ScopeView};

/// Makes a home panic.
#[derive(ActixMessage)]
#[rtype(result = "()")]
struct Break;

impl Handler<Break> for UserActor {
    type Result = ();

    fn handle(&mut self, _: Break, _: &mut Context<Self>) {
        panic!("broken by a test");
    }
}

struct Scene {
    ana: Page,
    ben: Page,
    room: Room,
    cameo: CameoId,
}

/// Ana may be cast by anybody; Ben has written her into his storyboard.
async fn scene(node: &Node) -> Scene {
    let ben = node.person("host").await;
    let ana = node.person("ana").await;
    let cameo = node.cameo(&ana, None, Audience::Everyone).await;
    let room = node.room(&ben, &[]).await;
    room.write(&ben, "@ana rides a snail").await;
    Scene { ana, ben, room, cameo }
}

fn send(unit: &Unit) -> Result<(), Withheld> {
    unit.send(clock::now(), |_| ())
}

async fn revoke(node: &Node, scene: &Scene, scope: Scope) -> wire::cameo::ReceiptView {
    node.directory.revoke(scene.ana.user(), scene.cameo, scope, ScopeView::Everything).await.expect("an owner may")
}

#[test]
fn revoked_mid_take_nothing_leaves_any_more_and_everybody_is_told() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        scene.ben.enter(&scene.room).await;
        node.reel.allow(60);
        let mut watching = scene.room.handle.watch(scene.ben.user()).await.expect("a member");
        let mut stalled = scene.room.handle.watch(scene.ben.user()).await.expect("a member");
        let take = scene.room.take(&scene.ben).await;
        let first = watching.next().await.expect("a picture");
        send(&first).expect("she consents");
        let late = watching.next().await.expect("another");

        let receipt = revoke(&node, &scene, Scope::Everything).await;
        assert_eq!(send(&late), Err(Withheld), "what was handed out before is bound all the same");
        let line = receipt.streams.iter().find(|line| line.stream == first.stream().number).expect("the stream is named");
        assert_eq!((line.take, line.last_sequence), (take, Some(first.sequence())), "the last that left, and no later one");
        assert_eq!((receipt.takes_stopped, receipt.ledger.len()), (vec![take], 1));
        assert!(stalled.try_next().is_none() && watching.try_next().is_none(), "nothing waits for a slow reader");

        let told = scene.ben.hear(|message| if let Message::CameoRevoked { take, .. } = message { Some(take) } else { None }).await;
        assert_eq!(told, take);
        let (code, reason) = scene.ben.failure(take).await;
        assert_eq!(code, "consent_withdrawn");
        assert!(reason.starts_with("@ana "), "{reason}");
        let kept = node.store.receipts_of(scene.cameo).await.expect("the store answers");
        assert_eq!(kept.len(), 1, "the owner can read the receipt again");
    });
}

#[test]
fn of_two_in_a_take_one_is_enough_to_stop_it() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let rex = node.cameo(&scene.ana, Some("rex"), Audience::Everyone).await;
        scene.room.write(&scene.ben, "@ana.rex barks").await;
        scene.ben.enter(&scene.room).await;
        node.reel.allow(60);
        let mut watching = scene.room.handle.watch(scene.ben.user()).await.expect("a member");
        let take = scene.room.take(&scene.ben).await;
        let unit = watching.next().await.expect("a picture");
        let mut both = vec![scene.cameo, rex];
        both.sort_unstable();
        assert_eq!(node.reel.likenesses(), [both], "the engine draws both");
        node.directory.revoke(scene.ana.user(), rex, Scope::Take(take), ScopeView::Take(take)).await.expect("an owner may");
        assert_eq!(send(&unit), Err(Withheld));
        let (code, reason) = scene.ben.failure(take).await;
        assert_eq!(code, "consent_withdrawn");
        assert!(reason.starts_with("@ana.rex "), "{reason}");
    });
}

async fn finished(node: &Node, scene: &mut Scene) -> (TakeId, store::Clip) {
    scene.ben.enter(&scene.room).await;
    node.reel.allow(u32::MAX);
    let take = scene.room.take(&scene.ben).await;
    let clip = scene.ben.clip(take).await;
    (take, node.store.clip(clip).await.expect("the store answers").expect("it is kept"))
}

#[test]
fn a_stored_clip_is_withheld_at_once_also_while_it_is_sent() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let (take, clip) = finished(&node, &mut scene).await;
        assert_eq!(clip.seconds, SECONDS);
        let mut owners = vec![scene.ana.user(), scene.ben.user()];
        owners.sort_unstable();
        assert_eq!(clip.owners, owners, "who appears owns it as well");
        let live = node.directory.live_cast(&clip.plan).await.expect("she consents");
        let chunks = live.seal_stored([b"first".as_slice(), b"second"]);
        chunks[0].send(clock::now(), |_| ()).expect("she consents");

        let receipt = revoke(&node, &scene, Scope::Take(take)).await;
        assert_eq!(chunks[1].send(clock::now(), |_| ()), Err(Withheld));
        assert_eq!(receipt.clips_withheld, [clip.id]);
        let refused = node.directory.live_cast(&clip.plan).await.err().expect("not any more");
        assert_eq!(refused.code, "consent_withdrawn");
        assert!(refused.message.contains("@ana"), "{}", refused.message);
        let row = node.store.clip(clip.id).await.expect("the store answers").expect("it is kept");
        assert_eq!(row.withheld.len(), 1);
    });
}

#[test]
fn a_withheld_clip_is_made_again_with_a_stand_in() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let (take, clip) = finished(&node, &mut scene).await;
        let needless = node.directory.remake(&scene.ben.person, &clip).await.expect_err("everybody consents");
        assert_eq!(needless.code, "remake_needless");
        revoke(&node, &scene, Scope::Take(take)).await;
        let again = node.directory.remake(&scene.ben.person, &clip).await.expect("an owner asks");
        let remade = scene.ben.clip(again).await;
        let remade = node.store.clip(remade).await.expect("the store answers").expect("it is kept");
        assert!(remade.cast.is_empty());
        assert_eq!(remade.owners, [scene.ben.user()]);
        assert_eq!((remade.plan.seed(), remade.plan.shots()), (clip.plan.seed(), clip.plan.shots()));
        assert_eq!(remade.plan.remake_of(), Some(clip.id));
    });
}

#[test]
fn a_home_that_dies_takes_what_it_allowed_with_it() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        scene.ben.enter(&scene.room).await;
        node.reel.allow(60);
        let mut watching = scene.room.handle.watch(scene.ben.user()).await.expect("a member");
        let take = scene.room.take(&scene.ben).await;
        let unit = watching.next().await.expect("a picture");
        tell_surely(&node.directory.home(scene.ana.user()).await, Break);
        let (code, _) = scene.ben.failure(take).await;
        assert_eq!(code, "consent_unavailable", "nobody took anything back, and yet it can't go on");
        assert_eq!(send(&unit), Err(Withheld));
        // Her next home knows what she decided.
        let again = scene.room.ask(&scene.ben, "again", Absent::Wait).await.expect("she still consents");
        scene.ben.started(again).await;
    });
}

#[test]
fn an_ended_cameo_is_gone_for_good() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let (_, clip) = finished(&node, &mut scene).await;
        let receipt = node.directory.end_cameo(scene.ana.user(), scene.cameo).await.expect("an owner may");
        assert_eq!(receipt.clips_withheld, [clip.id]);
        assert_eq!(node.directory.live_cast(&clip.plan).await.err().expect("not any more").code, "consent_withdrawn");
        let refused = scene.room.ask(&scene.ben, "again", Absent::Wait).await.expect_err("nobody to cast");
        assert_eq!(refused.code, "mention_unknown");
        assert!(node.store.vault().get(scene.cameo, store::VaultPart::Likeness).await.is_err(), "nothing of her face is kept");
    });
}

#[test]
fn a_block_takes_back_what_the_blocked_made() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let (_, clip) = finished(&node, &mut scene).await;
        node.store.block(scene.ana.user(), scene.ben.user(), clock::now()).await.expect("she blocks him");
        node.directory.ties_changed(scene.ana.user(), scene.ben.user()).await.expect("her home looks again");
        assert_eq!(node.directory.live_cast(&clip.plan).await.err().expect("not any more").code, "consent_withdrawn");
        let refused = scene.room.ask(&scene.ben, "again", Absent::Wait).await.expect_err("he is blocked");
        assert_eq!(refused.code, "consent_denied");
    });
}
