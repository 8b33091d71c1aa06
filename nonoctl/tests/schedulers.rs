//! `scheduler`, `cluster` and `version` on a real cluster with schedulers that the test plays.
#![allow(clippy::unwrap_used, reason = "tests")]

mod trial;

use nono_core::node::{Node, Read, Record};
use serde_json::json;
use trial::{Trial, done};

fn intent(name: &str) -> Node {
    Node::Intent(name.parse().unwrap())
}

fn is_drained(read: &Read) -> Option<()> {
    matches!(read, Read::Found(Record::Intent(intent), _) if intent.drain).then_some(())
}

#[test]
fn a_cluster_is_laid_out_once_for_ever() {
    let trial = Trial::start();
    let none = trial.run("/new/nono", &["cluster", "status"], "");
    assert!(matches!(none.code, Some(1 | 3)), "{none:?}");
    let made = trial.run("/new/nono", &["cluster", "init", "--partitions", "8", "-o", "json"], "").expect(0).json();
    assert_eq!((&made[0]["action"], &made[0]["partitions"]), (&json!("created"), &json!(8)));
    for args in [&["cluster", "init", "-o", "json"][..], &["cluster", "init", "--partitions", "8", "-o", "json"]] {
        let again = trial.run("/new/nono", args, "").expect(0).json();
        assert_eq!((&again[0]["action"], &again[0]["id"]), (&json!("unchanged"), &made[0]["id"]));
    }
    let other = trial.run("/new/nono", &["cluster", "init", "--partitions", "16"], "").expect(4);
    assert!(other.err.contains("the cluster has 8 partitions"), "{other:?}");
    trial.run("/new/nono", &["cluster", "init", "--partitions", "1000"], "").expect(2);
    let status = trial.run("/new/nono", &["cluster", "status", "-o", "json"], "").expect(0).json();
    assert_eq!((&status["health"], &status["partitions"]), (&json!("degraded"), &json!(8)));
    trial.run("/new/nono", &["cluster", "status", "--exit-code"], "").expect(10);
}

#[test]
fn status_counts_tasks_and_what_they_do_within_the_hour() {
    let trial = Trial::with_cluster("/a");
    let session = trial.session("/a");
    session.join("sched-a1-000001", &[0, 1, 2, 3]);
    let tasks: String = ["a", "b", "c"]
        .map(|name| format!("apiVersion: nono/v1\nkind: SchedulerTask\nname: {name}\nschedule: {{ every: 10m }}\ntarget: {{ url: \"http://a/\" }}\n---\n"))
        .concat();
    let paused = "apiVersion: nono/v1\nkind: SchedulerTask\nname: p\nschedule: { every: 1s }\ntarget: { url: \"http://a/\" }\npaused: {}\n";
    trial.run("/a", &["apply", "-f", "-"], &format!("{tasks}{paused}")).expect(0);
    let status = trial.run("/a", &["cluster", "status", "-o", "json"], "").expect(0).json();
    assert_eq!(status["tasks"]["total"], 4);
    assert_eq!((&status["nextHour"]["fires"], &status["nextHour"]["peak"]["fires"]), (&json!(18), &json!(3)));
    assert_eq!(status["zookeeper"]["servers"][0]["up"], true);
    assert_eq!(status["dispatch"]["partitionsWithoutOwner"], 0);
    let version = trial.run("/a", &["version", "-o", "json"], "").expect(0).json();
    assert_eq!(version["cluster"]["schedulers"][0]["version"], "0.9.0");
}

