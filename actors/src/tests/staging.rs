//! A stage runs on: people steer it, somebody leaves it, a stretch of it becomes a clip, takes are made beside it, and a restart ends it.

use super::harness::{Node, Page, Room, story};
use crate::{Person, clock, device::Recording, stage::Subscription};
use domain::{
    TakeId,
    cameo::{Audience, Scope},
    consent::Withheld,
    plan::{Cast, Draft, Format, FrozenPlan, Maker, Size},
    storyboard::{Shot, Storyboard},
};
use media::UnitKind;
use std::{sync::Arc, time::Duration};
use wire::{
    Accepted, Command, EditState, EditView, Ephemeral, EventKind, LiveView, Message,
    cameo::{AnswerView, ScopeView},
};

struct Scene {
    ana: Page,
    ben: Page,
    room: Room,
}

/// Ana and Ben write in one room.
async fn scene(node: &Node) -> Scene {
    let ben = node.person("host").await;
    let ana = node.person("ana").await;
    let room = node.room(&ben, &[&ana]).await;
    Scene { ana, ben, room }
}

impl Scene {
    async fn open(&mut self, prompt: &str) -> Subscription {
        self.ben.enter(&self.room).await;
        self.room.rewrite(&self.ben, prompt).await;
        let watching = self.room.handle.watch(self.ben.user()).await.expect("a member");
        let (room, state_vector) = (self.room.id, self.room.state_vector());
        let opened = self.room.stage(&self.ben, Command::OpenStage { room, shot: "a".into(), state_vector }).await;
        assert!(matches!(opened, Ok(Accepted::Done)), "{opened:?}");
        watching
    }
}

/// Somebody writes, and steers with it.
async fn steer(room: &Room, by: &Page, prompt: &str) -> u32 {
    room.rewrite(by, prompt).await;
    let state_vector = room.state_vector();
    match room.stage(by, Command::Steer { room: room.id, shot: "a".into(), state_vector }).await.expect("it may be steered") {
        Accepted::Steering { edit } => edit,
        other => panic!("{other:?}"),
    }
}

async fn live(page: &mut Page, wanted: impl Fn(&LiveView) -> bool) -> LiveView {
    page.hear(|message| match message {
        Message::State { state: Ephemeral::Live { live: Some(live) }, .. } if wanted(&live) => Some(*live),
        _ => None,
    })
    .await
}

async fn edit_in(page: &mut Page, edit: u32, state: EditState) -> EditView {
    let found = |live: &LiveView| live.edits.iter().any(|known| known.edit == edit && known.state == state);
    let live = live(page, found).await;
    live.edits.into_iter().find(|known| known.edit == edit).expect("it was just there")
}

#[test]
fn an_edit_is_applied_with_its_first_picture_and_a_rejected_one_says_why() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let mut watching = scene.open("a dog runs").await;
        let first = watching.next().await.expect("it runs");
        let told = scene.ben.hear(|message| match message {
            Message::State { state: Ephemeral::Stage { take: Some(take) }, .. } => Some(take),
            _ => None,
        });
        assert_eq!(told.await, first.take(), "pages know what they see before anybody steers");
        let edit = steer(&scene.room, &scene.ana, "a dog jumps").await;
        let applied = edit_in(&mut scene.ben, edit, EditState::Applied).await;
        assert_eq!((applied.by, applied.words.as_str()), (scene.ana.user(), "a dog jumps"), "who wrote what");
        let picture = applied.picture.expect("the first picture that shows it");
        assert_eq!(picture.take, first.take(), "nobody is cast: the pictures go on as they were");
        loop {
            let unit = watching.next().await.expect("it runs on");
            if unit.label().kind == UnitKind::Video && unit.label().index == picture.index {
                break;
            }
        }
        let edit = steer(&scene.room, &scene.ana, "something impossible").await;
        let rejected = edit_in(&mut scene.ben, edit, EditState::Rejected).await;
        assert_eq!(rejected.why.as_deref(), Some("nobody can draw that"));
        let edit = steer(&scene.room, &scene.ana, "@nobody_here waves").await;
        let rejected = edit_in(&mut scene.ben, edit, EditState::Rejected).await;
        assert!(rejected.why.is_some_and(|why| why.contains("@nobody_here")));
        assert!(watching.next().await.is_some(), "the scene goes on as it was");
    });
}

