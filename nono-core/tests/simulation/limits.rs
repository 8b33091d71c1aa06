//! Stories of too much at once: hosts that are full, a process that is full, herds. Late and counted, never lost; in the
//! order of send times; nobody waits for another's host; no record grows beyond its size.

use std::collections::BTreeMap;
use std::time::Duration;

use nono_core::cluster::Stats;
use nono_core::engine::Sending;
use nono_core::node::{Op, Record, Request};
use nono_core::time::Utc;
use serde_json::{Value, json};

use crate::world::{START, World};
use crate::{S, settle};

/// What was sent when, and how large everything became.
#[derive(Default)]
pub(crate) struct Meter {
    /// The most attempts that one process had on its way at once: to each host, and in all.
    peaks: BTreeMap<String, usize>,
    peak: usize,
    sent: Vec<Sent>,
    /// The largest records, by kind, and the largest transaction, in bytes of JSON.
    pub(crate) largest: BTreeMap<&'static str, usize>,
    /// The most that a stats record counted as waiting, and as late.
    waiting: u64,
    late: u64,
    /// Writes beside renewals.
    commits: usize,
    full: BTreeMap<String, u64>,
}

struct Sent {
    at: Utc,
    process: usize,
    host: String,
    due: Utc,
}

impl Meter {
    /// A process sends, with these attempts of it on their way already.
    pub(crate) fn sent<'a>(
        &mut self,
        (process, now): (usize, Utc),
        flying: impl Iterator<Item = &'a Sending>,
        sending: &Sending,
    ) {
        let host = host(sending);
        let (mut same, mut all) = (1, 1);
        for other in flying {
            all += 1;
            same += usize::from(self::host(other) == host);
        }
        let peak = self.peaks.entry(host.clone()).or_default();
        *peak = (*peak).max(same);
        self.peak = self.peak.max(all);
        let due = sending.scheduled_at.utc() + sending.task.schedule.jitter_of(&sending.run);
        self.sent.push(Sent { at: now, process, host, due });
    }

    /// A process asks this of the store.
    pub(crate) fn asked(&mut self, request: &Request) {
        let Request::Commit(ops) = request else { return };
        let renews = ops.iter().any(|op| matches!(op, Op::Set(_, Record::Stats(_), _)));
        self.commits += usize::from(!renews);
        let mut all = 0;
        for op in ops {
            let (Op::Create(_, record) | Op::Set(_, record, _)) = op else { continue };
            let (kind, bytes) = measured(record);
            if let Record::Stats(stats) = record {
                self.counted(stats);
            }
            all += bytes;
            let largest = self.largest.entry(kind).or_default();
            *largest = (*largest).max(bytes);
        }
        let largest = self.largest.entry("transaction").or_default();
        *largest = (*largest).max(all);
    }

    fn counted(&mut self, stats: &Stats) {
        self.waiting = self.waiting.max(stats.waiting);
        self.late = self.late.max(stats.states.get("late").copied().unwrap_or(0));
        for full in &stats.full_hosts {
            let most = self.full.entry(full.host.clone()).or_default();
            *most = (*most).max(full.waiting);
        }
    }

    /// The latest request of a host, in milliseconds after its send time; not of the first seconds, in which the process
    /// comes to own its partitions.
    fn latest_ms(&self, host: &str) -> i64 {
        let from = START.0 + 5000;
        self.sent
            .iter()
            .filter(|sent| sent.host == host && sent.due.0 > from)
            .map(|sent| sent.at.0 - sent.due.0)
            .max()
            .unwrap()
    }

    /// Per process, what was sent to a host went in the order of send times.
    fn is_in_order(&self, host: &str) -> bool {
        let of = |process| self.sent.iter().filter(move |sent| sent.host == host && sent.process == process);
        (0..3).all(|process| {
            let due: Vec<Utc> = of(process).map(|sent| sent.due).collect();
            due.is_sorted()
        })
    }
}

fn host(sending: &Sending) -> String {
    sending.task.target.url.host_str().unwrap_or_default().to_owned()
}

fn measured(record: &Record) -> (&'static str, usize) {
    let json = match record {
        Record::State(state) => ("state", Ok(state.write())),
        Record::Claims(claims) => ("claims", serde_json::to_vec(claims)),
        Record::Run(run) => ("run", serde_json::to_vec(run)),
        Record::Stats(stats) => ("stats", serde_json::to_vec(stats)),
        Record::Assignment(assignment) => ("assignment", serde_json::to_vec(assignment)),
        _ => return ("other", 300),
    };
    (json.0, json.1.unwrap().len())
}

