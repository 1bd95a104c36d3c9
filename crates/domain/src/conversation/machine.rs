//! What a conversation decides: commands in, effects out. It changes its state only by folding the events that it records, by positions,
//! and by a refusal that only one person knows of.
//!
//! The shell commits the effects together with the state that it leaves, or throws both away.

use super::{
    command::{Circle, Command, Effect, MAX_GROUP, MAX_GROUP_NAME, MAX_TEXT, MAX_UNANSWERED, Refused, is_emoji},
    event::{Content, ConversationEvent, Recorded},
    state::{Conversation, Kind, Said, Standing},
};
use crate::{MessageId, Timestamp, UserId};

impl Conversation {
    /// Decides on one command.
    ///
    /// # Errors
    /// Why not; nothing changed then.
    pub fn apply(&mut self, now: Timestamp, command: Command, circle: &dyn Circle) -> Result<Vec<Effect>, Refused> {
        let mut turn = Turn { conversation: self, now, circle, effects: Vec::new() };
        match command {
            Command::Start { by, of, with } => turn.start(by, of, with)?,
            Command::Rename { by, name } => turn.rename(by, &name)?,
            Command::Open { by, open } => turn.open(by, open)?,
            Command::Add { by, user } => turn.add(by, user)?,
            Command::Accept { user } => turn.accept(user)?,
            Command::Decline { user } => turn.decline(user)?,
            Command::Leave { user } => turn.leave(user, user)?,
            Command::Remove { by, user } => turn.remove(by, user)?,
            Command::Say { by, message, content, reply_to } => turn.say(by, message, content, reply_to)?,
            Command::Edit { by, on, text } => turn.edit(by, on, &text)?,
            Command::Delete { by, on } => turn.delete(by, on)?,
            Command::React { by, on, emoji } => turn.react(by, on, emoji)?,
            Command::Reached { user, delivered, read } => turn.reach(user, delivered, read)?,
        }
        Ok(turn.effects)
    }
}

/// One command being carried out.
struct Turn<'a> {
    conversation: &'a mut Conversation,
    now: Timestamp,
    circle: &'a dyn Circle,
    effects: Vec<Effect>,
}

impl Turn<'_> {
    fn record(&mut self, event: ConversationEvent) {
        let recorded = Recorded { seq: self.conversation.last_seq() + 1, at: self.now, event };
        self.conversation.fold(&recorded).expect("it bears the next number");
        self.effects.push(Effect::Record(recorded));
    }

    /// Those who can write here.
    fn demand_in(&self, user: UserId) -> Result<(), Refused> {
        match self.conversation.member(user).map(|member| member.standing) {
            Some(Standing::In) => Ok(()),
            Some(Standing::Asked) => Err(Refused::NotAccepted),
            Some(Standing::Declined | Standing::Left) | None => Err(Refused::Unknown),
        }
    }

    fn demand_owner(&self, user: UserId) -> Result<(), Refused> {
        self.demand_in(user)?;
        if !self.conversation.is_group() {
            return Err(Refused::NotAGroup);
        }
        if self.conversation.owner() == Some(user) { Ok(()) } else { Err(Refused::OwnerOnly) }
    }

    /// Whether they have to accept it first; an error where they can't be written to at all.
    fn asks(&self, by: UserId, user: UserId) -> Result<bool, Refused> {
        let tie = self.circle.tie(by, user);
        if tie.blocked || tie.protected { Err(Refused::Unreachable) } else { Ok(!tie.follows_back) }
    }
}

