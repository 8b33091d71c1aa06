//! Changes of the clock, in every zone, against a slow twin that was written from docs/cron.md alone.
//!
//! `NONO_SEED` and `NONO_CASES` repeat or widen the search; a failure prints both.

#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "schedule/random.rs"]
mod random;
#[path = "schedule/twin.rs"]
mod twin;

use chrono::{DateTime, Datelike, Timelike};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use nono_core::schedule::{DstOverlap, Gap, Kind, Schedule, Spec};
use nono_core::time::Instant;
use random::{Near, Random, expression, plan};
use twin::{Clock, Policies, Twin};

const HOUR: i64 = 3600;
/// 2005-01-01 and 2035-01-01.
const YEARS: (i64, i64) = (1_104_537_600, 2_051_222_400);
/// So many expressions are tried at each change of a clock.
const CASES_AT_A_CHANGE: u64 = 25;

const GAPS: [&str; 2] = ["next", "skip"];
const OVERLAPS: [&str; 3] = ["first", "last", "both"];

struct Place {
    zone: TimeZone,
    name: String,
    /// The instants in [`YEARS`] at which the offset changes, and by how much.
    changes: Vec<(i64, i64)>,
}

fn offset(zone: &TimeZone, at: i64) -> i64 {
    i64::from(zone.to_offset(Timestamp::from_second(at).unwrap()).seconds())
}

/// Found by looking at each hour: the twin shall not trust the lists that the product trusts.
fn changes(zone: &TimeZone, from: i64, to: i64, step: i64) -> Vec<(i64, i64)> {
    let mut changes = Vec::new();
    let mut at = from;
    while at < to {
        let shift = offset(zone, at + step) - offset(zone, at);
        if shift != 0 {
            let (mut before, mut after) = (at, at + step);
            while after - before > 1 {
                let middle = i64::midpoint(before, after);
                if offset(zone, middle) == offset(zone, at) { before = middle } else { after = middle }
            }
            changes.push((after, shift));
        }
        at += step;
    }
    changes
}

fn places() -> Vec<Place> {
    let database = TimeZoneDatabase::bundled();
    let names = database.available().map(|name| name.as_str().to_owned());
    names
        .map(|name| {
            let zone = database.get(&name).unwrap();
            let changes = changes(&zone, YEARS.0, YEARS.1, 86_400);
            Place { zone, name, changes }
        })
        .collect()
}

/// What the clock shows around a change of the zone's clock, or around any moment if it never changes.
fn watch(place: &Place, random: &mut Random) -> Clock {
    let (at, shift) = match place.changes.as_slice() {
        [] => (random.within(YEARS.0, YEARS.1), 0),
        changes => *random.pick(changes),
    };
    let around = shift.abs() + HOUR + random.within(0, HOUR / 2);
    Clock::watch(&place.zone, at - around, at + around)
}

fn near(clock: &Clock, random: &mut Random) -> Near {
    let (least, most) = clock.walls();
    let wall = DateTime::from_timestamp(random.within(least, most), 0).unwrap();
    Near {
        hour: i64::from(wall.hour()),
        day: i64::from(wall.day()),
        month: i64::from(wall.month()),
        weekday: i64::from(wall.weekday().num_days_from_sunday()),
    }
}

fn policies(random: &mut Random) -> Policies {
    let (gap, overlap): (&&str, &&str) = (random.pick(&GAPS), random.pick(&OVERLAPS));
    Policies { gap, overlap }
}

fn schedule(expression: &str, zone: &str, policies: Policies) -> Schedule {
    let spec = Spec {
        time_zone: Some(zone.to_owned()),
        gap: if policies.gap == "skip" { Gap::Skip } else { Gap::Next },
        overlap: match policies.overlap {
            "last" => DstOverlap::Last,
            "both" => DstOverlap::Both,
            _ => DstOverlap::First,
        },
        ..Kind::cron(expression).spec()
    };
    Schedule::new(spec).unwrap_or_else(|error| panic!("{expression}: {error}"))
}

