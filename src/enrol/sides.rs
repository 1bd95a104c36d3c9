//! Chooses, while a recording runs by, the best picture of each side of a head: one from the front, two to each side, one up, one down.
//!
//! Where straight ahead is has to be guessed from the first pictures, in which people look into the camera; the judge measures it again.

use media::intake::Still;
use models::Face;

/// Faces from which straight ahead is guessed.
const FIRST: usize = 8;

/// One picture of a face.
pub struct Kept {
    /// Its number in the recording.
    pub frame: usize,
    pub still: Still,
    pub face: Face,
    pub sharpness: f32,
}

/// Yaw and pitch from straight ahead, degrees, of the middle of a side; and how far from it is still that side.
const SIDES: [([f32; 2], [f32; 2]); 7] = [
    ([0.0, 0.0], [9.0, 7.0]),
    ([15.0, 0.0], [5.0, 10.0]),
    ([28.0, 0.0], [9.0, 12.0]),
    ([-15.0, 0.0], [5.0, 10.0]),
    ([-28.0, 0.0], [9.0, 12.0]),
    ([0.0, 15.0], [9.0, 8.0]),
    ([0.0, -15.0], [9.0, 8.0]),
];

/// The best so far.
#[derive(Default)]
pub struct Sides {
    first: Vec<Kept>,
    ahead: Option<[f32; 2]>,
    best: [Option<(f32, Kept)>; SIDES.len()],
}

impl Sides {
    pub fn offer(&mut self, kept: Kept) {
        match self.ahead {
            Some(ahead) => self.place(ahead, kept),
            None => {
                self.first.push(kept);
                if self.first.len() == FIRST {
                    self.settle();
                }
            }
        }
    }

    /// Yaw and pitch of the first pictures, once there are enough of them.
    pub fn ahead(&self) -> Option<[f32; 2]> {
        self.ahead
    }

    /// The best of each side that was seen; from the front first.
    pub fn finish(&mut self) -> Vec<Kept> {
        if self.ahead.is_none() {
            self.settle();
        }
        self.best.iter_mut().filter_map(Option::take).map(|(_, kept)| kept).collect()
    }

    fn settle(&mut self) {
        let median = |value: fn(&Kept) -> f32| {
            let mut values: Vec<f32> = self.first.iter().map(value).collect();
            values.sort_unstable_by(f32::total_cmp);
            values.get(values.len() / 2).copied().unwrap_or_default()
        };
        let ahead = [median(|kept| kept.face.pose.yaw), median(|kept| kept.face.pose.pitch)];
        self.ahead = Some(ahead);
        for kept in std::mem::take(&mut self.first) {
            self.place(ahead, kept);
        }
    }

    fn place(&mut self, ahead: [f32; 2], kept: Kept) {
        let pose = [kept.face.pose.yaw - ahead[0], kept.face.pose.pitch - ahead[1]];
        for ((middle, reach), best) in SIDES.iter().zip(&mut self.best) {
            let off = [0, 1].map(|axis| ((pose[axis] - middle[axis]) / reach[axis]).abs());
            if off[0] > 1.0 || off[1] > 1.0 {
                continue;
            }
            let score = kept.sharpness.max(1.0).ln() - off[0] - off[1] + calm(&kept.face);
            if best.as_ref().is_none_or(|(known, _)| score > *known) {
                *best = Some((score, kept));
            }
            return;
        }
    }
}

/// Open eyes and a closed mouth make the better portrait: the studio moves the mouth itself.
fn calm(face: &Face) -> f32 {
    let gap = |a: usize, b: usize| {
        let (a, b) = (face.landmarks[a], face.landmarks[b]);
        (a[0] - b[0]).hypot(a[1] - b[1])
    };
    let scale = face.height.max(1.0);
    let eyes = f32::midpoint(gap(159, 145), gap(386, 374)) / scale;
    let mouth = gap(13, 14) / scale;
    (eyes * 20.0).min(1.0) - (mouth * 15.0).min(1.5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use models::{LANDMARKS, Pose};

    fn kept(frame: usize, yaw: f32, pitch: f32, sharpness: f32) -> Kept {
        let face = Face {
            score: 1.0,
            presence: 1.0,
            left: 0.0,
            top: 0.0,
            width: 10.0,
            height: 10.0,
            landmarks: vec![[0.0; 3]; LANDMARKS],
            pose: Pose { yaw, pitch, roll: 0.0 },
        };
        Kept { frame, still: Still { at: 0.0, width: 1, height: 1, rgb: vec![0; 3] }, face, sharpness }
    }

    fn frames(sides: &mut Sides) -> Vec<usize> {
        sides.finish().into_iter().map(|kept| kept.frame).collect()
    }

    #[test]
    fn each_side_keeps_its_best_measured_from_where_the_person_looks_first() {
        let mut sides = Sides::default();
        for frame in 0..FIRST {
            sides.offer(kept(frame, 3.0, 10.0, if frame == 5 { 200.0 } else { 20.0 }));
        }
        sides.offer(kept(20, 31.0, 10.0, 50.0));
        sides.offer(kept(21, 31.0, 10.0, 80.0));
        sides.offer(kept(30, -25.0, 12.0, 80.0));
        sides.offer(kept(40, 3.0, 25.0, 80.0));
        sides.offer(kept(50, 80.0, 10.0, 900.0));
        assert_eq!(frames(&mut sides), [5, 21, 30, 40]);
    }

    #[test]
    fn a_recording_of_few_pictures_keeps_what_there_is() {
        let mut sides = Sides::default();
        assert!(frames(&mut sides).is_empty());
        let mut sides = Sides::default();
        sides.offer(kept(0, 0.0, 5.0, 20.0));
        assert_eq!(frames(&mut sides), [0]);
    }
}