/// Who is in it.
impl Turn<'_> {
    fn start(&mut self, by: UserId, of: Kind, with: Vec<UserId>) -> Result<(), Refused> {
        if self.conversation.kind().is_some() {
            return self.start_again(by);
        }
        let mut others: Vec<UserId> = Vec::new();
        for user in with {
            if user != by && !others.contains(&user) {
                others.push(user);
            }
        }
        let of = match of {
            Kind::Direct if others.len() > 1 => return Err(Refused::TooMany),
            Kind::Direct => Kind::Direct,
            Kind::Group { name } => Kind::Group { name: group_name(&name)? },
        };
        if others.is_empty() {
            return Err(Refused::Alone);
        }
        if others.len() + 1 > MAX_GROUP {
            return Err(Refused::TooMany);
        }
        let mut asked = Vec::new();
        for user in &others {
            if self.asks(by, *user)? {
                asked.push(*user);
            }
        }
        let members = std::iter::once(by).chain(others).collect();
        self.record(ConversationEvent::Started { by, of, members, asked });
        Ok(())
    }

    /// Whoever was asked, and writes to the other by themselves, wants it now.
    fn start_again(&mut self, by: UserId) -> Result<(), Refused> {
        let standing = self.conversation.member(by).map(|member| member.standing);
        match standing {
            Some(Standing::Asked | Standing::Declined) if !self.conversation.is_group() => {
                self.demand_unblocked(by)?;
                self.accept(by)
            }
            Some(Standing::In | Standing::Asked) => Ok(()),
            Some(Standing::Declined | Standing::Left) | None => Err(Refused::Unknown),
        }
    }

    fn rename(&mut self, by: UserId, name: &str) -> Result<(), Refused> {
        self.demand_owner(by)?;
        let name = group_name(name)?;
        if self.conversation.kind() != Some(&Kind::Group { name: name.clone() }) {
            self.record(ConversationEvent::Renamed { by, name });
        }
        Ok(())
    }

    fn open(&mut self, by: UserId, open: bool) -> Result<(), Refused> {
        self.demand_owner(by)?;
        if self.conversation.is_open() != open {
            self.record(ConversationEvent::Opened { by, open });
        }
        Ok(())
    }

    fn add(&mut self, by: UserId, user: UserId) -> Result<(), Refused> {
        self.demand_in(by)?;
        if !self.conversation.is_open() {
            self.demand_owner(by)?;
        }
        let before = self.conversation.member(user);
        // Who declined can't be told from who has not answered: also not by taking them out and adding them again.
        if before.is_some_and(|member| member.standing != Standing::Left) {
            return Ok(());
        }
        let walked_out = before.is_some_and(|member| member.walked_out || member.declined);
        if self.conversation.present() >= MAX_GROUP {
            return Err(Refused::TooMany);
        }
        let asked = self.asks(by, user)? || walked_out;
        self.record(ConversationEvent::MemberAdded { by, user, asked });
        Ok(())
    }

    fn accept(&mut self, user: UserId) -> Result<(), Refused> {
        match self.conversation.member(user).map(|member| member.standing) {
            Some(Standing::In) => Ok(()),
            Some(Standing::Asked | Standing::Declined) => {
                self.record(ConversationEvent::MemberAccepted { user });
                // Those who ran it left before anybody had come.
                if self.conversation.is_group() && self.conversation.owner().is_none() {
                    self.record(ConversationEvent::OwnerChanged { user });
                }
                Ok(())
            }
            Some(Standing::Left) | None => Err(Refused::Unknown),
        }
    }

    fn decline(&mut self, user: UserId) -> Result<(), Refused> {
        match self.conversation.member(user).map(|member| member.standing) {
            Some(Standing::Declined) => Ok(()),
            Some(Standing::Asked) => {
                self.conversation.decline(user);
                self.effects.push(Effect::Declined { user });
                Ok(())
            }
            Some(Standing::In | Standing::Left) | None => Err(Refused::Unknown),
        }
    }

    fn leave(&mut self, user: UserId, by: UserId) -> Result<(), Refused> {
        if !self.conversation.is_group() {
            return Err(Refused::NotAGroup);
        }
        match self.conversation.member(user).map(|member| member.standing) {
            Some(Standing::Left) => return Ok(()),
            None => return Err(Refused::Unknown),
            Some(Standing::In | Standing::Asked | Standing::Declined) => {}
        }
        let ran_it = self.conversation.owner() == Some(user);
        self.record(ConversationEvent::MemberLeft { user, by });
        let heir = self.conversation.members().iter().find(|member| member.standing == Standing::In).map(|member| member.user);
        if let Some(heir) = heir.filter(|_| ran_it) {
            self.record(ConversationEvent::OwnerChanged { user: heir });
        }
        Ok(())
    }

    fn remove(&mut self, by: UserId, user: UserId) -> Result<(), Refused> {
        self.demand_owner(by)?;
        self.leave(user, by)
    }
}

