//! From a URL to a connection: names resolved anew each time, every address checked, TCP, TLS.
//!
//! Whatever fails here is known to have sent nothing of a request. Literal addresses take the same way as names, so
//! that no form of writing one (`2130706433`, `[::ffff:a9fe:a9fe]`) passes the check by.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures::future::BoxFuture;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use nono_core::retry::AttemptEnd;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt;
use tokio::net::TcpStream;
use tokio::time::Instant;
use url::{Host, Url};

use super::egress::Egress;
use super::wire::{Counted, Gated, Stream, Wire};
use super::{causes, in_words};

/// The head of an answer is refused when it is larger, or has more headers.
const HEAD: usize = 64 * 1024;
const HEADERS: usize = 100;

/// Finds the addresses of a host.
pub trait Resolve: fmt::Debug + Send + Sync {
    /// All addresses of `host`, in the order to try them.
    fn resolve(&self, host: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>>;
}

/// The system's resolver, asked anew each time.
#[derive(Clone, Copy, Debug)]
pub struct SystemResolver;

impl Resolve for SystemResolver {
    fn resolve(&self, host: String, port: u16) -> BoxFuture<'static, io::Result<Vec<SocketAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, port)).await?.collect()) })
    }
}

/// What a connection can be shared for.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Origin {
    https: bool,
    host: String,
    literal: Option<IpAddr>,
    port: u16,
}

impl Origin {
    /// Of a target. The error says what such a URL lacks.
    pub(super) fn of(url: &Url) -> Result<Self, String> {
        let https = match url.scheme() {
            "https" => true,
            "http" => false,
            other => return Err(format!("{other} is not a scheme that can be called; use http or https")),
        };
        let (host, literal) = match url.host() {
            Some(Host::Domain(name)) => (name.to_owned(), None),
            Some(Host::Ipv4(ip)) => (ip.to_string(), Some(IpAddr::V4(ip))),
            Some(Host::Ipv6(ip)) => (ip.to_string(), Some(IpAddr::V6(ip))),
            None => return Err(format!("{url} names no host")),
        };
        let port = url.port_or_known_default().ok_or_else(|| format!("{url} names no port"))?;
        Ok(Self { https, host, literal, port })
    }
}

/// A connection that can carry one request after another. Dropped, it is closed at once, whatever is under way.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) origin: Origin,
    pub(super) sender: SendRequest<Full<Bytes>>,
    pub(super) wire: Arc<Wire>,
    driver: tokio::task::JoinHandle<()>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Makes connections.
#[derive(Debug)]
pub(super) struct Connector {
    egress: Arc<Egress>,
    resolver: Arc<dyn Resolve>,
    tls: Mutex<Option<Arc<ClientConfig>>>,
}

impl Connector {
    pub(super) fn new(egress: Arc<Egress>, resolver: Arc<dyn Resolve>) -> Self {
        Self { egress, resolver, tls: Mutex::new(None) }
    }

    /// A new connection, TLS included, until `deadline`, which ends `limit`.
    pub(super) async fn connect(
        &self,
        origin: &Origin,
        limit: Duration,
        deadline: Instant,
    ) -> Result<Connection, AttemptEnd> {
        match tokio::time::timeout_at(deadline, self.establish(origin, limit, deadline)).await {
            Ok(done) => done,
            Err(_) => Err(AttemptEnd::NotConnected(format!(
                "no connection to {}:{} within {}",
                origin.host,
                origin.port,
                in_words(limit)
            ))),
        }
    }

