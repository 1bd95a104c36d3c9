//! Versions of the storyboard: when one is worth keeping is `domain::version`'s; what stands is read and handed to the store, one after the other and only
//! once it is on disk itself. Nothing waits for it, and nothing of the document depends on it.

use super::{
    RoomActor,
    document::DocumentError,
    message::{KeepVersion, StoryboardNow, VersionForgotten},
    rate::Requests,
};
use crate::{clock, mailbox::Asked};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{
    Timestamp, UserId,
    version::{ATTRIBUTED_BYTES, Content, Ended, PAUSE, Reason, Stretch, Writing},
};
use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};
use store::{NewVersion, StoreError};
use tokio::sync::oneshot;
use tracing::warn;
use wire::ErrorBody;

/// Versions that wait while one is written; what is written beyond them goes into the next one.
const MOST_WAITING: usize = 32;
/// Until it is looked again what the newest version is.
const AGAIN: Duration = Duration::from_millis(200);
/// Bytes of a shot, and of a stretch, beside its words.
const SHOT_BYTES: usize = 400;
const STRETCH_BYTES: usize = 64;

/// Its number; none where nothing was written since the newest one.
pub(super) type Kept = Result<Option<u64>, ErrorBody>;

pub(super) struct History {
    writing: Writing,
    /// What the newest version kept, as far as this home knows: only what is on disk.
    newest: Option<Arc<Content>>,
    /// What stood at this count of the document's changes.
    read: Option<(u64, Arc<Content>)>,
    waiting: VecDeque<Wish>,
    /// One is on its way to the disk.
    busy: bool,
    /// When one was not written.
    failed: Option<Timestamp>,
    /// Who kept one and has not written since: they may go back to another, over what others write meanwhile.
    kept_by: HashSet<UserId>,
    /// By hand.
    requests: Requests,
}

impl Default for History {
    fn default() -> Self {
        Self {
            writing: Writing::default(),
            newest: None,
            read: None,
            waiting: VecDeque::new(),
            busy: false,
            failed: None,
            kept_by: HashSet::new(),
            requests: Requests::versions(),
        }
    }
}

impl History {
    pub fn is_writing(&self) -> bool {
        self.busy || !self.waiting.is_empty()
    }

    /// It failed a moment ago: not again at each word.
    fn rests(&self, now: Timestamp) -> bool {
        self.failed.is_some_and(|at| now.since(at) < PAUSE)
    }

    /// What stood when the room was opened is in the newest version, or is one.
    fn looked_back(&mut self, newest: Option<Content>, stood: Arc<Content>, at: Timestamp) {
        let kept = newest.as_ref().map_or(stood.shots.is_empty(), |newest| *newest == *stood);
        self.newest = newest.map(Arc::new);
        if kept {
            return;
        }
        if self.waiting.is_empty() && self.writing.under_way().is_none() {
            self.writing = Writing::found(at);
        } else {
            let ended = Ended { at, by: Vec::new(), reason: Reason::Author };
            self.waiting.push_front(Wish { reason: Reason::Author, fixed: Some((ended, stood)), told: None });
        }
    }

    /// What was not kept was written all the same, before everything since.
    fn put_back(&mut self, ended: &Ended) {
        let mut back = if ended.by.is_empty() { Writing::found(ended.at) } else { Writing::default() };
        ended.by.iter().for_each(|by| back.wrote(*by, ended.at));
        if let Some((last, since)) = self.writing.under_way() {
            since.into_iter().for_each(|by| back.wrote(by, last));
        }
        self.writing = back;
    }
}

/// A version to be kept; without what stood there, what stands when it is its turn.
struct Wish {
    reason: Reason,
    fixed: Option<(Ended, Arc<Content>)>,
    told: Option<oneshot::Sender<Kept>>,
}

/// What stands in the storyboard, and who wrote in it since the newest version.
pub(crate) struct Standing {
    pub content: Arc<Content>,
    pub since: Option<(Timestamp, Vec<UserId>)>,
}

impl RoomActor {
    /// Takes in an update of this person's. What stood before may be a version.
    pub(super) fn take_in(&mut self, by: UserId, update: &[u8], context: &mut Context<Self>) -> Result<bool, DocumentError> {
        let now = clock::now();
        let back = self.history.kept_by.contains(&by);
        if (back || self.history.writing.ends_before(by, now)) && !self.history.rests(now) {
            self.keep_version(Reason::Author, context);
        }
        let changed = self.document.apply(by, update)?;
        if changed {
            self.history.kept_by.remove(&by);
            self.history.writing.wrote(by, now);
        }
        Ok(changed)
    }

    pub(super) fn keep_paused_version(&mut self, context: &mut Context<Self>) {
        let now = clock::now();
        if self.history.writing.has_paused(now) && !self.history.rests(now) {
            self.keep_version(Reason::Pause, context);
        }
    }

    pub(super) fn keep_version(&mut self, reason: Reason, context: &mut Context<Self>) {
        self.wish(reason, None, context);
    }

