//! The words of a scene that runs, read anew after somebody changed them: who is there is recognised, who is not named any more goes.
//!
//! A shot that goes on (`going_on`) is told in addition to what is there; here the words tell the whole scene, as they stand now.

use super::{
    corrections::Corrections,
    direct::{self, Before, Slot, direct},
    directions, going_on,
    lexicon::Subject,
    nearest::{Asking, Nearest},
    notices::Told,
    parse,
    players::Players,
    reading::{Clause, Reading, is_ball},
    scenes::{self, Scene},
    tag, token,
};
use crate::studio::{
    likeness::Bill,
    screenplay::{Actor, ActorId, ActorKind, Build, CameraMove, Framing, Part, ShotPlan, Style, TimeOfDay, Verb, Wear, Weather},
};
use domain::{mention::Mention, storyboard::Shot};

/// What is remembered of the words that are played.
pub struct Standing {
    scene: Scene,
    reading: Reading,
    before: Before,
}

/// Where in the film the words begin to be played, and how.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    /// Film seconds.
    pub start: f64,
    /// Film seconds for which the words before were played.
    pub played: f64,
    pub seed: u64,
    /// Of the scenes that the words tell: they are played one after the other.
    pub scene: usize,
    /// The same words once more: nobody says their lines again.
    pub again: bool,
}

/// What the words come to.
pub struct Anew {
    pub plan: ShotPlan,
    pub notices: Vec<String>,
    /// Scenes that the words tell.
    pub scenes: usize,
    /// Those of the cast who were there, cannot walk off, and are no longer.
    pub vanish: Vec<ActorId>,
    pub standing: Standing,
}

/// The cast of the plan begins with that of the plan before, in order.
#[must_use]
pub fn understand_anew(shot: &Shot, was: Option<&Standing>, turn: Turn, bill: &Bill, nearest: &dyn Nearest) -> Anew {
    let players = Players::new(std::slice::from_ref(shot), bill);
    let asking = Asking::new(nearest);
    let mut told = Told::default();
    let mut corrections = Corrections::of(shot);
    let tokens = token::tokenise(&shot.prompt);
    let tongue = tag::tongue(&tokens);
    told.text(&shot.prompt, &tokens);
    let all = scenes::scenes(tag::tag(&tokens, tongue, &asking), shot.seconds);
    let count = all.len().max(1);
    let scene = all.into_iter().nth(turn.scene % count).unwrap_or_else(|| empty(shot));
    let mut reading = parse::read(&scene.units, tongue, &players);
    reading.leaves = going_on::leaving(&scene.units, &reading.clauses);
    directions(&mut reading, shot, &players, &asking);
    let mut parts = Vec::new();
    if let Some(was) = was {
        parts.push((was.scene.clone(), was.reading.clone(), 0));
    }
    parts.push((scene, reading, 0));
    let at = parts.len() - 1;
    direct::carry_over(&mut parts, at);
    direct::forget_unmet(&mut parts[at].1);
    let (scene, mut reading, _) = parts.pop().expect("one was just put in");
    corrections.of_cast(&mut reading);
    if turn.again {
        reading.said.clear();
        reading.counting = None;
    }
    told.note(&reading);
    let before = was.map(|was| as_if_new(&was.before, turn.played));
    let met = before.as_ref().map(|before| meet(&mut reading, before));
    let lines = if turn.again { &[] } else { shot.dialogue.as_slice() };
    let kept = reading.clone();
    let slot = Slot { start: turn.start, seconds: scene.seconds, seed: turn.seed, shot: 0 };
    let (mut plan, mut after, undone) = direct(reading, lines, &players, slot, before.as_ref(), &mut corrections, &mut Vec::new());
    if let Some(met) = &met {
        met.dress(&mut plan.cast);
        plan.leaving.extend(met.vanish.iter().filter(|id| !plan.leaving.contains(id)).copied().collect::<Vec<_>>());
    }
    plan.cast.iter_mut().for_each(|actor| recast(actor, &players));
    after.plan = plan.clone();
    told.undone(undone);
    told.undone(players.notices(&plan));
    corrections.tell(&mut told);
    told.unasked = asking.was_in_vain();
    let vanish = met.map(|met| met.vanish).unwrap_or_default();
    Anew { plan, notices: told.sentences(), scenes: count, vanish, standing: Standing { scene, reading: kept, before: after } }
}

fn empty(shot: &Shot) -> Scene {
    Scene {
        units: Vec::new(),
        seconds: f64::from(shot.seconds),
        transition: crate::studio::screenplay::Transition::Cut,
        time: None,
        inferred: false,
        establishes: false,
    }
}

