//! `nonoctl task explain`.

use nono_core::name::TaskName;
use nono_core::node::{Node, Read};
use nono_core::store::admin::Kept;
use nono_core::time::Utc;
use serde_json::json;

use crate::commands::scheduler::census::Census;
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::explain::{Facts, Part, explain};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::{Card, Report};
use crate::tasks::versions::versions;
use crate::tasks::{asked, read};
use crate::words;

/// Say why a task ran, did not run, ran late, or will not run
///
/// From its schedule and who changed it, pauses, policies, the owner of its partition, the worker's answers and what stands
/// in ZooKeeper. Without --at: what came of its last instant, and what of the next.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task explain billing.nightly\n  \
    nonoctl task explain billing.nightly --at 2026-11-24T01:00:00Z\n  \
    nonoctl task explain billing.nightly -o json")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    /// Why it did, or did not, run at this moment, or will
    #[arg(long, value_name = "TIME", value_parser = words::moment)]
    at: Option<Utc>,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let facts = facts(&cluster, invocation, &args.name).await?;
    let parts = explain(&facts, args.at);
    invocation.print(&Report::Card(Box::new(card(&facts, args.at, &parts))))?;
    Ok(Exit::Ok)
}

/// The members first, then the task and what is around it: a run that ends meanwhile is seen as ended.
async fn facts(cluster: &Cluster, invocation: &Invocation, name: &TaskName) -> Result<Facts, CommandError> {
    let now = invocation.now();
    let fleet = Census::read(cluster).await?;
    let asked = asked::of_task(cluster, invocation, name).await?;
    let task = read::one(cluster, name).await?;
    let asked = asked::still_asked(&task, &asked).into_iter().cloned().collect();
    let changes = cluster.admin.changes(name).await.unwrap_or_default();
    let kept = Kept { value: (*task.stored).clone(), stat: task.stat };
    let claims_broken = match cluster.read_one(Node::Claims(task.partition)).await? {
        Read::Unreadable { why, .. } => Some(why),
        Read::Found(..) | Read::Missing => None,
    };
    Ok(Facts { versions: versions(&kept, &changes), task, fleet, claims_broken, asked, now })
}

fn card(facts: &Facts, at: Option<Utc>, parts: &[Part]) -> Card {
    let name = facts.task.name().as_str();
    let condition = facts.task.condition(facts.now);
    let document = json!({
        "task": name,
        "state": condition.word(),
        "at": at,
        "parts": parts.iter().map(|part| part.document(facts)).collect::<Vec<_>>(),
    });
    let mut card = Card::new("task", name, document);
    card.mark = Some(condition.mark());
    for part in parts {
        card.field(part.about, headline(facts, part));
        part.findings.iter().for_each(|finding| card.field("", Cell::Text(finding.text.clone())));
    }
    let mut hints: Vec<&str> = Vec::new();
    for hint in parts.iter().flat_map(|part| &part.findings).filter_map(|finding| finding.hint.as_deref()) {
        if !hints.contains(&hint) {
            hints.push(hint);
        }
    }
    card.footer = hints.into_iter().map(|hint| format!("  hint: {hint}")).collect();
    card
}

/// `✗ 2026-11-24 02:00:00 CET, 12h ago, was missed`
fn headline(facts: &Facts, part: &Part) -> Cell {
    let mark = part.verdict.mark();
    let Some(at) = part.instant else { return Cell::State(mark) };
    let local = facts.task.stored.task.schedule.local(at);
    let when = match at.utc() > facts.now {
        true => format!("in {}", words::span(at.utc().since(facts.now))),
        false => format!("{} ago", words::span(facts.now.since(at.utc()))),
    };
    Cell::Judged(mark, format!("{local} ({when}) {}", mark.word))
}
