//! Session descriptions as a page writes them, around the transport of the library: it knows one section, the page has as many as it sends and is sent.
//! Pure text.

use std::{
    fmt::Write,
    net::{IpAddr, SocketAddr},
};

pub const OPUS: u8 = 111;
pub const H264: u8 = 102;
/// The number of the header extension that tells loudness.
pub const LEVEL: u8 = 1;
const LEVEL_NAME: &str = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
pub const H264_PARAMETERS: &str = "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f";

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// A microphone that sends under this number.
    Microphone(u32),
    Hear,
    See,
}

/// The lines by which one end is reached.
#[derive(Clone, Debug)]
pub struct Ends {
    lines: Vec<String>,
    candidates: Vec<String>,
    lite: bool,
}

impl Ends {
    /// Of a description. None: it has none.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let first = |name: &str| text.lines().map(str::trim_end).find(|line| line.starts_with(name)).map(str::to_owned);
        let lines = ["a=ice-ufrag:", "a=ice-pwd:", "a=fingerprint:", "a=setup:"].into_iter().map(first).collect::<Option<Vec<String>>>()?;
        let is_ours = |line: &&str| line.starts_with("a=candidate:") && line.to_ascii_lowercase().contains(" udp ") && !line.contains("::");
        let mut candidates: Vec<String> = text.lines().map(str::trim_end).filter(is_ours).map(str::to_owned).collect();
        candidates.dedup();
        Some(Self { lines, candidates, lite: text.lines().any(|line| line.trim_end() == "a=ice-lite") })
    }

    /// The first of where it says that it is reached.
    #[must_use]
    pub fn address(&self) -> Option<IpAddr> {
        self.candidates.first()?.split(' ').nth(4)?.parse().ok()
    }

    /// The same end, which is reached at this address.
    #[must_use]
    pub fn reached_at(self, address: SocketAddr) -> Self {
        let candidate = format!("a=candidate:1 1 udp 2130706431 {} {} typ host", address.ip(), address.port());
        Self { candidates: vec![candidate], ..self }
    }

    /// What the library reads: one section of sound that it sends.
    #[must_use]
    pub fn for_library(&self, mid: &str) -> String {
        let mut text = head(&[mid], self.lite);
        let _ = write!(text, "m=audio 9 UDP/TLS/RTP/SAVPF {OPUS}\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\n");
        self.push(&mut text, true);
        let _ = write!(text, "a=rtpmap:{OPUS} opus/48000/2\r\na=recvonly\r\n");
        text
    }

    fn push(&self, text: &mut String, with_candidates: bool) {
        let candidates: &[String] = if with_candidates { &self.candidates } else { &[] };
        for line in self.lines.iter().map(String::as_str).chain(["a=rtcp-mux"]).chain(candidates.iter().map(String::as_str)) {
            text.push_str(line);
            text.push_str("\r\n");
        }
    }
}

fn head(mids: &[&str], lite: bool) -> String {
    let lite = if lite { "a=ice-lite\r\n" } else { "" };
    format!("v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{lite}a=group:BUNDLE {}\r\n", mids.join(" "))
}

/// The name of the first section.
#[must_use]
pub fn first_mid(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.trim_end().strip_prefix("a=mid:"))
}

/// An offer with these sections; the first bears the library's name for its own.
#[must_use]
pub fn offer(own: &Ends, first: &str, parts: &[Part]) -> String {
    let names: Vec<String> = (0..parts.len()).map(|index| if index == 0 { first.to_owned() } else { format!("p{index}") }).collect();
    let mut text = head(&names.iter().map(String::as_str).collect::<Vec<_>>(), false);
    for (index, (part, mid)) in parts.iter().zip(&names).enumerate() {
        let codec = if *part == Part::See {
            format!(
                "m=video 9 UDP/TLS/RTP/SAVPF {H264}\r\na=rtpmap:{H264} H264/90000\r\na=fmtp:{H264} {H264_PARAMETERS}\r\na=rtcp-fb:{H264} nack\r\na=rtcp-fb:{H264} nack pli\r\n"
            )
        } else {
            format!("m=audio 9 UDP/TLS/RTP/SAVPF {OPUS}\r\na=rtpmap:{OPUS} opus/48000/2\r\na=fmtp:{OPUS} minptime=10;useinbandfec=1\r\n")
        };
        let direction = match part {
            Part::Microphone(ssrc) => format!("a=extmap:{LEVEL} {LEVEL_NAME}\r\na=sendonly\r\na=msid:mouth voice\r\na=ssrc:{ssrc} cname:mouth\r\n"),
            Part::Hear | Part::See => "a=recvonly\r\n".to_owned(),
        };
        let _ = write!(text, "{codec}c=IN IP4 0.0.0.0\r\na=mid:{mid}\r\n{direction}");
        own.push(&mut text, index == 0);
    }
    text
}

