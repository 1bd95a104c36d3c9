//! One person, by HTTP: signs up with the owner's link, makes a room, looks at clips.

use crate::{
    error::{LoadError, Result},
    server::Server,
};
use domain::{ClipId, RoomId};
use reqwest::{Client, RequestBuilder, Response, header};
use serde::de::DeserializeOwned;
use wire::http::{Clip, ErrorAnswer, Me, NewRoom, RoomSummary, SignUp};

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
        let http = Client::builder().cookie_store(true).build()?;
        let body = SignUp {
            invite: server.owner_code.clone(),
            handle: "loadtest".into(),
            password: "only for this run, in a folder that goes".into(),
            birth_date: "1990-01-01".into(),
        };
        let response = good("signing up", http.post(format!("{}/api/sign-up", server.url)).json(&body)).await?;
        let set = response.headers().get(header::SET_COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookie = set.split(';').next().unwrap_or_default().to_owned();
        let _: Me = response.json().await?;
        Ok(Self { http, url: server.url.clone(), cookie })
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
