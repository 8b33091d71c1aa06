//! Reads the file of contexts, and says by line and column what is wrong with it.

use std::collections::BTreeMap;
use std::io::ErrorKind as IoKind;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Context, FIELDS};
use crate::error::CommandError;
use crate::words;

/// What the file says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct ContextFile {
    /// Where it is, or would be.
    pub(crate) path: PathBuf,
    /// Its text; `None` where there is no such file.
    pub(crate) text: Option<String>,
    /// The context that is meant when none is named.
    pub(crate) current: Option<String>,
    /// All contexts by name.
    pub(crate) contexts: BTreeMap<String, Context>,
    /// Members that are not known and look like one that is, a sentence each.
    pub(crate) slips: Vec<String>,
}

#[derive(Deserialize, Default)]
struct Written {
    current: Option<String>,
    #[serde(default)]
    context: BTreeMap<String, Context>,
}

/// Reads it. A file that is not there has no contexts, unless it `must` be there.
pub(crate) fn read(path: &Path, must: bool) -> Result<ContextFile, CommandError> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(path, text),
        Err(error) if error.kind() == IoKind::NotFound && !must => {
            Ok(ContextFile { path: path.to_owned(), ..ContextFile::default() })
        }
        Err(error) if error.kind() == IoKind::NotFound => {
            Err(CommandError::new(crate::error::ErrorKind::NotFound, format!("there is no file {}", path.display()))
                .about("file", path.display().to_string())
                .with_hint("nonoctl context add NAME --connect HOSTS/CHROOT          makes one"))
        }
        Err(error) if error.kind() == IoKind::InvalidData => {
            Err(CommandError::usage(format!("{} is not UTF-8", path.display())).with_hint("write it anew"))
        }
        Err(error) => Err(CommandError::failed(format!("{} cannot be read: {error}", path.display()))),
    }
}

fn parse(path: &Path, text: String) -> Result<ContextFile, CommandError> {
    let wrong = |error: toml::de::Error| refused(path, &text, error.span().map(|span| span.start), error.message());
    let written: Written = toml::from_str(&text).map_err(wrong)?;
    if let Some((name, why)) =
        written.context.keys().find_map(|name| super::context_name(name).err().map(|why| (name, why)))
    {
        return Err(refused(path, &text, text.find(name.as_str()), &why));
    }
    for (name, context) in &written.context {
        if let Err(error) = context.connect.parse::<crate::connect::ConnectString>() {
            return Err(refused(path, &text, text.find(&context.connect), &format!("context {name}: {error}")));
        }
    }
    let slips = slips(path, &text);
    Ok(ContextFile {
        path: path.to_owned(),
        text: Some(text),
        current: written.current.filter(|name| !name.is_empty()),
        contexts: written.context,
        slips,
    })
}

/// `FILE:LINE:COLUMN: what is wrong`, exit 2.
fn refused(path: &Path, text: &str, at: Option<usize>, why: &str) -> CommandError {
    let place = at.map(|at| line_and_column(text, at));
    let why = why.trim().replace('\n', ", ");
    let message = match place {
        Some((line, column)) => format!("{}:{line}:{column}: {why}", path.display()),
        None => format!("{}: {why}", path.display()),
    };
    let line = place.and_then(|(line, _)| text.lines().nth(line - 1)).map(str::trim).filter(|line| !line.is_empty());
    let error = CommandError::usage(message).about("file", path.display().to_string());
    let error = line.into_iter().fold(error, |error, line| error.with_cause(words::harmless(line)));
    error.with_hint(format!("mend that line, or use another file: --config FILE; $EDITOR {}", path.display()))
}

/// Both from 1, columns in letters.
fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let mut end = at.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// A misspelt `protected` would protect nothing, in silence.
fn slips(path: &Path, text: &str) -> Vec<String> {
    let Ok(document) = text.parse::<toml_edit::DocumentMut>() else { return Vec::new() };
    let mut found = Vec::new();
    let mut look = |place: &str, key: &str, known: &[&str]| {
        let near = words::nearest(key, known.iter().copied());
        if let (false, Some(near)) = (known.contains(&key), near.first()) {
            found.push(format!("{}: {place}{key} is not known (did you mean {near}?)", path.display()));
        }
    };
    for (key, _) in document.iter() {
        look("", key, &["current", "context"]);
    }
    let contexts = document.get("context").and_then(toml_edit::Item::as_table_like);
    for (name, context) in contexts.into_iter().flat_map(toml_edit::TableLike::iter) {
        for (key, _) in context.as_table_like().into_iter().flat_map(toml_edit::TableLike::iter) {
            look(&format!("context.{name}."), key, &FIELDS);
        }
    }
    found
}

impl ContextFile {
    /// The context of that name, or exit 3 with the nearest.
    pub(crate) fn find(&self, name: &str) -> Result<&Context, CommandError> {
        self.contexts.get(name).ok_or_else(|| {
            CommandError::not_found("context", name, self.contexts.keys().map(String::as_str))
                .with_hint("nonoctl context list")
        })
    }
}
