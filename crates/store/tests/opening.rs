//! Opening a store: again, at wrong addresses, with its database gone.

use crate::{harness::*, on_both};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use store::{Store, StoreSettings};

on_both!(
    opening_again_changes_nothing,
    a_database_of_the_first_release_is_taken_over,
    a_store_tells_that_it_is_well,
    a_missing_folder_is_told,
    corrupt_rows_are_told_not_panicked_over,
    a_lost_or_another_key_file_is_told_and_not_replaced,
    a_key_file_that_others_can_read_is_refused,
);

async fn a_database_of_the_first_release_is_taken_over(bench: Bench) {
    let first = include_str!("../../../migrations/0001_first.sql");
    let migration = Migration::new(1, "first".into(), MigrationType::Simple, sqlx::SqlSafeStr::into_sql_str(first), false);
    let migrator = Migrator::with_migrations(vec![migration]);
    if bench.url.starts_with("sqlite") {
        std::fs::create_dir_all(bench.folder.path().join("data")).unwrap();
        let pool = sqlx::SqlitePool::connect(&format!("{}?mode=rwc", bench.url)).await.unwrap();
        migrator.run(&pool).await.unwrap();
        pool.close().await;
    } else {
        let pool = sqlx::PgPool::connect(&bench.url).await.unwrap();
        migrator.run(&pool).await.unwrap();
        pool.close().await;
    }
    let user = user_id();
    let account = format!("INSERT INTO accounts VALUES ('{user}', 'old', 'x', '1990-02-28', 1, 1, 4, 0)");
    bench.meddle(&account).await;
    bench.meddle(&format!("INSERT INTO rooms VALUES ('room', 'Kitchen', '{user}', 1, 1, 0, 1, 0)")).await;
    bench.meddle(&format!("INSERT INTO takes VALUES ('{}', 'room', '{user}', 'finished', 1, 1, NULL, NULL)", take_id())).await;
    let store = bench.open().await;
    let account = store.account(user).await.unwrap().unwrap();
    assert_eq!((account.handle, account.guardian), (handle("old"), None));
    assert_eq!(store.ledger_head().await.unwrap().size, 0);
}

async fn a_lost_or_another_key_file_is_told_and_not_replaced(bench: Bench) {
    bench.open().await.close().await;
    let settings = bench.settings();
    for path in [&settings.ledger_key, &settings.vault_key] {
        let aside = path.with_extension("aside");
        std::fs::rename(path, &aside).unwrap();
        assert_eq!(Store::open(settings.clone()).await.err().unwrap().code(), "key_file");
        assert!(!path.exists(), "no new key in place of a lost one");
        let elsewhere = Bench::sqlite();
        elsewhere.open().await.close().await;
        std::fs::copy(elsewhere.settings().vault_key, path).unwrap();
        assert_eq!(Store::open(settings.clone()).await.err().unwrap().code(), "key_file");
        std::fs::rename(&aside, path).unwrap();
    }
    bench.open().await.ping().await.unwrap();
}

async fn a_key_file_that_others_can_read_is_refused(bench: Bench) {
    use std::os::unix::fs::PermissionsExt;
    bench.open().await.close().await;
    let settings = bench.settings();
    for path in [&settings.ledger_key, &settings.vault_key] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644)).unwrap();
        let error = Store::open(settings.clone()).await.err().unwrap();
        assert!(error.code() == "key_file" && error.is_fault(), "{error}");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

async fn opening_again_changes_nothing(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let second = bench.open().await;
    assert_eq!(second.rooms_of(user).await.unwrap(), store.rooms_of(user).await.unwrap());
    store.close().await;
    assert!(bench.open().await.room_exists(room).await.unwrap());
}

async fn a_store_tells_that_it_is_well(bench: Bench) {
    bench.open().await.ping().await.unwrap();
}

async fn a_missing_folder_is_told(bench: Bench) {
    let store = bench.open().await;
    std::fs::remove_dir_all(bench.objects()).unwrap();
    assert_eq!(store.ping().await.unwrap_err().code(), "object_folder");
}

async fn corrupt_rows_are_told_not_panicked_over(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let epoch = store.open_room(room).await.unwrap().epoch;
    store.append(chat(room, epoch, 1, user)).await.unwrap();
    bench.meddle("UPDATE events SET body = '{\"kind\":\"unheard_of\"}'").await;
    let error = store.open_room(room).await.unwrap_err();
    assert!(error.code() == "store_corrupt" && error.is_fault(), "{error}");
    bench.meddle("UPDATE members SET role = 'emperor'").await;
    assert_eq!(store.rooms_of(user).await.unwrap_err().code(), "store_corrupt");
}

#[tokio::test]
async fn wrong_addresses_are_told_in_a_sentence() {
    let bench = Bench::sqlite();
    for url in
        ["", "mysql://localhost/x", "greenroom.db", "sqlite::memory:", "sqlite://", "sqlite:///a?mode=memory", "postgres://[", "sqlite:///x?y=z"]
    {
        let settings = StoreSettings { database_url: url.into(), ..bench.settings() };
        let error = Store::open(settings).await.err().expect(url);
        assert_eq!(error.code(), "database_address", "{url}: {error}");
    }
}

#[tokio::test]
async fn a_file_where_a_folder_should_be_is_told() {
    let bench = Bench::sqlite();
    std::fs::write(bench.objects(), b"x").unwrap();
    assert_eq!(Store::open(bench.settings()).await.err().unwrap().code(), "object_folder");
    let file = bench.folder.path().join("file");
    std::fs::write(&file, b"x").unwrap();
    let settings =
        StoreSettings { database_url: format!("sqlite://{}/x.db", file.display()), objects: bench.folder.path().join("o"), ..bench.settings() };
    assert_eq!(Store::open(settings).await.err().unwrap().code(), "database_address");
}

#[tokio::test]
async fn sqlite_writes_ahead() {
    let bench = Bench::sqlite();
    let _store = bench.open().await;
    assert!(bench.folder.path().join("data/greenroom.db-wal").exists());
}
