//! Changes: each becomes a question first. And what can be taken along: the command that does the same.

use nono_core::name::{RunId, TaskName};
use nono_core::run::Outcome;
use similar::{ChangeTag, TextDiff};

use super::{Effect, applies, boxes, moves, same, waiting};
use crate::error::CommandError;
use crate::tasks::runs::Standing;
use crate::top::app::dialog::{Act, Dialog, Focus, Manifest};
use crate::top::app::{Model, Object, Overlay, Pending, Screen, TableId, View};
use crate::top::data::Report;
use crate::top::keys::Action;
use crate::words;

/// So many objects are named in a question.
const NAMED: usize = 6;
/// And so many lines of a manifest.
const CHANGED: usize = 12;

/// Asks before a change; says why it cannot be made.
pub(super) fn ask(model: &mut Model, action: Action) -> Vec<Effect> {
    if let Some(why) = model.no_changes() {
        return refuse(model, why);
    }
    if !applies(model, action) {
        // A key that does nothing looks like a question that is about to come.
        return refuse(model, &format!("{}: nothing is selected here that this could be done to", action.word()));
    }
    if action == Action::Edit {
        return edit(model);
    }
    let tasks = match action {
        Action::Drain | Action::Undrain => Vec::new(),
        Action::Pause if is_of_cluster(model) => Vec::new(),
        _ => tasks(model),
    };
    if model.frozen.is_some() {
        // What is shown may be old: a question is about what is.
        return waiting::begin(model, Pending::Ask(action, tasks));
    }
    ask_about(model, action, tasks)
}

/// Whether what is paused from here is the whole cluster, whatever is selected.
pub(super) fn is_of_cluster(model: &Model) -> bool {
    *model.screen() == Screen::View(View::Cluster)
}

/// The question, about these tasks, the scheduler that is meant, or the cluster.
pub(super) fn ask_about(model: &mut Model, action: Action, tasks: Vec<TaskName>) -> Vec<Effect> {
    let Some(act) = act_of(model, action, tasks) else { return Vec::new() };
    if let Some(why) = needless(model, &act) {
        let title = match action {
            Action::Replay => "Nothing is replayed",
            _ => "Nothing is cancelled",
        };
        // Who expects a question types a reason: its letters must do nothing else.
        model.overlay = Some(Overlay::Notice { title: title.to_owned(), lines: vec![why.clone()] });
        return answer(model, &why);
    }
    let dialog = dialog(model, act);
    boxes::open(model, Overlay::Confirm(Box::new(dialog)))
}

pub(super) fn refuse(model: &mut Model, why: &str) -> Vec<Effect> {
    model.toast = Some((Report { text: why.to_owned(), ok: Some(false), undo: None }, model.now));
    Vec::new()
}

/// Says what there is to know where nothing failed.
pub(super) fn answer(model: &mut Model, what: &str) -> Vec<Effect> {
    model.toast = Some((Report { text: what.to_owned(), ok: None, undo: None }, model.now));
    Vec::new()
}

/// The task is opened, if it is not: what is edited is what was read.
fn edit(model: &mut Model) -> Vec<Effect> {
    let Some(task) = task_of(model) else { return Vec::new() };
    let is_read = model.facts.task.as_ref().is_some_and(|detail| *detail.view.name() == task);
    let is_open = matches!(model.screen(), Screen::Task(open) | Screen::Run(open, _) if *open == task);
    if is_read && is_open && model.frozen.is_none() {
        return vec![Effect::Edit(task)];
    }
    if is_open {
        return waiting::begin(model, Pending::Edit(task));
    }
    // Whatever is opened is read.
    let opened = moves::go(model, Screen::Task(task.clone()));
    model.pending = Some(Pending::Edit(task));
    opened
}

fn task_of(model: &Model) -> Option<TaskName> {
    match model.selected()? {
        Object::Task(name) | Object::Run(name, _) => Some(name),
        Object::Scheduler(_) => None,
    }
}

/// The marked tasks, or the selected one.
fn tasks(model: &Model) -> Vec<TaskName> {
    if *model.screen() == Screen::View(View::Tasks) {
        let marked: Vec<TaskName> =
            model.table(TableId::Tasks).marked.iter().filter_map(|name| name.parse().ok()).collect();
        if !marked.is_empty() {
            return marked;
        }
    }
    task_of(model).into_iter().collect()
}

