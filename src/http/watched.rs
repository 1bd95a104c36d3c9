//! What somebody watches without owning it goes on only while they may: who is taken out of the room, or whom an owner shuts out, is cut off in the
//! middle of it, also where they have stopped reading.

use super::shared::how;
use crate::{gateway::Gateway, listener::Line};
use axum::body::Body;
use domain::{ClipId, UserId};
use futures::StreamExt;
use std::{sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How often it is asked again.
const AGAIN: Duration = Duration::from_secs(2);

/// The body, as long as `may` holds; then its line is severed. Nothing is asked any more once the body has been read, or is dropped.
pub(super) fn while_allowed<F>(body: Body, line: Line, mut may: impl FnMut() -> F + Send + 'static) -> Body
where
    F: Future<Output = bool> + Send + 'static,
{
    let over = CancellationToken::new();
    let guard = over.clone().drop_guard();
    tokio::spawn(over.run_until_cancelled_owned(async move {
        loop {
            tokio::time::sleep(AGAIN).await;
            if !may().await {
                return line.sever();
            }
        }
    }));
    Body::from_stream(body.into_data_stream().map(move |part| {
        let _held = &guard;
        part
    }))
}

/// Whether they still may; where that can't be told, they may not.
pub(super) async fn still(gateway: Arc<Gateway>, clip: ClipId, user: UserId) -> bool {
    let Ok(Some(clip)) = gateway.store.clip(clip).await else { return false };
    matches!(how(&gateway, &clip, user).await, Ok(Ok(_)))
}
