//! RTP timestamps of one peer: from a unit's place in its take to a line that never goes backwards.
//!
//! Takes and passes begin again at zero, stills come seldom, a late joiner gets the past in a burst; a decoder wants one
//! steady line. Playout is paced in real time, so a unit belongs where the wall clock is: the place within the take is
//! followed as long as it agrees with the wall clock, else a new anchor is set there. Picture and sound share the anchor, so
//! that they stay together. No I/O: time comes in as an argument.

use domain::TakeId;
use media::{UnitKind, UnitLabel};
use std::time::Instant;

/// Microseconds by which the place in the take may stray from the wall clock.
const TOLERANCE: i64 = 250_000;
/// Microseconds that the line has behind it when it begins, so that sound which belongs before the first picture has room.
const HEAD_START: i64 = 1_000_000;
/// Ticks of 90 kHz between two pictures of a burst: shown as fast as they can be decoded.
const BURST_STEP: u64 = 3;

pub(super) const VIDEO_RATE: u32 = 90_000;
pub(super) const AUDIO_RATE: u32 = 48_000;

pub(super) struct Clock {
    start: Instant,
    anchor: Option<Anchor>,
    video: Line,
    audio: Line,
}

/// Where a place in a take lies on the line.
struct Anchor {
    take: TakeId,
    pts: i64,
    at: i64,
}

/// One stream's timestamps.
struct Line {
    rate: u32,
    offset: u32,
    /// The last timestamp, counted from zero without wrapping.
    last: Option<u64>,
}

impl Clock {
    /// The offsets are random, one for each stream (RFC 3550).
    pub(super) fn new(start: Instant, video_offset: u32, audio_offset: u32) -> Self {
        Self {
            start,
            anchor: None,
            video: Line { rate: VIDEO_RATE, offset: video_offset, last: None },
            audio: Line { rate: AUDIO_RATE, offset: audio_offset, last: None },
        }
    }

    /// The timestamp of a unit that arrives now.
    pub(super) fn stamp(&mut self, label: &UnitLabel, now: Instant) -> u32 {
        let wall = self.wall(now);
        let pts = micros(label.pts);
        let followed = self.anchor.as_ref().filter(|anchor| anchor.take == label.take).map(|anchor| anchor.at + (pts - anchor.pts));
        let at = followed.filter(|at| (at - wall).abs() <= TOLERANCE).unwrap_or_else(|| {
            self.anchor = Some(Anchor { take: label.take, pts, at: wall });
            wall
        });
        self.line(label.kind).advance(at)
    }

    /// The timestamps of pictures that are sent in a burst, to bring a decoder from its last keyframe to now: close together,
    /// after everything sent before; the last one is now.
    pub(super) fn squeeze(&mut self, count: usize, last: &UnitLabel, now: Instant) -> Vec<u32> {
        let wall = self.wall(now);
        self.anchor = Some(Anchor { take: last.take, pts: micros(last.pts), at: wall });
        self.video.burst(count as u64, wall)
    }

    /// The timestamp that stands for now, for sender reports.
    pub(super) fn at(&self, kind: UnitKind, now: Instant) -> u32 {
        let line = if kind == UnitKind::Audio { &self.audio } else { &self.video };
        line.on_wire(line.ticks(self.wall(now)))
    }

    fn wall(&self, now: Instant) -> i64 {
        let elapsed = now.saturating_duration_since(self.start).as_micros();
        HEAD_START + i64::try_from(elapsed).unwrap_or(i64::MAX / 4)
    }

    fn line(&mut self, kind: UnitKind) -> &mut Line {
        if kind == UnitKind::Audio { &mut self.audio } else { &mut self.video }
    }
}

fn micros(pts: u64) -> i64 {
    i64::try_from(pts).unwrap_or(i64::MAX / 4)
}

impl Line {
    fn ticks(&self, at: i64) -> u64 {
        u64::try_from(i128::from(at.max(0)) * i128::from(self.rate) / 1_000_000).unwrap_or(u64::MAX / 4)
    }

    #[expect(clippy::cast_possible_truncation, reason = "RTP timestamps wrap")]
    fn on_wire(&self, ticks: u64) -> u32 {
        self.offset.wrapping_add(ticks as u32)
    }

    fn advance(&mut self, at: i64) -> u32 {
        let ticks = self.ticks(at).max(self.last.map_or(0, |last| last + 1));
        self.last = Some(ticks);
        self.on_wire(ticks)
    }

