//! The brush: world and screen coordinates, colours in the light of the scene, and two ways to fill a shape.
//!
//! Soft shapes are gradients from the lit to the shadowed side; cartoon shapes are flat with a hard shadow edge and ink around
//! them. Whoever draws says what a thing is and its own colour, never how the style shows it.

use super::{
    palette::{Palette, Rgb},
    portrait::Sprite,
    smear::Sweep,
};
use crate::studio::{screenplay::Style, world::camera::View};
use std::sync::Arc;
use vello_cpu::{
    Image, ImageSource, Pixmap, RenderContext,
    kurbo::{Affine, BezPath, Cap, Join, Point, Rect, Shape as _, Stroke, Vec2},
    peniko::{
        Extend, Gradient, ImageQuality, ImageSampler,
        color::{AlphaColor, Srgb},
    },
};

/// Where things of the world are seen; can be copied out of a brush that is being used.
#[derive(Clone, Copy, Debug)]
pub struct Lens {
    view: View,
    width: f64,
    height: f64,
    metre: f64,
    pub cartoon: bool,
}

impl Lens {
    /// Where a point `z` metres behind the plane is seen.
    #[must_use]
    pub fn at(&self, x: f64, y: f64, z: f64) -> Point {
        let s = self.view.shrink(z);
        let (dx, dy) = ((x - self.view.centre.x + self.view.slant * z) * s, self.view.eye + (y - self.view.eye) * s);
        Point::new(self.width / 2.0 + dx * self.metre, self.height / 2.0 - (dy - self.view.centre.y) * self.metre)
    }
}

pub struct Brush<'a> {
    pub context: &'a mut RenderContext,
    pub view: View,
    pub width: f64,
    pub height: f64,
    pub style: Style,
    pub palette: Palette,
    /// Pixels of a metre in the plane.
    pub metre: f64,
    /// How fast the limbs of who is drawn go.
    pub sweep: Option<Sweep>,
    local: Affine,
}

impl<'a> Brush<'a> {
    pub fn new(context: &'a mut RenderContext, view: View, size: (f64, f64), style: Style, palette: Palette) -> Self {
        let metre = size.1 / view.height;
        Self { context, view, width: size.0, height: size.1, style, palette, metre, sweep: None, local: Affine::IDENTITY }
    }

    #[must_use]
    pub fn is_cartoon(&self) -> bool {
        matches!(self.style, Style::Cartoon | Style::Pixel | Style::Anime | Style::Comic)
    }

    #[must_use]
    pub fn is_outlined(&self) -> bool {
        self.is_cartoon() || self.style == Style::Pencil
    }

    /// Where a point `z` metres behind the plane is seen.
    #[must_use]
    pub fn at(&self, x: f64, y: f64, z: f64) -> Point {
        self.lens().at(x, y, z)
    }

    #[must_use]
    pub fn lens(&self) -> Lens {
        Lens { view: self.view, width: self.width, height: self.height, metre: self.metre, cartoon: self.is_cartoon() }
    }

    /// Pixels of a metre at a depth.
    #[must_use]
    pub fn scale(&self, z: f64) -> f64 {
        self.metre * self.view.shrink(z)
    }

    /// The row of the horizon.
    #[must_use]
    pub fn horizon(&self) -> f64 {
        self.height / 2.0 - (self.view.eye - self.view.centre.y) * self.metre
    }

    /// First and last world x that is seen at a depth, with a margin in metres.
    #[must_use]
    pub fn span(&self, z: f64, margin: f64) -> (f64, f64) {
        let half = self.width / 2.0 / self.scale(z) + margin;
        let middle = self.view.centre.x - self.view.slant * z;
        (middle - half, middle + half)
    }

    /// Draws in a frame of its own: `origin` on the screen, `unit` pixels, turned by `angle`; y goes up.
    pub fn within(&mut self, origin: Point, unit: f64, angle: f64, mirror: bool, draw: impl FnOnce(&mut Self)) {
        let was = self.local;
        let flip = if mirror { -1.0 } else { 1.0 };
        self.local = was * Affine::translate(origin.to_vec2()) * Affine::rotate(-angle) * Affine::scale_non_uniform(unit * flip, -unit);
        self.context.set_transform(self.local);
        draw(self);
        self.local = was;
        self.context.set_transform(self.local);
    }

    fn unit(&self) -> f64 {
        self.local.determinant().abs().sqrt().max(1e-9)
    }

