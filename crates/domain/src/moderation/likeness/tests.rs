use super::*;
use crate::{
    fixtures::{cameo, user},
    likeness::CameoKind,
    room::Refused,
    storyboard::{Line, Shot},
};
use proptest::prelude::*;
use std::{convert::Infallible, sync::LazyLock};

fn builtin() -> &'static LikenessRules {
    static RULES: LazyLock<LikenessRules> = LazyLock::new(LikenessRules::builtin);
    &RULES
}

fn cast(strict: bool, restrictions: &[&str]) -> Vec<(CastMember, cameo::Rules)> {
    let restrictions: Vec<String> = restrictions.iter().map(ToString::to_string).collect();
    let rules = |restrictions| cameo::Rules { strict, restrictions, ..cameo::Rules::default() };
    let member = |number, mention: &str| {
        let mention = mention.parse().expect("a mention");
        CastMember { cameo: cameo(number), owner: user(number), mention, kind: CameoKind::Person }
    };
    vec![(member(1, "ana"), rules(restrictions)), (member(2, "ben"), rules(Vec::new()))]
}

/// Shots with ` || ` between; after ` >> ` follow lines that are spoken.
fn board(text: &str) -> Storyboard {
    let shot = |text: &str| {
        let (prompt, said) = text.split_once(">> ").unwrap_or((text, ""));
        Shot { prompt: prompt.trim().to_owned(), seconds: 5, dialogue: Line::parse_block(said), ..Shot::default() }
    };
    Storyboard { shots: text.split(" || ").map(shot).collect() }
}

fn rule(text: &str, strict: bool, restrictions: &[&str]) -> Option<String> {
    builtin().check_words(&board(text), &cast(strict, restrictions)).err().map(|verdict| verdict.rule)
}

#[test]
fn ordinary_words_pass_with_a_likeness() {
    assert_eq!(builtin().version(), 1);
    for prompt in [
        "@ana kills the lights",
        "@ana shoots a basketball",
        "@ana shoots @ben a look",
        "@ana rides a giant snail through the desert and shouts Faster!",
        "@ana and @ben dance in the rain under one umbrella",
        "@ana takes a boxing lesson and grins",
        "@ana, no blood, no weapons, practises karate",
        "@ana undresses a salad",
        "@ben bleeds the radiator",
        "@ana gives a cock a handful of corn",
        "@ana puts the pen is in the box, to be head of the class",
        "@ana visits Scunthorpe and Essex",
        "",
    ] {
        assert_eq!(rule(prompt, false, &[]), None, "{prompt}");
        assert_eq!(rule(prompt, true, &[]), None, "strict: {prompt}");
    }
}

#[test]
fn strictness_refuses_what_passes_otherwise() {
    for (prompt, strict) in [
        ("@ana in a bikini on the beach", "likeness_revealing"),
        ("@ana and @ben kiss on a bridge", "likeness_revealing"),
        ("@ana holds a sword", "likeness_weapons"),
        ("@ana punches @ben in a street fight", "likeness_weapons"),
        ("@ben drinks a beer", "likeness_intoxication"),
        ("@ana smokes a cigar", "likeness_intoxication"),
    ] {
        assert_eq!(rule(prompt, false, &[]), None, "{prompt}");
        assert_eq!(rule(prompt, true, &[]).as_deref(), Some(strict), "{prompt}");
    }
}

#[test]
fn what_no_likeness_may_be_in_is_refused_and_named() {
    for (prompt, named) in [
        ("@ana has sex with @ben", "likeness_sexual"),
        ("@ana without any clothes", "likeness_sexual"),
        ("@ana desnuda en la playa", "likeness_sexual"),
        ("@ana nackt am Strand", "likeness_sexual"),
        ("@ana toute nue", "likeness_sexual"),
        ("@ben shoots @ana in the head", "likeness_violence"),
        ("@ana kills @ben", "likeness_violence"),
        ("@ana wird erstochen", "likeness_violence"),
        ("@ana asesina a un hombre", "likeness_violence"),
        ("@ben est poignardé", "likeness_violence"),
        ("@ana shouts white power", "likeness_hate"),
        ("@ben >> @ben: Vote for the conservative party.", "likeness_deception"),
        ("mugshot of @ana", "likeness_deception"),
        ("@ana snorts cocaine", "likeness_drugs"),
    ] {
        assert_eq!(rule(prompt, false, &[]).as_deref(), Some(named), "{prompt}");
    }
}

