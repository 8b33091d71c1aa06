//! `nonoctl apply`
//!
//! Makes tasks mean what their manifests say. Nothing is written unless every manifest can be read; then each task is an
//! edit of its own, and what somebody else changed in between is decided anew from what is there.

mod asking;

use std::collections::HashSet;

use clap::Args;
use futures::stream::{self, StreamExt};
use nono_core::name::TaskName;
use nono_core::store::admin::{Admin, AdminError, Author, Edit, Kept};
use nono_core::task::StoredTask;
use nono_core::time::Utc;
use rustc_hash::FxHashMap;

use super::task::rm::note_removal;
use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::manifest::plan::{Step, plan};
use crate::manifest::{self, Depth, Item};
use crate::output::{Change, Report};
use crate::progress::Progress;
use crate::tally::Tally;
use crate::tasks::edit::{selected, who};
use crate::tasks::selector::Selector;
use crate::words;

/// So many tasks are written between two signs of progress.
const PORTION: usize = 1_000;
/// So many portions are on their way at a time.
const AT_ONCE: usize = 4;
/// So often a task that others keep changing is decided anew.
const ROUNDS: usize = 10;

/// Where manifests are.
#[derive(Debug, Args)]
pub(crate) struct ManifestArgs {
    /// Manifests, YAML or JSON: a file, a folder, or - for standard input; repeat it for more
    #[arg(short = 'f', long = "file", value_name = "FILE|DIR|-", required = true)]
    files: Vec<String>,
    /// Read the folders in a folder, too
    #[arg(short = 'R', long)]
    recursive: bool,
}

impl ManifestArgs {
    /// All tasks that the manifests describe, or every problem of them. `pruning` deletes what is not among them.
    pub(crate) fn read(&self, pruning: &PruneArgs) -> Result<Vec<Item>, CommandError> {
        let depth = match (self.recursive, pruning.prune) {
            (true, _) => Depth::Recursive,
            (false, true) => Depth::Whole,
            (false, false) => Depth::Flat,
        };
        manifest::read(&self.files, depth, &mut std::io::stdin().lock())
    }
}

/// Which tasks go because no manifest describes them.
#[derive(Debug, Default, Args)]
pub(crate) struct PruneArgs {
    /// Delete the tasks that -l means and no manifest describes; a folder with more manifests in its folders needs -R
    #[arg(long, requires = "selector")]
    prune: bool,
    /// With --prune: which tasks the manifests are meant to be all of, by label
    #[arg(short = 'l', long, value_name = "SELECTOR", requires = "prune")]
    selector: Option<Selector>,
}

impl PruneArgs {
    /// Whether anything may be deleted.
    pub(crate) const fn is_wanted(&self) -> bool {
        self.prune
    }

    /// The tasks that are to go, in the order of their names. One that cannot be read is never among them.
    pub(crate) async fn doomed(
        &self,
        cluster: &Cluster,
        invocation: &Invocation,
        items: &[Item],
    ) -> Result<Vec<Kept<StoredTask>>, CommandError> {
        if !self.prune {
            return Ok(Vec::new());
        }
        let described: HashSet<&TaskName> = items.iter().map(|item| &item.task.name).collect();
        let mut tasks = selected(cluster, invocation, self.selector.as_ref()).await?;
        tasks.retain(|task| !described.contains(&task.value.task.name));
        Ok(tasks)
    }
}

