//! Which files a `-f` names, and their text.
//!
//! A folder gives its manifests in the order of their names; `-` is standard input. Everything is read before anything
//! is applied, so the whole is limited: what is larger than [`MOST_BYTES`] is refused, never read half.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nono_documents::Place;

use crate::error::{CommandError, ErrorKind};

/// 64 MiB of manifests, some 100,000 tasks, are read at once. A task alone may have 32 KiB.
pub(crate) const MOST_BYTES: u64 = 64 << 20;

/// Whether folders inside a folder are read too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Depth {
    Flat,
    /// They are not, and what they hold must not be passed over either: manifests in them are refused.
    Whole,
    Recursive,
}

/// One file's text, without a byte order mark.
#[derive(Debug)]
pub(crate) struct Source {
    /// As the user knows it.
    pub(crate) name: Arc<str>,
    pub(crate) text: String,
    /// Whether its name says that it is YAML.
    pub(crate) is_yaml: bool,
    /// Where it is no text, and why: then nothing of it is read.
    pub(crate) no_text: Option<(Place, &'static str)>,
}

const NOT_UTF8: &str = "this is not UTF-8 text: save the file as UTF-8";
/// To a parser the text ends here.
const NUL: &str = "here stands a NUL byte, as in a file that was not written to its end: write it anew";

impl Source {
    /// Whether it looks like JSON, and is not said to be YAML.
    pub(crate) fn may_be_json(&self) -> bool {
        !self.is_yaml && self.text.trim_start().starts_with(['{', '['])
    }
}

/// Reads all that `named` names.
///
/// # Errors
///
/// Not found (3) for what does not exist; usage (2) for a folder without manifests, or too much text; failed (1) for what
/// cannot be read. What is no text comes as such, so that the others are read all the same.
pub(crate) fn read(named: &[String], depth: Depth, stdin: &mut dyn Read) -> Result<Vec<Source>, CommandError> {
    let mut sources = Vec::new();
    let mut left = MOST_BYTES;
    if named.iter().filter(|name| *name == "-").count() > 1 {
        return Err(CommandError::usage("standard input can be read only once: give -f - once"));
    }
    for name in named {
        if name == "-" {
            // All that it may have: what is not written to costs no memory, and what need not grow is not copied.
            let room = usize::try_from(left + 1).unwrap_or_default();
            sources.push(text_of("standard input".into(), false, room, stdin, &mut left)?);
            continue;
        }
        for path in files(Path::new(name), depth)? {
            let mut file = fs::File::open(&path).map_err(|error| unreadable(&path, &error))?;
            let shown: Arc<str> = path.display().to_string().into();
            let length = file.metadata().map_or(0, |about| about.len().min(left));
            let room = usize::try_from(length + 1).unwrap_or_default();
            sources.push(text_of(shown, has_extension(&path, &["yaml", "yml"]), room, &mut file, &mut left)?);
        }
    }
    Ok(sources)
}

/// `room` is how many bytes to expect.
fn text_of(
    name: Arc<str>,
    is_yaml: bool,
    room: usize,
    from: &mut dyn Read,
    left: &mut u64,
) -> Result<Source, CommandError> {
    let mut bytes = Vec::new();
    // Where so much may not be had, it grows with what is read.
    let _ = bytes.try_reserve_exact(room);
    from.take(*left + 1).read_to_end(&mut bytes).map_err(|error| unreadable(Path::new(&*name), &error))?;
    let length = bytes.len() as u64;
    *left = left.checked_sub(length).ok_or_else(|| too_large(&name))?;
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let no_text = text.find('\0').map(|at| (end_of(&text[..at]), NUL));
            let text = if no_text.is_some() { String::new() } else { text };
            Ok(Source { name, text, is_yaml, no_text })
        }
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
            Ok(Source { name, text: String::new(), is_yaml, no_text: Some((end_of(&text), NOT_UTF8)) })
        }
    }
}

/// Where what comes behind a text would stand.
fn end_of(text: &str) -> Place {
    let last = text.rsplit('\n').next().unwrap_or_default();
    Place { line: text.matches('\n').count() as u64 + 1, column: last.chars().count() as u64 + 1 }
}

fn too_large(name: &str) -> CommandError {
    CommandError::usage(format!("{name}: more than {} MiB of manifests at once", MOST_BYTES >> 20))
        .with_hint("apply them in several parts")
}

fn unreadable(path: &Path, error: &io::Error) -> CommandError {
    let shown = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => {
            CommandError::new(ErrorKind::NotFound, format!("file {shown} not found")).about("file", shown.to_string())
        }
        _ => CommandError::failed(format!("cannot read {shown}: {error}")),
    }
}

