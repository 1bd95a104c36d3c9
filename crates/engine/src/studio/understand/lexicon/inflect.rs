//! From a form to what it may come from, by the rules of each language, and forms that no rule leads from.

use super::{Form, Tongue};

/// What the ending of a word that stands in a table says by itself.
#[must_use]
pub fn form_of(word: &str, tongue: Tongue) -> Form {
    match tongue {
        Tongue::English if word.split(' ').next().is_some_and(|first| first.len() > 5 && first.ends_with("ing")) => Form::Ing,
        Tongue::English if matches!(word, "children") => Form::S,
        _ => Form::Plain,
    }
}

/// What a form may come from, likeliest first.
#[must_use]
pub fn lemmas(word: &str, tongue: Tongue) -> Vec<(String, Form)> {
    match tongue {
        Tongue::English => english(word),
        Tongue::Spanish => endings(
            word,
            &[
                ("es", "", Form::S),
                ("s", "", Form::S),
                ("ces", "z", Form::S),
                ("a", "o", Form::Plain),
                ("as", "o", Form::S),
                ("os", "o", Form::S),
                ("ita", "a", Form::Plain),
                ("ito", "o", Form::Plain),
            ],
        ),
        Tongue::French if word.contains(['\'', '’']) => {
            word.split(['\'', '’']).next_back().map(|noun| (noun.to_owned(), Form::Plain)).into_iter().collect()
        }
        Tongue::French => endings(
            word,
            &[
                ("s", "", Form::S),
                ("x", "", Form::S),
                ("aux", "al", Form::S),
                ("e", "", Form::Plain),
                ("es", "", Form::S),
                ("euse", "eur", Form::Plain),
                ("euse", "eux", Form::Plain),
                ("ve", "f", Form::Plain),
                ("ne", "", Form::Plain),
                ("lle", "l", Form::Plain),
            ],
        ),
        Tongue::German => german(word),
    }
}

fn endings(word: &str, rules: &[(&str, &str, Form)]) -> Vec<(String, Form)> {
    let stem = |(end, put, form): &(&str, &str, Form)| {
        let stem = word.strip_suffix(end)?;
        (stem.chars().count() >= 2).then(|| (format!("{stem}{put}"), *form))
    };
    rules.iter().filter_map(stem).collect()
}

fn german(word: &str) -> Vec<(String, Form)> {
    let mut found = Vec::new();
    for end in ["en", "er", "es", "em", "e", "n", "s"] {
        if let Some(stem) = word.strip_suffix(end).filter(|stem| stem.chars().count() >= 3) {
            let form = if matches!(end, "en" | "e" | "n" | "er" | "s") { Form::S } else { Form::Plain };
            found.push((stem.to_owned(), form));
            // "Hühner" comes from "Huhn".
            let plain: String = stem.replace('ä', "a").replace('ö', "o").replace('ü', "u");
            if plain != stem {
                found.push((plain, Form::S));
            }
        }
    }
    found
}

/// Forms that no rule leads from.
const IRREGULAR: &[(&str, &str, Form)] = &[
    ("ran", "run", Form::Past),
    ("threw", "throw", Form::Past),
    ("thrown", "throw", Form::Past),
    ("caught", "catch", Form::Past),
    ("sat", "sit", Form::Past),
    ("slept", "sleep", Form::Past),
    ("stood", "stand", Form::Past),
    ("flew", "fly", Form::Past),
    ("flown", "fly", Form::Past),
    ("fell", "fall", Form::Past),
    ("fallen", "fall", Form::Past),
    ("drove", "drive", Form::Past),
    ("driven", "drive", Form::Past),
    ("said", "say", Form::Past),
    ("told", "tell", Form::Past),
    ("men", "man", Form::S),
    ("women", "woman", Form::S),
    ("policemen", "policeman", Form::S),
    ("firemen", "fireman", Form::S),
    ("snowmen", "snowman", Form::S),
    ("mice", "mouse", Form::S),
    ("geese", "goose", Form::S),
    ("wolves", "wolf", Form::S),
    ("calves", "calf", Form::S),
    ("elves", "elf", Form::S),
    ("knives", "knife", Form::S),
    ("thieves", "thief", Form::S),
    ("octopi", "octopus", Form::S),
    ("lying", "lie", Form::Ing),
    ("lay", "lie", Form::Past),
    ("shone", "shine", Form::Past),
    ("leapt", "leap", Form::Past),
    ("fled", "flee", Form::Past),
    ("spoke", "speak", Form::Past),
    ("sang", "sing", Form::Past),
    ("sung", "sing", Form::Past),
    ("swam", "swim", Form::Past),
    ("swum", "swim", Form::Past),
    ("rang", "ring", Form::Past),
    ("rung", "ring", Form::Past),
    ("ate", "eat", Form::Past),
    ("eaten", "eat", Form::Past),
    ("drank", "drink", Form::Past),
    ("wrote", "write", Form::Past),
    ("written", "write", Form::Past),
    ("drew", "draw", Form::Past),
    ("drawn", "draw", Form::Past),
    ("gave", "give", Form::Past),
    ("given", "give", Form::Past),
    ("broke", "break", Form::Past),
    ("broken", "break", Form::Past),
    ("rode", "ride", Form::Past),
    ("ridden", "ride", Form::Past),
    ("hid", "hide", Form::Past),
    ("hidden", "hide", Form::Past),
    ("held", "hold", Form::Past),
    ("met", "meet", Form::Past),
    ("thought", "think", Form::Past),
    ("spun", "spin", Form::Past),
    ("slid", "slide", Form::Past),
    ("struck", "strike", Form::Past),
    ("shook", "shake", Form::Past),
    ("saw", "see", Form::Past),
    ("seen", "see", Form::Past),
    ("found", "find", Form::Past),
    ("dove", "dive", Form::Past),
    ("crept", "creep", Form::Past),
    ("woke", "wake", Form::Past),
    ("brought", "bring", Form::Past),
    ("left", "leave", Form::Past),
    ("taught", "teach", Form::Past),
    ("fought", "fight", Form::Past),
    ("burnt", "burn", Form::Past),
    ("sunk", "sink", Form::Past),
    ("blew", "blow", Form::Past),
    ("grew", "rise", Form::Past),
];

