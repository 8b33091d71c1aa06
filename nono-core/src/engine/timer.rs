//! The timers of the runs that wait: an ordered set, cheap at ten thousand, cancelled lazily.
//!
//! A timer that fires for a run that is no longer in the state it was set for is ignored by the one who handles it.

use std::collections::{BTreeSet, VecDeque};

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
    /// Those of one span from now on: each comes after all before it. Most fire for a run that is over, and are cheap.
    line: VecDeque<(Boot, Timer)>,
}

impl Timers {
    pub(super) fn set(&mut self, at: Boot, timer: Timer) {
        self.set.insert((at, timer));
    }

    /// The same for what is set at each moment for the same span later.
    pub(super) fn set_in_line(&mut self, at: Boot, timer: Timer) {
        if self.line.back().is_some_and(|(last, _)| *last > at) {
            self.set(at, timer);
        } else {
            self.line.push_back((at, timer));
        }
    }

    pub(super) fn next(&self) -> Option<Boot> {
        let first = [self.set.first(), self.line.front()];
        first.into_iter().flatten().map(|(at, _)| *at).min()
    }

    /// The next timer that is due, taken out.
    pub(super) fn take_due(&mut self, now: Boot) -> Option<Timer> {
        let next = self.next()?;
        if next > now {
            return None;
        }
        let in_line = self.line.front().is_some_and(|(at, _)| *at == next);
        let first = if in_line { self.line.pop_front() } else { self.set.pop_first() };
        first.map(|(_, timer)| timer)
    }
}
