//! Pictures and sound become what decoders, RTP and WebSockets expect.

use crate::support::*;
use domain::{
    consent::{Gather, Work},
    plan::Size,
    product::{Pass, Picture, Product},
};
use media::{KeptSecond, MediaUnit, RTP_PAYLOAD, SecondGather, UnitKind, frame};
use openh264::decoder::Decoder;
use rtc_rtp::{codec::h264::H264Packet, packetizer::Depacketizer};

#[test]
fn decoded_pictures_are_close_to_what_the_engine_drew() {
    let mut encoder = encoder(SMALL, 2);
    encoder.pass_started(pass(1, SMALL, 2));
    let (mut decoder, mut marks) = (Decoder::new().expect("a decoder"), watermark());
    for index in 0..2 * FPS {
        let units = encoder.work(Product::Frame { pass: 1, index, picture: picture(SMALL, index) }).expect("a picture");
        let mut source = picture(SMALL, index);
        marks.draw(&mut source, units[0].label.pts);
        let seen = decoded(&mut decoder, &units[0].payload);
        assert_eq!((seen.width, seen.height), (360, 640));
        let likeness = psnr(&luma_of(&source), &seen.values);
        assert!(likeness > 34.0, "picture {index}: {likeness} dB");
    }
}

#[test]
fn every_second_begins_with_a_keyframe_that_brings_its_parameter_sets() {
    let mut encoder = encoder(SMALL, 3);
    encoder.pass_started(pass(1, SMALL, 3));
    for index in 0..3 * FPS {
        // A cut in the middle of a second must not bring a keyframe.
        let picture = if index == 30 { plain(SMALL, 250) } else { picture(SMALL, index) };
        let units = encoder.work(Product::Frame { pass: 1, index, picture }).expect("a picture");
        let label = units[0].label;
        assert_eq!(label.keyframe, index % FPS == 0, "picture {index}");
        assert_eq!(kinds(&units[0].payload), if label.keyframe { vec![7, 8, 5] } else { vec![1] });
        assert_eq!(label.pts, u64::from(index) * 1_000_000 / 24);
        assert!((41_666..=41_667).contains(&label.duration));
    }
}

#[test]
fn a_take_that_goes_on_from_a_kept_second_is_the_same_take() {
    let units = whole_take(SMALL, 3);
    let payloads = |units: &[MediaUnit]| {
        of_kind(units, UnitKind::Video).iter().filter(|unit| unit.label.pass == 1).map(|unit| (unit.label, unit.payload.clone())).collect::<Vec<_>>()
    };
    let whole = payloads(&units);
    let kept = |second: u32| {
        let mut gather = SecondGather::new([7; 32]);
        units.iter().filter(|unit| unit.label.pass == 1 && unit.label.index / FPS == second).for_each(|unit| gather.add(unit));
        KeptSecond::read(second, gather.finish(), FPS, [7; 32]).expect("a whole second")
    };
    let mut encoder = encoder(SMALL, 3);
    encoder.pass_started(pass(1, SMALL, 3));
    let mut again: Vec<MediaUnit> = (0..2).flat_map(|second| encoder.work(kept(second)).expect("kept")).collect();
    for index in 2 * FPS..3 * FPS {
        again.extend(encoder.work(Product::Frame { pass: 1, index, picture: picture(SMALL, index) }).expect("a picture"));
    }
    assert_eq!(payloads(&again), whole);
    assert!(encoder.work(kept(0)).is_err(), "a second comes once, in its place");
}

#[test]
fn stills_are_whole_in_themselves_and_the_first_brings_a_poster() {
    let mut encoder = encoder(Size::UPRIGHT, 4);
    encoder.pass_started(pass(0, Size::UPRIGHT, 4));
    let mut posters = 0;
    for index in [0, 30, 60] {
        let picture = picture(Size::UPRIGHT, index);
        let units = encoder.work(Product::Frame { pass: 0, index, picture }).expect("a still");
        assert!(units[0].label.keyframe);
        let seen = decoded(&mut Decoder::new().expect("a decoder"), &units[0].payload);
        assert_eq!((seen.width, seen.height), (720, 1280));
        for poster in of_kind(&units, UnitKind::Poster) {
            posters += 1;
            let image = image::load_from_memory(&poster.payload).expect("a JPEG");
            assert_eq!((image.width(), image.height()), (360, 640));
            assert_eq!((poster.label.width, poster.label.height), (360, 640));
            assert!(poster.framed.is_empty());
        }
    }
    assert_eq!(posters, 1);
}

#[test]
fn packets_fit_and_put_together_are_the_access_unit() {
    let units = whole_take(Size::UPRIGHT, 1);
    let video = of_kind(&units, UnitKind::Video);
    assert!(video.iter().any(|unit| unit.rtp.len() > 3), "some picture needs fragments");
    for unit in video {
        let (mut packets, mut whole) = (H264Packet::default(), Vec::new());
        for payload in &unit.rtp {
            assert!(!payload.is_empty() && payload.len() <= RTP_PAYLOAD);
            whole.extend(packets.depacketize(payload).expect("RFC 6184"));
        }
        assert_eq!(whole, unit.payload);
    }
    for unit in of_kind(&units, UnitKind::Audio) {
        assert_eq!(unit.rtp, std::slice::from_ref(&unit.payload));
        assert!(unit.payload.len() <= RTP_PAYLOAD);
    }
}

