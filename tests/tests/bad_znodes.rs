//! Bad content in every place (F13): each record is set aside and named, everything else runs on time; mended, it runs
//! again without a restart, and nothing of a newer release was written over.
//!
//! One cluster has it all at once: victims for each kind and place, and control tasks in the same partitions where the
//! record is a task's own, in others where it is a partition's. What the vandal wrote is not judged as the product's.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use nono_tests::board::Board;
use nono_tests::checker::{Duty, judge, pending};
use nono_tests::cluster::{Cluster, Output, PATIENCE};
use nono_tests::manifest::{self, Manifest};
use nono_tests::receipts::Receipt;
use nono_tests::tree::Tree;
use nono_tests::vandal::Vandal;
use nono_tests::wait::{figure, now_ms, until, until_ms};
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;
use zookeeper_client::Permission;

const PARTITIONS: u16 = 96;
const CONTROLS: usize = 40;
/// From here on partitions as a whole are spoilt: no control task is in them.
const SPOILT_FROM: u16 = 32;
const JUNK: usize = 8_100;

fn partition_of(name: &str) -> u16 {
    u16::try_from(xxh3_64(name.as_bytes()) % u64::from(PARTITIONS)).unwrap()
}

/// A name with this beginning in a partition that will do.
fn named(beginning: &str, will_do: impl Fn(u16) -> bool) -> String {
    let mut names = (0..).map(|number| format!("{beginning}-{number}"));
    names.find(|name| will_do(partition_of(name))).unwrap()
}

/// What any JSON record can be spoilt to: a word for it, and the bytes.
fn kinds(good: &str) -> Vec<(&'static str, Vec<u8>)> {
    let with = |head: &[u8]| [b"{", head, b",", &good.as_bytes()[1..]].concat();
    let format = |text: &str| good.replacen("\"format\":1", &format!("\"format\":{text}"), 1).into_bytes();
    vec![
        ("empty", Vec::new()),
        ("one-byte", b"{".to_vec()),
        ("truncated", good.as_bytes()[..good.len() / 2].to_vec()),
        ("no-utf8", with(b"\"x\xff\xfe\":1")),
        ("nul", vec![0; 3]),
        ("array", format!("[{good}]").into_bytes()),
        ("twice", with(b"\"format\":1")),
        ("nested", with(format!("\"deep\":{}{}", "[".repeat(100_000), "]".repeat(100_000)).as_bytes())),
        ("text", format("\"1\"")),
        ("huge", format("1e400")),
        ("overflow", format("18446744073709551616")),
        ("megabyte", with(format!("\"much\":\"{}\"", "x".repeat(1_000_000)).as_bytes())),
        ("newer", format("2")),
    ]
}

/// Kinds that only some records have.
fn own_kinds(place: &str, good: &Value) -> Vec<(&'static str, Vec<u8>)> {
    let changed = |pointer: &str, to: Value| {
        let mut spoilt = good.clone();
        *spoilt.pointer_mut(pointer).unwrap() = to;
        spoilt.to_string().into_bytes()
    };
    let year = |pointer: &str| changed(pointer, json!("10000-01-01T00:00:00Z"));
    match place {
        "tasks" => vec![
            ("another-name", changed("/task/name", json!("somebody-else"))),
            ("no-such-policy", changed("/task/policy/overlap", json!("teleport"))),
            ("year", year("/scheduleChangedAt")),
        ],
        "states" => vec![("year", year("/lastInstant")), ("counts", changed("/totals/failed", json!(-1)))],
        "claims" => vec![
            ("trigger", changed("/entries/0/trigger", json!("whim"))),
            ("year", year("/entries/0/scheduledAt")),
            ("another-partition", changed("/entries/0/run", json!("r-000-aaaaaaaa-20261124T010000Z"))),
            ("epoch", changed("/entries/0/epoch", json!(u64::MAX))),
        ],
        "runs" => vec![
            ("phase", changed("/phase", json!("teleported"))),
            ("another-run", changed("/run", json!("r-000-aaaaaaaa-20261124T010000Z"))),
            ("year", year("/deadline")),
        ],
        "leases" => vec![("epoch", changed("/epoch", json!(u64::MAX))), ("owner", changed("/owner", json!("nobody")))],
        "commands" => vec![("action", changed("/action", json!("explode")))],
        _ => Vec::new(),
    }
}

