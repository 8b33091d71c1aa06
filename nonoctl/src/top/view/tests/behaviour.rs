//! What is read when, what is said of what was not read, and what goes along from one place to another.

use nono_core::cluster::RecentRun;
use nono_core::name::{Partition, TaskName};
use nono_core::run::Outcome;

use super::*;
use crate::commands::scheduler::census::State;
use crate::error::ErrorKind;
use crate::top::app::happened::{self, Happened};
use crate::top::app::{Object, Since, attention};
use crate::top::data::{ANSWERS, Fleet};
use crate::top::keys::Action;
use crate::top::update::{act, menu};

/// The text of the screen, as it is.
pub(super) fn text(model: &mut Model) -> String {
    styled(&draw(model, &theme()))
}

/// The effects of keys, unanswered.
pub(super) fn asked(model: &mut Model, keys: &[&str]) -> Vec<Effect> {
    keys.iter().flat_map(|key| update(model, Event::Term(TermEvent::Key(key_of(key))))).collect()
}

pub(super) fn orders(effects: &[Effect], wanted: impl Fn(&Order) -> bool) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Order(order) if wanted(order))).count()
}

fn lost(hosts: &[(&str, &str)]) -> News {
    let hosts = hosts.iter().map(|(host, why)| ((*host).to_owned(), (*why).to_owned())).collect();
    News::Link(Link::Lost { since: NOW, tries: 0, next_try: NOW, hosts })
}

fn live_link() -> News {
    News::Link(Link::Live { round_trip: Duration::from_millis(2) })
}

fn not_counted() -> News {
    News::NotCounted { why: "ZooKeeper did not answer".to_owned() }
}

/// The schedulers a moment later, changed.
pub(super) fn fleet(seconds: i64, change: impl FnOnce(&mut Fleet)) -> News {
    let mut fleet = mock::fleet(TASKS, Utc(NOW.0 + seconds * 1_000));
    change(&mut fleet);
    News::Fleet(Arc::new(fleet))
}

#[test]
fn each_server_says_why_there_is_no_connection_and_how_many_answer() {
    let mut model = pressed((120, 35), &["2"]);
    hear(&mut model, lost(&[("zk1:2181", "connection refused"), ("zk2:2181", ANSWERS)]));
    let shown = text(&mut model);
    for wanted in
        ["zk1:2181  connection refused", "zk2:2181  answers, no session yet", "ZK ?/2 RECONNECTING", "retry 1 now"]
    {
        assert!(shown.contains(wanted), "{wanted}: {shown}");
    }
    assert!(shown.contains("The schedulers may still be running") && shown.contains("✗ failing"), "{shown}");
}

#[test]
fn r_connects_where_there_is_no_connection_and_reads_where_something_is_denied() {
    let mut model = live_for((120, 35), 1);
    assert_eq!(asked(&mut model, &["r"]), []);
    hear(&mut model, lost(&[]));
    assert_eq!(asked(&mut model, &["r"]), [Effect::Order(Order::Retry)]);
    assert_eq!(asked(&mut model, &["ctrl-r"]), [Effect::Order(Order::Retry)], "there is nothing to read from");
    hear(&mut model, News::Link(Link::Denied { why: "access to /tasks/003 is denied".to_owned() }));
    assert_eq!(orders(&asked(&mut model, &["r"]), |order| *order == Order::Refresh), 1);
}

#[test]
fn a_newer_format_is_told_of_and_not_read_for_ever() {
    let mut model = blank((120, 35));
    hear(&mut model, News::Link(Link::Newer { format: 7 }));
    let shown = text(&mut model);
    assert!(shown.contains("is of format 7") && shown.contains("Use the nonoctl of that release"), "{shown}");
    assert!(!shown.contains("reading"), "{shown}");
}

#[test]
fn an_open_task_that_cannot_be_understood_says_why() {
    let mut model = live_for((120, 35), 1);
    let task = mock::name(0);
    drop(act(&mut model, Action::Tasks));
    model.screens.push(Screen::Task(task.clone()));
    let shown = |model: &Model| {
        let mut terminal = Terminal::new(TestBackend::new(120, 35)).unwrap();
        terminal.draw(|frame| drop(view(model, &theme(), frame))).unwrap();
        styled(terminal.backend().buffer())
    };
    assert!(shown(&model).contains(&format!("reading {task}")));
    let why = "its format is 7, and this release reads up to 1; upgrade this program".to_owned();
    hear(&mut model, News::TaskUnreadable { task, why });
    let shown = shown(&model);
    assert!(shown.contains("upgrade this program") && !shown.contains("reading "), "{shown}");
}

