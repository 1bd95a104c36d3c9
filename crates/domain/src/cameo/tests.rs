//! Each branch of a ruling, and of the fold.

use super::*;
use crate::{
    RoomId, UserId,
    fixtures::{at, handle, take, user},
};
use DecisionEvent as E;

const OWNER: u8 = 1;

fn room(number: u8) -> RoomId {
    RoomId::new(at(0), &[number; 10])
}

fn asking(makers: &[u8]) -> Asking {
    let makers: Vec<UserId> = makers.iter().copied().map(user).collect();
    Asking { take: take(1), room: Some(room(5)), asker: makers[0], makers }
}

fn rules(audience: Audience) -> DecisionEvent {
    E::RulesChanged { rules: Rules { audience, ..Rules::default() } }
}

fn relations() -> Relations {
    Relations::of(user(OWNER))
}

fn ruled(events: &[DecisionEvent], makers: &[u8]) -> Ruling {
    Decisions::fold(events).rule(&asking(makers), &relations())
}

fn used(makers: &[u8]) -> DecisionEvent {
    E::Used { take: take(1), room: Some(room(5)), makers: makers.iter().copied().map(user).collect() }
}

const ALL: [Audience; 4] = [Audience::OnlyMe, Audience::Approved, Audience::Mutuals, Audience::Everyone];

#[test]
fn nobody_but_the_owner_casts_a_new_cameo() {
    assert_eq!(ruled(&[], &[9]), Ruling::Denied(Why::OnlyMe));
    assert_eq!(ruled(&[], &[OWNER]), Ruling::Allowed);
    assert_eq!(ruled(&[], &[OWNER, 9]), Ruling::Denied(Why::OnlyMe), "each other maker must be covered");
}

#[test]
fn each_audience_covers_whom_it_says() {
    for (audience, stranger, mutual) in [
        (Audience::OnlyMe, Ruling::Denied(Why::OnlyMe), Ruling::Denied(Why::OnlyMe)),
        (Audience::Approved, Ruling::WillAsk, Ruling::WillAsk),
        (Audience::Mutuals, Ruling::WillAsk, Ruling::Allowed),
        (Audience::Everyone, Ruling::Allowed, Ruling::Allowed),
    ] {
        let decisions = Decisions::fold(&[rules(audience)]);
        let relations = Relations { mutuals: [user(8)].into(), ..relations() };
        assert_eq!(decisions.rule(&asking(&[9]), &relations), stranger, "{audience:?}");
        assert_eq!(decisions.rule(&asking(&[8]), &relations), mutual, "{audience:?}");
        assert_eq!(decisions.rule(&asking(&[OWNER]), &relations), Ruling::Allowed, "the owner alone");
    }
}

#[test]
fn an_exception_for_a_person_goes_before_every_audience() {
    for audience in ALL {
        assert_eq!(ruled(&[rules(audience), E::PersonAllowed { user: user(9) }], &[9]), Ruling::Allowed);
        assert_eq!(ruled(&[rules(audience), E::PersonDenied { user: user(9) }], &[9]), Ruling::Denied(Why::Person(user(9))));
        let cleared = [rules(audience), E::PersonDenied { user: user(9) }, E::PersonCleared { user: user(9) }];
        assert_eq!(ruled(&cleared, &[9]), ruled(&[rules(audience)], &[9]));
    }
    let both = [E::PersonAllowed { user: user(9) }, E::PersonDenied { user: user(9) }];
    assert_eq!(ruled(&both, &[9]), Ruling::Denied(Why::Person(user(9))), "the later one holds");
}

