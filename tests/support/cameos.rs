//! Cameos as their owners use them over HTTP. Pets and things only: they go the same way as people, and need no challenge.

use super::{Answer, Person};
use domain::CameoId;
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use std::path::Path;
use wire::cameo::{AudienceView, CameoView, ReceiptView, RevokeRequest, RulesRequest, ScopeView};

impl Person {
    /// Of a recording in `tests/fixtures/cameos`; each only once on a server.
    pub async fn enrol_thing(&self, kind: &'static str, name: &'static str, file: &str) -> CameoId {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/cameos").join(file);
        let recording = Part::bytes(std::fs::read(path).expect("a fixture")).file_name("recording.webm");
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
