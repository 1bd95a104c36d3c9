//! The studio engine's live session: one scene that goes on, a picture and its sound a tick, while its words change.
//!
//! A pure function of the first plan and of what came at which tick, but for spoken lines that took longer than usual to make. It knows neither
//! codecs nor clocks, nor who watches.

use super::{
    Studio,
    film::Film,
    footage::Footage,
    likeness::{self, Bill},
    picture::{Artist, portrait::Portrait},
    screenplay::{Screenplay, ShotPlan, SpokenLine, Transition, Verb},
    sound::live::{LEAD, LiveSound},
    understand::{
        Nearest, Nothing,
        anew::{Anew, Standing, Turn, understand_anew},
    },
    world::{ShotTrace, Trace, live::LiveWorld},
};
use crate::{EditOutcome, EngineError, Given, Live, Pushed};
use domain::{
    consent::FrameSink,
    plan::{FrozenPlan, Size},
    product::{Picture, SAMPLE_RATE},
    storyboard::Shot,
};
use std::sync::Arc;

/// Moments that are kept of the shot under way: more than anything that is seen looks back to.
const KEPT: usize = 96;
/// With more bodies than this, gone ones among them, the scene is set anew.
const CROWD: usize = 24;
/// The one pass of a stage.
pub const PASS: u8 = 1;

pub(super) struct Stage {
    studio: Studio,
    seed: u64,
    fps: u32,
    size: Size,
    given: Given,
    shot: Shot,
    scene: usize,
    scenes: usize,
    standing: Standing,
    world: LiveWorld,
    /// What can be seen still: where the scene was set, the words before, the words now.
    film: Film,
    spoken: Vec<SpokenLine>,
    sound: LiveSound,
    artist: Artist,
    /// Ticks so far.
    tick: u64,
    notices: Vec<String>,
}

impl Stage {
    pub(super) fn open(plan: &Arc<FrozenPlan>, given: Given, studio: Studio) -> Result<Self, EngineError> {
        let shot = shot_of(plan).map_err(EngineError::Unsupported)?;
        likeness::check(plan, &given.likenesses)?;
        let (size, fps, seed) = (plan.format().size, plan.format().fps, plan.seed());
        let turn = Turn { start: 0.0, played: 0.0, seed, scene: 0, again: false };
        let Anew { mut plan, notices, scenes, standing, .. } = read(&studio, &shot, None, turn, &given);
        delay_speech(&mut plan);
        let world = LiveWorld::set(&plan, aspect(size), fps);
        let mut sound = LiveSound::new(seed, plan.setting);
        let portraits: Vec<Portrait> = given.likenesses.iter().map(Portrait::of).collect();
        sound.turn(&plan, 0.0, portraits.iter().map(|portrait| portrait.voice).collect(), true);
        let trace = Trace { shots: vec![empty_trace(&world)], events: Vec::new() };
        let screenplay = Screenplay { shots: vec![plan], seed, fps };
        let film = Film { screenplay, trace, notices: Vec::new(), portraits, footage: Footage::default() };
        let artist = Artist::new(size);
        let spoken = Vec::new();
        Ok(Self { studio, seed, fps, size, given, shot, scene: 0, scenes, standing, world, film, spoken, sound, artist, tick: 0, notices })
    }

    fn at(&self) -> f64 {
        self.tick as f64 / f64::from(self.fps)
    }

    /// The same words once more, or their next scene, where these are played out.
    fn go_round(&mut self) {
        let now = self.film.screenplay.shots.last().expect("there is a shot");
        if self.world.played() + 1e-9 < now.seconds {
            return;
        }
        let scene = (self.scene + 1) % self.scenes;
        let again = scene <= self.scene;
        self.take_up(self.shot.clone(), scene, again, false);
    }

