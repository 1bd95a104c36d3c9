//! A cut: pieces of finished clips in any order, each of whole seconds, the same one as often as somebody likes.
//!
//! Clips have closed groups of one second, so a piece is taken over undecoded. Who appears in a clip appears in each piece of it: in which of its
//! seconds nobody is told. Whether the asker owns the clips, and whether everybody in them consents anew, is decided elsewhere.

use crate::{
    ClipId,
    derivation::{Derivative, DeriveError, Source, mentions},
    plan::{Derivation, Derived, Span},
    storyboard::{Shot, Storyboard},
};
use std::ops::RangeInclusive;

pub const PIECES: RangeInclusive<usize> = 1..=24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub clip: ClipId,
    pub span: Span,
}

/// Pieces one after the other. A piece that goes on where the one before it ends is one with it.
///
/// # Errors
/// `pieces_count`, `piece_outside`, `cut_empty`, `clips_unfit`, what passes a limit.
pub fn recut(pieces: &[Piece], sources: &[Source<'_>]) -> Result<Derivative, DeriveError> {
    if !PIECES.contains(&pieces.len()) {
        return Err(DeriveError::Pieces(pieces.len()));
    }
    let source_of = |clip: ClipId| sources.iter().find(|source| source.clip == clip);
    let mut parts: Vec<(&Source<'_>, Span)> = Vec::new();
    for (number, piece) in (1..).zip(pieces) {
        let source = source_of(piece.clip).ok_or(DeriveError::Pieces(pieces.len()))?;
        let seconds = source.plan.seconds();
        if piece.span.from >= piece.span.to || piece.span.to > seconds {
            return Err(DeriveError::Outside { piece: number, span: piece.span, seconds });
        }
        match parts.last_mut() {
            Some((last, span)) if last.clip == piece.clip && span.to == piece.span.from => span.to = piece.span.to,
            _ => parts.push((source, piece.span)),
        }
    }
    let Some((first, span)) = parts.first().copied() else { return Err(DeriveError::Pieces(0)) };
    if parts.len() == 1 && span.seconds() == first.plan.seconds() {
        return Err(DeriveError::Uncut);
    }
    let format = first.plan.format();
    if let Some((at, (unfit, _))) = parts.iter().enumerate().find(|(_, (source, _))| source.plan.format() != format) {
        return Err(DeriveError::Unfit { place: at + 1, format: unfit.plan.format() });
    }
    let shots = parts.iter().flat_map(|(source, span)| shown(source.plan.shots(), *span)).collect();
    Ok(Derivative {
        storyboard: Storyboard { shots }.checked_derived()?,
        format,
        seed: first.plan.seed(),
        makers: parts.iter().flat_map(|(source, _)| source.plan.makers().iter().cloned()).collect(),
        mentions: parts.iter().flat_map(|(source, _)| mentions(source.plan)).collect(),
        derived: Derived {
            how: Derivation::Cut,
            clips: parts.iter().map(|(source, _)| source.clip).collect(),
            spans: parts.iter().map(|(_, span)| *span).collect(),
        },
    })
}

/// What the shots say of these seconds, each as long as it is shown.
fn shown(shots: &[Shot], span: Span) -> Vec<Shot> {
    let mut begins = 0;
    let mut parts: Vec<Shot> = Vec::new();
    for (at, shot) in shots.iter().enumerate() {
        let (from, to) = (begins.max(span.from), (begins + shot.seconds).min(span.to));
        begins += shot.seconds;
        if from >= to {
            continue;
        }
        let first = parts.is_empty();
        let words = if first { saying(&shots[..=at]) } else { shot };
        parts.push(Shot {
            seconds: to - from,
            prompt: words.prompt.clone(),
            dialogue: words.dialogue.clone(),
            reference: shot.reference.or(words.reference),
            continues: shot.continues && !first,
            copied_from: None,
            ..shot.clone()
        });
    }
    parts
}

/// A shot without words goes on with what was said before it.
fn saying(shots: &[Shot]) -> &Shot {
    let says = shots.iter().rev().find(|shot| shot.says_something());
    says.or(shots.last()).expect("at least the shot itself")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fixtures::{clip, maker, member, take},
        plan::{Cast, Draft, Format, FrozenPlan, Size},
    };

    fn shot(prompt: &str, seconds: u32) -> Shot {
        Shot { id: prompt.into(), prompt: prompt.into(), seconds, ..Shot::default() }
    }

    fn plan(shots: Vec<Shot>, maker_: u8, cast: &[u8], size: Size) -> FrozenPlan {
        let draft = Draft {
            take: take(1),
            room: None,
            storyboard: Storyboard { shots },
            format: Format { size, fps: 24 },
            seed: 7,
            makers: vec![maker(maker_)],
            cast: Cast::of(cast.iter().copied().map(member)),
            rules: 1,
        };
        FrozenPlan::freeze_derived(draft, Derived::of(Derivation::Extension, vec![clip(1)])).expect("within limits")
    }

    fn piece(of: u8, from: u32, to: u32) -> Piece {
        Piece { clip: clip(of), span: Span { from, to } }
    }

    #[test]
    fn a_cut_says_what_is_shown_for_as_long_as_it_is_shown() {
        let goes_on = Shot { continues: true, ..shot("", 5) };
        let one = plan(vec![shot("@user_7 waits", 3), shot("it rains", 4), goes_on], 1, &[7], Size::UPRIGHT);
        let two = plan(vec![shot("@user_8 runs", 5)], 2, &[8], Size::UPRIGHT);
        let sources = [Source { clip: clip(3), plan: &one }, Source { clip: clip(4), plan: &two }];
        let made = recut(&[piece(3, 8, 11), piece(4, 0, 2), piece(3, 2, 4), piece(4, 0, 2)], &sources).expect("they fit");
        let told: Vec<_> = made.storyboard.shots.iter().map(|shot| (shot.prompt.as_str(), shot.seconds, shot.continues)).collect();
        let loops = ("@user_8 runs", 2, false);
        assert_eq!(told, [("it rains", 3, false), loops, ("@user_7 waits", 1, false), ("it rains", 1, false), loops]);
        assert_eq!((made.mentions.len(), made.makers.len()), (2, 4), "who is in a clip is in each piece of it");
        assert_eq!(
            made.derived.parts().map(|(clip, span)| (clip, span.expect("a cut").seconds())).collect::<Vec<_>>(),
            [(clip(3), 3), (clip(4), 2), (clip(3), 2), (clip(4), 2)]
        );
        assert_eq!(made.derived.parents(), [clip(3), clip(4)]);
    }

    #[test]
    fn pieces_that_go_on_are_one_and_a_whole_clip_is_no_cut() {
        let one = plan(vec![shot("a dog runs", 8)], 1, &[], Size::UPRIGHT);
        let sources = [Source { clip: clip(3), plan: &one }];
        let made = recut(&[piece(3, 1, 3), piece(3, 3, 6)], &sources).expect("trimmed");
        assert_eq!(made.derived.spans, [Span { from: 1, to: 6 }]);
        assert_eq!(recut(&[piece(3, 0, 3), piece(3, 3, 8)], &sources), Err(DeriveError::Uncut));
        assert_eq!(recut(&[piece(3, 0, 8), piece(3, 0, 8)], &sources).expect("a loop").storyboard.seconds(), 16);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let one = plan(vec![shot("a dog runs", 8)], 1, &[], Size::UPRIGHT);
        let wide = plan(vec![shot("a cat", 8)], 1, &[], Size::WIDE);
        let sources = [Source { clip: clip(3), plan: &one }, Source { clip: clip(4), plan: &wide }];
        for (pieces, code) in [
            (vec![], "pieces_count"),
            (vec![piece(3, 0, 2); 25], "pieces_count"),
            (vec![piece(9, 0, 2)], "pieces_count"),
            (vec![piece(3, 4, 4)], "piece_outside"),
            (vec![piece(3, 5, 4)], "piece_outside"),
            (vec![piece(3, 4, 9)], "piece_outside"),
            (vec![piece(3, 0, u32::MAX)], "piece_outside"),
            (vec![piece(3, 0, 4), piece(4, 0, 4)], "clips_unfit"),
            (vec![piece(3, 0, 3)], "seconds_unsupported"),
            (vec![piece(3, 0, 8); 8], "seconds_unsupported"),
        ] {
            assert_eq!(recut(&pieces, &sources).expect_err(code).code(), code);
        }
    }
}
