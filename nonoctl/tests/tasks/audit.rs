//! Who changed what, back to what it was, in an editor, by selector.

use std::io::{BufRead, BufReader};

use serde_json::{Value, json};

use super::{AT, Trial, URL};
use crate::trial::{self, Done};

impl Trial {
    pub(super) fn json(&self, args: &[&str]) -> Value {
        self.nono(&[args, &["-o", "json"]].concat()).expect(0).json()
    }

    /// `task edit` with a shell command for an editor, which is given the file.
    fn edit(&self, name: &str, editor: &str) -> Done {
        let mut command = self.command(AT, &["task", "edit", name]);
        trial::done(command.env("EDITOR", editor).spawn().unwrap())
    }

    fn every(&self, name: &str) -> Value {
        self.json(&["task", "get", name])["schedule"]["every"].clone()
    }
}

#[test]
fn each_change_says_who_when_why_and_what_and_can_be_taken_back() {
    let trial = Trial::with_cluster(AT);
    trial.add("a", &["--reason", "OPS-1"]);
    trial.nono(&["task", "update", "a", "--every", "2h", "--reason", "OPS-2"]).expect(0);
    trial.nono(&["task", "pause", "a", "--reason", "OPS-3"]).expect(0);
    let manifest = format!(
        "apiVersion: nono/v1\nkind: SchedulerTask\nname: a\nschedule: {{ every: 3h }}\ntarget: {{ url: \"{URL}\" }}\n"
    );
    trial.run(AT, &["apply", "-f", "-", "--reason", "OPS-4"], &manifest).expect(0);
    let changes = trial.json(&["task", "history", "a", "--changes"]);
    let told: Vec<_> = changes
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            assert!(one["by"].as_str().unwrap().starts_with("tester@") && one["at"].is_string(), "{one}");
            let every = &one["document"]["schedule"]["every"];
            (one["version"].clone(), one["command"].clone(), one["reason"].clone(), every.clone())
        })
        .collect();
    let expected = [
        (4, "apply", "OPS-4", "3h"),
        (3, "task pause", "OPS-3", "2h"),
        (2, "task update", "OPS-2", "2h"),
        (1, "task add", "OPS-1", "1h"),
    ];
    assert_eq!(
        told,
        expected.map(|(version, command, reason, every)| (json!(version), json!(command), json!(reason), json!(every)))
    );
    assert_eq!(changes[2]["changes"], json!([{ "field": "schedule.every", "from": "1h", "to": "2h" }]));
    let rows = trial.nono(&["task", "history", "a", "--changes", "--limit", "3"]).expect(0).out;
    assert_eq!(rows.lines().count(), 3);
    assert!(rows.contains("\ttask update\tschedule.every: 1h -> 2h\tOPS-2\t"), "{rows}");

    let back = ["task", "rollback", "a", "--to-version", "2"];
    let dry = trial.nono(&[&back[..], &["--dry-run"]].concat()).expect(0);
    assert!(dry.out.starts_with("would roll back task/a (v5) (dry run)\n"), "{dry:?}");
    assert!(
        dry.out.contains("\n  schedule.every: 3h -> 2h\n") && dry.out.contains("\n  paused: true -> false\n"),
        "{dry:?}"
    );
    assert_eq!(trial.every("a"), "3h", "a dry run writes nothing");
    assert!(
        trial.nono(&[&back[..], &["--if-version", "3"]].concat()).expect(4).err.contains("it is at version 4, not 3")
    );
    let done = trial.nono(&[&back[..], &["--reason", "OPS-5"]].concat()).expect(0);
    assert!(done.err.contains("undo: nonoctl task rollback a --to-version 4"), "{done:?}");
    let document = trial.json(&["task", "get", "a"]);
    assert_eq!((&document["schedule"]["every"], &document["status"]["state"]), (&json!("2h"), &json!("ok")));
    assert_eq!(trial.json(&["task", "history", "a", "--changes"])[0]["command"], "task rollback");
    assert!(
        trial.nono(&["task", "rollback", "a", "--to-version", "5"]).expect(0).out.starts_with("unchanged task/a (v5)")
    );

    for minutes in 1..=11 {
        trial.nono(&["task", "update", "a", "--every", &format!("{minutes}m")]).expect(0);
    }
    let old = trial.nono(&["task", "rollback", "a", "--to-version", "2"]).expect(3);
    assert!(old.err.contains("version 2 of task \"a\" is no longer kept: there are 6, 7, 8"), "{old:?}");
    assert!(trial.nono(&["task", "rollback", "a", "--to-version", "99"]).expect(3).err.contains("it is at 16"));
    assert_eq!(
        trial.json(&["task", "history", "a", "--changes"]).as_array().unwrap().len(),
        11,
        "ten, and who made it"
    );

    trial.nono(&["task", "rm", "a", "--yes", "--reason", "OPS-6"]).expect(0);
    let events = trial.json(&["cluster", "events"]);
    let last = events.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["event"], &last["object"], &last["reason"]),
        (&json!("delete"), &json!("task/a"), &json!("OPS-6"))
    );
    assert_eq!(events[0]["event"], "init");
    trial.add("a", &[]);
    assert_eq!(trial.json(&["task", "history", "a", "--changes"]).as_array().unwrap().len(), 1, "it is another task");
}

