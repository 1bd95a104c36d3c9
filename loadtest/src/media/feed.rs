//! A stage's packets as one viewer saw them, played again to another server: the same sizes at the same moments, over and over.

use super::{
    sdp::{H264, OPUS},
    tally::Seen,
};
use crate::{error::LoadError, seeded::Seeded};
use std::{
    net::{Ipv4Addr, SocketAddr},
    time::{Duration, Instant},
};
use tokio::{net::UdpSocket, time::sleep_until};

/// Bytes before a payload: no header extensions on the stage.
const HEADER: usize = 12;
/// Bytes behind it, by which a receiver knows that it is genuine: of AES-GCM, which our server takes when it is offered.
const TAG: usize = 16;
const LONGEST: usize = 1_400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unit {
    at: Duration,
    video: bool,
    /// Of the payload.
    bytes: usize,
    marker: bool,
    /// Of the stream's clock, since its first packet.
    timestamp: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recording {
    units: Vec<Unit>,
}

impl Recording {
    #[must_use]
    pub fn of(seen: &[(Instant, Seen)]) -> Self {
        let first = |payload_type| seen.iter().find(|(_, packet)| packet.payload_type == payload_type).map_or(0, |(_, packet)| packet.timestamp);
        let (video, sound) = (first(H264), first(OPUS));
        let Some(&(began, _)) = seen.first() else { return Self::default() };
        let unit = |(at, packet): &(Instant, Seen)| Unit {
            at: at.saturating_duration_since(began),
            video: packet.payload_type == H264,
            bytes: packet.bytes.saturating_sub(HEADER + TAG),
            marker: packet.marker,
            timestamp: packet.timestamp.wrapping_sub(if packet.payload_type == H264 { video } else { sound }),
        };
        Self { units: seen.iter().map(unit).collect() }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    /// From the first packet to when it begins again.
    fn length(&self) -> Duration {
        self.units.last().map_or(Duration::ZERO, |last| last.at + Duration::from_millis(20))
    }
}

/// Plays it until this is dropped.
pub struct Feed(tokio::task::JoinHandle<()>);

impl Drop for Feed {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Feed {
    /// # Errors
    /// Where no port can be opened.
    pub async fn begin(recording: Recording, sound: u16, video: u16) -> Result<Self, LoadError> {
        let mut streams = Vec::new();
        for (port, payload_type, ssrc, rate) in [(sound, OPUS, 7, 48_000), (video, H264, 8, 90_000)] {
            let socket = UdpSocket::bind("127.0.0.1:0").await.map_err(LoadError::Viewer)?;
            socket.connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await.map_err(LoadError::Viewer)?;
            streams.push(Stream { socket, payload_type, ssrc, rate, sequence: 0, base: 0 });
        }
        Ok(Self(tokio::spawn(play(recording, streams))))
    }
}

struct Stream {
    socket: UdpSocket,
    payload_type: u8,
    ssrc: u32,
    rate: u32,
    sequence: u16,
    base: u32,
}

impl Stream {
    fn head(&mut self, unit: &Unit) -> [u8; HEADER] {
        let mut head = [0; HEADER];
        head[0] = 0x80;
        head[1] = self.payload_type | if unit.marker { 0x80 } else { 0 };
        head[2..4].copy_from_slice(&self.sequence.to_be_bytes());
        head[4..8].copy_from_slice(&self.base.wrapping_add(unit.timestamp).to_be_bytes());
        head[8..].copy_from_slice(&self.ssrc.to_be_bytes());
        self.sequence = self.sequence.wrapping_add(1);
        head
    }
}

async fn play(recording: Recording, mut streams: Vec<Stream>) {
    let mut seeded = Seeded::new(11);
    let noise: Vec<u8> = (0..LONGEST).map(|_| seeded.draw() as u8).collect();
    let mut began = Instant::now();
    while !recording.is_empty() {
        for unit in &recording.units {
            sleep_until((began + unit.at).into()).await;
            let stream = &mut streams[usize::from(unit.video)];
            let mut packet = stream.head(unit).to_vec();
            packet.extend(&noise[..unit.bytes.min(LONGEST)]);
            // What it refuses is lost at all viewers, and counted there.
            let _ = stream.socket.try_send(&packet);
        }
        began += recording.length();
        for stream in &mut streams {
            let ticks = recording.length().as_micros() * u128::from(stream.rate) / 1_000_000;
            stream.base = stream.base.wrapping_add(ticks as u32);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_keeps_sizes_moments_and_pictures() {
        let began = Instant::now();
        let seen = |ms, payload_type, timestamp, marker, bytes| {
            (began + Duration::from_millis(ms), Seen { ssrc: 1, payload_type, sequence: 0, timestamp, marker, bytes })
        };
        let recording = Recording::of(&[
            seen(0, H264, 500, false, 1_188),
            seen(1, H264, 500, true, 128),
            seen(7, OPUS, 90, false, 108),
            seen(42, H264, 4_250, true, 60),
        ]);
        let expected = [(0, true, 1_160, false, 0), (1, true, 100, true, 0), (7, false, 80, false, 0), (42, true, 32, true, 3_750)];
        let units = expected.map(|(ms, video, bytes, marker, timestamp)| Unit { at: Duration::from_millis(ms), video, bytes, marker, timestamp });
        assert_eq!(recording.units, units);
        assert_eq!(recording.length(), Duration::from_millis(62));
        assert!(Recording::of(&[]).is_empty());
    }
}
