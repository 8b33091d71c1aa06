//! Which rows each table has, and in which order: keys only, so that keys of the board and the screen agree.

use std::cmp::Ordering;

use nono_core::name::{MemberId, Partition, RunId, TaskName};

use super::attention::{self, Problem};
use super::subjects::RunFacts;
use super::{Facts, Model, Object, Screen, TableId, View, lost};
use crate::commands::scheduler::census::Scheduler;
use crate::tasks::runs::RunView;
use crate::top::data::{SeenRun, Upcoming};

/// The panes of a screen, in the order of Tab; those that are tables have a name.
pub(crate) const fn panes(screen: &Screen) -> &'static [Option<TableId>] {
    match screen {
        Screen::View(View::Overview) => &[Some(TableId::Attention), Some(TableId::Schedulers), Some(TableId::Events)],
        Screen::View(View::Tasks) => &[Some(TableId::Tasks)],
        Screen::View(View::Schedulers) => &[Some(TableId::Schedulers)],
        Screen::View(View::Runs) => &[Some(TableId::Runs)],
        Screen::View(View::Upcoming) => &[Some(TableId::Upcoming)],
        Screen::View(View::Cluster) => &[Some(TableId::Doctor), Some(TableId::Events)],
        Screen::Task(_) => &[Some(TableId::TaskRuns), None],
        Screen::Scheduler(_) => &[Some(TableId::SchedulerRuns), None],
        Screen::Run(..) => &[None],
    }
}

/// How many rows a table has.
pub(crate) fn len(model: &Model, id: TableId) -> usize {
    let facts = model.shown();
    match id {
        TableId::Tasks => facts.tasks.len(),
        TableId::Attention => attention::problems(facts).len(),
        TableId::Schedulers => facts.fleet.as_ref().map_or(0, |fleet| fleet.census.schedulers.len()) + facts.lost.len(),
        TableId::Runs => runs(model).count(),
        TableId::Upcoming => upcoming(model).len(),
        TableId::Events => facts.happened.len(),
        TableId::Doctor => facts.checkup.as_ref().map_or(0, |checkup| checkup.lines.len()),
        TableId::TaskRuns => task_runs(model).len(),
        TableId::SchedulerRuns => scheduler_runs(model).count(),
    }
}

/// The key of the row at `place`.
pub(crate) fn key(model: &Model, id: TableId, place: usize) -> Option<String> {
    let facts = model.shown();
    match id {
        TableId::Tasks => facts.tasks.name(place).map(ToString::to_string),
        TableId::Attention => attention::problems(facts).get(place).map(problem_key),
        TableId::Schedulers => schedulers(model).get(place).map(|one| one.id.to_string()),
        TableId::Runs => runs(model).nth(place).map(|run| run.run.to_string()),
        TableId::Upcoming => upcoming(model).get(place).map(|due| due.at.0.to_string()),
        TableId::Events => facts.happened.get(place).map(|it| format!("{} {} {}", it.at.0, it.object, it.what)),
        TableId::Doctor => facts.checkup.as_ref().and_then(|checkup| {
            let line = checkup.lines.get(place)?;
            Some(format!("{} {}", line.name, line.text))
        }),
        TableId::TaskRuns => task_runs(model).get(place).map(|run| run.run.to_string()),
        TableId::SchedulerRuns => scheduler_runs(model).nth(place).map(|run| run.run.to_string()),
    }
}

/// Where the row of this key is.
pub(crate) fn place(model: &Model, id: TableId, wanted: &str) -> Option<usize> {
    match id {
        TableId::Tasks => model.shown().tasks.place_of(wanted),
        TableId::Runs => runs(model).position(|run| run.run.as_str() == wanted),
        TableId::SchedulerRuns => scheduler_runs(model).position(|run| run.run.as_str() == wanted),
        TableId::TaskRuns => task_runs(model).iter().position(|run| run.run.as_str() == wanted),
        TableId::Attention => attention::problems(model.shown()).iter().position(|it| problem_key(it) == wanted),
        _ => (0..len(model, id)).find(|place| key(model, id, *place).as_deref() == Some(wanted)),
    }
}

/// A problem's key is its object and its kind: its words change from second to second.
pub(crate) fn problem_key(problem: &Problem) -> String {
    match &problem.opens {
        Some(_) => problem.object.clone(),
        None => format!("{} {}", problem.object, problem.what.trim_start_matches(|c: char| c.is_ascii_digit())),
    }
}

