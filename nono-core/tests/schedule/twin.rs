//! The slow twin: docs/cron.md once more, second by second, to catch the product where it is wrong.
//!
//! It shares no code with the product: it reads expressions by itself, asks the zone for its offset at each second
//! instead of for its changes, and applies the four rules of "When the clock is changed" word by word to each wall time.
//! It only has to be right for expressions that are well formed; it is never fast.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

/// The values of an expression.
pub(crate) struct Twin {
    seconds: HashSet<i64>,
    minutes: HashSet<i64>,
    hours: HashSet<i64>,
    days: HashSet<i64>,
    months: HashSet<i64>,
    weekdays: HashSet<i64>,
    any_day: bool,
    any_weekday: bool,
    real_time: bool,
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
    pub(crate) fn read(expression: &str) -> Self {
        let mut fields: Vec<&str> = expression.split_whitespace().collect();
        if fields.len() == 5 {
            fields.insert(0, "0");
        }
        let weekdays = values(fields[5], 0, 7, &["sun", "mon", "tue", "wed", "thu", "fri", "sat"], 0);
        let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        Self {
            seconds: values(fields[0], 0, 59, &[], 0),
            minutes: values(fields[1], 0, 59, &[], 0),
            hours: values(fields[2], 0, 23, &[], 0),
            days: values(fields[3], 1, 31, &[], 0),
            months: values(fields[4], 1, 12, &months, 1),
            weekdays: weekdays.into_iter().map(|day| if day == 7 { 0 } else { day }).collect(),
            any_day: fields[3] == "*" || fields[3] == "?",
            any_weekday: fields[5] == "*" || fields[5] == "?",
            real_time: fields[2] == "*",
        }
    }

    fn is_day(&self, wall_day: i64) -> bool {
        let date = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Duration::days(wall_day);
        let by_date = self.days.contains(&i64::from(date.day()));
        let by_week = self.weekdays.contains(&i64::from(date.weekday().num_days_from_sunday()));
        let matches = match (self.any_day, self.any_weekday) {
            (true, true) => true,
            (true, false) => by_week,
            (false, true) => by_date,
            (false, false) => by_date || by_week,
        };
        matches && self.months.contains(&i64::from(date.month()))
    }

    /// Every wall time from `least` to `most` that matches, tried one by one.
    pub(crate) fn walls(&self, least: i64, most: i64) -> Vec<i64> {
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
    pub(crate) fn instants(&self, clock: &Clock, walls: &[i64], policies: Policies) -> Vec<i64> {
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

/// The values of one field.
fn values(field: &str, least: i64, most: i64, names: &[&str], first_name: i64) -> HashSet<i64> {
    let number = |text: &str| {
        let lower = text.to_lowercase();
        names.iter().position(|name| *name == lower).map_or_else(|| text.parse().unwrap(), |at| at as i64 + first_name)
    };
    let mut all = HashSet::new();
    for element in field.split(',') {
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
