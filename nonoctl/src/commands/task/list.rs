//! `nonoctl task list`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use nono_core::time::Utc;
use serde_json::json;

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::filter::{Filter, Kind};
use crate::invocation::Invocation;
use crate::output::cell::{Cell, Mark};
use crate::output::paint::{Glyph, Tone};
use crate::output::{Column, Format, List, Report, Row, tsv};
use crate::tasks::read::{self, BrokenTask, Census};
use crate::tasks::selector::{self, Selector};
use crate::tasks::view::{Glance, TaskCondition, TaskView};
use crate::watch::WatchFlag;
use crate::words;

/// List tasks: their schedule, how they are, when they last ran and are due next
///
/// A task is unreadable (its record or its state is: see `cluster doctor`), else paused, else late (a send time more than
/// a second ago, and nothing was sent), else failing (its newest run that ended did not succeed), else running, else ok. `-o yaml` is a backup that `apply -f` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task list\n  \
    nonoctl task list -l team=web -o wide\n  \
    nonoctl task list --filter 'state:failing,late team=billing'\n  \
    nonoctl task list --filter 'billing !(state:ok or state:paused)'\n  \
    nonoctl task list --filter 'fails>3 or lag>1s or next<15m' -o name\n  \
    nonoctl task list --sort-by next --limit 10 --watch\n  \
    nonoctl task list --fields name,status.state,target.url -o tsv\n  \
    nonoctl task list -o yaml > backup.yaml")]
pub(crate) struct Args {
    /// Only tasks with these labels: key=value, key!=value, key, !key, joined by commas
    #[arg(short = 'l', long, value_name = "SELECTOR")]
    selector: Option<Selector>,
    /// Only tasks that this query means, such as state:failing,late team=billing or lag>1s
    ///
    /// Terms: a part of the name, ~letters of it, name=/regex/, state:failing,late, team=billing (a label), owner:sched-c3,
    /// lag>1s, p50>=10m, fails>3, next<15m, last>1d, size>4k. A space means and; or, ( ) and ! for not join them.
    #[arg(long, value_name = "QUERY")]
    filter: Option<String>,
    /// At most so many; 0 for all, as without it
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    limit: usize,
    #[command(flatten)]
    watch: WatchFlag,
}

impl Args {
    const fn is_narrowed(&self) -> bool {
        self.selector.is_some() || self.filter.is_some()
    }
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let filter = Filter::of_flag(args.filter.as_deref(), Kind::Task)?;
    let look = async |invocation: &Invocation, cluster: &Cluster| look(args, &filter, invocation, cluster).await;
    args.watch.print(invocation, words::at_most(args.limit), look).await?;
    Ok(Exit::Ok)
}

async fn look(
    args: &Args,
    filter: &Filter,
    invocation: &Invocation,
    cluster: &Cluster,
) -> Result<Report, CommandError> {
    let needs = Needs {
        documents: args.watch.is_on() || invocation.reads_documents(),
        manifests: invocation.format == Some(Format::Yaml),
        lines: invocation.writes_tsv() && !args.watch.is_on(),
    };
    let asked = Asked { selector: args.selector.clone(), filter: filter.clone(), is_narrowed: args.is_narrowed() };
    let now = invocation.now();
    let mut gathered = Gathered::default();
    let make = move |census| Gathered::of(census, &asked, needs, now);
    let reading = read::in_parts(cluster, make, |part| gathered.join(part));
    invocation.progress().during("reading tasks", reading).await?;
    gathered.put_in_order();
    invocation.remember_tasks(|| gathered.all_names());
    gathered.warn(args, filter, invocation);
    Ok(Report::List(gathered.list(args, invocation)))
}

/// What of a row is read by the format: making the rest for a hundred thousand tasks takes longer than reading them.
#[derive(Clone, Copy)]
struct Needs {
    documents: bool,
    manifests: bool,
    lines: bool,
}

/// Which tasks are meant.
struct Asked {
    selector: Option<Selector>,
    filter: Filter,
    is_narrowed: bool,
}

/// What is kept of the tasks that were read: of some, or of all.
#[derive(Default)]
struct Gathered {
    /// As they come, part by part: one list that grew would move all of them again and again.
    parts: Vec<Vec<Row>>,
    /// All of them, by name, at the end.
    rows: Vec<Row>,
    broken: Vec<BrokenTask>,
    /// Tasks whose state cannot be read, and why.
    spoilt: Vec<(String, String)>,
    counts: BTreeMap<TaskCondition, u64>,
    is_cluster_paused: bool,
    /// Of tasks that are not meant.
    others: Vec<String>,
    labels: BTreeSet<String>,
}

