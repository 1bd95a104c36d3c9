//! Plans for tests that stand outside the crate.

use domain::{
    CameoId, TakeId, Timestamp, UserId,
    likeness::CameoKind,
    mention::Mention,
    plan::{Cast, CastMember, Draft, Format, FrozenPlan, Maker},
    storyboard::{Shot, Storyboard},
};

fn handle(user: UserId) -> domain::account::Handle {
    let [.., last] = user.as_uuid().into_bytes();
    format!("user_{last}").parse().expect("a handle")
}

/// Made by these people, showing one cameo of `owner`.
pub fn plan(number: u8, makers: &[UserId], cameo: CameoId, owner: UserId) -> FrozenPlan {
    plan_of(number, makers, &[(cameo, owner)])
}

pub fn plan_of(number: u8, makers: &[UserId], cast: &[(CameoId, UserId)]) -> FrozenPlan {
    let shot = Shot { id: "a".into(), prompt: format!("take {number}"), seconds: 5, ..Shot::default() };
    let member = |(cameo, owner): &(CameoId, UserId)| CastMember {
        cameo: *cameo,
        owner: *owner,
        mention: Mention::person(handle(*owner)),
        kind: CameoKind::Person,
    };
    FrozenPlan::freeze(Draft {
        take: TakeId::new(Timestamp::default(), &[number; 10]),
        room: None,
        storyboard: Storyboard { shots: vec![shot] },
        format: Format::default(),
        seed: 1,
        makers: makers.iter().map(|user| Maker { user: *user, handle: handle(*user) }).collect(),
        cast: Cast::of(cast.iter().map(member)),
        rules: 1,
    })
    .expect("within limits")
}
