//! `nonoctl context list`

use clap::Args;

use crate::contexts::Context;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Column, List, Report, Row};

/// List the contexts: each a cluster with a name; the current one is meant where none is named
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl context list\n  nonoctl context list -o wide\n  nonoctl context list -o json"
)]
pub(crate) struct ListArgs {}

impl ListArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let file = super::file(invocation, false)?;
        let is_current = |name: &String| file.current.as_ref() == Some(name);
        let rows = file.contexts.iter().map(|(name, context)| row(name, context, is_current(name))).collect();
        let shown = ["NAME", "CURRENT", "PROTECTED", "CONNECT"].map(Column::text);
        let wide = ["AUTH", "COLOR"].map(Column::wide);
        invocation.print(&Report::List(List {
            kind: "context",
            columns: shown.into_iter().chain(wide).collect(),
            rows,
            heading: None,
            summary: None,
            empty: "No contexts. Add one: nonoctl context add NAME --connect HOSTS/CHROOT".to_owned(),
        }))?;
        Ok(Exit::Ok)
    }
}

fn row(name: &str, context: &Context, current: bool) -> Row {
    let yes = |said: bool| Cell::maybe(said.then_some("yes"));
    Row {
        name: name.to_owned(),
        cells: vec![
            Cell::Text(name.to_owned()),
            yes(current),
            yes(context.protected),
            Cell::Text(context.connect.clone()),
            Cell::maybe(auth(context)),
            Cell::maybe(context.color.map(|color| color.word().to_owned())),
        ],
        document: context.document(name, current),
        manifest: None,
    }
}

/// By which means somebody proves who it is: `digest`, `sasl`, `tls`.
fn auth(context: &Context) -> Option<String> {
    let means = [
        ("digest", context.auth_file.is_some()),
        ("sasl", context.sasl_file.is_some()),
        ("tls", context.tls_ca.is_some()),
    ];
    let used: Vec<&str> = means.into_iter().filter(|(_, used)| *used).map(|(word, _)| word).collect();
    (!used.is_empty()).then(|| used.join(","))
}
