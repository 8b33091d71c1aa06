//! JSON text to located trees: one object, one array, or several documents one after another (`-o jsonl`).
//!
//! serde_json parses; it tells no places, so a second walk over the text, known to be valid by then, counts lines and
//! columns alongside the tree.

use serde_json::Value;

use crate::tree::{BareTree, Node, Place, Tree, inexact_numbers};
use crate::{Alone, Broken};

/// All documents of `text`, in order, up to the first syntax error, and what is wrong.
#[must_use]
pub fn documents(text: &str) -> (Vec<Node>, Vec<Broken>) {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<BareTree>();
    let mut cursor = Cursor { rest: text, place: Place { line: 1, column: 1 } };
    let mut found = Vec::new();
    loop {
        let begun = stream.byte_offset();
        match stream.next() {
            Some(Ok(tree)) => {
                let mut node = Node::from(tree);
                cursor.assign(&mut node);
                found.push(node);
            }
            Some(Err(error)) => return (found, vec![broken(&error, text, begun)]),
            None => break,
        }
    }
    let wrong = inexact_numbers(&found, text);
    (found, wrong)
}

/// The same documents one by one and sooner; nothing for what is wrong, or may be: [`documents`] tells how. Boxed, so that
/// all of it is compiled in this crate.
#[must_use]
pub fn documents_alone(text: &str) -> Box<dyn Iterator<Item = Option<Alone>> + '_> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<BareTree>();
    let (mut place, mut known_to) = (Place { line: 1, column: 1 }, 0);
    Box::new(std::iter::from_fn(move || {
        let rest = &text[stream.byte_offset()..];
        let begin = text.len() - rest.trim_start_matches(|c: char| c.is_ascii_whitespace()).len();
        let parsed = stream.next()?;
        place = place_after(place, &text[known_to..begin]);
        known_to = begin;
        let value = parsed.ok().map(|tree| Node::from(tree).into_value()).filter(|value| !has_huge_number(value));
        Some(value.map(|value| (place, value)))
    }))
}

