//! A face in motion: which views it is drawn from as it turns, where its marks go, how a mouth opens and an eye shuts.
//!
//! Geometry only; it sees no colour.

use super::plate::{
    BROW, CHEEK_LEFT, CHEEK_RIGHT, CHIN, LEFT_EYE, MOUTH_BOTTOM, MOUTH_LEFT, MOUTH_RIGHT, MOUTH_TOP, Marks, NOSE, P, RIGHT_EYE, smooth,
};
use crate::studio::world::pose::Mood;

/// One view of a head, as it was captured or mirrored.
#[derive(Clone, Copy)]
pub struct Side {
    /// Degrees, positive to the right of the picture.
    pub yaw: f32,
    pub view: usize,
    pub mirrored: bool,
    pub marks: Marks,
}

/// Degrees up or down by which a view may differ from the frontal one and still serve for turning.
const LEVEL: f32 = 14.0;
/// A head that was never seen farther to a side than this is mirrored there.
const TURNED: f32 = 12.0;
/// Degrees by which a face is turned beyond what was captured.
const BEYOND: f32 = 20.0;

/// Views that serve for turning, from left to right. `captured`: view, yaw, pitch, marks, and the marks mirrored; the first is the frontal one.
#[must_use]
pub fn sides(captured: &[(usize, f32, f32, Marks, Marks)]) -> Vec<Side> {
    let Some(frontal) = captured.first() else { return Vec::new() };
    let level = captured.iter().filter(|view| (view.2 - frontal.2).abs() <= LEVEL);
    let mut sides: Vec<Side> = level.map(|(view, yaw, _, marks, _)| Side { yaw: *yaw, view: *view, mirrored: false, marks: *marks }).collect();
    sides.sort_by(|a, b| a.yaw.total_cmp(&b.yaw));
    sides.dedup_by(|a, b| (a.yaw - b.yaw).abs() < 4.0 && a.view != captured[0].0);
    let (least, most) = (sides.first().map_or(0.0, |side| side.yaw), sides.last().map_or(0.0, |side| side.yaw));
    let missing_left = least > -TURNED && most > TURNED;
    let missing_right = most < TURNED && least < -TURNED;
    if missing_left || missing_right {
        let turned: Vec<Side> = captured
            .iter()
            .filter(|view| (view.2 - frontal.2).abs() <= LEVEL && view.1.abs() > TURNED)
            .map(|(view, yaw, _, _, mirrored)| Side { yaw: -yaw, view: *view, mirrored: true, marks: *mirrored })
            .collect();
        sides.extend(turned);
        sides.sort_by(|a, b| a.yaw.total_cmp(&b.yaw));
    }
    sides
}

/// What a head turned to some yaw is drawn from.
#[derive(Clone, Copy)]
pub struct Turn {
    pub from: Side,
    pub to: Side,
    /// How much of `to` is seen: 0…1.
    pub share: f32,
    /// Where the marks are.
    pub marks: Marks,
}

#[must_use]
pub fn turn(sides: &[Side], yaw: f32) -> Turn {
    let after = sides.partition_point(|side| side.yaw <= yaw);
    let (from, to) = (sides[after.saturating_sub(1)], sides[after.min(sides.len() - 1)]);
    let gap = to.yaw - from.yaw;
    let part = if gap > 0.1 { ((yaw - from.yaw) / gap).clamp(0.0, 1.0) } else { 0.0 };
    let mut marks = from.marks;
    for (mark, to) in marks.iter_mut().zip(to.marks) {
        *mark = [mark[0] + (to[0] - mark[0]) * part, mark[1] + (to[1] - mark[1]) * part];
    }
    let seen = yaw.clamp(sides[0].yaw, sides[sides.len() - 1].yaw);
    let beyond = (yaw - seen).clamp(-BEYOND, BEYOND).to_radians().sin();
    parallax(&mut marks, beyond);
    Turn { from, to, share: smooth(0.15, 0.85, part), marks }
}

/// Turns a face a little farther than it was captured: what is nearer to the viewer moves more.
fn parallax(marks: &mut Marks, turn: f32) {
    let depth = [0.40, 0.40, 0.66, 0.44, 0.44, 0.52, 0.50, 0.34, 0.34, 0.02, 0.02];
    for (mark, depth) in marks.iter_mut().zip(depth) {
        mark[0] += turn * depth;
    }
    // The far cheek goes out of sight behind the face.
    for index in [LEFT_EYE, RIGHT_EYE, MOUTH_LEFT, MOUTH_RIGHT] {
        let centre = if matches!(index, LEFT_EYE | RIGHT_EYE) { marks[NOSE][0] } else { marks[MOUTH_TOP][0] };
        let far = (marks[index][0] - centre) * turn > 0.0;
        if far {
            marks[index][0] += (centre - marks[index][0]) * turn.abs() * 0.45;
        }
    }
}

