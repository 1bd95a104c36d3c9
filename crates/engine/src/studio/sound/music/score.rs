//! Writes the notes: bars of one tempo, chords of a phrase, a cadence, and a last chord that dies away with the take.

use super::{
    super::{instruments::Instrument, noise::Noise},
    band::{Band, Beat, Figure, Mode},
};

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    /// Seconds since the beginning.
    pub at: f32,
    pub seconds: f32,
    pub midi: i32,
    pub instrument: Instrument,
    pub level: f32,
    /// −1 left … 1 right.
    pub pan: f32,
}

/// When what is played: bars of equal length, then the last chord.
pub struct Form {
    pub bars: usize,
    /// Seconds.
    pub bar: f32,
    /// When the last chord begins.
    pub home: f32,
    seconds: f32,
}

impl Form {
    /// As near to the band's tempo as whole bars allow.
    pub fn of(noise: &mut Noise, band: &Band, seconds: f32) -> Self {
        let tempo = noise.between(band.tempo.0, band.tempo.1);
        let usual = band.beats as f32 * 60.0 / tempo;
        let tail = (usual * 0.8).clamp(1.5, 2.6).min(seconds * 0.4);
        let home = seconds - tail;
        let bars = (home / usual).round().max(1.0);
        Self { bars: bars as usize, bar: home / bars, home, seconds }
    }

    /// Of a take that goes on until `seconds`: more bars of the same length.
    pub fn longer(self, seconds: f32) -> Self {
        if seconds <= self.seconds {
            return self;
        }
        let tail = self.seconds - self.home;
        let bars = ((seconds - tail) / self.bar).round().max(1.0);
        Self { bars: bars as usize, home: bars * self.bar, seconds, ..self }
    }
}

