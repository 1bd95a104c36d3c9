//! Sound of a scene that goes on: made a moment at a time, with a fixed gain and a limiter in place of a level for the whole.
//!
//! What happens sounds at its moment. The bed of a place and spoken lines take longer to make than a moment lasts; they are made on a thread of
//! their own and begin [`LEAD`] after the words that ask for them, so that the same words give the same samples.

use super::{
    RATE, SPEECH, ambience, effects, master,
    space::Room,
    speech,
    stage::{Spot, Stage},
};
use crate::studio::{
    screenplay::{Ambience, Screenplay, Setting, ShotPlan, SpokenLine, Transition},
    world::{
        chance::mix,
        event::{EventKind, Material, SoundEvent},
    },
};
use domain::likeness::VoicePrint;
use std::{
    collections::VecDeque,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc::{Receiver, RecvTimeoutError, sync_channel},
    },
    time::Duration,
};

/// Seconds from words to what sounds because of them.
pub const LEAD: f64 = 1.0;
/// Seconds of a bed, before it begins again; of those the last ones are the first ones too.
const BED: f64 = 14.0;
const OVERLAP: f64 = 1.5;
/// Seconds in which one bed becomes the next.
const CROSS: f32 = 1.2;
/// What brings a scene about to the level of a take.
const GAIN: f32 = 4.2;
const PATIENCE: Duration = Duration::from_millis(400);
/// Seconds that one sound may last.
const LONGEST: f64 = 12.0;
/// Seconds within which two that touch are heard once.
const SHIVER: f64 = 0.028;

/// See the module.
pub struct LiveSound {
    seed: u64,
    ahead: Ring,
    voices: Ring,
    room: Room,
    setting: Setting,
    bed: Bed,
    next: Option<Bed>,
    /// Of the next bed, 0…1.
    crossed: f32,
    limiter: master::Limiter,
    coming: Option<Coming>,
    touched: Vec<(Material, Material, f64)>,
    batches: u64,
}

/// What is being made of new words. Dropped: whoever makes it stops.
struct Coming {
    due: f64,
    of: BedOf,
    is_silent: bool,
    made: Receiver<Made>,
    stale: Arc<AtomicBool>,
}

impl Drop for Coming {
    fn drop(&mut self) {
        self.stale.store(true, Relaxed);
    }
}

/// What a thread made of new words.
struct Made {
    bed: Option<Bed>,
    spoken: Vec<SpokenLine>,
    notices: Vec<String>,
}

/// What begins to be said now.
pub struct Said {
    pub spoken: Vec<SpokenLine>,
    pub notices: Vec<String>,
}

impl LiveSound {
    #[must_use]
    pub fn new(seed: u64, setting: Setting) -> Self {
        Self {
            seed,
            ahead: Ring::default(),
            voices: Ring::default(),
            room: Room::of(setting),
            setting,
            bed: Bed::default(),
            next: None,
            crossed: 0.0,
            limiter: master::Limiter::new(),
            coming: None,
            touched: Vec::new(),
            batches: 0,
        }
    }

    /// New words begin `at` seconds of the film. `fresh`: other people are cast, and nobody of before is heard any more.
    pub fn turn(&mut self, plan: &ShotPlan, at: f64, voices: Vec<Option<VoicePrint>>, fresh: bool) {
        if fresh {
            // Neither what sounds, what waits to be let out, nor what is being made of those who were cast before.
            self.voices = Ring::default();
            self.limiter = master::Limiter::new();
            self.coming = None;
        }
        if fresh || plan.setting != self.setting {
            (self.room, self.setting) = (Room::of(plan.setting), plan.setting);
        }
        let (wanted, is_silent) = (BedOf::of(plan), plan.speech.is_empty());
        // It is on its way already.
        if is_silent && self.coming.as_ref().is_some_and(|coming| coming.is_silent && coming.of == wanted) {
            return;
        }
        self.coming = None;
        let has_bed = self.next.as_ref().unwrap_or(&self.bed).of.as_ref() == Some(&wanted);
        if !(has_bed && is_silent) {
            self.make(plan.clone(), at, (wanted, has_bed), voices);
        }
    }

