//! Many people: each account invites four, and the members of a room come in with one link.

use crate::{account::Account, error::Result, server::Server};
use domain::RoomId;
use wire::RoleView;

/// New accounts that one person may invite.
const INVITES_EACH: usize = 4;

/// The owner, and as many others as make `count`.
///
/// # Errors
/// What the server refuses.
pub async fn gather(server: &Server, count: usize, tell: impl Fn(usize)) -> Result<Vec<Account>> {
    let mut people = vec![Account::owner(server).await?];
    for number in 1..count {
        let code = people[(number - 1) / INVITES_EACH].invite_to_server().await?;
        people.push(Account::sign_up(&server.url, &code, &format!("person{number}")).await?);
        tell(number);
    }
    Ok(people)
}

/// A new room in which all of them write; the first is its host.
///
/// # Errors
/// What the server refuses.
pub async fn room(host: &Account, others: impl Iterator<Item = &Account>) -> Result<RoomId> {
    let room = host.make_room().await?;
    let mut others = others.peekable();
    if others.peek().is_some() {
        let code = host.invite_as(room, RoleView::CoCreator).await?;
        for other in others {
            other.join(&code).await?;
        }
    }
    Ok(room)
}
