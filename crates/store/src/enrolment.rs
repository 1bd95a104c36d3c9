//! What enrolment leaves behind: challenges that are used once, tries within an hour, and hashes of recordings that were seen.

use crate::{
    Store, StoreError,
    dialect::{Arg, Tx},
    retry::transact,
    values::{at, id, int, json},
};
use domain::{ChallengeId, Timestamp, UserId};
use ring::digest::{SHA256, digest};

/// Challenges of one person that stand at a time; the oldest go.
const MOST_STANDING: u64 = 5;

/// What somebody was asked to do in front of the camera.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    pub id: ChallengeId,
    pub user: UserId,
    pub turns: Vec<String>,
    pub digits: String,
    pub at: Timestamp,
    pub expires: Timestamp,
}

impl Store {
    /// # Errors
    /// Only faults.
    pub async fn create_challenge(&self, new: Challenge) -> Result<(), StoreError> {
        transact!(self.db(), |tx| keep(tx, &new))
    }

    /// Uses it up: nobody gets it a second time, whatever comes of this try.
    ///
    /// # Errors
    /// `challenge_unknown`, also where it is another person's; `challenge_used`, `challenge_expired`.
    pub async fn take_challenge(&self, challenge: ChallengeId, user: UserId, now: Timestamp) -> Result<Challenge, StoreError> {
        transact!(self.db(), |tx| take(tx, challenge, user, now))
    }

    /// Counts a try, unless there were `most` in the `window` milliseconds before. How many are left.
    ///
    /// # Errors
    /// `too_many_tries`, with the moment of the next one.
    pub async fn count_try(&self, user: UserId, now: Timestamp, most: u32, window: u64) -> Result<u32, StoreError> {
        transact!(self.db(), |tx| count(tx, user, now, (most, window)))
    }

    /// How many tries [`Self::count_try`] would still count, and when there is a next one where there is none.
    ///
    /// # Errors
    /// Only faults.
    pub async fn tries_left(&self, user: UserId, now: Timestamp, most: u32, window: u64) -> Result<(u32, Option<Timestamp>), StoreError> {
        let begin = Timestamp::from_millis(now.as_millis().saturating_sub(window));
        let sql = "SELECT COUNT(*), COALESCE(MIN(at), 0) FROM enrol_attempts WHERE user_id = $1 AND at > $2";
        let row = self.db().row(sql, &[id(user), at(begin)]).await?.ok_or_else(|| StoreError::corrupt("a count"))?;
        let left = most.saturating_sub(row.small(0)?);
        let first: Timestamp = row.at(1)?;
        Ok((left, (left == 0).then(|| first.plus(window))))
    }

    /// Remembers a recording by its hash, and by a print of what it shows where the caller has one.
    ///
    /// # Errors
    /// `recording_seen` where either is known.
    pub async fn see_recording(&self, sha256: [u8; 32], print: Option<&[u8]>, now: Timestamp) -> Result<(), StoreError> {
        // A hash of either, told apart by a first byte.
        let known = |kind: u8, bytes: &[u8]| digest(&SHA256, &[&[kind], bytes].concat()).as_ref().to_vec();
        let prints: Vec<Vec<u8>> = [known(0, &sha256)].into_iter().chain(print.map(|print| known(1, print))).collect();
        transact!(self.db(), |tx| see(tx, &prints, now))
    }
}

async fn keep(tx: &mut Tx, new: &Challenge) -> Result<(), StoreError> {
    tx.execute("DELETE FROM challenges WHERE expires_at <= $1", &[at(new.at)]).await?;
    tx.execute(
        "INSERT INTO challenges (challenge_id, user_id, turns, digits, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
        &[id(new.id), id(new.user), json(&new.turns)?, Arg::text(&new.digits), at(new.at), at(new.expires)],
    )
    .await?;
    tx.execute(
        "DELETE FROM challenges WHERE user_id = $1 AND challenge_id NOT IN \
         (SELECT k.challenge_id FROM challenges k WHERE k.user_id = $1 ORDER BY k.created_at DESC, k.challenge_id DESC LIMIT $2)",
        &[id(new.user), int(MOST_STANDING)],
    )
    .await?;
    Ok(())
}

async fn take(tx: &mut Tx, challenge: ChallengeId, user: UserId, now: Timestamp) -> Result<Challenge, StoreError> {
    let taken = tx
        .execute(
            "UPDATE challenges SET used_at = $3 WHERE challenge_id = $1 AND user_id = $2 AND used_at IS NULL AND expires_at > $3",
            &[id(challenge), id(user), at(now)],
        )
        .await?;
    let row = tx
        .row(
            "SELECT turns, digits, created_at, expires_at, used_at FROM challenges WHERE challenge_id = $1 AND user_id = $2",
            &[id(challenge), id(user)],
        )
        .await?
        .ok_or(StoreError::ChallengeUnknown)?;
    if taken == 0 {
        return Err(if row.maybe_int(4)?.is_some() { StoreError::ChallengeUsed } else { StoreError::ChallengeExpired });
    }
    Ok(Challenge { id: challenge, user, turns: row.json(0)?, digits: row.text(1)?, at: row.at(2)?, expires: row.at(3)? })
}

async fn count(tx: &mut Tx, user: UserId, now: Timestamp, (most, window): (u32, u64)) -> Result<u32, StoreError> {
    let begin = Timestamp::from_millis(now.as_millis().saturating_sub(window));
    tx.execute("DELETE FROM enrol_attempts WHERE user_id = $1 AND at <= $2", &[id(user), at(begin)]).await?;
    let row = tx
        .row("SELECT COUNT(*), COALESCE(MIN(at), 0), COALESCE(MAX(number), 0) FROM enrol_attempts WHERE user_id = $1", &[id(user)])
        .await?
        .ok_or_else(|| StoreError::corrupt("a count"))?;
    let (tries, first, number) = (row.small(0)?, row.at(1)?, row.number(2)?);
    if tries >= most {
        return Err(StoreError::TooManyTries { again_at: first.plus(window) });
    }
    tx.execute("INSERT INTO enrol_attempts (user_id, number, at) VALUES ($1, $2, $3)", &[id(user), int(number + 1), at(now)]).await?;
    Ok(most - tries - 1)
}

async fn see(tx: &mut Tx, prints: &[Vec<u8>], now: Timestamp) -> Result<(), StoreError> {
    for print in prints {
        let new = tx
            .execute("INSERT INTO recordings_seen (print, at) VALUES ($1, $2) ON CONFLICT (print) DO NOTHING", &[Arg::Bytes(print), at(now)])
            .await?;
        if new == 0 {
            return Err(StoreError::RecordingSeen);
        }
    }
    Ok(())
}
