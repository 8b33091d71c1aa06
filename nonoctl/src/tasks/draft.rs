//! A task's manifest in a person's editor, until it can be understood: what is wrong comes back as a comment.

use nono_core::name::TaskName;
use nono_core::node::Stat;
use nono_core::task::edit::{PauseRule, Previous, replace_document, to_manifest};
use nono_core::task::{StoredTask, Unknown};

use super::edit::invalid;
use crate::editor::Draft;
use crate::error::CommandError;
use crate::invocation::wall_clock;
use crate::manifest;
use crate::output::yaml;

/// Lines that begin so are ours, and are taken out again.
const OURS: &str = "#! ";

/// A manifest that was changed in an editor, and is one.
pub(crate) struct Understood {
    /// As it went in.
    pub(crate) before: String,
    /// As it came out.
    pub(crate) typed: String,
    /// What that means.
    pub(crate) task: StoredTask,
    /// The file; it is gone with this.
    pub(crate) draft: Draft,
}

/// Opens the editor on the manifest of a task as it was read. `None`: it was left as it is, or emptied. `once_left` says what
/// follows from a change.
///
/// # Errors
/// The editor's failure; or what is wrong with the text, when it was left so. Then the text is kept in a file, and named.
pub(crate) fn edited(
    (stored, stat): (&StoredTask, &Stat),
    editor: &str,
    once_left: &str,
) -> Result<Option<Understood>, CommandError> {
    let failed = |error: std::io::Error| CommandError::failed(format!("the editor: {error}; nothing was changed"));
    let name = &stored.task.name;
    let before = yaml::text_of(&to_manifest(stored)).map_err(failed)?;
    let draft = Draft::new(name.as_str(), &format!("{}{before}", introduction(name, once_left))).map_err(failed)?;
    let mut last = before.clone();
    loop {
        let typed = without_ours(&draft.edit(editor).map_err(failed)?);
        if typed.trim().is_empty() || typed == before {
            return Ok(None);
        }
        match made(stored, stat, &typed) {
            Ok(task) => return Ok(Some(Understood { before, typed, task, draft })),
            Err(error) if typed == last => return Err(given_up(error, draft)),
            Err(error) => draft.write(&format!("{}{typed}", complaint(&error))).map_err(failed)?,
        }
        last = typed;
    }
}

/// What was typed is not lost with an error.
pub(crate) fn given_up(error: CommandError, draft: Draft) -> CommandError {
    let path = draft.keep();
    error.with_hint(format!("your text is kept in {}; nothing was changed", path.display()))
}

fn introduction(name: &TaskName, once_left: &str) -> String {
    format!(
        "{OURS}Task {name}. Saved and left, {once_left}; left as it is, or emptied, it is not changed.\n\
         {OURS}Lines like these are passed over.\n"
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

fn made(stored: &StoredTask, stat: &Stat, typed: &str) -> Result<StoredTask, CommandError> {
    let document = manifest::document_of(typed)?;
    let previous = Previous { stored, mtime: stat.mtime(), now: wall_clock() };
    let made = replace_document(previous, document, Unknown::Refuse, PauseRule::AsWritten);
    made.map_err(|problems| invalid(&stored.task.name, &problems))
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
