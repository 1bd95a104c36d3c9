//! A file that another one is made of, as the manifest of that other names it: its title, its own manifest, and what checking it found. Nothing of
//! its pictures or sound.

use super::{FORMAT, offline};
use crate::MediaError;
use c2pa::{Builder, Ingredient, Relationship};
use domain::plan::Derivation;
use serde_json::{Value, json};
use std::{
    io::Cursor,
    panic::{self, AssertUnwindSafe},
};

/// Bytes of a manifest that is taken along whole. A clip's own grows with each clip that it goes back to; beyond this it is named only.
const LARGEST_MANIFEST: usize = 512 << 10;

#[derive(Clone, Debug)]
pub struct Parent {
    ingredient: Ingredient,
}

impl Parent {
    /// With the manifest that is in its file.
    ///
    /// # Errors
    /// [`MediaError::Unreadable`] where the bytes are no MP4.
    pub fn of_file(title: &str, id: &str, file: &[u8]) -> Result<Self, MediaError> {
        let unreadable = |reason: &dyn std::fmt::Display| MediaError::Unreadable(reason.to_string());
        let description = json!({ "title": title, "format": FORMAT, "instance_id": id }).to_string();
        let read = panic::catch_unwind(AssertUnwindSafe(|| {
            let mut scratch = Builder::from_context(offline(None)?);
            scratch.add_ingredient_from_stream(description, FORMAT, &mut Cursor::new(file)).cloned()
        }));
        let ingredient = read.map_err(|_| unreadable(&"its parts contradict each other"))?.map_err(|reason| unreadable(&reason))?;
        if ingredient.manifest_data().is_some_and(|manifest| manifest.len() > LARGEST_MANIFEST) {
            return Ok(Self::named(title, id));
        }
        Ok(Self { ingredient })
    }

    /// Without a file: it was deleted, or its manifest is too long.
    #[must_use]
    pub fn named(title: &str, id: &str) -> Self {
        Self { ingredient: Ingredient::new(title, FORMAT, id) }
    }
}

/// One file is opened and changed; the others are parts of it.
fn is_opened(how: Derivation, at: usize) -> bool {
    at == 0 && !how.joins()
}

fn label(at: usize) -> String {
    format!("made_of_{at}")
}

/// What was done with the parents. They are found by their labels: see [`take_along`].
pub(super) fn actions(how: Derivation, parents: &[Parent], when: &str) -> Vec<Value> {
    let action = |at| {
        let action = if is_opened(how, at) { "c2pa.opened" } else { "c2pa.placed" };
        json!({ "action": action, "when": when, "parameters": { "ingredientIds": [label(at)] } })
    };
    (0..parents.len()).map(action).collect()
}

/// Puts the parents into the manifest.
pub(super) fn take_along(builder: &mut Builder, how: Derivation, parents: &[Parent]) {
    for (at, parent) in parents.iter().enumerate() {
        let mut ingredient = parent.ingredient.clone();
        ingredient.set_label(label(at));
        ingredient.set_relationship(if is_opened(how, at) { Relationship::ParentOf } else { Relationship::ComponentOf });
        builder.add_ingredient(ingredient);
    }
}
