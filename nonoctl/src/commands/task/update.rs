//! `nonoctl task update`.

mod many;

use std::collections::BTreeSet;

use nono_core::name::TaskName;
use nono_core::store::admin::{AdminError, Kept};
use nono_core::task::edit::{PauseRule, Previous, replace_document};
use nono_core::task::meaning::document_diff;
use nono_core::task::{StoredTask, Unknown};
use nono_core::time::Utc;
use serde_json::{Map, Value};

use super::add::refuse_incomplete;
use super::form;
use super::form::TaskFlags;
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::{Change, Report};
use crate::tasks::edit::{
    ChangeFlags, Failure, Targets, author, differences, invalid, refuse_if_over, refuse_own_address,
};
use crate::tasks::read;
use crate::words;

/// Change what is named of tasks, and nothing else
///
/// A change is in force at the first instant after it and never makes up the past. If somebody else changes the task at
/// the same time both changes are kept, unless they are about the same field: then this one ends with exit code 4. With
/// --replace the task becomes what the flags say, as with `apply`: what they do not name has its default again. A pause stays.
/// Of many tasks each is changed by itself, and those that refuse the change are listed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task update web.ping --timeout 45s\n  \
    nonoctl task update web.ping --cron '*/10 * * * *' --tz Europe/Berlin --reason OPS-4121\n  \
    nonoctl task update web.ping --unset jitter --label tier- --if-version 3 --dry-run\n  \
    nonoctl task update -l team=web --jitter 60s --dry-run\n  \
    nonoctl task update web.ping --replace --every 10m --url http://127.0.0.1:8080/ping")]
pub(crate) struct Args {
    #[command(flatten)]
    targets: Targets,
    /// Take a field away, so that its default counts: schedule.jitter, jitter, labels.team (repeat for more)
    #[arg(long, value_name = "FIELD", value_parser = form::unset_path)]
    unset: Vec<String>,
    /// Take away all that is not named, so that its default counts; a schedule and a URL are needed, as with `task add`
    #[arg(long, conflicts_with_all = ["unset", "selector", "filter", "all"])]
    replace: bool,
    /// Only if the task is at this version, as `task get` shows it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..), conflicts_with_all = ["selector", "filter", "all"])]
    if_version: Option<i32>,
    #[command(flatten)]
    change: ChangeFlags,
    #[command(flatten)]
    flags: TaskFlags,
}

impl Args {
    /// The task, if one is named.
    fn only(&self) -> Option<&TaskName> {
        let first = self.targets.names.first()?;
        self.targets.names.iter().all(|name| name == first).then_some(first)
    }

    /// What only one task can be told.
    fn refuse_for_many(&self) -> Result<(), CommandError> {
        let flag = if self.replace { "--replace" } else { "--if-version" };
        match self.replace || self.if_version.is_some() {
            true => Err(CommandError::usage(format!("{flag} is for one task, and several are named"))),
            false => Ok(()),
        }
    }

    /// Whether there is something to write: of a whole document another meaning, as with `apply`, else another spelling, too.
    fn differs(&self, old: &StoredTask, new: &StoredTask) -> bool {
        match self.replace {
            true => !document_diff(&old.document, &new.document).is_empty(),
            false => new.document != old.document,
        }
    }
}

/// The version that the edit began with, and what it made of the last one.
#[derive(Default)]
struct Attempt {
    first: Option<Map<String, Value>>,
    last: Option<(Kept<StoredTask>, StoredTask)>,
}

pub(crate) async fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    let edit = Typed::of(args)?;
    match args.only() {
        Some(name) => one(args, &edit, name, invocation).await,
        None => many::run(args, &edit, invocation).await,
    }
}

async fn one(args: &Args, edit: &Typed<'_>, name: &TaskName, invocation: &Invocation) -> Result<Exit, CommandError> {
    let cluster = invocation.cluster().await?;
    let expected = args.if_version.map(|version| version - 1);
    let mut attempt = Attempt::default();
    let done = if args.change.dry_run {
        rehearse((args, name), edit, invocation, &cluster, &mut attempt).await.map(|()| None)
    } else {
        let author = author(invocation, "task update", &args.change);
        cluster
            .admin
            .update(name, expected, &author, |base| edit.make(base, &cluster, invocation.now(), &mut attempt))
            .await
    };
    let edited = match done {
        Ok(edited) => edited,
        Err(failure) => return Err(explained(failure, name, invocation, &cluster).await),
    };
    edited.iter().filter_map(|edited| edited.warning.as_ref()).for_each(|warning| invocation.warn(warning));
    invocation.print(&Report::Changes(vec![change_of(args, name, &attempt)]))?;
    warn_if_over(&attempt, invocation);
    Ok(Exit::Ok)
}

/// What was typed, ready to be written into any version of the task.
struct Typed<'a> {
    args: &'a Args,
    body: Option<Value>,
}

impl<'a> Typed<'a> {
    /// A body from a file or standard input is read once, however often the edit is tried.
    fn of(args: &'a Args) -> Result<Self, CommandError> {
        let only = args.only();
        if only.is_none() {
            args.refuse_for_many()?;
        }
        let typed = Self { args, body: args.flags.read_body()? };
        let mut probe = Map::new();
        args.flags.write(typed.body.as_ref(), &mut probe)?;
        if probe.is_empty() && args.unset.is_empty() && args.flags.label.is_empty() {
            let whose = only.map(|name| format!(" in task \"{name}\"")).unwrap_or_default();
            return Err(CommandError::usage(format!("nothing to change{whose} was named"))
                .with_hint("nonoctl task update --help"));
        }
        if let (true, Some(name)) = (args.replace, only) {
            refuse_incomplete(name, &probe)?;
        }
        Ok(typed)
    }

