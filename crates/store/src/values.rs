//! How the rules' types stand in columns, and back.

use crate::{
    StoreError,
    dialect::{Arg, Row},
};
use domain::{
    Timestamp,
    room::{Door, Role},
};
use serde::{Serialize, de::DeserializeOwned};
use std::str::FromStr;

/// An id, as text.
pub(crate) fn id(id: impl std::fmt::Display) -> Arg<'static> {
    Arg::Text(id.to_string().into())
}

pub(crate) fn maybe_id(id: Option<impl std::fmt::Display>) -> Arg<'static> {
    id.map_or(Arg::NoText, |id| Arg::Text(id.to_string().into()))
}

/// `Timestamp::NEVER` and every other number over `i64::MAX` becomes that: still later than all.
pub(crate) fn int(number: u64) -> Arg<'static> {
    Arg::Int(i64::try_from(number).unwrap_or(i64::MAX))
}

pub(crate) fn at(moment: Timestamp) -> Arg<'static> {
    int(moment.as_millis())
}

pub(crate) fn json<T: Serialize>(value: &T) -> Result<Arg<'static>, StoreError> {
    serde_json::to_string(value).map(|text| Arg::Text(text.into())).map_err(|_| StoreError::Invalid("it has no JSON form"))
}

pub(crate) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Viewer => "viewer",
        Role::CoCreator => "co_creator",
        Role::Host => "host",
    }
}

pub(crate) fn role_named(name: &str) -> Result<Role, StoreError> {
    match name {
        "viewer" => Ok(Role::Viewer),
        "co_creator" => Ok(Role::CoCreator),
        "host" => Ok(Role::Host),
        other => Err(StoreError::corrupt(format!("role {other:?}"))),
    }
}

pub(crate) fn door_name(door: Door) -> &'static str {
    match door {
        Door::Closed => "closed",
        Door::Knock => "knock",
        Door::Open => "open",
    }
}

pub(crate) fn door_named(name: &str) -> Result<Door, StoreError> {
    match name {
        "closed" => Ok(Door::Closed),
        "knock" => Ok(Door::Knock),
        "open" => Ok(Door::Open),
        other => Err(StoreError::corrupt(format!("door {other:?}"))),
    }
}

impl Row {
    pub(crate) fn id<T: FromStr>(&self, column: usize) -> Result<T, StoreError> {
        parsed(&self.text(column)?)
    }

    pub(crate) fn maybe_id<T: FromStr>(&self, column: usize) -> Result<Option<T>, StoreError> {
        self.maybe_text(column)?.as_deref().map(parsed).transpose()
    }

    pub(crate) fn number(&self, column: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(column)?).map_err(StoreError::corrupt)
    }

    pub(crate) fn small(&self, column: usize) -> Result<u32, StoreError> {
        u32::try_from(self.int(column)?).map_err(StoreError::corrupt)
    }

    pub(crate) fn at(&self, column: usize) -> Result<Timestamp, StoreError> {
        let millis = self.number(column)?;
        Ok(if millis == i64::MAX.unsigned_abs() { Timestamp::NEVER } else { Timestamp::from_millis(millis) })
    }

    pub(crate) fn role(&self, column: usize) -> Result<Role, StoreError> {
        role_named(&self.text(column)?)
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, column: usize) -> Result<T, StoreError> {
        serde_json::from_str(&self.text(column)?).map_err(StoreError::corrupt)
    }
}

fn parsed<T: FromStr>(text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|_| StoreError::corrupt("an id that is none"))
}
