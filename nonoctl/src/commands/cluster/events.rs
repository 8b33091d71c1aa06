//! `nonoctl cluster events`: what happened to the cluster, who did it or saw it, and why.

use std::time::Duration;

use clap::Args;
use nono_core::cluster::Event;
use nono_core::time::Utc;
use serde_json::json;

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Column, Format, List, Report, Row};
use crate::words::{self, Since};

/// How often a followed cluster is asked.
const PACE: Duration = Duration::from_millis(500);

/// Show what happened to the cluster: to schedulers, partitions and tasks' health, and what people did
///
/// Schedulers write down who joined, left, was lost or hangs, who leads, what moved, and which tasks began to fail or recovered;
/// nonoctl drains, pauses, removals of tasks and the layout, with who and why. The last 200 are kept, or as many as fit 64 KiB.
/// Changes of a task stand with the task: `task history NAME --changes`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl cluster events --since 24h\n  nonoctl cluster events -f -o jsonl")]
pub(crate) struct EventsArgs {
    /// Only what happened since this moment, or since so long ago
    #[arg(long, value_name = "TIME|DURATION", value_parser = words::since)]
    since: Option<Since>,
    /// Go on: show what happens from now on, too, until Ctrl-C
    #[arg(short, long)]
    follow: bool,
}

impl EventsArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        invocation.block_on(self.show(invocation))
    }

    async fn show(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let cluster = invocation.cluster().await?;
        let since = self.since.map(|since| since.moment(invocation.now()));
        let mut events = read(&cluster, since).await?;
        if !self.follow {
            invocation.print(&report(&events))?;
            return Ok(Exit::Ok);
        }
        let mut stream = as_a_stream(invocation);
        let mut last = 0;
        loop {
            let is_new = |event: &Event| event.number > last;
            let new: Vec<Event> = events.into_iter().filter(is_new).collect();
            if let Some(newest) = new.last() {
                last = newest.number;
                stream.print(&report(&new))?;
                stream = stream.without_headers();
            }
            tokio::time::sleep(PACE).await;
            events = read(&cluster, since).await?;
            // The ring was made anew: its numbers begin again.
            if events.last().is_some_and(|newest| newest.number < last) {
                last = 0;
            }
        }
    }
}

/// One document that never ends is none: what is followed comes line by line.
fn as_a_stream(invocation: &Invocation) -> Invocation {
    let mut stream = invocation.clone();
    if stream.format == Some(Format::Json) {
        stream.format = Some(Format::Jsonl);
    }
    stream
}

async fn read(cluster: &Cluster, since: Option<Utc>) -> Result<Vec<Event>, CommandError> {
    let events = cluster.admin.events().await.map_err(|error| cluster.admin_error(error))?;
    Ok(events.into_iter().filter(|event| since.is_none_or(|since| event.at >= since)).collect())
}

fn report(events: &[Event]) -> Report {
    let columns = ["WHEN", "EVENT", "OBJECT", "WHAT", "WHO", "REASON"].map(Column::text);
    Report::List(List {
        kind: "event",
        columns: columns.into_iter().chain([Column::wide("IDENTITY"), Column::wide("NUMBER")]).collect(),
        rows: events.iter().map(row).collect(),
        heading: None,
        summary: None,
        empty: "No events.".to_owned(),
    })
}

fn row(event: &Event) -> Row {
    Row {
        name: event.number.to_string(),
        cells: vec![
            Cell::At(event.at),
            Cell::Text(event.kind.clone()),
            Cell::maybe(event.object.clone()),
            Cell::maybe(Some(event.message.clone()).filter(|text| !text.is_empty())),
            Cell::Text(event.by.clone()),
            Cell::maybe(event.reason.clone()),
            Cell::maybe(event.identity.clone()),
            Cell::Text(event.number.to_string()),
        ],
        document: json!({
            "number": event.number,
            "at": event.at,
            "event": event.kind,
            "object": event.object,
            "message": event.message,
            "by": event.by,
            "identity": event.identity,
            "reason": event.reason,
        }),
        manifest: None,
    }
}