    /// Nothing of it is seen below the water at this level.
    pub fn above(&mut self, level: Option<f64>, z: f64, draw: impl FnOnce(&mut Self)) {
        let Some(level) = level else { return draw(self) };
        let line = self.at(0.0, level, z).y;
        let dry = Rect::new(-self.width, -self.height, 2.0 * self.width, line);
        self.context.push_clip_layer(&dry.to_path(0.1));
        draw(self);
        self.context.pop_layer();
    }

    /// The colour that a thing of this colour has here, `z` behind the plane.
    #[must_use]
    pub fn tone(&self, colour: Rgb, z: f64) -> Rgb {
        self.palette.tone(colour, z)
    }

    /// Whether anything within these bounds, or so many pixels beside them, is in the picture. What is not takes as long to draw.
    fn is_seen(&self, bounds: Rect, beside: f64) -> bool {
        let here = self.local.transform_rect_bbox(bounds).inflate(beside, beside);
        here.x1 > 0.0 && here.y1 > 0.0 && here.x0 < self.width && here.y0 < self.height
    }

    /// Flat, as it is: the light is already in the colour.
    pub fn raw(&mut self, path: &BezPath, colour: Rgb, alpha: f64) {
        if !self.is_seen(path.control_box(), 1.0) {
            return;
        }
        self.context.set_paint(paint(colour, alpha));
        self.context.fill_path(path);
    }

    pub fn raw_rect(&mut self, rect: Rect, colour: Rgb, alpha: f64) {
        self.context.set_paint(paint(colour, alpha));
        self.context.fill_rect(&rect);
    }

    pub fn line(&mut self, path: &BezPath, width: f64, colour: Rgb, alpha: f64) {
        if !self.is_seen(path.control_box(), 1.0 + width * self.unit()) {
            return;
        }
        self.context.set_paint(paint(colour, alpha));
        self.context.set_stroke(Stroke::new(width).with_caps(Cap::Round).with_join(Join::Round));
        self.context.stroke_path(path);
    }

    pub fn gradient(&mut self, path: &BezPath, from: Point, to: Point, stops: &[(f32, Rgb, f64)]) {
        if !self.is_seen(path.control_box(), 1.0) {
            return;
        }
        self.context.set_paint(linear(from, to, stops));
        self.context.fill_path(path);
    }

    pub fn gradient_rect(&mut self, rect: Rect, from: Point, to: Point, stops: &[(f32, Rgb, f64)]) {
        self.context.set_paint(linear(from, to, stops));
        self.context.fill_rect(&rect);
    }

    /// A soft round light.
    pub fn glow(&mut self, centre: Point, radius: f64, colour: Rgb, alpha: f64) {
        let stops = [(0.0, colour, alpha), (0.35, colour, alpha * 0.45), (0.7, colour, alpha * 0.1), (1.0, colour, 0.0)];
        let stops: Vec<(f32, AlphaColor<Srgb>)> = stops.iter().map(|(at, c, a)| (*at, paint(*c, *a))).collect();
        self.context.set_paint(Gradient::new_radial(centre, radius as f32).with_stops(stops.as_slice()));
        self.context.fill_rect(&Rect::from_center_size(centre, (radius * 2.0, radius * 2.0)));
    }

    /// One thing of one colour, lit.
    pub fn solid(&mut self, path: &BezPath, colour: Rgb, z: f64) {
        self.group(&[(path, colour)], z);
    }

    /// Shapes that belong together: one outline around all of them.
    pub fn group(&mut self, shapes: &[(&BezPath, Rgb)], z: f64) {
        if self.is_outlined() && z < 9.0 {
            for (path, _) in shapes {
                self.outline(path, z);
            }
        }
        for (path, colour) in shapes {
            self.lit(path, *colour, z);
        }
    }

    /// Ink behind a shape, thicker on the side away from the light.
    pub fn outline(&mut self, path: &BezPath, z: f64) {
        let width = self.ink(z);
        let side = self.palette.light.x.signum();
        let shift = Affine::translate((-side * width * 0.28, width * 0.3));
        let unit = self.unit();
        self.context.set_transform(shift * self.local);
        self.line(path, width * 2.0 / unit, self.palette.ink, 1.0);
        self.context.set_transform(self.local);
    }

    /// Width of ink in pixels.
    #[must_use]
    pub fn ink(&self, z: f64) -> f64 {
        let weight = match self.style {
            Style::Anime | Style::Pencil => 0.5,
            Style::Comic => 1.35,
            _ => 1.0,
        };
        weight * (self.height * 0.0026 + self.metre * 0.0055) * self.view.shrink(z).powf(0.7)
    }

