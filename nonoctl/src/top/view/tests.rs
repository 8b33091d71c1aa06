//! Every view, overlay and state at four sizes, styles included, as text that a person can read; and a long random walk.

mod asked;
mod behaviour;
mod data;
mod first;
mod keys;
mod lost;
mod news;
mod walk;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use crossterm::event::{Event as TermEvent, KeyCode, KeyEvent, KeyModifiers};
use nono_core::time::Utc;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Modifier, Style};

use super::*;
use crate::top::app::dialog::Manifest;
use crate::top::app::lists;
use crate::top::data::{Forecast, Link, News, Order, TaskRow};
use crate::top::keys::KeyMap;
use crate::top::theme::Known;
use crate::top::update::{Effect, Event, ask_to_replace, update, wants};
use crate::top::{mock, start};

/// A Wednesday afternoon; the pictures are of this moment.
pub(super) const NOW: Utc = Utc(1_795_617_127_000);
const TASKS: usize = 4_812;
const SIZES: [(u16, u16); 4] = [(200, 50), (120, 35), (80, 24), (60, 12)];

/// A screen with the keys, and nothing known yet.
pub(super) fn blank(size: (u16, u16)) -> Model {
    let mut model = start::blank("zk1,zk2,zk3:2181/nono".to_owned(), KeyMap::default(), NOW);
    model.size = size;
    model
}

/// Brings news, and what the screen then asks for.
pub(super) fn hear(model: &mut Model, news: News) {
    let effects = update(model, Event::News(news));
    answer(model, effects);
}

/// Answers what is asked of the source, as the made-up cluster does.
pub(super) fn answer(model: &mut Model, effects: Vec<Effect>) {
    for effect in effects {
        let Effect::Order(order) = effect else { continue };
        let news = match order {
            Order::Want(wants) => {
                if let Some(name) = &wants.task {
                    let number = (0..TASKS).find(|number| mock::name(*number) == *name);
                    let news = match number {
                        Some(number) => News::Task(std::sync::Arc::new(mock::detail(number, NOW))),
                        None => News::TaskGone(name.clone()),
                    };
                    hear(model, news);
                }
                Some(mock::rows(TASKS, &wants.rows, NOW)).filter(|_| !wants.rows.is_empty())
            }
            Order::Count => Some(counted()),
            Order::Refresh => Some(News::Refreshed),
            Order::Read(names) => {
                hear(model, News::Fleet(std::sync::Arc::new(mock::fleet(TASKS, NOW))));
                Some(mock::rows(TASKS, &names, NOW)).filter(|_| !names.is_empty())
            }
            Order::Examine => Some(News::Checkup(std::sync::Arc::new(mock::checkup(NOW)))),
            _ => None,
        };
        if let Some(news) = news {
            hear(model, news);
        }
    }
}

/// All tasks of the made-up cluster, made up once.
pub(super) fn counted() -> News {
    type Census = (Vec<Arc<TaskRow>>, Arc<Forecast>);
    static CENSUS: LazyLock<Census> = LazyLock::new(|| match mock::census(TASKS, NOW) {
        News::Census { rows, forecast, .. } => (rows, forecast),
        other => unreachable!("{other:?}"),
    });
    let (rows, forecast) = CENSUS.clone();
    News::Census { at: NOW, rows, forecast }
}

/// A screen of the made-up cluster after a while; the while is played once.
pub(super) fn live(size: (u16, u16)) -> Model {
    static LIVE: LazyLock<Model> = LazyLock::new(|| live_for((120, 35), 90));
    Model { size, ..LIVE.clone() }
}

/// The same after so many seconds.
pub(super) fn live_for(size: (u16, u16), seconds: i64) -> Model {
    let mut model = blank(size);
    let link = Link::Live { round_trip: Duration::from_millis(2) };
    hear(&mut model, News::Link(link));
    hear(&mut model, News::Servers(mock::servers()));
    hear(&mut model, News::Catalogue(std::sync::Arc::new(mock::catalogue(TASKS))));
    for second in (0..seconds).rev() {
        let at = Utc(NOW.0 - second * 1000);
        update(&mut model, Event::Tick(at));
        hear(&mut model, News::Fleet(std::sync::Arc::new(mock::fleet(TASKS, at))));
    }
    model
}

pub(super) fn draw(model: &mut Model, theme: &Theme) -> Buffer {
    let (columns, rows) = model.size;
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    // Twice: the first picture finds out how many rows fit, and what is to be read for them.
    for _ in 0..2 {
        let mut heights = Heights::new();
        terminal.draw(|frame| heights = view(model, theme, frame)).unwrap();
        for (id, height) in heights {
            let mut table = model.table(id);
            table.height = height;
            table.offset = table.window(lists::len(model, id));
            model.tables.insert(id, table);
        }
        let wanted = wants(model);
        answer(model, vec![Effect::Order(Order::Want(wanted))]);
    }
    terminal.backend().buffer().clone()
}