#[test]
fn what_is_opened_while_the_display_stands_still_is_read() {
    let mut model = pressed((120, 35), &["2", "f", "enter"]);
    let shown = text(&mut model);
    assert!(shown.contains("FROZEN") && shown.contains("schedule") && !shown.contains("reading"), "{shown}");
    // Rows that come onto the screen are read, too.
    press(&mut model, &["esc", "G"]);
    let last = model.shown().tasks.name(TASKS - 1).unwrap().clone();
    assert!(wants(&model).rows.contains(&last));
    assert!(model.shown().tasks.known(&last).is_some());
    // What was shown already stands still.
    let first = model.shown().tasks.name(0).unwrap().clone();
    let mut row = (**model.shown().tasks.known(&first).unwrap()).clone();
    row.version = 99;
    hear(&mut model, News::Rows { asked: vec![first.clone()], rows: vec![row] });
    assert_ne!(model.shown().tasks.known(&first).unwrap().version, 99);
    assert_eq!(model.facts.tasks.known(&first).unwrap().version, 99);
}

#[test]
fn before_a_question_about_a_display_that_stands_still_it_is_read_again() {
    use crate::tasks::view::TaskCondition;
    let mut model = pressed((120, 35), &["2", "f"]);
    let task = model.shown().tasks.name(0).unwrap().clone();
    let effects = asked(&mut model, &["P"]);
    assert_eq!(effects, [Effect::Order(Order::Read(vec![task.clone()]))]);
    // What is typed ahead is no command.
    assert_eq!(asked(&mut model, &["X", "2", "x"]), []);
    assert!(model.overlay.is_none());
    let mut row = (**model.facts.tasks.known(&task).unwrap()).clone();
    row.condition = TaskCondition::Paused;
    hear(&mut model, News::Rows { asked: vec![task.clone()], rows: vec![row] });
    let shown = text(&mut model);
    assert!(shown.contains("Resume 1 task in"), "as it is, and not as it was: {shown}");
    press(&mut model, &["esc"]);
    // It may be gone, the connection may go, or the person may not want to wait.
    asked(&mut model, &["P"]);
    hear(&mut model, News::Rows { asked: vec![task], rows: Vec::new() });
    assert!(model.overlay.is_none() && text(&mut model).contains(" is gone"));
    asked(&mut model, &["P"]);
    hear(&mut model, lost(&[]));
    assert!(model.pending.is_none() && model.overlay.is_none());
    hear(&mut model, live_link());
    asked(&mut model, &["P", "esc"]);
    assert!(model.pending.is_none());
}

#[test]
fn a_count_that_failed_is_no_empty_answer_and_is_asked_for_again() {
    let mut model = blank((120, 35));
    hear(&mut model, live_link());
    hear(&mut model, News::Catalogue(Arc::new(mock::catalogue(20_000))));
    hear(&mut model, fleet(0, |_| ()));
    press(&mut model, &["2", "/"]);
    let effects = asked(&mut model, &["f", "a", "i", "l", "s", ">", "9"]);
    assert_eq!(orders(&effects, |order| *order == Order::Count), 1);
    hear(&mut model, not_counted());
    press(&mut model, &["enter"]);
    let shown = text(&mut model);
    assert!(shown.contains("Not all tasks were read") && shown.contains("ZooKeeper did not answer"), "{shown}");
    assert!(!shown.contains("No task matches"), "{shown}");
    // `--once` ends with it.
    let place = crate::contexts::Place::Connect(model.place.clone());
    let error = start::is_hopeless(&model, &place).unwrap();
    assert!(error.kind == ErrorKind::Unavailable && error.message.contains("ZooKeeper did not answer"), "{error:?}");
    let effects = asked(&mut model, &["ctrl-r"]);
    assert_eq!(orders(&effects, |order| *order == Order::Count), 1);
    assert!(start::is_hopeless(&model, &place).is_none(), "it is under way");
    // The same when the session ends meanwhile; with the next one it is read.
    hear(&mut model, News::Abandoned);
    assert!(text(&mut model).contains("the session ended meanwhile"));
    hear(&mut model, News::Link(Link::Expired { since: NOW }));
    let effects = update(&mut model, Event::News(live_link()));
    assert_eq!(orders(&effects, |order| *order == Order::Count), 1);
    answer(&mut model, effects);
    assert!(text(&mut model).contains("No task matches  fails>9"));
}

