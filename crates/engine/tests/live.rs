//! The live stage: words change while a scene runs, hands push, and bodies stay who they are.

use crate::likeness::{self, SKIN, count, person};
use domain::{
    TakeId, Timestamp, UserId,
    consent::{FrameSink, LiveCast, Out, Sealed, Stopped},
    plan::{Cast, CastMember, Draft, Format, FrozenPlan, Maker, Size},
    product::{Pass, Product},
    storyboard::{Shot, Storyboard},
};
use engine::{
    EditOutcome, Engine, Given, Live, Pushed,
    studio::{
        Studio,
        likeness::Bill,
        sound::measure,
        understand::{
            Nothing,
            anew::{Anew, Standing, Turn, understand_anew},
        },
        world::{Moment, live::LiveWorld, pose::Pose},
    },
};
use std::sync::{Arc, Mutex};

const SMALL: Size = Size { width: 360, height: 640 };

/// Everything that a stage made.
#[derive(Clone, Default)]
struct Made(Arc<Mutex<(Vec<(u32, Vec<u8>)>, Vec<f32>, Vec<String>)>>);

impl Out for Made {
    fn put(&mut self, product: Sealed<Product>) -> Result<(), Stopped> {
        let mut made = self.0.lock().expect("nobody panicked");
        let sent = product.send(Timestamp::from_millis(1), |product| match product {
            Product::Frame { index, picture, .. } => made.0.push((*index, picture.rgba.clone())),
            Product::Sound { start, pcm } => {
                assert_eq!(*start as usize * 2, made.1.len(), "sound has no hole");
                made.1.extend(pcm);
            }
        });
        sent.map_err(|_| Stopped)
    }

    fn pass_started(&mut self, _: Pass) {}

    fn notice(&mut self, sentence: String) {
        self.0.lock().expect("nobody panicked").2.push(sentence);
    }

    fn is_stopped(&self) -> bool {
        false
    }
}

fn plan(prompt: &str, style: &str) -> Arc<FrozenPlan> {
    let maker = Maker { user: UserId::new(Timestamp::from_millis(1), &[1; 10]), handle: "ana".parse().expect("a handle") };
    let shot = Shot { id: "a".into(), prompt: prompt.into(), seconds: 5, style: style.into(), ..Shot::default() };
    let draft = Draft {
        take: TakeId::new(Timestamp::from_millis(1), &[2; 10]),
        room: None,
        storyboard: Storyboard { shots: vec![shot] },
        format: Format { size: SMALL, fps: 24 },
        seed: 7,
        makers: vec![maker],
        cast: Cast::nobody(),
        rules: 1,
    };
    Arc::new(FrozenPlan::freeze(draft).expect("within limits"))
}

struct Stage {
    live: Box<dyn Live>,
    sink: FrameSink,
    made: Made,
}

impl Stage {
    fn open(prompt: &str) -> Self {
        let (plan, made) = (plan(prompt, ""), Made::default());
        let sink = LiveCast::assemble(&plan, Vec::new()).expect("nobody in it").into_sink(Box::new(made.clone()));
        Self { live: Studio::default().open_live(&plan, Given::default()).expect("it opens"), sink, made }
    }

    fn ticks(&mut self, count: u32) -> &mut Self {
        for _ in 0..count {
            self.live.tick(&mut self.sink, true).expect("it goes on");
        }
        self
    }

    fn write(&mut self, prompt: &str, style: &str) -> &mut Self {
        assert!(matches!(self.live.apply(&plan(prompt, style), Given::default()), EditOutcome::Applied(_)), "{prompt}");
        self
    }

    fn pictures(&self) -> Vec<Vec<u8>> {
        self.made.0.lock().expect("nobody panicked").0.iter().map(|(_, rgba)| rgba.clone()).collect()
    }

    fn sound(&self) -> Vec<f32> {
        self.made.0.lock().expect("nobody panicked").1.clone()
    }
}

/// The same words, seed and ticks give the same pictures; and an edit is seen in the first picture after it.
#[test]
fn an_edit_shows_in_the_next_picture_and_everything_is_the_same_again() {
    let tell = |edit: bool| {
        let mut stage = Stage::open("a dog runs in the park");
        stage.ticks(30);
        if edit {
            stage.write("a dog runs in the park, it snows, a cat walks in", "watercolor");
        }
        stage.ticks(20).live.push(Pushed { at: (0.5, 0.6), by: (0.3, -0.2) });
        stage.ticks(10);
        (stage.pictures(), stage.sound())
    };
    let (plain, edited, again) = (tell(false), tell(true), tell(true));
    assert!(plain.0[..30] == edited.0[..30], "what was before the edit is as without it");
    assert!(plain.0[30] != edited.0[30], "the first picture after it is another");
    assert!(edited.0 == again.0, "the same pictures");
    assert!(edited.1 == again.1, "the same sound");
    assert_eq!(edited.1.len(), 60 * 2_000 * 2, "as much sound as pictures");
    assert!(edited.1.iter().any(|x| x.abs() > 0.01) && edited.1.iter().all(|x| x.abs() <= 1.0));
}

