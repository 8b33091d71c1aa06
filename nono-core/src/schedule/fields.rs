//! The sets of a cron expression, and the search for the next wall time in them.
//!
//! They are kept as bit sets, 40 bytes an expression, because a scheduler holds a hundred thousand of them, and because
//! bits can be counted without walking; what few expressions have lies apart. A wall time is a number of seconds since
//! 1970-01-01T00:00:00 on the wall; nothing here knows of zones, and no search takes longer than the calendar is long.

use jiff::civil::{Date, date};

use super::counted::{Counted, MonthShape};
use super::error::ScheduleError;
use super::words;
use super::years::Years;

pub(super) const DAY_SECONDS: i64 = 86_400;

/// The Gregorian calendar repeats itself after so many seconds.
const CYCLE: i64 = 146_097 * DAY_SECONDS;

/// Which wall times an expression holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Fields {
    /// Bit 0 to 59.
    pub(super) seconds: u64,
    /// Bit 0 to 59.
    pub(super) minutes: u64,
    /// What few expressions have.
    pub(super) rare: Option<Box<Rare>>,
    /// Bit 0 to 23.
    pub(super) hours: u32,
    /// Bit 0 is the first of the month.
    pub(super) days: u32,
    /// Bit 0 is January.
    pub(super) months: u16,
    /// Bit 0 is Sunday.
    pub(super) weekdays: u8,
    /// Which of the day fields restrict; both mean either.
    pub(super) days_restricted: bool,
    pub(super) weekdays_restricted: bool,
    /// The hour field is exactly `*`.
    pub(super) every_hour: bool,
}

/// Counted days, and years.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Rare {
    pub(super) counted: Counted,
    /// Absent: every year.
    pub(super) years: Option<Years>,
}

impl Fields {
    /// Whether any day of any year matches. Without years, the calendar repeats itself.
    pub(super) fn has_a_day(&self) -> bool {
        self.first_in(0, if self.years().is_some() { i64::MAX } else { CYCLE }).is_some()
    }

    /// Why it has no day. To be asked only then.
    pub(super) fn never(&self, given: &str) -> ScheduleError {
        let months = words::months(self.months).unwrap_or_else(|| "any month".to_owned());
        let years = self.years().map(|years| format!("{}, ", words::years(years))).unwrap_or_default();
        let plain = self.rare.as_ref().is_none_or(|rare| rare.counted.is_empty());
        let error = if plain && self.days_restricted {
            let days = words::numbers(u64::from(self.days) << 1);
            ScheduleError::new("cron", given, format!("never fires: {years}{months} has no day {days}"))
        } else {
            let days = words::wanted_days(self);
            ScheduleError::new("cron", given, format!("never fires: {years}no day of {months} is {days}"))
        };
        match self.days {
            0x1000_0000 if self.months == 2 => error.hint("only leap years have a 29 February, such as 2028"),
            _ => error.hint("the last day of a month is L"),
        }
    }

    pub(super) fn years(&self) -> Option<&Years> {
        self.rare.as_ref()?.years.as_ref()
    }

    pub(super) fn counted(&self) -> Counted {
        self.rare.as_ref().map(|rare| rare.counted).unwrap_or_default()
    }

    /// The days of a month that match, bit 0 for the first. Neither the month's own bit nor the year is looked at.
    fn month_days(&self, year: i16, month: i8) -> u32 {
        let first = date(year, month, 1);
        let all = (1u32 << first.days_in_month()) - 1;
        let weekday = u32::from(first.weekday().to_sunday_zero_offset().unsigned_abs());
        // Bit 0 of `week` is the weekday of the first; five weeks of it cover any month.
        let doubled = u64::from(self.weekdays) | u64::from(self.weekdays) << 7;
        let week = doubled >> weekday & 0x7f;
        let weeks = (week | week << 7 | week << 14 | week << 21 | week << 28) & u64::from(all);
        let mut by_week = u32::try_from(weeks).expect("masked to a month");
        let mut by_date = self.days & all;
        if let Some(rare) = &self.rare {
            let shape = MonthShape { length: all.count_ones(), first_weekday: weekday };
            by_week |= rare.counted.weekdays(shape);
            by_date |= rare.counted.dates(shape);
        }
        match (self.days_restricted, self.weekdays_restricted) {
            (false, false) => all,
            (true, false) => by_date,
            (false, true) => by_week,
            (true, true) => by_date | by_week,
        }
    }

