//! Places: some one a file, most a table of pieces from the kit; and the plain stage.

mod beach;
mod buildings;
mod coasts;
mod desert;
mod fittings;
mod furniture;
mod hall;
mod homes;
pub mod kit;
mod lands;
mod neon;
mod plants;
mod rocks;
mod room;
mod shows;
mod sport;
mod street;
pub mod table;
mod towers;
mod towns;
mod water;
mod wilds;
mod yard;

use crate::studio::screenplay::Setting;
pub use lands::pool_front;
use lands::{
    asteroid, avenue, basin, brazier, cave_mouth, earth_below, gallery_floor, god_ray, heaven, islet, lane, moon_ground, near_platform, platform,
    reeds, roof_deck, skyline_far, skyline_near, slope, street_lamp, surf_spray,
};
use table::Place;

/// The table of a setting, where it has one.
#[must_use]
pub fn table_of(setting: Setting) -> Option<&'static Place> {
    Some(match setting {
        Setting::Kitchen => &homes::KITCHEN,
        Setting::Nursery => &homes::NURSERY,
        Setting::Bedroom => &homes::BEDROOM,
        Setting::Classroom => &homes::CLASSROOM,
        Setting::Office => &homes::OFFICE,
        Setting::Library => &homes::LIBRARY,
        Setting::Cafe => &homes::CAFE,
        Setting::Theatre => &shows::THEATRE,
        Setting::Arena => &shows::ARENA,
        Setting::IceRink => &shows::ICE_RINK,
        Setting::Stairs => &shows::STAIRS,
        Setting::Pool => &coasts::POOL,
        Setting::Sea => &coasts::SEA,
        Setting::Lake => &coasts::LAKE,
        Setting::Harbour => &coasts::HARBOUR,
        Setting::Lighthouse => &coasts::LIGHTHOUSE,
        Setting::LampRoom => &coasts::LAMP_ROOM,
        Setting::Rooftop => &towns::ROOFTOP,
        Setting::City => &towns::CITY,
        Setting::Village => &towns::VILLAGE,
        Setting::Garden => &towns::GARDEN,
        Setting::Farm => &towns::FARM,
        Setting::Castle => &towns::CASTLE,
        Setting::Station => &towns::STATION,
        Setting::Mountain => &wilds::MOUNTAIN,
        Setting::Jungle => &wilds::JUNGLE,
        Setting::Cave => &wilds::CAVE,
        Setting::Moon => &wilds::MOON,
        Setting::Space => &wilds::SPACE,
        Setting::Sky => &wilds::SKY,
        Setting::Underwater => &wilds::UNDERWATER,
        _ => return None,
    })
}

pub use beach::beach;
pub use desert::desert;
pub use room::room;
pub use sport::{court, gym, stadium};
pub use street::street;

use super::{
    brush::Brush,
    palette::Rgb,
    scenery::row,
    shape::{add_ellipse, curve, p},
};
use crate::studio::world::chance::between;
use vello_cpu::kurbo::{BezPath, Rect};

/// Leaves that hang into the picture at its upper edge, nearer than anybody; gone where the view is close or from above.
pub fn canopy_row(brush: &mut Brush<'_>, air: &kit::Air, step: f64) {
    const NEAR: f64 = -1.3;
    let (high, eye) = (brush.view.height, brush.view.eye);
    let near = ((high - 1.3) / 0.5).clamp(0.0, 1.0);
    let level = ((0.65 * high - eye) / (0.15 * high)).clamp(0.0, 1.0);
    let size = high.min(7.0) * 0.24 * near * level;
    if size < 0.02 {
        return;
    }
    let top = eye + (brush.view.centre.y + high / 2.0 - eye) / brush.view.shrink(NEAR);
    kit::rows(plants::canopy, 0.8, NEAR, step).up(top - 0.62 * size).stray(0.5).size(size, size).draw(brush, air);
}

/// Near trunks, between which one looks.
pub fn trunk_row(brush: &mut Brush<'_>, air: &kit::Air) {
    kit::rows(plants::trunk, 0.0, 5.2, 4.6).stray(1.2).draw(brush, air);
}

/// A straight line on the ground.
fn floor_line(brush: &mut Brush<'_>, a: (f64, f64), b: (f64, f64), width: f64, colour: Rgb, alpha: f64) {
    let points = [brush.at(a.0, 0.0, a.1), brush.at(b.0, 0.0, b.1)];
    let z = (a.1 + b.1) / 2.0;
    let tone = brush.tone(colour, z.max(0.0));
    let width = width * brush.scale(z) * if (a.1 - b.1).abs() < 0.01 { 0.35 } else { 0.7 };
    brush.line(&curve(&points), width, tone, alpha);
}

pub fn stage(brush: &mut Brush<'_>) {
    let (w, h) = (brush.width, brush.height);
    let foot = brush.at(0.0, 0.0, 5.0).y;
    let (top, low) = (brush.tone(Rgb::hex(0x54657e), 0.0), brush.tone(Rgb::hex(0xc9cdd2), 0.0));
    brush.gradient_rect(Rect::new(0.0, 0.0, w, h), p(0.0, foot - h * 0.75), p(0.0, foot), &[(0.0, top, 1.0), (1.0, low, 1.0)]);
    // The paper curves into the floor: no edge.
    let (a, b) = (brush.tone(Rgb::hex(0xd9d8d4), 0.0), brush.tone(Rgb::hex(0xb4b2b0), 0.0));
    brush.gradient_rect(
        Rect::new(0.0, foot - 0.06 * h, w, h),
        p(0.0, foot - 0.06 * h),
        p(0.0, h),
        &[(0.0, low, 0.0), (0.18, a, 1.0), (0.55, a, 1.0), (1.0, b, 1.0)],
    );
    let centre = brush.at(brush.view.centre.x, 1.6, 4.0);
    brush.glow(centre, h * 0.5, Rgb::hex(0xfff6e2), 0.4);
}

fn speckle(brush: &mut Brush<'_>, seed: u64, colour: Rgb) {
    let mut path = BezPath::new();
    for (number, z) in [4.0, 1.5, 0.3, -0.8, -1.8].iter().enumerate() {
        for (x, key) in row(brush, *z, 0.6, 0.5) {
            let key = key * 8 + number as u64;
            let at = brush.at(x + between(seed, key, -0.3, 0.3), 0.0, z + between(seed, key + 1, -0.5, 0.5));
            let s = brush.scale(*z);
            add_ellipse(&mut path, at, 0.03 * s, 0.006 * s);
        }
    }
    let tone = brush.tone(colour, 0.0);
    brush.raw(&path, tone, 0.22);
}
