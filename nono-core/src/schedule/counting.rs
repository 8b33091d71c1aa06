//! Reads `L`, `W` and `#`: elements of the fields of days that only the month can tell.
//!
//! Each stands by itself in a list and takes no range and no step: what those would mean, no two crons agree on. Which
//! days they are in a month is [`super::counted`]'s.

use super::counted::{Counted, LAST_TIME, LAST_WORKING, TIMES};
use super::element::{DAY, FieldKind, Which, number};
use super::error::ScheduleError;
use super::expression::{Part, Reader};

/// The furthest day before the last that a month can have.
const FURTHEST: u32 = 30;

const LAST_FORMS: &str = "L is the last day, L-3 the third day before it, LW the last working day";

/// Reads an element; `false` when it is none of these forms.
pub(super) fn read(
    reader: Reader<'_>,
    kind: &FieldKind,
    item: Part<'_>,
    into: &mut Counted,
) -> Result<bool, ScheduleError> {
    let upper = item.text.to_ascii_uppercase();
    match kind.which {
        Which::Day if upper.starts_with('L') => last_day(reader, item, &upper, into)?,
        Which::Day if upper.ends_with('W') => working_day(reader, item, into)?,
        Which::Weekday if upper.contains('#') => nth_weekday(reader, kind, item, into)?,
        Which::Weekday if upper.ends_with('L') && !is_word(&upper) => last_weekday(reader, kind, item, into)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// `APRIL` is a misspelt name, `FRIL` is not.
fn is_word(upper: &str) -> bool {
    upper.len() > 4 && upper.bytes().all(|b| b.is_ascii_uppercase())
}

/// `L`, `L-N`, `LW`.
fn last_day(reader: Reader<'_>, item: Part<'_>, upper: &str, into: &mut Counted) -> Result<(), ScheduleError> {
    match upper {
        "L" => into.before_last |= 1,
        "LW" => into.working |= 1 << LAST_WORKING,
        _ => {
            let Some(before) = upper.strip_prefix("L-").and_then(number) else {
                return Err(reader.wrong(item.column, not_a_day(item)).hint(LAST_FORMS));
            };
            if !(1..=FURTHEST).contains(&before) {
                let message = format!("no month has a day {before} days before its last");
                let hint = if before == 0 { "the last day is L" } else { "L-1 to L-30" };
                let message = if before == 0 { "L-0 is no day before the last".to_owned() } else { message };
                return Err(reader.wrong(item.column + 2, message).hint(hint));
            }
            into.before_last |= 1 << before;
        }
    }
    Ok(())
}

/// `NW`.
fn working_day(reader: Reader<'_>, item: Part<'_>, into: &mut Counted) -> Result<(), ScheduleError> {
    let text = &item.text[..item.text.len() - 1];
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        let error = reader.wrong(item.column, not_a_day(item));
        return Err(error.hint("W follows a single day, such as 15W; LW is the last working day"));
    }
    let day = reader.value(&DAY, Part { text, column: item.column })?;
    into.working |= 1 << (day - 1);
    Ok(())
}

/// `DAY#N`.
fn nth_weekday(reader: Reader<'_>, kind: &FieldKind, item: Part<'_>, into: &mut Counted) -> Result<(), ScheduleError> {
    let (text, times) = item.text.split_once('#').unwrap_or((item.text, ""));
    let weekday = single_weekday(reader, kind, Part { text, column: item.column }, "#", "MON#1,TUE#1")?;
    let column = item.column + text.chars().count() + 1;
    if times.eq_ignore_ascii_case("L") {
        return Err(reader.wrong(column, "the last one is written without #").hint(format!("{text}L")));
    }
    match number(times) {
        Some(nth @ 1..=5) => into.nth |= 1 << (weekday * TIMES + nth - 1),
        Some(nth) => {
            let message = format!("no month has a day of week {nth} times");
            return Err(reader.wrong(column, message).hint(format!("#1 to #5; {text}L is the last one")));
        }
        None => {
            let message = format!("\"{times}\" does not say which one of the month");
            return Err(reader.wrong(column, message).hint("#1 to #5, such as MON#2 for the second Monday"));
        }
    }
    Ok(())
}

/// `DAYL`.
fn last_weekday(reader: Reader<'_>, kind: &FieldKind, item: Part<'_>, into: &mut Counted) -> Result<(), ScheduleError> {
    let text = &item.text[..item.text.len() - 1];
    if text.is_empty() {
        let error = reader.wrong(item.column, "L needs a day of week in front");
        return Err(error.hint("FRIL or 5L is the last Friday of the month"));
    }
    let weekday = single_weekday(reader, kind, Part { text, column: item.column }, "L", "MONL,TUEL")?;
    into.nth |= 1 << (weekday * TIMES + LAST_TIME);
    Ok(())
}

/// The one weekday, 0 to 6, before a `#` or an `L`.
fn single_weekday(
    reader: Reader<'_>,
    kind: &FieldKind,
    day: Part<'_>,
    sign: &str,
    such_as: &str,
) -> Result<u32, ScheduleError> {
    if day.text.contains(['-', '/', '*']) {
        let message = format!("{sign} follows a single day of week");
        return Err(reader.wrong(day.column, message).hint(format!("a list, such as {such_as}")));
    }
    Ok(reader.value(kind, day)? % 7)
}

fn not_a_day(item: Part<'_>) -> String {
    format!("\"{}\" is not a day of month", item.text)
}

/// What to write instead of one of these signs where it means nothing.
pub(super) fn misplaced(kind: &FieldKind, upper: &str) -> Option<&'static str> {
    let has = |sign| upper.contains(sign);
    match kind.which {
        Which::Day if has('#') => Some("# follows a day of week, in its own field, such as MON#2"),
        Which::Day if has('W') => Some("W follows a single day, such as 15W; LW is the last working day"),
        Which::Day if has('L') => Some(LAST_FORMS),
        Which::Weekday if has('W') && upper.starts_with(|c: char| c == 'L' || c.is_ascii_digit()) => {
            Some("W follows a day of month, in its own field, such as 15W")
        }
        Which::Weekday if upper.ends_with('L') && !is_word(upper) => {
            Some("L follows a single day of week and takes no step, such as FRIL")
        }
        Which::Day | Which::Weekday => None,
        _ if upper.ends_with(['L', 'W']) && upper.len() <= 3 || has('#') => {
            Some("L, W and # stand in the fields of days")
        }
        _ => None,
    }
}
