//! Real files through the real decoder.

use super::*;
use std::{path::PathBuf, process::Command};
use tempfile::TempDir;

pub(crate) struct Files(TempDir);

impl Files {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn make(&self, name: &str, arguments: &str) -> PathBuf {
        let path = self.0.path().join(name);
        let status = Command::new("ffmpeg").args(["-v", "error", "-y"]).args(arguments.split_whitespace()).arg(&path).status();
        assert!(status.expect("ffmpeg is installed").success(), "{name} could not be made");
        path
    }

    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        path
    }
}

const PICTURES: &str = "-f lavfi -i testsrc=size=1280x720:rate=25";
const SOUND: &str = "-f lavfi -i sine=440:sample_rate=48000";
const VP8: &str = "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 1M";

fn sizes(path: &std::path::Path) -> Result<Vec<(u32, u32)>, IntakeError> {
    let mut sizes = Vec::new();
    let count = pictures(path, |still| {
        assert_eq!(still.rgb.len(), (still.width * still.height * 3) as usize);
        assert_eq!(still.at, sizes.len() as f32 / FPS as f32);
        sizes.push((still.width, still.height));
        ControlFlow::Continue(())
    })?;
    assert_eq!(count as usize, sizes.len());
    Ok(sizes)
}

#[test]
fn a_webm_becomes_small_pictures_and_mono_sound() {
    let files = Files::new();
    let path = files.make("a.webm", &format!("{PICTURES} {SOUND} -t 3 {VP8} -c:a libopus"));
    assert_eq!(sizes(&path).expect("readable"), vec![(640, 360); 24]);
    let sound = sound(&path).expect("readable");
    assert!((47_000..50_000).contains(&sound.len()), "{}", sound.len());
    let crossings = sound[16_000..32_000].windows(2).filter(|pair| pair[0] <= 0.0 && pair[1] > 0.0).count();
    assert!((435..=445).contains(&crossings), "{crossings} hertz");
}

#[test]
fn a_telephones_upright_mp4_stands_upright() {
    let files = Files::new();
    let flat = files.make("flat.mp4", &format!("{PICTURES} -t 1 -c:v libx264 -preset ultrafast"));
    let turned = files.make("turned.mp4", &format!("-i {} -c copy -metadata:s:v rotate=90", flat.display()));
    assert_eq!(sizes(&turned).expect("readable")[0], (360, 640));
}

#[test]
fn small_pictures_are_not_blown_up() {
    let files = Files::new();
    let path = files.make("small.webm", &format!("-f lavfi -i testsrc=size=160x120:rate=10 -t 1 {VP8}"));
    assert_eq!(sizes(&path).expect("readable")[0], (160, 120));
}

#[test]
fn a_file_without_sound_has_none() {
    let files = Files::new();
    let path = files.make("silent.webm", &format!("{PICTURES} -t 1 {VP8}"));
    assert_eq!(sound(&path), Ok(Vec::new()));
}

#[test]
fn a_file_without_pictures_says_so() {
    let files = Files::new();
    let path = files.make("sound.webm", &format!("{SOUND} -t 1 -c:a libopus"));
    assert_eq!(sizes(&path), Err(IntakeError::NoVideo));
}

#[test]
fn what_is_no_video_is_unreadable() {
    let files = Files::new();
    let noise: Vec<u8> = (0..200_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for path in [files.write("noise.webm", &noise), files.write("empty.mp4", b""), files.write("text.mp4", b"hello"), files.0.path().join("none")] {
        assert_eq!(sizes(&path), Err(IntakeError::Unreadable), "{path:?}");
        assert_eq!(sound(&path), Ok(Vec::new()));
    }
}

#[test]
fn lists_of_other_files_and_still_pictures_are_not_followed() {
    let files = Files::new();
    let inner = files.make("inner.webm", &format!("{PICTURES} -t 1 {VP8}"));
    let list = files.write("list.mp4", format!("ffconcat version 1.0\nfile '{}'\n", inner.display()).as_bytes());
    let playlist = format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\nfile://{}\n#EXT-X-ENDLIST\n", inner.display());
    let playlist = files.write("list.webm", playlist.as_bytes());
    let picture = files.make("still.png", &format!("{PICTURES} -frames:v 1"));
    for path in [list, playlist, picture] {
        assert_eq!(sizes(&path), Err(IntakeError::Unreadable), "{path:?}");
    }
}

#[test]
fn nothing_after_twenty_seconds_is_decoded() {
    let files = Files::new();
    let path = files.make("long.webm", &format!("-f lavfi -i color=size=64x64:rate=4 {SOUND} -t 24 {VP8} -c:a libopus"));
    assert!(sizes(&path).expect("readable").len() <= MOST_PICTURES as usize);
    assert!(sound(&path).expect("readable").len() <= MOST_SAMPLES);
}

#[test]
fn pictures_beyond_the_bound_are_not_decoded() {
    let files = Files::new();
    let path = files.make("vast.mp4", "-f lavfi -i color=size=8192x4096:rate=1 -t 1 -c:v libx264 -preset ultrafast");
    assert_eq!(sizes(&path), Err(IntakeError::Unreadable));
}

#[test]
fn a_caller_that_has_enough_ends_the_decoder() {
    let files = Files::new();
    let path = files.make("a.webm", &format!("{PICTURES} -t 3 {VP8}"));
    let mut seen = 0;
    let count = pictures(&path, |_| {
        seen += 1;
        if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((count, seen), (Ok(3), 3));
}
