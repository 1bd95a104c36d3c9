//! Finished files one after the other, as one take: their pictures as they are, their sound without a click.
//!
//! Each of our files begins with a keyframe and ends with a whole group, so its access units are taken over undecoded, watermark and all. Sound
//! can't be: a decoder that comes from another stream rings for some milliseconds at the joint. It is decoded part by part, without
//! the encoder's delay, let down and up again within five milliseconds, and encoded once for the whole take. A cut that begins or ends inside a clip is let
//! up and down there too.

mod picture;

use crate::{
    MediaError, MediaUnit,
    encode::{PACKET, PRE_SKIP, Packer, Poster, SoundEncoder},
};
use bytes::Bytes;
use domain::{
    TakeId,
    consent::Work,
    plan::{Format, Span},
    product::{Pass, SAMPLE_RATE},
};
use opus_rs::OpusDecoder;
use shiguredo_mp4::{
    TrackKind,
    bitstream::h264::{LengthSize, length_prefixed_to_annexb},
    boxes::SampleEntry,
    demux::{Input, Mp4FileDemuxer},
};

const CHANNELS: usize = 2;
/// Samples (of each channel) over which sound is let down before a joint, and up after it.
const FADE: usize = 240;

/// What is taken out of one file.
pub struct Part {
    /// Annex B, one for each picture.
    pictures: Vec<Vec<u8>>,
    /// Interleaved, exactly as long as the pictures.
    sound: Vec<f32>,
    /// What is heard where it begins, and where it ends, goes on in its file.
    begins_inside: bool,
    ends_inside: bool,
}

impl Part {
    /// Only these seconds. Pictures begin with a keyframe, since each second is a whole group; sound was decoded from the file's beginning, so that the
    /// decoder has settled where it begins.
    fn only(&self, span: Span, fps: u32) -> Self {
        let (from, to) = (span.from as usize, span.to as usize);
        let cut = |length: usize, each: usize| (from * each).min(length)..(to * each).min(length);
        let (pictures, sound) = (cut(self.pictures.len(), fps as usize), cut(self.sound.len(), SAMPLE_RATE as usize * CHANNELS));
        Self {
            begins_inside: pictures.start > 0,
            ends_inside: pictures.end < self.pictures.len(),
            pictures: self.pictures[pictures].to_vec(),
            sound: self.sound[sound].to_vec(),
        }
    }
}

/// Takes a finished file of this format and length apart, once for all that is shown of it.
#[derive(Clone, Debug)]
pub struct PartOpener {
    pub format: Format,
    pub seconds: u32,
    /// A part for each. None: all of it.
    pub spans: Vec<Option<Span>>,
}

impl Work<Bytes> for PartOpener {
    type Output = Result<Vec<Part>, MediaError>;

    fn work(&mut self, file: Bytes) -> Self::Output {
        let Tracks { pictures, packets } = self.tracks(&file)?;
        let samples = self.seconds as usize * SAMPLE_RATE as usize;
        let whole = Part { pictures, sound: decoded(&packets, samples)?, begins_inside: false, ends_inside: false };
        let all = Span { from: 0, to: self.seconds };
        Ok(self.spans.iter().map(|span| whole.only(span.unwrap_or(all), self.format.fps)).collect())
    }
}

struct Tracks {
    pictures: Vec<Vec<u8>>,
    packets: Vec<Vec<u8>>,
}

