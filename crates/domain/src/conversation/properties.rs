//! Properties of a conversation over random commands.

use super::*;
use crate::{
    UserId,
    fixtures::{at, clip, message, user},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const USERS: std::ops::Range<u8> = 1..6;

/// A bit for each pair and tie.
#[derive(Clone, Debug)]
struct Ties(Vec<u8>);

impl Circle for Ties {
    fn tie(&self, from: UserId, to: UserId) -> Tie {
        let number = |who: UserId| {
            let mut users = USERS;
            users.position(|number| user(number) == who).unwrap_or_default()
        };
        let bits = self.0[number(from) * 5 + number(to)] | (self.0[number(to) * 5 + number(from)] & 1);
        Tie { blocked: bits & 1 != 0, follows_back: bits & 2 != 0, protected: bits & 4 != 0 }
    }
}

#[derive(Clone, Debug)]
enum Step {
    Command(Command),
    /// About the message of this number among those that were said.
    Edit(u8, usize),
    Delete(u8, usize),
    React(u8, usize),
    /// The process dies; the state is read back from its events.
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    let content = prop_oneof![Just(Content::Text { text: "hi".into() }), Just(Content::Clip { clip: clip(1) })];
    let kind = prop_oneof![Just(Kind::Direct), Just(Kind::Group { name: "g".into() })];
    let command = prop_oneof![
        (USERS, kind, proptest::collection::vec(USERS, 0..4)).prop_map(|(by, of, with)| Command::Start {
            by: user(by),
            of,
            with: with.into_iter().map(user).collect()
        }),
        (USERS, USERS).prop_map(|(by, other)| Command::Add { by: user(by), user: user(other) }),
        (USERS, proptest::bool::ANY).prop_map(|(by, open)| Command::Open { by: user(by), open }),
        (USERS, USERS).prop_map(|(by, other)| Command::Remove { by: user(by), user: user(other) }),
        USERS.prop_map(|number| Command::Accept { user: user(number) }),
        USERS.prop_map(|number| Command::Leave { user: user(number) }),
        (USERS, 0u16..500, content).prop_map(|(by, number, content)| Command::Say {
            by: user(by),
            message: message(number),
            content,
            reply_to: None
        }),
        (USERS, 0u64..30, 0u64..30).prop_map(|(number, delivered, read)| Command::Reached { user: user(number), delivered, read }),
    ];
    prop_oneof![
        8 => command.prop_map(Step::Command),
        1 => (USERS, 0usize..9).prop_map(|(by, which)| Step::Edit(by, which)),
        1 => (USERS, 0usize..9).prop_map(|(by, which)| Step::Delete(by, which)),
        1 => (USERS, 0usize..9).prop_map(|(by, which)| Step::React(by, which)),
        1 => Just(Step::Crash),
    ]
}

/// What the store would hold.
#[derive(Default)]
struct Kept {
    history: Vec<Recorded>,
    said: Vec<Said>,
    reached: BTreeMap<UserId, (u64, u64)>,
}

impl Kept {
    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Record(recorded) => {
                    if let ConversationEvent::Said { message, by, .. } = &recorded.event {
                        self.said.push(Said { message: *message, by: *by, seq: recorded.seq, deleted: false, words: true });
                    }
                    if let ConversationEvent::Deleted { message, .. } = &recorded.event {
                        self.said.iter_mut().filter(|said| said.message == *message).for_each(|said| said.deleted = true);
                    }
                    self.history.push(recorded);
                }
                Effect::Position { user, delivered, read } => {
                    let before = self.reached.insert(user, (delivered, read)).unwrap_or_default();
                    assert!(delivered >= before.0 && read >= before.1 && read <= delivered, "positions only go forward");
                }
                Effect::Declined { .. } => {}
            }
        }
    }
}

fn check(conversation: &Conversation, kept: &Kept, ties: &Ties) {
    let numbers: Vec<u64> = kept.history.iter().map(|recorded| recorded.seq).collect();
    assert!(numbers.iter().copied().eq(1..=conversation.last_seq()), "numbers without a gap");
    for recorded in &kept.history {
        let ConversationEvent::Started { by, members, asked, .. } = &recorded.event else { continue };
        for member in members.iter().filter(|member| *member != by) {
            let tie = ties.tie(*by, *member);
            assert!(!tie.blocked && !tie.protected, "nobody is reached who must not be");
            assert_eq!(asked.contains(member), !tie.follows_back, "strangers are asked");
        }
    }
    let present = conversation.members().iter().filter(|member| member.standing != Standing::Left).count();
    assert!(present <= MAX_GROUP);
    let someone = conversation.members().iter().any(|member| member.standing == Standing::In);
    if matches!(conversation.kind(), Some(Kind::Group { .. })) && someone {
        let owner = conversation.owner().expect("a group with people in it has an owner");
        assert_eq!(conversation.member(owner).map(|member| member.standing), Some(Standing::In));
    }
    for member in conversation.members() {
        assert!(member.delivered <= conversation.last_seq() && member.read <= member.delivered);
    }
}

proptest! {
    #[test]
    fn rules_hold_over_any_commands(steps in proptest::collection::vec(step(), 1..60), bits in proptest::collection::vec(0u8..8, 25)) {
        let ties = Ties(bits);
        let (mut conversation, mut kept) = (Conversation::default(), Kept::default());
        for step in steps {
            let about = |which: usize| (!kept.said.is_empty()).then(|| kept.said[which % kept.said.len()]);
            let command = match step {
                Step::Command(command) => Some(command),
                Step::Edit(by, which) => about(which).map(|on| Command::Edit { by: user(by), on, text: "new".into() }),
                Step::Delete(by, which) => about(which).map(|on| Command::Delete { by: user(by), on }),
                Step::React(by, which) => about(which).map(|on| Command::React { by: user(by), on, emoji: Some("👍".into()) }),
                Step::Crash => {
                    let mut again = Conversation::default();
                    for recorded in &kept.history {
                        again.fold(recorded).expect("no gap");
                    }
                    let seen = |conversation: &Conversation| -> Vec<(UserId, Standing)> {
                        conversation.members().iter().map(|member| (member.user, member.standing)).collect()
                    };
                    prop_assert_eq!(seen(&again), seen(&conversation));
                    None
                }
            };
            let Some(command) = command else { continue };
            let before = conversation.clone();
            match conversation.apply(at(1), command, &ties) {
                Ok(effects) => kept.take(effects),
                Err(_) => prop_assert_eq!(&before, &conversation, "a refusal changes nothing"),
            }
            check(&conversation, &kept, &ties);
        }
    }
}
