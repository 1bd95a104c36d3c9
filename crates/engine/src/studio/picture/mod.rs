//! Any frame of a film as a picture of any size, drawn in layers from the horizon to the lens.
//!
//! A frame is a pure function of film, spoken lines and number: nothing is kept from one to the next but memory.

mod automata;
mod beasts;
mod blur;
mod brush;
mod clothes;
mod costume;
mod cutting;
mod face_wear;
mod figure;
mod flyers;
mod gear;
pub mod head;
mod joint;
mod lens;
mod likeness_head;
pub mod look;
mod marks;
mod nets;
mod palette;
mod pen;
mod pet;
mod places;
pub mod portrait;
pub mod print;
mod props;
mod scenery;
mod shape;
mod sky;
mod smear;
mod snail;
mod swimmers;
mod thing;
mod things;
mod uploads;
mod vehicles;
mod weather;

use super::{
    film::{Film, mouths},
    footage::{Painter, Shown},
    screenplay::{Actor, ActorKind, Lips, Part, Setting, ShotPlan, SpokenLine, Style, Transition, Verb, Weather},
    world::{
        MarkKind, ShotTrace, chance,
        pose::{PersonPose, PetPose, Pose, Vec2, ease},
    },
};
use brush::Brush;
use domain::{plan::Size, upload::Role};
use head::{DrawnHead, HeadSource};
use likeness_head::{LikenessHead, StandInHead};
use look::Look;
use palette::{Palette, Rgb, named};
use places::kit::Air;
use portrait::Portrait;
use print::{
    Press,
    lanes::{self, wide},
};
use vello_cpu::{PixmapMut, RasterizerSettings, RenderContext, RenderSettings, Resources, TargetInit, color::AlphaColor};

/// Draws frames of one size.
pub struct Artist {
    size: Size,
    context: RenderContext,
    resources: Resources,
    press: Press,
    painter: Painter,
}

impl Artist {
    #[must_use]
    pub fn new(size: Size) -> Self {
        let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
        Self {
            size,
            context: RenderContext::new_with(size.width as u16, size.height as u16, settings),
            resources: Resources::new(),
            press: Press::new(size),
            painter: Painter::default(),
        }
    }

    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// The picture, as RGBA rows with alpha 255. A frame past the end is the last one.
    #[must_use]
    pub fn draw(&mut self, film: &Film, spoken: &[SpokenLine], frame: u32) -> Vec<u8> {
        let frame = frame.min(film.frames().saturating_sub(1));
        let Some((shot, index)) = film.locate(frame) else { return vec![0; self.size.width as usize * self.size.height as usize * 4] };
        self.draw_moment(film, spoken, (shot, index), f64::from(frame) / f64::from(film.screenplay.fps))
    }

    /// The same for a moment of a shot, `at` seconds of the film: where a film is as long as it is watched, its frames have no numbers.
    #[must_use]
    pub fn draw_moment(&mut self, film: &Film, spoken: &[SpokenLine], (shot, index): (usize, usize), at: f64) -> Vec<u8> {
        let plan = &film.screenplay.shots[shot];
        let mut rgba = self.draw_one(film, spoken, (shot, index), at, (plan, usize::MAX));
        let before = dissolving(film, shot, index).map(|((shot, index), part)| {
            let was = self.draw_one(film, spoken, (shot, index), at, (&film.screenplay.shots[shot], usize::MAX));
            (was, part)
        });
        let before = before.or_else(|| {
            let (was, known, part) = joint::easing(film, shot, index)?;
            Some((self.draw_one(film, spoken, (shot, index), at, (&was, known)), part))
        });
        if let Some((was, part)) = before {
            let part = (part * 256.0) as u16;
            wide!(lanes::blend(&mut rgba, &was, part));
        }
        rgba
    }

