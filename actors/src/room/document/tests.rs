use super::*;
use domain::Timestamp;
use rand::{Rng, SeedableRng, rngs::StdRng};
use yrs::{MapPrelim, TextPrelim, types::ToJson};

fn user(n: u8) -> UserId {
    UserId::new(Timestamp::from_millis(1), &[n; 10])
}

fn page(client: u64) -> Doc {
    Doc::with_options(Options { client_id: ClientID::new(client), offset_kind: OffsetKind::Utf16, ..Options::default() })
}

fn write_shot(doc: &Doc, prompt: &str) -> Vec<u8> {
    let shots = doc.get_or_insert_array("shots");
    let mut txn = doc.transact_mut();
    let map = shots.push_back(&mut txn, MapPrelim::from([("id", "a")]));
    map.insert(&mut txn, "seconds", 5.0);
    map.insert(&mut txn, "prompt", TextPrelim::new(prompt));
    txn.encode_update_v1()
}

fn prompt_of(doc: &Doc) -> TextRef {
    let shots = doc.get_or_insert_array("shots");
    let txn = doc.transact();
    let Some(Out::YMap(map)) = shots.get(&txn, 0) else { panic!("a shot") };
    let Some(Out::YText(text)) = map.get(&txn, "prompt") else { panic!("a prompt") };
    text
}

#[test]
fn whose_text_survives_is_told_by_the_socket_it_came_on() {
    let (ana, ben) = (page(1), page(2));
    let mut document = Document::new();
    let first = write_shot(&ana, "a dog runs");
    assert_eq!(document.apply(user(1), &first), Ok(true));
    ana_to(&ben, &first);
    let text = prompt_of(&ben);
    let second = {
        let mut txn = ben.transact_mut();
        text.insert(&mut txn, 10, " fast");
        txn.encode_update_v1()
    };
    assert_eq!(document.apply(user(2), &second), Ok(true));
    let (board, authors) = document.read();
    assert_eq!(board.shots[0].prompt, "a dog runs fast");
    assert_eq!(board.shots[0].seconds, 5);
    assert_eq!(authors, [user(1), user(2)]);

    let third = {
        let mut txn = ben.transact_mut();
        text.remove_range(&mut txn, 0, 10);
        txn.encode_update_v1()
    };
    assert_eq!(document.apply(user(2), &third), Ok(true));
    let (board, authors) = document.read();
    assert_eq!((board.shots[0].prompt.as_str(), authors), (" fast", vec![user(2)]));
}

#[test]
fn whoever_replaces_as_many_letters_in_the_middle_is_an_author() {
    let (ana, ben) = (page(1), page(2));
    let mut document = Document::new();
    let first = write_shot(&ana, "a quiet house by the sea");
    assert_eq!(document.apply(user(1), &first), Ok(true));
    ana_to(&ben, &first);
    let text = prompt_of(&ben);
    let second = {
        let mut txn = ben.transact_mut();
        text.remove_range(&mut txn, 8, 5);
        text.insert(&mut txn, 8, "@cleo");
        txn.encode_update_v1()
    };
    assert_eq!(document.apply(user(2), &second), Ok(true));
    let (board, authors) = document.read();
    assert_eq!((board.shots[0].prompt.as_str(), authors), ("a quiet @cleo by the sea", vec![user(1), user(2)]));
}

#[test]
fn a_plain_string_in_a_texts_place_is_no_text() {
    let (ana, ben) = (page(1), page(2));
    let mut document = Document::new();
    let first = write_shot(&ana, "a dog runs");
    assert_eq!(document.apply(user(1), &first), Ok(true));
    ana_to(&ben, &first);
    let second = {
        let shots = ben.get_or_insert_array("shots");
        let mut txn = ben.transact_mut();
        let Some(Out::YMap(map)) = shots.get(&txn, 0) else { panic!("a shot") };
        map.insert(&mut txn, "dialogue", "@cleo: I said this");
        map.insert(&mut txn, "prompt", "@cleo dances");
        map.insert(&mut txn, "style", TextPrelim::new("by @cleo"));
        txn.encode_update_v1()
    };
    assert_eq!(document.apply(user(2), &second), Ok(true));
    let (board, authors) = document.read();
    assert_eq!((board.shots[0].prompt.as_str(), board.shots[0].dialogue.len(), board.shots[0].style.as_str()), ("", 0, ""));
    assert_eq!(authors, []);
}

