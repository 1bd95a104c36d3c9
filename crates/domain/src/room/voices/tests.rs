//! The call over random plans of what people do and hosts decide.

use super::*;
use crate::fixtures::user;
use proptest::prelude::*;
use uuid::Uuid;

fn call(number: u8) -> CallId {
    CallId::from_uuid(Uuid::from_u128(u128::from(number)))
}

fn on(microphone: bool, camera: bool) -> Sends {
    Sends { microphone, camera, silent: false }
}

#[derive(Clone, Debug)]
enum Step {
    Join(u8, u8, VoiceRight),
    Leave(u8),
    Send(u8, u8, Sends),
    Stand(u8, VoiceRight),
    Speaks(u8, bool),
}

fn right() -> impl Strategy<Value = VoiceRight> {
    prop_oneof![1 => Just(VoiceRight::Nothing), 2 => Just(VoiceRight::Listen), 2 => Just(VoiceRight::Muted), 8 => Just(VoiceRight::Speak)]
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0_u8..14;
    let which = 0_u8..28;
    // Mostly a person's own connection: number twice theirs, or one more.
    let own = who.clone().prop_flat_map(|user| (Just(user), prop_oneof![8 => Just(user * 2), 1 => Just(user * 2 + 1)]));
    prop_oneof![
        4 => (own.clone(), right()).prop_map(|((user, call), right)| Step::Join(user, call, right)),
        1 => which.clone().prop_map(Step::Leave),
        6 => (own, any::<(bool, bool, bool)>()).prop_map(|((user, call), (microphone, camera, silent))| Step::Send(user, call, Sends { microphone, camera, silent })),
        2 => (who, right()).prop_map(|(user, right)| Step::Stand(user, right)),
        2 => (which, any::<bool>()).prop_map(|(call, speaks)| Step::Speaks(call, speaks)),
    ]
}

fn carry_out(voices: &mut Voices, step: &Step) {
    match *step {
        Step::Join(who, which, right) => drop(voices.join(user(who), call(which), right)),
        Step::Leave(which) => voices.leave(call(which)),
        Step::Send(who, which, sends) => drop(voices.send(user(who), call(which), sends)),
        Step::Stand(who, right) => drop(voices.stand(user(who), right)),
        Step::Speaks(which, speaks) => voices.speaks(call(which), speaks),
    }
}

proptest! {
    #[test]
    fn nobody_is_heard_who_may_not_be_and_places_stay(steps in prop::collection::vec(step(), 1..120)) {
        let mut voices = Voices::new();
        for step in &steps {
            let before = voices.view();
            carry_out(&mut voices, step);
            let view = voices.view();
            let mut held: Vec<u8> = view.iter().filter_map(|line| line.place).collect();
            let count = held.len();
            held.sort_unstable();
            held.dedup();
            prop_assert_eq!(held.len(), count, "a place is one person's");
            prop_assert!(held.iter().all(|place| usize::from(*place) < PLACES));
            prop_assert!(view.iter().filter(|line| line.sends.camera).count() <= CAMERAS);
            let mut calls: Vec<CallId> = view.iter().map(|line| line.call).collect();
            calls.sort_unstable();
            prop_assert!(calls.windows(2).all(|pair| pair[0] != pair[1]), "a connection is one person's");
            for line in &view {
                prop_assert_eq!(line.place.is_some(), line.sends.needs_place(), "who sends has a place, and nobody else");
                let right = voices.callers[&line.user].right;
                prop_assert!(line.place.is_none() || matches!(right, VoiceRight::Speak | VoiceRight::Muted));
                prop_assert!(right != VoiceRight::Nothing);
                prop_assert!(!line.speaks || (right == VoiceRight::Speak && line.sends.microphone));
                let earlier = before.iter().find(|earlier| earlier.user == line.user && earlier.call == line.call);
                if let Some(earlier) = earlier && earlier.place.is_some() && line.place.is_some() && !matches!(step, Step::Join(..)) {
                    prop_assert_eq!(earlier.place, line.place, "a place stays while somebody holds it");
                }
            }
            for gate in voices.gates().into_iter().flatten() {
                let caller = voices.callers.values().find(|caller| caller.call == gate.call).expect("a gate is somebody's");
                prop_assert!(!(gate.sound || gate.picture) || caller.right == VoiceRight::Speak);
                prop_assert!(!gate.sound || caller.sends.microphone);
                prop_assert!(!gate.picture || caller.sends.camera);
            }
            prop_assert_eq!(voices.news().is_some(), view != before, "news are what differs");
        }
    }
}

#[test]
fn an_eleventh_microphone_is_refused_and_comes_in_when_one_goes() {
    let mut voices = Voices::new();
    for number in 0..=PLACES as u8 {
        assert_eq!(voices.join(user(number), call(number), VoiceRight::Speak), Ok(None));
    }
    for number in 0..PLACES as u8 {
        assert_eq!(voices.send(user(number), call(number), on(true, false)), Ok(()));
    }
    let last = PLACES as u8;
    assert_eq!(voices.send(user(last), call(last), on(true, false)), Err(VoiceRefused::MicrophonesFull));
    assert_eq!(voices.view().len(), PLACES + 1, "and listens");
    voices.send(user(3), call(3), Sends::default()).expect("less is never refused");
    assert_eq!(voices.send(user(last), call(last), on(true, false)), Ok(()));
    assert_eq!(voices.view()[usize::from(last)].place, Some(3));
}

