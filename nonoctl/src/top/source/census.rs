//! All tasks, read once: a row for each, and what is due within the hour.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use nono_core::name::{Partition, TaskName};
use nono_core::run::Outcome;
use nono_core::schedule::Schedule;
use nono_core::time::{Instant, Utc};

use super::Sender;
use crate::commands::cluster::status::enabled_from;
use crate::connect::Cluster;
use crate::invocation::wall_clock;
use crate::tasks::asked::{AskedRun, Hold, still_asked};
use crate::tasks::read;
use crate::tasks::runs::RunView;
use crate::tasks::view::{TaskCondition, TaskView};
use crate::top::data::{Forecast, News, Report, TaskRow, Upcoming};

/// So many partitions are read at a time.
const AT_ONCE: usize = 8;
/// Runs in a row's strip.
const STRIP: usize = 20;
/// Minutes looked at.
const MINUTES: usize = 60;
/// Seconds with something due that are listed.
const LISTED: usize = 500;
/// Names that are listed of a second.
const NAMED: usize = 5;
/// Prefixes that are told of a second.
const GROUPS: usize = 4;

/// Labels, schedules and targets that several tasks have are kept once.
#[derive(Default)]
pub(crate) struct Shared {
    labels: HashMap<BTreeMap<String, String>, Arc<BTreeMap<String, String>>>,
    words: HashSet<Arc<str>>,
}

impl Shared {
    fn labels(&mut self, labels: &BTreeMap<String, String>) -> Arc<BTreeMap<String, String>> {
        if let Some(known) = self.labels.get(labels) {
            return Arc::clone(known);
        }
        let new = Arc::new(labels.clone());
        self.labels.insert(labels.clone(), Arc::clone(&new));
        new
    }

    fn words(&mut self, words: &str) -> Arc<str> {
        if let Some(known) = self.words.get(words) {
            return Arc::clone(known);
        }
        let new: Arc<str> = words.into();
        self.words.insert(Arc::clone(&new));
        new
    }
}

/// A task as a row.
pub(crate) fn row_of(view: &TaskView, now: Utc, shared: &mut Shared) -> TaskRow {
    let condition = view.condition(now);
    let mut strip: Vec<Outcome> = view.outcomes().take(STRIP).map(|outcome| outcome.outcome).collect();
    strip.reverse();
    let target = &view.stored.task.target;
    TaskRow {
        name: view.name().clone(),
        schedule: shared.words(&view.schedule_words()),
        condition,
        failures: view.state.as_ref().map_or(0, |state| state.failures_in_a_row),
        last_at: view.last_at(now),
        strip: strip.into(),
        p50: p50(view),
        lateness_ms: view.outcomes().find_map(|outcome| outcome.lateness_ms),
        next: view.next(now).map(Instant::utc),
        owner: view.owner.clone(),
        labels: shared.labels(view.labels()),
        size: view.stat.bytes,
        problem: problem(view, condition, now).map(Into::into),
        target: shared.words(&format!("{} {}", target.method, target.url)),
        took: took(view),
        version: view.version(),
    }
}

/// The runs of a task, the newest first: those that nobody has claimed yet, the open ones, and those that ended.
pub(crate) fn runs_of(view: &TaskView, asked: &[AskedRun], now: Utc) -> Vec<RunView> {
    let (plan, hold) = (Some(&view.stored.task), Hold::of(view));
    let waiting = still_asked(view, asked).into_iter().rev().map(|asked| RunView::asked(asked, hold));
    let ended = view.outcomes().map(|outcome| RunView::ended(view.name(), plan, outcome));
    waiting.chain(RunView::open_of(view, now)).chain(ended).collect()
}

/// Everything that was read as rows: also what cannot be understood.
pub(super) fn rows_of(census: &read::Census, now: Utc, shared: &mut Shared) -> Vec<TaskRow> {
    let mut rows: Vec<TaskRow> = census.tasks.iter().map(|view| row_of(view, now, shared)).collect();
    rows.extend(census.broken.iter().map(broken_row));
    rows
}

/// A task that stands still: the reason is where its schedule would be.
fn broken_row(task: &read::BrokenTask) -> TaskRow {
    TaskRow {
        name: task.name.clone(),
        schedule: task.why.as_str().into(),
        condition: TaskCondition::Unreadable,
        failures: 0,
        last_at: None,
        strip: Box::default(),
        p50: None,
        lateness_ms: None,
        next: None,
        owner: None,
        labels: Arc::default(),
        size: 0,
        problem: Some(task.why.as_str().into()),
        target: "".into(),
        took: Box::default(),
        version: 0,
    }
}

