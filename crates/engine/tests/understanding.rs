//! Which words become which scenes, and that nothing that was asked is left out in silence.

use domain::storyboard::Shot;
use engine::studio::{
    screenplay::{ActorKind, CameraMove, Colour, Cut, Feeling, Framing, Hat, Lower, Setting, ShotPlan, Style, TimeOfDay, Verb, Wear, Weather},
    understand::{Understood, understand_shots},
};
use proptest::prelude::*;

fn understood(prompt: &str) -> Understood {
    understand_shots(&[Shot { prompt: prompt.into(), seconds: 8, ..Shot::default() }], 7, 24)
}

fn first(prompt: &str) -> ShotPlan {
    understood(prompt).screenplay.shots.into_iter().next().expect("there is a shot for each prompt")
}

fn kinds(shot: &ShotPlan) -> Vec<ActorKind> {
    shot.cast.iter().map(|actor| actor.kind).collect()
}

fn does(shot: &ShotPlan, actor: usize, verb: Verb) -> bool {
    shot.cast[actor].actions.iter().any(|action| action.verb == verb)
}

#[test]
fn places_times_and_weather_are_read() {
    let cases = [
        ("A dog in the park at sunset", Setting::Park, TimeOfDay::Sunset, Weather::Clear),
        ("A woman walks down the street at night in the rain", Setting::Street, TimeOfDay::Night, Weather::Rain),
        (
            "A basketball player shoots, misses, and the ball rebounds off the backboard onto the court, gym at night",
            Setting::Gym,
            TimeOfDay::Night,
            Weather::Clear,
        ),
        ("Snow falls on a quiet street, slow pan right", Setting::Street, TimeOfDay::Day, Weather::Snow),
        ("A man runs on a basketball court", Setting::Court, TimeOfDay::Day, Weather::Clear),
        ("A boy in a room, no rain", Setting::Room, TimeOfDay::Day, Weather::Clear),
        ("Stormy beach at dawn", Setting::Beach, TimeOfDay::Dawn, Weather::Storm),
    ];
    for (prompt, setting, time, weather) in cases {
        let shot = first(prompt);
        assert_eq!((shot.setting, shot.time, shot.weather), (setting, time, weather), "{prompt}");
    }
}

#[test]
fn who_does_what_to_whom_is_read() {
    let cases: [(&str, &[ActorKind], &[(usize, Verb)]); 9] = [
        (
            "A golden retriever chases a butterfly across a flower meadow, tracking shot",
            &[ActorKind::Dog, ActorKind::Butterfly],
            &[(0, Verb::Chase), (1, Verb::Fly)],
        ),
        ("Two dogs run in the park", &[ActorKind::Dog, ActorKind::Dog], &[(0, Verb::Run), (1, Verb::Run)]),
        ("A boy runs and jumps", &[ActorKind::Boy], &[(0, Verb::Run), (0, Verb::Jump)]),
        ("A woman throws a basketball to a man", &[ActorKind::Woman, ActorKind::Basketball, ActorKind::Man], &[(0, Verb::Throw), (2, Verb::Catch)]),
        ("A girl kicks a football, then waves", &[ActorKind::Girl, ActorKind::Football], &[(0, Verb::Kick), (0, Verb::Wave)]),
        ("A cat is chased by a dog", &[ActorKind::Cat, ActorKind::Dog], &[(1, Verb::Chase), (0, Verb::Flee)]),
        ("A red car drives through heavy rain at night", &[ActorKind::Car], &[(0, Verb::Drive)]),
        ("A man walks and a dog barks", &[ActorKind::Man, ActorKind::Dog], &[(0, Verb::Walk), (1, Verb::Bark)]),
        ("The girl and the boy dance", &[ActorKind::Girl, ActorKind::Boy], &[(0, Verb::Dance), (1, Verb::Dance)]),
    ];
    for (prompt, cast, actions) in cases {
        let shot = first(prompt);
        assert_eq!(kinds(&shot), cast, "{prompt}");
        for (actor, verb) in actions {
            assert!(does(&shot, *actor, *verb), "{prompt}: {actor} should {verb:?}, does {:?}", shot.cast[*actor].actions);
        }
    }
}

#[test]
fn qualities_belong_to_their_noun() {
    let shot = first("A small black dog and a woman in the street");
    assert_eq!((shot.cast[0].colour, shot.cast[0].size < 1.0), (Some(Colour::Black), true));
    assert_eq!(shot.cast[1].colour, None);
    assert_eq!(first("a red car").cast[0].colour, Some(Colour::Red));
}

