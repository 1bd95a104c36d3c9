//! What people change of what was understood, and that it is never applied to anything else.

use domain::storyboard::{Correction, Shot};
use engine::studio::{
    likeness::Bill,
    screenplay::{
        ActorKind as K, CameraMove, Colour, Costume, Framing, Screenplay, ScreenplayError, Season, Setting as S, Style, TimeOfDay, Verb as V, Weather,
    },
    understand::{Item, Nothing, Set, Understood, understand_items, understand_shots},
};

fn shot(prompt: &str, corrections: &[(&str, &str)]) -> Shot {
    let correction = |(what, to): &(&str, &str)| Correction { what: (*what).to_owned(), to: (*to).to_owned() };
    Shot { prompt: prompt.into(), seconds: 8, corrections: corrections.iter().map(correction).collect(), ..Shot::default() }
}

fn understood(prompt: &str, corrections: &[(&str, &str)]) -> (Understood, Vec<Vec<Item>>) {
    understand_items(&[shot(prompt, corrections)], 7, 24, &Bill::default(), &Nothing)
}

#[test]
fn everything_that_was_understood_can_be_another() {
    let corrections = [
        ("subject: dog", "fox"),
        ("colour of dog: brown", "white"),
        ("size of dog: usual", "giant"),
        ("count of dog: 1", "2"),
        ("action of dog: run", "jump"),
        ("costume of man: none", "chef"),
        ("action of man: wave", "dance"),
        ("setting: park", "harbour"),
        ("time: day", "night"),
        ("weather: clear", "snow"),
        ("season: any", "winter"),
        ("style: soft", "anime"),
        ("framing: auto", "low"),
        ("camera: auto", "pan left"),
        ("pace: usual", "slow motion"),
    ];
    let (understood, _) = understood("A brown dog runs in the park and a man waves", &corrections);
    let shot = &understood.screenplay.shots[0];
    let kinds: Vec<K> = shot.cast.iter().map(|actor| actor.kind).collect();
    assert_eq!(kinds, [K::Fox, K::Man, K::Fox]);
    let fox = &shot.cast[2];
    assert_eq!((fox.colour, fox.size, fox.actions[0].verb), (Some(Colour::White), 3.0, V::Jump));
    assert_eq!((shot.cast[1].wear.costume, shot.cast[1].actions[0].verb), (Some(Costume::Chef), V::Dance));
    assert_eq!((shot.setting, shot.time, shot.weather, shot.season), (S::Harbour, TimeOfDay::Night, Weather::Snow, Some(Season::Winter)));
    assert_eq!((shot.style, shot.camera.framing, shot.camera.movement), (Style::Anime, Framing::Low, CameraMove::PanLeft));
    assert!(shot.pace < 1.0 && understood.notices.is_empty(), "{:?}", understood.notices);
}

/// Each key that is offered works, with each value of its set, and changes just what it names.
#[test]
fn every_item_offered_can_be_changed_and_says_so() {
    let prompt = "Two chefs cook in a kitchen at night. A lazy cat sleeps, then a small red ball rolls in";
    let (plain, items) = understood(prompt, &[]);
    assert!(plain.notices.is_empty(), "{:?}", plain.notices);
    for item in &items[0] {
        for choice in item.set.groups().iter().flat_map(|group| &group.choices) {
            let (changed, now) = understood(prompt, &[(&item.what, &choice.name)]);
            let same = now[0].iter().find(|other| other.what == item.what).expect("its key stays");
            assert_eq!((&same.now, &same.understood), (&choice.name, &item.understood), "{}", item.what);
            assert!(!changed.notices.iter().any(|notice| notice.contains("is left out: what it changed")), "{}: {:?}", item.what, changed.notices);
            changed.screenplay.shots.iter().for_each(|shot| assert!(shot.cast.len() <= 8));
        }
    }
}

#[test]
fn a_correction_of_other_words_is_told_and_changes_nothing() {
    let plain = understood("A cat sleeps on the beach", &[]).0;
    let (changed, _) = understood("A cat sleeps on the beach", &[("subject: dog", "fox"), ("setting: park", "harbour")]);
    assert_eq!(changed.screenplay, plain.screenplay);
    assert_eq!(changed.notices.iter().filter(|notice| notice.contains("no longer understood")).count(), 2, "{:?}", changed.notices);
}

#[test]
fn free_words_are_never_repeated_or_shown() {
    let bad = "some words that nobody has checked";
    let (changed, _) = understood("A cat sleeps", &[("subject: cat", bad), (bad, "fox"), ("subject: cat", "Fox")]);
    assert_eq!(changed.screenplay.shots[0].cast[0].kind, K::Cat);
    assert!(!changed.notices.is_empty() && changed.notices.iter().all(|notice| !notice.contains("nobody has")), "{:?}", changed.notices);
}

