//! Places: what stands behind the actors and what they stand on. Everything that repeats does so for ever to both sides, so that a
//! run never leaves the place.

use super::{
    brush::Brush,
    palette::Rgb,
    places::{self, kit::Air},
    shape::{add_ellipse, blob, capsule, ellipse, p, rounded},
    sky,
};
use crate::studio::{
    screenplay::{Build, Season, Setting, ShotPlan, Verb, Weather},
    world::{
        chance::{between, pick, unit},
        event::Material,
        stage::Stage,
    },
};
use vello_cpu::kurbo::{BezPath, Point, Rect, Vec2};

/// Everything behind the actors.
pub fn draw(brush: &mut Brush<'_>, plan: &ShotPlan, stage: &Stage, air: &Air) {
    let (now, seed) = (air.now, air.seed);
    // Winter is snow for the eye, even where it does not fall.
    let stage = &if air.snowy { Stage { ground: Material::Snow, ..*stage } } else { *stage };
    let heaven = !plan.setting.is_indoors() || plan.setting == Setting::LampRoom;
    if heaven && !matches!(plan.setting, Setting::Moon | Setting::Space | Setting::Underwater) {
        sky::draw(brush, now, seed, cloudiness(plan.weather));
        if plan.weather == Weather::Storm {
            sky::bolt(brush, now, seed);
        }
        let quiet = matches!(
            plan.setting,
            Setting::Village | Setting::Rooftop | Setting::Harbour | Setting::Lighthouse | Setting::Farm | Setting::Castle | Setting::Meadow
        );
        if quiet && !brush.palette.night && !matches!(plan.weather, Weather::Rain | Weather::Storm | Weather::Fog) {
            sky::birds(brush, now, seed);
        }
    }
    if let Some(place) = places::table_of(plan.setting) {
        places::table::behind(brush, place, air);
        return;
    }
    match plan.setting {
        Setting::Park => park(brush, air),
        Setting::Meadow => meadow(brush, air),
        Setting::Forest => forest(brush, air),
        Setting::Court => places::court(brush, seed, stage),
        Setting::Gym => places::gym(brush, seed),
        Setting::Street => places::street(brush, plan, seed, stage),
        Setting::Beach => places::beach(brush, now, seed),
        Setting::Desert => places::desert(brush, now, seed),
        Setting::Room => places::room(brush, plan, seed),
        Setting::Stadium => places::stadium(brush, now, seed),
        _ => places::stage(brush),
    }
}

fn cloudiness(weather: Weather) -> f64 {
    match weather {
        Weather::Clear => 0.22,
        Weather::Wind => 0.4,
        Weather::Cloudy | Weather::Snow => 0.85,
        Weather::Rain | Weather::Storm | Weather::Fog => 1.0,
    }
}

/// Everything of the place that is nearer than the actors: leaves, heads, water.
pub fn before(brush: &mut Brush<'_>, plan: &ShotPlan, air: &Air) {
    if plan.setting == Setting::Pool {
        places::pool_front(brush, air);
    }
    if let Some(place) = places::table_of(plan.setting) {
        places::table::before(brush, place, air, is_afloat(plan));
    }
    match plan.setting {
        Setting::Forest | Setting::Jungle => places::canopy_row(brush, air, 2.7),
        Setting::Park | Setting::Garden => places::canopy_row(brush, air, 4.3),
        _ => {}
    }
}

/// Somebody is in the water rather than beside it.
fn is_afloat(plan: &ShotPlan) -> bool {
    plan.cast.iter().any(|actor| {
        matches!(actor.kind.build(), Build::Boat | Build::Swimmer)
            || actor.actions.iter().any(|action| matches!(action.verb, Verb::Swim | Verb::Float))
    })
}

/// Numbers of the things that are seen in a row of things `step` metres apart.
pub fn row(brush: &Brush<'_>, z: f64, step: f64, margin: f64) -> impl Iterator<Item = (f64, u64)> + use<> {
    let (low, high) = brush.span(z, margin);
    let (first, last) = ((low / step).floor() as i64, (high / step).ceil() as i64);
    (first..=last.min(first + 90)).map(move |index| (index as f64 * step, (index + 1_000_000) as u64))
}