#[test]
fn an_editor_changes_a_task_and_what_is_wrong_comes_back_into_it() {
    let trial = Trial::with_cluster(AT);
    trial.add("a", &[]);
    let edited = trial.edit("a", "sed -i 's/every: 1h/every: 2h/'").expect(0);
    assert_eq!(edited.out, "updated task/a (v2)\n  schedule.every: 1h -> 2h\n");
    for nothing in ["true", ": >"] {
        let unchanged = trial.edit("a", nothing).expect(0);
        assert_eq!(
            (unchanged.out.as_str(), unchanged.err.as_str()),
            ("unchanged task/a (v2)\n", "Nothing was changed.\n")
        );
    }
    assert!(trial.edit("a", "false").expect(1).err.contains("nothing was changed"));
    // Wrong at first, mended when the error is seen.
    let folder = tempfile::tempdir().unwrap();
    let seen = folder.path().join("seen");
    let script = format!(
        "sh -c 'if grep -q \"^#! error\" \"$1\"; then cp \"$1\" {}; sed -i s/evry:.*/every:\\ 3h/ \"$1\"; else sed -i s/every:.*/evry:\\ 3h/ \"$1\"; fi' sh",
        seen.display()
    );
    assert!(trial.edit("a", &script).expect(0).out.contains("schedule.every: 2h -> 3h"));
    assert!(std::fs::read_to_string(&seen).unwrap().contains("evry"), "the error is a comment in the file");
    let given_up = trial.edit("a", "sed -i 's/every:.*/evry: 5h/'").expect(2);
    let kept = given_up.err.lines().find_map(|line| line.split_once("your text is kept in ")).unwrap().1;
    let kept = kept.split(';').next().unwrap();
    assert!(std::fs::read_to_string(kept).unwrap().contains("evry: 5h"));
    std::fs::remove_file(kept).unwrap();
    // Somebody else is faster.
    let program = env!("CARGO_BIN_EXE_nonoctl");
    let overtaken =
        trial.edit("a", &format!("{program} task update a --jitter 1s > /dev/null; sed -i s/3h/4h/")).expect(4);
    let kept = overtaken.err.lines().find_map(|line| line.split_once("your text is kept in ")).unwrap().1;
    std::fs::remove_file(kept.split(';').next().unwrap()).unwrap();
    assert_eq!(trial.every("a"), "3h");
    assert_eq!(trial.json(&["task", "get", "a"])["schedule"]["jitter"], "1s");
}

#[test]
fn a_copy_is_another_task_that_means_the_same_but_for_what_is_named() {
    let trial = Trial::with_cluster(AT);
    trial.add("a", &["--label", "team=web", "--paused"]);
    let copied = trial.nono(&["task", "copy", "a", "b", "--label", "team=etl", "--every", "2h"]).expect(0);
    assert_eq!(copied.out, "created task/b (v1)\n");
    let (a, b) = (trial.json(&["task", "get", "a"]), trial.json(&["task", "get", "b"]));
    assert_eq!(
        (&b["labels"]["team"], &b["schedule"]["every"], &b["target"]),
        (&json!("etl"), &json!("2h"), &a["target"])
    );
    assert_eq!(b["status"]["state"], "paused");
    assert_ne!(a["status"]["uid"], b["status"]["uid"]);
    trial.nono(&["task", "copy", "a", "b"]).expect(4);
    trial.nono(&["task", "copy", "a", "b", "--dry-run"]).expect(4);
    trial.nono(&["task", "copy", "gone", "c"]).expect(3);
    trial.nono(&["task", "copy", "a", "c", "--every", "5x"]).expect(2);
}

