//! The cluster that a command talks to: one session, its layout known, each answer turned into data or an error.
//!
//! An unknown answer to a read is asked again until `--timeout`; one to a write is the caller's to read back. What
//! nobody answers is exit 5 and names each host that was tried.

mod told;

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use nono_core::name::{Partition, TaskName};
use nono_core::node::{Answer, Folder, Listing, Node, Read, Request};
use nono_core::store::admin::{Admin, AdminError};
pub(crate) use nono_core::store::connect::ConnectString;
use nono_core::store::zookeeper::{ConnectError, ConnectOptions, ZooKeeper};
use nono_core::store::{Store, path};
use nono_core::task::egress::Endpoint;

use crate::contexts::Place;
use crate::error::{CommandError, ErrorKind};
use crate::invocation::Invocation;

/// How long a host may take to accept a connection before it counts as silent.
const ACCEPTS_WITHIN: Duration = Duration::from_secs(2);
/// Between two tries of a read.
const PAUSE: Duration = Duration::from_millis(100);

/// A session with a cluster.
#[derive(Clone)]
pub(crate) struct Cluster {
    /// The session.
    pub(crate) store: Arc<dyn Store>,
    /// What admins do with it: edits, commands, queries.
    pub(crate) admin: Admin,
    /// Where it is.
    pub(crate) connect: ConnectString,
    /// How it is called.
    pub(crate) place: Place,
    timeout: Duration,
}

/// A session, whatever is or is not there: for `cluster init`.
pub(crate) async fn session(invocation: &Invocation) -> Result<(Arc<dyn Store>, ConnectString), CommandError> {
    let options = invocation.connect_options()?;
    let connect = options.connect.clone();
    let zookeeper = zookeeper(invocation, options).await?;
    Ok((told::told(Arc::new(zookeeper), invocation), connect))
}

/// A session of the client itself, for those who need more than a store.
pub(crate) async fn zookeeper(invocation: &Invocation, options: ConnectOptions) -> Result<ZooKeeper, CommandError> {
    let began = Instant::now();
    let place = invocation.place()?;
    let patience = match someone_accepts(&options.connect).await {
        true => invocation.timeout,
        false => Duration::from_millis(1),
    };
    let text = format!("connecting to {place}");
    let options = ConnectOptions { patience, ..options };
    invocation.is_known_as(options.identity());
    let connected = invocation.progress().during(&text, ZooKeeper::connect(&options)).await;
    invocation.detail(format_args!("connected to {place} in {:?}", began.elapsed()));
    connected.map_err(|error| refused(error, &place))
}

/// Connects, and reads `/cluster`.
pub(crate) async fn open(invocation: &Invocation) -> Result<Cluster, CommandError> {
    let (store, connect) = session(invocation).await?;
    let place = invocation.place()?;
    let opened = tokio::time::timeout(invocation.timeout, Admin::open(Arc::clone(&store))).await;
    let late = || CommandError::unavailable(format!("ZooKeeper did not answer within {:?}", invocation.timeout));
    let admin = match opened.map_err(|_| in_cluster(late(), &place))? {
        Ok(admin) => admin,
        Err(AdminError::NotInitialised) => return Err(not_laid_out(&place)),
        Err(error) => return Err(in_cluster(error.into(), &place)),
    };
    Ok(Cluster { store, admin, connect, place, timeout: invocation.timeout })
}

pub(crate) fn not_laid_out(place: &Place) -> CommandError {
    let flag = match place {
        Place::Context(name) => format!("-c {name}"),
        Place::Connect(connect) => format!("--connect {connect}"),
    };
    let mut error = CommandError::new(ErrorKind::NotFound, "no nono cluster found")
        .with_hint("check the path after the hosts, such as /nono")
        .with_hint(format!("nonoctl {flag} cluster init          makes one there"));
    error.object = Some(("cluster", place.name().to_owned()));
    in_cluster(error, place)
}

/// The error, naming the cluster it is about.
pub(crate) fn in_cluster(mut error: CommandError, place: &Place) -> CommandError {
    error.context = Some(place.clone());
    error
}

/// Whether any host takes a connection: when none does there is no point in waiting for a session.
async fn someone_accepts(connect: &ConnectString) -> bool {
    let hosts: Vec<(String, u16)> = connect.hosts().iter().map(|host| (host.name.clone(), host.port)).collect();
    let tries = hosts.into_iter().map(|host| accepts(host).boxed());
    futures::future::select_ok(tries).await.is_ok()
}

async fn accepts(host: (String, u16)) -> Result<(), ()> {
    let tried = tokio::time::timeout(ACCEPTS_WITHIN, tokio::net::TcpStream::connect(host)).await;
    tried.map_err(drop)?.map(drop).map_err(drop)
}

fn refused(error: ConnectError, place: &Place) -> CommandError {
    let error = match error {
        ConnectError::NoAnswer { hosts, .. } => {
            let widest = hosts.iter().map(|failure| failure.host.len()).max().unwrap_or(0);
            let lines = hosts.iter().map(|failure| format!("{:widest$}  {}", failure.host, failure.why));
            let error = CommandError::unavailable(unreachable(place));
            let hint = "check the hosts and ports, and that ZooKeeper runs there and has a quorum";
            let error = lines.fold(error, CommandError::with_cause).with_hint(hint);
            error.with_hint(
                "nonoctl cluster doctor          tries each step: name, connection, TLS, session, path, rights",
            )
        }
        ConnectError::Denied { .. } => CommandError::denied(error.to_string()),
        ConnectError::Chroot { .. } | ConnectError::Client { .. } => CommandError::failed(error.to_string()),
    };
    in_cluster(error, place)
}

