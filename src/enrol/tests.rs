//! Every fixture through the real decoder, models and judge; the verdict must be the one that its maker names.

use super::*;
use domain::enrolment::Observed;
use models::Places;
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
struct Fixtures {
    fixtures: Vec<Fixture>,
}

#[derive(Deserialize)]
struct Fixture {
    file: String,
    kind: CameoKind,
    turns: Vec<Turn>,
    digits: String,
    expect: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cameos")
}

fn fixtures() -> Vec<Fixture> {
    let text = std::fs::read(folder().join("fixtures.json")).expect("the fixtures are listed");
    serde_json::from_slice::<Fixtures>(&text).expect("as the generator writes them").fixtures
}

fn models() -> Models {
    let models = Models::open(Places::usual(None, Path::new("unused")));
    models.ready_for_enrolment().expect("the set-up has installed what enrolment needs");
    models
}

fn challenge(fixture: &Fixture) -> Challenge {
    Challenge {
        id: ChallengeId::from_uuid(uuid::Uuid::from_u128(1)),
        turns: fixture.turns.clone().try_into().expect("three turns"),
        digits: fixture.digits.bytes().map(|digit| digit - b'0').collect::<Vec<_>>().try_into().expect("six digits"),
        expires: Timestamp::NEVER,
    }
}

fn person(fixture: &Fixture, models: &Models) -> Result<Vec<domain::likeness::View>, Trouble> {
    let watched = watch::person(&folder().join(&fixture.file), models, 6)?;
    let observed = Observed {
        now: Timestamp::from_millis(0),
        challenge_used: false,
        seen_before: false,
        seconds: watched.seconds,
        frames: watched.frames,
        sound: watched.sound,
        digits: watched.digits,
        nearest_other: None,
        own_before: None,
    };
    let accepted = judge(&challenge(fixture), &observed)?;
    views::of_person(&watched.sides, accepted.neutral, models.cutout()?)
}

fn of_thing(fixture: &Fixture, models: &Models) -> Result<Vec<domain::likeness::View>, Trouble> {
    let seen = thing::thing(&folder().join(&fixture.file), models)?;
    judge_thing(&ThingSeen { seen_before: false, seconds: seen.seconds, faces: seen.faces, cover: seen.cover })?;
    Ok(seen.views)
}

fn views(fixture: &Fixture, models: &Models) -> Result<Vec<domain::likeness::View>, Trouble> {
    if fixture.kind == CameoKind::Person { person(fixture, models) } else { of_thing(fixture, models) }
}

#[test]
fn every_fixture_gets_its_verdict() {
    let models = models();
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let began = std::time::Instant::now();
        let verdict = views(&fixture, &models).map_or_else(|trouble| trouble.code().to_owned(), |_| "accepted".to_owned());
        println!("{:24} {:16} {:.2} s", fixture.file, verdict, began.elapsed().as_secs_f32());
        if verdict != fixture.expect {
            wrong.push(format!("{}: {verdict}, not {}", fixture.file, fixture.expect));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn an_accepted_person_is_seen_from_several_sides() {
    let models = models();
    let fixtures = fixtures();
    let ana = fixtures.iter().find(|fixture| fixture.file == "ana.webm").expect("listed");
    let views = views(ana, &models).expect("accepted");
    assert!((4..=7).contains(&views.len()), "{}", views.len());
    assert!(views[0].yaw.abs() < 6.0 && views[0].pitch.abs() < 6.0, "the first is from the front");
    assert!(views[1..].is_sorted_by(|a, b| a.yaw <= b.yaw));
    assert!(views.iter().any(|view| view.yaw > 12.0) && views.iter().any(|view| view.yaw < -12.0));
    for view in &views {
        let picture = &view.picture;
        assert!(picture.width.max(picture.height) <= views::LONGEST);
        let marks = view.marks.expect("persons have them");
        assert!(marks.left_eye[0] < marks.right_eye[0] && marks.brow[1] < marks.nose[1] && marks.nose[1] < marks.chin[1]);
        let opaque = picture.rgba.chunks_exact(4).filter(|pixel| pixel[3] > 200).count();
        let share = opaque as f32 / (picture.width * picture.height) as f32;
        assert!((0.3..0.95).contains(&share), "{share} of a view is opaque");
        assert!(picture.rgba.chunks_exact(4).all(|pixel| pixel[3] > 0 || pixel == [0; 4]));
    }
}

#[test]
fn one_persons_recordings_are_alike_and_anothers_are_not() {
    let models = models();
    let face = |file: &str| watch::person(&folder().join(file), &models, 6).expect("readable").embedding.expect("a face");
    let (ana, again, ben) = (face("ana.webm"), face("ana_again.mp4"), face("ben.webm"));
    assert!(ana.cosine(&again) >= domain::enrolment::SAME_PERSON, "{}", ana.cosine(&again));
    assert!(ana.cosine(&ben) < domain::enrolment::SAME_PERSON, "{}", ana.cosine(&ben));
}

#[test]
fn rules_and_models_agree_on_who_is_the_same() {
    assert_eq!(domain::enrolment::SAME_PERSON, models::SAME_PERSON);
}

#[test]
fn the_same_pictures_in_another_file_have_the_same_print() {
    let models = models();
    let data = tempfile::tempdir().expect("a folder");
    let source = folder().join("mug.webm");
    let copied = data.path().join("copied.webm");
    let mut ffmpeg = std::process::Command::new("ffmpeg");
    ffmpeg.args(["-v", "error", "-i"]).arg(&source).args(["-c", "copy", "-metadata", "title=new"]).arg(&copied);
    assert!(ffmpeg.status().expect("ffmpeg is installed").success());
    assert_ne!(std::fs::read(&source).expect("there"), std::fs::read(&copied).expect("there"));
    let print = |file: &Path| thing::thing(file, &models).expect("readable").print;
    assert_eq!(print(&source), print(&copied));
    assert_ne!(print(&source), print(&folder().join("cat.webm")));
}
