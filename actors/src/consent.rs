//! What gateways and rooms ask about consent, and how an owner decides: the questions go to the home of each cameo's owner, the permits come
//! from what this node holds.

use crate::{
    Directory, Person, clock,
    derive::demand_drawn,
    faces,
    holder::{Want, unreachable},
    mailbox::{ask, ask_in_turn},
    room::{MakersNow, Remake, demand_shown},
    safety::{Safety, checked},
    user::{AnswerQuestion, Consider, Considered, Decide, EndCameo, Enrolled, NewQuestion, OpenQuestions, PutQuestion, Revoke, RulesOf, TiesChanged},
};
use domain::{
    CameoId, ClipId, QuestionId, RoomId, TakeId, UserId,
    cameo::{Asking, DecisionEvent, Rules, Ruling, Scope},
    consent::LiveCast,
    likeness::Likeness,
    mention::Mention,
    plan::{CastMember, FrozenPlan},
    room::Command,
    storyboard::Storyboard,
};
use futures::future::{join_all, try_join_all};
use std::{sync::Arc, time::Duration};
use store::{Clip, StoreError, VaultPart, likeness_codec};
use tokio::time::timeout;
use tracing::{error, warn};
use wire::{
    Accepted, ErrorBody,
    cameo::{AnswerView, PrecheckView, QuestionView, ReceiptView, RulingView, ScopeView, WhyView},
};

/// Mentions that are looked at in one precheck.
const MAX_PRECHECK: usize = 32;
/// For one yes; the node gives up a little before.
const PATIENCE: Duration = Duration::from_secs(8);

/// A take's consent is gathered.
pub(crate) struct Ready {
    pub cast: LiveCast,
    pub likenesses: Vec<Likeness>,
}

/// What a room needs.
impl Directory {
    /// Whom a mention means, and what is said to this asking. None: nobody who can be cast.
    pub(crate) async fn consider(&self, mention: &Mention, asking: &Asking, in_earnest: bool) -> Result<Option<Considered>, ErrorBody> {
        let Some(cameo) = self.store.cameo_by_mention(mention).await.map_err(|failure| unreadable(&failure))? else { return Ok(None) };
        self.ask_home(cameo.owner, || Consider { cameo: cameo.id, asking: asking.clone(), in_earnest }).await?
    }

    pub(crate) async fn put_question(&self, question: NewQuestion) -> Result<(), ErrorBody> {
        self.ask_home(question.member.owner, || PutQuestion(question.clone())).await?
    }

    /// A yes of everybody in the plan, and what they are drawn from (CONSENT-1). Whoever can't be reached says no.
    /// What owners refuse is looked at once more: they may have refused it while the take waited.
    ///
    /// # Errors
    /// `consent_denied`, `consent_missing`, `consent_unavailable` and the like; `moderated`; `likeness_unreadable`; `faces_unreadable`.
    pub(crate) async fn gather(&self, plan: &Arc<FrozenPlan>, safety: Arc<dyn Safety>) -> Result<Ready, ErrorBody> {
        self.nobody_unasked(plan).await?;
        self.sources_stand(plan).await?;
        let cast = self.cast(plan).await?;
        if plan.cast().is_empty() {
            return Ok(Ready { cast, likenesses: Vec::new() });
        }
        // Only after the yes, and only while it stands.
        let ruled = try_join_all(plan.cast().members().iter().map(|member| self.ruled(member))).await?;
        let storyboard = Storyboard { shots: plan.shots().to_vec() };
        let (_, ruled) = checked((storyboard, ruled), move |(storyboard, ruled)| safety.check_cast(storyboard, ruled)).await?;
        let likenesses = try_join_all(ruled.into_iter().map(|(member, rules)| self.likeness(member, rules))).await?;
        Ok(Ready { cast, likenesses })
    }

    /// Somebody who is in footage may have enrolled while the take waited (CONSENT-6).
    async fn nobody_unasked(&self, plan: &FrozenPlan) -> Result<(), ErrorBody> {
        for upload in plan.uploads() {
            faces::demand_asked(&self.store, plan, upload).await.map_err(|error| match error.code.as_str() {
                "upload_unknown" => ErrorBody::new(
                    "upload_removed",
                    "a picture or footage that is to be seen in this was removed while it waited, so who is in it can't be looked up: ask without it",
                ),
                _ => error,
            })?;
        }
        Ok(())
    }

