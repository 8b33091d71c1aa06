//! Looking: six views, into a task and a run and back, help, the command line, the filter, the way times are written.

use nono_tests::cluster::Cluster;
use nono_tests::terminal::Terminal;

use crate::setting::{TASKS, begin, cluster, left, top};

#[tokio::test]
async fn each_view_is_one_key_away_and_esc_goes_back_to_what_was_selected() {
    let cluster = cluster(&["alpha"]).await;
    let top = top(&cluster, "").await;
    every_view(&top).await;
    into_a_run_and_back(&top).await;
    help(&top).await;
    words(&top).await;
    filter(&top).await;
    times(&top).await;
    comes_back_as_it_was_left(&top, &cluster).await;
}

async fn every_view(top: &Terminal) {
    let views = [
        ("6", "[6 Cluster]", ["ZooKeeper", "Dispatcher", "Doctor", "standalone"]),
        ("5", "[5 Upcoming]", ["window 60 min", "TASK", "zone UTC", "web.ping"]),
        ("4", "[4 Runs]", ["newest first", "following", "web.ping", "✗ failed"]),
        ("3", "[3 Schedulers 1]", ["Partitions per scheduler", "> alpha ", "★lead", "8 in all"]),
        ("2", "[2 Tasks 6]", ["crm.export", "web.report", "0 3 * * *", "✗ failing"]),
        ("1", "[1 Overview]", ["Needs attention", "Lateness", "Schedulers (1)", "task web.broken"]),
    ];
    for (key, tab, texts) in views {
        top.send(&[key]).await;
        let shows = |screen: &str| screen.contains(tab) && texts.iter().all(|text| screen.contains(text));
        top.wait_until(&format!("{tab} with {texts:?}"), shows).await;
    }
    top.wait_for("✗ 1 failing").await;
}

