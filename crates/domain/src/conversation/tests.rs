use super::*;
use crate::{
    UserId,
    fixtures::{at, clip, message, user},
};

/// Follows and blocks, as lists of pairs.
#[derive(Default)]
struct Town {
    follows: Vec<(u8, u8)>,
    blocks: Vec<(u8, u8)>,
    children: Vec<u8>,
}

impl Circle for Town {
    fn tie(&self, from: UserId, to: UserId) -> Tie {
        let is = |pairs: &[(u8, u8)], one: UserId, other: UserId| pairs.iter().any(|(a, b)| (user(*a), user(*b)) == (one, other));
        let child = |who: UserId| self.children.iter().any(|number| user(*number) == who);
        Tie {
            blocked: is(&self.blocks, from, to) || is(&self.blocks, to, from),
            follows_back: is(&self.follows, to, from),
            protected: child(to) && !child(from),
        }
    }
}

fn text(words: &str) -> Content {
    Content::Text { text: words.into() }
}

fn say(by: u8, number: u16, content: Content) -> Command {
    Command::Say { by: user(by), message: message(number), content, reply_to: None }
}

fn said(by: u8, number: u16, seq: Sequence) -> Said {
    Said { message: message(number), by: user(by), seq, deleted: false, words: true }
}

fn begun(town: &Town, of: Kind, with: &[u8]) -> Conversation {
    let mut conversation = Conversation::default();
    let with = with.iter().copied().map(user).collect();
    conversation.apply(at(1), Command::Start { by: user(1), of, with }, town).expect("they can be written to");
    conversation
}

fn group() -> Kind {
    Kind::Group { name: "crew".into() }
}

#[test]
fn a_friend_is_written_to_at_once_and_a_stranger_accepts_first() {
    let town = Town { follows: vec![(2, 1)], ..Town::default() };
    let friend = begun(&town, Kind::Direct, &[2]);
    assert_eq!(friend.member(user(2)).expect("a member").standing, Standing::In);

    let mut stranger = begun(&town, Kind::Direct, &[3]);
    for number in 0..3 {
        stranger.apply(at(2), say(1, number, text("hello")), &town).expect("a few words are allowed");
    }
    assert_eq!(stranger.apply(at(2), say(1, 9, text("hello")), &town), Err(Refused::NotAnswered));
    assert_eq!(stranger.apply(at(2), say(3, 10, text("yes?")), &town), Err(Refused::NotAccepted));
    stranger.apply(at(3), Command::Accept { user: user(3) }, &town).expect("they were asked");
    stranger.apply(at(3), say(1, 11, Content::Clip { clip: clip(1) }), &town).expect("they accepted");
}

#[test]
fn before_a_stranger_accepts_only_words_come() {
    let mut conversation = begun(&Town::default(), Kind::Direct, &[2]);
    let clip = say(1, 1, Content::Clip { clip: clip(1) });
    assert_eq!(conversation.apply(at(2), clip, &Town::default()), Err(Refused::WordsOnly));
}

#[test]
fn who_declines_looks_like_who_never_answered() {
    let town = Town::default();
    let (mut declined, mut silent) = (begun(&town, Kind::Direct, &[2]), begun(&town, Kind::Direct, &[2]));
    let told = declined.apply(at(2), Command::Decline { user: user(2) }, &town).expect("they were asked");
    assert_eq!(told, [Effect::Declined { user: user(2) }]);
    for number in 0..5 {
        let one = declined.apply(at(3), say(1, number, text("hello?")), &town);
        assert_eq!(one, silent.apply(at(3), say(1, number, text("hello?")), &town));
    }
    assert!(!declined.sees(user(2)) && silent.sees(user(2)));
}

#[test]
fn blocked_people_and_children_are_not_reached() {
    let town = Town { blocks: vec![(2, 1)], children: vec![3], ..Town::default() };
    for with in [2, 3] {
        let start = Command::Start { by: user(1), of: Kind::Direct, with: vec![user(with)] };
        assert_eq!(Conversation::default().apply(at(1), start, &town), Err(Refused::Unreachable));
    }
    let mut open = begun(&Town { follows: vec![(2, 1)], ..Town::default() }, Kind::Direct, &[2]);
    assert_eq!(open.apply(at(2), say(1, 1, text("hi")), &town), Err(Refused::Unreachable), "a later block ends it");
}