fn all_kinds(place: &str, good: &Value) -> Vec<(&'static str, Vec<u8>)> {
    let mut all = kinds(&good.to_string());
    all.extend(own_kinds(place, good));
    all
}

fn task(cluster: &Cluster, name: &str) -> Manifest {
    Manifest::new(name, cluster.url("/ok"))
        .every(2, i64::try_from(xxh3_64(name.as_bytes()) % 2).unwrap())
        .policy("overlap", "allow")
        .policy("misfire", "{ run: all }")
        .policy("historyLimit", "100")
}

/// What a story spoils, and what it knows of that.
struct Crime {
    vandal: Vandal,
    tree: Tree,
    /// Paths that doctor must name.
    named: BTreeSet<String>,
    /// Tasks that must be shown as unreadable.
    unreadable: BTreeSet<String>,
    /// Tasks that stand still until all is mended.
    victims: BTreeSet<String>,
    /// Paths of a newer release with what stands there.
    newer: BTreeMap<String, (Vec<u8>, i32)>,
}

impl Crime {
    async fn spoil(&mut self, path: &str, kind: &str, bytes: &[u8]) {
        self.vandal.put(path, bytes).await;
        self.named.insert(path.to_owned());
        if kind == "newer" {
            self.newer.insert(path.to_owned(), self.vandal.look(path).await.unwrap());
        }
    }

    async fn uid(&self, name: &str) -> String {
        let task = self.tree.json(&format!("/tasks/{:03}/{name}", partition_of(name))).await;
        task["uid"].as_str().unwrap().to_owned()
    }

    /// The newer release's records are as they were.
    async fn newer_is_untouched(&self) {
        for (path, before) in &self.newer {
            assert_eq!(self.vandal.look(path).await.as_ref(), Some(before), "{path} was written over");
        }
    }
}

/// The names of the victims of a place, one for each of its kinds: in partitions of their own where `whole`.
fn victims(place: &str, kinds: usize, whole: &mut std::ops::RangeFrom<u16>, own: bool) -> Vec<String> {
    (0..kinds)
        .map(|kind| match own {
            true => {
                let at = whole.next().unwrap();
                named(&format!("victim-{place}-{kind}"), |partition| partition == at)
            }
            false => named(&format!("victim-{place}-{kind}"), |partition| partition < SPOILT_FROM),
        })
        .collect()
}

fn good(place: &str) -> Value {
    let run = json!({
        "run": "r-000-aaaaaaaa-m0000000001", "task": "t", "trigger": "schedule", "scheduledAt": "2026-11-24T01:00:00Z",
        "version": 0, "delivery": "at_least_once", "attempt": 1, "failed": 0, "epoch": 1,
    });
    match place {
        "states" => json!({"format": 1, "uid": "aaaaaaaa", "lastInstant": "2026-11-24T01:00:00Z",
            "totals": {"failed": 0}, "failuresInARow": 0, "outcomes": []}),
        "claims" => json!({"format": 1, "entries": [run]}),
        "leases" => json!({"format": 1, "owner": null, "epoch": 3}),
        "runs" => {
            let mut record = run;
            record["format"] = json!(1);
            record["phase"] = json!("waiting");
            record["executor"] = json!("ghost-000001");
            record["deadline"] = json!("2026-11-24T01:00:00Z");
            record
        }
        "commands" => json!({"format": 1, "action": "trigger", "task": "t", "uid": "aaaaaaaa", "by": "a"}),
        "intents" => json!({"format": 1, "drain": false, "by": "a"}),
        "schedulers" => json!({"format": 1, "name": "ghost", "host": "h", "pid": 1, "version": "0", "tzdb": "0",
            "address": "h:1", "since": "2026-11-24T01:00:00Z", "leaving": false}),
        "changes" => json!({"format": 1, "entries": []}),
        "plans" => json!({"format": 1, "names": [], "all": false}),
        _ => json!({"format": 1}),
    }
}

