//! Enrolled cameos: made with their sealed likeness, ended by a decision, then erased for good.

use crate::{
    Store, StoreError,
    dialect::{Arg, Row, Tx},
    ledger::{About, Chain, forget},
    retry::transact,
    values::{at, id, int},
    vault::{Sealing, VaultPart},
};
use domain::{
    CameoId, Timestamp, UserId,
    account::Handle,
    ledger::{EntryKind, LedgerDraft},
    likeness::CameoKind,
    mention::Mention,
};

/// A cameo to be enrolled; the checks were the caller's.
#[derive(Clone, Debug)]
pub struct NewCameo {
    pub cameo: CameoId,
    pub owner: UserId,
    pub kind: CameoKind,
    /// As [`Mention::name`] has it. None: the person's own.
    pub name: Option<String>,
    /// The owner is under 18 at this moment.
    pub minor: bool,
    /// None: no guardian has said anything.
    pub guardian_approved: Option<bool>,
    pub at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameoState {
    Active,
    /// Nothing may show it any more; it is about to be erased.
    Ended,
    Erased,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cameo {
    pub id: CameoId,
    pub owner: UserId,
    pub handle: Handle,
    pub kind: CameoKind,
    pub name: Option<String>,
    pub state: CameoState,
    pub minor: bool,
    pub guardian_approved: Option<bool>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

impl Cameo {
    /// How it is written in a storyboard.
    #[must_use]
    pub fn mention(&self) -> Mention {
        match &self.name {
            None => Mention::person(self.handle.clone()),
            Some(name) => Mention::thing(self.handle.clone(), name).expect("a name was checked when it was kept"),
        }
    }
}

impl Store {
    /// Seals the likeness, then keeps the cameo with its entry: where this ends in between, what was sealed can be opened by nobody,
    /// and is swept. The place of the entry.
    ///
    /// # Errors
    /// `user_unknown`; `cameo_exists` where the owner has an active one of this name, or this one was enrolled; `store_invalid` where the name is none, or a part is
    /// too large.
    pub async fn enrol_cameo(&self, new: NewCameo, parts: Vec<(VaultPart, Vec<u8>)>) -> Result<u64, StoreError> {
        check_name(&new)?;
        // Another likeness must never be sealed in place of one that is kept.
        if self.cameo(new.cameo).await?.is_some() {
            return Err(StoreError::CameoExists);
        }
        let sealing = self.vault().seal(new.cameo, parts).await?;
        let kept = transact!(self.db(), |tx| self.enrol(tx, &new, &sealing));
        if let Err(error) = &kept
            && !error.is_fault()
        {
            self.objects().delete_cameo(new.cameo).await?;
        }
        kept
    }

    /// # Errors
    /// Only faults.
    pub async fn cameo(&self, cameo: CameoId) -> Result<Option<Cameo>, StoreError> {
        let row = self.db().row(concat!(cameo_columns!(), "WHERE c.cameo_id = $1"), &[id(cameo)]).await?;
        row.as_ref().map(cameo_of).transpose()
    }

    /// This person's, the oldest first; erased ones are left out.
    ///
    /// # Errors
    /// Only faults.
    pub async fn cameos_of(&self, owner: UserId) -> Result<Vec<Cameo>, StoreError> {
        let sql = concat!(cameo_columns!(), "WHERE c.owner_id = $1 AND c.state <> 'erased' ORDER BY c.cameo_id");
        self.db().rows(sql, &[id(owner)]).await?.iter().map(cameo_of).collect()
    }

    /// Whom a mention means now.
    ///
    /// # Errors
    /// Only faults.
    pub async fn cameo_by_mention(&self, mention: &Mention) -> Result<Option<Cameo>, StoreError> {
        let sql = concat!(cameo_columns!(), "WHERE a.handle = $1 AND c.name = $2 AND c.state = 'active'");
        let row = self.db().row(sql, &[Arg::text(mention.handle().as_str()), Arg::text(mention.name().unwrap_or_default())]).await?;
        row.as_ref().map(cameo_of).transpose()
    }

    /// Active ones of a kind: whose faces a new one is compared with.
    ///
    /// # Errors
    /// Only faults.
    pub async fn active_cameos(&self, kind: CameoKind) -> Result<Vec<CameoId>, StoreError> {
        let rows = self
            .db()
            .rows("SELECT cameo_id FROM cameos WHERE kind = $1 AND state = 'active' ORDER BY cameo_id", &[Arg::text(kind_name(kind))])
            .await?;
        rows.iter().map(|row| row.id(0)).collect()
    }

    /// None: nobody has said anything (any more).
    ///
    /// # Errors
    /// `cameo_unknown`.
    pub async fn set_guardian_approval(&self, cameo: CameoId, approved: Option<bool>) -> Result<(), StoreError> {
        let args = [id(cameo), flag(approved)];
        let set = transact!(self.db(), |tx| async {
            Ok::<_, StoreError>(tx.execute("UPDATE cameos SET guardian_approved = $2 WHERE cameo_id = $1", &args).await?)
        })?;
        if set == 0 { Err(StoreError::CameoUnknown) } else { Ok(()) }
    }

    /// Ends what is left of an ended cameo: first its key and what its ledger entries hide, so that neither the objects nor a copy of
    /// them can be opened; then the objects. The place of the last entry. Harmless when repeated.
    ///
    /// # Errors
    /// `cameo_unknown`; `store_invalid` where it has not ended. After one from the object store the next sweep removes the objects.
    pub async fn erase_cameo(&self, cameo: CameoId, now: Timestamp) -> Result<Option<u64>, StoreError> {
        let entry = transact!(self.db(), |tx| self.erase(tx, cameo, now))?;
        if let Err(error) = self.db().scrub().await {
            tracing::warn!(%error, "the database's log of recent writes was not emptied; the next erasure tries again");
        }
        self.objects().delete_cameo(cameo).await?;
        Ok(entry)
    }

    /// Erases all that have ended; done at every open too. How many.
    ///
    /// # Errors
    /// Only faults.
    pub async fn erase_ended(&self, now: Timestamp) -> Result<usize, StoreError> {
        let rows = self.db().rows("SELECT cameo_id FROM cameos WHERE state = 'ended'", &[]).await?;
        for row in &rows {
            self.erase_cameo(row.id(0)?, now).await?;
        }
        Ok(rows.len())
    }

    async fn enrol(&self, tx: &mut Tx, new: &NewCameo, sealing: &Sealing) -> Result<u64, StoreError> {
        if tx.row("SELECT 1 FROM accounts WHERE user_id = $1", &[id(new.owner)]).await?.is_none() {
            return Err(StoreError::UserUnknown);
        }
        let name = new.name.as_deref().unwrap_or_default();
        let taken = tx.row("SELECT 1 FROM cameos WHERE owner_id = $1 AND name = $2 AND state = 'active'", &[id(new.owner), Arg::text(name)]).await?;
        if taken.is_some() {
            return Err(StoreError::CameoExists);
        }
        tx.execute(
            "INSERT INTO cameos (cameo_id, owner_id, kind, name, state, minor, guardian_approved, created_at, wrapped_key) \
             VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $8)",
            &[
                id(new.cameo),
                id(new.owner),
                Arg::text(kind_name(new.kind)),
                Arg::text(name),
                int(new.minor.into()),
                flag(new.guardian_approved),
                at(new.at),
                Arg::Bytes(sealing.wrapped_key()),
            ],
        )
        .await?;
        let mut chain = Chain::hold(tx).await?;
        let about = About { cameo: new.cameo, owner: new.owner, at: new.at, remembered: true };
        let entry = chain.append(tx, about, &LedgerDraft::new(EntryKind::Enrolled).detail(kind_name(new.kind))).await?;
        chain.seal(tx, &self.inner.signer, new.at).await?;
        Ok(entry)
    }

    async fn erase(&self, tx: &mut Tx, cameo: CameoId, now: Timestamp) -> Result<Option<u64>, StoreError> {
        let row = tx.row("SELECT state, owner_id FROM cameos WHERE cameo_id = $1", &[id(cameo)]).await?.ok_or(StoreError::CameoUnknown)?;
        match state_named(&row.text(0)?)? {
            CameoState::Active => return Err(StoreError::Invalid("a cameo ends before it is erased")),
            CameoState::Erased => return Ok(None),
            CameoState::Ended => {}
        }
        // Without its key the likeness is noise. It is overwritten first, so that the row itself holds nothing.
        tx.execute("UPDATE cameos SET state = 'erased', name = '', wrapped_key = NULL WHERE cameo_id = $1", &[id(cameo)]).await?;
        for sql in [
            "DELETE FROM cameo_events WHERE cameo_id = $1",
            "DELETE FROM questions WHERE cameo_id = $1",
            "DELETE FROM upload_shows WHERE cameo_id = $1",
        ] {
            tx.execute(sql, &[id(cameo)]).await?;
        }
        forget(tx, cameo).await?;
        let mut chain = Chain::hold(tx).await?;
        let about = About { cameo, owner: row.id(1)?, at: now, remembered: false };
        let entry = chain.append(tx, about, &LedgerDraft::new(EntryKind::Erased)).await?;
        chain.seal(tx, &self.inner.signer, now).await?;
        Ok(Some(entry))
    }
}

macro_rules! cameo_columns {
    () => {
        "SELECT c.cameo_id, c.owner_id, a.handle, c.kind, c.name, c.state, c.minor, c.guardian_approved, c.created_at, c.ended_at \
         FROM cameos c JOIN accounts a ON a.user_id = c.owner_id "
    };
}
use cameo_columns;

fn cameo_of(row: &Row) -> Result<Cameo, StoreError> {
    let ended = row.maybe_int(9)?.map(u64::try_from).transpose().map_err(StoreError::corrupt)?;
    Ok(Cameo {
        id: row.id(0)?,
        owner: row.id(1)?,
        handle: row.id(2)?,
        kind: kind_named(&row.text(3)?)?,
        name: Some(row.text(4)?).filter(|name| !name.is_empty()),
        state: state_named(&row.text(5)?)?,
        minor: row.int(6)? == 1,
        guardian_approved: row.maybe_int(7)?.map(|approved| approved == 1),
        created_at: row.at(8)?,
        ended_at: ended.map(Timestamp::from_millis),
    })
}

fn check_name(new: &NewCameo) -> Result<(), StoreError> {
    let fits = |name: &String| {
        let handle = "someone".parse().map_err(|_| StoreError::Invalid("a handle"))?;
        let same = Mention::thing(handle, name).is_ok_and(|mention| mention.name() == Some(name));
        if same { Ok(()) } else { Err(StoreError::Invalid("a cameo's name is 1 to 24 small letters, digits or _")) }
    };
    new.name.as_ref().map_or(Ok(()), fits)
}

fn flag(flag: Option<bool>) -> Arg<'static> {
    flag.map_or(Arg::NoInt, |flag| Arg::Int(flag.into()))
}

pub(crate) fn kind_name(kind: CameoKind) -> &'static str {
    match kind {
        CameoKind::Person => "person",
        CameoKind::Pet => "pet",
        CameoKind::Object => "object",
    }
}

fn kind_named(name: &str) -> Result<CameoKind, StoreError> {
    match name {
        "person" => Ok(CameoKind::Person),
        "pet" => Ok(CameoKind::Pet),
        "object" => Ok(CameoKind::Object),
        other => Err(StoreError::corrupt(format!("cameo of kind {other:?}"))),
    }
}

fn state_named(name: &str) -> Result<CameoState, StoreError> {
    match name {
        "active" => Ok(CameoState::Active),
        "ended" => Ok(CameoState::Ended),
        "erased" => Ok(CameoState::Erased),
        other => Err(StoreError::corrupt(format!("cameo in state {other:?}"))),
    }
}
