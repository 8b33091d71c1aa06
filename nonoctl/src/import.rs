//! Tasks from elsewhere: what a crontab, a Kubernetes CronJob or a job of Dkron says, as manifests, and a report of what it
//! says that a task cannot. Pure.

pub(crate) mod crontab;
pub(crate) mod dkron;
pub(crate) mod kubernetes;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use nono_core::task::{API_VERSION, KIND, SchedulerTask, Unknown, format_duration};
use serde_json::{Map, Value, json};

use crate::words;

/// How to translate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes {
    /// The worker that is to run commands; `{name}` in it is the task's name.
    pub(crate) url: Option<String>,
    /// What the names of tasks begin with.
    pub(crate) prefix: Option<String>,
    /// The zone of schedules that name none.
    pub(crate) zone: Option<String>,
    /// How long an attempt may take of what has no limit of its own.
    pub(crate) limit: Option<Limit>,
}

/// A limit of time as it was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Limit {
    typed: String,
    span: Duration,
}

impl Limit {
    /// Reads one: what `target.timeout.attempt` may be.
    ///
    /// # Errors
    /// When it is no span, or one that no attempt may take.
    pub(crate) fn parse(typed: &str) -> Result<Self, String> {
        let span = words::duration(typed)?;
        match (Duration::from_millis(1)..=Duration::from_secs(86_400)).contains(&span) {
            true => Ok(Self { typed: typed.to_owned(), span }),
            false => Err("it is not between 1ms and 1d".to_owned()),
        }
    }

    /// For a task whose runs have so many attempts: all of them, and the longest waits between them, fit into a run.
    fn document(&self, attempts: u64) -> Value {
        let attempts = u32::try_from(attempts.clamp(1, 100)).unwrap_or(1);
        let run = (self.span * attempts + USUAL_WAIT * (attempts - 1)).min(LONGEST_RUN);
        match run > USUAL_RUN {
            true => json!({ "attempt": self.typed, "run": format_duration(run) }),
            false => json!({ "attempt": self.typed }),
        }
    }
}

/// Of a run, where nothing else is said.
const USUAL_RUN: Duration = Duration::from_secs(3_600);
/// No run may take longer.
const LONGEST_RUN: Duration = Duration::from_secs(7 * 86_400);
/// Between two attempts at most, where nothing else is said.
const USUAL_WAIT: Duration = Duration::from_secs(300);
/// What is said of a job that may take as long as it wants.
const NO_LIMIT: &str =
    "no time limit there; here an attempt ends after 30s, and a run after 1h: give others with --timeout";

/// What was found.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Imported {
    /// Manifests, in the order of the file.
    pub(crate) manifests: Vec<Value>,
    /// What has no counterpart.
    pub(crate) remarks: Vec<Remark>,
    /// Tasks that got the usual limits of time, and had none where they come from.
    pub(crate) unlimited: Vec<Remark>,
}

/// Something that a task cannot say, or not in the same way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Remark {
    /// The line of a crontab; the name of a CronJob or of a job.
    pub(crate) place: String,
    /// The task that it is about; `None` if there is none for it.
    pub(crate) task: Option<String>,
    /// What, and what to do.
    pub(crate) what: String,
    /// Whether it was not understood: no entry, or no task could be made of what it says. Else it was, and has no counterpart.
    pub(crate) is_unread: bool,
}

impl Imported {
    fn remark(&mut self, place: &str, task: Option<&str>, what: impl Into<String>) {
        let task = task.map(ToOwned::to_owned);
        self.remarks.push(Remark { place: place.to_owned(), task, what: what.into(), is_unread: false });
    }

    /// Names what was not understood.
    fn unread(&mut self, place: &str, what: impl Into<String>) {
        self.remarks.push(Remark { place: place.to_owned(), task: None, what: what.into(), is_unread: true });
    }