/// Whether a number may have had more digits than are told of it.
fn has_huge_number(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64() && number.as_f64().is_none_or(|number| number.abs() >= 9e18),
        Value::Array(items) => items.iter().any(has_huge_number),
        Value::Object(fields) => fields.values().any(has_huge_number),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

fn place_after(place: Place, text: &str) -> Place {
    match text.rsplit_once('\n') {
        None => Place { column: place.column + text.chars().count() as u64, ..place },
        Some((before, last)) => {
            let lines = before.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1;
            Place { line: place.line + lines, column: last.chars().count() as u64 + 1 }
        }
    }
}

/// `begun` is where what is wrong begins, in bytes.
fn broken(error: &serde_json::Error, text: &str, begun: usize) -> Broken {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let offset = offset_of(error, text);
    let before = text[..offset].trim_end();
    let ends_line = text[before.len()..offset].contains('\n');
    let next = text[offset..].chars().next();
    let may_be_cut = || match said {
        "key must be a string" => next == Some('{'),
        _ => said.starts_with("expected `") || said.starts_with("control character"),
    };
    if !(error.is_eof() || ends_line && may_be_cut()) {
        return Broken { place: place_at(text, offset), message: with_advice(said, next) };
    }
    let is_text = said.starts_with("control character") || said.ends_with("parsing a string");
    let missing = if is_text {
        "a text has no end: its quote is missing, or it is cut off".to_owned()
    } else {
        format!("{said}: something is missing behind this")
    };
    let place = place_at(text, before.char_indices().next_back().map_or(0, |(at, _)| at));
    let first = place_at(text, begun + text[begun..].len() - text[begun..].trim_start().len()).line;
    let whole = if first == place.line { String::new() } else { format!(", in what begins in line {first}") };
    Broken { place, message: missing + &whole }
}

/// Of the byte that is wrong, or of the end: serde_json counts it from 1, and the end from 0.
fn offset_of(error: &serde_json::Error, text: &str) -> usize {
    let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let column = if error.is_eof() { error.column() } else { error.column().saturating_sub(1) };
    (0..=(line + column).min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn place_at(text: &str, offset: usize) -> Place {
    place_after(Place { line: 1, column: 1 }, &text[..offset])
}

/// The parser's words and what to do, for the mistakes that it tells of.
fn with_advice(said: &str, found: Option<char>) -> String {
    let advice = match (said, found) {
        ("expected value", Some(',')) => {
            "no comma stands here; several objects stand one a line, or in [ ] with commas"
        }
        (_, Some('#' | '/')) => "JSON has no comments",
        ("expected value", Some('}' | ']')) => "a value is missing, or a comma or a bracket is too many",
        ("expected value", _) => "text stands in double quotes",
        ("key must be a string", _) => "a field's name stands in double quotes",
        ("trailing comma", _) => "no comma stands before a closing bracket",
        ("invalid number", _) => "a number has no 0 before its other digits; text stands in double quotes",
        _ => return said.to_owned(),
    };
    format!("{said}: {advice}")
}

/// A walk over valid JSON.
struct Cursor<'t> {
    rest: &'t str,
    place: Place,
}

impl Cursor<'_> {
    /// Writes the places of `node` and all below it; the cursor stands before it and then behind it.
    fn assign(&mut self, node: &mut Node) {
        self.skip(|c| c.is_ascii_whitespace());
        node.place = self.place;
        match &mut node.tree {
            Tree::List(items) => {
                self.next();
                for item in items {
                    self.assign(item);
                    self.separator();
                }
                self.close();
            }
            Tree::Fields(fields) => {
                self.next();
                for field in fields {
                    self.skip(|c| c.is_ascii_whitespace());
                    field.place = self.place;
                    self.string();
                    self.skip(|c| c.is_ascii_whitespace() || c == ':');
                    self.assign(&mut field.node);
                    self.separator();
                }
                self.close();
            }
            Tree::Text(_) => self.string(),
            Tree::Null | Tree::Bool(_) | Tree::Number(_) => {
                self.skip(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = &self.rest[c.len_utf8()..];
        if c == '\n' {
            self.place = Place { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(c)
    }

    fn skip(&mut self, wanted: impl Fn(char) -> bool) {
        while self.rest.chars().next().is_some_and(&wanted) {
            self.next();
        }
    }

    fn separator(&mut self) {
        self.skip(|c| c.is_ascii_whitespace() || c == ',');
    }

    /// Passes the bracket or brace that ends a list or a mapping, an empty one's too.
    fn close(&mut self) {
        self.skip(|c| c.is_ascii_whitespace());
        self.next();
    }

    fn string(&mut self) {
        self.next();
        while let Some(c) = self.next() {
            match c {
                '\\' => {
                    self.next();
                }
                '"' => return,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(node: &Node, path: &str) -> (u64, u64) {
        let place = node.locate(path);
        (place.line, place.column)
    }

    #[test]
    fn places_are_counted_alongside_the_tree() {
        let text = "[\n  {\"a\": \"x\\\"]}\", \"b\": [1, {\"c\": null}],\n   \"d\": {}, \"e\": -1.5e3}\n]\n{\"f\":[]}";
        let (found, error) = documents(text);
        assert!(error.is_empty());
        assert_eq!(found.len(), 2);
        assert_eq!(at(&found[0], "[0].a"), (2, 4));
        assert_eq!(at(&found[0], "[0].b[1].c"), (2, 28));
        assert_eq!(at(&found[0], "[0].e"), (3, 13));
        assert_eq!(at(&found[1], ""), (5, 1));
        assert_eq!(at(&found[1], "f"), (5, 2));
    }

    #[test]
    fn documents_alone_are_the_same_at_the_same_places() {
        let text = " {\"a\": [1.5, null, \"\u{e9}\\n\"]}\n\n  {\"b\":{\"c\":true}} {\"d\": \"\u{e9}\"}\t{}\n[7]\n";
        let (located, error) = documents(text);
        assert!(error.is_empty() && located.len() == 5);
        let alone: Vec<Alone> = documents_alone(text).map(Option::unwrap).collect();
        assert_eq!(alone, located.into_iter().map(|node| (node.place, node.into_value())).collect::<Vec<_>>());
        for wrong in ["{\"a\": }", "{\"a\": 1, \"a\": 2}", "{} x"] {
            assert!(documents_alone(wrong).any(|one| one.is_none()), "{wrong}");
        }
    }

    #[test]
    fn what_is_missing_is_missing_where_the_text_before_it_ends() {
        let told = |text: &str| {
            let error = documents(text).1.remove(0);
            (error.place.line, error.place.column, error.message.split(':').next().unwrap_or_default().to_owned())
        };
        let comma = "expected `,` or `}`".to_owned();
        assert_eq!(told("{\"a\": 1\n{\"b\": 2}\n"), (1, 7, comma.clone()));
        assert_eq!(told("{\"\u{e9}\": 1  \n\n  {\"b\": 2}\n"), (1, 7, comma.clone()));
        assert_eq!(told("{\n \"a\": 1\n \"b\": 2\n}"), (2, 7, comma.clone()));
        assert_eq!(told("{\"a\": 1 \"b\": 2}"), (1, 9, comma));
        assert_eq!(told("{\"a\": 1"), (1, 7, "EOF while parsing an object".to_owned()));
        assert_eq!(told("{\"a\":\n1}\n{\"a\"\n\n"), (3, 4, "EOF while parsing an object".to_owned()));
        assert_eq!(told("{\"a\": \n x}"), (2, 2, "expected value".to_owned()));
        let eof = "EOF while parsing an object".to_owned();
        for text in ["{\n \"a\": {\n  \"b\": 1\n }", "{\n \"a\": {\n  \"b\": 1\n }\n\n"] {
            assert_eq!(told(text), (4, 2, eof.clone()), "{text}");
        }
        assert_eq!(told("{}\n{"), (2, 1, eof));
        let no_end = "a text has no end".to_owned();
        assert_eq!(told("{\"a\": \"\u{e9}x\n{\"a\": 1}\n"), (1, 9, no_end.clone()));
        assert_eq!(told("{\"a\": \"x"), (1, 8, no_end));
        assert_eq!(told("{\"a\": 1,\n{\"b\": 2}\n"), (1, 8, "key must be a string".to_owned()));
        let whole = documents("{\"a\":\n1\n").1.remove(0).message;
        assert!(whole.ends_with("something is missing behind this, in what begins in line 1"), "{whole}");
    }

    #[test]
    fn what_stands_there_says_what_to_do() {
        for (text, advice) in [
            ("{\"a\": 1},\n{}", "in [ ] with commas"),
            ("{\"a\": 1 // one\n}", "JSON has no comments"),
            ("# one\n{}", "JSON has no comments"),
            ("{\"a\": [1,]}", "no comma stands before a closing bracket"),
            ("{\"a\": 1}}", "a bracket is too many"),
            ("{\n a: 1}", "a field's name stands in double quotes"),
            ("{\"a\": x}", "text stands in double quotes"),
            ("{\"a\": 01}", "a number has no 0 before its other digits"),
            ("{\"a\": 123456789012345678901}", "put it in quotes"),
        ] {
            let told = documents(text).1.remove(0).message;
            assert!(told.contains(advice), "{text}: {told}");
            assert!(documents_alone(text).any(|one| one.is_none()), "{text}");
        }
        assert!(documents("[1e30, 1.5, 12345678901234567890]").1.is_empty());
    }

    #[test]
    fn what_stands_before_a_syntax_error_is_kept() {
        let (found, error) = documents("{\"a\": 1}\n{\"a\": }");
        let [error] = &error[..] else { panic!("the second document is broken") };
        assert_eq!(found.len(), 1);
        assert_eq!(
            (error.place.line, error.message.as_str()),
            (2, "expected value: a value is missing, or a comma or a bracket is too many")
        );
        let (_, twice) = documents("{\"a\": 1,\n \"a\": 2}");
        let [twice] = &twice[..] else { panic!("a field twice") };
        assert_eq!(
            (twice.place.line, twice.message.as_str()),
            (2, "the field \"a\" stands here twice: keep one of them")
        );
    }
}
