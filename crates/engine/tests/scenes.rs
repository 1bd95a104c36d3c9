//! Screenplays made without words: bodies that no prompt needs to be understood for.

use engine::studio::screenplay::{
    Action, Actor, ActorKind as K, CameraMove, CameraPlan, Framing, Part, Screenplay, Setting as S, ShotPlan, Style, TimeOfDay, Transition,
    Verb as V, Wear, Weather as W,
};

pub fn action(verb: V, target: Option<usize>, from: f64, seconds: f64) -> Action {
    Action { verb, target, from, seconds, succeeds: true, haste: 1.0, times: 1 }
}

pub fn actor(kind: K, actions: &[Action]) -> Actor {
    Actor {
        kind,
        part: Part::Drawn,
        name: None,
        colour: None,
        size: 1.0,
        look: 11,
        wear: Wear::default(),
        feeling: None,
        way: 1.0,
        carries: None,
        actions: actions.to_vec(),
    }
}

/// One shot of eight seconds; every actor's look follows from the seed.
pub fn scene(setting: S, weather: W, mut cast: Vec<Actor>, seed: u64) -> Screenplay {
    for (id, actor) in cast.iter_mut().enumerate() {
        actor.look = seed.wrapping_mul(0x9E37_79B9).wrapping_add(id as u64 * 7919);
    }
    let shot = ShotPlan {
        start: 0.0,
        seconds: 8.0,
        setting,
        time: TimeOfDay::Day,
        weather,
        season: None,
        style: Style::Soft,
        camera: CameraPlan { framing: Framing::Auto, movement: CameraMove::Auto, handheld: false },
        transition: Transition::Cut,
        pace: 1.0,
        cast,
        speech: Vec::new(),
        ambience: Vec::new(),
        leaving: Vec::new(),
    };
    Screenplay { shots: vec![shot], seed, fps: 24 }
}

pub fn all(verb: V) -> Action {
    action(verb, None, 0.0, 8.0)
}

pub fn on(verb: V, target: usize) -> Action {
    action(verb, Some(target), 0.5, 6.0)
}

/// A tower of blocks before a toy train.
pub fn tower(blocks: usize, seed: u64) -> Screenplay {
    let mut cast = vec![actor(K::ToyTrain, &[all(V::Drive)])];
    cast.extend((0..blocks).map(|_| actor(K::Block, &[all(V::Topple)])));
    scene(S::Nursery, W::Clear, cast, seed)
}

