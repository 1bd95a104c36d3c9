//! Pictures and footage in a film: each role does what it says, nothing else of the plan changes, and everything is as reproducible as without.

use domain::{
    TakeId, Timestamp, UploadId, UserId,
    account::Handle,
    ids::Entropy,
    plan::{Cast, Draft, Format, FrozenPlan, Maker, Size},
    storyboard::{Shot, Storyboard},
    upload::{Material, MaterialPicture, Reference, Role, UploadKind},
};
use engine::{
    Engine, Given,
    studio::{Studio, film::Film, picture::Artist, sound, understand::Nothing},
};
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use std::sync::Arc;

const SIZE: Size = Size { width: 360, height: 640 };
const WIDTH: u32 = 320;
const HEIGHT: u32 = 240;
/// Of the one who stands in front, and of the two halves behind.
const PERSON: [u8; 3] = [210, 90, 40];
const ABOVE: [u8; 3] = [40, 150, 160];
const FLOOR: [u8; 3] = [90, 60, 110];
/// Of the picture: where the floor begins, and half of the person's width and height.
const FLOOR_AT: f64 = 0.7;
const HALF: [f64; 2] = [0.07, 0.30];

fn upload(number: u8) -> UploadId {
    UploadId::new(Timestamp::from_millis(1), &[number; 10])
}

/// Where the person's middle is in one picture of `count`.
fn middle(index: usize) -> [f64; 2] {
    [0.5 + 0.04 * (index as f64 * 0.3).sin(), 0.55]
}

fn inside(index: usize, x: f64, y: f64) -> bool {
    let [mx, my] = middle(index);
    ((x - mx) / HALF[0]).powi(2) + ((y - my) / HALF[1]).powi(2) < 1.0
}

fn picture(index: usize, stands_out: bool) -> MaterialPicture {
    picture_of(|x, y| inside(index, x, y), stands_out)
}

fn picture_of(inside: impl Fn(f64, f64) -> bool, stands_out: bool) -> MaterialPicture {
    let mut rgb = Vec::new();
    for at in 0..WIDTH * HEIGHT {
        let (x, y) = ((f64::from(at % WIDTH) + 0.5) / f64::from(WIDTH), (f64::from(at / WIDTH) + 0.5) / f64::from(HEIGHT));
        let plain = if inside(x, y) {
            PERSON
        } else if y < FLOOR_AT {
            ABOVE
        } else {
            FLOOR
        };
        // Squares that are a little lighter show how it lies.
        let lighter = if (at % WIDTH / 20 + at / WIDTH / 20).is_multiple_of(2) { 12 } else { 0 };
        rgb.extend(plain.map(|channel| channel + lighter));
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 92).encode(&rgb, WIDTH, HEIGHT, ExtendedColorType::Rgb8).expect("a JPEG");
    let cell = |at: usize| stands_out && inside((at % 128) as f64 / 128.0 + 0.004, (at / 128) as f64 / 128.0 + 0.004);
    MaterialPicture { jpeg: jpeg.into(), silhouette: (0..128 * 128).map(|at| if cell(at) { 255 } else { 0 }).collect() }
}

fn material(kind: UploadKind, stands_out: bool) -> Material {
    let count = if kind == UploadKind::Image { 1 } else { 48 };
    let hum = |at: usize| 0.3 * (at as f32 * 440.0 * std::f32::consts::TAU / 48_000.0).sin();
    Material {
        upload: upload(1),
        kind,
        width: WIDTH,
        height: HEIGHT,
        pictures: Arc::new((0..count).map(|index| picture(index, stands_out)).collect()),
        sound: Arc::new(if kind == UploadKind::Footage { (0..96_000).map(hum).collect() } else { Vec::new() }),
    }
}

fn footage() -> Material {
    material(UploadKind::Footage, true)
}

fn plan(prompt: &str, seconds: u32, role: Option<Role>) -> Arc<FrozenPlan> {
    let now = Timestamp::from_millis(1);
    let entropy: Entropy = [7; 10];
    let reference = role.map(|role| Reference { upload: upload(1), role });
    let shot = Shot { id: "a".into(), prompt: prompt.into(), seconds, reference, ..Shot::default() };
    let draft = Draft {
        take: TakeId::new(now, &entropy),
        room: None,
        storyboard: Storyboard { shots: vec![shot] },
        format: Format { size: SIZE, fps: 24 },
        seed: 5,
        makers: vec![Maker { user: UserId::new(now, &entropy), handle: Handle::try_from("ana".to_owned()).expect("a good handle") }],
        cast: Cast::nobody(),
        rules: 1,
    };
    Arc::new(FrozenPlan::freeze(draft).expect("the draft is within limits"))
}

