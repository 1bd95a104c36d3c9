use super::*;
use crate::studio::{
    screenplay::{Setting, TimeOfDay, Weather},
    world::event::Material,
};
use proptest::prelude::*;

fn go_on() -> bool {
    false
}

fn event(at: f64, kind: EventKind) -> SoundEvent {
    SoundEvent { at, shot: 0, pan: 0.0, distance: 0.2, kind }
}

fn bounce(at: f64) -> SoundEvent {
    event(at, EventKind::Impact { a: Material::RubberBall, b: Material::Parquet, impulse: 4.0 })
}

pub(super) fn power(pcm: &[f32]) -> f64 {
    pcm.iter().map(|x| f64::from(*x).powi(2)).sum::<f64>() / pcm.len().max(1) as f64
}

/// Frames `from`…`to` seconds of interleaved stereo.
fn span(pcm: &[f32], from: f64, to: f64) -> &[f32] {
    &pcm[(from * 48_000.0) as usize * 2..(to * 48_000.0) as usize * 2]
}

#[test]
fn length_is_exact_and_the_same_input_gives_the_same_sound() {
    let screenplay = fixture::screenplay(5);
    let events = [bounce(0.5), event(1.0, EventKind::Cheer { people: 40 }), event(2.0, EventKind::Bark { size: 0.5 })];
    let first = render(&screenplay, &events, &[], 5, &go_on);
    assert_eq!(first.len(), 5 * 96_000);
    assert!(first == render(&screenplay, &events, &[], 5, &go_on));
    let mut other = screenplay;
    other.seed += 1;
    assert!(first != render(&other, &events, &[], 5, &go_on));
}

#[test]
fn length_does_not_follow_from_the_shots() {
    assert_eq!(render(&fixture::screenplay(4), &[bounce(3.9)], &[], 6, &go_on).len(), 6 * 96_000);
    assert_eq!(render(&fixture::screenplay(6), &[bounce(5.0)], &[], 4, &go_on).len(), 4 * 96_000);
    let nothing = render(&Screenplay { shots: Vec::new(), seed: 1, fps: 24 }, &[bounce(0.1)], &[], 4, &go_on);
    assert!(nothing.len() == 4 * 96_000 && nothing.iter().all(|x| *x == 0.0));
}

#[test]
fn a_stopped_rendering_is_silent() {
    assert!(render(&fixture::screenplay(4), &[bounce(0.5)], &[], 4, &|| true).iter().all(|x| *x == 0.0));
}

#[test]
fn every_contact_is_heard_within_five_milliseconds_of_its_instant() {
    let kinds = [
        EventKind::Impact { a: Material::RubberBall, b: Material::Parquet, impulse: 4.0 },
        EventKind::Impact { a: Material::LeatherBall, b: Material::Grass, impulse: 5.0 },
        EventKind::Impact { a: Material::Glass, b: Material::Stone, impulse: 2.0 },
        EventKind::Footstep { ground: Material::Asphalt, weight: 0.8 },
        EventKind::Landing { ground: Material::Parquet, weight: 1.0 },
        EventKind::Kick { ball: Material::LeatherBall, speed: 15.0 },
        EventKind::Catch { ball: Material::RubberBall },
        EventKind::RimHit { impulse: 3.0 },
        EventKind::BoardHit { impulse: 3.0 },
        EventKind::Splash { size: 0.6 },
    ];
    for kind in kinds {
        let at = 2.345;
        let noise = &mut noise::Noise::new(1, 1);
        let mut stage = Stage::new(&fixture::screenplay(4), 4 * 48_000);
        effects::play(&mut stage, &fixture::screenplay(4), &[event(at, kind)], &go_on);
        let top = stage.left.iter().fold(0f32, |top, x| top.max(x.abs()));
        let first = stage.left.iter().position(|x| x.abs() > top * 0.15).expect("it sounds") as f64 / 48_000.0;
        assert!((0.0..0.005).contains(&(first - at)), "{kind:?}: {first}, {}", noise.white());
    }
}

#[test]
fn an_event_rises_out_of_the_finished_mix_at_its_instant() {
    let out = render(&fixture::screenplay(5), &[bounce(2.5)], &[], 5, &go_on);
    let before = power(span(&out, 2.44, 2.499));
    assert!(power(span(&out, 2.5, 2.505)) > 6.0 * before);
}

#[test]
fn takes_are_evenly_loud_and_never_over_the_ceiling() {
    let mut screenplay = fixture::screenplay(8);
    let bounces: Vec<_> = (0..14).map(|i| bounce(0.3 + 0.5 * f64::from(i))).collect();
    for setting in [Setting::Gym, Setting::Street, Setting::Beach] {
        screenplay.shots[0].setting = setting;
        let out = render(&screenplay, &bounces, &[], 8, &go_on);
        let (left, right): (Vec<f32>, Vec<f32>) = out.chunks_exact(2).map(|pair| (pair[0], pair[1])).unzip();
        let loud = master::loudness(&left, &right).expect("not silent");
        assert!((loud - master::TARGET).abs() < 1.5, "{setting:?}: {loud}");
        assert!(out.iter().all(|x| x.abs() <= 0.891));
    }
}