impl Gathered {
    fn of(census: Census, asked: &Asked, needs: Needs, now: Utc) -> Self {
        let mut part = Self { labels: census.label_keys().into_iter().map(str::to_owned).collect(), ..Self::default() };
        let all = if asked.is_narrowed { census.names() } else { Vec::new() };
        let census = census.selected(asked.selector.as_ref()).filter(&asked.filter, now);
        if asked.is_narrowed {
            let meant: HashSet<String> = census.names().into_iter().collect();
            part.others.extend(all.into_iter().filter(|name| !meant.contains(name)));
        }
        let (mut rows, mut scratch) = (Vec::with_capacity(census.tasks.len()), Vec::new());
        for task in &census.tasks {
            let glance = task.glance(now);
            *part.counts.entry(glance.condition).or_default() += 1;
            part.is_cluster_paused |= task.is_cluster_paused();
            let spoilt = task.spoilt.clone().map(|why| (task.name().to_string(), why));
            part.spoilt.extend(spoilt);
            let row = row(task, glance, needs, now);
            rows.push(if needs.lines { tsv::in_line(row, &mut scratch) } else { row });
        }
        rows.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        part.parts.push(rows);
        part.broken = census.broken;
        part
    }

    fn join(&mut self, part: Self) {
        self.parts.extend(part.parts);
        self.broken.extend(part.broken);
        self.spoilt.extend(part.spoilt);
        part.counts.into_iter().for_each(|(condition, count)| *self.counts.entry(condition).or_default() += count);
        self.is_cluster_paused |= part.is_cluster_paused;
        self.others.extend(part.others);
        self.labels.extend(part.labels);
    }

    /// Each part is in order: it is sorted where it is made, on all processors.
    fn put_in_order(&mut self) {
        self.rows = merged(std::mem::take(&mut self.parts));
    }

    /// Of all tasks, meant or not, sorted.
    fn all_names(&self) -> Vec<String> {
        let meant = self.rows.iter().map(|row| row.name.clone());
        let broken = self.broken.iter().map(|broken| broken.name.to_string());
        let mut names: Vec<String> = meant.chain(broken).chain(self.others.iter().cloned()).collect();
        // They are in order as far as they are meant.
        names.sort();
        names
    }

    fn warn(&mut self, args: &Args, filter: &Filter, invocation: &Invocation) {
        let known: BTreeSet<&str> = self.labels.iter().map(String::as_str).collect();
        let asked = args.selector.iter().flat_map(|selector| selector.unknown_keys(&known));
        let unknown = asked.chain(selector::unknown_keys(filter.label_keys(), &known));
        unknown.for_each(|line| invocation.warn(line));
        self.broken.sort_by(|a, b| a.name.cmp(&b.name));
        for broken in &self.broken {
            invocation.warn(format_args!("task {} cannot be read: {}", broken.name, words::harmless(&broken.why)));
        }
        self.spoilt.sort();
        for (name, why) in &self.spoilt {
            let why = words::harmless(why);
            invocation.warn(format_args!("task {name} stands still, its state cannot be read: {why}"));
        }
    }

    fn list(mut self, args: &Args, invocation: &Invocation) -> List {
        let all = self.rows.len() + self.broken.len();
        self.rows.extend(self.broken.iter().map(broken_row));
        self.rows.truncate(invocation.keeps(words::at_most(args.limit)));
        let shown = self.rows.len().min(words::at_most(args.limit).unwrap_or(usize::MAX));
        let mut summary = summary((shown, all), self.broken.len(), &self.counts);
        if self.is_cluster_paused {
            summary.push_str(" The whole cluster is paused: see nonoctl cluster status.");
        }
        List {
            kind: "task",
            columns: columns(),
            rows: self.rows,
            heading: None,
            summary: Some(summary),
            empty: empty(args),
        }
    }
}

