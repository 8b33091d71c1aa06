//! The session with ZooKeeper: made, watched over, made anew when it ends, for as long as the process runs.
//!
//! Says a thing once when it changes, not with each try. Before a cluster is there it waits and is not ready. It
//! decides nothing about leases: the engine learns that a session began and that it is over.

use std::net::ToSocketAddrs;
use std::sync::Arc;
use std::time::Duration;

use nono_core::cluster::{ClusterInfo, Member};
use nono_core::engine::Event;
use nono_core::name::{MemberId, SchedulerName};
use nono_core::node::{Answer, Node, Read, Record, Request, Watch};
use nono_core::store::zookeeper::{ConnectOptions, SessionState, ZooKeeper};
use nono_core::store::{Store, Watching};
use tokio::sync::watch;

use crate::attempt::Egress;
use crate::clock;
use crate::dispatch::{Inbox, Message};
use crate::figures::Figures;
use crate::readiness::Readiness;
use crate::watchdog::Heartbeat;

/// Between two tries to get a session, which themselves take their time.
const PAUSE: Duration = Duration::from_millis(500);

/// How often it is looked whether there is a cluster, beside the watch.
const LOOK: Duration = Duration::from_secs(2);

/// How long an orderly close may take; without a connection it would take until the session expires.
const CLOSING: Duration = Duration::from_secs(3);

/// What the driver works with.
#[derive(Debug)]
pub struct Driver {
    /// Where ZooKeeper is.
    pub options: ConnectOptions,
    /// What to register; `since` is set with each session.
    pub member: Member,
    /// Who is told.
    pub inbox: Inbox,
    /// What `/readyz` says.
    pub readiness: Arc<Readiness>,
    /// Counts.
    pub figures: Arc<Figures>,
    /// Must know ZooKeeper's addresses.
    pub egress: Arc<Egress>,
    /// Must know the negotiated timeout.
    pub heartbeat: Arc<Heartbeat>,
    /// Becomes true when the session is to be closed for good.
    pub closing: watch::Receiver<bool>,
}

/// A scheduler without ZooKeeper says so at its first try, and again every so many: a try takes about ten seconds.
const SAID_EVERY: u64 = 6;

/// Why a session came to its end.
enum End {
    /// It was lost: another follows.
    Lost,
    /// The process stops.
    Closing,
}

impl Driver {
    /// Runs until [`Driver::closing`], and closes the session then.
    pub async fn run(mut self) {
        let mut closing = self.closing.clone();
        loop {
            let session = tokio::select! {
                biased;
                _ = closing.wait_for(|closing| *closing) => return,
                session = self.established() => Arc::new(session),
            };
            match self.live(&session, &mut closing).await {
                End::Lost => {}
                End::Closing => return self.close(&session).await,
            }
        }
    }

