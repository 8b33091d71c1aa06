//! Establishing a session: patience, credentials, chroot, and an error that says what each host did.
//!
//! The client gives up after one session timeout and says "timeout"; here it is asked again until the caller's
//! patience ends, and then the hosts are tried one by one for the message.

use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use zookeeper_client::{Acls, Client, Connector, CreateMode, Error, SaslOptions, TlsOptions};

use crate::store::connect::ConnectString;
use crate::store::zookeeper::probe::{self, HostFailure};

/// Between two tries, when the client gave up early.
const PAUSE: Duration = Duration::from_millis(100);

/// How to establish a session.
#[derive(Clone, Debug)]
pub struct ConnectOptions {
    /// Where.
    pub connect: ConnectString,
    /// The session timeout to ask for; the server grants 2 to 20 of its ticks.
    pub session_timeout: Duration,
    /// How long to try before giving up.
    pub patience: Duration,
    /// Whom to authenticate as, by the scheme `digest`.
    pub digest: Option<Digest>,
    /// Whom to authenticate as, by SASL with DIGEST-MD5, before anything else is said.
    pub sasl: Option<Digest>,
    /// How to encrypt; `None` is in clear text.
    pub tls: Option<Tls>,
    /// Whether to make the chroot where it is missing.
    pub make_chroot: bool,
}

impl ConnectOptions {
    /// For `connect`: a session timeout of 6 s, 10 s of patience, no credentials, and the chroot is left alone.
    #[must_use]
    pub const fn to(connect: ConnectString) -> Self {
        Self {
            connect,
            session_timeout: Duration::from_secs(6),
            patience: Duration::from_secs(10),
            digest: None,
            sasl: None,
            tls: None,
            make_chroot: false,
        }
    }
}

impl ConnectOptions {
    /// As whom ZooKeeper knows the session, such as `digest:alice`; `None` where it does not authenticate.
    #[must_use]
    pub fn identity(&self) -> Option<String> {
        self.digest.as_ref().map(|digest| format!("digest:{}", digest.user))
    }
}

/// Whom to trust and who one is, over TLS. All of it PEM.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Tls {
    /// The authorities whose servers are trusted.
    pub authorities: String,
    /// Our own certificate and its key, where the servers ask for one.
    pub identity: Option<(String, String)>,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let identity = if self.identity.is_some() { "with" } else { "without" };
        write!(f, "Tls({} bytes of authorities, {identity} a certificate)", self.authorities.len())
    }
}

impl Tls {
    /// As the client takes it.
    fn options(&self) -> Result<TlsOptions, Error> {
        let options = TlsOptions::new().with_pem_ca(&self.authorities)?;
        match &self.identity {
            Some((certificate, key)) => options.with_pem_identity(certificate, key),
            None => Ok(options),
        }
    }
}

impl Tls {
    /// For a handshake of our own, with the same checks as the client's: of the authority, and of the name.
    pub(super) fn config(&self) -> Result<rustls::ClientConfig, String> {
        let bad = |what: &str, error: &dyn std::fmt::Display| format!("{what} cannot be used: {error}");
        let mut roots = rustls::RootCertStore::empty();
        for authority in CertificateDer::pem_slice_iter(self.authorities.as_bytes()) {
            let authority = authority.map_err(|error| bad("the file of authorities", &error))?;
            roots.add(authority).map_err(|error| bad("an authority", &error))?;
        }
        let builder = rustls::ClientConfig::builder().with_root_certificates(roots);
        let Some((certificate, key)) = &self.identity else { return Ok(builder.with_no_client_auth()) };
        let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate.as_bytes()).collect();
        let chain = chain.map_err(|error| bad("our certificate", &error))?;
        let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|error| bad("our key", &error))?;
        builder.with_client_auth_cert(chain, key).map_err(|error| bad("our certificate", &error))
    }
}

/// Credentials of a user with a password.
#[derive(Clone, PartialEq, Eq)]
pub struct Digest {
    /// Without a colon.
    pub user: String,
    /// In clear text.
    pub password: String,
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digest({}:…)", self.user)
    }
}