/// The ground from the horizon to the lower edge.
pub fn ground(brush: &mut Brush<'_>, near: Rgb, far: Rgb) {
    let top = brush.at(0.0, 0.0, 90.0).y;
    let (w, h) = (brush.width, brush.height);
    let plane = brush.at(0.0, 0.0, 0.0).y;
    let (a, b) = (brush.tone(far, 22.0), brush.tone(near, 0.0));
    let front = b.darker(0.16);
    let middle = ((plane - top) / (h - top).max(1.0)).clamp(0.05, 0.95) as f32;
    brush.gradient_rect(Rect::new(0.0, top, w, h.max(top)), p(0.0, top), p(0.0, h), &[(0.0, a, 1.0), (middle, b, 1.0), (1.0, front, 1.0)]);
}

/// A band of ground between two depths.
pub fn band(brush: &mut Brush<'_>, z0: f64, z1: f64, colour: Rgb) {
    let (y0, y1) = (brush.at(0.0, 0.0, z0).y, brush.at(0.0, 0.0, z1).y);
    let (a, b) = (brush.tone(colour, z0.max(0.0)), brush.tone(colour, z1.max(0.0)));
    brush.gradient_rect(Rect::new(0.0, y1, brush.width, y0), p(0.0, y0), p(0.0, y1), &[(0.0, a, 1.0), (1.0, b, 1.0)]);
}

/// Tufts, pebbles: short strokes on the ground that give it depth and motion.
pub fn tufts(brush: &mut Brush<'_>, colour: Rgb, rows: &[f64], size: f64, now: f64, seed: u64) {
    for (number, z) in rows.iter().enumerate() {
        let mut path = BezPath::new();
        let step = 0.38 + 0.06 * z.max(0.0);
        for (x, key) in row(brush, *z, step, 0.5) {
            let key = key * 8 + number as u64;
            let x = x + between(seed, key, -0.18, 0.18);
            let dz = z + between(seed, key + 3, -0.3, 0.3);
            let at = brush.at(x, 0.0, dz);
            let s = brush.scale(dz) * size * between(seed, key + 5, 0.6, 1.2);
            let sway = (now * 1.6 + x * 1.3).sin() * 0.12;
            for blade in [-0.45, 0.0, 0.5] {
                path.move_to(at + Vec2::new(blade * s * 0.5, 0.0));
                path.line_to(at + Vec2::new((blade + sway) * s, -s));
                path.line_to(at + Vec2::new(blade * s * 0.5 + s * 0.16, 0.0));
                path.close_path();
            }
        }
        let tone = brush.tone(colour, z.max(0.0));
        brush.raw(&path, tone, 0.8);
    }
}

pub fn flowers(brush: &mut Brush<'_>, rows: &[f64], seed: u64, dense: f64) {
    const COLOURS: [u32; 5] = [0xf6d24a, 0xf2f0ea, 0xe8667a, 0xb07ad0, 0xf09a4a];
    for (number, z) in rows.iter().enumerate() {
        for (x, key) in row(brush, *z, 0.55, 0.5) {
            let key = key * 16 + number as u64;
            if unit(seed, key) > dense {
                continue;
            }
            let (x, dz) = (x + between(seed, key + 1, -0.25, 0.25), z + between(seed, key + 2, -0.3, 0.3));
            let s = brush.scale(dz);
            let tall = between(seed, key + 3, 0.06, 0.16);
            let at = brush.at(x, tall, dz);
            let foot = brush.at(x, 0.0, dz);
            brush.line(&super::shape::curve(&[foot, at]), s * 0.010, brush.tone(Rgb::hex(0x4a7a3a), dz.max(0.0)), 0.9);
            let colour = brush.tone(Rgb::hex(pick(seed, key + 4, &COLOURS)), dz.max(0.0));
            let mut path = BezPath::new();
            for petal in 0..5 {
                let a = f64::from(petal) * 1.2566;
                add_ellipse(&mut path, at + Vec2::new(a.cos(), a.sin()) * (s * 0.022), s * 0.018, s * 0.018);
            }
            brush.raw(&path, colour, 1.0);
            brush.raw(&ellipse(at, s * 0.012, s * 0.012), brush.tone(Rgb::hex(0xf0b93a), 0.0), 1.0);
        }
    }
}

