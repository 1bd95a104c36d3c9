//! A grant is spent once, a cast becomes one sink.

use domain::{
    consent::{Grant, LiveCast, Out},
    plan::FrozenPlan,
};

fn grant_twice(plan: &FrozenPlan, grant: Grant) {
    let _ = LiveCast::assemble(plan, vec![grant]);
    let _ = LiveCast::assemble(plan, vec![grant]);
}

fn cast_twice(cast: LiveCast, one: Box<dyn Out>, other: Box<dyn Out>) {
    let _ = cast.into_sink(one);
    let _ = cast.into_sink(other);
}

fn main() {
    let _ = (grant_twice, cast_twice);
}
