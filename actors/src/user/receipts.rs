//! Taking consent back: the closing is handed to the machine first, is written, and is answered with a receipt of all that it stopped.

use super::{
    UserActor,
    home::gone,
    message::{EndCameo, Revoke},
};
use crate::{
    clock,
    mailbox::{Answering, Asked},
};
use actix::{AsyncContext, Context, Handler, WrapFuture, fut::ActorFutureExt};
use domain::{CameoId, ClipId, TakeId, Timestamp, UserId, cameo::Scope, consent::protocol::Receipt};
use std::collections::{BTreeSet, HashMap};
use store::{Store, StoreError};
use tracing::{error, info};
use wire::{
    ErrorBody,
    cameo::{ReceiptView, ScopeView, StreamView},
};

/// Uses that are read at once.
const PAGE: u32 = 100;

type Reply = Answering<Result<ReceiptView, ErrorBody>>;

/// A closing that is asked for.
pub(super) struct Wanted {
    /// None: the cameo ends.
    pub scope: Option<Scope>,
    pub told: ScopeView,
    pub received_at: Timestamp,
    pub reply: Option<Reply>,
}

/// A closing under way.
pub(super) struct Closing {
    told: ScopeView,
    received_at: Timestamp,
    /// The number of its event, and where that stands in the ledger.
    pub event: u64,
    pub entry: Option<u64>,
    ends: bool,
    reply: Option<Reply>,
}

impl Closing {
    pub fn answer(self, answer: Result<ReceiptView, ErrorBody>) {
        if let Some(reply) = self.reply {
            reply.answer(answer);
        }
    }
}

impl Handler<Asked<Revoke>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<Revoke>, context: &mut Context<Self>) {
        let Asked { question: Revoke { cameo, scope, told, received_at }, reply } = asked;
        self.close(cameo, Wanted { scope: Some(scope), told, received_at, reply: Some(reply) }, context);
    }
}

impl Handler<Asked<EndCameo>> for UserActor {
    type Result = ();

    fn handle(&mut self, asked: Asked<EndCameo>, context: &mut Context<Self>) {
        let Asked { question: EndCameo { cameo, received_at }, reply } = asked;
        self.close(cameo, Wanted { scope: None, told: ScopeView::Everything, received_at, reply: Some(reply) }, context);
    }
}

impl UserActor {
    pub(super) fn close(&mut self, cameo: CameoId, wanted: Wanted, context: &mut Context<Self>) {
        let Wanted { scope, told, received_at, reply } = wanted;
        let missing = self.missing();
        let now = clock::now();
        let closed = match self.homes.get_mut(&cameo) {
            None => Err(missing),
            Some(home) => {
                let event = home.next_event();
                let closing = match scope {
                    Some(scope) => home.machine.revoke(now, scope),
                    None => home.machine.end(now),
                };
                closing.map(|closing| (closing, event, home)).map_err(|error| ErrorBody::new(error.code(), error))
            }
        };
        match closed {
            Err(error) => {
                if let Some(reply) = reply {
                    reply.answer(Err(error));
                }
            }
            Ok((number, event, home)) => {
                home.closings.insert(number, Closing { told, received_at, event, entry: None, ends: scope.is_none(), reply });
                self.carry_out(cameo, context);
                // Who was asked and is denied now need not answer.
                self.review(cameo, context);
            }
        }
    }

    /// It is durable, and nothing of it leaves any node any more: the receipt is written, then given.
    pub(super) fn acknowledge(&mut self, cameo: CameoId, receipt: Receipt, context: &mut Context<Self>) {
        let Some(closing) = self.homes.get_mut(&cameo).and_then(|home| home.closings.remove(&receipt.closing)) else { return };
        let acknowledged_at = clock::now();
        info!(%cameo, streams = receipt.lines.len(), millis = acknowledged_at.since(closing.received_at), "consent taken back");
        let (store, user) = (self.around.store.clone(), self.user);
        let kept = async move {
            let view = view(&store, cameo, &receipt, &closing, acknowledged_at).await;
            let kept = match view {
                Ok(view) => keep(&store, user, &closing, view, acknowledged_at).await,
                Err(error) => Err(error),
            };
            (kept, closing)
        };
        context.spawn(kept.into_actor(self).map(move |(kept, closing), _, _| {
            if let Err(failure) = &kept {
                error!(%cameo, %failure, "the receipt of a revocation could not be kept");
            }
            closing.answer(kept.map_err(|_| gone()));
        }));
    }
}

async fn view(store: &Store, cameo: CameoId, receipt: &Receipt, closing: &Closing, at: Timestamp) -> Result<ReceiptView, StoreError> {
    let clips = clips_of(store, cameo, receipt).await?;
    let streams = receipt.lines.iter().map(|line| StreamView {
        take: line.stream.take,
        stream: line.stream.number,
        node: line.node.to_string(),
        last_sequence: line.last_sequence,
    });
    let live: BTreeSet<TakeId> = receipt.lines.iter().map(|line| line.stream.take).collect();
    Ok(ReceiptView {
        receipt: closing.event.to_string(),
        cameo,
        at: at.as_millis(),
        scope: closing.told.clone(),
        streams: streams.collect(),
        takes_stopped: live.into_iter().filter(|take| !clips.contains_key(take)).collect(),
        clips_withheld: clips.into_values().collect(),
        ledger: closing.entry.into_iter().collect(),
        millis: at.since(closing.received_at),
    })
}

/// The kept clips among the uses that were taken back.
async fn clips_of(store: &Store, cameo: CameoId, receipt: &Receipt) -> Result<HashMap<TakeId, ClipId>, StoreError> {
    let touched: BTreeSet<TakeId> = receipt.takes.iter().copied().collect();
    let (mut clips, mut after) = (HashMap::new(), None);
    loop {
        let page = store.uses_of(cameo, after, PAGE).await?;
        clips.extend(page.iter().filter(|used| touched.contains(&used.take)).filter_map(|used| Some((used.take, used.clip?))));
        match page.last() {
            Some(last) if page.len() == PAGE as usize => after = Some(last.take),
            _ => return Ok(clips),
        }
    }
}

async fn keep(store: &Store, user: UserId, closing: &Closing, view: ReceiptView, at: Timestamp) -> Result<ReceiptView, StoreError> {
    let body = serde_json::to_string(&view).expect("wire types are plain data");
    store.keep_receipt(user, view.cameo, closing.event, at, &body).await?;
    if closing.ends {
        // Were it to fail, the next look for what has ended does it.
        if let Err(failure) = store.erase_cameo(view.cameo, at).await {
            error!(cameo = %view.cameo, %failure, "the data of a cameo that has ended could not be erased yet");
        }
    }
    Ok(view)
}
