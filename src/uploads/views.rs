//! Parts of a picture in which faces are looked for, since the finder sees only what is large and upright: the whole, quarters and ninths that
//! overlap, and quarter turns of them.

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

    /// `count`² parts of the picture that overlap: each is larger by half than its share.
    fn parts(width: u32, height: u32, count: u32) -> impl Iterator<Item = Self> {
        let part = move |whole: u32| (whole * 3).div_ceil(count * 2).min(whole);
        let at = move |whole: u32, number: u32| (whole - part(whole)) * number / (count - 1);
        let places = (0..count * count).map(move |number| (number % count, number / count));
        places.map(move |(column, row)| Self { left: at(width, column), top: at(height, row), width: part(width), height: part(height), turns: 0 })
    }

    fn turned(self, turns: u8) -> Self {
        Self { turns, ..self }
    }

    /// For a picture that stands still, and for one of each second of footage.
    pub fn thorough(width: u32, height: u32) -> Vec<Self> {
        let whole = Self::whole(width, height);
        let turned = (1..4).map(|turns| whole.turned(turns));
        let upright = std::iter::once(whole).chain(Self::parts(width, height, 2)).chain(Self::parts(width, height, 3));
        upright.chain(turned).collect()
    }

    /// Small people who lie or stand on their heads too.
    pub fn every(width: u32, height: u32) -> Vec<Self> {
        let lying = Self::parts(width, height, 2).flat_map(|part| (1..4).map(move |turns| part.turned(turns)));
        Self::thorough(width, height).into_iter().chain(lying).collect()
    }

    /// What is seen through it: width, height and RGB.
    pub fn cut(&self, rgb: &[u8], picture_width: u32) -> (u32, u32, Vec<u8>) {
        let (across, down) = if self.turns % 2 == 0 { (self.width, self.height) } else { (self.height, self.width) };
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
    fn parts_cover_the_picture_and_stay_inside() {
        for (width, height) in [(1280, 720), (64, 64), (65, 1279)] {
            let views = View::every(width, height);
            assert_eq!(views.len(), 1 + 4 + 9 + 3 + 12);
            assert!(views.iter().all(|view| view.left + view.width <= width && view.top + view.height <= height));
            for count in [2, 3] {
                let parts: Vec<View> = View::parts(width, height, count).collect();
                let seen = |x: u32, y: u32| {
                    parts.iter().any(|part| (part.left..part.left + part.width).contains(&x) && (part.top..part.top + part.height).contains(&y))
                };
                assert!((0..width).all(|x| (0..height).step_by(7).all(|y| seen(x, y))));
            }
        }
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
