//! How messages enter mailboxes, with a policy for each kind when the mailbox is full.
//!
//! | call | when full | for |
//! | --- | --- | --- |
//! | [`ask`], [`begin`] | refused: `busy` | commands from people |
//! | [`ask_in_turn`] | waits | a socket's ordered stream, which is not read meanwhile |
//! | [`tell`] | dropped, and said so | what comes again by itself: progress |
//! | [`tell_surely`] | goes in over the bound | what must never be lost: an end, a departure, a revocation |
//!
//! actix's own `do_send` is banned by lint everywhere else.

use actix::{Actor, Addr, Handler, Message, dev::ToEnvelope, prelude::SendError};
use tokio::sync::oneshot;
use wire::ErrorBody;

/// A message that is answered, perhaps later: after a commit.
pub trait Question: Send + 'static {
    type Answer: Send + 'static;
}

/// A question on its way, with the place for its answer.
pub struct Asked<Q: Question> {
    pub question: Q,
    pub reply: Answering<Q::Answer>,
}

impl<Q: Question> Message for Asked<Q> {
    type Result = ();
}

/// Answers once. Dropped without an answer: the asker hears [`Unanswered::Gone`].
pub struct Answering<A>(oneshot::Sender<A>);

impl<A> Answering<A> {
    pub fn answer(self, answer: A) {
        // The asker may have gone; then nobody waits.
        drop(self.0.send(answer));
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unanswered {
    #[error("that is busy: try again in a moment")]
    Busy,
    #[error("that is starting again: try once more in a moment")]
    Gone,
}

impl From<Unanswered> for ErrorBody {
    fn from(why: Unanswered) -> Self {
        let code = match why {
            Unanswered::Busy => "busy",
            Unanswered::Gone => "unavailable",
        };
        Self::new(code, why)
    }
}

/// Asks, and waits for the answer; refused at once when the mailbox is full.
///
/// # Errors
/// [`Unanswered::Busy`] when full, [`Unanswered::Gone`] when the actor ended before it answered.
pub async fn ask<A, Q>(addr: &Addr<A>, question: Q) -> Result<Q::Answer, Unanswered>
where
    Q: Question,
    A: Actor + Handler<Asked<Q>>,
    A::Context: ToEnvelope<A, Asked<Q>>,
{
    begin(addr, question)?.await
}

/// The same in two steps: it is in the mailbox when this returns, so what is begun in order is handled in order.
///
/// # Errors
/// [`Unanswered::Busy`] when full, [`Unanswered::Gone`] when the actor ended; also where it ends before it answers.
pub fn begin<A, Q>(addr: &Addr<A>, question: Q) -> Result<impl Future<Output = Result<Q::Answer, Unanswered>> + Send + use<A, Q>, Unanswered>
where
    Q: Question,
    A: Actor + Handler<Asked<Q>>,
    A::Context: ToEnvelope<A, Asked<Q>>,
{
    let (sender, answer) = oneshot::channel();
    addr.try_send(Asked { question, reply: Answering(sender) }).map_err(|error| match error {
        SendError::Full(_) => Unanswered::Busy,
        SendError::Closed(_) => Unanswered::Gone,
    })?;
    Ok(async move { answer.await.map_err(|_| Unanswered::Gone) })
}

/// Asks, waiting for a place in the mailbox first.
///
/// # Errors
/// [`Unanswered::Gone`] when the actor ended before it answered.
pub async fn ask_in_turn<A, Q>(addr: &Addr<A>, question: Q) -> Result<Q::Answer, Unanswered>
where
    Q: Question,
    A: Actor + Handler<Asked<Q>>,
    A::Context: ToEnvelope<A, Asked<Q>>,
{
    let (sender, answer) = oneshot::channel();
    addr.send(Asked { question, reply: Answering(sender) }).await.map_err(|_| Unanswered::Gone)?;
    answer.await.map_err(|_| Unanswered::Gone)
}

/// Tells; false: the mailbox was full or closed, and the message is dropped.
pub fn tell<A, M>(addr: &Addr<A>, message: M) -> bool
where
    M: Message + Send + 'static,
    M::Result: Send,
    A: Actor + Handler<M>,
    A::Context: ToEnvelope<A, M>,
{
    addr.try_send(message).is_ok()
}

/// Tells, over the mailbox's bound if need be. Only for messages whose number is bounded by something else.
#[allow(clippy::disallowed_methods, reason = "the one place where the bound may be passed")]
pub fn tell_surely<A, M>(addr: &Addr<A>, message: M)
where
    M: Message + Send + 'static,
    M::Result: Send,
    A: Actor + Handler<M>,
    A::Context: ToEnvelope<A, M>,
{
    addr.do_send(message);
}
