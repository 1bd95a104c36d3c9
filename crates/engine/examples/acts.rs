//! A scene told in the screenplay's own words instead of a prompt: eight frames in two rows, as a PNG.
//!
//! `cargo run --release -p greenroom-engine --example acts -- Arena out.png "Woman Backflip*2@0.5+7" "Man Clap@0+8" "Rope" [--seconds N]
//! [--pace P] [--from A --to B] [--size WxH] [--events] [--joints] [--wide]`
//!
//! Each actor is a kind and its actions: a verb, `*` how often, `>` at which actor of the list, `@` from, `+` for so many seconds, `!` in
//! vain. `~` before a kind makes it go to the left.

use domain::plan::Size;
use engine::studio::{
    film::Film,
    picture::Artist,
    screenplay::{
        Action, Actor, ActorKind, CameraMove, CameraPlan, Framing, Part, Screenplay, Setting, ShotPlan, Style, TimeOfDay, Transition, Verb, Wear,
        Weather,
    },
    world::{self, pose::Pose},
};
use std::error::Error;

#[rustfmt::skip]
const KINDS: &[ActorKind] = {
    use ActorKind::*;
    &[Woman, Man, Girl, Boy, Somebody, Baby, Robot, Snowman, Dog, Cat, Fox, Wolf, Horse, Cow, Pig, Sheep, Goat, Deer, Rabbit, Mouse, Squirrel,
      Elephant, Lion, Tiger, Bear, Panda, Giraffe, Zebra, Camel, Dinosaur, Turtle, Frog, Snail, Duck, Penguin, Chicken, Bird, Butterfly, Basketball,
      Football, BeachBall, Volleyball, Yarn, Car, Skateboard, TrashCan, Book, Cup, Bowl, Apple, Guitar, Piano, Drum, Bell, Lamp, Box, Rope, Door]
};

#[rustfmt::skip]
const VERBS: &[Verb] = {
    use Verb::*;
    &[Stand, Walk, Run, Jump, Throw, Kick, Bounce, Catch, Wave, Chase, Flee, Talk, Dance, Sit, Sleep, Cheer, Drive, Fly, Bark, Fall, Ride, Backflip,
      Somersault, Cartwheel, Spin, Glide, Kickflip, Cannonball, Dive, Swim, Float, Climb, Crawl, Skip, March, Push, Pull, Lift, Drop, Give, Hit, Eat,
      Drink, Read, Write, Cook, Paint, Play, Sing, Clap, Point, Hug, Shake, Bow, Nod, Refuse, Light, Ring, Knock, Open, Cry, Laugh, Think, Look,
      Hide, Stretch, Beep]
};

#[rustfmt::skip]
const SETTINGS: &[Setting] = {
    use Setting::*;
    &[Park, Court, Gym, Street, Meadow, Forest, Beach, Room, Stadium, Stage, Desert, Kitchen, Nursery, Arena, IceRink, Pool, Sea, Underwater, Lake,
      Stairs, LampRoom, Rooftop, Mountain, Moon, Space]
};

fn named<T: Copy + std::fmt::Debug>(of: &[T], name: &str) -> Result<T, String> {
    of.iter().copied().find(|one| format!("{one:?}") == name).ok_or_else(|| format!("nothing is called {name}"))
}

fn action(word: &str, seconds: f64) -> Result<Action, Box<dyn Error>> {
    let part = |mark: char| word.split(mark).nth(1).map(|rest| rest.split(['*', '>', '@', '+', '!']).next().unwrap_or_default());
    let number = |mark: char, usual: f64| part(mark).map_or(Ok(usual), str::parse);
    let verb = named(VERBS, word.split(['*', '>', '@', '+', '!']).next().unwrap_or_default())?;
    let from = number('@', 0.0)?;
    Ok(Action {
        verb,
        target: part('>').map(str::parse).transpose()?,
        from,
        seconds: number('+', seconds - from)?,
        succeeds: !word.contains('!'),
        haste: 1.0,
        times: number('*', 1.0)? as u8,
    })
}