/// What Enter opens on the row of this key.
pub(crate) fn object(model: &Model, id: TableId, key: &str) -> Option<Object> {
    match id {
        TableId::Tasks => key.parse().ok().map(Object::Task),
        TableId::Attention => {
            attention::problems(model.shown()).into_iter().find(|it| problem_key(it) == key).and_then(|it| it.opens)
        }
        TableId::Schedulers => key.parse().ok().map(Object::Scheduler),
        TableId::Runs => runs(model).find(|run| run.run.as_str() == key).map(SeenRun::object),
        TableId::SchedulerRuns => scheduler_runs(model).find(|run| run.run.as_str() == key).map(SeenRun::object),
        TableId::TaskRuns => {
            let Screen::Task(task) = model.screen() else { return None };
            key.parse::<RunId>().ok().map(|run| Object::Run(task.clone(), run))
        }
        TableId::Upcoming => {
            let due = upcoming(model).iter().find(|due| due.at.0.to_string() == key)?;
            due.some.first().cloned().map(Object::Task)
        }
        TableId::Events => {
            let facts = model.shown();
            let it = facts.happened.iter().find(|it| format!("{} {} {}", it.at.0, it.object, it.what) == key)?;
            match it.kind {
                "task" => it.object.parse().ok().map(Object::Task),
                "scheduler" => one_named(facts, &it.object).or_else(|| it.object.parse().ok()).map(Object::Scheduler),
                _ => None,
            }
        }
        TableId::Doctor => None,
    }
}

/// What is written down of a scheduler is of its name: the process of that name, or the first of several.
fn one_named(facts: &Facts, name: &str) -> Option<MemberId> {
    let census = &facts.fleet.as_ref()?.census;
    let is_it = census.schedulers.iter().find(|one| one.id.as_str() == name);
    is_it.or_else(|| census.named(name).next()).map(|one| one.id.clone())
}

/// The next instants: those that have passed since they were worked out are no longer next.
pub(crate) fn upcoming(model: &Model) -> &[Upcoming] {
    let next = model.shown().tasks.forecast.as_ref().map_or(&[][..], |forecast| &forecast.next);
    &next[next.partition_point(|due| due.at.utc() < model.now)..]
}

/// Who owns a task now, by the leases as they were read last.
pub(crate) fn owner<'a>(model: &'a Model, task: &TaskName) -> Option<&'a MemberId> {
    let fleet = model.shown().fleet.as_ref()?;
    lost::owner(fleet, Partition::of(task, fleet.partitions))
}

/// The schedulers in the order shown, those too that were lost a while ago.
pub(crate) fn schedulers(model: &Model) -> Vec<&Scheduler> {
    let facts = model.shown();
    let members = facts.fleet.iter().flat_map(|fleet| &fleet.census.schedulers);
    let mut all: Vec<&Scheduler> = members.chain(facts.lost.iter().map(|it| &it.scheduler)).collect();
    let table = model.table(TableId::Schedulers);
    all.sort_by(|a, b| {
        let order = by_column(table.sort, a, b).then_with(|| a.id.cmp(&b.id));
        if table.descending { order.reverse() } else { order }
    });
    all
}

/// The columns that schedulers can be sorted by.
pub(crate) const SCHEDULER_COLUMNS: [&str; 10] =
    ["ID", "ROLE", "STATE", "PARTS", "TASKS", "RUNNING", "RUNS/S", "LATE P99", "CPU", "MEMORY"];

fn by_column(column: usize, a: &Scheduler, b: &Scheduler) -> Ordering {
    let number = |one: &Scheduler| {
        let Some((stats, _)) = &one.stats else { return -1.0 };
        match column {
            4 => stats.tasks as f64,
            5 => stats.in_flight as f64,
            6 => stats.sent_per_second,
            7 => stats.lateness_ms.map_or(-1.0, |[_, p99, _]| p99),
            8 => stats.host.cpu,
            _ => stats.host.memory as f64,
        }
    };
    match column {
        0 => Ordering::Equal,
        1 => b.is_leader.cmp(&a.is_leader),
        2 => a.state.mark().word.cmp(b.state.mark().word),
        3 => b.partitions.len().cmp(&a.partitions.len()),
        _ => number(b).total_cmp(&number(a)),
    }
}

/// The runs shown, newest first.
pub(crate) fn runs(model: &Model) -> impl Iterator<Item = &SeenRun> {
    let filtering = model.filters.get(&View::Runs);
    let facts: &Facts = model.shown();
    facts.runs.iter().filter(move |run| {
        filtering.is_none_or(|filtering| {
            (!filtering.problems || run.is_failure())
                && filtering.filter.matches(&RunFacts { run, tasks: &facts.tasks })
        })
    })
}

/// The newest runs of the scheduler that is open.
pub(crate) fn scheduler_runs(model: &Model) -> impl Iterator<Item = &SeenRun> {
    let open: Option<&MemberId> = match model.screen() {
        Screen::Scheduler(id) => Some(id),
        _ => None,
    };
    model.shown().runs.iter().filter(move |run| Some(&run.scheduler) == open)
}

/// The runs of the task that is open, as far as they are shown.
pub(crate) fn task_runs(model: &Model) -> Vec<&RunView> {
    let Screen::Task(name) = model.screen() else { return Vec::new() };
    let problems = model.failed_only;
    let detail = model.shown().task.as_ref().filter(|detail| detail.view.name() == name);
    let runs = detail.into_iter().flat_map(|detail| &detail.runs);
    runs.filter(|run| !problems || run.standing.is_failure()).collect()
}

impl SeenRun {
    fn object(&self) -> Object {
        Object::Run(self.task.clone(), self.run.clone())
    }

    /// Whether it did not go well.
    pub(crate) const fn is_failure(&self) -> bool {
        crate::tasks::runs::Standing::Ended(self.outcome).is_failure()
    }
}
