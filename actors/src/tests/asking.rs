//! Takes that show somebody: who says no, who is asked, and what waits for an answer.

use super::harness::story;
use crate::{Reads, SocketId, outbox::Outbox};
use domain::{
    cameo::{Audience, DecisionEvent, Rules},
    mention::Mention,
};
use wire::{
    Absent, EventKind, Message,
    cameo::{AnswerView, RulingView},
};

#[test]
fn whoever_denies_is_not_made_and_a_stand_in_may_play_them() {
    story(|node| async move {
        let (mut ben, ana) = (node.person("host").await, node.person("ana").await);
        node.cameo(&ana, None, Audience::OnlyMe).await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@ana rides a snail").await;
        let refused = room.ask(&ben, "1", Absent::Wait).await.expect_err("only she may");
        assert_eq!((refused.code.as_str(), refused.message.as_str()), ("consent_denied", "only @ana can cast @ana"));
        ben.enter(&room).await;
        let take = room.ask(&ben, "2", Absent::Without).await.expect("with a stand-in");
        let cast = ben.event(|event| if let EventKind::TakeQueued { take } = event { Some((take.take, take.cast)) } else { None }).await;
        assert_eq!(cast, (take, vec![]));
    });
}

#[test]
fn nobody_of_that_name_is_told_kindly() {
    story(|node| async move {
        let ben = node.person("host").await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@zoe rides a snail").await;
        let refused = room.ask(&ben, "1", Absent::Wait).await.expect_err("nobody is called that");
        assert_eq!(refused.code, "mention_unknown");
        assert!(refused.message.contains("@zoe"), "{}", refused.message);
        room.ask(&ben, "2", Absent::Without).await.expect("with a stand-in");
    });
}

#[test]
fn a_question_is_asked_in_person_and_one_yes_queues_the_take() {
    story(|node| async move {
        let (mut ben, mut ana) = (node.person("host").await, node.person("ana").await);
        let cameo = node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@ana rides a snail").await;
        ben.enter(&room).await;
        let take = room.take(&ben).await;
        let held = ben.event(|event| if let EventKind::TakeQueued { take } = event { Some(take) } else { None }).await;
        assert_eq!((held.take, held.waiting_for), (take, vec!["ana".to_owned()]));
        let (written, mut board) = Outbox::new();
        node.directory.connected(&ana.person, SocketId::next(), written, Reads::Storyboard).await.expect("a place for her storyboard");
        let question = ana.question().await;
        assert_eq!((question.take, question.cameo, question.by.as_str()), (take, cameo, "host"));
        assert_eq!(question.prompts, ["@ana rides a snail"]);
        let mut phone = node.page(ana.person.clone()).await;
        assert_eq!(phone.question().await.question, question.question, "every page of hers is told");

        let answers = [AnswerView::Once, AnswerView::No].map(|answer| node.directory.answer(&ana.person, question.question, answer));
        let [yes, no] = futures::future::join_all(answers).await.try_into().expect("two answers");
        yes.expect("she says yes");
        assert_eq!(no.expect_err("her other page comes too late").code, "question_answered");
        ben.event(|event| matches!(event, EventKind::ConsentGiven { .. }).then_some(())).await;
        ben.started(take).await;
        phone.hear(|message| matches!(message, Message::QuestionGone { .. }).then_some(())).await;
        assert!(board.try_next().is_none(), "a storyboard's socket speaks only of the storyboard");
        let twice = node.directory.answer(&ana.person, question.question, AnswerView::No).await.expect_err("answered");
        assert_eq!(twice.code, "question_answered");
        node.reel.allow(u32::MAX);
        ben.clip(take).await;
        // Once is once.
        let next = room.take(&ben).await;
        assert_eq!(ana.question().await.take, next);
    });
}

#[test]
fn a_no_ends_the_take_and_names_who_said_it() {
    story(|node| async move {
        let (mut ben, mut ana) = (node.person("host").await, node.person("ana").await);
        node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@ana rides a snail").await;
        ben.enter(&room).await;
        let take = room.take(&ben).await;
        let question = ana.question().await;
        let strangers = node.directory.answer(&ben.person, question.question, AnswerView::Once).await.expect_err("not his to say");
        assert_eq!(strangers.code, "question_unknown");
        node.directory.answer(&ana.person, question.question, AnswerView::No).await.expect("she says no");
        let (code, reason) = ben.failure(take).await;
        assert_eq!((code.as_str(), reason.as_str()), ("consent_denied", "@ana said no to this scene. Nothing of them was made."));
        let again = room.ask(&ben, "again", Absent::Wait).await.expect_err("she is not asked again at once");
        assert_eq!(again.code, "question_too_soon");
        assert!(again.message.starts_with("@ana said no to you a moment ago") && again.message.ends_with(" s"), "{}", again.message);
        room.ask(&ben, "without", Absent::Without).await.expect("a stand-in needs nobody's word");
        let elsewhere = node.room(&ben, &[]).await;
        elsewhere.write(&ben, "@ana rides a snail").await;
        let again = elsewhere.ask(&ben, "elsewhere", Absent::Wait).await.expect_err("nor in another room");
        assert_eq!(again.code, "question_too_soon");
    });
}

