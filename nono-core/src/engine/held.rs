//! Requests that the daemon holds back, since it may not ask ZooKeeper for as much as is wanted here.
//!
//! While writes wait, no more are composed: what comes due gathers in memory, and goes out in few transactions once there is
//! room. What a round of claims would have taken meanwhile counts as considered, so that it is late and no misfire.

use std::time::Duration;

use super::Engine;
use super::owned::Owned;
use crate::name::TaskName;
use crate::time::Utc;

/// What comes due while writes are held back is looked at this often: well within the age of a misfire.
const LOOK: Duration = Duration::from_millis(250);

/// What waits in the daemon.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Backlog {
    /// Nothing.
    #[default]
    None,
    /// Reads alone: writes may be asked for, and go behind them.
    Reads,
    /// Writes, whatever else: no more of them are composed.
    Writes,
}

impl Engine {
    /// What the daemon holds back from now on.
    pub(super) fn held(&mut self, backlog: Backlog) {
        if backlog == self.backlog {
            return;
        }
        if self.backlog == Backlog::Writes {
            self.flush_soon(Duration::ZERO);
        }
        self.backlog = backlog;
        // A last look: what came due since the one before must not become a misfire.
        self.consider_at = Some(self.now);
        self.held_woke();
        if backlog == Backlog::None {
            self.consider_at = None;
        }
    }

    /// Whether writes are to be composed.
    pub(super) fn may_write(&self) -> bool {
        self.backlog != Backlog::Writes
    }

    /// Looks at what came due, if it is time.
    pub(super) fn held_woke(&mut self) {
        if self.consider_at.is_some_and(|at| at <= self.now) {
            self.consider_at = Some(self.now + LOOK);
            self.consider_held();
        }
    }

    fn consider_held(&mut self) {
        if !self.may_claim() || self.is_paused {
            return;
        }
        let now = self.clock.utc(self.now);
        self.owned.values_mut().for_each(|owned| owned.consider(now));
    }
}

impl Owned {
    /// What is due counts as considered by a round of claims.
    fn consider(&mut self, now: Utc) {
        let due = self.agenda.iter().take_while(|(at, _)| *at <= now);
        let due: Vec<TaskName> = due.map(|(_, name)| name.clone()).collect();
        for name in &due {
            self.tasks.entry(name.clone()).and_modify(|slot| slot.consider(now));
        }
    }
}
