//! Each state of the data and of the filter, at every size: what is known, how old it is, and what cannot be done.

use super::*;
use crate::top::app::dialog::Focus;

fn hosts() -> Vec<(String, String)> {
    vec![
        ("zk1:2181".to_owned(), "connection refused".to_owned()),
        ("zk2:2181".to_owned(), "timed out after 2s".to_owned()),
    ]
}

fn lost() -> Link {
    Link::Lost { since: Utc(NOW.0 - 41_000), tries: 6, next_try: Utc(NOW.0 + 3_000), hosts: hosts() }
}

/// A screen that knows nothing but how its connection is.
fn only(link: Link) -> impl Fn((u16, u16)) -> Model {
    move |size| {
        let mut model = blank(size);
        hear(&mut model, News::Link(link.clone()));
        model
    }
}

/// A screen that was live.
fn then(keys: &'static [&'static str], link: Link) -> impl Fn((u16, u16)) -> Model {
    move |size| {
        let mut model = pressed(size, keys);
        hear(&mut model, News::Link(link.clone()));
        model
    }
}

fn leaderless(size: (u16, u16)) -> Model {
    let mut model = live(size);
    let mut fleet = (**model.facts.fleet.as_ref().unwrap()).clone();
    fleet.census.schedulers.iter_mut().for_each(|one| one.is_leader = false);
    hear(&mut model, News::Fleet(Arc::new(fleet)));
    model
}

fn paused(size: (u16, u16)) -> Model {
    let mut model = live(size);
    let mut fleet = (**model.facts.fleet.as_ref().unwrap()).clone();
    let pause = nono_core::cluster::ClusterPause {
        since: Some(Utc(NOW.0 - 300_000)),
        by: "ann@ops".to_owned(),
        reason: Some("OPS-4121".to_owned()),
    };
    fleet.census.paused = Some((pause, Utc(NOW.0 - 300_000)));
    hear(&mut model, News::Fleet(Arc::new(fleet)));
    model
}

fn empty(size: (u16, u16)) -> Model {
    let mut model = blank(size);
    hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
    hear(&mut model, News::Catalogue(Arc::default()));
    hear(&mut model, News::Fleet(Arc::new(mock::fleet(0, NOW))));
    press(&mut model, &["2"]);
    model
}

/// The hour ahead is asked for and not worked out yet.
fn upcoming_while_reading(size: (u16, u16)) -> Model {
    let mut model = blank(size);
    hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(2) }));
    model.screens = vec![Screen::View(View::Upcoming)];
    drop(update(&mut model, Event::News(News::Catalogue(Arc::new(mock::catalogue(TASKS))))));
    hear(&mut model, News::Fleet(Arc::new(mock::fleet(TASKS, NOW))));
    hear(&mut model, News::Reading { done: 1_200, all: TASKS });
    model
}

fn frozen(size: (u16, u16)) -> Model {
    let mut model = pressed(size, &["2", "f"]);
    drop(update(&mut model, Event::Tick(Utc(NOW.0 + 12_000))));
    model
}

fn protected(size: (u16, u16)) -> Model {
    let mut model = live(size);
    model.place = "prod".to_owned();
    model.command = "nonoctl -c prod".to_owned();
    model.protected = true;
    draw(&mut model, &theme());
    press(&mut model, &["2", "X", "tab", "tab"]);
    typed(&mut model, "pro");
    model
}

macro_rules! states {
    ($($name:ident $make:expr;)*) => {
        $(#[test] fn $name() { insta::assert_snapshot!(at_every_size($make)); })*
    };
}

states! {
    connecting only(Link::Connecting { since: Utc(NOW.0 - 2_000), hosts: hosts() });
    never_reached only(lost());
    denied only(Link::Denied { why: "access to /nono/tasks is denied".to_owned() });
    denied_later then(&["2"], Link::Denied { why: "access to /nono/tasks is denied".to_owned() });
    not_laid_out only(Link::NotLaidOut);
    newer only(Link::Newer { format: 2 });
    newer_later then(&["2"], Link::Newer { format: 2 });
    stale then(&["2"], lost());
    expired then(&["1"], Link::Expired { since: NOW });
    no_leader leaderless;
    the_whole_cluster_is_paused paused;
    none_yet empty;
    reading_what_comes upcoming_while_reading;
    standing_still frozen;
    a_protected_place_wants_its_name protected;
}

#[test]
fn a_small_terminal_shows_what_must_not_be_missed() {
    let sizes = [(59, 11), (50, 10), (40, 4), (24, 2), (1, 1)];
    insta::assert_snapshot!("too_small", at_sizes(&sizes, &theme(), live));
    insta::assert_snapshot!("too_small_and_stale", at_sizes(&sizes[..3], &theme(), then(&["1"], lost())));
}

#[test]
fn a_filter_narrows_and_a_bad_one_is_marked() {
    let with = |filter: &'static str| {
        move |size| {
            let mut model = pressed(size, &["2", "/"]);
            typed(&mut model, filter);
            model
        }
    };
    insta::assert_snapshot!("filter", at_every_size(with("state:failing")));
    insta::assert_snapshot!("filter_bad", at_every_size(with("team=web lag>banana")));
    insta::assert_snapshot!("filter_incomplete", at_every_size(with("state:failing (")));
    insta::assert_snapshot!(
        "filter_without_match",
        at_every_size(|size| {
            let mut model = with("team=nobody")(size);
            press(&mut model, &["enter"]);
            model
        })
    );
    insta::assert_snapshot!(
        "filter_bad_kept",
        at_every_size(|size| {
            let mut model = with("team=web lag>banana")(size);
            press(&mut model, &["enter"]);
            model
        })
    );
}