/// Of parts that are in order, all rows in order. A row is large: what is sorted says of which part the next one is.
fn merged(parts: Vec<Vec<Row>>) -> Vec<Row> {
    let names = parts.iter().enumerate().flat_map(|(part, rows)| rows.iter().map(move |row| (row.name.as_str(), part)));
    let mut order: Vec<(&str, usize)> = names.collect();
    order.sort();
    let order: Vec<usize> = order.into_iter().map(|(_, part)| part).collect();
    let mut rest: Vec<_> = parts.into_iter().map(Vec::into_iter).collect();
    let mut merged = Vec::with_capacity(order.len());
    merged.extend(order.into_iter().filter_map(|part| rest[part].next()));
    merged
}

fn empty(args: &Args) -> String {
    match (&args.selector, &args.filter) {
        (None, None) => "No tasks. Add one: nonoctl task add --help".to_owned(),
        _ => "No tasks match.".to_owned(),
    }
}

fn columns() -> Vec<Column> {
    let shown = ["NAME", "SCHEDULE", "STATE", "LAST", "NEXT", "OWNER"].map(Column::text);
    let wide = ["TIMEZONE", "TARGET", "LABELS", "VERSION", "PARTITION"].map(Column::wide);
    shown.into_iter().chain(wide).collect()
}

fn row(task: &TaskView, glance: Glance, needs: Needs, now: Utc) -> Row {
    let plan = &task.stored.task;
    let labels: Vec<String> = plan.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let cells = vec![
        Cell::Text(plan.name.to_string()),
        Cell::Text(task.schedule_words()),
        Cell::State(glance.condition.mark()),
        glance.last.map_or(Cell::Empty, Cell::Ago),
        glance.next.map_or(Cell::Empty, |next| Cell::Due(next.utc())),
        Cell::maybe(task.owner.as_ref().map(|owner| owner.name().to_string())),
        Cell::Text(plan.schedule.time_zone_name().to_owned()),
        Cell::Text(format!("{} {}", plan.target.method, plan.target.url)),
        Cell::Text(labels.join(",")),
        Cell::Text(task.version().to_string()),
        Cell::Text(task.partition.to_string()),
    ];
    Row {
        name: plan.name.to_string(),
        cells,
        document: if needs.documents { task.document(now) } else { serde_json::Value::Null },
        manifest: needs.manifests.then(|| Box::new(serde_json::Value::Object(task.manifest()))),
    }
}

/// A task that cannot be read is shown, and is no manifest.
fn broken_row(task: &BrokenTask) -> Row {
    let mark = Mark::new(Glyph::Question, "unreadable", Tone::Lost);
    let mut cells = vec![Cell::Text(task.name.to_string()), Cell::Text(task.why.clone()), Cell::State(mark)];
    cells.resize(columns().len(), Cell::Empty);
    let document = json!({ "name": task.name, "status": { "state": mark.word, "why": task.why } });
    Row { name: task.name.to_string(), cells, document, manifest: None }
}

/// `5 of 4,812 tasks. 3 failing, 2 late, 31 paused.`
fn summary((shown, all): (usize, usize), broken: usize, counts: &BTreeMap<TaskCondition, u64>) -> String {
    let all = all as u64;
    let of = if shown as u64 == all { String::new() } else { format!("{} of ", words::count(shown as u64)) };
    let unreadable = broken as u64 + counts.get(&TaskCondition::Unreadable).copied().unwrap_or(0);
    let told = [TaskCondition::Failing, TaskCondition::Late, TaskCondition::Paused];
    let mut parts: Vec<String> = told
        .into_iter()
        .filter_map(|condition| {
            counts.get(&condition).map(|count| format!("{} {}", words::count(*count), condition.word()))
        })
        .collect();
    if unreadable > 0 {
        parts.push(format!("{unreadable} unreadable"));
    }
    let tail = if parts.is_empty() { String::new() } else { format!(" {}.", parts.join(", ")) };
    format!("{of}{}.{tail}", words::counted(all, "task"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_in_order_become_one_in_order() {
        let row = |name: &&str| Row {
            name: (*name).to_owned(),
            cells: Vec::new(),
            document: serde_json::Value::Null,
            manifest: None,
        };
        let part = |names: &[&str]| -> Vec<Row> { names.iter().map(row).collect() };
        let parts = vec![part(&["b", "d", "e"]), part(&[]), part(&["a", "c", "f"]), part(&["ab"])];
        let names: Vec<String> = merged(parts).into_iter().map(|row| row.name).collect();
        assert_eq!(names, ["a", "ab", "b", "c", "d", "e", "f"]);
    }
}