/// The answer to an offer of whoever sends: each section is taken with its first codec, without header extensions.
#[must_use]
pub fn answer(own: &Ends, offered: &str) -> String {
    let sections: Vec<Vec<&str>> = offered.split("m=").skip(1).map(|section| section.lines().map(str::trim_end).collect()).collect();
    let mid = |section: &[&str]| section.iter().find_map(|line| line.strip_prefix("a=mid:")).unwrap_or_default().to_owned();
    let names: Vec<String> = sections.iter().map(|section| mid(section)).collect();
    let mut text = head(&names.iter().map(String::as_str).collect::<Vec<_>>(), false);
    for (index, (section, mid)) in sections.iter().zip(&names).enumerate() {
        let words: Vec<&str> = section.first().map(|line| line.split(' ').collect()).unwrap_or_default();
        let [kind, _, protocol, format, ..] = words.as_slice() else { continue };
        let _ = write!(text, "m={kind} 9 {protocol} {format}\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\na=recvonly\r\n");
        for line in
            section.iter().filter(|line| ["a=rtpmap:", "a=fmtp:", "a=rtcp-fb:"].iter().any(|name| line.starts_with(&format!("{name}{format} "))))
        {
            text.push_str(line);
            text.push_str("\r\n");
        }
        own.push(&mut text, index == 0);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const REMOTE: &str = "v=0\r\na=fingerprint:sha-256 AA\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:a\r\na=sendonly\r\na=ice-ufrag:u\r\na=ice-pwd:p\r\na=setup:actpass\r\n\
        a=rtpmap:111 opus/48000/2\r\na=extmap:1 x\r\na=candidate:1 1 udp 5 192.0.2.1 7000 typ host\r\na=candidate:2 1 tcp 5 192.0.2.1 9 typ host\r\n\
        m=video 9 UDP/TLS/RTP/SAVPF 102 97\r\na=mid:v\r\na=rtpmap:102 H264/90000\r\na=rtcp-fb:102 nack\r\na=rtpmap:97 rtx/90000\r\n";

    #[test]
    fn the_library_sees_the_transport_and_nothing_else() {
        let ends = Ends::of(REMOTE).expect("a transport");
        assert_eq!(ends.address(), "192.0.2.1".parse().ok());
        let text = ends.for_library("a");
        assert_eq!((text.matches("m=").count(), text.matches("a=candidate:").count()), (1, 1));
        assert!(text.contains("a=fingerprint:sha-256 AA\r\n") && text.contains("a=recvonly") && !text.contains("H264"));
        assert!(Ends::of("v=0\r\n").is_none());
    }

    #[test]
    fn an_answer_has_each_section_once_with_one_codec() {
        let text = answer(&Ends::of(REMOTE).expect("a transport"), REMOTE);
        assert_eq!((text.matches("m=").count(), text.matches("a=recvonly").count(), text.matches("a=ice-ufrag:").count()), (2, 2, 2));
        assert!(
            text.contains("a=group:BUNDLE a v\r\n")
                && text.contains("m=video 9 UDP/TLS/RTP/SAVPF 102\r\n")
                && !text.contains("rtx")
                && !text.contains("extmap")
        );
    }

    #[test]
    fn an_offer_to_a_call_is_a_microphone_and_places() {
        let own = Ends::of(REMOTE).expect("a transport");
        let text = offer(&own, "0", &[Part::Microphone(7), Part::Hear, Part::See]);
        assert_eq!((first_mid(&text), text.matches("a=sendonly").count(), text.matches("a=recvonly").count()), (Some("0"), 1, 2));
        assert!(text.contains("a=ssrc:7 ") && text.contains("a=group:BUNDLE 0 p1 p2\r\n"));
    }
}