    fn burst(&mut self, count: u64, at: i64) -> Vec<u32> {
        let before = self.last.unwrap_or(0);
        let end = self.ticks(at).max(before + count);
        let step = ((end - before) / count.max(1)).clamp(1, BURST_STEP);
        self.last = Some(end);
        (0..count).rev().map(|back| self.on_wire(end - back * step)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn take(number: u128) -> TakeId {
        TakeId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn label(kind: UnitKind, take_number: u128, millis: u64) -> UnitLabel {
        UnitLabel {
            kind,
            take: take(take_number),
            pass: 1,
            index: 0,
            pts: millis * 1000,
            duration: 0,
            keyframe: false,
            width: 0,
            height: 0,
            bytes: 0,
        }
    }

    fn video(millis: u64) -> UnitLabel {
        label(UnitKind::Video, 1, millis)
    }

    struct Line {
        start: Instant,
        clock: Clock,
    }

    impl Line {
        fn new() -> Self {
            let start = Instant::now();
            Self { start, clock: Clock::new(start, 0, 0) }
        }

        fn at(&self, millis: u64) -> Instant {
            self.start + Duration::from_millis(millis)
        }

        fn stamp(&mut self, label: &UnitLabel, millis: u64) -> u32 {
            let now = self.at(millis);
            self.clock.stamp(label, now)
        }
    }

    #[test]
    fn steady_units_keep_their_exact_distance_whatever_the_jitter() {
        let mut line = Line::new();
        let first = line.stamp(&video(0), 5);
        assert_eq!(line.stamp(&video(40), 60).wrapping_sub(first), 3_600);
        assert_eq!(line.stamp(&video(80), 81).wrapping_sub(first), 7_200);
    }

    #[test]
    fn sound_shares_the_anchor_of_the_picture() {
        let mut line = Line::new();
        let picture = line.stamp(&video(1_000), 0);
        let sound = line.stamp(&label(UnitKind::Audio, 1, 1_020), 7);
        // Both on one line of microseconds: sound is 20 ms after the picture.
        assert_eq!(u64::from(picture) * 1_000_000 / 90_000 + 20_000, u64::from(sound) * 1_000_000 / 48_000);
    }

    #[test]
    fn a_new_pass_that_begins_at_zero_goes_on_at_the_wall_clock() {
        let mut line = Line::new();
        let first = line.stamp(&video(0), 0);
        line.stamp(&video(2_000), 2_000);
        let again = line.stamp(&video(0), 2_040);
        assert_eq!(again.wrapping_sub(first), 2_040 * 90);
    }

    #[test]
    fn a_new_take_is_anchored_anew() {
        let mut line = Line::new();
        let first = line.stamp(&video(100), 0);
        let next = line.stamp(&label(UnitKind::Video, 2, 0), 50);
        assert_eq!(next.wrapping_sub(first), 50 * 90);
    }

    #[test]
    fn stills_that_come_seldom_follow_the_wall_clock() {
        let mut line = Line::new();
        let first = line.stamp(&video(0), 0);
        assert_eq!(line.stamp(&video(40), 4_000).wrapping_sub(first), 4_000 * 90);
    }

    #[test]
    fn a_burst_is_squeezed_between_the_last_sent_and_now() {
        let mut line = Line::new();
        let before = line.stamp(&video(0), 0);
        let now = line.at(1_000);
        let burst = line.clock.squeeze(4, &video(960), now);
        assert_eq!(burst[3].wrapping_sub(before), 1_000 * 90);
        assert_eq!(burst.iter().map(|ts| burst[3] - ts).collect::<Vec<_>>(), [9, 6, 3, 0]);
        assert_eq!(line.stamp(&video(1_000), 1_035).wrapping_sub(burst[3]), 3_600);
    }

    #[test]
    fn a_burst_without_room_still_rises() {
        let mut line = Line::new();
        let before = line.stamp(&video(0), 0);
        let now = line.at(0);
        let burst = line.clock.squeeze(5, &video(0), now);
        assert_eq!(burst.iter().map(|ts| ts - before).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn it_never_goes_backwards() {
        let mut line = Line::new();
        let mut last = None;
        let mut seed = 7_u64;
        let mut wall = 0;
        for _ in 0..2_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            wall += (seed >> 33) % 50;
            let place = label(UnitKind::Video, u128::from((seed >> 20) % 3), (seed >> 40) % 5_000);
            let now = line.at(wall);
            let stamps = if seed.is_multiple_of(11) { line.clock.squeeze(7, &place, now) } else { vec![line.clock.stamp(&place, now)] };
            for stamp in stamps {
                assert!(last.is_none_or(|last| stamp > last), "{stamp} after {last:?}");
                last = Some(stamp);
            }
        }
    }

    #[test]
    fn reports_and_units_lie_on_one_line() {
        let mut line = Line::new();
        let stamp = line.stamp(&video(0), 300);
        assert_eq!(stamp, line.clock.at(UnitKind::Video, line.at(300)));
        assert_eq!(line.clock.at(UnitKind::Audio, line.at(500)) - line.clock.at(UnitKind::Audio, line.at(300)), 200 * 48);
    }

    #[test]
    fn timestamps_wrap() {
        let start = Instant::now();
        let mut clock = Clock::new(start, u32::MAX - 90_000, 0);
        let first = clock.stamp(&video(0), start);
        let second = clock.stamp(&video(40), start + Duration::from_millis(40));
        assert_eq!(second.wrapping_sub(first), 3_600);
    }
}
