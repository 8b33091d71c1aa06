//! `apply` and `diff` on a real cluster.
#![allow(clippy::unwrap_used, reason = "tests")]

mod trial;

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};

use serde_json::json;
use trial::Trial;

const HEAD: &str = "apiVersion: nono/v1\nkind: SchedulerTask\n";

fn task(name: &str, cron: &str) -> String {
    format!(
        "{HEAD}name: {name}\nlabels: {{ team: web }}\nschedule:\n  cron: \"{cron}\"\n  timeZone: Europe/Berlin\ntarget:\n  url: https://example.com/{name}\n"
    )
}

#[test]
fn what_is_applied_is_there_and_applied_again_changes_nothing() {
    let trial = Trial::with_cluster("/a");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
    write("web.yaml", format!("{}---\n{}", task("web.ping", "*/5 * * * *"), task("web.ping-us", "*/5 * * * *")));
    write("etl.json", json!({"apiVersion": "nono/v1", "kind": "SchedulerTask", "name": "etl.sync", "schedule": {"every": "15m"}, "target": {"url": "http://127.0.0.1:1/", "body": {"a": [1, null, "x\ny"]}}}).to_string());

    let dry = trial.run("/a", &["apply", "-f", path, "--dry-run"], "").expect(0);
    assert_eq!(
        dry.out,
        "would create task/etl.sync (v1) (dry run)\nwould create task/web.ping (v1) (dry run)\nwould create task/web.ping-us (v1) (dry run)\n"
    );
    assert!(trial.run("/a", &["task", "list", "-o", "name"], "").expect(0).out.is_empty(), "a dry run writes nothing");

    let created = trial.run("/a", &["apply", "-f", path, "--exit-code"], "").expect(9);
    assert_eq!(created.out, "created task/etl.sync (v1)\ncreated task/web.ping (v1)\ncreated task/web.ping-us (v1)\n");
    let again = trial.run("/a", &["apply", "-f", path, "--exit-code"], "").expect(0);
    assert_eq!((again.out.as_str(), again.err.as_str()), ("", "unchanged 3 tasks (-v lists them)\n"));
}

