//! Text as the rules see it: words without case, accents, look-alike letters, invisible characters and digits that stand for
//! letters. It does not know any rule.

/// A word in each way in which it may be meant; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    forms: Vec<String>,
}

impl Word {
    pub(super) fn reads(&self, meant: impl Fn(&str) -> bool) -> bool {
        self.forms.iter().any(|form| meant(form))
    }

    /// As it is meant most likely, for a reader who knows no disguise: `n4k3d` is `naked`, `4k` stays.
    pub(super) fn meant(&self) -> &str {
        let plain = self.plain();
        let disguised = plain.chars().filter(|c| c.is_alphabetic()).count() >= 2 && plain.starts_with(char::is_alphabetic);
        let unmasked = || self.forms[1..].iter().find(|form| form.chars().all(char::is_alphabetic));
        if disguised && plain.chars().any(|c| !c.is_alphabetic()) { unmasked().map_or(plain, String::as_str) } else { plain }
    }

    /// As it was written, folded.
    pub(super) fn plain(&self) -> &str {
        &self.forms[0]
    }

    fn of(letters: &str) -> Self {
        let mut forms = vec![letters.to_owned()];
        let spelled = letters.chars().any(char::is_alphabetic);
        if spelled && letters.chars().any(|c| !c.is_alphabetic()) {
            for one in ['i', 'l'] {
                forms.push(letters.chars().map(|c| unleet(c, one)).collect());
            }
        }
        for index in 0..forms.len() {
            for kept in [1, 2] {
                forms.push(squeezed(&forms[index], kept));
            }
        }
        forms.dedup();
        Self { forms }
    }
}

/// Words in order. Everything that is no letter or digit is a border; letters with spaces between (`b a d`) are one word.
pub(super) fn words_of(text: &str) -> Vec<Word> {
    let letters: Vec<char> = text.chars().flat_map(char::to_lowercase).filter(|c| !is_invisible(*c)).flat_map(|c| folded(c).chars()).collect();
    let mut found: Vec<String> = Vec::new();
    let mut open = false;
    for (index, &c) in letters.iter().enumerate() {
        let inside = || index > 0 && letters[index - 1].is_alphanumeric() && letters.get(index + 1).is_some_and(|next| next.is_alphanumeric());
        if c.is_alphanumeric() || (matches!(c, '@' | '$' | '!' | '|') && inside()) {
            if !open {
                found.push(String::new());
            }
            found.last_mut().expect("one was opened").push(c);
            open = true;
        } else {
            open = false;
        }
    }
    joined(found).iter().map(|word| Word::of(word)).collect()
}

/// Words that were cut in two (`na ked`), each with the place of its first half. One half must be no everyday word.
pub(super) fn mended(words: &[Word]) -> Vec<(usize, Word)> {
    let torn = |word: &str| (1..=MOST_TORN).contains(&word.chars().count()) && !EVERYDAY.contains(&word);
    let pairs = words.windows(2).enumerate().filter(|(_, pair)| pair.iter().any(|half| torn(half.plain())));
    pairs.map(|(at, pair)| (at, Word::of(&format!("{}{}", pair[0].plain(), pair[1].plain())))).collect()
}

/// Letters of the shorter half of a torn word.
const MOST_TORN: usize = 3;

/// English words of up to three letters that stand beside any other.
const EVERYDAY: &[&str] = &[
    "a", "act", "add", "age", "ago", "air", "all", "am", "an", "and", "any", "are", "arm", "art", "as", "ask", "at", "bad", "bag", "be", "bed",
    "big", "bit", "boy", "bus", "but", "buy", "by", "can", "car", "cat", "cop", "cow", "cry", "cup", "cut", "dad", "day", "did", "do", "dog", "dry",
    "ear", "eat", "egg", "end", "eye", "far", "few", "fly", "for", "fun", "get", "go", "god", "got", "gun", "guy", "had", "has", "hat", "he", "her",
    "him", "his", "hit", "hot", "how", "i", "ice", "if", "in", "is", "it", "its", "job", "key", "kid", "lay", "leg", "let", "lie", "lip", "lot",
    "low", "man", "map", "may", "me", "men", "mix", "mom", "my", "new", "no", "nor", "not", "now", "of", "off", "oh", "oil", "old", "on", "one",
    "or", "our", "out", "own", "pan", "pay", "pen", "per", "pet", "put", "ran", "red", "rod", "row", "run", "sad", "say", "sea", "see", "set", "she",
    "sit", "sky", "so", "son", "sun", "tea", "ten", "the", "tie", "to", "toe", "too", "top", "toy", "try", "two", "up", "us", "use", "van", "war",
    "was", "way", "we", "wet", "who", "why", "win", "yes", "yet", "you",
];

