//! Files joined into one: nothing of a picture is lost, and the joint is not heard. And what the joined file says of its parts.

use crate::support::*;
use bytes::Bytes;
use domain::{
    Timestamp,
    consent::Work,
    plan::{Derivation, Format, Size, Span},
    product::Product,
};
use media::{Claim, Joiner, MediaUnit, OriginState, Parent, PartOpener, Signer, SigningIdentity, SourceType, UnitKind, inspect};
use std::{path::Path, process::Command, sync::Arc};

const FORMAT: Format = Format { size: SMALL, fps: FPS };
const RATE: usize = 48_000;

fn joined(files: &[(Vec<u8>, u32)]) -> Vec<MediaUnit> {
    cut(&files.iter().map(|(file, seconds)| (file.clone(), *seconds, Span { from: 0, to: *seconds })).collect::<Vec<_>>())
}

fn cut(pieces: &[(Vec<u8>, u32, Span)]) -> Vec<MediaUnit> {
    let mut joiner = Joiner::new(take(), FORMAT, pieces.iter().map(|(.., span)| span.seconds()).sum()).expect("an encoder").with_own_poster();
    let parts = pieces.iter().flat_map(|(file, seconds, span)| {
        let opened = opener(*seconds, &[Some(*span)]).work(Bytes::from(file.clone())).expect("our own file");
        opened.into_iter().map(|part| joiner.work(part).expect("they fit")).collect::<Vec<_>>()
    });
    parts.collect::<Vec<_>>().into_iter().flatten().collect()
}

fn opener(seconds: u32, spans: &[Option<Span>]) -> PartOpener {
    PartOpener { format: FORMAT, seconds, spans: spans.to_vec() }
}

fn read(file: &[u8], arguments: &[&str]) -> Vec<u8> {
    let stored = tempfile::NamedTempFile::with_suffix(".mp4").expect("a file");
    std::fs::write(stored.path(), file).expect("written");
    ffmpeg(stored.path(), arguments)
}

fn ffmpeg(path: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("ffmpeg").args(["-v", "warning", "-xerror", "-i"]).arg(path).args(arguments).output().expect("ffmpeg is needed");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && complaint.is_empty(), "{complaint}");
    output.stdout
}

fn pictures(file: &[u8]) -> Vec<u8> {
    read(file, &["-f", "rawvideo", "-pix_fmt", "yuv420p", "-"])
}

/// The left ear.
fn heard(file: &[u8]) -> Vec<f32> {
    let pcm = read(file, &["-f", "f32le", "-ac", "2", "-"]);
    pcm.as_chunks::<8>().0.iter().map(|frame| f32::from_le_bytes([frame[0], frame[1], frame[2], frame[3]])).collect()
}

#[test]
fn every_picture_of_every_part_is_in_it_unchanged_and_at_its_time() {
    let files = [(file_of(&whole_take(SMALL, 2)), 2), (file_of(&whole_take(SMALL, 1)), 1), (file_of(&whole_take(SMALL, 2)), 2)];
    let units = joined(&files);
    let times: Vec<u64> = of_kind(&units, UnitKind::Video).iter().map(|unit| unit.label.pts).collect();
    assert_eq!((times.len(), times[48], times[72]), (120, 2_000_000, 3_000_000));
    let file = file_of(&units);
    let apart: Vec<u8> = files.iter().flat_map(|(file, _)| pictures(file)).collect();
    assert!(pictures(&file) == apart, "decoded by somebody else, bit by bit");
    let stored = tempfile::NamedTempFile::with_suffix(".mp4").expect("a file");
    std::fs::write(stored.path(), &file).expect("written");
    let told =
        Command::new("ffprobe").args(["-v", "error", "-of", "csv=p=0", "-show_entries", "stream=duration,nb_frames"]).arg(stored.path()).output();
    let told = String::from_utf8(told.expect("ffprobe is needed").stdout).expect("text");
    assert!(told.starts_with("5.000000,120") && told.contains(",250"), "{told}");
}