#[test]
fn authors_are_told_however_long_and_torn_a_text_is() {
    let (ana, ben) = (page(1), page(2));
    let mut document = Document::new();
    let first = write_shot(&ana, "🐶");
    assert_eq!(document.apply(user(1), &first), Ok(true));
    ana_to(&ben, &first);
    let text = prompt_of(&ana);
    let torn = {
        let before = ana.transact().state_vector();
        for _ in 0..3_000 {
            text.insert(&mut ana.transact_mut(), 0, "ab");
            text.insert(&mut ana.transact_mut(), 1, "c");
        }
        ana.transact().encode_diff_v1(&before)
    };
    assert_eq!(document.apply(user(1), &torn), Ok(true));
    ana_to(&ben, &torn);
    let text = prompt_of(&ben);
    let last = {
        let mut txn = ben.transact_mut();
        let end = text.len(&txn);
        text.insert(&mut txn, end, " @cleo");
        txn.encode_update_v1()
    };
    assert_eq!(document.apply(user(2), &last), Ok(true));
    let (board, authors) = document.read();
    assert!(board.shots[0].prompt.ends_with("🐶 @cleo"));
    assert_eq!(authors, [user(1), user(2)]);
}

#[test]
fn where_authors_can_not_be_told_everybody_is_one() {
    let (ana, ben) = (page(1), page(2));
    let mut document = Document::new();
    let first = write_shot(&ana, "a dog runs");
    assert_eq!(document.apply(user(1), &first), Ok(true));
    ana_to(&ben, &first);
    let text = prompt_of(&ben);
    let marked = {
        let mut txn = ben.transact_mut();
        for mark in 0..=MAX_MARKS {
            text.format(&mut txn, 0, 5, [(format!("m{mark}").into(), Any::from(true))].into_iter().collect());
        }
        txn.encode_update_v1()
    };
    assert_eq!(document.apply(user(2), &marked), Ok(true));
    let (board, mut authors) = document.read();
    authors.sort();
    assert_eq!((board.shots[0].prompt.as_str(), authors), ("a dog runs", vec![user(1), user(2)]));
}

#[test]
fn a_moved_shot_stays_its_authors() {
    let (ana, ben) = (page(1), page(2));
    let mut document = Document::new();
    let first = write_shot(&ana, "first");
    let second = {
        let before = ana.transact().state_vector();
        write_shot(&ana, "second");
        ana.transact().encode_diff_v1(&before)
    };
    for update in [&first, &second] {
        assert_eq!(document.apply(user(1), update), Ok(true));
        ana_to(&ben, update);
    }
    let moved = {
        let shots = ben.get_or_insert_array("shots");
        let mut txn = ben.transact_mut();
        for (index, place) in [(0, 1.0), (1, 0.0)] {
            let Some(Out::YMap(map)) = shots.get(&txn, index) else { panic!("a shot") };
            map.insert(&mut txn, "place", place);
        }
        txn.encode_update_v1()
    };
    assert_eq!(document.apply(user(2), &moved), Ok(true));
    let (board, authors) = document.read();
    assert_eq!(board.shots.iter().map(|shot| shot.prompt.as_str()).collect::<Vec<_>>(), ["second", "first"]);
    assert_eq!(authors, [user(1)]);
}

#[test]
fn text_sent_again_by_another_stays_its_authors() {
    let ana = page(1);
    let update = write_shot(&ana, "mine");
    let mut document = Document::new();
    assert_eq!(document.apply(user(1), &update), Ok(true));
    assert_eq!(document.apply(user(2), &update), Ok(false), "nothing new");
    assert_eq!(document.read().1, [user(1)]);
}

#[test]
fn what_is_stored_gives_the_same_storyboard_and_authors() {
    let ana = page(1);
    let update = write_shot(&ana, "kept");
    let mut document = Document::new();
    document.apply(user(1), &update).expect("a valid update");
    let restored = Document::restore(&[StoredUpdate { author: Some(user(1)), bytes: update }]).expect("valid updates");
    assert_eq!(restored.read(), document.read());
    assert!(restored.covers(&document.state_vector()));
}

