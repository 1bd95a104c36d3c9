//! Names for ids in one answer: each is looked up once.

use super::error::{Answer, HttpError};
use crate::gateway::Gateway;
use axum::http::StatusCode;
use domain::{RoomId, UserId, account::Handle};
use std::collections::{BTreeSet, HashMap};
use store::Account;

/// What is shown of an account or room that is gone.
const GONE: &str = "gone";

pub struct Names<'a> {
    gateway: &'a Gateway,
    handles: HashMap<UserId, Option<String>>,
    rooms: HashMap<RoomId, Option<String>>,
    memberships: HashMap<RoomId, bool>,
}

impl<'a> Names<'a> {
    #[must_use]
    pub fn new(gateway: &'a Gateway) -> Self {
        Self { gateway, handles: HashMap::new(), rooms: HashMap::new(), memberships: HashMap::new() }
    }

    /// A handle that is known already.
    pub fn know(&mut self, user: UserId, handle: &Handle) {
        self.handles.insert(user, Some(handle.to_string()));
    }

    /// Looks up all of them at once.
    ///
    /// # Errors
    /// Only faults.
    pub async fn learn(&mut self, users: impl IntoIterator<Item = UserId>) -> Answer<()> {
        let unknown: BTreeSet<UserId> = users.into_iter().filter(|user| !self.handles.contains_key(user)).collect();
        let unknown: Vec<UserId> = unknown.into_iter().collect();
        let mut found = self.gateway.store.handles(&unknown).await?;
        for user in unknown {
            self.handles.insert(user, found.remove(&user));
        }
        Ok(())
    }

    /// None: the account is gone.
    ///
    /// # Errors
    /// Only faults.
    pub async fn handle(&mut self, user: UserId) -> Answer<Option<String>> {
        if let Some(known) = self.handles.get(&user) {
            return Ok(known.clone());
        }
        let handle = self.gateway.store.account(user).await?.map(|account| account.handle.to_string());
        self.handles.insert(user, handle.clone());
        Ok(handle)
    }

    /// Those of them whose accounts are there, in their order.
    ///
    /// # Errors
    /// Only faults.
    pub async fn handles(&mut self, users: Vec<UserId>) -> Answer<Vec<String>> {
        let mut handles = Vec::new();
        for user in users {
            handles.extend(self.handle(user).await?);
        }
        Ok(handles)
    }

    /// Of one person alone.
    ///
    /// # Errors
    /// Only faults.
    pub async fn is_in(&mut self, room: RoomId, me: UserId) -> Answer<bool> {
        if let Some(known) = self.memberships.get(&room) {
            return Ok(*known);
        }
        let is_in = self.gateway.store.membership(room, me).await?.is_some();
        self.memberships.insert(room, is_in);
        Ok(is_in)
    }

    /// # Errors
    /// Only faults.
    pub async fn room(&mut self, room: RoomId) -> Answer<String> {
        if let Some(known) = self.rooms.get(&room) {
            return Ok(known.clone().unwrap_or_else(|| GONE.to_owned()));
        }
        let name = self.gateway.store.room_name(room).await?;
        self.rooms.insert(room, name.clone());
        Ok(name.unwrap_or_else(|| GONE.to_owned()))
    }
}

/// Whom a handle in a path or a body names.
///
/// # Errors
/// `person_unknown`.
pub async fn person(gateway: &Gateway, handle: &str) -> Answer<Account> {
    let unknown = || HttpError::new(StatusCode::NOT_FOUND, "person_unknown", "nobody here has this handle: check it");
    let handle: Handle = handle.parse().map_err(|_| unknown())?;
    gateway.store.account_by_handle(&handle).await?.ok_or_else(unknown)
}
