//! The grammar: terms side by side are joined by and, which binds closer than or; parentheses and `!` before any term.
//!
//! Every text ends in a filter or in an error with its place, however deep somebody nests it.

use super::error::FilterError;
use super::expression::Expression;
use super::field::Kind;
use super::reading;
use super::scan::{Scanner, is_outside};

/// So deep may groups and negations lie in each other; each level costs stack.
const DEEPEST: usize = 64;

/// What a term looks like, where one is missing.
const TERM: &str = "a term such as state:late";

/// Reads a filter.
pub(super) fn parse(text: &str, kind: Kind) -> Result<Expression, FilterError> {
    let mut parser = Parser { scanner: Scanner::new(text), kind, depth: 0 };
    parser.scanner.skip_spaces();
    if parser.scanner.peek().is_none() {
        return Ok(Expression::default());
    }
    let expression = parser.either()?;
    match parser.scanner.peek() {
        None => Ok(expression),
        Some(_) => Err(FilterError::new(parser.scanner.at(), ")", "\")\" closes nothing", "a ( before it")),
    }
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    kind: Kind,
    depth: usize,
}

impl Parser<'_> {
    /// `A or B`, up to the end or a `)`.
    fn either(&mut self) -> Result<Expression, FilterError> {
        let mut sides = vec![self.both()?];
        while self.eat_keyword("or") {
            sides.push(self.both()?);
        }
        Ok(Expression::any(sides))
    }

    /// `A B`, up to the end, a `)` or an `or`.
    fn both(&mut self) -> Result<Expression, FilterError> {
        let mut parts = vec![self.part()?];
        while self.eat_keyword("and") || !self.is_over() {
            parts.push(self.part()?);
        }
        Ok(Expression::all(parts))
    }

    fn is_over(&mut self) -> bool {
        self.scanner.skip_spaces();
        matches!(self.scanner.peek(), None | Some(')')) || self.keyword() == Some("or")
    }

    fn part(&mut self) -> Result<Expression, FilterError> {
        self.scanner.skip_spaces();
        match self.scanner.peek() {
            None => Err(self.missing("at the end")),
            Some(')') => Err(self.missing("before \")\"")),
            Some('(') => self.group(),
            Some('!') => self.negation(),
            Some(_) => match self.keyword() {
                Some(word) => Err(self.missing(&format!("before \"{word}\""))),
                None => reading::term(&mut self.scanner, self.kind),
            },
        }
    }

    fn missing(&self, place: &str) -> FilterError {
        FilterError::new(self.scanner.at(), self.scanner.piece(), format!("a term is missing {place}"), TERM)
    }

    fn group(&mut self) -> Result<Expression, FilterError> {
        let (begin, from) = (self.scanner.at(), self.scanner.rest());
        self.scanner.eat("(");
        let inner = self.deeper(begin, Self::either)?;
        if self.scanner.eat(")") {
            return Ok(inner);
        }
        Err(FilterError::new(begin, from, "\"(\" is not closed", "a ) at its end"))
    }

    fn negation(&mut self) -> Result<Expression, FilterError> {
        let begin = self.scanner.at();
        self.scanner.eat("!");
        self.deeper(begin, Self::part).map(Expression::not)
    }

    fn deeper(
        &mut self,
        begin: usize,
        inner: fn(&mut Self) -> Result<Expression, FilterError>,
    ) -> Result<Expression, FilterError> {
        if self.depth == DEEPEST {
            let message = format!("more than {DEEPEST} of ( and ! within each other");
            return Err(FilterError::new(begin, self.scanner.since(begin), message, "fewer of them"));
        }
        self.depth += 1;
        let inner = inner(self);
        self.depth -= 1;
        inner
    }

    /// `or` or `and`, if that comes next: a word of its own, in either case.
    fn keyword(&self) -> Option<&'static str> {
        let mut ahead = self.scanner.clone();
        let word = ahead.word();
        let alone = ahead.peek().is_none_or(is_outside);
        ["or", "and"].into_iter().find(|keyword| alone && word.eq_ignore_ascii_case(keyword))
    }

    fn eat_keyword(&mut self, keyword: &str) -> bool {
        self.scanner.skip_spaces();
        let comes = self.keyword() == Some(keyword);
        if comes {
            self.scanner.word();
        }
        comes
    }
}
