//! An umbrella in JSON: `null` for none, `"Any"` for one of no colour in particular, else its colour.

use super::Colour;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Umbrella {
    Plain(Any),
    Coloured(Colour),
}

#[derive(Deserialize, Serialize)]
enum Any {
    Any,
}

#[allow(clippy::option_option, reason = "as the field is")]
pub fn serialize<S: Serializer>(umbrella: &Option<Option<Colour>>, to: S) -> Result<S::Ok, S::Error> {
    umbrella.map(|colour| colour.map_or(Umbrella::Plain(Any::Any), Umbrella::Coloured)).serialize(to)
}

#[allow(clippy::option_option, reason = "as the field is")]
pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<Colour>>, D::Error> {
    let umbrella = Option::<Umbrella>::deserialize(from)?;
    Ok(umbrella.map(|umbrella| if let Umbrella::Coloured(colour) = umbrella { Some(colour) } else { None }))
}
