//! Takes that are asked for twice, and cancelled while they are kept.

use super::harness::story;
use crate::{clock, mailbox::tell_surely, room::FromDevice};
use domain::{
    ClipId,
    plan::{Cast, Draft, Format, FrozenPlan, Maker, Size},
    room::{Command, Outcome},
    storyboard::{Shot, Storyboard},
};
use futures::future::join;
use store::{NewClip, ObjectName};
use wire::{Absent, Accepted};

#[test]
fn one_request_sent_twice_at_once_makes_one_take() {
    story(|node| async move {
        let ben = node.person("host").await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "a snail").await;
        let ask = || room.handle.request(ben.person.clone(), room.asking("the same", Absent::Wait));
        let (first, second) = join(ask(), ask()).await;
        let mut takes = Vec::new();
        for answer in [first, second] {
            match answer {
                Ok(Accepted::TakeQueued { take }) => takes.push(take),
                Ok(other) => panic!("{other:?}"),
                Err(error) => assert_eq!(error.code, "busy"),
            }
        }
        let Ok(Accepted::TakeQueued { take }) = ask().await else { panic!("it was answered before") };
        assert!(!takes.is_empty() && takes.iter().all(|known| *known == take));
    });
}

#[test]
fn a_take_that_is_cancelled_while_its_file_is_signed_leaves_no_clip() {
    story(|node| async move {
        let mut ben = node.person("host").await;
        let room = node.room(&ben, &[]).await;
        room.write(&ben, "a snail").await;
        ben.enter(&room).await;
        let take = room.take(&ben).await;
        ben.started(take).await;
        let maker = Maker { user: ben.user(), handle: ben.person.handle.clone() };
        let shot = Shot { id: "a".into(), prompt: "a snail".into(), seconds: 4, ..Shot::default() };
        let plan = FrozenPlan::freeze(Draft {
            take,
            room: Some(room.id),
            storyboard: Storyboard { shots: vec![shot] },
            format: Format::default(),
            seed: 1,
            makers: vec![maker.clone()],
            cast: Cast::nobody(),
            rules: 1,
        })
        .expect("within limits");
        let clip = ClipId::new(clock::now(), &clock::entropy());
        room.handle.act(Command::CancelTake { by: ben.user(), take }).await.expect("his own");
        // What a session does that was just signing when the take was cancelled.
        node.store.objects().put(ObjectName::clip_video(clip), b"signed".as_slice()).await.expect("room on the disk");
        let new = NewClip {
            clip,
            take,
            room: Some(room.id),
            title: plan.title(),
            seconds: 4,
            size: Size::UPRIGHT,
            fps: 24,
            engine: "scripted".into(),
            owners: vec![ben.user()],
            makers: vec![maker],
            cast: Cast::nobody(),
            bytes: 6,
            at: clock::now(),
            notices: Vec::new(),
            plan,
        };
        node.store.create_clip(new).await.expect("it is kept");
        tell_surely(&room.handle.addr, FromDevice::Ended { take, outcome: Outcome::Finished { clip, notices: Vec::new() } });
        while node.store.clip(clip).await.expect("the store answers").is_some() {
            tokio::task::yield_now().await;
        }
        while node.store.objects().size(ObjectName::clip_video(clip)).await.is_ok() {
            tokio::task::yield_now().await;
        }
    });
}