/// What the words before said of light, weather, style and camera holds no longer; what bodies had begun goes on.
fn as_if_new(was: &Before, played: f64) -> Before {
    let mut before = was.clone();
    (before.time, before.weather, before.season, before.style) = (TimeOfDay::Day, Weather::Clear, None, Style::Soft);
    let plan = &mut before.plan;
    (plan.seconds, plan.pace) = (played, 1.0);
    (plan.camera.framing, plan.camera.movement, plan.camera.handheld) = (Framing::Auto, CameraMove::Auto, false);
    plan.ambience.clear();
    for actor in &mut plan.cast {
        actor.actions.retain(|action| action.from < played);
    }
    before
}

/// Who of the words is there already.
struct Met {
    /// Of those who are there: colour, clothes and size as the words have them now.
    looks: Vec<Option<(Option<crate::studio::screenplay::Colour>, Wear, f32)>>,
    vanish: Vec<ActorId>,
}

impl Met {
    fn dress(&self, cast: &mut [Actor]) {
        for (actor, look) in cast.iter_mut().zip(&self.looks) {
            let Some((colour, wear, size)) = look else { continue };
            actor.colour = colour.or(actor.colour);
            if *wear != Wear::default() {
                actor.wear = *wear;
            }
            if (*size - 1.0).abs() > 1e-3 {
                actor.size = *size;
            }
        }
    }
}

/// Puts the reading right so that its first entities are those of the cast, in order. Who is not named any more is sent away.
fn meet(reading: &mut Reading, before: &Before) -> Met {
    let there = before.entities.len();
    let mut met = vec![false; there];
    let mut looks = vec![None; there];
    let mut places = Vec::new();
    let told = std::mem::replace(&mut reading.entities, before.entities.clone());
    for entity in told {
        let stays = |id: &usize| !before.plan.leaving.contains(id) && going_on::is_same(&before.entities[*id], &entity);
        match (0..there).find(|id| !met[*id] && stays(id)) {
            Some(id) => {
                met[id] = true;
                looks[id] = Some((entity.colour, entity.wear, entity.size));
                let known = &mut reading.entities[id];
                (known.feeling, known.way) = (entity.feeling.or(known.feeling), entity.way);
                places.push(id);
            }
            None => {
                places.push(reading.entities.len());
                reading.entities.push(entity);
            }
        }
    }
    renumber(reading, &places, there);
    reading.there = Some(there);
    let gone: Vec<usize> = (0..there).filter(|id| !met[*id] && !before.plan.leaving.contains(id) && !before.entities[*id].implied).collect();
    let vanish = send_away(reading, before, gone);
    Met { looks, vanish }
}

fn renumber(reading: &mut Reading, places: &[usize], there: usize) {
    let last = reading.entities.len().saturating_sub(1);
    let place = |id: usize| places.get(id).copied().unwrap_or(last);
    for clause in &mut reading.clauses {
        clause.subjects.iter_mut().for_each(|id| *id = place(*id));
        clause.subjects.dedup();
        (clause.object, clause.towards) = (clause.object.map(place), clause.towards.map(place));
    }
    for said in &mut reading.said {
        said.speaker = said.speaker.map(place);
    }
    if let Some(counting) = &mut reading.counting {
        counting.speaker = counting.speaker.map(place);
    }
    for entity in reading.entities.iter_mut().skip(there) {
        entity.carries = entity.carries.map(place);
    }
}

/// Who can go goes; the others are returned.
fn send_away(reading: &mut Reading, before: &Before, gone: Vec<usize>) -> Vec<ActorId> {
    let mut vanish = Vec::new();
    for id in gone {
        let kind = before.plan.cast.get(id).map(|actor| actor.kind);
        let entity = &before.entities[id];
        let verb = match kind.map(ActorKind::build) {
            _ if is_ball(entity.what) || entity.what == Subject::AnyBall => None,
            None | Some(Build::Thing | Build::Rope | Build::Ball) => None,
            Some(Build::Flyer) => Some(Verb::Fly),
            Some(Build::Swimmer) => Some(Verb::Swim),
            Some(Build::Wheels) => Some(Verb::Drive),
            Some(Build::Boat) => Some(Verb::Sail),
            Some(Build::Craft) => Some(Verb::Fly),
            Some(_) => Some(Verb::Walk),
        };
        match verb {
            None => vanish.push(id),
            Some(verb) => {
                reading.leaves.push(reading.clauses.len());
                reading.clauses.push(Clause { haste: 1.6, ..Clause::new(vec![id], verb, 0) });
            }
        }
    }
    vanish
}

/// Whose likeness may be shown may have changed since: who is not on the bill is played by a stand-in.
fn recast(actor: &mut Actor, players: &Players) {
    if actor.part == Part::Drawn {
        return;
    }
    let mention = actor.name.as_deref().and_then(|name| name.parse::<Mention>().ok());
    actor.part = mention.map_or(Part::StandIn, |mention| players.of(&mention).part);
}
