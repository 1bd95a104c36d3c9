//! Every place at every hour in every style can be drawn, keeps still where nothing moves, and the camera keeps its subject.

use domain::plan::Size;
use engine::studio::{
    film::Film,
    picture::Artist,
    screenplay::{
        Action, Actor, ActorKind, CameraMove, CameraPlan, Framing, Part, Screenplay, Season, Setting, ShotPlan, Style, TimeOfDay, Transition, Verb,
        Wear, Weather,
    },
    understand::Understood,
    world::ShotTrace,
};

const SMALL: Size = Size { width: 108, height: 192 };
const SETTINGS: [Setting; 42] = [
    Setting::Park,
    Setting::Court,
    Setting::Gym,
    Setting::Street,
    Setting::Meadow,
    Setting::Forest,
    Setting::Beach,
    Setting::Room,
    Setting::Stadium,
    Setting::Stage,
    Setting::Desert,
    Setting::Kitchen,
    Setting::Nursery,
    Setting::Bedroom,
    Setting::Classroom,
    Setting::Office,
    Setting::Library,
    Setting::Cafe,
    Setting::Theatre,
    Setting::Arena,
    Setting::IceRink,
    Setting::Pool,
    Setting::Sea,
    Setting::Underwater,
    Setting::Lake,
    Setting::Harbour,
    Setting::Lighthouse,
    Setting::Stairs,
    Setting::LampRoom,
    Setting::Rooftop,
    Setting::City,
    Setting::Village,
    Setting::Garden,
    Setting::Farm,
    Setting::Castle,
    Setting::Mountain,
    Setting::Jungle,
    Setting::Cave,
    Setting::Station,
    Setting::Moon,
    Setting::Space,
    Setting::Sky,
];
const STYLES: [Style; 10] = [
    Style::Soft,
    Style::Cartoon,
    Style::Realistic,
    Style::Anime,
    Style::Watercolour,
    Style::Pixel,
    Style::Noir,
    Style::Clay,
    Style::Comic,
    Style::Pencil,
];
const TIMES: [TimeOfDay; 4] = [TimeOfDay::Dawn, TimeOfDay::Day, TimeOfDay::Sunset, TimeOfDay::Night];

fn actor(kind: ActorKind, verb: Verb) -> Actor {
    Actor {
        kind,
        part: Part::Drawn,
        name: None,
        colour: None,
        size: 1.0,
        look: 5,
        wear: Wear::default(),
        feeling: None,
        way: 1.0,
        carries: None,
        actions: vec![Action { verb, target: None, from: 0.0, seconds: 3.0, succeeds: true, haste: 1.0, times: 1 }],
    }
}

fn plan(setting: Setting, style: Style) -> ShotPlan {
    ShotPlan {
        start: 0.0,
        seconds: 3.0,
        setting,
        time: TimeOfDay::Day,
        weather: Weather::Clear,
        season: None,
        style,
        camera: CameraPlan { framing: Framing::Full, movement: CameraMove::Still, handheld: false },
        transition: Transition::Cut,
        pace: 1.0,
        cast: vec![actor(ActorKind::Man, Verb::Stand)],
        speech: vec![],
        ambience: vec![],
        leaving: Vec::new(),
    }
}

fn film(shots: Vec<ShotPlan>, size: Size) -> Film {
    Film::of(Understood { screenplay: Screenplay { shots, seed: 11, fps: 24 }, notices: vec![] }, size)
}

/// Different colours, coarsely.
fn colours(rgba: &[u8]) -> usize {
    let coarse = rgba.chunks_exact(4).map(|pixel| (pixel[0] >> 3, pixel[1] >> 3, pixel[2] >> 3));
    coarse.collect::<std::collections::BTreeSet<_>>().len()
}

fn mean_difference(a: &[u8], b: &[u8]) -> f64 {
    let sum: u64 = a.iter().zip(b).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    sum as f64 / a.len() as f64
}

