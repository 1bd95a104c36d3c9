//! Takes that are made of clips: with what they were, with everybody's consent anew, and never of what was taken back.

use super::harness::{Node, Page, Room, SECONDS, story};
use crate::{Keyed, Wish};
use domain::{
    CameoId, ClipId,
    cameo::{Audience, Scope},
    derivation::{Changes, ShotChange},
    plan::Derivation,
};
use media::{OriginState, inspect};
use store::{Clip, ObjectName};
use wire::{Absent, cameo::ScopeView};

async fn kept(node: &Node, clip: ClipId) -> Clip {
    node.store.clip(clip).await.expect("the store answers").expect("it is kept")
}

async fn taken(node: &Node, room: &Room, by: &mut Page) -> Clip {
    let take = room.take(by).await;
    let clip = by.clip(take).await;
    kept(node, clip).await
}

fn named(request: &str) -> Wish {
    asking(request, "the same")
}

fn asking(key: &str, hash: &str) -> Wish {
    Wish { request: Some(Keyed { key: key.into(), hash: hash.into() }), ..Wish::default() }
}

fn prompt(words: &str) -> Changes {
    Changes::Shots(vec![ShotChange { prompt: Some(words.into()), ..ShotChange::default() }])
}

#[test]
fn a_clip_is_made_longer_changed_and_joined_and_what_it_was_made_of_stays_known() {
    story(|node| async move {
        let mut ben = node.person("host").await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "a snail").await;
        ben.enter(&room).await;
        node.reel.allow(u32::MAX);
        let first = taken(&node, &room, &mut ben).await;
        let (take, place) = node.directory.extend(&ben.person, &first, (2, ""), named("more")).await.expect("it goes on");
        let again = node.directory.extend(&ben.person, &first, (2, ""), named("more")).await.expect("asked twice");
        assert_eq!((again, place), ((take, place), room.id));
        let other = node.directory.extend(&ben.person, &first, (3, ""), asking("more", "another")).await.expect_err("the key is used");
        assert_eq!(other.code, "key_used");
        let other = node.room(&ben, &[]).await;
        let elsewhere = Wish { room: Some(other.id), ..named("more") };
        let (before, place) = (elsewhere.request.clone().expect("a key"), room.id);
        assert_eq!(node.directory.made_before(ben.user(), &before).await.expect("the store answers"), Some((take, place)));
        assert_eq!(node.directory.made_before(node.person("eve").await.user(), &before).await.expect("the store answers"), None, "of one person");
        let longer = ben.clip(take).await;
        let longer = kept(&node, longer).await;
        assert_eq!((longer.seconds, longer.plan.seed(), longer.plan.shots().len()), (SECONDS + 2, first.plan.seed(), 2));
        assert!(longer.plan.shots()[1].continues);
        let (take, _) = node.directory.edit(&ben.person, &first, prompt("a whale"), Wish::default()).await.expect("other words");
        let changed = ben.clip(take).await;
        assert_eq!(kept(&node, changed).await.plan.derived().map(|derived| derived.how), Some(Derivation::Edit));
        let unchanged = node.directory.edit(&ben.person, &first, prompt("a snail"), Wish::default()).await.expect_err("the same words");
        assert_eq!(unchanged.code, "edit_empty");

        let sessions = node.reel.likenesses().len();
        let parts = [longer.clone(), first.clone()];
        let (take, _) = node.directory.stitch(&ben.person, &parts, Wish::default()).await.expect("they fit");
        let joined = ben.clip(take).await;
        let joined = kept(&node, joined).await;
        assert_eq!(node.reel.likenesses().len(), sessions, "no engine is asked");
        assert_eq!((joined.seconds, joined.engine.as_str()), (2 * SECONDS + 2, "scripted"));
        let lineage = node.store.lineage(joined.id).await.expect("the store answers");
        let links: Vec<_> = lineage.ancestors.iter().map(|link| (link.clip, link.how, link.parent)).collect();
        let stitch = Derivation::Stitch;
        let all = [(joined.id, stitch, longer.id), (joined.id, stitch, first.id), (longer.id, Derivation::Extension, first.id)];
        assert_eq!(links, all);
        let file = node.store.objects().get(ObjectName::clip_video(joined.id)).await.expect("its file");
        let origin = inspect(&file, None).expect("an MP4");
        assert_eq!((&origin.state, origin.how.as_deref()), (&OriginState::Untrusted, Some("stitch")), "{origin:?}");
        assert!(origin.made_of.len() == 2 && origin.made_of.iter().all(|part| part.recorded), "{origin:?}");
        for drawn in [
            node.directory.extend(&ben.person, &joined, (2, ""), Wish::default()).await,
            node.directory.edit(&ben.person, &joined, prompt("x"), Wish::default()).await,
        ] {
            assert_eq!(drawn.expect_err("nothing draws it").code, "derivation_unsupported");
        }
    });
}

struct Scene {
    ana: Page,
    ben: Page,
    room: Room,
    cameo: CameoId,
    clip: Clip,
}

