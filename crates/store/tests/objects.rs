//! The object store on disk. It knows no database, so it is tried once.

use crate::harness::*;
use store::ObjectName;

#[tokio::test]
async fn bytes_come_back_whole_and_in_ranges() {
    let bench = Bench::sqlite();
    let store = bench.open().await;
    let objects = store.objects();
    let name = ObjectName::clip_video(clip_id());
    let bytes: Vec<u8> = (0..5_000_000_u32).map(|number| (number % 251) as u8).collect();
    objects.put(name, bytes.clone()).await.unwrap();
    assert_eq!(objects.size(name).await.unwrap(), 5_000_000);
    assert_eq!(objects.get(name).await.unwrap(), bytes);
    for range in [0..1, 0..5_000_000, 4_999_999..5_000_000, 1_234..1_999_999, 7..7, 5_000_000..5_000_000] {
        let expected = &bytes[range.start as usize..range.end as usize];
        assert_eq!(objects.get_range(name, range).await.unwrap(), expected);
    }
}

#[tokio::test]
#[allow(clippy::reversed_empty_ranges, reason = "the range is wrong on purpose")]
async fn ranges_outside_of_the_object_are_refused() {
    let bench = Bench::sqlite();
    let store = bench.open().await;
    let name = ObjectName::clip_poster(clip_id());
    store.objects().put(name, vec![1, 2, 3]).await.unwrap();
    for range in [0..4, 3..4, 2..1, 9..12, 0..u64::MAX, u64::MAX..u64::MAX] {
        let refused = store.objects().get_range(name, range.clone()).await;
        assert_eq!(refused.unwrap_err().code(), "range_invalid", "{range:?}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_told_so() {
    let bench = Bench::sqlite();
    let store = bench.open().await;
    let name = ObjectName::clip_video(clip_id());
    assert_eq!(store.objects().get(name).await.unwrap_err().code(), "object_unknown");
    assert_eq!(store.objects().size(name).await.unwrap_err().code(), "object_unknown");
    assert_eq!(store.objects().get_range(name, 0..1).await.unwrap_err().code(), "object_unknown");
    store.objects().delete(name).await.unwrap();
    store.objects().put(name, vec![]).await.unwrap();
    assert_eq!(store.objects().size(name).await.unwrap(), 0);
    store.objects().delete(name).await.unwrap();
    assert_eq!(store.objects().size(name).await.unwrap_err().code(), "object_unknown");
}

#[tokio::test]
async fn a_later_put_takes_the_place_of_an_earlier() {
    let bench = Bench::sqlite();
    let store = bench.open().await;
    let name = ObjectName::clip_video(clip_id());
    store.objects().put(name, vec![1; 100]).await.unwrap();
    store.objects().put(name, vec![2; 10]).await.unwrap();
    assert_eq!(store.objects().get(name).await.unwrap(), vec![2; 10]);
    assert_eq!(files_below(&bench.objects()).len(), 1);
}

#[tokio::test]
async fn names_are_made_of_ids_alone_and_lie_below_the_root() {
    let bench = Bench::sqlite();
    let store = bench.open().await;
    let clip = clip_id();
    for name in [ObjectName::clip_video(clip), ObjectName::clip_poster(clip)] {
        store.objects().put(name, vec![1]).await.unwrap();
        assert!(bench.objects().join(name.to_string()).is_file());
    }
    assert_eq!(ObjectName::clip_video(clip).to_string(), format!("clips/{clip}/video.mp4"));
    assert_eq!(ObjectName::clip_poster(clip).to_string(), format!("clips/{clip}/poster.jpg"));
}
