//! `nonoctl task edit`.

use nono_core::name::TaskName;
use nono_core::store::admin::{AdminError, Edit, Edited, Kept};
use nono_core::task::StoredTask;

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::{Invocation, wall_clock};
use crate::output::{Change, Report};
use crate::tasks::draft::{self, Understood};
use crate::tasks::edit::{ChangeFlags, author, differences, refuse_own_address};
use crate::tasks::read;

/// Change a task's manifest in your editor: $VISUAL, $EDITOR, or vi
///
/// What is wrong comes back into the editor as a comment. A file that is left as it is, or emptied, changes nothing. The
/// change is made only if nobody else changed the task meanwhile; if somebody did, your text is kept in a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task edit web.ping\n  \
    EDITOR='code --wait' nonoctl task edit web.ping --reason OPS-4121")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    #[command(flatten)]
    change: ChangeFlags,
}

pub(crate) fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    // No session is held while a person thinks; the version that was read makes the edit exact.
    let base = invocation.block_on(read_task(args, invocation))?;
    match draft::edited((&base.value, &base.stat), &invocation.editor, "it is changed")? {
        Some(edited) => finish(args, invocation, base, edited),
        None => {
            invocation.note("Nothing was changed.");
            print(args, invocation, &base, None)
        }
    }
}

async fn read_task(args: &Args, invocation: &Invocation) -> Result<Kept<StoredTask>, CommandError> {
    let cluster = invocation.cluster().await?;
    match cluster.admin.task(&args.name).await {
        Ok(base) => Ok(base),
        Err(AdminError::NotFound { .. }) => Err(read::not_found(&cluster, &args.name).await),
        Err(error) => Err(cluster.admin_error(error)),
    }
}

/// Writes the new version; what was typed is not lost with an error.
fn finish(
    args: &Args,
    invocation: &Invocation,
    base: Kept<StoredTask>,
    edited: Understood,
) -> Result<Exit, CommandError> {
    let Understood { task, draft, .. } = edited;
    if task.document != base.value.document {
        match invocation.block_on(commit(args, invocation, &base, &task)) {
            Ok(edited) => edited.iter().filter_map(|it| it.warning.as_ref()).for_each(|why| invocation.warn(why)),
            Err(error) => return Err(draft::given_up(error, draft)),
        }
    }
    print(args, invocation, &base, Some(&task))
}

async fn commit(
    args: &Args,
    invocation: &Invocation,
    base: &Kept<StoredTask>,
    task: &StoredTask,
) -> Result<Option<Edited>, CommandError> {
    let cluster: Cluster = invocation.cluster().await?;
    refuse_own_address(&cluster, task)?;
    if args.change.dry_run {
        return Ok(None);
    }
    let mut author = author(invocation, "task edit", &args.change);
    author.at = wall_clock();
    let edit = Edit::Replace { base: Box::new(base.clone()), task: Box::new(task.clone()) };
    cluster.admin.edit(edit, &author).await.map(Some).map_err(|error| cluster.admin_error(error))
}

fn print(
    args: &Args,
    invocation: &Invocation,
    base: &Kept<StoredTask>,
    task: Option<&StoredTask>,
) -> Result<Exit, CommandError> {
    let task = task.filter(|task| task.document != base.value.document);
    let version = i64::from(base.stat.version) + 1;
    let mut change = Change::new("task", args.name.as_str(), if task.is_some() { "updated" } else { "unchanged" });
    change.version = Some(version + i64::from(task.is_some()));
    change.changes = task.map(|task| differences(&base.value, task)).unwrap_or_default();
    change.dry_run = args.change.dry_run;
    if task.is_some() && !change.dry_run {
        change.notes.push(format!("undo: nonoctl task rollback {} --to-version {version}", args.name));
    }
    invocation.print(&Report::Changes(vec![change]))?;
    Ok(Exit::Ok)
}
