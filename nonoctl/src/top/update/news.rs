//! What the source tells, taken into what is known.

use std::collections::HashMap;
use std::sync::Arc;

use nono_core::cluster::{Event, Stats};
use nono_core::name::{MemberId, TaskName};

use super::{Effect, moves, waiting};
use crate::top::app::happened::{self, Happened};
use crate::top::app::{Facts, Model, RUNS_KEPT, Screen, Since, TableId, View, attention, lost};
use crate::top::data::{Fleet, Link, News, SeenRun};

/// A scheduler publishes so many of the runs that ended last.
const TOLD: usize = 50;

/// Takes it in.
pub(super) fn take_in(model: &mut Model, news: News) -> Vec<Effect> {
    if let Some((_, frozen)) = &mut model.frozen {
        thaw(frozen, &news);
    }
    let mut effects = waiting::take_in(model, &news);
    let facts = &mut model.facts;
    match news {
        News::Link(link) => effects.extend(connection(model, link)),
        News::Fleet(fleet) => {
            let before = facts.fleet.replace(fleet.clone());
            let told = before.as_ref().map_or_else(Vec::new, |before| happened::between(before, &fleet));
            tell(facts, told);
            let told = happened::tasks(&mut facts.troubled, before.as_deref(), &fleet);
            tell(facts, told);
            lost::follow(&mut facts.lost, before.as_deref(), &fleet);
            lacks(facts, before.as_deref(), &fleet);
            fails(facts, &fleet);
            facts.trend.add(&fleet);
            runs(facts, before.as_deref(), &fleet);
        }
        News::Catalogue(catalogue) => {
            let first = facts.tasks.catalogue.is_none();
            facts.tasks.list(catalogue);
            drop_marks(model);
            if first {
                effects.extend(ready(model));
            }
        }
        News::Rows { asked, rows, .. } => facts.tasks.learn(&asked, rows),
        News::Reading { done, all } => facts.tasks.reading = Some((done, all)),
        News::Census { at, rows, forecast } => {
            facts.tasks.count(at, rows, forecast);
            drop_marks(model);
        }
        News::NotCounted { why } => facts.tasks.fail(why),
        News::Task(detail) => {
            facts.unreadable = None;
            facts.gone = None;
            facts.task = Some(detail);
        }
        News::TaskGone(name) => {
            facts.task = facts.task.take().filter(|detail| *detail.view.name() != name);
            facts.gone = Some(name);
        }
        News::TaskUnreadable { task, why } => {
            facts.task = facts.task.take().filter(|detail| *detail.view.name() != task);
            facts.unreadable = Some((task, why));
        }
        News::NotRead { .. } => {}
        News::Refreshed => facts.refreshing = false,
        News::Abandoned => abandon(facts),
        News::Events(events) => remember(facts, &events),
        News::Servers(servers) => facts.servers = servers,
        News::Checkup(checkup) => {
            facts.examining = false;
            facts.checkup = Some(checkup);
        }
        News::Done(report) => model.toast = Some((report, model.now)),
    }
    effects
}

/// Since when nobody leads, nobody runs, or a partition is nobody's: who began to look meanwhile knows only that it was so
/// before.
fn lacks(facts: &mut Facts, before: Option<&Fleet>, fleet: &Fleet) {
    let since = match before {
        Some(_) => Since::at(fleet.at),
        None => Since::before(fleet.at),
    };
    let keep = |known: Option<Since>, is_so: bool| is_so.then(|| known.unwrap_or(since));
    facts.leaderless = keep(facts.leaderless, fleet.census.leader().is_none());
    facts.unstaffed = keep(facts.unstaffed, fleet.census.schedulers.is_empty());
    facts.unowned = keep(facts.unowned, attention::orphans(fleet) > 0);
}

