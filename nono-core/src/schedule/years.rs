//! The years of an expression with seven fields.
//!
//! A bit a year from 1970, and no word after the last year named: eight bytes up to 2033, a kilobyte at most. Expressions
//! without a field of years have none of these.

/// The first year that may be named.
pub(super) const FIRST_YEAR: u32 = 1970;
/// The last one.
pub(super) const LAST_YEAR: u32 = 9999;

/// A set of years.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Years(Vec<u64>);

impl Years {
    /// Adds a year from [`FIRST_YEAR`] on.
    pub(super) fn insert(&mut self, year: u32) {
        let bit = (year - FIRST_YEAR) as usize;
        if self.0.len() <= bit / 64 {
            self.0.resize(bit / 64 + 1, 0);
        }
        self.0[bit / 64] |= 1 << (bit % 64);
    }

    pub(super) fn contains(&self, year: i16) -> bool {
        place(year).is_some_and(|(word, bit)| self.0.get(word).is_some_and(|word| word & (1 << bit) != 0))
    }

    /// The first year of the set after this one.
    pub(super) fn after(&self, year: i16) -> Option<i16> {
        let (first, bit) = place(year.saturating_add(1)).unwrap_or((0, 0));
        let mut mask = u64::MAX << bit;
        for (index, word) in self.0.iter().enumerate().skip(first) {
            if word & mask != 0 {
                return Some(year_at(index, (word & mask).trailing_zeros()));
            }
            mask = u64::MAX;
        }
        None
    }

    /// The last year of the set before this one.
    pub(super) fn before(&self, year: i16) -> Option<i16> {
        let (last, bit) = place(year)?;
        let mut mask = (1 << bit) - 1;
        let skipped = self.0.len().saturating_sub(last + 1);
        if last >= self.0.len() {
            mask = u64::MAX;
        }
        for (index, word) in self.0.iter().enumerate().rev().skip(skipped) {
            if word & mask != 0 {
                return Some(year_at(index, (word & mask).ilog2()));
            }
            mask = u64::MAX;
        }
        None
    }

    /// All of them, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = i16> {
        std::iter::successors(self.after(0), |year| self.after(*year))
    }
}

/// Word and bit of a year; `None` before [`FIRST_YEAR`].
fn place(year: i16) -> Option<(usize, u32)> {
    let bit = u32::try_from(year).ok()?.checked_sub(FIRST_YEAR)?;
    Some((bit as usize / 64, bit % 64))
}

fn year_at(word: usize, bit: u32) -> i16 {
    let year = FIRST_YEAR + u32::try_from(word * 64).expect("years end at 9999") + bit;
    i16::try_from(year).expect("years end at 9999")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_years_is_walked_both_ways() {
        for named in [&[2027][..], &[1970], &[9999], &[1970, 2033, 2034, 2098, 9999], &[2033], &[2034], &[2161, 2162]] {
            let mut years = Years::default();
            named.iter().for_each(|year| years.insert(*year));
            let named: Vec<i16> = named.iter().map(|year| i16::try_from(*year).unwrap()).collect();
            assert_eq!(years.iter().collect::<Vec<_>>(), named);
            for year in 1969..=9999 {
                assert_eq!(years.contains(year), named.contains(&year), "{year}");
                assert_eq!(years.after(year), named.iter().copied().find(|next| *next > year), "{year}");
                assert_eq!(years.before(year), named.iter().rev().copied().find(|last| *last < year), "{year}");
            }
        }
    }
}
