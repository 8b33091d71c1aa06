//! What a failed attempt means: final, or tried again, and when. A pure sequence.

use std::time::Duration;

use crate::name::RunId;
use crate::run::Delivery;
use crate::task::Retry;

/// How an attempt ended, as far as the network tells.
#[derive(Clone, PartialEq, Debug)]
pub enum AttemptEnd {
    /// It never began: the time lease had ended, or the daemon could not start it. Nothing was sent.
    NotSent,
    /// It was refused before a connection was tried: egress, TLS configuration, a URL that names no host. Final.
    Blocked(String),
    /// No connection came about: not one byte of the request left.
    NotConnected(String),
    /// The connection broke, or what came back was not HTTP, after bytes may have left.
    Broken(String),
    /// The attempt used up its time.
    TimedOut(String),
    /// The daemon aborted it because the engine asked for it.
    Aborted,
    /// The worker answered in full.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The first KiB of the body, cleaned.
        message: Option<String>,
        /// What `Retry-After` asked for.
        retry_after: Option<Duration>,
    },
}

/// What follows from an attempt's end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The run succeeded.
    Succeeded,
    /// The run failed for good.
    Failed,
    /// The run timed out for good.
    TimedOut,
    /// The next attempt is due after this long.
    Again(Duration),
}

/// Judges an attempt's end. `failed` counts the failed attempts of the run, this one included.
#[must_use]
pub fn judge(end: &AttemptEnd, failed: u32, policy: &Retry, delivery: Delivery, run: &RunId) -> Verdict {
    let _ = (end, failed, policy, delivery, run);
    Verdict::Failed
}