#[test]
fn every_place_at_every_hour_in_every_style_is_a_picture() {
    let weathers = [Weather::Clear, Weather::Rain, Weather::Snow, Weather::Storm, Weather::Fog, Weather::Wind, Weather::Cloudy];
    let seasons = [None, Some(Season::Spring), Some(Season::Autumn), Some(Season::Winter), Some(Season::Summer)];
    let mut artist = Artist::new(SMALL);
    for style in STYLES {
        for (number, setting) in SETTINGS.into_iter().enumerate() {
            for (hour, time) in TIMES.into_iter().enumerate() {
                let (weather, season) = (weathers[(number + hour) % 7], seasons[(number * 3 + hour) % 5]);
                let film = film(vec![ShotPlan { time, weather, season, seconds: 0.25, ..plan(setting, style) }], SMALL);
                let rgba = artist.draw(&film, &[], 3);
                assert!(rgba.chunks_exact(4).all(|pixel| pixel[3] == 255));
                assert!(colours(&rgba) > 8, "{setting:?} {time:?} {style:?} has {} colours", colours(&rgba));
            }
        }
    }
}

#[test]
fn places_differ_from_one_another() {
    let mut artist = Artist::new(SMALL);
    let pictures: Vec<Vec<u8>> = SETTINGS.map(|setting| artist.draw(&film(vec![plan(setting, Style::Soft)], SMALL), &[], 10)).to_vec();
    for (a, first) in pictures.iter().enumerate() {
        for (b, second) in pictures.iter().enumerate().skip(a + 1) {
            assert!(mean_difference(first, second) > 4.0, "{:?} looks like {:?}", SETTINGS[a], SETTINGS[b]);
        }
    }
}

#[test]
fn what_stands_still_does_not_flicker() {
    let size = Size { width: 198, height: 354 };
    let mut artist = Artist::new(size);
    for style in STYLES {
        for setting in [Setting::Library, Setting::Desert, Setting::Castle] {
            let film = film(vec![plan(setting, style)], size);
            let (a, b) = (artist.draw(&film, &[], 40), artist.draw(&film, &[], 41));
            assert!(mean_difference(&a, &b) < 2.5, "{setting:?} {style:?}: {}", mean_difference(&a, &b));
        }
    }
}

/// Mean differences of two pictures in squares of so many pixels.
fn squares(a: &[u8], b: &[u8], size: Size, side: usize) -> Vec<f64> {
    let (width, height) = (size.width as usize / side, size.height as usize / side);
    let mut sums = vec![0.0; width * height];
    for (index, (a, b)) in a.iter().zip(b).enumerate() {
        let (x, y) = (index / 4 % size.width as usize / side, index / 4 / size.width as usize / side);
        if x < width && y < height {
            sums[y * width + x] += f64::from(a.abs_diff(*b));
        }
    }
    sums.into_iter().map(|sum| sum / (3 * side * side) as f64).collect()
}

#[test]
fn nothing_appears_or_vanishes_where_nobody_is_and_the_camera_stands() {
    let size = Size { width: 198, height: 354 };
    let mut artist = Artist::new(size);
    let weathers = [(Weather::Clear, TimeOfDay::Day), (Weather::Wind, TimeOfDay::Sunset), (Weather::Cloudy, TimeOfDay::Night)];
    for (number, setting) in SETTINGS.into_iter().enumerate() {
        let (weather, time) = weathers[number % weathers.len()];
        let camera = CameraPlan { framing: Framing::Full, movement: CameraMove::Still, handheld: false };
        let film = film(vec![ShotPlan { weather, time, camera, cast: Vec::new(), ..plan(setting, Style::Soft) }], size);
        let mut before = artist.draw(&film, &[], 20);
        for frame in 21..44 {
            let now = artist.draw(&film, &[], frame);
            let most = squares(&before, &now, size, 18).into_iter().fold(0.0, f64::max);
            // Flames, waves and wings change a square by less; a thing that is suddenly there by more.
            assert!(most < 24.0, "{setting:?} at {frame}: {most}");
            before = now;
        }
    }
}

