//! Opening a store: again, at wrong addresses, with its database gone.

use crate::{harness::*, on_both};
use store::{Store, StoreSettings};

on_both!(opening_again_changes_nothing, a_store_tells_that_it_is_well, a_missing_folder_is_told, corrupt_rows_are_told_not_panicked_over);

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
    let settings = StoreSettings { database_url: format!("sqlite://{}/x.db", file.display()), objects: bench.folder.path().join("o") };
    assert_eq!(Store::open(settings).await.err().unwrap().code(), "database_address");
}

#[tokio::test]
async fn sqlite_writes_ahead() {
    let bench = Bench::sqlite();
    let _store = bench.open().await;
    assert!(bench.folder.path().join("data/greenroom.db-wal").exists());
}
