//! How round the lips are while a line is spoken: from the vowels of its words, in the time that the mouth takes for them.
//!
//! Synthetic voices hardly tell “oo” from “ee” by their sound alone, so the letters tell it. Where they can't (signs, scripts
//! without vowels), lips stay between.

/// Of vowels that nothing is known about.
const BETWEEN: f32 = 0.3;

const ROUND: &str = "ouwöüôóòõøåœùúûůоуюёοωόώう お ゆ よ く ぐ こ ご す ず そ ぞ つ と ど ぬ の ふ ほ ぶ ぼ ぷ ぽ む も る ろ を ウ オ ク コ ス ソ ツ ト ヌ ノ フ ホ ム モ ユ ヨ ル ロ";
const SPREAD: &str = "ieyéèêëíìîïýаеиыэяіїєйηιеυέήίいえきぎけげしじせぜちてでにねひへびべみめりれイエキケシセチテニネヒヘミメリレ";
const OPEN: &str = "aáàâäãąăæα ά あ か が さ ざ た だ な は ば ま や ら わ ア カ サ タ ナ ハ マ ヤ ラ ワ";

/// None: no vowel.
fn vowel(c: char) -> Option<f32> {
    if ('가'..='힣').contains(&c) {
        let middle = (u32::from(c) - 0xAC00) / 28 % 21;
        return Some(if matches!(middle, 8 | 12 | 13 | 17) { 1.0 } else { 0.1 });
    }
    let small = c.to_lowercase().next().unwrap_or(c);
    let has = |set: &str| small != ' ' && set.contains(small);
    if has(ROUND) {
        Some(1.0)
    } else if has(SPREAD) {
        Some(0.0)
    } else if has(OPEN) {
        Some(0.2)
    } else {
        None
    }
}

/// One value for each group of vowels.
fn groups(words: &str) -> Vec<f32> {
    let mut groups: Vec<f32> = Vec::new();
    let mut is_open = false;
    for c in words.chars() {
        match vowel(c) {
            // In a group, the roundest counts: “ou”, “eau”, “ew”.
            Some(value) if is_open && c.is_alphabetic() && u32::from(c) < 0x3000 => {
                if let Some(last) = groups.last_mut() {
                    *last = last.max(value);
                }
            }
            Some(value) => {
                groups.push(value);
                is_open = true;
            }
            None => is_open = false,
        }
    }
    groups
}

/// One value for each of `mouth`, 0…1.
pub fn round(words: &str, mouth: &[f32]) -> Vec<f32> {
    let groups = groups(words);
    let all: f32 = mouth.iter().sum();
    let (mut so_far, mut now) = (0.0, BETWEEN);
    mouth
        .iter()
        .map(|open| {
            // Vowels follow one another as the mouth opens, not as the clock goes.
            let at = ((so_far + open / 2.0) / all.max(1e-6) * groups.len() as f32) as usize;
            so_far += open;
            let goal = if *open < 0.08 { BETWEEN } else { groups.get(at.min(groups.len().saturating_sub(1))).copied().unwrap_or(BETWEEN) };
            now += (goal - now) * 0.35;
            now
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lips_are_round_for_oo_and_not_for_ee() {
        let mouth: Vec<f32> = (0..120).map(|i| (i as f32 * 0.2).sin().abs()).collect();
        let mean = |words: &str| round(words, &mouth).iter().sum::<f32>() / 120.0;
        assert!(mean("Who knew you too") > mean("He sees me, he needs tea") + 0.4);
        assert!(mean("うつくしく") > mean("いきいきに") + 0.3);
        assert!(mean("오우오") > mean("이아이") + 0.3);
        assert!((mean("你好") - BETWEEN).abs() < 1e-3);
    }

    #[test]
    fn a_round_vowel_after_a_spread_one_comes_later() {
        let mouth = vec![0.8; 60];
        let lips = round("see you", &mouth);
        assert!(lips[20] < 0.2 && lips[55] > 0.7);
    }
}
