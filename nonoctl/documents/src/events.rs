//! YAML straight from the events of the parser that serde-saphyr has beneath it, where nothing in it is unusual.
//!
//! What a plain scalar means is serde-saphyr's to say: only what can mean one thing is told here, all else is asked
//! there. Whatever needs more than that (tags, anchors, merge keys, folded texts, anything wrong) ends the reading.

use std::borrow::Cow;

use serde_json::{Map, Value};
use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use crate::Alone;
use crate::tree::{BareTree, Place, Tree, is_inexact};

/// Deeper than any task, and not deeper than any stack; serde-saphyr is told the same.
pub(crate) const DEEPEST: usize = 64;

/// Of a text, one by one. Nothing instead of a document is the last.
pub(crate) struct Documents<'t> {
    parser: Parser<'t, StrInput<'t>>,
    has_ended: bool,
}

/// Something that has to be read with more care.
struct Unusual;

/// What has begun and not ended.
enum Open {
    List(Vec<Value>),
    /// The name is that of the field whose value comes next.
    Fields(Map<String, Value>, Option<String>),
}

impl<'t> Documents<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { parser: Parser::new_from_str(text), has_ended: false }
    }

    /// The next document that is not empty.
    fn next_document(&mut self) -> Result<Option<Alone>, Unusual> {
        let (mut open, mut root): (Vec<Open>, Option<Value>) = (Vec::new(), None);
        let mut place = None;
        while let Some(event) = self.parser.next_event() {
            let (event, span) = event.map_err(|_| Unusual)?;
            let ended = match event {
                Event::StreamStart | Event::Comment(..) | Event::DocumentStart(_, None) => continue,
                Event::StreamEnd => return Ok(None),
                Event::DocumentEnd => match (root.take(), place.take()) {
                    (Some(root), Some(place)) if root != Value::Null => return Ok(Some((place, root))),
                    _ => continue,
                },
                Event::Scalar(text, style, 0, None) => scalar(&mut open, text, style)?,
                Event::SequenceStart(_, 0, None) if open.len() < DEEPEST => {
                    open.push(Open::List(Vec::new()));
                    None
                }
                Event::MappingStart(_, 0, None) if open.len() < DEEPEST => {
                    open.push(Open::Fields(Map::new(), None));
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => Some(open.pop().ok_or(Unusual)?.ended()?),
                _ => return Err(Unusual),
            };
            place.get_or_insert_with(|| begin(&span));
            if let Some(value) = ended {
                match open.last_mut() {
                    Some(around) => around.put(value)?,
                    None => root = Some(value),
                }
            }
        }
        Ok(None)
    }
}

impl Iterator for Documents<'_> {
    type Item = Option<Alone>;

    fn next(&mut self) -> Option<Option<Alone>> {
        if self.has_ended {
            return None;
        }
        let read = self.next_document();
        self.has_ended = !matches!(read, Ok(Some(_)));
        match read {
            Ok(document) => document.map(Some),
            Err(Unusual) => Some(None),
        }
    }
}

impl Open {
    fn put(&mut self, value: Value) -> Result<(), Unusual> {
        match self {
            Self::List(items) => items.push(value),
            Self::Fields(fields, name) => {
                let name = name.take().ok_or(Unusual)?;
                if fields.insert(name, value).is_some() {
                    return Err(Unusual);
                }
            }
        }
        Ok(())
    }

    fn ended(self) -> Result<Value, Unusual> {
        match self {
            Self::List(items) => Ok(Value::Array(items)),
            Self::Fields(fields, None) => Ok(Value::Object(fields)),
            Self::Fields(_, Some(_)) => Err(Unusual),
        }
    }
}

/// A value; nothing where it is the name of a field.
fn scalar(open: &mut [Open], text: Cow<'_, str>, style: ScalarStyle) -> Result<Option<Value>, Unusual> {
    if let Some(Open::Fields(_, name @ None)) = open.last_mut() {
        if !is_name(&text, style) {
            return Err(Unusual);
        }
        *name = Some(text.into_owned());
        return Ok(None);
    }
    match style {
        ScalarStyle::Plain => plain(text).map(Some),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted | ScalarStyle::Literal => {
            Ok(Some(Value::String(text.into_owned())))
        }
        ScalarStyle::Folded => Err(Unusual),
    }
}

/// Whether it can only be a name: not null, and no merge key.
fn is_name(text: &str, style: ScalarStyle) -> bool {
    let is_null = || text.is_empty() || text == "~" || text.eq_ignore_ascii_case("null");
    let is_name = match style {
        ScalarStyle::Plain => !is_null(),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => true,
        ScalarStyle::Literal | ScalarStyle::Folded => false,
    };
    is_name && text != "<<"
}

/// What a plain scalar means.
fn plain(text: Cow<'_, str>) -> Result<Value, Unusual> {
    match text.as_bytes() {
        b"true" => Ok(Value::Bool(true)),
        b"false" => Ok(Value::Bool(false)),
        [b'a'..=b'z' | b'A'..=b'Z' | b'/', ..] if !is_word(&text) => Ok(Value::String(text.into_owned())),
        [digits @ .., b's' | b'm' | b'h' | b'd'] if is_digits(digits) => Ok(Value::String(text.into_owned())),
        digits @ [b'1'..=b'9', ..] if digits.len() < 19 && is_digits(digits) => {
            text.parse::<u64>().map(Value::from).map_err(|_| Unusual)
        }
        _ => asked(text),
    }
}

/// Whether it may be one of the words that mean something; their letters may be large or small, and there are spaces that
/// YAML takes for letters.
fn is_word(text: &str) -> bool {
    const WORDS: [&str; 6] = ["true", "false", "null", "nan", "inf", "infinity"];
    WORDS.iter().any(|word| text.trim().eq_ignore_ascii_case(word))
}

fn is_digits(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// What serde-saphyr says of it, if that is a scalar, and if a text the same. Marks of documents and lines mean
/// something else where they stand alone.
fn asked(text: Cow<'_, str>) -> Result<Value, Unusual> {
    if text.starts_with("---") || text.starts_with("...") || text.contains('\n') {
        return Err(Unusual);
    }
    let tree = match &*text {
        "" => Tree::Null,
        text => serde_saphyr::from_str_with_options::<BareTree>(text, crate::yaml::options()).map_err(|_| Unusual)?.0,
    };
    match tree {
        Tree::Text(said) if said == *text => Ok(Value::String(said)),
        Tree::Null => Ok(Value::Null),
        Tree::Bool(flag) => Ok(Value::Bool(flag)),
        Tree::Number(number) if !is_inexact(&number, &text) => Ok(Value::Number(number)),
        Tree::Number(_) | Tree::Text(_) | Tree::List(_) | Tree::Fields(_) => Err(Unusual),
    }
}

/// Tags of a program's own, which would be passed over: of each its name and its place.
pub(crate) fn tags(text: &str) -> Vec<(String, Place)> {
    let events = Parser::new_from_str(text).map_while(Result::ok);
    let tagged = events.filter_map(|(event, span)| match event {
        Event::Scalar(_, _, _, Some(tag))
        | Event::SequenceStart(_, _, Some(tag))
        | Event::MappingStart(_, _, Some(tag)) => Some((tag, begin(&span))),
        _ => None,
    });
    let named = tagged.filter(|(tag, _)| tag.is_custom()).map(|(tag, place)| (tag.original(), place));
    // YAML's own `!` alone says that a text is a text.
    named.filter(|(tag, _)| tag != "!").collect()
}

fn begin(span: &Span) -> Place {
    Place { line: span.start.line() as u64, column: span.start.col() as u64 + 1 }
}
