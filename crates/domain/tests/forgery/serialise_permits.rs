//! A permit never becomes text, and no text becomes a permit.

use domain::consent::{Channel, FrameSink, Grant, LiveCast, Sealed};

fn serialise<T: serde::Serialize>() {}
fn deserialise<T: serde::de::DeserializeOwned>() {}

fn main() {
    serialise::<Grant>();
    serialise::<LiveCast>();
    serialise::<FrameSink>();
    serialise::<Sealed<u8>>();
    serialise::<Channel>();
    deserialise::<Grant>();
    deserialise::<LiveCast>();
    deserialise::<Sealed<u8>>();
}