fn prepare(plan: &FrozenPlan, materials: &[Material]) -> Film {
    Film::prepare(plan, &Given { materials: materials.to_vec(), ..Given::default() }, &Nothing)
}

fn film(prompt: &str, role: Role, material: Material) -> Film {
    prepare(&plan(prompt, 4, Some(role)), &[material])
}

fn draw(film: &Film, frame: u32) -> Vec<u8> {
    Artist::new(SIZE).draw(film, &[], frame)
}

/// The mean of a square of nine pixels about a place, 0…1 each way.
fn at(rgba: &[u8], x: f64, y: f64) -> [f64; 3] {
    let (width, height) = (SIZE.width as usize, SIZE.height as usize);
    let (column, row) = ((x * width as f64) as usize, (y * height as f64) as usize);
    let mut sum = [0.0; 3];
    for (dx, dy) in (0..9).map(|step| (step % 3, step / 3)) {
        let pixel = &rgba[((row + dy).clamp(1, height) - 1) * width * 4 + ((column + dx).clamp(1, width) - 1) * 4..];
        (0..3).for_each(|channel| sum[channel] += f64::from(pixel[channel]) / 9.0);
    }
    sum
}

fn apart(a: [f64; 3], b: [u8; 3]) -> f64 {
    (0..3).map(|channel| (a[channel] - f64::from(b[channel])).abs()).fold(0.0, f64::max)
}

/// Pixels of about this colour.
fn count(rgba: &[u8], colour: [u8; 3], within: u8) -> usize {
    rgba.chunks_exact(4).filter(|pixel| (0..3).all(|channel| pixel[channel].abs_diff(colour[channel]) <= within)).count()
}

#[test]
fn uploads_come_with_the_plan_that_uses_them_and_with_no_other() {
    let open =
        |plan: &Arc<FrozenPlan>, materials: Vec<Material>| Studio::default().open(plan.clone(), Given { materials, ..Given::default() }).map(|_| ());
    let code = |found: Result<(), engine::EngineError>| found.expect_err("refused").code();
    let used = plan("a dog runs", 4, Some(Role::Insert));
    assert!(open(&used, vec![footage()]).is_ok());
    assert_eq!(code(open(&used, vec![])), "engine_unsupported");
    assert_eq!(code(open(&used, vec![footage(), footage()])), "engine_unsupported");
    assert_eq!(code(open(&plan("a dog runs", 4, None), vec![footage()])), "engine_unsupported");
    assert_eq!(code(open(&used, vec![Material { upload: upload(2), ..footage() }])), "engine_unsupported");
    assert_eq!(code(open(&used, vec![material(UploadKind::Image, true)])), "engine_unsupported", "a picture is no insert");
    let damaged = [
        Material { width: 640, ..footage() },
        Material { pictures: Arc::new(Vec::new()), ..footage() },
        Material { pictures: Arc::new(vec![MaterialPicture { silhouette: [0; 9].into(), ..picture(0, true) }]), ..footage() },
        Material { pictures: Arc::new(vec![MaterialPicture { jpeg: [1; 90].into(), ..picture(0, true) }]), ..footage() },
        Material { sound: Arc::new(vec![f32::NAN; 10]), ..footage() },
    ];
    for material in damaged {
        assert_eq!(code(open(&used, vec![material])), "engine_unsupported");
    }
}

#[test]
fn a_backdrop_keeps_the_person_and_nothing_else_of_the_footage() {
    let film = film("a park on a sunny day", Role::Backdrop, footage());
    let frame = draw(&film, 40);
    assert!(apart(at(&frame, 0.5, 0.55), PERSON) < 45.0, "{:?}", at(&frame, 0.5, 0.55));
    for (x, y) in [(0.05, 0.1), (0.95, 0.1), (0.05, 0.5), (0.95, 0.5), (0.05, 0.95), (0.95, 0.95)] {
        let seen = at(&frame, x, y);
        assert!(apart(seen, ABOVE) > 30.0 && apart(seen, FLOOR) > 30.0, "{x} {y}: {seen:?}");
    }
    // No rim of the old background about the person.
    let old = count(&frame, ABOVE, 14);
    assert!(old < 60, "{old} pixels of the footage's background");
}

#[test]
fn in_an_insert_the_footage_runs_on_and_somebody_acts_in_it() {
    let film = film("a black dog sits", Role::Insert, footage());
    let bare = prepare(&plan("silence", 4, Some(Role::Insert)), &[footage()]);
    let (with, without) = (draw(&film, 20), draw(&bare, 20));
    for (x, y) in [(0.08, 0.08), (0.92, 0.08), (0.5, 0.3)] {
        let wanted = if (x - 0.5_f64).abs() < 0.1 { PERSON } else { ABOVE };
        assert!(apart(at(&with, x, y), wanted) < 40.0, "{x} {y}: {:?}", at(&with, x, y));
    }
    let changed = with.chunks_exact(4).zip(without.chunks_exact(4)).filter(|(a, b)| (0..3).any(|c| a[c].abs_diff(b[c]) > 24)).count();
    assert!(changed > 1_500, "{changed} pixels of a dog");
    let first = draw(&film, 0);
    assert!(first != with, "the footage runs");
}