/// The tune of a take: the same rhythm and the same turns come again in every phrase.
pub struct Motif {
    rhythms: [&'static [f32]; 3],
    turns: [i32; 6],
}

/// Lengths of a bar's notes in beats; negative: a rest.
const RHYTHMS: [&[f32]; 6] =
    [&[1.0, 1.0, 2.0], &[1.5, 0.5, 1.0, 1.0], &[0.5, 0.5, 1.0, 2.0], &[2.0, 1.0, 1.0], &[-1.0, 1.0, 1.0, 1.0], &[1.0, 0.5, 0.5, 1.0, 1.0]];
const LONG: &[f32] = &[3.0, -1.0];

impl Motif {
    pub fn new(noise: &mut Noise) -> Self {
        let first = *noise.pick(&RHYTHMS);
        let second = *noise.pick(&RHYTHMS);
        Self { rhythms: [first, second, first], turns: std::array::from_fn(|_| *noise.pick(&[-2, -1, -1, 1, 1, 2])) }
    }
}

/// A chord on a step of the scale.
#[derive(Clone, Copy)]
pub struct Chord {
    root: usize,
    /// In minor, the fifth step's third leads home.
    leads: bool,
}

/// The key's lowest note.
pub struct Key {
    pub low: i32,
    pub mode: Mode,
}

impl Key {
    /// A step of the scale, any octave, as a note.
    fn note(&self, step: i32, leads: bool) -> i32 {
        let within = self.mode[step.rem_euclid(7) as usize];
        let raised = i32::from(leads && within == 10);
        self.low + 12 * step.div_euclid(7) + within + raised
    }
}

/// Chords of all bars: phrases, then the way home.
pub fn chords(noise: &mut Noise, band: &Band, bars: usize) -> Vec<Chord> {
    // The step before the last: never one without a fifth.
    let before = match (band.mode[2], band.mode[3]) {
        (3, _) => 3,
        (_, 6) => 1,
        _ => *noise.pick(&[1, 3]),
    };
    let mut chords = Vec::with_capacity(bars);
    while chords.len() < bars {
        let phrase = noise.pick(band.phrases);
        chords.extend(phrase.iter().map(|&root| Chord { root, leads: false }));
    }
    chords.truncate(bars);
    if let Some(last) = chords.last_mut() {
        *last = Chord { root: 4, leads: true };
    }
    if bars > 3 {
        chords[bars - 2] = Chord { root: before, leads: false };
    }
    chords
}

/// All that is played in one bar.
pub struct Bar {
    pub number: usize,
    pub at: f32,
    pub seconds: f32,
    pub chord: Chord,
    /// No melody: somebody speaks.
    pub is_under: bool,
}

const HOME: Chord = Chord { root: 0, leads: false };

pub fn write_bar(out: &mut Vec<Tone>, noise: &mut Noise, band: &Band, key: &Key, motif: &Motif, bar: &Bar) {
    let beat = bar.seconds / band.beats as f32;
    let root = bar.chord.root as i32;
    if let Some((instrument, level)) = band.pad {
        hold(out, key, bar.chord, (bar.at, bar.seconds), (instrument, level));
    }
    if let Some((instrument, level)) = band.bass {
        bass(out, band, key, bar, (instrument, level));
    }
    if let Some((instrument, level)) = band.broken {
        broken(out, noise, band, key, bar, (instrument, level));
    }
    if let Some((instrument, level)) = band.lead.filter(|_| !bar.is_under) {
        melody(out, noise, band, key, motif, bar, (instrument, level));
    }
    percussion(out, noise, band.beat, (bar.at, beat, band.beats), key.note(root, false));
}

/// Three voices of the chord, near the middle.
fn hold(out: &mut Vec<Tone>, key: &Key, chord: Chord, (at, seconds): (f32, f32), (instrument, level): (Instrument, f32)) {
    for (voice, pan) in [(0, -0.5), (2, 0.0), (4, 0.5)] {
        let mut midi = key.note(chord.root as i32 + voice, chord.leads) + 12;
        while midi > 69 {
            midi -= 12;
        }
        while midi < 55 {
            midi += 12;
        }
        out.push(Tone { at: (at - 0.05).max(0.0), seconds: seconds + 0.1, midi, instrument, level: level * 0.7, pan });
    }
}

fn bass(out: &mut Vec<Tone>, band: &Band, key: &Key, bar: &Bar, (instrument, level): (Instrument, f32)) {
    let beat = bar.seconds / band.beats as f32;
    let root = bar.chord.root as i32;
    let low = |step: i32| {
        let midi = key.note(step, bar.chord.leads) - 12;
        if midi < 33 { midi + 12 } else { midi }
    };
    let steps: &[(f32, i32)] = match band.figure {
        Figure::Pulse => &[(0.0, 0), (0.5, 0), (1.0, 0), (1.5, 0), (2.0, 0), (2.5, 0), (3.0, 0), (3.5, 0)],
        Figure::OomPah if band.beat == Beat::Brushes => &[(0.0, 0), (1.0, 2), (2.0, 4), (3.0, 5)],
        Figure::OomPah | Figure::Strum => &[(0.0, 0), (2.0, 4)],
        Figure::Waves => &[(0.0, 0)],
    };
    let each = if steps.len() > 2 { bar.seconds / steps.len() as f32 } else { beat * 1.6 };
    for (on, step) in steps {
        let weight = if *on == 0.0 { 1.0 } else { 0.75 };
        out.push(Tone { at: bar.at + on * beat, seconds: each, midi: low(root + step), instrument, level: level * weight, pan: 0.0 });
    }
}

fn broken(out: &mut Vec<Tone>, noise: &mut Noise, band: &Band, key: &Key, bar: &Bar, (instrument, level): (Instrument, f32)) {
    let beat = bar.seconds / band.beats as f32;
    let chord = |step: i32| key.note(bar.chord.root as i32 + step, bar.chord.leads) + 12;
    let mut play = |on: f32, seconds: f32, step: i32, level: f32, late: f32| {
        // Nobody plays to the hair.
        let at = (bar.at + on * beat + late + noise.between(0.0, 0.008)).max(0.0);
        let level = noise.near(level, 0.12);
        out.push(Tone { at, seconds, midi: chord(step), instrument, level, pan: -0.3 + 0.08 * step as f32 });
    };
    match band.figure {
        Figure::Waves => {
            for (i, step) in [0, 4, 7, 9, 11, 9, 7, 4].into_iter().take(band.beats * 2).enumerate() {
                play(i as f32 * 0.5, beat * 1.6, step, level * if i == 0 { 1.0 } else { 0.75 }, 0.0);
            }
        }
        Figure::OomPah => {
            for on in [1.0, 3.0] {
                for step in [0, 2, 4] {
                    play(on, beat * 0.45, step, level * 0.7, 0.0);
                }
            }
        }
        Figure::Pulse => {
            for i in 0..band.beats * 2 {
                play(i as f32 * 0.5, beat * 0.4, [0, 4, 7, 4][i % 4], level * if i % 4 == 0 { 1.0 } else { 0.6 }, 0.0);
            }
        }
        Figure::Strum => {
            for (i, on) in [0.0, 1.0, 1.5, 2.5, 3.0, 3.5].into_iter().enumerate() {
                let is_up = i % 2 == 1;
                for (string, step) in [0, 2, 4, 7].into_iter().enumerate() {
                    let turn = if is_up { 3 - string } else { string };
                    play(on, beat * 0.7, step, level * if is_up { 0.4 } else { 0.6 }, turn as f32 * 0.011);
                }
            }
        }
    }
}

fn melody(out: &mut Vec<Tone>, noise: &mut Noise, band: &Band, key: &Key, motif: &Motif, bar: &Bar, (instrument, level): (Instrument, f32)) {
    let beat = bar.seconds / band.beats as f32;
    let rhythm = if bar.number % 4 == 3 { LONG } else { motif.rhythms[bar.number % 4] };
    let mut on = 0.0;
    // From a note of the chord, in steps of the scale.
    let mut step = bar.chord.root as i32 + [4, 2, 7, 4][bar.number % 4];
    for (i, length) in rhythm.iter().enumerate() {
        if *length > 0.0 {
            let is_strong = on == 0.0 || on == 2.0;
            let sung = if is_strong { near_chord(step, bar.chord.root as i32) } else { step };
            let midi = key.note(sung, bar.chord.leads) + 24 + band.height;
            let midi = midi + if midi < 60 { 12 } else { 0 } - if midi > 91 { 12 } else { 0 };
            let level = noise.near(level, 0.08) * if is_strong { 1.0 } else { 0.82 };
            out.push(Tone { at: bar.at + on * beat, seconds: length * beat * 0.92, midi, instrument, level, pan: 0.22 });
        }
        step += motif.turns[(i + bar.number) % motif.turns.len()];
        on += length.abs();
        if on >= band.beats as f32 {
            break;
        }
    }
}

/// The step of the chord that lies nearest.
fn near_chord(step: i32, root: i32) -> i32 {
    (0..=3).flat_map(|away| [step + away, step - away]).find(|near| matches!((near - root).rem_euclid(7), 0 | 2 | 4)).unwrap_or(step)
}

fn percussion(out: &mut Vec<Tone>, noise: &mut Noise, kind: Beat, (at, beat, beats): (f32, f32, usize), root: i32) {
    let mut hit = |on: f32, instrument, midi, level: f32, pan: f32| {
        let level = noise.near(level, 0.15);
        out.push(Tone { at: at + on * beat, seconds: 0.2, midi, instrument, level, pan });
    };
    match kind {
        Beat::None => {}
        Beat::Light => {
            for i in 0..beats * 2 {
                hit(i as f32 * 0.5, Instrument::Shaker, 60, if i % 2 == 1 { 0.09 } else { 0.05 }, 0.4);
            }
        }
        Beat::Brushes => {
            for on in [0.0, 1.0, 1.67, 2.0, 3.0, 3.67] {
                hit(on, Instrument::Brush, 60, if on == 1.0 || on == 3.0 { 0.16 } else { 0.08 }, 0.3);
            }
        }
        Beat::Full => {
            for on in [0.0, 1.5, 2.0] {
                hit(on, Instrument::Drum, 36, 0.5, 0.0);
            }
            for on in [1.0, 3.0] {
                hit(on, Instrument::Drum, 62, 0.22, 0.1);
                hit(on, Instrument::Brush, 60, 0.2, 0.1);
            }
            for i in 0..beats * 2 {
                hit(i as f32 * 0.5, Instrument::Shaker, 60, 0.09, -0.35);
            }
        }
        Beat::Drums => {
            // In the octave in which a kettledrum has its tone.
            let low = 38 + (root - 38).rem_euclid(12);
            hit(0.0, Instrument::Timpani, low, 0.5, 0.15);
            hit(3.0, Instrument::Timpani, low, 0.25, 0.15);
            hit(3.5, Instrument::Timpani, low, 0.32, 0.15);
        }
    }
}

/// The last chord: everybody, long, spread upwards, and the tune on its root.
pub fn write_home(out: &mut Vec<Tone>, band: &Band, key: &Key, form: &Form) {
    let (at, seconds) = (form.home, (form.seconds - form.home - 0.15).max(0.2));
    if let Some((instrument, level)) = band.pad {
        hold(out, key, HOME, (at, seconds), (instrument, level));
    }
    let low = key.note(0, false);
    if let Some((instrument, level)) = band.bass {
        out.push(Tone { at, seconds, midi: if low - 12 < 33 { low } else { low - 12 }, instrument, level, pan: 0.0 });
    }
    if let Some((instrument, level)) = band.broken {
        for (i, step) in [0, 4, 7, 9, 14].into_iter().enumerate() {
            let midi = key.note(step, false) + 12;
            let pan = -0.3 + 0.1 * i as f32;
            out.push(Tone { at: at + 0.035 * i as f32, seconds, midi, instrument, level: level * 0.6, pan });
        }
    }
    if let Some((instrument, level)) = band.lead {
        let midi = low + 24 + band.height.div_euclid(12) * 12;
        let midi = if midi < 60 { midi + 12 } else { midi };
        out.push(Tone { at, seconds: seconds * 0.9, midi, instrument, level: level * 0.75, pan: 0.22 });
    }
    if band.beat == Beat::Drums {
        out.push(Tone { at, seconds, midi: 38 + (low - 38).rem_euclid(12), instrument: Instrument::Timpani, level: 0.55, pan: 0.15 });
    }
}
