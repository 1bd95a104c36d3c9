//! What a drawn picture goes through as a whole, by style: film, paper, clay, ink. Faces go through it like everything else.
//!
//! Whole numbers only, a fixed number of passes, every texture fixed to the picture: what stands still does not flicker. It knows no
//! world.

mod clay;
mod comic;
mod film;
pub mod lanes;
mod pencil;
mod pixel;
pub mod plane;
mod wash;

use super::palette::Rgb;
use crate::studio::screenplay::Style;
use domain::plan::Size;
use lanes::{Row, wide};
use plane::{Plane, Texture};
use wash::Bleed;

/// Memory that is used again for each picture of one size.
#[derive(Debug)]
pub struct Press {
    size: Size,
    /// Brightness of each pixel.
    light: Vec<u8>,
    row: Row,
    /// A row of a blurred plane.
    soft: Vec<u8>,
    sums: Vec<u16>,
    bleed: Bleed,
    pub plane: Plane<4>,
    bulge: Plane<1>,
    texture: Option<(Style, Texture)>,
    /// How dark the corners are of how much at most.
    corners: (u8, Vec<u8>),
}

impl Press {
    #[must_use]
    pub fn new(size: Size) -> Self {
        let (width, height) = (size.width as usize, size.height as usize);
        let mut row = Row::default();
        row.resize(width);
        Self {
            size,
            light: vec![0; width * height],
            row,
            soft: vec![0; width * 4],
            sums: Vec::new(),
            bleed: Bleed::default(),
            plane: Plane::default(),
            bulge: Plane::default(),
            texture: None,
            corners: (0, Vec::new()),
        }
    }

    /// Darkens the corners towards a colour, by so much at most.
    pub fn vignette(&mut self, rgba: &mut [u8], (colour, most): (Rgb, f64)) {
        let most = (most * 256.0) as u8;
        if self.corners.0 != most {
            self.corners = (most, corners(self.size, most));
        }
        let colour = [colour.0, colour.1, colour.2].map(|c| (c * 255.0).round() as u8);
        wide!(lanes::towards(rgba, colour, &self.corners.1));
    }

    /// Prints a picture in its style; RGBA rows, all opaque afterwards. `frame` moves the grain of film.
    pub fn print(&mut self, style: Style, rgba: &mut [u8], frame: u32) {
        let size = (self.size.width as usize, self.size.height as usize);
        let (width, height) = size;
        if self.texture.as_ref().is_none_or(|(of, _)| *of != style) {
            self.texture = texture(style, height).map(|texture| (style, texture));
        }
        let Self { light, row, soft, sums, bleed, plane, bulge, .. } = self;
        // Over how many pixels a change of brightness is read.
        let reach = |of_1280: usize| (of_1280 * height).div_ceil(1280).max(1);
        let texture = self.texture.as_ref().map(|(_, texture)| texture);
        match (style, texture) {
            (Style::Realistic, Some(grain)) => wide!({
                plane.shrink(rgba, width, height);
                plane.blur((height / 110).max(1));
                film::graded(rgba, row, soft, plane, grain, frame);
            }),
            (Style::Anime, _) => wide!({
                plane.shrink(rgba, width, height);
                plane.blur((height / 160).max(1));
                film::bright(rgba, row, soft, plane);
            }),
            (Style::Noir, Some(grain)) => wide!(film::noir(rgba, row, width, grain, frame)),
            (Style::Watercolour, Some(paper)) => wide!({
                lanes::brightness(rgba, light);
                wash::wash(rgba, row, size, (light, reach(3)), (bleed, paper));
            }),
            (Style::Pixel, _) => wide!(pixel::coarse(rgba, self.size, sums)),
            (Style::Clay, Some(prints)) => wide!({
                lanes::brightness(rgba, light);
                bulge.shrink_edges(light, size, reach(2), &mut row.edge);
                bulge.map(|edge| edge.saturating_sub(6).saturating_mul(4));
                bulge.blur((height / 320).max(1));
                bulge.slopes((height / 640).max(1));
                clay::mould(rgba, row, &mut soft[..width], bulge, prints);
            }),
            (Style::Comic, Some(dots)) => wide!({
                lanes::brightness(rgba, light);
                comic::ink(rgba, row, size, (light, reach(2)), dots);
            }),
            (Style::Pencil, Some(hatch)) => wide!({
                lanes::brightness(rgba, light);
                pencil::draw(rgba, row, size, (light, reach(2)), hatch);
            }),
            _ => wide!(lanes::opaque(rgba)),
        }
    }
}

fn corners(size: Size, most: u8) -> Vec<u8> {
    let (w, h) = (f64::from(size.width), f64::from(size.height));
    let radius = w.hypot(h) * 0.5;
    let dark = |x: u32, y: u32| {
        let far = (f64::from(x) + 0.5 - w / 2.0).hypot(f64::from(y) + 0.5 - h * 0.48) / radius;
        (((far - 0.58) / 0.42).clamp(0.0, 1.0) * f64::from(most)).round() as u8
    };
    (0..size.height).flat_map(|y| (0..size.width).map(move |x| dark(x, y))).collect()
}

fn texture(style: Style, height: usize) -> Option<Texture> {
    match style {
        Style::Realistic | Style::Noir => Some(film::grain()),
        Style::Watercolour => Some(wash::paper()),
        Style::Clay => Some(clay::prints()),
        Style::Comic => Some(comic::dots(height)),
        Style::Pencil => Some(pencil::hatching(height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size { width: 360, height: 640 };
    const ALL: [Style; 8] = [Style::Realistic, Style::Anime, Style::Watercolour, Style::Pixel, Style::Noir, Style::Clay, Style::Comic, Style::Pencil];

    fn picture() -> Vec<u8> {
        (0..360 * 640).flat_map(|index: u32| [(index % 251) as u8, (index / 360 % 241) as u8, (index / 7 % 239) as u8, 255]).collect()
    }

    #[test]
    fn each_style_is_its_own_and_keeps_every_pixel_opaque() {
        let mut seen: Vec<Vec<u8>> = vec![picture()];
        let mut press = Press::new(SIZE);
        for style in ALL {
            let mut rgba = picture();
            press.print(style, &mut rgba, 0);
            assert!(rgba.chunks_exact(4).all(|pixel| pixel[3] == 255), "{style:?}");
            assert!(!seen.contains(&rgba), "{style:?}");
            let mut again = picture();
            Press::new(SIZE).print(style, &mut again, 0);
            assert!(rgba == again, "{style:?} depends on what was printed before");
            seen.push(rgba);
        }
        assert!(seen[5].chunks_exact(4).all(|pixel| pixel[0] == pixel[1] && pixel[2].abs_diff(pixel[1]) <= 3), "noir is grey");
        assert!(seen[4].chunks_exact(4).take(4).all(|pixel| pixel == &seen[4][..4]), "pixels are large");
    }
}
