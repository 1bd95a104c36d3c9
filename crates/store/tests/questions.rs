//! Questions and receipts, also over a restart.

use crate::{cameos, harness::*, on_both};
use domain::{CameoId, QuestionId, TakeId, UserId};
use store::{DecisionBatch, Question};

on_both!(a_question_waits_for_one_answer, a_question_goes_with_its_take_or_its_cameo, a_receipt_is_kept_once);

fn question(cameo: CameoId, owner: UserId, take: TakeId) -> Question {
    let (asker, other) = (user_id(), user_id());
    Question {
        id: QuestionId::from_uuid(user_id().as_uuid()),
        cameo,
        owner,
        take,
        room: Some(room_id()),
        asker,
        makers: vec![asker, other],
        title: HOSTILE[1].into(),
        at: NOW,
        answer: None,
        answered_at: None,
    }
}

async fn a_question_waits_for_one_answer(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let cameo = cameos::enrolled(&store, user, None).await;
    let (first, second) = (question(cameo, user, take_id()), question(cameo, user, take_id()));
    assert_eq!(store.ask(first.clone()).await.unwrap(), first.id);
    assert_eq!(store.ask(Question { id: second.id, ..first.clone() }).await.unwrap(), first.id, "one for each cameo and take");
    store.ask(second.clone()).await.unwrap();
    drop(store);
    let store = bench.open().await;
    assert_eq!(store.questions_for(user).await.unwrap(), [first.clone(), second.clone()]);
    assert_eq!(store.answer_question(first.id, user_id(), "once", NOW).await.unwrap_err().code(), "question_unknown");
    for _ in 0..2 {
        let answered = store.answer_question(first.id, user, "once", LATER).await.unwrap();
        assert_eq!((answered.answer.as_deref(), answered.answered_at), (Some("once"), Some(LATER)));
    }
    let refused = store.answer_question(first.id, user, "no", LATER).await.unwrap_err();
    assert!(matches!(&refused, store::StoreError::QuestionAnswered { answer } if answer == "once"), "{refused}");
    assert_eq!(store.questions_for(user).await.unwrap(), [second]);
    assert_eq!(store.questions_of_take(first.take).await.unwrap()[0].answer.as_deref(), Some("once"));
    assert_eq!(store.question(first.id).await.unwrap().unwrap().makers, first.makers);
}

async fn a_question_goes_with_its_take_or_its_cameo(bench: Bench) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let cameo = cameos::enrolled(&store, user, None).await;
    let (first, second) = (question(cameo, user, take_id()), question(cameo, user, take_id()));
    store.ask(first.clone()).await.unwrap();
    store.ask(second).await.unwrap();
    assert_eq!((store.drop_questions(first.take).await.unwrap(), store.drop_questions(first.take).await.unwrap()), (1, 0));
    let epoch = store.open_user(user).await.unwrap();
    let batch = DecisionBatch { cameo, epoch, expected_number: 0, at: NOW, decisions: vec![cameos::ended()] };
    store.append_decisions(batch).await.unwrap();
    assert!(store.questions_for(user).await.unwrap().is_empty());
}

async fn a_receipt_is_kept_once(bench: Bench) {
    let store = bench.open().await;
    let (user, cameo) = (user_id(), cameo_id());
    store.keep_receipt(user, cameo, 1, NOW, "{\"first\":1}").await.unwrap();
    store.keep_receipt(user, cameo, 1, LATER, "{}").await.unwrap();
    store.keep_receipt(user, cameo, 4, LATER, "{}").await.unwrap();
    let receipts = store.receipts_of(cameo).await.unwrap();
    assert_eq!(receipts.iter().map(|receipt| (receipt.number, receipt.body.as_str())).collect::<Vec<_>>(), [(4, "{}"), (1, "{\"first\":1}")]);
    let long = "x".repeat(4 * 1_024 * 1_024 + 1);
    assert_eq!(store.keep_receipt(user, cameo, 5, NOW, &long).await.unwrap_err().code(), "store_invalid");
}
