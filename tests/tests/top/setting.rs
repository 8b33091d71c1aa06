//! How each story begins: a small cluster with a few tasks, and the dashboard in a terminal.

use nono_tests::cluster::Cluster;
use nono_tests::manifest::{self, Manifest};
use nono_tests::programs::program;
use nono_tests::terminal::{ROOMY, Terminal};

/// Tasks that are there from the beginning, in the order of their names.
pub(crate) const TASKS: [&str; 6] = ["crm.export", "crm.import", "etl.orders", "web.broken", "web.ping", "web.report"];
/// Few, so that little is to be handed over.
const PARTITIONS: u16 = 8;

/// A cluster with these schedulers and with [`TASKS`]: `web.ping` runs each second, `web.broken` fails every other.
pub(crate) async fn cluster(schedulers: &[&str]) -> Cluster {
    let mut cluster = Cluster::start(PARTITIONS).await;
    let names: Vec<String> = schedulers.iter().map(|name| (*name).to_owned()).collect();
    cluster.join_all(&names).await;
    let tasks = TASKS.map(|name| match name {
        "web.ping" => Manifest::new(name, cluster.url("/ok")).every(1, 0),
        "web.broken" => Manifest::new(name, cluster.url("/fail?status=503")).every(2, 0),
        _ => Manifest::new(name, cluster.url("/ok")).schedule("cron", "\"0 3 * * *\""),
    });
    let tasks = tasks.map(|task| {
        let team = task.name().split('.').next().unwrap().to_owned();
        task.label("team", &team)
    });
    cluster.apply(&manifest::file(&tasks)).await;
    cluster.settled(schedulers.len()).await;
    cluster
}

/// A shell in a terminal, in the story's folder; `nonoctl` is in its path and `$PLACE` is the cluster.
pub(crate) async fn shell(cluster: &Cluster) -> Terminal {
    let nonoctl = program("nonoctl");
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", nonoctl.parent().unwrap().display());
    let state = cluster.folder().join("state").display().to_string();
    let environment = [("PATH", path.as_str()), ("PLACE", &cluster.place()), ("XDG_STATE_HOME", &state)];
    Terminal::start(ROOMY, cluster.folder(), &environment).await
}

/// What the dashboard keeps from one time to the next, in such a shell.
pub(crate) fn kept(cluster: &Cluster, file: &str) -> String {
    std::fs::read_to_string(cluster.folder().join("state/nonoctl").join(file)).unwrap_or_default()
}

/// How it was left, by the one cluster that was shown.
pub(crate) fn left(cluster: &Cluster) -> String {
    let files = std::fs::read_dir(cluster.folder().join("state/nonoctl/top")).into_iter().flatten().flatten();
    files.map(|file| std::fs::read_to_string(file.path()).unwrap_or_default()).collect()
}

/// The dashboard in such a shell, once it shows the cluster. It says `ended` and its exit code when it has ended.
pub(crate) async fn top(cluster: &Cluster, flags: &str) -> Terminal {
    let terminal = shell(cluster).await;
    begin(&terminal, flags).await;
    terminal
}

/// The same in a shell that is there.
pub(crate) async fn begin(terminal: &Terminal, flags: &str) {
    // Its process id is known, for signals.
    let top = format!("echo $$ >pid; exec nonoctl --connect $PLACE top {flags}");
    terminal.line(&format!("clear; sh -c '{top}'; echo ended $?")).await;
    let live = |screen: &str| screen.contains("│ live ") && screen.contains("rtt ") && screen.contains("2 Tasks 6");
    terminal.wait_until("a dashboard that is live", live).await;
}

/// Writes down how the terminal is.
pub(crate) async fn before(terminal: &Terminal, cluster: &Cluster) {
    terminal.line("clear; stty -g >before; echo noted").await;
    terminal.wait_until("noted", |screen| screen.lines().any(|line| line == "noted")).await;
    assert!(cluster.folder().join("before").is_file());
}

/// Whether it is so again, and has a shell that takes lines.
pub(crate) async fn as_before(terminal: &Terminal, cluster: &Cluster) {
    assert!(!terminal.alternate_on().await, "{}", terminal.screen().await);
    assert!(terminal.shows_cursor().await);
    assert!(!terminal.takes_mouse().await);
    terminal.line("stty -g >after; echo compared").await;
    terminal.wait_until("compared", |screen| screen.lines().any(|line| line == "compared")).await;
    let read = |name: &str| std::fs::read_to_string(cluster.folder().join(name)).unwrap();
    assert_eq!(read("after"), read("before"));
}