    /// Takes a document in if it is a task; else it says why not.
    fn take(&mut self, place: &str, mut document: Map<String, Value>, wishes: &Wishes) {
        let is_unlimited = is_unlimited(&document);
        if let (true, Some(limit)) = (is_unlimited, &wishes.limit) {
            let attempts = document.get("policy").and_then(|policy| policy["retry"]["attempts"].as_u64()).unwrap_or(1);
            document["target"]["timeout"] = limit.document(attempts);
        }
        let mut manifest = Map::new();
        manifest.insert("apiVersion".to_owned(), API_VERSION.into());
        manifest.insert("kind".to_owned(), KIND.into());
        manifest.extend(document);
        match SchedulerTask::parse(&manifest, Unknown::Refuse) {
            Ok(_) => {
                if is_unlimited && wishes.limit.is_none() {
                    let task = manifest["name"].as_str().map(ToOwned::to_owned);
                    self.unlimited.push(Remark {
                        place: place.to_owned(),
                        task,
                        what: NO_LIMIT.to_owned(),
                        is_unread: false,
                    });
                }
                self.manifests.push(Value::Object(manifest));
            }
            Err(problems) => {
                let lines: Vec<String> = problems.0.iter().map(ToString::to_string).collect();
                self.unread(place, format!("not a task: {}", lines.join("; ")));
            }
        }
    }
}

/// Whether nothing says how long it may take.
fn is_unlimited(document: &Map<String, Value>) -> bool {
    document.get("target").and_then(Value::as_object).is_some_and(|target| !target.contains_key("timeout"))
}

/// Names that no two tasks share, and that are the same in whatever order the entries stand: where several want one, each of them
/// gets a hash of what its entry says.
#[derive(Default)]
struct Names {
    /// How many entries want each name, as the first reading found.
    wanted: BTreeMap<String, u32>,
    found: BTreeMap<String, u32>,
    taken: BTreeSet<String>,
}

impl Names {
    /// What is read when it is known which names several entries want: it is read twice.
    fn settled(read: impl Fn(Self) -> (Imported, Self)) -> Imported {
        let (_, first) = read(Self::default());
        read(Self { wanted: first.found, ..Self::default() }).0
    }

    /// A valid name made of parts, for an entry that says this.
    fn make(&mut self, parts: &[&str], entry: &str) -> String {
        let joined: Vec<String> = parts.iter().map(|part| slug(part)).filter(|part| !part.is_empty()).collect();
        let mut name = if joined.is_empty() { "job".to_owned() } else { joined.join(".") };
        name.truncate(110);
        *self.found.entry(name.clone()).or_default() += 1;
        if self.wanted.get(&name).is_some_and(|count| *count > 1) {
            name = format!("{name}-{:05x}", xxhash_rust::xxh3::xxh3_64(entry.as_bytes()) & 0xf_ffff);
        }
        // Entries that say the same have no order among them.
        let mut unique = name.clone();
        let mut count = 1;
        while !self.taken.insert(unique.clone()) {
            count += 1;
            unique = format!("{name}-{count}");
        }
        unique
    }
}

/// Small letters, digits, dots, dashes and underscores; others become a dash.
fn slug(text: &str) -> String {
    let fit = |letter: char| match letter.to_ascii_lowercase() {
        fit @ ('a'..='z' | '0'..='9' | '.' | '_' | '-') => fit,
        _ => '-',
    };
    let text: String = text.chars().map(fit).collect();
    text.trim_matches(['-', '.', '_']).to_owned()
}

/// Whom to call so that a command runs: the worker that was named, with the command as its body.
fn worker(wishes: &Wishes, name: &str, body: Value) -> Option<Value> {
    let url = wishes.url.as_ref()?.replace("{name}", name);
    Some(json!({ "url": url, "body": body }))
}

/// Labels, as a member of a manifest; those whose key or value a task cannot have are named.
fn fitting_labels(
    given: &Map<String, Value>,
    place: &str,
    name: &str,
    imported: &mut Imported,
) -> Option<(String, Value)> {
    let mut kept = Map::new();
    for (key, value) in given {
        let probe = json!({ "name": "a", "labels": { key: value }, "schedule": { "every": "1h" }, "target": { "url": "http://a/" } });
        let fits = probe.as_object().is_some_and(|it| SchedulerTask::parse(it, Unknown::Keep).is_ok());
        match fits {
            true => drop(kept.insert(key.clone(), value.clone())),
            false => imported.remark(place, Some(name), format!("label {key} is left out: a task cannot have it")),
        }
    }
    (!kept.is_empty()).then(|| ("labels".to_owned(), Value::Object(kept)))
}

#[cfg(test)]
mod tests;
