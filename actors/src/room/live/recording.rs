//! A stretch of a stage becomes a take: of all who steered, with all who were seen.

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
    RoomId,
    plan::{Cast, Format, Maker},
    room::Command,
    stage::RATE,
    storyboard::{MAX_SHOTS, Shot, Storyboard},
};
use std::sync::Arc;

/// A recording on its way to be a take.
impl RoomActor {
    /// A stretch of the stage becomes a take: of all who steered, with all who were seen, asked for once more.
    pub(super) fn recorded(&mut self, recorded: Arc<Recorded>, context: &mut Context<Self>) {
        let Some(live) = &mut self.live else { return };
        let Some((person, _)) = live.recording.take() else { return };
        let pushed = std::mem::take(&mut live.pushed);
        let members = self.machine.members().iter().filter(|member| pushed.contains(&member.user));
        let hands = members.map(|member| Maker { user: member.user, handle: member.handle.clone() }).collect();
        let snapshot = recorded_snapshot(self.room, live.seed, (&person, hands), &recorded);
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

    pub(super) fn not_recorded(&mut self, reason: String) {
        if let Some(live) = &mut self.live {
            live.recording = None;
            live.notice = Some(format!("nothing was recorded: {reason}"));
            self.tell_live();
        }
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
