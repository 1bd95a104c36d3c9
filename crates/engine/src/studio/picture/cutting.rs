//! Who was cut out of an upload, as an actor: the running cut-out goes where its figure goes, leans as it leans, and stands in the light
//! of the scene. It has no limbs of its own to move.

use super::{brush::Brush, palette::Rgb};
use crate::studio::{
    footage::{Body, Fit, Shown, clean, lay, matte, stepped},
    screenplay::Style,
    world::pose::{PersonPose, Pose, Vec2, ease},
};
use domain::upload::UploadKind;
use std::sync::Arc;
use vello_cpu::{Pixmap, peniko::color::PremulRgba8};

/// Room around a body, as a part of the picture.
const MARGIN: f64 = 0.025;
/// Rows of a cut-out at most, and the steps in which it grows.
const TALLEST: f64 = 704.0;
const STEP: f64 = 32.0;
/// Of its height: where the pelvis is of somebody upright.
const PELVIS: f64 = 0.53;
/// Of its height and width, where the picture's edge cuts a body off: it fades.
const FADE: f64 = 0.07;

/// Where a cut-out stands: the point about which it turns, how far above its foot that is, its height and turn; metres, radians.
struct Stand {
    at: Vec2,
    above: f64,
    tall: f64,
    turn: f64,
    squeeze: f64,
    mirror: bool,
}

/// Draws it in place of the actor with this pose; false where nothing stands out in its picture.
pub fn draw(brush: &mut Brush<'_>, shown: &Shown<'_>, pose: &Pose) -> bool {
    let form = shown.reel.form();
    let (Some(body), Some(usual)) = (form.body(shown.picture), form.usual()) else { return false };
    let crop = around(&body);
    let (width, height) = shown.reel.size();
    let aspect = crop.width() * width / (crop.height() * height);
    let stand = stand(pose, aspect, shown);
    // One scale for all pictures: who crouches in the footage is smaller.
    let tall = stand.tall * crop.height() / (usual.height() + 2.0 * MARGIN).max(0.05);
    let unit = brush.scale(pose.lane());
    let [left, low, right, _] = pose.bounds();
    brush.shadow(f64::midpoint(left, right), pose.lane(), tall * aspect * 0.36, low.max(0.0), 1.0);
    let rows = ((tall * unit / STEP).ceil() * STEP).clamp(2.0 * STEP, TALLEST);
    let picture = cut_out(brush, shown, &crop, rows, pose.lane());
    let step = tall / f64::from(picture.height());
    let at = brush.at(stand.at.x, stand.at.y, pose.lane());
    brush.within(at, unit, stand.turn, stand.mirror, |brush| {
        let foot = -stand.above / stand.squeeze - MARGIN * tall / crop.height();
        brush.pixels(&picture, (-tall * aspect / 2.0, foot + tall), step, (1.0, stand.squeeze));
    });
    true
}

fn around(body: &Body) -> Body {
    Body {
        left: (body.left - MARGIN).max(0.0),
        top: (body.top - MARGIN).max(0.0),
        right: (body.right + MARGIN).min(1.0),
        bottom: (body.bottom + MARGIN).min(1.0),
    }
}

fn stand(pose: &Pose, aspect: f64, shown: &Shown<'_>) -> Stand {
    // Footage of somebody who walks tells which way; a picture of a thing is taken to look to the right.
    let heading = shown.reel.form().heading();
    let person = matches!(pose, Pose::Person(_));
    let looks = if heading == 0.0 && !person { 1.0 } else { heading };
    let mirror = looks * pose.facing() < -0.05;
    if let Pose::Person(person) = pose {
        return stand_person(person, shown.reel.material().kind == UploadKind::Image, mirror);
    }
    let [left, low, right, high] = pose.bounds();
    let tall = ((high - low) * 1.2).min((right - left) * 1.15 / aspect);
    let turn = match pose {
        Pose::Pet(pet) => {
            let along = pet.chest - pet.rump;
            (along.y.atan2(along.x.abs().max(0.05)) * 0.7).clamp(-0.5, 0.5) * if pet.facing < 0.0 { -1.0 } else { 1.0 }
        }
        Pose::Thing(thing) => thing.angle,
        Pose::Ball(ball) => 0.45 * ball.angle.sin(),
        Pose::Car(car) => car.pitch * car.facing,
        Pose::Flyer(flyer) => flyer.tilt,
        Pose::Person(_) | Pose::Rope(_) => 0.0,
    };
    Stand { at: Vec2::new(f64::midpoint(left, right), low), above: 0.0, tall, turn, squeeze: 1.0, mirror }
}

