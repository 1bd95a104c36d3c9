//! Which notes somebody plays or sings: a melody of five tones that follows from the player's look.

use super::{Context, chance, event::EventKind, figure::Figure, gesture::Beat};
use crate::studio::screenplay::{Action, ActorId, ActorKind};

const TONES: [u8; 5] = [0, 2, 4, 7, 9];
/// Notes of equal length; some are rests.
const NOTE: f64 = 0.3;

/// What an actor plays on: the target, what is carried, or an instrument that is there.
#[must_use]
pub fn instrument(player: ActorId, action: &Action, c: &Context<'_>) -> Option<ActorKind> {
    let kind = |id: ActorId| c.plan.cast.get(id).map(|actor| actor.kind);
    let plays = |kind: &ActorKind| matches!(kind, ActorKind::Guitar | ActorKind::Piano | ActorKind::Drum | ActorKind::Bell);
    let named = action.target.or(c.plan.cast[player].carries).and_then(kind).filter(plays);
    named.or_else(|| c.plan.cast.iter().map(|actor| actor.kind).find(plays))
}

pub(super) fn play(figure: &Figure, c: &mut Context<'_>, beat: &Beat<'_>, of: ActorKind) {
    if !beat.falls(0.1, NOTE) {
        return;
    }
    let number = (beat.t / NOTE) as u64;
    if chance::unit(figure.look, 300 + number) < 0.22 && !number.is_multiple_of(4) {
        return;
    }
    let midi = tone(figure.look, number, if of == ActorKind::Guitar { 52 } else { 60 });
    let seconds = if of == ActorKind::Piano { 0.7 } else { 0.5 };
    c.tell(figure.x, figure.lane, EventKind::Note { of, midi, seconds });
}

pub(super) fn sing(figure: &Figure, c: &mut Context<'_>, beat: &Beat<'_>) {
    let long = 2.0 * NOTE;
    if beat.falls(0.2, long) {
        let midi = tone(figure.look, (beat.t / long) as u64, if figure.height < 1.5 { 69 } else { 60 });
        let of = c.plan.cast[figure.id].kind;
        c.tell(figure.x, figure.lane, EventKind::Note { of, midi, seconds: long as f32 });
    }
}

/// Never far from the note before.
fn tone(look: u64, number: u64, lowest: u8) -> u8 {
    let step = |number: u64| (chance::unit(look, 340 + number % 8) * 3.0) as i64 - 1;
    let at: i64 = 2 + (0..=number % 16).map(step).sum::<i64>();
    let at = at.clamp(0, 9) as usize;
    lowest + TONES[at % 5] + 12 * (at / 5) as u8
}
