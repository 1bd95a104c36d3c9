//! Where a voice comes from: its speaker's place in the picture, at the line's beginning and end.

use crate::studio::{
    screenplay::{Screenplay, SpokenLine},
    world::Trace,
};

/// Voices stay nearer to the middle than things: nobody listens to one side only.
const WIDTH: f64 = 0.75;

/// Sets [`SpokenLine::pan`] from where the speakers are. `aspect`: the picture's width by its height.
pub fn place(spoken: &mut [SpokenLine], screenplay: &Screenplay, trace: &Trace, aspect: f64) {
    for line in spoken {
        line.pan = seat(line, screenplay, trace, aspect);
    }
}

fn seat(line: &SpokenLine, screenplay: &Screenplay, trace: &Trace, aspect: f64) -> Option<[f32; 2]> {
    let plan = screenplay.shots.get(line.shot)?;
    let speaker = plan.speech.get(line.line)?.speaker?;
    let frames = &trace.shots.get(line.shot)?.frames;
    let pan = |at: f64| {
        let number = ((at - plan.start).max(0.0) * f64::from(screenplay.fps)) as usize;
        let frame = frames.get(number.min(frames.len().saturating_sub(1)))?;
        let [left, _, right, _] = frame.poses.get(speaker)?.bounds();
        let aside = ((left + right) / 2.0 - frame.view.centre.x) / (frame.view.height * aspect).max(0.1);
        Some((aside * 1.6 * WIDTH).clamp(-WIDTH, WIDTH) as f32)
    };
    Some([pan(line.at)?, pan(line.at + line.seconds)?])
}
