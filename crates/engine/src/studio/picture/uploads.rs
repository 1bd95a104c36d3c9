//! Frames that an upload fills: footage or a picture as the place, behind whom the scene is put, among whom somebody acts, or drawn anew.
//!
//! The upload lies still on the screen as it was filmed; the scene's camera is held so that what acts in it does not slide over its floor
//! more than it must.

use super::{
    Artist, Depth, Scene,
    brush::Brush,
    lens,
    palette::{Palette, Rgb},
    scenery, weather,
};
use crate::studio::{
    footage::{Body, Fit, Kin, Opened, Shown, clean, lay, matte},
    screenplay::{CameraMove, Style},
    world::{
        camera::View,
        pose::{Pose, ease},
    },
};
use domain::upload::Role;
use vello_cpu::{TargetInit, color::AlphaColor, kurbo::Vec2};

/// Who is farther behind the plane than this acts behind the person of the footage.
const PLANE: f64 = 0.05;
/// Of the height of a picture that shows no floor: how tall whoever acts in it may be, and how far above its lower edge they stand.
const BEHIND: f64 = 0.45;
const FOOT: f64 = 0.02;
/// Metres of somebody grown.
const GROWN: f64 = 1.68;
/// Where a picture's floor begins in the scene: so many metres behind the plane.
const FLOOR: f64 = 4.0;
/// Of the width of the screen: less room than that beside a person is none.
const ROOM: f64 = 0.24;

/// What an upload does to the colours and the light of its shot.
pub fn tint(palette: &mut Palette, shown: &Shown<'_>) {
    match shown.role {
        Role::Palette => {
            if let Some(kin) = Kin::of(shown.reel) {
                palette.akin(kin);
            }
        }
        Role::Setting | Role::Insert => lit_alike(palette, shown),
        Role::Subject | Role::Backdrop | Role::Restyle => {}
    }
}

/// What stands before a picture's colours while these are drawn is drawn towards them less than the place.
pub fn before(palette: &mut Palette) {
    palette.kin = palette.kin.map(|kin| kin.weaker(0.45));
}

/// The light of the picture falls on what acts in it.
fn lit_alike(palette: &mut Palette, shown: &Shown<'_>) {
    let light = shown.reel.light();
    let bright = light.bright().max(0.04);
    let level = (bright / 0.46).clamp(0.42, 1.06);
    let [r, g, b] = light.behind.map(|channel| (channel / bright).clamp(0.6, 1.5));
    let colour = Rgb(r, g, b).mix(Rgb::WHITE, 0.45);
    palette.ambient = Rgb(colour.0 * level, colour.1 * level, colour.2 * level);
    palette.key = Rgb(palette.ambient.0.min(1.0), palette.ambient.1.min(1.0), palette.ambient.2.min(1.0)).lighter(0.4);
    palette.contrast *= 0.7 + light.contrast;
    palette.haze = Rgb(light.behind[0], light.behind[1], light.behind[2]);
    palette.clear = 400.0;
    palette.night = bright < 0.2;
    let across = if light.side.abs() < 0.08 { palette.light.x.signum() * 0.3 } else { light.side * 0.85 };
    palette.light = Vec2::new(across, (1.0 - across * across).sqrt());
}

impl Artist {
    /// A whole frame; none where the upload only lends its colours or its figure to a scene.
    pub(super) fn draw_over(&mut self, scene: &Scene<'_>, palette: Palette) -> Option<Vec<u8>> {
        let shown = scene.shown.as_ref()?;
        let mut rgba = vec![0; self.size.width as usize * self.size.height as usize * 4];
        match shown.role {
            Role::Palette | Role::Subject => return None,
            Role::Restyle => {
                let opened = shown.reel.open(shown.picture);
                self.lay(&opened, &self.still_fit(shown), &mut rgba);
                self.painter.paint(scene.plan.style, &mut rgba, self.size);
            }
            Role::Setting => self.draw_in_place(scene, shown, palette, &mut rgba),
            Role::Insert => self.draw_among(scene, shown, palette, &mut rgba),
            Role::Backdrop => self.draw_behind_person(scene, shown, palette, &mut rgba),
        }
        for pixel in rgba.chunks_exact_mut(4) {
            pixel[3] = 255;
        }
        if shown.role != Role::Restyle {
            self.press.vignette(&mut rgba, weather::vignette(&palette));
        }
        self.press.print(scene.plan.style, &mut rgba, scene.index as u32);
        Some(rgba)
    }

