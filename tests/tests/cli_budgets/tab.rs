//! What a person waits for behind TAB, with all names of a large cluster: nothing that is felt.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nono_tests::programs::program;

use super::{Bench, Bound, Line, ROUNDS, took};

/// What is felt as at once.
const FELT: Duration = Duration::from_millis(150);
/// In which the names are there, read by the TAB or by what it left behind.
const KEPT_WITHIN: Duration = Duration::from_secs(30);
const TYPED: [&str; 5] = ["--", "nonoctl", "task", "get", "web.task-0000"];

impl Bench {
    /// Without names kept: what the cluster does not say at once is left to the next TAB.
    pub(super) fn tab_cold(&self) -> Line {
        let mut line = Line::new("TAB on a task's name, cold cache", Bound::Below(FELT));
        for _ in 0..ROUNDS {
            let home = tempfile::tempdir().unwrap();
            line.ours.push(self.tab(home.path()).0);
            // What it left behind must not fall on the next one.
            self.names_are_kept(home.path());
            line.raw.push(took(Command::new("/bin/true").env_clear()));
        }
        line
    }

    /// With names that a TAB before has kept.
    pub(super) fn tab_warm(&self) -> Line {
        let mut line = Line::new("TAB on a task's name, warm cache", Bound::Below(FELT));
        let home = tempfile::tempdir().unwrap();
        self.tab(home.path());
        self.names_are_kept(home.path());
        for _ in 0..ROUNDS {
            let (took_ours, offered) = self.tab(home.path());
            assert!(offered.lines().any(|name| name == "web.task-000007"), "{offered}");
            line.ours.push(took_ours);
            line.raw.push(took(Command::new("/bin/true").env_clear()));
        }
        line
    }

    /// One TAB in bash: how long it takes, and what is offered.
    fn tab(&self, home: &Path) -> (Duration, String) {
        let mut command = Command::new(program("nonoctl"));
        command.args(TYPED).env_clear().env("LANG", "C.UTF-8").env("HOME", home);
        command.env("NONOCTL_CONNECT", self.place("/nono")).env("COMPLETE", "bash");
        command.env("_CLAP_COMPLETE_INDEX", (TYPED.len() - 2).to_string()).env("_CLAP_IFS", "\n");
        command.env("_CLAP_COMPLETE_COMP_TYPE", "9").env("_CLAP_COMPLETE_SPACE", "false");
        let began = Instant::now();
        let ended = command.stdin(Stdio::null()).output().unwrap();
        let took = began.elapsed();
        assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");
        (took, String::from_utf8(ended.stdout).unwrap())
    }

    fn names_are_kept(&self, home: &Path) {
        let end = Instant::now() + KEPT_WITHIN;
        let folder = home.join(".cache/nonoctl/names");
        loop {
            let names = std::fs::read_dir(&folder).into_iter().flatten().flatten();
            // One that is still written has another ending.
            if names.into_iter().any(|file| file.path().extension().is_none_or(|ending| ending != "new")) {
                return;
            }
            assert!(Instant::now() < end, "no names in {} within {KEPT_WITHIN:?}", folder.display());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}
