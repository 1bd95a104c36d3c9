//! What places are built of: a table says which pieces stand where, how often and in which colours; a pen draws one piece in its
//! own metres. It knows no setting.

use super::super::{
    brush::Brush,
    palette::Rgb,
    scenery::row,
    shape::{add_ellipse, blob, bone, curve, ellipse, polygon, rounded},
};
use crate::studio::{
    screenplay::{Season, Setting, ShotPlan, TimeOfDay, Weather},
    world::{
        chance::{between, pick, unit},
        water::Water,
    },
};
use vello_cpu::kurbo::{BezPath, Point, Rect};

/// What the hour, the weather and the season do to a place.
#[derive(Clone, Copy, Debug)]
pub struct Air {
    pub now: f64,
    pub seed: u64,
    pub setting: Setting,
    pub time: TimeOfDay,
    pub weather: Weather,
    pub season: Option<Season>,
    pub snowy: bool,
    pub wet: bool,
    /// 0 still … 1 a gale.
    pub wind: f64,
    /// On which boats ride.
    pub water: Option<Water>,
}

impl Air {
    #[must_use]
    pub fn new(plan: &ShotPlan, now: f64, seed: u64) -> Self {
        let weather = plan.setting.has_weather();
        let snows = plan.weather == Weather::Snow || plan.season == Some(Season::Winter) && !matches!(plan.weather, Weather::Rain | Weather::Storm);
        let wind = match plan.weather {
            Weather::Storm => 1.0,
            Weather::Wind => 0.8,
            Weather::Rain => 0.4,
            _ => 0.2,
        };
        Self {
            now,
            seed,
            setting: plan.setting,
            time: plan.time,
            weather: plan.weather,
            season: plan.season.filter(|_| !matches!(plan.setting, Setting::Jungle | Setting::Desert | Setting::Beach)),
            snowy: snows && weather,
            wet: weather && matches!(plan.weather, Weather::Rain | Weather::Storm),
            wind,
            water: Water::of(plan.setting, plan.weather),
        }
    }

    #[must_use]
    pub fn is_night(&self) -> bool {
        self.time == TimeOfDay::Night
    }

    /// Colours of leaves.
    #[must_use]
    pub fn leaves(&self) -> &'static [u32] {
        match self.season {
            Some(Season::Autumn) => &[0xd9822b, 0xc9562c, 0xe3a83a, 0xb5452e, 0xcf7a30],
            Some(Season::Spring) => &[0xf0b4c8, 0xf6cdd8, 0x8fbf5a, 0xe99cb8, 0xa3c96a],
            _ => &[0x5c9a4c, 0x4b8a50, 0x78a84c, 0x3f7f58],
        }
    }

    /// Grass: near, far, blades.
    #[must_use]
    pub fn grass(&self) -> (Rgb, Rgb, Rgb) {
        let (near, far, blade) = match self.season {
            _ if self.snowy => (0xeef3f8, 0xd9e4ef, 0xc7d5e4),
            Some(Season::Autumn) => (0xb09a4e, 0xbca860, 0x8f7a38),
            Some(Season::Spring) => (0x8cc460, 0xa6d078, 0x69a84c),
            _ => (0x7fb35a, 0x9cc36e, 0x5f9748),
        };
        (Rgb::hex(near), Rgb::hex(far), Rgb::hex(blade))
    }
}

pub type Draw = fn(&mut Pen<'_, '_>);

/// One line of a place's table.
#[derive(Clone, Copy)]
pub struct Item {
    draw: Draw,
    x: f64,
    y: f64,
    z: f64,
    /// Metres from one to the next; 0: there is one.
    step: f64,
    jitter: f64,
    size: (f64, f64),
    often: f64,
    colours: &'static [u32],
}

/// A piece that stands once.
#[must_use]
pub const fn one(draw: Draw, x: f64, z: f64) -> Item {
    Item { draw, x, y: 0.0, z, step: 0.0, jitter: 0.0, size: (1.0, 1.0), often: 1.0, colours: &[0x888888] }
}

/// A piece that stands again and again to both sides.
#[must_use]
pub const fn rows(draw: Draw, x: f64, z: f64, step: f64) -> Item {
    Item { step, ..one(draw, x, z) }
}

impl Item {
    #[must_use]
    pub const fn up(self, y: f64) -> Self {
        Self { y, ..self }
    }

    #[must_use]
    pub const fn size(self, low: f64, high: f64) -> Self {
        Self { size: (low, high), ..self }
    }

    #[must_use]
    pub const fn stray(self, jitter: f64) -> Self {
        Self { jitter, ..self }
    }

    #[must_use]
    pub const fn often(self, often: f64) -> Self {
        Self { often, ..self }
    }

    #[must_use]
    pub const fn of(self, colours: &'static [u32]) -> Self {
        Self { colours, ..self }
    }

    pub fn draw(&self, brush: &mut Brush<'_>, air: &Air) {
        if self.step <= 0.0 {
            self.place(brush, air, self.x, (self.x * 16.0) as i64 as u64 & 0xffff);
            return;
        }
        let margin = self.size.1 * 2.0 + self.step.min(6.0) + self.x.abs();
        for (x, key) in row(brush, self.z, self.step, margin) {
            self.place(brush, air, x + self.x, key);
        }
    }

    fn place(&self, brush: &mut Brush<'_>, air: &Air, x: f64, key: u64) {
        let key = key.wrapping_mul(977).wrapping_add((self.z * 64.0) as i64 as u64).wrapping_add((self.x * 640.0) as i64 as u64);
        if unit(air.seed, key) >= self.often {
            return;
        }
        let x = x + between(air.seed, key ^ 0x51, -self.jitter, self.jitter);
        let size = between(air.seed, key ^ 0x52, self.size.0, self.size.1);
        let colour = Rgb::hex(pick(air.seed, key ^ 0x53, self.colours));
        let (y, z) = (self.y, self.z);
        (self.draw)(&mut Pen { brush, air, x, y, z, size, colour, key: air.seed ^ key });
    }
}

