//! The file of keys and colours.

use std::path::{Path, PathBuf};

use super::args::{Markers, TopArgs};
use super::keys::{KeyFile, KeyMap};
use super::theme::{Known, Theme, ThemeFile};
use crate::error::CommandError;
use crate::invocation::Invocation;

/// Keys and colours, from the flags and the file.
pub(super) fn read(args: &TopArgs, invocation: &Invocation) -> Result<(KeyMap, Theme), CommandError> {
    let text = file(args, invocation)?;
    let (path, text) = text.unwrap_or_default();
    let keys: KeyFile = parse(&path, &text)?;
    let keys = KeyMap::default().bind(&keys, &text).map_err(|wrong| refused(&path, wrong))?;
    let braille = args.markers == Markers::Braille;
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
            built_in(known).with(&parse::<ThemeFile>(&path, &text)?).map_err(|wrong| refused(&path, wrong))?
        }
        None if known == Known::Mono => built_in(known),
        None => built_in(known).with(&parse::<ThemeFile>(&path, &text)?).map_err(|wrong| refused(&path, wrong))?,
    };
    Ok((keys, theme))
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
