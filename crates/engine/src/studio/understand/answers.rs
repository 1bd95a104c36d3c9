//! What is done to somebody has an answer: the chased flees, the one who is thrown to catches.

use super::{acting::begin, reading::Clause};
use crate::studio::screenplay::{Action, Actor, ActorId, Build, Verb};

/// Two who throw to each other: one throws while the other catches, by turns.
pub fn throw_about(cast: &mut [Actor], clause: &Clause, from: f64, seconds: f64) {
    const TURN: f64 = 2.3;
    let ball = clause.object.filter(|object| cast[*object].kind.is_ball()).or_else(|| cast.iter().position(|actor| actor.kind.is_ball()));
    let turns = (((seconds - from) / TURN).ceil() as usize).clamp(1, 8);
    for turn in 0..turns {
        let at = from + TURN * turn as f64;
        for (subject, verb, after) in [(clause.subjects[turn % 2], Verb::Throw, 0.5), (clause.subjects[(turn + 1) % 2], Verb::Catch, 0.4)] {
            let last = (seconds - at - after).min(TURN - after);
            if last > 0.2 {
                begin(
                    &mut cast[subject],
                    Action { verb, target: ball, from: at + after, seconds: last, succeeds: true, haste: clause.haste, times: 1 },
                );
            }
        }
    }
}

/// What is done to somebody has an answer: the chased flees, the one who is thrown to catches.
pub fn answer(cast: &mut [Actor], clause: &Clause, from: f64, seconds: f64) {
    let Some(first) = clause.subjects.first().copied() else { return };
    let here = |verb: Verb, target: Option<ActorId>| Action { verb, target, from, seconds: seconds - from, succeeds: true, haste: 1.0, times: 1 };
    match clause.verb {
        Verb::Chase => {
            let prey = clause.object.filter(|prey| *prey != first && cast[*prey].actions.is_empty());
            if let Some(prey) = prey {
                let verb = match cast[prey].kind.build() {
                    Build::Flyer | Build::Craft => Verb::Fly,
                    Build::Wheels => Verb::Drive,
                    Build::Swimmer => Verb::Swim,
                    Build::Boat => Verb::Sail,
                    _ => Verb::Flee,
                };
                if !matches!(cast[prey].kind.build(), Build::Ball | Build::Thing | Build::Rope) {
                    begin(&mut cast[prey], here(verb, None));
                }
            }
        }
        Verb::Ride => {
            if let Some(mount) = clause.object.filter(|mount| *mount != first && cast[*mount].actions.is_empty()) {
                let verb = match cast[mount].kind.build() {
                    Build::Wheels => Verb::Drive,
                    Build::Flyer | Build::Craft => Verb::Fly,
                    Build::Swimmer => Verb::Swim,
                    Build::Boat => Verb::Sail,
                    _ => Verb::Walk,
                };
                begin(&mut cast[mount], Action { haste: clause.haste, ..here(verb, None) });
            }
        }
        // "Walks her dog": the dog walks too.
        Verb::Walk | Verb::Run => {
            if let Some(led) = clause.object.filter(|led| *led != first && cast[*led].kind.is_pet() && cast[*led].actions.is_empty()) {
                begin(&mut cast[led], here(clause.verb, None));
            }
        }
        Verb::Flee => {
            if let Some(hunter) = clause.object.filter(|hunter| *hunter != first && !cast[*hunter].kind.is_ball() && cast[*hunter].actions.is_empty())
            {
                begin(&mut cast[hunter], here(Verb::Chase, Some(first)));
            }
        }
        Verb::Throw | Verb::Kick => {
            let ball = clause.object.filter(|object| cast[*object].kind.is_ball()).or_else(|| cast.iter().position(|actor| actor.kind.is_ball()));
            let other = if clause.mutual { clause.subjects.get(1).copied() } else { None };
            let receiver = clause.towards.or(other).or(clause.object.filter(|object| !cast[*object].kind.is_ball()));
            let receiver = receiver.filter(|receiver| matches!(cast[*receiver].kind.build(), Build::Person | Build::Beast | Build::Flyer));
            if let Some(receiver) = receiver.filter(|receiver| *receiver != first && cast[*receiver].actions.is_empty()) {
                let late = Action {
                    from: from + 0.4,
                    seconds: (seconds - from - 0.4).max(0.1),
                    ..here(if cast[receiver].kind.is_pet() { Verb::Chase } else { Verb::Catch }, ball)
                };
                begin(&mut cast[receiver], late);
            }
        }
        _ => {}
    }
}
