//! Sentences of like meaning lie close. Without the file that the set-up fetches these tests fail, as casting would.

use crate::support::models;
use models::{Models, similarity};

fn embed(models: &Models, text: &str) -> [f32; 384] {
    models.sentences().and_then(|sentences| sentences.embed(text)).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_nearest_sentence_means_the_same() {
    let models = models();
    let pairs = [
        ("a cat sleeps on the sofa", "the kitten naps on the couch"),
        ("she points a gun at his head", "he is threatened with a pistol"),
        ("two friends bake bread", "we make a loaf in the kitchen together"),
        ("rain falls on the city at night", "a wet evening in the streets"),
    ];
    let seconds: Vec<_> = pairs.iter().map(|(_, second)| embed(&models, second)).collect();
    for (index, (first, _)) in pairs.iter().enumerate() {
        let first = embed(&models, first);
        let nearest = (0..seconds.len()).max_by(|a, b| similarity(&first, &seconds[*a]).total_cmp(&similarity(&first, &seconds[*b])));
        assert_eq!(nearest, Some(index));
    }
}

#[test]
fn an_embedding_is_what_the_original_model_says() {
    // By sentence-transformers' own pipeline over the same file: the first numbers of the mean, normalised.
    let embedding = embed(&models(), "A cat sleeps on the sofa.");
    assert!((embedding.iter().map(|value| value * value).sum::<f32>() - 1.0).abs() < 1e-4);
    for (value, expected) in embedding.iter().zip(EXPECTED) {
        assert!((value - expected).abs() < 0.01, "{value} {expected}");
    }
}

const EXPECTED: [f32; 8] = [0.160_728, -0.069_806, -0.048_117, 0.048_161, 0.001_229, 0.041_312, -0.033_815, -0.025_068];

#[test]
fn case_accents_and_control_characters_do_not_matter() {
    let models = models();
    let plain = embed(&models, "the cafe is open");
    for text in ["The Café is OPEN", "the\tcafe\u{0} is\nopen"] {
        assert!(similarity(&plain, &embed(&models, text)) > 0.999, "{text}");
    }
}

#[test]
fn any_text_can_be_embedded() {
    let models = models();
    let long = "word ".repeat(1_500);
    for text in ["", " ", "\u{7}", "xqzjkvw", "ﷺ🙂🙃", "漢字かな交じり文", "##ing [CLS] [SEP]", "é́́́́́", &"x".repeat(8_000), &long]
    {
        assert!(embed(&models, text).iter().all(|value| value.is_finite()), "{text}");
    }
    let sentences = models.sentences().expect("there");
    assert_eq!(sentences.embed(&"x".repeat(8_001)).map_err(|error| error.code()), Err("text_unfit"));
}
