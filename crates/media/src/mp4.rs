//! The file: the last pass and the sound of a take as a progressive MP4 that plays while it loads (`moov` before `mdat`).
//!
//! It knows units; it does not encode, and says nothing about the file's origin.

use crate::{MediaError, MediaUnit, UnitKind, UnitLabel, encode::PRE_SKIP};
use bytes::Bytes;
use domain::{consent::Gather, product::SAMPLE_RATE};
use shiguredo_mp4::{
    Either, Encode, FixedPointNumber, TrackKind,
    bitstream::{
        h264::{H264SampleEntryConfig, LengthSize, annexb_to_length_prefixed, build_avc1_box_from_annexb},
        opus::{ChannelCount, OpusSampleEntryConfig, build_opus_box},
    },
    boxes::{Brand, EdtsBox, ElstBox, ElstEntry, FtypBox, HdlrBox, MoovBox, SampleEntry},
    mux::{Mp4FileMuxer, Sample},
};
use std::num::NonZeroU32;

/// Divides evenly by 24, 25 and 30 pictures a second, and by samples.
const VIDEO_TIMESCALE: NonZeroU32 = NonZeroU32::new(90_000).expect("not zero");
const SOUND_TIMESCALE: NonZeroU32 = NonZeroU32::new(SAMPLE_RATE).expect("not zero");
/// Bytes of `mdat`'s header.
const MDAT_HEADER: usize = 8;

/// Gathers the units of a take, in their order; those of its last pass, and its sound, become the file.
#[derive(Debug, Default)]
pub struct Mp4Gather {
    pass: u8,
    video: Vec<(UnitLabel, Bytes)>,
    sound: Vec<(UnitLabel, Bytes)>,
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
        let unit = (part.label, part.payload.clone());
        match part.label.kind {
            UnitKind::Video if part.label.pass < self.pass => {}
            UnitKind::Video => {
                if part.label.pass > self.pass {
                    self.pass = part.label.pass;
                    self.video.clear();
                }
                self.video.push(unit);
            }
            UnitKind::Audio => self.sound.push(unit),
            UnitKind::Poster => {}
        }
    }

    fn finish(self) -> Self::Output {
        whole(&self.video, "picture")?;
        whole(&self.sound, "packet of sound")?;
        let Some((first, _)) = self.video.first() else {
            return Err(MediaError::Incomplete("it has no picture".into()));
        };
        if !first.keyframe {
            return Err(MediaError::Incomplete("its first picture is no keyframe".into()));
        }
        same_length(&self.video, &self.sound)?;
        let mut layout = Layout::new()?;
        for (label, payload) in in_time(&self.video, &self.sound) {
            match label.kind {
                UnitKind::Audio => layout.sound(payload)?,
                UnitKind::Video | UnitKind::Poster => layout.picture(label, payload)?,
            }
        }
        layout.file()
    }
}

/// Every unit there, in order.
fn whole(units: &[(UnitLabel, Bytes)], name: &str) -> Result<(), MediaError> {
    match units.iter().zip(0..).find(|((label, _), due)| label.index != *due) {
        Some((_, due)) => Err(MediaError::Incomplete(format!("{name} {due} is missing"))),
        None => Ok(()),
    }
}

/// Where one of the two ends early, its end is missing. A take without any sound is whole.
fn same_length(video: &[(UnitLabel, Bytes)], sound: &[(UnitLabel, Bytes)]) -> Result<(), MediaError> {
    const NEAR: u64 = 40_000;
    let end = |units: &[(UnitLabel, Bytes)]| units.last().map(|(label, _)| label.pts + u64::from(label.duration));
    match (end(video), end(sound)) {
        (Some(video), Some(sound)) if video.abs_diff(sound) > NEAR => {
            Err(MediaError::Incomplete(format!("its pictures last {} ms, its sound {} ms", video / 1_000, sound / 1_000)))
        }
        _ => Ok(()),
    }
}

/// Both kinds merged by time, so that a player needs to read only a little ahead. Half a second of each at a time: each run of one kind
/// costs an entry in the tables.
fn in_time<'a>(video: &'a [(UnitLabel, Bytes)], sound: &'a [(UnitLabel, Bytes)]) -> Vec<&'a (UnitLabel, Bytes)> {
    const RUN: u64 = 500_000;
    let mut units: Vec<_> = video.iter().chain(sound).collect();
    units.sort_by_key(|(label, _)| (label.pts / RUN, label.kind == UnitKind::Audio));
    units
}

/// The samples' bytes as they will stand in `mdat`, and the tables about them.
struct Layout {
    muxer: Mp4FileMuxer,
    /// Where the tables believe that the first sample stands.
    base: u64,
    data: Vec<u8>,
    has_picture: bool,
    has_sound: bool,
}

impl Layout {
    fn new() -> Result<Self, MediaError> {
        let muxer = Mp4FileMuxer::new().map_err(|reason| mux(&reason))?;
        let base = muxer.initial_boxes_bytes().len() as u64;
        Ok(Self { muxer, base, data: Vec::new(), has_picture: false, has_sound: false })
    }