fn world(seed: u64, names: &[&str], limits: (usize, usize)) -> World {
    let mut world = World::new(seed);
    world.limits = limits;
    world.meter = Some(Meter::default());
    for name in names {
        world.start(name);
    }
    world
}

/// Tasks that are all due at each full minute.
fn herd(world: &mut World, name: &str, count: usize, url: &str, patch: Value) {
    for number in 0..count {
        let mut document = json!({"schedule": {"every": "60s"}, "target": {"url": url, "timeout": {"attempt": "5s"}}});
        for (section, fields) in patch.as_object().unwrap() {
            for (field, value) in fields.as_object().unwrap() {
                document[section][field] = value.clone();
            }
        }
        world.add_task(&format!("{name}-{number:03}"), &document);
    }
}

#[test]
fn g8_a_slow_host_makes_its_own_tasks_late_and_nobody_elses() {
    let mut world = world(1, &["a"], (1000, 3));
    herd(&mut world, "slow", 40, "http://slow.internal/slow/900", json!({"schedule": {"jitter": "2s"}}));
    for task in 0..8 {
        let url = format!("http://well-{task}.internal/ok");
        world.add_task(&format!("well-{task}"), &json!({"schedule": {"every": "1s"}, "target": {"url": url}}));
    }
    settle(&mut world, 100 * S);
    let meter = world.meter();
    assert_eq!(meter.peaks["slow.internal"], 3, "as many as may be, and no more");
    let latest = meter.latest_ms("slow.internal");
    assert!((9000..14_000).contains(&latest), "40 at 3 a time, 0.9 s each: {latest} ms");
    assert!(meter.is_in_order("slow.internal"));
    for task in 0..8 {
        let latest = meter.latest_ms(&format!("well-{task}.internal"));
        assert!(latest <= 2, "{latest} ms");
    }
    assert!(meter.late > 20, "{} tasks were counted as late", meter.late);
    assert!((25..=37).contains(&meter.waiting), "{} runs were counted as waiting", meter.waiting);
    assert_eq!(meter.full.get("http://slow.internal"), Some(&meter.waiting));
    assert_eq!(world.checker.redeliveries, 0);
}

#[test]
fn a_full_process_sends_in_the_order_of_send_times() {
    let mut world = world(2, &["a"], (5, 3));
    for host in ["one", "two", "three"] {
        herd(&mut world, host, 20, &format!("http://{host}.internal/slow/500"), json!({"schedule": {"jitter": "3s"}}));
    }
    settle(&mut world, 100 * S);
    assert_eq!((world.meter().peak, world.meter().peaks["one.internal"]), (5, 3));
    for host in ["one.internal", "two.internal", "three.internal"] {
        assert!(world.meter().is_in_order(host), "{host}");
    }
}

#[test]
fn retries_have_their_room_before_they_are_written_and_no_more() {
    let mut world = world(3, &["a"], (1000, 2));
    let retry = json!({"policy": {"retry": {"attempts": 3, "backoff": "1s", "jitter": false}}});
    herd(&mut world, "flaky", 30, "http://slow.internal/flaky/100", retry);
    settle(&mut world, 95 * S);
    assert_eq!(world.meter().peaks["slow.internal"], 2);
    assert_eq!(world.checker.attempts_of("flaky-000"), 3);
}

#[test]
fn a_crowd_that_fails_is_tried_again_while_it_is_being_sent() {
    let mut world = world(10, &["a"], (1000, 30));
    let retry = json!({"policy": {"retry": {"attempts": 3, "backoff": "1s", "jitter": false}}});
    herd(&mut world, "flaky", 1600, "http://crowded.internal/flaky/40", retry);
    settle(&mut world, 95 * S);
    assert!(world.meter().waiting > 1000, "{} waited: no crowd", world.meter().waiting);
    assert_eq!(world.meter().peaks["crowded.internal"], 30);
    assert!((0..1600).any(|task| world.checker.attempts_of(&format!("flaky-{task:03}")) == 3));
    assert_eq!(world.checker.redeliveries, 0);
}

