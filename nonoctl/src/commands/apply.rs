//! `nonoctl apply`
//!
//! Makes tasks mean what their manifests say. Nothing is written unless every manifest can be read; then each task is an
//! edit of its own, and what somebody else changed in between is decided anew from what is there.

use clap::Args;
use nono_core::name::TaskName;
use nono_core::store::admin::{Admin, AdminError, Author};
use nono_core::time::Utc;

use crate::connect::Cluster;
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::manifest::plan::{Step, plan};
use crate::manifest::{self, Depth, Item};
use crate::output::{Change, Report};
use crate::progress::Progress;
use crate::tasks::edit::who;
use crate::words;

/// So many tasks are written between two signs of progress.
const PORTION: usize = 1_000;
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
    /// All tasks that the manifests describe, or every problem of them.
    pub(crate) fn read(&self) -> Result<Vec<Item>, CommandError> {
        let depth = if self.recursive { Depth::Recursive } else { Depth::Flat };
        manifest::read(&self.files, depth, &mut std::io::stdin().lock())
    }
}

/// Create tasks from manifests, and change those that are there
///
/// A manifest that means what the task already is changes nothing. A pause stays unless the manifest says something of
/// `paused`; `paused: null` resumes. What `task get -o yaml` and `task list -o yaml` print is a manifest.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl apply -f tasks/\n  nonoctl task list -o yaml > backup.yaml; nonoctl apply -f backup.yaml"
)]
pub(crate) struct ApplyArgs {
    #[command(flatten)]
    manifests: ManifestArgs,
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
        let items = self.manifests.read()?;
        let applied = invocation.block_on(self.apply(invocation, &items))?;
        applied.report(invocation, self.exit_code)
    }

    async fn apply(&self, invocation: &Invocation, items: &[Item]) -> Result<Applied, CommandError> {
        let cluster = invocation.cluster().await?;
        manifest::refuse_targets(items, &cluster.own_endpoints()).map_err(|error| cluster.named(error))?;
        let mut work = Work {
            admin: cluster.admin.clone(),
            author: who(invocation, "apply", self.reason.clone()),
            dry_run: self.dry_run,
            applied: Applied::default(),
        };
        let mut progress = invocation.progress();
        for portion in portions(&cluster, items) {
            work.portion(portion).await.map_err(|error| cluster.named(error.into()))?;
            say(&mut progress, &work.applied, items.len());
        }
        drop(progress);
        work.applied.in_order(items);
        Ok(work.applied)
    }
}

fn say(progress: &mut Progress, applied: &Applied, all: usize) {
    let done = applied.changes.len() + applied.failures.len();
    progress.say(&format!("applied {} of {}", words::count(done as u64), words::counted(all as u64, "task")));
}

/// The items partition by partition, since schedulers read a partition again after each change in it.
fn portions<'i>(cluster: &Cluster, items: &'i [Item]) -> Vec<Vec<&'i Item>> {
    let mut sorted: Vec<&Item> = items.iter().collect();
    sorted.sort_by_key(|item| cluster.partition_of(&item.task.name));
    let mut portions: Vec<Vec<&Item>> = Vec::new();
    let same_partition =
        |a: &&Item, b: &&Item| cluster.partition_of(&a.task.name) == cluster.partition_of(&b.task.name);
    for partition in sorted.chunk_by(same_partition) {
        match portions.last_mut() {
            Some(last) if last.len() + partition.len() <= PORTION => last.extend_from_slice(partition),
            _ => portions.push(partition.to_vec()),
        }
    }
    portions
}

/// What is under way.
struct Work {
    admin: Admin,
    author: Author,
    dry_run: bool,
    applied: Applied,
}

impl Work {
    async fn portion(&mut self, items: Vec<&Item>) -> Result<(), AdminError> {
        let mut waiting = items;
        for round in 1.. {
            if waiting.is_empty() {
                break;
            }
            let steps = plan(&self.admin, &waiting, self.author.at).await?;
            waiting = self.round(waiting, steps, round == ROUNDS).await;
        }
        Ok(())
    }

    /// Does what is to be done; what somebody else was faster with comes back, unless this was the last round.
    async fn round<'i>(
        &mut self,
        items: Vec<&'i Item>,
        steps: Vec<Result<Step, CommandError>>,
        last: bool,
    ) -> Vec<&'i Item> {
        let mut edits = Vec::new();
        let mut edited = Vec::new();
        for (item, step) in items.into_iter().zip(steps) {
            match step {
                Err(error) => self.applied.failed(item, error),
                Ok(step) => match step.edit().filter(|_| !self.dry_run) {
                    None => self.applied.done(item, &step, self.dry_run, self.author.at),
                    Some(edit) => {
                        edits.push(edit);
                        edited.push((item, step));
                    }
                },
            }
        }
        let results = self.admin.edit_all(edits, &self.author).await;
        let mut again = Vec::new();
        for ((item, step), result) in edited.into_iter().zip(results) {
            match result {
                Ok(edited) => {
                    self.applied
                        .warnings
                        .extend(edited.warning.map(|warning| format!("task \"{}\": {warning}", edited.name)));
                    self.applied.done(item, &step, false, self.author.at);
                }
                Err(error) if !last && is_race(&error) => again.push(item),
                Err(error) => self.applied.failed(item, error.into()),
            }
        }
        again
    }
}

/// Whether the task was changed, made or removed between reading and writing.
const fn is_race(error: &AdminError) -> bool {
    matches!(error, AdminError::Conflict { .. } | AdminError::Exists { .. } | AdminError::NotFound { .. })
}

/// What became of the manifests.
#[derive(Default)]
struct Applied {
    changes: Vec<Change>,
    failures: Vec<(TaskName, CommandError)>,
    warnings: Vec<String>,
}

impl Applied {
    fn done(&mut self, item: &Item, step: &Step, dry_run: bool, now: Utc) {
        self.changes.push(change(item, step, dry_run));
        let over = step.task().filter(|task| task.task.schedule.never_again(now.floor()));
        self.warnings.extend(
            over.map(|task| {
                format!("{}: task \"{}\" has no instant left: it never fires", item.origin, task.task.name)
            }),
        );
    }

    fn failed(&mut self, item: &Item, error: CommandError) {
        let message = format!("{}: task \"{}\": {}", item.origin, item.task.name, error.message);
        self.failures.push((item.task.name.clone(), CommandError { message, ..error }));
    }

    /// As the manifests stand, not as the partitions were written.
    fn in_order(&mut self, items: &[Item]) {
        let places: std::collections::HashMap<&str, usize> =
            items.iter().enumerate().map(|(place, item)| (item.task.name.as_str(), place)).collect();
        self.changes.sort_by_key(|change| places.get(change.name.as_str()).copied());
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
    failures.into_iter().fold(error, |error, (_, failure)| error.with_cause(failure.message))
}

/// The result line of one manifest.
pub(crate) fn change(item: &Item, step: &Step, dry_run: bool) -> Change {
    let mut change = Change::new("task", item.task.name.as_str(), step.action());
    change.version = Some(step.version());
    change.dry_run = dry_run;
    change.silent = matches!(step, Step::Keep(_));
    if let Step::Update { changes, .. } = step {
        change.changes.clone_from(changes);
    }
    change
}

#[cfg(test)]
mod tests;
