//! What lies over the screen: the filter's line, help, the command line, lists to choose from, questions, texts.

use crossterm::event::{Event as TermEvent, KeyCode, KeyEvent};
use nono_core::name::TaskName;
use tui_input::backend::crossterm::EventHandler;

use super::{Effect, act, applies, changes, moves, palette, reading};
use crate::filter::complete::{Vocabulary, complete as offers};
use crate::filter::{Filter, Kind};
use crate::top::app::dialog::{Dialog, Focus};
use crate::top::app::{Filtering, Model, Object, Overlay, Palette, Screen, View};
use crate::top::data::Order;
use crate::top::keys::{Action, Group, Press};
use crate::words;

/// Lays something over the screen.
pub(super) fn open(model: &mut Model, overlay: Overlay) -> Vec<Effect> {
    model.overlay = Some(overlay);
    Vec::new()
}

/// The keys while something lies over the screen.
pub(super) fn overlay(model: &mut Model, key: &KeyEvent, action: Option<Action>) -> Vec<Effect> {
    match model.overlay.take() {
        Some(Overlay::Help(help)) => reading::help(model, help, key, action),
        Some(Overlay::Palette(state)) => typed(model, state, key),
        Some(Overlay::Sort(place)) => {
            let columns = moves::sortable(model).map_or(0, |(_, columns)| columns.len());
            choose(model, key, action, place, columns, Overlay::Sort, moves::sort_column)
        }
        Some(Overlay::Menu(place)) => {
            let actions = menu(model);
            let chosen = |model: &mut Model, place: usize| act(model, menu(model)[place]);
            choose(model, key, action, place, actions.len(), Overlay::Menu, chosen)
        }
        Some(Overlay::Confirm(dialog)) => confirm(model, dialog, key, action),
        Some(notice @ Overlay::Notice { .. }) => match typing(model, key) {
            Some(Action::Open | Action::Back) => Vec::new(),
            _ => open(model, notice),
        },
        Some(Overlay::Text { title, lines, from, command }) => {
            reading::text(model, reading::Text { title, lines, from, command }, key, action)
        }
        None => Vec::new(),
    }
}

/// Whether it closes what lies over the screen.
pub(super) fn closes(key: &KeyEvent, action: Option<Action>) -> bool {
    key.code == KeyCode::Esc || matches!(action, Some(Action::Back | Action::Quit | Action::Open))
}

/// What the menu offers: everything that can be done with what is selected.
pub(crate) fn menu(model: &Model) -> Vec<Action> {
    let offered = |action: &&Action| {
        matches!(action.group(), Group::Change | Group::Copy)
            || matches!(action, Action::Open | Action::Manifest | Action::History | Action::RunsOf)
    };
    Action::ALL.iter().filter(offered).copied().filter(|action| applies(model, *action)).collect()
}

fn choose(
    model: &mut Model,
    key: &KeyEvent,
    action: Option<Action>,
    place: usize,
    len: usize,
    make: fn(usize) -> Overlay,
    chosen: impl FnOnce(&mut Model, usize) -> Vec<Effect>,
) -> Vec<Effect> {
    let last = len.saturating_sub(1);
    match action {
        Some(Action::Open) if place < len => chosen(model, place),
        _ if closes(key, action) => Vec::new(),
        Some(Action::Down) => open(model, make((place + 1).min(last))),
        Some(Action::Up) => open(model, make(place.saturating_sub(1))),
        Some(Action::First | Action::PageUp | Action::HalfUp) => open(model, make(0)),
        Some(Action::Last | Action::PageDown | Action::HalfDown) => open(model, make(last)),
        // In the menu the keys of what it offers work, too.
        Some(other) if matches!(make(0), Overlay::Menu(_)) && menu(model).contains(&other) => act(model, other),
        _ => open(model, make(place)),
    }
}

