//! Those who are on a stage, or are to be: they are asked, they answer, they leave.

use super::{AskedEdit, Steering, edits::stage_snapshot};
use crate::{
    clock,
    room::{RoomActor, freeze::Absence, handle::Person},
    user::NewQuestion,
};
use actix::{AsyncContext, Context, WrapFuture, fut::ActorFutureExt};
use domain::{CameoId, TakeId, mention::Mention, plan::FrozenPlan, storyboard::Storyboard};
use std::sync::Arc;
use tracing::warn;
use wire::EditState;

/// A question of a stage is open this long.
const QUESTION_MILLIS: u64 = 10 * 60 * 1_000;

/// Those who are on the stage, or are to be.
impl RoomActor {
    pub(super) fn ask_for_edit(&mut self, plan: Arc<FrozenPlan>, asks: Vec<CameoId>, steering: &Steering, context: &mut Context<Self>) {
        let asker = plan.makers().first().map_or(steering.person.user, |maker| maker.user);
        if let Err(error) = self.asks.count(asker, &asks, clock::now()) {
            return self.edit_asked_too_soon(steering.edit, error.message, context);
        }
        let Some(live) = &mut self.live else { return };
        let members: Vec<_> = plan.cast().members().iter().filter(|member| asks.contains(&member.cameo)).cloned().collect();
        let names = members.iter().map(|member| format!("@{}", member.mention)).collect::<Vec<_>>().join(" and ");
        if let Some(known) = live.edit(steering.edit) {
            (known.state, known.why) = (EditState::Asked, Some(format!("{names} was asked")));
        }
        let (take, edit) = (plan.take(), steering.edit);
        let asked_at = clock::now();
        let until = asked_at.plus(QUESTION_MILLIS);
        let before = live.asked.replace(AskedEdit { edit, plan: plan.clone(), missing: asks, until });
        if let Some(before) = before {
            self.unask_edit(before, "newer words came before the answer");
        }
        for member in members {
            let question = NewQuestion {
                member,
                plan: plan.clone(),
                room: self.room,
                room_name: self.machine.name().to_owned(),
                asked_at,
                until,
                home: context.address(),
            };
            let directory = self.around.directory.clone();
            let put = async move { directory.put_question(question).await }.into_actor(self);
            context.spawn(put.map(move |put, room, _| {
                if let Err(error) = put {
                    warn!(room = %room.room, code = error.code, "somebody could not be asked for a stage");
                    room.forget_asked(take, &error.message);
                }
            }));
        }
        self.go_on(edit, context);
    }

    /// The earlier question stands.
    fn edit_asked_too_soon(&mut self, edit: u32, why: String, context: &mut Context<Self>) {
        if let Some(known) = self.live.as_mut().and_then(|live| live.edit(edit)) {
            (known.state, known.why) = (EditState::Rejected, Some(why));
        }
        self.go_on(edit, context);
    }

    /// Newer words are on the stage: an answer to older ones would put those back.
    pub(super) fn outdate_asked(&mut self, applied: u32) {
        let asked = self.live.as_mut().and_then(|live| live.asked.take_if(|asked| asked.edit < applied));
        if let Some(asked) = asked {
            self.unask_edit(asked, "newer words were shown before the answer");
        }
    }

    fn unask_edit(&mut self, asked: AskedEdit, why: &str) {
        self.around.directory.drop_questions(asked.plan.take(), asked.plan.cast().owners());
        if let Some(known) = self.live.as_mut().and_then(|live| live.edit(asked.edit)) {
            (known.state, known.why) = (EditState::Rejected, Some(why.to_owned()));
        }
    }

    fn forget_asked(&mut self, take: TakeId, why: &str) {
        let asked = self.live.as_mut().and_then(|live| live.asked.take_if(|asked| asked.plan.take() == take));
        if let Some(asked) = asked {
            self.unask_edit(asked, why);
            self.tell_live();
        }
    }

    pub(in crate::room) fn expire_asked_edit(&mut self) {
        let due = |asked: &AskedEdit| asked.until <= clock::now();
        if let Some(take) = self.live.as_ref().and_then(|live| live.asked.as_ref()).filter(|asked| due(asked)).map(|asked| asked.plan.take()) {
            self.forget_asked(take, "nobody answered in time");
        }
    }