#[test]
fn merged_updates_keep_text_and_authors() {
    let (ana, ben) = (page(1), page(2));
    let mut stored = vec![StoredUpdate { author: Some(user(1)), bytes: write_shot(&ana, "") }];
    ana_to(&ben, &stored[0].bytes);
    for n in 0..merging::MERGE_FROM {
        let (from, to, author) = if n % 2 == 0 { (&ana, &ben, user(1)) } else { (&ben, &ana, user(2)) };
        let text = prompt_of(from);
        let bytes = {
            let mut txn = from.transact_mut();
            let end = text.len(&txn);
            text.insert(&mut txn, end, &(n % 10).to_string());
            txn.encode_update_v1()
        };
        ana_to(to, &bytes);
        stored.push(StoredUpdate { author: Some(author), bytes });
    }
    let few = merged(&stored).expect("worth it");
    assert_eq!(few.len(), 2);
    let (board, authors) = Document::restore(&few).expect("valid").read();
    assert_eq!(board.shots[0].prompt.len(), merging::MERGE_FROM);
    assert_eq!(authors, [user(1), user(2)]);
}

#[test]
fn nobody_writes_ahead_in_anothers_name() {
    let ana = page(1);
    let mut document = Document::new();
    document.apply(user(1), &write_shot(&ana, "mine")).expect("a valid update");
    let forged = {
        let ben = page(1);
        let update = write_shot(&ana, "hers");
        ana_to(&ben, &ana.transact().encode_diff_v1(&StateVector::default()));
        drop(update);
        write_shot(&ben, "forged");
        ben.transact().encode_diff_v1(&document.state_vector())
    };
    assert_eq!(document.apply(user(2), &forged), Err(DocumentError::Malformed));
    assert_eq!(document.read().0.shots.len(), 1);
}

#[test]
fn an_update_that_hangs_on_nothing_is_refused() {
    let ana = page(1);
    write_shot(&ana, "first");
    let before = ana.transact().state_vector();
    write_shot(&ana, "second");
    let gap = ana.transact().encode_diff_v1(&before);
    assert_eq!(Document::new().apply(user(1), &gap), Err(DocumentError::Ahead));
}

#[test]
fn garbage_is_refused_and_changes_nothing() {
    let mut document = Document::new();
    document.apply(user(1), &write_shot(&page(1), "before")).expect("a valid update");
    let before = document.read();
    for garbage in [&[][..], &[255; 40], &[1, 1, 1, 1, 1, 1], &[0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2]] {
        assert!(matches!(document.apply(user(2), garbage), Err(DocumentError::Malformed) | Ok(false)), "{garbage:?}");
    }
    assert_eq!(document.read(), before);
}

#[test]
fn the_size_limit_keeps_what_was_there() {
    let mut document = Document::new();
    document.apply(user(1), &write_shot(&page(1), "before")).expect("a valid update");
    let huge = write_shot(&page(2), &"x".repeat(MAX_DOCUMENT_BYTES));
    assert_eq!(document.apply(user(2), &huge), Err(DocumentError::Full));
    assert_eq!(document.read().0.shots.len(), 1);
}

#[test]
fn one_person_writes_under_so_many_client_ids_and_no_more() {
    let mut document = Document::new();
    for client in 1..=MAX_CLIENTS as u64 {
        document.apply(user(1), &write_word(client)).expect("one of many");
    }
    let more = MAX_CLIENTS as u64 + 1;
    assert_eq!(document.apply(user(1), &write_word(more)), Err(DocumentError::Full));
    assert_eq!(document.apply(user(2), &write_word(more)), Ok(true), "others write on");
    let doc = page(1);
    write_words(&doc);
    assert_eq!(document.apply(user(1), &write_words(&doc)), Ok(true), "and so does who has one");
}

fn write_word(client: u64) -> Vec<u8> {
    write_words(&page(client))
}

