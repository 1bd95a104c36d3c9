//! From what an engine makes to what leaves: each picture is marked, encoded and packetised once; so is the sound.
//!
//! It runs on one thread, beside the one that draws. It knows passes and products; it does not know who watches.

mod colour;
mod live;
mod pack;
mod poster;
mod sound;
mod video;

pub use live::{LiveEncoder, Recut};
pub(crate) use pack::Packer;
pub(crate) use poster::Poster;
pub use sound::PRE_SKIP;
pub(crate) use sound::{PACKET, SoundEncoder};

use crate::{KeptSecond, MediaError, MediaUnit, UnitLabel, Watermark};
use domain::{
    TakeId,
    consent::Work,
    plan::Format,
    product::{Pass, Picture, Product},
};
use pack::moment;
use video::{AccessUnit, PassEncoder};

/// Encodes one take: all its passes, and its sound.
pub struct TakeEncoder {
    format: Format,
    seconds: u32,
    watermark: Watermark,
    /// The pass that began last.
    pass: Option<Pass>,
    /// Its encoder, from its first picture on.
    encoder: Option<PassEncoder>,
    sound: SoundEncoder,
    packer: Packer,
    has_poster: bool,
    for_poster: Option<(UnitLabel, Picture)>,
}

impl TakeEncoder {
    /// # Errors
    /// [`MediaError::Encode`] where an encoder can't be made.
    pub fn new(take: TakeId, format: Format, seconds: u32, watermark: Watermark) -> Result<Self, MediaError> {
        let sound = SoundEncoder::new(seconds)?;
        let packer = Packer::new(take);
        Ok(Self { format, seconds, watermark, pass: None, encoder: None, sound, packer, has_poster: false, for_poster: None })
    }

    /// Call it before the pass's first picture; the pass before it ends here. A pass that does not fit the take fails with its first
    /// picture.
    pub fn pass_started(&mut self, pass: Pass) {
        self.pass = Some(pass);
        self.encoder = None;
    }

    /// The encoder of the pass under way.
    fn encoder(&mut self, number: u8) -> Result<&mut PassEncoder, MediaError> {
        let Some(pass) = self.pass.filter(|pass| pass.number == number) else {
            return Err(MediaError::Picture(format!("pass {number} is not under way")));
        };
        let size = self.format.size;
        if pass.width > size.width || pass.height > size.height || pass.fps > self.format.fps {
            return Err(MediaError::Picture(format!("pass {number} is larger than its take")));
        }
        let encoder = match self.encoder.take() {
            Some(encoder) => encoder,
            None => PassEncoder::new(pass)?,
        };
        Ok(self.encoder.insert(encoder))
    }

    fn picture(&mut self, number: u8, index: u32, mut picture: Picture) -> Result<Vec<MediaUnit>, MediaError> {
        let seconds = self.seconds;
        let encoder = self.encoder(number)?;
        encoder.check(index, seconds, &picture)?;
        let fps = encoder.pass().fps;
        let pts = moment(index, fps);
        self.watermark.draw(&mut picture, pts);
        let pass = *self.encoder(number)?.pass();
        let AccessUnit { bytes, keyframe } = self.encoder(number)?.encode(index, &picture)?;
        let units = vec![self.packer.access_unit(&pass, index, keyframe, &bytes)?];
        let label = units[0].label;
        if number == 0 && !self.has_poster {
            self.has_poster = true;
            // The first picture does not wait for its poster: that comes with what is encoded next.
            self.for_poster = Some((label, picture));
        }
        Ok(units)
    }

    /// A second of the last pass that was kept before a crash, in place of its pictures.
    fn kept(&mut self, second: KeptSecond) -> Result<Vec<MediaUnit>, MediaError> {
        let pass = self.pass.filter(|pass| pass.last).ok_or_else(|| MediaError::Picture("the last pass is not under way".into()))?;
        let first = second.number * pass.fps;
        self.encoder(pass.number)?.skip_to(first, first + pass.fps)?;
        second.units.iter().zip(first..).map(|(bytes, index)| self.packer.access_unit(&pass, index, index == first, bytes)).collect()
    }

    fn poster(&mut self, of: UnitLabel, picture: &Picture) -> Result<MediaUnit, MediaError> {
        let Poster { width, height, jpeg } = Poster::of(picture)?;
        Ok(self.packer.poster_of(of, width, height, jpeg.into()))
    }

    fn sound(&mut self, start: u64, pcm: &[f32]) -> Result<Vec<MediaUnit>, MediaError> {
        let packets = self.sound.encode(start, pcm)?;
        Ok(packets.iter().map(|packet| self.packer.packet(packet)).collect())
    }
}

impl Work<Product> for TakeEncoder {
    type Output = Result<Vec<MediaUnit>, MediaError>;

    fn work(&mut self, product: Product) -> Self::Output {
        let poster = self.for_poster.take();
        let mut units = match product {
            Product::Frame { pass, index, picture } => self.picture(pass, index, picture)?,
            Product::Sound { start, pcm } => self.sound(start, &pcm)?,
        };
        if let Some((label, picture)) = poster {
            units.push(self.poster(label, &picture)?);
        }
        Ok(units)
    }
}

impl Work<KeptSecond> for TakeEncoder {
    type Output = Result<Vec<MediaUnit>, MediaError>;

    fn work(&mut self, second: KeptSecond) -> Self::Output {
        self.kept(second)
    }
}