/// Asks the product about moments inside the stretch of time and compares each answer with the twin's list.
fn compare(schedule: &Schedule, clock: &Clock, due: &[i64], random: &mut Random, case: &str) {
    let inside = |at: Option<Instant>| at.map(|at| at.0).filter(|at| (clock.begin..clock.end).contains(at));
    let mut probes = vec![clock.begin - 1, clock.end - 1];
    probes.extend((0..4).map(|_| random.within(clock.begin, clock.end - 1)));
    for _ in 0..if due.is_empty() { 0 } else { 4 } {
        probes.push(*random.pick(due) - random.within(0, 1));
    }
    for probe in probes {
        let index = due.partition_point(|at| *at <= probe);
        let next = inside(schedule.next_after(Instant(probe)));
        assert_eq!(next, due.get(index).copied(), "{case}: the next after {}", Instant(probe));
        let index = due.partition_point(|at| *at < probe + 1);
        let previous = inside(schedule.previous_before(Instant(probe + 1)));
        assert_eq!(previous, due[..index].last().copied(), "{case}: the last before {}", Instant(probe + 1));
        let to = random.within(probe, clock.end - 1).max(clock.begin);
        let from = probe.max(clock.begin);
        let expected = due.iter().filter(|at| (from..=to).contains(*at)).count() as u64;
        let count = schedule.count_between(Instant(from), Instant(to));
        assert_eq!(count, expected, "{case}: the count from {} to {}", Instant(from), Instant(to));
    }
    let all = schedule.count_between(Instant(clock.begin), Instant(clock.end - 1));
    assert_eq!(all, due.len() as u64, "{case}: the count of all");
}

#[test]
fn the_slow_twin_agrees_around_changes_of_the_clock_in_every_zone() {
    let (seed, cases) = plan(50_000);
    let places = places();
    assert!(places.len() > 500, "{} zones are built in", places.len());
    let moving: Vec<&Place> = places.iter().filter(|place| !place.changes.is_empty()).collect();
    assert!(moving.len() > 200, "{} zones change their clocks", moving.len());
    // Every zone once, between them and after them those whose clocks change.
    let again = &mut moving.iter().copied().cycle();
    let mut order: Vec<&Place> = places.iter().zip(&mut *again).flat_map(|(any, moving)| [any, moving]).collect();
    order.extend(again.take(usize::try_from(cases / CASES_AT_A_CHANGE).unwrap()));
    let mut order = order.into_iter();
    let (mut case, mut decided) = (0, 0);
    while case < cases {
        let place = order.next().unwrap();
        let clock = watch(place, &mut Random::new(seed, case));
        for _ in 0..CASES_AT_A_CHANGE {
            case += 1;
            let words = format!("NONO_SEED={seed} NONO_CASES={case}");
            decided += u64::from(try_one(place, &clock, &mut Random::new(seed, case), &words));
        }
    }
    assert!(decided >= case / 10, "the policies decided something in only {decided} of {case} cases");
}

/// One case; whether the policies made a difference in it.
fn try_one(place: &Place, clock: &Clock, random: &mut Random, words: &str) -> bool {
    let near = near(clock, random);
    let policies = policies(random);
    let text = loop {
        let text = expression(random, near);
        // A month that lacks the day is refused: that is for the tables to test.
        if Schedule::new(Kind::cron(text.clone()).spec()).is_ok() {
            break text;
        }
    };
    let twin = Twin::read(&text);
    let (least, most) = clock.walls();
    let walls = twin.walls(least, most);
    let due = twin.instants(clock, &walls, policies);
    let words = format!("{words}: \"{text}\" in {} with {policies:?}", place.name);
    compare(&schedule(&text, &place.name, policies), clock, &due, random, &words);
    let others = Policies {
        gap: if policies.gap == "skip" { "next" } else { "skip" },
        overlap: if policies.overlap == "both" { "first" } else { "both" },
    };
    twin.instants(clock, &walls, others) != due
}

#[test]
fn the_repeated_and_the_lost_hours_of_a_zone_lie_far_apart() {
    // What lets the product look at one change at a time: no wall time is touched by two of them.
    let database = TimeZoneDatabase::bundled();
    for name in database.available() {
        let zone = database.get(name.as_str()).unwrap();
        let changes = changes(&zone, 0, 2_524_608_000, 6 * HOUR);
        for pair in changes.windows(2) {
            let ((first, shift), (second, next_shift)) = (pair[0], pair[1]);
            let reach = shift.abs() + next_shift.abs();
            assert!(second - first > reach, "{}: {} and {}", name.as_str(), Instant(first), Instant(second));
        }
    }
}
