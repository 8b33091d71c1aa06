//! Changes of the clock, in every zone, against a slow twin that was written from docs/cron.md alone.
//!
//! `NONO_SEED` and `NONO_CASES` repeat or widen the search; a failure prints both.

use crate::random::{Dialect, Near, Random, expression, plan};
use crate::twin::{Clock, Policies, Twin};
use chrono::{DateTime, Datelike, NaiveDate, Timelike};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use nono_core::name::TaskName;
use nono_core::schedule::{DstOverlap, Gap, Kind, Schedule, Spec};
use nono_core::time::Instant;

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
        year: i64::from(wall.year()),
        weekday: i64::from(wall.weekday().num_days_from_sunday()),
    }
}

fn policies(random: &mut Random) -> Policies {
    let (gap, overlap): (&&str, &&str) = (random.pick(&GAPS), random.pick(&OVERLAPS));
    Policies { gap, overlap }
}

/// The expressions of a task, one in most cases. One that is never due is refused: that is for the tables to test.
fn expressions(random: &mut Random, near: Near, name: &TaskName) -> Vec<String> {
    let count = if random.chance(70) { 1 } else { random.within(2, 5) };
    let one = |random: &mut Random| loop {
        let text = expression(random, near, Dialect::Whole);
        let alone = Spec { task: Some(name.clone()), ..Kind::cron(&text).spec() };
        match Schedule::new(alone) {
            Ok(_) => break text,
            Err(error) => assert!(error.message.starts_with("never fires"), "{text}: {error}"),
        }
    };
    (0..count).map(|_| one(random)).collect()
}

fn name(random: &mut Random) -> TaskName {
    format!("task-{}", random.within(0, 9_999)).parse().unwrap()
}

fn spec_of(expressions: &[String], name: &TaskName, zone: &str, policies: Policies) -> Spec {
    Spec {
        time_zone: Some(zone.to_owned()),
        gap: if policies.gap == "skip" { Gap::Skip } else { Gap::Next },
        overlap: match policies.overlap {
            "last" => DstOverlap::Last,
            "both" => DstOverlap::Both,
            _ => DstOverlap::First,
        },
        task: Some(name.clone()),
        ..Kind::Cron(expressions.to_vec()).spec()
    }
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
    let name = name(random);
    let lines = expressions(random, near, &name);
    let twin = Twin::read(&lines, name.as_str());
    let due = twin.instants(clock, policies);
    let words = format!("{words}: {lines:?} of {name} in {} with {policies:?}", place.name);
    match Schedule::new(spec_of(&lines, &name, &place.name, policies)) {
        Ok(schedule) => compare(&schedule, clock, &due, random, &words),
        Err(error) => assert!(due.is_empty() && error.message.starts_with("never fires"), "{words}: {error}"),
    }
    let others = Policies {
        gap: if policies.gap == "skip" { "next" } else { "skip" },
        overlap: if policies.overlap == "both" { "first" } else { "both" },
    };
    twin.instants(clock, others) != due
}

#[test]
fn the_slow_twin_agrees_on_every_day_of_years_with_and_without_a_leap_day() {
    let (seed, cases) = plan(500);
    // Around leap years, a century without a leap day, one with it, and the calendar's ends.
    let first_years = [1970, 1971, 1999, 2023, 2026, 2095, 2098, 2398, 2799, 9990];
    let mut found = 0;
    for case in 1..=cases {
        let random = &mut Random::new(seed ^ 3, case);
        let first = NaiveDate::from_ymd_opt(*random.pick(&first_years), 1, 1).unwrap();
        let (begin, days) = (first.signed_duration_since(NaiveDate::default()).num_days(), 6 * 365);
        let near = Near {
            hour: random.within(0, 23),
            day: random.within(27, 31),
            month: *random.pick(&[1, 2, 2, 4, 12]),
            year: i64::from(first.year()) + 2,
            weekday: random.within(0, 6),
        };
        let name = name(random);
        let lines = expressions(random, near, &name);
        let words = format!("NONO_SEED={seed} NONO_CASES={case}: {lines:?} of {name} from {first}");
        let twin = Twin::read(&lines, name.as_str());
        let schedule = Schedule::new(Spec { task: Some(name), ..Kind::Cron(lines).spec() }).unwrap();
        let due: Vec<i64> = (begin..begin + days).filter(|day| twin.has_day(*day)).collect();
        let mut walked = Vec::new();
        let mut at = Instant(begin * 86_400 - 1);
        while let Some(next) = schedule.next_after(at).filter(|next| next.0 < (begin + days) * 86_400) {
            walked.push(next.0.div_euclid(86_400));
            at = Instant((next.0.div_euclid(86_400) + 1) * 86_400 - 1);
        }
        assert_eq!(walked, due, "{words}: forwards");
        let mut at = Instant((begin + days) * 86_400);
        let mut walked = Vec::new();
        while let Some(last) = schedule.previous_before(at).filter(|last| last.0 >= begin * 86_400) {
            walked.push(last.0.div_euclid(86_400));
            at = Instant(last.0.div_euclid(86_400) * 86_400);
        }
        walked.reverse();
        assert_eq!(walked, due, "{words}: backwards");
        let count = |from: i64, to: i64| schedule.count_between(Instant(from * 86_400), Instant(to * 86_400 - 1));
        let by_day: u64 = due.iter().map(|day| count(*day, day + 1)).sum();
        assert_eq!(count(begin, begin + days), by_day, "{words}: the count");
        found += due.len();
    }
    assert!(found as u64 > cases * 20, "only {found} days were due in {cases} cases");
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
