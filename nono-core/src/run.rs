//! Runs as values: what triggered one, how it ended, and the records in which a partition keeps its runs.
//!
//! These are the wire types of `/claims`, `/runs`, `/states` and `/commands` (docs/protocol.md); they hold no behaviour
//! beyond reading themselves. Each keeps the fields it does not know, so that a rewrite loses nothing of a newer release.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::name::{Epoch, MemberId, RunId, TaskName, TaskUid, Token, Version};
use crate::time::{Instant, Utc};

pub(crate) mod claim;
mod history;
mod line;
mod state;

pub use history::History;

/// The newest record format that this release reads and the one it writes.
pub const FORMAT: u32 = 1;

/// Why a run exists. The text is the value of the header `Nono-Trigger`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// Its instant came.
    Schedule,
    /// A person or a script asked for it.
    Manual,
    /// Its instant was missed, and the task's policy runs it all the same.
    Misfire,
    /// A person asked for all instants of a span of time.
    Backfill,
    /// A person asked for the instant of a run that had ended once more.
    Replay,
}

impl Trigger {
    /// The word used in headers, records and on screens.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Schedule => "schedule",
            Self::Manual => "manual",
            Self::Misfire => "misfire",
            Self::Backfill => "backfill",
            Self::Replay => "replay",
        }
    }

    /// Every trigger, in the order of the enum.
    pub const ALL: [Self; 5] = [Self::Schedule, Self::Manual, Self::Misfire, Self::Backfill, Self::Replay];

    /// Whether such runs of a task go one after another where its overlap policy lets none run beside another.
    #[must_use]
    pub const fn stands_in_line(self) -> bool {
        matches!(self, Self::Misfire) || self.is_of_the_past()
    }

    /// Whether a person asked for an instant that had passed: nothing of it is late, and nothing is left out because of
    /// another run.
    #[must_use]
    pub const fn is_of_the_past(self) -> bool {
        matches!(self, Self::Backfill | Self::Replay)
    }

    /// Whether the schedule made it, and so the schedule's rules (pause, window, a change) apply.
    #[must_use]
    pub const fn is_of_schedule(self) -> bool {
        matches!(self, Self::Schedule | Self::Misfire)
    }
}

/// What happens to a run whose fate a crash left in doubt (guarantee G5).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// It is sent again, marked as a redelivery.
    #[default]
    AtLeastOnce,
    /// It is never sent twice; its outcome is `unknown`.
    AtMostOnce,
}

impl Delivery {
    /// The word used in records and documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AtLeastOnce => "at_least_once",
            Self::AtMostOnce => "at_most_once",
        }
    }

    /// Both, in the order of the enum.
    pub const ALL: [Self; 2] = [Self::AtLeastOnce, Self::AtMostOnce];
}

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The worker said so.
    Succeeded,
    /// The worker refused it, or could not be reached, in every attempt it was due.
    Failed,
    /// The last attempt, or the run, used up its time.
    TimedOut,
    /// A pause, a change or a person ended it.
    Cancelled,
    /// The overlap policy left it out.
    Skipped,
    /// The misfire policy left it out.
    Missed,
    /// A crash left its fate in doubt, and the task is `at_most_once`.
    Unknown,
}

impl Outcome {
    /// The word used in records and on screens.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::TimedOut => "timed_out",
            Self::Cancelled => "cancelled",
            Self::Skipped => "skipped",
            Self::Missed => "missed",
            Self::Unknown => "unknown",
        }
    }

    /// Every outcome, in the order of the enum.
    pub const ALL: [Self; 7] =
        [Self::Succeeded, Self::Failed, Self::TimedOut, Self::Cancelled, Self::Skipped, Self::Missed, Self::Unknown];

    /// Whether it says something about the worker: the task's health is the newest of these.
    #[must_use]
    pub const fn tells_health(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::TimedOut | Self::Unknown)
    }
}