/// A clip of Ben's with Ana in it.
async fn with_ana(node: &Node) -> Scene {
    let (mut ben, ana) = (node.person("host").await, node.person("ana").await);
    let cameo = node.cameo(&ana, None, Audience::Everyone).await;
    let room = node.room(&ben, &[]).await;
    room.write(&ben, "@ana rides a snail").await;
    ben.enter(&room).await;
    node.reel.allow(u32::MAX);
    let clip = taken(node, &room, &mut ben).await;
    Scene { ana, ben, room, cameo, clip }
}

async fn audience(node: &Node, scene: &Scene, audience: Audience) {
    let rules = domain::cameo::Rules { audience, ..domain::cameo::Rules::default() };
    node.directory.change_rules(scene.ana.user(), scene.cameo, rules).await.expect("an owner decides");
}

#[test]
fn who_appears_is_asked_anew_and_who_says_no_is_in_nothing_more() {
    story(|node| async move {
        let mut scene = with_ana(&node).await;
        audience(&node, &scene, Audience::Approved).await;
        let (take, _) = node.directory.extend(&scene.ben.person, &scene.clip, (1, ""), Wish::default()).await.expect("it waits");
        let question = scene.ana.question().await;
        assert_eq!((question.take, question.prompts[0].as_str()), (take, "@ana rides a snail"));
        scene.room.handle.act(domain::room::Command::CancelTake { by: scene.ben.user(), take }).await.expect("his own");
        let parts = [scene.clip.clone(), scene.clip.clone()];
        let (take, _) = node.directory.stitch(&scene.ben.person, &parts, Wish::default()).await.expect("it waits");
        assert_eq!(scene.ana.question().await.take, take, "a join shows her as well");
        scene.room.handle.act(domain::room::Command::CancelTake { by: scene.ben.user(), take }).await.expect("his own");
        audience(&node, &scene, Audience::OnlyMe).await;
        for refused in [
            node.directory.extend(&scene.ben.person, &scene.clip, (1, ""), Wish::default()).await,
            node.directory.stitch(&scene.ben.person, &parts, Wish { absent: Absent::Without, ..Wish::default() }).await,
        ] {
            assert_eq!(refused.expect_err("only she may").code, "consent_denied");
        }
        let without = Wish { absent: Absent::Without, ..Wish::default() };
        let (take, _) = node.directory.extend(&scene.ben.person, &scene.clip, (1, ""), without).await.expect("with a stand-in");
        let clip = scene.ben.clip(take).await;
        let clip = kept(&node, clip).await;
        assert!(clip.cast.is_empty());
        audience(&node, &scene, Audience::Everyone).await;
        let (take, _) = node.directory.extend(&scene.ben.person, &clip, (1, ""), Wish::default()).await.expect("a stand-in stays one");
        let clip = scene.ben.clip(take).await;
        assert!(kept(&node, clip).await.cast.is_empty());
    });
}

#[test]
fn what_is_taken_back_takes_along_what_was_made_of_it() {
    story(|node| async move {
        let mut scene = with_ana(&node).await;
        let (take, _) =
            node.directory.edit(&scene.ben.person, &scene.clip, prompt("@ana rides a whale"), Wish::default()).await.expect("other words");
        let edited = scene.ben.clip(take).await;
        let edited = kept(&node, edited).await;
        node.reel.allow(3);
        let (running, _) = node.directory.extend(&scene.ben.person, &edited, (1, ""), Wish::default()).await.expect("it goes on");
        scene.ben.started(running).await;
        let parts = [scene.clip.clone(), edited.clone()];
        let (waiting, _) = node.directory.stitch(&scene.ben.person, &parts, Wish::default()).await.expect("behind the other");
        let scope = Scope::Take(scene.clip.take);
        node.directory.revoke(scene.ana.user(), scene.cameo, scope, ScopeView::Clip(scene.clip.id)).await.expect("an owner may");
        assert_eq!(scene.ben.failure(running).await.0, "consent_withdrawn", "what was being made of it stops");
        assert_eq!(kept(&node, edited.id).await.withheld.len(), 1, "what had been made of it is withheld");
        assert_eq!(scene.ben.failure(waiting).await.0, "clip_withheld", "what was to be read is not read");
        let clip = kept(&node, scene.clip.id).await;
        for refused in [
            node.directory.extend(&scene.ben.person, &clip, (1, ""), Wish::default()).await,
            node.directory.stitch(&scene.ben.person, &[clip.clone(), clip.clone()], Wish::default()).await,
        ] {
            assert_eq!(refused.expect_err("it is withheld").code, "clip_withheld");
        }
        assert_eq!(node.directory.copy_storyboard(&scene.ben.person, &clip, scene.room.id).await.expect_err("withheld").code, "clip_withheld");
    });
}

