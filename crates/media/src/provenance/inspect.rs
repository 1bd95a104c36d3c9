//! Reads what a file says about its origin, and whether that can be believed. Gives facts and one sentence; judges nobody.

use super::{FORMAT, METADATA, offline, sign::DERIVATION};
use crate::MediaError;
use c2pa::{Ingredient, Manifest, Reader, validation_results::ValidationState};
use serde::Serialize;
use serde_json::Value;
use std::{
    io::Cursor,
    panic::{self, AssertUnwindSafe},
    path::Path,
};

/// Bytes of the largest file that is looked at.
const LARGEST: u64 = 1 << 30;
const UNTRUSTED: &str = "signingCredential.untrusted";

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "why")]
pub enum OriginState {
    /// Untouched since it was signed by a server that the anchor vouches for.
    Valid,
    /// Untouched since it was signed, but nobody vouches for the signer: no anchor was given, or it is another's.
    Untrusted,
    /// Changed after it was signed; says how that shows.
    Tampered(String),
    /// It says nothing about its origin.
    None,
}

/// What a file says about where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Origin {
    #[serde(flatten)]
    pub state: OriginState,
    /// One sentence for people.
    pub sentence: String,
    pub title: Option<String>,
    /// Handles without `@`.
    pub makers: Vec<String>,
    /// As written in the manifest, RFC 3339.
    pub created: Option<String>,
    pub engine: Option<String>,
    /// IPTC digital source type.
    pub source_type: Option<String>,
    /// The software that wrote the manifest: `greenroom/0.1.0`.
    pub generator: Option<String>,
    /// Name in the signer's certificate.
    pub signer: Option<String>,
    /// How it was made of other files: `remix`, `edit`, `extension`, `stitch`, `cut`.
    pub how: Option<String>,
    /// The files that it is made of, in their order.
    pub made_of: Vec<MadeOf>,
    /// C2PA validation codes that were not a success.
    pub codes: Vec<String>,
}

/// A file that another is made of, as the manifest of that other tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MadeOf {
    pub title: Option<String>,
    /// Handles without `@`, from its own manifest.
    pub makers: Vec<String>,
    /// Its own manifest is there, and it was untouched when it was used.
    pub recorded: bool,
}

/// Reads the origin of an MP4. `anchor`: the PEM certificate of the server to trust, as [`super::SigningIdentity::anchor`] gives it.
///
/// # Errors
/// [`MediaError::Unreadable`] where the bytes are no MP4.
pub fn inspect(file: &[u8], anchor: Option<&str>) -> Result<Origin, MediaError> {
    if file.get(4..8) != Some(b"ftyp") {
        return Err(MediaError::Unreadable("it does not begin like one".into()));
    }
    let context = offline(anchor).map_err(|reason| MediaError::Unreadable(format!("the anchor: {reason}")))?;
    // The file may come from anyone; a bug in a parser must not become ours.
    let read = panic::catch_unwind(AssertUnwindSafe(|| Reader::from_context(context).with_stream(FORMAT, Cursor::new(file))));
    match read {
        Ok(Ok(reader)) => Ok(told(&reader)),
        Ok(Err(c2pa::Error::JumbfNotFound)) => Ok(silent()),
        // There is a manifest, and it is broken.
        Ok(Err(reason)) => Ok(broken(&reason.to_string())),
        Err(_) => Err(MediaError::Unreadable("its parts contradict each other".into())),
    }
}

/// As [`inspect`], for a file on disk.
///
/// # Errors
/// [`MediaError::File`] where it can't be read; [`MediaError::Unreadable`] where it is no MP4 or over 1 GiB.
pub fn inspect_file(path: &Path, anchor: Option<&str>) -> Result<Origin, MediaError> {
    let unreachable = |source| MediaError::File { path: path.display().to_string(), source };
    if std::fs::metadata(path).map_err(unreachable)?.len() > LARGEST {
        return Err(MediaError::Unreadable("it is over 1 GiB".into()));
    }
    inspect(&std::fs::read(path).map_err(unreachable)?, anchor)
}

fn silent() -> Origin {
    Origin {
        state: OriginState::None,
        sentence: "This file says nothing about its origin.".into(),
        title: None,
        makers: Vec::new(),
        created: None,
        engine: None,
        source_type: None,
        generator: None,
        signer: None,
        how: None,
        made_of: Vec::new(),
        codes: Vec::new(),
    }
}

fn broken(reason: &str) -> Origin {
    Origin {
        state: OriginState::Tampered(reason.to_owned()),
        sentence: format!("This file was changed after it was signed: its signed origin can't be read any more ({reason})."),
        ..silent()
    }
}

