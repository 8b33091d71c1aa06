//! `nonoctl task history`.

use nono_core::name::TaskName;

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{List, Report};
use crate::tasks::asked::{self, Hold};
use crate::tasks::read;
use crate::tasks::runs::{Of, RunView};
use crate::watch::WatchFlag;
use crate::words::{self, Since};

/// Show the runs of a task, the newest first, or who changed it
///
/// As many runs as the task keeps (--history-limit, 20 by default), and those that are on their way. With --changes the
/// last ten changes (fewer if they are large) and who made the task: who, when, by which command, what and why. -o json has
/// the whole document of each version that is still kept. A narrow terminal has no room for the runs' ids: -o wide and -o name
/// have them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task history billing.nightly --failed --since 24h\n  \
    nonoctl task history billing.nightly --limit 3 -o json\n  \
    nonoctl task history billing.nightly --changes")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    /// Only runs that did not go well: failed, timed_out, missed, unknown
    #[arg(long)]
    failed: bool,
    /// Who changed the task, when, what and why, in place of its runs
    #[arg(long, conflicts_with = "failed")]
    changes: bool,
    /// Only runs due, or changes made, since this moment, or since so long ago
    #[arg(long, value_name = "TIME|DURATION", value_parser = words::since)]
    since: Option<Since>,
    /// At most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    watch: WatchFlag,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let look = async |invocation: &Invocation, cluster: &Cluster| look(args, invocation, cluster).await;
    args.watch.print(invocation, words::at_most(args.limit), look).await?;
    Ok(Exit::Ok)
}

async fn look(args: &Args, invocation: &Invocation, cluster: &Cluster) -> Result<Report, CommandError> {
    let now = invocation.now();
    let since = args.since.map(|since| since.moment(now));
    if args.changes {
        let limit = invocation.keeps(words::at_most(args.limit));
        return Ok(Report::List(super::changes::list(cluster, &args.name, since, limit).await?));
    }
    // Before the task: what is claimed meanwhile is among its runs.
    let asked = asked::of_task(cluster, invocation, &args.name).await?;
    let view = read::one(cluster, &args.name).await?;
    let plan = Some(&view.stored.task);
    let hold = Hold::of(&view);
    let waiting = asked::still_asked(&view, &asked).into_iter().rev().map(|asked| RunView::asked(asked, hold));
    let open = waiting.chain(RunView::open_of(&view, now));
    let ended = view.outcomes().map(|outcome| RunView::ended(&args.name, plan, outcome));
    let wanted = open
        .chain(ended)
        .filter(|run| !args.failed || run.standing.is_failure())
        .filter(|run| since.is_none_or(|since| run.scheduled_at.utc() >= since));
    let rows = wanted.take(invocation.keeps(words::at_most(args.limit))).map(|run| run.row(Of::OneTask, now)).collect();
    Ok(Report::List(List {
        kind: "run",
        columns: RunView::columns(Of::OneTask),
        rows,
        heading: None,
        summary: None,
        empty: format!("No runs of task {} match.", args.name),
    }))
}
