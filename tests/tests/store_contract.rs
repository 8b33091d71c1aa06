//! The store on a real ZooKeeper keeps the contract of stores.
//!
//! Each session goes through a proxy of its own, which can swallow either direction and break the connection: so the
//! client meets what a network does, at the moment a case wants it.
#![allow(clippy::unwrap_used, reason = "tests")]

mod store;

use std::time::{Duration, Instant};

use nono_core::name::TaskName;
use nono_core::node::{Answer, Request};
use nono_core::store::Store;
use nono_core::store::admin::{Admin, Author, Edit, init};
use nono_core::store::contract;
use nono_core::store::zookeeper::{ConnectError, ConnectOptions, ZooKeeper};

use store::fixture::OnZooKeeper;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_zookeeper_store_keeps_the_contract() {
    contract::run(&OnZooKeeper::start().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_made_from_any_thread() {
    let fixture = OnZooKeeper::start().await;
    let session = std::sync::Arc::new(fixture.direct(Duration::from_secs(6)).await);
    let runtime = tokio::runtime::Handle::current();
    let there = std::sync::Arc::clone(&session);
    let thread = std::thread::spawn(move || runtime.block_on(there.request(Request::Sync)));
    let answer = tokio::task::spawn_blocking(move || thread.join().unwrap()).await.unwrap();
    assert_eq!(answer, Answer::Synced);
    assert!(session.close().await.is_final());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_tasks_are_read_in_a_few_round_trips() {
    let fixture = OnZooKeeper::start().await;
    let session = std::sync::Arc::new(fixture.direct(Duration::from_secs(10)).await);
    init(&*session, None, "c1").await.unwrap();
    let admin = Admin::open(session).await.unwrap();
    let author =
        Author { by: "me".into(), command: "apply".into(), identity: None, reason: None, at: nono_core::time::Utc(0) };
    let edits = (0..10_000).map(|n| Edit::Add(Box::new(store::fixture::task(n)))).collect();
    for result in admin.edit_all(edits, &author).await {
        result.unwrap();
    }
    let began = Instant::now();
    let tasks = admin.read_all_tasks().await.unwrap();
    let took = began.elapsed();
    assert_eq!((tasks.found.len(), tasks.unreadable.len()), (10_000, 0));
    // Unoptimised code on a loaded machine; the whole command has its own test with the bound of half a second.
    assert!(took < Duration::from_secs(4), "{took:?}");
    // Of many names those that are there are found by the lists, of a few by asking for each: alike.
    for asked in [0..20_000, 9_990..10_010] {
        let names: Vec<TaskName> = asked.map(|n| store::fixture::task(n).task.name.clone()).collect();
        let there = admin.tasks_if_there(&names).await.unwrap();
        assert!(there == admin.tasks(&names).await.unwrap() && !there.found.is_empty(), "{}", there.found.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failure_to_connect_says_what_each_host_did() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent = listener.local_addr().unwrap().port();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let text = format!("127.0.0.1:{free},127.0.0.1:{silent},no-such-host.invalid:2181/nono");
    let options = ConnectOptions { patience: Duration::from_millis(300), ..ConnectOptions::to(text.parse().unwrap()) };
    let error = ZooKeeper::connect(&options).await.unwrap_err();
    let ConnectError::NoAnswer { hosts, .. } = &error else { panic!("{error}") };
    let whys: Vec<&str> = hosts.iter().map(|host| host.why.as_str()).collect();
    assert_eq!(whys[0], "connection refused");
    assert!(whys[1].starts_with("accepts connections and gives no session"), "{whys:?}");
    assert!(whys[2].contains("name"), "{whys:?}");
    assert!(error.to_string().starts_with(&format!("no ZooKeeper gave a session at {text} within 300ms: ")), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chroot_is_made_only_when_asked_for() {
    let fixture = OnZooKeeper::start().await;
    let connect = format!("{}/deep/chroot", fixture.address());
    let options = ConnectOptions::to(connect.parse().unwrap());
    let session = ZooKeeper::connect(&options).await.unwrap();
    let error = init(&session, Some(1), "c1").await.unwrap_err();
    assert!(error.to_string().contains("chroot"), "{error}");
    let session = ZooKeeper::connect(&ConnectOptions { make_chroot: true, ..options }).await.unwrap();
    assert!(init(&session, Some(1), "c1").await.unwrap().new);
}