    /// A frame of one shot as this plan has it, printed, without things beyond so many of its cast.
    fn draw_one(
        &mut self,
        film: &Film,
        spoken: &[SpokenLine],
        (shot, index): (usize, usize),
        at: f64,
        (plan, things): (&ShotPlan, usize),
    ) -> Vec<u8> {
        let mouths = mouths(film, spoken, shot, at);
        let trace = &film.trace.shots[shot];
        // A scene that goes on counts its frames from where it was set.
        let past = trace.joint.map_or(0, |joint| joint.frames);
        // Clay is moved by hand: every pose is held for two frames.
        let index = if plan.style == Style::Clay { index.saturating_sub((past + index) & 1) } else { index };
        let mut palette = Palette::new(plan.setting, plan.time, plan.weather, plan.style);
        if plan.pace > 3.0 {
            // Time-lapse: the sun goes over the sky.
            let gone = if past > 0 { 1.0 } else { index as f64 / trace.frames.len().max(1) as f64 };
            palette.sun_at = (0.08 + 0.84 * gone, palette.sun_at.1 + 0.5 * (gone - 0.5).powi(2));
        }
        let view = trace.frames[index].view;
        let size = (f64::from(self.size.width), f64::from(self.size.height));
        let air = Air::new(plan, trace.frames[index].now, chance::mix(film.screenplay.seed, plan.setting as u64 + 40));
        let air = Air { water: trace.stage.water, ..air };
        let shown = film.footage.shown(shot, index as f64 / f64::from(film.screenplay.fps));
        if let Some(shown) = &shown {
            uploads::tint(&mut palette, shown);
        }
        let scene = Scene { plan, trace, index, mouths: &mouths, film, air, shown, things, shot };
        if let Some(rgba) = self.draw_over(&scene, palette) {
            return rgba;
        }
        self.context.reset();
        let mut brush = Brush::new(&mut self.context, view, size, plan.style, palette);
        scene.draw_behind(&mut brush);
        let opening = &film.trace.shots[trace.joint.map_or(shot, |joint| joint.opening)].frames;
        let focus = lens::focus(&brush, plan, opening[opening.len() / 2].view.height);
        let mut rgba = vec![0; self.size.width as usize * self.size.height as usize * 4];
        if let Some(focus) = focus {
            self.render(&mut rgba, TargetInit::Clear(AlphaColor::TRANSPARENT));
            lens::blur(&mut rgba, &mut self.press.plane, self.size, &focus);
            self.context.reset();
            let mut brush = Brush::new(&mut self.context, view, size, plan.style, palette);
            uploads::before(&mut brush.palette);
            scene.draw_before(&mut brush, Depth::All);
            self.render(&mut rgba, TargetInit::SrcOver);
        } else {
            uploads::before(&mut brush.palette);
            scene.draw_before(&mut brush, Depth::All);
            self.render(&mut rgba, TargetInit::Clear(AlphaColor::TRANSPARENT));
        }
        self.press.vignette(&mut rgba, weather::vignette(&palette));
        self.press.print(plan.style, &mut rgba, (past + index) as u32);
        rgba
    }

    fn render(&mut self, rgba: &mut [u8], over: TargetInit) {
        self.context.flush();
        let target = PixmapMut::new(self.size.width as u16, self.size.height as u16, rgba).expect("the buffer has the picture's size");
        let settings = RasterizerSettings { target_init: over, ..RasterizerSettings::default() };
        self.context.render_with(target, &mut self.resources, settings);
    }
}

/// Seconds in which one shot becomes the next.
const DISSOLVE: f64 = 0.5;

/// The frame of the shot before that still shows, and how much of the new one does already.
fn dissolving(film: &Film, shot: usize, index: usize) -> Option<((usize, usize), f64)> {
    let plan = &film.screenplay.shots[shot];
    let count = (DISSOLVE * f64::from(film.screenplay.fps)).round();
    let before = shot.checked_sub(1).filter(|_| plan.transition == Transition::Dissolve && (index as f64) < count)?;
    // The shot before stands still at its end: it has no more.
    let last = film.trace.shots[before].frames.len().checked_sub(1)?;
    Some(((before, last), ease((index as f64 + 1.0) / (count + 1.0))))
}

/// One frame of one shot, and what is known of it.
struct Scene<'a> {
    plan: &'a ShotPlan,
    trace: &'a ShotTrace,
    index: usize,
    mouths: &'a [Option<Lips>],
    film: &'a Film,
    air: Air,
    shown: Option<Shown<'a>>,
    /// Things of a higher number are not there yet.
    things: usize,
    shot: usize,
}

/// How much of what stands before the background: all of it, only whom the plane hides, only the rest.
#[derive(Clone, Copy, Debug)]
enum Depth {
    All,
    Beyond(f64),
    Within(f64),
}

impl Depth {
    fn has(self, lane: f64) -> bool {
        match self {
            Self::All => true,
            Self::Beyond(plane) => lane > plane,
            Self::Within(plane) => lane <= plane,
        }
    }
}

