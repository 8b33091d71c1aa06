//! What a person asked for and what must be read first: a question about a display that stands still, the editor on a task
//! that is not open. Keys wait for it, or what is typed ahead would go elsewhere; Esc takes it back.

use nono_core::name::TaskName;

use super::{Effect, changes};
use crate::top::app::{Model, Pending};
use crate::top::data::{Link, News, Order};
use crate::top::keys::Action;

/// Has it read.
pub(super) fn begin(model: &mut Model, pending: Pending) -> Vec<Effect> {
    let names = match &pending {
        Pending::Ask(_, tasks) => tasks.clone(),
        Pending::Edit(_) => Vec::new(),
    };
    model.pending = Some(pending);
    vec![Effect::Order(Order::Read(names))]
}

/// The keys meanwhile.
pub(super) fn pressed(model: &mut Model, action: Option<Action>) -> Vec<Effect> {
    if matches!(action, Some(Action::Back | Action::Quit)) {
        model.pending = None;
    }
    Vec::new()
}

/// Whether this is what is waited for, and what is done then. Before the news are taken in: the rest follows from them.
pub(super) fn take_in(model: &mut Model, news: &News) -> Vec<Effect> {
    let Some(pending) = model.pending.clone() else { return Vec::new() };
    match (pending, news) {
        (Pending::Edit(task), News::Task(detail)) if *detail.view.name() == task => {
            model.pending = None;
            vec![Effect::Edit(task)]
        }
        (Pending::Edit(task), News::TaskGone(name)) if *name == task => give_up(model, &format!("task {task} is gone")),
        (Pending::Edit(task), News::TaskUnreadable { task: name, why }) if *name == task => {
            give_up(model, &format!("task {task} cannot be edited: {why}"))
        }
        (Pending::Ask(action, tasks), News::Rows { asked, rows }) if !tasks.is_empty() && *asked == tasks => {
            model.facts.tasks.learn(asked, rows.clone());
            let gone = tasks.iter().find(|task| !rows.iter().any(|row| row.name == **task));
            match gone.cloned() {
                Some(gone) => give_up(model, &format!("task {gone} is gone")),
                None => ask(model, action, tasks),
            }
        }
        (Pending::Ask(action, tasks), News::Fleet(fleet)) if tasks.is_empty() => {
            model.facts.fleet = Some(fleet.clone());
            ask(model, action, tasks)
        }
        (_, News::NotRead { why }) => give_up(model, why),
        (_, News::Link(Link::Denied { why })) => give_up(model, why),
        (_, News::Link(Link::Live { .. })) => Vec::new(),
        (_, News::Link(_) | News::Abandoned) => give_up(model, "the connection is gone"),
        _ => Vec::new(),
    }
}

fn ask(model: &mut Model, action: Action, tasks: Vec<TaskName>) -> Vec<Effect> {
    model.pending = None;
    changes::ask_about(model, action, tasks)
}

fn give_up(model: &mut Model, why: &str) -> Vec<Effect> {
    model.pending = None;
    changes::refuse(model, &format!("not done: {why}"))
}
