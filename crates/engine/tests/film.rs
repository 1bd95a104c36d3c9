//! Whole takes: bodies obey the ground, sounds have their contacts, and the same plan gives the same bytes.

use domain::{
    TakeId, Timestamp, UserId,
    account::Handle,
    consent::{FrameSink, LiveCast, Out, Sealed, Stopped},
    ids::Entropy,
    plan::{Cast, Draft, Format, FrozenPlan, Maker, Size},
    product::{Pass, Product},
    storyboard::{Shot, Storyboard},
};
use engine::{
    Engine, EngineError, Given, Step,
    studio::{
        Studio,
        understand::understand_shots,
        world::{self, Trace, event::EventKind, pose::Pose},
    },
};
use std::{
    collections::hash_map::DefaultHasher,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex},
};

/// The prompts that the studio engine is measured by.
const PROMPTS: [&str; 27] = [
    "A basketball player shoots, misses, and the ball rebounds off the backboard onto the court, gym at night",
    "A beach volleyball rally at sunset, the ball drops into the sand and stops",
    "A skateboarder does a kickflip over a trash can in a sunny street, slow motion",
    "A gymnast does two backflips on a mat in an arena and lands with both feet",
    "Someone cannonballs from a diving board into a pool, big splash, friends cheer",
    "A tower of wooden blocks topples when a toy train hits it, children's room",
    "A red car drives through heavy rain at night, puddles splash, neon signs",
    "A sailboat rocks on a stormy sea, lightning in the distance",
    "A golden retriever chases a butterfly across a flower meadow, tracking shot",
    "Snow falls on a quiet village while smoke rises from a chimney, slow pan right",
    "A figure skater spins three times and glides out of the picture",
    "An elephant and a tiny mouse play tug of war with a rope",
    "Two friends on a park bench. Ana says \"Did you hear that?\" Ben answers \"It's only the wind.\" Wind rises",
    "A chef in a kitchen says in French \"Le dîner est prêt !\" and rings a bell",
    "Un perro y un gato discuten en una azotea: el perro dice \"¡Es mi pelota!\"",
    "A robot counts from one to five in Japanese, beeping at each number",
    "Crowd noise in a stadium, a whistle, a kick, the crowd roars as the ball hits the net",
    "Shot 1: wide view of a lighthouse at dawn. Shot 2: inside, the keeper climbs the stairs. Shot 3: close-up, he lights the lamp",
    "A day in the life of a lazy cat: sleeping, eating, chasing a ball of yarn, sleeping again",
    "A rocket launches, crosses the clouds, and a small astronaut waves from the moon",
    "A fox runs through an autumn forest in: realistic, anime, watercolor, pixel art, film noir, claymation, comic book, pencil sketch",
    "The same fox: close-up, wide shot, aerial view, dolly in, handheld, slow motion, time-lapse",
    "@ana and @ben dance in the rain under one umbrella, cartoon style",
    "@ana rides a giant snail through the desert and shouts \"Faster!\"",
    "A philosophical proof that free will exists",
    "asdf qwer zxcv",
    "🐶🏀🌧️",
];

fn shot(prompt: &str, seconds: u32) -> Shot {
    Shot { id: "a".into(), prompt: prompt.into(), seconds, ..Shot::default() }
}

fn trace(prompt: &str, seed: u64) -> Trace {
    let understood = understand_shots(&[shot(prompt, 8)], seed, 24);
    world::simulate(&understood.screenplay, 0.5625)
}

fn plan(prompts: &[&str], size: Size, seconds: u32) -> Arc<FrozenPlan> {
    let now = Timestamp::from_millis(1);
    let entropy: Entropy = [7; 10];
    let maker = Maker { user: UserId::new(now, &entropy), handle: Handle::try_from("ana".to_owned()).expect("a good handle") };
    let draft = Draft {
        take: TakeId::new(now, &entropy),
        room: None,
        storyboard: Storyboard { shots: prompts.iter().map(|prompt| shot(prompt, seconds)).collect() },
        format: Format { size, fps: 24 },
        seed: 5,
        makers: vec![maker],
        cast: Cast::nobody(),
        rules: 1,
    };
    Arc::new(FrozenPlan::freeze(draft).expect("the draft is within limits"))
}