    /// A shape filled as the style fills it: soft gradient or flat with a shadow edge.
    pub fn lit(&mut self, path: &BezPath, colour: Rgb, z: f64) {
        if !self.is_seen(path.control_box(), 1.0) {
            return;
        }
        let bounds = path.bounding_box();
        let (light, dark) = self.palette.sides(colour, z, self.is_cartoon());
        let base = self.tone(colour, z);
        // The light's direction in the frame of the shape.
        let l = self.palette.light;
        let [a, b, c, d, _, _] = self.local.inverse().as_coeffs();
        let along = Vec2::new(a * l.x - c * l.y, b * l.x - d * l.y);
        let along = along / along.hypot().max(1e-9);
        let reach = (bounds.width() * along.x.abs() + bounds.height() * along.y.abs()) * 0.5;
        let (from, to) = (bounds.center() + along * reach, bounds.center() - along * reach);
        if self.is_cartoon() {
            self.gradient(path, from, to, &[(0.0, base, 1.0), (0.64, base, 1.0), (0.655, dark, 1.0), (1.0, dark, 1.0)]);
        } else {
            self.gradient(path, from, to, &[(0.0, light, 1.0), (0.38, base, 1.0), (1.0, dark, 1.0)]);
        }
    }

    /// A sprite whose frame is this one's.
    pub fn sprite(&mut self, sprite: &Sprite) {
        self.sprite_as(sprite, (1.0, 1.0), 0.0);
    }

    /// A sprite raised by `foot` and then stretched.
    pub fn sprite_as(&mut self, sprite: &Sprite, stretch: (f64, f64), foot: f64) {
        let frame = sprite.frame;
        let step = 1.0 / f64::from(sprite.unit);
        self.pixels(&sprite.picture, (f64::from(frame.left), f64::from(frame.top) + foot), step, stretch);
    }

    /// A small picture whose left upper corner is here and whose pixels are so large, then stretched.
    pub fn pixels(&mut self, picture: &Arc<Pixmap>, (left, top): (f64, f64), step: f64, stretch: (f64, f64)) {
        let to_local = Affine::scale_non_uniform(stretch.0, stretch.1) * Affine::translate((left, top)) * Affine::scale_non_uniform(step, -step);
        let (width, height) = (f64::from(picture.width()), f64::from(picture.height()));
        self.context.set_transform(self.local * to_local);
        self.context.set_paint(Image {
            image: ImageSource::Pixmap(picture.clone()),
            sampler: ImageSampler { x_extend: Extend::Pad, y_extend: Extend::Pad, quality: ImageQuality::Medium, alpha: 1.0 },
        });
        self.context.fill_rect(&Rect::new(0.0, 0.0, width, height));
        self.context.set_transform(self.local);
    }

    /// The soft dark where something meets or hangs over the ground.
    pub fn shadow(&mut self, x: f64, z: f64, half_width: f64, lift: f64, strength: f64) {
        let fade = (1.0 - lift / 2.2).clamp(0.0, 1.0);
        let spread = 1.0 + lift * 0.25;
        let skew = -self.palette.light.x * 0.25 * half_width;
        let centre = self.at(x + skew, 0.0, z);
        let unit = self.scale(z) * half_width * spread;
        let flat = (self.view.eye / (self.view.depth + z)).clamp(0.1, 0.5);
        let alpha = self.palette.shadow * strength * fade;
        if alpha < 0.02 {
            return;
        }
        let was = self.local;
        self.local = Affine::translate(centre.to_vec2()) * Affine::scale_non_uniform(unit, unit * flat);
        self.context.set_transform(self.local);
        let colour = self.palette.shadow_colour;
        let stops = [(0.0, paint(colour, alpha)), (0.55, paint(colour, alpha * 0.75)), (1.0, paint(colour, 0.0))];
        self.context.set_paint(Gradient::new_radial((0.0, 0.0), 1.0).with_stops(stops.as_slice()));
        self.context.fill_rect(&Rect::new(-1.0, -1.0, 1.0, 1.0));
        self.local = was;
        self.context.set_transform(self.local);
    }
}

#[must_use]
pub fn paint(colour: Rgb, alpha: f64) -> AlphaColor<Srgb> {
    AlphaColor::new([colour.0 as f32, colour.1 as f32, colour.2 as f32, alpha.clamp(0.0, 1.0) as f32])
}

fn linear(from: Point, to: Point, stops: &[(f32, Rgb, f64)]) -> Gradient {
    let stops: Vec<(f32, AlphaColor<Srgb>)> = stops.iter().map(|(at, colour, alpha)| (*at, paint(*colour, *alpha))).collect();
    Gradient::new_linear(from, to).with_stops(stops.as_slice())
}