#[test]
fn while_a_crowd_is_sent_outcomes_are_written_seldom() {
    let mut world = world(12, &["a"], (1000, 30));
    herd(&mut world, "many", 1600, "http://crowded.internal/slow/40", json!({}));
    world.run_until(60 * S);
    let before = world.meter().commits;
    world.run_until(60 * S + 700_000);
    let in_crowd = world.meter().commits - before;
    // 500 are sent in 0.7 s; then fewer than a thousand wait.
    world.run_until(61 * S);
    let before = world.meter().commits;
    world.run_until(61 * S + 700_000);
    let afterwards = world.meter().commits - before;
    assert!((5..=10).contains(&in_crowd), "{in_crowd} writes of outcomes in 0.7 s");
    assert!(afterwards > 2 * in_crowd, "{afterwards} writes where fewer wait, {in_crowd} before");
    assert_eq!(world.meter().peaks["crowded.internal"], 30);
}

#[test]
fn what_waits_for_room_is_not_running_for_overlap() {
    let mut world = world(4, &["a"], (1000, 1));
    let slow = json!({"schedule": {"every": "60s"}, "target": {"url": "http://slow.internal/slow/3500"}});
    world.add_task("slow", &slow);
    let skip = json!({"schedule": {"every": "1s"}, "target": {"url": "http://slow.internal/ok"},
        "policy": {"overlap": "skip"}});
    world.add_task("quick", &skip);
    settle(&mut world, 70 * S);
    let ends = world.checker.outcomes("quick");
    assert_eq!(ends.get("skipped"), None, "{ends:?}\n{}", world.tail());
    assert!(world.meter().latest_ms("slow.internal") > 2000, "the quick task had to wait");
}

#[test]
fn what_waits_moves_on_with_its_partition_and_is_not_in_doubt() {
    for (seed, orderly) in [(5, true), (6, true), (7, false), (8, false)] {
        let mut world = world(seed, &["a", "b"], (1000, 2));
        herd(&mut world, "slow", 40, "http://slow.internal/slow/900", json!({}));
        // Late enough that what waits stands in records of its own.
        world.run_until(63 * S + seed * 111_000);
        if orderly {
            world.stop("a");
        } else {
            world.kill("a");
        }
        settle(&mut world, 90 * S);
        assert!(world.meter().peaks["slow.internal"] <= 2);
        let most = if orderly { 0 } else { 2 };
        assert!(world.checker.redeliveries <= most, "{} redeliveries\n{}", world.checker.redeliveries, world.tail());
        let sent = world.meter().sent.iter().filter(|sent| sent.due.0 == START.0 + 60_000).count();
        assert_eq!(sent, 40 + world.checker.redeliveries);
    }
}

#[test]
fn a_task_that_calls_another_host_now_waits_no_longer_for_the_old_one() {
    let mut world = world(9, &["a"], (1000, 1));
    let hung = json!({"schedule": {"every": "60s"},
        "target": {"url": "http://hung.internal/slow/60000", "timeout": {"attempt": "20s"}}});
    world.add_task("first", &hung);
    world.run_until(59 * S);
    world.add_task("second", &json!({"schedule": {"every": "60s", "offset": "1s"}, "target": hung["target"]}));
    world.run_until(65 * S);
    assert_eq!(world.checker.attempts_of("second"), 0);
    world.replace_task("second", &json!({"schedule": {"every": "60s", "offset": "1s"}}));
    world.run_until(66 * S);
    assert_eq!(world.checker.attempts_of("second"), 1, "{}", world.tail());
}

#[test]
fn under_tight_limits_no_fault_loses_anything() {
    for seed in 20..40 {
        let mut world = world(seed, &["a", "b", "c"], (3, 2));
        for host in ["one", "two"] {
            for task in 0..4 {
                let url = format!("http://{host}.internal/any/1500");
                world.add_task(&format!("{host}-{task}"), &json!({"target": {"url": url}}));
            }
            let retry = json!({"target": {"url": format!("http://{host}.internal/flaky/60")},
                "policy": {"delivery": "at_most_once", "retry": {"attempts": 3, "backoff": "1s"}}});
            world.add_task(&format!("{host}-flaky"), &retry);
        }
        let mut at = 5 * S;
        while at < 50 * S {
            at += 300_000 + world.dice.below(5 * S);
            world.run_until(at);
            let name = ["a", "b", "c"][world.dice.below(3) as usize];
            let span = Duration::from_millis(500 + world.dice.below(9000));
            match (world.dice.below(4), world.lives(name)) {
                (_, false) => drop(world.start(name)),
                (0, true) => world.kill(name),
                (1, true) => world.stop(name),
                (2, true) => world.pause(name, span),
                (_, true) => world.cut(name, span),
            }
        }
        world.run_until(at + 12 * S);
        for name in ["a", "b", "c"] {
            if !world.lives(name) {
                world.start(name);
            }
        }
        settle(&mut world, at + 30 * S);
        assert!(
            world.meter().peak <= 3 && world.meter().peaks.values().all(|peak| *peak <= 2),
            "{:?}",
            world.meter().peaks
        );
    }
}