    /// These clips were taken back, closed or deleted: what waits to be made of them ends, and says why. Whatever this misses is refused at its
    /// turn.
    pub async fn sources_gone(&self, clips: &[ClipId]) {
        let waiting = match self.store.takes_waiting_for(clips).await {
            Ok(waiting) => waiting,
            Err(failure) => return error!(%failure, "takes that wait for a clip can't be looked up"),
        };
        for (room, plan) in waiting {
            let take = plan.take();
            let Err(why) = self.sources_stand(&plan).await else { continue };
            if why.code == "unavailable" {
                continue;
            }
            let refused = match self.room(room).await {
                Ok(room) => room.act(Command::RefuseWaiting { take, code: why.code, reason: why.message }).await,
                Err(failure) => Err(failure),
            };
            if let Err(failure) = refused {
                warn!(%room, %take, code = failure.code, "a take whose source is gone could not be ended yet");
            }
        }
    }

    /// What it is made of may have been taken back, or deleted, while it waited.
    async fn sources_stand(&self, plan: &FrozenPlan) -> Result<(), ErrorBody> {
        for clip in plan.derived().into_iter().flat_map(|derived| &derived.clips) {
            let found = self.store.clip(*clip).await.map_err(|failure| {
                error!(%failure, "a source of a take can't be looked up");
                ErrorBody::new("unavailable", "a clip that this is made of can't be looked up right now: try again in a moment")
            })?;
            let clip = found.ok_or_else(|| ErrorBody::new("clip_unknown", "a clip that this is made of was deleted meanwhile"))?;
            demand_shown(&clip)?;
        }
        Ok(())
    }

    async fn ruled(&self, member: &CastMember) -> Result<(CastMember, Rules), ErrorBody> {
        let rules = self.ask_home(member.owner, || RulesOf(member.cameo)).await??;
        Ok((member.clone(), rules))
    }

    async fn cast(&self, plan: &Arc<FrozenPlan>) -> Result<LiveCast, ErrorBody> {
        let grants = plan.cast().members().iter().map(|member| async move {
            let wanted = ask_in_turn(&self.node, Want { member: member.clone(), plan: plan.clone() });
            match timeout(PATIENCE, wanted).await {
                Ok(Ok(answer)) => answer,
                Ok(Err(_)) | Err(_) => Err(unreachable(member)),
            }
        });
        let grants = try_join_all(grants).await?;
        LiveCast::assemble(plan, grants).map_err(|error| ErrorBody::new("consent_missing", error))
    }

    /// Decrypted for one take, decoded where nobody waits for it.
    async fn likeness(&self, member: CastMember, rules: Rules) -> Result<Likeness, ErrorBody> {
        let sealed = self.store.vault().get(member.cameo, VaultPart::Likeness).await;
        let bytes = sealed.map_err(|failure| unreadable_likeness(&member, &failure))?;
        let (cameo, mention) = (member.cameo, member.mention.clone());
        let decoding = tokio::task::spawn_blocking(move || likeness_codec::decode(cameo, mention, rules.preferences, &bytes));
        match decoding.await {
            Ok(Ok(likeness)) => Ok(likeness),
            Ok(Err(failure)) => Err(unreadable_likeness(&member, &failure)),
            Err(_) => Err(unreachable(&member)),
        }
    }
}

fn unreadable(failure: &StoreError) -> ErrorBody {
    error!(%failure, "cameos can't be looked up");
    ErrorBody::new("unavailable", "cameos can't be looked up right now: try again in a moment")
}

fn unreadable_likeness(member: &CastMember, failure: &StoreError) -> ErrorBody {
    error!(cameo = %member.cameo, %failure, "a likeness can't be read");
    ErrorBody::new("likeness_unreadable", format!("the likeness of @{} can't be read: they may have to enrol again", member.mention))
}

/// What pages ask.
impl Directory {
    /// What would be said if this person asked for a take with these mentions now, together with those whose text stands in the room's
    /// storyboard. In the order in which they came.
    ///
    /// # Errors
    /// `too_many_mentions`, `not_member`, `room_unknown`, `busy`, `unavailable`.
    pub async fn precheck(&self, person: &Person, room: Option<RoomId>, mentions: Vec<Mention>) -> Result<Vec<PrecheckView>, ErrorBody> {
        if mentions.len() > MAX_PRECHECK {
            return Err(ErrorBody::new("too_many_mentions", format!("{MAX_PRECHECK} mentions are looked at together")));
        }
        let makers = match room {
            None => vec![person.user],
            Some(room) => {
                let room = self.room(room).await?;
                ask(&room.addr, MakersNow(person.clone())).await??
            }
        };
        // Of no take yet: what was allowed for one take alone does not count.
        let take = TakeId::new(clock::now(), &clock::entropy());
        let asking = Asking { take, room, makers, asker: person.user };
        let asking = &asking;
        try_join_all(mentions.iter().map(|mention| async move { Ok(prechecked(mention, self.consider(mention, asking, false).await?)) })).await
    }