#[test]
fn the_joint_is_not_heard_and_the_rest_sounds_as_it_did() {
    let files = [(file_of(&whole_take(SMALL, 2)), 2), (file_of(&whole_take(SMALL, 2)), 2)];
    let apart: Vec<Vec<f32>> = files.iter().map(|(file, _)| heard(file)).collect();
    let together = heard(&file_of(&joined(&files)));
    // What a click is: a jump between neighbours that the sound itself does not have.
    let steps = |from: usize, to: usize| together[from..to].windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    let usual = steps(RATE / 2, RATE * 3 / 2);
    let joint = steps(2 * RATE - 960, 2 * RATE + 960);
    assert!(joint < usual * 1.3, "{joint} at the joint, {usual} elsewhere");
    for (part, sound) in apart.iter().enumerate() {
        let pairs = || sound.iter().zip(&together[part * 2 * RATE..]).skip(4_800).take(80_000);
        let error: f32 = pairs().map(|(a, b)| (a - b) * (a - b)).sum();
        let power: f32 = pairs().map(|(a, _)| a * a).sum();
        assert!(error < power * 0.03, "part {part}: {}", error / power);
    }
    // It never falls silent for longer than the two fades.
    let quiet = together[RATE..3 * RATE].chunks(480).filter(|part| part.iter().all(|sample| sample.abs() < 0.01)).count();
    assert_eq!(quiet, 0);
}

/// The largest jump between neighbours: what a click is where the sound itself has none.
fn step(sound: &[f32]) -> f32 {
    sound.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max)
}

#[test]
fn a_cut_shows_each_piece_bit_by_bit_and_clicks_no_more_than_a_joint_of_whole_clips() {
    let (one, two) = (file_of(&whole_take(SMALL, 3)), file_of(&whole_take(SMALL, 2)));
    let span = |from, to| Span { from, to };
    let pieces = [(one.clone(), 3, span(1, 3)), (two.clone(), 2, span(1, 2)), (one.clone(), 3, span(1, 3)), (one.clone(), 3, span(0, 1))];
    let file = file_of(&cut(&pieces));
    let second = pictures(&one).len() / 3;
    let (of_one, of_two) = (pictures(&one), pictures(&two));
    let wanted = [&of_one[second..], &of_two[second..], &of_one[second..], &of_one[..second]].concat();
    assert!(pictures(&file) == wanted, "decoded by somebody else, bit by bit");

    let sound = heard(&file);
    assert!(sound.len().abs_diff(6 * RATE) < RATE / 50, "{} samples", sound.len());
    let stitched = heard(&file_of(&joined(&[(two.clone(), 2), (two.clone(), 2)])));
    let usual = step(&stitched[2 * RATE - 960..2 * RATE + 960]).max(step(&stitched[RATE / 2..RATE * 3 / 2]));
    for joint in [2, 3, 5] {
        let here = step(&sound[joint * RATE - 960..joint * RATE + 960]);
        assert!(here < usual * 1.3, "{here} at {joint} s, {usual} in a stitch");
    }
    // What is heard is what was heard at that second of its clip.
    let (there, here) = (&heard(&one)[RATE + 4_800..2 * RATE - 4_800], &sound[4_800..RATE - 4_800]);
    let error: f32 = there.iter().zip(here).map(|(a, b)| (a - b) * (a - b)).sum();
    let power: f32 = there.iter().map(|a| a * a).sum();
    assert!(error < power * 0.03, "{}", error / power);
}

/// Of a quarter of a millisecond to three quarters of one.
fn at_the_edge(sound: impl Iterator<Item = f32>) -> f32 {
    sound.skip(12).take(24).map(f32::abs).fold(0.0, f32::max)
}

