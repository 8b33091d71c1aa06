//! Tasks and runs as a person and a script meet them: the real binary against a real ZooKeeper.
//!
//! Each exit code of the table that tasks and runs can end with is reached here; 9 is with the formats.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests")]

#[path = "tasks/at_random.rs"]
mod at_random;
#[path = "tasks/audit.rs"]
mod audit;
mod play;
mod trial;

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use nono_core::name::{Partition, TaskName};
use nono_core::node::{Answer, Folder, Node, Request};
use nono_core::run::Outcome;
use play::{command_of, settle};
use serde_json::{Value, json};
use trial::{Done, Session, Trial};

const AT: &str = "/nono";
const URL: &str = "http://127.0.0.1:9/";

impl Trial {
    fn nono(&self, args: &[&str]) -> Done {
        self.run(AT, args, "")
    }

    fn add(&self, name: &str, more: &[&str]) {
        let base = ["task", "add", name, "--every", "1h", "--url", URL];
        self.nono(&[&base[..], more].concat()).expect(0);
    }

    fn status(&self, name: &str) -> Value {
        self.nono(&["task", "get", name, "-o", "json"]).expect(0).json()["status"].clone()
    }

    fn partition(&self, name: &str) -> Partition {
        Partition::of(&name.parse::<TaskName>().unwrap(), 4)
    }
}

/// Everything below the chroot, to see that nothing was written.
fn tree(session: &Session, trial: &Trial) -> Vec<String> {
    let folders: Vec<Folder> = Partition::all(4).flat_map(|p| [Folder::Tasks(p), Folder::Commands(p)]).collect();
    let plans = Partition::all(4).map(|p| format!("{:?}", session.read(Node::Plan(p))));
    let lists = match trial.block_on(session.store.request(Request::List(folders))) {
        Answer::List(lists) => lists,
        other => panic!("{other:?}"),
    };
    plans.chain(lists.iter().map(|list| format!("{list:?}"))).collect()
}

#[test]
fn a_task_is_added_shown_changed_and_removed() {
    let trial = Trial::with_cluster(AT);
    let add = [
        "task",
        "add",
        "web.ping",
        "--cron",
        "*/5 * * * *",
        "--tz",
        "Europe/Berlin",
        "--url",
        URL,
        "--label",
        "team=web",
    ];
    let added = trial.nono(&add).expect(0);
    assert_eq!(added.out, "created task/web.ping (v1)\n");
    assert!(added.err.contains("next: ") && added.err.contains("undo: nonoctl task rm web.ping"), "{added:?}");
    assert!(trial.nono(&add).expect(4).err.starts_with("error: task \"web.ping\" already exists"));
    let again = trial.nono(&[&add[..], &["--if-not-exists"]].concat()).expect(0);
    assert_eq!(again.out, "unchanged task/web.ping (v1)\n");

    let updated = trial.nono(&["task", "update", "web.ping", "--timeout", "45s", "--reason", "slow"]).expect(0);
    assert_eq!(updated.out, "updated task/web.ping (v2)\n  target.timeout.attempt: 30s -> 45s\n");
    assert_eq!(
        trial.nono(&["task", "update", "web.ping", "--timeout", "45s"]).expect(0).out,
        "unchanged task/web.ping (v2)\n"
    );
    let unset =
        trial.nono(&["task", "update", "web.ping", "--unset", "timeout", "--label", "team-", "-o", "json"]).expect(0);
    assert_eq!(unset.json()[0]["version"], 3);
    assert_eq!(unset.json()[0]["changes"][0], json!({ "field": "labels.team", "from": "web", "to": null }));

    let yaml = trial.nono(&["task", "get", "web.ping", "-o", "yaml"]).expect(0).out;
    assert!(
        yaml.starts_with("apiVersion: nono/v1\nkind: SchedulerTask\nname: web.ping\n") && !yaml.contains("status"),
        "{yaml}"
    );
    trial.nono(&["task", "rm", "web.ping", "--yes"]).expect(0);
    assert!(trial.run(AT, &["apply", "-f", "-"], &yaml).expect(0).out.contains("web.ping"));
    assert_eq!(
        trial.nono(&["task", "get", "task/web.ping", "-o", "yaml"]).expect(0).out,
        yaml,
        "what apply takes comes back"
    );
}

