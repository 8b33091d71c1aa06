//! Schedules in words, for people who check what they typed.
//!
//! Exact before short: whatever cannot be said briefly is listed in full, because a description that is almost right is
//! worse than none. Nothing reads these texts back.

use std::time::Duration;

use super::counted::{LAST_TIME, LAST_WORKING, TIMES, ones};
use super::fields::Fields;
use super::interval::{Interval, show};
use super::years::Years;
use super::zone::Zone;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// So many times of a day are listed one by one.
const LISTED_TIMES: u32 = 6;

/// So many years, or stretches of them, are listed one by one.
const LISTED_YEARS: usize = 12;
const NTH: [&str; 6] = ["first", "second", "third", "fourth", "fifth", "last"];

/// Several expressions, `every day at 02:00; and at 14:30, Monday to Friday`.
pub(super) fn lines(lines: &[Fields]) -> String {
    lines.iter().map(cron).collect::<Vec<_>>().join("; and ")
}

/// `every day at 02:00`, `at 14:30, Monday to Friday`, `every 5 minutes`.
fn cron(fields: &Fields) -> String {
    let years = fields.years().map(|years| format!(", {}", self::years(years))).unwrap_or_default();
    in_any_year(fields) + &years
}

fn in_any_year(fields: &Fields) -> String {
    let days = days(fields);
    let times = fields.hours.count_ones() * fields.minutes.count_ones() * fields.seconds.count_ones();
    if times <= LISTED_TIMES {
        let listed = joined(&clock_times(fields), "and");
        return match days {
            None => format!("every day at {listed}"),
            Some(days) => format!("at {listed}, {days}"),
        };
    }
    match days {
        None => repeated_times(fields),
        Some(days) => format!("{}, {days}", repeated_times(fields)),
    }
}

/// `every 10m`, `every 10m, offset 30s`.
pub(super) fn every(interval: &Interval) -> String {
    let span = |seconds: i64| show(Duration::from_secs(seconds.unsigned_abs()));
    match interval.offset {
        0 => format!("every {}", span(interval.every)),
        offset => format!("every {}, offset {}", span(interval.every), span(offset)),
    }
}

/// `once at 2026-12-24 18:00:00 CET`.
pub(super) fn at(instants: &[i64], zone: &Zone) -> String {
    match instants {
        [] => "never".to_owned(),
        [only] => format!("once at {}", zone.show(*only)),
        [first, .., last] => {
            format!("at {} times from {} to {}", instants.len(), zone.show(*first), zone.show(*last))
        }
    }
}

/// The months of a set, or `None` for all of them.
pub(super) fn months(set: u16) -> Option<String> {
    (set != 0xfff).then(|| joined(&runs(u64::from(set), |month| MONTHS[month as usize].to_owned()), "and"))
}

/// The numbers of a set: `1, 3 to 5 and 9`.
pub(super) fn numbers(set: u64) -> String {
    joined(&runs(set, |number| number.to_string()), "and")
}

/// The years of a set: `in 2027 and 2030 to 2035`; too many of them are counted.
pub(super) fn years(set: &Years) -> String {
    let all: Vec<i16> = set.iter().collect();
    let (Some(first), Some(last)) = (all.first(), all.last()) else { return String::new() };
    let runs: Vec<&[i16]> = all.chunk_by(|a, b| a + 1 == *b).collect();
    if runs.len() <= LISTED_YEARS {
        let mut shown = Vec::new();
        for run in runs {
            match run {
                [from, _, .., to] => shown.push(format!("{from} to {to}")),
                few => shown.extend(few.iter().map(ToString::to_string)),
            }
        }
        return format!("in {}", joined(&shown, "and"));
    }
    let step = all[1] - all[0];
    if all.windows(2).all(|pair| pair[1] - pair[0] == step) {
        return format!("every {step} years from {first} to {last}");
    }
    format!("in {} of the years {first} to {last}", all.len())
}

fn clock_times(fields: &Fields) -> Vec<String> {
    let mut times = Vec::new();
    for hour in members(u64::from(fields.hours)) {
        for minute in members(fields.minutes) {
            for second in members(fields.seconds) {
                times.push(match fields.seconds {
                    1 => format!("{hour:02}:{minute:02}"),
                    _ => format!("{hour:02}:{minute:02}:{second:02}"),
                });
            }
        }
    }
    times
}

/// What happens within the days, for more times than one lists: seconds, of which minutes, of which hours.
fn repeated_times(fields: &Fields) -> String {
    let Fields { seconds, minutes, hours, .. } = *fields;
    if seconds == 1 && minutes == 1 {
        return match rhythm(u64::from(hours), 24, "hour") {
            Some(words) => words,
            None => format!("at minute 0 of {}", counted(u64::from(hours), "hour")),
        };
    }
    let mut words;
    let mut whole = true;
    if seconds == 1 {
        words = rhythm(minutes, 60, "minute").unwrap_or_default();
        if words.is_empty() {
            whole = false;
            words = format!("at {}", counted(minutes, "minute"));
        }
    } else {
        words = rhythm(seconds, 60, "second").unwrap_or_default();
        let every_minute = rhythm(minutes, 60, "minute");
        if words.is_empty() {
            whole = false;
            words = format!("at {}", counted(seconds, "second"));
        }
        match every_minute {
            Some(_) if whole && minutes == (1 << 60) - 1 => {}
            Some(every) => words += &format!(" of {every}"),
            None => {
                whole = false;
                words += &format!(" of {}", counted(minutes, "minute"));
            }
        }
        whole = whole || minutes == (1 << 60) - 1;
    }
    words + &hours_of(hours, whole)
}

