//! How many wall times several expressions hold together, each counted once.
//!
//! Days are put into classes by which of the expressions match on them, month by month; the times of a day are counted
//! once for each class. So the work grows with the months and not with the instants. One expression alone needs none of
//! this: [`Fields::count`] knows by itself.

use std::collections::HashMap;

use super::counted::ones;
use super::fields::{DAY_SECONDS, Fields, civil};

/// How many expressions a schedule may have: a class of days is a set of 32 bits.
pub const MOST_LINES: usize = 32;

/// Some of the lines of a schedule; bit N is the line N of [`Union::lines`].
type Class = u32;

/// The lines that are counted together.
pub(super) struct Union<'a> {
    pub(super) lines: &'a [&'a Fields],
    /// How many times a whole day of a class has.
    whole_days: HashMap<Class, u64>,
}

impl<'a> Union<'a> {
    /// At most [`MOST_LINES`].
    pub(super) fn of(lines: &'a [&'a Fields]) -> Self {
        Self { lines, whole_days: HashMap::new() }
    }

    /// How many wall times in `[from, to)` at least one line holds.
    pub(super) fn count(&mut self, from: i64, to: i64) -> u64 {
        match self.lines {
            _ if from >= to => 0,
            [] => 0,
            [only] => only.count(from, to),
            _ => {
                let (first, last) = (from.div_euclid(DAY_SECONDS), to.div_euclid(DAY_SECONDS));
                let until = self.times_before(self.class_of(last), to.rem_euclid(DAY_SECONDS));
                let before = self.times_before(self.class_of(first), from.rem_euclid(DAY_SECONDS));
                self.count_days(first, last) + until - before
            }
        }
    }

    /// The lines that match on a day.
    fn class_of(&self, day: i64) -> Class {
        let (year, month, in_month) = civil(day);
        let matches = |fields: &Fields| fields.matching_days(year, month) & (1 << (in_month - 1)) != 0;
        (0..).zip(self.lines).filter(|(_, fields)| matches(fields)).fold(0, |class, (line, _)| class | 1 << line)
    }

    /// How many wall times the days in `[first, last)` have.
    fn count_days(&mut self, first: i64, last: i64) -> u64 {
        let (mut year, mut month, from_day) = civil(first);
        let (last_year, last_month, to_day) = civil(last);
        let mut mask = u32::MAX << (from_day - 1);
        let mut count = 0;
        while (year, month) < (last_year, last_month) {
            count += self.count_in_month(year, month, mask);
            mask = u32::MAX;
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
        count + self.count_in_month(year, month, mask & ((1 << (to_day - 1)) - 1))
    }

    /// How many wall times those days of a month have that `mask` names.
    fn count_in_month(&mut self, year: i16, month: i8, mask: u32) -> u64 {
        let mut classes: Vec<(Class, u32)> = Vec::new();
        for (line, fields) in self.lines.iter().enumerate() {
            let mut rest = fields.matching_days(year, month) & mask;
            for index in 0..classes.len() {
                let (class, days) = classes[index];
                let both = days & rest;
                rest &= !days;
                if both == days {
                    classes[index].0 |= 1 << line;
                } else if both != 0 {
                    classes[index].1 &= !both;
                    classes.push((class | 1 << line, both));
                }
            }
            if rest != 0 {
                classes.push((1 << line, rest));
            }
        }
        classes.into_iter().map(|(class, days)| u64::from(days.count_ones()) * self.whole_day(class)).sum()
    }

    fn whole_day(&mut self, class: Class) -> u64 {
        if let Some(known) = self.whole_days.get(&class) {
            return *known;
        }
        let times = self.times_before(class, DAY_SECONDS);
        self.whole_days.insert(class, times);
        times
    }

    /// How many times of a day of this class lie before `time`.
    fn times_before(&self, class: Class, time: i64) -> u64 {
        let lines: Vec<&Fields> = ones(u64::from(class)).map(|line| self.lines[line as usize]).collect();
        (0..24).map(|hour| times_of_hour(&lines, hour, time - i64::from(hour) * 3600)).sum()
    }
}

/// How many times of an hour lie less than `limit` seconds after its beginning.
fn times_of_hour(lines: &[&Fields], hour: u32, limit: i64) -> u64 {
    let here = || lines.iter().filter(|fields| fields.hours & (1 << hour) != 0);
    if limit <= 0 || here().next().is_none() {
        return 0;
    }
    if let (Some(only), None, true) = (here().next(), here().nth(1), limit >= 3600) {
        return u64::from(only.minutes.count_ones()) * u64::from(only.seconds.count_ones());
    }
    let seconds_of = |minute: u32| {
        here().filter(|fields| fields.minutes & (1 << minute) != 0).fold(0, |seconds, fields| seconds | fields.seconds)
    };
    let mut count = 0;
    for minute in 0..60 {
        let left = u32::try_from((limit - i64::from(minute) * 60).clamp(0, 60)).expect("at most 60");
        count += u64::from((seconds_of(minute) & ((1 << left) - 1)).count_ones());
    }
    count
}
