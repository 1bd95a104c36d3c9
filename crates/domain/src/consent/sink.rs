//! The frame sink: the only place where an engine can put what it makes.

use super::{
    Sealed,
    cell::{Bond, Stream},
};
use crate::{
    CameoId, TakeId,
    product::{Pass, Picture, Product},
};
use std::sync::Arc;

/// The engine must end its session now: the take was cancelled, or consent was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the take was stopped")]
pub struct Stopped;

/// Where sealed products go: the encoders. Saying [`Stopped`] cancels the session.
pub trait Out: Send {
    /// # Errors
    /// [`Stopped`]: nothing more is wanted.
    fn put(&mut self, product: Sealed<Product>) -> Result<(), Stopped>;

    /// A pass begins. Words and numbers only, so not sealed.
    fn pass_started(&mut self, pass: Pass);

    /// A sentence for the room: what was asked and not done, or done in another way. It describes the prompt, never a person.
    fn notice(&mut self, sentence: String);

    /// Whether nothing more is wanted; asked inside long computations.
    fn is_stopped(&self) -> bool;
}

/// Bound to a cast; every product that goes in is sealed.
pub struct FrameSink {
    bond: Arc<Bond>,
    stream: Arc<Stream>,
    out: Box<dyn Out>,
}

impl FrameSink {
    pub(super) fn new(bond: Arc<Bond>, out: Box<dyn Out>) -> Self {
        let stream = bond.new_stream();
        Self { bond, stream, out }
    }

    #[must_use]
    pub fn take(&self) -> TakeId {
        self.bond.take
    }

    /// A pass begins.
    pub fn start_pass(&mut self, pass: Pass) {
        self.out.pass_started(pass);
    }

    /// A picture of a pass. See [`Product::Frame`].
    ///
    /// # Errors
    /// [`Stopped`]: end the session.
    pub fn frame(&mut self, pass: u8, index: u32, picture: Picture) -> Result<(), Stopped> {
        self.put(Product::Frame { pass, index, picture })
    }

    /// A piece of sound. See [`Product::Sound`].
    ///
    /// # Errors
    /// [`Stopped`]: end the session.
    pub fn sound(&mut self, start: u64, pcm: Vec<f32>) -> Result<(), Stopped> {
        self.put(Product::Sound { start, pcm })
    }

    /// A sentence for the room. See [`Out::notice`].
    pub fn notice(&mut self, sentence: impl Into<String>) {
        self.out.notice(sentence.into());
    }

    /// Ask this inside long computations.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        !self.bond.is_open() || self.out.is_stopped()
    }

    /// Whose consent was taken back, if any was.
    #[must_use]
    pub fn withheld_by(&self) -> Option<CameoId> {
        self.bond.closed_by()
    }

    fn put(&mut self, product: Product) -> Result<(), Stopped> {
        if self.is_stopped() {
            return Err(Stopped);
        }
        self.out.put(Sealed::new(self.bond.clone(), self.stream.clone(), product))
    }
}
