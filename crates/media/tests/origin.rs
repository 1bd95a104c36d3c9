//! Signed files tell their makers; changed ones are found out.

use crate::support::*;
use domain::{Timestamp, consent::Work};
use media::{Claim, ConsentEntries, MediaError, Origin, OriginState, Signer, SigningIdentity, SourceType, inspect, inspect_file};
use std::{os::unix::fs::PermissionsExt, sync::Arc};

struct Signed {
    _folder: tempfile::TempDir,
    identity: Arc<SigningIdentity>,
    file: Vec<u8>,
}

fn signed() -> Signed {
    signed_with(None)
}

fn signed_with(consent: Option<ConsentEntries>) -> Signed {
    let folder = tempfile::tempdir().expect("a folder");
    let identity = Arc::new(SigningIdentity::load_or_create(&folder.path().join("signing")).expect("an identity"));
    let claim = Claim {
        title: "A dog chases a ball".into(),
        makers: vec!["ana".into(), "ben".into()],
        take: take(),
        engine: "studio".into(),
        source_type: SourceType::Algorithmic,
        created_at: Timestamp::from_millis(1_795_309_323_000),
        consent,
    };
    let file = Signer::new(identity.clone(), claim).work(file_of(&whole_take(SMALL, 1))).expect("signed");
    Signed { _folder: folder, identity, file }
}

fn seen(file: &[u8], anchor: Option<&str>) -> Origin {
    inspect(file, anchor).expect("an MP4")
}

#[test]
fn a_signed_file_tells_who_made_it_how_and_when() {
    let signed = signed();
    let origin = seen(&signed.file, Some(signed.identity.anchor()));
    assert_eq!(origin.state, OriginState::Valid, "{:?}", origin.codes);
    assert_eq!(origin.codes, Vec::<String>::new());
    assert_eq!(origin.title.as_deref(), Some("A dog chases a ball"));
    assert_eq!(origin.makers, ["ana", "ben"]);
    assert_eq!(origin.created.as_deref(), Some("2026-11-22T01:02:03Z"));
    assert_eq!(origin.engine.as_deref(), Some("studio"));
    assert_eq!(origin.source_type.as_deref(), Some("http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"));
    assert_eq!(origin.generator, Some(format!("greenroom/{}", env!("CARGO_PKG_VERSION"))));
    assert_eq!(origin.signer.as_deref(), Some("Greenroom server"));
    assert_eq!(origin.sentence, "“A dog chases a ball” was made by @ana and @ben on 2026-11-22 with the studio engine, and was not changed since.");
}

#[test]
fn a_file_names_the_entries_of_its_cast_and_only_where_there_is_one() {
    let names = |signed: &Signed, text: &[u8]| signed.file.windows(text.len()).any(|window| window == text);
    let nobody = signed();
    assert!(!names(&nobody, b"org.greenroom.consent"));
    let cast = signed_with(Some(ConsentEntries { log: "greenroom.example/consent+12ab34cd+KEY".into(), entries: vec![7, 9] }));
    assert!(names(&cast, b"org.greenroom.consent") && names(&cast, b"greenroom.example/consent+12ab34cd+KEY"));
    let origin = seen(&cast.file, Some(cast.identity.anchor()));
    assert_eq!(origin.state, OriginState::Valid, "{:?}", origin.codes);
}

#[test]
fn one_changed_byte_is_found_wherever_it_is() {
    let signed = signed();
    let mdat = signed.file.windows(4).position(|window| window == b"mdat").expect("a box");
    let moov = signed.file.windows(4).position(|window| window == b"stsz").expect("a box");
    for at in [mdat + 400, signed.file.len() - 1, moov + 20] {
        let mut changed = signed.file.clone();
        changed[at] ^= 1;
        let origin = seen(&changed, Some(signed.identity.anchor()));
        assert!(matches!(&origin.state, OriginState::Tampered(why) if why.contains("bmffHash.mismatch")), "{at}: {:?}", origin.state);
        assert_eq!(origin.makers, ["ana", "ben"], "what it said is still told");
        assert!(origin.sentence.starts_with("This file was changed"));
    }
}

