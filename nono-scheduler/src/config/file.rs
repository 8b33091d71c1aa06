//! The configuration file: TOML, one key per flag, each value with the line and column it stands at.
//!
//! An unknown key is an error, since a misspelt one would silently mean its default.

use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::{ConfigError, Place, SETTINGS};

/// The settings of the file at `path`, which `place` named.
pub(super) fn read(path: &Path, place: &Place) -> Result<Vec<(&'static str, String, Place)>, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        place: place.clone(),
        path: path.to_owned(),
        why: error.to_string(),
    })?;
    parse(&Source { path: path.to_owned(), text: &text })
}

struct Source<'a> {
    path: PathBuf,
    text: &'a str,
}

impl Source<'_> {
    fn place(&self, offset: usize) -> Place {
        let before = self.text.get(..offset).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        Place::File { path: self.path.clone(), line, column }
    }

    fn bad(&self, span: &Range<usize>, why: String) -> ConfigError {
        ConfigError::Bad { place: self.place(span.start), why }
    }
}

fn parse(source: &Source<'_>) -> Result<Vec<(&'static str, String, Place)>, ConfigError> {
    let table = DeTable::parse(source.text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        source.bad(&span, error.message().replace('\n', "; "))
    })?;
    let mut settings = Vec::new();
    for (key, value) in table.into_inner() {
        let setting = known(key.get_ref()).map_err(|why| source.bad(&key.span(), why))?;
        let text = text_of(setting, value.get_ref()).map_err(|why| source.bad(&value.span(), why))?;
        settings.push((setting, text.into_owned(), source.place(value.span().start)));
    }
    Ok(settings)
}

fn known(key: &str) -> Result<&'static str, String> {
    if let Some(setting) = SETTINGS.into_iter().find(|setting| *setting == key) {
        return Ok(setting);
    }
    let dashed = key.replace('_', "-").to_ascii_lowercase();
    let near = SETTINGS.into_iter().min_by_key(|setting| strsim::osa_distance(&dashed, setting));
    match near.filter(|setting| strsim::osa_distance(&dashed, setting) <= 3) {
        Some(setting) => Err(format!("unknown setting {key:?}; did you mean {setting}?")),
        None => Err(format!("unknown setting {key:?}; the settings are {}", SETTINGS.join(", "))),
    }
}

fn text_of<'a>(setting: &str, value: &'a DeValue<'_>) -> Result<Cow<'a, str>, String> {
    match value {
        DeValue::String(text) => Ok(Cow::Borrowed(text)),
        DeValue::Integer(number) if is_a_number(setting) && number.radix() == 10 => {
            Ok(Cow::Owned(number.as_str().replace('_', "")))
        }
        other => Err(format!("{setting} takes a text in quotes, not {}", described(other))),
    }
}

fn is_a_number(setting: &str) -> bool {
    setting.starts_with("max-in-flight") || setting == "zookeeper-rate"
}

const fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "an integer (write a duration as \"6s\")",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
