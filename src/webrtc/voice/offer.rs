//! Session descriptions of a call: what of a stranger's offer is believed, and what an answer says.
//!
//! An offer has one section that sends a microphone, perhaps one that sends a camera, and sections that receive: the first of each kind is the first place
//! of the room's call, and so on. So nothing is negotiated again when people come and go. It is read line by line; only its transport reaches the
//! library, in a text made here. No network, no state.

use super::super::{RtcError, sdp::OFFER_BYTES};
use domain::room::voices::PLACES;
use std::{fmt::Write, net::SocketAddr};

/// Loudness of a packet's sound (RFC 6464).
const LEVEL: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
const MID_CHARACTERS: usize = 16;
/// Bits a second of a microphone at most.
const VOICE_RATE: u32 = 32_000;

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Microphone,
    Camera,
    /// Sound of a place.
    Sound(u8),
    /// Pictures of a place.
    Picture(u8),
}

impl Part {
    fn is_sound(self) -> bool {
        matches!(self, Self::Microphone | Self::Sound(_))
    }
}

/// An offer that can be answered.
#[derive(Debug)]
pub(in crate::webrtc) struct CallOffer {
    /// What the library reads: the first section's transport, and nothing else.
    pub(super) text: String,
    pub(super) parts: Vec<(String, Part)>,
    pub(super) opus: u8,
    /// None: no cameras are wanted.
    pub(super) vp8: Option<u8>,
    /// The number of the header extension that tells loudness.
    pub(super) level: Option<u8>,
}

struct Section<'a> {
    kind: &'a str,
    formats: Vec<&'a str>,
    lines: Vec<&'a str>,
}

#[derive(Default)]
struct Counted {
    microphone: bool,
    camera: bool,
    sounds: u8,
    pictures: u8,
}

impl CallOffer {
    /// # Errors
    /// [`RtcError::Sdp`]: no offer, or one of another shape. [`RtcError::CallCodec`]: no codec in common.
    pub(in crate::webrtc) fn read(text: &str) -> Result<Self, RtcError> {
        if text.len() > OFFER_BYTES {
            return Err(RtcError::Sdp("it is longer than 64 KiB"));
        }
        let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        if lines.next() != Some("v=0") {
            return Err(RtcError::Sdp("it does not begin with v=0"));
        }
        let (session, sections) = split(lines)?;
        let mut counted = Counted::default();
        let mut offer = Self { text: String::new(), parts: Vec::new(), opus: 0, vp8: None, level: None };
        for section in &sections {
            let part = counted.place(section)?;
            let mid = section.mid()?;
            if offer.parts.iter().any(|(known, _)| known == mid) {
                return Err(RtcError::Sdp("two sections have the same mid"));
            }
            offer.parts.push((mid.to_owned(), part));
            offer.agree(section, part)?;
        }
        if counted.sounds == 0 {
            return Err(RtcError::Sdp("it has no section that receives sound"));
        }
        offer.demand_bundle(&session)?;
        offer.text = offer.transport(&session, &sections)?;
        Ok(offer)
    }

    /// The codec of a section, the same in all sections of its kind.
    fn agree(&mut self, section: &Section<'_>, part: Part) -> Result<(), RtcError> {
        if part.is_sound() {
            let opus = section.codec("opus/48000/2").ok_or(RtcError::CallCodec)?;
            if self.opus != 0 && self.opus != opus {
                return Err(RtcError::Sdp("its sections number Opus differently"));
            }
            self.opus = opus;
        } else {
            let vp8 = section.codec("VP8/90000").ok_or(RtcError::CallCodec)?;
            if self.vp8.is_some_and(|known| known != vp8) {
                return Err(RtcError::Sdp("its sections number VP8 differently"));
            }
            self.vp8 = Some(vp8);
        }
        if part == Part::Microphone {
            self.level = section.extension(LEVEL);
        }
        if self.vp8 == Some(self.opus) {
            return Err(RtcError::Sdp("it gives two codecs one number"));
        }
        Ok(())
    }

    fn demand_bundle(&self, session: &[&str]) -> Result<(), RtcError> {
        let group = session.iter().find_map(|line| line.strip_prefix("a=group:BUNDLE ")).unwrap_or_default();
        let grouped: Vec<&str> = group.split_ascii_whitespace().collect();
        let all = self.parts.iter().all(|(mid, _)| grouped.contains(&mid.as_str()));
        if all { Ok(()) } else { Err(RtcError::Sdp("its sections are not all of one BUNDLE group")) }
    }

