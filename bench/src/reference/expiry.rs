//! E: how long ZooKeeper takes to remove the ephemeral node of a client that vanished.

use std::time::{Duration, Instant};

use nono_tests::cluster::SESSION;
use zookeeper_client::{Acls, Client, CreateMode};

/// Between two writes, as of a scheduler that has tasks due at every moment.
const APART: Duration = Duration::from_millis(20);

/// As such a scheduler does, it writes until it vanishes, after `span`: ZooKeeper counts from the last that it heard of a client.
/// The time from there to the end of its node.
pub(crate) async fn of_ephemeral(servers: &str, span: Duration) -> Duration {
    let client = Client::connector().with_session_timeout(SESSION).with_detached().connect(servers).await.unwrap();
    let watching = Client::connect(servers).await.unwrap();
    let path = format!("/raw-e-{}", client.session_id());
    client.create(&path, &[], &CreateMode::Ephemeral.with_acls(Acls::anyone_all())).await.unwrap();
    let until = Instant::now() + span;
    while Instant::now() < until {
        client.set_data(&path, b"alive", None).await.unwrap();
        tokio::time::sleep(APART).await;
    }
    let (_, watcher) = watching.check_and_watch_stat(&path).await.unwrap();
    let begun = Instant::now();
    drop(client);
    watcher.changed().await;
    begun.elapsed()
}
