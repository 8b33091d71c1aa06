//! The timers of the runs that wait: an ordered set, cheap at ten thousand, cancelled lazily.
//!
//! A timer that fires for a run that is no longer in the state it was set for is ignored by the one who handles it.

use std::collections::BTreeSet;

use crate::name::{Partition, RunId};
use crate::time::Boot;

/// What a timer is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Timer {
    /// The run, or its next attempt, is due.
    Due(Partition, RunId),
    /// The run has been open for so long that it needs a record of its own.
    Aged(Partition, RunId),
    /// A partition whose loading got no answer is to be loaded again.
    Load(Partition),
    /// A run of which something could not be written is to be tried again.
    Again(Partition, RunId),
    /// An unknown answer is to be looked into again.
    Resolve(u64),
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Timers {
    set: BTreeSet<(Boot, Timer)>,
}

impl Timers {
    pub(super) fn set(&mut self, at: Boot, timer: Timer) {
        self.set.insert((at, timer));
    }

    pub(super) fn next(&self) -> Option<Boot> {
        self.set.first().map(|(at, _)| *at)
    }

    /// The next timer that is due, taken out.
    pub(super) fn take_due(&mut self, now: Boot) -> Option<Timer> {
        if self.next()? > now {
            return None;
        }
        self.set.pop_first().map(|(_, timer)| timer)
    }
}
