//! Who rides sits where its mount's back is; who mounts or gets off in a running scene comes there and leaves it smoothly.

use super::{
    Agent, Scene,
    pose::{Pose, Vec2, ease},
    things,
};
use crate::studio::screenplay::{Action, ActorId, Verb};

/// Seconds in which somebody mounts or gets off.
const SWING: f64 = 0.45;

/// How far somebody is in the saddle, and where that was last: moved by so much, in that lane.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mounted {
    part: Option<f64>,
    shift: Vec2,
    lane: f64,
}

impl Scene {
    /// `seconds` have passed since this was last asked.
    pub(super) fn mount(&mut self, poses: &mut [Pose], seconds: f64) {
        for id in 0..self.mounted.len() {
            let saddle = self.saddle(id, poses);
            let Some(Pose::Person(person)) = poses.get_mut(id) else { continue };
            let goal = f64::from(u8::from(saddle.is_some()));
            let was = &mut self.mounted[id];
            let part = was.part.unwrap_or(goal);
            let part = if part < goal { (part + seconds / SWING).min(1.0) } else { (part - seconds / SWING).max(goal) };
            was.part = Some(part);
            if let Some((saddle, lane)) = saddle {
                let seat = person.pelvis - Vec2::new(0.0, 0.055 * person.height);
                (was.shift, was.lane) = (saddle - seat, lane);
            }
            if part > 0.0 {
                person.shift(was.shift * ease(part));
                person.lane += (was.lane - person.lane) * ease(part);
            }
        }
    }

    /// Who no longer rides stands where the mount has brought them; the rest of the way is down.
    pub(super) fn dismount(&mut self) {
        for id in 0..self.mounted.len() {
            let rides = self.mount_of(id).is_some();
            let was = &mut self.mounted[id];
            if let (Some(Agent::Figure(figure)), false, true) = (self.agents.get_mut(id), rides, was.part.is_some_and(|part| part > 0.0)) {
                figure.alight_at(std::mem::take(&mut was.shift.x));
            }
        }
    }

    fn saddle(&self, id: ActorId, poses: &[Pose]) -> Option<(Vec2, f64)> {
        let mount = self.mount_of(id)?;
        let kind = self.plan.cast[mount].kind;
        match poses.get(mount)? {
            Pose::Pet(pet) => Some((pet.saddle(kind), pet.lane - 0.02)),
            Pose::Thing(thing) => things::saddle(kind, thing).map(|saddle| (saddle, thing.lane + 0.02)),
            _ => None,
        }
    }

    fn mount_of(&self, id: ActorId) -> Option<ActorId> {
        let aboard = |action: &&Action| {
            let thing = action.target.and_then(|mount| self.plan.cast.get(mount)).is_some_and(|mount| mount.kind.is_thing());
            action.verb == Verb::Ride || (thing && matches!(action.verb, Verb::Drive | Verb::Sail | Verb::Fly))
        };
        let rides = self.plan.cast[id].actions.iter().find(aboard);
        rides.and_then(|action| action.target).filter(|mount| *mount != id)
    }
}