/// What is simulated, by name.
pub fn all_scenes(seed: u64) -> Vec<(&'static str, Screenplay)> {
    let one = |setting, weather, kind, verb| scene(setting, weather, vec![actor(kind, &[all(verb)])], seed);
    let still = |setting, kinds: &[K]| scene(setting, W::Clear, kinds.iter().map(|kind| actor(*kind, &[])).collect(), seed);
    let two = |setting, person: K, verb, thing: K| scene(setting, W::Clear, vec![actor(person, &[on(verb, 1)]), actor(thing, &[])], seed);
    let mut kicked = vec![actor(K::Man, &[on(V::Kick, 1)]), actor(K::Football, &[])];
    kicked[0].actions[0].succeeds = seed.is_multiple_of(2);
    let mut scenes = vec![
        ("train and tower", tower(6, seed)),
        ("train and large tower", tower(11, seed)),
        ("tower alone", scene(S::Room, W::Clear, (0..6).map(|_| actor(K::Block, &[action(V::Topple, None, 1.0, 4.0)])).collect(), seed)),
        ("still life", still(S::Kitchen, &[K::Table, K::Cup, K::Apple, K::Bottle, K::Book])),
        ("row", still(S::Room, &[K::Chair, K::Box, K::TrashCan, K::Suitcase, K::Lamp, K::Clock])),
        ("cup falls", one(S::Kitchen, W::Clear, K::Cup, V::Fall)),
        ("box falls", one(S::Street, W::Rain, K::Box, V::Fall)),
        ("apple rolls", one(S::Park, W::Clear, K::Apple, V::Roll)),
        ("can kicked", two(S::Street, K::Boy, V::Kick, K::TrashCan)),
        ("box pushed", two(S::Street, K::Man, V::Push, K::Box)),
        ("can toppled", one(S::Street, W::Wind, K::TrashCan, V::Topple)),
        ("goal", scene(S::Stadium, W::Clear, kicked, seed)),
        ("bus in rain", one(S::Street, W::Storm, K::Bus, V::Drive)),
        ("train", one(S::Station, W::Clear, K::Train, V::Drive)),
        ("skateboard", one(S::Street, W::Clear, K::Skateboard, V::Roll)),
        ("sailboat in storm", one(S::Sea, W::Storm, K::Sailboat, V::Rock)),
        ("ship", one(S::Sea, W::Wind, K::Ship, V::Sail)),
        ("boat on a lake", one(S::Lake, W::Clear, K::Boat, V::Float)),
        ("ball in a pool", one(S::Sea, W::Clear, K::BeachBall, V::Fall)),
        ("box in the sea", one(S::Sea, W::Storm, K::Box, V::Fall)),
        ("bottle under water", one(S::Underwater, W::Clear, K::Bottle, V::Fall)),
        ("dolphin leaps", one(S::Sea, W::Clear, K::Dolphin, V::Jump)),
        ("fish", one(S::Underwater, W::Clear, K::Fish, V::Swim)),
        ("rocket", scene(S::Desert, W::Clear, vec![actor(K::Rocket, &[action(V::Launch, None, 1.0, 7.0)])], seed)),
        (
            "helicopter lands",
            scene(S::City, W::Clear, vec![actor(K::Helicopter, &[action(V::Fly, None, 0.0, 3.0), action(V::Land, None, 3.0, 5.0)])], seed),
        ),
        ("plane", one(S::Sky, W::Clear, K::Plane, V::Fly)),
        ("saucer", one(S::Meadow, W::Clear, K::Ufo, V::Hover)),
        ("balloon", one(S::Park, W::Wind, K::Balloon, V::Fly)),
        ("kite", two(S::Meadow, K::Girl, V::Pull, K::Kite)),
        ("flag", one(S::Castle, W::Wind, K::Flag, V::Stand)),
        ("eagle", one(S::Mountain, W::Clear, K::Eagle, V::Fly)),
        ("dragon", one(S::Castle, W::Clear, K::Dragon, V::Fly)),
        ("snowball", one(S::Park, W::Snow, K::Snowball, V::Fall)),
        ("yarn", scene(S::Room, W::Clear, vec![actor(K::Cat, &[action(V::Chase, Some(1), 0.0, 8.0)]), actor(K::Yarn, &[all(V::Roll)])], seed)),
        (
            "explosion",
            scene(
                S::Street,
                W::Clear,
                vec![actor(K::Box, &[action(V::Explode, None, 2.0, 1.0)]), actor(K::TrashCan, &[]), actor(K::Apple, &[])],
                seed,
            ),
        ),
        ("moon", one(S::Moon, W::Clear, K::Box, V::Fall)),
        ("space", one(S::Space, W::Clear, K::Rocket, V::Fly)),
        ("bell", one(S::Stage, W::Clear, K::Bell, V::Ring)),
        ("beach ball in wind", one(S::Beach, W::Wind, K::BeachBall, V::Bounce)),
        ("volleyball", one(S::Beach, W::Clear, K::Volleyball, V::Fall)),
    ];
    let pull = |kind| actor(kind, &[action(V::Pull, Some(2), 0.0, 8.0)]);
    scenes.push(("tug of war", scene(S::Meadow, W::Clear, vec![pull(K::Elephant), pull(K::Mouse), actor(K::Rope, &[])], seed)));
    let ride = actor(K::Woman, &[action(V::Ride, Some(1), 0.0, 8.0)]);
    let car = |kind| actor(kind, &[all(V::Drive)]);
    scenes.push(("taxi and boxes", scene(S::Street, W::Clear, vec![car(K::Taxi), actor(K::Box, &[]), actor(K::TrashCan, &[])], seed)));
    scenes.push(("car and boxes", scene(S::Street, W::Clear, vec![car(K::Car), actor(K::Box, &[]), actor(K::TrashCan, &[])], seed)));
    let hits = actor(K::Taxi, &[action(V::Drive, Some(1), 0.0, 8.0)]);
    scenes.push(("taxi hits boxes", scene(S::Street, W::Clear, vec![hits, actor(K::Box, &[]), actor(K::TrashCan, &[])], seed)));
    let thrown = actor(K::Boy, &[action(V::Throw, Some(2), 1.0, 3.0)]);
    scenes.push(("snowball thrown", scene(S::Park, W::Snow, vec![thrown, actor(K::Girl, &[]), actor(K::Snowball, &[])], seed)));
    scenes.push(("ball rolls", one(S::Street, W::Clear, K::TennisBall, V::Roll)));
    scenes.push(("weightless", scene(S::Space, W::Clear, vec![actor(K::Apple, &[]), actor(K::Book, &[])], seed)));
    scenes.push(("pool", scene(S::Pool, W::Clear, vec![actor(K::Woman, &[]), actor(K::Boat, &[]), actor(K::BeachBall, &[all(V::Fall)])], seed)));
    scenes.push(("harbour", scene(S::Harbour, W::Rain, vec![actor(K::Man, &[]), actor(K::Ship, &[]), actor(K::Box, &[])], seed)));
    scenes.push(("bicycle ridden", scene(S::Street, W::Rain, vec![ride, actor(K::Bicycle, &[])], seed)));
    scenes
}
