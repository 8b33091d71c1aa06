//! What costs others something while nobody looks: an idle dashboard asks ZooKeeper for little.

use std::time::Duration;

use nono_tests::dashboard::{REQUESTS, open, requests_per_second};
use nono_tests::proxy::Proxy;
use nono_tests::terminal::ROOMY;

use crate::setting::cluster;

/// What is asked follows from what is on the screen, not from how fast the machine is. All else that the dashboard costs
/// is measured by `make bench-top`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_idle_dashboard_asks_zookeeper_for_little() {
    let schedulers = ["alpha", "beta"];
    let cluster = cluster(&schedulers).await;
    let proxy = Proxy::before(&[cluster.zookeeper.connect_string().parse().unwrap()]).await;
    tokio::task::block_in_place(|| {
        let mut top = open(ROOMY, &proxy);
        top.wait_until("live", |screen| screen.contains("│ live ") && screen.contains("ZK 1/1 rtt"));
        let requests = requests_per_second(&proxy, &mut top, Duration::from_secs(11));
        let most = REQUESTS + schedulers.len() as f64;
        assert!(requests < most, "{requests} requests a second of {:?}", proxy.asked());
    });
}
