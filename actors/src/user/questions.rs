//! Questions to this person: may they be in that take? Kept until they are answered, the take is over, or a day has passed.
//!
//! The room that waits asks again whenever it or this home was restarted; a question is put once for each cameo and take.

use super::{
    UserActor,
    home::gone,
    ledger::asked as asked_entry,
    message::{AnswerQuestion, DropQuestions, NewQuestion, OpenQuestions, PutQuestion},
};
use crate::{
    clock,
    mailbox::{Answering, Asked, tell_surely},
    outbox::{CONTROL_BYTES, Frame, Outbox},
    room::OwnerAnswered,
};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{
    CameoId, QuestionId, TakeId, Timestamp, UserId,
    cameo::{Asking, DecisionEvent, Ruling},
};
use std::collections::BTreeSet;
use store::StoreError;
use tracing::warn;
use wire::{
    ErrorBody, Message,
    cameo::{AnswerView, QuestionView},
};

/// Open questions of one person.
const MAX_OPEN: usize = 200;
/// Of these, from one asker: nobody fills all places.
const MAX_OPEN_EACH: usize = 10;
/// What a page that opens is told at once; the rest it finds in the list.
const TOLD_BYTES: usize = CONTROL_BYTES / 2;

type Reply = Answering<Result<(), ErrorBody>>;

/// One that waits for its answer.
pub(super) struct Open {
    question: NewQuestion,
    asking: Asking,
    view: QuestionView,
    /// An answer is being written: a second one comes too late.
    answered: bool,
}

/// One that is being written.
pub(super) struct Putting {
    asker: UserId,
    /// The take ended meanwhile.
    dropped: bool,
}

impl Open {
    pub fn frame(&self) -> Frame {
        Frame::text(&Message::Question(self.view.clone()))
    }

    fn tell_room(&self, allowed: bool) {
        tell_surely(&self.question.home, OwnerAnswered { take: self.asking.take, cameo: self.question.member.cameo, allowed });
    }
}

fn view(id: QuestionId, question: &NewQuestion) -> QuestionView {
    let NewQuestion { member, plan, room, room_name, asked_at, until, .. } = question;
    let makers: Vec<String> = plan.makers().iter().map(|maker| maker.handle.to_string()).collect();
    QuestionView {
        question: id,
        cameo: member.cameo,
        mention: member.mention.to_string(),
        take: plan.take(),
        room: Some(*room),
        room_name: Some(room_name.clone()),
        by: makers.first().cloned().unwrap_or_default(),
        makers,
        title: plan.title(),
        prompts: plan.told_to(&member.mention),
        asked_at: asked_at.as_millis(),
        expires_at: until.as_millis(),
    }
}

impl Handler<Asked<PutQuestion>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<PutQuestion>, context: &mut Context<Self>) {
        let Asked { question: PutQuestion(question), reply } = asked;
        let (cameo, asking) = (question.member.cameo, Asking::of(&question.plan));
        let say = |allowed| tell_surely(&question.home, OwnerAnswered { take: asking.take, cameo, allowed });
        match self.ruling(cameo, &asking) {
            None if self.missing().code != "cameo_unknown" => return reply.answer(Err(self.missing())),
            // Answered before the room or this home was restarted, or decided otherwise since.
            None | Some(Ruling::Denied(_)) => say(false),
            Some(Ruling::Allowed) => say(true),
            Some(Ruling::WillAsk) => {
                return match self.open_about(cameo, asking.take) {
                    Some(open) => {
                        open.question.home = question.home;
                        reply.answer(Ok(()));
                    }
                    None => self.put(question, asking, reply, context),
                };
            }
        }
        reply.answer(Ok(()));
    }
}

impl UserActor {
    fn open_about(&mut self, cameo: CameoId, take: TakeId) -> Option<&mut Open> {
        self.questions.values_mut().find(|open| open.question.member.cameo == cameo && open.asking.take == take)
    }

    fn put(&mut self, question: NewQuestion, asking: Asking, reply: Reply, context: &mut Context<Self>) {
        let key = (question.member.cameo, asking.take);
        if self.putting.contains_key(&key) {
            return reply.answer(Err(ErrorBody::new("busy", "this is being asked: try again in a moment")));
        }
        if let Err(error) = self.demand_place(asking.asker) {
            return reply.answer(Err(error));
        }
        self.putting.insert(key, Putting { asker: asking.asker, dropped: false });
        let id = QuestionId::new(clock::now(), &clock::entropy());
        let row = store::Question {
            id,
            cameo: question.member.cameo,
            owner: self.user,
            take: asking.take,
            room: Some(question.room),
            asker: asking.asker,
            makers: asking.makers.clone(),
            title: question.plan.title(),
            at: clock::now(),
            answer: None,
            answered_at: None,
        };
        let store = self.around.store.clone();
        let stored = async move { store.ask(row).await }.into_actor(self);
        context.spawn(stored.map(move |stored, user, context| match (stored, user.putting.remove(&key)) {
            (Ok(_), Some(Putting { dropped: true, .. })) => user.drop_stored(asking.take, Some(reply), context),
            (Ok(known), _) => {
                // The earlier one, where the take was asked about before a restart: that stands in the ledger already.
                if known == id {
                    user.write_down(question.member.cameo, asked_entry(&asking), context);
                }
                user.opened(known, question, asking);
                reply.answer(Ok(()));
            }
            (Err(failure), _) => {
                warn!(%failure, "a question could not be kept");
                reply.answer(Err(gone()));
            }
        }));
    }

