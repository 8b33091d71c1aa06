//! ZooKeeper as a child process, and a proxy before each session.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use nono_core::node::{Answer, Node, Request};
use nono_core::store::contract::{Fixture, Way};
use nono_core::store::zookeeper::{ConnectOptions, ZooKeeper};
use nono_core::store::{Store, path};
use nono_core::task::{StoredTask, Unknown, edit};
use nono_tests::proxy::{self, Flow, Proxy};
use nonoctl::dev::zookeeper::{Options, Server};

/// Short, since expiry is waited for; long enough that a busy machine loses no session that a case means to keep.
const TIMEOUT: Duration = Duration::from_secs(4);

pub(crate) struct OnZooKeeper {
    server: Server,
    tree: AtomicU32,
    proxies: Mutex<BTreeMap<i64, Proxy>>,
    /// Without a chroot, for what no store can do.
    raw: zookeeper_client::Client,
}

impl OnZooKeeper {
    pub(crate) async fn start() -> Self {
        let server = Server::start(Options { fsync: false, ..Options::default() }).await.unwrap();
        let raw = zookeeper_client::Client::connect(&server.connect_string()).await.unwrap();
        Self { server, tree: AtomicU32::new(0), proxies: Mutex::default(), raw }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.server.connect_string().parse().unwrap()
    }

    /// A session without a proxy.
    pub(crate) async fn direct(&self, timeout: Duration) -> ZooKeeper {
        self.connect(self.address(), timeout).await
    }

    fn chroot(&self) -> String {
        format!("/tree-{}", self.tree.load(Ordering::SeqCst))
    }

    async fn connect(&self, address: SocketAddr, session_timeout: Duration) -> ZooKeeper {
        let connect = format!("{address}{}", self.chroot()).parse().unwrap();
        let options = ConnectOptions { session_timeout, make_chroot: true, ..ConnectOptions::to(connect) };
        ZooKeeper::connect(&options).await.unwrap()
    }

    fn with_proxy<T>(&self, session: &ZooKeeper, act: impl FnOnce(&Proxy) -> T) -> T {
        act(self.proxies.lock().unwrap().get(&session.session_id()).unwrap())
    }
}

impl Fixture for OnZooKeeper {
    type Session = ZooKeeper;

    fn clear(&self) -> BoxFuture<'_, ()> {
        self.tree.fetch_add(1, Ordering::SeqCst);
        self.proxies.lock().unwrap().clear();
        std::future::ready(()).boxed()
    }

    fn open(&self) -> BoxFuture<'_, Arc<ZooKeeper>> {
        async move {
            let proxy = Proxy::before(&[self.address()]).await;
            let session = self.connect(proxy.address(), TIMEOUT).await;
            self.proxies.lock().unwrap().insert(session.session_id(), proxy);
            Arc::new(session)
        }
        .boxed()
    }

    fn plant<'a>(&'a self, node: &'a Node, bytes: &'a [u8]) -> BoxFuture<'a, ()> {
        async move {
            let path = format!("{}{}", self.chroot(), path::of_node(node));
            let options = zookeeper_client::CreateMode::Persistent.with_acls(zookeeper_client::Acls::anyone_all());
            match self.raw.create(&path, bytes, &options).await {
                Err(zookeeper_client::Error::NodeExists) => drop(self.raw.set_data(&path, bytes, None).await.unwrap()),
                made => drop(made.unwrap()),
            }
        }
        .boxed()
    }

    fn block<'a>(&'a self, session: &'a ZooKeeper, way: Way) -> BoxFuture<'a, ()> {
        self.with_proxy(session, |proxy| match way {
            Way::Requests => proxy.set(proxy::Way::Requests, Flow::Swallow),
            Way::Answers => proxy.set(proxy::Way::Answers, Flow::Swallow),
        });
        std::future::ready(()).boxed()
    }

    fn reconnect<'a>(&'a self, session: &'a ZooKeeper) -> BoxFuture<'a, ()> {
        self.with_proxy(session, Proxy::reconnect).boxed()
    }

    fn expire<'a>(&'a self, session: &'a ZooKeeper) -> BoxFuture<'a, ()> {
        async move {
            self.with_proxy(session, |proxy| proxy.set_both(Flow::Swallow));
            session.states().ended().await;
        }
        .boxed()
    }

    fn close<'a>(&'a self, session: &'a ZooKeeper) -> BoxFuture<'a, ()> {
        async move {
            session.close().await;
            assert!(matches!(session.request(Request::Sync).await, Answer::Unknown(_)));
        }
        .boxed()
    }

    fn bounded<'a>(&'a self, name: &'static str, case: BoxFuture<'a, ()>) -> BoxFuture<'a, ()> {
        async move {
            let done = tokio::time::timeout(Duration::from_secs(60), case).await;
            assert!(done.is_ok(), "{name} hangs; the end of ZooKeeper's log is in {}", self.server.folder().display());
        }
        .boxed()
    }
}

/// A task of some typical size.
pub(crate) fn task(number: usize) -> StoredTask {
    let document = serde_json::json!({
        "apiVersion": "nono/v1",
        "kind": "SchedulerTask",
        "name": format!("team.task-{number:05}"),
        "labels": { "team": "web", "tier": "gold" },
        "schedule": { "cron": "*/5 * * * *", "timeZone": "Europe/Berlin" },
        "target": { "url": "http://127.0.0.1:9/work", "headers": { "X-Number": number.to_string() } },
    });
    let serde_json::Value::Object(document) = document else { panic!("an object") };
    edit::create(format!("uid{number:05}").parse().unwrap(), document, Unknown::Refuse).unwrap()
}