/// Draws one piece: x from its middle, y from its foot, in metres times its size.
pub struct Pen<'p, 'b> {
    pub brush: &'p mut Brush<'b>,
    pub air: &'p Air,
    pub x: f64,
    pub y: f64,
    pub z: f64,
    pub size: f64,
    pub colour: Rgb,
    pub key: u64,
}

impl Pen<'_, '_> {
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> Point {
        self.brush.at(self.x + x * self.size, self.y + y * self.size, self.z)
    }

    /// Pixels of one of its metres.
    #[must_use]
    pub fn px(&self) -> f64 {
        self.brush.scale(self.z) * self.size
    }

    #[must_use]
    pub fn chance(&self, number: u64) -> f64 {
        unit(self.key, number)
    }

    #[must_use]
    pub fn between(&self, number: u64, low: f64, high: f64) -> f64 {
        between(self.key, number, low, high)
    }

    #[must_use]
    pub fn tone(&self, colour: Rgb) -> Rgb {
        self.brush.tone(colour, self.z.max(0.0))
    }

    fn points(&self, points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|(x, y)| self.at(*x, *y)).collect()
    }

    /// Flat, in the light of the place.
    pub fn rect(&mut self, low: (f64, f64), high: (f64, f64), colour: Rgb) {
        let (a, b) = (self.at(low.0, high.1), self.at(high.0, low.1));
        let tone = self.tone(colour);
        self.brush.raw_rect(Rect::new(a.x, a.y, b.x, b.y), tone, 1.0);
    }

    /// Flat, whatever the light.
    pub fn shine(&mut self, low: (f64, f64), high: (f64, f64), colour: Rgb, alpha: f64) {
        let (a, b) = (self.at(low.0, high.1), self.at(high.0, low.1));
        self.brush.raw_rect(Rect::new(a.x, a.y, b.x, b.y), colour, alpha);
    }

    /// Darker towards its foot.
    pub fn wall(&mut self, low: (f64, f64), high: (f64, f64), colour: Rgb) {
        let (a, b) = (self.at(low.0, high.1), self.at(high.0, low.1));
        let tone = self.tone(colour);
        let foot = Point::new(a.x, b.y);
        self.brush.gradient_rect(Rect::new(a.x, a.y, b.x, b.y), a, foot, &[(0.0, tone.lighter(0.06), 1.0), (1.0, tone.darker(0.20), 1.0)]);
    }

    /// A rounded box, lit.
    pub fn block(&mut self, low: (f64, f64), high: (f64, f64), round: f64, colour: Rgb) {
        let path = rounded(self.at(low.0, high.1), self.at(high.0, low.1), round * self.px());
        self.brush.solid(&path, colour, self.z.max(0.0));
    }

    pub fn oval(&mut self, centre: (f64, f64), radii: (f64, f64), colour: Rgb) {
        let path = ellipse(self.at(centre.0, centre.1), radii.0 * self.px(), radii.1 * self.px());
        let tone = self.tone(colour);
        self.brush.raw(&path, tone, 1.0);
    }

    pub fn ball(&mut self, centre: (f64, f64), radii: (f64, f64), colour: Rgb) {
        let path = ellipse(self.at(centre.0, centre.1), radii.0 * self.px(), radii.1 * self.px());
        self.brush.solid(&path, colour, self.z.max(0.0));
    }

    /// A polygon, lit.
    pub fn form(&mut self, points: &[(f64, f64)], colour: Rgb) {
        let path = polygon(&self.points(points));
        self.brush.solid(&path, colour, self.z.max(0.0));
    }

    /// A polygon, flat.
    pub fn face(&mut self, points: &[(f64, f64)], colour: Rgb) {
        let path = polygon(&self.points(points));
        let tone = self.tone(colour);
        self.brush.raw(&path, tone, 1.0);
    }

    /// A smooth closed shape, lit.
    pub fn blob(&mut self, points: &[(f64, f64)], colour: Rgb) {
        let path = blob(&self.points(points));
        self.brush.solid(&path, colour, self.z.max(0.0));
    }

    pub fn bone(&mut self, a: (f64, f64), ra: f64, b: (f64, f64), rb: f64, colour: Rgb) {
        let path = bone(self.at(a.0, a.1), ra * self.px(), self.at(b.0, b.1), rb * self.px());
        self.brush.solid(&path, colour, self.z.max(0.0));
    }

    pub fn line(&mut self, points: &[(f64, f64)], width: f64, colour: Rgb, alpha: f64) {
        let path = curve(&self.points(points));
        let (tone, width) = (self.tone(colour), width * self.px());
        self.brush.line(&path, width.max(0.4), tone, alpha);
    }

    /// Many small dots of one colour.
    pub fn dots(&mut self, dots: impl Iterator<Item = (f64, f64, f64)>, colour: Rgb, alpha: f64) {
        let mut path = BezPath::new();
        let px = self.px();
        for (x, y, r) in dots {
            add_ellipse(&mut path, self.at(x, y), r * px, r * px);
        }
        let tone = self.tone(colour);
        self.brush.raw(&path, tone, alpha);
    }

    pub fn glow(&mut self, centre: (f64, f64), radius: f64, colour: Rgb, alpha: f64) {
        let (at, radius) = (self.at(centre.0, centre.1), radius * self.px());
        self.brush.glow(at, radius, colour, alpha);
    }

    pub fn shadow(&mut self, half: f64) {
        self.brush.shadow(self.x, self.z, half * self.size, self.y, 1.0);
    }
}
