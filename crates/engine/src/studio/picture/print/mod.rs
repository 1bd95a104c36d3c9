//! What a drawn picture goes through as a whole, by style: film, paper, clay, ink. Faces go through it like everything else.
//!
//! Whole numbers only, a fixed number of passes, every texture fixed to the picture: what stands still does not flicker. It knows no
//! world.

mod clay;
mod comic;
mod film;
mod pencil;
mod pixel;
pub mod plane;
mod wash;

use crate::studio::screenplay::Style;
use domain::plan::Size;
use plane::{Plane, Texture};

/// Memory that is used again for each picture of one size.
#[derive(Debug)]
pub struct Press {
    size: Size,
    /// Brightness of each pixel.
    light: Vec<u8>,
    /// How much it changes there.
    edge: Vec<u8>,
    copy: Vec<u8>,
    pub plane: Plane<4>,
    bulge: Plane<1>,
    texture: Option<(Style, Texture)>,
}

impl Press {
    #[must_use]
    pub fn new(size: Size) -> Self {
        Self { size, light: Vec::new(), edge: Vec::new(), copy: Vec::new(), plane: Plane::default(), bulge: Plane::default(), texture: None }
    }

    /// Prints a picture in its style; RGBA rows. `frame` moves the grain of film.
    pub fn print(&mut self, style: Style, rgba: &mut [u8], frame: u32) {
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        if self.texture.as_ref().is_none_or(|(of, _)| *of != style) {
            self.texture = texture(style, height).map(|texture| (style, texture));
        }
        match style {
            Style::Watercolour => self.read(rgba, width, 3),
            Style::Clay | Style::Comic | Style::Pencil => self.read(rgba, width, 2),
            _ => {}
        }
        let texture = self.texture.as_ref().map(|(_, texture)| texture);
        match (style, texture) {
            (Style::Realistic, Some(grain)) => {
                self.plane.shrink(rgba, width, height);
                self.plane.blur((height / 110).max(1));
                film::graded(rgba, width, &mut self.plane, grain, frame);
            }
            (Style::Anime, _) => {
                self.plane.shrink(rgba, width, height);
                self.plane.blur((height / 160).max(1));
                film::bright(rgba, width, &mut self.plane);
            }
            (Style::Noir, Some(grain)) => film::noir(rgba, width, grain, frame),
            (Style::Watercolour, Some(paper)) => {
                self.copy.clear();
                self.copy.extend_from_slice(rgba);
                wash::wash(rgba, (width, height), &self.copy, (&self.light, &self.edge), paper);
            }
            (Style::Pixel, _) => pixel::coarse(rgba, self.size),
            (Style::Clay, Some(prints)) => {
                self.bulge.shrink_most(&self.edge, width, height);
                self.bulge.map(|edge| edge.saturating_sub(6).saturating_mul(4));
                self.bulge.blur((height / 320).max(1));
                self.bulge.slopes((height / 640).max(1));
                clay::mould(rgba, width, &mut self.bulge, prints);
            }
            (Style::Comic, Some(dots)) => comic::ink(rgba, (width, height), &self.light, &self.edge, dots),
            (Style::Pencil, Some(hatch)) => pencil::draw(rgba, (width, height), &self.light, &self.edge, hatch),
            _ => {}
        }
    }

    /// Brightness and edges, over a distance of `reach` pixels.
    fn read(&mut self, rgba: &[u8], width: usize, reach: usize) {
        let reach = (reach * rgba.len() / (width * 4)).div_ceil(1280).max(1);
        plane::brightness(rgba, &mut self.light);
        plane::edges(&self.light, width, reach, &mut self.edge);
    }
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