pub fn tree(brush: &mut Brush<'_>, x: f64, z: f64, height: f64, leaf: Rgb, now: f64, key: u64) {
    let t = brush.scale(z);
    let sway = (now * 0.9 + key as f64).sin() * 0.02 * height;
    brush.shadow(x, z, height * 0.26, 0.0, 0.9);
    let foot = [(-0.072, -0.004), (-0.040, 0.05), (-0.030, 0.58), (0.030, 0.58), (0.040, 0.05), (0.075, -0.004)];
    let trunk = foot.map(|(dx, y)| brush.at(x + dx * height + sway * 0.4 * y, y * height, z));
    brush.solid(&super::shape::polygon(&trunk), Rgb::hex(0x6d4f3a), z);
    let mut crown = BezPath::new();
    let mut lit = BezPath::new();
    for puff in 0..7 {
        let a = f64::from(puff) * 0.8976 + unit(key, 3) * 6.0;
        let ring = if puff == 0 { 0.0 } else { 0.19 };
        let (dx, dy) = (a.cos() * ring * height, a.sin() * ring * 0.8 * height);
        let r = height * between(key, 20 + puff as u64, 0.15, 0.21);
        let at = brush.at(x + dx + sway, height * 0.74 + dy, z);
        add_ellipse(&mut crown, at, r * t, r * t * 0.92);
        let side = brush.palette.light.x.signum();
        if dx * side > -0.08 * height && dy > -0.08 * height {
            add_ellipse(&mut lit, at + Vec2::new(side * r * 0.22, -r * 0.25) * t, r * t * 0.62, r * t * 0.55);
        }
    }
    brush.solid(&crown, leaf, z);
    let (bright, _) = brush.palette.sides(leaf.lighter(0.12), z, false);
    brush.raw(&lit, bright, 0.26);
}

pub fn pine(brush: &mut Brush<'_>, x: f64, z: f64, height: f64, leaf: Rgb, snowy: bool) {
    let stem = [(-0.06, -0.004), (-0.036, 0.04), (-0.03, 0.3), (0.03, 0.3), (0.036, 0.04), (0.06, -0.004)];
    let stem = stem.map(|(dx, y)| brush.at(x + dx * height, y * height, z));
    brush.shadow(x, z, height * 0.2, 0.0, 0.8);
    brush.raw(&super::shape::polygon(&stem), brush.tone(Rgb::hex(0x5a4030), z), 1.0);
    for tier in 0..3 {
        let base = height * (0.16 + 0.25 * f64::from(tier));
        let (wide, tall) = (height * (0.27 - 0.06 * f64::from(tier)), height * 0.40);
        let points = [
            (-wide, base),
            (-wide * 0.5, base + tall * 0.42),
            (0.0, base + tall),
            (wide * 0.5, base + tall * 0.42),
            (wide, base),
            (0.0, base - height * 0.03),
        ];
        let points: Vec<Point> = points.iter().map(|(dx, y)| brush.at(x + dx, *y, z)).collect();
        brush.solid(&super::shape::polygon(&points), leaf, z);
        if snowy {
            let cap: Vec<Point> =
                [(-wide * 0.55, base + tall * 0.45), (0.0, base + tall), (wide * 0.55, base + tall * 0.45), (0.0, base + tall * 0.55)]
                    .iter()
                    .map(|(dx, y)| brush.at(x + dx, *y, z))
                    .collect();
            brush.raw(&super::shape::polygon(&cap), brush.tone(Rgb::hex(0xf4f7fb), z), 0.95);
        }
    }
}

