//! Two admins change the same tasks at random, with every verb that changes one. Of each change that was said to be done there
//! is a version, and the last version is what all of them together, in their order, come to: nothing is lost in silence.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{AT, Trial, URL};
use crate::trial::{self, Done};

/// A generator that a seed repeats.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What one of them wants of a task.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Deed {
    /// Own label, by flag: whatever else somebody changed meanwhile stays.
    Label(&'static str, String),
    /// By flag.
    Describe(String),
    /// In an editor: refused if somebody was faster.
    Edit(String),
    /// The whole document, with this label alone and no description; a pause stays.
    Apply(&'static str, String),
    Pause(String),
    Resume,
    /// As it was in a version.
    Rollback(i64),
}

impl Deed {
    fn at_random(dice: &mut Dice, who: &'static str, counter: u64, version: i64) -> Self {
        let text = format!("{who} {counter}");
        match dice.roll(8) {
            0 | 1 => Self::Label(who, counter.to_string()),
            2 => Self::Describe(text),
            3 => Self::Edit(text),
            4 => Self::Apply(who, counter.to_string()),
            5 => Self::Pause(text),
            6 => Self::Resume,
            _ => Self::Rollback((version - 1 - dice.roll(3) as i64).max(1)),
        }
    }

    /// Does it; `strict`: only if the task is at that version, where the verb can be told so.
    fn done(&self, trial: &Trial, task: &str, strict: Option<i64>) -> Done {
        let version = strict.map(|version| version.to_string());
        let strict: Vec<&str> = version.iter().flat_map(|version| ["--if-version", version]).collect();
        let nono = |args: &[&str], stdin: &str| trial.run(AT, &[args, &["-o", "json"]].concat(), stdin);
        match self {
            Self::Label(who, value) => {
                let label = format!("{who}={value}");
                nono(&[&["task", "update", task, "--label", &label], &strict[..]].concat(), "")
            }
            Self::Describe(text) => nono(&[&["task", "update", task, "--description", text], &strict[..]].concat(), ""),
            Self::Edit(text) => {
                let editor = format!("sed -i -e /^description:/d -e 's/^schedule:/description: {text}\\nschedule:/'");
                let mut command = trial.command(AT, &["task", "edit", task, "-o", "json"]);
                trial::done(command.env("EDITOR", editor).spawn().unwrap())
            }
            Self::Apply(who, value) => {
                let manifest = json!({
                    "apiVersion": "nono/v1", "kind": "SchedulerTask", "name": task, "labels": { *who: value },
                    "schedule": { "every": "1h" }, "target": { "url": URL },
                });
                nono(&["apply", "-f", "-"], &manifest.to_string())
            }
            Self::Pause(reason) => nono(&["task", "pause", task, "--reason", reason], ""),
            Self::Resume => nono(&["task", "resume", task], ""),
            Self::Rollback(to) => {
                let to = to.to_string();
                nono(&[&["task", "rollback", task, "--to-version", &to], &strict[..]].concat(), "")
            }
        }
    }
}

/// What is compared of a task.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct State {
    labels: BTreeMap<String, String>,
    description: Option<String>,
    paused: bool,
}

impl State {
    fn of(document: &Value) -> Self {
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let labels = document["labels"].as_object().into_iter().flatten();
        Self {
            labels: labels.map(|(key, value)| (key.clone(), text(value).unwrap())).collect(),
            description: text(&document["description"]),
            paused: !document["paused"].is_null(),
        }
    }

    /// What a deed makes of the last of `states`, the states of all versions so far.
    fn after(states: &[Self], deed: &Deed) -> Self {
        let mut state = states.last().unwrap().clone();
        match deed {
            Deed::Label(who, value) => drop(state.labels.insert((*who).to_owned(), value.clone())),
            Deed::Describe(text) | Deed::Edit(text) => state.description = Some(text.clone()),
            Deed::Apply(who, value) => {
                state.labels = BTreeMap::from([((*who).to_owned(), value.clone())]);
                state.description = None;
            }
            Deed::Pause(_) => state.paused = true,
            Deed::Resume => state.paused = false,
            Deed::Rollback(to) => state = states[usize::try_from(*to).unwrap() - 1].clone(),
        }
        state
    }
}

