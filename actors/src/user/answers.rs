//! What is asked of an owner's decisions, and how the owner changes them.

use super::{
    UserActor,
    home::{Home, reply_with},
    ledger::refused,
    message::{Consider, Considered, Decide, FromHolder, RulesOf},
    receipts::Wanted,
};
use crate::{clock, mailbox::Asked};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{
    CameoId, TakeId, UserId,
    cameo::{Asking, DecisionEvent, Ruling, Scope, Why},
    ledger::LedgerDraft,
    plan::CastMember,
};
use tracing::{debug, warn};
use wire::{ErrorBody, cameo::ScopeView};

/// Refusals of one asker for one cameo are written once in this many milliseconds: what is asked in vain does not fill the ledger.
pub(super) const REFUSAL_EVERY: u64 = 60_000;
/// Milliseconds until whoever heard a no may have the same person asked about the same cameo again.
pub(super) const AFTER_NO: u64 = 60_000;
/// Refusals that are remembered for that; in a flood of more, the others are not written.
const REFUSALS: usize = 1_024;

impl UserActor {
    /// Why a cameo is not here.
    pub(super) fn missing(&self) -> ErrorBody {
        if self.loading.has_failed() || self.loading.is_under_way() {
            ErrorBody::new("unavailable", "this cameo can't be read right now: try again in a moment")
        } else {
            ErrorBody::new("cameo_unknown", "you have no such cameo")
        }
    }

    /// They said no to what this asker asked about.
    pub(super) fn declines(&mut self, asker: UserId, cameo: CameoId) {
        let now = clock::now();
        self.declined.retain(|_, at| now.since(*at) < AFTER_NO);
        if self.declined.len() < REFUSALS {
            self.declined.insert((asker, cameo), now);
        }
    }

    fn again_in(&self, asker: UserId, cameo: CameoId) -> Option<u64> {
        let since = clock::now().since(*self.declined.get(&(asker, cameo))?);
        (since < AFTER_NO).then(|| (AFTER_NO - since).div_ceil(1_000))
    }

    fn write_refusal(&mut self, cameo: CameoId, asking: &Asking, why: Why, context: &mut Context<Self>) {
        let now = clock::now();
        self.refusals.retain(|_, at| now.since(*at) < REFUSAL_EVERY);
        let key = (asking.asker, cameo);
        if !self.refusals.contains_key(&key) && self.refusals.len() < REFUSALS {
            self.refusals.insert(key, now);
            self.write_down(cameo, refused(asking, why.code()), context);
        }
    }

    /// Into the ledger, without holding anybody up.
    pub(super) fn write_down(&self, cameo: CameoId, entry: LedgerDraft, context: &mut Context<Self>) {
        let written = self.around.store.append_entries(cameo, clock::now(), vec![entry]).into_actor(self);
        context.spawn(written.map(move |written, _, _| {
            if let Err(failure) = written {
                warn!(%cameo, %failure, "an entry could not be written into the ledger");
            }
        }));
    }
}

impl Handler<Asked<Consider>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Consider>, context: &mut Context<Self>) {
        let Asked { question: Consider { cameo, asking, in_earnest }, reply } = asked;
        let Some(home) = self.homes.get(&cameo) else {
            let missing = self.missing();
            return reply.answer(if missing.code == "cameo_unknown" { Ok(None) } else { Err(missing) });
        };
        let ruling = home.machine.precheck(&asking, &self.relations(home, Some(&asking)));
        let member = CastMember { cameo, owner: self.user, mention: home.cameo.mention(), kind: home.cameo.kind };
        let considered = Considered { member, ruling, rules: home.rules(), again_in: self.again_in(asking.asker, cameo) };
        if in_earnest && let Ruling::Denied(why) = ruling {
            self.write_refusal(cameo, &asking, why, context);
        }
        reply.answer(Ok((ruling != Ruling::Denied(Why::Ended)).then_some(considered)));
    }
}