    /// The days of a month that match.
    pub(super) fn matching_days(&self, year: i16, month: i8) -> u32 {
        let named = self.months & (1 << (month - 1)) != 0 && self.has_year(year);
        if named { self.month_days(year, month) } else { 0 }
    }

    fn has_year(&self, year: i16) -> bool {
        self.years().is_none_or(|years| years.contains(year))
    }

    /// The first matching wall time in `[from, limit)`.
    pub(super) fn first_in(&self, from: i64, limit: i64) -> Option<i64> {
        if from >= limit {
            return None;
        }
        let (mut year, mut month, day) = civil(from.div_euclid(DAY_SECONDS));
        let midnight = from.rem_euclid(DAY_SECONDS);
        let mut days = self.matching_days(year, month) & (u32::MAX << (day - 1));
        if days & (1 << (day - 1)) != 0 {
            if let Some(time) = self.time_from(midnight) {
                return Some(from - midnight + time).filter(|found| *found < limit);
            }
            days &= days - 1;
        }
        loop {
            let start = day_number(year, month) * DAY_SECONDS;
            if start >= limit {
                return None;
            }
            if days != 0 {
                let found = start + i64::from(days.trailing_zeros()) * DAY_SECONDS + self.first_time();
                return Some(found).filter(|found| *found < limit);
            }
            (year, month) = self.next_month(year, month)?;
            days = self.month_days(year, month);
        }
    }

    /// The last matching wall time in `[limit, to]`.
    pub(super) fn last_in(&self, limit: i64, to: i64) -> Option<i64> {
        if to < limit {
            return None;
        }
        let (mut year, mut month, day) = civil(to.div_euclid(DAY_SECONDS));
        let midnight = to.rem_euclid(DAY_SECONDS);
        let mut days = self.matching_days(year, month) & (u32::MAX >> (32 - day));
        if days & (1 << (day - 1)) != 0 {
            if let Some(time) = self.time_to(midnight) {
                return Some(to - midnight + time).filter(|found| *found >= limit);
            }
            days &= !(1 << (day - 1));
        }
        loop {
            let start = day_number(year, month) * DAY_SECONDS;
            if days != 0 {
                let found = start + i64::from(days.ilog2()) * DAY_SECONDS + self.last_time();
                return Some(found).filter(|found| *found >= limit);
            }
            if start <= limit {
                return None;
            }
            (year, month) = self.month_before(year, month)?;
            days = self.month_days(year, month);
        }
    }

    /// The next month after this one that the expression names; `None` after the year 9999.
    fn next_month(&self, year: i16, month: i8) -> Option<(i16, i8)> {
        let later = u32::from(self.months) >> month << month;
        if later != 0 && self.has_year(year) {
            return Some((year, to_month(later.trailing_zeros())));
        }
        let next = self.years().map_or(Some(year + 1), |years| years.after(year))?;
        (next <= 9999).then(|| (next, to_month(self.months.trailing_zeros())))
    }

    fn month_before(&self, year: i16, month: i8) -> Option<(i16, i8)> {
        let earlier = u32::from(self.months) & ((1 << (month - 1)) - 1);
        if earlier != 0 && self.has_year(year) {
            return Some((year, to_month(earlier.ilog2())));
        }
        let last = self.years().map_or(Some(year - 1), |years| years.before(year))?;
        (last >= 1).then(|| (last, to_month(u32::from(self.months).ilog2())))
    }

    fn first_time(&self) -> i64 {
        clock(self.hours.trailing_zeros(), self.minutes.trailing_zeros(), self.seconds.trailing_zeros())
    }

    fn last_time(&self) -> i64 {
        clock(self.hours.ilog2(), self.minutes.ilog2(), self.seconds.ilog2())
    }

    /// The first matching time of a day at or after `time`, in seconds since midnight.
    fn time_from(&self, time: i64) -> Option<i64> {
        let (hour, minute, second) = parts(time);
        let (hours, minutes) = (u64::from(self.hours), self.minutes);
        if hours & (1 << hour) != 0 {
            if minutes & (1 << minute) != 0
                && let Some(second) = at_or_above(self.seconds, second)
            {
                return Some(clock(hour, minute, second));
            }
            if let Some(minute) = at_or_above(minutes, minute + 1) {
                return Some(clock(hour, minute, self.seconds.trailing_zeros()));
            }
        }
        let hour = at_or_above(hours, hour + 1)?;
        Some(clock(hour, minutes.trailing_zeros(), self.seconds.trailing_zeros()))
    }

