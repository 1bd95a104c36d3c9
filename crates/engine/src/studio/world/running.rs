//! Shots played one after the other, each into a trace: in a scene of its own, or in that of the shot before while it stands.

use super::{
    Scene, Trace,
    event::{EventKind, SoundEvent},
};
use crate::studio::screenplay::Screenplay;

/// Simulates every shot. `aspect` is width by height of the picture: who is in it depends on it.
#[must_use]
pub fn simulate(screenplay: &Screenplay, aspect: f64) -> Trace {
    let mut trace = Trace { shots: Vec::new(), events: Vec::new() };
    let mut running = Running::default();
    for _ in &screenplay.shots {
        running.play_next(screenplay, aspect, &mut trace);
    }
    trace.events.sort_by(|a, b| a.at.total_cmp(&b.at));
    trace
}

/// A simulation that stands after each shot, and takes the next one where its scene stands: shots may be written while it runs.
#[derive(Default)]
pub struct Running {
    scene: Option<Scene>,
    /// Shots played.
    played: usize,
    held: Vec<Held>,
}

impl Running {
    /// Plays the first shot of the screenplay that has not been played, at the end of a trace. What was traced before stays as it is, but for
    /// sounds that last: they are held on. Nothing where all have been played.
    pub fn play_next(&mut self, screenplay: &Screenplay, aspect: f64, trace: &mut Trace) {
        let index = self.played;
        let Some(plan) = screenplay.shots.get(index) else { return };
        let mut scene = match self.scene.take().filter(|_| plan.goes_on()) {
            Some(mut scene) => {
                scene.redirect(plan, screenplay.opening(index));
                scene.hold_on(&self.held, &mut trace.events);
                scene
            }
            None => {
                self.held.clear();
                let is_new = screenplay.shots[..index].iter().all(|shot| shot.setting != plan.setting);
                Scene::set(plan, aspect, screenplay.fps, is_new)
            }
        };
        let begun = scene.begun;
        let (shot, told) = scene.play();
        let width = |frame: usize| shot.frames[frame].view.height * aspect;
        for event in told {
            let since = (event.now - begun) / plan.pace;
            let frame = ((since * f64::from(screenplay.fps)) as usize).min(shot.frames.len().saturating_sub(1));
            let view = shot.frames[frame].view;
            if lasts(&event.kind) {
                self.held.push(Held { now: event.now, event: trace.events.len() });
            }
            trace.events.push(SoundEvent {
                at: plan.start + since,
                shot: index,
                pan: ((event.x - view.centre.x) / width(frame) * 1.6).clamp(-1.0, 1.0) as f32,
                distance: ((view.height - 2.0) / 14.0 + event.lane.max(0.0) / 20.0).clamp(0.0, 1.0) as f32,
                kind: event.kind,
            });
        }
        trace.shots.push(shot);
        self.played += 1;
        self.scene = Some(scene);
    }
}

/// A sound that lasts as long as what makes it: when that began in world seconds, and which event it is.
pub(super) struct Held {
    pub now: f64,
    pub event: usize,
}

pub(super) fn lasts(kind: &EventKind) -> bool {
    matches!(kind, EventKind::EngineRun { .. } | EventKind::Blast { .. } | EventKind::Glide { .. })
}
