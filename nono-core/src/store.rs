//! Where records live: the only place that knows znodes.
//!
//! A [`Store`] is one session. What it is asked and answers is in [`crate::node`]'s words; paths and bytes stay in
//! here. [`zookeeper`] is the real one, [`memory`] a model of it for tests and simulation, [`contract`] what both
//! must do. The engine's sequences of requests are the engine's; those of admins are in [`admin`].

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::Stream;
use futures::channel::mpsc;

use crate::node::{Answer, Node, Request, Watch};

pub mod admin;
pub mod connect;
#[cfg(feature = "contract")]
pub mod contract;
pub mod memory;
pub mod path;
pub mod record;
#[cfg(feature = "zookeeper")]
pub mod zookeeper;

/// An answer that is on its way. The request is already sent when this is returned.
pub type Pending = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// Who may do what with a node: whom, such as `world:anyone`, and what, of `c`, `d`, `r`, `w` and `a`.
pub type Rights = Vec<(String, String)>;

/// The rights of nodes, in their order, `None` where they could not be read; or `None` of a store that has none.
pub type PendingRights = Pin<Box<dyn Future<Output = Option<Vec<Option<Rights>>>> + Send>>;

/// One session of a store.
pub trait Store: Send + Sync {
    /// Sends a request, before returning, behind all earlier ones of this session.
    fn request(&self, request: Request) -> Pending;

    /// How many requests of the server's a request is: a long read is several.
    fn cost(&self, request: &Request) -> u32 {
        let _ = request;
        1
    }

    /// Asks who may do what with `nodes`.
    fn rights(&self, nodes: &[Node]) -> PendingRights {
        let _ = nodes;
        Box::pin(std::future::ready(None))
    }
}

/// A session that can report changes.
pub trait Watching: Store {
    /// Reports changes of `watch`, from before any request made after this returns, until the session ends or the
    /// [`Hints`] are dropped.
    fn watch(&self, watch: Watch) -> Hints;
}

/// Says that what is watched may have changed. Several changes may make one hint; a hint may come without a change.
///
/// Ends when the session does. A read made after a hint sees what the hint was about, and whatever changes after
/// that read makes another hint.
#[derive(Debug)]
pub struct Hints {
    receiver: mpsc::Receiver<()>,
    rearming: Option<futures::future::AbortHandle>,
}

impl Hints {
    /// Hints, and where to announce them. One that is not taken yet stands for all that follow.
    #[must_use]
    pub fn channel() -> (Announcer, Self) {
        let (sender, receiver) = mpsc::channel(0);
        (Announcer { sender }, Self { receiver, rearming: None })
    }

    /// Has `task` stopped when the hints are dropped.
    #[must_use]
    pub fn stopping(mut self, task: futures::future::AbortHandle) -> Self {
        self.rearming = Some(task);
        self
    }

    /// Waits for the next hint. `None`: the session is over.
    pub async fn changed(&mut self) -> Option<()> {
        futures::StreamExt::next(&mut self.receiver).await
    }
}

impl Stream for Hints {
    type Item = ();

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<()>> {
        Pin::new(&mut self.receiver).poll_next(cx)
    }
}

impl Drop for Hints {
    fn drop(&mut self) {
        if let Some(task) = &self.rearming {
            task.abort();
        }
    }
}

/// Where the hints of one watch are announced.
#[derive(Debug)]
pub struct Announcer {
    sender: mpsc::Sender<()>,
}

impl Announcer {
    /// Announces a hint. False: nobody listens any more.
    pub fn announce(&mut self) -> bool {
        match self.sender.try_send(()) {
            Ok(()) => true,
            Err(refused) => refused.is_full(),
        }
    }
}
