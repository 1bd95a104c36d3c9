//! How somebody with an invitation becomes a member: their row is written with the invitation, then the room takes them in. Where it refuses, the row goes
//! again, so that nobody passes for a member who is none.
//!
//! It does not know invitations. Call it in [`Gateway::surely`], so that neither half is left alone by whoever goes meanwhile.

use crate::gateway::Gateway;
use actors::Person;
use domain::{
    RoomId, UserId,
    room::{Command, Role},
};
use parking_lot::Mutex;
use std::{collections::HashSet, time::Duration};
use store::Store;
use wire::ErrorBody;

/// A busy room is asked again after these.
const AGAIN: [Duration; 3] = [Duration::from_millis(50), Duration::from_millis(250), Duration::from_secs(1)];

/// Who is just joining: one room at a time, so that no refusal of one try takes away what another brought.
#[derive(Default)]
pub struct Joining(Mutex<HashSet<UserId>>);

/// Until it is dropped.
pub struct Joins<'a> {
    joining: &'a Joining,
    user: UserId,
}

impl Joining {
    /// # Errors
    /// `busy`: they do already.
    pub fn begin(&self, user: UserId) -> Result<Joins<'_>, ErrorBody> {
        if self.0.lock().insert(user) {
            return Ok(Joins { joining: self, user });
        }
        Err(ErrorBody::new("busy", "you are joining a room right now: try again in a moment"))
    }
}

impl Drop for Joins<'_> {
    fn drop(&mut self) {
        self.joining.0.lock().remove(&self.user);
    }
}

/// The room takes in somebody who has a row; `new`: it was only just written.
///
/// # Errors
/// What the room refuses; `busy`; `room_unknown`; `unavailable`: then it may have taken them in, and looks at the rows when it opens again.
pub async fn join(gateway: &Gateway, person: Person, (room, role): (RoomId, Role), new: bool) -> Result<(), ErrorBody> {
    let Person { user, handle } = person;
    let ask = || gateway.act(room, Command::Join { user, handle: handle.clone(), role });
    taken_in(&gateway.store, (room, user), new, ask).await
}

async fn taken_in<F>(store: &Store, (room, user): (RoomId, UserId), new: bool, ask: impl Fn() -> F) -> Result<(), ErrorBody>
where
    F: Future<Output = Result<(), ErrorBody>>,
{
    let mut answer = ask().await;
    for wait in AGAIN {
        if !answer.as_ref().is_err_and(|error| error.code == "busy") {
            break;
        }
        tokio::time::sleep(wait).await;
        answer = ask().await;
    }
    if new
        && answer.as_ref().is_err_and(|error| error.code != "unavailable")
        && let Err(error) = store.drop_membership(room, user).await
    {
        tracing::error!(%room, %error, "somebody who was not let in could not be taken off the list");
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock;
    use std::cell::Cell;
    use store::{NewAccount, NewInvite, SignUpTicket, StoreSettings};

    struct Scene {
        _folder: tempfile::TempDir,
        store: Store,
        room: RoomId,
        guest: UserId,
    }

    /// Somebody has just opened a room's link.
    async fn scene() -> Scene {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(StoreSettings::in_folder(folder.path())).await.expect("a store");
        let account = |name: &str| NewAccount {
            user: UserId::new(clock::now(), &clock::entropy()),
            handle: name.parse().expect("a handle"),
            password_hash: "x".into(),
            birth_date: "1990-01-01".into(),
            at: clock::now(),
        };
        let (host, guest) = (account("host"), account("guest"));
        let (by, user) = (host.user, guest.user);
        store.set_owner_ticket([1; 32]).await.expect("nobody has signed up");
        store.create_account(host, SignUpTicket::Owner([1; 32])).await.expect("an account");
        let room = RoomId::new(clock::now(), &clock::entropy());
        store.create_room(room, "Studio", by, clock::now()).await.expect("a room");
        let invite = NewInvite {
            code_hash: [2; 32],
            by,
            room: Some((room, Role::Viewer)),
            at: clock::now(),
            expires: clock::now().plus(60_000),
            uses_left: 4,
        };
        store.create_invite(invite).await.expect("a link");
        store.create_account(guest, SignUpTicket::Invite([2; 32])).await.expect("an account");
        assert_eq!(store.membership(room, user).await.expect("the store answers"), Some(Role::Viewer));
        Scene { _folder: folder, store, room, guest: user }
    }

    async fn after(code: &str, new: bool) -> (Option<Role>, usize) {
        let scene = scene().await;
        let asked = Cell::new(0);
        let ask = || {
            asked.set(asked.get() + 1);
            async { Err(ErrorBody::new(code, "no")) }
        };
        let refused = taken_in(&scene.store, (scene.room, scene.guest), new, ask).await.expect_err("it refuses");
        assert_eq!(refused.code, code);
        (scene.store.membership(scene.room, scene.guest).await.expect("the store answers"), asked.get())
    }

    #[tokio::test]
    async fn a_place_that_the_room_refused_does_not_stay() {
        for (code, asked) in [("busy", 4), ("room_full", 1), ("removed_from_room", 1)] {
            assert_eq!(after(code, true).await, (None, asked), "{code}");
        }
        assert_eq!(after("unavailable", true).await, (Some(Role::Viewer), 1), "it may have taken them in");
        assert_eq!(after("busy", false).await, (Some(Role::Viewer), 4), "who was a member stays one");
    }

    #[test]
    fn nobody_joins_twice_at_once() {
        let joining = Joining::default();
        let user = UserId::new(clock::now(), &clock::entropy());
        let first = joining.begin(user).expect("the first");
        assert_eq!(joining.begin(user).err().map(|error| error.code), Some("busy".to_owned()));
        drop(first);
        assert!(joining.begin(user).is_ok());
    }
}
