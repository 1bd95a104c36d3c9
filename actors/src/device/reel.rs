//! The reel: everything of one take that is encoded so far, for the stage to play and for the file to be made of.

use crate::stage::Unit;
use domain::{TakeId, consent::Purge, product::Pass};
use media::UnitKind;
use parking_lot::Mutex;
use tokio::sync::Notify;

/// Opus packets of one second.
const PACKETS: usize = 50;

#[derive(Default)]
pub(crate) struct Reel {
    inner: Mutex<Inner>,
    grown: Notify,
}

#[derive(Default)]
struct Inner {
    passes: Vec<(Pass, Vec<Unit>)>,
    sound: Vec<Unit>,
    poster: Option<Unit>,
    ended: bool,
}

/// One second of the take, as good as it is to be had now.
pub(crate) struct Second {
    pub video: Vec<Unit>,
    pub sound: Vec<Unit>,
}

impl Reel {
    pub fn begin_pass(&self, pass: Pass) {
        self.inner.lock().passes.push((pass, Vec::new()));
    }

    pub fn push(&self, unit: Unit) {
        let mut inner = self.inner.lock();
        match unit.label().kind {
            UnitKind::Audio => inner.sound.push(unit),
            UnitKind::Poster => inner.poster = Some(unit),
            UnitKind::Video => {
                let number = unit.label().pass;
                if let Some((_, units)) = inner.passes.iter_mut().find(|(pass, _)| pass.number == number) {
                    units.push(unit);
                }
            }
        }
        drop(inner);
        self.grown.notify_one();
    }

    /// Nothing more will come.
    pub fn end(&self) {
        self.inner.lock().ended = true;
        self.grown.notify_one();
    }

    /// Waits until something came. One waiter.
    pub async fn grown(&self) {
        self.grown.notified().await;
    }

    pub fn has_ended(&self) -> bool {
        self.inner.lock().ended
    }

    /// The stills of pass 0 from the `from`-th on.
    pub fn stills(&self, from: usize) -> Vec<Unit> {
        let inner = self.inner.lock();
        let stills = inner.passes.iter().find(|(pass, _)| pass.number == 0);
        stills.map(|(_, units)| units.iter().skip(from).cloned().collect()).unwrap_or_default()
    }

    /// The whole second `number` of the best pass that has it, with its sound. None: not there yet.
    pub fn second(&self, number: usize) -> Option<Second> {
        let inner = self.inner.lock();
        let video = inner.passes.iter().rev().filter(|(pass, _)| pass.number > 0).find_map(|(pass, units)| {
            let fps = pass.fps as usize;
            units.get(number * fps..(number + 1) * fps).map(<[Unit]>::to_vec)
        })?;
        let sound = inner.sound.get(number * PACKETS..(number + 1) * PACKETS);
        match sound {
            Some(sound) => Some(Second { video, sound: sound.to_vec() }),
            // An engine without sound never has any.
            None if inner.ended => Some(Second { video, sound: Vec::new() }),
            None => None,
        }
    }

    /// What the file is made of: the last pass, and the sound.
    pub fn for_file(&self) -> Vec<Unit> {
        let inner = self.inner.lock();
        let last = inner.passes.iter().find(|(pass, _)| pass.last);
        last.map(|(_, units)| units.iter().chain(&inner.sound).cloned().collect()).unwrap_or_default()
    }

    pub fn poster(&self) -> Option<Unit> {
        self.inner.lock().poster.clone()
    }
}

impl Purge for Reel {
    fn purge(&self, _: TakeId) {
        // A reel holds one take.
        let mut inner = self.inner.lock();
        *inner = Inner { ended: true, ..Inner::default() };
        drop(inner);
        self.grown.notify_one();
    }
}