    fn screen(&self) -> (f64, f64) {
        (f64::from(self.size.width), f64::from(self.size.height))
    }

    fn lay(&self, opened: &Opened, fit: &Fit, rgba: &mut [u8]) {
        lay(opened, fit, rgba, self.size.width as usize);
    }

    /// Footage as it was filmed; when its last picture is held, a camera comes a little nearer.
    fn still_fit(&self, shown: &Shown<'_>) -> Fit {
        let nearer = 0.07 * (1.0 - (-shown.held.max(0.0) / 5.0).exp());
        Fit::cover(shown.reel.size(), self.screen(), 1.0 + nearer)
    }

    /// Everything of the scene at this depth, laid over.
    fn lay_scene(&mut self, scene: &Scene<'_>, view: View, palette: Palette, depth: Depth, rgba: &mut [u8]) {
        self.context.reset();
        let screen = self.screen();
        let mut brush = Brush::new(&mut self.context, view, screen, scene.plan.style, palette);
        scene.draw_before(&mut brush, depth);
        self.render(rgba, TargetInit::SrcOver);
    }

    fn draw_in_place(&mut self, scene: &Scene<'_>, shown: &Shown<'_>, palette: Palette, rgba: &mut [u8]) {
        let opened = shown.reel.open(shown.picture);
        let fit = self.place_fit(scene, shown);
        // Out of focus by a hair: what is half as fine is laid twice as large.
        let soft = opened.halved();
        let soft = if fit.scale < 0.75 { soft.halved() } else { soft };
        let scale = fit.scale * opened.width as f64 / soft.width as f64;
        self.lay(&soft, &Fit { scale, ..fit }, rgba);
        if is_flat(scene.plan.style) {
            self.painter.paint(scene.plan.style, rgba, self.size);
        }
        self.lay_scene(scene, scene.trace.frames[scene.index].view, palette, Depth::All, rgba);
    }

    /// Its floor lies where the scene's lies, and it goes by as the camera goes, as far as there is something of it.
    fn place_fit(&self, scene: &Scene<'_>, shown: &Shown<'_>) -> Fit {
        let (picture, screen) = (shown.reel.size(), self.screen());
        let frames = &scene.trace.frames;
        let (view, usual) = (frames[scene.index].view, frames[frames.len() / 2].view);
        let metre = screen.1 / usual.height;
        // The row at which the floor should begin.
        let shrink = usual.shrink(FLOOR);
        let row = screen.1 / 2.0 - (usual.eye * (1.0 - shrink) - usual.centre.y) * metre;
        let floor = shown.reel.light().floor;
        let near = (usual.height / view.height).powf(0.4).clamp(1.0, 1.5);
        let tried = [1.06, 1.14, 1.24, 1.36].map(|zoom| {
            let fit = Fit::cover(picture, screen, zoom);
            let fit = fit.moved((0.0, row - fit.place(picture, (0.5, floor)).1), picture, screen);
            (((fit.place(picture, (0.5, floor)).1 - row).abs() / screen.1 + (zoom - 1.0) * 0.3), zoom)
        });
        let zoom = tried.into_iter().fold((f64::MAX, 1.06), |best, is| if is.0 < best.0 { is } else { best }).1;
        let fit = Fit::cover(picture, screen, zoom * near);
        let fit = fit.moved((0.0, row - fit.place(picture, (0.5, floor)).1), picture, screen);
        let went = frames.iter().map(|frame| (frame.view.centre.x - usual.centre.x).abs()).fold(0.0, f64::max) * metre;
        let slack = (picture.0 * fit.scale - screen.0) / 2.0;
        let part = (slack / went.max(1.0)).min(0.4);
        let by = ((usual.centre.x - view.centre.x) * metre * part, (view.centre.y - usual.centre.y) * metre * 0.4);
        fit.moved(by, picture, screen)
    }