#[test]
fn a_list_as_yaml_is_a_backup_and_one_as_json_is_a_manifest() {
    let trial = Trial::with_cluster("/a");
    trial.init("/b");
    let tasks: String =
        ["web.ping", "web.ping-us", "etl.sync"].map(|name| format!("{}---\n", task(name, "*/5 * * * *"))).concat();
    let body = "apiVersion: nono/v1\nkind: SchedulerTask\nname: odd\ndescription: 'yes'\nlabels: { on: \"1.0\", zip: \"01234\" }\npaused: { reason: \"a: b # c\" }\n\
        schedule: { at: [2099-01-01T00:00:00Z] }\ntarget:\n  url: http://127.0.0.1:1/\n  body: { text: \"x\\n\\ty \", \"null\": null, \"true\": 1, \"1\": 2, list: [1, 2.5, true, \"no\", \"~\"] }\n";
    trial.run("/a", &["apply", "-f", "-"], &format!("{tasks}{body}")).expect(0);
    let backup = trial.run("/a", &["task", "list", "-o", "yaml"], "").expect(0).out;
    trial.run("/b", &["apply", "-f", "-"], &backup).expect(0);
    assert_eq!(trial.run("/b", &["task", "list", "-o", "yaml"], "").expect(0).out, backup);
    let documents = |at: &str| -> Vec<_> {
        let all = trial.block_on(trial.session(at).admin().read_all_tasks()).unwrap().found;
        let mut documents: Vec<_> = all.into_iter().map(|task| task.value.document).collect();
        documents.sort_by_key(|document| document["name"].to_string());
        documents
    };
    assert_eq!((documents("/b").len(), documents("/b")), (4, documents("/a")), "znode for znode");
    let listed = trial.run("/a", &["task", "list", "-o", "json"], "").expect(0).out;
    let from_json = trial.run("/b", &["apply", "-f", "-", "-o", "json"], &listed).expect(0).json();
    let actions: Vec<&str> =
        from_json.as_array().unwrap().iter().map(|change| change["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["unchanged"; 4], "what JSON says of the state is ignored");
}

/// Texts that YAML would read as something else if they were written as they stand.
const DELICATE: [&str; 34] = [
    "",
    " lead",
    "trail ",
    "---",
    "...",
    "*x",
    "&x",
    "!x",
    "@x",
    "%x",
    "`x",
    "? x",
    "- x",
    "# x",
    "x: y",
    "x #y",
    "[x",
    "{x",
    "null",
    "~",
    "yes",
    "0x1F",
    "0o7",
    "1e3",
    ".inf",
    "<<",
    "a\n\n b\n",
    "\n",
    "\n\n\n\n",
    "\n\na\n\n\n",
    "\n \n",
    "a\r\nb\tc",
    "\u{85}\u{2028}\u{feff}",
    "\u{1f600} \\ \" '",
];

#[test]
fn every_text_survives_a_backup() {
    let trial = Trial::with_cluster("/a");
    trial.init("/b");
    let fields: serde_json::Map<String, serde_json::Value> =
        DELICATE.iter().map(|text| ((*text).to_owned(), json!(text))).collect();
    let numbers = json!([0, -1, 1.5, 1e300, u64::MAX, i64::MIN]);
    let manifest = json!({
        "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": "delicate", "description": "- no: *anchor",
        "schedule": {"every": "15m"},
        "target": {"url": "http://127.0.0.1:1/", "body": {"texts": DELICATE.to_vec(), "fields": fields, "numbers": numbers}},
    });
    trial.run("/a", &["apply", "-f", "-"], &manifest.to_string()).expect(0);
    let backup = trial.run("/a", &["task", "list", "-o", "yaml"], "").expect(0).out;
    trial.run("/b", &["apply", "-f", "-"], &backup).expect(0);
    let restored = trial.session("/b");
    let restored = trial.block_on(restored.admin().task(&"delicate".parse().unwrap())).unwrap().value;
    assert_eq!(restored.document["target"], manifest["target"], "of\n{backup}");
    assert_eq!(restored.document["description"], manifest["description"]);
}

#[test]
fn a_diff_names_the_fields_that_mean_something_else_and_apply_changes_just_them() {
    let trial = Trial::with_cluster("/a");
    let ping = task("web.ping", "*/5 * * * *");
    trial.run("/a", &["apply", "-f", "-"], &ping).expect(0);
    let same = ping.replace("Europe/Berlin", "\"Europe/Berlin\"").replace("url:", "method: post\n  url:");
    let nothing = trial.run("/a", &["diff", "-f", "-", "--exit-code"], &same).expect(0);
    assert_eq!((nothing.out.as_str(), nothing.err.as_str()), ("", "No difference in 1 manifest.\n"));

    let changed = format!("{}---\n{}", task("web.ping", "*/10 * * * *"), task("web.new", "@daily"));
    let diff = trial.run("/a", &["diff", "-f", "-"], &changed).expect(0);
    let lines: Vec<&str> = diff.out.lines().collect();
    assert_eq!(lines[..2], ["~ task/web.ping", "    schedule.cron: \"*/5 * * * *\" -> \"*/10 * * * *\""]);
    assert!(
        lines[2].starts_with("    next: - ") && lines[2].contains(":00 CE") && lines[2].contains("   + "),
        "{diff:?}"
    );
    assert_eq!((lines.len(), lines[5]), (6, "+ task/web.new"), "three instants of each are compared");
    assert_eq!(diff.err, "2 of 2 manifests differ: 1 to create, 1 to change.\n");
    trial.run("/a", &["diff", "-f", "-", "--exit-code"], &changed).expect(9);

    let applied = trial.run("/a", &["apply", "-f", "-", "--reason", "OPS-1", "-o", "json"], &changed).expect(0).json();
    assert_eq!(applied[0]["action"], "updated");
    assert_eq!(applied[0]["version"], 2);
    assert_eq!(applied[0]["changes"], json!([{"field": "schedule.cron", "from": "*/5 * * * *", "to": "*/10 * * * *"}]));
    let session = trial.session("/a");
    let changes = trial.block_on(session.admin().changes(&"web.ping".parse().unwrap())).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].command.as_str(), changes[0].reason.as_deref(), changes[0].version),
        ("apply", Some("OPS-1"), 1)
    );
    assert!(changes[0].by.starts_with("tester@"), "{}", changes[0].by);
}

