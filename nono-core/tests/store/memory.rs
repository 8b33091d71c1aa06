//! The store in memory keeps the contract of stores.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use nono_core::node::Node;
use nono_core::store::contract::{self, Fixture, Way};
use nono_core::store::memory::{Cut, InFlight, Memory, MemorySession, SessionId};

#[derive(Default)]
struct InMemory {
    server: Mutex<Memory>,
    blocked: Mutex<BTreeMap<SessionId, Way>>,
}

impl Fixture for InMemory {
    type Session = MemorySession;

    fn clear(&self) -> BoxFuture<'_, ()> {
        *self.server.lock().unwrap() = Memory::new();
        self.blocked.lock().unwrap().clear();
        std::future::ready(()).boxed()
    }

    fn open(&self) -> BoxFuture<'_, Arc<MemorySession>> {
        let session = Arc::new(self.server.lock().unwrap().open(Duration::from_secs(6)));
        std::future::ready(session).boxed()
    }

    fn plant<'a>(&'a self, node: &'a Node, bytes: &'a [u8]) -> BoxFuture<'a, ()> {
        self.server.lock().unwrap().with(|model, now| model.plant(now, node, bytes));
        std::future::ready(()).boxed()
    }

    fn block<'a>(&'a self, session: &'a MemorySession, way: Way) -> BoxFuture<'a, ()> {
        self.blocked.lock().unwrap().insert(session.id(), way);
        match way {
            Way::Requests => session.hold(),
            Way::Answers => session.mute(),
        }
        std::future::ready(()).boxed()
    }

    fn reconnect<'a>(&'a self, session: &'a MemorySession) -> BoxFuture<'a, ()> {
        let way = self.blocked.lock().unwrap().remove(&session.id());
        let in_flight = if way == Some(Way::Answers) { InFlight::Applied } else { InFlight::Dropped };
        session.cut(Cut { in_flight, loses_watches: false });
        session.heal();
        std::future::ready(()).boxed()
    }

    fn expire<'a>(&'a self, session: &'a MemorySession) -> BoxFuture<'a, ()> {
        session.expire();
        std::future::ready(()).boxed()
    }

    fn close<'a>(&'a self, session: &'a MemorySession) -> BoxFuture<'a, ()> {
        session.close();
        std::future::ready(()).boxed()
    }

    fn bounded<'a>(&'a self, name: &'static str, case: BoxFuture<'a, ()>) -> BoxFuture<'a, ()> {
        async move {
            let done = tokio::time::timeout(Duration::from_secs(30), case).await;
            assert!(
                done.is_ok(),
                "{name} hangs; the tree:\n{}",
                self.server.lock().unwrap().with(|model, _| model.dump())
            );
        }
        .boxed()
    }
}

#[tokio::test]
async fn the_memory_store_keeps_the_contract() {
    contract::run(&InMemory::default()).await;
}