fn actor(words: &str, seconds: f64, number: u64) -> Result<Actor, Box<dyn Error>> {
    let mut words = words.split_whitespace();
    let kind = words.next().ok_or("an actor has a kind")?;
    Ok(Actor {
        kind: named(KINDS, kind.trim_start_matches('~'))?,
        part: Part::Drawn,
        name: None,
        colour: None,
        size: 1.0,
        look: world::chance::mix(11, number),
        wear: Wear::default(),
        feeling: None,
        way: if kind.starts_with('~') { -1.0 } else { 1.0 },
        carries: None,
        actions: words.map(|word| action(word, seconds)).collect::<Result<_, _>>()?,
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|at| args.get(at + 1)).cloned();
    let number = |name: &str, usual: f64| option(name).and_then(|value| value.parse().ok()).unwrap_or(usual);
    let has = |name: &str| args.iter().any(|arg| arg == name);
    let seconds = number("--seconds", 8.0);
    let cast = args.iter().skip(2).take_while(|arg| !arg.starts_with("--")).zip(1..);
    let plan = ShotPlan {
        start: 0.0,
        seconds,
        setting: named(SETTINGS, args.first().ok_or("a setting, please")?)?,
        time: TimeOfDay::Day,
        weather: Weather::Clear,
        season: None,
        style: Style::Cartoon,
        camera: CameraPlan { framing: if has("--wide") { Framing::Wide } else { Framing::Auto }, movement: CameraMove::Still, handheld: false },
        transition: Transition::Cut,
        pace: number("--pace", 1.0),
        cast: cast.map(|(words, number)| actor(words, seconds, number)).collect::<Result<_, _>>()?,
        speech: Vec::new(),
        ambience: Vec::new(),
        leaving: Vec::new(),
    };
    let size = option("--size").unwrap_or_else(|| "540x960".into());
    let (width, height) = size.split_once('x').ok_or("a size is WxH")?;
    let size = Size { width: width.parse()?, height: height.parse()? };
    let screenplay = Screenplay { shots: vec![plan], seed: 7, fps: 24 };
    let trace = world::simulate(&screenplay, f64::from(size.width) / f64::from(size.height));
    let film = Film { screenplay, trace, notices: Vec::new(), portraits: Vec::new(), footage: engine::studio::footage::Footage::default() };
    if has("--events") {
        for event in &film.trace.events {
            println!("{:.2} {:+.2} {:?}", event.at, event.pan, event.kind);
        }
    }
    if has("--joints") {
        joints(&film);
    }
    sheet(&film, size, (number("--from", 0.0), number("--to", 1.0)))?.save(args.get(1).ok_or("a file, please")?)?;
    Ok(())
}

fn joints(film: &Film) {
    for (frame, moment) in film.trace.shots[0].frames.iter().enumerate() {
        for pose in &moment.poses {
            match pose {
                Pose::Person(p) => println!(
                    "{frame} person pelvis {:.2} {:.2} turn {:.2} feet {:.2} {:.2} / {:.2} {:.2} facing {:.2} lift {:.2}",
                    p.pelvis.x, p.pelvis.y, p.turn, p.legs[0].end.x, p.legs[0].end.y, p.legs[1].end.x, p.legs[1].end.y, p.facing, p.lift
                ),
                Pose::Pet(p) => {
                    println!("{frame} beast chest {:.2} {:.2} head {:.2} {:.2} lift {:.2}", p.chest.x, p.chest.y, p.head.x, p.head.y, p.lift);
                }
                Pose::Thing(t) => println!("{frame} thing {:.2} {:.2} angle {:.2} power {:.2}", t.centre.x, t.centre.y, t.angle, t.power),
                Pose::Ball(b) => println!("{frame} ball {:.2} {:.2}", b.centre.x, b.centre.y),
                _ => {}
            }
        }
    }
}

fn sheet(film: &Film, size: Size, part: (f64, f64)) -> Result<image::RgbaImage, Box<dyn Error>> {
    let mut artist = Artist::new(size);
    let scale = 560.0 / f64::from(size.width.max(size.height));
    let (w, h) = ((f64::from(size.width) * scale) as u32, (f64::from(size.height) * scale) as u32);
    let mut sheet = image::RgbaImage::new(w * 4 + 10, h * 2 + 6);
    for cell in 0..8_u32 {
        let at = part.0 + (part.1 - part.0) * f64::from(cell) / 7.0;
        let rgba = artist.draw(film, &[], (at * f64::from(film.frames() - 1)) as u32);
        let picture = image::RgbaImage::from_raw(size.width, size.height, rgba).ok_or("the picture has its size")?;
        let small = image::imageops::resize(&picture, w, h, image::imageops::FilterType::Triangle);
        image::imageops::overlay(&mut sheet, &small, i64::from(2 + (cell % 4) * (w + 2)), i64::from(2 + (cell / 4) * (h + 2)));
    }
    Ok(sheet)
}