/// What is said.
impl Turn<'_> {
    fn say(&mut self, by: UserId, message: MessageId, content: Content, reply_to: Option<Said>) -> Result<(), Refused> {
        self.demand_in(by)?;
        self.demand_reached(by, matches!(content, Content::Text { .. }))?;
        let content = match content {
            Content::Text { text } => Content::Text { text: words(&text)? },
            Content::Gone => return Err(Refused::TextLength),
            other @ (Content::Clip { .. } | Content::RoomInvitation { .. }) => other,
        };
        let reply_to = match reply_to {
            Some(said) if said.deleted || !self.conversation.may_see(by, said.seq) => return Err(Refused::MessageGone),
            said => said.map(|said| said.message),
        };
        self.record(ConversationEvent::Said { message, by, content, reply_to });
        Ok(())
    }

    /// Between two a block ends it. Where nobody else has accepted yet, nobody is flooded.
    fn demand_reached(&self, by: UserId, words: bool) -> Result<(), Refused> {
        self.demand_unblocked(by)?;
        if self.conversation.is_joined(by) || !self.conversation.is_waited_for(by) {
            return Ok(());
        }
        // A few words, until somebody answers.
        if !words {
            return Err(Refused::WordsOnly);
        }
        if self.conversation.unanswered(by) >= MAX_UNANSWERED { Err(Refused::NotAnswered) } else { Ok(()) }
    }

    fn demand_unblocked(&self, by: UserId) -> Result<(), Refused> {
        if self.conversation.is_group() {
            return Ok(());
        }
        let other = self.conversation.members().iter().find(|member| member.user != by).ok_or(Refused::Alone)?;
        if self.circle.tie(by, other.user).blocked { Err(Refused::Unreachable) } else { Ok(()) }
    }

    /// A message that is there, and theirs to see.
    fn demand_there(&self, by: UserId, on: Said) -> Result<(), Refused> {
        self.demand_in(by)?;
        if on.deleted || !self.conversation.may_see(by, on.seq) { Err(Refused::MessageGone) } else { Ok(()) }
    }

    fn edit(&mut self, by: UserId, on: Said, text: &str) -> Result<(), Refused> {
        self.demand_there(by, on)?;
        if on.by != by || !on.words {
            return Err(Refused::NotYours);
        }
        self.demand_reached(by, true)?;
        self.record(ConversationEvent::Edited { message: on.message, by, text: words(text)? });
        Ok(())
    }

    fn delete(&mut self, by: UserId, on: Said) -> Result<(), Refused> {
        if on.by != by || self.conversation.member(by).is_none() {
            return Err(Refused::NotYours);
        }
        // Also of somebody who left: what they said is theirs.
        if !on.deleted {
            self.record(ConversationEvent::Deleted { message: on.message, by });
        }
        Ok(())
    }

    fn react(&mut self, by: UserId, on: Said, emoji: Option<String>) -> Result<(), Refused> {
        self.demand_there(by, on)?;
        self.demand_reached(by, false)?;
        if emoji.as_deref().is_some_and(|emoji| !is_emoji(emoji)) {
            return Err(Refused::Emoji);
        }
        self.record(ConversationEvent::Reacted { message: on.message, by, emoji });
        Ok(())
    }

    fn reach(&mut self, user: UserId, delivered: u64, read: u64) -> Result<(), Refused> {
        if !self.conversation.sees(user) {
            return Err(Refused::Unknown);
        }
        // Who has not accepted it tells nobody that they have read it.
        let told = self.conversation.member(user).is_some_and(|member| member.standing == Standing::In);
        if self.conversation.reach(user, delivered, read)
            && told
            && let Some(member) = self.conversation.member(user)
        {
            self.effects.push(Effect::Position { user, delivered: member.delivered, read: member.read });
        }
        Ok(())
    }
}

fn group_name(name: &str) -> Result<String, Refused> {
    let name: String = name.trim().chars().filter(|c| !c.is_control()).collect();
    if name.is_empty() || name.chars().count() > MAX_GROUP_NAME { Err(Refused::NameLength) } else { Ok(name) }
}

fn words(text: &str) -> Result<String, Refused> {
    let text: String = text.trim().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    if text.is_empty() || text.chars().count() > MAX_TEXT { Err(Refused::TextLength) } else { Ok(text) }
}