#[test]
fn a_drain_waits_until_nothing_is_left_and_undrain_takes_it_back() {
    let trial = Trial::with_cluster("/a");
    let session = trial.session("/a");
    let one = session.join("sched-a1-000001", &[0, 1]);
    session.join("sched-b2-000001", &[2, 3]);
    session.beat(&one, 1);
    assert_eq!(
        trial.run("/a", &["scheduler", "list", "-o", "name"], "").expect(0).out,
        "scheduler/sched-a1\nscheduler/sched-b2\n"
    );

    trial.run("/a", &["scheduler", "drain", "sched-a1"], "").expect(8);
    trial.run("/a", &["scheduler", "drain", "sched-a9", "--yes"], "").expect(3);
    assert!(matches!(session.read(intent("sched-a1")), Read::Missing), "a refused drain leaves nothing");

    let drain =
        trial.command("/a", &["scheduler", "drain", "sched-a1", "--yes", "--reason", "kernel"]).spawn().unwrap();
    session.until(&intent("sched-a1"), is_drained);
    let state =
        |name: &str| trial.run("/a", &["scheduler", "get", name, "-o", "json"], "").expect(0).json()["state"].clone();
    assert_eq!((state("sched-a1"), state("sched-b2-000001")), (json!("draining"), json!("active")));
    [0, 1].into_iter().for_each(|partition| session.lease(partition, None));
    assert_eq!(state("sched-a1"), "draining", "a request is still in flight");
    // A member writes its figures once a second; the drain looks twice a second.
    let mut drain = drain;
    for _ in 0..300 {
        session.beat(&one, 0);
        if drain.try_wait().unwrap().is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let ended = done(drain).expect(0);
    assert_eq!(ended.out, "drained scheduler/sched-a1\n");
    assert!(ended.err.contains("draining sched-a1: 2 partitions, 12 tasks, 1 run\n"), "{ended:?}");
    assert_eq!(state("sched-a1"), "drained");

    assert_eq!(
        trial.run("/a", &["scheduler", "undrain", "sched-a1"], "").expect(0).out,
        "undrained scheduler/sched-a1\n"
    );
    assert!(matches!(session.read(intent("sched-a1")), Read::Missing));
    assert_eq!(
        trial.run("/a", &["scheduler", "undrain", "sched-a1"], "").expect(0).out,
        "unchanged scheduler/sched-a1\n"
    );
    trial.run("/a", &["scheduler", "undrain", "sched-a9"], "").expect(3);
}

#[test]
fn a_wait_for_a_drain_ends_and_the_drain_stays() {
    let trial = Trial::with_cluster("/a");
    let session = trial.session("/a");
    session.join("sched-a1-000001", &[0, 1]);
    let last = trial.run("/a", &["scheduler", "drain", "sched-a1", "--yes"], "").expect(1);
    assert!(last.err.contains("is the last that can own tasks") && last.err.contains("--force"), "{last:?}");

    let late =
        trial.run("/a", &["scheduler", "drain", "sched-a1", "--yes", "--force", "--deadline", "100ms"], "").expect(7);
    assert!(late.err.contains("2 partitions and 0 runs left; the drain goes on"), "{late:?}");
    assert!(is_drained(&session.read(intent("sched-a1"))).is_some());
    trial.run("/a", &["scheduler", "undrain", "sched-a1"], "").expect(0);

    let detached = trial.run("/a", &["scheduler", "drain", "sched-a1", "--yes", "--force", "--detach"], "").expect(0);
    assert_eq!(detached.out, "draining scheduler/sched-a1\n");
    trial.run("/a", &["scheduler", "undrain", "sched-a1"], "").expect(0);

    let drain = trial.command("/a", &["scheduler", "drain", "sched-a1", "--yes", "--force"]).spawn().unwrap();
    session.until(&intent("sched-a1"), is_drained);
    let pid = rustix::process::Pid::from_child(&drain);
    let begun = std::time::Instant::now();
    let mut drain = drain;
    // Whether the command has begun to wait cannot be seen from outside: Ctrl-C is pressed until it is heard.
    while drain.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(30), "Ctrl-C is not heard");
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let left = done(drain).expect(130);
    // The cluster shows the drain before the command has the answer to its write.
    let said = ["left the drain running. ", "the drain may have begun. "].map(|what| left.err.contains(what));
    assert!(said.contains(&true) && left.err.contains("Watch: nonoctl scheduler get sched-a1"), "{left:?}");
    assert!(is_drained(&session.read(intent("sched-a1"))).is_some());
}

#[test]
fn where_nobody_fires_doctor_and_status_say_what_task_list_says() {
    let trial = Trial::with_cluster("/a");
    for name in ["a", "b"] {
        let cron = ["task", "add", name, "--cron", "* * * * * *", "--url", "http://127.0.0.1:9/"];
        trial.run("/a", &cron, "").expect(0);
    }
    let late = || trial.run("/a", &["task", "list", "--filter", "state:late", "-o", "name"], "").expect(0).out;
    let begun = std::time::Instant::now();
    while late().lines().count() < 2 {
        assert!(begun.elapsed().as_secs() < 30, "what nobody fires is late");
    }
    let doctor = trial.run("/a", &["cluster", "doctor", "--check", "runs", "-o", "json"], "").json();
    let finding = &doctor["checks"][0]["findings"][0];
    assert_eq!(finding["object"], "late-dispatch", "{doctor}");
    for (member, text) in
        [("what", "2 tasks are late (a by "), ("what", "no scheduler is running"), ("fix", "nono-scheduler --connect")]
    {
        assert!(finding[member].as_str().unwrap().contains(text), "{finding}");
    }
    let status = trial.run("/a", &["cluster", "status", "-o", "json"], "").expect(0).json();
    assert_eq!(status["dispatch"]["standstill"], "nothing is fired: no scheduler is running", "{status}");
    assert_eq!((&status["lines"]["tasks"], &status["lines"]["dispatch"]), (&json!("degraded"), &json!("failing")));

    // One that is there, owns all, and does not send: it does not know itself.
    let session = trial.session("/a");
    session.join("sched-a1-000001", &[0, 1, 2, 3]);
    let doctor = trial.run("/a", &["cluster", "doctor", "--check", "runs"], "");
    assert!(doctor.out.contains("sched-a1-000001") && doctor.out.contains("late"), "{doctor:?}");
}