#[test]
fn a_cut_from_the_middle_of_a_clip_comes_up_and_goes_down_and_a_whole_one_stays_as_it_is() {
    let clip = file_of(&whole_take(SMALL, 3));
    let middle = heard(&file_of(&cut(&[(clip.clone(), 3, Span { from: 1, to: 2 })])));
    let (first, last) = (at_the_edge(middle.iter().copied()), at_the_edge(middle.iter().rev().copied()));
    assert!(first < 0.1 && last < 0.1, "{first} where it begins, {last} where it ends");
    let whole = heard(&file_of(&joined(&[(clip, 3)])));
    let (first, last) = (at_the_edge(whole.iter().copied()), at_the_edge(whole.iter().rev().copied()));
    assert!(first > 0.2 && last > 0.2, "{first} where it begins, {last} where it ends");
}

#[test]
fn the_poster_of_a_cut_is_a_picture_that_it_shows() {
    let mut encoder = encoder(SMALL, 2);
    encoder.pass_started(pass(1, SMALL, 2));
    let mut units = Vec::new();
    for index in 0..2 * FPS {
        let picture = plain(SMALL, if index < FPS { 30 } else { 220 });
        units.extend(encoder.work(Product::Frame { pass: 1, index, picture }).expect("a picture"));
        units.extend(encoder.work(Product::Sound { start: u64::from(index) * 2_000, pcm: sound(0, 2_000) }).expect("sound"));
    }
    let clip = file_of(&units);
    for (span, grey) in [(Span { from: 1, to: 2 }, 220), (Span { from: 0, to: 1 }, 30)] {
        let made = cut(&[(clip.clone(), 2, span)]);
        let [poster] = &of_kind(&made, UnitKind::Poster)[..] else { panic!("one poster") };
        let image = image::load_from_memory(&poster.payload).expect("a JPEG").into_rgb8();
        let middle = image.get_pixel(image.width() / 2, image.height() / 2).0;
        assert!(middle.iter().all(|colour| colour.abs_diff(grey) < 6), "{middle:?} instead of {grey}");
        assert_eq!((u32::from(poster.label.width), u32::from(poster.label.height)), image.dimensions());
    }
}

#[test]
fn a_file_that_is_opened_once_gives_the_same_pieces_as_one_that_is_opened_for_each() {
    let file = Bytes::from(file_of(&whole_take(SMALL, 3)));
    let spans = [Some(Span { from: 1, to: 3 }), None, Some(Span { from: 0, to: 1 }), Some(Span { from: 1, to: 3 })];
    let join = |parts: Vec<media::Part>| {
        let mut joiner = Joiner::new(take(), FORMAT, 8).expect("an encoder");
        parts.into_iter().flat_map(|part| joiner.work(part).expect("they fit")).map(|unit| unit.payload).collect::<Vec<_>>()
    };
    let once = opener(3, &spans).work(file.clone()).expect("our own file");
    let each = spans.iter().flat_map(|span| opener(3, &[*span]).work(file.clone()).expect("our own file")).collect();
    assert!(join(once) == join(each));
}

#[test]
fn what_does_not_fit_is_refused_and_breaks_nothing() {
    let file = file_of(&whole_take(SMALL, 1));
    let open = |format: Format, seconds: u32, file: &[u8]| {
        let opened = PartOpener { format, seconds, spans: vec![None] }.work(Bytes::copy_from_slice(file));
        opened.map(|_| ()).map_err(|reason| reason.code())
    };
    assert_eq!(open(FORMAT, 1, &file), Ok(()));
    assert_eq!(open(FORMAT, 2, &file), Err("clips_unfit"), "not as long as its plan says");
    assert_eq!(open(Format { size: Size::SQUARE, ..FORMAT }, 1, &file), Err("clips_unfit"));
    for end in [0, 7, 40, file.len() / 3, file.len() - 1] {
        assert_eq!(open(FORMAT, 1, &file[..end]), Err("clips_unfit"), "cut off at {end}");
    }
    let other = Format { size: Size { width: 540, height: 960 }, fps: FPS };
    let larger = PartOpener { format: other, ..opener(1, &[None]) }.work(file_of(&whole_take(other.size, 1)).into()).expect("its own size");
    let mut joiner = Joiner::new(take(), FORMAT, 2).expect("an encoder");
    let part = opener(1, &[None]).work(file.into()).expect("our own file");
    part.into_iter().for_each(|part| drop(joiner.work(part).expect("the first")));
    let larger = larger.into_iter().next().expect("one part");
    assert_eq!(joiner.work(larger).map(|_| ()).map_err(|reason| reason.code()), Err("clips_unfit"));
}

