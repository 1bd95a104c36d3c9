//! Where on the screen a picture lies, and laying it there.

use super::Opened;
use std::borrow::Cow;

/// A picture on the screen, upright.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    /// Of its left upper corner, in pixels of the screen.
    pub left: f64,
    pub top: f64,
    /// Pixels of the screen for one of the picture.
    pub scale: f64,
}

impl Fit {
    /// All of the screen is covered, as little as can be is cut off, the middle stays in the middle.
    #[must_use]
    pub fn cover(picture: (f64, f64), screen: (f64, f64), zoom: f64) -> Self {
        let scale = (screen.0 / picture.0).max(screen.1 / picture.1) * zoom.max(1.0);
        Self { left: (screen.0 - picture.0 * scale) / 2.0, top: (screen.1 - picture.1 * scale) / 2.0, scale }
    }

    /// The same moved, as far as the screen stays covered.
    #[must_use]
    pub fn moved(self, by: (f64, f64), picture: (f64, f64), screen: (f64, f64)) -> Self {
        let within = |at: f64, picture: f64, screen: f64| at.clamp((screen - picture * self.scale).min(0.0), 0.0);
        Self { left: within(self.left + by.0, picture.0, screen.0), top: within(self.top + by.1, picture.1, screen.1), ..self }
    }

    /// From a place in the picture, 0…1 each way, to the screen.
    #[must_use]
    pub fn place(&self, picture: (f64, f64), at: (f64, f64)) -> (f64, f64) {
        (self.left + at.0 * picture.0 * self.scale, self.top + at.1 * picture.1 * self.scale)
    }
}

/// First of the two source pixels and 0…256 of the second, for each pixel of a line of the screen.
fn taps(from: f64, scale: f64, source: usize, count: usize) -> Vec<(usize, u32)> {
    let last = (source - 1) as f64;
    let tap = |at: usize| {
        let place = ((at as f64 + 0.5 - from) / scale - 0.5).clamp(0.0, last);
        let first = (place as usize).min(source.saturating_sub(2));
        (first, ((place - first as f64) * 256.0).round() as u32)
    };
    (0..count).map(tap).collect()
}

/// Lays a picture on RGBA rows of this width, opaque; what lies outside of it goes on as its edge.
pub fn lay(picture: &Opened, fit: &Fit, rgba: &mut [u8], width: usize) {
    let (mut picture, mut fit) = (Cow::Borrowed(picture), *fit);
    // Bilinear looks at two pixels only.
    while fit.scale < 0.6 && picture.width.min(picture.height) > 8 {
        picture = Cow::Owned(picture.halved());
        fit.scale *= 2.0;
    }
    let height = rgba.len() / (width * 4);
    let across = taps(fit.left, fit.scale, picture.width, width);
    let down = taps(fit.top, fit.scale, picture.height, height);
    let stride = picture.width * 3;
    let beside = if picture.width > 1 { 3 } else { 0 };
    for (row, (first, below)) in rgba.chunks_exact_mut(width * 4).zip(down) {
        let upper = &picture.rgb[first * stride..][..stride];
        let lower = &picture.rgb[(first + 1).min(picture.height - 1) * stride..][..stride];
        for (out, (at, right)) in row.chunks_exact_mut(4).zip(&across) {
            let at = at * 3;
            for channel in 0..3 {
                let mix = |line: &[u8]| u32::from(line[at + channel]) * (256 - right) + u32::from(line[at + beside + channel]) * right;
                out[channel] = ((mix(upper) * (256 - below) + mix(lower) * below + (1 << 15)) >> 16) as u8;
            }
            out[3] = 255;
        }
    }
}

impl Clone for Opened {
    fn clone(&self) -> Self {
        Self { width: self.width, height: self.height, rgb: self.rgb.clone() }
    }
}