    /// Reads words in the scene as it stands. What could not be done is returned.
    fn take_up(&mut self, shot: Shot, scene: usize, again: bool, fresh: bool) -> Vec<String> {
        // Words that come twice between two pictures follow a moment too.
        if self.film.trace.shots.last().is_some_and(|trace| trace.frames.is_empty()) {
            self.note_moment();
        }
        let turn = Turn { start: self.at(), played: self.world.played(), seed: self.seed, scene, again };
        let crowded = self.film.screenplay.shots.last().is_some_and(|plan| plan.cast.len() > CROWD);
        let was = (!crowded).then_some(&self.standing);
        let mut anew = read(&self.studio, &shot, was, turn, &self.given);
        // Whoever is not named in another place need not walk out of it: it is another place.
        if was.is_some() && !anew.plan.goes_on() {
            anew = read(&self.studio, &shot, None, turn, &self.given);
            anew.plan.transition = Transition::Dissolve;
        }
        let Anew { mut plan, notices, scenes, vanish, standing } = anew;
        delay_speech(&mut plan);
        let voices = self.film.portraits.iter().map(|portrait| portrait.voice).collect();
        self.sound.turn(&plan, turn.start, voices, fresh);
        self.lines_age(plan.goes_on());
        if plan.goes_on() {
            self.world.redirect(&plan, &vanish);
        } else {
            self.world = LiveWorld::set(&plan, aspect(self.size), self.fps);
        }
        self.turn_page(plan);
        (self.shot, self.scene, self.scenes, self.standing) = (shot, scene % scenes, scenes, standing);
        notices
    }

    /// Who speaks as a scene goes on speaks on.
    fn lines_age(&mut self, goes_on: bool) {
        let now = self.film.screenplay.shots.len() - 1;
        let place = self.pages().len() - 1;
        self.spoken.retain(|line| goes_on && line.shot == now);
        self.spoken.iter_mut().for_each(|line| line.shot = place);
    }

    /// Of the shots that are known, those that are still needed when a new one comes: where the scene was set, and the last.
    fn pages(&self) -> Vec<usize> {
        let last = self.film.screenplay.shots.len() - 1;
        let opening = self.film.trace.shots[last].joint.map_or(last, |joint| joint.opening);
        if opening == last { vec![last] } else { vec![opening, last] }
    }

    fn turn_page(&mut self, plan: ShotPlan) {
        let pages = self.pages();
        let mut shots = std::mem::take(&mut self.film.trace.shots);
        let plans = std::mem::take(&mut self.film.screenplay.shots);
        let last = plans.len() - 1;
        for page in pages {
            let trace = &mut shots[page];
            // Focus goes by the middle of the opening, a dissolve by the end of the last.
            let keep = if page == last && !plan.goes_on() { trace.frames.len() - 1 } else { trace.frames.len() / 2 };
            trace.frames = trace.frames.drain(keep..=keep).collect();
            self.film.trace.shots.push(std::mem::replace(trace, empty_trace(&self.world)));
            self.film.screenplay.shots.push(plans[page].clone());
        }
        let joint = self.world.joint().filter(|_| plan.goes_on());
        self.film.trace.shots.push(ShotTrace { joint, ..empty_trace(&self.world) });
        self.film.screenplay.shots.push(plan);
    }

    fn note_moment(&mut self) {
        let at = self.at();
        let (moment, events) = self.world.next(at);
        let plan = self.film.screenplay.shots.last().expect("there is a shot");
        self.sound.hear(plan, at, &events);
        let trace = self.film.trace.shots.last_mut().expect("there is one for each shot");
        if trace.frames.len() >= KEPT {
            trace.frames.drain(..KEPT / 2);
        }
        trace.frames.push(moment);
        trace.stage = self.world.stage();
        trace.marks = self.world.marks().to_vec();
    }

    fn draw(&mut self) -> Picture {
        let shot = self.film.trace.shots.len() - 1;
        let index = self.film.trace.shots[shot].frames.len() - 1;
        let rgba = self.artist.draw_moment(&self.film, &self.spoken, (shot, index), self.at());
        Picture { width: self.size.width, height: self.size.height, rgba }
    }

