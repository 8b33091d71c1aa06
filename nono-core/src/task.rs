//! `SchedulerTask`: what a user plans, as values.
//!
//! Two shapes of one thing. A *document* is the JSON tree as it was typed; it is what znodes and manifests hold, and an
//! edit changes only what it names in it. [`SchedulerTask`] is what the document means: defaults applied, everything
//! parsed. Constructors parse; there is no `validate()`.
//!
//! [`SchedulerTask::parse`] reads a document, [`StoredTask::read`] a znode, [`edit`] makes the next version of one,
//! [`meaning`] compares two, [`field`] lists every field with its bounds and defaults.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::name::{TaskName, TaskUid};
use crate::run::Delivery;
use crate::schedule::Schedule;
use crate::time::Utc;

mod address;
mod document;
mod duration;
pub mod edit;
pub mod egress;
pub mod field;
mod header;
pub mod meaning;
mod parse;
mod pause;
mod policy;
mod problem;
mod quick;
mod record;
mod report;
mod schema;
mod section;
mod shared;
mod strict;
mod suggest;
mod target;
mod timing;
mod value;

pub use address::{LONGEST_URL, parse_url};
pub use document::Document;
pub use duration::{format_duration, parse_duration};
pub use header::{LONGEST_HEADERS, MOST_HEADERS};
pub use parse::{DEEPEST_DOCUMENT, LARGEST_DOCUMENT, pause_end};
pub use problem::{Fault, Problem, Problems};
pub use record::{LARGEST_RECORD, ReadError};
pub use report::Unknown;
pub use schema::schema;

/// The `apiVersion` of manifests.
pub const API_VERSION: &str = "nono/v1";

/// The `kind` of manifests.
pub const KIND: &str = "SchedulerTask";

/// A task, with all defaults applied.
#[derive(Clone, PartialEq, Debug)]
pub struct SchedulerTask {
    /// Its name.
    pub name: TaskName,
    /// For people.
    pub description: Option<String>,
    /// For selectors.
    pub labels: Arc<BTreeMap<String, String>>,
    /// Absent: enabled.
    pub paused: Option<Pause>,
    /// When it is due.
    pub schedule: Schedule,
    /// Whom to call.
    pub target: Target,
    /// How to treat its runs.
    pub policy: Arc<Policy>,
}

/// A pause. Instants in `[since, until)` are not due.
#[derive(Clone, PartialEq, Debug)]
pub struct Pause {
    /// Why, in the user's words.
    pub reason: Option<String>,
    /// `None` means: since the mtime of the version that holds it.
    pub since: Option<Utc>,
    /// When it ends by itself.
    pub until: Option<PauseEnd>,
}

/// When a pause ends by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PauseEnd {
    /// At this moment.
    At(Utc),
    /// So long after its `since`.
    After(Duration),
}

/// Whom to call, and with what.
#[derive(Clone, PartialEq, Debug)]
pub struct Target {
    /// http or https, at most 2,048 bytes.
    pub url: url::Url,
    /// Upper case.
    pub method: &'static str,
    /// In the order given; at most 32, 8 KiB in all.
    pub headers: Vec<(String, String)>,
    /// What is sent, and the `Content-Type` it implies when no header says one.
    pub body: Body,
    /// Limits of time.
    pub timeout: Timeouts,
}

/// What is sent.
#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    /// Nothing.
    None,
    /// As it stands (`text/plain; charset=utf-8`).
    Text(String),
    /// As JSON (`application/json`).
    Json(Box<Value>),
}

/// Limits of time of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Timeouts {
    /// To connect, TLS included. Default 3 s.
    pub connect: Duration,
    /// One attempt, from its start to the end of its answer. Default 30 s.
    pub attempt: Duration,
    /// The whole run, from its first byte, waits included. Default 1 h.
    pub run: Duration,
}

/// How to treat the runs of a task.
#[derive(Clone, PartialEq, Debug)]
pub struct Policy {
    /// What to do while an earlier run is not over. Default skip.
    pub overlap: Overlap,
    /// What to do with instants that were missed. Default last, within 1 h.
    pub misfire: Misfire,
    /// What a crash may cost. Default at least once.
    pub delivery: Delivery,
    /// When an attempt fails.
    pub retry: Retry,
    /// How many outcomes are kept, 1 to 100. Default 20.
    pub history_limit: usize,
}

/// What to do with a run while an earlier one is not over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overlap {
    /// Leave it out; its outcome is `skipped`.
    Skip,
    /// Run both.
    Allow,
}

/// What to do with instants that were missed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Misfire {
    /// Which of them run.
    pub run: MisfireRun,
    /// Only those that are not older than this.
    pub within: Duration,
}

/// Which missed instants run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MisfireRun {
    /// None.
    None,
    /// The newest.
    Last,
    /// The newest so many (default 100), oldest first.
    All(u32),
}

/// When an attempt fails.
#[derive(Clone, PartialEq, Debug)]
pub struct Retry {
    /// All attempts, the first included. Default 1.
    pub attempts: u32,
    /// Before the second attempt. Default 10 s.
    pub backoff: Duration,
    /// No wait is longer, a worker's `Retry-After` included. Default 5 min.
    pub max_backoff: Duration,
    /// Each wait is so many times the one before. Default 2.
    pub factor: f64,
    /// Whether waits are spread (full jitter from run id and attempt). Default true.
    pub jitter: bool,
    /// Which failures are tried again. Default connect, reset, timeout, 408, 425, 429, 500 to 599.
    pub on: Arc<[RetryOn]>,
}

/// A class of failures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RetryOn {
    /// No connection: not one byte of the request left.
    Connect,
    /// The connection broke before the answer was whole.
    Reset,
    /// The attempt used up its time.
    Timeout,
    /// HTTP statuses from the first to the second, both included.
    Status(u16, u16),
}

/// A task as its znode holds it: the document, and what the cluster added to it.
#[derive(Clone, PartialEq, Debug)]
pub struct StoredTask {
    /// Given at creation.
    pub uid: TaskUid,
    /// When schedule, zone, window or pause last changed; `None` means: the mtime of this version.
    pub schedule_changed_at: Option<Utc>,
    /// What the document means.
    pub task: SchedulerTask,
    /// The document as it was typed, with all fields, known or not, without those that the cluster added.
    pub document: Document,
    /// Fields beside the document that are only passed on here: who made the task, and what a newer release added.
    pub extra: Document,
}