fn took(view: &TaskView) -> Box<[u32]> {
    let sent = view.outcomes().filter_map(|outcome| Some(outcome.ended_at.since(outcome.started_at?)));
    let mut took: Vec<u32> = sent.take(STRIP).map(|took| u32::try_from(took.as_millis()).unwrap_or(u32::MAX)).collect();
    took.reverse();
    took.into()
}

/// How long the runs of its history took that succeeded, the newest first: what was ended, or ran into its time limit, says
/// nothing of how long the work takes.
pub(crate) fn succeeded(view: &TaskView) -> Vec<Duration> {
    let succeeded = view.outcomes().filter(|outcome| outcome.outcome == Outcome::Succeeded);
    succeeded.filter_map(|outcome| Some(outcome.ended_at.since(outcome.started_at?))).collect()
}

/// The median of the runs of its history that succeeded.
fn p50(view: &TaskView) -> Option<Duration> {
    let mut took = succeeded(view);
    took.sort_unstable();
    took.get(took.len().saturating_sub(1) / 2).copied()
}

fn problem(view: &TaskView, condition: TaskCondition, now: Utc) -> Option<String> {
    match condition {
        TaskCondition::Unreadable => view.spoilt.clone(),
        TaskCondition::Late => {
            let since = view.late_since(now)?;
            Some(format!("not sent, {} late", crate::words::span(now.since(since))))
        }
        TaskCondition::Failing => {
            let health = view.health()?;
            let message = health.message.clone().or_else(|| health.status.map(|status| format!("HTTP {status}")));
            Some(message.unwrap_or_else(|| health.outcome.as_str().to_owned()))
        }
        _ => None,
    }
}

/// Reads all tasks, telling how far it is.
pub(super) async fn count(cluster: &Cluster, news: &Sender) {
    if let Err(error) = read_all(cluster, news).await {
        let report =
            Report { text: format!("the tasks were not read: {}", error.message), ok: Some(false), undo: None };
        let _ = news.send(News::NotCounted { why: error.message });
        let _ = news.send(News::Done(report));
    }
}

async fn read_all(cluster: &Cluster, news: &Sender) -> Result<(), crate::error::CommandError> {
    let partitions: Vec<Partition> = cluster.partitions().collect();
    let all = read::names(cluster).await?.len();
    let mut rows = Vec::with_capacity(all);
    let mut shared = Shared::default();
    let mut gathering = Gathering::default();
    for some in partitions.chunks(AT_ONCE) {
        // Before, so that what was claimed and sent while they were read is not taken for late.
        let now = wall_clock();
        let census = read::of_partitions(cluster, some).await?;
        rows.extend(rows_of(&census, now, &mut shared).into_iter().map(Arc::new));
        for view in &census.tasks {
            if let Some(from) = enabled_from(&view.stored, view.stat.mtime(), now) {
                let typed = view.stored.document.get("schedule").map(ToString::to_string).unwrap_or_default();
                gathering.add(typed, &view.stored.task.schedule, from, view.name());
            }
        }
        let _ = news.send(News::Reading { done: rows.len(), all });
    }
    let now = wall_clock();
    let forecast = tokio::task::spawn_blocking(move || gathering.forecast(now.floor())).await;
    let forecast = Arc::new(forecast.unwrap_or_default());
    let _ = news.send(News::Census { at: now, rows, forecast });
    Ok(())
}

/// Tasks that are due together, however many, are walked once.
#[derive(Default)]
pub(crate) struct Gathering {
    shared: HashMap<String, usize>,
    crowds: Vec<Crowd>,
}

/// Tasks of one schedule, each from a moment on.
struct Crowd {
    schedule: Schedule,
    tasks: Vec<(Instant, TaskName)>,
}

impl Gathering {
    /// Adds a task whose instants count from `from` on. What is typed alike means the same, unless it depends on the name.
    pub(crate) fn add(&mut self, typed: String, schedule: &Schedule, from: Instant, name: &TaskName) {
        let crowds = &mut self.crowds;
        let mut new = || {
            crowds.push(Crowd { schedule: schedule.clone(), tasks: Vec::new() });
            crowds.len() - 1
        };
        let index = if schedule.depends_on_name() { new() } else { *self.shared.entry(typed).or_insert_with(new) };
        self.crowds[index].tasks.push((from, name.clone()));
    }