    /// The same, for whoever waits for it.
    pub(super) fn kept_version(&mut self, reason: Reason, context: &mut Context<Self>) -> impl Future<Output = Kept> + use<> {
        let (told, kept) = oneshot::channel();
        self.wish(reason, Some(told), context);
        async move { kept.await.unwrap_or_else(|_| Err(ErrorBody::new("unavailable", "that is starting again: try once more in a moment"))) }
    }

    fn wish(&mut self, reason: Reason, told: Option<oneshot::Sender<Kept>>, context: &mut Context<Self>) {
        if self.history.waiting.len() >= MOST_WAITING {
            return tell(told, Err(ErrorBody::new("busy", "other versions are being kept: try again in a moment")));
        }
        let fixed = self.fixed(reason);
        if fixed.is_some() || told.is_some() {
            self.history.waiting.push_back(Wish { reason, fixed, told });
            self.write_next(context);
        }
    }

    /// None: nothing was written since the newest one.
    fn fixed(&mut self, reason: Reason) -> Option<(Ended, Arc<Content>)> {
        let ended = self.history.writing.end(reason)?;
        Some((ended, self.stands()))
    }

    /// What stands now, within what is kept. Read once for each state of the document: many ask, and it costs more the longer a room was written in.
    fn stands(&mut self) -> Arc<Content> {
        let changes = self.document.changes();
        match &self.history.read {
            Some((at, content)) if *at == changes => content.clone(),
            _ => {
                let content = Arc::new(bounded(self.document.content()));
                self.history.read = Some((changes, content.clone()));
                content
            }
        }
    }

    fn write_next(&mut self, context: &mut Context<Self>) {
        while !self.history.busy {
            let Some(Wish { reason, fixed, told }) = self.history.waiting.pop_front() else { return };
            // The one before may have failed: then it is kept now.
            let new = fixed.or_else(|| self.fixed(reason)).filter(|(_, content)| self.history.newest.as_ref() != Some(content));
            let Some((ended, content)) = new else {
                tell(told, Ok(None));
                continue;
            };
            self.history.busy = true;
            // A version of what is not on disk would outlive it.
            self.after_commit(context, move |room, context| room.write_version(ended, content, told, context));
        }
    }

    fn write_version(&mut self, ended: Ended, content: Arc<Content>, told: Option<oneshot::Sender<Kept>>, context: &mut Context<Self>) {
        let (store, room, epoch) = (self.around.store.clone(), self.room, self.epoch);
        let version = NewVersion { ended: ended.clone(), content: (*content).clone() };
        let written = async move { store.keep_version(room, epoch, version).await }.into_actor(self);
        context.spawn(written.map(move |written, room, context| {
            let kept = room.was_written(written, &ended, content, context);
            tell(told, kept);
            room.write_next(context);
        }));
    }

    /// A version that is not kept is one less to go back to.
    fn was_written(&mut self, written: Result<u64, StoreError>, ended: &Ended, content: Arc<Content>, context: &mut Context<Self>) -> Kept {
        self.history.busy = false;
        let error = match written {
            Ok(number) => {
                self.history.newest = Some(content);
                self.history.failed = None;
                return Ok(Some(number));
            }
            Err(error) => error,
        };
        self.history.put_back(ended);
        self.history.failed = Some(clock::now());
        if matches!(error, StoreError::Fenced) {
            self.fault(error.code(), context);
        } else {
            warn!(room = %self.room, %error, "a version of the storyboard was not kept");
        }
        Err(ErrorBody::new(error.code(), "the version could not be kept: try again in a moment"))
    }

    /// What was written before a crash belongs to a version too: who wrote it is not known any more. Versions of what is written meanwhile come after it.
    pub(super) fn look_back(&mut self, context: &mut Context<Self>) {
        let (store, room, stood, at) = (self.around.store.clone(), self.room, self.stands(), clock::now());
        self.history.busy = true;
        let newest = async move { store.newest_version(room).await }.into_actor(self);
        context.spawn(newest.map(move |newest, room, context| {
            room.history.busy = false;
            room.history.looked_back(newest.unwrap_or_default(), stood, at);
            room.write_next(context);
        }));
    }
}

fn tell(told: Option<oneshot::Sender<Kept>>, kept: Kept) {
    if let Some(told) = told {
        // Whoever waited may have gone.
        drop(told.send(kept));
    }
}

/// Whose each word is costs more than the words where many people wrote one another's; and what no page shows is kept nowhere: written down, each
/// such character is six.
fn bounded(mut content: Content) -> Content {
    for shot in &mut content.shots {
        for text in [&mut shot.prompt, &mut shot.dialogue, &mut shot.setting] {
            text.iter_mut().for_each(|stretch| shown(&mut stretch.text));
            text.retain(|stretch| !stretch.text.is_empty());
        }
        [&mut shot.id, &mut shot.style, &mut shot.camera].into_iter().for_each(shown);
    }
    let size = |text: &[Stretch]| text.iter().map(|stretch| STRETCH_BYTES + stretch.text.len()).sum::<usize>();
    let bytes: usize = content.shots.iter().map(|shot| SHOT_BYTES + size(&shot.prompt) + size(&shot.dialogue) + size(&shot.setting)).sum();
    if bytes > ATTRIBUTED_BYTES { content.nameless() } else { content }
}