/// A picture sign as the words that it is used for; None for others.
pub(super) fn pictured(c: char) -> Option<&'static str> {
    Some(match c {
        '🔪' | '🗡' => "stabs with a knife",
        '🔫' => "shoots with a gun",
        '💣' => "bomb",
        '🩸' => "blood",
        '🪓' => "axe",
        '⚰' => "coffin",
        '🚬' => "cigarette",
        '🍺' | '🍻' => "beer",
        '🍷' | '🍾' | '🥂' => "wine",
        '🍸' | '🍹' | '🥃' => "cocktail",
        '💉' => "syringe",
        '👙' => "bikini",
        '💋' => "kiss",
        '🕷' | '🕸' => "spider",
        '🐍' => "snake",
        '🍆' => "eggplant sign",
        '💦' => "splash sign",
        '🍑' => "peach sign",
        '🖕' => "middle finger",
        '卐' | '卍' => "swastika",
        _ => return None,
    })
}

/// An English word without its ending: `smoking`, `smokes` and `smoke` share one. Rough; both sides of a comparison go through it.
pub(super) fn stem(word: &str) -> String {
    let whole = match word {
        "men" => "man",
        "women" => "woman",
        "children" => "child",
        "mice" => "mouse",
        "feet" => "foot",
        "teeth" => "tooth",
        "geese" => "goose",
        "people" => "person",
        "ate" | "eaten" => "eat",
        "drank" | "drunk" => "drink",
        "ran" => "run",
        "rode" | "ridden" => "ride",
        "fought" => "fight",
        "wore" | "worn" => "wear",
        "swam" | "swum" => "swim",
        "drove" | "driven" => "drive",
        "sang" | "sung" => "sing",
        other => other,
    };
    let mut stem = whole.to_owned();
    let long_enough = |stem: &str, ending: &str| stem.is_ascii() && stem.len() >= ending.len() + 3 && stem.ends_with(ending);
    for (ending, instead) in [("ves", "f"), ("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("s", "")] {
        if long_enough(&stem, ending) && !(ending == "s" && (stem.ends_with("ss") || stem.ends_with("us"))) {
            stem.truncate(stem.len() - ending.len());
            stem.push_str(instead);
            break;
        }
    }
    for ending in ["ing", "ed", "ers", "er"] {
        if long_enough(&stem, ending) {
            stem.truncate(stem.len() - ending.len());
            let doubled = stem.as_bytes().last_chunk::<2>().is_some_and(|[a, b]| a == b && !matches!(a, b'l' | b's' | b'z'));
            if doubled {
                stem.pop();
            }
            break;
        }
    }
    if long_enough(&stem, "e") {
        stem.pop();
    }
    if stem.ends_with('y') {
        stem.pop();
        stem.push('i');
    }
    if stem.ends_with('v') {
        stem.pop();
        stem.push('f');
    }
    stem
}

/// Three or more single letters in a row become one word.
fn joined(words: Vec<String>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut run: Vec<String> = Vec::new();
    for word in words {
        if word.chars().nth(1).is_none() {
            run.push(word);
            continue;
        }
        close_run(&mut run, &mut out);
        out.push(word);
    }
    close_run(&mut run, &mut out);
    out
}

fn close_run(run: &mut Vec<String>, out: &mut Vec<String>) {
    if run.len() >= 3 {
        out.push(run.concat());
        run.clear();
    } else {
        out.append(run);
    }
}

/// Three or more of the same letter in a row become `kept`.
fn squeezed(word: &str, kept: usize) -> String {
    let letters: Vec<char> = word.chars().collect();
    letters.chunk_by(|a, b| a == b).flat_map(|run| &run[..if run.len() >= 3 { kept } else { run.len() }]).collect()
}

fn unleet(c: char, one: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' => one,
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        other => other,
    }
}

/// Zero width, joiners, direction marks, soft hyphens, combining accents, variation selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{300}'..='\u{36f}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' | '\u{e0000}'..='\u{e0fff}')
}

/// One or two plain letters for a (lower case) letter that looks or reads like them; itself otherwise.
fn folded(c: char) -> Folded {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";
    let two = match c {
        'æ' => "ae",
        'œ' => "oe",
        'ß' => "ss",
        'þ' => "th",
        _ => "",
    };
    if let [first, second] = two.as_bytes() {
        return Folded([char::from(*first), char::from(*second)], 2);
    }
    let code = u32::from(c);
    let nth = |from: u32, of: u32| LETTERS.chars().nth(((code - from) % of) as usize).unwrap_or(c);
    let one = match code {
        // Full width, circled and mathematical letters.
        0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c).to_ascii_lowercase(),
        0x24b6..=0x24e9 => nth(0x24b6, 26),
        0x1d400..=0x1d6a3 => nth(0x1d400, 26),
        0x1f130..=0x1f149 => nth(0x1f130, 26),
        0x1d7ce..=0x1d7ff => char::from_digit((code - 0x1d7ce) % 10, 10).unwrap_or(c),
        // Vietnamese.
        0x1ea0..=0x1eb7 => 'a',
        0x1eb8..=0x1ec7 => 'e',
        0x1ec8..=0x1ecb => 'i',
        0x1ecc..=0x1ee3 => 'o',
        0x1ee4..=0x1ef1 => 'u',
        0x1ef2..=0x1ef9 => 'y',
        _ => latin(c),
    };
    Folded([one, one], 1)
}

