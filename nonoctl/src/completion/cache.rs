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

/// Puts the names in the file's place; names are no secret, and nobody else needs them. Of a file that says the
/// same only the time is set: of a hundred thousand names the writing takes longer than the comparing.
pub(super) fn write(path: &Path, tasks: &[&str], schedulers: &[String]) -> std::io::Result<()> {
    // One that may not be touched is replaced.
    let touch = || File::options().write(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
    if says(path, tasks, schedulers) && touch().is_ok() {
        return Ok(());
    }
    let folder = path.parent().ok_or(std::io::ErrorKind::InvalidInput)?;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let fresh = path.with_extension(format!("{}.new", std::process::id()));
    let mut out = BufWriter::with_capacity(64 * 1024, File::create(&fresh)?);
    for part in parts(tasks, schedulers) {
        out.write_all(part.as_bytes())?;
    }
    out.flush()?;
    std::fs::rename(&fresh, path)
}

/// Whether the file says this already.
fn says(path: &Path, tasks: &[&str], schedulers: &[String]) -> bool {
    let bytes: usize = parts(tasks, schedulers).map(str::len).sum();
    if std::fs::metadata(path).map_or(true, |file| file.len() != bytes as u64) {
        return false;
    }
    let Ok(text) = std::fs::read(path) else { return false };
    let rest = parts(tasks, schedulers).try_fold(text.as_slice(), |rest, part| rest.strip_prefix(part.as_bytes()));
    rest.is_some_and(<[u8]>::is_empty)
}

/// The file's text, piece by piece.
fn parts<'n>(tasks: &'n [&str], schedulers: &'n [String]) -> impl Iterator<Item = &'n str> {
    let schedulers = schedulers.iter().flat_map(|name| [SCHEDULER, name, "\n"]);
    schedulers.chain(tasks.iter().flat_map(|name| [TASK, name, "\n"]))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

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
        write(&prod, &["a.b", "c"], &names.schedulers).unwrap();
        assert_eq!(schedulers(&prod), names.schedulers);
        let (told, age) = read(&prod).unwrap();
        assert!(told == names && age < Duration::from_secs(60));
        assert_eq!(path(&Environment::default(), &Place::Context("x".into())), None);
    }

    #[test]
    fn names_that_have_not_changed_are_new_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names");
        let schedulers = ["s1".to_owned()];
        let made = |text: &str| {
            std::fs::write(&path, text).unwrap();
            File::options().write(true).open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
            let before = std::fs::metadata(&path).unwrap().ino();
            write(&path, &["a", "b"], &schedulers).unwrap();
            let (names, age) = read(&path).unwrap();
            assert_eq!((names.tasks, names.schedulers), (vec!["a".to_owned(), "b".to_owned()], schedulers.to_vec()));
            assert!(age < Duration::from_secs(60), "{age:?}");
            std::fs::metadata(&path).unwrap().ino() != before
        };
        assert!(!made("scheduler s1\ntask a\ntask b\n"));
        let others =
            ["scheduler s1\ntask a\n", "scheduler s1\ntask a\ntask b\ntask c\n", "scheduler s2\ntask a\ntask b\n", ""];
        others.iter().for_each(|text| assert!(made(text), "{text:?}"));
    }
}