fn act_of(model: &Model, action: Action, tasks: Vec<TaskName>) -> Option<Act> {
    let scheduler = || match (model.screen(), model.selected()) {
        (Screen::Scheduler(id), _) => Some(id.name()),
        (_, Some(Object::Scheduler(id))) => Some(id.name()),
        _ => None,
    };
    match action {
        // What is paused is resumed; where some are and some are not, all are paused.
        Action::Pause if !tasks.is_empty() && tasks.iter().all(|task| is_paused(model, task)) => {
            Some(Act::Resume(tasks))
        }
        Action::Pause if !tasks.is_empty() => Some(Act::Pause(tasks)),
        Action::Run if !tasks.is_empty() => Some(Act::Run(tasks)),
        Action::Cancel | Action::Replay => {
            let Some(Object::Run(task, run)) = model.selected() else { return None };
            let has_succeeded = standing(model, &task, &run) == Some(Standing::Ended(Outcome::Succeeded));
            Some(if action == Action::Cancel { Act::Cancel(task, run) } else { Act::Replay(task, run, has_succeeded) })
        }
        Action::Delete if !tasks.is_empty() => Some(Act::Delete(tasks)),
        Action::Pause if is_of_cluster(model) && is_cluster_paused(model) => Some(Act::ResumeCluster),
        Action::Pause if is_of_cluster(model) => Some(Act::PauseCluster),
        Action::Drain => scheduler().map(Act::Drain),
        Action::Undrain => scheduler().map(Act::Undrain),
        _ => None,
    }
}

/// How a run stands, as far as that was read: what has ended stays so.
fn standing(model: &Model, task: &TaskName, run: &RunId) -> Option<Standing> {
    let seen = model.facts.runs.iter().find(|seen| seen.run == *run).map(|seen| Standing::Ended(seen.outcome));
    let detail = model.facts.task.as_ref().filter(|detail| detail.view.name() == task);
    seen.or_else(|| detail?.runs.iter().find(|known| known.run == *run).map(|known| known.standing))
}

/// Why there is nothing to be done, if that is known.
fn needless(model: &Model, act: &Act) -> Option<String> {
    match act {
        Act::Cancel(task, run) => match standing(model, task, run)? {
            Standing::Ended(outcome) => Some(format!("run {run} has ended already: {}", outcome.as_str())),
            _ => None,
        },
        Act::Replay(task, run, _) => match standing(model, task, run)? {
            Standing::Ended(_) => None,
            open => Some(format!("run {run} has not ended yet: {}", open.mark().word)),
        },
        _ => None,
    }
}

/// Whether nothing is claimed anywhere.
pub(crate) fn is_cluster_paused(model: &Model) -> bool {
    model.facts.fleet.as_ref().is_some_and(|fleet| fleet.census.paused.is_some())
}

fn is_paused(model: &Model, task: &TaskName) -> bool {
    use crate::tasks::view::TaskCondition;
    let detail = model.facts.task.as_ref().filter(|detail| detail.view.name() == task);
    match (detail, model.facts.tasks.known(task)) {
        // A pause of the whole cluster is not the task's.
        (Some(detail), _) => detail.view.stored.task.is_paused_at(model.now, detail.view.stat.mtime()),
        (None, Some(row)) => row.condition == TaskCondition::Paused && !is_cluster_paused(model),
        (None, None) => false,
    }
}

