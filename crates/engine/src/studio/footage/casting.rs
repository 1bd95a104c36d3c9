//! Who of a shot's cast is seen as what stands in front of an upload, and what is said of an upload that can't be used as asked.

use super::{Reel, back_and_forth, seconds};
use crate::studio::screenplay::{Actor, ActorId, ActorKind, CameraMove, Part, Screenplay, Wear};
use domain::upload::{Role, UploadKind};

/// Times as high as wide: whoever is that upright walks on two legs.
const UPRIGHT: f64 = 1.15;
/// Bodies of one shot.
const MOST: usize = 8;
/// Of a second: nobody sees that it is missing.
const SLACK: f64 = 0.3;

/// What can be done of what is asked: where nobody stands out nothing can be put behind them.
#[must_use]
pub fn role(reel: &Reel, role: Role) -> Role {
    if role == Role::Backdrop && reel.form().usual().is_none() { Role::Insert } else { role }
}

/// For each of these shots, which are one prompt's: the actor who is the upload's figure. A subject that nobody plays is added.
pub fn figures(reel: &Reel, role: Role, screenplay: &mut Screenplay, shots: &[usize]) -> Vec<Option<ActorId>> {
    let none = vec![None; shots.len()];
    if !matches!(role, Role::Subject | Role::Backdrop) || reel.form().usual().is_none() {
        return none;
    }
    let suits = |actor: &&Actor| actor.part == Part::Drawn && (role == Role::Subject && actor.kind != ActorKind::Rope || actor.kind.is_person());
    let chosen = shots.iter().find_map(|shot| screenplay.shots[*shot].cast.iter().find(suits)).map(|actor| (actor.kind, actor.name.clone()));
    let same = |actor: &Actor, (kind, name): &(ActorKind, Option<String>)| actor.kind == *kind && actor.name == *name && actor.part == Part::Drawn;
    match chosen {
        Some(chosen) => shots.iter().map(|shot| screenplay.shots[*shot].cast.iter().position(|actor| same(actor, &chosen))).collect(),
        // Somebody in footage is seen without being played.
        None if role == Role::Backdrop => none,
        None => shots
            .iter()
            .map(|shot| {
                let cast = &mut screenplay.shots[*shot].cast;
                (cast.len() < MOST).then(|| {
                    cast.push(somebody(reel));
                    cast.len() - 1
                })
            })
            .collect(),
    }
}

/// What was filmed does not come nearer: who acts in it must not either, unless the words ask for it.
pub fn hold_camera(role: Role, screenplay: &mut Screenplay, shots: &[usize]) {
    if matches!(role, Role::Setting | Role::Insert | Role::Backdrop) {
        for shot in shots {
            let camera = &mut screenplay.shots[*shot].camera;
            if camera.movement == CameraMove::Auto {
                camera.movement = CameraMove::Track;
            }
        }
    }
}

/// Built by its outline: it stands there.
fn somebody(reel: &Reel) -> Actor {
    let (width, height) = reel.size();
    let upright = reel.form().usual().is_some_and(|body| body.height() * height > UPRIGHT * body.width() * width);
    Actor {
        kind: if upright { ActorKind::Somebody } else { ActorKind::Creature },
        part: Part::Drawn,
        name: None,
        colour: None,
        size: 1.0,
        look: 0,
        wear: Wear::default(),
        feeling: None,
        way: 1.0,
        carries: None,
        actions: Vec::new(),
    }
}

/// A sentence for each thing that is not as asked; `shot` counts from 1 and lasts so many seconds.
#[must_use]
pub fn notices(reel: &Reel, role: Role, screenplay: &Screenplay, shots: &[usize], (shot, lasts): (usize, u32)) -> Vec<String> {
    let mut told = Vec::new();
    let mut say = |sentence: String| told.push(sentence);
    let footage = reel.material().kind == UploadKind::Footage;
    let (has, lasts) = (seconds(reel.material()), f64::from(lasts));
    if footage && role != Role::Palette {
        if has + SLACK < lasts {
            let then = if back_and_forth(role) { "runs back and forth" } else { "ends with its last picture held" };
            say(format!("The footage of shot {shot} lasts {has:.1} s and the shot {lasts:.0} s: it {then}."));
        } else if has > lasts + SLACK {
            say(format!("The footage of shot {shot} is longer than the shot: its last {:.1} s are not shown.", has - lasts));
        }
    }
    let somebody = reel.form().usual().is_some();
    match role {
        Role::Setting if somebody => say(format!("Something stands in front of the place in the upload of shot {shot}: it stays there.")),
        Role::Subject if !somebody => say(format!("Nothing stands out in the upload of shot {shot}, so nothing is cut out of it.")),
        Role::Backdrop if !somebody => say(format!("Nobody stands out in the footage of shot {shot}: it is shown with its own background.")),
        Role::Subject if shots.iter().any(|at| !screenplay.shots[*at].speech.is_empty()) => {
            say(format!("The lips of who was cut out for shot {shot} do not follow what is said."));
        }
        Role::Restyle if shots.iter().any(|at| !screenplay.shots[*at].cast.is_empty()) => {
            say(format!("Shot {shot} is its footage drawn anew; whom the prompt names is not added. Use it as an insert for that."));
        }
        _ => {}
    }
    told
}
