//! Made-up numbers: one good recording, and one change for each refusal.

use super::{
    turns::{Seen, answers},
    *,
};
use proptest::prelude::*;

const NOW: Timestamp = Timestamp::from_millis(1_000_000);

fn challenge(turns: [Turn; 3]) -> Challenge {
    let id = ChallengeId::new(NOW, &[7; 10]);
    Challenge { id, turns, digits: [3, 1, 4, 0, 5, 9], expires: NOW.plus(CHALLENGE_MS) }
}

const ASKED: [Turn; 3] = [Turn::Up, Turn::Left, Turn::Right];

fn face(yaw: f32, pitch: f32, similarity: Option<f32>) -> FaceSeen {
    FaceSeen { yaw, pitch, size: 140.0, light: 120.0, sharpness: 90.0, similarity }
}

/// Straight ahead, then each turn and back, at eight pictures a second; `bias` is the pitch that straight ahead measures.
fn performed(turns: &[Turn], bias: f32, reach: f32) -> Observed {
    let pause = (-4.0, 0.0);
    let mut poses = vec![pause; 12];
    for turn in turns {
        let (yaw, pitch) = match turn {
            Turn::Left => (reach, 0.0),
            Turn::Right => (-reach, 0.0),
            Turn::Up => (0.0, reach * 0.7),
            Turn::Down => (0.0, -reach * 0.7),
        };
        for share in [0.3, 0.6, 0.9, 1.0, 1.0, 1.0, 1.0, 0.9, 0.6, 0.3] {
            poses.push((pause.0 + yaw * share, pitch * share));
        }
        poses.extend([pause; 8]);
    }
    poses.resize(poses.len().max(72), pause);
    let frames = poses.iter().enumerate().map(|(at, (yaw, pitch))| FrameSeen {
        at: at as f32 / 8.0,
        faces: 1,
        face: Some(face(*yaw, pitch + bias, (at % 8 == 0 || yaw.abs() > 9.0 || pitch.abs() > 6.0).then_some(0.85))),
    });
    let frames: Vec<_> = frames.collect();
    Observed {
        now: NOW.plus(60_000),
        challenge_used: false,
        seen_before: false,
        seconds: frames.len() as f32 / 8.0,
        frames,
        sound: SoundHeard { seconds: 9.0, loudest_db: -18.0 },
        digits: vec![3, 1, 4, 0, 5, 9],
        nearest_other: Some(0.41),
        own_before: None,
    }
}

fn good() -> Observed {
    performed(&ASKED, 11.0, 28.0)
}

#[track_caller]
fn refused(code: &str, step: Step, change: impl FnOnce(&mut Observed)) {
    let mut seen = good();
    change(&mut seen);
    let refusal = judge(&challenge(ASKED), &seen).map(|_| ()).expect_err(code);
    assert_eq!((refusal.code(), refusal.step()), (code, step));
    assert!(refusal.to_string().chars().count() > 30, "{refusal}");
}

fn faces(seen: &mut Observed) -> impl Iterator<Item = &mut FaceSeen> {
    seen.frames.iter_mut().filter_map(|frame| frame.face.as_mut())
}

#[test]
fn a_person_who_does_what_is_asked_is_enrolled() {
    let accepted = judge(&challenge(ASKED), &good()).map_err(|refusal| refusal.code()).map(|accepted| accepted.digits);
    assert_eq!(accepted, Ok(6));
}

#[test]
fn a_challenge_is_good_once_and_for_a_while() {
    refused("challenge_used", Step::Challenge, |seen| seen.challenge_used = true);
    refused("challenge_expired", Step::Challenge, |seen| seen.now = NOW.plus(CHALLENGE_MS + 1));
    assert_eq!(challenge(ASKED).admit(NOW.plus(CHALLENGE_MS), false), Ok(()));
}

