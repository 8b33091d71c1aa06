//! Connections that wait for their next request, for at most three seconds.
//!
//! Many workers close an idle connection after five; one that is closed while a request is on its way to it breaks an
//! attempt that nobody can tell from a worker's crash. So ours are closed first.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::connect::{Connection, Origin};

/// No connection waits longer.
const IDLE: Duration = Duration::from_secs(3);

/// So many wait for one origin, and in all.
const MOST_OF_ONE: usize = 1024;
const MOST: usize = 4096;

/// How long an answered connection may take to become free.
const SETTLING: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub(super) struct Pool {
    idle: Mutex<Shelves>,
}

#[derive(Debug, Default)]
struct Shelves {
    by_origin: HashMap<Origin, Vec<(Instant, Connection)>>,
    count: usize,
}

impl Pool {
    /// The connection that was used last and still looks alive.
    pub(super) fn take(&self, origin: &Origin) -> Option<Connection> {
        let mut shelves = self.shelves();
        while let Some((since, connection)) = shelves.by_origin.get_mut(origin).and_then(Vec::pop) {
            shelves.count -= 1;
            if since.elapsed() < IDLE && connection.sender.is_ready() {
                connection.wire.was_idle();
                return Some(connection);
            }
        }
        None
    }

    /// Keeps a connection once it can take another request; one that never can is closed.
    pub(super) fn put_when_ready(self: &Arc<Self>, connection: Connection) {
        if connection.sender.is_ready() {
            self.put(connection);
            return;
        }
        let pool = Arc::clone(self);
        tokio::spawn(async move { pool.settle(connection).await });
    }

    /// The same, waiting for it.
    pub(super) async fn settle(&self, mut connection: Connection) {
        if let Ok(Ok(())) = tokio::time::timeout(SETTLING, connection.sender.ready()).await {
            self.put(connection);
        }
    }

    fn put(&self, connection: Connection) {
        let mut shelves = self.shelves();
        if shelves.count >= MOST {
            return;
        }
        if !shelves.by_origin.contains_key(&connection.origin) {
            shelves.by_origin.insert(connection.origin.clone(), Vec::new());
        }
        if let Some(shelf) = shelves.by_origin.get_mut(&connection.origin)
            && shelf.len() < MOST_OF_ONE
        {
            shelf.push((Instant::now(), connection));
            shelves.count += 1;
        }
    }

    /// Closes what waited too long.
    pub(super) fn sweep(&self) {
        let mut shelves = self.shelves();
        shelves.by_origin.retain(|_, shelf| {
            shelf.retain(|(since, connection)| since.elapsed() < IDLE && !connection.sender.is_closed());
            !shelf.is_empty()
        });
        shelves.count = shelves.by_origin.values().map(Vec::len).sum();
    }

    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