#[test]
fn what_is_under_way_is_not_begun_again() {
    let mut model = pressed((120, 35), &["6"]);
    hear(&mut model, counted());
    let effects = asked(&mut model, &["ctrl-r", "ctrl-r", "ctrl-r"]);
    assert_eq!(orders(&effects, |order| *order == Order::Refresh), 1);
    assert_eq!(orders(&effects, |order| *order == Order::Count), 1);
    let effects = asked(&mut model, &["d", "d", "d"]);
    assert_eq!(orders(&effects, |order| *order == Order::Examine), 1);
    hear(&mut model, News::Refreshed);
    assert_eq!(orders(&asked(&mut model, &["ctrl-r"]), |order| *order == Order::Refresh), 1);
    // A session that ends takes it with it.
    hear(&mut model, News::Abandoned);
    let effects = asked(&mut model, &["ctrl-r", "d"]);
    assert_eq!(orders(&effects, |order| *order == Order::Refresh), 1);
    assert_eq!(orders(&effects, |order| *order == Order::Examine), 1);
}

#[test]
fn runs_have_the_labels_of_their_tasks() {
    let mut model = live_for((120, 35), 5);
    press(&mut model, &["4"]);
    let all = lists::runs(&model).count();
    let effects = act(&mut model, Action::Filter);
    assert_eq!(effects, []);
    let label = |model: &Model| {
        let row = lists::runs(model).find_map(|run| model.facts.tasks.known(&run.task).cloned())?;
        row.labels.iter().next().map(|(key, value)| (key.clone(), value.clone()))
    };
    hear(&mut model, counted());
    let (key, value) = label(&model).expect("a run of a task that has a label");
    model.facts.tasks.counted_at = None;
    let mut effects = Vec::new();
    for letter in format!("{key}={value}").chars() {
        effects.extend(asked(&mut model, &[&letter.to_string()]));
    }
    assert_eq!(orders(&effects, |order| *order == Order::Count), 1, "labels are read once");
    answer(&mut model, effects);
    let shown = lists::runs(&model).count();
    assert!(shown > 0 && shown < all, "{shown} of {all}");
    assert!(
        lists::runs(&model).all(|run| { model.facts.tasks.known(&run.task).unwrap().labels.get(&key) == Some(&value) })
    );
}

#[test]
fn read_only_goes_along_and_changes_again_are_of_one_place() {
    let typed_in = |model: &mut Model, words: &str| {
        press(model, &[":"]);
        typed(model, words);
        press(model, &["enter"]);
    };
    let go = |from: &Model, to: &str| {
        let mut there = start::blank(to.to_owned(), KeyMap::default(), NOW);
        there.stays_read_only = to == "prod";
        start::take_along(&mut there, from);
        there
    };
    let mut dev = blank((120, 35));
    dev.place = "dev".to_owned();
    typed_in(&mut dev, "ro");
    let mut test = go(&dev, "test");
    assert!(test.read_only && !test.stays_read_only);
    typed_in(&mut test, "rw");
    assert!(!test.read_only);
    let mut dev = go(&test, "dev");
    assert!(dev.read_only, "it was of the other place");
    assert!(!go(&dev, "test").read_only);
    typed_in(&mut dev, "rw");
    assert!(go(&dev, "prod").read_only, "a protected place stays so");
    typed_in(&mut dev, "ro");
    assert!(go(&dev, "test").read_only);
}

#[test]
fn a_task_is_no_better_because_its_scheduler_was_killed() {
    let Some(worst) = worst_of(&mock::fleet(TASKS, NOW)) else { panic!("nothing is wrong") };
    let owner = |fleet: &mut Fleet, index: usize, names_it: bool| {
        let partition = Partition::of(&worst, fleet.partitions);
        for (at, one) in fleet.census.schedulers.iter_mut().enumerate() {
            one.partitions.retain(|owned| *owned != partition);
            let (stats, _) = one.stats.as_mut().unwrap();
            stats.weights.remove(&partition);
            stats.worst.retain(|task| task.task != worst || (at == index && names_it));
            if at == index {
                one.partitions.push(partition);
                stats.weights.insert(partition, 1.0);
            }
        }
    };
    let of = |name: &TaskName, told: &[Happened]| -> Vec<String> {
        told.iter().filter(|it| it.object == name.as_str()).map(|it| it.what.clone()).collect()
    };
    let mut troubled = std::collections::BTreeMap::new();
    let first = mock::fleet(TASKS, NOW);
    assert_eq!(happened::tasks(&mut troubled, None, &first), [], "how it is at first is no event");
    // Its owner is killed: nobody names the task, and nobody knows.
    let mut killed = first.clone();
    killed.census.schedulers.remove(0);
    assert_eq!(of(&worst, &happened::tasks(&mut troubled, Some(&first), &killed)), [""; 0]);
    // Another one takes over and has not looked yet; then it names it: nothing new.
    let mut taken = first.clone();
    owner(&mut taken, 1, false);
    taken.census.schedulers[1].stats.as_mut().unwrap().0.weights.clear();
    assert_eq!(of(&worst, &happened::tasks(&mut troubled, Some(&killed), &taken)), [""; 0]);
    let mut named = first.clone();
    owner(&mut named, 1, true);
    let again = first.census.schedulers[0].stats.as_ref().unwrap().0.worst.iter().find(|it| it.task == worst).unwrap();
    named.census.schedulers[1].stats.as_mut().unwrap().0.worst.push(again.clone());
    assert_eq!(of(&worst, &happened::tasks(&mut troubled, Some(&taken), &named)), [""; 0]);
    // Who owns it and does not name it any more says that it is well.
    let mut well = first.clone();
    owner(&mut well, 1, false);
    let state = again.state.clone();
    assert_eq!(of(&worst, &happened::tasks(&mut troubled, Some(&named), &well)), [format!("no longer {state}")]);
}

