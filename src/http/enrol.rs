//! Enrolling over HTTP: a challenge, then a recording that answers it.
//!
//! A recording comes as a form (`kind`, `name`, `challenge`, then `recording`), or as the bare video with the same words in the query. It is
//! never held in memory. What is checked, and in which order, is `crate::enrol`'s.

use super::{
    cameos,
    error::{Answer, HttpError},
    extract::{Member, length, media_type, parameter},
};
use crate::{
    enrol::Failed,
    gateway::Gateway,
    incoming::{MAX_BYTES, Place, Recording, Trouble},
};
use axum::{
    Json,
    extract::{
        DefaultBodyLimit, FromRequest, Multipart, Request, State,
        multipart::{Field, MultipartError},
    },
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    ChallengeId, UserId,
    enrolment::{ASKED_SECONDS, Step, Turn},
    likeness::CameoKind,
};
use std::sync::Arc;
use store::Cameo;
use wire::cameo::{ChallengeView, EnrolRefused, EnrolStep, EnrolmentView, SecondsView};

/// Characters of a form's words.
const LONGEST_WORD: usize = 64;
/// Bytes of a form around its recording.
const FORM: u64 = 16 * 1024;

/// Turns and digits for one recording.
pub async fn challenge(State(gateway): State<Arc<Gateway>>, member: Member) -> Answer<(StatusCode, Json<ChallengeView>)> {
    gateway.tries.create(member.person.user)?;
    let challenge = gateway.enrolment.challenge(member.person.user).await?;
    let view = ChallengeView {
        challenge: challenge.id,
        turns: challenge.turns.into_iter().map(turn).collect(),
        digits: challenge.digits.iter().map(ToString::to_string).collect(),
        expires_at: challenge.expires.as_millis(),
        seconds: SecondsView { least: *ASKED_SECONDS.start(), most: *ASKED_SECONDS.end() },
    };
    Ok((StatusCode::CREATED, Json(view)))
}

/// A recording. It is checked to its end even where nobody waits for the answer any more.
pub async fn enrol(State(gateway): State<Arc<Gateway>>, member: Member, request: Request) -> Response {
    let user = member.person.user;
    let task = gateway.tasks.clone().spawn(async move { answer(&gateway, user, request).await });
    task.await.unwrap_or_else(|error| HttpError::fault("an enrolment did not come to its end", &error).into_response())
}

/// Whether this person can enrol now.
///
/// # Errors
/// Only faults.
pub async fn standing(gateway: &Gateway, user: UserId) -> Answer<EnrolmentView> {
    let standing = gateway.enrolment.standing(user).await?;
    Ok(EnrolmentView {
        open: standing.closed.is_none(),
        reason: standing.closed,
        tries_left: standing.tries_left,
        retry_at: standing.retry_at.map(domain::Timestamp::as_millis),
        max_bytes: MAX_BYTES,
    })
}

async fn answer(gateway: &Arc<Gateway>, user: UserId, request: Request) -> Response {
    match received(gateway, user, request).await {
        Ok(Ok(cameo)) => match enrolled(gateway, &cameo).await {
            Ok(response) => response,
            Err(error) => error.into_response(),
        },
        Ok(Err(failed)) => refused(&failed),
        Err(error) => error.into_response(),
    }
}

async fn enrolled(gateway: &Arc<Gateway>, cameo: &Cameo) -> Answer<Response> {
    // It is kept already; a home that is busy reads it when it is next opened.
    if let Err(error) = gateway.directory.enrolled(cameo.owner, cameo.id).await {
        tracing::warn!(code = error.code, "a new cameo could not be taken up at once");
    }
    gateway.warm_safety();
    Ok((StatusCode::CREATED, Json(cameos::view(gateway, cameo).await?)).into_response())
}

/// What a recording is of.
enum Subject {
    Person(ChallengeId),
    Thing(CameoKind, String),
}

impl Subject {
    fn kind(&self) -> CameoKind {
        match self {
            Self::Person(_) => CameoKind::Person,
            Self::Thing(kind, _) => *kind,
        }
    }
}

/// The words that come with a recording.
#[derive(Default)]
struct Words {
    kind: Option<String>,
    name: Option<String>,
    challenge: Option<String>,
}

impl Words {
    fn set(&mut self, name: &str, value: String) {
        match name {
            "kind" => self.kind = Some(value),
            "name" => self.name = Some(value),
            "challenge" => self.challenge = Some(value),
            _ => {}
        }
    }

    fn subject(self) -> Answer<Subject> {
        let name = self.name.unwrap_or_default();
        match self.kind.as_deref().unwrap_or("person") {
            "person" => match self.challenge.and_then(|id| id.parse().ok()) {
                Some(challenge) => Ok(Subject::Person(challenge)),
                None => Err(invalid("a person's recording names its challenge: ask for one first")),
            },
            "pet" => Ok(Subject::Thing(CameoKind::Pet, name)),
            "object" => Ok(Subject::Thing(CameoKind::Object, name)),
            _ => Err(invalid("the kind is person, pet or object")),
        }
    }
}

