//! One press of a key, as it is typed in a file and shown in the legend.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// See the module. A letter with shift is the capital letter.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) struct Press {
    code: Code,
    ctrl: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Code {
    Letter(char),
    Named(usize),
}

/// As typed, as shown, and what the terminal calls it.
const NAMED: [(&str, &str, KeyCode); 16] = [
    ("enter", "Enter", KeyCode::Enter),
    ("esc", "Esc", KeyCode::Esc),
    ("tab", "Tab", KeyCode::Tab),
    ("shift-tab", "S-Tab", KeyCode::BackTab),
    ("space", "Space", KeyCode::Char(' ')),
    ("up", "↑", KeyCode::Up),
    ("down", "↓", KeyCode::Down),
    ("left", "←", KeyCode::Left),
    ("right", "→", KeyCode::Right),
    ("home", "Home", KeyCode::Home),
    ("end", "End", KeyCode::End),
    ("pgup", "PgUp", KeyCode::PageUp),
    ("pgdn", "PgDn", KeyCode::PageDown),
    ("backspace", "Backspace", KeyCode::Backspace),
    ("delete", "Del", KeyCode::Delete),
    ("insert", "Ins", KeyCode::Insert),
];

impl Press {
    /// What was pressed; `None` for keys that cannot be bound.
    pub(crate) fn of(event: &KeyEvent) -> Option<Self> {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        if let Some(index) = NAMED.iter().position(|(_, _, code)| *code == event.code) {
            let index = if shift && event.code == KeyCode::Tab { index + 1 } else { index };
            return Some(Self { code: Code::Named(index), ctrl });
        }
        match event.code {
            // Some terminals send Ctrl-\ as Ctrl-4.
            KeyCode::Char('4') if ctrl => Some(Self { code: Code::Letter('\\'), ctrl }),
            KeyCode::Char(letter) if ctrl => Some(Self { code: Code::Letter(letter.to_ascii_lowercase()), ctrl }),
            KeyCode::Char(letter) => Some(Self { code: Code::Letter(letter), ctrl }),
            _ => None,
        }
    }

    /// Whether it puts a letter into a line, or edits it.
    pub(crate) fn types(self) -> bool {
        const EDITING: [&str; 8] = ["space", "left", "right", "home", "end", "backspace", "delete", "insert"];
        match self.code {
            Code::Letter(_) => !self.ctrl,
            Code::Named(index) => EDITING.contains(&NAMED[index].0),
        }
    }

    /// As it is typed in the file.
    pub(crate) fn typed(self) -> String {
        let key = match self.code {
            Code::Letter(letter) => letter.to_string(),
            Code::Named(index) => NAMED[index].0.to_owned(),
        };
        if self.ctrl { format!("ctrl-{key}") } else { key }
    }
}

impl fmt::Display for Press {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        match self.code {
            Code::Letter(letter) => write!(f, "{letter}"),
            Code::Named(index) => f.write_str(NAMED[index].1),
        }
    }
}

impl FromStr for Press {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (ctrl, key) = match text.split_at_checked(5) {
            Some((head, rest)) if head.eq_ignore_ascii_case("ctrl-") && !rest.is_empty() => (true, rest),
            _ => (false, text),
        };
        let named = NAMED.iter().position(|(typed, shown, _)| typed.eq_ignore_ascii_case(key) || *shown == key);
        if let Some(index) = named {
            return Ok(Self { code: Code::Named(index), ctrl });
        }
        let mut letters = key.chars();
        match (letters.next(), letters.next()) {
            (Some(letter), None) if !letter.is_control() => {
                let letter = if ctrl { letter.to_ascii_lowercase() } else { letter };
                Ok(Self { code: Code::Letter(letter), ctrl })
            }
            _ => Err(format!(
                "{text:?} is no key: write \"f\", \"F\", \"ctrl-f\", \"enter\", \"esc\", \"tab\", \"space\", \"pgdn\""
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_are_shown_and_typed() {
        for text in ["f", "F", "ctrl-f", "enter", "shift-tab", "space", "pgdn", "[", "ctrl-\\", "="] {
            let press: Press = text.parse().unwrap();
            assert_eq!(press.to_string().parse::<Press>().unwrap(), press, "{text}");
            assert_eq!(press.typed(), text);
        }
        for text in ["", "ff", "ctrl-", "alt-f", "f1"] {
            assert!(text.parse::<Press>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_a_terminal_sends_is_what_a_file_names() {
        let event = |code, modifiers| Press::of(&KeyEvent::new(code, modifiers)).unwrap().typed();
        assert_eq!(event(KeyCode::Char('G'), KeyModifiers::SHIFT), "G");
        assert_eq!(event(KeyCode::Char('c'), KeyModifiers::CONTROL), "ctrl-c");
        assert_eq!(event(KeyCode::BackTab, KeyModifiers::SHIFT), "shift-tab");
        assert_eq!(event(KeyCode::Char('4'), KeyModifiers::CONTROL), "ctrl-\\");
        assert_eq!(event(KeyCode::Char(' '), KeyModifiers::NONE), "space");
    }
}