    /// Consent for a stored clip, at this moment (CONSENT-6).
    ///
    /// # Errors
    /// `consent_withdrawn`: somebody in it took theirs back, and is named; `consent_missing`, `consent_unavailable`: it can't be had.
    pub async fn live_cast(&self, plan: &FrozenPlan) -> Result<LiveCast, ErrorBody> {
        if plan.cast().is_empty() {
            return LiveCast::assemble(plan, Vec::new()).map_err(|error| ErrorBody::new("consent_missing", error));
        }
        self.cast(&Arc::new(plan.clone())).await.map_err(|error| match error.code.as_str() {
            "consent_denied" => ErrorBody::new("consent_missing", error.message),
            _ => error,
        })
    }

    /// The same plan and seed, with stand-ins for those whose consent does not stand; a new take in the clip's room.
    ///
    /// # Errors
    /// `remake_needless`: everybody consents; `room_unknown`; what the room refuses.
    pub async fn remake(&self, by: &Person, clip: &Clip) -> Result<TakeId, ErrorBody> {
        let room = clip.room.ok_or_else(|| ErrorBody::new("room_unknown", "this clip was made outside of any room"))?;
        demand_drawn(clip)?;
        let without = self.gone(clip).await;
        if without.is_empty() {
            return Err(ErrorBody::new("remake_needless", "everybody in this clip consents to it: there is nothing to make anew"));
        }
        let room = self.room(room).await?;
        let remake = Remake { person: by.clone(), clip: clip.id, plan: Box::new(clip.plan.clone()), without };
        match ask(&room.addr, remake).await?? {
            Accepted::TakeQueued { take } => Ok(take),
            _ => Err(ErrorBody::new("unavailable", "the room answered something else: try again")),
        }
    }

    /// Those in a clip whose consent does not stand.
    async fn gone(&self, clip: &Clip) -> Vec<CameoId> {
        let asking = Asking::of(&clip.plan);
        let asking = &asking;
        let standing = clip.cast.members().iter().map(|member| async move {
            let withheld = clip.withheld.iter().any(|withheld| withheld.cameo == member.cameo);
            let asked = self.ask_home(member.owner, || Consider { cameo: member.cameo, asking: asking.clone(), in_earnest: false }).await;
            // Unknown means no here as well.
            let stands = matches!(asked, Ok(Ok(Some(Considered { ruling: Ruling::Allowed, .. }))));
            (withheld || !stands).then_some(member.cameo)
        });
        join_all(standing).await.into_iter().flatten().collect()
    }
}

fn prechecked(mention: &Mention, considered: Option<Considered>) -> PrecheckView {
    let why = |code: &str, sentence: String| WhyView { code: code.to_owned(), sentence };
    let (ruling, kind, why) = match considered {
        None => (RulingView::Unknown, None, why("mention_unknown", format!("nobody here can be cast as @{mention}"))),
        Some(Considered { member, ruling, .. }) => {
            let (view, why) = match ruling {
                Ruling::Allowed => (RulingView::Allowed, why("allowed", format!("@{mention} can be in this"))),
                Ruling::WillAsk => (RulingView::WillAsk, why("will_ask", format!("@{mention} will be asked"))),
                Ruling::Denied(reason) => (RulingView::Denied, why(reason.code(), reason.sentence(mention.handle()))),
            };
            (view, Some(member.kind.into()), why)
        }
    };
    PrecheckView { mention: mention.to_string(), ruling, kind, why }
}

/// What owners decide. Each answer comes once it is durable, with its entry in the ledger (CONSENT-7).
impl Directory {
    /// # Errors
    /// `cameo_unknown`, `cameo_ended`, what the rules' limits refuse; `busy`, `unavailable`.
    pub async fn change_rules(&self, owner: UserId, cameo: CameoId, rules: Rules) -> Result<(), ErrorBody> {
        self.ask_home(owner, || Decide { cameo, event: DecisionEvent::RulesChanged { rules: rules.clone() } }).await?
    }

