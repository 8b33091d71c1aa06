//! JSON text to located trees: one object, one array, or several documents one after another (`-o jsonl`).
//!
//! serde_json parses; it tells no places, so a second walk over the text, known to be valid by then, counts lines and
//! columns alongside the tree.

use crate::tree::{BareTree, Node, Place, Tree};
use crate::{Alone, Broken};

/// All documents of `text`, in order, up to the first syntax error.
#[must_use]
pub fn documents(text: &str) -> (Vec<Node>, Option<Broken>) {
    let stream = serde_json::Deserializer::from_str(text).into_iter::<BareTree>();
    let mut cursor = Cursor { rest: text, place: Place { line: 1, column: 1 } };
    let mut found = Vec::new();
    for parsed in stream {
        match parsed {
            Ok(tree) => {
                let mut node = Node::from(tree);
                cursor.assign(&mut node);
                found.push(node);
            }
            Err(error) => return (found, Some(broken(&error, text))),
        }
    }
    (found, None)
}

/// The same documents one by one and sooner; nothing for what is wrong: [`documents`] tells how. Boxed, so that all of it is compiled in this crate.
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
        Some(parsed.ok().map(|tree| (place, Node::from(tree).into_value())))
    }))
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

fn broken(error: &serde_json::Error, text: &str) -> Broken {
    let place = Place { line: error.line() as u64, column: error.column() as u64 };
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let is_missing = error.is_eof() || said.starts_with("expected `");
    if let Some(place) = line_cut_before(place, text).filter(|_| is_missing) {
        return Broken { place, message: format!("{said}: something is missing where this line ends") };
    }
    Broken { place, message: with_advice(said) }
}

/// Where the text ends that stands before a place, if that is on a line before it: what is missing is missing there.
fn line_cut_before(place: Place, text: &str) -> Option<Place> {
    let above = usize::try_from(place.line).ok()?.checked_sub(1)?;
    let lines: Vec<&str> = text.lines().take(above + 1).collect();
    // serde_json counts bytes.
    let before = lines
        .get(above)
        .map_or("", |line| line.get(..usize::try_from(place.column).unwrap_or(0).saturating_sub(1)).unwrap_or(line));
    if !before.trim().is_empty() {
        return None;
    }
    let (line, last) = lines[..above].iter().enumerate().rev().find(|(_, line)| !line.trim().is_empty())?;
    Some(Place { line: line as u64 + 1, column: last.trim_end().chars().count() as u64 })
}

/// The parser's words and what to do, for the mistakes that it tells of.
fn with_advice(said: &str) -> String {
    let advice = match said {
        "expected value" => "text stands in double quotes",
        "key must be a string" => "a field's name stands in double quotes",
        "trailing comma" => "no comma stands before a closing bracket",
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
        assert!(error.is_none());
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
        assert!(error.is_none() && located.len() == 5);
        let alone: Vec<Alone> = documents_alone(text).map(Option::unwrap).collect();
        assert_eq!(alone, located.into_iter().map(|node| (node.place, node.into_value())).collect::<Vec<_>>());
        for wrong in ["{\"a\": }", "{\"a\": 1, \"a\": 2}", "{} x"] {
            assert!(documents_alone(wrong).any(|one| one.is_none()), "{wrong}");
        }
    }

    #[test]
    fn what_is_missing_is_missing_where_the_text_before_it_ends() {
        let told = |text: &str| {
            let error = documents(text).1.expect("it is broken");
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
    }

    #[test]
    fn what_stands_before_a_syntax_error_is_kept() {
        let (found, error) = documents("{\"a\": 1}\n{\"a\": }");
        let error = error.expect("the second document is broken");
        assert_eq!(found.len(), 1);
        assert_eq!((error.place.line, error.message.as_str()), (2, "expected value: text stands in double quotes"));
        let (_, twice) = documents("{\"a\": 1,\n \"a\": 2}");
        let twice = twice.expect("a field twice");
        assert_eq!(
            (twice.place.line, twice.message.as_str()),
            (2, "the field \"a\" stands here twice: keep one of them")
        );
    }
}
