//! From RGBA to I420: BT.709, limited range, as the stream's VUI says. It knows nothing of encoders.
//!
//! Integer arithmetic in a form that the compiler turns into SIMD: two rows at a time, so that they are read from memory once.

use openh264::formats::YUVSource;

/// A picture as three planes, the two of colour at half size. Reused from picture to picture.
#[derive(Debug)]
pub struct Planes {
    width: usize,
    height: usize,
    y: Vec<u8>,
    u: Vec<u8>,
    v: Vec<u8>,
}

/// Fraction bits of the factors below; they fit `i16`, which makes the multiplications cheap.
const BITS: u32 = 15;
/// 219/255 × (0.2126, 0.7152, 0.0722).
const Y: [i32; 3] = [5_983, 20_127, 2_032];
/// 224/255 × (−0.2126, −0.7152, 0.9278) / 1.8556: sums to zero, so that grey stays grey.
const U: [i32; 3] = [-3_298, -11_094, 14_392];
/// 224/255 × (0.7874, −0.7152, −0.0722) / 1.5748.
const V: [i32; 3] = [14_392, -13_072, -1_320];

impl Planes {
    /// Both sides even.
    #[must_use]
    pub fn new(width: usize, height: usize) -> Self {
        let quarter = width / 2 * (height / 2);
        Self { width, height, y: vec![0; width * height], u: vec![0; quarter], v: vec![0; quarter] }
    }

    /// Fills the planes from `width × height × 4` bytes.
    pub fn fill(&mut self, rgba: &[u8]) {
        let half = self.width / 2;
        let rows = rgba.chunks_exact(self.width * 8).zip(self.y.chunks_exact_mut(self.width * 2));
        let colours = self.u.chunks_exact_mut(half).zip(self.v.chunks_exact_mut(half));
        for ((pixels, y), (u, v)) in rows.zip(colours) {
            let (above, below) = pixels.as_chunks::<4>().0.split_at(self.width);
            let (y_above, y_below) = y.split_at_mut(self.width);
            luma(above, y_above);
            luma(below, y_below);
            chroma(above, below, u, v);
        }
    }
}

fn luma(pixels: &[[u8; 4]], out: &mut [u8]) {
    for (pixel, y) in pixels.iter().zip(out) {
        let [r, g, b, _] = pixel.map(i32::from);
        *y = ((r * Y[0] + g * Y[1] + b * Y[2] + (16 << BITS) + (1 << (BITS - 1))) >> BITS) as u8;
    }
}

/// One value for each block of four pixels: of their sum, hence the two bits more.
fn chroma(above: &[[u8; 4]], below: &[[u8; 4]], out_u: &mut [u8], out_v: &mut [u8]) {
    let blocks = above.as_chunks::<2>().0.iter().zip(below.as_chunks::<2>().0);
    for ((top, bottom), (u, v)) in blocks.zip(out_u.iter_mut().zip(out_v)) {
        let sum =
            |channel: usize| i32::from(top[0][channel]) + i32::from(top[1][channel]) + i32::from(bottom[0][channel]) + i32::from(bottom[1][channel]);
        let (r, g, b) = (sum(0), sum(1), sum(2));
        let middle = (128 << (BITS + 2)) + (1 << (BITS + 1));
        *u = ((r * U[0] + g * U[1] + b * U[2] + middle) >> (BITS + 2)) as u8;
        *v = ((r * V[0] + g * V[1] + b * V[2] + middle) >> (BITS + 2)) as u8;
    }
}

impl YUVSource for Planes {
    fn dimensions(&self) -> (usize, usize) {
        (self.width, self.height)
    }

    fn strides(&self) -> (usize, usize, usize) {
        (self.width, self.width / 2, self.width / 2)
    }

    fn y(&self) -> &[u8] {
        &self.y
    }

    fn u(&self) -> &[u8] {
        &self.u
    }

    fn v(&self) -> &[u8] {
        &self.v
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(colour: [u8; 3]) -> (u8, u8, u8) {
        let mut planes = Planes::new(4, 2);
        planes.fill(&[colour[0], colour[1], colour[2], 255].repeat(8));
        assert!(planes.y.iter().all(|y| *y == planes.y[0]));
        (planes.y[0], planes.u[1], planes.v[0])
    }

    #[test]
    fn colours_are_those_of_bt709_in_limited_range() {
        assert_eq!(of([0, 0, 0]), (16, 128, 128));
        assert_eq!(of([255, 255, 255]), (235, 128, 128));
        assert_eq!(of([128, 128, 128]), (126, 128, 128));
        assert_eq!(of([255, 0, 0]), (63, 102, 240));
        assert_eq!(of([0, 255, 0]), (173, 42, 26));
        assert_eq!(of([0, 0, 255]), (32, 240, 118));
    }
}
