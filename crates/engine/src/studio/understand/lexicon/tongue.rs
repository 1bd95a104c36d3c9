//! The languages that storyboards can be written in, told apart by their small words.

use super::index;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tongue {
    #[default]
    English,
    Spanish,
    French,
    German,
}

impl Tongue {
    pub const ALL: [Self; 4] = [Self::English, Self::Spanish, Self::French, Self::German];

    /// BCP 47.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::German => "de",
        }
    }

    fn small_words(self) -> &'static [&'static str] {
        match self {
            Self::English => &[
                "the", "a", "an", "and", "of", "in", "on", "with", "is", "are", "to", "at", "through", "from", "his", "her", "while", "by", "into",
                "two", "it", "that", "who", "then", "under", "says",
            ],
            Self::Spanish => &[
                "el", "la", "los", "las", "un", "una", "unos", "unas", "y", "en", "de", "del", "con", "por", "para", "al", "su", "que", "mientras",
                "es", "está", "dos", "hacia", "sobre", "luego", "dice", "se", "lo", "sin", "bajo",
            ],
            Self::French => &[
                "le", "la", "les", "un", "une", "des", "et", "dans", "sur", "avec", "du", "de", "au", "aux", "qui", "est", "son", "sa", "ses", "par",
                "pour", "puis", "pendant", "deux", "vers", "dit", "il", "elle", "se", "sous", "sans", "en",
            ],
            Self::German => &[
                "der", "die", "das", "ein", "eine", "einen", "einem", "einer", "und", "im", "in", "auf", "mit", "den", "dem", "des", "von", "durch",
                "ist", "sein", "ihr", "zwei", "während", "über", "dann", "sagt", "nach", "am", "ohne", "unter", "zum", "zur", "er", "sie",
            ],
        }
    }

    /// The language with the most small words; where several have as many, the one with the most known words; else English.
    #[must_use]
    pub fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut counts = [0_usize; 4];
        for word in words.take(400) {
            for (count, tongue) in counts.iter_mut().zip(Self::ALL) {
                let known = !index::of(tongue).get(word).is_empty();
                *count += 1_000 * usize::from(tongue.small_words().contains(&word)) + usize::from(known);
            }
        }
        let most = counts.iter().copied().max().unwrap_or(0);
        let first = counts.iter().position(|count| *count == most).unwrap_or(0);
        if most < 1_000 && counts[0] > 0 { Self::English } else { Self::ALL[first] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_the_language() {
        for (text, tongue) in [
            ("a dog runs in the park", Tongue::English),
            ("dog cat 12", Tongue::English),
            ("un perro corre por el parque", Tongue::Spanish),
            ("un chien court dans le parc", Tongue::French),
            ("ein hund läuft durch den park", Tongue::German),
        ] {
            assert_eq!(Tongue::of(text.split(' ')), tongue, "{text}");
        }
    }
}