#[test]
fn what_a_filter_means_is_shown_and_asked_for_before_it_is_changed() {
    let trial = Trial::with_cluster(AT);
    for name in ["web.a", "web.b", "etl.a"] {
        trial.add(name, &["--label", &format!("team={}", &name[..3])]);
    }
    for verb in ["pause", "resume", "run", "rm"] {
        let refused = trial.nono(&["task", verb, "--filter", "web"]).expect(8);
        assert!(refused.err.contains(" 2 tasks in ") && refused.err.contains("hint: add --yes"), "{refused:?}");
    }
    let paused = trial.nono(&["task", "pause", "--filter", "web", "--yes"]).expect(0);
    assert_eq!(paused.out, "paused task/web.a (v2)\npaused task/web.b (v2)\n");
    let resumed = trial.nono(&["task", "resume", "--filter", "state:paused", "-l", "team=web", "--yes"]).expect(0);
    assert_eq!(resumed.out.lines().count(), 2);
    let runs = trial.nono(&["task", "run", "-l", "team", "--yes"]).expect(0).out;
    assert_eq!(runs.lines().filter(|line| line.starts_with("r-")).count(), 3, "{runs}");
    let asked = trial.json(&["task", "run", "web.a", "etl.a", "--yes"]);
    assert_eq!((&asked[0]["name"], &asked[1]["action"]), (&json!("etl.a"), &json!("triggered")));
    trial.nono(&["task", "rm", "--filter", "state:paused", "--yes"]).expect(0);
    trial.nono(&["task", "rm", "--filter", "name=/^web/", "--yes"]).expect(0);
    assert_eq!(trial.nono(&["task", "list", "-o", "name"]).expect(0).out, "task/etl.a\n");
    let last = trial.json(&["cluster", "events"]).as_array().unwrap().last().unwrap().clone();
    assert_eq!(last["message"], "2 tasks: web.a, web.b");
}

#[test]
fn events_are_followed_line_by_line() {
    let trial = Trial::with_cluster(AT);
    let session = trial.session(AT);
    session.join("sched-a1-000001", &[0]);
    session.join("sched-b2-000001", &[1]);
    let mut child = trial.command(AT, &["cluster", "events", "-f", "-o", "json"]).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["event"], "init");
    trial.nono(&["scheduler", "drain", "sched-a1", "--detach", "--yes", "--reason", "kernel"]).expect(0);
    let drained = next();
    assert_eq!((&drained["event"], &drained["object"]), (&json!("drain"), &json!("scheduler/sched-a1")));
    assert_eq!((&drained["reason"], &drained["number"]), (&json!("kernel"), &json!(2)));
    trial.nono(&["scheduler", "undrain", "sched-a1"]).expect(0);
    assert_eq!(next()["event"], "undrain");
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_task_is_explained_from_what_stands_in_zookeeper() {
    let trial = Trial::with_cluster(AT);
    let told = |args: &[&str]| {
        let document = trial.json(&[&["task", "explain", "a"], args].concat());
        let part = document["parts"].as_array().unwrap().last().unwrap().clone();
        let codes: Vec<&str> =
            part["findings"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        format!("{}: {}", part["verdict"].as_str().unwrap(), codes.join(" "))
    };
    trial.add("a", &[]);
    assert_eq!(told(&[]), "is at risk: due no-schedulers");
    let session = trial.session(AT);
    session.join("sched-a1-000001", &[0, 1, 2, 3]);
    assert_eq!(told(&[]), "will run: due owner-alive");
    assert_eq!(told(&["--at", "2020-01-01T00:00:00Z"]), "was not due: not-made-yet");
    assert_eq!(told(&["--at", "2020-01-01T00:00:01Z"]), "was not due: not-an-instant neighbours");
    trial.nono(&["task", "pause", "a", "--reason", "OPS-1"]).expect(0);
    assert_eq!(told(&[]), "will not run: paused");
    let card = trial.nono(&["task", "explain", "a", "-o", "table"]).expect(0).out;
    assert!(card.contains(" by tester@") && card.contains(": OPS-1.\n"), "{card}");
    assert!(card.ends_with("  hint: nonoctl task resume a\n"), "{card}");
    trial.scribble(AT, &format!("/claims/{}", trial.partition("a")), b"");
    trial.nono(&["task", "resume", "a"]).expect(0);
    assert_eq!(told(&[]), "is at risk: due claims-unreadable");
    trial.nono(&["task", "explain", "gone"]).expect(3);
}

#[test]
fn how_much_is_said_of_the_requests_to_zookeeper_grows_with_each_v_and_data_stays_the_same() {
    let trial = Trial::with_cluster(AT);
    let secret = "Authorization: Bearer s3cret";
    trial.add("a", &["--header", secret]);
    let told = |more: &[&str]| trial.nono(&[&["task", "get", "a", "-o", "name"], more].concat()).expect(0);
    let [plain, once, twice] = [told(&[]), told(&["-v"]), told(&["-vv"])];
    assert_eq!([plain.out.as_str(), once.out.as_str(), twice.out.as_str()], ["task/a\n"; 3]);
    assert_eq!([plain.err.lines().count(), once.err.lines().count()], [0, 1], "{once:?}");
    let requests: Vec<&str> = twice.err.lines().filter(|line| line.starts_with("zookeeper: ")).collect();
    assert!(requests.len() > 1 && requests.iter().any(|line| line.contains(" found")), "{twice:?}");
    let write = trial.nono(&["task", "update", "a", "--timeout", "45s", "-vv"]).expect(0);
    assert!(
        write.err.lines().any(|line| line.starts_with("zookeeper: commit ") && line.contains("committed, ")),
        "{write:?}"
    );
    assert!(!twice.err.contains("s3cret") && !write.err.contains("s3cret"), "{write:?}");
}
