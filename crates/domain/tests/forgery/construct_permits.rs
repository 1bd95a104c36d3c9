//! A permit has no constructor, and no default.

use domain::consent::{Channel, FrameSink, Grant, LiveCast, Sealed};

fn main() {
    let _ = FrameSink::new(panic!(), panic!());
    let _ = Sealed::new(panic!(), panic!(), Vec::<u8>::new());
    let _ = Grant::default();
    let _ = LiveCast::default();
    let _ = Channel::default();
    let _: Sealed<Vec<u8>> = Vec::<u8>::new().into();
}