    fn write(&self, name: &TaskName, document: &mut Map<String, Value>) -> Result<(), CommandError> {
        if self.args.replace {
            // No flag says anything of a pause; what this release does not know stays by itself.
            let kept = document.shift_remove("paused").map(|pause| ("paused".to_owned(), pause));
            *document = Map::from_iter([("name".to_owned(), name.as_str().into())]);
            document.extend(kept);
        }
        for path in &self.args.unset {
            form::take(document, path);
        }
        self.args.flags.write(self.body.as_ref(), document)
    }

    fn make(
        &self,
        base: &Kept<StoredTask>,
        cluster: &Cluster,
        now: Utc,
        attempt: &mut Attempt,
    ) -> Result<Option<StoredTask>, Failure> {
        let first = attempt.first.get_or_insert_with(|| base.value.document.clone().into_map());
        let task = self.made(base, first, cluster, now)?;
        let differs = self.args.differs(&base.value, &task);
        attempt.last = Some((base.clone(), task.clone()));
        Ok(differs.then_some(task))
    }

    /// The task as it is to be; `first` is what it was when the edit began.
    fn made(
        &self,
        base: &Kept<StoredTask>,
        first: &Map<String, Value>,
        cluster: &Cluster,
        now: Utc,
    ) -> Result<StoredTask, CommandError> {
        let (name, current) = (&base.value.task.name, &base.value.document);
        let mut document = current.clone().into_map();
        self.write(name, &mut document)?;
        self.refuse_if_contested(name, first, current, &document)?;
        let previous = Previous { stored: &base.value, mtime: base.stat.mtime(), now };
        let made = replace_document(previous, document, Unknown::Keep, PauseRule::AsWritten);
        let task = made.map_err(|problems| invalid(name, &problems))?;
        refuse_own_address(cluster, &task)?;
        if schedule_is_new(&base.value, &task) {
            refuse_if_over(&task, now)?;
        }
        Ok(task)
    }

    /// Exit 4 if somebody changed, meanwhile, what this edit is about.
    fn refuse_if_contested(
        &self,
        name: &TaskName,
        first: &Map<String, Value>,
        current: &Map<String, Value>,
        document: &Map<String, Value>,
    ) -> Result<(), CommandError> {
        if first == current {
            return Ok(());
        }
        let mut from_first = first.clone();
        self.write(name, &mut from_first)?;
        let changed = |old: &Map<String, Value>, new: &Map<String, Value>| -> BTreeSet<String> {
            document_diff(old, new).into_iter().map(|change| change.field).collect()
        };
        let theirs = changed(first, current);
        let ours: BTreeSet<String> = changed(first, &from_first).union(&changed(current, document)).cloned().collect();
        let Some(field) = theirs.intersection(&ours).next() else { return Ok(()) };
        Err(CommandError::conflict(format!("task \"{name}\": {field} was changed by somebody else at the same time"))
            .with_hint(format!("nonoctl task get {name}"))
            .about("task", name.as_str()))
    }
}

fn schedule_is_new(old: &StoredTask, new: &StoredTask) -> bool {
    document_diff(&old.document, &new.document).iter().any(|change| change.field.starts_with("schedule."))
}

async fn rehearse(
    (args, name): (&Args, &TaskName),
    edit: &Typed<'_>,
    invocation: &Invocation,
    cluster: &Cluster,
    attempt: &mut Attempt,
) -> Result<(), Failure> {
    let base = cluster.admin.task(name).await?;
    let have = args.if_version.map(|version| version - 1);
    if let Some(have) = have.filter(|have| *have != base.stat.version) {
        let (name, is, at) = (name.clone(), base.stat.version, base.stat.mtime());
        return Err(AdminError::Conflict { name, have, is, by: None, at }.into());
    }
    edit.make(&base, cluster, invocation.now(), attempt).map(drop)
}

async fn explained(failure: Failure, name: &TaskName, invocation: &Invocation, cluster: &Cluster) -> CommandError {
    match failure {
        Failure::Admin(AdminError::NotFound { .. }) => read::not_found(cluster, name).await,
        Failure::Admin(AdminError::Conflict { name, have, is, by, at }) => {
            let ago = format!("{} ago", words::rough_span(invocation.now().since(at)));
            let who = by.map_or_else(|| ago.clone(), |by| format!("{by}, {ago}"));
            let (have, is) = (have + 1, is + 1);
            let message = format!("task \"{name}\" changed: you have version {have}, the cluster has {is} ({who})");
            cluster.named(
                CommandError::conflict(message)
                    .with_hint(format!("nonoctl task get {name} -o yaml      then retry with --if-version {is}"))
                    .about("task", name.as_str()),
            )
        }
        other => other.in_cluster(cluster),
    }
}

fn change_of(args: &Args, name: &TaskName, attempt: &Attempt) -> Change {
    let (version, changes, differs) = match &attempt.last {
        Some((base, task)) => {
            let version = i64::from(base.stat.version) + 1;
            (Some(version), differences(&base.value, task), args.differs(&base.value, task))
        }
        None => (None, Vec::new(), false),
    };
    let mut change = Change::new("task", name.as_str(), if differs { "updated" } else { "unchanged" });
    change.version = version.map(|version| if differs { version + 1 } else { version });
    change.changes = changes;
    change.dry_run = args.change.dry_run;
    change
}

fn warn_if_over(attempt: &Attempt, invocation: &Invocation) {
    let over = attempt.last.iter().any(|(_, task)| task.task.schedule.never_again(invocation.now().floor()));
    if over {
        invocation.warn("the schedule of this task has no instant after now");
    }
}