#[test]
fn an_exception_for_a_room_covers_everybody_in_it_but_the_denied() {
    for audience in ALL {
        assert_eq!(ruled(&[rules(audience), E::RoomAllowed { room: room(5) }], &[9, 8]), Ruling::Allowed);
        assert_eq!(ruled(&[rules(audience), E::RoomDenied { room: room(5) }], &[9]), Ruling::Denied(Why::Room));
        assert_eq!(ruled(&[rules(audience), E::RoomAllowed { room: room(6) }], &[9]), ruled(&[rules(audience)], &[9]), "another room");
        let cleared = [rules(audience), E::RoomDenied { room: room(5) }, E::RoomCleared { room: room(5) }];
        assert_eq!(ruled(&cleared, &[9]), ruled(&[rules(audience)], &[9]));
    }
    let mixed = [E::RoomAllowed { room: room(5) }, E::PersonDenied { user: user(8) }];
    assert_eq!(ruled(&mixed, &[9, 8]), Ruling::Denied(Why::Person(user(8))));
    let other = [E::RoomDenied { room: room(5) }, E::PersonAllowed { user: user(9) }];
    assert_eq!(ruled(&other, &[9]), Ruling::Denied(Why::Room));
    assert_eq!(ruled(&other, &[OWNER]), Ruling::Allowed, "it does not bind the owner");
}

#[test]
fn who_is_blocked_is_denied_like_who_is_denied() {
    let relations = Relations { blocked: [user(9)].into(), ..relations() };
    for exception in [E::PersonAllowed { user: user(9) }, E::RoomAllowed { room: room(5) }, E::TakeAllowed { take: take(1) }] {
        let decisions = Decisions::fold(&[rules(Audience::Everyone), exception]);
        let Ruling::Denied(why) = decisions.rule(&asking(&[9]), &relations) else { panic!("blocked") };
        let Ruling::Denied(denied) = ruled(&[E::PersonDenied { user: user(9) }], &[9]) else { panic!("denied") };
        assert_eq!((why.code(), why.sentence(&handle(1))), (denied.code(), denied.sentence(&handle(1))), "they can't tell which");
    }
}

#[test]
fn the_strictest_ruling_over_all_makers_holds() {
    let some = [rules(Audience::Approved), E::PersonAllowed { user: user(9) }];
    assert_eq!(ruled(&some, &[9]), Ruling::Allowed);
    assert_eq!(ruled(&some, &[9, 8]), Ruling::WillAsk);
    assert_eq!(ruled(&some, &[OWNER, 9]), Ruling::Allowed);
    let denied = [rules(Audience::Approved), E::PersonDenied { user: user(7) }];
    assert_eq!(ruled(&denied, &[9, 8, 7]), Ruling::Denied(Why::Person(user(7))));
}

#[test]
fn an_asker_who_wrote_nothing_must_be_covered_too() {
    let decisions = Decisions::fold(&[E::PersonAllowed { user: user(9) }]);
    let asking = Asking { asker: user(8), ..asking(&[9]) };
    assert_eq!(decisions.rule(&asking, &relations()), Ruling::Denied(Why::OnlyMe));
}

#[test]
fn a_minor_without_a_guardian_is_asked_where_an_adult_would_not_be() {
    for audience in ALL {
        let decisions = Decisions::fold(&[rules(audience)]);
        let guarded = Relations { guarded: true, mutuals: [user(8)].into(), ..relations() };
        let expected = if audience == Audience::OnlyMe { Ruling::Denied(Why::OnlyMe) } else { Ruling::WillAsk };
        assert_eq!(decisions.rule(&asking(&[8]), &guarded), expected, "{audience:?}");
        assert_eq!(decisions.rule(&asking(&[OWNER]), &guarded), Ruling::Allowed);
    }
    let approved = Decisions::fold(&[rules(Audience::Approved), E::PersonAllowed { user: user(8) }]);
    assert_eq!(approved.rule(&asking(&[8]), &Relations { guarded: true, ..relations() }), Ruling::Allowed);
}

