//! A film before it is drawn: the screenplay, its simulated trace, its events and what the camera sees.
//!
//! Everything that a frame shows is a pure function of this and of the spoken lines.

use super::{
    footage::Footage,
    likeness::Bill,
    picture::portrait::Portrait,
    screenplay::{Lips, Screenplay, ShotPlan, SpokenLine, Transition},
    understand::{self, Nearest},
    world::{self, Trace},
};
use crate::Given;
use domain::{
    likeness::{Likeness, VoicePrint},
    plan::{FrozenPlan, Size},
};

#[derive(Debug)]
pub struct Film {
    pub screenplay: Screenplay,
    pub trace: Trace,
    /// What was asked and not done, a sentence each.
    pub notices: Vec<String>,
    /// Of the likenesses, in their order. They end with the film.
    pub portraits: Vec<Portrait>,
    /// Of the uploads. It ends with the film.
    pub footage: Footage,
}

impl Film {
    /// Understands and simulates. Takes a few milliseconds a shot.
    #[must_use]
    pub fn prepare(plan: &FrozenPlan, given: &Given, nearest: &dyn Nearest) -> Self {
        let mut understood = understand::understand(plan, &Bill::of(&given.likenesses), nearest);
        let footage = Footage::cast(plan.shots(), &given.materials, &mut understood);
        Self { footage, ..Self::with(understood, &given.likenesses, plan.format().size) }
    }

    /// With nobody in it who was enrolled.
    #[must_use]
    pub fn of(understood: understand::Understood, size: Size) -> Self {
        Self::with(understood, &[], size)
    }

    /// With the likenesses by whose bill it was understood.
    #[must_use]
    pub fn with(understood: understand::Understood, likenesses: &[Likeness], size: Size) -> Self {
        let understand::Understood { screenplay, notices } = understood;
        let trace = world::simulate(&screenplay, f64::from(size.width) / f64::from(size.height));
        Self { screenplay, trace, notices, portraits: likenesses.iter().map(Portrait::of).collect(), footage: Footage::default() }
    }

    /// Of the likenesses, in their order.
    #[must_use]
    pub fn voices(&self) -> Vec<Option<VoicePrint>> {
        self.portraits.iter().map(|portrait| portrait.voice).collect()
    }

    /// Frames of the whole take.
    #[must_use]
    pub fn frames(&self) -> u32 {
        self.trace.shots.iter().map(|shot| shot.frames.len() as u32).sum()
    }

    /// So many frames from the first on have no mouth that moves, whatever the voices will be like.
    #[must_use]
    pub fn speechless(&self) -> u32 {
        let begins = |shot: &ShotPlan| {
            shot.speech.iter().map(|speech| if speech.at.is_finite() { speech.at.max(shot.start) } else { shot.start }).fold(f64::MAX, f64::min)
        };
        let first = self.screenplay.shots.iter().map(begins).fold(f64::MAX, f64::min);
        (first * f64::from(self.screenplay.fps)).floor().clamp(0.0, f64::from(self.frames())) as u32
    }

    /// Number of the first frame of each shot.
    #[must_use]
    pub fn first_frames(&self) -> Vec<u32> {
        let mut next = 0;
        let first = |shot: &world::ShotTrace| {
            let first = next;
            next += shot.frames.len() as u32;
            first
        };
        self.trace.shots.iter().map(first).collect()
    }

    /// Number of the first frame of each shot that shows nothing of the shot before.
    #[must_use]
    pub fn stills(&self) -> Vec<u32> {
        let dissolve = |shot: &ShotPlan| if shot.transition == Transition::Dissolve { self.screenplay.fps / 2 } else { 0 };
        let shots = self.screenplay.shots.iter().zip(&self.trace.shots);
        let late = shots.map(|(plan, shot)| dissolve(plan).min((shot.frames.len() as u32).saturating_sub(1)));
        self.first_frames().into_iter().zip(late).enumerate().map(|(shot, (first, late))| if shot == 0 { first } else { first + late }).collect()
    }

    /// Shot and frame within it.
    #[must_use]
    pub fn locate(&self, frame: u32) -> Option<(usize, usize)> {
        let mut left = frame as usize;
        for (index, shot) in self.trace.shots.iter().enumerate() {
            if left < shot.frames.len() {
                return Some((index, left));
            }
            left -= shot.frames.len();
        }
        None
    }
}

/// The mouths of a shot's actors at `at` seconds of the take; none of whoever says nothing.
#[must_use]
pub fn mouths(film: &Film, spoken: &[SpokenLine], shot: usize, at: f64) -> Vec<Option<Lips>> {
    let shots = &film.screenplay.shots;
    let mut mouths = vec![None; shots[shot].cast.len()];
    // Who speaks as a scene goes on speaks on.
    let scene = film.screenplay.opening(shot)..=shot;
    for line in spoken.iter().filter(|line| scene.contains(&line.shot)) {
        let speaker = shots[line.shot].speech.get(line.line).and_then(|speech| speech.speaker);
        if let (Some(mouth), Some(lips)) = (speaker.and_then(|actor| mouths.get_mut(actor)), line.lips(at)) {
            *mouth = Some(lips);
        }
    }
    mouths
}
