//! Tools of printing: a picture at a quarter of its size that can be blurred and read back large, textures that repeat.

use super::lanes::edges;
use crate::studio::world::chance::mix;

/// A picture at a quarter of its width and height, of `C` values a pixel.
#[derive(Debug, Default)]
pub struct Plane<const C: usize> {
    width: usize,
    height: usize,
    data: Vec<u8>,
    work: Vec<u8>,
    sums: Vec<u32>,
    /// Two rows as wide as the picture, and which the first is; none after the plane has changed.
    spread: [Vec<u8>; 2],
    spread_at: Option<usize>,
}

impl Plane<4> {
    #[inline(always)]
    pub fn shrink(&mut self, rgba: &[u8], width: usize, height: usize) {
        self.resize(width, height);
        let (stride, count) = (width * 4, self.width);
        for (y, row) in self.data.chunks_exact_mut(count * 4).enumerate() {
            let above = &rgba[(y * 4 + 1) * stride..][..stride];
            let below = &rgba[(y * 4 + 2) * stride..][..stride];
            for ((out, a), b) in row.chunks_exact_mut(4).zip(above.chunks_exact(16)).zip(below.chunks_exact(16)) {
                (0..4).for_each(|channel| {
                    let sum = u16::from(a[4 + channel]) + u16::from(a[8 + channel]) + u16::from(b[4 + channel]) + u16::from(b[8 + channel]);
                    out[channel] = (sum / 4) as u8;
                });
            }
        }
    }
}

impl Plane<1> {
    /// The most of each square of four by four of how much brightness changes over `reach` pixels.
    #[inline(always)]
    pub fn shrink_edges(&mut self, light: &[u8], (width, height): (usize, usize), reach: usize, line: &mut [i16]) {
        self.resize(width, height);
        let count = self.width;
        for (y, row) in self.data.chunks_exact_mut(count).enumerate() {
            row.fill(0);
            for y in y * 4..y * 4 + 4 {
                edges(light, (width, y), reach, line);
                for (out, four) in row.iter_mut().zip(line.chunks_exact(4)) {
                    *out = (*out).max(four[0].max(four[1]).max(four[2]).max(four[3]) as u8);
                }
            }
        }
    }

    /// How steeply it rises towards the upper left, over `reach` pixels of its own; 128 is level.
    #[inline(always)]
    pub fn slopes(&mut self, reach: usize) {
        let (width, height) = (self.width, self.height);
        self.work.resize(self.data.len(), 128);
        for y in 0..height {
            let above = &self.data[y.saturating_sub(reach) * width..][..width];
            let below = &self.data[(y + reach).min(height - 1) * width..][..width];
            let out = &mut self.work[y * width..][..width];
            for (x, out) in out.iter_mut().enumerate() {
                let (left, right) = (x.saturating_sub(reach), (x + reach).min(width - 1));
                let slope = i32::from(above[left]) - i32::from(below[right]) + (i32::from(above[right]) - i32::from(below[left])) / 2;
                *out = (128 + slope.clamp(-127, 127)) as u8;
            }
        }
        std::mem::swap(&mut self.data, &mut self.work);
        self.spread_at = None;
    }
}

impl<const C: usize> Plane<C> {
    fn resize(&mut self, width: usize, height: usize) {
        (self.width, self.height) = (width / 4, height / 4);
        self.spread_at = None;
        self.data.resize(self.width * self.height * C, 0);
    }

    #[inline(always)]
    pub fn map(&mut self, value: impl Fn(u8) -> u8) {
        let table: [u8; 256] = std::array::from_fn(|c| value(c as u8));
        self.data.iter_mut().for_each(|c| *c = table[usize::from(*c)]);
        self.spread_at = None;
    }

    /// Twice a box of `radius` to both sides.
    #[inline(always)]
    pub fn blur(&mut self, radius: usize) {
        self.spread_at = None;
        for _ in 0..2 {
            self.blur_rows(radius);
            self.blur_columns(radius);
        }
    }

    #[inline(always)]
    fn blur_rows(&mut self, radius: usize) {
        let (width, last) = (self.width, self.width - 1);
        self.work.resize(self.data.len(), 0);
        let scale = 65536 / (2 * radius as u32 + 1);
        for (from, to) in self.data.chunks_exact(width * C).zip(self.work.chunks_exact_mut(width * C)) {
            let mut sum = [0_u32; C];
            for offset in 0..=2 * radius {
                let x = offset.saturating_sub(radius).min(last);
                (0..C).for_each(|c| sum[c] += u32::from(from[x * C + c]));
            }
            for (x, to) in to.chunks_exact_mut(C).enumerate() {
                let (gone, next) = (x.saturating_sub(radius), (x + radius + 1).min(last));
                let (gone, next) = (&from[gone * C..gone * C + C], &from[next * C..next * C + C]);
                (0..C).for_each(|c| {
                    to[c] = ((sum[c] * scale + 32768) >> 16).min(255) as u8;
                    sum[c] = sum[c] + u32::from(next[c]) - u32::from(gone[c]);
                });
            }
        }
    }

