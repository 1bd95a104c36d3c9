//! A plan is frozen, never put together: its cast can't be taken out.

use domain::plan::{Cast, FrozenPlan};

fn without_cast(plan: FrozenPlan) -> FrozenPlan {
    FrozenPlan { cast: Cast::nobody(), ..plan }
}

fn main() {
    let _ = without_cast;
}
