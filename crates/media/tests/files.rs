//! The MP4, as ffprobe and ffmpeg see it.

use crate::support::*;
use domain::{consent::Gather, plan::Size};
use media::{Mp4Gather, UnitKind};
use serde_json::Value;
use std::{path::Path, process::Command};

fn run(program: &str, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(program).args(arguments).output().unwrap_or_else(|reason| panic!("{program} is needed: {reason}"));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && complaint.is_empty(), "{program}: {complaint}");
    output.stdout
}

fn probe(path: &Path) -> Value {
    let path = path.to_string_lossy();
    let told = run("ffprobe", &["-v", "warning", "-of", "json", "-show_streams", "-show_format", "-count_frames", &path]);
    serde_json::from_slice(&told).expect("JSON")
}

fn stored(file: &[u8]) -> tempfile::NamedTempFile {
    let target = tempfile::NamedTempFile::with_suffix(".mp4").expect("a file");
    std::fs::write(target.path(), file).expect("written");
    target
}

fn seconds(value: &Value) -> f64 {
    value.as_str().expect("a text").parse().expect("a number")
}

#[test]
fn it_is_h264_constrained_baseline_and_opus_of_the_right_length() {
    let file = stored(&file_of(&whole_take(SMALL, 4)));
    let told = probe(file.path());
    let (video, sound) = (&told["streams"][0], &told["streams"][1]);
    assert_eq!((video["codec_name"].as_str(), video["profile"].as_str()), (Some("h264"), Some("Constrained Baseline")));
    assert_eq!((video["width"].as_u64(), video["height"].as_u64()), (Some(360), Some(640)));
    assert_eq!((video["r_frame_rate"].as_str(), video["avg_frame_rate"].as_str()), (Some("24/1"), Some("24/1")));
    assert_eq!(video["nb_read_frames"].as_str(), Some("96"), "every picture decodes");
    assert_eq!((video["color_space"].as_str(), video["color_range"].as_str()), (Some("bt709"), Some("tv")));
    assert_eq!(seconds(&video["duration"]), 4.0);
    assert_eq!((sound["codec_name"].as_str(), sound["channels"].as_u64()), (Some("opus"), Some(2)));
    assert_eq!(sound["sample_rate"].as_str(), Some("48000"));
    assert_eq!(sound["nb_frames"].as_str(), Some("200"));
    assert!((seconds(&told["format"]["duration"]) - 4.0).abs() < 0.02);
    run("ffmpeg", &["-v", "warning", "-xerror", "-i", &file.path().to_string_lossy(), "-f", "null", "-"]);
}

#[test]
fn each_second_has_one_keyframe() {
    let file = stored(&file_of(&whole_take(SMALL, 4)));
    let path = file.path().to_string_lossy().into_owned();
    let told =
        run("ffprobe", &["-v", "error", "-select_streams", "v", "-skip_frame", "nokey", "-show_entries", "frame=pts_time", "-of", "csv=p=0", &path]);
    let times: Vec<f64> = String::from_utf8_lossy(&told).lines().map(|line| line.trim_end_matches(',').parse().expect("a time")).collect();
    assert_eq!(times, [0.0, 1.0, 2.0, 3.0]);
}

#[test]
fn it_plays_while_it_loads() {
    let file = file_of(&whole_take(SMALL, 1));
    let at = |name: &[u8; 4]| file.windows(4).position(|window| window == name).expect("a box");
    assert!(at(b"ftyp") < at(b"moov") && at(b"moov") < at(b"mdat"));
}

#[test]
fn the_pictures_in_it_are_those_that_were_drawn() {
    let file = stored(&file_of(&whole_take(SMALL, 1)));
    let path = file.path().to_string_lossy().into_owned();
    let rgba = run("ffmpeg", &["-v", "error", "-i", &path, "-f", "rawvideo", "-pix_fmt", "gray", "-vf", "extractplanes=y", "-"]);
    let size = 360 * 640;
    assert_eq!(rgba.len(), size * 24);
    let mut mark = watermark();
    for (seen, index) in rgba.chunks(size).zip(0..) {
        let mut source = picture(SMALL, index);
        mark.draw(&mut source, u64::from(index) * 1_000_000 / 24);
        assert!(psnr(seen, &luma_of(&source)) > 34.0, "picture {index}");
    }
}

#[test]
fn sound_begins_with_the_pictures() {
    let file = stored(&file_of(&whole_take(SMALL, 2)));
    let path = file.path().to_string_lossy().into_owned();
    let pcm = run("ffmpeg", &["-v", "error", "-i", &path, "-f", "f32le", "-ac", "2", "-"]);
    let heard: Vec<f32> = pcm.as_chunks::<4>().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    let source = sound(0, 96_000);
    let pairs = || source.iter().zip(&heard).skip(9_600).take(150_000);
    let error: f32 = pairs().map(|(a, b)| (a - b) * (a - b)).sum();
    let power: f32 = pairs().map(|(a, _)| a * a).sum();
    assert!(error < power * 0.03, "{}", error / power);
}

#[test]
fn the_last_pass_alone_becomes_the_file() {
    let units = whole_take(Size::UPRIGHT, 1);
    let last: Vec<_> = of_kind(&units, UnitKind::Video).into_iter().filter(|unit| unit.label.pass == 1).collect();
    let file = file_of(&units);
    let told = probe(stored(&file).path());
    assert_eq!(told["streams"][0]["nb_frames"].as_str(), Some("24"));
    let sound: usize = of_kind(&units, UnitKind::Audio).iter().map(|unit| unit.payload.len()).sum();
    let pictures: usize = last.iter().map(|unit| unit.payload.len()).sum();
    assert!(file.len() < pictures + sound + 4_096);
}

#[test]
fn a_take_with_a_hole_becomes_no_file() {
    let units = whole_take(SMALL, 1);
    let without = |missing: usize| {
        let mut gather = Mp4Gather::new();
        units.iter().enumerate().filter(|(at, _)| *at != missing).for_each(|(_, unit)| gather.add(unit));
        gather.finish().map_err(|reason| reason.code())
    };
    let at = |kind, index| units.iter().position(|unit| unit.label.kind == kind && unit.label.pass <= 1 && unit.label.index == index);
    assert_eq!(without(at(UnitKind::Video, 7).expect("there")), Err("take_incomplete"));
    assert_eq!(without(at(UnitKind::Audio, 7).expect("there")), Err("take_incomplete"));
    let mut early = Mp4Gather::new();
    units.iter().filter(|unit| unit.label.pts < 900_000 || unit.label.kind == UnitKind::Video).for_each(|unit| early.add(unit));
    assert_eq!(early.finish().map_err(|reason| reason.code()), Err("take_incomplete"), "its sound ends early");
    assert_eq!(Mp4Gather::new().finish().map_err(|reason| reason.code()), Err("take_incomplete"));
}