#[test]
fn loudness_is_that_of_the_standard() {
    // A sine of 997 Hz at full scale on one side is −3.01 LUFS.
    let sine: Vec<f32> = (0..48_000 * 3).map(|i| (f64::from(i) / 48_000.0 * 997.0 * std::f64::consts::TAU).sin() as f32).collect();
    let loud = master::loudness(&sine, &vec![0.0; sine.len()]).expect("not silent");
    assert!((loud + 3.01).abs() < 0.05, "{loud}");
    assert_eq!(master::loudness(&[0.0; 96_000], &[0.0; 96_000]), None);
}

#[test]
fn a_take_begins_and_ends_in_silence() {
    let mut screenplay = fixture::screenplay(4);
    screenplay.shots[0].setting = Setting::Beach;
    let out = render(&screenplay, &[bounce(3.95)], &[], 4, &go_on);
    assert!(out[..2].iter().chain(&out[out.len() - 2..]).all(|x| x.abs() < 1e-4));
    assert!(power(span(&out, 3.99, 4.0)) < 0.02 * power(span(&out, 1.0, 3.0)));
}

#[test]
fn speech_lowers_everything_else_by_eight_decibels() {
    let line = SpokenLine { shot: 0, line: 0, at: 2.0, seconds: 2.0, pcm: vec![0.0; 96_000], ..SpokenLine::default() };
    let mut bed = vec![1.0f32; 6 * 48_000];
    let curve = duck::curve(&[line], (&bed, &bed), 1.0);
    duck::apply(&curve, &mut bed);
    let decibels = |at: f64| 20.0 * bed[(at * 48_000.0) as usize].log10();
    assert!(decibels(1.0).abs() < 0.01 && decibels(5.8).abs() < 0.2);
    assert!((decibels(3.0) + 8.0).abs() < 0.2);
    let steepest = bed.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
    assert!(steepest < 0.001, "{steepest}");
}

#[test]
fn speech_is_heard_above_the_bed() {
    let pcm: Vec<f32> = (0..96_000).map(|i| 0.3 * (i as f32 * 0.03).sin()).collect();
    let line = SpokenLine { shot: 0, line: 0, at: 2.0, seconds: 2.0, pcm, ..SpokenLine::default() };
    let mut screenplay = fixture::screenplay(6);
    screenplay.shots[0].setting = Setting::Street;
    screenplay.shots[0].weather = Weather::Storm;
    screenplay.shots[0].time = TimeOfDay::Night;
    let out = render(&screenplay, &[], &[line], 6, &go_on);
    assert!(power(span(&out, 2.5, 3.5)) > 8.0 * power(span(&out, 0.5, 1.5)));
}

#[test]
fn left_is_left_and_far_is_quiet() {
    let play = |pan: f32, distance: f32| {
        let mut stage = Stage::new(&fixture::screenplay(4), 4 * 48_000);
        effects::play(&mut stage, &fixture::screenplay(4), &[SoundEvent { pan, distance, ..bounce(1.0) }], &go_on);
        (power(&stage.left), power(&stage.right))
    };
    let (left, right) = play(-1.0, 0.1);
    assert!(left > 8.0 * right);
    let (near, far) = (play(0.0, 0.0).0, play(0.0, 1.0).0);
    assert!(near > 8.0 * far && far > 0.0);
}

#[test]
fn a_ball_that_shivers_on_the_ground_is_heard_once() {
    let play = |events: &[SoundEvent]| {
        let mut stage = Stage::new(&fixture::screenplay(4), 4 * 48_000);
        effects::play(&mut stage, &fixture::screenplay(4), events, &go_on);
        stage.left
    };
    let shivers: Vec<_> = (0..6).map(|i| bounce(1.0 + 0.004 * f64::from(i))).collect();
    assert!(play(&shivers) == play(&shivers[..1]));
}

#[test]
fn pieces_of_a_roll_join_without_a_gap() {
    let piece = |at: f64, speed: f32| event(at, EventKind::Roll { ball: Material::LeatherBall, ground: Material::Asphalt, seconds: 0.5, speed });
    let mut stage = Stage::new(&fixture::screenplay(4), 4 * 48_000);
    effects::play(&mut stage, &fixture::screenplay(4), &[piece(1.0, 4.0), piece(1.5, 3.8), piece(2.0, 3.6)], &go_on);
    let mono = |from: f64, to: f64| power(&stage.left[(from * 48_000.0) as usize..(to * 48_000.0) as usize]);
    for seam in [1.5, 2.0] {
        assert!(mono(seam, seam + 0.07) > 0.2 * mono(seam - 0.4, seam - 0.1), "{seam}");
    }
    assert!(mono(3.0, 3.5) < 1e-9);
}

