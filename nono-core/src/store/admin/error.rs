//! What can go wrong for an admin, told apart as exit codes need it.
//!
//! Only [`AdminError::UnknownOutcome`] leaves open whether something changed; after every other error nothing did.

use crate::name::{Partition, TaskName, Version};
use crate::time::Utc;

/// Why an admin's request was not carried out.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AdminError {
    /// There is no cluster at this place.
    #[error("there is no nono cluster here; make one with \"nonoctl cluster init\"")]
    NotInitialised,
    /// The cluster has another number of partitions.
    #[error("the cluster has {have} partitions, which is fixed for ever, and not {wanted}")]
    Partitions {
        /// What it has.
        have: u16,
        /// What was asked for.
        wanted: u16,
    },
    /// There is no such thing.
    #[error("{what} not found")]
    NotFound {
        /// Such as `task "a.b"`.
        what: String,
    },
    /// A task of this name is there.
    #[error("task \"{name}\" already exists")]
    Exists {
        /// Its name.
        name: TaskName,
    },
    /// Somebody else changed the task in between.
    #[error("task \"{name}\" was changed: it is at version {}, not {}{}", is + 1, have + 1, in_words(by.as_deref()))]
    Conflict {
        /// Its name.
        name: TaskName,
        /// The version that the change was made for.
        have: Version,
        /// The version it has.
        is: Version,
        /// Who changed it last, if that is known.
        by: Option<String>,
        /// When, by ZooKeeper's clock.
        at: Utc,
    },
    /// No answer, and nothing was to be changed.
    #[error("ZooKeeper gave no answer: {why}")]
    Unavailable {
        /// What the session says.
        why: String,
    },
    /// Access is denied.
    #[error("access to {place} is denied")]
    Denied {
        /// The path.
        place: String,
    },
    /// It may have been done, or not.
    #[error("whether {what} was done is not known: {why}")]
    UnknownOutcome {
        /// What was asked for, such as `the change of task "a.b"`.
        what: String,
        /// What the session says.
        why: String,
    },
    /// A record is there and cannot be understood.
    #[error("record {why}")]
    Unreadable {
        /// Path and reason.
        why: String,
    },
    /// Larger than is allowed.
    #[error("{why}")]
    TooLarge {
        /// Path, size and cap.
        why: String,
    },
    /// A partition has as many commands waiting as it may have.
    #[error(
        "partition {partition} has {most} commands waiting, which is the most; try again when its owner has taken some"
    )]
    Full {
        /// Which.
        partition: Partition,
        /// The most.
        most: u32,
    },
    /// Part of the cluster's layout is missing.
    #[error("{place} is missing; \"nonoctl cluster init\" makes it again")]
    Incomplete {
        /// The path.
        place: String,
    },
    /// Too many others change the same thing.
    #[error("{what} was changed by others {tries} times while this was tried")]
    Contended {
        /// What.
        what: String,
        /// How often it was tried.
        tries: usize,
    },
    /// ZooKeeper refused it for another reason.
    #[error("ZooKeeper refused the request: {why}")]
    Refused {
        /// Its reason.
        why: String,
    },
}

fn in_words(by: Option<&str>) -> String {
    by.map_or_else(String::new, |by| format!(" (last by {by})"))
}

impl AdminError {
    /// There is no such task.
    #[must_use]
    pub fn no_task(name: &TaskName) -> Self {
        Self::NotFound { what: format!("task \"{name}\"") }
    }
}
