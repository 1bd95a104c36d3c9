//! Enrolled likenesses in films: they are seen where they are cast and nowhere else, they speak and turn, and stand-ins show nothing of them.

use domain::{
    CameoId, TakeId, Timestamp, UserId,
    ids::Entropy,
    likeness::{CameoKind, FaceMarks, Likeness, View, VoicePrint},
    plan::{Cast, CastMember, Draft, Format, FrozenPlan, Maker, Size},
    product::Picture,
    storyboard::{Line, Shot, Storyboard},
};
use engine::{
    Engine, EngineError, Given,
    studio::{
        Studio,
        film::Film,
        likeness::Bill,
        picture::{
            Artist,
            portrait::{Finish, Light, Look, Portrait},
        },
        screenplay::{ActorKind, Hat, MOUTH_RATE, Part, ShotPlan, SpokenLine},
        sound::speech,
        understand::{Understood, understand_shots, understand_with},
        world::pose::{Mood, Pose},
    },
};
use std::{process::Command, sync::Arc};

const SIZE: Size = Size { width: 360, height: 640 };
/// Skin and hair that nothing else in a film has.
pub const SKIN: [u8; 3] = [40, 200, 170];
const HAIR: [u8; 3] = [190, 40, 210];
const SIDE: usize = 240;

fn cameo(number: u8) -> CameoId {
    let entropy: Entropy = [number; 10];
    CameoId::new(Timestamp::from_millis(1), &entropy)
}

/// A face that was never anybody's: an egg with eyes, a nose and lips, turned by moving what is nearer.
fn face(yaw: f32) -> View {
    let turn = yaw.to_radians().sin();
    let at = |x: f32, y: f32, depth: f32| [120.0 + 62.0 * (x + turn * depth), 118.0 - 62.0 * y];
    let marks = FaceMarks {
        left_eye: at(-0.36, 0.05, 0.4),
        right_eye: at(0.36, 0.05, 0.4),
        nose: at(0.0, -0.3, 0.66),
        mouth_left: at(-0.26, -0.58, 0.44),
        mouth_right: at(0.26, -0.58, 0.44),
        mouth_top: at(0.0, -0.52, 0.5),
        mouth_bottom: at(0.0, -0.68, 0.5),
        chin: at(0.0, -1.0, 0.34),
        brow: at(0.0, 0.62, 0.34),
        cheek_left: at(-0.84, -0.05, 0.0),
        cheek_right: at(0.84, -0.05, 0.0),
    };
    let mut rgba = vec![0; SIDE * SIDE * 4];
    for (index, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let (x, y) = ((index % SIDE) as f32, (index / SIDE) as f32);
        let inside = |centre: [f32; 2], rx: f32, ry: f32| ((x - centre[0]) / (rx * 62.0)).powi(2) + ((y - centre[1]) / (ry * 62.0)).powi(2) <= 1.0;
        let egg = inside(at(0.0, -0.05, 0.1), 0.86, 0.98);
        let colour = if inside(marks.left_eye, 0.12, 0.07) || inside(marks.right_eye, 0.12, 0.07) {
            Some([250, 250, 250])
        } else if inside(marks.nose, 0.08, 0.06) {
            Some([20, 120, 100])
        } else if inside(at(0.0, -0.6, 0.5), 0.25, 0.07) {
            Some([230, 60, 40])
        } else if egg && y > 118.0 - 62.0 * 0.6 {
            Some(SKIN)
        } else if inside(at(0.0, 0.25, 0.0), 0.98, 1.0) && (!egg || y <= 118.0 - 62.0 * 0.6) && y < 130.0 {
            Some(HAIR)
        } else {
            None
        };
        if let Some([r, g, b]) = colour {
            pixel.copy_from_slice(&[r, g, b, 255]);
        }
    }
    View { yaw, pitch: 0.0, picture: Picture { width: SIDE as u32, height: SIDE as u32, rgba }, marks: Some(marks) }
}

