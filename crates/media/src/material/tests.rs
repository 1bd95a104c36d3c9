//! Real files through the real decoder, and kept forms that were tampered with.

use super::*;
use crate::intake::tests::Files;
use domain::UploadId;
use std::path::PathBuf;

const PICTURES: &str = "-f lavfi -i testsrc2=size=1600x900:rate=30";
const SOUND: &str = "-f lavfi -i sine=440:sample_rate=48000";
const VP8: &str = "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M";

fn upload() -> UploadId {
    "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001".parse().expect("an id")
}

/// With a silhouette on every second picture: the left half, which grows paler.
fn taken(path: &std::path::Path) -> Result<Taken, MaterialError> {
    read(path, upload(), |seen: &Seen<'_>| {
        assert_eq!(seen.rgb.len(), (seen.width * seen.height * 3) as usize);
        let value = 255 - seen.index.min(200) as u8;
        Ok::<_, MaterialError>(
            seen.index.is_multiple_of(2).then(|| (0..CELLS).map(|cell| if cell % SILHOUETTE_SIDE < 64 { value } else { 0 }).collect()),
        )
    })
}

fn opened(material: &Material, index: usize) -> image::RgbImage {
    image::load_from_memory(&material.pictures[index].jpeg).expect("a JPEG").to_rgb8()
}

#[test]
fn footage_becomes_pictures_silhouettes_and_sound_of_one_pace() {
    let files = Files::new();
    let path = files.make("a.webm", &format!("{PICTURES} {SOUND} -t 2 {VP8} -c:a libopus"));
    let Taken { material, notices } = taken(&path).expect("readable");
    assert_eq!((material.kind, material.width, material.height, material.pictures.len()), (UploadKind::Footage, 1280, 720, 48));
    assert!(notices.is_empty(), "{notices:?}");
    assert_eq!(opened(&material, 47).dimensions(), (1280, 720));
    assert!((94_000..=96_000).contains(&material.sound.len()), "{}", material.sound.len());
    let crossings = material.sound[24_000..72_000].windows(2).filter(|pair| pair[0] <= 0.0 && pair[1] > 0.0).count();
    assert!((435..=445).contains(&crossings), "{crossings} hertz");
    let pale: Vec<u8> = material.pictures.iter().map(|picture| picture.silhouette[5]).collect();
    assert!(pale.windows(2).all(|pair| pair[0] >= pair[1] && pair[0] - pair[1] <= 2), "{pale:?}");
    assert!(material.pictures.iter().all(|picture| picture.silhouette[100] == 0));
}

#[test]
fn what_is_longer_is_cut_and_said() {
    let files = Files::new();
    let path = files.make("long.webm", &format!("-f lavfi -i color=size=64x64:rate=4 {SOUND} -t 17 {VP8} -c:a libopus"));
    let Taken { material, notices } = taken(&path).expect("readable");
    assert_eq!(material.pictures.len(), 360);
    assert!(material.sound.len() <= 15 * SOUND_RATE as usize);
    assert_eq!(notices, ["the footage is longer than 15 s: its rest was left out"]);
}

#[test]
fn pictures_of_three_kinds_are_read_and_a_see_through_one_shows_its_alpha() {
    let files = Files::new();
    for (name, made) in [("a.png", ""), ("a.jpg", "-pix_fmt yuvj420p"), ("a.webp", "-c:v libwebp")] {
        let path = files.make(name, &format!("{PICTURES} -frames:v 1 {made}"));
        let Taken { material, .. } = taken(&path).expect(name);
        assert_eq!((material.kind, material.width, material.height, material.pictures.len()), (UploadKind::Image, 1280, 720, 1), "{name}");
        assert!(material.sound.is_empty());
    }
    let path = files.make("hole.png", "-f lavfi -i color=red:size=200x100,format=rgba,geq=r=255:g=0:b=0:a='255*lt(X,100)' -frames:v 1");
    let mut alpha = Vec::new();
    read(&path, upload(), |seen: &Seen<'_>| {
        alpha = seen.alpha.expect("it is see-through").to_vec();
        Ok::<_, MaterialError>(None)
    })
    .expect("readable");
    assert_eq!((alpha[10], alpha[190]), (255, 0));
}

