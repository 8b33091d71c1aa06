//! What the dashboard costs, and how soon it answers: `make bench-top`, with TASKS=100000 unless another number is said.
//!
//! A real cluster, three schedulers, some twenty runs a second of which a few fail; the dashboard in a pseudo-terminal of
//! its own, its session through a proxy that counts requests. What is over its bound fails, after the table was printed.

#![allow(clippy::unwrap_used, reason = "tests")]

mod keys;
mod report;

use std::time::Duration;

use nono_tests::cluster::Cluster;
use nono_tests::dashboard::{REQUESTS, open, requests_per_second};
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::program;
use nono_tests::proxy::Proxy;
use nono_tests::pty::Pty;
use nono_tests::samples::{cpu_seconds, memory_mib, peak_memory_mib};
use nono_tests::terminal::ROOMY;
use nono_tests::wait::figure;
use nonoctl::dev::zookeeper::Options;

use self::report::{Report, p99};

/// A terminal that fills a large screen.
const LARGE: (u16, u16) = (200, 50);
/// Tasks that are applied at once: more would be more bytes than `apply` takes.
const AT_ONCE: usize = 50_000;
/// The most tasks that bounds of time are promised for: each key that filters or sorts looks at all of them.
const QUICK: usize = 100_000;
/// Schedulers of the cluster that is measured on.
const SCHEDULERS: u64 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn budgets() {
    let tasks = std::env::var("NONO_TASKS").ok().filter(|text| !text.is_empty());
    let tasks: usize = tasks.map_or(100_000, |text| text.parse().expect("NONO_TASKS is a number"));
    let idle = Duration::from_secs(if tasks > 10_000 { 30 } else { 10 });
    let heap_mib = if tasks > 200_000 { 4096 } else { 1024 };
    let mut cluster = Cluster::start_with(256, Options { heap_mib, ..Options::default() }).await;
    cluster.join_all(&["alpha", "beta", "gamma"].map(str::to_owned)).await;
    let manifests: Vec<Manifest> = (0..tasks).map(|number| task(&cluster, number)).collect();
    let mut took = Duration::ZERO;
    for some in manifests.chunks(AT_ONCE) {
        took += cluster.apply(&manifest::file(some)).await.took;
    }
    figure("budgets", format!("{tasks} tasks were applied in {:.1} s", took.as_secs_f64()));
    drop(manifests);
    cluster.settled(3).await;

    let mut report = Report::default();
    tokio::task::block_in_place(|| made_up(tasks, &mut report));
    let proxy = Proxy::before(&[cluster.zookeeper.connect_string().parse().unwrap()]).await;
    tokio::task::block_in_place(|| real(tasks, idle, &proxy, &mut report));
    figure("budgets", format!("{tasks} tasks, {SCHEDULERS} schedulers, {}\n\n{report}", report::machine()));
    assert_eq!(report.broken(), Vec::<String>::new(), "over the bound");
}

/// One in 5,000 runs each second, one in 20,000 fails; the rest is due by the day and by the hour.
fn task(cluster: &Cluster, number: usize) -> Manifest {
    let team = ["billing", "crm", "etl", "ml", "report", "search", "shop", "web"][number % 8];
    let name = format!("{team}.task-{number:06}");
    let (minute, hour) = (number % 60, number / 60 % 24);
    let task = match number % 5000 {
        0 if number.is_multiple_of(20_000) => Manifest::new(name, cluster.url("/fail?status=503")).every(5, 0),
        0 => Manifest::new(name, cluster.url("/ok")).every(1, 0),
        n if n.is_multiple_of(2) => {
            Manifest::new(name, cluster.url("/ok")).schedule("cron", format!("\"{minute} {hour} * * *\""))
        }
        _ => Manifest::new(name, cluster.url("/ok")).schedule("cron", format!("\"{minute} */4 * * *\"")),
    };
    task.label("team", team)
}

/// Without a cluster: what is left is the screen itself.
fn made_up(tasks: usize, report: &mut Report) {
    let nonoctl = program("nonoctl").display().to_string();
    let mut top = Pty::start(ROOMY, &nonoctl, &["top", "--mock", &tasks.to_string(), "--view", "tasks"]);
    let took = keys::press_all(&mut top);
    report.add("key to frame, p99, made-up cluster", quick(tasks, 50.0), p99(&took), "ms");
}

/// A bound that grows with the tasks, and is promised for so many.
fn quick(tasks: usize, bound: f64) -> Option<f64> {
    (tasks <= QUICK).then_some(bound)
}

fn real(tasks: usize, idle: Duration, proxy: &Proxy, report: &mut Report) {
    let mut top = open(ROOMY, proxy);
    let since = top.began();
    let first = top.wait_until("a frame", |screen| screen.contains("nono top"));
    report.add("start to first frame", Some(100.0), (first - since).as_secs_f64() * 1000.0, "ms");
    let all = format!("Tasks {}", report::grouped(tasks));
    let listed = top.wait_until("all tasks", |screen| screen.contains(&all));
    let bound = (tasks <= 10_000).then_some(1000.0);
    report.add("start to all names", bound, (listed - since).as_secs_f64() * 1000.0, "ms");

    top.watch(Duration::from_secs(3));
    let (cpu, bytes) = (cpu_seconds(top.pid()).unwrap(), top.bytes());
    let reads = requests_per_second(proxy, &mut top, idle);
    let cpu = (cpu_seconds(top.pid()).unwrap() - cpu) / idle.as_secs_f64() * 100.0;
    report.add("ZooKeeper requests, idle overview", Some(REQUESTS + SCHEDULERS as f64), reads, "a second");
    report.add("CPU, idle overview", quick(tasks, 1.0), cpu, "% of a core");
    report.add("to the terminal, idle overview, 120x35", Some(4096.0), rate(bytes, &top, idle), "B/s");

    top.send("2");
    let took = keys::press_all(&mut top);
    report.add("key to frame, p50", None, report::p50(&took), "ms");
    report.add("key to frame, p99", quick(tasks, 50.0), p99(&took), "ms");
    report.add("to the terminal, 10 keys a second, 120x35", None, navigating(&mut top), "B/s");
    let bound = 200.0 + tasks.saturating_sub(QUICK) as f64 * 512.0 / (1024.0 * 1024.0);
    report.add("memory, all tasks read", Some(bound), memory_mib(top.pid()).unwrap(), "MiB");
    report.add("memory, peak", None, peak_memory_mib(top.pid()).unwrap(), "MiB");
    drop(top);

    let mut top = open(LARGE, proxy);
    top.wait_until("all tasks", |screen| screen.contains(&all));
    top.watch(Duration::from_secs(3));
    let bytes = top.bytes();
    top.watch(idle);
    report.add("to the terminal, idle overview, 200x50", Some(4096.0), rate(bytes, &top, idle), "B/s");
    top.send("2");
    report.add("to the terminal, 10 keys a second, 200x50", None, navigating(&mut top), "B/s");
}

fn rate(before: u64, top: &Pty, span: Duration) -> f64 {
    (top.bytes() - before) as f64 / span.as_secs_f64()
}

/// Somebody goes down a list of tasks, a row or a page at a time.
fn navigating(top: &mut Pty) -> f64 {
    top.watch(Duration::from_secs(1));
    let (before, span) = (top.bytes(), Duration::from_secs(5));
    for number in 0..50 {
        top.send(if number % 5 == 4 { "\x1b[6~" } else { "j" });
        top.watch(span / 50);
    }
    rate(before, top, span)
}
