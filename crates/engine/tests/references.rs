//! The reference prompts and others like them: who is cast, where, what each does in which order, and what is told.

use domain::storyboard::Shot;
use engine::studio::{
    likeness::Bill,
    screenplay::{
        ActorKind as K, CameraMove, Costume, Framing, Season, Setting as S, ShotPlan, Style, TimeOfDay as T, Transition, Verb as V, Weather as W,
    },
    understand::{Kind, Nearest, Understood, describe, understand_near, understand_shots},
};
use proptest::prelude::*;

fn understood(prompt: &str) -> Understood {
    understand_shots(&[Shot { prompt: prompt.into(), seconds: 10, ..Shot::default() }], 7, 24)
}

fn first(prompt: &str) -> ShotPlan {
    understood(prompt).screenplay.shots.into_iter().next().expect("there is a shot for each prompt")
}

/// Men and women who were not told apart are both `Somebody` here.
fn kinds(shot: &ShotPlan) -> Vec<K> {
    shot.cast.iter().map(|actor| if matches!(actor.kind, K::Man | K::Woman) { K::Somebody } else { actor.kind }).collect()
}

fn deeds(shot: &ShotPlan, actor: usize) -> Vec<V> {
    shot.cast[actor].actions.iter().map(|action| action.verb).collect()
}

struct Expected {
    prompt: &'static str,
    at: (S, T, W),
    cast: &'static [K],
    /// Who does what, in order.
    deeds: &'static [(usize, &'static [V])],
}

fn check(cases: &[Expected]) {
    for case in cases {
        let shot = first(case.prompt);
        assert_eq!((shot.setting, shot.time, shot.weather), case.at, "{}", case.prompt);
        assert_eq!(kinds(&shot), case.cast, "{}", case.prompt);
        for (actor, verbs) in case.deeds {
            assert_eq!(deeds(&shot, *actor), *verbs, "{}: {actor}", case.prompt);
        }
    }
}

const PERSON: K = K::Somebody;

#[test]
fn single_shots_of_cause_and_effect() {
    check(&[
        Expected {
            prompt: "A basketball player shoots, misses, and the ball rebounds off the backboard onto the court, gym at night",
            at: (S::Gym, T::Night, W::Clear),
            cast: &[PERSON, K::Basketball],
            deeds: &[(0, &[V::Throw]), (1, &[V::Bounce])],
        },
        Expected {
            prompt: "A beach volleyball rally at sunset, the ball drops into the sand and stops",
            at: (S::Beach, T::Sunset, W::Clear),
            cast: &[PERSON, PERSON, K::Volleyball],
            deeds: &[(0, &[V::Hit]), (1, &[V::Hit]), (2, &[V::Fall, V::Stand])],
        },
        Expected {
            prompt: "A skateboarder does a kickflip over a trash can in a sunny street, slow motion",
            at: (S::Street, T::Day, W::Clear),
            cast: &[PERSON, K::TrashCan, K::Skateboard],
            deeds: &[(0, &[V::Kickflip])],
        },
        Expected {
            prompt: "A gymnast does two backflips on a mat in an arena and lands with both feet",
            at: (S::Arena, T::Day, W::Clear),
            cast: &[PERSON],
            deeds: &[(0, &[V::Backflip, V::Land])],
        },
        Expected {
            prompt: "Someone cannonballs from a diving board into a pool, big splash, friends cheer",
            at: (S::Pool, T::Day, W::Clear),
            cast: &[PERSON, PERSON, PERSON],
            deeds: &[(0, &[V::Cannonball]), (1, &[V::Cheer])],
        },
        Expected {
            prompt: "A tower of wooden blocks topples when a toy train hits it, children's room",
            at: (S::Nursery, T::Day, W::Clear),
            cast: &[K::Block, K::Block, K::Block, K::Block, K::Block, K::ToyTrain],
            deeds: &[(0, &[V::Topple]), (4, &[V::Topple]), (5, &[V::Hit])],
        },
        Expected {
            prompt: "A red car drives through heavy rain at night, puddles splash, neon signs",
            at: (S::Street, T::Night, W::Rain),
            cast: &[K::Car],
            deeds: &[(0, &[V::Drive])],
        },
        Expected {
            prompt: "A sailboat rocks on a stormy sea, lightning in the distance",
            at: (S::Sea, T::Day, W::Storm),
            cast: &[K::Sailboat],
            deeds: &[(0, &[V::Rock])],
        },
        Expected {
            prompt: "A golden retriever chases a butterfly across a flower meadow, tracking shot",
            at: (S::Meadow, T::Day, W::Clear),
            cast: &[K::Dog, K::Butterfly],
            deeds: &[(0, &[V::Chase]), (1, &[V::Fly])],
        },
        Expected {
            prompt: "Snow falls on a quiet village while smoke rises from a chimney, slow pan right",
            at: (S::Village, T::Day, W::Snow),
            cast: &[],
            deeds: &[],
        },
        Expected {
            prompt: "A figure skater spins three times and glides out of the picture",
            at: (S::IceRink, T::Day, W::Clear),
            cast: &[PERSON],
            deeds: &[(0, &[V::Spin, V::Glide])],
        },
        Expected {
            prompt: "An elephant and a tiny mouse play tug of war with a rope",
            at: (S::Meadow, T::Day, W::Clear),
            cast: &[K::Elephant, K::Mouse, K::Rope],
            deeds: &[(0, &[V::Pull]), (1, &[V::Pull])],
        },
        Expected {
            prompt: "Crowd noise in a stadium, a kick, the crowd roars as the ball hits the net",
            at: (S::Stadium, T::Day, W::Clear),
            cast: &[K::Football, PERSON],
            deeds: &[(1, &[V::Kick])],
        },
    ]);
    let times = |prompt: &str| first(prompt).cast[0].actions[0].times;
    assert_eq!(times("A gymnast does two backflips on a mat in an arena"), 2);
    assert_eq!(times("A figure skater spins three times"), 3);
    assert!(!first("A basketball player shoots and misses").cast[0].actions[0].succeeds);
    let blocks = first("A tower of wooden blocks topples when a toy train hits it, children's room");
    assert!(blocks.cast[0].actions[0].from > blocks.cast[5].actions[0].from, "the blocks fall after the hit");
    assert_eq!(blocks.cast[5].actions[0].target, Some(0));
    assert!(first("An elephant and a tiny mouse play tug of war").cast[1].size < 0.7);
}

