//! `nonoctl task next`.

use std::time::Duration;

use nono_core::name::TaskName;
use nono_core::time::{Instant, Utc};
use serde_json::json;

use crate::commands::cluster::outlook::NONE_SENT;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Column, List, Report, Row};
use crate::tasks::read;
use crate::tasks::selector::Selector;
use crate::terminal::in_zone;

/// Show when a task is due next, or how much is due of all tasks
///
/// With --all the load of each minute, and its fullest second: more than a few thousand in one are sent late, and a jitter
/// spreads them. While the whole cluster is paused none of them is sent, which is said.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task next billing.nightly --count 10\n  \
    nonoctl task next billing.nightly --from 2027-03-26T00:00:00Z --tz America/New_York\n  \
    nonoctl task next --all --within 1h")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name, required_unless_present = "all")]
    name: Option<TaskName>,
    /// Of all tasks: the load of each minute
    #[arg(long, conflicts_with_all = ["name", "count", "tz"])]
    all: bool,
    /// With --all: how far ahead, at most 31 days [default: 1h]
    #[arg(long, value_name = "DURATION", value_parser = within, requires = "all")]
    within: Option<Duration>,
    /// With --all: only tasks with these labels
    #[arg(short = 'l', long, value_name = "SELECTOR", requires = "all")]
    selector: Option<Selector>,
    /// So many instants
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    count: u32,
    /// The first one after this moment, in place of now
    #[arg(long, value_name = "TIME", value_parser = crate::words::moment)]
    from: Option<Utc>,
    /// Show wall times of this zone, in place of the schedule's
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    tz: Option<jiff::tz::TimeZone>,
}

fn within(text: &str) -> Result<Duration, String> {
    let span = crate::words::duration(text)?;
    let most = Duration::from_secs(31 * 86_400);
    let fits = (Duration::from_secs(1)..=most).contains(&span);
    if fits { Ok(span) } else { Err(format!("{text} is not between 1s and 31d")) }
}

fn zone(name: &str) -> Result<jiff::tz::TimeZone, String> {
    jiff::tz::TimeZone::get(name).map_err(|_| format!("\"{name}\" is not an IANA time zone such as Europe/Berlin"))
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let is_cluster_paused = cluster.is_paused().await;
    if is_cluster_paused {
        invocation.warn(NONE_SENT);
    }
    let Some(name) = &args.name else {
        let (from, within) = (args.from.unwrap_or(invocation.now()), args.within.unwrap_or(Duration::from_secs(3_600)));
        let mut list = super::load::list(&cluster, invocation, args.selector.as_ref(), from, within).await?;
        list.rows.iter_mut().for_each(|row| tell_of_pause(row, is_cluster_paused));
        invocation.print(&Report::List(list))?;
        return Ok(Exit::Ok);
    };
    let (stored, stat) = read::plain(&cluster, name).await?;
    let task = &stored.task;
    let from = args.from.unwrap_or(invocation.now()).floor();
    let local = |at: Instant| match &args.tz {
        Some(zone) => in_zone(at.utc(), zone, "%Y-%m-%d %H:%M:%S %Z"),
        None => task.schedule.local(at),
    };
    let due = std::iter::successors(task.schedule.next_after(from), |at| task.schedule.next_after(*at));
    let rows = due.take(args.count as usize).map(|at| row(at, local(at), task.schedule.note(at), invocation.now()));
    let mut rows: Vec<Row> = rows.collect();
    rows.iter_mut().for_each(|row| tell_of_pause(row, is_cluster_paused));
    if task.is_paused_at(invocation.now(), stat.mtime()) {
        invocation.warn(format_args!("task \"{name}\" is paused: these instants are not due until it is resumed"));
    }
    let columns = vec![Column::text("LOCAL"), Column::text("UTC"), Column::text("WHEN"), Column::text("NOTE")];
    let empty = format!("Task {name} is never due again.");
    invocation.print(&Report::List(List { kind: "instant", columns, rows, heading: None, summary: None, empty }))?;
    Ok(Exit::Ok)
}

/// Programs are told with each, people once.
fn tell_of_pause(row: &mut Row, is_cluster_paused: bool) {
    row.document["clusterPaused"] = json!(is_cluster_paused);
}

fn row(at: Instant, local: String, note: Option<String>, now: Utc) -> Row {
    let when = match at.utc() > now {
        true => Cell::Due(at.utc()),
        false => Cell::Ago(at.utc()),
    };
    Row {
        name: at.to_string(),
        document: json!({ "instant": at, "local": local, "note": note }),
        cells: vec![
            Cell::Text(local),
            Cell::Text(at.to_string()),
            when,
            Cell::Told { people: note.clone().unwrap_or_default(), pipe: note.unwrap_or_default() },
        ],
        manifest: None,
    }
}