#[test]
fn two_admins_keep_both_their_changes_unless_a_version_is_asked_for() {
    let trial = Trial::with_cluster(AT);
    trial.add("web.ping", &[]);
    trial.nono(&["task", "update", "web.ping", "--timeout", "45s", "--if-version", "1"]).expect(0);
    let late =
        trial.nono(&["task", "update", "web.ping", "--jitter", "1s", "--if-version", "1", "-o", "json"]).expect(4);
    assert_eq!(late.out, "");
    let error: Value = serde_json::from_str(&late.err).unwrap();
    assert_eq!((&error["error"]["code"], &error["error"]["exit"]), (&json!("conflict"), &json!(4)));
    assert!(
        error["error"]["message"].as_str().unwrap().contains("you have version 1, the cluster has 2 (tester@"),
        "{error}"
    );
    assert!(error["error"]["hints"][0].as_str().unwrap().contains("--if-version 2"), "{error}");

    let edits = [
        ["--description", "pings"],
        ["--timeout", "7s"],
        ["--jitter", "1s"],
        ["--backoff", "2s"],
        ["--run-timeout", "2h"],
        ["--connect-timeout", "1s"],
    ];
    let children: Vec<_> = edits
        .iter()
        .map(|[flag, value]| trial.command(AT, &["task", "update", "web.ping", flag, value]).spawn().unwrap())
        .collect();
    children.into_iter().for_each(|child| drop(trial::done(child).expect(0)));
    let document = trial.nono(&["task", "get", "web.ping", "-o", "json"]).expect(0).json();
    assert_eq!(document["status"]["version"], 8, "each was a version of its own");
    assert_eq!(document["target"]["timeout"], json!({ "attempt": "7s", "run": "2h", "connect": "1s" }));
}

#[test]
fn a_dry_run_writes_nothing() {
    let trial = Trial::with_cluster(AT);
    trial.add("web.ping", &[]);
    trial.add("web.pong", &["--paused"]);
    let session = trial.session(AT);
    let before = tree(&session, &trial);
    let changes: [(&[&str], &str); 7] = [
        (&["task", "add", "new", "--every", "1h", "--url", URL], "would create task/new (v1) (dry run)\n"),
        (
            &["task", "update", "web.ping", "--jitter", "1s"],
            "would update task/web.ping (v2) (dry run)\n  schedule.jitter: 0s -> 1s\n",
        ),
        (&["task", "rm", "web.ping"], "would delete task/web.ping (dry run)\n"),
        (&["task", "pause", "web.ping"], "would pause task/web.ping (v2) (dry run)\n"),
        (&["task", "resume", "web.pong"], "would resume task/web.pong (v2) (dry run)\n"),
        (&["task", "run", "web.ping"], "would run task/web.ping (dry run)\n"),
        (&["task", "rm", "--all"], "would delete task/web.ping (dry run)\nwould delete task/web.pong (dry run)\n"),
    ];
    for (args, expected) in changes {
        assert_eq!(trial.nono(&[args, &["--dry-run"]].concat()).expect(0).out, expected, "{args:?}");
        assert_eq!(tree(&session, &trial), before, "{args:?} wrote something");
    }
    trial.nono(&["task", "add", "web.ping", "--every", "1h", "--url", URL, "--dry-run"]).expect(4);
}

#[test]
fn several_expressions_and_times_spread_by_the_name_are_the_same_in_every_command() {
    let trial = Trial::with_cluster(AT);
    let lines = ["0 H H H H * 2090", "0 30 9 LW JUN ? 2095"];
    let add = |name: &str| {
        let args = ["task", "add", name, "--cron", lines[0], "--cron", lines[1], "--url", URL];
        trial.nono(&args).expect(0);
        let explained = trial.nono(&["cron", lines[0], lines[1], "--name", name, "-o", "json"]).expect(0).json();
        let shown = trial.nono(&["task", "get", name, "-o", "json"]).expect(0).json();
        assert_eq!(shown["status"]["next"], explained["next"][0]["instant"], "{name}");
        assert_eq!(shown["schedule"]["cron"], json!(lines), "as typed");
        shown["status"]["next"].clone()
    };
    let next = ["a", "b", "c"].map(add);
    assert!(next[0] != next[1] && next[1] != next[2], "each name has its own times: {next:?}");
    // What means the same is no change; a line less is one, and a single line is no list.
    let reordered = ["task", "update", "a", "--cron", lines[1], "--cron", lines[0], "-o", "json"];
    assert_eq!(trial.nono(&reordered).expect(0).json()[0]["changes"], json!([]));
    let one = trial.nono(&["task", "update", "a", "--cron", lines[1], "-o", "json"]).expect(0).json();
    assert_eq!(one[0]["changes"][0]["to"], lines[1]);
    let wrong = trial.nono(&["task", "update", "a", "--cron", "@daily", "--cron", "0 25 * * *"]).expect(2);
    assert!(wrong.err.contains("--cron, line 2, column 3: the hour 25 is out of range"), "{wrong:?}");
}