/// Why there is no session.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ConnectError {
    /// No host gave a session.
    #[error("no ZooKeeper gave a session at {connect} within {within:?}: {}", probe::in_words(hosts))]
    NoAnswer {
        /// Where.
        connect: String,
        /// How long was tried.
        within: Duration,
        /// What each host did.
        hosts: Vec<HostFailure>,
    },
    /// The credentials were refused.
    #[error("ZooKeeper at {connect} refused the credentials of {user}")]
    Denied {
        /// Where.
        connect: String,
        /// Whose.
        user: String,
    },
    /// The chroot could not be made.
    #[error("chroot {chroot} cannot be made: {why}")]
    Chroot {
        /// Which.
        chroot: String,
        /// What ZooKeeper says.
        why: String,
    },
    /// The client refused what it was asked.
    #[error("cannot connect to ZooKeeper at {connect}: {why}")]
    Client {
        /// Where.
        connect: String,
        /// What the client says.
        why: String,
    },
}

/// A client whose root is the chroot.
pub(super) async fn client(options: &ConnectOptions) -> Result<Client, ConnectError> {
    let patient = tokio::time::timeout(options.patience, rooted(options));
    match patient.await {
        Ok(done) => done,
        Err(_) => Err(ConnectError::NoAnswer {
            connect: options.connect.to_string(),
            within: options.patience,
            hosts: probe::all(options.connect.hosts()).await,
        }),
    }
}

async fn rooted(options: &ConnectOptions) -> Result<Client, ConnectError> {
    let client = session(options).await?;
    let chroot = options.connect.chroot();
    if options.make_chroot && chroot != "/" {
        make_chroot(&client, chroot).await?;
    }
    client.chroot(chroot).map_err(|_| ConnectError::Client {
        connect: options.connect.to_string(),
        why: format!("{chroot} is not a valid path"),
    })
}

async fn session(options: &ConnectOptions) -> Result<Client, ConnectError> {
    let entries = options.connect.entries();
    loop {
        let connector = connector(options)?;
        let connected = match options.tls {
            Some(_) => connector.secure_connect(&entries).await,
            None => connector.connect(&entries).await,
        };
        match connected {
            Ok(client) => return Ok(client),
            Err(Error::AuthFailed) => return Err(denied(options)),
            Err(error @ Error::BadArguments(_)) => {
                return Err(ConnectError::Client { connect: options.connect.to_string(), why: error.to_string() });
            }
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}

fn connector(options: &ConnectOptions) -> Result<Connector, ConnectError> {
    let mut connector = Client::connector().with_session_timeout(options.session_timeout);
    if let Some(digest) = &options.digest {
        connector = connector.with_auth("digest", format!("{}:{}", digest.user, digest.password).as_bytes());
    }
    if let Some(sasl) = &options.sasl {
        connector = connector.with_sasl(SaslOptions::digest_md5(sasl.user.clone(), sasl.password.clone()));
    }
    if let Some(tls) = &options.tls {
        let refused = |error: Error| ConnectError::Client {
            connect: options.connect.to_string(),
            why: format!("its TLS certificates cannot be used: {error}"),
        };
        connector = connector.with_tls(tls.options().map_err(refused)?);
    }
    Ok(connector)
}

fn denied(options: &ConnectOptions) -> ConnectError {
    let whom = options.sasl.as_ref().or(options.digest.as_ref());
    let user = whom.map_or_else(|| "nobody".to_owned(), |digest| digest.user.clone());
    ConnectError::Denied { connect: options.connect.to_string(), user }
}

/// Idempotent, so an answer that was lost is asked for again.
async fn make_chroot(client: &Client, chroot: &str) -> Result<(), ConnectError> {
    let options = CreateMode::Persistent.with_acls(Acls::anyone_all());
    loop {
        match client.mkdir(chroot, &options).await {
            Ok(()) => return Ok(()),
            Err(Error::ConnectionLoss | Error::Custom(_) | Error::UnexpectedError(_)) => {
                tokio::time::sleep(PAUSE).await;
            }
            Err(error) => return Err(ConnectError::Chroot { chroot: chroot.to_owned(), why: error.to_string() }),
        }
    }
}