#[test]
fn lines_have_speakers_and_languages() {
    let said = |prompt: &str| {
        let shot = first(prompt);
        shot.speech.iter().map(|line| (line.speaker.map(|id| shot.cast[id].kind), line.language.clone(), line.words.clone())).collect::<Vec<_>>()
    };
    let counted = said("A robot counts from one to five in Japanese, beeping at each number");
    let words: Vec<&str> = counted.iter().map(|(.., words)| words.as_str()).collect();
    assert_eq!(words, ["いち", "に", "さん", "よん", "ご"]);
    assert!(counted.iter().all(|(who, language, _)| *who == Some(K::Robot) && language == "ja"));
    let robot = first("A robot counts from one to five in Japanese, beeping at each number");
    assert_eq!(robot.cast.len(), 1);
    assert_eq!(deeds(&robot, 0).iter().filter(|verb| **verb == V::Beep).count(), 5);
    let pets = said("Un perro y un gato discuten en una azotea: el perro dice \"¡Es mi pelota!\"");
    assert_eq!((pets[0].0, pets[0].1.as_str()), (Some(K::Dog), "es"));
    assert_eq!(said("Der Koch sagt \"Das Essen ist fertig\"")[0].1, "de");
    assert_eq!(said("A girl counts down from three").iter().map(|(.., words)| words.clone()).collect::<Vec<_>>(), ["three", "two", "one"]);
    assert_eq!(said("Une fille dit à son chien \"Viens ici !\"")[0].0, Some(K::Girl));
    assert_eq!(said("\"Hello!\" says the dog to a cat")[0].0, Some(K::Dog));
    let chef = first("A chef in a kitchen says in French \"Le dîner est prêt !\" and rings a bell");
    assert_eq!((chef.cast[0].wear.costume, chef.speech[0].language.as_str()), (Some(Costume::Chef), "fr"));
    assert_eq!(deeds(&chef, 0), [V::Talk, V::Ring]);
}