/// `/claims/PPP`: what the owner intends to execute. A write-ahead log of the partition, written as docs/protocol.md says.
#[derive(Clone, PartialEq, Debug)]
pub struct Claims {
    /// Of this record; see [`FORMAT`].
    pub format: u32,
    /// In the order they were claimed.
    pub entries: Vec<Arc<Entry>>,
    /// Fields of a newer release.
    pub extra: Map<String, Value>,
}

impl Default for Claims {
    fn default() -> Self {
        Self { format: FORMAT, entries: Vec::new(), extra: Map::new() }
    }
}

/// One intent in the claims of a partition.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Entry {
    /// To execute a run.
    Run(RunEntry),
    /// To record a range of instants as missed.
    Missed(MissedEntry),
}

/// The intent to execute one run.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RunEntry {
    /// Which run.
    pub run: RunId,
    /// The task's name; its uid is part of the run's id.
    pub task: TaskName,
    /// Why it exists.
    pub trigger: Trigger,
    /// The instant it stands for; of a run that was asked for now the second it was claimed.
    #[serde(rename = "scheduledAt")]
    pub scheduled_at: Instant,
    /// The version of the task's znode under which it was claimed.
    pub version: Version,
    /// The delivery that counts, whatever the task says later.
    pub delivery: Delivery,
    /// The number of the next attempt.
    pub attempt: u32,
    /// How many attempts have failed so far.
    pub failed: u32,
    /// The epoch the entry belongs to: of an older one its fate is in doubt.
    pub epoch: Epoch,
    /// Of a command's run: the token of the client that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl RunEntry {
    /// Whether an attempt was in doubt, so that the next was, or will be, a redelivery: a failed attempt raises both
    /// numbers by one, one in doubt only that of the attempt.
    #[must_use]
    pub const fn is_redelivered(&self) -> bool {
        self.attempt > self.failed.saturating_add(1)
    }
}

/// The intent to record the instants from `missed_from` to `missed_to` (both included) as missed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MissedEntry {
    /// The first instant that was missed.
    #[serde(rename = "missedFrom")]
    pub missed_from: Instant,
    /// The last one.
    #[serde(rename = "missedTo")]
    pub missed_to: Instant,
    /// How many instants the range holds.
    pub count: u64,
    /// The task's name.
    pub task: TaskName,
    /// And its uid.
    pub uid: TaskUid,
    /// The epoch that claimed it.
    pub epoch: Epoch,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// `/runs/PPP/RUN`: an open run that outlives a second.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RunRecord {
    /// Of this record; see [`FORMAT`].
    pub format: u32,
    /// What was claimed; `attempt` is the one sent, or the next one while nothing is on its way.
    #[serde(flatten)]
    pub entry: RunEntry,
    /// How far it is.
    pub phase: Phase,
    /// The process that sent, or will send, the attempt.
    pub executor: MemberId,
    /// When the attempt on its way must have ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Utc>,
    /// When the first attempt sent its first byte.
    #[serde(rename = "startedAt", default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Utc>,
}

/// How far an open run with a record is.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Phase {
    /// Claimed, never sent; it waits for its send time or for room.
    Waiting,
    /// An attempt may be on its way.
    Sent,
    /// The last attempt failed; the next one is due at `next_at`.
    RetryWait {
        /// When the next attempt is due.
        next_at: Utc,
    },
    /// The last attempt has ended, by this outcome, not yet stored in the task's state.
    Ended(Box<RunOutcome>),
}