/// A task record as good as any: the kinds of tasks are counted on it before there are tasks.
fn any_task() -> Value {
    json!({"format": 1, "uid": "aaaaaaaa", "scheduleChangedAt": null, "task": {"name": "t", "policy": {"overlap": "skip"}}})
}

/// Spoils a record of each kind in each place, before anybody runs.
async fn plant(cluster: &Cluster) -> Crime {
    let mut whole = SPOILT_FROM..;
    let of_tasks = victims("tasks", all_kinds("tasks", &any_task()).len(), &mut whole, false);
    let mut places = BTreeMap::new();
    for (place, own) in [
        ("states", false),
        ("claims", true),
        ("leases", true),
        ("runs", false),
        ("commands", false),
        ("changes", false),
    ] {
        places.insert(place, victims(place, all_kinds(place, &good(place)).len(), &mut whole, own));
    }
    assert!(whole.next().unwrap() + 8 < PARTITIONS, "partitions are left for the second act");
    let special: Vec<String> = ["child", "below", "denied", "state-denied"]
        .map(|word| named(&format!("victim-{word}"), |at| at < SPOILT_FROM))
        .into();
    let names = of_tasks.iter().chain(places.values().flatten()).chain(&special);
    let manifests: Vec<Manifest> = names.map(|name| task(cluster, name)).collect();
    cluster.apply(&manifest::file(&manifests)).await;
    let vandal = Vandal::connect(&cluster.place()).await;
    let mut crime = Crime {
        vandal,
        tree: cluster.tree().await,
        named: BTreeSet::new(),
        unreadable: BTreeSet::new(),
        victims: BTreeSet::new(),
        newer: BTreeMap::new(),
    };
    plant_tasks(&mut crime, &of_tasks).await;
    plant_records(&mut crime, &places).await;
    plant_members(&mut crime).await;
    plant_strange(&mut crime, &special).await;
    crime
}

async fn plant_tasks(crime: &mut Crime, names: &[String]) {
    for (index, name) in names.iter().enumerate() {
        let path = format!("/tasks/{:03}/{name}", partition_of(name));
        let good = crime.tree.json(&path).await;
        let (kind, bytes) = all_kinds("tasks", &good).swap_remove(index);
        crime.spoil(&path, kind, &bytes).await;
        crime.unreadable.insert(name.clone());
        crime.victims.insert(name.clone());
    }
}

async fn plant_records(crime: &mut Crime, places: &BTreeMap<&str, Vec<String>>) {
    for (place, names) in places {
        for (index, name) in names.iter().enumerate() {
            let (kind, bytes) = all_kinds(place, &good(place)).swap_remove(index);
            let partition = format!("{:03}", partition_of(name));
            let path = match *place {
                "claims" | "leases" => format!("/{place}/{partition}"),
                "runs" => format!("/runs/{partition}/r-{partition}-{}-m0000009{index:03}", crime.uid(name).await),
                "commands" => format!("/commands/{partition}/tok0000000000{index:03}-0000009{index:03}"),
                _ => format!("/{place}/{partition}/{name}"),
            };
            crime.spoil(&path, kind, &bytes).await;
            if *place == "states" {
                crime.unreadable.insert(name.clone());
            }
            if ["states", "claims"].contains(place) || *place == "leases" && kind == "newer" {
                crime.victims.insert(name.clone());
            }
            if *place == "claims" {
                let (kind, bytes) = kinds(&good("plans").to_string()).swap_remove(index % 13);
                crime.spoil(&format!("/tasks/{partition}"), kind, &bytes).await;
            }
        }
    }
}

async fn plant_members(crime: &mut Crime) {
    for place in ["schedulers", "stats", "intents"] {
        for (index, (kind, bytes)) in all_kinds(place, &good(place)).into_iter().enumerate() {
            let path = match place {
                "intents" => format!("/intents/ghost-{index}"),
                _ => format!("/{place}/ghost-{index:06}"),
            };
            crime.spoil(&path, kind, &bytes).await;
        }
    }
    crime.spoil("/assignment", "truncated", b"{\"format\":1,\"owners\":{").await;
    crime.spoil("/leader/nobody at all", "name", b"").await;
}

