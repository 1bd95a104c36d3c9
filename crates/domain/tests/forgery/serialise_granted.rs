//! No text becomes a yes or a lease.

use domain::consent::protocol::{Granted, Renewed, ToHolder};

fn deserialise<T: serde::de::DeserializeOwned>() {}

fn main() {
    deserialise::<Granted>();
    deserialise::<Renewed>();
    deserialise::<ToHolder>();
}
