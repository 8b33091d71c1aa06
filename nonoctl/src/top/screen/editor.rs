//! A task's manifest in the person's editor, and back.

use nono_core::name::TaskName;

use crate::error::CommandError;
use crate::invocation::Invocation;
use crate::tasks::draft;
use crate::top::app::Model;
use crate::top::app::dialog::Manifest;

/// Opens the editor on the manifest, until it can be understood. `None`: nothing was changed in it.
pub(super) fn edit(model: &Model, invocation: &Invocation, task: &TaskName) -> Result<Option<Manifest>, CommandError> {
    let detail = model.facts.task.as_ref().filter(|detail| detail.view.name() == task);
    let Some(detail) = detail else {
        return Err(CommandError::failed("the task is not open any more: nothing was changed"));
    };
    let view = &detail.view;
    let edited = draft::edited((&view.stored, &view.stat), &invocation.editor, "you are asked about the change")?;
    Ok(edited.map(|it| Manifest { before: it.before, after: it.typed, version: view.version() }))
}

#[cfg(test)]
mod tests {
    use nono_core::time::Utc;

    use super::*;
    use crate::top::mock;

    #[test]
    fn what_is_wrong_comes_back_into_the_editor_and_is_kept_when_it_is_left_so() {
        let view = mock::view(0, Utc(1_795_617_127_000));
        let edit = |editor: &str| draft::edited((&view.stored, &view.stat), editor, "it is changed");
        assert!(edit("true").unwrap().is_none(), "left as it is");
        // The second time there is a complaint, which this editor mends by.
        let mending = "f() { if grep -q '^#! error' \"$1\"; then sed -i 's/^oops.*/# mended/' \"$1\"; \
            else echo 'oops: [' >>\"$1\"; fi; }; f";
        let mended = edit(mending).unwrap().unwrap();
        assert_eq!(mended.typed, format!("{}# mended\n", mended.before));
        assert_eq!(mended.task.document, view.stored.document);
        drop(mended);
        let error = edit("f() { grep -q oops \"$1\" || echo 'oops: [' >>\"$1\"; }; f").err().unwrap();
        let path = error.hints[0].split_whitespace().find_map(|word| word.strip_suffix(".yaml;")).unwrap();
        let path = format!("{path}.yaml");
        assert!(std::fs::read_to_string(&path).unwrap().contains("oops: ["), "{error:?}");
        std::fs::remove_file(path).unwrap();
    }
}
