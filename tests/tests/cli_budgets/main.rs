//! What `nonoctl` costs beside raw requests that move the same znodes: `make bench-cli`, with TASKS=100000 unless another
//! number is said.
//!
//! The reference is the bare client in this process: batches of 100, several on their way at once, nothing understood. It
//! and the command take turns on one server, so that what else the machine does falls on both. What is over its bound
//! fails, after the table was printed.

#![allow(clippy::unwrap_used, reason = "tests")]

mod raw;
mod tab;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nono_core::name::{Epoch, Partition, RunId, RunKey};
use nono_core::node::{Answer, Node, Op, Record, Request};
use nono_core::run::{Outcome, RunOutcome, TaskState, Trigger};
use nono_core::store::Store;
use nono_core::store::admin::{Admin, Kept};
use nono_core::store::zookeeper::{ConnectOptions, ZooKeeper};
use nono_core::task::StoredTask;
use nono_core::time::Instant as Due;
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::program;
use nono_tests::wait::figure;
use nonoctl::dev::zookeeper::{Options, Server};

use self::raw::Raw;

/// As a large cluster has.
const PARTITIONS: u16 = 256;
/// How often each of the two is measured.
const ROUNDS: usize = 5;
/// The same for what writes, which takes longer.
const WRITING_ROUNDS: usize = 3;
/// How often a start is measured.
const STARTS: usize = 41;

/// What was measured of one thing.
struct Line {
    what: &'static str,
    ours: Vec<Duration>,
    raw: Vec<Duration>,
    /// The most that ours may take, as a multiple of the raw, or alone.
    bound: Bound,
}

enum Bound {
    Times(f64),
    Below(Duration),
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn budgets() {
    let tasks = std::env::var("NONO_TASKS").ok().filter(|text| !text.is_empty());
    let tasks: usize = tasks.map_or(100_000, |text| text.parse().expect("NONO_TASKS is a number"));
    let server = Server::start(Options { heap_mib: 2048, ..Options::default() }).await.unwrap();
    let bench = Bench { server, folder: tempfile::tempdir().unwrap() };
    let manifests: Vec<Manifest> = (0..tasks).map(task).collect();
    std::fs::write(bench.manifests("yaml"), manifest::file(&manifests)).unwrap();
    drop(manifests);
    std::fs::write(bench.manifests("jsonl"), (0..tasks).map(in_json).collect::<String>()).unwrap();

    let mut lines = vec![start()];
    bench.init("/nono");
    bench.nonoctl("/nono", &["apply", "--timeout", "300s", "-f", &bench.manifests("yaml").display().to_string()]);
    lines.push(tokio::task::block_in_place(|| bench.tab_cold()));
    lines.push(tokio::task::block_in_place(|| bench.tab_warm()));
    lines.push(bench.listing("task list, no task has run yet", false).await);
    bench.have_run().await;
    lines.push(bench.listing("task list, each task has run", true).await);
    // Last: with a million znodes the server's collector is busier than whoever is measured.
    lines.push(bench.applying("apply, YAML", "yaml", tasks).await);
    lines.push(bench.applying("apply, lines of JSON", "jsonl", tasks).await);
    figure("budgets", format!("{tasks} tasks, {PARTITIONS} partitions\n\n{}", table(&lines)));
    let broken: Vec<&str> = lines.iter().filter(|line| line.is_broken()).map(|line| line.what).collect();
    assert_eq!(broken, Vec::<&str>::new(), "over the bound");
}

const TEAMS: [&str; 8] = ["billing", "crm", "etl", "ml", "report", "search", "shop", "web"];

/// As a person would write it.
fn task(number: usize) -> Manifest {
    let team = TEAMS[number % TEAMS.len()];
    let (minute, hour) = (number % 60, number / 60 % 24);
    Manifest::new(format!("{team}.task-{number:06}"), format!("https://{team}.example.com/jobs/{number}"))
        .schedule("cron", format!("\"{minute} {hour} * * *\""))
        .schedule("timeZone", "Europe/Berlin")
        .policy("overlap", "skip")
        .label("team", team)
}

/// The same in a line of JSON.
fn in_json(number: usize) -> String {
    let team = TEAMS[number % TEAMS.len()];
    let task = serde_json::json!({
        "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": format!("{team}.task-{number:06}"), "labels": {"team": team},
        "schedule": {"cron": format!("{} {} * * *", number % 60, number / 60 % 24), "timeZone": "Europe/Berlin"},
        "target": {"url": format!("https://{team}.example.com/jobs/{number}")}, "policy": {"overlap": "skip"},
    });
    format!("{task}\n")
}

/// The program's start, beside that of one that does nothing.
fn start() -> Line {
    let mut line = Line::new("nonoctl --version", Bound::Below(Duration::from_millis(10)));
    for _ in 0..STARTS {
        line.ours.push(took(Command::new(program("nonoctl")).arg("--version").env_clear()));
        line.raw.push(took(Command::new("/bin/true").env_clear()));
    }
    line
}

struct Bench {
    server: Server,
    folder: tempfile::TempDir,
}

impl Bench {
    fn manifests(&self, kind: &str) -> std::path::PathBuf {
        self.folder.path().join(format!("tasks.{kind}"))
    }