/// Few bytes.
fn write_words(doc: &Doc) -> Vec<u8> {
    let map = doc.get_or_insert_map("m");
    let mut txn = doc.transact_mut();
    map.insert(&mut txn, "k", 1);
    txn.encode_update_v1()
}

fn ana_to(doc: &Doc, update: &[u8]) {
    doc.transact_mut().apply_update(Update::decode_v1(update).expect("valid")).expect("applies");
}

#[test]
fn a_version_tells_whose_each_word_is() {
    let (ana, ben) = (page(1), page(2));
    let mut document = Document::new();
    let first = write_shot(&ana, "a 🐶 runs");
    assert_eq!(document.apply(user(1), &first), Ok(true));
    ana_to(&ben, &first);
    let text = prompt_of(&ben);
    let second = {
        let mut txn = ben.transact_mut();
        text.insert(&mut txn, 4, " and a cat");
        txn.encode_update_v1()
    };
    assert_eq!(document.apply(user(2), &second), Ok(true));
    let [shot] = &document.content().shots[..] else { panic!("one shot") };
    let told: Vec<_> = shot.prompt.iter().map(|stretch| (stretch.by, stretch.text.as_str())).collect();
    assert_eq!(told, [(Some(user(1)), "a 🐶"), (Some(user(2)), " and a cat"), (Some(user(1)), " runs")]);
    assert_eq!((shot.id.as_str(), shot.seconds, document.content().words()), ("a", 5, 6));
}

#[test]
fn updates_told_together_say_what_each_of_them_said() {
    for seed in 0..200 {
        let mut random = StdRng::seed_from_u64(seed);
        let pages: Vec<Doc> = (1..=3).map(page).collect();
        let first = write_shot(&pages[0], "a dog runs 🐕 in the park");
        let (one_by_one, together) = (page(8), page(9));
        pages[1..].iter().chain([&one_by_one, &together]).for_each(|doc| ana_to(doc, &first));
        for _ in 0..12 {
            let updates: Vec<Vec<u8>> = (0..random.random_range(1..20)).map(|_| random_edit(&pages, &mut random)).collect();
            updates.iter().for_each(|update| ana_to(&one_by_one, update));
            let joined = super::together(updates);
            assert_eq!(joined.len(), 1, "seed {seed}");
            ana_to(&together, &joined[0]);
            let state = |doc: &Doc| doc.transact().state_vector();
            assert_eq!(state(&one_by_one), state(&together), "seed {seed}");
            assert_eq!(words_of(&one_by_one), words_of(&together), "seed {seed}");
        }
    }
}

/// Somebody writes, deletes, adds a shot or changes a plain value; sometimes they hear of what the others wrote first.
fn random_edit(pages: &[Doc], random: &mut StdRng) -> Vec<u8> {
    let doc = &pages[random.random_range(0..pages.len())];
    if random.random_bool(0.3) {
        let known = doc.transact().state_vector();
        let missed: Vec<Vec<u8>> = pages.iter().filter(|other| *other != doc).map(|other| other.transact().encode_diff_v1(&known)).collect();
        missed.iter().for_each(|missed| ana_to(doc, missed));
    }
    let text = prompt_of(doc);
    let shots = doc.get_or_insert_array("shots");
    let mut txn = doc.transact_mut();
    let length = text.len(&txn);
    match random.random_range(0..10) {
        0 => drop(shots.push_back(&mut txn, MapPrelim::from([("id", "b")]))),
        1 => {
            let Some(Out::YMap(map)) = shots.get(&txn, 0) else { panic!("a shot") };
            map.insert(&mut txn, "seconds", f64::from(random.random_range(1..9)));
        }
        2..5 if length > 30 => {
            let at = random.random_range(20..length - 4);
            text.remove_range(&mut txn, at, random.random_range(1..4));
        }
        _ => text.insert(&mut txn, random.random_range(0..10), ["x", "snow ", "é"][random.random_range(0..3)]),
    }
    txn.encode_update_v1()
}

fn words_of(doc: &Doc) -> (String, Any) {
    let (shots, text) = (doc.get_or_insert_array("shots"), prompt_of(doc));
    let txn = doc.transact();
    (text.get_string(&txn), shots.to_json(&txn))
}
