//! The whole catalogue, measured: every material, kind, setting and mood in finished takes.

use super::{tests::power, *};
use crate::studio::{
    screenplay::{ActorKind, Ambience, Setting, Style, TimeOfDay, Weather},
    world::event::Material,
};

const MATERIALS: [Material; 24] = {
    use Material as M;
    [
        M::Grass,
        M::Sand,
        M::Snow,
        M::Asphalt,
        M::Parquet,
        M::Wood,
        M::Stone,
        M::Water,
        M::Metal,
        M::Glass,
        M::RubberBall,
        M::LeatherBall,
        M::LightBall,
        M::TennisBall,
        M::Body,
        M::Paw,
        M::Hoof,
        M::Tyre,
        M::Cloth,
        M::Foam,
        M::Ice,
        M::Cardboard,
        M::Blade,
        M::Dirt,
    ]
};

const SETTINGS: [Setting; 42] = {
    use Setting as S;
    [
        S::Park,
        S::Court,
        S::Gym,
        S::Street,
        S::Meadow,
        S::Forest,
        S::Beach,
        S::Room,
        S::Stadium,
        S::Stage,
        S::Desert,
        S::Kitchen,
        S::Nursery,
        S::Bedroom,
        S::Classroom,
        S::Office,
        S::Library,
        S::Cafe,
        S::Theatre,
        S::Arena,
        S::IceRink,
        S::Pool,
        S::Sea,
        S::Underwater,
        S::Lake,
        S::Harbour,
        S::Lighthouse,
        S::Stairs,
        S::LampRoom,
        S::Rooftop,
        S::City,
        S::Village,
        S::Garden,
        S::Farm,
        S::Castle,
        S::Mountain,
        S::Jungle,
        S::Cave,
        S::Station,
        S::Moon,
        S::Space,
        S::Sky,
    ]
};

fn go_on() -> bool {
    false
}

fn at(at: f64, kind: EventKind) -> SoundEvent {
    SoundEvent { at, shot: 0, pan: 0.1, distance: 0.15, kind }
}

fn scene(seconds: u32, setting: Setting, ambience: &[Ambience], seed: u64) -> Screenplay {
    let mut screenplay = fixture::screenplay(seconds);
    screenplay.shots[0].setting = setting;
    screenplay.shots[0].ambience = ambience.to_vec();
    screenplay.seed = seed;
    screenplay
}

/// −16 LUFS within one, no more than −1 dBTP.
fn assert_master(name: &str, pcm: &[f32]) {
    let loud = measure::loudness(pcm).expect("not silent");
    assert!((loud + 16.0).abs() < 1.0, "{name}: {loud:.2} LUFS");
    let top = 20.0 * measure::true_peak(pcm).log10();
    assert!(top <= -0.98, "{name}: {top:.2} dBTP");
}

#[test]
fn every_contact_has_its_onset_within_a_frame() {
    let mut worst = 0f64;
    for seed in 0..6u64 {
        for half in MATERIALS.chunks(12) {
            let grounds = [Material::Parquet, Material::Grass, Material::Stone, Material::Sand, Material::Ice, Material::Foam];
            let contacts: Vec<_> = half
                .iter()
                .enumerate()
                .map(|(i, &a)| {
                    let b = grounds[(i + seed as usize) % grounds.len()];
                    at(0.611 + 0.9 * i as f64 + 0.013 * seed as f64, EventKind::Impact { a, b, impulse: 1.5 + 1.1 * (seed % 4) as f32 })
                })
                .collect();
            let pcm = render(&scene(12, Setting::Stage, &[Ambience::Silence], seed), &contacts, &[], 12, &go_on);
            let onsets = measure::onsets(&pcm);
            for contact in &contacts {
                let near = onsets.iter().map(|onset| (onset - contact.at).abs()).fold(9.0, f64::min);
                assert!(near <= 0.042, "{:?} with seed {seed}: {near:.3} s away", contact.kind);
                worst = worst.max(near);
            }
        }
    }
    assert!(worst < 0.02, "{worst}");
}

