//! The consent ledger (CONSENT-7): proofs that hold, and a check that finds whatever was done to the log.

use crate::{cameos, harness::*, on_both};
use domain::{
    CameoId, UserId,
    ledger::{Entry, EntryKind, Finding, LedgerDraft, Other, leaf_hash, verify_consistency, verify_inclusion},
};
use futures::TryStreamExt;
use store::{
    DecisionBatch, LedgerReader, Store,
    ledger::{Problem, Verified, open_note, verify},
};

on_both!(
    an_empty_log_has_a_signed_head,
    every_entry_has_a_proof_that_holds_for_every_head,
    an_entry_concerns_its_people_and_names_nobody,
    a_log_that_was_exported_verifies_by_itself,
    what_was_changed_in_the_database_is_found_and_named,
    what_was_changed_in_the_file_is_found,
    a_log_that_lost_its_end_is_found_by_a_head_kept_elsewhere,
    entries_without_a_decision_are_kept_in_order,
    the_log_goes_on_after_a_restart,
    a_long_log_is_written_in_pages,
);

struct Log {
    bench: Bench,
    store: Store,
    user: UserId,
    cameo: CameoId,
}

impl Log {
    /// An enrolment, then grants in batches of three.
    async fn of(bench: Bench, batches: u64) -> Self {
        let store = bench.open().await;
        let user = owner(&store).await;
        let cameo = cameos::enrolled(&store, user, None).await;
        let epoch = store.open_user(user).await.unwrap();
        for number in 0..batches {
            let decisions = (0..3).map(|_| cameos::used(take_id(), None, &[user])).collect();
            store.append_decisions(DecisionBatch { cameo, epoch, expected_number: number * 3, at: NOW, decisions }).await.unwrap();
        }
        Self { bench, store, user, cameo }
    }

    async fn text(&self) -> String {
        let pages: Vec<_> = self.store.ledger_stream().try_collect().await.unwrap();
        String::from_utf8(pages.concat()).unwrap()
    }

    /// As from outside, with the server's key.
    async fn verified(&self) -> Verified {
        self.check(&self.text().await, &[])
    }

    fn check(&self, text: &str, witnesses: &[String]) -> Verified {
        verify(text.as_bytes(), Some(self.store.ledger_verifier()), witnesses).unwrap()
    }
}

async fn an_empty_log_has_a_signed_head(bench: Bench) {
    let store = bench.open().await;
    let head = store.ledger_head().await.unwrap();
    assert_eq!(open_note(store.ledger_verifier(), &head.note), Ok((0, domain::ledger::empty_root())));
    let public = std::fs::read_to_string(bench.settings().ledger_key.with_extension("pub")).unwrap();
    assert_eq!(public.trim(), store.ledger_key());
    assert!(store.ledger_entry(0).await.unwrap().is_none());
    assert_eq!(store.ledger_proof(0, None).await.unwrap_err().code(), "entry_unknown");
}

async fn every_entry_has_a_proof_that_holds_for_every_head(bench: Bench) {
    let log = Log::of(bench, 5).await;
    let newest = log.store.ledger_head().await.unwrap();
    assert_eq!(newest.size, 16);
    for size in [1, 4, 7, 10, 13, 16] {
        for index in 0..size {
            let proof = log.store.ledger_proof(index, Some(size)).await.unwrap();
            let (signed, root) = open_note(log.store.ledger_verifier(), &proof.head.note).unwrap();
            assert_eq!(signed, size);
            verify_inclusion(&proof.leaf, index, size, &proof.hashes, &root).unwrap();
        }
        let first = log.store.ledger_proof(0, Some(size)).await.unwrap().head;
        let growth = log.store.ledger_consistency(size, newest.size).await.unwrap();
        verify_consistency((size, &first.root), (newest.size, &newest.root), &growth).unwrap();
        assert_eq!(log.store.ledger_proof(size, Some(size)).await.unwrap_err().code(), "entry_unknown");
    }
    assert_eq!(log.store.ledger_proof(0, Some(5)).await.unwrap_err().code(), "entry_unknown", "no head of that size");
    assert_eq!(log.store.ledger_consistency(4, 17).await.unwrap_err().code(), "entry_unknown");
    assert_eq!(log.store.ledger_consistency(4, 3).await.unwrap_err().code(), "entry_unknown");
}