impl PartOpener {
    fn tracks(&self, file: &[u8]) -> Result<Tracks, MediaError> {
        let mut demuxer = Mp4FileDemuxer::new();
        // One call for each of the boxes before the samples; what it lacks makes it fail.
        while demuxer.required_input().is_some() {
            demuxer.handle_input(Input { position: 0, data: file });
        }
        let mut tracks = Tracks { pictures: Vec::new(), packets: Vec::new() };
        while let Some(sample) = demuxer.next_sample().map_err(|reason| unfit(&reason))? {
            let place = usize::try_from(sample.data_offset).ok().and_then(|start| Some(start..start.checked_add(sample.data_size)?));
            let bytes = place.and_then(|place| file.get(place)).ok_or_else(|| unfit(&"it breaks off"))?;
            match sample.track.kind {
                TrackKind::Subtitle => {}
                TrackKind::Audio => tracks.packets.push(bytes.to_vec()),
                TrackKind::Video => {
                    if let Some(entry) = sample.sample_entry {
                        self.demand_size(entry)?;
                    }
                    // Others may stand in between, where a stage turned to another cast.
                    if !sample.keyframe && tracks.pictures.len().is_multiple_of(self.format.fps as usize) {
                        return Err(unfit(&"a second of it does not begin with a whole picture"));
                    }
                    tracks.pictures.push(length_prefixed_to_annexb(bytes, LengthSize::FourBytes).map_err(|reason| unfit(&reason))?);
                }
            }
        }
        let wanted = (self.seconds * self.format.fps) as usize;
        if tracks.pictures.len() != wanted {
            return Err(unfit(&format_args!("it has {} pictures instead of {wanted}", tracks.pictures.len())));
        }
        Ok(tracks)
    }

    fn demand_size(&self, entry: &SampleEntry) -> Result<(), MediaError> {
        let SampleEntry::Avc1(entry) = entry else { return Err(unfit(&"its pictures are no H.264")) };
        let (width, height) = (u32::from(entry.visual.width), u32::from(entry.visual.height));
        let size = self.format.size;
        if (width, height) == (size.width, size.height) { Ok(()) } else { Err(unfit(&format_args!("its pictures are {width}×{height}"))) }
    }
}

/// `samples` of each channel, without the encoder's delay. The last of them never left the encoder: concealment carries on for them. A file
/// without sound is silent.
fn decoded(packets: &[Vec<u8>], samples: usize) -> Result<Vec<f32>, MediaError> {
    let refused = |reason: &str| unfit(&format_args!("its sound: {reason}"));
    let mut decoder = OpusDecoder::new(SAMPLE_RATE as i32, CHANNELS).map_err(refused)?;
    let delay = usize::from(PRE_SKIP);
    let mut sound = Vec::with_capacity((samples + delay + PACKET) * CHANNELS);
    for packet in packets {
        let mut pcm = vec![0.0; PACKET * CHANNELS];
        let length = decoder.decode(packet, PACKET, &mut pcm).map_err(refused)?;
        sound.extend_from_slice(&pcm[..length * CHANNELS]);
        if sound.len() > (samples + delay) * CHANNELS {
            break;
        }
    }
    if !packets.is_empty() && sound.len() < (samples + delay) * CHANNELS {
        let mut pcm = vec![0.0; PACKET * CHANNELS];
        let length = decoder.decode(&[], PACKET, &mut pcm).map_err(refused)?;
        sound.extend_from_slice(&pcm[..length * CHANNELS]);
    }
    sound.drain(..(delay * CHANNELS).min(sound.len()));
    sound.resize(samples * CHANNELS, 0.0);
    Ok(sound)
}

/// Makes the units of one take of parts that come one after the other.
pub struct Joiner {
    packer: Packer,
    sound: SoundEncoder,
    pass: Pass,
    /// Pictures and samples (of each channel) so far.
    pictures: u32,
    samples: u64,
    /// The parameter sets of the first part.
    sets: Option<Vec<Vec<u8>>>,
    /// The poster is to be its first picture.
    pictured: bool,
}

impl Joiner {
    /// `seconds`: of all parts together.
    ///
    /// # Errors
    /// [`MediaError::Encode`] where there is no encoder for the sound.
    pub fn new(take: TakeId, format: Format, seconds: u32) -> Result<Self, MediaError> {
        let (size, fps) = (format.size, format.fps);
        let pass = Pass { number: 1, width: size.width, height: size.height, fps, frames: seconds * fps, last: true };
        Ok(Self { packer: Packer::new(take), sound: SoundEncoder::new(seconds)?, pass, pictures: 0, samples: 0, sets: None, pictured: false })
    }

    /// Its poster is the first picture that it shows: no part has one where its clip was cut.
    #[must_use]
    pub fn with_own_poster(self) -> Self {
        Self { pictured: true, ..self }
    }