fn invalid(message: &str) -> HttpError {
    HttpError::new(StatusCode::UNPROCESSABLE_ENTITY, "body_invalid", message)
}

async fn received(gateway: &Gateway, user: UserId, request: Request) -> Answer<Result<Cameo, Failed>> {
    if length(request.headers()).is_some_and(|length| length > MAX_BYTES + FORM) {
        let standing = gateway.enrolment.standing(user).await?;
        return Ok(Err(Failed { trouble: Trouble::TooLarge, tries_left: standing.tries_left, retry_at: standing.retry_at }));
    }
    match media_type(request.headers()).as_str() {
        "multipart/form-data" => form(gateway, user, request).await,
        "video/webm" | "video/mp4" => {
            let query = request.uri().query();
            let mut words = Words::default();
            for name in ["kind", "name", "challenge"] {
                parameter(query, name).into_iter().for_each(|value| words.set(name, value.to_owned()));
            }
            let subject = words.subject()?;
            let pieces = request.into_body().into_data_stream();
            Ok(check(gateway, user, subject, async |place: &Place| place.receive(pieces).await).await)
        }
        _ => Err(HttpError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "type_unsupported", "send a form, or the video as video/webm or video/mp4")),
    }
}

async fn form(gateway: &Gateway, user: UserId, mut request: Request) -> Answer<Result<Cameo, Failed>> {
    // The recording is counted as it is written, words as they are read.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| malformed())?;
    let mut words = Words::default();
    while let Some(mut field) = form.next_field().await.map_err(|error| broken(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "recording" {
            let subject = words.subject()?;
            return Ok(check(gateway, user, subject, async |place: &Place| place.receive(field).await).await);
        }
        let value = word(&mut field).await?;
        words.set(&name, value);
    }
    Err(invalid("the form lacks its recording, which comes last"))
}

async fn word(field: &mut Field<'_>) -> Answer<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LONGEST_WORD {
            return Err(invalid("a word of the form is too long"));
        }
    }
    String::from_utf8(bytes).map_err(|_| malformed())
}

fn malformed() -> HttpError {
    HttpError::new(StatusCode::BAD_REQUEST, "form_invalid", "the body is no form: send kind, name, challenge and recording")
}

fn broken(_: &MultipartError) -> HttpError {
    HttpError::new(StatusCode::BAD_REQUEST, "truncated", "the request broke off: send it again")
}

async fn check(
    gateway: &Gateway,
    user: UserId,
    subject: Subject,
    receive: impl AsyncFnOnce(&Place) -> Result<Recording, Trouble>,
) -> Result<Cameo, Failed> {
    let place = gateway.enrolment.begin(user, subject.kind()).await?;
    let recording = receive(&place.place).await.map_err(|trouble| place.failed(trouble))?;
    let done = match subject {
        Subject::Person(challenge) => gateway.enrolment.person(user, challenge, recording).await,
        Subject::Thing(kind, name) => gateway.enrolment.thing(user, kind, &name, recording).await,
    };
    done.map_err(|trouble| place.failed(trouble))
}

fn refused(failed: &Failed) -> Response {
    let trouble = &failed.trouble;
    let mut error = HttpError::from(trouble.clone());
    // The recording failed this check like any other.
    if trouble.step().is_some() && matches!(error.status, StatusCode::GONE | StatusCode::CONFLICT) {
        error.status = StatusCode::UNPROCESSABLE_ENTITY;
    }
    if error.status == StatusCode::INTERNAL_SERVER_ERROR {
        return error.into_response();
    }
    let body = EnrolRefused {
        error: error.body.clone(),
        step: trouble.step().map(step),
        tries_left: failed.tries_left,
        retry_at: failed.retry_at.map(domain::Timestamp::as_millis),
    };
    let mut response = error.into_response();
    *response.body_mut() = Json(body).into_response().into_body();
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response
}

fn turn(turn: Turn) -> wire::cameo::Turn {
    match turn {
        Turn::Left => wire::cameo::Turn::Left,
        Turn::Right => wire::cameo::Turn::Right,
        Turn::Up => wire::cameo::Turn::Up,
        Turn::Down => wire::cameo::Turn::Down,
    }
}

fn step(step: Step) -> EnrolStep {
    match step {
        Step::Challenge => EnrolStep::Challenge,
        Step::Recording => EnrolStep::Recording,
        Step::Replay => EnrolStep::Replay,
        Step::Face => EnrolStep::Face,
        Step::Steady => EnrolStep::Steady,
        Step::Turns => EnrolStep::Turns,
        Step::Digits => EnrolStep::Digits,
        Step::Identity => EnrolStep::Identity,
    }
}