/// Somebody filmed close up: no floor is seen.
fn filmed_near() -> Material {
    let near = |_: usize| picture_of(|x, y| (x - 0.5).abs() < 0.12 && y > 0.25, true);
    Material { pictures: Arc::new((0..48).map(near).collect()), ..footage() }
}

#[test]
fn who_runs_by_somebody_filmed_close_up_is_behind_them() {
    for role in [Role::Insert, Role::Backdrop] {
        let film = film("a small black dog runs", role, filmed_near());
        let mut seen = 0;
        for number in (0..film.frames()).step_by(8) {
            let frame = draw(&film, number);
            for (x, y) in [(0.5, 0.45), (0.4, 0.7), (0.6, 0.7), (0.5, 0.94)] {
                assert!(apart(at(&frame, x, y), PERSON) < 45.0, "{role:?} {number}: {x} {y}: {:?}", at(&frame, x, y));
            }
            seen = seen.max(count(&frame, [45, 42, 50], 40));
        }
        assert!(seen > 500, "{role:?}: {seen} pixels of a dog");
    }
}

#[test]
fn a_palette_makes_the_scene_akin_to_the_picture() {
    let prompt = "a dog runs through a meadow";
    let akin = film(prompt, Role::Palette, material(UploadKind::Image, false));
    let plain = prepare(&plan(prompt, 4, None), &[]);
    let distance = |film: &Film| {
        let frame = draw(film, 0);
        let nearest = |pixel: &[u8]| {
            let seen = [f64::from(pixel[0]), f64::from(pixel[1]), f64::from(pixel[2])];
            [PERSON, ABOVE, FLOOR].into_iter().map(|colour| apart(seen, colour)).fold(f64::MAX, f64::min)
        };
        frame.chunks_exact(4).map(nearest).sum::<f64>() / f64::from(SIZE.width * SIZE.height)
    };
    let (is, was) = (distance(&akin), distance(&plain));
    assert!(is < 0.85 * was, "from {was:.1} to {is:.1}");
}

#[test]
fn a_setting_is_the_place_in_which_the_cast_acts() {
    let film = film("a black dog sits", Role::Setting, material(UploadKind::Image, false));
    let frame = draw(&film, 10);
    for (x, y, wanted) in [(0.06, 0.06, ABOVE), (0.94, 0.2, ABOVE), (0.06, 0.97, FLOOR), (0.94, 0.97, FLOOR)] {
        assert!(apart(at(&frame, x, y), wanted) < 40.0, "{x} {y}: {:?}", at(&frame, x, y));
    }
    assert!(count(&frame, [45, 42, 50], 45) > 800, "a black dog");
    assert!(film.notices.iter().all(|notice| !notice.contains("stands in front")), "{:?}", film.notices);
}

#[test]
fn a_subject_is_cut_out_and_goes_where_its_figure_goes() {
    let walks = film("a man walks to the right on a street", Role::Subject, material(UploadKind::Image, true));
    let frames: Vec<Vec<u8>> = [0, 30, 60].iter().map(|frame| draw(&walks, *frame)).collect();
    for frame in &frames {
        let seen = count(frame, PERSON, 50);
        assert!(seen > 2_500, "{seen} pixels of the cut-out");
        assert!(count(frame, ABOVE, 8) < 400, "nothing of its background");
    }
    let added = film("a quiet beach", Role::Subject, material(UploadKind::Image, true));
    assert_eq!(added.screenplay.shots[0].cast.len(), 1, "nobody plays it, so it is added");
    assert!(count(&draw(&added, 0), PERSON, 50) > 2_500);
    let nothing = film("a quiet beach", Role::Subject, material(UploadKind::Image, false));
    assert!(nothing.screenplay.shots[0].cast.is_empty());
    assert!(nothing.notices.iter().any(|notice| notice == "Nothing stands out in the upload of shot 1, so nothing is cut out of it."));
}

