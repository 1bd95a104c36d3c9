//! The real server, inside this process, on a free port and a folder of its own.

use super::within;
use greenroom::{App, Config, Fault};
use std::path::Path;
use tempfile::TempDir;
use tokio::{sync::oneshot, task::JoinHandle};

pub struct Server {
    url: String,
    owner_link: String,
    data: TempDir,
    end: oneshot::Sender<()>,
    serving: JoinHandle<Result<(), Fault>>,
}

impl Server {
    pub async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    pub async fn start_with(set: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut config = Config::local(data.path());
        set(&mut config);
        let app = App::build(config).await.expect("an empty folder is enough");
        let (url, owner_link) = (app.url(), app.owner_link().expect("nobody has signed up").to_owned());
        let (end, ended) = oneshot::channel::<()>();
        let serving = tokio::spawn(app.serve(async { drop(ended.await) }));
        Self { url, owner_link, data, end, serving }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn owner_link(&self) -> &str {
        &self.owner_link
    }

    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// A second door to the same store, for what no route can bring about.
    pub async fn store(&self) -> store::Store {
        let settings = store::StoreSettings::in_folder(self.data());
        store::Store::open(settings).await.expect("the server has made it")
    }

    /// The end of every story: the server must still be there, and must end in an orderly way.
    pub async fn end(self) {
        let answer = reqwest::get(format!("{}/api/health", self.url)).await.expect("the server answers");
        assert_eq!(answer.status(), 200);
        drop(self.end);
        within("the server's end", self.serving).await.expect("no panic").expect("no fault");
    }
}
