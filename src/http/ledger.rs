//! The consent ledger: its signed head and proofs for whoever asks, what concerns me for me, and the whole log for those who want to check it.
//!
//! Entries name nobody: what they refer to is blinded, and only those whom an entry concerns get what opens it.

use super::{
    error::Answer,
    extract::{Id, Member, parameter},
};
use crate::{gateway::Gateway, listener::Peer};
use axum::{
    Json,
    body::Body,
    extract::{RawQuery, State},
    http::header,
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use store::InclusionProof;
use wire::ledger::{LedgerEntryView, LedgerHeadView, LedgerProofView};

/// Of one list.
const PAGE: u32 = 100;

/// Needs no sign-in: outsiders hold the server to what it signed.
pub async fn head(State(gateway): State<Arc<Gateway>>, peer: Peer) -> Answer<Json<LedgerHeadView>> {
    gateway.tries.outsider(peer.address())?;
    let head = gateway.store.ledger_head().await?;
    let key = gateway.store.ledger_key().to_owned();
    Ok(Json(LedgerHeadView { size: head.size, root: hex::encode(head.root), checkpoint: head.note, key }))
}

/// The same; an entry's hash tells nothing to whoever does not have the entry.
pub async fn proof(State(gateway): State<Arc<Gateway>>, peer: Peer, Id(index): Id<u64>) -> Answer<Json<LedgerProofView>> {
    gateway.tries.outsider(peer.address())?;
    let InclusionProof { index, size, leaf, hashes, head } = gateway.store.ledger_proof(index, None).await?;
    let path = hashes.into_iter().map(hex::encode).collect();
    Ok(Json(LedgerProofView { index, size, leaf: hex::encode(leaf), path, checkpoint: head.note }))
}

/// Entries that concern me, newest first; `?after=INDEX` for the next.
pub async fn mine(State(gateway): State<Arc<Gateway>>, member: Member, RawQuery(query): RawQuery) -> Answer<Json<Vec<LedgerEntryView>>> {
    let after = parameter(query.as_deref(), "after").and_then(|text| text.parse().ok());
    let entries = gateway.store.ledger_of(member.person.user, after, PAGE).await?;
    Ok(Json(entries.into_iter().map(view).collect()))
}

pub fn view(mine: store::MyEntry) -> LedgerEntryView {
    LedgerEntryView { index: mine.entry.index, entry: mine.entry.body, blind: Some(hex::encode(mine.blind)) }
}

/// All of it, one entry a line, as `greenroom ledger verify` reads it.
pub async fn log(State(gateway): State<Arc<Gateway>>, member: Member) -> Answer<Response> {
    gateway.tries.whole(member.person.user)?;
    let headers = [
        (header::CONTENT_TYPE, "application/jsonl"),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"greenroom-ledger.jsonl\""),
    ];
    Ok((headers, Body::from_stream(gateway.store.ledger_stream())).into_response())
}
