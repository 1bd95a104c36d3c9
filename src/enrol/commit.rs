//! Keeps what passed: compares the face with all that are enrolled, encodes and seals the likeness, makes or renews the cameo.

use super::{Enrolment, MOST_THINGS, Trouble};
use crate::clock;
use actors::faces;
use domain::{
    CameoId, Timestamp, UserId,
    account::BirthDate,
    ledger::{EntryKind, LedgerDraft},
    likeness::{CameoKind, Likeness, View, VoicePrint},
    mention::Mention,
};
use models::Embedding;
use std::sync::Arc;
use store::{Cameo, CameoState, NewCameo, StoreError, VaultPart, likeness_codec};

/// What is to be kept.
pub struct Found {
    pub kind: CameoKind,
    pub name: Option<String>,
    pub views: Vec<View>,
    pub voice: Option<VoicePrint>,
    pub embedding: Option<Embedding>,
}

/// How like a face is to those that are enrolled.
#[derive(Default)]
pub struct Nearest {
    /// To the nearest of other people.
    pub other: Option<f32>,
    /// To this person's own.
    pub own: Option<f32>,
}

impl Enrolment {
    /// Compares with every enrolled face.
    pub(super) async fn nearest(&self, user: UserId, face: Option<&Embedding>) -> Result<Nearest, Trouble> {
        let mut nearest = Nearest::default();
        let Some(face) = face else { return Ok(nearest) };
        let own: Vec<CameoId> = self.store.cameos_of(user).await?.into_iter().map(|cameo| cameo.id).collect();
        faces::each_enrolled(&self.store, |cameo, enrolled| {
            let similarity = enrolled.cosine(face);
            let place = if own.contains(&cameo) { &mut nearest.own } else { &mut nearest.other };
            *place = Some(place.map_or(similarity, |known| known.max(similarity)));
        })
        .await?;
        Ok(nearest)
    }

    pub(super) async fn keep(&self, user: UserId, found: Found, now: Timestamp) -> Result<Cameo, Trouble> {
        if found.views.is_empty() {
            return Err(Trouble::Fault("an accepted recording gave no view".to_owned()));
        }
        let mine: Vec<Cameo> = self.store.cameos_of(user).await?.into_iter().filter(|cameo| cameo.state == CameoState::Active).collect();
        let same = mine.iter().find(|cameo| cameo.name == found.name);
        let id = match same {
            Some(cameo) if cameo.kind != found.kind => return Err(StoreError::CameoExists.into()),
            Some(cameo) => cameo.id,
            None if mine.len() > MOST_THINGS => return Err(Trouble::TooMany),
            None => CameoId::new(now, &clock::entropy()),
        };
        let account = self.store.account(user).await?.ok_or(StoreError::UserUnknown)?;
        let mention = match &found.name {
            None => Mention::person(account.handle),
            Some(name) => Mention::thing(account.handle, name).map_err(|_| Trouble::NameInvalid)?,
        };
        let name = found.name.clone();
        let kind = found.kind;
        let parts = sealed_parts(id, mention, found)?;
        if same.is_some() {
            self.renew(id, now, parts).await?;
        } else {
            // A date that can't be read makes nobody an adult.
            let minor = !account.birth_date.parse::<BirthDate>().is_ok_and(|born| born.is_adult(now));
            let new = NewCameo { cameo: id, owner: user, kind, name, minor, guardian_approved: None, at: now };
            self.store.enrol_cameo(new, parts).await?;
        }
        let kept = self.store.cameo(id).await?;
        kept.ok_or_else(|| StoreError::CameoUnknown.into())
    }

    /// The entry comes first: what is in the ledger happened or was about to, and never the other way round.
    async fn renew(&self, cameo: CameoId, now: Timestamp, parts: Vec<(VaultPart, Vec<u8>)>) -> Result<(), Trouble> {
        self.store.append_entries(cameo, now, vec![LedgerDraft::new(EntryKind::Enrolled).detail("again")]).await?;
        for (part, bytes) in parts {
            self.store.vault().put(cameo, part, bytes).await?;
        }
        Ok(())
    }
}

fn sealed_parts(cameo: CameoId, mention: Mention, found: Found) -> Result<Vec<(VaultPart, Vec<u8>)>, Trouble> {
    let likeness = Likeness { cameo, mention, kind: found.kind, views: Arc::new(found.views), voice: found.voice, preferences: String::new() };
    let mut parts = vec![(VaultPart::Likeness, likeness_codec::encode(&likeness)?)];
    parts.extend(found.embedding.as_ref().map(|face| (VaultPart::Embedding, face.to_bytes())));
    Ok(parts)
}