fn name_of(style: Style) -> String {
    let mut words = Vec::new();
    if let Some(colour) = style.fg.filter(|colour| *colour != ratatui::style::Color::Reset) {
        words.push(format!("{colour:?}").to_lowercase());
    }
    let known = [(Modifier::BOLD, "bold"), (Modifier::DIM, "dim"), (Modifier::REVERSED, "reverse")];
    words.extend(
        known.iter().filter(|(modifier, _)| style.add_modifier.contains(*modifier)).map(|(_, word)| (*word).to_owned()),
    );
    words.join(" ")
}

/// The picture, each run of a look in brackets behind its name.
pub(super) fn styled(buffer: &Buffer) -> String {
    let area = buffer.area;
    let mut text = String::new();
    for y in 0..area.height {
        let mut line = String::new();
        let mut look = String::new();
        for x in 0..area.width {
            let cell = &buffer[(x, y)];
            let style = Style { fg: Some(cell.fg), add_modifier: cell.modifier, ..Style::default() };
            let now = name_of(style);
            if now != look {
                if !look.is_empty() {
                    line.push('⟧');
                }
                if !now.is_empty() {
                    line.push_str(&format!("⟦{now}:"));
                }
                look = now;
            }
            line.push_str(cell.symbol());
        }
        if !look.is_empty() {
            line.push('⟧');
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

pub(super) fn theme() -> Theme {
    Theme::known(Known::Default, false, false)
}

/// The same screen at every size.
pub(super) fn at_every_size(make: impl Fn((u16, u16)) -> Model) -> String {
    at_sizes(&SIZES, &theme(), make)
}

pub(super) fn at_sizes(sizes: &[(u16, u16)], theme: &Theme, make: impl Fn((u16, u16)) -> Model) -> String {
    let mut text = String::new();
    for size in sizes {
        let mut model = make(*size);
        let buffer = draw(&mut model, theme);
        text.push_str(&format!("{}x{}\n{}\n", size.0, size.1, styled(&buffer)));
    }
    text
}

/// Types keys as a file of keys names them.
pub(super) fn press(model: &mut Model, keys: &[&str]) {
    for key in keys {
        let effects = update(model, Event::Term(TermEvent::Key(key_of(key))));
        answer(model, effects);
        draw(model, &theme());
    }
}

pub(super) fn key_of(key: &str) -> KeyEvent {
    let codes = [
        ("enter", KeyCode::Enter),
        ("esc", KeyCode::Esc),
        ("tab", KeyCode::Tab),
        ("space", KeyCode::Char(' ')),
        ("down", KeyCode::Down),
        ("up", KeyCode::Up),
        ("backspace", KeyCode::Backspace),
        ("pgdn", KeyCode::PageDown),
        ("pgup", KeyCode::PageUp),
        ("end", KeyCode::End),
    ];
    if let Some((_, code)) = codes.iter().find(|(name, _)| *name == key) {
        return KeyEvent::new(*code, KeyModifiers::NONE);
    }
    match key.strip_prefix("ctrl-") {
        Some(letter) => KeyEvent::new(KeyCode::Char(letter.chars().next().unwrap()), KeyModifiers::CONTROL),
        None => KeyEvent::new(KeyCode::Char(key.chars().next().unwrap()), KeyModifiers::NONE),
    }
}

pub(super) fn typed(model: &mut Model, text: &str) {
    let keys: Vec<String> =
        text.chars().map(|letter| if letter == ' ' { "space".to_owned() } else { letter.to_string() }).collect();
    press(model, &keys.iter().map(String::as_str).collect::<Vec<_>>());
}

pub(super) fn pressed(size: (u16, u16), keys: &[&str]) -> Model {
    let mut model = live(size);
    draw(&mut model, &theme());
    press(&mut model, keys);
    model
}

macro_rules! pictures {
    ($($name:ident [$($key:literal),*];)*) => {
        $(#[test] fn $name() { insta::assert_snapshot!(at_every_size(|size| pressed(size, &[$($key),*]))); })*
    };
}

pictures! {
    overview ["1"];
    tasks ["2"];
    tasks_marked_and_sorted ["2", "space", "space", ">", ">", "I"];
    task ["2", "enter"];
    manifest ["2", "enter", "m"];
    changes ["2", "enter", "v"];
    run ["2", "enter", "enter"];
    schedulers ["3", "j", "j"];
    scheduler ["3", "j", "j", "enter"];
    runs ["4"];
    upcoming ["5", "l", "l"];
    cluster ["6"];
    help ["2", "?"];
    help_further_down ["2", "?", "j", "pgdn"];
    help_searched ["2", "?", "/", "r", "u", "n"];
    palette [":", "t"];
    sort_menu ["2", "s", "j"];
    action_menu ["2", "x"];
    confirm_pause ["2", "P"];
    confirm_replay ["2", "enter", "Y"];
    confirm_drain ["3", "j", "j", "D"];
    problems_only ["2", "!"];
}

#[test]
fn what_an_editor_changed_is_asked_about() {
    insta::assert_snapshot!(at_every_size(|size| {
        let mut model = pressed(size, &["2", "enter"]);
        model.protected = true;
        let before = "name: web.ping\nschedule:\n  every: 5m\n".to_owned();
        let after = before.replace("5m", "10m");
        ask_to_replace(&mut model, mock::name(0), Manifest { before, after, version: 14 });
        model
    }));
}

#[test]
fn a_question_that_outlives_the_connection_changes_nothing_and_says_so() {
    let mut model = pressed((120, 35), &["2", "P"]);
    hear(&mut model, News::Link(Link::Expired { since: NOW }));
    let mut effects = Vec::new();
    for key in ["tab", "tab", "enter"] {
        effects.extend(update(&mut model, Event::Term(TermEvent::Key(key_of(key)))));
    }
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Order(Order::Do(_)))), "{effects:?}");
    assert!(model.overlay.is_some() && model.toast.is_some_and(|(said, _)| said.text.starts_with("not done")));
}

#[test]
fn on_request_all_graphs_are_dots() {
    let dots = Theme::known(Known::Default, false, true);
    for keys in [&["1"][..], &["2"], &["2", "enter"], &["3"], &["3", "enter"], &["5"]] {
        let mut model = pressed((120, 35), keys);
        let text: String = draw(&mut model, &dots).content.iter().map(|cell| cell.symbol().to_owned()).collect();
        assert!(!text.contains(|sign: char| ('▁'..='█').contains(&sign)), "{keys:?}: {text}");
        assert!(text.contains(|sign: char| ('⠁'..='⣿').contains(&sign)), "{keys:?}: {text}");
    }
    insta::assert_snapshot!(at_sizes(&[(120, 35)], &dots, |size| pressed(size, &["5", "l"])));
}

#[test]
fn without_utf8_nothing_but_ascii_is_drawn() {
    let ascii = Theme::known(Known::Mono, true, true);
    for view in ["1", "2", "3", "4", "5", "6", "?", "x"] {
        let mut model = pressed((120, 35), &["2", view]);
        let text: String = draw(&mut model, &ascii).content.iter().map(|cell| cell.symbol().to_owned()).collect();
        assert!(text.is_ascii(), "view {view}: {text}");
    }
    insta::assert_snapshot!(at_sizes(&[(80, 24)], &ascii, |size| pressed(size, &["2"])));
}

#[test]
fn mono_has_no_colour_and_the_selected_row_is_seen() {
    let mono = Theme::known(Known::Mono, false, false);
    let mut model = pressed((120, 35), &["2", "j"]);
    let buffer = draw(&mut model, &mono);
    assert!(
        buffer
            .content
            .iter()
            .all(|cell| cell.fg == ratatui::style::Color::Reset && cell.bg == ratatui::style::Color::Reset)
    );
    let lit = (0..120).filter(|x| buffer[(*x, 5)].modifier.contains(Modifier::REVERSED)).count();
    assert!(lit > 100, "{lit} cells of the selected row are lit");
}

#[test]
fn every_colour_of_the_screen_comes_from_the_theme() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/top/view");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() && !path.ends_with("tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(!text.contains("Color::"), "{} names a colour", path.display());
        }
    }
}

