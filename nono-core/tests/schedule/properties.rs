//! What must hold for every schedule: against croner on days without a change of the clock, and against itself.
//!
//! `NONO_SEED` and `NONO_CASES` repeat or widen the search; a failure prints both.

use std::time::Duration;

use crate::random::{Dialect, Near, Random, expression, plan};
use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use croner::parser::{CronParser, Seconds, Year};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use nono_core::name::{RunId, RunKey};
use nono_core::schedule::{DstOverlap, Gap, Kind, Schedule, Spec};
use nono_core::time::{Instant, Utc};
use proptest::prelude::{ProptestConfig, proptest};

const DAY: i64 = 86_400;
/// 1971 and 2099.
const YEARS: (i64, i64) = (31_536_000, 4_070_908_800);

fn zones() -> Vec<(String, TimeZone)> {
    let database = TimeZoneDatabase::bundled();
    database.available().map(|name| (name.as_str().to_owned(), database.get(name.as_str()).unwrap())).collect()
}

fn offset(zone: &TimeZone, at: i64) -> i32 {
    zone.to_offset(Timestamp::from_second(at).unwrap()).seconds()
}

fn near(wall: i64) -> Near {
    let wall = DateTime::from_timestamp(wall, 0).unwrap();
    Near {
        hour: i64::from(wall.hour()),
        day: i64::from(wall.day()),
        month: i64::from(wall.month()),
        year: i64::from(wall.year()),
        weekday: i64::from(wall.weekday().num_days_from_sunday()),
    }
}

fn cron(text: &str, zone: &str) -> Option<Schedule> {
    Schedule::new(Spec { time_zone: Some(zone.to_owned()), ..Kind::cron(text).spec() }).ok()
}

/// A moment, and a zone whose clock does not change within two days of it.
fn quiet_place<'a>(zones: &'a [(String, TimeZone)], random: &mut Random) -> (&'a str, i64, i32) {
    loop {
        let (name, zone) = random.pick(zones);
        let at = random.within(YEARS.0, YEARS.1);
        let now = offset(zone, at);
        if (-48..=48).all(|hours| offset(zone, at + hours * 3600) == now) {
            return (name, at, now);
        }
    }
}

#[test]
fn croner_agrees_on_days_without_a_change_of_the_clock() {
    let (seed, cases) = plan(20_000);
    let zones = zones();
    let parser = CronParser::builder().seconds(Seconds::Optional).year(Year::Optional).build();
    let mut compared = 0;
    for case in 1..=cases {
        let mut random = Random::new(seed, case);
        let (zone, at, shift) = quiet_place(&zones, &mut random);
        let text = expression(&mut random, near(at + i64::from(shift)), Dialect::Croner);
        let Some(schedule) = cron(&text, zone) else { continue };
        let words = format!("NONO_SEED={seed} NONO_CASES={case}: \"{text}\" in {zone} at {}", Instant(at));
        let oracle = parser.parse(&text).unwrap_or_else(|error| panic!("{words}: croner: {error}"));
        let local = DateTime::from_timestamp(at, 0).unwrap().with_timezone(&FixedOffset::east_opt(shift).unwrap());
        let close = |found: Option<i64>| found.filter(|found| (found - at).abs() <= DAY);
        let next = oracle.find_next_occurrence(&local, false).ok().map(|found| found.timestamp());
        assert_eq!(close(schedule.next_after(Instant(at)).map(|at| at.0)), close(next), "{words}: next");
        let last = oracle.find_previous_occurrence(&local, false).ok().map(|found| found.timestamp());
        assert_eq!(close(schedule.previous_before(Instant(at)).map(|at| at.0)), close(last), "{words}: previous");
        compared += u64::from(close(next).is_some());
    }
    assert!(compared > cases / 3, "only {compared} of {cases} cases had an instant near");
}

