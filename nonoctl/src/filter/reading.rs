//! Reads one term: a word, a quoted text, an expression between slashes, or a field with an operator and values.

use super::error::FilterError;
use super::expression::Expression;
use super::field::{self, Field, Kind, Measure};
use super::scan::{Operator, Scanner, is_outside};
use super::term::{OwnerMatch, Pattern, Relation, Term, is_label_key};
use crate::words;

/// Reads the term that comes next; there is at least one letter of it.
pub(super) fn term(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Expression, FilterError> {
    let read = match scanner.peek() {
        Some('~') => fuzzy(scanner)?,
        Some('"') => quoted(scanner)?,
        Some('/') => Expression::Term(Term::Regex(pattern(scanner)?)),
        _ => word(scanner, kind)?,
    };
    match scanner.peek() {
        Some(letter) if letter == '"' || !is_outside(letter) => {
            let piece = scanner.piece();
            Err(FilterError::new(
                scanner.at(),
                piece,
                format!("{piece:?} follows without a space"),
                "a space before it",
            ))
        }
        _ => Ok(read),
    }
}

fn fuzzy(scanner: &mut Scanner<'_>) -> Result<Expression, FilterError> {
    scanner.eat("~");
    let letters = match scanner.peek() {
        Some('"') => scanner.quoted()?,
        _ => scanner.plain().to_owned(),
    };
    if letters.is_empty() {
        return Err(FilterError::new(
            scanner.at(),
            "",
            "a word is missing after \"~\"",
            "letters of the name, as in ~wbpg",
        ));
    }
    Ok(Expression::Term(Term::Fuzzy(letters.to_lowercase())))
}

/// A name, or the key of a label that would be a field without its quotes.
fn quoted(scanner: &mut Scanner<'_>) -> Result<Expression, FilterError> {
    let text = scanner.quoted()?;
    let mut ahead = scanner.clone();
    match ahead.operator() {
        Some(operator @ (Operator::Is | Operator::IsNot)) => {
            *scanner = ahead;
            label(scanner, &text, operator)
        }
        _ => Ok(Expression::Term(Term::Contains(text.to_lowercase()))),
    }
}

fn pattern(scanner: &mut Scanner<'_>) -> Result<Pattern, FilterError> {
    let begin = scanner.at();
    let source = scanner.between_slashes()?;
    Pattern::new(source).map_err(|why| {
        FilterError::new(begin, scanner.since(begin), format!("bad regular expression: {why}"), "one such as /^etl-/")
    })
}

fn word(scanner: &mut Scanner<'_>, kind: Kind) -> Result<Expression, FilterError> {
    let begin = scanner.at();
    let word = scanner.word();
    let Some(operator) = scanner.operator() else {
        return Ok(Expression::Term(Term::Contains(word.to_lowercase())));
    };
    if word.is_empty() {
        let message = format!("a field is missing before {:?}", operator.text());
        return Err(FilterError::new(begin, operator.text(), message, "one directly before it, as in lag>1s"));
    }
    match Field::of(word) {
        Some(field) if !field.is_of(kind) => Err(foreign(begin, word, kind)),
        Some(Field::Name) => name(scanner, begin, operator),
        Some(Field::State) => state(scanner, begin, operator, kind),
        Some(Field::Owner) => owner(scanner, begin, operator),
        Some(Field::Measure(measure)) => comparison(scanner, begin, operator, measure),
        None if matches!(operator, Operator::Is | Operator::IsNot) && is_label_key(word) => {
            label(scanner, word, operator)
        }
        None => Err(unknown(begin, word, kind)),
    }
}

fn unknown(begin: usize, word: &str, kind: Kind) -> FilterError {
    let want = format!("{}, or a label as in team=billing", field::words_of(kind).join(", "));
    FilterError::new(begin, word, format!("unknown field {word:?}"), want).or(field::meant(word, kind))
}

/// A field that other rows have.
fn foreign(begin: usize, word: &str, kind: Kind) -> FilterError {
    let message = format!("{} have no {word}", kind.plural());
    FilterError::new(begin, word, message, format!("one of {}", field::words_of(kind).join(", ")))
}

/// An operator that this field does not take.
fn misplaced(scanner: &Scanner<'_>, begin: usize, operator: Operator, example: &str) -> FilterError {
    let piece = scanner.since(begin);
    let field = piece.trim_end_matches(operator.text());
    FilterError::new(begin, piece, format!("{field} does not take {:?}", operator.text()), example)
}

fn name(scanner: &mut Scanner<'_>, begin: usize, operator: Operator) -> Result<Expression, FilterError> {
    let example = "name=web.ping, name:web or name=/^etl-/";
    if !matches!(operator, Operator::Colon | Operator::Is | Operator::IsNot) {
        return Err(misplaced(scanner, begin, operator, example));
    }
    let mut sides = Vec::new();
    loop {
        let term = match scanner.peek() {
            Some('/') => Term::Regex(pattern(scanner)?),
            _ => {
                let (_, text) = value(scanner, begin, example)?;
                let text = text.to_lowercase();
                if operator == Operator::Colon { Term::Contains(text) } else { Term::Exactly(text) }
            }
        };
        sides.push(Expression::Term(term));
        if !scanner.eat(",") {
            return Ok(signed(Expression::any(sides), operator));
        }
    }
}

fn state(scanner: &mut Scanner<'_>, begin: usize, operator: Operator, kind: Kind) -> Result<Expression, FilterError> {
    let known = kind.states();
    if !matches!(operator, Operator::Colon | Operator::Is | Operator::IsNot) {
        return Err(misplaced(scanner, begin, operator, "state:failing,late"));
    }
    let want = format!("one of {}", known.join(", "));
    let mut states = Vec::new();
    for (at, given) in values(scanner, begin, &want)? {
        let word = given.to_lowercase();
        if !known.contains(&word.as_str()) {
            let meant = words::nearest(&word, known.iter().copied());
            return Err(FilterError::new(at, &given, format!("unknown state {given:?}"), want).or(meant));
        }
        states.push(word);
    }
    Ok(signed(Expression::Term(Term::State(states)), operator))
}

fn owner(scanner: &mut Scanner<'_>, begin: usize, operator: Operator) -> Result<Expression, FilterError> {
    let how = match operator {
        Operator::Colon => OwnerMatch::Begins,
        Operator::Is | Operator::IsNot => OwnerMatch::Is,
        _ => return Err(misplaced(scanner, begin, operator, "owner:sched-c3")),
    };
    let owners = values(scanner, begin, "a scheduler, as in owner:sched-c3")?;
    let owners = owners.into_iter().map(|(_, owner)| owner.to_lowercase()).collect();
    Ok(signed(Expression::Term(Term::Owner(how, owners)), operator))
}

fn label(scanner: &mut Scanner<'_>, key: &str, operator: Operator) -> Result<Expression, FilterError> {
    let begin = scanner.at() - operator.text().len();
    let want = format!("a value of the label {key}");
    let values = values(scanner, begin, &want)?.into_iter().map(|(_, value)| value).collect();
    Ok(signed(Expression::Term(Term::Label(key.to_owned(), values)), operator))
}

fn comparison(
    scanner: &mut Scanner<'_>,
    begin: usize,
    operator: Operator,
    measure: Measure,
) -> Result<Expression, FilterError> {
    let unit = measure.unit();
    let relation = match operator {
        Operator::Colon => {
            let example = format!("{0}>, {0}>=, {0}< or {0}<=", measure.word());
            return Err(misplaced(scanner, begin, operator, &example));
        }
        Operator::Less => Relation::Less,
        Operator::AtMost => Relation::AtMost,
        Operator::More => Relation::More,
        Operator::AtLeast => Relation::AtLeast,
        Operator::Is | Operator::IsNot => Relation::Is,
    };
    let head = scanner.since(begin).to_owned();
    let at = scanner.at();
    let text = scanner.plain();
    if text.is_empty() {
        return Err(FilterError::new(at, "", format!("a value is missing after {head:?}"), unit.examples()));
    }
    let than = unit.read(text).ok_or_else(|| {
        FilterError::new(at, text, format!("bad value for {}: {text:?}", measure.word()), unit.examples())
    })?;
    Ok(signed(Expression::Term(Term::Figure(measure, relation, than)), operator))
}

/// `!=` is the opposite of `=`.
fn signed(expression: Expression, operator: Operator) -> Expression {
    if operator == Operator::IsNot { expression.not() } else { expression }
}

/// Values joined by commas, each with its place.
fn values(scanner: &mut Scanner<'_>, begin: usize, want: &str) -> Result<Vec<(usize, String)>, FilterError> {
    let mut values = vec![value(scanner, begin, want)?];
    while scanner.eat(",") {
        values.push(value(scanner, begin, want)?);
    }
    Ok(values)
}

fn value(scanner: &mut Scanner<'_>, begin: usize, want: &str) -> Result<(usize, String), FilterError> {
    let at = scanner.at();
    if scanner.peek() == Some('"') {
        return Ok((at, scanner.quoted()?));
    }
    match scanner.item() {
        "" => Err(FilterError::new(at, "", format!("a value is missing after {:?}", scanner.since(begin)), want)),
        item => Ok((at, item.to_owned())),
    }
}
