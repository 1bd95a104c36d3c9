//! Questions to the owners of cameos in a held take, their answers, and the end of a consent that a running take depends on.
//!
//! The room puts the questions and hears the answers; who is asked, and what an answer means for later takes, is decided at the owner's home.

use super::{
    RoomActor,
    message::{AskAgain, ConsentClosed, OwnerAnswered},
};
use crate::{outbox::Frame, user::NewQuestion};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{
    CameoId, TakeId,
    plan::{CastMember, FrozenPlan},
    room::{Command, Held, Outcome},
};
use std::{collections::BTreeSet, sync::Arc};
use tracing::warn;
use wire::{ErrorBody, Message};

impl RoomActor {
    pub(super) fn expire_knocks(&mut self, context: &mut Context<Self>) {
        if !self.machine.knocks().is_empty() {
            self.decide(Command::ExpireKnocks, context).ok();
            self.flush(context);
        }
    }

    /// Runs after the commit of the held take. Harmless when repeated.
    pub(super) fn ask_owners(&mut self, take: TakeId, context: &mut Context<Self>) {
        let Some(held) = self.machine.held(take) else { return };
        let all = held.waiting_for.iter().map(|waited| waited.cameo).collect();
        self.ask_some(take, &all, context);
    }

    /// Those of them who have not answered yet.
    fn ask_some(&mut self, take: TakeId, cameos: &BTreeSet<CameoId>, context: &mut Context<Self>) {
        let (Some(held), Some(plan)) = (self.machine.held(take), self.plans.get(&take).cloned()) else { return self.retries.forget(take) };
        for waited in held.waiting_for.iter().filter(|waited| cameos.contains(&waited.cameo)) {
            let Some(member) = plan.cast().members().iter().find(|member| member.cameo == waited.cameo) else { continue };
            let question = self.question(member, &plan, held, context);
            let directory = self.around.directory.clone();
            let asked = async move { (directory.put_question(question.clone()).await, question.member) }.into_actor(self);
            context.spawn(asked.map(move |(asked, member), room, context| room.was_asked(take, &member, asked, context)));
        }
    }

    fn question(&self, member: &CastMember, plan: &Arc<FrozenPlan>, held: &Held, context: &Context<Self>) -> NewQuestion {
        NewQuestion {
            member: member.clone(),
            plan: plan.clone(),
            room: self.room,
            room_name: self.machine.name().to_owned(),
            asked_at: held.ticket.asked_at,
            until: held.until,
            home: context.address(),
        }
    }

    fn was_asked(&mut self, take: TakeId, member: &CastMember, asked: Result<(), ErrorBody>, context: &mut Context<Self>) {
        if self.machine.held(take).is_none() {
            self.retries.forget(take);
            // Its end may have reached the owner before the question did.
            return self.around.directory.drop_questions(take, vec![member.owner]);
        }
        let Err(error) = asked else { return };
        warn!(room = %self.room, %take, code = error.code, "an owner could not be asked yet");
        if let Some(wait) = self.retries.failed(take, member.cameo) {
            context.run_later(wait, move |room, context| {
                let due = room.retries.due(take);
                room.ask_some(take, &due, context);
            });
        }
    }

    /// Runs after the commit of what ended the take.
    pub(super) fn unask_owners(&mut self, take: TakeId) {
        self.retries.forget(take);
        self.recorded.remove(&take);
        let Some(plan) = self.plans.remove(&take) else { return };
        self.around.directory.drop_questions(take, plan.cast().owners());
    }

    pub(super) fn expire_questions(&mut self, context: &mut Context<Self>) {
        self.expire_asked_edit();
        if self.machine.asking().is_empty() {
            return;
        }
        self.decide(Command::ExpireQuestions, context).ok();
        self.flush(context);
    }
}

impl Handler<AskAgain> for RoomActor {
    type Result = ();

    fn handle(&mut self, AskAgain(take): AskAgain, context: &mut Context<Self>) {
        if self.live_asks(take) {
            // It was asked once, by a room that is still open.
        } else if self.machine.held(take).is_some() {
            self.after_commit(context, move |room, context| room.ask_owners(take, context));
        } else if let Some(store) = self.machine.ticket(take).is_none().then(|| self.around.store.clone()) {
            // A question that was left behind when the take ended.
            let dropped = async move { store.drop_questions(take).await }.into_actor(self);
            context.spawn(dropped.map(move |dropped, _, _| {
                if let Err(failure) = dropped {
                    warn!(%take, %failure, "the questions of a take that is over could not be dropped");
                }
            }));
        }
    }
}

impl Handler<OwnerAnswered> for RoomActor {
    type Result = ();

    fn handle(&mut self, OwnerAnswered { take, cameo, allowed }: OwnerAnswered, context: &mut Context<Self>) {
        if self.live_answered(take, cameo, allowed, context) {
            return;
        }
        if let Err(error) = self.decide(Command::ConsentAnswered { take, cameo, allowed }, context) {
            warn!(room = %self.room, %take, code = error.code, "an answer was refused");
        }
        self.flush(context);
    }
}

impl Handler<ConsentClosed> for RoomActor {
    type Result = ();

    /// Nothing of it leaves any more already; pages blank what they have, the stage is emptied, and the take ends.
    fn handle(&mut self, ConsentClosed { take, cameo, revoked }: ConsentClosed, context: &mut Context<Self>) {
        self.tell_all(&Frame::text(&Message::CameoRevoked { room: self.room, take }));
        if self.live_left(take, cameo, context) {
            return;
        }
        // A stage that is about to show other words is not ended by those before.
        if self.live.is_none() {
            self.stage.cancel(take);
        }
        self.tell_shown();
        if self.machine.running().is_none_or(|running| running.ticket.take != take) {
            return;
        }
        self.abort(take);
        let outcome = if revoked {
            Outcome::Withheld { cameo }
        } else {
            let reason = "Consent to show somebody in this take could not be confirmed in time, so it was stopped. Ask for it again.".to_owned();
            Outcome::Failed { code: "consent_unavailable".into(), reason }
        };
        self.ended(take, outcome, context);
    }
}
