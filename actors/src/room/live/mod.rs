//! The room's stage: words become plans, plans become turns of the running scene, and what is recorded becomes a take.
//!
//! One edit is looked at at a time; of those that wait the last one counts. Everything here is gone when the room is: only the opening, the
//! closing and takes are durable. Who may do what is decided by the machine, who is shown by the owners' homes.

mod asks;
mod cast;
mod edits;
mod recording;

pub(super) use asks::Asks;
pub(super) use recording::Stretch;

use super::{
    RoomActor, StateKey,
    freeze::{Absence, new_take},
    handle::Person,
    message::FromStage,
    page::{self, Reply},
    people::refusal,
    rate::Hand,
};
use crate::{clock, device::StageControl};
use actix::{Context, Handler};
use domain::{
    CameoId, TakeId, Timestamp, UserId,
    mention::Mention,
    plan::{FrozenPlan, Size},
    room::{Command, Refused},
    stage::{RATE, Step},
};
use engine::{EditOutcome, Pushed};
use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    sync::Arc,
};
use tracing::warn;
use wire::{Accepted, EditState, EditView, Ephemeral, ErrorBody, LiveView, PictureView, RecordingView};
use yrs::StateVector;

/// Edits that pages are told of.
const TOLD: usize = 8;
/// Characters of the words that are told.
const WORDS: usize = 120;
/// Edits that wait for text which their writers have seen and the server has not.
const MAX_WAITING: usize = 64;
/// As it begins.
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
    handed: VecDeque<(u32, Arc<FrozenPlan>)>,
    /// Who took their consent back while it ran: they are played by a stand-in until they steer themselves.
    left: BTreeMap<Mention, UserId>,
    /// Who pushed something since the recording began.
    pushed: BTreeSet<UserId>,
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
    /// Edits of each stage are counted anew.
    stage: TakeId,
    edit: u32,
    person: Person,
    shot: String,
    absence: Absence,
    /// Waits until the stage runs.
    opening: Option<Reply>,
}

impl Steering {
    /// Its stage was closed meanwhile.
    fn gone(self) {
        if let Some(reply) = self.opening {
            reply.answer(Err(refusal(&Refused::StageClosed)));
        }
    }
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

impl Live {
    fn new(by: UserId) -> Self {
        Self {
            stage: new_take(clock::now()),
            by,
            seed: rand::random::<u64>() >> 11,
            control: None,
            plan: None,
            handed: VecDeque::new(),
            left: BTreeMap::new(),
            pushed: BTreeSet::new(),
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
        let live = self.live.as_mut().ok_or_else(|| refusal(&Refused::StageClosed))?;
        let heard = live.control.as_ref().is_some_and(|control| control.push(Pushed { at, by: moved }));
        if live.recording.is_some() {
            live.pushed.insert(by);
        }
        if heard { Ok(()) } else { Err(refusal(&Refused::StageClosed)) }
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
        if on {
            self.requests.count(person.user, clock::now())?;
        }
        if !control.record(on) {
            return Err(ErrorBody::new("busy", "the stage is busy: try again in a moment"));
        }
        if on {
            (live.recording, live.notice) = (Some((person.clone(), clock::now())), None);
            live.pushed.clear();
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
        let (stage, edit) = (live.stage, live.add(person.user, &shot, words));
        let steering = if opens {
            Steering { stage, edit, person, shot, absence: Absence::StandIn, opening: Some(reply) }
        } else {
            reply.answer(Ok(Accepted::Steering { edit }));
            Steering { stage, edit, person, shot, absence: Absence::Wait, opening: None }
        };
        self.line_up(steering, context);
    }

    fn words_of(&self, shot: &str) -> String {
        let (storyboard, _) = self.document.read_only(shot);
        let prompt = storyboard.only(shot).ok().and_then(|board| board.shots.into_iter().next()).map(|shot| shot.prompt).unwrap_or_default();
        prompt.trim().chars().take(WORDS).collect()
    }
}

/// What the stage says.
impl RoomActor {
    pub(super) fn live_state(&self) -> Ephemeral {
        Ephemeral::Live { live: self.live.as_ref().filter(|live| live.control.is_some()).map(|live| Box::new(live.view())) }
    }

    pub(super) fn tell_live(&self) {
        self.state_to_all(StateKey::Live, self.live_state());
    }

    /// Decided: nothing of it is shown any more.
    pub(super) fn end_stage(&mut self, stage: TakeId) {
        if self.live.is_none() {
            // It ran in a home of before.
            return self.forget_uses_of_stages();
        }
        let Some(mut live) = self.live.take_if(|live| live.stage == stage) else { return };
        if let Some(control) = &live.control {
            control.close();
        }
        // Its last seconds are on their way.
        self.stretch = live.stretch().map(|stretch| (stage, stretch)).or(self.stretch.take());
        if let Some(asked) = live.asked.take() {
            self.around.directory.drop_questions(asked.plan.take(), asked.plan.cast().owners());
        }
        self.stage.cancel(stage);
        for plan in live.plan.iter().chain(live.handed.iter().map(|(_, plan)| plan)) {
            self.used_no_more(plan);
            self.stage.cancel(plan.take());
        }
        self.tell_live();
        self.tell_shown();
    }

    /// What was granted for these words is not used any more. What was recorded of them is granted by itself.
    pub(super) fn used_no_more(&self, plan: &FrozenPlan) {
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

    fn forget_uses_of_stages(&self) {
        let (store, room, now) = (self.around.store.clone(), self.room, clock::now());
        actix::spawn(async move {
            if let Err(error) = store.end_uses_without_take(room, now).await {
                warn!(%room, %error, "the end of the uses of a stage could not be written");
            }
        });
    }

    /// Somebody is no member any more.
    pub(super) fn leave_stage(&self, user: UserId) {
        if let Some(control) = self.live.as_ref().filter(|live| live.by == user).and_then(|live| live.control.as_ref()) {
            control.opener_left();
        }
    }

    /// Whether its stage is open still.
    fn is_on(&self, steering: &Steering) -> bool {
        self.live.as_ref().is_some_and(|live| live.stage == steering.stage)
    }

    pub(super) fn turned(&mut self, edit: u64, outcome: EditOutcome, shown: Option<(TakeId, u32)>, context: &mut Context<Self>) {
        let Ok(edit) = u32::try_from(edit) else { return };
        let over = self.live.as_mut().and_then(|live| {
            let place = live.handed.iter().position(|(handed, _)| *handed == edit)?;
            let (_, plan) = live.handed.remove(place)?;
            match outcome {
                EditOutcome::Applied(_) => live.plan.replace(plan),
                EditOutcome::Rejected(_) => Some(plan),
            }
        });
        if let Some(over) = over {
            self.used_no_more(&over);
        }
        if matches!(outcome, EditOutcome::Applied(_)) {
            self.outdate_asked(edit);
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
        self.tell_shown();
        self.go_on(edit, context);
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
                // The first time it says that the scene begins.
                self.tell_shown();
                self.tell_live();
            }
            FromStage::Recorded { stage, recorded } => self.recorded(stage, recorded, context),
            FromStage::Unrecorded { stage, reason } => self.not_recorded(stage, reason),
            FromStage::Ended { stage, code, reason } => {
                if let Err(error) = self.decide(Command::StageEnded { stage, code, reason }, context) {
                    warn!(room = %self.room, %stage, code = error.code, "the end of a stage was refused");
                }
                // Where it ended before the room knew that it is open.
                if open(&self.live, stage) {
                    self.end_stage(stage);
                }
                self.flush(context);
            }
            _ => {}
        }
    }
}
