//! A text in the person's editor, and back.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

/// So many files of one process and one name may be there.
const MOST: u32 = 100;

/// A file of this person alone, gone when dropped unless it is kept.
pub(crate) struct Draft {
    path: PathBuf,
    kept: bool,
}

impl Draft {
    /// A new file that holds `text`; never over something that is there, such as one that was kept before.
    pub(crate) fn new(name: &str, text: &str) -> io::Result<Self> {
        let mut number = 1;
        loop {
            let file = match number {
                1 => format!("nonoctl-{}-{name}.yaml", std::process::id()),
                _ => format!("nonoctl-{}-{name}-{number}.yaml", std::process::id()),
            };
            let path = std::env::temp_dir().join(file);
            match written(&path, text) {
                Ok(()) => return Ok(Self { path, kept: false }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < MOST => number += 1,
                Err(error) => return Err(error),
            }
        }
    }

    /// Opens the editor and waits until it has ended; gives what the file holds then.
    pub(crate) fn edit(&self, editor: &str) -> io::Result<String> {
        open(editor, &self.path)?;
        std::fs::read_to_string(&self.path)
    }

    /// Puts another text in it.
    pub(crate) fn write(&self, text: &str) -> io::Result<()> {
        std::fs::write(&self.path, text)
    }

    /// Leaves the file there, and says where.
    pub(crate) fn keep(mut self) -> PathBuf {
        self.kept = true;
        self.path.clone()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn written(path: &Path, text: &str) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())
}

/// An editor may be a command with arguments.
fn open(editor: &str, path: &Path) -> io::Result<()> {
    let status = Command::new("sh").arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(path).status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("it ended with {status}"))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_editor_leaves_comes_back_and_the_file_goes() {
        let draft = Draft::new("editor-test", "one\n").unwrap();
        let path = draft.path.clone();
        assert_eq!(draft.edit("sed -i s/one/two/").unwrap(), "two\n");
        assert!(draft.edit("false").is_err());
        let other = Draft::new("editor-test", "other").unwrap();
        assert_ne!(other.path, path, "it is there already");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two\n");
        drop((draft, other));
        assert!(!path.exists());
        let kept = Draft::new("editor-test", "three").unwrap().keep();
        assert_eq!(std::fs::read_to_string(&kept).unwrap(), "three");
        std::fs::remove_file(kept).unwrap();
    }
}