#[test]
fn ten_styles_draw_the_same_footage_ten_ways_and_keep_its_layout() {
    let styles = ["soft", "cartoon", "realistic", "anime", "watercolor", "pixel art", "film noir", "claymation", "comic book", "pencil sketch"];
    let light = |rgba: &[u8]| -> Vec<f64> {
        let cell = |at: usize| {
            let [r, g, b] = self::at(rgba, 0.1 + 0.8 * (at % 8) as f64 / 7.0, 0.1 + 0.8 * (at / 8) as f64 / 7.0);
            0.3 * r + 0.59 * g + 0.11 * b
        };
        (0..64).map(cell).collect()
    };
    let alike = |a: &[f64], b: &[f64]| {
        let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let (ma, mb) = (mean(a), mean(b));
        let (mut ab, mut aa, mut bb) = (0.0, 1e-9, 1e-9);
        for (a, b) in a.iter().zip(b) {
            ab += (a - ma) * (b - mb);
            aa += (a - ma).powi(2);
            bb += (b - mb).powi(2);
        }
        ab / (aa * bb).sqrt()
    };
    let filmed = light(&draw(&film("realistic", Role::Restyle, footage()), 0));
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for style in styles {
        let frame = draw(&film(style, Role::Restyle, footage()), 0);
        let kept = alike(&light(&frame), &filmed);
        assert!(kept > 0.6, "{style}: {kept:.2}");
        for other in &seen {
            let differ = frame.chunks_exact(4).zip(other.chunks_exact(4)).filter(|(a, b)| (0..3).any(|c| a[c].abs_diff(b[c]) > 6)).count();
            assert!(differ > frame.len() / 4 / 20, "{style} is like another: {differ}");
        }
        seen.push(frame);
    }
}

#[test]
fn frames_are_the_same_whoever_draws_them_and_alike_in_every_size() {
    for role in Role::ALL {
        let (one, other) = (film("a dog walks", role, footage()), film("a dog walks", role, footage()));
        let forwards: Vec<Vec<u8>> = [0, 1, 30].iter().map(|frame| draw(&one, *frame)).collect();
        let mut artist = Artist::new(SIZE);
        let backwards: Vec<Vec<u8>> = [30, 1, 0].iter().map(|frame| artist.draw(&other, &[], *frame)).collect();
        assert!(forwards.iter().eq(backwards.iter().rev()), "{role:?}");
        let large = Size { width: 720, height: 1280 };
        let drawn = Artist::new(large).draw(&one, &[], 30);
        let small = image::imageops::thumbnail(&image::RgbaImage::from_raw(720, 1280, drawn).expect("its size"), 360, 640).into_raw();
        let differ = small.iter().zip(&forwards[2]).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / small.len() as f64;
        assert!(differ < 7.0, "{role:?}: {differ:.1}");
    }
}

#[test]
fn footage_is_heard_under_the_film_and_a_palette_is_not() {
    let heard = |role: Role| {
        let film = film("a dog runs through a meadow", role, footage());
        let pcm = sound::render_over(&film.footage.heard(&film.screenplay), &film.screenplay, &film.trace.events, &[], 4, &|| false);
        let loudness = sound::measure::loudness(&pcm).expect("it is heard");
        assert!((loudness + 16.0).abs() < 1.0, "{role:?}: {loudness:.1} LUFS");
        let mono: Vec<f32> = pcm[..96_000].chunks_exact(2).map(|pair| f32::midpoint(pair[0], pair[1])).collect();
        // How much of it is a hum of 440 hertz.
        let (mut sin, mut cos, mut all) = (0.0_f32, 0.0_f32, 1e-9_f32);
        for (at, sample) in mono.iter().enumerate() {
            let turn = at as f32 * 440.0 * std::f32::consts::TAU / 48_000.0;
            sin += sample * turn.sin();
            cos += sample * turn.cos();
            all += sample * sample;
        }
        2.0 * (sin * sin + cos * cos) / (all * mono.len() as f32)
    };
    let (with, without) = (heard(Role::Insert), heard(Role::Palette));
    // The music may have a note of that height.
    assert!(with > 0.5 && without < 0.1, "{with:.3} {without:.3}");
}

#[test]
fn what_is_shorter_or_longer_than_its_shot_is_told() {
    let told = |seconds: u32, role: Role| prepare(&plan("a dog runs", seconds, Some(role)), &[footage()]).notices;
    assert!(told(8, Role::Insert).contains(&"The footage of shot 1 lasts 2.0 s and the shot 8 s: it ends with its last picture held.".to_owned()));
    assert!(told(8, Role::Setting).contains(&"The footage of shot 1 lasts 2.0 s and the shot 8 s: it runs back and forth.".to_owned()));
    let film = prepare(&plan("silence", 8, Some(Role::Insert)), &[footage()]);
    let (held, later) = (draw(&film, 60), draw(&film, 150));
    assert!(held != later, "a camera comes nearer");
    assert!(apart(at(&later, 0.5, 0.5), PERSON) < 40.0);
}
