//! Where one is: views, history, selection, order.

use std::time::Duration;

use nono_core::time::Utc;

use super::{Effect, lists};
use crate::terminal::TimeStyle;
use crate::top::app::tasks::{Column, OrderBy};
use crate::top::app::{Model, Object, Screen, TableId, View};
use crate::top::data::{Forecast, Link, Order};

/// More screens than this are forgotten.
const HISTORY: usize = 50;

/// Opens a screen.
pub(super) fn go(model: &mut Model, screen: Screen) -> Vec<Effect> {
    if *model.screen() == screen {
        return Vec::new();
    }
    model.forward.clear();
    model.screens.push(screen);
    if model.screens.len() > HISTORY {
        model.screens.remove(0);
    }
    arrived(model)
}

/// What must be read for the screen that is open now.
fn arrived(model: &mut Model) -> Vec<Effect> {
    model.pane = 0;
    model.expanded = false;
    match model.screen() {
        Screen::Task(name) | Screen::Run(name, _) => {
            let known = model.facts.task.as_ref().is_some_and(|detail| detail.view.name() == name);
            if !known {
                model.facts.task = None;
            }
            model.facts.gone = None;
            model.facts.unreadable = None;
            if let Some((_, frozen)) = &mut model.frozen {
                (frozen.gone, frozen.unreadable) = (None, None);
            }
            Vec::new()
        }
        Screen::View(View::Runs) if model.needs_all() => unless_counted(model),
        Screen::View(View::Tasks) => sorted(model, TableId::Tasks),
        Screen::View(View::Upcoming)
            if is_past(model, model.facts.tasks.counted_at, if is_cheap(model) { FRESH } else { WORTH }) =>
        {
            count(model)
        }
        Screen::View(View::Cluster) if model.facts.checkup.is_none() && !model.facts.examining => super::doctor(model),
        _ => Vec::new(),
    }
}

/// So many tasks are read without being asked for: some dozens of requests.
const CHEAP: usize = 10_000;
/// What is due is worked out anew that often where it is shown all the time.
const WORTH: Duration = Duration::from_secs(600);
/// States that decide what is shown are no older than this when a filter or an order asks for them, and what is due when it is
/// looked at, where that is cheap.
const FRESH: Duration = Duration::from_secs(60);

/// Whether it never was, or longer ago than `span`.
fn is_past(model: &Model, at: Option<Utc>, span: Duration) -> bool {
    at.is_none_or(|at| model.now.since(at) > span)
}

/// Whether all tasks may be read for a graph that nobody asked for.
pub(super) fn is_cheap(model: &Model) -> bool {
    (1..=CHEAP).contains(&model.facts.tasks.all())
}

/// What is due within the hour is shown: read anew when that is old, in the overview as far as it is cheap. Where so much is
/// due that the list of the next instants has passed before, it is read anew then.
pub(super) fn keep_forecast(model: &mut Model) -> Vec<Effect> {
    let tasks = &model.facts.tasks;
    let is_live = matches!(model.facts.link, Link::Live { .. });
    let is_old = is_past(model, tasks.asked_at, WORTH);
    let is_listed =
        |forecast: &std::sync::Arc<Forecast>| forecast.next.last().is_none_or(|due| due.at.utc() >= model.now);
    // Who looks at nothing else sees it as it is, where that costs little.
    let is_stale = is_cheap(model) && is_past(model, tasks.asked_at, FRESH);
    let is_short = !tasks.forecast.as_ref().is_none_or(is_listed) && is_past(model, tasks.asked_at, FRESH);
    match model.screen() {
        Screen::View(View::Overview) if is_live && is_old && is_cheap(model) => count(model),
        Screen::View(View::Upcoming) if is_live && (is_old || is_short || is_stale) && model.frozen.is_none() => {
            count(model)
        }
        _ => Vec::new(),
    }
}

/// Has all tasks read, unless that is under way.
pub(super) fn count(model: &mut Model) -> Vec<Effect> {
    if model.facts.tasks.reading.is_some() {
        return Vec::new();
    }
    let tasks = &mut model.facts.tasks;
    tasks.reading = Some((0, tasks.all()));
    tasks.failed = None;
    tasks.asked_at = Some(model.now);
    if let Some((_, frozen)) = &mut model.frozen {
        frozen.tasks.reading = frozen.tasks.counted_at.is_none().then_some((0, frozen.tasks.all()));
        frozen.tasks.failed = None;
    }
    vec![Effect::Order(Order::Count)]
}

/// The same, unless what is known of all tasks is good enough to choose and to order by.
pub(super) fn unless_counted(model: &mut Model) -> Vec<Effect> {
    let counted_at = model.facts.tasks.counted_at;
    let is_good = counted_at.is_some() && !(is_cheap(model) && is_past(model, counted_at, FRESH));
    if is_good || model.facts.tasks.catalogue.is_none() { Vec::new() } else { count(model) }
}