#[test]
fn who_leaves_the_stage_is_gone_at_once_and_the_scene_goes_on() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let cameo = node.cameo(&scene.ana, None, Audience::Everyone).await;
        let mut watching = scene.open("@ana rides a snail").await;
        let first = watching.next().await.expect("it runs");
        first.send(clock::now(), |_| ()).expect("she consents");
        let with_her = first.take();
        node.directory.revoke(scene.ana.user(), cameo, Scope::Everything, ScopeView::Everything).await.expect("an owner may");
        assert_eq!(first.send(clock::now(), |_| ()), Err(Withheld), "what was shown of her is shown no more");
        let told = scene.ben.hear(|message| if let Message::CameoRevoked { take, .. } = message { Some(take) } else { None }).await;
        assert_eq!(told, with_her);
        let next = loop {
            let unit = watching.next().await.expect("the scene goes on");
            match (unit.take() == with_her, unit.label().kind) {
                (true, _) => assert_eq!(unit.send(clock::now(), |_| ()), Err(Withheld)),
                (false, UnitKind::Video) => break unit,
                (false, _) => {}
            }
        };
        assert!(next.label().keyframe, "nothing is decoded from a picture of her");
        next.send(clock::now(), |_| ()).expect("nobody is in it");
        assert_eq!(node.reel.likenesses().last().map(Vec::len), Some(0), "the engine has her likeness no more");
        let live =
            live(&mut scene.ben, |live| live.edits.iter().any(|edit| edit.state == EditState::Applied && edit.words.contains("without @ana"))).await;
        assert!(live.recording.is_none());
        let edit = steer(&scene.room, &scene.ben, "@ana comes back").await;
        edit_in(&mut scene.ben, edit, EditState::Applied).await;
        assert_eq!(node.reel.likenesses().last().map(Vec::len), Some(0), "a stand-in comes back");
    });
}

/// She may cast herself; another's words do not bring her back.
#[test]
fn who_left_is_played_by_a_stand_in_until_they_steer_themselves() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let cameo = node.cameo(&scene.ana, None, Audience::Everyone).await;
        let mut watching = scene.open("@ana rides a snail").await;
        let with_her = watching.next().await.expect("it runs").take();
        node.directory.revoke(scene.ana.user(), cameo, Scope::Take(with_her), ScopeView::Take(with_her)).await.expect("an owner may");
        live(&mut scene.ben, |live| live.edits.iter().any(|edit| edit.state == EditState::Applied && edit.words.contains("without @ana"))).await;
        let edit = steer(&scene.room, &scene.ben, "@ana waves").await;
        edit_in(&mut scene.ben, edit, EditState::Applied).await;
        assert_eq!(node.reel.likenesses().last(), Some(&vec![]), "his words do not bring her back");
        let edit = steer(&scene.room, &scene.ana, "@ana waves again").await;
        edit_in(&mut scene.ben, edit, EditState::Applied).await;
        assert_eq!(node.reel.likenesses().last(), Some(&vec![cameo]), "her own do");
    });
}

#[test]
fn a_recording_that_begins_with_somebody_who_just_left_is_empty_and_stalls_nothing() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let cameo = node.cameo(&scene.ana, None, Audience::Everyone).await;
        let mut watching = scene.open("@ana rides a snail").await;
        let unit = loop {
            let unit = watching.next().await.expect("it runs");
            if unit.label().kind == UnitKind::Video {
                break unit;
            }
        };
        node.directory.revoke(scene.ana.user(), cameo, Scope::Everything, ScopeView::Everything).await.expect("an owner may");
        let (done, ended) = std::sync::mpsc::channel();
        let plan = Arc::new(some_plan(&scene));
        std::thread::spawn(move || {
            let mut recording = Recording::new(plan, Size { width: 360, height: 640 });
            recording.add(&unit);
            done.send(recording.finish().is_none()).expect("it is waited for");
        });
        assert_eq!(ended.recv_timeout(Duration::from_secs(20)), Ok(true), "nothing of her is kept, and nobody waits for a lock");
    });
}

