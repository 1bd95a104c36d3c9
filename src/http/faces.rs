//! What was enrolled, back to its owner and to nobody else: the picture of a cameo, and everything that is kept of it.
//!
//! These are the only ways out of the vault besides the engine. What leaves shows only the person who asked for it, so no other consent is
//! needed; it is never cached.

use super::{
    cameos::{kept_receipts, owned, view},
    error::{Answer, HttpError},
    extract::{Id, Member},
    ledger, uses,
};
use crate::{clock, gateway::Gateway};
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{CameoId, likeness::Likeness};
use serde_json::{Value, json};
use std::sync::Arc;
use store::{Cameo, StoreError, VaultPart, likeness_codec};
use tokio::task::spawn_blocking;
use wire::{cameo::UseView, ledger::LedgerEntryView};

const NO_STORE: HeaderValue = HeaderValue::from_static("private, no-store");
/// Entries of the ledger that are read at once.
const PAGE: u32 = 100;

/// The most frontal view, as it was cut out.
pub async fn face(State(gateway): State<Arc<Gateway>>, Id(cameo): Id<CameoId>, member: Member) -> Answer<Response> {
    let cameo = owned(&gateway, cameo, member.person.user).await?;
    let likeness = likeness(&gateway, &cameo).await?;
    let drawn = spawn_blocking(move || likeness.views.first().map(|view| media::still::png(&view.picture))).await;
    let png = drawn.map_err(|error| unread(&error))?.ok_or(StoreError::LikenessErased)?.map_err(|error| unread(&error))?;
    let headers = [(header::CONTENT_TYPE, HeaderValue::from_static("image/png")), (header::CACHE_CONTROL, NO_STORE)];
    Ok((headers, png).into_response())
}

/// Everything that is kept of a cameo, as one JSON file: pictures as PNG and the embedding as bytes, both in base64.
pub async fn export(State(gateway): State<Arc<Gateway>>, Id(cameo): Id<CameoId>, member: Member) -> Answer<Response> {
    let cameo = owned(&gateway, cameo, member.person.user).await?;
    gateway.tries.whole(cameo.owner)?;
    let history = gateway.store.decisions(cameo.id).await?;
    let mut told = json!({
        "format": "greenroom-cameo/1",
        "exported_at": clock::now(),
        "cameo": view(&gateway, &cameo).await?,
        "decisions": history.iter().map(|kept| json!({ "number": kept.number, "at": kept.at, "decision": kept.event })).collect::<Vec<_>>(),
        "uses": all_uses(&gateway, &cameo).await?,
        "receipts": kept_receipts(&gateway, cameo.id).await?,
        "ledger": entries(&gateway, &cameo).await?,
    });
    let likeness = likeness(&gateway, &cameo).await?;
    let embedding = embedding(&gateway, &cameo).await?;
    let written = spawn_blocking(move || {
        told["likeness"] = drawn(&likeness)?;
        told["embedding"] = embedding.map_or(Value::Null, |bytes| STANDARD.encode(bytes).into());
        serde_json::to_vec(&told).map_err(|error| unread(&error))
    });
    let body = written.await.map_err(|error| unread(&error))??;
    let named = format!("attachment; filename=\"greenroom-cameo-{}.json\"", cameo.id);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, NO_STORE),
        (header::CONTENT_DISPOSITION, HeaderValue::try_from(named).expect("an id")),
    ];
    Ok((headers, body).into_response())
}

async fn likeness(gateway: &Gateway, cameo: &Cameo) -> Answer<Likeness> {
    let sealed = gateway.store.vault().get(cameo.id, VaultPart::Likeness).await?;
    let (id, mention) = (cameo.id, cameo.mention());
    let read = spawn_blocking(move || likeness_codec::decode(id, mention, String::new(), &sealed)).await;
    Ok(read.map_err(|error| unread(&error))??)
}

/// Pets and things have none.
async fn embedding(gateway: &Gateway, cameo: &Cameo) -> Answer<Option<Vec<u8>>> {
    match gateway.store.vault().get(cameo.id, VaultPart::Embedding).await {
        Ok(bytes) => Ok(Some(bytes)),
        Err(StoreError::LikenessErased | StoreError::ObjectUnknown) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn drawn(likeness: &Likeness) -> Answer<Value> {
    let mut views = Vec::with_capacity(likeness.views.len());
    for view in likeness.views.iter() {
        let png = media::still::png(&view.picture).map_err(|error| unread(&error))?;
        views.push(json!({ "yaw": view.yaw, "pitch": view.pitch, "marks": view.marks, "png": STANDARD.encode(png) }));
    }
    Ok(json!({ "views": views, "voice": likeness.voice }))
}

async fn all_uses(gateway: &Arc<Gateway>, cameo: &Cameo) -> Answer<Vec<UseView>> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = uses::page(gateway, cameo, after).await?;
        let Some(last) = page.last().map(|used| used.take).filter(|last| after != Some(*last)) else { return Ok(all) };
        after = Some(last);
        all.extend(page);
    }
}

async fn entries(gateway: &Gateway, cameo: &Cameo) -> Answer<Vec<LedgerEntryView>> {
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = gateway.store.ledger_of(cameo.owner, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = Some(last.entry.index);
        all.extend(page.into_iter().filter(|mine| mine.cameo == cameo.id).map(ledger::view));
    }
}

fn unread(error: &dyn std::fmt::Display) -> HttpError {
    HttpError::fault("what was enrolled can't be read", error)
}