/// What is shown of somebody follows from what was written and checked.
#[test]
fn whoever_was_mentioned_is_not_corrected() {
    let (_, items) = understood("@ana hugs a man in the park. A dog hits @ana. A cat sleeps", &[]);
    let keys: Vec<&str> = items[0].iter().filter(|item| item.set == Set::Action || item.set == Set::Subject).map(|item| item.what.as_str()).collect();
    assert_eq!(keys, ["subject: cat"]);
    let tried = [("action of man: hug", "hit"), ("action of dog: hit", "ride"), ("subject: person", "dog"), ("action of person: hug", "hit")];
    let (changed, _) = understood("@ana hugs a man in the park. A dog hits @ana. A cat sleeps", &tried);
    assert_eq!(changed.screenplay, understood("@ana hugs a man in the park. A dog hits @ana. A cat sleeps", &[]).0.screenplay);
}

#[test]
fn he_of_a_later_shot_is_who_was_corrected() {
    let shots = [shot("A man walks in the park", &[("costume of man: none", "pirate")]), shot("He sits and reads", &[])];
    let understood = understand_shots(&shots, 7, 24);
    assert_eq!(understood.screenplay.shots[1].cast[0].wear.costume, Some(Costume::Pirate));
}

#[test]
fn a_screenplay_is_read_back_as_it_was_written() {
    let prompts = [
        "Two friends under an umbrella and a girl with a red umbrella in the rain",
        "A day in the life of a lazy cat: sleeping, eating, chasing a ball of yarn, sleeping again",
        "A robot counts from one to five in Japanese, beeping at each number",
        "Ana says \"Did you hear that?\" Ben answers \"It's only the wind.\"",
        "asdf qwer zxcv",
    ];
    for prompt in prompts {
        let screenplay = understand_shots(&[shot(prompt, &[])], 7, 24).screenplay;
        let text = serde_json::to_string(&screenplay).expect("plain values");
        let read = Screenplay::from_json(&text).expect("it can be staged");
        assert!(alike(&serde_json::to_value(&read).expect("plain values"), &serde_json::to_value(&screenplay).expect("plain values")), "{prompt}");
    }
}

/// The same but for the last bit of a number.
fn alike(a: &serde_json::Value, b: &serde_json::Value) -> bool {
    use serde_json::Value as J;
    match (a, b) {
        (J::Number(a), J::Number(b)) if a.is_f64() => a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() < 1e-9),
        (J::Array(a), J::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b)),
        (J::Object(a), J::Object(b)) => a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| alike(a, b))),
        _ => a == b,
    }
}

#[test]
fn a_screenplay_that_cannot_be_staged_is_refused_with_the_place() {
    let screenplay = understand_shots(&[shot("A dog runs and a man throws a ball", &[])], 7, 24).screenplay;
    let text = serde_json::to_string(&screenplay).expect("plain values");
    let refused = |from: &str, to: &str| {
        assert!(text.contains(from), "{from} is in {text}");
        match Screenplay::from_json(&text.replacen(from, to, 1)) {
            Err(error @ ScreenplayError::Range { .. }) => error.to_string(),
            other => panic!("{from} → {to}: {other:?}"),
        }
    };
    for (from, to) in [
        ("\"size\":1.0", "\"size\":99.0"),
        ("\"fps\":24", "\"fps\":7"),
        ("\"seconds\":8.0", "\"seconds\":80.0"),
        ("\"part\":\"Drawn\"", "\"part\":{\"Cameo\":0}"),
        ("\"pace\":1.0", "\"pace\":0.0"),
        ("\"times\":1", "\"times\":200"),
        ("\"way\":", "\"way\":0.3,\"size\":1.0,\"x\":"),
    ] {
        if to.contains("\"x\"") {
            assert!(matches!(Screenplay::from_json(&text.replacen(from, to, 1)), Err(ScreenplayError::Shape(_))), "unknown fields are no screenplay");
        } else {
            assert!(refused(from, to).contains(':'));
        }
    }
}

/// What is written back of one must not undo what was changed of another after it was read.
#[test]
fn a_change_of_one_leaves_whom_others_have_and_do_as_changed() {
    let prompt = "Three dogs run in the park and a small man plays with a red ball";
    let plain = understood(prompt, &[]).0;
    let count = |board: &Screenplay, kind: K| board.shots[0].cast.iter().filter(|actor| actor.kind == kind).count();
    assert_eq!((count(&plain.screenplay, K::Dog), plain.screenplay.shots[0].cast.len()), (3, 5), "{:?}", plain.notices);
    let (changed, items) = understood(prompt, &[("count of dog: 3", "1"), ("size of man: small", "giant")]);
    assert!(items[0].iter().any(|item| item.what == "size of man: small" && item.now == "giant"), "{:?}", items[0]);
    let cast = &changed.screenplay.shots[0].cast;
    assert_eq!((count(&changed.screenplay, K::Dog), cast.len()), (1, 3));
}
