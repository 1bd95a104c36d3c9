//! Where my cameo is used: takes that wait for my answer, takes being made, clips of mine and of others, and what became of them.

use super::{error::Answer, names::Names};
use crate::gateway::Gateway;
use domain::TakeId;
use std::sync::Arc;
use store::{Cameo, CameoUse};
use wire::cameo::{QuestionView, UseAction, UseState, UseView};

/// Of one list.
const PAGE: u32 = 50;

/// One page, newest first. What waits for an answer comes before everything else, on the first page.
///
/// # Errors
/// Faults; `busy` and `unavailable` of the owner's home.
pub async fn page(gateway: &Arc<Gateway>, cameo: &Cameo, after: Option<TakeId>) -> Answer<Vec<UseView>> {
    let mut views = Vec::new();
    if after.is_none() {
        let questions = gateway.directory.questions(cameo.owner).await?;
        views.extend(questions.into_iter().filter(|question| question.cameo == cameo.id).map(asked));
    }
    let mut names = Names::new(gateway);
    for used in gateway.store.uses_of(cameo.id, after, PAGE).await? {
        views.push(view(&mut names, used).await?);
    }
    Ok(views)
}

fn asked(question: QuestionView) -> UseView {
    UseView {
        take: question.take,
        clip: None,
        room: question.room,
        room_name: question.room_name,
        title: question.title,
        makers: question.makers,
        state: UseState::Asking,
        at: question.asked_at,
        can: Vec::new(),
    }
}

async fn view(names: &mut Names<'_>, used: CameoUse) -> Answer<UseView> {
    let state = state(used.state, used.clip.is_some(), used.take_state.as_deref());
    let mut makers = Vec::with_capacity(used.makers.len());
    for (user, handle) in used.makers {
        match handle {
            Some(handle) => makers.push(handle.to_string()),
            None => makers.extend(names.handle(user).await?),
        }
    }
    Ok(UseView {
        take: used.take,
        clip: used.clip,
        room: used.room,
        room_name: used.room_name,
        title: used.title.unwrap_or_else(|| "untitled".to_owned()),
        makers,
        state,
        at: used.at.as_millis(),
        can: can(state, used.clip.is_some()),
    })
}

/// A deleted clip is none any more, but its take was finished.
fn state(granted: store::UseState, has_clip: bool, take: Option<&str>) -> UseState {
    match granted {
        store::UseState::Withdrawn => UseState::Withheld,
        store::UseState::Over if take == Some("finished") => UseState::Deleted,
        store::UseState::Over => UseState::Failed,
        store::UseState::Granted if has_clip => UseState::Draft,
        store::UseState::Granted => match take {
            Some("running") => UseState::Running,
            Some("finished") => UseState::Deleted,
            Some("failed" | "cancelled") => UseState::Failed,
            _ => UseState::Queued,
        },
    }
}

fn can(state: UseState, has_clip: bool) -> Vec<UseAction> {
    match state {
        UseState::Queued | UseState::Running => vec![UseAction::Revoke],
        UseState::Draft => vec![UseAction::Withdraw, UseAction::Delete],
        UseState::Withheld if has_clip => vec![UseAction::Delete],
        UseState::Asking | UseState::Withheld | UseState::Deleted | UseState::Failed => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_still_shows_somebody_can_be_stopped_by_them() {
        for (granted, has_clip, take) in [(store::UseState::Granted, true, None), (store::UseState::Granted, false, Some("running"))] {
            assert!(!can(state(granted, has_clip, take), has_clip).is_empty());
        }
        assert_eq!(state(store::UseState::Withdrawn, false, Some("running")), UseState::Withheld, "a take that was stopped is not running");
        assert_eq!(state(store::UseState::Over, false, Some("finished")), UseState::Deleted);
        assert_eq!(state(store::UseState::Over, false, Some("cancelled")), UseState::Failed);
        assert_eq!(can(UseState::Withheld, true), [UseAction::Delete], "an owner stays an owner");
    }
}