/// Create tasks from manifests, and change those that are there
///
/// A manifest that means what the task already is changes nothing. A pause stays unless the manifest says something of
/// `paused`; `paused: null` resumes. With --prune -l the tasks that the selector means and no manifest describes are deleted,
/// unless a manifest failed. In a protected context a change of several tasks that are there is asked for. A dry run shows how the next instants change. What `task get -o yaml` and `task list -o yaml` print is a manifest.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl apply -f tasks/\n  nonoctl task list -o yaml > backup.yaml; nonoctl apply -f backup.yaml\n  \
    nonoctl apply -f tasks/ -R --prune -l team=web --dry-run"
)]
pub(crate) struct ApplyArgs {
    #[command(flatten)]
    manifests: ManifestArgs,
    #[command(flatten)]
    pruning: PruneArgs,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// End with exit code 9 when something was changed, or would be
    #[arg(long)]
    exit_code: bool,
    /// Why, for the history of changes
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

impl ApplyArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let items = self.manifests.read(&self.pruning)?;
        let applying = Applying { pruning: &self.pruning, dry_run: self.dry_run, exit_code: self.exit_code };
        let done = applying.execute(invocation, &items, |invocation| who(invocation, "apply", self.reason.clone()));
        // The process ends: to give back a hundred thousand tasks before it does takes longer than to print them.
        std::mem::forget(items);
        done
    }
}

/// How manifests are applied.
pub(crate) struct Applying<'a> {
    /// What goes beside.
    pub(crate) pruning: &'a PruneArgs,
    /// Whether nothing is written.
    pub(crate) dry_run: bool,
    /// Whether a change is exit 9.
    pub(crate) exit_code: bool,
}

impl Applying<'_> {
    /// Makes the tasks mean what `items` say, and tells what became of each. The author is made once there is a session.
    pub(crate) fn execute(
        &self,
        invocation: &Invocation,
        items: &[Item],
        author: impl Fn(&Invocation) -> Author,
    ) -> Result<Exit, CommandError> {
        let applied = invocation.block_on(self.apply(invocation, items, author))?;
        applied.report(invocation, self.exit_code)
    }

    async fn apply(
        &self,
        invocation: &Invocation,
        items: &[Item],
        author: impl Fn(&Invocation) -> Author,
    ) -> Result<Applied, CommandError> {
        let cluster = invocation.cluster().await?;
        manifest::refuse_targets(items, &cluster.own_endpoints()).map_err(|error| cluster.named(error))?;
        let doomed = self.pruning.doomed(&cluster, invocation, items).await?;
        if !self.dry_run {
            self.confirm(&cluster, invocation, items, &doomed).await?;
        }
        let tally = Tally::new(&cluster.admin, "applied", items.len());
        let work = Work { admin: cluster.admin.clone(), author: author(invocation), dry_run: self.dry_run, tally };
        if !self.dry_run {
            invocation.on_signal_count(&work.tally);
        }
        let mut applied = work.all(&cluster, items, invocation.progress()).await?;
        applied.in_order(items);
        if !self.dry_run && !doomed.is_empty() {
            invocation.on_signal_count(&Tally::new(&cluster.admin, "pruned, and all manifests applied", doomed.len()));
        }
        work.prune(&cluster, doomed, &mut applied).await;
        Ok(applied)
    }
}

fn say(progress: &mut Progress, applied: &Applied, all: usize) {
    let done = applied.changes.len() + applied.failures.len();
    let text = format!("applied {} of {}", words::count(done as u64), words::counted(all as u64, "task"));
    progress.count(done as u64, all as u64, &text);
}

/// The items partition by partition, since schedulers read a partition again after each change in it.
fn portions<'i>(cluster: &Cluster, items: &'i [Item]) -> Vec<Vec<&'i Item>> {
    let mut sorted: Vec<_> = items.iter().map(|item| (cluster.partition_of(&item.task.name), item)).collect();
    sorted.sort_by_key(|(partition, _)| *partition);
    let mut portions: Vec<Vec<&Item>> = Vec::new();
    for partition in sorted.chunk_by(|(one, _), (other, _)| one == other) {
        let its_items = partition.iter().map(|(_, item)| *item);
        match portions.last_mut() {
            Some(last) if last.len() + partition.len() <= PORTION => last.extend(its_items),
            _ => portions.push(its_items.collect()),
        }
    }
    portions
}

/// What is under way.
struct Work {
    admin: Admin,
    author: Author,
    dry_run: bool,
    tally: Tally,
}

