//! Encoding.
use crate::{MediaError, MediaUnit, Watermark};
use domain::{TakeId, consent::Work, plan::Format, product::{Pass, Product}};

/// Encodes one take.
pub struct TakeEncoder {
    passes: Vec<Pass>,
}

impl TakeEncoder {
    /// # Errors
    /// Where an encoder can't be made.
    pub fn new(take: TakeId, format: Format, seconds: u32, watermark: Watermark) -> Result<Self, MediaError> {
        let _ = (take, format, seconds, watermark);
        Ok(Self { passes: Vec::new() })
    }

    /// Call before the first picture of the pass.
    pub fn pass_started(&mut self, pass: Pass) {
        self.passes.push(pass);
    }
}

impl Work<Product> for TakeEncoder {
    type Output = Result<Vec<MediaUnit>, MediaError>;

    fn work(&mut self, _input: Product) -> Self::Output {
        Ok(Vec::new())
    }
}
