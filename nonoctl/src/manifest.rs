//! Manifests: YAML or JSON files that describe tasks, read whole before anything is done with them.
//!
//! Every problem of every file is found in one go and shown as `file:line:column`, so that nobody learns of the next
//! one by running the command again. A manifest that has one is not used at all: half a folder is never applied.

mod parts;
pub(crate) mod plan;
mod source;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;
use std::io::Read;
use std::ops::Deref;
use std::sync::Arc;

use nono_core::name::TaskName;
use nono_core::task::egress::{self, Endpoint};
use nono_core::task::{API_VERSION, Document, KIND, Problems, SchedulerTask, Unknown};
use nono_documents::{Broken, Field, Node, Place, Tree, json, values, yaml};
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde_json::{Map, Value};

use crate::error::CommandError;
use crate::words;
use parts::Part;
pub(crate) use source::Depth;
use source::Source;

/// More problems than this are counted, not shown.
const MOST_SHOWN: usize = 50;

/// A task that a manifest describes. Small, since a hundred thousand are moved from list to list.
#[derive(Clone, Debug)]
pub(crate) struct Item(Box<Described>);

/// What a manifest says, and where.
#[derive(Clone, Debug)]
pub(crate) struct Described {
    /// What it means.
    pub(crate) task: SchedulerTask,
    /// As typed, without `status`.
    pub(crate) document: Document,
    /// Where it stands.
    pub(crate) origin: Origin,
}

impl Deref for Item {
    type Target = Described;

    fn deref(&self) -> &Described {
        &self.0
    }
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Origin {
    file: Arc<str>,
    place: Place,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place { line: 0, .. } => f.write_str(&self.file),
            Place { line, column: 0 } => write!(f, "{}:{line}", self.file),
            Place { line, column } => write!(f, "{}:{line}:{column}", self.file),
        }
    }
}

/// One thing that is wrong with a manifest.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Problem {
    origin: Origin,
    message: String,
}

/// Reads all tasks that `named` (files, folders, `-`) describe, in the order of the files.
///
/// # Errors
///
/// Usage (2) with every problem if there is one, a file that is no text among them, or if there is no task at all; not
/// found (3) and failed (1) if a file is missing or cannot be read.
pub(crate) fn read(named: &[String], depth: Depth, stdin: &mut dyn Read) -> Result<Vec<Item>, CommandError> {
    let mut reading = Reading::default();
    for source in source::read(named, depth, stdin)? {
        reading.source(&source);
    }
    reading.finish(named)
}

/// Reads the one task that `yaml` describes, as it comes back from an editor.
///
/// # Errors
///
/// Usage (2) with every problem, each with its line; also if there is no task, or more than one.
pub(crate) fn document_of(yaml: &str) -> Result<Map<String, Value>, CommandError> {
    let name: Arc<str> = "manifest".into();
    let mut reading = Reading::default();
    reading.source(&Source { name, text: yaml.to_owned(), is_yaml: true, no_text: None });
    let mut items = reading.finish(&["manifest".to_owned()])?;
    match (items.pop(), items.len()) {
        (Some(item), 0) => Ok(item.0.document.into_map()),
        _ => Err(CommandError::usage("there is more than one task in it")),
    }
}

/// The text of one file, or of standard input.
///
/// # Errors
///
/// Not found (3), usage (2) and failed (1), as for [`read`].
pub(crate) fn text_of(named: &str, stdin: &mut dyn Read) -> Result<String, CommandError> {
    let mut sources = source::read(&[named.to_owned()], Depth::Flat, stdin)?;
    match (sources.pop(), sources.is_empty()) {
        (Some(Source { name, no_text: Some((place, why)), .. }), true) => {
            let origin = Origin { file: name, place };
            Err(CommandError::usage(format!("{origin}: {why}")))
        }
        (Some(source), true) => Ok(source.text),
        _ => Err(CommandError::usage(format!("{named} is a folder: give one file"))),
    }
}

/// The tasks that a text describes.
///
/// # Errors
///
/// Usage (2) with every problem.
pub(crate) fn read_text(name: &str, yaml: &str) -> Result<Vec<Item>, CommandError> {
    let mut reading = Reading::default();
    reading.source(&Source { name: name.into(), text: yaml.to_owned(), is_yaml: true, no_text: None });
    reading.finish(&[name.to_owned()])
}

/// The documents of a text, whatever they are; a list gives its elements.
///
/// # Errors
///
/// Usage (2) if it is neither YAML nor JSON.
pub(crate) fn values_of(name: &str, text: &str) -> Result<Vec<Value>, CommandError> {
    let source = Source { name: name.into(), text: text.to_owned(), is_yaml: false, no_text: None };
    let (nodes, broken) = parse(&source, text, |_| true);
    if let Some(one) = broken.into_iter().next() {
        let origin = Origin { file: name.into(), place: one.place };
        return Err(CommandError::usage(format!("{origin}: {}", one.message)));
    }
    let flat = |node: Node| match node.tree {
        Tree::List(elements) => elements,
        _ => vec![node],
    };
    Ok(nodes.into_iter().flat_map(flat).map(Node::into_value).collect())
}

