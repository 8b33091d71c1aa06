//! The elements of a field: `*`, `A`, `A-B`, steps, lists, names, and `H`.
//!
//! Each is checked where it stands; what is plain goes on to [`super::expansion`]. The days that only a month can tell
//! (`L`, `W`, `#`) are [`super::counting`]'s.

use super::counted::Counted;
use super::counting;
use super::error::ScheduleError;
use super::expansion::Plain;
use super::expression::{Part, Reader, split};
use super::spread::spread;
use super::years::{FIRST_YEAR, LAST_YEAR, Years};

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// Which field of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    Time,
    Day,
    Month,
    Weekday,
    Year,
}

/// What a field of an expression may hold.
pub(super) struct FieldKind {
    pub(super) name: &'static str,
    pub(super) which: Which,
    least: u32,
    most: u32,
    /// Names for the values from `least` on.
    names: &'static [&'static str],
    /// What to write instead of a step that is too large.
    instead: &'static str,
    /// What goes into the hash of `H`; never another for the same field.
    label: &'static str,
    /// The last value that `H` may take.
    spread_most: u32,
}

const fn time(name: &'static str, most: u32, instead: &'static str) -> FieldKind {
    FieldKind { name, which: Which::Time, least: 0, most, names: &[], instead, label: name, spread_most: most }
}

pub(super) const SECOND: FieldKind = time("second", 59, "use the field of minutes");
pub(super) const MINUTE: FieldKind = time("minute", 59, "use `every`, such as every 90m");
pub(super) const HOUR: FieldKind = time("hour", 23, "use `every`, such as every 36h");
pub(super) const DAY: FieldKind = FieldKind {
    name: "day of month",
    which: Which::Day,
    least: 1,
    most: 31,
    names: &[],
    instead: "use `every`",
    label: "day",
    spread_most: 28,
};
pub(super) const MONTH: FieldKind = FieldKind {
    name: "month",
    which: Which::Month,
    least: 1,
    most: 12,
    names: MONTHS,
    instead: "name the months",
    label: "month",
    spread_most: 12,
};
pub(super) const WEEKDAY: FieldKind = FieldKind {
    name: "day of week",
    which: Which::Weekday,
    least: 0,
    most: 7,
    names: WEEKDAYS,
    instead: "name the days",
    label: "weekday",
    spread_most: 6,
};
pub(super) const YEAR: FieldKind = FieldKind {
    name: "year",
    which: Which::Year,
    least: FIRST_YEAR,
    most: LAST_YEAR,
    names: &[],
    instead: "name the years",
    label: "year",
    spread_most: 0,
};

impl FieldKind {
    fn article(&self) -> &'static str {
        if self.name == HOUR.name { "an" } else { "a" }
    }
}

/// What a field holds.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) plain: Plain,
    pub(super) counted: Counted,
    pub(super) years: Years,
    pub(super) depends_on_name: bool,
}

/// Reads a field.
pub(super) fn read(reader: Reader<'_>, kind: &FieldKind, field: Part<'_>) -> Result<Element, ScheduleError> {
    let mut into = Element::default();
    let is_day = matches!(kind.which, Which::Day | Which::Weekday);
    if is_day && field.text == "?" {
        reader.add(kind, (kind.least, kind.most), 1, &mut into);
        return Ok(into);
    }
    for item in split(field.text, |c| c == ',', field.column) {
        reader.item(kind, item, &mut into)?;
    }
    Ok(into)
}

