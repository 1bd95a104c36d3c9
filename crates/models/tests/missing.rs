//! What is missing is told by a code, and nothing is guessed in its place.

use crate::support::{models, sound};
use models::{Models, Places};
use sha2::{Digest as _, Sha256};
use std::{fmt::Write as _, fs, path::Path};

fn with(change: impl FnOnce(&mut Places)) -> Models {
    let mut places = Places::usual(None, Path::new("/nonexistent"));
    change(&mut places);
    Models::open(places)
}

fn problems(models: &Models) -> Vec<(&'static str, &'static str)> {
    models.status().into_iter().filter_map(|status| status.problem.map(|problem| (status.name, problem.code()))).collect()
}

#[test]
fn a_server_that_is_set_up_has_all_models() {
    assert_eq!(problems(&models()), []);
    assert_eq!(models().ready_for_enrolment(), Ok(()));
    assert_eq!(models().ready_for_moderation(), Ok(()));
}

#[test]
fn without_the_digits_program_enrolment_is_closed() {
    for models in [with(|places| places.digits_program = "no-such-recogniser".into()), with(|places| places.digits_model = "/nonexistent".into())] {
        assert_eq!(problems(&models), [("digits", "digits_model_missing")]);
        assert_eq!(models.ready_for_enrolment().map_err(|error| error.code()), Err("digits_model_missing"));
    }
}

#[test]
fn a_recogniser_that_fails_is_an_error_and_not_silence() {
    for program in ["/bin/false", "/bin/echo"] {
        let models = with(|places| places.digits_program = program.into());
        let heard = models.digits().and_then(|digits| digits.hear(&sound("five-one-zero-two-seven-three.wav"), 6));
        assert_eq!(heard.map_err(|error| error.code()), Err("digits_failed"), "{program}");
    }
}

#[test]
fn without_the_sentence_model_moderation_is_closed_until_it_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let models = with(|places| places.folders = vec![folder.path().to_owned()]);
    assert_eq!(problems(&models), [("sentences", "sentence_model_missing")]);
    assert_eq!(models.ready_for_moderation().map_err(|error| error.code()), Err("sentence_model_missing"));
    fs::write(folder.path().join("minilm-int8.onnx"), b"another file").expect("written");
    assert_eq!(problems(&models), [("sentences", "sentence_model_changed")]);
}

#[test]
fn a_folder_that_was_chosen_is_the_only_one() {
    let places = Places::usual(Some(Path::new("/chosen")), Path::new("/data"));
    assert_eq!(places.folders, [Path::new("/chosen")]);
    assert_eq!(Places::usual(None, Path::new("/data")).folders[0], Path::new("/data/models"));
}

#[test]
fn the_files_of_the_repository_are_those_that_were_tested() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("files");
    let checksums = fs::read_to_string(folder.join("checksums")).expect("checksums");
    for line in checksums.lines() {
        let (expected, name) = line.split_once("  ").expect("a checksum and a name");
        let mut found = String::new();
        for byte in Sha256::digest(fs::read(folder.join(name)).expect(name)) {
            write!(found, "{byte:02x}").expect("a string takes anything");
        }
        assert_eq!(found, expected, "{name}: see convert/README.md");
    }
    assert_eq!(checksums.lines().count(), 5);
}
