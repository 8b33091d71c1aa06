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

/// The text of the screen, as it is: nothing more is read for it.
fn still(model: &Model) -> String {
    let mut terminal = Terminal::new(TestBackend::new(model.size.0, model.size.1)).unwrap();
    terminal.draw(|frame| drop(view(model, &theme(), frame))).unwrap();
    styled(terminal.backend().buffer())
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

/// A look at one scheduler alone that sent so many in the second before.
fn sent(second: i64, runs: f64) -> News {
    fleet(second, move |fleet| {
        fleet.census.schedulers.truncate(1);
        let (stats, written) = fleet.census.schedulers[0].stats.as_mut().unwrap();
        (stats.sent_per_second, *written) = (runs, fleet.at);
    })
}

#[test]
fn runs_a_minute_are_of_the_last_minute_and_those_of_before_of_whole_ones() {
    let mut model = blank((120, 35));
    hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
    // 230 a minute, in bursts: 46 in every twelfth second. It is 14:32:07.
    let burst = |second: i64| if second % 12 == 0 { 46.0 } else { 0.0 };
    for second in 0..12 {
        hear(&mut model, sent(second, burst(second)));
    }
    assert_eq!(model.facts.trend.now(), Some((230.0, Duration::from_secs(12))));
    assert_eq!((model.facts.trend.average(), model.facts.trend.peak), (None, None), "no minute was seen as a whole");
    let shown = text(&mut model);
    assert!(shown.contains("now 230 in 12s") && !shown.contains("avg") && !shown.contains("peak"), "{shown}");
    for second in 12..180 {
        hear(&mut model, sent(second, burst(second)));
        let (now, _) = model.facts.trend.now().unwrap();
        assert!(second < 60 || (now - 230.0).abs() < 0.001, "{second}: {now}");
    }
    // 14:33 and 14:34 as a whole, the rest of 14:32 not.
    assert_eq!(model.facts.trend.whole_minutes().len(), 2);
    let shown = text(&mut model);
    assert!(shown.contains("now 230   avg 230   peak 230 (14:33)"), "{shown}");
    assert!(shown.contains("   230│"), "the axis has the same unit: {shown}");
}

#[test]
fn a_run_that_nobody_has_claimed_is_among_those_of_its_task_and_can_be_taken_back() {
    use nono_core::run::{FORMAT, UserAction, UserCommand};

    use crate::tasks::asked::AskedRun;
    use crate::top::app::Object;
    use crate::top::data::{Deed, TaskDetail};
    use crate::top::source::runs_of;
    let mut view = mock::view(0, NOW);
    view.pauses = [(NOW, None)].into();
    let command = UserCommand {
        format: FORMAT,
        action: UserAction::Trigger,
        task: view.name().clone(),
        uid: view.stored.uid.clone(),
        by: "carol@host".into(),
        reason: None,
        extra: Default::default(),
    };
    let asked = AskedRun::of(view.partition, &"0123456789abcdef-0000000012".parse().unwrap(), command, NOW).unwrap();
    let mut model = pressed((120, 40), &["2"]);
    model.screens.push(Screen::Task(view.name().clone()));
    let runs = runs_of(&view, std::slice::from_ref(&asked), NOW);
    hear(&mut model, News::Task(Arc::new(TaskDetail { at: NOW, runs, changes: Vec::new(), view })));
    drop(update(&mut model, Event::Term(TermEvent::Key(key_of("g")))));
    let shown = still(&model);
    assert!(shown.contains("asked") && shown.contains("waits until the paused"), "{shown}");
    assert_eq!(model.selected(), Some(Object::Run(asked.command.task.clone(), asked.run.clone())));
    for key in ["K", "O", "P", "S"] {
        drop(update(&mut model, Event::Term(TermEvent::Key(key_of(key)))));
    }
    let shown = still(&model);
    assert!(shown.contains("Nobody has claimed it: it is taken back, and never runs."), "{shown}");
    let done: Vec<Effect> = ["tab", "tab", "enter"]
        .iter()
        .flat_map(|key| update(&mut model, Event::Term(TermEvent::Key(key_of(key)))))
        .collect();
    let cancel = Deed::Cancel { run: asked.run, reason: "OPS".to_owned() };
    assert_eq!(done, [Effect::Order(Order::Do(cancel))]);
}

#[test]
fn how_long_a_task_takes_is_of_the_runs_that_succeeded_wherever_it_stands() {
    use nono_core::run::Outcome;

    use crate::top::source::{Shared, row_of, runs_of};
    let mut detail = mock::detail(0, NOW);
    let state = detail.view.state.as_mut().unwrap();
    state.outcomes.edit(|all| {
        for (index, outcome) in all.iter_mut().enumerate() {
            let (ended, took) = if index < 3 { (Outcome::Succeeded, 1_600) } else { (Outcome::TimedOut, 30_000) };
            (outcome.outcome, outcome.started_at) = (ended, Some(Utc(outcome.ended_at.0 - took)));
        }
    });
    detail.runs = runs_of(&detail.view, &[], NOW);
    let row = row_of(&detail.view, NOW, &mut Shared::default());
    assert_eq!(row.p50, Some(Duration::from_millis(1_600)));
    for (size, told) in [((140, 50), "p50 1.6s   p90 1.6s   max 1.6s   of 3 that succeeded"), ((80, 24), "p50 1.6s")] {
        let mut model = pressed(size, &["2"]);
        model.screens.push(Screen::Task(detail.view.name().clone()));
        hear(&mut model, News::Task(Arc::new(detail.clone())));
        let shown = still(&model);
        assert!(shown.contains(told), "{told}: {shown}");
    }
}

#[test]
fn an_answer_is_no_failure_and_goes_with_its_view_or_after_a_while() {
    let mut model = pressed((120, 35), &["2", "enter"]);
    let mut detail = (**model.facts.task.as_ref().unwrap()).clone();
    detail.changes.clear();
    hear(&mut model, News::Task(Arc::new(detail.clone())));
    let ask = |model: &mut Model| drop(update(model, Event::Term(TermEvent::Key(key_of("v")))));
    ask(&mut model);
    let told = |model: &Model| {
        let shown = still(model);
        shown.lines().find(|line| line.contains("nobody has changed it")).map(ToOwned::to_owned)
    };
    assert!(told(&model).is_some_and(|line| !line.contains('✗') && !line.contains('✓')), "{:?}", model.toast);
    drop(update(&mut model, Event::Term(TermEvent::Key(key_of("esc")))));
    assert_eq!(told(&model), None, "it was said of the task that was open");
    model.screens.push(Screen::Task(detail.view.name().clone()));
    ask(&mut model);
    drop(update(&mut model, Event::Tick(Utc(NOW.0 + 4_000))));
    assert!(model.toast.is_some());
    drop(update(&mut model, Event::Tick(Utc(NOW.0 + 5_000))));
    assert!(model.toast.is_none());
}

#[test]
fn a_list_says_how_much_of_it_is_below() {
    let mut model = pressed((80, 24), &["2"]);
    let height = model.table(TableId::Tasks).height;
    let more = |below: usize| format!(" {} more ", crate::words::count(below as u64));
    assert!(text(&mut model).contains(&more(TASKS - height)));
    press(&mut model, &["G"]);
    assert!(!text(&mut model).contains(" more "), "{}", text(&mut model));
    let mut model = pressed((80, 24), &["6", "d"]);
    let height = model.table(TableId::Doctor).height;
    let shown = text(&mut model);
    assert!(height < 8 && shown.contains(&more(8 - height)), "{shown}");
}

#[test]
fn the_filter_that_counts_stands_in_the_title() {
    let mut model = pressed((80, 24), &["2", "/"]);
    typed(&mut model, "name=etl.orders-sync");
    press(&mut model, &["enter"]);
    let shown = text(&mut model);
    let title = shown.lines().find(|line| line.contains("Tasks: ")).unwrap_or_else(|| panic!("{shown}"));
    assert!(title.contains("Tasks: name=etl.orders-sync") && title.contains("shown"), "{title}");
}

#[test]
fn what_is_counted_agrees_with_its_words() {
    let mut model = pressed((120, 35), &["6"]);
    hear(
        &mut model,
        fleet(1, |fleet| {
            for (index, one) in fleet.census.schedulers.iter_mut().enumerate() {
                let (stats, _) = one.stats.as_mut().unwrap();
                stats.in_flight = u64::from(index == 0);
                stats.states.insert("running".to_owned(), u64::from(index == 0));
            }
        }),
    );
    press(&mut model, &["P"]);
    let shown = text(&mut model);
    assert!(shown.contains("1 run on its way goes on; what comes due"), "{shown}");
    press(&mut model, &["esc", "1"]);
    model.size = (120, 45);
    let shown = text(&mut model);
    assert!(shown.contains(" 1 task running"), "{shown}");
    let mut model = pressed((120, 35), &["2", "space", "space", "X"]);
    assert!(text(&mut model).contains("Their histories go with them."));
    model = pressed((120, 35), &["5"]);
    model.zone = jiff::tz::TimeZone::get("Etc/UTC").unwrap();
    let shown = text(&mut model);
    assert!(shown.contains("zone UTC") && !shown.contains("Etc/UTC"), "{shown}");
}

#[test]
fn a_schedule_is_not_explained_by_itself() {
    use crate::top::data::TaskDetail;
    let mut view = mock::view(0, NOW);
    let document = serde_json::json!({
        "apiVersion": "nono/v1",
        "kind": "SchedulerTask",
        "name": view.name(),
        "schedule": { "every": "1h" },
        "target": { "url": "https://web.example.com" },
    });
    let document = document.as_object().cloned().unwrap();
    let uid = view.stored.uid.clone();
    view.stored = Box::new(nono_core::task::edit::create(uid, document, nono_core::task::Unknown::Refuse).unwrap());
    let mut model = pressed((120, 35), &["2"]);
    model.screens.push(Screen::Task(view.name().clone()));
    hear(&mut model, News::Task(Arc::new(TaskDetail { at: NOW, runs: Vec::new(), changes: Vec::new(), view })));
    let shown = still(&model);
    assert!(shown.contains("every 1h") && !shown.contains("means"), "{shown}");
    assert!(text(&mut pressed((120, 35), &["2", "enter"])).contains("means"), "of a cron expression it is said");
}