fn some_plan(scene: &Scene) -> FrozenPlan {
    let Person { user, handle } = scene.ben.person.clone();
    let shot = Shot { id: "a".into(), prompt: "a dog runs".into(), seconds: 4, ..Shot::default() };
    FrozenPlan::freeze(Draft {
        take: TakeId::new(clock::now(), &clock::entropy()),
        room: None,
        storyboard: Storyboard { shots: vec![shot] },
        format: Format::default(),
        seed: 1,
        makers: vec![Maker { user, handle }],
        cast: Cast::nobody(),
        rules: 1,
    })
    .expect("within limits")
}

#[test]
fn who_is_asked_comes_on_with_her_yes() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let cameo = node.cameo(&scene.ana, None, Audience::Approved).await;
        let _watching = scene.open("a dog runs").await;
        let edit = steer(&scene.room, &scene.ben, "@ana waves").await;
        edit_in(&mut scene.ben, edit, EditState::Asked).await;
        assert!(node.reel.likenesses().iter().all(Vec::is_empty), "nothing of her is drawn before");
        let question = scene.ana.question().await;
        node.directory.answer(&scene.ana.person, question.question, AnswerView::Once).await.expect("she answers");
        edit_in(&mut scene.ben, edit, EditState::Applied).await;
        assert_eq!(node.reel.likenesses().last(), Some(&vec![cameo]));
    });
}

#[test]
fn what_is_recorded_belongs_to_all_who_steered_and_all_who_were_seen() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let cy = node.person("cy").await;
        node.cameo(&cy, None, Audience::Everyone).await;
        let mut watching = scene.open("a dog runs").await;
        watching.next().await.expect("it runs");
        let room = scene.room.id;
        scene.room.stage(&scene.ben, Command::Record { room, on: true }).await.expect("a co-creator may");
        live(&mut scene.ben, |live| live.recording.is_some()).await;
        let edit = steer(&scene.room, &scene.ana, "@cy waves").await;
        edit_in(&mut scene.ben, edit, EditState::Applied).await;
        scene.room.stage(&scene.ben, Command::Record { room, on: false }).await.expect("it ends with its last second");
        let (take, makers) =
            scene.ben.event(|event| if let EventKind::TakeQueued { take } = event { Some((take.take, take.makers)) } else { None }).await;
        assert_eq!(makers, [scene.ben.user(), scene.ana.user()]);
        let clip = scene.ben.clip(take).await;
        let clip = node.store.clip(clip).await.expect("the store answers").expect("it is kept");
        let mut owners = vec![scene.ana.user(), scene.ben.user(), cy.user()];
        owners.sort_unstable();
        assert_eq!(clip.owners, owners);
        assert!(clip.plan.is_recorded() && clip.seconds >= 4 && clip.bytes > 1_000, "{} s, {} bytes", clip.seconds, clip.bytes);
        assert_eq!(clip.plan.seconds(), clip.seconds);
        assert!(clip.plan.shots().iter().any(|shot| shot.prompt.contains("@cy waves")), "the plans of the stretch are kept");
    });
}

/// Ben records for a little more than four seconds.
async fn recorded_stage(node: &Node) -> (Scene, Subscription) {
    let mut scene = scene(node).await;
    let mut watching = scene.open("a dog runs").await;
    watching.next().await.expect("it runs");
    let room = scene.room.id;
    scene.room.stage(&scene.ben, Command::Record { room, on: true }).await.expect("a co-creator may");
    live(&mut scene.ben, |live| live.recording.is_some()).await;
    let mut from = None;
    loop {
        let unit = watching.next().await.expect("it runs");
        let at = unit.label().pts;
        if unit.label().kind == UnitKind::Video && at > *from.get_or_insert(at) + 5_300_000 {
            return (scene, watching);
        }
    }
}

async fn kept(node: &Node, scene: &mut Scene) {
    let take = scene.ben.event(|event| if let EventKind::TakeQueued { take } = event { Some(take.take) } else { None }).await;
    let clip = scene.ben.clip(take).await;
    let clip = node.store.clip(clip).await.expect("the store answers").expect("it is kept");
    assert!(clip.plan.is_recorded() && (4..=6).contains(&clip.seconds), "{} s", clip.seconds);
    assert_eq!(clip.plan.seconds(), clip.seconds);
}

