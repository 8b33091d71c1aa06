//! `nonoctl task next`.

use nono_core::name::TaskName;
use nono_core::time::{Instant, Utc};
use serde_json::json;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Column, List, Report, Row};
use crate::tasks::read;
use crate::terminal::in_zone;

/// Show when a task is due next
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task next billing.nightly --count 10\n  \
    nonoctl task next billing.nightly --from 2027-03-26T00:00:00Z --tz America/New_York")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
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

fn zone(name: &str) -> Result<jiff::tz::TimeZone, String> {
    jiff::tz::TimeZone::get(name).map_err(|_| format!("\"{name}\" is not an IANA time zone such as Europe/Berlin"))
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let (stored, stat) = read::plain(&cluster, &args.name).await?;
    let task = &stored.task;
    let from = args.from.unwrap_or(invocation.now()).floor();
    let local = |at: Instant| match &args.tz {
        Some(zone) => in_zone(at.utc(), zone, "%Y-%m-%d %H:%M:%S %Z"),
        None => task.schedule.local(at),
    };
    let due = std::iter::successors(task.schedule.next_after(from), |at| task.schedule.next_after(*at));
    let rows = due.take(args.count as usize).map(|at| row(at, local(at), task.schedule.note(at), invocation.now()));
    let rows: Vec<Row> = rows.collect();
    if task.is_paused_at(invocation.now(), stat.mtime()) {
        invocation
            .warn(format_args!("task \"{}\" is paused: these instants are not due until it is resumed", args.name));
    }
    let columns = vec![Column::text("LOCAL"), Column::text("UTC"), Column::text("WHEN"), Column::text("NOTE")];
    let empty = format!("Task {} is never due again.", args.name);
    invocation.print(&Report::List(List { kind: "instant", columns, rows, heading: None, summary: None, empty }))?;
    Ok(Exit::Ok)
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