    fn picture(&mut self, label: &UnitLabel, annex_b: &[u8]) -> Result<(), MediaError> {
        let length_size = LengthSize::FourBytes;
        let entry = if self.has_picture {
            None
        } else {
            let entry = build_avc1_box_from_annexb(annex_b, &H264SampleEntryConfig { length_size }).map_err(|reason| mux(&reason))?;
            Some(SampleEntry::Avc1(entry))
        };
        self.has_picture = true;
        let bytes = annexb_to_length_prefixed(annex_b, length_size).map_err(|reason| mux(&reason))?;
        let ticks = |micros: u64| micros * u64::from(VIDEO_TIMESCALE.get()) / 1_000_000;
        // Picture times are rounded down to microseconds; here they are even again.
        let rate = (1_000_000 + u64::from(label.duration) / 2) / u64::from(label.duration.max(1));
        let duration = ticks(1_000_000) / rate.max(1);
        self.append(TrackKind::Video, entry, label.keyframe, VIDEO_TIMESCALE, duration as u32, &bytes)
    }

    fn sound(&mut self, packet: &[u8]) -> Result<(), MediaError> {
        let config =
            OpusSampleEntryConfig { channel_count: ChannelCount::Stereo, pre_skip: PRE_SKIP, input_sample_rate: SAMPLE_RATE, output_gain: 0 };
        let entry = (!self.has_sound).then(|| SampleEntry::Opus(build_opus_box(&config)));
        self.has_sound = true;
        self.append(TrackKind::Audio, entry, true, SOUND_TIMESCALE, SAMPLE_RATE / 50, packet)
    }

    fn append(
        &mut self,
        track_kind: TrackKind,
        sample_entry: Option<SampleEntry>,
        keyframe: bool,
        timescale: NonZeroU32,
        duration: u32,
        bytes: &[u8],
    ) -> Result<(), MediaError> {
        let sample = Sample {
            track_kind,
            sample_entry,
            keyframe,
            timescale,
            duration,
            composition_time_offset: None,
            data_offset: self.base + self.data.len() as u64,
            data_size: bytes.len(),
        };
        self.data.extend_from_slice(bytes);
        self.muxer.append_sample(&sample).map_err(|reason| mux(&reason))
    }

    /// `ftyp`, `moov`, `mdat`. The tables are made for samples at `base`, and moved to where those really stand: their length does not
    /// change by that.
    fn file(mut self) -> Result<Vec<u8>, MediaError> {
        let mut moov = self.muxer.finalize().map_err(|reason| mux(&reason))?.moov_box().clone();
        skip_encoder_delay(&mut moov);
        let mut file = file_type().encode_to_vec().map_err(|reason| mux(&reason))?;
        let length = moov.encode_to_vec().map_err(|reason| mux(&reason))?.len();
        let first = (file.len() + length + MDAT_HEADER) as u64;
        move_samples(&mut moov, self.base, first)?;
        file.extend(moov.encode_to_vec().map_err(|reason| mux(&reason))?);
        let mdat = u32::try_from(MDAT_HEADER + self.data.len()).map_err(|_| MediaError::Mux("over 4 GiB".into()))?;
        file.extend(mdat.to_be_bytes());
        file.extend(b"mdat");
        file.append(&mut self.data);
        Ok(file)
    }
}

fn file_type() -> FtypBox {
    FtypBox { major_brand: Brand::ISOM, minor_version: 512, compatible_brands: vec![Brand::ISOM, Brand::ISO2, Brand::AVC1, Brand::MP41] }
}

/// Sound comes out of the decoder a little late: an edit list says so, and both tracks begin together.
fn skip_encoder_delay(moov: &mut MoovBox) {
    let movie_timescale = u64::from(moov.mvhd_box.timescale.get());
    let sound = moov.trak_boxes.iter_mut().find(|track| track.mdia_box.hdlr_box.handler_type == HdlrBox::HANDLER_TYPE_SOUN);
    let Some(track) = sound else { return };
    let samples = track.mdia_box.mdhd_box.duration.saturating_sub(u64::from(PRE_SKIP));
    let edit_duration = samples * movie_timescale / u64::from(SAMPLE_RATE);
    let entry = ElstEntry { edit_duration, media_time: i64::from(PRE_SKIP), media_rate: FixedPointNumber::new(1, 0) };
    track.tkhd_box.duration = edit_duration;
    track.edts_box = Some(EdtsBox { elst_box: Some(ElstBox { entries: vec![entry] }), unknown_boxes: Vec::new() });
}

fn move_samples(moov: &mut MoovBox, from: u64, to: u64) -> Result<(), MediaError> {
    for track in &mut moov.trak_boxes {
        match &mut track.mdia_box.minf_box.stbl_box.stco_or_co64_box {
            Either::A(chunks) => {
                for offset in &mut chunks.chunk_offsets {
                    *offset = u32::try_from(u64::from(*offset) - from + to).map_err(|_| MediaError::Mux("over 4 GiB".into()))?;
                }
            }
            Either::B(chunks) => chunks.chunk_offsets.iter_mut().for_each(|offset| *offset = *offset - from + to),
        }
    }
    Ok(())
}

fn mux(reason: &dyn std::fmt::Display) -> MediaError {
    MediaError::Mux(reason.to_string())
}