/// How one run ended: an element of a task's history.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RunOutcome {
    /// Which run; of a range of missed instants the id of the first.
    pub run: RunId,
    /// Why it existed.
    pub trigger: Trigger,
    /// How it ended.
    pub outcome: Outcome,
    /// The instant it stood for.
    pub scheduled_at: Instant,
    /// First byte of the first attempt, if any was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Utc>,
    /// When it ended.
    pub ended_at: Utc,
    /// First byte of the first attempt minus send time, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lateness_ms: Option<i64>,
    /// The number of the last attempt that was sent; 0 when none was.
    pub attempts: u32,
    /// Whether it was sent again after a crash had left an earlier attempt in doubt.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redelivered: bool,
    /// The name of the scheduler that ended it.
    pub scheduler: MemberId,
    /// The owner's epoch when it was stored.
    pub epoch: Epoch,
    /// The HTTP status of the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The worker's words, or the cause, cleaned of control characters: at most 1 KiB, 100 bytes in older elements.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Of a range of missed instants: the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_to: Option<Instant>,
    /// Of a range of missed instants: how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_count: Option<u64>,
    /// Of a command's run: the token of the client that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<Token>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// How many runs of a task ended in each way, ever.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Totals {
    /// Runs that succeeded.
    pub succeeded: u64,
    /// Runs that failed.
    pub failed: u64,
    /// Runs that timed out.
    pub timed_out: u64,
    /// Runs that were cancelled.
    pub cancelled: u64,
    /// Runs left out by the overlap policy.
    pub skipped: u64,
    /// Instants left out by the misfire policy.
    pub missed: u64,
    /// Runs whose fate is not known.
    pub unknown: u64,
}

impl Totals {
    /// The count of one outcome.
    pub fn of(&mut self, outcome: Outcome) -> &mut u64 {
        match outcome {
            Outcome::Succeeded => &mut self.succeeded,
            Outcome::Failed => &mut self.failed,
            Outcome::TimedOut => &mut self.timed_out,
            Outcome::Cancelled => &mut self.cancelled,
            Outcome::Skipped => &mut self.skipped,
            Outcome::Missed => &mut self.missed,
            Outcome::Unknown => &mut self.unknown,
        }
    }
}

/// `/states/PPP/NAME`: what became of a task's runs. Written by the owner alone, as docs/protocol.md says.
#[derive(Clone, PartialEq, Debug)]
pub struct TaskState {
    /// Of this record; see [`FORMAT`].
    pub format: u32,
    /// The task it belongs to: a task made anew has another uid, and this is not its state.
    pub uid: TaskUid,
    /// The latest instant of the schedule that has an outcome.
    pub last_instant: Option<Instant>,
    /// Counts since the task was made.
    pub totals: Totals,
    /// How many runs in a row have not succeeded, of those that tell health.
    pub failures_in_a_row: u64,
    /// The newest outcomes, oldest first; as many as the task's `historyLimit` and 16 KiB allow.
    pub outcomes: History,
    /// Fields of a newer release.
    pub extra: Map<String, Value>,
}

impl TaskState {
    /// The state of a task that has not run yet.
    #[must_use]
    pub fn new(uid: TaskUid) -> Self {
        Self {
            format: FORMAT,
            uid,
            last_instant: None,
            totals: Totals::default(),
            failures_in_a_row: 0,
            outcomes: History::default(),
            extra: Map::new(),
        }
    }
}

/// `/commands/PPP/TOKEN-SEQ`: what a user asked of a task.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserCommand {
    /// Of this record; see [`FORMAT`].
    pub format: u32,
    /// What to do.
    pub action: UserAction,
    /// The task's name.
    pub task: TaskName,
    /// And its uid: with another uid the command is as if its task were gone.
    pub uid: TaskUid,
    /// Who asked, such as `alice@host`.
    pub by: String,
    /// Why, in the user's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Fields of a newer release.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What a user can ask of a task. An action of a newer release makes the command unreadable, and it waits.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum UserAction {
    /// To run now, whatever schedule and pause say.
    Trigger,
    /// To run the instant of a run that has ended once more, as a run of its own.
    Replay {
        /// The run that has ended.
        of: RunId,
        /// Its instant, which the new run stands for too.
        scheduled_at: Instant,
    },
    /// To end a run that is open. The command stays until that is done.
    Cancel {
        /// Which.
        run: RunId,
    },
    /// To run all instants of a span of time.
    Backfill(Backfill),
}

/// A span of time whose instants are to run, by the schedule of when they are claimed; and how far that is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Backfill {
    /// The first second of the span.
    pub from: Instant,
    /// The last one. Instants to come are left to the schedule.
    pub to: Instant,
    /// The last instant that was claimed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Instant>,
    /// How many were claimed.
    #[serde(default)]
    pub claimed: u32,
}
