//! What the source tells, and what the screen then asks for and shows.

use super::*;
use crate::top::app::happened::Happened;

fn live_with(tasks: usize) -> (Model, Vec<Effect>) {
    let mut model = blank((120, 35));
    hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
    let asked = update(&mut model, Event::News(News::Catalogue(Arc::new(mock::catalogue(tasks)))));
    (model, asked)
}

fn counts(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Order(Order::Count))).count()
}

fn minutes_later(minutes: i64) -> Event {
    Event::Tick(Utc(NOW.0 + minutes * 60_000))
}

#[test]
fn the_overview_reads_ten_thousand_tasks_by_itself_and_no_more() {
    assert_eq!(counts(&live_with(10_000).1), 1);
    assert_eq!(counts(&live_with(10_001).1), 0);
    assert_eq!(counts(&live_with(0).1), 0);
}

#[test]
fn the_hour_ahead_is_worked_out_anew_when_it_is_old_and_shown() {
    let (mut model, _) = live_with(TASKS);
    hear(&mut model, counted());
    assert_eq!(counts(&update(&mut model, minutes_later(10))), 0);
    assert_eq!(counts(&update(&mut model, minutes_later(11))), 1);
    assert_eq!(counts(&update(&mut model, minutes_later(12))), 0, "it is under way");
    hear(&mut model, counted());
    model.screens.push(Screen::View(View::Runs));
    assert_eq!(counts(&update(&mut model, minutes_later(60))), 0, "it is not shown");
}

#[test]
fn tasks_that_cannot_be_read_are_asked_for_again_after_a_while_and_after_a_loss_at_once() {
    let (mut model, _) = live_with(TASKS);
    hear(&mut model, News::NotCounted { why: "no answer".to_owned() });
    assert_eq!(model.facts.tasks.reading, None, "nobody waits for them");
    assert_eq!(counts(&update(&mut model, minutes_later(1))), 0);
    assert_eq!(counts(&update(&mut model, minutes_later(11))), 1);
    hear(&mut model, News::Link(Link::Expired { since: NOW }));
    hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
    assert_eq!(counts(&update(&mut model, minutes_later(12))), 1);
}

#[test]
fn a_filter_by_state_sees_states_of_the_last_minute() {
    let (mut model, _) = live_with(TASKS);
    hear(&mut model, counted());
    press(&mut model, &["2"]);
    let problems = || Event::Term(TermEvent::Key(key_of("!")));
    assert_eq!(counts(&update(&mut model, problems())), 0);
    drop(update(&mut model, minutes_later(2)));
    assert_eq!(counts(&update(&mut model, problems())), 1);
}

#[test]
fn minutes_that_have_passed_are_not_ahead() {
    let mut model = live_for((120, 35), 1);
    let title = |model: &mut Model| {
        let text = styled(&draw(model, &theme()));
        text.lines().find_map(|line| line.split_once("Next ").map(|(_, rest)| rest[..6].to_owned())).unwrap()
    };
    assert_eq!(title(&mut model), "60 min");
    model.now = Utc(NOW.0 + 9 * 60_000);
    assert_eq!(title(&mut model), "51 min");
    model.now = Utc(NOW.0 + 61 * 60_000);
    let text = styled(&draw(&mut model, &theme()));
    assert!(text.contains("5 reads all tasks and shows what is due"), "{text}");
}

#[test]
fn what_was_written_down_stands_among_what_was_seen_by_its_time() {
    let mut model = live_for((120, 35), 1);
    let link = Link::Lost { since: NOW, tries: 0, next_try: NOW, hosts: Vec::new() };
    hear(&mut model, News::Link(link));
    let event = |number: u64, minutes: i64, kind: &str, object: Option<&str>| nono_core::cluster::Event {
        number,
        at: Utc(NOW.0 - minutes * 60_000),
        kind: kind.to_owned(),
        object: object.map(ToOwned::to_owned),
        message: String::new(),
        by: "ann@ops".to_owned(),
        identity: None,
        reason: (number == 2).then(|| "OPS-4121".to_owned()),
        extra: Default::default(),
    };
    let drain = event(2, 3, "drain", Some("scheduler/sched-a1"));
    hear(&mut model, News::Events(vec![event(1, 3_000, "init", None), drain.clone()]));
    let told: Vec<&str> = model.facts.happened.iter().map(|it| it.what.as_str()).collect();
    assert_eq!(told, ["connection lost", "drain by ann@ops: OPS-4121", "init by ann@ops"]);
    let drained = Happened::of(&drain);
    assert_eq!((drained.kind, drained.object.as_str()), ("scheduler", "sched-a1"));
    let text = styled(&draw(&mut model, &theme()));
    assert!(text.contains("14:29:07") && text.contains("11-23 12:32"), "{text}");
}

#[test]
fn what_happened_last_is_seen_where_nobody_reads_what_happened_before() {
    let mut model = live_for((120, 35), 1);
    let drain = |number: u64| nono_core::cluster::Event {
        number,
        at: Utc(NOW.0 + i64::try_from(number).unwrap_or(0) * 1_000),
        kind: "drain".to_owned(),
        object: Some(format!("scheduler/drained-{number}")),
        message: String::new(),
        by: "ann@ops".to_owned(),
        identity: None,
        reason: None,
        extra: Default::default(),
    };
    for number in 1..=12 {
        hear(&mut model, News::Events((1..=number).map(drain).collect()));
        let text = styled(&draw(&mut model, &theme()));
        assert!(text.contains(&format!("drained-{number}")), "{number}: {text}");
    }
}

#[test]
fn what_schedulers_wrote_down_is_told_of_the_time_before_and_else_seen_here() {
    let mut model = live_for((120, 35), 1);
    let event = |number: u64, kind: &str, object: &str, message: &str| nono_core::cluster::Event {
        number,
        at: Utc(NOW.0 - 100_000 + i64::try_from(number).unwrap_or(0) * 1_000),
        kind: kind.to_owned(),
        object: Some(object.to_owned()),
        message: message.to_owned(),
        by: "sched-b2-0a1b2c".to_owned(),
        identity: None,
        reason: None,
        extra: Default::default(),
    };
    let lost = event(1, "lost", "scheduler/sched-a1-7d8e9f", "86 partitions to take over");
    hear(&mut model, News::Events(vec![lost, event(2, "moved", "cluster", "86 partitions to 3 schedulers")]));
    let joined = event(3, "joined", "scheduler/sched-a1-1a2b3c", "from eu-1");
    hear(&mut model, News::Events(vec![joined, event(4, "moved", "cluster", "60 partitions to sched-a1-1a2b3c")]));
    let told: Vec<(&str, &str, bool)> =
        model.facts.happened.iter().map(|it| (it.object.as_str(), it.what.as_str(), it.bad)).collect();
    let expected = [
        ("", "moved 60 partitions to sched-a1-1a2b3c", false),
        ("", "moved 86 partitions to 3 schedulers", false),
        ("sched-a1-7d8e9f", "lost, 86 partitions to take over", true),
    ];
    assert_eq!(told, expected);
}
