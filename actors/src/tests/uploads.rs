//! Takes that use footage: whoever is recognised in it is cast, asked and an owner; nobody stands in for them; and what can't be looked up is
//! not made.

use super::harness::{Node, Page, Room, story};
use crate::Wish;
use domain::{
    cameo::{Audience, Rules, Scope},
    plan::Span,
    recut::Piece,
    upload::UploadKind,
};
use wire::{
    Absent, EventKind,
    cameo::{AnswerView, ScopeView},
};

/// A room of a host and cleo.
async fn set(node: &Node) -> (Page, Page, Room) {
    let (host, cleo) = (node.person("host").await, node.person("cleo").await);
    let room = node.room(&host, &[&cleo]).await;
    (host, cleo, room)
}

async fn approves(node: &Node, owner: &Page, cameo: domain::CameoId) {
    node.directory.change_rules(owner.user(), cameo, Rules { audience: Audience::Approved, ..Rules::default() }).await.expect("an owner decides");
}

async fn refusal(room: &Room, by: &Page, request: &str, absent: Absent) -> (String, String) {
    let refused = room.ask(by, request, absent).await.expect_err("it may not be made");
    (refused.code, refused.message)
}

#[test]
fn whoever_is_recognised_is_cast_asked_and_owns_the_clip() {
    story(|node| async move {
        let (mut host, cleo, room) = set(&node).await;
        let mut ana = node.person("ana").await;
        let cameo = node.cameo(&ana, None, Audience::Approved).await;
        let upload = node.upload(&room, &cleo, UploadKind::Footage, &["nobody", "ana"]).await;
        room.write_with(&host, "rain falls", Some((upload, "backdrop"))).await;
        host.enter(&room).await;
        let take = room.take(&host).await;
        let held = host.event(|event| if let EventKind::TakeQueued { take } = event { Some(take) } else { None }).await;
        assert_eq!((held.cast.len(), held.waiting_for), (1, vec!["ana".to_owned()]));
        let question = ana.question().await;
        assert_eq!(question.prompts, ["rain falls\nUses: footage that was added, with another place behind who is in it"]);
        assert_eq!(question.makers, ["host", "cleo"], "whoever brought it is a maker");
        node.directory.answer(&ana.person, question.question, AnswerView::Once).await.expect("she says yes");
        node.reel.allow(u32::MAX);
        let clip = host.clip(take).await;
        assert_eq!((node.reel.materials(), node.reel.likenesses()), (vec![vec![upload]], vec![vec![cameo]]));
        let kept = node.store.clip(clip).await.expect("a store").expect("kept");
        let mut owners = [host.user(), cleo.user(), ana.user()];
        owners.sort_unstable();
        assert_eq!(kept.owners, owners);
        assert_eq!(node.store.upload(upload).await.expect("a store").expect("kept").shows, [cameo]);

        // She takes it back: nobody can stand in for her when it is made again.
        node.directory.revoke(ana.user(), cameo, Scope::Take(take), ScopeView::Clip(clip)).await.expect("taken back");
        let kept = node.store.clip(clip).await.expect("a store").expect("kept");
        let refused = node.directory.remake(&host.person, &kept).await.expect_err("she left it, whatever she would say to another");
        assert_eq!(refused.code, "consent_denied");
        assert!(refused.message.starts_with("@ana took the clip back. @ana is to be seen in “beach.mp4”"), "{}", refused.message);
        node.directory.change_rules(ana.user(), cameo, Rules { audience: Audience::OnlyMe, ..Rules::default() }).await.expect("decided");
        let kept = node.store.clip(clip).await.expect("a store").expect("kept");
        let refused = node.directory.remake(&host.person, &kept).await.expect_err("she is in the footage");
        assert_eq!(refused.code, "consent_denied");
        assert!(refused.message.contains("@ana is to be seen in “beach.mp4”"), "{}", refused.message);
    });
}

#[test]
fn a_cut_of_what_shows_an_upload_is_made_in_any_room_and_says_what_to_leave_out_once_that_is_gone() {
    story(|node| async move {
        let (mut host, cleo, room) = set(&node).await;
        let upload = node.upload(&room, &cleo, UploadKind::Footage, &["nobody"]).await;
        room.write(&host, "a snail").await;
        room.write_with(&host, "rain falls", Some((upload, "backdrop"))).await;
        host.enter(&room).await;
        node.reel.allow(u32::MAX);
        let take = room.take(&host).await;
        let clip = host.clip(take).await;
        let clip = node.store.clip(clip).await.expect("a store").expect("kept");

        let other = node.room(&host, &[]).await;
        host.enter(&other).await;
        let elsewhere = Wish { room: Some(other.id), ..Wish::default() };
        let (directory, by, of) = (node.directory.clone(), host.person.clone(), [clip.clone()]);
        let cut = async |from, wish| directory.cut(&by, &[Piece { clip: of[0].id, span: Span { from, to: 6 } }], &of, wish).await;
        let (take, _) = cut(1, elsewhere.clone()).await.expect("its pictures are there, whichever room its upload is in");
        let made = host.clip(take).await;
        let made = node.store.clip(made).await.expect("a store").expect("kept");
        assert_eq!(made.makers.iter().map(|maker| maker.handle.as_str()).collect::<Vec<_>>(), ["host", "cleo"]);
        node.directory.copy_storyboard(&host.person, &made, other.id).await.expect("its words, without what is of another room");
        assert!(other.ask(&host, "words alone", Absent::Wait).await.is_ok());

        // Somebody who is in it has enrolled since.
        let nora = node.person("nora").await;
        node.cameo(&nora, None, Audience::OnlyMe).await;
        assert_eq!(cut(2, elsewhere.clone()).await.expect_err("she is asked first").code, "consent_denied");
        node.store.delete_upload(upload).await.expect("it is removed");
        let refused = cut(2, elsewhere.clone()).await.expect_err("nobody can tell who is in it");
        assert_eq!(refused.code, "upload_removed");
        assert!(
            refused.message.starts_with("what would be shown from 2 to 4 s has a picture or footage in it that was removed"),
            "{}",
            refused.message
        );
    });
}