    fn make(&mut self, plan: ShotPlan, at: f64, (of, has_bed): (BedOf, bool), voices: Vec<Option<VoicePrint>>) {
        let (send, made) = sync_channel(1);
        let stale = Arc::new(AtomicBool::new(false));
        let coming = Coming { due: at + LEAD, of: of.clone(), is_silent: plan.speech.is_empty(), made, stale: stale.clone() };
        let seed = self.seed;
        let work = move || {
            let screenplay = alone(&plan, seed, BED + OVERLAP);
            let stale = || stale.load(Relaxed);
            let (spoken, notices) = if plan.speech.is_empty() { Default::default() } else { speak(&plan, seed, &voices, &stale) };
            let bed = (!has_bed).then(|| Bed::render(&screenplay, of, &stale));
            // A closed channel means that newer words came.
            let _ = send.send(Made { bed, spoken, notices });
        };
        // Without a thread the old bed sounds on.
        self.coming = std::thread::Builder::new().name("studio-stage-sound".into()).spawn(work).ok().map(|_| coming);
    }

    /// Takes up what is due by now, and is made.
    pub fn due(&mut self, at: f64) -> Option<Said> {
        let Coming { due, made, .. } = self.coming.as_ref()?;
        if at < *due {
            return None;
        }
        // Where it should have come is a little patience; it is taken up whenever it comes after that.
        let patience = if at < due + 1.0 / 48.0 { PATIENCE } else { Duration::ZERO };
        let made = match made.recv_timeout(patience) {
            Ok(made) => made,
            Err(RecvTimeoutError::Timeout) => return None,
            Err(RecvTimeoutError::Disconnected) => {
                self.coming = None;
                return None;
            }
        };
        self.coming = None;
        if let Some(bed) = made.bed {
            if let Some(next) = self.next.take() {
                self.bed = next;
            }
            (self.next, self.crossed) = (Some(bed), 0.0);
        }
        for line in &made.spoken {
            let [from, to] = line.pan.unwrap_or([0.0; 2]).map(|pan| Spot::new(pan, 0.0));
            let offset = ((line.at - at).max(0.0) * f64::from(RATE)).round() as usize;
            self.voices.put(offset, &line.pcm, (from, to), SPEECH);
        }
        Some(Said { spoken: made.spoken, notices: made.notices })
    }

    /// What happened since the moment before, of which the next samples are made.
    pub fn hear(&mut self, plan: &ShotPlan, now: f64, events: &[SoundEvent]) {
        self.touched.retain(|touched| now - touched.2 < SHIVER);
        let mut heard = Vec::new();
        for event in events {
            if let EventKind::Impact { a, b, .. } = event.kind {
                if self.touched.iter().any(|touched| (touched.0, touched.1) == (a, b)) {
                    continue;
                }
                self.touched.push((a, b, event.at));
            }
            heard.push(SoundEvent { at: (event.at - now).clamp(0.0, 0.5), shot: 0, ..*event });
        }
        if heard.is_empty() {
            return;
        }
        self.batches += 1;
        let seconds = heard.iter().map(|event| length(&event.kind)).fold(0.0, f64::max);
        let screenplay = alone(plan, mix(self.seed, self.batches), seconds);
        let mut stage = Stage::new(&screenplay, (seconds * f64::from(RATE)) as usize);
        effects::play(&mut stage, &screenplay, &heard, &|| false);
        let (left, right, send) = stage.dry();
        self.ahead.add(&left, &right, &send);
    }