impl Scene<'_> {
    fn draw_behind(&self, brush: &mut Brush<'_>) {
        scenery::draw(brush, self.plan, &self.trace.stage, &self.air);
        weather::ripples(brush, self.plan, self.air.now, self.air.seed);
        lens::veil(brush);
    }

    /// Somebody acts farther away than this.
    fn has_beyond(&self, plane: f64) -> bool {
        self.trace.frames[self.index].poses.iter().any(|pose| pose.lane() > plane)
    }

    fn draw_before(&self, brush: &mut Brush<'_>, depth: Depth) {
        if matches!(depth, Depth::Beyond(_)) {
            return self.draw_actors(brush, depth);
        }
        let Self { plan, trace, .. } = self;
        let moment = &trace.frames[self.index];
        let now = moment.now;
        let poses = &moment.poses;
        if let Some(hoop) = &trace.stage.hoop {
            props::hoop_back(brush, hoop);
        }
        nets::draw(brush, &trace.stage, &trace.marks, now);
        match trace.joint.and_then(|joint| joint.bench).filter(|_| plan.setting != Setting::Stadium) {
            Some([middle, half]) => props::bench(brush, middle, half, 0.12),
            None => seats(brush, plan, poses),
        }
        bowls(brush, plan, trace);
        umbrella(brush, plan, poses);
        self.draw_actors(brush, depth);
        weather::marks(brush, &trace.marks, now);
        if let Some(hoop) = &trace.stage.hoop {
            let swing = trace
                .marks
                .iter()
                .filter(|mark| mark.kind == MarkKind::Net && now >= mark.now)
                .map(|mark| (-(now - mark.now) * 4.0).exp() * ((now - mark.now) * 14.0).cos().abs());
            props::hoop_front(brush, hoop, swing.fold(0.0, f64::max));
        }
        // Leaves and waves belong to a place that is drawn.
        if self.shown.is_none_or(|shown| !matches!(shown.role, Role::Setting | Role::Insert | Role::Backdrop)) {
            scenery::before(brush, plan, &self.air);
        }
        weather::before(brush, plan, &self.air);
        lens::lines(brush, plan, trace, self.index, self.film.screenplay.fps);
    }

    /// From the farthest to the nearest.
    fn draw_actors(&self, brush: &mut Brush<'_>, depth: Depth) {
        let Self { plan, trace, film, .. } = self;
        let poses = &trace.frames[self.index].poses;
        let is_there = |actor: usize| actor < self.things || !joint::appears(plan.cast[actor].kind);
        let mut order: Vec<usize> = (0..poses.len()).filter(|actor| depth.has(poses[*actor].lane()) && is_there(*actor)).collect();
        order.sort_by(|a, b| poses[*b].lane().total_cmp(&poses[*a].lane()).then(a.cmp(b)));
        // Nobody changes clothes in the middle of a scene, whatever the weather becomes.
        let dressed = film.screenplay.shots[trace.joint.map_or(self.shot, |joint| joint.opening)].weather;
        for actor in order {
            let lips = self.mouths.get(actor).copied().flatten();
            let shown = self.shown.filter(|shown| shown.figure == Some(actor));
            brush.sweep = smear::Sweep::of(plan.style, trace, (self.index, actor));
            blur::exposed(brush, trace, (self.index, actor), |brush, pose| {
                brush.above(pose.waterline(), pose.lane(), |brush| match shown {
                    // Who plays it is in the footage already.
                    Some(shown) if shown.role == Role::Backdrop => {}
                    Some(shown) if shown.role == Role::Subject && cutting::draw(brush, &shown, pose) => {}
                    _ => draw_actor(brush, plan, actor, pose, (lips, dressed), &film.portraits),
                });
            });
        }
        brush.sweep = None;
    }
}

fn seats(brush: &mut Brush<'_>, plan: &ShotPlan, poses: &[Pose]) {
    let sitting = |id: &usize| plan.cast[*id].kind.is_person() && plan.cast[*id].actions.iter().any(|action| action.verb == Verb::Sit);
    let xs: Vec<f64> =
        (0..poses.len()).filter(sitting).filter_map(|id| if let Pose::Person(person) = &poses[id] { Some(person.pelvis.x) } else { None }).collect();
    let (Some(low), Some(high)) = (xs.iter().copied().reduce(f64::min), xs.iter().copied().reduce(f64::max)) else { return };
    if plan.setting != Setting::Stadium {
        props::bench(brush, (low + high) / 2.0, (high - low) / 2.0 + 0.55, 0.12);
    }
}

/// Before every pet that eats and has nothing else to eat from.
fn bowls(brush: &mut Brush<'_>, plan: &ShotPlan, trace: &ShotTrace) {
    for (id, actor) in plan.cast.iter().enumerate() {
        let Some(meal) = actor.actions.iter().find(|action| matches!(action.verb, Verb::Eat | Verb::Drink) && action.target.is_none()) else {
            continue;
        };
        // Where its head is in the middle of the meal, so that the bowl stays.
        let middle = (meal.from + meal.seconds / 2.0) * plan.pace.recip().max(1e-3);
        let at = trace.frames.partition_point(|moment| moment.now < middle).min(trace.frames.len() - 1);
        if let (true, Pose::Pet(pet)) = (matches!(actor.kind, ActorKind::Cat | ActorKind::Dog), &trace.frames[at].poses[id]) {
            let ahead = if pet.facing < 0.0 { -1.0 } else { 1.0 };
            props::bowl(brush, pet.head.x + ahead * 0.20 * pet.height, 0.30 * pet.height, pet.lane + 0.02);
        }
    }
}

