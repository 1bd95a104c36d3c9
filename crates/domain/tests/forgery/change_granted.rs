//! Nor has it a default, nor can it be changed, nor a digest be named that is no plan's.

use domain::{
    TakeId,
    consent::protocol::{Granted, PlanDigest, Renewed},
};

fn changed(granted: &mut Granted, take: TakeId) {
    granted.take = take;
}

fn digest() -> PlanDigest {
    PlanDigest([0; 32])
}

fn main() {
    let _ = (changed, digest, Granted::default, Renewed::default);
}
