//! Writes changes of tasks: who did it, which tasks are meant, and what is said of each.
//!
//! Whatever happens to one task of many, the others are changed all the same; each one that failed is listed.

use std::collections::BTreeSet;

use nono_core::name::TaskName;
use nono_core::store::admin::{AdminError, Author, Edit, Edited, Kept};
use nono_core::task::egress::check_target;
use nono_core::task::meaning::document_diff;
use nono_core::task::{Problems, StoredTask, field};
use nono_core::time::Utc;

use super::read;
use super::selector::Selector;
use crate::confirm::{Danger, Question};
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::filter::{Filter, Kind};
use crate::invocation::Invocation;
use crate::output::{Change, FieldChange, Report};
use crate::tally::Tally;
use crate::words;

/// Which tasks a change is about.
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("which").required(true).multiple(true).args(["names", "selector", "filter", "all"]))]
pub(crate) struct Targets {
    /// Tasks, by name
    #[arg(value_name = "NAME", value_parser = super::task_name)]
    pub(crate) names: Vec<TaskName>,
    /// Tasks, by label: key=value, key!=value, key, !key, joined by commas
    #[arg(short = 'l', long, value_name = "SELECTOR", conflicts_with = "names")]
    pub(crate) selector: Option<Selector>,
    /// Tasks that this query means, such as state:failing or lag>1s; see task list --filter
    #[arg(long, value_name = "QUERY", conflicts_with = "names")]
    pub(crate) filter: Option<String>,
    /// Every task of the cluster: its name must be typed, or given with --confirm
    #[arg(long, conflicts_with_all = ["names", "selector", "filter"])]
    pub(crate) all: bool,
}

impl Targets {
    /// Tasks by name.
    pub(crate) const fn named(names: Vec<TaskName>) -> Self {
        Self { names, selector: None, filter: None, all: false }
    }

    /// Whether they were picked by what they are, and not named.
    pub(crate) const fn are_picked(&self) -> bool {
        self.selector.is_some() || self.filter.is_some() || self.all
    }

    /// How dangerous a change of `count` tasks is that are meant so.
    pub(crate) const fn danger(&self, count: usize) -> Danger {
        match (self.all, count > 1 || self.are_picked()) {
            (true, _) => Danger::Severe,
            (false, true) => Danger::Moderate,
            (false, false) => Danger::Mild,
        }
    }
}

/// What every change can be told.
#[derive(Debug, clap::Args)]
pub(crate) struct ChangeFlags {
    /// Say what would be done, and do nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Why, for the history of changes
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
}

/// Who edits, and how.
pub(crate) fn author(invocation: &Invocation, command: &str, flags: &ChangeFlags) -> Author {
    who(invocation, command, flags.reason.clone())
}

/// Who changes something of the cluster, by which command, and why.
pub(crate) fn who(invocation: &Invocation, command: &str, reason: Option<String>) -> Author {
    Author {
        by: invocation.person.clone(),
        identity: invocation.identity(),
        command: command.to_owned(),
        reason,
        at: invocation.now(),
    }
}

/// What became of a change of each task.
pub(crate) struct Outcome {
    /// Those that were changed, or would be.
    pub(crate) changes: Vec<Change>,
    /// Those that were not.
    pub(crate) failures: Vec<CommandError>,
}

impl Outcome {
    /// Says all of it; exit 0 only if nothing failed. A single task's failure is the command's.
    pub(crate) fn report(self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let all = self.changes.len() + self.failures.len();
        self.report_of(invocation, (all, "task"))
    }

    /// The same, of so many; what was said already is not among the changes.
    pub(crate) fn report_of(
        mut self,
        invocation: &Invocation,
        (all, kind): (usize, &str),
    ) -> Result<Exit, CommandError> {
        if all == 1
            && let Some(error) = self.failures.pop()
        {
            return Err(error);
        }
        invocation.print(&Report::Changes(self.changes))?;
        if self.failures.is_empty() {
            return Ok(Exit::Ok);
        }
        let message = format!("{} of {} failed", self.failures.len(), words::counted(all as u64, kind));
        Err(self.failures.into_iter().fold(CommandError::failed(message), |error, one| error.with_cause(one.message)))
    }
}

/// The tasks that are meant, in the order of their names, and an error for each that is not there or unreadable.
pub(crate) async fn chosen(
    cluster: &Cluster,
    invocation: &Invocation,
    targets: &Targets,
) -> Result<(Vec<Kept<StoredTask>>, Vec<CommandError>), CommandError> {
    match targets.are_picked() {
        true => {
            Ok((picked(cluster, invocation, targets.selector.as_ref(), targets.filter.as_deref()).await?, Vec::new()))
        }
        false => named(cluster, &targets.names).await,
    }
}

