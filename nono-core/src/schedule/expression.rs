//! Reads a cron expression of docs/cron.md: nicknames, the number of fields, and what each field is.
//!
//! The elements of a field are [`super::element`]'s. Whatever is refused is refused at its column, counted in characters
//! from 1. This must not decide which instants match: that is [`super::fields`]'s.

use super::element::{self, Element, FieldKind};
use super::error::ScheduleError;
use super::expansion::expand;
use super::fields::{Fields, Rare};

/// Longer expressions are refused: reading one must stay cheap for whoever is handed it.
const MAX_CHARS: usize = 1024;

/// The forms that an expression may have.
const FORM: &str =
    "minute hour day-of-month month day-of-week, or six with the second first, or seven with the year last";

/// An expression, read.
#[derive(Debug)]
pub(super) struct Expression {
    pub(super) fields: Fields,
    /// Whether the name of the task decides some of it.
    pub(super) depends_on_name: bool,
}

/// A piece of the expression and the column, from 1, of its first character.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    pub(super) column: usize,
}

/// The expression that is read, and the task that it belongs to.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) given: &'a str,
    pub(super) name: Option<&'a str>,
}

/// Reads `given`, an expression of the task `name`.
pub(super) fn read(given: &str, name: Option<&str>) -> Result<Expression, ScheduleError> {
    let reader = Reader { given, name };
    if given.chars().nth(MAX_CHARS).is_some() {
        return Err(reader.wrong(MAX_CHARS + 1, format!("is longer than {MAX_CHARS} characters")));
    }
    let parts = split(given, |c| c == ' ' || c == '\t', 1);
    let parts: Vec<Part> = parts.into_iter().filter(|part| !part.text.is_empty()).collect();
    match parts.first() {
        None => Err(ScheduleError::new("cron", given, "is empty").hint("such as \"0 2 * * *\"")),
        Some(first) if first.text.starts_with('@') => reader.fields(&split(reader.nickname(&parts)?, |c| c == ' ', 1)),
        Some(first) if first.text.contains('=') => Err(reader
            .wrong(first.column, format!("\"{}\" is not part of an expression", first.text))
            .hint("a zone has its own field: timeZone (--tz)")),
        Some(_) => reader.fields(&parts),
    }
}

impl Reader<'_> {
    pub(super) fn wrong(self, column: usize, message: impl Into<String>) -> ScheduleError {
        ScheduleError::new("cron", self.given, message).at(column)
    }

    fn fields(self, parts: &[Part<'_>]) -> Result<Expression, ScheduleError> {
        let second = Part { text: "0", column: 1 };
        let year = Part { text: "*", column: 1 };
        let seven: [Part; 7] = match *parts {
            [a, b, c, d, e] => [second, a, b, c, d, e, year],
            [a, b, c, d, e, f] => [a, b, c, d, e, f, year],
            [a, b, c, d, e, f, g] => [a, b, c, d, e, f, g],
            _ => return Err(self.wrong_count(parts)),
        };
        let [seconds, minutes, hours, days, months, weekdays, years] = seven;
        let mut depends_on_name = false;
        let mut read = |kind: &FieldKind, part: Part<'_>| -> Result<Element, ScheduleError> {
            let element = element::read(self, kind, part)?;
            depends_on_name |= element.depends_on_name;
            Ok(element)
        };
        let second = read(&element::SECOND, seconds)?;
        let minute = read(&element::MINUTE, minutes)?;
        let hour = read(&element::HOUR, hours)?;
        let dates = read(&element::DAY, days)?;
        let month = read(&element::MONTH, months)?;
        let week = read(&element::WEEKDAY, weekdays)?;
        let plain = [&second, &minute, &hour, &dates, &month, &week].map(|element| &element.plain);
        let sets = expand(plain);
        let restricts = |part: Part<'_>| !matches!(part.text, "*" | "?");
        let narrow = |bits: u64| u32::try_from(bits).expect("a field below 32 values");
        let mut fields = Fields {
            seconds: sets[0],
            minutes: sets[1],
            hours: narrow(sets[2]),
            days: narrow(sets[3]),
            months: u16::try_from(sets[4]).expect("twelve months"),
            weekdays: u8::try_from(sets[5]).expect("seven days"),
            days_restricted: restricts(days),
            weekdays_restricted: restricts(weekdays),
            every_hour: hours.text == "*",
            rare: None,
        };
        let mut rare = Rare { counted: dates.counted, years: None };
        rare.counted.nth = week.counted.nth;
        if years.text != "*" {
            rare.years = Some(read(&element::YEAR, years)?.years);
        }
        fields.rare = Some(rare).filter(|rare| rare.years.is_some() || !rare.counted.is_empty()).map(Box::new);
        if fields.has_a_day() { Ok(Expression { fields, depends_on_name }) } else { Err(fields.never(self.given)) }
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
        if let Some(eighth) = parts.get(7) {
            return self.wrong(eighth.column, format!("has {} fields", parts.len())).hint(FORM);
        }
        let end = self.given.trim_end_matches([' ', '\t']).chars().count() + 1;
        let fields = if parts.len() == 1 { "field" } else { "fields" };
        self.wrong(end, format!("has only {} {fields}", parts.len())).hint(FORM)
    }
}

/// The parts of `text` between separators, empty ones too, each with its column.
pub(super) fn split(text: &str, is_separator: impl Fn(char) -> bool, first_column: usize) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut column = first_column;
    for piece in text.split(is_separator) {
        parts.push(Part { text: piece, column });
        column += piece.chars().count() + 1;
    }
    parts
}
