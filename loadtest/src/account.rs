//! One person, by HTTP: signs up with a link, makes a room, invites, looks at clips; has a cameo and takes consent back.

use crate::{
    error::{LoadError, Result},
    server::Server,
};
use domain::{CallId, CameoId, ClipId, RoomId};
use reqwest::{
    Client, RequestBuilder, Response, header,
    multipart::{Form, Part},
};
use serde::de::DeserializeOwned;
use wire::{
    RoleView,
    cameo::{AudienceView, CameoView, ReceiptView, RevokeRequest, RulesRequest, ScopeView},
    http::{Clip, ErrorAnswer, InviteLink, Me, NewInvite, NewRoom, RoomSummary, SignUp},
};

pub struct Account {
    http: Client,
    url: String,
    /// `greenroom=…`, for sockets.
    pub cookie: String,
}

impl Account {
    /// # Errors
    /// What the server refuses.
    pub async fn owner(server: &Server) -> Result<Self> {
        Self::sign_up(&server.url, &server.owner_code, "loadtest").await
    }

    /// # Errors
    /// What the server refuses.
    pub async fn sign_up(url: &str, code: &str, handle: &str) -> Result<Self> {
        let http = Client::builder().cookie_store(true).build()?;
        let body = SignUp {
            invite: code.into(),
            handle: handle.into(),
            password: "only for this run, in a folder that goes".into(),
            birth_date: "1990-01-01".into(),
        };
        let response = good("signing up", http.post(format!("{url}/api/sign-up")).json(&body)).await?;
        let set = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookie = set.split(';').next().unwrap_or_default().to_owned();
        let _: Me = response.json().await?;
        Ok(Self { http, url: url.to_owned(), cookie })
    }

    /// The code of a link to a room, for as many as one person may invite.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn invite(&self, room: RoomId) -> Result<String> {
        self.invite_as(room, RoleView::Viewer).await
    }

    /// The same, in another role.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn invite_as(&self, room: RoomId, role: RoleView) -> Result<String> {
        let body = NewInvite { role };
        let made: InviteLink = read(good("inviting", self.http.post(format!("{}/api/rooms/{room}/invites", self.url)).json(&body)).await?).await?;
        Ok(made.code)
    }

    /// The code of a link for one new account.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn invite_to_server(&self) -> Result<String> {
        let made: InviteLink = read(good("inviting", self.http.post(format!("{}/api/me/invites", self.url))).await?).await?;
        Ok(made.code)
    }

    /// Comes into a room with its link.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn join(&self, code: &str) -> Result<()> {
        good("joining a room", self.http.post(format!("{}/api/invites/{code}", self.url))).await?;
        Ok(())
    }

    /// A cameo of a thing.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn enrol(&self, name: &'static str, recording: &'static [u8]) -> Result<CameoId> {
        let part = Part::bytes(recording).file_name("recording.webm");
        let form = Form::new().text("kind", "object").text("name", name).part("recording", part);
        let made: CameoView = read(good("enrolling", self.http.post(format!("{}/api/cameos", self.url)).multipart(form)).await?).await?;
        Ok(made.cameo)
    }

    /// Everybody may cast it from now on.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn open_to_everyone(&self, cameo: CameoId) -> Result<()> {
        let body = RulesRequest { audience: AudienceView::Everyone, preferences: String::new(), restrictions: Vec::new(), strict: false };
        let _: CameoView = read(good("opening a cameo", self.http.put(format!("{}/api/cameos/{cameo}/rules", self.url)).json(&body)).await?).await?;
        Ok(())
    }

    /// Takes consent back, from everything.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn revoke(&self, cameo: CameoId) -> Result<ReceiptView> {
        let body = RevokeRequest { scope: ScopeView::Everything };
        read(good("taking consent back", self.http.post(format!("{}/api/cameos/{cameo}/revoke", self.url)).json(&body)).await?).await
    }

    /// The answer to an SDP offer.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn offer(&self, room: RoomId, offer: String) -> Result<String> {
        let request = self.http.post(format!("{}/api/rooms/{room}/rtc", self.url)).header(header::CONTENT_TYPE, "application/sdp").body(offer);
        Ok(good("connecting over WebRTC", request).await?.text().await?)
    }

    /// Joins a room's call: the answer to an SDP offer, and the connection's name.
    ///
    /// # Errors
    /// What the server refuses.
    pub async fn call(&self, room: RoomId, offer: String) -> Result<(String, CallId)> {
        let request = self.http.post(format!("{}/api/rooms/{room}/voices", self.url)).header(header::CONTENT_TYPE, "application/sdp").body(offer);
        let response = good("joining a call", request).await?;
        let place = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let call = place.rsplit('/').next().and_then(|name| name.parse().ok());
        Ok((response.text().await?, call.ok_or(LoadError::Unexpected { what: "joining a call", got: place })?))
    }

    /// # Errors
    /// What the server refuses.
    pub async fn make_room(&self) -> Result<RoomId> {
        let body = NewRoom { name: "Load test".into() };
        let made: RoomSummary = read(good("making a room", self.http.post(format!("{}/api/rooms", self.url)).json(&body)).await?).await?;
        Ok(made.room)
    }

    /// # Errors
    /// Where it is not there, which it must be once it was told of.
    pub async fn clip(&self, clip: ClipId) -> Result<Clip> {
        read(good("asking for a clip", self.http.get(format!("{}/api/clips/{clip}", self.url))).await?).await
    }

    /// The address of a socket of this server.
    #[must_use]
    pub fn socket(&self, path: &str) -> String {
        format!("{}{path}", self.url.replacen("http", "ws", 1))
    }
}

async fn good(what: &'static str, request: RequestBuilder) -> Result<Response> {
    let response = request.send().await?;
    if response.status().is_success() {
        return Ok(response);
    }
    let status = response.status();
    match response.json::<ErrorAnswer>().await {
        Ok(ErrorAnswer { error }) => Err(LoadError::Refused { what, code: error.code, message: error.message }),
        Err(_) => Err(LoadError::Unexpected { what, got: status.to_string() }),
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T> {
    Ok(response.json().await?)
}
