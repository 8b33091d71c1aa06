//! What each host does when nothing answers: for the message, so that a person knows which part to look at.
//!
//! Only opens TCP connections; whether a ZooKeeper is behind one was found out before.

use std::fmt::Write as _;
use std::io::ErrorKind;
use std::time::Duration;

use tokio::net::{TcpStream, lookup_host};

use crate::store::connect::Host;

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
    let timed_out = || format!("timed out after {PATIENCE:?}");
    let resolved = tokio::time::timeout(PATIENCE, lookup_host((host.name.as_str(), host.port))).await;
    let addresses: Vec<_> = match resolved {
        Err(_) => return format!("looking up its name {}", timed_out()),
        Ok(Err(_)) => return "cannot resolve its name".to_owned(),
        Ok(Ok(addresses)) => addresses.collect(),
    };
    match tokio::time::timeout(PATIENCE, TcpStream::connect(addresses.as_slice())).await {
        Err(_) => timed_out(),
        Ok(Err(error)) if error.kind() == ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        Ok(Err(error)) => error.to_string().to_lowercase(),
        Ok(Ok(_)) => "accepts connections and gives no session (no ZooKeeper, or one without a quorum)".to_owned(),
    }
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