#[test]
fn messages_hold_the_label_and_the_same_bytes() {
    // A poster has its place too, though no message.
    for (unit, place) in whole_take(SMALL, 1).iter().zip(0_u32..).filter(|(unit, _)| unit.label.kind != UnitKind::Poster) {
        assert_eq!(&unit.framed[frame::HEADER..], &unit.payload[..]);
        assert_eq!(unit.framed[4..20], *take().as_uuid().as_bytes());
        assert_eq!(unit.framed[20..24], place.to_be_bytes());
        assert_eq!(unit.framed[24..28], unit.label.index.to_be_bytes());
        assert_eq!(unit.framed[28..36], unit.label.pts.to_be_bytes());
        assert_eq!(unit.label.bytes as usize, unit.payload.len());
    }
}

#[test]
fn noise_loses_no_picture() {
    let mut encoder = encoder(Size::UPRIGHT, 2);
    encoder.pass_started(pass(1, Size::UPRIGHT, 2));
    let mut decoder = Decoder::new().expect("a decoder");
    let mut state = 1_u32;
    for index in 0..2 * FPS {
        let mut picture = plain(Size::UPRIGHT, 0);
        for byte in &mut picture.rgba {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (state >> 24) as u8;
        }
        let units = encoder.work(Product::Frame { pass: 1, index, picture }).expect("a picture");
        decoded(&mut decoder, &units[0].payload);
        assert_eq!(units[0].label.keyframe, index % FPS == 0, "picture {index}");
    }
}

#[test]
fn sound_in_pieces_of_any_length_gives_fifty_packets_a_second() {
    let mut encoder = encoder(SMALL, 4);
    let (mut start, mut units) = (0, Vec::new());
    for length in [1, 959, 960, 961, 7, 5_000].into_iter().cycle() {
        let length = length.min(4 * 48_000 - start);
        units.extend(encoder.work(Product::Sound { start, pcm: sound(start, length) }).expect("sound"));
        start += length;
        if start == 4 * 48_000 {
            break;
        }
    }
    assert_eq!(units.len(), 200);
    for (unit, index) in units.iter().zip(0..) {
        assert_eq!((unit.label.index, unit.label.pts, unit.label.duration), (index, u64::from(index) * 20_000, 20_000));
    }
}

#[test]
fn decoded_sound_is_the_source_late_by_what_the_file_tells_players_to_skip() {
    let seconds = 2;
    let source = sound(0, u64::from(seconds) * 48_000);
    let units = encoder(SMALL, seconds).work(Product::Sound { start: 0, pcm: source.clone() }).expect("sound");
    let mut decoder = opus_rs::OpusDecoder::new(48_000, 2).expect("a decoder");
    let mut heard = Vec::new();
    for unit in &units {
        let mut pcm = vec![0.0; 960 * 2];
        assert_eq!(decoder.decode(&unit.payload, 960, &mut pcm), Ok(960));
        heard.extend(pcm);
    }
    let skip = usize::from(media::encode::PRE_SKIP);
    let likeness = |late: usize| {
        let pairs = source.iter().zip(&heard[late * 2..]).skip(4_800).take(96_000);
        let (error, power) = pairs.fold((0.0, 0.0), |(error, power), (a, b)| (error + f64::from((a - b) * (a - b)), power + f64::from(a * a)));
        10.0 * (power / error).log10()
    };
    let best = (skip - 200..skip + 200).max_by(|a, b| likeness(*a).total_cmp(&likeness(*b))).expect("some");
    assert_eq!(best, skip);
    assert!(likeness(skip) > 15.0, "{} dB", likeness(skip));
}

#[test]
fn what_does_not_fit_is_refused_with_a_code() {
    let code = |encoder: &mut media::TakeEncoder, product: Product| encoder.work(product).expect_err("refused").code();
    let still = |pass, index| Product::Frame { pass, index, picture: picture(SMALL, 0) };
    let mut encoder = encoder(SMALL, 4);
    assert_eq!(code(&mut encoder, still(0, 0)), "picture_invalid", "no pass has begun");
    encoder.pass_started(pass(1, SMALL, 4));
    assert_eq!(code(&mut encoder, still(0, 0)), "picture_invalid", "another pass");
    assert_eq!(code(&mut encoder, still(1, 1)), "picture_invalid", "a gap");
    let other = Product::Frame { pass: 1, index: 0, picture: picture(Size { width: 320, height: 640 }, 0) };
    assert_eq!(code(&mut encoder, other), "picture_invalid", "another size");
    let short = Picture { rgba: vec![0; 12], ..picture(SMALL, 0) };
    assert_eq!(code(&mut encoder, Product::Frame { pass: 1, index: 0, picture: short }), "picture_invalid", "too few bytes");
    encoder.pass_started(pass(0, SMALL, 4));
    assert_eq!(code(&mut encoder, still(0, 96)), "picture_invalid", "after the end");
    encoder.pass_started(Pass { width: 1_280, height: 720, ..pass(2, SMALL, 4) });
    assert_eq!(code(&mut encoder, still(2, 0)), "picture_invalid", "a pass larger than the take");
    assert_eq!(code(&mut encoder, Product::Sound { start: 1, pcm: vec![0.0; 2] }), "sound_invalid", "a hole");
    assert_eq!(code(&mut encoder, Product::Sound { start: 0, pcm: vec![0.0; 4 * 96_000 + 2] }), "sound_invalid", "after the end");
    assert!(encoder.work(Product::Sound { start: 0, pcm: vec![f32::NAN; 1_920] }).is_ok(), "broken samples are silence");
}

/// The NAL units' types.
fn kinds(annex_b: &[u8]) -> Vec<u8> {
    let starts = annex_b.windows(4).filter(|window| window[..3] == [0, 0, 1]);
    starts.map(|window| window[3] & 0x1f).collect()
}