fn told(reader: &Reader) -> Origin {
    let Some(manifest) = reader.active_manifest() else { return silent() };
    let codes = failures(reader);
    let state = match reader.validation_state() {
        ValidationState::Trusted => OriginState::Valid,
        ValidationState::Valid => OriginState::Untrusted,
        ValidationState::Invalid if codes.iter().all(|code| code == UNTRUSTED) => OriginState::Untrusted,
        ValidationState::Invalid => OriginState::Tampered(codes.join(", ")),
    };
    let made_of = manifest.ingredients().iter().map(|ingredient| made_of(reader, ingredient)).collect();
    let mut origin = Origin { state, codes, made_of, ..facts(manifest) };
    origin.sentence = sentence(&origin);
    origin
}

fn made_of(reader: &Reader, ingredient: &Ingredient) -> MadeOf {
    let own = ingredient.active_manifest().and_then(|label| reader.get_manifest(label));
    // What was found when it was taken along.
    let found = ingredient.validation_results().and_then(|results| results.active_manifest());
    let changed = found.is_some_and(|found| found.failure().iter().any(|status| status.code() != UNTRUSTED));
    MadeOf {
        title: ingredient.title().map(str::to_owned),
        makers: own.map(|manifest| facts(manifest).makers).unwrap_or_default(),
        recorded: own.is_some() && !changed,
    }
}

fn failures(reader: &Reader) -> Vec<String> {
    let mut codes: Vec<String> =
        reader.validation_status().unwrap_or_default().iter().filter(|status| !status.passed()).map(|status| status.code().to_owned()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn facts(manifest: &Manifest) -> Origin {
    let assertion = |label: &str| manifest.find_assertion::<Value>(label).unwrap_or_default();
    let metadata = assertion(METADATA);
    let actions = [assertion("c2pa.actions.v2"), assertion("c2pa.actions")];
    let mut all = actions.iter().filter_map(|actions| actions["actions"].as_array()).flatten();
    // The one by which the file came to be: it was created, or another was opened and changed.
    let created = all.find(|action| action["action"] == "c2pa.created" || action["action"] == "c2pa.edited");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let of_action = |field: &str| created.and_then(|action| text(&action[field]));
    let makers = metadata["dc:creator"].as_array().map(|makers| makers.iter().filter_map(Value::as_str).map(handle).collect());
    Origin {
        title: manifest.title().map(str::to_owned).or_else(|| text(&metadata["dc:title"])),
        makers: makers.unwrap_or_default(),
        created: of_action("when").or_else(|| text(&metadata["xmp:CreateDate"])),
        engine: created.and_then(|action| text(&action["softwareAgent"]["name"])).or_else(|| text(&metadata["xmp:CreatorTool"])),
        source_type: of_action("digitalSourceType"),
        how: created.and_then(|action| text(&action["parameters"][DERIVATION])),
        generator: generator(manifest),
        signer: manifest.common_name().or_else(|| manifest.issuer()),
        ..silent()
    }
}

fn handle(written: &str) -> String {
    written.trim_start_matches('@').to_owned()
}

fn generator(manifest: &Manifest) -> Option<String> {
    let info = manifest.claim_generator_info.as_ref()?.first()?;
    Some(match &info.version {
        Some(version) => format!("{}/{version}", info.name),
        None => info.name.clone(),
    })
}

impl Origin {
    /// For whoever may not know what it is made of.
    #[must_use]
    pub fn without_sources(mut self) -> Self {
        self.made_of.clear();
        self.sentence = sentence(&self);
        self
    }
}

fn sentence(origin: &Origin) -> String {
    let makers: Vec<String> = origin.makers.iter().map(|maker| format!("@{maker}")).collect();
    let by = match makers.as_slice() {
        [] => "someone unnamed".to_owned(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    };
    let what = origin.title.as_ref().map_or_else(|| "This clip".to_owned(), |title| format!("“{title}”"));
    let when = origin.created.as_deref().map(|created| format!(" on {}", created.get(..10).unwrap_or(created))).unwrap_or_default();
    let with = origin.engine.as_ref().map(|engine| format!(" with the {engine} engine")).unwrap_or_default();
    let made = format!("{what} was made by {by}{when}{with}{}", of(origin));
    match &origin.state {
        OriginState::Valid => format!("{made}, and was not changed since."),
        OriginState::Untrusted => format!("{made}, says its signature, and it was not changed since; the signer is not one you chose to trust."),
        OriginState::Tampered(_) => format!("This file was changed after it was signed. Its manifest said: {made}."),
        OriginState::None => "This file says nothing about its origin.".to_owned(),
    }
}

/// ` of “A dog”`, ` of “A dog” and “A cat”`.
fn of(origin: &Origin) -> String {
    let titles: Vec<String> =
        origin.made_of.iter().map(|part| part.title.as_ref().map_or_else(|| "an unnamed file".to_owned(), |title| format!("“{title}”"))).collect();
    match titles.as_slice() {
        [] => String::new(),
        [one] => format!(", of {one}"),
        [rest @ .., last] => format!(", of {} and {last}", rest.join(", ")),
    }
}