#[test]
fn contacts_are_found_through_place_and_music() {
    let (mut found, mut all) = (0, 0);
    for (seed, setting) in [Setting::Gym, Setting::Street, Setting::Park, Setting::Room, Setting::Beach, Setting::Arena].into_iter().enumerate() {
        let contacts: Vec<_> = (0..9)
            .map(|i| at(0.7 + 0.83 * f64::from(i), EventKind::Impact { a: Material::RubberBall, b: Material::Parquet, impulse: 4.0 }))
            .collect();
        let onsets = measure::onsets(&render(&scene(9, setting, &[], seed as u64), &contacts, &[], 9, &go_on));
        all += contacts.len();
        found += contacts.iter().filter(|contact| onsets.iter().any(|onset| (onset - contact.at).abs() <= 0.042)).count();
    }
    assert!(found * 100 >= all * 95, "{found} of {all}");
}

#[test]
fn everything_that_calls_is_heard_at_once() {
    use ActorKind as K;
    let kinds = [
        K::Horse,
        K::Zebra,
        K::Cow,
        K::Camel,
        K::Deer,
        K::Pig,
        K::Sheep,
        K::Goat,
        K::Lion,
        K::Tiger,
        K::Bear,
        K::Dinosaur,
        K::Dragon,
        K::Elephant,
        K::Wolf,
        K::Fox,
        K::Mouse,
        K::Rabbit,
        K::Squirrel,
        K::Duck,
        K::Chicken,
        K::Penguin,
        K::Owl,
        K::Eagle,
        K::Parrot,
        K::Frog,
        K::Turtle,
        K::Bee,
        K::Whale,
        K::Dolphin,
        K::Dog,
        K::Cat,
        K::Bird,
        K::Fish,
        K::Woman,
        K::Man,
        K::Boy,
        K::Baby,
        K::Robot,
        K::Phone,
        K::Bicycle,
        K::Bus,
        K::FireEngine,
        K::Train,
        K::Ship,
    ];
    for kind in kinds {
        for size in [0.0, 0.5, 1.0] {
            let clip = beasts::call(&mut noise::Noise::new(5, 9), kind, size).expect("it has a voice");
            let top = clip.pcm.iter().fold(0f32, |top, x| top.max(x.abs()));
            assert!(clip.pcm.iter().all(|x| x.is_finite()) && (0.02..0.7).contains(&top), "{kind:?}: {top}");
            let first = clip.pcm.iter().position(|x| x.abs() > 0.1 * top).expect("it sounds");
            assert!(first < (0.35 * RATE) as usize, "{kind:?} begins after {first} samples");
        }
    }
    assert!(beasts::call(&mut noise::Noise::new(5, 9), K::Chair, 0.5).is_none());
}

#[test]
fn every_setting_is_evenly_loud_at_any_hour() {
    let hours = [TimeOfDay::Dawn, TimeOfDay::Day, TimeOfDay::Sunset, TimeOfDay::Night];
    let skies = [Weather::Clear, Weather::Rain, Weather::Storm, Weather::Fog, Weather::Snow, Weather::Wind];
    for (number, setting) in SETTINGS.into_iter().enumerate() {
        let mut screenplay = scene(4, setting, &[], number as u64);
        screenplay.shots[0].time = hours[number % 4];
        screenplay.shots[0].weather = skies[number % 6];
        let steps: Vec<_> = (0..5).map(|i| at(0.5 + 0.6 * f64::from(i), EventKind::Footstep { ground: Material::Wood, weight: 0.6 })).collect();
        let pcm = render(&screenplay, &steps, &[], 4, &go_on);
        assert!(pcm.iter().all(|x| x.is_finite()));
        assert_master(&format!("{setting:?}"), &pcm);
    }
}