#[test]
fn a_pause_stays_until_a_manifest_speaks_of_it() {
    let trial = Trial::with_cluster("/a");
    let session = trial.session("/a");
    let admin = session.admin();
    let plain = task("web.ping", "*/5 * * * *");
    let paused = || trial.block_on(admin.task(&"web.ping".parse().unwrap())).unwrap().value.task.paused;
    trial.run("/a", &["apply", "-f", "-"], &format!("{plain}paused: {{ reason: OPS-2 }}\n")).expect(0);
    assert_eq!(paused().unwrap().reason.as_deref(), Some("OPS-2"));
    let quiet = trial.run("/a", &["apply", "-f", "-"], &plain.replace("*/5", "*/6")).expect(0);
    assert!(quiet.out.starts_with("updated task/web.ping (v2)"), "{quiet:?}");
    assert_eq!(paused().unwrap().reason.as_deref(), Some("OPS-2"));
    trial.run("/a", &["apply", "-f", "-"], &format!("{plain}paused: null\n")).expect(0);
    assert_eq!(paused(), None);
}

#[test]
fn one_bad_manifest_and_nothing_is_written() {
    let trial = Trial::with_cluster("/a");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("0-good.yaml"), task("good", "@daily")).unwrap();
    let file = folder.path().join("bad.yaml");
    let cases: &[(String, &str)] = &[
        (task("bad", "@daily").replace("schedule", "shedule"), "bad.yaml:5:1: "),
        (task("bad", "61 * * * *"), "bad.yaml:6:3: schedule.cron, column 1"),
        (task("bad", "0 0 31 2 *"), "bad.yaml:6:3: schedule.cron"),
        (task("bad", "@daily").replace("Berlin", "Berlinn"), "bad.yaml:7:3: schedule.timeZone"),
        (task("bad", "@daily").replace("https", "ftp"), "bad.yaml:9:3: target.url"),
        (task("bad", "@daily").replace("https://example.com", "http://169.254.169.254"), "bad.yaml:9:3: target.url"),
        (task("bad", "@daily").replace("  url", "\turl"), "bad.yaml:9:1: a tab"),
        (task("bad", "@daily").replace("\"@daily\"", "@daily"), "bad.yaml:6:9: a value that begins with"),
        (task("good", "@hourly"), "bad.yaml:1:1: task \"good\" is described twice"),
        (
            task("bad", "@daily").replace("nono/v1", "nono/v7"),
            "bad.yaml:1:1: apiVersion \"nono/v7\" is of a newer release",
        ),
    ];
    for (text, expected) in cases {
        fs::write(&file, text).unwrap();
        for command in ["apply", "diff"] {
            let refused = trial.run("/a", &[command, "-f", folder.path().to_str().unwrap()], "").expect(2);
            assert!(refused.err.contains(expected), "{expected:?} is not in\n{}\nof\n{text}", refused.err);
            assert!(refused.out.is_empty(), "{refused:?}");
        }
    }
    let json = trial.run("/a", &["apply", "-f", file.to_str().unwrap(), "-o", "json"], "").expect(2);
    let error: serde_json::Value = serde_json::from_str(&json.err).unwrap();
    assert_eq!(error["error"]["code"], "usage");
    trial.run("/a", &["apply", "-f", "no-such-file.yaml"], "").expect(3);
    assert!(trial.run("/a", &["task", "list", "-o", "name"], "").expect(0).out.is_empty(), "nothing was written");
}

