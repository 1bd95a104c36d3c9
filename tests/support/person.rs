//! Somebody with an account: a cookie, and what can be done with it over HTTP.

use super::{Answer, Server};
use domain::{ClipId, RoomId, UserId};
use reqwest::{Method, RequestBuilder, header};
use wire::{
    RoleView,
    http::{Clip, DocumentToken, InviteLink, Me, NewInvite, NewRoom, RoomSummary, SignIn, SignUp},
};

pub const PASSWORD: &str = "correct horse battery";

pub struct Person {
    pub user: UserId,
    pub handle: String,
    /// Where the invitation led.
    pub room: Option<RoomId>,
    url: String,
    cookie: String,
    http: reqwest::Client,
}

/// The code at the end of an invitation's or the owner's link.
pub fn code_of(link: &str) -> &str {
    link.rsplit('/').next().expect("a link")
}

impl Person {
    /// The server's owner.
    pub async fn owner(server: &Server) -> Self {
        Self::sign_up(server.url(), server.owner_link(), "ana").await
    }

    /// # Panics
    /// Where it is refused; see [`Self::try_sign_up`].
    pub async fn sign_up(url: &str, link: &str, handle: &str) -> Self {
        Self::signed(url, &Self::try_sign_up(url, code_of(link), handle).await)
    }

    pub async fn try_sign_up(url: &str, code: &str, handle: &str) -> Answer {
        let body = SignUp { invite: code.into(), handle: handle.into(), password: PASSWORD.into(), birth_date: "1990-05-17".into() };
        Answer::of(reqwest::Client::new().post(format!("{url}/api/sign-up")).json(&body)).await
    }

    pub async fn try_sign_in(url: &str, handle: &str, password: &str) -> Answer {
        let body = SignIn { handle: handle.into(), password: password.into() };
        Answer::of(reqwest::Client::new().post(format!("{url}/api/sign-in")).json(&body)).await
    }

    /// From the answer to a sign-up or a sign-in.
    pub fn signed(url: &str, answer: &Answer) -> Self {
        let me: Me = answer.json();
        let cookie = answer.header("set-cookie").split(';').next().expect("a cookie").to_owned();
        Self { user: me.user, handle: me.handle, room: me.room, url: url.to_owned(), cookie, http: reqwest::Client::new() }
    }

    /// The same person at the server's new address.
    pub fn at(&self, url: &str) -> Self {
        Self {
            user: self.user,
            handle: self.handle.clone(),
            room: self.room,
            url: url.to_owned(),
            cookie: self.cookie.clone(),
            http: self.http.clone(),
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.url)).header(header::COOKIE, &self.cookie)
    }

    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::POST, path)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        Answer::of(self.request(Method::DELETE, path)).await
    }

    pub async fn me(&self) -> Me {
        self.get("/api/me").await.json()
    }

    pub async fn make_room(&self, name: &str) -> RoomId {
        let body = NewRoom { name: name.into() };
        Answer::of(self.request(Method::POST, "/api/rooms").json(&body)).await.json::<RoomSummary>().room
    }

    pub async fn rooms(&self) -> Vec<RoomSummary> {
        self.get("/api/rooms").await.json()
    }

    pub async fn invite(&self, room: RoomId, role: RoleView) -> InviteLink {
        Answer::of(self.request(Method::POST, &format!("/api/rooms/{room}/invites")).json(&NewInvite { role })).await.json()
    }

    pub async fn document_token(&self, room: RoomId) -> DocumentToken {
        self.post(&format!("/api/rooms/{room}/token")).await.json()
    }

    /// My drafts.
    pub async fn clips(&self) -> Vec<Clip> {
        self.get("/api/clips").await.json()
    }

    pub async fn clip(&self, clip: ClipId) -> Clip {
        self.get(&format!("/api/clips/{clip}")).await.json()
    }
}