    async fn establish(&self, origin: &Origin, limit: Duration, deadline: Instant) -> Result<Connection, AttemptEnd> {
        let addresses = self.allowed(origin).await?;
        let tls = if origin.https { Some(self.tls().await?) } else { None };
        let socket = reach(&addresses, deadline).await?;
        let wire = Arc::new(Wire::default());
        let counted = Counted { inner: socket, wire: Arc::clone(&wire) };
        let stream: Box<dyn Stream> = match tls {
            None => Box::new(counted),
            Some(config) => {
                // So that a handshake that stalls is not told as a host that cannot be reached.
                let shaken = tokio::time::timeout_at(deadline, secured(config, origin, counted)).await;
                let stalled = |_| {
                    let limit = in_words(limit);
                    format!("no TLS handshake with {}:{} within {limit}", origin.host, origin.port)
                };
                Box::new(shaken.map_err(|late| AttemptEnd::NotConnected(stalled(late)))??)
            }
        };
        let io = TokioIo::new(Gated { inner: stream, wire: Arc::clone(&wire) });
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(HEAD)
            .max_headers(HEADERS)
            .handshake(io)
            .await
            .map_err(|error| AttemptEnd::NotConnected(causes(&error)))?;
        // An error of the connection reaches the request that it breaks; an idle one has nobody to tell.
        let driver = tokio::spawn(async move { drop(connection.await) });
        Ok(Connection { origin: origin.clone(), sender, wire, driver })
    }

    /// The addresses that may be called. All are refused only if none is left: a name may have good and bad ones.
    async fn allowed(&self, origin: &Origin) -> Result<Vec<SocketAddr>, AttemptEnd> {
        let found = match origin.literal {
            Some(ip) => vec![SocketAddr::new(ip, origin.port)],
            None => self.resolver.resolve(origin.host.clone(), origin.port).await.map_err(|error| {
                AttemptEnd::NotConnected(format!("cannot resolve {}: {}", origin.host, causes(&error)))
            })?,
        };
        let mut refused = None;
        let mut allowed = Vec::with_capacity(found.len());
        for address in found {
            match self.egress.check(address) {
                Ok(()) => allowed.push(address),
                Err(why) => refused = Some(why),
            }
        }
        match (allowed.is_empty(), refused) {
            (false, _) => Ok(allowed),
            (true, Some(why)) => Err(AttemptEnd::Blocked(format!("{} is refused: {why}", origin.host))),
            (true, None) => Err(AttemptEnd::NotConnected(format!("{} has no address", origin.host))),
        }
    }

    /// The trust roots of this machine, read at the first need, and again as long as there are none.
    async fn tls(&self) -> Result<Arc<ClientConfig>, AttemptEnd> {
        if let Some(config) = &*self.tls.lock().unwrap_or_else(PoisonError::into_inner) {
            return Ok(Arc::clone(config));
        }
        let built = tokio::task::spawn_blocking(client_config).await;
        let config = built.map_err(|error| AttemptEnd::NotConnected(causes(&error)))?.map_err(|error| {
            AttemptEnd::Blocked(format!("no TLS: {}; install this machine's ca-certificates", causes(&error)))
        })?;
        let config = Arc::new(config);
        *self.tls.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&config));
        Ok(config)
    }
}

fn client_config() -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let mut config = builder.with_platform_verifier()?.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// The first address that accepts; each gets its share of the time, so that a dead one does not use up all of it.
async fn reach(addresses: &[SocketAddr], deadline: Instant) -> Result<TcpStream, AttemptEnd> {
    let mut why = String::new();
    for (index, address) in addresses.iter().enumerate() {
        let left = deadline.saturating_duration_since(Instant::now());
        let share = left / u32::try_from(addresses.len() - index).unwrap_or(1).max(1);
        match tokio::time::timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(socket)) => {
                // Without it the second packet of a request waits for an acknowledgement; failing is harmless.
                drop(socket.set_nodelay(true));
                return Ok(socket);
            }
            Ok(Err(error)) => why = format!("cannot connect to {address}: {}", causes(&error)),
            Err(_) => why = format!("no connection to {address} within {}", in_words(share)),
        }
    }
    Err(AttemptEnd::NotConnected(why))
}

async fn secured(
    config: Arc<ClientConfig>,
    origin: &Origin,
    socket: Counted,
) -> Result<tokio_rustls::client::TlsStream<Counted>, AttemptEnd> {
    let name = ServerName::try_from(origin.host.clone())
        .map_err(|_| AttemptEnd::Blocked(format!("{} is not a name that a certificate can have", origin.host)))?;
    let handshake = tokio_rustls::TlsConnector::from(config).connect(name, socket).await;
    handshake.map_err(|error| AttemptEnd::NotConnected(format!("TLS with {} failed: {}", origin.host, causes(&error))))
}