fn shown(text: &mut String) {
    text.retain(|letter| letter >= ' ' || matches!(letter, '\n' | '\r' | '\t'));
}

impl Handler<Asked<StoryboardNow>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<StoryboardNow>, context: &mut Context<Self>) {
        let Asked { question: StoryboardNow(user), reply } = asked;
        if let Err(error) = self.demand_member(user) {
            return reply.answer(Err(error));
        }
        let standing = Standing { content: self.stands(), since: self.history.writing.under_way() };
        // Only what is stored is told.
        self.after_commit(context, move |_, _| reply.answer(Ok(standing)));
    }
}

impl Handler<Asked<KeepVersion>> for RoomActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<KeepVersion>, context: &mut Context<Self>) {
        let Asked { question: KeepVersion(user), reply } = asked;
        if let Err(error) = self.demand_maker(user).and_then(|()| self.history.requests.count(user, clock::now())) {
            return reply.answer(Err(error));
        }
        let kept = self.kept_version(Reason::Kept, context).into_actor(self);
        context.spawn(kept.map(move |kept, room, _| {
            if kept.is_ok() {
                room.history.kept_by.insert(user);
            }
            reply.answer(kept);
        }));
    }
}

impl Handler<VersionForgotten> for RoomActor {
    type Result = ();

    fn handle(&mut self, _: VersionForgotten, context: &mut Context<Self>) {
        if self.history.busy {
            // One that is just being written is the newest then.
            context.notify_later(VersionForgotten, AGAIN);
            return;
        }
        self.history.newest = None;
        self.look_back(context);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::version::VersionShot;

    fn user(n: u8) -> UserId {
        UserId::new(Timestamp::from_millis(1), &[n; 10])
    }

    #[test]
    fn what_was_not_kept_belongs_to_the_next_one() {
        let at = Timestamp::from_millis;
        let mut history = History::default();
        history.writing.wrote(user(1), at(1_000));
        let ended = history.writing.end(Reason::Kept).expect("something was written");
        history.put_back(&ended);
        assert_eq!(history.writing.under_way(), Some((at(1_000), vec![user(1)])));
        let ended = history.writing.end(Reason::Kept).expect("it is there again");
        history.writing.wrote(user(2), at(2_000));
        history.put_back(&ended);
        assert_eq!(history.writing.under_way(), Some((at(2_000), vec![user(1), user(2)])));
    }

    #[test]
    fn what_stood_before_a_crash_is_nobodys_also_where_somebody_writes_at_once() {
        let at = Timestamp::from_millis;
        let saying = |text: &str| {
            let prompt = vec![Stretch { by: None, text: text.into() }];
            Content { shots: vec![VersionShot { prompt, ..VersionShot::default() }] }
        };
        let stood = Arc::new(saying("a dog"));
        let mut history = History::default();
        history.writing.wrote(user(1), at(2_000));
        history.looked_back(Some(saying("a")), stood.clone(), at(1_000));
        let (ended, content) = history.waiting[0].fixed.as_ref().expect("a version of its own");
        assert_eq!((ended.at, ended.by.as_slice(), content), (at(1_000), [].as_slice(), &stood));
        assert_eq!(history.writing.under_way(), Some((at(2_000), vec![user(1)])), "and theirs is theirs");
        let mut history = History::default();
        history.looked_back(Some(saying("a dog")), stood, at(1_000));
        assert!(history.waiting.is_empty() && history.writing.under_way().is_none(), "it was kept");
    }

    #[test]
    fn what_nobody_sees_makes_no_version_larger() {
        let text = format!("a\u{1}{}\ndog", "\u{2}".repeat(1 << 19));
        let prompt = vec![Stretch { by: None, text }, Stretch { by: Some(user(1)), text: "\u{3}".into() }];
        let kept = bounded(Content { shots: vec![VersionShot { prompt, ..VersionShot::default() }] });
        assert_eq!(kept.shots[0].prompt, [Stretch { by: None, text: "a\ndog".into() }]);
    }

    #[test]
    fn many_short_stretches_are_kept_without_whose_they_are() {
        let stretch = |n: usize| Stretch { by: Some(user((n % 2) as u8)), text: "ab".into() };
        let prompt: Vec<Stretch> = (0..ATTRIBUTED_BYTES / STRETCH_BYTES).map(stretch).collect();
        let whole = prompt.len() * 2;
        let kept = bounded(Content { shots: vec![VersionShot { prompt, ..VersionShot::default() }] });
        assert_eq!(kept.shots[0].prompt.iter().map(|stretch| (stretch.by, stretch.text.len())).collect::<Vec<_>>(), [(None, whole)]);
    }
}