#[test]
fn a_group_is_run_by_one_and_outlives_them() {
    let town = Town { follows: vec![(2, 1), (3, 1), (4, 1)], ..Town::default() };
    let mut crew = begun(&town, group(), &[2, 3]);
    assert_eq!(crew.apply(at(2), Command::Add { by: user(2), user: user(4) }, &town), Err(Refused::OwnerOnly));
    assert_eq!(crew.apply(at(2), Command::Open { by: user(2), open: true }, &town), Err(Refused::OwnerOnly));
    crew.apply(at(2), Command::Open { by: user(1), open: true }, &town).expect("who runs it may");
    let known = Town { follows: vec![(2, 1), (3, 1), (4, 2)], ..Town::default() };
    let mut opened = crew.clone();
    opened.apply(at(2), Command::Add { by: user(2), user: user(4) }, &known).expect("everybody may add people now");
    assert!(opened.sees(user(4)));
    crew.apply(at(2), Command::Leave { user: user(1) }, &town).expect("anybody may leave");
    assert_eq!(crew.owner(), Some(user(2)));
    assert!(!crew.may_see(user(1), crew.last_seq()), "what comes after is not theirs");
    crew.apply(at(3), Command::Remove { by: user(2), user: user(3) }, &town).expect("who runs it may");
    assert_eq!(crew.apply(at(3), say(3, 1, text("hey")), &town), Err(Refused::Unknown));
}

#[test]
fn only_the_author_edits_and_deletes() {
    let town = Town { follows: vec![(2, 1)], ..Town::default() };
    let mut conversation = begun(&town, Kind::Direct, &[2]);
    conversation.apply(at(2), say(1, 1, text("helo")), &town).expect("a friend");
    let on = said(1, 1, 2);
    assert_eq!(conversation.apply(at(3), Command::Edit { by: user(2), on, text: "mine".into() }, &town), Err(Refused::NotYours));
    assert_eq!(conversation.apply(at(3), Command::Delete { by: user(2), on }, &town), Err(Refused::NotYours));
    conversation.apply(at(3), Command::Edit { by: user(1), on, text: "hello".into() }, &town).expect("the author");
    conversation.apply(at(4), Command::Delete { by: user(1), on }, &town).expect("the author");
    let gone = Said { deleted: true, ..on };
    assert_eq!(conversation.apply(at(5), Command::React { by: user(2), on: gone, emoji: Some("👍".into()) }, &town), Err(Refused::MessageGone));
}

#[test]
fn a_reaction_is_one_sign() {
    assert!(["👍", "❤️", "👨‍👩‍👧", "🇫🇷"].into_iter().all(is_emoji));
    assert!(!["", "ok", "1", " ", "é", "a👍", "<b>"].into_iter().any(is_emoji));
}

#[test]
fn positions_go_forward_and_end_at_the_last() {
    let town = Town { follows: vec![(2, 1)], ..Town::default() };
    let mut conversation = begun(&town, Kind::Direct, &[2]);
    conversation.apply(at(2), say(1, 1, text("hi")), &town).expect("a friend");
    let told = conversation.apply(at(3), Command::Reached { user: user(2), delivered: 99, read: 99 }, &town).expect("a member");
    assert_eq!(told, [Effect::Position { user: user(2), delivered: 2, read: 2 }]);
    assert_eq!(conversation.apply(at(4), Command::Reached { user: user(2), delivered: 1, read: 0 }, &town), Ok(Vec::new()));
    assert_eq!(conversation.apply(at(4), Command::Reached { user: user(9), delivered: 1, read: 1 }, &town), Err(Refused::Unknown));
}

