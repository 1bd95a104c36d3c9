//! Head turns in a row of measured angles: where straight ahead is, and which turns follow each other.

use super::{FrameSeen, Turn};

/// Degrees from straight ahead that make a turn.
const YAW: f32 = 14.0;
const PITCH: f32 = 9.0;
/// A turn goes on until its angle falls below this share of what made it.
const RELEASE: f32 = 0.6;
/// Pictures beyond the threshold that make a turn, so that one bad measure makes none.
const LEAST_PICTURES: usize = 2;
/// A turn that nobody asked for counts against the person when it went this far: looking back overshoots a little.
const STRONG: f32 = 1.5;
/// Pictures without a face that a turn may bridge.
const BRIDGE: usize = 4;

/// Degrees around one picture within which others count as the same pose.
const SAME_YAW: f32 = 7.0;
const SAME_PITCH: f32 = 5.0;
/// Straight ahead can't be measured to be further off.
const MOST_YAW: f32 = 12.0;
const MOST_PITCH: f32 = 28.0;
/// People are asked to look straight ahead at the beginning, seconds; these pictures weigh more.
const BEGINNING: f32 = 1.5;
const BEGINNING_WEIGHT: usize = 3;
/// Pictures that straight ahead needs.
const LEAST_NEUTRAL: usize = 6;

/// The pose that is straight ahead, for this person and camera.
#[derive(Clone, Copy, PartialEq)]
pub struct Neutral {
    pub yaw: f32,
    pub pitch: f32,
}

impl Neutral {
    /// How far another pose is from it: in units of what makes a turn.
    #[must_use]
    pub fn distance(&self, yaw: f32, pitch: f32) -> f32 {
        ((yaw - self.yaw) / YAW).abs().max(((pitch - self.pitch) / PITCH).abs())
    }
}

/// One turn that was seen.
#[derive(Clone, Copy, PartialEq)]
pub struct Seen {
    pub turn: Turn,
    /// How far it went, in units of what makes a turn.
    pub reach: f32,
}

#[derive(Clone, Copy)]
struct Angles {
    at: f32,
    yaw: f32,
    pitch: f32,
}

/// The pose that most pictures near the front share.
pub fn neutral(frames: &[FrameSeen]) -> Option<Neutral> {
    let angles: Vec<_> = smooth(frames).into_iter().flatten().collect();
    let near = |centre: &Angles| {
        let (yaw, pitch) = (centre.yaw, centre.pitch);
        angles.iter().filter(move |other| (other.yaw - yaw).abs() <= SAME_YAW && (other.pitch - pitch).abs() <= SAME_PITCH)
    };
    let weight = |centre: &Angles| near(centre).map(|other| if other.at <= BEGINNING { BEGINNING_WEIGHT } else { 1 }).sum::<usize>();
    let frontal = angles.iter().filter(|angles| angles.yaw.abs() <= MOST_YAW && angles.pitch.abs() <= MOST_PITCH);
    let centre = frontal.max_by_key(|centre| weight(centre))?;
    let count = near(centre).count();
    if count < LEAST_NEUTRAL {
        return None;
    }
    let mean = |value: fn(&Angles) -> f32| near(centre).map(value).sum::<f32>() / count as f32;
    Some(Neutral { yaw: mean(|angles| angles.yaw), pitch: mean(|angles| angles.pitch) })
}

/// The turns, in order; the same one twice in a row counts once.
pub fn turns(frames: &[FrameSeen], neutral: &Neutral) -> Vec<Seen> {
    let mut found: Vec<Seen> = Vec::new();
    let mut run = Run::default();
    for angles in smooth(frames) {
        match angles {
            None => run.miss(&mut found),
            Some(angles) => run.step(angles.yaw - neutral.yaw, angles.pitch - neutral.pitch, &mut found),
        }
    }
    run.end(&mut found);
    found
}

/// Whether these turns answer what was asked: the asked ones in order, and between them only small movements.
pub fn answers(asked: &[Turn], seen: &[Seen]) -> bool {
    match (asked, seen) {
        ([], rest) => rest.iter().all(|extra| extra.reach < STRONG),
        (_, []) => false,
        ([first, others @ ..], [turn, rest @ ..]) => (turn.turn == *first && answers(others, rest)) || (turn.reach < STRONG && answers(asked, rest)),
    }
}

/// A turn that is under way.
#[derive(Default)]
struct Run {
    turn: Option<Turn>,
    reach: f32,
    pictures: usize,
    missed: usize,
}

impl Run {
    fn step(&mut self, yaw: f32, pitch: f32, found: &mut Vec<Seen>) {
        self.missed = 0;
        let (turn, reach) = leading(yaw, pitch);
        if let Some(current) = self.turn {
            let own = along(current, yaw, pitch);
            let overtaken = turn != current && reach >= 1.0 && reach > own;
            if own >= RELEASE && !overtaken {
                self.reach = self.reach.max(own);
                self.pictures += usize::from(own >= 1.0);
                return;
            }
            self.end(found);
        }
        if reach >= 1.0 {
            *self = Self { turn: Some(turn), reach, pictures: 1, missed: 0 };
        }
    }

    fn miss(&mut self, found: &mut Vec<Seen>) {
        self.missed += 1;
        if self.missed > BRIDGE {
            self.end(found);
        }
    }

    fn end(&mut self, found: &mut Vec<Seen>) {
        let Self { turn, reach, pictures, .. } = std::mem::take(self);
        let Some(turn) = turn.filter(|_| pictures >= LEAST_PICTURES) else { return };
        match found.last_mut() {
            Some(last) if last.turn == turn => last.reach = last.reach.max(reach),
            _ => found.push(Seen { turn, reach }),
        }
    }
}

/// How far a pose goes in the direction of a turn.
fn along(turn: Turn, yaw: f32, pitch: f32) -> f32 {
    match turn {
        Turn::Left => yaw / YAW,
        Turn::Right => -yaw / YAW,
        Turn::Up => pitch / PITCH,
        Turn::Down => -pitch / PITCH,
    }
}

fn leading(yaw: f32, pitch: f32) -> (Turn, f32) {
    let reaches = Turn::ALL.map(|turn| (turn, along(turn, yaw, pitch)));
    reaches.into_iter().fold((Turn::Left, f32::MIN), |best, one| if one.1 > best.1 { one } else { best })
}

/// Each angle replaced by the median of itself and its neighbours: one bad measure moves nothing.
fn smooth(frames: &[FrameSeen]) -> Vec<Option<Angles>> {
    let value = |at: usize, angle: fn(&super::FaceSeen) -> f32| {
        let around = at.saturating_sub(1)..(at + 2).min(frames.len());
        let mut near: Vec<f32> = frames[around].iter().filter_map(|frame| frame.face.as_ref()).map(angle).collect();
        near.sort_unstable_by(f32::total_cmp);
        // Of two the lower in size: a doubtful measure makes no turn.
        if near.len() == 2 { near.into_iter().min_by(|a, b| a.abs().total_cmp(&b.abs())) } else { near.get(near.len() / 2).copied() }
    };
    let smoothed = |(at, frame): (usize, &FrameSeen)| {
        frame.face?;
        Some(Angles { at: frame.at, yaw: value(at, |face| face.yaw)?, pitch: value(at, |face| face.pitch)? })
    };
    frames.iter().enumerate().map(smoothed).collect()
}