/// Since when tasks fail, as it was told first: an owner knows only the failures that its history still has, and where all
/// of it are failures the first one of them is another after each run.
fn fails(facts: &mut Facts, fleet: &Fleet) {
    let troubled = &facts.troubled;
    facts.failing.retain(|task, _| troubled.get(task).is_some_and(|state| state == "failing"));
    let stats = fleet.census.schedulers.iter().filter_map(|one| one.stats.as_ref());
    for task in stats.flat_map(|(stats, _)| &stats.worst).filter(|task| task.state == "failing") {
        let Some(told) = task.since else { continue };
        let in_a_row = attention::in_a_row(task);
        let since = match facts.failing.get(&task.task) {
            // It succeeded meanwhile.
            Some((_, before)) if in_a_row < *before => Since::at(told),
            Some((known, _)) if told > known.at => Since::before(known.at),
            Some((known, _)) if told == known.at => *known,
            _ => Since::at(told),
        };
        facts.failing.insert(task.task.clone(), (since, in_a_row));
    }
}

/// What was opened after the display was frozen is not part of the picture of that moment: it is shown as it was read then.
fn thaw(frozen: &mut Facts, news: &News) {
    let is_open = |name: &TaskName| frozen.task.as_ref().is_some_and(|detail| detail.view.name() == name);
    match news {
        News::Task(detail) if !is_open(detail.view.name()) => frozen.task = Some(Arc::clone(detail)),
        News::TaskGone(name) if !is_open(name) => frozen.gone = Some(name.clone()),
        News::TaskUnreadable { task, why } if !is_open(task) => frozen.unreadable = Some((task.clone(), why.clone())),
        News::Rows { asked, rows } => {
            let new = |name: &TaskName| frozen.tasks.known(name).is_none();
            let asked: Vec<TaskName> = asked.iter().filter(|name| new(name)).cloned().collect();
            let rows = rows.iter().filter(|row| new(&row.name)).cloned().collect();
            frozen.tasks.learn(&asked, rows);
        }
        News::Catalogue(catalogue) if frozen.tasks.catalogue.is_none() => frozen.tasks.list(Arc::clone(catalogue)),
        News::Fleet(fleet) if frozen.fleet.is_none() => frozen.fleet = Some(Arc::clone(fleet)),
        News::Reading { done, all } if frozen.tasks.counted_at.is_none() => frozen.tasks.reading = Some((*done, *all)),
        News::Census { at, rows, forecast } if frozen.tasks.counted_at.is_none() => {
            frozen.tasks.count(*at, rows.clone(), Arc::clone(forecast));
        }
        News::Census { .. } => frozen.tasks.reading = None,
        News::NotCounted { why } => frozen.tasks.fail(why.clone()),
        News::Checkup(checkup) if frozen.checkup.is_none() => {
            frozen.examining = false;
            frozen.checkup = Some(Arc::clone(checkup));
        }
        _ => {}
    }
}

/// A task that is deleted cannot be meant any more: a task of its name that is made later is another one.
fn drop_marks(model: &mut Model) {
    if let Some(table) = model.tables.get_mut(&TableId::Tasks) {
        table.marked.retain(|name| model.facts.tasks.has(name));
    }
}

/// With the session ends what was being read over it.
fn abandon(facts: &mut Facts) {
    facts.tasks.fail("the session ended meanwhile".to_owned());
    facts.refreshing = false;
    facts.examining = false;
}

/// The first list of names is here: what the start asked for can be read now.
fn ready(model: &mut Model) -> Vec<Effect> {
    let filtering = model.filters.get(&View::Tasks);
    let needs = filtering.is_some_and(|filtering| filtering.problems || filtering.filter.needs_rows());
    match model.screen() {
        Screen::View(View::Cluster) => super::doctor(model),
        Screen::View(View::Runs) if model.needs_all() => moves::count(model),
        Screen::View(View::Upcoming) => moves::count(model),
        _ if needs => moves::count(model),
        Screen::View(View::Overview) if moves::is_cheap(model) => moves::count(model),
        Screen::View(View::Tasks) => moves::sorted(model, TableId::Tasks),
        _ => Vec::new(),
    }
}

