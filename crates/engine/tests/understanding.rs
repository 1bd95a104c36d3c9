//! Which words become which scenes, and that nothing that was asked is left out in silence.

use domain::storyboard::Shot;
use engine::studio::{
    screenplay::{ActorKind, CameraMove, Colour, Framing, Setting, ShotPlan, Style, TimeOfDay, Verb, Weather},
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
        ("A basketball player shoots, misses, and the ball rebounds off the backboard onto the court, gym at night", Setting::Gym, TimeOfDay::Night, Weather::Clear),
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
        ("A golden retriever chases a butterfly across a flower meadow, tracking shot", &[ActorKind::Dog, ActorKind::Butterfly], &[(0, Verb::Chase), (1, Verb::Fly)]),
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
    let told = understood("An elephant and a woman with an umbrella in the park").notices.join(" ");
    assert!(told.contains("elephant") && told.contains("umbrella") && !told.contains("woman"), "{told}");
    let told = understood("A fox runs through a forest").notices.join(" ");
    assert!(told.contains("fox") && told.contains("dog"), "{told}");
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