async fn an_entry_concerns_its_people_and_names_nobody(bench: Bench) {
    let log = Log::of(bench, 0).await;
    let (maker, take) = (user_id(), take_id());
    let draft = LedgerDraft::new(EntryKind::Refused).about(Other::Take(take)).detail("only_me").concerning([maker, maker, log.user]);
    assert_eq!(log.store.append_entries(log.cameo, LATER, vec![draft]).await.unwrap(), [1]);
    let mine = log.store.ledger_of(maker, None, 10).await.unwrap();
    assert_eq!(mine.len(), 1);
    let entry = Entry::parse(&mine[0].entry.body).unwrap();
    assert_eq!((entry.index, entry.at, entry.kind, entry.detail.as_str()), (1, LATER, EntryKind::Refused, "only_me"));
    assert!(entry.is_of(log.cameo.as_uuid(), &mine[0].blind) && entry.is_about(Other::Take(take), &mine[0].blind));
    assert_eq!((mine[0].cameo, mine[0].other, mine[0].entry.leaf), (log.cameo, Some(Other::Take(take)), leaf_hash(mine[0].entry.body.as_bytes())));
    assert_eq!(log.store.ledger_of(log.user, None, 10).await.unwrap().len(), 2);
    assert_eq!(log.store.ledger_of(log.user, Some(1), 10).await.unwrap()[0].entry.index, 0);
    assert!(log.store.ledger_of(user_id(), None, 10).await.unwrap().is_empty());
    let text = log.text().await;
    for id in [log.user.as_uuid(), log.cameo.as_uuid(), take.as_uuid(), maker.as_uuid()] {
        assert!(!text.contains(&id.to_string()) && !text.contains(&id.simple().to_string()));
    }
    assert!(!text.contains("owner"));
}

async fn a_log_that_was_exported_verifies_by_itself(bench: Bench) {
    let log = Log::of(bench, 7).await;
    let verified = log.verified().await;
    assert_eq!((verified.entries, verified.heads, verified.own_key), (22, 9, false));
    assert_eq!(verified.problems, []);
    // Read beside the server, from the database alone.
    let reader = LedgerReader::open(&log.bench.url).await.unwrap();
    let pages: Vec<_> = reader.stream().try_collect().await.unwrap();
    assert_eq!(pages.concat(), log.text().await.as_bytes());
    assert_eq!(reader.key(), log.store.ledger_verifier());
    let alone = verify(pages.concat().as_slice(), None, &[]).unwrap();
    assert!(alone.own_key && alone.problems.is_empty());
}

async fn what_was_changed_in_the_database_is_found_and_named(bench: Bench) {
    let log = Log::of(bench, 4).await;
    log.bench.meddle("UPDATE ledger_entries SET body = REPLACE(body, '\"used\"', '\"refused\"') WHERE entry_index = 5").await;
    assert_eq!(log.verified().await.problems, [Problem::Log(Finding::Changed { index: 5 })]);
    log.bench.meddle("UPDATE ledger_entries SET body = REPLACE(body, '\"refused\"', '\"used\"') WHERE entry_index = 5").await;
    assert_eq!(log.verified().await.problems, []);
    log.bench.meddle("DELETE FROM ledger_entries WHERE entry_index = 9").await;
    assert_eq!(log.verified().await.problems, [Problem::Log(Finding::Dropped { index: 9 })]);
    log.bench.meddle("UPDATE ledger_entries SET entry_index = 9 WHERE entry_index = 10").await;
    let found = log.verified().await.problems;
    assert!(found.contains(&Problem::Log(Finding::Dropped { index: 9 })), "{found:?}");
    log.bench.meddle("DELETE FROM ledger_entries WHERE entry_index >= 9").await;
    assert!(log.verified().await.problems.contains(&Problem::Log(Finding::CutOff { found: 9, signed: 13 })));
}

