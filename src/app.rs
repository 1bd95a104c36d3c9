//! The whole server, put together: `main` and the tests start the same one.
//!
//! Gateways run on the caller's tokio runtime. Actors have a thread of their own, with actix's system on it.

use crate::{
    config::Config,
    enrol::Enrolment,
    gateway::{Gateway, Tries},
    http::{self, joining::Joining, passwords::Passwords},
    listener::{self, Doors, Listener, TlsError},
    origin::{Origin, Origins},
    secrets::Secret,
    uploads::Uploads,
    webrtc::{RtcConfig, RtcError, RtcGateway},
    yjs::DocumentTokens,
};
use actors::{
    Actors, Directory, Settings,
    safety::{LikenessSafety, Safety},
};
use domain::{likeness::CameoKind, moderation::Rules};
use engine::studio::{Studio, understand::Meanings};
use media::{MediaError, SigningIdentity};
use models::{Models, Places};
use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};
use store::{SecretHash, Store, StoreError, StoreSettings};
use tokio::{net::TcpListener, sync::oneshot, time::timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// For each step of the end.
const DRAIN: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error("the data folder {path} can't be used: {source}")]
    Data { path: String, source: io::Error },
    #[error("the database or the object store can't be used: {0}")]
    Store(#[from] StoreError),
    #[error(transparent)]
    Identity(#[from] MediaError),
    #[error("{address} can't be listened on: {source}; choose another with --listen")]
    Listen { address: SocketAddr, source: io::Error },
    #[error("the port for pictures and sound can't be opened: {0}; choose another with --rtc-listen")]
    Rtc(#[from] RtcError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("the actors did not start")]
    Actors,
}

/// The actors ended by themselves: a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the actors ended by themselves; the log tells more")]
pub struct Fault;

/// A server that is ready to serve. It listens already; it answers from [`App::serve`] on.
pub struct App {
    gateway: Arc<Gateway>,
    listener: Listener,
    actors: ActorThread,
    address: SocketAddr,
    owner_link: Option<String>,
}

impl App {
    /// Opens everything; at the first start makes the keys, the certificate and the owner's link.
    ///
    /// # Errors
    /// The first thing that can't be opened, and what to do about it.
    pub async fn build(config: Config) -> Result<Self, StartError> {
        make_folder(&config.data).map_err(|source| StartError::Data { path: config.data.display().to_string(), source })?;
        let tls = config.tls.as_ref().map(listener::acceptor).transpose()?;
        let store = Store::open(store_settings(&config)).await?;
        let identity = Arc::new(SigningIdentity::load_or_create(&config.data.join("identity"))?);
        let listen = |source| StartError::Listen { address: config.listen, source };
        let tcp = TcpListener::bind(config.listen).await.map_err(listen)?;
        let address = tcp.local_addr().map_err(listen)?;
        let rtc = RtcGateway::bind(rtc_config(&config, address)).await?;
        let public = config.public_url.clone().unwrap_or_else(|| own_origin(address, tls.is_some()));
        let owner_code = owner_code(&store, &config.data).await?;
        let models = Arc::new(Models::open(Places::usual(config.models.as_deref(), &config.data)));
        let safety = Arc::new(LikenessSafety::builtin(models.clone()));
        let meanings = Arc::new(Meanings::new(models.clone()));
        let actors = ActorThread::start(store.clone(), identity.clone(), safety.clone(), Studio::asking(meanings.clone())).await?;
        let (tasks, ending) = (TaskTracker::new(), CancellationToken::new());
        let uploads = Uploads::new(store.clone(), models.clone(), &config.data);
        let enrolment = Enrolment::new(store.clone(), models, &config.data)
            .map_err(|source| StartError::Data { path: config.data.display().to_string(), source })?;
        let gateway = Gateway {
            meanings,
            store,
            enrolment,
            uploads,
            safety,
            directory: actors.directory.clone(),
            rtc,
            identity,
            passwords: tokio::task::spawn_blocking(Passwords::new).await.map_err(|_| StartError::Actors)?,
            tokens: DocumentTokens::default(),
            tries: Tries::new(config.limits),
            joining: Joining::default(),
            origins: Origins { tls: tls.is_some(), allowed: config.allow_origin.into_iter().chain([public.clone()]).collect() },
            owner_code: owner_code.as_ref().map(Secret::hash),
            public,
            tasks: tasks.clone(),
            ending: ending.clone(),
        };
        if anybody_enrolled(&gateway.store).await? {
            gateway.warm_safety();
        }
        let owner_link = owner_code.map(|code| format!("{}/i/{}", gateway.public, code.expose()));
        let listener = Listener { tcp, tls, doors: Doors::new(config.limits.connections_per_address), tasks, ending };
        Ok(Self { gateway: Arc::new(gateway), listener, actors, address, owner_link })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How people call it: `http://127.0.0.1:8080`.
    #[must_use]
    pub fn url(&self) -> String {
        self.gateway.public.to_string()
    }

    /// The link by which the server's owner signs up. None: somebody has.
    #[must_use]
    pub fn owner_link(&self) -> Option<&str> {
        self.owner_link.as_deref()
    }

    /// The UDP port for pictures and sound.
    #[must_use]
    pub fn rtc_address(&self) -> SocketAddr {
        self.gateway.rtc.local_addr()
    }

    /// Serves until the future ends, then finishes what is under way: what was acknowledged is on disk, and every socket is told to
    /// come back.
    ///
    /// # Errors
    /// Where the actors ended by themselves.
    pub async fn serve(self, until: impl Future<Output = ()>) -> Result<(), Fault> {
        let Self { gateway, listener, mut actors, .. } = self;
        let accepting = tokio::spawn(listener.run(http::router(gateway.clone())));
        let result = tokio::select! {
            () = until => Ok(()),
            _ = &mut actors.ended => Err(Fault),
        };
        gateway.ending.cancel();
        drop(accepting.await);
        actors.stop().await;
        gateway.tasks.close();
        if timeout(DRAIN, gateway.tasks.wait()).await.is_err() {
            tracing::warn!(left = gateway.tasks.len(), "connections that did not end are cut");
        }
        if timeout(DRAIN, gateway.rtc.shutdown()).await.is_err() {
            tracing::warn!("viewers that did not end are cut");
        }
        gateway.store.close().await;
        result
    }
}

/// Whether there is somebody who could be cast.
async fn anybody_enrolled(store: &Store) -> Result<bool, StoreError> {
    for kind in [CameoKind::Person, CameoKind::Pet, CameoKind::Object] {
        if !store.active_cameos(kind).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Readable for nobody else: passwords' hashes and keys lie in it.
pub(crate) fn make_folder(path: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

fn store_settings(config: &Config) -> StoreSettings {
    let usual = StoreSettings::in_folder(&config.data);
    let vault_key = config.biometric_key.clone().unwrap_or(usual.vault_key);
    StoreSettings { database_url: config.database(), vault_key, ..usual }
}

fn rtc_config(config: &Config, pages: SocketAddr) -> RtcConfig {
    // A port that the system chose for TCP may be taken for UDP.
    let port = if config.listen.port() == 0 { 0 } else { pages.port() };
    let listen = config.rtc.listen.unwrap_or(SocketAddr::new(pages.ip(), port));
    RtcConfig { listen, public: config.rtc.public.clone(), max_peers: config.rtc.peers }
}

fn own_origin(address: SocketAddr, tls: bool) -> Origin {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        other => other,
    };
    Origin::new(tls, &SocketAddr::new(ip, address.port()).to_string())
}

/// The same code at each start until somebody has used it, so that a link that was copied stays good.
async fn owner_code(store: &Store, data: &Path) -> Result<Option<Secret>, StartError> {
    let path = data.join("owner-code");
    let failed = |source| StartError::Data { path: path.display().to_string(), source };
    if store.owner_exists().await? {
        return match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed(error)),
            _ => Ok(None),
        };
    }
    let kept = std::fs::read_to_string(&path).ok().and_then(|text| Secret::presented(text.trim()));
    let code = match kept {
        Some(code) => code,
        None => {
            let code = Secret::code();
            write_privately(&path, code.expose()).map_err(failed)?;
            code
        }
    };
    let hash: SecretHash = code.hash();
    store.set_owner_ticket(hash).await?;
    Ok(Some(code))
}

fn write_privately(path: &Path, text: &str) -> io::Result<()> {
    use io::Write;
    let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The thread with actix's system on it.
struct ActorThread {
    directory: Directory,
    stop: Option<oneshot::Sender<()>>,
    /// Resolves when the thread has ended, as it should or not.
    ended: oneshot::Receiver<()>,
}

impl ActorThread {
    async fn start(store: Store, identity: Arc<SigningIdentity>, safety: Arc<dyn Safety>, engine: Studio) -> Result<Self, StartError> {
        let cores = thread::available_parallelism().map_or(2, usize::from);
        let settings = Settings {
            store,
            engine: Arc::new(engine),
            identity,
            rules: Arc::new(Rules::builtin()),
            safety,
            runtime: tokio::runtime::Handle::current(),
            room_arbiters: cores.saturating_sub(1).max(1),
            user_arbiters: 1,
        };
        let (tell, told) = oneshot::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let (end, ended) = oneshot::channel();
        let work = move || {
            // Dropped when the thread ends, also by a panic.
            let _end = end;
            actix::System::new().block_on(async move {
                let actors = Actors::start(settings).await;
                drop(tell.send(actors.directory()));
                // Whoever would stop it is gone: stop.
                drop(stopped.await);
                actors.shutdown().await;
            });
        };
        thread::Builder::new().name("actors".into()).spawn(work).map_err(|_| StartError::Actors)?;
        let directory = told.await.map_err(|_| StartError::Actors)?;
        Ok(Self { directory, stop: Some(stop), ended })
    }

    async fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // A thread that has ended already needs no telling.
            let _ = stop.send(());
        }
        // A receiver that has resolved already must not be asked again.
        if !self.ended.is_terminated() && timeout(DRAIN, &mut self.ended).await.is_err() {
            tracing::warn!("the actors did not end in time");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_every_address_calls_itself_by_a_usable_one() {
        let address = |text: &str| text.parse::<SocketAddr>().expect("an address");
        assert_eq!(own_origin(address("0.0.0.0:8080"), false).to_string(), "http://127.0.0.1:8080");
        assert_eq!(own_origin(address("[::]:443"), true).to_string(), "https://[::1]");
        assert_eq!(own_origin(address("10.0.0.7:80"), false).to_string(), "http://10.0.0.7");
    }

    async fn started(data: &Path) -> App {
        App::build(Config::local(data)).await.expect("an empty folder is enough")
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_server_starts_from_nothing_answers_and_ends() {
        let data = tempfile::tempdir().expect("a folder");
        let app = started(data.path()).await;
        let url = app.url();
        assert!(app.owner_link().is_some_and(|link| link.starts_with(&format!("{url}/i/"))));
        let (end, ended) = oneshot::channel::<()>();
        let serving = tokio::spawn(app.serve(async { drop(ended.await) }));
        let answer = reqwest::get(format!("{url}/api/health")).await.expect("an answer");
        assert_eq!(answer.status(), 200);
        assert!(answer.headers().contains_key("content-security-policy"));
        let refused = reqwest::Client::new().post(format!("{url}/api/sign-out")).header("origin", "http://evil.example").send().await;
        assert_eq!(refused.expect("an answer").status(), 403);
        drop(end);
        serving.await.expect("no panic").expect("an orderly end");
        assert!(reqwest::get(format!("{url}/api/health")).await.is_err());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_owners_link_stays_good_over_a_restart() {
        let data = tempfile::tempdir().expect("a folder");
        let code = |app: &App| app.owner_link().and_then(|link| link.rsplit('/').next()).map(str::to_owned);
        let first = started(data.path()).await;
        let link = code(&first);
        first.serve(std::future::ready(())).await.expect("an orderly end");
        assert!(link.is_some());
        assert_eq!(code(&started(data.path()).await), link);
    }

    #[test]
    fn pictures_take_the_number_of_the_pages_port() {
        let mut config = Config::local("unused");
        let pages: SocketAddr = "127.0.0.1:8080".parse().expect("an address");
        assert_eq!(rtc_config(&config, pages).listen.port(), 0);
        config.listen = pages;
        assert_eq!(rtc_config(&config, pages).listen, pages);
    }
}
