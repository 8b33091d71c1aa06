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
        (Ok(_), _) => {
            "accepts connections and gives no session (no ZooKeeper, or one that hangs or has no quorum)".to_owned()
        }
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

#[cfg(test)]
mod tests {
    use rustls::ServerConfig;
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio::net::TcpListener;
    use tokio_rustls::TlsAcceptor;

    use super::*;

    fn host(port: u16) -> Host {
        Host { name: "127.0.0.1".to_owned(), port }
    }

    /// A server of the name 127.0.0.1 that shakes hands with whoever comes, and its certificate.
    async fn secure_server() -> (u16, String) {
        let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
        let certificate = CertificateDer::from_pem_slice(made.cert.pem().as_bytes()).unwrap();
        let key = PrivateKeyDer::from_pem_slice(made.signing_key.serialize_pem().as_bytes()).unwrap();
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = acceptor.accept(stream).await;
            }
        });
        (port, made.cert.pem())
    }

    #[tokio::test]
    async fn each_host_stops_at_the_step_that_fails() {
        let (port, authorities) = secure_server().await;
        let trusted = Tls { authorities, identity: None };
        let (_, authorities) = secure_server().await;
        let strange = Tls { authorities, identity: None };
        let nowhere = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();

        let seen = steps(&[host(port), host(nowhere)], Some(&trusted)).await;
        assert_eq!(seen[0].resolved, Ok(vec!["127.0.0.1".parse().unwrap()]));
        assert_eq!((&seen[0].accepted, &seen[0].secured), (&Some(Ok(())), &Some(Ok(()))));
        assert_eq!((&seen[1].accepted, &seen[1].secured), (&Some(Err("connection refused".to_owned())), &None));
        let plain = steps(&[host(port)], None).await;
        assert_eq!((&plain[0].accepted, &plain[0].secured), (&Some(Ok(())), &None));
        let refused = steps(&[host(port)], Some(&strange)).await;
        let why = refused[0].secured.clone().unwrap().unwrap_err();
        assert!(why.contains("certificate"), "{why}");
        let garbage = Tls { authorities: "-----BEGIN CERTIFICATE-----\nAAAA".to_owned(), identity: None };
        let why = steps(&[host(port)], Some(&garbage)).await[0].secured.clone().unwrap().unwrap_err();
        assert!(!why.is_empty(), "{why}");
    }
}
