//! Films of one subject alone, built in code: for the contact sheet of all subjects, and for the test that all of them are seen.
#![allow(dead_code, reason = "the example and the test need different parts of it")]

use engine::studio::{
    film::Film,
    screenplay::{
        Action, Actor, ActorKind, Build, CameraMove, CameraPlan, Costume, Cut, Feeling, Framing, Hat, Part, Screenplay, Setting, ShotPlan, Style,
        TimeOfDay, Transition, Verb, Wear, Weather,
    },
    world::{
        self,
        pose::{BallPose, CarPose, FlyerPose, PersonPose, PetPose, Pose, RopePose, ThingPose, Vec2},
    },
};

pub const STYLES: [Style; 10] = [
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

#[rustfmt::skip]
pub const KINDS: [ActorKind; 107] = {
    use ActorKind as K;
    [
        K::Woman, K::Man, K::Girl, K::Boy, K::Somebody, K::Baby, K::Robot, K::Snowman,
        K::Dog, K::Cat, K::Fox, K::Wolf, K::Horse, K::Unicorn, K::Cow, K::Pig, K::Sheep, K::Goat, K::Deer, K::Rabbit, K::Mouse, K::Squirrel,
        K::Elephant, K::Lion, K::Tiger, K::Bear, K::Panda, K::Giraffe, K::Zebra, K::Camel, K::Dinosaur, K::Turtle, K::Frog, K::Creature, K::Snail,
        K::Duck, K::Penguin, K::Chicken,
        K::Owl, K::Eagle, K::Bird, K::Parrot, K::Butterfly, K::Bee, K::Dragon,
        K::Fish, K::Shark, K::Dolphin, K::Whale, K::Octopus,
        K::Basketball, K::Football, K::BeachBall, K::TennisBall, K::Volleyball, K::Yarn, K::Snowball,
        K::Car, K::Taxi, K::Bus, K::Truck, K::FireEngine, K::Tractor, K::Train, K::ToyTrain, K::Bicycle, K::Motorcycle, K::Skateboard,
        K::Boat, K::Sailboat, K::Ship, K::Plane, K::Helicopter, K::Airship, K::Rocket, K::Ufo,
        K::Prop, K::Block, K::Box, K::TrashCan, K::Chair, K::Table, K::Lamp, K::Book, K::Cup, K::Bottle, K::Bowl, K::Apple, K::Cake, K::Guitar,
        K::Piano, K::Drum, K::Bell, K::Balloon, K::Kite, K::Suitcase, K::Rope, K::Flag, K::Candle, K::Flower, K::Sword, K::Sandcastle,
        K::Television, K::Computer, K::Phone, K::Clock, K::Door,
    ]
};

#[rustfmt::skip]
pub const COSTUMES: [Costume; 33] = {
    use Costume as C;
    [
        C::Astronaut, C::Chef, C::Doctor, C::Firefighter, C::Police, C::Soldier, C::Sailor, C::Keeper, C::Farmer, C::Builder, C::Gymnast, C::Skater,
        C::Ballet, C::Swimmer, C::Player, C::Cyclist, C::King, C::Queen, C::Knight, C::Pirate, C::Wizard, C::Witch, C::Clown, C::Hero, C::Ninja,
        C::Cowboy, C::Detective, C::Suit, C::Bride, C::Santa, C::Scientist, C::Ghost, C::Mermaid,
    ]
};

pub struct Subject {
    pub name: String,
    pub actor: Actor,
    /// Turned over, for a person.
    pub turn: f64,
    /// Only the head.
    pub close: bool,
}

pub fn actor(kind: ActorKind, look: u64) -> Actor {
    Actor {
        kind,
        part: Part::Drawn,
        name: None,
        colour: None,
        size: 1.0,
        look,
        wear: Wear::default(),
        feeling: None,
        way: 1.0,
        carries: None,
        actions: Vec::new(),
    }
}

fn subject(kind: ActorKind, look: u64) -> Subject {
    Subject { name: format!("{kind:?}"), actor: actor(kind, look), turn: 0.0, close: false }
}

fn dressed(kind: ActorKind, look: u64, name: String, wear: Wear) -> Subject {
    Subject { name, actor: Actor { wear, ..actor(kind, look) }, turn: 0.0, close: false }
}

/// See the example's head.
pub fn cast(kinds: &str) -> Vec<Subject> {
    let built = |builds: &[Build]| KINDS.into_iter().filter(|kind| builds.contains(&kind.build())).map(|kind| subject(kind, 7)).collect();
    match kinds {
        "all" => KINDS.into_iter().map(|kind| subject(kind, 7)).collect(),
        "people" => built(&[Build::Person]),
        "beasts" => built(&[Build::Beast]),
        "flyers" => built(&[Build::Flyer]),
        "swimmers" => built(&[Build::Swimmer]),
        "balls" => built(&[Build::Ball]),
        "vehicles" => built(&[Build::Wheels, Build::Boat, Build::Craft]),
        "things" => built(&[Build::Thing, Build::Rope]),
        "costumes" => COSTUMES.into_iter().zip(0_u64..).map(|(costume, look)| in_costume(costume, look + 3)).collect(),
        "looks" => looks(),
        "faces" => looks()
            .into_iter()
            .chain(COSTUMES.into_iter().map(|costume| in_costume(costume, 9)))
            .map(|subject| Subject { close: true, ..subject })
            .collect(),
        "flips" => [Costume::Gymnast, Costume::Astronaut, Costume::Chef, Costume::Wizard, Costume::Knight, Costume::Queen]
            .into_iter()
            .flat_map(|costume| [1.2, 3.1, 4.6].map(|turn| Subject { turn, ..in_costume(costume, 5) }))
            .collect(),
        names => KINDS.into_iter().filter(|kind| names.split(',').any(|name| format!("{kind:?}") == name)).map(|kind| subject(kind, 7)).collect(),
    }
}

fn in_costume(costume: Costume, look: u64) -> Subject {
    let woman =
        matches!(costume, Costume::Queen | Costume::Witch | Costume::Bride | Costume::Ballet | Costume::Skater | Costume::Gymnast | Costume::Mermaid);
    let kind = if woman { ActorKind::Woman } else { ActorKind::Man };
    dressed(kind, look, format!("{costume:?}"), Wear { costume: Some(costume), ..Wear::default() })
}

fn looks() -> Vec<Subject> {
    let mut all = Vec::new();
    for look in 0..6 {
        all.push(subject(if look % 2 == 0 { ActorKind::Woman } else { ActorKind::Man }, look * 31 + 1));
    }
    for kind in [ActorKind::Woman, ActorKind::Man] {
        all.push(dressed(kind, 9, "old".into(), Wear { old: true, ..Wear::default() }));
    }
    for (kind, hat) in [(ActorKind::Man, Hat::Beanie), (ActorKind::Boy, Hat::Helmet), (ActorKind::Man, Hat::Top), (ActorKind::Girl, Hat::Crown)] {
        all.push(dressed(kind, 11, format!("{hat:?}"), Wear { hat: Some(hat), ..Wear::default() }));
    }
    for (hat, cut) in [(Hat::Toque, Cut::Short), (Hat::Brimmed, Cut::Long), (Hat::Cap, Cut::Ponytail)] {
        all.push(dressed(ActorKind::Woman, 13, format!("{hat:?}"), Wear { hat: Some(hat), cut: Some(cut), ..Wear::default() }));
    }
    all.push(dressed(ActorKind::Woman, 17, "glasses".into(), Wear { glasses: true, ..Wear::default() }));
    all.push(dressed(ActorKind::Man, 18, "beard".into(), Wear { glasses: true, beard: true, ..Wear::default() }));
    for feeling in [Feeling::Happy, Feeling::Sad, Feeling::Surprised, Feeling::Angry, Feeling::Afraid, Feeling::Tired] {
        let mut one = subject(ActorKind::Man, 21);
        one.actor.feeling = Some(feeling);
        one.name = format!("{feeling:?}");
        all.push(one);
    }
    all
}

fn plan(actor: Actor, style: Style, seconds: f64) -> ShotPlan {
    ShotPlan {
        start: 0.0,
        seconds,
        setting: Setting::Stage,
        time: TimeOfDay::Day,
        weather: Weather::Clear,
        season: None,
        style,
        camera: CameraPlan { framing: Framing::Auto, movement: CameraMove::Still, handheld: false },
        transition: Transition::Cut,
        pace: 1.0,
        cast: vec![actor],
        speech: Vec::new(),
        ambience: Vec::new(),
        leaving: Vec::new(),
    }
}

/// A film of one frame with the subject in the middle of it.
pub fn staged(subject: &Subject, style: Style, moving: bool, at: f64) -> Film {
    let mut actor = subject.actor.clone();
    if moving {
        let verb = if actor.kind.build() == Build::Flyer { Verb::Fly } else { Verb::Run };
        actor.actions.push(Action { verb, target: None, from: 0.0, seconds: at + 1.0, succeeds: true, haste: 1.0, times: 1 });
    }
    let plan = plan(actor, style, at + 0.2);
    let screenplay = Screenplay { shots: vec![plan.clone()], seed: 7, fps: 24 };
    let actor = &plan.cast[0];
    let mut trace = world::simulate(&screenplay, 1.0);
    let shot = &mut trace.shots[0];
    let last = shot.frames.len() - 1;
    shot.frames.drain(..last);
    shot.marks.clear();
    let mut pose = made(actor.kind, moving).unwrap_or_else(|| shot.frames[0].poses[0].clone());
    if let Pose::Person(person) = &mut pose
        && subject.turn != 0.0
    {
        turn(person, subject.turn);
    }
    let mut bounds = room(actor.kind, &pose);
    if let (true, Pose::Person(person)) = (subject.close, &pose) {
        let h = person.height;
        bounds = [person.neck.x - 0.18 * h, person.neck.y - 0.12 * h, person.neck.x + 0.18 * h, person.neck.y + 0.30 * h];
    }
    let (width, height) = (bounds[2] - bounds[0], bounds[3] - bounds[1]);
    let tall = (height.max(width) * 1.22).max(0.02);
    let view = &mut shot.frames[0].view;
    view.centre = Vec2::new(f64::midpoint(bounds[0], bounds[2]), f64::midpoint(bounds[1], bounds[3]));
    view.height = tall;
    view.eye = (0.4 * tall).clamp(0.02, 2.0);
    shot.frames[0].poses = vec![pose];
    Film { screenplay, trace, notices: Vec::new(), portraits: Vec::new(), footage: engine::studio::footage::Footage::default() }
}

/// All that is drawn of it: necks, antlers and tails go beyond a pose's bounds.
pub fn room(kind: ActorKind, pose: &Pose) -> [f64; 4] {
    match pose {
        Pose::Pet(PetPose { height, chest, rump, lift, .. }) => {
            let (left, right) = (chest.x.min(rump.x), chest.x.max(rump.x));
            let (side, top) = match kind {
                ActorKind::Giraffe => (0.75, 2.15),
                ActorKind::Dinosaur => (1.75, 1.95),
                ActorKind::Snail => (1.2, 1.7),
                ActorKind::Mouse => (1.45, 1.4),
                ActorKind::Squirrel => (1.1, 2.5),
                _ => (1.0, 1.75),
            };
            [left - side * height, -0.05 * height, right + side * height, lift + top * height]
        }
        Pose::Person(person) => {
            let (h, x) = (person.height, person.pelvis.x);
            let low = if person.turn == 0.0 { 0.0 } else { person.pelvis.y - 0.62 * h };
            [x - 0.3 * h, low, x + 0.3 * h, low + if person.turn == 0.0 { 1.08 } else { 1.24 } * h]
        }
        Pose::Flyer(f) => [f.at.x - f.span * 1.15, f.at.y - f.span, f.at.x + f.span * 1.15, f.at.y + f.span],
        Pose::Thing(t) => [t.centre.x - t.half.x * 1.1, t.centre.y - t.half.y * 1.1, t.centre.x + t.half.x * 1.1, t.centre.y + t.half.y * 1.1],
        _ => pose.bounds(),
    }
}

fn turn(person: &mut PersonPose, by: f64) {
    let about = person.pelvis;
    let (sin, cos) = (-by * person.facing.signum()).sin_cos();
    let turned =
        |v: Vec2| about + Vec2::new((v - about).x * cos - (v - about).y * sin, (v - about).x * sin + (v - about).y * cos) + Vec2::new(0.0, 0.4);
    for point in [&mut person.shoulders, &mut person.neck] {
        *point = turned(*point);
    }
    for limb in person.arms.iter_mut().chain(&mut person.legs) {
        for point in [&mut limb.root, &mut limb.joint, &mut limb.end] {
            *point = turned(*point);
        }
    }
    person.pelvis += Vec2::new(0.0, 0.4);
    person.turn = by;
    person.lift = 0.4;
}

/// Of what no controller is needed for.
fn made(kind: ActorKind, moving: bool) -> Option<Pose> {
    let measure = kind.measure();
    let half = Vec2::new(measure.length / 2.0, measure.height / 2.0);
    let go = f64::from(u8::from(moving));
    Some(match kind.build() {
        Build::Ball => {
            Pose::Ball(BallPose { centre: Vec2::new(0.0, half.y), radius: half.y, angle: 0.5 * go, velocity: Vec2::ZERO, lane: 0.0, squash: 1.0 })
        }
        Build::Wheels if kind == ActorKind::Car => {
            Pose::Car(CarPose { at: Vec2::ZERO, facing: 1.0, lane: 0.0, pitch: 0.0, heave: 0.0, wheel: go, speed: 8.0 * go })
        }
        Build::Swimmer | Build::Wheels | Build::Boat | Build::Craft | Build::Thing => Pose::Thing(ThingPose {
            centre: Vec2::new(0.0, half.y),
            half,
            angle: if matches!(kind.build(), Build::Boat | Build::Thing) { 0.12 * go } else { 0.0 },
            facing: 1.0,
            lane: 0.0,
            velocity: Vec2::new(2.0 * go, 0.0),
            phase: 0.13 + 0.4 * go,
            power: go,
            whole: 1.0,
        }),
        Build::Rope => {
            let count = 13;
            let points = (0..count).map(|i| f64::from(i) / f64::from(count - 1)).map(|f| {
                if kind == ActorKind::Rope {
                    Vec2::new((f - 0.5) * measure.length, 0.8 - 0.5 * (f * std::f64::consts::PI).sin())
                } else {
                    Vec2::new(f * measure.length, 1.8 + 0.10 * (f * 7.0).sin() * f)
                }
            });
            Pose::Rope(RopePose { points: points.collect(), width: if kind == ActorKind::Rope { 0.04 } else { measure.height }, lane: 0.0 })
        }
        Build::Flyer => Pose::Flyer(FlyerPose {
            at: Vec2::new(0.0, measure.height * 2.0),
            facing: 1.0,
            lane: 0.0,
            wing: if moving { 0.8 } else { 0.25 },
            tilt: 0.0,
            span: measure.height,
        }),
        Build::Person | Build::Beast => return None,
    })
}