fn dialog(model: &Model, act: Act) -> Dialog {
    let (verb, button, count, keeps_reason, severe) = match &act {
        Act::Pause(tasks) => ("Pause", "Pause", counted(tasks), true, false),
        Act::Resume(tasks) => ("Resume", "Resume", counted(tasks), false, false),
        Act::Run(tasks) => ("Run now", "Run", counted(tasks), true, false),
        Act::Cancel(_, run) => ("Cancel", "End run", format!("run {run}"), true, false),
        Act::Replay(_, run, _) => ("Replay", "Replay", format!("run {run}"), true, false),
        Act::Delete(tasks) => ("Delete", "Delete", counted(tasks), false, true),
        Act::Replace(task, _) => ("Change", "Change", format!("task {task}"), false, false),
        Act::Drain(name) => ("Drain", "Drain", format!("scheduler {name}"), true, false),
        Act::Undrain(name) => ("Undrain", "Undrain", format!("scheduler {name}"), false, false),
        Act::PauseCluster => ("Pause", "Pause", "everything".to_owned(), true, false),
        Act::ResumeCluster => ("Resume", "Resume", "everything".to_owned(), true, false),
    };
    let many = matches!(&act, Act::Pause(it) | Act::Resume(it) | Act::Run(it) | Act::Delete(it) if it.len() > 1);
    let wants_name = model.protected || (severe && many);
    Dialog {
        title: format!("{verb} {count} in {}", model.place),
        lines: lines(model, &act),
        reason: keeps_reason.then(tui_input::Input::default),
        confirm: wants_name.then(|| (model.place.clone(), tui_input::Input::default())),
        focus: if keeps_reason { Focus::Reason } else { Focus::Cancel },
        button,
        act,
    }
}

fn counted(tasks: &[TaskName]) -> String {
    words::counted(tasks.len() as u64, "task")
}

fn lines(model: &Model, act: &Act) -> Vec<String> {
    let (tasks, consequence) = match act {
        Act::Pause(tasks) => (tasks, "What is on its way is not stopped; no instant is due until resumed."),
        Act::Resume(tasks) if is_cluster_paused(model) => {
            (tasks, "The whole cluster is paused: they are due once that is resumed, too.")
        }
        Act::Resume(tasks) => (tasks, "Instants that the pause left out are not made up for."),
        Act::Run(tasks) if is_cluster_paused(model) => {
            (tasks, "The cluster is paused: one run each, once the cluster is resumed.")
        }
        Act::Run(tasks) => (tasks, "One run each, now, whatever the schedule says, also of a paused task."),
        Act::Cancel(task, run) => {
            let consequence = match standing(model, task, run) {
                Some(Standing::Asked) => "Nobody has claimed it: it is taken back, and never runs.",
                _ => "What was not sent never is; what is on its way is given up.",
            };
            return vec![of_task(model, task, run), consequence.to_owned()];
        }
        Act::Replay(task, run, force) => {
            let mut lines = vec![of_task(model, task, run)];
            if *force {
                lines.push("It succeeded, and is run once more all the same.".to_owned());
            }
            lines.push("A run of its own, with the plan of now and the instant of then.".to_owned());
            if is_cluster_paused(model) {
                lines.push("The cluster is paused: it runs once that is resumed.".to_owned());
            }
            return lines;
        }
        Act::Delete(tasks) if tasks.len() > 1 => {
            (tasks, "Their histories go with them. Tasks of the same names later are other ones.")
        }
        Act::Delete(tasks) => (tasks, "Its history goes with it. A task of the same name later is another one."),
        Act::Replace(_, manifest) => return changed_lines(manifest),
        Act::Drain(name) => {
            let owned: usize = processes(model, name).map(|(parts, _)| parts).sum();
            let flying: u64 = processes(model, name).map(|(_, flying)| flying).sum();
            return vec![
                format!("owns {}, {}", words::counted(owned as u64, "partition"), on_the_way(flying)),
                "Hands over and owns nothing, also after a restart, until undrained.".to_owned(),
            ];
        }
        Act::Undrain(_) => return vec!["The leader gives it its share within seconds.".to_owned()],
        Act::PauseCluster => return cluster_lines(model),
        Act::ResumeCluster => {
            let mut lines = paused_by(model).into_iter().collect::<Vec<_>>();
            lines.push("What came due meanwhile is not made up for.".to_owned());
            lines.push("What waited before is a misfire: each task's policy decides.".to_owned());
            return lines;
        }
    };
    let mut lines: Vec<String> = tasks.iter().take(NAMED).map(|task| described(model, task)).collect();
    if tasks.len() > NAMED {
        lines.push(format!("and {} more", tasks.len() - NAMED));
    }
    lines.push(consequence.to_owned());
    lines
}