    #[inline(always)]
    fn blur_columns(&mut self, radius: usize) {
        let (stride, last) = (self.width * C, self.height - 1);
        let scale = 65536 / (2 * radius as u32 + 1);
        self.sums.clear();
        self.sums.resize(stride, 0);
        for offset in 0..=2 * radius {
            let y = offset.saturating_sub(radius).min(last);
            self.sums.iter_mut().zip(&self.work[y * stride..][..stride]).for_each(|(sum, value)| *sum += u32::from(*value));
        }
        for y in 0..self.height {
            let (gone, next) = (y.saturating_sub(radius), (y + radius + 1).min(last));
            let (gone, next) = (&self.work[gone * stride..][..stride], &self.work[next * stride..][..stride]);
            let out = &mut self.data[y * stride..][..stride];
            for (((out, sum), gone), next) in out.iter_mut().zip(&mut self.sums).zip(gone).zip(next) {
                *out = ((*sum * scale + 32768) >> 16).min(255) as u8;
                *sum = *sum + u32::from(*next) - u32::from(*gone);
            }
        }
    }

    /// Row `y` as large as the picture was, smoothly; `out` has four pixels for each of its own. Quickest from top to bottom.
    #[inline(always)]
    pub fn read(&mut self, y: usize, out: &mut [u8]) {
        let place = (2 * y).saturating_sub(3);
        let (first, part) = ((place / 8).min(self.height - 1), (place % 8) as u16);
        if self.spread_at != Some(first) {
            if self.spread_at.is_some_and(|before| before + 1 == first) {
                self.spread.swap(0, 1);
            } else {
                self.spread(first, 0, out.len());
            }
            self.spread((first + 1).min(self.height - 1), 1, out.len());
            self.spread_at = Some(first);
        }
        for (out, (a, b)) in out.iter_mut().zip(self.spread[0].iter().zip(&self.spread[1])) {
            *out = ((u16::from(*a) * (8 - part) + u16::from(*b) * part) >> 3) as u8;
        }
    }

    /// One of its rows as wide as the picture.
    #[inline(always)]
    fn spread(&mut self, row: usize, slot: usize, long: usize) {
        let row = &self.data[row * self.width * C..][..self.width * C];
        let out = &mut self.spread[slot];
        out.resize(long, 0);
        // Half a pixel of its own at both ends has no neighbour.
        let end = (4 * self.width - 2) * C;
        out[..2 * C].chunks_exact_mut(C).for_each(|pixel| pixel.copy_from_slice(&row[..C]));
        out[end..].chunks_exact_mut(C).for_each(|pixel| pixel.copy_from_slice(&row[row.len() - C..]));
        // Four pixels lie between the middles of two of its own.
        for (four, (a, b)) in out[2 * C..end].chunks_exact_mut(4 * C).zip(row.chunks_exact(C).zip(row[C..].chunks_exact(C))) {
            for (out, (near, far)) in four.chunks_exact_mut(C).zip([(7, 1), (5, 3), (3, 5), (1, 7)]) {
                (0..C).for_each(|c| out[c] = ((u16::from(a[c]) * near + u16::from(b[c]) * far) >> 3) as u8);
            }
        }
    }
}

/// A square of numbers that repeats to all sides.
#[derive(Debug)]
pub struct Texture {
    pub data: Vec<u8>,
    /// The paper's tooth: finer than a stroke.
    fine: Vec<u8>,
}

impl Texture {
    pub const SIDE: usize = 256;

    pub fn of(value: impl Fn(usize, usize) -> u8) -> Self {
        let whole = 0..Self::SIDE * Self::SIDE;
        let fine = |at: usize| {
            let (x, y) = (at % Self::SIDE, at / Self::SIDE);
            (noise(31, x, y, 128) * 150.0 + noise(32, x, y, 64) * 105.0) as u8
        };
        Self { data: whole.clone().map(|at| value(at % Self::SIDE, at / Self::SIDE)).collect(), fine: whole.map(fine).collect() }
    }

    /// A row of the tooth, in the middle at 128.
    #[must_use]
    pub fn tooth(&self, y: usize) -> &[u8; Self::SIDE] {
        line(&self.fine, y)
    }

    /// The row that lies under the picture's row `y`.
    #[must_use]
    pub fn row(&self, y: usize) -> &[u8; Self::SIDE] {
        line(&self.data, y)
    }
}

fn line(data: &[u8], y: usize) -> &[u8; Texture::SIDE] {
    data[y % Texture::SIDE * Texture::SIDE..].first_chunk().expect("a texture has whole rows")
}

/// Smooth noise that repeats, 0 … 1, `cells` to a side.
pub fn noise(seed: u64, x: usize, y: usize, cells: usize) -> f64 {
    let size = Texture::SIDE as f64 / cells as f64;
    let (u, v) = (x as f64 / size, y as f64 / size);
    let (i, j) = (u as usize, v as usize);
    let ease = |t: f64| t * t * (3.0 - 2.0 * t);
    let (s, t) = (ease(u.fract()), ease(v.fract()));
    let at = |i: usize, j: usize| (mix(seed, ((i % cells) * 1000 + j % cells) as u64) >> 40) as f64 / (1_u64 << 24) as f64;
    let (top, low) = (at(i, j) * (1.0 - s) + at(i + 1, j) * s, at(i, j + 1) * (1.0 - s) + at(i + 1, j + 1) * s);
    top * (1.0 - t) + low * t
}
