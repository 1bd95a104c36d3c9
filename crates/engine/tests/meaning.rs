//! Words that are in no table: what they are shown as, and that nothing is made of what has no picture. With the sentence model, as the
//! set-up fetches it.

use domain::storyboard::Shot;
use engine::studio::{
    likeness::Bill,
    understand::{Kind, Meanings, Nearest, Understood, fingerprint, kept_fingerprint, understand_near, understand_shots},
};
use models::{Models, Places};
use std::{
    path::Path,
    sync::{Arc, LazyLock},
};

fn meanings() -> &'static Meanings {
    static MEANINGS: LazyLock<Meanings> =
        LazyLock::new(|| Meanings::new(Arc::new(Models::open(Places::usual(None, Path::new("/nonexistent"))))));
    assert!(MEANINGS.is_there(), "the sentence model is there, and the vectors are of this build's words");
    &MEANINGS
}

/// For each, any of these counts as right: words that lead to what a person would accept.
const SUBJECTS: &[(&str, &str)] = &[
    ("shrimp", "crab lobster jellyfish squid"),
    ("oyster", "crab pearl lobster"),
    ("flea", "worm mosquito beetle insect bug"),
    ("viper", "snake serpent cobra"),
    ("mammal", "animal creature dog"),
    ("primate", "monkey ape chimpanzee"),
    ("predator", "creature animal"),
    ("canine", "dog animal"),
    ("bishop", "priest rabbi pope monk"),
    ("pastor", "priest rabbi"),
    ("baron", "king prince knight"),
    ("lord", "god king"),
    ("maid", "housewife bride madam butler"),
    ("servant", "butler caretaker worker secretary"),
    ("nanny", "caretaker granny housewife grandma"),
    ("tutor", "teacher student professor"),
    ("instructor", "teacher professor"),
    ("lecturer", "professor teacher"),
    ("quarterback", "footballer football athlete"),
    ("batsman", "bowler player"),
    ("cricketer", "player bowler athlete"),
    ("bassist", "guitarist musician vocalist"),
    ("composer", "pianist musician artist"),
    ("comedian", "actor clown"),
    ("entertainer", "singer musician actor"),
    ("celebrity", "actress actor someone"),
    ("bodyguard", "guard"),
    ("assassin", "spy outlaw"),
    ("sergeant", "soldier officer"),
    ("lieutenant", "officer captain soldier"),
    ("admiral", "captain sailor seaman"),
    ("veteran", "soldier vet warrior"),
    ("constable", "policeman cop police"),
    ("deputy", "sheriff cop policeman"),
    ("warden", "guard sheriff"),
    ("convict", "prisoner"),
    ("criminal", "detective police thief"),
    ("robber", "thief burglar"),
    ("gangster", "gang rapper outlaw"),
    ("pilgrim", "traveller traveler explorer"),
    ("adolescent", "teen youth teenager"),
    ("widow", "wife grandma mum"),
    ("spouse", "husband wife lover"),
    ("accountant", "banker businessman lawyer"),
    ("clerk", "cashier shopkeeper"),
    ("receptionist", "waitress customer madam"),
    ("technician", "engineer electrician mechanic"),
    ("biologist", "scientist researcher"),
    ("physicist", "scientist chemist"),
    ("astronomer", "scientist astronaut"),
    ("botanist", "gardener scientist"),
    ("landlord", "roommate owner caretaker"),
    ("pedestrian", "person human"),
    ("coupe", "sedan convertible car"),
    ("trailer", "truck wagon"),
    ("schooner", "boat sailboat ship"),
    ("frigate", "battleship ship vessel"),
    ("bomber", "aircraft jet plane airplane"),
    ("shuttle", "spaceship spacecraft rocket"),
    ("viola", "violin violinist"),
    ("drawer", "cupboard dresser desk"),
    ("cabinet", "cupboard shelf"),
    ("bulb", "lamp lightbulb"),
    ("purse", "bag briefcase luggage"),
    ("brush", "paintbrush broom"),
    ("razor", "blade knife"),
    ("dagger", "blade knife sword"),
    ("loaf", "bread"),
    ("pasta", "noodles soup"),
    ("salad", "bowl meal food"),
    ("cabbage", "vegetable carrot"),
    ("whiskey", "beer wine"),
    ("soda", "juice beer lemonade"),
    ("sculpture", "statue"),
];

const PLACES: &[(&str, &str)] = &[
    ("lobby", "meeting room lounge"),
    ("foyer", "hallway room"),
    ("parlor", "house home room"),
    ("cellar", "basement"),
    ("porch", "backyard house yard"),
    ("patio", "backyard yard garden"),
    ("dormitory", "campus room hallway"),
    ("warehouse", "shop factory store"),
    ("auditorium", "theater theatre"),
    ("inn", "hotel tavern"),
    ("motel", "hotel"),
    ("cafeteria", "restaurant cafe"),
    ("boutique", "shop store"),
    ("clinic", "hospital"),
    ("jail", "prison"),
    ("courthouse", "court courtroom"),
    ("shrine", "temple"),
    ("chapel", "church temple"),
    ("synagogue", "temple mosque church"),
    ("tomb", "cemetery graveyard"),
    ("college", "university campus school"),
    ("wharf", "quay harbour pier"),
    ("driveway", "pavement highway street"),
    ("wetland", "marsh pond swamp"),
    ("fjord", "arctic sea"),
    ("gorge", "canyon valley"),
    ("ravine", "canyon mountain"),
    ("ridge", "mountaintop hilltop mountain"),
    ("quarry", "cave cavern"),
    ("airfield", "airport runway"),
    ("headquarters", "office"),
];

