//! When a pause holds. Instants in `[since, until)` are not due; nobody rewrites the task when a pause ends by itself.

use super::{Pause, PauseEnd, SchedulerTask};
use crate::time::Utc;

impl Pause {
    /// When it began. `mtime` is that of the version that holds it.
    #[must_use]
    pub fn since_at(&self, mtime: Utc) -> Utc {
        self.since.unwrap_or(mtime)
    }

    /// When it ends by itself, if it does; not before it began.
    #[must_use]
    pub fn ends_at(&self, mtime: Utc) -> Option<Utc> {
        let since = self.since_at(mtime);
        self.until.map(|until| match until {
            PauseEnd::At(at) => at.max(since),
            PauseEnd::After(span) => since + span,
        })
    }

    /// Whether it holds at this moment.
    #[must_use]
    pub fn covers(&self, moment: Utc, mtime: Utc) -> bool {
        self.since_at(mtime) <= moment && self.ends_at(mtime).is_none_or(|end| moment < end)
    }

    /// Whether it ended by itself at this moment or before.
    #[must_use]
    pub fn is_over_at(&self, now: Utc, mtime: Utc) -> bool {
        self.ends_at(mtime).is_some_and(|end| end <= now)
    }
}

impl SchedulerTask {
    /// Whether the task is paused now. `mtime` is that of the version; a pause that was just made begins with it, so a
    /// `now` that lags behind counts as paused.
    #[must_use]
    pub fn is_paused_at(&self, now: Utc, mtime: Utc) -> bool {
        self.paused.as_ref().is_some_and(|pause| !pause.is_over_at(now, mtime))
    }
}
