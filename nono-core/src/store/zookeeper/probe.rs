//! What each host does when nothing answers: for the message, so that a person knows which part to look at.
//!
//! Only opens connections; whether a ZooKeeper is behind one was found out before.

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use crate::store::connect::Host;
use crate::store::zookeeper::establish::Tls;

const PATIENCE: Duration = Duration::from_secs(2);

/// What one host did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HostFailure {
    /// The host, with its port.
    pub host: String,
    /// In a few words, such as `connection refused`.
    pub why: String,
}

/// Asks all hosts at once.
pub(super) async fn all(hosts: &[Host]) -> Vec<HostFailure> {
    let each = hosts.iter().map(|host| async move { HostFailure { host: host.to_string(), why: one(host).await } });
    futures::future::join_all(each).await
}

async fn one(host: &Host) -> String {
    let steps = steps_to(host, None).await;
    match (steps.resolved, steps.accepted) {
        (Err(why), _) | (Ok(_), Some(Err(why))) => why,
        (Ok(_), _) => "accepts connections and gives no session (no ZooKeeper, or one without a quorum)".to_owned(),
    }
}

/// What one host did on the way to a session. What comes after a step that failed was not tried.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HostSteps {
    /// The host, with its port.
    pub host: String,
    /// Its addresses, or why its name has none.
    pub resolved: Result<Vec<IpAddr>, String>,
    /// Whether it takes a connection; if not, why.
    pub accepted: Option<Result<(), String>>,
    /// Whether it and we agree on TLS; if not, why. `None` also in clear text.
    pub secured: Option<Result<(), String>>,
}

/// Tries each host by itself, all at once, up to a connection that is ready for a session; within `tls` if that is asked for.
pub async fn steps(hosts: &[Host], tls: Option<&Tls>) -> Vec<HostSteps> {
    futures::future::join_all(hosts.iter().map(|host| steps_to(host, tls))).await
}

async fn steps_to(host: &Host, tls: Option<&Tls>) -> HostSteps {
    let mut steps = HostSteps { host: host.to_string(), resolved: resolve(host).await, accepted: None, secured: None };
    let Ok(addresses) = &steps.resolved else { return steps };
    let places: Vec<SocketAddr> = addresses.iter().map(|address| SocketAddr::new(*address, host.port)).collect();
    let stream = accept(&places).await;
    steps.accepted = Some(stream.as_ref().map(drop).map_err(Clone::clone));
    if let (Ok(stream), Some(tls)) = (stream, tls) {
        steps.secured = Some(secure(host, stream, tls).await);
    }
    steps
}

async fn resolve(host: &Host) -> Result<Vec<IpAddr>, String> {
    let resolved = timeout(PATIENCE, lookup_host((host.name.as_str(), host.port))).await;
    let resolved = resolved.map_err(|_| format!("looking up its name {}", timed_out()))?;
    let addresses = resolved.map_err(|_| "cannot resolve its name".to_owned())?;
    let mut addresses: Vec<IpAddr> = addresses.map(|address| address.ip()).collect();
    addresses.dedup();
    Ok(addresses)
}

async fn accept(places: &[SocketAddr]) -> Result<TcpStream, String> {
    match timeout(PATIENCE, TcpStream::connect(places)).await {
        Err(_) => Err(timed_out()),
        Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused => Err("connection refused".to_owned()),
        Ok(Err(error)) => Err(error.to_string().to_lowercase()),
        Ok(Ok(stream)) => Ok(stream),
    }
}

async fn secure(host: &Host, stream: TcpStream, tls: &Tls) -> Result<(), String> {
    let config = tls.config()?;
    let name = ServerName::try_from(host.name.clone()).map_err(|_| "no certificate can be for that name".to_owned())?;
    match timeout(PATIENCE, TlsConnector::from(Arc::new(config)).connect(name, stream)).await {
        Err(_) => Err(format!("the TLS handshake {}", timed_out())),
        Ok(Err(error)) => Err(error.to_string()),
        Ok(Ok(_)) => Ok(()),
    }
}

fn timed_out() -> String {
    format!("timed out after {PATIENCE:?}")
}

/// `zk1:2181 connection refused, zk2:2181 timed out after 2s`
pub(super) fn in_words(hosts: &[HostFailure]) -> String {
    let mut text = String::new();
    for HostFailure { host, why } in hosts {
        let comma = if text.is_empty() { "" } else { ", " };
        write!(text, "{comma}{host} {why}").expect("a string takes everything");
    }
    text
}
