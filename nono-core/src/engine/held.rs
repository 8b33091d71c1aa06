//! Requests that the daemon holds back, since it may not ask ZooKeeper for as much as is wanted here.
//!
//! While writes wait, no more are composed: what comes due gathers in memory, and goes out in few transactions once there is
//! room. What a round of claims would have taken meanwhile counts as considered, so that it is late and no misfire.

use std::time::Duration;

use super::Engine;
use super::owned::Owned;
use crate::name::TaskName;
use crate::node::{Folder, Node, Op, Request};
use crate::time::Utc;

/// What comes due while writes are held back is looked at this often: well within the age of a misfire.
const LOOK: Duration = Duration::from_millis(250);

/// Whether a request may not wait behind others where a daemon holds some back: what the right to send, the right to lead and
/// the knowledge of newest plans, cancels and clocks come from. Others wait in their order. None of these counts on a request
/// that was asked for before it and is not answered: who looks at what a write of its own changes knows whether it is on its way.
#[must_use]
pub fn goes_first(request: &Request) -> bool {
    match request {
        Request::Commit(ops) => ops.iter().any(|op| match op {
            Op::Check(..) => false,
            Op::Create(node, _) | Op::Set(node, ..) | Op::Delete(node, _) => {
                matches!(node, Node::Stats(_) | Node::Member(_) | Node::Candidate(_) | Node::Assignment)
            }
        }),
        Request::Read(nodes) => matches!(
            nodes.first(),
            Some(
                Node::Intents | Node::Assignment | Node::Plan(_) | Node::Task(..) | Node::Command(..) | Node::Stats(_)
            )
        ),
        Request::List(folders) => matches!(
            folders[..],
            [Folder::Candidates | Folder::Members | Folder::Stats, ..]
                | [Folder::Commands(_)]
                | [Folder::Tasks(_), Folder::States(_)]
        ),
        Request::Stand(_) => true,
        Request::Submit(..) | Request::Sync => false,
    }
}

impl Engine {
    /// The daemon holds writes back from now on, or no longer.
    pub(super) fn held(&mut self, held: bool) {
        if held == self.consider_at.is_some() {
            return;
        }
        if held {
            self.consider_at = Some(self.now + LOOK);
            return;
        }
        // A last look at what the next round cannot take: it must not become a misfire. The others are that round's.
        self.consider_at = None;
        self.consider_held(|owned| owned.writing);
        self.flush_soon(Duration::ZERO);
    }

    /// Looks at what came due, if it is time.
    pub(super) fn held_woke(&mut self) {
        if self.consider_at.is_some_and(|at| at <= self.now) {
            self.consider_at = Some(self.now + LOOK);
            self.consider_held(|_| true);
        }
    }

    /// What stands still for a reason of its own goes by its tasks' policies once it is mended, as at any time.
    fn consider_held(&mut self, which: impl Fn(&Owned) -> bool) {
        if !self.may_claim() || self.is_paused {
            return;
        }
        let (boot, now) = (self.now, self.clock.utc(self.now));
        let claims = |owned: &&mut Owned| !owned.claims_unreadable && owned.denied_until <= boot && which(owned);
        self.owned.values_mut().filter(claims).for_each(|owned| owned.consider(now));
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
