//! What programs read: every command that prints data prints JSON that parses, whichever its exit code.
//!
//! Which commands there are is read from the snapshot of the help texts, so that a new one cannot be forgotten here.
#![allow(clippy::unwrap_used, reason = "tests")]

mod bad_inputs;
mod contexts;
mod docs;
mod play;
mod terminal;
mod transcripts;
mod trial;

use std::collections::BTreeSet;

use axum::Router;
use axum::routing::get;
use nono_core::node::Node;
use serde_json::{Value, json};
use trial::Trial;

const AT: &str = "/nono";
const HELP: &str = include_str!("../src/cli/snapshots/nonoctl__cli__help_tests__help.snap");
/// A script, and a cluster of its own that has tests of its own.
const ELSEWHERE: [&str; 3] = ["completion", "dev", "top"];

/// The commands that do something, such as `task add`.
fn commands_of_the_tree() -> BTreeSet<String> {
    let titles = HELP.lines().filter_map(|line| line.strip_prefix("$ nonoctl ")?.strip_suffix(" --help"));
    let all: BTreeSet<&str> = titles.collect();
    let has_verbs = |noun: &str| all.iter().any(|other| other.starts_with(&format!("{noun} ")));
    all.iter().filter(|path| !has_verbs(path)).map(|path| (*path).to_owned()).collect()
}

fn manifest(name: &str, every: &str) -> String {
    let head = "apiVersion: nono/v1\nkind: SchedulerTask\n";
    format!("{head}name: {name}\nschedule: {{ every: {every} }}\ntarget: {{ url: \"http://127.0.0.1:9/\" }}\n---\n")
}

#[test]
fn every_command_prints_json_that_parses() {
    let trial = Trial::start();
    let mut untried = commands_of_the_tree();
    untried.retain(|command| !ELSEWHERE.contains(&command.as_str()));
    assert!(untried.len() > 20, "{untried:?}");
    // Contexts have tests of their own: here the home folder is nobody's.
    untried.retain(|command| !command.starts_with("context ") && !command.starts_with("config "));
    untried.remove("run replay");
    let mut json = |args: &[&str], stdin: &str, code: i32| -> Value {
        untried.retain(|command| !args.join(" ").starts_with(command.as_str()));
        let lines = trial.run(AT, &[args, &["-o", "json"]].concat(), stdin).expect(code);
        lines.json()
    };
    json(&["cluster", "init", "--partitions", "4"], "", 0);
    let session = trial.session(AT);
    session.join("sched-a1-000001", &[0, 1, 2]);
    session.join("sched-b2-000001", &[3]);
    assert_eq!(json(&["task", "list"], "", 0), json!([]));

    let manifests = [manifest("a", "1h"), manifest("b", "1h")].concat();
    for (command, code) in [("diff", 9), ("apply", 9), ("apply", 0), ("diff", 0)] {
        let changes = json(&[command, "-f", "-", "--exit-code"], &manifests, code);
        assert_eq!(changes.as_array().unwrap().len(), 2, "{command}: {changes}");
    }
    assert_eq!(json(&["import", "-"], "@daily curl -s http://127.0.0.1:9/x\n", 0)["manifests"][0]["name"], "cron.x");
    let changed = json(&["apply", "-f", "-", "--exit-code", "--dry-run"], &manifest("a", "2h"), 9);
    assert_eq!((&changed[0]["action"], &changed[0]["dryRun"]), (&json!("updated"), &json!(true)));

    let run = json(&["task", "run", "a"], "", 0)[0]["run"].as_str().unwrap().to_owned();
    assert_eq!(json(&["run", "get", &run], "", 0)["run"], json!(run));
    // Nobody claims it: it is taken back, and then it is nowhere.
    assert_eq!(json(&["run", "cancel", &run], "", 0)[0]["action"], json!("withdrawn"));
    let gone = trial.run(AT, &["run", "replay", &run, "-o", "json"], "").expect(3);
    assert!(gone.err.contains("\"not-found\""), "{gone:?}");
    let backfill = json(&["task", "backfill", "a", "--from", "3h", "--yes"], "", 0);
    assert_eq!((&backfill[0]["action"], &backfill[0]["instants"]), (&json!("backfilled"), &json!(3)));
    let whole = backfill[0]["run"].as_str().unwrap().to_owned();
    assert_eq!(json(&["run", "get", &whole], "", 0)["backfill"]["claimed"], json!(0));
    for args in [
        &["task", "add", "c", "--every", "1h", "--url", "http://127.0.0.1:9/"][..],
        &["task", "list"],
        &["task", "get", "a"],
        &["task", "next", "a"],
        &["task", "update", "a", "--jitter", "1s"],
        &["task", "pause", "a"],
        &["task", "resume", "a"],
        &["task", "copy", "a", "d"],
        &["task", "edit", "a"],
        &["task", "explain", "a"],
        &["task", "history", "a", "--changes"],
        &["task", "rollback", "a", "--to-version", "1"],
        &["task", "next", "--all", "--within", "2h"],
        &["task", "rm", "b", "--yes"],
        &["cluster", "pause", "--yes", "--reason", "a move"],
        &["cluster", "resume"],
        &["cluster", "events"],
        &["scheduler", "list"],
        &["scheduler", "get", "sched-a1"],
        &["scheduler", "drain", "sched-a1", "--detach", "--yes"],
        &["scheduler", "undrain", "sched-a1"],
        &["cluster", "status"],
        &["cron", "0 2 * * *"],
        &["schema"],
        &["help", "exit-codes"],
        &["version"],
    ] {
        let document = json(args, "", 0);
        let is_full = match &document {
            Value::Array(list) => !list.is_empty(),
            Value::Object(members) => !members.is_empty(),
            _ => false,
        };
        assert!(is_full, "{args:?}: {document}");
    }
    // Nobody claims it here: it is seen as asked for, and taken back.
    assert_eq!(json(&["run", "list"], "", 0)[0]["state"], json!("asked"));
    json(&["run", "cancel", &whole], "", 0);
    for args in [&["task", "history", "a"][..], &["run", "list"]] {
        assert_eq!(json(args, "", 0), json!([]), "{args:?}");
    }
    json(&["cluster", "status", "--exit-code"], "", 10);
    // Nobody stands for election here.
    let doctor = json(&["cluster", "doctor", "--check", "schedulers", "--check", "records"], "", 10);
    assert_eq!(doctor["checks"][0]["check"], "records", "{doctor}");
    assert_eq!(doctor["checks"][1]["findings"][0]["object"], "leader", "{doctor}");
    assert!(untried.is_empty(), "not tried: {untried:?}");
}

