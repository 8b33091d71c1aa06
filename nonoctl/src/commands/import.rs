//! `nonoctl import`.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::apply::{Applying, PruneArgs};
use crate::error::{CommandError, Exit};
use crate::import::crontab::{self, Form, Guess};
use crate::import::{Imported, Limit, Wishes, dkron, kubernetes};
use crate::invocation::Invocation;
use crate::manifest;
use crate::output::{Format, Report, yaml};
use crate::tasks::edit::who;
use crate::words;

/// What a file may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Kind {
    /// A user's crontab: five fields and a command
    Crontab,
    /// The system's: five fields, a user and a command, as in /etc/crontab and /etc/cron.d
    SystemCrontab,
    /// CronJobs of Kubernetes, YAML or JSON
    Kubernetes,
    /// Jobs of Dkron, JSON
    Dkron,
}

/// Make tasks of a crontab, of Kubernetes CronJobs or of jobs of Dkron
///
/// Prints manifests, and on standard error what has no counterpart; --apply makes the tasks at once. A curl or wget that only
/// calls a URL becomes that request, as does a job of Dkron's http executor; any other command, and every container, is sent to the worker
/// of --url as JSON. What is no entry, or has a schedule that cannot be read, is exit code 1; the others are printed or made all the same.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  \
    crontab -l | nonoctl import - --url 'http://runner:8080/run/{name}' > tasks.yaml\n  \
    nonoctl import /etc/crontab --from system-crontab --url http://runner:8080/run\n  \
    kubectl get cronjobs -A -o yaml | nonoctl import - --url http://runner:8080/run --apply\n  \
    curl -s http://dkron:8080/v1/jobs | nonoctl import - --tz Europe/Berlin > tasks.yaml")]
pub(crate) struct ImportArgs {
    /// The file, or - for standard input
    #[arg(value_name = "FILE")]
    file: String,
    /// What it is: crontab, system-crontab, kubernetes or dkron; without it that is guessed, and said where it is in doubt
    #[arg(long, value_name = "KIND", hide_possible_values = true)]
    from: Option<Kind>,
    /// The worker that runs commands; {name} in it is the task's name
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// What the names of tasks begin with [default: cron for a crontab, nothing for others]
    #[arg(long, value_name = "TEXT")]
    prefix: Option<String>,
    /// The IANA time zone of schedules that name none [default: UTC]
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// How long an attempt may take of jobs without a limit of their own; a run as long as its attempts [default: 30s]
    #[arg(long, value_name = "DURATION", value_parser = Limit::parse)]
    timeout: Option<Limit>,
    /// Make the tasks, in place of printing manifests
    #[arg(long)]
    apply: bool,
    /// With --apply: say what would be done, and do nothing
    #[arg(long, requires = "apply")]
    dry_run: bool,
    /// With --apply: why, for the history of changes
    #[arg(long, value_name = "TEXT", requires = "apply")]
    reason: Option<String>,
}