#[test]
fn a_recording_lasts_as_long_as_asked() {
    refused("too_short", Step::Recording, |seen| seen.seconds = 5.9);
    refused("too_short", Step::Recording, |seen| *seen = Observed { seconds: 0.125, frames: seen.frames[..1].to_vec(), ..seen.clone() });
    refused("too_short", Step::Recording, |seen| seen.seconds = f32::NAN);
    refused("too_long", Step::Recording, |seen| seen.seconds = 18.1);
}

#[test]
fn a_recording_is_sent_once() {
    refused("recording_seen", Step::Replay, |seen| seen.seen_before = true);
}

#[test]
fn the_face_stays_in_view() {
    refused("face_missing", Step::Face, |seen| seen.frames.iter_mut().for_each(|frame| (frame.face, frame.faces) = (None, 0)));
    refused("face_missing", Step::Face, |seen| seen.frames.iter_mut().step_by(3).for_each(|frame| frame.face = None));
    refused("face_missing", Step::Face, |seen| seen.frames[20..29].iter_mut().for_each(|frame| frame.face = None));
    refused("face_missing", Step::Face, |seen| seen.frames[..9].iter_mut().for_each(|frame| frame.face = None));
    refused("face_missing", Step::Face, |seen| seen.frames.clear());
}

#[test]
fn nobody_else_is_in_view() {
    refused("face_count", Step::Face, |seen| seen.frames[40..43].iter_mut().for_each(|frame| frame.faces = 2));
    let mut stray = good();
    stray.frames[40].faces = 2;
    assert!(judge(&challenge(ASKED), &stray).is_ok(), "one false face is forgiven");
}

#[test]
fn a_face_that_can_not_be_drawn_from_is_refused() {
    refused("face_small", Step::Face, |seen| faces(seen).for_each(|face| face.size = 60.0));
    refused("too_dark", Step::Face, |seen| faces(seen).for_each(|face| face.light = 20.0));
    refused("too_bright", Step::Face, |seen| faces(seen).for_each(|face| face.light = 250.0));
    refused("blurred", Step::Face, |seen| faces(seen).for_each(|face| face.sharpness = 3.0));
}

#[test]
fn a_face_that_changes_half_way_is_refused() {
    let swap = |seen: &mut Observed, from: usize, to: f32| {
        seen.frames[from..].iter_mut().filter_map(|frame| frame.face.as_mut()).for_each(|face| face.similarity = face.similarity.map(|_| to));
    };
    refused("face_changed", Step::Steady, |seen| swap(seen, 40, 0.46));
    refused("face_changed", Step::Steady, |seen| swap(seen, 0, f32::NAN));
    refused("face_changed", Step::Steady, |seen| faces(seen).skip(50).for_each(|face| face.similarity = None));
}

#[test]
fn turns_by_somebody_else_are_refused() {
    // A photo of the victim from the front, and in between the forger's own head.
    refused("face_changed", Step::Steady, |seen| faces(seen).filter(|face| face.yaw.abs() > 14.0).for_each(|face| face.similarity = Some(0.5)));
    refused("face_changed", Step::Steady, |seen| faces(seen).filter(|face| face.yaw.abs() > 14.0).for_each(|face| face.similarity = None));
    let mut blurred = good();
    faces(&mut blurred).filter(|face| face.yaw.abs() > 20.0).take(2).for_each(|face| face.similarity = Some(0.5));
    assert!(judge(&challenge(ASKED), &blurred).is_ok(), "two blurred pictures are forgiven");
}

#[test]
fn a_turned_head_may_look_less_like_its_front() {
    let mut seen = good();
    faces(&mut seen).filter(|face| face.yaw.abs() > 20.0).for_each(|face| face.similarity = Some(0.62));
    assert!(judge(&challenge(ASKED), &seen).is_ok());
    faces(&mut seen).filter(|face| face.yaw.abs() < 8.0).for_each(|face| face.similarity = Some(0.62));
    assert_eq!(judge(&challenge(ASKED), &seen).map(|_| ()), Err(EnrolRefusal::FaceChanged));
}

