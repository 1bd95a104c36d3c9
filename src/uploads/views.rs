//! Parts of a picture in which faces are looked for, since the finder sees only what is large and upright: the whole, squares that overlap, and
//! quarter turns of them.

use models::{Face, RgbRef};

/// Pixels a side, at least; less is filled up with black.
const LEAST: u32 = 32;

/// A square-cornered part of a picture, and how it is turned before it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct View {
    left: u32,
    top: u32,
    width: u32,
    height: u32,
    /// Quarter turns, clockwise.
    turns: u8,
}

/// A face's place in the whole picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    middle: [f32; 2],
    size: f32,
}

impl Place {
    /// Two views show one face.
    pub fn is(&self, other: &Self) -> bool {
        let (away, small) = ((self.middle[0] - other.middle[0]).hypot(self.middle[1] - other.middle[1]), self.size.min(other.size));
        away < 0.35 * small && self.size.max(other.size) < 1.6 * small
    }
}

impl View {
    pub fn whole(width: u32, height: u32) -> Self {
        Self { left: 0, top: 0, width, height, turns: 0 }
    }

    /// Squares that cover the picture and overlap by more than what the whole is too coarse for. A square is looked at once, an oblong thrice.
    fn squares(width: u32, height: u32) -> impl Iterator<Item = Self> {
        let side = width.min(height) * 3 / 5;
        let count = move |whole: u32| (whole - side / 5).div_ceil(side - side / 5);
        let at = move |whole: u32, number: u32, count: u32| (whole - side) * number / (count - 1).max(1);
        let (columns, rows) = (count(width), count(height));
        let places = (0..columns * rows).map(move |number| (number % columns, number / columns));
        places.map(move |(column, row)| Self { left: at(width, column, columns), top: at(height, row, rows), width: side, height: side, turns: 0 })
    }

    fn turned(self, turns: u8) -> Self {
        Self { turns, ..self }
    }

    /// For one picture of each second of footage.
    pub fn thorough(width: u32, height: u32) -> Vec<Self> {
        let whole = Self::whole(width, height);
        std::iter::once(whole).chain(Self::squares(width, height)).chain((1..4).map(|turns| whole.turned(turns))).collect()
    }

    /// For a picture that stands still: small people who lie or stand on their heads too.
    pub fn every(width: u32, height: u32) -> Vec<Self> {
        let lying = Self::squares(width, height).flat_map(|square| (1..4).map(move |turns| square.turned(turns)));
        Self::thorough(width, height).into_iter().chain(lying).collect()
    }

    /// What is seen through it: width, height and RGB.
    pub fn cut(&self, rgb: &[u8], picture_width: u32) -> (u32, u32, Vec<u8>) {
        let (across, down) = if self.turns.is_multiple_of(2) { (self.width, self.height) } else { (self.height, self.width) };
        let (width, height) = (across.max(LEAST), down.max(LEAST));
        let mut cut = vec![0; 3 * width as usize * height as usize];
        for y in 0..down {
            for x in 0..across {
                let (from_x, from_y) = self.source(x, y);
                let from = 3 * ((self.top + from_y) as usize * picture_width as usize + (self.left + from_x) as usize);
                let to = 3 * (y as usize * width as usize + x as usize);
                cut[to..to + 3].copy_from_slice(&rgb[from..from + 3]);
            }
        }
        (width, height, cut)
    }

    /// The pixel of the part that is seen there.
    fn source(&self, x: u32, y: u32) -> (u32, u32) {
        match self.turns {
            0 => (x, y),
            1 => (y, self.height - 1 - x),
            2 => (self.width - 1 - x, self.height - 1 - y),
            _ => (self.width - 1 - y, x),
        }
    }

    /// Where a face that was found in it is in the whole picture.
    pub fn place(&self, face: &Face) -> Place {
        let (x, y) = (face.left + face.width / 2.0, face.top + face.height / 2.0);
        let (width, height) = (self.width as f32, self.height as f32);
        let [x, y] = match self.turns {
            0 => [x, y],
            1 => [y, height - x],
            2 => [width - x, height - y],
            _ => [width - y, x],
        };
        Place { middle: [self.left as f32 + x, self.top as f32 + y], size: face.width.max(face.height) }
    }
}

/// A picture of this size can be looked at.
pub fn picture<'a>((width, height, rgb): &'a (u32, u32, Vec<u8>)) -> Result<RgbRef<'a>, models::ModelError> {
    RgbRef::new(*width, *height, rgb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn squares_cover_the_picture_and_stay_inside() {
        for (width, height) in [(1280, 720), (720, 1280), (64, 64), (65, 1279), (1280, 64)] {
            let squares: Vec<View> = View::squares(width, height).collect();
            assert!(squares.iter().all(|view| view.left + view.width <= width && view.top + view.height <= height));
            let seen = |x: u32, y: u32| {
                let holds = |view: &View| (view.left..view.left + view.width).contains(&x) && (view.top..view.top + view.height).contains(&y);
                squares.iter().any(holds)
            };
            assert!((0..width).all(|x| (0..height).step_by(7).all(|y| seen(x, y))), "{width}×{height}");
            assert_eq!(View::every(width, height).len(), 4 + 4 * squares.len());
        }
        assert_eq!(View::squares(1280, 720).count(), 8);
    }

    #[test]
    fn a_turned_view_shows_the_same_pixels() {
        let (width, height) = (40, 36);
        let rgb: Vec<u8> = (0..width * height).flat_map(|at| [at as u8, (at / width) as u8, (at % width) as u8]).collect();
        let part = View { left: 3, top: 2, width: 36, height: 33, turns: 0 };
        let (across, _, once) = part.turned(1).cut(&rgb, width);
        // Clockwise: the left column, from below, becomes the top row.
        assert_eq!(once[..3], rgb[3 * (34 * width as usize + 3)..][..3]);
        assert_eq!(across, 33);
        let turned: Vec<u8> = part.turned(2).cut(&rgb, width).2;
        let straight: Vec<u8> = part.cut(&rgb, width).2;
        assert!(straight.chunks(3).eq(turned.chunks(3).rev()));
        let (across, _, thrice) = part.turned(3).cut(&rgb, width);
        assert_eq!(thrice[3 * (across as usize * 35)..][..3], rgb[3 * (2 * width as usize + 3)..][..3]);
    }
}