#[test]
fn what_is_typed_wrong_is_exit_2_and_what_is_not_there_exit_3() {
    let trial = Trial::with_cluster(AT);
    trial.add("billing.nightly-invoices", &[]);
    let many = trial.nono(&["task", "add", "x", "--every", "5x", "--url", "ftp://a"]).expect(2);
    assert!(many.err.contains("\n  --every: ") && many.err.contains("\n  --url: "), "{many:?}");
    for args in [
        &["task", "add", "x", "--cron", "0 0 31 2 *", "--url", URL][..],
        &["task", "add", "x", "--cron", "0 0 0 1 1 * 2020", "--url", URL],
        &["task", "add", "x", "--cron", "0 0 0 29 2 * 2027", "--url", URL],
        &["task", "add", "x", "--cron", "@daily", "--cron", "0 0 * * MON#6", "--url", URL],
        &["task", "add", "x", "--at", "2020-01-01T00:00:00Z", "--url", URL],
        &["task", "add", "X", "--every", "1h", "--url", URL],
        &["task", "update", "billing.nightly-invoices"],
        &["task", "update", "billing.nightly-invoices", "--unset", "jiter"],
        &["task", "frob"],
        &["task", "list", "--timeout", "5"],
        &["task", "pause"],
    ] {
        trial.nono(args).expect(2);
    }
    for verb in ["get", "history", "next", "pause", "resume", "run", "update"] {
        let more: &[&str] = if verb == "update" { &["--jitter", "1s"] } else { &[] };
        let missing = trial.nono(&[&["task", verb, "billing.nightly-invoice"][..], more].concat()).expect(3);
        assert_eq!(missing.out, "");
        assert!(
            missing.err.starts_with("error: task \"billing.nightly-invoice\" not found in 127.0.0.1:"),
            "{missing:?}"
        );
        assert!(missing.err.contains("did you mean: billing.nightly-invoices\n"), "{missing:?}");
    }
    trial.nono(&["run", "get", "r-001-k3f9x2m4-m0000000012"]).expect(3);
    trial.nono(&["run", "get", "r-777-k3f9x2m4-m0000000012"]).expect(3);
    let bad = trial.nono(&["task", "lst", "-o", "json"]).expect(2);
    let error: Value = serde_json::from_str(&bad.err).unwrap();
    assert_eq!(error["error"]["code"], "usage");
    assert!(error["error"]["suggestions"].as_array().unwrap().contains(&json!("list")), "{error}");
}

#[test]
fn of_many_each_that_failed_is_listed_and_the_others_are_done() {
    let trial = Trial::with_cluster(AT);
    ["a", "b"].iter().for_each(|name| trial.add(name, &["--label", "team=web"]));
    let mixed = trial.nono(&["task", "pause", "a", "gone", "b", "--yes"]).expect(1);
    assert_eq!(mixed.out, "paused task/a (v2)\npaused task/b (v2)\n");
    assert!(mixed.err.contains("error: 1 of 3 tasks failed\n  task \"gone\" not found\n"), "{mixed:?}");
    let selected = trial.nono(&["task", "resume", "-l", "team=web", "--yes", "-o", "json"]).expect(0).json();
    assert_eq!(selected[1]["action"], "resumed");
    let typo = trial.nono(&["task", "list", "-l", "teem=web", "-o", "json"]).expect(0);
    assert_eq!(typo.out, "[]\n");
    assert!(typo.err.contains("warning: no task has label key teem (team?)"), "{typo:?}");
}

#[test]
fn what_is_dangerous_needs_yes_where_nobody_can_be_asked() {
    let trial = Trial::with_cluster(AT);
    ["a", "b"].iter().for_each(|name| trial.add(name, &[]));
    for args in [&["task", "rm", "a"][..], &["task", "pause", "a", "b"], &["task", "rm", "--all", "--yes"]] {
        let refused = trial.nono(args).expect(8);
        assert!(refused.err.contains("hint: add --yes"), "{refused:?}");
    }
    let wrong = trial.nono(&["task", "rm", "--all", "--yes", "--confirm", "elsewhere"]).expect(8);
    assert!(wrong.err.contains("--confirm says elsewhere"), "{wrong:?}");
    assert_eq!(trial.nono(&["task", "list", "-o", "name"]).expect(0).out, "task/a\ntask/b\n");
    let connect = trial.connect(AT);
    trial.nono(&["task", "rm", "--all", "--yes", "--confirm", &connect]).expect(0);
    assert_eq!(trial.nono(&["task", "list", "-o", "json"]).expect(0).out, "[]\n");
}

