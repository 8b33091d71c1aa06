//! `nonoctl cluster init`

use std::sync::Arc;

use clap::Args;
use nono_core::store::Store;
use nono_core::store::admin::{self, Admin, Author, Initialised};
use nono_core::store::zookeeper::ConnectOptions;
use serde_json::json;

use crate::confirm::{Danger, Question};
use crate::connect;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::random;
use crate::tasks::edit::{ChangeFlags, who};

/// Lay out a new cluster in ZooKeeper
///
/// Makes the nodes that schedulers and nonoctl work on, below the path of the connect string. Can be repeated: what is
/// there stays as it is, what is missing is made. Schedulers that wait for the cluster begin by themselves.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl --connect zk1:2181,zk2:2181,zk3:2181/nono cluster init\n  nonoctl cluster init --dry-run"
)]
pub(crate) struct InitArgs {
    /// Into how many partitions tasks are divided, 1 to 999: the unit that schedulers own; fixed for ever [default: 256]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=999))]
    partitions: Option<u16>,
    #[command(flatten)]
    change: ChangeFlags,
}

impl InitArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let change = invocation.block_on(async {
            let place = invocation.place()?;
            let options = ConnectOptions { make_chroot: !self.change.dry_run, ..invocation.connect_options()? };
            let connect = options.connect.to_string();
            if invocation.target()?.context.protected && !self.change.dry_run {
                let what = format!("lay out a cluster at {connect}, or mend the one there, in {place}");
                invocation.confirm(Danger::Severe, &Question { what, items: Vec::new() })?;
            }
            let store = connect::zookeeper(invocation, options).await?;
            if self.change.dry_run {
                let would = admin::rehearse_init(&store, self.partitions).await;
                let would = would.map_err(|error| connect::in_cluster(error.into(), &place))?;
                return Ok(Change { dry_run: true, notes: Vec::new(), ..told(&connect, &would) });
            }
            let id = random::text(12)?;
            let making = admin::init(&store, self.partitions, &id);
            let made = invocation.progress().during("laying out the cluster", making).await;
            let made = made.map_err(|error| connect::in_cluster(error.into(), &place))?;
            let author = who(invocation, "cluster init", self.change.reason.clone());
            note(invocation, Arc::new(store), &made, &author).await;
            Ok(told(&connect, &made))
        })?;
        invocation.print(&Report::Changes(vec![change]))?;
        Ok(Exit::Ok)
    }
}

/// An event that cannot be written is no reason to call the cluster not made.
async fn note(invocation: &Invocation, store: Arc<dyn Store>, made: &Initialised, author: &Author) {
    if made.made == 0 {
        return;
    }
    let message = match made.new {
        true => format!("made with {} partitions", made.cluster.partitions),
        false => format!("{} nodes were missing and are there again", made.made),
    };
    let noted = async { Admin::open(store).await?.note(author.event(None, message)).await };
    if let Err(error) = noted.await {
        invocation.warn(format_args!("this is not among the events of the cluster: {error}"));
    }
}

fn told(place: &str, made: &Initialised) -> Change {
    let action = match (made.new, made.made) {
        (true, _) => "created",
        (false, 0) => "unchanged",
        (false, _) => "repaired",
    };
    let mut change = Change::new("cluster", place, action);
    if !made.cluster.id.is_empty() {
        change.more.insert("id".into(), json!(made.cluster.id));
    }
    change.more.insert("partitions".into(), json!(made.cluster.partitions));
    change.more.insert("made".into(), json!(made.made));
    match action {
        "created" => {
            change
                .notes
                .push(format!("{} partitions. Next: nono-scheduler --connect {place}", made.cluster.partitions));
        }
        "repaired" => change.notes.push(format!("{} nodes were missing and are there again", made.made)),
        _ => {}
    }
    change
}
