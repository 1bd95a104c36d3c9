//! Who may watch a finished clip, and as what: its owners, whoever is in the room it was made in, and whom an owner sent it in a message.
//!
//! To watch opens nothing else: what can be made of a clip stays its owners'. It does not know whether everybody in it consents; that is asked
//! at each request, whoever watches (CONSENT-6).

use crate::{UserId, ownership::Owners, room::Role};

/// As what somebody watches a clip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watches {
    Owner,
    /// Of the room it was made in: it is a draft of theirs to talk about.
    Member,
    /// An owner sent it to them.
    Recipient,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// For them there is none.
    Unknown,
    /// They could watch it, had no owner closed it for everybody else.
    Withdrawn,
}

/// `role`: in the clip's room, at this moment; `senders`: who sent it to them in a message that stands.
///
/// # Errors
/// Where they may not watch it.
pub fn watches(owners: &Owners, withdrawn: bool, user: UserId, role: Option<Role>, senders: &[UserId]) -> Result<Watches, Unseen> {
    if owners.may_view(user) {
        return Ok(Watches::Owner);
    }
    let sent = senders.iter().any(|sender| owners.may_view(*sender));
    let how = match role {
        Some(Role::Viewer | Role::CoCreator | Role::Host) => Watches::Member,
        None if sent => Watches::Recipient,
        None => return Err(Unseen::Unknown),
    };
    if withdrawn { Err(Unseen::Withdrawn) } else { Ok(how) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::user;

    #[test]
    fn everybody_in_the_room_watches_and_nobody_else_whom_no_owner_sent_it() {
        let owners = Owners::of([user(1)], [user(2)]);
        let seen = |by: u8, role, senders: &[UserId]| watches(&owners, false, user(by), role, senders);
        assert_eq!(seen(2, None, &[]), Ok(Watches::Owner), "also after they left the room");
        for role in [Role::Viewer, Role::CoCreator, Role::Host] {
            assert_eq!(seen(3, Some(role), &[]), Ok(Watches::Member));
        }
        assert_eq!(seen(3, None, &[]), Err(Unseen::Unknown));
        assert_eq!(seen(3, None, &[user(1)]), Ok(Watches::Recipient));
        assert_eq!(seen(3, None, &[user(4)]), Err(Unseen::Unknown), "only what an owner sent");
    }

    #[test]
    fn one_owner_closes_it_for_everybody_but_its_owners() {
        let owners = Owners::of([user(1)], [user(2)]);
        let seen = |by: u8, role, senders: &[UserId]| watches(&owners, true, user(by), role, senders);
        assert_eq!(seen(2, None, &[]), Ok(Watches::Owner));
        assert_eq!(seen(3, Some(Role::Host), &[]), Err(Unseen::Withdrawn));
        assert_eq!(seen(3, None, &[user(1)]), Err(Unseen::Withdrawn));
        assert_eq!(seen(3, None, &[]), Err(Unseen::Unknown), "a stranger does not learn that there is one");
    }
}