#[test]
fn changing_the_makers_in_the_manifest_is_found() {
    let signed = signed();
    let at = signed.file.windows(4).position(|window| window == b"@ben").expect("the name");
    let mut changed = signed.file.clone();
    changed[at + 1] = b'z';
    let origin = seen(&changed, Some(signed.identity.anchor()));
    assert!(matches!(origin.state, OriginState::Tampered(_)), "{:?}", origin.state);
}

#[test]
fn a_signer_that_the_anchor_does_not_vouch_for_is_untrusted() {
    let (signed, other) = (signed(), signed());
    for anchor in [None, Some(other.identity.anchor())] {
        let origin = seen(&signed.file, anchor);
        assert_eq!(origin.state, OriginState::Untrusted, "{:?}", origin.codes);
        assert_eq!(origin.makers, ["ana", "ben"]);
    }
}

#[test]
fn a_file_without_a_manifest_says_so() {
    let origin = seen(&file_of(&whole_take(SMALL, 1)), None);
    assert_eq!(origin.state, OriginState::None);
    let told = serde_json::to_value(&origin).expect("JSON");
    assert_eq!(told["state"], "none");
    assert_eq!(told["sentence"], "This file says nothing about its origin.");
}

#[test]
fn what_is_no_mp4_is_refused() {
    for bytes in [&b""[..], b"hello", &[0; 4_096]] {
        assert_eq!(inspect(bytes, None).map_err(|reason| reason.code()), Err("origin_unreadable"));
    }
    let missing = inspect_file(std::path::Path::new("/nowhere/clip.mp4"), None);
    assert!(matches!(missing, Err(MediaError::File { .. })));
}

#[test]
fn a_truncated_file_is_not_valid() {
    let signed = signed();
    for length in [20, 600, signed.file.len() / 2, signed.file.len() - 10] {
        let seen = inspect(&signed.file[..length], Some(signed.identity.anchor()));
        assert!(!matches!(seen, Ok(Origin { state: OriginState::Valid | OriginState::Untrusted, .. })), "{length}: {seen:?}");
    }
}

#[test]
fn no_damage_to_the_manifest_crashes_the_reader_or_changes_what_a_valid_file_tells() {
    let signed = signed();
    let anchor = Some(signed.identity.anchor());
    let whole = seen(&signed.file, anchor);
    let manifest = signed.file.windows(4).position(|window| window == b"moov").expect("a box");
    for at in (8..manifest).step_by(61) {
        let mut changed = signed.file.clone();
        changed[at] ^= 0x55;
        // Bytes that only fill space may change unnoticed; then nothing that is told may differ.
        match inspect(&changed, anchor) {
            Ok(origin) if origin.state == OriginState::Valid => assert_eq!(origin, whole, "{at}"),
            Ok(_) => {}
            Err(reason) => assert_eq!(reason.code(), "origin_unreadable", "{at}"),
        }
    }
}

#[test]
fn a_signed_file_still_plays_while_it_loads() {
    let signed = signed();
    let at = |name: &[u8; 4]| signed.file.windows(4).position(|window| window == name).expect("a box");
    assert!(at(b"moov") < at(b"mdat"));
}

#[test]
fn the_identity_survives_a_restart_and_only_its_owner_can_read_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("deep").join("signing");
    let first = SigningIdentity::load_or_create(&home).expect("made");
    let again = SigningIdentity::load_or_create(&home).expect("read");
    assert_eq!(first.anchor(), again.anchor());
    for entry in std::fs::read_dir(&home).expect("a folder") {
        let mode = entry.expect("a file").metadata().expect("metadata").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(std::fs::read_dir(folder.path().join("deep")).expect("a folder").count(), 1, "nothing is left beside it");
}

#[test]
fn an_identity_in_parts_is_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("signing");
    SigningIdentity::load_or_create(&home).expect("made");
    std::fs::remove_file(home.join("key.pem")).expect("removed");
    let reason = SigningIdentity::load_or_create(&home).expect_err("refused");
    assert_eq!(reason.code(), "identity_invalid");
    std::fs::write(home.join("key.pem"), "-----BEGIN PRIVATE KEY-----\nbm8=\n-----END PRIVATE KEY-----\n").expect("written");
    assert_eq!(SigningIdentity::load_or_create(&home).expect_err("refused").code(), "identity_invalid");
}
