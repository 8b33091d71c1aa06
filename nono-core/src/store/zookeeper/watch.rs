//! Watches: one-shot, armed again by us, never persistent.
//!
//! The client loses persistent watches at every reconnect without a word, and its one-shot ones not. A hint is
//! announced only after the watch is armed again, so that a read made because of it misses nothing. A watch that
//! could not be armed (no connection) is armed once there is one, and hints then, since something may have been missed.

use std::sync::{Arc, Weak};
use std::time::Duration;

use futures::future::{AbortHandle, Abortable};
use zookeeper_client::{Client, Error, EventType, OneshotWatcher};

use crate::node::Watch;
use crate::store::zookeeper::begun;
use crate::store::{Announcer, Hints, path};

/// Between two tries to arm, when the client says that there is no connection.
const PAUSE: Duration = Duration::from_millis(200);

/// Begins to watch; the first arming is sent before this returns.
pub(super) fn start(runtime: &tokio::runtime::Handle, client: Option<&Arc<Client>>, watch: &Watch) -> Hints {
    let (announcer, hints) = Hints::channel();
    let Some(client) = client else { return hints };
    let (abort, registration) = AbortHandle::new_pair();
    let first = begun(arm(Arc::clone(client), Target::of(watch)));
    let follow = follow(Arc::downgrade(client), Target::of(watch), first, announcer);
    runtime.spawn(Abortable::new(follow, registration));
    hints.stopping(abort)
}

#[derive(Clone)]
enum Target {
    Data(String),
    Children(String),
}

impl Target {
    fn of(watch: &Watch) -> Self {
        match watch {
            Watch::Data(node) => Self::Data(path::of_node(node)),
            Watch::Children(folder) => Self::Children(path::of_folder(*folder)),
        }
    }
}

/// A watch, and whether something changed while it was being armed.
type Armed = (OneshotWatcher, bool);

type Arming = std::pin::Pin<Box<dyn Future<Output = Result<Armed, Error>> + Send>>;

/// Holds the client only while arming: a session must be able to end while its watches wait.
async fn follow(client: Weak<Client>, target: Target, first: Arming, mut announcer: Announcer) {
    let mut arming = first;
    let mut owed = false;
    loop {
        match arming.await {
            Ok((watcher, changed)) => {
                if (owed || changed) && !announcer.announce() {
                    return;
                }
                if watcher.changed().await.event_type == EventType::Session {
                    return;
                }
            }
            Err(Error::SessionExpired | Error::AuthFailed | Error::ClientClosed) => return,
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
        owed = true;
        let Some(client) = client.upgrade() else { return };
        arming = begun(arm(client, target.clone()));
    }
}

/// One-shot watches survive reconnects: the client sets them again with the last transaction it saw.
async fn arm(client: Arc<Client>, target: Target) -> Result<Armed, Error> {
    match target {
        Target::Data(path) => client.check_and_watch_stat(&path).await.map(|(_, watcher)| (watcher, false)),
        Target::Children(path) => arm_children(&client, &path).await,
    }
}

/// A folder that is missing is watched for being made; one that was made in between is asked again.
async fn arm_children(client: &Client, path: &str) -> Result<Armed, Error> {
    let mut changed = false;
    loop {
        match client.get_and_watch_children(path).await {
            Ok((_, _, watcher)) => return Ok((watcher, changed)),
            Err(Error::NoNode) => {}
            Err(error) => return Err(error),
        }
        let (stat, watcher) = client.check_and_watch_stat(path).await?;
        if stat.is_none() {
            return Ok((watcher, changed));
        }
        changed = true;
    }
}
