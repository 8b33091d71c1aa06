//! The file of names: one for each context, below the cache folder; losing it costs a moment.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::contexts::Place;
use crate::environment::Environment;

/// How the line of a task begins.
const TASK: &str = "task ";
/// How the line of a scheduler begins.
const SCHEDULER: &str = "scheduler ";

/// What can be named in a cluster.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Names {
    /// In their order.
    pub(crate) tasks: Vec<String>,
    /// In their order.
    pub(crate) schedulers: Vec<String>,
}

/// Where the names of a cluster are kept.
pub(super) fn path(environment: &Environment, place: &Place) -> Option<PathBuf> {
    let name = match place {
        Place::Context(name) => name.clone(),
        // No context can be called so.
        Place::Connect(connect) => {
            let plain =
                |letter: char| if letter.is_ascii_alphanumeric() || ".-".contains(letter) { letter } else { '_' };
            let plain: String = connect.chars().take(180).map(plain).collect();
            format!("at+{plain}")
        }
    };
    Some(environment.cache_folder()?.join("names").join(name))
}

/// What the file says, and how old that is.
pub(super) fn read(path: &Path) -> Option<(Names, Duration)> {
    let text = std::fs::read_to_string(path).ok()?;
    let written = std::fs::metadata(path).ok()?.modified().ok()?;
    let age = SystemTime::now().duration_since(written).unwrap_or_default();
    let mut names = Names::default();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix(TASK) {
            names.tasks.push(name.to_owned());
        } else if let Some(name) = line.strip_prefix(SCHEDULER) {
            names.schedulers.push(name.to_owned());
        }
    }
    Some((names, age))
}

/// The schedulers alone, which stand first.
pub(super) fn schedulers(path: &Path) -> Vec<String> {
    let lines = File::open(path).ok().into_iter().flat_map(|file| BufReader::new(file).lines().map_while(Result::ok));
    lines.map_while(|line| line.strip_prefix(SCHEDULER).map(str::to_owned)).collect()
}

/// Puts the names in the file's place; names are no secret, and nobody else needs them.
pub(super) fn write<'n>(
    path: &Path,
    tasks: impl IntoIterator<Item = &'n str>,
    schedulers: &[String],
) -> std::io::Result<()> {
    let folder = path.parent().ok_or(std::io::ErrorKind::InvalidInput)?;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let mut out = BufWriter::new(File::create(&fresh)?);
    for name in schedulers {
        writeln!(out, "{SCHEDULER}{name}")?;
    }
    // There may be a million of them.
    for name in tasks {
        [TASK, name, "\n"].into_iter().try_for_each(|part| out.write_all(part.as_bytes()))?;
    }
    out.flush()?;
    std::fs::rename(&fresh, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_they_were_and_each_cluster_has_a_file_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let environment = Environment::of(&[("XDG_CACHE_HOME", folder.path().to_str().unwrap())]);
        let at = |place: &Place| path(&environment, place).unwrap();
        let prod = at(&Place::Context("prod".into()));
        let other = at(&Place::Connect("zk1:2181,zk2:2181/nono".into()));
        assert!(prod != other && other.file_name().unwrap() == "at+zk1_2181_zk2_2181_nono");
        let names = Names { tasks: vec!["a.b".into(), "c".into()], schedulers: vec!["s1".into()] };
        assert_eq!(read(&prod), None);
        assert_eq!(schedulers(&prod), [""; 0]);
        write(&prod, names.tasks.iter().map(String::as_str), &names.schedulers).unwrap();
        assert_eq!(schedulers(&prod), names.schedulers);
        let (read, age) = read(&prod).unwrap();
        assert!(read == names && age < Duration::from_secs(60));
        assert_eq!(path(&Environment::default(), &Place::Context("x".into())), None);
    }
}
