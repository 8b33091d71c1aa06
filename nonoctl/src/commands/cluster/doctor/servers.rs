//! ZooKeeper's servers: whether they answer and have a quorum, how long a request takes, how much they hold.
//!
//! Each is asked `srvr`, the one of its four-letter words that every server answers unless it was told not to, or speaks TLS
//! alone: then no more is known than that it takes connections. Nothing is changed.

use std::time::{Duration, Instant};

use futures::future::join_all;
use nono_core::name::MemberId;
use nono_core::node::{Node, Request};
use nono_core::store::Store;
use nono_core::store::connect::Host;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::exam::Exam;
use super::finding::{Check, Severity};
use crate::words;

/// A server that does not take a connection, or answer, within this counts as silent.
const PATIENCE: Duration = Duration::from_secs(2);
/// An answer is far shorter.
const LONGEST: u64 = 16 * 1024;
/// A request that takes so long is told,
const SLOW: Duration = Duration::from_millis(100);
/// and a scheduler whose requests take so long cannot be in time.
const TOO_SLOW: Duration = Duration::from_secs(1);
/// So many requests of each kind are measured; the median counts.
const ASKED: usize = 5;
/// More znodes than this take gigabytes of each server's memory, and minutes of its start.
const MANY: u64 = 2_000_000;

/// How a server stands.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Standing {
    /// It takes connections; what it says of itself, where it says something.
    Serves(Option<Facts>),
    /// It takes connections and serves nobody: it has no quorum.
    Idle,
    /// It takes none, for this reason.
    Down(String),
}

/// What a server says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Facts {
    /// `leader`, `follower`, `observer` or `standalone`.
    pub(super) mode: String,
    /// How many znodes it holds.
    pub(super) nodes: u64,
}

/// How long a request takes, the median of a few.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct RoundTrip {
    /// By the server of this session.
    pub(super) read: Duration,
    /// By way of ZooKeeper's leader, as each write goes.
    pub(super) sync: Duration,
}

/// Asks all servers at once.
pub(super) async fn ask_all(hosts: &[Host]) -> Vec<(String, Standing)> {
    join_all(hosts.iter().map(|host| async move { (host.to_string(), ask(host).await) })).await
}

async fn ask(host: &Host) -> Standing {
    let mut stream = match timeout(PATIENCE, TcpStream::connect((host.name.as_str(), host.port))).await {
        Err(_) => return Standing::Down(format!("timed out after {PATIENCE:?}")),
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            return Standing::Down("connection refused".to_owned());
        }
        Ok(Err(error)) => return Standing::Down(error.to_string()),
        Ok(Ok(stream)) => stream,
    };
    let mut answer = Vec::new();
    let asking = async {
        stream.write_all(b"srvr").await?;
        stream.take(LONGEST).read_to_end(&mut answer).await
    };
    // Whoever says nothing, or something else, was told not to answer, or wants TLS.
    let _ = timeout(PATIENCE, asking).await;
    understood(&String::from_utf8_lossy(&answer))
}

fn understood(answer: &str) -> Standing {
    if answer.contains("not currently serving requests") {
        return Standing::Idle;
    }
    let value = |name: &str| answer.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let facts = value("Mode:").map(|mode| Facts {
        mode: mode.to_owned(),
        nodes: value("Node count:").and_then(|count| count.parse().ok()).unwrap_or(0),
    });
    Standing::Serves(facts)
}

/// Measures a few requests; `None` where one is not answered.
pub(super) async fn round_trip(store: &dyn Store) -> Option<RoundTrip> {
    let read = median(store, || Request::Read(vec![Node::Cluster])).await?;
    Some(RoundTrip { read, sync: median(store, || Request::Sync).await? })
}

async fn median(store: &dyn Store, request: impl Fn() -> Request) -> Option<Duration> {
    let mut took = Vec::with_capacity(ASKED);
    for _ in 0..ASKED {
        let began = Instant::now();
        timeout(PATIENCE, store.request(request())).await.ok()?;
        took.push(began.elapsed());
    }
    took.sort_unstable();
    took.get(ASKED / 2).copied()
}