    /// What is due after `now`, up to an hour later.
    pub(crate) fn forecast(mut self, now: Instant) -> Forecast {
        let end = now.0 + MINUTES as i64 * 60;
        let mut seconds: BTreeMap<Instant, (u64, Vec<usize>)> = BTreeMap::new();
        for (index, crowd) in self.crowds.iter_mut().enumerate() {
            crowd.tasks.sort();
            let mut at = now;
            while let Some(next) = crowd.schedule.next_after(at).filter(|next| next.0 <= end) {
                let due = crowd.tasks.partition_point(|(from, _)| *from <= next) as u64;
                if due > 0 {
                    let second = seconds.entry(next).or_default();
                    second.0 += due;
                    second.1.push(index);
                }
                at = next;
            }
        }
        let mut minutes = vec![0; MINUTES];
        let mut peaks = vec![None; MINUTES];
        for (at, (count, _)) in &seconds {
            let minute = usize::try_from((at.0 - now.0 - 1) / 60).unwrap_or(0).min(MINUTES - 1);
            minutes[minute] += count;
            let peak: &mut Option<(Instant, u64)> = &mut peaks[minute];
            if peak.is_none_or(|(_, most)| *count > most) {
                *peak = Some((*at, *count));
            }
        }
        let groups: Vec<BTreeMap<String, u64>> = self.crowds.iter().map(Crowd::groups).collect();
        let listed = seconds.iter().take(LISTED);
        let next = listed.map(|(at, (count, crowds))| self.upcoming(*at, *count, crowds, &groups)).collect();
        Forecast { from: Some(now), minutes, peaks, next }
    }

    fn upcoming(&self, at: Instant, count: u64, crowds: &[usize], groups: &[BTreeMap<String, u64>]) -> Upcoming {
        let named = crowds
            .iter()
            .flat_map(|index| self.crowds[*index].tasks.iter().take(NAMED).filter(|(from, _)| *from <= at));
        let mut some: Vec<TaskName> = named.map(|(_, name)| name.clone()).collect();
        some.sort();
        some.truncate(NAMED);
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for (prefix, count) in crowds.iter().flat_map(|index| &groups[*index]) {
            *sums.entry(prefix).or_default() += count;
        }
        let mut groups: Vec<(String, u64)> =
            sums.into_iter().map(|(prefix, count)| (format!("{prefix}.*"), count)).collect();
        groups.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        groups.truncate(GROUPS);
        Upcoming { at, count, some, groups }
    }
}

impl Crowd {
    fn groups(&self) -> BTreeMap<String, u64> {
        let mut groups = BTreeMap::new();
        for (_, name) in &self.tasks {
            let prefix = name.as_str().split('.').next().unwrap_or_default();
            match groups.get_mut(prefix) {
                Some(count) => *count += 1,
                None => {
                    groups.insert(prefix.to_owned(), 1);
                }
            }
        }
        groups
    }
}

/// The forecast of tasks given by their schedules, for what needs no cluster.
pub(crate) fn forecast_of(tasks: impl IntoIterator<Item = (TaskName, Schedule)>, now: Utc) -> Forecast {
    let mut gathering = Gathering::default();
    for (name, schedule) in tasks {
        gathering.add(schedule.describe(), &schedule, now.floor(), &name);
    }
    gathering.forecast(now.floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forecast(tasks: &[(&str, &str)]) -> Forecast {
        let now = Utc(1_764_115_200_000); // a whole hour
        let tasks = tasks.iter().map(|(name, cron)| {
            (name.parse().unwrap(), Schedule::new(nono_core::schedule::Kind::cron(*cron).spec()).unwrap())
        });
        forecast_of(tasks, now)
    }

    #[test]
    fn instants_are_counted_by_the_minute_and_herds_are_named() {
        let found = forecast(&[
            ("etl.a", "0 * * * *"),
            ("etl.b", "0 * * * *"),
            ("web.c", "*/15 * * * *"),
            ("web.d", "*/10 * * * * *"),
        ]);
        assert_eq!(found.minutes.len(), 60);
        // From the first second after the hour to the next hour: 360 of web.d, 4 of web.c, one each of etl.
        assert_eq!(found.minutes.iter().sum::<u64>(), 360 + 4 + 2);
        let (at, count) = found.peaks[59].unwrap();
        assert_eq!((at.0 % 3600, count), (0, 4));
        let last = found.next.last().unwrap();
        assert_eq!((last.at, last.count), (at, 4));
        assert_eq!(last.groups, [("etl.*".to_owned(), 2), ("web.*".to_owned(), 2)]);
        assert_eq!(last.some.len(), 4);
    }
}