struct Words {
    world: LiveWorld,
    standing: Standing,
    plan: engine::studio::screenplay::ShotPlan,
    tick: u32,
}

impl Words {
    fn set(prompt: &str) -> Self {
        let Anew { plan, standing, .. } = read(prompt, None, 0.0);
        Self { world: LiveWorld::set(&plan, 0.5625, 24), standing, plan, tick: 0 }
    }

    fn moment(&mut self) -> Moment {
        self.tick += 1;
        self.world.next(f64::from(self.tick) / 24.0).0
    }

    fn moments(&mut self, count: u32) -> Moment {
        (1..count).for_each(|_| drop(self.moment()));
        self.moment()
    }

    fn write(&mut self, prompt: &str) -> usize {
        let Anew { plan, standing, vanish, .. } = read(prompt, Some(&self.standing), self.world.played());
        assert!(plan.goes_on(), "{prompt}");
        self.world.redirect(&plan, &vanish);
        (self.plan, self.standing) = (plan, standing);
        vanish.len()
    }
}

fn read(prompt: &str, was: Option<&Standing>, played: f64) -> Anew {
    let shot = Shot { id: "a".into(), prompt: prompt.into(), seconds: 5, ..Shot::default() };
    understand_anew(&shot, was, Turn { start: 0.0, played, seed: 7, scene: 0, again: false }, &Bill::default(), &Nothing)
}

fn place(pose: &Pose) -> f64 {
    let [left, _, right, _] = pose.bounds();
    f64::midpoint(left, right)
}

#[test]
fn bodies_that_stay_keep_their_place_in_the_cast_and_in_the_world() {
    for (before, after) in [
        ("a dog runs in the park", "a dog runs in the park at night, it rains"),
        ("a dog runs in the park", "a dog sits in the park, a boy waves"),
        ("a woman and a man dance", "a woman and a man dance, a red ball rolls in"),
        ("a man walks in a city", "a man waves in a city, it snows"),
    ] {
        let mut words = Words::set(before);
        let was = words.moments(40);
        let known = words.plan.cast.clone();
        words.write(after);
        let now = words.moment();
        assert!(words.plan.cast.len() >= known.len(), "{after}");
        for (id, actor) in known.iter().enumerate() {
            assert_eq!((actor.kind, actor.look), (words.plan.cast[id].kind, words.plan.cast[id].look), "{after}: body {id}");
            let moved = (place(&now.poses[id]) - place(&was.poses[id])).abs();
            assert!(moved < 0.5, "{after}: body {id} went {moved} m in one picture");
        }
        assert!((now.view.centre - was.view.centre).hypot() < 0.32, "{after}: the camera jumps");
        assert!(words.plan.leaving.is_empty(), "{after}: nobody was sent away");
    }
}

#[test]
fn who_is_not_named_any_more_goes() {
    let mut words = Words::set("a dog runs and a cat sits in the park, a ball lies there");
    words.moments(24);
    let vanished = words.write("a cat sits in the park");
    assert_eq!(vanished, 1, "a ball can't walk off");
    let cat = words.plan.cast.iter().position(|actor| actor.kind == engine::studio::screenplay::ActorKind::Cat).expect("the cat is there");
    assert!(!words.plan.leaving.contains(&cat) && words.plan.leaving.len() == 2, "{:?}", words.plan.leaving);
    let moment = words.moments(120);
    let dog = words.plan.leaving.iter().copied().find(|id| words.plan.cast[*id].kind.is_pet()).expect("the dog leaves");
    assert!((place(&moment.poses[dog]) - place(&moment.poses[cat])).abs() > 2.0, "it has gone");
}