/// Within which hours; nothing to say when it is all of them and the rest is in words already.
fn hours_of(hours: u32, whole: bool) -> String {
    if hours == (1 << 24) - 1 {
        return if whole { String::new() } else { " of every hour".to_owned() };
    }
    let (first, last) = (hours.trailing_zeros(), hours.ilog2());
    if whole && hours >> first == (1 << (last - first + 1)) - 1 {
        return format!(" from {first:02}:00 to {last:02}:59");
    }
    match rhythm(u64::from(hours), 24, "hour") {
        Some(every) => format!(" of {every}, from hour 0"),
        None => format!(" of {}", counted(u64::from(hours), "hour")),
    }
}

/// `every minute` or `every 5 minutes` when the set is all of them, or every so many from 0 that goes round evenly.
fn rhythm(set: u64, size: u32, unit: &str) -> Option<String> {
    (1..=size / 2).find_map(|step| {
        let even =
            size.is_multiple_of(step) && set == (0..size).step_by(step as usize).fold(0, |set, bit| set | 1 << bit);
        even.then(|| if step == 1 { format!("every {unit}") } else { format!("every {step} {unit}s") })
    })
}

/// `minute 5`, `minutes 5, 10 and 20 to 30`.
fn counted(set: u64, unit: &str) -> String {
    let plural = if set.count_ones() == 1 { "" } else { "s" };
    format!("{unit}{plural} {}", numbers(set))
}

/// The days in words, `None` for every day.
fn days(fields: &Fields) -> Option<String> {
    let months = months(fields.months);
    let all_weekdays = fields.weekdays == 0x7f || !fields.weekdays_restricted;
    let all_days = fields.days == 0x7fff_ffff || !fields.days_restricted;
    let either = fields.days_restricted && fields.weekdays_restricted;
    let in_months = || months.as_deref().map_or_else(String::new, |months| format!(" in {months}"));
    let of_months = || months.as_deref().map_or(" of the month".to_owned(), |months| format!(" of {months}"));
    if either && (all_days || all_weekdays) || all_days && all_weekdays {
        return months.map(|months| format!("every day in {months}"));
    }
    let counted = fields.counted();
    if either {
        let (dates, weekdays) = (joined(&dates(fields), "and"), joined(&weekdays(fields), "and"));
        return Some(match counted.nth {
            0 => format!("on {dates} of the month or on {weekdays}{}", in_months()),
            _ => format!("on {dates} or on {weekdays}{}", of_months()),
        });
    }
    if all_days {
        let weekdays = joined(&weekdays(fields), "and");
        return Some(match counted.nth {
            0 => format!("{weekdays}{}", in_months()),
            _ => format!("on {weekdays}{}", of_months()),
        });
    }
    if counted.is_empty() && fields.days.count_ones() == 1 && fields.months.count_ones() == 1 {
        return Some(format!("on {} {}", fields.days.ilog2() + 1, months.unwrap_or_default()));
    }
    Some(format!("on {}{}", joined(&dates(fields), "and"), of_months()))
}

/// The days that the fields of days ask for, without the months: `the last day or Friday`.
pub(super) fn wanted_days(fields: &Fields) -> String {
    let mut wanted = if fields.days_restricted { dates(fields) } else { Vec::new() };
    if fields.weekdays_restricted {
        wanted.extend(weekdays(fields));
    }
    joined(&wanted, "or")
}

/// What the field of the day of month asks for: `days 1 and 15`, `the last day`, `the working day nearest to day 15`.
fn dates(fields: &Fields) -> Vec<String> {
    let counted = fields.counted();
    let mut parts = Vec::new();
    if fields.days != 0 {
        parts.push(self::counted(u64::from(fields.days) << 1, "day"));
    }
    parts.extend(ones(u64::from(counted.working)).map(|bit| match bit {
        LAST_WORKING => "the last working day".to_owned(),
        bit => format!("the working day nearest to day {}", bit + 1),
    }));
    let mut before_last: Vec<u32> = ones(u64::from(counted.before_last)).collect();
    before_last.reverse();
    parts.extend(before_last.into_iter().map(|days| match days {
        0 => "the last day".to_owned(),
        1 => "the day before the last".to_owned(),
        days => format!("the day {days} days before the last"),
    }));
    parts
}

/// What the field of the day of week asks for: `Monday to Friday`, `the second Monday`, `the last Friday`.
fn weekdays(fields: &Fields) -> Vec<String> {
    let monday_first = u64::from(fields.weekdays >> 1 | (fields.weekdays & 1) << 6);
    let mut parts = runs(monday_first, |day| WEEKDAYS[day as usize].to_owned());
    let mut nth: Vec<u32> = ones(fields.counted().nth).collect();
    nth.sort_by_key(|bit| (bit % TIMES, (bit / TIMES + 6) % 7));
    parts.extend(nth.into_iter().map(|bit| {
        let weekday = WEEKDAYS[((bit / TIMES + 6) % 7) as usize];
        format!("the {} {weekday}", NTH[(bit % TIMES).min(LAST_TIME) as usize])
    }));
    parts
}

fn members(set: u64) -> impl Iterator<Item = u32> {
    (0..64).filter(move |bit| set & (1 << bit) != 0)
}

/// The set's members, three or more in a row as `first to last`.
fn runs(set: u64, name: impl Fn(u32) -> String) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = set;
    while rest != 0 {
        let first = rest.trailing_zeros();
        let length = (rest >> first).trailing_ones();
        if length >= 3 {
            out.push(format!("{} to {}", name(first), name(first + length - 1)));
        } else {
            out.extend((first..first + length).map(&name));
        }
        rest &= !(((1u64 << length) - 1) << first);
    }
    out
}

/// `a`, `a and b`, `a, b and c`.
fn joined(parts: &[String], last: &str) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}
