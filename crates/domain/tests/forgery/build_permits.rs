//! A permit has no literal and no pattern.

use domain::consent::{Channel, FrameSink, Grant, LiveCast, Sealed};

fn grant() -> Grant {
    Grant { cell: panic!(), tie: panic!(), plan: panic!() }
}

fn live_cast() -> LiveCast {
    LiveCast { bond: panic!() }
}

fn frame_sink() -> FrameSink {
    FrameSink { bond: panic!(), stream: panic!(), out: panic!() }
}

fn sealed() -> Sealed<Vec<u8>> {
    Sealed { bond: panic!(), stream: panic!(), sequence: 0, value: Vec::new() }
}

fn channel() -> Channel {
    Channel { bond: panic!(), stream: panic!() }
}

fn pattern(sealed: Sealed<Vec<u8>>) -> Vec<u8> {
    let Sealed { value, .. } = sealed;
    value
}

fn main() {
    let _ = (pattern, grant, live_cast, frame_sink, sealed, channel);
}