#[test]
fn a_miss_misses_and_a_score_scores() {
    let throw = |prompt: &str| first(prompt).cast[0].actions.iter().find(|action| action.verb == Verb::Throw).expect("it throws").succeeds;
    assert!(!throw("A basketball player shoots and misses"));
    assert!(throw("A basketball player shoots and scores"));
}

#[test]
fn quotes_have_speakers_languages_and_times_in_order() {
    let shot = first("Two friends on a park bench. Ana says \"Did you hear that?\" Ben answers \"It's only the wind.\" Wind rises");
    let names: Vec<_> = shot.cast.iter().map(|actor| actor.name.as_deref()).collect();
    assert_eq!(names, [Some("ana"), Some("ben")]);
    assert_eq!(shot.speech.iter().map(|line| line.speaker).collect::<Vec<_>>(), [Some(0), Some(1)]);
    assert!(shot.speech[1].at >= shot.speech[0].at + shot.speech[0].seconds);
    assert!(does(&shot, 0, Verb::Sit) && does(&shot, 0, Verb::Talk));
    assert_eq!(first("A chef in a kitchen says in French \"Le dîner est prêt !\" and rings a bell").speech[0].language, "fr");
    assert_eq!(first("Un perro y un gato: el perro dice \"¡Es mi pelota!\"").speech[0].language, "es");
}

#[test]
fn camera_and_style_are_read_from_the_words_and_from_beside_them() {
    let shot = first("A dog runs, close-up, zoom in, cartoon style, slow motion");
    assert_eq!((shot.camera.framing, shot.camera.movement, shot.style), (Framing::Close, CameraMove::ZoomIn, Style::Cartoon));
    assert!(shot.pace < 1.0);
    let beside = Shot { prompt: "a dog".into(), seconds: 5, style: "cartoon".into(), camera: "pan left".into(), ..Shot::default() };
    let shot = &understand_shots(&[beside], 1, 24).screenplay.shots[0];
    assert_eq!((shot.style, shot.camera.movement), (Style::Cartoon, CameraMove::PanLeft));
}

#[test]
fn what_is_not_known_is_told() {
    let told = understood("An elephant and a woman with a trumpet in the park").notices.join(" ");
    assert!(!told.contains("elephant") && told.contains("trumpet") && !told.contains("woman"), "{told}");
    let told = understood("A jaguar runs through a forest").notices.join(" ");
    assert!(told.contains("jaguar") && told.contains("tiger"), "{told}");
    assert!(understood("A boy throws a ball in the park").notices.is_empty());
}

#[test]
fn nothing_understood_is_an_empty_stage_and_a_word_about_it() {
    for prompt in ["asdf qwer zxcv", "فيل يرقص", "🫠🫠"] {
        let understood = understood(prompt);
        assert_eq!(understood.screenplay.shots[0].setting, Setting::Stage, "{prompt}");
        assert!(understood.screenplay.shots[0].cast.is_empty());
        assert!(!understood.notices.is_empty());
    }
}

#[test]
fn the_same_names_look_the_same_in_every_shot() {
    let shot = |prompt: &str| Shot { prompt: prompt.into(), seconds: 4, ..Shot::default() };
    let plan = understand_shots(&[shot("Ana walks in the park at night"), shot("Close-up: Ana waves")], 3, 24).screenplay;
    assert_eq!(plan.shots[0].cast[0].look, plan.shots[1].cast[0].look);
    assert_eq!((plan.shots[1].setting, plan.shots[1].time), (Setting::Park, TimeOfDay::Night));
}

#[test]
fn shots_in_one_prompt_share_its_seconds() {
    let plan = understood("Shot 1: wide view of a street at dawn. Shot 2: a woman walks. Shot 3: close-up, she waves").screenplay;
    assert_eq!(plan.shots.len(), 3);
    assert!((plan.seconds() - 8.0).abs() < 1e-9);
    assert_eq!(plan.shots[2].cast[0].kind, ActorKind::Woman);
}

