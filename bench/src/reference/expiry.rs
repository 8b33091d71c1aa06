//! E: how long ZooKeeper takes to remove the ephemeral node of a client that vanished.

use std::time::{Duration, Instant};

use nono_tests::cluster::SESSION;
use zookeeper_client::{Acls, Client, CreateMode};

/// As a scheduler does: it writes once a second, and vanishes at some moment between two writes. `share` (0 to 1) says
/// at which. The time from there to the end of its node.
pub(crate) async fn of_ephemeral(servers: &str, share: f64) -> Duration {
    let client = Client::connector().with_session_timeout(SESSION).with_detached().connect(servers).await.unwrap();
    let watching = Client::connect(servers).await.unwrap();
    let path = format!("/raw-e-{}", client.session_id());
    client.create(&path, &[], &CreateMode::Ephemeral.with_acls(Acls::anyone_all())).await.unwrap();
    client.set_data(&path, b"alive", None).await.unwrap();
    tokio::time::sleep(Duration::from_secs_f64(share)).await;
    let (_, watcher) = watching.check_and_watch_stat(&path).await.unwrap();
    let begun = Instant::now();
    drop(client);
    watcher.changed().await;
    begun.elapsed()
}
