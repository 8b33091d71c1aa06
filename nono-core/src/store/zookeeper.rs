//! The store on a real ZooKeeper: one session of the client.
//!
//! Each trap of the client is dealt with here or in the modules below, so that nothing else needs to know it: every
//! request is on the wire's queue before [`Store::request`] returns; whatever leaves open whether a write was applied
//! is [`Answer::Unknown`]; nothing so large is sent that the server would close the connection; watches are one-shot
//! and armed again by us. What it must not do: decide anything, or retry a write.

mod answer;
mod establish;
mod probe;
mod read;
mod watch;
mod write;

use std::pin::Pin;
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll};
use std::time::Duration;

use futures::FutureExt;
use zookeeper_client::{Client, StateWatcher};

use crate::node::{Answer, Node, Request, Watch};
use crate::store::{Hints, Pending, PendingRights, Store, Watching};

pub use establish::{ConnectError, ConnectOptions, Digest, Tls};
pub use probe::{HostFailure, HostSteps, steps};

/// One session. Any thread may use it; answers and hints are driven by the runtime it was connected on.
#[derive(Debug)]
pub struct ZooKeeper {
    client: RwLock<Option<Arc<Client>>>,
    states: StateWatcher,
    runtime: tokio::runtime::Handle,
    timeout: Duration,
    session: i64,
}

/// What a session says of itself. Never the right to send: that is the time lease's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SessionState {
    /// A server answers.
    Connected,
    /// No server does; the session may live.
    Disconnected,
    /// The server ended the session: ephemerals are gone. Final.
    Expired,
    /// We ended it. Final.
    Closed,
    /// The server refused our credentials. Final.
    Denied,
}

impl SessionState {
    /// Whether no other state follows: a new session is needed.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Expired | Self::Closed | Self::Denied)
    }

    const fn of(state: zookeeper_client::SessionState) -> Self {
        use zookeeper_client::SessionState as Theirs;
        match state {
            Theirs::SyncConnected | Theirs::ConnectedReadOnly => Self::Connected,
            Theirs::Disconnected => Self::Disconnected,
            Theirs::Expired => Self::Expired,
            Theirs::Closed => Self::Closed,
            Theirs::AuthFailed => Self::Denied,
        }
    }
}

/// Follows the state of a session. Short-lived states may be skipped, a final one never is.
#[derive(Clone, Debug)]
pub struct States(StateWatcher);

impl States {
    /// The state now.
    #[must_use]
    pub fn now(&self) -> SessionState {
        SessionState::of(self.0.peek_state())
    }

    /// Waits until it changes. Waits for ever after a final state.
    pub async fn changed(&mut self) -> SessionState {
        SessionState::of(self.0.changed().await)
    }

    /// Waits until it is final.
    pub async fn ended(&mut self) -> SessionState {
        let mut state = self.now();
        while !state.is_final() {
            state = self.changed().await;
        }
        state
    }
}

impl ZooKeeper {
    /// Establishes a session. Gives up after [`ConnectOptions::patience`].
    ///
    /// # Errors
    /// When no server gave a session in time (with what each host did), or one refused the credentials, or the chroot
    /// could not be made.
    pub async fn connect(options: &ConnectOptions) -> Result<Self, ConnectError> {
        let client = establish::client(options).await?;
        let states = client.state_watcher();
        let timeout = client.session_timeout();
        let session = client.session_id().0;
        let runtime = tokio::runtime::Handle::current();
        Ok(Self { client: RwLock::new(Some(Arc::new(client))), states, runtime, timeout, session })
    }

    /// The session timeout that the server granted, which may be another than the one asked for.
    #[must_use]
    pub const fn session_timeout(&self) -> Duration {
        self.timeout
    }

    /// The session's number at the server.
    #[must_use]
    pub const fn session_id(&self) -> i64 {
        self.session
    }

    /// Whether the node exists that the connect string ends with.
    ///
    /// # Errors
    /// In ZooKeeper's words, why that is not known.
    pub async fn has_chroot(&self) -> Result<bool, String> {
        let client = self.client().ok_or_else(|| "the session is closed".to_owned())?;
        client.check_stat("/").await.map(|stat| stat.is_some()).map_err(|error| error.to_string())
    }

    /// Follows the session's state, from now on.
    #[must_use]
    pub fn states(&self) -> States {
        States(self.states.clone())
    }

    /// Ends the session in order and waits until the server has, so that ephemerals vanish at once. Requests made
    /// before are answered first, those made after are [`Answer::Unknown`]. Returns the final state.
    ///
    /// Pendings that are kept and not polled hold the session open: await or drop them before. Without a connection
    /// this takes until one is there again, or the session has expired.
    pub async fn close(&self) -> SessionState {
        drop(self.client.write().unwrap_or_else(PoisonError::into_inner).take());
        self.states().ended().await
    }

    fn client(&self) -> Option<Arc<Client>> {
        self.client.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Store for ZooKeeper {
    fn request(&self, request: Request) -> Pending {
        let Some(client) = self.client() else {
            return Box::pin(std::future::ready(Answer::Unknown("the session is closed".to_owned())));
        };
        match request {
            Request::Read(nodes) => read::nodes(&client, &self.runtime, nodes),
            Request::List(folders) => read::folders(&client, &folders),
            Request::Commit(ops) => write::commit(client, &ops),
            Request::Stand(member) => write::stand(client, member),
            Request::Submit(partition, token, command) => write::submit(client, partition, token, &command),
            Request::Sync => begun(async move { client.sync("/").await }.map(answer::synced)),
        }
    }

    fn cost(&self, request: &Request) -> u32 {
        read::parts(request)
    }

    fn rights(&self, nodes: &[Node]) -> PendingRights {
        match self.client() {
            Some(client) => read::rights(&client, nodes),
            None => Box::pin(std::future::ready(Some(vec![None; nodes.len()]))),
        }
    }
}

impl Watching for ZooKeeper {
    fn watch(&self, watch: Watch) -> Hints {
        watch::start(&self.runtime, self.client().as_ref(), &watch)
    }
}

/// Polls a future once, so that what it does before its first wait is done when this returns.
fn begun<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> Pin<Box<dyn Future<Output = T> + Send>> {
    let mut future = Box::pin(future);
    let mut context = Context::from_waker(futures::task::noop_waker_ref());
    match future.as_mut().poll(&mut context) {
        Poll::Ready(value) => Box::pin(std::future::ready(value)),
        Poll::Pending => future,
    }
}