/// A block of two colours.
fn block() -> View {
    let mut rgba = vec![0; 100 * 100 * 4];
    for (index, pixel) in rgba.chunks_exact_mut(4).enumerate() {
        let (x, y) = (index % 100, index / 100);
        if (10..90).contains(&x) && (20..90).contains(&y) {
            pixel.copy_from_slice(if y < 50 { &[HAIR[0], HAIR[1], HAIR[2], 255] } else { &[SKIN[0], SKIN[1], SKIN[2], 255] });
        }
    }
    View { yaw: 0.0, pitch: 0.0, picture: Picture { width: 100, height: 100, rgba }, marks: None }
}

pub fn person(number: u8, mention: &str, pitch_hz: f32) -> Likeness {
    Likeness {
        cameo: cameo(number),
        mention: mention.parse().expect("a mention"),
        kind: CameoKind::Person,
        views: Arc::new(vec![face(0.0), face(-32.0), face(32.0)]),
        voice: Some(VoicePrint { pitch_hz, range_hz: pitch_hz * 0.15 }),
        preferences: String::new(),
    }
}

fn thing(number: u8, mention: &str, kind: CameoKind) -> Likeness {
    Likeness { kind, views: Arc::new(vec![block()]), voice: None, ..person(number, mention, 200.0) }
}

fn shot(prompt: &str) -> Shot {
    Shot { id: "a".into(), prompt: prompt.into(), seconds: 4, ..Shot::default() }
}

fn understood(prompt: &str, cast: &[Likeness]) -> Understood {
    understand_with(&[shot(prompt)], 5, 24, &Bill::of(cast))
}

fn film(prompt: &str, cast: &[Likeness]) -> Film {
    Film::with(understood(prompt, cast), cast, SIZE)
}

fn first(understood: &Understood) -> &ShotPlan {
    understood.screenplay.shots.first().expect("a shot")
}

fn near(pixel: &[u8], colour: [u8; 3], by: f32) -> bool {
    // By hue alone: the light of the scene may dim it.
    let norm = |c: [f32; 3]| {
        let sum = c.iter().sum::<f32>().max(1.0);
        c.map(|v| v / sum)
    };
    let (a, b) = (norm([f32::from(pixel[0]), f32::from(pixel[1]), f32::from(pixel[2])]), norm(colour.map(f32::from)));
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f32>().sqrt() < by
}

pub fn count(rgba: &[u8], colour: [u8; 3]) -> usize {
    rgba.chunks_exact(4).filter(|pixel| near(pixel, colour, 0.07)).count()
}

/// Where on the picture the head of an actor is, and half its height in pixels.
fn head(film: &Film, actor: usize, frame: usize) -> (f64, f64, f64) {
    let moment = &film.trace.shots[0].frames[frame];
    let Pose::Person(pose) = &moment.poses[actor] else { panic!("a person") };
    let (view, metre) = (moment.view, f64::from(SIZE.height) / moment.view.height);
    let shrink = 7.0 / (7.0 + pose.lane);
    let (x, y) = (pose.neck.x, pose.neck.y + 0.10 * pose.height);
    let dx = (x - view.centre.x) * shrink;
    let dy = view.eye + (y - view.eye) * shrink - view.centre.y;
    (f64::from(SIZE.width) / 2.0 + dx * metre, f64::from(SIZE.height) / 2.0 - dy * metre, 0.1 * pose.height * metre * shrink)
}

/// The pixels of a box.
fn part(rgba: &[u8], (x, y): (f64, f64), (half_x, half_y): (f64, f64)) -> Vec<u8> {
    let (left, right) = ((x - half_x).max(0.0) as usize, ((x + half_x) as usize).min(SIZE.width as usize - 1));
    let (top, bottom) = ((y - half_y).max(0.0) as usize, ((y + half_y) as usize).min(SIZE.height as usize - 1));
    (top..=bottom).flat_map(|row| rgba[(row * SIZE.width as usize + left) * 4..(row * SIZE.width as usize + right) * 4].to_vec()).collect()
}

fn difference(a: &[u8], b: &[u8]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(a.abs_diff(*b))).sum::<f64>() / a.len().max(1) as f64
}

