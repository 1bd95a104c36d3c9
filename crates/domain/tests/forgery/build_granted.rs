//! What opens a take is said by the authority alone: no literal, and no other plan in a yes that was said.

use domain::{
    CameoId, TakeId,
    consent::protocol::{Granted, PlanDigest, Renewed, Seen, ToHolder},
};

fn literal(cameo: CameoId, take: TakeId, plan: PlanDigest) -> ToHolder {
    ToHolder::Granted(Granted { at: Seen { epoch: 1, closing: 0 }, cameo, take, plan })
}

fn for_another_plan(granted: &Granted, plan: PlanDigest) -> Granted {
    Granted { plan, ..granted.clone() }
}

fn lease(cameo: CameoId) -> ToHolder {
    ToHolder::Renewed(Renewed { at: Seen { epoch: 1, closing: 0 }, cameo, number: 1 })
}

fn main() {
    let _ = (literal, for_another_plan, lease);
}