#[test]
fn a_photo_does_not_turn() {
    refused("turns_missing", Step::Turns, |seen| faces(seen).for_each(|face| (face.yaw, face.pitch) = (2.0, 9.0)));
    refused("turns_missing", Step::Turns, |seen| seen.frames = performed(&[Turn::Up, Turn::Left], 5.0, 28.0).frames);
    refused("turns_missing", Step::Turns, |seen| seen.frames = performed(&ASKED, 5.0, 8.0).frames);
}

#[test]
fn turns_in_another_order_are_refused() {
    refused("turns_wrong", Step::Turns, |seen| seen.frames = performed(&[Turn::Left, Turn::Up, Turn::Right], 5.0, 28.0).frames);
    refused("turns_wrong", Step::Turns, |seen| {
        let all = performed(&[Turn::Left, Turn::Right, Turn::Up, Turn::Down, Turn::Left, Turn::Right], 5.0, 28.0);
        (seen.frames, seen.seconds) = (all.frames, all.seconds);
    });
    let refusal = EnrolRefusal::TurnsWrong { asked: ASKED, seen: vec![Turn::Left, Turn::Up, Turn::Right] };
    assert!(refusal.to_string().contains("left, up and right, but asked were up, left and right"), "{refusal}");
}

#[test]
fn who_never_looks_ahead_has_no_front() {
    refused("not_frontal", Step::Turns, |seen| faces(seen).for_each(|face| face.yaw += 45.0));
}

#[test]
fn one_bad_measure_is_no_turn() {
    let mut seen = good();
    for at in [6, 66] {
        if let Some(face) = seen.frames[at].face.as_mut() {
            face.yaw = -40.0;
        }
    }
    assert!(judge(&challenge(ASKED), &seen).is_ok());
}

#[test]
fn the_digits_are_heard() {
    refused("sound_missing", Step::Digits, |seen| seen.sound = SoundHeard::default());
    refused("sound_missing", Step::Digits, |seen| seen.sound.loudest_db = -70.0);
    refused("digits_wrong", Step::Digits, |seen| seen.digits = Vec::new());
    refused("digits_wrong", Step::Digits, |seen| seen.digits = vec![9, 5, 0, 4, 1, 3]);
    refused("digits_wrong", Step::Digits, |seen| seen.digits = vec![3, 1, 4, 0, 8, 8]);
    refused("digits_wrong", Step::Digits, |seen| seen.digits = [3, 1, 4, 0, 5, 9].repeat(3));
    for heard in [&[3, 1, 4, 0, 5][..], &[3, 1, 4, 0, 2, 9], &[8, 3, 1, 4, 0, 5, 9], &[3, 4, 0, 5, 9]] {
        assert!(judge(&challenge(ASKED), &Observed { digits: heard.to_vec(), ..good() }).is_ok(), "{heard:?}");
    }
}

#[test]
fn somebody_elses_face_is_refused() {
    refused("face_taken", Step::Identity, |seen| seen.nearest_other = Some(0.78));
    assert!(judge(&challenge(ASKED), &Observed { nearest_other: None, ..good() }).is_ok());
}

#[test]
fn who_enrols_again_has_the_same_face() {
    refused("face_other", Step::Identity, |seen| seen.own_before = Some(0.44));
    assert!(judge(&challenge(ASKED), &Observed { own_before: Some(0.9), ..good() }).is_ok());
}

#[test]
fn a_pet_is_filmed_without_people() {
    let rex = ThingSeen { seen_before: false, seconds: 4.0, faces: 0, cover: Some(0.3) };
    assert_eq!(judge_thing(&rex), Ok(()));
    for (code, seen) in [
        ("too_short", ThingSeen { seconds: 1.0, ..rex }),
        ("too_long", ThingSeen { seconds: 12.0, ..rex }),
        ("recording_seen", ThingSeen { seen_before: true, ..rex }),
        ("face_in_pet", ThingSeen { faces: 1, ..rex }),
        ("subject_unclear", ThingSeen { cover: None, ..rex }),
        ("subject_unclear", ThingSeen { cover: Some(0.99), ..rex }),
    ] {
        assert_eq!(judge_thing(&seen).map_err(|refusal| refusal.code()), Err(code));
    }
}

