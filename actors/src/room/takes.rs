//! Takes between the room and the device: handed over, stopped, reported.

use super::{
    RoomActor, StateKey,
    message::{FromDevice, Progressed},
};
use crate::{
    consent::Ready,
    device::{Abort, Submit},
    mailbox::tell_surely,
};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{
    ClipId, TakeId, UserId,
    consent::LiveCast,
    plan::FrozenPlan,
    room::{Command, Outcome},
};
use std::sync::Arc;
use tracing::warn;
use wire::{Ephemeral, ErrorBody};

impl RoomActor {
    /// Runs after the commit of the event that queued it. Consent is asked here, for the plan as it is stored.
    pub(super) fn dispatch(&mut self, take: TakeId, asker: UserId, attempt: u32, context: &mut Context<Self>) {
        let Some(plan) = self.plans.get(&take).cloned() else {
            warn!(room = %self.room, %take, "a take without a plan");
            return self.ended(take, Outcome::Failed { code: "plan_missing".into(), reason: "the plan of this take is not stored".into() }, context);
        };
        if plan.cast().is_empty() && plan.uploads().is_empty() {
            let ready = LiveCast::assemble(&plan, Vec::new()).map(|cast| Ready { cast, likenesses: Vec::new() });
            return self.hand_over(plan, ready.map_err(|error| ErrorBody::new("consent_missing", error)), (asker, attempt), context);
        }
        let (directory, safety, wanted) = (self.around.directory.clone(), self.around.safety.clone(), plan.clone());
        let gathered = async move { directory.gather(&wanted, safety).await }.into_actor(self);
        context.spawn(gathered.map(move |ready, room, context| room.hand_over(plan, ready, (asker, attempt), context)));
    }

    /// Everybody in it has said yes for now, or somebody has not (CONSENT-1).
    fn hand_over(&mut self, plan: Arc<FrozenPlan>, ready: Result<Ready, ErrorBody>, (asker, attempt): (UserId, u32), context: &mut Context<Self>) {
        let take = plan.take();
        // Cancelled or begun anew while its consent was gathered.
        if self.machine.running().is_none_or(|running| running.ticket.take != take || running.attempt != attempt) {
            return;
        }
        match ready {
            Ok(Ready { cast, likenesses }) => {
                tracing::info!(room = %self.room, %take, attempt, "take handed to the device");
                let recorded = self.recorded.get(&take).cloned();
                if plan.is_recorded() && recorded.is_none() {
                    let reason = "what was recorded was lost when the server started anew: record it again".to_owned();
                    return self.ended(take, Outcome::Failed { code: "recording_lost".into(), reason }, context);
                }
                let (room, stage) = (context.address(), self.stage.clone());
                let submit = Submit { plan, cast, likenesses, asker, room, stage, recorded };
                tell_surely(&self.around.device, submit);
            }
            Err(error) => self.ended(take, Outcome::Failed { code: error.code, reason: error.message }, context),
        }
    }

    pub(super) fn abort(&mut self, take: TakeId) {
        self.plans.remove(&take);
        self.recorded.remove(&take);
        self.stage.cancel(take);
        tell_surely(&self.around.device, Abort(take));
        if self.progress.as_ref().is_some_and(|progress| progress.take == take) {
            self.progress = None;
        }
        self.tell_shown();
    }

    pub(super) fn ended(&mut self, take: TakeId, outcome: Outcome, context: &mut Context<Self>) {
        if !matches!(outcome, Outcome::Lost) {
            self.plans.remove(&take);
            self.recorded.remove(&take);
        }
        if !matches!(outcome, Outcome::Finished { .. }) {
            self.stage.cancel(take);
            self.tell_shown();
        }
        self.progress.take_if(|progress| progress.take == take);
        // Cancelled while its file was being kept: nothing is kept of it.
        if let Outcome::Finished { clip, .. } = &outcome
            && self.machine.running().is_none_or(|running| running.ticket.take != take)
        {
            return self.discard(*clip, context);
        }
        if let Err(error) = self.decide(Command::TakeEnded { take, outcome }, context) {
            warn!(room = %self.room, %take, code = error.code, "an end was refused");
        }
        self.flush(context);
    }
}

impl RoomActor {
    fn discard(&self, clip: ClipId, context: &mut Context<Self>) {
        let store = self.around.store.clone();
        let discarded = async move { store.delete_clip(clip).await }.into_actor(self);
        context.spawn(discarded.map(move |result, _, _| {
            if let Err(error) = result {
                warn!(%clip, %error, "the clip of a cancelled take could not be deleted");
            }
        }));
    }
}

impl Handler<FromDevice> for RoomActor {
    type Result = ();

    fn handle(&mut self, message: FromDevice, context: &mut Context<Self>) {
        match message {
            FromDevice::Began { take } => {
                self.decide(Command::TakeBegan { take }, context).ok();
                self.flush(context);
                self.tell_shown();
            }
            FromDevice::Ended { take, outcome } => self.ended(take, outcome, context),
            FromDevice::Played => self.tell_shown(),
        }
    }
}

impl Handler<Progressed> for RoomActor {
    type Result = ();

    fn handle(&mut self, Progressed(progress): Progressed, _: &mut Context<Self>) {
        if self.machine.running().is_some_and(|running| running.ticket.take == progress.take) {
            self.state_to_all(StateKey::Progress, Ephemeral::Progress(progress.clone()));
            self.progress = Some(progress);
        }
    }
}
