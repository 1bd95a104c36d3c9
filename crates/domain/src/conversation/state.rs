//! What a conversation remembers, folded from its events and from how far each has come.

use super::{
    Sequence,
    command::MAX_UNANSWERED,
    event::{Content, ConversationEvent, Recorded},
};
use crate::{MessageId, UserId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// Two people; there is one of each two.
    Direct,
    Group {
        name: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    In,
    /// It waits apart until they accept it.
    Asked,
    /// They don't want it. The others can't tell it from [`Self::Asked`].
    Declined,
    Left,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub user: UserId,
    pub standing: Standing,
    /// The first event that is theirs to see.
    pub since: Sequence,
    /// The last, once they left; of who was asked into a group, once enough came.
    pub until: Option<Sequence>,
    pub delivered: Sequence,
    pub read: Sequence,
    /// They declined it once, and have not accepted it since: nobody asks them again.
    #[serde(default)]
    pub declined: bool,
    /// They left by themselves, or were never in: nobody puts them back without asking.
    #[serde(default)]
    pub walked_out: bool,
    /// Said by them since another member last did; while nobody else is in, also what they changed.
    unanswered: u64,
    /// What a group said and changed since they were asked into it.
    #[serde(default)]
    told: u64,
}

/// A message that a command is about, as the store found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub message: MessageId,
    pub by: UserId,
    pub seq: Sequence,
    pub deleted: bool,
    /// Plain words; a clip and an invitation are not edited.
    pub words: bool,
}

/// The next event does not fit: the store lost something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("event {found} of a conversation came after {last}")]
pub struct Broken {
    pub last: Sequence,
    pub found: Sequence,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    pub(super) last_seq: Sequence,
    pub(super) kind: Option<Kind>,
    pub(super) owner: Option<UserId>,
    #[serde(default)]
    pub(super) open: bool,
    /// In the order in which they came, who left among them.
    pub(super) members: Vec<Member>,
}

impl Conversation {
    #[must_use]
    pub fn last_seq(&self) -> Sequence {
        self.last_seq
    }

    /// None: not begun.
    #[must_use]
    pub fn kind(&self) -> Option<&Kind> {
        self.kind.as_ref()
    }

    /// Who runs it; nobody where there are two.
    #[must_use]
    pub fn owner(&self) -> Option<UserId> {
        self.owner
    }

    /// Everybody in a group may add people; else who runs it does.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    #[must_use]
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    #[must_use]
    pub fn member(&self, user: UserId) -> Option<&Member> {
        self.members.iter().find(|member| member.user == user)
    }

    /// Whether they see what happens now: who is in, and who was asked.
    #[must_use]
    pub fn sees(&self, user: UserId) -> bool {
        self.member(user).is_some_and(|member| matches!(member.standing, Standing::In | Standing::Asked))
    }

    /// Whether this event is theirs to see.
    #[must_use]
    pub fn may_see(&self, user: UserId, seq: Sequence) -> bool {
        self.member(user).is_some_and(|member| seq >= member.since && member.until.is_none_or(|until| seq <= until))
    }

    /// Who hears of this event, now that it is part of the state: those who see it, and whom it takes out.
    pub fn hearers<'a>(&'a self, recorded: &'a Recorded) -> impl Iterator<Item = UserId> + 'a {
        let taken = if let ConversationEvent::MemberLeft { user, .. } = &recorded.event { Some(*user) } else { None };
        let hears =
            move |member: &&Member| member.standing != Standing::Declined && (taken == Some(member.user) || self.may_see(member.user, recorded.seq));
        self.members.iter().filter(hears).map(|member| member.user)
    }

    pub(super) fn is_group(&self) -> bool {
        matches!(self.kind, Some(Kind::Group { .. }))
    }

    pub(super) fn present(&self) -> usize {
        self.members.iter().filter(|member| member.standing != Standing::Left).count()
    }

