//! Questions to me, my answers, and what would be answered to me before I ask.

use super::{
    error::{Answer, HttpError},
    extract::{Id, JsonBody, Member},
};
use crate::gateway::Gateway;
use axum::{Json, extract::State, http::StatusCode};
use domain::{QuestionId, mention::Mention};
use std::sync::Arc;
use wire::cameo::{AnswerRequest, KindView, MAX_PRECHECK, PrecheckRequest, PrecheckView, QuestionView, RulingView, WhyView};

/// Those that wait for my answer, the oldest first.
pub async fn mine(State(gateway): State<Arc<Gateway>>, member: Member) -> Answer<Json<Vec<QuestionView>>> {
    gateway.tries.question(member.person.user)?;
    Ok(Json(gateway.directory.questions(member.person.user).await?))
}

pub async fn answer(
    State(gateway): State<Arc<Gateway>>,
    Id(question): Id<QuestionId>,
    member: Member,
    JsonBody(body): JsonBody<AnswerRequest>,
) -> Answer<StatusCode> {
    gateway.tries.question(member.person.user)?;
    gateway.directory.answer(&member.person, question, body.answer).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What would be said if I asked for a take with these people in it.
pub async fn precheck(
    State(gateway): State<Arc<Gateway>>,
    member: Member,
    JsonBody(body): JsonBody<PrecheckRequest>,
) -> Answer<Json<Vec<PrecheckView>>> {
    gateway.tries.precheck(member.person.user)?;
    if body.mentions.len() > MAX_PRECHECK {
        let message = format!("{MAX_PRECHECK} mentions at once are the most: ask in parts");
        return Err(HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "too_many_mentions", message));
    }
    let read: Vec<Option<Mention>> = body.mentions.iter().map(|text| text.parse().ok()).collect();
    let known = read.iter().flatten().cloned().collect();
    let mut ruled = gateway.directory.precheck(&member.person, body.room, known).await?.into_iter();
    let views = read.into_iter().zip(&body.mentions).map(|(mention, text)| mention.and_then(|_| ruled.next()).unwrap_or_else(|| nobody(text)));
    Ok(Json(views.collect()))
}

/// What can't be anybody's mention.
fn nobody(text: &str) -> PrecheckView {
    let mention: String = text.trim().trim_start_matches('@').chars().take(64).collect();
    let why = WhyView { code: "mention_unknown".to_owned(), sentence: "nobody of this name has a cameo: a stand-in is drawn".to_owned() };
    PrecheckView { mention, ruling: RulingView::Unknown, kind: None::<KindView>, why }
}