/// Closes what is open. From the first screen `q` quits; `Esc` takes a filter away and then does nothing.
pub(super) fn back(model: &mut Model, quits: bool) -> Vec<Effect> {
    if !quits {
        let view = model.screen().view();
        let is_filtered = |filtering: &crate::top::app::Filtering| !filtering.text.is_empty() || filtering.problems;
        if matches!(model.screen(), Screen::View(_)) && model.filters.get(&view).is_some_and(is_filtered) {
            model.filters.remove(&view);
            return Vec::new();
        }
        if model.expanded {
            model.expanded = false;
            return Vec::new();
        }
    }
    let is_top = matches!(model.screen(), Screen::View(_));
    if quits && is_top {
        return vec![Effect::Quit { keep: false }];
    }
    if model.screens.len() > 1 && (!is_top || !quits) {
        let left = model.screens.pop().expect("there are two");
        model.forward.push(left);
        return arrived(model);
    }
    if quits { vec![Effect::Quit { keep: false }] } else { Vec::new() }
}

/// Through the history, back or forward.
pub(super) fn history(model: &mut Model, forward: bool) -> Vec<Effect> {
    if forward {
        let Some(screen) = model.forward.pop() else { return Vec::new() };
        model.screens.push(screen);
        return arrived(model);
    }
    if model.screens.len() < 2 {
        return Vec::new();
    }
    let left = model.screens.pop().expect("there are two");
    model.forward.push(left);
    arrived(model)
}

/// Opens what is selected.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    match model.selected() {
        Some(Object::Task(name)) if *model.screen() != Screen::Task(name.clone()) => go(model, Screen::Task(name)),
        Some(Object::Scheduler(id)) if *model.screen() != Screen::Scheduler(id.clone()) => {
            go(model, Screen::Scheduler(id))
        }
        Some(Object::Run(task, run)) => go(model, Screen::Run(task, run)),
        _ => Vec::new(),
    }
}

/// The runs of the task that is selected.
pub(super) fn runs_of(model: &mut Model) -> Vec<Effect> {
    let Some(Object::Task(name)) = model.selected() else { return Vec::new() };
    let effects = go(model, Screen::Task(name));
    model.pane = 0;
    effects
}

/// The next pane, or the one before.
pub(super) fn pane(model: &mut Model, by: isize) -> Vec<Effect> {
    let panes = lists::panes(model.screen()).len() as isize;
    model.pane = (model.pane as isize + by).rem_euclid(panes) as usize;
    Vec::new()
}

/// The selection, by so many rows.
pub(super) fn by(model: &mut Model, rows: isize) -> Vec<Effect> {
    let Some(id) = model.table_id() else { return Vec::new() };
    let place = model.table(id).place;
    let from = if model.table(id).selected.is_none() { 0 } else { place.saturating_add_signed(rows) };
    to(model, from)
}

/// The selection, to a row.
pub(super) fn to(model: &mut Model, place: usize) -> Vec<Effect> {
    let Some(id) = model.table_id() else { return Vec::new() };
    if id == TableId::Runs && place > 0 {
        model.following = false;
    }
    select(model, id, place);
    Vec::new()
}

fn select(model: &mut Model, id: TableId, place: usize) {
    let len = lists::len(model, id);
    let mut table = model.table(id);
    table.select(place, len, |place| lists::key(model, id, place).unwrap_or_default());
    model.tables.insert(id, table);
}

/// The selection, by pages: `share` 1 is a whole one, 2 half a one.
pub(super) fn page(model: &mut Model, direction: isize, share: usize) -> Vec<Effect> {
    let Some(id) = model.table_id() else { return Vec::new() };
    let step = (model.table(id).height / share).max(1);
    by(model, direction * step as isize)
}

/// The minute under the cursor of Upcoming.
pub(super) fn minute(model: &mut Model, by: i64) -> Vec<Effect> {
    if *model.screen() == Screen::View(View::Upcoming) {
        model.minute = model.minute.saturating_add_signed(by).min(model.window.saturating_sub(1));
    }
    Vec::new()
}

/// The column sorted by: the next one, or the one before.
pub(super) fn sort_by(model: &mut Model, by: isize) -> Vec<Effect> {
    let Some((id, columns)) = sortable(model) else { return Vec::new() };
    let mut table = model.table(id);
    let column = (table.sort as isize + by).rem_euclid(columns.len() as isize) as usize;
    table.descending = false;
    table.sort = column;
    model.tables.insert(id, table);
    sorted(model, id)
}

