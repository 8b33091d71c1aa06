//! What an event does to the screen, and what is to be done besides: events in, effects out. No I/O.

mod boxes;
mod changes;
mod moves;
mod news;
mod palette;
mod reading;
mod same;
mod waiting;

use std::time::Duration;

use crossterm::event::{Event as TermEvent, KeyEvent, KeyEventKind, MouseEventKind};
use nono_core::name::TaskName;
use nono_core::time::Utc;

use super::app::{Model, Overlay, Screen, TableId, View, lists};
use super::data::{Link, News, Order, Wants};
use super::keys::{Action, Group, Press};

/// What became of a change is shown for so long, if the view stays open.
const SAID: Duration = Duration::from_secs(5);

/// Something that happens to the screen.
#[derive(Debug)]
pub(crate) enum Event {
    /// The terminal: a key, a paste, another size.
    Term(TermEvent),
    /// The cluster.
    News(News),
    /// Another second; or the time of the other events, before they come.
    Tick(Utc),
}

/// What is to be done besides changing the screen.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Effect {
    /// Show the cluster of another context.
    Context(String),
    /// Ask the source.
    Order(Order),
    /// Put a text where it can be pasted from.
    Copy(String),
    /// Open the task's manifest in the person's editor.
    Edit(TaskName),
    /// Take mouse events, or leave them to the terminal.
    Mouse(bool),
    /// Draw everything again.
    Redraw,
    /// End; leave the last screen where the shell goes on, if it is to be kept.
    Quit {
        /// Whether it is.
        keep: bool,
    },
}

/// Does what the event asks for.
pub(crate) fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    let wanted = wants(model);
    let (screen, said) = (model.screen().clone(), model.toast.clone());
    let mut effects = match event {
        Event::Tick(now) => {
            model.now = now;
            model.toast = model.toast.take().filter(|(_, since)| now.since(*since) < SAID);
            moves::keep_forecast(model)
        }
        Event::News(news) => news::take_in(model, news),
        Event::Term(TermEvent::Key(key)) if key.kind != KeyEventKind::Release => pressed(model, &key),
        Event::Term(TermEvent::Paste(text)) => boxes::paste(model, &text),
        Event::Term(TermEvent::Resize(columns, rows)) => {
            model.size = (columns, rows);
            Vec::new()
        }
        Event::Term(TermEvent::Mouse(mouse)) => match mouse.kind {
            MouseEventKind::ScrollDown => wheel(model, 1),
            MouseEventKind::ScrollUp => wheel(model, -1),
            _ => Vec::new(),
        },
        Event::Term(_) => Vec::new(),
    };
    if said.is_some() && model.toast == said && *model.screen() != screen {
        // It was said of what was open then.
        model.toast = None;
    }
    moves::settle(model);
    let now_wanted = wants(model);
    if now_wanted != wanted {
        effects.push(Effect::Order(Order::Want(now_wanted)));
    }
    effects
}

/// The wheel moves what lies on top.
fn wheel(model: &mut Model, by: isize) -> Vec<Effect> {
    if model.overlay.is_some() {
        reading::wheel(model, by);
        return Vec::new();
    }
    moves::by(model, by)
}

/// What the screen needs to be told of again and again.
pub(crate) fn wants(model: &Model) -> Wants {
    let rows = match model.screen() {
        Screen::View(View::Tasks) => {
            let table = model.table(TableId::Tasks);
            let tasks = &model.shown().tasks;
            let to = (table.offset + table.height).min(tasks.len());
            (table.offset.min(to)..to).filter_map(|place| tasks.name(place).cloned()).collect()
        }
        _ => Vec::new(),
    };
    let task = match model.screen() {
        Screen::Task(name) | Screen::Run(name, _) => Some(name.clone()),
        _ => None,
    };
    Wants { rows, task, servers: *model.screen() == Screen::View(View::Cluster) }
}

