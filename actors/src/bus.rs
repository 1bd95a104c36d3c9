//! How the home of a cameo and the nodes that show it reach each other. Between processes it will be another implementation; the
//! messages, and the machines at both ends, are those of several nodes already (`domain::consent::protocol`).
//!
//! It may lose, double, delay and reorder what it carries. It knows nothing of consent.

use crate::{
    directory::{DirectoryActor, ToAuthorityOf},
    holder::{Holding, NodeConsent, ToHolderOf},
    mailbox::{ask_in_turn, tell_surely},
};
use actix::Addr;
use domain::{
    CameoId, UserId,
    consent::protocol::{HolderId, ToAuthority, ToHolder},
};
use futures::future::BoxFuture;
use std::{collections::BTreeSet, sync::OnceLock};

pub(crate) trait Bus: Send + Sync {
    /// To the home of this cameo's owner, wherever it is.
    fn to_authority(&self, owner: UserId, cameo: CameoId, message: ToAuthority);

    fn to_holder(&self, to: HolderId, cameo: CameoId, message: ToHolder);

    /// To the holders of this cameo on every node that is reached.
    fn announce(&self, cameo: CameoId, message: ToHolder);

    /// This cameo has ended and has no home any more: whoever asks for it is refused.
    fn no_home(&self, cameo: CameoId);

    /// Which of these cameos some node holds or asks for. None: that can't be known.
    fn held(&self, cameos: Vec<CameoId>) -> BoxFuture<'static, Option<BTreeSet<CameoId>>>;
}

/// Within this process: nothing is lost.
pub(crate) struct InProcess {
    directory: Addr<DirectoryActor>,
    node: OnceLock<Addr<NodeConsent>>,
}

impl InProcess {
    pub fn new(directory: Addr<DirectoryActor>) -> Self {
        Self { directory, node: OnceLock::new() }
    }

    /// The one node. Before this is called nothing is carried to it.
    pub fn connect(&self, node: Addr<NodeConsent>) {
        self.node.get_or_init(|| node);
    }

    fn to_node(&self, message: ToHolderOf) {
        if let Some(node) = self.node.get() {
            tell_surely(node, message);
        }
    }
}

impl Bus for InProcess {
    fn to_authority(&self, owner: UserId, cameo: CameoId, message: ToAuthority) {
        tell_surely(&self.directory, ToAuthorityOf { owner, cameo, message });
    }

    fn to_holder(&self, to: HolderId, cameo: CameoId, message: ToHolder) {
        self.to_node(ToHolderOf::One { to, cameo, message });
    }

    fn announce(&self, cameo: CameoId, message: ToHolder) {
        self.to_node(ToHolderOf::Every { cameo, message });
    }

    fn no_home(&self, cameo: CameoId) {
        self.to_node(ToHolderOf::NoHome { cameo });
    }

    fn held(&self, cameos: Vec<CameoId>) -> BoxFuture<'static, Option<BTreeSet<CameoId>>> {
        let node = self.node.get().cloned();
        Box::pin(async move { ask_in_turn(&node?, Holding(cameos)).await.ok() })
    }
}