#[test]
fn the_selection_stays_with_its_object() {
    let mut model = pressed((120, 35), &["2", "j", "j", "j"]);
    let selected = model.table(TableId::Tasks).selected.unwrap();
    let mut fewer = mock::catalogue(TASKS);
    fewer.names.remove(0);
    hear(&mut model, News::Catalogue(std::sync::Arc::new(fewer)));
    let table = model.table(TableId::Tasks);
    assert_eq!((table.selected.as_deref(), table.place), (Some(selected.as_str()), 2));
    press(&mut model, &["enter", "esc"]);
    assert_eq!(model.table(TableId::Tasks).selected, Some(selected));
}

#[test]
fn what_came_due_since_a_task_was_read_does_not_make_it_late() {
    use crate::tasks::view::TaskCondition;
    let views = (0..400).map(|number| (number, mock::view(number, NOW)));
    let well = views.filter(|(_, view)| view.condition(NOW) == TaskCondition::Ok);
    let (due, number) = well.filter_map(|(number, view)| Some((view.next(NOW)?, number))).min().unwrap();
    let mut model = live_for((120, 35), 1);
    let name = mock::name(number);
    model.screens.push(Screen::Task(name));
    hear(&mut model, News::Task(std::sync::Arc::new(mock::detail(number, NOW))));
    model.now = due.utc() + Duration::from_secs(5);
    let heads = |model: &Model| {
        let mut terminal = Terminal::new(TestBackend::new(120, 35)).unwrap();
        terminal.draw(|frame| drop(view(model, &theme(), frame))).unwrap();
        let text = styled(terminal.backend().buffer());
        text.lines().find(|line| line.contains("┌ Task ")).unwrap().to_owned()
    };
    assert!(heads(&model).contains("✓ ok"), "{}", heads(&model));
}

#[test]
fn what_has_passed_is_not_next() {
    let mut model = live_for((120, 35), 1);
    hear(&mut model, mock::census(400, NOW));
    let first = |model: &Model| lists::upcoming(model)[0].at.utc();
    assert!(first(&model) > NOW);
    let later = Utc(first(&model).0 + 1);
    drop(update(&mut model, Event::Tick(later)));
    assert!(first(&model) > later);
}