    async fn established(&mut self) -> ZooKeeper {
        for tries in 0_u64.. {
            self.refuse_zookeeper().await;
            match ZooKeeper::connect(&self.options).await {
                Ok(session) => return session,
                Err(error) => {
                    self.not_ready(error.to_string());
                    if tries % SAID_EVERY == 0 {
                        tracing::warn!("still without a session, and trying on: {error}");
                    }
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
        unreachable!("tries do not run out")
    }

    /// One session, from its begin to its end.
    async fn live(&self, session: &Arc<ZooKeeper>, closing: &mut watch::Receiver<bool>) -> End {
        let timeout = session.session_timeout();
        tracing::info!(
            "session {:#x} with ZooKeeper at {}, timeout {timeout:?}",
            session.session_id(),
            self.options.connect
        );
        self.heartbeat.negotiated(timeout);
        self.figures.session_began();
        let end = tokio::select! {
            biased;
            _ = closing.wait_for(|closing| *closing) => End::Closing,
            state = self.followed(session) => {
                self.not_ready(match state {
                    SessionState::Expired => "the session with ZooKeeper expired".to_owned(),
                    SessionState::Denied => "ZooKeeper refused the credentials".to_owned(),
                    _ => "the session with ZooKeeper is closed".to_owned(),
                });
                End::Lost
            },
            () = self.joined(session) => unreachable!("a member stays until its session ends"),
        };
        self.figures.session_ended();
        self.inbox.tell(Message::Lost);
        end
    }

    /// Follows the session's state until it is final.
    async fn followed(&self, session: &ZooKeeper) -> SessionState {
        let mut states = session.states();
        let mut state = states.now();
        while !state.is_final() {
            self.figures.connected(state == SessionState::Connected);
            state = states.changed().await;
            match state {
                SessionState::Connected => tracing::info!("connected to ZooKeeper again"),
                SessionState::Disconnected => tracing::warn!("disconnected from ZooKeeper; the session may live"),
                _ => {}
            }
        }
        state
    }

    /// Waits for a cluster, has the engine join it, and then for ever.
    async fn joined(&self, session: &Arc<ZooKeeper>) {
        let cluster = self.cluster(session).await;
        let id = member_id(&self.member.name);
        self.readiness.say_session(Ok(()));
        self.figures.joined(cluster.partitions);
        tracing::info!("joins cluster {} as {id}, {} partitions", cluster.id, cluster.partitions);
        let started = Event::SessionStarted {
            id,
            member: Box::new(Member { since: clock::wall(), ..self.member.clone() }),
            timeout: session.session_timeout(),
            partitions: cluster.partitions,
        };
        let store: Arc<dyn Watching> = Arc::clone(session) as Arc<dyn Watching>;
        self.inbox.tell(Message::Began(store, Box::new(started)));
        std::future::pending::<()>().await;
    }

    async fn cluster(&self, session: &ZooKeeper) -> ClusterInfo {
        let mut hints = session.watch(Watch::Data(Node::Cluster));
        loop {
            match session.request(Request::Read(vec![Node::Cluster])).await {
                Answer::Read(mut found) => match found.pop() {
                    Some(Read::Found(Record::Cluster(cluster), _)) => return cluster,
                    Some(Read::Unreadable { why, .. }) => self.not_ready(format!("cannot use this cluster: {why}")),
                    _ => self.not_ready(format!(
                        "no cluster at {}; make one with: nonoctl --connect {} cluster init",
                        self.options.connect, self.options.connect
                    )),
                },
                Answer::Failed(why) => self.not_ready(format!("cannot read /cluster: {why}")),
                // The session's state says more about it.
                _ => {}
            }
            drop(tokio::time::timeout(LOOK, hints.changed()).await);
        }
    }

    fn not_ready(&self, why: String) {
        self.readiness.say_session(Err(why));
    }

    /// No task may call ZooKeeper. Looked up with each session, as its servers may have moved.
    async fn refuse_zookeeper(&self) {
        let hosts = self.options.connect.hosts().to_vec();
        let lookup = move || {
            let of_host = |host: &nono_core::store::connect::Host| (host.name.as_str(), host.port).to_socket_addrs();
            hosts.iter().filter_map(|host| of_host(host).ok()).flatten().collect::<Vec<_>>()
        };
        if let Ok(addresses) = tokio::task::spawn_blocking(lookup).await {
            self.egress.refuse(addresses);
        }
    }

    async fn close(&self, session: &ZooKeeper) {
        match tokio::time::timeout(CLOSING, session.close()).await {
            Ok(state) => tracing::info!("the session with ZooKeeper is over: {state:?}"),
            Err(_) => {
                tracing::warn!("the session with ZooKeeper could not be closed within {CLOSING:?}; it will expire");
            }
        }
    }
}

/// A new id: the scheduler's name and six random characters.
fn member_id(name: &SchedulerName) -> MemberId {
    const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut tail = String::with_capacity(6);
    while tail.len() < 6 {
        let mut byte = [0_u8];
        getrandom::fill(&mut byte).expect("the system's random numbers are there after boot");
        // 252 is the largest multiple of 36: above it, small remainders would come more often.
        if byte[0] < 252 {
            tail.push(char::from(ALPHABET[usize::from(byte[0] % 36)]));
        }
    }
    format!("{name}-{tail}").parse().expect("a name, a dash and six characters of the alphabet")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_session_has_an_id_of_its_own() {
        let name: SchedulerName = "eu-1.example".parse().unwrap();
        let ids: std::collections::HashSet<_> = (0..100).map(|_| member_id(&name)).collect();
        assert_eq!(ids.len(), 100);
        assert!(ids.iter().all(|id| id.name() == name));
    }
}
