//! How the server is set up: flags and environment, read once into types that can't be wrong.

use crate::origin::Origin;
use clap::Args;
use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

/// Flags of `greenroom serve`; each has a variable of the same name.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Address and port for pages.
    #[arg(long, env = "GREENROOM_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The address under which people reach the server, for links: https://greenroom.example
    #[arg(long, env = "GREENROOM_PUBLIC_URL")]
    pub public_url: Option<Origin>,
    /// Folder for everything that is kept.
    #[arg(long, env = "GREENROOM_DATA", default_value = "./data")]
    pub data: PathBuf,
    /// postgres://… or sqlite:///…; without it a SQLite file in the data folder.
    #[arg(long, env = "GREENROOM_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<DatabaseUrl>,
    /// File with the key of everything biometric; keep it, and its backup, apart from the data. Without it: biometric-key in the data folder.
    #[arg(long, env = "GREENROOM_BIOMETRIC_KEY")]
    pub biometric_key: Option<PathBuf>,
    /// Folder with the small models; without it models in the data folder, then ~/.cache/greenroom/models.
    #[arg(long, env = "GREENROOM_MODELS")]
    pub models: Option<PathBuf>,
    /// Address and port (UDP) for pictures and sound; without it the same as --listen.
    #[arg(long, env = "GREENROOM_RTC_LISTEN")]
    pub rtc_listen: Option<SocketAddr>,
    /// IP addresses under which browsers reach that port, if it is not on this machine's own.
    #[arg(long, env = "GREENROOM_RTC_PUBLIC", value_delimiter = ',')]
    pub rtc_public: Vec<IpAddr>,
    /// Viewers over WebRTC at most; the others get pictures over their socket.
    #[arg(long, env = "GREENROOM_RTC_PEERS", default_value_t = 1_000)]
    pub rtc_peers: usize,
    /// Certificate chain (PEM).
    #[arg(long, env = "GREENROOM_TLS_CERT", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// Its private key (PEM).
    #[arg(long, env = "GREENROOM_TLS_KEY", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Connections from one address at most. Behind a proxy everybody shares the proxy's.
    #[arg(long, env = "GREENROOM_CONNECTIONS_PER_ADDRESS", default_value_t = 256, value_parser = at_least_one)]
    pub connections_per_address: u32,
    /// Failed sign-ins for one handle in ten minutes; one address may fail three times as often.
    #[arg(long, env = "GREENROOM_SIGN_IN_ATTEMPTS", default_value_t = 10, value_parser = at_least_one)]
    pub sign_in_attempts: u32,
    /// Failed sign-ups and unknown invitations from one address in ten minutes.
    #[arg(long, env = "GREENROOM_SIGN_UP_ATTEMPTS", default_value_t = 20, value_parser = at_least_one)]
    pub sign_up_attempts: u32,
    /// Further origins whose pages may use this server: https://other.example
    #[arg(long, env = "GREENROOM_ALLOW_ORIGIN", value_delimiter = ',')]
    pub allow_origin: Vec<Origin>,
    /// Write the log as JSON.
    #[arg(long, env = "GREENROOM_LOG_JSON")]
    pub log_json: bool,
    /// What to log, as in RUST_LOG: greenroom=debug
    #[arg(long, env = "GREENROOM_LOG")]
    pub log: Option<String>,
}

fn at_least_one(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or_else(|| "write a number from 1".to_owned())
}

/// May hold a password, so it can't be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

impl std::str::FromStr for DatabaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| text.starts_with(scheme));
        if known { Ok(Self(text.to_owned())) } else { Err("write postgres://user@host/name or sqlite:///path/to/file".to_owned()) }
    }
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseUrl(…)")
    }
}

/// Everything that [`crate::App::build`] needs to know.
#[derive(Clone, Debug)]
pub struct Config {
    pub listen: SocketAddr,
    /// None: the address on which it listens.
    pub public_url: Option<Origin>,
    pub data: PathBuf,
    /// None: SQLite in the data folder.
    pub database_url: Option<DatabaseUrl>,
    /// None: in the data folder.
    pub biometric_key: Option<PathBuf>,
    /// None: the usual places.
    pub models: Option<PathBuf>,
    pub rtc: Rtc,
    pub tls: Option<Tls>,
    pub limits: Limits,
    pub allow_origin: Vec<Origin>,
}