const DEEDS: &[(&str, &str)] = &[
    ("smirks", "smile grin laugh"),
    ("slumbers", "sleep nap"),
    ("grips", "grab"),
    ("grasps", "grab"),
    ("steals", "grab snatch"),
    ("bargains", "negotiate sell"),
    ("buys", "sell pay"),
    ("winks", "blink nod"),
    ("gathers", "collect meet"),
];

/// Nothing of these can be seen. None of them is among the engine's own list of ideas.
const UNSEEN: &[&str] = &[
    "thursday", "melancholy", "algorithm", "inflation", "democracy", "grammar", "wisdom", "tempo", "analysis", "statistics", "hypothesis",
    "ethics", "nostalgia", "efficiency", "percentage", "syllable", "paragraph", "context", "definition", "gratitude", "irony", "morality",
    "optimism", "synergy", "thermodynamics", "frobnicate", "asdf", "qwer", "zxcv", "blorptang",
];

struct Score {
    right: usize,
    wrong: Vec<String>,
    silent: usize,
}

fn score(words: &[(&str, &str)], kind: Kind) -> Score {
    let mut score = Score { right: 0, wrong: Vec::new(), silent: 0 };
    for (word, accepted) in words {
        assert!(engine::studio::understand::is_unknown(word), "{word} is in a table: it tells nothing here");
        match meanings().nearest(word, kind) {
            Some((near, _)) if accepted.split(' ').any(|right| right == near || near.split(' ').any(|part| part == right)) => score.right += 1,
            Some((near, likeness)) => score.wrong.push(format!("{word} → {near} {likeness:.2}")),
            None => score.silent += 1,
        }
    }
    score
}

#[test]
fn what_is_near_is_what_people_would_say() {
    for (words, kind, least_right, most_wrong) in [(SUBJECTS, Kind::Subject, 0.8, 0.1), (PLACES, Kind::Place, 0.8, 0.1), (DEEDS, Kind::Verb, 0.5, 0.2)] {
        let Score { right, wrong, silent } = score(words, kind);
        println!("{kind:?}: {right} right, {silent} silent, wrong: {wrong:?}");
        let share = |count: usize| count as f64 / words.len() as f64;
        assert!(share(right) >= least_right, "{kind:?}: {right} of {} right, {silent} silent, wrong: {wrong:?}", words.len());
        assert!(share(wrong.len()) <= most_wrong, "{kind:?}: {wrong:?}");
    }
}

#[test]
fn what_has_no_picture_is_near_nothing() {
    let found: Vec<String> = UNSEEN.iter().filter_map(|word| Some(format!("{word} → {}", meanings().nearest(word, Kind::Subject)?.0))).collect();
    assert!(found.len() * 10 <= UNSEEN.len(), "{found:?}");
}

/// Without the model, so that it fails wherever a table was changed and the file was not made anew.
#[test]
fn the_kept_vectors_are_of_the_words_of_this_build() {
    assert_eq!(kept_fingerprint(), Some(fingerprint()), "run: cargo run --release -p greenroom-engine --example nearest_vectors");
}

fn understood(prompt: &str, nearest: &dyn Nearest) -> Understood {
    let shot = Shot { prompt: prompt.into(), seconds: 8, ..Shot::default() };
    understand_near(&[shot], 7, 24, &Bill::default(), nearest)
}

#[test]
fn the_notice_names_the_nearest() {
    let Understood { screenplay, notices } = understood("A biologist waits in the chapel", meanings());
    assert!(notices.contains(&"“biologist” is not known here: the nearest that can be shown is a scientist.".to_owned()), "{notices:?}");
    assert!(notices.contains(&"“chapel” is not known here: the nearest that can be shown is a library.".to_owned()), "{notices:?}");
    assert_eq!(screenplay.shots[0].cast.len(), 1);
}

#[test]
fn the_same_words_always_mean_the_same() {
    let prompts = ["A constable bargains with a robber in the courthouse", "Two physicists in a cellar", "A viper in a ravine"];
    let again = Meanings::new(Arc::new(Models::open(Places::usual(None, Path::new("/nonexistent")))));
    for prompt in prompts.iter().chain(prompts.iter().rev()) {
        assert_eq!(understood(prompt, meanings()), understood(prompt, &again), "{prompt}");
    }
}

#[test]
fn without_the_model_it_is_told_where_a_word_was_unknown() {
    let blind = Meanings::new(Arc::new(Models::open(Places { folders: Vec::new(), ..Places::usual(None, Path::new("/nonexistent")) })));
    let told = |prompt: &str| understood(prompt, &blind).notices.iter().any(|notice| notice.contains("is not installed"));
    assert!(told("A biologist waits"));
    assert!(!told("A dog runs"), "nothing was unknown");
    let plain = understand_shots(&[Shot { prompt: "A biologist waits".into(), seconds: 8, ..Shot::default() }], 7, 24);
    assert_eq!(understood("A biologist waits", &blind).screenplay, plain.screenplay, "nothing is guessed");
}

#[test]
fn a_long_prompt_of_unknown_words_asks_for_few() {
    struct Counted(std::sync::atomic::AtomicUsize);
    impl Nearest for Counted {
        fn nearest(&self, _: &str, _: Kind) -> Option<(String, f32)> {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            None
        }
    }
    let counted = Counted(std::sync::atomic::AtomicUsize::new(0));
    let prompt = (0..100).map(|index| format!("a gromble{} runs. ", "x".repeat(index % 9))).collect::<String>();
    understood(&prompt, &counted);
    assert!((1..=16).contains(&counted.0.into_inner()));
}
