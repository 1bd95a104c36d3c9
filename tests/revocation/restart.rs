//! `kill -9` right after consent was taken back: what was acknowledged holds, and what waits for an answer still waits.

use super::{Stage, finished};
use crate::support::{Page, Program, small};
use wire::{
    EventKind,
    cameo::{AnswerView, AudienceView, QuestionView, ReceiptView, ScopeView},
};

#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledged_revocation_holds_after_a_kill_and_a_held_take_still_waits() {
    let mut stage = Stage::set().await;
    let clip = stage.keep(4, small()).await;
    stage.ben.open_cameo(stage.mug, AudienceView::Approved).await;
    let held = stage.ask("@ben.mug stands on a table", 4, small()).await;
    let waiting = |event: &EventKind| if let EventKind::TakeQueued { take } = event { Some((take.take, take.waiting_for.clone())) } else { None };
    assert_eq!(stage.bens.event("the first take", waiting).await.1, Vec::<String>::new());
    assert_eq!(stage.bens.event("the take that waits", waiting).await, (held, vec!["ben.mug".to_owned()]));
    let question = stage.bens.question().await;
    assert_eq!((question.take, question.by.as_str(), question.mention.as_str()), (held, "ana", "ben.mug"));
    let receipt = stage.ben.revoke(stage.mug, ScopeView::Clip(clip)).await;
    let Stage { program, data, room, ana, ben, mug, .. } = stage;
    program.kill().await;

    let program = Program::serve(data.path(), true).await;
    let (ana, ben) = (ana.at(&program.url), ben.at(&program.url));
    for person in [&ana, &ben] {
        assert_eq!(person.get(&format!("/api/clips/{clip}/video")).await.refusal(), (451, "clip_withheld".into()));
        assert_eq!(person.get(&format!("/api/clips/{clip}/poster")).await.refusal(), (451, "clip_withheld".into()));
    }
    let receipts: Vec<ReceiptView> = ben.get(&format!("/api/cameos/{mug}/receipts")).await.json();
    assert_eq!(receipts, [receipt]);

    let (mut anas, view) = Page::in_room(&ana, room).await;
    assert!(view.running.is_none() && view.queue.is_empty(), "nothing begins without an answer");
    assert_eq!(view.asking.iter().map(|held| held.take.take).collect::<Vec<_>>(), [held]);
    let listed: Vec<QuestionView> = ben.get("/api/questions").await.json();
    assert_eq!(listed.iter().map(|open| open.question).collect::<Vec<_>>(), [question.question]);
    let mut bens = Page::open(&ben).await;
    assert_eq!(bens.question().await.question, question.question, "it is put to him again");
    bens.answer(question.question, AnswerView::Once).await;
    let (ended, other) = anas.event("the end of what waited", finished).await;
    assert_eq!(ended, held);
    assert_eq!(ana.get(&format!("/api/clips/{other}/video")).await.status, 200);
    assert_eq!(ana.get(&format!("/api/clips/{clip}/video")).await.refusal(), (451, "clip_withheld".into()));
    program.kill().await;
}
