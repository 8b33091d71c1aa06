//! `nonoctl task get`.

use nono_core::name::TaskName;
use nono_core::run::{Outcome, RunOutcome};
use nono_core::task::MisfireRun;
use nono_core::task::{Overlap, PauseEnd, Policy, format_duration};
use nono_core::time::{Instant, Utc};
use serde_json::{Value, json};

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::cell::Cell;
use crate::output::paint::Paint;
use crate::output::{Card, Report, Style};
use crate::tasks::asked::{self, AskedRun, Hold};
use crate::tasks::read;
use crate::tasks::runs::{RunView, outcome_mark};
use crate::tasks::view::{TaskCondition, TaskView};
use crate::terminal::{Clock, TimeStyle, in_zone};
use crate::watch::WatchFlag;
use crate::words;

/// Show one task: what it is, when it is due, how its last runs went
///
/// `-o yaml` is its manifest, as `apply -f` takes it; `-o json` adds its status.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task get web.ping\n  \
    nonoctl task get web.ping -o yaml > web.ping.yaml\n  \
    nonoctl task get web.ping --watch")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    #[command(flatten)]
    watch: WatchFlag,
}

/// Marks of so many outcomes are shown.
const MARKS: usize = 10;
/// So many instants after the next one are shown.
const THEN: usize = 3;

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let look = async |invocation: &Invocation, cluster: &Cluster| look(args, invocation, cluster).await;
    args.watch.print_paged(invocation, look).await?;
    Ok(Exit::Ok)
}

async fn look(args: &Args, invocation: &Invocation, cluster: &Cluster) -> Result<Report, CommandError> {
    // Before the task: what is claimed meanwhile is among its runs.
    let asked = asked::of_task(cluster, invocation, &args.name).await?;
    let view = read::one(cluster, &args.name).await?;
    let editor = editor(cluster, &view).await;
    let trouble = trouble(cluster, &view, invocation.now()).await;
    let style = invocation.style();
    let mut card = card(&view, editor, &style);
    asked_field(&view, &asked::still_asked(&view, &asked), &mut card);
    card.footer = trouble;
    Ok(Report::Card(Box::new(card)))
}

/// Who made this version, if it was an edit.
async fn editor(cluster: &Cluster, view: &TaskView) -> Option<String> {
    let changes = cluster.admin.changes(view.name()).await.unwrap_or_default();
    changes.into_iter().rev().find(|change| change.version == view.stat.version).map(|change| change.by)
}

fn card(view: &TaskView, editor: Option<String>, style: &Style) -> Card {
    let now = style.clock.now;
    let plan = &view.stored.task;
    let mut card = Card::new("task", plan.name.as_str(), view.document(now));
    card.manifest = Some(Value::Object(view.manifest()));
    card.mark = Some(view.condition(now).mark());
    if let Some(description) = &plan.description {
        card.field("about", Cell::Text(description.clone()));
    }
    card.field("schedule", Cell::Text(schedule_line(view)));
    pause_field(view, &style.clock, &mut card);
    next_fields(view, now, &mut card);
    card.field("target", Cell::Text(format!("{} {}", plan.target.method, plan.target.url)));
    card.field("policy", Cell::Text(policy_line(&plan.policy, plan.target.timeout.attempt)));
    card.field("owner", owner_cell(view));
    let labels: Vec<String> = plan.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    if !labels.is_empty() {
        card.field("labels", Cell::Text(labels.join(" ")));
    }
    card.field("version", version_cell(view, editor));
    history_field(view, style.paint, &mut card);
    card
}

fn schedule_line(view: &TaskView) -> String {
    let schedule = &view.stored.task.schedule;
    let jitter = schedule.spec().jitter;
    let jitter = if jitter.is_zero() { String::new() } else { format!("   jitter {}", format_duration(jitter)) };
    let (plain, described) = (view.schedule_words(), schedule.describe());
    // An interval is plain words already.
    let described = if described == plain { String::new() } else { format!("   \"{described}\"") };
    format!("{plain}{described}   {}{jitter}", schedule.time_zone_name())
}