    /// Allows or denies a person or a room, or neither any more. A denial ends what is being made by them.
    ///
    /// # Errors
    /// `decision_unsupported` for anything else; `cameo_unknown`, `cameo_ended`, `exceptions_too_many`; `busy`, `unavailable`.
    pub async fn decide(&self, owner: UserId, cameo: CameoId, event: DecisionEvent) -> Result<(), ErrorBody> {
        match event {
            DecisionEvent::PersonAllowed { .. }
            | DecisionEvent::PersonDenied { .. }
            | DecisionEvent::PersonCleared { .. }
            | DecisionEvent::RoomAllowed { .. }
            | DecisionEvent::RoomDenied { .. }
            | DecisionEvent::RoomCleared { .. } => self.ask_home(owner, || Decide { cameo, event: event.clone() }).await?,
            DecisionEvent::RulesChanged { .. }
            | DecisionEvent::TakeAllowed { .. }
            | DecisionEvent::TakeDenied { .. }
            | DecisionEvent::Used { .. }
            | DecisionEvent::Withdrawn { .. }
            | DecisionEvent::Ended => Err(ErrorBody::new("decision_unsupported", "only people and rooms are decided on like this")),
        }
    }

    /// Takes consent back (CONSENT-4). Nothing of it leaves any node once this has returned; `told` is the scope in the owner's words. What was
    /// made of a take goes with it, and each of those has a receipt of its own.
    ///
    /// # Errors
    /// `cameo_unknown`, `cameo_ended`, `unavailable`.
    pub async fn revoke(&self, owner: UserId, cameo: CameoId, scope: Scope, told: ScopeView) -> Result<ReceiptView, ErrorBody> {
        let received_at = clock::now();
        let receipt = self.ask_home_in_turn(owner, || Revoke { cameo, scope, told: told.clone(), received_at }).await??;
        let mut gone = receipt.clips_withheld.clone();
        if let Scope::Take(take) = scope {
            // Asked only now: from here on, what is made of it is refused when it is to be kept.
            for made in self.store.takes_made_of(cameo, take).await.map_err(|failure| unreadable(&failure))? {
                let scope = Scope::Take(made);
                let receipt = self.ask_home_in_turn(owner, || Revoke { cameo, scope, told: ScopeView::Take(made), received_at }).await??;
                gone.extend(receipt.clips_withheld);
            }
        }
        self.sources_gone(&gone).await;
        Ok(receipt)
    }

    /// Takes everything back for good; its data is erased.
    ///
    /// # Errors
    /// `cameo_unknown`, `cameo_ended`, `unavailable`.
    pub async fn end_cameo(&self, owner: UserId, cameo: CameoId) -> Result<ReceiptView, ErrorBody> {
        let received_at = clock::now();
        let receipt = self.ask_home_in_turn(owner, || EndCameo { cameo, received_at }).await??;
        self.sources_gone(&receipt.clips_withheld).await;
        Ok(receipt)
    }

    /// A cameo was stored: from here on it can be cast.
    ///
    /// # Errors
    /// `unavailable`: it is taken up when its home starts.
    pub async fn enrolled(&self, owner: UserId, cameo: CameoId) -> Result<(), ErrorBody> {
        self.ask_home_in_turn(owner, || Enrolled(cameo)).await?
    }

    /// Follows or blocks between these two were stored. A block takes back what either made with the other's likeness.
    ///
    /// # Errors
    /// `unavailable`.
    pub async fn ties_changed(&self, by: UserId, other: UserId) -> Result<(), ErrorBody> {
        let (one, two) = futures::join!(self.ask_home_in_turn(by, || TiesChanged(other)), self.ask_home_in_turn(other, || TiesChanged(by)));
        one??;
        two??;
        Ok(())
    }

    /// # Errors
    /// `question_unknown`, `question_answered`, `exceptions_too_many`, `busy`, `unavailable`.
    pub async fn answer(&self, person: &Person, question: QuestionId, answer: AnswerView) -> Result<(), ErrorBody> {
        self.ask_home(person.user, || AnswerQuestion { question, answer }).await?
    }

    /// Those that are open, oldest first. New sockets of this person are told of them by themselves.
    ///
    /// # Errors
    /// `busy`, `unavailable`.
    pub async fn questions(&self, user: UserId) -> Result<Vec<QuestionView>, ErrorBody> {
        Ok(self.ask_home(user, || OpenQuestions).await?)
    }
}
