//! The group-commit writer: one task writes what many rooms append, as many batches in one transaction as are waiting.
//!
//! It never waits for more: while one group is being committed the next one gathers. A batch that is refused is rolled back
//! to its savepoint and fails alone.

use crate::{
    Store, StoreError, StoredUpdate,
    dialect::{Arg, Db, Tx},
    record,
    retry::transact,
    values::id,
};
use domain::{RoomId, Timestamp, UserId, plan::FrozenPlan, room::Recorded};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::{mpsc, oneshot};

/// Batches that wait; a caller waits beyond that.
const WAITING: usize = 1_024;
/// Batches of one transaction.
const GROUP: usize = 256;

/// What one room writes down at once: all of it or nothing.
#[derive(Clone, Debug)]
pub struct RoomBatch {
    pub room: RoomId,
    /// From [`crate::OpenedRoom::epoch`].
    pub epoch: u64,
    /// They follow the room's last event without a gap.
    pub events: Vec<Recorded>,
    /// Numbers of stored events, or of `events`, that lose their words.
    pub redactions: Vec<u64>,
    /// Of takes that are queued in `events` or were before.
    pub plans: Vec<FrozenPlan>,
    pub updates: Vec<StoredUpdate>,
    /// Who asked, the command's key, and the reply to give when it is asked again.
    pub idempotency: Option<(UserId, String, String)>,
}

impl RoomBatch {
    /// Its last event's moment; now, where it has none.
    pub(crate) fn at(&self) -> Timestamp {
        self.events.last().map_or_else(now, |last| last.at)
    }
}

/// Under which the reply to a request for a take of this room is kept.
#[must_use]
pub fn key_of_take(room: RoomId, request: &str) -> String {
    format!("take:{room}:{request}")
}

pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_millis(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The number of the room's last stored update.
    pub document_position: u64,
}

