//! `nonoctl task list`.

use nono_core::node::Folder;
use serde_json::json;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Column, List, Report, Row};

/// List tasks
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  nonoctl task list\n  nonoctl task list -o json")]
pub(crate) struct Args {}

pub(crate) async fn run(_: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let listings = cluster.list(cluster.partitions().map(Folder::Tasks).collect()).await?;
    let mut names: Vec<String> = listings.into_iter().flat_map(|listing| listing.names).collect();
    names.sort();
    let rows = names.into_iter().map(|name| Row {
        cells: vec![Cell::Text(name.clone())],
        document: json!({ "name": name }),
        name,
        manifest: None,
    });
    let rows = rows.collect();
    let columns = vec![Column::text("NAME")];
    invocation.print(&Report::List(List {
        kind: "task",
        columns,
        rows,
        heading: None,
        summary: None,
        empty: "No tasks.".into(),
    }))?;
    Ok(Exit::Ok)
}
