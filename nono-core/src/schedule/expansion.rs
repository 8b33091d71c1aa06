//! From the plain elements of a field to the set of its values: the work of the `cron` crate.
//!
//! What is handed to it is canonical: numbers only, ranges with a step, Sunday = 1, six fields with seconds first. What the
//! crate cannot say (counted days, years beyond 2100, either of two day fields) never comes here.

use std::str::FromStr;

use cron::{Schedule, TimeUnitSpec};

/// Stands in a field without plain elements; what it expands to is not looked at.
const NOTHING: &str = "1";

/// The plain elements of a field in the crate's dialect.
#[derive(Debug, Default)]
pub(super) struct Plain(Vec<String>);

impl Plain {
    /// Every `step`-th value from `from` to `to`.
    pub(super) fn add(&mut self, (from, to): (u32, u32), step: u32) {
        self.0.push(format!("{from}-{to}/{step}"));
    }

    /// The same of the days of a week from 0 = Sunday; the 7th is Sunday again.
    pub(super) fn add_weekdays(&mut self, (from, to): (u32, u32), step: u32) {
        if from <= 6 {
            self.add((from + 1, to.min(6) + 1), step);
        }
        if to == 7 && (7 - from).is_multiple_of(step) {
            self.0.push("1".to_owned());
        }
    }

    fn text(&self) -> String {
        if self.0.is_empty() { NOTHING.to_owned() } else { self.0.join(",") }
    }
}

/// The sets of the six fields, as bits; bit 0 is the field's least value, of the days of a week Sunday.
pub(super) fn expand(fields: [&Plain; 6]) -> [u64; 6] {
    let text = fields.map(Plain::text).join(" ");
    let engine = Schedule::from_str(&text).expect("plain elements are checked value by value before");
    let sets = [
        bits(engine.seconds(), 0),
        bits(engine.minutes(), 0),
        bits(engine.hours(), 0),
        bits(engine.days_of_month(), 1),
        bits(engine.months(), 1),
        bits(engine.days_of_week(), 1),
    ];
    std::array::from_fn(|index| if fields[index].0.is_empty() { 0 } else { sets[index] })
}

fn bits(set: &impl TimeUnitSpec, least: u32) -> u64 {
    set.iter().fold(0, |bits, value| bits | 1 << (value - least))
}
