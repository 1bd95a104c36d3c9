//! What stories are told with: a server, people, their pages and storyboards. Everything awaits what the server says; nothing
//! sleeps. It knows the product from outside only.

mod answer;
mod board;
mod cameos;
mod page;
mod person;
mod program;
mod rtc;
mod scene;
mod server;

pub use answer::{Answer, raw, raw_cut};
pub use board::Board;
pub use cameos::{asked, recording};
pub use page::{Frame, Kind, Page};
pub use person::{PASSWORD, Person, code_of};
pub use program::{Program, run};
pub use rtc::RtcViewer;
pub use scene::{Scene, small};
pub use server::Server;

use std::{future::Future, time::Duration};

/// For anything that is awaited. Generous: it only turns a story that hangs into one that fails.
const DEADLINE: Duration = Duration::from_secs(60);

/// # Panics
/// When it does not come.
pub async fn within<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(DEADLINE, future).await {
        Ok(value) => value,
        Err(_) => panic!("awaited in vain: {what}"),
    }
}