#[test]
fn what_was_recorded_of_a_stage_that_is_closed_is_kept() {
    story(|node| async move {
        let (mut scene, _watching) = recorded_stage(&node).await;
        scene.room.stage(&scene.ben, Command::CloseStage { room: scene.room.id }).await.expect("it is his");
        kept(&node, &mut scene).await;
    });
}

#[test]
fn what_was_recorded_of_a_stage_that_breaks_is_kept_also_where_whoever_recorded_it_has_left() {
    story(|node| async move {
        let (mut scene, _watching) = recorded_stage(&node).await;
        let edit = steer(&scene.room, &scene.ana, "a dog jumps").await;
        edit_in(&mut scene.ben, edit, EditState::Applied).await;
        let (by, user) = (scene.ben.user(), scene.ana.user());
        let promote = domain::room::Command::SetRole { by, user, role: domain::room::Role::Host };
        scene.room.handle.act(promote).await.expect("a host may");
        scene.ana.enter(&scene.room).await;
        scene.room.handle.act(domain::room::Command::Leave { user: by }).await.expect("he goes");
        node.reel.break_off();
        std::mem::swap(&mut scene.ana, &mut scene.ben);
        kept(&node, &mut scene).await;
    });
}

#[test]
fn nothing_is_kept_of_a_stretch_from_which_somebody_left_before_the_stage_was_closed() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let cameo = node.cameo(&scene.ana, None, Audience::Everyone).await;
        let mut watching = scene.open("@ana rides a snail").await;
        watching.next().await.expect("it runs");
        let room = scene.room.id;
        scene.room.stage(&scene.ben, Command::Record { room, on: true }).await.expect("a co-creator may");
        live(&mut scene.ben, |live| live.recording.is_some()).await;
        for _ in 0..400 {
            watching.next().await.expect("it runs");
        }
        node.directory.revoke(scene.ana.user(), cameo, Scope::Everything, ScopeView::Everything).await.expect("an owner may");
        scene.room.stage(&scene.ben, Command::CloseStage { room }).await.expect("it is his");
        scene
            .ben
            .event(|event| match event {
                EventKind::TakeQueued { take } => panic!("{take:?}"),
                EventKind::StageClosed { .. } => Some(()),
                _ => None,
            })
            .await;
        let view = scene.ben.enter(&scene.room).await;
        assert!(
            view.queue.is_empty() && node.store.clips_of(scene.ben.user(), store::Page { after: None, limit: 9 }).await.expect("a store").is_empty()
        );
    });
}

#[test]
fn a_scene_that_takes_long_to_set_holds_up_no_take() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        scene.ben.enter(&scene.room).await;
        scene.room.rewrite(&scene.ben, "a crowd gathers").await;
        let open = Command::OpenStage { room: scene.room.id, shot: "a".into(), state_vector: scene.room.state_vector() };
        let opening = scene.room.stage(&scene.ben, open);
        let other = async {
            while node.reel.likenesses().is_empty() {
                tokio::task::yield_now().await;
            }
            let mut cy = node.person("cy").await;
            let elsewhere = node.room(&cy, &[]).await;
            cy.enter(&elsewhere).await;
            elsewhere.write(&cy, "a cat sleeps").await;
            let take = elsewhere.take(&cy).await;
            cy.started(take).await;
            node.reel.allow(u32::MAX);
        };
        let (opened, ()) = futures::join!(opening, other);
        assert!(matches!(opened, Ok(Accepted::Done)), "{opened:?}");
    });
}

