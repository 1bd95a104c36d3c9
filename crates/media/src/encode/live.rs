//! Encodes a stage, which has no end: sizes change, takes follow each other, groups begin when somebody needs one.
//!
//! And cuts a stretch of it out: its units become those of a take from its beginning, undecoded.

use super::{
    pack::{Packer, moment},
    poster::Poster,
    sound::{PACKET_MICROS, SoundEncoder},
    video::{AccessUnit, PassEncoder},
};
use crate::{MediaError, MediaUnit, UnitKind, UnitLabel, Watermark};
use domain::{
    TakeId,
    consent::Work,
    plan::Size,
    product::{Pass, Picture, Product},
};

/// Samples that may be missing: ten seconds.
const LONGEST_HOLE: u64 = 480_000;

/// See the module.
pub struct LiveEncoder {
    rate: u32,
    watermark: Watermark,
    video: Option<(Size, PassEncoder)>,
    sound: SoundEncoder,
    packer: Packer,
    /// Pictures so far.
    pictures: u32,
    /// Ticks until the next picture.
    every: u32,
    /// Tick of the last keyframe.
    keyed: Option<u32>,
    /// Tick from which whole seconds are counted: each begins with a keyframe, whatever began in between.
    from: Option<u32>,
    wants_poster: bool,
}

impl LiveEncoder {
    /// `rate`: ticks a second.
    ///
    /// # Errors
    /// [`MediaError::Encode`] where there is no encoder for the sound.
    pub fn new(take: TakeId, rate: u32, watermark: Watermark) -> Result<Self, MediaError> {
        let (sound, packer) = (SoundEncoder::new(u32::MAX)?, Packer::new(take));
        Ok(Self { rate, watermark, video: None, sound, packer, pictures: 0, every: 1, keyed: None, from: None, wants_poster: false })
    }

    /// Pictures from here on are of another take; nothing of it is decoded from what was before.
    ///
    /// # Errors
    /// [`MediaError::Encode`] where there is no other encoder for the sound: then nothing more may be encoded.
    pub fn turn(&mut self, take: TakeId) -> Result<(), MediaError> {
        self.packer.turn(take);
        self.keyed = None;
        self.sound.hush()
    }

    pub fn mark(&mut self, watermark: Watermark) {
        self.watermark = watermark;
    }

    /// A picture each so many ticks.
    pub fn every(&mut self, ticks: u32) {
        self.every = ticks;
    }

    /// A decoder can begin with the next picture; it comes with a poster.
    pub fn begin_here(&mut self) {
        (self.keyed, self.from) = (None, None);
        self.wants_poster = true;
    }

    /// Where a scene stood still in the middle of a tick, a piece comes twice, or one is missing: that is silence.
    fn sound_at(&mut self, start: u64, pcm: &[f32]) -> Result<Vec<Vec<u8>>, MediaError> {
        let taken = self.sound.taken();
        if start < taken {
            return Ok(Vec::new());
        }
        let missing = (start - taken).min(LONGEST_HOLE);
        let mut packets = Vec::new();
        if missing > 0 {
            packets = self.sound.encode(taken, &vec![0.0; missing as usize * 2])?;
        }
        packets.extend(self.sound.encode(start, pcm)?);
        Ok(packets)
    }

    fn picture(&mut self, number: u8, tick: u32, mut picture: Picture) -> Result<Vec<MediaUnit>, MediaError> {
        let size = Size { width: picture.width, height: picture.height };
        let pass = Pass { number, width: size.width, height: size.height, fps: (self.rate / self.every.max(1)).max(1), frames: 0, last: false };
        if picture.rgba.len() != size.width as usize * size.height as usize * 4 {
            return Err(MediaError::Picture(format!("tick {tick}: {} bytes", picture.rgba.len())));
        }
        let other = self.video.as_ref().is_none_or(|(known, encoder)| *known != size || encoder.pass().fps != pass.fps);
        if other {
            self.video = Some((size, PassEncoder::new(pass)?));
            self.keyed = None;
        }
        let from = *self.from.get_or_insert(tick);
        let second = |tick: u32| tick.saturating_sub(from) / self.rate;
        let keyframe = self.keyed.is_none_or(|keyed| second(tick) > second(keyed));
        let pts = moment(tick, self.rate);
        self.watermark.draw(&mut picture, pts);
        let Some((_, encoder)) = &mut self.video else { unreachable!("one was just made") };
        let AccessUnit { bytes, keyframe } = encoder.encode_next(pts / 1_000, keyframe, &picture)?;
        if keyframe {
            self.keyed = Some(tick);
        }
        let duration = (moment(tick + self.every, self.rate) - pts) as u32;
        let mut units = vec![self.packer.picture(&pass, (self.pictures, pts, duration), keyframe, &bytes)?];
        self.pictures += 1;
        if std::mem::take(&mut self.wants_poster) {
            let Poster { width, height, jpeg } = Poster::of(&picture)?;
            units.push(self.packer.poster_of(units[0].label, width, height, jpeg.into()));
        }
        Ok(units)
    }
}

impl Work<Product> for LiveEncoder {
    type Output = Result<Vec<MediaUnit>, MediaError>;

    fn work(&mut self, product: Product) -> Self::Output {
        match product {
            Product::Frame { pass, index, picture } => self.picture(pass, index, picture),
            Product::Sound { start, pcm } => {
                let packets = self.sound_at(start, &pcm)?;
                Ok(packets.iter().map(|packet| self.packer.packet(packet)).collect())
            }
        }
    }
}

/// Gives the units of a stretch the places that they have in the take that is made of it.
pub struct Recut {
    take: TakeId,
    from: u64,
    pictures: u32,
    packets: u32,
}

impl Recut {
    /// `from`: where the stretch begins, in the stage's microseconds.
    #[must_use]
    pub fn new(take: TakeId, from: u64) -> Self {
        Self { take, from, pictures: 0, packets: 0 }
    }
}

impl Work<MediaUnit> for Recut {
    type Output = MediaUnit;

    fn work(&mut self, unit: MediaUnit) -> MediaUnit {
        let label = UnitLabel { take: self.take, pts: unit.label.pts.saturating_sub(self.from), ..unit.label };
        let label = match label.kind {
            UnitKind::Video => {
                self.pictures += 1;
                UnitLabel { index: self.pictures - 1, ..label }
            }
            UnitKind::Audio => {
                self.packets += 1;
                let index = self.packets - 1;
                UnitLabel { index, pts: u64::from(index) * u64::from(PACKET_MICROS), ..label }
            }
            UnitKind::Poster => label,
        };
        MediaUnit { label, ..unit }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_second_of_a_stretch_begins_with_a_keyframe_whatever_turned_in_between() {
        let take = |n: u8| TakeId::new(domain::Timestamp::from_millis(1), &[n; 10]);
        let mut encoder = LiveEncoder::new(take(1), 4, Watermark::new(&[])).expect("an encoder");
        let mut keyed = Vec::new();
        for tick in 0..24 {
            if tick == 6 {
                encoder.begin_here();
            }
            if tick == 13 {
                encoder.turn(take(2)).expect("another take");
            }
            let picture = Picture { width: 64, height: 64, rgba: vec![tick as u8 * 9; 64 * 64 * 4] };
            let units = encoder.work(Product::Frame { pass: 0, index: tick, picture }).expect("a picture");
            if units[0].label.keyframe {
                keyed.push(tick);
            }
        }
        assert_eq!(keyed, [0, 4, 6, 10, 13, 14, 18, 22]);
    }
}