#[test]
fn croner_agrees_on_the_next_years_in_utc() {
    let (seed, cases) = plan(4_000);
    let parser = CronParser::builder().seconds(Seconds::Optional).year(Year::Optional).build();
    for case in 1..=cases {
        let mut random = Random::new(seed ^ 1, case);
        let at = random.within(YEARS.0, YEARS.1);
        let text = expression(&mut random, near(at), Dialect::Croner);
        let oracle = parser.parse(&text).unwrap();
        let Some(schedule) = cron(&text, "UTC") else {
            let found = oracle.find_next_occurrence(&DateTime::UNIX_EPOCH, false);
            assert!(
                found.is_err(),
                "NONO_SEED={seed} NONO_CASES={case}: \"{text}\" is refused, croner finds {found:?}"
            );
            continue;
        };
        let mut instant = Instant(at);
        for _ in 0..4 {
            let now = DateTime::from_timestamp(instant.0, 0).unwrap();
            let next = oracle.find_next_occurrence(&now, false).ok().map(|found| Instant(found.timestamp()));
            let words = format!("NONO_SEED={seed} NONO_CASES={case}: \"{text}\" after {instant}");
            assert_eq!(schedule.next_after(instant), next, "{words}");
            let Some(next) = next else { break };
            instant = next;
        }
    }
}

/// Any schedule: of each kind, in any zone, under any policy, in and out of windows.
fn any_schedule(zones: &[(String, TimeZone)], random: &mut Random, at: i64) -> Schedule {
    loop {
        let kind = match random.within(1, 10) {
            1 | 2 => {
                let longest = *random.pick(&[10, 4000, 9 * DAY]);
                let interval = random.within(1, longest);
                let offset = random.within(0, interval - 1).unsigned_abs();
                Kind::Every {
                    interval: Duration::from_secs(interval.unsigned_abs()),
                    offset: Duration::from_secs(offset),
                }
            }
            3 => Kind::At((0..random.within(1, 9)).map(|_| Instant(at + random.within(-DAY, DAY))).collect()),
            _ => {
                let lines = if random.chance(75) { 1 } else { random.within(2, 6) };
                Kind::Cron((0..lines).map(|_| expression(random, near(at), Dialect::Whole)).collect())
            }
        };
        let window = |random: &mut Random| random.chance(25).then(|| Instant(at + random.within(-9 * DAY, 9 * DAY)));
        let spec = Spec {
            time_zone: random.chance(80).then(|| random.pick(zones).0.clone()),
            gap: *random.pick(&[Gap::Next, Gap::Skip]),
            overlap: *random.pick(&[DstOverlap::First, DstOverlap::Last, DstOverlap::Both]),
            start: window(random),
            end: window(random),
            task: Some(format!("task-{}", random.within(0, 999)).parse().unwrap()),
            ..kind.spec()
        };
        if let Ok(schedule) = Schedule::new(spec) {
            return schedule;
        }
    }
}

#[test]
fn the_answers_of_a_schedule_fit_together() {
    let (seed, cases) = plan(20_000);
    let zones = zones();
    for case in 1..=cases {
        let mut random = Random::new(seed ^ 2, case);
        let at = random.within(YEARS.0, YEARS.1);
        let schedule = any_schedule(&zones, &mut random, at);
        let words = format!("NONO_SEED={seed} NONO_CASES={case}: {schedule:?} at {}", Instant(at));
        fits_together(&schedule, Instant(at), &words);
        let spec = schedule.spec();
        assert_eq!(Schedule::new(spec.clone()).as_ref(), Ok(&schedule), "{words}: made again");
        assert!(!schedule.describe().is_empty(), "{words}: in words");
    }
}

