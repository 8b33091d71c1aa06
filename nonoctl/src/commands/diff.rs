//! `nonoctl diff`
//!
//! Says what `apply` would do, field by field, and writes nothing.

use clap::Args;
use nono_core::name::TaskName;
use nono_core::time::Utc;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};

use super::apply::{ManifestArgs, PruneArgs, change};
use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::manifest::plan::{Step, plan};
use crate::manifest::{Item, refuse_targets};
use crate::output::paint::{Paint, Tone};
use crate::output::wrap::paragraph;
use crate::output::{Change, FieldChange, Format, Report};
use crate::words;

/// Show what `apply` would change
///
/// `+` is a task to be created, `~` one to be changed, with the fields that mean something else than now and, where the
/// schedule changes, the next instants; with --prune `-` is one to be deleted.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  nonoctl diff -f tasks/\n  nonoctl diff -f tasks/ -R --exit-code\n  nonoctl diff -f tasks/ --prune -l team=web"
)]
pub(crate) struct DiffArgs {
    #[command(flatten)]
    manifests: ManifestArgs,
    #[command(flatten)]
    pruning: PruneArgs,
    /// End with exit code 9 when there is a difference
    #[arg(long)]
    exit_code: bool,
}

impl DiffArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let items = self.manifests.read(&self.pruning)?;
        let all: Vec<&Item> = items.iter().collect();
        let (steps, doomed) = invocation.block_on(async {
            let cluster = invocation.cluster().await?;
            refuse_targets(&items, &cluster.own_endpoints()).map_err(|error| cluster.named(error))?;
            let admin = cluster.admin.clone();
            let planning = plan(&admin, &all, invocation.now());
            let planned = invocation.progress().during("reading tasks", planning).await;
            let planned = planned.map_err(|error| cluster.named(error.into()))?;
            Ok((planned, self.pruning.doomed(&cluster, invocation, &items).await?))
        })?;
        let doomed = self.pruning.is_wanted().then(|| doomed.into_iter().map(|task| task.value.task.name).collect());
        let mut found = Found { now: invocation.now(), doomed, steps: Vec::new(), failures: Vec::new() };
        for (item, step) in all.into_iter().zip(steps) {
            match step {
                Ok(step) => found.steps.push((item, step)),
                Err(error) => {
                    found.failures.push(format!("{}: task \"{}\": {}", item.origin, item.task.name, error.message));
                }
            }
        }
        found.report(invocation, self.exit_code)
    }
}

/// What there would be to do.
struct Found<'i> {
    now: Utc,
    /// With `--prune`: what would go.
    doomed: Option<Vec<TaskName>>,
    steps: Vec<(&'i Item, Step)>,
    failures: Vec<String>,
}

impl Found<'_> {
    fn report(self, invocation: &Invocation, exit_code: bool) -> Result<Exit, CommandError> {
        let for_people =
            !invocation.picks_fields() && matches!(invocation.format, None | Some(Format::Table | Format::Wide));
        let report = if for_people {
            Report::Text(paragraph(&self.text(invocation.style().paint), invocation.terminal.width))
        } else {
            let deleted = self.doomed.iter().flatten().map(|name| {
                let mut change = Change::new("task", name.as_str(), "deleted");
                change.dry_run = true;
                change
            });
            Report::Changes(
                self.steps.iter().map(|(item, step)| change(item, step, true, self.now)).chain(deleted).collect(),
            )
        };
        invocation.print_paged(&report)?;
        invocation.note(self.summary());
        if !self.failures.is_empty() {
            let message = format!("{} cannot be compared", words::counted(self.failures.len() as u64, "task"));
            return Err(self.failures.into_iter().fold(CommandError::failed(message), CommandError::with_cause));
        }
        let prunes = self.doomed.as_ref().is_some_and(|doomed| !doomed.is_empty());
        let differs = prunes || self.steps.iter().any(|(_, step)| !matches!(step, Step::Keep(_)));
        Ok(if exit_code && differs { Exit::Changes } else { Exit::Ok })
    }

    fn text(&self, paint: Paint) -> String {
        let mut text = String::new();
        for (item, step) in &self.steps {
            match step {
                Step::Keep(_) => {}
                Step::Create(_) => text.push_str(&format!("{} task/{}\n", paint.tint(Tone::Busy, "+"), item.task.name)),
                Step::Update { changes, .. } => {
                    text.push_str(&format!("{} task/{}\n", paint.tint(Tone::Warn, "~"), item.task.name));
                    changes.iter().for_each(|change| field(change, &mut text));
                    let next = step.next_change(self.now).map(|next| next.lines()).unwrap_or_default();
                    next.iter().for_each(|line| text.push_str(&format!("    {line}\n")));
                }
            }
        }
        for name in self.doomed.iter().flatten() {
            text.push_str(&format!("{} task/{name}\n", paint.tint(Tone::Bad, "-")));
        }
        text
    }

    fn summary(&self) -> String {
        let count = |wanted: fn(&Step) -> bool| self.steps.iter().filter(|(_, step)| wanted(step)).count() as u64;
        let create = count(|step| matches!(step, Step::Create(_)));
        let update = count(|step| matches!(step, Step::Update { .. }));
        let all = words::counted((self.steps.len() + self.failures.len()) as u64, "manifest");
        let delete = self.doomed.as_ref().map(|doomed| format!(", {} to delete", words::count(doomed.len() as u64)));
        let delete = delete.unwrap_or_default();
        match create + update {
            0 => format!("No difference in {all}{delete}."),
            differ => {
                let verb = if differ == 1 { "differs" } else { "differ" };
                format!(
                    "{} of {all} {verb}: {} to create, {} to change{delete}.",
                    words::count(differ),
                    words::count(create),
                    words::count(update)
                )
            }
        }
    }
}

/// One field; texts of several lines are compared line by line.
fn field(change: &FieldChange, text: &mut String) {
    if let (Some(Value::String(from)), Some(Value::String(to))) = (&change.from, &change.to)
        && (from.contains('\n') || to.contains('\n'))
    {
        text.push_str(&format!("    {}:\n", change.field));
        for line in TextDiff::from_lines(from, to).iter_all_changes() {
            let sign = match line.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            let shown = words::harmless(line.value().trim_end_matches('\n'));
            text.push_str(&format!("      {sign} {shown}\n"));
        }
        return;
    }
    let shown = |value: &Option<Value>| value.as_ref().map_or_else(|| "(none)".to_owned(), ToString::to_string);
    text.push_str(&format!("    {}: {} -> {}\n", change.field, shown(&change.from), shown(&change.to)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_shows_both_values_and_a_long_text_its_lines() {
        let change = |field: &str, from: &str, to: &str| FieldChange {
            field: field.into(),
            from: Some(from.into()),
            to: Some(to.into()),
        };
        let mut text = String::new();
        field(&change("schedule.cron", "*/5 * * * *", "*/10 * * * *"), &mut text);
        field(&FieldChange { field: "labels.team".into(), from: None, to: Some("web".into()) }, &mut text);
        field(&change("target.body", "one\ntwo\nthree\n", "one\n2\nthree\n"), &mut text);
        assert_eq!(
            text,
            "    schedule.cron: \"*/5 * * * *\" -> \"*/10 * * * *\"\n    labels.team: (none) -> \"web\"\n    target.body:\n      \
             \u{20} one\n      - two\n      + 2\n        three\n"
        );
    }
}