    fn place(&self, chroot: &str) -> String {
        format!("{}{chroot}", self.server.connect_string())
    }

    fn nonoctl(&self, chroot: &str, args: &[&str]) -> Duration {
        let mut command = Command::new(program("nonoctl"));
        command.args(args).env_clear().env("LANG", "C.UTF-8").env("HOME", self.folder.path());
        tokio::task::block_in_place(|| took(command.env("NONOCTL_CONNECT", self.place(chroot))))
    }

    fn init(&self, chroot: &str) {
        self.nonoctl(chroot, &["cluster", "init", "--partitions", &PARTITIONS.to_string(), "--yes"]);
    }

    async fn admin(&self, chroot: &str) -> (Admin, std::sync::Arc<ZooKeeper>) {
        let options = ConnectOptions::to(self.place(chroot).parse().unwrap());
        let store = std::sync::Arc::new(ZooKeeper::connect(&options).await.unwrap());
        (Admin::open(store.clone()).await.unwrap(), store)
    }

    /// Each round in a cluster, and below a node, of its own; what is raw is written once before, to warm the server.
    async fn applying(&self, what: &'static str, kind: &str, tasks: usize) -> Line {
        let mut line = Line::new(what, Bound::Times(1.5));
        let file = self.manifests(kind).display().to_string();
        let apply = ["apply", "--timeout", "300s", "-f", file.as_str()];
        let (admin, _) = self.admin("/nono").await;
        let found = admin.read_all_tasks().await.unwrap().found;
        assert_eq!(found.len(), tasks);
        let records: Vec<(String, Vec<u8>)> = found.iter().map(|task| place_and_bytes(&admin, task)).collect();
        drop(found);
        Raw::connect(&self.server.connect_string()).await.write(&format!("/warm-{kind}"), PARTITIONS, &records).await;
        for round in 0..WRITING_ROUNDS {
            let chroot = format!("/ours-{kind}-{round}");
            self.init(&chroot);
            line.ours.push(self.nonoctl(&chroot, &apply));
            let raw = Raw::connect(&self.server.connect_string()).await;
            line.raw.push(raw.write(&format!("/raw-{kind}-{round}"), PARTITIONS, &records).await);
        }
        line
    }

    /// `tsv` into a pipe against all children of all folders; `with_states` reads two of each.
    async fn listing(&self, what: &'static str, with_states: bool) -> Line {
        let mut line = Line::new(what, Bound::Times(1.5));
        let folders: &[&str] = if with_states { &["tasks", "states"] } else { &["tasks"] };
        for round in 0..=ROUNDS {
            let ours = self.nonoctl("/nono", &["task", "list", "--timeout", "300s"]);
            let began = Instant::now();
            let raw = Raw::connect(&self.server.connect_string()).await;
            raw.read("/nono", PARTITIONS, folders).await;
            // The first is for the server to warm up.
            if round > 0 {
                line.ours.push(ours);
                line.raw.push(began.elapsed());
            }
        }
        line
    }

