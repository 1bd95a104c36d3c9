//! One edit of a stage after the other: frozen with everything that guards a take, then handed to the running scene.

use super::{Live, Steering};
use crate::{
    clock,
    consent::Ready,
    device::{OpenLive, StageControl, Turn},
    mailbox::ask,
    room::{
        RoomActor,
        derive::copied,
        freeze::{Absence, Judges, Settled, Snapshot, new_take, plan_error, settle},
        people::refusal,
    },
};
use actix::{AsyncContext, Context, WrapFuture, fut::ActorFutureExt};
use domain::{
    RoomId,
    mention::of_storyboard,
    plan::{Cast, Format, FrozenPlan, Maker},
    room::{Command, Refused},
    stage::RATE,
    storyboard::{SHOT_SECONDS, Storyboard, TAKE_SECONDS},
};
use std::sync::Arc;
use tracing::info;
use wire::{Accepted, EditState, ErrorBody};

/// One edit after the other.
impl RoomActor {
    pub(super) fn line_up(&mut self, steering: Steering, context: &mut Context<Self>) {
        let Some(live) = &mut self.live else { return };
        if live.busy.is_none() {
            return self.look_at(steering, context);
        }
        if let Some(older) = live.next.replace(steering)
            && let Some(edit) = live.edit(older.edit)
        {
            (edit.state, edit.why) = (EditState::Rejected, Some("newer words came before its turn".to_owned()));
        }
        self.tell_live();
    }

    fn look_at(&mut self, steering: Steering, context: &mut Context<Self>) {
        let Some(live) = &mut self.live else { return steering.gone() };
        // Who steers is there again.
        live.left.retain(|_, owner| *owner != steering.person.user);
        let snapshot = self.stage_snapshot(&steering);
        let Some(live) = &mut self.live else { return steering.gone() };
        live.busy = Some(steering.edit);
        self.tell_live();
        match snapshot {
            Ok(snapshot) => self.freeze_edit(snapshot, steering, context),
            Err(error) => self.edit_refused(steering, error, context),
        }
    }

    fn stage_snapshot(&self, steering: &Steering) -> Result<Snapshot, ErrorBody> {
        self.demand_maker(steering.person.user)?;
        let live = self.live.as_ref().ok_or_else(|| refusal(&Refused::StageClosed))?;
        let (storyboard, authors) = self.document.read_only(&steering.shot);
        let mut storyboard = storyboard.only(&steering.shot).map_err(|error| plan_error(&error.into()))?;
        for shot in &mut storyboard.shots {
            // A scene that runs on has no length: its words are played as long as they say, and again.
            shot.seconds = shot.seconds.clamp(*TAKE_SECONDS.start(), *SHOT_SECONDS.end());
            shot.continues = false;
        }
        let storyboard = storyboard.checked().map_err(|error| plan_error(&error.into()))?;
        if storyboard.shots.iter().any(|shot| shot.reference.is_some()) {
            return Err(ErrorBody::new("reference_unsupported", "pictures and footage are not used on the stage: take the shot to see them"));
        }
        let makers = self.makers(&steering.person, authors);
        Ok(stage_snapshot(self.room, live, storyboard, makers, steering.absence))
    }

    pub(super) fn judges(&self) -> Judges {
        Judges { directory: self.around.directory.clone(), rules: self.around.rules.clone(), safety: self.around.safety.clone() }
    }

    pub(super) fn freeze_edit(&mut self, snapshot: Snapshot, steering: Steering, context: &mut Context<Self>) {
        let (judges, store) = (self.judges(), self.around.store.clone());
        let settled = async move { settle(copied(snapshot, &store).await?, judges).await }.into_actor(self);
        context.spawn(settled.map(move |settled, room, context| {
            if !room.is_on(&steering) {
                return steering.gone();
            }
            match settled.and_then(|settled| room.count_cast(settled, &steering)) {
                Ok(Settled { plan, asks }) if asks.is_empty() => room.gather_edit(Arc::new(plan), steering, context),
                Ok(Settled { plan, asks }) => room.ask_for_edit(Arc::new(plan), asks, &steering, context),
                Err(error) => room.edit_refused(steering, error, context),
            }
        }));
    }

    /// Each edit that shows somebody is written into the ledger and among their uses, as a take is: so often by one person, and
    /// so often of one owner, and no more.
    fn count_cast(&mut self, settled: Settled, steering: &Steering) -> Result<Settled, ErrorBody> {
        if !settled.plan.cast().is_empty() && steering.absence == Absence::Wait {
            let now = clock::now();
            self.castings.count(steering.person.user, now)?;
            for owner in settled.plan.cast().owners() {
                self.shown.count(owner, now)?;
            }
        }
        Ok(settled)
    }

    /// Everybody who would be seen says yes, at this moment (CONSENT-1).
    pub(super) fn gather_edit(&mut self, plan: Arc<FrozenPlan>, steering: Steering, context: &mut Context<Self>) {
        let (directory, safety, wanted) = (self.around.directory.clone(), self.around.safety.clone(), plan.clone());
        let gathered = async move { directory.gather(&wanted, safety).await }.into_actor(self);
        context.spawn(gathered.map(move |ready, room, context| match ready {
            _ if !room.is_on(&steering) => {
                room.used_no_more(&plan);
                steering.gone();
            }
            // Somebody in it changed their mind while the others were waited for.
            Ok(ready) if ready.cast.withheld_by().is_some() => {
                let error = ErrorBody::new("consent_withdrawn", "somebody in it took their consent back meanwhile: write it again");
                room.not_shown(&plan, steering, error, context);
            }
            Ok(ready) if steering.opening.is_some() => room.raise(plan, ready, steering, context),
            Ok(ready) => room.turn(plan, ready, steering, context),
            Err(error) => room.not_shown(&plan, steering, error, context),
        }));
    }