    /// The next samples, interleaved.
    pub fn samples(&mut self, count: usize) -> Vec<f32> {
        let mut out = Vec::with_capacity(count * 2);
        for ([l, r, send], [vl, vr, voiced]) in self.ahead.take(count).into_iter().zip(self.voices.take(count)) {
            let (wet_left, wet_right) = self.room.answer(send + voiced);
            let [bed_left, bed_right] = self.bedding();
            let pair = [l + vl + wet_left + bed_left, r + vr + wet_right + bed_right];
            out.extend(self.limiter.run(pair.map(|x| x * GAIN)));
        }
        out
    }

    fn bedding(&mut self) -> [f32; 2] {
        let now = self.bed.next();
        let Some(next) = &mut self.next else { return now };
        let coming = next.next();
        self.crossed += 1.0 / (CROSS * RATE);
        let angle = self.crossed.min(1.0) * std::f32::consts::FRAC_PI_2;
        let mixed = [0, 1].map(|side| now[side] * angle.cos() + coming[side] * angle.sin());
        if self.crossed >= 1.0 {
            self.bed = self.next.take().unwrap_or_default();
        }
        mixed
    }
}

/// A screenplay of this shot alone, from its beginning.
fn alone(plan: &ShotPlan, seed: u64, seconds: f64) -> Screenplay {
    let shot = ShotPlan { start: 0.0, seconds, transition: Transition::Cut, ..plan.clone() };
    Screenplay { shots: vec![shot], seed, fps: 24 }
}

/// Seconds for which something may be heard.
fn length(kind: &EventKind) -> f64 {
    match kind {
        EventKind::EngineRun { seconds, .. }
        | EventKind::Roll { seconds, .. }
        | EventKind::Glide { seconds, .. }
        | EventKind::Blast { seconds, .. }
        | EventKind::Skid { seconds }
        | EventKind::Flap { seconds }
        | EventKind::Clap { seconds }
        | EventKind::Creak { seconds }
        | EventKind::Cry { seconds }
        | EventKind::Note { seconds, .. } => (f64::from(*seconds) + 1.0).min(LONGEST),
        EventKind::Thunder { .. } | EventKind::Explosion { .. } | EventKind::Cheer { .. } | EventKind::Groan { .. } | EventKind::Bell => 6.0,
        _ => 2.5,
    }
}

/// Lines at their film time.
fn speak(plan: &ShotPlan, seed: u64, voices: &[Option<VoicePrint>], stale: &dyn Fn() -> bool) -> (Vec<SpokenLine>, Vec<String>) {
    // Nobody is cut short by the end of a shot that has none.
    let shot = ShotPlan { seconds: plan.seconds + 60.0, ..plan.clone() };
    speech::speak_until(&Screenplay { shots: vec![shot], seed, fps: 24 }, voices, stale)
}

/// What a bed follows from.
#[derive(Clone, Debug, PartialEq)]
struct BedOf {
    shot: ShotPlan,
}

impl BedOf {
    fn of(plan: &ShotPlan) -> Self {
        let cast = plan.cast.iter().map(|actor| crate::studio::screenplay::Actor { actions: Vec::new(), carries: None, ..actor.clone() }).collect();
        let shot = ShotPlan {
            start: 0.0,
            seconds: 1.0,
            transition: Transition::Cut,
            pace: 1.0,
            cast,
            speech: Vec::new(),
            leaving: Vec::new(),
            style: crate::studio::screenplay::Style::Soft,
            camera: crate::studio::screenplay::CameraPlan {
                framing: crate::studio::screenplay::Framing::Auto,
                movement: crate::studio::screenplay::CameraMove::Auto,
                handheld: false,
            },
            ..plan.clone()
        };
        Self { shot }
    }
}

/// A piece of background that begins again without a seam.
#[derive(Default)]
struct Bed {
    of: Option<BedOf>,
    left: Vec<f32>,
    right: Vec<f32>,
    at: usize,
}

