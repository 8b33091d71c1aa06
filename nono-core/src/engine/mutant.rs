//! Broken variants: each leaves out one rule of docs/protocol.md, so that a simulation can show that it would notice.
//!
//! Cargo features of their own, all off; a constant that is false leaves no trace in what is built. `make mutants` builds
//! one after another and says what caught it. Never switched on by another crate; nothing outside the engine reads them.

macro_rules! mutants {
    ($($(#[$doc:meta])* $name:ident = $feature:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: bool = cfg!(feature = $feature);)*
    };
}

mutants! {
    /// One cursor for the partition instead of one per task.
    ONE_CURSOR = "mutant-one-cursor";
    /// Claims do not check the plan version.
    NO_PLAN_CHECK = "mutant-no-plan-check";
    /// No `sync` before a write is read back.
    NO_SYNC = "mutant-no-sync";
    /// Misfires that are left out are not claimed before they are recorded.
    NO_MISSED_ENTRIES = "mutant-no-missed-entries";
    /// The delivery that counts is the task's of now, not the claim's.
    TASK_DELIVERY = "mutant-task-delivery";
    /// The attempt's number does not rise by the epochs since the claim.
    NO_EPOCH_ATTEMPTS = "mutant-no-epoch-attempts";
    /// A retry is sent without being written into its record first.
    NO_RECORD_BEFORE_RETRY = "mutant-no-record-before-retry";
    /// Outcomes are stored without a check of the lease.
    OUTCOME_UNFENCED = "mutant-outcome-unfenced";
    /// Records of runs are written without a check of the lease.
    RECORD_UNFENCED = "mutant-record-unfenced";
    /// Records of foreign executors are looked at once, at the take-over.
    FOREIGN_ONCE = "mutant-foreign-once";
    /// A foreign executor is waited for without regard to the deadline.
    FOREIGN_NO_DEADLINE = "mutant-foreign-no-deadline";
    /// A take-over from a hanging member does not check that it was silent to the end.
    HUNG_UNCHECKED = "mutant-hung-unchecked";
    /// A step of the wall clock is followed at once, and claims go on.
    FOLLOW_STEPS = "mutant-follow-steps";
    /// The fence is the ephemeral member's version, not the lease's.
    EPHEMERAL_FENCE = "mutant-ephemeral-fence";
    /// After a take-over the cursor comes from the state alone, not from claims and records.
    STATE_CURSOR = "mutant-state-cursor";
    /// A claim whose answer was lost is claimed again under a new id, without reading back.
    UNKNOWN_NEW_ID = "mutant-unknown-new-id";
    /// A record that exists is taken for another's without being read.
    RECORD_UNREAD = "mutant-record-unread";
    /// The member's ephemeral is deleted and made anew after a reconnect.
    EPHEMERAL_REMADE = "mutant-ephemeral-remade";
    /// Nothing is read again but what a watch reports.
    NO_REREAD = "mutant-no-reread";
    /// What is delivered at most once is sent again when in doubt.
    AT_MOST_ONCE_AGAIN = "mutant-at-most-once-again";
    /// An outcome leaves the history while claims still list its run.
    HISTORY_DROPPED = "mutant-history-dropped";
    /// Open records are cleared when a partition is loaded.
    RUNS_CLEARED = "mutant-runs-cleared";
    /// Sends are timed by the wall clock.
    WALL_CLOCK_SENDS = "mutant-wall-clock-sends";
    /// A claim that the task's version known here does not want is ended without a check that it is the newest.
    CANCEL_UNCHECKED = "mutant-cancel-unchecked";
    /// A renewal gives the right to send for all partitions, also for those whose lease it did not check.
    UNCHECKED_RIGHT = "mutant-unchecked-right";
    /// A claimed run is sent without asking the task's newest version.
    NO_RECHECK = "mutant-no-recheck";
    /// An attempt that was written into its record goes without being asked again.
    LAUNCH_UNASKED = "mutant-launch-unasked";
    /// After a lapse of the right to send, runs go by the plan as it was known before.
    LAPSE_UNREAD = "mutant-lapse-unread";
    /// A record that says `sent` of an attempt that did not go is left so.
    SENT_LEFT = "mutant-sent-left";
    /// The look-ahead holds two instants of a task.
    TWO_AHEAD = "mutant-two-ahead";
    /// A command that asks for the end of a run goes before that is stored.
    CANCEL_FORGOTTEN = "mutant-cancel-forgotten";
    /// How far a backfill is is not written down.
    BACKFILL_UNWRITTEN = "mutant-backfill-unwritten";
    /// Claims do not check whether the cluster is paused.
    PAUSE_UNCHECKED = "mutant-pause-unchecked";
    /// What may have been carried out unseen is called cancelled where somebody asked for its end.
    DOUBT_CANCELLED = "mutant-doubt-cancelled";
    /// An attempt on its way is not given up.
    ABORT_UNSENT = "mutant-abort-unsent";
    /// After a lapse of the right to send, commands are not read again.
    CANCELS_UNREAD = "mutant-cancels-unread";
}
