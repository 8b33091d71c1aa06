//! What the source tells, taken into what is known.

use nono_core::cluster::Event;

use super::{Effect, moves};
use crate::top::app::happened::{self, Happened};
use crate::top::app::{Facts, Model, RUNS_KEPT, Screen, TableId, View};
use crate::top::data::{Fleet, Link, News, SeenRun};

/// Takes it in.
pub(super) fn take_in(model: &mut Model, news: News) -> Vec<Effect> {
    let facts = &mut model.facts;
    match news {
        News::Link(link) => return connection(model, link),
        News::Fleet(fleet) => {
            if let Some(before) = facts.fleet.replace(fleet.clone()) {
                let told = happened::between(&before, &fleet);
                tell(facts, told);
            }
            facts.trend.add(&fleet);
            runs(facts, &fleet);
        }
        News::Catalogue(catalogue) => {
            let first = facts.tasks.catalogue.is_none();
            facts.tasks.list(catalogue);
            if first {
                return ready(model);
            }
        }
        News::Rows { asked, rows, .. } => facts.tasks.learn(&asked, rows),
        News::Reading { done, all } => facts.tasks.reading = Some((done, all)),
        News::Census { at, rows, forecast } => facts.tasks.count(at, rows, forecast),
        News::NotCounted => facts.tasks.reading = None,
        News::Task(detail) => facts.task = Some(detail),
        News::TaskGone(name) => {
            facts.task = facts.task.take().filter(|detail| *detail.view.name() != name);
            facts.gone = Some(name);
        }
        News::Events(events) => remember(facts, &events),
        News::Servers(servers) => facts.servers = servers,
        News::Checkup(checkup) => {
            facts.examining = false;
            facts.checkup = Some(checkup);
        }
        News::Done(report) => model.toast = Some((report, model.now)),
    }
    Vec::new()
}

/// The first list of names is here: what the start asked for can be read now.
fn ready(model: &mut Model) -> Vec<Effect> {
    let filtering = model.filters.get(&View::Tasks);
    let needs = filtering.is_some_and(|filtering| filtering.problems || filtering.filter.needs_rows());
    match model.screen() {
        Screen::View(View::Cluster) => super::doctor(model),
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
    if !is_live {
        // Who asked for all tasks asks again.
        if model.facts.tasks.reading.take().is_some() {
            model.facts.tasks.asked_at = None;
        }
        model.facts.examining = false;
    }
    model.facts.link = link;
    Vec::new()
}

/// What was written down may be older than what this screen saw itself.
fn remember(facts: &mut Facts, events: &[Event]) {
    tell(facts, events.iter().map(Happened::of).collect());
    facts.happened.make_contiguous().sort_by_key(|it| std::cmp::Reverse(it.at));
    facts.happened.truncate(happened::KEPT);
}

fn tell(facts: &mut Facts, told: Vec<Happened>) {
    told.into_iter().for_each(|it| facts.happened.push_front(it));
    facts.happened.truncate(happened::KEPT);
}

/// The schedulers publish the last runs that ended, some 50 each: those that are new come in front.
fn runs(facts: &mut Facts, fleet: &Fleet) {
    let newest = facts.runs.front().map(|run| run.ended_at);
    let mut new: Vec<SeenRun> = Vec::new();
    let mut sampled = false;
    for scheduler in &fleet.census.schedulers {
        let Some((stats, _)) = &scheduler.stats else { continue };
        let ended: u64 = stats.ended.values().sum();
        sampled |= ended > stats.runs.len() as u64;
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