impl Bed {
    /// `stale`: nobody wants it any more, and it need not be whole.
    fn render(screenplay: &Screenplay, of: BedOf, stale: &dyn Fn() -> bool) -> Self {
        let frames = ((BED + OVERLAP) * f64::from(RATE)) as usize;
        let mut stage = Stage::new(screenplay, frames);
        ambience::lay(&mut stage, screenplay, |_| false, &stale);
        if stale() {
            return Self::default();
        }
        stage.answer();
        if screenplay.shots.iter().any(|shot| shot.ambience.contains(&Ambience::Music)) {
            super::music::lay(&mut stage, screenplay, &[], &[]);
        }
        let Stage { left, right, .. } = stage;
        Self { of: Some(of), left: looped(left), right: looped(right), at: 0 }
    }

    fn next(&mut self) -> [f32; 2] {
        let Some((left, right)) = self.left.get(self.at).zip(self.right.get(self.at)) else { return [0.0; 2] };
        self.at = (self.at + 1) % self.left.len();
        [*left, *right]
    }
}

/// Its end fades into its beginning.
fn looped(mut side: Vec<f32>) -> Vec<f32> {
    let over = (OVERLAP * f64::from(RATE)) as usize;
    let length = side.len().saturating_sub(over);
    for index in 0..over.min(length) {
        let angle = index as f32 / over as f32 * std::f32::consts::FRAC_PI_2;
        side[index] = side[index] * angle.sin() + side[length + index] * angle.cos();
    }
    side.truncate(length);
    side
}

/// Samples that are yet to be heard: left, right, and what reaches the walls.
#[derive(Default)]
struct Ring {
    pairs: VecDeque<[f32; 3]>,
}

impl Ring {
    fn add(&mut self, left: &[f32], right: &[f32], send: &[f32]) {
        if self.pairs.len() < left.len() {
            self.pairs.resize(left.len(), [0.0; 3]);
        }
        for (pair, ((l, r), s)) in self.pairs.iter_mut().zip(left.iter().zip(right).zip(send)) {
            pair[0] += l;
            pair[1] += r;
            pair[2] += s;
        }
    }

    fn put(&mut self, at: usize, pcm: &[f32], (from, to): (Spot, Spot), gain: f32) {
        let end = at + pcm.len();
        if self.pairs.len() < end {
            self.pairs.resize(end, [0.0; 3]);
        }
        for (index, (pair, x)) in self.pairs.range_mut(at..end).zip(pcm).enumerate() {
            let along = index as f32 / pcm.len() as f32;
            let (l, r) = Spot::new(from.pan + (to.pan - from.pan) * along, 0.0).sides();
            pair[0] += x * gain * l;
            pair[1] += x * gain * r;
            pair[2] += x * gain * from.send();
        }
    }

    fn take(&mut self, count: usize) -> Vec<[f32; 3]> {
        let there = count.min(self.pairs.len());
        let mut taken: Vec<[f32; 3]> = self.pairs.drain(..there).collect();
        taken.resize(count, [0.0; 3]);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::{super::noise::Noise, *};

    #[test]
    fn a_bed_begins_again_without_a_step() {
        let mut noise = Noise::new(1, 2);
        let side: Vec<f32> =
            (0..((BED + OVERLAP) * f64::from(RATE)) as usize).map(|n| (n as f32 * 0.01).sin() * 0.3 + noise.between(-0.01, 0.01)).collect();
        let looped = looped(side);
        let step = (looped[0] - looped[looped.len() - 1]).abs();
        assert!(step < 0.05, "a step of {step}");
    }

    #[test]
    fn whatever_happens_at_once_stays_under_the_ceiling() {
        let mut limiter = master::Limiter::new();
        let out: Vec<f32> = (0..48_000).flat_map(|n| limiter.run([if n % 4_800 < 40 { 4.0 } else { 0.1 }; 2])).collect();
        assert!(out.iter().all(|x| x.abs() <= master::CEILING));
        assert!(out.iter().skip(3_000).take(1_000).any(|x| x.abs() > 0.05), "and comes back up");
    }
}