fn pause_field(view: &TaskView, clock: &Clock, card: &mut Card) {
    let Some(pause) = &view.stored.task.paused else { return };
    let mtime = view.stat.mtime();
    let ends =
        matches!(pause.until, Some(PauseEnd::At(_) | PauseEnd::After(_))).then(|| pause.ends_at(mtime)).flatten();
    let reason = pause.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let told = |moment: &dyn Fn(Utc) -> String| {
        let until = ends.map(|end| format!(", until {}", moment(end))).unwrap_or_default();
        format!("since {}{until}{reason}", moment(pause.since_at(mtime)))
    };
    let near = |at| format!("{} ({})", clock.moment(at), clock.ago(at));
    let people = if clock.style == TimeStyle::Relative { told(&near) } else { told(&|at| clock.moment(at)) };
    card.field("paused", Cell::Told { people, pipe: told(&crate::terminal::rfc3339) });
}

fn next_fields(view: &TaskView, now: Utc, card: &mut Card) {
    let schedule = &view.stored.task.schedule;
    let Some(next) = view.next(now) else {
        let why = match view.condition(now) {
            _ if view.is_cluster_paused() => "not until the cluster is resumed",
            TaskCondition::Paused => "not until it is resumed",
            _ => "never again",
        };
        card.field("next", Cell::Told { people: why.to_owned(), pipe: String::new() });
        return;
    };
    card.field("next", told_instant(view, next, now));
    let then: Vec<Instant> =
        std::iter::successors(schedule.next_after(next), |at| schedule.next_after(*at)).take(THEN).collect();
    if !then.is_empty() {
        let local: Vec<String> = then.iter().map(|at| schedule.local(*at)).collect();
        let plain: Vec<String> = then.iter().map(ToString::to_string).collect();
        card.field("then", Cell::Told { people: local.join("   "), pipe: plain.join(" ") });
    }
}

fn told_instant(view: &TaskView, at: Instant, now: Utc) -> Cell {
    let local = view.stored.task.schedule.local(at);
    let people = match now.0 - at.utc().0 {
        late if late > 1_000 => format!("due {local}, {} late", words::span(now.since(at.utc()))),
        _ => format!("{local}, in {}", words::span(at.utc().since(now))),
    };
    Cell::Told { people, pipe: at.to_string() }
}

fn policy_line(policy: &Policy, timeout: std::time::Duration) -> String {
    let overlap = match policy.overlap {
        Overlap::Skip => "skip",
        Overlap::Allow => "allow",
    };
    let misfire = match policy.misfire.run {
        MisfireRun::None => "none".to_owned(),
        MisfireRun::Last => format!("last/{}", format_duration(policy.misfire.within)),
        MisfireRun::All(_) => format!("all/{}", format_duration(policy.misfire.within)),
    };
    let delivery = match policy.delivery {
        nono_core::run::Delivery::AtLeastOnce => "at_least_once",
        nono_core::run::Delivery::AtMostOnce => "at_most_once",
    };
    let retries = policy.retry.attempts.saturating_sub(1);
    let timeout = format_duration(timeout);
    format!("overlap={overlap}  retries={retries}  timeout={timeout}  misfire={misfire}  delivery={delivery}")
}

fn owner_cell(view: &TaskView) -> Cell {
    match &view.owner {
        Some(owner) => {
            Cell::Told { people: format!("{} (partition {})", owner.name(), view.partition), pipe: owner.to_string() }
        }
        None => Cell::Told { people: format!("nobody (partition {})", view.partition), pipe: String::new() },
    }
}

fn version_cell(view: &TaskView, editor: Option<String>) -> Cell {
    let day = in_zone(view.stat.mtime(), &jiff::tz::TimeZone::UTC, "%Y-%m-%d");
    let who = editor.map_or_else(|| day.clone(), |editor| format!("{editor}, {day}"));
    Cell::Told { people: format!("{} ({who})", view.version()), pipe: view.version().to_string() }
}