fn stand_person(pose: &PersonPose, rocks: bool, mirror: bool) -> Stand {
    let trunk = pose.neck - pose.pelvis;
    let lean = trunk.x.atan2(trunk.y);
    // A little lean is the walk's, a large one is a fall or a flip.
    let lean = lean * (0.6 + 0.4 * ease((lean.abs() - 0.4) / 0.5));
    let swing = (pose.legs[1].end.x - pose.legs[0].end.x) / pose.height;
    let rock = if rocks { (swing * 0.16).clamp(-0.07, 0.07) } else { 0.0 };
    let upright = lean.abs() < 0.9;
    let squeeze = if upright { ((pose.pelvis.y - pose.lift) / (PELVIS * pose.height)).clamp(0.74, 1.05) } else { 1.0 };
    Stand { at: pose.pelvis, above: PELVIS * pose.height * squeeze, tall: pose.height, turn: rock - lean, squeeze, mirror }
}

/// The pixels of one picture within this box, in the scene's light.
fn cut_out(brush: &Brush<'_>, shown: &Shown<'_>, crop: &Body, rows: f64, lane: f64) -> Arc<Pixmap> {
    let palette = &brush.palette;
    let ambient = palette.ambient.mix(palette.key, 0.2);
    let far = 1.0 - (-lane.max(0.0) / palette.clear).exp2();
    let byte = |value: f64| (value * 255.0).round() as u64;
    let colours = [ambient.0, ambient.1, ambient.2, far, palette.haze.0, palette.haze.1, palette.haze.2];
    let key = colours.into_iter().fold(0, |key, value| key << 8 | byte(value).min(255));
    shown.reel.kept([shown.picture as u64, rows as u64, key, brush.style as u64], || {
        let (width, height) = shown.reel.size();
        let scale = rows / (crop.height() * height);
        let columns = ((crop.width() * width * scale).round() as usize).clamp(8, 1400);
        let fit = Fit { left: -crop.left * width * scale, top: -crop.top * height * scale, scale };
        let opened = shown.reel.open(shown.picture);
        let mut rgba = vec![0; columns * rows as usize * 4];
        lay(&opened, &fit, &mut rgba, columns);
        let mut alpha = matte(&opened, shown.reel.silhouette(shown.picture), &fit, &rgba, columns);
        clean(&mut rgba, &alpha, columns);
        fade(&mut alpha, columns, crop);
        lit(&rgba, &alpha, columns, brush.style, (ambient, palette.haze, far))
    })
}

/// Where the picture's own edge cuts a body off, it ends softly.
fn fade(alpha: &mut [u8], columns: usize, crop: &Body) {
    let rows = alpha.len() / columns;
    let part = |from_edge: usize, of: usize, touches: bool| {
        if touches { ease((from_edge as f64 + 0.5) / (FADE * of as f64)) } else { 1.0 }
    };
    for (y, row) in alpha.chunks_exact_mut(columns).enumerate() {
        let low = part(rows - 1 - y, rows, crop.bottom > 0.995).min(part(y, rows, crop.top < 0.005));
        for (x, value) in row.iter_mut().enumerate() {
            let side = part(x, columns, crop.left < 0.005).min(part(columns - 1 - x, columns, crop.right > 0.995));
            *value = (f64::from(*value) * low.min(side)) as u8;
        }
    }
}

fn lit(rgba: &[u8], alpha: &[u8], columns: usize, style: Style, (ambient, haze, far): (Rgb, Rgb, f64)) -> Pixmap {
    let (light, haze, far) = ([ambient.0, ambient.1, ambient.2].map(|c| c as f32), [haze.0, haze.1, haze.2].map(|c| c as f32), far as f32);
    let mut picture = Pixmap::new(columns as u16, (alpha.len() / columns) as u16);
    for ((out, pixel), alpha) in picture.data_mut().iter_mut().zip(rgba.chunks_exact(4)).zip(alpha) {
        if *alpha == 0 {
            continue;
        }
        let colour = stepped(style, [0, 1, 2].map(|channel| f32::from(pixel[channel]) / 255.0));
        let part = f32::from(*alpha);
        let [r, g, b] = [0, 1, 2].map(|channel| {
            let near = colour[channel] * light[channel];
            ((near + (haze[channel] - near) * far).clamp(0.0, 1.0) * part + 0.5) as u8
        });
        *out = PremulRgba8 { r, g, b, a: *alpha };
    }
    picture
}
