//! Days that are counted within their month: the last (`L`), the nearest working day (`W`), the second Monday (`#`).
//!
//! Which days these are differs from month to month, so they are kept as what was asked for and worked out for each month
//! that is looked at, in a few steps a month. This knows one month's length and first weekday, and nothing of years.

/// A month as far as days are counted in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct MonthShape {
    /// 28 to 31.
    pub(super) length: u32,
    /// The weekday of its first day; 0 is Sunday.
    pub(super) first_weekday: u32,
}

/// The counted days of an expression. Days come as bits: bit 0 is the first of the month.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Counted {
    /// Bit N: the day N days before the last.
    pub(super) before_last: u32,
    /// Bit N: the working day nearest to day N + 1; bit 31: the last working day.
    pub(super) working: u32,
    /// Bit 6 × weekday + N: the weekday for the N+1st time; N = 5: for the last time. Weekday 0 is Sunday.
    pub(super) nth: u64,
}

/// The bit of [`Counted::working`] for the last working day.
pub(super) const LAST_WORKING: u32 = 31;

/// How many bits of [`Counted::nth`] a weekday has, and which of them is its last occurrence.
pub(super) const TIMES: u32 = 6;
pub(super) const LAST_TIME: u32 = 5;

impl Counted {
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The days that the field of the day of month counts.
    pub(super) fn dates(&self, month: MonthShape) -> u32 {
        // Bit N of the reversed set is the day N days before the 32nd; what lies before the first drops out.
        let mut days = self.before_last.reverse_bits() >> (32 - month.length);
        for bit in ones(u64::from(self.working)) {
            let wanted = if bit == LAST_WORKING { month.length } else { bit + 1 };
            if wanted <= month.length {
                days |= 1 << (month.nearest_working_day(wanted) - 1);
            }
        }
        days
    }

    /// The days that the field of the day of week counts.
    pub(super) fn weekdays(&self, month: MonthShape) -> u32 {
        let mut days = 0;
        for bit in ones(self.nth) {
            let first = (bit / TIMES + 7 - month.first_weekday) % 7;
            let weeks = if bit % TIMES == LAST_TIME { (month.length - 1 - first) / 7 } else { bit % TIMES };
            let day = first + 7 * weeks;
            if day < month.length {
                days |= 1 << day;
            }
        }
        days
    }
}

impl MonthShape {
    /// The day from Monday to Friday nearest to `day`, within the month. `day` is one of its days.
    fn nearest_working_day(self, day: u32) -> u32 {
        match (self.first_weekday + day - 1) % 7 {
            6 if day == 1 => 3,
            6 => day - 1,
            0 if day == self.length => day - 2,
            0 => day + 1,
            _ => day,
        }
    }
}

/// The bits that are set, lowest first.
pub(super) fn ones(set: u64) -> impl Iterator<Item = u32> {
    let mut rest = set;
    std::iter::from_fn(move || {
        let bit = (rest != 0).then(|| rest.trailing_zeros())?;
        rest &= rest - 1;
        Some(bit)
    })
}