/// What was read so far.
#[derive(Default)]
struct Reading {
    items: Vec<Item>,
    problems: Vec<Problem>,
    /// It may be JSON and could not be read.
    is_cut_json: bool,
}

impl Reading {
    /// Large files are read in parts, beside each other. Where lines of JSON turn out to be of one long text that was cut,
    /// it is read whole.
    fn source(&mut self, source: &Source) {
        if let Some((place, why)) = source.no_text {
            return self.problem(Origin { file: source.name.clone(), place }, why);
        }
        let mut parts = parts::read(source, Self::part);
        if parts.len() > 1 && parts.iter().any(|part| part.is_cut_json) {
            parts = vec![Self::part(source, &Part::whole(source))];
        }
        self.items.reserve(parts.iter().map(|part| part.items.len()).sum());
        for part in parts {
            self.items.extend(part.items);
            self.problems.extend(part.problems);
        }
    }

    /// What has nothing wrong, as most have, is read without the places that only a problem would show.
    fn part(source: &Source, part: &Part<'_>) -> Self {
        Self::clean(source, part).unwrap_or_else(|| Self::with_places(source, part))
    }

    /// Tasks, a document each; nothing where anything else stands there, or anything is wrong.
    fn clean(source: &Source, part: &Part<'_>) -> Option<Self> {
        let mut reading = Self::default();
        let documents = match source.may_be_json() {
            true => json::documents_alone(part.text),
            false => yaml::documents_alone(part.text),
        };
        for document in documents {
            let (place, Value::Object(fields)) = document? else { return None };
            let says = |field: &str, wanted: &str| fields.get(field).is_some_and(|said| said == wanted);
            if !says("kind", KIND) || !says("apiVersion", API_VERSION) {
                return None;
            }
            let origin = Origin { file: source.name.clone(), place: part.in_the_file(place) };
            reading.task(fields, origin).ok()?;
        }
        Some(reading)
    }

    fn with_places(source: &Source, part: &Part<'_>) -> Self {
        let at = |place: Place| Origin { file: source.name.clone(), place: part.in_the_file(place) };
        let mut reading = Self::default();
        let (nodes, broken) = parse(source, part.text, is_of_tasks);
        reading.is_cut_json = source.may_be_json() && !broken.is_empty();
        for node in nodes {
            match node.tree {
                Tree::List(elements) => elements.into_iter().for_each(|element| reading.document(&at, element)),
                _ => reading.document(&at, node),
            }
        }
        for one in broken {
            reading.problem(at(one.place), one.message);
        }
        reading
    }

    fn problem(&mut self, origin: Origin, message: impl Into<String>) {
        self.problems.push(Problem { origin, message: message.into() });
    }

    fn document(&mut self, at: &impl Fn(Place) -> Origin, node: Node) {
        let Tree::Fields(fields) = &node.tree else {
            let message =
                format!("this is {}, and a task is a mapping that begins with apiVersion: {API_VERSION}", node.word());
            return self.problem(at(node.place), message);
        };
        if let Some((place, message)) = not_a_task(fields, node.place) {
            return self.problem(at(place), message);
        }
        if let Err(problems) = self.task(values(fields.clone()), at(node.place)) {
            for problem in problems.0 {
                self.problem(at(node.locate(&problem.path)), problem.to_string());
            }
        }
    }

    /// One more, unless something is wrong with it.
    fn task(&mut self, mut document: Map<String, Value>, origin: Origin) -> Result<(), Problems> {
        document.shift_remove("status");
        let task = SchedulerTask::parse(&document, Unknown::Refuse)?;
        self.items.push(Item(Box::new(Described { task, document: Document::compact(document), origin })));
        Ok(())
    }

    /// No two tasks have one name.
    fn refuse_twins(&mut self) {
        let mut first: FxHashMap<&TaskName, &Origin> =
            HashMap::with_capacity_and_hasher(self.items.len(), FxBuildHasher);
        let mut twins = Vec::new();
        for item in &self.items {
            match first.entry(&item.task.name) {
                Entry::Vacant(free) => {
                    free.insert(&item.origin);
                }
                Entry::Occupied(there) => {
                    let message =
                        format!("task \"{}\" is described twice: here and at {}", item.task.name, there.get());
                    twins.push(Problem { origin: item.origin.clone(), message });
                }
            }
        }
        self.problems.extend(twins);
    }

    fn finish(mut self, named: &[String]) -> Result<Vec<Item>, CommandError> {
        self.refuse_twins();
        match refusal(self.problems) {
            Some(error) => Err(error),
            None if self.items.is_empty() => {
                let places = named.iter().map(|name| if name == "-" { "standard input" } else { name });
                Err(CommandError::usage(format!("no task in {}", places.collect::<Vec<_>>().join(", "))))
            }
            None => Ok(self.items),
        }
    }
}

