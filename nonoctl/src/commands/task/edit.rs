//! `nonoctl task edit`.

use nono_core::name::TaskName;
use nono_core::store::admin::{AdminError, Edit, Edited, Kept};
use nono_core::task::edit::{PauseRule, Previous, replace_document, to_manifest};
use nono_core::task::{StoredTask, Unknown};
use nono_core::time::Utc;

use crate::connect::Cluster;
use crate::editor::Draft;
use crate::error::{CommandError, Exit};
use crate::invocation::{Invocation, wall_clock};
use crate::manifest;
use crate::output::{Change, Report, yaml};
use crate::tasks::edit::{ChangeFlags, author, differences, invalid, refuse_own_address};
use crate::tasks::read;

/// Change a task's manifest in your editor: $VISUAL, $EDITOR, or vi
///
/// What is wrong comes back into the editor as a comment. A file that is left as it is, or emptied, changes nothing. The
/// change is made only if nobody else changed the task meanwhile; if somebody did, your text is kept in a file.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    nonoctl task edit web.ping\n  \
    EDITOR='code --wait' nonoctl task edit web.ping --reason OPS-4121")]
pub(crate) struct Args {
    /// The task
    #[arg(value_name = "NAME", value_parser = crate::tasks::task_name)]
    name: TaskName,
    #[command(flatten)]
    change: ChangeFlags,
}

/// Lines that begin so are ours, and are taken out again.
const OURS: &str = "#! ";

pub(crate) fn run(args: &Args, invocation: &Invocation) -> Result<Exit, CommandError> {
    // No session is held while a person thinks; the version that was read makes the edit exact.
    let base = invocation.block_on(read_task(args, invocation))?;
    let failed = |error: std::io::Error| CommandError::failed(format!("the editor: {error}; nothing was changed"));
    let before = yaml::text_of(&to_manifest(&base.value)).map_err(failed)?;
    let draft = Draft::new(args.name.as_str(), &format!("{}{before}", introduction(args))).map_err(failed)?;
    let mut last = before.clone();
    loop {
        let typed = without_ours(&draft.edit(&invocation.editor).map_err(failed)?);
        if typed.trim().is_empty() || typed == before {
            invocation.note("Nothing was changed.");
            return print(args, invocation, &base, None);
        }
        let made = made(&base, &typed, wall_clock());
        match made {
            Ok(task) => return finish(args, invocation, base, task, draft),
            Err(error) if typed == last => return Err(given_up(error, draft)),
            Err(error) => draft.write(&format!("{}{typed}", complaint(&error))).map_err(failed)?,
        }
        last = typed;
    }
}

async fn read_task(args: &Args, invocation: &Invocation) -> Result<Kept<StoredTask>, CommandError> {
    let cluster = invocation.cluster().await?;
    match cluster.admin.task(&args.name).await {
        Ok(base) => Ok(base),
        Err(AdminError::NotFound { .. }) => Err(read::not_found(&cluster, &args.name).await),
        Err(error) => Err(cluster.admin_error(error)),
    }
}

fn introduction(args: &Args) -> String {
    format!(
        "{OURS}Task {}. Saved and left, it is changed; left as it is, or emptied, it is not.\n{OURS}Lines like these are passed over.\n",
        args.name
    )
}

/// The error, as lines before the text.
fn complaint(error: &CommandError) -> String {
    let hints = error.hints.iter().map(|hint| format!("hint: {hint}"));
    let lines = std::iter::once(format!("error: {}", error.message)).chain(error.causes.iter().cloned()).chain(hints);
    let told: String = lines.map(|line| format!("{OURS}{}\n", crate::words::harmless(&line))).collect();
    format!("{told}{OURS}Mend it, or leave it as it is to give up. Line numbers count from below these lines.\n")
}

fn without_ours(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| !line.starts_with(OURS.trim_end())).collect()
}

fn made(base: &Kept<StoredTask>, typed: &str, now: Utc) -> Result<StoredTask, CommandError> {
    let document = manifest::document_of(typed)?;
    let previous = Previous { stored: &base.value, mtime: base.stat.mtime(), now };
    let made = replace_document(previous, document, Unknown::Refuse, PauseRule::AsWritten);
    made.map_err(|problems| invalid(&base.value.task.name, &problems))
}

fn given_up(error: CommandError, draft: Draft) -> CommandError {
    let path = draft.keep();
    error.with_hint(format!("your text is kept in {}; nothing was changed", path.display()))
}

/// Writes the new version; what was typed is not lost with an error.
fn finish(
    args: &Args,
    invocation: &Invocation,
    base: Kept<StoredTask>,
    task: StoredTask,
    draft: Draft,
) -> Result<Exit, CommandError> {
    if task.document != base.value.document {
        match invocation.block_on(commit(args, invocation, &base, &task)) {
            Ok(edited) => edited.iter().filter_map(|it| it.warning.as_ref()).for_each(|why| invocation.warn(why)),
            Err(error) => return Err(given_up(error, draft)),
        }
    }
    print(args, invocation, &base, Some(&task))
}

async fn commit(
    args: &Args,
    invocation: &Invocation,
    base: &Kept<StoredTask>,
    task: &StoredTask,
) -> Result<Option<Edited>, CommandError> {
    let cluster: Cluster = invocation.cluster().await?;
    refuse_own_address(&cluster, task)?;
    if args.change.dry_run {
        return Ok(None);
    }
    let mut author = author(invocation, "task edit", &args.change);
    author.at = wall_clock();
    let edit = Edit::Replace { base: Box::new(base.clone()), task: Box::new(task.clone()) };
    cluster.admin.edit(edit, &author).await.map(Some).map_err(|error| cluster.admin_error(error))
}

fn print(
    args: &Args,
    invocation: &Invocation,
    base: &Kept<StoredTask>,
    task: Option<&StoredTask>,
) -> Result<Exit, CommandError> {
    let task = task.filter(|task| task.document != base.value.document);
    let version = i64::from(base.stat.version) + 1;
    let mut change = Change::new("task", args.name.as_str(), if task.is_some() { "updated" } else { "unchanged" });
    change.version = Some(version + i64::from(task.is_some()));
    change.changes = task.map(|task| differences(&base.value, task)).unwrap_or_default();
    change.dry_run = args.change.dry_run;
    if task.is_some() && !change.dry_run {
        change.notes.push(format!("undo: nonoctl task rollback {} --to-version {version}", args.name));
    }
    invocation.print(&Report::Changes(vec![change]))?;
    Ok(Exit::Ok)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_lines_are_taken_out_and_the_persons_comments_stay() {
        let error = CommandError::usage("2 problems").with_cause("manifest:3:1: no\u{1b}[31m such field");
        let text = format!("{}# mine\nname: a\n", complaint(&error));
        assert!(text.starts_with("#! error: 2 problems\n#! manifest:3:1: no [31m such field\n"), "{text}");
        assert_eq!(without_ours(&text), "# mine\nname: a\n");
    }
}
