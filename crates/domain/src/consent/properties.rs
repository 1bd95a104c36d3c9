//! Random plans of granting, closing, renewing, expiring and sending over the cells alone, against a model of a few lines. The whole
//! protocol with them is in `tests/consent_world.rs`.

use super::{LiveCast, Sealed, Withheld, cells::Cells, tests::Short};
use crate::fixtures::{at, cameo, plan, take};
use proptest::prelude::*;

const CAMEOS: usize = 2;
const TAKES: u8 = 3;

#[derive(Clone, Debug)]
enum Step {
    /// A cast of both cameos for this take.
    Assemble {
        take: u8,
        deadlines: [u64; CAMEOS],
    },
    /// Close this cameo's yes between granting and assembling.
    Interrupted {
        take: u8,
        cameo: usize,
    },
    Close {
        cameo: usize,
        take: Option<u8>,
    },
    Renew {
        cameo: usize,
        deadline: u64,
    },
    /// The node dies.
    Crash {
        cameo: usize,
    },
    Pass(u64),
    Send(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let cameo = 0..CAMEOS;
    let take = 0..TAKES;
    prop_oneof![
        3 => (take.clone(), [0u64..200, 0u64..200]).prop_map(|(take, deadlines)| Step::Assemble { take, deadlines }),
        1 => (take.clone(), cameo.clone()).prop_map(|(take, cameo)| Step::Interrupted { take, cameo }),
        2 => (cameo.clone(), proptest::option::of(take)).prop_map(|(cameo, take)| Step::Close { cameo, take }),
        2 => (cameo.clone(), 0u64..400).prop_map(|(cameo, deadline)| Step::Renew { cameo, deadline }),
        1 => cameo.prop_map(|cameo| Step::Crash { cameo }),
        2 => (0u64..40).prop_map(Step::Pass),
        6 => (0usize..30).prop_map(Step::Send),
    ]
}

/// What the model knows of one cast.
struct Known {
    take: u8,
    open: [bool; CAMEOS],
    deadlines: [u64; CAMEOS],
    part: Sealed<u8>,
}

fn number(cameo: usize) -> u8 {
    u8::try_from(cameo).expect("few") + 1
}

fn restored(index: usize) -> Cells {
    Cells::new(cameo(number(index)))
}

proptest! {
    #[test]
    fn a_thing_leaves_exactly_while_everybody_in_it_consents(steps in proptest::collection::vec(step(), 0..80)) {
        let mut holders: Vec<Cells> = (0..CAMEOS).map(restored).collect();
        let mut known: Vec<Known> = Vec::new();
        let mut now = 0;
        for step in steps {
            match step {
                Step::Assemble { take, deadlines } => {
                    let deadlines = deadlines.map(|deadline| now + deadline);
                    let plan = plan(take, &[9], &[1, 2]);
                    let grants = holders.iter_mut().zip(deadlines).map(|(holder, deadline)| holder.yes(&plan, at(deadline)).expect("in the plan"));
                    let cast = LiveCast::assemble(&plan, grants.collect()).expect("complete");
                    known.push(Known { take, open: [true; CAMEOS], deadlines, part: cast.seal_stored([take]).remove(0) });
                }
                Step::Interrupted { take: number, cameo } => {
                    let plan = plan(number, &[9], &[1, 2]);
                    let grants: Vec<_> = holders.iter_mut().map(|holder| holder.yes(&plan, at(now + 100)).expect("in the plan")).collect();
                    prop_assert!(holders[cameo].stop(Some(take(number))).is_drained());
                    for known in known.iter_mut().filter(|known| known.take == number) {
                        known.open[cameo] = false;
                    }
                    prop_assert!(LiveCast::assemble(&plan, grants).is_err());
                }
                Step::Close { cameo, take: only } => {
                    let closing = holders[cameo].stop(only.map(take));
                    prop_assert!(closing.receipt().is_some());
                    for known in known.iter_mut().filter(|known| only.is_none_or(|only| only == known.take)) {
                        known.open[cameo] = false;
                    }
                }
                Step::Renew { cameo, deadline } => {
                    holders[cameo].extend(at(deadline));
                    for known in known.iter_mut().filter(|known| known.open[cameo]) {
                        known.deadlines[cameo] = known.deadlines[cameo].max(deadline);
                    }
                }
                Step::Crash { cameo } => {
                    holders[cameo] = restored(cameo);
                    for known in &mut known {
                        known.open[cameo] = false;
                    }
                }
                Step::Pass(millis) => now += millis,
                Step::Send(index) if !known.is_empty() => {
                    let known = &known[index % known.len()];
                    let may = known.open.iter().all(|open| *open) && known.deadlines.iter().all(|deadline| now <= *deadline);
                    let sent = known.part.send(at(now), |take| *take);
                    prop_assert_eq!(sent, if may { Ok(known.take) } else { Err(Withheld) });
                }
                Step::Send(_) => {}
            }
        }
    }
}
