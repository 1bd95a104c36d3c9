//! Who plays in which mood: tempo, mode, harmony and instruments, and what a style changes of them.

use super::{super::instruments::Instrument, mood::Mood};
use crate::studio::screenplay::Style;

/// Semitones of the seven steps of a scale.
pub type Mode = [i32; 7];

const MAJOR: Mode = [0, 2, 4, 5, 7, 9, 11];
const LYDIAN: Mode = [0, 2, 4, 6, 7, 9, 11];
const MINOR: Mode = [0, 2, 3, 5, 7, 8, 10];
const DORIAN: Mode = [0, 2, 3, 5, 7, 9, 10];

/// How the chord is broken into notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Up and down in eighths.
    Waves,
    /// Bass, chord, chord.
    OomPah,
    /// On every eighth.
    Pulse,
    /// On all beats together.
    Strum,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    None,
    Light,
    Full,
    Drums,
    Brushes,
}

#[derive(Clone, Copy, Debug)]
pub struct Band {
    /// Beats a minute, from and to.
    pub tempo: (f32, f32),
    pub beats: usize,
    pub mode: Mode,
    /// Roots of four bars each, as steps of the scale.
    pub phrases: &'static [[usize; 4]],
    /// Instruments and levels.
    pub pad: Option<(Instrument, f32)>,
    pub bass: Option<(Instrument, f32)>,
    pub broken: Option<(Instrument, f32)>,
    pub lead: Option<(Instrument, f32)>,
    pub figure: Figure,
    pub beat: Beat,
    /// Semitones by which the melody lies above its usual place.
    pub height: i32,
}

use Instrument as I;

const CALM: Band = Band {
    tempo: (66.0, 78.0),
    beats: 4,
    mode: MAJOR,
    phrases: &[[0, 3, 0, 4], [0, 5, 3, 4], [0, 2, 3, 4]],
    pad: Some((I::Violin, 0.3)),
    bass: Some((I::Bass, 0.5)),
    broken: Some((I::Guitar, 0.5)),
    lead: Some((I::Flute, 0.42)),
    figure: Figure::Waves,
    beat: Beat::None,
    height: 0,
};
const PLAYFUL: Band = Band {
    tempo: (106.0, 124.0),
    phrases: &[[0, 4, 0, 4], [0, 3, 4, 0], [0, 5, 1, 4]],
    pad: None,
    bass: Some((I::Pizzicato, 0.75)),
    broken: Some((I::Pizzicato, 0.4)),
    lead: Some((I::Clarinet, 0.45)),
    figure: Figure::OomPah,
    beat: Beat::Light,
    ..CALM
};
const LIVELY: Band = Band {
    tempo: (112.0, 128.0),
    phrases: &[[0, 5, 3, 4], [0, 3, 4, 4], [5, 3, 0, 4]],
    pad: None,
    bass: Some((I::Bass, 0.8)),
    broken: Some((I::Guitar, 0.42)),
    lead: Some((I::Marimba, 0.55)),
    figure: Figure::Strum,
    beat: Beat::Full,
    ..CALM
};
const TENSE: Band = Band {
    tempo: (84.0, 100.0),
    mode: MINOR,
    phrases: &[[0, 0, 5, 4], [0, 5, 0, 4], [0, 3, 5, 4]],
    pad: Some((I::Violin, 0.4)),
    bass: Some((I::Bass, 0.8)),
    broken: Some((I::Pizzicato, 0.36)),
    lead: None,
    figure: Figure::Pulse,
    beat: Beat::Drums,
    height: -5,
    ..CALM
};
const GRAND: Band = Band {
    tempo: (74.0, 88.0),
    phrases: &[[0, 4, 5, 3], [5, 3, 0, 4], [0, 3, 1, 4]],
    pad: Some((I::Violin, 0.55)),
    bass: Some((I::Bass, 0.6)),
    broken: None,
    lead: Some((I::Brass, 0.6)),
    figure: Figure::Waves,
    beat: Beat::Drums,
    height: -7,
    ..CALM
};
const MELANCHOLIC: Band = Band {
    tempo: (60.0, 70.0),
    mode: MINOR,
    phrases: &[[0, 5, 2, 6], [0, 3, 5, 4], [0, 6, 5, 4]],
    pad: Some((I::Violin, 0.3)),
    bass: None,
    broken: Some((I::Piano, 0.55)),
    lead: Some((I::Violin, 0.42)),
    ..CALM
};
const WONDROUS: Band = Band {
    tempo: (70.0, 82.0),
    mode: LYDIAN,
    phrases: &[[0, 1, 0, 4], [0, 4, 1, 4], [5, 1, 0, 4]],
    pad: Some((I::Violin, 0.42)),
    bass: None,
    broken: Some((I::Harp, 0.5)),
    lead: Some((I::Celesta, 0.5)),
    height: 7,
    ..CALM
};

/// The players of a mood, dressed for a style.
pub fn of(mood: Mood, style: Style) -> Band {
    let band = match mood {
        Mood::Calm => CALM,
        Mood::Playful => PLAYFUL,
        Mood::Lively => LIVELY,
        Mood::Tense => TENSE,
        Mood::Grand => GRAND,
        Mood::Melancholic => MELANCHOLIC,
        Mood::Wondrous => WONDROUS,
    };
    let level = |part: Option<(Instrument, f32)>| part.map_or(0.4, |(_, level)| level);
    let instead = |part: Option<(Instrument, f32)>, instrument, share: f32| part.map(|(_, level)| (instrument, level * share));
    match style {
        Style::Pixel => Band {
            pad: None,
            bass: Some((I::Chip, 0.5)),
            broken: Some((I::Chip, 0.22)),
            lead: Some((I::Chip, 0.45)),
            figure: if band.figure == Figure::Strum { Figure::Waves } else { band.figure },
            ..band
        },
        Style::Noir => Band {
            mode: DORIAN,
            bass: Some((I::Bass, 0.8)),
            broken: Some((I::Piano, 0.32)),
            lead: Some((I::Brass, 0.34)),
            figure: Figure::OomPah,
            beat: Beat::Brushes,
            ..band
        },
        Style::Pencil => Band { broken: Some((I::Piano, level(band.broken))), lead: instead(band.lead, I::Piano, 1.2), ..band },
        Style::Watercolour => Band { broken: Some((I::Harp, level(band.broken))), lead: instead(band.lead, I::Flute, 1.0), ..band },
        Style::Clay => Band { broken: instead(band.broken, I::Guitar, 1.0), lead: instead(band.lead, I::Marimba, 1.2), ..band },
        Style::Comic => Band { lead: instead(band.lead, I::Brass, 1.0), ..band },
        Style::Anime => Band { broken: Some((I::Piano, level(band.broken))), lead: instead(band.lead, I::Violin, 1.0), ..band },
        Style::Soft | Style::Cartoon | Style::Realistic => band,
    }
}