/// A paste goes where letters would go.
pub(super) fn paste(model: &mut Model, text: &str) -> Vec<Effect> {
    let text = words::harmless(text);
    let into = |input: &mut tui_input::Input| {
        for letter in text.chars() {
            input.handle(tui_input::InputRequest::InsertChar(letter));
        }
    };
    match &mut model.overlay {
        Some(Overlay::Help(help)) => {
            help.searching = true;
            help.from = 0;
            into(&mut help.input);
        }
        Some(Overlay::Palette(state)) => into(&mut state.input),
        Some(Overlay::Confirm(dialog)) => match (dialog.focus, &mut dialog.reason, &mut dialog.confirm) {
            (Focus::Reason, Some(input), _) | (Focus::Confirm, _, Some((_, input))) => into(input),
            _ => {}
        },
        Some(_) => {}
        None => {
            if let Some(input) = &mut model.filter_box {
                into(input);
                return filter_changed(model);
            }
        }
    }
    Vec::new()
}

/// Opens the line in which a filter is typed.
pub(super) fn open_filter(model: &mut Model) -> Vec<Effect> {
    if applies(model, Action::Filter) {
        let text = model.filtering().map(|filtering| filtering.text.clone()).unwrap_or_default();
        model.filter_box = Some(text.into());
    }
    Vec::new()
}

/// The keys while a filter is typed: letters always go into the line.
pub(super) fn filter(model: &mut Model, key: &KeyEvent) -> Vec<Effect> {
    match typing(model, key) {
        Some(Action::Open) => {
            model.filter_box = None;
            Vec::new()
        }
        Some(Action::Back) => {
            model.filter_box = None;
            model.filters.remove(&model.screen().view());
            Vec::new()
        }
        Some(Action::Down) => {
            model.filter_box = None;
            moves::by(model, 1)
        }
        Some(Action::Up) => {
            model.filter_box = None;
            moves::by(model, -1)
        }
        Some(Action::NextPane) => complete(model),
        Some(Action::CopyCommand) => changes::copy_command(model),
        _ => {
            if let Some(input) = &mut model.filter_box {
                input.handle_event(&TermEvent::Key(*key));
            }
            filter_changed(model)
        }
    }
}

/// What a key does while letters are typed.
fn typing(model: &Model, key: &KeyEvent) -> Option<Action> {
    Press::of(key).and_then(|press| model.keys.typing(press))
}

fn filter_changed(model: &mut Model) -> Vec<Effect> {
    let Some(text) = model.filter_box.as_ref().map(|input| input.value().to_owned()) else { return Vec::new() };
    set_filter(model, model.screen().view(), text)
}

/// A filter for a view; one that cannot be understood leaves the last good one in force.
pub(crate) fn set_filter(model: &mut Model, view: View, text: String) -> Vec<Effect> {
    let filtering = model.filters.entry(view).or_default();
    let kind = if view == View::Runs { Kind::Run } else { Kind::Task };
    match Filter::parse_for(&text, kind) {
        Ok(filter) => {
            filtering.filter = filter;
            filtering.error = None;
        }
        Err(error) => filtering.error = Some(error),
    }
    filtering.text = text;
    let needs = match view {
        // Runs have the labels of their tasks.
        View::Runs => !filtering.filter.label_keys().is_empty(),
        _ => view == View::Tasks && filtering.filter.needs_rows(),
    };
    if needs { moves::unless_counted(model) } else { Vec::new() }
}

fn complete(model: &mut Model) -> Vec<Effect> {
    let vocabulary = vocabulary(model);
    let Some(input) = &model.filter_box else { return Vec::new() };
    let text = input.value().to_owned();
    let cursor = text.char_indices().nth(input.cursor()).map_or(text.len(), |(at, _)| at);
    match completed(&text, cursor, &vocabulary) {
        Some(completed) => {
            model.filter_box = Some(completed.into());
            filter_changed(model)
        }
        None => Vec::new(),
    }
}