/// What one was told: the version that each deed made, by task and version, and how often somebody was faster.
#[derive(Debug, Default)]
struct Ledger {
    made: BTreeMap<(String, i64), Deed>,
    conflicts: u64,
}

fn change_at_random(trial: &Trial, who: &'static str, seed: u64, until: Instant) -> Ledger {
    let mut dice = Dice(seed);
    let mut ledger = Ledger::default();
    for counter in 1.. {
        if Instant::now() >= until {
            break;
        }
        let task = format!("t{}", dice.roll(2));
        let version = trial.status(&task)["version"].as_i64().unwrap();
        let deed = Deed::at_random(&mut dice, who, counter, version);
        // Of those who ask for a version only one can have it.
        let strict = (dice.roll(2) == 0).then_some(version);
        let done = deed.done(trial, &task, strict);
        match done.code {
            Some(0) => {
                let change = done.json()[0].clone();
                if change["action"] == "unchanged" {
                    continue;
                }
                let version = change["version"].as_i64().unwrap();
                let twice = ledger.made.insert((task, version), deed);
                assert_eq!(twice, None, "{done:?}");
            }
            Some(4) => {
                assert!(done.err.contains("\"conflict\"") && done.err.contains("changed"), "it is said: {done:?}");
                ledger.conflicts += 1;
                forget_draft(&done.err);
            }
            _ => panic!("{deed:?} at {version}: {done:?}"),
        }
    }
    ledger
}

/// What was typed in an editor is kept where it says so.
fn forget_draft(said: &str) {
    if let Some((_, after)) = said.split_once("your text is kept in ") {
        std::fs::remove_file(after.split([';', '"']).next().unwrap()).unwrap();
    }
}

#[test]
fn of_two_who_change_at_random_neither_loses_a_change_and_each_conflict_is_said() {
    let trial = Trial::with_cluster(AT);
    ["t0", "t1"].iter().for_each(|name| trial.add(name, &[]));
    let full = std::env::var("NONO_FULL").is_ok();
    let until = Instant::now() + Duration::from_secs(if full { 60 } else { 3 });
    let seed = 20_261_126;
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| change_at_random(&trial, "ann", seed, until));
        let two = scope.spawn(|| change_at_random(&trial, "bob", seed + 1, until));
        (one.join().unwrap(), two.join().unwrap())
    });
    assert!(!one.made.is_empty() && !two.made.is_empty(), "both changed something: {one:?} {two:?}");
    let met = one.conflicts + two.conflicts;
    assert!(!full || met > 0, "in a minute they meet: {one:?} {two:?}");
    let both = one.made.len() + two.made.len();
    let made: BTreeMap<(String, i64), Deed> = one.made.into_iter().chain(two.made).collect();
    assert_eq!(made.len(), both, "no version was given to both");
    ["t0", "t1"].iter().for_each(|task| is_all_of(&made, task, &trial));
}

/// The versions of the task are those that were said to be made, without a gap, and each is what its deed made of the one
/// before.
fn is_all_of(made: &BTreeMap<(String, i64), Deed>, task: &str, trial: &Trial) {
    let mut states = vec![State::default()];
    for ((_, version), deed) in made.iter().filter(|((name, _), _)| name == task) {
        assert_eq!(*version, states.len() as i64 + 1, "{task}: {made:?}");
        states.push(State::after(&states, deed));
    }
    let document = trial.json(&["task", "get", task]);
    assert_eq!(document["status"]["version"], json!(states.len()), "{task}: {made:?}");
    assert_eq!(Some(&State::of(&document)), states.last(), "{task}: {made:?}");
    for change in trial.json(&["task", "history", task, "--changes"]).as_array().unwrap() {
        let version = usize::try_from(change["version"].as_u64().unwrap()).unwrap();
        assert!(
            change["document"].is_null() || State::of(&change["document"]) == states[version - 1],
            "{change}: {made:?}"
        );
    }
}