/// What is in the wrong place, of the wrong kind, denied, or too much.
async fn plant_strange(crime: &mut Crime, special: &[String]) {
    let [child, below, denied, state_denied] = special else { panic!("four victims") };
    let home = |name: &str| format!("{:03}", partition_of(name));
    crime.vandal.put(&format!("/tasks/{}/{child}/stray", home(child)), b"x").await;
    crime.named.insert(format!("/tasks/{}/{child}", home(child)));
    let wrong = format!("/tasks/{:03}/{below}", (partition_of(below) + 1) % SPOILT_FROM);
    let bytes = crime.vandal.look(&format!("/tasks/{}/{below}", home(below))).await.unwrap().0;
    crime.spoil(&wrong, "misplaced", &bytes).await;
    crime.spoil("/tasks/000/NOT A NAME", "name", b"{}").await;
    crime.spoil("/runs/000/r-001-aaaaaaaa-m0000000001", "name", b"{}").await;
    crime.spoil("/states/999", "partition", b"").await;
    crime.vandal.put_ephemeral("/intents/fleeting", good("intents").to_string().as_bytes()).await;
    crime.named.insert("/intents/fleeting".to_owned());
    for (path, victim) in [(format!("/tasks/{}/{denied}", home(denied)), denied)] {
        crime.vandal.allow(&path, Permission::NONE).await;
        crime.named.insert(path);
        crime.unreadable.insert(victim.clone());
        crime.victims.insert(victim.clone());
    }
    let path = format!("/states/{}/{state_denied}", home(state_denied));
    crime.vandal.put(&path, b"{}").await;
    crime.vandal.allow(&path, Permission::NONE).await;
    crime.named.insert(path);
    crime.unreadable.insert(state_denied.clone());
    crime.victims.insert(state_denied.clone());
    crime.vandal.many("/commands/001", JUNK, true).await;
    crime.named.insert("/commands/001".to_owned());
}

/// What doctor finds: objects by check, and how it ended.
fn findings(output: &Output) -> BTreeMap<String, BTreeSet<String>> {
    let report = output.json();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for check in report["checks"].as_array().unwrap() {
        for finding in check["findings"].as_array().unwrap() {
            for field in ["what", "why", "fix", "severity"] {
                assert!(finding[field].as_str().is_some_and(|text| !text.is_empty()), "{finding}");
            }
            let objects = found.entry(check["check"].as_str().unwrap().to_owned()).or_default();
            objects.insert(finding["object"].as_str().unwrap().to_owned());
        }
    }
    found
}

async fn names_all(cluster: &Cluster, named: &BTreeSet<String>, arguments: &[&str]) -> Output {
    let doctor = cluster.nonoctl(&[&["cluster", "doctor", "-o", "json"], arguments].concat()).await;
    assert_eq!(doctor.code(), 10, "{}{}", doctor.stdout, doctor.stderr);
    let found: BTreeSet<String> = findings(&doctor).into_values().flatten().collect();
    let silent: Vec<&String> = named.difference(&found).collect();
    assert!(silent.is_empty(), "doctor does not name {silent:?}\n{}", doctor.stdout);
    doctor
}

async fn lists(cluster: &Cluster, unreadable: &BTreeSet<String>) {
    let list = cluster.nonoctl(&["task", "list", "-o", "json"]).await.ok();
    let is_unreadable = |task: &&Value| task["status"]["state"] == "unreadable";
    let all = list.json();
    let tasks = all.as_array().unwrap();
    let listed: BTreeSet<String> =
        tasks.iter().filter(is_unreadable).map(|task| task["name"].as_str().unwrap().to_owned()).collect();
    let below = |name: &&String| name.starts_with("victim-below");
    assert_eq!(listed.iter().filter(|name| !below(name)).cloned().collect::<BTreeSet<_>>(), *unreadable);
    for task in tasks.iter().filter(is_unreadable) {
        assert!(task["status"]["why"].as_str().is_some_and(|why| why.len() > 10), "{task}");
    }
    let controls = tasks.iter().filter(|task| task["name"].as_str().unwrap().starts_with("control-"));
    assert_eq!(controls.count(), CONTROLS);
}