#[test]
fn disguised_words_are_seen_through() {
    for prompt in [
        "@ana n4k3d",
        "@ana n\u{200b}aked",
        "@ana n a k e d",
        "@ana na ked",
        "@ana n.a.k.e.d",
        "@ana nаkеd",
        "@ana n\u{301}aked",
        "@ana ｎａｋｅｄ",
        "@ana 🔪🩸 @ben",
        "@ana 🍆💦",
    ] {
        assert!(rule(prompt, false, &[]).is_some(), "{prompt}");
    }
}

#[test]
fn a_sentence_that_is_split_over_shots_lines_or_fields_is_read_as_one() {
    let split = builtin().check_words(&board("here @ana kills || @ben"), &cast(false, &[])).expect_err("split");
    assert_eq!((split.rule.as_str(), split.shot), ("likeness_violence", 0));
    assert!(!split.to_string().starts_with("shot"), "{split}");
    assert_eq!(rule("@ana >> @ana: We make\n@ben: love to you", false, &[]).as_deref(), Some("likeness_sexual"));
    let mut styled = board("@ana dances");
    styled.shots[0].style = "topless".into();
    assert!(builtin().check_words(&styled, &cast(false, &[])).is_err());
}

#[test]
fn a_handle_is_no_word() {
    let mut cast = cast(true, &[]);
    cast[0].0.mention = "naked_gun".parse().expect("a mention");
    let dance = board("@naked_gun dances with @ben");
    assert_eq!(builtin().check_words(&dance, &cast), Ok(()));
    assert!(builtin().check_words(&dance, &cast[1..]).is_err(), "it is one where nobody of that name is cast");
}

#[test]
fn restrictions_are_kept_by_their_words() {
    for (restriction, prompt) in [
        ("smoking", "@ana lights a cigarette"),
        ("no smoking", "@ana smokes"),
        ("Never with spiders!", "@ana holds a tarantula"),
        ("never with spiders", "@ana runs || a huge spider"),
        ("never with spiders", "@ana 🕷"),
        ("no politics", "@ana at an election rally"),
        ("I don't want to be shown eating meat", "@ana eats a burger; meat is on the table"),
        ("nada de arañas", "@ana con una araña"),
        ("no knives", "@ana holds a knife"),
        ("don't show me dancing", "@ben and @ana dance"),
    ] {
        assert_eq!(rule(prompt, false, &[restriction]).as_deref(), Some(RESTRICTION), "{restriction}: {prompt}");
    }
    for (restriction, prompt) in [
        ("smoking", "@ana dances without a cigarette, and drinks tea"),
        ("smoking", "@ana never smokes"),
        ("never with spiders", "@ana rides a giant snail"),
        ("no swimming unless in a pool", "@ana stands in a pool"),
        ("please don't", "@ana dances"),
        ("only in cartoons", "@ana dances in a cartoon"),
    ] {
        assert_eq!(rule(prompt, false, &[restriction]), None, "{restriction}: {prompt}");
    }
}

#[test]
fn the_verdict_names_whose_restriction_it_is() {
    let verdict = builtin().check_words(&board("@ben walks || @ana smokes"), &cast(false, &["no smoking"])).expect_err("unwanted");
    assert_eq!(verdict.to_string(), "shot 2: @ana does not want to be shown in this; their restriction is “no smoking”");
    assert_eq!(Refused::from(verdict).code(), "moderated");
    let strict = builtin().check_words(&board("@ana smokes"), &cast(true, &[])).expect_err("strict");
    assert!(strict.to_string().contains("@ana is in strict mode"), "{strict}");
    let missing = Verdict { rule: CHECK_MISSING.into(), sentence: "not now".into(), shot: 0 };
    assert_eq!(Refused::from(missing).code(), "likeness_check_missing");
}

/// A sense for which a text means its words: one direction for each of these.
fn sense(text: &str) -> Result<Arc<Meaning>, Infallible> {
    let mut meaning = [0.0; 384];
    for word in text.split(' ') {
        let place = word.bytes().fold(7_usize, |sum, byte| (sum * 31 + usize::from(byte)) % 384);
        meaning[place] += 1.0;
    }
    let length = meaning.iter().map(|value: &f32| value * value).sum::<f32>().sqrt();
    Ok(Arc::new(meaning.map(|value| value / length.max(1.0e-6))))
}

