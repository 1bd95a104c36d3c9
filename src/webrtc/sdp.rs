//! Session descriptions: what of a stranger's offer is believed, and what an answer says.
//!
//! An offer is read line by line against a list of what is allowed, and rewritten: at most one picture and one sound section,
//! each with the one codec that is sent, receive-only, without candidates (the server never sends to an address that somebody
//! merely names). Only the rewritten text reaches the library. No network, no state.

use super::RtcError;
use std::{fmt::Write, net::SocketAddr};

/// Bytes of an offer at most; browsers send less than 10 KiB.
pub(super) const OFFER_BYTES: usize = 64 * 1024;

/// A codec that both sides have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Codec {
    /// As the browser numbers it.
    pub(super) payload_type: u8,
    /// Its parameters, as offered.
    pub(super) parameters: String,
}

/// An offer that can be answered.
#[derive(Debug)]
pub(super) struct Offer {
    /// The rewritten text.
    pub(super) text: String,
    pub(super) video: Codec,
    pub(super) audio: Option<Codec>,
}

struct Section<'a> {
    kind: &'a str,
    /// The words of the `m=` line before its formats.
    head: Vec<&'a str>,
    formats: Vec<&'a str>,
    lines: Vec<&'a str>,
}

impl Offer {
    /// # Errors
    /// [`RtcError::Sdp`]: no offer, or one of another shape. [`RtcError::Codec`]: no codec in common.
    pub(super) fn read(text: &str) -> Result<Self, RtcError> {
        if text.len() > OFFER_BYTES {
            return Err(RtcError::Sdp("it is longer than 64 KiB"));
        }
        let mut lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty());
        if lines.next() != Some("v=0") {
            return Err(RtcError::Sdp("it does not begin with v=0"));
        }
        let (session, sections) = split(lines)?;
        let mut rewritten = String::with_capacity(text.len() + 64);
        rewritten.push_str("v=0\r\n");
        for line in session.iter().filter(|line| is_kept_in_session(line)) {
            push(&mut rewritten, line);
        }
        let (mut video, mut audio) = (None, None);
        for section in &sections {
            let slot = if section.kind == "video" { &mut video } else { &mut audio };
            if slot.is_some() {
                return Err(RtcError::Sdp("it has more than one picture or sound section"));
            }
            let codec = section.choose()?;
            section.rewrite(&codec, &mut rewritten)?;
            *slot = Some(codec);
        }
        let video = video.ok_or(RtcError::Sdp("it has no picture section"))?;
        Ok(Self { text: rewritten, video, audio })
    }
}

type Lines<'a> = Vec<&'a str>;

fn split<'a>(lines: impl Iterator<Item = &'a str>) -> Result<(Lines<'a>, Vec<Section<'a>>), RtcError> {
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
        let [kind @ ("audio" | "video"), _port, protocol, formats @ ..] = words.as_slice() else {
            return Err(RtcError::Sdp("only sections of picture and sound are answered"));
        };
        if *protocol != "UDP/TLS/RTP/SAVPF" {
            return Err(RtcError::Sdp("only UDP/TLS/RTP/SAVPF is spoken here"));
        }
        Ok(Self { kind, head: words[..3].to_vec(), formats: formats.to_vec(), lines: Vec::new() })
    }

    /// The parameters of `format` on lines of this kind: `a=rtpmap:96 H264/90000` gives `H264/90000`.
    fn value(&self, attribute: &str, format: &str) -> Option<&'a str> {
        self.lines.iter().find_map(|line| {
            let (number, value) = line.strip_prefix("a=")?.strip_prefix(attribute)?.strip_prefix(':')?.split_once(' ')?;
            (number == format).then_some(value.trim())
        })
    }

    fn choose(&self) -> Result<Codec, RtcError> {
        let rank = if self.kind == "video" { video_rank } else { audio_rank };
        let ranked = self.formats.iter().filter_map(|format| {
            let payload_type = format.parse::<u8>().ok().filter(|number| *number < 128)?;
            let parameters = self.value("fmtp", format).unwrap_or_default();
            let rank = rank(self.value("rtpmap", format)?, parameters)?;
            Some((rank, Codec { payload_type, parameters: parameters.to_owned() }))
        });
        // The first of the best: browsers list what they like best first.
        ranked.min_by_key(|(rank, _)| *rank).map(|(_, codec)| codec).ok_or(RtcError::Codec)
    }

    fn rewrite(&self, codec: &Codec, out: &mut String) -> Result<(), RtcError> {
        let number = codec.payload_type.to_string();
        push(out, &format!("m={} {number}", self.head.join(" ")));
        push(out, "c=IN IP4 0.0.0.0");
        for line in &self.lines {
            let Some(attribute) = line.strip_prefix("a=") else { continue };
            let (name, value) = attribute.split_once(':').unwrap_or((attribute, ""));
            let kept = match name {
                "mid" | "ice-ufrag" | "ice-pwd" | "ice-options" | "fingerprint" | "setup" | "rtcp-mux" | "rtcp-rsize" | "bundle-only" => true,
                "rtpmap" | "fmtp" | "rtcp-fb" => value.split(' ').next().is_some_and(|format| format == number || format == "*"),
                "sendonly" | "inactive" => return Err(RtcError::Sdp("it does not ask to receive")),
                _ => false,
            };
            if kept {
                push(out, line);
            }
        }
        // A browser that offers its camera too is only sent to.
        push(out, "a=recvonly");
        Ok(())
    }
}