pub fn lamp(brush: &mut Brush<'_>, x: f64, z: f64, height: f64) {
    let t = brush.scale(z);
    let iron = Rgb::hex(0x2f3640);
    brush.shadow(x, z, 0.22, 0.0, 0.8);
    let mut post = BezPath::new();
    capsule(&mut post, brush.at(x, 0.0, z), 0.055 * t, brush.at(x, 0.5, z), 0.045 * t);
    capsule(&mut post, brush.at(x, 0.5, z), 0.035 * t, brush.at(x, height, z), 0.03 * t);
    brush.solid(&post, iron, z);
    let bulb = brush.at(x, height + 0.16, z);
    let shape = blob(&[
        bulb + Vec2::new(-0.11 * t, 0.14 * t),
        bulb + Vec2::new(-0.16 * t, -0.12 * t),
        bulb + Vec2::new(0.16 * t, -0.12 * t),
        bulb + Vec2::new(0.11 * t, 0.14 * t),
    ]);
    if brush.palette.night {
        let warm = Rgb::hex(0xffdc94);
        brush.glow(bulb, 2.3 * t, warm, 0.42);
        brush.raw(&shape, Rgb::hex(0xfff3d0), 1.0);
        let foot = brush.at(x, 0.0, z);
        let mut pool = BezPath::new();
        add_ellipse(&mut pool, foot, 1.5 * t, 0.26 * t);
        brush.raw(&pool, warm, 0.14);
    } else {
        brush.solid(&shape, Rgb::hex(0xf6f0dc), z);
    }
    let cap = rounded(bulb + Vec2::new(-0.19 * t, -0.20 * t), bulb + Vec2::new(0.19 * t, -0.11 * t), 0.04 * t);
    brush.solid(&cap, iron, z);
}

/// A tree as the season has it.
fn seasonal(brush: &mut Brush<'_>, air: &Air, (x, z): (f64, f64), height: f64, key: u64) {
    if air.snowy {
        pine(brush, x, z, height * 1.1, Rgb::hex(0x4f7a66), true);
    } else {
        tree(brush, x, z, height, Rgb::hex(pick(air.seed, key + 4, air.leaves())), air.now, air.seed ^ key);
    }
}

fn park(brush: &mut Brush<'_>, air: &Air) {
    let (seed, snowy) = (air.seed, air.snowy);
    let (near, far, blade) = air.grass();
    sky::hills(brush, 70.0, 11.0, Rgb::hex(if snowy { 0xc4d2e2 } else { 0x7fae86 }), seed);
    ground(brush, near, far);
    let autumn = air.season == Some(Season::Autumn);
    hedge(
        brush,
        26.0,
        3.4,
        Rgb::hex(if snowy {
            0xb4c4d0
        } else if autumn {
            0xb88a4c
        } else {
            0x5f9560
        }),
        seed,
    );
    for (z, step, tall) in [(15.0, 5.2, 5.6), (9.0, 6.4, 5.0)] {
        for (x, key) in row(brush, z, step, 3.0) {
            let height = tall * between(seed, key + z as u64, 0.8, 1.15);
            seasonal(brush, air, (x + between(seed, key + 2, -1.4, 1.4), z), height, key);
        }
    }
    let path = Rgb::hex(if snowy { 0xd2d8e2 } else { 0xd9c39a });
    band(brush, 1.6, 3.3, path);
    band(brush, 1.5, 1.6, blade);
    for (x, key) in row(brush, 4.4, 8.0, 2.0) {
        lamp(brush, x + 2.4 + between(seed, key, -0.6, 0.6), 4.4, 3.0);
    }
    if !snowy {
        tufts(brush, blade, &[7.0, 4.8, 0.9, 0.2, -0.6, -1.4, -2.4, -3.3], 0.09, air.now, seed);
        flowers(brush, &[5.2, 0.8, -1.8, -3.0], seed, if autumn { 0.04 } else { 0.16 });
    }
    fallen(brush, air, &[6.0, 3.0, 1.0, -0.3, -1.2, -2.2, -3.2]);
}

fn meadow(brush: &mut Brush<'_>, air: &Air) {
    let (seed, snowy) = (air.seed, air.snowy);
    let (near, far, blade) = air.grass();
    sky::hills(brush, 80.0, 15.0, Rgb::hex(if snowy { 0xc9d6e6 } else { 0x86b3a0 }), seed);
    sky::hills(brush, 45.0, 7.0, Rgb::hex(if snowy { 0xd6e2ee } else { 0x7fb56e }), seed ^ 5);
    ground(brush, near, far);
    for (x, key) in row(brush, 19.0, 15.0, 4.0) {
        seasonal(brush, air, (x + between(seed, key, -5.0, 5.0), 19.0), between(seed, key + 1, 4.0, 6.0), key);
    }
    if !snowy {
        let dense = if air.season == Some(Season::Autumn) { 0.12 } else { 0.5 };
        tufts(brush, blade, &[10.0, 6.5, 4.0, 2.2, 1.0, 0.2, -0.7, -1.5, -2.4, -3.3], 0.12, air.now, seed);
        flowers(brush, &[8.0, 5.5, 3.6, 2.2, 1.2, 0.5, -0.5, -1.6, -2.6, -3.4], seed, dense);
    }
}