/// Over the heads of all who share it, in the hand of the first.
fn umbrella(brush: &mut Brush<'_>, plan: &ShotPlan, poses: &[Pose]) {
    let under: Vec<&PersonPose> = (0..poses.len())
        .filter(|id| plan.cast[*id].wear.umbrella.is_some())
        .filter_map(|id| if let Pose::Person(person) = &poses[id] { Some(person) } else { None })
        .collect();
    let Some(holder) = under.first() else { return };
    let near = |person: &&&PersonPose| (person.neck.x - holder.neck.x).abs() < 1.7;
    let xs: Vec<f64> = under.iter().filter(near).map(|person| person.neck.x).collect();
    let (low, high) = (xs.iter().copied().fold(f64::MAX, f64::min), xs.iter().copied().fold(f64::MIN, f64::max));
    let top = under.iter().filter(near).map(|person| person.neck.y + 0.36 * person.height).fold(0.0, f64::max);
    let hand = holder.arms[1].end;
    let colour = plan.cast.iter().find_map(|actor| actor.wear.umbrella).flatten().map_or(Rgb::hex(0xd8443c), named);
    props::umbrella(brush, hand, Vec2::new(f64::midpoint(low, high), top), (high - low) / 2.0 + 0.62, (colour, holder.lane + 0.05));
}

/// Hits a tennis ball, alone or with somebody.
fn plays_tennis(plan: &ShotPlan, id: usize) -> bool {
    let is_ball = |id: usize| plan.cast.get(id).is_some_and(|actor| actor.kind == ActorKind::TennisBall);
    plan.cast[id].actions.iter().any(|action| action.verb == Verb::Hit && action.target.is_some_and(is_ball))
}

fn portrait_of<'a>(actor: &Actor, portraits: &'a [Portrait]) -> Option<&'a Portrait> {
    if let Part::Cameo(index) = actor.part { portraits.get(index).filter(|portrait| portrait.is_drawable()) } else { None }
}

fn draw_actor(brush: &mut Brush<'_>, plan: &ShotPlan, id: usize, pose: &Pose, (lips, dressed): (Option<Lips>, Weather), portraits: &[Portrait]) {
    let actor = &plan.cast[id];
    let portrait = portrait_of(actor, portraits);
    let mouth = lips.map_or(0.0, |lips| lips.open);
    match pose {
        Pose::Person(person) if actor.kind == ActorKind::Robot && portrait.is_none() => automata::robot(brush, person, actor, mouth),
        Pose::Person(person) if actor.kind == ActorKind::Snowman && portrait.is_none() => automata::snowman(brush, person, actor, mouth),
        Pose::Person(person) => {
            let look = Look::played(actor, portrait, plan.setting, dressed);
            let (drawn, stand_in) = (DrawnHead { look: &look }, StandInHead { look: &look });
            let enrolled = portrait.map(|portrait| LikenessHead { portrait, look: &look, style: plan.style });
            // Whoever was mentioned and has no portrait is nobody, never somebody made up.
            let head: &dyn HeadSource = match (&enrolled, actor.part) {
                (Some(enrolled), _) => enrolled,
                (None, Part::Drawn) => &drawn,
                (None, _) => &stand_in,
            };
            figure::Person { pose: person, look: &look, head, lips }.draw(brush);
            if plays_tennis(plan, id) {
                props::racket(brush, person, actor.look);
            }
        }
        Pose::Pet(pet) if actor.kind == ActorKind::Creature => thing::pet(brush, pet, portrait),
        Pose::Pet(pet) if actor.kind == ActorKind::Snail => snail::draw(brush, pet, actor),
        Pose::Pet(pet) => {
            let pet = &PetPose { mouth: if lips.is_some() { mouth } else { pet.mouth }, ..pet.clone() };
            if !beasts::draw(brush, pet, actor) {
                pet::draw(brush, pet, actor);
            }
        }
        Pose::Ball(ball) if actor.kind == ActorKind::Prop => thing::prop(brush, ball, portrait),
        Pose::Ball(ball) => props::ball(brush, ball, actor),
        Pose::Car(car) => props::car(brush, car, actor),
        Pose::Flyer(flyer) => flyers::draw(brush, flyer, actor),
        Pose::Thing(thing) => things::draw(brush, thing, actor),
        Pose::Rope(rope) => things::rope(brush, rope, actor),
    }
}
