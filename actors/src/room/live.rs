//! The room's stage: words become plans, plans become turns of the running scene, and what is recorded becomes a take.
//!
//! One edit is looked at at a time; of those that wait the last one counts. Everything here is gone when the room is: only the opening, the
//! closing and takes are durable. Who may do what is decided by the machine, who is shown by the owners' homes.

use super::{
    RoomActor, StateKey,
    derive::copied,
    freeze::{Absence, Judges, Settled, Snapshot, new_take, plan_error, settle},
    handle::Person,
    message::FromStage,
    page::{self, Reply},
    people::refusal,
    rate::Hand,
};
use crate::{
    clock,
    consent::Ready,
    device::{OpenLive, Recorded, StageControl, Turn},
    mailbox::ask,
    user::NewQuestion,
};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{
    CameoId, TakeId, Timestamp, UserId,
    mention::of_storyboard,
    plan::{Cast, Format, FrozenPlan, Maker, Size},
    room::{Command, Refused},
    stage::{RATE, Step},
    storyboard::{SHOT_SECONDS, Shot, Storyboard, TAKE_SECONDS},
};
use engine::{EditOutcome, Pushed};
use std::{collections::VecDeque, sync::Arc};
use tracing::{info, warn};
use wire::{Accepted, EditState, EditView, Ephemeral, ErrorBody, LiveView, PictureView, RecordingView};
use yrs::StateVector;

/// Edits that pages are told of.
const TOLD: usize = 8;
/// Characters of the words that are told.
const WORDS: usize = 120;
/// A question of a stage is open this long.
const QUESTION_MILLIS: u64 = 10 * 60 * 1_000;
/// Edits that wait for text which their writers have seen and the server has not.
const MAX_WAITING: usize = 64;
const SIZE: Size = Size { width: 360, height: 640 };

/// A stage that is open, or being opened.
pub(super) struct Live {
    stage: TakeId,
    by: UserId,
    seed: u64,
    /// None: it is being opened.
    control: Option<StageControl>,
    /// What is shown, and what was handed over and is not shown yet.
    plan: Option<Arc<FrozenPlan>>,
    handed: Option<Arc<FrozenPlan>>,
    edits: VecDeque<EditView>,
    last_edit: u32,
    /// The edit that is being looked at.
    busy: Option<u32>,
    next: Option<Steering>,
    asked: Option<AskedEdit>,
    step: Option<Step>,
    recording: Option<(Person, Timestamp)>,
    notice: Option<String>,
}

/// An edit whose cast has not said yes.
struct AskedEdit {
    edit: u32,
    plan: Arc<FrozenPlan>,
    missing: Vec<CameoId>,
    until: Timestamp,
}

struct Steering {
    edit: u32,
    person: Person,
    shot: String,
    absence: Absence,
    /// Waits until the stage runs.
    opening: Option<Reply>,
}

/// Its words are not there yet.
pub(super) struct WaitingEdit {
    person: Person,
    shot: String,
    seen: StateVector,
    opens: bool,
    reply: Reply,
    until: Timestamp,
}

impl Live {
    fn edit(&mut self, edit: u32) -> Option<&mut EditView> {
        self.edits.iter_mut().find(|known| known.edit == edit)
    }

    fn add(&mut self, by: UserId, shot: &str, words: String) -> u32 {
        self.last_edit += 1;
        let edit = self.last_edit;
        if self.edits.len() == TOLD {
            self.edits.pop_front();
        }
        let state = EditState::Pending;
        self.edits.push_back(EditView { edit, by, shot: shot.to_owned(), words, state, why: None, notices: Vec::new(), picture: None });
        edit
    }

    fn view(&self) -> LiveView {
        let step = self.step;
        LiveView {
            stage: self.stage,
            by: self.by,
            edits: self.edits.iter().cloned().collect(),
            width: step.map_or(SIZE.width, |step| step.size.width),
            height: step.map_or(SIZE.height, |step| step.size.height),
            fps: step.map_or(RATE, |step| RATE / step.every),
            recording: self.recording.as_ref().map(|(person, since)| RecordingView { by: person.user, since: since.as_millis() }),
            notice: self.notice.clone(),
        }
    }
}

