//! Takes of this room that are made of finished clips, and storyboards that are copied into it.
//!
//! What such a take is frozen from is worked out by `domain::derivation`; here it goes the way of every take. A copied shot names its clip, and
//! anybody could write such a name into a storyboard of many: before a take is made of it, whoever asks must own that clip.

use super::{
    RoomActor,
    freeze::{Absence, Snapshot, new_take},
    message::{CopyShots, Derive},
    page::Reply,
};
use crate::{clock, derive::derive_key, mailbox::Asked};
use actix::{Context, Handler};
use domain::{
    ClipId, UserId,
    ownership::Owners,
    plan::{Derivation, Derived, Maker},
};
use store::{Clip, Store};
use wire::{Absent, ErrorBody};

impl Handler<Asked<Derive>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Derive>, context: &mut Context<Self>) {
        let Asked { question, reply } = asked;
        let person = question.person.user;
        if let Err(error) = self.demand_maker(person).and_then(|()| self.requests.count(person, clock::now())) {
            return reply.answer(Err(error));
        }
        let key = (person, derive_key(&question.request.key));
        let hash = Some(question.request.hash.clone()).filter(|hash| !hash.is_empty());
        self.once(key.clone(), hash, reply, context, move |room, reply, context| room.derive(question, key, reply, context));
    }
}

impl RoomActor {
    fn derive(&mut self, derive: Derive, key: (UserId, String), reply: Reply, context: &mut Context<Self>) {
        let Derive { person, request, derivative, shown, absent } = derive;
        let asker = Maker { user: person.user, handle: person.handle };
        let snapshot = Snapshot {
            take: new_take(clock::now()),
            room: self.room,
            storyboard: derivative.storyboard,
            format: derivative.format,
            seed: derivative.seed,
            makers: std::iter::once(asker).chain(derivative.makers).collect(),
            mentions: derivative.mentions,
            without: Vec::new(),
            absence: match absent {
                Absent::Wait => Absence::Wait,
                Absent::Without => Absence::StandIn,
            },
            in_place_of: None,
            derived: Some(derivative.derived),
            shown,
            recorded: false,
        };
        self.settle(snapshot, (key, request.hash), reply, context);
    }
}

impl Handler<Asked<CopyShots>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<CopyShots>, context: &mut Context<Self>) {
        let Asked { question: CopyShots { person, clip, shots }, reply } = asked;
        if let Err(error) = self.demand_maker(person.user).and_then(|()| self.requests.count(person.user, clock::now())) {
            return reply.answer(Err(error));
        }
        let Some(update) = self.document.with_shots(&shots, clip) else {
            return reply
                .answer(Err(ErrorBody::new("storyboard_too_large", "the room has too many shots already: remove some, or choose another room")));
        };
        match self.write_for(person.user, update, context) {
            Ok(()) => self.after_commit(context, move |_, _| reply.answer(Ok(()))),
            Err(error) => reply.answer(Err(error)),
        }
    }
}

/// The clips from which shots were copied: each is owned by the asker and is shown, and its makers are makers here.
///
/// # Errors
/// `clip_unknown`, `clip_withheld`.
pub(super) async fn copied(mut snapshot: Snapshot, store: &Store) -> Result<Snapshot, ErrorBody> {
    if snapshot.derived.is_some() || snapshot.in_place_of.is_some() {
        return Ok(snapshot);
    }
    let asker = snapshot.makers.first().map(|maker| maker.user);
    let mut clips: Vec<ClipId> = Vec::new();
    for (number, shot) in (1..).zip(&snapshot.storyboard.shots) {
        let Some(from) = shot.copied_from.filter(|from| !clips.contains(from)) else { continue };
        let clip =
            store.clip(from).await.map_err(|error| ErrorBody::new(error.code(), "the server could not look this up: try again in a moment"))?;
        let clip = clip.filter(|clip| asker.is_some_and(|asker| sees(asker, clip))).ok_or_else(|| copied_from_nothing(number))?;
        demand_shown(&clip)?;
        snapshot.makers.extend(clip.plan.makers().iter().cloned());
        clips.push(from);
    }
    snapshot.derived = (!clips.is_empty()).then(|| Derived::of(Derivation::Remix, clips));
    Ok(snapshot)
}

fn sees(asker: UserId, clip: &Clip) -> bool {
    Owners::of(clip.owners.iter().copied(), []).may_view(asker)
}

fn copied_from_nothing(number: usize) -> ErrorBody {
    let message =
        format!("shot {number} was copied from a clip that is not yours, or that was deleted: let an owner of it ask, or take its mark away");
    ErrorBody::new("clip_unknown", message)
}

/// # Errors
/// `clip_withheld`.
pub(crate) fn demand_shown(clip: &Clip) -> Result<(), ErrorBody> {
    if !clip.withdrawn_by.is_empty() {
        let message = format!("an owner closed “{}” for everybody else: nothing is made of it until they open it again", clip.title);
        return Err(ErrorBody::new("clip_withdrawn", message));
    }
    if clip.withheld.is_empty() {
        return Ok(());
    }
    let message = format!("somebody who appears in “{}” took consent back: nothing is made of it", clip.title);
    Err(ErrorBody::new("clip_withheld", message))
}
