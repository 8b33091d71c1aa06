//! Commands of the documentation that only read: each is typed as it stands there, in a cluster that has what it names.

#[path = "../../src/cli/docs_tests/typed.rs"]
mod typed;

use std::collections::BTreeSet;

use crate::trial::{Trial, fed};

const AT: &str = "/nono";
/// What changes nothing, and whether its next word is the name of a task.
const READS: [(&str, bool); 15] = [
    ("task list", false),
    ("task get", true),
    ("task next", true),
    ("task explain", true),
    ("task history", true),
    ("run list", false),
    ("scheduler list", false),
    ("cluster status", false),
    ("cluster events", false),
    ("cron", false),
    ("version", false),
    ("help", false),
    ("schema", false),
    ("config path", false),
    ("context list", false),
];
/// What goes on until Ctrl-C, is about another cluster, or says by its exit code how the cluster is; so does `cluster doctor`.
const NOT_HERE: [&str; 8] = ["-w", "--watch", "-f", "--follow", "-c", "--context", "--connect", "--exit-code"];

#[test]
fn every_command_of_the_documentation_that_only_reads_can_be_carried_out() {
    let trial = Trial::with_cluster(AT);
    let session = trial.session(AT);
    session.join("sched-a1-000001", &[0, 1, 2, 3]);
    crate::play::lead(&session, "sched-a1-000001");
    let all: Vec<typed::Typed> = typed::pages().iter().flat_map(|page| typed::commands_in(page)).collect();
    let in_blocks = all.iter().filter(|typed| !typed.is_mentioned);
    let reading: Vec<(&typed::Typed, Vec<String>)> =
        in_blocks.filter_map(|typed| Some((typed, words_of_reading(&typed.call)?))).collect();
    assert!(reading.len() > 20, "{reading:?}");
    let tasks: BTreeSet<&str> = reading.iter().filter_map(|(_, words)| task_of(words)).collect();
    let manifests: String = tasks.iter().map(|name| crate::manifest(name, "1h")).collect();
    trial.run(AT, &["apply", "-f", "-"], &manifests).expect(0);
    let home = tempfile::tempdir().unwrap();
    let mut failed = Vec::new();
    for (typed, words) in reading {
        let args: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut command = trial.command(AT, &args);
        command.env("HOME", home.path()).current_dir(home.path());
        let done = fed(command, "");
        if done.code != Some(0) {
            failed.push(format!("{}: {}: {done:?}", typed.place, typed.call));
        }
    }
    assert_eq!(failed, Vec::<String>::new());
}

/// The arguments of a call that only reads, and can be tried here.
fn words_of_reading(call: &str) -> Option<Vec<String>> {
    let words = shlex::split(call)?.split_off(1);
    let typed = words.join(" ");
    let reads = READS.iter().any(|(path, _)| typed.starts_with(path));
    let here = !words.iter().any(|word| NOT_HERE.contains(&word.as_str()) || word == "...");
    (reads && here).then_some(words)
}

/// The task that is named.
fn task_of(words: &[String]) -> Option<&str> {
    let path = words.get(..2)?.join(" ");
    let names = READS.iter().any(|(of, names)| *names && *of == path);
    words.get(2).map(String::as_str).filter(|name| names && !name.starts_with('-'))
}