fn cluster_lines(model: &Model) -> Vec<String> {
    let stats =
        model.facts.fleet.iter().flat_map(|fleet| &fleet.census.schedulers).filter_map(|one| one.stats.as_ref());
    let flying: u64 = stats.map(|(stats, _)| stats.in_flight).sum();
    vec![
        format!("{} of {}", words::counted(model.facts.tasks.all() as u64, "task"), model.place),
        "Nothing fires and no command is taken up until it is resumed.".to_owned(),
        format!(
            "{} {} on; what comes due is not made up for.",
            on_the_way(flying),
            if flying == 1 { "goes" } else { "go" }
        ),
    ]
}

/// `1 run on its way`
fn on_the_way(runs: u64) -> String {
    format!("{} on {} way", words::counted(runs, "run"), if runs == 1 { "its" } else { "their" })
}

/// Who paused the whole cluster, and why.
fn paused_by(model: &Model) -> Option<String> {
    let (pause, since) = model.facts.fleet.as_ref()?.census.paused.as_ref()?;
    let why = pause.reason.as_ref().map(|why| format!(": {}", words::harmless(why))).unwrap_or_default();
    let span = words::span(model.now.since(*since));
    Some(format!("paused {span} ago by {}{why}", words::harmless(&pause.by)))
}

fn of_task(model: &Model, task: &TaskName, run: &RunId) -> String {
    let state = standing(model, task, run).map(|standing| format!("  {}", standing.mark().word)).unwrap_or_default();
    format!("of task {task}{state}")
}

/// The lines that an editor took out and put in.
fn changed_lines(manifest: &Manifest) -> Vec<String> {
    let diff = TextDiff::from_lines(&manifest.before, &manifest.after);
    let mut lines: Vec<String> = diff
        .iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal)
        .map(|change| format!("{} {}", change.tag(), words::harmless(change.value().trim_end())))
        .collect();
    if lines.len() > CHANGED {
        let more = lines.len() - CHANGED;
        lines.truncate(CHANGED);
        lines.push(format!("and {more} lines more"));
    }
    lines
}

/// Asks whether what came out of an editor is to be the task's manifest.
pub(crate) fn ask_to_replace(model: &mut Model, task: TaskName, manifest: Manifest) {
    let dialog = dialog(model, Act::Replace(task, manifest));
    let _ = boxes::open(model, Overlay::Confirm(Box::new(dialog)));
}

/// Why what came out of an editor is not asked about; where the text is kept takes more than a line.
pub(crate) fn tell_refusal(model: &mut Model, task: &TaskName, error: CommandError) {
    if error.causes.is_empty() && error.hints.is_empty() {
        return drop(refuse(model, &error.message));
    }
    let all = std::iter::once(error.message).chain(error.causes).chain(error.hints);
    let lines = all.map(|line| words::harmless(&line)).collect();
    let command = format!("{} task edit {task}", model.command);
    model.overlay = Some(Overlay::Text { title: format!("Task {task} is not changed"), lines, from: 0, command });
}

fn processes<'a>(
    model: &'a Model,
    name: &'a nono_core::name::SchedulerName,
) -> impl Iterator<Item = (usize, u64)> + 'a {
    let all = model.facts.fleet.iter().flat_map(|fleet| &fleet.census.schedulers);
    all.filter(move |one| one.member.name == *name)
        .map(|one| (one.partitions.len(), one.stats.as_ref().map_or(0, |(stats, _)| stats.in_flight)))
}

fn described(model: &Model, task: &TaskName) -> String {
    let Some(row) = model.facts.tasks.known(task) else { return task.to_string() };
    let next = row.next.map(|next| format!(", next {}", model.clock().due(next))).unwrap_or_default();
    format!("{task}  {}{next}", row.condition.word())
}

/// What is on the screen as a command.
pub(super) fn copy_command(model: &mut Model) -> Vec<Effect> {
    let text = same::as_command(model);
    copied(model, text)
}

/// The name of what is selected.
pub(super) fn copy_name(model: &mut Model) -> Vec<Effect> {
    let text = match model.selected() {
        Some(Object::Task(name)) => name.to_string(),
        Some(Object::Scheduler(id)) => id.to_string(),
        Some(Object::Run(_, run)) => run.to_string(),
        None => return Vec::new(),
    };
    copied(model, text)
}

pub(super) fn copied(model: &mut Model, text: String) -> Vec<Effect> {
    let report = Report { text: format!("copied: {text}"), ok: Some(true), undo: None };
    model.toast = Some((report, model.now));
    vec![Effect::Copy(text)]
}
