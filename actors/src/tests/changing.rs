//! What an owner decides while something waits, runs, or sleeps: it holds for that as well.

use super::harness::{Node, Page, Room, story};
use crate::{clock, user::RulesOf};
use domain::{
    TakeId, UserId,
    cameo::{Asking, Audience, DecisionEvent, Rules},
    ledger::{EntryKind, LedgerDraft},
    mention::Mention,
};
use store::{Clip, DecisionBatch};
use wire::cameo::AnswerView;

#[test]
fn a_minor_is_strict_also_where_no_rules_were_saved() {
    story(|node| async move {
        let ana = node.person("ana").await;
        let cameo = node.enrolled(&ana, None, true).await;
        let take = TakeId::new(clock::now(), &clock::entropy());
        let asking = Asking { take, room: None, makers: vec![ana.user()], asker: ana.user() };
        let mention = Mention::person(ana.person.handle.clone());
        let considered = node.directory.consider(&mention, &asking, false).await.expect("her home answers").expect("she can be cast");
        assert!(considered.rules.strict);
        let rules = node.directory.ask_home(ana.user(), || RulesOf(cameo)).await.expect("her home answers").expect("her own");
        assert!(rules.strict, "also when the take begins");
    });
}

#[test]
fn a_restriction_made_while_a_take_waited_refuses_it() {
    story(|node| async move {
        let (mut ben, mut ana) = (node.person("host").await, node.person("ana").await);
        let cameo = node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@ana riding two snails").await;
        ben.enter(&room).await;
        let take = room.take(&ben).await;
        let question = ana.question().await;
        let rules = Rules { audience: Audience::Approved, restrictions: vec!["riding snails".into()], ..Rules::default() };
        node.directory.change_rules(ana.user(), cameo, rules).await.expect("her own");
        node.directory.answer(&ana.person, question.question, AnswerView::Once).await.expect("she says yes");
        let (code, reason) = ben.failure(take).await;
        assert_eq!(code, "moderated");
        assert!(reason.contains("riding snails"), "{reason}");
        assert!(node.reel.likenesses().is_empty(), "nothing of her was handed out");
    });
}

#[test]
fn a_denial_stops_what_runs_however_many_uses_came_after_it() {
    story(|node| async move {
        let (ben, ana) = (node.person("host").await, node.person("ana").await);
        let cameo = node.cameo(&ana, None, Audience::Everyone).await;
        let epoch = node.store.open_user(ana.user()).await.expect("the store answers");
        let last = node.store.decisions(cameo).await.expect("the store answers").last().map_or(0, |last| last.number);
        let someone = UserId::new(clock::now(), &clock::entropy());
        let later = clock::now().plus(3_600_000);
        let used = (0..120).map(|_| {
            let take = TakeId::new(later, &clock::entropy());
            (DecisionEvent::Used { take, room: None, makers: vec![someone] }, LedgerDraft::new(EntryKind::Used))
        });
        let batch = DecisionBatch { cameo, epoch, expected_number: last, at: clock::now(), decisions: used.collect() };
        node.store.append_decisions(batch).await.expect("uses of others");

        let (ben, ana) = (ben.person.clone(), ana.person.clone());
        let node = node.restarted().await;
        let mut ben = node.page(ben).await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@ana rides a snail").await;
        ben.enter(&room).await;
        node.reel.allow(60);
        let mut watching = room.handle.watch(ben.user()).await.expect("a member");
        let take = room.take(&ben).await;
        watching.next().await.expect("a picture");
        node.directory.decide(ana.user, cameo, DecisionEvent::PersonDenied { user: ben.user() }).await.expect("her own");
        assert_eq!(ben.failure(take).await.0, "consent_withdrawn");
    });
}

/// Ben made a clip of Ana, and the server started again; nobody has asked for her home since.
async fn asleep(node: Node) -> (Node, UserId, UserId, Clip) {
    let (mut ben, ana) = (node.person("host").await, node.person("ana").await);
    node.cameo(&ana, None, Audience::Everyone).await;
    let room: Room = node.room(&ben, &[]).await;
    room.write(&ben, "@ana rides a snail").await;
    ben.enter(&room).await;
    node.reel.allow(u32::MAX);
    let take = room.take(&ben).await;
    let clip = ben.clip(take).await;
    let clip = node.store.clip(clip).await.expect("the store answers").expect("it is kept");
    let (ana, ben) = (Page::user(&ana), Page::user(&ben));
    (node.restarted().await, ana, ben, clip)
}

#[test]
fn a_block_reaches_a_home_that_it_wakes() {
    story(|node| async move {
        let (node, ana, ben, clip) = asleep(node).await;
        node.store.block(ana, ben, clock::now()).await.expect("she blocks him");
        node.directory.ties_changed(ana, ben).await.expect("her home starts");
        assert_eq!(node.directory.live_cast(&clip.plan).await.err().expect("not any more").code, "consent_withdrawn");
    });
}

#[test]
fn a_block_that_no_home_heard_of_holds_once_it_starts() {
    story(|node| async move {
        let (node, ana, ben, clip) = asleep(node).await;
        node.store.block(ana, ben, clock::now()).await.expect("she blocks him");
        // The server went down before her home was told.
        assert_eq!(node.directory.live_cast(&clip.plan).await.err().expect("not any more").code, "consent_withdrawn");
    });
}
