//! A permit is one.

use domain::consent::{Channel, FrameSink, Grant, Holder, LiveCast, Sealed};

fn clone<T: Clone>() {}

fn main() {
    clone::<Holder>();
    clone::<Grant>();
    clone::<LiveCast>();
    clone::<FrameSink>();
    clone::<Sealed<u8>>();
    clone::<Channel>();
}