    fn demand_place(&self, asker: UserId) -> Result<(), ErrorBody> {
        let askers = self.questions.values().map(|open| open.asking.asker).chain(self.putting.values().map(|putting| putting.asker));
        let (all, theirs) = askers.fold((0, 0), |(all, theirs), other| (all + 1, theirs + usize::from(other == asker)));
        if theirs >= MAX_OPEN_EACH {
            let message = format!("{MAX_OPEN_EACH} questions of yours wait for this person already: wait until they answer one");
            return Err(ErrorBody::new("questions_full", message));
        }
        if all >= MAX_OPEN {
            return Err(ErrorBody::new("questions_full", "too many questions wait for this person: try again later"));
        }
        Ok(())
    }

    /// To a page that opens: the oldest first, as many as it can take in at once.
    pub(super) fn tell_open_questions(&self, outbox: &Outbox) {
        let mut told = 0;
        for frame in self.questions.values().map(Open::frame) {
            told += frame.len();
            if told > TOLD_BYTES {
                return;
            }
            outbox.send(frame);
        }
    }

    /// What nobody answered in time is over, also where the room that asked never comes back.
    pub(super) fn expire_questions(&mut self, now: Timestamp, context: &mut Context<Self>) {
        let over = |open: &&Open| !open.answered && open.question.until <= now;
        let takes: BTreeSet<TakeId> = self.questions.values().filter(over).map(|open| open.asking.take).collect();
        for take in takes {
            self.drop_open(take);
            self.drop_stored(take, None, context);
        }
    }

    fn drop_open(&mut self, take: TakeId) {
        let gone: Vec<QuestionId> = self.questions.iter().filter(|(_, open)| open.asking.take == take).map(|(id, _)| *id).collect();
        for id in gone {
            self.questions.remove(&id);
            self.tell_pages(&Frame::text(&Message::QuestionGone { question: id }));
        }
    }

    fn drop_stored(&self, take: TakeId, reply: Option<Reply>, context: &mut Context<Self>) {
        let store = self.around.store.clone();
        let dropped = async move { store.drop_questions(take).await };
        context.spawn(dropped.into_actor(self).map(move |dropped, _, _| {
            if let Err(failure) = dropped {
                warn!(%take, %failure, "the questions of a take that is over could not be dropped");
            }
            reply.into_iter().for_each(|reply| reply.answer(Ok(())));
        }));
    }

    fn opened(&mut self, id: QuestionId, question: NewQuestion, asking: Asking) {
        let open = Open { view: view(id, &question), question, asking, answered: false };
        self.tell_pages(&open.frame());
        self.questions.insert(id, open);
    }

    /// Rules changed: what would be allowed or denied now need not be answered.
    pub(super) fn review(&mut self, cameo: CameoId, context: &mut Context<Self>) {
        let open = self.questions.iter().filter(|(_, open)| open.question.member.cameo == cameo);
        let settled: Vec<(QuestionId, bool)> = open
            .filter_map(|(id, open)| match self.ruling(cameo, &open.asking) {
                Some(Ruling::WillAsk) => None,
                Some(Ruling::Allowed) => Some((*id, true)),
                Some(Ruling::Denied(_)) | None => Some((*id, false)),
            })
            .collect();
        for (id, allowed) in settled {
            self.once_durable(cameo, context, move |user, context, durable| {
                if durable.is_ok() {
                    user.settle(id, allowed, "rules", None, context);
                }
            });
        }
    }

    pub(super) fn review_all(&mut self, context: &mut Context<Self>) {
        let cameos: Vec<CameoId> = self.homes.keys().copied().collect();
        for cameo in cameos {
            self.review(cameo, context);
        }
    }

