//! Finds the programs under test: the real ones, built beside the test that runs.

use std::path::{Path, PathBuf};

/// The path of a program: in `NONO_BIN` if that is set, else in the folder of this build.
///
/// # Panics
/// If it is not there, with the command that builds it.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    found(&std::env::var_os("NONO_BIN").map_or_else(build, PathBuf::from), name)
}

/// The path of a program that is for tests alone, and so is in the folder of this build whatever `NONO_BIN` says.
///
/// # Panics
/// If it is not there, with the command that builds it.
#[must_use]
pub fn program_for_tests(name: &str) -> PathBuf {
    found(&build(), name)
}

fn found(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    assert!(path.is_file(), "{} is missing: run `make build` before the stories", path.display());
    path
}

/// Tests are in `target/PROFILE/deps`, programs in `target/PROFILE`.
fn build() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().unwrap();
    if folder.ends_with("deps") { folder.parent().map(Path::to_owned).unwrap() } else { folder.to_owned() }
}

/// Whether the long form of the stories was asked for (`NONO_FULL=1`), as `make show` does.
#[must_use]
pub fn full() -> bool {
    std::env::var_os("NONO_FULL").is_some_and(|value| value == "1")
}

/// Whether a story that takes minutes is left to the long form, which is said where a person sees it.
#[must_use]
pub fn is_left_out(story: &str) -> bool {
    if !full() {
        crate::wait::figure(story, "takes minutes: left to `make chaos`");
    }
    !full()
}
