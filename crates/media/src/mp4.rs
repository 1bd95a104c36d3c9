//! The file.
use crate::{MediaError, MediaUnit};
use domain::consent::Gather;

/// Gathers the units of a take; those of its last pass, and its sound, become the file.
#[derive(Debug, Default)]
pub struct Mp4Gather {
    video: Vec<bytes::Bytes>,
}

impl Mp4Gather {
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Gather<MediaUnit> for Mp4Gather {
    type Output = Result<Vec<u8>, MediaError>;

    fn add(&mut self, part: &MediaUnit) {
        self.video.push(part.payload.clone());
    }

    fn finish(self) -> Self::Output {
        Err(MediaError::Incomplete("it has no picture".into()))
    }
}