impl Work {
    /// Several portions at once, so that neither ZooKeeper nor this side waits for the other.
    async fn all(&self, cluster: &Cluster, items: &[Item], mut progress: Progress) -> Result<Applied, CommandError> {
        let portions = portions(cluster, items).into_iter().map(|portion| self.portion(portion));
        let mut portions = stream::iter(portions).buffer_unordered(AT_ONCE);
        let mut applied = Applied::default();
        while let Some(portion) = portions.next().await {
            match portion {
                Ok(part) => applied.join(part),
                // Some may be on their way, and others are written.
                Err(error) => {
                    let error = cluster.named(error.into());
                    return Err(if self.dry_run { error } else { self.tally.cuts(error.with_unknown_result()) });
                }
            }
            say(&mut progress, &applied, items.len());
        }
        Ok(applied)
    }

    /// Deletes what is to go, each only as it was read. What failed before may have been meant to stay.
    async fn prune(&self, cluster: &Cluster, doomed: Vec<Kept<StoredTask>>, applied: &mut Applied) {
        if doomed.is_empty() {
            return;
        }
        if !applied.failures.is_empty() {
            let what = words::counted(doomed.len() as u64, "task");
            applied.warnings.push(format!("not deleted: {what}, since some manifests failed"));
            return;
        }
        let names: Vec<TaskName> = doomed.iter().map(|task| task.value.task.name.clone()).collect();
        let edits = doomed.into_iter().map(|task| Edit::Remove { name: task.value.task.name, stat: task.stat });
        let results = match self.dry_run {
            true => names.iter().map(|_| Ok(())).collect(),
            false => self
                .admin
                .edit_all(edits.collect(), &self.author)
                .await
                .into_iter()
                .map(|one| one.map(drop))
                .collect::<Vec<_>>(),
        };
        let mut gone = Vec::new();
        for (name, result) in names.iter().zip(results) {
            match result {
                Ok(()) => {
                    gone.push(name);
                    let mut change = Change::new("task", name.as_str(), "deleted");
                    change.dry_run = self.dry_run;
                    applied.changes.push(change);
                }
                Err(error) => applied.failures.push((name.clone(), error.into())),
            }
        }
        if !self.dry_run {
            applied.warnings.extend(note_removal(cluster, &self.author, &gone).await);
        }
    }

    async fn portion(&self, items: Vec<&Item>) -> Result<Applied, AdminError> {
        let mut applied = Applied::default();
        let mut waiting = items;
        for round in 1.. {
            if waiting.is_empty() {
                break;
            }
            let steps = plan(&self.admin, &waiting, self.author.at).await?;
            waiting = self.round(waiting, steps, round == ROUNDS, &mut applied).await;
        }
        Ok(applied)
    }

    /// Does what is to be done; what somebody else was faster with comes back, unless this was the last round.
    async fn round<'i>(
        &self,
        items: Vec<&'i Item>,
        steps: Vec<Result<Step, CommandError>>,
        last: bool,
        applied: &mut Applied,
    ) -> Vec<&'i Item> {
        let mut edits = Vec::new();
        let mut edited = Vec::new();
        for (item, step) in items.into_iter().zip(steps) {
            match step {
                Err(error) => applied.failed(item, error),
                Ok(step) => {
                    let told = Told::of(item, &step, self.dry_run, self.author.at);
                    match step.into_edit().filter(|_| !self.dry_run) {
                        None => {
                            self.tally.settle(1);
                            applied.done(told);
                        }
                        Some(edit) => {
                            edits.push(edit);
                            edited.push((item, told));
                        }
                    }
                }
            }
        }
        let results = self.admin.edit_all(edits, &self.author).await;
        let mut again = Vec::new();
        for ((item, told), result) in edited.into_iter().zip(results) {
            match result {
                Ok(edited) => {
                    let warning = edited.warning.map(|warning| format!("task \"{}\": {warning}", edited.name));
                    applied.warnings.extend(warning);
                    applied.done(told);
                }
                Err(error) if !last && is_race(&error) => again.push(item),
                Err(error) => applied.failed(item, error.into()),
            }
        }
        again
    }
}

/// Whether the task was changed, made or removed between reading and writing.
const fn is_race(error: &AdminError) -> bool {
    matches!(error, AdminError::Conflict { .. } | AdminError::Exists { .. } | AdminError::NotFound { .. })
}

