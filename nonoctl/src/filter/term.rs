//! One question to a row, and its answer.

use std::borrow::Cow;
use std::fmt;

use nono_core::name::MemberId;
use regex::{Regex, RegexBuilder};

use super::field::{Field, Measure};
use super::subject::{Answer, Subject};

/// A compiled expression takes at most so many bytes: a filter is one line that somebody types.
const PATTERN_BYTES: usize = 1 << 20;

/// A question.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Term {
    /// The name holds this text, in small letters.
    Contains(String),
    /// The name holds these letters in this order.
    Fuzzy(String),
    /// This is the name.
    Exactly(String),
    /// The name is one of these.
    Regex(Pattern),
    /// It is in one of these states.
    State(Vec<String>),
    /// One of these owns it.
    Owner(OwnerMatch, Vec<String>),
    /// The label of this key has one of these values.
    Label(String, Vec<String>),
    /// A figure compared.
    Figure(Measure, Relation, i64),
}

/// How an owner is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum OwnerMatch {
    /// Its id begins so; the name is the beginning of the id.
    Begins,
    /// It is the id, or the name.
    Is,
}

/// How figures are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Relation {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `=`
    Is,
}

impl Relation {
    fn holds(self, figure: i64, than: i64) -> bool {
        match self {
            Self::Less => figure < than,
            Self::AtMost => figure <= than,
            Self::More => figure > than,
            Self::AtLeast => figure >= than,
            Self::Is => figure == than,
        }
    }

    const fn text(self) -> &'static str {
        match self {
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Is => "=",
        }
    }
}

/// A regular expression; two are the same when they are written the same.
#[derive(Clone, Debug)]
pub(super) struct Pattern(Regex);

impl Pattern {
    /// Compiles it. Case counts for nothing, as everywhere in names.
    ///
    /// # Errors
    /// What is wrong, in one line.
    pub(super) fn new(source: &str) -> Result<Self, String> {
        let built = RegexBuilder::new(source).case_insensitive(true).size_limit(PATTERN_BYTES).build();
        built.map(Self).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "it is too big".to_owned(),
            other => last_line(&other.to_string()),
        })
    }
}

/// The library draws the expression and a mark over several lines; the last one says what is wrong.
fn last_line(message: &str) -> String {
    let line = message.trim_end().lines().last().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Term {
    /// Whether it holds, if that is known.
    pub(super) fn holds(&self, subject: &dyn Subject) -> Option<bool> {
        match self {
            Self::Contains(text) => Some(small(subject.name()).contains(text.as_str())),
            Self::Fuzzy(letters) => Some(holds_in_order(&small(subject.name()), letters)),
            Self::Exactly(name) => Some(*small(subject.name()) == **name),
            Self::Regex(Pattern(regex)) => Some(regex.is_match(subject.name())),
            Self::State(words) => is_in_a_state(subject, words),
            Self::Owner(how, owners) => subject.owner().is(|member| is_one_of(*how, owners, member)),
            Self::Label(key, values) => subject.label(key).is(|value| values.iter().any(|wanted| wanted == value)),
            Self::Figure(measure, relation, than) => {
                subject.figure(*measure).is(|figure| relation.holds(figure, *than))
            }
        }
    }

    /// Whether the name alone answers it.
    pub(super) fn asks_the_name_alone(&self) -> bool {
        matches!(self, Self::Contains(_) | Self::Fuzzy(_) | Self::Exactly(_) | Self::Regex(_))
    }

    /// The label it asks for.
    pub(super) fn label_key(&self) -> Option<&str> {
        match self {
            Self::Label(key, _) => Some(key),
            _ => None,
        }
    }
}

/// Names are in small letters as a rule; then this costs nothing.
fn small(name: &str) -> Cow<'_, str> {
    if name.chars().any(char::is_uppercase) { name.to_lowercase().into() } else { name.into() }
}

fn holds_in_order(name: &str, letters: &str) -> bool {
    let mut name = name.chars();
    letters.chars().all(|letter| name.any(|other| other == letter))
}

fn is_in_a_state(subject: &dyn Subject, words: &[String]) -> Option<bool> {
    let mut known = Some(false);
    for word in words {
        match subject.is_in_state(word) {
            Answer::Is(true) => return Some(true),
            Answer::Is(false) | Answer::Nothing => {}
            Answer::Unread => known = None,
        }
    }
    known
}

fn is_one_of(how: OwnerMatch, owners: &[String], member: &MemberId) -> bool {
    owners.iter().any(|owner| match how {
        OwnerMatch::Begins => member.as_str().starts_with(owner.as_str()),
        OwnerMatch::Is => member.as_str() == owner || member.name().as_str() == owner,
    })
}

/// Whether this is the key of a label, as far as its letters go. Others stand in quotes.
pub(super) fn is_label_key(word: &str) -> bool {
    let inner = |letter: char| letter.is_ascii_alphanumeric() || "._-/".contains(letter);
    word.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && word.chars().all(inner)
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contains(text) => f.write_str(&word(text)),
            Self::Fuzzy(letters) => write!(f, "~{}", word(letters)),
            Self::Exactly(name) => write!(f, "name={}", word(name)),
            Self::Regex(Pattern(regex)) => write!(f, "name=/{}/", regex.as_str()),
            Self::State(words) => write!(f, "state:{}", list(words)),
            Self::Owner(OwnerMatch::Begins, owners) => write!(f, "owner:{}", list(owners)),
            Self::Owner(OwnerMatch::Is, owners) => write!(f, "owner={}", list(owners)),
            Self::Label(key, values) if is_label_key(key) && Field::of(key).is_none() => {
                write!(f, "{key}={}", list(values))
            }
            Self::Label(key, values) => write!(f, "{}={}", quoted(key), list(values)),
            Self::Figure(measure, relation, than) => {
                write!(f, "{}{}{}", measure.word(), relation.text(), measure.unit().text(*than))
            }
        }
    }
}

fn list(values: &[String]) -> String {
    values.iter().map(|value| word(value)).collect::<Vec<_>>().join(",")
}

/// A word as it must be typed to mean no more than itself.
pub(super) fn word(text: &str) -> String {
    let plain = !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || "._-".contains(letter));
    let keyword = ["or", "and"].iter().any(|keyword| text.eq_ignore_ascii_case(keyword));
    if plain && !keyword { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