impl ImportArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let text = manifest::text_of(&self.file, &mut std::io::stdin().lock())?;
        let imported = self.read(invocation, &text)?;
        self.tell(invocation, &imported);
        if imported.manifests.is_empty() {
            return Err(CommandError::failed(format!("no task could be made of {}", self.file)));
        }
        let exit = match self.apply {
            true => self.make(invocation, &imported),
            false => print(invocation, &imported),
        }?;
        match imported.remarks.iter().filter(|remark| remark.is_unread).count() as u64 {
            0 => Ok(exit),
            count => {
                let message = format!("{} of the entries of {} could not be read", words::count(count), self.file);
                Err(CommandError::failed(message).with_hint("the warnings above say which, and why"))
            }
        }
    }

    fn read(&self, invocation: &Invocation, text: &str) -> Result<Imported, CommandError> {
        let wishes = Wishes {
            url: self.url.clone(),
            prefix: self.prefix.clone(),
            zone: self.tz.clone(),
            limit: self.timeout.clone(),
        };
        Ok(match self.from.unwrap_or_else(|| guess(invocation, &self.file, text)) {
            Kind::Crontab => crontab::read(text, Form::User, &wishes),
            Kind::SystemCrontab => crontab::read(text, Form::System, &wishes),
            Kind::Kubernetes => kubernetes::read(&manifest::values_of(&self.file, text)?, &wishes),
            Kind::Dkron => dkron::read(&manifest::values_of(&self.file, text)?, &wishes),
        })
    }

    /// What has no counterpart.
    fn tell(&self, invocation: &Invocation, imported: &Imported) {
        for remark in &imported.remarks {
            let task = remark.task.as_ref().map(|task| format!(" (task {task})")).unwrap_or_default();
            invocation.warn(format_args!("{}: {}{task}: {}", self.file, remark.place, words::harmless(&remark.what)));
        }
        if let Some(first) = imported.unlimited.first() {
            let tasks = words::counted(imported.unlimited.len() as u64, "task");
            let name = first.task.as_deref().unwrap_or_default();
            let more = if imported.unlimited.len() > 1 { " and others" } else { "" };
            invocation.warn(format_args!("{}: {tasks} ({name}{more}): {}", self.file, first.what));
        }
        let lost = imported.remarks.iter().filter(|remark| remark.task.is_none()).count() as u64;
        let lost = if lost > 0 { format!(", {} without one", words::count(lost)) } else { String::new() };
        let made = words::counted(imported.manifests.len() as u64, "task");
        invocation.note(format_args!("{made}{lost}."));
    }

    fn make(&self, invocation: &Invocation, imported: &Imported) -> Result<Exit, CommandError> {
        let items = manifest::read_text(&self.file, &stream(imported)?)?;
        let pruning = PruneArgs::default();
        let applying = Applying { pruning: &pruning, dry_run: self.dry_run, exit_code: false };
        applying.execute(invocation, &items, |invocation| who(invocation, "import", self.reason.clone()))
    }
}

/// A crontab is neither YAML with a kind nor JSON.
fn guess(invocation: &Invocation, file: &str, text: &str) -> Kind {
    let documents = manifest::values_of(file, text).unwrap_or_default();
    let of_system = file == "/etc/crontab" || file.starts_with("/etc/cron.d/");
    if documents.iter().any(kubernetes::is_one) {
        Kind::Kubernetes
    } else if documents.iter().any(dkron::is_one) {
        Kind::Dkron
    } else if of_system {
        Kind::SystemCrontab
    } else {
        form_of(invocation, file, text)
    }
}

/// Where a crontab may come from anywhere, its text tells whose it is.
fn form_of(invocation: &Invocation, file: &str, text: &str) -> Kind {
    match crontab::guess(text) {
        Guess::User => Kind::Crontab,
        Guess::System(why) => {
            invocation.note(format_args!("{file}: read as a system crontab: {why} (else --from crontab)."));
            Kind::SystemCrontab
        }
        Guess::Unclear(word) => {
            let word = words::harmless(&word);
            invocation.warn(format_args!(
                "{file}: read as a user's crontab, with {word} as a program: if that is a user, --from system-crontab"
            ));
            Kind::Crontab
        }
    }
}

fn stream(imported: &Imported) -> Result<String, CommandError> {
    let texts: Result<Vec<String>, _> = imported.manifests.iter().map(yaml::text_of).collect();
    Ok(texts?.into_iter().map(|text| format!("{}\n", text.trim_end())).collect::<Vec<_>>().join("---\n"))
}

fn print(invocation: &Invocation, imported: &Imported) -> Result<Exit, CommandError> {
    let report = match invocation.format {
        None | Some(Format::Yaml | Format::Table | Format::Wide | Format::Tsv) => Report::Text(stream(imported)?),
        Some(Format::Name) => {
            let names = imported.manifests.iter().filter_map(|manifest| manifest["name"].as_str());
            Report::Text(names.map(|name| format!("task/{name}\n")).collect())
        }
        Some(Format::Json | Format::Jsonl) => Report::Document(document(imported)),
    };
    invocation.print(&report)?;
    Ok(Exit::Ok)
}

fn document(imported: &Imported) -> Value {
    let remarks: Vec<Value> = imported
        .remarks
        .iter()
        .chain(&imported.unlimited)
        .map(|remark| {
            let mut document = json!({ "place": remark.place, "task": remark.task, "what": remark.what });
            if remark.is_unread {
                document["unread"] = true.into();
            }
            document
        })
        .collect();
    json!({ "manifests": imported.manifests, "withoutCounterpart": remarks })
}
