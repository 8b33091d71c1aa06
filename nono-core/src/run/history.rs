//! The newest outcomes of a task, as the text that its state holds.
//!
//! A scheduler writes all of it with each outcome and reads none of it: so it stays text, and one outcome more is one line
//! more. Who looks at the outcomes has them read, once; the record was checked when it was read.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::line::{self, Line};
use super::{Outcome, RunOutcome};
use crate::name::{Epoch, MemberId, RunId};
use crate::time::Instant;

/// What an older outcome keeps of its message, in bytes.
const OLD_MESSAGE: usize = 100;

/// Outcomes, oldest first. Reads as a slice of them; to ask how many there are, or how they ended, reads nothing.
#[derive(Default)]
pub struct History {
    /// Elements of a JSON array, each with a comma behind it.
    text: String,
    marks: Vec<Mark>,
    common: Arc<Common>,
    read: OnceLock<Box<[RunOutcome]>>,
}

/// What lines refer to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Common {
    /// How the ids of the runs begin.
    runs: Option<Box<str>>,
    by: Vec<(MemberId, Epoch)>,
}

/// What is known of an element without a look at it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Mark {
    /// Its length, comma included.
    bytes: usize,
    outcome: Outcome,
    /// Of a line: who ended it.
    by: Option<usize>,
    /// Whether its message is longer than one of an older outcome should be.
    is_long: bool,
}

impl History {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// How they ended, oldest first.
    pub fn ends(&self) -> impl DoubleEndedIterator<Item = Outcome> {
        self.marks.iter().map(|mark| mark.outcome)
    }

    /// How the newest of those ended that say something about the worker.
    #[must_use]
    pub fn health(&self) -> Option<Outcome> {
        self.ends().rev().find(|end| end.tells_health())
    }

