//! Versions of the storyboard: when one is worth keeping is `domain::version`'s; what stands is read and handed to the store. Nothing waits for it, and
//! nothing of the document depends on it.

use super::{
    RoomActor,
    document::DocumentError,
    message::{KeepVersion, StoryboardNow},
};
use crate::{clock, mailbox::Asked};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{
    Timestamp, UserId,
    version::{ATTRIBUTED_BYTES, Content, Ended, Reason, Writing},
};
use store::{NewVersion, StoreError};
use tracing::warn;
use wire::ErrorBody;

#[derive(Default)]
pub(super) struct History {
    writing: Writing,
    /// What the newest version kept, as far as this home knows.
    newest: Option<Content>,
}

/// What stands in the storyboard, and who wrote in it since the newest version.
pub(crate) struct Standing {
    pub content: Content,
    pub since: Option<(Timestamp, Vec<UserId>)>,
}

impl RoomActor {
    /// Takes in an update of this person's. What stood before may be a version.
    pub(super) fn take_in(&mut self, by: UserId, update: &[u8], context: &mut Context<Self>) -> Result<bool, DocumentError> {
        let now = clock::now();
        if self.history.writing.ends_before(by, now) {
            self.keep_version(Reason::Author, context);
        }
        let changed = self.document.apply(by, update)?;
        if changed {
            self.history.writing.wrote(by, now);
        }
        Ok(changed)
    }

    pub(super) fn keep_paused_version(&mut self, context: &mut Context<Self>) {
        if self.history.writing.has_paused(clock::now()) {
            self.keep_version(Reason::Pause, context);
        }
    }

    pub(super) fn keep_version(&mut self, reason: Reason, context: &mut Context<Self>) {
        if let Some(kept) = self.kept(reason) {
            context.spawn(kept.into_actor(self).map(|kept, room, context| room.was_kept(kept.map(|_| ()), context)));
        }
    }

    /// None: nothing was written since the newest one.
    pub(super) fn kept(&mut self, reason: Reason) -> Option<impl Future<Output = Result<u64, StoreError>> + use<>> {
        let ended = self.history.writing.end(reason)?;
        let content = bounded(self.document.content());
        if self.history.newest.as_ref() == Some(&content) {
            return None;
        }
        self.history.newest = Some(content.clone());
        Some(self.store_version(ended, content))
    }

    fn store_version(&self, ended: Ended, content: Content) -> impl Future<Output = Result<u64, StoreError>> + use<> {
        let (store, room, epoch) = (self.around.store.clone(), self.room, self.epoch);
        async move { store.keep_version(room, epoch, NewVersion { ended, content }).await }
    }

    /// A version that is not kept is one less to go back to.
    fn was_kept(&mut self, kept: Result<(), StoreError>, context: &mut Context<Self>) {
        match kept {
            Ok(()) => {}
            Err(error @ StoreError::Fenced) => self.fault(error.code(), context),
            Err(error) => warn!(room = %self.room, %error, "a version of the storyboard was not kept"),
        }
    }

    /// What was written before a crash belongs to a version too: who wrote it is not known any more.
    pub(super) fn look_back(&mut self, context: &mut Context<Self>) {
        let (store, room) = (self.around.store.clone(), self.room);
        let newest = async move { store.newest_version(room).await }.into_actor(self);
        context.spawn(newest.map(|newest, room, _| {
            let Ok(newest) = newest else { return };
            let stands = bounded(room.document.content());
            let same = newest.as_ref().is_some_and(|newest| *newest == stands);
            if !same && (newest.is_some() || !stands.shots.is_empty()) && room.history.writing.under_way().is_none() {
                room.history.writing = Writing::found(clock::now());
            }
            room.history.newest = room.history.newest.take().or(newest);
        }));
    }
}

/// Whose each word is costs more than the words where many people wrote one another's.
fn bounded(content: Content) -> Content {
    let large = serde_json::to_vec(&content).is_ok_and(|text| text.len() > ATTRIBUTED_BYTES);
    if large { content.nameless() } else { content }
}

impl Handler<Asked<StoryboardNow>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<StoryboardNow>, _: &mut Context<Self>) {
        let Asked { question: StoryboardNow(user), reply } = asked;
        let standing =
            self.demand_member(user).map(|()| Standing { content: bounded(self.document.content()), since: self.history.writing.under_way() });
        reply.answer(standing);
    }
}

impl Handler<Asked<KeepVersion>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<KeepVersion>, context: &mut Context<Self>) {
        let Asked { question: KeepVersion(user), reply } = asked;
        if let Err(error) = self.demand_maker(user).and_then(|()| self.marks.count(user, clock::now())) {
            return reply.answer(Err(error));
        }
        let Some(kept) = self.kept(Reason::Kept) else { return reply.answer(Ok(None)) };
        context.spawn(kept.into_actor(self).map(|kept, room, context| {
            let answer = kept.as_ref().map(|number| Some(*number));
            reply.answer(answer.map_err(|error| ErrorBody::new(error.code(), "the version could not be kept: try again in a moment")));
            room.was_kept(kept.map(|_| ()), context);
        }));
    }
}