#[test]
fn a_group_that_nobody_has_joined_is_not_flooded_either() {
    let town = Town::default();
    let mut crew = begun(&town, group(), &[2]);
    assert_eq!(crew.apply(at(2), say(1, 1, Content::Clip { clip: clip(1) }), &town), Err(Refused::WordsOnly));
    for number in 0..3 {
        crew.apply(at(2), say(1, number, text("hello")), &town).expect("a few words");
    }
    assert_eq!(crew.apply(at(2), say(1, 9, text("hello")), &town), Err(Refused::NotAnswered));
    crew.apply(at(3), Command::Accept { user: user(2) }, &town).expect("they come");
    crew.apply(at(4), say(1, 9, Content::Clip { clip: clip(1) }), &town).expect("somebody is there");
}

#[test]
fn who_declined_or_left_is_not_put_back() {
    let town = Town { follows: vec![(3, 1)], ..Town::default() };
    let mut crew = begun(&town, group(), &[2, 3]);
    crew.apply(at(2), Command::Decline { user: user(2) }, &town).expect("they were asked");
    crew.apply(at(3), Command::Remove { by: user(1), user: user(2) }, &town).expect("the owner may");
    crew.apply(at(4), Command::Add { by: user(1), user: user(2) }, &town).expect("it is not told");
    assert!(!crew.sees(user(2)), "asked once");
    crew.apply(at(5), Command::Leave { user: user(3) }, &town).expect("they leave");
    crew.apply(at(6), Command::Add { by: user(1), user: user(3) }, &town).expect("asked again");
    assert_eq!(crew.member(user(3)).expect("a member").standing, Standing::Asked, "although they follow");
}

#[test]
fn a_block_ends_changing_and_reacting_too() {
    let town = Town { follows: vec![(2, 1), (1, 2)], ..Town::default() };
    let mut pair = begun(&town, Kind::Direct, &[2]);
    pair.apply(at(2), say(1, 1, text("hello")), &town).expect("a friend");
    let parted = Town { blocks: vec![(2, 1)], ..Town::default() };
    let on = said(1, 1, 2);
    let edit = Command::Edit { by: user(1), on, text: "you will read this".into() };
    assert_eq!(pair.apply(at(3), edit, &parted), Err(Refused::Unreachable));
    for by in [1, 2] {
        let react = Command::React { by: user(by), on, emoji: Some("👍".into()) };
        assert_eq!(pair.apply(at(3), react, &parted), Err(Refused::Unreachable));
    }
    pair.apply(at(4), Command::Delete { by: user(1), on }, &parted).expect("what takes back is never refused");
}

#[test]
fn before_they_accept_a_change_counts_like_a_message() {
    let town = Town::default();
    for of in [Kind::Direct, group()] {
        let mut asked = begun(&town, of, &[2]);
        let on = said(1, 1, 2);
        let edit = |words: &str| Command::Edit { by: user(1), on, text: words.into() };
        asked.apply(at(2), say(1, 1, text("hello")), &town).expect("a few words");
        let react = Command::React { by: user(1), on, emoji: Some("👍".into()) };
        assert_eq!(asked.apply(at(2), react.clone(), &town), Err(Refused::WordsOnly));
        for words in ["hello you", "hello there"] {
            asked.apply(at(3), edit(words), &town).expect("three in all");
        }
        assert_eq!(asked.apply(at(4), edit("and again"), &town), Err(Refused::NotAnswered));
        assert_eq!(asked.apply(at(4), say(1, 2, text("and again")), &town), Err(Refused::NotAnswered));
        asked.apply(at(5), Command::Accept { user: user(2) }, &town).expect("they were asked");
        asked.apply(at(6), edit("as I like"), &town).expect("they accepted");
        asked.apply(at(6), react, &town).expect("they accepted");
    }
}