#[test]
fn a_herd_with_long_names_and_long_answers_keeps_every_record_within_its_size() {
    // What is sent at once is told of at once, each within the one before it.
    let deep = std::thread::Builder::new().stack_size(64 << 20).spawn(a_herd_with_long_names).unwrap();
    deep.join().unwrap();
}

fn a_herd_with_long_names() {
    let mut world = world(10, &["a"], (1000, 1000));
    let name = format!("herd-{}", "n".repeat(110));
    herd(&mut world, &name, 900, "http://worker.internal/wordy", json!({}));
    settle(&mut world, 130 * S);
    let largest = &world.meter().largest;
    for (kind, most) in
        [("claims", 64), ("state", 16), ("stats", 16), ("run", 16), ("assignment", 64), ("transaction", 256)]
    {
        assert!(largest.get(kind).copied().unwrap_or(0) < most * 1024, "{kind}: {largest:?}");
    }
    assert!(largest["claims"] > 45 * 1024, "the herd filled no claims: {largest:?}");
    assert!(largest["transaction"] > 78 * 1024, "{largest:?}");
    assert!(world.meter().latest_ms("worker.internal") < 1000, "what did not fit at first came right after");
}

#[test]
fn outcomes_of_more_tasks_than_fit_a_write_take_turns() {
    let mut world = World::of(11, 1);
    world.start("a");
    let names: Vec<String> = (0..70).map(|number| format!("task-{number:03}")).collect();
    for name in &names {
        world.add_task(name, &json!({"schedule": {"every": "1s"}, "target": {"url": "http://worker.internal/wordy"}}));
    }
    // A write takes most of a second, and has room for the outcomes of fifty tasks or so.
    world.lag = 1500;
    world.run_until(50 * S);
    let stored = |name: &String| world.checker.outcomes(name).values().sum::<usize>();
    let least = names.iter().min_by_key(|name| stored(name)).unwrap();
    assert!(stored(least) >= 43, "of {least} are {} stored after 50 s", stored(least));
}

#[test]
fn what_a_crowded_host_cannot_take_is_not_claimed_and_holds_up_nobody_else() {
    let mut world = world(6, &["a"], (10_000, 50));
    let of = |url: &str| {
        json!({"schedule": {"every": "1s"}, "target": {"url": url},
            "policy": {"misfire": {"run": "none"}, "overlap": "allow"}})
    };
    let names: Vec<String> = (0..400).map(|task| format!("busy-{task:03}")).collect();
    names.iter().for_each(|name| world.add_task(name, &of("http://busy.internal/slow/500")));
    for task in 0..8 {
        world.add_task(&format!("well-{task}"), &of(&format!("http://well-{task}.internal/ok")));
    }
    // 400 a second are due there, and 100 go.
    world.run_until(18 * S);
    names.iter().for_each(|name| world.edit_task(name, &json!({"target": {"url": "http://busy.internal/ok"}})));
    settle(&mut world, 60 * S);
    let meter = world.meter();
    let most = meter.full["http://busy.internal"];
    assert!((1000..1900).contains(&most), "{most} waited, and nobody stopped claiming");
    let latest = meter.latest_ms("busy.internal");
    assert!((5_000..60_000).contains(&latest), "{latest} ms");
    for task in 0..8 {
        let latest = meter.latest_ms(&format!("well-{task}.internal"));
        assert!(latest <= 2, "{latest} ms");
    }
    for name in &names {
        let ends = world.checker.outcomes(name);
        assert_eq!(ends.keys().collect::<Vec<_>>(), ["succeeded"], "late is not missed: {ends:?}");
    }
}