/// The tasks that a selector and a filter mean, of those that can be read; without either all.
pub(crate) async fn picked(
    cluster: &Cluster,
    invocation: &Invocation,
    selector: Option<&Selector>,
    filter: Option<&str>,
) -> Result<Vec<Kept<StoredTask>>, CommandError> {
    if filter.is_none() {
        return selected(cluster, invocation, selector).await;
    }
    let filter = Filter::of_flag(filter, Kind::Task)?;
    let census = invocation.progress().during("reading tasks", read::all(cluster)).await?;
    census.warn_of_labels(&filter, invocation);
    let census = census.select(selector, invocation).filter(&filter, invocation.now());
    Ok(census.tasks.into_iter().map(|task| Kept { value: *task.stored, stat: task.stat }).collect())
}

/// The tasks that a selector means; without one all.
pub(crate) async fn selected(
    cluster: &Cluster,
    invocation: &Invocation,
    selector: Option<&Selector>,
) -> Result<Vec<Kept<StoredTask>>, CommandError> {
    let work = cluster.admin.read_all_tasks();
    let tasks = invocation.progress().during("reading tasks", work).await;
    let mut found = tasks.map_err(|error| cluster.admin_error(error))?.found;
    let Some(selector) = selector else { return Ok(found) };
    let known: BTreeSet<&str> =
        found.iter().flat_map(|task| task.value.task.labels.keys().map(String::as_str)).collect();
    selector.unknown_keys(&known).into_iter().for_each(|line| invocation.warn(line));
    found.retain(|task| selector.matches(&task.value.task.labels));
    Ok(found)
}

async fn named(
    cluster: &Cluster,
    names: &[TaskName],
) -> Result<(Vec<Kept<StoredTask>>, Vec<CommandError>), CommandError> {
    let unique: BTreeSet<&TaskName> = names.iter().collect();
    let wanted: Vec<TaskName> = unique.into_iter().cloned().collect();
    let tasks = cluster.admin.tasks(&wanted).await.map_err(|error| cluster.admin_error(error))?;
    let mut failures = Vec::new();
    for name in &wanted {
        if let Some(why) = tasks.unreadable.get(name.as_str()) {
            failures.push(cluster.named(crate::connect::unreadable(why).about("task", name.as_str())));
        } else if !tasks.found.iter().any(|task| task.value.task.name == *name) {
            failures.push(read::not_found(cluster, name).await);
        }
    }
    Ok((tasks.found, failures))
}

/// Asks before a change of many tasks: a selector, or more than one name.
pub(crate) fn confirm_many(
    invocation: &Invocation,
    cluster: &Cluster,
    targets: &Targets,
    verb: &str,
    names: &[TaskName],
) -> Result<(), CommandError> {
    if names.is_empty() {
        return Ok(());
    }
    invocation.confirm(targets.danger(names.len()), &question(cluster, verb, names))
}

/// `delete 3 tasks in zk1:2181/nono`, and which.
pub(crate) fn question(cluster: &Cluster, verb: &str, names: &[TaskName]) -> Question {
    let what = format!("{verb} {} in {}", words::counted(names.len() as u64, "task"), cluster.place);
    Question { what, items: names.iter().map(|name| format!("task/{name}")).collect() }
}

/// One change of one task, made from what is there; `None` leaves it as it is.
pub(crate) type Make<'a> = &'a (dyn Fn(&Kept<StoredTask>) -> Result<Option<StoredTask>, CommandError> + Sync);

/// Changes each of `tasks`, all in few transactions. One that somebody else changed meanwhile is made anew from what
/// is there then. Those that are as they are to be are counted at once.
pub(crate) async fn change_each(
    cluster: &Cluster,
    author: &Author,
    tasks: Vec<Kept<StoredTask>>,
    make: Make<'_>,
    tally: Option<&Tally>,
) -> Vec<(Kept<StoredTask>, Result<Option<(StoredTask, Edited)>, CommandError>)> {
    let mut edits = Vec::new();
    let mut planned = Vec::new();
    for base in tasks {
        let made = make(&base);
        if let Ok(Some(task)) = &made {
            edits.push(Edit::Replace { base: Box::new(base.clone()), task: Box::new(task.clone()) });
        }
        planned.push((base, made));
    }
    if let Some(tally) = tally {
        tally.settle(planned.iter().filter(|(_, made)| matches!(made, Ok(None))).count());
    }
    let mut edited = cluster.admin.edit_all(edits, author).await.into_iter();
    let mut results = Vec::with_capacity(planned.len());
    for (base, made) in planned {
        let result = match made {
            Err(error) => Err(error),
            Ok(None) => Ok(None),
            Ok(Some(task)) => match edited.next() {
                Some(Ok(edited)) => Ok(Some((task, edited))),
                Some(Err(AdminError::Conflict { .. })) => change_again(cluster, author, &base, make).await,
                Some(Err(error)) => Err(cluster.admin_error(error)),
                None => Err(CommandError::unavailable("the edit has no result").with_unknown_result()),
            },
        };
        results.push((base, result));
    }
    results
}