#[test]
fn nobody_can_stand_in_for_somebody_in_footage() {
    story(|node| async move {
        let (host, cleo, room) = set(&node).await;
        let ana = node.person("ana").await;
        let cameo = node.cameo(&ana, None, Audience::OnlyMe).await;
        let upload = node.upload(&room, &cleo, UploadKind::Image, &["ana"]).await;
        room.write_with(&host, "@ana waves", Some((upload, "palette"))).await;
        let wanted = "only @ana can cast @ana. @ana is to be seen in “beach.mp4”, where nobody can stand in for them: take it out of the storyboard";
        assert_eq!(refusal(&room, &host, "1", Absent::Wait).await, ("consent_denied".into(), wanted.into()));
        assert_eq!(refusal(&room, &host, "2", Absent::Without).await, ("consent_denied".into(), wanted.into()));
        approves(&node, &ana, cameo).await;
        let (code, message) = refusal(&room, &host, "3", Absent::Without).await;
        assert_eq!(code, "consent_denied");
        assert!(message.starts_with("@ana has to be asked first. "), "{message}");
        assert!(node.reel.materials().is_empty());
    });
}

/// Something else is made until more frames are allowed.
async fn busy(node: &Node, host: &mut Page) {
    let room = node.room(host, &[]).await;
    room.write(host, "a snail").await;
    host.enter(&room).await;
    node.reel.allow(3);
    let take = room.take(host).await;
    host.started(take).await;
}

#[test]
fn who_enrols_while_a_take_waits_is_not_shown_unasked() {
    story(|node| async move {
        let (mut host, cleo, room) = set(&node).await;
        let (mut ana, zoe) = (node.person("ana").await, node.person("zoe").await);
        // It is refused before it comes to the device, which is never free here.
        busy(&node, &mut host).await;
        node.cameo(&ana, None, Audience::Approved).await;
        let upload = node.upload(&room, &cleo, UploadKind::Footage, &["ana", "zoe"]).await;
        room.write_with(&host, "rain falls", Some((upload, "restyle"))).await;
        host.enter(&room).await;
        let take = room.take(&host).await;
        let question = ana.question().await;
        node.enrolled(&zoe, None, false).await;
        node.directory.answer(&ana.person, question.question, AnswerView::Once).await.expect("she says yes");
        assert_eq!(host.failure(take).await.0, "consent_missing");
        let (code, message) = refusal(&room, &host, "again", Absent::Wait).await;
        assert_eq!(code, "consent_denied");
        assert!(message.contains("@zoe"), "{message}");
        assert!(node.reel.materials().iter().all(Vec::is_empty), "no engine ever saw it");
    });
}

#[test]
fn who_enrols_while_a_take_waits_for_its_device_is_not_shown_unasked() {
    story(|node| async move {
        let (mut host, cleo, room) = set(&node).await;
        let zoe = node.person("zoe").await;
        busy(&node, &mut host).await;
        let upload = node.upload(&room, &cleo, UploadKind::Footage, &["zoe"]).await;
        room.write_with(&host, "rain falls", Some((upload, "restyle"))).await;
        host.enter(&room).await;
        let take = room.take(&host).await;
        // Everybody known so far was asked, and it was handed over.
        while node.directory.takes_waiting() == 0 {
            tokio::task::yield_now().await;
        }
        node.enrolled(&zoe, None, false).await;
        node.reel.allow(u32::MAX);
        assert_eq!(host.failure(take).await.0, "consent_missing");
        assert!(node.reel.materials().iter().all(Vec::is_empty), "no engine ever saw it");
    });
}

#[test]
fn what_is_not_in_the_room_or_can_not_be_looked_up_is_not_made() {
    story(|node| async move {
        let (mut host, cleo, room) = set(&node).await;
        let refused = async |number: u8, home: &Room, upload, role| {
            let each = if number == 0 { node.room(&host, &[]).await } else { home.again(&node).await };
            each.write_with(&host, "rain falls", Some((upload, role))).await;
            refusal(&each, &host, &number.to_string(), Absent::Wait).await.0
        };
        let picture = node.upload(&room, &cleo, UploadKind::Image, &[]).await;
        assert_eq!(refused(0, &room, picture, "palette").await, "upload_unknown", "it is another room's");
        let second = node.room(&host, &[]).await;
        let still = node.upload(&second, &host, UploadKind::Image, &[]).await;
        assert_eq!(refused(1, &second, still, "restyle").await, "role_unsuitable");
        let third = node.room(&host, &[]).await;
        let damaged = node.upload_with(&third, &host, UploadKind::Image, b"no faces".to_vec()).await;
        assert_eq!(refused(2, &third, damaged, "palette").await, "faces_unreadable");

        room.write_with(&host, "rain falls", Some((picture, "palette"))).await;
        host.enter(&room).await;
        node.reel.allow(u32::MAX);
        let take = room.take(&host).await;
        host.clip(take).await;
        assert_eq!(node.reel.materials(), [vec![picture]]);
        node.store.delete_upload(picture).await.expect("removed");
        assert_eq!(refusal(&room, &host, "gone", Absent::Wait).await.0, "upload_unknown");
    });
}