    fn draw_among(&mut self, scene: &Scene<'_>, shown: &Shown<'_>, palette: Palette, rgba: &mut [u8]) {
        let opened = shown.reel.open(shown.picture);
        let fit = self.still_fit(shown);
        self.lay(&opened, &fit, rgba);
        let view = self.held_view(scene, shown, &fit);
        let plane = self.plane(scene, shown, &fit);
        let person = scene.has_beyond(plane).then(|| matte(&opened, shown.reel.silhouette(shown.picture), &fit, rgba, self.size.width as usize));
        if is_flat(scene.plan.style) {
            self.painter.paint(scene.plan.style, rgba, self.size);
        }
        if let Some(alpha) = person {
            let mut filmed = rgba.to_vec();
            clean(&mut filmed, &alpha, self.size.width as usize);
            self.lay_scene(scene, view, palette, Depth::Beyond(plane), rgba);
            put(rgba, &filmed, &alpha, &[0, 1, 2].map(|_| std::array::from_fn(|value| value as u8)));
        }
        self.lay_scene(scene, view, palette, Depth::Within(plane), rgba);
    }

    fn draw_behind_person(&mut self, scene: &Scene<'_>, shown: &Shown<'_>, palette: Palette, rgba: &mut [u8]) {
        let opened = shown.reel.open(shown.picture);
        let fit = self.still_fit(shown);
        let mut filmed = vec![0; rgba.len()];
        self.lay(&opened, &fit, &mut filmed);
        let alpha = matte(&opened, shown.reel.silhouette(shown.picture), &fit, &filmed, self.size.width as usize);
        if is_flat(scene.plan.style) {
            self.painter.paint(scene.plan.style, &mut filmed, self.size);
        }
        clean(&mut filmed, &alpha, self.size.width as usize);
        let view = self.held_view(scene, shown, &fit);
        let plane = self.plane(scene, shown, &fit);
        let behind = if scene.plan.cast.is_empty() {
            scene.trace.frames[scene.index].view
        } else {
            View { centre: Vec2::new(still_x(scene), view.centre.y), ..view }
        };
        let screen = self.screen();
        self.context.reset();
        let mut brush = Brush::new(&mut self.context, behind, screen, scene.plan.style, palette);
        scene.draw_behind(&mut brush);
        // Twigs before a face would hide it: they stay behind the person.
        scenery::before(&mut brush, scene.plan, &scene.air);
        let focus = lens::focus(&brush, scene.plan, scene.trace.frames[scene.trace.frames.len() / 2].view.height);
        self.render(rgba, TargetInit::Clear(AlphaColor::TRANSPARENT));
        if let Some(focus) = focus {
            lens::blur(rgba, &mut self.press.plane, self.size, &focus);
        }
        if scene.has_beyond(plane) {
            self.lay_scene(scene, view, palette, Depth::Beyond(plane), rgba);
        }
        put(rgba, &filmed, &alpha, &relit(&palette));
        self.lay_scene(scene, view, palette, Depth::Within(plane), rgba);
    }

    /// From how far behind the plane on somebody acts behind whom was filmed: all do who have no floor there to stand on.
    fn plane(&self, scene: &Scene<'_>, shown: &Shown<'_>, fit: &Fit) -> f64 {
        let stands = scene.trace.frames[scene.index].poses.iter().any(|pose| !matches!(pose, Pose::Flyer(_)));
        if stands && self.is_near(shown, fit) { f64::NEG_INFINITY } else { PLANE }
    }

    /// The picture's lower edge cuts off whoever was filmed: no floor is seen.
    fn is_near(&self, shown: &Shown<'_>, fit: &Fit) -> bool {
        let foot = |body: Body| fit.place(shown.reel.size(), (body.right, body.bottom)).1;
        shown.reel.form().usual().is_some_and(|body| body.is_cut() || foot(body) > 0.99 * self.screen().1)
    }

