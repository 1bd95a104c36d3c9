//! Nothing borrowed outlives the write.

use domain::{Timestamp, consent::Sealed};

fn returned(sealed: &Sealed<Vec<u8>>, now: Timestamp) -> Vec<u8> {
    let escaped = sealed.send(now, |bytes| bytes).unwrap();
    escaped.clone()
}

fn kept(sealed: &Sealed<Vec<u8>>, now: Timestamp) {
    let mut kept: Option<&Vec<u8>> = None;
    let _ = sealed.send(now, |bytes| kept = Some(bytes));
    println!("{kept:?}");
}

fn main() {
    let _ = (returned, kept);
}