#[test]
fn a_telephones_picture_stands_upright() {
    let files = Files::new();
    let flat = files.make("flat.jpg", "-f lavfi -i color=red:size=200x100 -frames:v 1");
    let bytes = std::fs::read(flat).expect("it was made");
    // An Exif block of one entry: held so that the top is at the right.
    let exif = b"\xFF\xE1\x00\x22Exif\0\0II\x2A\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let turned = files.write("turned.jpg", &[&bytes[..2], &exif[..], &bytes[2..]].concat());
    let Taken { material, .. } = taken(&turned).expect("readable");
    assert_eq!((material.width, material.height), (100, 200));
    assert!(!material.pictures[0].jpeg.windows(4).any(|word| word == b"Exif"));
}

#[test]
fn what_is_no_upload_is_refused_with_its_reason() {
    let files = Files::new();
    let noise: Vec<u8> = (0..50_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    let inner = files.make("inner.webm", &format!("{PICTURES} -t 1 {VP8}"));
    let cases: [(PathBuf, MaterialError); 9] = [
        (files.write("noise.png", &noise), MaterialError::Unknown),
        (files.write("empty.jpg", b""), MaterialError::Unknown),
        (files.write("list.mp4", format!("ffconcat version 1.0\nfile '{}'\n", inner.display()).as_bytes()), MaterialError::Unknown),
        (files.write("torn.png", b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"), MaterialError::Unreadable),
        (files.write("torn.webm", &[0x1A, 0x45, 0xDF, 0xA3, 1, 2, 3]), MaterialError::Unreadable),
        (files.make("moving.gif", "-f lavfi -i testsrc=size=80x80:rate=4 -t 1"), MaterialError::Animated),
        (files.make("moving.png", "-f lavfi -i testsrc=size=80x80:rate=4 -t 1 -f apng"), MaterialError::Animated),
        (files.make("tiny.png", "-f lavfi -i color=red:size=40x400 -frames:v 1"), MaterialError::TooSmall),
        (files.make("sound.webm", &format!("{SOUND} -t 1 -c:a libopus")), MaterialError::NoPictures),
    ];
    for (path, wanted) in cases {
        assert_eq!(taken(&path).err(), Some(wanted), "{path:?}");
    }
}

#[test]
fn a_callers_own_trouble_ends_the_reading() {
    #[derive(Debug, PartialEq)]
    struct Mine;
    impl From<MaterialError> for Mine {
        fn from(_: MaterialError) -> Self {
            Self
        }
    }
    let files = Files::new();
    let path = files.make("a.webm", &format!("{PICTURES} -t 2 {VP8}"));
    let mut seen = 0;
    let ended = read(&path, upload(), |_| {
        seen += 1;
        if seen == 3 { Err(Mine) } else { Ok(None) }
    });
    assert_eq!((ended.err(), seen), (Some(Mine), 3));
}

#[test]
fn a_kept_material_comes_back_and_a_damaged_one_never_does() {
    let files = Files::new();
    let path = files.make("a.webm", &format!("-f lavfi -i testsrc2=size=160x120:rate=24 {SOUND} -t 0.5 {VP8} -c:a libopus"));
    let Taken { material, .. } = taken(&path).expect("readable");
    let bytes = encode(&material);
    let back = decode(&bytes).expect("whole");
    assert_eq!((back.upload, back.kind, back.width, back.height), (material.upload, material.kind, material.width, material.height));
    assert_eq!(back.sound, material.sound);
    assert_eq!(back.pictures.len(), material.pictures.len());
    for (is, was) in back.pictures.iter().zip(material.pictures.iter()) {
        assert_eq!((&is.jpeg, &is.silhouette), (&was.jpeg, &was.silhouette));
    }
    assert_eq!(encode(&back), bytes);
    for cut in (0..bytes.len()).step_by(61).chain([bytes.len() - 1]) {
        assert!(decode(&bytes[..cut]).is_err(), "cut at {cut}");
    }
    assert!(decode(&[bytes.as_slice(), b"x"].concat()).is_err());
    // Each of these says more than it has, or what can't be.
    for (at, wrong) in [(0, 0_u8), (4, 2), (5, 7), (6, 255), (9, 0), (10, 255), (14, 255), (18, b'!'), (54, 255), (58, 255)] {
        let mut bytes = bytes.clone();
        bytes[at] = wrong;
        assert!(decode(&bytes).is_err(), "byte {at}");
    }
    // Whatever else is turned over is refused or read; it never panics.
    for at in (0..bytes.len()).step_by(37) {
        let mut bytes = bytes.clone();
        bytes[at] ^= 0xA5;
        let _ = decode(&bytes);
    }
}
