//! What the dashboard knows of a cluster, as values.
//!
//! The source reads ZooKeeper and sends [`News`]; the screen is made from the newest of each. Nothing here asks anybody,
//! reads a clock, or knows the screen.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use nono_core::cluster::{Change, Event};
use nono_core::name::{MemberId, RunId, SchedulerName, TaskName};
use nono_core::run::Outcome;
use nono_core::time::{Instant, Utc};

use crate::commands::scheduler::census::Census;
use crate::tasks::runs::RunView;
use crate::tasks::view::{TaskCondition, TaskView};

/// Something new about the cluster.
#[derive(Clone, Debug)]
pub(crate) enum News {
    /// The connection changed.
    Link(Link),
    /// Schedulers, their figures and their partitions.
    Fleet(Arc<Fleet>),
    /// Every task's name.
    Catalogue(Arc<Catalogue>),
    /// Tasks read as they are now; those that were asked for and are gone are missing from `rows`.
    Rows {
        /// Which were asked for.
        asked: Vec<TaskName>,
        /// What was found.
        rows: Vec<TaskRow>,
    },
    /// How far the reading of all tasks is.
    Reading {
        /// Tasks read so far.
        done: usize,
        /// Of how many.
        all: usize,
    },
    /// All tasks were read.
    Census {
        /// When the reading ended.
        at: Utc,
        /// Every task.
        rows: Vec<Arc<TaskRow>>,
        /// What is due within the next hour.
        forecast: Arc<Forecast>,
    },
    /// The open task.
    Task(Arc<TaskDetail>),
    /// All tasks were asked for, and not read.
    NotCounted {
        /// Why, in a clause.
        why: String,
    },
    /// The open task is gone.
    TaskGone(TaskName),
    /// The open task is there and cannot be understood.
    TaskUnreadable {
        /// Which.
        task: TaskName,
        /// What is wrong with its record, and what to do, in a clause.
        why: String,
    },
    /// What [`Order::Read`] asked for was not read.
    NotRead {
        /// Why, in a clause.
        why: String,
    },
    /// All that [`Order::Refresh`] asked for was read, or tried.
    Refreshed,
    /// The session is over: what it was reading then is not read any more.
    Abandoned,
    /// What was written down of the cluster since the last of these, oldest first.
    Events(Vec<Event>),
    /// ZooKeeper's servers, asked one by one.
    Servers(Vec<Server>),
    /// What the doctor found.
    Checkup(Arc<Checkup>),
    /// A change was made, or could not be.
    Done(Report),
}

/// What is said of a server that takes connections while there is no session over it.
pub(crate) const ANSWERS: &str = "answers, no session yet";

/// How the connection to ZooKeeper is.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Link {
    /// No session yet.
    Connecting {
        /// Since when.
        since: Utc,
        /// What each server says, once it is known.
        hosts: Vec<(String, String)>,
    },
    /// All is well.
    Live {
        /// The newest round trip.
        round_trip: Duration,
    },
    /// There was a session; now nobody answers.
    Lost {
        /// Since when.
        since: Utc,
        /// How often it was tried since.
        tries: u32,
        /// When it is tried next.
        next_try: Utc,
        /// What each server says.
        hosts: Vec<(String, String)>,
    },
    /// ZooKeeper ended the session; another is being made.
    Expired {
        /// Since when.
        since: Utc,
    },
    /// Something must not be read.
    Denied {
        /// Which node, and as whom.
        why: String,
    },
    /// There is no nono cluster at this place.
    NotLaidOut,
    /// The cluster is of a newer release.
    Newer {
        /// Its format.
        format: u32,
    },
}

/// The schedulers at one moment.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Fleet {
    /// When it was read.
    pub(crate) at: Utc,
    /// Who there is, and what each owns.
    pub(crate) census: Census,
    /// How many partitions there are.
    pub(crate) partitions: u16,
}

/// The names of all tasks, sorted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Catalogue {
    /// In order.
    pub(crate) names: Vec<TaskName>,
}

