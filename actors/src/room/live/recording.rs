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
use wire::ErrorBody;

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
        let snapshot = match snapshot {
            Ok(snapshot) => snapshot,
            Err(error) => return self.tell_unrecorded(stage, error.message),
        };
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

/// One plan of all that was shown, in whole seconds. Makers are who recorded it, who wrote, and who pushed.
fn recorded_snapshot(room: RoomId, seed: u64, (person, hands): (&Person, Vec<Maker>), recorded: &Recorded) -> Result<Snapshot, ErrorBody> {
    let all: u32 = recorded.spans.iter().map(|span| span.ticks).sum();
    let (mut gone, mut given) = (0, 0);
    let mut shots: Vec<Shot> = Vec::new();
    for span in &recorded.spans {
        gone += span.ticks;
        let until = if gone >= all { recorded.seconds } else { (gone + RATE / 2) / RATE };
        let seconds = until.min(recorded.seconds).saturating_sub(given);
        given += seconds;
        let Some(shot) = span.plan.shots().first() else { continue };
        let (number, full) = (shots.len() + 1, shots.len() == MAX_SHOTS);
        let new = Shot { id: format!("s{number}"), seconds, continues: number > 1, ..shot.clone() };
        match shots.last_mut() {
            Some(last) if says_the_same(last, shot) => last.seconds += seconds,
            // Too short for a shot of its own, or one too many: what it says is said in the one beside it.
            Some(last) if last.seconds == 0 => {
                let shorter = std::mem::replace(last, Shot { id: last.id.clone(), continues: last.continues, ..new });
                take_up(last, &shorter)?;
            }
            Some(last) if full || seconds == 0 => {
                last.seconds += seconds;
                take_up(last, shot)?;
            }
            _ => shots.push(new),
        }
    }
    let asker = Maker { user: person.user, handle: person.handle.clone() };
    let makers = recorded.spans.iter().flat_map(|span| span.plan.makers().iter().cloned());
    let cast = recorded.spans.iter().flat_map(|span| span.plan.cast().members());
    Ok(Snapshot {
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
    })
}

fn says_the_same(one: &Shot, other: &Shot) -> bool {
    Shot { id: other.id.clone(), seconds: other.seconds, continues: other.continues, ..one.clone() } == *other
}

/// Whoever says yes to a take says yes to its words, so that none may be missing: those that were shown beside this shot's own stand behind them.
///
/// # Errors
/// `recording_unsettled`: there are too many, or they were copied from several clips.
fn take_up(shot: &mut Shot, other: &Shot) -> Result<(), ErrorBody> {
    let reads = [&other.prompt, &other.setting, &other.style, &other.camera];
    for words in reads.map(|words| words.trim()) {
        let known = [&shot.prompt, &shot.setting, &shot.style, &shot.camera].into_iter().any(|known| says(known, words));
        if let Some(longer) = Some(words).filter(|_| !known) {
            if longer.starts_with(shot.prompt.trim()) {
                shot.prompt = longer.to_owned();
            } else {
                shot.prompt = format!("{}. {longer}", shot.prompt.trim().trim_end_matches('.'));
            }
        }
    }
    let lines: Vec<_> = other.dialogue.iter().filter(|line| !shot.dialogue.contains(line)).cloned().collect();
    shot.dialogue.extend(lines);
    let corrections: Vec<_> = other.corrections.iter().filter(|correction| !shot.corrections.contains(correction)).cloned().collect();
    shot.corrections.extend(corrections);
    let one_source = shot.copied_from.is_none() || other.copied_from.is_none() || shot.copied_from == other.copied_from;
    shot.copied_from = shot.copied_from.or(other.copied_from);
    let alone = Storyboard { shots: vec![Shot { seconds: 1, ..shot.clone() }] };
    if one_source && alone.check_words().is_ok() {
        return Ok(());
    }
    Err(ErrorBody::new("recording_unsettled", "its words changed too often for one take: record a shorter stretch, or change them less often"))
}

/// Whoever types says each beginning of it.
fn says(text: &str, words: &str) -> bool {
    let is_apart = |side: Option<char>| side.is_none_or(|letter| !letter.is_alphanumeric());
    let whole = |at: usize| is_apart(text[..at].chars().next_back()) && is_apart(text[at + words.len()..].chars().next());
    text.trim_start().starts_with(words) || text.match_indices(words).any(|(at, _)| whole(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shot(prompt: &str) -> Shot {
        Shot { prompt: prompt.into(), seconds: 2, ..Shot::default() }
    }

    #[test]
    fn words_that_were_shown_for_a_moment_are_in_the_plan() {
        let mut kept = shot("a dog runs");
        take_up(&mut kept, &shot("a dog")).expect("its beginning");
        assert_eq!(kept.prompt, "a dog runs");
        take_up(&mut kept, &shot("a dog runs in the rain")).expect("it goes on");
        assert_eq!(kept.prompt, "a dog runs in the rain");
        let line = domain::storyboard::Line { speaker: "ana".into(), language: "en".into(), words: "I did it".into() };
        take_up(&mut kept, &Shot { dialogue: vec![line.clone()], style: "comic".into(), ..shot("@ana waves") }).expect("others");
        assert_eq!((kept.prompt.as_str(), &kept.dialogue[..], kept.seconds), ("a dog runs in the rain. @ana waves. comic", &[line][..], 2));
        take_up(&mut kept, &shot("ana")).expect("said already");
        assert!(!says("a catwalk", "walk") && says("a catwalk", "a cat"));
        let many = shot(&"x".repeat(domain::storyboard::MAX_PROMPT));
        assert_eq!(take_up(&mut kept, &many).expect_err("too many").code, "recording_unsettled");
    }

    #[test]
    fn shots_that_differ_only_in_what_is_spoken_are_two() {
        let line = domain::storyboard::Line { speaker: "ana".into(), language: "en".into(), words: "I did it".into() };
        assert!(says_the_same(&shot("@ana stands"), &Shot { id: "b".into(), seconds: 9, continues: true, ..shot("@ana stands") }));
        assert!(!says_the_same(&shot("@ana stands"), &Shot { dialogue: vec![line], ..shot("@ana stands") }));
    }
}