impl Handler<Asked<RulesOf>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<RulesOf>, _: &mut Context<Self>) {
        let rules = self.homes.get(&asked.question.0).map(Home::rules);
        asked.reply.answer(rules.ok_or_else(|| self.missing()));
    }
}

impl Handler<FromHolder> for UserActor {
    type Result = ();

    fn handle(&mut self, FromHolder { cameo, message }: FromHolder, context: &mut Context<Self>) {
        let Some(home) = self.homes.get(&cameo) else {
            if self.missing().code == "cameo_unknown" {
                self.around.bus.no_home(cameo);
            } else {
                debug!(%cameo, "a holder has to wait until the cameo is read");
            }
            return;
        };
        let relations = self.relations(home, message.asking());
        if let Some(home) = self.homes.get_mut(&cameo) {
            home.machine.handle(clock::now(), message, &relations);
        }
        self.carry_out(cameo, context);
    }
}

impl Handler<Asked<Decide>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Decide>, context: &mut Context<Self>) {
        let Asked { question: Decide { cameo, event }, reply } = asked;
        match self.decide(cameo, event, context) {
            Ok(()) => {
                self.once_durable(cameo, context, reply_with(reply));
                self.review(cameo, context);
            }
            Err(error) => reply.answer(Err(error)),
        }
    }
}

impl UserActor {
    pub(super) fn decide(&mut self, cameo: CameoId, event: DecisionEvent, context: &mut Context<Self>) -> Result<(), ErrorBody> {
        let missing = self.missing();
        let home = self.homes.get_mut(&cameo).ok_or(missing)?;
        let event = match event {
            DecisionEvent::RulesChanged { rules } => {
                let approved = home.cameo.guardian_approved == Some(true);
                let rules = rules.checked(home.cameo.minor, approved).map_err(|error| ErrorBody::new(error.code(), error))?;
                DecisionEvent::RulesChanged { rules }
            }
            other => other,
        };
        let denied = match &event {
            DecisionEvent::PersonDenied { user } => Some(Scope::Person(*user)),
            DecisionEvent::RoomDenied { room } => Some(Scope::Room(*room)),
            _ => None,
        };
        home.machine.decide(clock::now(), event).map_err(|error| ErrorBody::new(error.code(), error))?;
        self.carry_out(cameo, context);
        if let Some(scope) = denied {
            self.stop_running(cameo, scope, context);
        }
        Ok(())
    }

    /// What is being made by those who were just denied ends; what was made stays until it is taken back.
    fn stop_running(&mut self, cameo: CameoId, scope: Scope, context: &mut Context<Self>) {
        // The denial comes after every use that was granted before it: once it is durable, the store knows them all.
        self.once_durable(cameo, context, move |user, context, durable| {
            if durable.is_ok() {
                user.look_for_running(cameo, scope, context);
            }
        });
    }

    fn look_for_running(&mut self, cameo: CameoId, scope: Scope, context: &mut Context<Self>) {
        let store = self.around.store.clone();
        let uses = async move { store.uses_under_way(cameo).await };
        context.spawn(uses.into_actor(self).map(move |uses, user, context| match uses {
            Ok(under_way) => user.stop_each(cameo, scope, &under_way, context),
            Err(failure) => warn!(%cameo, %failure, "takes under way could not be looked up"),
        }));
    }

    fn stop_each(&mut self, cameo: CameoId, scope: Scope, under_way: &[TakeId], context: &mut Context<Self>) {
        let Some(home) = self.homes.get(&cameo) else { return };
        let touched: Vec<TakeId> = home.machine.decisions().touched(scope).filter(|take| under_way.contains(take)).collect();
        for take in touched {
            let wanted = Wanted { scope: Some(Scope::Take(take)), told: ScopeView::Take(take), received_at: clock::now(), reply: None };
            self.close(cameo, wanted, context);
        }
    }

    /// What would be said to this asking now. None: the cameo is not here.
    pub(super) fn ruling(&self, cameo: CameoId, asking: &Asking) -> Option<Ruling> {
        let home = self.homes.get(&cameo)?;
        Some(home.machine.precheck(asking, &self.relations(home, Some(asking))))
    }
}