#[test]
fn one_prompt_becomes_the_shots_that_it_tells() {
    let shots =
        understood("Shot 1: wide view of a lighthouse at dawn. Shot 2: inside, the keeper climbs the stairs. Shot 3: close-up, he lights the lamp")
            .screenplay
            .shots;
    assert_eq!(shots.iter().map(|shot| shot.setting).collect::<Vec<_>>(), [S::Lighthouse, S::Stairs, S::LampRoom]);
    assert!(shots.iter().all(|shot| shot.time == T::Dawn));
    assert_eq!((shots[0].camera.framing, shots[2].camera.framing), (Framing::Wide, Framing::Close));
    assert_eq!((deeds(&shots[1], 0), deeds(&shots[2], 0)), (vec![V::Climb], vec![V::Light]));
    assert_eq!((shots[1].cast[0].kind, shots[1].cast[0].look), (K::Man, shots[2].cast[0].look), "he is the keeper");

    let day = understood("A day in the life of a lazy cat: sleeping, eating, chasing a ball of yarn, sleeping again").screenplay.shots;
    let does: Vec<V> = day.iter().map(|shot| shot.cast[0].actions[0].verb).collect();
    assert_eq!(does, [V::Sleep, V::Eat, V::Chase, V::Sleep]);
    assert_eq!(day.iter().map(|shot| shot.time).collect::<Vec<_>>(), [T::Dawn, T::Day, T::Sunset, T::Night]);
    assert!(day.iter().skip(1).all(|shot| shot.transition == Transition::Dissolve && shot.cast[0].look == day[0].cast[0].look));

    let moon = understood("A rocket launches, crosses the clouds, and a small astronaut waves from the moon, watercolor").screenplay.shots;
    assert_eq!(moon.iter().map(|shot| shot.setting).collect::<Vec<_>>(), [S::Meadow, S::Sky, S::Moon]);
    assert_eq!(moon.iter().map(|shot| shot.cast[0].kind == K::Rocket).collect::<Vec<_>>(), [true, true, false]);
    assert!(moon.iter().all(|shot| shot.style == Style::Watercolour), "a style is of all of them");
    assert_eq!((moon[2].cast[0].wear.costume, deeds(&moon[2], 0)), (Some(Costume::Astronaut), vec![V::Wave]));
    assert!((moon.iter().map(|shot| shot.seconds).sum::<f64>() - 10.0).abs() < 1e-9);
}

#[test]
fn who_was_met_before_is_meant_again() {
    let shots = understood("Shot 1: Ana sits on a bench in the rain. Shot 2: Ben walks to her. Shot 3: they smile").screenplay.shots;
    let names = |shot: &ShotPlan| {
        let mut names: Vec<String> = shot.cast.iter().filter_map(|actor| actor.name.clone()).collect();
        names.sort();
        names
    };
    assert_eq!(
        shots.iter().map(names).collect::<Vec<_>>(),
        [vec!["ana".to_owned()], vec!["ana".into(), "ben".into()], vec!["ana".into(), "ben".into()]]
    );
    assert!(shots.iter().all(|shot| shot.weather == W::Rain));
    let fox = understood("Shot 1: a red fox runs through an autumn forest. Shot 2: the same fox, close-up").screenplay.shots;
    assert_eq!((fox[1].cast[0].colour, fox[1].season, deeds(&fox[1], 0)), (fox[0].cast[0].colour, Some(Season::Autumn), vec![V::Run]));
}

#[test]
fn each_does_its_own_in_turn() {
    check(&[
        Expected {
            prompt: "First a dog barks, then a cat runs away, finally the owner laughs",
            at: (S::Park, T::Day, W::Clear),
            cast: &[K::Dog, K::Cat, PERSON],
            deeds: &[(0, &[V::Bark]), (1, &[V::Flee]), (2, &[V::Laugh])],
        },
        Expected {
            prompt: "A man doesn't see the dog and trips over it",
            at: (S::Park, T::Day, W::Clear),
            cast: &[PERSON, K::Dog],
            deeds: &[(0, &[V::Fall])],
        },
        Expected {
            prompt: "Maria walks into the kitchen, opens the door and sees a giant mouse. She screams \"Help!\"",
            at: (S::Kitchen, T::Day, W::Clear),
            cast: &[PERSON, K::Door, K::Mouse],
            deeds: &[(0, &[V::Walk, V::Open, V::Look, V::Talk])],
        },
        Expected {
            prompt: "When the bell rings, the children run out of the school",
            at: (S::Classroom, T::Day, W::Clear),
            cast: &[K::Bell, K::Boy, K::Girl],
            deeds: &[(0, &[V::Ring]), (1, &[V::Run])],
        },
        Expected { prompt: "A baby elephant drinks from a lake", at: (S::Lake, T::Day, W::Clear), cast: &[K::Elephant], deeds: &[(0, &[V::Drink])] },
    ]);
}