#[test]
fn a_pause_shows_and_ends_by_itself() {
    let trial = Trial::with_cluster(AT);
    trial.add("a", &[]);
    trial.nono(&["task", "pause", "a", "--for", "2h", "--reason", "OPS-1"]).expect(0);
    let document = trial.nono(&["task", "get", "a", "-o", "json"]).expect(0).json();
    assert_eq!((&document["status"]["state"], &document["paused"]["reason"]), (&json!("paused"), &json!("OPS-1")));
    assert_ne!(document["status"]["next"], Value::Null, "it is due after the two hours");
    let card = trial.nono(&["task", "get", "a", "-o", "table"]).expect(0).out;
    let paused = card.lines().find(|line| line.starts_with("  paused ")).unwrap_or_else(|| panic!("{card}"));
    assert!(paused.contains(", until 20") && paused.contains(" (in 1h") && paused.ends_with("): OPS-1"), "{paused}");
    assert_eq!(trial.nono(&["task", "resume", "a"]).expect(0).out, "resumed task/a (v3)\n");
    assert_eq!(trial.nono(&["task", "resume", "a"]).expect(0).out, "unchanged task/a (v3)\n");
    assert_eq!(trial.status("a")["state"], "ok");
    trial.nono(&["task", "pause", "a", "--until", "2020-01-01T00:00:00Z"]).expect(2);
}

#[test]
fn a_run_is_waited_for_and_its_end_is_the_exit_code() {
    let trial = Trial::with_cluster(AT);
    let session = trial.session(AT);
    for (name, outcome, code) in [("good", Outcome::Succeeded, 0), ("bad", Outcome::Failed, 10)] {
        trial.add(name, &[]);
        let child = trial.command(AT, &["task", "run", name, "--wait", "--reason", "now"]).spawn().unwrap();
        let (number, command) = command_of(&session, name);
        assert_eq!((command.task.as_str(), command.reason.as_deref()), (name, Some("now")));
        settle(&session, name, (&number, &command), outcome);
        let done = trial::done(child).expect(code);
        let run = done.out.lines().next().unwrap().to_owned();
        assert!(done.out.contains(&format!("{run} {} after 2.5s", outcome.as_str())), "{done:?}");
        assert!(!done.out.contains('\u{1b}'), "a worker's words reach no terminal raw");
        let document = trial.nono(&["run", "get", &run, "-o", "json"]).expect(0).json();
        assert_eq!((&document["outcome"], &document["durationMs"]), (&json!(outcome.as_str()), &json!(2_500)));
        let history = trial.nono(&["task", "history", name, "-o", "json"]).expect(0).json();
        assert_eq!(history[0]["run"], run.as_str());
        let failed = trial.nono(&["task", "history", name, "--failed", "-o", "json"]).expect(0).json();
        assert_eq!(failed.as_array().unwrap().len(), usize::from(code != 0));
    }
    assert_eq!(trial.status("bad")["state"], "failing");
    let failed = trial.nono(&["run", "list", "--state", "failed", "-o", "json"]).expect(0).json();
    assert_eq!((failed.as_array().unwrap().len(), &failed[0]["task"]), (1, &json!("bad")));
    trial.nono(&["task", "update", "bad", "--label", "team=web"]).expect(0);
    let labelled = |selector: &str| trial.nono(&["run", "list", "-l", selector, "-o", "json"]).expect(0);
    assert_eq!(labelled("team=web").json(), failed);
    assert_eq!(labelled("!team").json()[0]["task"], "good");
    let none = labelled("teem=web");
    assert!(none.json() == json!([]) && none.err.contains("no task has label key teem (team?)"), "{none:?}");
}