#[test]
fn an_enrolled_face_is_the_head_of_its_figure_in_every_style() {
    for prompt in ["@ana walks in the park", "@ana dances on the beach, cartoon style", "@ana in a red coat stands in the street at night"] {
        let film = film(prompt, &[person(1, "ana", 200.0)]);
        let mut artist = Artist::new(SIZE);
        for frame in [0, 40, 90] {
            let rgba = artist.draw(&film, &[], frame as u32);
            let (x, y, r) = head(&film, 0, frame);
            let around = part(&rgba, (x, y), (r * 1.2, r * 1.2));
            let pixels = around.len() / 4;
            // At night everything is bluer.
            let seen = |colour: [u8; 3]| around.chunks_exact(4).filter(|pixel| near(pixel, colour, 0.13)).count();
            assert!(seen(SKIN) > pixels / 6, "{prompt} at {frame}: skin {} of {pixels}", seen(SKIN));
            assert!(seen(HAIR) > pixels / 30, "{prompt} at {frame}: hair {} of {pixels}", seen(HAIR));
        }
    }
}

#[test]
fn a_stand_in_shows_nothing_of_anybody_and_does_the_same() {
    for prompt in ["@ana and @ben dance in the rain, cartoon style", "@ana throws a ball to @ben", "@ana runs after @ben and shouts \"Stop!\""] {
        let cast = [person(1, "ana", 200.0), person(2, "ben", 110.0)];
        let whole = film(prompt, &cast);
        let without = film(prompt, &cast[1..]);
        assert_eq!(without.notices, ["A stand-in plays @ana."], "{prompt}");
        assert!(whole.notices.is_empty(), "{prompt}: {:?}", whole.notices);
        for (a, b) in whole.trace.shots[0].frames.iter().zip(&without.trace.shots[0].frames) {
            assert!(a.poses == b.poses && a.view == b.view, "{prompt}: the staging is the same");
        }
        let nobody = film(prompt, &[]);
        let mut artist = Artist::new(SIZE);
        for frame in [0, 50, 95] {
            let rgba = artist.draw(&nobody, &[], frame);
            assert_eq!((count(&rgba, SKIN), count(&rgba, HAIR)), (0, 0), "{prompt} at {frame}");
            assert!(count(&artist.draw(&whole, &[], frame), SKIN) > 100);
        }
    }
}

#[test]
fn a_mouth_moves_with_speech_and_only_then() {
    let film = film("Close-up: @ana says \"Where have you been?\" in a room", &[person(1, "ana", 200.0)]);
    let line =
        |open: f32| SpokenLine { shot: 0, line: 0, at: 0.0, seconds: 4.0, mouth: vec![open; 4 * MOUTH_RATE as usize], ..SpokenLine::default() };
    let mut artist = Artist::new(SIZE);
    let (silent, shut, open) = (artist.draw(&film, &[], 30), artist.draw(&film, &[line(0.0)], 30), artist.draw(&film, &[line(0.9)], 30));
    assert_eq!(silent, shut);
    let (x, y, r) = head(&film, 0, 30);
    let change = |top: f64, low: f64| {
        let (middle, half) = (y + r * f64::midpoint(top, low), r * (low - top) / 2.0);
        difference(&part(&shut, (x, middle), (r, half)), &part(&open, (x, middle), (r, half)))
    };
    let (eyes, lips) = (change(-0.9, -0.1), change(0.2, 1.2));
    assert!(lips > 4.0 && lips > 8.0 * eyes, "lips {lips}, eyes {eyes}");
}

#[test]
fn a_head_turns_from_view_to_view_without_a_jump() {
    let portrait = Portrait::of(&person(1, "ana", 200.0));
    let light = Light {
        ambient: [1.0; 3],
        key: [1.0; 3],
        shade: [0.1; 3],
        contrast: 0.3,
        from: [-0.6, 0.8],
        haze: [1.0; 3],
        far: 0.0,
        ink: [0.1; 3],
        line: 0.0,
    };
    let drawn = |yaw: f64| {
        let look = Look { yaw, lips: None, blink: 0.0, mood: Mood::Calm, hat: false };
        let sprite = portrait.head(&look, 64.0, Finish::Painted, light);
        // Sprites are cut to what is seen: laid on one canvas they can be compared.
        let mut canvas = vec![0; 240 * 240 * 4];
        let (left, top) = (((sprite.frame.left + 1.8) * 64.0).round() as usize, ((2.0 - sprite.frame.top) * 64.0).round() as usize);
        let width = usize::from(sprite.picture.width());
        for (row, pixels) in sprite.picture.data_as_u8_slice().chunks_exact(width * 4).enumerate() {
            let at = ((top + row) * 240 + left) * 4;
            canvas[at..at + pixels.len()].copy_from_slice(pixels);
        }
        canvas
    };
    let turned: Vec<Vec<u8>> = (-24..=24).map(|step| drawn(f64::from(step) * 1.9)).collect();
    let steps: Vec<f64> = turned.windows(2).map(|pair| difference(&pair[0], &pair[1])).collect();
    let most = steps.iter().copied().fold(0.0, f64::max);
    let mean = steps.iter().sum::<f64>() / steps.len() as f64;
    let whole = difference(&turned[0], &turned[48]);
    assert!(most < 4.0 * mean, "one step of {most}, where {mean} is usual");
    assert!(whole > 2.5 * most, "from side to side {whole}, in one step {most}");
}

