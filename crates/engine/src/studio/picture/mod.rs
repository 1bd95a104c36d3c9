//! Any frame of a film as a picture of any size, drawn in layers from the horizon to the lens.
//!
//! A frame is a pure function of film, spoken lines and number: nothing is kept from one to the next but memory.

mod brush;
mod figure;
pub mod head;
mod likeness_head;
pub mod look;
mod marks;
mod nets;
mod palette;
mod pet;
mod places;
pub mod portrait;
mod print;
mod props;
mod scenery;
mod shape;
mod sky;
mod snail;
mod thing;
mod weather;

use super::{
    film::{Film, mouths},
    screenplay::{Actor, ActorKind, Part, Setting, ShotPlan, SpokenLine, Verb},
    world::{
        MarkKind, ShotTrace, chance,
        pose::{PersonPose, Pose, Vec2},
    },
};
use brush::Brush;
use domain::plan::Size;
use head::{DrawnHead, HeadSource};
use likeness_head::{LikenessHead, StandInHead};
use look::Look;
use palette::{Palette, Rgb, named};
use portrait::Portrait;
use vello_cpu::{PixmapMut, RenderContext, RenderSettings, Resources};

/// Draws frames of one size.
pub struct Artist {
    size: Size,
    context: RenderContext,
    resources: Resources,
}

impl Artist {
    #[must_use]
    pub fn new(size: Size) -> Self {
        let settings = RenderSettings { num_threads: 0, ..RenderSettings::default() };
        Self { size, context: RenderContext::new_with(size.width as u16, size.height as u16, settings), resources: Resources::new() }
    }

    #[must_use]
    pub fn size(&self) -> Size {
        self.size
    }

    /// The picture, as RGBA rows with alpha 255. A frame past the end is the last one.
    #[must_use]
    pub fn draw(&mut self, film: &Film, spoken: &[SpokenLine], frame: u32) -> Vec<u8> {
        let mut rgba = vec![0; self.size.width as usize * self.size.height as usize * 4];
        let frame = frame.min(film.frames().saturating_sub(1));
        let Some((shot, index)) = film.locate(frame) else { return rgba };
        let at = f64::from(frame) / f64::from(film.screenplay.fps);
        let open = mouths(film, spoken, shot, at);
        self.context.reset();
        let (plan, trace) = (&film.screenplay.shots[shot], &film.trace.shots[shot]);
        let palette = Palette::new(plan.setting, plan.time, plan.weather, plan.style);
        let view = trace.frames[index].view;
        let size = (f64::from(self.size.width), f64::from(self.size.height));
        let mut brush = Brush::new(&mut self.context, view, size, plan.style, palette);
        draw_shot(&mut brush, plan, trace, index, &open, film);
        self.context.flush();
        let target = PixmapMut::new(self.size.width as u16, self.size.height as u16, &mut rgba).expect("the buffer has the picture's size");
        self.context.render(target, &mut self.resources);
        // Blending in whole numbers can leave 254 where everything was opaque.
        for pixel in rgba.chunks_exact_mut(4) {
            pixel[3] = 255;
        }
        print::print(plan.style, &mut rgba, self.size);
        rgba
    }
}

fn draw_shot(brush: &mut Brush<'_>, plan: &ShotPlan, trace: &ShotTrace, index: usize, open: &[f32], film: &Film) {
    let moment = &trace.frames[index];
    let now = moment.now;
    let place_seed = chance::mix(film.screenplay.seed, plan.setting as u64 + 40);
    scenery::draw(brush, plan, &trace.stage, now, place_seed);
    weather::ripples(brush, plan, now, place_seed);
    if let Some(hoop) = &trace.stage.hoop {
        props::hoop_back(brush, hoop);
    }
    nets::draw(brush, &trace.stage, &trace.marks, now);
    seats(brush, plan, &moment.poses);
    umbrella(brush, plan, &moment.poses);
    let mut order: Vec<usize> = (0..moment.poses.len()).collect();
    order.sort_by(|a, b| moment.poses[*b].lane().total_cmp(&moment.poses[*a].lane()).then(a.cmp(b)));
    for actor in order {
        let mouth = open.get(actor).map_or(0.0, |value| f64::from(*value));
        let pose = &moment.poses[actor];
        brush.above(pose.waterline(), pose.lane(), |brush| draw_actor(brush, plan, actor, pose, mouth, &film.portraits));
    }
    weather::marks(brush, &trace.marks, now);
    if let Some(hoop) = &trace.stage.hoop {
        let swing = trace
            .marks
            .iter()
            .filter(|mark| mark.kind == MarkKind::Net && now >= mark.now)
            .map(|mark| (-(now - mark.now) * 4.0).exp() * ((now - mark.now) * 14.0).cos().abs());
        props::hoop_front(brush, hoop, swing.fold(0.0, f64::max));
    }
    weather::before(brush, plan, now, place_seed);
    weather::vignette(brush);
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

fn portrait_of<'a>(actor: &Actor, portraits: &'a [Portrait]) -> Option<&'a Portrait> {
    if let Part::Cameo(index) = actor.part { portraits.get(index).filter(|portrait| portrait.is_drawable()) } else { None }
}

fn draw_actor(brush: &mut Brush<'_>, plan: &ShotPlan, id: usize, pose: &Pose, mouth: f64, portraits: &[Portrait]) {
    let actor = &plan.cast[id];
    let portrait = portrait_of(actor, portraits);
    match pose {
        Pose::Person(person) => {
            let look = Look::played(actor, portrait, plan.setting, plan.weather);
            let (drawn, stand_in) = (DrawnHead { look: &look }, StandInHead { look: &look });
            let enrolled = portrait.map(|portrait| LikenessHead { portrait, look: &look, style: plan.style });
            // Whoever was mentioned and has no portrait is nobody, never somebody made up.
            let head: &dyn HeadSource = match (&enrolled, actor.part) {
                (Some(enrolled), _) => enrolled,
                (None, Part::Drawn) => &drawn,
                (None, _) => &stand_in,
            };
            figure::Person { pose: person, look: &look, head, mouth }.draw(brush);
        }
        Pose::Pet(pet) if actor.kind == ActorKind::Creature => thing::pet(brush, pet, portrait),
        Pose::Pet(pet) if actor.kind == ActorKind::Snail => snail::draw(brush, pet, actor),
        Pose::Pet(pet) => pet::draw(brush, pet, actor),
        Pose::Ball(ball) if actor.kind == ActorKind::Prop => thing::prop(brush, ball, portrait),
        Pose::Ball(ball) => props::ball(brush, ball, actor),
        Pose::Car(car) => props::car(brush, car, actor),
        Pose::Flyer(flyer) => props::flyer(brush, flyer, actor),
        Pose::Thing(_) | Pose::Rope(_) => {}
    }
}