#[test]
fn every_order_of_turns_is_asked_for() {
    let made = (0..2_000u128).map(|seed| {
        let entropy = (seed.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)).to_le_bytes();
        Challenge::new(ChallengeId::new(NOW, &[0; 10]), NOW, &entropy).turns
    });
    let made: std::collections::BTreeSet<_> = made.collect();
    assert_eq!(made.len(), 24);
}

fn order() -> impl Strategy<Value = [Turn; 3]> {
    Just(Turn::ALL).prop_shuffle().prop_map(|turns| [turns[0], turns[1], turns[2]])
}

proptest! {
    #[test]
    fn a_challenge_asks_for_three_turns_and_six_digits(entropy: [u8; 16]) {
        let made = Challenge::new(ChallengeId::new(NOW, &[0; 10]), NOW, &entropy);
        let turns: std::collections::BTreeSet<_> = made.turns.into_iter().collect();
        prop_assert_eq!(turns.len(), 3);
        let differs = made.digits.windows(2).all(|pair| pair[0] != pair[1]);
        prop_assert!(differs && made.digits.iter().all(|digit| *digit <= 9));
    }

    #[test]
    fn only_the_asked_order_passes(asked in order(), done in order(), bias in -5f32..17.0, reach in 24f32..40.0) {
        let verdict = judge(&challenge(asked), &performed(&done, bias, reach));
        match verdict {
            Ok(_) => prop_assert_eq!(asked, done),
            Err(refusal) => {
                prop_assert_ne!(asked, done);
                prop_assert_eq!(refusal.code(), "turns_wrong");
            }
        }
    }

    #[test]
    fn five_digits_in_order_are_needed(heard in prop::collection::vec(0u8..10, 0..12)) {
        let asked = challenge(ASKED).digits;
        let matched = super::digits::matched(&asked, &heard);
        let verdict = judge(&challenge(ASKED), &Observed { digits: heard.clone(), ..good() });
        prop_assert_eq!(verdict.is_ok(), matched >= DIGITS_NEEDED && heard.len() <= 8);
    }

    #[test]
    fn one_lost_or_misheard_digit_is_forgiven(at in 0usize..6, instead: Option<u8>) {
        let mut heard = challenge(ASKED).digits.to_vec();
        match instead {
            Some(other) => heard[at] = other % 10,
            None => drop(heard.remove(at)),
        }
        let verdict = judge(&challenge(ASKED), &Observed { digits: heard, ..good() });
        prop_assert!(verdict.is_ok());
    }

    #[test]
    fn a_strong_turn_more_is_never_overlooked(asked in order(), extra in 0usize..4, at in 0usize..4) {
        let mut seen: Vec<_> = asked.iter().map(|turn| Seen { turn: *turn, reach: 2.0 }).collect();
        seen.insert(at, Seen { turn: Turn::ALL[extra], reach: 1.2 });
        prop_assert!(answers(&asked, &seen));
        seen[at].reach = 2.0;
        // A turn made twice in a row is one turn; here each is its own.
        prop_assert!(!answers(&asked, &seen));
    }

    #[test]
    fn no_numbers_break_the_judge(angles in prop::collection::vec((any::<f32>(), any::<f32>(), any::<f32>()), 0..60), seconds: f32) {
        let frames = angles.iter().enumerate().map(|(at, (yaw, pitch, similarity))| FrameSeen {
            at: at as f32 / 8.0,
            faces: 1,
            face: Some(face(*yaw, *pitch, Some(*similarity))),
        });
        let _ = judge(&challenge(ASKED), &Observed { frames: frames.collect(), seconds, ..good() });
    }
}