async fn into_a_run_and_back(top: &Terminal) {
    top.send(&["2"]).await;
    top.wait_for("┌ crm.export ").await;
    top.send(&["j", "j", "j", "j"]).await;
    // The preview is of what is selected.
    top.wait_for("┌ web.ping ").await;
    top.send(&["Enter"]).await;
    let task = |screen: &str| screen.contains("┌ Task web.ping") && screen.contains("✓ succeeded");
    let screen = top.wait_until("the task with a run", task).await;
    assert!(screen.contains("POST http://") && screen.contains("every 1s"), "{screen}");
    top.send(&["j", "Enter"]).await;
    let screen = top.wait_until("a run", |screen| screen.contains("first byte") && screen.contains("200")).await;
    let run = screen.split("┌ Run ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    assert!(screen.contains(&format!("run get {run}")), "{screen}");
    top.send(&["Escape"]).await;
    top.wait_until("the task again", task).await;
    // More runs have come in front meanwhile: the selection has stayed with its run.
    top.send(&["Enter"]).await;
    top.wait_for(&format!("┌ Run {run} ")).await;
    top.send(&["Escape"]).await;
    top.wait_for("┌ Task web.ping").await;
    top.send(&["Escape"]).await;
    let screen = top.wait_for("┌ web.ping ").await;
    assert!(screen.contains("[2 Tasks 6]") && screen.contains("> web.ping"), "{screen}");
}

async fn help(top: &Terminal) {
    top.send(&["?"]).await;
    // Drawn whole: a screen is looked at while it is being written, too.
    let texts = ["┌ Keys: tasks", "pause or resume", "next row", "mark the row", "CHANGE (asks first)"];
    top.wait_until("all of the help", |screen| texts.iter().all(|text| screen.contains(text))).await;
    top.send(&["/"]).await;
    top.type_in("resume").await;
    let screen = top.wait_without("next row").await;
    assert!(screen.contains("pause or resume"), "{screen}");
    top.send(&["Escape"]).await;
    top.wait_for("next row").await;
    top.send(&["Escape"]).await;
    top.wait_without("┌ Keys").await;
}

async fn words(top: &Terminal) {
    top.send(&[":"]).await;
    top.wait_for("┌ Command").await;
    top.type_in("task web.pong").await;
    top.send(&["Enter"]).await;
    top.wait_for("did you mean web.ping").await;
    top.send(&["Escape"]).await;
    top.wait_without("┌ Command").await;
    top.send(&[":"]).await;
    top.type_in("task crm.e").await;
    top.send(&["Tab"]).await;
    top.wait_for(": task crm.export").await;
    top.send(&["Enter"]).await;
    top.wait_until("the task", |screen| screen.contains("┌ Task crm.export") && screen.contains("0 3 * * *")).await;
    top.send(&["Escape"]).await;
    top.wait_for("[2 Tasks 6]").await;
    top.wait_for("> web.ping").await;
}

async fn filter(top: &Terminal) {
    top.send(&["/"]).await;
    top.type_in("web").await;
    let screen = top.wait_for("/ web   3 of 6").await;
    assert!(screen.contains("3 of 6 shown") && !screen.contains("crm.export"), "{screen}");
    top.send(&["C-u"]).await;
    // States of tasks that run all the time are as old as the last look at all: these do not.
    top.type_in("crm state:ok").await;
    let screen = top.wait_for("/ crm state:ok   2 of 6").await;
    assert!(screen.contains("crm.export") && !screen.contains("etl.orders"), "{screen}");
    top.type_in(" state:paused").await;
    let screen = top.wait_for("state:paused   0 of 6").await;
    assert!(screen.contains("No task matches") && screen.contains("Esc shows them"), "{screen}");
    top.send(&["C-u"]).await;
    top.type_in("team=crm").await;
    top.wait_for("/ team=crm   2 of 6").await;
    top.type_in(" state:wrong").await;
    // The list says that it is not what was typed; what is wrong stands beside it, and stays.
    let screen = top.wait_for("unknown state \"wrong\"").await;
    assert!(screen.contains("last good filter kept"), "{screen}");
    top.send(&["Enter"]).await;
    let screen = top.wait_for("filter: team=crm state:wrong").await;
    assert!(screen.contains("last good filter kept") && screen.contains("unknown state \"wrong\""), "{screen}");
    top.send(&["Escape"]).await;
    top.wait_until("all tasks", |screen| TASKS.iter().all(|task| screen.contains(task))).await;
}

/// Relative, then in the zone, then in UTC: when the task is due next.
async fn times(top: &Terminal) {
    let due = |screen: &str, is_so: fn(&str) -> bool| {
        let line = screen.lines().find(|line| line.contains("│   crm.import") || line.contains("│ > crm.import"));
        line.is_some_and(is_so)
    };
    let relative = |screen: &str| due(screen, |line| line.contains(" in "));
    top.wait_until("in so long", relative).await;
    top.send(&["t"]).await;
    top.wait_until("a local time", |screen| due(screen, |line| line.contains("03:00") && !line.contains(":00Z"))).await;
    top.send(&["t"]).await;
    top.wait_until("a time in UTC", |screen| due(screen, |line| line.contains("03:00") && line.contains(":00Z"))).await;
    top.send(&["t"]).await;
    top.wait_until("in so long again", relative).await;
}

async fn comes_back_as_it_was_left(top: &Terminal, cluster: &Cluster) {
    top.send(&[">", ">", "I", "p"]).await;
    top.wait_for("sort STATE↓").await;
    top.wait_without("┌ crm.import").await;
    top.send(&["q"]).await;
    top.wait_for("ended 0").await;
    let left = left(cluster);
    assert!(left.contains("column = \"STATE\""), "{left}");
    begin(top, "--view tasks").await;
    let screen =
        top.wait_until("the order", |screen| screen.contains("sort STATE↓") && screen.contains("✗ failing")).await;
    assert!(!screen.contains("┌ crm.import"), "no preview: {screen}");
}