#[derive(Clone, Debug)]
pub struct Rtc {
    /// None: the address and the number of the pages' port.
    pub listen: Option<SocketAddr>,
    pub public: Vec<IpAddr>,
    pub peers: usize,
}

#[derive(Clone, Debug)]
pub struct Tls {
    pub cert: PathBuf,
    pub key: PathBuf,
}

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub connections_per_address: u32,
    /// Failed ones, per handle, in ten minutes.
    pub sign_in_attempts: u32,
    /// Failed ones, per address, in ten minutes.
    pub sign_up_attempts: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections_per_address: 256, sign_in_attempts: 10, sign_up_attempts: 20 }
    }
}

impl Config {
    /// For tests and programs that start a server inside: a free port of this machine, SQLite in `data`.
    #[must_use]
    pub fn local(data: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: None,
            data: data.into(),
            database_url: None,
            biometric_key: None,
            models: None,
            rtc: Rtc { listen: None, public: Vec::new(), peers: 100 },
            tls: None,
            limits: Limits::default(),
            allow_origin: Vec::new(),
        }
    }

    /// The database's address.
    #[must_use]
    pub fn database(&self) -> String {
        match &self.database_url {
            Some(url) => url.0.clone(),
            None => format!("sqlite://{}", self.data.join("greenroom.db").display()),
        }
    }
}

impl From<ServeArgs> for Config {
    fn from(args: ServeArgs) -> Self {
        Self {
            listen: args.listen,
            public_url: args.public_url,
            data: args.data,
            database_url: args.database_url,
            biometric_key: args.biometric_key,
            models: args.models,
            rtc: Rtc { listen: args.rtc_listen, public: args.rtc_public, peers: args.rtc_peers },
            tls: args.tls_cert.zip(args.tls_key).map(|(cert, key)| Tls { cert, key }),
            limits: Limits {
                connections_per_address: args.connections_per_address,
                sign_in_attempts: args.sign_in_attempts,
                sign_up_attempts: args.sign_up_attempts,
            },
            allow_origin: args.allow_origin,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        serve: ServeArgs,
    }

    fn read(flags: &[&str]) -> Result<Config, clap::Error> {
        Line::try_parse_from(std::iter::once(&"greenroom").chain(flags)).map(|line| line.serve.into())
    }

    #[test]
    fn without_flags_only_this_machine_is_served() {
        let config = read(&[]).expect("defaults are whole");
        assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
        assert_eq!(config.database(), "sqlite://./data/greenroom.db");
        assert!(config.tls.is_none() && config.rtc.listen.is_none() && config.allow_origin.is_empty());
        assert_eq!(config.limits.connections_per_address, 256);
    }

    #[test]
    fn lists_are_written_with_commas_or_repeated() {
        let config =
            read(&["--rtc-public", "10.0.0.1,::1", "--allow-origin", "https://a.example", "--allow-origin", "http://b.example:81"]).expect("fits");
        assert_eq!(config.rtc.public.len(), 2);
        assert_eq!(config.allow_origin.len(), 2);
    }

    #[test]
    fn what_can_not_be_meant_is_refused_at_the_start() {
        for flags in [
            ["--listen", "somewhere"],
            ["--public-url", "greenroom.example"],
            ["--database-url", "mysql://host/name"],
            ["--tls-cert", "only-a-certificate.pem"],
            ["--tls-key", "only-a-key.pem"],
            ["--connections-per-address", "0"],
            ["--allow-origin", "*"],
        ] {
            assert!(read(&flags).is_err(), "{flags:?}");
        }
    }

    #[test]
    fn a_database_password_is_not_printed() {
        let config = read(&["--database-url", "postgres://me:hidden@host/name"]).expect("fits");
        assert!(!format!("{config:?}").contains("hidden"));
        assert!(config.database().contains("hidden"));
    }
}