#[test]
fn a_frame_depends_on_nothing_that_was_drawn_before() {
    let mut used = Artist::new(SMALL);
    for style in STYLES {
        let close = CameraPlan { framing: Framing::Close, movement: CameraMove::DollyIn, handheld: true };
        let film = film(vec![ShotPlan { camera: close, ..plan(Setting::Jungle, style) }], SMALL);
        let first = used.draw(&film, &[], 30);
        let _ = used.draw(&film, &[], 60);
        assert!(first == used.draw(&film, &[], 30), "{style:?}");
        assert!(first == Artist::new(SMALL).draw(&film, &[], 30), "{style:?}");
    }
}

#[test]
fn a_dissolve_goes_from_one_shot_to_the_next_without_a_jump() {
    let second = ShotPlan { start: 3.0, transition: Transition::Dissolve, ..plan(Setting::Moon, Style::Soft) };
    let film = film(vec![plan(Setting::Meadow, Style::Soft), second], SMALL);
    let mut artist = Artist::new(SMALL);
    let frames: Vec<Vec<u8>> = (71..86).map(|frame| artist.draw(&film, &[], frame)).collect();
    let whole = mean_difference(&frames[0], &frames[14]);
    for pair in frames.windows(2) {
        assert!(mean_difference(&pair[0], &pair[1]) < whole * 0.3);
    }
    assert_eq!(film.stills(), [0, 72 + 12]);
}

/// Where the hero is in the picture: 0 … 1 from the left and from below, of its bounds' middle.
fn seen(shot: &ShotTrace, frame: usize) -> (f64, f64) {
    let moment = &shot.frames[frame];
    let [left, low, right, high] = moment.poses[0].bounds();
    let (view, width) = (moment.view, moment.view.height * 0.5625);
    (((left + right) / 2.0 - view.centre.x) / width + 0.5, ((low + high) / 2.0 - view.centre.y) / view.height + 0.5)
}

#[test]
fn the_camera_keeps_its_subject_and_moves_without_a_jerk() {
    use CameraMove as M;
    let moves = [
        M::Auto,
        M::Still,
        M::Track,
        M::PanLeft,
        M::PanRight,
        M::TiltUp,
        M::TiltDown,
        M::ZoomIn,
        M::ZoomOut,
        M::DollyIn,
        M::DollyOut,
        M::Orbit,
        M::CraneUp,
    ];
    for framing in [Framing::Auto, Framing::Full, Framing::Wide, Framing::Aerial, Framing::Low] {
        for movement in moves {
            for (kind, verb) in [(ActorKind::Fox, Verb::Run), (ActorKind::Woman, Verb::Walk), (ActorKind::Man, Verb::Stand)] {
                let camera = CameraPlan { framing, movement, handheld: false };
                let film = film(vec![ShotPlan { camera, cast: vec![actor(kind, verb)], ..plan(Setting::Park, Style::Soft) }], SMALL);
                let shot = &film.trace.shots[0];
                let case = format!("{framing:?} {movement:?} {kind:?}");
                for frame in 0..shot.frames.len() {
                    let (x, y) = seen(shot, frame);
                    assert!((0.02..0.98).contains(&x) && (0.02..0.98).contains(&y), "{case} at {frame}: {x:.2} {y:.2}");
                }
                for three in shot.frames.windows(3) {
                    let jerk = three[2].view.centre - three[1].view.centre * 2.0 + three[0].view.centre;
                    assert!(jerk.hypot() < 0.02 * three[0].view.height, "{case}: {}", jerk.hypot());
                }
            }
        }
    }
}

#[test]
fn a_dolly_moves_the_eye_and_a_zoom_does_not() {
    let depth = |movement| {
        let camera = CameraPlan { framing: Framing::Full, movement, handheld: false };
        let film = film(vec![ShotPlan { camera, ..plan(Setting::Park, Style::Soft) }], SMALL);
        let frames = &film.trace.shots[0].frames;
        (frames[0].view.depth, frames[frames.len() - 1].view.depth)
    };
    let (far, near) = depth(CameraMove::DollyIn);
    assert!(near < far * 0.7);
    let (before, after) = depth(CameraMove::ZoomIn);
    assert!((before - after).abs() < 1e-9);
}
