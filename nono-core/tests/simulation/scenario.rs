//! Scenario files: what happens when, and what must have come of it, for people to read.
//!
//! `scenarios/*.txt`, one statement a line: `at 20s kill a`, `until 60s`, `expect redeliveries = 0`. A line that is not
//! understood fails the scenario: a typo must not make a test that checks nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use crate::world::World;

const S: u64 = 1_000_000;

/// Tells one file's scenario.
pub(crate) fn tell(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let mut world = World::new(1);
    let mut expectations = 0;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = format!("{}:{}: {line}", file.display(), number + 1);
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["at", when, ..] => {
                world.run_until(micros(when, &place));
                let rest = line.split_once(when).map_or("", |(_, rest)| rest.trim());
                act(&mut world, rest, &place);
            }
            ["until", when] => finish(&mut world, micros(when, &place), &place),
            ["expect", ..] => {
                expect(&world, &words[1..], &place);
                expectations += 1;
            }
            _ => panic!("not understood: {place}"),
        }
    }
    assert!(expectations > 0, "{} expects nothing", file.display());
}

fn finish(world: &mut World, until: u64, place: &str) {
    world.run_until(until + 20 * S);
    let at = nono_core::time::Utc(crate::world::START.0 + (until / 1000) as i64);
    let problems = world.settled(at);
    assert!(problems.is_empty(), "{place}\n{}\n{}", problems.join("\n"), world.tail());
}

fn act(world: &mut World, what: &str, place: &str) {
    let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
    let words: Vec<&str> = rest.split_whitespace().collect();
    match (verb, &words[..]) {
        ("start", names) => names.iter().for_each(|name| {
            world.start(name);
        }),
        ("kill", [name]) => world.kill(name),
        ("stop", [name]) => world.stop(name),
        ("pause", [name, span]) => world.pause(name, Duration::from_micros(micros(span, place))),
        ("cut", [name, span]) => world.cut(name, Duration::from_micros(micros(span, place))),
        ("clock", [name, span]) => world.step_clock(name, (micros(span, place) / 1000) as i64),
        ("trigger", [name]) => world.trigger(name),
        ("remove", [name]) => world.remove_task(name),
        ("task", [name, ..]) => {
            let patch = rest.split_once(' ').map_or("{}", |(_, patch)| patch);
            let patch: Value = serde_json::from_str(patch).unwrap_or_else(|why| panic!("{place}: {why}"));
            world.add_task(name, &patch);
        }
        _ => panic!("not understood: {place}"),
    }
}

fn expect(world: &World, words: &[&str], place: &str) {
    let [what @ .., relation, number] = words else { panic!("not understood: {place}") };
    let number: usize = number.parse().unwrap_or_else(|_| panic!("not a number: {place}"));
    let is = match what {
        ["redeliveries"] => world.checker.redeliveries,
        ["requests"] => world.checker.requests,
        ["claims"] => world.checker.claims,
        [outcome, "of", task] => {
            let ends: BTreeMap<String, usize> = world.checker.outcomes(task);
            ends.get(*outcome).copied().unwrap_or(0)
        }
        _ => panic!("not understood: {place}"),
    };
    let holds = match *relation {
        "=" => is == number,
        ">=" => is >= number,
        "<=" => is <= number,
        _ => panic!("not understood: {place}"),
    };
    assert!(holds, "{place}\nit is {is}\n{}", world.tail());
}

fn micros(text: &str, place: &str) -> u64 {
    let span = nono_core::task::parse_duration(text).unwrap_or_else(|_| panic!("no span of time: {place}"));
    u64::try_from(span.as_micros()).unwrap()
}