/// The text up to the cursor with as much more as all that could follow has in common, and what stood behind it.
pub(crate) fn completed(text: &str, cursor: usize, vocabulary: &Vocabulary) -> Option<String> {
    let offered = offers(text, cursor, vocabulary);
    let words: Vec<&String> = offered.words.iter().collect();
    let shared = palette::common(&words)?;
    let typed = &text[offered.replaced.clone()];
    (shared.len() > typed.len() || (words.len() == 1 && shared != typed))
        .then(|| format!("{}{shared}{}", &text[..offered.replaced.start], &text[offered.replaced.end..]))
}

/// What can be completed: names, labels, owners.
pub(crate) fn vocabulary(model: &Model) -> Vocabulary {
    let tasks = &model.facts.tasks;
    let mut labels = std::collections::BTreeMap::<String, std::collections::BTreeSet<String>>::new();
    for row in tasks.all_known().take(5_000) {
        for (key, value) in row.labels.iter() {
            labels.entry(key.clone()).or_default().insert(value.clone());
        }
    }
    let schedulers = model.facts.fleet.iter().flat_map(|fleet| &fleet.census.schedulers);
    Vocabulary {
        kind: if model.screen().view() == View::Runs { Kind::Run } else { Kind::Task },
        names: tasks.catalogue.iter().flat_map(|catalogue| catalogue.names.iter().cloned()).collect(),
        labels,
        owners: schedulers.map(|one| one.member.name.to_string()).collect(),
    }
}

/// Problems only, or all again.
pub(super) fn problems(model: &mut Model) -> Vec<Effect> {
    if !applies(model, Action::Problems) {
        return Vec::new();
    }
    if let Screen::Task(_) = model.screen() {
        model.failed_only = !model.failed_only;
        return Vec::new();
    }
    let view = model.screen().view();
    let filtering: &mut Filtering = model.filters.entry(view).or_default();
    filtering.problems = !filtering.problems;
    if view == View::Tasks && *model.screen() == Screen::View(View::Tasks) {
        moves::unless_counted(model)
    } else {
        Vec::new()
    }
}

/// Opens the list of columns.
pub(super) fn open_sort(model: &mut Model) -> Vec<Effect> {
    match moves::sortable(model) {
        Some((id, _)) => {
            let sort = model.table(id).sort;
            open(model, Overlay::Sort(sort))
        }
        None => Vec::new(),
    }
}

fn typed(model: &mut Model, mut state: Palette, key: &KeyEvent) -> Vec<Effect> {
    match typing(model, key) {
        Some(Action::Back) => Vec::new(),
        Some(Action::Open) => match palette::run(model, state.input.value()) {
            Ok(effects) => effects,
            Err(error) => {
                state.error = Some(error);
                open(model, Overlay::Palette(state))
            }
        },
        Some(Action::NextPane) => {
            if let Some(text) = palette::complete(model, state.input.value()) {
                state.input = text.into();
            }
            open(model, Overlay::Palette(state))
        }
        _ => {
            state.error = None;
            state.input.handle_event(&TermEvent::Key(*key));
            open(model, Overlay::Palette(state))
        }
    }
}

