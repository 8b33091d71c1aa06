//! Changes the file of contexts: what a person wrote there, comments and unknown members included, stays.
//!
//! The new file is written beside the old one and takes its place in one step, readable by its owner alone; a reader
//! sees the old one or the new one.

use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item, Table, TableLike, value};

use super::{Context, ContextColor, ContextFile};
use crate::error::CommandError;

/// The file, about to be changed.
pub(crate) struct ContextEditor {
    path: PathBuf,
    document: DocumentMut,
}

impl ContextEditor {
    /// Of a file that was read.
    pub(crate) fn of(file: &ContextFile) -> Result<Self, CommandError> {
        let text = file.text.as_deref().unwrap_or_default();
        let document =
            text.parse().map_err(|error| CommandError::usage(format!("{}: {error}", file.path.display())))?;
        Ok(Self { path: file.path.clone(), document })
    }

    /// The context that is meant when none is named.
    pub(crate) fn set_current(&mut self, name: Option<&str>) {
        match (name, self.document.get_mut("current")) {
            (None, _) => drop(self.document.remove("current")),
            (Some(name), Some(Item::Value(old))) => {
                let decor = old.decor().clone();
                *old = name.into();
                *old.decor_mut() = decor;
            }
            (Some(name), _) => drop(self.document.insert("current", value(name))),
        }
    }

    /// Adds a context.
    pub(crate) fn add(&mut self, name: &str, context: &Context) {
        let mut table = Table::new();
        table.insert("connect", value(&context.connect));
        if context.protected {
            table.insert("protected", value(true));
        }
        if let Some(color) = context.color.map(ContextColor::word) {
            table.insert("color", value(color));
        }
        for (field, path) in context.files() {
            table.insert(field, value(path.display().to_string()));
        }
        if let Some(contexts) = self.contexts() {
            contexts.insert(name, Item::Table(table));
        }
    }

    /// Removes a context.
    pub(crate) fn remove(&mut self, name: &str) {
        if let Some(contexts) = self.contexts() {
            contexts.remove(name);
        }
    }

    /// Gives a context another name; what is in it stays.
    pub(crate) fn rename(&mut self, old: &str, new: &str) {
        let Some(contexts) = self.contexts() else { return };
        if let Some(item) = contexts.remove(old) {
            contexts.insert(new, item);
        }
    }

    fn contexts(&mut self) -> Option<&mut dyn TableLike> {
        let contexts = self.document.entry("context").or_insert_with(|| {
            let mut table = Table::new();
            table.set_implicit(true);
            Item::Table(table)
        });
        contexts.as_table_like_mut()
    }

    /// Writes it.
    pub(crate) fn save(&self) -> Result<(), CommandError> {
        let failed = |error: std::io::Error| {
            CommandError::failed(format!("{} cannot be written: {error}", self.path.display()))
                .about("file", self.path.display().to_string())
                .with_hint("check who owns its folder, or name another file with --config")
        };
        replace(&self.path, self.document.to_string().as_bytes()).map_err(failed)
    }
}

/// Puts `bytes` in the place of the file, through its links.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let name = path.file_name().ok_or(std::io::ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
    let fresh = folder.join(format!(".{name}.{}.new", std::process::id()));
    let written = write_beside(&fresh, bytes).and_then(|()| std::fs::rename(&fresh, &path));
    if written.is_err() {
        let _ = std::fs::remove_file(&fresh);
    }
    written
}

fn write_beside(fresh: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // Of a process that was killed, and whose number is ours now.
    match std::fs::remove_file(fresh) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(fresh)?;
    file.write_all(bytes)?;
    file.sync_all()
}
