//! Uploads: kept with sealed faces, listed, and gone for good.

use crate::{harness::*, on_both};
use domain::{
    CameoId, RoomId, UploadId, UserId,
    likeness::CameoKind,
    upload::{MAX_UPLOAD_BYTES_EACH, MAX_UPLOADS, MAX_UPLOADS_EACH, UploadKind},
};
use std::time::Duration;
use store::{NewCameo, NewUpload, ObjectName, Store, Upload, VaultPart};

on_both!(
    an_upload_comes_back_as_it_was_kept,
    faces_are_sealed_and_go_with_their_upload,
    a_room_holds_so_many_and_no_more,
    nobody_keeps_more_than_their_share_in_all_rooms_together,
    what_a_crash_left_of_uploads_is_swept,
    whoever_is_erased_is_recognised_in_no_list,
);

const FACES: &[u8] = b"the numbers of two faces";

fn new_upload(room: RoomId, by: UserId) -> NewUpload {
    NewUpload {
        upload: UploadId::from_uuid(cameo_id().as_uuid()),
        room,
        by,
        kind: UploadKind::Footage,
        name: HOSTILE[0].into(),
        width: 1280,
        height: 720,
        millis: 14_958,
        palette: vec!["#102030".into()],
        mosaic: "1x1:102030".into(),
        notices: vec![HOSTILE[1].into()],
        at: NOW,
        shows: Vec::new(),
    }
}

async fn kept(store: &Store, new: &NewUpload) -> Upload {
    store.create_upload(new.clone(), vec![7; 1_000].into(), FACES.to_vec()).await.unwrap()
}

async fn cameo(store: &Store, owner: UserId) -> CameoId {
    let cameo = cameo_id();
    let new = NewCameo { cameo, owner, kind: CameoKind::Person, name: None, minor: false, guardian_approved: None, at: NOW };
    store.enrol_cameo(new, vec![(VaultPart::Embedding, vec![1; 8])]).await.unwrap();
    cameo
}

async fn an_upload_comes_back_as_it_was_kept(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let ana = cameo(&store, user).await;
    let new = NewUpload { shows: vec![ana, cameo_id()], ..new_upload(room, user) };
    let upload = kept(&store, &new).await;
    assert_eq!((upload.id, upload.room, upload.by, upload.handle.as_str()), (new.upload, room, user, "owner"));
    assert_eq!((upload.kind, upload.width, upload.height, upload.millis, upload.bytes), (new.kind, 1280, 720, 14_958, 1_000));
    assert_eq!((&upload.name, &upload.palette, &upload.mosaic, &upload.notices), (&new.name, &new.palette, &new.mosaic, &new.notices));
    assert_eq!(upload.shows, [ana], "a cameo that is not there is not listed");
    assert_eq!(store.objects().get(ObjectName::upload_material(new.upload)).await.unwrap(), vec![7; 1_000]);
    let second = kept(&store, &new_upload(room, user)).await;
    assert_eq!(store.uploads_of(room).await.unwrap(), [upload, second]);
    assert!(store.uploads_of(room_id()).await.unwrap().is_empty());
    let elsewhere = store.create_upload(new_upload(room_id(), user), vec![7].into(), Vec::new()).await.unwrap_err();
    assert_eq!(elsewhere.code(), "room_unknown");
    assert_eq!(files_below(&bench.objects().join("uploads")).len(), 4, "nothing lies about of what was refused");
}

async fn faces_are_sealed_and_go_with_their_upload(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let (one, other) = (new_upload(room, user), new_upload(room, user));
    kept(&store, &one).await;
    kept(&store, &other).await;
    assert_eq!(store.vault().get_faces(one.upload).await.unwrap(), FACES);
    let folder = |new: &NewUpload| bench.objects().join("uploads").join(new.upload.to_string());
    let sealed = std::fs::read(folder(&one).join("faces")).unwrap();
    assert!(!sealed.windows(FACES.len()).any(|part| part == FACES));
    // Neither in another's place, nor changed, nor lost: nobody can say then who is in it.
    std::fs::copy(folder(&one).join("faces"), folder(&other).join("faces")).unwrap();
    assert_eq!(store.vault().get_faces(other.upload).await.unwrap_err().code(), "vault_failed");
    std::fs::remove_file(folder(&other).join("faces")).unwrap();
    assert_eq!(store.vault().get_faces(other.upload).await.unwrap_err().code(), "object_unknown");

    assert!(store.delete_upload(one.upload).await.unwrap());
    assert!(!store.delete_upload(one.upload).await.unwrap(), "once");
    assert!(store.upload(one.upload).await.unwrap().is_none() && !folder(&one).exists());
    assert_eq!(store.vault().get_faces(one.upload).await.unwrap_err().code(), "upload_unknown");
}