fn pressed(model: &mut Model, key: &KeyEvent) -> Vec<Effect> {
    let press = Press::of(key);
    let action = press.and_then(|press| model.keys.action(press));
    if action == Some(Action::QuitNow) {
        return vec![Effect::Quit { keep: false }];
    }
    if model.pending.is_some() {
        return waiting::pressed(model, action);
    }
    if model.overlay.is_some() {
        return boxes::overlay(model, key, action);
    }
    if model.filter_box.is_some() {
        return boxes::filter(model, key);
    }
    match action {
        Some(action) => act(model, action),
        None => Vec::new(),
    }
}

/// Does what a key of the board, a line of the menu, or a word of the palette asks for.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Some(view) = action.view() {
        return moves::go(model, Screen::View(view));
    }
    match action {
        Action::Down => moves::by(model, 1),
        Action::Up => moves::by(model, -1),
        Action::First => moves::to(model, 0),
        Action::Last => moves::to(model, usize::MAX),
        Action::HalfDown => moves::page(model, 1, 2),
        Action::HalfUp => moves::page(model, -1, 2),
        Action::PageDown => moves::page(model, 1, 1),
        Action::PageUp => moves::page(model, -1, 1),
        Action::Left => moves::minute(model, -1),
        Action::Right => moves::minute(model, 1),
        Action::Open => moves::open(model),
        Action::Back => {
            model.toast = None;
            moves::back(model, false)
        }
        Action::Quit => moves::back(model, true),
        Action::QuitKeep => vec![Effect::Quit { keep: true }],
        Action::QuitNow => vec![Effect::Quit { keep: false }],
        Action::NextPane => moves::pane(model, 1),
        Action::PreviousPane => moves::pane(model, -1),
        Action::HistoryBack => moves::history(model, false),
        Action::HistoryForward => moves::history(model, true),
        Action::Filter => boxes::open_filter(model),
        Action::Problems => boxes::problems(model),
        Action::Sort => boxes::open_sort(model),
        Action::SortLeft => moves::sort_by(model, -1),
        Action::SortRight => moves::sort_by(model, 1),
        Action::Invert => moves::invert(model),
        Action::Mark => moves::mark(model),
        Action::Unmark => moves::unmark(model),
        Action::Freeze => freeze(model),
        Action::Follow => switch(&mut model.following),
        Action::Preview => switch(&mut model.preview),
        Action::Expand => switch(&mut model.expanded),
        Action::Wide => switch(&mut model.wide),
        Action::Times => moves::times(model),
        Action::Slower => moves::pace(model, false),
        Action::Faster => moves::pace(model, true),
        Action::Manifest => boxes::manifest(model),
        Action::History => boxes::history(model),
        Action::RunsOf => moves::runs_of(model),
        Action::Doctor => doctor(model),
        Action::Help => boxes::open(model, Overlay::Help(super::app::help::Help::default())),
        Action::Palette => boxes::open(model, Overlay::Palette(super::app::Palette::default())),
        Action::Menu => boxes::open(model, Overlay::Menu(0)),
        Action::Retry => retry(model),
        Action::Refresh => refresh(model),
        Action::Redraw => vec![Effect::Redraw],
        Action::Mouse => {
            model.mouse = !model.mouse;
            vec![Effect::Mouse(model.mouse)]
        }
        Action::CopyCommand => changes::copy_command(model),
        Action::CopyName => changes::copy_name(model),
        Action::Pause
        | Action::Run
        | Action::Cancel
        | Action::Replay
        | Action::Edit
        | Action::Drain
        | Action::Undrain
        | Action::Delete => changes::ask(model, action),
        Action::Overview | Action::Tasks | Action::Schedulers | Action::Runs | Action::Upcoming | Action::Cluster => {
            Vec::new()
        }
    }
}

/// What can be done here: for the legend and the menu.
pub(crate) fn applies(model: &Model, action: Action) -> bool {
    has_object(model, action) && (action.group() != Group::Change || !model.read_only)
}

/// What it does here, in a few words.
pub(crate) fn told(model: &Model, action: Action) -> &'static str {
    match action {
        Action::Pause if changes::is_of_cluster(model) && is_cluster_paused(model) => "resume the cluster…",
        Action::Pause if changes::is_of_cluster(model) => "pause whole cluster…",
        other => other.long(),
    }
}