/// What people ask.
impl RoomActor {
    pub(super) fn open_stage(&mut self, person: Person, shot: String, seen: &str, reply: Reply, context: &mut Context<Self>) {
        if let Err(error) = self.demand_maker(person.user).and_then(|()| self.requests.count(person.user, clock::now())) {
            return reply.answer(Err(error));
        }
        if self.live.is_some() {
            return reply.answer(Err(refusal(&Refused::StageOpen)));
        }
        self.await_words(person, shot, seen, true, reply, context);
    }

    pub(super) fn steer(&mut self, person: Person, shot: String, seen: &str, reply: Reply, context: &mut Context<Self>) {
        if let Err(error) = self.demand_maker(person.user).and_then(|()| self.hands.count(person.user, Hand::Steer, clock::now())) {
            return reply.answer(Err(error));
        }
        if self.live.as_ref().is_none_or(|live| live.control.is_none()) {
            return reply.answer(Err(refusal(&Refused::StageClosed)));
        }
        self.await_words(person, shot, seen, false, reply, context);
    }

    pub(super) fn push(&mut self, by: UserId, at: (f64, f64), moved: (f64, f64)) -> Result<(), ErrorBody> {
        self.demand_maker(by)?;
        self.hands.count(by, Hand::Push, clock::now())?;
        let within = |value: f64| value.is_finite() && (0.0..=1.0).contains(&value);
        let far = |value: f64| value.is_finite() && value.abs() <= 1.0;
        if !within(at.0) || !within(at.1) || !far(moved.0) || !far(moved.1) {
            return Err(ErrorBody::new("push_invalid", "x and y are 0 to 1, dx and dy -1 to 1"));
        }
        let control = self.live.as_ref().and_then(|live| live.control.as_ref()).ok_or_else(|| refusal(&Refused::StageClosed))?;
        if control.push(Pushed { at, by: moved }) { Ok(()) } else { Err(refusal(&Refused::StageClosed)) }
    }

    pub(super) fn record(&mut self, person: &Person, on: bool) -> Result<(), ErrorBody> {
        self.demand_maker(person.user)?;
        let live = self.live.as_mut().ok_or_else(|| refusal(&Refused::StageClosed))?;
        let control = live.control.as_ref().ok_or_else(|| refusal(&Refused::StageClosed))?;
        match (&live.recording, on) {
            (Some(_), true) => return Err(ErrorBody::new("recording", "the stage is being recorded already")),
            (None, false) => return Err(ErrorBody::new("not_recording", "nothing is being recorded")),
            _ => {}
        }
        if !control.record(on) {
            return Err(ErrorBody::new("busy", "the stage is busy: try again in a moment"));
        }
        if on {
            self.requests.count(person.user, clock::now())?;
            (live.recording, live.notice) = (Some((person.clone(), clock::now())), None);
            self.tell_live();
        }
        Ok(())
    }

    fn await_words(&mut self, person: Person, shot: String, seen: &str, opens: bool, reply: Reply, context: &mut Context<Self>) {
        let Some(seen) = page::read_state_vector(seen) else { return reply.answer(Err(page::unread_state_vector())) };
        if self.waiting_edits.len() >= MAX_WAITING {
            return reply.answer(Err(page::asked_already()));
        }
        self.waiting_edits.push(WaitingEdit { person, shot, seen, opens, reply, until: clock::now().plus(page::PATIENCE) });
        self.retry_waiting_edits(context);
    }

    pub(super) fn retry_waiting_edits(&mut self, context: &mut Context<Self>) {
        let now = clock::now();
        for waiting in std::mem::take(&mut self.waiting_edits) {
            if self.document.covers(&waiting.seen) {
                self.take_edit(waiting, context);
            } else if now > waiting.until {
                waiting.reply.answer(Err(page::behind()));
            } else {
                self.waiting_edits.push(waiting);
            }
        }
    }

    fn take_edit(&mut self, waiting: WaitingEdit, context: &mut Context<Self>) {
        let WaitingEdit { person, shot, opens, reply, .. } = waiting;
        if opens && self.live.is_some() {
            return reply.answer(Err(refusal(&Refused::StageOpen)));
        }
        if opens {
            self.live = Some(Live::new(person.user));
        }
        let words = self.words_of(&shot);
        let Some(live) = &mut self.live else { return reply.answer(Err(refusal(&Refused::StageClosed))) };
        let edit = live.add(person.user, &shot, words);
        let steering = if opens {
            Steering { edit, person, shot, absence: Absence::StandIn, opening: Some(reply) }
        } else {
            reply.answer(Ok(Accepted::Steering { edit }));
            Steering { edit, person, shot, absence: Absence::Wait, opening: None }
        };
        self.line_up(steering, context);
    }

