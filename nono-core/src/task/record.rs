//! The bytes of `/tasks/PPP/NAME`: the document under `task`, and beside it what the cluster added.
//!
//! `{"format":1,"uid":"k3f9x2m4","scheduleChangedAt":null,"task":{"name":…}}`. The document is kept apart from the
//! cluster's own fields, so that a newer release can add to either without an older one taking the one for the other.
//! What is read is untrusted: it is refused with a reason, and never panicked over.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

use super::problem::{Problems, quoted};
use super::quick;
use super::report::Unknown;
use super::strict::Strict;
use super::value::{kind_of, moment};
use super::{SchedulerTask, StoredTask};
use crate::name::{TaskName, TaskUid};
use crate::run::FORMAT;
use crate::time::Utc;

/// The largest record that is read, in bytes: twice the largest document.
pub const LARGEST_RECORD: usize = 64 * 1024;

/// Why a record is not a task of this name.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadError {
    /// It is longer than [`LARGEST_RECORD`].
    #[error("it has {0} bytes, at most {LARGEST_RECORD} are read")]
    TooLarge(usize),
    /// It is no JSON object, or one with a doubled key, or nested too deeply.
    #[error("it is not a JSON object: {0}")]
    NotJson(String),
    /// A newer release wrote it.
    #[error("its format {0} is newer than {FORMAT}, the newest this release reads; upgrade nono")]
    Newer(u64),
    /// A field of the cluster's is missing or broken.
    #[error("its field {field} is {found}, expected {wanted}")]
    Field {
        /// Which one.
        field: &'static str,
        /// What stands there.
        found: String,
        /// What should.
        wanted: &'static str,
    },
    /// It holds a task of another name than its place.
    #[error("it holds the task {found}, its place is that of {expected}")]
    WrongName {
        /// By its place.
        expected: TaskName,
        /// By its document.
        found: TaskName,
    },
    /// Its document is no task.
    #[error("{}", problems_in_a_line(.0))]
    Invalid(Problems),
}

fn problems_in_a_line(problems: &Problems) -> String {
    problems.to_string().replace('\n', "; ")
}

/// The cluster's own fields.
pub(super) const OWN: [&str; 4] = ["format", "uid", "scheduleChangedAt", "task"];

impl StoredTask {
    /// Reads the record at the place of `name`. Fields that this release does not know are kept.
    ///
    /// # Errors
    /// Says in one line why it cannot be understood; the record must then be left as it is.
    pub fn read(name: &TaskName, bytes: &[u8]) -> Result<Self, ReadError> {
        quick::read(name, bytes).map_or_else(|| Self::read_with_care(name, bytes), Ok)
    }

    /// Reads whatever may stand there, and says what is wrong with it.
    pub(super) fn read_with_care(name: &TaskName, bytes: &[u8]) -> Result<Self, ReadError> {
        let mut record = object(bytes)?;
        check_format(record.get("format"))?;
        let uid = uid(record.get("uid"))?;
        let schedule_changed_at = changed_at(record.get("scheduleChangedAt"))?;
        let document = match record.shift_remove("task") {
            Some(Value::Object(document)) => document,
            other => return Err(broken("task", other.as_ref(), "an object")),
        };
        let task = SchedulerTask::parse(&document, Unknown::Keep).map_err(ReadError::Invalid)?;
        if task.name != *name {
            return Err(ReadError::WrongName { expected: name.clone(), found: task.name });
        }
        record.retain(|key, _| !OWN.contains(&key.as_str()));
        Ok(Self { uid, schedule_changed_at, task, document: document.into(), extra: record.into() })
    }

    /// The bytes that [`StoredTask::read`] reads.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        serde_json::to_vec(&Written(self)).expect("a JSON tree with text keys can be written")
    }

    /// When schedule, zone or window last changed, or a pause was ended by hand. `mtime` is that of this version.
    #[must_use]
    pub fn schedule_changed_at(&self, mtime: Utc) -> Utc {
        self.schedule_changed_at.unwrap_or(mtime)
    }
}

/// A task as its record stands: nothing is copied to write it.
struct Written<'a>(&'a StoredTask);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(stored) = self;
        let mut record = to.serialize_map(None)?;
        // A field of this name among those that are passed on is a newer release's, and stays.
        match stored.extra.get("format") {
            Some(newer) => record.serialize_entry("format", newer)?,
            None => record.serialize_entry("format", &FORMAT)?,
        }
        record.serialize_entry("uid", stored.uid.as_str())?;
        record.serialize_entry("scheduleChangedAt", &stored.schedule_changed_at.map(|at| at.to_string()))?;
        for (key, value) in stored.extra.iter().filter(|(key, _)| !OWN.contains(&key.as_str())) {
            record.serialize_entry(key, value)?;
        }
        record.serialize_entry("task", &stored.document.in_json())?;
        record.end()
    }
}

fn object(bytes: &[u8]) -> Result<Map<String, Value>, ReadError> {
    if bytes.len() > LARGEST_RECORD {
        return Err(ReadError::TooLarge(bytes.len()));
    }
    match serde_json::from_slice(bytes) {
        Ok(Strict(Value::Object(record))) => Ok(record),
        Ok(Strict(other)) => Err(ReadError::NotJson(format!("it is {}", kind_of(&other)))),
        Err(error) => Err(ReadError::NotJson(error.to_string())),
    }
}

fn check_format(found: Option<&Value>) -> Result<(), ReadError> {
    match found.and_then(Value::as_u64) {
        Some(format) if format == u64::from(FORMAT) => Ok(()),
        Some(format) if format > u64::from(FORMAT) => Err(ReadError::Newer(format)),
        _ => Err(broken("format", found, "1")),
    }
}

fn uid(found: Option<&Value>) -> Result<TaskUid, ReadError> {
    let read = found.and_then(Value::as_str).and_then(|text| text.parse().ok());
    read.ok_or_else(|| broken("uid", found, "8 of a-z 0-9"))
}

fn changed_at(found: Option<&Value>) -> Result<Option<Utc>, ReadError> {
    match found {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => {
            moment(text).map(Some).map_err(|_| broken("scheduleChangedAt", found, "a time or null"))
        }
        Some(_) => Err(broken("scheduleChangedAt", found, "a time or null")),
    }
}

fn broken(field: &'static str, found: Option<&Value>, wanted: &'static str) -> ReadError {
    let found = match found {
        None => "missing".to_owned(),
        Some(Value::String(text)) => quoted(text),
        Some(Value::Number(number)) => number.to_string(),
        Some(other) => kind_of(other).to_owned(),
    };
    ReadError::Field { field, found, wanted }
}
