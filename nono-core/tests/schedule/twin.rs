//! The slow twin: docs/cron.md once more, second by second, to catch the product where it is wrong.
//!
//! It shares no code with the product: it reads expressions by itself, asks the zone for its offset at each second
//! instead of for its changes, and applies the four rules of "When the clock is changed" word by word to each wall time.
//! It only has to be right for expressions that are well formed; it is never fast.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

/// The expressions of a schedule.
pub(crate) struct Twin(Vec<Line>);

/// The values of an expression.
struct Line {
    seconds: HashSet<i64>,
    minutes: HashSet<i64>,
    hours: HashSet<i64>,
    days: HashSet<i64>,
    months: HashSet<i64>,
    weekdays: HashSet<i64>,
    any_day: bool,
    any_weekday: bool,
    real_time: bool,
    /// The fields of the days as typed, to be asked of each day anew.
    dates: String,
    weekday_elements: String,
    /// The field of years, if there is one.
    years: Option<HashSet<i64>>,
}

/// The policies for changes of the clock, by their names in a manifest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policies {
    pub(crate) gap: &'static str,
    pub(crate) overlap: &'static str,
}

/// What a zone's clock shows in each second of a stretch of time.
pub(crate) struct Clock {
    pub(crate) begin: i64,
    pub(crate) end: i64,
    least_wall: i64,
    /// By wall time: when it is shown, and for one that is not, the first instant after the gap.
    shown: Vec<Shown>,
}

#[derive(Clone, Copy)]
enum Shown {
    Never { after_the_gap: i64 },
    Once(i64),
    Twice(i64, i64),
}

impl Twin {
    /// The schedule of the task `name`.
    pub(crate) fn read(expressions: &[String], name: &str) -> Self {
        Self(expressions.iter().map(|expression| Line::read(expression, name)).collect())
    }

