//! What stands beside a prompt is looked at, told to whom is asked, and excuses nothing.

use domain::{
    CameoId, TakeId, UserId,
    likeness::CameoKind,
    mention::Mention,
    moderation::Rules,
    plan::{Cast, CastMember, Draft, Format, FrozenPlan, Maker},
    storyboard::{Correction, Shot, Storyboard},
};
use uuid::Uuid;

fn corrected(prompt: &str, to: &str) -> Storyboard {
    let corrections = vec![Correction { what: "setting: park".into(), to: to.into() }];
    Storyboard { shots: vec![Shot { id: "a".into(), prompt: prompt.into(), seconds: 5, corrections, ..Shot::default() }] }
}

#[test]
fn a_harmless_word_beside_a_prompt_does_not_excuse_it() {
    let rules = Rules::builtin();
    assert!(rules.check(&corrected("a naked mole rat digs", "meadow")).is_ok(), "it is an animal");
    assert!(rules.check(&corrected("somebody stands there naked", "mole rat")).is_err());
}

#[test]
fn who_is_asked_is_told_what_was_changed() {
    let handle = |name: &str| name.parse::<domain::account::Handle>().expect("a handle");
    let mention = Mention::person(handle("ana"));
    let owner = UserId::from_uuid(Uuid::from_u128(1));
    let member = CastMember { cameo: CameoId::from_uuid(Uuid::from_u128(2)), owner, mention: mention.clone(), kind: CameoKind::Person };
    let plan = FrozenPlan::freeze(Draft {
        take: TakeId::from_uuid(Uuid::from_u128(3)),
        room: None,
        storyboard: corrected("@ana waits in a park", "bedroom"),
        format: Format::default(),
        seed: 1,
        makers: vec![Maker { user: owner, handle: handle("ben") }],
        cast: Cast::of([member]),
        rules: 1,
    })
    .expect("within limits");
    assert_eq!(plan.told_to(&mention), ["@ana waits in a park\nChanged: setting: park → bedroom"]);
}