async fn what_was_changed_in_the_file_is_found(bench: Bench) {
    let log = Log::of(bench, 4).await;
    let text = log.text().await;
    let lines: Vec<&str> = text.lines().collect();
    let is_entry = |line: &str| line.starts_with("{\"leaf\"");
    for place in 1..lines.len() {
        let without: Vec<_> = lines.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, line)| *line).collect();
        let found = log.check(&(without.join("\n") + "\n"), &[]).problems;
        // A head alone may go: others cover what it covered, but for the last.
        let needed = is_entry(lines[place]) || place + 1 == lines.len();
        assert_eq!(!found.is_empty(), needed, "line {place}: {found:?}");
        if let Some(other) = (place + 1..lines.len()).find(|other| is_entry(lines[*other]) && is_entry(lines[place])) {
            let mut swapped = lines.clone();
            swapped.swap(place, other);
            let found = log.check(&(swapped.join("\n") + "\n"), &[]).problems;
            assert!(found.iter().any(|problem| matches!(problem, Problem::Log(Finding::Reordered { .. }))), "{found:?}");
        }
    }
    let forged = text.replace("\\n13\\n", "\\n14\\n");
    assert!(log.check(&forged, &[]).problems.iter().any(|problem| matches!(problem, Problem::Head { .. })));
    let other_key = Bench::sqlite().open().await.ledger_verifier().clone();
    let found = verify(text.as_bytes(), Some(&other_key), &[]).unwrap().problems;
    assert!(found.contains(&Problem::NoHead) && found.contains(&Problem::OtherKey { key: log.store.ledger_key().to_owned() }));
    assert!(verify(b"".as_slice(), None, &[]).is_err() && verify(b"{}\n".as_slice(), None, &[]).is_err());
}

async fn a_log_that_lost_its_end_is_found_by_a_head_kept_elsewhere(bench: Bench) {
    let log = Log::of(bench, 4).await;
    let head = log.store.ledger_head().await.unwrap();
    let text = log.text().await;
    let cut: String = text.lines().take(8).flat_map(|line| [line, "\n"]).collect();
    assert!(log.check(&cut, &[]).problems.is_empty(), "from inside nobody can tell");
    assert!(log.check(&cut, std::slice::from_ref(&head.note)).problems.contains(&Problem::Log(Finding::CutOff { found: 4, signed: 13 })));
    assert!(log.check(&text, std::slice::from_ref(&head.note)).problems.is_empty());
    assert!(!log.check(&text, &["nonsense".to_owned()]).problems.is_empty());
}

async fn entries_without_a_decision_are_kept_in_order(bench: Bench) {
    let log = Log::of(bench, 1).await;
    let drafts = || vec![LedgerDraft::new(EntryKind::Asked), LedgerDraft::new(EntryKind::Refused).detail("blocked")];
    assert_eq!(log.store.append_entries(log.cameo, NOW, drafts()).await.unwrap(), [4, 5]);
    assert_eq!(log.store.append_entries(cameo_id(), NOW, drafts()).await.unwrap_err().code(), "cameo_unknown");
    let bad = vec![LedgerDraft::new(EntryKind::Asked).detail("Free text")];
    assert_eq!(log.store.append_entries(log.cameo, NOW, bad).await.unwrap_err().code(), "store_invalid");
    assert!(log.verified().await.problems.is_empty());
}

async fn the_log_goes_on_after_a_restart(bench: Bench) {
    let log = Log::of(bench, 2).await;
    let before = log.store.ledger_head().await.unwrap();
    let Log { bench, store, user, cameo } = log;
    drop(store);
    let log = Log { store: bench.open().await, bench, user, cameo };
    assert_eq!(log.store.ledger_head().await.unwrap(), before);
    let next = log.store.append_entries(cameo, NOW, vec![LedgerDraft::new(EntryKind::Asked)]).await.unwrap();
    assert_eq!(next, [7]);
    assert!(log.check(&log.text().await, &[before.note]).problems.is_empty());
}

async fn a_long_log_is_written_in_pages(bench: Bench) {
    let log = Log::of(bench, 1).await;
    let drafts = (0..1_200).map(|_| LedgerDraft::new(EntryKind::Refused).detail("only_me")).collect();
    log.store.append_entries(log.cameo, NOW, drafts).await.unwrap();
    let pages: Vec<_> = log.store.ledger_stream().try_collect().await.unwrap();
    assert!(pages.len() > 3);
    let verified = log.verified().await;
    assert_eq!((verified.entries, verified.problems.len()), (1_204, 0));
}