/// `✓✓✗✓  p50 3m10s  lateness p50 12ms`, the newest at the end.
fn history_field(view: &TaskView, paint: Paint, card: &mut Card) {
    let newest: Vec<&RunOutcome> = view.outcomes().take(MARKS).collect();
    if newest.is_empty() {
        card.field("last runs", Cell::Told { people: "none yet".to_owned(), pipe: String::new() });
        return;
    }
    let marks: String = newest.iter().rev().map(|outcome| paint.glyph(outcome_mark(outcome.outcome).glyph)).collect();
    let took = newest.iter().filter(|outcome| outcome.outcome == Outcome::Succeeded);
    let took = took.filter_map(|outcome| outcome.started_at.map(|started| outcome.ended_at.since(started)));
    let late = newest.iter().filter_map(|outcome| outcome.lateness_ms);
    let late = late.map(|millis| std::time::Duration::from_millis(u64::try_from(millis).unwrap_or(0)));
    let took = median(took.collect()).map(|span| format!("  p50 {}", words::took(span))).unwrap_or_default();
    let late = median(late.collect()).map(|span| format!("  lateness p50 {}", words::took(span))).unwrap_or_default();
    let list: Vec<&str> = newest.iter().rev().map(|outcome| outcome.outcome.as_str()).collect();
    card.field("last runs", Cell::Told { people: format!("{marks}{took}{late}"), pipe: list.join(" ") });
}

fn median(mut spans: Vec<std::time::Duration>) -> Option<std::time::Duration> {
    spans.sort();
    spans.get(spans.len() / 2).copied()
}

/// Runs that wait to be claimed.
fn asked_field(view: &TaskView, asked: &[&AskedRun], card: &mut Card) {
    card.document["status"]["askedRuns"] = asked.iter().map(|asked| json!(asked.run)).collect();
    let Some(first) = asked.first() else { return };
    let waits = Hold::of(view).words();
    let people = match asked {
        [_] => format!("{}: it {waits}", asked::counted(asked)),
        _ => format!("{}, the first {}: each {waits}", asked::counted(asked), first.run),
    };
    let pipe: Vec<&str> = asked.iter().map(|asked| asked.run.as_str()).collect();
    card.field("asked", Cell::Told { people, pipe: pipe.join(" ") });
}

/// What is wrong and what to do, in lines.
async fn trouble(cluster: &Cluster, view: &TaskView, now: Utc) -> Vec<String> {
    match view.condition(now) {
        TaskCondition::Late => {
            let members = cluster.admin.members().await.unwrap_or_default();
            vec![format!("why late: {}", why_late(view, &members)), "  hint: nonoctl scheduler list".to_owned()]
        }
        TaskCondition::Unreadable => {
            let why = view.spoilt.iter().map(|why| format!("why unreadable: {}", words::harmless(why)));
            why.chain(["  hint: nonoctl cluster doctor --check records".to_owned()]).collect()
        }
        TaskCondition::Failing => why_failing(view),
        TaskCondition::Paused if view.is_cluster_paused() => {
            vec![
                "the whole cluster is paused: nothing is claimed".to_owned(),
                "  hint: nonoctl cluster resume".to_owned(),
            ]
        }
        TaskCondition::Paused => vec![format!("  hint: nonoctl task resume {}", view.name())],
        TaskCondition::Running | TaskCondition::Ok => Vec::new(),
    }
}

type Members =
    std::collections::BTreeMap<nono_core::name::MemberId, nono_core::store::admin::Kept<nono_core::cluster::Member>>;

fn why_late(view: &TaskView, members: &Members) -> String {
    let partition = view.partition;
    match &view.owner {
        None if members.is_empty() => format!("no scheduler is running, so nobody owns partition {partition}"),
        None => format!("partition {partition} has no owner"),
        Some(owner) if !members.contains_key(owner) => {
            format!("partition {partition} is owned by {owner}, which is gone; it is about to be taken over")
        }
        Some(owner) if members.get(owner).is_some_and(|member| member.value.leaving) => {
            format!("partition {partition} is handed over by {owner}, which is leaving")
        }
        Some(owner) => format!("{owner} owns partition {partition} and has not sent the request yet"),
    }
}

fn why_failing(view: &TaskView) -> Vec<String> {
    let Some(outcome) = view.health() else { return Vec::new() };
    let run = RunView::ended(view.name(), Some(&view.stored.task), outcome);
    let result = run.result().map(|result| format!(": {}", words::harmless(&result))).unwrap_or_default();
    vec![
        format!("why failing: {} {}{result}", outcome.run, outcome.outcome.as_str()),
        format!("  hint: nonoctl task history {} --failed", view.name()),
    ]
}