fn claim(title: &str, maker: &str, source_type: SourceType) -> Claim {
    Claim {
        title: title.into(),
        makers: vec![maker.into()],
        take: take(),
        engine: "studio".into(),
        source_type,
        created_at: Timestamp::from_millis(1_795_309_323_000),
        consent: None,
    }
}

#[test]
fn a_file_names_what_it_is_made_of_and_takes_its_record_along() {
    let folder = tempfile::tempdir().expect("a folder");
    let identity = Arc::new(SigningIdentity::load_or_create(&folder.path().join("signing")).expect("an identity"));
    let sign = |file: Vec<u8>, claim: Claim, of: Option<(Derivation, Vec<Parent>)>| {
        let signer = Signer::new(identity.clone(), claim);
        let mut signer = if let Some((how, parents)) = of { signer.made_of(how, parents) } else { signer };
        signer.work(file).expect("signed")
    };
    let one = sign(file_of(&whole_take(SMALL, 1)), claim("A dog", "ana", SourceType::Algorithmic), None);
    let parent = |title: &str, file: &[u8]| Parent::of_file(title, &format!("greenroom:{title}"), file).expect("our own file");

    let longer = file_of(&whole_take(SMALL, 2));
    let longer = sign(longer, claim("A dog", "ben", SourceType::Algorithmic), Some((Derivation::Extension, vec![parent("A dog", &one)])));
    let origin = inspect(&longer, Some(identity.anchor())).expect("an MP4");
    assert_eq!((&origin.state, &origin.codes), (&OriginState::Valid, &Vec::new()), "{origin:?}");
    assert_eq!((origin.how.as_deref(), origin.engine.as_deref()), (Some("extension"), Some("studio")));
    assert_eq!(origin.source_type.as_deref(), Some(SourceType::Algorithmic.address()));
    let [of] = &origin.made_of[..] else { panic!("{origin:?}") };
    assert_eq!((of.title.as_deref(), &of.makers[..], of.recorded), (Some("A dog"), &["ana".to_owned()][..], true));
    assert_eq!(origin.sentence, "“A dog” was made by @ben on 2026-11-22 with the studio engine, of “A dog”, and was not changed since.");

    // One of its parts is a part of another, and of one the file is gone.
    let both = file_of(&joined(&[(one.clone(), 1), (longer.clone(), 2)]));
    let mut changed = one.clone();
    let middle = changed.len() - 400;
    changed[middle] ^= 1;
    let parents =
        vec![parent("A dog", &one), parent("More", &longer), Parent::named("a deleted clip", "greenroom:gone"), parent("Changed", &changed)];
    let both = sign(both, claim("Both", "cem", SourceType::Composite), Some((Derivation::Stitch, parents)));
    let origin = inspect(&both, Some(identity.anchor())).expect("an MP4");
    assert_eq!(origin.state, OriginState::Valid, "{origin:?}");
    assert_eq!(origin.how.as_deref(), Some("stitch"));
    let told: Vec<_> = origin.made_of.iter().map(|of| (of.title.as_deref().unwrap_or_default(), of.recorded)).collect();
    assert_eq!(told, [("A dog", true), ("More", true), ("a deleted clip", false), ("Changed", false)]);
    assert_eq!(origin.made_of[1].makers, ["ben"]);
    println!("one {} bytes, longer {}, both {}", one.len(), longer.len(), both.len());
}
