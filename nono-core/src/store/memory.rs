//! A store in memory: a model of ZooKeeper for tests and simulation.
//!
//! [`Model`] is the server, driven step by step by whoever simulates. [`Memory`] drives it by itself, so that a
//! [`MemorySession`] is a store like any other; tests hold, cut and end its sessions by hand. No clock, no threads, no
//! randomness: the same calls give the same answers.

mod model;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use futures::channel::oneshot;

use crate::node::{Answer, Request, Watch};
use crate::store::{Announcer, Hints, Pending, Store, Watching};
use crate::time::Utc;

pub use model::{Applied, Model};

/// Numbers a session of a [`Model`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SessionId(pub u64);

/// Numbers a request of a [`Model`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ticket(pub u64);

/// How a connection breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cut {
    /// What becomes of requests that were sent and not processed. Their answer is unknown in any case.
    pub in_flight: InFlight,
    /// Whether what is watched is forgotten, so that later changes are not reported.
    pub loses_watches: bool,
}

/// What becomes of requests whose connection breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InFlight {
    /// They never arrived.
    Dropped,
    /// They arrived, and only the answer is lost.
    Applied,
    /// They are applied later, before the next sync of the session, or never if the session ends.
    Late,
}

/// A server in memory that serves by itself. Clones are the same server.
#[derive(Clone, Debug)]
pub struct Memory {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug)]
struct Shared {
    model: Model,
    now: Utc,
    held: BTreeSet<SessionId>,
    muted: BTreeSet<SessionId>,
    asking: BTreeMap<Ticket, oneshot::Sender<Answer>>,
    watching: Vec<(SessionId, Watch, Announcer)>,
    sessions: BTreeSet<SessionId>,
}

/// A session of [`Memory`].
#[derive(Clone, Debug)]
pub struct MemorySession {
    server: Memory,
    id: SessionId,
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

impl Memory {
    /// An empty server whose clock stands at 2026-01-01T00:00:00Z and moves a millisecond with each request.
    #[must_use]
    pub fn new() -> Self {
        let shared = Shared {
            model: Model::new(),
            now: Utc(1_767_225_600_000),
            held: BTreeSet::new(),
            muted: BTreeSet::new(),
            asking: BTreeMap::new(),
            watching: Vec::new(),
            sessions: BTreeSet::new(),
        };
        Self { shared: Arc::new(Mutex::new(shared)) }
    }

    /// Opens a session.
    #[must_use]
    pub fn open(&self, timeout: Duration) -> MemorySession {
        let mut shared = self.lock();
        let id = shared.model.open(timeout);
        shared.sessions.insert(id);
        drop(shared);
        MemorySession { server: self.clone(), id }
    }

    /// Does something to the model and lets the server go on.
    pub fn with<T>(&self, act: impl FnOnce(&mut Model, Utc) -> T) -> T {
        let mut shared = self.lock();
        let now = shared.now;
        let done = act(&mut shared.model, now);
        shared.pump();
        done
    }

    /// Moves the clock; sessions without a connection may expire.
    pub fn advance(&self, by: Duration) {
        let mut shared = self.lock();
        shared.now = Utc(shared.now.0 + i64::try_from(by.as_millis()).unwrap_or(i64::MAX / 2));
        let now = shared.now;
        shared.model.advance(now);
        shared.pump();
    }

    fn lock(&self) -> MutexGuard<'_, Shared> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// Serves what is sent and not held, hands out answers and hints.
    fn pump(&mut self) {
        for id in self.sessions.clone() {
            while !self.held.contains(&id) && self.model.process(self.now, id) {
                self.now = Utc(self.now.0 + 1);
            }
            if self.muted.contains(&id) {
                continue;
            }
            while let Some((ticket, answer)) = self.model.answer(id) {
                // Nobody may wait for it any more; a write stands all the same.
                drop(self.asking.remove(&ticket).map(|asking| asking.send(answer)));
            }
        }
        drop(self.model.take_journal());
        self.hint();
    }

    /// Armed again before it is announced, so that a read made because of a hint misses nothing.
    fn hint(&mut self) {
        let mut fired: BTreeMap<SessionId, BTreeSet<Watch>> = BTreeMap::new();
        for id in self.sessions.difference(&self.muted) {
            fired.insert(*id, self.model.fired(*id));
        }
        let model = &mut self.model;
        self.watching.retain_mut(|(id, watch, announcer)| {
            if !fired.get(id).is_some_and(|fired| fired.contains(watch)) {
                return model.lives(*id);
            }
            model.watch(*id, watch.clone());
            announcer.announce()
        });
    }
}

impl MemorySession {
    /// Its number.
    #[must_use]
    pub const fn id(&self) -> SessionId {
        self.id
    }

    /// Keeps the server from taking requests of this session until it is cut or released.
    pub fn hold(&self) {
        self.server.lock().held.insert(self.id);
    }

    /// Keeps answers and hints of the server from this session until it is cut or released.
    pub fn mute(&self) {
        self.server.lock().muted.insert(self.id);
    }

    /// Lets both through again.
    pub fn release(&self) {
        let mut shared = self.server.lock();
        shared.held.remove(&self.id);
        shared.muted.remove(&self.id);
        shared.pump();
    }

    /// Breaks the connection.
    pub fn cut(&self, cut: Cut) {
        let mut shared = self.server.lock();
        let now = shared.now;
        shared.held.remove(&self.id);
        shared.muted.remove(&self.id);
        shared.model.disconnect(now, self.id, cut);
        shared.pump();
    }

    /// Gives it a connection again. Its watches are armed again; what changed in between makes no hint if the cut lost
    /// them.
    pub fn heal(&self) {
        let mut shared = self.server.lock();
        if shared.model.reconnect(self.id) {
            let Shared { watching, model, .. } = &mut *shared;
            for (_, watch, _) in watching.iter().filter(|(id, ..)| *id == self.id) {
                model.watch(self.id, watch.clone());
            }
        }
        shared.pump();
    }

    /// The server ends the session.
    pub fn expire(&self) {
        self.server.with(|model, now| model.expire(now, self.id));
    }

    /// Ends the session in order.
    pub fn close(&self) {
        self.server.with(|model, now| model.close(now, self.id));
    }
}

impl Store for MemorySession {
    fn request(&self, request: Request) -> Pending {
        let (asking, answer) = oneshot::channel();
        let mut shared = self.server.lock();
        let ticket = shared.model.send(self.id, request);
        shared.asking.insert(ticket, asking);
        shared.pump();
        drop(shared);
        answer.map(|answer| answer.unwrap_or_else(|_| Answer::Unknown("the server is gone".to_owned()))).boxed()
    }
}

impl Watching for MemorySession {
    fn watch(&self, watch: Watch) -> Hints {
        let (announcer, hints) = Hints::channel();
        let mut shared = self.server.lock();
        if shared.model.lives(self.id) {
            shared.model.watch(self.id, watch.clone());
            shared.watching.push((self.id, watch, announcer));
        }
        drop(shared);
        hints
    }
}
