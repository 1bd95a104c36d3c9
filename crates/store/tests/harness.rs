//! A fresh database and object folder for each test; one Postgres for the whole run.
//!
//! The server is the child of a small shell that reads from a pipe of this process: when this process ends, however it
//! ends, the pipe closes, and the shell stops the server and removes its folder.

use domain::{
    CameoId, ClipId, MessageId, RoomId, TakeId, Timestamp, UserId,
    account::Handle,
    plan::{Cast, Draft, Format, FrozenPlan, Maker, Size},
    room::{Recorded, RoomEvent},
    storyboard::{Shot, Storyboard},
};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::{
    io::{BufRead, BufReader},
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{ChildStdin, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};
use store::{NewAccount, NewClip, NewInvite, RoomBatch, SecretHash, SignUpTicket, Store, StoreSettings};
use tempfile::TempDir;

pub const NOW: Timestamp = Timestamp::from_millis(1_700_000_000_000);
pub const LATER: Timestamp = Timestamp::from_millis(1_700_000_100_000);

static COUNT: AtomicU64 = AtomicU64::new(1);

pub struct Bench {
    pub url: String,
    pub folder: TempDir,
}

impl Bench {
    pub fn sqlite() -> Self {
        let folder = TempDir::new().expect("a folder");
        Self { url: format!("sqlite://{}", folder.path().join("data/greenroom.db").display()), folder }
    }

    pub async fn postgres() -> Self {
        let server = server();
        let name = format!("t{}", COUNT.fetch_add(1, Ordering::SeqCst));
        let _one_at_a_time = server.making.lock().await;
        let mut connection = sqlx::PgConnection::connect(&server.url("postgres")).await.expect("the server answers");
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.expect("a database");
        Self { url: server.url(&name), folder: TempDir::new().expect("a folder") }
    }

    pub fn objects(&self) -> PathBuf {
        self.folder.path().join("objects")
    }

    pub fn settings(&self) -> StoreSettings {
        StoreSettings { database_url: self.url.clone(), ..StoreSettings::in_folder(self.folder.path()) }
    }

    pub async fn open(&self) -> Store {
        Store::open(self.settings()).await.expect("the store opens")
    }

    /// Changes the database behind the store's back.
    pub async fn meddle(&self, sql: &str) {
        let sql = AssertSqlSafe(sql.to_owned());
        if self.url.starts_with("sqlite") {
            let mut connection = sqlx::SqliteConnection::connect(&self.url).await.expect("the file opens");
            connection.execute(sql).await.expect("it is done");
        } else {
            let mut connection = sqlx::PgConnection::connect(&self.url).await.expect("the server answers");
            connection.execute(sql).await.expect("it is done");
        }
    }
}

struct Server {
    folder: PathBuf,
    user: String,
    making: tokio::sync::Mutex<()>,
    /// Held open until the process ends.
    _lifeline: ChildStdin,
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!("postgres://{}@localhost/{database}?host={}", self.user, self.folder.display())
    }
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(start)
}

fn binaries() -> PathBuf {
    let newest = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|version| version.path().join("bin")).max();
    let path = std::env::var_os("PATH").unwrap_or_default();
    newest
        .into_iter()
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
        .expect("these tests need Postgres: apt-get install postgresql")
}

/// Postgres does not run as root: then it runs as `postgres`, or as `nobody`.
fn runs_as() -> (String, Option<(u32, u32)>) {
    let ask = |arguments: &[&str]| {
        let told = Command::new("id").args(arguments).output().expect("id runs");
        told.status.success().then(|| String::from_utf8_lossy(&told.stdout).trim().to_owned())
    };
    let number = |arguments: &[&str]| ask(arguments).and_then(|told| told.parse::<u32>().ok());
    let me = ask(&["-un"]).expect("this process has a user");
    if me != "root" {
        return (me, None);
    }
    let name = ["postgres", "nobody"].into_iter().find(|name| number(&["-u", name]).is_some()).expect("a user that is not root");
    (name.to_owned(), Some((number(&["-u", name]).expect("its number"), number(&["-g", name]).expect("its group"))))
}