/// What has something here that it could be done to, for the help: also where nothing can be changed.
pub(crate) fn has_object(model: &Model, action: Action) -> bool {
    use crate::top::app::Object;
    let table = model.table_id();
    let rows = table.map_or(0, |id| lists::len(model, id));
    let selected = model.selected();
    let task = matches!(selected, Some(Object::Task(_) | Object::Run(..)));
    let screen = model.screen();
    let scheduler = matches!(selected, Some(Object::Scheduler(_))) || matches!(screen, Screen::Scheduler(_));
    let is_open = match (screen, &selected) {
        (Screen::Task(open), Some(Object::Task(name))) => open == name,
        (Screen::Scheduler(open), Some(Object::Scheduler(id))) => open == id,
        (Screen::Run(..), _) => true,
        _ => false,
    };
    match action {
        Action::Open => selected.is_some() && !is_open,
        Action::Left | Action::Right => *screen == Screen::View(View::Upcoming),
        Action::Sort | Action::SortLeft | Action::SortRight | Action::Invert => {
            matches!(table, Some(TableId::Tasks | TableId::Schedulers))
        }
        Action::Mark | Action::Unmark | Action::Wide => table == Some(TableId::Tasks) && rows > 0,
        Action::Filter => matches!(screen, Screen::View(View::Tasks | View::Runs)),
        Action::Problems => matches!(screen, Screen::View(View::Tasks | View::Runs) | Screen::Task(_)),
        Action::Follow => *screen == Screen::View(View::Runs),
        Action::Preview => matches!(screen, Screen::View(View::Tasks | View::Schedulers)),
        Action::Manifest | Action::History => matches!(screen, Screen::Task(_)),
        Action::RunsOf => matches!(selected, Some(Object::Task(_))),
        Action::Doctor => *screen == Screen::View(View::Cluster),
        Action::Pause if changes::is_of_cluster(model) => true,
        Action::Pause | Action::Run | Action::Delete | Action::Edit => task,
        Action::Cancel | Action::Replay => matches!(selected, Some(Object::Run(..))),
        Action::Drain | Action::Undrain => scheduler,
        Action::CopyName => selected.is_some(),
        Action::Menu => selected.is_some() || changes::is_of_cluster(model),
        Action::Retry => !matches!(model.facts.link, Link::Live { .. }),
        Action::NextPane | Action::PreviousPane | Action::Expand => lists::panes(screen).len() > 1,
        _ => true,
    }
}

fn switch(flag: &mut bool) -> Vec<Effect> {
    *flag = !*flag;
    Vec::new()
}

fn freeze(model: &mut Model) -> Vec<Effect> {
    model.frozen = match model.frozen.take() {
        Some(_) => None,
        None => Some((model.now, Box::new(model.facts.clone()))),
    };
    Vec::new()
}

/// One look of the doctor at a time.
fn doctor(model: &mut Model) -> Vec<Effect> {
    if model.facts.examining {
        return Vec::new();
    }
    model.facts.examining = true;
    vec![Effect::Order(Order::Examine)]
}

/// There may be a session, and something that must not be read.
fn retry(model: &mut Model) -> Vec<Effect> {
    match &model.facts.link {
        Link::Denied { .. } if model.facts.was_live => refresh(model),
        Link::Live { .. } => Vec::new(),
        _ => vec![Effect::Order(Order::Retry)],
    }
}

/// Reads all tasks again too, where the screen is made from all of them. Once at a time, however often it is asked for.
fn refresh(model: &mut Model) -> Vec<Effect> {
    if !matches!(model.facts.link, Link::Live { .. } | Link::Denied { .. }) {
        return retry(model);
    }
    let mut effects = Vec::new();
    if !model.facts.refreshing {
        model.facts.refreshing = true;
        effects.push(Effect::Order(Order::Refresh));
    }
    let tasks = &model.facts.tasks;
    if tasks.counted_at.is_some() || tasks.failed.is_some() || model.needs_all() {
        effects.extend(moves::count(model));
    }
    effects
}

pub(crate) use self::boxes::menu;
pub(crate) use self::changes::{ask_to_replace, is_cluster_paused, tell_refusal};
pub(crate) use self::moves::{columns_of, sortable};
pub(crate) use self::palette::COMMANDS;