fn worst_of(fleet: &Fleet) -> Option<TaskName> {
    let (stats, _) = fleet.census.schedulers.first()?.stats.as_ref()?;
    stats.worst.first().map(|task| task.task.clone())
}

#[test]
fn who_is_silent_or_drained_is_so_since_a_moment() {
    let mut model = live_for((120, 35), 1);
    let (silent, drained) = (Utc(NOW.0 - 90_000), Utc(NOW.0 - 300_000));
    let news = fleet(1, |fleet| {
        fleet.census.schedulers[0].state = State::Silent(silent);
        fleet.census.schedulers[2].wanted_since = Some(drained);
    });
    hear(&mut model, news);
    let fleet = model.facts.fleet.clone().unwrap();
    let since = |index: usize| {
        let object = format!("scheduler {}", fleet.census.schedulers[index].id);
        attention::problems(&model.facts).into_iter().find(|it| it.object == object).unwrap().since
    };
    assert_eq!((since(0), since(2)), (Some(Since::at(silent)), Some(Since::at(drained))));
}

#[test]
fn marks_go_with_the_tasks_that_are_deleted() {
    let mut model = pressed((120, 35), &["2", "space", "space"]);
    let marked = model.table(TableId::Tasks).marked;
    assert_eq!(marked.len(), 2);
    let mut fewer = mock::catalogue(TASKS);
    fewer.names.retain(|name| name.as_str() != marked.first().unwrap());
    hear(&mut model, News::Catalogue(Arc::new(fewer)));
    assert_eq!(model.table(TableId::Tasks).marked.into_iter().collect::<Vec<_>>(), [marked.last().unwrap().clone()]);
    press(&mut model, &["P"]);
    assert!(text(&mut model).contains("Pause 1 task in"));
}

#[test]
fn what_comes_moves_on_with_the_time() {
    let mut model = live_for((120, 35), 1);
    press(&mut model, &["5"]);
    hear(&mut model, counted());
    let cursor = |model: &mut Model| {
        let shown = text(model);
        shown.split("cursor ").nth(1).map(|rest| rest[..5].to_owned())
    };
    assert_eq!(cursor(&mut model).as_deref(), Some("14:32"));
    let later = |minutes: i64| Event::Tick(Utc(NOW.0 + minutes * 60_000));
    assert_eq!(orders(&update(&mut model, later(1)), |order| *order == Order::Count), 0);
    assert_eq!(orders(&update(&mut model, later(5)), |order| *order == Order::Count), 1, "who looks sees it as it is");
    assert_eq!(cursor(&mut model).as_deref(), Some("14:37"));
    assert!(text(&mut model).contains("next 55 min"));
    hear(&mut model, not_counted());
    model.now = Utc(NOW.0 + 61 * 60_000);
    let shown = text(&mut model);
    assert!(shown.contains("Not all tasks were read") && !shown.contains("cursor"), "{shown}");
}

#[test]
fn a_drain_stands_once_among_the_events_and_opens_the_scheduler() {
    let mut model = live_for((120, 35), 1);
    let before = model.facts.fleet.clone().unwrap();
    let mut drained = (*before).clone();
    drained.census.schedulers[3].state = State::Draining;
    let name = drained.census.schedulers[3].member.name.to_string();
    let id = drained.census.schedulers[3].id.clone();
    assert_eq!(happened::between(&before, &drained), []);
    let event = nono_core::cluster::Event {
        number: 1,
        at: NOW,
        kind: "drain".to_owned(),
        object: Some(format!("scheduler/{name}")),
        message: String::new(),
        by: "ann@ops".to_owned(),
        identity: None,
        reason: None,
        extra: Default::default(),
    };
    hear(&mut model, News::Events(vec![event]));
    let key = lists::key(&model, TableId::Events, 0).unwrap();
    assert_eq!(lists::object(&model, TableId::Events, &key), Some(Object::Scheduler(id)));
}

