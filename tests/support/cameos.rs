//! Cameos as their owners use them over HTTP. Most are pets and things: they go the same way as people, and need no challenge.

use super::{Answer, Person, Server};
use domain::{CameoId, ChallengeId, Timestamp};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use wire::cameo::{AudienceView, CameoView, ReceiptView, RevokeRequest, RulesRequest, ScopeView};

#[derive(Deserialize)]
struct Fixtures {
    fixtures: Vec<Fixture>,
}

#[derive(Deserialize)]
struct Fixture {
    file: String,
    turns: Vec<String>,
    digits: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cameos")
}

pub fn recording(file: &str) -> Vec<u8> {
    std::fs::read(folder().join(file)).expect("a fixture")
}

/// The challenge that a fixture answers, as if the server had asked it of this person.
pub async fn asked(server: &Server, person: &Person, file: &str) -> ChallengeId {
    let text = std::fs::read(folder().join("fixtures.json")).expect("the fixtures are listed");
    let all: Fixtures = serde_json::from_slice(&text).expect("as the generator writes them");
    let fixture = all.fixtures.into_iter().find(|fixture| fixture.file == file).expect("listed");
    let id = ChallengeId::from_uuid(uuid::Uuid::now_v7());
    let (turns, digits) = (fixture.turns, fixture.digits);
    let challenge =
        store::Challenge { id, user: person.user, turns, digits, at: Timestamp::from_millis(0), expires: Timestamp::from_millis(1 << 50) };
    server.store().await.create_challenge(challenge).await.expect("kept");
    id
}

impl Person {
    /// Their own likeness.
    pub async fn enrol(&self, server: &Server, file: &str) -> CameoId {
        let challenge = asked(server, self, file).await;
        let form = Form::new().text("kind", "person").text("challenge", challenge.to_string());
        let form = form.part("recording", Part::bytes(recording(file)).file_name("recording.webm"));
        Answer::of(self.request(Method::POST, "/api/cameos").multipart(form)).await.json::<CameoView>().cameo
    }

    /// Of a recording in `tests/fixtures/cameos`; each only once on a server.
    pub async fn enrol_thing(&self, kind: &'static str, name: &'static str, file: &str) -> CameoId {
        let recording = Part::bytes(recording(file)).file_name("recording.webm");
        let form = Form::new().text("kind", kind).text("name", name).part("recording", recording);
        Answer::of(self.request(Method::POST, "/api/cameos").multipart(form)).await.json::<CameoView>().cameo
    }

    /// Who may cast it from now on.
    pub async fn open_cameo(&self, cameo: CameoId, audience: AudienceView) {
        let rules = RulesRequest { audience, preferences: String::new(), restrictions: Vec::new(), strict: false };
        let path = format!("/api/cameos/{cameo}/rules");
        Answer::of(self.request(Method::PUT, &path).json(&rules)).await.json::<CameoView>();
    }

    pub async fn revoke(&self, cameo: CameoId, scope: ScopeView) -> ReceiptView {
        let path = format!("/api/cameos/{cameo}/revoke");
        Answer::of(self.request(Method::POST, &path).json(&RevokeRequest { scope })).await.json()
    }
}
