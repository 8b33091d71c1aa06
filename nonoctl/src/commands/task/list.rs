//! `nonoctl task list`.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use nono_core::time::Utc;
use serde_json::json;

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::filter::{Filter, Kind};
use crate::invocation::Invocation;
use crate::output::cell::{Cell, Mark};
use crate::output::lines::Lines;
use crate::output::paint::{Glyph, Tone};
use crate::output::{Column, Format, List, Report, Row, name, tsv};
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
        documents: args.watch.is_on() || invocation.reads_documents(&columns()),
        manifests: invocation.format == Some(Format::Yaml),
        line: if args.watch.is_on() { None } else { line_of(invocation) },
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
    Ok(gathered.report(args, invocation, needs))
}

/// What a line of the list is, if nothing else of a row is written.
fn line_of(invocation: &Invocation) -> Option<Line> {
    match invocation.format_of_cells()? {
        Format::Tsv => Some(Line::Cells),
        Format::Name => Some(Line::Name),
        _ => None,
    }
}

/// What of a row is read by the format: making the rest for a hundred thousand tasks takes longer than reading them.
#[derive(Clone, Copy)]
struct Needs {
    documents: bool,
    manifests: bool,
    /// Nothing else.
    line: Option<Line>,
}

/// What a line says of a task.
#[derive(Clone, Copy)]
enum Line {
    /// What its columns do.
    Cells,
    /// What commands call it.
    Name,
}

impl Line {
    /// Puts the task's line behind others.
    fn push(self, text: &mut String, task: &TaskView, now: Utc) {
        match self {
            Self::Cells => tsv::push_line(text, &cells(task, task.glance(now))),
            Self::Name => name::push_line(text, KIND, task.name().as_str()),
        }
    }

    /// The name of the task that a line is about.
    fn name(self, line: &str) -> &str {
        let line = line.trim_end_matches('\n');
        match self {
            Self::Cells => line.split('\t').next().unwrap_or_default(),
            Self::Name => line.strip_prefix(KIND).map_or(line, |rest| &rest[1..]),
        }
    }
}

/// What is listed.
const KIND: &str = "task";

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
    /// The same as lines, where nothing else is wanted.
    texts: Vec<String>,
    lines: Lines,
    line: Option<Line>,
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
        let mut tasks: Vec<&TaskView> = census.tasks.iter().collect();
        tasks.sort_unstable_by_key(|task| task.name());
        let spoilt = |task: &&TaskView| Some((task.name().to_string(), task.spoilt.clone()?));
        part.spoilt.extend(tasks.iter().filter_map(spoilt));
        part.line = needs.line;
        match needs.line {
            Some(line) => part.texts.push(in_lines(&tasks, line, now)),
            None => part.take(&tasks, needs, now),
        }
        part.broken = census.broken;
        part
    }

    fn take(&mut self, tasks: &[&TaskView], needs: Needs, now: Utc) {
        let mut rows = Vec::with_capacity(tasks.len());
        for task in tasks {
            let glance = task.glance(now);
            *self.counts.entry(glance.condition).or_default() += 1;
            self.is_cluster_paused |= task.is_cluster_paused();
            rows.push(row(task, glance, needs, now));
        }
        self.parts.push(rows);
    }

    fn join(&mut self, part: Self) {
        self.parts.extend(part.parts);
        self.texts.extend(part.texts);
        self.line = part.line;
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
        self.lines = Lines::merged(std::mem::take(&mut self.texts));
    }

    /// Of all tasks, meant or not, sorted.
    fn all_names(&self) -> Vec<&str> {
        let lined = self.line.into_iter().flat_map(|line| self.lines.iter().map(move |text| line.name(text)));
        let meant = self.rows.iter().map(|row| row.name.as_str()).chain(lined);
        let broken = self.broken.iter().map(|broken| broken.name.as_str());
        let mut names: Vec<&str> = meant.chain(broken).chain(self.others.iter().map(String::as_str)).collect();
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

    fn report(self, args: &Args, invocation: &Invocation, needs: Needs) -> Report {
        match needs.line.filter(|_| self.lines.len() + self.broken.len() > 0) {
            Some(line) => Report::Lines(self.all_lines(line, invocation.keeps(words::at_most(args.limit)))),
            None => Report::List(self.list(args, invocation)),
        }
    }

    /// Those that cannot be read stand behind.
    fn all_lines(mut self, line: Line, most: usize) -> Lines {
        let mut text = String::new();
        for broken in &self.broken {
            match line {
                Line::Cells => tsv::push_line(&mut text, &broken_cells(broken)),
                Line::Name => name::push_line(&mut text, KIND, broken.name.as_str()),
            }
        }
        self.lines.append(text);
        self.lines.truncate(most);
        self.lines
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
            kind: KIND,
            columns: columns(),
            rows: self.rows,
            heading: None,
            summary: Some(summary),
            empty: empty(args),
        }
    }
}

/// Their lines, in their order. What is kept has no room to spare.
fn in_lines(tasks: &[&TaskView], line: Line, now: Utc) -> String {
    let mut text = String::new();
    tasks.iter().for_each(|task| line.push(&mut text, task, now));
    text.shrink_to_fit();
    text
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

fn cells(task: &TaskView, glance: Glance) -> Vec<Cell> {
    let plan = &task.stored.task;
    let labels: Vec<String> = plan.labels.iter().map(|(key, value)| format!("{key}={value}")).collect();
    vec![
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
    ]
}

fn row(task: &TaskView, glance: Glance, needs: Needs, now: Utc) -> Row {
    Row {
        name: task.name().to_string(),
        cells: cells(task, glance),
        document: if needs.documents { task.document(now) } else { serde_json::Value::Null },
        manifest: needs.manifests.then(|| Box::new(serde_json::Value::Object(task.manifest()))),
    }
}

/// A task that cannot be read is shown, and is no manifest.
fn broken_row(task: &BrokenTask) -> Row {
    let document = json!({ "name": task.name, "status": { "state": UNREADABLE.word, "why": task.why } });
    Row { name: task.name.to_string(), cells: broken_cells(task), document, manifest: None }
}

const UNREADABLE: Mark = Mark::new(Glyph::Question, "unreadable", Tone::Lost);

fn broken_cells(task: &BrokenTask) -> Vec<Cell> {
    let mut cells = vec![Cell::Text(task.name.to_string()), Cell::Text(task.why.clone()), Cell::State(UNREADABLE)];
    cells.resize(columns().len(), Cell::Empty);
    cells
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
