//! What things look like: every colour and every glyph of the screen comes from here.
//!
//! The terminal's own foreground and background, 16 colours, and no background but reverse: so that any palette works.
//! A state is glyph, word and colour; colour alone never carries meaning. In mono there is no colour at all.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::output::cell::Mark;
use crate::output::paint::{Glyph, Paint, Tone};

/// The marks of the screen.
#[derive(Clone, Debug)]
pub(crate) struct Theme {
    styles: BTreeMap<&'static str, Style>,
    /// ASCII only.
    pub(crate) ascii: bool,
    /// Graphs of dots instead of blocks.
    pub(crate) braille: bool,
}

/// The part of the file that is about colours.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ThemeFile {
    /// By meaning: a colour, and attributes.
    colors: BTreeMap<String, String>,
}

/// What has a colour of its own, as it is written in a file, with its look in the usual theme and for people who do not
/// tell red from green.
const MEANINGS: [(&str, &str, &str); 9] = [
    ("plain", "default", "default"),
    ("strong", "bold", "bold"),
    ("dim", "dim", "dim"),
    ("busy", "cyan", "cyan"),
    ("warn", "yellow", "yellow"),
    ("bad", "red bold", "yellow bold"),
    ("leaving", "magenta", "blue"),
    ("lost", "red reverse", "reverse"),
    ("graph", "cyan", "cyan"),
];

/// A theme that is built in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Known {
    /// The usual one.
    Default,
    /// For people who do not tell red from green.
    Deuteranopia,
    /// No colours.
    Mono,
}

impl Theme {
    /// One that is built in.
    pub(crate) fn known(known: Known, ascii: bool, braille: bool) -> Self {
        let look = |(meaning, usual, other): &(&'static str, &str, &str)| {
            let text = if known == Known::Deuteranopia { *other } else { *usual };
            let style = parse(text).expect("the looks of the table are looks");
            (*meaning, if known == Known::Mono { without_colour(meaning, style) } else { style })
        };
        Self { styles: MEANINGS.iter().map(look).collect(), ascii, braille: braille && !ascii }
    }

    /// The looks of a file over the usual ones.
    ///
    /// # Errors
    /// Names what is no meaning, and what is no look.
    pub(crate) fn with(mut self, file: &ThemeFile) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        for (meaning, look) in &file.colors {
            let Some((known, ..)) = MEANINGS.iter().find(|(known, ..)| known == meaning) else {
                let known: Vec<&str> = MEANINGS.iter().map(|(known, ..)| *known).collect();
                wrong.push(format!("colors: there is no {meaning:?}; there are {}", known.join(", ")));
                continue;
            };
            match parse(look) {
                Ok(style) => {
                    self.styles.insert(known, style);
                }
                Err(why) => wrong.push(format!("colors.{meaning}: {why}")),
            }
        }
        if wrong.is_empty() { Ok(self) } else { Err(wrong) }
    }

    fn style(&self, meaning: &str) -> Style {
        self.styles.get(meaning).copied().unwrap_or_default()
    }

    /// The look of a tone.
    pub(crate) fn tone(&self, tone: Tone) -> Style {
        self.style(match tone {
            Tone::Plain => "plain",
            Tone::Strong => "strong",
            Tone::Dim => "dim",
            Tone::Busy => "busy",
            Tone::Warn => "warn",
            Tone::Bad => "bad",
            Tone::Leaving => "leaving",
            Tone::Lost => "lost",
        })
    }

    /// Of graphs.
    pub(crate) fn graph(&self) -> Style {
        self.style("graph")
    }

    /// Of the title row.
    pub(crate) fn title(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Of the selected row, and of the button that has the keys. Its colours go: reversed they would be backgrounds.
    pub(crate) fn selected(&self) -> Style {
        let lit = Style::new().fg(Color::Reset).add_modifier(Modifier::REVERSED | Modifier::BOLD);
        // Dim pieces would look as if they were not selected.
        lit.remove_modifier(Modifier::DIM)
    }

    /// Of the pane that has the keys.
    pub(crate) fn focus(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// A state: glyph and word.
    pub(crate) fn mark(&self, mark: Mark) -> String {
        format!("{} {}", self.glyph(mark.glyph), mark.word)
    }

    /// A glyph, or its form in ASCII.
    pub(crate) const fn glyph(&self, glyph: Glyph) -> &'static str {
        Paint { colour: false, ascii: self.ascii }.glyph(glyph)
    }

    /// The sign that something was cut.
    pub(crate) const fn ellipsis(&self) -> &'static str {
        if self.ascii { "~" } else { "…" }
    }

    /// Up or down, behind the title of the column that is sorted by.
    pub(crate) const fn arrow(&self, descending: bool) -> &'static str {
        match (self.ascii, descending) {
            (true, true) => "v",
            (true, false) => "^",
            (false, true) => "↓",
            (false, false) => "↑",
        }
    }

    /// A light: on or off.
    pub(crate) const fn light(&self, on: bool) -> &'static str {
        match (self.ascii, on) {
            (true, _) => "o",
            (false, true) => "●",
            (false, false) => "○",
        }
    }

    /// Between two parts of a line.
    pub(crate) const fn bar(&self) -> &'static str {
        if self.ascii { "|" } else { "│" }
    }

    /// The leader's sign.
    pub(crate) const fn star(&self) -> &'static str {
        if self.ascii { "*" } else { "★" }
    }
}

