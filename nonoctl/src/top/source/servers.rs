//! ZooKeeper's servers one by one: each answers `srvr`, the four letters that are allowed unless somebody forbade them.

use std::time::Duration;

use nono_core::store::connect::Host;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::top::data::Server;

/// A server that says nothing for so long is down.
const WITHIN: Duration = Duration::from_secs(2);
/// The answer is some 300 bytes.
const LONGEST: u64 = 16 * 1024;

/// Asks all of them at once.
pub(super) async fn ask_all(hosts: &[Host]) -> Vec<Server> {
    futures::future::join_all(hosts.iter().map(ask)).await
}

async fn ask(host: &Host) -> Server {
    let began = tokio::time::Instant::now();
    let asked = tokio::time::timeout(WITHIN, exchange(host)).await;
    let round_trip = began.elapsed();
    match asked {
        Err(_) => Server {
            host: host.to_string(),
            why_down: Some(format!("timed out after {WITHIN:?}")),
            ..Server::default()
        },
        Ok(Err(error)) => Server { host: host.to_string(), why_down: Some(in_words(&error)), ..Server::default() },
        Ok(Ok(answer)) => Server { round_trip: Some(round_trip), ..read(host, &answer) },
    }
}

fn in_words(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::ConnectionRefused => "connection refused".to_owned(),
        std::io::ErrorKind::ConnectionReset => "connection reset".to_owned(),
        _ => error.to_string(),
    }
}

async fn exchange(host: &Host) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((host.name.as_str(), host.port)).await?;
    stream.write_all(b"srvr").await?;
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

/// What is not answered, because the four letters are forbidden, stays unknown.
fn read(host: &Host, answer: &str) -> Server {
    let value = |key: &str| answer.lines().find_map(|line| line.strip_prefix(key)).map(|text| text.trim().to_owned());
    let number = |key: &str| value(key).and_then(|text| text.parse().ok());
    let version = value("Zookeeper version:").and_then(|text| text.split(['-', ',', ' ']).next().map(str::to_owned));
    let why_down = answer.contains("not currently serving requests").then(|| "not serving requests".to_owned());
    Server {
        host: host.to_string(),
        why_down,
        role: value("Mode:"),
        version,
        round_trip: None,
        connections: number("Connections:"),
        outstanding: number("Outstanding:"),
        nodes: number("Node count:"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_is_read_and_a_refusal_leaves_it_unknown() {
        let host = Host { name: "zk1".to_owned(), port: 2181 };
        let answer = "Zookeeper version: 3.8.0-1-11, built on 2022-08-30\nLatency min/avg/max: 0/0.5/12\nReceived: 90\nConnections: 4\n\
            Outstanding: 0\nZxid: 0x1f\nMode: follower\nNode count: 817\n";
        let server = read(&host, answer);
        assert_eq!((server.role.as_deref(), server.version.as_deref()), (Some("follower"), Some("3.8.0")));
        assert_eq!((server.connections, server.outstanding, server.nodes), (Some(4), Some(0), Some(817)));
        let refused = read(&host, "srvr is not executed because it is not in the whitelist.\n");
        assert_eq!((refused.role, refused.why_down), (None, None));
        let alone = read(&host, "This ZooKeeper instance is not currently serving requests\n");
        assert_eq!(alone.why_down.as_deref(), Some("not serving requests"));
    }
}
