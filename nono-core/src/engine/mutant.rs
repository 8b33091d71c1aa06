//! Broken variants: each leaves out one rule of docs/protocol.md, so that a simulation can show that it would notice.
//!
//! Without the feature `mutants` each is a constant that is false, which leaves no trace in what is built. With it the
//! simulation chooses one for its process, before the first engine; `make mutants` has it tried with each and says what
//! caught it. Never switched on by another crate; nothing outside the engine reads them.

#[cfg(feature = "mutants")]
use std::sync::OnceLock;

#[cfg(not(feature = "mutants"))]
macro_rules! mutants {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: bool = false;)*
    };
}

#[cfg(feature = "mutants")]
macro_rules! mutants {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: &str = $word;)*

        /// What they are chosen by.
        const NAMES: &[&str] = &[$($name),*];
    };
}

/// Whether a variant is on.
#[cfg(not(feature = "mutants"))]
macro_rules! on {
    ($name:ident) => {
        $crate::engine::mutant::$name
    };
}

/// Whether a variant is on.
#[cfg(feature = "mutants")]
macro_rules! on {
    ($name:ident) => {
        $crate::engine::mutant::is_chosen($crate::engine::mutant::$name)
    };
}

pub(super) use on;

#[cfg(feature = "mutants")]
static CHOSEN: OnceLock<&str> = OnceLock::new();

#[cfg(feature = "mutants")]
pub(super) fn is_chosen(name: &str) -> bool {
    CHOSEN.get().is_some_and(|chosen| *chosen == name)
}

/// Has every engine of this process leave out one rule: for the simulation alone, once, before its first engine.
///
/// # Errors
/// In words, if no variant is called so, with the names there are; or if one was chosen before.
#[cfg(feature = "mutants")]
pub fn choose(name: &str) -> Result<(), String> {
    let Some(known) = NAMES.iter().find(|known| **known == name) else {
        return Err(format!("no broken variant of the engine is called \"{name}\"; there are: {}", NAMES.join(", ")));
    };
    CHOSEN.set(known).map_err(|_| "a broken variant of the engine is chosen once in a process".to_owned())
}

mutants! {
    /// One cursor for the partition instead of one per task.
    ONE_CURSOR = "one-cursor";
    /// Claims do not check the plan version.
    NO_PLAN_CHECK = "no-plan-check";
    /// No `sync` before a write is read back.
    NO_SYNC = "no-sync";
    /// Misfires that are left out are not claimed before they are recorded.
    NO_MISSED_ENTRIES = "no-missed-entries";
    /// The delivery that counts is the task's of now, not the claim's.
    TASK_DELIVERY = "task-delivery";
    /// The attempt's number does not rise by the epochs since the claim.
    NO_EPOCH_ATTEMPTS = "no-epoch-attempts";
    /// A retry is sent without being written into its record first.
    NO_RECORD_BEFORE_RETRY = "no-record-before-retry";
    /// Outcomes are stored without a check of the lease.
    OUTCOME_UNFENCED = "outcome-unfenced";
    /// Records of runs are written without a check of the lease.
    RECORD_UNFENCED = "record-unfenced";
    /// Records of foreign executors are looked at once, at the take-over.
    FOREIGN_ONCE = "foreign-once";
    /// A foreign executor is waited for without regard to the deadline.
    FOREIGN_NO_DEADLINE = "foreign-no-deadline";
    /// A take-over from a hanging member does not check that it was silent to the end.
    HUNG_UNCHECKED = "hung-unchecked";
    /// A step of the wall clock is followed at once, and claims go on.
    FOLLOW_STEPS = "follow-steps";
    /// The fence is the ephemeral member's version, not the lease's.
    EPHEMERAL_FENCE = "ephemeral-fence";
    /// After a take-over the cursor comes from the state alone, not from claims and records.
    STATE_CURSOR = "state-cursor";
    /// A claim whose answer was lost is claimed again under a new id, without reading back.
    UNKNOWN_NEW_ID = "unknown-new-id";
    /// A record that exists is taken for another's without being read.
    RECORD_UNREAD = "record-unread";
    /// The member's ephemeral is deleted and made anew after a reconnect.
    EPHEMERAL_REMADE = "ephemeral-remade";
    /// Nothing is read again but what a watch reports.
    NO_REREAD = "no-reread";
    /// What is delivered at most once is sent again when in doubt.
    AT_MOST_ONCE_AGAIN = "at-most-once-again";
    /// An outcome leaves the history while claims still list its run.
    HISTORY_DROPPED = "history-dropped";
    /// Open records are cleared when a partition is loaded.
    RUNS_CLEARED = "runs-cleared";
    /// Sends are timed by the wall clock.
    WALL_CLOCK_SENDS = "wall-clock-sends";
    /// A run goes when its timer fires, though own time was corrected since it was set.
    UNCORRECTED = "uncorrected";
    /// A claim that the task's version known here does not want is ended without a check that it is the newest.
    CANCEL_UNCHECKED = "cancel-unchecked";
    /// A renewal gives the right to send for all partitions, also for those whose lease it did not check.
    UNCHECKED_RIGHT = "unchecked-right";
    /// A claimed run is sent without asking the task's newest version.
    NO_RECHECK = "no-recheck";
    /// An attempt that was written into its record goes without being asked again.
    LAUNCH_UNASKED = "launch-unasked";
    /// After a lapse of the right to send, runs go by the plan as it was known before.
    LAPSE_UNREAD = "lapse-unread";
    /// A record that says `sent` of an attempt that did not go is left so.
    SENT_LEFT = "sent-left";
    /// The look-ahead holds two instants of a task.
    TWO_AHEAD = "two-ahead";
    /// A command that asks for the end of a run goes before that is stored.
    CANCEL_FORGOTTEN = "cancel-forgotten";
    /// How far a backfill is is not written down.
    BACKFILL_UNWRITTEN = "backfill-unwritten";
    /// Claims do not check whether the cluster is paused.
    PAUSE_UNCHECKED = "pause-unchecked";
    /// What may have been carried out unseen is called cancelled where somebody asked for its end.
    DOUBT_CANCELLED = "doubt-cancelled";
    /// An attempt on its way is not given up.
    ABORT_UNSENT = "abort-unsent";
    /// After a lapse of the right to send, commands are not read again.
    CANCELS_UNREAD = "cancels-unread";
}