fn connection(model: &mut Model, link: Link) -> Vec<Effect> {
    let was_live = matches!(model.facts.link, Link::Live { .. });
    let is_live = matches!(link, Link::Live { .. });
    let what = match &link {
        Link::Lost { .. } if was_live => Some(("connection lost", true)),
        Link::Expired { .. } => Some(("session expired", true)),
        Link::Live { .. } if model.facts.was_live && !was_live => Some(("connected again", false)),
        _ => None,
    };
    if let Some((what, bad)) = what {
        let (at, object) = (model.now, String::new());
        let told = Happened { at, kind: "zookeeper", object, what: what.to_owned(), bad };
        tell(&mut model.facts, vec![told]);
    }
    model.facts.was_live |= is_live;
    if matches!(link, Link::Expired { .. }) {
        // Who asked for all tasks asks again.
        if model.facts.tasks.reading.is_some() {
            model.facts.tasks.asked_at = None;
        }
        abandon(&mut model.facts);
    }
    model.facts.link = link;
    let is_back = is_live && !was_live;
    if is_back && model.needs_all() && model.facts.tasks.failed.is_some() { moves::count(model) } else { Vec::new() }
}

/// What was written down may be older than what this screen saw itself. What schedulers write down while it looks it sees
/// itself, and sooner.
fn remember(facts: &mut Facts, events: &[Event]) {
    let knows_the_past = std::mem::replace(&mut facts.knows_the_past, true);
    let is_news = |event: &&Event| !(knows_the_past && happened::is_seen_here(event));
    tell(facts, events.iter().filter(is_news).map(Happened::of).collect());
    facts.happened.make_contiguous().sort_by_key(|it| std::cmp::Reverse(it.at));
    facts.happened.truncate(happened::KEPT);
}

fn tell(facts: &mut Facts, told: Vec<Happened>) {
    told.into_iter().for_each(|it| facts.happened.push_front(it));
    facts.happened.truncate(happened::KEPT);
}

/// Whether more runs have ended than the scheduler tells of: within its last second, or, where one looks less often than it
/// writes, since the look before. Then none of those that it told of before is in its full list any more.
fn is_sampled(before: Option<&Stats>, stats: &Stats) -> bool {
    let ended: u64 = stats.ended.values().sum();
    let is_known =
        |before: &Stats| before.runs.last().is_none_or(|last| stats.runs.iter().any(|run| run.run == last.run));
    ended > stats.runs.len() as u64 || (stats.runs.len() >= TOLD && before.is_some_and(|before| !is_known(before)))
}

/// The schedulers publish the last runs that ended, some 50 each: those that are new come in front.
fn runs(facts: &mut Facts, before: Option<&Fleet>, fleet: &Fleet) {
    let newest = facts.runs.front().map(|run| run.ended_at);
    let mut new: Vec<SeenRun> = Vec::new();
    let mut sampled = false;
    let before: HashMap<&MemberId, &Stats> = before
        .into_iter()
        .flat_map(|fleet| &fleet.census.schedulers)
        .filter_map(|one| Some((&one.id, &one.stats.as_ref()?.0)))
        .collect();
    for scheduler in &fleet.census.schedulers {
        let Some((stats, _)) = &scheduler.stats else { continue };
        sampled |= is_sampled(before.get(&scheduler.id).copied(), stats);
        new.extend(stats.runs.iter().map(|run| SeenRun {
            run: run.run.clone(),
            task: run.task.clone(),
            scheduler: scheduler.id.clone(),
            outcome: run.outcome,
            ended_at: run.ended_at,
            lateness_ms: run.lateness_ms,
            duration_ms: run.duration_ms,
            attempts: run.attempts,
        }));
    }
    facts.sampled = sampled;
    // Clocks differ: a few seconds back are looked through for what is known.
    let known: std::collections::HashSet<_> = facts
        .runs
        .iter()
        .take_while(|run| newest.is_some_and(|newest| newest.since(run.ended_at).as_secs() < 120))
        .map(|run| run.run.clone())
        .collect();
    new.retain(|run| {
        !known.contains(&run.run) && newest.is_none_or(|newest| newest.since(run.ended_at).as_secs() < 120)
    });
    new.sort_by(|a, b| a.ended_at.cmp(&b.ended_at).then_with(|| a.run.as_str().cmp(b.run.as_str())));
    new.into_iter().for_each(|run| facts.runs.push_front(run));
    // One scheduler may tell later than another of what ended before.
    facts.runs.make_contiguous().sort_by_key(|run| std::cmp::Reverse(run.ended_at));
    facts.runs.truncate(RUNS_KEPT);
}
