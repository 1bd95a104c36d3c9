//! Too much of everything from one address. The limits are settings, low here.

use crate::support::{Answer, PASSWORD, Page, Person, Scene, Server, within};
use futures::{StreamExt, future::join_all, stream::FuturesUnordered};
use tokio::{io::AsyncReadExt, net::TcpStream};

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_connections_is_turned_away_at_the_door_and_open_pages_stay() {
    const MOST: u32 = 24;
    let mut scene = Scene::on(Server::start_with(|config| config.limits.connections_per_address = MOST).await).await;
    let address = scene.server.url().trim_start_matches("http://").to_owned();
    // Whoever is let in hears nothing: a request would come first.
    let mut waiting: FuturesUnordered<_> = (0..2 * MOST).map(|_| whatever_comes(&address)).collect();
    for _ in 0..MOST {
        let refusal = within("those who are turned away", waiting.next()).await.expect("so many are not let in");
        assert!(refusal.starts_with("HTTP/1.1 503") && refusal.contains("too_many_connections") && refusal.contains("retry-after"), "{refusal}");
    }
    scene.anas.is_well(scene.room).await;
    scene.bens.is_well(scene.room).await;
    drop(waiting);
    // The server hears of each end by itself; from then on there is room again.
    let url = format!("{}/api/health", scene.server.url());
    within("places at the door", async {
        loop {
            let answers = join_all((0..8).map(|_| reqwest::get(&url))).await;
            if answers.into_iter().all(|answer| answer.is_ok_and(|answer| answer.status() == 200)) {
                return;
            }
        }
    })
    .await;
    scene.end().await;
}

async fn whatever_comes(address: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("the kernel accepts");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an orderly end");
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_passwords_must_wait() {
    let scene = Scene::on(Server::start_with(|config| config.limits.sign_in_attempts = 3).await).await;
    let url = scene.server.url();
    for _ in 0..3 {
        assert_eq!(Person::try_sign_in(url, "ana", "wrong but long enough").await.refusal(), (401, "sign_in_wrong".into()));
    }
    let refused = Person::try_sign_in(url, "ana", PASSWORD).await;
    assert_eq!(refused.refusal(), (429, "too_many_attempts".into()), "not even the right one");
    let seconds: u32 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=600).contains(&seconds), "{seconds}");
    assert_eq!(Person::try_sign_in(url, "ben", PASSWORD).await.status, 200, "others sign in as ever");
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_guesses_invitations_must_wait() {
    let scene = Scene::on(Server::start_with(|config| config.limits.sign_up_attempts = 3).await).await;
    let url = scene.server.url();
    for attempt in 0..3 {
        let guessed = Person::try_sign_up(url, &format!("guess-{attempt}"), "eve").await;
        assert_eq!(guessed.refusal(), (404, "invite_unknown".into()));
    }
    let refused = Person::try_sign_up(url, "guess-4", "eve").await;
    assert_eq!(refused.refusal(), (429, "too_many_attempts".into()));
    assert!(refused.header("retry-after").parse::<u32>().is_ok());
    let look = Answer::of(reqwest::Client::new().get(format!("{url}/api/invites/guess-5"))).await;
    assert_eq!(look.refusal(), (429, "too_many_attempts".into()));
    scene.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_person_opens_so_many_pages_and_no_more() {
    let mut scene = Scene::set().await;
    let mut pages = Vec::new();
    let code = loop {
        let mut page = Page::knock(scene.ben.url(), "/ws", &[("cookie", scene.ben.cookie())]).await.expect("opened");
        if !page.is_greeted().await {
            break page.closed().await;
        }
        pages.push(page);
        assert!(pages.len() < 64, "there is no limit");
    };
    assert_eq!(code, wire::CloseCode::Flooding.number());
    scene.anas.is_well(scene.room).await;
    scene.end().await;
}
