//! A holder opens nothing by itself: neither its machine nor its cells can be reached or put in.

use domain::{
    Timestamp,
    consent::{Holder, protocol::HolderMachine},
    plan::FrozenPlan,
};

fn machine(holder: &mut Holder) -> &mut HolderMachine {
    &mut holder.machine
}

fn cells(holder: &mut Holder, plan: &FrozenPlan) {
    let _ = holder.cells.grant(plan, panic!(), Timestamp::NEVER);
}

fn main() {
    let _ = (machine, cells);
}