/// Without colour what would be told by it is told by weight.
fn without_colour(meaning: &str, style: Style) -> Style {
    let style = Style { fg: None, bg: None, ..style };
    match meaning {
        "bad" => style.add_modifier(Modifier::BOLD),
        "lost" => style.add_modifier(Modifier::REVERSED),
        _ => style,
    }
}

/// `red bold`, `#ff8800`, `default`, `dim`.
fn parse(text: &str) -> Result<Style, String> {
    let mut style = Style::new();
    for word in text.split_whitespace() {
        style = match word {
            "default" => style,
            "bold" => style.add_modifier(Modifier::BOLD),
            "dim" => style.add_modifier(Modifier::DIM),
            "italic" => style.add_modifier(Modifier::ITALIC),
            "underline" => style.add_modifier(Modifier::UNDERLINED),
            "reverse" => style.add_modifier(Modifier::REVERSED),
            colour => style.fg(colour.parse::<Color>().map_err(|_| {
                format!("{colour:?} is no look: write a colour such as red or #ff8800, default, bold, dim, italic, underline or reverse")
            })?),
        };
    }
    Ok(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mono_has_no_colour_and_still_tells_what_is_bad() {
        let theme = Theme::known(Known::Mono, false, false);
        for tone in [Tone::Plain, Tone::Dim, Tone::Busy, Tone::Warn, Tone::Bad, Tone::Leaving, Tone::Lost] {
            let style = theme.tone(tone);
            assert_eq!((style.fg, style.bg), (None, None), "{tone:?}");
        }
        assert!(theme.tone(Tone::Bad).add_modifier.contains(Modifier::BOLD));
    }

    #[test]
    fn no_built_in_theme_sets_a_background() {
        for known in [Known::Default, Known::Deuteranopia, Known::Mono] {
            let theme = Theme::known(known, false, false);
            assert!(theme.styles.values().all(|style| style.bg.is_none()));
        }
    }

    #[test]
    fn a_file_changes_looks_and_is_told_what_is_wrong() {
        let file = |text: &str| toml::from_str::<ThemeFile>(text).unwrap();
        let theme = Theme::known(Known::Default, false, false);
        let changed = theme.clone().with(&file("[colors]\nwarn = \"#ff8800 bold\"\n")).unwrap();
        assert_eq!(changed.tone(Tone::Warn).fg, Some(Color::Rgb(255, 136, 0)));
        let wrong = theme.with(&file("[colors]\nworn = \"red\"\nbad = \"reed\"\n")).unwrap_err();
        assert_eq!(wrong.len(), 2, "{wrong:?}");
    }
}