    /// The one pass of the take.
    #[must_use]
    pub fn pass(&self) -> Pass {
        self.pass
    }

    /// Players are told of parameter sets once, so all parts must have the same.
    fn demand_same_sets(&mut self, part: &Part) -> Result<(), MediaError> {
        let sets = part.pictures.first().map(|first| parameter_sets(first)).unwrap_or_default();
        match &self.sets {
            Some(known) if *known != sets => Err(unfit(&"it was encoded in another way")),
            Some(_) => Ok(()),
            None => {
                self.sets = Some(sets);
                Ok(())
            }
        }
    }
}

impl Work<Part> for Joiner {
    type Output = Result<Vec<MediaUnit>, MediaError>;

    fn work(&mut self, mut part: Part) -> Self::Output {
        self.demand_same_sets(&part)?;
        let ends = self.pictures + part.pictures.len() as u32 == self.pass.frames;
        if self.pictures > 0 || part.begins_inside {
            fade(part.sound.as_chunks_mut::<CHANNELS>().0.iter_mut());
        }
        if !ends || part.ends_inside {
            // What is given to the encoder last never leaves it.
            let unheard = if ends { usize::from(PRE_SKIP) } else { 0 };
            let (samples, _) = part.sound.as_chunks_mut::<CHANNELS>();
            let heard = samples.len().saturating_sub(unheard);
            samples[heard..].fill([0.0; CHANNELS]);
            fade(samples[..heard].iter_mut().rev());
        }
        let mut units = Vec::with_capacity(part.pictures.len() * 4);
        for picture in &part.pictures {
            let keyframe = self.pictures.is_multiple_of(self.pass.fps);
            units.push(self.packer.access_unit(&self.pass, self.pictures, keyframe, picture)?);
            if std::mem::take(&mut self.pictured) {
                let Poster { width, height, jpeg } = Poster::of(&picture::decoded(picture)?)?;
                units.push(self.packer.poster_of(units[0].label, width, height, jpeg.into()));
            }
            self.pictures += 1;
        }
        let packets = self.sound.encode(self.samples, &part.sound)?;
        self.samples += (part.sound.len() / CHANNELS) as u64;
        units.extend(packets.iter().map(|packet| self.packer.packet(packet)));
        Ok(units)
    }
}

/// A half of a cosine, from silence up.
fn fade<'a>(samples: impl Iterator<Item = &'a mut [f32; CHANNELS]>) {
    for (step, sample) in samples.take(FADE).enumerate() {
        let gain = (0.5 - 0.5 * (std::f32::consts::PI * (step as f32 + 0.5) / FADE as f32).cos()).clamp(0.0, 1.0);
        sample.iter_mut().for_each(|channel| *channel *= gain);
    }
}

/// SPS and PPS of an access unit, Annex B.
fn parameter_sets(unit: &[u8]) -> Vec<Vec<u8>> {
    let starts: Vec<usize> = unit.windows(3).enumerate().filter(|(_, bytes)| *bytes == [0, 0, 1]).map(|(at, _)| at + 3).collect();
    let ends = starts.iter().skip(1).map(|next| next - 3).chain([unit.len()]);
    let units = starts.iter().zip(ends).map(|(start, end)| &unit[*start..end]);
    // The zero before the next start code belongs to that.
    let sets = units.filter(|nal| nal.first().is_some_and(|kind| matches!(kind & 0x1f, 7 | 8)));
    sets.map(|nal| nal.strip_suffix(&[0]).unwrap_or(nal).to_vec()).collect()
}

/// Takes the first part's poster over.
pub struct PosterOf<'a> {
    pub joiner: &'a mut Joiner,
}

impl Work<Bytes> for PosterOf<'_> {
    type Output = Vec<MediaUnit>;

    fn work(&mut self, jpeg: Bytes) -> Vec<MediaUnit> {
        vec![self.joiner.packer.poster(jpeg, self.joiner.pass)]
    }
}

fn unfit(reason: &dyn std::fmt::Display) -> MediaError {
    MediaError::Unfit(reason.to_string())
}