#[test]
fn an_error_for_programs_is_json_on_standard_error_alone() {
    let trial = Trial::with_cluster(AT);
    for (args, code) in [
        (&["task", "get", "a"][..], 3),
        (&["scheduler", "get", "sched-a9"], 3),
        (&["cluster", "doctor", "--check", "everything"], 2),
        (&["run", "get", "r-001-k3f9x2m4-m0000000012"], 3),
        (&["task", "frob"], 2),
        (&["cron", "61 * * * *"], 2),
        (&["apply", "-f", "/nowhere/at/all"], 3),
        (&["scheduler", "drain", "sched-a9", "--no-input"], 3),
    ] {
        let done = trial.run(AT, &[args, &["-o", "json"]].concat(), "").expect(code);
        assert_eq!(done.out, "", "{args:?}");
        let error: Value =
            serde_json::from_str(&done.err).unwrap_or_else(|error| panic!("{args:?}: {error}: {done:?}"));
        assert_eq!(error["error"]["exit"], code, "{args:?}: {error}");
    }
}

#[test]
fn a_scheduler_that_can_be_reached_speaks_for_itself() {
    let trial = Trial::with_cluster(AT);
    let session = trial.session(AT);
    let page = json!({ "format": 1, "name": "sched-a1", "pid": 1, "ready": true, "scheduler": { "inFlight": 31 } });
    let page = page.to_string();
    let router = Router::new().route("/stats", get(|| async { page })).route("/readyz", get(|| async { "ready\n" }));
    let address = trial.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await });
        address
    });
    let one = session.join_at("sched-a1-000001", &address.to_string(), &[0]);
    session.beat(&one, 5);
    session.join("sched-b2-000001", &[1]);

    // A proxy that does not exist: whoever asks it gets no answer.
    let asked = |name: &str, format: &str| {
        let mut command = trial.command(AT, &["scheduler", "get", name, "-o", format]);
        trial::done(command.env("http_proxy", "http://127.0.0.1:1").spawn().unwrap()).expect(0)
    };
    let live = asked("sched-a1", "json").json();
    assert_eq!(
        (&live["source"], &live["inFlight"], &live["live"]["ready"]),
        (&json!("live"), &json!(31), &json!(true))
    );
    let gone = asked("sched-b2", "json").json();
    assert_eq!((&gone["source"], &gone["inFlight"]), (&json!("zookeeper"), &json!(0)));
    assert_eq!(gone["live"], json!({ "reachable": false, "ready": null, "why": "connection refused" }));
    let told = asked("sched-b2", "table").out;
    assert!(told.contains("127.0.0.1:1 is not reachable from here (connection refused)"), "{told}");
    assert!(matches!(session.read(Node::Stats(one)), nono_core::node::Read::Found(..)), "reading changed something");
}