#[test]
fn who_is_asked_into_a_group_hears_a_few_words_until_they_accept() {
    let town = Town { follows: vec![(2, 1)], ..Town::default() };
    let mut crew = begun(&town, group(), &[2, 3, 4]);
    let last = |crew: &Conversation| crew.last_seq();
    let change = Command::Edit { by: user(1), on: said(1, 1, 2), text: "look".into() };
    let name = Command::Rename { by: user(1), name: "buy this".into() };
    for command in [say(1, 1, text("one")), say(2, 2, text("two")), say(1, 3, text("three"))] {
        crew.apply(at(2), command, &town).expect("somebody is there");
        assert!(crew.may_see(user(3), last(&crew)), "the first few");
    }
    for command in [say(1, 4, text("four")), change, name, say(2, 5, Content::Clip { clip: clip(1) })] {
        crew.apply(at(3), command, &town).expect("somebody is there");
        assert!(!crew.may_see(user(3), last(&crew)) && crew.may_see(user(2), last(&crew)));
    }
    crew.apply(at(4), Command::Accept { user: user(3) }, &town).expect("they were asked");
    assert!((1..=last(&crew)).all(|seq| crew.may_see(user(3), seq)), "all of it, once they are in");
    crew.apply(at(5), Command::Remove { by: user(1), user: user(4) }, &town).expect("who runs it may");
    assert!(!crew.may_see(user(4), 5), "what they had not heard stays so");

    let mut crew = begun(&town, group(), &[2, 3]);
    crew.apply(at(2), say(1, 1, Content::Clip { clip: clip(1) }), &town).expect("somebody is there");
    assert!(!crew.may_see(user(3), last(&crew)), "only words come before");
}

#[test]
fn who_is_left_alone_in_a_group_bothers_nobody() {
    let town = Town { follows: vec![(2, 1)], ..Town::default() };
    let mut crew = begun(&town, group(), &[2, 3]);
    for other in [2, 3] {
        crew.apply(at(2), Command::Leave { user: user(other) }, &town).expect("they leave");
    }
    for number in 0..5 {
        crew.apply(at(3), say(1, number, text("to myself")), &town).expect("nobody is written to");
    }
    crew.apply(at(4), Command::Edit { by: user(1), on: said(1, 1, 5), text: "a note".into() }, &town).expect("nor here");
}

#[test]
fn who_declined_or_was_asked_may_begin_it_after_all() {
    let start = |by: u8, with: u8| Command::Start { by: user(by), of: Kind::Direct, with: vec![user(with)] };
    for declined in [false, true] {
        let town = Town::default();
        let mut pair = begun(&town, Kind::Direct, &[2]);
        if declined {
            pair.apply(at(2), Command::Decline { user: user(2) }, &town).expect("they were asked");
        }
        let parted = Town { blocks: vec![(2, 1)], ..Town::default() };
        assert_eq!(pair.apply(at(3), start(2, 1), &parted), Err(Refused::Unreachable), "while they block");
        pair.apply(at(3), start(2, 1), &town).expect("they changed their mind");
        pair.apply(at(3), say(2, 1, text("hello")), &town).expect("they are in");
        assert!(pair.apply(at(4), start(1, 2), &town).expect("it is there").is_empty());
    }
}

#[test]
fn who_runs_a_group_can_not_tell_declined_from_unanswered() {
    let town = Town { follows: vec![(3, 1)], ..Town::default() };
    // Also where they follow by then.
    for later in [Town::default(), Town { follows: vec![(2, 1), (3, 1)], ..Town::default() }] {
        let (mut declined, mut silent) = (begun(&town, group(), &[2, 3]), begun(&town, group(), &[2, 3]));
        declined.apply(at(2), Command::Decline { user: user(2) }, &town).expect("they were asked");
        for command in [
            Command::Add { by: user(1), user: user(2) },
            Command::Remove { by: user(1), user: user(2) },
            Command::Add { by: user(1), user: user(2) },
            Command::Add { by: user(1), user: user(2) },
            say(1, 1, text("hello")),
        ] {
            assert_eq!(declined.apply(at(3), command.clone(), &later), silent.apply(at(3), command, &later));
        }
        assert_eq!(silent.member(user(2)).expect("a member").standing, Standing::Asked);
        assert_eq!(declined.member(user(2)).expect("a member").standing, Standing::Declined, "they are not asked again");
        declined.apply(at(4), Command::Accept { user: user(2) }, &later).expect("they may still");
    }
}
