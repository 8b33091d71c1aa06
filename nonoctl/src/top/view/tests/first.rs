//! What somebody reads who opens the screen for the first time: it says what is, and what is not known.

use super::behaviour::{fleet, text};
use super::*;
use crate::top::app::{Since, attention};
use crate::top::data::ANSWERS;

fn lost(model: &mut Model, seconds: i64) {
    let hosts = vec![("zk1:2181".to_owned(), ANSWERS.to_owned())];
    let since = Utc(NOW.0 + seconds * 1_000);
    hear(model, News::Link(Link::Lost { since, tries: 0, next_try: since, hosts }));
}

#[test]
fn a_lost_connection_stands_first_and_nothing_below_it_is_told_as_if_it_were_now() {
    let mut model = pressed((120, 40), &["6", "d"]);
    assert!(text(&mut model).contains("P pause all…"));
    lost(&mut model, 0);
    let shown = text(&mut model);
    assert!(shown.contains("○ ZK ?/1 RECONNECTING"), "a server that takes connections may hang: {shown}");
    assert!(shown.contains("zk1:2181           ? unknown, follower before"), "{shown}");
    assert!(!shown.contains("✓") && shown.contains("before the connection was lost"), "{shown}");
    assert!(!shown.contains("P pause all…"), "{shown}");
    let first = attention::problems(&model.facts).remove(0);
    assert_eq!((first.object.as_str(), first.since), ("zookeeper", Some(Since::at(NOW))));
    press(&mut model, &["1"]);
    let shown = text(&mut model);
    let row = shown.lines().find(|line| line.contains("connection lost: what is shown is from before")).unwrap();
    assert!(row.contains("14:32:07") && row.contains("r: connect now"), "{row}");
    hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
    assert!(attention::problems(&model.facts).iter().all(|it| it.object != "zookeeper"));
}

#[test]
fn the_worst_first_is_who_fails_more_often_and_then_longer() {
    let mut model = live_for((120, 35), 1);
    let news = fleet(1, |fleet| {
        let (stats, _) = fleet.census.schedulers[0].stats.as_mut().unwrap();
        let model = stats.worst[0].clone();
        let one = |task: &str, why: &str, minutes: i64| nono_core::cluster::WorstTask {
            task: task.parse().unwrap(),
            why: why.to_owned(),
            since: Some(Utc(NOW.0 - minutes * 60_000)),
            ..model.clone()
        };
        stats.worst = vec![
            one("aa", "1 failure: HTTP 500", 1),
            one("bb", "1 failure: HTTP 500", 9),
            one("yy", "12 failures in a row: HTTP 500", 1),
            one("zz", "3 failures in a row: HTTP 500", 1),
        ];
    });
    hear(&mut model, news);
    let all = attention::problems(&model.facts);
    let tasks: Vec<&str> = all.iter().filter_map(|it| it.object.strip_prefix("task ")).collect();
    assert_eq!(tasks, ["yy", "zz", "bb", "aa"]);
}

#[test]
fn what_this_screen_saw_begin_has_a_since() {
    let nobody = |fleet: &mut crate::top::data::Fleet| {
        fleet.census.schedulers.clear();
        fleet.census.unowned = 256;
    };
    let since = |model: &Model, what: &str| {
        attention::problems(&model.facts).into_iter().find(|it| it.what == what).unwrap().since.unwrap()
    };
    let mut model = live_for((120, 35), 1);
    hear(&mut model, fleet(1, nobody));
    hear(&mut model, fleet(9, nobody));
    for what in ["no scheduler is running", "256 partitions without an owner"] {
        assert_eq!(since(&model, what), Since::at(Utc(NOW.0 + 600)), "{what}");
    }
    let mut model = blank((120, 35));
    hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
    hear(&mut model, fleet(0, nobody));
    for what in ["no scheduler is running", "256 partitions without an owner"] {
        assert!(since(&model, what).or_before, "{what}: it was so at the start");
    }
}

#[test]
fn the_help_lists_what_works_in_the_view() {
    let mut model = pressed((120, 35), &["6", "?"]);
    let shown = text(&mut model);
    assert!(shown.contains("pause whole cluster…"), "{shown}");
    for other in ["run now…", "cancel the run…", "replay the run…", "edit in $EDITOR…", "drain…", "delete…"]
    {
        assert!(!shown.contains(other), "{other}: {shown}");
    }
    let mut model = pressed((120, 35), &["2", "?"]);
    let shown = text(&mut model);
    assert!(shown.contains("pause or resume…") && shown.contains("delete…") && !shown.contains("drain…"), "{shown}");
    // Who may change nothing sees which keys would.
    let mut model = live((120, 35));
    model.read_only = true;
    press(&mut model, &["2", "?"]);
    assert!(text(&mut model).contains("pause or resume…"));
}