/// `cannot reach ZooKeeper of context prod`, or at its connect string.
pub(crate) fn unreachable(place: &Place) -> String {
    match place {
        Place::Context(_) => format!("cannot reach ZooKeeper of {place}"),
        Place::Connect(_) => format!("cannot reach ZooKeeper at {place}"),
    }
}

/// A record that is there and cannot be used.
pub(crate) fn unreadable(why: &str) -> CommandError {
    if why.ends_with("access is denied") {
        return denied(why);
    }
    CommandError::failed(crate::words::harmless(why)).with_hint("nonoctl cluster doctor --check records")
}

/// Exit 6, with what to do about it.
pub(crate) fn denied(why: &str) -> CommandError {
    CommandError::denied(why).with_hint("ask whoever set the ACLs of these znodes, or connect as another user")
}

/// The error of an answer that is no data.
pub(crate) fn no_data(answer: &Answer) -> CommandError {
    match answer {
        Answer::Unknown(why) => CommandError::unavailable(format!("ZooKeeper did not answer: {why}")),
        Answer::Failed(why) => unreadable(why),
        other => CommandError::failed(format!("ZooKeeper answered with something else: {other:?}")),
    }
}

/// Asks something that changes nothing, again and again while the answer is unknown.
async fn ask(store: &dyn Store, request: Request, patience: Duration) -> Answer {
    let began = Instant::now();
    loop {
        let answer = tokio::time::timeout(patience, store.request(request.clone())).await;
        let answer = answer.unwrap_or_else(|_| Answer::Unknown(format!("no answer within {patience:?}")));
        if !matches!(answer, Answer::Unknown(_)) || began.elapsed() + PAUSE >= patience {
            return answer;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

async fn read_one(store: &dyn Store, node: Node, patience: Duration) -> Result<Read, CommandError> {
    match ask(store, Request::Read(vec![node]), patience).await {
        Answer::Read(mut reads) if reads.len() == 1 => Ok(reads.remove(0)),
        other => Err(no_data(&other)),
    }
}

impl Cluster {
    /// Over a session that is there: reads `/cluster`.
    pub(crate) async fn over(
        store: Arc<dyn Store>,
        connect: ConnectString,
        place: Place,
        timeout: Duration,
    ) -> Result<Self, AdminError> {
        let admin = Admin::open(Arc::clone(&store)).await?;
        Ok(Self { store, admin, connect, place, timeout })
    }

    /// The partition of a task.
    pub(crate) fn partition_of(&self, task: &TaskName) -> Partition {
        self.admin.partition_of(task)
    }

    /// ZooKeeper's servers, as they were named: no task may call them.
    pub(crate) fn own_endpoints(&self) -> Vec<Endpoint> {
        self.connect.hosts().iter().map(|host| (host.name.clone(), host.port)).collect()
    }

    /// Every partition.
    pub(crate) fn partitions(&self) -> impl Iterator<Item = Partition> + use<> {
        Partition::all(self.admin.cluster().partitions)
    }

    /// Reads these nodes, in this order.
    pub(crate) async fn read(&self, nodes: Vec<Node>) -> Result<Vec<Read>, CommandError> {
        if nodes.is_empty() {
            return Ok(Vec::new());
        }
        match ask(self.store.as_ref(), Request::Read(nodes), self.timeout).await {
            Answer::Read(reads) => Ok(reads),
            other => Err(self.named(no_data(&other))),
        }
    }

    /// Reads one node.
    pub(crate) async fn read_one(&self, node: Node) -> Result<Read, CommandError> {
        let read = read_one(self.store.as_ref(), node, self.timeout).await;
        read.map_err(|error| self.named(error))
    }

    /// Lists these folders, in this order.
    pub(crate) async fn list(&self, folders: Vec<Folder>) -> Result<Vec<Listing>, CommandError> {
        match ask(self.store.as_ref(), Request::List(folders.clone()), self.timeout).await {
            Answer::List(listings) => Ok(listings),
            Answer::Refused { index, .. } => {
                let place = folders.get(index).map_or_else(String::new, |folder| path::of_folder(*folder));
                Err(self.named(denied(&format!("access to {place} is denied"))))
            }
            other => Err(self.named(no_data(&other))),
        }
    }

    /// Whether the whole cluster is paused, as far as that can be read.
    pub(crate) async fn is_paused(&self) -> bool {
        let intents = self.admin.cluster_intents().await;
        intents.is_ok_and(|intents| intents.value.paused.is_some())
    }

    /// The error, naming this cluster.
    pub(crate) fn named(&self, error: CommandError) -> CommandError {
        in_cluster(error, &self.place)
    }

    /// What an admin's request came to, as the user meets it.
    pub(crate) fn admin_error(&self, error: AdminError) -> CommandError {
        self.named(error.into())
    }
}