#[test]
fn an_owner_is_asked_once_in_a_while_however_busily_somebody_steers() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        node.cameo(&scene.ana, None, Audience::Approved).await;
        let _watching = scene.open("a dog runs").await;
        let edit = steer(&scene.room, &scene.ben, "@ana waves").await;
        edit_in(&mut scene.ben, edit, EditState::Asked).await;
        let question = scene.ana.question().await;
        let edit = steer(&scene.room, &scene.ben, "@ana waves and smiles").await;
        let rejected = edit_in(&mut scene.ben, edit, EditState::Rejected).await;
        assert!(rejected.why.as_ref().is_some_and(|why| why.starts_with("they were asked a moment ago")), "{rejected:?}");
        let open = node.directory.questions(scene.ana.user()).await.expect("her home answers");
        assert_eq!(open.iter().map(|open| open.question).collect::<Vec<_>>(), [question.question], "the first one stands");
        node.directory.answer(&scene.ana.person, question.question, AnswerView::No).await.expect("she says no");
        let edit = steer(&scene.room, &scene.ben, "@ana dances").await;
        let rejected = edit_in(&mut scene.ben, edit, EditState::Rejected).await;
        assert!(rejected.why.as_ref().is_some_and(|why| why.starts_with("@ana said no to you a moment ago")), "{rejected:?}");
    });
}

#[test]
fn takes_are_made_beside_a_stage_and_not_shown_on_it() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let mut watching = scene.open("a dog runs").await;
        let stage = watching.next().await.expect("it runs").take();
        node.reel.allow(u32::MAX);
        let take = scene.room.take(&scene.ben).await;
        scene.ben.clip(take).await;
        for _ in 0..20 {
            assert_eq!(watching.next().await.expect("the stage runs on").take(), stage);
        }
        let refused = scene.room.stage(&scene.ana, Command::CloseStage { room: scene.room.id }).await.expect_err("she did not open it");
        assert_eq!(refused.code, "not_yours");
        scene.room.stage(&scene.ben, Command::CloseStage { room: scene.room.id }).await.expect("he did");
        scene.ben.event(|event| matches!(event, EventKind::StageClosed { by: Some(_), .. }).then_some(())).await;
        let refused = scene.room.stage(&scene.ben, Command::Record { room: scene.room.id, on: true }).await.expect_err("it is closed");
        assert_eq!(refused.code, "stage_closed");
    });
}

#[test]
fn a_take_that_waited_for_the_device_is_not_shown_on_a_stage_opened_meanwhile() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let mut other = node.person("cy").await;
        let elsewhere = node.room(&other, &[]).await;
        other.enter(&elsewhere).await;
        elsewhere.write(&other, "a cat sleeps").await;
        let first = elsewhere.take(&other).await;
        other.started(first).await;
        scene.ben.enter(&scene.room).await;
        scene.room.write(&scene.ben, "a dog runs").await;
        let waits = scene.room.take(&scene.ben).await;
        let mut watching = scene.open("a dog runs").await;
        let stage = watching.next().await.expect("it runs").take();
        node.reel.allow(u32::MAX);
        scene.ben.clip(waits).await;
        for _ in 0..20 {
            assert_eq!(watching.next().await.expect("the stage runs on").take(), stage);
        }
    });
}

#[test]
fn one_stage_for_each() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let mut watching = scene.open("a dog runs").await;
        watching.next().await.expect("it runs");
        let second = node.room(&scene.ben, &[]).await;
        scene.ben.enter(&second).await;
        second.write(&scene.ben, "a cat sleeps").await;
        let open = |state_vector| Command::OpenStage { room: second.id, shot: "a".into(), state_vector };
        let refused = second.stage(&scene.ben, open(second.state_vector())).await.expect_err("he has one");
        assert_eq!(refused.code, "stage_limit");
        scene.room.stage(&scene.ben, Command::CloseStage { room: scene.room.id }).await.expect("it is his");
        second.stage(&scene.ben, open(second.state_vector())).await.expect("the other is closed");
    });
}

#[test]
fn a_restart_closes_the_stage_and_says_so() {
    story(|node| async move {
        let mut scene = scene(&node).await;
        let mut watching = scene.open("a dog runs").await;
        watching.next().await.expect("it runs");
        let node = node.restarted().await;
        let room = scene.room.again(&node).await;
        let mut ben = node.page(scene.ben.person.clone()).await;
        let view = ben.enter(&room).await;
        assert_eq!(view.stage, None, "nothing pretends to run");
        let state_vector = room.state_vector();
        let again = room.stage(&ben, Command::OpenStage { room: room.id, shot: "a".into(), state_vector }).await;
        assert!(matches!(again, Ok(Accepted::Done)), "{again:?}");
    });
}