#[test]
fn styles_and_cameras_are_each_their_own() {
    let fox = |how: &str| first(&format!("A fox runs through an autumn forest, {how}"));
    for (word, style) in [
        ("realistic", Style::Realistic),
        ("anime", Style::Anime),
        ("watercolor", Style::Watercolour),
        ("pixel art", Style::Pixel),
        ("film noir", Style::Noir),
        ("claymation", Style::Clay),
        ("comic book", Style::Comic),
        ("pencil sketch", Style::Pencil),
        ("cartoon", Style::Cartoon),
    ] {
        let shot = fox(word);
        assert_eq!((shot.style, shot.season, shot.cast[0].kind), (style, Some(Season::Autumn), K::Fox), "{word}");
        assert_eq!(understood(&format!("A fox runs through an autumn forest, {word}")).notices, Vec::<String>::new());
    }
    let camera = |how: &str| fox(how).camera;
    assert_eq!(camera("close-up").framing, Framing::Close);
    assert_eq!(camera("wide shot").framing, Framing::Wide);
    assert_eq!(camera("aerial view").framing, Framing::Aerial);
    assert_eq!(camera("low angle").framing, Framing::Low);
    assert_eq!(camera("dolly in").movement, CameraMove::DollyIn);
    assert_eq!(camera("orbit shot").movement, CameraMove::Orbit);
    assert_eq!(camera("crane shot").movement, CameraMove::CraneUp);
    assert!(camera("handheld").handheld);
    assert!(fox("slow motion").pace < 1.0 && fox("time-lapse").pace > 1.0);
}

#[test]
fn other_languages_are_understood() {
    check(&[
        Expected {
            prompt: "Un gato negro duerme en la cocina por la noche",
            at: (S::Kitchen, T::Night, W::Clear),
            cast: &[K::Cat],
            deeds: &[(0, &[V::Sleep])],
        },
        Expected {
            prompt: "Una niña pequeña lanza una pelota a un perro en la playa",
            at: (S::Beach, T::Day, W::Clear),
            cast: &[K::Girl, K::BeachBall, K::Dog],
            deeds: &[(0, &[V::Throw]), (2, &[V::Chase])],
        },
        Expected {
            prompt: "Un chien noir poursuit un chat dans la rue",
            at: (S::Street, T::Day, W::Clear),
            cast: &[K::Dog, K::Cat],
            deeds: &[(0, &[V::Chase]), (1, &[V::Flee])],
        },
        Expected {
            prompt: "Une petite fille danse sous la pluie la nuit",
            at: (S::Park, T::Night, W::Rain),
            cast: &[K::Girl],
            deeds: &[(0, &[V::Dance])],
        },
        Expected { prompt: "Im Garten tanzt ein Mädchen im Regen", at: (S::Garden, T::Day, W::Rain), cast: &[K::Girl], deeds: &[(0, &[V::Dance])] },
        Expected {
            prompt: "Ein kleiner Hund jagt eine Katze im Park",
            at: (S::Park, T::Day, W::Clear),
            cast: &[K::Dog, K::Cat],
            deeds: &[(0, &[V::Chase]), (1, &[V::Flee])],
        },
    ]);
    use engine::studio::screenplay::Colour;
    assert_eq!(first("Un gato negro duerme").cast[0].colour, Some(Colour::Black));
    assert_eq!(first("Un chien noir poursuit un chat").cast[0].colour, Some(Colour::Black));
    let fox = first("Ein roter Fuchs läuft durch einen Herbstwald");
    assert_eq!((fox.setting, fox.season, fox.cast[0].colour), (S::Forest, Some(Season::Autumn), Some(Colour::Red)));
}

#[test]
fn what_is_denied_is_not_shown() {
    assert_eq!(kinds(&first("A girl without a dog dances in the park")), [K::Girl]);
    assert!(first("Nobody is on the beach at night").cast.is_empty());
    let dog = first("The dog doesn't jump, it sleeps");
    assert_eq!(deeds(&dog, 0), [V::Sleep]);
}