#[test]
fn a_run_is_followed_on_standard_error() {
    let trial = Trial::with_cluster(AT);
    let session = trial.session(AT);
    trial.add("a", &[]);
    for format in ["table", "jsonl"] {
        let mut command = trial.command(AT, &["task", "run", "a", "--follow", "--deadline", "60s", "-q", "-o", format]);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (number, command) = command_of(&session, "a");
        settle(&session, "a", (&number, &command), Outcome::Failed);
        let done = trial::done(child).expect(10);
        let lines: Vec<&str> = done.err.lines().collect();
        assert_eq!(lines.len(), 2, "{done:?}");
        if format == "table" {
            assert!(lines[0].ends_with(" claimed") && lines[1].contains(" failed: HTTP 503: no"), "{done:?}");
            assert!(!done.err.contains('\u{1b}'), "a worker's words reach no terminal raw");
        } else {
            let events: Vec<Value> = lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
            let told: Vec<&Value> = events.iter().map(|event| &event["event"]).collect();
            assert_eq!(told, ["claimed", "ended"]);
            assert_eq!((&events[1]["task"], &events[1]["result"]["outcome"]), (&json!("a"), &json!("failed")));
        }
    }
    trial.nono(&["task", "run", "a", "--deadline", "1s"]).expect(2);
}

#[test]
fn a_task_becomes_what_the_flags_say_and_stays_paused() {
    let trial = Trial::with_cluster(AT);
    trial.add("a", &["--jitter", "5s", "--label", "team=web"]);
    trial.nono(&["task", "pause", "a", "--reason", "OPS-1"]).expect(0);
    let replace = ["task", "update", "a", "--replace", "--every", "2h", "--url", URL];
    let done = trial.nono(&replace).expect(0).out;
    for line in ["updated task/a (v3)", "labels.team: web -> (none)", "schedule.jitter: 5s -> 0s"] {
        assert!(done.contains(line), "{line:?} is not in\n{done}");
    }
    let document = trial.nono(&["task", "get", "a", "-o", "json"]).expect(0).json();
    assert_eq!((&document["labels"], &document["schedule"]), (&Value::Null, &json!({ "every": "2h" })));
    assert_eq!(document["paused"]["reason"], "OPS-1");
    assert_eq!(trial.nono(&replace).expect(0).out, "unchanged task/a (v3)\n");
    let cut = trial.nono(&["task", "update", "a", "--replace", "--every", "2h"]).expect(2);
    assert!(cut.err.contains("no URL (give --url)"), "{cut:?}");
}

