//! `nonoctl task rollback`.

use nono_core::name::TaskName;
use nono_core::store::admin::{AdminError, Edit, Kept};
use nono_core::task::edit::{PauseRule, Previous, replace_document};
use nono_core::task::{SchedulerTask, StoredTask, Unknown};
use nono_core::time::Utc;
use serde_json::{Map, Value, json};

use super::changes;
use crate::connect::Cluster;
use crate::error::{CommandError, ErrorKind, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::tasks::edit::{ChangeFlags, author, differences, invalid, refuse_own_address};
use crate::tasks::versions::{document_of, versions};
use crate::words;

/// Make a task what it was at an earlier version
///
/// The whole document comes back, its pause included (but not one that would be over by now). That is a new version, made
/// only if nobody changed the task meanwhile; `task history NAME --changes` shows which versions are still kept.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task history billing.nightly --changes\n  \
    nonoctl task rollback billing.nightly --to-version 3 --dry-run\n  \
    nonoctl task rollback billing.nightly --to-version 3 --reason 'the new zone was wrong'")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    /// The version that it is to be as
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    to_version: i64,
    /// Only if the task is at this version now, as `task get` shows it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    if_version: Option<i32>,
    #[command(flatten)]
    change: ChangeFlags,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (base, ring) = changes::read(&cluster, &args.name).await?;
    if let Some(expected) = args.if_version.filter(|expected| expected - 1 != base.stat.version) {
        let (name, have, is) = (args.name.clone(), expected - 1, base.stat.version);
        let error = AdminError::Conflict { name, have, is, by: None, at: base.stat.mtime() };
        return Err(cluster.admin_error(error));
    }
    let Some(document) = document_of(&base, &ring, args.to_version) else {
        return Err(cluster.named(not_kept(args, &base, &ring)));
    };
    let task = restored(&base, document, invocation.now())?;
    refuse_own_address(&cluster, &task)?;
    let mut change = told(args, &base, &task);
    if change.action != "unchanged" && !args.change.dry_run {
        commit(args, invocation, &cluster, base, task).await?;
        let version = change.version.unwrap_or_default() - 1;
        change.notes.push(format!("undo: nonoctl task rollback {} --to-version {version}", args.name));
    }
    invocation.print(&Report::Changes(vec![change]))?;
    Ok(Exit::Ok)
}

/// The next version: what the document says, and what the cluster knows of the task beside it.
fn restored(base: &Kept<StoredTask>, mut document: Map<String, Value>, now: Utc) -> Result<StoredTask, CommandError> {
    let name = &base.value.task.name;
    let invalid = |problems| invalid(name, &problems);
    let paused = SchedulerTask::parse(&document, Unknown::Keep).map_err(invalid)?.paused;
    // A pause that had not said when it began, began with the version that it stood in: before this one.
    if paused.is_some_and(|pause| pause.is_over_at(now, base.stat.mtime())) {
        document.shift_remove("paused");
    }
    let previous = Previous { stored: &base.value, mtime: base.stat.mtime(), now };
    replace_document(previous, document, Unknown::Keep, PauseRule::AsWritten).map_err(invalid)
}

async fn commit(
    args: &Args,
    invocation: &Invocation,
    cluster: &Cluster,
    base: Kept<StoredTask>,
    task: StoredTask,
) -> Result<(), CommandError> {
    let author = author(invocation, "task rollback", &args.change);
    let edit = Edit::Replace { base: Box::new(base), task: Box::new(task) };
    let edited = cluster.admin.edit(edit, &author).await.map_err(|error| cluster.admin_error(error))?;
    edited.warning.iter().for_each(|warning| invocation.warn(warning));
    Ok(())
}

fn told(args: &Args, base: &Kept<StoredTask>, task: &StoredTask) -> Change {
    let version = i64::from(base.stat.version) + 1;
    let differs = task.document != base.value.document;
    let mut change = Change::new("task", args.name.as_str(), if differs { "rolled back" } else { "unchanged" });
    change.version = Some(if differs { version + 1 } else { version });
    change.changes = differences(&base.value, task);
    change.dry_run = args.change.dry_run;
    change.more.insert("toVersion".to_owned(), json!(args.to_version));
    change
}

/// Exit 3, with the versions that there are.
fn not_kept(args: &Args, base: &Kept<StoredTask>, ring: &[nono_core::cluster::Change]) -> CommandError {
    let newest = i64::from(base.stat.version) + 1;
    let kept: Vec<String> = (1..newest)
        .filter(|number| {
            let near = newest - number <= 64;
            near && document_of(base, ring, *number).is_some()
        })
        .map(|number| number.to_string())
        .collect();
    let name = &args.name;
    let why = match (args.to_version > newest, kept.as_slice()) {
        (true, _) => format!("task \"{name}\" has no version {} yet: it is at {newest}", args.to_version),
        (false, []) => format!("version {} of task \"{name}\" is not kept, nor is any other", args.to_version),
        (false, kept) => {
            format!("version {} of task \"{name}\" is no longer kept: there are {}", args.to_version, kept.join(", "))
        }
    };
    let known = versions(base, ring).len() as u64;
    CommandError::new(ErrorKind::NotFound, why)
        .about("task", name.as_str())
        .with_hint(format!("nonoctl task history {name} --changes          lists {}", words::counted(known, "change")))
}
