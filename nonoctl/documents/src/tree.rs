//! A document as a tree that remembers where each part stood in its file.
//!
//! YAML and JSON both end here, so that a problem found later, far from any parser, can still be shown as
//! `file:line:column`. The tree holds what was typed, in its order, and judges nothing.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::Spanned;

use crate::Broken;

/// A line and a column, both counted from 1. 0 and 0 where the place is not known.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    /// The line.
    pub line: u64,
    /// The column, in characters.
    pub column: u64,
}

/// A value and its place.
#[derive(Clone, PartialEq, Debug)]
pub struct Node {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub tree: Tree,
}

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub enum Tree {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number that JSON can tell.
    Number(Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in its order; no two fields have one name.
    Fields(Vec<Field>),
}

/// A named value of a mapping; the place is the name's.
#[derive(Clone, PartialEq, Debug)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
    /// The value.
    pub node: Node,
}

impl Node {
    /// The same without places.
    #[must_use]
    pub fn into_value(self) -> Value {
        match self.tree {
            Tree::Null => Value::Null,
            Tree::Bool(flag) => Value::Bool(flag),
            Tree::Number(number) => Value::Number(number),
            Tree::Text(text) => Value::String(text),
            Tree::List(items) => Value::Array(items.into_iter().map(Self::into_value).collect()),
            Tree::Fields(fields) => Value::Object(values(fields)),
        }
    }

    /// The place of what a path like `schedule.at[2]` or `labels.app.io/name` names. Where the path leads out of the
    /// tree, the place of the last part that is there.
    #[must_use]
    pub fn locate(&self, path: &str) -> Place {
        self.find(path).unwrap_or(self.place)
    }

    fn find(&self, path: &str) -> Option<Place> {
        let path = path.strip_prefix('.').unwrap_or(path);
        match &self.tree {
            Tree::List(items) => element(items, path).map(|(item, rest)| item.locate(rest)),
            Tree::Fields(fields) => {
                step(fields, path).map(|(field, rest)| field.node.find(rest).unwrap_or(field.place))
            }
            _ => None,
        }
    }

    /// What the tree is, in a word for people.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self.tree {
            Tree::Null => "empty",
            Tree::Bool(_) => "true or false",
            Tree::Number(_) => "a number",
            Tree::Text(_) => "a plain text",
            Tree::List(_) => "a list",
            Tree::Fields(_) => "a mapping",
        }
    }
}

/// Whether a number was typed as a whole one and is none any more: it begins with 0, or has too many digits.
pub(crate) fn is_inexact(number: &Number, typed: &str) -> bool {
    let digits = typed.strip_prefix(['+', '-']).unwrap_or(typed);
    let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    number.is_f64() && is_whole
}

/// What is wrong with numbers of a text that would be told as others than were typed.
pub(crate) fn inexact_numbers(nodes: &[Node], text: &str) -> Vec<Broken> {
    let mut found = Vec::new();
    nodes.iter().for_each(|node| decimals(node, &mut found));
    if found.is_empty() {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let is_inexact = |(place, number): &(Place, &Number)| {
        let before = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).saturating_sub(1);
        let line = lines.get(before(place.line)).copied().unwrap_or_default();
        let typed = line.chars().skip(before(place.column));
        let typed: String = typed.take_while(|letter| !letter.is_whitespace() && !",]}".contains(*letter)).collect();
        is_inexact(number, &typed)
    };
    let message = "this whole number begins with 0 or has too many digits, and another would be sent: put it in quotes";
    let broken = |(place, _)| Broken { place, message: message.to_owned() };
    found.into_iter().filter(is_inexact).map(broken).collect()
}

fn decimals<'n>(node: &'n Node, found: &mut Vec<(Place, &'n Number)>) {
    match &node.tree {
        Tree::Number(number) if number.is_f64() => found.push((node.place, number)),
        Tree::List(items) => items.iter().for_each(|item| decimals(item, found)),
        Tree::Fields(fields) => fields.iter().for_each(|field| decimals(&field.node, found)),
        _ => {}
    }
}

/// The fields as a JSON object, in their order.
#[must_use]
pub fn values(fields: Vec<Field>) -> Map<String, Value> {
    fields.into_iter().map(|field| (field.name, field.node.into_value())).collect()
}