#[test]
fn relative_clauses_and_participles_keep_their_verb() {
    use ActorKind::{Cat, Dog, Girl, Man, TennisBall, Woman};
    let cases: [(&str, &[ActorKind], &[(usize, Verb)]); 10] = [
        ("A dog runs after a ball that a girl throws", &[Dog, TennisBall, Girl], &[(0, Verb::Chase), (2, Verb::Throw)]),
        ("A dog chases a ball thrown by a girl", &[Dog, TennisBall, Girl], &[(0, Verb::Chase), (2, Verb::Throw)]),
        ("A woman watches a man who runs", &[Woman, Man], &[(0, Verb::Look), (1, Verb::Run)]),
        ("A woman watches a dog running in the park", &[Woman, Dog], &[(0, Verb::Look), (1, Verb::Run)]),
        ("The dog that the girl chases barks", &[Dog, Girl], &[(0, Verb::Bark), (1, Verb::Chase)]),
        ("A cat runs away from a dog", &[Cat, Dog], &[(0, Verb::Flee), (1, Verb::Chase)]),
        ("A woman walks with a dog", &[Woman, Dog], &[(0, Verb::Walk), (1, Verb::Walk)]),
        ("A woman walks her dog", &[Woman, Dog], &[(0, Verb::Walk), (1, Verb::Walk)]),
        (
            "A man and a woman throw a tennis ball to each other",
            &[Man, Woman, TennisBall],
            &[(0, Verb::Throw), (1, Verb::Catch), (1, Verb::Throw), (0, Verb::Catch)],
        ),
        ("A man stands while a dog jumps", &[Man, Dog], &[(0, Verb::Stand), (1, Verb::Jump)]),
    ];
    for (prompt, cast, actions) in cases {
        let shot = first(prompt);
        assert_eq!(kinds(&shot), cast, "{prompt}");
        for (actor, verb) in actions {
            assert!(does(&shot, *actor, *verb), "{prompt}: {actor} should {verb:?}, does {:?}", shot.cast[*actor].actions);
        }
    }
}

#[test]
fn what_comes_next_ends_the_walk_and_what_goes_with_it_does_not() {
    let ends = |prompt: &str| {
        let actions = first(prompt).cast[0].actions.clone();
        let at = |verb: Verb| *actions.iter().find(|action| action.verb == verb).expect("both verbs are there");
        at(Verb::Walk).from + at(Verb::Walk).seconds <= at(Verb::Wave).from + 1e-6
    };
    for (prompt, stops) in [
        ("A girl walks, then waves", true),
        ("A girl walks. She waves", true),
        ("A girl walks and waves", false),
        ("A girl waves while walking", false),
    ] {
        assert_eq!(ends(prompt), stops, "{prompt}");
    }
}

#[test]
fn clothes_hair_and_age_are_those_of_whom_they_were_said() {
    let none = Wear::default();
    let cases = [
        ("A girl in a red dress", Wear { top: Some(Colour::Red), dress: true, lower: Some(Lower::Skirt), ..none }),
        (
            "A man wearing a green shirt and blue trousers",
            Wear { top: Some(Colour::Green), lower: Some(Lower::Trousers), bottom: Some(Colour::Blue), ..none },
        ),
        (
            "A woman in a yellow jacket and a black hat",
            Wear { top: Some(Colour::Yellow), coat: true, hat: Some(Hat::Brimmed), hat_colour: Some(Colour::Black), ..none },
        ),
        ("A red-haired boy", Wear { hair: Some(Colour::Red), ..none }),
        ("An old man", Wear { old: true, ..none }),
        ("A woman with long hair", Wear { cut: Some(Cut::Long), ..none }),
    ];
    for (prompt, wear) in cases {
        let shot = first(prompt);
        assert_eq!(shot.cast[0].wear, wear, "{prompt}");
        assert_eq!(shot.cast[0].colour, None, "{prompt}");
        assert!(understood(prompt).notices.is_empty(), "{prompt}");
    }
    let shot = first("A girl in a red dress and a boy in a blue shirt run");
    assert_eq!((shot.cast[0].wear.top, shot.cast[1].wear.top), (Some(Colour::Red), Some(Colour::Blue)));
    assert_eq!(first("Rosa says \"Hello\"").cast[0].name.as_deref(), Some("rosa"), "a name, although it is a colour too");
    assert_eq!(first("A sad man walks").cast[0].feeling, Some(Feeling::Sad));
}

#[test]
fn ways_are_read_and_vary_by_seed_where_none_is_said() {
    for (prompt, way) in [
        ("A man runs from right to left", -1.0),
        ("A dog runs to the right", 1.0),
        ("A car drives from left to right", 1.0),
        ("A boy runs, pan left", -1.0),
    ] {
        assert_eq!(first(prompt).cast[0].way.signum(), way, "{prompt}");
    }
    let way = |seed| {
        understand_shots(&[Shot { prompt: "A dog chases a cat".into(), seconds: 4, ..Shot::default() }], seed, 24).screenplay.shots[0].cast[0].way
    };
    assert!((0..12).any(|seed| way(seed) > 0.0) && (0..12).any(|seed| way(seed) < 0.0));
    let shot = first("A man and a woman run towards each other");
    let target = |actor: usize| shot.cast[actor].actions[0].target;
    assert_eq!((target(0), target(1)), (Some(1), Some(0)));
}

