//! Every place, or one place in every style, as a grid of frames in one PNG.
//!
//! `cargo run --release -p greenroom-engine --example places_sheet -- settings|styles|times|cameras|moves OUT.png [--setting Forest] [--time day]
//! [--weather clear] [--season autumn] [--style soft] [--only Kitchen,Sea] [--size WxH] [--actor man] [--frame 40] [--bench]`

use domain::plan::Size;
use engine::studio::{
    film::Film,
    picture::Artist,
    screenplay::{
        Action, Actor, ActorKind, CameraMove, CameraPlan, Framing, Part, Screenplay, Season, Setting, ShotPlan, Style, TimeOfDay, Transition, Verb,
        Wear, Weather,
    },
    understand::Understood,
};
use std::error::Error;

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

/// Milliseconds that this thread has been on a core, so that a busy machine does not blur the figures.
fn busy() -> f64 {
    let line = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    line.split(' ').next().and_then(|first| first.parse::<f64>().ok()).unwrap_or(0.0) / 1e6
}

/// What `name` means among some values, by how they are printed.
fn named<T: Copy + std::fmt::Debug>(name: Option<&String>, of: &[T], usual: T) -> T {
    name.and_then(|name| of.iter().find(|value| format!("{value:?}").eq_ignore_ascii_case(name)).copied()).unwrap_or(usual)
}

fn actor(kind: ActorKind, verb: Verb, seconds: f64) -> Actor {
    let action = Action { verb, target: None, from: 0.0, seconds, succeeds: true, haste: 1.0, times: 1 };
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
        actions: vec![action],
    }
}

fn plan(setting: Setting) -> ShotPlan {
    ShotPlan {
        start: 0.0,
        seconds: 4.0,
        setting,
        time: TimeOfDay::Day,
        weather: Weather::Clear,
        season: None,
        style: Style::Soft,
        camera: CameraPlan { framing: Framing::Auto, movement: CameraMove::Auto, handheld: false },
        transition: Transition::Cut,
        pace: 1.0,
        cast: vec![],
        speech: vec![],
        ambience: vec![],
        leaving: Vec::new(),
    }
}

fn film(plan: ShotPlan, size: Size) -> Film {
    Film::of(Understood { screenplay: Screenplay { shots: vec![plan], seed: 11, fps: 24 }, notices: vec![] }, size)
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1));
    let what = args.first().map_or("settings", String::as_str);
    let out = args.get(1).cloned().unwrap_or_else(|| "places.png".into());
    let (width, height) = option("--size").and_then(|size| size.split_once('x')).unwrap_or(("720", "1280"));
    let size = Size { width: width.parse()?, height: height.parse()? };
    let weathers = [Weather::Clear, Weather::Cloudy, Weather::Wind, Weather::Rain, Weather::Storm, Weather::Snow, Weather::Fog];
    let seasons = [Season::Spring, Season::Summer, Season::Autumn, Season::Winter];
    let framings = [Framing::Auto, Framing::Close, Framing::Medium, Framing::Full, Framing::Wide, Framing::Aerial, Framing::Low];
    let base = |setting: Setting| {
        let mut plan = plan(setting);
        plan.time = named(option("--time"), &TIMES, TimeOfDay::Day);
        plan.weather = named(option("--weather"), &weathers, Weather::Clear);
        plan.season = option("--season").map(|name| named(Some(name), &seasons, Season::Summer));
        plan.style = named(option("--style"), &STYLES, Style::Soft);
        plan.camera.framing = named(option("--framing"), &framings, Framing::Auto);
        let kinds = [ActorKind::Man, ActorKind::Woman, ActorKind::Girl, ActorKind::Dog, ActorKind::Fox, ActorKind::Cat, ActorKind::Car];
        let verb = named(option("--verb"), &[Verb::Stand, Verb::Walk, Verb::Run, Verb::Wave, Verb::Drive], Verb::Stand);
        plan.cast = option("--actor").map(|name| actor(named(Some(name), &kinds, ActorKind::Man), verb, 4.0)).into_iter().collect();
        plan
    };
    let setting = named(option("--setting"), &SETTINGS, Setting::Forest);
    let plans: Vec<ShotPlan> = match what {
        "styles" => STYLES.iter().map(|style| ShotPlan { style: *style, ..base(setting) }).collect(),
        "times" => TIMES.iter().map(|time| ShotPlan { time: *time, ..base(setting) }).collect(),
        "moves" => [CameraMove::DollyIn, CameraMove::Orbit, CameraMove::CraneUp, CameraMove::PanRight, CameraMove::TiltUp, CameraMove::ZoomIn]
            .iter()
            .map(|movement| ShotPlan { camera: CameraPlan { movement: *movement, ..base(setting).camera }, ..base(setting) })
            .collect(),
        "cameras" => framings[1..]
            .iter()
            .map(|framing| ShotPlan { camera: CameraPlan { framing: *framing, ..base(setting).camera }, ..base(setting) })
            .collect(),
        _ => {
            let only: Vec<String> = option("--only").map(|names| names.split(',').map(str::to_lowercase).collect()).unwrap_or_default();
            SETTINGS
                .iter()
                .filter(|setting| only.is_empty() || only.contains(&format!("{setting:?}").to_lowercase()))
                .map(|setting| base(*setting))
                .collect()
        }
    };
    let cell = option("--cell").and_then(|cell| cell.parse().ok()).unwrap_or(230_u32);
    let columns = option("--columns").and_then(|columns| columns.parse().ok()).unwrap_or(7_u32).min(plans.len() as u32);
    let tall = cell * size.height / size.width;
    let mut sheet = image::RgbaImage::new(columns * (cell + 2), (plans.len() as u32).div_ceil(columns) * (tall + 2));
    let mut artist = Artist::new(size);
    for (number, plan) in plans.into_iter().enumerate() {
        let label = format!("{:?} {:?}", plan.setting, plan.style);
        let film = film(plan, size);
        let frame = option("--frame").and_then(|frame| frame.parse().ok()).unwrap_or(40);
        let rgba = artist.draw(&film, &[], frame);
        if args.iter().any(|arg| arg == "--bench") {
            let begun = busy();
            for frame in 40..44 {
                std::hint::black_box(artist.draw(&film, &[], frame));
            }
            println!("{label}: {:.1} ms", (busy() - begun) / 4.0);
        }
        let picture = image::RgbaImage::from_raw(size.width, size.height, rgba).ok_or("the picture has its size")?;
        let small = image::imageops::resize(&picture, cell, tall, image::imageops::FilterType::Triangle);
        let (column, line) = (number as u32 % columns, number as u32 / columns);
        image::imageops::overlay(&mut sheet, &small, i64::from(column * (cell + 2)), i64::from(line * (tall + 2)));
    }
    sheet.save(&out)?;
    Ok(())
}