#[test]
fn varied_takes_are_evenly_loud() {
    let bounce = |t| at(t, EventKind::Impact { a: Material::RubberBall, b: Material::Parquet, impulse: 4.0 });
    let tick = at(2.0, EventKind::Impact { a: Material::Glass, b: Material::Stone, impulse: 0.5 });
    let step = at(0.5, EventKind::Footstep { ground: Material::Snow, weight: 0.1 });
    let silence = [Ambience::Silence];
    let mut moody = scene(10, Setting::Forest, &[Ambience::Music], 4);
    moody.shots[0].style = Style::Noir;
    let mut sad = scene(7, Setting::Room, &[], 5);
    sad.shots[0].cast.clear();
    sad.shots[0].weather = Weather::Rain;
    let takes = [
        ("one second", scene(1, Setting::Stage, &[], 1), vec![bounce(0.3)]),
        ("two quiet seconds", scene(2, Setting::Bedroom, &[], 2), Vec::new()),
        ("one bounce in silence", scene(6, Setting::Gym, &silence, 3), vec![bounce(2.0)]),
        ("one tick in silence", scene(10, Setting::Desert, &silence, 3), vec![tick]),
        ("one soft step in silence", scene(3, Setting::Meadow, &silence, 3), vec![step]),
        ("music", moody, Vec::new()),
        ("rain", sad, Vec::new()),
        ("explosion", scene(5, Setting::City, &[], 6), vec![at(1.0, EventKind::Explosion { size: 1.0 })]),
        ("launch", scene(12, Setting::Desert, &[], 7), vec![at(1.0, EventKind::Blast { seconds: 10.0, power: 1.0 })]),
        ("bells", scene(8, Setting::Village, &[Ambience::Bells], 8), Vec::new()),
        ("applause", scene(5, Setting::Theatre, &[Ambience::Applause], 9), Vec::new()),
        ("void", scene(5, Setting::Space, &[], 10), Vec::new()),
        ("a late crash", scene(8, Setting::Library, &[], 11), vec![at(7.5, EventKind::Shatter)]),
        ("beeps", scene(5, Setting::Room, &silence, 12), (0..5).map(|i| at(f64::from(i) + 0.2, EventKind::Beep { step: 7 })).collect()),
    ];
    for (name, screenplay, events) in takes {
        let seconds = screenplay.seconds() as u32;
        let pcm = render(&screenplay, &events, &[], seconds, &go_on);
        assert_master(name, &pcm);
    }
}

#[test]
fn silence_stays_silent() {
    for setting in [Setting::Street, Setting::Sea, Setting::Space] {
        let pcm = render(&scene(3, setting, &[Ambience::Silence], 1), &[], &[], 3, &go_on);
        assert!(pcm.iter().all(|x| *x == 0.0), "{setting:?}");
    }
}

#[test]
fn music_comes_home_and_ends_with_the_take() {
    for (seed, setting) in [Setting::Meadow, Setting::Castle, Setting::Space, Setting::Nursery, Setting::Cave, Setting::Gym].into_iter().enumerate() {
        for seconds in [4u32, 7, 10, 15] {
            let screenplay = scene(seconds, setting, &[Ambience::Music], seed as u64);
            let mut stage = Stage::new(&screenplay, seconds as usize * 48_000);
            music::lay(&mut stage, &screenplay, &[], &[]);
            let part = |from: f64, to: f64| power(&stage.left[(from * 48_000.0) as usize..(to * 48_000.0) as usize]);
            let end = f64::from(seconds);
            assert!(part(end - 1.4, end - 0.6) > 0.03 * part(0.0, end), "{setting:?}, {seconds} s: the last chord is missing");
            assert!(part(end - 0.02, end) < 0.02 * part(0.0, end), "{setting:?}, {seconds} s: it is cut");
        }
    }
}

#[test]
fn moods_differ_in_sound() {
    let played = |change: fn(&mut Screenplay)| {
        let mut screenplay = scene(6, Setting::Park, &[Ambience::Music], 3);
        change(&mut screenplay);
        let mut stage = Stage::new(&screenplay, 6 * 48_000);
        music::lay(&mut stage, &screenplay, &[], &[]);
        stage.left
    };
    let calm = played(|_| {});
    assert!(calm != played(|s| s.shots[0].weather = Weather::Storm));
    assert!(calm != played(|s| s.shots[0].style = Style::Pixel));
    assert!(calm != played(|s| s.shots[0].setting = Setting::Moon));
}

#[test]
fn water_and_the_void_take_the_edges() {
    let bright = |setting| {
        let screenplay = scene(3, setting, &[Ambience::Silence], 1);
        let mut stage = Stage::new(&screenplay, 3 * 48_000);
        effects::play(&mut stage, &screenplay, &[at(1.0, EventKind::Impact { a: Material::Metal, b: Material::Stone, impulse: 4.0 })], &go_on);
        let spectrum = measure::spectrum(&stage.left, 49_000, measure::WINDOW);
        let sum = |from: usize, to: usize| spectrum[from..to].iter().map(|x| x * x).sum::<f32>();
        sum(85, 600) / sum(2, 85)
    };
    assert!(bright(Setting::Underwater) < 0.05 * bright(Setting::Street));
    assert!(bright(Setting::Moon) < 0.01 * bright(Setting::Street));
}