    fn hear(&mut self, sink: &mut FrameSink) -> Result<(), EngineError> {
        let at = self.at();
        if let Some(said) = self.sound.due(at) {
            let shot = self.film.screenplay.shots.len() - 1;
            self.spoken.retain(|line| line.at + line.seconds > at);
            self.spoken.extend(said.spoken.into_iter().map(|line| SpokenLine { shot, ..line }));
            said.notices.into_iter().for_each(|notice| sink.notice(notice));
        }
        let per = |tick: u64| tick * u64::from(SAMPLE_RATE) / u64::from(self.fps);
        let (from, to) = (per(self.tick), per(self.tick + 1));
        let pcm = self.sound.samples((to - from) as usize);
        sink.sound(from, pcm)?;
        Ok(())
    }
}

impl Live for Stage {
    fn tick(&mut self, sink: &mut FrameSink, draw: bool) -> Result<(), EngineError> {
        if sink.is_stopped() {
            return Err(EngineError::Stopped);
        }
        for notice in std::mem::take(&mut self.notices) {
            sink.notice(notice);
        }
        self.go_round();
        self.note_moment();
        self.hear(sink)?;
        let index = u32::try_from(self.tick).map_err(|_| EngineError::Failed("the stage ran for years".into()))?;
        let picture = draw.then(|| self.draw());
        // Its sound is out: a picture that nobody may see is not made again.
        self.tick += 1;
        if let Some(picture) = picture {
            sink.frame(PASS, index, picture)?;
        }
        Ok(())
    }

    fn apply(&mut self, plan: &Arc<FrozenPlan>, given: Given) -> EditOutcome {
        let shot = match shot_of(plan) {
            Ok(shot) => shot,
            Err(why) => return EditOutcome::Rejected(why),
        };
        if let Err(error) = likeness::check(plan, &given.likenesses) {
            return EditOutcome::Rejected(error.to_string());
        }
        let names = |given: &Given| Bill::of(&given.likenesses);
        let fresh = names(&given) != names(&self.given);
        self.film.portraits = given.likenesses.iter().map(Portrait::of).collect();
        self.given = given;
        if fresh {
            // Pictures of the words before are drawn for a while still: nobody is in them who is not on the new bill.
            for actor in self.film.screenplay.shots.iter_mut().flat_map(|shot| &mut shot.cast) {
                if actor.part != super::screenplay::Part::Drawn {
                    actor.part = super::screenplay::Part::StandIn;
                }
            }
            self.spoken.clear();
        }
        let notices = self.take_up(shot, 0, false, fresh);
        EditOutcome::Applied(notices)
    }

    fn push(&mut self, pushed: Pushed) -> bool {
        self.world.push(pushed.at, pushed.by)
    }

    fn resize(&mut self, size: Size) {
        if size != self.size {
            self.size = size;
            self.artist = Artist::new(size);
        }
    }
}

fn read(studio: &Studio, shot: &Shot, was: Option<&Standing>, turn: Turn, given: &Given) -> Anew {
    understand_anew(shot, was, turn, &Bill::of(&given.likenesses), studio.nearest.as_deref().map_or(&Nothing as &dyn Nearest, |nearest| nearest))
}

/// The one shot that a stage plays.
fn shot_of(plan: &FrozenPlan) -> Result<Shot, String> {
    if !plan.uploads().is_empty() {
        return Err("pictures and footage are not used on the stage: take the shot to see them".to_owned());
    }
    match plan.shots() {
        [shot] => Ok(shot.clone()),
        _ => Err("the stage plays one shot at a time".to_owned()),
    }
}

/// Voices take a while to be made: what is said, and the gestures that go with it, begin that much later; and nobody is cut short.
fn delay_speech(plan: &mut ShotPlan) {
    if plan.speech.is_empty() {
        return;
    }
    for action in plan.cast.iter_mut().flat_map(|actor| &mut actor.actions).filter(|action| action.verb == Verb::Talk && action.from >= 0.0) {
        action.from += LEAD;
    }
    for speech in &mut plan.speech {
        speech.at += LEAD;
        plan.seconds = plan.seconds.max(speech.at - plan.start + speech.seconds + 0.5);
    }
}

fn aspect(size: Size) -> f64 {
    f64::from(size.width) / f64::from(size.height)
}

fn empty_trace(world: &LiveWorld) -> ShotTrace {
    ShotTrace { stage: world.stage(), frames: Vec::new(), marks: world.marks().to_vec(), contacts: Vec::new(), joint: world.joint() }
}
