//! Errors of the HTTP API: a status, and `{"error": {"code", "message"}}` with a stable code and one sentence that helps.

use crate::{clock, incoming::Trouble};
use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::account::AccountError;
use store::StoreError;
use wire::{ErrorBody, http::ErrorAnswer};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    pub status: StatusCode,
    pub body: ErrorBody,
    /// Seconds.
    pub retry_after: Option<u32>,
}

pub type Answer<T> = Result<T, HttpError>;

impl HttpError {
    #[must_use]
    pub fn new(status: StatusCode, code: &str, message: impl std::fmt::Display) -> Self {
        Self { status, body: ErrorBody::new(code, message), retry_after: None }
    }

    #[must_use]
    pub fn signed_out() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "signed_out", "sign in first")
    }

    #[must_use]
    pub fn not_member() -> Self {
        Self::new(StatusCode::FORBIDDEN, "not_member", "you are not a member of this room: ask for an invitation")
    }

    #[must_use]
    pub fn clip_unknown() -> Self {
        Self::new(StatusCode::NOT_FOUND, "clip_unknown", "there is no such clip among yours: it may have been deleted")
    }

    #[must_use]
    pub fn clip_withheld(message: impl std::fmt::Display) -> Self {
        Self::new(StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS, "clip_withheld", message)
    }

    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this address: check it")
    }

    #[must_use]
    pub fn wrong_method() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "this address does not take that method: see the Allow header")
    }

    #[must_use]
    pub fn too_large(limit: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("send at most {} KiB", limit / 1024))
    }

    #[must_use]
    pub fn foreign_origin() -> Self {
        Self::new(StatusCode::FORBIDDEN, "origin_refused", "this page is not one of this server's: open the server's own address")
    }

    #[must_use]
    pub fn timeout() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "timeout", "that took too long: try again").retry(1)
    }

    #[must_use]
    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "the server is busy: try again in a moment").retry(1)
    }

    #[must_use]
    pub fn too_many_attempts(seconds: u32) -> Self {
        let message = format!("too many attempts: try again in {}", wait(seconds));
        Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many_attempts", message).retry(seconds)
    }

    /// Ours: logged where it happened, without details for the outside.
    #[must_use]
    pub fn fault(what: &str, error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "{what}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the server failed to do this: try again, and tell its owner if it stays")
    }

    #[must_use]
    pub fn retry(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }
}

fn wait(seconds: u32) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(ErrorAnswer { error: self.body })).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<AccountError> for HttpError {
    fn from(error: AccountError) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), error)
    }
}

impl From<StoreError> for HttpError {
    fn from(error: StoreError) -> Self {
        if error.is_fault() {
            return Self::fault("the store failed", &error);
        }
        let refused = Self::new(status_of(error.code()), error.code(), &error);
        match error {
            StoreError::TooManyTries { again_at } => {
                let seconds = again_at.since(clock::now()).div_ceil(1_000);
                refused.retry(u32::try_from(seconds).unwrap_or(u32::MAX))
            }
            _ => refused,
        }
    }
}

/// A file that was not taken in.
impl From<Trouble> for HttpError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Store(error) => error.into(),
            Trouble::Fault(error) => Self::fault("a file could not be taken in", &error),
            Trouble::Model(error) => Self::fault("a model failed", &error),
            other => {
                let refused = Self::new(status_of(other.code()), other.code(), &other);
                match other {
                    Trouble::Busy | Trouble::PlaceShare => refused.retry(5),
                    Trouble::TooManyTries { again_at } => {
                        let seconds = again_at.since(clock::now()).div_ceil(1_000);
                        refused.retry(u32::try_from(seconds).unwrap_or(u32::MAX))
                    }
                    _ => refused,
                }
            }
        }
    }
}

/// What an actor refused.
impl From<ErrorBody> for HttpError {
    fn from(body: ErrorBody) -> Self {
        let status = status_of(&body.code);
        let error = Self { status, body, retry_after: None };
        if status == StatusCode::SERVICE_UNAVAILABLE { error.retry(1) } else { error }
    }
}

/// The status for a code of the rules, the store or the actors.
fn status_of(code: &str) -> StatusCode {
    match code {
        "busy" | "unavailable" | "restarting" | "consent_unavailable" | "faces_unreadable" | "models_missing" | "digits_slow" => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        "storage_full" => StatusCode::INSUFFICIENT_STORAGE,
        "too_large" => StatusCode::PAYLOAD_TOO_LARGE,
        "type_unsupported" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "truncated" => StatusCode::BAD_REQUEST,
        "too_slow" => StatusCode::REQUEST_TIMEOUT,
        "room_unknown"
        | "user_unknown"
        | "person_unknown"
        | "object_unknown"
        | "invite_unknown"
        | "clip_unknown"
        | "peer_unknown"
        | "cameo_unknown"
        | "conversation_unknown"
        | "question_unknown"
        | "entry_unknown"
        | "challenge_unknown"
        | "upload_unknown"
        | "version_unknown" => StatusCode::NOT_FOUND,
        "invite_used" | "invite_expired" | "invite_ended" | "message_gone" | "cameo_ended" | "likeness_erased" | "challenge_used"
        | "challenge_expired" => StatusCode::GONE,
        "handle_taken"
        | "owner_exists"
        | "already_done"
        | "key_used"
        | "upload_removed"
        | "room_full"
        | "call_full"
        | "queue_full"
        | "queue_share"
        | "last_host"
        | "cameo_exists"
        | "question_answered"
        | "recording_seen"
        | "remake_needless"
        | "derivation_unsupported"
        | "too_many_ties"
        | "exceptions_too_many"
        | "held_full"
        | "questions_full"
        | "too_many_cameos"
        | "uploads_full"
        | "uploads_share"
        | "door_crowded" => StatusCode::CONFLICT,
        "door_closed" | "removed_from_room" | "muted" => StatusCode::FORBIDDEN,
        "not_member" | "role_too_low" | "host_only" | "not_yours" | "not_owner" | "blocked" | "consent_missing" | "consent_denied" => {
            StatusCode::FORBIDDEN
        }
        "consent_withdrawn" | "clip_withheld" | "clip_withdrawn" => StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS,
        "sent_away" | "question_too_soon" | "too_many_tries" | "too_many_attempts" | "place_share" => StatusCode::TOO_MANY_REQUESTS,
        "internal" | "room_damaged" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_have_a_status_of_their_kind() {
        assert_eq!(HttpError::from(StoreError::HandleTaken).status, StatusCode::CONFLICT);
        assert_eq!(HttpError::from(StoreError::InviteExpired).status, StatusCode::GONE);
        assert_eq!(HttpError::from(AccountError::TooYoung).status, StatusCode::UNPROCESSABLE_ENTITY);
        let busy = HttpError::from(ErrorBody::new("busy", "try again"));
        assert_eq!((busy.status, busy.retry_after), (StatusCode::SERVICE_UNAVAILABLE, Some(1)));
    }

    #[test]
    fn a_fault_tells_nothing_of_the_inside() {
        let error = HttpError::from(StoreError::Corrupt("row 7 of accounts".into()));
        assert_eq!(error.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert!(!error.body.message.contains("accounts"));
    }

    #[test]
    fn retry_after_is_told() {
        let response = HttpError::too_many_attempts(0).into_response();
        assert_eq!(response.headers()[header::RETRY_AFTER], "1");
    }
}