#[test]
fn new_rules_answer_what_was_asked() {
    story(|node| async move {
        let (mut ben, mut ana) = (node.person("host").await, node.person("ana").await);
        let cameo = node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@ana rides a snail").await;
        ben.enter(&room).await;
        node.reel.allow(60);
        let mut watching = room.handle.watch(ben.user()).await.expect("a member");
        let (first, second) = (room.take(&ben).await, room.take(&ben).await);
        let question = ana.question().await;
        assert_eq!(question.take, first);
        node.directory.answer(&ana.person, question.question, AnswerView::Always).await.expect("she trusts him");
        let (mut given, mut running) = (Vec::new(), None);
        while given.len() < 2 || running.is_none() {
            match ben.event(Some).await {
                EventKind::ConsentGiven { take, .. } => given.push(take),
                EventKind::TakeStarted { take, .. } => running = Some(take),
                _ => {}
            }
        }
        given.sort_unstable();
        assert_eq!(given, [first, second], "both, whichever was asked about");
        watching.next().await.expect("a picture");
        let waiting = if running == Some(first) { second } else { first };
        let denied = DecisionEvent::PersonDenied { user: ben.user() };
        node.directory.decide(ana.user(), cameo, denied).await.expect("she changes her mind");
        assert_eq!(ben.failure(running.expect("one runs")).await.0, "consent_withdrawn", "what runs by it ends");
        assert_eq!(ben.failure(waiting).await.0, "consent_denied", "what waits is not begun");
    });
}

#[test]
fn a_cancelled_take_takes_its_question_back() {
    story(|node| async move {
        let (ben, mut ana) = (node.person("host").await, node.person("ana").await);
        node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@ana rides a snail").await;
        let take = room.take(&ben).await;
        let question = ana.question().await;
        room.handle.act(domain::room::Command::CancelTake { by: ben.user(), take }).await.expect("his own");
        let gone = ana.hear(|message| if let Message::QuestionGone { question } = message { Some(question) } else { None }).await;
        assert_eq!(gone, question.question);
        assert!(node.directory.questions(ana.user()).await.expect("her home answers").is_empty());
    });
}

#[test]
fn a_held_take_and_its_question_outlive_a_restart() {
    story(|node| async move {
        let (ben, mut ana) = (node.person("host").await, node.person("ana").await);
        node.cameo(&ana, None, Audience::Approved).await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@ana rides a snail").await;
        let take = room.take(&ben).await;
        let before = ana.question().await;
        let (ben, ana) = (ben.person.clone(), ana.person.clone());

        let node = node.restarted().await;
        let room = room.again(&node).await;
        let mut ben = node.page(ben).await;
        let view = ben.enter(&room).await;
        assert_eq!(view.asking.iter().map(|held| held.take.take).collect::<Vec<_>>(), [take]);
        let mut ana = node.page(ana).await;
        let question = ana.question().await;
        assert_eq!(question.question, before.question, "the same one");
        node.directory.answer(&ana.person, question.question, AnswerView::Room).await.expect("she says yes");
        ben.started(take).await;
    });
}

#[test]
fn an_owners_restriction_refuses_a_take_before_it_is_queued() {
    story(|node| async move {
        let (ben, ana) = (node.person("host").await, node.person("ana").await);
        let cameo = node.cameo(&ana, None, Audience::Everyone).await;
        let rules = Rules { audience: Audience::Everyone, restrictions: vec!["riding snails".into()], ..Rules::default() };
        node.directory.change_rules(ana.user(), cameo, rules).await.expect("her own");
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "@ana riding two snails").await;
        let refused = room.ask(&ben, "1", Absent::Wait).await.expect_err("she does not want that");
        assert_eq!(refused.code, "moderated");
        assert!(refused.message.contains("riding snails"), "{}", refused.message);
    });
}

#[test]
fn an_editor_sees_at_once_who_may_be_cast() {
    story(|node| async move {
        let (ben, ana, eve) = (node.person("host").await, node.person("ana").await, node.person("eve").await);
        node.cameo(&ana, None, Audience::Approved).await;
        node.cameo(&ana, Some("rex"), Audience::Everyone).await;
        node.cameo(&eve, None, Audience::OnlyMe).await;
        let room = node.room(&ben, &[]).await;
        let mentions = ["ana", "ana.rex", "eve", "zoe"].map(|text| text.parse::<Mention>().expect("a mention"));
        let seen = node.directory.precheck(&ben.person, Some(room.id), mentions.to_vec()).await.expect("a member");
        let rulings: Vec<RulingView> = seen.iter().map(|seen| seen.ruling).collect();
        assert_eq!(rulings, [RulingView::WillAsk, RulingView::Allowed, RulingView::Denied, RulingView::Unknown]);
        assert_eq!(seen[2].why.sentence, "only @eve can cast @eve");
        let stranger = node.directory.precheck(&eve.person, Some(room.id), mentions.to_vec()).await.expect_err("not in the room");
        assert_eq!(stranger.code, "not_member");
        let own = node.directory.precheck(&eve.person, None, mentions[2..3].to_vec()).await.expect("outside of any room");
        assert_eq!(own[0].ruling, RulingView::Allowed, "who casts themselves need not ask");
    });
}