#[test]
fn every_word_that_asks_for_something_is_used_or_told() {
    for (prompt, words) in [
        ("A hungry man walks in the park", &["hungry"][..]),
        ("An elephant dances in the park", &["elephant", "dance"]),
        ("A car dances in the street", &["dance"]),
        ("A dog waves", &["wave"]),
        ("An old dog sleeps", &["old"]),
        ("A woman in a red house", &["red"]),
        ("A man with gloves holds a trumpet", &["glove", "trumpet"]),
    ] {
        let told = understood(prompt).notices.join(" ");
        for word in words {
            assert!(told.contains(word), "{prompt}: {word} in “{told}”");
        }
    }
    for prompt in [
        "A happy dog runs in the park",
        "A young woman in a white dress walks slowly at night",
        "Snow falls on a street",
        "A man runs to the left in heavy rain",
    ] {
        assert_eq!(understood(prompt).notices, Vec::<String>::new(), "{prompt}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_a_scene_or_a_word_about_it(text in "\\PC{0,300}") {
        let understood = understood(&text);
        let shot = &understood.screenplay.shots[0];
        prop_assert!(!shot.cast.is_empty() || shot.setting != Setting::Stage || !understood.notices.is_empty() || !shot.speech.is_empty());
        for actor in &shot.cast {
            for action in &actor.actions {
                prop_assert!(action.target.is_none_or(|target| target < shot.cast.len()));
                prop_assert!(action.from >= 0.0 && action.from + action.seconds <= shot.seconds + 1e-6);
            }
        }
    }

    #[test]
    fn known_words_in_any_order_never_break(words in proptest::collection::vec(proptest::sample::select(vec!["a", "the", "two", "dog", "ball", "woman", "Ana", "throws", "chases", "by", "and", "then", ",", ".", "it", "he", "no", "jumps", "kicks", "\"hi there\"", "says", "park", "with", "to", "misses", "bench", "plays", "basketball", "player"]), 0..24)) {
        let film = understood(&words.join(" "));
        let trace = engine::studio::world::simulate(&film.screenplay, 0.5625);
        prop_assert_eq!(trace.shots.len(), film.screenplay.shots.len());
    }
}

#[test]
fn who_rides_sits_on_what_carries_them() {
    use engine::studio::world::pose::Pose;
    let understood = understood("@ana rides a giant snail through the desert and shouts \"Faster!\"");
    let shot = &understood.screenplay.shots[0];
    assert_eq!((kinds(shot), shot.setting), (vec![ActorKind::Somebody, ActorKind::Snail], Setting::Desert));
    assert_eq!(understood.notices, ["A stand-in plays @ana."]);
    let trace = engine::studio::world::simulate(&understood.screenplay, 0.5625);
    let (mut first, mut last) = (None, 0.0);
    for moment in &trace.shots[0].frames {
        let (Pose::Person(rider), Pose::Pet(snail)) = (&moment.poses[0], &moment.poses[1]) else { panic!("a rider and a snail") };
        let saddle = snail.saddle(ActorKind::Snail);
        assert!((rider.pelvis.x - saddle.x).abs() < 0.05 && (rider.pelvis.y - saddle.y).abs() < 0.2, "at {}", moment.now);
        first = first.or(Some(saddle.x));
        last = saddle.x;
    }
    assert!((last - first.expect("frames")).abs() > 2.0, "it goes somewhere");
    let told = self::understood("A man rides a chair").notices.join(" ");
    assert!(told.contains("ride"), "{told}");
}

#[test]
fn one_umbrella_is_shared_by_all_of_whom_it_is_said() {
    let umbrellas = |prompt: &str| {
        let understood = understood(prompt);
        assert!(!understood.notices.join(" ").contains("umbrella"), "{prompt}");
        understood.screenplay.shots[0].cast.iter().map(|actor| actor.wear.umbrella.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(umbrellas("@ana and @ben dance in the rain under one umbrella, cartoon style"), [true, true]);
    assert_eq!(umbrellas("A woman with a red umbrella walks past a man"), [true, false]);
}