#[test]
fn the_place_of_the_longest_muted_is_whose_asks_once_all_are_taken() {
    let mut voices = Voices::new();
    let (ninth, tenth, eleventh, twelfth) = (PLACES as u8 - 1, PLACES as u8, PLACES as u8 + 1, PLACES as u8 + 2);
    for number in 0..=twelfth {
        voices.join(user(number), call(number), VoiceRight::Speak).expect("room");
    }
    for number in 0..ninth {
        voices.send(user(number), call(number), on(true, false)).expect("a free place");
    }
    for number in [5, 3] {
        voices.stand(user(number), VoiceRight::Muted);
    }
    // Said again with each change in the room.
    voices.stand(user(5), VoiceRight::Muted);
    voices.send(user(tenth), call(tenth), on(true, false)).expect("the last free one");
    assert!(voices.view()[3].place.is_some() && voices.view()[5].place.is_some(), "muted, they keep their places while there are others");
    voices.send(user(eleventh), call(eleventh), on(true, false)).expect("that of the longest muted");
    assert_eq!((voices.view()[5].place, voices.view()[5].sends, voices.view()[usize::from(eleventh)].place), (None, Sends::default(), Some(5)));
    voices.send(user(twelfth), call(twelfth), on(true, false)).expect("that of the other one");
    assert_eq!(voices.gates()[3], Some(Gate { call: call(twelfth), sound: true, picture: false }));
    voices.stand(user(5), VoiceRight::Speak);
    assert_eq!(voices.send(user(5), call(5), on(true, false)), Err(VoiceRefused::MicrophonesFull), "nobody else is muted");
    voices.leave(call(twelfth));
    voices.send(user(5), call(5), on(true, false)).expect("a free place");
}

#[test]
fn so_many_cameras_and_no_more() {
    let mut voices = Voices::new();
    for number in 0..=CAMERAS as u8 {
        voices.join(user(number), call(number), VoiceRight::Speak).expect("room");
        let sent = voices.send(user(number), call(number), on(true, true));
        assert_eq!(sent, if usize::from(number) < CAMERAS { Ok(()) } else { Err(VoiceRefused::CamerasFull) });
    }
}

#[test]
fn muting_lasts_over_a_new_connection_and_shuts_the_gate() {
    let mut voices = Voices::new();
    voices.join(user(1), call(1), VoiceRight::Speak).expect("room");
    voices.send(user(1), call(1), on(true, true)).expect("free places");
    voices.speaks(call(1), true);
    assert_eq!(voices.stand(user(1), VoiceRight::Muted), None);
    assert_eq!(voices.gates()[0], Some(Gate { call: call(1), sound: false, picture: false }));
    assert!(!voices.view()[0].speaks && voices.view()[0].muted);
    voices.speaks(call(1), true);
    assert!(!voices.view()[0].speaks);
    assert_eq!(voices.join(user(1), call(2), VoiceRight::Muted), Ok(Some(call(1))));
    assert_eq!(voices.send(user(1), call(2), on(true, false)), Err(VoiceRefused::Muted));
    assert_eq!(voices.send(user(1), call(1), on(true, false)), Err(VoiceRefused::NotInCall));
    voices.stand(user(1), VoiceRight::Speak);
    voices.send(user(1), call(2), on(true, false)).expect("let speak again");
    assert_eq!(voices.gates()[0], Some(Gate { call: call(2), sound: true, picture: false }), "at the same place");
}

#[test]
fn who_is_demoted_listens_and_who_is_removed_is_gone() {
    let mut voices = Voices::new();
    voices.join(user(1), call(1), VoiceRight::Speak).expect("room");
    voices.send(user(1), call(1), on(true, true)).expect("free places");
    assert_eq!(voices.stand(user(1), VoiceRight::Listen), None);
    assert_eq!(voices.gates(), [None; PLACES]);
    assert_eq!(voices.send(user(1), call(1), on(true, false)), Err(VoiceRefused::ViewersListen));
    assert_eq!(voices.stand(user(1), VoiceRight::Nothing), Some(call(1)));
    assert!(voices.view().is_empty());
    assert_eq!(voices.join(user(1), call(2), VoiceRight::Nothing), Err(VoiceRefused::NotMember));
}

#[test]
fn a_call_has_so_many_people() {
    let mut voices = Voices::new();
    for number in 0..CALLERS as u8 {
        voices.join(user(number), call(number), VoiceRight::Listen).expect("room");
    }
    let last = CALLERS as u8;
    assert_eq!(voices.join(user(last), call(last), VoiceRight::Listen), Err(VoiceRefused::CallFull));
    voices.leave(call(0));
    assert_eq!(voices.join(user(last), call(last), VoiceRight::Listen), Ok(None));
}
