//! What an upload costs a frame: milliseconds of processor time for each role at 720×1280 on one core, beside the same shot without one.
//!
//! ```sh
//! cargo run --release -p greenroom-engine --example uploads_pace -- [PICTURE.jpg]
//! ```
//! The footage is 48 copies of the picture, cut out by an ellipse in its middle.

use domain::{
    TakeId, Timestamp, UploadId, UserId,
    plan::{Cast, Draft, Format, FrozenPlan, Maker, Size},
    storyboard::{Shot, Storyboard},
    upload::{Material, MaterialPicture, Reference, Role, UploadKind},
};
use engine::{
    Given,
    studio::{film::Film, picture::Artist, understand::Nothing},
};
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder, imageops::FilterType};
use std::sync::Arc;

const FRAMES: u32 = 24;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given = std::env::args().nth(1);
    let picture = match given {
        Some(file) => image::open(file)?.to_rgb8(),
        None => image::RgbImage::from_fn(1280, 720, |x, y| image::Rgb([(x / 5) as u8, (y / 3) as u8, ((x * 31 + y * 17) % 199) as u8])),
    };
    let picture = image::imageops::resize(&picture, 1280, 720, FilterType::Triangle);
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 86).encode(&picture, 1280, 720, ExtendedColorType::Rgb8)?;
    let jpeg: Arc<[u8]> = jpeg.into();
    let cell = |at: usize| ((at % 128) as f64 / 64.0 - 1.0).powi(2) / 0.05 + ((at / 128) as f64 / 64.0 - 1.1).powi(2) / 0.6 < 1.0;
    let silhouette: Arc<[u8]> = (0..128 * 128).map(|at| if cell(at) { 255 } else { 0 }).collect();
    let upload = UploadId::new(Timestamp::from_millis(1), &[1; 10]);
    let pictures = (0..48).map(|_| MaterialPicture { jpeg: jpeg.clone(), silhouette: silhouette.clone() }).collect();
    let material =
        Material { upload, kind: UploadKind::Footage, width: 1280, height: 720, pictures: Arc::new(pictures), sound: Arc::new(Vec::new()) };
    println!("{:>10}  first frame  each frame, ms", "role");
    for role in [None].into_iter().chain(Role::ALL.map(Some)) {
        let reference = role.map(|role| Reference { upload, role });
        let materials: Vec<Material> = role.iter().map(|_| material.clone()).collect();
        let began = spent()?;
        let film = Film::prepare(&plan(reference)?, &Given { materials, ..Given::default() }, &Nothing);
        let mut artist = Artist::new(Size::UPRIGHT);
        let mut rows = artist.draw(&film, &[], 0).len();
        let first = spent()? - began;
        let began = spent()?;
        for frame in 1..=FRAMES {
            rows += artist.draw(&film, &[], frame).len();
        }
        let each = (spent()? - began) / f64::from(FRAMES);
        assert!(rows > 0, "pictures are drawn");
        let name = role.map_or("none", Role::name);
        println!("{name:>10}  {first:>11.0}  {each:.1}");
    }
    Ok(())
}

/// Milliseconds of processor time of this thread: others on the machine don't count.
fn spent() -> Result<f64, Box<dyn std::error::Error>> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds: f64 = told.split_whitespace().next().ok_or("no times of threads on this system")?.parse()?;
    Ok(nanoseconds / 1e6)
}

fn plan(reference: Option<Reference>) -> Result<FrozenPlan, Box<dyn std::error::Error>> {
    let now = Timestamp::from_millis(1);
    let shot = Shot { id: "a".into(), prompt: "a dog runs through a meadow".into(), seconds: 4, reference, ..Shot::default() };
    Ok(FrozenPlan::freeze(Draft {
        take: TakeId::new(now, &[7; 10]),
        room: None,
        storyboard: Storyboard { shots: vec![shot] },
        format: Format { size: Size::UPRIGHT, fps: 24 },
        seed: 5,
        makers: vec![Maker { user: UserId::new(now, &[7; 10]), handle: "ana".parse()? }],
        cast: Cast::nobody(),
        rules: 1,
    })?)
}
