//! Who is gone, since when something is so, and who owns what now.

use nono_core::name::MemberId;

use super::behaviour::{fleet, text};
use super::*;
use crate::top::app::{Object, Since, attention};
use crate::top::data::Fleet;

/// The first scheduler goes, and what it owned is left as it was, or becomes the second one's.
fn without_the_first(fleet: &mut Fleet, is_taken_over: bool) -> MemberId {
    let gone = fleet.census.schedulers.remove(0);
    let left = gone.partitions.len();
    if is_taken_over {
        fleet.census.schedulers[0].partitions.extend(gone.partitions);
    } else {
        fleet.census.gone.insert(gone.id.clone(), left);
    }
    gone.id
}

fn row<'a>(shown: &'a str, told: &str) -> &'a str {
    shown.lines().find(|line| line.contains(told)).unwrap_or_else(|| panic!("no {told} in {shown}"))
}

#[test]
fn a_scheduler_that_was_lost_is_shown_with_what_became_of_its_partitions_until_it_is_back() {
    let mut model = live_for((120, 35), 1);
    let owned = model.facts.fleet.as_ref().unwrap().census.schedulers[0].partitions.len();
    hear(&mut model, fleet(1, |fleet| drop(without_the_first(fleet, false))));
    press(&mut model, &["1"]);
    let shown = text(&mut model);
    let told = format!("lost: 0 of {owned} partitions taken over");
    assert!(row(&shown, &told).contains("14:32:07") && shown.contains("Schedulers (4, 1 lost)"), "{shown}");
    assert!(shown.contains("? 1 lost"), "{shown}");
    hear(&mut model, fleet(6, |fleet| drop(without_the_first(fleet, true))));
    let shown = text(&mut model);
    assert!(row(&shown, &format!("lost: {owned} of {owned} partitions taken over")).contains("14:32:07"), "{shown}");
    // Among the schedulers, too, and by itself.
    press(&mut model, &["3"]);
    assert!(row(&text(&mut model), "? lost").contains("sched-a1"));
    press(&mut model, &["g", "enter"]);
    let shown = text(&mut model);
    assert!(shown.contains("had not said that it leaves") && shown.contains("What it owned"), "{shown}");
    hear(&mut model, fleet(7, |_| ()));
    assert!(model.facts.lost.is_empty(), "it is back");
}

#[test]
fn who_is_lost_is_shown_for_some_minutes_and_who_left_in_order_never() {
    use crate::commands::scheduler::census::State;
    let mut model = live_for((120, 35), 1);
    hear(&mut model, fleet(1, |fleet| drop(without_the_first(fleet, true))));
    hear(&mut model, fleet(590, |fleet| drop(without_the_first(fleet, true))));
    assert_eq!(model.facts.lost.len(), 1);
    hear(&mut model, fleet(602, |fleet| drop(without_the_first(fleet, true))));
    assert!(model.facts.lost.is_empty());
    let mut model = live_for((120, 35), 1);
    hear(&mut model, fleet(200, |fleet| drop(without_the_first(fleet, true))));
    assert!(model.facts.lost.is_empty(), "nobody looked meanwhile: it may have said so");
    let mut model = live_for((120, 35), 1);
    hear(&mut model, fleet(1, |fleet| fleet.census.schedulers[0].state = State::Leaving));
    hear(&mut model, fleet(2, |fleet| drop(without_the_first(fleet, true))));
    assert!(model.facts.lost.is_empty(), "it said so");
    let mut model = live_for((120, 35), 1);
    hear(&mut model, fleet(1, |fleet| drop(fleet.census.schedulers.remove(0))));
    assert!(model.facts.lost.is_empty(), "it gave everything back");
}

#[test]
fn who_begins_to_look_sees_who_was_lost_by_the_leases_that_stand() {
    let mut model = blank((120, 35));
    hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
    let mut id = None;
    hear(&mut model, fleet(0, |fleet| id = Some(without_the_first(fleet, false))));
    let id = id.unwrap();
    let problems = attention::problems(&model.facts);
    let told = problems.iter().find(|it| it.opens == Some(Object::Scheduler(id.clone()))).unwrap();
    assert!(told.what.ends_with("to take over") && told.since.is_none(), "{told:?}");
}

#[test]
fn what_comes_is_of_those_who_own_it_now() {
    let mut model = pressed((120, 35), &["5"]);
    let first = lists::upcoming(&model)[0].some[0].clone();
    let was = lists::owner(&model, &first).unwrap().clone();
    let news = fleet(1, |fleet| {
        let at = fleet.census.schedulers.iter().position(|one| one.id == was).unwrap();
        let gone = fleet.census.schedulers.remove(at);
        fleet.census.schedulers[0].partitions.extend(gone.partitions);
    });
    hear(&mut model, news);
    let is = lists::owner(&model, &first).unwrap().clone();
    assert_ne!(is, was);
    let shown = text(&mut model);
    assert!(row(&shown, first.as_str()).contains(is.name().as_str()), "{shown}");
    hear(&mut model, fleet(2, |fleet| fleet.census.schedulers.iter_mut().for_each(|one| one.partitions.clear())));
    assert!(row(&text(&mut model), first.as_str()).contains("nobody"));
}

#[test]
fn since_when_a_task_fails_stands_still_though_its_history_goes_on() {
    let mut model = live_for((120, 35), 1);
    let told = |seconds: i64, since: i64, why: &str| {
        let why = why.to_owned();
        fleet(seconds, move |fleet| {
            let (stats, _) = fleet.census.schedulers[0].stats.as_mut().unwrap();
            let task = stats.worst.iter_mut().find(|task| task.state == "failing").unwrap();
            (task.since, task.why) = (Some(Utc(NOW.0 + since * 1_000)), why);
        })
    };
    let since = |model: &Model| {
        let problems = attention::problems(&model.facts);
        problems.iter().find(|it| it.object == "task billing.nightly-invoices").unwrap().since
    };
    // From what the history is full of the oldest goes with each run.
    hear(&mut model, told(1, -9_000, "30 failures in a row: HTTP 503"));
    assert_eq!(since(&model), Some(Since::before(Utc(NOW.0 - 27_127_000))), "since 07:00");
    hear(&mut model, told(2, -8_999, "31 failures in a row: HTTP 503"));
    let shown = text(&mut model);
    assert!(row(&shown, "31 failures").contains("before 07:00:00"), "{shown}");
    // It succeeded meanwhile, and fails again.
    hear(&mut model, told(3, -2, "2 failures in a row: HTTP 503"));
    assert_eq!(since(&model), Some(Since::at(Utc(NOW.0 - 2_000))));
}

#[test]
fn that_nobody_leads_is_told_with_since_when() {
    let leaderless = |fleet: &mut Fleet| fleet.census.schedulers.iter_mut().for_each(|one| one.is_leader = false);
    let mut model = live_for((120, 35), 1);
    hear(&mut model, fleet(1, leaderless));
    drop(update(&mut model, Event::Tick(Utc(NOW.0 + 9_600))));
    hear(&mut model, fleet(10, leaderless));
    let shown = text(&mut model);
    assert!(shown.contains("▲ no leader 9s"), "{shown}");
    assert!(row(&shown, "no scheduler leads").contains("14:32:07"), "{shown}");
    hear(&mut model, fleet(11, |_| ()));
    assert!(!text(&mut model).contains("no leader"));
    // Who begins to look then knows no beginning.
    let mut model = blank((120, 35));
    hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
    hear(&mut model, fleet(0, leaderless));
    assert_eq!(model.facts.leaderless.map(|since| since.or_before), Some(true));
}