    fn transport(&self, session: &[&str], sections: &[Section<'_>]) -> Result<String, RtcError> {
        let (first, mid) = sections.first().zip(self.parts.first().map(|(mid, _)| mid)).ok_or(RtcError::Sdp("it has no section"))?;
        let mut text = String::from("v=0\r\n");
        for line in session.iter().filter(|line| ["o=", "s=", "t="].iter().any(|start| line.starts_with(start))) {
            push(&mut text, line);
        }
        push(&mut text, &format!("a=group:BUNDLE {mid}"));
        push(&mut text, &format!("m=audio 9 UDP/TLS/RTP/SAVPF {}", self.opus));
        push(&mut text, "c=IN IP4 0.0.0.0");
        push(&mut text, &format!("a=mid:{mid}"));
        for name in ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=setup:"] {
            let line = first.lines.iter().chain(session).find(|line| line.starts_with(name));
            push(&mut text, line.ok_or(RtcError::Sdp("its transport parameters are missing"))?);
        }
        push(&mut text, "a=rtcp-mux");
        push(&mut text, &format!("a=rtpmap:{} opus/48000/2", self.opus));
        push(&mut text, "a=recvonly");
        Ok(text)
    }

    /// The whole answer: one section for each of the offer's.
    pub(super) fn answer(&self, library: &str, candidates: &[SocketAddr], numbers: impl Fn(Part) -> u32) -> String {
        let own: Vec<&str> = library
            .lines()
            .filter(|line| ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=setup:"].iter().any(|name| line.starts_with(name)))
            .collect();
        let mids: Vec<&str> = self.parts.iter().map(|(mid, _)| mid.as_str()).collect();
        let mut text = format!(
            "v=0\r\no=- {} 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {}\r\na=ice-lite\r\na=msid-semantic:WMS *\r\n",
            rand::random::<u32>(),
            mids.join(" ")
        );
        for (index, (mid, part)) in self.parts.iter().enumerate() {
            let (kind, codec) = if part.is_sound() { ("audio", self.opus) } else { ("video", self.vp8.unwrap_or_default()) };
            let _ = write!(text, "m={kind} 9 UDP/TLS/RTP/SAVPF {codec}\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\n");
            for line in dedup(&own) {
                push(&mut text, line);
            }
            text.push_str("a=rtcp-mux\r\na=rtcp-rsize\r\n");
            self.push_codec(&mut text, *part, codec);
            push_direction(&mut text, *part, &numbers);
            if index == 0 {
                push_candidates(&mut text, candidates);
            }
        }
        text
    }

    fn push_codec(&self, text: &mut String, part: Part, codec: u8) {
        let _ = if part.is_sound() {
            write!(
                text,
                "a=rtpmap:{codec} opus/48000/2\r\na=fmtp:{codec} minptime=10;useinbandfec=1;usedtx=1;maxaveragebitrate={VOICE_RATE}\r\na=rtcp-fb:{codec} nack\r\n"
            )
        } else {
            write!(text, "a=rtpmap:{codec} VP8/90000\r\na=rtcp-fb:{codec} nack\r\na=rtcp-fb:{codec} nack pli\r\na=rtcp-fb:{codec} ccm fir\r\n")
        };
        if let Some(level) = self.level.filter(|_| part == Part::Microphone) {
            push(text, &format!("a=extmap:{level} {LEVEL}"));
        }
    }
}

impl Counted {
    fn place(&mut self, section: &Section<'_>) -> Result<Part, RtcError> {
        let (sends, receives) = (section.has("a=sendonly"), section.has("a=recvonly"));
        if sends == receives {
            return Err(RtcError::Sdp("each section either sends or receives"));
        }
        let is_audio = section.kind == "audio";
        if sends {
            let taken = if is_audio { &mut self.microphone } else { &mut self.camera };
            if std::mem::replace(taken, true) {
                return Err(RtcError::Sdp("it sends more than one microphone or camera"));
            }
            return Ok(if is_audio { Part::Microphone } else { Part::Camera });
        }
        let count = if is_audio { &mut self.sounds } else { &mut self.pictures };
        let place = *count;
        if usize::from(place) >= PLACES {
            return Err(RtcError::Sdp("it has more than ten sections that receive sound, or pictures"));
        }
        *count += 1;
        Ok(if is_audio { Part::Sound(place) } else { Part::Picture(place) })
    }
}

fn split<'a>(lines: impl Iterator<Item = &'a str>) -> Result<(Vec<&'a str>, Vec<Section<'a>>), RtcError> {
    let (mut session, mut sections) = (Vec::new(), Vec::<Section<'_>>::new());
    for line in lines {
        if let Some(media) = line.strip_prefix("m=") {
            sections.push(Section::begin(media)?);
        } else if let Some(section) = sections.last_mut() {
            section.lines.push(line);
        } else {
            session.push(line);
        }
    }
    Ok((session, sections))
}

impl<'a> Section<'a> {
    fn begin(media: &'a str) -> Result<Self, RtcError> {
        let words: Vec<&str> = media.split_ascii_whitespace().collect();
        let [kind @ ("audio" | "video"), _port, "UDP/TLS/RTP/SAVPF", formats @ ..] = words.as_slice() else {
            return Err(RtcError::Sdp("only sections of picture and sound over UDP/TLS/RTP/SAVPF are answered"));
        };
        Ok(Self { kind, formats: formats.to_vec(), lines: Vec::new() })
    }

    fn has(&self, line: &str) -> bool {
        self.lines.contains(&line)
    }

    fn mid(&self) -> Result<&'a str, RtcError> {
        let mid = self.lines.iter().find_map(|line| line.strip_prefix("a=mid:")).unwrap_or_default();
        let fits = (1..=MID_CHARACTERS).contains(&mid.len()) && mid.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if fits { Ok(mid) } else { Err(RtcError::Sdp("a section has no mid, or a long one")) }
    }

    /// The number of the first format that is this codec.
    fn codec(&self, name: &str) -> Option<u8> {
        let is = |format: &str| {
            self.lines.iter().any(|line| {
                line.strip_prefix("a=rtpmap:")
                    .and_then(|map| map.split_once(' '))
                    .is_some_and(|(number, codec)| number == format && codec.trim().eq_ignore_ascii_case(name))
            })
        };
        self.formats.iter().filter(|format| is(format)).find_map(|format| format.parse::<u8>().ok().filter(|number| (1..128).contains(number)))
    }

    fn extension(&self, name: &str) -> Option<u8> {
        let maps = self.lines.iter().filter_map(|line| line.strip_prefix("a=extmap:")?.split_once(' '));
        let found = maps.filter(|(_, uri)| uri.trim() == name).find_map(|(number, _)| number.split('/').next()?.parse::<u8>().ok());
        found.filter(|number| (1..15).contains(number))
    }
}