fn is_kept_in_session(line: &str) -> bool {
    let attributes = ["a=group:", "a=ice-ufrag:", "a=ice-pwd:", "a=ice-options:", "a=fingerprint:", "a=setup:"];
    ["o=", "s=", "t="].iter().chain(&attributes).any(|start| line.starts_with(start))
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push_str("\r\n");
}

fn parameter<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    parameters.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// Which H.264 is best: constrained baseline, then baseline. Only with packetisation mode 1, in which units are packed.
fn video_rank(rtpmap: &str, parameters: &str) -> Option<u8> {
    if !rtpmap.eq_ignore_ascii_case("H264/90000") || parameter(parameters, "packetization-mode") != Some("1") {
        return None;
    }
    let profile = parameter(parameters, "profile-level-id")?.to_ascii_lowercase();
    match profile.get(..4)? {
        "42e0" => Some(0),
        start if start.starts_with("42") => Some(1),
        _ => None,
    }
}

fn audio_rank(rtpmap: &str, _parameters: &str) -> Option<u8> {
    rtpmap.eq_ignore_ascii_case("opus/48000/2").then_some(0)
}

/// The library's answer with the server's candidates in its first section, and sound told to be stereo.
pub(super) fn finish(answer: &str, candidates: &[SocketAddr], audio: Option<&Codec>) -> String {
    let mut text = String::with_capacity(answer.len() + 96 * candidates.len());
    let mut sections = 0;
    for line in answer.lines() {
        if line.starts_with("m=") {
            if sections == 1 {
                push_candidates(&mut text, candidates);
            }
            sections += 1;
        }
        match audio.filter(|codec| line.starts_with(&format!("a=fmtp:{} ", codec.payload_type))) {
            Some(codec) => push(&mut text, &format!("a=fmtp:{} {}", codec.payload_type, stereo(&codec.parameters))),
            None if line.starts_with("a=candidate:") || line == "a=end-of-candidates" => {}
            None => push(&mut text, line),
        }
    }
    if sections == 1 {
        push_candidates(&mut text, candidates);
    }
    text
}

fn push_candidates(text: &mut String, candidates: &[SocketAddr]) {
    for (index, address) in (0_u32..).zip(candidates) {
        let priority = (126 << 24) | ((65_535 - index.min(65_535)) << 8) | 255;
        let (ip, port) = (address.ip(), address.port());
        let _ = write!(text, "a=candidate:{} 1 udp {priority} {ip} {port} typ host\r\n", index + 1);
    }
    push(text, "a=end-of-candidates");
}