#[test]
fn what_one_task_refuses_the_others_do_not_suffer() {
    let trial = Trial::with_cluster("/a");
    let session = trial.session("/a");
    let admin = session.admin();
    let name: nono_core::name::TaskName = "web.broken".parse().unwrap();
    // A record of a newer format: it is there, and this release must leave it alone.
    trial.run("/a", &["apply", "-f", "-"], &task("web.broken", "@daily")).expect(0);
    let kept = trial.block_on(admin.task(&name)).unwrap();
    let mut newer = kept.value.clone();
    newer.extra.insert("format".into(), json!(99));
    let node = nono_core::node::Node::Task(admin.partition_of(&name), name);
    session.commit(vec![nono_core::node::Op::Set(node, nono_core::node::Record::Task(Box::new(newer)), None)]);
    let both = format!("{}---\n{}", task("web.broken", "@hourly"), task("web.fine", "@hourly"));
    let applied = trial.run("/a", &["apply", "-f", "-"], &both).expect(1);
    assert_eq!(applied.out, "created task/web.fine (v1)\n");
    assert!(applied.err.contains("1 of 2 tasks failed"), "{applied:?}");
    assert!(applied.err.contains("standard input:1:1: task \"web.broken\": "), "{applied:?}");
}

#[test]
fn no_task_may_call_zookeeper_and_nothing_is_written() {
    let trial = Trial::with_cluster("/a");
    let place = trial.connect("");
    let port = place.rsplit_once(':').unwrap().1;
    let own = format!("http://localhost:{port}/x");
    let said = format!("127.0.0.1:{port} is ZooKeeper's own address");
    let refused = |args: &[&str], stdin: &str| {
        let done = trial.run("/a", args, stdin).expect(2);
        assert!(done.err.contains(&said), "{args:?}: {done:?}");
        done
    };
    let listed = || trial.run("/a", &["task", "list", "-o", "yaml"], "").expect(0).out;

    let add = refused(&["task", "add", "evil", "--every", "1h", "--url", &own], "");
    assert!(add.err.starts_with("error: task \"evil\": --url: "), "{add:?}");
    let good = task("web.ping", "*/5 * * * *");
    let evil = task("evil", "*/5 * * * *").replace("https://example.com/evil", &own);
    for command in ["apply", "diff"] {
        let one = refused(&[command, "-f", "-"], &format!("{good}---\n{evil}"));
        assert!(one.err.starts_with("error: standard input:") && one.err.contains(": target.url: "), "{one:?}");
    }
    let other = evil.replace("name: evil", "name: worse");
    let both = refused(&["apply", "-f", "-"], &format!("{evil}---\n{other}"));
    assert!(both.err.starts_with("error: 2 problems in the manifests"), "{both:?}");
    assert_eq!(listed(), "[]\n", "the good one is not written either");

    trial.run("/a", &["apply", "-f", "-"], &good).expect(0);
    let before = listed();
    refused(&["task", "update", "web.ping", "--url", &own], "");
    refused(&["task", "update", "web.ping", "--url", &own, "--dry-run"], "");
    assert_eq!(listed(), before);
}

#[test]
fn what_no_manifest_describes_is_pruned_by_its_label_alone() {
    let trial = Trial::with_cluster("/a");
    let all = ["web.ping", "web.old", "web.older"].map(|name| format!("{}---\n", task(name, "@daily"))).concat();
    let other = task("etl.sync", "@daily").replace("team: web", "team: etl");
    trial.run("/a", &["apply", "-f", "-"], &format!("{all}{other}")).expect(0);
    let (one, two) = (task("web.ping", "@hourly"), task("web.new", "@daily"));
    let wanted = format!("{one}---\n{two}");
    fn pruned<'a>(more: &[&'a str]) -> Vec<&'a str> {
        [&["apply", "-f", "-", "--prune", "-l", "team=web"], more].concat()
    }

    let diff = trial.run("/a", &["diff", "-f", "-", "--prune", "-l", "team=web", "--exit-code"], &wanted).expect(9);
    assert!(diff.out.ends_with("- task/web.old\n- task/web.older\n"), "{diff:?}");
    assert_eq!(diff.err, "2 of 2 manifests differ: 1 to create, 1 to change, 2 to delete.\n");
    let dry = trial.run("/a", &pruned(&["--dry-run"]), &wanted).expect(0);
    assert!(
        dry.out.contains("would delete task/web.old (dry run)\nwould delete task/web.older (dry run)\n"),
        "{dry:?}"
    );
    assert!(dry.out.contains("\n  next: - "), "{dry:?}");
    let refused = trial.run("/a", &pruned(&[]), &wanted).expect(8);
    assert!(refused.err.contains("delete 2 tasks in "), "{refused:?}");
    trial.run("/a", &["apply", "-f", "-", "--prune"], &wanted).expect(2);
    let names = || trial.run("/a", &["task", "list", "-o", "name"], "").expect(0).out;
    assert_eq!(names().lines().count(), 4, "nothing was written yet");

    let done = trial.run("/a", &pruned(&["--yes", "--reason", "OPS-1", "--exit-code"]), &wanted).expect(9);
    assert!(done.out.ends_with("deleted task/web.old\ndeleted task/web.older\n"), "{done:?}");
    assert_eq!(names(), "task/etl.sync\ntask/web.new\ntask/web.ping\n");
    let events = trial.run("/a", &["cluster", "events", "-o", "json"], "").expect(0).json();
    let last = events.as_array().unwrap().last().unwrap();
    assert_eq!((&last["message"], &last["reason"]), (&json!("2 tasks: web.old, web.older"), &json!("OPS-1")));
    trial.run("/a", &pruned(&["--yes", "--exit-code"]), &wanted).expect(0);
}

