//! Small values for tests.

use crate::{
    CameoId, ClipId, MessageId, TakeId, Timestamp, UserId,
    account::Handle,
    likeness::CameoKind,
    mention::Mention,
    plan::{Cast, CastMember, Draft, Format, FrozenPlan, Maker},
    storyboard::{Shot, Storyboard},
};

pub fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis)
}

pub fn user(number: u8) -> UserId {
    UserId::new(at(0), &[number; 10])
}

pub fn take(number: u8) -> TakeId {
    TakeId::new(at(0), &[number; 10])
}

pub fn clip(number: u8) -> ClipId {
    ClipId::new(at(0), &[number; 10])
}

pub fn cameo(number: u8) -> CameoId {
    CameoId::new(at(0), &[number; 10])
}

/// The cameo of this number, owned by the user of the same number.
pub fn member(number: u8) -> CastMember {
    CastMember { cameo: cameo(number), owner: user(number), mention: Mention::person(handle(number)), kind: CameoKind::Person }
}

pub fn message(number: u16) -> MessageId {
    let [high, low] = number.to_be_bytes();
    MessageId::new(at(0), &[0, 0, 0, 0, 0, 0, 0, 0, high, low])
}

pub fn handle(number: u8) -> Handle {
    format!("user_{number}").parse().expect("a handle")
}

pub fn maker(number: u8) -> Maker {
    Maker { user: user(number), handle: handle(number) }
}

/// A plan made by these users, showing these cameos.
pub fn plan(number: u8, makers: &[u8], cameos: &[u8]) -> FrozenPlan {
    let shot = Shot { id: "a".into(), prompt: format!("take {number}"), seconds: 5, ..Shot::default() };
    FrozenPlan::freeze(Draft {
        take: take(number),
        room: None,
        storyboard: Storyboard { shots: vec![shot] },
        format: Format::default(),
        seed: 1,
        makers: makers.iter().copied().map(maker).collect(),
        cast: Cast::of(cameos.iter().copied().map(member)),
        rules: 1,
    })
    .expect("within limits")
}
