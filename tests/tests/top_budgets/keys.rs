//! Keys, one by one as a person presses them, and how long each takes to show on the screen what it does.

use std::time::{Duration, Instant};

use nono_tests::chance::Chance;
use nono_tests::pty::Pty;
use nono_tests::wait::figure;

/// Through the list: each of these moves the selection, from the first row back to it.
const MOVES: [&str; 13] = ["j", "j", "G", "k", "k", "\x15", "g", "\x04", "j", "\x1b[6~", "k", "\x1b[5~", "g"];
/// Each view, and back to the tasks.
const VIEWS: [(&str, &str); 6] = [
    ("3", "[3 Schedulers"),
    ("4", "[4 Runs"),
    ("5", "[5 Upcoming"),
    ("6", "[6 Cluster"),
    ("1", "[1 Overview"),
    ("2", "[2 Tasks"),
];
/// The columns that `>` goes through, from the name back to it.
const COLUMNS: [&str; 8] = ["SCHEDULE", "STATE", "LAST", "RUNS", "P50", "NEXT", "OWNER", "NAME"];
/// By name, by state, by label: each letter narrows the list at once.
const FILTER: &str = "task state:ok team=web";

struct Person<'a> {
    top: &'a mut Pty,
    chance: Chance,
    took: Vec<Duration>,
    slowest: (Duration, String),
}

/// Presses them all, in the list of all tasks.
pub(super) fn press_all(top: &mut Pty) -> Vec<Duration> {
    top.wait_until("the tasks", |screen| screen.contains("[2 Tasks") && pointer(screen).is_some());
    let mut person = Person { top, chance: Chance::new(7), took: Vec::new(), slowest: Default::default() };
    // What is read once, when it is first asked for, is not what a key costs.
    person.top.send("!");
    person.top.wait_until("all were read", |screen| screen.contains("states of all tasks as of"));
    person.top.send("!");
    person.top.wait_until("all again", |screen| !screen.contains("problems only") && pointer(screen).is_some());
    for _ in 0..10 {
        MOVES.iter().for_each(|key| person.moves(key));
        for (key, shows) in VIEWS {
            person.press(key, |screen| screen.contains(shows));
        }
        person.opens_and_goes_back();
        person.sorts();
        person.filters();
    }
    let (most, key) = &person.slowest;
    figure("budgets", format!("{} keys, the slowest {key:?} took {} ms", person.took.len(), most.as_millis()));
    person.took
}

impl Person<'_> {
    fn press(&mut self, key: &str, shows: impl Fn(&str) -> bool) {
        let pause = self.chance.span(5, 120);
        self.top.watch(pause);
        let pressed = Instant::now();
        self.top.send(key);
        let shown = self.top.wait_until(&format!("what {key:?} does"), shows);
        let took = shown.saturating_duration_since(pressed);
        if took > self.slowest.0 {
            self.slowest = (took, key.to_owned());
        }
        self.took.push(took);
    }

    fn moves(&mut self, key: &str) {
        let before = pointer(&self.top.text());
        self.press(key, |screen| pointer(screen).is_some_and(|after| Some(after) != before));
    }

    fn opens_and_goes_back(&mut self) {
        let (_, name) = pointer(&self.top.text()).expect("a row is selected");
        self.press("\r", |screen| screen.contains(&format!("┌ Task {name}")));
        self.press("\x1b", |screen| screen.contains("│ sort ") && pointer(screen).is_some());
    }

    fn sorts(&mut self) {
        for column in COLUMNS {
            self.press(">", |screen| screen.contains(&format!("│ sort {column}")));
        }
    }

    fn filters(&mut self) {
        self.press("/", |screen| screen.lines().any(|line| line.starts_with(" /")));
        for end in 1..=FILTER.len() {
            let typed = format!(" / {}", &FILTER[..end]);
            self.press(&FILTER[end - 1..end], |screen| {
                screen.lines().any(|line| line.trim_end().starts_with(typed.trim_end()))
            });
        }
        self.press("\x1b", |screen| !screen.lines().any(|line| line.starts_with(" /")));
    }
}

/// The row that is selected: where it stands, and the task's name.
fn pointer(screen: &str) -> Option<(usize, String)> {
    let (place, line) = screen.lines().enumerate().find(|(_, line)| line.starts_with("│ > "))?;
    Some((place, line.trim_start_matches("│ > ").split_whitespace().next()?.to_owned()))
}