fn forest(brush: &mut Brush<'_>, air: &Air) {
    let (seed, snowy) = (air.seed, air.snowy);
    let (_, far, blade) = air.grass();
    let autumn = air.season == Some(Season::Autumn) && !snowy;
    sky::hills(brush, 60.0, 16.0, Rgb::hex(if autumn { 0xa8764c } else { 0x5d8a72 }), seed);
    let floor = if snowy {
        0xe8eff6
    } else if autumn {
        0xa8703a
    } else {
        0x7d8a4c
    };
    ground(brush, Rgb::hex(floor), if autumn { Rgb::hex(0xb8884c) } else { far.darker(0.1) });
    let thicket = if snowy {
        0xa8bcc4
    } else if autumn {
        0xcf8a3c
    } else {
        0x4f8060
    };
    hedge(brush, 34.0, 7.5, Rgb::hex(thicket), seed);
    for (z, step) in [(24.0, 2.6), (15.0, 3.0), (8.5, 3.6)] {
        for (x, key) in row(brush, z, step, 3.0) {
            let key = key + z as u64 * 7;
            let x = x + between(seed, key, -1.0, 1.0);
            let height = between(seed, key + 1, 6.0, 9.0);
            if unit(seed, key + 2) < if autumn { 0.12 } else { 0.5 } || snowy {
                pine(brush, x, z, height, Rgb::hex(pick(seed, key + 3, &[0x3f6f54, 0x4a7f58, 0x35624a])), snowy);
            } else {
                tree(brush, x, z, height, Rgb::hex(pick(seed, key + 3, air.leaves())), air.now, seed ^ key);
            }
        }
    }
    places::trunk_row(brush, air);
    tufts(brush, if autumn { Rgb::hex(0x8a6a34) } else { blade.darker(0.1) }, &[3.6, 1.6, 0.4, -0.6, -1.5, -2.5, -3.4], 0.13, air.now, seed);
    fallen(brush, air, &[9.0, 5.0, 3.0, 1.8, 0.8, 0.0, -0.7, -1.5, -2.4, -3.3]);
}

/// Leaves or petals that lie on the ground.
fn fallen(brush: &mut Brush<'_>, air: &Air, rows: &[f64]) {
    if air.snowy || !matches!(air.season, Some(Season::Autumn | Season::Spring)) {
        return;
    }
    for (number, z) in rows.iter().enumerate() {
        let colour = Rgb::hex(pick(air.seed, number as u64 + 70, air.leaves()));
        let mut path = BezPath::new();
        for (x, key) in row(brush, *z, 0.24 + 0.03 * z.max(0.0), 0.3) {
            let key = key * 8 + number as u64;
            let (dx, dz) = (between(air.seed, key, -0.15, 0.15), between(air.seed, key + 1, -0.4, 0.4));
            let s = brush.scale(z + dz);
            add_ellipse(&mut path, brush.at(x + dx, 0.01, z + dz), 0.045 * s, 0.016 * s);
        }
        let tone = brush.tone(colour, z.max(0.0));
        brush.raw(&path, tone, 0.9);
    }
}

/// A row of bushes.
pub fn hedge(brush: &mut Brush<'_>, z: f64, height: f64, colour: Rgb, seed: u64) {
    let mut path = BezPath::new();
    for (x, key) in row(brush, z, height * 0.75, height) {
        let r = height * between(seed, key + 9, 0.42, 0.62);
        let t = brush.scale(z);
        add_ellipse(&mut path, brush.at(x, r * 0.8, z), r * t * 1.1, r * t);
    }
    brush.lit(&path, colour, z);
}