/// A feeling moves the marks a little.
pub fn express(marks: &mut Marks, mood: Mood) {
    let (lift, wide, brow) = match mood {
        Mood::Happy => (0.050, 0.025, 0.010),
        Mood::Eager => (0.015, 0.010, -0.010),
        Mood::Sad | Mood::Tired | Mood::Afraid => (-0.055, -0.010, 0.0),
        Mood::Angry => (-0.030, -0.010, -0.030),
        Mood::Surprised => (-0.010, -0.030, 0.035),
        Mood::Calm => return,
    };
    marks[MOUTH_LEFT] = [marks[MOUTH_LEFT][0] - wide, marks[MOUTH_LEFT][1] + lift];
    marks[MOUTH_RIGHT] = [marks[MOUTH_RIGHT][0] + wide, marks[MOUTH_RIGHT][1] + lift];
    marks[BROW][1] += brow;
}

/// Corners of the mouth drawn together, as for “oo”, where `by` is 1; apart, as for “ee”, where it is less than 0.
pub fn purse(marks: &mut Marks, by: f32) {
    let (left, right) = (marks[MOUTH_LEFT], marks[MOUTH_RIGHT]);
    let by = 0.19 * by;
    marks[MOUTH_LEFT] = [left[0] + (right[0] - left[0]) * by, left[1] + (right[1] - left[1]) * by];
    marks[MOUTH_RIGHT] = [right[0] - (right[0] - left[0]) * by, right[1] - (right[1] - left[1]) * by];
}

/// An open mouth over a face that was captured with it shut.
#[derive(Clone, Copy)]
pub struct Mouth {
    middle: P,
    along: P,
    half: f32,
    seam: f32,
    chin: f32,
    gap: f32,
}

/// Where a pixel of an opened face comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lips {
    Face(P),
    /// Inside the mouth: across −1…1, and from the upper lip 0 to the lower 1; how wide it is open there.
    Inside {
        across: f32,
        down: f32,
        open: f32,
    },
}

impl Mouth {
    #[must_use]
    pub fn new(m: &Marks, open: f32) -> Self {
        let (left, right) = (m[MOUTH_LEFT], m[MOUTH_RIGHT]);
        let width = (right[0] - left[0]).hypot(right[1] - left[1]).max(0.05);
        let along = [(right[0] - left[0]) / width, (right[1] - left[1]) / width];
        let middle = [(left[0] + right[0]) / 2.0, (left[1] + right[1]) / 2.0];
        let height = |p: P| -(p[0] - middle[0]) * along[1] + (p[1] - middle[1]) * along[0];
        let (top, bottom) = (height(m[MOUTH_TOP]), height(m[MOUTH_BOTTOM]));
        Self { middle, along, half: width * 0.46, seam: top + (bottom - top) * 0.54, chin: height(m[CHIN]).min(-0.2), gap: 0.30 * open }
    }

    #[must_use]
    pub fn is_open(&self) -> bool {
        self.gap > 0.004
    }

    /// What is seen at `at`.
    #[must_use]
    pub fn look(&self, at: P) -> Lips {
        if !self.is_open() {
            return Lips::Face(at);
        }
        let d = [at[0] - self.middle[0], at[1] - self.middle[1]];
        let (u, v) = ((d[0] * self.along[0] + d[1] * self.along[1]) / self.half, -d[0] * self.along[1] + d[1] * self.along[0]);
        let inner = (1.0 - u * u).max(0.0);
        let seam = self.seam * inner;
        let open = self.gap * inner.sqrt();
        if v > seam {
            return Lips::Face(at);
        }
        if v > seam - open {
            return Lips::Inside { across: u, down: (seam - v) / open.max(1e-4), open };
        }
        // The lower lip goes with the jaw, the chin less.
        let bump = (1.0 - (u * self.half / 1.2).powi(2)).max(0.0);
        let jaw = 0.36 * self.gap * bump * bump;
        let down = smooth(seam - open, self.chin - jaw, v);
        let drop = open + (jaw - open) * down;
        let rise = [-self.along[1] * drop, self.along[0] * drop];
        Lips::Face([at[0] + rise[0], at[1] + rise[1]])
    }
}

/// Two eyes that shut.
#[derive(Clone, Copy)]
pub struct Lids {
    eyes: [(P, f32); 2],
    height: f32,
    shut: f32,
}

/// How a lid changes a pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Lid {
    Clear,
    /// Skin from here, this much of it.
    Skin(P, f32),
    /// The lashes at its edge, this dark.
    Lash(P, f32),
}