#[test]
fn a_copied_storyboard_names_its_clip_and_its_makers_make_the_remix_too() {
    story(|node| async move {
        let (mut ben, mut ana, cleo) = (node.person("host").await, node.person("ana").await, node.person("cleo").await);
        let (room, other) = (node.room(&ben, &[&ana]).await, node.room(&cleo, &[&ben]).await);
        room.write(&ben, "a snail").await;
        room.write(&ben, "a whale").await;
        ana.enter(&room).await;
        node.reel.allow(u32::MAX);
        let clip = taken(&node, &room, &mut ana).await;
        assert_eq!(node.directory.copy_storyboard(&ben.person, &clip, other.id).await.expect("he may write there"), 2);
        // Anybody can write the name of a clip beside a shot: what counts is whose the clip is.
        let refused = other.ask(&cleo, "not hers", Absent::Wait).await.expect_err("it is their clip");
        assert_eq!(refused.code, "clip_unknown");
        assert!(refused.message.contains("let an owner of it ask"), "{}", refused.message);
        ben.enter(&other).await;
        let remix = taken(&node, &other, &mut ben).await;
        let derived = remix.plan.derived().expect("it says of what");
        assert_eq!((derived.how, &derived.clips), (Derivation::Remix, &vec![clip.id]));
        let prompts: Vec<_> = remix.plan.shots().iter().map(|shot| shot.prompt.as_str()).collect();
        assert_eq!(prompts, ["a snail", "a whale"]);
        let mut makers: Vec<_> = remix.makers.iter().map(|maker| maker.handle.as_str()).collect();
        makers.sort_unstable();
        assert_eq!(makers, ["ana", "host"]);
        assert_eq!(node.store.lineage(clip.id).await.expect("the store answers").descendants[0].clip, remix.id);
        // Deleted since: nobody can see of what it would be made.
        node.store.delete_clip(clip.id).await.expect("the store answers");
        let refused = other.ask(&ben, "again", Absent::Wait).await.expect_err("its clip is gone");
        assert_eq!(refused.code, "clip_unknown");
    });
}

/// Somebody's take that runs and does not end, so that others wait behind it.
async fn running(node: &Node, room: &Room, by: &mut Page) -> domain::TakeId {
    node.reel.allow(3);
    let take = room.take(by).await;
    by.started(take).await;
    take
}

#[test]
fn what_waits_for_a_clip_that_is_closed_or_deleted_ends_at_once() {
    story(|node| async move {
        let mut scene = with_ana(&node).await;
        let (other, alone) = (node.room(&scene.ben, &[]).await, Wish::default());
        other.write(&scene.ben, "a whale").await;
        scene.ben.enter(&other).await;
        let closed = taken(&node, &other, &mut scene.ben).await;
        let long = running(&node, &other, &mut scene.ben).await;
        let (waiting, _) = node.directory.extend(&scene.ben.person, &closed, (1, ""), alone.clone()).await.expect("behind the other");
        let (kept_on, _) = node.directory.extend(&scene.ben.person, &closed, (2, ""), alone.clone()).await.expect("behind the other");
        node.directory.sources_gone(&[closed.id]).await;
        node.store.withdraw_clip(closed.id, scene.ben.user(), crate::clock::now()).await.expect("the store answers");
        node.directory.sources_gone(&[scene.clip.id]).await;
        node.directory.sources_gone(&[closed.id]).await;
        assert_eq!(scene.ben.failure(waiting).await.0, "clip_withdrawn", "nothing ended before it was closed, nor for another clip");
        assert_eq!(scene.ben.failure(kept_on).await.0, "clip_withdrawn");
        assert!(node.store.takes_waiting_for(&[closed.id]).await.expect("the store answers").is_empty());

        // One that waits for a yes; its question goes with it.
        audience(&node, &scene, Audience::Approved).await;
        scene.ben.enter(&scene.room).await;
        let (held, _) = node.directory.extend(&scene.ben.person, &scene.clip, (1, ""), alone).await.expect("it waits for her");
        assert_eq!(scene.ana.question().await.take, held);
        node.store.delete_clip(scene.clip.id).await.expect("the store answers");
        node.directory.clip_deleted(scene.clip.room, scene.clip.id, scene.ben.user()).await;
        assert_eq!(scene.ben.failure(held).await.0, "clip_unknown");
        while !node.directory.questions(scene.ana.user()).await.expect("her home answers").is_empty() {
            tokio::task::yield_now().await;
        }
        other.handle.act(domain::room::Command::CancelTake { by: scene.ben.user(), take: long }).await.expect("it still ran");
    });
}

#[test]
fn what_is_closed_while_a_take_waits_is_refused_at_its_turn() {
    story(|node| async move {
        let mut scene = with_ana(&node).await;
        running(&node, &scene.room, &mut scene.ben).await;
        let (waiting, _) = node.directory.extend(&scene.ben.person, &scene.clip, (1, ""), Wish::default()).await.expect("behind the other");
        // Nobody told the room.
        node.store.withdraw_clip(scene.clip.id, scene.ben.user(), crate::clock::now()).await.expect("the store answers");
        node.reel.allow(u32::MAX);
        assert_eq!(scene.ben.failure(waiting).await.0, "clip_withdrawn");
        assert_eq!(node.reel.likenesses().len(), 2, "no engine was asked for it");
    });
}
