//! Random keys, pastes and turns of the mouse's wheel on random sizes: nothing panics, what must hold holds, and looking never changes anything.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use super::*;
use crate::top::app::dialog::Focus;
use crate::top::keys::{Action, Group};

const STEPS: u64 = 10_000;

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most.max(1)
    }
}

fn keys() -> Vec<KeyEvent> {
    let mut keys: Vec<KeyEvent> =
        (' '..='~').map(|letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)).collect();
    let named = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Backspace,
        KeyCode::Delete,
    ];
    for code in named {
        // Often, so that something is opened and closed.
        keys.extend([KeyEvent::new(code, KeyModifiers::NONE); 3]);
    }
    keys.extend(['d', 'u', 'r', 'l', '\\'].map(|letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)));
    keys
}

const PASTES: [&str; 7] =
    ["web", "state:failing or", "a\nb\tc\u{1b}[31m", "zk1,zk2,zk3:2181/nono", "rw", "große Läufe 運行", "PRXDU \n\n"];

/// A key most of the time; now and then a paste, or the mouse.
fn anything(dice: &mut Dice, keys: &[KeyEvent], size: (u16, u16)) -> TermEvent {
    match dice.below(20) {
        0 => TermEvent::Paste(PASTES[dice.below(PASTES.len())].to_owned()),
        1 | 2 => {
            let kinds = [
                MouseEventKind::ScrollDown,
                MouseEventKind::ScrollUp,
                MouseEventKind::Down(MouseButton::Left),
                MouseEventKind::Up(MouseButton::Right),
                MouseEventKind::Drag(MouseButton::Left),
                MouseEventKind::Moved,
                MouseEventKind::ScrollLeft,
            ];
            // Also outside of the screen: it may have shrunk since.
            TermEvent::Mouse(MouseEvent {
                kind: kinds[dice.below(kinds.len())],
                column: dice.below(usize::from(size.0) + 20) as u16,
                row: dice.below(usize::from(size.1) + 20) as u16,
                modifiers: KeyModifiers::NONE,
            })
        }
        _ => TermEvent::Key(keys[dice.below(keys.len())]),
    }
}

/// What must hold between any two events.
fn holds(model: &Model) {
    assert!(!model.screens.is_empty());
    for (id, table) in &model.tables {
        let len = lists::len(model, *id);
        let on_screen = lists::panes(model.screen()).contains(&Some(*id));
        if on_screen {
            assert_eq!(table.selected.is_some(), len > 0, "{id:?} of {len}: {table:?}");
            assert!(table.place < len.max(1), "{id:?} of {len}: {table:?}");
            if let Some(key) = &table.selected {
                assert_eq!(lists::key(model, *id, table.place).as_ref(), Some(key), "{id:?}");
            }
        }
    }
    assert!(model.pane < lists::panes(model.screen()).len());
}

#[test]
fn random_events_on_random_sizes_change_nothing_and_panic_never() {
    let (mut dice, keys, theme) = (Dice(7), keys(), theme());
    let mut model = live((120, 35));
    let (mut drawn, mut asking) = (0, 0);
    for step in 0..STEPS {
        let event = anything(&mut dice, &keys, model.size);
        let key = match &event {
            TermEvent::Key(key) => Some(key.code),
            _ => None,
        };
        let asked = match &model.overlay {
            Some(Overlay::Confirm(dialog)) => dialog.focus == Focus::Do && key == Some(KeyCode::Enter),
            _ => false,
        };
        let was_asking = matches!(model.overlay, Some(Overlay::Confirm(_)));
        let was_menu = matches!(model.overlay, Some(Overlay::Menu(_)));
        let effects = update(&mut model, Event::Term(event.clone()));
        for effect in &effects {
            if let Effect::Order(Order::Do(deed)) = effect {
                assert!(asked, "step {step}: {event:?} alone does {deed:?}");
            }
            if matches!(effect, Effect::Edit(_)) {
                let may = was_menu || matches!(key, Some(KeyCode::Char(letter)) if letter.is_ascii_uppercase());
                assert!(may, "step {step}: {event:?} edits");
            }
        }
        if effects.iter().any(|effect| matches!(effect, Effect::Quit { .. })) {
            model.screens.truncate(1);
            update(&mut model, Event::Tick(NOW));
        }
        // Reading everything again and again would take the time that the walk is for.
        answer(
            &mut model,
            effects
                .into_iter()
                .filter(|effect| !matches!(effect, Effect::Order(Order::Count)) || step % 97 == 0)
                .collect(),
        );
        // In a display that stands still the question comes when what it is about was read.
        if !was_asking && matches!(model.overlay, Some(Overlay::Confirm(_))) {
            let may = was_menu || matches!(key, Some(KeyCode::Char(letter)) if letter.is_ascii_uppercase());
            assert!(may, "step {step}: {event:?} asks for a change");
            asking += 1;
        }
        match dice.below(40) {
            0 => model.size = (1 + dice.below(220) as u16, 1 + dice.below(60) as u16),
            1 => {
                hear(&mut model, News::Fleet(std::sync::Arc::new(mock::fleet(TASKS, Utc(NOW.0 + step as i64 * 1000)))));
            }
            2 => hear(&mut model, News::Link(Link::Lost { since: NOW, tries: 1, next_try: NOW, hosts: Vec::new() })),
            3 => hear(&mut model, News::Link(Link::Live { round_trip: Duration::from_millis(1) })),
            4 => hear(&mut model, News::Catalogue(std::sync::Arc::new(mock::catalogue(dice.below(60))))),
            5 => hear(&mut model, News::Catalogue(std::sync::Arc::new(mock::catalogue(200)))),
            _ => {}
        }
        if step % 4 == 0 {
            draw(&mut model, &theme);
            drawn += 1;
        }
        holds(&model);
    }
    assert!(drawn >= STEPS / 4 && asking > 20, "{drawn} pictures, {asking} questions");
}

#[test]
fn no_action_but_those_that_ask_first_leads_to_a_change() {
    for action in Action::ALL.iter().filter(|action| action.group() != Group::Change) {
        for screen in ["1", "2", "3", "4", "5", "6"] {
            let mut model = live_for((120, 35), 1);
            press(&mut model, &[screen]);
            let effects = crate::top::update::act(&mut model, *action);
            let changes = effects.iter().any(|effect| matches!(effect, Effect::Order(Order::Do(_)) | Effect::Edit(_)));
            assert!(!changes, "{action:?} in view {screen} changes something");
        }
    }
}

#[test]
fn in_read_only_no_change_is_even_asked_about() {
    for key in ["P", "R", "K", "Y", "E", "X", "D", "U"] {
        for screen in ["2", "3", "4"] {
            let mut model = live_for((120, 35), 1);
            model.read_only = true;
            draw(&mut model, &theme());
            press(&mut model, &[screen, key]);
            assert!(model.overlay.is_none(), "{key} in view {screen} asks");
        }
    }
}
