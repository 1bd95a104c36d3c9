//! Nor the write that waits, however long the sealed value lives.

use domain::{Timestamp, consent::Sealed};

async fn returned(sealed: &'static Sealed<Vec<u8>>, now: Timestamp) -> &'static Vec<u8> {
    sealed.send_async(now, |bytes| std::future::ready(bytes)).await.unwrap()
}

async fn kept(sealed: &'static Sealed<Vec<u8>>, now: Timestamp) {
    let mut kept: Option<&Vec<u8>> = None;
    let _ = sealed.send_async(now, |bytes| {
        kept = Some(bytes);
        std::future::ready(())
    }).await;
    println!("{kept:?}");
}

fn main() {
    let _ = (returned, kept);
}