#[test]
fn a_car_goes_by_from_one_side_to_the_other() {
    let mut stage = Stage::new(&fixture::screenplay(6), 6 * 48_000);
    let car = SoundEvent { pan: -0.9, ..event(0.5, EventKind::EngineRun { seconds: 5.0, speed: 14.0 }) };
    effects::play(&mut stage, &fixture::screenplay(6), &[car], &go_on);
    let side = |from: usize, to: usize| {
        let span = from * 48_000..to * 48_000;
        power(&stage.left[span.clone()]) / power(&stage.right[span])
    };
    assert!(side(0, 1) > 4.0 && side(5, 6) < 0.25);
}

fn materials() -> impl Strategy<Value = Material> {
    use Material as M;
    prop::sample::select(vec![
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
        M::Tyre,
        M::Cloth,
        M::Hoof,
        M::Foam,
        M::Ice,
        M::Cardboard,
        M::Blade,
        M::Dirt,
    ])
}

/// Any number that arithmetic can come up with.
fn numbers() -> impl Strategy<Value = f32> {
    prop_oneof![6 => -1f32..40.0, 1 => any::<f32>(), 1 => prop::sample::select(vec![f32::NAN, f32::INFINITY, f32::NEG_INFINITY])]
}

fn kinds() -> impl Strategy<Value = EventKind> {
    use EventKind as K;
    (0usize..39, materials(), materials(), numbers(), numbers(), any::<u32>()).prop_map(|(which, a, b, x, y, people)| match which {
        0 => K::Impact { a, b, impulse: x },
        1 => K::Footstep { ground: a, weight: x },
        2 => K::Landing { ground: a, weight: x },
        3 => K::Kick { ball: a, speed: x },
        4 => K::Catch { ball: a },
        5 => K::Whoosh { speed: x },
        6 => K::RimHit { impulse: x },
        7 => K::BoardHit { impulse: x },
        8 => K::NetSwish,
        9 => K::Roll { ball: a, ground: b, seconds: x, speed: y },
        10 => K::EngineRun { seconds: x, speed: y },
        11 => K::Skid { seconds: x },
        12 => K::Horn,
        13 => K::Splash { size: x },
        14 => K::Bark { size: x },
        15 => K::Meow,
        16 => K::Chirp,
        17 => K::Flap { seconds: x },
        18 => K::Cheer { people },
        19 => K::Groan { people },
        20 => K::Laugh,
        21 => K::Clap { seconds: x },
        22 => K::Whistle,
        23 => K::Thunder { distance: x },
        24 => K::Bell,
        25 => K::Impact { a, b: a, impulse: y },
        26 => K::Call { whose: crate::studio::screenplay::ActorKind::Elephant, size: x },
        27 => K::Plunge { speed: x, size: y },
        28 => K::Blast { seconds: x, power: y },
        29 => K::Explosion { size: x },
        30 => K::Shatter,
        31 => K::Beep { step: people as i8 },
        32 => K::Creak { seconds: x },
        33 => K::Glide { on: a, seconds: x, speed: y },
        34 => K::Note { of: crate::studio::screenplay::ActorKind::Guitar, midi: people as u8, seconds: x },
        35 => K::Munch,
        36 => K::Cry { seconds: x },
        37 => K::Knock,
        _ => K::Footstep { ground: b, weight: y },
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]
    #[test]
    fn whatever_happens_the_sound_is_whole_and_bounded(
        events in prop::collection::vec((numbers(), kinds(), numbers(), numbers(), 0usize..3), 0..24),
        setting in prop::sample::select(vec![Setting::Park, Setting::Gym, Setting::Street, Setting::Beach, Setting::Stadium, Setting::Room]),
        weather in prop::sample::select(vec![Weather::Clear, Weather::Wind, Weather::Rain, Weather::Storm, Weather::Snow]),
        pace in numbers(),
    ) {
        let mut screenplay = fixture::screenplay(4);
        screenplay.shots[0].setting = setting;
        screenplay.shots[0].weather = weather;
        screenplay.shots[0].pace = f64::from(pace);
        let events: Vec<_> = events
            .into_iter()
            .map(|(at, kind, pan, distance, shot)| SoundEvent { at: f64::from(at) / 8.0, shot, pan, distance, kind })
            .collect();
        let out = render(&screenplay, &events, &[], 4, &go_on);
        prop_assert_eq!(out.len(), 4 * 96_000);
        prop_assert!(out.iter().all(|x| x.is_finite() && x.abs() <= 0.891));
    }
}
