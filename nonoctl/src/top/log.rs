//! What went wrong while the screen was shown, in a file: a line that is printed would be drawn over, and what the screen
//! says of it is gone after a while.

use std::fmt::Display;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::data::{Link, News};
use crate::invocation::wall_clock;

/// A file that has grown beyond this is kept once, as `nonoctl.log.1`.
const LARGEST: u64 = 1 << 20;

/// See the module. It is made when there is something to write.
#[derive(Clone, Debug)]
pub(crate) struct Log {
    path: Option<PathBuf>,
    /// What was last written of the connection, and of records.
    said: Option<String>,
    unreadable: Vec<String>,
}

impl Log {
    /// In this folder; nothing is written where there is none.
    pub(crate) fn below(folder: Option<&Path>) -> Self {
        Self { path: folder.map(|folder| folder.join("nonoctl.log")), said: None, unreadable: Vec::new() }
    }

    /// Where it is, if there can be one.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Writes down what is not as it should be among the news.
    pub(super) fn hear(&mut self, news: &News) {
        match news {
            News::Done(report) if report.ok == Some(false) => {
                self.write(&report.text);
            }
            News::Link(link) => self.connection(link),
            News::Fleet(fleet) if fleet.census.unreadable != self.unreadable => {
                self.unreadable.clone_from(&fleet.census.unreadable);
                for why in &self.unreadable {
                    self.write(format_args!("cannot be read: {why}"));
                }
            }
            _ => {}
        }
    }

    /// Once each time it changes, not with every try.
    fn connection(&mut self, link: &Link) {
        let servers = |hosts: &[(String, String)]| {
            hosts.iter().map(|(host, why)| format!("{host} {why}")).collect::<Vec<_>>().join(", ")
        };
        let (kind, detail) = match link {
            Link::Live { .. } => ("connected", String::new()),
            Link::Connecting { hosts, .. } => ("cannot connect", servers(hosts)),
            Link::Lost { hosts, .. } => ("connection lost", servers(hosts)),
            Link::Expired { .. } => ("session expired", String::new()),
            Link::Denied { why } => ("denied", why.clone()),
            Link::NotLaidOut => ("no cluster at this place", String::new()),
            Link::Newer { format } => ("cluster of a newer format", format.to_string()),
        };
        // That all is well is worth a line only after something was not.
        let is_news =
            self.said.as_deref().is_none_or(|said| said != kind) && !(self.said.is_none() && kind == "connected");
        if is_news {
            self.write(format_args!("{kind}  {detail}"));
            self.said = Some(kind.to_owned());
        }
    }

    /// A line, with the moment; whether it could be written. That it cannot is no reason to end.
    pub(crate) fn write(&self, what: impl Display) -> bool {
        let Some(mut file) = self.path.as_deref().and_then(|path| opened(path).ok()) else { return false };
        let line = what.to_string();
        writeln!(file, "{} {}", wall_clock(), line.trim_end()).is_ok()
    }
}

/// For this person alone: tasks and addresses are in it.
fn opened(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if fs::metadata(path).is_ok_and(|about| about.len() > LARGEST) {
        fs::rename(path, path.with_extension("log.1"))?;
    }
    OpenOptions::new().create(true).append(true).mode(0o600).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::top::data::Report;

    #[test]
    fn failures_are_written_with_their_moment_and_a_connection_once_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let mut log = Log::below(Some(&folder.path().join("new")));
        let report = |ok, text: &str| News::Done(Report { text: text.to_owned(), ok: Some(ok), undo: None });
        let live = || News::Link(Link::Live { round_trip: std::time::Duration::ZERO });
        let denied = || News::Link(Link::Denied { why: "access to /leases is denied".to_owned() });
        for news in [live(), report(true, "paused"), report(false, "it is gone"), denied(), denied(), live()] {
            log.hear(&news);
        }
        let text = fs::read_to_string(log.path().unwrap()).unwrap();
        let lines: Vec<&str> = text.lines().map(|line| line.split_once("Z ").unwrap().1).collect();
        assert_eq!(lines, ["it is gone", "denied  access to /leases is denied", "connected"]);
    }

    #[test]
    fn a_file_that_has_grown_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::below(Some(folder.path()));
        fs::write(log.path().unwrap(), vec![b'x'; LARGEST as usize + 1]).unwrap();
        log.write("new");
        assert!(fs::metadata(log.path().unwrap()).unwrap().len() < 100);
        assert!(folder.path().join("nonoctl.log.1").is_file());
    }

    #[test]
    fn without_a_folder_nothing_happens() {
        Log::below(None).write("nowhere");
        Log::below(Some(Path::new("/dev/null/no"))).write("nowhere");
    }
}
