//! `nonoctl task history`.

use nono_core::name::TaskName;

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{List, Report};
use crate::tasks::read;
use crate::tasks::runs::{Of, RunView};
use crate::watch::WatchFlag;
use crate::words::{self, Since};

/// Show the runs of a task, the newest first
///
/// As many as the task keeps (--history-limit, 20 by default), and those that are on their way.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task history billing.nightly --failed --since 24h\n  \
    nonoctl task history billing.nightly --limit 3 -o json")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    /// Only runs that did not go well: failed, timed_out, missed, unknown
    #[arg(long)]
    failed: bool,
    /// Only runs due since this moment, or since so long ago
    #[arg(long, value_name = "TIME|DURATION", value_parser = words::since)]
    since: Option<Since>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    watch: WatchFlag,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let look = async |invocation: &Invocation, cluster: &Cluster| look(args, invocation, cluster).await;
    args.watch.print(invocation, Some(args.limit), look).await?;
    Ok(Exit::Ok)
}

async fn look(args: &Args, invocation: &Invocation, cluster: &Cluster) -> Result<Report, CommandError> {
    let view = read::one(cluster, &args.name).await?;
    let now = invocation.now();
    let plan = Some(&view.stored.task);
    let open = view.open.iter().rev().map(|open| RunView::open(plan, view.owner.as_ref(), open, now));
    let ended = view.outcomes().map(|outcome| RunView::ended(&args.name, plan, outcome));
    let since = args.since.map(|since| since.moment(now));
    let wanted = open
        .chain(ended)
        .filter(|run| !args.failed || run.standing.is_failure())
        .filter(|run| since.is_none_or(|since| run.scheduled_at.utc() >= since));
    let rows = wanted.take(invocation.keeps(Some(args.limit))).map(|run| run.row(Of::OneTask, now)).collect();
    Ok(Report::List(List {
        kind: "run",
        columns: RunView::columns(Of::OneTask),
        rows,
        heading: None,
        summary: None,
        empty: format!("No runs of task {} match.", args.name),
    }))
}