    fn words_of(&self, shot: &str) -> String {
        let (storyboard, _) = self.document.read_only(shot);
        let prompt = storyboard.only(shot).ok().and_then(|board| board.shots.into_iter().next()).map(|shot| shot.prompt).unwrap_or_default();
        prompt.trim().chars().take(WORDS).collect()
    }
}

impl Live {
    fn new(by: UserId) -> Self {
        Self {
            stage: new_take(clock::now()),
            by,
            seed: rand::random::<u64>() >> 11,
            control: None,
            plan: None,
            handed: None,
            edits: VecDeque::new(),
            last_edit: 0,
            busy: None,
            next: None,
            asked: None,
            step: None,
            recording: None,
            notice: None,
        }
    }
}

/// One edit after the other.
impl RoomActor {
    fn line_up(&mut self, steering: Steering, context: &mut Context<Self>) {
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
        let snapshot = self.stage_snapshot(&steering);
        let Some(live) = &mut self.live else { return };
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

    fn judges(&self) -> Judges {
        Judges { directory: self.around.directory.clone(), rules: self.around.rules.clone(), safety: self.around.safety.clone() }
    }

    fn freeze_edit(&mut self, snapshot: Snapshot, steering: Steering, context: &mut Context<Self>) {
        let (judges, store) = (self.judges(), self.around.store.clone());
        let settled = async move { settle(copied(snapshot, &store).await?, judges).await }.into_actor(self);
        context.spawn(settled.map(move |settled, room, context| match settled {
            Ok(Settled { plan, asks }) if asks.is_empty() => room.gather_edit(Arc::new(plan), steering, context),
            Ok(Settled { plan, asks }) => room.ask_for_edit(Arc::new(plan), asks, &steering, context),
            Err(error) => room.edit_refused(steering, error, context),
        }));
    }

    /// Everybody who would be seen says yes, at this moment (CONSENT-1).
    fn gather_edit(&mut self, plan: Arc<FrozenPlan>, steering: Steering, context: &mut Context<Self>) {
        let (directory, safety, wanted) = (self.around.directory.clone(), self.around.safety.clone(), plan.clone());
        let gathered = async move { directory.gather(&wanted, safety).await }.into_actor(self);
        context.spawn(gathered.map(move |ready, room, context| match ready {
            Ok(ready) if steering.opening.is_some() => room.raise(plan, ready, steering, context),
            Ok(ready) => room.turn(plan, ready, steering, context),
            Err(error) => room.edit_refused(steering, error, context),
        }));
    }

    fn turn(&mut self, plan: Arc<FrozenPlan>, ready: Ready, steering: Steering, context: &mut Context<Self>) {
        let Some(live) = &mut self.live else { return };
        // Somebody left the stage while it was looked at: that goes first, and it may be of them.
        if live.busy != Some(steering.edit) {
            let error = ErrorBody::new("consent_withdrawn", "somebody left the stage meanwhile: write it again");
            return self.edit_refused(steering, error, context);
        }
        let turn = Turn { edit: u64::from(steering.edit), plan: plan.clone(), cast: ready.cast, likenesses: ready.likenesses };
        if live.control.as_ref().is_some_and(|control| control.turn(turn)) {
            live.handed = Some(plan);
        } else {
            self.edit_refused(steering, ErrorBody::new("busy", "the stage is busy: write on in a moment"), context);
        }
    }

    /// The stage begins, if the machine has room for it.
    fn raise(&mut self, plan: Arc<FrozenPlan>, ready: Ready, steering: Steering, context: &mut Context<Self>) {
        let Some(live) = &self.live else { return };
        let Ready { cast, likenesses } = ready;
        let (stage, room, fan_out) = (live.stage, context.address(), self.stage.clone());
        let open = OpenLive { stage, plan: plan.clone(), cast, likenesses, room, fan_out };
        let device = self.around.device.clone();
        let opened = async move { ask(&device, open).await }.into_actor(self);
        context.spawn(opened.map(move |opened, room, context| match opened {
            Ok(Ok(control)) => room.raised(control, plan, steering, context),
            Ok(Err(error)) => room.edit_refused(steering, error, context),
            Err(error) => room.edit_refused(steering, error.into(), context),
        }));
    }

    fn raised(&mut self, control: StageControl, plan: Arc<FrozenPlan>, steering: Steering, context: &mut Context<Self>) {
        let Steering { edit, person, shot, opening, .. } = steering;
        let Some(live) = &mut self.live else { return control.close() };
        let stage = live.stage;
        if let Err(error) = self.decide(Command::OpenStage { by: person.user, stage }, context) {
            control.close();
            self.live = None;
            self.tell_live();
            return if let Some(reply) = opening {
                reply.answer(Err(error))
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
            live.next = Some(Steering { edit, person, shot, absence: Absence::Wait, opening: None });
        }
        self.state_to_all(StateKey::Stage, Ephemeral::Stage { take: self.stage.now() });
        self.after_commit(context, move |_, _| {
            if let Some(reply) = opening {
                reply.answer(Ok(Accepted::Done));
            }
        });
        self.go_on(edit, context);
    }

    fn edit_refused(&mut self, steering: Steering, error: ErrorBody, context: &mut Context<Self>) {
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
    fn go_on(&mut self, edit: u32, context: &mut Context<Self>) {
        let Some(live) = &mut self.live else { return };
        live.busy.take_if(|busy| *busy == edit);
        let next = if live.busy.is_none() { live.next.take() } else { None };
        self.tell_live();
        if let Some(next) = next {
            self.look_at(next, context);
        }
    }
}

/// Those who are on the stage, or are to be.
impl RoomActor {
    fn ask_for_edit(&mut self, plan: Arc<FrozenPlan>, asks: Vec<CameoId>, steering: &Steering, context: &mut Context<Self>) {
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

    pub(super) fn expire_asked_edit(&mut self) {
        let due = |asked: &AskedEdit| asked.until <= clock::now();
        if let Some(take) = self.live.as_ref().and_then(|live| live.asked.as_ref()).filter(|asked| due(asked)).map(|asked| asked.plan.take()) {
            self.forget_asked(take, "nobody answered in time");
        }
    }

    /// Whether it is an edit that waits for answers.
    pub(super) fn live_asks(&self, take: TakeId) -> bool {
        self.live.as_ref().and_then(|live| live.asked.as_ref()).is_some_and(|asked| asked.plan.take() == take)
    }

    /// An owner answered. False: nobody here asked.
    pub(super) fn live_answered(&mut self, take: TakeId, cameo: CameoId, allowed: bool, context: &mut Context<Self>) -> bool {
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
            // An edit that is being looked at meanwhile was written later: it wins.
            if live.busy.is_some() || live.next.is_some() {
                self.unask_edit(AskedEdit { edit, plan, missing: Vec::new(), until }, "newer words came before the answer");
            } else {
                live.busy = Some(edit);
                self.gather_edit(plan, Steering { edit, person, shot, absence: Absence::Wait, opening: None }, context);
            }
        }
        self.tell_live();
        true
    }

    /// Somebody on the stage took their consent back: nothing of them leaves any more already. The scene goes on without them.
    pub(super) fn live_left(&mut self, take: TakeId, cameo: CameoId, context: &mut Context<Self>) -> bool {
        let Some(live) = &mut self.live else { return false };
        let on = [&live.handed, &live.plan].into_iter().flatten().find(|plan| plan.take() == take);
        let Some(plan) = on.cloned() else { return false };
        let gone = plan.cast().members().iter().find(|member| member.cameo == cameo).map(|member| member.mention.to_string()).unwrap_or_default();
        let Some(maker) = plan.makers().first().cloned() else { return false };
        let person = Person { user: maker.user, handle: maker.handle };
        let shot = plan.shots().first().map(|shot| shot.id.clone()).unwrap_or_default();
        let edit = live.add(person.user, &shot, format!("without @{gone}"));
        live.busy = Some(edit);
        let storyboard = Storyboard { shots: plan.shots().to_vec() };
        let mut snapshot = stage_snapshot(self.room, live, storyboard, plan.makers().to_vec(), Absence::StandIn);
        snapshot.mentions = plan.cast().without(&[cameo]).members().iter().map(|member| member.mention.clone()).collect();
        if snapshot.mentions.is_empty() {
            snapshot.take = live.stage;
        }
        self.tell_live();
        self.freeze_edit(snapshot, Steering { edit, person, shot, absence: Absence::StandIn, opening: None }, context);
        true
    }
}

/// Where nobody can be cast the pictures bear the stage's own id; whom a plan casts is asked for that plan alone.
fn stage_snapshot(room: domain::RoomId, live: &Live, storyboard: Storyboard, makers: Vec<Maker>, absence: Absence) -> Snapshot {
    let mentions = of_storyboard(&storyboard);
    let take = if mentions.is_empty() { live.stage } else { new_take(clock::now()) };
    Snapshot {
        take,
        room,
        mentions,
        storyboard,
        format: Format { size: SIZE, fps: RATE },
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

/// What the stage says.
impl RoomActor {
    pub(super) fn live_state(&self) -> Ephemeral {
        Ephemeral::Live { live: self.live.as_ref().filter(|live| live.control.is_some()).map(|live| Box::new(live.view())) }
    }

    fn tell_live(&self) {
        self.state_to_all(StateKey::Live, self.live_state());
    }

    /// Decided: nothing of it is shown any more.
    pub(super) fn end_stage(&mut self, stage: TakeId) {
        let Some(mut live) = self.live.take_if(|live| live.stage == stage) else { return };
        if let Some(control) = &live.control {
            control.close();
        }
        if let Some(asked) = live.asked.take() {
            self.around.directory.drop_questions(asked.plan.take(), asked.plan.cast().owners());
        }
        for plan in [&live.plan, &live.handed].into_iter().flatten() {
            self.used_no_more(plan);
        }
        for take in [Some(stage), live.plan.as_ref().map(|plan| plan.take())].into_iter().flatten() {
            self.stage.cancel(take);
        }
        self.tell_live();
        self.state_to_all(StateKey::Stage, Ephemeral::Stage { take: self.stage.now() });
    }

    /// What was granted for these words is not used any more. What was recorded of them is granted by itself.
    fn used_no_more(&self, plan: &FrozenPlan) {
        if plan.cast().is_empty() {
            return;
        }
        let (store, take) = (self.around.store.clone(), plan.take());
        actix::spawn(async move {
            if let Err(error) = store.end_uses(take, clock::now()).await {
                warn!(%take, %error, "the end of a use could not be written");
            }
        });
    }

    fn turned(&mut self, edit: u64, outcome: EditOutcome, shown: Option<(TakeId, u32)>, context: &mut Context<Self>) {
        let Ok(edit) = u32::try_from(edit) else { return };
        let over = self.live.as_mut().and_then(|live| match (&outcome, live.handed.take()) {
            (EditOutcome::Applied(_), Some(handed)) => live.plan.replace(handed),
            (_, handed) => handed,
        });
        if let Some(over) = over {
            self.used_no_more(&over);
        }
        if let Some(known) = self.live.as_mut().and_then(|live| live.edit(edit)) {
            match outcome {
                EditOutcome::Applied(notices) => {
                    (known.state, known.why, known.notices) = (EditState::Applied, None, notices);
                    known.picture = shown.map(|(take, index)| PictureView { take, index });
                }
                EditOutcome::Rejected(why) => (known.state, known.why) = (EditState::Rejected, Some(why)),
            }
        }
        self.state_to_all(StateKey::Stage, Ephemeral::Stage { take: self.stage.now() });
        self.go_on(edit, context);
    }

    /// A stretch of the stage becomes a take: of all who steered, with all who were seen, asked for once more.
    fn recorded(&mut self, recorded: Arc<Recorded>, context: &mut Context<Self>) {
        let Some(live) = &mut self.live else { return };
        let Some((person, _)) = live.recording.take() else { return };
        let snapshot = recorded_snapshot(self.room, live.seed, &person, &recorded);
        self.tell_live();
        let (judges, store) = (self.judges(), self.around.store.clone());
        let settled = async move { settle(copied(snapshot, &store).await?, judges).await }.into_actor(self);
        context.spawn(settled.map(move |settled, room, context| {
            let queued = settled.and_then(|Settled { plan, asks }| {
                let take = plan.take();
                room.recorded.insert(take, recorded);
                room.decide(Command::RequestTake { by: person.user, plan: Box::new(plan), asks }, context).inspect_err(|_| {
                    room.recorded.remove(&take);
                })
            });
            if let Err(error) = queued {
                room.not_recorded(error.message);
            }
            room.flush(context);
        }));
    }

    fn not_recorded(&mut self, reason: String) {
        if let Some(live) = &mut self.live {
            live.recording = None;
            live.notice = Some(format!("nothing was recorded: {reason}"));
            self.tell_live();
        }
    }
}

/// One plan of all that was shown: a shot for each that lasted, in whole seconds.
fn recorded_snapshot(room: domain::RoomId, seed: u64, person: &Person, recorded: &Recorded) -> Snapshot {
    let all: u32 = recorded.spans.iter().map(|span| span.ticks).sum();
    let (mut gone, mut given) = (0, 0);
    let mut shots: Vec<Shot> = Vec::new();
    for span in &recorded.spans {
        gone += span.ticks;
        let until = if gone >= all { recorded.seconds } else { (gone + RATE / 2) / RATE };
        let seconds = until.min(recorded.seconds).saturating_sub(given);
        given += seconds;
        let Some(shot) = span.plan.shots().first().filter(|_| seconds > 0) else { continue };
        let (number, full) = (shots.len() + 1, shots.len() == domain::storyboard::MAX_SHOTS);
        match shots.last_mut() {
            Some(last) if last.prompt == shot.prompt && last.style == shot.style && last.camera == shot.camera && last.setting == shot.setting => {
                last.seconds += seconds;
            }
            Some(last) if full => last.seconds += seconds,
            _ => shots.push(Shot { id: format!("s{number}"), seconds, continues: number > 1, ..shot.clone() }),
        }
    }
    let asker = Maker { user: person.user, handle: person.handle.clone() };
    let makers = recorded.spans.iter().flat_map(|span| span.plan.makers().iter().cloned());
    let cast = recorded.spans.iter().flat_map(|span| span.plan.cast().members());
    Snapshot {
        take: new_take(clock::now()),
        room,
        storyboard: Storyboard { shots },
        format: Format { size: recorded.size, fps: RATE },
        seed,
        makers: std::iter::once(asker).chain(makers).collect(),
        mentions: cast.map(|member| member.mention.clone()).collect(),
        absence: Absence::Wait,
        without: Vec::new(),
        in_place_of: None,
        derived: None,
        shown: Cast::of(recorded.spans.iter().flat_map(|span| span.plan.cast().members()).cloned()),
        recorded: true,
    }
}

impl Handler<FromStage> for RoomActor {
    type Result = ();

    fn handle(&mut self, message: FromStage, context: &mut Context<Self>) {
        let open = |live: &Option<Live>, stage: TakeId| live.as_ref().is_some_and(|live| live.stage == stage);
        match message {
            FromStage::Turned { stage, edit, outcome, shown, .. } if open(&self.live, stage) => self.turned(edit, outcome, shown, context),
            FromStage::Notices { stage, notices } if open(&self.live, stage) => {
                if let Some(edit) = self.live.as_mut().and_then(|live| live.edits.back_mut()) {
                    edit.notices.extend(notices);
                    edit.notices.truncate(16);
                }
                self.tell_live();
            }
            FromStage::Quality { stage, step } if open(&self.live, stage) => {
                if let Some(live) = &mut self.live {
                    live.step = Some(step);
                }
                self.tell_live();
            }
            FromStage::Recorded { stage, recorded } if open(&self.live, stage) => self.recorded(recorded, context),
            FromStage::Unrecorded { stage, reason } if open(&self.live, stage) => self.not_recorded(reason),
            FromStage::Ended { stage, code, reason } => {
                if let Err(error) = self.decide(Command::StageEnded { stage, code, reason }, context) {
                    warn!(room = %self.room, %stage, code = error.code, "the end of a stage was refused");
                }
                self.live.take_if(|live| live.stage == stage);
                self.tell_live();
                self.flush(context);
            }
            _ => {}
        }
    }
}
