//! Every command as it is typed, and every line that it answers with: in a table, as JSON and as tab-separated values.
//!
//! A script (`*.txt`) is run once in each format, each time in a cluster of its own below one ZooKeeper; what comes out
//! stands in the snapshot beside it. What differs from run to run (moments, ids, this machine) is masked in `mask`, what
//! a script can do besides typing commands is in `script`. `INSTA_UPDATE=always cargo test -p nonoctl --test formats`
//! writes them anew.

mod mask;
mod script;

use std::collections::BTreeMap;
use std::sync::Mutex;

use self::script::{Format, Told};
use crate::trial::Trial;

/// What has no transcript, and the test that tries it instead.
const ELSEWHERE: [(&str, &str); 2] = [("dev", "tests/tests/dev.rs"), ("top", "tests/tests/top")];
/// What cannot fail but by a flag that does not exist.
const NEVER_FAILS: [&str; 3] = ["config path", "config view", "context list"];

#[test]
fn every_command_answers_as_its_transcript_says() {
    let trial = Trial::start();
    let scripts = script::all();
    let tried: Mutex<BTreeMap<(String, Format), Vec<i32>>> = Mutex::default();
    let work = Mutex::new(scripts.iter().flat_map(|script| Format::ALL.map(|format| (script, format))));
    let run_some = || {
        let mut broken = Vec::new();
        loop {
            let next = work.lock().unwrap().next();
            let Some((script, format)) = next else { return broken };
            let told = script.run(&trial, format);
            let name = format!("{}-{}", script.name, format.name());
            let text = told.text.clone();
            note(&mut tried.lock().unwrap(), told, format);
            let compared = std::panic::catch_unwind(|| insta::assert_snapshot!(name.as_str(), text));
            broken.extend(compared.is_err().then_some(name));
        }
    };
    let broken: Vec<String> = std::thread::scope(|scope| {
        let workers = [(); 3].map(|()| scope.spawn(run_some));
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert_eq!(broken, Vec::<String>::new(), "these differ");
    is_whole(&tried.into_inner().unwrap());
}

fn note(tried: &mut BTreeMap<(String, Format), Vec<i32>>, told: Told, format: Format) {
    for (command, code) in told.ended {
        tried.entry((command, format)).or_default().push(code);
    }
}

/// Each command of the tree has succeeded and failed in each format.
fn is_whole(tried: &BTreeMap<(String, Format), Vec<i32>>) {
    let mut missing = Vec::new();
    for command in crate::commands_of_the_tree() {
        if ELSEWHERE.iter().any(|(other, _)| *other == command) {
            continue;
        }
        for format in Format::ALL {
            let codes = tried.get(&(command.clone(), format)).cloned().unwrap_or_default();
            if !codes.contains(&0) {
                missing.push(format!("{command} as {}: no success", format.name()));
            }
            if !NEVER_FAILS.contains(&command.as_str()) && !codes.iter().any(|code| *code != 0) {
                missing.push(format!("{command} as {}: no failure", format.name()));
            }
        }
    }
    assert!(missing.is_empty(), "not in any transcript: {missing:#?}");
}