#[test]
fn pets_and_things_look_as_they_were_enrolled() {
    let cast = [thing(1, "ana.rex", CameoKind::Pet), thing(2, "ana.box", CameoKind::Object)];
    for (prompt, kinds) in [
        ("@ana.rex chases a ball", vec![ActorKind::Creature, ActorKind::Football]),
        ("A man throws @ana.box", vec![ActorKind::Man, ActorKind::Prop]),
        ("A man walks with @ana.rex, cartoon", vec![ActorKind::Man, ActorKind::Creature]),
    ] {
        let film = film(prompt, &cast);
        assert_eq!(film.screenplay.shots[0].cast.iter().map(|actor| actor.kind).collect::<Vec<_>>(), kinds, "{prompt}");
        let rgba = Artist::new(SIZE).draw(&film, &[], 8);
        assert!(count(&rgba, SKIN) > 60 && count(&rgba, HAIR) > 60, "{prompt}: {} {}", count(&rgba, SKIN), count(&rgba, HAIR));
        let stand_in = self::film(prompt, &[]);
        assert_eq!(stand_in.screenplay.shots[0].cast.iter().map(|actor| actor.kind).collect::<Vec<_>>(), kinds, "{prompt} without");
        let rgba = Artist::new(SIZE).draw(&stand_in, &[], 8);
        assert_eq!((count(&rgba, SKIN), count(&rgba, HAIR)), (0, 0), "{prompt}");
    }
}

#[test]
fn the_same_film_with_the_same_likeness_gives_the_same_pictures() {
    let draw = || {
        let film = film("@ana runs and waves in the snow, cartoon", &[person(1, "ana", 200.0)]);
        let mut artist = Artist::new(SIZE);
        [0, 33, 70].map(|frame| artist.draw(&film, &[], frame))
    };
    assert_eq!(draw(), draw());
    // What was drawn before leaves no trace.
    let film = film("@ana runs and waves in the snow, cartoon", &[person(1, "ana", 200.0)]);
    let mut artist = Artist::new(SIZE);
    for frame in (0..80).rev() {
        let _ = artist.draw(&film, &[], frame);
    }
    assert_eq!(artist.draw(&film, &[], 33), draw()[1]);
}

#[test]
fn mentions_are_characters_the_same_in_every_shot() {
    let cast = [person(1, "ana", 200.0), person(2, "ben", 110.0)];
    let mut talk = shot("@ana rides through the desert");
    talk.dialogue = vec![Line { speaker: "@ben".into(), language: "en".into(), words: "Faster!".into() }];
    let film = understand_with(&[shot("@ana and @ben dance"), talk, shot("@ben walks. @ana waves")], 5, 24, &Bill::of(&cast)).screenplay;
    let parts: Vec<Vec<Part>> = film.shots.iter().map(|shot| shot.cast.iter().map(|actor| actor.part).collect()).collect();
    assert_eq!(parts, [vec![Part::Cameo(0), Part::Cameo(1)], vec![Part::Cameo(0), Part::Cameo(1)], vec![Part::Cameo(1), Part::Cameo(0)]]);
    assert_eq!((film.shots[1].speech[0].speaker, film.shots[1].speech[0].voice.cameo), (Some(1), Some(1)));
    assert_eq!(film.shots[0].cast[0].look, film.shots[2].cast[1].look);
    let named = understood("Ana walks", &cast);
    assert_eq!(first(&named).cast[0].part, Part::Drawn, "a name is no mention");
    let friends = understood("Two friends sit on a bench. @ana says \"Hi\" and @ben waves", &cast);
    assert_eq!(first(&friends).cast.len(), 2);
    assert_eq!(understood("@ana's address is ana@example.com", &cast).screenplay.shots[0].cast.len(), 1);
}

