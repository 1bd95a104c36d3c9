//! Signs a finished file: what it is, who made it, with what, and that nobody changed it since.

use super::{FORMAT, METADATA, Parent, SigningIdentity, offline, parent};
use crate::MediaError;
use c2pa::Builder;
use domain::{TakeId, Timestamp, consent::Work, plan::Derivation};
use serde_json::{Value, json};
use std::{io::Cursor, sync::Arc};

/// How the pictures came to be, in the words of IPTC's vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceType {
    /// A procedure without training data: the studio engine.
    Algorithmic,
    /// A trained model.
    TrainedAlgorithmic,
    /// Several files, joined.
    Composite,
}

impl SourceType {
    /// Its address in the vocabulary.
    #[must_use]
    pub fn address(self) -> &'static str {
        match self {
            Self::Algorithmic => "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
            Self::TrainedAlgorithmic => "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
            Self::Composite => "http://cv.iptc.org/newscodes/digitalsourcetype/composite",
        }
    }
}

/// What the signature vouches for.
#[derive(Clone, Debug)]
pub struct Claim {
    pub title: String,
    /// Handles without `@`, the asker first.
    pub makers: Vec<String>,
    pub take: TakeId,
    /// The engine's name: `"studio"`.
    pub engine: String,
    pub source_type: SourceType,
    pub created_at: Timestamp,
    /// None: it shows nobody.
    pub consent: Option<ConsentEntries>,
}

/// Where it stands that everybody in it had said yes: entries of a public log, which name nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentEntries {
    /// The log's name and key, as a verifier key of a signed note.
    pub log: String,
    /// One index for each cameo of the cast.
    pub entries: Vec<u64>,
}

/// Label of the assertion that names the entries.
pub const CONSENT: &str = "org.greenroom.consent";

/// The action with which a file begins that was not opened as another.
const CREATED: &str = "c2pa.created";
/// How a file was made of others: the parameter of its action that tells it.
pub(super) const DERIVATION: &str = "org.greenroom.derivation";

/// Puts a signed C2PA manifest into an MP4.
#[derive(Debug)]
pub struct Signer {
    identity: Arc<SigningIdentity>,
    claim: Claim,
    made_of: Option<(Derivation, Vec<Parent>)>,
}

impl Signer {
    #[must_use]
    pub fn new(identity: Arc<SigningIdentity>, claim: Claim) -> Self {
        Self { identity, claim, made_of: None }
    }

    /// It is made of these, in this order: the manifest names them, and takes theirs along.
    #[must_use]
    pub fn made_of(self, how: Derivation, parents: Vec<Parent>) -> Self {
        Self { made_of: Some((how, parents)), ..self }
    }

    fn manifest(&self) -> Value {
        let Claim { title, makers, take, engine, source_type, created_at, consent } = &self.claim;
        let created = rfc3339(*created_at);
        let (mut actions, made) = match &self.made_of {
            None => (Vec::new(), CREATED),
            Some((how, parents)) => (parent::actions(*how, parents, &created), if how.joins() { CREATED } else { "c2pa.edited" }),
        };
        let mut action = json!({
            "action": made,
            "when": created,
            "digitalSourceType": source_type.address(),
            "softwareAgent": { "name": engine, "version": env!("CARGO_PKG_VERSION") },
        });
        if let Some((how, _)) = &self.made_of {
            action["parameters"] = json!({ DERIVATION: how.name() });
        }
        // What begins a file's history comes first.
        if made == CREATED {
            actions.insert(0, action);
        } else {
            actions.push(action);
        }
        let makers: Vec<String> = makers.iter().map(|maker| format!("@{maker}")).collect();
        let metadata = json!({
            "@context": { "dc": "http://purl.org/dc/elements/1.1/", "xmp": "http://ns.adobe.com/xap/1.0/" },
            "dc:creator": makers,
            "dc:title": title,
            "dc:identifier": take.to_string(),
            "xmp:CreateDate": created,
            "xmp:CreatorTool": engine,
        });
        let mut assertions = vec![
            json!({ "label": "c2pa.actions", "data": { "actions": actions }, "created": true }),
            json!({ "label": METADATA, "data": metadata, "kind": "Json" }),
        ];
        if let Some(ConsentEntries { log, entries }) = consent {
            assertions.push(json!({ "label": CONSENT, "data": { "log": log, "entries": entries }, "created": true }));
        }
        json!({
            "title": title,
            "format": FORMAT,
            "claim_generator_info": [{ "name": "greenroom", "version": env!("CARGO_PKG_VERSION") }],
            "assertions": assertions,
        })
    }

    fn sign(&self, file: Vec<u8>) -> Result<Vec<u8>, c2pa::Error> {
        let mut builder = Builder::from_context(offline(None)?).with_definition(self.manifest())?;
        if let Some((how, parents)) = &self.made_of {
            parent::take_along(&mut builder, *how, parents);
        }
        let mut signed = Cursor::new(Vec::with_capacity(file.len() + (32 << 10)));
        builder.sign(self.identity.signer()?.as_ref(), FORMAT, &mut Cursor::new(file), &mut signed)?;
        Ok(signed.into_inner())
    }
}

impl Work<Vec<u8>> for Signer {
    type Output = Result<Vec<u8>, MediaError>;

    fn work(&mut self, file: Vec<u8>) -> Self::Output {
        self.sign(file).map_err(|reason| MediaError::Sign(reason.to_string()))
    }
}

/// `2026-11-22T01:02:03Z`.
fn rfc3339(at: Timestamp) -> String {
    let seconds = (at.as_millis() / 1_000).min(253_402_300_799);
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3_600, rest / 60 % 60, rest % 60)
}

/// Year, month and day of a day since 1970: Howard Hinnant's `civil_from_days`, for days after the epoch.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_dates() {
        let written = |millis| rfc3339(Timestamp::from_millis(millis));
        assert_eq!(written(0), "1970-01-01T00:00:00Z");
        assert_eq!(written(951_782_400_000), "2000-02-29T00:00:00Z");
        assert_eq!(written(1_795_309_323_999), "2026-11-22T01:02:03Z");
        assert_eq!(rfc3339(Timestamp::NEVER), "9999-12-31T23:59:59Z");
    }
}