async fn a_room_holds_so_many_and_no_more(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let mut first = None;
    for _ in 0..MAX_UPLOADS {
        first = first.or(Some(kept(&store, &new_upload(room, user)).await.id));
    }
    let full = store.create_upload(new_upload(room, user), vec![7].into(), Vec::new()).await.unwrap_err();
    assert_eq!((full.code(), full.is_fault()), ("uploads_full", false));
    assert_eq!(store.demand_place_for_upload(room, user).await.unwrap_err().code(), "uploads_full");
    assert_eq!(store.uploads_of(room).await.unwrap().len(), MAX_UPLOADS);
    store.delete_upload(first.unwrap()).await.unwrap();
    store.demand_place_for_upload(room, user).await.unwrap();
    kept(&store, &new_upload(room, user)).await;
}

async fn nobody_keeps_more_than_their_share_in_all_rooms_together(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let large = kept(&store, &new_upload(room, user)).await;
    bench.meddle(&format!("UPDATE uploads SET bytes = {} WHERE upload_id = '{}'", MAX_UPLOAD_BYTES_EACH - 999, large.id)).await;
    store.demand_place_for_upload(room, user).await.unwrap();
    let refused = store.create_upload(new_upload(room, user), vec![7; 1_000].into(), Vec::new()).await.unwrap_err();
    assert_eq!((refused.code(), refused.is_fault()), ("uploads_share", false), "a byte too many");
    assert_eq!(files_below(&bench.objects().join("uploads")).len(), 2, "nothing lies about of what was refused");
    store.create_upload(new_upload(room, user), vec![7; 999].into(), Vec::new()).await.unwrap();
    store.delete_upload(large.id).await.unwrap();
    let mut rooms = vec![room];
    for number in 1..MAX_UPLOADS_EACH {
        if store.uploads_of(rooms[rooms.len() - 1]).await.unwrap().len() == MAX_UPLOADS {
            rooms.push(room_id());
            store.create_room(rooms[rooms.len() - 1], "Attic", user, NOW).await.unwrap();
        }
        store.demand_place_for_upload(rooms[rooms.len() - 1], user).await.unwrap_or_else(|error| panic!("{number}: {error}"));
        kept(&store, &new_upload(rooms[rooms.len() - 1], user)).await;
    }
    let next = room_id();
    store.create_room(next, "Attic", user, NOW).await.unwrap();
    assert_eq!(store.demand_place_for_upload(next, user).await.unwrap_err().code(), "uploads_share");
    store.demand_place_for_upload(next, user_id()).await.unwrap();
}

async fn what_a_crash_left_of_uploads_is_swept(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let (marked, whole, of_a_room) = (new_upload(room, user), new_upload(room, user), new_upload(room_id(), user));
    store.create_room(of_a_room.room, "Attic", user, NOW).await.unwrap();
    for new in [&marked, &whole, &of_a_room] {
        kept(&store, new).await;
    }
    store.objects().put(ObjectName::upload_material(UploadId::from_uuid(cameo_id().as_uuid())), vec![1]).await.unwrap();
    bench.meddle(&format!("UPDATE uploads SET deleted = 1 WHERE upload_id = '{}'", marked.upload)).await;
    if bench.url.starts_with("postgres") {
        // SQLite's other door does not follow references.
        bench.meddle(&format!("DELETE FROM rooms WHERE room_id = '{}'", of_a_room.room)).await;
    } else {
        bench.meddle(&format!("DELETE FROM uploads WHERE room_id = '{}'", of_a_room.room)).await;
    }
    assert_eq!(store.sweep(Duration::from_secs(3_600)).await.unwrap().uploads, 1, "what is young may be about to get its row");
    assert_eq!(store.sweep(Duration::ZERO).await.unwrap().uploads, 2);
    assert_eq!(files_below(&bench.objects().join("uploads")).len(), 2);
    assert!(store.upload(whole.upload).await.unwrap().is_some());
}

async fn whoever_is_erased_is_recognised_in_no_list(bench: Bench) {
    let (store, user, room) = furnished(&bench).await;
    let ana = cameo(&store, user).await;
    let new = new_upload(room, user);
    kept(&store, &new).await;
    store.set_upload_shows(new.upload, &[ana]).await.unwrap();
    assert_eq!(store.upload(new.upload).await.unwrap().unwrap().shows, [ana]);
    bench.meddle(&format!("UPDATE cameos SET state = 'ended' WHERE cameo_id = '{ana}'")).await;
    assert!(store.upload(new.upload).await.unwrap().unwrap().shows.is_empty());
    store.erase_cameo(ana, LATER).await.unwrap();
    store.set_upload_shows(new.upload, &[ana]).await.unwrap();
    assert!(store.upload(new.upload).await.unwrap().unwrap().shows.is_empty());
}