    /// Gives each task the state of one that ran a few times.
    async fn have_run(&self) {
        let (admin, store) = self.admin("/nono").await;
        let found = admin.read_all_tasks().await.unwrap().found;
        for some in found.chunks(100) {
            let ops = some.iter().map(|task| state(admin.partition_of(&task.value.task.name), &task.value)).collect();
            let answer = store.request(Request::Commit(ops)).await;
            assert!(matches!(answer, Answer::Committed(_)), "{answer:?}");
        }
    }
}

/// Where a task stands, and what its znode holds.
fn place_and_bytes(admin: &Admin, task: &Kept<StoredTask>) -> (String, Vec<u8>) {
    let name = &task.value.task.name;
    (format!("tasks/{}/{name}", admin.partition_of(name)), task.value.write())
}

fn state(partition: Partition, task: &StoredTask) -> Op {
    let mut state = TaskState::new(task.uid.clone());
    for day in 0..3 {
        let due = Due(1_795_482_000 + day * 86_400);
        let outcome = RunOutcome {
            run: RunId::new(partition, &task.uid, RunKey::Instant(due)),
            trigger: Trigger::Schedule,
            outcome: Outcome::Succeeded,
            scheduled_at: due,
            started_at: Some(due.utc()),
            ended_at: due.utc() + Duration::from_millis(2_500),
            lateness_ms: Some(12),
            attempts: 1,
            redelivered: false,
            scheduler: "sched-a-0a1b2c".parse().unwrap(),
            epoch: Epoch(1),
            status: Some(200),
            message: None,
            missed_to: None,
            missed_count: None,
            token: None,
            extra: serde_json::Map::new(),
        };
        state.outcomes.push_back(outcome.into());
    }
    Op::Create(Node::State(partition, task.task.name.clone()), Record::State(state.into()))
}

/// From the start of a program to its end.
fn took(command: &mut Command) -> Duration {
    let began = Instant::now();
    let ended = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).output().unwrap();
    let took = began.elapsed();
    assert!(ended.status.success(), "{command:?}: {}", String::from_utf8_lossy(&ended.stderr));
    took
}

impl Line {
    fn new(what: &'static str, bound: Bound) -> Self {
        Self { what, ours: Vec::new(), raw: Vec::new(), bound }
    }

    fn ratio(&self) -> f64 {
        median(&self.ours).as_secs_f64() / median(&self.raw).as_secs_f64()
    }

    fn is_broken(&self) -> bool {
        match self.bound {
            Bound::Times(most) => self.ratio() > most,
            Bound::Below(most) => median(&self.ours) >= most,
        }
    }
}

fn table(lines: &[Line]) -> String {
    let mut text = String::from(
        "| what | nonoctl (least to most) | raw (least to most) | ratio | bound |\n| --- | --- | --- | --- | --- |\n",
    );
    for line in lines {
        let bound = match line.bound {
            Bound::Times(most) => format!("≤ {most} × raw"),
            Bound::Below(most) => format!("< {most:?}"),
        };
        text.push_str(&format!(
            "| {} | {} | {} | {:.2} | {bound} |\n",
            line.what,
            spread(&line.ours),
            spread(&line.raw),
            line.ratio()
        ));
    }
    text
}

fn spread(took: &[Duration]) -> String {
    let ms = |span: Duration| format!("{:.1}", span.as_secs_f64() * 1000.0);
    let (least, most) = (took.iter().min().unwrap(), took.iter().max().unwrap());
    format!("{} ms ({} to {})", ms(median(took)), ms(*least), ms(*most))
}

fn median(took: &[Duration]) -> Duration {
    let mut sorted = took.to_vec();
    sorted.sort_unstable();
    sorted[sorted.len() / 2]
}