#[test]
fn rules_of_a_minor_are_the_strict_ones() {
    let rules = |audience| Rules { audience, ..Rules::default() };
    for audience in [Audience::Mutuals, Audience::Everyone] {
        assert_eq!(rules(audience).checked(true, false), Err(RulesError::AudienceTooWide));
        assert!(rules(audience).checked(true, true).is_ok_and(|rules| !rules.strict), "a guardian approved");
        assert!(rules(audience).checked(false, false).is_ok());
    }
    for audience in [Audience::OnlyMe, Audience::Approved] {
        assert!(rules(audience).checked(true, false).is_ok_and(|rules| rules.strict));
    }
    assert!(Rules::first(true).strict && Rules::first(true).audience == Audience::OnlyMe);
}

#[test]
fn rules_have_limits_in_characters() {
    let long = |count: usize| "é".repeat(count);
    let check = |rules: Rules| rules.checked(false, false);
    assert!(check(Rules { preferences: long(MAX_PREFERENCES), ..Rules::default() }).is_ok());
    assert_eq!(check(Rules { preferences: long(501), ..Rules::default() }), Err(RulesError::PreferencesTooLong(501)));
    assert_eq!(check(Rules { restrictions: vec!["x".into(); 21], ..Rules::default() }), Err(RulesError::TooManyRestrictions(21)));
    let restrictions = vec!["no".to_owned(), long(121)];
    assert_eq!(check(Rules { restrictions, ..Rules::default() }), Err(RulesError::RestrictionTooLong { number: 2, length: 121 }));
    let clean = check(Rules { restrictions: vec![" no\u{7} guns ".into(), "  ".into()], ..Rules::default() }).expect("within limits");
    assert_eq!(clean.restrictions, ["no guns"]);
}

#[test]
fn allowing_or_denying_a_take_goes_before_rules() {
    assert_eq!(ruled(&[E::TakeAllowed { take: take(1) }], &[9]), Ruling::Allowed);
    assert_eq!(ruled(&[rules(Audience::Everyone), E::TakeDenied { take: take(1) }], &[9]), Ruling::Denied(Why::Take));
    assert_eq!(ruled(&[rules(Audience::Everyone), E::TakeDenied { take: take(2) }], &[9]), Ruling::Allowed);
    assert_eq!(ruled(&[E::TakeDenied { take: take(1) }, E::TakeAllowed { take: take(1) }], &[9]), Ruling::Allowed);
}

#[test]
fn a_use_stands_whatever_the_rules_become_until_it_is_withdrawn() {
    let granted = [rules(Audience::Everyone), used(&[9]), rules(Audience::OnlyMe), E::PersonDenied { user: user(9) }];
    let decisions = Decisions::fold(&granted);
    assert!(decisions.stands(take(1)) && decisions.stands_for(&asking(&[9])));
    assert_eq!(decisions.rule(&asking(&[9]), &relations()), Ruling::Allowed);
    assert!(!decisions.stands(take(2)));
}

#[test]
fn a_use_is_for_its_room_and_makers_only() {
    let granted = [rules(Audience::Everyone), used(&[9])];
    assert_eq!(ruled(&granted, &[9, 8]), Ruling::Denied(Why::OtherPlan));
    let elsewhere = Asking { room: Some(room(6)), ..asking(&[9]) };
    assert_eq!(Decisions::fold(&granted).rule(&elsewhere, &relations()), Ruling::Denied(Why::OtherPlan));
}

