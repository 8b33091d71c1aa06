//! New connections to one host come at a pace.
//!
//! A worker has a short queue of connections that it has not accepted yet (128 to 511 is usual). What overflows it is
//! dropped without a word and tried again by the kernel after one, three and seven seconds, so that a herd that connects
//! all at once is sent seconds late although everybody is idle. Here nothing is refused: whoever is too many waits, a second at most.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::connect::Origin;

/// So many new connections to one host may be unanswered and younger than [`YOUNG`]: 1,600 a second to one that does not
/// answer, and as many as it likes to one that does. Three schedulers together stay below a queue of 128.
const MOST_YOUNG: usize = 32;

/// After this the worker has accepted a connection, or will not soon.
pub(super) const YOUNG: Duration = Duration::from_millis(20);

/// A pace is no limit: nobody waits longer.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

#[derive(Debug, Default)]
pub(super) struct Pace {
    by_origin: Mutex<HashMap<Origin, Arc<Semaphore>>>,
}

impl Pace {
    /// Waits until one more connection may be made; it counts until the permit is dropped. Without a permit the wait was
    /// long enough: it may be made all the same.
    pub(super) async fn enter(&self, origin: &Origin) -> Option<OwnedSemaphorePermit> {
        let semaphore =
            Arc::clone(self.origins().entry(origin.clone()).or_insert_with(|| Arc::new(Semaphore::new(MOST_YOUNG))));
        let entered = tokio::time::timeout(LONGEST_WAIT, semaphore.acquire_owned()).await;
        entered.ok().map(|permit| permit.expect("it is never closed"))
    }

    /// Forgets the hosts that nobody connects to.
    pub(super) fn sweep(&self) {
        self.origins().retain(|_, semaphore| Arc::strong_count(semaphore) > 1);
    }

    fn origins(&self) -> MutexGuard<'_, HashMap<Origin, Arc<Semaphore>>> {
        self.by_origin.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(url: &str) -> Origin {
        Origin::of(&url.parse().unwrap()).unwrap()
    }

    #[tokio::test]
    async fn one_host_has_a_limit_and_others_do_not_wait_for_it() {
        let pace = Pace::default();
        let (full, other) = (origin("http://full/"), origin("http://other/"));
        let mut held = Vec::new();
        for _ in 0..MOST_YOUNG {
            held.push(pace.enter(&full).await.unwrap());
        }
        pace.sweep();
        tokio::select! {
            biased;
            _ = pace.enter(&full) => panic!("one too many"),
            () = tokio::task::yield_now() => {}
        }
        assert!(pace.enter(&other).await.is_some());
        assert!(pace.enter(&full).await.is_none(), "after a second it may go all the same");
        held.pop();
        assert!(pace.enter(&full).await.is_some());
        drop(held);
        pace.sweep();
        assert!(pace.origins().is_empty());
    }
}