impl Reader<'_> {
    /// One element of a list: `*`, `A`, `A-B`, each with or without `/STEP`, or one of the special forms.
    fn item(self, kind: &FieldKind, item: Part<'_>, into: &mut Element) -> Result<(), ScheduleError> {
        if item.text.is_empty() {
            return Err(self.missing(kind, item.column));
        }
        if counting::read(self, kind, item, &mut into.counted)? {
            return Ok(());
        }
        let halves = split(item.text, |c| c == '/', item.column);
        let step = match halves.get(1) {
            Some(step) => Some(self.step(kind, *step)?),
            None => None,
        };
        if let Some(third) = halves.get(2) {
            return Err(self.wrong(third.column - 1, "a second step"));
        }
        if halves[0].text.starts_with(['H', 'h']) {
            return self.spread(kind, halves[0], step.map(|step| (step, halves[1].column)), into);
        }
        let range = self.range(kind, halves[0], step.is_some())?;
        self.add(kind, range, step.unwrap_or(1), into);
        Ok(())
    }

    /// Adds every `step`-th value of a range. The 7th day of a week is Sunday again.
    fn add(self, kind: &FieldKind, (from, to): (u32, u32), step: u32, into: &mut Element) {
        match kind.which {
            Which::Weekday => into.plain.add_weekdays((from, to), step),
            Which::Year => (from..=to).step_by(step as usize).for_each(|year| into.years.insert(year)),
            Which::Time | Which::Day | Which::Month => into.plain.add((from, to), step),
        }
    }

    /// `H`, `H(A-B)`, each with or without a step: the first value, or the only one, comes from the task's name.
    fn spread(
        self,
        kind: &FieldKind,
        base: Part<'_>,
        step: Option<(u32, usize)>,
        into: &mut Element,
    ) -> Result<(), ScheduleError> {
        let (from, to) = self.spread_range(kind, base)?;
        let Some(name) = self.name else {
            let error = self.wrong(base.column, "H depends on the name of the task, and there is no task");
            return Err(error.hint("name one: nonoctl cron EXPR --name NAME"));
        };
        let size = to - from + 1;
        into.depends_on_name = true;
        match step {
            None => {
                let value = from + spread(kind.label, name, size);
                self.add(kind, (value, value), 1, into);
            }
            Some((step, column)) if step > size => {
                let message = format!("a step of {step} is more than the {size} values from {from} to {to}");
                return Err(self.wrong(column, message).hint(format!("{} alone is due once", base.text)));
            }
            Some((step, _)) => self.add(kind, (from + spread(kind.label, name, step), to), step, into),
        }
        Ok(())
    }

    /// The values that `H` may take: all of the field, or those between its brackets.
    fn spread_range(self, kind: &FieldKind, base: Part<'_>) -> Result<(u32, u32), ScheduleError> {
        if kind.which == Which::Year {
            return Err(self.wrong(base.column, "H is not for years").hint("name the years, such as 2027-2030"));
        }
        let rest = &base.text[1..];
        if rest.is_empty() {
            return Ok((kind.least, kind.spread_most));
        }
        let inside = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let Some(inside) = inside.filter(|inside| inside.contains('-')) else {
            let error = self.wrong(base.column, format!("\"{}\" is not {} {}", base.text, kind.article(), kind.name));
            return Err(error.hint("H stands alone or before a range in brackets: H, H(A-B), H/S, H(A-B)/S"));
        };
        let column = base.column + 2;
        let (from, to) = self.range(kind, Part { text: inside, column }, false)?;
        if kind.which == Which::Day && to > kind.spread_most {
            let error = self.wrong(column, format!("H goes up to day {}, which every month has", kind.spread_most));
            return Err(error.hint(format!("such as H({}-{})", from.min(kind.spread_most), kind.spread_most)));
        }
        Ok((from, to))
    }

    fn range(self, kind: &FieldKind, base: Part<'_>, stepped: bool) -> Result<(u32, u32), ScheduleError> {
        let last = kind.most;
        if base.text == "*" {
            return Ok((kind.least, last));
        }
        let ends = split(base.text, |c| c == '-', base.column);
        let from = self.value(kind, ends[0])?;
        let Some(end) = ends.get(1) else {
            return Ok((from, if stepped { last } else { from }));
        };
        if let Some(third) = ends.get(2) {
            return Err(self.wrong(third.column - 1, "a range has two ends"));
        }
        let (from, to) = around_sunday(kind, from, self.value(kind, *end)?);
        if from > to {
            let message = format!("the range {} ends before it begins", base.text);
            let rest = format!("{}-{last},{}-{}", ends[0].text, kind.least, end.text);
            return Err(self.wrong(base.column, message).hint(format!("a range around the end is two: {rest}")));
        }
        Ok((from, to))
    }

    fn step(self, kind: &FieldKind, step: Part<'_>) -> Result<u32, ScheduleError> {
        let Some(number) = number(step.text) else {
            return Err(self.wrong(step.column, format!("\"{}\" is not a step", step.text)).hint("such as */5"));
        };
        if number == 0 {
            return Err(self.wrong(step.column, "a step is at least 1"));
        }
        if number > kind.most {
            let message =
                format!("a step of {} in the field of the {} is more than {}", step.text, kind.name, kind.most);
            return Err(self.wrong(step.column, message).hint(kind.instead));
        }
        Ok(number)
    }

    /// A single value, by number or name.
    pub(super) fn value(self, kind: &FieldKind, part: Part<'_>) -> Result<u32, ScheduleError> {
        let Part { text, column } = part;
        let named = kind.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        if let Some(index) = named {
            return Ok(kind.least + u32::try_from(index).expect("a dozen names"));
        }
        if text.is_empty() {
            return Err(self.missing(kind, column));
        }
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(self.not_a_value(kind, part));
        }
        number(text).filter(|number| (kind.least..=kind.most).contains(number)).ok_or_else(|| {
            let message = format!("the {} {text} is out of range", kind.name);
            self.wrong(column, message).hint(format!("{} to {}", kind.least, kind.most))
        })
    }

    fn missing(self, kind: &FieldKind, column: usize) -> ScheduleError {
        let error = self.wrong(column, format!("a value is missing in the field of the {}", kind.name));
        error.hint(format!("numbers from {} to {}", kind.least, kind.most))
    }

    fn not_a_value(self, kind: &FieldKind, part: Part<'_>) -> ScheduleError {
        let Part { text, column } = part;
        let error = self.wrong(column, format!("\"{text}\" is not {} {}", kind.article(), kind.name));
        let upper = text.to_ascii_uppercase();
        let full = kind.names.iter().find(|name| upper.starts_with(*name));
        if let Some(name) = full.filter(|_| upper.bytes().all(|b| b.is_ascii_uppercase())) {
            return error.hint(format!("names have three letters: {name}"));
        }
        match text {
            _ if text.contains('?') => error.hint("? stands alone, in the fields of the day of month and of week"),
            _ if text.contains('*') => error.hint("* stands alone or before a step, such as */5"),
            _ => match counting::misplaced(kind, &upper) {
                Some(hint) => error.hint(hint),
                None if kind.names.is_empty() => error.hint(format!("numbers from {} to {}", kind.least, kind.most)),
                None => {
                    error.hint(format!("numbers from {} to {}, or {}", kind.least, kind.most, kind.names.join(" ")))
                }
            },
        }
    }
}

/// Sunday is 0 and 7: as the end of a range it is the day after Saturday, as the beginning the day before Monday.
fn around_sunday(kind: &FieldKind, from: u32, to: u32) -> (u32, u32) {
    if kind.which != Which::Weekday {
        (from, to)
    } else if to == 0 && from > 0 {
        (from, 7)
    } else if from == 7 && to < 7 {
        (0, to)
    } else {
        (from, to)
    }
}

/// A number of at most four digits.
pub(super) fn number(text: &str) -> Option<u32> {
    (1..=4).contains(&text.len()).then_some(())?;
    text.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    text.parse().ok()
}
