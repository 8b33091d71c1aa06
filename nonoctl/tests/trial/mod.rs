//! A real ZooKeeper, the real binary, and a session of our own to play schedulers with and to look behind the scenes.
#![allow(dead_code, reason = "each test binary uses its part")]

use std::future::Future;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use nono_core::cluster::{Lease, Member, Stats};
use nono_core::name::{Epoch, MemberId, Partition};
use nono_core::node::{Answer, Node, Op, Read, Record, Request};
use nono_core::run::FORMAT;
use nono_core::store::Store;
use nono_core::store::admin::Admin;
use nono_core::store::zookeeper::{ConnectOptions, ZooKeeper};
use nono_core::time::Utc;
use nonoctl::dev::zookeeper::{Options, Server};
use serde_json::Value;
use tokio::runtime::Runtime;
use zookeeper_client::{Acl, AuthId, Client, Permission};

/// Nothing that works takes this long.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Trial {
    runtime: Runtime,
    server: Server,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Done {
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Trial {
    pub(crate) fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let server = runtime.block_on(Server::start(Options { fsync: false, ..Options::default() })).unwrap();
        Self { runtime, server }
    }

    /// With a cluster of four partitions at `chroot`.
    pub(crate) fn with_cluster(chroot: &str) -> Self {
        let trial = Self::start();
        trial.init(chroot);
        trial
    }

    pub(crate) fn init(&self, chroot: &str) {
        self.run(chroot, &["cluster", "init", "--partitions", "4"], "").expect(0);
    }

    pub(crate) fn connect(&self, chroot: &str) -> String {
        format!("{}{chroot}", self.server.connect_string())
    }

    pub(crate) fn command(&self, chroot: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nonoctl"));
        command.args(args).env_clear().env("LANG", "C.UTF-8").env("USER", "tester").env("EDITOR", "true");
        command.env("NONOCTL_CONNECT", self.connect(chroot));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, chroot: &str, args: &[&str], stdin: &str) -> Done {
        fed(self.command(chroot, args), stdin)
    }

    pub(crate) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Leaves everyone the right to read a znode, or none but to change its rights again.
    pub(crate) fn close(&self, chroot: &str, path: &str, rights: &str) {
        let kept = if rights == "r" { Permission::READ | Permission::ADMIN } else { Permission::ADMIN };
        self.block_on(async {
            let client = Client::connect(&self.server.connect_string()).await.unwrap();
            client.set_acl(&format!("{chroot}{path}"), &[Acl::new(kept, AuthId::anyone())], None).await.unwrap();
        });
    }

    /// Leaves a znode to those who know the password.
    pub(crate) fn lock(&self, chroot: &str, path: &str, user: &str, password: &str) {
        self.block_on(async {
            let known = Client::connector().with_auth("digest", format!("{user}:{password}").as_bytes());
            let client = known.connect(&self.server.connect_string()).await.unwrap();
            let acl = Acl::new(Permission::ALL, AuthId::authed());
            client.set_acl(&format!("{chroot}{path}"), &[acl], None).await.unwrap();
        });
    }

    /// Writes anything into a znode.
    pub(crate) fn scribble(&self, chroot: &str, path: &str, data: &[u8]) {
        self.block_on(async {
            let client = Client::connect(&self.server.connect_string()).await.unwrap();
            client.set_data(&format!("{chroot}{path}"), data, None).await.unwrap();
        });
    }

    /// A session of our own.
    pub(crate) fn session(&self, chroot: &str) -> Session {
        let options = ConnectOptions::to(self.connect(chroot).parse().unwrap());
        let zookeeper: Arc<dyn Store> = Arc::new(self.block_on(ZooKeeper::connect(&options)).unwrap());
        Session { store: zookeeper, handle: self.runtime.handle().clone() }
    }
}

/// Runs a command with this input.
pub(crate) fn fed(mut command: Command, stdin: &str) -> Done {
    let mut child = command.spawn().unwrap();
    // A command that does not read its input may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    done(child)
}

pub(crate) fn done(child: Child) -> Done {
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Done { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// A session with the cluster, for what no command does.
pub(crate) struct Session {
    pub(crate) store: Arc<dyn Store>,
    handle: tokio::runtime::Handle,
}

impl Session {
    pub(crate) fn admin(&self) -> Admin {
        self.handle.block_on(Admin::open(self.store.clone())).unwrap()
    }

    pub(crate) fn read(&self, node: Node) -> Read {
        match self.handle.block_on(self.store.request(Request::Read(vec![node]))) {
            Answer::Read(mut reads) => reads.remove(0),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn ask(&self, request: Request) -> Answer {
        self.handle.block_on(self.store.request(request))
    }

    pub(crate) fn commit(&self, ops: Vec<Op>) {
        let answer = self.handle.block_on(self.store.request(Request::Commit(ops)));
        assert!(matches!(answer, Answer::Committed(_)), "{answer:?}");
    }

    /// Asks until `wanted` finds something; shows what it saw last.
    pub(crate) fn until<T>(&self, node: &Node, wanted: impl Fn(&Read) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            let read = self.read(node.clone());
            if let Some(found) = wanted(&read) {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "after {PATIENCE:?}: {read:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Joins the cluster as a scheduler does, owning these partitions. Nobody listens at its address.
    pub(crate) fn join(&self, id: &str, partitions: &[u16]) -> MemberId {
        self.join_at(id, "127.0.0.1:1", partitions)
    }

    /// Joins as a scheduler that serves its figures at this address.
    pub(crate) fn join_at(&self, id: &str, address: &str, partitions: &[u16]) -> MemberId {
        let id: MemberId = id.parse().unwrap();
        let member = Member {
            format: FORMAT,
            name: id.name(),
            host: "node-1".into(),
            pid: 1,
            version: "0.9.0".into(),
            tzdb: "2026b".into(),
            address: address.into(),
            since: Utc(1_795_527_127_000),
            leaving: false,
            extra: serde_json::Map::new(),
        };
        self.commit(vec![
            Op::Create(Node::Member(id.clone()), Record::Member(Box::new(member))),
            Op::Create(Node::Stats(id.clone()), Record::Stats(Box::new(stats(0)))),
        ]);
        partitions.iter().for_each(|number| self.lease(*number, Some(&id)));
        id
    }

    /// Hands a partition to somebody, or to nobody.
    pub(crate) fn lease(&self, partition: u16, owner: Option<&MemberId>) {
        let lease = Lease { owner: owner.cloned(), ..Lease::free(Epoch(1)) };
        self.commit(vec![Op::Set(Node::Lease(Partition(partition)), Record::Lease(lease), None)]);
    }

    /// Writes the member's figures anew, as it does once a second.
    pub(crate) fn beat(&self, id: &MemberId, in_flight: u64) {
        self.commit(vec![Op::Set(Node::Stats(id.clone()), Record::Stats(Box::new(stats(in_flight))), None)]);
    }
}

fn stats(in_flight: u64) -> Stats {
    Stats { format: FORMAT, in_flight, tasks: 12, ..Stats::default() }
}
