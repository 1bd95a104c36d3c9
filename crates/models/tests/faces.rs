//! Faces are found, measured and told apart.

use crate::support::{beside, mirrored, models, portrait, rgb, stranger, turned};
use image::{Rgb, RgbImage, imageops};
use models::{Effort, Embedding, Face, FaceFinder, LANDMARKS, RgbRef, SAME_PERSON};

fn finder() -> &'static FaceFinder {
    models().faces().expect("part of the program")
}

fn only_face(picture: &RgbImage) -> Face {
    let mut faces = finder().find(rgb(picture)).expect("a look");
    assert_eq!(faces.len(), 1);
    faces.swap_remove(0)
}

fn embedding(picture: &RgbImage) -> Embedding {
    finder().embed(rgb(picture), &only_face(picture)).expect("an embedding")
}

#[test]
fn a_portrait_has_one_face_where_it_is() {
    let face = only_face(&portrait());
    assert!(face.score > 0.7 && face.presence > 0.9);
    assert_eq!(face.landmarks.len(), LANDMARKS);
    // The nose's tip, by eye.
    let [x, y, _] = face.landmarks[1];
    assert!((x - 229.0).abs() < 8.0 && (y - 122.0).abs() < 10.0, "{x} {y}");
    assert!((70.0..130.0).contains(&face.width) && (80.0..140.0).contains(&face.height));
    let inside = |low: f32, size: f32, value: f32| (low - 0.1..=low + size + 0.1).contains(&value);
    assert!(face.landmarks.iter().all(|[x, y, _]| inside(face.left, face.width, *x) && inside(face.top, face.height, *y)));
}

#[test]
fn what_shows_nobody_has_no_face() {
    let grey = RgbImage::from_pixel(200, 300, Rgb([120, 120, 120]));
    let mut noise = crate::support::noise();
    let noisy = RgbImage::from_fn(200, 300, |_, _| Rgb([0; 3].map(|_: u8| (128.0 + 127.0 * noise.next().unwrap()) as u8)));
    // The helmet and the rocket of the same picture.
    let helmet = imageops::crop_imm(&portrait(), 270, 300, 240, 210).to_image();
    for picture in [grey, noisy, helmet] {
        assert!(finder().find(rgb(&picture)).expect("a look").is_empty());
    }
}

#[test]
fn two_people_are_two_faces() {
    let faces = finder().find(rgb(&beside(&portrait(), &stranger()))).expect("a look");
    assert_eq!(faces.len(), 2);
    let left = faces.iter().map(|face| face.left).fold(f32::MAX, f32::min);
    let right = faces.iter().map(|face| face.left).fold(f32::MIN, f32::max);
    assert!(left < 300.0 && right > 520.0);
}

#[test]
fn yaw_is_positive_towards_ones_own_left_and_turns_over_in_the_mirror() {
    // Rendered from the portrait, her head turned to her own left.
    let straight = only_face(&turned()).pose;
    let mirror = only_face(&mirrored(&turned())).pose;
    assert!(straight.yaw > 12.0, "{straight:?}");
    assert!(mirror.yaw < -12.0, "{mirror:?}");
    assert!((straight.yaw + mirror.yaw).abs() < 8.0 && (straight.pitch - mirror.pitch).abs() < 5.0);
}

/// Clockwise about the middle of the face.
fn turned_about(picture: &RgbImage, degrees: f32) -> RgbImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let (x, y) = (x as f32 - 225.0, y as f32 - 110.0);
        let source = (225.0 + x * cos + y * sin, 110.0 + y * cos - x * sin);
        *picture.get_pixel_checked(source.0 as u32, source.1 as u32).unwrap_or(&Rgb([0; 3]))
    })
}

#[test]
fn roll_follows_the_picture() {
    let upright = only_face(&portrait()).pose.roll;
    assert!(upright.abs() < 6.0, "{upright}");
    // Clockwise is positive.
    for degrees in [-30.0, 25.0] {
        let tilted = only_face(&turned_about(&portrait(), degrees)).pose.roll;
        assert!((tilted - upright - degrees).abs() < 5.0, "{degrees}: {tilted}");
    }
}

#[test]
fn the_size_of_a_picture_changes_little() {
    let portrait = portrait();
    let large = imageops::resize(&portrait, 1500, 1500, imageops::FilterType::Triangle);
    let small = imageops::resize(&portrait, 256, 256, imageops::FilterType::Triangle);
    assert!(embedding(&portrait).cosine(&embedding(&large)) > 0.9);
    assert!(embedding(&portrait).cosine(&embedding(&small)) > 0.8);
}

