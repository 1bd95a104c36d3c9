//! Watches a person's recording: turns pictures and sound into the numbers that are judged, and keeps the best picture of each side.
//!
//! It judges nothing. What it holds in memory is bounded: one picture for each side, and numbers. Blocks; it runs on a thread that may.

use super::{
    Trouble,
    measure::{self, Print, Region},
    sides::{Kept, Sides},
};
use domain::enrolment::{FaceSeen, FrameSeen, SoundHeard};
use media::intake::{self, FPS, Still};
use models::{Embedding, Face, FaceFinder, Models, RgbRef, voice};
use std::{ops::ControlFlow, path::Path};

/// Of so many pictures from the front one is compared, nobody knows which; of turned heads every one, since a turn by somebody else would answer
/// the challenge for this face.
const COMPARE_ONE_OF: u32 = 4;
/// Degrees from the first pictures' pose from which a head counts as turned here; less than the judge asks of a turn.
const TURNED: [f32; 2] = [9.0, 6.0];
/// Faces smaller than this share of the largest are people far behind, or pictures on a wall.
const BYSTANDER: f32 = 0.35;
/// Degrees of yaw up to which a face is compared as seen from the front.
const FRONT: f32 = 16.0;
/// The part of a face's box that is face, whatever its shape.
const INNER: f32 = 0.7;

/// One face and the picture number in which it was compared.
struct Sample {
    frame: usize,
    yaw: f32,
    embedding: Embedding,
}

/// What was seen and heard of one person.
pub struct Watched {
    pub seconds: f32,
    pub frames: Vec<FrameSeen>,
    pub sound: SoundHeard,
    pub digits: Vec<u8>,
    pub voice: Option<voice::Pitch>,
    /// What the compared faces have in common; None: no face was seen.
    pub embedding: Option<Embedding>,
    /// The best picture of each side.
    pub sides: Vec<Kept>,
    pub print: Option<[u8; 32]>,
}

/// Watches a file.
///
/// # Errors
/// What can't be read, and models that fail. A recording in which nobody is seen is no error.
pub fn person(file: &Path, models: &Models, digits: usize) -> Result<Watched, Trouble> {
    let mut watch = Watch { finder: models.faces()?, frames: Vec::new(), samples: Vec::new(), sides: Sides::default() };
    let (mut trouble, mut print) = (None, Print::default());
    let count = intake::pictures(file, |still| {
        print.add(&still);
        match watch.look(still) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                trouble = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(trouble) = trouble {
        return Err(trouble);
    }
    let sound = intake::sound(file)?;
    let heard = measure::sound(&sound);
    // The recogniser wants something to listen to; what is shorter is refused for its length anyway.
    let digits = if heard.seconds >= 1.0 { models.digits()?.hear(&sound, digits)? } else { Vec::new() };
    let voice = voice::pitch(&sound);
    let (frames, sides, embedding) = watch.finish()?;
    Ok(Watched { seconds: count as f32 / FPS as f32, frames, sound: heard, digits, voice, embedding, sides, print: print.finish() })
}

struct Watch<'a> {
    finder: &'a FaceFinder,
    frames: Vec<FrameSeen>,
    samples: Vec<Sample>,
    sides: Sides,
}

impl Watch<'_> {
    fn look(&mut self, still: Still) -> Result<(), Trouble> {
        let frame = self.frames.len();
        let Some(picture) = rgb(&still) else {
            self.frames.push(FrameSeen { at: still.at, faces: 0, face: None });
            return Ok(());
        };
        let faces = self.finder.find(picture)?;
        let area = |face: &Face| face.width * face.height;
        let Some(main) = faces.iter().max_by(|a, b| area(a).total_cmp(&area(b))) else {
            self.frames.push(FrameSeen { at: still.at, faces: 0, face: None });
            return Ok(());
        };
        let count = faces.iter().filter(|face| face.width >= BYSTANDER * main.width).count();
        let (light, sharpness) = measure::light_and_sharpness(&still, region(main).inner(INNER));
        let seen =
            FaceSeen { yaw: main.pose.yaw, pitch: main.pose.pitch, size: f32::midpoint(main.width, main.height), light, sharpness, similarity: None };
        self.frames.push(FrameSeen { at: still.at, faces: count.min(usize::from(u8::MAX)) as u8, face: Some(seen) });
        let turned =
            self.sides.ahead().is_none_or(|ahead| (main.pose.yaw - ahead[0]).abs() >= TURNED[0] || (main.pose.pitch - ahead[1]).abs() >= TURNED[1]);
        if turned || rand::random_ratio(1, COMPARE_ONE_OF) {
            let embedding = self.finder.embed(picture, main)?;
            self.samples.push(Sample { frame, yaw: main.pose.yaw, embedding });
        }
        let main = main.clone();
        self.sides.offer(Kept { frame, still, face: main, sharpness });
        Ok(())
    }

    /// Compares the pictures that are kept as well, so that nobody else's face is among them; then each with the one that is most
    /// like all others.
    fn finish(mut self) -> Result<(Vec<FrameSeen>, Vec<Kept>, Option<Embedding>), Trouble> {
        let sides = self.sides.finish();
        for kept in &sides {
            if self.samples.iter().all(|sample| sample.frame != kept.frame)
                && let Some(picture) = rgb(&kept.still)
            {
                let embedding = self.finder.embed(picture, &kept.face)?;
                self.samples.push(Sample { frame: kept.frame, yaw: kept.face.pose.yaw, embedding });
            }
        }
        let Some(reference) = reference(&self.samples) else { return Ok((self.frames, sides, None)) };
        let mut alike = Vec::new();
        for sample in &self.samples {
            let similarity = sample.embedding.cosine(&reference);
            if let Some(face) = self.frames[sample.frame].face.as_mut() {
                face.similarity = Some(similarity);
            }
            if sample.yaw.abs() <= FRONT {
                alike.push(sample.embedding.clone());
            }
        }
        let embedding = Embedding::mean(&alike).or(Some(reference));
        Ok((self.frames, sides, embedding))
    }
}

/// The sample that is most like all others, from the front where there is one: after a swap it belongs to one of the two faces,
/// while a mean would belong to both.
fn reference(samples: &[Sample]) -> Option<Embedding> {
    let mut front: Vec<&Sample> = samples.iter().filter(|sample| sample.yaw.abs() <= FRONT).collect();
    if front.is_empty() {
        front = samples.iter().collect();
    }
    let likeness = |one: &Sample| front.iter().map(|other| one.embedding.cosine(&other.embedding)).sum::<f32>();
    let best = front.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    Some(best.embedding.clone())
}

fn region(face: &Face) -> Region {
    Region { left: face.left, top: face.top, width: face.width, height: face.height }
}

/// None: too small to show anything.
pub fn rgb(still: &Still) -> Option<RgbRef<'_>> {
    RgbRef::new(still.width, still.height, &still.rgb).ok()
}