#[test]
fn a_wait_ends_at_its_deadline_and_at_a_signal_and_leaves_the_run_going() {
    let trial = Trial::with_cluster(AT);
    trial.add("a", &[]);
    let late = trial.nono(&["task", "run", "a", "--wait", "--deadline", "300ms"]).expect(7);
    let run = late.out.trim().to_owned();
    // Nobody runs it here: it has not begun, and does not go on.
    for says in ["no scheduler has claimed run", "within 300ms", &format!("hint: nonoctl run cancel {run}")] {
        assert!(late.err.contains(says), "{says:?}: {late:?}");
    }
    let asked = trial.nono(&["run", "get", &run, "-o", "json"]).expect(0).json();
    assert_eq!((&asked["state"], &asked["waitsFor"]), (&json!("asked"), &json!("no-owner")));
    for (signal, code) in [(rustix::process::Signal::INT, 130), (rustix::process::Signal::TERM, 143)] {
        let mut child = trial.command(AT, &["task", "run", "a", "--wait"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(first.starts_with("r-"), "{first}");
        rustix::process::kill_process(rustix::process::Pid::from_child(&child), signal).unwrap();
        let done = trial::done(child).expect(code);
        assert!(done.err.contains(&format!("left the run going. See: nonoctl run get {}", first.trim())), "{done:?}");
    }
}

#[test]
fn a_cluster_that_is_not_there_is_exit_5_and_none_given_exit_2() {
    let trial = Trial::start();
    let silent = ["task", "list", "--connect", "127.0.0.1:1,127.0.0.1:2/nono", "--timeout", "2s"];
    let unreachable = trial.nono(&silent).expect(5);
    assert!(
        unreachable.err.contains("\n  127.0.0.1:1  connection refused\n  127.0.0.1:2  connection refused\n"),
        "{unreachable:?}"
    );
    let json: Value =
        serde_json::from_str(&trial.nono(&[&silent[..], &["-o", "json"]].concat()).expect(5).err).unwrap();
    assert_eq!((&json["error"]["retryable"], &json["error"]["code"]), (&json!(true), &json!("unavailable")));
    let none =
        trial::done(trial.command(AT, &["task", "list"]).env_remove("NONOCTL_CONNECT").spawn().unwrap()).expect(2);
    assert!(none.err.contains("--connect") && none.err.contains("nonoctl dev"), "{none:?}");
    trial.nono(&["task", "list", "--connect", "a b"]).expect(2);
    let empty = trial.nono(&["task", "list"]).expect(3);
    assert!(empty.err.contains("cluster init"), "{empty:?}");
}

#[test]
fn a_closed_znode_is_exit_6() {
    let trial = Trial::with_cluster(AT);
    trial.add("a", &[]);
    let partition = trial.partition("a");
    trial.close(AT, &format!("/tasks/{partition}"), "r");
    trial.nono(&["task", "update", "a", "--jitter", "1s"]).expect(6);
    trial.nono(&["task", "get", "a"]).expect(0);
    trial.close(AT, &format!("/tasks/{partition}/a"), "");
    let denied = trial.nono(&["task", "get", "a", "-o", "json"]).expect(6);
    let error: Value = serde_json::from_str(&denied.err).unwrap();
    assert_eq!(error["error"]["code"], "denied", "{error}");
    trial.close(AT, &format!("/tasks/{partition}"), "");
    trial.nono(&["task", "list"]).expect(6);
}

#[test]
fn every_data_command_prints_json_that_parses() {
    let trial = Trial::with_cluster(AT);
    let session = trial.session(AT);
    trial.add("a", &["--label", "team=web"]);
    let run = trial.nono(&["task", "run", "a", "-o", "json"]).expect(0).json()[0]["run"].as_str().unwrap().to_owned();
    let (number, command) = command_of(&session, "a");
    settle(&session, "a", (&number, &command), Outcome::Succeeded);
    for args in [
        &["task", "list"][..],
        &["task", "get", "a"],
        &["task", "history", "a"],
        &["task", "next", "a"],
        &["task", "update", "a", "--jitter", "1s"],
        &["task", "pause", "a"],
        &["task", "resume", "a"],
        &["run", "list"],
        &["run", "get", &run],
    ] {
        let document = trial.nono(&[args, &["-o", "json"]].concat()).expect(0).json();
        assert!(document.as_array().is_none_or(|list| !list.is_empty()), "{args:?}: {document}");
        for line in trial.nono(&[args, &["-o", "jsonl"]].concat()).expect(0).out.lines() {
            assert!(serde_json::from_str::<Value>(line).unwrap().is_object(), "{args:?}: {line}");
        }
        for format in ["yaml", "tsv", "name", "table", "wide"] {
            assert!(!trial.nono(&[args, &["-o", format]].concat()).expect(0).out.is_empty(), "{args:?} -o {format}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let trial = Trial::with_cluster(AT);
    (0..40).for_each(|number| trial.add(&format!("t{number}"), &["--description", &"x".repeat(1_000)]));
    let mut child = trial.command(AT, &["task", "list", "-o", "json"]).spawn().unwrap();
    drop(child.stdout.take());
    let done = trial::done(child).expect(0);
    assert_eq!(done.err, "");
}

#[test]
fn a_task_that_cannot_be_read_is_shown_and_harms_no_other() {
    let trial = Trial::with_cluster(AT);
    trial.add("a", &[]);
    trial.add("b", &[]);
    trial.scribble(AT, &format!("/tasks/{}/a", trial.partition("a")), b"{ not json");
    let list = trial.nono(&["task", "list", "-o", "json"]).expect(0);
    assert_eq!((&list.json()[0]["name"], &list.json()[1]["status"]["state"]), (&json!("b"), &json!("unreadable")));
    assert!(list.err.contains("warning: task a cannot be read"), "{list:?}");
    assert!(!trial.nono(&["task", "list", "-o", "yaml"]).expect(0).out.contains("unreadable"));
    let lines = |args: &[&str]| trial.nono(&[&["task", "list"], args].concat()).expect(0).out;
    assert_eq!(lines(&["-o", "name"]), "task/b\ntask/a\n");
    assert_eq!(lines(&["-o", "name", "--limit", "1"]), "task/b\n");
    let all = lines(&[]);
    let of_broken: Vec<&str> = all.lines().nth(1).unwrap().split('\t').collect();
    assert!(all.starts_with("b\t") && of_broken.len() == 11 && of_broken[0] == "a" && of_broken[2] == "unreadable");
    assert_eq!(lines(&["--sort-by", "name", "--fields", "name"]), "a\nb\n");
    trial.nono(&["task", "get", "a"]).expect(1);
    trial.nono(&["task", "rm", "a", "--yes"]).expect(0);
}