impl Lids {
    #[must_use]
    pub fn new(m: &Marks, between: f32, shut: f32) -> Self {
        let apart = (m[RIGHT_EYE][0] - m[LEFT_EYE][0]).abs();
        let usual = 0.27 * between;
        // The eye on the far side of a turned head is narrower.
        let middle = (m[LEFT_EYE][0] + m[RIGHT_EYE][0]) / 2.0;
        let aside = (middle - (m[CHEEK_LEFT][0] + m[CHEEK_RIGHT][0]) / 2.0).clamp(-0.5, 0.5);
        let narrow = (apart / between).clamp(0.55, 1.0);
        let far = |sign: f32| usual * if aside * sign > 0.08 { narrow } else { 1.0_f32.min(narrow + 0.15) };
        Self { eyes: [(m[LEFT_EYE], far(-1.0)), (m[RIGHT_EYE], far(1.0))], height: 0.135 * between, shut }
    }

    #[must_use]
    pub fn look(&self, at: P) -> Lid {
        if self.shut < 0.05 {
            return Lid::Clear;
        }
        for (eye, wide) in self.eyes {
            let (u, v) = ((at[0] - eye[0]) / wide, (at[1] - eye[1]) / self.height);
            let round = 1.0 - u * u;
            if round <= 0.0 || !(-1.0..=1.0).contains(&v) {
                continue;
            }
            let (top, bottom) = (round.sqrt() * 0.98, -round.sqrt() * 0.66);
            let edge = top + (bottom - top) * self.shut;
            if v > top || v < edge - 0.16 {
                continue;
            }
            // Skin of the upper lid, drawn out over the eye.
            let from = [at[0], eye[1] + self.height * (1.02 + 0.16 * (v - edge) / (top - edge).max(0.1))];
            if v < edge + 0.10 {
                return Lid::Lash(from, smooth(edge - 0.16, edge, v) * smooth(0.0, 0.2, round) * 0.62);
            }
            return Lid::Skin(from, smooth(0.0, 0.25, round));
        }
        Lid::Clear
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub fn marks(shift: f32) -> Marks {
        [
            [-0.36 + shift, 0.05],
            [0.36 + shift, 0.05],
            [shift * 1.4, -0.3],
            [-0.26 + shift, -0.58],
            [0.26 + shift, -0.58],
            [shift, -0.52],
            [shift, -0.70],
            [shift * 0.6, -1.0],
            [shift * 0.6, 0.62],
            [-0.86, -0.05],
            [0.86, -0.05],
        ]
    }

    fn captured(yaws: &[f32]) -> Vec<(usize, f32, f32, Marks, Marks)> {
        yaws.iter().enumerate().map(|(view, yaw)| (view, *yaw, 0.0, marks(yaw / 100.0), marks(-yaw / 100.0))).collect()
    }

    #[test]
    fn turning_moves_every_mark_a_little_and_never_jumps() {
        for yaws in [&[0.0][..], &[0.0, -30.0, 30.0], &[2.0, 28.0], &[0.0, -35.0, -15.0, 15.0, 35.0]] {
            let sides = sides(&captured(yaws));
            let mut before: Option<Turn> = None;
            for step in -60..=60 {
                let now = turn(&sides, step as f32);
                if let Some(before) = before {
                    for (a, b) in before.marks.iter().zip(now.marks) {
                        assert!((a[0] - b[0]).abs() < 0.035 && (a[1] - b[1]).abs() < 0.02, "{yaws:?} at {step}");
                    }
                    let same = before.from.yaw == now.from.yaw;
                    let shown =
                        if same { (before.share - now.share).abs() } else { (1.0 - before.share + now.share).min(before.share + 1.0 - now.share) };
                    assert!(shown < 0.16, "{yaws:?} at {step}: {shown}");
                }
                before = Some(now);
            }
        }
    }

    #[test]
    fn a_side_that_was_never_seen_is_mirrored() {
        let sides = sides(&captured(&[0.0, 30.0]));
        assert_eq!(sides.iter().map(|side| (side.yaw, side.mirrored)).collect::<Vec<_>>(), [(-30.0, true), (0.0, false), (30.0, false)]);
    }

    #[test]
    fn an_open_mouth_has_an_inside_and_a_shut_one_has_none() {
        let m = marks(0.0);
        let inside = |open: f32| {
            let mouth = Mouth::new(&m, open);
            (0..400)
                .filter(|step| matches!(mouth.look([(step % 20) as f32 * 0.05 - 0.5, -0.3 - (step / 20) as f32 * 0.03]), Lips::Inside { .. }))
                .count()
        };
        assert_eq!(inside(0.0), 0);
        assert!(inside(1.0) > inside(0.4) && inside(0.4) > 0);
        let Lips::Face(from) = Mouth::new(&m, 1.0).look([0.0, -0.95]) else { panic!("the chin is no inside") };
        assert!(from[1] > -0.95, "the chin has gone down");
    }
}
