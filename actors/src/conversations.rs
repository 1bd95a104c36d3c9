//! Direct messages, as gateways and homes use them: the ways to a person's home, and from there to the others'.

use crate::{
    Directory, Person, SocketId,
    directory::{InboxesGrew, TellConversation},
    mailbox::{Unanswered, begin, tell, tell_surely},
    user::{Compose, ConversationTold, Converse, FollowInbox, What},
};
use domain::{ConversationId, UserId};
use wire::{
    Accepted, ErrorBody,
    conversation::{ConversationState, Deed},
};

type Conversed = Result<Accepted, ErrorBody>;

impl Directory {
    /// From now on this socket is told what comes to its person; the request is answered there.
    ///
    /// # Errors
    /// `busy`, `unavailable`.
    pub async fn follow_inbox(&self, user: UserId, socket: SocketId, request: &str, offset: Option<u64>) -> Result<(), ErrorBody> {
        self.ask_home(user, || FollowInbox { socket, request: request.to_owned(), offset }).await?
    }

    /// With these, by their handles; a group where it has a name. What is begun here in order is done in order.
    ///
    /// # Errors
    /// `busy`, `unavailable`; what comes after that are the refusals of the rules.
    pub async fn start_conversation(
        &self,
        person: &Person,
        conversation: ConversationId,
        with: Vec<String>,
        name: Option<String>,
    ) -> Result<impl Future<Output = Conversed> + Send + use<>, ErrorBody> {
        self.begin(person, Converse { conversation, what: What::Start { with, name } }).await
    }

    /// # Errors
    /// `busy`, `unavailable`; what comes after that are the refusals of the rules.
    pub async fn converse(
        &self,
        person: &Person,
        conversation: ConversationId,
        deed: Deed,
    ) -> Result<impl Future<Output = Conversed> + Send + use<>, ErrorBody> {
        self.begin(person, Converse { conversation, what: What::Do(deed) }).await
    }

    async fn begin(&self, person: &Person, question: Converse) -> Result<impl Future<Output = Conversed> + Send + use<>, ErrorBody> {
        let user = person.user;
        let mut begun = begin(&self.find_home(user).await?, question.clone());
        if matches!(begun, Err(Unanswered::Gone)) {
            begun = begin(&self.find_home(user).await?, question.clone());
        }
        let (answer, directory) = (begun?, self.clone());
        // Whatever was begun in a home that ended since can be asked again: it happens once.
        Ok(async move {
            match answer.await {
                Err(Unanswered::Gone) => directory.ask_home(user, || question.clone()).await?,
                answered => answered?,
            }
        })
    }

    /// They are writing. Dropped when their home is busy.
    pub async fn compose(&self, person: &Person, conversation: ConversationId) -> Result<(), ErrorBody> {
        let home = self.find_home(person.user).await?;
        // Nobody waits for it.
        let _ = tell(&home, Compose(conversation));
        Ok(())
    }

    pub(crate) fn inbox_grew(&self, of: Vec<UserId>) {
        tell_surely(self.address(), InboxesGrew(of));
    }

    pub(crate) fn tell_conversation(&self, to: Vec<UserId>, conversation: ConversationId, by: UserId, state: ConversationState) {
        if !to.is_empty() {
            // The next one follows.
            let _ = tell(self.address(), TellConversation { to, told: ConversationTold { conversation, by, state } });
        }
    }
}