/// Not in the first picture, nor in those in which the words before still ease out, nor when their words come back.
#[test]
fn who_is_cast_no_longer_is_in_no_picture_from_then_on() {
    let ana = person(1, "ana", 210.0);
    let member =
        CastMember { cameo: ana.cameo, owner: UserId::new(Timestamp::from_millis(1), &[9; 10]), mention: ana.mention.clone(), kind: ana.kind };
    let cast = likeness::plan("@ana waves in the park", vec![member.clone()]);
    let (nobody, made) = (plan("a dog runs", ""), Made::default());
    let sink = LiveCast::assemble(&nobody, Vec::new()).expect("nobody in it").into_sink(Box::new(made.clone()));
    let given = Given { likenesses: vec![ana], ..Given::default() };
    let mut stage = Stage { live: Studio::default().open_live(&cast, given).expect("it opens"), sink, made };
    stage.ticks(12);
    let with_her = stage.pictures();
    assert!(with_her.iter().all(|rgba| count(rgba, SKIN) > 60), "she is seen");
    let outcome = stage.live.apply(&likeness::plan("@ana waves in the park, it rains", Vec::new()), Given::default());
    let EditOutcome::Applied(notices) = outcome else { panic!("{outcome:?}") };
    assert!(notices.iter().any(|notice| notice.contains("stand-in plays @ana")), "{notices:?}");
    stage.ticks(36);
    assert!(stage.pictures()[12..].iter().all(|rgba| count(rgba, SKIN) == 0), "nothing of her is left");
    let refused = stage.live.apply(&likeness::plan("@ana waves", vec![member]), Given::default());
    assert!(matches!(refused, EditOutcome::Rejected(_)), "cast without her likeness: {refused:?}");
    stage.ticks(2);
}

#[test]
fn a_push_moves_what_it_meets() {
    let tell = |pushed: bool| {
        let mut words = Words::set("a ball lies on the meadow");
        let moment = words.moments(48);
        if pushed {
            let Pose::Ball(ball) = &moment.poses[0] else { panic!("a ball") };
            let at = (
                0.5 + (ball.centre.x - moment.view.centre.x) / (moment.view.height * 0.5625),
                0.5 - (ball.centre.y - moment.view.centre.y) / moment.view.height,
            );
            assert!(words.world.push(at, (0.4, -0.1)));
        }
        place(&words.moments(24).poses[0])
    };
    let (left_alone, pushed) = (tell(false), tell(true));
    assert!(pushed - left_alone > 0.3, "from {left_alone} to {pushed}");
}

#[test]
fn a_stage_runs_on_and_forgets_what_is_over() {
    let mut stage = Stage::open("a boy jumps");
    // Several times through its words, in a quarter of the pictures.
    for tick in 0..24 * 14 {
        stage.live.tick(&mut stage.sink, tick % 4 == 0).expect("it goes on");
    }
    let pictures = stage.pictures();
    assert_eq!(pictures.len(), 24 * 14 / 4);
    assert!(pictures.windows(2).filter(|pair| pair[0] != pair[1]).count() > 60, "he moves on");
    if let Ok(folder) = std::env::var("GREENROOM_LOOK") {
        look(&folder);
    }
}

/// Writes pictures of some evenings into a folder, to be looked at.
fn look(folder: &str) {
    let stories: [&[(&str, &str)]; 3] = [
        &[
            ("a dog runs in the park", ""),
            ("a dog runs in the park, it rains at night", ""),
            ("a dog runs in the park, a cat chases the dog", "watercolor"),
            ("a cat sits in the park", "watercolor"),
        ],
        &[
            ("a woman dances in a city", ""),
            ("a woman dances in a city, close-up", ""),
            ("a woman and a robot dance in a city, it snows", "comic"),
            ("a robot waves at the beach", ""),
        ],
        &[
            ("two boys play football", ""),
            ("two boys sit on a bench", ""),
            ("two boys wave, a red car drives by", "noir"),
            ("a red car in the snow", ""),
        ],
    ];
    for (number, story) in stories.iter().enumerate() {
        let mut stage = Stage::open(story[0].0);
        stage.ticks(48);
        for (prompt, style) in &story[1..] {
            stage.write(prompt, style).ticks(48);
        }
        let sound = stage.sound();
        println!("story {number}: {:?} LUFS, peak {:.2}", measure::loudness(&sound), measure::true_peak(&sound));
        let pictures = stage.pictures();
        let (columns, step) = (8, pictures.len() / 16);
        let mut sheet = image::RgbaImage::new(180 * columns, 320 * 2);
        for place in 0..16_u32 {
            let picture = image::RgbaImage::from_raw(360, 640, pictures[place as usize * step + step / 2].clone()).expect("its size");
            let small = image::imageops::thumbnail(&picture, 180, 320);
            image::imageops::overlay(&mut sheet, &small, i64::from(place % columns * 180), i64::from(place / columns * 320));
        }
        sheet.save(format!("{folder}/live-{number}.png")).expect("it is written");
    }
}
