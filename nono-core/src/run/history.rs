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

use super::line::{self, Kind, Line};
use super::{Outcome, RunOutcome};
use crate::name::{RunId, RunKey, TaskUid};
use crate::time::Instant;

/// What an older outcome keeps of its message, in bytes.
const OLD_MESSAGE: usize = 100;
/// So many kinds may be listed of which no outcome is left, until all is written anew.
const MOST_UNUSED: usize = 4;

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
    lines: Option<Lines>,
    kinds: Vec<Kind>,
}

/// What every line refers to.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Lines {
    /// How the ids of the runs begin.
    runs: Box<str>,
    /// What they count from.
    from: Instant,
}

impl Lines {
    fn id_of(&self, at: Instant) -> Option<RunId> {
        format!("{}{}", self.runs, at.compact()).parse().ok()
    }
}

/// What is known of an element without a look at it. Small: each run has those of its task copied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Mark {
    /// Its length, comma included.
    bytes: u32,
    outcome: Outcome,
    /// Of a line: its kind.
    kind: Option<u16>,
    /// Whether its message is longer than one of an older outcome should be.
    is_long: bool,
}

impl Mark {
    const fn bytes(&self) -> usize {
        self.bytes as usize
    }
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
        const PUNCTUATION: usize = 100;
        self.text.len() + self.common.kinds.iter().map(Kind::bytes).sum::<usize>() + PUNCTUATION
    }

    /// Whether a run's outcome is among them.
    #[must_use]
    pub fn holds(&self, run: &RunId) -> bool {
        let mut number = itoa::Buffer::new();
        let after = match (&self.common.lines, run.key()) {
            (Some(Lines { runs, from }), RunKey::Instant(at)) if **runs == *line::beginning_of(run) => {
                at.0.checked_sub(from.0).map(|after| number.format(after))
            }
            _ => None,
        };
        // Most that are asked for are new, or not there.
        self.newest_first().any(|(mark, element)| match (mark.kind, after) {
            (Some(_), Some(after)) => is_line_of(element, after),
            (Some(_), None) => false,
            (None, _) => is_object_of(element, run),
        })
    }

    /// One more, the newest.
    pub fn push(&mut self, outcome: &RunOutcome) {
        self.read.take();
        if self.marks.iter().all(|mark| mark.kind.is_none()) {
            // Nothing refers to it: what it says need not be of this task.
            self.common = Arc::default();
        }
        let from = self.text.len();
        match self.write_line(outcome) {
            Some(kind) => self.mark(from, outcome.outcome, Some(kind), outcome.message.as_deref()),
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
        self.forget_unused_kinds();
        while self.len() > 1 && self.bytes() > most {
            self.drop_oldest(1);
        }
    }

    /// Changes them in any way: all are read, and written anew.
    pub fn edit(&mut self, change: impl FnOnce(&mut Vec<RunOutcome>)) {
        let mut all = self.to_vec();
        change(&mut all);
        *self = all.iter().collect();
    }

    /// The kinds of lines, for the record.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.common.kinds.iter().map(Kind::as_str)
    }

    /// How the ids of runs begin in lines, and what lines count from.
    pub(super) fn of_lines(&self) -> Option<(&str, Instant)> {
        self.common.lines.as_ref().map(|lines| (&*lines.runs, lines.from))
    }

    /// The elements of the record's array.
    pub(super) fn text(&self) -> &str {
        self.text.strip_suffix(',').unwrap_or_default()
    }

    fn newest_first(&self) -> impl Iterator<Item = (&Mark, &str)> {
        let mut rest = &*self.text;
        self.marks.iter().rev().map(move |mark| {
            let (before, element) = rest.split_at(rest.len() - mark.bytes());
            rest = before;
            (mark, &element[..element.len() - 1])
        })
    }

    fn elements(&self) -> impl Iterator<Item = (&Mark, &str)> {
        let mut rest = &*self.text;
        self.marks.iter().map(move |mark| {
            let (element, after) = rest.split_at(mark.bytes());
            rest = after;
            (mark, &element[..element.len() - 1])
        })
    }

    /// The outcome's kind, where a line can say it.
    fn write_line(&mut self, outcome: &RunOutcome) -> Option<u16> {
        let runs = line::beginning_of(&outcome.run);
        if !line::is_ordinary(outcome) || self.of_lines().is_some_and(|(known, _)| known != runs) {
            return None;
        }
        let from = self.of_lines().map_or(outcome.scheduled_at, |(_, from)| from);
        let known = self.common.kinds.iter().position(|kind| kind.is_of(outcome));
        let kind = known.unwrap_or(self.common.kinds.len());
        let kind = u16::try_from(kind).ok()?;
        push_line(&mut self.text, outcome, from, kind)?;
        if known.is_none() || self.common.lines.is_none() {
            let common = Arc::make_mut(&mut self.common);
            common.lines.get_or_insert_with(|| Lines { runs: runs.into(), from });
            if known.is_none() {
                common.kinds.push(Kind::of(outcome));
            }
        }
        Some(kind)
    }

    fn drop_oldest(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        self.read.take();
        let bytes: usize = self.marks[..count].iter().map(Mark::bytes).sum();
        self.text.drain(..bytes);
        self.marks.drain(..count);
        self.forget_unused_kinds();
    }

    fn forget_unused_kinds(&mut self) {
        let is_unused = |kind: &usize| !self.marks.iter().any(|mark| mark.kind.map(usize::from) == Some(*kind));
        let kinds = self.common.kinds.len();
        if kinds > MOST_UNUSED && (0..kinds).filter(is_unused).count() > MOST_UNUSED {
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
        long.into_iter().for_each(|place| self.cut(place));
    }

    /// Leaves of one outcome's message the beginning, where it stands.
    fn cut(&mut self, place: usize) {
        self.read.take();
        let mark = self.marks[place];
        let from: usize = self.marks[..place].iter().map(Mark::bytes).sum();
        let mut outcome = self.outcome_of(mark, &self.text[from..from + mark.bytes() - 1]);
        if let Some(message) = &mut outcome.message {
            let end = (0..=OLD_MESSAGE).rev().find(|&at| message.is_char_boundary(at)).unwrap_or(0);
            message.truncate(end);
        }
        let mut element = String::new();
        let line =
            mark.kind.zip(self.of_lines()).and_then(|(kind, (_, from))| push_line(&mut element, &outcome, from, kind));
        if line.is_none() {
            element = as_json(&outcome);
        }
        element.push(',');
        self.text.replace_range(from..from + mark.bytes(), &element);
        self.marks[place] = Mark { bytes: length(element.len()), is_long: false, ..mark };
    }

    fn parsed(&self) -> Box<[RunOutcome]> {
        self.elements().map(|(mark, element)| self.outcome_of(*mark, element)).collect()
    }

    fn outcome_of(&self, mark: Mark, element: &str) -> RunOutcome {
        const CHECKED: &str = "written here, or checked when it was read";
        let (Some(kind), Some(lines)) = (mark.kind, &self.common.lines) else {
            return serde_json::from_str(element).expect(CHECKED);
        };
        let text: Cow<'_, str> = match element.contains('\\') {
            true => serde_json::from_str::<String>(element).expect(CHECKED).into(),
            false => element[1..element.len() - 1].into(),
        };
        let line = Line::read(&text, lines.from, &self.common.kinds).expect(CHECKED);
        line.outcome(lines.id_of(line.at).expect(CHECKED), &self.common.kinds[usize::from(kind)])
    }

    /// Of a record's fields. The error names what is wrong.
    pub(super) fn of(
        uid: &TaskUid,
        lines: (Option<String>, Option<Instant>),
        kinds: &[String],
        elements: Vec<Element<'_>>,
    ) -> Result<Self, String> {
        let kind = |text: &String| Kind::read(text).ok_or_else(|| format!("`{text}` is no kind of outcome"));
        let kinds = kinds.iter().map(kind).collect::<Result<Vec<_>, _>>()?;
        let lines = match lines {
            (Some(runs), Some(from)) => Some(Lines { runs: runs.into(), from }),
            _ => None,
        };
        if let Some(lines) = &lines
            && (lines.id_of(lines.from).is_none() || !lines.from.has_compact_form())
        {
            return Err(format!("no run of {uid} has an id of `{}` and {}", lines.runs, lines.from));
        }
        let mut history = Self { common: Arc::new(Common { lines, kinds }), ..Self::default() };
        elements.into_iter().try_for_each(|element| history.put(element))?;
        Ok(history)
    }

    fn put(&mut self, element: Element<'_>) -> Result<(), String> {
        match element {
            Element::Whole(outcome) => self.put_whole(&outcome),
            Element::Line(line) => {
                let lines = self.common.lines.as_ref();
                let read = lines.and_then(|lines| Line::read(&line, lines.from, &self.common.kinds));
                self.put_line(&line, read.ok_or_else(|| format!("`{line}` is no outcome"))?);
            }
        }
        Ok(())
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
        self.mark(from, self.common.kinds[usize::from(read.kind)].outcome, Some(read.kind), read.message);
    }

    fn mark(&mut self, from: usize, outcome: Outcome, kind: Option<u16>, message: Option<&str>) {
        self.text.push(',');
        let is_long = message.is_some_and(|message| message.len() > OLD_MESSAGE);
        self.marks.push(Mark { bytes: length(self.text.len() - from), outcome, kind, is_long });
    }
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).expect("what ZooKeeper holds is far smaller than 4 GiB")
}

/// Whether a line, in its quotes, is of the instant so many seconds after what lines count from.
fn is_line_of(element: &str, after: &str) -> bool {
    element[1..].strip_prefix(after).is_some_and(|rest| rest.starts_with(' '))
}

/// An object begins with its run, and an id is the same in JSON.
fn is_object_of(element: &str, run: &RunId) -> bool {
    let rest = element.strip_prefix("{\"run\":\"").and_then(|rest| rest.strip_prefix(run.as_str()));
    rest.is_some_and(|rest| rest.starts_with('"'))
}

/// An outcome's line as JSON. `None`: a line cannot say it, and what was written counts for nothing.
fn push_line(text: &mut String, outcome: &RunOutcome, from: Instant, kind: u16) -> Option<()> {
    text.push('"');
    line::write(text, outcome, from, kind)?;
    if let Some(message) = &outcome.message {
        text.push(' ');
        push_escaped(text, message);
    }
    text.push('"');
    Some(())
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
