//! How long a member has been silent, as another sees it.
//!
//! Only time counts in which the observer's own renewals were acknowledged: one that is cut off itself learns nothing
//! about others.

use std::time::Duration;

use super::session::SECOND;
use crate::name::Version;
use crate::time::Boot;

/// For how long a member's stats have not changed, counting only time in which the observer itself could renew.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Silence {
    pub(super) version: Option<Version>,
    pub(super) silent: Duration,
    seen: Option<Boot>,
}

impl Silence {
    /// Takes in what was just read; `renewing`: whether the observer's own time lease holds.
    pub(super) fn observe(&mut self, version: Option<Version>, now: Boot, renewing: bool) {
        let elapsed = self.seen.map_or(Duration::ZERO, |seen| now.since(seen)).min(SECOND * 2);
        self.seen = Some(now);
        if version != self.version {
            self.version = version;
            self.silent = Duration::ZERO;
        } else if renewing {
            self.silent += elapsed;
        }
    }
}