fn duties(board: &Board, from_ms: i64, until_ms: i64) -> Vec<Duty> {
    let controls = board.versions.iter().filter(|(_, task)| task.name.starts_with("control-") && task.version == 0);
    controls
        .map(|(applied_ms, task)| Duty {
            task: task.name.clone(),
            every: 2,
            offset: i64::try_from(xxh3_64(task.name.as_bytes()) % 2).unwrap(),
            after_ms: (*applied_ms).max(from_ms),
            until_ms,
            jitter_ms: 0,
        })
        .collect()
}

/// Waits until no control instant is pending; then nothing of the control tasks may be wrong, or late.
async fn controls_are_flawless(cluster: &Cluster, crime: &Crime, from_ms: i64) {
    let end_ms = now_ms();
    let board = until("the control tasks quiet", PATIENCE, async || {
        let board = Board::replay(&crime.vandal.unseen(cluster.steps()));
        let words = words_of_controls(&board);
        let mut pending = pending(&board, &duties(&board, from_ms, end_ms));
        pending.retain(|line| words.iter().any(|word| line.contains(word.as_str())));
        if pending.is_empty() { Ok(board) } else { Err(format!("{} pending, such as {}", pending.len(), pending[0])) }
    })
    .await;
    let words = words_of_controls(&board);
    // What was claimed and sent after the board was read says nothing.
    let is_judged = |receipt: &Receipt| {
        let known = receipt.scheduled_at * 1000 <= end_ms || board.runs.contains_key(&receipt.run);
        receipt.task.starts_with("control-") && known
    };
    let receipts: Vec<_> = cluster.receipts().into_iter().filter(is_judged).collect();
    let mut verdict = judge(&board, &receipts, &duties(&board, board_start(&board), end_ms));
    verdict.breaches.retain(|breach| words.iter().any(|word| breach.detail.contains(word.as_str())));
    figure("bad znodes", format!("control tasks: {verdict}"));
    verdict.expect_flawless();
    let late: Vec<f64> = receipts
        .iter()
        .filter(|receipt| receipt.scheduled_at * 1000 > from_ms && receipt.trigger == "schedule")
        .map(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000))
        .collect();
    let worst = late.iter().copied().fold(0.0, f64::max);
    figure("bad znodes", format!("{} control requests, the latest {worst:.1} ms after its instant", late.len()));
    assert!(late.len() > CONTROLS * 5, "{} requests", late.len());
    assert!(worst < 1_000.0, "a control task was {worst} ms late");
}

/// The names and uids of the control tasks: what is said of them has one of these.
fn words_of_controls(board: &Board) -> BTreeSet<String> {
    let controls = board.versions.iter().filter(|(_, task)| task.name.starts_with("control-"));
    controls.flat_map(|(_, task)| [task.uid.clone(), task.name.clone()]).collect()
}