async fn change_again(
    cluster: &Cluster,
    author: &Author,
    base: &Kept<StoredTask>,
    make: Make<'_>,
) -> Result<Option<(StoredTask, Edited)>, CommandError> {
    let mut made = None;
    let done = cluster.admin.update(&base.value.task.name, None, author, |now| {
        made = make(now)?;
        Ok::<_, Failure>(made.clone())
    });
    let edited = done.await.map_err(|failure| failure.in_cluster(cluster))?;
    Ok(edited.and_then(|edited| made.map(|task| (task, edited))))
}

/// Why an edit that is made from what is there came to nothing.
pub(crate) enum Failure {
    /// The store's reason.
    Admin(AdminError),
    /// Ours.
    Command(Box<CommandError>),
}

impl Failure {
    /// As the user meets it.
    pub(crate) fn in_cluster(self, cluster: &Cluster) -> CommandError {
        match self {
            Self::Admin(error) => cluster.admin_error(error),
            Self::Command(error) => cluster.named(*error),
        }
    }
}

impl From<AdminError> for Failure {
    fn from(error: AdminError) -> Self {
        Self::Admin(error)
    }
}

impl From<CommandError> for Failure {
    fn from(error: CommandError) -> Self {
        Self::Command(Box::new(error))
    }
}

/// What two versions differ in, as people name it.
pub(crate) fn differences(old: &StoredTask, new: &StoredTask) -> Vec<FieldChange> {
    document_diff(&old.document, &new.document).into_iter().map(FieldChange::from).collect()
}

/// Exit 2: everything that is wrong with a document, each named by its flag where it has one.
pub(crate) fn invalid(name: &TaskName, problems: &Problems) -> CommandError {
    let lines: Vec<String> = problems.0.iter().map(|problem| by_flag(&problem.path, &problem.to_string())).collect();
    let error = match lines.as_slice() {
        [one] => CommandError::usage(format!("task \"{name}\": {one}")),
        _ => CommandError::usage(format!("task \"{name}\" is not valid")),
    };
    let causes = if lines.len() > 1 { lines } else { Vec::new() };
    causes.into_iter().fold(error, CommandError::with_cause).about("task", name.as_str())
}

/// The line, beginning with the flag in place of the field's path.
fn by_flag(path: &str, line: &str) -> String {
    let flag = field::field(path).and_then(|field| field.flag).filter(|flag| flag.starts_with("--"));
    let line = match (flag, line.strip_prefix(path)) {
        (Some(flag), Some(rest)) => format!("{flag}{rest}"),
        _ => line.to_owned(),
    };
    // What it advises is said of fields, too.
    let advised =
        field::FIELDS.iter().filter_map(|other| Some((other.path, other.flag.filter(|flag| flag.starts_with("--"))?)));
    let advised =
        advised.map(|(path, flag)| (format!("set {path} to "), flag)).find(|(advice, _)| line.contains(advice));
    match advised {
        Some((advice, flag)) => line.replace(&advice, &format!("set {flag} to ")),
        None => line,
    }
}

/// Exit 2 when a task would call ZooKeeper itself.
pub(crate) fn refuse_own_address(cluster: &Cluster, task: &StoredTask) -> Result<(), CommandError> {
    check_target(&task.task, &cluster.own_endpoints())
        .map_err(|problems| cluster.named(invalid(&task.task.name, &problems)))
}

/// Exit 2 when a schedule that was just set is never due again.
pub(crate) fn refuse_if_over(task: &StoredTask, now: Utc) -> Result<(), CommandError> {
    if !task.task.schedule.never_again(now.floor()) {
        return Ok(());
    }
    let name = &task.task.name;
    Err(CommandError::usage(format!("task \"{name}\": the schedule has no instant after now"))
        .about("task", name.as_str()))
}
