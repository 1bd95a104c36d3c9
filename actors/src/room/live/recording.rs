//! A stretch of a stage becomes a take: of all who steered, with all who were seen.

use super::Live;
use crate::{
    clock,
    device::Recorded,
    room::{
        RoomActor,
        derive::copied,
        freeze::{Absence, Settled, Snapshot, new_take, settle},
        handle::Person,
    },
};
use actix::{AsyncContext, Context, WrapFuture, fut::ActorFutureExt};
use domain::{
    RoomId, TakeId, UserId,
    plan::{Cast, Format, Maker},
    room::Command,
    stage::RATE,
    storyboard::{MAX_SHOTS, Shot, Storyboard},
};
use std::{collections::BTreeSet, sync::Arc};
use tracing::info;

/// A recording on its way to be a take.
impl RoomActor {
    /// A stretch of the stage becomes a take: of all who steered, with all who were seen, asked for once more.
    pub(super) fn recorded(&mut self, stage: TakeId, recorded: Arc<Recorded>, context: &mut Context<Self>) {
        let Some(Stretch { person, pushed, seed }) = self.stretch_of(stage) else { return };
        let Some(person) = self.who_keeps(person, &recorded) else {
            return self.tell_unrecorded(stage, "nobody who made it may ask for takes any more".to_owned());
        };
        let members = self.machine.members().iter().filter(|member| pushed.contains(&member.user));
        let hands = members.map(|member| Maker { user: member.user, handle: member.handle.clone() }).collect();
        let snapshot = recorded_snapshot(self.room, seed, (&person, hands), &recorded);
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
                room.tell_unrecorded(stage, error.message);
            }
            room.flush(context);
        }));
    }

    pub(super) fn not_recorded(&mut self, stage: TakeId, reason: String) {
        drop(self.stretch_of(stage));
        self.tell_unrecorded(stage, reason);
    }

    fn tell_unrecorded(&mut self, stage: TakeId, reason: String) {
        if let Some(live) = self.live.as_mut().filter(|live| live.stage == stage) {
            live.notice = Some(format!("nothing was recorded: {reason}"));
            self.tell_live();
        } else {
            info!(room = %self.room, %stage, reason, "nothing was kept of a recording that ended with its stage");
        }
    }

    /// What was being recorded, or was when the stage ended.
    fn stretch_of(&mut self, stage: TakeId) -> Option<Stretch> {
        match self.live.as_mut().filter(|live| live.stage == stage) {
            Some(live) => live.stretch(),
            None => self.stretch.take_if(|(of, _)| *of == stage).map(|(_, stretch)| stretch),
        }
    }

    /// Who recorded it may have left, or may not ask any more: then somebody else who made it does.
    fn who_keeps(&self, person: Person, recorded: &Recorded) -> Option<Person> {
        let makers = recorded.spans.iter().flat_map(|span| span.plan.makers());
        let others = makers.map(|maker| Person { user: maker.user, handle: maker.handle.clone() });
        std::iter::once(person).chain(others).find(|person| self.demand_maker(person.user).is_ok())
    }
}

/// A recording under way.
pub(in crate::room) struct Stretch {
    person: Person,
    /// Who pushed something since it began.
    pushed: BTreeSet<UserId>,
    seed: u64,
}

impl Live {
    /// Is recorded no more.
    pub(super) fn stretch(&mut self) -> Option<Stretch> {
        let (person, _) = self.recording.take()?;
        Some(Stretch { person, pushed: std::mem::take(&mut self.pushed), seed: self.seed })
    }
}

/// One plan of all that was shown: a shot for each that lasted, in whole seconds. Makers are who recorded it, who wrote, and who pushed.
fn recorded_snapshot(room: RoomId, seed: u64, (person, hands): (&Person, Vec<Maker>), recorded: &Recorded) -> Snapshot {
    let all: u32 = recorded.spans.iter().map(|span| span.ticks).sum();
    let (mut gone, mut given) = (0, 0);
    let mut shots: Vec<Shot> = Vec::new();
    for span in &recorded.spans {
        gone += span.ticks;
        let until = if gone >= all { recorded.seconds } else { (gone + RATE / 2) / RATE };
        let seconds = until.min(recorded.seconds).saturating_sub(given);
        given += seconds;
        let Some(shot) = span.plan.shots().first().filter(|_| seconds > 0) else { continue };
        let (number, full) = (shots.len() + 1, shots.len() == MAX_SHOTS);
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
        makers: std::iter::once(asker).chain(makers).chain(hands).collect(),
        mentions: cast.map(|member| member.mention.clone()).collect(),
        absence: Absence::Wait,
        without: Vec::new(),
        in_place_of: None,
        derived: None,
        shown: Cast::of(recorded.spans.iter().flat_map(|span| span.plan.cast().members()).cloned()),
        recorded: true,
    }
}
