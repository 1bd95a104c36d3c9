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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studio::{
        screenplay::{ActorKind, Setting},
        sound::fixture,
        world,
    };

    #[test]
    fn two_who_talk_are_heard_where_they_stand() {
        let mut screenplay = fixture::screenplay(6);
        screenplay.shots[0].setting = Setting::Park;
        screenplay.shots[0].cast = vec![fixture::actor(ActorKind::Man), fixture::actor(ActorKind::Woman)];
        screenplay.shots[0].speech = [0usize, 1, 9]
            .map(|speaker| {
                let mut speech = fixture::speech("Kim", "en", "Hello.", 1.0);
                speech.speaker = Some(speaker);
                speech
            })
            .to_vec();
        let trace = world::simulate(&screenplay, 9.0 / 16.0);
        let mut spoken: Vec<SpokenLine> = (0..3).map(|line| SpokenLine { line, at: 1.0, seconds: 1.0, ..SpokenLine::default() }).collect();
        place(&mut spoken, &screenplay, &trace, 9.0 / 16.0);
        let x = |actor: usize| {
            let [left, _, right, _] = trace.shots[0].frames[24].poses[actor].bounds();
            left + right
        };
        let pan = |line: usize| spoken[line].pan.expect("seen")[0];
        assert!((pan(0) - pan(1)).abs() > 0.1, "{} {}", pan(0), pan(1));
        assert_eq!(pan(0) < pan(1), x(0) < x(1));
        assert_eq!(spoken[2].pan, None);
    }
}
