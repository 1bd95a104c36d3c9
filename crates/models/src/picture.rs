//! A borrowed picture, and the squares that are cut out of it for a network: moved, turned, scaled.

use crate::ModelError;

/// Pixels a side, at least and at most.
const SIDES: std::ops::RangeInclusive<u32> = 32..=4096;
/// Samples along one side of a pixel when a square is made smaller; more costs time and shows nothing.
const MOST_SAMPLES: usize = 4;

/// A picture in RGB, 8 bits each, row by row from the top left, without gaps.
#[derive(Clone, Copy)]
pub struct RgbRef<'a> {
    width: u32,
    height: u32,
    data: &'a [u8],
}

impl<'a> RgbRef<'a> {
    /// From 32 to 4096 pixels a side, and exactly `3 × width × height` bytes.
    pub fn new(width: u32, height: u32, data: &'a [u8]) -> Result<Self, ModelError> {
        if !SIDES.contains(&width) || !SIDES.contains(&height) {
            return Err(ModelError::PictureUnfit(format!("it has {width}×{height} pixels; {} to {} a side will do", SIDES.start(), SIDES.end())));
        }
        let wanted = 3 * width as usize * height as usize;
        if data.len() != wanted {
            return Err(ModelError::PictureUnfit(format!("it has {} bytes, and {wanted} belong to its size", data.len())));
        }
        Ok(Self { width, height, data })
    }

    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    pub(crate) fn data(&self) -> &'a [u8] {
        self.data
    }

    /// Bilinear, black outside.
    fn at(&self, x: f32, y: f32) -> [f32; 3] {
        let (column, row) = (x.floor(), y.floor());
        let (right, down) = (x - column, y - row);
        let (column, row) = (column as i64, row as i64);
        let corners = [(0, 0, (1.0 - right) * (1.0 - down)), (1, 0, right * (1.0 - down)), (0, 1, (1.0 - right) * down), (1, 1, right * down)];
        let mut colour = [0.0; 3];
        for (across, along, weight) in corners {
            let (x, y) = (column + across, row + along);
            if x >= 0 && y >= 0 && x < i64::from(self.width) && y < i64::from(self.height) {
                let start = 3 * (y as usize * self.width as usize + x as usize);
                for (sum, value) in colour.iter_mut().zip(&self.data[start..start + 3]) {
                    *sum += weight * f32::from(*value);
                }
            }
        }
        colour
    }
}

/// A window on a picture: a rectangle, turned about its middle. In pixels; the middle of the first pixel is at (0.5, 0.5).
#[derive(Clone, Copy)]
pub struct Window {
    pub middle: [f32; 2],
    pub width: f32,
    pub height: f32,
    /// The cosine and sine of its turn, clockwise as seen.
    axis: [f32; 2],
}

impl Window {
    /// Turned by so many radians, clockwise as seen.
    pub fn new(middle: [f32; 2], width: f32, height: f32, turn: f32) -> Self {
        Self { middle, width, height, axis: [turn.cos(), turn.sin()] }
    }

    pub fn square(middle: [f32; 2], size: f32, turn: f32) -> Self {
        Self::new(middle, size, size, turn)
    }

    /// In radians.
    pub fn turn(&self) -> f32 {
        self.axis[1].atan2(self.axis[0])
    }

    /// All of a picture.
    pub fn whole(picture: &RgbRef<'_>) -> Self {
        let (width, height) = (picture.width as f32, picture.height as f32);
        Self::new([width / 2.0, height / 2.0], width, height, 0.0)
    }

    /// From the window's own coordinates (0..1 across, 0..1 down) to pixels of the picture.
    pub fn place(&self, across: f32, down: f32) -> [f32; 2] {
        let [cos, sin] = self.axis;
        let (x, y) = ((across - 0.5) * self.width, (down - 0.5) * self.height);
        [self.middle[0] + x * cos - y * sin, self.middle[1] + x * sin + y * cos]
    }

    /// From pixels of the picture to the window's own coordinates.
    pub fn find(&self, point: [f32; 2]) -> [f32; 2] {
        let [cos, sin] = self.axis;
        let (x, y) = (point[0] - self.middle[0], point[1] - self.middle[1]);
        [(x * cos + y * sin) / self.width + 0.5, (y * cos - x * sin) / self.height + 0.5]
    }

    /// What is seen through it, as `side`² pixels in planes (red, green, blue), each value 0..255 sent through `map`.
    pub fn planes(&self, picture: &RgbRef<'_>, side: usize, map: impl Fn(f32) -> f32) -> Vec<f32> {
        let scale = self.width.max(self.height) / side as f32;
        let samples = ((scale / 1.5).ceil().max(1.0) as usize).min(MOST_SAMPLES);
        let share = 1.0 / (samples * samples) as f32;
        let step = 1.0 / (side * samples) as f32;
        let mut planes = vec![0.0; 3 * side * side];
        for row in 0..side {
            for column in 0..side {
                let mut sum = [0.0; 3];
                for along in 0..samples {
                    for across in 0..samples {
                        let place = |pixel: usize, sample: usize| ((pixel * samples + sample) as f32 + 0.5) * step;
                        let [x, y] = self.place(place(column, across), place(row, along));
                        for (sum, value) in sum.iter_mut().zip(picture.at(x - 0.5, y - 0.5)) {
                            *sum += value * share;
                        }
                    }
                }
                for (plane, value) in sum.into_iter().enumerate() {
                    planes[(plane * side + row) * side + column] = map(value);
                }
            }
        }
        planes
    }
}

/// Swaps left and right in planes of `side`² pixels.
pub fn mirror(planes: &mut [f32], side: usize) {
    for row in planes.chunks_exact_mut(side) {
        row.reverse();
    }
}