    /// Whether it is an edit that waits for answers.
    pub(in crate::room) fn live_asks(&self, take: TakeId) -> bool {
        self.live.as_ref().and_then(|live| live.asked.as_ref()).is_some_and(|asked| asked.plan.take() == take)
    }

    /// An owner answered. False: nobody here asked.
    pub(in crate::room) fn live_answered(&mut self, take: TakeId, cameo: CameoId, allowed: bool, context: &mut Context<Self>) -> bool {
        if !self.live_asks(take) {
            return false;
        }
        let Some(live) = &mut self.live else { return false };
        let Some(asked) = &mut live.asked else { return false };
        if !allowed {
            let member = asked.plan.cast().members().iter().find(|member| member.cameo == cameo);
            let why = member.map_or_else(|| "somebody said no".to_owned(), |member| format!("@{} said no", member.mention));
            self.forget_asked(take, &why);
            return true;
        }
        asked.missing.retain(|missing| *missing != cameo);
        if asked.missing.is_empty()
            && let Some(AskedEdit { edit, plan, until, .. }) = live.asked.take()
        {
            let Some(maker) = plan.makers().first().cloned() else { return true };
            let person = Person { user: maker.user, handle: maker.handle };
            let shot = plan.shots().first().map(|shot| shot.id.clone()).unwrap_or_default();
            // Whoever may not steer any more has asked in vain.
            if let Err(error) = self.demand_maker(person.user) {
                self.unask_edit(AskedEdit { edit, plan, missing: Vec::new(), until }, &error.message);
                self.tell_live();
                return true;
            }
            let Some(live) = &mut self.live else { return true };
            let stage = live.stage;
            // An edit that is being looked at meanwhile was written later: it wins.
            if live.busy.is_some() || live.next.is_some() {
                self.unask_edit(AskedEdit { edit, plan, missing: Vec::new(), until }, "newer words came before the answer");
            } else {
                live.busy = Some(edit);
                self.gather_edit(plan, Steering { stage, edit, person, shot, absence: Absence::Wait, opening: None }, context);
            }
        }
        self.tell_live();
        true
    }

    /// Somebody on the stage took their consent back: nothing of them leaves any more already. The scene goes on without them.
    pub(in crate::room) fn live_left(&mut self, take: TakeId, cameo: CameoId, context: &mut Context<Self>) -> bool {
        let Some(live) = &mut self.live else { return false };
        let on = live.handed.iter().map(|(_, plan)| plan).chain(&live.plan).find(|plan| plan.take() == take);
        let Some(plan) = on.cloned() else { return false };
        let Some(gone) = plan.cast().members().iter().find(|member| member.cameo == cameo) else { return false };
        live.left.insert(gone.mention.clone(), gone.owner);
        let gone = gone.mention.to_string();
        // It goes on with the newest words that are on their way to it.
        let plan = live.handed.back().map_or(plan, |(_, newest)| newest.clone());
        let Some(maker) = plan.makers().first().cloned() else { return false };
        let person = Person { user: maker.user, handle: maker.handle };
        let shot = plan.shots().first().map(|shot| shot.id.clone()).unwrap_or_default();
        let edit = live.add(person.user, &shot, format!("without @{gone}"));
        live.busy = Some(edit);
        let storyboard = Storyboard { shots: plan.shots().to_vec() };
        let mut snapshot = stage_snapshot(self.room, live, storyboard, plan.makers().to_vec(), Absence::StandIn);
        let stays = |mention: &Mention| !live.left.contains_key(mention);
        snapshot.mentions = plan.cast().members().iter().map(|member| member.mention.clone()).filter(stays).collect();
        if snapshot.mentions.is_empty() {
            snapshot.take = live.stage;
        }
        let stage = live.stage;
        self.tell_live();
        self.freeze_edit(snapshot, Steering { stage, edit, person, shot, absence: Absence::StandIn, opening: None }, context);
        true
    }
}