#[test]
fn wishes_are_worn_and_those_that_are_not_understood_are_told() {
    let wishing = |wish: &str| {
        let mut ana = person(1, "ana", 200.0);
        ana.preferences = wish.into();
        understood("@ana in a red coat walks in the park", &[ana])
    };
    let hat = wishing("always in a hat");
    assert_eq!((first(&hat).cast[0].wear.hat, hat.notices.len()), (Some(Hat::Brimmed), 0), "{:?}", hat.notices);
    let green = wishing("wearing green");
    assert_eq!(first(&green).cast[0].wear.top, Some(engine::studio::screenplay::Colour::Green));
    assert!(green.notices.is_empty(), "{:?}", green.notices);
    for wish in ["never from behind", "with a golden trumpet", "in a hat, dancing with wolves"] {
        assert_eq!(wishing(wish).notices, ["Not every wish of @ana about how to be shown could be honoured."], "{wish}");
    }
}

/// The fundamental of voiced pieces, by autocorrelation; their median.
fn pitch(pcm: &[f32]) -> f64 {
    let pcm: Vec<f32> = pcm.chunks_exact(6).map(|six| six.iter().sum::<f32>() / 6.0).collect();
    let power = pcm.iter().map(|x| x * x).sum::<f32>() / pcm.len() as f32;
    let mut found: Vec<f64> = Vec::new();
    for piece in pcm.chunks_exact(400) {
        if piece.iter().map(|x| x * x).sum::<f32>() / 400.0 < power * 0.4 {
            continue;
        }
        let like = |lag: usize| {
            let (a, b) = (&piece[..400 - lag], &piece[lag..]);
            let both: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
            both / (a.iter().map(|x| x * x).sum::<f32>() * b.iter().map(|x| x * x).sum::<f32>()).sqrt().max(1e-9)
        };
        let scores: Vec<f32> = (0..140).map(|lag| if lag < 20 { 0.0 } else { like(lag) }).collect();
        let best = scores.iter().copied().fold(0.0, f32::max);
        let first = (21..139).find(|lag| scores[*lag] > 0.9 * best && scores[*lag] >= scores[lag - 1] && scores[*lag] >= scores[lag + 1]);
        if let Some(lag) = first.filter(|_| best > 0.6) {
            found.push(8_000.0 / lag as f64);
        }
    }
    found.sort_by(f64::total_cmp);
    found.get(found.len() / 2).copied().unwrap_or(0.0)
}

#[test]
fn a_voice_is_pitched_like_the_enrolled_one() {
    if Command::new("espeak-ng").arg("--version").output().is_err() {
        return;
    }
    let mut said = shot("@ana and @ben stand in the park");
    said.seconds = 10;
    let line = |speaker: &str| Line { speaker: speaker.into(), language: "en".into(), words: "Where have you been all day long, my friend?".into() };
    said.dialogue = vec![line("@ana"), line("@ben")];
    for (high, low) in [(230.0, 110.0), (190.0, 135.0), (120.0, 112.0)] {
        let cast = [person(1, "ana", high), person(2, "ben", low)];
        let film = Film::with(understand_with(std::slice::from_ref(&said), 5, 24, &Bill::of(&cast)), &cast, SIZE);
        let (lines, notices) = speech::speak(&film.screenplay, &film.voices());
        assert!(notices.is_empty() && lines.len() == 2, "{notices:?}");
        for (line, wanted) in lines.iter().zip([high, low]) {
            let measured = pitch(&line.pcm);
            assert!((measured / f64::from(wanted) - 1.0).abs() < 0.14, "{measured} Hz, where {wanted} were enrolled");
        }
        assert!(lines[0].pcm != lines[1].pcm);
    }
}