    fn turn(&mut self, plan: Arc<FrozenPlan>, ready: Ready, steering: Steering, context: &mut Context<Self>) {
        let Some(live) = &mut self.live else { return };
        // Somebody left the stage while it was looked at: that goes first, and it may be of them.
        if live.busy != Some(steering.edit) {
            let error = ErrorBody::new("consent_withdrawn", "somebody left the stage meanwhile: write it again");
            return self.not_shown(&plan, steering, error, context);
        }
        if steering.absence == Absence::Wait
            && let Err(error) = self.demand_maker(steering.person.user)
        {
            return self.not_shown(&plan, steering, error, context);
        }
        let Some(live) = &mut self.live else { return };
        let turn = Turn { edit: u64::from(steering.edit), plan: plan.clone(), cast: ready.cast, likenesses: ready.likenesses };
        if live.control.as_ref().is_some_and(|control| control.turn(turn)) {
            live.handed.push_back((steering.edit, plan));
        } else {
            self.not_shown(&plan, steering, ErrorBody::new("busy", "the stage is busy: write on in a moment"), context);
        }
    }

    /// The stage begins, if the machine has room for it.
    fn raise(&mut self, plan: Arc<FrozenPlan>, ready: Ready, steering: Steering, context: &mut Context<Self>) {
        let Some(live) = &self.live else { return };
        let Ready { cast, likenesses } = ready;
        let (stage, room, fan_out) = (live.stage, context.address(), self.stage.clone());
        let open = OpenLive { stage, by: live.by, plan: plan.clone(), cast, likenesses, room, fan_out };
        let device = self.around.device.clone();
        let opened = async move { ask(&device, open).await }.into_actor(self);
        context.spawn(opened.map(move |opened, room, context| match opened {
            opened if !room.is_on(&steering) => {
                if let Ok(Ok(control)) = opened {
                    control.close();
                }
                room.used_no_more(&plan);
                steering.gone();
            }
            Ok(Ok(control)) => room.raised(control, plan, steering, context),
            Ok(Err(error)) => room.not_shown(&plan, steering, error, context),
            Err(error) => room.not_shown(&plan, steering, error.into(), context),
        }));
    }

    fn raised(&mut self, control: StageControl, plan: Arc<FrozenPlan>, steering: Steering, context: &mut Context<Self>) {
        let Steering { stage, edit, person, shot, opening, .. } = steering;
        if let Err(error) = self.decide(Command::OpenStage { by: person.user, stage }, context) {
            control.close();
            self.used_no_more(&plan);
            self.live = None;
            self.tell_live();
            return if let Some(reply) = opening {
                reply.answer(Err(error));
            };
        }
        info!(room = %self.room, %stage, "a stage was opened");
        let Some(live) = &mut self.live else { return };
        (live.control, live.plan) = (Some(control), Some(plan.clone()));
        if let Some(known) = live.edit(edit) {
            known.state = EditState::Applied;
        }
        // Whoever has to be asked is played by a stand-in until the answer is there.
        let mentions = of_storyboard(&Storyboard { shots: plan.shots().to_vec() });
        let absent = mentions.iter().any(|mention| !plan.cast().members().iter().any(|member| member.mention == *mention));
        if absent {
            let edit = live.add(person.user, &shot, plan.title());
            live.next = Some(Steering { stage, edit, person, shot, absence: Absence::Wait, opening: None });
        }
        self.tell_shown();
        self.after_commit(context, move |_, _| {
            if let Some(reply) = opening {
                reply.answer(Ok(Accepted::Done));
            }
        });
        self.go_on(edit, context);
    }

    /// Refused after somebody's consent was gathered for it.
    fn not_shown(&mut self, plan: &FrozenPlan, steering: Steering, error: ErrorBody, context: &mut Context<Self>) {
        self.used_no_more(plan);
        self.edit_refused(steering, error, context);
    }

    pub(super) fn edit_refused(&mut self, steering: Steering, error: ErrorBody, context: &mut Context<Self>) {
        let Steering { edit, opening, .. } = steering;
        if let Some(reply) = opening {
            self.live = None;
            self.tell_live();
            return reply.answer(Err(error));
        }
        if let Some(known) = self.live.as_mut().and_then(|live| live.edit(edit)) {
            (known.state, known.why) = (EditState::Rejected, Some(error.message));
        }
        self.go_on(edit, context);
    }

    /// An edit is done with; the next one that waits is looked at.
    pub(super) fn go_on(&mut self, edit: u32, context: &mut Context<Self>) {
        let Some(live) = &mut self.live else { return };
        live.busy.take_if(|busy| *busy == edit);
        let next = if live.busy.is_none() { live.next.take() } else { None };
        self.tell_live();
        if let Some(next) = next {
            self.look_at(next, context);
        }
    }
}

/// Where nobody can be cast the pictures bear the stage's own id; whom a plan casts is asked for that plan alone.
pub(super) fn stage_snapshot(room: RoomId, live: &Live, storyboard: Storyboard, makers: Vec<Maker>, absence: Absence) -> Snapshot {
    let mut mentions = of_storyboard(&storyboard);
    mentions.retain(|mention| !live.left.contains_key(mention));
    let take = if mentions.is_empty() { live.stage } else { new_take(clock::now()) };
    Snapshot {
        take,
        room,
        mentions,
        storyboard,
        format: Format { size: super::SIZE, fps: RATE },
        seed: live.seed,
        makers,
        absence,
        without: Vec::new(),
        in_place_of: None,
        derived: None,
        shown: Cast::nobody(),
        recorded: false,
    }
}