/// Whether what is read without places is what is read with them, and nothing is passed over that is wrong.
#[cfg(any(test, fuzzing))]
pub(crate) fn reads_alike(name: &str, text: &str) -> bool {
    let source = Source { name: name.into(), text: text.to_owned(), is_yaml: name.ends_with(".yaml"), no_text: None };
    let part = Part::whole(&source);
    let told = |reading: &Reading| -> Vec<_> {
        reading.items.iter().map(|item| (item.origin.clone(), item.document.clone())).collect()
    };
    Reading::clean(&source, &part).is_none_or(|clean| {
        let other = Reading::with_places(&source, &part);
        other.problems.is_empty() && told(&clean) == told(&other)
    })
}

/// Exit 2 if a task would call one of `own`, the endpoints of ZooKeeper's servers.
pub(crate) fn refuse_targets(items: &[Item], own: &[Endpoint]) -> Result<(), CommandError> {
    let problems = items.iter().filter_map(|item| Some((item, egress::check_target(&item.task, own).err()?)));
    let problem = |(item, problems): (&Item, Problems)| {
        let origin = item.origin.clone();
        problems.0.into_iter().map(move |one| Problem { origin: origin.clone(), message: one.to_string() })
    };
    refusal(problems.flat_map(problem).collect()).map_or(Ok(()), Err)
}

/// Every problem, in the order of the files; none is no error.
fn refusal(mut problems: Vec<Problem>) -> Option<CommandError> {
    problems.sort_by(|a, b| (&a.origin.file, a.origin.place).cmp(&(&b.origin.file, b.origin.place)));
    let shown = |problem: &Problem| format!("{}: {}", problem.origin, problem.message);
    match problems.as_slice() {
        [] => None,
        [only] => Some(CommandError::usage(shown(only))),
        many => {
            let mut error = CommandError::usage(format!("{} problems in the manifests", many.len()));
            error.causes = many.iter().take(MOST_SHOWN).map(shown).collect();
            let hidden = many.len().saturating_sub(MOST_SHOWN);
            Some(if hidden > 0 { error.with_cause(format!("and {} more", words::count(hidden as u64))) } else { error })
        }
    }
}

/// JSON if it looks like it and is, or YAML that looks like it if it is what is `wanted`: else of what is broken as JSON
/// would be told that it is strange YAML.
fn parse(source: &Source, text: &str, wanted: fn(&Node) -> bool) -> (Vec<Node>, Vec<Broken>) {
    if !source.may_be_json() {
        return yaml::documents(text);
    }
    let (nodes, broken) = json::documents(text);
    if broken.is_empty() {
        return (nodes, broken);
    }
    match yaml::documents(text) {
        (nodes, wrong) if wrong.is_empty() && nodes.iter().all(wanted) => (nodes, wrong),
        _ => (nodes, broken),
    }
}

/// What to do with a CronJob, which people have.
fn of_another(kind: &Field) -> &'static str {
    let is_cron_job = kind.node.tree == Tree::Text("CronJob".into());
    if is_cron_job { ": nonoctl import makes a task of it" } else { "" }
}

/// Whether a document says that it is a task, or a list of tasks.
fn is_of_tasks(node: &Node) -> bool {
    match &node.tree {
        Tree::Fields(fields) => not_a_task(fields, node.place).is_none(),
        Tree::List(items) => items.iter().all(is_of_tasks),
        _ => false,
    }
}

/// Why a document is no task of this release, and where it says so: of such a document nothing else is worth saying.
fn not_a_task(fields: &[Field], begin: Place) -> Option<(Place, String)> {
    let field = |name: &str| fields.iter().find(|field| field.name == name);
    let Some(kind) = field("kind") else {
        return Some((begin, format!("kind is missing: a task has apiVersion: {API_VERSION} and kind: {KIND}")));
    };
    if kind.node.tree != Tree::Text(KIND.into()) {
        return Some((
            kind.place,
            format!(
                "kind is {}, and this release knows only {KIND}{}",
                kind.node.clone().into_value(),
                of_another(kind)
            ),
        ));
    }
    let Some(version) = field("apiVersion") else {
        return Some((begin, format!("apiVersion is missing: write apiVersion: {API_VERSION}")));
    };
    if version.node.tree == Tree::Text(API_VERSION.into()) {
        return None;
    }
    let shown = version.node.clone().into_value();
    let newer = shown.as_str().and_then(|text| text.strip_prefix("nono/v")).and_then(|text| text.parse::<u32>().ok());
    let message = match newer {
        Some(2..) => {
            format!("apiVersion {shown} is of a newer release: this one reads {API_VERSION}, use a newer nonoctl")
        }
        _ => format!("apiVersion is {shown}, and this release knows only {API_VERSION}"),
    };
    Some((version.place, message))
}

#[cfg(test)]
mod tests;