fn fits_together(schedule: &Schedule, from: Instant, words: &str) {
    let spec = schedule.spec();
    let mut walked = Vec::new();
    let mut at = from;
    while let Some(next) = schedule.next_after(at) {
        assert!(next > at, "{words}: {next} is not after {at}");
        assert!(spec.start.is_none_or(|start| start <= next), "{words}: {next} is before the start");
        assert!(spec.end.is_none_or(|end| next < end), "{words}: {next} is not before the end");
        assert_eq!(schedule.next_after(Instant(next.0 - 1)), Some(next), "{words}: again");
        assert_eq!(schedule.previous_before(Instant(next.0 + 1)), Some(next), "{words}: back to {next}");
        let before = schedule.previous_before(next);
        match walked.last() {
            Some(last) => assert_eq!(before, Some(*last), "{words}: back from {next}"),
            None => assert!(before.is_none_or(|before| before <= from), "{words}: {before:?} lies between"),
        }
        walked.push(next);
        at = next;
        if walked.len() == 40 {
            break;
        }
    }
    if walked.len() < 40 {
        assert!(schedule.never_again(at), "{words}: over after {at}");
        assert_eq!(schedule.count_between(Instant(at.0 + 1), Instant(i64::MAX)), 0, "{words}: over after {at}");
    }
    let count = schedule.count_between(Instant(from.0 + 1), at);
    assert_eq!(count, walked.len() as u64, "{words}: the count to {at}");
    let day = schedule.count_between(from, Instant(from.0 + DAY - 1));
    let rate = schedule.mean_rate(Utc(from.0 * 1000 + 999));
    assert!((rate * DAY as f64 - day as f64).abs() < 1e-6, "{words}: {rate} a second are not {day} a day");
    let middle = Instant(from.0 + DAY / 3);
    let parts =
        schedule.count_between(from, middle) + schedule.count_between(Instant(middle.0 + 1), Instant(from.0 + DAY - 1));
    assert_eq!(parts, day, "{words}: the parts of a day");
}

#[test]
fn jitter_is_stable_below_its_limit_and_even() {
    let spec = Kind::Every { interval: Duration::from_secs(1), offset: Duration::ZERO }.spec();
    let schedule = Schedule::new(Spec { jitter: Duration::from_millis(1000), ..spec.clone() }).unwrap();
    let still = Schedule::new(spec.clone()).unwrap();
    let long = Schedule::new(Spec { jitter: Duration::from_secs(366 * 86_400), ..spec }).unwrap();
    let uid = "k3f9x2m4".parse().unwrap();
    let partition = "017".parse().unwrap();
    let mut tenths = [0u32; 10];
    for second in 0..10_000 {
        let run = RunId::new(partition, &uid, RunKey::Instant(Instant(1_795_482_000 + second)));
        let jitter = schedule.jitter_of(&run);
        assert_eq!(jitter, schedule.clone().jitter_of(&run));
        assert!(jitter < Duration::from_millis(1000), "{jitter:?}");
        assert_eq!(jitter.subsec_nanos() % 1_000_000, 0, "{jitter:?}");
        assert_eq!(still.jitter_of(&run), Duration::ZERO);
        assert!(long.jitter_of(&run) < Duration::from_secs(366 * 86_400));
        tenths[jitter.subsec_millis() as usize / 100] += 1;
    }
    // 1,000 are expected; five standard deviations are 150.
    assert!(tenths.iter().all(|count| (850..=1150).contains(count)), "{tenths:?}");
    let run: RunId = "r-017-k3f9x2m4-20261124T010000Z".parse().unwrap();
    assert_eq!(schedule.jitter_of(&run), Duration::from_millis(JITTER_OF_A_RUN), "every release must compute the same");
}

const JITTER_OF_A_RUN: u64 = 407;

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_taken_or_refused_with_its_place(text in "[0-9*/,?LWH#()@a-zé -]{0,24}|([0-9*,/LWHh#()-]{1,5} ){4,7}[0-9A-Z*#]{1,4}") {
        if let Err(error) = Schedule::new(Kind::cron(text.clone()).spec()) {
            assert_eq!(error.field, "cron");
            assert_eq!(&error.given, &text);
            assert!(!error.message.is_empty() && !error.message.ends_with('.'), "{error}");
            let end = text.chars().count() + 1;
            assert!(error.column.is_none_or(|column| (1..=end).contains(&column)), "{error}");
        }
    }
}
