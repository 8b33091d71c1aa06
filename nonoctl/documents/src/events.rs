//! YAML straight from the events of the parser that serde-saphyr has beneath it, for documents in which nothing is unusual.
//!
//! What a plain scalar means is serde-saphyr's to say: only what can mean one thing is told here, all else is asked
//! there. Whatever needs more than that (tags, anchors, merge keys, folded texts, anything wrong) ends the reading.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle, Span, StrInput};

use crate::tree::{BareTree, Field, Node, Place, Seen, Tree};

/// Deeper than any task, and not deeper than any stack.
const DEEPEST: usize = 64;

/// Of a text, one by one. Nothing instead of a document is the last.
pub(crate) struct Documents<'t> {
    parser: Parser<'t, StrInput<'t>>,
    has_ended: bool,
}

/// Something that has to be read with more care.
struct Unusual;

/// What has begun and not ended.
enum Open {
    List(Place, Vec<Node>),
    /// The name is that of the field whose value comes next.
    Fields(Place, Vec<Field>, Seen, Option<String>),
}

impl<'t> Documents<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { parser: Parser::new_from_str(text), has_ended: false }
    }

    /// The next document that is not empty.
    fn next_document(&mut self) -> Result<Option<Node>, Unusual> {
        let (mut open, mut root): (Vec<Open>, Option<Node>) = (Vec::new(), None);
        while let Some(event) = self.parser.next_event() {
            let (event, span) = event.map_err(|_| Unusual)?;
            let ended = match event {
                Event::StreamStart | Event::Comment(..) | Event::DocumentStart(_, None) => None,
                Event::StreamEnd => return Ok(None),
                Event::DocumentEnd => match root.take() {
                    Some(Node { tree: Tree::Null, .. }) => None,
                    root => return Ok(root),
                },
                Event::Scalar(text, style, 0, None) => scalar(&mut open, text, style, &span)?,
                Event::SequenceStart(_, 0, None) if open.len() < DEEPEST => {
                    open.push(Open::List(begin(&span), Vec::new()));
                    None
                }
                Event::MappingStart(_, 0, None) if open.len() < DEEPEST => {
                    open.push(Open::Fields(begin(&span), Vec::new(), Seen::default(), None));
                    None
                }
                Event::SequenceEnd | Event::MappingEnd => Some(open.pop().ok_or(Unusual)?.ended()?),
                _ => return Err(Unusual),
            };
            if let Some(node) = ended {
                match open.last_mut() {
                    Some(around) => around.put(node)?,
                    None => root = Some(node),
                }
            }
        }
        Ok(None)
    }
}

impl Iterator for Documents<'_> {
    type Item = Option<Node>;

    fn next(&mut self) -> Option<Option<Node>> {
        if self.has_ended {
            return None;
        }
        let read = self.next_document();
        self.has_ended = !matches!(read, Ok(Some(_)));
        match read {
            Ok(node) => node.map(Some),
            Err(Unusual) => Some(None),
        }
    }
}

impl Open {
    fn put(&mut self, node: Node) -> Result<(), Unusual> {
        match self {
            Self::List(_, items) => items.push(node),
            Self::Fields(_, fields, _, name) => {
                let name = name.take().ok_or(Unusual)?;
                fields.push(Field { name, place: Place::default(), node });
            }
        }
        Ok(())
    }

    fn ended(self) -> Result<Node, Unusual> {
        match self {
            Self::List(place, items) => Ok(Node { place, tree: Tree::List(items) }),
            Self::Fields(place, fields, _, None) => Ok(Node { place, tree: Tree::Fields(fields) }),
            Self::Fields(..) => Err(Unusual),
        }
    }
}

/// A value; nothing where it is the name of a field.
fn scalar(open: &mut [Open], text: Cow<'_, str>, style: ScalarStyle, span: &Span) -> Result<Option<Node>, Unusual> {
    if let Some(Open::Fields(_, fields, seen, name @ None)) = open.last_mut() {
        if !is_name(&text, style) || seen.has(fields, &text) {
            return Err(Unusual);
        }
        *name = Some(text.into_owned());
        return Ok(None);
    }
    let tree = match style {
        ScalarStyle::Plain => plain(text)?,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted | ScalarStyle::Literal => Tree::Text(text.into_owned()),
        ScalarStyle::Folded => return Err(Unusual),
    };
    Ok(Some(Node { place: begin(span), tree }))
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
fn plain(text: Cow<'_, str>) -> Result<Tree, Unusual> {
    const LONGEST_WORD: usize = "infinity".len();
    match text.as_bytes() {
        b"true" => Ok(Tree::Bool(true)),
        b"false" => Ok(Tree::Bool(false)),
        [b'a'..=b'z' | b'A'..=b'Z' | b'/', ..] if text.len() > LONGEST_WORD => Ok(Tree::Text(text.into_owned())),
        [digits @ .., b's' | b'm' | b'h' | b'd'] if is_digits(digits) => Ok(Tree::Text(text.into_owned())),
        digits @ [b'1'..=b'9', ..] if digits.len() < 19 && is_digits(digits) => {
            text.parse::<u64>().map(|number| Tree::Number(number.into())).map_err(|_| Unusual)
        }
        _ => asked(text),
    }
}

fn is_digits(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// What serde-saphyr says of it, if that is a scalar, and if a text the same.
fn asked(text: Cow<'_, str>) -> Result<Tree, Unusual> {
    let tree = match &*text {
        "" => Tree::Null,
        text => serde_saphyr::from_str_with_options::<BareTree>(text, crate::yaml::options()).map_err(|_| Unusual)?.0,
    };
    match tree {
        Tree::Text(said) if said == *text => Ok(Tree::Text(text.into_owned())),
        Tree::Null | Tree::Bool(_) | Tree::Number(_) => Ok(tree),
        Tree::Text(_) | Tree::List(_) | Tree::Fields(_) => Err(Unusual),
    }
}

fn begin(span: &Span) -> Place {
    Place { line: span.start.line() as u64, column: span.start.col() as u64 + 1 }
}