fn confirm(model: &mut Model, mut dialog: Box<Dialog>, key: &KeyEvent, action: Option<Action>) -> Vec<Effect> {
    let places = dialog.places();
    let at = places.iter().position(|place| *place == dialog.focus).unwrap_or(0);
    let turn = |by: usize| places[(at + by) % places.len()];
    let types = matches!(dialog.focus, Focus::Reason | Focus::Confirm);
    // On a button nothing is typed: keys do there what they do elsewhere, but no letter answers the question.
    let action = typing(model, key).or(action.filter(|action| !types && *action != Action::Open));
    match action {
        Some(Action::Back | Action::Quit) => return Vec::new(),
        Some(Action::NextPane | Action::Down) => dialog.focus = turn(1),
        Some(Action::PreviousPane | Action::Up) => dialog.focus = turn(places.len() - 1),
        Some(Action::Left | Action::Right) if !types => {
            dialog.focus = if dialog.focus == Focus::Cancel { Focus::Do } else { Focus::Cancel };
        }
        Some(Action::CopyCommand) => {
            let text = dialog.same_as(&model.command, model.guard());
            model.overlay = Some(Overlay::Confirm(dialog));
            return changes::copied(model, text);
        }
        Some(Action::Open) => match dialog.focus {
            Focus::Cancel => return Vec::new(),
            Focus::Do if dialog.is_confirmed() => match model.no_changes() {
                None => return vec![Effect::Order(Order::Do(dialog.deed()))],
                // The connection went while the question stood there: it stays, and says so.
                Some(why) => drop(changes::refuse(model, &format!("not done: {why}"))),
            },
            Focus::Do => dialog.focus = Focus::Confirm,
            Focus::Reason | Focus::Confirm => dialog.focus = turn(1),
        },
        _ => {
            let event = TermEvent::Key(*key);
            match (dialog.focus, &mut dialog.reason, &mut dialog.confirm) {
                (Focus::Reason, Some(input), _) | (Focus::Confirm, _, Some((_, input))) => {
                    input.handle_event(&event);
                }
                _ => {}
            }
        }
    }
    open(model, Overlay::Confirm(dialog))
}

/// The manifest of the task that is open.
pub(super) fn manifest(model: &mut Model) -> Vec<Effect> {
    let Some(detail) = model.facts.task.clone().filter(|detail| is_meant(model, detail.view.name())) else {
        return unread(model);
    };
    let name = detail.view.name();
    let text = crate::output::yaml::text_of(&detail.view.manifest()).unwrap_or_else(|error| error.to_string());
    let lines = text.lines().map(words::harmless).collect();
    let command = format!("{} task get {name} -o yaml", model.command);
    open(model, Overlay::Text { title: format!("Manifest of {name}"), lines, from: 0, command })
}

/// What is known of the open task alone, where none is open or it was not read yet.
fn unread(model: &mut Model) -> Vec<Effect> {
    match (model.screen(), model.selected()) {
        (Screen::Task(name) | Screen::Run(name, _), _) => {
            let text = format!("task {name} was not read yet");
            changes::answer(model, &text)
        }
        (_, Some(Object::Task(name))) => {
            let key = model.keys.key(Action::Open).unwrap_or_default();
            changes::answer(model, &format!("{key} opens task {name}: that is shown there"))
        }
        _ => Vec::new(),
    }
}

/// Whether this task is the one that is open, or selected.
fn is_meant(model: &Model, name: &TaskName) -> bool {
    match model.screen() {
        Screen::Task(open) | Screen::Run(open, _) => open == name,
        _ => matches!(model.selected(), Some(Object::Task(selected)) if selected == *name),
    }
}

/// Who changed the task that is open.
pub(super) fn history(model: &mut Model) -> Vec<Effect> {
    let Some(detail) = model.facts.task.clone().filter(|detail| is_meant(model, detail.view.name())) else {
        return unread(model);
    };
    let clock = model.clock();
    let mut lines = Vec::new();
    for change in detail.changes.iter().rev() {
        let reason =
            change.reason.as_deref().map(|reason| format!(": {}", words::harmless(reason))).unwrap_or_default();
        let by = words::harmless(&change.by);
        let version = i64::from(change.version) + 1;
        lines.push(format!("v{version:<4} {}  {by}  {}{reason}", clock.moment(change.at), change.command));
    }
    let name = detail.view.name();
    if lines.is_empty() {
        return changes::answer(model, &format!("task {name} is as it was made: nobody has changed it"));
    }
    let command = format!("{} task history {name} --changes", model.command);
    open(model, Overlay::Text { title: format!("Changes of {name}"), lines, from: 0, command })
}