fn dedup<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mut seen: Vec<&str> = Vec::new();
    for line in lines {
        if !seen.contains(line) {
            seen.push(line);
        }
    }
    seen
}

fn push_direction(text: &mut String, part: Part, numbers: &impl Fn(Part) -> u32) {
    match part {
        Part::Microphone | Part::Camera => push(text, "a=recvonly"),
        Part::Sound(place) | Part::Picture(place) => {
            // One stream for both kinds of a place, so that a browser plays somebody's voice and picture in step.
            let kind = if part.is_sound() { "sound" } else { "picture" };
            let number = numbers(part);
            let _ = write!(text, "a=sendonly\r\na=msid:place-{place} {kind}-{place}\r\na=ssrc:{number} cname:place-{place}\r\n");
        }
    }
}

fn push_candidates(text: &mut String, candidates: &[SocketAddr]) {
    for (index, address) in (0_u32..).zip(candidates) {
        let priority = (126 << 24) | ((65_535 - index.min(65_535)) << 8) | 255;
        let _ = write!(text, "a=candidate:{} 1 udp {priority} {} {} typ host\r\n", index + 1, address.ip(), address.port());
    }
    push(text, "a=end-of-candidates");
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a browser writes it: a microphone, a camera, and so many places.
    fn offer(places: usize) -> String {
        let mids: Vec<String> = (0..2 + 2 * places).map(|mid| mid.to_string()).collect();
        let mut text = format!("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {}\r\na=extmap-allow-mixed\r\n", mids.join(" "));
        for (index, mid) in mids.iter().enumerate() {
            let (audio, direction) = match index {
                0 => (true, "sendonly"),
                1 => (false, "sendonly"),
                index => (index < 2 + places, "recvonly"),
            };
            let codec = if audio {
                "m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\na=rtpmap:63 red/48000/2\r\na=rtpmap:111 opus/48000/2\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"
            } else {
                "m=video 9 UDP/TLS/RTP/SAVPF 102 96\r\na=rtpmap:102 H264/90000\r\na=rtpmap:96 VP8/90000\r\na=candidate:1 1 udp 1 203.0.113.9 9 typ host\r\n"
            };
            text.push_str(codec);
            text.push_str(&format!("a=mid:{mid}\r\na={direction}\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=fingerprint:sha-256 AA\r\na=setup:actpass\r\n"));
        }
        text
    }

    #[test]
    fn sections_are_places_in_their_order() {
        let offer = CallOffer::read(&offer(10)).expect("a good offer");
        assert_eq!((offer.opus, offer.vp8, offer.level), (111, Some(96), Some(1)));
        let parts: Vec<Part> = offer.parts.iter().map(|(_, part)| *part).collect();
        assert_eq!(
            (parts[0], parts[1], parts[2], parts[11], parts[12]),
            (Part::Microphone, Part::Camera, Part::Sound(0), Part::Sound(9), Part::Picture(0))
        );
    }

    #[test]
    fn only_the_transport_reaches_the_library() {
        let text = CallOffer::read(&offer(3)).expect("a good offer").text;
        assert_eq!(text.matches("m=").count(), 1);
        for foreign in ["203.0.113.9", "VP8", "red", "extmap", "H264"] {
            assert!(!text.contains(foreign), "{foreign} in {text}");
        }
    }

    #[test]
    fn other_shapes_are_refused_with_a_code() {
        let code = |text: &str| CallOffer::read(text).err().map(|error| error.code());
        let good = offer(2);
        assert_eq!(code(""), Some("sdp_invalid"));
        assert_eq!(code("v=0\r\n"), Some("sdp_invalid"));
        assert_eq!(code(&offer(11)), Some("sdp_invalid"));
        assert_eq!(code(&good.replace("recvonly", "sendrecv")), Some("sdp_invalid"));
        assert_eq!(code(&good.replace("recvonly", "sendonly")), Some("sdp_invalid"));
        assert_eq!(code(&good.replace("a=mid:3", "a=mid:2")), Some("sdp_invalid"));
        assert_eq!(code(&good.replace("BUNDLE 0", "BUNDLE")), Some("sdp_invalid"));
        assert_eq!(code(&good.replace("a=fingerprint", "a=x")), Some("sdp_invalid"));
        assert_eq!(code(&good.replace("m=video", "m=application")), Some("sdp_invalid"));
        assert_eq!(code(&good.replace("opus", "PCMU")), Some("codec_missing"));
        assert_eq!(code(&good.replace("VP8", "AV1")), Some("codec_missing"));
        assert_eq!(code(&format!("{good}{}", "a=x:y\r\n".repeat(10_000))), Some("sdp_invalid"));
    }

    #[test]
    fn whatever_one_changes_in_an_offer_it_is_read_or_refused() {
        let good = offer(2);
        let mut seed = 5_u64;
        for _ in 0..4_000 {
            let mut bytes = good.clone().into_bytes();
            for _ in 0..3 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let place = (seed >> 33) as usize % bytes.len();
                match seed % 3 {
                    0 => bytes[place] = (seed >> 24) as u8 & 0x7f,
                    1 => drop(bytes.drain(place..(place + 9).min(bytes.len()))),
                    _ => bytes.insert(place, b'\n'),
                }
            }
            let _ = CallOffer::read(&String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn an_answer_names_each_place_once() {
        let offer = CallOffer::read(&offer(2)).expect("a good offer");
        let own = "a=fingerprint:sha-256 BB\r\na=ice-ufrag:x\r\na=ice-pwd:y\r\na=setup:passive\r\na=fingerprint:sha-256 BB\r\n";
        let number = |part| match part {
            Part::Sound(place) => 100 + u32::from(place),
            Part::Picture(place) => 200 + u32::from(place),
            Part::Microphone | Part::Camera => 0,
        };
        let text = offer.answer(own, &["192.0.2.1:7000".parse().expect("an address")], number);
        assert_eq!(text.matches("m=audio").count() + text.matches("m=video").count(), 6);
        assert_eq!((text.matches("a=recvonly").count(), text.matches("a=sendonly").count()), (2, 4));
        assert_eq!((text.matches("ssrc-audio-level").count(), text.matches("a=candidate:").count()), (1, 1));
        for line in ["a=ssrc:101 cname:place-1", "a=ssrc:200 cname:place-0", "a=msid:place-1 picture-1", "usedtx=1", "a=rtcp-fb:111 nack\r\n"] {
            assert!(text.contains(line), "{line} in {text}");
        }
    }
}
