//! This server's signing identity: an authority of its own, and the certificate under it that signs files. Made at the first start, kept
//! in a folder; it knows keys and files, not manifests.

use crate::MediaError;
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    PKCS_ECDSA_P256_SHA256, date_time_ymd,
};
use std::{
    fs, io,
    io::Write,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

/// The authority's certificate: for those who check our files.
const ANCHOR: &str = "authority.pem";
/// The signing certificate, then the authority's.
const CHAIN: &str = "chain.pem";
/// The signing key, PKCS#8.
const KEY: &str = "key.pem";
const ORGANISATION: &str = "Greenroom";

/// Certificates and key, in memory. The authority's own key is thrown away once it has signed: nobody can add a certificate under it.
pub struct SigningIdentity {
    anchor: String,
    chain: String,
    key: String,
}

impl std::fmt::Debug for SigningIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningIdentity")
    }
}

impl SigningIdentity {
    /// The identity in this folder; where the folder does not exist yet, a new one. Servers that start at the same time on one folder end
    /// with the same identity.
    ///
    /// # Errors
    /// [`MediaError::Identity`] where the folder holds something else or only a part; [`MediaError::File`] where it can't be read or
    /// written.
    pub fn load_or_create(dir: &Path) -> Result<Self, MediaError> {
        if !dir.exists() {
            Self::generate().map_err(|reason| invalid(dir, &reason.to_string()))?.store(dir)?;
        }
        Self::load(dir)
    }

    /// The certificate (PEM) by which others recognise this server's files.
    #[must_use]
    pub fn anchor(&self) -> &str {
        &self.anchor
    }

    pub(super) fn chain(&self) -> &str {
        &self.chain
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    fn generate() -> Result<Self, rcgen::Error> {
        let authority_key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut authority = named("Greenroom content authority");
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let authority = CertifiedIssuer::self_signed(authority, authority_key)?;

        let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
        let mut leaf = named("Greenroom server");
        leaf.is_ca = IsCa::ExplicitNoCa;
        leaf.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::EmailProtection];
        leaf.use_authority_key_identifier_extension = true;
        let issuer: &Issuer<'_, KeyPair> = &authority;
        let leaf = leaf.signed_by(&key, issuer)?;
        let anchor = authority.pem();
        Ok(Self { chain: leaf.pem() + &anchor, key: key.serialize_pem(), anchor })
    }

    /// All files or none: they are written beside the folder, then the whole is renamed.
    fn store(&self, dir: &Path) -> Result<(), MediaError> {
        let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(file(parent))?;
        let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let fresh = parent.join(format!(".{name}.{}-{:x}", std::process::id(), unique()));
        fs::DirBuilder::new().mode(0o700).create(&fresh).map_err(file(&fresh))?;
        let written = self.write(&fresh).and_then(|()| match fs::rename(&fresh, dir) {
            // Another start was quicker: its identity holds.
            Err(_) if dir.exists() => Ok(()),
            other => other.and_then(|()| fs::File::open(parent)?.sync_all()).map_err(file(dir)),
        });
        if fresh.exists() {
            fs::remove_dir_all(&fresh).map_err(file(&fresh))?;
        }
        written
    }

    fn write(&self, dir: &Path) -> Result<(), MediaError> {
        for (name, text) in [(ANCHOR, &self.anchor), (CHAIN, &self.chain), (KEY, &self.key)] {
            let path = dir.join(name);
            let create = || -> io::Result<()> {
                let mut target = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
                target.write_all(text.as_bytes())?;
                target.sync_all()
            };
            create().map_err(file(&path))?;
        }
        fs::File::open(dir).and_then(|folder| folder.sync_all()).map_err(file(dir))
    }

    fn load(dir: &Path) -> Result<Self, MediaError> {
        let read = |name: &str, kind: &str| {
            let path = dir.join(name);
            let text = fs::read_to_string(&path).map_err(|reason| match reason.kind() {
                io::ErrorKind::NotFound => invalid(dir, &format!("{name} is missing")),
                _ => file(&path)(reason),
            })?;
            if text.contains(kind) { Ok(text) } else { Err(invalid(dir, &format!("{name} holds something else"))) }
        };
        let certificate = "BEGIN CERTIFICATE";
        let identity = Self { anchor: read(ANCHOR, certificate)?, chain: read(CHAIN, certificate)?, key: read(KEY, "BEGIN PRIVATE KEY")? };
        identity.signer().map_err(|reason| invalid(dir, &reason.to_string()))?;
        Ok(identity)
    }

    /// Asks nobody for the time: that would be a request to the network for each file.
    pub(super) fn signer(&self) -> Result<c2pa::BoxedSigner, c2pa::Error> {
        c2pa::create_signer::from_keys(self.chain().as_bytes(), self.key().as_bytes(), c2pa::SigningAlg::Es256, None)
    }
}

fn named(common_name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, common_name);
    params.distinguished_name.push(DnType::OrganizationName, ORGANISATION);
    // Old files shall stay valid, and a server's clock may be wrong at its first start.
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2070, 1, 1);
    params
}

fn unique() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map(|since| since.as_nanos()).unwrap_or_default()
}

fn invalid(dir: &Path, reason: &str) -> MediaError {
    MediaError::Identity { path: dir.display().to_string(), reason: reason.to_owned() }
}

fn file(path: &Path) -> impl FnOnce(io::Error) -> MediaError {
    let path = path.display().to_string();
    move |source| MediaError::File { path, source }
}
