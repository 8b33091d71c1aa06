//! The sets of a cron expression, and the search for the next wall time in them.
//!
//! The `cron` crate expands the expression into sets of numbers; they are kept as bit sets, 32 bytes a schedule, because a
//! scheduler holds a hundred thousand of them, because the crate's own search ends in the year 2100 and cannot say
//! "either day field", and because bits can be counted without walking. A wall time is a number of seconds since
//! 1970-01-01T00:00:00 on the wall; nothing here knows of zones.

use std::str::FromStr;

use cron::TimeUnitSpec;
use jiff::civil::{Date, date};

use super::error::ScheduleError;
use super::expression::{Normal, normalise};

pub(super) const DAY_SECONDS: i64 = 86_400;

/// Which wall times an expression holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fields {
    /// Bit 0 to 59.
    pub(super) seconds: u64,
    /// Bit 0 to 59.
    pub(super) minutes: u64,
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

impl Fields {
    /// Reads an expression of docs/cron.md.
    pub(super) fn parse(given: &str) -> Result<Self, ScheduleError> {
        let normal = normalise(given)?;
        let engine = cron::Schedule::from_str(&normal.text)
            .map_err(|error| ScheduleError::new("cron", given, format!("is not understood: {error}")))?;
        let fields = Self::of(&engine, &normal);
        if fields.has_a_day() { Ok(fields) } else { Err(fields.never(given)) }
    }

    fn of(engine: &cron::Schedule, normal: &Normal) -> Self {
        Self {
            seconds: bits(engine.seconds(), 0),
            minutes: bits(engine.minutes(), 0),
            hours: u32::try_from(bits(engine.hours(), 0)).expect("hours are below 24"),
            days: u32::try_from(bits(engine.days_of_month(), 1)).expect("days are at most 31"),
            months: u16::try_from(bits(engine.months(), 1)).expect("months are at most 12"),
            weekdays: u8::try_from(bits(engine.days_of_week(), 1)).expect("weekdays are at most 7"),
            days_restricted: normal.days_restricted,
            weekdays_restricted: normal.weekdays_restricted,
            every_hour: normal.every_hour,
        }
    }

    /// Whether any day of any year matches. 2000 is a leap year, and every weekday meets every date in time.
    fn has_a_day(&self) -> bool {
        (1..=12).any(|month| self.months & (1 << (month - 1)) != 0 && self.month_days(2000, month) != 0)
    }

    fn never(&self, given: &str) -> ScheduleError {
        let months = super::words::months(self.months).unwrap_or_default();
        let days = super::words::numbers(u64::from(self.days) << 1);
        ScheduleError::new("cron", given, format!("never fires: {months} has no day {days}"))
            .hint("for the last day of a month use day 28, or day 1 of the next month")
    }

    /// The days of a month that match, bit 0 for the first. The month's own bit is not looked at.
    fn month_days(&self, year: i16, month: i8) -> u32 {
        let first = date(year, month, 1);
        let all = (1u32 << first.days_in_month()) - 1;
        let weekday = u32::from(first.weekday().to_sunday_zero_offset().unsigned_abs());
        // Bit 0 of `week` is the weekday of the first; five weeks of it cover any month.
        let doubled = u64::from(self.weekdays) | u64::from(self.weekdays) << 7;
        let week = doubled >> weekday & 0x7f;
        let by_week = u32::try_from((week | week << 7 | week << 14 | week << 21 | week << 28) & u64::from(all))
            .expect("masked to a month");
        match (self.days_restricted, self.weekdays_restricted) {
            (false, false) => all,
            (true, false) => self.days & all,
            (false, true) => by_week,
            (true, true) => (self.days | by_week) & all,
        }
    }

    fn matching_days(&self, year: i16, month: i8) -> u32 {
        if self.months & (1 << (month - 1)) == 0 { 0 } else { self.month_days(year, month) }
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
        let (year, months) = if later == 0 { (year + 1, u32::from(self.months)) } else { (year, later) };
        (year <= 9999).then(|| (year, to_month(months.trailing_zeros())))
    }

    fn month_before(&self, year: i16, month: i8) -> Option<(i16, i8)> {
        let earlier = u32::from(self.months) & ((1 << (month - 1)) - 1);
        let (year, months) = if earlier == 0 { (year - 1, u32::from(self.months)) } else { (year, earlier) };
        (year >= 1).then(|| (year, to_month(months.ilog2())))
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

fn bits(set: &impl TimeUnitSpec, least: u32) -> u64 {
    set.iter().fold(0, |bits, value| bits | 1 << (value - least))
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