    pub(super) fn member_mut(&mut self, user: UserId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.user == user)
    }

    /// Somebody besides them is in.
    pub(super) fn is_joined(&self, user: UserId) -> bool {
        self.members.iter().any(|member| member.user != user && member.standing == Standing::In)
    }

    /// Somebody besides them was asked, and has not come; who declined looks the same.
    pub(super) fn is_waited_for(&self, user: UserId) -> bool {
        let waits = |member: &&Member| matches!(member.standing, Standing::Asked | Standing::Declined);
        self.members.iter().filter(waits).any(|member| member.user != user)
    }

    /// Said since the last answer.
    pub(super) fn unanswered(&self, user: UserId) -> u64 {
        self.member(user).map_or(0, |member| member.unanswered)
    }

    /// Takes up the next event.
    ///
    /// # Errors
    /// Where it does not bear the next number.
    pub fn fold(&mut self, recorded: &Recorded) -> Result<(), Broken> {
        if recorded.seq != self.last_seq + 1 {
            return Err(Broken { last: self.last_seq, found: recorded.seq });
        }
        self.last_seq = recorded.seq;
        self.hold_back(recorded);
        match &recorded.event {
            ConversationEvent::Started { by, of, members, asked } => {
                self.kind = Some(of.clone());
                self.owner = self.is_group().then_some(*by);
                for user in members {
                    self.enter(*user, asked.contains(user), recorded.seq);
                }
            }
            ConversationEvent::Renamed { name, .. } => self.kind = Some(Kind::Group { name: name.clone() }),
            ConversationEvent::Opened { open, .. } => self.open = *open,
            ConversationEvent::MemberAdded { user, asked, .. } => self.enter(*user, *asked, recorded.seq),
            ConversationEvent::MemberAccepted { user } => {
                self.stand(*user, Standing::In);
                if let Some(member) = self.member_mut(*user) {
                    (member.declined, member.until) = (false, None);
                }
            }
            ConversationEvent::MemberLeft { user, by } => {
                if let Some(member) = self.member_mut(*user) {
                    member.walked_out = by == user || member.standing != Standing::In;
                    // What had not come to them stays away.
                    member.until = member.until.or(Some(recorded.seq));
                    member.standing = Standing::Left;
                }
                self.owner = self.owner.filter(|owner| owner != user);
            }
            ConversationEvent::OwnerChanged { user } => self.owner = Some(*user),
            ConversationEvent::Said { by, .. } => {
                for member in &mut self.members {
                    member.unanswered = if member.user == *by { member.unanswered + 1 } else { 0 };
                }
                // Who writes has seen what came before, on some device.
                self.reach(*by, recorded.seq, recorded.seq);
            }
            ConversationEvent::Edited { by, .. } => {
                let joined = self.is_joined(*by);
                if let Some(member) = self.member_mut(*by).filter(|_| !joined) {
                    member.unanswered += 1;
                }
            }
            ConversationEvent::Deleted { .. } | ConversationEvent::Reacted { .. } => {}
        }
        Ok(())
    }

    /// A few words come to those who were asked into a group, and then nothing more until they accept: so many as one stranger may send.
    fn hold_back(&mut self, recorded: &Recorded) {
        let words = match &recorded.event {
            ConversationEvent::Said { content, .. } => matches!(content, Content::Text { .. }),
            ConversationEvent::Edited { .. } | ConversationEvent::Reacted { .. } | ConversationEvent::Renamed { .. } => true,
            _ => return,
        };
        if !self.is_group() {
            return;
        }
        let waiting = self.members.iter_mut().filter(|member| matches!(member.standing, Standing::Asked | Standing::Declined));
        for member in waiting.filter(|member| member.until.is_none()) {
            member.told += 1;
            if !words || member.told > MAX_UNANSWERED {
                member.until = Some(recorded.seq - 1);
            }
        }
    }

    /// Positions never go back, nor past what there is. False: nothing changed.
    pub fn reach(&mut self, user: UserId, delivered: Sequence, read: Sequence) -> bool {
        let last = self.last_seq;
        let Some(member) = self.member_mut(user) else { return false };
        let before = (member.delivered, member.read);
        member.read = member.read.max(read.min(last));
        member.delivered = member.delivered.max(delivered.min(last)).max(member.read);
        (member.delivered, member.read) != before
    }

    /// Known to themselves alone, and so not by an event.
    pub fn decline(&mut self, user: UserId) {
        if self.member(user).is_some_and(|member| member.standing == Standing::Asked) {
            self.stand(user, Standing::Declined);
            if let Some(member) = self.member_mut(user) {
                member.declined = true;
            }
        }
    }

    fn stand(&mut self, user: UserId, standing: Standing) {
        if let Some(member) = self.member_mut(user) {
            member.standing = standing;
        }
    }

    fn enter(&mut self, user: UserId, asked: bool, seq: Sequence) {
        let standing = if asked { Standing::Asked } else { Standing::In };
        match self.member_mut(user) {
            // Who comes again sees what comes from now on. Who declined it once is not asked again, which nobody else can tell.
            Some(member) => {
                (member.since, member.until, member.unanswered, member.told) = (seq, None, 0, 0);
                member.standing = if asked && member.declined { Standing::Declined } else { standing };
            }
            None => {
                let (delivered, read, unanswered, told) = (0, 0, 0, 0);
                let (declined, walked_out) = (false, false);
                self.members.push(Member { user, standing, since: seq, until: None, delivered, read, declined, walked_out, unanswered, told });
            }
        }
    }
}
