//! `nonoctl completion`

use clap::Args;
use clap_complete::Shell;
use clap_complete::env::Shells;

use crate::error::{CommandError, Exit};
use crate::invocation::Invocation;
use crate::output::Report;

/// Print a script that completes commands, flags and names in a shell
///
/// The script asks nonoctl itself at every TAB. Names of tasks and schedulers are read from the cluster, for a tenth of a
/// second at most; what was read is kept in $XDG_CACHE_HOME/nonoctl/names.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples, to try it:\n  source <(nonoctl completion bash)\n  nonoctl completion fish | source\n\n\
    For good:\n  nonoctl completion bash > ~/.local/share/bash-completion/completions/nonoctl\n  \
    nonoctl completion zsh > \"${fpath[1]}/_nonoctl\"\n  \
    nonoctl completion fish > ~/.config/fish/completions/nonoctl.fish"
)]
pub(crate) struct CompletionArgs {
    /// bash, zsh, fish, powershell or elvish
    shell: Shell,
}

impl CompletionArgs {
    pub(crate) fn execute(&self, invocation: &Invocation) -> Result<Exit, CommandError> {
        invocation.print(&Report::Text(script(self.shell)))?;
        Ok(Exit::Ok)
    }
}

/// The same whatever the environment and the terminal: packagers ship what stands in `completions/`.
fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    let shells = Shells::builtins();
    if let Some(known) = shells.completer(&shell.to_string()) {
        // A text takes every byte.
        let _ = known.write_registration("COMPLETE", "nonoctl", "nonoctl", "nonoctl", &mut script);
    }
    String::from_utf8_lossy(&script).into_owned()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap::ValueEnum;
    use clap_complete::Generator;

    use super::*;

    #[test]
    fn the_committed_scripts_are_those_of_this_command_tree() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../completions");
        let update = std::env::var_os("NONO_UPDATE_COMPLETIONS").is_some();
        for shell in Shell::value_variants() {
            let path = folder.join(shell.file_name("nonoctl"));
            let fresh = script(*shell);
            if update {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &fresh).unwrap();
            }
            let committed = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(
                committed == fresh,
                "{} is not up to date: NONO_UPDATE_COMPLETIONS=1 cargo test -p nonoctl completion",
                path.display()
            );
        }
    }
}
