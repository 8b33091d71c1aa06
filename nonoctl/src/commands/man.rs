//! `nonoctl man`: the pages for `man`, written into a folder by those who install.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli;
use crate::error::CommandError;
use crate::error::Exit;
use crate::invocation::Invocation;
use crate::output::Report;

/// Write the manual pages, one for each command
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  nonoctl man /usr/local/share/man/man1")]
pub(crate) struct ManArgs {
    /// The folder; it is made if it is not there
    folder: PathBuf,
}

impl ManArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        let pages = write(&self.folder).map_err(|error| {
            CommandError::failed(format!("the manual pages cannot be written to {}: {error}", self.folder.display()))
        })?;
        let text = format!("wrote {pages} pages to {}\n", self.folder.display());
        invocation.print(&Report::Told { text, document: json!({ "folder": self.folder, "pages": pages }) })?;
        Ok(Exit::Ok)
    }
}

/// How many were written.
fn write(folder: &Path) -> std::io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    let mut tree = cli::command(None);
    tree.build();
    let mut written = 0;
    page(&tree, "nonoctl", folder, &mut written)?;
    Ok(written)
}

fn page(command: &clap::Command, name: &str, folder: &Path, written: &mut usize) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command.clone().name(name.to_owned()).display_name(name.to_owned())).render(&mut bytes)?;
    std::fs::write(folder.join(format!("{name}.1")), bytes)?;
    *written += 1;
    let below = command.get_subcommands().filter(|below| !below.is_hide_set() && below.get_name() != "help");
    for below in below {
        page(below, &format!("{name}-{}", below.get_name()), folder, written)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_has_a_page_with_its_examples() {
        let folder = tempfile::tempdir().unwrap();
        let written = write(folder.path()).unwrap();
        assert!(written > 30, "{written}");
        let page = std::fs::read_to_string(folder.path().join("nonoctl-task-list.1")).unwrap();
        assert!(page.contains(".TH nonoctl-task-list 1") && page.contains("Examples:"), "{page}");
        assert!(!folder.path().join("nonoctl-man.1").exists());
    }
}
