//! Finds a ZooKeeper and a Java on this machine, or says exactly what to install.
//!
//! A ZooKeeper is a class path. A folder named in the environment is taken or refused, never passed over: somebody who
//! names one wants that one. Nothing is downloaded here.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use thiserror::Error;

/// What it takes to run ZooKeeper.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Installation {
    /// The `java` program.
    pub java: PathBuf,
    /// ZooKeeper and all it needs, for `java -cp`.
    pub class_path: OsString,
    /// Where ZooKeeper was found, for people.
    pub found: PathBuf,
}

/// What is not on this machine, and what to do about it.
#[derive(Debug, PartialEq, Eq, Error)]
pub enum Missing {
    /// No ZooKeeper in any of the usual places.
    #[error("ZooKeeper was not found: install Debian's package zookeeper, or set NONO_ZOOKEEPER_HOME")]
    ZooKeeper,
    /// A folder that was named, and is none.
    #[error(
        "{variable} is {}, where there is no ZooKeeper (no zookeeper*.jar in it or in its lib): name the folder of a \
         ZooKeeper distribution, or unset it to search the usual places", folder.display()
    )]
    Named {
        /// The environment variable.
        variable: &'static str,
        /// Its value.
        folder: PathBuf,
    },
    /// No Java.
    #[error("java was not found: install Debian's package default-jre-headless, or set JAVA_HOME")]
    Java,
}

const VARIABLES: [&str; 2] = ["NONO_ZOOKEEPER_HOME", "ZOOKEEPER_HOME"];
const DEBIAN: &str = "/usr/share/java";
const PARENTS: [&str; 2] = ["/opt", "/usr/local"];
const PREFIXES: [&str; 2] = ["zookeeper", "apache-zookeeper"];

impl Installation {
    /// Looks at the environment first, then at Debian's package, then below `/opt` and `/usr/local`.
    ///
    /// # Errors
    /// [`Missing`] says what to install.
    pub fn find() -> Result<Self, Missing> {
        let (found, class_path) = zookeeper(|variable| env::var_os(variable), Path::new("/"))?;
        let java = java().ok_or(Missing::Java)?;
        Ok(Self { java, class_path, found })
    }
}

/// `root` is where the usual places lie, so that a test can have its own.
fn zookeeper(var: impl Fn(&str) -> Option<OsString>, root: &Path) -> Result<(PathBuf, OsString), Missing> {
    for variable in VARIABLES {
        let Some(home) = var(variable).filter(|home| !home.is_empty()) else { continue };
        let folder = PathBuf::from(home);
        let class_path = distribution(&folder).or_else(|| debian(&folder));
        return match class_path {
            Some(class_path) => Ok((folder, class_path)),
            None => Err(Missing::Named { variable, folder }),
        };
    }
    let below = |place: &str| root.join(place.trim_start_matches('/'));
    let package = below(DEBIAN);
    if let Some(class_path) = debian(&package) {
        return Ok((package, class_path));
    }
    let places = PARENTS.iter().flat_map(|parent| homes_in(&below(parent)));
    places.filter_map(|home| distribution(&home).map(|class_path| (home, class_path))).next().ok_or(Missing::ZooKeeper)
}

/// The newest name first.
fn homes_in(parent: &Path) -> Vec<PathBuf> {
    let mut homes: Vec<PathBuf> = entries(parent)
        .into_iter()
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        })
        .collect();
    homes.reverse();
    homes
}

/// A distribution of the project: jars in `lib`, in old ones also at the top.
fn distribution(home: &Path) -> Option<OsString> {
    let jars: Vec<PathBuf> = [home.to_owned(), home.join("lib")]
        .iter()
        .flat_map(|folder| entries(folder))
        .filter(|path| path.extension() == Some(OsStr::new("jar")))
        .collect();
    let is_zookeeper = |jar: &PathBuf| {
        let name = jar.file_name().unwrap_or_default().to_string_lossy();
        let rest = name.strip_prefix("zookeeper-").unwrap_or_default();
        rest.starts_with(|first: char| first.is_ascii_digit())
    };
    if jars.iter().any(is_zookeeper) { join(&jars) } else { None }
}

/// Debian's package, whose jar names the jars it needs itself; a logger beside it is taken along if there is one.
fn debian(folder: &Path) -> Option<OsString> {
    let zookeeper = folder.join("zookeeper.jar");
    if !zookeeper.is_file() {
        return None;
    }
    let logger = folder.join("slf4j-simple.jar");
    let jars: Vec<PathBuf> = [zookeeper, logger].into_iter().filter(|jar| jar.is_file()).collect();
    join(&jars)
}

/// A folder whose name holds a colon cannot be on a class path.
fn join(jars: &[PathBuf]) -> Option<OsString> {
    env::join_paths(jars).ok()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn java() -> Option<PathBuf> {
    let home = env::var_os("JAVA_HOME").map(|home| PathBuf::from(home).join("bin"));
    let path = env::var_os("PATH").unwrap_or_default();
    let usual = PathBuf::from("/usr/lib/jvm/default-java/bin");
    home.into_iter()
        .chain(env::split_paths(&path))
        .chain([usual])
        .map(|folder| folder.join("java"))
        .find(|java| java.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn touch(root: &Path, file: &str) {
        let path = root.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "").unwrap();
    }

    #[test]
    fn a_named_distribution_wins_with_all_its_jars() {
        let root = tempfile::tempdir().unwrap();
        touch(root.path(), "usr/share/java/zookeeper.jar");
        touch(root.path(), "mine/lib/zookeeper-3.9.2.jar");
        touch(root.path(), "mine/lib/zookeeper-jute-3.9.2.jar");
        let home = root.path().join("mine");
        let named = home.clone().into_os_string();
        let (found, class_path) =
            zookeeper(|name| (name == "NONO_ZOOKEEPER_HOME").then(|| named.clone()), root.path()).unwrap();
        assert_eq!(found, home);
        let class_path = class_path.into_string().unwrap();
        assert!(class_path.contains("zookeeper-jute-3.9.2.jar") && !class_path.contains("share"), "{class_path}");
    }

    #[test]
    fn a_named_folder_without_zookeeper_is_refused_not_passed_over() {
        let root = tempfile::tempdir().unwrap();
        touch(root.path(), "usr/share/java/zookeeper.jar");
        touch(root.path(), "mine/lib/other-1.jar");
        let named = root.path().join("mine").into_os_string();
        let error = zookeeper(|name| (name == "ZOOKEEPER_HOME").then(|| named.clone()), root.path()).unwrap_err();
        assert!(error.to_string().starts_with("ZOOKEEPER_HOME is "), "{error}");
    }

    #[test]
    fn the_usual_places_are_searched_in_order() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(zookeeper(|_| None, root.path()).unwrap_err(), Missing::ZooKeeper);
        touch(root.path(), "opt/apache-zookeeper-3.8.4-bin/lib/zookeeper-3.8.4.jar");
        touch(root.path(), "opt/apache-zookeeper-3.9.2-bin/lib/zookeeper-3.9.2.jar");
        let (found, _) = zookeeper(|_| None, root.path()).unwrap();
        assert!(found.ends_with("apache-zookeeper-3.9.2-bin"), "{}", found.display());
        touch(root.path(), "usr/share/java/zookeeper.jar");
        let (found, _) = zookeeper(|_| None, root.path()).unwrap();
        assert!(found.ends_with("usr/share/java"), "{}", found.display());
    }

    #[test]
    fn what_is_missing_says_what_to_install() {
        assert!(Missing::ZooKeeper.to_string().contains("Debian's package zookeeper, or set NONO_ZOOKEEPER_HOME"));
    }
}
