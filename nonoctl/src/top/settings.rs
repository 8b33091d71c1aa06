//! The file of keys, colours and graphs.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::args::{Markers, TopArgs};
use super::keys::{KeyFile, KeyMap};
use super::theme::{Known, Theme, ThemeFile};
use crate::error::CommandError;
use crate::invocation::Invocation;
use crate::words;

/// The tables of the file, with what each may hold where that is not for its reader to say.
const TABLES: [&str; 3] = ["keys", "colors", "graphs"];

/// The part of the file that is about graphs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct GraphFile {
    graphs: Graphs,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Graphs {
    /// What they are made of.
    markers: Option<Markers>,
}

/// Keys and colours, from the flags and the file.
pub(super) fn read(args: &TopArgs, invocation: &Invocation) -> Result<(KeyMap, Theme), CommandError> {
    let text = file(args, invocation)?;
    let (path, text) = text.unwrap_or_default();
    only(&path, &text, &TABLES)?;
    let keys: KeyFile = parse(&path, &text)?;
    let keys = KeyMap::default().bind(&keys, &text).map_err(|wrong| refused(&path, wrong))?;
    let graphs: GraphFile = parse(&path, &text)?;
    let braille = args.markers.or(graphs.graphs.markers) == Some(Markers::Braille);
    let built_in = |known| Theme::known(known, invocation.terminal.ascii, braille);
    let colourless = !invocation.terminal.colour_out;
    let (known, own) = match args.theme.as_str() {
        "default" => (if colourless { Known::Mono } else { Known::Default }, None),
        "deuteranopia" => (if colourless { Known::Mono } else { Known::Deuteranopia }, None),
        "mono" => (Known::Mono, None),
        other => (Known::Default, Some(PathBuf::from(other))),
    };
    let theme = match own {
        Some(path) => {
            let text = load(&path)?.ok_or_else(|| {
                CommandError::usage(format!("there is no theme \"{}\"", path.display()))
                    .with_hint("default, deuteranopia, mono, or a file with a table [colors]")
            })?;
            only(&path, &text, &TABLES)?;
            built_in(known).with(&parse::<ThemeFile>(&path, &text)?).map_err(|wrong| refused(&path, wrong))?
        }
        None if known == Known::Mono => built_in(known),
        None => built_in(known).with(&parse::<ThemeFile>(&path, &text)?).map_err(|wrong| refused(&path, wrong))?,
    };
    Ok((keys, theme))
}

/// Refuses a table that nobody reads: it would look as if it did something.
fn only(path: &Path, text: &str, known: &[&str]) -> Result<(), CommandError> {
    let wrong = strangers(text, known);
    if wrong.is_empty() { Ok(()) } else { Err(refused(path, wrong)) }
}

/// What stands at the top of the file and is none of these, each with its line. A text that is no TOML at all has its own
/// error.
fn strangers(text: &str, known: &[&str]) -> Vec<String> {
    let Ok(document) = text.parse::<toml_edit::Document<String>>() else { return Vec::new() };
    let mut wrong = Vec::new();
    for (name, _) in document.iter().filter(|(name, _)| !known.contains(name)) {
        let at = document.key(name).and_then(toml_edit::Key::span).map_or(0, |span| span.start);
        let line = text[..at.min(text.len())].matches('\n').count() + 1;
        wrong.push((
            at,
            match words::nearest(name, known.iter().copied()).as_slice() {
                [nearest, ..] => format!("line {line}: there is no table [{name}]; did you mean [{nearest}]?"),
                [] => format!("line {line}: there is no table [{name}]; there are [{}]", known.join("], [")),
            },
        ));
    }
    wrong.sort_unstable();
    wrong.into_iter().map(|(_, why)| why).collect()
}

fn parse<T: serde::de::DeserializeOwned>(path: &Path, text: &str) -> Result<T, CommandError> {
    toml::from_str(text)
        .map_err(|error| CommandError::usage(format!("{}: {}", path.display(), error.to_string().trim())))
}

fn refused(path: &Path, wrong: Vec<String>) -> CommandError {
    let error = CommandError::usage(format!("{} is not valid", path.display())).with_hint("nonoctl top --print-keys");
    wrong.into_iter().fold(error, CommandError::with_cause)
}

/// The file that was named must be there; the usual one may be.
fn file(args: &TopArgs, invocation: &Invocation) -> Result<Option<(PathBuf, String)>, CommandError> {
    if let Some(path) = &args.keys {
        let text = load(path)?.ok_or_else(|| {
            let mut error = CommandError::usage(format!("{} is not there", path.display()));
            error.object = Some(("file", path.display().to_string()));
            error
        })?;
        return Ok(Some((path.clone(), text)));
    }
    let Some(path) = invocation.config_folder.as_ref().map(|folder| folder.join("top.toml")) else { return Ok(None) };
    Ok(load(&path)?.map(|text| (path, text)))
}

fn load(path: &Path) -> Result<Option<String>, CommandError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CommandError::failed(format!("{} cannot be read: {error}", path.display()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_nobody_reads_is_told_with_its_line() {
        let told = |text| strangers(text, &TABLES);
        assert_eq!(
            told("# mine\n\n[kees]\nfreeze = \"z\"\n"),
            ["line 3: there is no table [kees]; did you mean [keys]?"]
        );
        assert_eq!(told("[keys]\n[colours]\n[x]\n").len(), 2);
        assert_eq!(
            told("freeze = \"z\"\n[keys]\n"),
            ["line 1: there is no table [freeze]; there are [keys], [colors], [graphs]"]
        );
        assert_eq!(told("[keys]\nfreeze = \"z\"\n[colors]\n[graphs]\n"), [""; 0]);
        assert_eq!(told(""), [""; 0]);
    }

    #[test]
    fn graphs_are_of_what_the_file_says() {
        let markers = |text| toml::from_str::<GraphFile>(text).map(|file| file.graphs.markers);
        assert_eq!(markers("[graphs]\nmarkers = \"braille\"\n"), Ok(Some(Markers::Braille)));
        assert_eq!(markers("[keys]\n"), Ok(None));
        assert!(markers("[graphs]\nmarkers = \"dots\"\n").is_err());
        assert!(markers("[graphs]\nmarker = \"blocks\"\n").is_err());
    }
}