#[test]
fn what_cannot_be_shown_is_told() {
    for (prompt, words) in [
        ("A philosophical proof that free will exists", &["free will", "proof"][..]),
        ("asdf qwer zxcv", &["asdf", "empty stage"]),
        ("فيل يرقص في الحديقة", &["Arabic", "Spanish"]),
        ("🐶🏀🌧️", &["emoji", "dog", "basketball", "rain"]),
        ("A jaguar runs", &["jaguar", "tiger"]),
        ("A submarine under water", &["submarine", "ship"]),
        ("A houseboat on a lake", &["houseboat", "boat"]),
        ("Superman flies over the city", &["fly", "jumping"]),
        ("A man walks from the beach to the forest", &["forest", "one place"]),
        ("A man in an oil painting", &["oil painting", "watercolor"]),
        ("A man drives a car", &["inside the car"]),
    ] {
        let told = understood(prompt).notices.join(" ");
        for word in words {
            assert!(told.contains(word), "{prompt}: {word} in “{told}”");
        }
    }
    let long = "A dog runs and a cat jumps over it. ".repeat(250);
    assert!(understood(&long).notices.iter().any(|notice| notice.contains("longer than a shot")));
    assert_eq!(understood("🐶🏀🌧️").screenplay.shots[0].cast.iter().map(|actor| actor.kind).collect::<Vec<_>>(), [K::Dog, K::Basketball]);
}

#[test]
fn a_caller_may_know_what_is_near() {
    struct Zoo;
    impl Nearest for Zoo {
        fn nearest(&self, word: &str, among: Kind) -> Option<(String, f32)> {
            (word == "okapi" && among == Kind::Subject).then(|| ("giraffe".to_owned(), 0.8))
        }
    }
    let shot = Shot { prompt: "An okapi walks".into(), seconds: 6, ..Shot::default() };
    let understood = understand_near(&[shot], 7, 24, &Bill::default(), &Zoo);
    assert_eq!(understood.screenplay.shots[0].cast[0].kind, K::Giraffe);
    assert_eq!(understood.notices, ["“okapi” is not known here: the nearest that can be shown is a giraffe."]);
}

#[test]
fn a_screenplay_is_told_in_plain_words() {
    let told = describe(&understood("A tiny mouse chases a red ball in the kitchen at night, close-up, watercolor. Ana says \"Stop!\"").screenplay);
    let shot = &told[0];
    assert_eq!(
        (shot.setting.as_str(), shot.time.as_str(), shot.style.as_str(), shot.camera.as_str()),
        ("kitchen", "night", "watercolour", "close-up")
    );
    assert!(shot.cast[0].starts_with("mouse (tiny): chase →"), "{:?}", shot.cast);
    assert!(shot.speech[0].contains("“Stop!”"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn ten_thousand_characters_of_anything_are_read(text in "(\\PC|[a-z]{1,9} |[“\"@.,:]){0,4000}") {
        let film = understood(&text).screenplay;
        prop_assert!(film.shots.iter().all(|shot| shot.cast.len() <= 8 && shot.seconds >= 1.0));
        prop_assert!((film.seconds() - 10.0).abs() < 1e-9);
    }

    #[test]
    fn sentences_of_known_words_stay_consistent(words in proptest::collection::vec(proptest::sample::select(vec!["a", "the", "two", "when", "while", "then", "and", "it", "he", "they", "dog", "boat", "chef", "rocket", "blocks", "tower of", "topples", "hits", "rides", "plays", "launches", "the moon", "the sea", "in", "at", "lamp", "lights", "counts to three", "tug of war", "says", "\"oui\"", ",", ".", ":", "no", "el", "perro", "hund", "läuft", "shot 1:", "shot 2:", "a day in the life of"]), 0..40)) {
        let film = understood(&words.join(" "));
        for shot in &film.screenplay.shots {
            for actor in &shot.cast {
                prop_assert!(actor.carries.is_none_or(|id| id < shot.cast.len()));
                for action in &actor.actions {
                    prop_assert!(action.target.is_none_or(|target| target < shot.cast.len()));
                    prop_assert!(action.from >= 0.0 && action.from + action.seconds <= shot.seconds + 1e-6);
                }
            }
            prop_assert!(shot.speech.iter().all(|line| line.speaker.is_none_or(|id| id < shot.cast.len())));
        }
    }
}
