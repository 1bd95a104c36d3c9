//! A sealed value: bound to the cast it shows, unreadable, sendable only while everybody in it consents.

use super::cell::{Bond, Marks, Purge, Stream, StreamId};
use crate::{CameoId, TakeId, Timestamp};
use std::sync::{Arc, Weak};

/// Not sent, and nothing of it left: somebody who appears in it does not consent (any more).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("withheld: someone who appears in this does not consent")]
pub struct Withheld;

/// A step inside the process: draws on it, encodes it, packs it. Its implementors are listed in `docs/consent.md`; none of
/// them may let the bytes out.
pub trait Work<T> {
    type Output;
    fn work(&mut self, input: T) -> Self::Output;
}

/// A step inside the process that makes one thing of many: a file of its units.
pub trait Gather<T> {
    type Output;
    fn add(&mut self, part: &T);
    fn finish(self) -> Self::Output;
}

/// Bytes of a label.
const MAX_LABEL: usize = 64;

/// What may be known of a sealed value without opening it: small and `Copy` (at most 64 bytes), never its bytes.
pub trait Labelled {
    type Label: Copy;
    fn label(&self) -> Self::Label;
}

/// A value that leaves only through [`Sealed::send`].
pub struct Sealed<T> {
    bond: Arc<Bond>,
    stream: Arc<Stream>,
    sequence: u64,
    value: T,
}

impl<T> std::fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealed({:?} #{})", self.stream.id, self.sequence)
    }
}

impl<T> Sealed<T> {
    pub(super) fn new(bond: Arc<Bond>, stream: Arc<Stream>, value: T) -> Self {
        let sequence = stream.next_sequence();
        Self { bond, stream, sequence, value }
    }

    #[must_use]
    pub fn take(&self) -> TakeId {
        self.bond.take
    }

    #[must_use]
    pub fn stream(&self) -> StreamId {
        self.stream.id
    }

    /// Its place in its stream: receipts name it.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    #[must_use]
    pub fn label(&self) -> T::Label
    where
        T: Labelled,
    {
        const { assert!(size_of::<T::Label>() <= MAX_LABEL, "a label must be too small to hold what it labels") };
        self.value.label()
    }

    /// Hands the value to `write`, if everybody in it consents now. `write` puts it on the wire (a non-blocking call to the
    /// kernel) and keeps nothing: a revocation waits for it. Read the clock for `now` right before.
    ///
    /// It counts as left even where `write` fails or panics: a part may have gone.
    ///
    /// # Errors
    /// [`Withheld`]: `write` was not called.
    pub fn send<R>(&self, now: Timestamp, write: impl FnOnce(&T) -> R) -> Result<R, Withheld> {
        let _marks = self.enter(now)?;
        self.stream.note_left(self.sequence);
        Ok(write(&self.value))
    }

    /// Like [`Self::send`] for a write that waits, such as one to the object store: in flight until the future ends or is dropped.
    /// A revocation waits for all of it, so keep it short: send what is long in parts. The future holds no borrow of the value,
    /// and so can't return one: share the bytes by count (`Bytes`).
    ///
    /// # Errors
    /// [`Withheld`]: `write` was not called.
    pub async fn send_async<R, F: Future<Output = R>>(&self, now: Timestamp, write: impl FnOnce(&T) -> F) -> Result<R, Withheld> {
        let _marks = self.enter(now)?;
        self.stream.note_left(self.sequence);
        Ok(write(&self.value).await)
    }

    fn enter(&self, now: Timestamp) -> Result<Marks<'_>, Withheld> {
        // A look before marking: sends that come after a closing don't keep it waiting.
        if !self.bond.allows(now) {
            return Err(Withheld);
        }
        Marks::on(&self.bond.cells).look(now).ok_or(Withheld)
    }

    /// Whose consent was taken back, if any was. None where a send was withheld: a lease has lapsed, the authority is out of reach.
    #[must_use]
    pub fn withheld_by(&self) -> Option<CameoId> {
        self.bond.closed_by()
    }

    /// Works on the value inside the process; the outcome is sealed by the same cast, at the same place of the stream.
    pub fn work<W: Work<T>>(self, work: &mut W) -> Sealed<W::Output> {
        Sealed { bond: self.bond, stream: self.stream, sequence: self.sequence, value: work.work(self.value) }
    }

    /// Makes one sealed thing of many, as a stream of its own. None: there were no parts, or they show different takes.
    pub fn gather<'a, G: Gather<T>>(parts: impl IntoIterator<Item = &'a Self>, mut gather: G) -> Option<Sealed<G::Output>>
    where
        T: 'a,
    {
        let mut bond: Option<Arc<Bond>> = None;
        for part in parts {
            match &bond {
                Some(bond) if !Arc::ptr_eq(bond, &part.bond) => return None,
                Some(_) => {}
                None => bond = Some(part.bond.clone()),
            }
            gather.add(&part.value);
        }
        let bond = bond?;
        let stream = bond.new_stream();
        Some(Sealed::new(bond, stream, gather.finish()))
    }

    /// Names a keeper of things that could be sent again; it is told to purge when consent is closed.
    pub fn keep(&self, keeper: Weak<dyn Purge>) {
        self.bond.keep(keeper);
    }
}

/// A stream to which things of one cast go, one after the other. Made by [`Sealed::channel`] or [`super::LiveCast::channel`].
pub struct Channel {
    bond: Arc<Bond>,
    stream: Arc<Stream>,
}

impl Channel {
    pub(super) fn of(bond: &Arc<Bond>) -> Self {
        Self { bond: bond.clone(), stream: bond.new_stream() }
    }

    /// Seals what was just read back from the store, at the end of this stream (CONSENT-6).
    #[must_use]
    pub fn seal<T>(&self, value: T) -> Sealed<T> {
        Sealed::new(self.bond.clone(), self.stream.clone(), value)
    }

    /// Takes over what is bound to another cast: a picture of a stage becomes one of the clip that was recorded of it. None where somebody to whom it is
    /// bound is not in this cast, or has taken that consent back: it stays where it is.
    #[must_use]
    pub fn adopt<T: Clone>(&self, part: &Sealed<T>) -> Option<Sealed<T>> {
        let covers = |cameo: CameoId| self.bond.cells.iter().any(|cell| cell.cameo == cameo);
        let covered = part.bond.cells.iter().all(|cell| covers(cell.cameo));
        (covered && part.bond.is_open() && self.bond.is_open()).then(|| self.seal(part.value.clone()))
    }
}

impl<T> Sealed<T> {
    /// A new stream of the same cast.
    #[must_use]
    pub fn channel(&self) -> Channel {
        Channel::of(&self.bond)
    }
}

impl<T> Sealed<Vec<T>> {
    /// The parts, each sealed by the same cast, at the end of `channel`. None where the channel belongs to another cast.
    #[must_use]
    pub fn split(self, channel: &Channel) -> Option<Vec<Sealed<T>>> {
        if !Arc::ptr_eq(&self.bond, &channel.bond) {
            return None;
        }
        Some(self.value.into_iter().map(|part| channel.seal(part)).collect())
    }
}

impl<T, E: std::error::Error> Sealed<Result<T, E>> {
    /// A failure shows nobody, and is words only: it comes out, the value stays sealed.
    ///
    /// # Errors
    /// The failure inside.
    pub fn transpose(self) -> Result<Sealed<T>, E> {
        let Self { bond, stream, sequence, value } = self;
        value.map(|value| Sealed { bond, stream, sequence, value })
    }
}
