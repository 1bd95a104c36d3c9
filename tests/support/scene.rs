//! How most stories begin: a server, a room, its host and a co-creator, all of them there.

use super::{Board, Page, Person, Server};
use domain::RoomId;
use wire::{RoleView, TakeOptions};

/// The smallest take that is offered, so that stories are short.
pub fn small() -> TakeOptions {
    TakeOptions { width: Some(360), height: Some(640), seed: Some(7), ..TakeOptions::default() }
}

pub struct Scene {
    pub server: Server,
    pub room: RoomId,
    /// The host.
    pub ana: Person,
    /// A co-creator.
    pub ben: Person,
    pub anas: Page,
    pub bens: Page,
    /// Of the host.
    pub board: Board,
}

impl Scene {
    pub async fn set() -> Self {
        Self::on(Server::start().await).await
    }

    pub async fn on(server: Server) -> Self {
        let ana = Person::owner(&server).await;
        let room = ana.make_room("The park").await;
        let link = ana.invite(room, RoleView::CoCreator).await;
        let ben = Person::sign_up(server.url(), &link.url, "ben").await;
        let (anas, _) = Page::in_room(&ana, room).await;
        let (bens, _) = Page::in_room(&ben, room).await;
        let board = Board::open(&ana, room).await;
        Self { server, room, ana, ben, anas, bens, board }
    }

    /// One more member.
    pub async fn join(&self, handle: &str, role: RoleView) -> Person {
        let link = self.ana.invite(self.room, role).await;
        Person::sign_up(self.server.url(), &link.url, handle).await
    }

    /// Nobody was disturbed, and the server ends as it should.
    pub async fn end(mut self) {
        self.anas.is_well(self.room).await;
        self.bens.is_well(self.room).await;
        self.server.end().await;
    }
}
