//! Tasks as they stand in the cluster: read with everything that says how they are, and judged.
//!
//! [`view`] is what was read and what follows from it (pure), [`read`] does the reading, [`edit`] writes changes, [`draft`] has one typed in an editor,
//! [`versions`] tells of those that were made, [`asked`] of runs that wait to be claimed, and [`selector`] picks tasks by label. Commands on tasks and runs build on these.

pub(crate) mod asked;
pub(crate) mod draft;
pub(crate) mod edit;
pub(crate) mod instants;
pub(crate) mod open;
pub(crate) mod read;
pub(crate) mod runs;
pub(crate) mod selector;
pub(crate) mod versions;
pub(crate) mod view;

use nono_core::name::{RunId, TaskName};

/// A task's name as typed; `task/NAME`, which `-o name` writes, is one too.
pub(crate) fn task_name(text: &str) -> Result<TaskName, String> {
    let name = text.strip_prefix("task/").unwrap_or(text);
    name.parse().map_err(|error: nono_core::name::InvalidName| error.to_string())
}

/// A run's id as typed; `run/ID` is one too.
pub(crate) fn run_id(text: &str) -> Result<RunId, String> {
    let id = text.strip_prefix("run/").unwrap_or(text);
    id.parse().map_err(|error: nono_core::name::InvalidName| error.to_string())
}