    /// What they take in the record, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        const PUNCTUATION: usize = 50;
        const OF_NAME: usize = 25;
        let by = self.common.by.iter().map(|(who, _)| who.as_str().len() + OF_NAME);
        self.text.len() + by.sum::<usize>() + PUNCTUATION
    }

    /// Whether a run's outcome is among them.
    #[must_use]
    pub fn holds(&self, run: &RunId) -> bool {
        let (runs, key) = line::parts_of(run);
        let is_of_lines = self.common.runs.as_deref() == Some(runs);
        self.elements().any(|(mark, element)| match mark.by {
            Some(_) => is_of_lines && element.as_bytes().get(1..=key.len()) == Some(key.as_bytes()),
            None => element.contains(run.as_str()) && self.outcome_of(*mark, element).run == *run,
        })
    }

    /// One more, the newest.
    pub fn push(&mut self, outcome: &RunOutcome) {
        self.read.take();
        let from = self.text.len();
        match self.write_line(outcome) {
            Some(by) => self.mark(from, outcome.outcome, Some(by), outcome.message.as_deref()),
            None => {
                self.text.truncate(from);
                self.put_whole(outcome);
            }
        }
    }

    /// Lets the oldest go, until there are at most `limit`, of at most `most` bytes; the last stays. The newest success
    /// and the newest failure keep their message, others the beginning of it.
    pub fn trim(&mut self, limit: usize, most: usize) {
        self.drop_oldest(self.len().saturating_sub(limit));
        self.shorten();
        while self.len() > 1 && self.text.len() > most {
            self.drop_oldest(1);
        }
    }

    /// Changes them in any way: all are read, and written anew.
    pub fn edit(&mut self, change: impl FnOnce(&mut Vec<RunOutcome>)) {
        let mut all = self.to_vec();
        change(&mut all);
        *self = all.iter().collect();
    }

    /// Who ended them, for the record.
    pub(super) fn by(&self) -> Vec<String> {
        self.common.by.iter().map(|(who, epoch)| format!("{who} {epoch}")).collect()
    }

    /// How the ids of runs begin in lines.
    pub(super) fn runs(&self) -> Option<&str> {
        self.common.runs.as_deref()
    }

    /// The elements of the record's array.
    pub(super) fn text(&self) -> &str {
        self.text.strip_suffix(',').unwrap_or_default()
    }

    fn elements(&self) -> impl Iterator<Item = (&Mark, &str)> {
        let mut rest = &*self.text;
        self.marks.iter().map(move |mark| {
            let (element, after) = rest.split_at(mark.bytes);
            rest = after;
            (mark, &element[..element.len() - 1])
        })
    }

    /// The place in `by` of who ended it, where a line can say it.
    fn write_line(&mut self, outcome: &RunOutcome) -> Option<usize> {
        let (runs, _) = line::parts_of(&outcome.run);
        if !line::is_ordinary(outcome) || self.runs().is_some_and(|known| known != runs) {
            return None;
        }
        let known = self.common.by.iter().position(|(who, epoch)| (who, epoch) == (&outcome.scheduler, &outcome.epoch));
        let by = known.unwrap_or(self.common.by.len());
        self.text.push('"');
        line::write(&mut self.text, outcome, by)?;
        if let Some(message) = &outcome.message {
            self.text.push(' ');
            push_escaped(&mut self.text, message);
        }
        self.text.push('"');
        if known.is_none() || self.common.runs.is_none() {
            let common = Arc::make_mut(&mut self.common);
            common.runs.get_or_insert_with(|| runs.into());
            if known.is_none() {
                common.by.push((outcome.scheduler.clone(), outcome.epoch));
            }
        }
        Some(by)
    }

    fn drop_oldest(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        self.read.take();
        let bytes: usize = self.marks[..count].iter().map(|mark| mark.bytes).sum();
        self.text.drain(..bytes);
        self.marks.drain(..count);
        // Who has no outcome any more is not named.
        let is_named = |by: usize| self.marks.iter().any(|mark| mark.by == Some(by));
        if !(0..self.common.by.len()).all(is_named) {
            self.edit(|_| {});
        }
    }

    fn shorten(&mut self) {
        let (mut success, mut failure) = (false, false);
        let mut long = Vec::new();
        for (place, mark) in self.marks.iter().enumerate().rev() {
            let newest = match mark.outcome {
                Outcome::Succeeded => !std::mem::replace(&mut success, true),
                _ => !std::mem::replace(&mut failure, true),
            };
            if !newest && mark.is_long {
                long.push(place);
            }
        }
        if long.is_empty() {
            return;
        }
        self.edit(|all| {
            for place in long {
                let Some(message) = &mut all[place].message else { continue };
                let end = (0..=OLD_MESSAGE).rev().find(|&at| message.is_char_boundary(at)).unwrap_or(0);
                message.truncate(end);
            }
        });
    }

    fn parsed(&self) -> Box<[RunOutcome]> {
        self.elements().map(|(mark, element)| self.outcome_of(*mark, element)).collect()
    }

    fn outcome_of(&self, mark: Mark, element: &str) -> RunOutcome {
        const CHECKED: &str = "written here, or checked when it was read";
        if mark.by.is_none() {
            return serde_json::from_str(element).expect(CHECKED);
        }
        let text: Cow<'_, str> = match element.contains('\\') {
            true => serde_json::from_str::<String>(element).expect(CHECKED).into(),
            false => element[1..element.len() - 1].into(),
        };
        let line = Line::read(&text, self.common.by.len()).expect(CHECKED);
        let run = format!("{}{}", self.runs().unwrap_or_default(), line.key).parse().expect(CHECKED);
        line.outcome(run, self.common.by[line.by].clone())
    }

    /// Of a record's fields. The error names what is wrong.
    pub(super) fn of(runs: Option<String>, by: &[String], elements: Vec<Element<'_>>) -> Result<Self, String> {
        let by = by.iter().map(|text| member_of(text)).collect::<Result<Vec<_>, _>>()?;
        let is_prefix = |runs: &str| format!("{runs}{}", Instant::EPOCH.compact()).parse::<RunId>().is_ok();
        let runs = runs.map(String::into_boxed_str);
        let has_lines = runs.as_deref().is_some_and(is_prefix);
        let known = by.len();
        let mut history = Self { common: Arc::new(Common { runs, by }), ..Self::default() };
        for element in elements {
            match element {
                Element::Whole(outcome) => history.put_whole(&outcome),
                Element::Line(line) => match Line::read(&line, known).filter(|_| has_lines) {
                    Some(read) => history.put_line(&line, read),
                    None => return Err(format!("`{line}` is no outcome")),
                },
            }
        }
        Ok(history)
    }

    fn put_whole(&mut self, outcome: &RunOutcome) {
        let from = self.text.len();
        self.text.push_str(&as_json(outcome));
        self.mark(from, outcome.outcome, None, outcome.message.as_deref());
    }

    fn put_line(&mut self, line: &str, read: Line<'_>) {
        let from = self.text.len();
        self.text.push('"');
        push_escaped(&mut self.text, line);
        self.text.push('"');
        self.mark(from, read.outcome, Some(read.by), read.message);
    }

    fn mark(&mut self, from: usize, outcome: Outcome, by: Option<usize>, message: Option<&str>) {
        self.text.push(',');
        let is_long = message.is_some_and(|message| message.len() > OLD_MESSAGE);
        self.marks.push(Mark { bytes: self.text.len() - from, outcome, by, is_long });
    }
}

