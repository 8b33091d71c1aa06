//! Cuts a filter into pieces: words, operators, values, quoted texts and expressions between slashes.
//!
//! It knows letters and no meanings. Positions are bytes and always lie between two letters.

use super::error::FilterError;

/// What joins a field and its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Operator {
    /// `:`
    Colon,
    /// `=`
    Is,
    /// `!=`
    IsNot,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
}

impl Operator {
    /// Longer ones first, as they are looked for. `==` is the habit of those who write programs.
    const TEXTS: [(&str, Self); 8] = [
        ("!=", Self::IsNot),
        ("<=", Self::AtMost),
        (">=", Self::AtLeast),
        ("==", Self::Is),
        ("=", Self::Is),
        ("<", Self::Less),
        (">", Self::More),
        (":", Self::Colon),
    ];

    /// As typed.
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Colon => ":",
            Self::Is => "=",
            Self::IsNot => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }
}

/// A place in a text.
#[derive(Clone, Debug)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    /// At the beginning.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// How far it is.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What is still to come.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// What came since `from`.
    pub(super) fn since(&self, from: usize) -> &'a str {
        &self.text[from..self.at]
    }

    /// The next letter.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Goes past `text`, if it comes next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let comes = self.rest().starts_with(text);
        self.at += if comes { text.len() } else { 0 };
        comes
    }

    /// Goes past spaces.
    pub(super) fn skip_spaces(&mut self) {
        self.take_until(|letter| !letter.is_whitespace());
    }

    /// The piece before the first letter that ends it.
    fn take_until(&mut self, ends: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let piece = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += piece.len();
        piece
    }

    /// A bare word, or the field before an operator.
    pub(super) fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let ends = |(at, letter): (usize, char)| {
            let ends = is_outside(letter) || matches!(letter, ':' | '=' | '<' | '>') || rest[at..].starts_with("!=");
            ends.then_some(at)
        };
        let piece = &rest[..rest.char_indices().find_map(ends).unwrap_or(rest.len())];
        self.at += piece.len();
        piece
    }

    /// An operator, if one comes next.
    pub(super) fn operator(&mut self) -> Option<Operator> {
        Operator::TEXTS.into_iter().find(|(text, _)| self.eat(text)).map(|(_, operator)| operator)
    }

    /// A value as it stands.
    pub(super) fn plain(&mut self) -> &'a str {
        self.take_until(is_outside)
    }

    /// One of several values, as it stands.
    pub(super) fn item(&mut self) -> &'a str {
        self.take_until(|letter| is_outside(letter) || letter == ',')
    }

    /// What is left of the word here, to show it.
    pub(super) fn piece(&self) -> &'a str {
        let rest = self.rest();
        &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())]
    }

    /// A text in quotes; `\"` is a quote in it, and `\\` a backslash.
    pub(super) fn quoted(&mut self) -> Result<String, FilterError> {
        let begin = self.at;
        self.eat("\"");
        let mut text = String::new();
        let mut letters = self.rest().char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at += at + 1;
                    return Ok(text);
                }
                '\\' => match letters.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    Some((_, other)) => text.extend(['\\', other]),
                    None => {}
                },
                _ => text.push(letter),
            }
        }
        Err(FilterError::new(begin, &self.text[begin..], "the quote is not closed", "a \" at its end"))
    }

    /// A regular expression between slashes; `\/` is a slash in it.
    pub(super) fn between_slashes(&mut self) -> Result<&'a str, FilterError> {
        let begin = self.at;
        self.eat("/");
        let rest = self.rest();
        let mut escaped = false;
        for (at, letter) in rest.char_indices() {
            match letter {
                '/' if !escaped => {
                    self.at += at + 1;
                    return Ok(&rest[..at]);
                }
                _ => escaped = letter == '\\' && !escaped,
            }
        }
        Err(FilterError::new(begin, &self.text[begin..], "the regular expression is not closed", "a / at its end"))
    }
}

/// What ends every piece that is not quoted.
pub(super) fn is_outside(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '(' | ')' | '"')
}
