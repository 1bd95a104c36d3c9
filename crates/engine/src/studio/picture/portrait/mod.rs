//! An enrolled likeness ready to be drawn: its views as plates, its colours, and the sprites that were drawn lately.
//!
//! It lives and ends with the film of one take. Nothing of it is printed, saved or shared beyond the film's pictures.

mod face;
mod finish;
mod plate;
mod sprite;
mod tone;
mod warp;

pub use finish::Finish;
pub use sprite::{Light, Sprite};

use crate::studio::{screenplay::Lips, world::pose::Mood};
use domain::likeness::{CameoKind, Likeness, View, VoicePrint};
use face::{Lids, Mouth, Side};
use plate::{Fit, Frame, LEFT_EYE, Marks, Plate, RIGHT_EYE};
use sprite::{Motion, Source};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Sprites that are kept for the next frames.
const KEPT: usize = 24;
/// Sprites have steps of so many pixels a unit, and no more than [`FINEST`].
const STEP: f64 = 16.0;
const FINEST: f64 = 128.0;
/// A view of a pet or thing serves a turned one when it was captured at least so many degrees aside.
const ASIDE: f32 = 25.0;

pub struct Portrait {
    pub kind: CameoKind,
    pub voice: Option<VoicePrint>,
    /// 0…1.
    pub skin: [f32; 3],
    pub hair: [f32; 3],
    /// Hair hangs below the jaw.
    pub long_hair: bool,
    /// Of a thing's outline: half of its width and of its height, in units.
    pub half: (f64, f64),
    /// A pet's outline has legs of its own.
    pub has_legs: bool,
    views: Arc<Vec<View>>,
    sides: Vec<Side>,
    /// Between the eyes of the frontal view.
    between: f32,
    /// For each view, mirrored or not, and each finish.
    plates: Vec<OnceLock<Plate>>,
    lately: Mutex<Vec<(Key, Sprite)>>,
}

impl std::fmt::Debug for Portrait {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Portrait(secret)")
    }
}

/// What a sprite depends on, in steps too small to be seen.
#[derive(Clone, Copy, PartialEq)]
struct Key {
    yaw: i32,
    mouth: i32,
    round: i32,
    /// Lips meet, whatever is felt.
    shut: bool,
    blink: i32,
    mood: Mood,
    unit: i32,
    hat: bool,
    finish: Finish,
    light: Light,
}

/// How a head is held.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Degrees to the right of the picture.
    pub yaw: f64,
    /// None: nothing is said.
    pub lips: Option<Lips>,
    pub blink: f64,
    pub mood: Mood,
    pub hat: bool,
}

impl Portrait {
    /// The views must have been checked.
    #[must_use]
    pub fn of(likeness: &Likeness) -> Self {
        let views = likeness.views.clone();
        let person = likeness.kind == CameoKind::Person;
        let captured: Vec<(usize, f32, f32, Marks, Marks)> = if person {
            let fitted = |(index, view): (usize, &View)| {
                let (marks, mirrored) = (Fit::of_face(view, false)?.1, Fit::of_face(view, true)?.1);
                Some((index, view.yaw, view.pitch, marks, mirrored))
            };
            views.iter().enumerate().filter_map(fitted).collect()
        } else {
            Vec::new()
        };
        let sides = face::sides(&captured);
        let between = captured.first().map_or(0.7, |view| (view.3[RIGHT_EYE][0] - view.3[LEFT_EYE][0]).abs().clamp(0.3, 1.4));
        let mut portrait = Self {
            kind: likeness.kind,
            voice: likeness.voice,
            skin: [0.8, 0.65, 0.55],
            hair: [0.3, 0.2, 0.15],
            long_hair: false,
            half: (1.0, 1.0),
            has_legs: false,
            plates: (0..views.len() * 2 * Finish::COUNT).map(|_| OnceLock::new()).collect(),
            views,
            sides,
            between,
            lately: Mutex::new(Vec::new()),
        };
        match captured.first() {
            Some(frontal) => portrait.measure_face(frontal.0, &frontal.3),
            None if !person && !portrait.views.is_empty() => portrait.measure_thing(),
            None => {}
        }
        portrait
    }

    /// A person of whom no face was captured can't be drawn; a stand-in is.
    #[must_use]
    pub fn is_drawable(&self) -> bool {
        self.kind != CameoKind::Person || !self.sides.is_empty()
    }

    fn measure_face(&mut self, view: usize, marks: &Marks) {
        let Some((fit, _)) = Fit::of_face(&self.views[view], false) else { return };
        let (plate, tones) = Plate::of_face(&self.views[view], &fit, marks);
        self.skin = finish::saturate(tones.skin, 1.10);
        self.hair = tones.hair;
        let beside: Vec<f32> = (0..40)
            .flat_map(|step| {
                let (x, y) = (0.68 + 0.05 * (step % 5) as f32, -0.70 - 0.04 * (step / 5) as f32);
                [plate.sample([x, y])[3], plate.sample([-x, y])[3]]
            })
            .collect();
        self.long_hair = tones.has_hair && beside.iter().sum::<f32>() > 0.34 * beside.len() as f32;
    }

