//! The command that shows what the screen shows: the view with its filter, its problems only, and its order.

use crate::top::app::dialog::quoted;
use crate::top::app::tasks::Column;
use crate::top::app::{Model, Screen, TableId, View, lists};

/// See the module.
pub(super) fn as_command(model: &Model) -> String {
    let command = &model.command;
    match model.screen() {
        Screen::View(View::Overview) => format!("{command} cluster status"),
        Screen::View(View::Tasks) => {
            format!("{command} task list{}{}", filter(model, View::Tasks), order(model, TableId::Tasks))
        }
        Screen::View(View::Schedulers) => format!("{command} scheduler list{}", order(model, TableId::Schedulers)),
        Screen::View(View::Runs) => format!("{command} run list{}", filter(model, View::Runs)),
        Screen::View(View::Upcoming) => {
            let within = if model.window == 60 { "1h".to_owned() } else { format!("{}m", model.window) };
            format!("{command} task next --all --within {within}")
        }
        Screen::View(View::Cluster) => format!("{command} cluster doctor"),
        Screen::Task(name) if model.failed_only => format!("{command} task history {name} --failed"),
        Screen::Task(name) => format!("{command} task get {name}"),
        Screen::Scheduler(id) => format!("{command} scheduler get {id}"),
        Screen::Run(_, run) => format!("{command} run get {run}"),
    }
}

/// ` --filter …`: what was typed, and problems only. What cannot be read is left out, as the rows leave it out.
fn filter(model: &Model, view: View) -> String {
    let Some(filtering) = model.filters.get(&view) else { return String::new() };
    let typed = match &filtering.error {
        None => filtering.text.trim().to_owned(),
        Some(_) => filtering.filter.to_string(),
    };
    let problems = match view {
        View::Runs => "state:failed,timed_out,unknown,missed",
        _ => "state:failing,late,unreadable",
    };
    let text = match (filtering.problems, typed.as_str()) {
        (false, "") => return String::new(),
        (false, typed) => typed.to_owned(),
        (true, "") => problems.to_owned(),
        (true, typed) => format!("({typed}) {problems}"),
    };
    format!(" --filter {}", quoted(&text))
}

/// ` --sort-by …`, unless it is the usual order, or one that the command does not have.
fn order(model: &Model, id: TableId) -> String {
    let table = model.table(id);
    let field = match id {
        TableId::Tasks => Column::ALL.get(table.sort).copied().and_then(task_field),
        TableId::Schedulers => lists::SCHEDULER_COLUMNS.get(table.sort).copied().and_then(scheduler_field),
        _ => None,
    };
    let Some((field, greatest_first)) = field else { return String::new() };
    match (greatest_first != table.descending, table.sort) {
        (false, 0) => String::new(),
        (false, _) => format!(" --sort-by {field}"),
        (true, _) => format!(" --sort-by {field}:desc"),
    }
}

/// The field of `task list` for a column, and whether the column has the greatest first.
const fn task_field(column: Column) -> Option<(&'static str, bool)> {
    match column {
        Column::Name => Some(("name", false)),
        Column::Schedule => Some(("schedule", false)),
        Column::State => Some(("state", false)),
        Column::Last => Some(("last", true)),
        Column::Runs => Some(("status.failuresInARow", true)),
        Column::P50 => None,
        Column::Next => Some(("next", false)),
        Column::Owner => Some(("owner", false)),
    }
}

/// The same for `scheduler list`.
fn scheduler_field(column: &str) -> Option<(&'static str, bool)> {
    match column {
        "ID" => Some(("id", false)),
        "ROLE" => Some(("role", false)),
        "STATE" => Some(("state", false)),
        "PARTS" => Some(("parts", true)),
        "TASKS" => Some(("tasks", true)),
        "RUNNING" => Some(("inFlight", true)),
        "RUNS/S" => Some(("runsPerSecond", true)),
        "LATE P99" => Some(("latenessMs.p99", true)),
        "CPU" => Some(("cpu", true)),
        "MEMORY" => Some(("process.memory", true)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use nono_core::time::Utc;

    use super::*;
    use crate::filter::{Filter, Kind};
    use crate::top::app::Filtering;
    use crate::top::keys::KeyMap;
    use crate::top::start::blank;

    fn shown(view: View) -> Model {
        let mut model = blank("zk1".to_owned(), KeyMap::default(), Utc(0));
        model.command = "nonoctl".to_owned();
        model.screens = vec![Screen::View(view)];
        model
    }

    fn sorted(model: &mut Model, id: TableId, sort: usize, descending: bool) {
        let mut table = model.table(id);
        (table.sort, table.descending) = (sort, descending);
        model.tables.insert(id, table);
    }

    #[test]
    fn problems_only_and_the_order_are_in_the_command() {
        let mut model = shown(View::Tasks);
        assert_eq!(as_command(&model), "nonoctl task list");
        let problems = Filtering { problems: true, ..Filtering::default() };
        model.filters.insert(View::Tasks, problems.clone());
        model.filters.insert(View::Runs, problems);
        assert_eq!(as_command(&model), "nonoctl task list --filter state:failing,late,unreadable");
        if let Some(filtering) = model.filters.get_mut(&View::Tasks) {
            filtering.text = "team=web or billing".to_owned();
        }
        sorted(&mut model, TableId::Tasks, 3, false);
        let command = as_command(&model);
        let filter = "--filter '(team=web or billing) state:failing,late,unreadable'";
        assert_eq!(command, format!("nonoctl task list {filter} --sort-by last:desc"));
        sorted(&mut model, TableId::Tasks, 3, true);
        assert!(as_command(&model).ends_with("--sort-by last"));
        model.screens = vec![Screen::View(View::Runs)];
        assert_eq!(as_command(&model), "nonoctl run list --filter state:failed,timed_out,unknown,missed");
    }

    #[test]
    fn the_filters_of_problems_are_filters() {
        for (kind, view) in [(Kind::Task, View::Tasks), (Kind::Run, View::Runs)] {
            let mut model = shown(view);
            model.filters.insert(view, Filtering { problems: true, ..Filtering::default() });
            let command = as_command(&model);
            let text = command.split_once("--filter ").unwrap().1;
            assert!(Filter::parse_for(text, kind).is_ok(), "{text}");
        }
    }

    #[test]
    fn every_order_of_the_schedulers_has_a_field_and_what_comes_has_its_window() {
        let mut model = shown(View::Schedulers);
        assert_eq!(as_command(&model), "nonoctl scheduler list");
        for (place, column) in lists::SCHEDULER_COLUMNS.iter().enumerate().skip(1) {
            sorted(&mut model, TableId::Schedulers, place, false);
            assert!(as_command(&model).contains("--sort-by"), "{column}");
        }
        let mut model = shown(View::Upcoming);
        assert_eq!(as_command(&model), "nonoctl task next --all --within 1h");
        model.window = 15;
        assert_eq!(as_command(&model), "nonoctl task next --all --within 15m");
    }
}
