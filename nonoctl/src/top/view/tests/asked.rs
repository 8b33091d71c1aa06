//! What is asked before a change, what is said where there is nothing to change, and what a line says once.

use nono_core::cluster::ClusterPause;

use super::behaviour::{asked, fleet, text};
use super::*;
use crate::tasks::runs::Standing;
use crate::terminal::TimeStyle;
use crate::top::app::{Object, Overlay};
use crate::top::data::Deed;
use crate::top::keys::Action;
use crate::top::update::{applies, menu};

fn paused(model: &mut Model) {
    let pause = ClusterPause { since: None, by: "ann@ops".to_owned(), reason: Some("OPS-4121".to_owned()) };
    hear(model, fleet(1, |fleet| fleet.census.paused = Some((pause, Utc(NOW.0 - 300_000)))));
}

fn deeds(effects: Vec<Effect>) -> Vec<Deed> {
    let deed = |effect| match effect {
        Effect::Order(Order::Do(deed)) => Some(deed),
        _ => None,
    };
    effects.into_iter().filter_map(deed).collect()
}

#[test]
fn in_the_view_of_the_cluster_the_whole_of_it_is_paused_and_resumed() {
    let mut model = pressed((120, 35), &["6"]);
    assert!(applies(&model, Action::Pause) && menu(&model).contains(&Action::Pause));
    assert!(text(&mut model).contains("P pause all…"));
    asked(&mut model, &["P"]);
    let shown = text(&mut model);
    assert!(shown.contains("Pause everything in zk1,zk2,zk3:2181/nono"), "{shown}");
    assert!(
        shown.contains("no command is taken up until it is resumed") && shown.contains("cluster pause --yes"),
        "{shown}"
    );
    let done = asked(&mut model, &["O", "P", "S", "tab", "tab", "enter"]);
    assert_eq!(deeds(done), [Deed::PauseCluster { reason: "OPS".to_owned() }]);
    paused(&mut model);
    asked(&mut model, &["P"]);
    let shown = text(&mut model);
    assert!(shown.contains("Resume everything") && shown.contains("by ann@ops: OPS-4121"), "{shown}");
    let done = asked(&mut model, &["tab", "tab", "enter"]);
    assert_eq!(deeds(done), [Deed::ResumeCluster { reason: String::new() }]);
    // Where the display stands still it is looked at first.
    let effects = asked(&mut model, &["f", "P"]);
    assert_eq!(effects, [Effect::Order(Order::Read(Vec::new()))]);
    hear(&mut model, fleet(2, |_| ()));
    assert!(text(&mut model).contains("Pause everything"), "it was resumed meanwhile");
}

#[test]
fn a_protected_cluster_is_paused_behind_its_name_and_a_read_only_one_not_at_all() {
    let mut model = pressed((120, 35), &["6"]);
    (model.protected, model.place) = (true, "prod".to_owned());
    assert_eq!(deeds(asked(&mut model, &["P", "tab", "x", "tab", "tab", "enter"])), []);
    assert!(text(&mut model).contains("Type prod to go on"));
    model.overlay = None;
    let done = asked(&mut model, &["P", "tab", "p", "r", "o", "d", "tab", "tab", "enter"]);
    assert_eq!(deeds(done).len(), 1);
    model.read_only = true;
    assert!(!applies(&model, Action::Pause));
    asked(&mut model, &["P"]);
    assert!(model.overlay.is_none() && text(&mut model).contains("read-only"));
}

#[test]
fn while_the_cluster_is_paused_it_is_said_when_a_run_will_be() {
    let mut model = pressed((120, 35), &["2", "enter", "esc"]);
    asked(&mut model, &["R"]);
    assert!(text(&mut model).contains("also of a paused task"));
    model.overlay = None;
    paused(&mut model);
    asked(&mut model, &["R"]);
    let shown = text(&mut model);
    assert!(shown.contains("once the cluster is resumed") && !shown.contains("a pause say"), "{shown}");
}

#[test]
fn a_run_that_has_ended_is_not_cancelled_and_what_is_typed_ahead_goes_nowhere() {
    let mut model = pressed((120, 35), &["2", "enter"]);
    let Some(Object::Run(_, run)) = model.selected() else { panic!("a run is selected") };
    let is_over = |model: &Model| {
        let detail = model.facts.task.as_ref().unwrap();
        detail.runs.iter().any(|known| known.run == run && matches!(known.standing, Standing::Ended(_)))
    };
    assert!(is_over(&model));
    let screen = model.screen().clone();
    assert_eq!(asked(&mut model, &["K", "P", "X", "q", "1", "D", "space", "R"]), []);
    assert!(matches!(model.overlay, Some(Overlay::Notice { .. })) && *model.screen() == screen);
    let shown = text(&mut model);
    assert!(shown.contains("Nothing is cancelled") && shown.contains("has ended already"), "{shown}");
    assert_eq!(asked(&mut model, &["enter"]), []);
    assert!(model.overlay.is_none() && *model.screen() == screen);
    assert!(text(&mut model).lines().rev().nth(1).unwrap().contains("has ended already"), "the status line says so");
}

#[test]
fn a_change_of_nothing_says_so() {
    let mut model = pressed((120, 35), &["1"]);
    asked(&mut model, &["K"]);
    assert!(model.overlay.is_none() && text(&mut model).contains("cancel: nothing is selected here"));
}