fn start() -> Server {
    let (user, ids) = runs_as();
    let folder = tempfile::Builder::new().prefix("greenroom-pg").permissions(std::fs::Permissions::from_mode(0o700)).tempdir();
    let folder = folder.expect("a folder").keep();
    // The folder's own shell removes it. fsync is off: here the store is tested, not Postgres.
    let script = r#"
        cd "$1" && "$2/initdb" -D "$1/data" -U "$3" -A trust -E UTF8 --no-sync >"$1/log" 2>&1 &&
        "$2/pg_ctl" -D "$1/data" -l "$1/log" -w -t 60 -o "-c listen_addresses='' -k '$1' -c fsync=off -c max_connections=200" start >>"$1/log" 2>&1 &&
        echo ready || { echo failed; cat "$1/log" >&2; }
        read -r _
        "$2/pg_ctl" -D "$1/data" -m immediate -w stop >/dev/null 2>&1
        cd / && rm -rf "$1""#;
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(script).arg("sh").arg(&folder).arg(binaries()).arg(&user);
    shell.env("LC_ALL", "C.UTF-8").current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped()).process_group(0);
    if let Some((uid, gid)) = ids {
        std::os::unix::fs::chown(&folder, Some(uid), Some(gid)).expect("root gives the folder away");
        shell.uid(uid).gid(gid);
    }
    #[expect(clippy::zombie_processes, reason = "it ends when this process does, and is reaped then")]
    let mut child = shell.spawn().expect("a shell");
    let mut told = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut told).expect("it tells");
    assert_eq!(told.trim(), "ready", "Postgres did not start");
    Server { folder, user, making: tokio::sync::Mutex::default(), _lifeline: child.stdin.take().expect("piped") }
}

fn fresh() -> uuid::Uuid {
    let count = COUNT.fetch_add(1, Ordering::SeqCst);
    let mut entropy = [0; 10];
    entropy[2..].copy_from_slice(&count.to_be_bytes());
    UserId::new(NOW.plus(count), &entropy).as_uuid()
}

pub fn user_id() -> UserId {
    UserId::from_uuid(fresh())
}

pub fn room_id() -> RoomId {
    RoomId::from_uuid(fresh())
}

pub fn take_id() -> TakeId {
    TakeId::from_uuid(fresh())
}

pub fn clip_id() -> ClipId {
    ClipId::from_uuid(fresh())
}

pub fn cameo_id() -> CameoId {
    CameoId::from_uuid(fresh())
}

/// A clip of a fresh take, made by the first of its owners.
pub fn new_clip(owners: &[UserId], cast: Cast) -> NewClip {
    let (take, room) = (take_id(), room_id());
    let plan = plan(room, take, owners[0], HOSTILE[3]);
    NewClip {
        clip: clip_id(),
        take,
        room: Some(room),
        title: HOSTILE[0].into(),
        seconds: 5,
        size: Size::UPRIGHT,
        fps: 24,
        engine: "studio".into(),
        owners: owners.to_vec(),
        makers: plan.makers().to_vec(),
        cast,
        bytes: 123,
        at: NOW,
        notices: vec![HOSTILE[2].into(), String::new()],
        plan,
    }
}

/// A second account, by an invitation of the owner's.
pub async fn guest(store: &Store, by: UserId, name: &str) -> UserId {
    signed_up(store, by, new_account(name)).await
}

/// One who is under age.
pub async fn young_guest(store: &Store, by: UserId, name: &str) -> UserId {
    signed_up(store, by, NewAccount { birth_date: "2008-01-01".into(), ..new_account(name) }).await
}

