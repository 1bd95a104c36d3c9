//! Makes the views of a likeness: a head cut out of its picture with soft edges, scaled, with the points that the studio draws by.

use super::{Trouble, sides::Kept, watch::rgb};
use domain::{
    enrolment::Neutral,
    likeness::{FaceMarks, View},
    product::Picture,
};
use models::Cutout;

/// Pixels of a view's longer side at most.
pub const LONGEST: u32 = 320;
/// Below this a pixel belongs to what is behind.
const FAINT: u8 = 10;
/// Pixels around the cut-out.
const MARGIN: u32 = 3;
/// Colours of pixels that are less than this theirs are taken from their neighbours: they bear what is behind.
const OWN: u8 = 250;

/// A picture with its own transparency, and where it lay in the one it was cut from.
pub struct Cut {
    pub picture: Picture,
    left: f32,
    top: f32,
    /// Pixels of the view for one of the picture.
    scale: f32,
}

impl Cut {
    fn place(&self, point: [f32; 3]) -> [f32; 2] {
        [(point[0] - self.left) * self.scale, (point[1] - self.top) * self.scale]
    }
}

/// The views of a person, the most frontal first, the others by yaw.
///
/// # Errors
/// Where the model fails. Sides whose cut-out is empty are left out.
pub fn of_person(sides: &[Kept], neutral: Neutral, cutout: &Cutout) -> Result<Vec<View>, Trouble> {
    let mut views = Vec::new();
    for kept in sides {
        let Some(picture) = rgb(&kept.still) else { continue };
        let mask = cutout.head(picture, &kept.face)?;
        let Some(cut) = cut(&kept.still.rgb, kept.still.width, kept.still.height, &mask.alpha) else { continue };
        let marks = marks(&cut, &kept.face.landmarks);
        let (yaw, pitch) = (kept.face.pose.yaw - neutral.yaw, kept.face.pose.pitch - neutral.pitch);
        views.push(View { yaw, pitch, picture: cut.picture, marks: Some(marks) });
    }
    let frontal = (0..views.len()).min_by(|a, b| off(&views[*a]).total_cmp(&off(&views[*b])));
    if let Some(frontal) = frontal {
        views.swap(0, frontal);
        views[1..].sort_by(|a, b| a.yaw.total_cmp(&b.yaw));
    }
    Ok(views)
}

fn off(view: &View) -> f32 {
    view.yaw.abs() + view.pitch.abs()
}

/// Points of MediaPipe's face mesh. The subject's right eye is left in the picture.
fn marks(cut: &Cut, mesh: &[[f32; 3]]) -> FaceMarks {
    let point = |at: usize| cut.place(mesh[at]);
    let middle = |a: usize, b: usize| {
        let (a, b) = (point(a), point(b));
        [f32::midpoint(a[0], b[0]), f32::midpoint(a[1], b[1])]
    };
    FaceMarks {
        left_eye: middle(33, 133),
        right_eye: middle(263, 362),
        nose: point(1),
        mouth_left: point(61),
        mouth_right: point(291),
        mouth_top: point(0),
        mouth_bottom: point(17),
        chin: point(152),
        brow: point(10),
        cheek_left: point(234),
        cheek_right: point(454),
    }
}

/// Cuts out what the mask covers, to its bounds, at most [`LONGEST`] pixels long. None: it covers next to nothing.
pub fn cut(rgb: &[u8], width: u32, height: u32, alpha: &[u8]) -> Option<Cut> {
    let covered = |at: &(u32, u32)| alpha[(at.1 * width + at.0) as usize] > FAINT;
    let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).filter(covered);
    let mut bounds = [u32::MAX, u32::MAX, 0, 0];
    for (x, y) in places {
        bounds = [bounds[0].min(x), bounds[1].min(y), bounds[2].max(x), bounds[3].max(y)];
    }
    let [left, top, right, bottom] = bounds;
    if left > right || right - left < 16 || bottom - top < 16 {
        return None;
    }
    let (left, top) = (left.saturating_sub(MARGIN), top.saturating_sub(MARGIN));
    let (right, bottom) = ((right + MARGIN).min(width - 1), (bottom + MARGIN).min(height - 1));
    let (w, h) = (right - left + 1, bottom - top + 1);
    let mut rgba = Vec::with_capacity((w * h * 4) as usize);
    for y in top..=bottom {
        for x in left..=right {
            let at = (y * width + x) as usize;
            rgba.extend_from_slice(&rgb[at * 3..at * 3 + 3]);
            rgba.push(sharpened(alpha[at]));
        }
    }
    clean_edges(&mut rgba, w as usize, h as usize);
    let scale = (LONGEST as f32 / w.max(h) as f32).min(1.0);
    let picture = scaled(&rgba, w, h, scale);
    Some(Cut { picture, left: left as f32, top: top as f32, scale })
}

/// A little less of the faint edge, which is mostly background.
fn sharpened(alpha: u8) -> u8 {
    let value = (f32::from(alpha) / 255.0 - 0.12) / 0.78;
    let value = value.clamp(0.0, 1.0);
    (value * value * (3.0 - 2.0 * value) * 255.0).round() as u8
}

