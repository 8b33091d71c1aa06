//! `nonoctl task rm`.

use nono_core::name::TaskName;
use nono_core::node::Stat;
use nono_core::store::admin::{AdminError, Author, Edit};

use crate::confirm::Danger;
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::Change;
use crate::tally::Tally;
use crate::tasks::edit::{ChangeFlags, Outcome, author, picked, question};
use crate::tasks::read;
use crate::tasks::selector::Selector;

/// Delete tasks, with their history
///
/// Runs that are on their way are not waited for. A task added again under the same name is another task.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task rm web.ping\n  \
    nonoctl task rm -l team=web --dry-run\n  \
    nonoctl task rm --filter 'state:paused last>90d'\n  \
    nonoctl task list -o name | xargs -r nonoctl task rm --yes")]
pub(crate) struct Args {
    /// Tasks, by name
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name, required_unless_present_any = ["selector", "filter", "all"])]
    names: Vec<TaskName>,
    /// Tasks, by label: key=value, key!=value, key, !key, joined by commas
    #[arg(short = 'l', long, value_name = "SELECTOR", conflicts_with = "names")]
    selector: Option<Selector>,
    /// Tasks that this query means, such as state:failing or last>30d; see task list --filter
    #[arg(long, value_name = "QUERY", conflicts_with = "names")]
    filter: Option<String>,
    /// Every task of the cluster: its name must be typed, or given with --confirm
    #[arg(long, conflicts_with_all = ["names", "selector", "filter"])]
    all: bool,
    #[command(flatten)]
    change: ChangeFlags,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (doomed, failures) = doomed(args, invocation, &cluster).await?;
    let names: Vec<TaskName> = doomed.iter().map(|(name, _)| name.clone()).collect();
    if names.is_empty() && failures.is_empty() {
        invocation.note("No tasks match.");
    }
    if !args.change.dry_run && !names.is_empty() {
        let danger = if args.all { Danger::Severe } else { Danger::Moderate };
        invocation.confirm(danger, &question(&cluster, "delete", &names))?;
    }
    let mut outcome = Outcome { changes: Vec::new(), failures };
    let (results, unnoted) = remove(args, invocation, &cluster, doomed).await;
    unnoted.iter().for_each(|why| invocation.warn(why));
    for (name, result) in results {
        match result {
            Ok(()) => outcome.changes.push(deleted(&name, args.change.dry_run)),
            Err(error) => outcome.failures.push(error),
        }
    }
    outcome.report(invocation)
}

fn deleted(name: &TaskName, dry_run: bool) -> Change {
    let mut change = Change::new("task", name.as_str(), "deleted");
    change.dry_run = dry_run;
    change
}

type Doomed = Vec<(TaskName, Stat)>;

/// What is to go, and an error for each name that is not there. A task that cannot be read can be deleted by its name.
async fn doomed(
    args: &Args,
    invocation: &Invocation,
    cluster: &Cluster,
) -> Result<(Doomed, Vec<CommandError>), CommandError> {
    if args.all || args.selector.is_some() || args.filter.is_some() {
        let tasks = picked(cluster, invocation, args.selector.as_ref(), args.filter.as_deref()).await?;
        return Ok((tasks.into_iter().map(|task| (task.value.task.name, task.stat)).collect(), Vec::new()));
    }
    let mut names = args.names.clone();
    names.sort();
    names.dedup();
    let stats = read::stats(cluster, &names).await?;
    let (mut doomed, mut failures) = (Vec::new(), Vec::new());
    for (name, stat) in names.into_iter().zip(stats) {
        match stat {
            Some(stat) => doomed.push((name, stat)),
            None => failures.push(read::not_found(cluster, &name).await),
        }
    }
    Ok((doomed, failures))
}

async fn remove(args: &Args, invocation: &Invocation, cluster: &Cluster, doomed: Doomed) -> Removed {
    if args.change.dry_run {
        return (doomed.into_iter().map(|(name, _)| (name, Ok(()))).collect(), None);
    }
    let author = author(invocation, "task rm", &args.change);
    let text = format!("deleting {}", crate::words::counted(doomed.len() as u64, "task"));
    invocation.on_signal_count(&Tally::new(&cluster.admin, "deleted", doomed.len()));
    invocation.progress().during(&text, remove_all(cluster, &author, doomed)).await
}

/// What became of each, and why the removal does not stand in the events of the cluster, if it does not.
type Removed = (Vec<(TaskName, Result<(), CommandError>)>, Option<String>);

/// Deletes these; one that was changed meanwhile is deleted as it is then. Their histories go with them, so who deleted
/// them is an event of the cluster.
pub(crate) async fn remove_all(cluster: &Cluster, author: &Author, doomed: Vec<(TaskName, Stat)>) -> Removed {
    let edits = doomed.iter().map(|(name, stat)| Edit::Remove { name: name.clone(), stat: *stat }).collect();
    let edited = cluster.admin.edit_all(edits, author).await;
    let mut results = Vec::with_capacity(doomed.len());
    for ((name, _), result) in doomed.into_iter().zip(edited) {
        let result = match result {
            Err(AdminError::Conflict { .. }) => cluster.admin.remove(&name, None, author).await,
            other => other,
        };
        results.push((name, result.map(drop).map_err(|error| cluster.admin_error(error))));
    }
    let gone: Vec<&TaskName> = results.iter().filter(|(_, result)| result.is_ok()).map(|(name, _)| name).collect();
    let unnoted = note_removal(cluster, author, &gone).await;
    (results, unnoted)
}

/// Writes down among the events of the cluster who deleted these; why not, if that cannot be done.
pub(crate) async fn note_removal(cluster: &Cluster, author: &Author, gone: &[&TaskName]) -> Option<String> {
    let (object, message) = match gone {
        [] => return None,
        [one] => (Some(format!("task/{one}")), String::new()),
        many => (None, named(many)),
    };
    let event = nono_core::cluster::Event { kind: "delete".to_owned(), ..author.event(object, message) };
    let noted = cluster.admin.note(event).await;
    noted.err().map(|error| format!("the removal is not among the events of the cluster: {error}"))
}

/// `12 tasks: a, b, c, … and 9 more`
fn named(tasks: &[&TaskName]) -> String {
    const NAMED: usize = 10;
    let some: Vec<&str> = tasks.iter().take(NAMED).map(|name| name.as_str()).collect();
    let rest = tasks.len().saturating_sub(NAMED);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}: {}{rest}", crate::words::counted(tasks.len() as u64, "task"), some.join(", "))
}