/// A way to the server that lets no more than so many bytes of requests through, and says when it stalls.
fn stalling_way(server: String, bytes: usize) -> (String, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (stalled, stalls) = channel();
    std::thread::spawn(move || {
        let mut passed = 0;
        for mut client in listener.incoming().map_while(Result::ok) {
            let mut server = TcpStream::connect(&server).unwrap();
            let (mut answers, mut back) = (server.try_clone().unwrap(), client.try_clone().unwrap());
            std::thread::spawn(move || {
                let _ = std::io::copy(&mut answers, &mut back);
                back.shutdown(std::net::Shutdown::Both)
            });
            let mut buffer = [0; 4096];
            while let Ok(read @ 1..) = client.read(&mut buffer) {
                if passed < bytes {
                    passed += read;
                    let _ = server.write_all(&buffer[..read]);
                } else if stalled.send(()).is_err() {
                    return;
                }
            }
            let _ = server.shutdown(std::net::Shutdown::Both);
        }
    });
    (address, stalls)
}

#[test]
fn an_apply_that_is_cut_off_says_what_it_did() {
    let trial = Trial::start();
    let many: String =
        (0..3_000).map(|number| format!("{}---\n", task(&format!("t{number}"), "*/5 * * * *"))).collect();
    let server = trial.connect("");
    for (format, at) in [("table", "/a"), ("json", "/b")] {
        trial.init(at);
        let (address, stalls) = stalling_way(server.clone(), 1_000_000);
        let mut child = trial
            .command(
                at,
                &["apply", "-f", "-", "-o", format, "--connect", &format!("{address}{at}"), "--timeout", "20s"],
            )
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(many.as_bytes()).unwrap();
        let is_stalled = stalls.recv_timeout(std::time::Duration::from_secs(30)).is_ok();
        assert!(is_stalled, "{:?}", trial::done(child));
        let id = rustix::process::Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
        rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
        let done = trial::done(child).expect(130);
        let told = "of 3,000 tasks were applied, the rest is unknown or untouched; the same command again continues where it stopped";
        assert!(done.err.contains("interrupted: ") && done.err.contains(told), "{done:?}");
        let there = trial.run(at, &["task", "list", "-o", "name"], "").expect(0).out.lines().count() as u64;
        if format == "json" {
            let error: serde_json::Value = serde_json::from_str(done.err.lines().last().unwrap()).unwrap();
            let progress = &error["error"]["progress"];
            let applied = progress["applied"].as_u64().unwrap();
            assert!(applied > 0 && applied <= there && there < 3_000, "{progress}, and there are {there}");
            assert_eq!(progress["of"], 3_000);
        }
    }
    let rest = trial.run("/a", &["apply", "-f", "-", "-o", "name"], &many).expect(0);
    assert_eq!(
        trial.run("/a", &["task", "list", "-o", "name"], "").expect(0).out.lines().count(),
        3_000,
        "{}",
        rest.err
    );
}
