//! The smallest piece of a report: a value with a form for people and one for pipes.
//!
//! For people moments are near or local and states have a glyph; in pipes moments are RFC 3339 UTC and states are
//! words. Texts from outside lose their control characters here, so no command can forget it.

use std::borrow::Cow;
use std::time::Duration;

use nono_core::time::Utc;

use crate::output::Style;
use crate::output::paint::{Glyph, Tone};
use crate::terminal::rfc3339;
use crate::words;

/// A state: glyph, word and colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    /// Before the word.
    pub(crate) glyph: Glyph,
    /// What pipes get.
    pub(crate) word: &'static str,
    /// The colour of both.
    pub(crate) tone: Tone,
}

impl Mark {
    /// A state.
    pub(crate) const fn new(glyph: Glyph, word: &'static str, tone: Tone) -> Self {
        Self { glyph, word, tone }
    }
}

/// A value of a table or a card.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Cell {
    /// Nothing to say: `-` for people.
    Empty,
    /// The same for all.
    Text(String),
    /// Two forms; the first is for people.
    Told {
        /// For people.
        people: String,
        /// For pipes.
        pipe: String,
    },
    /// A state.
    State(Mark),
    /// A sentence and how good it is: the glyph of the state before it.
    Judged(Mark, String),
    /// A moment in the past, shown as a distance.
    Ago(Utc),
    /// A moment to come, shown as a distance; one that is past is late.
    Due(Utc),
    /// A moment, always shown in full.
    At(Utc),
    /// How long something took.
    Took(Duration),
    /// A number.
    Count(u64),
}

impl Cell {
    /// A text, or nothing.
    pub(crate) fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.into()))
    }

    /// The form for pipes: nothing cut, nothing relative. Tabs and line ends become spaces.
    pub(crate) fn pipe(&self) -> Cow<'_, str> {
        match self {
            Self::Empty => "".into(),
            Self::Text(text) | Self::Told { pipe: text, .. } => words::tame(text),
            Self::State(mark) => mark.word.into(),
            Self::Judged(mark, text) => format!("{}: {}", mark.word, words::harmless(text)).into(),
            Self::Ago(at) | Self::Due(at) | Self::At(at) => rfc3339(*at).into(),
            Self::Took(span) => words::took(*span).into(),
            Self::Count(number) => number.to_string().into(),
        }
    }

    /// The form for programs that read JSON.
    pub(crate) fn value(&self) -> serde_json::Value {
        match self {
            Self::Empty => serde_json::Value::Null,
            Self::Count(number) => (*number).into(),
            other => other.pipe().as_ref().into(),
        }
    }

    /// The form for people, without colour.
    pub(crate) fn people(&self, style: &Style) -> String {
        match self {
            Self::Empty => "-".to_owned(),
            Self::Text(text) | Self::Told { people: text, .. } => words::harmless(text),
            Self::State(mark) => format!("{} {}", style.paint.glyph(mark.glyph), mark.word),
            Self::Judged(mark, text) => format!("{} {}", style.paint.glyph(mark.glyph), words::harmless(text)),
            Self::Ago(at) => style.clock.ago(*at),
            Self::Due(at) => style.clock.due(*at),
            Self::At(at) => style.clock.moment(*at),
            Self::Took(span) => words::took(*span),
            Self::Count(number) => words::count(*number),
        }
    }

    /// The colour for people.
    pub(crate) fn tone(&self, style: &Style) -> Tone {
        match self {
            Self::State(mark) | Self::Judged(mark, _) => mark.tone,
            Self::Due(at) if style.clock.now.0 - at.0 > 1_000 => Tone::Warn,
            Self::Empty => Tone::Dim,
            _ => Tone::Plain,
        }
    }
}