    /// The instants in which the clock is seen to hold a wall time of some expression, in order.
    pub(crate) fn instants(&self, clock: &Clock, policies: Policies) -> Vec<i64> {
        let (least, most) = clock.walls();
        let mut all: Vec<i64> =
            self.0.iter().flat_map(|line| line.instants(clock, &line.walls(least, most), policies)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether any expression matches on a day, counted from 1970-01-01.
    #[allow(dead_code, reason = "not every test looks at days")]
    pub(crate) fn has_day(&self, day: i64) -> bool {
        self.0.iter().any(|line| line.is_day(day))
    }
}

impl Line {
    fn read(expression: &str, name: &str) -> Self {
        let mut fields: Vec<&str> = expression.split_whitespace().collect();
        if fields.len() == 5 {
            fields.insert(0, "0");
        }
        let fixed: Vec<String> = ["second", "minute", "hour", "day", "month", "weekday"]
            .iter()
            .zip([(0, 59), (0, 59), (0, 23), (1, 28), (1, 12), (0, 6)])
            .zip(&fields)
            .map(|((label, bounds), field)| without_h(field, label, bounds, name))
            .collect();
        let weekdays = values(&fixed[5], 0, 7, &DAYS, 0);
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        Self {
            seconds: values(&fixed[0], 0, 59, &[], 0),
            minutes: values(&fixed[1], 0, 59, &[], 0),
            hours: values(&fixed[2], 0, 23, &[], 0),
            days: values(&fixed[3], 1, 31, &[], 0),
            months: values(&fixed[4], 1, 12, &months, 1),
            dates: fields[3].to_lowercase(),
            weekday_elements: fields[5].to_lowercase(),
            years: fields.get(6).map(|field| values(field, 1970, 9999, &[], 0)),
            weekdays: weekdays.into_iter().map(|day| if day == 7 { 0 } else { day }).collect(),
            any_day: fields[3] == "*" || fields[3] == "?",
            any_weekday: fields[5] == "*" || fields[5] == "?",
            real_time: fields[2] == "*",
        }
    }

    fn is_day(&self, wall_day: i64) -> bool {
        let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(wall_day);
        let by_date = self.days.contains(&i64::from(date.day())) || self.dates.split(',').any(|one| is_date(one, date));
        let by_week = self.weekdays.contains(&i64::from(date.weekday().num_days_from_sunday()))
            || self.weekday_elements.split(',').any(|one| is_weekday(one, date));
        let matches = match (self.any_day, self.any_weekday) {
            (true, true) => true,
            (true, false) => by_week,
            (false, true) => by_date,
            (false, false) => by_date || by_week,
        };
        let is_year = self.years.as_ref().is_none_or(|years| years.contains(&i64::from(date.year())));
        matches && is_year && self.months.contains(&i64::from(date.month()))
    }

    /// Every wall time from `least` to `most` that matches, tried one by one.
    fn walls(&self, least: i64, most: i64) -> Vec<i64> {
        let [seconds, minutes, hours] = [&self.seconds, &self.minutes, &self.hours]
            .map(|set| std::array::from_fn::<bool, 60, _>(|value| set.contains(&(value as i64))));
        let mut found = Vec::new();
        let mut day = i64::MIN;
        let mut is_day = false;
        let mut wall = least;
        while wall <= most {
            if wall.div_euclid(86_400) != day {
                day = wall.div_euclid(86_400);
                is_day = self.is_day(day);
            }
            let time = wall.rem_euclid(86_400) as usize;
            if is_day && seconds[time % 60] && minutes[time / 60 % 60] && hours[time / 3600] {
                found.push(wall);
            }
            wall += 1;
        }
        found
    }

    /// The instants that come of matching wall times, in order.
    fn instants(&self, clock: &Clock, walls: &[i64], policies: Policies) -> Vec<i64> {
        let mut instants = Vec::new();
        for wall in walls {
            match (clock.shown[usize::try_from(wall - clock.least_wall).unwrap()], policies.overlap) {
                (Shown::Once(at), _) => instants.push(at),
                (Shown::Never { .. }, _) if self.real_time || policies.gap == "skip" => {}
                (Shown::Never { after_the_gap }, _) => instants.push(after_the_gap),
                (Shown::Twice(first, second), _) if self.real_time => instants.extend([first, second]),
                (Shown::Twice(first, second), "both") => instants.extend([first, second]),
                (Shown::Twice(_, second), "last") => instants.push(second),
                (Shown::Twice(first, _), _) => instants.push(first),
            }
        }
        instants.sort_unstable();
        instants.dedup();
        instants
    }
}

impl Clock {
    /// Looks at a zone's clock in each second of `[begin, end)`.
    pub(crate) fn watch(zone: &jiff::tz::TimeZone, begin: i64, end: i64) -> Self {
        let show = |at: i64| at + i64::from(zone.to_offset(jiff::Timestamp::from_second(at).unwrap()).seconds());
        let walls: Vec<i64> = (begin..end).map(show).collect();
        let (least, most) = (*walls.iter().min().unwrap(), *walls.iter().max().unwrap());
        let never = Shown::Never { after_the_gap: i64::MIN };
        let mut shown = vec![never; usize::try_from(most - least + 1).unwrap()];
        let mut before = walls[0] - 1;
        for (at, wall) in (begin..end).zip(walls) {
            for gap in before + 1..wall {
                shown[(gap - least) as usize] = Shown::Never { after_the_gap: at };
            }
            let slot = &mut shown[(wall - least) as usize];
            *slot = match *slot {
                Shown::Never { .. } => Shown::Once(at),
                Shown::Once(first) => Shown::Twice(first, at),
                Shown::Twice(..) => panic!("{zone:?} shows a wall time three times around {at}"),
            };
            before = wall;
        }
        Self { begin, end, least_wall: least, shown }
    }

    /// The wall times that are shown, or left out, in this stretch: the first and the last.
    pub(crate) fn walls(&self) -> (i64, i64) {
        (self.least_wall, self.least_wall + self.shown.len() as i64 - 1)
    }
}

const DAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

fn weekday_of(date: NaiveDate) -> i64 {
    i64::from(date.weekday().num_days_from_sunday())
}

/// All days of the month of a date.
fn month_of(date: NaiveDate) -> Vec<NaiveDate> {
    (1..=31).filter_map(|day| NaiveDate::from_ymd_opt(date.year(), date.month(), day)).collect()
}

/// Whether a date is what an element with `l` or `w` asks for.
fn is_date(element: &str, date: NaiveDate) -> bool {
    let month = month_of(date);
    let works = |date: &NaiveDate| (1..=5).contains(&weekday_of(*date));
    if element == "l" {
        return Some(&date) == month.last();
    }
    if element == "lw" {
        return Some(&date) == month.iter().rfind(|date| works(date));
    }
    if let Some(before) = element.strip_prefix("l-") {
        let before: usize = before.parse().unwrap();
        return month.iter().rev().nth(before) == Some(&date);
    }
    let Some(day) = element.strip_suffix('w') else { return false };
    let day: u32 = day.parse().unwrap();
    let Some(wanted) = month.iter().find(|date| date.day() == day) else { return false };
    // No two working days of a month are equally near to one of its days that is none.
    let nearest = month.iter().filter(|date| works(date)).min_by_key(|date| (**date - *wanted).num_days().abs());
    nearest == Some(&date)
}

/// Whether a date is what an element with `#` or a last `l` asks for.
fn is_weekday(element: &str, date: NaiveDate) -> bool {
    let number = |text: &str| {
        DAYS.iter().position(|day| *day == text).map_or_else(|| text.parse::<i64>().unwrap() % 7, |at| at as i64)
    };
    let same: Vec<NaiveDate> =
        month_of(date).into_iter().filter(|other| weekday_of(*other) == weekday_of(date)).collect();
    if let Some((day, nth)) = element.split_once('#') {
        return number(day) == weekday_of(date) && same.get(nth.parse::<usize>().unwrap() - 1) == Some(&date);
    }
    match element.strip_suffix('l') {
        Some(day) => number(day) == weekday_of(date) && same.last() == Some(&date),
        None => false,
    }
}

/// Writes numbers for the `H` of a field, in the words of docs/cron.md: XXH3 of `FIELD/NAME`, modulo what may be chosen.
fn without_h(field: &str, label: &str, bounds: (i64, i64), name: &str) -> String {
    let hash = xxhash_rust::xxh3::xxh3_64(format!("{label}/{name}").as_bytes());
    let replaced = field.split(',').map(|element| {
        let Some(rest) = element.strip_prefix('H') else { return element.to_owned() };
        let (range, step) = rest.split_once('/').map_or((rest, None), |(range, step)| (range, Some(step)));
        let (from, to) = match range.trim_matches(['(', ')']).split_once('-') {
            Some((from, to)) => (from.parse().unwrap(), to.parse().unwrap()),
            None => bounds,
        };
        let below = |size: i64| from + (hash % size.unsigned_abs()) as i64;
        match step {
            None => below(to - from + 1).to_string(),
            Some(step) => format!("{}-{to}/{step}", below(step.parse().unwrap())),
        }
    });
    replaced.collect::<Vec<_>>().join(",")
}

/// The values of one field, without those that only a month can tell.
fn values(field: &str, least: i64, most: i64, names: &[&str], first_name: i64) -> HashSet<i64> {
    let number = |text: &str| {
        let lower = text.to_lowercase();
        names.iter().position(|name| *name == lower).map_or_else(|| text.parse().unwrap(), |at| at as i64 + first_name)
    };
    let mut all = HashSet::new();
    for element in field.split(',') {
        let lower = element.to_lowercase();
        let is_name = names.iter().any(|name| lower.starts_with(name) && lower.len() == 3);
        if !is_name && (lower.contains('#') || lower.ends_with(['l', 'w']) || lower.starts_with("l-")) {
            continue;
        }
        let (range, step) =
            element.split_once('/').map_or((element, None), |(range, step)| (range, Some(number(step))));
        let (from, to) = match range.split_once('-') {
            _ if range == "*" || range == "?" => (least, most),
            Some((from, to)) => (number(from), number(to)),
            None if step.is_some() => (number(range), most),
            None => (number(range), number(range)),
        };
        let mut value = from;
        while value <= to {
            all.insert(value);
            value += step.unwrap_or(1);
        }
    }
    all
}
