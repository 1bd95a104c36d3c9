//! A permit is one.

use domain::consent::{Authority, Channel, Closing, FrameSink, Grant, LiveCast, Sealed};

fn clone<T: Clone>() {}

fn main() {
    clone::<Authority>();
    clone::<Grant>();
    clone::<LiveCast>();
    clone::<FrameSink>();
    clone::<Sealed<u8>>();
    clone::<Channel>();
    clone::<Closing>();
}
