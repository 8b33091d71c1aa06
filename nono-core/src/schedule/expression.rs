//! Reads a cron expression of docs/cron.md and writes it anew in the dialect of the `cron` crate.
//!
//! The crate counts weekdays from 1 = Sunday, knows no five-field form and reports no column, so the text is taken apart
//! here, each part is checked where it stands, and what goes on to the crate is canonical: numbers only, Sunday = 1, no
//! `?`. This must not decide which instants match: that is [`super::fields`]'s.

use super::error::ScheduleError;

/// Longer expressions are refused: reading one must stay cheap for whoever is handed it.
pub(super) const MAX_CHARS: usize = 1024;

const MONTHS: &[&str] = &["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS: &[&str] = &["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/// What a field of an expression may hold.
struct FieldKind {
    name: &'static str,
    least: u32,
    most: u32,
    /// Names for the values from `least` on.
    names: &'static [&'static str],
    /// Whether `?` is allowed.
    is_day: bool,
    /// What to write instead of a step that is too large.
    instead: &'static str,
}

const SECOND: FieldKind =
    FieldKind { name: "second", least: 0, most: 59, names: &[], is_day: false, instead: "use the field of minutes" };
const MINUTE: FieldKind = FieldKind {
    name: "minute",
    least: 0,
    most: 59,
    names: &[],
    is_day: false,
    instead: "use `every`, such as every 90m",
};
const HOUR: FieldKind = FieldKind {
    name: "hour",
    least: 0,
    most: 23,
    names: &[],
    is_day: false,
    instead: "use `every`, such as every 36h",
};
const DAY: FieldKind =
    FieldKind { name: "day of month", least: 1, most: 31, names: &[], is_day: true, instead: "use `every`" };
const MONTH: FieldKind =
    FieldKind { name: "month", least: 1, most: 12, names: MONTHS, is_day: false, instead: "name the months" };
const WEEKDAY: FieldKind =
    FieldKind { name: "day of week", least: 0, most: 7, names: WEEKDAYS, is_day: true, instead: "name the days" };

/// An expression in the crate's dialect, and what that dialect cannot say.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Normal {
    /// Six fields, seconds first.
    pub(super) text: String,
    /// The day-of-month field is neither `*` nor `?`.
    pub(super) days_restricted: bool,
    /// The day-of-week field is neither `*` nor `?`.
    pub(super) weekdays_restricted: bool,
    /// The hour field is exactly `*`: the expression follows real time through a change of the clock.
    pub(super) every_hour: bool,
}

/// A piece of the expression and the column, from 1, of its first character.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    column: usize,
}

/// Reads `given`.
pub(super) fn normalise(given: &str) -> Result<Normal, ScheduleError> {
    let reader = Reader { given };
    if given.chars().nth(MAX_CHARS).is_some() {
        return Err(reader.wrong(MAX_CHARS + 1, format!("is longer than {MAX_CHARS} characters")));
    }
    let parts = split(given, |c| c == ' ' || c == '\t', 1);
    let parts: Vec<Part> = parts.into_iter().filter(|part| !part.text.is_empty()).collect();
    match parts.first() {
        None => Err(ScheduleError::new("cron", given, "is empty").hint("such as \"0 2 * * *\"")),
        Some(first) if first.text.starts_with('@') => {
            normalise_fields(reader, &split(reader.nickname(&parts)?, |c| c == ' ', 1))
        }
        Some(first) if first.text.contains('=') => Err(reader
            .wrong(first.column, format!("\"{}\" is not part of an expression", first.text))
            .hint("a zone has its own field: timeZone (--tz)")),
        Some(_) => normalise_fields(reader, &parts),
    }
}

fn normalise_fields(reader: Reader<'_>, parts: &[Part<'_>]) -> Result<Normal, ScheduleError> {
    let second = Part { text: "0", column: 1 };
    let six: [Part; 6] = match *parts {
        [a, b, c, d, e] => [second, a, b, c, d, e],
        [a, b, c, d, e, f] => [a, b, c, d, e, f],
        _ => return Err(reader.wrong_count(parts)),
    };
    let kinds = [&SECOND, &MINUTE, &HOUR, &DAY, &MONTH, &WEEKDAY];
    let mut text = Vec::with_capacity(6);
    for (kind, part) in kinds.into_iter().zip(six) {
        text.push(reader.field(kind, part)?);
    }
    let restricted = |part: Part<'_>| !matches!(part.text, "*" | "?");
    Ok(Normal {
        text: text.join(" "),
        days_restricted: restricted(six[3]),
        weekdays_restricted: restricted(six[5]),
        every_hour: six[2].text == "*",
    })
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    given: &'a str,
}

