//! One task writes what all cameos' homes decide: as many batches in one transaction as are waiting, with one signed head for them all.
//!
//! A batch that is refused is rolled back to its savepoint, fails alone, and leaves no entry.

use super::{DecisionBatch, DecisionsKept, write, write_entries};
use crate::{
    StoreError,
    dialect::{Db, Tx, is_transient},
    ledger::{Chain, Signer},
    retry::transact,
};
use domain::{CameoId, Timestamp, ledger::LedgerDraft};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Batches that wait; a caller waits beyond that.
const WAITING: usize = 1_024;
/// Batches of one transaction.
const GROUP: usize = 256;

enum Batch {
    Decisions(DecisionBatch),
    Entries { cameo: CameoId, at: Timestamp, drafts: Vec<LedgerDraft> },
}

impl Batch {
    fn at(&self) -> Timestamp {
        match self {
            Self::Decisions(batch) => batch.at,
            Self::Entries { at, .. } => *at,
        }
    }
}

type Answer = Result<DecisionsKept, StoreError>;

struct Waiting {
    batch: Batch,
    answer: oneshot::Sender<Answer>,
}

enum Job {
    Write(Box<Waiting>),
    Close(oneshot::Sender<()>),
}

pub(crate) struct Decisions {
    jobs: mpsc::Sender<Job>,
}

impl Decisions {
    /// The task ends when the last handle is gone or [`Decisions::close`] was called, after all that waited is written.
    pub(crate) fn start(db: Db, signer: Arc<Signer>) -> Self {
        let (jobs, waiting) = mpsc::channel(WAITING);
        tokio::spawn(write_all(db, signer, waiting));
        Self { jobs }
    }

    pub(crate) fn append(&self, batch: DecisionBatch) -> impl Future<Output = Answer> + Send + 'static {
        self.hand_over(Batch::Decisions(batch))
    }

    pub(crate) fn entries(
        &self,
        cameo: CameoId,
        at: Timestamp,
        drafts: Vec<LedgerDraft>,
    ) -> impl Future<Output = Result<Vec<u64>, StoreError>> + Send + 'static {
        let written = self.hand_over(Batch::Entries { cameo, at, drafts });
        async move { written.await.map(|kept| kept.entries) }
    }

    fn hand_over(&self, batch: Batch) -> impl Future<Output = Answer> + Send + 'static {
        let (answer, answered) = oneshot::channel();
        let refused = self.jobs.try_send(Job::Write(Box::new(Waiting { batch, answer }))).err();
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

async fn write_all(db: Db, signer: Arc<Signer>, mut waiting: mpsc::Receiver<Job>) {
    let mut jobs = Vec::with_capacity(GROUP);
    let mut closers = Vec::new();
    while waiting.recv_many(&mut jobs, GROUP).await > 0 {
        let mut group = Vec::with_capacity(jobs.len());
        for job in jobs.drain(..) {
            match job {
                Job::Write(waiting) => group.push(*waiting),
                Job::Close(done) => {
                    waiting.close();
                    closers.push(done);
                }
            }
        }
        write_group(&db, &signer, group).await;
    }
    for done in closers {
        // Whoever asked may have gone.
        let _ = done.send(());
    }
}

async fn write_group(db: &Db, signer: &Signer, group: Vec<Waiting>) {
    let Some(last) = group.iter().map(|waiting| waiting.batch.at()).max() else { return };
    let (batches, answers): (Vec<_>, Vec<_>) = group.into_iter().map(|waiting| (waiting.batch, waiting.answer)).unzip();
    let written = transact!(db, |tx| write_batches(tx, signer, &batches, last));
    if let Err(error) = &written {
        tracing::error!(%error, batches = batches.len(), "a group of decisions was not written");
    }
    let outcomes = written.unwrap_or_else(|error| vec![Err(error); batches.len()]);
    for (answer, outcome) in answers.into_iter().zip(outcomes) {
        // Whoever asked may have gone; what they asked for is kept all the same.
        let _ = answer.send(outcome);
    }
}

/// One outcome for each batch. An error here is a fault of them all.
async fn write_batches(tx: &mut Tx, signer: &Signer, batches: &[Batch], now: Timestamp) -> Result<Vec<Answer>, StoreError> {
    let mut chain = Chain::hold(tx).await?;
    let mut outcomes = Vec::with_capacity(batches.len());
    for batch in batches {
        tx.execute("SAVEPOINT batch", &[]).await?;
        let mut longer = chain.clone();
        let outcome = write_batch(tx, &mut longer, batch).await;
        match &outcome {
            Ok(_) => chain = longer,
            Err(fault) if is_transient(fault) => return Err(fault.clone()),
            Err(_) => {
                tx.execute("ROLLBACK TO SAVEPOINT batch", &[]).await?;
            }
        }
        tx.execute("RELEASE SAVEPOINT batch", &[]).await?;
        outcomes.push(outcome);
    }
    chain.seal(tx, signer, now).await?;
    Ok(outcomes)
}

async fn write_batch(tx: &mut Tx, chain: &mut Chain, batch: &Batch) -> Answer {
    match batch {
        Batch::Decisions(batch) => write(tx, chain, batch).await,
        Batch::Entries { cameo, at, drafts } => {
            write_entries(tx, chain, (*cameo, *at), drafts).await.map(|entries| DecisionsKept { number: 0, entries })
        }
    }
}
