//! Numbers from words and digits, and as they are spoken.

const EN: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];
const ES: [&str; 21] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
];
const FR: [&str; 21] = [
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize",
    "dix-sept", "dix-huit", "dix-neuf", "vingt",
];
const DE: [&str; 21] = [
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
    "zwanzig",
];
const IT: [&str; 21] = [
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
    "venti",
];
const PT: [&str; 21] = [
    "zero",
    "um",
    "dois",
    "três",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "catorze",
    "quinze",
    "dezesseis",
    "dezessete",
    "dezoito",
    "dezenove",
    "vinte",
];
const JA: [&str; 21] = [
    "れい",
    "いち",
    "に",
    "さん",
    "よん",
    "ご",
    "ろく",
    "なな",
    "はち",
    "きゅう",
    "じゅう",
    "じゅういち",
    "じゅうに",
    "じゅうさん",
    "じゅうよん",
    "じゅうご",
    "じゅうろく",
    "じゅうなな",
    "じゅうはち",
    "じゅうきゅう",
    "にじゅう",
];

/// As spoken; in digits where the language has no table here.
#[must_use]
pub fn spoken(number: u32, language: &str) -> String {
    let table = match language {
        "en" => &EN,
        "es" => &ES,
        "fr" => &FR,
        "de" => &DE,
        "it" => &IT,
        "pt" => &PT,
        "ja" => &JA,
        _ => return number.to_string(),
    };
    table.get(number as usize).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// Of a word in any of the languages, or of digits.
#[must_use]
pub fn parse(word: &str) -> Option<u32> {
    if word.chars().all(|c| c.is_ascii_digit()) {
        return word.parse().ok();
    }
    [&EN, &ES, &FR, &DE].iter().find_map(|table| table.iter().position(|known| *known == word)).and_then(|at| u32::try_from(at).ok())
}
