use super::*;
use domain::{
    UploadId,
    upload::{FOOTAGE_FPS, UploadKind},
};
use media::material;
use models::{Models, Places, SAME_PERSON};
use std::path::{Path, PathBuf};

/// Pixels of every picture here.
const SIZE: (u32, u32) = (640, 480);

struct Picture(Vec<u8>);

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/models/tests/files").join(name)
}

/// Width, height and pixels of a photo, as an upload of it is seen.
fn photo(name: &str) -> (u32, u32, Vec<u8>) {
    let mut kept = None;
    let upload = UploadId::from_uuid(uuid::Uuid::from_u128(1));
    let read = material::read(&file(name), upload, |seen| {
        kept = Some((seen.width, seen.height, seen.rgb.to_vec()));
        Ok::<_, Trouble>(None)
    });
    read.expect("a photo");
    kept.expect("it has one picture")
}

fn empty() -> Picture {
    Picture(vec![90; 3 * (SIZE.0 * SIZE.1) as usize])
}

/// A photo on a grey wall, its left upper corner there, half as large.
fn with((width, height, rgb): &(u32, u32, Vec<u8>), left: u32, top: u32) -> Picture {
    let Picture(mut wall) = empty();
    for y in 0..(height / 2).min(SIZE.1 - top) {
        for x in 0..(width / 2).min(SIZE.0 - left) {
            let (from, to) = (3 * (2 * y * width + 2 * x) as usize, 3 * ((y + top) * SIZE.0 + x + left) as usize);
            wall[to..to + 3].copy_from_slice(&rgb[from..from + 3]);
        }
    }
    Picture(wall)
}

fn finder() -> &'static FaceFinder {
    Models::open(Places::usual(None, Path::new("unused"))).faces().expect("part of the program")
}

fn look(search: &mut Search<'_>, index: u32, picture: &Picture) -> Result<(), Trouble> {
    search.footage(&Seen { kind: UploadKind::Footage, index, width: SIZE.0, height: SIZE.1, rgb: &picture.0, alpha: None })
}

fn look_at<'a>(pictures: impl IntoIterator<Item = &'a Picture>) -> Vec<Embedding> {
    let mut search = Search::new(finder());
    for (index, picture) in (0..).zip(pictures) {
        look(&mut search, index, picture).expect("little to see");
    }
    search.into_faces()
}

fn shows(faces: &[Embedding], who: &Embedding) -> bool {
    faces.iter().any(|face| face.cosine(who) >= SAME_PERSON)
}

/// Her and him, as enrolled faces would be.
fn people() -> [Embedding; 2] {
    ["portrait.jpg", "stranger.jpg"].map(|name| look_at([&with(&photo(name), 0, 0)]).swap_remove(0))
}

#[test]
fn a_face_in_one_picture_between_the_seconds_is_found() {
    let (wall, seen) = (empty(), with(&photo("stranger.jpg"), 120, 60));
    let [her, him] = people();
    for at in [1, 13, FOOTAGE_FPS - 1] {
        let faces = look_at((0..FOOTAGE_FPS).map(|index| if index == at { &seen } else { &wall }));
        assert!(shows(&faces, &him) && !shows(&faces, &her), "picture {at}");
    }
}

#[test]
fn a_face_that_takes_anothers_place_or_stands_elsewhere_is_measured_too() {
    let (hers, his) = (photo("portrait.jpg"), photo("stranger.jpg"));
    let [her, him] = people();
    // In the same place, from the second on: nobody is known by where they are for longer than that.
    let (first, second) = (with(&hers, 40, 40), with(&his, 40, 40));
    let faces = look_at((0..=FOOTAGE_FPS).map(|index| if index < FOOTAGE_FPS { &first } else { &second }));
    assert!(shows(&faces, &her) && shows(&faces, &him));
    // Elsewhere, in one picture only.
    let (first, second) = (with(&hers, 0, 0), with(&his, 380, 200));
    let faces = look_at((0..6).map(|index| if index == 4 { &second } else { &first }));
    assert!(shows(&faces, &her) && shows(&faces, &him));
}

#[test]
fn what_is_too_much_work_is_refused_and_not_passed() {
    let hers = photo("portrait.jpg");
    let mut search = Search { work: 1_000, ..Search::new(finder()) };
    let moved = [with(&hers, 0, 0), with(&hers, 200, 100)];
    let refused = (0..1_000).find_map(|index| look(&mut search, index, &moved[index as usize % 2]).err());
    assert_eq!(refused.as_ref().map(Trouble::code), Some("upload_too_heavy"));
    assert!(cost(search.effort) < 2_000, "it ends soon after");
    // Nothing that is a face: looking costs as well.
    let mut search = Search { work: 1_000, ..Search::new(finder()) };
    let refused = (0..1_000).find_map(|index| look(&mut search, index, &empty()).err());
    assert_eq!(refused.as_ref().map(Trouble::code), Some("upload_too_heavy"));
}

/// Prints what a look at a file takes: `LOOK_AT=FILE cargo test --release -p greenroom --lib how_long -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement"]
fn how_long_a_look_takes() {
    let path = PathBuf::from(std::env::var("LOOK_AT").expect("LOOK_AT names a file"));
    let mut search = Search::new(finder());
    let began = std::time::Instant::now();
    let mut inside = std::time::Duration::ZERO;
    let read = material::read(&path, UploadId::from_uuid(uuid::Uuid::from_u128(1)), |seen| {
        let started = std::time::Instant::now();
        match seen.kind {
            UploadKind::Image => search.image(seen)?,
            UploadKind::Footage => search.footage(seen)?,
        }
        inside += started.elapsed();
        Ok::<_, Trouble>(None)
    });
    let pictures = read.map(|taken| taken.material.pictures.len());
    println!(
        "{pictures:?} pictures, {:?}, cost {} of {MOST_WORK}, faces {inside:?}, in all {:?}",
        search.effort,
        cost(search.effort),
        began.elapsed()
    );
}