fn english(word: &str) -> Vec<(String, Form)> {
    let mut found: Vec<(String, Form)> =
        IRREGULAR.iter().filter(|(form, ..)| *form == word).map(|(_, lemma, form)| ((*lemma).to_owned(), *form)).collect();
    let mut add = |stem: &str, end: &str, form: Form| {
        if stem.chars().count() >= 2 {
            found.push((format!("{stem}{end}"), form));
        }
    };
    for (end, puts) in [("ies", ["y", "ie"]), ("ves", ["f", "ve"]), ("es", ["", "e"])] {
        if let Some(stem) = word.strip_suffix(end) {
            puts.iter().for_each(|put| add(stem, put, Form::S));
        }
    }
    if let Some(stem) = word.strip_suffix('s') {
        add(stem, "", Form::S);
    }
    for (suffix, form) in [("ing", Form::Ing), ("ed", Form::Past)] {
        let Some(stem) = word.strip_suffix(suffix) else { continue };
        add(stem, "", form);
        add(stem, "e", form);
        let mut chars = stem.chars().rev();
        if let (Some(a), Some(b)) = (chars.next(), chars.next())
            && a == b
        {
            add(&stem[..stem.len() - a.len_utf8()], "", form);
        }
        if let Some(stem) = stem.strip_suffix('i') {
            add(stem, "y", form);
        }
    }
    if let Some(stem) = word.strip_suffix("ly") {
        add(stem, "", Form::Ly);
    }
    found
}

/// The common forms of a regular verb of a language whose tables give the infinitive; "sentarse" too.
#[must_use]
pub fn conjugated(infinitive: &str, tongue: Tongue) -> Vec<String> {
    if infinitive.contains(' ') {
        return Vec::new();
    }
    let ends: &[(&str, &[&str])] = match tongue {
        Tongue::English => return Vec::new(),
        Tongue::Spanish => &[
            ("ar", &["a", "an", "ando", "ó", "aron", "aba", "aban", "ado", "ada"]),
            ("er", &["e", "en", "iendo", "ió", "ieron", "ía", "ían", "ido", "ida"]),
            ("ir", &["e", "en", "iendo", "ió", "ieron", "ía", "ían", "ido", "ida"]),
        ],
        Tongue::French => &[
            ("er", &["e", "ent", "ant", "é", "ée", "és", "ait", "aient", "a", "èrent"]),
            ("ir", &["it", "issent", "issant", "i", "ie", "t", "ent", "ant"]),
            ("re", &["", "ent", "ant", "u", "ue", "ait", "aient", "it"]),
        ],
        Tongue::German => {
            &[("eln", &["elt", "elte", "elten", "elnd"]), ("ern", &["ert", "erte", "erten", "ernd"]), ("en", &["t", "et", "te", "ten", "end", "e"])]
        }
    };
    let base = infinitive.strip_suffix("se").filter(|_| tongue == Tongue::Spanish).unwrap_or(infinitive);
    let Some((stem, forms)) = ends.iter().find_map(|(end, forms)| base.strip_suffix(end).map(|stem| (stem, forms))) else { return Vec::new() };
    if stem.chars().count() < 2 {
        return Vec::new();
    }
    let mut all: Vec<String> = forms.iter().map(|form| format!("{stem}{form}")).filter(|form| form.chars().count() >= 3).collect();
    if tongue == Tongue::German {
        all.push(format!("ge{stem}t"));
    }
    // "Manger" becomes "mangeant".
    if tongue == Tongue::French && stem.ends_with('g') {
        all.push(format!("{stem}eant"));
    }
    if base != infinitive {
        all.push(base.to_owned());
    }
    all
}
