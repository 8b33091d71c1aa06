//! The proxy does to a client what it says, on a real ZooKeeper: what stories of lost answers rest on.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::time::Duration;

use nono_tests::chance::Chance;
use nono_tests::cluster::PATIENCE;
use nono_tests::proxy::{Events, Flow, Losing, Loss, Proxy, Way};
use nono_tests::wait::{now_ms, until};
use nonoctl::dev::zookeeper::{Options, Server};
use zookeeper_client::{Acls, Client, CreateMode, Error};

struct Stage {
    proxy: Proxy,
    /// Through the proxy.
    client: Client,
    /// Past it.
    direct: Client,
    _server: Server,
}

async fn stage() -> Stage {
    let server = Server::start(Options { fsync: false, ..Options::default() }).await.unwrap();
    let proxy = Proxy::before(&[server.connect_string().parse().unwrap()]).await;
    let client = Client::connect(&proxy.connect_string()).await.unwrap();
    let direct = Client::connect(&server.connect_string()).await.unwrap();
    direct.create("/a", b"0", &CreateMode::Persistent.with_acls(Acls::anyone_all())).await.unwrap();
    Stage { proxy, client, direct, _server: server }
}

impl Stage {
    /// One write meets a loss; what the client is told.
    async fn lose(&self, loss: Loss, data: &[u8]) -> Error {
        self.proxy.lose(Losing { left: 1, one_in: 1, ways: vec![loss] }, Chance::new(1));
        self.client.set_data("/a", data, None).await.unwrap_err()
    }

    async fn stands(&self) -> Vec<u8> {
        self.direct.get_data("/a").await.unwrap().0
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_answer_leaves_the_write_applied_and_the_client_in_the_dark() {
    let stage = stage().await;
    assert!(matches!(stage.lose(Loss::Answer, b"1").await, Error::ConnectionLoss));
    assert_eq!(stage.stands().await, b"1");
    assert_eq!(stage.proxy.lost(), 1);
    stage.client.set_data("/a", b"2", None).await.expect("the next connection loses nothing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_request_is_never_applied() {
    let stage = stage().await;
    assert!(matches!(stage.lose(Loss::Request, b"1").await, Error::ConnectionLoss));
    // A write of its own session comes after whatever was sent before.
    stage.client.create("/b", b"", &CreateMode::Persistent.with_acls(Acls::anyone_all())).await.unwrap();
    assert_eq!((stage.stands().await, stage.proxy.lost()), (b"0".to_vec(), 1));
}

/// The server is given a late request only after the connection was broken, so whatever is applied was applied late. Not
/// each one is: the client may be back before it, and then the server takes nothing from the old connection.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn late_requests_are_applied_or_not_and_the_client_cannot_know() {
    let stage = stage().await;
    let mut applied = 0;
    for number in 1..=100 {
        let data = format!("late {number}").into_bytes();
        let told = stage.lose(Loss::Late, &data).await;
        assert!(matches!(told, Error::ConnectionLoss), "{told}");
        // Once the client is back nothing of the old connection is taken any more.
        stage.client.sync("/").await.unwrap();
        applied += u32::from(stage.stands().await == data);
        if applied >= 2 {
            return;
        }
    }
    panic!("only {applied} late requests were applied");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dropped_events_do_not_arrive_and_answers_do() {
    let stage = stage().await;
    let (_, _, watcher) = stage.client.get_and_watch_data("/a").await.unwrap();
    stage.proxy.events(Events::Drop);
    stage.direct.set_data("/a", b"1", None).await.unwrap();
    until("an event dropped", PATIENCE, async || match stage.proxy.events_dropped() {
        0 => Err("none"),
        _ => Ok(()),
    })
    .await;
    assert_eq!(stage.client.get_data("/a").await.unwrap().0, b"1", "answers still arrive");
    let changed = tokio::time::timeout(Duration::from_millis(300), watcher.changed()).await;
    assert!(changed.is_err(), "the event arrived: {changed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn slow_frames_come_later_and_held_ones_when_that_is_over() {
    let stage = stage().await;
    let span = Duration::from_millis(300);
    stage.proxy.set(Way::Answers, Flow::Slow(span, span));
    let begun_ms = now_ms();
    stage.client.get_data("/a").await.unwrap();
    assert!(now_ms() - begun_ms >= 300, "it came after {} ms", now_ms() - begun_ms);
    stage.proxy.mend();
    stage.proxy.set_both(Flow::Hold);
    let asked = stage.client.get_data("/a");
    tokio::pin!(asked);
    assert!(tokio::time::timeout(span, &mut asked).await.is_err(), "something came through");
    stage.proxy.mend();
    assert_eq!(asked.await.unwrap().0, b"0");
    stage.proxy.cut(0);
    until(
        "no connection",
        PATIENCE,
        async || {
            if stage.proxy.connected().is_empty() { Ok(()) } else { Err("a connection") }
        },
    )
    .await;
    assert!(stage.client.get_data("/a").await.is_err(), "an answer without a connection");
}