#[derive(Default)]
struct Seen {
    passes: Vec<Pass>,
    frames: Vec<(u8, u32, u64)>,
    samples: usize,
    sound: u64,
    notices: Vec<String>,
    puts: usize,
}

struct Watcher {
    seen: Arc<Mutex<Seen>>,
    stop_after: usize,
}

impl Out for Watcher {
    fn put(&mut self, product: Sealed<Product>) -> Result<(), Stopped> {
        let mut seen = self.seen.lock().expect("no other thread");
        seen.puts += 1;
        let _ = product.send(Timestamp::from_millis(2), |product| {
            let mut hasher = DefaultHasher::new();
            match product {
                Product::Frame { pass, index, picture } => {
                    assert_eq!(picture.rgba.len(), (picture.width * picture.height * 4) as usize);
                    assert!(picture.rgba.chunks_exact(4).all(|pixel| pixel[3] == 255), "every pixel is opaque");
                    picture.rgba.hash(&mut hasher);
                    seen.frames.push((*pass, *index, hasher.finish()));
                }
                Product::Sound { start, pcm } => {
                    assert_eq!(*start as usize * 2, seen.samples, "sound has no holes");
                    seen.samples += pcm.len();
                    (seen.sound, pcm.iter().map(|sample| sample.to_bits()).collect::<Vec<_>>()).hash(&mut hasher);
                    seen.sound = hasher.finish();
                }
            }
        });
        Ok(())
    }

    fn pass_started(&mut self, pass: Pass) {
        self.seen.lock().expect("no other thread").passes.push(pass);
    }

    fn notice(&mut self, sentence: String) {
        self.seen.lock().expect("no other thread").notices.push(sentence);
    }

    fn is_stopped(&self) -> bool {
        self.seen.lock().expect("no other thread").puts >= self.stop_after
    }
}

fn run(plan: &Arc<FrozenPlan>, stop_after: usize) -> (Seen, Result<(), EngineError>) {
    run_from(plan, 0, stop_after)
}