/// 300 a second are due at a host of which 100 go, and then it is quick.
fn crowd(seed: u64) -> World {
    let mut world = world(seed, &["a"], (10_000, 50));
    for task in 0..300 {
        let policy = json!({"schedule": {"every": "1s"}, "target": {"url": "http://busy.internal/slow/500"},
            "policy": {"misfire": {"run": "none"}, "overlap": "allow"}});
        world.add_task(&format!("busy-{task:03}"), &policy);
    }
    world
}

fn quicken(world: &mut World) {
    for task in 0..300 {
        world.edit_task(&format!("busy-{task:03}"), &json!({"target": {"url": "http://busy.internal/ok"}}));
    }
}

#[test]
fn what_a_crowd_held_back_before_a_pause_of_the_cluster_is_a_misfire_after_it() {
    let mut world = crowd(7);
    world.run_until(18 * S);
    world.pause_cluster(true);
    world.run_until(45 * S);
    world.pause_cluster(false);
    quicken(&mut world);
    settle(&mut world, 70 * S);
    let latest = world.meter().latest_ms("busy.internal");
    assert!(latest < 27_000, "what was claimed went on; the rest was before the pause: {latest} ms");
    let missed = (0..300).filter(|task| world.checker.outcomes(&format!("busy-{task:03}")).contains_key("missed"));
    assert!(missed.count() > 100, "nothing was held back");
}

#[test]
fn what_a_crowd_holds_back_for_longer_than_a_minute_goes_by_the_misfire_policy() {
    let mut world = crowd(9);
    world.run_until(150 * S);
    quicken(&mut world);
    settle(&mut world, 170 * S);
    let latest = world.meter().latest_ms("busy.internal");
    assert!((20_000..90_000).contains(&latest), "a minute, and what waited in line: {latest} ms");
}

#[test]
fn what_is_held_back_is_late_and_no_misfire_and_goes_in_few_writes() {
    let mut world = world(8, &["a"], (1000, 1000));
    for task in 0..12 {
        let policy = json!({"schedule": {"every": "1s"}, "target": {"url": "http://well.internal/ok"},
            "policy": {"misfire": {"run": "none"}, "overlap": "allow"}});
        world.add_task(&format!("well-{task:02}"), &policy);
    }
    world.run_until(20 * S);
    let (before, usual) = (world.requests_made(), world.meter().commits);
    world.run_until(30 * S);
    let (asked, usual) = (world.requests_made() - before, world.meter().commits - usual);
    let (before, held) = (world.requests_made(), world.meter().commits);
    world.hold_requests("a", Duration::from_secs(10), Duration::from_millis(1500));
    world.run_until(40 * S);
    let (asked_held, held) = (world.requests_made() - before, world.meter().commits - held);
    settle(&mut world, 60 * S);
    let latest = world.meter().latest_ms("well.internal");
    assert!((1100..12_000).contains(&latest), "late, and it would have been a misfire: {latest} ms");
    for task in 0..12 {
        let ends = world.checker.outcomes(&format!("well-{task:02}"));
        assert_eq!(ends.keys().collect::<Vec<_>>(), ["succeeded"], "late is not missed: {ends:?}");
    }
    assert!(held * 2 < usual, "{held} writes while they are held back, and usually {usual}");
    assert!(asked_held < asked, "{asked_held} requests while they are held back, and usually {asked}");
}

#[test]
fn what_ended_after_its_partition_moved_on_is_written_once_however_long_that_is_held_back() {
    let mut world = world(4, &["a", "b"], (1000, 1000));
    for task in 0..20 {
        let slow = json!({"schedule": {"every": "30s"}, "target": {"url": "http://worker.internal/slow/8000"}});
        world.add_task(&format!("slow-{task:02}"), &slow);
    }
    // They are on their way when their partitions go to another.
    world.run_until(31 * S);
    world.drain("a", true);
    world.run_until(34 * S);
    world.hold_requests("a", Duration::from_secs(20), Duration::from_secs(30));
    // They end at 38 s; looks at their records come each second from then on.
    world.run_until(42 * S);
    let waiting = world.requests_held("a");
    world.run_until(52 * S);
    assert!(waiting > 0, "nothing that ended was held back");
    // It asks for other things, too, but not for each of them again each second.
    let later = world.requests_held("a");
    assert!(later <= waiting + 2, "{waiting} waited, and ten seconds later {later}");
    // Who judges bears a record that is 20 s old no longer.
    world.end_faults();
    settle(&mut world, 110 * S);
}
