//! From the owner's link to two people who talk in one room.

use crate::support::{Page, Person, Server, code_of};
use wire::{
    RoleView,
    http::{InviteInfo, InviteLink},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_invites_somebody_and_they_talk() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let room = ana.make_room("The park").await;
    let (mut anas, view) = Page::in_room(&ana, room).await;
    assert_eq!((view.name.as_str(), view.members.len()), ("The park", 1));

    let link = ana.invite(room, RoleView::CoCreator).await;
    assert!(link.url.starts_with(server.url()), "{}", link.url);
    let info: InviteInfo = ana.get(&format!("/api/invites/{}", link.code)).await.json();
    assert_eq!((info.by.as_deref(), info.room_name.as_deref(), info.role), (Some("ana"), Some("The park"), Some(RoleView::CoCreator)));

    let ben = Person::sign_up(server.url(), &link.url, "Ben").await;
    assert_eq!((ben.handle.as_str(), ben.room), ("ben", Some(room)));
    let joined = anas.event("ben's coming", |event| if let wire::EventKind::MemberJoined { user, .. } = event { Some(*user) } else { None }).await;
    assert_eq!(joined, ben.user);
    let (mut bens, view) = Page::in_room(&ben, room).await;
    assert_eq!(
        view.members.iter().map(|member| (member.handle.as_str(), member.role)).collect::<Vec<_>>(),
        [("ana", RoleView::Host), ("ben", RoleView::CoCreator)]
    );
    anas.state("both present", |state| matches!(state, wire::Ephemeral::Present { users } if users.len() == 2).then_some(())).await;

    anas.say(room, "hello, what shall we make?").await;
    bens.say(room, "a dog!").await;
    anas.say(room, "in the rain").await;
    let said = ["hello, what shall we make?", "a dog!", "in the rain"];
    assert_eq!(anas.lines(3).await, said);
    assert_eq!(bens.lines(3).await, said);
    let (_, view) = Page::in_room(&ana, room).await;
    assert_eq!(view.chat.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), said, "what was said is there for whoever comes later");
    assert_eq!(ben.rooms().await.iter().map(|room| (room.name.as_str(), room.members)).collect::<Vec<_>>(), [("The park", 2)]);
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_account_has_four_invitations() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let room = ana.make_room("The park").await;
    assert_eq!(ana.me().await.invites_left, 4);
    let link = ana.invite(room, RoleView::Viewer).await;
    for handle in ["ben", "cai", "dee", "eva"] {
        let person = Person::sign_up(server.url(), &link.url, handle).await;
        assert_eq!(person.me().await.invites_left, 4, "a new account has its own four");
    }
    assert_eq!(ana.me().await.invites_left, 0);
    let fifth = Person::try_sign_up(server.url(), code_of(&link.url), "fay").await;
    assert_eq!(fifth.refusal(), (410, "invite_used".into()));
    let another = ana.invite(room, RoleView::Viewer).await;
    let fifth = Person::try_sign_up(server.url(), &another.code, "fay").await;
    assert_eq!(fifth.refusal(), (410, "invite_used".into()), "a further link gives no further accounts");
    assert_eq!(ana.post("/api/me/invites").await.refusal(), (409, "invites_used".into()));
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owners_link_makes_one_account() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let again = Person::try_sign_up(server.url(), code_of(server.owner_link()), "eve").await;
    assert_eq!(again.refusal(), (404, "invite_unknown".into()));
    let link: InviteLink = ana.post("/api/me/invites").await.json();
    let ben = Person::sign_up(server.url(), &link.url, "ben").await;
    assert_eq!(ben.room, None, "an invitation to the server leads to no room");
    assert_eq!(Person::try_sign_up(server.url(), &link.code, "eve").await.refusal(), (410, "invite_used".into()));
    server.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_opens_a_rooms_link_without_spending_an_invitation() {
    let server = Server::start().await;
    let ana = Person::owner(&server).await;
    let link: InviteLink = ana.post("/api/me/invites").await.json();
    let ben = Person::sign_up(server.url(), &link.url, "ben").await;
    let room = ana.make_room("The park").await;
    let link = ana.invite(room, RoleView::CoCreator).await;
    for _ in 0..2 {
        let joined: wire::http::Joined = ben.post(&format!("/api/invites/{}", link.code)).await.json();
        assert_eq!(joined.room, room);
    }
    assert_eq!(ana.me().await.invites_left, 3);
    let (_, view) = Page::in_room(&ben, room).await;
    assert_eq!(view.members.len(), 2, "opened twice, joined once");
    let again = Person::signed(server.url(), &Person::try_sign_in(server.url(), "ben", crate::support::PASSWORD).await);
    assert_eq!(again.user, ben.user);
    server.end().await;
}