#[test]
fn each_scope_takes_back_what_it_says_and_bars_it() {
    let granted = [rules(Audience::Everyone), E::PersonAllowed { user: user(7) }, used(&[9])];
    for (scope, touched, next) in [
        (Scope::Everything, true, Ruling::Denied(Why::OnlyMe)),
        (Scope::Person(user(9)), true, Ruling::Denied(Why::Person(user(9)))),
        (Scope::Person(user(8)), false, Ruling::Allowed),
        (Scope::Room(room(5)), true, Ruling::Denied(Why::Room)),
        (Scope::Room(room(6)), false, Ruling::Allowed),
        (Scope::Take(take(1)), true, Ruling::Allowed),
        (Scope::Take(take(2)), false, Ruling::Denied(Why::Take)),
    ] {
        let mut decisions = Decisions::fold(&granted);
        assert_eq!(decisions.touched(scope).count(), usize::from(touched));
        decisions.apply(&E::Withdrawn { scope });
        assert_eq!(decisions.stands(take(1)), !touched, "{scope:?}");
        assert_eq!(decisions.touched(scope).count(), 0, "once");
        if touched {
            assert_eq!(decisions.rule(&asking(&[9]), &relations()), Ruling::Denied(Why::Withdrawn));
            assert_eq!(decisions.rule(&asking(&[OWNER]), &relations()), Ruling::Denied(Why::Withdrawn), "for the owner too");
        }
        let later = Asking { take: take(2), ..asking(&[9]) };
        assert_eq!(decisions.rule(&later, &relations()), next, "{scope:?}");
        let remembered = decisions.allowed_people().contains(&user(7));
        assert_eq!(remembered, scope != Scope::Everything, "everything forgets permissions");
    }
}

#[test]
fn a_withdrawn_take_can_be_given_back_by_itself() {
    let withdrawn = [used(&[9]), E::Withdrawn { scope: Scope::Everything }, E::TakeAllowed { take: take(1) }];
    assert_eq!(ruled(&withdrawn, &[9]), Ruling::Allowed);
}

#[test]
fn an_ended_cameo_allows_nothing_ever() {
    let ended = [rules(Audience::Everyone), used(&[9]), E::Ended, E::TakeAllowed { take: take(1) }, rules(Audience::Everyone)];
    let decisions = Decisions::fold(&ended);
    assert!(decisions.is_ended() && !decisions.stands(take(1)));
    assert_eq!(decisions.rule(&asking(&[OWNER]), &relations()), Ruling::Denied(Why::Ended));
}

#[test]
fn what_opens_is_told_from_what_closes() {
    let closing = [
        E::PersonDenied { user: user(1) },
        E::RoomDenied { room: room(1) },
        E::TakeDenied { take: take(1) },
        E::Withdrawn { scope: Scope::Everything },
        E::Ended,
    ];
    let opening = [
        rules(Audience::OnlyMe),
        E::PersonAllowed { user: user(1) },
        E::PersonCleared { user: user(1) },
        E::RoomAllowed { room: room(1) },
        E::RoomCleared { room: room(1) },
        E::TakeAllowed { take: take(1) },
        used(&[1]),
    ];
    assert!(closing.iter().all(|event| !event.opens()) && opening.iter().all(DecisionEvent::opens));
}

#[test]
fn events_are_stored_as_text_that_later_versions_read() {
    let told = serde_json::to_string(&E::Withdrawn { scope: Scope::Take(take(1)) }).expect("text");
    assert_eq!(told, format!(r#"{{"kind":"withdrawn","scope":{{"take":"{}"}}}}"#, take(1)));
    assert_eq!(serde_json::from_str::<DecisionEvent>(&told).expect("reads"), E::Withdrawn { scope: Scope::Take(take(1)) });
    let old: DecisionEvent =
        serde_json::from_str(r#"{"kind":"rules_changed","rules":{"audience":"mutuals"}}"#).expect("missing fields have defaults");
    assert_eq!(old, rules(Audience::Mutuals));
}

#[test]
fn every_reason_has_a_code_and_names_the_owner_only() {
    let reasons = [Why::Ended, Why::Withdrawn, Why::Take, Why::Person(user(9)), Why::Room, Why::OnlyMe, Why::OtherPlan, Why::Busy];
    let codes: std::collections::BTreeSet<_> = reasons.iter().map(|why| why.code()).collect();
    assert_eq!(codes.len(), reasons.len());
    assert!(reasons.iter().all(|why| !why.sentence(&handle(1)).contains("user_9")));
}