    /// The camera of what acts in footage: it stands as the one that filmed, at the scale and on the floor of the person in it where these
    /// are seen. What would run out of the picture goes through it once.
    fn held_view(&self, scene: &Scene<'_>, shown: &Shown<'_>, fit: &Fit) -> View {
        let screen = self.screen();
        let mut view = scene.trace.frames[scene.index].view;
        if matches!(scene.plan.camera.movement, CameraMove::Auto | CameraMove::Track) {
            view = View { centre: Vec2::new(self.crossing(scene), scene.trace.frames[scene.trace.frames.len() / 2].view.centre.y), ..view };
        }
        let Some(body) = shown.reel.form().usual() else { return view };
        let picture = shown.reel.size();
        let ((left, top), (right, foot)) = (fit.place(picture, (body.left, body.top)), fit.place(picture, (body.right, body.bottom)));
        let metre = screen.1 / view.height;
        let wanted = (foot - top) / GROWN;
        if !self.is_near(shown, fit) && (0.35..2.8).contains(&(wanted / metre)) {
            view.height = screen.1 / wanted;
            view.centre.y = (foot - screen.1 / 2.0) / wanted;
        } else if self.is_near(shown, fit) {
            view.height = view.height.max(tallest(scene) / BEHIND);
            view.centre.y = (0.5 - FOOT) * view.height;
        }
        // Beside the person, where there is more room.
        let (beside_left, beside_right) = ((left / screen.0).clamp(0.0, 1.0), (1.0 - right / screen.0).clamp(0.0, 1.0));
        let aim = if beside_left.max(beside_right) < ROOM {
            0.5
        } else if beside_left > beside_right {
            beside_left / 2.0
        } else {
            1.0 - beside_right / 2.0
        };
        let aim = aim.clamp(0.3, 0.7);
        view.centre.x += (0.5 - aim) * screen.0 * view.height / screen.1 * if went(scene) > 0.5 * self.wide(scene) { 0.0 } else { 1.0 };
        view
    }

    /// Metres from edge to edge.
    fn wide(&self, scene: &Scene<'_>) -> f64 {
        scene.trace.frames[scene.index].view.height * self.screen().0 / self.screen().1
    }

    fn crossing(&self, scene: &Scene<'_>) -> f64 {
        let wide = self.wide(scene);
        if went(scene) <= 0.5 * wide {
            return still_x(scene);
        }
        let frames = &scene.trace.frames;
        let way = (frames[frames.len() - 1].view.centre.x - frames[0].view.centre.x).signum();
        let part = scene.index as f64 / (frames.len() - 1).max(1) as f64;
        frames[scene.index].view.centre.x + (0.5 - ease(part)) * 0.9 * way * wide
    }
}

/// Metres of the tallest who acts.
fn tallest(scene: &Scene<'_>) -> f64 {
    let tall = |pose: &Pose| pose.bounds()[3] - pose.bounds()[1];
    scene.trace.frames[scene.trace.frames.len() / 2].poses.iter().map(tall).fold(0.0, f64::max)
}

/// How far the camera goes after its subject.
fn went(scene: &Scene<'_>) -> f64 {
    let frames = &scene.trace.frames;
    (frames[frames.len() - 1].view.centre.x - frames[0].view.centre.x).abs()
}

fn still_x(scene: &Scene<'_>) -> f64 {
    scene.trace.frames[scene.trace.frames.len() / 2].view.centre.x
}

/// A photographed picture would stand out among flat colours.
fn is_flat(style: Style) -> bool {
    matches!(style, Style::Cartoon | Style::Anime | Style::Comic | Style::Clay | Style::Watercolour | Style::Pixel)
}

/// For each value of each channel: as the light of the scene shows it.
fn relit(palette: &Palette) -> [[u8; 256]; 3] {
    let light = palette.ambient.mix(palette.key, 0.22).lighter(0.12);
    let dim = if palette.night { 0.86 } else { 1.0 };
    [light.0, light.1, light.2].map(|gain| std::array::from_fn(|value| (value as f64 * gain.min(1.08) * dim).min(255.0) as u8))
}

/// Puts pixels over others where they are opaque, each value by its table.
fn put(rgba: &mut [u8], over: &[u8], alpha: &[u8], tables: &[[u8; 256]; 3]) {
    for ((below, above), alpha) in rgba.chunks_exact_mut(4).zip(over.chunks_exact(4)).zip(alpha) {
        let part = u32::from(*alpha);
        if part > 0 {
            for channel in 0..3 {
                let value = u32::from(tables[channel][usize::from(above[channel])]);
                below[channel] = ((value * part + u32::from(below[channel]) * (255 - part) + 127) / 255) as u8;
            }
        }
    }
}