fn run_from(plan: &Arc<FrozenPlan>, kept: u32, stop_after: usize) -> (Seen, Result<(), EngineError>) {
    let seen = Arc::new(Mutex::new(Seen::default()));
    let watcher = Watcher { seen: seen.clone(), stop_after };
    let mut sink: FrameSink = LiveCast::assemble(plan, Vec::new()).expect("nobody is cast").into_sink(Box::new(watcher));
    let mut session = Studio::default().open(plan.clone(), Given::default()).expect("the studio offers this");
    session.resume(kept);
    let end = loop {
        match session.step(&mut sink) {
            Ok(Step::More) => {}
            Ok(Step::Done) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    drop((session, sink));
    (Arc::into_inner(seen).expect("the sink is gone").into_inner().expect("no panic"), end)
}

#[test]
fn a_take_has_stills_a_small_clip_its_sound_and_the_full_clip() {
    let plan = plan(&["A boy runs in the park", "A dog jumps"], Size { width: 540, height: 960 }, 2);
    let (seen, end) = run(&plan, usize::MAX);
    assert_eq!(end, Ok(()));
    assert_eq!(
        seen.passes.iter().map(|pass| (pass.number, pass.frames, pass.last)).collect::<Vec<_>>(),
        [(0, 2, false), (1, 96, false), (2, 96, true)]
    );
    assert!(seen.passes.iter().all(|pass| pass.width % 2 == 0 && pass.height % 2 == 0));
    assert_eq!(seen.samples, 4 * 48_000 * 2);
    let of = |pass: u8| seen.frames.iter().filter(|frame| frame.0 == pass).map(|frame| frame.1).collect::<Vec<_>>();
    assert_eq!(of(0), [0, 48]);
    assert_eq!(of(2), (0..96).collect::<Vec<_>>());
    assert_eq!(
        seen.frames.iter().find(|frame| frame.0 == 2 && frame.1 == 0).map(|frame| frame.2),
        seen.frames.first().map(|frame| frame.2),
        "the still is the first frame"
    );
}

#[test]
fn the_same_plan_gives_the_same_bytes() {
    let plan = plan(&["A woman kicks a ball in the rain at night and says \"Go!\""], Size { width: 360, height: 640 }, 4);
    let (a, _) = run(&plan, usize::MAX);
    let (b, _) = run(&plan, usize::MAX);
    assert_eq!(a.frames, b.frames);
    assert_eq!((a.samples, a.sound), (b.samples, b.sound));
    assert_eq!(a.passes.len(), 2, "a small take needs no smaller pass");
}

#[test]
fn a_take_that_was_cut_off_goes_on_with_the_same_pictures_and_all_its_sound() {
    let plan = plan(&["A dog chases a ball in the park"], Size { width: 540, height: 960 }, 5);
    let (whole, _) = run(&plan, usize::MAX);
    for kept in [2, 5] {
        let (rest, end) = run_from(&plan, kept, usize::MAX);
        assert_eq!(end, Ok(()));
        let last = rest.passes.last().map(|pass| (pass.number, pass.last));
        assert_eq!(last, Some((1, true)), "no small pass");
        let made = |seen: &Seen, pass: u8| {
            seen.frames.iter().filter(|frame| frame.0 == pass && frame.1 >= kept * 24).map(|frame| (frame.1, frame.2)).collect::<Vec<_>>()
        };
        assert_eq!(made(&rest, 1), made(&whole, 2));
        assert_eq!(rest.frames.iter().filter(|frame| frame.0 == 1).count() as u32, (5 - kept) * 24);
        assert_eq!((rest.samples, rest.sound), (whole.samples, whole.sound));
    }
}

#[test]
fn a_stopped_take_ends_within_a_frame() {
    let plan = plan(&["A dog runs in the park"], Size { width: 360, height: 640 }, 4);
    for after in [1, 2, 9] {
        let (seen, end) = run(&plan, after);
        assert_eq!(end, Err(EngineError::Stopped));
        assert_eq!(seen.puts, after);
    }
}

#[test]
fn reference_prompts_give_a_scene_or_a_word_about_it() {
    for prompt in PROMPTS {
        let understood = understand_shots(&[shot(prompt, 6)], 3, 24);
        let trace = world::simulate(&understood.screenplay, 0.5625);
        assert!(!trace.shots.is_empty());
        let empty = understood.screenplay.shots.iter().all(|shot| shot.cast.is_empty() && shot.setting == engine::studio::screenplay::Setting::Stage);
        assert!(!empty || !understood.notices.is_empty(), "{prompt}");
    }
}

#[test]
fn nothing_is_under_the_ground_and_nothing_jumps_from_place_to_place() {
    for (index, prompt) in PROMPTS
        .iter()
        .chain(&[
            "A woman throws a ball to a man",
            "A dog chases a cat in the street",
            "Three kids run and jump in the snow",
            "A man walks, then sits",
        ])
        .enumerate()
    {
        let understood = understand_shots(&[shot(prompt, 8)], index as u64, 24);
        let trace = world::simulate(&understood.screenplay, 0.5625);
        let wrongs = world::check(&trace, &understood.screenplay);
        assert!(wrongs.is_empty(), "{prompt}: {wrongs:?}");
    }
}

#[test]
fn bounces_lose_energy() {
    let trace = trace("A basketball bounces on a basketball court", 1);
    let heights: Vec<f64> =
        trace.shots[0].frames.iter().map(|moment| if let Pose::Ball(ball) = &moment.poses[0] { ball.centre.y } else { 0.0 }).collect();
    let peaks: Vec<f64> = heights.windows(3).filter(|w| w[1] > w[0] && w[1] >= w[2] && w[1] > 0.2).map(|w| w[1]).collect();
    assert!(peaks.len() >= 3, "{peaks:?}");
    assert!(peaks.windows(2).all(|pair| pair[1] < pair[0]), "{peaks:?}");
    let impulses: Vec<f32> =
        trace.events.iter().filter_map(|event| if let EventKind::Impact { impulse, .. } = event.kind { Some(impulse) } else { None }).collect();
    assert!(impulses.len() >= 3 && impulses.windows(2).all(|pair| pair[1] < pair[0] * 1.02), "{impulses:?}");
}

#[test]
fn a_miss_comes_back_from_the_board_and_does_not_go_in() {
    for seed in 0..6 {
        let trace = trace("A basketball player shoots and misses on the court", seed);
        let has = |f: fn(&EventKind) -> bool| trace.events.iter().any(|event| f(&event.kind));
        assert!(has(|kind| matches!(kind, EventKind::BoardHit { .. })), "seed {seed}");
        assert!(!has(|kind| matches!(kind, EventKind::NetSwish)), "seed {seed}");
        assert!(has(|kind| matches!(kind, EventKind::Impact { .. })), "seed {seed}");
        assert!(
            self::trace("A basketball player shoots and scores on the court", seed).events.iter().any(|event| event.kind == EventKind::NetSwish),
            "seed {seed}"
        );
    }
}

#[test]
fn a_footstep_sounds_when_a_foot_is_on_the_ground() {
    let trace = trace("A man walks in the park", 2);
    let steps: Vec<f64> = trace.events.iter().filter(|event| matches!(event.kind, EventKind::Footstep { .. })).map(|event| event.at).collect();
    assert!((8..=24).contains(&steps.len()), "{} steps in 8 s", steps.len());
    for at in steps {
        let frame = ((at * 24.0).ceil() as usize).min(trace.shots[0].frames.len() - 1);
        let Pose::Person(person) = &trace.shots[0].frames[frame].poses[0] else { panic!("a person walks") };
        let down = person.legs.iter().map(|leg| leg.end.y).fold(f64::MAX, f64::min);
        assert!(down < 0.06 * person.height, "at {at} the lower foot is {down} m up");
    }
}

#[test]
fn a_planted_foot_does_not_slide() {
    let trace = trace("A man walks in the park", 4);
    let ankles: Vec<[(f64, f64); 2]> = trace.shots[0]
        .frames
        .iter()
        .map(|moment| if let Pose::Person(p) = &moment.poses[0] { p.legs.map(|leg| (leg.end.x, leg.end.y)) } else { [(0.0, 0.0); 2] })
        .collect();
    for pair in ankles.windows(2) {
        let still = (0..2).any(|leg| (pair[1][leg].0 - pair[0][leg].0).abs() < 0.035);
        assert!(still, "one foot stands: {pair:?}");
    }
}

#[test]
fn a_dog_brings_the_ball_back() {
    for seed in 0..4 {
        let trace = trace("A boy throws a ball to his dog, which catches it", seed);
        let at = |moment: &world::Moment, actor: usize| moment.poses[actor].bounds()[0];
        let frames = &trace.shots[0].frames;
        let away = frames.iter().map(|moment| (at(moment, 1) - at(moment, 0)).abs()).fold(0.0, f64::max);
        let last = frames.last().expect("there are frames");
        assert!(away > 1.0 && (at(last, 1) - at(last, 2)).abs() < 1.7, "seed {seed}");
        assert!((at(last, 1) - at(last, 0)).abs() < away - 0.3, "seed {seed}");
    }
}

#[test]
fn puddles_are_met_at_uneven_times() {
    let trace = trace("A red car drives through heavy rain at night", 3);
    let splashes: Vec<f64> = trace.events.iter().filter(|event| matches!(event.kind, EventKind::Splash { .. })).map(|event| event.at).collect();
    let gaps: Vec<f64> = splashes.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps.len() >= 4, "{splashes:?}");
    let (least, most) = (gaps.iter().copied().fold(f64::MAX, f64::min), gaps.iter().copied().fold(0.0, f64::max));
    assert!(most > least * 1.5, "{gaps:?}");
}