/// Accented Latin, and the Cyrillic and Greek letters that look Latin.
fn latin(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | 'ȁ' | 'ȃ' | 'а' | 'α' | 'ɑ' => 'a',
        'ь' => 'b',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' | 'с' | 'ϲ' => 'c',
        'ð' | 'ď' | 'đ' | 'ԁ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ȅ' | 'ȇ' | 'е' | 'ё' | 'ε' => 'e',
        'ƒ' => 'f',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ɡ' => 'g',
        'ĥ' | 'ħ' | 'һ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'і' | 'ї' | 'ι' => 'i',
        'ĵ' | 'ј' => 'j',
        'ķ' | 'к' | 'κ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' | 'ӏ' => 'l',
        'м' => 'm',
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŋ' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǒ' | 'ơ' | 'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ѕ' | 'ſ' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'т' | 'τ' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' | 'ư' | 'υ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ŵ' | 'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'ý' | 'ÿ' | 'ŷ' | 'у' | 'γ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        other => other,
    }
}

#[derive(Clone, Copy)]
struct Folded([char; 2], usize);

impl Folded {
    fn chars(self) -> impl Iterator<Item = char> {
        self.0.into_iter().take(self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<String> {
        words_of(text).iter().map(|word| word.plain().to_owned()).collect()
    }

    fn reads(text: &str, meant: &str) -> bool {
        words_of(text).iter().any(|word| word.reads(|form| form == meant))
    }

    #[test]
    fn words_lose_case_accents_and_invisible_characters() {
        assert_eq!(plain("Él niño, ŒUVRE — Straße!"), ["el", "nino", "oeuvre", "strasse"]);
        assert_eq!(plain("zero\u{200b}width e\u{301}t\u{e9}"), ["zerowidth", "ete"]);
        assert_eq!(plain("ＦＵＬＬ 𝐛𝐨𝐥𝐝 ⓒⓘⓡⓒ"), ["full", "bold", "circ"]);
    }

    #[test]
    fn digits_and_signs_inside_a_word_stand_for_letters() {
        assert!(reads("h3ll0", "hello") && reads("p1ck", "pick") && reads("he1p", "help") && reads("c@t$up", "catsup"));
        assert!(reads("heeeello", "hello") && reads("heelllllo", "heello"));
        assert_eq!(plain("2 dogs run!"), ["2", "dogs", "run"]);
        assert!(!reads("1 dog", "i"));
    }

    #[test]
    fn a_disguised_word_is_read_as_it_is_meant() {
        let meant = |text: &str| words_of(text).iter().map(|word| word.meant().to_owned()).collect::<Vec<_>>();
        assert_eq!(meant("n4k3d, p1ck, 4k, 24 fps, R2D2 sings"), ["naked", "pick", "4k", "24", "fps", "r2d2", "sings"]);
    }

    #[test]
    fn words_cut_in_two_are_mended_and_everyday_words_are_left() {
        let mended = |text: &str| mended(&words_of(text)).into_iter().map(|(at, word)| (at, word.plain().to_owned())).collect::<Vec<_>>();
        assert_eq!(mended("a na ked truth")[1], (1, "naked".to_owned()));
        assert!(mended("he puts the pen is in the red cup to be head of it").is_empty());
    }

    #[test]
    fn endings_do_not_part_words() {
        for [one, other] in [
            ["smoking", "smoke"],
            ["smokes", "smoked"],
            ["spider", "spiders"],
            ["knives", "knife"],
            ["kisses", "kissing"],
            ["running", "runs"],
            ["bodies", "body"],
            ["dancers", "dancing"],
            ["women", "woman"],
            ["drives", "driving"],
            ["eaten", "eating"],
            ["wolf", "wolves"],
            ["politics", "politic"],
            ["horses", "horse"],
            ["churches", "church"],
        ] {
            assert_eq!(stem(one), stem(other), "{one} {other}");
        }
        for [one, other] in [["king", "kin"], ["bus", "bu"], ["cat", "car"], ["meat", "meet"]] {
            assert_ne!(stem(one), stem(other), "{one} {other}");
        }
    }

    #[test]
    fn spaced_letters_are_one_word_and_short_runs_are_not() {
        assert_eq!(plain("h.e.l.l.o you, I a dog"), ["hello", "you", "i", "a", "dog"]);
    }
}
