//! Who may import whom, as ARCHITECTURE.md says: read from the sources, so that a slip is found by its line.
//!
//! The compiler guards the rest: without the feature `zookeeper` the pure half has no tokio and no client to import.

#![allow(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::disallowed_methods, reason = "it reads the sources")]

use std::fs;
use std::path::{Path, PathBuf};

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// All sources at or below a path of the workspace; never none, or a rule would guard nothing.
fn sources(place: &str) -> Vec<PathBuf> {
    fn gather(path: &Path, found: &mut Vec<PathBuf>) {
        if path.is_dir() {
            fs::read_dir(path).unwrap().for_each(|entry| gather(&entry.unwrap().path(), found));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path.to_owned());
        }
    }
    let mut found = Vec::new();
    gather(&workspace().join(place), &mut found);
    assert!(!found.is_empty(), "there is no source at {place}");
    found.sort();
    found
}

/// The lines that hold one of `words` outside comments.
fn mentions(sources: &[PathBuf], words: &[&str]) -> Vec<String> {
    let lines = |path: &PathBuf| {
        let place = path.strip_prefix(workspace()).unwrap().display().to_string();
        in_text(&fs::read_to_string(path).unwrap(), words).into_iter().map(move |line| format!("{place}:{line}"))
    };
    sources.iter().flat_map(lines).collect()
}

fn in_text(text: &str, words: &[&str]) -> Vec<String> {
    let code = |line: &str| line.split("//").next().unwrap().to_owned();
    let hit = |line: &str| words.iter().any(|word| code(line).contains(word));
    let numbered = text.lines().enumerate().filter(|(_, line)| hit(line));
    numbered.map(|(number, line)| format!("{}: {}", number + 1, line.trim())).collect()
}

fn none_of(places: &[&str], words: &[&str]) {
    let sources: Vec<PathBuf> = places.iter().flat_map(|place| sources(place)).collect();
    let found = mentions(&sources, words);
    assert!(found.is_empty(), "{places:?} must not mention {words:?}:\n{}", found.join("\n"));
}

#[test]
fn engine_and_store_never_import_each_other() {
    none_of(&["nono-core/src/engine.rs", "nono-core/src/engine"], &["crate::store", "store::"]);
    none_of(&["nono-core/src/store.rs", "nono-core/src/store"], &["crate::engine", "engine::"]);
}

#[test]
fn a_seed_replays_the_engine() {
    let mut engine = sources("nono-core/src/engine");
    engine.extend(sources("nono-core/src/engine.rs"));
    engine.retain(|path| !path.ends_with("map.rs"));
    let random = ["collections::HashMap", "collections::HashSet", "RandomState", "HashMap, VecDeque", "BTreeSet, Hash"];
    let found = mentions(&engine, &random);
    assert!(found.is_empty(), "the engine's maps are those of map.rs:\n{}", found.join("\n"));
}

#[test]
fn the_pure_half_does_no_io() {
    let mut pure = sources("nono-core/src");
    pure.retain(|path| !path.strip_prefix(workspace().join("nono-core/src")).unwrap().starts_with("store"));
    assert!(pure.len() > 20, "{pure:?}");
    let io = ["tokio", "zookeeper_client", "reqwest", "std::fs", "std::process", "TcpStream", "UdpSocket"];
    let found = mentions(&pure, &io);
    assert!(found.is_empty(), "the pure half must not mention {io:?}:\n{}", found.join("\n"));
}

#[test]
fn values_know_neither_the_engine_nor_who_owns_what() {
    let places = ["time.rs", "name.rs", "task.rs", "task", "schedule.rs", "schedule", "run.rs", "retry.rs"];
    let places = places.map(|place| format!("nono-core/src/{place}"));
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    none_of(&places, &["crate::engine", "crate::assignment", "crate::store"]);
    none_of(&["nono-core/src/assignment.rs", "nono-core/src/assignment"], &["crate::engine", "crate::store"]);
}

#[test]
fn the_admins_tool_never_imports_the_engine() {
    none_of(&["nonoctl/src"], &["nono_core::engine"]);
}

#[test]
fn the_engine_is_driven_by_the_daemon_alone() {
    none_of(&["nonoctl/src", "nono-core/src/store"], &["Engine::new"]);
}

#[test]
fn a_broken_variant_is_asked_for_by_the_engine_and_chosen_by_the_simulation_alone() {
    let mut others: Vec<PathBuf> =
        ["nono-core", "nono-scheduler", "nonoctl", "tests", "bench"].iter().flat_map(|place| sources(place)).collect();
    let core = workspace().join("nono-core");
    let may = ["src/engine", "src/engine.rs", "tests/simulation", "tests/layering.rs"].map(|place| core.join(place));
    others.retain(|path| !may.iter().any(|place| path.starts_with(place)));
    let found = mentions(&others, &["mutant", "NONO_MUTANT"]);
    assert!(found.is_empty(), "only the engine and the simulation know broken variants:\n{}", found.join("\n"));
    for package in ["nono-scheduler", "nonoctl", "tests", "bench", "fuzz", "."] {
        let manifest = fs::read_to_string(workspace().join(package).join("Cargo.toml")).unwrap();
        assert!(!manifest.contains("mutants"), "{package}/Cargo.toml must not switch broken variants on");
    }
    let own = fs::read_to_string(core.join("Cargo.toml")).unwrap();
    assert!(own.contains("\ndefault = [\"zookeeper\"]\n") && own.contains("\nmutants = []\n"), "{own}");
}

#[test]
fn what_judges_the_product_shares_no_code_with_it() {
    none_of(&["nonoctl/src/dev/checker.rs"], &["nono_core", "crate::"]);
    let judge = ["tests/src/txnlog.rs", "tests/src/ledger.rs", "tests/src/checker.rs", "tests/src/receipts.rs"];
    // ZooKeeper as a child process is shared: its logs have to come from somewhere.
    none_of(&judge, &["nono_core", "nonoctl::{", "nonoctl::manifest", "nonoctl::commands", "nono_scheduler"]);
}

#[test]
fn every_file_opens_with_what_it_is() {
    let places = ["nono-core", "nono-scheduler", "nonoctl", "tests"];
    let sources = places.iter().flat_map(|place| sources(place)).filter(|path| !path.ends_with("tests.rs"));
    let silent = sources.filter(|path| !fs::read_to_string(path).unwrap().starts_with("//! "));
    assert_eq!(silent.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

#[test]
fn a_mention_is_found_in_code_and_not_in_a_comment() {
    let text = "// crate::store\nuse crate::store::Store;\nlet a = 1; // crate::store\n";
    assert_eq!(in_text(text, &["crate::store"]), ["2: use crate::store::Store;"]);
}