impl Reader<'_> {
    fn wrong(self, column: usize, message: impl Into<String>) -> ScheduleError {
        ScheduleError::new("cron", self.given, message).at(column)
    }

    fn nickname(self, parts: &[Part<'_>]) -> Result<&'static str, ScheduleError> {
        let first = parts[0];
        let lower = first.text.to_ascii_lowercase();
        if lower == "@every" {
            let error = self.wrong(first.column, "@every is not a cron expression");
            return Err(error.hint("an interval has its own field: every, such as every: 10m (--every 10m)"));
        }
        if let Some(next) = parts.get(1) {
            return Err(self.wrong(next.column, format!("nothing may follow {lower}")));
        }
        match lower.as_str() {
            "@yearly" | "@annually" => Ok("0 0 1 1 *"),
            "@monthly" => Ok("0 0 1 * *"),
            "@weekly" => Ok("0 0 * * 0"),
            "@daily" | "@midnight" => Ok("0 0 * * *"),
            "@hourly" => Ok("0 * * * *"),
            "@reboot" => Err(self
                .wrong(first.column, "@reboot is no instant: a task belongs to no machine that could restart")
                .hint("to run it once now: nonoctl task run NAME")),
            _ => Err(self
                .wrong(first.column, format!("\"{}\" is not known", first.text))
                .hint("known: @yearly @annually @monthly @weekly @daily @midnight @hourly")),
        }
    }

    fn wrong_count(self, parts: &[Part<'_>]) -> ScheduleError {
        const FORM: &str = "minute hour day-of-month month day-of-week, or six with the second first";
        match parts.get(6) {
            Some(seventh) if parts.len() == 7 => {
                self.wrong(seventh.column, "has 7 fields: a field of years is not supported").hint(FORM)
            }
            Some(seventh) => self.wrong(seventh.column, format!("has {} fields", parts.len())).hint(FORM),
            None => {
                let end = self.given.trim_end_matches([' ', '\t']).chars().count() + 1;
                let fields = if parts.len() == 1 { "field" } else { "fields" };
                self.wrong(end, format!("has only {} {fields}", parts.len())).hint(FORM)
            }
        }
    }

    fn field(self, kind: &FieldKind, field: Part<'_>) -> Result<String, ScheduleError> {
        let items = split(field.text, |c| c == ',', field.column);
        if kind.is_day && field.text == "?" {
            return Ok("*".to_owned());
        }
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            self.item(kind, item, &mut out)?;
        }
        Ok(out.join(","))
    }

    /// One element of a list: `*`, `A`, `A-B`, each with or without `/STEP`.
    fn item(self, kind: &FieldKind, item: Part<'_>, out: &mut Vec<String>) -> Result<(), ScheduleError> {
        if item.text.is_empty() {
            return Err(self.wrong(item.column, format!("a value is missing in the field of the {}", kind.name)));
        }
        let halves = split(item.text, |c| c == '/', item.column);
        let step = match halves.get(1) {
            Some(step) => Some(self.step(kind, *step)?),
            None => None,
        };
        if let Some(third) = halves.get(2) {
            return Err(self.wrong(third.column - 1, "a second step"));
        }
        let (from, to) = self.range(kind, halves[0], step.is_some())?;
        emit(kind, from, to, step.unwrap_or(1), out);
        Ok(())
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

    fn value(self, kind: &FieldKind, part: Part<'_>) -> Result<u32, ScheduleError> {
        let Part { text, column } = part;
        let named = kind.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        if let Some(index) = named {
            return Ok(kind.least + u32::try_from(index).expect("a dozen names"));
        }
        if text.is_empty() {
            return Err(self.wrong(column, format!("a value is missing in the field of the {}", kind.name)));
        }
        if !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(self.not_a_value(kind, part));
        }
        number(text).filter(|number| (kind.least..=kind.most).contains(number)).ok_or_else(|| {
            let message = format!("the {} {text} is out of range", kind.name);
            self.wrong(column, message).hint(format!("{} to {}", kind.least, kind.most))
        })
    }

    fn not_a_value(self, kind: &FieldKind, part: Part<'_>) -> ScheduleError {
        let Part { text, column } = part;
        let error = self.wrong(column, format!("\"{text}\" is not a {}", kind.name));
        let upper = text.to_ascii_uppercase();
        let full = kind.names.iter().find(|name| upper.starts_with(*name));
        if let Some(name) = full.filter(|_| upper.bytes().all(|b| b.is_ascii_uppercase())) {
            return error.hint(format!("names have three letters: {name}"));
        }
        let special = upper.bytes().any(|b| matches!(b, b'L' | b'W' | b'#' | b'H')) && kind.names.is_empty()
            || kind.is_day && (upper.contains('#') || upper.contains('L') || upper.contains('W'))
            || upper.starts_with('H');
        match text {
            _ if text.contains('?') => error.hint("? stands alone, in the fields of the day of month and of week"),
            _ if text.contains('*') => error.hint("* stands alone or before a step, such as */5"),
            _ if special => error.hint("L, W, # and H are not supported"),
            _ if kind.names.is_empty() => error.hint(format!("numbers from {} to {}", kind.least, kind.most)),
            _ => error.hint(format!("numbers from {} to {}, or {}", kind.least, kind.most, kind.names.join(" "))),
        }
    }
}

/// Sunday is 0 and 7: as the end of a range it is the day after Saturday, as the beginning the day before Monday.
fn around_sunday(kind: &FieldKind, from: u32, to: u32) -> (u32, u32) {
    if kind.name != WEEKDAY.name {
        (from, to)
    } else if to == 0 && from > 0 {
        (from, 7)
    } else if from == 7 && to < 7 {
        (0, to)
    } else {
        (from, to)
    }
}

/// Writes `from-to/step` as the crate wants it: weekdays count from 1, and the 7th day after Sunday is Sunday again.
fn emit(kind: &FieldKind, from: u32, to: u32, step: u32, out: &mut Vec<String>) {
    if kind.name != WEEKDAY.name {
        out.push(format!("{from}-{to}/{step}"));
        return;
    }
    if from <= 6 {
        out.push(format!("{}-{}/{step}", from + 1, to.min(6) + 1));
    }
    if to == 7 && (7 - from).is_multiple_of(step) {
        out.push("1".to_owned());
    }
}

/// A number of at most four digits.
fn number(text: &str) -> Option<u32> {
    (1..=4).contains(&text.len()).then_some(())?;
    text.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    text.parse().ok()
}

/// The parts of `text` between separators, empty ones too, each with its column.
fn split(text: &str, is_separator: impl Fn(char) -> bool, first_column: usize) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut column = first_column;
    for piece in text.split(is_separator) {
        parts.push(Part { text: piece, column });
        column += piece.chars().count() + 1;
    }
    parts
}