    /// Tells the room and every page, and marks it as answered. Whoever answered hears so then.
    fn settle(&mut self, id: QuestionId, allowed: bool, answer: &'static str, reply: Option<Reply>, context: &mut Context<Self>) {
        let Some(open) = self.questions.remove(&id) else {
            reply.into_iter().for_each(|reply| reply.answer(Ok(())));
            return;
        };
        open.tell_room(allowed);
        self.tell_pages(&Frame::text(&Message::QuestionGone { question: id }));
        let (store, user) = (self.around.store.clone(), self.user);
        let kept = async move { store.answer_question(id, user, answer, clock::now()).await };
        context.spawn(kept.into_actor(self).map(move |kept, _, _| {
            // The decision is durable all the same.
            if let Err(failure) = kept {
                warn!(question = %id, %failure, "an answer could not be marked");
            }
            reply.into_iter().for_each(|reply| reply.answer(Ok(())));
        }));
    }
}

impl Handler<DropQuestions> for UserActor {
    type Result = ();

    fn handle(&mut self, DropQuestions(take): DropQuestions, context: &mut Context<Self>) {
        // One that is being written is not opened then.
        for (_, putting) in self.putting.iter_mut().filter(|((_, of), _)| *of == take) {
            putting.dropped = true;
        }
        self.drop_open(take);
        self.drop_stored(take, None, context);
    }
}

impl Handler<Asked<OpenQuestions>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<OpenQuestions>, _: &mut Context<Self>) {
        asked.reply.answer(self.questions.values().map(|open| open.view.clone()).collect());
    }
}

impl Handler<Asked<AnswerQuestion>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<AnswerQuestion>, context: &mut Context<Self>) {
        let Asked { question: AnswerQuestion { question, answer }, reply } = asked;
        let Some(open) = self.questions.get_mut(&question) else { return self.no_question(question, reply, context) };
        if std::mem::replace(&mut open.answered, true) {
            return reply.answer(Err(answered_already()));
        }
        let (cameo, events) = (open.question.member.cameo, events_of(answer, &open.asking, self.user));
        for event in events {
            if let Err(error) = self.decide(cameo, event, context) {
                self.unanswered(question);
                return reply.answer(Err(error));
            }
        }
        self.once_durable(cameo, context, move |user, context, durable| {
            if let Err(error) = durable {
                user.unanswered(question);
                return reply.answer(Err(error));
            }
            user.settle_answered(question, answer, reply, context);
            user.review(cameo, context);
        });
    }
}

impl UserActor {
    fn unanswered(&mut self, question: QuestionId) {
        if let Some(open) = self.questions.get_mut(&question) {
            open.answered = false;
        }
    }

    /// Answered on another page a moment ago, or the take is over.
    fn no_question(&self, question: QuestionId, reply: Reply, context: &mut Context<Self>) {
        let (store, user) = (self.around.store.clone(), self.user);
        let known = async move { store.question(question).await };
        context.spawn(known.into_actor(self).map(move |known: Result<Option<store::Question>, StoreError>, _, _| {
            let error = match known {
                Ok(Some(known)) if known.owner == user && known.answer.is_some() => answered_already(),
                Ok(_) => ErrorBody::new("question_unknown", "nobody waits for this answer any more"),
                Err(_) => gone(),
            };
            reply.answer(Err(error));
        }));
    }

    /// By what is decided now: an answer for everybody in a room does not lift the denial of one person.
    fn settle_answered(&mut self, id: QuestionId, answer: AnswerView, reply: Reply, context: &mut Context<Self>) {
        let asked = self.questions.get(&id).map(|open| (open.question.member.cameo, open.asking.clone()));
        if let (AnswerView::No, Some((cameo, asking))) = (answer, &asked) {
            self.declines(asking.asker, *cameo);
        }
        let allowed = asked.is_some_and(|(cameo, asking)| self.ruling(cameo, &asking) == Some(Ruling::Allowed));
        self.settle(id, allowed, word(answer), Some(reply), context);
    }
}

fn answered_already() -> ErrorBody {
    ErrorBody::new("question_answered", "this was answered already")
}

fn word(answer: AnswerView) -> &'static str {
    match answer {
        AnswerView::Once => "once",
        AnswerView::Room => "room",
        AnswerView::Always => "always",
        AnswerView::No => "no",
    }
}

/// What an answer decides.
fn events_of(answer: AnswerView, asking: &Asking, owner: UserId) -> Vec<DecisionEvent> {
    let take = asking.take;
    match (answer, asking.room) {
        (AnswerView::Once, _) | (AnswerView::Room, None) => vec![DecisionEvent::TakeAllowed { take }],
        (AnswerView::Room, Some(room)) => vec![DecisionEvent::RoomAllowed { room }],
        (AnswerView::Always, _) => asking.people().filter(|person| *person != owner).map(|user| DecisionEvent::PersonAllowed { user }).collect(),
        (AnswerView::No, _) => vec![DecisionEvent::TakeDenied { take }],
    }
}
