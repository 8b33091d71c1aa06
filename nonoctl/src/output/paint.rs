//! Colours and glyphs: each has a meaning, and each has a form without colour and without glyphs.
//!
//! Colour alone never carries meaning: a state is glyph, word and colour.

use owo_colors::{OwoColorize, Style};

/// What a piece of text means, as far as its colour goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Tone {
    /// Nothing special: quiet is good.
    Plain,
    /// Titles.
    Strong,
    /// Beside the point.
    Dim,
    /// Under way.
    Busy,
    /// To be looked at.
    Warn,
    /// Wrong.
    Bad,
    /// Being moved away.
    Leaving,
    /// Nobody knows.
    Lost,
}

/// A glyph before a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Glyph {
    /// ok, succeeded
    Check,
    /// running
    Play,
    /// failing, failed
    Cross,
    /// late, warning
    Warning,
    /// paused
    Pause,
    /// draining, waiting
    Moving,
    /// skipped, missed
    Skip,
    /// unknown
    Question,
}

impl Glyph {
    const fn forms(self) -> (&'static str, &'static str) {
        match self {
            Self::Check => ("✓", "+"),
            Self::Play => ("▶", ">"),
            Self::Cross => ("✗", "x"),
            Self::Warning => ("▲", "!"),
            Self::Pause => ("‖", "="),
            Self::Moving => ("◌", "~"),
            Self::Skip => ("»", ">"),
            Self::Question => ("?", "?"),
        }
    }
}

/// Whether colours and glyphs may be used on a stream.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Paint {
    /// ANSI colours.
    pub(crate) colour: bool,
    /// ASCII only.
    pub(crate) ascii: bool,
}

impl Paint {
    /// Neither colours nor glyphs.
    #[cfg(test)]
    pub(crate) const fn plain() -> Self {
        Self { colour: false, ascii: true }
    }

    /// The glyph, or its form in ASCII.
    pub(crate) const fn glyph(self, glyph: Glyph) -> &'static str {
        let (full, ascii) = glyph.forms();
        if self.ascii { ascii } else { full }
    }

    /// The sign that something was cut.
    pub(crate) const fn ellipsis(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    /// The text in the tone's colour.
    pub(crate) fn tint(self, tone: Tone, text: &str) -> String {
        if !self.colour || tone == Tone::Plain {
            return text.to_owned();
        }
        text.style(style(tone)).to_string()
    }
}

fn style(tone: Tone) -> Style {
    let style = Style::new();
    match tone {
        Tone::Plain => style,
        Tone::Strong => style.bold(),
        Tone::Dim => style.dimmed(),
        Tone::Busy => style.cyan(),
        Tone::Warn => style.yellow(),
        Tone::Bad => style.red().bold(),
        Tone::Leaving => style.magenta(),
        Tone::Lost => style.red().reversed(),
    }
}
