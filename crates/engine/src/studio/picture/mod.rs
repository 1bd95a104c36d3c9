//! Any frame of a film as a picture of any size, drawn in layers from the horizon to the lens.
//!
//! A frame is a pure function of film, spoken lines and number: nothing is kept from one to the next but memory.

mod brush;
mod figure;
pub mod head;
pub mod look;
mod palette;
mod pet;
mod places;
mod props;
mod scenery;
mod shape;
mod sky;
mod weather;

use super::{
    film::{Film, mouths},
    screenplay::{Setting, ShotPlan, SpokenLine, Verb},
    world::{MarkKind, ShotTrace, chance, pose::Pose},
};
use brush::Brush;
use domain::plan::Size;
use head::DrawnHead;
use look::Look;
use palette::Palette;
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
        draw_shot(&mut brush, plan, trace, index, &open, film.screenplay.seed);
        self.context.flush();
        let target = PixmapMut::new(self.size.width as u16, self.size.height as u16, &mut rgba).expect("the buffer has the picture's size");
        self.context.render(target, &mut self.resources);
        // Blending in whole numbers can leave 254 where everything was opaque.
        for pixel in rgba.chunks_exact_mut(4) {
            pixel[3] = 255;
        }
        rgba
    }
}

fn draw_shot(brush: &mut Brush<'_>, plan: &ShotPlan, trace: &ShotTrace, index: usize, open: &[f32], seed: u64) {
    let moment = &trace.frames[index];
    let now = moment.now;
    let place_seed = chance::mix(seed, plan.setting as u64 + 40);
    scenery::draw(brush, plan, &trace.stage, now, place_seed);
    weather::ripples(brush, plan, now, place_seed);
    if let Some(hoop) = &trace.stage.hoop {
        props::hoop_back(brush, hoop);
    }
    seats(brush, plan, &moment.poses);
    let mut order: Vec<usize> = (0..moment.poses.len()).collect();
    order.sort_by(|a, b| moment.poses[*b].lane().total_cmp(&moment.poses[*a].lane()).then(a.cmp(b)));
    for actor in order {
        let mouth = open.get(actor).map_or(0.0, |value| f64::from(*value));
        draw_actor(brush, plan, actor, &moment.poses[actor], mouth);
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

fn draw_actor(brush: &mut Brush<'_>, plan: &ShotPlan, id: usize, pose: &Pose, mouth: f64) {
    let actor = &plan.cast[id];
    match pose {
        Pose::Person(person) => {
            let look = Look::of(actor, plan.setting, plan.weather);
            figure::Person { pose: person, look: &look, head: &DrawnHead { look: &look }, mouth }.draw(brush);
        }
        Pose::Pet(pet) => pet::draw(brush, pet, actor),
        Pose::Ball(ball) => props::ball(brush, ball, actor),
        Pose::Car(car) => props::car(brush, car, actor),
        Pose::Flyer(flyer) => props::flyer(brush, flyer, actor),
    }
}