impl Store {
    /// Writes a batch down. When the future is ready, it is on disk.
    ///
    /// The batch is in the queue when this returns, before the future is polled: one home may hand over several in order
    /// without awaiting each (that order holds while fewer than 1,024 batches wait). A caller that drops the future does not
    /// stop the write.
    ///
    /// # Errors
    /// `fenced`, `sequence_conflict`, `already_done` (with the earlier reply), `room_unknown`, `store_invalid`; nothing of the
    /// batch is kept then. After `store_failed` it is not known whether it was kept: open the room again.
    pub fn append(&self, batch: RoomBatch) -> impl Future<Output = Result<Appended, StoreError>> + Send + 'static {
        self.inner.journal.append(batch)
    }

    /// What was answered to this person's command with this key.
    ///
    /// # Errors
    /// Only faults.
    pub async fn reply_for(&self, user: UserId, key: &str) -> Result<Option<String>, StoreError> {
        let row = self.db().row("SELECT reply FROM replies WHERE user_id = $1 AND key = $2", &[id(user), Arg::text(key)]).await?;
        row.map(|row| row.text(0)).transpose().map_err(StoreError::from)
    }

    /// What was answered to this person when they asked for a take with this request, in whichever room: the room, and the reply.
    ///
    /// # Errors
    /// Only faults.
    pub async fn take_asked_for(&self, user: UserId, request: &str) -> Result<Option<(RoomId, String)>, StoreError> {
        let sql = "SELECT substr(key, 6, 36), reply FROM replies WHERE user_id = $1 AND substr(key, 1, 5) = 'take:' AND substr(key, 43) = $2 \
                   ORDER BY at DESC LIMIT 1";
        let Some(row) = self.db().row(sql, &[id(user), Arg::text(request)]).await? else { return Ok(None) };
        let room = row.text(0)?.parse().map_err(|_| StoreError::Corrupt("the key of a reply names no room".into()))?;
        Ok(Some((room, row.text(1)?)))
    }

    /// Keeps a reply that belongs to no room's batch. True: kept; false: there was one already, which stays.
    ///
    /// # Errors
    /// Only faults.
    pub async fn keep_reply(&self, user: UserId, key: &str, reply: &str, now: Timestamp) -> Result<bool, StoreError> {
        match transact!(self.db(), |tx| record::keep_reply(tx, user, key, reply, now)) {
            Ok(()) => Ok(true),
            Err(StoreError::AlreadyDone { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Forgets replies that were given before `moment`; their commands could be carried out again.
    ///
    /// # Errors
    /// Only faults.
    pub async fn forget_replies(&self, moment: Timestamp) -> Result<u64, StoreError> {
        transact!(self.db(), |tx| record::forget_replies(tx, moment))
    }
}

type Answer = Result<Appended, StoreError>;

struct Waiting {
    batch: RoomBatch,
    answer: oneshot::Sender<Answer>,
}

enum Job {
    Append(Box<Waiting>),
    Close(oneshot::Sender<()>),
}

pub(crate) struct Journal {
    jobs: mpsc::Sender<Job>,
}

impl Journal {
    /// The task ends when the last handle is gone or [`Journal::close`] was called, after all that waited is written.
    pub(crate) fn start(db: Db) -> Self {
        let (jobs, waiting) = mpsc::channel(WAITING);
        tokio::spawn(write_all(db, waiting));
        Self { jobs }
    }

    fn append(&self, batch: RoomBatch) -> impl Future<Output = Answer> + Send + 'static {
        let (answer, answered) = oneshot::channel();
        let refused = self.jobs.try_send(Job::Append(Box::new(Waiting { batch, answer }))).err();
        // Only a caller that found the queue full keeps a handle on it while waiting.
        let late = refused.map(|refused| (self.jobs.clone(), refused.into_inner()));
        async move {
            if let Some((jobs, job)) = late {
                jobs.send(job).await.map_err(|_| StoreError::Closed)?;
            }
            answered.await.map_err(|_| StoreError::Closed)?
        }
    }

    pub(crate) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.jobs.send(Job::Close(done)).await.is_ok() {
            // An error means that the task is gone, which is as good.
            let _ = closed.await;
        }
    }
}

async fn write_all(db: Db, mut waiting: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(GROUP);
    let mut closers = Vec::new();
    while waiting.recv_many(&mut jobs, GROUP).await > 0 {
        let mut group = Vec::with_capacity(jobs.len());
        for job in jobs.drain(..) {
            match job {
                Job::Append(waiting) => group.push(*waiting),
                Job::Close(done) => {
                    waiting.close();
                    closers.push(done);
                }
            }
        }
        write_group(&db, group).await;
    }
    for done in closers {
        // Whoever asked may have gone.
        let _ = done.send(());
    }
}

async fn write_group(db: &Db, group: Vec<Waiting>) {
    if group.is_empty() {
        return;
    }
    let (batches, answers): (Vec<_>, Vec<_>) = group.into_iter().map(|waiting| (waiting.batch, waiting.answer)).unzip();
    let written = transact!(db, |tx| write_batches(tx, &batches));
    if let Err(error) = &written {
        tracing::error!(%error, batches = batches.len(), "a group of events was not written");
    }
    let outcomes = written.unwrap_or_else(|error| vec![Err(error); batches.len()]);
    for (answer, outcome) in answers.into_iter().zip(outcomes) {
        // Whoever asked may have gone; what they asked for is kept all the same.
        let _ = answer.send(outcome);
    }
}

/// One outcome for each batch. An error here is a fault of them all.
async fn write_batches(tx: &mut Tx, batches: &[RoomBatch]) -> Result<Vec<Answer>, StoreError> {
    let mut outcomes = Vec::with_capacity(batches.len());
    for batch in batches {
        tx.execute("SAVEPOINT batch", &[]).await?;
        let outcome = record::write(tx, batch).await.map(|document_position| Appended { document_position });
        match &outcome {
            Ok(_) => {}
            Err(fault) if crate::dialect::is_transient(fault) => return Err(fault.clone()),
            Err(_) => {
                tx.execute("ROLLBACK TO SAVEPOINT batch", &[]).await?;
            }
        }
        tx.execute("RELEASE SAVEPOINT batch", &[]).await?;
        outcomes.push(outcome);
    }
    Ok(outcomes)
}