/// Carries the colours of what is wholly inside outwards over the soft edge, pixel by pixel.
fn clean_edges(rgba: &mut [u8], width: usize, height: usize) {
    const STEPS: usize = 10;
    let mut own: Vec<bool> = rgba.chunks_exact(4).map(|pixel| pixel[3] >= OWN).collect();
    for _ in 0..STEPS {
        let mut next = Vec::new();
        for at in 0..width * height {
            if own[at] || rgba[at * 4 + 3] == 0 {
                continue;
            }
            let (x, y) = (at % width, at / width);
            let (mut sum, mut count) = ([0u32; 3], 0);
            for (dx, dy) in [(-1i32, 0i32), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (-1, 1), (1, -1)] {
                let (x, y) = (x as i32 + dx, y as i32 + dy);
                if x < 0 || y < 0 || x >= width as i32 || y >= height as i32 {
                    continue;
                }
                let other = y as usize * width + x as usize;
                if own[other] {
                    (0..3).for_each(|channel| sum[channel] += u32::from(rgba[other * 4 + channel]));
                    count += 1;
                }
            }
            if count > 0 {
                next.push((at, sum.map(|value| (value / count) as u8)));
            }
        }
        if next.is_empty() {
            break;
        }
        for (at, colour) in next {
            rgba[at * 4..at * 4 + 3].copy_from_slice(&colour);
            own[at] = true;
        }
    }
}

/// Each new pixel is the mean of what it covers, weighted by alpha, so that what is behind leaves no rim. Zero where transparent.
fn scaled(rgba: &[u8], width: u32, height: u32, scale: f32) -> Picture {
    let size = |length: u32| ((length as f32 * scale).round() as u32).clamp(1, LONGEST.max(1));
    let (w, h) = if scale < 1.0 { (size(width), size(height)) } else { (width, height) };
    let mut out = Vec::with_capacity((w * h * 4) as usize);
    for y in 0..h {
        let rows = span(y, h, height);
        for x in 0..w {
            let columns = span(x, w, width);
            let (mut colour, mut alpha, mut count) = ([0u32; 3], 0u32, 0u32);
            for row in rows.clone() {
                for column in columns.clone() {
                    let pixel = &rgba[((row * width + column) * 4) as usize..][..4];
                    let weight = u32::from(pixel[3]);
                    (0..3).for_each(|channel| colour[channel] += u32::from(pixel[channel]) * weight);
                    alpha += weight;
                    count += 1;
                }
            }
            match (alpha / count) as u8 {
                0 => out.extend([0; 4]),
                cover => {
                    out.extend(colour.map(|value| (value / alpha) as u8));
                    out.push(cover);
                }
            }
        }
    }
    Picture { width: w, height: h, rgba: out }
}

/// Which old pixels a new one covers; at least one.
fn span(at: u32, new: u32, old: u32) -> std::ops::Range<u32> {
    let start = at * old / new;
    start..((at + 1) * old).div_ceil(new).clamp(start + 1, old)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A red disc on blue.
    fn disc(size: u32) -> (Vec<u8>, Vec<u8>) {
        let inside = |at: u32| {
            let (x, y) = ((at % size) as f32 - size as f32 / 2.0, (at / size) as f32 - size as f32 / 2.0);
            (size as f32 / 4.0 - x.hypot(y) + 2.0).clamp(0.0, 4.0) / 4.0
        };
        let rgb = (0..size * size).flat_map(|at| [(inside(at) * 255.0) as u8, 0, ((1.0 - inside(at)) * 255.0) as u8]);
        let alpha = (0..size * size).map(|at| (inside(at) * 255.0) as u8);
        (rgb.collect(), alpha.collect())
    }

    #[test]
    fn a_cut_out_is_tight_small_and_bears_nothing_of_what_is_behind() {
        for size in [200, 1_000] {
            let (rgb, alpha) = disc(size);
            let cut = cut(&rgb, size, size, &alpha).expect("a disc");
            assert!(cut.picture.width <= LONGEST && cut.picture.height <= LONGEST && cut.picture.width > 100);
            for pixel in cut.picture.rgba.chunks_exact(4) {
                match pixel[3] {
                    0 => assert_eq!(pixel, [0; 4]),
                    _ => assert!(pixel[0] > 200 && pixel[2] < 60, "{pixel:?}"),
                }
            }
            let middle = cut.place([size as f32 / 2.0, size as f32 / 2.0, 0.0]);
            assert!((middle[0] - cut.picture.width as f32 / 2.0).abs() < 3.0, "{middle:?}");
        }
    }

    #[test]
    fn nothing_covered_is_no_view() {
        assert!(cut(&[0; 64 * 64 * 3], 64, 64, &[0; 64 * 64]).is_none());
        let mut alpha = vec![0; 64 * 64];
        alpha[500] = 255;
        assert!(cut(&[0; 64 * 64 * 3], 64, 64, &alpha).is_none());
    }
}