pub fn plan(prompt: &str, cast: Vec<CastMember>) -> Arc<FrozenPlan> {
    let now = Timestamp::from_millis(1);
    let draft = Draft {
        take: TakeId::new(now, &[7; 10]),
        room: None,
        storyboard: Storyboard { shots: vec![shot(prompt)] },
        format: Format { size: SIZE, fps: 24 },
        seed: 5,
        makers: vec![Maker { user: UserId::new(now, &[7; 10]), handle: "ana".parse().expect("a handle") }],
        cast: Cast::of(cast),
        rules: 1,
    };
    Arc::new(FrozenPlan::freeze(draft).expect("within limits"))
}

#[test]
fn a_cast_without_its_likeness_and_a_likeness_without_its_cast_are_refused() {
    let ana = || person(1, "ana", 200.0);
    let member = |likeness: &Likeness| CastMember {
        cameo: likeness.cameo,
        owner: UserId::new(Timestamp::from_millis(1), &[7; 10]),
        mention: likeness.mention.clone(),
        kind: likeness.kind,
    };
    let cast = plan("@ana walks", vec![member(&ana())]);
    let open =
        |plan: &Arc<FrozenPlan>, likenesses: Vec<Likeness>| Studio::default().open(plan.clone(), Given { likenesses, ..Given::default() }).map(drop);
    let refused = |outcome: Result<(), EngineError>| matches!(outcome, Err(EngineError::Failed(why)) if !why.contains("ana"));
    assert_eq!(open(&cast, vec![ana()]), Ok(()));
    assert_eq!(open(&plan("@ana walks", Vec::new()), Vec::new()), Ok(()), "a stand-in plays");
    assert!(refused(open(&cast, Vec::new())));
    assert!(refused(open(&cast, vec![ana(), ana()])));
    assert!(refused(open(&cast, vec![person(2, "ana", 200.0)])));
    assert!(refused(open(&cast, vec![ana(), person(2, "ben", 100.0)])));
    assert!(refused(open(&cast, vec![Likeness { views: Arc::new(Vec::new()), ..ana() }])));
    assert!(refused(open(&cast, vec![Likeness { views: Arc::new(vec![block()]), ..ana() }])), "a person needs a face");
    let mut torn = face(0.0);
    torn.picture.rgba.truncate(99);
    assert!(refused(open(&cast, vec![Likeness { views: Arc::new(vec![torn]), ..ana() }])));
    let mut odd = face(0.0);
    odd.marks.as_mut().expect("marks").nose = [f32::NAN, 0.0];
    assert!(refused(open(&cast, vec![Likeness { views: Arc::new(vec![odd]), ..ana() }])));
}

#[test]
fn marks_in_odd_places_break_nothing() {
    let scrambled = |swap: fn(&mut FaceMarks)| {
        let mut view = face(0.0);
        swap(view.marks.as_mut().expect("marks"));
        Likeness { views: Arc::new(vec![view]), ..person(1, "ana", 200.0) }
    };
    for likeness in [
        scrambled(|marks| std::mem::swap(&mut marks.left_eye, &mut marks.right_eye)),
        scrambled(|marks| marks.nose = marks.chin),
        scrambled(|marks| std::mem::swap(&mut marks.brow, &mut marks.chin)),
        scrambled(|marks| marks.cheek_left = [-200.0, 470.0]),
        scrambled(|marks| (marks.mouth_left, marks.mouth_right) = (marks.nose, marks.nose)),
    ] {
        let film = film("Close-up: @ana says \"Hello\"", &[likeness]);
        let line = SpokenLine { shot: 0, line: 0, at: 0.0, seconds: 4.0, mouth: vec![0.7; 240], ..SpokenLine::default() };
        assert_eq!(Artist::new(SIZE).draw(&film, &[line], 20).len(), 360 * 640 * 4);
    }
}

#[test]
fn nothing_of_a_likeness_is_printed() {
    let film = film("@ana walks", &[person(1, "ana", 217.25)]);
    let printed = format!("{:?}", film.portraits);
    assert_eq!(printed, "[Portrait(secret)]");
    assert!(!format!("{film:?}").contains("217.25"));
    let none = understand_shots(&[shot("@ana walks")], 5, 24);
    assert_eq!(none.notices, ["A stand-in plays @ana."]);
}