/// The table that has the keys, if it can be sorted, and its columns.
pub(crate) fn sortable(model: &Model) -> Option<(TableId, Vec<&'static str>)> {
    let id = model.table_id()?;
    Some((id, columns_of(id)?))
}

/// The columns that a table can be sorted by, if it can be sorted.
pub(crate) fn columns_of(id: TableId) -> Option<Vec<&'static str>> {
    match id {
        TableId::Tasks => Some(Column::ALL.iter().map(|column| column.title()).collect()),
        TableId::Schedulers => Some(lists::SCHEDULER_COLUMNS.to_vec()),
        _ => None,
    }
}

/// Sorts by this column; by the same again, the other way round.
pub(super) fn sort_column(model: &mut Model, column: usize) -> Vec<Effect> {
    let Some((id, _)) = sortable(model) else { return Vec::new() };
    let mut table = model.table(id);
    table.descending = table.sort == column && !table.descending;
    table.sort = column;
    model.tables.insert(id, table);
    sorted(model, id)
}

/// Orders that depend on what tasks are need all of them.
pub(super) fn sorted(model: &mut Model, id: TableId) -> Vec<Effect> {
    let column = model.table(TableId::Tasks).sort;
    if id == TableId::Tasks && Column::ALL[column].needs_rows() { unless_counted(model) } else { Vec::new() }
}

/// The other way round.
pub(super) fn invert(model: &mut Model) -> Vec<Effect> {
    let Some((id, _)) = sortable(model) else { return Vec::new() };
    let mut table = model.table(id);
    table.descending = !table.descending;
    model.tables.insert(id, table);
    Vec::new()
}

/// Marks the selected row and goes to the next.
pub(super) fn mark(model: &mut Model) -> Vec<Effect> {
    if model.table_id() != Some(TableId::Tasks) {
        return Vec::new();
    }
    let mut table = model.table(TableId::Tasks);
    if let Some(key) = table.selected.clone() {
        table.mark(&key);
        model.tables.insert(TableId::Tasks, table);
        return by(model, 1);
    }
    Vec::new()
}

/// Takes all marks away.
pub(super) fn unmark(model: &mut Model) -> Vec<Effect> {
    let mut table = model.table(TableId::Tasks);
    table.marked.clear();
    model.tables.insert(TableId::Tasks, table);
    Vec::new()
}

/// How moments are written.
pub(super) fn times(model: &mut Model) -> Vec<Effect> {
    model.times = match model.times {
        TimeStyle::Relative => TimeStyle::Local,
        TimeStyle::Local => TimeStyle::Utc,
        TimeStyle::Utc => TimeStyle::Relative,
    };
    Vec::new()
}

/// Looks more or less often; in Upcoming, a wider or narrower window.
pub(super) fn pace(model: &mut Model, faster: bool) -> Vec<Effect> {
    if *model.screen() == Screen::View(View::Upcoming) {
        let windows = [5, 10, 15, 30, 60];
        let at = windows.iter().position(|window| *window == model.window).unwrap_or(4);
        let to = if faster { at.saturating_sub(1) } else { (at + 1).min(windows.len() - 1) };
        model.window = windows[to];
        model.minute = model.minute.min(model.window - 1);
        return Vec::new();
    }
    let paces = [1, 2, 5, 10, 30, 60];
    let at = paces.iter().position(|pace| *pace >= model.interval).unwrap_or(0);
    let to = if faster { at.saturating_sub(1) } else { (at + 1).min(paces.len() - 1) };
    model.interval = paces[to];
    vec![Effect::Order(Order::Interval(std::time::Duration::from_secs(model.interval)))]
}

/// After any event: the list of tasks in order, and each selection on its object, or as near as can be.
pub(super) fn settle(model: &mut Model) {
    arrange(model);
    let ids: Vec<TableId> = lists::panes(model.screen()).iter().flatten().copied().collect();
    for id in ids {
        let table = model.table(id);
        // What happened last is seen where nobody is reading what happened before.
        let unread = id == TableId::Events && model.table_id() != Some(id);
        if unread || id == TableId::Runs && model.following {
            select(model, id, 0);
            continue;
        }
        let place = table.selected.as_deref().and_then(|key| lists::place(model, id, key));
        select(model, id, place.unwrap_or(table.place));
    }
}

fn arrange(model: &mut Model) {
    let table = model.table(TableId::Tasks);
    let filtering = model.filters.get(&View::Tasks).cloned().unwrap_or_default();
    let by = OrderBy {
        column: Column::ALL[table.sort.min(Column::ALL.len() - 1)],
        descending: table.descending,
        text: filtering.text.clone(),
        problems: filtering.problems,
    };
    let now = model.now;
    let facts = model.frozen.as_mut().map_or(&mut model.facts, |(_, facts)| facts);
    facts.tasks.arrange(by, &filtering.filter, now);
}
