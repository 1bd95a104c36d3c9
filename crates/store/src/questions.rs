//! Questions to a cameo's owner, and receipts of what they revoked. Both outlive a restart.

use crate::{
    Store, StoreError,
    dialect::{Arg, Row, Tx},
    retry::transact,
    values::{at, id, int, json, maybe_id},
};
use domain::{CameoId, QuestionId, RoomId, TakeId, Timestamp, UserId};

/// Bytes of a receipt; a revocation that stopped ten thousand streams fits.
const LONGEST_RECEIPT: usize = 4 * 1_024 * 1_024;

/// May they be in this take?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub id: QuestionId,
    pub cameo: CameoId,
    pub owner: UserId,
    pub take: TakeId,
    pub room: Option<RoomId>,
    pub asker: UserId,
    pub makers: Vec<UserId>,
    /// Of the take.
    pub title: String,
    pub at: Timestamp,
    /// None: it is open.
    pub answer: Option<String>,
    pub answered_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReceipt {
    pub cameo: CameoId,
    /// Of the closing decision.
    pub number: u64,
    pub at: Timestamp,
    /// JSON.
    pub body: String,
}

impl Store {
    /// Keeps a question; answers in `question` are not looked at. Its id, or that of the one which this cameo and take have already.
    ///
    /// # Errors
    /// Only faults.
    pub async fn ask(&self, question: Question) -> Result<QuestionId, StoreError> {
        transact!(self.db(), |tx| keep(tx, &question))
    }

    /// # Errors
    /// Only faults.
    pub async fn question(&self, question: QuestionId) -> Result<Option<Question>, StoreError> {
        let row = self.db().row(concat!(question_columns!(), "WHERE question_id = $1"), &[id(question)]).await?;
        row.as_ref().map(question_of).transpose()
    }

    /// The open ones, the oldest first.
    ///
    /// # Errors
    /// Only faults.
    pub async fn questions_for(&self, owner: UserId) -> Result<Vec<Question>, StoreError> {
        let sql = concat!(question_columns!(), "WHERE owner_id = $1 AND answer IS NULL ORDER BY question_id");
        self.db().rows(sql, &[id(owner)]).await?.iter().map(question_of).collect()
    }

    /// All of a take, answered ones too.
    ///
    /// # Errors
    /// Only faults.
    pub async fn questions_of_take(&self, take: TakeId) -> Result<Vec<Question>, StoreError> {
        let sql = concat!(question_columns!(), "WHERE take_id = $1 ORDER BY question_id");
        self.db().rows(sql, &[id(take)]).await?.iter().map(question_of).collect()
    }

    /// Keeps an answer, once. The same answer again is harmless.
    ///
    /// # Errors
    /// `question_unknown`, also where it is another person's; `question_answered` where another answer stands.
    pub async fn answer_question(&self, question: QuestionId, owner: UserId, answer: &str, now: Timestamp) -> Result<Question, StoreError> {
        transact!(self.db(), |tx| keep_answer(tx, (question, owner), answer, now))
    }

    /// The take needs no answer any more: its open questions go. How many.
    ///
    /// # Errors
    /// Only faults.
    pub async fn drop_questions(&self, take: TakeId) -> Result<u64, StoreError> {
        transact!(self.db(), |tx| async {
            Ok::<_, StoreError>(tx.execute("DELETE FROM questions WHERE take_id = $1 AND answer IS NULL", &[id(take)]).await?)
        })
    }

    /// Keeps a receipt, once for each closing decision; harmless when repeated.
    ///
    /// # Errors
    /// `store_invalid` where it is longer than 4 MiB.
    pub async fn keep_receipt(&self, user: UserId, cameo: CameoId, number: u64, now: Timestamp, body: &str) -> Result<(), StoreError> {
        if body.len() > LONGEST_RECEIPT {
            return Err(StoreError::Invalid("a receipt has at most 4 MiB"));
        }
        transact!(self.db(), |tx| async {
            tx.execute(
                "INSERT INTO receipts (cameo_id, number, user_id, at, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (cameo_id, number) DO NOTHING",
                &[id(cameo), int(number), id(user), at(now), Arg::text(body)],
            )
            .await?;
            Ok::<_, StoreError>(())
        })
    }

    /// The newest first; the latest hundred.
    ///
    /// # Errors
    /// Only faults.
    pub async fn receipts_of(&self, cameo: CameoId) -> Result<Vec<StoredReceipt>, StoreError> {
        let sql = "SELECT cameo_id, number, at, body FROM receipts WHERE cameo_id = $1 ORDER BY number DESC LIMIT 100";
        let rows = self.db().rows(sql, &[id(cameo)]).await?;
        rows.iter().map(|row| Ok(StoredReceipt { cameo: row.id(0)?, number: row.number(1)?, at: row.at(2)?, body: row.text(3)? })).collect()
    }
}

macro_rules! question_columns {
    () => {
        "SELECT question_id, cameo_id, owner_id, take_id, room_id, asker, makers, title, at, answer, answered_at FROM questions "
    };
}
use question_columns;

fn question_of(row: &Row) -> Result<Question, StoreError> {
    let answered = row.maybe_int(10)?.map(u64::try_from).transpose().map_err(StoreError::corrupt)?;
    Ok(Question {
        id: row.id(0)?,
        cameo: row.id(1)?,
        owner: row.id(2)?,
        take: row.id(3)?,
        room: row.maybe_id(4)?,
        asker: row.id(5)?,
        makers: row.json(6)?,
        title: row.text(7)?,
        at: row.at(8)?,
        answer: row.maybe_text(9)?,
        answered_at: answered.map(Timestamp::from_millis),
    })
}

async fn keep(tx: &mut Tx, new: &Question) -> Result<QuestionId, StoreError> {
    tx.execute(
        "INSERT INTO questions (question_id, cameo_id, owner_id, take_id, room_id, asker, makers, title, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (cameo_id, take_id) DO NOTHING",
        &[
            id(new.id),
            id(new.cameo),
            id(new.owner),
            id(new.take),
            maybe_id(new.room),
            id(new.asker),
            json(&new.makers)?,
            Arg::text(&new.title),
            at(new.at),
        ],
    )
    .await?;
    let row = tx.row("SELECT question_id FROM questions WHERE cameo_id = $1 AND take_id = $2", &[id(new.cameo), id(new.take)]).await?;
    row.ok_or_else(|| StoreError::corrupt("a question was there and is not"))?.id(0)
}

async fn keep_answer(tx: &mut Tx, (question, owner): (QuestionId, UserId), answer: &str, now: Timestamp) -> Result<Question, StoreError> {
    tx.execute(
        "UPDATE questions SET answer = $3, answered_at = $4 WHERE question_id = $1 AND owner_id = $2 AND answer IS NULL",
        &[id(question), id(owner), Arg::text(answer), at(now)],
    )
    .await?;
    let row = tx.row(concat!(question_columns!(), "WHERE question_id = $1 AND owner_id = $2"), &[id(question), id(owner)]).await?;
    let kept = question_of(&row.ok_or(StoreError::QuestionUnknown)?)?;
    match &kept.answer {
        Some(standing) if standing != answer => Err(StoreError::QuestionAnswered { answer: standing.clone() }),
        _ => Ok(kept),
    }
}