    fn measure_thing(&mut self) {
        let plate = Plate::of(&self.views[0], &Fit::of_outline(&self.views[0], false), Frame::THING);
        let mut colours = Vec::new();
        let (mut wide, mut high) = (0.05_f32, 0.05_f32);
        for (index, pixel) in plate.pixels.iter().enumerate() {
            if let Some(colour) = tone::straight(*pixel) {
                let at = plate.at(index);
                (wide, high) = (wide.max(at[0].abs()), high.max(at[1].abs()));
                if at[1] < 0.0 && index % 3 == 0 {
                    colours.push(colour);
                }
            }
        }
        self.half = (f64::from(wide), f64::from(high));
        self.has_legs = legs(&plate, high) >= 2;
        if !colours.is_empty() {
            self.skin = tone::median(&mut colours);
            self.hair = self.skin;
        }
    }

    fn plate(&self, view: usize, mirrored: bool, finish: Finish) -> &Plate {
        let slot = (view * 2 + usize::from(mirrored)) * Finish::COUNT + finish as usize;
        self.plates[slot].get_or_init(|| {
            let view = &self.views[view];
            let plain = match Fit::of_face(view, mirrored).filter(|_| self.kind == CameoKind::Person) {
                Some((fit, marks)) => Plate::of_face(view, &fit, &marks).0,
                None => Plate::of(view, &Fit::of_outline(view, mirrored), Frame::THING),
            };
            plain.finished(finish)
        })
    }

    /// The head as it looks now, for `radius` pixels of half a skull.
    #[must_use]
    pub fn head(&self, look: &Look, radius: f64, finish: Finish, light: Light) -> Sprite {
        let step = |value: f64, of: f64| (value * of).round() as i32;
        let unit = ((radius / STEP).ceil() * STEP).clamp(2.0 * STEP, FINEST);
        let lips = look.lips.unwrap_or(Lips { round: 0.3, ..Lips::default() });
        let key = Key {
            yaw: step(look.yaw, 0.8),
            mouth: step(lips.open, 12.0),
            round: step(lips.round, 3.0),
            shut: lips.shut > 0.5,
            blink: step(look.blink, 4.0),
            mood: look.mood,
            unit: unit as i32,
            hat: look.hat,
            finish,
            light,
        };
        self.kept(key, || self.draw_head(&key, unit as f32))
    }

    fn draw_head(&self, key: &Key, unit: f32) -> Sprite {
        let turn = face::turn(&self.sides, key.yaw as f32 / 0.8);
        let mut marks = turn.marks;
        face::express(&mut marks, key.mood);
        face::purse(&mut marks, key.round as f32 / 3.0 - 1.0 / 3.0);
        let gape = (key.mouth as f32 / 12.0).max(if key.mood == Mood::Surprised && !key.shut { 0.30 } else { 0.0 });
        let motion = Motion {
            warps: [&turn.from, &turn.to].map(|side| warp::Warp::new(Frame::HEAD, &marks, &side.marks)),
            share: turn.share,
            mouth: Mouth::new(&marks, gape),
            lids: Lids::new(&marks, self.between, key.blink as f32 / 4.0),
            hat: key.hat.then_some(0.52),
        };
        let plates = [&turn.from, &turn.to].map(|side| self.plate(side.view, side.mirrored, key.finish));
        sprite::render(&Source { plates, motion: Some(&motion), finish: key.finish }, unit, &key.light)
    }

    /// A pet or thing that looks to the left or right; `half` pixels for half of its longer side.
    #[must_use]
    pub fn thing(&self, facing: f64, half: f64, finish: Finish, light: Light) -> Sprite {
        let unit = ((half / STEP).ceil() * STEP).clamp(2.0 * STEP, FINEST);
        let right = facing >= 0.0;
        let key =
            Key { yaw: i32::from(right), mouth: 0, round: 1, shut: false, blink: 0, mood: Mood::Calm, unit: unit as i32, hat: false, finish, light };
        self.kept(key, || {
            let (view, mirrored) = self.side_view(right);
            let plate = self.plate(view, mirrored, finish);
            sprite::render(&Source { plates: [plate, plate], motion: None, finish }, unit as f32, &light)
        })
    }

    /// A captured side, else the front as it is: a thing has no side of its own, so it is mirrored for one direction.
    fn side_view(&self, right: bool) -> (usize, bool) {
        let sign = if right { 1.0 } else { -1.0 };
        let best = |sign: f32| {
            let aside = self.views.iter().enumerate().filter(|(_, view)| view.yaw * sign > ASIDE);
            aside.max_by(|a, b| (a.1.yaw * sign).total_cmp(&(b.1.yaw * sign))).map(|(index, _)| index)
        };
        match (best(sign), best(-sign)) {
            (Some(view), _) => (view, false),
            (None, Some(view)) => (view, true),
            (None, None) => (0, !right && self.kind == CameoKind::Pet),
        }
    }

    fn kept(&self, key: Key, draw: impl FnOnce() -> Sprite) -> Sprite {
        let mut lately = self.lately.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = lately.iter().position(|(known, _)| *known == key) {
            let found = lately.remove(at);
            let sprite = found.1.clone();
            lately.push(found);
            return sprite;
        }
        let sprite = draw();
        if lately.len() >= KEPT {
            lately.remove(0);
        }
        lately.push((key, sprite.clone()));
        sprite
    }
}

/// Separate parts on which an outline stands.
fn legs(plate: &Plate, high: f32) -> usize {
    let row = ((plate.frame.top + high * 0.88) * plate::RES) as usize;
    let (mut count, mut inside, mut gap) = (0, false, 99);
    for column in 0..plate.width {
        let covered = plate.pixels[row.min(plate.height - 1) * plate.width + column][3] > 0.5;
        if covered && !inside && gap > 5 {
            count += 1;
        }
        gap = if covered { 0 } else { gap + 1 };
        inside = covered;
    }
    count
}