#[test]
fn a_task_that_is_not_open_is_opened_and_then_edited() {
    let mut model = pressed((120, 35), &["2"]);
    let task = model.facts.tasks.name(0).unwrap().clone();
    let effects = asked(&mut model, &["E"]);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Edit(_))), "{effects:?}");
    assert_eq!(*model.screen(), Screen::Task(task.clone()));
    let detail = (0..TASKS).find(|number| mock::name(*number) == task).map(|number| mock::detail(number, NOW)).unwrap();
    let effects = update(&mut model, Event::News(News::Task(Arc::new(detail))));
    assert!(effects.contains(&Effect::Edit(task.clone())), "{effects:?}");
    assert!(asked(&mut model, &["E"]).contains(&Effect::Edit(task)), "it is open now");
    assert!(model.toast.is_none());
}

#[test]
fn more_runs_than_are_told_of_between_two_looks_are_sampled() {
    let one = mock::fleet(TASKS, NOW).census.schedulers[0].stats.as_ref().unwrap().0.runs[0].clone();
    let told = |from: u64| {
        let model = one.clone();
        move |fleet: &mut Fleet| {
            fleet.census.schedulers.truncate(1);
            let (stats, _) = fleet.census.schedulers[0].stats.as_mut().unwrap();
            let of_task = model.run.as_str().rsplit_once('-').unwrap().0.to_owned();
            let run =
                |number: u64| RecentRun { run: format!("{of_task}-m{number:010}").parse().unwrap(), ..model.clone() };
            stats.runs = (from..from + 50).map(run).collect();
            stats.ended = [(Outcome::Succeeded, 20)].into();
        }
    };
    let mut model = live_for((120, 35), 1);
    hear(&mut model, fleet(1, told(0)));
    hear(&mut model, fleet(6, told(30)));
    assert!(!model.facts.sampled, "the last one of before is still told of");
    hear(&mut model, fleet(11, told(80)));
    assert!(model.facts.sampled, "some may have come and gone between");
}

#[test]
fn a_run_is_cancelled_while_it_is_open_and_replayed_when_it_is_over() {
    use nono_core::run::Outcome;

    use crate::tasks::runs::Standing;
    use crate::top::data::Deed;
    let mut model = pressed((120, 35), &["2", "enter"]);
    let Some(Object::Run(_, run)) = model.selected() else { panic!("a run is selected") };
    let stands = |model: &mut Model, standing: Standing| {
        model.facts.runs.clear();
        let mut detail = (**model.facts.task.as_ref().unwrap()).clone();
        detail.runs.iter_mut().filter(|known| known.run == run).for_each(|known| known.standing = standing);
        hear(model, News::Task(Arc::new(detail)));
    };
    let deeds = |effects: Vec<Effect>| -> Vec<Deed> {
        let deed = |effect| match effect {
            Effect::Order(Order::Do(deed)) => Some(deed),
            _ => None,
        };
        effects.into_iter().filter_map(deed).collect()
    };
    let reason = "OPS".to_owned();
    stands(&mut model, Standing::Running);
    asked(&mut model, &["Y"]);
    assert!(text(&mut model).contains("has not ended yet: running"));
    asked(&mut model, &["esc"]);
    stands(&mut model, Standing::Running);
    let done = asked(&mut model, &["K", "O", "P", "S", "tab", "tab", "enter"]);
    assert_eq!(deeds(done), [Deed::Cancel { run: run.clone(), reason: reason.clone() }]);
    stands(&mut model, Standing::Ended(Outcome::Failed));
    asked(&mut model, &["K"]);
    assert!(text(&mut model).contains("has ended already: failed"));
    asked(&mut model, &["esc"]);
    for (outcome, force) in [(Outcome::Failed, false), (Outcome::Succeeded, true)] {
        stands(&mut model, Standing::Ended(outcome));
        let done = asked(&mut model, &["Y", "O", "P", "S", "tab", "tab", "enter"]);
        assert_eq!(deeds(done), [Deed::Replay { run: run.clone(), force, reason: reason.clone() }]);
    }
    // Of a task alone neither is offered.
    press(&mut model, &["esc"]);
    assert!(!menu(&model).iter().any(|action| matches!(action, Action::Cancel | Action::Replay)));
    assert!(menu(&pressed((120, 35), &["4"])).contains(&Action::Replay));
}
