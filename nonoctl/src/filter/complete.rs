//! What may be typed next: fields, states, labels and their values, schedulers and names.
//!
//! Pure, from the text and a vocabulary. It says what to replace and by what; the box does so.
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use nono_core::name::TaskName;

use super::field::{self, Field, Kind};
use super::scan::Scanner;
use super::term::{is_label_key, word};

/// More than so many help nobody.
const MOST: usize = 50;

/// The words of a cluster.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Vocabulary {
    /// Which rows are filtered.
    pub(crate) kind: Kind,
    /// Of tasks.
    pub(crate) names: Vec<TaskName>,
    /// The values of labels by their keys.
    pub(crate) labels: BTreeMap<String, BTreeSet<String>>,
    /// Names of schedulers.
    pub(crate) owners: BTreeSet<String>,
}

/// What may stand in the place of a piece of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Completion {
    /// The piece, in bytes: from its beginning to the cursor.
    pub(crate) replaced: Range<usize>,
    /// In the order in which to offer them; none when there is nothing to say.
    pub(crate) words: Vec<String>,
}

/// What may be typed at the cursor, which is a byte of the text.
pub(crate) fn complete(text: &str, cursor: usize, vocabulary: &Vocabulary) -> Completion {
    let cursor = floor_boundary(text, cursor);
    let nothing = Completion { replaced: cursor..cursor, words: Vec::new() };
    let Some(begin) = term_at(&text[..cursor]) else { return nothing };
    let typed = &text[begin..cursor];
    let mut scanner = Scanner::new(typed);
    let key = scanner.word();
    let (begin, words) = match scanner.operator() {
        None => (begin, beginnings(key, vocabulary)),
        Some(_) => {
            let value = scanner.rest();
            let last = value.rfind(',').map_or(0, |comma| comma + 1);
            (begin + scanner.at() + last, values(key, &value[last..], vocabulary))
        }
    };
    Completion { replaced: begin..cursor, words }
}

/// The nearest place between two letters at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0)
}

/// Where the term at the end of this text begins; there is none within quotes or slashes.
fn term_at(text: &str) -> Option<usize> {
    let mut scanner = Scanner::new(text);
    let mut begin = 0;
    let mut is_value = false;
    while let Some(letter) = scanner.peek() {
        let first = scanner.at() == begin;
        match letter {
            '"' => {
                scanner.quoted().ok()?;
            }
            '/' if first || is_value => {
                scanner.between_slashes().ok()?;
            }
            _ => {
                scanner.eat(letter.encode_utf8(&mut [0; 4]));
                if letter.is_whitespace() || "()".contains(letter) || (letter == '!' && first) {
                    begin = scanner.at();
                }
            }
        }
        is_value = matches!(letter, '=' | ':' | ',') && text[begin..scanner.at()].starts_with("name");
    }
    Some(begin).filter(|begin| !text[*begin..].starts_with(['"', '~', '/']))
}

/// Fields, keys of labels and names that go on from what is typed.
fn beginnings(typed: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let fields = field::words_of(vocabulary.kind).into_iter().map(|word| match Field::of(word) {
        Some(Field::Measure(_)) => format!("{word}>"),
        _ => format!("{word}:"),
    });
    let keys = vocabulary.labels.keys().filter(|key| is_label_key(key) && Field::of(key).is_none());
    let starts = fields.chain(keys.map(|key| format!("{key}="))).filter(|word| word.starts_with(typed));
    let names = if typed.is_empty() { Vec::new() } else { found(names(vocabulary), typed) };
    starts.chain(names).take(MOST).collect()
}

fn values(key: &str, typed: &str, vocabulary: &Vocabulary) -> Vec<String> {
    match Field::of(key) {
        Some(Field::Name) if typed.starts_with('/') => Vec::new(),
        Some(Field::Name) => found(names(vocabulary), typed),
        Some(Field::State) => found(vocabulary.kind.states().into_iter(), typed),
        Some(Field::Owner) => found(vocabulary.owners.iter().map(String::as_str), typed),
        Some(Field::Measure(_)) => Vec::new(),
        None => found(vocabulary.labels.get(key).into_iter().flatten().map(String::as_str), typed),
    }
}

fn names(vocabulary: &Vocabulary) -> impl Iterator<Item = &str> + Clone {
    vocabulary.names.iter().map(TaskName::as_str)
}

/// Those that begin so, then those that hold it elsewhere; typed as they must be.
fn found<'a>(known: impl Iterator<Item = &'a str> + Clone, typed: &str) -> Vec<String> {
    let begin = known.clone().filter(|text| text.starts_with(typed));
    let hold = known.filter(|text| !text.starts_with(typed) && text.contains(typed));
    begin.chain(hold).take(MOST).map(word).collect()
}

#[cfg(test)]
pub(in crate::filter) mod tests;
