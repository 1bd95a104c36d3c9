//! TLS, by a certificate and a key in files.

use crate::config::Tls;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use std::{
    fs::File,
    io::{self, BufReader},
    path::Path,
    sync::Arc,
};
use tokio_rustls::TlsAcceptor;

#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("{path}: {source}")]
    File { path: String, source: io::Error },
    #[error("{0} holds no certificate: give a PEM file with the chain, your own certificate first")]
    NoCertificate(String),
    #[error("{0} holds no private key: give a PEM file with it")]
    NoKey(String),
    #[error("certificate and key can't be used: {0}")]
    Unusable(#[from] rustls::Error),
}

/// # Errors
/// Where a file can't be read, or the two do not fit.
pub fn acceptor(tls: &Tls) -> Result<TlsAcceptor, TlsError> {
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(certificates(&tls.cert)?, key(&tls.key)?)?;
    let mut config = config;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let chain: Vec<_> = rustls_pemfile::certs(&mut open(path)?).collect::<Result<_, _>>().map_err(|source| unread(path, source))?;
    if chain.is_empty() { Err(TlsError::NoCertificate(path.display().to_string())) } else { Ok(chain) }
}

fn key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let key = rustls_pemfile::private_key(&mut open(path)?).map_err(|source| unread(path, source))?;
    key.ok_or_else(|| TlsError::NoKey(path.display().to_string()))
}

fn open(path: &Path) -> Result<BufReader<File>, TlsError> {
    File::open(path).map(BufReader::new).map_err(|source| unread(path, source))
}

fn unread(path: &Path, source: io::Error) -> TlsError {
    TlsError::File { path: path.display().to_string(), source }
}