/// The title row in words, at any width that has one.
fn title(model: &mut Model, width: u16) -> String {
    model.size = (width, 12);
    styled(&draw(model, &theme())).lines().next().unwrap().to_owned()
}

#[test]
fn what_must_not_be_missed_is_in_the_title_and_the_counters_at_every_width() {
    let frozen_and_lost = |size| {
        let mut model = frozen(size);
        hear(&mut model, News::Link(lost()));
        model
    };
    let leaderless_and_lost = |size| {
        let mut model = leaderless(size);
        hear(&mut model, News::Link(lost()));
        model
    };
    for width in 60..=140 {
        let size = (width, 12);
        for (mut model, told) in [
            (frozen(size), vec!["FROZEN 12s"]),
            (frozen_and_lost(size), vec!["RECONNECTING", "FROZEN 12s"]),
            (then(&["1"], lost())(size), vec!["RECONNECTING", "STALE 0s"]),
            (paused(size), vec!["PAUSED", "live 0.4s"]),
            (leaderless(size), vec!["▲ no leader", "live 0.4s"]),
            (leaderless_and_lost(size), vec!["RECONNECTING", "▲ no leader", "STALE 0s"]),
            (then(&["1"], Link::Expired { since: NOW })(size), vec!["EXPIRED", "STALE 0s"]),
        ] {
            model.protected = true;
            let row = title(&mut model, width);
            assert!(told.iter().all(|told| row.contains(told)), "{width}: {told:?} not all in {row}");
            assert!(row.contains('!'), "{width}: {row}");
            let text = styled(&draw(&mut model, &theme()));
            let counters = text.lines().nth(1).unwrap();
            assert!(["✗", "▲", "◌"].iter().all(|sign| counters.contains(sign)), "{width}: {counters}");
        }
    }
}

#[test]
fn the_question_is_copied_as_a_command() {
    let mut model = pressed((120, 35), &["2", "P"]);
    typed(&mut model, "memory limit");
    let copied = |model: &mut Model, key: &str| {
        update(model, Event::Term(TermEvent::Key(key_of(key)))).into_iter().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text),
            _ => None,
        })
    };
    let wanted = "nonoctl --connect zk1,zk2,zk3:2181/nono task pause billing.nightly-invoices --reason 'memory limit'";
    assert_eq!(copied(&mut model, "ctrl-y").as_deref(), Some(wanted));
    press(&mut model, &["tab"]);
    assert_eq!(copied(&mut model, "y").as_deref(), Some(wanted));
    let Some(Overlay::Confirm(dialog)) = &model.overlay else { panic!("the question stays") };
    assert_eq!(dialog.focus, Focus::Cancel);
    let mut model = pressed((120, 35), &["2", "enter", "m"]);
    assert!(copied(&mut model, "y").unwrap().ends_with("task get billing.nightly-invoices -o yaml"));
}

#[test]
fn a_command_breaks_between_its_words_and_never_within_a_quoted_one() {
    let mut model = pressed((80, 35), &["2", "P"]);
    typed(&mut model, "the memory limit of the host is too low for it since Tuesday, see OPS-4121");
    let text = styled(&draw(&mut model, &theme()));
    let same: Vec<&str> = text.lines().skip_while(|line| !line.contains("Same as")).collect();
    let cut = same.iter().find(|line| line.contains("'the memory limit of the host")).expect("one line has it");
    assert!(cut.contains("since Tuesday") || cut.contains('…'), "{text}");
    assert!(same[1].contains("task pause") && same[1].contains(" \\"), "{text}");
}