/// Text as it stands between the quotes of a JSON string.
fn push_escaped(text: &mut String, words: &str) {
    if words.bytes().any(|byte| byte < 0x20 || matches!(byte, b'"' | b'\\')) {
        let json = serde_json::to_string(words).expect("a text is JSON");
        text.push_str(&json[1..json.len() - 1]);
    } else {
        text.push_str(words);
    }
}

fn as_json(outcome: &RunOutcome) -> String {
    serde_json::to_string(outcome).expect("an outcome is JSON: its maps have texts for keys")
}

/// `NAME EPOCH`.
fn member_of(text: &str) -> Result<(MemberId, Epoch), String> {
    let read = || {
        let (who, epoch) = text.split_once(' ')?;
        Some((who.parse().ok()?, epoch.parse().ok()?))
    };
    read().ok_or_else(|| format!("`{text}` is no scheduler and epoch"))
}

impl Deref for History {
    type Target = [RunOutcome];

    fn deref(&self) -> &[RunOutcome] {
        self.read.get_or_init(|| self.parsed())
    }
}

impl Clone for History {
    /// What was read is left behind: most copies are made to be written.
    fn clone(&self) -> Self {
        let mut text = String::with_capacity(self.text.len() + 128);
        text.push_str(&self.text);
        let mut marks = Vec::with_capacity(self.marks.len() + 1);
        marks.extend_from_slice(&self.marks);
        Self { text, marks, common: Arc::clone(&self.common), read: OnceLock::new() }
    }
}

impl PartialEq for History {
    fn eq(&self, other: &Self) -> bool {
        let is_same_text = self.text == other.text && self.common == other.common;
        is_same_text || self.len() == other.len() && **self == **other
    }
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a> FromIterator<&'a RunOutcome> for History {
    fn from_iter<I: IntoIterator<Item = &'a RunOutcome>>(outcomes: I) -> Self {
        let mut history = Self::default();
        outcomes.into_iter().for_each(|outcome| history.push(outcome));
        history
    }
}

impl FromIterator<RunOutcome> for History {
    fn from_iter<I: IntoIterator<Item = RunOutcome>>(outcomes: I) -> Self {
        let mut history = Self::default();
        outcomes.into_iter().for_each(|outcome| history.push(&outcome));
        history
    }
}

impl IntoIterator for History {
    type Item = RunOutcome;
    type IntoIter = std::vec::IntoIter<RunOutcome>;

    fn into_iter(self) -> Self::IntoIter {
        self.read.get().map_or_else(|| self.parsed().into_vec(), |read| read.to_vec()).into_iter()
    }
}

impl<'a> IntoIterator for &'a History {
    type Item = &'a RunOutcome;
    type IntoIter = std::slice::Iter<'a, RunOutcome>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// An outcome as it is read.
pub(super) enum Element<'a> {
    Line(Cow<'a, str>),
    Whole(Box<RunOutcome>),
}

impl<'de: 'a, 'a> Deserialize<'de> for Element<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(LineOrObject)
    }
}

struct LineOrObject;

impl<'de> Visitor<'de> for LineOrObject {
    type Value = Element<'de>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("an outcome: a line or an object")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Element::Line(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Element::Line(Cow::Owned(text.to_owned())))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        RunOutcome::deserialize(MapAccessDeserializer::new(map)).map(|outcome| Element::Whole(Box::new(outcome)))
    }
}