    /// The last matching time of a day at or before `time`.
    fn time_to(&self, time: i64) -> Option<i64> {
        let (hour, minute, second) = parts(time);
        let (hours, minutes) = (u64::from(self.hours), self.minutes);
        if hours & (1 << hour) != 0 {
            if minutes & (1 << minute) != 0
                && let Some(second) = below(self.seconds, second + 1)
            {
                return Some(clock(hour, minute, second));
            }
            if let Some(minute) = below(minutes, minute) {
                return Some(clock(hour, minute, self.seconds.ilog2()));
            }
        }
        let hour = below(hours, hour)?;
        Some(clock(hour, minutes.ilog2(), self.seconds.ilog2()))
    }

    /// How many matching wall times lie in `[from, to)`.
    pub(super) fn count(&self, from: i64, to: i64) -> u64 {
        if from >= to {
            return 0;
        }
        let (first, last) = (from.div_euclid(DAY_SECONDS), to.div_euclid(DAY_SECONDS));
        let until = self.count_day(last, to.rem_euclid(DAY_SECONDS));
        let before = self.count_day(first, from.rem_euclid(DAY_SECONDS));
        self.count_days(first, last) * self.times_before(DAY_SECONDS) + until - before
    }

    /// How many matching times of the day `day` lie before `time`.
    fn count_day(&self, day: i64, time: i64) -> u64 {
        let (year, month, in_month) = civil(day);
        let matches = self.matching_days(year, month) & (1 << (in_month - 1)) != 0;
        if matches { self.times_before(time) } else { 0 }
    }

    /// How many times of a matching day lie before `time`.
    fn times_before(&self, time: i64) -> u64 {
        let a_minute = u64::from(self.seconds.count_ones());
        let an_hour = a_minute * u64::from(self.minutes.count_ones());
        if time >= DAY_SECONDS {
            return an_hour * u64::from(self.hours.count_ones());
        }
        let (hour, minute, second) = parts(time);
        let lower = |set: u64, value: u32| u64::from((set & ((1 << value) - 1)).count_ones());
        let mut count = lower(u64::from(self.hours), hour) * an_hour;
        if self.hours & (1 << hour) != 0 {
            count += lower(self.minutes, minute) * a_minute;
            if self.minutes & (1 << minute) != 0 {
                count += lower(self.seconds, second);
            }
        }
        count
    }

    /// How many days in `[first, last)` match.
    fn count_days(&self, first: i64, last: i64) -> u64 {
        let (mut year, mut month, from_day) = civil(first);
        let (last_year, last_month, to_day) = civil(last);
        let mut mask = u32::MAX << (from_day - 1);
        let mut count = 0;
        while (year, month) < (last_year, last_month) {
            count += u64::from((self.matching_days(year, month) & mask).count_ones());
            mask = u32::MAX;
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
        mask &= (1 << (to_day - 1)) - 1;
        count + u64::from((self.matching_days(year, month) & mask).count_ones())
    }
}

fn at_or_above(set: u64, value: u32) -> Option<u32> {
    let rest = set & u64::MAX.checked_shl(value)?;
    (rest != 0).then(|| rest.trailing_zeros())
}

fn below(set: u64, value: u32) -> Option<u32> {
    (set & ((1 << value) - 1)).checked_ilog2()
}

fn clock(hour: u32, minute: u32, second: u32) -> i64 {
    i64::from(hour * 3600 + minute * 60 + second)
}

fn parts(time: i64) -> (u32, u32, u32) {
    let time = u32::try_from(time).expect("seconds of one day");
    (time / 3600, time / 60 % 60, time % 60)
}

fn to_month(bit: u32) -> i8 {
    i8::try_from(bit).expect("one of twelve bits") + 1
}

/// Year, month and day of a day counted from 1970-01-01.
pub(super) fn civil(day: i64) -> (i16, i8, i8) {
    let at = jiff::Timestamp::from_second(day * DAY_SECONDS).expect("instants end before the calendar does");
    let civil = jiff::tz::Offset::UTC.to_datetime(at);
    (civil.year(), civil.month(), civil.day())
}

/// The day, counted from 1970-01-01, on which a month begins.
fn day_number(year: i16, month: i8) -> i64 {
    let first: Date = date(year, month, 1);
    let at = jiff::tz::Offset::UTC.to_timestamp(first.at(0, 0, 0, 0)).expect("instants end before the calendar does");
    at.as_second().div_euclid(DAY_SECONDS)
}