#[test]
fn a_face_is_itself_in_the_mirror_and_nobody_else() {
    let (her, mirrored_her, him) = (embedding(&portrait()), embedding(&mirrored(&portrait())), embedding(&stranger()));
    let (same, other) = (her.cosine(&mirrored_her), her.cosine(&him));
    assert!(same > 0.85, "{same}");
    assert!(other < SAME_PERSON - 0.08, "{other}");
    assert!((her.cosine(&her) - 1.0).abs() < 1e-4);
}

#[test]
fn the_mean_of_embeddings_is_close_to_each() {
    let (her, again) = (embedding(&portrait()), embedding(&mirrored(&portrait())));
    let mean = Embedding::mean(&[her.clone(), again.clone()]).expect("a mean");
    assert!(mean.cosine(&her) > 0.95 && mean.cosine(&again) > 0.95);
    assert!(Embedding::mean(&[]).is_none());
}

#[test]
fn an_embedding_survives_storage_and_nothing_else_does() {
    let her = embedding(&portrait());
    let bytes = her.to_bytes();
    assert_eq!(bytes.len(), 4096);
    assert!(Embedding::from_bytes(&bytes).expect("its own bytes").cosine(&her) > 0.9999);
    for wrong in [&bytes[..4092], &[0; 4096], &[0xff; 4096], &[]] {
        assert_eq!(Embedding::from_bytes(wrong).map_err(|error| error.code()).err(), Some("embedding_unfit"));
    }
}

#[test]
fn biometric_data_is_not_shown() {
    let face = only_face(&portrait());
    assert_eq!(format!("{:?}", embedding(&portrait())), "Embedding(secret)");
    let shown = format!("{face:?}");
    assert!(!shown.contains("landmarks") && !shown.contains("pose"), "{shown}");
}

#[test]
fn a_picture_of_a_wrong_size_is_refused() {
    let data = vec![0; 3 * 64 * 64];
    for (width, height) in [(64, 63), (16, 256), (0, 0), (5000, 64), (u32::MAX, u32::MAX)] {
        assert_eq!(RgbRef::new(width, height, &data).map(|_| ()).map_err(|error| error.code()), Err("picture_unfit"));
    }
    assert!(RgbRef::new(64, 64, &data).is_ok());
}

#[test]
fn drawn_heads_do_not_hide_a_face() {
    for (rows, pale) in [(3, 0.25), (4, 1.0)] {
        let mut effort = Effort::default();
        assert!(finder().find_counted(rgb(&decoys(rows, None)), &mut effort).expect("a look").is_empty());
        assert!(effort.layers > 15, "each was looked at: {effort:?}");
        let faces = finder().find(rgb(&decoys(rows, Some(pale)))).expect("a look");
        assert_eq!(faces.len(), 1, "{rows} rows");
    }
}

/// Drawn heads in rows, which the detector takes for faces and the mesh does not; in the last place a real one, pale.
fn decoys(rows: u32, pale: Option<f32>) -> RgbImage {
    let (wall, cell, columns) = (Rgb([90, 110, 130]), 800 / rows, 2 * rows);
    let size = cell * 9 / 10;
    let mut picture = RgbImage::from_pixel(1600, 800, wall);
    let place = |at: u32| (cell / 20 + cell * (at % columns), cell / 20 + cell * (at / columns));
    let last = rows * columns - 1;
    for at in 0..last {
        let (left, top) = place(at);
        decoy(&mut picture, left, top, size);
    }
    if let Some(pale) = pale {
        let face = imageops::crop_imm(&portrait(), 160, 45, 140, 155).to_image();
        let mut face = imageops::resize(&face, size, size, imageops::FilterType::Triangle);
        for pixel in face.pixels_mut() {
            for (channel, wall) in pixel.0.iter_mut().zip(wall.0) {
                *channel = (f32::from(wall) + pale * (f32::from(*channel) - f32::from(wall))) as u8;
            }
        }
        let (left, top) = place(last);
        imageops::replace(&mut picture, &face, i64::from(left), i64::from(top));
    }
    picture
}

fn decoy(picture: &mut RgbImage, left: u32, top: u32, size: u32) {
    let within = |x: f32, y: f32, (mx, my): (f32, f32), (rx, ry): (f32, f32)| ((x - mx) / rx).powi(2) + ((y - my) / ry).powi(2) <= 1.0;
    for y in 0..size {
        for x in 0..size {
            let (u, v) = (x as f32 / size as f32, y as f32 / size as f32);
            let eyes = within(u, v, (0.3, 0.4), (0.07, 0.07)) || within(u, v, (0.7, 0.4), (0.07, 0.07));
            if eyes || within(u, v, (0.5, 0.62), (0.08, 0.05)) || within(u, v, (0.5, 0.78), (0.2, 0.06)) {
                picture.put_pixel(left + x, top + y, Rgb([30, 25, 25]));
            } else if within(u, v, (0.5, 0.5), (0.3, 0.5)) {
                picture.put_pixel(left + x, top + y, Rgb([225, 190, 160]));
            }
        }
    }
}