fn small_rules() -> LikenessRules {
    let json = serde_json::json!({
        "version": 7, "least": 0.4, "share": 0.5, "wish": {"usual": 0.7, "strict": 0.5}, "unsaid": ["no thunder"], "fine": ["green apples roll"],
        "topics": [],
        "rules": [{
            "words": {"id": "storms", "sentence": "no storms"}, "strict": false, "nearness": {"usual": 0.9, "strict": 0.7},
            "exemplars": ["loud thunder rolls", "loud thunder rolls here"]
        }],
    });
    LikenessRules::parse(&json.to_string()).expect("rules")
}

fn by_meaning(text: &str, strict: bool, restrictions: &[&str]) -> Option<(String, usize)> {
    let rules = small_rules();
    let learnt = rules.learn(sense).expect("never fails");
    match rules.check_meaning(&learnt, &board(text), &cast(strict, restrictions), sense) {
        Ok(()) => None,
        Err(Stop::Broken(verdict)) => Some((verdict.rule, verdict.shot)),
        Err(Stop::Blind(never)) => match never {},
    }
}

#[test]
fn what_is_close_to_examples_and_far_from_what_is_fine_is_refused() {
    assert_eq!(by_meaning("a calm day || loud thunder rolls", false, &[]), Some(("storms".into(), 2)));
    assert_eq!(by_meaning("Some words first. Loud thunder rolls! And some more words", false, &[]), Some(("storms".into(), 1)));
    assert_eq!(by_meaning("loud || thunder || rolls", false, &[]), Some(("storms".into(), 0)));
    assert_eq!(by_meaning(">> @ana: Loud thunder rolls", false, &[]), Some(("storms".into(), 1)));
    assert_eq!(by_meaning("green apples roll", false, &[]), None);
    assert_eq!(by_meaning("loud music rolls", false, &[]), None);
    assert_eq!(by_meaning("loud no thunder thunder rolls", false, &[]), Some(("storms".into(), 1)), "only what is denied is left out");
    assert_eq!(by_meaning("green hills, no thunder", false, &[]), None);
}

#[test]
fn strictness_asks_for_less_closeness() {
    let text = "so loud that thunder rolls";
    assert_eq!(by_meaning(text, false, &[]), None);
    assert_eq!(by_meaning(text, true, &[]), Some(("storms".into(), 1)));
}

#[test]
fn a_wish_for_one_thing_only_binds_the_shots_of_its_owner() {
    assert_eq!(by_meaning("@ana waves, cartoon || @ben waves", false, &["only in cartoons"]), None);
    assert_eq!(by_meaning("@ana waves || @ben waves, cartoon", false, &["only in cartoons"]), Some((RESTRICTION.into(), 1)));
}

#[test]
fn a_sense_that_fails_is_told_apart() {
    let rules = small_rules();
    let learnt = rules.learn(sense).expect("never fails");
    let outcome = rules.check_meaning(&learnt, &board("@ana waves"), &cast(false, &[]), |_| Err("gone"));
    assert_eq!(outcome, Err(Stop::Blind("gone")));
    assert!(rules.learn(|_| Err("gone")).is_err());
}

#[test]
fn a_bad_rule_file_is_told_apart() {
    assert!(matches!(LikenessRules::parse("{}"), Err(RulesError::Shape(_))));
    assert!(matches!(LikenessRules::parse(&" ".repeat(MAX_RULES + 1)), Err(RulesError::TooLarge)));
}

proptest! {
    #[test]
    fn no_text_breaks_the_check(prompt in any::<String>(), words in "\\PC{0,200}", restriction in any::<String>(), style in "[\\x00-\\u{2ff}@$!|0-9 ]{0,80}") {
        let line = Line { speaker: style.clone(), language: "en".into(), words };
        let shot = Shot { prompt, style, dialogue: vec![line], ..Shot::default() };
        let storyboard = Storyboard { shots: vec![shot.clone(), shot] };
        let cast = cast(true, &[&restriction]);
        let _ = builtin().check_words(&storyboard, &cast);
        let rules = small_rules();
        let learnt = rules.learn(sense).expect("never fails");
        let _ = rules.check_meaning(&learnt, &storyboard, &cast, |text| {
            assert!(text.len() <= 8_000, "what a sentence model takes");
            sense(text)
        });
    }
}