impl Exam {
    /// The servers of the connect string.
    pub(super) fn servers(&mut self, servers: &[(String, Standing)]) {
        self.counts.servers = servers.len() as u64;
        let mut leaders = Vec::new();
        for (host, standing) in servers {
            match standing {
                Standing::Serves(Some(facts)) => {
                    self.counts.nodes = self.counts.nodes.max(Some(facts.nodes));
                    leaders.extend(matches!(facts.mode.as_str(), "leader" | "standalone").then_some(host.clone()));
                }
                Standing::Serves(None) => {}
                Standing::Idle => self.idle(host),
                Standing::Down(error) => self.down(host, error),
            }
        }
        if leaders.len() > 1 {
            self.split(&leaders);
        }
        self.leader = leaders.into_iter().next();
        self.holds_much();
    }

    fn down(&mut self, host: &str, error: &str) {
        let why = "a quorum is left, and every further server that fails may end it".to_owned();
        let fix = format!("see the log of ZooKeeper on {host}, and whether the network lets connections through");
        self.find((Check::Servers, Severity::Failed), format!("server/{host}"), [error.to_owned(), why, fix]);
    }

    fn idle(&mut self, host: &str) {
        let what = "it takes connections and serves nobody".to_owned();
        let why = "it has no quorum with the others: as long as that lasts it is as good as down".to_owned();
        let fix =
            format!("see the log of ZooKeeper on {host}, and whether it reaches the ports 2888 and 3888 of the others");
        self.find((Check::Servers, Severity::Failed), format!("server/{host}"), [what, why, fix]);
    }

    fn split(&mut self, leaders: &[String]) {
        let what = format!("{} say that they lead", leaders.join(" and "));
        let why = "they are of different ensembles: who connects to one does not see what is in the other".to_owned();
        let fix = "name the servers of one ensemble alone in the connect string".to_owned();
        self.find((Check::Servers, Severity::Failed), "servers", [what, why, fix]);
    }

    fn holds_much(&mut self) {
        let Some(nodes) = self.counts.nodes.filter(|nodes| *nodes > MANY) else { return };
        let what = format!("ZooKeeper holds {}", words::counted(nodes, "znode"));
        let why = "each server keeps all of them in memory, and reads all of them when it starts".to_owned();
        let fix = "give its JVM more memory; lower the --history-limit of tasks; keep what is not nono's elsewhere"
            .to_owned();
        self.find((Check::Sizes, Severity::Warning), "znodes", [what, why, fix]);
    }

    /// How long a request takes from here.
    pub(super) fn takes(&mut self, round_trip: Option<RoundTrip>) {
        self.round_trip = round_trip;
        let Some(it) = round_trip.filter(|it| it.read.max(it.sync) >= SLOW) else { return };
        let what = format!("a read takes {}, and {} by way of the leader", words::took(it.read), words::took(it.sync));
        let why =
            "commands are slow from here; a scheduler that is as far away is late by two such requests".to_owned();
        self.find((Check::Latency, Severity::Warning), "from this machine", [what, why, NEARER.to_owned()]);
    }

    /// How long a scheduler's requests take.
    pub(super) fn distant(&mut self, id: &MemberId, millis: f64) {
        let took = Duration::try_from_secs_f64(millis / 1000.0).unwrap_or_default();
        if took < SLOW {
            return;
        }
        let severity = if took >= TOO_SLOW { Severity::Failed } else { Severity::Warning };
        let what = format!("its requests to ZooKeeper take {}", words::took(took));
        let why = "it claims and records each run by requests, and is late by them".to_owned();
        self.find((Check::Latency, severity), format!("scheduler/{id}"), [what, why, NEARER.to_owned()]);
    }
}

const NEARER: &str = "look at the network on the way, at the disks of ZooKeeper's transaction logs (one of their own), and at \
                      pauses of its JVM";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_understood_by_what_it_says_of_itself() {
        let serves = "Zookeeper version: 3.9\nLatency min/avg/max: 0/0.5/9\nMode: follower\nNode count: 4711\n";
        let facts = Facts { mode: "follower".into(), nodes: 4_711 };
        assert_eq!(understood(serves), Standing::Serves(Some(facts)));
        assert_eq!(understood("This ZooKeeper instance is not currently serving requests\n"), Standing::Idle);
        for other in ["", "srvr is not executed because it is not in the whitelist.\n", "\u{15}\u{3}"] {
            assert_eq!(understood(other), Standing::Serves(None), "{other:?}");
        }
    }
}