#[test]
fn lists_and_objects_are_sorted_picked_and_run_through_jq_in_every_format() {
    let trial = Trial::with_cluster(AT);
    let manifests = [manifest("b", "2h"), manifest("a", "1h"), manifest("c", "90m")].concat();
    trial.run(AT, &["apply", "-f", "-"], &manifests).expect(0);
    let nono = |args: &[&str]| trial.run(AT, args, "");
    let list = |more: &[&str]| {
        nono(&[&["task", "list", "--fields", "name,schedule.every,version"], more].concat()).expect(0).out
    };
    assert_eq!(list(&[]), "a\t1h\t1\nb\t2h\t1\nc\t90m\t1\n");
    assert_eq!(list(&["--sort-by", "schedule.every:desc", "--limit", "2"]), "b\t2h\t1\nc\t90m\t1\n");
    assert_eq!(list(&["-o", "table"]).lines().next(), Some("NAME  SCHEDULE.EVERY  VERSION"));
    assert_eq!(list(&["-o", "table", "--no-headers", "--limit", "1"]).trim_end(), "a  1h  1");
    assert_eq!(
        list(&["-o", "jsonl", "--limit", "1"]),
        "{\"name\":\"a\",\"schedule.every\":\"1h\",\"version\":\"1\"}\n"
    );
    assert!(list(&["-o", "yaml", "--limit", "1"]).contains("schedule.every: 1h"));
    assert_eq!(list(&["-o", "name", "--limit", "1"]), "task/a\n");

    let jq =
        nono(&["task", "list", "--jq", ".[] | select(.name > \"a\") | \"\\(.name) \\(.schedule.every)\""]).expect(0);
    assert_eq!((jq.out.as_str(), jq.err.as_str()), ("b 2h\nc 90m\n", ""));
    assert_eq!(nono(&["task", "list", "-o", "jsonl", "--jq", ".name"]).expect(0).out, "a\nb\nc\n");
    assert_eq!(nono(&["task", "get", "b", "--jq", ".schedule"]).expect(0).out, "{\"every\":\"2h\"}\n");
    assert_eq!(
        nono(&["task", "get", "b", "--fields", "state,schedule.every"]).expect(0).out,
        "state\tok\nschedule.every\t2h\n"
    );
    assert_eq!(nono(&["cluster", "status", "--jq", ".cluster"]).expect(0).out, format!("{}\n", trial.connect(AT)));
    let fields = nono(&["task", "list", "--fields"]).expect(0).out;
    for known in ["name", "schedule", "next", "schedule.every", "target.url", "status.state"] {
        assert!(fields.lines().any(|line| line == known), "{known}: {fields}");
    }
    assert!(nono(&["scheduler", "list", "--fields", "-o", "json"]).expect(0).json().as_array().unwrap().len() > 5);

    for (args, says) in [
        (&["task", "list", "--fields", "nmae"][..], "did you mean: name"),
        (&["task", "list", "--sort-by", "nmae"], "--sort-by: there is no field \"nmae\""),
        (&["task", "list", "--sort-by", "name:up"], "asc or desc"),
        (&["task", "get", "a", "--sort-by", "name"], "--sort-by is for lists"),
        (&["completion", "bash", "--fields", "a"], "has no fields"),
        (&["task", "list", "--jq", ".[", "-o", "table"], "--jq works on JSON"),
        (&["task", "list", "--fields", "a,,b"], "with a comma between them"),
    ] {
        let refused = nono(args).expect(2);
        assert!(refused.err.contains(says) && refused.out.is_empty(), "{args:?}: {refused:?}");
    }
    // Nothing is asked of a cluster before the expression is understood, and errors are for programs.
    let wrong = nono(&["task", "list", "--connect", "127.0.0.1:1", "--jq", ".["]).expect(2);
    let error: Value = serde_json::from_str(&wrong.err).unwrap();
    assert!(error["error"]["message"].as_str().unwrap().starts_with("--jq: "), "{error}");
    nono(&["task", "list", "--jq", ".name.x"]).expect(1);
}