/// The field whose name begins `path`, the longest such name since names may hold dots, and what follows it.
fn step<'a, 'p>(fields: &'a [Field], path: &'p str) -> Option<(&'a Field, &'p str)> {
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(['.', '[']);
    let matching = fields
        .iter()
        .filter_map(|field| path.strip_prefix(field.name.as_str()).filter(|rest| ends(rest)).map(|rest| (field, rest)));
    matching.max_by_key(|(field, _)| field.name.len())
}

/// The element that a path like `[2].rest` names, and what follows it.
fn element<'a, 'p>(items: &'a [Node], path: &'p str) -> Option<(&'a Node, &'p str)> {
    let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
    items.get(index.parse::<usize>().ok()?).map(|item| (item, rest))
}

/// A tree as serde-saphyr tells it: the nodes below it know their places.
pub(crate) struct YamlTree(Tree);

/// A tree of which no place is known: as serde_json tells it, or a scalar of YAML.
pub(crate) struct BareTree(pub(crate) Tree);

/// A field's name on its way into a [`Field`].
struct Name(String, Place);

pub(crate) fn place_of(location: &serde_saphyr::Location) -> Place {
    Place { line: location.line(), column: location.column() }
}

impl From<Spanned<YamlTree>> for Node {
    fn from(spanned: Spanned<YamlTree>) -> Self {
        Self { place: place_of(&spanned.referenced), tree: spanned.value.0 }
    }
}

impl From<BareTree> for Node {
    fn from(tree: BareTree) -> Self {
        Self { place: Place::default(), tree: tree.0 }
    }
}

impl From<Spanned<String>> for Name {
    fn from(spanned: Spanned<String>) -> Self {
        Self(spanned.value, place_of(&spanned.referenced))
    }
}

impl From<String> for Name {
    fn from(text: String) -> Self {
        Self(text, Place::default())
    }
}

impl<'de> Deserialize<'de> for YamlTree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TreeVisitor::<Spanned<Self>, Spanned<String>>(PhantomData)).map(Self)
    }
}

impl<'de> Deserialize<'de> for BareTree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TreeVisitor::<Self, String>(PhantomData)).map(Self)
    }
}

/// Builds a tree from items of type `I` and names of type `N`.
struct TreeVisitor<I, N>(PhantomData<(I, N)>);

impl<'de, I, N> Visitor<'de> for TreeVisitor<I, N>
where
    I: Deserialize<'de> + Into<Node>,
    N: Deserialize<'de> + Into<Name>,
{
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Tree, D::Error> {
        from.deserialize_any(self)
    }

    fn visit_bool<E: de::Error>(self, flag: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(flag))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Tree, E> {
        Ok(Tree::Number(number.into()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Tree, E> {
        Number::from_f64(number).map(Tree::Number).ok_or_else(|| E::custom("this number has no finite value"))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Tree, E> {
        Ok(Tree::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element::<I>()? {
            items.push(item.into());
        }
        Ok(Tree::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut mapping: A) -> Result<Tree, A::Error> {
        let mut fields: Vec<Field> = Vec::new();
        let mut seen = Seen::default();
        while let Some((name, node)) = mapping.next_entry::<N, I>()? {
            let Name(name, place) = name.into();
            if seen.has(&fields, &name) {
                return Err(de::Error::custom(twice(&name)));
            }
            fields.push(Field { name, place, node: node.into() });
        }
        Ok(Tree::Fields(fields))
    }
}

/// The names of a mapping so far; most have few.
#[derive(Default)]
struct Seen(HashSet<String>);

impl Seen {
    const FEW: usize = 16;

    /// Whether `name`, which is added, is one of them.
    fn has(&mut self, fields: &[Field], name: &str) -> bool {
        if fields.len() < Self::FEW {
            return fields.iter().any(|field| field.name == name);
        }
        if fields.len() == Self::FEW {
            self.0 = fields.iter().map(|field| field.name.clone()).collect();
        }
        !self.0.insert(name.to_owned())
    }
}

/// What is said of a mapping that names a field a second time.
pub(crate) fn twice(name: &str) -> String {
    format!("the field {name:?} stands here twice: keep one of them")
}