/// The parameters of Opus with both channels.
pub(super) fn stereo(parameters: &str) -> String {
    let others = parameters.split(';').map(str::trim).filter(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        !name.is_empty() && name != "stereo" && name != "sprop-stereo"
    });
    others.chain(["stereo=1", "sprop-stereo=1"]).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFER: &str = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=msid-semantic: WMS\r\n\
        m=audio 9 UDP/TLS/RTP/SAVPF 111 63\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\n\
        a=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\na=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n\
        a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:63 red/48000/2\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 96 102 109 108\r\nc=IN IP4 0.0.0.0\r\na=candidate:1 1 udp 1 203.0.113.9 9 typ host\r\n\
        a=mid:1\r\na=recvonly\r\na=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:109 nack pli\r\n\
        a=rtpmap:102 H264/90000\r\na=fmtp:102 packetization-mode=1;profile-level-id=42001f\r\n\
        a=rtpmap:109 H264/90000\r\na=fmtp:109 packetization-mode=1;profile-level-id=42e01f\r\n\
        a=rtpmap:108 H264/90000\r\na=fmtp:108 packetization-mode=0;profile-level-id=42e01f\r\n";

    #[test]
    fn constrained_baseline_with_packetisation_mode_1_is_chosen() {
        let offer = Offer::read(OFFER).expect("a good offer");
        assert_eq!(offer.video.payload_type, 109);
        assert_eq!(offer.audio.expect("sound is offered").payload_type, 111);
        let plain = Offer::read(&OFFER.replace("42e01f", "64001f")).expect("baseline is left");
        assert_eq!(plain.video.payload_type, 102);
    }

    #[test]
    fn only_what_is_needed_of_an_offer_is_kept() {
        let text = Offer::read(OFFER).expect("a good offer").text;
        for foreign in ["203.0.113.9", "VP8", "sendrecv", "extmap", "red/48000", "rtcp-fb:96"] {
            assert!(!text.contains(foreign), "{foreign} in {text}");
        }
        assert!(text.contains("m=video 9 UDP/TLS/RTP/SAVPF 109\r\n"));
        assert!(text.contains("a=rtcp-fb:109 nack pli\r\n"));
        assert_eq!(text.matches("a=recvonly\r\n").count(), 2);
    }

    #[test]
    fn other_shapes_are_refused_with_a_code() {
        let code = |text: &str| Offer::read(text).err().map(|error| error.code());
        assert_eq!(code(""), Some("sdp_invalid"));
        assert_eq!(code("nonsense"), Some("sdp_invalid"));
        assert_eq!(code("v=0\r\n"), Some("sdp_invalid"));
        assert_eq!(code(&OFFER.replace("a=recvonly", "a=sendonly")), Some("sdp_invalid"));
        assert_eq!(code(&OFFER.replace("m=audio", "m=application")), Some("sdp_invalid"));
        assert_eq!(code(&OFFER.replace("m=audio", "m=video")), Some("codec_missing"));
        assert_eq!(code(&OFFER.replace("H264", "VP9")), Some("codec_missing"));
        assert_eq!(code(&OFFER.replace("opus", "PCMU")), Some("codec_missing"));
        assert_eq!(code(&format!("{OFFER}{}", "a=x:y\r\n".repeat(10_000))), Some("sdp_invalid"));
    }

    #[test]
    fn an_answer_bears_the_candidates_once_and_stereo() {
        let answer = "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=fmtp:111 minptime=10;stereo=0\r\na=candidate:9 2 udp 1 10.0.0.1 1 typ host\r\n\
            m=video 9 UDP/TLS/RTP/SAVPF 109\r\na=mid:1\r\n";
        let codec = Codec { payload_type: 111, parameters: "minptime=10;stereo=0".to_owned() };
        let text = finish(answer, &["192.0.2.1:7000".parse().expect("an address"), "[::1]:7000".parse().expect("an address")], Some(&codec));
        assert!(text.contains("a=fmtp:111 minptime=10;stereo=1;sprop-stereo=1\r\n"));
        assert_eq!(text.matches("a=candidate:").count(), 2);
        assert!(text.contains("a=candidate:1 1 udp 2130706431 192.0.2.1 7000 typ host\r\n"));
        assert!(text.find("candidate").expect("candidates") < text.find("m=video").expect("picture"));
    }
}