/// The file itself, or the manifests of a folder. Names that begin with a dot are passed over.
fn files(path: &Path, depth: Depth) -> Result<Vec<PathBuf>, CommandError> {
    let about = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !about.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    walk(path, depth, &mut found)?;
    if found.is_empty() {
        let error = CommandError::usage(format!(
            "no manifest in {}: no file ends in .yaml, .yml, .json or .jsonl",
            path.display()
        ));
        return Err(if depth != Depth::Recursive { error.with_hint("-R reads the folders in it too") } else { error });
    }
    Ok(found)
}

/// Symbolic links to folders are not followed, so the walk ends.
fn walk(folder: &Path, depth: Depth, found: &mut Vec<PathBuf>) -> Result<(), CommandError> {
    let listed = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = listed.map_err(|error| unreadable(folder, &error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            match depth {
                Depth::Flat => {}
                Depth::Whole => refuse_more(&path)?,
                Depth::Recursive => walk(&path, depth, found)?,
            }
        } else if has_extension(&path, &["yaml", "yml", "json", "jsonl"]) && !path.is_dir() {
            found.push(path);
        }
    }
    Ok(())
}

/// What is deleted because no manifest describes it must not be described in a folder that was not read.
fn refuse_more(folder: &Path) -> Result<(), CommandError> {
    let mut more = Vec::new();
    walk(folder, Depth::Recursive, &mut more)?;
    let Some(first) = more.first() else { return Ok(()) };
    let message =
        format!("{} is in a folder that is not read, and --prune would delete what it describes", first.display());
    Err(CommandError::usage(message).with_hint("-R reads the folders in a folder too"))
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension().is_some_and(|given| wanted.iter().any(|one| given.eq_ignore_ascii_case(one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(names: &[&str], depth: Depth, stdin: &[u8]) -> Result<Vec<Source>, CommandError> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        read(&names, depth, &mut &stdin[..])
    }

    #[test]
    fn a_folder_gives_its_manifests_by_name_and_its_folders_only_when_asked() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("sub")).unwrap();
        for name in ["b.yml", "a.yaml", "notes.txt", ".hidden.yaml", "c.json", "sub/d.yaml"] {
            fs::write(root.path().join(name), name).unwrap();
        }
        let path = root.path().to_str().unwrap();
        let texts = |depth| -> Vec<String> {
            read_all(&[path], depth, b"").unwrap().into_iter().map(|source| source.text).collect()
        };
        assert_eq!(texts(Depth::Flat), ["a.yaml", "b.yml", "c.json"]);
        assert_eq!(texts(Depth::Recursive), ["a.yaml", "b.yml", "c.json", "sub/d.yaml"]);
        let refused = read_all(&[path], Depth::Whole, b"").unwrap_err();
        assert!(refused.exit() == 2 && refused.message.contains("sub/d.yaml"), "{refused:?}");
        fs::remove_file(root.path().join("sub/d.yaml")).unwrap();
        assert_eq!(texts(Depth::Whole), ["a.yaml", "b.yml", "c.json"], "a folder without manifests is no matter");
    }

    #[test]
    fn what_cannot_be_read_says_which_file_and_why() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().to_str().unwrap();
        let empty = read_all(&[path], Depth::Flat, b"").unwrap_err();
        assert_eq!((empty.exit(), empty.message.contains("no manifest in")), (2, true));
        let missing = read_all(&["no-such-file.yaml"], Depth::Flat, b"").unwrap_err();
        assert_eq!((missing.exit(), missing.message.as_str()), (3, "file no-such-file.yaml not found"));
        let latin = &read_all(&["-"], Depth::Flat, b"name: x\ndescription: \xe9\n").unwrap()[0];
        assert_eq!((latin.text.as_str(), latin.no_text), ("", Some((Place { line: 2, column: 14 }, NOT_UTF8))));
        let cut = &read_all(&["-"], Depth::Flat, b"name: x\n\0\0---\n").unwrap()[0];
        assert_eq!((cut.text.as_str(), cut.no_text), ("", Some((Place { line: 2, column: 1 }, NUL))));
        let twice = read_all(&["-", "-"], Depth::Flat, b"").unwrap_err();
        assert_eq!(twice.exit(), 2);
    }

    #[test]
    fn too_much_is_refused_without_reading_it_all() {
        let error = read(&["-".to_owned()], Depth::Flat, &mut io::repeat(b'x')).unwrap_err();
        assert_eq!(
            (error.exit(), error.message.as_str()),
            (2, "standard input: more than 64 MiB of manifests at once")
        );
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(read_all(&["-"], Depth::Flat, b"\xef\xbb\xbfname: x").unwrap()[0].text, "name: x");
    }
}