/// What there is to say of a manifest once its edit is made.
struct Told {
    change: Change,
    /// That its schedule is over.
    over: Option<String>,
}

impl Told {
    fn of(item: &Item, step: &Step, dry_run: bool, now: Utc) -> Self {
        let over = step.task().filter(|task| task.task.schedule.never_again(now.floor()));
        let over = over
            .map(|task| format!("{}: task \"{}\" has no instant left: it never fires", item.origin, task.task.name));
        Self { change: change(item, step, dry_run, now), over }
    }
}

/// What became of the manifests.
#[derive(Default)]
struct Applied {
    changes: Vec<Change>,
    failures: Vec<(TaskName, CommandError)>,
    warnings: Vec<String>,
}

impl Applied {
    fn join(&mut self, part: Self) {
        self.changes.extend(part.changes);
        self.failures.extend(part.failures);
        self.warnings.extend(part.warnings);
    }

    fn done(&mut self, told: Told) {
        self.changes.push(told.change);
        self.warnings.extend(told.over);
    }

    fn failed(&mut self, item: &Item, error: CommandError) {
        let message = format!("{}: task \"{}\": {}", item.origin, item.task.name, error.message);
        self.failures.push((item.task.name.clone(), CommandError { message, ..error }));
    }

    /// As the manifests stand, not as the partitions were written.
    fn in_order(&mut self, items: &[Item]) {
        let places: FxHashMap<&str, usize> =
            items.iter().enumerate().map(|(place, item)| (item.task.name.as_str(), place)).collect();
        self.changes.sort_by_cached_key(|change| places.get(change.name.as_str()).copied());
        self.failures.sort_by_key(|(name, _)| places.get(name.as_str()).copied());
    }

    fn report(mut self, invocation: &Invocation, exit_code: bool) -> Result<Exit, CommandError> {
        self.warnings.iter().for_each(|warning| invocation.warn(warning));
        let unchanged = self.changes.iter().filter(|change| change.action == "unchanged").count();
        let changed = self.changes.len() > unchanged;
        let all = self.changes.len() + self.failures.len();
        if all == 1
            && let Some((_, error)) = self.failures.pop()
        {
            return Err(error);
        }
        if invocation.verbose > 0 {
            self.changes.iter_mut().for_each(|change| change.silent = false);
        }
        invocation.print(&Report::Changes(self.changes))?;
        if unchanged > 0 && invocation.verbose == 0 {
            invocation.note(format_args!("unchanged {} (-v lists them)", words::counted(unchanged as u64, "task")));
        }
        if !self.failures.is_empty() {
            return Err(failed(all, self.failures));
        }
        Ok(if exit_code && changed { Exit::Changes } else { Exit::Ok })
    }
}

fn failed(all: usize, failures: Vec<(TaskName, CommandError)>) -> CommandError {
    let message = format!("{} of {} failed", failures.len(), words::counted(all as u64, "task"));
    let mut error = CommandError::failed(message);
    error.applied_unknown = failures.iter().any(|(_, failure)| failure.applied_unknown);
    if error.applied_unknown {
        error = error.with_progress((all - failures.len()) as u64, all as u64);
    }
    failures.into_iter().fold(error, |error, (_, failure)| error.with_cause(failure.message))
}

/// The result line of one manifest.
pub(crate) fn change(item: &Item, step: &Step, dry_run: bool, now: Utc) -> Change {
    let mut change = Change::new("task", item.task.name.as_str(), step.action());
    change.version = Some(step.version());
    change.dry_run = dry_run;
    change.silent = matches!(step, Step::Keep(_));
    if let Step::Update { changes, .. } = step {
        change.changes.clone_from(changes);
    }
    if let Some(next) = dry_run.then(|| step.next_change(now)).flatten() {
        change.more.insert("next".to_owned(), next.document());
        if matches!(step, Step::Update { .. }) {
            change.details = next.lines();
        }
    }
    change
}

#[cfg(test)]
mod tests;