#[test]
fn the_runs_of_a_task_say_why_they_are_and_the_selected_one_its_id() {
    let mut model = pressed((120, 35), &["2", "enter"]);
    let Some(Object::Run(_, run)) = model.selected() else { panic!("a run is selected") };
    let trigger = model.facts.task.as_ref().unwrap().runs.iter().find(|known| known.run == run).unwrap().trigger;
    let shown = text(&mut model);
    assert!(shown.contains("TRIGGER"), "{shown}");
    let status = shown.lines().rev().nth(1).unwrap();
    assert!(status.contains(&format!("run {run}   {}", trigger.as_str())), "{status}");
    model.size = (80, 24);
    let shown = text(&mut model);
    assert!(!shown.contains("TRIGGER") && shown.contains(&format!("run {run}")), "{shown}");
}

#[test]
fn what_is_the_same_in_two_zones_is_written_once() {
    let mut model = pressed((120, 35), &["2", "enter"]);
    for (style, zone) in
        [(TimeStyle::Local, "UTC"), (TimeStyle::Utc, "Europe/Berlin"), (TimeStyle::Local, "Asia/Tokyo")]
    {
        (model.times, model.zone) = (style, jiff::tz::TimeZone::get(zone).unwrap());
        let shown = text(&mut model);
        let next = shown.lines().find(|line| line.contains(" next ")).unwrap();
        let moment = model.clock().moment(model.facts.task.as_ref().unwrap().view.next(NOW).unwrap().utc());
        let plan = next.split('│').nth(1).unwrap();
        assert_eq!(plan.matches(&moment).count(), 1, "{style:?} {zone}: {next}");
    }
    // The zone of the plan is that of the person.
    (model.times, model.zone) = (TimeStyle::Local, jiff::tz::TimeZone::UTC);
    let shown = text(&mut model);
    let at = model.facts.task.as_ref().unwrap().view.next(NOW).unwrap();
    let zone = model.facts.task.as_ref().unwrap().view.stored.task.schedule.time_zone_name().to_owned();
    let local = model.facts.task.as_ref().unwrap().view.stored.task.schedule.local(at);
    let line = shown.lines().find(|line| line.contains(&local)).unwrap_or_else(|| panic!("{local} in {shown}"));
    let right = line.split(&local).nth(1).unwrap();
    let here = model.clock().moment(at.utc());
    assert_eq!(right.contains(&here), zone != "UTC", "{zone}: {line}");
    press(&mut model, &["enter"]);
    assert!(!text(&mut model).lines().any(|line| line.contains("first byte") && line.contains('(')));
}

#[test]
fn a_task_that_nobody_changed_says_so() {
    let mut model = pressed((120, 35), &["2", "enter"]);
    let mut detail = (**model.facts.task.as_ref().unwrap()).clone();
    detail.changes.clear();
    hear(&mut model, News::Task(Arc::new(detail)));
    asked(&mut model, &["v"]);
    assert!(text(&mut model).contains("is as it was made: nobody has changed it"));
    press(&mut model, &["esc"]);
    model.facts.task = None;
    for key in ["v", "m"] {
        asked(&mut model, &[key]);
        assert!(text(&mut model).contains("that is shown there"), "{key}");
    }
}

#[test]
fn one_run_is_one_run() {
    let mut model = pressed((120, 35), &["2", "enter"]);
    let mut detail = (**model.facts.task.as_ref().unwrap()).clone();
    let sent = detail.view.state.as_ref().unwrap().outcomes.iter().rev().find(|it| it.started_at.is_some()).cloned();
    let state = detail.view.state.as_mut().unwrap();
    state.outcomes = sent.into_iter().collect();
    hear(&mut model, News::Task(Arc::new(detail)));
    // As it was heard: nothing is read again for the picture.
    let mut terminal = Terminal::new(TestBackend::new(120, 35)).unwrap();
    terminal.draw(|frame| drop(view(&model, &theme(), frame))).unwrap();
    let shown = styled(terminal.backend().buffer());
    assert!(shown.contains("Lateness, 1 run ") && shown.contains("Took, 1 run "), "{shown}");
}

#[test]
fn what_stays_the_same_stands_at_half_the_height_and_nothing_at_the_foot() {
    let model = live((120, 35));
    let theme = theme();
    let heights = std::cell::RefCell::default();
    let canvas = Canvas { model: &model, theme: &theme, heights: &heights };
    let drawn = |values: &[f64]| chart::spark(&canvas, values, 8, None).to_string();
    assert_eq!(drawn(&[61.0, 61.0, 61.0]), "▄▄▄");
    assert_eq!(drawn(&[0.0, 0.0]), "▁▁");
    assert_eq!(drawn(&[1.0, 2.0]), "▄█");
    assert_eq!(chart::spark(&canvas, &[3.0, 3.0], 8, Some(3.0)).to_string(), "██", "of a scale of its own");
}

#[test]
fn that_the_cluster_is_paused_is_said_at_every_size() {
    for size in [(59, 11), (40, 8), (40, 2), (24, 2), (200, 11)] {
        let mut model = live(size);
        paused(&mut model);
        assert!(text(&mut model).contains("PAUSED"), "{size:?}: {}", text(&mut model));
    }
}