/// All instants of the control tasks are judged, those before anybody ran too: they are misfires that run.
fn board_start(board: &Board) -> i64 {
    board.versions.iter().map(|(at, _)| *at).min().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f13_what_is_spoilt_stands_still_alone_is_named_and_runs_again_once_mended() {
    let mut cluster = Cluster::start(PARTITIONS).await;
    let fine =
        cluster.nonoctl(&["cluster", "doctor", "--check", "layout", "--check", "records", "--check", "places"]).await;
    assert_eq!(fine.code(), 0, "{}{}", fine.stdout, fine.stderr);
    let controls: Vec<String> = (0..CONTROLS)
        .map(|number| named(&format!("control-{number:02}"), |partition| partition < SPOILT_FROM))
        .collect();
    let manifests: Vec<Manifest> = controls.iter().map(|name| task(&cluster, name)).collect();
    cluster.apply(&manifest::file(&manifests)).await;

    let mut crime = plant(&cluster).await;
    figure("bad znodes", format!("{} places are spoilt, {} of a newer release", crime.named.len(), crime.newer.len()));
    let doctor = names_all(&cluster, &crime.named, &[]).await;
    figure("bad znodes", format!("doctor took {} ms and found {:?}", doctor.took.as_millis(), counted(&doctor)));
    let table = cluster.nonoctl(&["cluster", "doctor", "-o", "table", "--check", "sizes"]).await;
    assert!(
        table.code() == 10 && table.stdout.contains("/commands/001") && table.stdout.contains("fix:"),
        "{}",
        table.stdout
    );
    lists(&cluster, &crime.unreadable).await;
    let get =
        cluster.nonoctl(&["task", "get", crime.unreadable.iter().find(|name| name.contains("tasks-0")).unwrap()]).await;
    assert!(get.code() == 1 && get.stderr.contains("it is not a JSON object"), "{}", get.stderr);

    cluster.join("a").await;
    cluster.join("b").await;
    on_time(&cluster, &controls).await;
    let from_ms = now_ms();
    until_ms(from_ms + 4_000).await;
    crime.newer_is_untouched().await;
    lists(&cluster, &crime.unreadable).await;
    second_act(&mut cluster, &mut crime).await;
    let standing = standing_still(&cluster, &crime);
    assert!(standing.is_empty(), "they ran though they could not be read: {standing:?}");

    mend(&cluster, &mut crime).await;
    let mended_ms = now_ms();
    // The lease that was deleted is made anew after two session timeouts; nothing else has to be waited for.
    let at_once = crime.victims.iter().filter(|name| !name.starts_with("victim-live-4")).cloned().collect();
    all_run(&cluster, &at_once, mended_ms).await;
    figure("bad znodes", format!("{} victims ran within {} ms of being mended", at_once.len(), now_ms() - mended_ms));
    all_run(&cluster, &crime.victims, mended_ms).await;
    figure("bad znodes", format!("and that of a deleted lease within {} ms", now_ms() - mended_ms));
    healthy(&cluster).await;
    lists(&cluster, &BTreeSet::new()).await;
    controls_are_flawless(&cluster, &crime, from_ms).await;
}

fn counted(output: &Output) -> BTreeMap<String, usize> {
    findings(output).into_iter().map(|(check, objects)| (check, objects.len())).collect()
}

/// Waits until each control task's request comes at its time.
async fn on_time(cluster: &Cluster, controls: &[String]) {
    let after_ms = now_ms();
    until("control tasks on time", PATIENCE, async || {
        let receipts = cluster.receipts();
        let on_time: BTreeSet<&str> = receipts
            .iter()
            .filter(|receipt| receipt.scheduled_at * 1000 > after_ms && receipt.trigger == "schedule")
            .filter(|receipt| receipt.lateness_ms(receipt.scheduled_at * 1000) < 500.0)
            .map(|receipt| receipt.task.as_str())
            .collect();
        let missing = controls.iter().filter(|name| !on_time.contains(name.as_str())).count();
        if missing == 0 { Ok(()) } else { Err(format!("{missing} of {} are not", controls.len())) }
    })
    .await;
}

/// Victims that have had a request.
fn standing_still(cluster: &Cluster, crime: &Crime) -> BTreeSet<String> {
    let ran: BTreeSet<String> = cluster.receipts().into_iter().map(|receipt| receipt.task).collect();
    crime.victims.intersection(&ran).filter(|name| !name.contains("-live-")).cloned().collect()
}

/// While everything runs: broken leases and the plan heal by themselves, and what is spoilt now is set aside as well.
async fn second_act(cluster: &mut Cluster, crime: &mut Crime) {
    let newer: BTreeSet<String> = crime.newer.keys().cloned().collect();
    let healing: Vec<String> = crime
        .named
        .iter()
        .filter(|path| path.starts_with("/leases/") || *path == "/assignment")
        .filter(|path| !newer.contains(*path))
        .cloned()
        .collect();
    until("healed by the schedulers themselves", PATIENCE, async || {
        for path in &healing {
            let (data, _) = crime.vandal.look(path).await.unwrap();
            let owner = serde_json::from_slice::<Value>(&data).ok().filter(|record| record["epoch"].is_u64());
            if owner.is_none_or(|record| path.starts_with("/leases/") && record["owner"].is_null()) {
                return Err(format!("{path}: {}", String::from_utf8_lossy(&data[..data.len().min(200)])));
            }
        }
        Ok(())
    })
    .await;
    for path in &healing {
        crime.vandal.forget(path);
        crime.named.remove(path);
    }
    let member = format!("/schedulers/{}", cluster.scheduler("a").member);
    let live = live_victims(cluster).await;
    live_plants(crime, &live, &member).await;
    names_all(cluster, &crime.named.clone(), &[]).await;
    let tree = cluster.tree().await;
    until("its own record written anew", PATIENCE, async || {
        let (data, _) = tree.node(&member).await.unwrap();
        serde_json::from_slice::<Value>(&data).map(drop).map_err(|error| error.to_string())
    })
    .await;
    crime.newer_is_untouched().await;
}

/// Tasks that run, each in a partition that nothing was done to yet.
async fn live_victims(cluster: &Cluster) -> Vec<String> {
    let live: Vec<String> = (0..6)
        .map(|number| named(&format!("victim-live-{number}"), |partition| partition == PARTITIONS - 1 - number))
        .collect();
    let manifests: Vec<Manifest> = live.iter().map(|name| task(cluster, name)).collect();
    cluster.apply(&manifest::file(&manifests)).await;
    until("the live victims run", PATIENCE, async || {
        let ran: BTreeSet<String> = cluster.receipts().into_iter().map(|receipt| receipt.task).collect();
        let idle = live.iter().filter(|name| !ran.contains(*name)).count();
        if idle == 0 { Ok(()) } else { Err(format!("{idle} do not")) }
    })
    .await;
    live
}

async fn live_plants(crime: &mut Crime, live: &[String], member: &str) {
    let home = |name: &str| format!("{:03}", partition_of(name));
    crime.victims.extend(live.iter().cloned());
    let [claims, state, closed, read_only, released, ghost] = live else { panic!("six live victims") };
    crime.spoil(&format!("/claims/{}", home(claims)), "spoilt", b"{\"format\":1,").await;
    crime.spoil(&format!("/states/{}/{state}", home(state)), "spoilt", b"[]").await;
    crime.unreadable.insert(state.clone());
    crime.vandal.allow(&format!("/claims/{}", home(closed)), Permission::NONE).await;
    crime.named.insert(format!("/claims/{}", home(closed)));
    crime.vandal.allow(&format!("/claims/{}", home(read_only)), Permission::READ).await;
    crime.vandal.delete(&format!("/leases/{}", home(released))).await;
    crime.vandal.forget(&format!("/leases/{}", home(released)));
    let lease = json!({"format": 1, "owner": "dead-000001", "epoch": 7_000_000_000_u64}).to_string();
    crime.vandal.put(&format!("/leases/{}", home(ghost)), lease.as_bytes()).await;
    crime.vandal.forget(&format!("/leases/{}", home(ghost)));
    crime.vandal.put(member, b"nobody").await;
    crime.vandal.forget(member);
    crime.spoil("/cluster", "spoilt", b"{\"format\":1,\"id\":7}").await;
}

/// Puts everything back as it was.
async fn mend(cluster: &Cluster, crime: &mut Crime) {
    let _ = cluster;
    let denied: Vec<&String> =
        crime.named.iter().filter(|path| path.starts_with("/claims/") || path.contains("denied")).collect();
    for path in denied {
        crime.vandal.allow(path, Permission::ALL).await;
    }
    for number in 0..6 {
        crime.vandal.allow(&format!("/claims/{:03}", PARTITIONS - 1 - number), Permission::ALL).await;
    }
    crime.vandal.put_back().await;
    crime.vandal.many("/commands/001", JUNK, false).await;
}

async fn all_run(cluster: &Cluster, victims: &BTreeSet<String>, since_ms: i64) {
    until("all victims run again", PATIENCE, async || {
        let receipts = cluster.receipts();
        let again: BTreeSet<&str> = receipts
            .iter()
            .filter(|receipt| receipt.at_us / 1000 > since_ms)
            .map(|receipt| receipt.task.as_str())
            .collect();
        let still: Vec<&String> = victims.iter().filter(|name| !again.contains(name.as_str())).collect();
        if still.is_empty() { Ok(()) } else { Err(format!("{still:?} do not")) }
    })
    .await;
}

async fn healthy(cluster: &Cluster) {
    until("healthy by doctor", PATIENCE, async || {
        let doctor = cluster.nonoctl(&["cluster", "doctor", "-o", "json"]).await;
        if doctor.code() == 0 { Ok(()) } else { Err(format!("{:?} {}", findings(&doctor), doctor.stderr)) }
    })
    .await;
}