async fn signed_up(store: &Store, by: UserId, new: NewAccount) -> UserId {
    let code = hash();
    let invite = NewInvite { code_hash: code, by, room: None, at: NOW, expires: LATER, uses_left: 1 };
    store.create_invite(invite).await.expect("an invitation");
    let user = new.user;
    store.create_account(new, SignUpTicket::Invite(code)).await.expect("they sign up");
    user
}

pub fn hash() -> SecretHash {
    let mut hash = [0; 32];
    hash[..16].copy_from_slice(fresh().as_bytes());
    // Bytes that are not text.
    hash[16..20].copy_from_slice(&[0, 0xff, b'\'', 0x80]);
    hash
}

pub fn handle(name: &str) -> Handle {
    name.parse().expect("a handle")
}

pub fn new_account(name: &str) -> NewAccount {
    NewAccount { user: user_id(), handle: handle(name), password_hash: "$argon2id$v=19$…".to_owned(), birth_date: "1990-02-28".to_owned(), at: NOW }
}

pub async fn owner(store: &Store) -> UserId {
    let ticket = hash();
    store.set_owner_ticket(ticket).await.expect("no owner yet");
    let new = new_account("owner");
    let user = new.user;
    store.create_account(new, SignUpTicket::Owner(ticket)).await.expect("the owner signs up");
    user
}

/// A store with its owner and a room of theirs.
pub async fn furnished(bench: &Bench) -> (Store, UserId, RoomId) {
    let store = bench.open().await;
    let user = owner(&store).await;
    let room = room_id();
    store.create_room(room, "Kitchen", user, NOW).await.expect("a room");
    (store, user, room)
}

pub fn said(by: UserId, text: &str) -> RoomEvent {
    RoomEvent::Said { message: MessageId::from_uuid(fresh()), by, text: text.to_owned(), reply_to: None }
}

pub fn recorded(seq: u64, event: RoomEvent) -> Recorded {
    Recorded { seq, at: NOW.plus(seq), event }
}

pub fn batch(room: RoomId, epoch: u64) -> RoomBatch {
    RoomBatch { room, epoch, events: Vec::new(), plans: Vec::new(), redactions: Vec::new(), updates: Vec::new(), idempotency: None }
}

/// One line of chat at `seq`.
pub fn chat(room: RoomId, epoch: u64, seq: u64, by: UserId) -> RoomBatch {
    RoomBatch { events: vec![recorded(seq, said(by, &format!("line {seq}")))], ..batch(room, epoch) }
}

pub fn plan(room: RoomId, take: TakeId, by: UserId, prompt: &str) -> FrozenPlan {
    let shot = Shot { id: "a".into(), prompt: prompt.into(), seconds: 5, ..Shot::default() };
    FrozenPlan::freeze(Draft {
        take,
        room: Some(room),
        storyboard: Storyboard { shots: vec![shot] },
        format: Format::default(),
        seed: u64::MAX,
        makers: vec![Maker { user: by, handle: handle("owner") }],
        cast: Cast::nobody(),
        rules: 1,
    })
    .expect("a plan")
}

pub fn queued(take: TakeId, by: UserId) -> RoomEvent {
    RoomEvent::TakeQueued {
        take,
        asker: by,
        makers: vec![by],
        title: "a dog runs".into(),
        seconds: 5,
        cast: vec![],
        waiting_for: vec![],
        derived: None,
    }
}

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() { files.extend(files_below(&entry.path())) } else { files.push(entry.path()) }
    }
    files
}

/// Text that trips what is built by hand.
pub const HOSTILE: [&str; 7] = [
    "'; DROP TABLE accounts; --",
    "\" OR 1=1 /* $1 ?1 :a @b",
    "\u{202e}drawkcab \u{feff}\u{200d}",
    "👩‍👩‍👧‍👦 naïve ﷽",
    "\\x00 \\' %_ {} \r\n\t",
    "../../etc/passwd",
    "",
];