/// A task as a row of a table. Small: there may be 100,000 of them.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct TaskRow {
    /// Its name.
    pub(crate) name: TaskName,
    /// The schedule as it is typed; tasks of equal ones share it.
    pub(crate) schedule: Arc<str>,
    /// What it is.
    pub(crate) condition: TaskCondition,
    /// In a row, up to now.
    pub(crate) failures: u64,
    /// When it last did something.
    pub(crate) last_at: Option<Utc>,
    /// How its last runs ended, oldest first; at most 20.
    pub(crate) strip: Box<[Outcome]>,
    /// Of the runs of its history that succeeded.
    pub(crate) p50: Option<Duration>,
    /// Of the newest run that was sent.
    pub(crate) lateness_ms: Option<i64>,
    /// When it is due next.
    pub(crate) next: Option<Utc>,
    /// Who owns its partition.
    pub(crate) owner: Option<MemberId>,
    /// Its labels; tasks of equal labels share them.
    pub(crate) labels: Arc<BTreeMap<String, String>>,
    /// Of its znode, in bytes.
    pub(crate) size: u32,
    /// Why it does not go well, in a few words.
    pub(crate) problem: Option<Box<str>>,
    /// Whom it calls: method and URL; tasks of equal ones share it.
    pub(crate) target: Arc<str>,
    /// How long its last runs took, in milliseconds, oldest first; at most 20.
    pub(crate) took: Box<[u32]>,
    /// Of its plan.
    pub(crate) version: i64,
}

/// One task with everything around it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct TaskDetail {
    /// When it was read.
    pub(crate) at: Utc,
    /// The task, its state, its open runs.
    pub(crate) view: TaskView,
    /// Its runs, newest first: open ones, then ended ones.
    pub(crate) runs: Vec<RunView>,
    /// Who changed it, newest last.
    pub(crate) changes: Vec<Change>,
}

/// A second, and how many are due in it.
pub(crate) type Peak = (Instant, u64);

/// What is due within the next hour.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Forecast {
    /// The first second it looks at.
    pub(crate) from: Option<Instant>,
    /// Instants per minute, 60 of them.
    pub(crate) minutes: Vec<u64>,
    /// The fullest second of each minute: when, and how many are due in it.
    pub(crate) peaks: Vec<Option<Peak>>,
    /// The next instants in order, each with its tasks: some by name, and how many in all.
    pub(crate) next: Vec<Upcoming>,
}

impl Forecast {
    /// How many of its minutes have passed.
    pub(crate) fn gone(&self, now: Utc) -> usize {
        let from = self.from.map_or(now, Instant::utc);
        usize::try_from(now.since(from).as_secs() / 60).unwrap_or(usize::MAX).min(self.minutes.len())
    }

    /// Instants of each minute that is ahead, and the fullest second of each.
    pub(crate) fn ahead(&self, now: Utc) -> (&[u64], &[Option<Peak>]) {
        let gone = self.gone(now);
        (&self.minutes[gone..], self.peaks.get(gone..).unwrap_or_default())
    }
}

/// What is due in one second.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Upcoming {
    /// When.
    pub(crate) at: Instant,
    /// How many tasks.
    pub(crate) count: u64,
    /// The first of them by name.
    pub(crate) some: Vec<TaskName>,
    /// The prefixes (the name up to its first dot) that most of them share, with how many have it.
    pub(crate) groups: Vec<(String, u64)>,
}

/// One of ZooKeeper's servers, as it answers `srvr`.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Server {
    /// As in the connect string.
    pub(crate) host: String,
    /// Why it does not answer.
    pub(crate) why_down: Option<String>,
    /// `leader`, `follower`, `observer`, `standalone`.
    pub(crate) role: Option<String>,
    /// Its release.
    pub(crate) version: Option<String>,
    /// Of this request.
    pub(crate) round_trip: Option<Duration>,
    /// Clients that are connected.
    pub(crate) connections: Option<u64>,
    /// Requests that wait.
    pub(crate) outstanding: Option<u64>,
    /// Nodes in the whole tree.
    pub(crate) nodes: Option<u64>,
}

/// What the doctor found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Checkup {
    /// When.
    pub(crate) at: Utc,
    /// A line for each check, the worst first.
    pub(crate) lines: Vec<CheckLine>,
}

/// What one check came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CheckLine {
    /// How bad it is.
    pub(crate) level: Level,
    /// The check's name.
    pub(crate) name: String,
    /// What was found, in a sentence.
    pub(crate) text: String,
    /// What to do about it.
    pub(crate) fix: Option<String>,
}

/// How bad something is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Level {
    /// It is wrong.
    Fail,
    /// It is to be looked at.
    Warn,
    /// It is as it should be.
    Ok,
}

/// What became of a change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Report {
    /// In a sentence.
    pub(crate) text: String,
    /// Whether it was made; none where this is an answer, and nothing was to be made.
    pub(crate) ok: Option<bool>,
    /// How to take it back, as a command.
    pub(crate) undo: Option<String>,
}

/// What the screen needs; the source reads nothing else again and again.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Wants {
    /// The rows on the screen.
    pub(crate) rows: Vec<TaskName>,
    /// The task that is open.
    pub(crate) task: Option<TaskName>,
    /// ZooKeeper's servers one by one.
    pub(crate) servers: bool,
}

/// What the screen asks the source to do.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Order {
    /// From now on this is looked at.
    Want(Wants),
    /// Read all of it again, now.
    Refresh,
    /// Read these tasks, the open one and the schedulers again before somebody is asked about a change of them.
    Read(Vec<TaskName>),
    /// Read all tasks once: their states, and what is due.
    Count,
    /// Try to connect now.
    Retry,
    /// So long between two looks at the schedulers' figures.
    Interval(Duration),
    /// Have the doctor look.
    Examine,
    /// Make a change.
    Do(Deed),
}

/// A change of the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Deed {
    /// Pause these tasks.
    Pause {
        /// Which.
        tasks: Vec<TaskName>,
        /// Why; may be empty.
        reason: String,
    },
    /// Resume these tasks.
    Resume {
        /// Which.
        tasks: Vec<TaskName>,
    },
    /// Run these tasks once, now.
    Run {
        /// Which.
        tasks: Vec<TaskName>,
        /// Why; may be empty.
        reason: String,
    },
    /// Delete these tasks.
    Delete {
        /// Which.
        tasks: Vec<TaskName>,
        /// Why; may be empty.
        reason: String,
    },
    /// End this run.
    Cancel {
        /// Which.
        run: RunId,
        /// Why; may be empty.
        reason: String,
    },
    /// Run the instant of this run once more.
    Replay {
        /// Which.
        run: RunId,
        /// Also if it succeeded.
        force: bool,
        /// Why; may be empty.
        reason: String,
    },
    /// Let a scheduler own nothing.
    Drain {
        /// Which name.
        scheduler: SchedulerName,
        /// Why; may be empty.
        reason: String,
    },
    /// Let it own again.
    Undrain {
        /// Which name.
        scheduler: SchedulerName,
    },
    /// Stop all claiming, everywhere.
    PauseCluster {
        /// Why; may be empty.
        reason: String,
    },
    /// Start it again.
    ResumeCluster {
        /// Why; may be empty.
        reason: String,
    },
    /// Replace a task's manifest, unless it was changed since.
    Replace {
        /// Which.
        task: TaskName,
        /// As it was typed.
        yaml: String,
        /// The version it was made from, as people count.
        version: i64,
    },
}

/// A run that the schedulers have told of.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct SeenRun {
    /// Which.
    pub(crate) run: RunId,
    /// Of which task.
    pub(crate) task: TaskName,
    /// Who told.
    pub(crate) scheduler: MemberId,
    /// How it ended.
    pub(crate) outcome: Outcome,
    /// When.
    pub(crate) ended_at: Utc,
    /// First byte minus send time, in milliseconds.
    pub(crate) lateness_ms: Option<i64>,
    /// First byte to end, in milliseconds.
    pub(crate) duration_ms: Option<i64>,
    /// The last attempt's number.
    pub(crate) attempts: u32,
}
